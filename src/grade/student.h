/*
 * student: from the files of one student to a result.
 */
#ifndef HVLAB_GRADE_STUDENT_H
#define HVLAB_GRADE_STUDENT_H

#include "src/grade/grade.h"
#include "src/grade/handout.h"
#include "src/grade/intake.h"
#include "src/grade/moodle.h"
#include "src/grade/result.h"

/* What all students of a class have in common. */
struct grading {
	enum lang lang;
	const char *version; /* of the program */
	const char *settings; /* whatever else the files depend on */
	const struct rubric *rubric;
	char rubric_digest[DIGEST_TEXT];
	struct intake *intake;
	const struct manual *manual;
	const struct moodle *moodle; /* NULL: no worksheet */
	bool anonymous;
	const struct handout *handout; /* NULL: not given */
	struct integrity_lab lab;
	const char **ids; /* of file names, one per student of the intake */
};

/* A file name's worth of the student's number or name, unlike those of
 * `taken` (`count` of them); in the arena. */
const char *student_id(struct arena *arena, const struct student *student,
	const char *const *taken, size_t count);

/* All ids of the intake, ended by NULL. */
const char **student_ids(struct arena *arena, const struct intake *intake);

/*
 * The rows of the worksheet that are about a submission: those of its team's
 * members, or its participant's own. At most `count` of them; returns how many
 * there are.
 */
size_t student_members(const struct moodle *moodle, const char *participant,
	const char *team, const struct moodle_student **members, size_t count);

/* Puts the files in the order of their labels: results do not depend on that
 * of the archive. */
void student_sort(struct submission *submission);

/*
 * The digest of all that the result of a student follows from but for the
 * teacher's marks: files, rubric, program, language, delay. In the arena.
 */
const char *student_source(const struct grading *grading, size_t index,
	const struct submission *submission);

/* Everything in the submission's arena. */
struct result *student_grade(const struct grading *grading, size_t index,
	const struct submission *submission);

/* The result of one whose grading broke off. */
struct result *student_dead(struct arena *arena,
	const struct grading *grading, size_t index, const char *reason);

#endif
