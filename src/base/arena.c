#include "src/base/arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/memory.h"

#define CHUNK_SIZE ((size_t)64 * 1024)
/* Zeroed at once: clearing each small piece would cost more than its use. */
#define CLEAN_SIZE ((size_t)2 * 1024)

struct chunk {
	struct chunk *next;
	size_t used;
	size_t clean; /* bytes that are zero when they are not used */
	size_t size;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct chunk *chunks;
};

static struct chunk *chunk_new(struct arena *arena, size_t size)
{
	struct chunk *chunk;

	if (size > SIZE_MAX - sizeof *chunk)
		memory_exhausted();
	chunk = memory_sure(malloc(sizeof *chunk + size));
	chunk->next = arena->chunks;
	chunk->used = 0;
	chunk->clean = 0;
	chunk->size = size;
	arena->chunks = chunk;
	return chunk;
}

struct arena *arena_new(void)
{
	return memory_sure(calloc(1, sizeof(struct arena)));
}

static void free_chunks(struct chunk *chunk)
{
	while (chunk) {
		struct chunk *next = chunk->next;

		free(chunk);
		chunk = next;
	}
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	free_chunks(arena->chunks);
	free(arena);
}

void arena_reset(struct arena *arena)
{
	struct chunk *kept = arena->chunks;

	if (!kept)
		return;
	free_chunks(kept->next);
	kept->next = NULL;
	kept->used = 0;
	kept->clean = 0;
}

/* At least the bytes below `end` become zero. */
static void clean(struct chunk *chunk, size_t end)
{
	size_t goal = end + CLEAN_SIZE;

	if (goal > chunk->size)
		goal = chunk->size;
	memset(chunk->bytes + chunk->clean, 0, goal - chunk->clean);
	chunk->clean = goal;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct chunk *chunk = arena->chunks;
	void *place;

	if (size > SIZE_MAX - align)
		memory_exhausted();
	size = (size + align - 1) / align * align;
	if (!chunk || chunk->size - chunk->used < size)
		chunk = chunk_new(arena, size > CHUNK_SIZE ? size : CHUNK_SIZE);
	place = chunk->bytes + chunk->used;
	chunk->used += size;
	if (chunk->used > chunk->clean)
		clean(chunk, chunk->used);
	return place;
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	return memcpy(copy, text, length);
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	char small[256]; /* nearly always enough: formatted once */
	va_list args;
	char *text;
	int length;

	va_start(args, format);
	length = vsnprintf(small, sizeof small, format, args);
	va_end(args);
	if (length < 0)
		memory_exhausted();
	if ((size_t)length < sizeof small)
		return arena_strndup(arena, small, (size_t)length);
	text = arena_alloc(arena, (size_t)length + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)length + 1, format, args);
	va_end(args);
	return text;
}

void *arena_room(struct arena *arena, void *items, size_t count,
	size_t *capacity, size_t item_size)
{
	size_t wanted = *capacity ? *capacity * 2 : 8;
	void *grown;

	if (count < *capacity)
		return items;
	if (wanted > SIZE_MAX / item_size)
		memory_exhausted();
	grown = arena_alloc(arena, wanted * item_size);
	if (count)
		memcpy(grown, items, count * item_size);
	*capacity = wanted;
	return grown;
}
