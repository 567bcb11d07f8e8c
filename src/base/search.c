#include "src/base/search.h"

size_t search_first(const void *items, size_t count, size_t size,
	const void *key, int (*order)(const void *item, const void *key))
{
	const unsigned char *bytes = items;
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (order(bytes + middle * size, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
