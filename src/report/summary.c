/* The summary of the performances, with intervals and verdicts. */
#include <math.h>

#include "src/base/signs.h"
#include "src/report/chart_forest.h"

/* Columns behind the systems: n, the difference where there are two systems
 * (pair_table() has it otherwise), the verdict. */
static size_t verdict_column(size_t count)
{
	return count == 2 ? count + 3 : count + 2;
}

static struct doc_table *summary_table(const struct study *study,
	struct doc *doc, const size_t *systems, size_t count)
{
	size_t verdict = verdict_column(count);
	struct doc_column *columns = system_columns(study, WORD(study, MEASURE),
		systems, count, verdict - count,
		(struct doc_column){.align = ALIGN_RIGHT});

	columns[count + 1] = (struct doc_column){
		.title = WORD(study, RUNS), .stacks = count > 2};
	if (count == 2)
		columns[count + 2] =
			(struct doc_column){.title = WORD(study, DELTA),
				.align = ALIGN_RIGHT,
				.stacks = true};
	columns[verdict] = (struct doc_column){
		.title = WORD(study, VERDICT), .stacks = true};
	return doc_table(doc,
		SAY(study, SUMMARY_CAPTION,
			say_setting(study, study->lab->confidence)),
		columns, verdict + 1);
}

static void set_verdict(const struct study *study, struct doc *doc,
	struct doc_row *row, size_t column, const struct line *line)
{
	struct doc_cell *cell =
		doc_set(doc, row, column, say_outcome(study, line));

	if (line->outcome == OUTCOME_WINNER && line->confirmed)
		cell->style = STYLE_STRONG;
	else
		cell->muted = true;
}

/* Two systems have their difference in the row, in figures and drawn. */
static void set_difference(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct line *line, size_t column,
	struct forest_list *forest)
{
	const struct pair *pair = &line->pairs[0];

	if (!line->pair_count || line->outcome == OUTCOME_NO_WINNER)
		return;
	doc_set(doc, &table->rows[table->row_count - 1], column,
		say_advantage(study, line, pair));
	forest_add(study, forest, table,
		(struct forest_row){.line = line,
			.pair = pair,
			.label = say_line_label(study, line, false)});
}

static void system_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct line *line, const size_t *systems,
	size_t count, struct forest_list *forest)
{
	struct doc_row *row = doc_row(doc, table);

	doc_set(doc, row, 0, say_line_label(study, line, true));
	for (size_t i = 0; i < count; i++)
		doc_set(doc, row, 1 + i, say_mean(study, line, systems[i]));
	doc_set(doc, row, count + 1, say_counts(study, line, systems, count))
		->muted = true;
	if (count == 2)
		set_difference(study, doc, table, line, count + 2, forest);
	set_verdict(study, doc, row, verdict_column(count), line);
}

/* A path has one value, not one per system: a row per direction, with the
 * value in its label. */
static void path_rows(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct line *line, size_t count)
{
	for (size_t p = 0; p < line->place_count; p++) {
		struct doc_row *row;

		if (!line->samples[p].count)
			continue;
		row = doc_row(doc, table);
		doc_set(doc, row, 0,
			SAY(study, SUMMARY_PATH, say_place(study, line, p),
				say_mean(study, line, p),
				say(study, &line->metric->unit->label)));
		doc_set(doc, row, count + 1,
			say_count(study, line->samples[p].count))
			->muted = true;
		set_verdict(study, doc, row, verdict_column(count), line);
	}
}

static bool has_rows(const struct line *line)
{
	for (size_t p = 0; p < line->place_count; p++)
		if (line->samples[p].count)
			return true;
	return !line->test->path;
}

