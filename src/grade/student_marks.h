/* student_marks: from what was read of one student to marks, notes and errata
 * in a result. */
#ifndef HVLAB_GRADE_STUDENT_MARKS_H
#define HVLAB_GRADE_STUDENT_MARKS_H

#include "src/grade/cells.h"
#include "src/grade/grade.h"
#include "src/grade/result.h"

/* A student being graded. */
struct marking {
	struct arena *arena;
	struct result *result;
	struct judging judging;
	struct evidence evidence;
	struct gathered gathered;
	struct integrity_text *texts; /* of the logs */
	size_t text_count, text_capacity;
	const char **signs; /* per erratum: the file with its sign, or NULL */
	size_t strays;	    /* runs of no known side */
	const char **unread; /* documents that cannot be read */
	size_t unread_count, unread_capacity;
	bool unreadable;
};

/* Fills the result of a judged student but for names and what result_settle()
 * settles: marks are the automatic ones. */
void marks_fill(struct marking *marking);

#endif
