/*
 * stats: numbers in, numbers out (the only users of GSL).
 *
 * Nothing here knows hypervisors, units or words. Values are in whatever unit
 * the caller has, shares and margins are fractions (0.03 is 3 %). NAN means
 * "does not exist"; it never stands for zero. GSL's abort-on-error handler is
 * switched off by stats_init(), which every program calls once.
 */
#ifndef HVLAB_STATS_H
#define HVLAB_STATS_H

#include <stdbool.h>
#include <stddef.h>

void stats_init(void);

/*
 * n values of one metric on one system, one value per run.
 *
 * mean, sd: two-pass, n - 1 in the denominator. median: type 7 quantile.
 * low, high: Student interval, mean ± t(1-(1-confidence)/2, n-1) sd / √n.
 * n = 0: all NAN. n = 1: mean = median = the value; sd, low, high NAN.
 * All values equal: sd = 0 and an interval of width 0.
 */
struct stats_summary {
	size_t n;
	double mean, sd, median, min, max;
	double low, high;
};

struct stats_summary stats_summarize(
	const double *values, size_t n, double confidence);

enum stats_verdict {
	VERDICT_NO_DATA,   /* a side has no value */
	VERDICT_UNDECIDED, /* nothing is shown; see reason */
	VERDICT_EQUAL,	   /* proved equal within the margin */
	VERDICT_A,
	VERDICT_B
};

enum stats_reason {
	REASON_NONE,
	REASON_ONE_RUN,	     /* a side has a single value */
	REASON_NOT_POSITIVE, /* a mean is <= 0: no ratio */
	REASON_SPREAD,	     /* the interval holds both worlds */
	REASON_ALL_EQUAL     /* no spread at all on both sides: resolution of
				the tool, or copied files */
};

/*
 * A against B by the ratio of means, "LRM-t": L = ln(mean A / mean B) with
 * se² = sA²/(nA meanA²) + sB²/(nB meanB²) (delta method) and Welch–
 * Satterthwaite degrees of freedom; 2 runs against 4 or more: df = 1.
 * ratio = e^L, [low, high] = e^(L ± t(1-(1-confidence)/2, df) se).
 *
 * Verdict, in this order, with m = ln(1 + margin) and alpha = 1 - confidence:
 *   a side without value: NO_DATA; with one: UNDECIDED (ONE_RUN);
 *   a mean <= 0: UNDECIDED (NOT_POSITIVE), no ratio;
 *   se = 0: EQUAL if |L| <= m, else the better side (ALL_EQUAL);
 *   [L ± t(1-alpha, df) se] inside (-m, m): EQUAL (two one-sided tests);
 *   |L| > t(1-alpha/2, df) se: the better side;
 *   else UNDECIDED (SPREAD).
 *
 * `ratio` is there whenever both means are positive, its interval when n >= 2
 * on both sides too. p is two-sided. beyond_margin: the whole interval of a
 * winner lies outside the margin.
 */
struct stats_comparison {
	double ratio, low, high;
	double log_ratio, se, df, p;
	enum stats_verdict verdict;
	enum stats_reason reason;
	bool beyond_margin;
};

struct stats_comparison stats_compare(const struct stats_summary *a,
	const struct stats_summary *b, bool higher_is_better, double margin,
	double confidence);

/*
 * Runs per system that show a true relative difference `effect` with
 * probability `power`: smallest n >= 2 with power of the two-sided two-sample
 * t test (equal n, standardised effect ln(1+effect)/√ln(1+cv²)) at least that.
 * 0 when it cannot be said (cv or effect not positive) or exceeds `limit`.
 * Reference: reference/misc/required_n.tsv, R power.t.test.
 */
size_t stats_runs_needed(double cv, double effect, double confidence,
	double power, size_t limit);

/*
 * Combines log ratios of independent tests into one geometric mean:
 * L = mean of L_i, se = √Σse_i² / K, df = (Σse_i²)² / Σ(se_i⁴/df_i), and the
 * interval L ± t se. Comparisons without a ratio are left out; `count` is K.
 * se, low, high are NAN when one of the rest has no se; without any spread
 * the interval has width 0 and df is NAN.
 */
struct stats_pool {
	size_t count;
	double log_ratio, se, df, low, high;
};

struct stats_pool stats_geometric_mean(
	const struct stats_comparison *comparisons, size_t n,
	double confidence);

#endif
