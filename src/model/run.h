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

/*
 * A printed number that is no headline but that the arithmetic of an intact
 * log needs: "fairness.events.avg". Keys are the parser's, listed at the top
 * of its file; the checks of the same tool (src/checks) read them.
 */
struct figure {
	const char *key;
	double value; /* base unit */
	double slack; /* half a unit of the last printed place, base unit; 0:
			 exact */
	unsigned line;
};

/* One interval of a series: what was measured from `start` to `end`. */
struct point {
	double start, end; /* s since the run began */
	double value;	   /* base unit */
};

/* Points kept per series: beyond that neighbours are merged, so that a log of
 * any length needs the same memory. */
#define SERIES_MAX 4096

/*
 * Interval samples of one metric, in order of time. Beyond SERIES_MAX points
 * neighbours are merged into one that spans both and has their mean weighted
 * by length: the time-weighted mean of the series never changes.
 */
struct series {
	const struct metric *metric;
	struct point *points;
	size_t count;
	size_t merged;	/* printed points per kept point: 1, 2, 4, … */
	size_t pending; /* printed points in the last kept one */
	struct series *next;
};

/* Words of the set of hashed keys: a fio run has hundreds of figures. */
#define RUN_FIGURE_WORDS 8

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
	struct figure *figures;
	size_t figure_count, figure_capacity;
	/* run.c's: which figures there may be */
	unsigned long long figure_keys[RUN_FIGURE_WORDS];
	struct series *series; /* first of a list */
	struct run *next;      /* in its run_list */
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
/* Must it be the same in all runs of a test? */
bool param_is_setting(const char *key);

/* Adds a fact; `key` must be a row of param.in. A key stated twice keeps the
 * first; an empty value says nothing. */
void run_state(struct arena *arena, struct run *run, const char *key,
	const char *value, unsigned line);

/* Adds a figure for the checks; a key stated twice keeps the first. A value
 * that is not finite is refused (returns false). `key` is not copied. */
bool run_figure(struct arena *arena, struct run *run, const char *key,
	double value, double slack, unsigned line);

/* Adds an interval sample at the end of the metric's series; points must come
 * in order of time. What is not finite or ends before it starts is left out. */
void run_point(struct arena *arena, struct run *run, const char *metric,
	double start, double end, double value);

/*
 * The same of `count` printed points that are merged already: at most as many
 * as the last call returned. Returns how many printed points a kept one stands
 * for now, 1 at first: a power of two.
 */
size_t run_points(struct arena *arena, struct run *run, const char *metric,
	double start, double end, double value, size_t count);

const struct figure *run_get_figure(const struct run *run, const char *key);
const struct series *run_get_series(const struct run *run, const char *metric);
const struct obs *run_obs(const struct run *run, const char *metric);
const struct param *run_param(const struct run *run, const char *key);
/* The value of run_param(), or NULL. */
const char *run_value(const struct run *run, const char *key);

#endif
