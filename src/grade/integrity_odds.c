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
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "parsers/scan.h"
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

/* One value of one field, and where its odds go. */
struct place {
	const struct print *print;
	const struct print_value *value;
	double *odds;
};

/* By address of the print: those of a class do not move. */
struct print_odds {
	const struct print *print;
	double *odds;
};

struct class_odds {
	struct place *places; /* by field, then by value */
	size_t place_count;
	struct print_odds *prints;
	size_t print_count;
	double *samples;
	size_t sample_count, sample_capacity;
};

static int by_field(const struct place *a, const struct place *b)
{
	int order = strcmp(a->value->field, b->value->field);

	if (order == 0)
		order = strcmp(a->print->test, b->print->test);
	if (order == 0)
		order = strcmp(a->print->tool, b->print->tool);
	return order;
}

static int by_value(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	int order = by_field(a, b);

	if (order)
		return order;
	return a->value->value < b->value->value
		       ? -1
		       : a->value->value > b->value->value;
}

static int by_print(const void *left, const void *right)
{
	uintptr_t a = (uintptr_t)((const struct print_odds *)left)->print;
	uintptr_t b = (uintptr_t)((const struct print_odds *)right)->print;

	return a < b ? -1 : a > b;
}

/* -- the sheet's own values -- */

/* "1 050,25" */
static double sample_number(const char *text)
{
	char digits[32];
	size_t length = 0;
	const char *end;
	double number;

	for (; *text && length + 1 < sizeof digits; text++)
		if (scan_is_digit(*text) || *text == '.' || *text == ',')
			digits[length++] = *text == ',' ? '.' : *text;
	digits[length] = '\0';
	return scan_number(digits, &number, &end) ? number : NAN;
}

static void add_samples(struct arena *arena, struct class_odds *odds,
	const struct rubric_row *row)
{
	for (int side = 0; side < SIDES; side++) {
		if (!row->sample[side])
			continue;
		ARENA_ROOM(arena, odds->samples, odds->sample_count,
			odds->sample_capacity);
		odds->samples[odds->sample_count++] =
			sample_number(row->sample[side]);
	}
}

static bool is_sample(
	const struct class_odds *odds, const struct print_value *value)
{
	const char *end;
	double number;

	if (!scan_number(value->raw, &number, &end))
		return false;
	for (size_t i = 0; i < odds->sample_count; i++)
		if (number == odds->samples[i])
			return true;
	return false;
}

/* -- density -- */

/* The first place in [first, last) whose value is not below `value`. */
static const struct place *from(const struct place *first,
	const struct place *last, double value)
{
	while (first < last) {
		const struct place *middle = first + (last - first) / 2;

		if (middle->value->value < value)
			first = middle + 1;
		else
			last = middle;
	}
	return first;
}

/* How many of the field are within that distance but not the same. */
static double count_around(const struct place *first, const struct place *last,
	double value, double distance)
{
	const struct place *low = from(first, last, value - distance);
	const struct place *equal = from(low, last, value);
	const struct place *above =
		from(equal, last, nextafter(value, INFINITY));
	const struct place *high = from(above, last, value + distance);

	return (double)(equal - low) + (double)(high - above);
}

/* The share of the field that has the very value, one copied run left out: a
 * size at which a tool stops is everybody's. */
static double share_of(const struct place *first, const struct place *last,
	double value)
{
	double equal = (double)(from(first, last, nextafter(value, INFINITY)) -
				from(first, last, value));

	return fmax(0, equal - PAIR) / (double)(last - first);
}

static double odds_of(const struct place *first, const struct place *last,
	const struct print_value *value)
{
	double all = (double)(last - first);
	double chance = fmax(share_of(first, last, value->value),
		SAME * value->step / (RUN_SPREAD * value->value));

	for (size_t i = 0; i < WIDTHS; i++) {
		double distance = widths[i] * value->value;
		double near =
			count_around(first, last, value->value, distance);

		if (near < COMPANY)
			break;
		chance = fmax(chance,
			near / all * value->step / (2 * distance));
	}
	return chance < 1 ? log10(chance) : 0;
}

static void judge_field(const struct class_odds *odds,
	const struct place *first, const struct place *last)
{
	for (const struct place *p = first; p < last; p++)
		if (!is_sample(odds, p->value) && p->value->value > 0 &&
			p->value->step > 0)
			*p->odds = odds_of(first, last, p->value);
}

/* -- the class -- */

static size_t count_places(
	const struct integrity_class *class, size_t *print_count)
{
	size_t count = 0;

	for (size_t i = 0; i < class->count; i++) {
		*print_count += class->students[i]->print_count;
		for (size_t k = 0; k < class->students[i]->print_count; k++)
			count += class->students[i]->prints[k].value_count;
	}
	return count;
}

static void add_places(struct arena *arena, struct class_odds *odds,
	const struct print *print)
{
	double *list =
		arena_alloc(arena, print->value_count * sizeof *list);

	for (size_t i = 0; i < print->value_count; i++)
		odds->places[odds->place_count++] = (struct place){
			print, &print->values[i], &list[i]};
	odds->prints[odds->print_count++] = (struct print_odds){print, list};
}

static void take_class(struct arena *arena, struct class_odds *odds,
	const struct integrity_class *class)
{
	size_t prints = 0, places = count_places(class, &prints);
	const struct rubric *rubric = class->rubric;

	odds->places = arena_alloc(arena, places * sizeof *odds->places);
	odds->prints = arena_alloc(arena, prints * sizeof *odds->prints);
	for (size_t i = 0; i < class->count; i++)
		for (size_t k = 0; k < class->students[i]->print_count; k++)
			add_places(arena, odds,
				&class->students[i]->prints[k]);
	qsort(odds->places, places, sizeof *odds->places, by_value);
	qsort(odds->prints, prints, sizeof *odds->prints, by_print);
	for (size_t i = 0; rubric && i < rubric->table_count; i++)
		for (size_t k = 0; k < rubric->tables[i].row_count; k++)
			add_samples(arena, odds, &rubric->tables[i].rows[k]);
}

const struct class_odds *class_odds(
	struct arena *arena, const struct integrity_class *class)
{
	struct class_odds *odds = arena_alloc(arena, sizeof *odds);

	take_class(arena, odds, class);
	for (size_t i = 0, end; i < odds->place_count; i = end) {
		for (end = i + 1; end < odds->place_count &&
				  by_field(&odds->places[i],
					  &odds->places[end]) == 0;
			end++)
			;
		judge_field(odds, odds->places + i, odds->places + end);
	}
	return odds;
}

const double *class_odds_of(
	const struct class_odds *odds, const struct print *print)
{
	struct print_odds wanted = {print, NULL};
	const struct print_odds *found = bsearch(&wanted, odds->prints,
		odds->print_count, sizeof *odds->prints, by_print);

	return found->odds;
}
