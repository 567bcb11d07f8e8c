/* sheet: the tables of the lab sheet, found in a student's paper. */
#ifndef HVLAB_GRADE_SHEET_H
#define HVLAB_GRADE_SHEET_H

#include "src/grade/judge.h"

struct sheet_row {
	const struct rubric_row *row;
	/* NULL: not found */
	const struct found_cell *side[SIDES]; /* a direction has one of them */
	const struct found_cell *winner;
	const struct found_cell *percent; /* in a column of its own */
};

/* What leaves a table to a person. */
enum sheet_doubt {
	DOUBT_NONE,
	DOUBT_ROW,    /* figures stand in a row of an unknown label */
	DOUBT_COLUMN, /* or below an unknown head, where known ones lack */
	DOUBT_DATE    /* a cell holds a date, as spreadsheets make of "3.06" */
};

struct sheet_table {
	const struct rubric_table *table;
	struct sheet_row *rows; /* one per row of the rubric's table */
	enum sheet_doubt doubt;
	const struct found_cell *doubtful; /* where; NULL: DOUBT_NONE */
	const struct found_cell *other; /* of another table of the same that
					   states something else, or NULL */
};

/*
 * For every table of the rubric the table of the paper that has most of its
 * rows: first of those below the same number of a heading, then the one with
 * most of its rows, then the one whose figures fit the logs best (of a draft
 * and the final one no file name tells which is which), then the one in which
 * most is filled in, then the first. One per table of the rubric.
 */
struct sheet_table *sheet_find(struct judging *judging);

/* Has the student put anything in them? */
bool sheet_is_filled(const struct judging *judging);

/* The first table of a criterion that is left to a person, or NULL. */
const struct sheet_table *sheet_doubted(
	const struct judging *judging, const struct rubric_criterion *criterion);

/* How many of the rows' figures are the logs' (check_cells.c); parts of one
 * for those that nearly are. */
double sheet_fit(
	struct judging *judging, const struct sheet_row *rows, size_t count);

const struct sheet_table *sheet_table_of(
	const struct judging *judging, const char *id);

#endif
