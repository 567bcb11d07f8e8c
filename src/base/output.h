/*
 * output: files that are whole or not there.
 *
 * Bytes are written to a temporary file beside the target, checked, synced
 * and renamed over it. On any failure the old file stays as it was and the
 * temporary one is removed.
 */
#ifndef HVLAB_OUTPUT_H
#define HVLAB_OUTPUT_H

#include <stddef.h>

#include "src/base/diag.h"

/* 0, or -1 with a diag that gives the reason. */
int output_write(struct diags *diags, const char *path, const void *bytes,
	size_t length);

/* Makes a directory and those above it; 0 when it is there afterwards, else
 * -1 with a diag. */
int output_directory(struct diags *diags, const char *path);

#endif
