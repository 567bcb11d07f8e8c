/* Unit tests of stats/{weights,decision,smaa}.h against
 * fixtures/reference/decision. Run from the root of the sources. */
#include <float.h>

#include "tests/reference.h"

#include "stats/smaa.h"

#define DECISION REFERENCE "decision/"
#define CRITERIA 13
#define USE_CASES 5
#define R_DRAWS 2e6 /* of the Monte-Carlo columns of the reference */
#define EXACT 1e-9  /* absolute, of the integrals */
#define A 0
#define B 1

/* The worked example, and room for more alternatives and criteria. */
struct example {
	struct table criteria, features, cost, weights, expected, levers,
		central;
	struct stats_criterion scales[STATS_CRITERIA];
	struct stats_cell cells[STATS_CRITERIA * STATS_ALTERNATIVES];
	struct stats_matrix matrix;
	struct stats_values values;
	double w[USE_CASES][STATS_CRITERIA];
};

static enum stats_scale scale_named(const char *name)
{
	static const char *const names[] = {
		"unknown", "measured", "stars", "features", "cost"};

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(name, names[i]) == 0)
			return (enum stats_scale)i;
	fail_msg("no scale %s", name);
	return SCALE_UNKNOWN;
}

static enum stats_feature feature_named(const char *name)
{
	static const char *const names[] = {"yes", "partial", "no", "unknown"};

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(name, names[i]) == 0)
			return (enum stats_feature)i;
	fail_msg("no answer %s", name);
	return FEATURE_UNKNOWN;
}

static size_t row_of(
	const struct table *table, const char *head, const char *name)
{
	for (size_t i = 0; i < table->count; i++)
		if (strcmp(word(table, i, head), name) == 0)
			return i;
	fail_msg("no row %s", name);
	return 0;
}

static void read_features(struct example *e, size_t j, const char *name)
{
	for (size_t i = 0; i < e->features.count; i++) {
		if (strcmp(word(&e->features, i, "id"), name) != 0)
			continue;
		stats_feature_add(&e->cells[2 * j + A].features,
			feature_named(word(&e->features, i, "A")), 1);
		stats_feature_add(&e->cells[2 * j + B].features,
			feature_named(word(&e->features, i, "B")), 1);
	}
}

static void read_criterion(struct example *e, size_t j)
{
	const struct table *t = &e->criteria;
	struct stats_criterion *scale = &e->scales[j];
	struct stats_cell *a = &e->cells[2 * j + A], *b = &e->cells[2 * j + B];

	*scale = (struct stats_criterion){
		.scale = scale_named(word(t, j, "kind")),
		.swing = STATS_SWING,
		.worst = number(&e->cost, 0, "worst"),
		.best = number(&e->cost, 0, "best"),
	};
	a->x = number(t, j, "raw_A");
	b->x = number(t, j, "raw_B");
	if (scale->scale == SCALE_MEASURED) {
		a->x = number(t, j, "log_ratio");
		a->se = number(t, j, "se");
		a->df = number(t, j, "df");
		b->x = 0;
	}
	if (scale->scale == SCALE_COST) {
		assert_true(a->x == number(&e->cost, 0, "A"));
		assert_true(b->x == number(&e->cost, 0, "B"));
	}
	read_features(e, j, word(t, j, "criterion"));
}

static struct example *read_example(struct arena *arena)
{
	struct example *e = arena_alloc(arena, sizeof *e);

	memset(e, 0, sizeof *e);
	e->criteria = read_table(arena, DECISION "criteria.tsv");
	e->features = read_table(arena, DECISION "features.tsv");
	e->cost = read_table(arena, DECISION "cost.tsv");
	e->weights = read_table(arena, DECISION "weights_raw.tsv");
	e->expected = read_table(arena, DECISION "expected.tsv");
	e->levers = read_table(arena, DECISION "sensitivity.tsv");
	e->central = read_table(arena, DECISION "central_weights_A.tsv");
	assert_int_equal(e->criteria.count, CRITERIA);
	assert_int_equal(e->expected.count, USE_CASES);
	for (size_t j = 0; j < CRITERIA; j++)
		read_criterion(e, j);
	for (size_t u = 0; u < USE_CASES; u++)
		for (size_t j = 0; j < CRITERIA; j++)
			e->w[u][j] = number(&e->weights,
				row_of(&e->weights, "use_case",
					word(&e->expected, u, "use_case")),
				word(&e->criteria, j, "criterion"));
	e->matrix = (struct stats_matrix){2, CRITERIA, e->scales, e->cells};
	assert_true(stats_find_values(&e->matrix, &e->values));
	return e;
}

static struct example *example_of(void **state)
{
	return read_example(((struct desk *)*state)->arena);
}

static struct stats_smaa run(const struct stats_matrix *m,
	const double *weights, enum stats_weighting weighting, size_t draws)
{
	struct stats_smaa_options options = {
		weighting, STATS_KAPPA, draws, 20240611};
	struct stats_smaa smaa;

	assert_true(stats_run_smaa(m, weights, &options, &smaa));
	return smaa;
}

/* Within 4 standard errors of n draws, and of those of the reference. */
static void expect_share(double value, double wanted, double n, double se)
{
	double p = fmin(1, fmax(wanted, 0));
	double tolerance = 4 * sqrt(p * (1 - p) / n) + 4 * se + 2 / n;

	if (!(fabs(value - wanted) <= tolerance))
		fail_msg("%.6f is not %.6f within %.6f", value, wanted,
			tolerance);
}

/* Sums of acceptabilities, and of wins: 1 in every direction. */
static void expect_complete(const struct stats_smaa *s)
{
	for (size_t i = 0; i < s->alternatives; i++) {
		double ranks = 0, alternatives = 0;

		for (size_t r = 0; r < s->alternatives; r++) {
			double b = s->acceptability[i][r];

			assert_true(b >= 0 && b <= 1);
			expect_near(s->error[i][r],
				sqrt(b * (1 - b) / (double)s->draws), 1e-12);
			ranks += b;
			alternatives += s->acceptability[r][i];
			expect_near(s->win[i][r] + s->win[r][i], 1, 1e-12);
		}
		expect_near(ranks, 1, 1e-9);
		expect_near(alternatives, 1, 1e-9);
	}
}

