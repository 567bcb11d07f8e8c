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
/* Reads what ledger_write() wrote; false with a diag for anything else. */
bool ledger_read(struct arena *arena, struct diags *diags, const char *file,
	const char *text, size_t length, struct ledger *ledger);
void ledger_write(const struct ledger *ledger, struct buf *out);

/*
 * Appends, as CSV with a header, every mark of `now` that `before` does not
 * have the same, in the order of `now`: student,criterion,before,after,cause.
 * The cause is "new", "rubric" (the criterion is another), "evidence" (the
 * submission is another), "manual" (a mark was given, changed or taken back)
 * or "other" (a policy, a total, the program). Returns how many. An unchanged
 * regrade gives 0.
 */
size_t ledger_changes(struct arena *arena, const struct ledger *before,
	const struct ledger *now, struct buf *out);

#endif
