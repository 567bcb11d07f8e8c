#include "src/analysis/analysis.h"

#include <math.h>
#include <string.h>

#include "src/model/quantity.h"

#define POWER 0.80
#define RUNS_LIMIT 100000
#define FRAGILE_MAX 30
#define UNEQUAL 3
#define OPINIONS_MAX 8

static size_t place_of(const struct corpus_run *run)
{
	return run->test->path ? run->path : run->system;
}

/* Is the place one of those compared (a contestant, or a path)? */
static bool line_compares(
	const struct corpus *corpus, const struct line *line, size_t place)
{
	return line->test->path || corpus_contestant(corpus, place);
}

static void sample_add(struct arena *arena, struct sample *sample,
	const struct corpus_run *run, const struct obs *obs)
{
	size_t capacity = sample->capacity;

	sample->values = arena_room(arena, sample->values, sample->count,
		&capacity, sizeof *sample->values);
	capacity = sample->capacity;
	sample->obs = arena_room(arena, sample->obs, sample->count, &capacity,
		sizeof *sample->obs);
	sample->runs = arena_room(arena, sample->runs, sample->count,
		&sample->capacity, sizeof *sample->runs);
	sample->values[sample->count] = obs->value;
	sample->obs[sample->count] = obs;
	sample->runs[sample->count++] = run;
}

/* The runs of a test that count, in the order of the corpus: looking them up
 * for each line would be quadratic. */
struct chosen {
	const struct corpus_run **runs;
	size_t count, capacity;
};

static struct chosen *choose(const struct corpus *corpus, bool all)
{
	const struct lab *lab = corpus->lab;
	struct chosen *of_test = arena_alloc(
		corpus->arena, (lab->test_count + 1) * sizeof *of_test);

	for (size_t i = 0; i < corpus->run_count; i++) {
		const struct corpus_run *run = &corpus->runs[i];
		struct chosen *c;

		if (!run->counted || run->unusable || (run->excluded && !all))
			continue;
		c = &of_test[run->test - lab->tests];
		ARENA_ROOM(corpus->arena, c->runs, c->count, c->capacity);
		c->runs[c->count++] = run;
	}
	return of_test;
}

static void collect(const struct corpus *corpus, struct line *line,
	const struct chosen *chosen)
{
	for (size_t i = 0; i < chosen->count; i++) {
		const struct corpus_run *run = chosen->runs[i];
		const struct obs *obs;

		obs = run_obs(run->run, line->metric->metric->name);
		if (obs)
			sample_add(corpus->arena, &line->samples[place_of(run)],
				run, obs);
		else
			diag_add(corpus->diags, DIAG_ID_RUN_LACKS,
				run->run->file, run->run->line,
				line->metric->metric->name);
	}
}

/* The smallest size read at all, for a line without a sample to compare: its
 * runs are still shown. */
static double smallest_read(
	const struct corpus *corpus, const struct line *line)
{
	double smallest = INFINITY;

	for (size_t i = 0; i < corpus->run_count; i++) {
		const struct corpus_run *run = &corpus->runs[i];
		const struct obs *obs;
		double size;

		if (run->test != line->test || !run->counted)
			continue;
		obs = run_obs(run->run, line->metric->metric->name);
		size = obs ? fabs(obs->value) / line->metric->unit->factor : 0;
		if (size > 0 && size < smallest)
			smallest = size;
	}
	return smallest;
}

static void summarize(const struct corpus *corpus, struct line *line)
{
	double smallest = INFINITY;

	for (size_t i = 0; i < line->place_count; i++) {
		struct sample *s = &line->samples[i];
		double size;

		s->summary = stats_summarize(
			s->values, s->count, corpus->lab->confidence);
		size = fabs(s->summary.mean) / line->metric->unit->factor;
		if (s->count && size > 0 && size < smallest &&
			line_compares(corpus, line, i))
			smallest = size;
	}
	if (!isfinite(smallest))
		smallest = smallest_read(corpus, line);
	line->decimals = line->metric->digits;
	if (line->decimals < 0)
		line->decimals = quantity_decimals(smallest);
}

/* The larger coefficient of variation; a single run has the assumed one. */
static double spread_of(
	const struct lab *lab, const struct sample *a, const struct sample *b)
{
	double x = a->count < 2 ? lab->assumed_cv
				: a->summary.sd / fabs(a->summary.mean);
	double y = b->count < 2 ? lab->assumed_cv
				: b->summary.sd / fabs(b->summary.mean);

	return fmax(x, y);
}

