/*
 * evidence: which run belongs to which criterion and side.
 *
 * A run whose key parameter (the prime limit, fio's rw, …) is what a criterion
 * asks for belongs to it; of the others each goes to the criterion that has no
 * run yet and that it fits best. Repetitions all count as evidence; the best
 * of them gives the points. What a log does not state is no contradiction.
 */
#ifndef HVLAB_GRADE_EVIDENCE_H
#define HVLAB_GRADE_EVIDENCE_H

#include "src/grade/rubric.h"
#include "src/model/run.h"

#define SIDE_UNKNOWN (-1)

struct evidence_run {
	const struct run *run;
	int side; /* by folder, heading or file name; SIDE_UNKNOWN */
	bool doubtful; /* incomplete, and nothing in the log tells why: it may
			  be the reading that failed */
	/* the rest is evidence_settle()'s */
	const struct rubric_criterion *criterion; /* NULL: none asks for it */
	double share;	 /* of the criterion's parameters, 0 to 1 */
	int from;	 /* iperf3: side the data comes from; SIDE_UNKNOWN */
	bool relabelled; /* iperf3: `from` follows the addresses, against the
			    folder */
};

/* Two runs on different sides with every figure the same. */
struct evidence_twins {
	const struct evidence_run *a, *b;
};

struct evidence {
	const struct rubric *rubric;
	struct evidence_run *runs;
	size_t count, capacity;
	struct evidence_twins *twins; /* for the teacher: cost no points */
	size_t twin_count, twin_capacity;
};

void evidence_add(struct arena *arena, struct evidence *evidence,
	const struct run *run, int side, bool doubtful);
/* Leaves out runs of no known side that say the same as one whose side is
 * known: the same log handed in twice. Returns how many. */
size_t evidence_drop_copies(struct evidence *evidence);
void evidence_settle(struct arena *arena, struct evidence *evidence);

/* The side that a run speaks for: of iperf3 the one the data comes from. */
int evidence_place(const struct evidence_run *run);

/* Is there a benchmark on no known side? */
bool evidence_strays(const struct evidence *evidence);

/* Is there a doubtful run of which no better one was handed in? */
bool evidence_doubts(const struct evidence *evidence);

/* The run of a criterion that counts on a side: complete before incomplete,
 * then the best share, then the first. NULL: none. */
const struct evidence_run *evidence_best(const struct evidence *evidence,
	const struct rubric_criterion *criterion, int side);

/* How a run's parameter compares with the rubric's. */
enum param_state { PARAM_RIGHT, PARAM_WRONG, PARAM_UNSEEN };
struct param_reading {
	enum param_state state;
	const char *raw; /* as the log states it; NULL: it does not */
	double value;	 /* base unit; NAN for words */
	unsigned line;
};
struct param_reading evidence_param(struct arena *arena, const struct run *run,
	const struct rubric_param *param);

#endif
