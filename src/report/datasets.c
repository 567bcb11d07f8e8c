/*
 * Tidy tables for programs: one header, one row per thing, ASCII column
 * names, empty for what does not exist. comparison and decision hold the
 * digits of the document; runs holds what was read, in base units.
 */
#include <math.h>

#include "src/report/codes.h"

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
	PERMUTATION_P,
	MANN_WHITNEY_P,
	FIELLER_LOW,
	FIELLER_HIGH,
	HODGES_LEHMANN,
	HEDGES_G,
	COMPARISON_COLUMNS
};

/* clang-format off */
#define COLUMN(n) {.title = n, .name = n}
#define NUMBER(n) {.title = n, .name = n, .numbers = true}
#define SIDE(first, n) \
	[first] = COLUMN(n), \
	[first + 1] = NUMBER(n "_n"), \
	[first + 2] = NUMBER(n "_mean"), \
	[first + 3] = NUMBER(n "_sd"), \
	[first + 4] = NUMBER(n "_median"), \
	[first + 5] = NUMBER(n "_ci_low"), \
	[first + 6] = NUMBER(n "_ci_high")
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

struct doc *dataset_runs(const struct study *study)
{
	static const struct doc_column columns[] = {COLUMN("system"),
		COLUMN("test"), COLUMN("path"), NUMBER("repetition"),
		COLUMN("counted"), COLUMN("tool"), COLUMN("tool_version"),
		COLUMN("metric"), NUMBER("value"), COLUMN("unit"),
		COLUMN("raw"), COLUMN("file"), NUMBER("line")};
	struct doc *doc = doc_new(study->arena, study->lang);
	struct doc_table *table = dataset(doc, columns, 13);

