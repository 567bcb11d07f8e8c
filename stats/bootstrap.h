/*
 * bootstrap: intervals of a ratio of means from resampling. For 20 runs or
 * more: with 3 the nominal 95 % cover 81 %, which is why stats_compare() does
 * without.
 */
#ifndef HVLAB_STATS_BOOTSTRAP_H
#define HVLAB_STATS_BOOTSTRAP_H

#include <stdbool.h>
#include <stddef.h>

/* Up to this many values on each side all resamples are enumerated. */
#define STATS_IDEAL_MAX 5
/* A million resamples, and values drawn in all, resamples × (na + nb): both
 * about two seconds. */
#define STATS_RESAMPLES_MAX 1000000
#define STATS_DRAWS_MAX 100000000

/*
 * Interval of mean A / mean B. Resampled is ln(mean A* / mean B*), A* and B*
 * drawn with replacement, each side by itself; a quantile is the smallest
 * value whose cumulative share reaches p.
 *
 * low, high: percentiles (1 ∓ confidence)/2. bca_low, bca_high: bias corrected
 * and accelerated (Efron 1987), percentiles share_low and share_high:
 * Φ(z0 + (z0 + z)/(1 - a (z0 + z))), z0 = Φ⁻¹ of the share below the ratio
 * seen (equal counts half), a = Σu³ / (6 (Σu²)^1.5) over the jackknife.
 *
 * ideal: all na^na nb^nb resamples, deterministic, `resamples` unused. Else
 * `resamples` are drawn with gsl_rng_mt19937 from `seed`. `count`: how many.
 * Positive values only, two or more on each side, resamples > 0 and within
 * both limits: else all NAN. Without any spread: width 0. The bca fields
 * alone are NAN when the ratio lies outside all resamples.
 * Reference: reference/misc/bootstrap_ideal.tsv, bootstrap_random.tsv.
 */
struct stats_bootstrap {
	bool ideal;
	double count, ratio, low, high;
	double z0, acceleration, share_low, share_high, bca_low, bca_high;
};

struct stats_bootstrap stats_bootstrap(const double *a, size_t na,
	const double *b, size_t nb, double confidence, size_t resamples,
	unsigned long seed);

#endif
