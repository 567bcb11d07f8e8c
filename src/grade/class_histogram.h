/* class_histogram: the totals of a class as a figure and as a table. */
#ifndef HVLAB_GRADE_CLASS_HISTOGRAM_H
#define HVLAB_GRADE_CLASS_HISTOGRAM_H

#include "src/model/doc.h"

/* `max` is that of the rubric; a bonus may pass it. Nothing of no totals. */
void class_histogram(
	struct doc *doc, double max, const double *totals, size_t count);

#endif
