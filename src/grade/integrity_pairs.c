/*
 * Pairs of students whose runs agree beyond chance.
 *
 * Whatever two students share (a text, a process, a vector, a figure to its
 * last digit) is a lead (integrity_leads.c). Of a pair with leads that may
 * come to something every run is compared:
 *
 *   odds of a figure: the chance that another run prints the same digits,
 *   from the density of this class's values around it (integrity_odds.c)
 *   odds of a run: its rarest shared figure or vector, the others follow from
 *   it, times the number of figures that might have agreed; times the odds of
 *   its process, which is independent of them
 *   odds of a pair: the product over the runs, times the number of choices of
 *   k runs out of m, and of k
 *
 * Reported when fewer than 0.01 innocent pairs of the class are expected to
 * agree so far, in at least two things that are independent.
 */
#include <math.h>
#include <string.h>

#include "src/grade/integrity_pairs.h"

#define INNOCENT_MAX 0.01
/* A figure alone is a question; below this it is as good as a copied text. */
#define INNOCENT_STRONG 1e-6

struct comparing {
	struct arena *arena;
	const struct integrity_class *class;
	const struct class_prints *prints;
	double pairs; /* of the class */
	struct signs signs;
	/* the pair at hand */
	struct arena *aside[2];
	const struct integrity *students[2];
	uint32_t first; /* number of students[0], if there is one */
};

/* -- two runs -- */

/* What two runs share. */
struct match {
	enum sign_kind kind;
	double odds;	   /* log10; 0: nothing */
	size_t groups;	   /* things that are independent */
	const char *field; /* the rarest */
	const char *found;
	size_t equal, compared; /* figures */
};

static void match_value(const struct print_value *value, double odds,
	const struct print *b, struct match *match)
{
	for (size_t i = 0; i < b->value_count; i++) {
		if (strcmp(value->field, b->values[i].field) != 0)
			continue;
		match->compared += odds < 0;
		if (odds >= 0 || strcmp(value->raw, b->values[i].raw) != 0)
			continue;
		match->equal++;
		if (odds < match->odds) {
			match->odds = odds;
			match->field = value->field;
			match->found = value->raw;
		}
	}
}

static void match_values(const struct class_prints *prints,
	const struct print *a, const struct print *b, struct match *match)
{
	for (size_t i = 0; i < a->value_count; i++)
		match_value(&a->values[i],
			class_prints_odds(prints, a, &a->values[i]), b, match);
	if (match->compared)
		match->odds = fmin(
			0, match->odds + log10((double)match->compared));
}

static void match_vectors(const struct print *a, const struct print *b,
	struct match *match)
{
	for (size_t i = 0; i < a->vector_count; i++)
		for (size_t k = 0; k < b->vector_count; k++) {
			const struct print_vector *vector = &a->vectors[i];

			if (vector->odds >= match->odds ||
				strcmp(vector->name, b->vectors[k].name) !=
					0 ||
				strcmp(vector->hash, b->vectors[k].hash) != 0)
				continue;
			match->odds = vector->odds;
			match->field = vector->name;
			match->found = "";
			if (vector->odds <= ODDS_VECTOR)
				match->kind = SIGN_SAME_VECTOR;
		}
}

static size_t groups_of(double odds)
{
	return odds >= 0 ? 0 : odds <= ODDS_ALONE ? 2 : 1;
}

static struct match match_runs(const struct class_prints *prints,
	const struct print *a, const struct print *b)
{
	struct match match = {.kind = SIGN_SAME_VALUES, .field = ""};
	bool alike = strcmp(a->tool, b->tool) == 0 &&
		     strcmp(a->test, b->test) == 0;

	if (a->hash[0] && strcmp(a->hash, b->hash) == 0)
		return (struct match){SIGN_SAME_TEXT, TEXT_ODDS, 2, "", "",
			a->value_count, a->value_count};
	if (!alike)
		return match;
	match_values(prints, a, b, &match);
	match_vectors(a, b, &match);
	match.groups = match.kind == SIGN_SAME_VECTOR
			       ? 2
			       : groups_of(match.odds);
	if (a->fingerprint && b->fingerprint &&
		strcmp(a->fingerprint, b->fingerprint) == 0) {
		match.odds += a->fingerprint_odds;
		match.groups += groups_of(a->fingerprint_odds);
		/* a port may well be another's, a process not */
		if (a->fingerprint_odds < -6) {
			match.kind = SIGN_SAME_RUN;
			match.field = "";
			match.found = a->fingerprint;
		}
	}
	return match;
}

/* Two students being compared. */
struct pairing {
	const struct class_prints *prints;
	struct arena *arena;
	const struct integrity *a, *b;
	bool *used;	 /* prints of b that are matched */
	struct sign sign;
	size_t groups;
	double odds;
};

static void add_match(struct pairing *pairing, const struct print *a,
	const struct print *b, const struct match *match)
{
	struct sign_item item = {.kind = match->kind,
		.test = a->test,
		.field = match->field,
		.found = match->found,
		.file = {a->file, b->file},
		.line = {a->line, b->line},
		.odds = match->odds};

	if (match->kind == SIGN_SAME_VALUES && match->compared > 1)
		item.wanted = arena_printf(pairing->arena, "%zu/%zu",
			match->equal, match->compared);
	sign_item_add(pairing->arena, &pairing->sign, item);
	if (pairing->sign.count == 1 || match->kind < pairing->sign.kind)
		pairing->sign.kind = match->kind;
	pairing->groups += match->groups;
	pairing->odds += match->odds;
}

