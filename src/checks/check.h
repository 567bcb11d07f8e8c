/*
 * check: does a log obey the arithmetic that an intact one obeys?
 *
 * Every tool prints numbers that depend on each other; an edit of one leaves
 * the others behind. A rule compares two such numbers within what rounding and
 * the quirks of the version explain. Rules are per tool, in one file each;
 * they read a run's figures, observations and series, never the log itself.
 *
 * A hard rule never fails on a genuine log of the recordings; a soft one is a
 * hint. What a log does not state is not checked.
 */
#ifndef HVLAB_CHECK_H
#define HVLAB_CHECK_H

#include "src/model/run.h"

enum check_state {
	CHECK_IMPOSSIBLE,  /* nothing in the log can be checked */
	CHECK_INTACT,	   /* every rule that applies holds */
	CHECK_INCONSISTENT /* a hard rule fails */
};

struct check_finding {
	const char *rule; /* "R3": as in the list at the top of the file */
	bool hard;
	unsigned line;	  /* of the number at fault */
	double found;	  /* what the log states, base unit */
	double low, high; /* where it should be, base unit */
};

struct check_result {
	struct arena *arena;
	enum check_state state;
	size_t checked; /* comparisons made */
	struct check_finding *findings;
	size_t finding_count, finding_capacity;
};

struct checker {
	const char *tool;
	void (*check)(const struct run *run, struct check_result *result);
};

extern const struct checker checker_sysbench;
extern const struct checker checker_fio;
extern const struct checker checker_iperf3;

/* All rules of the run's tool. An incomplete run is CHECK_IMPOSSIBLE. */
struct check_result check_run(struct arena *arena, const struct run *run);

/*
 * For the rules: one comparison. `found` must lie in [low, high]; a limit
 * that is NAN makes no comparison. Returns whether it holds.
 */
bool check_range(struct check_result *result, const char *rule, bool hard,
	unsigned line, double found, double low, double high);

/* What each rule says, in the order of identity.in. */
struct check_identity {
	const char *tool, *rule;
	struct text text;
};

extern const struct check_identity check_identities[];
extern const size_t check_identity_count;

/* Is it a rule that says which values the tool can print at all? */
bool check_is_grid(const char *rule);

/* "intact", "inconsistent", "not checkable": for data, not for people. */
const char *check_state_name(enum check_state state);

#endif
