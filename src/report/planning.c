/* How many runs the open questions of the summary still ask for. */
#include "src/report/section.h"

/* More runs than this per system are no plan. */
#define RUNS_REASONABLE 30

/* What can be said of an undecided line. */
enum prospect {
	PROSPECT_RUNS, /* so many runs */
	PROSPECT_TOO_MANY,
	PROSPECT_REACHED, /* they are made, and decided nothing */
	PROSPECT_UNKNOWN,
	PROSPECT_COUNT
};

/* Runs for the margin or, where the difference that was seen is larger and
 * true, for that one. */
static size_t fewest_needed(const struct pair *pair)
{
	const struct runs_needed *n = &pair->needed;

	return n->as_observed && n->as_observed < n->for_margin
		       ? n->as_observed
		       : n->for_margin;
}

/* Runs per system that would decide who leads; 0 cannot be said. */
static size_t runs_needed(
	const struct line *line, size_t (*needed)(const struct pair *pair))
{
	size_t most = 0;

	for (size_t p = 0; p < line->pair_count; p++) {
		const struct pair *pair = &line->pairs[p];

		if (pair->comparison.verdict != VERDICT_UNDECIDED ||
			!line->leads[pair->a] || !line->leads[pair->b])
			continue;
		if (!needed(pair))
			return 0;
		if (needed(pair) > most)
			most = needed(pair);
	}
	return most;
}

static size_t needed_for_margin(const struct pair *pair)
{
	return pair->needed.for_margin;
}

/* A line of the summary that a system has no run of. */
static bool is_missing(const struct line *line)
{
	return line_in_summary(line) && line->outcome == OUTCOME_NO_DATA;
}

static bool is_open(const struct line *line)
{
	return line_in_summary(line) &&
	       (line->outcome == OUTCOME_UNDECIDED ||
		       line->outcome == OUTCOME_LEADERS);
}

static size_t fewest(
	const struct line *line, const size_t *systems, size_t count)
{
	size_t least = line->samples[systems[0]].count;

	for (size_t i = 1; i < count; i++)
		if (line->samples[systems[i]].count < least)
			least = line->samples[systems[i]].count;
	return least;
}

static enum prospect prospect_of(
	const struct line *line, const size_t *systems, size_t count)
{
	size_t needed = runs_needed(line, fewest_needed);

	if (!needed)
		return PROSPECT_UNKNOWN;
	if (needed <= fewest(line, systems, count))
		return PROSPECT_REACHED;
	return needed > RUNS_REASONABLE ? PROSPECT_TOO_MANY : PROSPECT_RUNS;
}

/* "4", or "4 / 6" where the systems have different numbers of runs. */
static const char *say_more(const struct study *study, const struct line *line,
	const size_t *systems, size_t count)
{
	size_t needed = runs_needed(line, fewest_needed);
	const char *text = "", *first = "";
	bool alike = true;

	for (size_t i = 0; i < count; i++) {
		size_t made = line->samples[systems[i]].count;
		const char *more =
			say_needed(study, needed > made ? needed - made : 0);

		if (i == 0)
			first = more;
		alike = alike && made == line->samples[systems[0]].count;
		text = arena_printf(
			study->arena, "%s%s%s", text, i ? " / " : "", more);
	}
	return alike ? first : text;
}

static struct doc_table *start_table(const struct study *study, struct doc *doc)
{
	const struct doc_column columns[] = {
		{.title = WORD(study, MEASURE), .wraps = true},
		{.title = WORD(study, RUNS), .align = ALIGN_RIGHT},
		{.title = WORD(study, PLAN_NEEDED), .align = ALIGN_RIGHT},
		{.title = WORD(study, PLAN_AS_SEEN), .align = ALIGN_RIGHT},
		{.title = WORD(study, PLAN_MORE), .align = ALIGN_RIGHT},
	};

	return doc_table(doc, WORD(study, PLAN_CAPTION), columns, 5);
}

static void fill_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct line *line, const size_t *systems,
	size_t count)
{
	struct doc_row *row = doc_row(doc, table);
	size_t needed = runs_needed(line, needed_for_margin);
	size_t fewest = runs_needed(line, fewest_needed);

	doc_set(doc, row, 0, say_line_label(study, line, false));
	doc_set(doc, row, 1, say_counts(study, line, systems, count));
	doc_set(doc, row, 2,
		needed ? say_needed(study, needed) : WORD(study, DASH));
	doc_set(doc, row, 3,
		fewest && fewest < needed ? say_needed(study, fewest)
					  : WORD(study, DASH));
	doc_set(doc, row, 4,
		needed ? say_more(study, line, systems, count)
		       : WORD(study, DASH));
}

