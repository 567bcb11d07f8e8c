#include "stats/checks.h"
#include "stats/parts.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

struct stats_welch stats_welch(const struct stats_summary *a,
	const struct stats_summary *b, double confidence)
{
	struct stats_welch w = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	double se_a = a->sd / sqrt((double)a->n);
	double se_b = b->sd / sqrt((double)b->n), half;

	w.difference = a->mean - b->mean;
	if (a->n < 2 || b->n < 2)
		return w;
	w.se = hypot(se_a, se_b);
	if (!(w.se > 0))
		return w;
	w.t = w.difference / w.se;
	w.df = stats_welch_df(se_a, a->n, se_b, b->n);
	w.p = 2 * gsl_cdf_tdist_Q(fabs(w.t), w.df);
	half = stats_student(confidence, w.df) * w.se;
	w.low = w.difference - half;
	w.high = w.difference + half;
	return w;
}

static struct stats_log_t exponentiated(const struct stats_welch *w)
{
	return (struct stats_log_t){
		.log_ratio = w->difference,
		.ratio = exp(w->difference),
		.df = w->df,
		.p = w->p,
		.low = exp(w->low),
		.high = exp(w->high),
	};
}

struct stats_log_t stats_log_t(const double *a, size_t na, const double *b,
	size_t nb, double confidence)
{
	struct stats_log_t t = {NAN, NAN, NAN, NAN, NAN, NAN};
	double *log_a = stats_logs(a, na), *log_b = stats_logs(b, nb);

	if (log_a && log_b && na > 1 && nb > 1) {
		struct stats_summary of_a =
			stats_summarize(log_a, na, confidence);
		struct stats_summary of_b =
			stats_summarize(log_b, nb, confidence);
		struct stats_welch w = stats_welch(&of_a, &of_b, confidence);

		t = exponentiated(&w);
	}
	free(log_a);
	free(log_b);
	return t;
}

static double pooled_sd(
	const struct stats_summary *a, const struct stats_summary *b)
{
	double va = (double)(a->n - 1), vb = (double)(b->n - 1);

	return hypot(sqrt(va) * a->sd, sqrt(vb) * b->sd) / sqrt(va + vb);
}

struct stats_effect stats_effect(
	const struct stats_summary *a, const struct stats_summary *b)
{
	struct stats_effect e = {NAN, NAN, NAN};
	double sd, df;

	if (a->n < 2 || b->n < 2)
		return e;
	df = (double)a->n + (double)b->n - 2;
	e.j = stats_half_gamma_ratio((df - 1) / 2) / sqrt(df / 2);
	sd = pooled_sd(a, b);
	if (!(sd > 0))
		return e;
	e.d = (a->mean - b->mean) / sd;
	e.g = e.j * e.d;
	return e;
}
