/*
 * paper_lines: what the readers of Markdown and plain text share: its lines,
 * and tables without pipes, whose columns are told apart by a sign
 * (paper_delimited.c) or by where they stand (paper_aligned.c).
 */
#ifndef HVLAB_GRADE_PAPER_LINES_H
#define HVLAB_GRADE_PAPER_LINES_H

#include "src/grade/paper_build.h"

struct line {
	const char *text; /* without quotation marks and indentation */
	size_t length;
	const char *raw; /* with them */
	size_t raw_length;
};

/* The words of a line without Markdown's marks. */
void lines_words(struct build *build, const char *from, const char *to);

/* Is it drawn, of `signs` alone, with a run of three dashes or equals? */
bool lines_drawn(struct line line, const char *signs);

/* How many lines from `lines` on, of `count`, are a table whose cells `mark`
 * separates; 0: none. */
size_t delimited_length(const struct line *lines, size_t count, char mark);
void delimited_add(struct build *build, const struct line *lines,
	size_t length, char mark);

/* The same of a table in columns of text. */
size_t aligned_length(const struct line *lines, size_t count);
void aligned_add(struct build *build, const struct line *lines, size_t length);

#endif
