/* A student's integrity taken out of the text it was read from: a class is
 * held in memory as a whole, the texts of its results are not. */
#include <string.h>

#include "src/grade/integrity.h"

static const char *keep(struct arena *arena, const char *text)
{
	return text ? arena_strdup(arena, text) : NULL;
}

static void *copy_all(
	struct arena *arena, const void *items, size_t count, size_t size)
{
	void *copy = arena_alloc(arena, (count + 1) * size);

	if (count)
		memcpy(copy, items, count * size);
	return copy;
}

static void copy_print(struct arena *arena, struct print *print)
{
	print->tool = keep(arena, print->tool);
	print->test = keep(arena, print->test);
	print->file = keep(arena, print->file);
	print->fingerprint = keep(arena, print->fingerprint);
	print->mark = keep(arena, print->mark);
	print->date = keep(arena, print->date);
	print->values = copy_all(arena, print->values, print->value_count,
		sizeof *print->values);
	print->vectors = copy_all(arena, print->vectors, print->vector_count,
		sizeof *print->vectors);
	print->value_capacity = print->value_count;
	print->vector_capacity = print->vector_count;
	for (size_t i = 0; i < print->value_count; i++) {
		print->values[i].field = keep(arena, print->values[i].field);
		print->values[i].raw = keep(arena, print->values[i].raw);
	}
	for (size_t i = 0; i < print->vector_count; i++)
		print->vectors[i].name = keep(arena, print->vectors[i].name);
}

static void copy_sign(struct arena *arena, struct sign *sign)
{
	sign->items = copy_all(
		arena, sign->items, sign->count, sizeof *sign->items);
	sign->capacity = sign->count;
	for (int i = 0; i < 2; i++)
		sign->student[i] = keep(arena, sign->student[i]);
	for (size_t i = 0; i < sign->count; i++) {
		struct sign_item *item = &sign->items[i];

		item->test = keep(arena, item->test);
		item->field = keep(arena, item->field);
		item->found = keep(arena, item->found);
		item->wanted = keep(arena, item->wanted);
		item->file[0] = keep(arena, item->file[0]);
		item->file[1] = keep(arena, item->file[1]);
	}
}

struct integrity *integrity_copy(
	struct arena *arena, const struct integrity *integrity)
{
	struct integrity *copy = copy_all(arena, integrity, 1, sizeof *copy);

	copy->id = keep(arena, copy->id);
	copy->team = keep(arena, copy->team);
	copy->prints = copy_all(arena, copy->prints, copy->print_count,
		sizeof *copy->prints);
	copy->print_capacity = copy->print_count;
	for (size_t i = 0; i < copy->print_count; i++)
		copy_print(arena, &copy->prints[i]);
	copy->signs.items = copy_all(arena, copy->signs.items,
		copy->signs.count, sizeof *copy->signs.items);
	copy->signs.capacity = copy->signs.count;
	for (size_t i = 0; i < copy->signs.count; i++)
		copy_sign(arena, &copy->signs.items[i]);
	return copy;
}
