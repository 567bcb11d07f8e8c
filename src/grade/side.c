#include "src/grade/side.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "src/grade/check.h"
#include "src/grade/evidence.h"
#include "src/grade/text.h"

/* A longer line is prose, which may name anything. */
#define HINT_BYTES 80

/* A name of so many letters stands in no other word. */
#define LONG_NAME 5

static bool is_upper(char c)
{
	return isupper((unsigned char)c);
}

static bool is_lower(char c)
{
	return islower((unsigned char)c);
}

/* Does a word begin there, also inside "VMXen" or "logXen"? */
static bool begins_word(const char *text, size_t length, size_t at)
{
	if (at == 0 || !isalnum((unsigned char)text[at - 1]))
		return true;
	return is_upper(text[at]) &&
	       (is_lower(text[at - 1]) ||
		       (at + 1 < length && is_lower(text[at + 1])));
}

/* Digits may follow a name ("pve1"), and a next word ("XenOrchestra"). */
static bool ends_word(const char *text, size_t length, size_t end)
{
	return end == length || !isalpha((unsigned char)text[end]) ||
	       (is_upper(text[end]) && is_lower(text[end - 1]));
}

/* Where the text names it; `length`: nowhere. */
static size_t place_of(const char *text, size_t length, const char *alias)
{
	size_t name = strlen(alias);

	for (size_t at = 0; at + name <= length; at++)
		if (strncasecmp(text + at, alias, name) == 0 &&
			(name >= LONG_NAME ||
				(begins_word(text, length, at) &&
					ends_word(text, length, at + name))))
			return at;
	return length;
}

/* The first place where the text names the side; `length`: nowhere. */
static size_t first_name(
	const struct rubric_side *side, const char *text, size_t length)
{
	size_t first = length;

	for (const char **a = side->aliases; a && *a; a++) {
		size_t place = place_of(text, length, *a);

		first = place < first ? place : first;
	}
	return first;
}

int side_in(const struct rubric *rubric, const char *text, size_t length)
{
	bool first = first_name(&rubric->sides[0], text, length) < length;
	bool second = first_name(&rubric->sides[1], text, length) < length;

	return first == second ? SIDE_UNKNOWN : second;
}

/* "Proxmox -> Xen": the side that is named first; SIDE_UNKNOWN when there is
 * no direction in it. */
static int flow_in(const struct rubric *rubric, const char *text, size_t length)
{
	static const char *const words[] = {
		"->", "\xe2\x86\x92", "vers", "to", "=>"};
	size_t first = first_name(&rubric->sides[0], text, length);
	size_t second = first_name(&rubric->sides[1], text, length);
	size_t from = first < second ? first : second;
	size_t to = first < second ? second : first;

	if (to == length)
		return SIDE_UNKNOWN;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (place_of(text + from, to - from, words[i]) < to - from)
			return second < first;
	return SIDE_UNKNOWN;
}

typedef int read_part(
	const struct rubric *rubric, const char *text, size_t length);

/* What the innermost part of the label says that says anything. */
static int read_label(
	const struct rubric *rubric, const char *label, read_part *read)
{
	const char *end = label + strlen(label);

	while (end > label) {
		const char *start = end;
		int side;

		while (start > label && start[-1] != '/')
			start--;
		side = read(rubric, start, (size_t)(end - start));
		if (side != SIDE_UNKNOWN)
			return side;
		end = start > label ? start - 1 : label;
	}
	return SIDE_UNKNOWN;
}

int side_of_label(const struct rubric *rubric, const char *label)
{
	return read_label(rubric, label, side_in);
}

/* -- by the disk -- */

static int side_of_value(const struct rubric_param *param, const char *disk)
{
	int found = SIDE_UNKNOWN;

	for (int side = 0; side < SIDES; side++) {
		if (!param->sides[side] ||
			!check_name_fits(disk, param->sides[side]))
			continue;
		if (found != SIDE_UNKNOWN)
			return SIDE_UNKNOWN;
		found = side;
	}
	return found;
}

static int side_of_param(
	const struct rubric_param *param, const struct run *run)
{
	for (size_t i = 0; i < 3 && param->spec->from[i]; i++) {
		const char *value = run_value(run, param->spec->from[i]);

		if (value)
			return side_of_value(param, value);
	}
	return SIDE_UNKNOWN;
}

int side_of_disk(const struct rubric *rubric, const struct run *run)
{
	for (size_t i = 0; i < rubric->criterion_count; i++) {
		const struct rubric_criterion *c = &rubric->criteria[i];

		for (size_t p = 0; p < c->param_count; p++) {
			int side = c->params[p].spec->kind == PARAM_SIDES
					   ? side_of_param(&c->params[p], run)
					   : SIDE_UNKNOWN;

			if (side != SIDE_UNKNOWN)
				return side;
		}
	}
	return SIDE_UNKNOWN;
}

/* -- by the lines before a run -- */

/* Of "user@host:~$ iperf3 -c other" the part before the command counts, of a
 * command without a prompt nothing. */
