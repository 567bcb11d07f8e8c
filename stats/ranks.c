#include "stats/checks.h"
#include "stats/parts.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

static size_t sum_of(const size_t *ranks, size_t n)
{
	size_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += ranks[i];
	return sum;
}

static size_t distance(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

/* Share of the ways to choose `n` of all ranks that lie as far from the
 * expected sum as `sum`. */
static double share_as_far(
	const size_t *ranks, size_t all, size_t n, size_t sum)
{
	struct stats_counts sums = stats_rank_sums(ranks, all, n);
	size_t expected = n * (all + 1);
	uint64_t far = 0, total = 0;

	if (!sums.counts)
		return NAN;
	for (size_t s = 0; s < sums.width; s++) {
		total += sums.counts[s];
		if (distance(s, expected) >= distance(sum, expected))
			far += sums.counts[s];
	}
	free(sums.counts);
	return (double)far / (double)total;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* From the doubled ranks of a, then b. */
static struct stats_mann_whitney test_ranks(
	const size_t *ranks, size_t na, size_t nb)
{
	struct stats_mann_whitney m;
	size_t all = na + nb, a = sum_of(ranks, na);
	/* the smaller side has the fewer sums */
	size_t sum = na <= nb ? a : sum_of(ranks + na, nb);

	m.u = (double)(a - na * (na + 1)) / 2;
	m.a12 = m.u / ((double)na * (double)nb);
	m.p = share_as_far(ranks, all, smaller(na, nb), sum);
	m.smallest_p = 2 / stats_choose(all, smaller(na, nb));
	return m;
}

struct stats_mann_whitney stats_mann_whitney(
	const double *a, size_t na, const double *b, size_t nb)
{
	struct stats_mann_whitney m = {NAN, NAN, NAN, NAN};
	double *both;
	size_t *ranks;

	if (na == 0 || nb == 0)
		return m;
	both = stats_joined(a, na, b, nb);
	ranks = malloc((na + nb) * sizeof *ranks);
	if (both && ranks && stats_double_ranks(both, na + nb, ranks))
		m = test_ranks(ranks, na, nb);
	free(both);
	free(ranks);
	return m;
}

/* The sums of n of the ranks 1..all, twice as large each. */
static struct stats_counts sums_without_ties(size_t all, size_t n)
{
	struct stats_counts none = {NULL, 0}, sums;
	size_t *ranks = malloc(all * sizeof *ranks);

	if (!ranks)
		return none;
	for (size_t i = 0; i < all; i++)
		ranks[i] = 2 * (i + 1);
	sums = stats_rank_sums(ranks, all, n);
	free(ranks);
	return sums;
}

/*
 * Which pair from each end bounds the interval, and what that achieves.
 * The tolerance is for a tail that the counts meet exactly.
 */
static size_t bound_of(
	const uint64_t *by_u, double total, double tail, double *achieved)
{
	uint64_t below = 0, sum = by_u[0];
	size_t k = 0;

	while ((double)sum < tail * total * (1 - 1e-12)) {
		below = sum;
		k++;
		sum += by_u[2 * k]; /* doubled ranks: every other sum */
	}
	if (k == 0) {
		below = sum;
		k = 1;
	}
	*achieved = 1 - 2 * (double)below / total;
	return k;
}

static void bound(struct stats_shift *s, const double *sorted, size_t na,
	size_t nb, double confidence)
{
	size_t n = smaller(na, nb), k;
	struct stats_counts sums = sums_without_ties(na + nb, n);

	if (!sums.counts)
		return;
	k = bound_of(sums.counts + n * (n + 1), stats_choose(na + nb, n),
		(1 - confidence) / 2, &s->achieved);
	s->low = sorted[k - 1];
	s->high = sorted[na * nb - k];
	free(sums.counts);
}

static double *sorted_differences(
	const double *a, size_t na, const double *b, size_t nb)
{
	double *all = malloc(na * nb * sizeof *all);

	if (!all)
		return NULL;
	for (size_t i = 0; i < na; i++)
		for (size_t j = 0; j < nb; j++)
			all[i * nb + j] = a[i] - b[j];
	gsl_sort(all, 1, na * nb);
	return all;
}

struct stats_shift stats_shift(const double *a, size_t na, const double *b,
	size_t nb, double confidence)
{
	struct stats_shift s = {NAN, NAN, NAN, NAN};
	double *sorted;

	if (na == 0 || nb == 0 || na > STATS_PAIRS_MAX / nb)
		return s;
	sorted = sorted_differences(a, na, b, nb);
	if (!sorted)
		return s;
	s.shift = gsl_stats_median_from_sorted_data(sorted, 1, na * nb);
	bound(&s, sorted, na, nb, confidence);
	free(sorted);
	return s;
}

struct stats_shift stats_shift_ratio(const double *a, size_t na,
	const double *b, size_t nb, double confidence)
{
	struct stats_shift s = {NAN, NAN, NAN, NAN};
	double *log_a = stats_logs(a, na), *log_b = stats_logs(b, nb);

	if (log_a && log_b)
		s = stats_shift(log_a, na, log_b, nb, confidence);
	s.shift = exp(s.shift);
	s.low = exp(s.low);
	s.high = exp(s.high);
	free(log_a);
	free(log_b);
	return s;
}
