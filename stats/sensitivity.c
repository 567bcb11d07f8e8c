/* What would turn a weighted sum round: one weight, all weights, one value. */
#include "stats/decision.h"

#include <math.h>

/* Two alternatives: weights in units and as shares, d = v_a - v_b, sum = D of
 * the shares. */
struct pair {
	size_t n;
	double units[STATS_CRITERIA], w[STATS_CRITERIA], d[STATS_CRITERIA];
	double sum;
};

static bool differences(
	const struct stats_values *values, size_t a, size_t b, double *d)
{
	if (a >= values->alternatives || b >= values->alternatives)
		return false;
	for (size_t j = 0; j < values->criteria; j++)
		d[j] = values->v[j][a] - values->v[j][b];
	return true;
}

static bool find_pair(const struct stats_values *values, const double *weights,
	size_t a, size_t b, struct pair *p)
{
	double all = stats_weight_units(weights, values->criteria, p->units);

	p->n = values->criteria;
	p->sum = 0;
	if (!(all > 0) || !differences(values, a, b, p->d))
		return false;
	for (size_t j = 0; j < p->n; j++) {
		p->w[j] = p->units[j] / all;
		p->sum += p->units[j] * p->d[j];
	}
	p->sum /= all;
	return true;
}

/* Mean difference of the other criteria, NAN when they have no weight. Summed
 * anew: D - w d would leave a rounding error where there is exactly 0. */
static double rest(const struct pair *p, size_t k)
{
	double sum = 0, weight = 0;

	for (size_t j = 0; j < p->n; j++) {
		if (j == k)
			continue;
		sum += p->units[j] * p->d[j];
		weight += p->units[j];
	}
	return weight > 0 ? sum / weight : NAN;
}

static double flip_weight(const struct pair *p, size_t k)
{
	double r = rest(p, k);
	double flip = r / (r - p->d[k]);

	return flip >= 0 && flip <= 1 ? flip : NAN;
}

static struct stats_lever lever(
	const struct pair *p, size_t k, const struct stats_criterion *scale)
{
	double w = p->w[k], flip = flip_weight(p, k);
	double value = w > 0 ? -p->sum / w : NAN;

	return (struct stats_lever){
		.weight = w,
		.contribution = 100 * w * p->d[k],
		.flip_weight = flip,
		.flip_change = flip - w,
		.stable_low = flip < w ? flip : 0,
		.stable_high = flip > w ? flip : 1,
		.flip_value = value,
		.flip_stars = scale->scale == SCALE_STARS ? 4 * value : NAN,
	};
}

static void find_nearest(struct stats_sensitivity *out, size_t n)
{
	for (size_t j = 0; j < n; j++) {
		double change = fabs(out->levers[j].flip_change);

		if (isnan(change) || change >= out->nearest_change)
			continue;
		out->nearest = j;
		out->nearest_change = change;
	}
}

/* Index of the smallest of side * d, the first of equals. */
static size_t smallest(const struct pair *p, double side)
{
	size_t to = 0;

	for (size_t j = 1; j < p->n; j++)
		if (side * p->d[j] < side * p->d[to])
			to = j;
	return to;
}

/* Takes from the largest d first, until nothing is left of D. */
static double move_weight(const struct pair *p, double side, size_t to)
{
	double left = side * p->sum, moved = 0;
	bool taken[STATS_CRITERIA] = {false};

	for (size_t step = 0; step < p->n; step++) {
		size_t from = to;
		double gain;

		for (size_t j = 0; j < p->n; j++)
			if (!taken[j] && side * p->d[j] > side * p->d[from])
				from = j;
		gain = side * (p->d[from] - p->d[to]);
		if (from == to || p->w[from] * gain >= left)
			return from == to ? moved : moved + left / gain;
		taken[from] = true;
		moved += p->w[from];
		left -= p->w[from] * gain;
	}
	return moved;
}

static void find_moved(struct stats_sensitivity *out, const struct pair *p)
{
	double side = p->sum < 0 ? -1 : 1;
	size_t to = smallest(p, side);

	if (p->sum == 0) {
		out->moved = 0;
		return;
	}
	if (side * p->d[to] >= 0)
		return;
	out->moved_to = to;
	out->moved = move_weight(p, side, to);
}

static const struct stats_lever no_lever = {
	NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};

void stats_find_sensitivity(const struct stats_values *values,
	const double *weights, size_t a, size_t b,
	struct stats_sensitivity *out)
{
	struct pair p;
	bool there = find_pair(values, weights, a, b, &p);

	out->difference = there ? 100 * p.sum : NAN;
	out->nearest = out->moved_to = STATS_NOBODY;
	out->nearest_change = INFINITY;
	out->moved = NAN;
	for (size_t j = 0; j < STATS_CRITERIA; j++)
		out->levers[j] = there && j < p.n
					 ? lever(&p, j, &values->scales[j])
					 : no_lever;
	find_nearest(out, p.n);
	if (out->nearest == STATS_NOBODY)
		out->nearest_change = NAN;
	if (there)
		find_moved(out, &p);
}

double stats_weights_win(const struct stats_values *values,
	const double *weights, size_t a, size_t b,
	enum stats_weighting weighting, double kappa)
{
	double d[STATS_CRITERIA];

	if (!differences(values, a, b, d))
		return NAN;
	return stats_win_probability(
		d, weights, values->criteria, weighting, kappa);
}
