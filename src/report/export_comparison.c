/* The measured part of report.json: every line, the design, the pool. */
#include <math.h>

#include "src/report/export.h"

static void export_place(
	struct exporter *e, const char *key, const struct line *line, size_t p)
{
	json_put(&e->w, key, say_place_id(e->study, line, p));
}

static void export_share(
	struct exporter *e, const char *key, struct share share)
{
	if (isnan(share.value)) {
		json_put(&e->w, key, NULL);
		return;
	}
	json_open_line(&e->w, key, '{');
	export_number(e, "value", share.value);
	export_number(e, "low", share.low);
	export_number(e, "high", share.high);
	json_close(&e->w, '}');
}

static void export_outlier(struct exporter *e, const struct sample *sample)
{
	static const char *const levels[] = {
		[OUTLIER_NONE] = "none",
		[OUTLIER_SUSPECT] = "suspect",
		[OUTLIER_EXTREME] = "extreme",
	};
	const struct stats_outlier *o = &sample->outlier;

	if (!(o->g > 0)) {
		json_put(&e->w, "outlier", NULL);
		return;
	}
	json_open_line(&e->w, "outlier", '{');
	json_put_count(&e->w, "index", o->index);
	export_number(e, "g", o->g);
	json_put(&e->w, "level", levels[o->level]);
	json_close(&e->w, '}');
}

static void export_trend(struct exporter *e, const struct sample *sample)
{
	if (sample->count < 2 || isnan(sample->trend.rho)) {
		json_put(&e->w, "trend", NULL);
		return;
	}
	json_open_line(&e->w, "trend", '{');
	export_number(e, "rho", sample->trend.rho);
	export_number(e, "p", sample->trend.p);
	json_close(&e->w, '}');
}

/* What a single run says of itself by its interval samples. */
static void export_inner(struct exporter *e, const struct sample *sample)
{
	const struct stats_series *s = &sample->inner;

	if (!s->n) {
		json_put(&e->w, "inner", NULL);
		return;
	}
	json_open_line(&e->w, "inner", '{');
	json_put_count(&e->w, "n", s->n);
	json_put_count(&e->w, "warm_up", sample->warm_up);
	export_number(e, "mean", s->mean);
	export_number(e, "sd", s->sd);
	export_number(e, "effective", s->effective);
	export_number(e, "ci_low", s->low);
	export_number(e, "ci_high", s->high);
	json_close(&e->w, '}');
}

/* The values, and beside them where each is in "runs". */
static void export_sample_values(
	struct exporter *e, const struct sample *sample)
{
	json_open_line(&e->w, "values", '[');
	for (size_t i = 0; i < sample->count; i++)
		export_number(e, NULL, sample->values[i]);
	json_close(&e->w, ']');
	json_open_line(&e->w, "runs", '[');
	for (size_t i = 0; i < sample->count; i++)
		json_put_count(&e->w, NULL,
			(size_t)(sample->runs[i] - e->study->corpus->runs));
	json_close(&e->w, ']');
}

static void export_sample(
	struct exporter *e, const struct line *line, size_t place)
{
	const struct sample *sample = &line->samples[place];
	const struct stats_summary *s = &sample->summary;

	json_open(&e->w, NULL, '{');
	export_place(e, "place", line, place);
	json_put_count(&e->w, "n", s->n);
	export_number(e, "mean", s->mean);
	export_number(e, "sd", s->sd);
	export_number(e, "median", s->median);
	export_number(e, "min", s->min);
	export_number(e, "max", s->max);
	export_number(e, "ci_low", s->low);
	export_number(e, "ci_high", s->high);
	export_sample_values(e, sample);
	export_share(e, "loss", line_loss(line, place));
	export_trend(e, sample);
	export_outlier(e, sample);
	export_inner(e, sample);
	json_close(&e->w, '}');
}

/* A system without logs, a path that this test did not take, is no place. */
static bool is_there(
	const struct study *study, const struct line *line, size_t place)
{
	return line->samples[place].count ||
	       (!line->test->path && study->corpus->present[place]);
}

static void export_fragility(struct exporter *e, const struct pair *pair)
{
	if (!pair->fragility.deletions) {
		json_put(&e->w, "fragility", NULL);
		return;
	}
	json_open_line(&e->w, "fragility", '{');
	json_put_count(&e->w, "deletions", pair->fragility.deletions);
	json_put_count(&e->w, "changes", pair->fragility.changes);
	json_close(&e->w, '}');
}

static void export_needed(struct exporter *e, const struct runs_needed *needed)
{
	json_open_line(&e->w, "runs_needed", '{');
	export_positive(e, "for_margin", needed->for_margin);
	export_positive(e, "at_most", needed->at_most);
	export_positive(e, "as_observed", needed->as_observed);
	json_close(&e->w, '}');
}

