#include "stats/stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define WORKSPACE 200

struct noncentral {
	double q, df, ncp;
};

/* P(T <= q | U = u) f(u): T = (Z + ncp) / √(U/df), U chi-square(df). */
static double integrand(double u, void *params)
{
	const struct noncentral *t = params;

	return gsl_cdf_ugaussian_P(t->q * sqrt(u / t->df) - t->ncp) *
	       gsl_ran_chisq_pdf(u, t->df);
}

/* Distribution function of the non-central t; NAN when GSL gives up. */
static double noncentral_t(double q, double df, double ncp,
	gsl_integration_workspace *workspace)
{
	struct noncentral t = {q, df, ncp};
	gsl_function f = {integrand, &t};
	double top = gsl_cdf_chisq_Qinv(1e-14, df);
	double value, error;

	if (gsl_integration_qag(&f, 0, top, 1e-12, 1e-10, WORKSPACE,
		    GSL_INTEG_GAUSS31, workspace, &value, &error))
		return NAN;
	return value;
}

/* Power of the two-sided two-sample t test with n values a side. */
static double power_of(size_t n, double effect, double confidence,
	gsl_integration_workspace *workspace)
{
	double df = 2.0 * (double)n - 2.0;
	double ncp = effect * sqrt((double)n / 2.0);
	double q = gsl_cdf_tdist_Pinv(0.5 + confidence / 2, df);

	return 1.0 - noncentral_t(q, df, ncp, workspace) +
	       noncentral_t(-q, df, ncp, workspace);
}

/* Smallest n in (low, high] with enough power; power grows with n. */
static size_t bisect(size_t low, size_t high, double effect, double confidence,
	double power, gsl_integration_workspace *workspace)
{
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (power_of(middle, effect, confidence, workspace) >= power)
			high = middle;
		else
			low = middle;
	}
	return high;
}

size_t stats_runs_needed(double cv, double effect, double confidence,
	double power, size_t limit)
{
	gsl_integration_workspace *workspace;
	double size = log1p(effect) / sqrt(log1p(cv * cv));
	size_t high = 2;

	if (!(cv > 0) || !(effect > 0) || !isfinite(size))
		return 0;
	workspace = gsl_integration_workspace_alloc(WORKSPACE);
	if (!workspace)
		return 0;
	while (high < limit &&
		!(power_of(high, size, confidence, workspace) >= power))
		high *= 2;
	if (high > limit)
		high = limit;
	if (power_of(high, size, confidence, workspace) >= power)
		high = bisect(1, high, size, confidence, power, workspace);
	else
		high = 0;
	gsl_integration_workspace_free(workspace);
	return high;
}
