/*
 * Pairs of students whose runs agree beyond chance.
 *
 * Whatever two students share (a text, a process, a vector, a figure to its
 * last digit) is a lead; leads are found in sorted lists, not by going over
 * all pairs. Of a pair with leads every run is compared:
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
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "src/grade/integrity_pairs.h"

#define INNOCENT_MAX 0.01
/* A figure alone is a question; below this it is as good as a copied text. */
#define INNOCENT_STRONG 1e-6
/* Two texts with the same words and figures. */
#define TEXT_ODDS (-15.0)
/* A figure that more students share singles out nobody; a text that more
 * share is reported along a chain of them. */
#define SHARED_MAX 24

/* -- leads -- */

/* One thing that a student has, as a number. */
struct entry {
	uint64_t key;
	uint32_t student;
	uint32_t test;	/* of a figure; 0: what may decide alone */
	float odds;
};

struct lead {
	uint64_t pair; /* lower student × count + higher */
	uint32_t test;
	float odds;
};

struct search {
	struct arena *arena;
	const struct integrity_class *class;
	const struct class_odds *odds;
	struct entry *entries;
	size_t entry_count;
	struct lead *leads;
	size_t lead_count, lead_capacity;
	double pairs; /* of the class */
};

/* FNV-1a of several texts. Where two coincide two students are compared in
 * vain. */
static uint64_t mix(uint64_t key, const char *text)
{
	do {
		key ^= (unsigned char)*text;
		key *= UINT64_C(1099511628211);
	} while (*text++);
	return key;
}

static uint64_t key_of(const char *kind, const char *a, const char *b,
	const char *c)
{
	return mix(mix(mix(mix(UINT64_C(14695981039346656037), kind), a), b),
		c);
}

static void add_entry(struct search *search, size_t student, uint64_t key,
	uint32_t test, double odds)
{
	search->entries[search->entry_count++] = (struct entry){
		key, (uint32_t)student, test, (float)odds};
}

static void add_print(
	struct search *search, size_t student, const struct print *print)
{
	const double *odds = class_odds_of(search->odds, print);
	uint32_t test =
		(uint32_t)(key_of("test", print->tool, print->test, "") | 1);

	if (print->hash[0])
		add_entry(search, student, key_of("text", print->hash, "", ""),
			0, TEXT_ODDS);
	if (print->fingerprint)
		add_entry(search, student,
			key_of("run", print->tool, print->fingerprint, ""), 0,
			print->fingerprint_odds);
	for (size_t i = 0; i < print->vector_count; i++)
		add_entry(search, student,
			key_of("vector", print->vectors[i].name,
				print->vectors[i].hash, ""),
			0, print->vectors[i].odds);
	for (size_t i = 0; i < print->value_count; i++)
		if (odds[i] < 0)
			add_entry(search, student,
				key_of(print->tool, print->test,
					print->values[i].field,
					print->values[i].raw),
				test, odds[i]);
}

static int by_key(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->student < b->student ? -1 : a->student > b->student;
}

static bool may_share(const struct integrity *a, const struct integrity *b)
{
	return strcmp(a->id, b->id) == 0 ||
	       (a->team && b->team && strcmp(a->team, b->team) == 0);
}

static void add_lead(struct search *search, const struct entry *a,
	const struct entry *b)
{
	const struct integrity_class *class = search->class;

	if (a->student == b->student ||
		may_share(class->students[a->student],
			class->students[b->student]))
		return;
	ARENA_ROOM(search->arena, search->leads, search->lead_count,
		search->lead_capacity);
	search->leads[search->lead_count++] = (struct lead){
		(uint64_t)a->student * class->count + b->student, a->test,
		a->odds};
}

/* The students of one key, in order. */
static void add_shared(
	struct search *search, const struct entry *first, size_t count)
{
	size_t reach = count;

	if (count > SHARED_MAX)
		reach = first->test ? 0 : 2;
	for (size_t i = 0; i < count; i++)
		for (size_t k = i + 1; k < count && k < i + reach; k++)
			add_lead(search, &first[i], &first[k]);
}

/* One entry per student and key is left. */
static void drop_doubles(struct search *search)
{
	size_t kept = 0;

	for (size_t i = 0; i < search->entry_count; i++) {
		const struct entry *last = &search->entries[kept - (kept > 0)];

		if (kept && last->key == search->entries[i].key &&
			last->student == search->entries[i].student)
			continue;
		search->entries[kept++] = search->entries[i];
	}
	search->entry_count = kept;
}

static size_t most_entries(const struct integrity_class *class)
{
	size_t count = 0;

	for (size_t i = 0; i < class->count; i++)
		for (size_t k = 0; k < class->students[i]->print_count; k++)
			count += 2 +
				 class->students[i]->prints[k].vector_count +
				 class->students[i]->prints[k].value_count;
	return count;
}

