#include "stats/draw.h"

#include <float.h>
#include <gsl/gsl_randist.h>
#include <math.h>

static enum stats_doubt doubt_of(
	const struct stats_criterion *scale, const struct stats_cell *cell)
{
	if (!stats_known(scale, cell))
		return DOUBT_ANYTHING;
	switch (scale->scale) {
	case SCALE_MEASURED:
		if (cell->se == 0)
			return DOUBT_NONE;
		return cell->se > 0 && isfinite(cell->se) ? DOUBT_SPREAD
							  : DOUBT_ANYTHING;
	case SCALE_STARS:
		return DOUBT_SPREAD;
	case SCALE_FEATURES:
		return cell->features.partial > 0 || cell->features.unknown > 0
			       ? DOUBT_SPREAD
			       : DOUBT_NONE;
	case SCALE_COST:
	case SCALE_UNKNOWN:
		break;
	}
	return DOUBT_NONE;
}

static void add_row(
	struct stats_draw *draw, const struct stats_matrix *m, size_t j)
{
	struct stats_row *row = &draw->row[draw->rows++];

	row->criterion = j;
	row->scale = &m->scales[j];
	row->cells = &m->cells[j * m->alternatives];
	row->varies = false;
	row->log_swing = log(row->scale->swing);
	for (size_t i = 0; i < m->alternatives; i++) {
		row->doubt[i] = doubt_of(row->scale, &row->cells[i]);
		row->varies |= row->doubt[i] != DOUBT_NONE;
	}
}

static void add_rows(struct stats_draw *draw, const struct stats_matrix *m,
	const double *shares, double kappa)
{
	struct stats_values values;
	bool near = draw->weighting == WEIGHTS_NEAR;

	stats_find_values(m, &values);
	for (size_t j = 0; j < m->criteria; j++) {
		size_t r = draw->rows;

		if (!(shares[j] > 0) && draw->weighting != WEIGHTS_ANY)
			continue;
		add_row(draw, m, j);
		draw->share[r] = draw->w[r] = shares[j];
		draw->alpha[r] = near ? kappa * shares[j] : 1;
		for (size_t i = 0; i < m->alternatives; i++)
			draw->v[r][i] = values.v[j][i];
	}
	draw->fixed_weights = near && isinf(kappa);
	stats_ranking(draw->share, draw->rows, draw->order);
}

bool stats_draw_open(struct stats_draw *draw, const struct stats_matrix *m,
	const double *weights, enum stats_weighting weighting, double kappa,
	unsigned long seed)
{
	double shares[STATS_CRITERIA];

	*draw = (struct stats_draw){.weighting = weighting};
	if (!stats_matrix_fits(m) ||
		(weighting == WEIGHTS_NEAR && !(kappa >= 1)))
		return false;
	draw->rng = gsl_rng_alloc(gsl_rng_mt19937);
	if (!draw->rng)
		return false;
	gsl_rng_set(draw->rng, seed);
	draw->alternatives = m->alternatives;
	stats_shares(weights, m->criteria, shares);
	add_rows(draw, m, shares, kappa);
	return true;
}

void stats_draw_close(struct stats_draw *draw)
{
	gsl_rng_free(draw->rng);
}

void stats_draw_weights(struct stats_draw *draw)
{
	if (draw->fixed_weights || draw->rows == 0)
		return;
	gsl_ran_dirichlet(draw->rng, draw->rows, draw->alpha, draw->w);
	if (draw->weighting == WEIGHTS_RANKED) {
		double e[STATS_CRITERIA];

		for (size_t r = 0; r < draw->rows; r++)
			e[r] = draw->w[r];
		stats_ranked_weights(draw->share, draw->order, draw->rows, e);
		for (size_t r = 0; r < draw->rows; r++)
			draw->w[draw->order[r]] = e[r];
	}
}

/* Not gsl_ran_tdist: just above 2 degrees of freedom, where Welch's formula
 * puts three runs against runs without spread, it rejects almost for ever. */
static double student(gsl_rng *rng, double df)
{
	double z = gsl_ran_gaussian_ziggurat(rng, 1);

	if (!(df > 0) || isinf(df))
		return z;
	return z / sqrt(gsl_ran_gamma(rng, df / 2, 2 / df));
}

/* Finite whatever was drawn, and so is the difference of two of them. */
static double draw_log(gsl_rng *rng, const struct stats_cell *cell)
{
	double l = cell->x + cell->se * student(rng, cell->df);

	return fmax(-DBL_MAX / 4, fmin(DBL_MAX / 4, l));
}

static void draw_measured(
	gsl_rng *rng, const struct stats_row *row, size_t n, double *v)
{
	double l[STATS_ALTERNATIVES], best = -DBL_MAX;

	for (size_t i = 0; i < n; i++) {
		if (row->doubt[i] == DOUBT_ANYTHING) {
			v[i] = gsl_rng_uniform(rng);
			continue;
		}
		l[i] = row->doubt[i] == DOUBT_SPREAD
			       ? draw_log(rng, &row->cells[i])
			       : row->cells[i].x;
		best = fmax(best, l[i]);
	}
	for (size_t i = 0; i < n; i++)
		if (row->doubt[i] != DOUBT_ANYTHING)
			v[i] = stats_log_value(l[i] - best, row->log_swing);
}

/* Mean of n (at least one) times U(low, high). */
static double mean_of_uniforms(gsl_rng *rng, size_t n, double low, double high)
{
	double sum = 0;

	for (size_t i = 0; i < n || i == 0; i++)
		sum += gsl_rng_uniform(rng);
	return low + (high - low) * sum / (double)(n ? n : 1);
}

static double draw_features(gsl_rng *rng, const struct stats_features *f)
{
	double sum = f->yes, all = f->yes + f->partial + f->no + f->unknown;

	if (f->partial > 0)
		sum += f->partial *
		       mean_of_uniforms(rng, f->partials, 0.25, 0.75);
	if (f->unknown > 0)
		sum += f->unknown * mean_of_uniforms(rng, f->unknowns, 0, 1);
	return fmax(0, fmin(1, sum / all));
}

static double draw_opinion(gsl_rng *rng, const struct stats_row *row, size_t i)
{
	const struct stats_cell *cell = &row->cells[i];

	if (row->doubt[i] == DOUBT_ANYTHING)
		return gsl_rng_uniform(rng);
	if (row->scale->scale == SCALE_STARS)
		return stats_star_value(cell->x + gsl_rng_uniform(rng) - 0.5);
	return draw_features(rng, &cell->features);
}

void stats_draw_values(struct stats_draw *draw)
{
	for (size_t r = 0; r < draw->rows; r++) {
		const struct stats_row *row = &draw->row[r];

		if (!row->varies)
			continue;
		if (row->scale->scale == SCALE_MEASURED) {
			draw_measured(
				draw->rng, row, draw->alternatives, draw->v[r]);
			continue;
		}
		for (size_t i = 0; i < draw->alternatives; i++)
			if (row->doubt[i] != DOUBT_NONE)
				draw->v[r][i] = draw_opinion(draw->rng, row, i);
	}
}
