/*
 * Tidy tables for programs: one header, one row per thing, ASCII column
 * names, empty for what does not exist. comparison and decision hold the
 * digits of the document; runs holds what was read, in base units.
 */
#include <math.h>

#include "src/report/section.h"

/* Columns of comparison.csv; A and B are the first of a side's. */
enum {
	TEST,
	METRIC,
	UNIT,
	BETTER,
	A,
	B = A + 7,
	DELTA = B + 7,
	DELTA_LOW,
	DELTA_HIGH,
	LOSS,
	LOSS_LOW,
	LOSS_HIGH,
	MARGIN,
	VERDICT,
	REASON,
	BEYOND_MARGIN,
	P,
	P_HOLM,
	EQUAL_P,
	EQUAL_P_HOLM,
	CONFIRMED,
	NEGLIGIBLE,
	PROVED_MARGIN,
	DETECTABLE,
	DELETIONS,
	DELETIONS_CHANGING,
	RUNS_NEEDED,
	RUNS_AT_MOST,
	RUNS_AS_OBSERVED,
	COMPARISON_COLUMNS
};

/* clang-format off */
#define COLUMN(n) {.title = n, .name = n}
#define SIDE(first, n) \
	[first] = COLUMN(n), \
	[first + 1] = COLUMN(n "_n"), \
	[first + 2] = COLUMN(n "_mean"), \
	[first + 3] = COLUMN(n "_sd"), \
	[first + 4] = COLUMN(n "_median"), \
	[first + 5] = COLUMN(n "_ci_low"), \
	[first + 6] = COLUMN(n "_ci_high")
/* clang-format on */

static struct doc_table *dataset(
	struct doc *doc, const struct doc_column *columns, size_t count)
{
	return doc_table(doc, "", columns, count);
}

static const char *number(const struct study *study, size_t n)
{
	return arena_printf(study->arena, "%zu", n);
}

static const char *yes_no(bool yes)
{
	return yes ? "yes" : "no";
}

/* "proxmox>xcp-ng" of a run on a path, else NULL. */
static const char *path_id(
	const struct study *study, const struct corpus_run *r)
{
	const struct lab_test *test = r->test;

	if (!test || !test->path || !test->metric_count ||
		(!r->counted && !r->joined))
		return NULL;
	return say_place_id(study,
		analysis_line(study->analysis, test, &test->metrics[0]),
		r->path);
}

struct doc *dataset_runs(const struct study *study)
{
	static const struct doc_column columns[] = {COLUMN("system"),
		COLUMN("test"), COLUMN("path"), COLUMN("repetition"),
		COLUMN("counted"), COLUMN("tool"), COLUMN("tool_version"),
		COLUMN("metric"), COLUMN("value"), COLUMN("unit"),
		COLUMN("raw"), COLUMN("file"), COLUMN("line")};
	struct doc *doc = doc_new(study->arena, study->lang);
	struct doc_table *table = dataset(doc, columns, 13);

	for (size_t i = 0; i < study->corpus->run_count; i++) {
		const struct corpus_run *r = &study->corpus->runs[i];

		for (size_t o = 0; o < r->run->obs_count; o++) {
			const struct obs *obs = &r->run->obs[o];
			enum dimension d = obs->metric->dimension;
			const char *values[] = {
				study->lab->systems[r->system].id,
				r->test ? r->test->id : NULL, path_id(study, r),
				r->counted ? number(study, r->repetition)
					   : NULL,
				yes_no(r->counted), r->run->tool,
				r->run->version, obs->metric->name,
				quantity_exact(study->arena, obs->value),
				dimension_base(d), obs->raw, r->run->file,
				number(study, obs->line)};

			doc_record(doc, table, values);
		}
	}
	return doc;
}

static const char *plain_value(
	const struct study *study, const struct line *line, double value)
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