/* The run of b that shares most with one of a. */
static void match_print(struct pairing *pairing, const struct print *a)
{
	struct match best = {.odds = 0};
	size_t at = 0, tried = 0;

	for (size_t i = 0; i < pairing->b->print_count; i++) {
		const struct print *b = &pairing->b->prints[i];
		struct match match;

		if (pairing->used[i])
			continue;
		match = match_runs(pairing->prints, a, b);
		tried += match.compared > 0;
		if (match.odds < best.odds) {
			best = match;
			at = i;
		}
	}
	pairing->sign.compared += tried > 0 || best.odds < 0;
	/* of several that might have agreed one does */
	if (tried > 1 && best.odds < 0)
		best.odds += log10((double)tried);
	if (best.odds >= 0)
		return;
	pairing->used[at] = true;
	add_match(pairing, a, &pairing->b->prints[at], &best);
}

/* log10 of the number of choices of k out of m, times that of such k. */
static double choices(size_t m, size_t k)
{
	return (lgamma((double)m + 1) - lgamma((double)k + 1) -
		       lgamma((double)(m - k) + 1) + log((double)m)) /
	       log(10);
}

/* What the pair can have at best: of each test its rarest figures, one for each
 * run that may share one, and every row of numbers; leads are sorted. */
static bool is_worth_it(
	const struct comparing *comparing, const struct lead *leads, size_t count)
{
	double odds = 0;
	size_t runs = 0;

	for (size_t i = 0; i < count; i++) {
		if (leads[i].test == 0 && (double)leads[i].odds <= ODDS_VECTOR)
			return true;
		runs = i && leads[i].test == leads[i - 1].test ? runs + 1 : 1;
		if (leads[i].test == 0 || runs <= SIDES)
			odds += (double)leads[i].odds * leads[i].runs;
	}
	return odds + log10(comparing->pairs) < log10(INNOCENT_MAX);
}

static bool may_share(const struct integrity *a, const struct integrity *b)
{
	return strcmp(a->id, b->id) == 0 ||
	       (a->team && b->team && strcmp(a->team, b->team) == 0);
}

/* The prints of both; those of the first stay for its next pair. */
static bool load_pair(struct comparing *comparing, const struct lead *lead)
{
	const struct integrity_class *class = comparing->class;

	for (int i = 0; i < 2; i++) {
		if (i == 0 && comparing->students[0] &&
			comparing->first == lead->student[0])
			continue;
		arena_reset(comparing->aside[i]);
		comparing->students[i] = class->load(class->context,
			lead->student[i], comparing->aside[i]);
	}
	comparing->first = lead->student[0];
	return comparing->students[0] && comparing->students[1];
}

static void judge_pair(struct comparing *comparing, struct pairing *pairing)
{
	struct sign *sign = &pairing->sign;
	struct signs *signs = &comparing->signs;

	for (size_t i = 0; i < pairing->a->print_count; i++)
		match_print(pairing, &pairing->a->prints[i]);
	sign->odds = fmin(
		0, pairing->odds + choices(sign->compared, sign->count));
	sign->innocent = comparing->pairs * pow(10, sign->odds);
	if (pairing->groups < 2 || sign->innocent >= INNOCENT_MAX)
		return;
	sign->level = sign->kind != SIGN_SAME_VALUES ||
				      sign->innocent < INNOCENT_STRONG
			      ? SIGN_STRONG
			      : SIGN_MEDIUM;
	sign->student[0] = pairing->a->id;
	sign->student[1] = pairing->b->id;
	ARENA_ROOM(comparing->arena, signs->items, signs->count,
		signs->capacity);
	signs->items[signs->count++] = *sign;
	sign_copy(comparing->arena, &signs->items[signs->count - 1]);
}

static void compare(void *context, const struct lead *leads, size_t count)
{
	struct comparing *comparing = context;
	struct integrity *const *students = comparing->class->students;
	struct pairing pairing = {.prints = comparing->prints};

	if (!is_worth_it(comparing, leads, count) ||
		may_share(students[leads->student[0]],
			students[leads->student[1]]) ||
		!load_pair(comparing, leads))
		return;
	pairing.arena = comparing->aside[1];
	pairing.a = comparing->students[0];
	pairing.b = comparing->students[1];
	pairing.used = arena_alloc(
		pairing.arena, pairing.b->print_count * sizeof *pairing.used);
	judge_pair(comparing, &pairing);
}

/* Gravest first; those alike stay in the order of the class. */
static void put_gravest_first(struct arena *arena, struct signs *signs)
{
	struct sign *sorted = arena_alloc(arena, signs->count * sizeof *sorted);
	size_t count = 0;

	for (int level = SIGN_LEVELS - 1; level >= 0; level--)
		for (size_t i = 0; i < signs->count; i++)
			if ((int)signs->items[i].level == level)
				sorted[count++] = signs->items[i];
	signs->items = sorted;
	signs->capacity = count;
}

struct signs integrity_pairs(struct arena *arena,
	const struct integrity_class *class, struct class_prints *prints)
{
	struct comparing comparing = {.arena = arena,
		.class = class,
		.prints = prints,
		.pairs = fmax(1, (double)class->count *
					 ((double)class->count - 1) / 2),
		.aside = {arena_new(), arena_new()}};

	class_odds(prints);
	class_leads(prints, compare, &comparing);
	for (int i = 0; i < 2; i++)
		arena_free(comparing.aside[i]);
	put_gravest_first(arena, &comparing.signs);
	return comparing.signs;
}