static void explain(const struct study *study, struct doc *doc,
	struct doc_table *table, const size_t *systems, size_t count)
{
	const char **names = arena_alloc(study->arena, count * sizeof *names);

	for (size_t i = 0; i < count; i++)
		names[i] = say_short(study, systems[i]);
	doc_note(doc, table,
		SAY(study, PLAN_ORDER, say_list(study, names, count)));
	doc_note(doc, table, WORD(study, PLAN_POWER));
}

/* The lines of one prospect, "" when there are none. */
static const char *say_lines(const struct study *study, enum prospect prospect,
	const size_t *systems, size_t count)
{
	const struct analysis *a = study->analysis;
	const char **names =
		arena_alloc(study->arena, a->line_count * sizeof *names);
	size_t found = 0;

	for (size_t i = 0; i < a->line_count; i++)
		if (is_open(&a->lines[i]) &&
			prospect_of(&a->lines[i], systems, count) == prospect)
			names[found++] =
				say_line_label(study, &a->lines[i], false);
	return say_list(study, names, found);
}

/* The number that settles all lines that a reasonable number settles. */
static size_t runs_to_plan(
	const struct study *study, const size_t *systems, size_t count)
{
	const struct analysis *a = study->analysis;
	size_t most = 0;

	for (size_t i = 0; i < a->line_count; i++)
		if (is_open(&a->lines[i]) &&
			prospect_of(&a->lines[i], systems, count) ==
				PROSPECT_RUNS &&
			runs_needed(&a->lines[i], fewest_needed) > most)
			most = runs_needed(&a->lines[i], fewest_needed);
	return most;
}

/* What runs cannot decide first, so that the number stands last. */
static void conclude(const struct study *study, struct doc *doc,
	const size_t *systems, size_t count)
{
	static const enum message sentences[PROSPECT_COUNT] = {
		[PROSPECT_TOO_MANY] = MSG_PLAN_TOO_MANY,
		[PROSPECT_REACHED] = MSG_PLAN_REACHED,
		[PROSPECT_UNKNOWN] = MSG_PLAN_UNKNOWN,
	};
	size_t runs = runs_to_plan(study, systems, count);
	bool left = false;

	for (int p = PROSPECT_TOO_MANY; p < PROSPECT_COUNT; p++) {
		const char *lines =
			say_lines(study, (enum prospect)p, systems, count);

		if (!lines[0])
			continue;
		left = true;
		doc_paragraph(doc,
			message_say(study->arena, study->lang, sentences[p],
				lines, say_count(study, RUNS_REASONABLE)));
	}
	if (runs)
		doc_paragraph(
			doc, message_say(study->arena, study->lang,
				     left ? MSG_PLAN_RUNS_SOME : MSG_PLAN_RUNS,
				     say_count(study, runs)));
}

static bool any_missing(const struct study *study)
{
	for (size_t i = 0; i < study->analysis->line_count; i++)
		if (is_missing(&study->analysis->lines[i]))
			return true;
	return false;
}

/* What must be measured before anything can be compared. */
static void name_missing(const struct study *study, struct doc *doc)
{
	const struct analysis *a = study->analysis;
	const char **names =
		arena_alloc(study->arena, (a->line_count + 1) * sizeof *names);
	size_t count = 0;

	for (size_t i = 0; i < a->line_count; i++)
		if (is_missing(&a->lines[i]))
			names[count++] =
				say_line_label(study, &a->lines[i], false);
	if (count)
		doc_paragraph(doc,
			SAY(study, PLAN_MISSING,
				say_list(study, names, count)));
}

void section_planning(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	const struct analysis *a = study->analysis;
	size_t *systems, count = contestants(study, &systems);
	struct doc_table *table = NULL;

	(void)section;
	for (size_t i = 0; i < a->line_count; i++) {
		if (!is_open(&a->lines[i]))
			continue;
		if (!table)
			table = start_table(study, doc);
		fill_row(study, doc, table, &a->lines[i], systems, count);
	}
	name_missing(study, doc);
	if (!table) {
		if (!any_missing(study))
			doc_paragraph(doc, WORD(study, PLAN_SETTLED));
		return;
	}
	explain(study, doc, table, systems, count);
	conclude(study, doc, systems, count);
}
