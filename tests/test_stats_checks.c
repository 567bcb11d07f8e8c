/* Unit tests of stats/checks.h, outlier.h, describe.h and bootstrap.h against
 * fixtures/reference. Run from the root of the sources. */
#include "tests/reference.h"

#include "stats/bootstrap.h"
#include "stats/checks.h"
#include "stats/describe.h"
#include "stats/outlier.h"

#define SEED 20240611
#define RESAMPLES 20000

/* The two groups of a case, and what the reference says of them. */
struct sample {
	double a[GROUP_MAX], b[GROUP_MAX];
	size_t na, nb;
	struct stats_summary of_a, of_b;
};

static struct sample sample_named(const struct table *data, const char *name)
{
	struct sample s;

	s.na = group_of(data, name, "A", s.a);
	s.nb = group_of(data, name, "B", s.b);
	s.of_a = stats_summarize(s.a, s.na, 0.95);
	s.of_b = stats_summarize(s.b, s.nb, 0.95);
	return s;
}

static struct sample sample_of(const struct cases *cases, size_t row)
{
	return sample_named(&cases->data, word(&cases->wanted, row, "case"));
}

static struct sample mirrored(const struct sample *s)
{
	struct sample m = {.na = s->nb, .nb = s->na};

	memcpy(m.a, s->b, sizeof m.a);
	memcpy(m.b, s->a, sizeof m.b);
	m.of_a = s->of_b;
	m.of_b = s->of_a;
	return m;
}

/* Both sides from literals. */
#define SIDE(...)                                                              \
	(const double[]){__VA_ARGS__}, COUNT(((const double[]){__VA_ARGS__}))
#define SUMMARY(...) stats_summarize(SIDE(__VA_ARGS__), 0.95)

static struct stats_welch welch(struct stats_summary a, struct stats_summary b)
{
	return stats_welch(&a, &b, 0.95);
}

static struct stats_fieller fieller(
	struct stats_summary a, struct stats_summary b)
{
	return stats_fieller(&a, &b, false, 0.95);
}

static struct stats_effect effect(
	struct stats_summary a, struct stats_summary b)
{
	return stats_effect(&a, &b);
}

static struct stats_summary nothing(void)
{
	return stats_summarize(NULL, 0, 0.95);
}

static void differences_agree_with_r(void **state)
{
	struct cases cases = read_cases(((struct desk *)*state)->arena);
	const struct table *wanted = &cases.wanted;

	for (size_t i = 0; i < wanted->count; i++) {
		struct sample s = sample_of(&cases, i);
		struct stats_welch w = stats_welch(&s.of_a, &s.of_b, 0.95);

		expect_cell(wanted, i, "welch_diff", w.difference, TIGHT);
		expect_cell(wanted, i, "welch_t", w.t, TIGHT);
		expect_cell(wanted, i, "welch_df", w.df, TIGHT);
		expect_cell(wanted, i, "welch_p", w.p, TIGHT);
		expect_cell(wanted, i, "welch_lo", w.low, TIGHT);
		expect_cell(wanted, i, "welch_hi", w.high, TIGHT);
	}
}

static void geometric_ratios_agree_with_r(void **state)
{
	struct cases cases = read_cases(((struct desk *)*state)->arena);
	const struct table *wanted = &cases.wanted;

	for (size_t i = 0; i < wanted->count; i++) {
		struct sample s = sample_of(&cases, i);
		struct stats_log_t t = stats_log_t(s.a, s.na, s.b, s.nb, 0.95);

		expect_cell(wanted, i, "logt_ratio", t.ratio, TIGHT);
		expect_cell(wanted, i, "logt_df", t.df, TIGHT);
		expect_cell(wanted, i, "logt_p", t.p, TIGHT);
		expect_cell(wanted, i, "logt_lo95", t.low, TIGHT);
		expect_cell(wanted, i, "logt_hi95", t.high, TIGHT);
	}
}

static const char *status_word(enum stats_fieller_status status)
{
	static const char *words[] = {
		[FIELLER_BOUNDED] = "bounded",
		[FIELLER_UNBOUNDED] = "unbounded",
		[FIELLER_WHOLE_LINE] = "whole_line",
		[FIELLER_ZERO_DENOMINATOR] = "zero_denominator",
		[FIELLER_ZERO_VARIANCE] = "zero_variance",
		[FIELLER_ONE_RUN] = "n1",
	};

	return words[status];
}

static void expect_fieller(const struct table *wanted, size_t row,
	const struct sample *s, bool pooled, const char *const *heads)
{
	struct stats_fieller f =
		stats_fieller(&s->of_a, &s->of_b, pooled, 0.95);

	expect_cell(wanted, row, heads[0], f.g, TIGHT);
	expect_cell(wanted, row, heads[1], f.df, TIGHT);
	expect_cell(wanted, row, heads[2], f.low, TIGHT);
	expect_cell(wanted, row, heads[3], f.high, TIGHT);
	assert_string_equal(status_word(f.status), word(wanted, row, heads[4]));
	if (f.status != FIELLER_ZERO_DENOMINATOR)
		expect_cell(wanted, row, "ratio", f.ratio, TIGHT);
}

static void fieller_intervals_agree_with_r(void **state)
{
	static const char *const own[] = {"fieller_g", "fieller_df",
		"fieller_lo95", "fieller_hi95", "fieller_status"};
	static const char *const pooled[] = {"fpooled_g", "fpooled_df",
		"fpooled_lo95", "fpooled_hi95", "fpooled_status"};
	struct cases cases = read_cases(((struct desk *)*state)->arena);

	for (size_t i = 0; i < cases.wanted.count; i++) {
		struct sample s = sample_of(&cases, i);

		expect_fieller(&cases.wanted, i, &s, false, own);
		expect_fieller(&cases.wanted, i, &s, true, pooled);
	}
}

static void effect_sizes_agree_with_r(void **state)
{
	struct cases cases = read_cases(((struct desk *)*state)->arena);
	const struct table *wanted = &cases.wanted;

	for (size_t i = 0; i < wanted->count; i++) {
		struct sample s = sample_of(&cases, i);
		struct stats_effect e = stats_effect(&s.of_a, &s.of_b);

		expect_cell(wanted, i, "cohen_d", e.d, TIGHT);
		expect_cell(wanted, i, "hedges_J", e.j, TIGHT);
		expect_cell(wanted, i, "hedges_g", e.g, TIGHT);
	}
}

