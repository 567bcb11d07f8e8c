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
static double noncentral_t(
	double q, double df, double ncp, gsl_integration_workspace *workspace)
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

struct search {
	double size, confidence, power;
	gsl_integration_workspace *workspace;
};

static bool enough(const struct search *s, size_t n)
{
	return power_of(n, s->size, s->confidence, s->workspace) >= s->power;
}

/* Smallest n in (low, high] that is enough; power grows with n. */
static size_t bisect(const struct search *s, size_t low, size_t high)
{
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (enough(s, middle))
			high = middle;
		else
			low = middle;
	}
	return high;
}

/* The normal approximation is a little too small: a good place to start. */
static double normal_guess(const struct search *s)
{
	double z = gsl_cdf_ugaussian_Pinv(0.5 + s->confidence / 2) +
		   gsl_cdf_ugaussian_Pinv(s->power);

	return 2 * z * z / (s->size * s->size);
}

static size_t search(const struct search *s, size_t limit)
{
	double guess = normal_guess(s);
	size_t low = 1, high;

	if (!(guess < (double)limit))
		return 0;
	high = (size_t)guess + 4;
	if (guess > 8 && !enough(s, (size_t)guess - 1))
		low = (size_t)guess - 1;
	while (!enough(s, high) && high < limit)
		high *= 2;
	if (high >= limit && !enough(s, limit))
		return 0;
	return bisect(s, low, high < limit ? high : limit);
}

size_t stats_runs_needed(
	double cv, double effect, double confidence, double power, size_t limit)
{
	struct search s = {
		log1p(effect) / sqrt(log1p(cv * cv)), confidence, power, NULL};
	size_t runs;

	if (!(cv > 0) || !(effect > 0) || !isfinite(s.size))
		return 0;
	s.workspace = gsl_integration_workspace_alloc(WORKSPACE);
	if (!s.workspace)
		return 0;
	runs = search(&s, limit);
	gsl_integration_workspace_free(s.workspace);
	return runs;
}