static void category_rows(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct lab_category *category,
	const size_t *systems, size_t count, struct forest_list *forest)
{
	bool headed = false;

	for (size_t i = 0; i < study->analysis->line_count; i++) {
		const struct line *line = &study->analysis->lines[i];

		if (!line->metric->summary ||
			line->test->category != category || !has_rows(line))
			continue;
		if (!headed)
			doc_group(doc, table, say(study, &category->label));
		headed = true;
		if (line->test->path)
			path_rows(study, doc, table, line, count);
		else
			system_row(study, doc, table, line, systems, count,
				forest);
	}
}

/* Losses against the baseline, with their intervals. */
static void loss_table(const struct study *study, struct doc *doc,
	const size_t *systems, size_t count)
{
	size_t base = (size_t)study->corpus->baseline;
	struct doc_column *columns =
		arena_alloc(study->arena, (count + 2) * sizeof *columns);
	struct doc_table *table;

	columns[0] = (struct doc_column){
		.title = WORD(study, MEASURE), .wraps = true};
	columns[1] = (struct doc_column){
		.title = say_short(study, base), .align = ALIGN_RIGHT};
	for (size_t i = 0; i < count; i++)
		columns[2 + i] = (struct doc_column){
			.title = SAY(
				study, LOSS_OF, say_short(study, systems[i])),
			.align = ALIGN_RIGHT};
	table = doc_table(doc,
		SAY(study, LOSS_CAPTION, say_system(study, base)), columns,
		count + 2);
	for (size_t i = 0; i < study->analysis->line_count; i++) {
		const struct line *line = &study->analysis->lines[i];
		struct doc_row *row;

		if (!line_in_summary(line))
			continue;
		row = doc_row(doc, table);
		doc_set(doc, row, 0, say_line_label(study, line, true));
		doc_set(doc, row, 1, say_mean(study, line, base));
		for (size_t k = 0; k < count; k++)
			doc_set(doc, row, 2 + k,
				say_loss(study, line_loss(line, systems[k]),
					true));
	}
	doc_note(doc, table, WORD(study, LOSS_SIGN));
}

static void pair_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct line *line,
	const struct pair *pair, const char *group, struct forest_list *forest)
{
	struct doc_row *row = doc_row(doc, table);
	const char *label = arena_printf(study->arena, "%s / %s",
		say_place(study, line, pair->a),
		say_place(study, line, pair->b));

	doc_set(doc, row, 0, label);
	doc_set(doc, row, 1, say_advantage(study, line, pair));
	doc_set(doc, row, 2, say_verdict(study, line, pair));
	forest_add(study, forest, table,
		(struct forest_row){.line = line,
			.pair = pair,
			.label = label,
			.group = group});
}

static bool both_measured(const struct line *line, const struct pair *pair)
{
	return line->samples[pair->a].count && line->samples[pair->b].count;
}

/* The pairs of a line that have values, below its label. */
static void pair_rows(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct line *line,
	struct forest_list *forest)
{
	const char *group = say_line_label(study, line, false);

	for (size_t p = 0; p < line->pair_count; p++) {
		const struct pair *pair = &line->pairs[p];

		if (!both_measured(line, pair))
			continue;
		if (group)
			doc_group(
				doc, table, say_line_label(study, line, true));
		pair_row(study, doc, table, line, pair, group, forest);
		group = NULL;
	}
}

/* With more than two systems the pairs need a table of their own. */
static void pair_table(const struct study *study, struct doc *doc)
{
	const struct doc_column columns[] = {
		{.title = WORD(study, PAIR), .wraps = true},
		{.title = WORD(study, DELTA), .align = ALIGN_RIGHT},
		{.title = WORD(study, VERDICT), .stacks = true},
	};
	struct doc_table *table =
		doc_table(doc, WORD(study, PAIR_CAPTION), columns, 3);
	struct forest_list forest = {0};

	for (size_t i = 0; i < study->analysis->line_count; i++) {
		const struct line *line = &study->analysis->lines[i];

		if (line_in_summary(line))
			pair_rows(study, doc, table, line, &forest);
	}
	doc_note(doc, table, WORD(study, PAIR_NOTE));
	chart_forest(study, doc, table, &forest, 2);
}

