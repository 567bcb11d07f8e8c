/* The findings as words and documents: each is said once, with its places. */
#include "src/report/findings.h"

#include <string.h>

/* Different things found that are shown of a finding. */
#define SHOWN 3

const char *say_level(enum lang lang, enum rule_level level)
{
	static const enum message words[] = {
		[LEVEL_OFF] = MSG_LEVEL_OFF,
		[LEVEL_INFORMATION] = MSG_LEVEL_INFORMATION,
		[LEVEL_WARNING] = MSG_LEVEL_WARNING,
		[LEVEL_ERROR] = MSG_LEVEL_ERROR,
	};

	return message_get(lang, words[level]);
}

static const char *say_of_level(const struct study *study,
	enum rule_level level, enum message one, enum message many)
{
	size_t count = study->findings->levels[level];

	return message_say(study->arena, study->lang,
		say_number(study, (double)count, one, many),
		say_count(study, count));
}

const char *say_findings(const struct study *study)
{
	return SAY(study, CHECK_COUNTS,
		say_of_level(study, LEVEL_ERROR, MSG_COUNT_ERROR,
			MSG_COUNT_ERRORS),
		say_of_level(study, LEVEL_WARNING, MSG_COUNT_WARNING,
			MSG_COUNT_WARNINGS),
		say_of_level(study, LEVEL_INFORMATION, MSG_COUNT_INFORMATION,
			MSG_COUNT_INFORMATIONS));
}

/* -- where -- */

static size_t places_at(const struct finding *finding,
	const struct lab_test *test, int system, bool runs)
{
	size_t count = 0;

	for (size_t i = 0; i < finding->count; i++) {
		const struct finding_place *place = &finding->places[i];

		count += place->test == test && place->system == system &&
			 (!runs || place->run);
	}
	return count;
}

/* "Proxmox 5, XCP-ng 5": of one test, or of none. */
static const char *say_systems_of(const struct study *study,
	const struct finding *finding, const struct lab_test *test)
{
	const char *text = "";

	for (size_t s = 0; s < study->lab->system_count; s++) {
		size_t runs = places_at(finding, test, (int)s, true);

		if (!places_at(finding, test, (int)s, false))
			continue;
		text = arena_printf(study->arena, "%s%s%s", text,
			*text ? ", " : "", say_short(study, s));
		if (runs)
			text = arena_printf(study->arena, "%s %s", text,
				say_count(study, runs));
	}
	return text;
}

static const char *joined(
	const struct study *study, const char *text, const char *more)
{
	if (!*more)
		return text;
	return arena_printf(study->arena, "%s%s%s", text,
		*text ? WORD(study, SEMICOLON) : "", more);
}

const char *say_where(const struct study *study, const struct finding *finding)
{
	const char *text = "", *systems;

	for (size_t t = 0; t < study->lab->test_count; t++) {
		const struct lab_test *test = &study->lab->tests[t];

		if (!finding_touches(finding, test))
			continue;
		systems = say_systems_of(study, finding, test);
		text = joined(study, text,
			*systems ? SAY(study, CHECK_WHERE,
					   say(study, &test->label), systems)
				 : say(study, &test->label));
	}
	return joined(study, text, say_systems_of(study, finding, NULL));
}

/* -- places -- */

/* How many places before this one say the same, and after it. */
static size_t alike(const struct finding *finding, size_t from, size_t to,
	const char *found)
{
	size_t count = 0;

	for (size_t i = from; i < to; i++)
		count += strcmp(finding->places[i].found, found) == 0;
	return count;
}

static const char *say_place_of(
	const struct study *study, const struct finding_place *place)
{
	const struct diag at = {.file = place->file, .line = place->line};

	if (!place->file)
		return place->test ? say(study, &place->test->label) : "";
	return diag_place(study->arena, &at);
}

/* A log sets its figures in columns; in a sentence one blank is enough. */
static const char *squeezed(const struct study *study, const char *line)
{
	char *copy = arena_strdup(study->arena, line), *to = copy;

	for (const char *from = copy; *from; from++)
		if (*from != ' ' || from[1] != ' ')
			*to++ = *from;
	*to = '\0';
	return copy;
}

const char *say_evidence(
	const struct study *study, const struct finding_place *place)
{
	const char *at = say_place_of(study, place);

	if (!*at)
		return place->found;
	/* some of what is found quotes the line itself */
	if (!place->read || !*place->read || strstr(place->found, place->read))
		return SAY(study, CHECK_PLACE, at,
			squeezed(study, place->found));
	return SAY(study, CHECK_PLACE_READ, at, squeezed(study, place->read),
		place->found);
}

