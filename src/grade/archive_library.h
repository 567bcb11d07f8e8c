/*
 * libarchive, opened when an archive is first met. Linked in, it and what it
 * draws in itself (libxml2, ICU, libstdc++) would cost each start of hvlab 2 ms
 * of its 3, whatever the command.
 */
#ifndef HVLAB_GRADE_ARCHIVE_LIBRARY_H
#define HVLAB_GRADE_ARCHIVE_LIBRARY_H

#include <archive.h>
#include <archive_entry.h>

#include "src/base/diag.h"

/* Its functions, each under its own name and with its own type. */
struct archive_library {
#define FUNCTION(name) __typeof__(name) *name;
#include "src/grade/archive_library.in"
#undef FUNCTION
};

/* The same for the life of the process; NULL, with a note, on a machine that
 * does not have it. */
const struct archive_library *archive_library(struct diags *notes);

#endif
