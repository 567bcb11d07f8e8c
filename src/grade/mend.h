/*
 * mend: console output that has been through a word processor.
 *
 * What such programs change on their own is turned back where that cannot
 * change a number: no-break and narrow blanks, typographic quotation marks,
 * "–direct=1" for "--direct=1", "–c" for "-c", an ellipsis for three dots, "®"
 * for "(R)", a capital where the tool begins its line with a small letter, no blanks
 * before lines of fio that have some. A
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

/* Behind what an editor may have put before the line of that number: "12 ",
 * "12:", "12| ", "- ", "| ". */
const char *mend_unframed(const char *line, unsigned number);

/* Appends all lines of a text, without numbers when each has its own, and
 * without bullets or pipes when all have them; false when none of them is
 * another now. */
bool mend_text(struct buf *out, const char *text, size_t length);

#endif
