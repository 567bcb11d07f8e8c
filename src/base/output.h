/*
 * output: files that are whole or not there.
 *
 * Bytes are written to a temporary file beside the target, checked, synced
 * and renamed over it. On any failure the old file stays as it was and the
 * temporary one is removed; only a killed program leaves one.
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
	struct output_file *files;
	size_t count, capacity;
	size_t done;	      /* that are in their places */
	const char **folders; /* made for them */
	size_t folder_count, folder_capacity;
};

int output_add(struct output_set *set, const char *path, const void *bytes,
	size_t length);
/* output_directory() for files of the set: output_discard() removes again what
 * it made and nothing went into. */
int output_folder(struct output_set *set, const char *path);
int output_commit(struct output_set *set);
void output_discard(struct output_set *set);

/* One file; 0, or -1 with a diag that gives the reason. */
int output_write(struct diags *diags, const char *path, const void *bytes,
	size_t length);

/* Makes a directory and those above it; 0 when it is there afterwards, else
 * -1 with a diag. */
int output_directory(struct diags *diags, const char *path);

/* Is that what follows the name of a file that is not yet in its place? */
bool output_is_temporary(const char *ending);

/* Removes a file; 0, or -1 with a diag. */
int output_remove(struct diags *diags, const char *path);

#endif
