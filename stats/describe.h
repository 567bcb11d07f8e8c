/*
 * describe: what one may want to know of a sample beside stats_summarize().
 */
#ifndef HVLAB_STATS_DESCRIBE_H
#define HVLAB_STATS_DESCRIBE_H

#include <stddef.h>

/*
 * sem = sd / √n; cv = sd / |mean|, a fraction; q1, q3: type 7 quantiles;
 * mad: median of |x - median|, not scaled to a normal sd; geometric_mean
 * = exp(mean of ln x) and sd_log, the sd of ln x.
 *
 * n = 0: all NAN. n = 1: no sem, cv, sd_log. Mean 0: no cv. A value that is
 * not positive: no geometric_mean, no sd_log.
 * Reference: reference/two_sample/one_sample.tsv.
 */
struct stats_description {
	double sem, cv, q1, q3, mad, geometric_mean, sd_log;
};

struct stats_description stats_describe(const double *values, size_t n);

/*
 * Limit of a standard deviation estimated with df degrees of freedom: the true
 * one lies below sd · √(df / χ²(1 - confidence, df)) with that confidence, for
 * normal data. 0.80 from 3 runs: 2.12. NAN unless df > 0 and 0 < confidence
 * < 1. Reference: reference/misc/sd_factors.tsv.
 */
double stats_sd_factor(double confidence, double df);

#endif
