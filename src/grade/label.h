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

/* Are they the same label? */
bool label_same(const char *written, const char *label);
/* Does the written text hold the label? */
bool label_holds(const char *written, const char *label);
/* Letters and digits of a label: the longer of two that fit is meant. */
size_t label_length(const char *label);

#endif
