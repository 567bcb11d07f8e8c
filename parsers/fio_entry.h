/*
 * fio_entry: what one job reports in fio's formats for programs (JSON,
 * terse), and from such entries to runs.
 */
#ifndef HVLAB_PARSERS_FIO_ENTRY_H
#define HVLAB_PARSERS_FIO_ENTRY_H

#include "parsers/fio.h"
#include "parsers/fio_options.h"
#include "parsers/parser.h"

struct fio_entry {
	const char *name;
	const char *client; /* of which it is; NULL: there are none */
	const char *error;  /* its number; NULL when 0 */
	unsigned error_line;
	double group;
	double elapsed; /* s since fio was started; 0: not stated */
	double start;	/* s, of the job; 0: not stated */
	double runtime; /* s, of the longest direction */
	struct fio_number numbers[FIO_DIRECTIONS][FIO_VALUES];
	bool present[FIO_DIRECTIONS]; /* something was done */
	struct fio_options options;
	unsigned line, last_line;
	size_t first_figure, figure_count;
};

/* Entries of one job: same name, group and client, one after the other. */
struct fio_entries {
	const struct fio_entry *first;
	size_t count; /* 0: no more */
};

/* The job that begins at `first`, of `count` entries left. */
struct fio_entries fio_entries_of(const struct fio_entry *first, size_t count);

/* Observes what they state together: sums of what can be added up, latencies
 * when there is only one. */
void fio_observe_entries(struct arena *arena, struct run *run,
	const struct fio_entries *entries);

const struct fio_entry *fio_failed_entry(const struct fio_entries *entries);
bool fio_has_result(const struct fio_entries *entries);

/* Notes that several entries were added up. */
void fio_tell_summed(struct parsing *parsing, const struct run *run,
	const struct fio_entries *entries);

#endif
