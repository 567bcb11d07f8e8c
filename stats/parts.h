/*
 * parts: what several files of stats/ need, and nobody else.
 */
#ifndef HVLAB_STATS_PARTS_H
#define HVLAB_STATS_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* t(0.5 + confidence / 2, df), the half width of an interval in standard
 * errors; NAN without degrees of freedom. */
double stats_student(double confidence, double df);

/* Welch–Satterthwaite: (va + vb)² / (va²/(na - 1) + vb²/(nb - 1)) with the
 * squares of two standard errors. Both 0: NAN. */
double stats_welch_df(double se_a, size_t na, double se_b, size_t nb);

/* Γ(x + ½) / Γ(x), x > 0. */
double stats_half_gamma_ratio(double x);

/* n over k; infinite when no double holds it. Exact below 2⁵³. */
double stats_choose(size_t n, size_t k);

/* Both samples in one new array, or NULL; the caller frees. nb may be 0. */
double *stats_joined(const double *a, size_t na, const double *b, size_t nb);

/* Natural logarithms in a new array; NULL when n is 0 or a value is not
 * positive. */
double *stats_logs(const double *values, size_t n);

/* Brings the largest value near 1 by an exact power of two, so that squares
 * neither overflow nor vanish. The old value is ldexp(new, result). */
int stats_scale(double *values, size_t n);

/* Twice the midrank of each value: an integer with ties too. */
bool stats_double_ranks(const double *values, size_t n, size_t *ranks);

/*
 * counts[s], s < width: in how many ways `chosen` of the n ranks sum to s, by
 * the shift algorithm (Streitberg and Röhmel 1986). Ranks are at most 2n.
 * `chosen` is at most half of n. counts is NULL when the counts would not fit
 * 64 bits or the work is out of bounds; else the caller frees it.
 */
struct stats_counts {
	uint64_t *counts;
	size_t width;
};

struct stats_counts stats_rank_sums(
	const size_t *ranks, size_t n, size_t chosen);

#endif
