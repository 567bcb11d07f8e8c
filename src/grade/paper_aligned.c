/*
 * paper_aligned: tables whose columns are aligned with blanks. Two blanks or
 * more end a cell. Rows with as many cells as the widest tell where the columns
 * are; a cell of a shorter row belongs to the one column that it stands in.
 */
#include <ctype.h>
#include <string.h>

#include "src/grade/paper_lines.h"

#define LABEL_LENGTH 40 /* of a row without values */
#define ROWS_MAX 64	/* looked at: no table of a sheet has more */

/* A cell, and where it stands in characters. */
struct piece {
	const char *from, *to;
	size_t left, right;
};

struct pieces {
	struct piece items[PAPER_COLUMNS];
	size_t count;
};

/* The columns of a table. */
struct bands {
	struct piece items[PAPER_COLUMNS]; /* left and right */
	size_t count;
};

static bool starts_character(char c)
{
	return ((unsigned char)c & 0xC0) != 0x80;
}

static void add_piece(struct pieces *pieces, const char *at, size_t column)
{
	if (pieces->count < PAPER_COLUMNS)
		pieces->items[pieces->count++] =
			(struct piece){at, at, column, column};
}

/* Cuts a line; one with tabs stands nowhere in particular. */
static void cut(struct pieces *pieces, struct line line)
{
	const char *end = line.raw + line.raw_length;
	size_t column = 0, blanks = 2;

	pieces->count = 0;
	for (const char *at = line.raw; at < end; at++) {
		column += starts_character(*at);
		if (*at == '\t') {
			pieces->count = 0;
			return;
		}
		if (*at == ' ') {
			blanks++;
			continue;
		}
		if (blanks > 1 || !pieces->count)
			add_piece(pieces, at, column);
		pieces->items[pieces->count - 1].to = at + 1;
		pieces->items[pieces->count - 1].right = column;
		blanks = 0;
	}
}

static bool is_rule(struct line line)
{
	return lines_drawn(line, "-= ");
}

static bool is_name(const struct piece *piece)
{
	return (isalpha((unsigned char)*piece->from) || *piece->from == '*' ||
		       (unsigned char)*piece->from >= 0x80) &&
	       piece->to[-1] != ':';
}

static bool is_head(const struct pieces *pieces)
{
	for (size_t i = 0; i < pieces->count; i++)
		if (!is_name(&pieces->items[i]))
			return false;
	return pieces->count > 1;
}

/* A label alone, when the table goes on behind it. */
static bool is_label(const struct pieces *pieces, const struct line *lines,
	size_t count, const struct bands *bands)
{
	struct pieces next;

	if (pieces->count != 1 || count < 2 ||
		lines[0].length > LABEL_LENGTH ||
		pieces->items[0].left > bands->items[0].right)
		return false;
	cut(&next, lines[1]);
	return next.count > 1 && next.count <= bands->count;
}

/* Takes the places of a full row into the bands. */
static void widen(struct bands *bands, const struct pieces *pieces)
{
	for (size_t i = 0; i < bands->count; i++) {
		struct piece *band = &bands->items[i];
		const struct piece *piece = &pieces->items[i];

		if (!band->right || piece->left < band->left)
			band->left = piece->left;
		if (piece->right > band->right)
			band->right = piece->right;
	}
}

static bool apart(const struct bands *bands)
{
	for (size_t i = 1; i < bands->count; i++)
		if (bands->items[i].left <= bands->items[i - 1].right)
			return false;
	return bands->count > 1;
}

/* The bands of the lines up to the first that has no two cells. */
static void find_bands(
	struct bands *bands, const struct line *lines, size_t length)
{
	struct pieces pieces;

	*bands = (struct bands){.count = 0};
	for (size_t i = 0; i < length; i++) {
		cut(&pieces, lines[i]);
		if (!is_rule(lines[i]) && pieces.count > bands->count)
			bands->count = pieces.count;
	}
	for (size_t i = 0; i < length; i++) {
		cut(&pieces, lines[i]);
		if (!is_rule(lines[i]) && pieces.count == bands->count)
			widen(bands, &pieces);
	}
}

/* The only band that the piece stands in; bands->count: none. */
static size_t band_of(const struct bands *bands, const struct piece *piece)
{
	size_t found = bands->count;

	for (size_t i = 0; i < bands->count; i++) {
		const struct piece *band = &bands->items[i];

		if (piece->right < band->left || piece->left > band->right)
			continue;
		if (found < bands->count)
			return bands->count;
		found = i;
	}
	return found;
}

/* Lines that have two cells, or are drawn. */
static size_t run_length(const struct line *lines, size_t count)
{
	struct pieces pieces;
	size_t length = 0;

	for (; length < count && length < ROWS_MAX && lines[length].length;
		length++) {
		cut(&pieces, lines[length]);
		if (pieces.count < 2 && !is_rule(lines[length]) &&
			(pieces.count != 1 ||
				lines[length].length > LABEL_LENGTH))
			break;
	}
	return length;
}

/* Of two columns the second has to hold figures, or it may be prose. */
static bool is_row(const struct bands *bands, const struct pieces *pieces)
{
	return pieces->count > 1 &&
	       (bands->count > 2 || !is_name(&pieces->items[1]));
}

size_t aligned_length(const struct line *lines, size_t count)
{
	struct pieces pieces;
	struct bands bands;
	size_t length, rows = 0, last = 0;

	if (!count)
		return 0;
	cut(&pieces, lines[0]);
	if (!is_head(&pieces))
		return 0;
	length = run_length(lines, count);
	find_bands(&bands, lines, length);
	if (!apart(&bands))
		return 0;
	for (size_t i = 1; i < length; i++) {
		cut(&pieces, lines[i]);
		if (is_row(&bands, &pieces)) {
			rows++;
			last = i;
		} else if (!is_rule(lines[i]) &&
			   !is_label(&pieces, lines + i, length - i, &bands)) {
			break;
		}
	}
	return rows ? last + 1 : 0;
}

static void add_row(struct build *build, const struct bands *bands,
	const struct pieces *pieces)
{
	const struct piece *cells[PAPER_COLUMNS] = {NULL};

	for (size_t i = 0; i < pieces->count; i++) {
		size_t at = pieces->count == bands->count
				    ? i
				    : band_of(bands, &pieces->items[i]);

		if (at < bands->count && !cells[at])
			cells[at] = &pieces->items[i];
	}
	build_row(build);
	for (size_t i = 0; i < bands->count; i++) {
		build_cell(build, 1);
		if (cells[i])
			lines_words(build, cells[i]->from, cells[i]->to);
		build_cell_close(build);
	}
}

void aligned_add(struct build *build, const struct line *lines, size_t length)
{
	struct pieces pieces;
	struct bands bands;

	find_bands(&bands, lines, length);
	for (size_t i = 0; i < length; i++, build->line++) {
		if (is_rule(lines[i])) {
			if (i == 1)
				build_header(build);
			continue;
		}
		cut(&pieces, lines[i]);
		add_row(build, &bands, &pieces);
	}
}
