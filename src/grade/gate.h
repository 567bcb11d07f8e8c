/*
 * gate: whether a manual criterion has what a person would look at. It sorts
 * the teacher's queue and fills the comment; it gives and takes no points.
 */
#ifndef HVLAB_GRADE_GATE_H
#define HVLAB_GRADE_GATE_H

#include "src/grade/judge.h"

/* What is in the part of the paper that a criterion is about. */
struct gate_facts {
	size_t words; /* the student's, the sheet's own left out */
	size_t cites; /* of his figures that the text cites */
	size_t images;
	size_t rows_changed;   /* rows of tables that differ from the sheet */
	size_t tables;	       /* tables of the sheet that are there */
	double template_share; /* of the text that is the sheet's, 0 to 1 */
	int choice;	       /* the side that is named; WINNER_… for none */
	const char *text;      /* to look for the words of `any` in; "" */
};

/*
 * NULL when all that the gate asks for is there, else what is missing, in one
 * sentence of the language.
 */
const char *gate_lacks(struct arena *arena, enum lang lang,
	const struct rubric_gate *gate, const struct gate_facts *facts);

/* The first of the words (ended by NULL; NULL: none) that the text holds, or
 * NULL. */
const char *gate_word(const char *const *words, const char *text);

/* The values of a manual criterion's {words} {cites} {images} {tables}
 * {choice} {any}, and {comment} as given; ended by a NULL name. */
const struct fill *gate_fills(const struct judging *judging,
	const struct rubric_criterion *criterion,
	const struct gate_facts *facts, const char *comment);

#endif
