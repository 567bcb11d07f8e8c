/*
 * The measured rating: v = max(0, 1 - lead / ln swing), lead being the
 * logarithm of how much faster the fastest is: the geometric mean of its
 * performance ratios over the summary lines that all contestants have. Being
 * `swing` times slower is worth nothing. How sure that lead is stands beside
 * it: in the pool, and in the error of each system's performance.
 */
#include <math.h>

#include "src/analysis/analysis.h"
#include "stats/decision.h"

/* A summary line of a system's own performance on which all contestants
 * have positive values. */
static bool counts(const struct corpus *corpus, const struct line *line)
{
	if (!line_in_summary(line) || line->barred ||
		line->metric->better == BETTER_NONE)
		return false;
	for (size_t i = 0; i < line->place_count; i++)
		if (corpus_contestant(corpus, i) &&
			!(line->samples[i].summary.mean > 0))
			return false;
	return true;
}

static double log_performance(const struct line *line, size_t system)
{
	double mean = line->samples[system].summary.mean;

	return line->metric->better == BETTER_LOWER ? -log(mean) : log(mean);
}

/* Mean log performance over the rated lines; NAN: not comparable. */
static double mean_log(const struct analysis *analysis, size_t system)
{
	const struct corpus *corpus = analysis->corpus;
	double sum = 0;

	if (!analysis->rated_lines || !corpus_contestant(corpus, system) ||
		corpus_contestant_count(corpus) < 2)
		return NAN;
	for (size_t i = 0; i < analysis->line_count; i++)
		if (counts(corpus, &analysis->lines[i]))
			sum += log_performance(&analysis->lines[i], system);
	return sum / (double)analysis->rated_lines;
}

void best_two(const double *values, size_t n, int *best, int *second)
{
	*best = *second = -1;
	for (size_t i = 0; i < n; i++) {
		if (isnan(values[i]))
			continue;
		if (*best < 0 || values[i] > values[*best]) {
			*second = *best;
			*best = (int)i;
		} else if (*second < 0 || values[i] > values[*second]) {
			*second = (int)i;
		}
	}
}

/* The comparison of a against b in a line, turned so that a positive log
 * ratio favours a. */
static bool oriented(const struct line *line, size_t a, size_t b,
	struct stats_comparison *out)
{
	double sign = line->metric->better == BETTER_LOWER ? -1 : 1;

	for (size_t p = 0; p < line->pair_count; p++) {
		const struct pair *pair = &line->pairs[p];

		if ((pair->a != a || pair->b != b) &&
			(pair->a != b || pair->b != a))
			continue;
		*out = pair->comparison;
		out->log_ratio *= pair->a == a ? sign : -sign;
		return true;
	}
	return false;
}

/* a against b over the rated lines, of a category or (NULL) of all. */
static struct stats_pool pool_of(const struct analysis *analysis,
	const struct lab_category *category, size_t a, size_t b)
{
	const struct corpus *corpus = analysis->corpus;
	struct stats_comparison *all = arena_alloc(
		corpus->arena, (analysis->line_count + 1) * sizeof *all);
	size_t n = 0;

	for (size_t i = 0; i < analysis->line_count; i++)
		if (counts(corpus, &analysis->lines[i]) &&
			(!category ||
				analysis->lines[i].test->category ==
					category) &&
			oriented(&analysis->lines[i], a, b, &all[n]))
			n++;
	return stats_geometric_mean(all, n, corpus->lab->confidence);
}

/* Relative variance of the mean of a sample, and the degrees of freedom that
 * it was estimated with; a single run has the spread that the lab assumes. */
static double mean_variance(
	const struct lab *lab, const struct sample *sample, double *df)
{
	double cv = sample->summary.sd / sample->summary.mean;

	*df = INFINITY;
	if (sample->count < 2)
		return lab->assumed_cv * lab->assumed_cv;
	*df = (double)sample->count - 1;
	return cv * cv / (double)sample->count;
}

static struct performance performance_of(
	const struct analysis *analysis, size_t system, double log)
{
	struct performance p = {.log = log, .se = NAN, .df = INFINITY};
	double variance = 0, fourths = 0, k = (double)analysis->rated_lines;

	if (isnan(log))
		return p;
	for (size_t i = 0; i < analysis->line_count; i++) {
		const struct line *line = &analysis->lines[i];
		double square, df;

		if (!counts(analysis->corpus, line))
			continue;
		square = mean_variance(analysis->corpus->lab,
			&line->samples[system], &df);
		variance += square;
		fourths += square * square / df;
		p.single += line->samples[system].count < 2;
	}
	p.se = sqrt(variance) / k;
	if (fourths > 0)
		p.df = variance * variance / fourths;
	return p;
}

/* The two one-sided tests of stats_compare(), with the lab's own margin. */
static bool is_equal(const struct lab *lab, const struct stats_pool *pool)
{
	double margin = log1p(lab->margin);

	if (pool->se == 0)
		return fabs(pool->log_ratio) <= margin;
	return pool->se > 0 &&
	       fabs(pool->log_ratio) +
			       stats_t_quantile(lab->confidence, pool->df) *
				       pool->se <
		       margin;
}

static void pool_categories(struct analysis *analysis)
{
	const struct corpus *corpus = analysis->corpus;
	const struct lab *lab = corpus->lab;
	size_t pair[2], found = 0;

	if (corpus_contestant_count(corpus) != 2)
		return;
	for (size_t i = 0; i < lab->system_count; i++)
		if (corpus_contestant(corpus, i))
			pair[found++] = i;
	analysis->category_pools = arena_alloc(corpus->arena,
		(lab->category_count + 1) * sizeof *analysis->category_pools);
	for (size_t c = 0; c < lab->category_count; c++)
		analysis->category_pools[c] = pool_of(
			analysis, &lab->categories[c], pair[0], pair[1]);
}

void analysis_rate(struct analysis *analysis)
{
	const struct corpus *corpus = analysis->corpus;
	size_t n = corpus->lab->system_count;
	double *logs = arena_alloc(corpus->arena, n * sizeof *logs);

	analysis->ratings =
		arena_alloc(corpus->arena, n * sizeof *analysis->ratings);
	for (size_t i = 0; i < analysis->line_count; i++)
		analysis->rated_lines += counts(corpus, &analysis->lines[i]);
	for (size_t i = 0; i < n; i++)
		logs[i] = mean_log(analysis, i);
	best_two(logs, n, &analysis->fastest, &analysis->runner_up);
	analysis->performance =
		arena_alloc(corpus->arena, n * sizeof *analysis->performance);
	for (size_t i = 0; i < n; i++) {
		analysis->performance[i] =
			performance_of(analysis, i, logs[i]);
		analysis->ratings[i] =
			isnan(logs[i]) ? NAN
				       : stats_log_value(
						 logs[i] - logs[analysis->fastest],
						 log(corpus->lab->swing));
	}
	if (analysis->runner_up < 0)
		return;
	analysis->pool = pool_of(analysis, NULL, (size_t)analysis->fastest,
		(size_t)analysis->runner_up);
	analysis->pool_equal = is_equal(corpus->lab, &analysis->pool);
	analysis->lead_shown =
		analysis->pool.low > 0 && !analysis->pool_equal;
	pool_categories(analysis);
}

double stars_value(int stars2)
{
	if (stars2 < 0)
		return NAN;
	return stars2 < 2 ? 0 : (stars2 - 2) / 8.0;
}

double rating_stars(double value)
{
	return 1 + 4 * value;
}
