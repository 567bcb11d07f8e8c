#include "stats/stats.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define POWER 0.80

/* Squared relative standard error of a mean. */
static double relative_variance(const struct stats_summary *s)
{
	double r = s->sd / s->mean; /* first: squares may underflow */

	return r * r / (double)s->n;
}

/* ln(a / b): the difference of two logarithms would lose the digits that
 * matter near 1. The smaller is the divisor, so that exchanging a and b
 * changes the sign and not a bit more. */
static double log_ratio(double a, double b)
{
	return a < b ? -log(b / a) : log(a / b);
}

/* Satterthwaite's df is liberal for 2 runs against many: the little group
 * then decides alone. */
static double degrees_of_freedom(
	const struct stats_summary *a, const struct stats_summary *b)
{
	double ea = relative_variance(a), eb = relative_variance(b);
	size_t small = a->n < b->n ? a->n : b->n;
	size_t large = a->n < b->n ? b->n : a->n;

	if (small == 2 && large >= 4)
		return 1.0;
	return (ea + eb) * (ea + eb) /
	       (ea * ea / (double)(a->n - 1) + eb * eb / (double)(b->n - 1));
}

static void undecided(struct stats_comparison *c, enum stats_reason reason)
{
	c->verdict = VERDICT_UNDECIDED;
	c->reason = reason;
}

static enum stats_verdict better_side(
	const struct stats_comparison *c, bool higher_is_better)
{
	return (c->log_ratio > 0) == higher_is_better ? VERDICT_A : VERDICT_B;
}

static void decide_without_spread(
	struct stats_comparison *c, bool higher, double margin)
{
	c->reason = REASON_ALL_EQUAL;
	c->low = c->high = c->ratio;
	c->verdict = VERDICT_EQUAL;
	if (fabs(c->log_ratio) <= log1p(margin))
		return;
	c->verdict = better_side(c, higher);
	c->beyond_margin = true;
}

static void decide(struct stats_comparison *c, bool higher, double margin,
	double confidence)
{
	double m = log1p(margin);
	double two_sided = gsl_cdf_tdist_Pinv(0.5 + confidence / 2, c->df);
	double one_sided = gsl_cdf_tdist_Pinv(confidence, c->df);
	double size = fabs(c->log_ratio);

	c->low = exp(c->log_ratio - two_sided * c->se);
	c->high = exp(c->log_ratio + two_sided * c->se);
	c->p = 2 * gsl_cdf_tdist_Q(size / c->se, c->df);
	/* the side that is nearer decides; the other p is smaller */
	c->equal_p = gsl_cdf_tdist_P((size - m) / c->se, c->df);
	c->proved_margin = expm1(size + one_sided * c->se);
	c->detectable = expm1(c->se *
			      (two_sided + gsl_cdf_tdist_Pinv(POWER, c->df)));
	if (size + one_sided * c->se < m) {
		c->verdict = VERDICT_EQUAL;
		c->negligible = size > two_sided * c->se;
	} else if (size > two_sided * c->se) {
		c->verdict = better_side(c, higher);
		c->beyond_margin = size - two_sided * c->se > m;
	} else {
		undecided(c, REASON_SPREAD);
	}
}

struct stats_comparison stats_compare(const struct stats_summary *a,
	const struct stats_summary *b, bool higher_is_better, double margin,
	double confidence)
{
	struct stats_comparison c = {
		.ratio = NAN,
		.low = NAN,
		.high = NAN,
		.log_ratio = NAN,
		.se = NAN,
		.df = NAN,
		.p = NAN,
		.equal_p = NAN,
		.proved_margin = NAN,
		.detectable = NAN,
		.verdict = VERDICT_NO_DATA,
	};

	if (a->n == 0 || b->n == 0)
		return c;
	if (a->mean > 0 && b->mean > 0) {
		c.log_ratio = log_ratio(a->mean, b->mean);
		c.ratio = a->mean / b->mean;
	}
	if (a->n == 1 || b->n == 1) {
		undecided(&c, REASON_ONE_RUN);
		return c;
	}
	if (isnan(c.ratio)) {
		undecided(&c, REASON_NOT_POSITIVE);
		return c;
	}
	c.se = sqrt(relative_variance(a) + relative_variance(b));
	if (c.se == 0) {
		decide_without_spread(&c, higher_is_better, margin);
		return c;
	}
	c.df = degrees_of_freedom(a, b);
	decide(&c, higher_is_better, margin, confidence);
	return c;
}
