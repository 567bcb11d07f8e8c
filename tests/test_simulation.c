/*
 * Does the statistics keep its promises? Simulated coverage of the interval of
 * the ratio, and how often a verdict is wrong. The rates wanted were found by
 * an independent simulation in R and numpy, of 4,000 to 40,000 samples.
 *
 * A cheap run is part of the tests; HVLAB_DRAWS asks for more samples ("make
 * simulate") and prints what was found. Seeds are fixed.
 */
#include "tests/helpers.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdio.h>

#include "stats/stats.h"

#define CHEAP 3000
#define RUNS_MAX 10
#define TESTS_MAX 13
/* What the wanted rates are rounded to, and their own error. */
#define PRINTED 0.006

enum shape { NORMAL, LOGNORMAL };

static size_t draws(void)
{
	const char *wanted = getenv("HVLAB_DRAWS");

	return wanted ? strtoul(wanted, NULL, 10) : CHEAP;
}

static gsl_rng *generator(unsigned long seed)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	assert_non_null(rng);
	gsl_rng_set(rng, seed);
	return rng;
}

static double draw(gsl_rng *rng, enum shape shape, double mean, double cv)
{
	double sigma = sqrt(log1p(cv * cv));

	if (shape == LOGNORMAL)
		return mean * exp(gsl_ran_gaussian(rng, sigma) -
				      sigma * sigma / 2);
	return mean * (1 + gsl_ran_gaussian(rng, cv));
}

static struct stats_summary summary(
	gsl_rng *rng, enum shape shape, double mean, double cv, size_t n)
{
	double values[RUNS_MAX];

	for (size_t i = 0; i < n; i++)
		values[i] = draw(rng, shape, mean, cv);
	return stats_summarize(values, n, 0.95);
}

/* Fails unless a rate of so many draws is what was wanted, within four
 * standard errors. */
static void expect_rate(
	const char *what, double found, double wanted, size_t n)
{
	double error = sqrt(wanted * (1 - wanted) / (double)n);

	if (getenv("HVLAB_DRAWS"))
		print_message("%-58s %6.2f %%, wanted %6.2f +- %.2f\n", what,
			100 * found, 100 * wanted,
			100 * (4 * error + PRINTED));
	if (fabs(found - wanted) > 4 * error + PRINTED)
		fail_msg("%s: %.4f, not %.4f", what, found, wanted);
}

static void the_interval_of_the_ratio_covers_the_truth(void **state)
{
	static const struct {
		const char *what;
		enum shape shape;
		size_t n;
		double cv_a, cv_b, wanted;
	} cells[] = {
		{"coverage, normal, n = 3, CV 3 %", NORMAL, 3, .03, .03, .965},
		{"coverage, normal, n = 5, CV 3 %", NORMAL, 5, .03, .03, .956},
		{"coverage, normal, n = 10, CV 3 %", NORMAL, 10, .03, .03, .951},
		{"coverage, lognormal, n = 3, CV 10 %", LOGNORMAL, 3, .1, .1,
			.9657},
		{"coverage, lognormal, n = 10, CV 10 %", LOGNORMAL, 10, .1, .1,
			.9516},
		{"coverage, normal, n = 3, CV 10 and 2 %", NORMAL, 3, .1, .02,
			.945},
		{"coverage, normal, n = 10, CV 10 and 2 %", NORMAL, 10, .1, .02,
			.950},
		{"coverage, normal, n = 2, CV 1 %", NORMAL, 2, .01, .01, .976},
	};
	size_t n = draws();

	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++) {
		gsl_rng *rng = generator(20260101 + i);
		size_t covered = 0;

		for (size_t d = 0; d < n; d++) {
			struct stats_summary a = summary(rng, cells[i].shape,
				1.05, cells[i].cv_a, cells[i].n);
			struct stats_summary b = summary(rng, cells[i].shape, 1,
				cells[i].cv_b, cells[i].n);
			struct stats_comparison c =
				stats_compare(&a, &b, true, 0.03, 0.95);

			covered += c.low <= 1.05 && c.high >= 1.05;
		}
		expect_rate(cells[i].what, (double)covered / (double)n,
			cells[i].wanted, n);
		gsl_rng_free(rng);
	}
}

