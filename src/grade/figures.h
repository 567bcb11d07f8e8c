/*
 * figures: numbers that a person wrote, and whether they are the log's.
 *
 * A written number may have two readings ("1,802" is 1.802 or 1802). Its
 * decimals say how it was rounded: w with d decimals fits the log's L when
 * |w - L| <= 0.5·10^-d in the unit it is written in, or when w is L cut at d
 * decimals. All values are in base units unless said otherwise.
 */
#ifndef HVLAB_GRADE_FIGURES_H
#define HVLAB_GRADE_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include "src/model/run.h"
#include "src/model/unit.h"

struct reading {
	double value; /* as written, k and M applied, no unit */
	double step;  /* one unit of its last written digit, likewise */
};

struct written {
	struct reading readings[2];
	size_t count;		 /* 0: no number */
	bool about;		 /* "~", "≈", "environ" */
	bool percent;		 /* a % follows */
	const struct unit *unit; /* NULL: none written, or one unknown */
	const char *from, *stop; /* the number and its unit in the text */
};

/* The first number of a text, with its unit. False when there is none. */
bool figure_read(const char *text, struct written *written);

/* Is a cell without content: "", dashes, underscores, dots, "?", "N/A"? */
bool figure_is_blank(const char *text);

/* The same cell but for spaces, emphasis, case and the mark of approximation,
 * such as a sample value left in place. */
bool figure_same_text(const char *a, const char *b);

/* A value of a log that a cell may hold. */
struct candidate {
	double value;		 /* base unit */
	double slack;		 /* half a unit of its last printed digit, base
				    unit; for units other than the printed one */
	const struct unit *unit; /* as the log prints it */
	const struct run *run;	 /* NULL: a mean over runs */
	const struct obs *obs;	 /* NULL likewise */
};

/* What a run states of a metric; false when it does not. */
bool candidate_of(const struct run *run, const char *metric,
	const struct unit *unit, struct candidate *candidate);

enum figure_verdict {
	FIGURE_BLANK,
	FIGURE_ECHO,	   /* the sheet's sample value, left in place */
	FIGURE_UNREADABLE, /* no number in it */
	FIGURE_NO_LOG,	   /* there is no log to hold it against */
	FIGURE_WRONG,
	FIGURE_SWAPPED, /* it is the other side's */
	FIGURE_SCALE,	/* off by a power of ten or of 1024 */
	FIGURE_NEAR,	/* within the tolerance, not the log's digits */
	FIGURE_UNIT,	/* fits after MiB and MB are exchanged */
	FIGURE_ABOUT,	/* "~", within 2 % */
	FIGURE_TRUNCATED,
	FIGURE_ROUNDED, /* the log's digits */
	FIGURE_VERDICTS
};

/* The word for it in a rubric's "partial": "round", "near" …; verdicts that
 * share a word share the credit. */
const char *figure_word(enum figure_verdict verdict);

struct figure_match {
	enum figure_verdict verdict;
	size_t reading; /* which one fitted best */
	bool ambiguous; /* there were two, and only this one fits */
	const struct candidate *candidate; /* nearest; NULL: none */
	double written; /* base unit, of that reading; NAN: none */
	struct written text;
};

struct figure_cell {
	const char *text;	 /* as written; NULL: the cell was not found */
	const char *sample;	 /* the sheet's sample value, or NULL */
	const struct unit *unit; /* of the row, where none is written */
	const struct candidate *own, *other; /* of this side and the other */
	size_t own_count, other_count;
	double near; /* tolerance of FIGURE_NEAR, 0.01 for 1 % */
};

struct figure_match figure_judge(const struct figure_cell *cell);

/* -- what a student concludes from his own figures -- */

enum { WINNER_UNREAD = -3, WINNER_BLANK = -2, WINNER_TIE = -1 };

/* Side 0 or 1 that a winner's cell names by one of `aliases` (one list per
 * side, ended by NULL), or one of the above. */
int winner_read(const char *text, const char *const *const aliases[2]);

/* Who wins of a and b: 0, 1 or WINNER_TIE when they are the same. */
int winner_of(double a, double b, bool lower_is_better);
/* Inside the band (0.03 for 3 %) a tie is right as well as the winner. */
bool winner_right(
	int got, double a, double b, bool lower_is_better, double band);

/* Does `percent` (as written, with its step) state the difference between a
 * and b on one of the bases a and b? Half a step of a and b is allowed for. */
bool percent_right(struct reading percent, struct reading a, struct reading b);

#endif