static void rank_tests_agree_with_r(void **state)
{
	struct cases cases = read_cases(((struct desk *)*state)->arena);
	const struct table *wanted = &cases.wanted;

	for (size_t i = 0; i < wanted->count; i++) {
		struct sample s = sample_of(&cases, i);
		struct stats_mann_whitney m =
			stats_mann_whitney(s.a, s.na, s.b, s.nb);

		expect_cell(wanted, i, "mw_U", m.u, 0);
		expect_cell(wanted, i, "mw_p", m.p, TIGHT);
		expect_cell(wanted, i, "mw_min_p", m.smallest_p, TIGHT);
		expect_cell(wanted, i, "a12", m.a12, TIGHT);
	}
}

static void permutation_tests_agree_with_r(void **state)
{
	struct cases cases = read_cases(((struct desk *)*state)->arena);
	const struct table *wanted = &cases.wanted;
	size_t made = 0;

	for (size_t i = 0; i < wanted->count; i++) {
		struct sample s = sample_of(&cases, i);
		double p = stats_permutation_p(s.a, s.na, s.b, s.nb);

		expect_cell(wanted, i, "perm_p", p, TIGHT);
		made += !isnan(p);
	}
	assert_true(made >= 40 && made < wanted->count);
}

static void shifts_agree_with_r(void **state)
{
	struct cases cases = read_cases(((struct desk *)*state)->arena);
	const struct table *wanted = &cases.wanted;

	for (size_t i = 0; i < wanted->count; i++) {
		struct sample s = sample_of(&cases, i);
		struct stats_shift h = stats_shift(s.a, s.na, s.b, s.nb, 0.95);
		struct stats_shift r =
			stats_shift_ratio(s.a, s.na, s.b, s.nb, 0.95);

		expect_cell(wanted, i, "hl_shift", h.shift, TIGHT);
		expect_cell(wanted, i, "hl_lo", h.low, TIGHT);
		expect_cell(wanted, i, "hl_hi", h.high, TIGHT);
		expect_cell(wanted, i, "hl_conf", h.achieved, TIGHT);
		expect_cell(wanted, i, "hl_ratio", r.shift, TIGHT);
		expect_cell(wanted, i, "hl_ratio_lo", r.low, TIGHT);
		expect_cell(wanted, i, "hl_ratio_hi", r.high, TIGHT);
		if (!isnan(r.shift))
			expect_cell(wanted, i, "hl_conf", r.achieved, TIGHT);
	}
}

static void expect_welch_mirrored(
	const struct sample *s, const struct sample *m)
{
	struct stats_welch w = stats_welch(&s->of_a, &s->of_b, 0.95);
	struct stats_welch v = stats_welch(&m->of_a, &m->of_b, 0.95);
	struct stats_log_t t = stats_log_t(s->a, s->na, s->b, s->nb, 0.95);
	struct stats_log_t u = stats_log_t(m->a, m->na, m->b, m->nb, 0.95);

	expect_near(v.difference, -w.difference, 0);
	expect_near(v.se, w.se, 0);
	expect_near(v.t, -w.t, 0);
	expect_near(v.df, w.df, 0);
	expect_near(v.p, w.p, 0);
	expect_near(v.low, -w.high, 0);
	expect_near(v.high, -w.low, 0);
	expect_near(u.log_ratio, -t.log_ratio, 0);
	expect_near(u.p, t.p, 0);
	expect_near(u.low, 1 / t.high, 1e-14);
	expect_near(u.high, 1 / t.low, 1e-14);
}

static void expect_ranks_mirrored(
	const struct sample *s, const struct sample *m)
{
	struct stats_mann_whitney x =
		stats_mann_whitney(s->a, s->na, s->b, s->nb);
	struct stats_mann_whitney y =
		stats_mann_whitney(m->a, m->na, m->b, m->nb);
	struct stats_shift h = stats_shift(s->a, s->na, s->b, s->nb, 0.95);
	struct stats_shift g = stats_shift(m->a, m->na, m->b, m->nb, 0.95);

	expect_near(y.u, (double)(s->na * s->nb) - x.u, 0);
	expect_near(y.p, x.p, 0);
	expect_near(y.smallest_p, x.smallest_p, 0);
	expect_near(y.a12, 1 - x.a12, 1e-14);
	expect_near(g.shift, -h.shift, 0);
	expect_near(g.low, -h.high, 0);
	expect_near(g.high, -h.low, 0);
	expect_near(g.achieved, h.achieved, 0);
}

static void expect_effect_mirrored(
	const struct sample *s, const struct sample *m)
{
	struct stats_effect e = stats_effect(&s->of_a, &s->of_b);
	struct stats_effect f = stats_effect(&m->of_a, &m->of_b);

	expect_near(f.d, -e.d, 0);
	expect_near(f.g, -e.g, 0);
	expect_near(f.j, e.j, 0);
	expect_near(stats_permutation_p(m->a, m->na, m->b, m->nb),
		stats_permutation_p(s->a, s->na, s->b, s->nb), 0);
}

/* Of positive means: 1 / [low, high]. */
static void expect_fieller_mirrored(
	const struct sample *s, const struct sample *m, bool pooled)
{
	struct stats_fieller f =
		stats_fieller(&s->of_a, &s->of_b, pooled, 0.95);
	struct stats_fieller h =
		stats_fieller(&m->of_a, &m->of_b, pooled, 0.95);

	if (f.status != FIELLER_BOUNDED || !(f.low > 0)) {
		/* a denominator that may be 0, once exchanged */
		assert_true(h.status != FIELLER_BOUNDED || h.low <= 0);
		return;
	}
	assert_int_equal(h.status, FIELLER_BOUNDED);
	expect_near(h.df, f.df, 1e-13);
	expect_near(h.low, 1 / f.high, 1e-12);
	expect_near(h.high, 1 / f.low, 1e-12);
}

