#include "stats/series.h"
#include "stats/parts.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

static bool all_equal(const double *values, size_t n)
{
	double low, high;

	gsl_stats_minmax(&low, &high, values, 1, n);
	return low == high;
}

double stats_lag1(const double *values, size_t n)
{
	double *scaled, r;

	if (n < 2 || all_equal(values, n))
		return NAN;
	scaled = stats_joined(values, n, NULL, 0);
	if (!scaled)
		return NAN;
	stats_scale(scaled, n);
	r = gsl_stats_lag1_autocorrelation(scaled, 1, n);
	free(scaled);
	return r;
}

/* All values equal: there is nothing to follow from one to the next. */
static double corrected(double r, size_t n)
{
	if (isnan(r))
		return 0;
	return fmin(0.99, fmax(0, r + (1 + 4 * r) / (double)n));
}

static double effective_size(double r, size_t n)
{
	return fmax(2, (double)n * (1 - r) / (1 + r));
}

struct stats_series stats_series(
	const double *values, size_t n, double confidence)
{
	struct stats_series s = {
		n, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	struct stats_summary all = stats_summarize(values, n, confidence);
	double half;

	s.mean = all.mean;
	if (n < 2)
		return s;
	s.sd = all.sd;
	s.lag1 = stats_lag1(values, n);
	s.lag1_corrected = corrected(s.lag1, n);
	s.effective = effective_size(s.lag1_corrected, n);
	s.se = s.sd / sqrt(s.effective);
	s.df = s.effective - 1;
	if (n < STATS_SERIES_MIN || s.effective < STATS_EFFECTIVE_MIN)
		return s;
	half = stats_student(confidence, s.df) * s.se;
	s.low = s.mean - half;
	s.high = s.mean + half;
	return s;
}

/* Means of consecutive groups of `size`, in a new array. */
static double *means_of(const double *values, size_t groups, size_t size)
{
	double *means = malloc(groups * sizeof *means);

	for (size_t i = 0; means && i < groups; i++)
		means[i] = gsl_stats_mean(values + i * size, 1, size);
	return means;
}

struct stats_summary stats_batch_means(
	const double *values, size_t n, size_t batches, double confidence)
{
	struct stats_summary s = stats_summarize(NULL, 0, confidence);
	double *means;

	if (batches < 2 || n < batches)
		return s;
	means = means_of(values + n % batches, batches, n / batches);
	if (means)
		s = stats_summarize(means, batches, confidence);
	free(means);
	return s;
}

/* From the end to the front, so that each cut adds one mean to the sum of
 * squares (Welford) and the first of equal cuts is the last one met. */
static size_t best_cut(const double *means, size_t k)
{
	double mean = 0, squares = 0, least = INFINITY;
	size_t best = 0;

	for (size_t d = k; d-- > 0;) {
		double kept = (double)(k - d), delta = means[d] - mean;

		mean += delta / kept;
		squares += delta * (means[d] - mean);
		if (d <= k / 2 && squares / (kept * kept) <= least) {
			least = squares / (kept * kept);
			best = d;
		}
	}
	return best;
}

size_t stats_warm_up(const double *values, size_t n)
{
	size_t k = n / 5, cut = 0;
	double *means;

	if (k < 2)
		return 0;
	means = means_of(values, k, 5);
	if (means) {
		stats_scale(means, k);
		cut = 5 * best_cut(means, k);
	}
	free(means);
	return cut;
}
