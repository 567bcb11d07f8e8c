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
 * on both sides too. p is two-sided.
 *
 * equal_p: the larger p of the two one-sided tests against -m and m (TOST,
 * Schuirmann 1987): max(Q((L+m)/se), P((L-m)/se)) of Student's t with df.
 * proved_margin: the smallest margin within which the sides are proved equal,
 * e^(|L| + t(1-alpha, df) se) - 1. detectable: the true difference that so
 * many runs with this spread show with 80 % power, e^(se (t(1-alpha/2, df) +
 * t(.80, df))) - 1, within 1 % of the exact value from three runs a side on.
 * The three are NAN where se is 0 or NAN.
 *
 * beyond_margin: the whole interval of a winner lies outside the margin.
 * negligible: proved equal within the margin, and yet not the same (p < alpha).
 */
struct stats_comparison {
	double ratio, low, high;
	double log_ratio, se, df, p;
	double equal_p, proved_margin, detectable;
	enum stats_verdict verdict;
	enum stats_reason reason;
	bool beyond_margin, negligible;
};

struct stats_comparison stats_compare(const struct stats_summary *a,
	const struct stats_summary *b, bool higher_is_better, double margin,
	double confidence);

/*
 * Of how many single runs does the verdict hang? Compares again without each
 * run in turn (a side of two runs is not reduced) and counts in `changes` how
 * many of these `deletions` give another verdict.
 */
struct stats_fragility {
	size_t deletions, changes;
};

struct stats_fragility stats_leave_one_out(const double *a, size_t a_count,
	const double *b, size_t b_count, bool higher_is_better, double margin,
	double confidence);

/*
 * Holm's adjusted p values (Holm 1979) of a family of n tests: with the p
 * sorted, the running maximum of (m - i + 1) p_(i), at most 1. NAN is no test:
 * it stays NAN and is not counted in m. `adjusted` may be `p` itself. False,
 * and all NAN, when memory runs out.
 */
bool stats_holm(const double *p, size_t n, double *adjusted);

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
 * Runs per system that prove two equal systems equal within `margin` with
 * probability `power`: smallest n >= 2 for which both one-sided tests (pooled
 * t, equal n, level 1 - confidence) reject that often. 0 as above.
 * Reference: reference/misc/required_n.tsv.
 */
size_t stats_runs_to_prove_equal(double cv, double margin, double confidence,
	double power, size_t limit);

/* Student's quantile: P(T <= q) = p. */
double stats_t_quantile(double p, double df);

/* P(T <= q) of the non-central t; NAN when the integral fails. */
double stats_noncentral_t(double q, double df, double ncp);

/*
 * Upper limit, at that confidence, of the true coefficient of variation of
 * which `cv` was estimated from n values: cv √(v / χ²(1-confidence, v)),
 * v = n - 1. NAN below two values.
 */
double stats_cv_upper(double cv, size_t n, double confidence);

/*
 * Combines log ratios of independent tests into one geometric mean:
 * L = mean of L_i, se = √Σse_i² / K, df = (Σse_i²)² / Σ(se_i⁴/df_i), and the
 * interval L ± t se. Comparisons without a ratio are left out; `count` is K.
 * se, low, high are NAN when one of the rest has no se; without any spread
 * the interval has width 0 and df is NAN.
 *
 * That interval is about these tests. spread_low, spread_high: if the tests
 * are a sample of others, L ± t(K-1) s/√K with the deviation s of the L_i; NAN
 * below two of them.
 */
struct stats_pool {
	size_t count;
	double log_ratio, se, df, low, high;
	double spread_low, spread_high;
};

struct stats_pool stats_geometric_mean(
	const struct stats_comparison *comparisons, size_t n,
	double confidence);

#endif
