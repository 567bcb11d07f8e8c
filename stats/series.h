/*
 * series: the interval samples of a run, which are not independent.
 *
 * What one run says of itself never includes how runs differ: an interval
 * from here covers the long-run mean of a system in a fifth to a half of all
 * cases, and never makes a winner. Values are in the order of time, finite.
 */
#ifndef HVLAB_STATS_SERIES_H
#define HVLAB_STATS_SERIES_H

#include <stddef.h>

#include "stats/stats.h"

/* Fewer samples, in fact or in effect, make no interval. */
#define STATS_SERIES_MIN 30
#define STATS_EFFECTIVE_MIN 5

/*
 * Lag-1 autocorrelation, Σ d(i) d(i+1) / Σ d(i)², d = x - mean (as NIST
 * StRD). NAN for n < 2 or when all values are equal.
 * Reference: reference/nist/nist_certified.tsv.
 */
double stats_lag1(const double *values, size_t n);

/*
 * One run of n samples as a first-order autoregression.
 * lag1_corrected = clamp(r + (1 + 4r)/n, 0, 0.99), r = lag1, against its bias
 * in short series (Kendall 1954); effective = max(2, n (1-rc)/(1+rc)), rc the
 * corrected; se = sd / √effective, df = effective - 1,
 * [low, high] = mean ± t(df) se.
 *
 * n = 0: all NAN. n = 1: only the mean. All values equal: lag1 NAN, rc 0,
 * width 0. No low and high when n < STATS_SERIES_MIN or effective
 * < STATS_EFFECTIVE_MIN. Reference: reference/misc/interval_stats.tsv.
 */
struct stats_series {
	size_t n;
	double mean, sd, lag1, lag1_corrected, effective, se, df, low, high;
};

struct stats_series stats_series(
	const double *values, size_t n, double confidence);

/*
 * The means of `batches` batches of n / batches samples, the newest ones (the
 * oldest n % batches are left out), summarized: a check of the interval that
 * supposes no model. Fewer than 2 batches or samples than batches: n = 0.
 */
struct stats_summary stats_batch_means(
	const double *values, size_t n, size_t batches, double confidence);

/*
 * How many samples from the start are warm-up, by MSER-5 (White 1997): the
 * cut d that makes Σ(y - mean)² / (k - d)² smallest over the k means y of
 * five, at most half of them; the first of equal ones. A multiple of 5; 0 for
 * n < 10.
 */
size_t stats_warm_up(const double *values, size_t n);

/*
 * Runs × intervals, balanced: the part of the spread that is between runs.
 * values[run * intervals + i]. between = m var(run means), within = mean of
 * the variances inside runs, m = intervals; run_variance = max(0, (between -
 * within)/m); intraclass = run_variance / (run_variance + within).
 * mean, se, df, low, high: from the run means alone.
 * advised: intervals per run that cost least for a given precision, when
 * starting a run costs as much as `cost` intervals:
 * √(cost within / run_variance) (Kalibera and Jones 2013).
 *
 * Autocorrelation inflates `within`: give batch means. A single run: only
 * mean and within. A single interval: no within, nothing that needs it. No
 * advised when run_variance or cost is 0. Squares that no double holds are
 * NAN. Reference: reference/misc/hier_stats.tsv.
 */
struct stats_levels {
	double between, within, run_variance, intraclass;
	double mean, se, df, low, high;
	double advised;
};

struct stats_levels stats_levels(const double *values, size_t runs,
	size_t intervals, double cost, double confidence);

#endif
