/* png: a PNG unpacked, for picture.c. */
#ifndef HVLAB_PNG_H
#define HVLAB_PNG_H

#include <stdbool.h>

#include "src/base/buf.h"

#define PNG_MAGIC "\x89PNG\r\n\x1a\n"
#define PNG_MAGIC_LENGTH 8u

struct png {
	unsigned width, height, depth, colour, interlaced;
	const unsigned char *palette, *clear; /* PLTE and tRNS; may be NULL */
	size_t palette_length, clear_length;
	struct buf packed;  /* all IDAT together */
	unsigned char *raw; /* the rows, unpacked and unfiltered */
	size_t raw_length;
	bool ended;
};

/* The first chunk; false when it is damaged. */
bool png_head(struct png *png, const unsigned char *bytes, size_t length);
/* All of it; false when it is damaged. png_free() in either case. */
bool png_unpack(struct png *png, const unsigned char *bytes, size_t length);
/* The unpacked pixels on white, three bytes each, by rows. */
void png_pixels(const struct png *png, unsigned char *out);
void png_free(struct png *png);

#endif
