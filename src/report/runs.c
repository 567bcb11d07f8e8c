/* The annex: statistics of every metric, and every value with its place. */
#include <math.h>
#include <string.h>

#include "src/base/decimal.h"
#include "src/report/chart.h"

#define DIGITS "0123456789"
/* What a JSON log prints beyond is arithmetic, not measurement. */
#define DECIMALS_MOST 4

static struct doc_table *statistics_table(
	const struct study *study, struct doc *doc)
{
	const struct doc_column columns[] = {
		{.title = WORD(study, WHERE)},
		{.title = WORD(study, RUNS), .align = ALIGN_RIGHT},
		{.title = WORD(study, MEAN), .align = ALIGN_RIGHT},
		{.title = WORD(study, SD), .align = ALIGN_RIGHT},
		{.title = WORD(study, MEDIAN), .align = ALIGN_RIGHT},
		{.title = WORD(study, INTERVAL), .align = ALIGN_RIGHT},
		{.title = WORD(study, MINIMUM), .align = ALIGN_RIGHT},
		{.title = WORD(study, MAXIMUM), .align = ALIGN_RIGHT},
	};
	struct doc_table *table =
		doc_table(doc, WORD(study, STATISTICS_CAPTION), columns, 8);

	table->dense = true;
	return table;
}

static void statistics_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct line *line, size_t place)
{
	const struct stats_summary *s = &line->samples[place].summary;
	struct doc_row *row = doc_row(doc, table);

	doc_set(doc, row, 0, say_place(study, line, place));
	doc_set(doc, row, 1, say_count(study, s->n));
	doc_set(doc, row, 2, say_value(study, line, s->mean).text);
	doc_set(doc, row, 3, say_value(study, line, s->sd).text);
	doc_set(doc, row, 4, say_value(study, line, s->median).text);
	doc_set(doc, row, 5,
		quantity_interval(study->arena, study->lang,
			say_value(study, line, s->low).text,
			say_value(study, line, s->high).text));
	doc_set(doc, row, 6, say_value(study, line, s->min).text);
	doc_set(doc, row, 7, say_value(study, line, s->max).text);
}

static void statistics(const struct study *study, struct doc *doc)
{
	struct doc_table *table = statistics_table(study, doc);

	for (size_t i = 0; i < study->analysis->line_count; i++) {
		const struct line *line = &study->analysis->lines[i];
		bool headed = false;

		for (size_t p = 0; p < line->place_count; p++) {
			if (!line->samples[p].count)
				continue;
			if (!headed)
				doc_group(doc, table,
					SAY(study, SUMMARY_LABEL,
						say(study, &line->test->label),
						say_metric(
							study, line->metric)));
			headed = true;
			statistics_row(study, doc, table, line, p);
		}
	}
	doc_note(doc, table,
		SAY(study, STATISTICS_NOTE,
			say_setting(study, study->lab->confidence)));
}

static struct doc_table *runs_table(
	const struct study *study, struct doc *doc, const struct lab_test *test)
{
	size_t n = test->metric_count + 2;
	struct doc_column *columns =
		arena_alloc(study->arena, n * sizeof *columns);
	struct doc_table *table;

	columns[0] = (struct doc_column){.title = WORD(study, WHERE)};
	for (size_t m = 0; m < test->metric_count; m++)
		columns[1 + m] = (struct doc_column){
			.title = say_metric(study, &test->metrics[m]),
			.align = ALIGN_RIGHT,
			.wraps = true};
	columns[n - 1] =
		(struct doc_column){.title = WORD(study, LOG), .wraps = true};
	table = doc_table(doc,
		SAY(study, RUNS_CAPTION, say(study, &test->label)), columns, n);
	table->dense = true;
	return table;
}

/* Decimals that hold what the log prints and nothing more: "133" is no
 * "133,0", and "11.2k" is no "11200,0". */
static int decimals_printed(const struct line *line, const struct obs *obs)
{
	size_t whole = strspn(obs->raw, DIGITS), decimals = 0;
	double number, digit;

	if (!whole)
		return line->decimals;
	if (obs->raw[whole] == '.')
		decimals = strspn(obs->raw + whole + 1, DIGITS);
	digit = pow(10, -(double)decimals);
	if (decimal_read(obs->raw,
		    obs->raw + whole + (decimals ? 1 + decimals : 0),
		    &number) &&
		number > 0)
		digit *= obs->value / line->metric->unit->factor / number;
	return (int)fmin(fmax(rint(-log10(digit)), 0), DECIMALS_MOST);
}

/* "677,5 :16": a value and the line of the log it stands on. */
static const char *value_and_line(const struct study *study,
	const struct line *line, const struct corpus_run *run)
{
	const struct obs *obs = run_obs(run->run, line->metric->metric->name);

	if (!obs)
		return "–";
	return arena_printf(study->arena, "%s\xc2\xa0:%u",
		quantity_in(study->arena, study->lang, obs->value,
			line->metric->unit, decimals_printed(line, obs))
			.text,
		obs->line);
}

static void run_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct lab_test *test, size_t place,
	const struct corpus_run *run)
{
	struct doc_row *row = doc_row(doc, table);

	for (size_t m = 0; m < test->metric_count; m++) {
		const struct line *line =
			analysis_line(study->analysis, test, &test->metrics[m]);

		if (m == 0)
			doc_set(doc, row, 0, say_place(study, line, place));
		doc_set(doc, row, 1 + m, value_and_line(study, line, run));
	}
	doc_set_code(doc, row, test->metric_count + 1,
		run->excluded || run->unusable
			? message_say(study->arena, study->lang,
				  run->excluded ? MSG_RUN_LEFT_OUT
						: MSG_RUN_UNUSABLE,
				  run->run->file)
			: run->run->file);
}

/* The first table tells how to read them all. */
static void runs_of_test(const struct study *study, struct doc *doc,
	const struct lab_test *test, bool *told)
{
	const struct corpus *corpus = study->corpus;
	const struct line *line =
		analysis_line(study->analysis, test, &test->metrics[0]);
	struct doc_table *table = NULL;

	for (size_t p = 0; p < line->place_count; p++)
		for (size_t i = 0; i < corpus->run_count; i++) {
			const struct corpus_run *run = &corpus->runs[i];

			if (run->test != test || !run->counted ||
				p != (test->path ? run->path : run->system))
				continue;
			if (!table)
				table = runs_table(study, doc, test);
			run_row(study, doc, table, test, p, run);
		}
	if (!table)
		return;
	if (!*told)
		doc_note(doc, table, WORD(study, RUNS_NOTE));
	*told = true;
	for (size_t m = 0; m < test->metric_count; m++)
		chart_series(study, doc,
			analysis_line(
				study->analysis, test, &test->metrics[m]));
}

void section_runs(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	bool told = false;

	(void)section;
	statistics(study, doc);
	chart_runs(study, doc);
	for (size_t t = 0; t < study->lab->test_count; t++)
		if (study->lab->tests[t].metric_count)
			runs_of_test(study, doc, &study->lab->tests[t], &told);
}
