/*
 * corpus: all that was read, put in its place: which system a run belongs
 * to, which test it is, which path a network run measured.
 *
 * corpus_add() in a stable order, corpus_settle() once, then const.
 */
#ifndef HVLAB_CORPUS_H
#define HVLAB_CORPUS_H

#include "src/model/lab.h"

/* A way that data took in a path test. */
struct corpus_path {
	int from, to; /* systems; -1: an address that no log explains */
	const char *from_address, *to_address;
};

struct corpus_run {
	const struct run *run;
	size_t system;		     /* whose folder it was in */
	const struct lab_test *test; /* NULL: matches none */
	size_t path;		     /* of a path test: index in paths */
	bool counted;	     /* complete, of a test, and not seen twice */
	bool excluded;	     /* counted, but the user wants it left out */
	bool unusable;	     /* counted, but an error says that it is no result
				(src/rules) */
	bool joined;	     /* the other end of a counted connection */
	size_t twin;	     /* 1 + index of a run with all the same figures; 0:
				there is none */
	unsigned repetition; /* 1-based among the counted of its place */
};

/* A file that was read. */
struct corpus_file {
	const char *path;
	size_t system; /* whose folder it was in */
	size_t run;    /* index of its first run; those of the next follow */
};

struct corpus {
	struct arena *arena;
	struct diags *diags;
	const struct lab *lab;
	struct corpus_run *runs;
	size_t run_count, run_capacity;
	struct corpus_path *paths;
	size_t path_count, path_capacity;
	struct run **facts; /* per system: all its records of the machine put
			       together, or NULL */
	bool *present;	    /* per system: it has logs */
	bool *barred; /* per test: an error forbids any verdict (src/rules) */
	int baseline;	    /* system, -1: none */
	struct corpus_file *files;
	size_t file_count, file_capacity;
};

struct corpus *corpus_new(
	struct arena *arena, struct diags *diags, const struct lab *lab);

/* Notes that a file of `system` is read; its runs come next. */
void corpus_add_file(struct corpus *corpus, const char *path, size_t system);

/* Takes a run read from a log of `system`. */
void corpus_add(struct corpus *corpus, const struct run *run, size_t system);

/*
 * Matches runs to tests, sets aside what was read twice, joins the two ends of
 * one iperf3 run, numbers the repetitions, reports what does not fit.
 * `baseline` names a system, "none", or is NULL for the lab's own; -1 with a
 * diag when there is no such system.
 */
int corpus_settle(struct corpus *corpus, const char *baseline);

/*
 * Leaves counted runs out of the figures: those of the file, or below the
 * folder, whose path is `name` or ends in "/name"; with ":12" behind it the one
 * that begins at that line. Each is told in a diag. Returns how many.
 */
size_t corpus_exclude(struct corpus *corpus, const char *name);

/* Do its numbers enter the figures? */
bool corpus_counts(const struct corpus_run *r);

/* Does the system lack a complete run of the test? Both ends of a path have
 * the runs on it. */
bool corpus_lacks(const struct corpus *corpus, const struct lab_test *test,
	size_t system);

/* Is it a contestant with logs? */
bool corpus_contestant(const struct corpus *corpus, size_t system);
size_t corpus_contestant_count(const struct corpus *corpus);
/* "2026-11-23" of the newest dated run, or NULL when no log has a date. */
const char *corpus_date(const struct corpus *corpus);
/* The same of the oldest. */
const char *corpus_first_date(const struct corpus *corpus);

#endif
