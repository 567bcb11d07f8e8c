/*
 * arena: one region of memory for everything that lives as long as the
 * invocation (runs, lab definition, analysis, document).
 *
 * Nothing in it is freed one by one: arena_free() frees it all, and
 * arena_reset() makes way for the next of many things alike. Every
 * allocation is zeroed and never NULL; when memory runs out the program says
 * so on stderr and exits 3, because a single-shot tool has no better plan.
 */
#ifndef HVLAB_ARENA_H
#define HVLAB_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);
/* As new, but keeps a piece of its memory for what comes next. */
void arena_reset(struct arena *arena);

/* Zeroed memory, aligned for any object. size 0 is allowed. */
void *arena_alloc(struct arena *arena, size_t size);

char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Room for one more item at the end of an array kept in the arena. Returns
 * the array, moved when it had to grow (the old place is simply abandoned);
 * `*capacity` starts at 0 with `items` NULL.
 */
void *arena_room(struct arena *arena, void *items, size_t count,
	size_t *capacity, size_t item_size);

/* The same as arena_room(), shorter: ARENA_ROOM(arena, list->items, list->n,
 * list->capacity) leaves room for list->items[list->n]. */
#define ARENA_ROOM(arena, items, count, capacity)                              \
	((items) = arena_room(                                                 \
		 (arena), (items), (count), &(capacity), sizeof *(items)))

#endif
