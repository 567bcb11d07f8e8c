#include "stats/bootstrap.h"
#include "stats/stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multiset.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

/* n of n with repetition, order apart: C(2n - 1, n) */
#define ATOMS_MAX 126
#define SAME 1e-12 /* logarithms this near are equal */

/* Values of one side in units of their mean. */
struct side {
	double *values;
	size_t n;
};

/* Resampled log ratios less the one seen, each with its weight; sorted before
 * they are asked. */
struct cloud {
	double *shifts, *weights, total;
	size_t count;
};

/* The distinct resamples of one side: ln of the mean, in how many orders. */
struct atoms {
	double logs[ATOMS_MAX], weights[ATOMS_MAX];
	size_t count;
};

static bool relative(struct side *side, const double *values, size_t n)
{
	double mean = stats_summarize(values, n, 0.95).mean;

	side->n = n;
	side->values = malloc(n * sizeof *side->values);
	for (size_t i = 0; side->values && i < n; i++)
		side->values[i] = values[i] / mean;
	return side->values;
}

static bool open_cloud(struct cloud *cloud, size_t count)
{
	cloud->shifts = malloc(count * sizeof *cloud->shifts);
	cloud->weights = malloc(count * sizeof *cloud->weights);
	cloud->count = 0;
	cloud->total = 0;
	return cloud->shifts && cloud->weights;
}

static void close_cloud(struct cloud *cloud)
{
	free(cloud->shifts);
	free(cloud->weights);
}

static void add(struct cloud *cloud, double shift, double weight)
{
	cloud->shifts[cloud->count] = shift;
	cloud->weights[cloud->count++] = weight;
	cloud->total += weight;
}

/* The multinomial coefficient grows by i / (length of the run of equals). */
static void add_atom(
	struct atoms *atoms, const struct side *side, const gsl_multiset *set)
{
	double sum = 0, orders = 1;
	size_t run = 0;

	for (size_t i = 0; i < side->n; i++) {
		size_t at = gsl_multiset_get(set, i);

		run = i && gsl_multiset_get(set, i - 1) == at ? run + 1 : 1;
		orders = orders * (double)(i + 1) / (double)run;
		sum += side->values[at];
	}
	atoms->logs[atoms->count] = log(sum / (double)side->n);
	atoms->weights[atoms->count++] = orders;
}

static bool enumerate(struct atoms *atoms, const struct side *side)
{
	gsl_multiset *set = gsl_multiset_calloc(side->n, side->n);

	atoms->count = 0;
	if (!set)
		return false;
	do
		add_atom(atoms, side, set);
	while (gsl_multiset_next(set) == GSL_SUCCESS);
	gsl_multiset_free(set);
	return true;
}

static bool fill_ideal(
	struct cloud *cloud, const struct side *a, const struct side *b)
{
	struct atoms of_a, of_b;

	if (!enumerate(&of_a, a) || !enumerate(&of_b, b))
		return false;
	for (size_t i = 0; i < of_a.count; i++)
		for (size_t j = 0; j < of_b.count; j++)
			add(cloud, of_a.logs[i] - of_b.logs[j],
				of_a.weights[i] * of_b.weights[j]);
	return true;
}

static double draw_log_mean(const struct side *side, gsl_rng *rng)
{
	double sum = 0;

	for (size_t i = 0; i < side->n; i++)
		sum += side->values[gsl_rng_uniform_int(rng, side->n)];
	return log(sum / (double)side->n);
}

static bool fill_random(struct cloud *cloud, const struct side *a,
	const struct side *b, size_t resamples, unsigned long seed)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	if (!rng)
		return false;
	gsl_rng_set(rng, seed);
	for (size_t i = 0; i < resamples; i++) {
		double log_a = draw_log_mean(a, rng);

		add(cloud, log_a - draw_log_mean(b, rng), 1);
	}
	gsl_rng_free(rng);
	return true;
}

/* The tolerance is for a share that the weights meet exactly. */
static double quantile(const struct cloud *cloud, double p)
{
	double wanted = p * cloud->total - 1e-9, sum = 0;

	if (isnan(p))
		return NAN;
	for (size_t i = 0; i + 1 < cloud->count; i++) {
		sum += cloud->weights[i];
		if (sum >= wanted)
			return cloud->shifts[i];
	}
	return cloud->shifts[cloud->count - 1];
}

