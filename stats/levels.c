#include "stats/parts.h"
#include "stats/series.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

static double variance_of(const double *values, size_t n)
{
	return n < 2 ? NAN : gsl_stats_variance(values, 1, n);
}

/* Mean of the variances inside the runs. */
static double within_of(const double *values, size_t runs, size_t intervals)
{
	double sum = 0;

	for (size_t i = 0; i < runs; i++)
		sum += variance_of(values + i * intervals, intervals);
	return sum / (double)runs;
}

static void split_variance(
	struct stats_levels *l, double of_means, double m, double cost)
{
	l->between = m * of_means;
	if (isnan(l->between) || isnan(l->within))
		return;
	l->run_variance = fmax(0, (l->between - l->within) / m);
	if (l->run_variance + l->within > 0)
		l->intraclass = l->run_variance / (l->run_variance + l->within);
	if (l->run_variance > 0 && cost > 0)
		l->advised = sqrt(cost * l->within / l->run_variance);
}

/* A square in its own unit; NAN when it is beyond a double. */
static double unscaled(double square, int exponent)
{
	double value = ldexp(square, 2 * exponent);

	return isfinite(value) && (value > 0 || square == 0) ? value : NAN;
}

static void unscale(struct stats_levels *l, int exponent)
{
	l->between = unscaled(l->between, exponent);
	l->within = unscaled(l->within, exponent);
	l->run_variance = unscaled(l->run_variance, exponent);
	l->mean = ldexp(l->mean, exponent);
	l->se = ldexp(l->se, exponent);
	l->low = ldexp(l->low, exponent);
	l->high = ldexp(l->high, exponent);
}

/* `values` are scaled, `means` has room for one a run. */
static void analyse(struct stats_levels *l, const double *values, double *means,
	size_t runs, size_t intervals, double cost, double confidence)
{
	struct stats_summary s;

	for (size_t i = 0; i < runs; i++)
		means[i] = gsl_stats_mean(values + i * intervals, 1, intervals);
	s = stats_summarize(means, runs, confidence);
	l->mean = s.mean;
	l->se = s.sd / sqrt((double)runs);
	l->df = runs > 1 ? (double)(runs - 1) : NAN;
	l->low = s.low;
	l->high = s.high;
	l->within = within_of(values, runs, intervals);
	split_variance(l, variance_of(means, runs), (double)intervals, cost);
}

struct stats_levels stats_levels(const double *values, size_t runs,
	size_t intervals, double cost, double confidence)
{
	struct stats_levels l = {
		NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	size_t n = runs * intervals;
	double *scaled, *means;
	int exponent;

	if (n == 0)
		return l;
	scaled = stats_joined(values, n, NULL, 0);
	means = malloc(runs * sizeof *means);
	if (scaled && means) {
		exponent = stats_scale(scaled, n);
		analyse(&l, scaled, means, runs, intervals, cost, confidence);
		unscale(&l, exponent);
	}
	free(scaled);
	free(means);
	return l;
}