static void values_agree_with_r(void **state)
{
	struct example *e = example_of(state);

	for (size_t j = 0; j < CRITERIA; j++) {
		const double *v = e->values.v[j];

		expect_cell(&e->criteria, j, "value_A", v[A], TIGHT);
		expect_cell(&e->criteria, j, "value_B", v[B], TIGHT);
		expect_cell(&e->criteria, j, "d", v[A] - v[B], TIGHT);
	}
}

static void scores_and_winners_agree_with_r(void **state)
{
	struct example *e = example_of(state);

	for (size_t u = 0; u < USE_CASES; u++) {
		struct stats_scores s = stats_score(&e->values, e->w[u]);
		const char *winner = word(&e->expected, u, "winner");

		expect_cell(&e->expected, u, "score_A", s.score[A], TIGHT);
		expect_cell(&e->expected, u, "score_B", s.score[B], TIGHT);
		assert_int_equal(s.order[0], winner[0] == 'A' ? A : B);
		assert_int_equal(s.order[1], winner[0] == 'A' ? B : A);
	}
}

static void what_turns_the_answer_agrees_with_r(void **state)
{
	struct example *e = example_of(state);

	for (size_t u = 0; u < USE_CASES; u++) {
		struct stats_sensitivity s;
		const char *to = word(&e->expected, u, "moved_to");
		const char *nearest =
			word(&e->expected, u, "most_critical_criterion");

		stats_find_sensitivity(&e->values, e->w[u], A, B, &s);
		expect_cell(&e->expected, u, "D", s.difference, TIGHT);
		expect_cell(&e->expected, u, "min_abs_weight_change",
			s.nearest_change, TIGHT);
		expect_cell(
			&e->expected, u, "min_moved_weight", s.moved, TIGHT);
		assert_int_equal(
			s.moved_to, row_of(&e->criteria, "criterion", to));
		assert_int_equal(
			s.nearest, row_of(&e->criteria, "criterion", nearest));
	}
}

static void expect_lever(
	const struct table *t, size_t row, const struct stats_lever *l)
{
	expect_cell(t, row, "weight", l->weight, TIGHT);
	expect_cell(t, row, "contribution", l->contribution, TIGHT);
	expect_cell(t, row, "flip_weight", l->flip_weight, TIGHT);
	expect_cell(t, row, "delta_weight", l->flip_change, TIGHT);
	expect_cell(
		t, row, "delta_relative", l->flip_change / l->weight, TIGHT);
	expect_cell(t, row, "stable_lo", l->stable_low, TIGHT);
	expect_cell(t, row, "stable_hi", l->stable_high, TIGHT);
	expect_cell(t, row, "flip_value_diff", l->flip_value, TIGHT);
	expect_cell(t, row, "flip_star_units", l->flip_stars, TIGHT);
}

static void every_lever_agrees_with_r(void **state)
{
	struct example *e = example_of(state);

	assert_int_equal(e->levers.count, USE_CASES * CRITERIA);
	for (size_t i = 0; i < e->levers.count; i++) {
		struct stats_sensitivity s;
		size_t u = row_of(&e->expected, "use_case",
			word(&e->levers, i, "use_case"));
		size_t j = row_of(&e->criteria, "criterion",
			word(&e->levers, i, "criterion"));

		stats_find_sensitivity(&e->values, e->w[u], A, B, &s);
		expect_lever(&e->levers, i, &s.levers[j]);
	}
}

static void other_methods_agree_with_r(void **state)
{
	struct example *e = example_of(state);

	for (size_t u = 0; u < USE_CASES; u++) {
		double closeness[2], flow[2];

		stats_topsis(&e->values, e->w[u], closeness);
		stats_promethee(&e->values, e->w[u], flow);
		expect_cell(&e->expected, u, "topsis_A", closeness[A], TIGHT);
		expect_cell(&e->expected, u, "topsis_B", closeness[B], TIGHT);
		expect_cell(&e->expected, u, "promethee_phi_A", flow[A], TIGHT);
		assert_true(flow[B] == -flow[A]);
	}
}

static void exact_probabilities_agree_with_r(void **state)
{
	struct example *e = example_of(state);

	for (size_t u = 0; u < USE_CASES; u++) {
		double around = stats_weights_win(
			&e->values, e->w[u], A, B, WEIGHTS_NEAR, STATS_KAPPA);
		double any = stats_weights_win(
			&e->values, e->w[u], A, B, WEIGHTS_ANY, STATS_KAPPA);
		double wanted = number(&e->expected, u, "accept_A_dirichlet50");
		double mc = number(&e->expected, u, "check_mc_dirichlet50");

		assert_true(fabs(around - wanted) < EXACT);
		assert_true(fabs(any - number(&e->expected, u,
					       "accept_A_uniform")) < EXACT);
		expect_share(mc, around, R_DRAWS, 0);
	}
}

static void expect_lead(const char *name, enum stats_lead lead)
{
	static const char *const names[] = {
		[LEAD_NONE] = "EQ",
		[LEAD_A] = "A",
		[LEAD_A_PROBABLE] = "A_probable",
		[LEAD_B] = "B",
		[LEAD_B_PROBABLE] = "B_probable",
	};

	assert_string_equal(names[lead], name);
}

static void simulated_wins_and_decisions_agree_with_r(void **state)
{
	struct example *e = example_of(state);
	const struct table *t = &e->expected;

	for (size_t u = 0; u < USE_CASES; u++) {
		double se = number(t, u, "mc_se");
		double n = STATS_DRAWS;
		double r = number(t, u, "smaa_A_dirichlet50_noise");
		struct stats_smaa around =
			run(&e->matrix, e->w[u], WEIGHTS_NEAR, STATS_DRAWS);
		struct stats_smaa any =
			run(&e->matrix, e->w[u], WEIGHTS_ANY, STATS_DRAWS);

		expect_share(around.win[A][B], r, n, se);
		expect_share(any.win[A][B],
			number(t, u, "smaa_A_uniform_noise"), n,
			sqrt(0.25 / R_DRAWS));
		expect_near(se, sqrt(r * (1 - r) / R_DRAWS), TIGHT);
		expect_lead(word(t, u, "decision"), stats_lead(r));
		expect_lead(
			word(t, u, "decision"), stats_lead(around.win[A][B]));
		expect_complete(&around);
		expect_complete(&any);
	}
}