static double bias(const struct cloud *cloud)
{
	double below = 0;

	for (size_t i = 0; i < cloud->count; i++) {
		if (fabs(cloud->shifts[i]) <= SAME)
			below += cloud->weights[i] / 2;
		else if (cloud->shifts[i] < 0)
			below += cloud->weights[i];
	}
	return gsl_cdf_ugaussian_Pinv(below / cloud->total);
}

/* ln of the mean without one value, the mean of all being 1. */
static double log_without(const struct side *side, size_t i)
{
	return log1p((1 - side->values[i]) / (double)(side->n - 1));
}

static void add_influences(
	const struct side *side, double sign, double *squares, double *cubes)
{
	double mean = 0;

	for (size_t i = 0; i < side->n; i++)
		mean += log_without(side, i) / (double)side->n;
	for (size_t i = 0; i < side->n; i++) {
		double u = sign * (mean - log_without(side, i));

		*squares += u * u;
		*cubes += u * u * u;
	}
}

static double acceleration(const struct side *a, const struct side *b)
{
	double squares = 0, cubes = 0;

	add_influences(a, 1, &squares, &cubes);
	add_influences(b, -1, &squares, &cubes);
	return squares == 0 ? 0 : cubes / (6 * squares * sqrt(squares));
}

static double corrected_share(const struct stats_bootstrap *s, double p)
{
	double z = s->z0 + gsl_cdf_ugaussian_Pinv(p);
	double divisor = 1 - s->acceleration * z;

	if (!isfinite(z) || !(divisor > 0))
		return NAN;
	return gsl_cdf_ugaussian_P(s->z0 + z / divisor);
}

static void read_cloud(struct stats_bootstrap *s, const struct cloud *cloud,
	double ratio, double confidence)
{
	double tail = (1 - confidence) / 2;

	gsl_sort2(cloud->shifts, 1, cloud->weights, 1, cloud->count);
	s->count = cloud->total;
	s->ratio = ratio;
	s->z0 = bias(cloud);
	s->share_low = corrected_share(s, tail);
	s->share_high = corrected_share(s, 1 - tail);
	s->low = ratio * exp(quantile(cloud, tail));
	s->high = ratio * exp(quantile(cloud, 1 - tail));
	s->bca_low = ratio * exp(quantile(cloud, s->share_low));
	s->bca_high = ratio * exp(quantile(cloud, s->share_high));
}

static bool all_positive(const double *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(values[i] > 0))
			return false;
	return true;
}

static bool allowed(const double *a, size_t na, const double *b, size_t nb,
	size_t resamples)
{
	return na > 1 && nb > 1 && all_positive(a, na) && all_positive(b, nb) &&
	       resamples > 0 && resamples <= STATS_RESAMPLES_MAX &&
	       (double)resamples * ((double)na + (double)nb) <= STATS_DRAWS_MAX;
}

/* What to do, on sides in units of their means. */
struct request {
	struct side a, b;
	double ratio, confidence;
	size_t resamples;
	unsigned long seed;
};

static void resample(struct stats_bootstrap *s, const struct request *r)
{
	struct cloud cloud;
	size_t room = s->ideal ? ATOMS_MAX * ATOMS_MAX : r->resamples;
	bool filled = open_cloud(&cloud, room);

	if (filled && s->ideal)
		filled = fill_ideal(&cloud, &r->a, &r->b);
	else if (filled)
		filled = fill_random(
			&cloud, &r->a, &r->b, r->resamples, r->seed);
	if (filled) {
		s->acceleration = acceleration(&r->a, &r->b);
		read_cloud(s, &cloud, r->ratio, r->confidence);
	}
	close_cloud(&cloud);
}

struct stats_bootstrap stats_bootstrap(const double *a, size_t na,
	const double *b, size_t nb, double confidence, size_t resamples,
	unsigned long seed)
{
	struct stats_bootstrap s = {
		false, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	struct request r = {
		.confidence = confidence, .resamples = resamples, .seed = seed};

	if (!allowed(a, na, b, nb, resamples))
		return s;
	s.ideal = na <= STATS_IDEAL_MAX && nb <= STATS_IDEAL_MAX;
	r.ratio = stats_summarize(a, na, confidence).mean /
		  stats_summarize(b, nb, confidence).mean;
	if (relative(&r.a, a, na) && relative(&r.b, b, nb) && isfinite(r.ratio))
		resample(&s, &r);
	free(r.a.values);
	free(r.b.values);
	return s;
}
