#include "src/base/picture.h"

#include <stdlib.h>
#include <string.h>

#include "src/base/memory.h"
#include "src/base/png.h"

#define JPEG_MAGIC "\xff\xd8\xff"

/* Markers of JPEG, the byte behind 0xFF. */
enum {
	SOF_FIRST = 0xC0,
	SOF_KNOWN = 0xC2, /* baseline, extended, progressive */
	DHT = 0xC4,
	JPG = 0xC8,
	DAC = 0xCC,
	SOF_LAST = 0xCF,
	SEGMENT_FIRST = 0xDA, /* below it markers without a segment */
	EOI = 0xD9,
	SOS = 0xDA
};

static enum picture_fault size_fault(const struct picture *picture)
{
	if (!picture->width || !picture->height)
		return PICTURE_BROKEN;
	if (picture->width > PICTURE_SIDE_MAX ||
		picture->height > PICTURE_SIDE_MAX ||
		(size_t)picture->width * picture->height > PICTURE_PIXELS_MAX)
		return PICTURE_LARGE;
	return PICTURE_SOUND;
}

/* ---- JPEG ---- */

static size_t be16(const unsigned char *p)
{
	return (size_t)p[0] << 8 | p[1];
}

static bool is_frame(unsigned marker)
{
	return marker >= SOF_FIRST && marker <= SOF_LAST && marker != DHT &&
	       marker != JPG && marker != DAC;
}

/* A frame header: precision, height, width, number of components. */
static enum picture_fault read_frame(struct picture *picture, unsigned marker,
	const unsigned char *p, size_t length)
{
	if (length < 6 || picture->width || length < 6 + 3u * p[5])
		return PICTURE_BROKEN;
	picture->height = (unsigned)be16(p + 1);
	picture->width = (unsigned)be16(p + 3);
	if (marker > SOF_KNOWN || p[0] != 8 || (p[5] != 1 && p[5] != 3))
		return PICTURE_UNUSUAL;
	return size_fault(picture);
}

static bool has_segment(unsigned marker)
{
	return marker >= SEGMENT_FIRST
		       ? marker < 0xFF
		       : is_frame(marker) || marker == DHT || marker == DAC;
}

/* The segments up to the first scan; `*scan`: where that begins. */
static enum picture_fault read_segments(struct picture *picture, size_t *scan)
{
	const unsigned char *p = picture->bytes;
	const size_t length = picture->length;
	enum picture_fault fault;

	for (size_t at = 2; length - at >= 4; at += 2 + be16(p + at + 2)) {
		const unsigned marker = p[at + 1];
		const size_t size = be16(p + at + 2);

		if (p[at] != 0xFF || !has_segment(marker) || size < 2 ||
			size > length - at - 2)
			return PICTURE_BROKEN;
		*scan = at + 2 + size;
		if (marker == SOS)
			return picture->width ? PICTURE_SOUND : PICTURE_BROKEN;
		if (!is_frame(marker))
			continue;
		fault = read_frame(picture, marker, p + at + 4, size - 2);
		if (fault)
			return fault;
	}
	return PICTURE_BROKEN;
}

static enum picture_fault jpeg_head(struct picture *picture)
{
	size_t scan;

	return read_segments(picture, &scan);
}

/* A JPEG that was cut lacks the marker at its end. */
static enum picture_fault jpeg_check(struct picture *picture)
{
	size_t at = 0;
	enum picture_fault fault = read_segments(picture, &at);

	for (; !fault && at + 1 < picture->length; at++)
		if (picture->bytes[at] == 0xFF && picture->bytes[at + 1] == EOI)
			return PICTURE_SOUND;
	return fault ? fault : PICTURE_BROKEN;
}

/* ---- PNG ---- */

static enum picture_fault read_png_head(struct picture *picture)
{
	struct png png;
	bool sound = png_head(&png, picture->bytes, picture->length);

	png_free(&png);
	picture->width = png.width;
	picture->height = png.height;
	return sound ? size_fault(picture) : PICTURE_BROKEN;
}

static enum picture_fault png_check(struct picture *picture)
{
	enum picture_fault fault = read_png_head(picture);
	struct png png;

	if (fault)
		return fault;
	if (!png_unpack(&png, picture->bytes, picture->length))
		fault = PICTURE_BROKEN;
	png_free(&png);
	return fault;
}

unsigned char *picture_pixels(const struct picture *picture)
{
	unsigned char *pixels = NULL;
	struct png png;

	if (picture->format != PICTURE_PNG)
		return NULL;
	if (png_unpack(&png, picture->bytes, picture->length)) {
		pixels =
			memory_sure(malloc((size_t)3 * png.width * png.height));
		png_pixels(&png, pixels);
	}
	png_free(&png);
	return pixels;
}

/* ---- either ---- */

static const struct format {
	const char *magic;
	size_t length;
	enum picture_fault (*head)(struct picture *picture);
	enum picture_fault (*check)(struct picture *picture);
} formats[] = {
	[PICTURE_PNG] = {PNG_MAGIC, PNG_MAGIC_LENGTH, read_png_head, png_check},
	[PICTURE_JPEG] = {JPEG_MAGIC, 3, jpeg_head, jpeg_check},
};

static const struct format *format_of(struct picture *picture)
{
	picture->width = picture->height = 0;
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (picture->length < formats[i].length ||
			memcmp(picture->bytes, formats[i].magic,
				formats[i].length) != 0)
			continue;
		picture->format = (enum picture_format)i;
		return &formats[i];
	}
	return NULL;
}

enum picture_fault picture_head(struct picture *picture)
{
	const struct format *format = format_of(picture);

	return format ? format->head(picture) : PICTURE_ALIEN;
}

enum picture_fault picture_check(struct picture *picture)
{
	const struct format *format = format_of(picture);

	if (picture->length > PICTURE_BYTES_MAX)
		return PICTURE_LARGE;
	return format ? format->check(picture) : PICTURE_ALIEN;
}