static void central_weights_agree_with_r(void **state)
{
	struct example *e = example_of(state);

	for (size_t u = 0; u < USE_CASES; u++) {
		struct stats_smaa s =
			run(&e->matrix, e->w[u], WEIGHTS_NEAR, STATS_DRAWS);
		double shares[STATS_CRITERIA], sum = 0;
		double b = s.acceptability[A][0];
		double wins = 1 / sqrt(b * STATS_DRAWS) + 1 / sqrt(b * R_DRAWS);

		stats_shares(e->w[u], CRITERIA, shares);
		for (size_t j = 0; j < CRITERIA; j++) {
			double w = shares[j], c = s.central[A][j];
			double sd = sqrt(w * (1 - w) / (STATS_KAPPA + 1));
			double wanted = number(&e->central, u,
				word(&e->criteria, j, "criterion"));

			sum += c;
			assert_true(fabs(c - wanted) < 4 * sd * wins);
		}
		expect_near(sum, 1, 1e-9);
	}
}

static void the_same_seed_gives_the_same_bytes(void **state)
{
	struct example *e = example_of(state);
	struct stats_smaa_options options = {
		WEIGHTS_NEAR, STATS_KAPPA, 2000, 1};
	static struct stats_smaa first, second, other;

	assert_true(stats_run_smaa(&e->matrix, e->w[1], &options, &first));
	assert_true(stats_run_smaa(&e->matrix, e->w[1], &options, &second));
	options.seed = 2;
	assert_true(stats_run_smaa(&e->matrix, e->w[1], &options, &other));
	assert_memory_equal(&first, &second, sizeof first);
	assert_memory_not_equal(&first, &other, sizeof first);
}

/* Criteria whose values are given outright, and do not vary. */
struct fixed {
	struct stats_criterion scales[STATS_CRITERIA];
	struct stats_cell cells[STATS_CRITERIA * STATS_ALTERNATIVES];
	struct stats_matrix matrix;
	struct stats_values values;
};

static void fix(
	struct fixed *f, size_t alternatives, size_t criteria, const double *v)
{
	memset(f, 0, sizeof *f);
	f->matrix = (struct stats_matrix){
		alternatives, criteria, f->scales, f->cells};
	for (size_t j = 0; j < criteria; j++)
		f->scales[j] = (struct stats_criterion){SCALE_COST, 0, 0, 1};
	for (size_t c = 0; c < alternatives * criteria; c++)
		f->cells[c].x = v[c];
	assert_true(stats_find_values(&f->matrix, &f->values));
}

/* Σ G_j d_j over exponential G_j: Π over the others of d_j / (d_j - d_k). */
static double hypoexponential(const double *d, size_t n)
{
	double sum = 0;

	for (size_t j = 0; j < n; j++) {
		double product = d[j] > 0;

		for (size_t k = 0; k < n; k++)
			if (k != j)
				product *= d[j] / (d[j] - d[k]);
		sum += product;
	}
	return sum;
}

static void exact_probabilities_agree_with_the_closed_form(void **state)
{
	static const double sets[][4] = {
		{0.1, -0.3, 0.2, -0.05},
		{1, -1e-6, 1e-3, -0.5},
		{1e-12, -1, -0.9, 1e-9},
		{3e-300, -1e-300, 2e-300, -5e-300},
		{0.5, 0.25, 0.125, -1e3},
	};
	static const double w[] = {1, 1, 1, 1};

	(void)state;
	for (size_t i = 0; i < COUNT(sets); i++)
		for (size_t n = 2; n <= 4; n++)
			assert_true(
				fabs(stats_win_probability(
					     sets[i], w, n, WEIGHTS_ANY, 0) -
					hypoexponential(sets[i], n)) < EXACT);
}

static void ranked_weights_have_an_exact_probability_too(void **state)
{
	static const double d[] = {1, -3}, w[] = {5, 2}, turned[] = {2, 5};
	static const double means[] = {1, -1}, other[] = {-3, -1};

	(void)state;
	assert_true(fabs(stats_win_probability(d, w, 2, WEIGHTS_RANKED, 0) -
			    hypoexponential(means, 2)) < EXACT);
	assert_true(stats_win_probability(d, turned, 2, WEIGHTS_RANKED, 0) ==
		    hypoexponential(other, 2));
}

static void simulation_without_noise_agrees_with_the_integral(void **state)
{
	static const double w[] = {3, 1, 0, 2, 2};
	static const double v[] = {
		0.9, 0.5, 0.1, 0.8, 0.0, 1.0, 0.2, 0.9, 0.3, 0.45};
	static const enum stats_weighting all[] = {
		WEIGHTS_NEAR, WEIGHTS_ANY, WEIGHTS_RANKED};
	static struct fixed f;

	(void)state;
	fix(&f, 2, 5, v);
	for (size_t i = 0; i < COUNT(all); i++) {
		double p = stats_weights_win(
			&f.values, w, A, B, all[i], STATS_KAPPA);
		struct stats_smaa s = run(&f.matrix, w, all[i], STATS_DRAWS);

		assert_true(p > 0.01 && p < 0.99);
		expect_share(s.win[A][B], p, STATS_DRAWS, 0);
		assert_true(s.central[A][2] == 0 || all[i] == WEIGHTS_ANY);
		assert_true(s.confidence[A] == 1 && s.confidence[B] == 1);
	}
}

static void ranked_weights_keep_the_stated_order(void **state)
{
	static const double shares[] = {0.1, 0.4, 0, 0.25, 0.25};
	size_t order[5];
	double e[] = {0.4, 0.1, 0.2, 0.3};

	(void)state;
	assert_int_equal(stats_ranking(shares, 5, order), 4);
	assert_int_equal(order[0], 1);
	assert_int_equal(order[1], 3);
	assert_int_equal(order[2], 4);
	assert_int_equal(order[3], 0);
	stats_ranked_weights(shares, order, 4, e);
	expect_near(e[3], 0.3 / 4, 1e-12);
	assert_true(e[1] == e[2]);
	assert_true(e[0] > e[1] && e[1] > e[3]);
	expect_near(e[0] + e[1] + e[2] + e[3], 1, 1e-12);
}

