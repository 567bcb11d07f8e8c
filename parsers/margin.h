/*
 * margin: outputs pasted with an indentation, as code blocks of Markdown are.
 *
 * Nothing marks such a block. What shows it is a line that tools, shells and
 * reports print in the first column and that stands further in: what precedes
 * it is the indentation of all that follows, up to a line that has less.
 */
#ifndef HVLAB_MARGIN_H
#define HVLAB_MARGIN_H

#include <stdbool.h>

/* Is `text`, which has no blanks before it, such a line? */
bool margin_opens(const char *text);

#endif