static void find_leads(struct search *search)
{
	const struct integrity_class *class = search->class;
	struct entry *entries;

	search->entries = entries = arena_alloc(
		search->arena, most_entries(class) * sizeof *entries);
	for (size_t i = 0; i < class->count; i++)
		for (size_t k = 0; k < class->students[i]->print_count; k++)
			add_print(search, i, &class->students[i]->prints[k]);
	qsort(entries, search->entry_count, sizeof *entries, by_key);
	drop_doubles(search);
	for (size_t i = 0, end; i < search->entry_count; i = end) {
		for (end = i + 1; end < search->entry_count &&
				  entries[end].key == entries[i].key;
			end++)
			;
		add_shared(search, &entries[i], end - i);
	}
}

static int by_pair(const void *left, const void *right)
{
	const struct lead *a = left, *b = right;

	if (a->pair != b->pair)
		return a->pair < b->pair ? -1 : 1;
	if (a->test != b->test)
		return a->test < b->test ? -1 : 1;
	return a->odds < b->odds ? -1 : a->odds > b->odds;
}

/* What the pair can have at best: of each test its rarest figure, once per
 * run that might share it; otherwise everything. */
static bool is_worth_it(
	const struct search *search, const struct lead *first, size_t count)
{
	double odds = 0;

	for (size_t i = 0; i < count; i++) {
		if (first[i].test == 0)
			return true;
		if (i == 0 || first[i].test != first[i - 1].test)
			odds += (double)first[i].odds * SIDES;
	}
	return odds + log10(search->pairs) < log10(INNOCENT_MAX);
}

/* -- comparing two students -- */

/* What two runs share. */
struct match {
	enum sign_kind kind;
	double odds;	   /* log10; 0: nothing */
	size_t groups;	   /* things that are independent */
	const char *field; /* the rarest */
	const char *found;
	size_t equal, compared; /* figures */
};

static void match_values(const struct search *search, const struct print *a,
	const struct print *b, struct match *match)
{
	const double *odds = class_odds_of(search->odds, a);
	double best = 0;

	for (size_t i = 0; i < a->value_count; i++)
		for (size_t k = 0; k < b->value_count; k++) {
			const struct print_value *value = &a->values[i];

			if (strcmp(value->field, b->values[k].field) != 0)
				continue;
			match->compared += odds[i] < 0;
			if (odds[i] >= 0 ||
				strcmp(value->raw, b->values[k].raw) != 0)
				continue;
			match->equal++;
			if (odds[i] < best) {
				best = odds[i];
				match->field = value->field;
				match->found = value->raw;
			}
		}
	if (match->compared)
		match->odds =
			fmin(0, best + log10((double)match->compared));
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

static struct match match_runs(const struct search *search,
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
	match_values(search, a, b, &match);
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
	const struct search *search;
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
		item.wanted = arena_printf(pairing->search->arena, "%zu/%zu",
			match->equal, match->compared);
	sign_item_add(pairing->search->arena, &pairing->sign, item);
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
		match = match_runs(pairing->search, a, b);
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

static void compare(
	const struct search *search, uint64_t pair, struct signs *signs)
{
	const struct integrity_class *class = search->class;
	struct pairing pairing = {.search = search,
		.a = class->students[pair / class->count],
		.b = class->students[pair % class->count]};
	struct sign *sign = &pairing.sign;

	pairing.used = arena_alloc(search->arena,
		pairing.b->print_count * sizeof *pairing.used);
	for (size_t i = 0; i < pairing.a->print_count; i++)
		match_print(&pairing, &pairing.a->prints[i]);
	sign->odds = fmin(
		0, pairing.odds + choices(sign->compared, sign->count));
	sign->innocent = search->pairs * pow(10, sign->odds);
	if (pairing.groups < 2 || sign->innocent >= INNOCENT_MAX)
		return;
	sign->level = sign->kind != SIGN_SAME_VALUES ||
				      sign->innocent < INNOCENT_STRONG
			      ? SIGN_STRONG
			      : SIGN_MEDIUM;
	sign->student[0] = pairing.a->id;
	sign->student[1] = pairing.b->id;
	ARENA_ROOM(search->arena, signs->items, signs->count,
		signs->capacity);
	signs->items[signs->count++] = *sign;
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

struct signs integrity_pairs(
	struct arena *arena, const struct integrity_class *class)
{
	struct search search = {.arena = arena,
		.class = class,
		.odds = class_odds(arena, class),
		.pairs = fmax(1, (double)class->count *
					 ((double)class->count - 1) / 2)};
	struct signs signs = {0};

	find_leads(&search);
	if (search.lead_count)
		qsort(search.leads, search.lead_count,
			sizeof *search.leads, by_pair);
	for (size_t i = 0, end; i < search.lead_count; i = end) {
		const struct lead *first = &search.leads[i];

		for (end = i + 1; end < search.lead_count &&
				  search.leads[end].pair == first->pair;
			end++)
			;
		if (is_worth_it(&search, first, end - i))
			compare(&search, first->pair, &signs);
	}
	put_gravest_first(arena, &signs);
	return signs;
}