static void confidence_is_the_win_rate_at_the_central_weights(void **state)
{
	struct example *e = example_of(state);
	struct stats_smaa s =
		run(&e->matrix, e->w[1], WEIGHTS_NEAR, STATS_DRAWS);
	struct stats_smaa_options options = {
		WEIGHTS_NEAR, INFINITY, STATS_DRAWS, 7};
	struct stats_smaa at;

	assert_true(stats_run_smaa(&e->matrix, s.central[A], &options, &at));
	expect_share(at.win[A][B], s.confidence[A], STATS_DRAWS,
		sqrt(0.25 / STATS_DRAWS));
	assert_true(s.confidence[A] > s.acceptability[A][0]);
	assert_true(s.confidence[B] > s.acceptability[B][0]);
}

/* The example with the alternatives in the order `from`, of 0 and 1, and
 * everywhere the worst for 2. */
static void rearrange(
	struct example *e, const size_t *from, size_t alternatives)
{
	static const struct stats_cell worst = {.features = {.no = 1}};
	struct stats_cell old[2 * CRITERIA];

	memcpy(old, e->cells, sizeof old);
	for (size_t j = 0; j < CRITERIA; j++)
		for (size_t i = 0; i < alternatives; i++) {
			struct stats_cell *cell =
				&e->cells[j * alternatives + i];

			*cell = from[i] < 2 ? old[2 * j + from[i]] : worst;
			if (from[i] < 2)
				continue;
			cell->x = e->scales[j].scale == SCALE_COST ? 1500 : -2;
		}
	e->matrix.alternatives = alternatives;
	assert_true(stats_find_values(&e->matrix, &e->values));
}

static void exchanging_the_alternatives_mirrors_every_result(void **state)
{
	static const size_t exchanged[] = {B, A};
	struct example *e = example_of(state), *x = example_of(state);

	rearrange(x, exchanged, 2);
	for (size_t u = 0; u < USE_CASES; u++) {
		const double *w = e->w[u];
		struct stats_sensitivity s, t;
		struct stats_smaa p = run(&e->matrix, w, WEIGHTS_NEAR, 20000);
		struct stats_smaa q = run(&x->matrix, w, WEIGHTS_NEAR, 20000);
		double n = stats_weights_win(
			&e->values, w, A, B, WEIGHTS_NEAR, STATS_KAPPA);
		double m = stats_weights_win(
			&x->values, w, A, B, WEIGHTS_NEAR, STATS_KAPPA);

		stats_find_sensitivity(&e->values, w, A, B, &s);
		stats_find_sensitivity(&x->values, w, A, B, &t);
		assert_true(s.difference == -t.difference);
		assert_true(s.moved == t.moved && s.moved_to == t.moved_to);
		assert_true(s.nearest == t.nearest);
		for (size_t j = 0; j < CRITERIA; j++)
			expect_near(s.levers[j].flip_weight,
				t.levers[j].flip_weight, 1e-12);
		assert_true(fabs(n + m - 1) < EXACT);
		expect_share(p.win[A][B], q.win[B][A], 20000, p.error[A][0]);
	}
}

static void one_more_that_is_worst_everywhere_reorders_nobody(void **state)
{
	static const size_t first[] = {2, A, B}, last[] = {A, B, 2};
	struct example *e = example_of(state), *f = example_of(state),
		       *l = example_of(state);

	rearrange(f, first, 3);
	rearrange(l, last, 3);
	for (size_t u = 0; u < USE_CASES; u++) {
		struct stats_scores two = stats_score(&e->values, e->w[u]);
		struct stats_scores a = stats_score(&f->values, e->w[u]);
		struct stats_scores b = stats_score(&l->values, e->w[u]);
		struct stats_smaa s =
			run(&l->matrix, e->w[u], WEIGHTS_NEAR, 20000);
		struct stats_smaa p =
			run(&e->matrix, e->w[u], WEIGHTS_NEAR, 20000);

		for (size_t i = 0; i < 2; i++) {
			assert_true(two.score[i] == a.score[i + 1]);
			assert_true(two.score[i] == b.score[i]);
			assert_int_equal(two.order[i] + 1, a.order[i]);
			assert_int_equal(two.order[i], b.order[i]);
		}
		assert_int_equal(a.order[2], 0);
		assert_int_equal(b.order[2], 2);
		expect_complete(&s);
		assert_true(s.acceptability[2][2] == 1 && s.error[2][2] == 0);
		assert_true(isnan(s.central[2][0]) && isnan(s.confidence[2]));
		expect_share(s.win[A][B], p.win[A][B], 20000, p.error[A][0]);
	}
}

static void a_pair_is_judged_alike_among_others(void **state)
{
	static const size_t from[] = {2, B, A};
	struct example *e = example_of(state), *x = example_of(state);
	struct stats_sensitivity s, t;

	rearrange(x, from, 3);
	stats_find_sensitivity(&e->values, e->w[0], A, B, &s);
	stats_find_sensitivity(&x->values, e->w[0], 2, 1, &t);
	assert_memory_equal(&s, &t, sizeof s);
	assert_true(stats_weights_win(&e->values, e->w[0], A, B, WEIGHTS_NEAR,
			    STATS_KAPPA) == stats_weights_win(&x->values,
						    e->w[0], 2, 1, WEIGHTS_NEAR,
						    STATS_KAPPA));
}

static void ten_alternatives_on_sixty_four_criteria_work(void **state)
{
	static struct fixed f;
	double v[STATS_CRITERIA * STATS_ALTERNATIVES], w[STATS_CRITERIA];
	double closeness[STATS_ALTERNATIVES], flow[STATS_ALTERNATIVES], sum = 0;
	struct stats_smaa s;

	(void)state;
	for (size_t c = 0; c < COUNT(v); c++)
		v[c] = (double)(c * 7919 % 1009) / 1008;
	for (size_t j = 0; j < STATS_CRITERIA; j++)
		w[j] = 1 + (double)(j % 10);
	fix(&f, STATS_ALTERNATIVES, STATS_CRITERIA, v);
	stats_topsis(&f.values, w, closeness);
	stats_promethee(&f.values, w, flow);
	s = run(&f.matrix, w, WEIGHTS_RANKED, 2000);
	expect_complete(&s);
	for (size_t i = 0; i < STATS_ALTERNATIVES; i++) {
		assert_true(closeness[i] > 0 && closeness[i] < 1);
		sum += flow[i];
	}
	assert_true(fabs(sum) < 1e-12);
}