static void exchanging_the_sides_mirrors_every_check(void **state)
{
	struct cases cases = read_cases(((struct desk *)*state)->arena);

	for (size_t i = 0; i < cases.wanted.count; i++) {
		struct sample s = sample_of(&cases, i), m = mirrored(&s);

		expect_welch_mirrored(&s, &m);
		expect_ranks_mirrored(&s, &m);
		expect_effect_mirrored(&s, &m);
		expect_fieller_mirrored(&s, &m, false);
		expect_fieller_mirrored(&s, &m, true);
	}
}

static void a_side_without_value_has_no_check(void **state)
{
	const double one = 1;

	(void)state;
	assert_true(isnan(welch(nothing(), SUMMARY(1, 2)).difference));
	assert_true(isnan(welch(SUMMARY(1, 2), nothing()).difference));
	assert_true(isnan(fieller(nothing(), SUMMARY(1, 2)).ratio));
	assert_int_equal(
		fieller(SUMMARY(1, 2), nothing()).status, FIELLER_ONE_RUN);
	assert_true(isnan(effect(nothing(), SUMMARY(1, 2)).j));
	assert_true(isnan(stats_log_t(NULL, 0, &one, 1, 0.95).ratio));
	assert_true(isnan(stats_mann_whitney(NULL, 0, &one, 1).u));
	assert_true(isnan(stats_mann_whitney(&one, 1, NULL, 0).smallest_p));
	assert_true(isnan(stats_permutation_p(NULL, 0, &one, 1)));
	assert_true(isnan(stats_permutation_p(&one, 1, NULL, 0)));
	assert_true(isnan(stats_permutation_p(NULL, 0, NULL, 0)));
	assert_true(isnan(stats_shift(NULL, 0, &one, 1, 0.95).shift));
	assert_true(isnan(stats_shift(&one, 1, NULL, 0, 0.95).achieved));
	assert_true(isnan(stats_shift_ratio(NULL, 0, NULL, 0, 0.95).low));
}

static void one_run_gives_a_difference_and_no_test(void **state)
{
	struct stats_welch w = welch(SUMMARY(5), SUMMARY(1, 2, 3));
	struct stats_fieller f = fieller(SUMMARY(5), SUMMARY(1, 2, 3));

	(void)state;
	assert_true(w.difference == 3);
	assert_true(isnan(w.se) && isnan(w.t) && isnan(w.p));
	assert_true(isnan(w.low) && isnan(w.high));
	assert_int_equal(f.status, FIELLER_ONE_RUN);
	assert_true(f.ratio == 2.5 && isnan(f.low) && isnan(f.g));
	assert_true(isnan(effect(SUMMARY(5), SUMMARY(1, 2, 3)).j));
	assert_true(isnan(stats_log_t(SIDE(5), SIDE(1, 2), 0.95).ratio));
}

static void two_runs_a_side_are_enough_for_every_check(void **state)
{
	struct stats_welch w = welch(SUMMARY(3, 5), SUMMARY(1, 2));
	struct stats_mann_whitney m =
		stats_mann_whitney(SIDE(3, 5), SIDE(1, 2));

	(void)state;
	/* se² = 2/2 + 0.5/2, df = 1.25² / (1 + 0.0625) */
	expect_near(w.se, sqrt(1.25), 1e-15);
	expect_near(w.df, 1.4705882352941178, 1e-14);
	assert_true(w.low < 2.5 && w.high > 2.5);
	assert_true(m.u == 4 && m.a12 == 1);
	expect_near(m.p, 1.0 / 3, 1e-15);
	expect_near(m.smallest_p, 1.0 / 3, 1e-15);
	expect_near(
		stats_permutation_p(SIDE(3, 5), SIDE(1, 2)), 1.0 / 3, 1e-15);
	assert_true(stats_shift(SIDE(3, 5), SIDE(1, 2), 0.95).shift == 2.5);
}

static void equal_values_have_no_test_and_no_effect_size(void **state)
{
	struct stats_welch w = welch(SUMMARY(7, 7, 7), SUMMARY(5, 5));
	struct stats_effect e = effect(SUMMARY(7, 7, 7), SUMMARY(5, 5));
	struct stats_log_t t = stats_log_t(SIDE(4, 4), SIDE(2, 2), 0.95);

	(void)state;
	assert_true(w.difference == 2 && w.se == 0);
	assert_true(isnan(w.t) && isnan(w.df) && isnan(w.p) && isnan(w.low));
	assert_true(isnan(e.d) && isnan(e.g) && e.j > 0 && e.j < 1);
	expect_near(t.ratio, 2, 1e-15);
	assert_true(isnan(t.p) && isnan(t.low) && isnan(t.high));
	assert_int_equal(fieller(SUMMARY(7, 7), SUMMARY(5, 5)).status,
		FIELLER_ZERO_VARIANCE);
	expect_near(stats_mann_whitney(SIDE(7, 7, 7), SIDE(7, 7)).p, 1, 0);
	expect_near(stats_permutation_p(SIDE(7, 7, 7), SIDE(7, 7)), 1, 0);
	/* a mean that rounds must not make a difference */
	expect_near(
		stats_permutation_p(SIDE(0.1, 0.1, 0.1), SIDE(0.1, 0.1)), 1, 0);
	assert_true(stats_shift(SIDE(7, 7), SIDE(5, 5), 0.95).low == 2);
}

static void zeros_and_negatives_have_differences_but_no_logarithm(void **state)
{
	struct stats_shift s = stats_shift_ratio(SIDE(0, 1), SIDE(1, 2), 0.95);

	(void)state;
	assert_true(isnan(stats_log_t(SIDE(0, 1), SIDE(1, 2), 0.95).ratio));
	assert_true(isnan(stats_log_t(SIDE(1, 2), SIDE(-1, 2), 0.95).p));
	assert_true(isnan(s.shift) && isnan(s.low) && isnan(s.achieved));
	assert_true(welch(SUMMARY(0, -2), SUMMARY(-3, -5)).difference == 3);
	assert_true(stats_mann_whitney(SIDE(0, -2), SIDE(-3, -5)).u == 4);
	assert_true(stats_shift(SIDE(0, -2), SIDE(-3, -5), 0.95).shift == 3);
	expect_near(stats_permutation_p(SIDE(0, 0), SIDE(0, -0.0)), 1, 0);
}

