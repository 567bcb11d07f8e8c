/*
 * draw: one random weighting and one random set of values, for smaa.c.
 *
 * stats_draw_open prepares all that is the same in every draw: which criteria
 * have weight, the parameters of their weights, the values that never change.
 */
#ifndef HVLAB_STATS_DRAW_H
#define HVLAB_STATS_DRAW_H

#include <gsl/gsl_rng.h>

#include "stats/decision.h"

/* What is drawn of a cell. */
enum stats_doubt {
	DOUBT_NONE,    /* nothing: its value stays */
	DOUBT_SPREAD,  /* around what is known */
	DOUBT_ANYTHING /* U(0,1) */
};

/* A criterion that has weight: row r of the arrays below. */
struct stats_row {
	size_t criterion;
	const struct stats_criterion *scale;
	const struct stats_cell *cells; /* one per alternative */
	enum stats_doubt doubt[STATS_ALTERNATIVES];
	bool varies; /* some cell is in doubt */
	double log_swing;
};

/* w and v hold the last draw. Shares of weights sum up to 1, or there is no
 * row at all. */
struct stats_draw {
	gsl_rng *rng;
	enum stats_weighting weighting;
	size_t alternatives, rows;
	struct stats_row row[STATS_CRITERIA];
	bool fixed_weights;
	double share[STATS_CRITERIA], alpha[STATS_CRITERIA];
	size_t order[STATS_CRITERIA];
	double w[STATS_CRITERIA];
	double v[STATS_CRITERIA][STATS_ALTERNATIVES];
};

/* False when the matrix does not fit, kappa is below 1 (NEAR) or there is
 * no memory; then there is nothing to close. */
bool stats_draw_open(struct stats_draw *draw, const struct stats_matrix *m,
	const double *weights, enum stats_weighting weighting, double kappa,
	unsigned long seed);
void stats_draw_close(struct stats_draw *draw);

void stats_draw_weights(struct stats_draw *draw);
void stats_draw_values(struct stats_draw *draw);

#endif
