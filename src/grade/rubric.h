/*
 * rubric: how a lab is marked, as data (src/data/tp6-rubric.json is the one
 * for TP6): criteria with points, what each checks, the tables of the lab
 * sheet, policies, texts in French and English. Read whole from JSON and
 * checked whole before anything is graded; then const.
 *
 * The engine knows kinds of checks (check.h), not labs.
 */
#ifndef HVLAB_GRADE_RUBRIC_H
#define HVLAB_GRADE_RUBRIC_H

#include <stdbool.h>
#include <stddef.h>

#include "src/base/diag.h"
#include "src/base/text.h"
#include "src/grade/figures.h"

#define SIDES 2 /* hypervisors compared */

struct rubric_side {
	const char *id;
	struct text name;
	const char **aliases; /* ended by NULL; holds the id too */
};

struct check;
struct check_param;

/* One parameter of a check, read as its kind says. */
struct rubric_param {
	const struct check_param *spec;
	double low, high;   /* numbers; equal for a single one */
	const char **words; /* ended by NULL: words, tables, criteria, names of
			       weighted parameters */
	double *weights;    /* PARAM_WEIGHTS: one per word */
	const char *sides[SIDES]; /* PARAM_SIDES: alternatives "vd|sd" */
};

enum rubric_partial {
	PARTIAL_FRACTION, /* the share of what is right */
	PARTIAL_SIDES,	  /* per side, all or nothing */
	PARTIAL_ALL	  /* all or nothing */
};

/* What must be there before a person looks at a manual criterion; 0 and NULL:
 * not asked. It sorts the queue and gives no points. */
struct rubric_gate {
	unsigned min_words, cites, images, rows_changed, tables;
	double not_template; /* largest share copied from the sheet */
	bool choice;	     /* a side must be named */
	const char **any;    /* one of these words, ended by NULL */
};

struct rubric_criterion {
	const char *id, *step;
	struct text label;
	double points;
	bool manual, bonus;
	const struct check *check; /* NULL: manual */
	struct rubric_param *params;
	size_t param_count;
	enum rubric_partial partial;
	double credit[FIGURE_VERDICTS]; /* of cells_match: 0 to 1 */
	struct rubric_gate gate;
	struct text feedback; /* with {placeholders} of the check */
	size_t index;	      /* in rubric->criteria */
};

enum rubric_better { RUBRIC_NONE, RUBRIC_HIGHER, RUBRIC_LOWER };

/* A row of a table of the lab sheet. */
struct rubric_row {
	const char *id;
	const char **labels; /* as the sheet writes it; ended by NULL */
	const struct rubric_criterion *test; /* whose runs hold its values */
	const char **metrics; /* any of these is right; the same on both sides;
				 ended by NULL */
	const struct unit *unit; /* where the student writes none */
	enum rubric_better better;
	int from; /* a direction: the side data comes from; -1: one cell per
		     side */
	const char *sample[SIDES], *winner_sample; /* the sheet's, or NULL */
	bool percent; /* the sheet states a difference here */
};

struct rubric_table {
	const char *id, *step;
	struct rubric_row *rows;
	size_t row_count;
};

struct rubric_late {
	double grace, per_day, most; /* s; points; points */
};

/* A mistake of the lab sheet, told where it may have cost something. */
struct rubric_erratum {
	const char **criteria; /* ended by NULL */
	const char *sign; /* only where a handed-in text holds it; NULL: where
			     one of the criteria is short of points */
	struct text text;
};

struct rubric {
	const char *lab;
	struct text title;
	double max, round; /* points; step of the total */
	struct rubric_side sides[SIDES];
	bool unseen_counts; /* what a log cannot show is taken for right */
	double tie_band;    /* relative */
	double floor, bonus_cap;
	struct rubric_late late;
	const char **winner_columns; /* "Gagnant", "Winner"; ended by NULL */
	struct rubric_criterion *criteria;
	size_t criterion_count;
	struct rubric_table *tables;
	size_t table_count;
	struct rubric_erratum *errata;
	size_t erratum_count;
};

/*
 * The rubric of a JSON text; `file` names it in diags. NULL when the text
 * holds a mistake; each is a diag with its line and path.
 */
struct rubric *rubric_read(struct arena *arena, struct diags *diags,
	const char *file, const char *text, size_t length);

const struct rubric_criterion *rubric_criterion_find(
	const struct rubric *rubric, const char *id);
const struct rubric_table *rubric_table_find(
	const struct rubric *rubric, const char *id);
/* The parameter of that name, or NULL when the rubric does not set it. */
const struct rubric_param *rubric_param_find(
	const struct rubric_criterion *criterion, const char *name);
/* Its number, or `fallback`. */
double rubric_number(const struct rubric_criterion *criterion, const char *name,
	double fallback);
/* The weight that params.weights gives to a parameter, 1 when it is silent. */
double rubric_weight(
	const struct rubric_criterion *criterion, const char *name);
/* The side that a name (id or alias, upper or lower case) speaks of, -1:
 * none. */
int rubric_side_named(const struct rubric *rubric, const char *name);

#endif
