#include "stats/checks.h"
#include "stats/parts.h"

#include <float.h>
#include <gsl/gsl_combination.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

/* Subtracts the mean: then a sum tells the difference of means by itself.
 * Returns by how much sums differ that are equal but for their digits: decimal
 * values are not exact in binary, which shows when they are near each other. */
static double centre(double *values, size_t n)
{
	double mean, size = 0, digits = 0;

	stats_scale(values, n);
	mean = gsl_stats_mean(values, 1, n);
	for (size_t i = 0; i < n; i++) {
		digits += fabs(values[i]);
		values[i] -= mean;
		size += fabs(values[i]);
	}
	return 1e-9 * size + 4 * DBL_EPSILON * digits;
}

static double sum_at(const double *values, const gsl_combination *at)
{
	double sum = 0;

	for (size_t i = 0; i < gsl_combination_k(at); i++)
		sum += values[gsl_combination_get(at, i)];
	return sum;
}

/* Share of the combinations, from the present one on, with such a sum. */
static double share_of_sums(
	const double *values, gsl_combination *at, double limit)
{
	size_t hits = 0, splits = 0;

	do {
		hits += fabs(sum_at(values, at)) >= limit;
		splits++;
	} while (gsl_combination_next(at) == GSL_SUCCESS);
	return (double)hits / (double)splits;
}

/* `first` values are the smaller side. */
static double split_test(double *values, size_t n, size_t first)
{
	gsl_combination *at = gsl_combination_calloc(n, first);
	double tie, seen, p;

	if (!at)
		return NAN;
	tie = centre(values, n);
	seen = fabs(sum_at(values, at));
	/* no number is as far as NAN: that share would be 0 */
	p = isnan(seen) ? NAN : share_of_sums(values, at, seen - tie);
	gsl_combination_free(at);
	return p;
}

double stats_permutation_p(
	const double *a, size_t na, const double *b, size_t nb)
{
	double *values, p;

	if (na == 0 || nb == 0)
		return NAN;
	if (na > nb)
		return stats_permutation_p(b, nb, a, na);
	if (stats_choose(na + nb, na) > STATS_SPLITS_MAX)
		return NAN;
	values = stats_joined(a, na, b, nb);
	if (!values)
		return NAN;
	p = split_test(values, na + nb, na);
	free(values);
	return p;
}