/* The part of a row that describes one side. */
static void side_values(const struct study *study, const struct line *line,
	size_t place, const char **values)
{
	const struct stats_summary *s = &line->samples[place].summary;

	values[0] = say_place_id(study, line, place);
	values[1] = number(study, s->n);
	values[2] = plain_value(study, line, s->mean);
	values[3] = plain_value(study, line, s->sd);
	values[4] = plain_value(study, line, s->median);
	values[5] = plain_value(study, line, s->low);
	values[6] = plain_value(study, line, s->high);
}

/* Six digits after the point are more than any p deserves. */
static const char *plain_p(const struct study *study, double p)
{
	return quantity_fixed(study->arena, study->lang, p, 6).plain;
}

static const char *plain_runs(const struct study *study, size_t runs)
{
	return runs ? number(study, runs) : NULL;
}

/* How sure the verdict is, and what it would take. */
static void certainty_values(const struct study *study,
	const struct pair *pair, const char **values)
{
	const struct stats_comparison *c = &pair->comparison;

	values[P] = plain_p(study, c->p);
	values[P_HOLM] = plain_p(study, pair->p_holm);
	values[EQUAL_P] = plain_p(study, c->equal_p);
	values[EQUAL_P_HOLM] = plain_p(study, pair->equal_p_holm);
	values[CONFIRMED] = yes_no(pair->confirmed);
	values[NEGLIGIBLE] = yes_no(c->negligible);
	values[PROVED_MARGIN] = plain_percent(study, c->proved_margin);
	values[DETECTABLE] = plain_percent(study, c->detectable);
	if (pair->fragility.deletions) {
		values[DELETIONS] = number(study, pair->fragility.deletions);
		values[DELETIONS_CHANGING] =
			number(study, pair->fragility.changes);
	}
	values[RUNS_NEEDED] = plain_runs(study, pair->needed.for_margin);
	values[RUNS_AT_MOST] = plain_runs(study, pair->needed.at_most);
	values[RUNS_AS_OBSERVED] = plain_runs(study, pair->needed.as_observed);
}

static void comparison_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct line *line,
	const struct pair *pair)
{
	const struct stats_comparison *c = &pair->comparison;
	const char *values[COMPARISON_COLUMNS] = {[TEST] = line->test->id,
		[METRIC] = line->metric->metric->name,
		[UNIT] = line->metric->unit->name,
		[BETTER] = better_code(line->metric->better)};

	side_values(study, line, pair->a, values + A);
	side_values(study, line, pair->b, values + B);
	if (line->metric->better != BETTER_NONE) {
		values[DELTA] = plain_percent(study, c->ratio - 1);
		values[DELTA_LOW] = plain_percent(study, c->low - 1);
		values[DELTA_HIGH] = plain_percent(study, c->high - 1);
		values[MARGIN] = quantity_setting(
			study->arena, study->lang, line->metric->margin)
					 .plain;
		values[REASON] = reason_code(c->reason);
		values[BEYOND_MARGIN] = yes_no(c->beyond_margin);
	}
	values[VERDICT] = verdict_code(study, line, pair);
	if (line->metric->better != BETTER_NONE && !line->test->path)
		certainty_values(study, pair, values);
	doc_record(doc, table, values);
}

/* A system against the baseline: a loss, no contest. */
static void baseline_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct line *line, size_t place)
{
	const char *values[COMPARISON_COLUMNS] = {[TEST] = line->test->id,
		[METRIC] = line->metric->metric->name,
		[UNIT] = line->metric->unit->name,
		[BETTER] = better_code(line->metric->better)};
	struct share loss = line_loss(line, place);

	if (isnan(loss.value))
		return;
	side_values(study, line, place, values + A);
	side_values(study, line, (size_t)study->corpus->baseline, values + B);
	values[LOSS] = plain_percent(study, loss.value);
	values[LOSS_LOW] = plain_percent(study, loss.low);
	values[LOSS_HIGH] = plain_percent(study, loss.high);
	values[VERDICT] = "baseline";
	doc_record(doc, table, values);
}