/* Three alternatives with a spread of their own each. */
static void each_alternative_may_have_its_own_error(void **state)
{
	static const double w[] = {1};
	struct stats_criterion scale = {
		.scale = SCALE_MEASURED, .swing = STATS_SWING};
	struct stats_cell cells[] = {
		{.x = 5, .se = 0.02, .df = 4},
		{.x = 5, .se = 0.02, .df = 4},
		{.x = 5, .se = 0.02, .df = 4},
	};
	struct stats_matrix m = {3, 1, &scale, cells};
	struct stats_smaa s;

	(void)state;
	s = run(&m, w, WEIGHTS_NEAR, STATS_DRAWS);
	expect_complete(&s);
	for (size_t i = 0; i < 3; i++)
		for (size_t r = 0; r < 3; r++)
			expect_share(
				s.acceptability[i][r], 1.0 / 3, STATS_DRAWS, 0);
}

/* P(L + se t > 0) is Student's or the normal distribution function. */
static void measured_noise_is_student_or_normal(void **state)
{
	static const struct {
		double df, p; /* P(t > -1) */
	} cases[] = {
		{1, 0.75},
		{2, 0.788675134594813},
		{2.0000000000000004, 0.788675134594813},
		{4, 0.813049516849971},
		{1e308, 0.841344746068543},
		{INFINITY, 0.841344746068543},
		{NAN, 0.841344746068543},
		{0, 0.841344746068543},
		{-3, 0.841344746068543},
	};
	static const double w[] = {1};
	struct stats_criterion scale = {
		.scale = SCALE_MEASURED, .swing = STATS_SWING};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct stats_cell cells[] = {
			{.x = 0.01, .se = 0.01, .df = cases[i].df}, {.x = 0}};
		struct stats_matrix m = {2, 1, &scale, cells};
		struct stats_smaa s = run(&m, w, WEIGHTS_NEAR, STATS_DRAWS);

		expect_share(s.win[A][B], cases[i].p, STATS_DRAWS, 0);
	}
}

static void an_error_of_zero_is_exact_and_a_missing_one_says_nothing(
	void **state)
{
	static const double w[] = {1};
	static const double unusable[] = {NAN, INFINITY, -1};
	struct stats_criterion scale = {
		.scale = SCALE_MEASURED, .swing = STATS_SWING};
	struct stats_cell cells[] = {{.x = 1e-9, .df = NAN}, {.x = 0}};
	struct stats_matrix m = {2, 1, &scale, cells};
	struct stats_smaa s;

	(void)state;
	s = run(&m, w, WEIGHTS_NEAR, 1000);
	assert_true(s.acceptability[A][0] == 1 && s.win[A][B] == 1);
	assert_true(s.confidence[A] == 1 && isnan(s.confidence[B]));
	for (size_t i = 0; i < COUNT(unusable); i++) {
		cells[A].se = cells[B].se = unusable[i];
		s = run(&m, w, WEIGHTS_NEAR, 20000);
		expect_share(s.win[A][B], 0.5, 20000, 0);
		cells[B].se = 0; /* alone to set the best */
		s = run(&m, w, WEIGHTS_NEAR, 1000);
		assert_true(s.win[B][A] == 1);
	}
}

static void noise_without_end_still_has_a_best(void **state)
{
	static const double w[] = {1};
	struct stats_criterion scale = {
		.scale = SCALE_MEASURED, .swing = STATS_SWING};
	struct stats_cell cells[] = {{.se = DBL_MAX, .df = 1e-3}, {.x = 0}};
	struct stats_matrix m = {2, 1, &scale, cells};
	struct stats_smaa s;

	(void)state;
	s = run(&m, w, WEIGHTS_NEAR, 20000);
	expect_share(s.win[A][B], 0.5, 20000, 0);
}

/* How often these features have a larger value than x. */
static double features_above(double x, struct stats_features features)
{
	static const double w[] = {1, 1};
	struct stats_criterion scales[] = {
		{.scale = SCALE_FEATURES},
		{.scale = SCALE_COST, .worst = 0, .best = 1},
	};
	struct stats_cell cells[] = {{.features = features},
		{.features = {.no = 1}}, {.x = 0}, {.x = x}};
	struct stats_matrix m = {2, 2, scales, cells};
	struct stats_smaa_options options = {
		WEIGHTS_NEAR, INFINITY, STATS_DRAWS, 3};
	struct stats_smaa s;

	assert_true(stats_run_smaa(&m, w, &options, &s));
	return s.win[A][B];
}

static void features_vary_each_on_its_own(void **state)
{
	static const struct stats_features one = {.partial = 1, .partials = 1};
	static const struct stats_features two = {.unknown = 4, .unknowns = 2};
	static const struct stats_features uncounted = {.unknown = 4};
	static const struct stats_features mixed = {
		.yes = 1, .unknown = 1, .unknowns = 1};

	(void)state;
	expect_share(features_above(0.6, one), 0.3, STATS_DRAWS, 0);
	expect_share(features_above(0.75, two), 0.125, STATS_DRAWS, 0);
	expect_share(features_above(0.75, uncounted), 0.25, STATS_DRAWS, 0);
	expect_share(features_above(0.9, mixed), 0.2, STATS_DRAWS, 0);
}

static void a_criterion_without_weight_decides_nothing(void **state)
{
	static const double v[] = {0.75, 0.25, 0, 1}, w[] = {3, 0};
	static struct fixed f;
	struct stats_sensitivity s;

	(void)state;
	fix(&f, 2, 2, v);
	stats_find_sensitivity(&f.values, w, A, B, &s);
	assert_true(isnan(s.levers[1].flip_value));
	expect_near(s.levers[1].flip_weight, 1.0 / 3, 1e-12);
	assert_true(s.moved_to == 1);
	expect_near(s.moved, 1.0 / 3, 1e-12);
	assert_true(stats_weights_win(&f.values, w, A, B, WEIGHTS_NEAR,
			    STATS_KAPPA) == 1);
	assert_true(
		stats_weights_win(&f.values, w, A, B, WEIGHTS_RANKED, 0) == 1);
}

