/* The report on the integrity of a class's logs, for the teacher. */
#include <math.h>
#include <string.h>

#include "src/checks/check.h"
#include "src/grade/integrity_parts.h"
#include "src/model/quantity.h"

/* Pairs whose details are listed, and lines of each: the gravest come first,
 * and a table of all comes before. */
#define DETAILED_MAX 200
#define LINES_MAX 20

struct writing {
	struct arena *arena;
	enum lang lang;
	struct doc *doc;
	const struct integrity_class *class;
	const struct signs *pairs;
	const struct integrity_decisions *decisions;
	const struct integrity_names *names;
};

#define TELL(w, id, ...)                                                       \
	message_say((w)->arena, (w)->lang, MSG_##id, __VA_ARGS__)
#define TERM(w, id) message_get((w)->lang, MSG_##id)

static const enum message kinds[SIGN_KINDS] = {
	[SIGN_BOTH_SIDES] = MSG_SIGN_BOTH_SIDES,
	[SIGN_TWICE] = MSG_SIGN_TWICE,
	[SIGN_ARITHMETIC] = MSG_SIGN_ARITHMETIC,
	[SIGN_GRID] = MSG_SIGN_GRID,
	[SIGN_DISK] = MSG_SIGN_DISK,
	[SIGN_DATE] = MSG_SIGN_DATE,
	[SIGN_VERSIONS] = MSG_SIGN_VERSIONS,
	[SIGN_CACHE] = MSG_SIGN_CACHE,
	[SIGN_UNMARKED] = MSG_SIGN_UNMARKED,
	[SIGN_FOREIGN] = MSG_SIGN_FOREIGN,
	[SIGN_SAME_TEXT] = MSG_SIGN_SAME_TEXT,
	[SIGN_SAME_RUN] = MSG_SIGN_SAME_RUN,
	[SIGN_SAME_VECTOR] = MSG_SIGN_SAME_VECTOR,
	[SIGN_SAME_VALUES] = MSG_SIGN_SAME_VALUES,
};

/* What may innocently explain it, and what to ask. */
static const enum message reasons[SIGN_KINDS] = {
	[SIGN_BOTH_SIDES] = MSG_REASON_BOTH_SIDES,
	[SIGN_TWICE] = MSG_REASON_TWICE,
	[SIGN_ARITHMETIC] = MSG_REASON_ARITHMETIC,
	[SIGN_GRID] = MSG_REASON_GRID,
	[SIGN_DISK] = MSG_REASON_DISK,
	[SIGN_DATE] = MSG_REASON_DATE,
	[SIGN_VERSIONS] = MSG_REASON_VERSIONS,
	[SIGN_CACHE] = MSG_REASON_CACHE,
	[SIGN_UNMARKED] = MSG_REASON_UNMARKED,
	[SIGN_FOREIGN] = MSG_REASON_FOREIGN,
	[SIGN_SAME_TEXT] = MSG_REASON_SHARED,
	[SIGN_SAME_RUN] = MSG_REASON_SHARED,
	[SIGN_SAME_VECTOR] = MSG_REASON_SHARED,
	[SIGN_SAME_VALUES] = MSG_REASON_SHARED,
};

static const enum message levels[SIGN_LEVELS] = {
	[SIGN_INFO] = MSG_LEVEL_INFO,
	[SIGN_WEAK] = MSG_LEVEL_WEAK,
	[SIGN_MEDIUM] = MSG_LEVEL_MEDIUM,
	[SIGN_STRONG] = MSG_LEVEL_STRONG,
};

/* -- decisions -- */

static const char *const key_kinds[SIGN_KINDS] = {"both-sides", "twice",
	"arithmetic", "grid", "disk", "date", "versions", "cache", "unmarked",
	"foreign", "shared", "shared", "shared", "shared"};

/* What pairs share may be found to be more the next time: one key for all. */
char *integrity_key(struct arena *arena, const struct sign *sign)
{
	return arena_printf(arena, "%s%s%s/%s", sign->student[0],
		sign->student[1] ? "+" : "",
		sign->student[1] ? sign->student[1] : "",
		key_kinds[sign->kind]);
}

/* The cell from `text` up to a bar, without blanks, code signs and the
 * backslashes of Markdown. */
static char *cell_text(struct arena *arena, const char **text, const char *end)
{
	struct buf out = {0};
	const char *p = *text;
	char *cell;

	p += strspn(p, " `");
	for (; p < end && *p != '|'; p++) {
		if (*p == '\\' && p + 1 < end)
			p++;
		buf_putc(&out, *p);
	}
	*text = p < end ? p + 1 : end;
	while (out.length && strchr(" `\r", out.data[out.length - 1]))
		out.length--;
	cell = arena_strndup(arena, out.data ? out.data : "", out.length);
	buf_free(&out);
	return cell;
}

static bool is_key(const char *text)
{
	const char *kind = strrchr(text, '/');

	for (int i = 0; kind && i < SIGN_KINDS; i++)
		if (strcmp(kind + 1, key_kinds[i]) == 0)
			return true;
	return false;
}

/* "| key | … | decision |" */
static void read_row(struct arena *arena, const char *text, const char *end,
	struct integrity_decisions *decisions)
{
	const char *key, *last = "";

	text++;
	key = cell_text(arena, &text, end);
	if (!is_key(key))
		return;
	while (text < end) {
		const char *cell = cell_text(arena, &text, end);

		/* behind the last bar there is nothing */
		if (text < end || cell[0])
			last = cell;
	}
	ARENA_ROOM(arena, decisions->items, decisions->count,
		decisions->capacity);
	decisions->items[decisions->count++] =
		(struct integrity_decision){key, last};
}

void integrity_decisions(struct arena *arena, const char *text, size_t length,
	struct integrity_decisions *decisions)
{
	const char *end = text + length;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		if (!stop)
			stop = end;
		if (*text == '|') {
			const char *row = arena_strndup(
				arena, text, (size_t)(stop - text));

			read_row(arena, row, row + strlen(row), decisions);
		}
		text = stop < end ? stop + 1 : end;
	}
}