static void fieller_says_why_it_has_no_interval(void **state)
{
	struct stats_fieller f = fieller(SUMMARY(0.1, -0.1), SUMMARY(-1, 1.1));

	(void)state;
	assert_int_equal(f.status, FIELLER_WHOLE_LINE);
	assert_true(f.g >= 1 && isnan(f.low) && isnan(f.high));
	f = fieller(SUMMARY(99, 101), SUMMARY(-1, 1.1));
	assert_int_equal(f.status, FIELLER_UNBOUNDED);
	assert_true(f.g >= 1 && isnan(f.low) && isnan(f.high));
	f = fieller(SUMMARY(99, 101), SUMMARY(-1, 1));
	assert_int_equal(f.status, FIELLER_ZERO_DENOMINATOR);
	assert_true(isnan(f.ratio) && isnan(f.g) && isnan(f.df));
	f = fieller(SUMMARY(0, 0), SUMMARY(3, 4));
	assert_int_equal(f.status, FIELLER_ZERO_VARIANCE);
	assert_true(f.ratio == 0 && isnan(f.low));
	f = fieller(SUMMARY(1e300, 2e300), SUMMARY(1e-300, 2e-300));
	assert_int_equal(f.status, FIELLER_ZERO_DENOMINATOR);
	f = fieller(SUMMARY(1e300, -1e300), SUMMARY(1e-300, 2e-300));
	assert_int_equal(f.status, FIELLER_ZERO_DENOMINATOR);
}

static void the_pooled_interval_takes_one_variance_for_both(void **state)
{
	struct stats_summary a = SUMMARY(9, 10, 11), b = SUMMARY(5, 5, 5);
	struct stats_fieller own = stats_fieller(&a, &b, false, 0.95);
	struct stats_fieller pooled = stats_fieller(&a, &b, true, 0.95);

	(void)state;
	/* B has no spread of its own */
	assert_true(own.g == 0 && own.df == 2);
	assert_true(pooled.df == 4);
	/* t(.975; 4)² (1/2)/3 / 25 */
	expect_near(
		pooled.g, 2.7764451051977943 * 2.7764451051977943 / 150, 1e-12);
}

/* The answers that do not depend on the unit, for values in unit s. */
static void expect_free_of_unit(double s)
{
	struct stats_summary a = SUMMARY(1.00 * s, 1.01 * s, 0.99 * s);
	struct stats_summary b = SUMMARY(1.10 * s, 1.12 * s, 1.09 * s);
	struct stats_welch w = stats_welch(&a, &b, 0.95);
	struct stats_welch one =
		welch(SUMMARY(1.00, 1.01, 0.99), SUMMARY(1.10, 1.12, 1.09));
	struct stats_fieller f = stats_fieller(&a, &b, false, 0.95);
	struct stats_fieller g =
		fieller(SUMMARY(1.00, 1.01, 0.99), SUMMARY(1.10, 1.12, 1.09));

	expect_near(w.t, one.t, 1e-9);
	expect_near(w.df, one.df, 1e-9);
	expect_near(w.p, one.p, 1e-9);
	expect_near(w.low / s, one.low, 1e-9);
	assert_int_equal(f.status, FIELLER_BOUNDED);
	expect_near(f.low, g.low, 1e-9);
	expect_near(f.high, g.high, 1e-9);
	f = stats_fieller(&a, &b, true, 0.95);
	assert_int_equal(f.status, FIELLER_BOUNDED);
	expect_near(stats_effect(&a, &b).d,
		effect(SUMMARY(1.00, 1.01, 0.99), SUMMARY(1.10, 1.12, 1.09)).d,
		1e-9);
}

static void expect_ranks_free_of_unit(double s)
{
	const double a[] = {1.00 * s, 1.01 * s, 0.99 * s};
	const double b[] = {1.10 * s, 1.12 * s, 1.09 * s};

	expect_near(stats_mann_whitney(a, 3, b, 3).p, 0.1, 1e-15);
	expect_near(stats_permutation_p(a, 3, b, 3), 0.1, 1e-15);
	expect_near(stats_shift(a, 3, b, 3, 0.95).shift / s, -0.10, 1e-9);
	expect_near(
		stats_shift_ratio(a, 3, b, 3, 0.95).shift, 0.99 / 1.09, 1e-9);
	expect_near(stats_log_t(a, 3, b, 3, 0.95).ratio,
		cbrt(1.01 * 0.99 / (1.10 * 1.12 * 1.09)), 1e-9);
}

static void the_checks_do_not_depend_on_the_unit(void **state)
{
	static const double scales[] = {
		1e-300, 1e-160, 1e-9, 1e9, 1e160, 1e300};

	(void)state;
	for (size_t i = 0; i < COUNT(scales); i++) {
		expect_free_of_unit(scales[i]);
		expect_ranks_free_of_unit(scales[i]);
	}
}

static void ties_are_half_a_pair(void **state)
{
	/* 2 = 2 and 3 = 3 half, 3 > 2 whole: of 4 pairs */
	struct stats_mann_whitney m =
		stats_mann_whitney(SIDE(2, 3), SIDE(2, 3));

	(void)state;
	assert_true(m.u == 2 && m.a12 == 0.5 && m.p == 1);
	m = stats_mann_whitney(SIDE(1, 2), SIDE(2, 3));
	assert_true(m.u == 0.5 && m.a12 == 0.125);
}

/* n values, all of them greater than `floor`. */
static void rise(double *values, size_t n, double floor)
{
	for (size_t i = 0; i < n; i++)
		values[i] = floor + (double)(i + 1);
}

static void exact_counts_end_where_integers_do(void **state)
{
	double low[34], high[34];
	struct stats_mann_whitney m;

	(void)state;
	rise(low, 34, 0);
	rise(high, 34, 100);
	m = stats_mann_whitney(low, 33, high, 33);
	/* both extremes among C(66, 33) */
	expect_near(m.p, 2 / 7219428434016265740.0, 1e-14);
	expect_near(m.smallest_p, m.p, 1e-14);
	m = stats_mann_whitney(low, 34, high, 34);
	assert_true(isnan(m.p) && m.u == 0 && m.a12 == 0);
	assert_true(m.smallest_p > 0 && m.smallest_p < 1e-18);
	assert_true(isnan(stats_shift(low, 34, high, 34, 0.95).low));
	assert_true(stats_shift(low, 34, high, 34, 0.95).shift == -100);
}

