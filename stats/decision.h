/*
 * decision: from facts to values, scores, and what would change the answer.
 *
 * k alternatives (1 to STATS_ALTERNATIVES) on n criteria (1 to
 * STATS_CRITERIA). The scales are fixed, so that an alternative more or less
 * does not reorder the others. Weights are swing weights: what the whole
 * scale of the criterion is worth. Source of it all: design/statistics.md 4;
 * references in fixtures/reference/decision.
 *
 * As in stats.h: pure numbers, NAN means "does not exist".
 */
#ifndef HVLAB_STATS_DECISION_H
#define HVLAB_STATS_DECISION_H

#include "stats/weights.h"

#define STATS_ALTERNATIVES 10
#define STATS_SWING 1.5 /* x1.5 better is the whole scale */
#define STATS_NOBODY ((size_t)-1)

/* How a fact becomes a value v in 0 … 1, 1 the best. */
enum stats_scale {
	SCALE_UNKNOWN,	/* nothing is known of any alternative */
	SCALE_MEASURED, /* v = max(0, 1 + (l - best l) / ln swing) */
	SCALE_STARS,	/* v = (s - 1) / 4, s in 1 … 5, clamped */
	SCALE_FEATURES, /* v = share of: yes 1, partial .5, no 0, unknown .5 */
	SCALE_COST	/* v = (worst - x) / (worst - best), clamped to 0 … 1;
			   any number that can be 0, in either direction */
};

/* swing (MEASURED) above 1; worst and best (COST) different. With a scale that
 * does not exist, every alternative is unknown there. */
struct stats_criterion {
	enum stats_scale scale;
	double swing;
	double worst, best;
};

enum stats_feature {
	FEATURE_YES,
	FEATURE_PARTIAL,
	FEATURE_NO,
	FEATURE_UNKNOWN
};

/* Features by answer: sums of weights, and how many features the uncertain
 * sums are of, because each of them is drawn on its own (smaa.h; as equal
 * parts of the sum). Filled by stats_feature_add. */
struct stats_features {
	double yes, partial, no, unknown;
	size_t partials, unknowns;
};

/* A weight that is not a positive finite number adds nothing. */
void stats_feature_add(struct stats_features *features,
	enum stats_feature answer, double weight);

/*
 * An alternative on a criterion.
 *
 * x: MEASURED l = ln(performance), performance = 1/x where lower is better;
 * STARS s; COST x. Unused for FEATURES. Not finite, or features without
 * weight: unknown, v = 0.5 in the score and U(0,1) in smaa.h, where the
 * others set the best.
 *
 * se, df (MEASURED): standard error of l, for smaa.h. Each alternative has its
 * own: se = sd / (mean √n), df = n - 1. For two alternatives a comparison may
 * be given whole, which keeps its Welch df: A = {L, se, df}, B = {0, 0, 0};
 * the noise is then drawn once, on the log ratio, as in the reference. (With
 * an se each, the difference of two t is drawn: the same se, slightly heavier
 * tails.) se = 0: exact. se NAN, infinite or negative: v counts in the score
 * but U(0,1) is drawn in smaa.h, because no error is not an error of 0. df not
 * positive, infinite or NAN: se is declared, not estimated; a normal is drawn.
 */
struct stats_cell {
	double x, se, df;
	struct stats_features features;
};

/* cells[j * alternatives + i]: alternative i on criterion j. */
struct stats_matrix {
	size_t alternatives, criteria;
	const struct stats_criterion *scales;
	const struct stats_cell *cells;
};

/* 1 <= alternatives <= STATS_ALTERNATIVES, 1 <= criteria <= STATS_CRITERIA. */
bool stats_matrix_fits(const struct stats_matrix *m);

/* The value exists; otherwise it is the 0.5 of the unknown. */
bool stats_known(
	const struct stats_criterion *scale, const struct stats_cell *cell);

/* The formulas of enum stats_scale. below_best = l - best l <= 0. */
double stats_log_value(double below_best, double log_swing);
double stats_star_value(double stars);

