#include "stats/stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define WORKSPACE 200
#define GUENTHER 100

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

double stats_t_quantile(double p, double df)
{
	return gsl_cdf_tdist_Pinv(p, df);
}

double stats_noncentral_t(double q, double df, double ncp)
{
	gsl_integration_workspace *workspace =
		gsl_integration_workspace_alloc(WORKSPACE);
	double p = NAN;

	if (workspace)
		p = noncentral_t(q, df, ncp, workspace);
	gsl_integration_workspace_free(workspace);
	return p;
}

struct search {
	/* probability that n values a side show what is looked for */
	double (*power_of)(size_t n, const struct search *s);
	double size, confidence, power;
	gsl_integration_workspace *workspace;
};

/* Of the two-sided two-sample t test at a standardised difference. */
static double power_to_differ(size_t n, const struct search *s)
{
	double df = 2.0 * (double)n - 2.0;
	double ncp = s->size * sqrt((double)n / 2.0);
	double q = gsl_cdf_tdist_Pinv(0.5 + s->confidence / 2, df);

	return 1.0 - noncentral_t(q, df, ncp, s->workspace) +
	       noncentral_t(-q, df, ncp, s->workspace);
}

struct equal {
	double margin, critical, df; /* margin in standard errors */
};

/* P(both one-sided tests reject | U = u) f(u) of equal means, U being the
 * chi-square of the variance. */
static double equal_integrand(double u, void *params)
{
	const struct equal *e = params;
	double room = e->margin - e->critical * sqrt(u / e->df);

	if (room <= 0)
		return 0;
	return (2 * gsl_cdf_ugaussian_P(room) - 1) * gsl_ran_chisq_pdf(u, e->df);
}

static double power_to_equal(size_t n, const struct search *s)
{
	double df = 2.0 * (double)n - 2.0;
	struct equal e = {s->size * sqrt((double)n / 2.0),
		gsl_cdf_tdist_Pinv(s->confidence, df), df};
	gsl_function f = {equal_integrand, &e};
	/* beyond, the spread leaves no room within the margin */
	double ratio = e.margin / e.critical;
	double top = fmin(df * ratio * ratio, gsl_cdf_chisq_Qinv(1e-14, df));
	double value, error;

	if (gsl_integration_qag(&f, 0, top, 1e-12, 1e-10, WORKSPACE,
		    GSL_INTEG_GAUSS31, s->workspace, &value, &error))
		return NAN;
	return value;
}

static bool enough(const struct search *s, size_t n)
{
	return s->power_of(n, s) >= s->power;
}

/* The smallest n that is enough, from one that is near it; power grows with
 * n. 0 when the integrals fail. */
static size_t walk(const struct search *s, size_t n)
{
	while (n < 2 * GUENTHER && !enough(s, n))
		n++;
	if (n == 2 * GUENTHER)
		return 0;
	while (n > 2 && enough(s, n - 1))
		n--;
	return n;
}

/*
 * From the normal approximation, with a quantile for the level and one for the
 * power. Guenther (1981) adds a quarter of the square of the first: from some
 * dozens on that is right to the run (reference/misc/required_n.tsv) and needs
 * no integrals; below it is a run or two away.
 */
static size_t search(
	struct search *s, double level, double power, size_t limit)
{
	double first = gsl_cdf_ugaussian_Pinv(level);
	double z = first + gsl_cdf_ugaussian_Pinv(power);
	double guess = ceil(2 * z * z / (s->size * s->size) + first * first / 4);
	size_t runs;

	if (!(s->size > 0) || !isfinite(s->size) || guess > (double)limit)
		return 0;
	if (guess > GUENTHER)
		return (size_t)guess;
	s->workspace = gsl_integration_workspace_alloc(WORKSPACE);
	if (!s->workspace)
		return 0;
	runs = walk(s, guess > 2 ? (size_t)guess : 2);
	gsl_integration_workspace_free(s->workspace);
	return runs <= limit ? runs : 0;
}

/* A relative difference in standard deviations of the logarithm. */
static double standardised(double cv, double effect)
{
	if (!(cv > 0) || !(effect > 0))
		return NAN;
	return log1p(effect) / sqrt(log1p(cv * cv));
}

size_t stats_runs_needed(
	double cv, double effect, double confidence, double power, size_t limit)
{
	struct search s = {power_to_differ, standardised(cv, effect),
		confidence, power, NULL};

	return search(&s, 0.5 + confidence / 2, power, limit);
}

size_t stats_runs_to_prove_equal(
	double cv, double margin, double confidence, double power, size_t limit)
{
	struct search s = {power_to_equal, standardised(cv, margin), confidence,
		power, NULL};

	return search(&s, confidence, 0.5 + power / 2, limit);
}

double stats_cv_upper(double cv, size_t n, double confidence)
{
	double df = (double)n - 1;

	if (n < 2)
		return NAN;
	return cv * sqrt(df / gsl_cdf_chisq_Pinv(1 - confidence, df));
}
