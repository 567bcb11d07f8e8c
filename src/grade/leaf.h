/*
 * leaf: one sheet of a spreadsheet as a paper. Rows of several cells below
 * each other are a table; a cell alone in its row is a paragraph or a heading,
 * unless it is the label of a row whose values are missing. The place of what
 * is in a row is the row's number, as long as no cell before holds several
 * lines.
 */
#ifndef HVLAB_GRADE_LEAF_H
#define HVLAB_GRADE_LEAF_H

#include "src/grade/paper_build.h"

#define LEAVES_MAX 64 /* of a spreadsheet */

/* Zeroed but for `build`. */
struct leaf {
	struct build *build;
	const char *cells[PAPER_COLUMNS]; /* of the row; NULL: empty */
	size_t count;			  /* columns up to the last filled */
	size_t filled;
	size_t first;  /* column of the table's labels */
	bool table;    /* one is open */
	size_t row;    /* the last one */
	size_t leaves; /* that have begun */
};

/* The sheet of that name begins, of the document `label`. False: there are too
 * many. */
bool leaf_begin(struct leaf *leaf, const char *label, const char *name);
/* What a cell shows, in the arena; columns count from 0. */
void leaf_cell(struct leaf *leaf, size_t column, const char *text);
/* The row is complete; rows count from 1. */
void leaf_row(struct leaf *leaf, size_t row);
/* No more rows of this sheet. */
void leaf_end(struct leaf *leaf);

#endif
