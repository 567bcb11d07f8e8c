/*
 * settle: what of a result follows from the teacher's marks, so that these can
 * be given after the submissions were read, and by who has them no longer.
 */
#ifndef HVLAB_GRADE_SETTLE_H
#define HVLAB_GRADE_SETTLE_H

#include "src/grade/grade.h"
#include "src/grade/result.h"

/*
 * Takes the marks and the extension that `manual` gives the student of a
 * result; those that the result has already and `manual` does not give stay.
 * Settles points, penalty, total, comments, texts, errata of what cost points,
 * and the key. A result whose grading broke off stays as it is.
 */
void result_settle(struct arena *arena, enum lang lang,
	const struct rubric *rubric, const struct manual *manual,
	struct result *result);

/* Does `manual` give the student any mark or extension? */
bool settle_gives(const struct manual *manual, const char *id);

/* The digest of a result's source and the teacher's marks, in the arena. */
const char *settle_key(struct arena *arena, const char *source,
	const struct manual *manual, const char *id);

#endif