static void place_item(const struct study *study, struct doc *doc,
	struct doc_node *list, const struct finding *finding, size_t index)
{
	const struct finding_place *place = &finding->places[index];
	const char *text = say_evidence(study, place);
	size_t more = alike(finding, index + 1, finding->count, place->found);

	if (more == 1)
		text = SAY(study, CHECK_ONE_MORE_ALIKE, text);
	else if (more)
		text = SAY(study, CHECK_TIMES, text, say_count(study, more));
	doc_item(doc, list, text);
}

static void more_item(const struct study *study, struct doc *doc,
	struct doc_node *list, size_t more)
{
	if (more == 1)
		doc_item(doc, list, WORD(study, CHECK_ONE_MORE));
	else if (more)
		doc_item(doc, list,
			SAY(study, CHECK_MORE, say_count(study, more)));
}

/* The first of each different thing, then how many are left. Looking back is
 * cut short: of a thousand different ones few are shown. */
static void places(const struct study *study, struct doc *doc,
	const struct finding *finding)
{
	struct doc_node *list = doc_list(doc);
	size_t shown = 0, said = 0;

	for (size_t i = 0; i < finding->count && shown < SHOWN; i++) {
		const char *found = finding->places[i].found;

		if (alike(finding, 0, i, found))
			continue;
		place_item(study, doc, list, finding, i);
		said += alike(finding, i, finding->count, found);
		shown++;
	}
	more_item(study, doc, list, finding->count - said);
}

const char *close_colon(struct arena *arena, const char *text)
{
	size_t length = strlen(text);

	if (!length || text[length - 1] != ':')
		return text;
	length--;
	while (length && text[length - 1] == ' ')
		length--;
	return arena_printf(arena, "%.*s.", (int)length, text);
}

const char *say_remedy(
	const struct study *study, const struct finding *f)
{
	const char *mend = say(study, &f->rule->mend);

	return *finding_commands(study->corpus, f)
		       ? mend
		       : close_colon(study->arena, mend);
}

static void fill_body(const struct study *study, struct doc *doc,
	const struct finding *finding)
{
	places(study, doc, finding);
	doc_paragraph(doc,
		SAY(study, CHECK_MEANING, say(study, &finding->rule->meaning)));
	doc_paragraph(doc,
		SAY(study, CHECK_MEND, say_remedy(study, finding)));
}

struct doc *finding_body(
	const struct study *study, const struct finding *finding)
{
	struct doc *doc = doc_new(study->arena, study->lang);
	const char *where = say_where(study, finding);

	if (*where)
		doc_paragraph(doc, where);
	fill_body(study, doc, finding);
	return doc;
}

/* -- the document -- */

static void commands(const struct study *study, struct doc *doc,
	const struct finding *finding)
{
	const char **command = finding_commands(study->corpus, finding);
	struct doc_node *list = *command ? doc_list(doc) : NULL;

	for (; *command; command++)
		doc_span(doc, &doc_item(doc, list, NULL)->line, *command,
			STYLE_CODE);
}

static void build_finding(const struct study *study, struct doc *doc,
	const struct finding *finding, size_t number)
{
	struct doc_node *line;

	doc_heading(doc, 1, say_count(study, number),
		say(study, &finding->rule->title));
	line = doc_paragraph(doc, NULL);
	doc_span(doc, &line->line, say_level(study->lang, finding->level),
		STYLE_STRONG);
	doc_span(doc, &line->line, " – ", STYLE_PLAIN);
	doc_span(doc, &line->line, finding->rule->id, STYLE_CODE);
	doc_span(doc, &line->line, " – ", STYLE_PLAIN);
	doc_span(doc, &line->line, say_where(study, finding), STYLE_PLAIN);
	fill_body(study, doc, finding);
	commands(study, doc, finding);
}

struct doc *findings_build(const struct study *study)
{
	struct doc *doc = doc_new(study->arena, study->lang);

	doc->title = WORD(study, CHECK_TITLE);
	doc->subtitle = say(study, &study->lab->title);
	doc->words.table = WORD(study, TABLE);
	doc_callout(doc, TONE_NOTE, WORD(study, CHECK_CAPTION),
		study->findings->count ? say_findings(study)
				       : WORD(study, CHECK_NOTHING));
	for (size_t i = 0; i < study->findings->count; i++)
		build_finding(study, doc, &study->findings->items[i], i + 1);
	return doc;
}

/* -- in the report -- */

static bool asks(const struct finding *finding)
{
	return finding->level >= LEVEL_WARNING;
}

bool diag_remains(const struct study *study, const struct diag *diag)
{
	return diag->id != DIAG_ID_FINDING &&
	       !rule_covers(study->lab, diag->id);
}