static struct stats_comparison compare(const struct corpus *corpus,
	const struct line *line, size_t a, size_t b)
{
	return stats_compare(&line->samples[a].summary,
		&line->samples[b].summary, line->metric->better != BETTER_LOWER,
		line->metric->margin, corpus->lab->confidence);
}

static size_t runs_for(
	const struct corpus *corpus, double spread, double effect)
{
	return stats_runs_needed(
		spread, effect, corpus->lab->confidence, POWER, RUNS_LIMIT);
}

static struct runs_needed needed_of(const struct corpus *corpus,
	const struct line *line, const struct pair *pair)
{
	const struct sample *a = &line->samples[pair->a];
	const struct sample *b = &line->samples[pair->b];
	double spread = spread_of(corpus->lab, a, b);
	double margin = line->metric->margin;
	struct runs_needed needed = {
		.for_margin = runs_for(corpus, spread, margin),
		.as_observed = runs_for(corpus, spread,
			expm1(fabs(pair->comparison.log_ratio))),
	};

	if (a->count > 1 && b->count > 1)
		needed.at_most = runs_for(corpus,
			stats_cv_upper(spread,
				a->count < b->count ? a->count : b->count,
				POWER),
			margin);
	return needed;
}

static struct stats_fragility fragility_of(const struct corpus *corpus,
	const struct line *line, size_t a, size_t b)
{
	const struct sample *x = &line->samples[a], *y = &line->samples[b];

	/* one run more or less of many cannot matter, and would be dear */
	if (x->count > FRAGILE_MAX || y->count > FRAGILE_MAX)
		return (struct stats_fragility){0, 0};
	return stats_leave_one_out(x->values, x->count, y->values, y->count,
		line->metric->better != BETTER_LOWER, line->metric->margin,
		corpus->lab->confidence);
}

/* Skew and unequal spread together are what the interval stands worst. */
static bool is_doubtful(const struct corpus *corpus, const struct line *line,
	const struct pair *pair)
{
	const struct sample *a = &line->samples[pair->a];
	const struct sample *b = &line->samples[pair->b];
	double x = a->summary.sd / a->summary.mean;
	double y = b->summary.sd / b->summary.mean;
	double alpha = 1 - corpus->lab->confidence, p;
	double least;

	if (isnan(pair->comparison.p) || !(fmax(x, y) > UNEQUAL * fmin(x, y)))
		return false;
	p = stats_permutation_p(a->values, a->count, b->values, b->count);
	/* below 4 against 4 there are too few splits to conclude anything */
	least = stats_mann_whitney(a->values, a->count, b->values, b->count)
			.smallest_p;
	return !isnan(p) && least < alpha &&
	       (p < alpha) != (pair->comparison.p < alpha);
}

static struct second_opinions opinions_of(
	const struct lab *lab, const struct sample *a, const struct sample *b)
{
	struct second_opinions o = {NAN, NAN, NAN, NAN, NAN, NAN};
	struct stats_fieller fieller =
		stats_fieller(&a->summary, &b->summary, false, lab->confidence);

	/* more runs would cost more than a second opinion is worth */
	if (a->count <= OPINIONS_MAX && b->count <= OPINIONS_MAX) {
		o.permutation_p = stats_permutation_p(
			a->values, a->count, b->values, b->count);
		o.mann_whitney_p = stats_mann_whitney(
			a->values, a->count, b->values, b->count)
					   .p;
		o.shift_ratio = stats_shift_ratio(a->values, a->count,
			b->values, b->count, lab->confidence)
					.shift;
	}
	o.fieller_low = fieller.low;
	o.fieller_high = fieller.high;
	o.hedges_g = stats_effect(&a->summary, &b->summary).g;
	return o;
}

static struct pair pair_new(const struct corpus *corpus,
	const struct line *line, size_t a, size_t b)
{
	struct pair pair = {.a = a, .b = b};

	pair.comparison = compare(corpus, line, a, b);
	pair.p_holm = pair.equal_p_holm = NAN;
	if (line->metric->better == BETTER_NONE || line->test->path)
		return pair;
	pair.fragility = fragility_of(corpus, line, a, b);
	if (corpus_contestant_count(corpus) == 2)
		pair.opinions = opinions_of(
			corpus->lab, &line->samples[a], &line->samples[b]);
	pair.doubtful = is_doubtful(corpus, line, &pair);
	if (pair.comparison.reason == REASON_NOT_POSITIVE)
		pair.difference = stats_welch(&line->samples[a].summary,
			&line->samples[b].summary, corpus->lab->confidence);
	if (pair.comparison.reason == REASON_SPREAD ||
		pair.comparison.reason == REASON_ONE_RUN)
		pair.needed = needed_of(corpus, line, &pair);
	return pair;
}

