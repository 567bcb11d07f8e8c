/* TOPSIS and PROMETHEE II, to see whether the method makes the winner. */
#include "stats/decision.h"

#include <math.h>

static void fill(double *numbers, size_t n, double number)
{
	for (size_t i = 0; i < n; i++)
		numbers[i] = number;
}

static void ends_of(const double *v, size_t n, double *low, double *high)
{
	*low = *high = v[0];
	for (size_t i = 1; i < n; i++) {
		*low = fmin(*low, v[i]);
		*high = fmax(*high, v[i]);
	}
}

void stats_topsis(const struct stats_values *values, const double *weights,
	double *closeness)
{
	size_t k = values->alternatives;
	double w[STATS_CRITERIA];
	double far[STATS_ALTERNATIVES] = {0}, near[STATS_ALTERNATIVES] = {0};

	fill(closeness, k, NAN);
	if (!stats_shares(weights, values->criteria, w))
		return;
	for (size_t j = 0; j < values->criteria; j++) {
		double low, high;

		ends_of(values->v[j], k, &low, &high);
		for (size_t i = 0; i < k; i++) {
			far[i] += pow(w[j] * (high - values->v[j][i]), 2);
			near[i] += pow(w[j] * (values->v[j][i] - low), 2);
		}
	}
	for (size_t i = 0; i < k; i++)
		if (far[i] + near[i] > 0)
			closeness[i] =
				sqrt(near[i]) / (sqrt(far[i]) + sqrt(near[i]));
}

struct thresholds {
	double indifference, preference;
};

static struct thresholds thresholds_of(const struct stats_criterion *scale)
{
	switch (scale->scale) {
	case SCALE_MEASURED:
		return (struct thresholds){log(1.03) / log(scale->swing),
			log(1.25) / log(scale->swing)};
	case SCALE_STARS:
		return (struct thresholds){0.125, 0.5};
	case SCALE_COST:
		return (struct thresholds){0.05, 0.5};
	case SCALE_FEATURES:
	case SCALE_UNKNOWN:
		break;
	}
	return (struct thresholds){0, 0.5};
}

/* P(d) - P(-d): one of the two is 0. */
static double preference(double d, const struct thresholds *t)
{
	double p =
		(fabs(d) - t->indifference) / (t->preference - t->indifference);

	if (!(p > 0))
		return 0;
	return copysign(fmin(p, 1), d);
}

void stats_promethee(
	const struct stats_values *values, const double *weights, double *flow)
{
	size_t k = values->alternatives;
	double w[STATS_CRITERIA];
	bool any = stats_shares(weights, values->criteria, w);

	fill(flow, k, any ? 0 : NAN);
	for (size_t j = 0; j < values->criteria && any && k > 1; j++) {
		struct thresholds t = thresholds_of(&values->scales[j]);
		const double *v = values->v[j];

		for (size_t a = 0; a < k; a++)
			for (size_t b = 0; b < k; b++)
				flow[a] += w[j] * preference(v[a] - v[b], &t) /
					   (double)(k - 1);
	}
}