static size_t hint_length(const char *line, size_t length)
{
	static const char *const tools[] = {
		"sysbench", "fio", "iperf3", "sudo"};
	const char *at = memchr(line, '@', length);

	/* a row of a table is about something else */
	if (length && *line == '|')
		return 0;
	for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
		if (length > strlen(tools[i]) &&
			strncmp(line, tools[i], strlen(tools[i])) == 0)
			return 0;
	for (size_t i = at ? (size_t)(at - line) : length; i < length; i++)
		if (line[i] == '$' || line[i] == '#')
			return i;
	return length > HINT_BYTES ? 0 : length;
}

/* Reading lines up to those of the runs. */
struct hints {
	const struct rubric *rubric;
	const struct listing_hint *given; /* by tables around the lines */
	size_t given_count;
	const char *next;
	unsigned line; /* of what is next, 1-based */
	int side;
	int flow; /* side that sends, by a line after that; SIDE_UNKNOWN */
};

static void hear(struct hints *hints, const char *text, size_t length)
{
	int side = side_in(hints->rubric, text, length);
	int flow = flow_in(hints->rubric, text, length);

	if (side != SIDE_UNKNOWN)
		hints->side = side;
	if (side != SIDE_UNKNOWN || flow != SIDE_UNKNOWN)
		hints->flow = flow;
}

/* On which side a log is of a flow that `flow` sends; SIDE_UNKNOWN when it is
 * no log of one, or runs backwards. */
static int side_of_flow(const struct run *run, int flow)
{
	const char *role = run_value(run, "role");
	const char *direction = run_value(run, "direction");

	if (flow == SIDE_UNKNOWN || strcmp(run->tool, "iperf3") != 0 || !role ||
		(direction && strcmp(direction, "reverse") == 0))
		return SIDE_UNKNOWN;
	return strcmp(role, "client") == 0 ? flow : 1 - flow;
}

static void hear_given(struct hints *hints)
{
	for (; hints->given_count && hints->given->line <= hints->line;
		hints->given++, hints->given_count--) {
		size_t length = strlen(hints->given->text);

		hear(hints, hints->given->text,
			length > HINT_BYTES ? 0 : length);
	}
}

/* A line of a run tells by its prompt alone. */
static void pass_line(struct hints *hints, bool prompt)
{
	size_t length = strcspn(hints->next, "\n");
	size_t hint = hint_length(hints->next, length);

	hear_given(hints);
	if (!prompt || (hint < length && memchr(hints->next, '@', hint)))
		hear(hints, hints->next, hint);
	hints->next += length + (hints->next[length] == '\n');
	hints->line++;
}

static void pass_to(struct hints *hints, unsigned line)
{
	while (*hints->next && hints->line < line)
		pass_line(hints, false);
}

/* The lines of a run are about both sides. */
static void pass_over(struct hints *hints, unsigned line)
{
	while (*hints->next && hints->line < line) {
		hints->next += strcspn(hints->next, "\n");
		hints->next += *hints->next == '\n';
		hints->line++;
	}
}

static int hinted_side(struct hints *hints, const struct run *run)
{
	int side;

	pass_to(hints, run->line);
	if (*hints->next && hints->line == run->line)
		pass_line(hints, true);
	side = side_of_flow(run, hints->flow);
	pass_over(hints, run->last_line + 1);
	return side != SIDE_UNKNOWN ? side : hints->side;
}

static bool on_both(const int *sides, size_t count)
{
	bool met[SIDES] = {false};

	for (size_t i = 0; i < count; i++)
		if (sides[i] != SIDE_UNKNOWN)
			met[sides[i]] = true;
	return met[0] && met[1];
}

int *side_of_runs(struct arena *arena, const struct rubric *rubric,
	const struct submitted_file *file, const struct paper *paper,
	const struct run_list *runs)
{
	int *sides = arena_alloc(arena, (runs->count + 1) * sizeof *sides);
	struct arena *aside = arena_new();
	int side = side_of_label(rubric, file->label);
	struct hints hints = {rubric, NULL, 0,
		decode_log(aside, file->bytes, file->size).text, 1,
		SIDE_UNKNOWN, SIDE_UNKNOWN};
	int flow = read_label(rubric, file->label, flow_in);
	size_t count = 0;

	if (paper) {
		hints.given = paper->hints;
		hints.given_count = paper->hint_count;
	}
	for (const struct run *run = runs->first; run; run = run->next)
		sides[count++] = hinted_side(&hints, run);
	arena_free(aside);
	if (side != SIDE_UNKNOWN && !on_both(sides, count)) {
		for (size_t i = 0; i < count; i++)
			sides[i] = side;
		return sides;
	}
	count = 0;
	for (const struct run *run = runs->first; run;
		run = run->next, count++) {
		if (sides[count] == SIDE_UNKNOWN)
			sides[count] = side_of_flow(run, flow);
		if (sides[count] == SIDE_UNKNOWN)
			sides[count] = side != SIDE_UNKNOWN
					       ? side
					       : side_of_disk(rubric, run);
	}
	return sides;
}
