#include "stats/decision.h"

#include <math.h>

static double clamp(double x, double low, double high)
{
	return x < low ? low : x > high ? high : x;
}

void stats_feature_add(struct stats_features *features,
	enum stats_feature answer, double weight)
{
	if (!(weight > 0) || !isfinite(weight))
		return;
	switch (answer) {
	case FEATURE_YES:
		features->yes += weight;
		break;
	case FEATURE_PARTIAL:
		features->partial += weight;
		features->partials++;
		break;
	case FEATURE_NO:
		features->no += weight;
		break;
	case FEATURE_UNKNOWN:
		features->unknown += weight;
		features->unknowns++;
		break;
	}
}

bool stats_matrix_fits(const struct stats_matrix *m)
{
	return m->alternatives >= 1 && m->alternatives <= STATS_ALTERNATIVES &&
	       m->criteria >= 1 && m->criteria <= STATS_CRITERIA;
}

static double total(const struct stats_features *f)
{
	return f->yes + f->partial + f->no + f->unknown;
}

bool stats_known(
	const struct stats_criterion *scale, const struct stats_cell *cell)
{
	double all = total(&cell->features);

	switch (scale->scale) {
	case SCALE_UNKNOWN:
		break;
	case SCALE_MEASURED:
		return isfinite(cell->x) && isfinite(scale->swing) &&
		       scale->swing > 1;
	case SCALE_STARS:
		return isfinite(cell->x);
	case SCALE_FEATURES:
		return isfinite(all) && all > 0;
	case SCALE_COST:
		return isfinite(cell->x) && isfinite(scale->worst) &&
		       isfinite(scale->best) && scale->worst != scale->best;
	}
	return false;
}

double stats_log_value(double below_best, double log_swing)
{
	double v = 1 + below_best / log_swing;

	return v > 0 ? v : 0;
}

double stats_star_value(double stars)
{
	return (clamp(stars, 1, 5) - 1) / 4;
}

static double feature_value(const struct stats_features *f)
{
	double v = (f->yes + (f->partial + f->unknown) / 2) / total(f);

	return clamp(v, 0, 1);
}

/* Halves, because the span of two large bounds may have no number. */
static double cost_value(const struct stats_criterion *scale, double x)
{
	double worst = scale->worst / 2;

	return clamp((worst - x / 2) / (worst - scale->best / 2), 0, 1);
}

static double best_log(const struct stats_matrix *m, size_t j)
{
	double best = -INFINITY;

	for (size_t i = 0; i < m->alternatives; i++) {
		const struct stats_cell *cell =
			&m->cells[j * m->alternatives + i];

		if (stats_known(&m->scales[j], cell))
			best = fmax(best, cell->x);
	}
	return best;
}

static double value(const struct stats_criterion *scale,
	const struct stats_cell *cell, double best)
{
	if (!stats_known(scale, cell))
		return 0.5;
	switch (scale->scale) {
	case SCALE_MEASURED:
		return stats_log_value(cell->x - best, log(scale->swing));
	case SCALE_STARS:
		return stats_star_value(cell->x);
	case SCALE_FEATURES:
		return feature_value(&cell->features);
	case SCALE_COST:
		return cost_value(scale, cell->x);
	case SCALE_UNKNOWN:
		break;
	}
	return 0.5;
}

bool stats_find_values(const struct stats_matrix *m, struct stats_values *out)
{
	*out = (struct stats_values){.scales = m->scales};
	if (!stats_matrix_fits(m))
		return false;
	out->alternatives = m->alternatives;
	out->criteria = m->criteria;
	for (size_t j = 0; j < m->criteria; j++) {
		double best = best_log(m, j);

		for (size_t i = 0; i < m->alternatives; i++)
			out->v[j][i] = value(&m->scales[j],
				&m->cells[j * m->alternatives + i], best);
	}
	return true;
}

/* Insertion behind all that are not worse: equal ones keep their order. */
static void sort_by_score(struct stats_scores *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t place = i;

		for (; place > 0 && s->score[s->order[place - 1]] < s->score[i];
			place--)
			s->order[place] = s->order[place - 1];
		s->order[place] = i;
	}
}

struct stats_scores stats_score(
	const struct stats_values *values, const double *weights)
{
	struct stats_scores s = {0};
	double w[STATS_CRITERIA];
	double all = stats_weight_units(weights, values->criteria, w);

	for (size_t i = 0; i < values->alternatives; i++) {
		double sum = 0;

		for (size_t j = 0; j < values->criteria; j++)
			sum += w[j] * values->v[j][i];
		s.score[i] = all > 0 ? 100 * sum / all : NAN;
	}
	sort_by_score(&s, values->alternatives);
	return s;
}
