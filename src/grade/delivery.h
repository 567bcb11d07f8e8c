/*
 * delivery: the zip of feedback files that Moodle's "Upload multiple feedback
 * files in a zip" takes, and only those that changed: every file in the zip
 * notifies its student again.
 *
 * A manifest, lines as sha256sum(1) writes them, tells what was delivered.
 */
#ifndef HVLAB_GRADE_DELIVERY_H
#define HVLAB_GRADE_DELIVERY_H

#include "src/base/buf.h"
#include "src/base/output.h"

struct delivery {
	const char *name; /* as delivery_name() gives it */
	const char *path; /* of the file; its bytes are never held as a whole */
	/* delivery_settle()'s */
	size_t length;
	unsigned long crc;
	bool changed; /* goes into the zip */
};

/*
 * "Full Name_1234567_assignfeedback_file_retour-TP6.pdf". An underscore in the
 * student's name becomes a space, so do slashes and control characters; a
 * leading . or ~, with which Moodle passes a file over, is left out.
 * `student` "" (anonymous marking): "Participant".
 */
char *delivery_name(struct arena *arena, const char *student, const char *id,
	const char *file);

/*
 * Sorts `files` by name, marks those that the manifest `before` (of
 * `length` bytes; 0: none yet) does not list with the same bytes, and appends
 * the new manifest to `after`: what was there before and is not among the
 * files stays listed, as it stays in Moodle. A line that is none is a diag
 * with `path` and its line. `changed` is the number of changed files. -1 with
 * a diag when a file cannot be read.
 */
int delivery_settle(struct diags *diags, const char *path, const char *before,
	size_t length, struct delivery *files, size_t count,
	struct buf *after, size_t *changed);

/* A zip of the changed files, of all with `all`, as a file of the set: stored,
 * dated 1980-01-01, in order of name, the same bytes everywhere. -1 with a
 * diag when it would pass 4 GiB or 65534 files, or when a file is no longer
 * what delivery_settle() has read. */
int delivery_zip(struct output_set *set, const char *path,
	const struct delivery *files, size_t count, bool all);

#endif