static const char *decision_of(const struct writing *w, const struct sign *sign)
{
	const char *key = integrity_key(w->arena, sign);

	for (size_t i = 0; w->decisions && i < w->decisions->count; i++)
		if (strcmp(w->decisions->items[i].key, key) == 0 &&
			w->decisions->items[i].text[0])
			return w->decisions->items[i].text;
	return TERM(w, DECISION_OPEN);
}

/* -- parts of a sentence -- */

static const char *student(const struct writing *w, const char *id)
{
	const char *name =
		w->names ? w->names->name(w->names->context, id) : NULL;

	return name && name[0] ? arena_printf(w->arena, "%s (%s)", id, name)
			       : id;
}

static const char *students(const struct writing *w, const struct sign *sign)
{
	const char *first = student(w, sign->student[0]);

	return sign->student[1]
		       ? arena_printf(w->arena, "%s + %s", first,
				 student(w, sign->student[1]))
		       : first;
}

/* A number that may be far below one: "0,003", "< 0,000001". */
static const char *expected(const struct writing *w, double number)
{
	if (number < 1e-6)
		return arena_printf(w->arena, "< %s",
			quantity_fixed(w->arena, w->lang, 1e-6, 6).text);
	return quantity_fixed(w->arena, w->lang, number, 6).text;
}

static const char *count(const struct writing *w, size_t number)
{
	return quantity_count(w->arena, w->lang, number);
}

static const char *place(
	const struct writing *w, const struct sign_item *item, int which)
{
	if (!item->file[which])
		return "";
	if (!item->line[which])
		return item->file[which];
	return arena_printf(w->arena, "%s:%u", item->file[which],
		item->line[which]);
}

/* -- one sign in detail -- */

static void add_text(const struct writing *w, struct doc_line *line,
	const char *text, enum doc_style style)
{
	if (text[0])
		doc_span(w->doc, line, text, style);
}

