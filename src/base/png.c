#include "src/base/png.h"

#include <stdlib.h>
#include <string.h>

#include "src/base/input.h"
#include "src/base/memory.h"

#define HEAD_LENGTH 13u /* of what is in IHDR */
#define FRAME 12u	/* length, type and sum of a chunk */
#define RATIO_MAX 1032u /* deflate packs no tighter */

enum { GREY, RGB = 2, PALETTE, GREY_ALPHA, RGB_ALPHA = 6, KINDS };

/* Samples of a pixel, and the depths allowed, which are powers of two. */
static const struct {
	unsigned channels, depths;
} kinds[KINDS] = {
	[GREY] = {1, 1 | 2 | 4 | 8 | 16},
	[RGB] = {3, 8 | 16},
	[PALETTE] = {1, 1 | 2 | 4 | 8},
	[GREY_ALPHA] = {2, 8 | 16},
	[RGB_ALPHA] = {4, 8 | 16},
};

/* Which pixels come together: all, or one of the seven of Adam7. */
struct pass {
	unsigned x, y, dx, dy;
};

static const struct pass whole[] = {{0, 0, 1, 1}};
static const struct pass adam7[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8},
	{2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

static const struct pass *passes(const struct png *png, size_t *count)
{
	*count = png->interlaced ? sizeof adam7 / sizeof *adam7 : 1;
	return png->interlaced ? adam7 : whole;
}

static size_t pass_width(const struct png *png, const struct pass *pass)
{
	return (png->width + pass->dx - 1 - pass->x) / pass->dx;
}

/* A pass without columns has no rows either. */
static size_t pass_height(const struct png *png, const struct pass *pass)
{
	return pass_width(png, pass)
		       ? (png->height + pass->dy - 1 - pass->y) / pass->dy
		       : 0;
}

static size_t pixel_bits(const struct png *png)
{
	return (size_t)kinds[png->colour].channels * png->depth;
}

/* Bytes of a row, without the one that names its filter. */
static size_t row_length(const struct png *png, const struct pass *pass)
{
	return (pass_width(png, pass) * pixel_bits(png) + 7) / 8;
}

/* ---- chunks ---- */

static size_t be32(const unsigned char *p)
{
	return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 |
	       p[3];
}

static bool take_head(struct png *png, const unsigned char *p, size_t length)
{
	if (length != HEAD_LENGTH || png->width)
		return false;
	png->width = (unsigned)be32(p);
	png->height = (unsigned)be32(p + 4);
	png->depth = p[8];
	png->colour = p[9];
	png->interlaced = p[12];
	return png->width && png->height && png->colour < KINDS &&
	       (kinds[png->colour].depths & png->depth) &&
	       (png->depth & (png->depth - 1)) == 0 && !p[10] && !p[11] &&
	       png->interlaced <= 1;
}

static bool take_palette(struct png *png, const unsigned char *p, size_t length)
{
	png->palette = p;
	png->palette_length = length;
	return length && length % 3 == 0 && length <= 768;
}

static bool take_clear(struct png *png, const unsigned char *p, size_t length)
{
	png->clear = p;
	png->clear_length = length;
	return true;
}

static bool take_data(struct png *png, const unsigned char *p, size_t length)
{
	buf_add(&png->packed, p, length);
	return true;
}

static bool take_end(struct png *png, const unsigned char *p, size_t length)
{
	(void)p;
	(void)length;
	png->ended = true;
	return true;
}

/* Chunks of other types say nothing about the pixels. */
static bool take(struct png *png, const unsigned char *chunk, size_t length)
{
	static const struct {
		const char *type;
		bool (*take)(struct png *, const unsigned char *, size_t);
	} types[] = {{"IHDR", take_head}, {"PLTE", take_palette},
		{"tRNS", take_clear}, {"IDAT", take_data}, {"IEND", take_end}};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (memcmp(chunk + 4, types[i].type, 4) == 0)
			return (i == 0 || png->width) &&
			       types[i].take(png, chunk + 8, length);
	return png->width > 0;
}

/* The sums of the chunks are not looked at: that of the unpacked pixels
 * covers what matters. */
static bool read_chunks(
	struct png *png, const unsigned char *bytes, size_t length, size_t most)
{
	size_t at = PNG_MAGIC_LENGTH;

	for (size_t i = 0; i < most && !png->ended; i++) {
		size_t size;

		if (length < at || length - at < FRAME)
			return false;
		size = be32(bytes + at);
		if (size > length - at - FRAME || !take(png, bytes + at, size))
			return false;
		at += FRAME + size;
	}
	return true;
}

bool png_head(struct png *png, const unsigned char *bytes, size_t length)
{
	*png = (struct png){0};
	return read_chunks(png, bytes, length, 1);
}

/* ---- rows ---- */

static unsigned char paeth(int a, int b, int c)
{
	int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);

	if (pa <= pb && pa <= pc)
		return (unsigned char)a;
	return (unsigned char)(pb <= pc ? b : c);
}

/* What filter `kind` foretells of a byte from those to the left, above, and
 * above to the left. */
