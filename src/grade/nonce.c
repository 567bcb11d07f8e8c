#include "src/grade/nonce.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "src/base/digest.h"
#include "src/grade/moodle.h"

/* 32 of them: five bits each. I, O, 0 and 1 are mistaken for each other. */
static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

#define WORDS (1u << 5 * NONCE_LETTERS)
/* A word has this many seeds of its own, from SEED_FIRST on: eight digits. */
#define SEEDS_PER_WORD 80u
#define SEED_FIRST 10000000u

/* -- making them -- */

static void spell(struct nonce *nonce, unsigned word, unsigned extra)
{
	for (int i = 0; i < NONCE_LETTERS; i++)
		nonce->word[i] =
			letters[word >> 5 * (NONCE_LETTERS - 1 - i) & 31];
	nonce->word[NONCE_LETTERS] = '\0';
	nonce->seed =
		SEED_FIRST + word * SEEDS_PER_WORD + extra % SEEDS_PER_WORD;
}

/* The first eight hexadecimal digits as a number. */
static void derive(struct nonce *nonce, const char *seed, bool *taken)
{
	char text[DIGEST_TEXT];
	unsigned long number;
	unsigned word;

	digest_keyed(seed, nonce->id, strlen(nonce->id), text);
	text[8] = '\0';
	number = strtoul(text, NULL, 16);
	for (word = number % WORDS; taken[word]; word = (word + 1) % WORDS)
		;
	taken[word] = true;
	spell(nonce, word, (unsigned)(number / WORDS));
}

static int by_id(const void *a, const void *b)
{
	return strcmp((*(const struct nonce *const *)a)->id,
		(*(const struct nonce *const *)b)->id);
}

static int by_word(const void *a, const void *b)
{
	return strcmp((*(const struct nonce *const *)a)->word,
		(*(const struct nonce *const *)b)->word);
}

static const struct nonce **sorted(struct arena *arena,
	const struct nonces *nonces, int (*order)(const void *, const void *))
{
	const struct nonce **list =
		arena_alloc(arena, (nonces->count + 1) * sizeof(*list));

	for (size_t i = 0; i < nonces->count; i++)
		list[i] = &nonces->items[i];
	qsort(list, nonces->count, sizeof(*list), order);
	return list;
}

struct nonces *nonce_all(struct arena *arena, const char *const *ids,
	const char *const *names, size_t count, const char *seed)
{
	struct nonces *nonces = arena_alloc(arena, sizeof *nonces);
	bool *taken = arena_alloc(arena, WORDS * sizeof *taken);

	nonces->count = count;
	nonces->items = arena_alloc(arena, count * sizeof *nonces->items);
	for (size_t i = 0; i < count; i++) {
		nonces->items[i].id = ids[i];
		nonces->items[i].name = names ? names[i] : "";
	}
	nonces->by_id = sorted(arena, nonces, by_id);
	for (size_t i = 0; i < count; i++)
		derive((struct nonce *)nonces->by_id[i], seed, taken);
	nonces->by_word = sorted(arena, nonces, by_word);
	return nonces;
}

/* -- the roster -- */

struct roster {
	struct arena *arena;
	struct diags *diags;
	const char *file, *seed;
	const char **ids, **names;
	size_t count;
};

static const struct nonces *check_twice(
	const struct roster *roster, const struct nonces *nonces)
{
	for (size_t i = 1; i < nonces->count; i++)
		if (strcmp(nonces->by_id[i - 1]->id, nonces->by_id[i]->id) ==
			0) {
			diag_add(roster->diags, DIAG_ID_ROSTER_TWICE,
				roster->file, 0, nonces->by_id[i]->id);
			return NULL;
		}
	return nonces;
}

static void make_room(struct roster *roster, size_t count)
{
	roster->ids = arena_alloc(roster->arena, count * sizeof *roster->ids);
	roster->names =
		arena_alloc(roster->arena, count * sizeof *roster->names);
}

static void take(struct roster *roster, const char *id, const char *name)
{
	id += strspn(id, " \t");
	if (!id[0])
		return;
	roster->ids[roster->count] = text_clean(roster->arena, id);
	roster->names[roster->count++] = text_clean(roster->arena, name);
}

/* Whatever the worksheet's problems are, lines may be meant. */
static bool read_moodle(struct roster *roster, const char *text, size_t length)
{
	struct diags unheard = {.arena = roster->arena};
	const struct moodle *moodle = moodle_read(
		roster->arena, &unheard, roster->file, text, length);

	if (!moodle)
		return false;
	make_room(roster, moodle->count);
	for (size_t i = 0; i < moodle->count; i++)
		take(roster, moodle->students[i].id, moodle->students[i].name);
	return true;
}

static bool read_lines(struct roster *roster, const char *text, size_t length)
{
	const struct csv *csv = csv_read(
		roster->arena, roster->diags, roster->file, text, length);

	if (!csv)
		return false;
	make_room(roster, csv->count);
	for (size_t i = 0; i < csv->count; i++)
		if (i > 0 || strcasecmp(csv_text(&csv->rows[i], 0), "id") != 0)
			take(roster, csv_text(&csv->rows[i], 0),
				csv_text(&csv->rows[i], 1));
	return true;
}

