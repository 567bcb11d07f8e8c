/*
 * manual: the marks that a teacher gives, in manual.csv:
 *
 *	id,criterion,points,comment,by,date,basis
 *
 * The file is the teacher's. hvlab appends a row for what is still to be
 * marked and never deletes or reorders one; other columns stay. Of a row it
 * writes one cell: `basis`, the hash of what the mark is about, and that only
 * while the row has no points, or when the teacher has emptied the cell of a
 * row that has (which says: looked at again). Any automatic criterion may be
 * overridden by a row of the same form. A row with the criterion "extension"
 * has days in `points`: they are taken off a delay.
 */
#ifndef HVLAB_GRADE_MANUAL_H
#define HVLAB_GRADE_MANUAL_H

#include "src/grade/csv.h"
#include "src/base/digest.h"
#include "src/grade/judge.h"

#define MANUAL_EXTENSION "extension"

enum manual_column {
	MANUAL_ID,
	MANUAL_CRITERION,
	MANUAL_POINTS,
	MANUAL_COMMENT,
	MANUAL_BY,
	MANUAL_DATE,
	MANUAL_BASIS,
	MANUAL_COLUMNS
};

struct manual_row {
	unsigned line;
	const char *id, *what, *comment, *by, *date, *basis; /* the cells */
	const struct rubric_criterion *criterion; /* NULL: orphan, extension */
	double points;	/* as written; NAN: not marked yet */
	bool extension; /* points are days */
	bool counts;	/* false: an orphan, or another row counts */
	unsigned instead;      /* the line that counts in its place; 0: none */
	const char *new_basis; /* manual_settle()'s; NULL: cell kept */
};

/* A row that is still to be filled in. */
struct manual_added {
	const char *id, *basis; /* the cells */
	const struct rubric_criterion *criterion;
};

struct manual {
	const char *file;
	const struct rubric *rubric;
	const struct csv *csv; /* NULL: no file yet */
	int columns[MANUAL_COLUMNS];
	struct manual_row *rows;
	size_t count;
	struct manual_row **index; /* sorted by student, criterion, line */
	/* rows to append, by manual_settle() */
	struct manual_added *added;
	size_t added_count, added_capacity;
};

/*
 * The marks in `text`, which must outlive the result; "" is an empty file.
 * `ids` (ended by NULL) are the students. Each of these is a diag with its
 * line, and none loses a row: an unknown student or criterion (the row is an
 * orphan), a pair of both that stands twice (the first that has points
 * counts), points that are no number or below 0 (not marked), points above
 * the criterion's (capped where they are used). NULL only for a file that is
 * no CSV or lacks a column of id, criterion, points and basis.
 */
struct manual *manual_read(struct arena *arena, struct diags *diags,
	const char *file, const char *text, size_t length,
	const struct rubric *rubric, const char *const *ids);

/* The row that counts, or NULL. */
const struct manual_row *manual_find(const struct manual *manual,
	const char *id, const struct rubric_criterion *criterion);
/* The rows of a student in the order of `index`, orphans among them: the first
 * of `*count`. */
struct manual_row *const *manual_rows(
	const struct manual *manual, const char *id, size_t *count);
/* The student's extension in s; NAN: none. */
double manual_extension(const struct manual *manual, const char *id);

/* The basis of a manual criterion: its outcome's and the student's text. */
void manual_basis(char basis[DIGEST_TEXT], const struct outcome *outcome,
	const char *text, size_t length);

/*
 * Tells the current basis of a student's criterion: fills the basis of a row
 * as said above and, when one is `wanted` and there is none, adds it.
 */
void manual_settle(struct arena *arena, struct manual *manual, const char *id,
	const struct rubric_criterion *criterion, const char *basis,
	bool wanted);

/* Has the row points that were given for another basis? */
bool manual_is_stale(const struct manual_row *row, const char *basis);

/* Appends the file as it is now: the old bytes but for the cells named above,
 * the new rows at the end. */
void manual_write(const struct manual *manual, struct buf *out);

#endif