/* Cost: q = .05, p = .5; two criteria with 3/4 and 1/4 of the weight. */
static void flows_are_means_over_the_others(void **state)
{
	static const double v[] = {1, 0.725, 0.04, 0, 0, 0.275};
	static const double w[] = {3, 1};
	static struct fixed f;
	double flow[3], closeness[3];

	(void)state;
	fix(&f, 3, 2, v);
	stats_promethee(&f.values, w, flow);
	expect_near(flow[0], (0.75 * 1.5 - 0.25 * 0.5) / 2, 1e-12);
	expect_near(flow[1], (0.75 * 0.5 - 0.25 * 0.5) / 2, 1e-12);
	expect_near(flow[2], (0.25 * 1.0 - 0.75 * 2.0) / 2, 1e-12);
	stats_topsis(&f.values, w, closeness);
	expect_near(closeness[0], 0.72 / (0.72 + 0.06875), 1e-12);
	expect_near(closeness[2], 0.06875 / (0.72 + 0.06875), 1e-12);
}

static void one_criterion_has_no_weight_to_move(void **state)
{
	static const double v[] = {0.75, 0.25}, w[] = {3};
	static struct fixed f;
	struct stats_sensitivity s;
	struct stats_scores scores;

	(void)state;
	fix(&f, 2, 1, v);
	scores = stats_score(&f.values, w);
	stats_find_sensitivity(&f.values, w, A, B, &s);
	assert_true(scores.score[A] == 75 && scores.score[B] == 25);
	assert_true(s.difference == 50 && s.levers[0].contribution == 50);
	assert_true(isnan(s.levers[0].flip_weight) &&
		    isnan(s.levers[0].flip_change));
	assert_true(
		s.levers[0].stable_low == 0 && s.levers[0].stable_high == 1);
	assert_true(s.levers[0].flip_value == -0.5 &&
		    isnan(s.levers[0].flip_stars));
	assert_true(s.nearest == STATS_NOBODY && isnan(s.nearest_change));
	assert_true(isnan(s.moved) && s.moved_to == STATS_NOBODY);
	assert_true(isnan(s.levers[1].weight));
	assert_true(stats_weights_win(&f.values, w, A, B, WEIGHTS_NEAR,
			    STATS_KAPPA) == 1);
}

static void without_weights_there_is_no_score_and_all_tie(void **state)
{
	static const double w[CRITERIA] = {0, -1, NAN, INFINITY};
	struct example *e = example_of(state);
	struct stats_scores scores = stats_score(&e->values, w);
	struct stats_sensitivity s;
	struct stats_smaa smaa = run(&e->matrix, w, WEIGHTS_NEAR, 100);
	double closeness[2], flow[2];

	stats_find_sensitivity(&e->values, w, A, B, &s);
	stats_topsis(&e->values, w, closeness);
	stats_promethee(&e->values, w, flow);
	assert_true(isnan(scores.score[A]) && isnan(scores.score[B]));
	assert_true(scores.order[0] == A && scores.order[1] == B);
	assert_true(isnan(s.difference) && isnan(s.moved) &&
		    isnan(s.levers[0].contribution));
	assert_true(s.nearest == STATS_NOBODY && s.moved_to == STATS_NOBODY);
	assert_true(isnan(closeness[A]) && isnan(flow[B]));
	assert_true(stats_weights_win(&e->values, w, A, B, WEIGHTS_NEAR,
			    STATS_KAPPA) == 0.5);
	expect_complete(&smaa);
	assert_true(smaa.acceptability[A][0] == 0.5 && smaa.win[A][B] == 0.5);
	assert_true(smaa.central[A][0] == 0 && smaa.confidence[B] == 0.5);
	smaa = run(&e->matrix, w, WEIGHTS_ANY, 20000);
	expect_share(smaa.win[A][B],
		number(&e->expected, 0, "smaa_A_uniform_noise"), 20000, 0);
}

static void equal_alternatives_divide_every_rank(void **state)
{
	static const double v[] = {0.3, 0.3, 0.3, 1, 1, 1}, w[] = {2, 1};
	static struct fixed f;
	struct stats_sensitivity s;
	struct stats_smaa smaa;
	double closeness[3], flow[3];

	(void)state;
	fix(&f, 3, 2, v);
	stats_find_sensitivity(&f.values, w, 2, 0, &s);
	stats_topsis(&f.values, w, closeness);
	stats_promethee(&f.values, w, flow);
	smaa = run(&f.matrix, w, WEIGHTS_RANKED, 1000);
	assert_true(s.difference == 0 && s.moved == 0);
	assert_true(s.moved_to == STATS_NOBODY && s.nearest == STATS_NOBODY);
	assert_true(isnan(closeness[1]) && flow[1] == 0);
	assert_true(
		stats_weights_win(&f.values, w, 0, 1, WEIGHTS_ANY, 0) == 0.5);
	expect_complete(&smaa);
	for (size_t i = 0; i < 3; i++) {
		expect_near(smaa.acceptability[i][i], 1.0 / 3, 1e-12);
		expect_near(smaa.confidence[i], 1.0 / 3, 1e-12);
	}
}

/* In doubles 2/7 - 3/7 + 1/7 is not 0. */
static void whole_weights_on_stars_tie_exactly(void **state)
{
	static const double v[] = {1, 0, 0, 1, 1, 0.5}, w[] = {2, 3, 2};
	static struct fixed f;
	struct stats_sensitivity s;
	struct stats_scores scores;

	(void)state;
	fix(&f, 2, 3, v);
	scores = stats_score(&f.values, w);
	stats_find_sensitivity(&f.values, w, A, B, &s);
	assert_true(scores.score[A] == scores.score[B]);
	assert_true(s.difference == 0);
}

static void a_tie_of_scores_needs_no_weight_to_move(void **state)
{
	static const double v[] = {1, 0, 0, 1}, w[] = {1, 1};
	static struct fixed f;
	struct stats_sensitivity s;

	(void)state;
	fix(&f, 2, 2, v);
	stats_find_sensitivity(&f.values, w, A, B, &s);
	assert_true(s.difference == 0 && s.moved == 0);
	assert_true(s.nearest == 0 && s.nearest_change == 0);
	assert_true(s.levers[0].flip_weight == 0.5);
}