/* What stands before `wanted`. */
static const char *before_wanted(
	const struct writing *w, const struct sign_item *item)
{
	if (item->kind == SIGN_VERSIONS)
		return " ↔ ";
	if (item->kind == SIGN_DATE && item->file[1])
		return TERM(w, SIGN_AFTER);
	return item->kind == SIGN_SAME_VALUES ? TERM(w, SIGN_EQUAL)
					      : TERM(w, SIGN_WANTED);
}

/* The test of a criterion's id by its name; other words as they are. */
static const char *test_name(const struct writing *w, const char *test)
{
	const struct rubric_criterion *criterion =
		w->class->rubric ? rubric_criterion_find(w->class->rubric, test)
				 : NULL;

	return criterion ? text_in(&criterion->label, w->lang) : test;
}

/* "same figures · CPU test · events_per_second · 1136.45; equal figures: 5/6 –
 * a.txt:1 ↔ b.txt:1"; what is the same for all of a sign its heading says. */
static void put_item(const struct writing *w, struct doc_node *list,
	const struct sign *sign, const struct sign_item *item)
{
	struct doc_line *line = &doc_item(w->doc, list, NULL)->line;
	const char *parts[] = {item->field, item->found};
	const char *first = place(w, item, 0), *second = place(w, item, 1);
	bool begun = sign->kind >= SIGN_SAME_TEXT;

	if (begun)
		add_text(w, line, message_get(w->lang, kinds[item->kind]),
			STYLE_PLAIN);
	if (item->test[0]) {
		add_text(w, line, begun ? " · " : "", STYLE_PLAIN);
		add_text(w, line, test_name(w, item->test), STYLE_PLAIN);
		begun = true;
	}
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (!parts[i][0])
			continue;
		add_text(w, line, begun ? " · " : "", STYLE_PLAIN);
		add_text(w, line, parts[i], STYLE_CODE);
		begun = true;
	}
	if (item->wanted[0])
		add_text(w, line, before_wanted(w, item), STYLE_PLAIN);
	add_text(w, line, item->wanted, STYLE_CODE);
	add_text(w, line, first[0] && begun ? " – " : "", STYLE_PLAIN);
	add_text(w, line, first, STYLE_CODE);
	add_text(w, line, second[0] ? " ↔ " : "", STYLE_PLAIN);
	add_text(w, line, second, STYLE_CODE);
}

static void put_detail(const struct writing *w, const struct sign *sign)
{
	struct doc_node *list;

	doc_heading(w->doc, 2, NULL,
		TELL(w, INTEGRITY_DETAIL, students(w, sign),
			message_get(w->lang, kinds[sign->kind])));
	doc_paragraph(w->doc, message_get(w->lang, reasons[sign->kind]));
	list = doc_list(w->doc);
	for (size_t i = 0; i < sign->count && i < LINES_MAX; i++)
		put_item(w, list, sign, &sign->items[i]);
	if (sign->count > LINES_MAX)
		doc_item(w->doc, list,
			TELL(w, INTEGRITY_MORE,
				count(w, sign->count - LINES_MAX)));
}

/* -- tables -- */

static struct doc_table *new_table(
	const struct writing *w, const char *caption, bool pairs)
{
	const struct doc_column columns[] = {
		{.title = TERM(w, INTEGRITY_KEY), .wraps = true},
		{.title = TERM(w, INTEGRITY_STUDENT), .wraps = true},
		{.title = TERM(w, INTEGRITY_LEVEL), .wraps = true},
		{.title = TERM(w, INTEGRITY_SIGN), .wraps = true},
		{.title = TERM(w, INTEGRITY_RUNS), .align = ALIGN_RIGHT},
		{.title = TERM(w, INTEGRITY_INNOCENT), .align = ALIGN_RIGHT},
	};
	struct doc_column chosen[7];
	size_t used = pairs ? 6 : 4;

	memcpy(chosen, columns, used * sizeof *chosen);
	chosen[used] = (struct doc_column){
		.title = TERM(w, INTEGRITY_DECISION), .wraps = true};
	return doc_table(w->doc, caption, chosen, used + 1);
}