/* Paths are compared only with their own way back. */
static bool comparable(const struct corpus *corpus, const struct line *line,
	size_t a, size_t b)
{
	const struct corpus_path *x, *y;

	if (!line->test->path)
		return true;
	x = &corpus->paths[a];
	y = &corpus->paths[b];
	return x->from == y->to && x->to == y->from &&
	       strcmp(x->from_address, y->to_address) == 0;
}

static void compare_all(const struct corpus *corpus, struct line *line)
{
	size_t n = line->place_count, capacity = 0;

	for (size_t a = 0; !line->barred && a < n; a++)
		for (size_t b = a + 1; b < n; b++) {
			if (!line_compares(corpus, line, a) ||
				!line_compares(corpus, line, b) ||
				!comparable(corpus, line, a, b))
				continue;
			ARENA_ROOM(corpus->arena, line->pairs, line->pair_count,
				capacity);
			line->pairs[line->pair_count++] =
				pair_new(corpus, line, a, b);
		}
	for (size_t p = 0; p < line->pair_count; p++)
		line->pairs[p].among_many = line->pair_count > 1;
}

/* The verdict of a pair as seen from `place`: does it lose? */
static bool loses(const struct pair *pair, size_t place)
{
	/* among several a place is out only when that is confirmed */
	if (pair->among_many && !pair->confirmed)
		return false;
	return (pair->comparison.verdict == VERDICT_A && pair->b == place) ||
	       (pair->comparison.verdict == VERDICT_B && pair->a == place);
}

static bool better_mean(const struct line *line, size_t a, size_t b)
{
	double x = line->samples[a].summary.mean;
	double y = line->samples[b].summary.mean;

	return line->metric->better == BETTER_LOWER ? x < y : x > y;
}

static int best_mean(const struct corpus *corpus, const struct line *line)
{
	int best = -1;

	for (size_t i = 0; i < line->place_count; i++)
		if (line->samples[i].count && line_compares(corpus, line, i) &&
			(best < 0 || better_mean(line, i, (size_t)best)))
			best = (int)i;
	return best;
}

/* Marks who is not beaten by the best mean; returns how many lead. */
static size_t find_leaders(
	const struct corpus *corpus, struct line *line, size_t *in_all)
{
	int best = best_mean(corpus, line);
	size_t leaders = 0;

	for (size_t i = 0; i < line->place_count; i++) {
		if (!line->samples[i].count || !line_compares(corpus, line, i))
			continue;
		(*in_all)++;
		line->leads[i] = true;
		for (size_t p = 0; p < line->pair_count; p++) {
			const struct pair *pair = &line->pairs[p];

			if (((int)pair->a == best || (int)pair->b == best) &&
				loses(pair, i))
				line->leads[i] = false;
		}
		leaders += line->leads[i];
	}
	return leaders;
}

static bool all_equal(const struct line *line)
{
	for (size_t p = 0; p < line->pair_count; p++) {
		enum stats_verdict v = line->pairs[p].comparison.verdict;

		if (v != VERDICT_EQUAL && v != VERDICT_NO_DATA)
			return false;
	}
	return true;
}

static enum line_outcome outcome_of(const struct corpus *corpus, struct line *line)
{
	size_t in_all = 0;
	size_t leaders = find_leaders(corpus, line, &in_all);

	if (in_all && (line->metric->better == BETTER_NONE || line->test->path))
		return OUTCOME_NO_WINNER;
	if (in_all < 2 || line->barred)
		return OUTCOME_NO_DATA;
	if (leaders == 1)
		return OUTCOME_WINNER;
	if (leaders < in_all)
		return OUTCOME_LEADERS;
	return all_equal(line) ? OUTCOME_EQUAL : OUTCOME_UNDECIDED;
}

