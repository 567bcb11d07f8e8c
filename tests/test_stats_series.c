/* Unit tests of stats/series.h against fixtures/reference. Run from the root
 * of the sources. */
#include "tests/reference.h"

#include "stats/series.h"

#define LONGEST 300
#define MANY 100000

#define SIDE(...)                                                              \
	(const double[]){__VA_ARGS__}, COUNT(((const double[]){__VA_ARGS__}))

/* The values of a set of rows that `head` names so. */
static size_t values_of(const struct table *data, const char *head,
	const char *name, double *values)
{
	size_t n = 0;

	for (size_t i = 0; i < data->count; i++) {
		if (strcmp(word(data, i, head), name) != 0)
			continue;
		assert_true(n < LONGEST);
		values[n++] = number(data, i, "value");
	}
	assert_true(n > 0);
	return n;
}

static void autocorrelations_agree_with_nist(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;
	struct table wanted =
		read_table(arena, REFERENCE "nist/nist_certified.tsv");

	assert_int_equal(wanted.count, 9);
	for (size_t i = 0; i < wanted.count; i++) {
		const char *name = word(&wanted, i, "dataset");
		size_t n;
		double *values = read_numbers(arena,
			arena_printf(arena, REFERENCE "nist/%s.txt", name), &n);
		double r = stats_lag1(values, n);
		double tolerance = number(&wanted, i, "rel_tol_lag1");

		expect_cell(&wanted, i, "lag1_certified", r, tolerance);
		expect_cell(&wanted, i, "lag1_exact_decimal", r, tolerance);
	}
}

static void expect_series(
	const struct table *wanted, size_t row, const double *values, size_t n)
{
	struct stats_series s = stats_series(values, n, 0.95);
	struct stats_summary naive = stats_summarize(values, n, 0.95);

	expect_cell(wanted, row, "T", (double)s.n, 0);
	expect_cell(wanted, row, "mean", s.mean, TIGHT);
	expect_cell(wanted, row, "sd", s.sd, TIGHT);
	expect_cell(wanted, row, "lag1", s.lag1, TIGHT);
	expect_cell(wanted, row, "lag1_corrected", s.lag1_corrected, TIGHT);
	expect_cell(wanted, row, "ess", s.effective, TIGHT);
	expect_cell(wanted, row, "se", s.se, TIGHT);
	expect_cell(wanted, row, "df", s.df, TIGHT);
	expect_cell(wanted, row, "lo95", s.low, TIGHT);
	expect_cell(wanted, row, "hi95", s.high, TIGHT);
	expect_cell(
		wanted, row, "mser5_drop", (double)stats_warm_up(values, n), 0);
	expect_cell(wanted, row, "naive_lo", naive.low, TIGHT);
	expect_cell(wanted, row, "naive_hi", naive.high, TIGHT);
}

static void expect_batches(
	const struct table *wanted, size_t row, const double *values, size_t n)
{
	struct stats_summary five = stats_batch_means(values, n, 5, 0.95);
	struct stats_summary ten = stats_batch_means(values, n, 10, 0.95);

	assert_int_equal(five.n, 5);
	assert_int_equal(ten.n, 10);
	expect_cell(wanted, row, "bm5_mean", five.mean, TIGHT);
	expect_cell(wanted, row, "bm5_lo", five.low, TIGHT);
	expect_cell(wanted, row, "bm5_hi", five.high, TIGHT);
	expect_cell(wanted, row, "bm10_mean", ten.mean, TIGHT);
	expect_cell(wanted, row, "bm10_lo", ten.low, TIGHT);
	expect_cell(wanted, row, "bm10_hi", ten.high, TIGHT);
}

static void series_agree_with_r(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;
	struct table data =
		read_table(arena, REFERENCE "misc/interval_data.tsv");
	struct table wanted =
		read_table(arena, REFERENCE "misc/interval_stats.tsv");
	double values[LONGEST];

	assert_int_equal(wanted.count, 6);
	for (size_t i = 0; i < wanted.count; i++) {
		size_t n = values_of(
			&data, "series", word(&wanted, i, "series"), values);

		expect_series(&wanted, i, values, n);
		expect_batches(&wanted, i, values, n);
	}
}