static unsigned char foretold(unsigned kind, int a, int b, int c)
{
	const unsigned char by_kind[] = {0, (unsigned char)a, (unsigned char)b,
		(unsigned char)((a + b) / 2), paeth(a, b, c)};

	return by_kind[kind];
}

static void unfilter_row(unsigned char *row, const unsigned char *above,
	size_t length, size_t step)
{
	for (size_t i = 0; row[-1] && i < length; i++) {
		int a = i >= step ? row[i - step] : 0;
		int b = above ? above[i] : 0;
		int c = above && i >= step ? above[i - step] : 0;

		row[i] = (unsigned char)(row[i] + foretold(row[-1], a, b, c));
	}
}

static bool unfilter(struct png *png)
{
	size_t count, step = (pixel_bits(png) + 7) / 8;
	const struct pass *list = passes(png, &count);
	unsigned char *row = png->raw;

	for (size_t i = 0; i < count; i++) {
		size_t length = row_length(png, &list[i]);
		const unsigned char *above = NULL;

		for (size_t y = pass_height(png, &list[i]); y; y--) {
			if (*row > 4)
				return false;
			unfilter_row(row + 1, above, length, step);
			above = row + 1;
			row += 1 + length;
		}
	}
	return true;
}

static size_t all_rows(const struct png *png)
{
	size_t count, sum = 0;
	const struct pass *list = passes(png, &count);

	for (size_t i = 0; i < count; i++)
		sum += pass_height(png, &list[i]) *
		       (1 + row_length(png, &list[i]));
	return sum;
}

bool png_unpack(struct png *png, const unsigned char *bytes, size_t length)
{
	*png = (struct png){0};
	if (!read_chunks(png, bytes, length, length) || !png->ended ||
		(png->colour == PALETTE && !png->palette))
		return false;
	png->raw_length = all_rows(png);
	if (png->raw_length / RATIO_MAX > png->packed.length)
		return false;
	png->raw = memory_sure(malloc(png->raw_length));
	return input_inflate(png->packed.data, png->packed.length, png->raw,
		       png->raw_length) == 0 &&
	       unfilter(png);
}

void png_free(struct png *png)
{
	buf_free(&png->packed);
	free(png->raw);
}

/* ---- pixels ---- */

static unsigned sample(const unsigned char *row, size_t i, unsigned depth)
{
	size_t bit = i * depth;

	if (depth == 16)
		return (unsigned)row[2 * i] << 8 | row[2 * i + 1];
	return row[bit / 8] >> (8 - depth - bit % 8) & ((1u << depth) - 1);
}

/* tRNS of a picture without palette: the one colour that is clear. */
static bool is_clear(
	const struct png *png, const unsigned *samples, unsigned channels)
{
	if (png->clear_length < (size_t)2 * channels)
		return false;
	for (unsigned c = 0; c < channels; c++)
		if (samples[c] != sample(png->clear, c, 16))
			return false;
	return true;
}

static void on_white(const unsigned rgb[3], unsigned alpha, unsigned most,
	unsigned char *out)
{
	for (int c = 0; c < 3; c++) {
		size_t ink = (size_t)(most - rgb[c]) * alpha / most;

		out[c] = (unsigned char)(255 - ink * 255 / most);
	}
}

static void palette_pixel(
	const struct png *png, unsigned index, unsigned char *out)
{
	unsigned alpha = index < png->clear_length ? png->clear[index] : 255;
	unsigned rgb[3] = {0};

	for (size_t c = 0; c < 3; c++)
		if (3 * (size_t)index + c < png->palette_length)
			rgb[c] = png->palette[3 * (size_t)index + c];
	on_white(rgb, alpha, 255, out);
}

static void pixel(const struct png *png, const unsigned char *row, size_t i,
	unsigned char *out)
{
	const unsigned channels = kinds[png->colour].channels;
	const unsigned most = (1u << png->depth) - 1;
	const bool coloured = png->colour & 2;
	unsigned s[4], alpha = most;

	for (unsigned c = 0; c < channels; c++)
		s[c] = sample(row, i * channels + c, png->depth);
	if (png->colour == PALETTE) {
		palette_pixel(png, s[0], out);
		return;
	}
	if (png->colour & 4)
		alpha = s[channels - 1];
	else if (is_clear(png, s, channels))
		alpha = 0;
	on_white((const unsigned[]){s[0], s[coloured ? 1 : 0],
			 s[coloured ? 2 : 0]},
		alpha, most, out);
}

static const unsigned char *pass_pixels(const struct png *png,
	const struct pass *pass, const unsigned char *row, unsigned char *out)
{
	const size_t width = pass_width(png, pass);

	for (size_t y = 0; y < pass_height(png, pass); y++) {
		size_t at = (pass->y + y * pass->dy) * png->width + pass->x;

		for (size_t x = 0; x < width; x++)
			pixel(png, row + 1, x, out + 3 * (at + x * pass->dx));
		row += 1 + row_length(png, pass);
	}
	return row;
}

void png_pixels(const struct png *png, unsigned char *out)
{
	size_t count;
	const struct pass *list = passes(png, &count);
	const unsigned char *row = png->raw;

	for (size_t i = 0; i < count; i++)
		row = pass_pixels(png, &list[i], row, out);
}
