/*
 * mend: console output that has been through a word processor.
 *
 * What such programs change on their own is turned back where that cannot
 * change a number: no-break and narrow blanks, typographic quotation marks,
 * "–direct=1" for "--direct=1", "–c" for "-c", an ellipsis for three dots, "®"
 * for "(R)", a capital where the tool begins its line with a small letter. A
 * no-break blank that may separate the thousands of a number stays, so that no
 * parser takes a part of the number for all of it.
 */
#ifndef HVLAB_GRADE_MEND_H
#define HVLAB_GRADE_MEND_H

#include <stdbool.h>

#include "src/base/buf.h"

/* Appends the line as its tool wrote it, without its end. */
void mend_line(struct buf *out, const char *line, size_t length);

/* The same of lines typed into a program that begins each with a capital. */
void mend_document_line(struct buf *out, const char *line, size_t length);

/* Behind the number that stands before a line, "  12  total time" with the
 * blank or sign that parts them; NULL: there is another or none. */
const char *mend_unnumbered(const char *line, unsigned number);

/* Appends all lines of a text, without numbers when each has its own; false
 * when none of them is another now. */
bool mend_text(struct buf *out, const char *text, size_t length);

#endif
