/* What stays of a student's integrity when the text it was read from goes. */
#include <string.h>

#include "src/grade/integrity_parts.h"

static const char *keep(struct arena *arena, const char *text)
{
	return text ? arena_strdup(arena, text) : NULL;
}

static void *copy_all(
	struct arena *arena, const void *items, size_t count, size_t size)
{
	void *copy = arena_alloc(arena, count * size);

	if (count)
		memcpy(copy, items, count * size);
	return copy;
}

void sign_copy(struct arena *arena, struct sign *sign)
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

struct integrity *integrity_outline(
	struct arena *arena, const struct integrity *integrity)
{
	struct integrity *copy = copy_all(arena, integrity, 1, sizeof *copy);

	copy->id = keep(arena, copy->id);
	copy->team = keep(arena, copy->team);
	copy->prints = NULL;
	copy->print_capacity = 0;
	copy->signs.items = copy_all(arena, copy->signs.items,
		copy->signs.count, sizeof *copy->signs.items);
	copy->signs.capacity = copy->signs.count;
	for (size_t i = 0; i < copy->signs.count; i++)
		sign_copy(arena, &copy->signs.items[i]);
	return copy;
}
