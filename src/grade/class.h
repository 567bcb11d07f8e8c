/*
 * class: what is kept of each student's result for all that is class-wide:
 * marks, notes, what went wrong and what the logs state.
 */
#ifndef HVLAB_GRADE_CLASS_H
#define HVLAB_GRADE_CLASS_H

#include "src/grade/grade.h"
#include "src/grade/moodle.h"
#include "src/grade/result.h"

struct class_student {
	const char *id, *participant, *name, *team;
	bool dead, human, hold, complete;
	enum sign_level signs;
	double total, pending, penalty;
	double *points;	     /* effective, per criterion; NAN: pending */
	const char *comment; /* for Moodle; NULL: not wanted */
	const char **notes;  /* for the teacher: what to look at */
	size_t note_count, note_capacity;
};

/* A thing that students got wrong. */
struct class_slip {
	const char *criterion, *subject;
	size_t students;     /* that did, once each */
	const char *last_id; /* the last of them */
};

/* What the logs of all state of one metric on one side. */
struct class_spread {
	const char *criterion, *metric, *side;
	double *values;
	size_t count, capacity;
};

/* Zeroed but for the first five. */
struct class_data {
	struct arena *arena;
	enum lang lang;
	const struct rubric *rubric;
	bool anonymous; /* no names */
	bool comments;	/* a worksheet wants them */
	struct class_student *students; /* as they were added */
	size_t count, capacity;
	struct class_slip *slips;
	size_t slip_count, slip_capacity;
	struct class_spread *spreads;
	size_t spread_count, spread_capacity;
	/* class_enrolled()'s: of whom nothing was handed in */
	const struct moodle_student **absent;
	size_t absent_count;
	const struct class_student **outside; /* who have no row in it */
	size_t outside_count;
	size_t enrolled; /* rows of the worksheet; 0: there is none */
};

/* Adds a student and, to `manual` (NULL: none), the rows still to be marked.
 * Nothing of the result is kept but what is copied. */
void class_add(struct class_data *class_data, struct manual *manual,
	const struct result *result);

/* What a ledger keeps of the result, in an arena; until the result goes. */
void class_entries(struct arena *arena, const struct rubric *rubric,
	const struct result *result, struct ledger *ledger);

/* Whom the worksheet has and the class has not, and the other way round; once
 * all are added. */
void class_enrolled(struct class_data *class_data, const struct moodle *moodle);

/* The number of students that somebody has to look at. */
size_t class_humans(const struct class_data *class_data);

/* The number of those for whom somebody has something to do: to look, or to
 * mark. */
size_t class_open(const struct class_data *class_data);

/* class.csv: one row per student, cells defused for spreadsheets. */
void class_csv(const struct class_data *class_data, struct buf *out);

/*
 * One mark per row of the worksheet, in its order; of a team every member has
 * the team's. A student who is to wait has NAN, with `provisional` only one
 * whom somebody has to look at.
 */
struct moodle_mark *class_marks(const struct class_data *class_data,
	const struct moodle *moodle, bool provisional);

#endif