/* Where a mean is not positive there is no ratio, but a difference. */
static void export_difference(struct exporter *e, const struct pair *pair)
{
	const struct stats_welch *d = &pair->difference;

	if (pair->comparison.reason != REASON_NOT_POSITIVE) {
		json_put(&e->w, "difference", NULL);
		return;
	}
	json_open_line(&e->w, "difference", '{');
	export_number(e, "value", d->difference);
	export_number(e, "low", d->low);
	export_number(e, "high", d->high);
	export_number(e, "p", d->p);
	json_close(&e->w, '}');
}

/* The same question asked in other ways, of two systems. */
static void export_opinions(
	struct exporter *e, const struct pair *pair, bool judged)
{
	const struct second_opinions *o = &pair->opinions;

	if (!judged || corpus_contestant_count(e->study->corpus) != 2) {
		json_put(&e->w, "second_opinions", NULL);
		return;
	}
	json_open_line(&e->w, "second_opinions", '{');
	export_number(e, "permutation_p", o->permutation_p);
	export_number(e, "mann_whitney_p", o->mann_whitney_p);
	export_number(e, "fieller_low", o->fieller_low);
	export_number(e, "fieller_high", o->fieller_high);
	export_number(e, "hodges_lehmann_ratio", o->shift_ratio);
	export_number(e, "hedges_g", o->hedges_g);
	json_close(&e->w, '}');
}

/* How sure the verdict is, and what it would take. A metric with no better
 * side, a path: nobody wins, and nothing of the kind exists. */
static void export_certainty(
	struct exporter *e, const struct line *line, const struct pair *pair)
{
	const struct stats_comparison *c = &pair->comparison;
	bool judged = line->metric->better != BETTER_NONE && !line->test->path;

	export_number(e, "p", judged ? c->p : NAN);
	export_number(e, "p_holm", judged ? pair->p_holm : NAN);
	export_number(e, "equal_p", judged ? c->equal_p : NAN);
	export_number(e, "equal_p_holm", judged ? pair->equal_p_holm : NAN);
	json_put_bool(&e->w, "confirmed", judged && pair->confirmed);
	json_put_bool(&e->w, "negligible", judged && c->negligible);
	json_put_bool(&e->w, "doubtful", judged && pair->doubtful);
	export_number(e, "proved_margin", judged ? c->proved_margin : NAN);
	export_number(e, "detectable", judged ? c->detectable : NAN);
	export_difference(e, pair);
	export_opinions(e, pair, judged);
	export_fragility(e, pair);
	export_needed(e, &pair->needed);
}

static void export_pair(
	struct exporter *e, const struct line *line, const struct pair *pair)
{
	const struct stats_comparison *c = &pair->comparison;
	bool ordered = line->metric->better != BETTER_NONE;

	json_open(&e->w, NULL, '{');
	export_place(e, "a", line, pair->a);
	export_place(e, "b", line, pair->b);
	export_number(e, "ratio", ordered ? c->ratio : NAN);
	export_number(e, "ratio_low", ordered ? c->low : NAN);
	export_number(e, "ratio_high", ordered ? c->high : NAN);
	json_put(&e->w, "verdict", code_verdict(e->study, line, pair));
	export_word(e, "reason", ordered ? code_reason(c->reason) : NULL);
	json_put_bool(&e->w, "beyond_margin", ordered && c->beyond_margin);
	export_certainty(e, line, pair);
	json_close(&e->w, '}');
}

static void export_display(struct exporter *e, const struct line *line)
{
	json_open_line(&e->w, "display", '{');
	json_put(&e->w, "unit", line->metric->unit->name);
	export_number(e, "factor", line->metric->unit->factor);
	json_put_count(&e->w, "decimals", (size_t)line->decimals);
	json_close(&e->w, '}');
}

static void export_outcome(struct exporter *e, const struct line *line)
{
	static const char *const outcomes[] = {
		[OUTCOME_NO_DATA] = "no_data",
		[OUTCOME_NO_WINNER] = "no_winner",
		[OUTCOME_UNDECIDED] = "undecided",
		[OUTCOME_EQUAL] = "equal",
		[OUTCOME_WINNER] = "winner",
		[OUTCOME_LEADERS] = "leaders",
	};

	json_put(&e->w, "outcome", outcomes[line->outcome]);
	json_put_bool(&e->w, "confirmed", line->confirmed);
	json_open_line(&e->w, "leaders", '[');
	for (size_t p = 0; p < line->place_count; p++)
		if ((line->outcome == OUTCOME_WINNER ||
			    line->outcome == OUTCOME_LEADERS) &&
			line->leads[p])
			export_place(e, NULL, line, p);
	json_close(&e->w, ']');
}

