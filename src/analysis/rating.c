/*
 * The measured rating: v = max(0, 1 + ln(p / p_best) / ln swing), p the
 * geometric mean of a system's performance over the summary lines that all
 * contestants have. Being `swing` times slower than the fastest is worth
 * nothing. Adding a slower system changes nobody's value.
 */
#include <math.h>

#include "src/analysis/analysis.h"

/* A summary line of a system's own performance on which all contestants
 * have positive values. */
static bool counts(const struct corpus *corpus, const struct line *line)
{
	if (!line->metric->summary || line->test->path ||
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

/* Mean log performance over the rated lines; NAN when there is none. */
static double mean_log(const struct analysis *analysis, size_t system)
{
	double sum = 0;

	if (!analysis->rated_lines)
		return NAN;
	for (size_t i = 0; i < analysis->line_count; i++)
		if (counts(analysis->corpus, &analysis->lines[i]))
			sum += log_performance(&analysis->lines[i], system);
	return sum / (double)analysis->rated_lines;
}

static void rank(struct analysis *analysis, const double *logs)
{
	const struct corpus *corpus = analysis->corpus;

	analysis->fastest = analysis->runner_up = -1;
	for (size_t i = 0; i < corpus->lab->system_count; i++) {
		if (!corpus_contestant(corpus, i) || isnan(logs[i]))
			continue;
		if (analysis->fastest < 0 ||
			logs[i] > logs[analysis->fastest]) {
			analysis->runner_up = analysis->fastest;
			analysis->fastest = (int)i;
		} else if (analysis->runner_up < 0 ||
			   logs[i] > logs[analysis->runner_up]) {
			analysis->runner_up = (int)i;
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

static void pool_best_two(struct analysis *analysis)
{
	const struct corpus *corpus = analysis->corpus;
	struct stats_comparison *all = arena_alloc(
		corpus->arena, analysis->line_count * sizeof *all);
	size_t n = 0;

	for (size_t i = 0; i < analysis->line_count; i++)
		if (analysis->runner_up >= 0 &&
			counts(corpus, &analysis->lines[i]) &&
			oriented(&analysis->lines[i], (size_t)analysis->fastest,
				(size_t)analysis->runner_up, &all[n]))
			n++;
	analysis->pool =
		stats_geometric_mean(all, n, corpus->lab->confidence);
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
		logs[i] = corpus_contestant(corpus, i) ? mean_log(analysis, i)
						       : NAN;
	rank(analysis, logs);
	for (size_t i = 0; i < n; i++) {
		double v = NAN;

		if (analysis->fastest >= 0)
			v = 1 + (logs[i] - logs[analysis->fastest]) /
					log(corpus->lab->swing);
		analysis->ratings[i].value = v < 0 ? 0 : v;
	}
	pool_best_two(analysis);
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
