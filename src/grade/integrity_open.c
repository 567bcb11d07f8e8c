/* Which signs still wait for the teacher. */
#include <stdlib.h>
#include <string.h>

#include "src/base/search.h"
#include "src/grade/integrity.h"
#include "src/grade/label.h"

struct place {
	const char *id;
	size_t index; /* in the class */
};

struct opening {
	struct arena *scratch; /* for a key */
	struct place *places;  /* by id */
	size_t count;
	const struct integrity_decision **dismissed; /* by key */
	size_t dismissed_count;
	enum sign_level *levels;
};

/* -- decisions -- */

static bool dismisses(const struct integrity_decision *decision)
{
	static const char *const words[] = {"écarté", "dismissed"};

	return label_same(decision->text, words[0]) ||
	       label_same(decision->text, words[1]);
}

/* By key, then as they stand: of two about the same the first counts. */
static int by_key(const void *x, const void *y)
{
	const struct integrity_decision *const *a = x, *const *b = y;
	int order = strcmp((*a)->key, (*b)->key);

	return order ? order : (*a > *b) - (*a < *b);
}

static int of_key(const void *key, const void *item)
{
	const struct integrity_decision *const *decision = item;

	return strcmp(key, (*decision)->key);
}

static void sort_decisions(struct arena *arena, struct opening *opening,
	const struct integrity_decisions *decisions)
{
	const struct integrity_decision **sorted =
		arena_alloc(arena, (decisions->count + 1) * sizeof *sorted);

	for (size_t i = 0; i < decisions->count; i++)
		sorted[i] = &decisions->items[i];
	if (decisions->count)
		qsort(sorted, decisions->count, sizeof *sorted, by_key);
	opening->dismissed = sorted;
	for (size_t i = 0; i < decisions->count; i++)
		if ((i == 0 ||
			    strcmp(sorted[i]->key, sorted[i - 1]->key) != 0) &&
			dismisses(sorted[i]))
			sorted[opening->dismissed_count++] = sorted[i];
}

static bool is_dismissed(
	const struct opening *opening, const struct sign *sign)
{
	arena_reset(opening->scratch);
	return opening->dismissed_count &&
	       bsearch(integrity_key(opening->scratch, sign),
		       opening->dismissed, opening->dismissed_count,
		       sizeof *opening->dismissed, of_key);
}

/* -- levels -- */

static int by_id(const void *x, const void *y)
{
	const struct place *a = x, *b = y;

	return strcmp(a->id, b->id);
}

static void sort_students(struct arena *arena, struct opening *opening,
	const struct integrity_class *class)
{
	opening->count = class->count;
	opening->places =
		arena_alloc(arena, class->count * sizeof *opening->places);
	for (size_t i = 0; i < class->count; i++)
		opening->places[i] = (struct place){class->students[i]->id, i};
	if (class->count)
		qsort(opening->places, class->count, sizeof *opening->places,
			by_id);
}

static int id_order(const void *item, const void *key)
{
	const struct place *place = item;

	return strcmp(place->id, key);
}

/* Of all who have that id. */
static void raise_levels(
	struct opening *opening, const char *id, enum sign_level level)
{
	const struct place *places = opening->places;
	size_t at = search_first(
		places, opening->count, sizeof *places, id, id_order);

	for (; at < opening->count && strcmp(places[at].id, id) == 0; at++)
		if (level > opening->levels[places[at].index])
			opening->levels[places[at].index] = level;
}

static void open_signs(struct opening *opening, const struct signs *signs)
{
	for (size_t i = 0; i < signs->count; i++) {
		const struct sign *sign = &signs->items[i];

		if (sign->level == SIGN_INFO || is_dismissed(opening, sign))
			continue;
		raise_levels(opening, sign->student[0], sign->level);
		if (sign->kind >= SIGN_SAME_TEXT)
			raise_levels(opening, sign->student[1], sign->level);
	}
}

const enum sign_level *integrity_open_levels(struct arena *arena,
	const struct integrity_class *class, const struct signs *pairs,
	const struct integrity_decisions *decisions)
{
	struct opening opening = {.scratch = arena_new(),
		.levels = arena_alloc(
			arena, (class->count + 1) * sizeof *opening.levels)};

	sort_decisions(arena, &opening, decisions);
	sort_students(arena, &opening, class);
	for (size_t i = 0; i < class->count; i++)
		open_signs(&opening, &class->students[i]->signs);
	open_signs(&opening, pairs);
	arena_free(opening.scratch);
	return opening.levels;
}