static void levels_agree_with_r(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;
	struct table data = read_table(arena, REFERENCE "misc/hier_data.tsv");
	struct table wanted =
		read_table(arena, REFERENCE "misc/hier_stats.tsv");
	double values[LONGEST];

	assert_int_equal(wanted.count, 2);
	for (size_t i = 0; i < wanted.count; i++) {
		size_t n = values_of(
			&data, "set", word(&wanted, i, "set"), values);
		size_t runs = (size_t)number(&wanted, i, "runs");
		size_t m = (size_t)number(&wanted, i, "intervals");
		struct stats_levels l = stats_levels(values, runs, m, 30, 0.95);
		struct stats_summary naive = stats_summarize(values, n, 0.95);

		assert_int_equal(n, runs * m);
		expect_cell(&wanted, i, "mean", l.mean, TIGHT);
		expect_cell(&wanted, i, "MS_between", l.between, TIGHT);
		expect_cell(&wanted, i, "MS_within", l.within, TIGHT);
		expect_cell(&wanted, i, "var_run_raw",
			(l.between - l.within) / (double)m, TIGHT);
		expect_cell(&wanted, i, "var_run", l.run_variance, TIGHT);
		expect_cell(&wanted, i, "var_interval", l.within, TIGHT);
		expect_cell(&wanted, i, "icc", l.intraclass, TIGHT);
		expect_cell(&wanted, i, "se_run_means", l.se, TIGHT);
		expect_cell(&wanted, i, "df", l.df, 0);
		expect_cell(&wanted, i, "lo95", l.low, TIGHT);
		expect_cell(&wanted, i, "hi95", l.high, TIGHT);
		expect_cell(&wanted, i, "pooled_naive_lo", naive.low, TIGHT);
		expect_cell(&wanted, i, "pooled_naive_hi", naive.high, TIGHT);
		expect_cell(&wanted, i, "m_opt_cost30", l.advised, TIGHT);
	}
}

/* An uneven wave, n values. */
static void wave(double *values, size_t n, double scale)
{
	for (size_t i = 0; i < n; i++)
		values[i] = scale * (100 + sin((double)(i * i)));
}

static void a_short_series_has_no_interval(void **state)
{
	double values[STATS_SERIES_MIN];
	struct stats_series s;

	(void)state;
	wave(values, STATS_SERIES_MIN, 1);
	s = stats_series(values, STATS_SERIES_MIN, 0.95);
	assert_true(s.low < s.mean && s.mean < s.high);
	s = stats_series(values, STATS_SERIES_MIN - 1, 0.95);
	assert_true(isnan(s.low) && isnan(s.high));
	assert_true(s.se > 0 && s.effective > STATS_EFFECTIVE_MIN);
}

static void a_series_that_hardly_moves_has_no_interval(void **state)
{
	double values[LONGEST];
	struct stats_series s;

	(void)state;
	for (size_t i = 0; i < LONGEST; i++)
		values[i] = (double)i;
	s = stats_series(values, LONGEST, 0.95);
	assert_true(s.lag1_corrected == 0.99);
	assert_true(s.effective == 2 && s.df == 1);
	assert_true(isnan(s.low) && isnan(s.high));
	s = stats_series(values, 60, 0.95);
	assert_true(s.effective < STATS_EFFECTIVE_MIN && isnan(s.low));
}

static void nearly_nothing_makes_a_series_of_nothing(void **state)
{
	struct stats_series s = stats_series(NULL, 0, 0.95);

	(void)state;
	assert_true(s.n == 0 && isnan(s.mean) && isnan(s.effective));
	s = stats_series(SIDE(7), 0.95);
	assert_true(s.n == 1 && s.mean == 7 && isnan(s.sd) && isnan(s.se));
	s = stats_series(SIDE(7, 9), 0.95);
	assert_true(s.mean == 8 && s.lag1 == -0.5);
	/* -0.5 + (1 - 2)/2 is below 0 */
	assert_true(s.lag1_corrected == 0 && s.effective == 2);
	assert_true(isnan(s.low) && isnan(s.high));
	assert_true(isnan(stats_lag1(NULL, 0)));
	assert_true(isnan(stats_lag1(SIDE(7))));
}

