/* What is kept of the prints of a class: numbers, sorted by field. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "parsers/scan.h"
#include "src/base/memory.h"
#include "src/grade/integrity_pairs.h"

/* -- keys -- */

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

static uint64_t key_of(const char *a, const char *b, const char *c)
{
	return mix(mix(mix(UINT64_C(14695981039346656037), a), b), c);
}

static uint32_t short_key(uint64_t key)
{
	return (uint32_t)(key ^ key >> 32) | 1;
}

static uint32_t field_name(
	const struct print *print, const struct print_value *value)
{
	return short_key(key_of(print->tool, print->test, value->field));
}

/* The same digits of another unit are another figure. */
static uint64_t trait_key(const struct print_value *value)
{
	char bytes[sizeof value->value * 2 + 1];

	for (size_t i = 0; i < sizeof value->value; i++) {
		unsigned char byte = ((const unsigned char *)&value->value)[i];

		bytes[2 * i] = (char)('a' + (byte >> 4));
		bytes[2 * i + 1] = (char)('a' + (byte & 15));
	}
	bytes[sizeof bytes - 1] = '\0';
	return key_of("figure", value->raw, bytes);
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

static void add_samples(
	struct class_prints *prints, const struct rubric_row *row)
{
	for (int side = 0; side < SIDES; side++)
		if (row->sample[side])
			prints->samples[prints->sample_count++] =
				sample_number(row->sample[side]);
}

static bool is_sample(
	const struct class_prints *prints, const struct print_value *value)
{
	const char *end;
	double number;

	if (!scan_number(value->raw, &number, &end))
		return false;
	for (size_t i = 0; i < prints->sample_count; i++)
		if (number == prints->samples[i])
			return true;
	return false;
}

static void take_samples(struct arena *arena, struct class_prints *prints,
	const struct rubric *rubric)
{
	size_t rows = 0;

	for (size_t i = 0; i < rubric->table_count; i++)
		rows += rubric->tables[i].row_count;
	prints->samples =
		arena_alloc(arena, SIDES * rows * sizeof *prints->samples);
	for (size_t i = 0; i < rubric->table_count; i++)
		for (size_t k = 0; k < rubric->tables[i].row_count; k++)
			add_samples(prints, &rubric->tables[i].rows[k]);
}

/* -- fields -- */

static struct field *field_find(const struct class_prints *prints,
	uint32_t name)
{
	for (size_t i = 0; i < prints->field_count; i++)
		if (prints->fields[i].name == name)
			return &prints->fields[i];
	return NULL;
}

/* Grows by itself: in an arena every size it had would stay. */
static void *grown(void *items, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return items;
	*capacity = *capacity ? 2 * *capacity : 16;
	return memory_sure(realloc(items, *capacity * size));
}

static struct field *field_of(
	struct class_prints *prints, uint32_t name, uint32_t test)
{
	struct field *field = field_find(prints, name);

	if (field)
		return field;
	prints->fields = grown(prints->fields, prints->field_count,
		&prints->field_capacity, sizeof *prints->fields);
	field = &prints->fields[prints->field_count++];
	*field = (struct field){.name = name, .test = test};
	return field;
}

static void add(struct class_prints *prints, struct field *field,
	struct trait trait)
{
	trait.student = prints->students & (STUDENTS_MAX - 1);
	field->traits = grown(field->traits, field->count, &field->capacity,
		sizeof *field->traits);
	field->traits[field->count++] = trait;
}

static void add_alone(
	struct class_prints *prints, uint64_t key, double odds)
{
	add(prints, &prints->fields[0],
		(struct trait){.key = key, .odds = (float)odds});
}

static void add_print(struct class_prints *prints, const struct print *print)
{
	uint32_t test = short_key(key_of("test", print->tool, print->test));

	if (print->hash[0])
		add_alone(prints, key_of("text", print->hash, ""), TEXT_ODDS);
	if (print->fingerprint)
		add_alone(prints,
			key_of("run", print->tool, print->fingerprint),
			print->fingerprint_odds);
	for (size_t i = 0; i < print->vector_count; i++)
		add_alone(prints,
			key_of("vector", print->vectors[i].name,
				print->vectors[i].hash),
			print->vectors[i].odds);
	for (size_t i = 0; i < print->value_count; i++) {
		const struct print_value *value = &print->values[i];
		bool everybodys = is_sample(prints, value);

		add(prints, field_of(prints, field_name(print, value), test),
			(struct trait){.key = trait_key(value),
				.value = value->value,
				.odds = everybodys ? 0 : (float)value->step});
	}
}

/* -- all of them -- */

struct class_prints *class_prints_new(
	struct arena *arena, const struct rubric *rubric)
{
	struct class_prints *prints = arena_alloc(arena, sizeof *prints);

	if (rubric)
		take_samples(arena, prints, rubric);
	field_of(prints, 0, 0);
	return prints;
}

void class_prints_add(
	struct class_prints *prints, const struct integrity *student)
{
	if (prints->students == STUDENTS_MAX)
		return;
	for (size_t i = 0; i < student->print_count; i++)
		add_print(prints, &student->prints[i]);
	prints->students++;
}

void class_prints_free(struct class_prints *prints)
{
	for (size_t i = 0; i < prints->field_count; i++)
		free(prints->fields[i].traits);
	free(prints->fields);
}

static int by_key(const void *left, const void *right)
{
	const uint64_t *wanted = left;
	const struct trait *trait = right;

	return *wanted < trait->key ? -1 : *wanted > trait->key;
}

double class_prints_odds(const struct class_prints *prints,
	const struct print *print, const struct print_value *value)
{
	const struct field *field =
		field_find(prints, field_name(print, value));
	uint64_t key = trait_key(value);
	const struct trait *found =
		field ? bsearch(&key, field->traits, field->count,
				sizeof *field->traits, by_key)
		      : NULL;

	return found ? (double)found->odds : 0;
}
