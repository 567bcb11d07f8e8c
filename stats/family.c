/* Many tests at once, and what one run weighs in a verdict. */
#include "stats/stats.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void give_up(double *adjusted, size_t n)
{
	for (size_t i = 0; i < n; i++)
		adjusted[i] = NAN;
}

/* Steps down from the smallest p, the i-th of m at order[i]. */
static void step_down(
	const double *p, const size_t *order, size_t m, double *adjusted)
{
	double most = 0;

	for (size_t i = 0; i < m; i++) {
		most = fmax(most, (double)(m - i) * p[order[i]]);
		adjusted[order[i]] = fmin(most, 1);
	}
}

bool stats_holm(const double *p, size_t n, double *adjusted)
{
	double *known = calloc(n + 1, sizeof *known);
	size_t *order = malloc((n + 1) * sizeof *order);
	size_t m = 0;

	/* what is no test goes to the end, where it is not counted */
	for (size_t i = 0; known && i < n; i++) {
		known[i] = isnan(p[i]) ? INFINITY : p[i];
		m += !isnan(p[i]);
	}
	if (!known || !order) {
		give_up(adjusted, n);
		free(known);
		free(order);
		return false;
	}
	gsl_sort_index(order, known, 1, n);
	give_up(adjusted, n);
	step_down(known, order, m, adjusted);
	free(known);
	free(order);
	return true;
}

struct side {
	const double *values;
	size_t count;
};

struct question {
	bool higher;
	double margin, confidence;
	enum stats_verdict verdict; /* with all runs */
};

/* Compares without each value of `reduced` in turn. */
static void delete_each(const struct question *question, struct side reduced,
	const struct stats_summary *other, bool first, double *rest,
	struct stats_fragility *result)
{
	for (size_t i = 0; reduced.count > 2 && i < reduced.count; i++) {
		struct stats_summary s;
		enum stats_verdict verdict;

		memcpy(rest, reduced.values, i * sizeof *rest);
		memcpy(rest + i, reduced.values + i + 1,
			(reduced.count - i - 1) * sizeof *rest);
		s = stats_summarize(
			rest, reduced.count - 1, question->confidence);
		verdict = stats_compare(first ? &s : other, first ? other : &s,
			question->higher, question->margin,
			question->confidence)
				  .verdict;
		result->deletions++;
		result->changes += verdict != question->verdict;
	}
}

struct stats_fragility stats_leave_one_out(const double *a, size_t a_count,
	const double *b, size_t b_count, bool higher_is_better, double margin,
	double confidence)
{
	struct stats_fragility result = {0, 0};
	struct stats_summary x = stats_summarize(a, a_count, confidence);
	struct stats_summary y = stats_summarize(b, b_count, confidence);
	struct question question = {higher_is_better, margin, confidence,
		stats_compare(&x, &y, higher_is_better, margin, confidence)
			.verdict};
	size_t most = a_count > b_count ? a_count : b_count;
	double *rest = malloc((most + 1) * sizeof *rest);

	if (!rest)
		return result;
	delete_each(&question, (struct side){a, a_count}, &y, true, rest,
		&result);
	delete_each(&question, (struct side){b, b_count}, &x, false, rest,
		&result);
	free(rest);
	return result;
}
