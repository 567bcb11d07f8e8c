/* feedback: what a student reads: points, what was read and expected, where,
 * and how to win what is missing. Nothing of another student is in it. */
#ifndef HVLAB_GRADE_FEEDBACK_H
#define HVLAB_GRADE_FEEDBACK_H

#include "src/grade/result.h"
#include "src/model/doc.h"

/* A document without contents. */
struct doc *grade_document(
	struct arena *arena, enum lang lang, const char *title);

/* "12,50", an en dash for NAN. */
const char *grade_points(struct arena *arena, enum lang lang, double points);

/* "12,50 / 20,00", "12,50 / 20,00 (4,50 still to be marked)" */
const char *grade_total_text(struct arena *arena, enum lang lang,
	const struct rubric *rubric, const struct result *result);

struct doc *feedback_document(struct arena *arena, enum lang lang,
	const struct rubric *rubric, const struct result *result);

/* The same in a few lines of plain text, for Moodle's feedback comment. */
const char *feedback_comment(struct arena *arena, enum lang lang,
	const struct rubric *rubric, const struct result *result);

#endif
