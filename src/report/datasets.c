/*
 * Tidy tables for programs: one header, one row per thing, ASCII column
 * names, empty for what does not exist. comparison and decision hold the
 * digits of the document; runs holds what was read, in base units.
 */
#include <math.h>

#include "src/report/section.h"

#define COLUMN(n) {.title = n, .name = n}

static struct doc_table *dataset(struct doc *doc,
	const struct doc_column *columns, size_t count)
{
	return doc_table(doc, "", columns, count);
}

/* A cell for programs: never typeset. */
static void put(struct doc *doc, struct doc_row *row, size_t column,
	const char *plain)
{
	doc_set_code(doc, row, column, plain);
	row->cells[column].plain = row->cells[column].text;
	row->cells[column].style = STYLE_PLAIN;
}

static void put_values(struct doc *doc, struct doc_table *table,
	const char *const *values)
{
	struct doc_row *row = doc_row(doc, table);

	for (size_t i = 0; i < table->column_count; i++)
		put(doc, row, i, values[i] ? values[i] : "");
}

static const char *number(const struct study *study, size_t n)
{
	return arena_printf(study->arena, "%zu", n);
}

static const char *yes_no(bool yes)
{
	return yes ? "yes" : "no";
}

struct doc *dataset_runs(const struct study *study)
{
	static const struct doc_column columns[] = {COLUMN("system"),
		COLUMN("test"), COLUMN("repetition"), COLUMN("counted"),
		COLUMN("tool"), COLUMN("tool_version"), COLUMN("metric"),
		COLUMN("value"), COLUMN("unit"), COLUMN("raw"),
		COLUMN("file"), COLUMN("line")};
	struct doc *doc = doc_new(study->arena, study->lang);
	struct doc_table *table = dataset(doc, columns, 12);

	for (size_t i = 0; i < study->corpus->run_count; i++) {
		const struct corpus_run *r = &study->corpus->runs[i];

		for (size_t o = 0; o < r->run->obs_count; o++) {
			const struct obs *obs = &r->run->obs[o];
			enum dimension d = obs->metric->dimension;
			const char *values[] = {
				study->lab->systems[r->system].id,
				r->test ? r->test->id : NULL,
				r->counted ? number(study, r->repetition)
					   : NULL,
				yes_no(r->counted), r->run->tool,
				r->run->version, obs->metric->name,
				quantity_exact(study->arena, obs->value),
				dimension_base(d), obs->raw, r->run->file,
				number(study, obs->line)};

			put_values(doc, table, values);
		}
	}
	return doc;
}

static const char *plain_value(const struct study *study,
	const struct line *line, double value)
{
	return say_value(study, line, value).plain;
}

static const char *plain_percent(const struct study *study, double fraction)
{
	return quantity_percent(study->arena, study->lang, fraction).plain;
}

static const char *verdict_code(const struct study *study,
	const struct line *line, const struct pair *pair)
{
	if (line->test->path || line->metric->better == BETTER_NONE)
		return "no_winner";
	switch (pair->comparison.verdict) {
	case VERDICT_A:
		return say_place_id(study, line, pair->a);
	case VERDICT_B:
		return say_place_id(study, line, pair->b);
	case VERDICT_EQUAL:
		return "equal";
	case VERDICT_UNDECIDED:
		return "undecided";
	case VERDICT_NO_DATA:
		break;
	}
	return "no_data";
}

static const char *reason_code(enum stats_reason reason)
{
	static const char *const codes[] = {
		[REASON_NONE] = "",
		[REASON_ONE_RUN] = "one_run",
		[REASON_NOT_POSITIVE] = "not_positive",
		[REASON_SPREAD] = "spread",
		[REASON_ALL_EQUAL] = "all_equal",
	};

	return codes[reason];
}

static const char *better_code(enum lab_better better)
{
	static const char *const codes[] = {
		[BETTER_NONE] = "none",
		[BETTER_HIGHER] = "higher",
		[BETTER_LOWER] = "lower",
	};

	return codes[better];
}

