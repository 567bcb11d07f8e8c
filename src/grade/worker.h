/*
 * worker: many like pieces of work in forked processes, of which none can take
 * another down.
 *
 * Worker w of n does the pieces w, w + n, w + 2n … in order. When one dies over
 * a piece, the next begins behind it. Pieces leave their results in files;
 * nothing else comes back.
 */
#ifndef HVLAB_GRADE_WORKER_H
#define HVLAB_GRADE_WORKER_H

#include <stdbool.h>
#include <stddef.h>

enum work_end {
	WORK_DONE,
	WORK_FAILED, /* work() said so */
	WORK_TIME,   /* more than its seconds of processor time */
	WORK_MEMORY, /* more than its bytes */
	WORK_CRASHED
};

struct work {
	size_t jobs, count;
	unsigned seconds; /* of processor time for each piece; 0: no limit */
	size_t bytes;	  /* of address space; 0: no limit */
	void *context;
	/* In the worker; false: it could not be done. */
	bool (*work)(void *context, size_t index);
	/* In the parent, in the order in which pieces end; false: stop all. */
	bool (*ended)(void *context, size_t index, enum work_end end);
};

/* False when no process could be started (errno) or ended() has stopped it. */
bool work_run(const struct work *work);

/* Processors that this process may use; 1 at least. */
size_t work_processors(void);

#endif
