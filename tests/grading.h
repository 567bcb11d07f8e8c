/*
 * grading.h: the embedded rubric, for the unit tests of src/grade. Include it
 * behind logs.h.
 */
#ifndef HVLAB_TESTS_GRADING_H
#define HVLAB_TESTS_GRADING_H

#include "tests/logs.h"

#include "src/data/embedded.h"
#include "src/grade/rubric.h"

static UNUSED const struct rubric *tp6(struct desk *desk)
{
	const struct rubric *rubric = rubric_read(desk->arena, &desk->diags,
		"tp6-rubric.json", embedded_rubric, embedded_rubric_length());

	expect_silence(desk);
	assert_non_null(rubric);
	return rubric;
}

#endif