struct doc *dataset_comparison(const struct study *study)
{
	static const struct doc_column columns[COMPARISON_COLUMNS] = {
		[TEST] = COLUMN("test"),
		[METRIC] = COLUMN("metric"),
		[UNIT] = COLUMN("unit"),
		[BETTER] = COLUMN("better"),
		SIDE(A, "a"),
		SIDE(B, "b"),
		[DELTA] = COLUMN("delta_pct"),
		[DELTA_LOW] = COLUMN("delta_ci_low"),
		[DELTA_HIGH] = COLUMN("delta_ci_high"),
		[LOSS] = COLUMN("loss_pct"),
		[LOSS_LOW] = COLUMN("loss_ci_low"),
		[LOSS_HIGH] = COLUMN("loss_ci_high"),
		[MARGIN] = COLUMN("margin_pct"),
		[VERDICT] = COLUMN("verdict"),
		[REASON] = COLUMN("reason"),
		[BEYOND_MARGIN] = COLUMN("beyond_margin"),
		[P] = COLUMN("p"),
		[P_HOLM] = COLUMN("p_holm"),
		[EQUAL_P] = COLUMN("equal_p"),
		[EQUAL_P_HOLM] = COLUMN("equal_p_holm"),
		[CONFIRMED] = COLUMN("confirmed"),
		[NEGLIGIBLE] = COLUMN("negligible"),
		[PROVED_MARGIN] = COLUMN("proved_margin_pct"),
		[DETECTABLE] = COLUMN("detectable_pct"),
		[DELETIONS] = COLUMN("deletions"),
		[DELETIONS_CHANGING] = COLUMN("deletions_changing"),
		[RUNS_NEEDED] = COLUMN("runs_needed"),
		[RUNS_AT_MOST] = COLUMN("runs_needed_at_most"),
		[RUNS_AS_OBSERVED] = COLUMN("runs_needed_as_observed"),
	};
	struct doc *doc = doc_new(study->arena, study->lang);
	struct doc_table *table = dataset(doc, columns, COMPARISON_COLUMNS);

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

static const char *answer_code(
	const struct study *study, const struct decision *d)
{
	if (d->best < 0)
		return "";
	return d->lead == LEAD_NONE ? "no_clear_winner"
				    : study->lab->systems[d->best].id;
}

static const char *share_of(const struct study *study, const double *shares,
	size_t system, int decimals)
{
	return shares ? quantity_fixed(study->arena, study->lang,
				shares[system], decimals)
				.plain
		      : NULL;
}

/* Columns of decision.csv. */
enum {
	USE_CASE,
	SYSTEM,
	CRITERION,
	WEIGHT,
	VALUE,
	CONTRIBUTION,
	FLIP_WEIGHT,
	STABLE_LOW,
	STABLE_HIGH,
	FLIP_STARS,
	CENTRAL_WEIGHT,
	SCORE,
	FIRST,
	FIRST_ERROR,
	FIRST_ANY,
	MOVED,
	TOPSIS,
	PROMETHEE,
	ANSWER,
	SURENESS,
	DECISION_COLUMNS
};

static const char *fixed(const struct study *study, double value, int decimals)
{
	return quantity_fixed(study->arena, study->lang, value, decimals).plain;
}

/* What holds for a system of a use case, whatever the criterion. */
static void system_values(const struct study *study, const struct decision *d,
	size_t system, const char **values)
{
	const struct analysis *analysis = study->analysis;

	values[SCORE] = fixed(study, d->scores[system], 1);
	values[ANSWER] = answer_code(study, d);
	if (d->best < 0)
		return;
	values[FIRST] = share_of(study, d->first, system, 4);
	if ((int)system == d->best && d->first)
		values[FIRST_ERROR] = fixed(study, d->error, 4);
	values[FIRST_ANY] = share_of(study, analysis->first_of_any, system, 4);
	values[MOVED] = fixed(study, d->sensitivity->moved, 4);
	values[TOPSIS] = share_of(study, d->topsis, system, 4);
	values[PROMETHEE] = share_of(study, d->promethee, system, 4);
	values[SURENESS] = d->lead == LEAD_NONE ? ""
			   : d->lead == LEAD_A	? "confirmed"
						: "probable";
}

/* What a criterion does: signed for the system of the row, of the two that
 * the sensitivity is about. */
static void lever_values(const struct study *study, const struct decision *d,
	size_t k, size_t system, const char **values)
{
	const struct stats_lever *lever;
	bool best = (int)system == d->best;

	if (d->best < 0 || (!best && (int)system != d->second))
		return;
	lever = &d->sensitivity->levers[k];
	values[CONTRIBUTION] = fixed(study,
		best ? lever->contribution : -lever->contribution, 1);
	if (!best)
		return;
	values[FLIP_WEIGHT] = fixed(study, lever->flip_weight, 4);
	values[STABLE_LOW] = fixed(study, lever->stable_low, 4);
	values[STABLE_HIGH] = fixed(study, lever->stable_high, 4);
	values[FLIP_STARS] = fixed(study, 4 * lever->flip_value, 1);
	if (d->central)
		values[CENTRAL_WEIGHT] = fixed(study, d->central[k], 4);
}

static void decision_rows(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct decision *d, size_t system)
{
	const struct lab *lab = study->lab;

	for (size_t k = 0; k < lab->criterion_count; k++) {
		const char *values[DECISION_COLUMNS] = {
			[USE_CASE] = d->use_case->id,
			[SYSTEM] = lab->systems[system].id,
			[CRITERION] = lab->criteria[k].id,
			[WEIGHT] = quantity_exact(
				study->arena, d->use_case->weights[k]),
			[VALUE] = fixed(study,
				criterion_value(study->analysis,
					&lab->criteria[k], system),
				2),
		};

		system_values(study, d, system, values);
		lever_values(study, d, k, system, values);
		doc_record(doc, table, values);
	}
}

struct doc *dataset_decision(const struct study *study)
{
	static const struct doc_column columns[DECISION_COLUMNS] = {
		[USE_CASE] = COLUMN("use_case"),
		[SYSTEM] = COLUMN("system"),
		[CRITERION] = COLUMN("criterion"),
		[WEIGHT] = COLUMN("weight"),
		[VALUE] = COLUMN("value"),
		[CONTRIBUTION] = COLUMN("contribution"),
		[FLIP_WEIGHT] = COLUMN("flip_weight"),
		[STABLE_LOW] = COLUMN("stable_low"),
		[STABLE_HIGH] = COLUMN("stable_high"),
		[FLIP_STARS] = COLUMN("flip_stars"),
		[CENTRAL_WEIGHT] = COLUMN("central_weight"),
		[SCORE] = COLUMN("score"),
		[FIRST] = COLUMN("first"),
		[FIRST_ERROR] = COLUMN("first_error"),
		[FIRST_ANY] = COLUMN("first_no_preference"),
		[MOVED] = COLUMN("weight_to_move"),
		[TOPSIS] = COLUMN("topsis"),
		[PROMETHEE] = COLUMN("promethee"),
		[ANSWER] = COLUMN("answer"),
		[SURENESS] = COLUMN("sureness"),
	};
	struct doc *doc = doc_new(study->arena, study->lang);
	struct doc_table *table = dataset(doc, columns, DECISION_COLUMNS);
	size_t *systems, count = contestants(study, &systems);

	for (size_t u = 0; u < study->lab->use_case_count; u++)
		for (size_t i = 0; i < count; i++)
			decision_rows(study, doc, table,
				&study->analysis->decisions[u], systems[i]);
	return doc;
}
