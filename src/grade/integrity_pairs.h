/* integrity_pairs: how rare each printed figure is in this class. */
#ifndef HVLAB_GRADE_INTEGRITY_PAIRS_H
#define HVLAB_GRADE_INTEGRITY_PAIRS_H

#include "src/grade/integrity_parts.h"

struct class_odds;

/*
 * For every figure of every print the log10 of the chance that another run of
 * the test prints the same digits: one unit of the last place times the
 * density of the class's values around it; 0 for the sheet's sample values,
 * which are everybody's. Equal values say nothing about the density: they are
 * what is to be judged.
 */
const struct class_odds *class_odds(
	struct arena *arena, const struct integrity_class *class);

/* Those of the figures of a print of that class. */
const double *class_odds_of(
	const struct class_odds *odds, const struct print *print);

#endif
