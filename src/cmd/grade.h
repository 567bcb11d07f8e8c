/* grade: what the files of hvlab grade have in common. */
#ifndef HVLAB_CMD_GRADE_H
#define HVLAB_CMD_GRADE_H

#include "src/cmd/cmd.h"
#include "src/grade/class.h"
#include "src/grade/student.h"

#define RESULT_FOLDER "results"
#define FEEDBACK_FOLDER "feedback"
/* More than any file that is read has. */
#define GRADE_FILE_BYTES ((size_t)256 * 1024 * 1024)

#define NAMED_MAX 10 /* in a message */
#define SHARDS_MAX 1000000

struct grader {
	struct app *app;
	struct grading grading;
	unsigned formats; /* bits of grade_formats */
	const char *manual_path, *manual_text; /* as it was read; "" */
	struct manual *manual;		       /* what `grading` refers to */
	unsigned long shard, shards; /* 1 of 1: all */
	int claim;		     /* of the output folder */
	size_t count, done, dead;    /* students of this run, so far */
	struct arena *scratch; /* of one process, between students */
};

/* Of what feedback is made, ended by NULL. */
extern const char *const grade_formats[];

/* DIR/FOLDER/ID.ENDING; `folder` NULL: DIR/ID */
char *grade_path(struct arena *arena, const struct app *app,
	const char *folder, const char *id, const char *ending);

/* A file of an earlier run; false when there is none, and with a diag when it
 * cannot be read. */
bool grade_slurp(struct app *app, const char *path, struct buf *text);

/* The result in a file; NULL with diags (NULL: silently). */
struct result *grade_result(struct arena *arena, struct diags *diags,
	const char *path, const struct rubric *rubric);

/* Is this file made of each result? */
bool grade_wants(const struct grader *grader, enum result_file file);
/* Where it is in the folder of a run. */
char *grade_file(struct arena *arena, const char *dir, enum result_file file,
	const char *id);

/* Writes the files that are made of a result and then the result, which gets
 * their sizes; 0, or -1 with a diag. */
int grade_store(struct grader *grader, struct arena *arena,
	struct diags *diags, struct result *result);

/* grade_settings.c: the options and the files that they name, into the grader;
 * false with a diag. */
bool grade_settings(struct grader *grader, unsigned long *jobs);
/* The manual marks of these students (ended by NULL); false with a diag. */
bool grade_manual(struct grader *grader, const char *const *ids);

/* Into the order in which the class is shown. */
void grade_sort(const char **ids, size_t count);

/* grade_class.c: what concerns the class, from the results of these students
 * (ended by NULL). */
void grade_class(struct grader *grader, const char *const *ids);

/* grade_integrity.c: the teacher's report, added to `set`, and what follows
 * from it for the results; 0, or -1 with a diag. */
int grade_integrity(struct grader *grader, const char *const *ids,
	struct output_set *set);

/*
 * grade_record.c: run.json, which a run writes last and removes first: a folder
 * that has none holds no whole run.
 */
struct record {
	size_t part, parts;
	const char *rubric, *language; /* its digest; "fr" */
	const char **ids;	       /* ended by NULL */
};

/* Adds this run's to `set`, for these students; 0, or -1 with a diag. */
int record_add(const struct grader *grader, const char *const *ids,
	struct output_set *set);
/* Removes that of the run before; 0, or -1 with a diag. */
int record_drop(struct app *app);
/* That of a folder; false with a diag. */
bool record_read(struct app *app, const char *folder, struct record *record);

/* grade_merge.c: the results of other folders into this run's, with the marks
 * that this run is given; the ids of all students, sorted, or NULL with a
 * diag. */
const char **grade_gather(struct grader *grader);

#endif
