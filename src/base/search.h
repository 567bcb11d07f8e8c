/*
 * search: binary search that bsearch(3) does not do.
 */
#ifndef HVLAB_SEARCH_H
#define HVLAB_SEARCH_H

#include <stddef.h>

/* The place of the first of `count` sorted items, each of `size` bytes, that
 * is not before the key; `count` when all are. `order` compares an item with
 * the key as strcmp() does. */
size_t search_first(const void *items, size_t count, size_t size,
	const void *key, int (*order)(const void *item, const void *key));

#endif