static void verdicts_are_right_as_often_as_they_should_be(void **state)
{
	static const struct {
		const char *what;
		double cv, ratio;
		size_t n;
		enum stats_verdict verdict;
		double wanted;
	} cells[] = {
		{"false winner A of equals, CV 3 %, n = 3", .03, 1, 3,
			VERDICT_A, .02},
		{"false winner B of equals, CV 3 %, n = 5", .03, 1, 5,
			VERDICT_B, .02},
		{"winner at +5 %, CV 3 %, n = 5", .03, 1.05, 5, VERDICT_A, .59},
		{"winner at +10 %, CV 10 %, n = 10", .1, 1.1, 10, VERDICT_A,
			.52},
		{"proved tie of equals, CV 1 %, n = 3", .01, 1, 3,
			VERDICT_EQUAL, .74},
		{"proved tie of equals, CV 3 %, n = 10", .03, 1, 10,
			VERDICT_EQUAL, .36},
		{"false tie at the margin, CV 1 %, n = 5", .01, 1.03, 5,
			VERDICT_EQUAL, .04},
		{"false tie at the margin, CV 1 %, n = 10", .01, 1.03, 10,
			VERDICT_EQUAL, .05},
		{"undecided equals, CV 10 %, n = 10", .1, 1, 10,
			VERDICT_UNDECIDED, .95},
	};
	size_t n = draws();

	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++) {
		gsl_rng *rng = generator(20260201 + i);
		size_t found = 0;

		for (size_t d = 0; d < n; d++) {
			struct stats_summary a = summary(rng, NORMAL,
				cells[i].ratio, cells[i].cv, cells[i].n);
			struct stats_summary b = summary(
				rng, NORMAL, 1, cells[i].cv, cells[i].n);

			found += stats_compare(&a, &b, true, 0.03, 0.95)
					 .verdict == cells[i].verdict;
		}
		expect_rate(cells[i].what, (double)found / (double)n,
			cells[i].wanted, n);
		gsl_rng_free(rng);
	}
}

/* Has a table of equal systems a winner, by each line's own p and by Holm's?
 */
static void find_winners(gsl_rng *rng, size_t n, bool *raw, bool *holm)
{
	double p[TESTS_MAX], adjusted[TESTS_MAX];

	for (size_t t = 0; t < TESTS_MAX; t++) {
		struct stats_summary a = summary(rng, NORMAL, 1, .03, n);
		struct stats_summary b = summary(rng, NORMAL, 1, .03, n);

		p[t] = stats_compare(&a, &b, true, 0.03, 0.95).p;
	}
	assert_true(stats_holm(p, TESTS_MAX, adjusted));
	*raw = *holm = false;
	for (size_t t = 0; t < TESTS_MAX; t++) {
		*raw = *raw || p[t] < 0.05;
		*holm = *holm || adjusted[t] < 0.05;
	}
}

static void a_whole_table_names_no_false_winners(void **state)
{
	static const struct {
		const char *what;
		size_t n;
		double raw, holm;
	} cells[] = {
		{"table of 13 equal lines with a winner, n = 3", 3, .365, .026},
		{"table of 13 equal lines with a winner, n = 5", 5, .444, .034},
		{"table of 13 equal lines with a winner, n = 10", 10, .47,
			.044},
	};
	size_t n = draws() / 2;

	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++) {
		gsl_rng *rng = generator(20260301 + i);
		size_t raw = 0, holm = 0;
		char what[80];

		for (size_t d = 0; d < n; d++) {
			bool r, h;

			find_winners(rng, cells[i].n, &r, &h);
			raw += r;
			holm += h;
		}
		snprintf(what, sizeof what, "%s, raw", cells[i].what);
		/* these were found with 4,000 tables */
		expect_rate(what, (double)raw / (double)n, cells[i].raw,
			n < 4000 ? n : 4000);
		snprintf(what, sizeof what, "%s, Holm", cells[i].what);
		expect_rate(what, (double)holm / (double)n, cells[i].holm,
			n < 4000 ? n : 4000);
		gsl_rng_free(rng);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_interval_of_the_ratio_covers_the_truth),
		TEST(verdicts_are_right_as_often_as_they_should_be),
		TEST(a_whole_table_names_no_false_winners),
	};

	stats_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
