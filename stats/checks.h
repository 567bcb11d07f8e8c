/*
 * checks: other ways to compare two samples, beside the ratio of
 * stats_compare(). They never make a verdict.
 *
 * Everywhere: a and b hold one finite value per run, na and nb of them; NAN
 * is "does not exist". Nothing here asks for equal sizes. Exchanging a and b
 * mirrors every answer. Formulas: design of the statistics, 2.1; reference
 * values: reference/two_sample/two_sample.tsv.
 */
#ifndef HVLAB_STATS_CHECKS_H
#define HVLAB_STATS_CHECKS_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/stats.h"

/*
 * Welch's t test of mean A - mean B, in the unit of the values: the answer
 * where no ratio exists. se² = sA²/nA + sB²/nB, Welch–Satterthwaite df,
 * t = difference / se, p two-sided, [low, high] = difference ± t(df) se.
 *
 * A side without value: all NAN. A side with one, or se = 0: only the
 * difference, and the se that is 0.
 */
struct stats_welch {
	double difference, se, t, df, p, low, high;
};

struct stats_welch stats_welch(const struct stats_summary *a,
	const struct stats_summary *b, double confidence);

/*
 * Ratio of geometric means: Welch's t test of the logarithms, then exp.
 * Positive values only, two or more on each side: else all NAN. Without any
 * spread only the ratio and its logarithm.
 */
struct stats_log_t {
	double log_ratio, ratio, df, p, low, high;
};

struct stats_log_t stats_log_t(const double *a, size_t na, const double *b,
	size_t nb, double confidence);

enum stats_fieller_status {
	FIELLER_BOUNDED,
	FIELLER_UNBOUNDED,	  /* everything but an interval: B may be 0 */
	FIELLER_WHOLE_LINE,	  /* nothing at all is excluded */
	FIELLER_ZERO_DENOMINATOR, /* mean B is 0, or too near to divide by */
	FIELLER_ZERO_VARIANCE,	  /* no spread to make an interval from */
	FIELLER_ONE_RUN		  /* a side has one value, or none */
};

/*
 * Fieller's interval of mean A / mean B: exact for normal data, but it need
 * not be bounded. With r = A/B, va = sA²/nA, vb = sB²/nB, t = t(df):
 * g = t² vb/B², [r ± t/|B| √(va + r² vb - g va)] / (1 - g).
 * df: Welch–Satterthwaite of va and r² vb; or, with `pooled`, nA + nB - 2 and
 * one variance for both sides. g in [0.1, 1): the ratio is unstable.
 *
 * low, high only when BOUNDED. g, df when BOUNDED, UNBOUNDED or WHOLE_LINE.
 * ratio unless the denominator is 0 or a side is empty. Any sign is allowed.
 */
struct stats_fieller {
	enum stats_fieller_status status;
	double ratio, g, df, low, high;
};

struct stats_fieller stats_fieller(const struct stats_summary *a,
	const struct stats_summary *b, bool pooled, double confidence);

/*
 * Size of the difference in standard deviations: Cohen's d = (A - B) / s with
 * the pooled s, and Hedges' g = J d with J = Γ(v/2) / (Γ((v-1)/2) √(v/2)),
 * v = nA + nB - 2. J needs two values on each side, d a spread too.
 */
struct stats_effect {
	double d, j, g;
};

struct stats_effect stats_effect(
	const struct stats_summary *a, const struct stats_summary *b);

/*
 * Mann–Whitney by exact enumeration, midranks for ties. u: pairs in which A
 * is greater, a tie is half a pair. a12 = u / (nA nB), Vargha and Delaney's
 * probability that a value of A is greater. p = P(|W - E| >= |w - E|), W the
 * rank sum. smallest_p = 2 / C(nA+nB, nA): when it exceeds 0.05 (3 against 3:
 * 0.1) the test cannot show anything.
 *
 * A side without value: all NAN. p is NAN when the number of splits passes
 * 10¹⁹ (more than 33 against 33), or one side is in the thousands.
 */
struct stats_mann_whitney {
	double u, a12, p, smallest_p;
};

struct stats_mann_whitney stats_mann_whitney(
	const double *a, size_t na, const double *b, size_t nb);

/*
 * Fisher–Pitman permutation test of the difference of means: the share of all
 * splits into nA and nB whose difference is as large as the one seen. Sums
 * are equal when they differ by less than 1e-9 Σ|x - mean| + 4 DBL_EPSILON
 * Σ|x|, the second for values that are near each other. NAN above
 * STATS_SPLITS_MAX splits (more than 10 against 10) or when a side has no
 * value.
 */
#define STATS_SPLITS_MAX 200000

double stats_permutation_p(
	const double *a, size_t na, const double *b, size_t nb);

/*
 * Hodges–Lehmann shift: the median of all a - b. [low, high]: the k-th from
 * each end, k = max(1, q), q the (1-confidence)/2 quantile of the Mann–Whitney
 * distribution without ties; `achieved` is what that interval covers: 90 %
 * for 3 against 3 when 95 % are asked.
 *
 * stats_shift_ratio() does it on logarithms and gives e^shift: positive
 * values only. A side without value, or more than STATS_PAIRS_MAX pairs: all
 * NAN. low, high, achieved are NAN where stats_mann_whitney() has no p.
 */
#define STATS_PAIRS_MAX 1000000

struct stats_shift {
	double shift, low, high, achieved;
};

struct stats_shift stats_shift(const double *a, size_t na, const double *b,
	size_t nb, double confidence);
struct stats_shift stats_shift_ratio(const double *a, size_t na,
	const double *b, size_t nb, double confidence);

/*
 * Do the values drift with the order of the runs? rho: Spearman's correlation
 * of value and position, midranks for ties. p: share of the n! orders with as
 * large an |rho|, counted up to STATS_TREND_EXACT values; above, Student's t
 * with n - 2 degrees of freedom (Zar 1972), within 0.02 of the exact p.
 *
 * n < 2 or all values equal: NAN.
 */
#define STATS_TREND_EXACT 7

struct stats_trend {
	double rho, p;
	bool exact;
};

struct stats_trend stats_trend(const double *values, size_t n);

#endif
