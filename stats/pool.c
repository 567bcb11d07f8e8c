/* Several comparisons as one. */
#include "stats/stats.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Half the width of a Student interval. */
static double half_width(double se, double df, double confidence)
{
	return gsl_cdf_tdist_Pinv(0.5 + confidence / 2, df) * se;
}

/* The tests as a sample of tests. */
static void find_spread(struct stats_pool *pool,
	const struct stats_comparison *comparisons, size_t n, double confidence)
{
	double squares = 0, df = (double)pool->count - 1, half;

	if (pool->count < 2)
		return;
	for (size_t i = 0; i < n; i++) {
		double off = comparisons[i].log_ratio - pool->log_ratio;

		squares += isnan(off) ? 0 : off * off;
	}
	half = half_width(sqrt(squares / df / (double)pool->count), df,
		confidence);
	pool->spread_low = pool->log_ratio - half;
	pool->spread_high = pool->log_ratio + half;
}

/* These tests and no others. */
static void find_interval(struct stats_pool *pool,
	const struct stats_comparison *comparisons, size_t n, double confidence)
{
	double squares = 0, fourths = 0, half;

	for (size_t i = 0; i < n; i++) {
		const struct stats_comparison *c = &comparisons[i];
		double square = c->se * c->se;

		if (isnan(c->log_ratio))
			continue;
		squares += square;
		/* a test without any spread has no df and adds nothing */
		if (square > 0)
			fourths += square * square / c->df;
	}
	pool->se = sqrt(squares) / (double)pool->count;
	if (pool->se == 0)
		pool->low = pool->high = pool->log_ratio;
	if (!(pool->se > 0))
		return;
	pool->df = squares * squares / fourths;
	half = half_width(pool->se, pool->df, confidence);
	pool->low = pool->log_ratio - half;
	pool->high = pool->log_ratio + half;
}

struct stats_pool stats_geometric_mean(
	const struct stats_comparison *comparisons, size_t n, double confidence)
{
	struct stats_pool pool = {0, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		if (isnan(comparisons[i].log_ratio))
			continue;
		sum += comparisons[i].log_ratio;
		pool.count++;
	}
	if (!pool.count)
		return pool;
	pool.log_ratio = sum / (double)pool.count;
	find_interval(&pool, comparisons, n, confidence);
	find_spread(&pool, comparisons, n, confidence);
	return pool;
}