static void compare_with_baseline(
	const struct corpus *corpus, struct line *line)
{
	int base = corpus->baseline;

	for (size_t i = 0; i < line->place_count; i++) {
		line->against_baseline[i].verdict = VERDICT_NO_DATA;
		if (base < 0 || line->test->path || line->barred ||
			!corpus_contestant(corpus, i))
			continue;
		line->against_baseline[i] =
			compare(corpus, line, i, (size_t)base);
	}
}

static void line_compute(const struct corpus *corpus, struct line *line,
	const struct chosen *chosen)
{
	struct arena *arena = corpus->arena;
	size_t n = line->test->path ? corpus->path_count
				    : corpus->lab->system_count;

	line->place_count = n;
	line->barred = corpus->barred[line->test - corpus->lab->tests];
	line->samples = arena_alloc(arena, n * sizeof *line->samples);
	line->leads = arena_alloc(arena, n * sizeof *line->leads);
	line->against_baseline =
		arena_alloc(arena, n * sizeof *line->against_baseline);
	collect(corpus, line, chosen);
	summarize(corpus, line);
	compare_all(corpus, line);
	compare_with_baseline(corpus, line);
}

struct analysis *analysis_new(
	const struct corpus *corpus, const struct analysis_options *options)
{
	const struct lab *lab = corpus->lab;
	struct analysis *analysis =
		arena_alloc(corpus->arena, sizeof *analysis);
	const struct chosen *chosen = choose(corpus, options->all);
	size_t capacity = 0;

	analysis->corpus = corpus;
	analysis->options = *options;
	for (size_t t = 0; t < lab->test_count; t++)
		for (size_t m = 0; m < lab->tests[t].metric_count; m++) {
			struct line *line;

			ARENA_ROOM(corpus->arena, analysis->lines,
				analysis->line_count, capacity);
			line = &analysis->lines[analysis->line_count++];
			*line = (struct line){.test = &lab->tests[t],
				.metric = &lab->tests[t].metrics[m]};
			line_compute(corpus, line, &chosen[t]);
		}
	analysis_look_at_design(analysis);
	analysis_confirm(analysis);
	for (size_t i = 0; i < analysis->line_count; i++) {
		analysis->lines[i].outcome =
			outcome_of(corpus, &analysis->lines[i]);
		line_confirm(&analysis->lines[i]);
	}
	analysis_rate(analysis);
	analysis_decide(analysis);
	return analysis;
}

const struct line *analysis_line(const struct analysis *analysis,
	const struct lab_test *test, const struct lab_metric *metric)
{
	for (size_t i = 0; i < analysis->line_count; i++)
		if (analysis->lines[i].test == test &&
			analysis->lines[i].metric == metric)
			return &analysis->lines[i];
	return NULL;
}

struct share line_loss(const struct line *line, size_t place)
{
	const struct stats_comparison *c = &line->against_baseline[place];

	if (c->verdict == VERDICT_NO_DATA ||
		line->metric->better == BETTER_NONE)
		return (struct share){NAN, NAN, NAN};
	if (line->metric->better == BETTER_HIGHER)
		return (struct share){1 - c->ratio, 1 - c->high, 1 - c->low};
	return (struct share){
		1 - 1 / c->ratio, 1 - 1 / c->low, 1 - 1 / c->high};
}

/* How far ahead of b a is, with a ratio turned round where less is better. */
static struct share ahead(const struct stats_comparison *c, bool as_it_is)
{
	if (as_it_is)
		return (struct share){c->ratio - 1, c->low - 1, c->high - 1};
	/* the interval turns round with the ratio */
	return (struct share){
		1 / c->ratio - 1, 1 / c->high - 1, 1 / c->low - 1};
}

struct share line_lead(const struct line *line, const struct pair **closest)
{
	struct share least = {NAN, NAN, NAN};
	bool higher = line->metric->better == BETTER_HIGHER;

	for (size_t p = 0;
		line->outcome == OUTCOME_WINNER && p < line->pair_count; p++) {
		const struct pair *pair = &line->pairs[p];
		bool first = pair->comparison.verdict == VERDICT_A;
		struct share lead = ahead(&pair->comparison, higher == first);

		if (!line->leads[first ? pair->a : pair->b] ||
			lead.value >= least.value)
			continue;
		least = lead;
		*closest = pair;
	}
	return least;
}

struct share pair_advantage(const struct line *line, const struct pair *pair)
{
	return ahead(&pair->comparison, line->metric->better != BETTER_LOWER);
}
