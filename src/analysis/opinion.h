/*
 * opinion: who wins a row, a matrix, a criterion, by what people think.
 *
 * A set of systems is one flag per system of the lab; only contestants are
 * ever in it. With a single contestant, or where one of them is not spoken
 * of, nobody wins.
 */
#ifndef HVLAB_OPINION_H
#define HVLAB_OPINION_H

#include "src/analysis/analysis.h"

enum winners { WINNERS_UNKNOWN, WINNERS_TIE, WINNERS_NAMED };

/* By the winners that the definition or the author names, else by the
 * answers: yes before partly before no. */
enum winners row_winners(
	const struct corpus *corpus, const struct lab_row *row, bool *set);

/* Points of every contestant in a matrix, in halves: yes 2, partly 1, no 0,
 * or 2 per row won. Rows that say nothing of a contestant do not count:
 * `left_out` of them. */
struct matrix_score {
	int *halves; /* per system */
	size_t left_out;
	enum winners winners;
	bool *set;
};

struct matrix_score matrix_score(
	const struct corpus *corpus, const struct lab_matrix *matrix);

/* Stars 0 … 5 of a system, half a star being the finest; NAN unknown. */
double criterion_stars(const struct analysis *analysis,
	const struct lab_criterion *criterion, size_t system);
/* By most stars; measured stars name a winner only as the pooled interval
 * does. */
enum winners criterion_winners(const struct analysis *analysis,
	const struct lab_criterion *criterion, bool *set);

#endif
