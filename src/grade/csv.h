/*
 * csv: comma-separated text (RFC 4180) as rows of cells that remember their
 * bytes, so that a file can be written back with some cells changed and every
 * other byte kept.
 */
#ifndef HVLAB_GRADE_CSV_H
#define HVLAB_GRADE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "src/base/buf.h"
#include "src/base/diag.h"

struct csv_cell {
	const char *raw; /* in the text that was read, quotes included */
	size_t length;
	const char *text; /* what it says; NUL-terminated UTF-8 */
};

struct csv_row {
	unsigned line; /* 1-based, where it begins */
	struct csv_cell *cells;
	size_t count;
};

struct csv {
	char separator;
	const char *eol; /* "\r\n" or "\n", as the first row ends */
	const char *text;
	size_t length;
	struct csv_row *rows; /* blank lines left out */
	size_t count;
};

/*
 * Cuts `text`, which must outlive the result, into rows. The separator is the
 * one of , ; and tab that the first line has most of. A byte order mark is
 * skipped. NULL with a diag: bytes that are no UTF-8, a NUL, or a quote that
 * is never closed.
 */
struct csv *csv_read(struct arena *arena, struct diags *diags, const char *file,
	const char *text, size_t length);

/* The cell's text, "" when the row is too short. */
const char *csv_text(const struct csv_row *row, size_t column);

/* Appends a cell, in quotes when it needs them. */
void csv_put(struct buf *out, char separator, const char *text);

/* A cell for people's spreadsheets: what begins with = + - @ or a tab gets an
 * apostrophe in front, so that it is no formula. A plain number stays. */
void csv_put_safe(struct buf *out, char separator, const char *text);

#endif
