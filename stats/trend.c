#include "stats/checks.h"
#include "stats/parts.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_permutation.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
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

/* Leaves the ranks in another order. */
static double share_of_draws(size_t *ranks, size_t n, unsigned long seed)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	int64_t seen = covariation(ranks, n);
	size_t hits = 0;

	if (!rng)
		return NAN;
	gsl_rng_set(rng, seed);
	for (size_t i = 0; i < STATS_TREND_DRAWS; i++) {
		gsl_ran_shuffle(rng, ranks, n, sizeof *ranks);
		hits += as_far(ranks, n, seen);
	}
	gsl_rng_free(rng);
	/* the order seen is one of those that chance can give */
	return (double)(hits + 1) / (STATS_TREND_DRAWS + 1);
}

static void test(
	struct stats_trend *t, size_t *ranks, size_t n, unsigned long seed)
{
	t->rho = rho_of(ranks, n);
	if (isnan(t->rho) || n > STATS_TREND_MAX)
		return;
	t->exact = n <= STATS_TREND_EXACT;
	t->p = t->exact ? share_of_orders(ranks, n)
			: share_of_draws(ranks, n, seed);
}

struct stats_trend stats_trend(
	const double *values, size_t n, unsigned long seed)
{
	struct stats_trend t = {NAN, NAN, false};
	size_t *ranks;

	if (n < 2)
		return t;
	ranks = malloc(n * sizeof *ranks);
	if (ranks && stats_double_ranks(values, n, ranks))
		test(&t, ranks, n, seed);
	free(ranks);
	return t;
}