static void equal_samples_follow_nothing(void **state)
{
	double values[40];
	struct stats_series s;

	(void)state;
	for (size_t i = 0; i < COUNT(values); i++)
		values[i] = 0.1;
	s = stats_series(values, COUNT(values), 0.95);
	assert_true(isnan(s.lag1) && s.lag1_corrected == 0);
	assert_true(s.effective == 40 && s.se == 0);
	assert_true(s.low == 0.1 && s.high == 0.1);
	assert_int_equal(stats_warm_up(values, COUNT(values)), 0);
	memset(values, 0, sizeof values);
	s = stats_series(values, COUNT(values), 0.95);
	assert_true(isnan(s.lag1) && s.low == 0 && s.high == 0);
	assert_int_equal(stats_warm_up(values, COUNT(values)), 0);
}

static void a_series_does_not_depend_on_the_unit(void **state)
{
	static const double scales[] = {-1, 1e-300, 1e-160, 1e160, 1e300};
	double values[50];
	struct stats_series one, s;

	(void)state;
	wave(values, COUNT(values), 1);
	values[0] = values[1] = 5; /* a warm-up */
	one = stats_series(values, COUNT(values), 0.95);
	assert_int_equal(stats_warm_up(values, COUNT(values)), 5);
	for (size_t i = 0; i < COUNT(scales); i++) {
		wave(values, COUNT(values), scales[i]);
		values[0] = values[1] = 5 * scales[i];
		s = stats_series(values, COUNT(values), 0.95);
		expect_near(s.lag1, one.lag1, 1e-9);
		expect_near(s.effective, one.effective, 1e-9);
		expect_near(s.se / fabs(scales[i]), one.se, 1e-9);
		assert_int_equal(stats_warm_up(values, COUNT(values)), 5);
	}
}

static void batches_take_the_newest_samples(void **state)
{
	/* 100 is left out: 7 = 3 · 2 + 1 */
	struct stats_summary s =
		stats_batch_means(SIDE(100, 1, 3, 5, 7, 9, 11), 3, 0.95);

	(void)state;
	assert_true(s.n == 3 && s.mean == 6 && s.min == 2 && s.max == 10);
	s = stats_batch_means(SIDE(1, 2), 3, 0.95);
	assert_true(s.n == 0 && isnan(s.mean));
	s = stats_batch_means(SIDE(1, 2), 1, 0.95);
	assert_true(s.n == 0 && isnan(s.mean));
	s = stats_batch_means(SIDE(1, 2), 0, 0.95);
	assert_int_equal(s.n, 0);
	s = stats_batch_means(NULL, 0, 5, 0.95);
	assert_int_equal(s.n, 0);
	s = stats_batch_means(SIDE(1, 2), 2, 0.95);
	assert_true(s.n == 2 && s.mean == 1.5);
}

static void a_warm_up_is_at_most_half(void **state)
{
	double values[43];

	(void)state;
	for (size_t i = 0; i < COUNT(values); i++)
		values[i] = i < 30 ? 0 : 10;
	/* 43 = 8 · 5 + 3: four means of five at most */
	assert_int_equal(stats_warm_up(values, COUNT(values)) % 5, 0);
	assert_true(stats_warm_up(values, COUNT(values)) <= 20);
	for (size_t i = 0; i < COUNT(values); i++)
		values[i] = i < 15 ? 0 : 10;
	assert_int_equal(stats_warm_up(values, COUNT(values)), 15);
	assert_int_equal(stats_warm_up(values, 9), 0);
	assert_int_equal(stats_warm_up(NULL, 0), 0);
}