	for (size_t i = 0; i < study->corpus->run_count; i++) {
		const struct corpus_run *r = &study->corpus->runs[i];

		for (size_t o = 0; o < r->run->obs_count; o++) {
			const struct obs *obs = &r->run->obs[o];
			enum dimension d = obs->metric->dimension;
			const char *values[] = {
				study->lab->systems[r->system].id,
				r->test ? r->test->id : NULL, code_path(study, r),
				r->counted ? number(study, r->repetition)
					   : NULL,
				yes_no(corpus_counts(r)),
				r->run->tool,
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

static void opinion_values(const struct study *study,
	const struct second_opinions *o, const char **values)
{
	values[PERMUTATION_P] = plain_p(study, o->permutation_p);
	values[MANN_WHITNEY_P] = plain_p(study, o->mann_whitney_p);
	values[FIELLER_LOW] = plain_percent(study, o->fieller_low - 1);
	values[FIELLER_HIGH] = plain_percent(study, o->fieller_high - 1);
	values[HODGES_LEHMANN] = plain_percent(study, o->shift_ratio - 1);
	values[HEDGES_G] = quantity_fixed(
		study->arena, study->lang, o->hedges_g, 2)
				   .plain;
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
	if (corpus_contestant_count(study->corpus) == 2)
		opinion_values(study, &pair->opinions, values);
}

static void comparison_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct line *line,
	const struct pair *pair)
{
	const struct stats_comparison *c = &pair->comparison;
	const char *values[COMPARISON_COLUMNS] = {[TEST] = line->test->id,
		[METRIC] = line->metric->metric->name,
		[UNIT] = line->metric->unit->name,
		[BETTER] = code_better(line->metric->better)};

	side_values(study, line, pair->a, values + A);
	side_values(study, line, pair->b, values + B);
	if (line->metric->better != BETTER_NONE) {
		values[DELTA] = plain_percent(study, c->ratio - 1);
		values[DELTA_LOW] = plain_percent(study, c->low - 1);
		values[DELTA_HIGH] = plain_percent(study, c->high - 1);
		values[MARGIN] = quantity_setting(
			study->arena, study->lang, line->metric->margin)
					 .plain;
		values[REASON] = code_reason(c->reason);
		values[BEYOND_MARGIN] = yes_no(c->beyond_margin);
	}
	values[VERDICT] = code_verdict(study, line, pair);
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
		[BETTER] = code_better(line->metric->better)};
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
		[DELTA] = NUMBER("delta_pct"),
		[DELTA_LOW] = NUMBER("delta_ci_low"),
		[DELTA_HIGH] = NUMBER("delta_ci_high"),
		[LOSS] = NUMBER("loss_pct"),
		[LOSS_LOW] = NUMBER("loss_ci_low"),
		[LOSS_HIGH] = NUMBER("loss_ci_high"),
		[MARGIN] = NUMBER("margin_pct"),
		[VERDICT] = COLUMN("verdict"),
		[REASON] = COLUMN("reason"),
		[BEYOND_MARGIN] = COLUMN("beyond_margin"),
		[P] = NUMBER("p"),
		[P_HOLM] = NUMBER("p_holm"),
		[EQUAL_P] = NUMBER("equal_p"),
		[EQUAL_P_HOLM] = NUMBER("equal_p_holm"),
		[CONFIRMED] = COLUMN("confirmed"),
		[NEGLIGIBLE] = COLUMN("negligible"),
		[PROVED_MARGIN] = NUMBER("proved_margin_pct"),
		[DETECTABLE] = NUMBER("detectable_pct"),
		[DELETIONS] = NUMBER("deletions"),
		[DELETIONS_CHANGING] = NUMBER("deletions_changing"),
		[RUNS_NEEDED] = NUMBER("runs_needed"),
		[RUNS_AT_MOST] = NUMBER("runs_needed_at_most"),
		[RUNS_AS_OBSERVED] = NUMBER("runs_needed_as_observed"),
		[PERMUTATION_P] = NUMBER("permutation_p"),
		[MANN_WHITNEY_P] = NUMBER("mann_whitney_p"),
		[FIELLER_LOW] = NUMBER("fieller_low_pct"),
		[FIELLER_HIGH] = NUMBER("fieller_high_pct"),
		[HODGES_LEHMANN] = NUMBER("hodges_lehmann_pct"),
		[HEDGES_G] = NUMBER("hedges_g"),
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
	TURNING_STARS,
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
	AT_CENTRAL,
	UNKNOWN,
	DRAWS,
	SEED,
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
	values[ANSWER] = code_answer(study, d);
	if (d->best < 0)
		return;
	values[FIRST] = share_of(study, d->first, system, 4);
	if ((int)system == d->best && d->first) {
		values[FIRST_ERROR] = fixed(study, d->error, 4);
		values[AT_CENTRAL] = fixed(study, d->confidence, 4);
	}
	values[UNKNOWN] = number(study, d->unknown);
	values[DRAWS] = number(study, analysis->options.draws);
	values[SEED] = arena_printf(
		study->arena, "%lu", analysis->options.seed);
	values[FIRST_ANY] = share_of(study, analysis->first_of_any, system, 4);
	values[MOVED] = fixed(study, d->moved, 4);
	values[TOPSIS] = share_of(study, d->topsis, system, 4);
	values[PROMETHEE] = share_of(study, d->promethee, system, 4);
	values[SURENESS] = code_sureness(d);
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
	if ((int)k == d->turning)
		values[TURNING_STARS] = fixed(study, d->turning_stars, 1);
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
		[WEIGHT] = NUMBER("weight"),
		[VALUE] = NUMBER("value"),
		[CONTRIBUTION] = NUMBER("contribution"),
		[FLIP_WEIGHT] = NUMBER("flip_weight"),
		[STABLE_LOW] = NUMBER("stable_low"),
		[STABLE_HIGH] = NUMBER("stable_high"),
		[TURNING_STARS] = NUMBER("turning_stars"),
		[CENTRAL_WEIGHT] = NUMBER("central_weight"),
		[SCORE] = NUMBER("score"),
		[FIRST] = NUMBER("first"),
		[FIRST_ERROR] = NUMBER("first_error"),
		[FIRST_ANY] = NUMBER("first_no_preference"),
		[MOVED] = NUMBER("weight_to_move"),
		[TOPSIS] = NUMBER("topsis"),
		[PROMETHEE] = NUMBER("promethee"),
		[ANSWER] = COLUMN("answer"),
		[SURENESS] = COLUMN("sureness"),
		[AT_CENTRAL] = NUMBER("confidence_factor"),
		[UNKNOWN] = NUMBER("unknown_ratings"),
		[DRAWS] = NUMBER("draws"),
		[SEED] = NUMBER("seed"),
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