static void the_permutation_test_ends_at_its_limit(void **state)
{
	double low[11], high[11];

	(void)state;
	rise(low, 11, 0);
	rise(high, 11, 100);
	/* C(20, 10) = 184756 */
	expect_near(
		stats_permutation_p(low, 10, high, 10), 2 / 184756.0, 1e-14);
	/* C(21, 10) = 352716 */
	assert_true(isnan(stats_permutation_p(low, 11, high, 10)));
	assert_true(isnan(stats_permutation_p(low, 10, high, 11)));
	assert_true(isnan(stats_permutation_p(SIDE(1, NAN), SIDE(2, 3))));
}

#define MANY 100000

static void many_values_take_bounded_work(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;
	double *many = arena_alloc(arena, MANY * sizeof *many);
	struct stats_mann_whitney m;
	double none = -1e9;

	rise(many, MANY, 0);
	m = stats_mann_whitney(many, MANY, many, MANY);
	assert_true(m.a12 == 0.5 && m.u == 5e9);
	assert_true(isnan(m.p) && m.smallest_p == 0);
	m = stats_mann_whitney(&none, 1, many, MANY);
	assert_true(m.u == 0 && isnan(m.p));
	expect_near(m.smallest_p, 2.0 / (MANY + 1), 1e-14);
	expect_near(stats_permutation_p(&none, 1, many, MANY), 1.0 / (MANY + 1),
		1e-14);
	assert_true(isnan(stats_permutation_p(many, MANY, many, MANY)));
	assert_true(isnan(stats_shift(many, MANY, many, MANY, 0.95).shift));
	assert_true(
		stats_shift(many, MANY, &none, 1, 0.95).shift == 1000050000.5);
	assert_true(isnan(stats_shift(many, MANY, &none, 1, 0.95).low));
	expect_near(stats_log_t(many, MANY, many, MANY, 0.95).p, 1, 0);
	assert_int_equal(stats_outlier(many, MANY).level, OUTLIER_NONE);
	assert_true(stats_describe(many, MANY).mad == 25000);
	expect_near(stats_trend(many, MANY).rho, 1, 1e-14);
	assert_true(stats_trend(many, MANY).p < 1e-10);
	assert_true(isnan(
		stats_bootstrap(many, MANY, many, MANY, 0.95, RESAMPLES, SEED)
			.low));
}

static void the_achieved_level_is_that_of_the_order_statistics(void **state)
{
	(void)state;
	/* all pairs: 1 - 2/20 */
	expect_near(stats_shift(SIDE(1, 2, 3), SIDE(4, 6, 9), 0.95).achieved,
		0.9, 1e-15);
	/* 1 - 2/C(40, 1): the quantile is met exactly */
	expect_near(
		stats_shift(SIDE(0),
			SIDE(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
				16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
				28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39),
			0.95)
			.achieved,
		0.95, 1e-14);
	/* a lower level takes pairs nearer the middle: 1 - 2 · 4/70 */
	expect_near(
		stats_shift(SIDE(1, 2, 3, 4), SIDE(5, 6, 7, 8), 0.80).achieved,
		1 - 2 * 4.0 / 70, 1e-14);
}

static void a_tail_that_the_counts_meet_exactly_is_met(void **state)
{
	/* Mann-Whitney, 4 against 4, cumulated, of 70 */
	static const double below[] = {1, 2, 4, 7, 12, 17, 24, 31};

	(void)state;
	for (size_t i = 1; i < COUNT(below); i++)
		expect_near(stats_shift(SIDE(1, 2, 3, 4), SIDE(5, 6, 7, 8),
				    1 - 2 * below[i] / 70)
				    .achieved,
			1 - 2 * below[i - 1] / 70, 1e-14);
}

static void sums_that_differ_in_their_last_digits_are_equal(void **state)
{
	(void)state;
	/* {0, 1 + 1e-10} and its complement are as far but for 1e-10 */
	expect_near(stats_permutation_p(SIDE(0, 1), SIDE(1 + 1e-10, 3)),
		4.0 / 6, 1e-15);
	expect_near(stats_permutation_p(SIDE(0, 1), SIDE(1 + 1e-6, 3)), 2.0 / 6,
		1e-15);
}

static void a_trend_is_counted_over_all_orders(void **state)
{
	struct stats_trend t = stats_trend(SIDE(1, 2, 3, 4));

	(void)state;
	assert_true(t.exact && t.rho == 1);
	expect_near(t.p, 2.0 / 24, 1e-15);
	t = stats_trend(SIDE(30, 20, 10));
	assert_true(t.exact && t.rho == -1);
	expect_near(t.p, 2.0 / 6, 1e-15);
	/* rho = 0.8 at 1 2 4 3 and two more, 1 at 1 2 3 4; and mirrored */
	t = stats_trend(SIDE(1, 2, 4, 3));
	expect_near(t.rho, 0.8, 1e-15);
	expect_near(t.p, 8.0 / 24, 1e-15);
	t = stats_trend(SIDE(1, 2, 3, 4, 5, 6, 7));
	expect_near(t.p, 2.0 / 5040, 1e-15);
	/* of the ten places of two 2s, one is as far, and its mirror */
	t = stats_trend(SIDE(1, 1, 1, 2, 2));
	expect_near(t.p, 0.2, 1e-15);
}

static void a_trend_needs_two_different_values(void **state)
{
	struct stats_trend t = stats_trend(NULL, 0);

	(void)state;
	assert_true(isnan(t.rho) && isnan(t.p) && !t.exact);
	t = stats_trend(SIDE(5));
	assert_true(isnan(t.rho) && isnan(t.p));
	t = stats_trend(SIDE(5, 5, 5, 5));
	assert_true(isnan(t.rho) && isnan(t.p));
	t = stats_trend(SIDE(5, 6));
	assert_true(t.rho == 1 && t.p == 1);
	t = stats_trend(SIDE(1e-300, 1, 1e300));
	expect_near(t.p, 2.0 / 6, 1e-15);
	t = stats_trend(SIDE(0, -1, -2));
	assert_true(t.rho == -1);
}

