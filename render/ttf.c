#include "render/ttf.h"

#include <string.h>

/* A table of the file; reading behind its end gives 0. */
struct table {
	const unsigned char *bytes;
	size_t size;
};

static unsigned u16(struct table table, size_t at)
{
	if (at + 2 > table.size)
		return 0;
	return (unsigned)(table.bytes[at] << 8 | table.bytes[at + 1]);
}

static size_t u32(struct table table, size_t at)
{
	return (size_t)u16(table, at) << 16 | u16(table, at + 2);
}

static struct table part(struct table file, size_t at, size_t size)
{
	if (at > file.size || size > file.size - at)
		return (struct table){0};
	return (struct table){file.bytes + at, size};
}

static struct table find(struct table file, const char *tag)
{
	unsigned count = u16(file, 4);

	for (unsigned i = 0; i < count; i++) {
		struct table entry = part(file, 12 + 16 * (size_t)i, 16);

		if (entry.size && !memcmp(entry.bytes, tag, 4))
			return part(file, u32(entry, 8), u32(entry, 12));
	}
	return (struct table){0};
}

/* The Windows BMP subtable, format 4. */
static struct table find_cmap(struct table cmap)
{
	unsigned count = u16(cmap, 2);

	for (unsigned i = 0; i < count; i++) {
		size_t entry = 4 + 8 * (size_t)i, at = u32(cmap, entry + 4);

		if (u16(cmap, entry) == 3 && u16(cmap, entry + 2) == 1 &&
			u16(cmap, at) == 4)
			return part(cmap, at, u16(cmap, at + 2));
	}
	return (struct table){0};
}

/* The glyph of a character in segment `i` of `count`; 0: none. */
static unsigned glyph(
	struct table map, unsigned count, unsigned i, unsigned code)
{
	size_t deltas = 16 + 4 * (size_t)count + 2 * (size_t)i;
	size_t offsets = deltas + 2 * (size_t)count;
	unsigned offset = u16(map, offsets),
		 start = u16(map, deltas - 2 * (size_t)count);
	unsigned found;

	if (!offset)
		return (code + u16(map, deltas)) & 0xFFFF;
	found = u16(map, offsets + offset + 2 * (size_t)(code - start));
	return found ? (found + u16(map, deltas)) & 0xFFFF : 0;
}

static unsigned advance(struct table hmtx, unsigned longs, unsigned glyph)
{
	return u16(hmtx, 4 * (size_t)(glyph < longs ? glyph : longs - 1));
}

int ttf_read(
	struct ttf_metrics *metrics, const unsigned char *bytes, size_t size)
{
	struct table file = {bytes, size};
	struct table map = find_cmap(find(file, "cmap"));
	struct table hmtx = find(file, "hmtx");
	unsigned longs = u16(find(file, "hhea"), 34);
	unsigned units = u16(find(file, "head"), 18);
	unsigned segments = u16(map, 6) / 2;

	if (!segments || !longs || !units)
		return -1;
	memset(metrics, 0, sizeof *metrics);
	for (unsigned i = 0; i < segments; i++) {
		unsigned last = u16(map, 14 + 2 * (size_t)i);
		unsigned code = u16(map, 16 + 2 * (size_t)(segments + i));

		for (; code <= last && code < 0xFFFF; code++) {
			unsigned g = glyph(map, segments, i, code);

			if (g)
				metrics->advance[code] =
					(uint16_t)(advance(hmtx, longs, g) *
							   1000 / units +
						   1);
		}
	}
	return 0;
}
