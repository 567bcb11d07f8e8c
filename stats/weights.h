/*
 * weights of criteria: shares, and the chance that one alternative beats
 * another when nobody knows the weights exactly.
 *
 * A weight that is not a positive finite number counts as 0. Only the ratios
 * of weights matter. At most STATS_CRITERIA of them.
 */
#ifndef HVLAB_STATS_WEIGHTS_H
#define HVLAB_STATS_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>

#define STATS_CRITERIA 64

/* Certainty of the stated weights: sd of a weight of 0.10 is 0.042. */
#define STATS_KAPPA 50.0

/* Which weights are possible, given the stated shares w. */
enum stats_weighting {
	WEIGHTS_NEAR,  /* Dirichlet(kappa w): around the stated ones; a weight
			  of 0 stays 0 */
	WEIGHTS_ANY,   /* Dirichlet(1): no preference; the stated weights,
			  zeros too, are forgotten */
	WEIGHTS_RANKED /* uniform among those that keep the stated order;
			  equal ones stay equal, a weight of 0 stays 0 */
};

/*
 * The weights times one power of two, so that no sum of them overflows and no
 * digit changes: whole weights on stars then tie exactly. Returns their sum;
 * 0 when none is positive, or n exceeds STATS_CRITERIA (then `units` is not
 * touched).
 */
double stats_weight_units(const double *weights, size_t n, double *units);

/*
 * shares[j] = w_j / Σ w. False, and all 0, when no weight is positive or n
 * exceeds STATS_CRITERIA (then `shares` is not touched).
 */
bool stats_shares(const double *weights, size_t n, double *shares);

/*
 * The positive shares from the largest to the smallest, equal ones in their
 * own order: order[0] is the index of the largest. Returns how many there are.
 */
size_t stats_ranking(const double *shares, size_t n, size_t *order);

/*
 * Ranked weights out of e ~ Dirichlet(1) on the m positive shares in the
 * order of stats_ranking: w_(r) = Σ_{i>=r} e_i / i, which is distributed as
 * the sorted uniform point of the simplex (spacings; Rényi 1953); equal
 * shares then divide what their ranks got. In place.
 */
void stats_ranked_weights(
	const double *shares, const size_t *order, size_t m, double *e);

/*
 * P(Σ w_j d_j > 0) over those weights, d_j = value of A - value of B: exact,
 * without random numbers. A Dirichlet is a set of gamma variables divided by
 * their sum, so the sign is that of Σ G_j d_j with G_j ~ Gamma(a_j), and by
 * Gil-Pelaez (Biometrika 1951; Imhof 1961)
 *   P = 1/2 + 1/π ∫_0^∞ sin(Σ a_j atan(u d_j)) Π (1+u²d_j²)^(-a_j/2) du/u,
 * a_j = kappa w_j (NEAR), 1 (ANY); RANKED is a_j = 1 with d replaced by the
 * means of its first 1, 2, … values. Error below 1e-9.
 * Source: design/statistics.md 4.3. Reference: decision/expected.tsv.
 *
 * All d of one sign (0 apart): exactly 1 or 0. All d = 0, or no weight: 0.5
 * (a tie is half a win). kappa = INFINITY: the stated weights alone decide.
 * NAN: a d that is not finite, kappa below 1 (NEAR), n too large, or
 * an integral that does not converge.
 */
double stats_win_probability(const double *d, const double *weights, size_t n,
	enum stats_weighting weighting, double kappa);

#endif
