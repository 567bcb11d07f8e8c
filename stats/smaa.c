#include "stats/smaa.h"

#include <math.h>

#include "stats/draw.h"

/* How one alternative stands in a draw: 0-based place of the first of those
 * that are equal with it, and their number, itself included. */
struct standing {
	size_t place, equals;
};

static void find_scores(
	const struct stats_draw *draw, const double *w, double *score)
{
	for (size_t i = 0; i < draw->alternatives; i++)
		score[i] = 0;
	for (size_t r = 0; r < draw->rows; r++)
		for (size_t i = 0; i < draw->alternatives; i++)
			score[i] += w[r] * draw->v[r][i];
}

static struct standing standing_of(const double *score, size_t n, size_t i)
{
	struct standing s = {0, 0};

	for (size_t k = 0; k < n; k++) {
		s.place += score[k] > score[i];
		s.equals += score[k] == score[i];
	}
	return s;
}

static void count_wins(struct stats_smaa *out, const double *score)
{
	for (size_t a = 0; a < out->alternatives; a++)
		for (size_t b = 0; b < out->alternatives; b++)
			out->win[a][b] +=
				score[a] > score[b]
					? 1
					: (score[a] == score[b]) / 2.0;
}

static void count(struct stats_smaa *out, const struct stats_draw *draw,
	const double *score)
{
	for (size_t i = 0; i < out->alternatives; i++) {
		struct standing s = standing_of(score, out->alternatives, i);
		double part = 1 / (double)s.equals;

		for (size_t r = s.place; r < s.place + s.equals; r++)
			out->acceptability[i][r] += part;
		for (size_t r = 0; r < draw->rows && s.place == 0; r++)
			out->central[i][draw->row[r].criterion] +=
				part * draw->w[r];
	}
	count_wins(out, score);
}

/* Sums become shares; the first ranks are the wins that divide the weights. */
static void finish(struct stats_smaa *out)
{
	double n = (double)out->draws;

	for (size_t i = 0; i < out->alternatives; i++) {
		double wins = out->acceptability[i][0];

		for (size_t j = 0; j < out->criteria; j++)
			out->central[i][j] =
				wins > 0 ? out->central[i][j] / wins : NAN;
		for (size_t r = 0; r < out->alternatives; r++) {
			double b = fmin(1, out->acceptability[i][r] / n);

			out->acceptability[i][r] = b;
			out->error[i][r] = sqrt(b * (1 - b) / n);
			out->win[i][r] /= n;
		}
	}
}

/* The part of a win that i has with the present values at its own weights. */
static double wins_at(const struct stats_draw *draw, const double *w, size_t i)
{
	double score[STATS_ALTERNATIVES];
	struct standing s;

	find_scores(draw, w, score);
	s = standing_of(score, draw->alternatives, i);
	return s.place == 0 ? 1 / (double)s.equals : 0;
}

static void find_confidence(struct stats_smaa *out, struct stats_draw *draw)
{
	double w[STATS_ALTERNATIVES][STATS_CRITERIA];

	for (size_t i = 0; i < out->alternatives; i++)
		for (size_t r = 0; r < draw->rows; r++)
			w[i][r] = out->central[i][draw->row[r].criterion];
	for (size_t n = 0; n < out->draws; n++) {
		stats_draw_values(draw);
		for (size_t i = 0; i < out->alternatives; i++)
			if (out->acceptability[i][0] > 0)
				out->confidence[i] += wins_at(draw, w[i], i);
	}
	for (size_t i = 0; i < out->alternatives; i++)
		out->confidence[i] =
			out->acceptability[i][0] > 0
				? out->confidence[i] / (double)out->draws
				: NAN;
}

bool stats_run_smaa(const struct stats_matrix *m, const double *weights,
	const struct stats_smaa_options *options, struct stats_smaa *out)
{
	struct stats_draw draw;
	double score[STATS_ALTERNATIVES];

	*out = (struct stats_smaa){0};
	if (options->draws == 0 ||
		!stats_draw_open(&draw, m, weights, options->weighting,
			options->kappa, options->seed))
		return false;
	out->alternatives = m->alternatives;
	out->criteria = m->criteria;
	out->draws = options->draws;
	for (size_t n = 0; n < options->draws; n++) {
		stats_draw_weights(&draw);
		stats_draw_values(&draw);
		find_scores(&draw, draw.w, score);
		count(out, &draw, score);
	}
	finish(out);
	find_confidence(out, &draw);
	stats_draw_close(&draw);
	return true;
}

/* 1 - p, not .05 and .20: p and 1 - p must be told apart by the same number. */
enum stats_lead stats_lead(double p)
{
	if (p >= 0.95)
		return LEAD_A;
	if (p >= 0.80)
		return LEAD_A_PROBABLE;
	if (1 - p >= 0.95)
		return LEAD_B;
	if (1 - p >= 0.80)
		return LEAD_B_PROBABLE;
	return LEAD_NONE;
}
