/* Tables of results of one or several tests: steps 2 to 5. */
#include <math.h>

#include "src/report/findings.h"

static void name_missing(
	const struct study *study, struct doc *doc, const struct lab_test *test)
{
	size_t count, *systems;
	const char **names;
	size_t missing = 0;

	count = contestants(study, &systems);
	names = arena_alloc(study->arena, (count + 1) * sizeof *names);
	for (size_t i = 0; i < count; i++)
		if (corpus_lacks(study->corpus, test, systems[i]))
			names[missing++] = say_short(study, systems[i]);
	if (!missing)
		return;
	doc_callout(doc, TONE_WARNING,
		SAY(study, MISSING_TITLE, say(study, &test->label)),
		SAY(study, MISSING, say_list(study, names, missing),
			test->command));
}

/* Columns: measure | system [loss] … | baseline | delta | verdict. */
struct layout {
	size_t *systems, contestants, participants;
	bool losses, delta;
};

static struct layout layout_of(const struct study *study)
{
	struct layout l;

	l.participants = participants(study, &l.systems);
	l.contestants = corpus_contestant_count(study->corpus);
	l.losses = study->corpus->baseline >= 0;
	l.delta = l.contestants == 2;
	return l;
}

/* Of system `index`; a contestant has its loss beside it, the baseline stands
 * behind them. */
static size_t column_of(const struct layout *l, size_t index)
{
	size_t each = l->losses ? 2 : 1;

	return 1 +
	       (index < l->contestants ? index * each : l->contestants * each);
}

static size_t verdict_column(const struct layout *l)
{
	return 1 + l->contestants * (l->losses ? 2 : 1) +
	       (l->participants - l->contestants) + (l->delta ? 1 : 0);
}

static struct doc_table *start_table(const struct study *study, struct doc *doc,
	const char *caption, const struct layout *l)
{
	size_t last = verdict_column(l);
	struct doc_column *columns =
		arena_alloc(study->arena, (last + 1) * sizeof *columns);

	columns[0] = (struct doc_column){
		.title = WORD(study, MEASURE), .wraps = true};
	for (size_t i = 0; i < l->participants; i++) {
		size_t c = column_of(l, i);

		columns[c] = (struct doc_column){
			.title = say_short(study, l->systems[i]),
			.align = ALIGN_RIGHT};
		if (l->losses && i < l->contestants)
			columns[c + 1] =
				(struct doc_column){.title = WORD(study, LOSS),
					.align = ALIGN_RIGHT};
	}
	if (l->delta)
		columns[last - 1] = (struct doc_column){
			.title = WORD(study, DELTA), .align = ALIGN_RIGHT};
	columns[last] = (struct doc_column){.title = WORD(study, VERDICT)};
	return doc_table(doc, caption, columns, last + 1);
}

static void fill_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct layout *l,
	const struct line *line)
{
	struct doc_row *row = doc_row(doc, table);
	size_t last = verdict_column(l);
	struct doc_cell *verdict;

	doc_set(doc, row, 0, say_metric(study, line->metric));
	for (size_t i = 0; i < l->participants; i++) {
		size_t c = column_of(l, i);
		struct digits d = say_value(
			study, line, line->samples[l->systems[i]].summary.mean);

		doc_set(doc, row, c, d.text)->plain = d.plain;
		if (l->losses && i < l->contestants)
			doc_set(doc, row, c + 1,
				say_loss(study, line_loss(line, l->systems[i]),
					false))
				->muted = true;
	}
	if (l->delta && line->pair_count && line->outcome != OUTCOME_NO_WINNER)
		doc_set(doc, row, last - 1, say_delta(study, &line->pairs[0]));
	verdict = doc_set(doc, row, last, say_outcome(study, line));
	if (line->outcome == OUTCOME_WINNER && line->confirmed)
		verdict->style = STYLE_STRONG;
	else
		verdict->muted = true;
}

/* Below the table, or where it would stand. */
static void note(struct doc *doc, struct doc_table *table, const char *text)
{
	if (table)
		doc_note(doc, table, text);
	else
		doc_remark(doc, text);
}

static void metric_notes(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct lab_test *test)
{
	for (size_t m = 0; m < test->metric_count; m++)
		if (!text_empty(&test->metrics[m].why))
			note(doc, table,
				SAY(study, WHY_NONE,
					say(study, &test->metrics[m].label),
					say(study, &test->metrics[m].why)));
	if (!text_empty(&test->note))
		note(doc, table, say(study, &test->note));
}

static void fill_test(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct layout *l,
	const struct lab_test *test)
{
	for (size_t m = 0; m < test->metric_count; m++)
		fill_row(study, doc, table, l,
			analysis_line(
				study->analysis, test, &test->metrics[m]));
}

/* "Écriture séquentielle (n = 5 / 5 / 3)": runs on each system, in the order
 * of the columns. */
