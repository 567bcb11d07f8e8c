/*
 * outlier: is the farthest of n runs too far to be chance? It is shown, and
 * never dropped.
 */
#ifndef HVLAB_STATS_OUTLIER_H
#define HVLAB_STATS_OUTLIER_H

#include <stddef.h>

/* Below this no test has any power, and none is made. */
#define STATS_OUTLIER_MIN 5

enum stats_outlier_level {
	OUTLIER_NONE,
	OUTLIER_SUSPECT, /* g beyond the 5 % point */
	OUTLIER_EXTREME	 /* g beyond the 1 % point */
};

/*
 * Grubbs (1969): g = max|x - mean| / sd; critical value at alpha
 * (n-1)/√n √(t² / (n-2+t²)), t = t(1 - alpha/(2n), n-2). index: the first
 * value as far as g, from 0.
 *
 * n < 3: all NAN. n < STATS_OUTLIER_MIN: level none, the rest is there. All
 * values equal: only the critical values. Without g, index is n.
 * Reference: reference/two_sample/one_sample.tsv.
 */
struct stats_outlier {
	double g, critical_5, critical_1;
	size_t index;
	enum stats_outlier_level level;
};

struct stats_outlier stats_outlier(const double *values, size_t n);

#endif