size_t diags_remaining(const struct study *study)
{
	size_t count = 0;

	for (size_t i = 0; i < study->diags->count; i++)
		count += diag_remains(study, &study->diags->items[i]);
	return count;
}

size_t problem_count(const struct study *study)
{
	size_t count = 0;

	for (size_t i = 0; i < study->findings->count; i++)
		count += asks(&study->findings->items[i]);
	return count + diags_remaining(study);
}

const char *finding_marks(const struct study *study,
	const struct lab_test *test, const char *title)
{
	const char *marks = "";

	for (size_t i = 0; i < study->findings->count; i++)
		if (asks(&study->findings->items[i]) &&
			finding_touches(&study->findings->items[i], test))
			marks = arena_printf(study->arena, "%s%s%s", marks,
				*marks ? ", " : "", say_count(study, i + 1));
	return *marks ? SAY(study, CHECK_MARKED, title, marks) : title;
}

static bool touches_section(const struct finding *finding,
	const struct lab_section *section, bool path)
{
	for (size_t t = 0; t < section->test_count; t++)
		if (section->tests[t]->path == path &&
			finding_touches(finding, section->tests[t]))
			return true;
	return false;
}

void finding_notes(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct lab_section *section, bool path)
{
	bool error = false;

	for (size_t i = 0; i < study->findings->count; i++) {
		const struct finding *f = &study->findings->items[i];

		if (!asks(f) || !touches_section(f, section, path))
			continue;
		error = error || f->level == LEVEL_ERROR;
		doc_note(doc, table,
			SAY(study, CHECK_NOTE, say_count(study, i + 1),
				say(study, &f->rule->title)));
	}
	if (error)
		doc_note(doc, table, WORD(study, CHECK_LEFT_OUT));
}

/* How to mend it, with the commands in the same sentence. */
static const char *say_mend(const struct study *study, const struct finding *f)
{
	const char **command = finding_commands(study->corpus, f);
	const char *text = "";

	for (; *command; command++)
		text = joined(study, text, *command);
	return *text ? arena_printf(study->arena, "%s %s",
			       say(study, &f->rule->mend), text)
		     : say_remedy(study, f);
}

void findings_brief(const struct study *study, struct doc *doc)
{
	const char *text = "";

	for (size_t i = 0; i < study->findings->count && i < SHOWN; i++)
		text = joined(study, text,
			say(study, &study->findings->items[i].rule->title));
	if (*text)
		doc_paragraph(doc,
			SAY(study, CHECK_BRIEF, say_findings(study), text));
}

/* What parsers said of single files names each of them. */
#define FILES_SHOWN 12

static const char *say_places(const struct study *study, const struct finding *f)
{
	size_t shown = rule_is_told(f->rule) ? FILES_SHOWN : 1;
	const char *text = "";

	for (size_t i = 0; i < f->count && i < shown; i++)
		text = joined(study, text, say_evidence(study, &f->places[i]));
	if (shown > 1 && f->count > shown)
		text = joined(study, text,
			SAY(study, CHECK_MORE,
				say_count(study, f->count - shown)));
	return text;
}

static void finding_row(const struct study *study, struct doc *doc,
	struct doc_table *table, size_t index)
{
	const struct finding *f = &study->findings->items[index];
	struct doc_row *row = doc_row(doc, table);

	doc_set(doc, row, 0, say_count(study, index + 1));
	doc_set(doc, row, 1, say_level(study->lang, f->level))->mark =
		asks(f) ? MARK_WARNING : MARK_NONE;
	doc_set(doc, row, 2,
		say_sentences(study,
			(const char *const[]){
				arena_printf(study->arena, "%s.",
					say(study, &f->rule->title)),
				say_places(study, f), NULL}));
	doc_set(doc, row, 3, say_where(study, f));
	doc_set(doc, row, 4,
		say_sentences(study,
			(const char *const[]){say(study, &f->rule->meaning),
				say_mend(study, f), NULL}));
}

void findings_table(const struct study *study, struct doc *doc)
{
	const struct doc_column columns[] = {
		{.title = WORD(study, CHECK_NUMBER), .align = ALIGN_RIGHT},
		{.title = WORD(study, CHECK_SEVERITY)},
		{.title = WORD(study, CHECK_FINDING), .wraps = true},
		{.title = WORD(study, CHECK_WHERE_TITLE), .wraps = true},
		{.title = WORD(study, CHECK_CONSEQUENCE), .wraps = true},
	};
	struct doc_table *table;

	if (!study->findings->count)
		return;
	table = doc_table(doc, WORD(study, CHECK_CAPTION), columns,
		sizeof columns / sizeof *columns);
	table->dense = true;
	for (size_t i = 0; i < study->findings->count; i++)
		finding_row(study, doc, table, i);
}