static void unknown_everywhere_is_the_middle_and_anybody_may_win(void **state)
{
	struct example *e = example_of(state);
	struct stats_scores scores;
	struct stats_smaa s;

	for (size_t c = 0; c < 2 * CRITERIA; c++)
		e->cells[c] = (struct stats_cell){.x = NAN};
	e->scales[12].scale = SCALE_UNKNOWN;
	assert_true(stats_find_values(&e->matrix, &e->values));
	scores = stats_score(&e->values, e->w[0]);
	expect_near(scores.score[A], 50, 1e-12);
	assert_true(scores.score[A] == scores.score[B]);
	s = run(&e->matrix, e->w[0], WEIGHTS_NEAR, 20000);
	expect_complete(&s);
	expect_share(s.win[A][B], 0.5, 20000, 0);
}

/* One criterion with one cell each; B is known, and there 0.5 as well. */
static double wins_over_the_middle(
	struct stats_criterion scale, struct stats_cell a)
{
	static const double w[] = {1, 1};
	struct stats_criterion scales[] = {
		scale, {.scale = SCALE_COST, .worst = 0, .best = 1}};
	struct stats_cell cells[] = {a, a, {.x = 0}, {.x = 0}};
	struct stats_matrix m = {2, 2, scales, cells};
	struct stats_values values;
	struct stats_smaa s;

	assert_true(stats_find_values(&m, &values));
	assert_true(values.v[0][A] == 0.5);
	s = run(&m, w, WEIGHTS_NEAR, 1000);
	expect_complete(&s);
	return s.win[A][B];
}

static void a_scale_that_does_not_exist_knows_nothing(void **state)
{
	static const double swings[] = {1, 0, 0.5, -2, NAN, INFINITY};
	static const struct stats_cell three = {.x = 3};

	(void)state;
	for (size_t i = 0; i < COUNT(swings); i++)
		expect_share(wins_over_the_middle(
				     (struct stats_criterion){
					     .scale = SCALE_MEASURED,
					     .swing = swings[i]},
				     three),
			0.5, 1000, 0);
	for (size_t i = 0; i < 2; i++)
		expect_share(
			wins_over_the_middle(
				(struct stats_criterion){.scale = SCALE_COST,
					.worst = 7,
					.best = i ? 7 : NAN},
				three),
			0.5, 1000, 0);
}

static void the_middle_of_stars_features_and_cost_is_a_half(void **state)
{
	struct stats_features f = {0};

	(void)state;
	stats_feature_add(&f, FEATURE_PARTIAL, 2);
	stats_feature_add(&f, FEATURE_PARTIAL, 1);
	stats_feature_add(&f, FEATURE_UNKNOWN, 3);
	stats_feature_add(&f, FEATURE_YES, -1);
	stats_feature_add(&f, FEATURE_NO, NAN);
	assert_true(f.partials == 2 && f.unknowns == 1 && f.partial == 3);
	wins_over_the_middle((struct stats_criterion){.scale = SCALE_FEATURES},
		(struct stats_cell){.features = f});
	wins_over_the_middle((struct stats_criterion){.scale = SCALE_STARS},
		(struct stats_cell){.x = 3});
	wins_over_the_middle(
		(struct stats_criterion){
			.scale = SCALE_COST, .worst = 2, .best = 10},
		(struct stats_cell){.x = 6});
}

static void values_are_clamped_to_their_scale(void **state)
{
	static const struct stats_cell none = {.x = 1e9};
	static struct fixed f;
	double v[] = {-5, 7, DBL_MAX, -DBL_MAX};

	(void)state;
	assert_true(stats_star_value(0) == 0 && stats_star_value(6) == 1);
	assert_true(stats_star_value(3.5) == 0.625);
	assert_true(stats_log_value(-log(1.5), log(1.5)) == 0);
	assert_true(stats_log_value(-700, log(1.5)) == 0);
	assert_false(stats_known(&(struct stats_criterion){0}, &none));
	fix(&f, 2, 2, v);
	assert_true(f.values.v[0][A] == 0 && f.values.v[0][B] == 1);
	assert_true(f.values.v[1][A] == 1 && f.values.v[1][B] == 0);
}

/* Numbers at the ends of what a double holds. */
static const struct stats_criterion extreme_scales[] = {
	{SCALE_MEASURED, 1.5, 0, 0},
	{SCALE_MEASURED, 1 + DBL_EPSILON, 0, 0},
	{SCALE_MEASURED, DBL_MAX, 0, 0},
	{SCALE_COST, 0, DBL_MAX, -DBL_MAX},
	{SCALE_STARS, 0, 0, 0},
};

static const struct stats_cell extreme_cells[] = {
	{.x = DBL_MAX, .se = DBL_MAX, .df = DBL_MIN},
	{.x = -DBL_MAX, .se = DBL_MAX, .df = DBL_TRUE_MIN},
	{.x = DBL_TRUE_MIN, .se = DBL_TRUE_MIN, .df = 1e-3},
	{.x = 0, .se = DBL_MIN, .df = 0.1},
	{.x = DBL_MAX, .se = 1, .df = 1},
	{.x = -DBL_MAX, .se = 1, .df = DBL_MAX},
	{.x = DBL_MAX},
	{.x = 0},
	{.x = 1e300},
	{.x = -1e300},
};

static const double extreme_weights[] = {
	DBL_MAX, DBL_MAX, DBL_TRUE_MIN, 1, DBL_MAX / 3};

static void huge_and_tiny_numbers_stay_in_bounds(void **state)
{
	struct stats_matrix m = {2, 5, extreme_scales, extreme_cells};
	const double *w = extreme_weights;
	struct stats_values values;
	struct stats_sensitivity s;

	(void)state;
	assert_true(stats_find_values(&m, &values));
	for (size_t j = 0; j < 5; j++)
		for (size_t i = 0; i < 2; i++)
			assert_true(values.v[j][i] >= 0 && values.v[j][i] <= 1);
	assert_true(values.v[3][A] == 0 && values.v[3][B] == 0.5);
	stats_find_sensitivity(&values, w, A, B, &s);
	assert_true(isfinite(s.difference));
	for (int mode = WEIGHTS_NEAR; mode <= WEIGHTS_RANKED; mode++) {
		enum stats_weighting weighting = (enum stats_weighting)mode;
		struct stats_smaa smaa = run(&m, w, weighting, 1000);
		double p = stats_weights_win(
			&values, w, A, B, weighting, STATS_KAPPA);

		expect_complete(&smaa);
		assert_true(p >= 0 && p <= 1);
	}
}