static const char *title_with_runs(const struct study *study,
	const struct text *title, const struct lab_test *test,
	const struct layout *l)
{
	const struct line *line =
		analysis_line(study->analysis, test, &test->metrics[0]);

	return finding_marks(study, test,
		SAY(study, WITH_RUNS, say(study, title),
			say_counts(study, line, l->systems, l->participants)));
}

/* How to read the columns: said once, under the first table. */
static void explain_table(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct layout *l)
{
	if (l->delta)
		doc_note(doc, table,
			SAY(study, DELTA_NOTE, say_short(study, l->systems[0]),
				say_short(study, l->systems[1])));
	if (l->losses)
		doc_note(doc, table,
			SAY(study, LOSS_NOTE,
				say_system(study,
					(size_t)study->corpus->baseline)));
}

/* One table for the ordinary tests of a section. */
static void host_tests(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	struct layout l = layout_of(study);
	struct doc_table *table = NULL;
	bool single = section->test_count == 1;

	for (size_t t = 0; t < section->test_count; t++) {
		const struct lab_test *test = section->tests[t];

		if (test->path || !test->metric_count)
			continue;
		if (!table)
			table = start_table(study, doc,
				SAY(study, RESULTS_CAPTION,
					single ? title_with_runs(study,
							 &section->title, test,
							 &l)
					       : say(study, &section->title)),
				&l);
		if (!single)
			doc_group(doc, table,
				title_with_runs(study, &test->label, test, &l));
		fill_test(study, doc, table, &l, test);
	}
	if (!table)
		return;
	if (section == lab_section_of(study->lab, SECTION_RESULTS, NULL))
		explain_table(study, doc, table, &l);
	for (size_t t = 0; t < section->test_count; t++)
		if (!section->tests[t]->path)
			metric_notes(study, doc, table, section->tests[t]);
	finding_notes(study, doc, table, section, false);
}

static const struct line *path_line(
	const struct study *study, const struct lab_test *test, size_t metric)
{
	return analysis_line(study->analysis, test, &test->metrics[metric]);
}

static struct doc_table *path_table(
	const struct study *study, struct doc *doc, const struct lab_test *test)
{
	size_t n = test->metric_count + 2;
	struct doc_column *columns =
		arena_alloc(study->arena, n * sizeof *columns);

	columns[0] = (struct doc_column){
		.title = WORD(study, DIRECTION), .wraps = true};
	columns[1] = (struct doc_column){
		.title = WORD(study, RUNS), .align = ALIGN_RIGHT};
	for (size_t m = 0; m < test->metric_count; m++)
		columns[2 + m] = (struct doc_column){
			.title = say_metric(study, &test->metrics[m]),
			.align = ALIGN_RIGHT};
	return doc_table(doc,
		SAY(study, PATH_CAPTION,
			finding_marks(study, test, say(study, &test->label))),
		columns, n);
}

static bool has_values(const struct line *line)
{
	for (size_t p = 0; p < line->place_count; p++)
		if (line->samples[p].count)
			return true;
	return false;
}

/* What there is to say without any value. */
static void path_without_values(
	const struct study *study, struct doc *doc, const struct lab_test *test)
{
	const char *errors = say_errors(study, test, TOUCHES_RUN);

	if (*errors)
		doc_paragraph(doc, SAY(study, NO_USABLE_RUN,
					   say(study, &test->label), errors));
	metric_notes(study, doc, NULL, test);
}

/* A path test: one row per direction, no winner. */
static void path_test(const struct study *study, struct doc *doc,
	const struct lab_test *test, const struct lab_section *section)
{
	const struct line *first = path_line(study, test, 0);
	struct doc_table *table;

	if (!has_values(first)) {
		path_without_values(study, doc, test);
		return;
	}
	table = path_table(study, doc, test);
	for (size_t p = 0; p < first->place_count; p++) {
		struct doc_row *row;

		if (!first->samples[p].count)
			continue;
		row = doc_row(doc, table);
		doc_set(doc, row, 0, say_place(study, first, p));
		doc_set(doc, row, 1, say_count(study, first->samples[p].count));
		for (size_t m = 0; m < test->metric_count; m++)
			doc_set(doc, row, 2 + m,
				say_mean(study, path_line(study, test, m), p));
	}
	doc_note(doc, table, WORD(study, PATH_NOTE));
	for (size_t p = 0; p < first->pair_count; p++)
		if (isfinite(first->pairs[p].comparison.ratio))
			doc_note(doc, table,
				SAY(study, PATH_DELTA,
					say_place(study, first,
						first->pairs[p].a),
					say_place(study, first,
						first->pairs[p].b),
					say_delta(study, &first->pairs[p])));
	metric_notes(study, doc, table, test);
	finding_notes(study, doc, table, section, true);
}

void section_results(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	host_tests(study, doc, section);
	for (size_t t = 0; t < section->test_count; t++)
		if (section->tests[t]->path && section->tests[t]->metric_count)
			path_test(study, doc, section->tests[t], section);
	for (size_t t = 0; t < section->test_count; t++)
		name_missing(study, doc, section->tests[t]);
}