static void add_sign(const struct writing *w, struct doc_table *table,
	const struct sign *sign, bool pair)
{
	struct doc_row *row = doc_row(w->doc, table);

	doc_set_code(w->doc, row, 0, integrity_key(w->arena, sign));
	doc_set(w->doc, row, 1, students(w, sign));
	doc_set(w->doc, row, 2, message_get(w->lang, levels[sign->level]));
	doc_set(w->doc, row, 3, message_get(w->lang, kinds[sign->kind]));
	if (pair) {
		doc_set(w->doc, row, 4,
			TELL(w, INTEGRITY_OF, count(w, sign->count),
				count(w, sign->compared)));
		doc_set(w->doc, row, 5, expected(w, sign->innocent));
	}
	doc_set(w->doc, row, table->column_count - 1, decision_of(w, sign));
}

static void write_pairs(const struct writing *w)
{
	struct doc_table *table;

	doc_heading(w->doc, 1, "1", TERM(w, INTEGRITY_PAIRS));
	if (!w->pairs->count) {
		doc_paragraph(w->doc, TERM(w, INTEGRITY_NONE));
		return;
	}
	table = new_table(w, TERM(w, INTEGRITY_PAIRS), true);
	for (size_t i = 0; i < w->pairs->count; i++)
		add_sign(w, table, &w->pairs->items[i], true);
	for (size_t i = 0; i < w->pairs->count && i < DETAILED_MAX; i++)
		put_detail(w, &w->pairs->items[i]);
}

/* Own signs of one level, the class in its order; details or rows. */
static size_t each_own(const struct writing *w, enum sign_level level,
	struct doc_table *table)
{
	size_t found = 0;

	for (size_t i = 0; i < w->class->count; i++) {
		const struct signs *own = &w->class->students[i]->signs;

		for (size_t k = 0; k < own->count; k++) {
			if (own->items[k].level != level)
				continue;
			found++;
			if (table)
				add_sign(w, table, &own->items[k], false);
			else if (own->items[k].count && found <= DETAILED_MAX)
				put_detail(w, &own->items[k]);
		}
	}
	return found;
}

static size_t own_count(const struct writing *w, int from, int to)
{
	size_t found = 0;

	for (size_t i = 0; i < w->class->count; i++)
		for (size_t k = 0; k < w->class->students[i]->signs.count; k++) {
			int level =
				(int)w->class->students[i]->signs.items[k].level;

			found += level >= from && level <= to;
		}
	return found;
}

static void write_own(const struct writing *w, const char *number,
	enum message title, int from, int to)
{
	struct doc_table *table;

	doc_heading(w->doc, 1, number, message_get(w->lang, title));
	if (!own_count(w, from, to)) {
		doc_paragraph(w->doc, TERM(w, INTEGRITY_NONE));
		return;
	}
	table = new_table(w, message_get(w->lang, title), false);
	for (int level = to; level >= from; level--)
		each_own(w, (enum sign_level)level, table);
	for (int level = to; level >= from; level--)
		each_own(w, (enum sign_level)level, NULL);
}

/* -- the document -- */

static void write_list(const struct writing *w, const enum message *texts,
	size_t text_count)
{
	struct doc_node *list = doc_list(w->doc);

	for (size_t i = 0; i < text_count; i++)
		doc_item(w->doc, list, message_get(w->lang, texts[i]));
}

static void write_head(const struct writing *w)
{
	size_t students_count = w->class->count, runs = 0;
	double pairs = (double)students_count *
		       ((double)students_count - (students_count > 0)) / 2;

	for (size_t i = 0; i < students_count; i++)
		runs += w->class->students[i]->print_count;
	doc_callout(w->doc, TONE_WARNING, TERM(w, INTEGRITY_EVIDENCE),
		TERM(w, INTEGRITY_EVIDENCE_TEXT));
	doc_paragraph(w->doc,
		TELL(w, INTEGRITY_COMPARED, count(w, students_count),
			count(w, runs), count(w, (size_t)pairs)));
	doc_paragraph(w->doc, TERM(w, INTEGRITY_ALARMS));
	doc_paragraph(w->doc, TERM(w, INTEGRITY_HOW));
}