static void comparison_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct line *line,
	const struct pair *pair)
{
	const struct stats_summary *a = &line->samples[pair->a].summary;
	const struct stats_summary *b = &line->samples[pair->b].summary;
	const struct stats_comparison *c = &pair->comparison;
	const char *values[] = {line->test->id, line->metric->metric->name,
		line->metric->unit->name, better_code(line->metric->better),
		say_place_id(study, line, pair->a), number(study, a->n),
		plain_value(study, line, a->mean),
		plain_value(study, line, a->sd),
		plain_value(study, line, a->median),
		plain_value(study, line, a->low),
		plain_value(study, line, a->high),
		say_place_id(study, line, pair->b), number(study, b->n),
		plain_value(study, line, b->mean),
		plain_value(study, line, b->sd),
		plain_value(study, line, b->median),
		plain_value(study, line, b->low),
		plain_value(study, line, b->high),
		plain_percent(study, c->ratio - 1),
		plain_percent(study, c->low - 1),
		plain_percent(study, c->high - 1),
		plain_percent(study, line->metric->margin),
		verdict_code(study, line, pair), reason_code(c->reason),
		yes_no(c->beyond_margin),
		pair->runs_needed ? number(study, pair->runs_needed) : NULL};

	put_values(doc, table, values);
}

/* The baseline as b, so that delta_pct is what is gained (or lost). */
static void baseline_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct line *line, size_t place)
{
	struct pair pair = {.a = place, .b = (size_t)study->corpus->baseline};

	pair.comparison = line->against_baseline[place];
	if (pair.comparison.verdict != VERDICT_NO_DATA)
		comparison_row(study, doc, table, line, &pair);
}

struct doc *dataset_comparison(const struct study *study)
{
	static const struct doc_column columns[] = {COLUMN("test"),
		COLUMN("metric"), COLUMN("unit"), COLUMN("better"),
		COLUMN("a"), COLUMN("a_n"), COLUMN("a_mean"), COLUMN("a_sd"),
		COLUMN("a_median"), COLUMN("a_ci_low"), COLUMN("a_ci_high"),
		COLUMN("b"), COLUMN("b_n"), COLUMN("b_mean"), COLUMN("b_sd"),
		COLUMN("b_median"), COLUMN("b_ci_low"), COLUMN("b_ci_high"),
		COLUMN("delta_pct"), COLUMN("delta_ci_low"),
		COLUMN("delta_ci_high"), COLUMN("margin_pct"),
		COLUMN("verdict"), COLUMN("reason"), COLUMN("beyond_margin"),
		COLUMN("runs_needed")};
	struct doc *doc = doc_new(study->arena, study->lang);
	struct doc_table *table = dataset(doc, columns, 26);

	for (size_t i = 0; i < study->analysis->line_count; i++) {
		const struct line *line = &study->analysis->lines[i];

		for (size_t p = 0; p < line->pair_count; p++)
			comparison_row(
				study, doc, table, line, &line->pairs[p]);
		for (size_t p = 0; p < line->place_count; p++)
			baseline_row(study, doc, table, line, p);
	}
	return doc;
}

static const char *answer_code(const struct study *study,
	const struct decision *d)
{
	if (d->best < 0)
		return "";
	return d->second >= 0 && !d->clear
		       ? "no_clear_winner"
		       : study->lab->systems[d->best].id;
}

static void decision_rows(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct decision *d, size_t system)
{
	const struct lab *lab = study->lab;

	for (size_t k = 0; k < lab->criterion_count; k++) {
		const char *values[] = {d->use_case->id, lab->systems[system].id,
			lab->criteria[k].id,
			quantity_exact(study->arena, d->use_case->weights[k]),
			quantity_fixed(study->arena, study->lang,
				criterion_value(study->analysis,
					&lab->criteria[k], system),
				2).plain,
			quantity_fixed(study->arena, study->lang,
				d->scores[system], 1).plain,
			answer_code(study, d)};

		put_values(doc, table, values);
	}
}

struct doc *dataset_decision(const struct study *study)
{
	static const struct doc_column columns[] = {COLUMN("use_case"),
		COLUMN("system"), COLUMN("criterion"), COLUMN("weight"),
		COLUMN("value"), COLUMN("score"), COLUMN("answer")};
	struct doc *doc = doc_new(study->arena, study->lang);
	struct doc_table *table = dataset(doc, columns, 7);
	size_t *systems, count = contestants(study, &systems);

	for (size_t u = 0; u < study->lab->use_case_count; u++)
		for (size_t i = 0; i < count; i++)
			decision_rows(study, doc, table,
				&study->analysis->decisions[u], systems[i]);
	return doc;
}
