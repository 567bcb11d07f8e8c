/*
 * grade: outcomes and manual marks put together: effective = manual, else
 * automatic; delay, floor, cap and rounding; and what changed since the last
 * run.
 */
#ifndef HVLAB_GRADE_GRADE_H
#define HVLAB_GRADE_GRADE_H

#include "src/grade/manual.h"

struct mark {
	const struct rubric_criterion *criterion;
	const struct outcome *outcome;
	const struct manual_row *row; /* its points count; NULL: none */
	double automatic;	      /* NAN: a manual criterion */
	double effective;	      /* NAN: pending */
	bool pending;
	bool review; /* the row's points were given for another basis */
	bool capped; /* the row says more than the criterion has */
	char basis[DIGEST_TEXT];
};

struct grade {
	const char *id;
	struct mark *marks; /* one per criterion of the rubric */
	size_t count;
	double earned;	/* sum of the effective points, bonus included */
	double penalty; /* for the delay; >= 0 */
	double total;	/* rounded; of what is marked so far */
	double pending; /* points of pending criteria, bonus left out */
	bool complete;	/* nothing pending but a bonus */
};

/*
 * The grade of student `id`. `bases` gives the basis of each criterion in the
 * rubric's order (manual_basis() for manual ones), or is NULL for those of the
 * outcomes. `late` is in s, as Moodle states it; NAN: unknown, no penalty.
 */
struct grade grade_total(struct arena *arena, const struct judging *judging,
	const struct manual *manual, const char *id,
	const char (*bases)[DIGEST_TEXT], double late);

/*
 * Points off for a delay in s: none up to the grace time, then per started
 * day, at most `most`. An extension (s) is taken off the delay first.
 */
double late_penalty(
	const struct rubric_late *rules, double late, double extension);

/* To the nearest multiple of `step`, halves up. */
double grade_round(double points, double step);

/* -- what changed -- */

/* One mark as the ledger keeps it from run to run. */
struct ledger_entry {
	const char *id, *criterion; /* "total", "late": of the whole grade */
	const char *points;	    /* as text; "": pending */
	const char *source;	    /* "auto", "manual", "" */
	const char *rule, *basis;   /* hashes; "" */
};

struct ledger {
	struct ledger_entry *entries;
	size_t count, capacity;
};

/* Adds a grade's marks, its penalty and its total. */
void ledger_add(
	struct arena *arena, struct ledger *ledger, const struct grade *grade);

/* As CSV: the head, once, and rows. */
void ledger_head(struct buf *out);
void ledger_write(const struct ledger *ledger, struct buf *out);

/*
 * What was written so, read from its file student by student: the ledger of a
 * large class is never held as a whole. Zeroed: there is none.
 */
struct ledger_past {
	struct diags *diags;
	const char *path;
	void *stream; /* FILE */
	char *line;   /* the next one; "" behind the last */
	size_t capacity;
	unsigned number; /* of the line */
};

/* False with a diag for a file that cannot be read or is none of this kind. */
bool ledger_open(
	struct ledger_past *past, struct diags *diags, const char *path);
/* Adds the student's rows; for students in the order of their ids, as they
 * were written. False with a diag when a row is none. */
bool ledger_next(struct ledger_past *past, struct arena *arena, const char *id,
	struct ledger *ledger);
void ledger_close(struct ledger_past *past);

/*
 * Appends, as CSV, every mark of `now` that `before` does not have the same,
 * in the order of `now`: student,criterion,before,after,cause.
 * The cause is "new", "rubric" (the criterion is another), "evidence" (the
 * submission is another), "manual" (a mark was given, changed or taken back),
 * "delay" (of "late": the delay, an extension or the policy), "sum" (of
 * "total": what it is made of) or "other" (a policy, other criteria, the
 * program). Returns how many. An unchanged regrade gives 0.
 */
void ledger_changes_head(struct buf *out);
size_t ledger_changes(struct arena *arena, const struct ledger *before,
	const struct ledger *now, struct buf *out);

#endif