static void write_explanations(const struct writing *w)
{
	static const enum message innocent[] = {MSG_INNOCENT_TEAM,
		MSG_INNOCENT_HOST, MSG_INNOCENT_FOLDER, MSG_INNOCENT_RETYPED,
		MSG_INNOCENT_LOCALE, MSG_INNOCENT_SAMPLE, MSG_INNOCENT_CLOCK};

	doc_heading(w->doc, 1, "4", TERM(w, INTEGRITY_INNOCENTS));
	write_list(w, innocent, sizeof innocent / sizeof *innocent);
	doc_heading(w->doc, 1, "5", TERM(w, INTEGRITY_LEVELS));
	write_list(w, (const enum message[]){MSG_LEVEL_STRONG_TEXT,
			      MSG_LEVEL_MEDIUM_TEXT, MSG_LEVEL_WEAK_TEXT,
			      MSG_LEVEL_INFO_TEXT},
		SIGN_LEVELS);
}

/* -- the rules that are named -- */

/* "fio T5" */
static bool is_named(const char *field, const struct check_identity *identity)
{
	size_t tool = strlen(identity->tool);

	return strncmp(field, identity->tool, tool) == 0 &&
	       field[tool] == ' ' &&
	       strcmp(field + tool + 1, identity->rule) == 0;
}

static bool names_rule(
	const struct signs *signs, const struct check_identity *identity)
{
	for (size_t i = 0; i < signs->count; i++)
		for (size_t k = 0; k < signs->items[i].count; k++)
			if (is_named(signs->items[i].items[k].field, identity))
				return true;
	return false;
}

static bool class_names_rule(
	const struct writing *w, const struct check_identity *identity)
{
	for (size_t i = 0; i < w->class->count; i++)
		if (names_rule(&w->class->students[i]->signs, identity))
			return true;
	return false;
}

/* The last chapter, if there is anything in it. */
static void write_rules(const struct writing *w)
{
	struct doc_node *list = NULL;

	for (size_t i = 0; i < check_identity_count; i++) {
		const struct check_identity *identity = &check_identities[i];
		struct doc_item *item;

		if (!class_names_rule(w, identity))
			continue;
		if (!list) {
			doc_heading(w->doc, 1, "6", TERM(w, INTEGRITY_RULES));
			doc_paragraph(w->doc, TERM(w, INTEGRITY_RULES_TEXT));
			list = doc_list(w->doc);
		}
		item = doc_item(w->doc, list, NULL);
		doc_span(w->doc, &item->line,
			arena_printf(w->arena, "%s %s", identity->tool,
				identity->rule),
			STYLE_CODE);
		doc_span(w->doc, &item->line, " – ", STYLE_PLAIN);
		doc_span(w->doc, &item->line,
			text_in(&identity->text, w->lang), STYLE_PLAIN);
	}
}

struct doc *integrity_document(struct arena *arena, enum lang lang,
	const struct integrity_class *class, const struct signs *pairs,
	const struct integrity_decisions *decisions,
	const struct integrity_names *names)
{
	struct writing w = {arena, lang, doc_new(arena, lang), class, pairs,
		decisions, names};

	w.doc->title = TERM(&w, INTEGRITY_TITLE);
	write_head(&w);
	write_pairs(&w);
	write_own(&w, "2", MSG_INTEGRITY_OWN, SIGN_MEDIUM, SIGN_STRONG);
	write_own(&w, "3", MSG_INTEGRITY_NOTES, SIGN_INFO, SIGN_WEAK);
	write_explanations(&w);
	write_rules(&w);
	return w.doc;
}