static void export_line(struct exporter *e, const struct line *line)
{
	const struct lab_metric *metric = line->metric;

	json_open(&e->w, NULL, '{');
	json_put(&e->w, "test", line->test->id);
	json_put(&e->w, "metric", metric->metric->name);
	json_put(&e->w, "label", say_line_label(e->study, line, false));
	json_put(&e->w, "category", line->test->category->id);
	json_put(&e->w, "unit", dimension_base(metric->metric->dimension));
	export_display(e, line);
	json_put(&e->w, "better", code_better(metric->better));
	export_number(e, "margin", metric->margin);
	json_put_bool(&e->w, "summary", metric->summary);
	json_put_bool(&e->w, "path", line->test->path);
	export_outcome(e, line);
	json_open(&e->w, "samples", '[');
	for (size_t p = 0; p < line->place_count; p++)
		if (is_there(e->study, line, p))
			export_sample(e, line, p);
	json_close(&e->w, ']');
	json_open(&e->w, "pairs", '[');
	for (size_t p = 0; p < line->pair_count; p++)
		export_pair(e, line, &line->pairs[p]);
	json_close(&e->w, ']');
	json_close(&e->w, '}');
}

void export_comparison(struct exporter *e)
{
	json_open(&e->w, "comparison", '[');
	for (size_t i = 0; i < e->study->analysis->line_count; i++)
		export_line(e, &e->study->analysis->lines[i]);
	json_close(&e->w, ']');
}

void export_design(struct exporter *e)
{
	static const char *const words[] = {
		[ALTERNATION_UNKNOWN] = "unknown",
		[ALTERNATION_NONE] = "none",
		[ALTERNATION_SOME] = "some",
	};
	const struct design *design = &e->study->analysis->design;

	json_open(&e->w, "design", '{');
	json_put(&e->w, "alternation", words[design->alternation]);
	json_open_line(&e->w, "cold_starts", '{');
	json_put_count(&e->w, "series", design->cold);
	json_put_count(&e->w, "of", design->cold_of);
	export_number(e, "by_chance", design->cold_by_chance);
	json_close(&e->w, '}');
	json_close(&e->w, '}');
}

static void export_speed(struct exporter *e, size_t system)
{
	const struct performance *p = &e->study->analysis->performance[system];
	bool rated = !isnan(p->log);

	json_open_line(&e->w, NULL, '{');
	export_system(e, "system", (int)system);
	export_number(e, "value", e->study->analysis->ratings[system]);
	export_number(e, "log", p->log);
	export_number(e, "se", rated ? p->se : NAN);
	export_number(e, "df", rated ? p->df : NAN);
	json_put_count(&e->w, "single_runs", p->single);
	json_close(&e->w, '}');
}

static void export_ratio(struct exporter *e, const struct stats_pool *pool)
{
	export_number(e, "ratio", exp(pool->log_ratio));
	export_number(e, "ratio_low", exp(pool->low));
	export_number(e, "ratio_high", exp(pool->high));
}

/* The lead of the fastest over the next, over all rated lines. */
static void export_pool(struct exporter *e)
{
	const struct analysis *analysis = e->study->analysis;

	if (analysis->runner_up < 0) {
		json_put(&e->w, "pool", NULL);
		return;
	}
	json_open_line(&e->w, "pool", '{');
	export_system(e, "fastest", analysis->fastest);
	export_system(e, "runner_up", analysis->runner_up);
	export_ratio(e, &analysis->pool);
	json_put_bool(&e->w, "lead_shown", analysis->lead_shown);
	json_put_bool(&e->w, "equal", analysis->pool_equal);
	json_close(&e->w, '}');
}

/* Of two systems, category by category: the first against the second. */
static void export_categories(
	struct exporter *e, const size_t *systems, size_t count)
{
	const struct lab *lab = e->study->lab;
	const struct stats_pool *pools = e->study->analysis->category_pools;

	json_open(&e->w, "categories", '[');
	for (size_t c = 0; pools && count == 2 && c < lab->category_count;
		c++) {
		if (!pools[c].count)
			continue;
		json_open_line(&e->w, NULL, '{');
		json_put(&e->w, "category", lab->categories[c].id);
		export_system(e, "a", (int)systems[0]);
		export_system(e, "b", (int)systems[1]);
		json_put_count(&e->w, "lines", pools[c].count);
		export_ratio(e, &pools[c]);
		json_close(&e->w, '}');
	}
	json_close(&e->w, ']');
}

void export_performance(struct exporter *e)
{
	size_t *systems, count = contestants(e->study, &systems);

	json_open(&e->w, "performance", '{');
	json_put_count(&e->w, "rated_lines", e->study->analysis->rated_lines);
	json_open(&e->w, "systems", '[');
	for (size_t i = 0; i < count; i++)
		export_speed(e, systems[i]);
	json_close(&e->w, ']');
	export_pool(e);
	export_categories(e, systems, count);
	json_close(&e->w, '}');
}
