#include "stats/weights.h"

#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>

#define WORKSPACE 200
#define LEFT 45.0      /* e^-45: nothing is left below the middle by that */
#define NEGLIGIBLE -38 /* logarithm of a tail without influence */
#define PIECES 64      /* each twice as long as the one before */

static double cleaned(double weight)
{
	return weight > 0 && isfinite(weight) ? weight : 0;
}

double stats_weight_units(const double *weights, size_t n, double *units)
{
	double largest = 0, sum = 0;
	int exponent;

	if (n > STATS_CRITERIA)
		return 0;
	for (size_t j = 0; j < n; j++)
		largest = fmax(largest, cleaned(weights[j]));
	frexp(largest, &exponent);
	for (size_t j = 0; j < n; j++) {
		units[j] = ldexp(cleaned(weights[j]), -exponent);
		sum += units[j];
	}
	return sum;
}

bool stats_shares(const double *weights, size_t n, double *shares)
{
	double sum = stats_weight_units(weights, n, shares);

	for (size_t j = 0; j < n && sum > 0; j++)
		shares[j] /= sum;
	return sum > 0;
}

size_t stats_ranking(const double *shares, size_t n, size_t *order)
{
	size_t m = 0;

	for (size_t j = 0; j < n; j++) {
		size_t place = m;

		if (!(shares[j] > 0))
			continue;
		for (; place > 0 && shares[order[place - 1]] < shares[j];
			place--)
			order[place] = order[place - 1];
		order[place] = j;
		m++;
	}
	return m;
}

/* Where the run of equal shares that starts at rank `r` ends. */
static size_t end_of_equals(
	const double *shares, const size_t *order, size_t m, size_t r)
{
	size_t end = r + 1;

	while (end < m && shares[order[end]] == shares[order[r]])
		end++;
	return end;
}

/* Gives all members of a run of equal shares their mean. */
static void level(
	const double *shares, const size_t *order, size_t m, double *x)
{
	for (size_t r = 0, end; r < m; r = end) {
		double sum = 0;

		end = end_of_equals(shares, order, m, r);
		for (size_t i = r; i < end; i++)
			sum += x[i];
		for (size_t i = r; i < end && end - r > 1; i++)
			x[i] = sum / (double)(end - r);
	}
}

void stats_ranked_weights(
	const double *shares, const size_t *order, size_t m, double *e)
{
	double sum = 0;

	for (size_t r = m; r-- > 0;) {
		sum += e[r] / (double)(r + 1);
		e[r] = sum;
	}
	level(shares, order, m, e);
}

/* Σ G_j d_j, G_j ~ Gamma(a_j): the terms that are not 0. */
struct gamma_sum {
	size_t n;
	double a[STATS_CRITERIA], d[STATS_CRITERIA], log_d[STATS_CRITERIA];
};

static void add_term(struct gamma_sum *s, double a, double d)
{
	if (!(a > 0) || d == 0)
		return;
	s->a[s->n] = a;
	s->d[s->n++] = d;
}

static void add_ranked_terms(
	struct gamma_sum *s, const double *d, const double *shares, size_t n)
{
	size_t order[STATS_CRITERIA];
	double x[STATS_CRITERIA], sum = 0;
	size_t m = stats_ranking(shares, n, order);

	for (size_t r = 0; r < m; r++)
		x[r] = d[order[r]];
	level(shares, order, m, x);
	for (size_t r = 0; r < m; r++) {
		sum += x[r];
		add_term(s, 1, sum / (double)(r + 1));
	}
}

/* Logarithm of the factor in front of the sine at u = e^y. */
static double log_size(const struct gamma_sum *s, double y)
{
	double sum = 0;

	for (size_t j = 0; j < s->n; j++) {
		double x = y + s->log_d[j];

		/* e^(2x) has an end, x has none */
		sum += s->a[j] * (x > 20 ? 2 * x : log1p(exp(2 * x)));
	}
	return -sum / 2;
}

