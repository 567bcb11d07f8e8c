#include "stats/describe.h"
#include "stats/parts.h"
#include "stats/stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

static void describe_order(
	struct stats_description *d, const double *values, size_t n)
{
	double *sorted = stats_joined(values, n, NULL, 0);
	double *work = malloc(n * sizeof *work);

	if (sorted && work) {
		gsl_sort(sorted, 1, n);
		d->q1 = gsl_stats_quantile_from_sorted_data(sorted, 1, n, 0.25);
		d->q3 = gsl_stats_quantile_from_sorted_data(sorted, 1, n, 0.75);
		d->mad = gsl_stats_mad0(sorted, 1, n, work);
	}
	free(sorted);
	free(work);
}

static void describe_logs(
	struct stats_description *d, const double *values, size_t n)
{
	double *logs = stats_logs(values, n);
	struct stats_summary s;

	if (!logs)
		return;
	s = stats_summarize(logs, n, 0.95);
	d->geometric_mean = exp(s.mean);
	d->sd_log = s.sd;
	free(logs);
}

struct stats_description stats_describe(const double *values, size_t n)
{
	struct stats_description d = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	struct stats_summary s = stats_summarize(values, n, 0.95);

	if (n == 0)
		return d;
	d.sem = s.sd / sqrt((double)n);
	if (s.mean != 0)
		d.cv = s.sd / fabs(s.mean);
	describe_order(&d, values, n);
	describe_logs(&d, values, n);
	return d;
}

double stats_sd_factor(double confidence, double df)
{
	if (!(df > 0) || !(confidence > 0 && confidence < 1))
		return NAN;
	return sqrt(df / gsl_cdf_chisq_Qinv(confidence, df));
}
