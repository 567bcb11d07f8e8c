/*
 * layout: where lines and columns end. No device, no page.
 *
 * Every length is in em of the text at hand: 1.0 is the font size, whatever
 * it will be. Text is valid UTF-8; how wide a character is in which style
 * comes from the caller. A style is a number that layout only hands through.
 */
#ifndef HVLAB_LAYOUT_H
#define HVLAB_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "src/base/arena.h"

struct layout_font {
	double (*advance)(const void *context, unsigned style, uint32_t code);
	const void *context;
};

/* One stretch of text in one style. */
struct layout_run {
	const char *text;
	unsigned style;
};

/* A part of a run on one line; `text` points into the run. */
struct layout_piece {
	const char *text;
	size_t length; /* bytes */
	unsigned style;
	double x, width; /* em, x from the start of the line */
};

struct layout_line {
	size_t first, count; /* of the pieces */
	double width;
	bool spaced; /* ends at a space, which is on no line */
};

struct layout_text {
	struct layout_piece *pieces;
	size_t piece_count, piece_capacity;
	struct layout_line *lines;
	size_t line_count, line_capacity;
};

double layout_width(
	const struct layout_font *font, unsigned style, const char *text);

/*
 * Breaks the runs, set one behind the other, into lines no wider than `room`:
 * at ASCII spaces (which vanish there; no-break spaces hold), in a longer
 * word behind one of / \ - _ . , : ; = & ? @ or, when there is none, anywhere.
 * One character is always set, even in no room at all. Linear in the text;
 * the result lives in the arena. A text without any character has no line.
 */
struct layout_text layout_wrap(struct arena *arena,
	const struct layout_font *font, const struct layout_run *runs,
	size_t count, double room);

/* What a text asks for. */
struct layout_extent {
	double line; /* all on one line */
	double word; /* the widest word: its least width without harm */
	double part; /* the widest part of a word: its least width */
};

struct layout_extent layout_extent(
	const struct layout_font *font, unsigned style, const char *text);

/* A column asks for `ideal` and gets no less than `least`. */
struct layout_column {
	double least, ideal;
};

/*
 * Shares `room` between columns: each its ideal when that fits, else widths
 * that grow with the square root of the ideal (a text four times as long gets
 * a column twice as wide), but none above its ideal or below its least. False
 * when not even the least widths fit; `widths` is then not set.
 */
bool layout_columns(const struct layout_column *columns, size_t count,
	double room, double *widths);

/*
 * The byte where the decimals of a number start: "1 187,4" gives that of the
 * comma, an integer its end. `point` is the decimal sign. SIZE_MAX when the
 * text is no number (digits, one sign in front, spaces between the digits).
 */
size_t layout_decimals(const char *text, char point);

/* How many bytes of the text fit into `room`, in whole characters. */
size_t layout_fit(const struct layout_font *font, unsigned style,
	const char *text, double room);

#endif
