/*
 * listing: the text of a document line by line, so that logs pasted into it
 * are read like those of a file.
 *
 * Every paragraph, every line of one and every cell of a table is a line,
 * mended (mend.h); lines with nothing in them are left out. Numbers of these
 * lines are the places in a document. A cell that is nothing but a value is
 * there as a blank line: it is no log's.
 */
#ifndef HVLAB_GRADE_LISTING_H
#define HVLAB_GRADE_LISTING_H

#include <stdbool.h>

#include "src/base/arena.h"
#include "src/base/buf.h"

/* What the table around a cell says of the lines in it. */
struct listing_hint {
	unsigned line; /* the cell's first */
	const char *text;
};

struct listing {
	struct arena *arena;
	struct buf text;   /* the lines, each with its end */
	struct buf line;   /* the open one, as it came */
	unsigned lines;	   /* that are ended */
	size_t log;	   /* behind the start of the last line that opens
			      output of a tool; 0: there is none */
	size_t rows;	   /* lines that look like rows of a table in text */
	struct listing_hint *hints; /* in the order of lines */
	size_t hint_count, hint_capacity;
};

void listing_end_line(struct listing *listing);
/* Blank lines, so that the next one has that number if it can. */
void listing_pass(struct listing *listing, unsigned line);

/* The lines in text.data[from, to) become blank. */
void listing_blank(struct listing *listing, size_t from, size_t to);
void listing_hint(struct listing *listing, unsigned line, const char *text);

void listing_free(struct listing *listing);

#endif