/* du/u = dy: in y the integrand is smooth and falls off on both sides. */
static double integrand(double y, void *params)
{
	const struct gamma_sum *s = params;
	double phase = 0;

	for (size_t j = 0; j < s->n; j++)
		phase += s->a[j] * atan(exp(y) * s->d[j]);
	return sin(phase) * exp(log_size(s, y));
}

/* Adds the integral over [low, high]; false when GSL is not sure of it. */
static bool add_piece(struct gamma_sum *s, double low, double high,
	gsl_integration_workspace *workspace, double *sum)
{
	gsl_function f = {integrand, s};
	double value = NAN, error = NAN;

	/* GSL complains of rounding at this precision: its bound decides */
	gsl_integration_qag(&f, low, high, 1e-13, 1e-12, WORKSPACE,
		GSL_INTEG_GAUSS61, workspace, &value, &error);
	*sum += value;
	return error < 1e-10;
}

/* Upwards in growing pieces: a far tail is flat, and what is near the middle
 * must not fall between the nodes of a long piece. */
static double integral(struct gamma_sum *s, gsl_integration_workspace *w)
{
	double scale = 0, total = 0, sum = 0, y, length = 8;
	bool sure;

	for (size_t j = 0; j < s->n; j++) {
		scale += s->a[j] * s->d[j] * s->d[j];
		total += s->a[j];
	}
	y = -log(scale) / 2;
	sure = add_piece(s, y - LEFT, y, w, &sum);
	for (int i = 0; i < PIECES && sure; i++) {
		sure = add_piece(s, y, y + length, w, &sum);
		y += length;
		length *= 2;
		if (log_size(s, y) - log(total) < NEGLIGIBLE)
			return sum;
	}
	return NAN;
}

static double positive_probability(struct gamma_sum *s)
{
	gsl_integration_workspace *workspace;
	double largest = 0, p;
	size_t positive = 0;

	for (size_t j = 0; j < s->n; j++) {
		positive += s->d[j] > 0;
		largest = fmax(largest, fabs(s->d[j]));
	}
	if (s->n == 0)
		return 0.5;
	if (positive == 0 || positive == s->n)
		return positive ? 1 : 0;
	for (size_t j = 0; j < s->n; j++) {
		s->d[j] /= largest;
		s->log_d[j] = log(fabs(s->d[j]));
	}
	workspace = gsl_integration_workspace_alloc(WORKSPACE);
	if (!workspace)
		return NAN;
	p = 0.5 + integral(s, workspace) / M_PI;
	gsl_integration_workspace_free(workspace);
	return isnan(p) ? NAN : fmin(1, fmax(0, p));
}

static double certain_probability(const double *d, const double *w, size_t n)
{
	double sum = 0;

	for (size_t j = 0; j < n; j++)
		sum += w[j] * d[j];
	return sum > 0 ? 1 : sum < 0 ? 0 : 0.5;
}

double stats_win_probability(const double *d, const double *weights, size_t n,
	enum stats_weighting weighting, double kappa)
{
	struct gamma_sum sum = {0};
	double w[STATS_CRITERIA];
	double all = stats_weight_units(weights, n, w);

	if (n > STATS_CRITERIA || (weighting == WEIGHTS_NEAR && !(kappa >= 1)))
		return NAN;
	for (size_t j = 0; j < n; j++)
		if (!isfinite(d[j]))
			return NAN;
	if (weighting == WEIGHTS_NEAR && isinf(kappa))
		return certain_probability(d, w, n);
	if (weighting == WEIGHTS_RANKED)
		add_ranked_terms(&sum, d, w, n);
	for (size_t j = 0; j < n && weighting == WEIGHTS_NEAR && all > 0; j++)
		add_term(&sum, kappa * w[j] / all, d[j]);
	for (size_t j = 0; j < n && weighting == WEIGHTS_ANY; j++)
		add_term(&sum, 1, d[j]);
	return positive_probability(&sum);
}