/* v[j][i]: alternative i on criterion j. `scales` points into the matrix. */
struct stats_values {
	size_t alternatives, criteria;
	const struct stats_criterion *scales;
	double v[STATS_CRITERIA][STATS_ALTERNATIVES];
};

/* False, and no alternative and no criterion, when the matrix does not fit. */
bool stats_find_values(const struct stats_matrix *m, struct stats_values *out);

/*
 * Weighted sum: score[i] = 100 Σ w v / Σ w. On log values this is a weighted
 * product, the only aggregation free of the choice of units.
 * order: indices from the best to the last, equal ones in their own order.
 * `weights` has one per criterion, as in weights.h; without a positive one all
 * scores are NAN and the order is 0, 1, 2 …
 */
struct stats_scores {
	double score[STATS_ALTERNATIVES];
	size_t order[STATS_ALTERNATIVES];
};

struct stats_scores stats_score(
	const struct stats_values *values, const double *weights);

/*
 * What one criterion does between a and b, with w its share of the weights,
 * d = v_a - v_b and D = Σ w d:
 *
 * contribution = 100 w d; they sum up to score a - score b.
 * flip_weight: w* = R / (R - d), the share at which D = 0 when the others are
 *   rescaled in proportion, R the mean d of the others; NAN when outside
 *   0 … 1. flip_change = w* - w.
 * stable_low, stable_high: shares with the same winner, [w*, 1] or [0, w*];
 *   0 and 1 when there is no flip.
 * flip_value = -D / w: the change of d that makes D = 0 (|flip_value| > 1 + |d|
 *   cannot be); flip_stars = 4 flip_value for stars, else NAN.
 * w = 0: flip_value NAN. w = 1 or no other weight: no flip_weight.
 * Reference: decision/sensitivity.tsv.
 */
struct stats_lever {
	double weight, contribution;
	double flip_weight, flip_change, stable_low, stable_high;
	double flip_value, flip_stars;
};

/*
 * difference = 100 D. nearest: the criterion of the smallest |flip_change|,
 * which is nearest_change (the first of equals); STATS_NOBODY and NAN when
 * no single weight turns the answer round.
 *
 * moved: the smallest share of all weight to take elsewhere until D = 0 (half
 * the L1 distance of the shares). Closed form, with D > 0: everything goes to
 * the smallest d, first from the largest; it equals the optimum of the linear
 * program. moved_to: the criterion that gets it. The winner is nowhere behind:
 * NAN and STATS_NOBODY, no weights turn it round. D = 0: 0 and STATS_NOBODY.
 *
 * Without a positive weight, or with an alternative that is not there: all NAN
 * and STATS_NOBODY. Reference: decision/expected.tsv.
 */
struct stats_sensitivity {
	double difference;
	struct stats_lever levers[STATS_CRITERIA];
	size_t nearest, moved_to;
	double nearest_change, moved;
};

void stats_find_sensitivity(const struct stats_values *values,
	const double *weights, size_t a, size_t b,
	struct stats_sensitivity *out);

/*
 * Two other methods, to be named when they disagree. One number per
 * alternative; without a positive weight all NAN.
 *
 * TOPSIS (Hwang and Yoon 1981) on w v: closeness = s- / (s+ + s-), Euclidean
 * distances to the best and the worst of each criterion. All alternatives
 * equal: NAN.
 *
 * PROMETHEE II (Brans and Vincke 1985): net flow, the mean over the others of
 * Σ w (P(d) - P(-d)), P linear from 0 at d = q to 1 at d = p:
 *   measured q = ln 1.03 / ln swing, p = ln 1.25 / ln swing; stars 1/8, .5;
 *   features 0, .5; cost .05, .5; unknown 0, .5.
 * The flows sum up to 0; a single alternative has 0.
 * Reference: decision/expected.tsv.
 */
void stats_topsis(const struct stats_values *values, const double *weights,
	double *closeness);
void stats_promethee(
	const struct stats_values *values, const double *weights, double *flow);

/* P(a scores above b) over the weights, for the values as they are: see
 * stats_win_probability. NAN with an alternative that is not there. */
double stats_weights_win(const struct stats_values *values,
	const double *weights, size_t a, size_t b,
	enum stats_weighting weighting, double kappa);

#endif