/* Σ (i + 1) x[i] less its mean, for x a permutation of 1..n. */
static long spread_of(const int *x, int n)
{
	long sum = 0;

	for (int i = 0; i < n; i++)
		sum += (long)(i + 1) * x[i];
	return labs(4 * sum - (long)n * (n + 1) * (n + 1));
}

/* Counts the orders of x[at..n) that are as far as `limit`. */
static long count_orders(int *x, int at, int n, long limit)
{
	long count = 0;

	if (at == n)
		return spread_of(x, n) >= limit;
	for (int i = at; i < n; i++) {
		int kept = x[i];

		x[i] = x[at];
		x[at] = kept;
		count += count_orders(x, at + 1, n, limit);
		x[at] = x[i];
		x[i] = kept;
	}
	return count;
}

static void longer_trends_come_near_all_orders(void **state)
{
	int order[] = {3, 1, 2, 4, 6, 5, 9, 7, 8};
	const double values[] = {3, 1, 2, 4, 6, 5, 9, 7, 8};
	int other[] = {3, 9, 2, 1, 4, 8, 5, 6, 7};
	const double others[] = {3, 9, 2, 1, 4, 8, 5, 6, 7};
	double exact;

	(void)state;
	exact = (double)count_orders(order, 0, 9, spread_of(order, 9)) / 362880;
	assert_true(fabs(stats_trend(values, 9).p - exact) < 0.02);
	assert_false(stats_trend(values, 9).exact);
	exact = (double)count_orders(other, 0, 9, spread_of(other, 9)) / 362880;
	assert_true(exact > 0.2 && exact < 0.8);
	assert_true(fabs(stats_trend(others, 9).p - exact) < 0.02);
	assert_true(stats_trend(SIDE(1, 2, 3, 4, 5, 6, 7, 8, 9)).p == 0);
}

static void outliers_agree_with_r(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;
	struct cases cases = read_cases(arena);
	struct table wanted =
		read_table(arena, REFERENCE "two_sample/one_sample.tsv");
	double values[GROUP_MAX];

	assert_int_equal(wanted.count, 2 * 48);
	for (size_t i = 0; i < wanted.count; i++) {
		size_t n = group_of(&cases.data, word(&wanted, i, "case"),
			word(&wanted, i, "group"), values);
		struct stats_outlier o = stats_outlier(values, n);
		double index = isnan(o.g) ? NAN : (double)o.index + 1;

		expect_cell(&wanted, i, "grubbs_G", o.g, TIGHT);
		expect_cell(&wanted, i, "grubbs_crit05", o.critical_5, TIGHT);
		expect_cell(&wanted, i, "grubbs_crit01", o.critical_1, TIGHT);
		expect_cell(&wanted, i, "grubbs_index", index, 0);
	}
}

static void an_outlier_is_suspect_or_extreme_from_five_runs_on(void **state)
{
	struct stats_outlier o = stats_outlier(SIDE(10, 11, 10, 11, 500));

	(void)state;
	assert_int_equal(o.level, OUTLIER_EXTREME);
	assert_int_equal(o.index, 4);
	o = stats_outlier(SIDE(10, 10.5, 11, 9.5, 13));
	assert_int_equal(o.level, OUTLIER_NONE);
	o = stats_outlier(SIDE(10, 10.5, 11, 9.5, 15));
	assert_int_equal(o.level, OUTLIER_SUSPECT);
	assert_true(o.g > o.critical_5 && o.g < o.critical_1);
	/* four runs: as far as can be, and nothing said */
	o = stats_outlier(SIDE(10, 10, 10, 500));
	assert_int_equal(o.level, OUTLIER_NONE);
	expect_near(o.g, 1.5, 1e-14);
	assert_int_equal(o.index, 3);
}

static void an_outlier_needs_three_different_runs(void **state)
{
	struct stats_outlier o = stats_outlier(NULL, 0);

	(void)state;
	assert_true(isnan(o.g) && isnan(o.critical_5) && o.index == 0);
	o = stats_outlier(SIDE(1));
	assert_true(isnan(o.g) && isnan(o.critical_1) && o.index == 1);
	o = stats_outlier(SIDE(1, 2));
	assert_true(isnan(o.g) && o.level == OUTLIER_NONE && o.index == 2);
	o = stats_outlier(SIDE(4, 4, 4, 4, 4, 4));
	assert_true(isnan(o.g) && o.level == OUTLIER_NONE && o.index == 6);
	assert_true(o.critical_5 < o.critical_1);
	o = stats_outlier(SIDE(1e300, 1.1e300, 1e300, 1.1e300, 9e300));
	assert_int_equal(o.level, OUTLIER_EXTREME);
	o = stats_outlier(SIDE(-1e-300, -1.1e-300, -1e-300, 0, -9e-300));
	assert_int_equal(o.index, 4);
}

static void descriptions_agree_with_r(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;
	struct cases cases = read_cases(arena);
	struct table wanted =
		read_table(arena, REFERENCE "two_sample/one_sample.tsv");
	double values[GROUP_MAX];

	for (size_t i = 0; i < wanted.count; i++) {
		size_t n = group_of(&cases.data, word(&wanted, i, "case"),
			word(&wanted, i, "group"), values);
		struct stats_description d = stats_describe(values, n);

		expect_cell(&wanted, i, "sem", d.sem, TIGHT);
		expect_cell(&wanted, i, "cv", d.cv, TIGHT);
		expect_cell(&wanted, i, "q1", d.q1, TIGHT);
		expect_cell(&wanted, i, "q3", d.q3, TIGHT);
		expect_cell(&wanted, i, "mad_raw", d.mad, TIGHT);
		expect_cell(&wanted, i, "geomean", d.geometric_mean, TIGHT);
		expect_cell(&wanted, i, "sd_log", d.sd_log, TIGHT);
	}
}

