#include "stats/parts.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_MAX 1e19 /* below 2⁶⁴ by more than a product rounds */
#define WORK_MAX 1e8   /* additions: a fraction of a second */

double stats_student(double confidence, double df)
{
	if (!(df > 0))
		return NAN;
	return gsl_cdf_tdist_Pinv(0.5 + confidence / 2, df);
}

double stats_welch_df(double se_a, size_t na, double se_b, size_t nb)
{
	double both = hypot(se_a, se_b);
	/* shares of the variance: nothing with a unit is squared */
	double a = se_a / both * (se_a / both);
	double b = se_b / both * (se_b / both);

	return 1 / (a * a / (double)(na - 1) + b * b / (double)(nb - 1));
}

double stats_half_gamma_ratio(double x)
{
	gsl_sf_result log_ratio;

	/* two logarithms of gamma would cancel when x is large */
	if (gsl_sf_lnpoch_e(x, 0.5, &log_ratio) != GSL_SUCCESS)
		return NAN;
	return exp(log_ratio.val);
}

double stats_choose(size_t n, size_t k)
{
	double product = 1;

	for (size_t i = 1; i <= k && isfinite(product); i++)
		product = product * (double)(n - k + i) / (double)i;
	return product;
}

double *stats_joined(const double *a, size_t na, const double *b, size_t nb)
{
	double *both = malloc((na + nb) * sizeof *both);

	if (!both)
		return NULL;
	if (na)
		memcpy(both, a, na * sizeof *a);
	if (nb)
		memcpy(both + na, b, nb * sizeof *b);
	return both;
}

double *stats_logs(const double *values, size_t n)
{
	double *logs;

	for (size_t i = 0; i < n; i++)
		if (!(values[i] > 0))
			return NULL;
	logs = n ? malloc(n * sizeof *logs) : NULL;
	for (size_t i = 0; logs && i < n; i++)
		logs[i] = log(values[i]);
	return logs;
}

int stats_scale(double *values, size_t n)
{
	double low, high;
	int exponent;

	gsl_stats_minmax(&low, &high, values, 1, n);
	frexp(fmax(fabs(low), fabs(high)), &exponent);
	for (size_t i = 0; i < n; i++)
		values[i] = ldexp(values[i], -exponent);
	return exponent;
}

/* Places in[from..to) hold equal values: their midrank is that of the middle,
 * twice (from + 1 + to) / 2. */
static void give_rank(const size_t *in, size_t from, size_t to, size_t *ranks)
{
	for (size_t i = from; i < to; i++)
		ranks[in[i]] = from + 1 + to;
}

bool stats_double_ranks(const double *values, size_t n, size_t *ranks)
{
	size_t *in = malloc(n * sizeof *in), to;

	if (!in)
		return false;
	gsl_sort_index(in, values, 1, n);
	for (size_t from = 0; from < n; from = to) {
		to = from + 1;
		while (to < n && values[in[to]] == values[in[from]])
			to++;
		give_rank(in, from, to, ranks);
	}
	free(in);
	return true;
}

/* One more rank to choose from: table[k] holds the sums of k ranks. */
static void add_rank(uint64_t *table, size_t width, size_t chosen, size_t rank)
{
	for (size_t k = chosen; k > 0; k--) {
		uint64_t *row = table + k * width;
		const uint64_t *less = row - width;

		for (size_t s = rank; s < width; s++)
			row[s] += less[s - rank];
	}
}

struct stats_counts stats_rank_sums(
	const size_t *ranks, size_t n, size_t chosen)
{
	struct stats_counts sums = {NULL, 2 * n * chosen + 1};
	size_t rows = chosen + 1;
	uint64_t *table;

	if ((double)n * (double)rows * (double)sums.width > WORK_MAX ||
		stats_choose(n, chosen) > COUNT_MAX)
		return sums;
	table = calloc(rows * sums.width, sizeof *table);
	if (!table)
		return sums;
	table[0] = 1;
	for (size_t i = 0; i < n; i++)
		add_rank(table, sums.width, chosen, ranks[i]);
	sums.counts = malloc(sums.width * sizeof *sums.counts);
	if (sums.counts)
		memcpy(sums.counts, table + chosen * sums.width,
			sums.width * sizeof *table);
	free(table);
	return sums;
}
