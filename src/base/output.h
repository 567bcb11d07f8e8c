/*
 * output: files that are whole or not there.
 *
 * Bytes are written to a temporary file beside the target, checked, synced
 * and renamed over it. On any failure the old file stays as it was and the
 * temporary one is removed; only a killed program leaves one.
 *
 * Syncing waits for the disk. Of very many files all at once can be synced at
 * the end, before anything is written that relies on them: until then they
 * outlive the program, but not the power.
 */
#ifndef HVLAB_OUTPUT_H
#define HVLAB_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "src/base/diag.h"

struct output_file {
	const char *path, *temporary;
};

/*
 * Files that belong together: all of them are on the disk before the first
 * takes its place, so a full one leaves the old set whole. Zeroed but for
 * `diags`; each call gives 0, or -1 with a diag. output_discard() always comes
 * last and removes what has not taken its place.
 */
struct output_set {
	struct diags *diags;
	bool later; /* output_sync() is called for all of them at the end */
	struct output_file *files;
	size_t count, capacity;
	size_t done;	      /* that are in their places */
	const char **folders; /* made for them */
	size_t folder_count, folder_capacity;
};

int output_add(struct output_set *set, const char *path, const void *bytes,
	size_t length);

/* A file of the set that is not in memory as a whole: NULL with a diag, or
 * what output_close() always ends. */
struct output_stream *output_open(struct output_set *set, const char *path);
void output_put(
	struct output_stream *stream, const void *bytes, size_t length);
int output_close(struct output_stream *stream);

/* output_directory() for files of the set: output_discard() removes again what
 * it made and nothing went into. */
int output_folder(struct output_set *set, const char *path);
int output_commit(struct output_set *set);
void output_discard(struct output_set *set);

/* One file; 0, or -1 with a diag that gives the reason. */
int output_write(struct diags *diags, const char *path, const void *bytes,
	size_t length);
/* The same, of many: output_sync() makes all of them last. */
int output_write_later(struct diags *diags, const char *path,
	const void *bytes, size_t length);
/* All that was written since output_claim() gave `claim` for the folder; 0, or
 * -1 with a diag that gives the reason. */
int output_sync(struct diags *diags, const char *folder, int claim);

/* Makes a directory and those above it; 0 when it is there afterwards, else
 * -1 with a diag. */
int output_directory(struct diags *diags, const char *path);

/* Is that what follows the name of a file that is not yet in its place? */
bool output_is_temporary(const char *ending);

/*
 * Makes this run and its children the only ones to work with a folder until
 * all of them have ended, and removes what killed runs have left in it. Where
 * the file system knows no locks others may be at it, and nothing is removed:
 * `sole` is false. The claim, or -1 with a diag when the folder is another
 * run's or cannot be opened.
 */
int output_claim(struct diags *diags, const char *folder, bool *sole);
/* -1 with a diag when a run has claimed the folder, else 0. */
int output_idle(struct diags *diags, const char *folder);
/* Removes what killed runs have left in a folder that nobody else writes into:
 * regular files in it with the name of one that is not yet in its place. */
void output_clean(const char *folder);

/* Removes a file; 0, or -1 with a diag. */
int output_remove(struct diags *diags, const char *path);

#endif