static void a_description_leaves_out_what_does_not_exist(void **state)
{
	struct stats_description d = stats_describe(NULL, 0);

	(void)state;
	assert_true(isnan(d.sem) && isnan(d.cv) && isnan(d.q1));
	assert_true(isnan(d.mad) && isnan(d.geometric_mean));
	d = stats_describe(SIDE(8));
	assert_true(isnan(d.sem) && isnan(d.cv) && isnan(d.sd_log));
	assert_true(d.q1 == 8 && d.q3 == 8 && d.mad == 0);
	expect_near(d.geometric_mean, 8, 1e-15);
	d = stats_describe(SIDE(-1, 1));
	assert_true(isnan(d.cv) && isnan(d.geometric_mean) && d.sem == 1);
	d = stats_describe(SIDE(0, 2));
	assert_true(isnan(d.geometric_mean) && isnan(d.sd_log));
	expect_near(d.cv, sqrt(2), 1e-15);
	d = stats_describe(SIDE(-3, -3, -3));
	assert_true(d.sem == 0 && d.cv == 0 && d.mad == 0);
	d = stats_describe(SIDE(1e-300, 1e300));
	expect_near(d.geometric_mean, 1, 1e-12);
	expect_near(d.cv, sqrt(2), 1e-12);
}

static void limits_of_a_spread_agree_with_r(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;
	struct table wanted =
		read_table(arena, REFERENCE "misc/sd_factors.tsv");

	assert_int_equal(wanted.count, 12);
	for (size_t i = 0; i < wanted.count; i++) {
		double df = number(&wanted, i, "df");
		/* J of nu = df + 1 is c4 of df, but for √(df / nu) */
		struct stats_summary two = {.n = 2, .mean = 1, .sd = 1};
		struct stats_summary rest = {
			.n = (size_t)df + 1, .mean = 1, .sd = 1};

		expect_cell(&wanted, i, "sd_upper80_factor",
			stats_sd_factor(0.80, df), TIGHT);
		expect_cell(&wanted, i, "sd_lower95_factor",
			stats_sd_factor(0.025, df), TIGHT);
		expect_cell(&wanted, i, "sd_upper95_factor",
			stats_sd_factor(0.975, df), TIGHT);
		expect_cell(&wanted, i, "c4",
			effect(two, rest).j * sqrt((df + 1) / df), TIGHT);
	}
}

static void a_limit_of_a_spread_needs_freedom_and_confidence(void **state)
{
	(void)state;
	assert_true(isnan(stats_sd_factor(0.8, 0)));
	assert_true(isnan(stats_sd_factor(0.8, -1)));
	assert_true(isnan(stats_sd_factor(0.8, NAN)));
	assert_true(isnan(stats_sd_factor(0, 3)));
	assert_true(isnan(stats_sd_factor(1, 3)));
	assert_true(isnan(stats_sd_factor(NAN, 3)));
}

static void all_resamples_agree_with_r(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;
	struct cases cases = read_cases(arena);
	struct table wanted =
		read_table(arena, REFERENCE "misc/bootstrap_ideal.tsv");

	assert_int_equal(wanted.count, 6);
	for (size_t i = 0; i < wanted.count; i++) {
		struct sample s =
			sample_named(&cases.data, word(&wanted, i, "case"));
		struct stats_bootstrap t =
			stats_bootstrap(s.a, s.na, s.b, s.nb, 0.95, 1, SEED);

		assert_true(t.ideal);
		expect_cell(&wanted, i, "N", t.count, 0);
		expect_cell(&wanted, i, "est", t.ratio, TIGHT);
		expect_cell(&wanted, i, "z0", t.z0, TIGHT);
		expect_cell(&wanted, i, "acc", t.acceleration, TIGHT);
		expect_cell(&wanted, i, "pct_lo", t.low, TIGHT);
		expect_cell(&wanted, i, "pct_hi", t.high, TIGHT);
		expect_cell(&wanted, i, "bca_a1", t.share_low, TIGHT);
		expect_cell(&wanted, i, "bca_a2", t.share_high, TIGHT);
		expect_cell(&wanted, i, "bca_lo", t.bca_low, TIGHT);
		expect_cell(&wanted, i, "bca_hi", t.bca_high, TIGHT);
	}
}

/* Within the Monte Carlo error that the reference gives. */
static void expect_within(const struct table *wanted, size_t row,
	const char *head, const char *tolerance, double value)
{
	double away = fabs(value - number(wanted, row, head));

	if (!(away <= number(wanted, row, tolerance)))
		fail_msg("%s: %s is %.17g", word(wanted, row, "case"), head,
			value);
}

static void random_resamples_agree_with_r(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;
	struct cases cases = read_cases(arena);
	struct table wanted =
		read_table(arena, REFERENCE "misc/bootstrap_random.tsv");

	assert_int_equal(wanted.count, 4);
	for (size_t i = 0; i < wanted.count; i++) {
		struct sample s =
			sample_named(&cases.data, word(&wanted, i, "case"));
		struct stats_bootstrap t = stats_bootstrap(
			s.a, s.na, s.b, s.nb, 0.95, RESAMPLES, SEED);

		assert_false(t.ideal);
		expect_cell(&wanted, i, "resamples", t.count, 0);
		expect_within(&wanted, i, "pct_lo", "tol_abs_pct_lo", t.low);
		expect_within(&wanted, i, "pct_hi", "tol_abs_pct_hi", t.high);
		expect_within(
			&wanted, i, "bca_lo", "tol_abs_bca_lo", t.bca_low);
		expect_within(
			&wanted, i, "bca_hi", "tol_abs_bca_hi", t.bca_high);
	}
}

static void the_seed_alone_moves_random_resamples(void **state)
{
	const double a[] = {10, 11, 12, 13, 14, 15}, b[] = {9, 10, 11};
	struct stats_bootstrap s = stats_bootstrap(a, 6, b, 3, 0.95, 500, SEED);
	struct stats_bootstrap t = stats_bootstrap(a, 6, b, 3, 0.95, 500, SEED);

	(void)state;
	assert_false(s.ideal);
	assert_true(s.count == 500 && s.low < s.ratio && s.ratio < s.high);
	assert_true(t.low == s.low && t.bca_high == s.bca_high);
	assert_true(t.z0 == s.z0);
	t = stats_bootstrap(a, 6, b, 3, 0.95, 500, SEED + 1);
	assert_true(t.z0 != s.z0 || t.low != s.low);
	assert_true(t.acceleration == s.acceleration);
}