static void levels_leave_out_what_does_not_exist(void **state)
{
	struct stats_levels l = stats_levels(NULL, 0, 0, 30, 0.95);
	const double values[] = {1, 2, 3, 5, 8, 13};

	(void)state;
	assert_true(isnan(l.mean) && isnan(l.between) && isnan(l.within));
	l = stats_levels(values, 1, 6, 30, 0.95);
	expect_near(l.mean, 32.0 / 6, 1e-15);
	assert_true(l.within > 0 && isnan(l.between) && isnan(l.df));
	assert_true(isnan(l.run_variance) && isnan(l.se) && isnan(l.low));
	l = stats_levels(values, 6, 1, 30, 0.95);
	expect_near(l.mean, 32.0 / 6, 1e-15);
	assert_true(isnan(l.within) && isnan(l.run_variance) && l.df == 5);
	assert_true(l.se > 0 && l.low < l.mean && l.mean < l.high);
	l = stats_levels(values, 3, 2, 0, 0.95);
	assert_true(l.run_variance > 0 && isnan(l.advised));
}

static void levels_without_spread_are_all_zero(void **state)
{
	const double equal[] = {4, 4, 4, 4}, runs[] = {4, 4, 6, 6};
	struct stats_levels l = stats_levels(equal, 2, 2, 30, 0.95);

	(void)state;
	assert_true(l.between == 0 && l.within == 0 && l.run_variance == 0);
	assert_true(isnan(l.intraclass) && isnan(l.advised));
	assert_true(l.low == 4 && l.high == 4);
	/* all of it is between runs: one interval would do */
	l = stats_levels(runs, 2, 2, 30, 0.95);
	assert_true(l.within == 0 && l.between == 4 && l.run_variance == 2);
	assert_true(l.intraclass == 1 && l.advised == 0);
}

static void levels_do_not_depend_on_the_unit(void **state)
{
	static const double scales[] = {-1, 1e-300, 1e-100, 1e100, 1e300};
	double values[] = {10, 11, 13, 10, 12, 16};
	struct stats_levels one = stats_levels(values, 2, 3, 30, 0.95), l;

	(void)state;
	assert_true(one.intraclass == 0 && one.between > 0);
	values[5] = 26;
	values[4] = 25;
	values[3] = 23;
	one = stats_levels(values, 2, 3, 30, 0.95);
	for (size_t i = 0; i < COUNT(scales); i++) {
		double scaled[6], s = scales[i];

		for (size_t k = 0; k < 6; k++)
			scaled[k] = values[k] * s;
		l = stats_levels(scaled, 2, 3, 30, 0.95);
		expect_near(l.intraclass, one.intraclass, 1e-9);
		expect_near(l.advised, one.advised, 1e-9);
		expect_near(l.se / fabs(s), one.se, 1e-9);
		expect_near(l.mean / s, one.mean, 1e-9);
		expect_near(l.between,
			isfinite(s * s) && s * s > 0 ? one.between * s * s
						     : NAN,
			1e-9);
	}
}

static void a_long_series_takes_little_time(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;
	double *many = arena_alloc(arena, MANY * sizeof *many);
	struct stats_series s;
	struct stats_levels l;

	wave(many, MANY, 1);
	s = stats_series(many, MANY, 0.95);
	assert_true(s.n == MANY && s.low < s.high);
	assert_int_equal(stats_batch_means(many, MANY, 1000, 0.95).n, 1000);
	assert_true(stats_warm_up(many, MANY) <= MANY / 2);
	l = stats_levels(many, 1000, 100, 30, 0.95);
	assert_true(l.within > 0 && l.df == 999);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(autocorrelations_agree_with_nist),
		TEST(series_agree_with_r),
		TEST(levels_agree_with_r),
		TEST(a_short_series_has_no_interval),
		TEST(a_series_that_hardly_moves_has_no_interval),
		TEST(nearly_nothing_makes_a_series_of_nothing),
		TEST(equal_samples_follow_nothing),
		TEST(a_series_does_not_depend_on_the_unit),
		TEST(batches_take_the_newest_samples),
		TEST(a_warm_up_is_at_most_half),
		TEST(levels_leave_out_what_does_not_exist),
		TEST(levels_without_spread_are_all_zero),
		TEST(levels_do_not_depend_on_the_unit),
		TEST(a_long_series_takes_little_time),
	};

	stats_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