static void what_does_not_fit_is_refused(void **state)
{
	struct example *e = example_of(state);
	static const double bad[] = {0, 0.5, -1, NAN};
	struct stats_smaa_options options = {WEIGHTS_NEAR, STATS_KAPPA, 10, 1};
	struct stats_matrix none = {0, 1, e->scales, e->cells};
	struct stats_matrix many = {11, 1, e->scales, e->cells};
	struct stats_matrix wide = {2, 65, e->scales, e->cells};
	static struct stats_smaa s;
	double shares[STATS_CRITERIA];

	assert_false(stats_run_smaa(&none, e->w[0], &options, &s));
	assert_false(stats_run_smaa(&many, e->w[0], &options, &s));
	assert_false(stats_run_smaa(&wide, e->w[0], &options, &s));
	assert_false(stats_find_values(&wide, &e->values));
	assert_int_equal(e->values.alternatives, 0);
	assert_true(isnan(
		stats_weights_win(&e->values, e->w[0], A, B, WEIGHTS_ANY, 0)));
	assert_false(stats_shares(e->w[0], 65, shares));
	for (size_t i = 0; i < COUNT(bad); i++) {
		options.kappa = bad[i];
		assert_false(stats_run_smaa(&e->matrix, e->w[0], &options, &s));
		assert_true(isnan(stats_win_probability(
			e->w[1], e->w[0], 2, WEIGHTS_NEAR, bad[i])));
	}
	options = (struct stats_smaa_options){WEIGHTS_ANY, NAN, 0, 1};
	assert_false(stats_run_smaa(&e->matrix, e->w[0], &options, &s));
	assert_int_equal(s.alternatives, 0);
}

static void an_alternative_that_is_not_there_has_no_answer(void **state)
{
	struct example *e = example_of(state);
	struct stats_sensitivity s;

	stats_find_sensitivity(&e->values, e->w[0], A, 2, &s);
	assert_true(isnan(s.difference) && isnan(s.moved));
	assert_true(isnan(stats_weights_win(
		&e->values, e->w[0], 5, A, WEIGHTS_NEAR, STATS_KAPPA)));
}

static void certain_weights_decide_alone(void **state)
{
	static const double d[] = {1, -1, 0.5}, w[] = {2, 3, 2};
	static const double odd[] = {1, -1, NAN}, none[] = {0, 0};

	(void)state;
	assert_true(
		stats_win_probability(d, w, 2, WEIGHTS_NEAR, INFINITY) == 0);
	assert_true(stats_win_probability(d, none, 2, WEIGHTS_NEAR, INFINITY) ==
		    0.5);
	assert_true(
		stats_win_probability(d, w, 3, WEIGHTS_NEAR, INFINITY) == 0.5);
	assert_true(isnan(
		stats_win_probability(odd, w, 3, WEIGHTS_ANY, STATS_KAPPA)));
}

static void leads_are_symmetric(void **state)
{
	static const struct {
		double p;
		enum stats_lead lead, mirrored;
	} cases[] = {
		{1, LEAD_A, LEAD_B},
		{0.95, LEAD_A, LEAD_B},
		{0.9499, LEAD_A_PROBABLE, LEAD_B_PROBABLE},
		{0.80, LEAD_A_PROBABLE, LEAD_B_PROBABLE},
		{0.7999, LEAD_NONE, LEAD_NONE},
		{0.5, LEAD_NONE, LEAD_NONE},
		{NAN, LEAD_NONE, LEAD_NONE},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(stats_lead(cases[i].p), cases[i].lead);
		assert_int_equal(stats_lead(1 - cases[i].p), cases[i].mirrored);
	}
	assert_int_equal(stats_lead(0.05), LEAD_B);
	assert_int_equal(stats_lead(0.20), LEAD_B_PROBABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(values_agree_with_r),
		TEST(scores_and_winners_agree_with_r),
		TEST(what_turns_the_answer_agrees_with_r),
		TEST(every_lever_agrees_with_r),
		TEST(other_methods_agree_with_r),
		TEST(exact_probabilities_agree_with_r),
		TEST(simulated_wins_and_decisions_agree_with_r),
		TEST(central_weights_agree_with_r),
		TEST(the_same_seed_gives_the_same_bytes),
		TEST(exact_probabilities_agree_with_the_closed_form),
		TEST(ranked_weights_have_an_exact_probability_too),
		TEST(simulation_without_noise_agrees_with_the_integral),
		TEST(ranked_weights_keep_the_stated_order),
		TEST(confidence_is_the_win_rate_at_the_central_weights),
		TEST(exchanging_the_alternatives_mirrors_every_result),
		TEST(one_more_that_is_worst_everywhere_reorders_nobody),
		TEST(a_pair_is_judged_alike_among_others),
		TEST(ten_alternatives_on_sixty_four_criteria_work),
		TEST(each_alternative_may_have_its_own_error),
		TEST(measured_noise_is_student_or_normal),
		TEST(an_error_of_zero_is_exact_and_a_missing_one_says_nothing),
		TEST(noise_without_end_still_has_a_best),
		TEST(features_vary_each_on_its_own),
		TEST(a_criterion_without_weight_decides_nothing),
		TEST(flows_are_means_over_the_others),
		TEST(one_criterion_has_no_weight_to_move),
		TEST(without_weights_there_is_no_score_and_all_tie),
		TEST(equal_alternatives_divide_every_rank),
		TEST(whole_weights_on_stars_tie_exactly),
		TEST(a_tie_of_scores_needs_no_weight_to_move),
		TEST(unknown_everywhere_is_the_middle_and_anybody_may_win),
		TEST(a_scale_that_does_not_exist_knows_nothing),
		TEST(the_middle_of_stars_features_and_cost_is_a_half),
		TEST(values_are_clamped_to_their_scale),
		TEST(huge_and_tiny_numbers_stay_in_bounds),
		TEST(what_does_not_fit_is_refused),
		TEST(an_alternative_that_is_not_there_has_no_answer),
		TEST(certain_weights_decide_alone),
		TEST(leads_are_symmetric),
	};

	stats_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
