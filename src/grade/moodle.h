/*
 * moodle: the offline grading worksheet of a Moodle assignment, read, and
 * written back with nothing changed but grades and feedback comments.
 *
 * What Moodle's importer does with it (mod/assign/feedback/offline): columns
 * are found by their exact label in the importer's language; the participant's
 * number is what stands behind the localised word; a row whose grade is blank,
 * negative, above the maximum, unchanged or locked is passed over without a
 * word, and so is one graded after "Last modified (grade)" unless the teacher
 * ticks the box. Feedback is HTML and is taken even when the grade is blank,
 * so the row of a pending student stays as it is, byte for byte. PHP's
 * fgetcsv() takes a backslash for an escape: none is ever written.
 */
#ifndef HVLAB_GRADE_MOODLE_H
#define HVLAB_GRADE_MOODLE_H

#include "src/grade/csv.h"

enum moodle_column {
	MOODLE_ID,
	MOODLE_NAME,   /* not when marking is anonymous */
	MOODLE_EMAIL,  /* optional */
	MOODLE_STATUS, /* optional */
	MOODLE_GROUP,  /* team submission */
	MOODLE_GRADE,
	MOODLE_MAXIMUM,	   /* optional */
	MOODLE_CHANGEABLE, /* optional */
	MOODLE_SUBMITTED,  /* optional */
	MOODLE_GRADED,
	MOODLE_FEEDBACK, /* only with feedback comments */
	MOODLE_COLUMNS
};

struct moodle_student {
	const char *id; /* digits: the participant, as in the zip's folders */
	const char *name, *email, *group; /* "" when the column is missing */
	const char *status;
	unsigned line;
	double grade;	  /* in the worksheet; NAN: none */
	double maximum;	  /* NAN: not stated */
	bool locked;	  /* "Grade can be changed": No */
	double submitted; /* s of the local clock since 1970; NAN: unknown */
	double graded;	  /* likewise */
	bool stale;	  /* it has a grade whose date PHP cannot read: Moodle
			     takes another one only with the box ticked */
	double late;	  /* s, from the status; 0 on time, NAN: not stated.
			     Moodle counts an extension in. */
};

struct moodle {
	const char *file;
	const struct csv *csv;
	int columns[MOODLE_COLUMNS];	     /* -1: missing */
	struct moodle_student *students;     /* row i + 1 of csv->rows */
	const struct moodle_student **index; /* sorted by id, then by row */
	const struct moodle_student **groups; /* by group, then by row */
	size_t count;
	double maximum; /* the largest stated; NAN: none is */
	size_t stale;	/* students to tell about the box */
};

/* What is written for one student. */
struct moodle_mark {
	double points;	      /* NAN: pending, row untouched */
	const char *feedback; /* plain text; NULL: column untouched */
};

/*
 * The worksheet in `text`, which must outlive the result. NULL with a diag:
 * not CSV, a needed column missing or twice, a row that is too short or too
 * long, an identifier without a number or twice.
 */
struct moodle *moodle_read(struct arena *arena, struct diags *diags,
	const char *file, const char *text, size_t length);

/* The student of that number, or NULL. */
const struct moodle_student *moodle_find(
	const struct moodle *moodle, const char *id);

/* Is it the name of those who are in no group? */
bool moodle_is_default(const char *group);

/* The students whose Group cell is `group`; "" and the default group are no
 * team. Returns how many, at most `count` of them into `members`. */
size_t moodle_members(const struct moodle *moodle, const char *group,
	const struct moodle_student **members, size_t count);

/* What the import will do with the marks. */
struct moodle_outlook {
	size_t taken;	 /* rows that Moodle will say it updated */
	size_t with_box; /* of these only when the box is ticked */
	size_t locked;	 /* marked, but left as they were */
};

/*
 * Appends the worksheet with the marks, one per student in the order of
 * moodle->students. Points are written with a dot and two decimals. A mark
 * above the maximum or below 0 is a diag and stays pending.
 */
struct moodle_outlook moodle_write(struct diags *diags,
	const struct moodle *moodle, const struct moodle_mark *marks,
	struct buf *out);

/* Plain text as the HTML of a feedback comment: & < > escaped, <br> for line
 * ends, / for backslashes, no control characters. */
char *moodle_html(struct arena *arena, const char *text);

#endif
