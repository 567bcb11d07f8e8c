/*
 * handout: the lab sheet as it was given out, to tell its text from what the
 * students wrote.
 *
 * Paragraphs and rows of tables are compared as labels are (label.h), so that
 * case, accents, emphasis and a wrong encoding change nothing.
 */
#ifndef HVLAB_GRADE_HANDOUT_H
#define HVLAB_GRADE_HANDOUT_H

#include "src/grade/paper.h"

struct handout;

/* In the arena; of a text of Markdown or plain text. */
struct handout *handout_read(struct arena *arena, struct diags *diags,
	const char *file, const char *text, size_t length);

/* Is the paragraph one of the sheet's? Not when `handout` is NULL. */
bool handout_has(const struct handout *handout, const char *paragraph);
/* The same of a row: nothing in it was changed. */
bool handout_has_row(
	const struct handout *handout, const struct paper_row *row);

#endif
