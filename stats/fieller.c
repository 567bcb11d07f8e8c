#include "stats/checks.h"
#include "stats/parts.h"

#include <math.h>

/* Standard errors of both means in units of mean B: without a unit, their
 * squares are safe for any values. */
struct errors {
	double a, b;
};

static struct errors own_errors(
	const struct stats_summary *a, const struct stats_summary *b)
{
	return (struct errors){
		fabs(a->sd / b->mean) / sqrt((double)a->n),
		fabs(b->sd / b->mean) / sqrt((double)b->n),
	};
}

static struct errors pooled_errors(
	const struct stats_summary *a, const struct stats_summary *b)
{
	double va = (double)(a->n - 1), vb = (double)(b->n - 1);
	double sd = hypot(sqrt(va) * (a->sd / b->mean),
			    sqrt(vb) * (b->sd / b->mean)) /
		    sqrt(va + vb);

	return (struct errors){
		sd / sqrt((double)a->n), sd / sqrt((double)b->n)};
}

static double degrees_of_freedom(const struct stats_summary *a,
	const struct stats_summary *b, const struct errors *e, bool pooled)
{
	if (pooled)
		return (double)(a->n - 1) + (double)(b->n - 1);
	return stats_welch_df(e->a, a->n, fabs(a->mean / b->mean) * e->b, b->n);
}

/* The values of the ratio that the data do not exclude, given f->df. */
static void solve(
	struct stats_fieller *f, const struct errors *e, double confidence)
{
	double t = stats_student(confidence, f->df), root, half;

	f->g = t * t * e->b * e->b;
	root = (1 - f->g) * e->a * e->a + f->ratio * f->ratio * e->b * e->b;
	if (f->g >= 1) {
		f->status = root < 0 ? FIELLER_WHOLE_LINE : FIELLER_UNBOUNDED;
		return;
	}
	half = t * sqrt(root);
	f->status = FIELLER_BOUNDED;
	f->low = (f->ratio - half) / (1 - f->g);
	f->high = (f->ratio + half) / (1 - f->g);
}

struct stats_fieller stats_fieller(const struct stats_summary *a,
	const struct stats_summary *b, bool pooled, double confidence)
{
	struct stats_fieller f = {FIELLER_ONE_RUN, NAN, NAN, NAN, NAN, NAN};
	struct errors e;

	if (isfinite(a->mean / b->mean))
		f.ratio = a->mean / b->mean;
	if (a->n < 2 || b->n < 2)
		return f;
	e = pooled ? pooled_errors(a, b) : own_errors(a, b);
	if (isnan(f.ratio) || !isfinite(e.a + e.b)) {
		f.status = FIELLER_ZERO_DENOMINATOR;
		return f;
	}
	f.status = FIELLER_ZERO_VARIANCE;
	if (e.a + e.b == 0)
		return f;
	f.df = degrees_of_freedom(a, b, &e, pooled);
	/* A constant 0 against noise: the ratio is 0 whatever B is */
	if (!isnan(f.df))
		solve(&f, &e, confidence);
	return f;
}
