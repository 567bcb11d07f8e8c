/*
 * smaa: how often an alternative wins when weights and facts are uncertain
 * (SMAA-2, Lahdelma and Salminen, Operations Research 2001).
 *
 * Every draw takes weights (enum stats_weighting) and then the values of the
 * criteria in order, the first alternative before the second:
 *   measured  l + se t_df, or l + se z (stats_cell); the best of the draw is 1
 *   stars     s + U(-.5, .5), clamped to 1 … 5
 *   features  each partial U(.25, .75), each unknown U(0, 1)
 *   cost      as it is
 *   unknown   v = U(0, 1)
 * Criteria without weight are not drawn. One generator (mt19937) per call: the
 * same input and seed give the same bytes. Memory does not grow with draws.
 * Source: design/statistics.md 4.3. References: decision/expected.tsv,
 * decision/central_weights_A.tsv.
 */
#ifndef HVLAB_STATS_SMAA_H
#define HVLAB_STATS_SMAA_H

#include "stats/decision.h"

#define STATS_DRAWS 100000

/* kappa (NEAR only) at least 1; INFINITY takes the weights as stated. */
struct stats_smaa_options {
	enum stats_weighting weighting;
	double kappa;
	size_t draws;
	unsigned long seed;
};

/*
 * acceptability[i][r]: share of draws in which i has rank r, 0 the first; the
 *   sum over ranks and the sum over alternatives are 1. Equal scores divide
 *   their ranks evenly.
 * error[i][r]: Monte-Carlo standard error of that, √(b (1-b) / draws).
 * win[a][b]: share of draws in which a scores above b, a tie is half a win;
 *   win[a][a] = .5.
 * central[i][j]: mean share of criterion j in the draws that i wins; NAN when
 *   i never wins.
 * confidence[i]: share of draws that i wins at its central weights, when only
 *   the values vary; as many draws again. NAN when i never wins.
 *
 * These are shares of weightings and noise, not the probability that a
 * product is better.
 * Without any positive weight (NEAR, RANKED) all tie: 1/k and .5 everywhere,
 * central weights all 0 (there are none), confidence 1/k.
 */
struct stats_smaa {
	size_t alternatives, criteria, draws;
	double acceptability[STATS_ALTERNATIVES][STATS_ALTERNATIVES];
	double error[STATS_ALTERNATIVES][STATS_ALTERNATIVES];
	double win[STATS_ALTERNATIVES][STATS_ALTERNATIVES];
	double central[STATS_ALTERNATIVES][STATS_CRITERIA];
	double confidence[STATS_ALTERNATIVES];
};

/* `weights`: one per criterion, as in weights.h. False, and a result of no
 * alternatives: the matrix does not fit, no draws, kappa below 1, or no
 * memory for the generator. */
bool stats_run_smaa(const struct stats_matrix *m, const double *weights,
	const struct stats_smaa_options *options, struct stats_smaa *out);

/* Of p = P(A beats B), symmetric: lead(1 - p) is that of B. */
enum stats_lead {
	LEAD_NONE,	 /* .20 < p < .80, or NAN: no clear winner */
	LEAD_A,		 /* p >= .95 */
	LEAD_A_PROBABLE, /* p >= .80 */
	LEAD_B,		 /* p <= .05 */
	LEAD_B_PROBABLE	 /* p <= .20 */
};

enum stats_lead stats_lead(double p);

#endif
