/* gradescope: a result as Gradescope's autograders write results.json. */
#ifndef HVLAB_GRADE_GRADESCOPE_H
#define HVLAB_GRADE_GRADESCOPE_H

#include "src/grade/result.h"

void gradescope_write(struct arena *arena, enum lang lang,
	const struct rubric *rubric, const struct result *result,
	struct buf *out);

#endif
