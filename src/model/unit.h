/*
 * unit: dimensions and the units that show them.
 *
 * Inside hvlab every quantity is in the base unit of its dimension. A display
 * unit is applied once, where a number becomes text (quantity.h).
 */
#ifndef HVLAB_UNIT_H
#define HVLAB_UNIT_H

#include "src/base/text.h"

enum dimension {
	SECOND,	   /* base unit s */
	BYTE,	   /* B */
	BYTE_RATE, /* B/s */
	RATE,	   /* 1/s */
	BIT_RATE,  /* bit/s */
	ONE	   /* 1: counts, fractions */
};

struct unit {
	const char *name;
	enum dimension dimension;
	double factor; /* base units in one of it */
	struct text label;
};

/* The unit of that name, or NULL. */
const struct unit *unit_find(const char *name);

/* "s", "B", "B/s", "1/s", "bit/s", "1" */
const char *dimension_base(enum dimension dimension);

#endif
