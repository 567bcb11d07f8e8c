/*
 * run: what one execution of a benchmark printed.
 *
 * A parser makes runs; from then on they are only read. A value that the log
 * does not state is absent: there is no zero and no guess.
 */
#ifndef HVLAB_RUN_H
#define HVLAB_RUN_H

#include <stdbool.h>

#include "src/base/arena.h"
#include "src/model/metric.h"

/* One number as printed. */
struct obs {
	const struct metric *metric;
	double value;	 /* base unit, finite */
	const char *raw; /* the printed token with its unit: "194MiB/s" */
	unsigned line;
};

/* One fact that is not a result: "threads" "2". Sizes are whole bytes in
 * decimal ("1048576"), times whole or decimal seconds, words as printed. */
struct param {
	const char *key;
	const char *value;
	unsigned line;
};

struct run {
	const char *file;    /* as the user named it */
	unsigned line;	     /* where the run begins */
	unsigned last_line;  /* the last line that belongs to it */
	const char *tool;    /* "sysbench", "fio", "iperf3", "vm-facts" */
	const char *version; /* NULL when the log does not state it */
	const char
		*workload; /* the tool's word: "cpu", the fio job name, "tcp" */
	bool complete;	   /* false: cut, interrupted or failed; its
			      numbers are not the run's result */
	unsigned index;	   /* 1-based, among the runs of its file */
	struct param *params;
	size_t param_count, param_capacity;
	struct obs *obs;
	size_t obs_count, obs_capacity;
	struct run *next; /* in its run_list */
};

struct run_list {
	struct run *first, *last;
	size_t count;
};

/* An empty run at the end of the list. */
struct run *run_new(struct arena *arena, struct run_list *list,
	const char *tool, const char *file, unsigned line);

/*
 * Adds a number. `metric` must be a row of metric.in; a value that is not
 * finite is refused (returns false). A metric stated twice keeps the first.
 */
bool run_observe(struct arena *arena, struct run *run, const char *metric,
	double value, const char *raw, unsigned line);

/* Is it a row of param.in? */
bool param_known(const char *key);

/* Adds a fact; `key` must be a row of param.in. A key stated twice keeps the
 * first. */
void run_state(struct arena *arena, struct run *run, const char *key,
	const char *value, unsigned line);

const struct obs *run_obs(const struct run *run, const char *metric);
const struct param *run_param(const struct run *run, const char *key);
/* The value of run_param(), or NULL. */
const char *run_value(const struct run *run, const char *key);

#endif
