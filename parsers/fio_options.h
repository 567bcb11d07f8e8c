/*
 * fio_options: what fio's options say about a run, from the words as typed
 * ("4k", "1G", "30s").
 */
#ifndef HVLAB_PARSERS_FIO_OPTIONS_H
#define HVLAB_PARSERS_FIO_OPTIONS_H

#include "src/model/run.h"

enum fio_option {
	FIO_OPTION_RW,
	FIO_OPTION_BS,
	FIO_OPTION_IOENGINE,
	FIO_OPTION_IODEPTH,
	FIO_OPTION_NUMJOBS,
	FIO_OPTION_DIRECT,
	FIO_OPTION_SIZE,
	FIO_OPTION_RUNTIME,
	/* these only say that others mean something else */
	FIO_OPTION_BSSPLIT,
	FIO_OPTION_KB_BASE,
	FIO_OPTION_LAT_PERCENTILES,
	FIO_OPTIONS
};

/* The last value of each; `word` NULL: not given. */
struct fio_options {
	struct {
		const char *word;
		unsigned line;
	} given[FIO_OPTIONS];
};

/* Takes note of an option; others than those above are passed over. `word`
 * is copied. */
void fio_option(struct arena *arena, struct fio_options *options,
	const char *name, const char *word, unsigned line);

/* The parameters that follow: those of `job`, else those of `global`. What
 * is not stated, or means no one number, gives none. */
void fio_state_options(struct arena *arena, struct run *run,
	const struct fio_options *job, const struct fio_options *global);

/* An option as typed, or NULL. */
const char *fio_option_word(const struct fio_options *job,
	const struct fio_options *global, enum fio_option which);

#endif
