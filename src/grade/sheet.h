/* sheet: the tables of the lab sheet, found in a student's paper. */
#ifndef HVLAB_GRADE_SHEET_H
#define HVLAB_GRADE_SHEET_H

#include "src/grade/judge.h"

struct sheet_row {
	const struct rubric_row *row;
	/* NULL: not found */
	const struct found_cell *side[SIDES]; /* a direction has one of them */
	const struct found_cell *winner;
};

struct sheet_table {
	const struct rubric_table *table;
	struct sheet_row *rows; /* one per row of the rubric's table */
};

/*
 * For every table of the rubric the table of the paper that has most of its
 * rows: first of those below the same number of a heading, then the one in
 * which most is filled in, then the first. One per table of the rubric.
 */
struct sheet_table *sheet_find(struct judging *judging);

/* Has the student put anything in them? */
bool sheet_is_filled(const struct judging *judging);

const struct sheet_table *sheet_table_of(
	const struct judging *judging, const char *id);

#endif