struct nonces *nonce_roster(struct arena *arena, struct diags *diags,
	const char *file, const char *text, size_t length, const char *seed)
{
	struct roster roster = {
		.arena = arena, .diags = diags, .file = file, .seed = seed};
	struct nonces *nonces;

	if (!read_moodle(&roster, text, length) &&
		!read_lines(&roster, text, length))
		return NULL;
	if (roster.count == 0 || roster.count > NONCES_MAX) {
		diag_add(diags, DIAG_ID_ROSTER_EMPTY, file, 0, NULL);
		return NULL;
	}
	nonces = nonce_all(
		arena, roster.ids, roster.names, roster.count, seed);
	return check_twice(&roster, nonces) ? nonces : NULL;
}

/* -- finding them -- */

static const struct nonce *find(const struct nonces *nonces,
	const struct nonce **list, const struct nonce *wanted,
	int (*order)(const void *, const void *))
{
	const struct nonce *const *found = bsearch(
		&wanted, list, nonces->count, sizeof(*list), order);

	return found ? *found : NULL;
}

const struct nonce *nonce_of_word(
	const struct nonces *nonces, const char *word)
{
	struct nonce wanted = {.id = ""};

	if (strlen(word) != NONCE_LETTERS)
		return NULL;
	memcpy(wanted.word, word, NONCE_LETTERS);
	return find(nonces, nonces->by_word, &wanted, by_word);
}

const struct nonce *nonce_of_seed(const struct nonces *nonces, unsigned seed)
{
	struct nonce wanted = {.id = ""};
	const struct nonce *found;

	if (seed < SEED_FIRST || (seed - SEED_FIRST) / SEEDS_PER_WORD >= WORDS)
		return NULL;
	spell(&wanted, (seed - SEED_FIRST) / SEEDS_PER_WORD, 0);
	found = find(nonces, nonces->by_word, &wanted, by_word);
	return found && found->seed == seed ? found : NULL;
}

const struct nonce *nonce_of_id(const struct nonces *nonces, const char *id)
{
	struct nonce wanted = {.id = id};

	return find(nonces, nonces->by_id, &wanted, by_id);
}

/* -- commands -- */

/* "run" at the end of a command of sysbench. */
static size_t before_run(const char *command)
{
	size_t length = strlen(command);

	return length > 4 && strcmp(command + length - 4, " run") == 0
		       ? length - 4
		       : 0;
}

static const char *mark_fio(struct arena *arena, const char *command,
	const struct nonce *nonce)
{
	const char *name = strstr(command, " --name=");
	size_t head;

	if (!name)
		return command;
	name += strlen(" --name=");
	head = (size_t)(name - command) + strcspn(name, " \t\"'");
	return arena_printf(arena, "%.*s_%s%s", (int)head, command,
		nonce->word, command + head);
}

const char *nonce_command(struct arena *arena, const char *command,
	const struct nonce *nonce)
{
	size_t run = before_run(command);

	if (strncmp(command, "sysbench ", 9) == 0 && run &&
		!strstr(command, "--rand-seed"))
		return arena_printf(arena, "%.*s --rand-seed=%u%s", (int)run,
			command, nonce->seed, command + run);
	if (strncmp(command, "fio ", 4) == 0)
		return mark_fio(arena, command, nonce);
	if (strncmp(command, "iperf3 ", 7) == 0 && !strstr(command, " -T"))
		return arena_printf(arena, "%s -T %s", command, nonce->word);
	return command;
}

/* -- sheets -- */

static const struct lab_test *put_test(struct doc *doc,
	const struct lab_test *t, const struct lab_test *last,
	const struct nonce *nonce)
{
	struct doc_node *line;

	if (!t->command || !t->command[0])
		return last;
	if (!last || last->category != t->category)
		doc_heading(doc, 1, NULL,
			t->category ? text_in(&t->category->label, doc->lang)
				    : "");
	doc_heading(doc, 2, NULL, text_in(&t->label, doc->lang));
	line = doc_paragraph(doc, NULL);
	doc_span(doc, &line->line, nonce_command(doc->arena, t->command, nonce),
		STYLE_CODE);
	return t;
}

struct doc *nonce_sheet(struct arena *arena, enum lang lang,
	const struct lab *lab, const struct nonce *nonce)
{
	struct doc *doc = doc_new(arena, lang);
	const struct lab_test *last = NULL;

	doc->title = text_in(&lab->title, lang);
	doc->subtitle = message_get(lang, MSG_SHEET_TITLE);
	doc_meta(doc, message_get(lang, MSG_SHEET_STUDENT),
		nonce->name[0] ? nonce->name : nonce->id);
	doc_meta(doc, message_get(lang, MSG_SHEET_NUMBER), nonce->id);
	doc_meta(doc, message_get(lang, MSG_SHEET_WORD), nonce->word);
	doc_callout(doc, TONE_NOTE, message_get(lang, MSG_SHEET_YOURS),
		message_get(lang, MSG_SHEET_YOURS_TEXT));
	for (size_t i = 0; i < lab->test_count; i++)
		last = put_test(doc, &lab->tests[i], last, nonce);
	return doc;
}

#define FILE_MAX 60

const char *nonce_file(struct arena *arena, const struct nonce *nonce)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789_-";
	size_t length = strlen(nonce->id);
	char *name;

	if (strspn(nonce->id, plain) == length && length <= FILE_MAX &&
		nonce->id[0] != '-')
		return nonce->id;
	name = arena_strndup(
		arena, nonce->id, length < FILE_MAX ? length : FILE_MAX);
	for (char *p = name; *p; p++)
		if (!strchr(plain, *p) || (p == name && *p == '-'))
			*p = '_';
	return arena_printf(arena, "%s-%s", name, nonce->word);
}
