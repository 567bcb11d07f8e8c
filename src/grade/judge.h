/*
 * judge: from the evidence of one student to an outcome per criterion.
 *
 * Everything is filled in by the caller, nothing is read from a file here.
 * Outcomes hold what was read, what was expected, where, and how to win the
 * missing points, in one language; points do not depend on the language.
 */
#ifndef HVLAB_GRADE_JUDGE_H
#define HVLAB_GRADE_JUDGE_H

#include "src/base/buf.h"
#include "src/grade/evidence.h"
#include "src/base/digest.h"

/* A cell of a table in the student's paper. */
struct found_cell {
	size_t table;	     /* which table of the paper, from 0 */
	const char *section; /* the nearest heading: "2.2 – Test CPU …"; "" */
	const char *row;     /* its label cells joined by spaces:
				"CPU Events/sec (prime 20000)" */
	const char *column; /* the head of its column: "XCP-ng" */
	const char *text;
	const char *file;
	unsigned line;
};

struct found_box {
	const char *text;
	bool ticked;
	const char *file;
	unsigned line;
};

struct judging {
	struct arena *arena;
	enum lang lang;
	const struct rubric *rubric;
	const struct evidence *evidence; /* settled */
	const struct found_cell *cells;
	size_t cell_count;
	const struct found_box *boxes;
	size_t box_count;
	const char *unread; /* digests of the files that cannot be read; NULL:
			       there are none */
	bool damaged; /* what could be read of some was not all of them */
	/* judge()'s */
	bool logs_hidden; /* there may be logs in files that cannot be read, or
			     there are some of unknown sides or not understood:
			     a missing one proves nothing */
	struct outcome *outcomes;   /* one per criterion */
	struct sheet_table *tables; /* one per table of the rubric */
};

enum item_state {
	ITEM_RIGHT,
	ITEM_NOTE,   /* right, with something to say */
	ITEM_UNSEEN, /* the log cannot show it */
	ITEM_PARTLY,
	ITEM_WRONG,
	ITEM_INCOMPLETE, /* the run was cut, interrupted or failed */
	ITEM_MISSING
};

/* One thing that was looked at. */
struct outcome_item {
	enum item_state state;
	double share, weight;	  /* 0 to 1; its weight in the criterion */
	int side;		  /* SIDE_UNKNOWN: of no side */
	const char *subject;	  /* "threads", "Latency (avg)" */
	const char *got, *wanted; /* for people; NULL: nothing to show */
	const char *advice;	  /* a sentence on how to win it; NULL: none */
	const char *file;	  /* where it was read; NULL: nowhere */
	unsigned line;
	bool doubtful; /* ITEM_INCOMPLETE: it may be the reading that failed */
	enum figure_verdict verdict; /* of cells_match */
};

struct outcome {
	const struct rubric_criterion *criterion;
	double points, share; /* share 0 to 1; a manual one has NAN points */
	struct outcome_item *items;
	size_t count, capacity;
	bool swapped; /* cells_match: the columns are exchanged throughout */
	struct buf evidence;   /* emptied by judge() once hashed */
	char rule[DIGEST_TEXT];  /* of the criterion */
	char basis[DIGEST_TEXT]; /* of criterion and evidence, no language */
};

/*
 * Fills judging->outcomes. Where nothing was found of what a check needs, no
 * log or no filled table, and it may stand in files that cannot be read, there
 * are no items and NAN points: that is for a person. So is a check of logs that
 * misses a run when there are such files, runs of unknown sides or runs that
 * were not understood to their end, and any check that misses something when a
 * file was damaged or refused. A manual criterion has no items, NAN points and the
 * hash of its text alone: manual_basis() adds the student's.
 */
void judge(struct judging *judging);

/* The outcome of a criterion; every criterion has one. */
const struct outcome *judging_outcome(const struct judging *judging,
	const struct rubric_criterion *criterion);

/* A value for {name} in a feedback text. */
struct fill {
	const char *name;
	const char *value; /* NULL or "": there is nothing to say */
	const char *none;  /* stands for nothing; NULL: "–" */
};

/*
 * The criterion's feedback text, filled. Every check gives {points} {max} {n}
 * {m} (things right, things looked at) {problems} {missing} {unseen}; `extra`
 * (ended by a NULL name, or NULL) gives those of manual criteria: {comment}
 * {words} {cites} {images} {tables} {choice} {any}; what it does not give is
 * "–".
 */
char *outcome_feedback(const struct judging *judging,
	const struct outcome *outcome, const struct fill *extra);

/* `pattern` with {name} replaced from the first list (each ended by a NULL
 * name; the lists by NULL; a NULL list ends them too) that has it, else by
 * "–"; what stands in [square brackets] is left out when no {name} in it has
 * anything to say. */
char *fill_text(struct arena *arena, const char *pattern,
	const struct fill *const *lists);

/* "threads (Proxmox): read 1, expected 2", "Sequential write (XCP-ng): no
 * log" */
char *item_say(const struct judging *judging, const struct outcome_item *item);

/* -- for the checks -- */

struct outcome_item *outcome_add(struct judging *judging,
	struct outcome *outcome, enum item_state state, double share,
	double weight);
/* Something that the marks rest on, for the basis. */
void outcome_rest_on(struct outcome *outcome, const char *fact);
void outcome_rest_on_run(struct outcome *outcome, const struct run *run);
/* The name of a side in the language of the judging; "" for none. */
const char *side_name(const struct judging *judging, int side);

/* Says of an item, whose side is set, that a run of the test is missing;
 * `incomplete` is one that is there, or NULL. */
void outcome_say_missing(const struct judging *judging,
	struct outcome_item *item, const struct rubric_criterion *test,
	const struct evidence_run *incomplete);
/* What the engine says of a side in which a needed run is missing. */
void outcome_missing(struct judging *judging, struct outcome *outcome, int side,
	const struct evidence_run *incomplete);

#endif