/* The tests whose margin is that of line `first`; "" when an earlier line
 * has named them. */
static const char *say_margin(const struct study *study, size_t first)
{
	const struct line *lines = study->analysis->lines;
	size_t count = 0, n = study->analysis->line_count;
	const char **names = arena_alloc(study->arena, n * sizeof *names);

	for (size_t i = 0; i < n; i++) {
		if (!line_in_summary(&lines[i]) ||
			lines[i].metric->margin != lines[first].metric->margin)
			continue;
		if (i < first)
			return "";
		names[count++] = SAY(
			study, QUOTED, say_line_label(study, &lines[i], false));
	}
	return SAY(study, MARGIN_OF,
		say_setting(study, lines[first].metric->margin),
		say_list(study, names, count));
}

static void margins_note(
	const struct study *study, struct doc *doc, struct doc_table *table)
{
	for (size_t i = 0; i < study->analysis->line_count; i++)
		if (line_in_summary(&study->analysis->lines[i]) &&
			say_margin(study, i)[0])
			doc_note(doc, table, say_margin(study, i));
}

static void verdict_notes(
	const struct study *study, struct doc *doc, struct doc_table *table)
{
	if (single_run_lines(study))
		doc_note(doc, table,
			SAY(study, SPREAD_ASSUMED,
				say_setting(study, study->lab->assumed_cv)));
	if (study->margin)
		doc_note(doc, table, SAY(study, MARGIN_SET, study->margin));
	doc_note(doc, table,
		SAY(study, VERDICT_NOTE,
			say_setting(study, study->lab->confidence)));
}

static size_t runs_of(const struct line *line)
{
	size_t count = 0;

	for (size_t p = 0; p < line->place_count; p++)
		count += line->samples[p].count;
	return count;
}

/* Leaving out runs is never silent: what they would have changed. */
static void excluded_notes(
	const struct study *study, struct doc *doc, struct doc_table *table)
{
	for (size_t i = 0;
		study->of_all_runs && i < study->analysis->line_count; i++) {
		const struct line *line = &study->analysis->lines[i];
		const struct line *whole = &study->of_all_runs->lines[i];

		if (!line_in_summary(line) || runs_of(line) == runs_of(whole))
			continue;
		doc_note(doc, table,
			SAY(study, EXCLUDED_NOTE,
				say_line_label(study, line, false),
				say_count(
					study, runs_of(whole) - runs_of(line)),
				say_outcome(study, whole),
				whole->pair_count == 1
					? say_delta(study, &whole->pairs[0])
					: EN_DASH));
	}
}

/* The notes as a whole, or what a reader of the title block misses. */
static struct doc_table *results(
	const struct study *study, struct doc *doc, bool whole)
{
	size_t *systems;
	size_t count = contestants(study, &systems);
	struct doc_table *table = summary_table(study, doc, systems, count);
	struct forest_list forest = {0};

	for (size_t i = 0; i < study->lab->category_count; i++)
		category_rows(study, doc, table, &study->lab->categories[i],
			systems, count, &forest);
	if (count == 2)
		doc_note(doc, table,
			SAY(study, LEAD_NOTE, say_short(study, systems[0]),
				say_short(study, systems[1])));
	if (whole)
		margins_note(study, doc, table);
	verdict_notes(study, doc, table);
	excluded_notes(study, doc, table);
	chart_forest(study, doc, table, &forest, count + 3);
	return table;
}

void section_results_brief(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	struct doc_table *table = results(study, doc, false);

	(void)section;
	table->dense = true;
	if (corpus_contestant_count(study->corpus) > 2)
		doc_note(doc, table, WORD(study, PAIRS_ELSEWHERE));
}

void section_summary(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	size_t *systems;
	size_t count = contestants(study, &systems);

	(void)section;
	results(study, doc, true);
	if (count > 2)
		pair_table(study, doc);
	if (study->corpus->baseline >= 0)
		loss_table(study, doc, systems, count);
	chart_bars(study, doc);
}
