/*
 * label: labels of a lab sheet found again in a student's paper, in spite of
 * case, accents, emphasis, units in brackets and mojibake.
 *
 * Two skeletons are compared: letters and digits with accents taken off, and
 * ASCII letters and digits alone, which is all that is left of text that was
 * read in the wrong encoding ("MÃ©trique", "m trique").
 */
#ifndef HVLAB_GRADE_LABEL_H
#define HVLAB_GRADE_LABEL_H

#include <stdbool.h>
#include <stddef.h>

/* No label of a sheet is longer; of what is, the beginning counts. */
#define LABEL_MAX 255

struct label {
	struct skeleton {
		size_t length;
		char text[LABEL_MAX + 1];
	} with_accents, plain;
};

void label_make(struct label *label, const char *text);

/* Are they the same label? */
bool label_equals(const struct label *written, const struct label *label);
/* Does what is written hold the label? An empty one is in nothing. */
bool label_is_in(const struct label *label, const struct label *written);

/* The same of plain texts. */
bool label_same(const char *written, const char *label);
bool label_holds(const char *written, const char *label);

#endif
