/* kind: what a file is, by its bytes. */
#ifndef HVLAB_GRADE_KIND_H
#define HVLAB_GRADE_KIND_H

#include "src/grade/submission.h"

/* That many bytes from the beginning tell. */
#define KIND_HEAD 512

/* By its first KIND_HEAD bytes, or all that there are. An office document is
 * still FILE_ARCHIVE. */
enum file_kind kind_of(const void *head, size_t size);

/* Of a whole FILE_ARCHIVE: an office document after all? */
enum file_kind kind_of_archive(const void *bytes, size_t size);

/* Of a whole FILE_TEXT: its `log` and `paper`. */
void kind_of_text(struct submitted_file *file);

#endif