static struct stats_bootstrap bootstrap(
	const double *a, size_t na, const double *b, size_t nb)
{
	return stats_bootstrap(a, na, b, nb, 0.95, RESAMPLES, SEED);
}

static void a_bootstrap_needs_two_positive_values_a_side(void **state)
{
	(void)state;
	assert_true(isnan(bootstrap(NULL, 0, SIDE(1, 2)).ratio));
	assert_true(isnan(bootstrap(SIDE(1), SIDE(1, 2)).ratio));
	assert_true(isnan(bootstrap(SIDE(1, 2), SIDE(1)).low));
	assert_true(isnan(bootstrap(SIDE(0, 2), SIDE(1, 2)).low));
	assert_true(isnan(bootstrap(SIDE(1, 2), SIDE(-1, 2)).bca_low));
	assert_true(isnan(
		stats_bootstrap(SIDE(1, 2), SIDE(1, 2), 0.95, 0, 1).ratio));
	assert_true(isnan(stats_bootstrap(
		SIDE(1, 2), SIDE(1, 2), 0.95, STATS_RESAMPLES_MAX + 1, 1)
				  .ratio));
	assert_true(isnan(
		bootstrap(SIDE(1e300, 2e300), SIDE(1e-300, 2e-300)).ratio));
}

static void a_bootstrap_without_spread_has_no_width(void **state)
{
	struct stats_bootstrap s = bootstrap(SIDE(4, 4, 4), SIDE(2, 2));

	(void)state;
	assert_true(s.ideal && s.count == 27 * 4);
	assert_true(s.ratio == 2 && s.low == 2 && s.high == 2);
	assert_true(s.z0 == 0 && s.acceleration == 0);
	assert_true(s.bca_low == 2 && s.bca_high == 2);
}

static void a_resample_with_the_same_mean_counts_half(void **state)
{
	/* symmetrical; three times 1.9 and the three are not equal in binary */
	struct stats_bootstrap s = bootstrap(SIDE(1.1, 1.9, 2.7), SIDE(7, 7));

	(void)state;
	assert_true(s.ideal && s.z0 == 0);
}

static void a_share_that_the_draws_meet_exactly_is_met(void **state)
{
	const double a[] = {10, 11.3, 12.9, 13.1, 14.7, 15.2};
	const double b[] = {9, 10.7, 11.9, 8.3, 9.6, 10.1, 12.2};
	/* the 25th of 1000, though (1 - 0.95)/2 is a little above 0.025 */
	struct stats_bootstrap s =
		stats_bootstrap(a, 6, b, 7, 0.95, 1000, SEED);
	struct stats_bootstrap t =
		stats_bootstrap(a, 6, b, 7, 0.95 + 1e-10, 1000, SEED);
	struct stats_bootstrap u =
		stats_bootstrap(a, 6, b, 7, 0.95 - 1e-10, 1000, SEED);

	(void)state;
	assert_true(s.low == t.low && s.low < u.low);
}

static void a_bootstrap_does_not_depend_on_the_unit(void **state)
{
	static const double scales[] = {1e-300, 1e300};
	struct stats_bootstrap one =
		bootstrap(SIDE(10, 11, 13), SIDE(9, 10, 10));

	(void)state;
	for (size_t i = 0; i < COUNT(scales); i++) {
		double s = scales[i];
		struct stats_bootstrap t =
			bootstrap(SIDE(10 * s, 11 * s, 13 * s),
				SIDE(9 * s, 10 * s, 10 * s));

		expect_near(t.low, one.low, 1e-9);
		expect_near(t.high, one.high, 1e-9);
		expect_near(t.bca_low, one.bca_low, 1e-9);
		expect_near(t.bca_high, one.bca_high, 1e-9);
		expect_near(t.acceleration, one.acceleration, 1e-9);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(differences_agree_with_r),
		TEST(geometric_ratios_agree_with_r),
		TEST(fieller_intervals_agree_with_r),
		TEST(effect_sizes_agree_with_r),
		TEST(rank_tests_agree_with_r),
		TEST(permutation_tests_agree_with_r),
		TEST(shifts_agree_with_r),
		TEST(exchanging_the_sides_mirrors_every_check),
		TEST(a_side_without_value_has_no_check),
		TEST(one_run_gives_a_difference_and_no_test),
		TEST(two_runs_a_side_are_enough_for_every_check),
		TEST(equal_values_have_no_test_and_no_effect_size),
		TEST(zeros_and_negatives_have_differences_but_no_logarithm),
		TEST(fieller_says_why_it_has_no_interval),
		TEST(the_pooled_interval_takes_one_variance_for_both),
		TEST(the_checks_do_not_depend_on_the_unit),
		TEST(ties_are_half_a_pair),
		TEST(exact_counts_end_where_integers_do),
		TEST(the_permutation_test_ends_at_its_limit),
		TEST(many_values_take_bounded_work),
		TEST(the_achieved_level_is_that_of_the_order_statistics),
		TEST(a_tail_that_the_counts_meet_exactly_is_met),
		TEST(sums_that_differ_in_their_last_digits_are_equal),
		TEST(a_trend_is_counted_over_all_orders),
		TEST(a_trend_needs_two_different_values),
		TEST(longer_trends_come_near_all_orders),
		TEST(outliers_agree_with_r),
		TEST(an_outlier_is_suspect_or_extreme_from_five_runs_on),
		TEST(an_outlier_needs_three_different_runs),
		TEST(descriptions_agree_with_r),
		TEST(a_description_leaves_out_what_does_not_exist),
		TEST(limits_of_a_spread_agree_with_r),
		TEST(a_limit_of_a_spread_needs_freedom_and_confidence),
		TEST(all_resamples_agree_with_r),
		TEST(random_resamples_agree_with_r),
		TEST(the_seed_alone_moves_random_resamples),
		TEST(a_bootstrap_needs_two_positive_values_a_side),
		TEST(a_bootstrap_without_spread_has_no_width),
		TEST(a_resample_with_the_same_mean_counts_half),
		TEST(a_share_that_the_draws_meet_exactly_is_met),
		TEST(a_bootstrap_does_not_depend_on_the_unit),
	};

	stats_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
