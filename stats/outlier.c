#include "stats/outlier.h"
#include "stats/stats.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static double critical(double alpha, size_t n)
{
	double count = (double)n;
	double t = gsl_cdf_tdist_Qinv(alpha / (2 * count), count - 2);

	return (count - 1) / sqrt(count) * sqrt(t * t / (count - 2 + t * t));
}

static void find_farthest(
	struct stats_outlier *o, const double *values, size_t n)
{
	struct stats_summary s = stats_summarize(values, n, 0.95);

	if (!(s.sd > 0))
		return;
	o->g = 0;
	for (size_t i = 0; i < n; i++) {
		double distance = fabs(values[i] - s.mean) / s.sd;

		if (distance > o->g) {
			o->g = distance;
			o->index = i;
		}
	}
}

struct stats_outlier stats_outlier(const double *values, size_t n)
{
	struct stats_outlier o = {NAN, NAN, NAN, n, OUTLIER_NONE};

	if (n < 3)
		return o;
	o.critical_5 = critical(0.05, n);
	o.critical_1 = critical(0.01, n);
	find_farthest(&o, values, n);
	if (n < STATS_OUTLIER_MIN)
		return o;
	if (o.g > o.critical_1)
		o.level = OUTLIER_EXTREME;
	else if (o.g > o.critical_5)
		o.level = OUTLIER_SUSPECT;
	return o;
}
