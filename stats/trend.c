#include "stats/checks.h"
#include "stats/parts.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_permutation.h>
#include <math.h>
#include <stdlib.h>

/*
 * Covariation of position and doubled rank, n times: Σ (i + 1) rank less what
 * it is on average. In integers, so that equal orders are equal.
 */
static int64_t covariation(const size_t *ranks, size_t n)
{
	int64_t sum = 0, count = (int64_t)n;

	for (size_t i = 0; i < n; i++)
		sum += (int64_t)(i + 1) * (int64_t)ranks[i];
	return sum - count * (count + 1) * (count + 1) / 2;
}

static double rho_of(const size_t *ranks, size_t n)
{
	double count = (double)n, squares = 0;

	for (size_t i = 0; i < n; i++) {
		double r = (double)ranks[i] - (count + 1);

		squares += r * r;
	}
	if (squares == 0)
		return NAN;
	return (double)covariation(ranks, n) /
	       sqrt(count * (count * count - 1) / 12 * squares);
}

static bool as_far(const size_t *ranks, size_t n, int64_t seen)
{
	return llabs(covariation(ranks, n)) >= llabs(seen);
}

/* n is at most STATS_TREND_EXACT. */
static double share_of_orders(const size_t *ranks, size_t n)
{
	gsl_permutation *order = gsl_permutation_calloc(n);
	int64_t seen = covariation(ranks, n);
	size_t moved[STATS_TREND_EXACT], hits = 0, orders = 0;

	if (!order)
		return NAN;
	do {
		for (size_t i = 0; i < n; i++)
			moved[i] = ranks[gsl_permutation_get(order, i)];
		hits += as_far(moved, n, seen);
		orders++;
	} while (gsl_permutation_next(order) == GSL_SUCCESS);
	gsl_permutation_free(order);
	return (double)hits / (double)orders;
}

/* Student's t with n - 2 degrees of freedom. */
static double approximate_p(double rho, size_t n)
{
	double df = (double)n - 2;

	if (fabs(rho) >= 1)
		return 0;
	return 2 * gsl_cdf_tdist_Q(
			   fabs(rho) * sqrt(df / (1 - rho * rho)), df);
}

static void test(struct stats_trend *t, const size_t *ranks, size_t n)
{
	t->rho = rho_of(ranks, n);
	if (isnan(t->rho))
		return;
	t->exact = n <= STATS_TREND_EXACT;
	t->p = t->exact ? share_of_orders(ranks, n) : approximate_p(t->rho, n);
}

struct stats_trend stats_trend(const double *values, size_t n)
{
	struct stats_trend t = {NAN, NAN, false};
	size_t *ranks;

	if (n < 2)
		return t;
	ranks = malloc(n * sizeof *ranks);
	if (ranks && stats_double_ranks(values, n, ranks))
		test(&t, ranks, n);
	free(ranks);
	return t;
}
