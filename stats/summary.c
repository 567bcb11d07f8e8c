#include "stats/stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void stats_init(void)
{
	gsl_set_error_handler_off();
}

static double median_of(const double *values, size_t n)
{
	double *sorted = malloc(n * sizeof *sorted);
	double median = NAN;

	if (!sorted) /* no memory, no median: the caller shows none */
		return median;
	memcpy(sorted, values, n * sizeof *sorted);
	gsl_sort(sorted, 1, n);
	median = gsl_stats_median_from_sorted_data(sorted, 1, n);
	free(sorted);
	return median;
}

/* Two passes over values brought near 1 by an exact power of two, whose
 * squares neither overflow nor vanish. */
static double sd_of(const double *values, size_t n, double largest)
{
	double *scaled = malloc(n * sizeof *scaled);
	double sd;
	int exponent;

	if (!scaled)
		return NAN;
	frexp(largest, &exponent);
	for (size_t i = 0; i < n; i++)
		scaled[i] = ldexp(values[i], -exponent);
	sd = ldexp(gsl_stats_sd(scaled, 1, n), exponent);
	free(scaled);
	return sd;
}

struct stats_summary stats_summarize(
	const double *values, size_t n, double confidence)
{
	struct stats_summary s = {n, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	double half;

	if (n == 0)
		return s;
	s.mean = gsl_stats_mean(values, 1, n);
	s.median = median_of(values, n);
	gsl_stats_minmax(&s.min, &s.max, values, 1, n);
	if (n == 1)
		return s;
	/* equal values can leave a last-digit residue in mean and sd */
	if (s.min == s.max) {
		s.mean = s.min;
		s.sd = 0.0;
	} else {
		s.sd = sd_of(values, n, fmax(fabs(s.min), fabs(s.max)));
	}
	half = gsl_cdf_tdist_Pinv(0.5 + confidence / 2, (double)(n - 1)) *
	       s.sd / sqrt((double)n);
	s.low = s.mean - half;
	s.high = s.mean + half;
	return s;
}
