/*
 * The density of a figure in the class: the share of its values within some
 * distance, by twice that distance. Several distances are tried and the
 * densest counts, so that a room full of equal machines makes agreement
 * ordinary. It is never less than that of runs of one machine, which spread by
 * about RUN_SPREAD: two students whose machines happen to be equally fast agree
 * nearly in all their runs, and a class of many machines would not show it. A
 * value that more than two runs have is as ordinary as it is frequent.
 */
#include <math.h>
#include <stdlib.h>

#include "src/base/search.h"
#include "src/grade/integrity_pairs.h"

/* Half widths, relative to the value; values needed within. */
static const double widths[] = {0.02, 0.01, 0.003, 0.001, 0.0003, 0.0001};
#define WIDTHS (sizeof widths / sizeof *widths)
#define COMPANY 2
/* A run and its copy. */
#define PAIR 2
/* Relative, of one standard deviation; two values of a normal distribution are
 * the same with 1 / (2 sqrt(pi) sigma) times the step. */
#define RUN_SPREAD 0.02
#define SAME 0.28209479177387814

static int by_value(const void *left, const void *right)
{
	const struct trait *a = left, *b = right;

	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return a->odds < b->odds ? -1 : a->odds > b->odds;
}

static int by_key(const void *left, const void *right)
{
	const struct trait *a = left, *b = right;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->student < b->student ? -1 : a->student > b->student;
}

/* -- density -- */

static int value_order(const void *item, const void *key)
{
	const struct trait *trait = item;
	const double *value = key;

	return trait->value < *value ? -1 : trait->value > *value;
}

/* The first figure in [first, last) whose value is not below `value`. */
static const struct trait *from(const struct trait *first,
	const struct trait *last, double value)
{
	return first + search_first(first, (size_t)(last - first),
			       sizeof *first, &value, value_order);
}

/* How many of the field are within that distance but not the same. */
static double count_around(const struct trait *first,
	const struct trait *last, double value, double distance)
{
	const struct trait *low = from(first, last, value - distance);
	const struct trait *equal = from(low, last, value);
	const struct trait *above =
		from(equal, last, nextafter(value, INFINITY));
	const struct trait *high = from(above, last, value + distance);

	return (double)(equal - low) + (double)(high - above);
}

/* The share of the field that has the very value, one copied run left out: a
 * size at which a tool stops is everybody's. */
static double share_of(const struct trait *first, const struct trait *last,
	double value)
{
	double equal = (double)(from(first, last, nextafter(value, INFINITY)) -
				from(first, last, value));

	return fmax(0, equal - PAIR) / (double)(last - first);
}

static double odds_of(const struct trait *first, const struct trait *last,
	double value, double step)
{
	double all = (double)(last - first);
	double chance = fmax(share_of(first, last, value),
		SAME * step / (RUN_SPREAD * value));

	for (size_t i = 0; i < WIDTHS; i++) {
		double distance = widths[i] * value;
		double near = count_around(first, last, value, distance);

		if (near < COMPANY)
			break;
		chance = fmax(chance, near / all * step / (2 * distance));
	}
	return chance < 1 ? log10(chance) : 0;
}

/* Sorted by value and step: equal ones have equal odds. */
static void judge_field(struct field *field)
{
	struct trait *first = field->traits, *last = first + field->count;
	struct trait before = {.value = NAN};

	qsort(first, field->count, sizeof *first, by_value);
	for (struct trait *p = first; p < last; p++) {
		struct trait own = *p;

		if (p->value == before.value && p->odds == before.odds)
			p->odds = p[-1].odds;
		else if (p->value > 0 && p->odds > 0)
			p->odds = (float)odds_of(first, last, p->value,
				(double)p->odds);
		else
			p->odds = 0;
		before = own;
	}
}

/* -- the class -- */

/* One figure per student and key is left. */
static void drop_doubles(struct field *field)
{
	struct trait *traits = field->traits;
	size_t kept = 0;

	for (size_t i = 0; i < field->count; i++) {
		if (!kept || by_key(&traits[kept - 1], &traits[i]) != 0)
			traits[kept++] = traits[i];
		if (traits[kept - 1].runs < RUNS_MAX)
			traits[kept - 1].runs++;
	}
	field->count = kept;
}

void class_odds(struct class_prints *prints)
{
	for (size_t i = 0; i < prints->field_count; i++) {
		struct field *field = &prints->fields[i];

		if (!field->count)
			continue;
		if (field->test)
			judge_field(field);
		qsort(field->traits, field->count, sizeof *field->traits,
			by_key);
		drop_doubles(field);
	}
}
