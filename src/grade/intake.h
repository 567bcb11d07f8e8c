/*
 * intake: who handed in something, and each student's files in turn.
 *
 * The source is what "Download all submissions" of Moodle gives, as the zip (or
 * any other archive) or unpacked into a folder, in all its layouts and with any
 * folders around it:
 *
 *   Full Name_1234567_assignsubmission_file/logs/cpu.txt     Moodle >= 4.1
 *   Full Name_1234567_assignsubmission_file_/logs/cpu.txt    3.1 to 4.0
 *   Full Name_1234567_assignsubmission_file_cpu.txt          flat
 *   Full Name_1234567_assignsubmission_onlinetext/onlinetext.html
 *   Participant_1234567_…       anonymous marking
 *   Group name_42_…             teams; Default group_… has no number
 *
 * The number is the participant of this assignment (of a team: the group; the
 * name of the folder does not tell which). It alone says who is who: one
 * student may own several such folders, two may share a name. Without a number
 * the name does.
 *
 * When no name is of that form, every folder or archive at the top is one
 * student, called as it is; of loose files there a note says that they are not
 * read.
 *
 * Opening reads names and sizes only. Of an archive the entries of one student
 * stand together, as Moodle writes them, so intake_load() goes through it once
 * when it is called in the order of `students`, jumping over what is not asked
 * for (in a zip without reading it); an earlier student makes it begin again.
 * A worker that loads every n-th student reads the names of the archive once.
 * That is simpler than an index of offsets, which libarchive does not give, and
 * costs six microseconds per entry passed over. Of a folder only the
 * student's own files are opened.
 *
 * Memory: one `struct student` each, and of a folder one path per file; nothing
 * of a file stays.
 */
#ifndef HVLAB_GRADE_INTAKE_H
#define HVLAB_GRADE_INTAKE_H

#include "src/grade/submission.h"

struct student {
	const char *id;	  /* "1234567"; "" when there is none */
	const char *name; /* as Moodle wrote it, cleaned for showing */
	size_t first, last; /* entries of the source, from 0 */
	size_t entries;	    /* files among them */
	unsigned long long bytes; /* as their headers state, to weigh the work */
};

struct intake {
	struct arena *arena;
	struct diags notes; /* about the source as a whole; `file` is a label */
	bool moodle;	    /* names are of Moodle's form */
	bool unreadable;    /* some of the source could not be read */
	struct student *students; /* in the order of their first entry */
	size_t count, capacity;
	struct intake_source *source; /* intake.c's */
};

/*
 * NULL, with a diag, when there is nothing at `path`. An archive that cannot
 * be read has no students and notes why. The limits hold for each student and
 * have to stay.
 */
struct intake *intake_open(struct arena *arena, struct diags *diags,
	const char *path, const struct grade_limits *limits);
void intake_close(struct intake *intake);

/*
 * The files of students[index], in `arena`. Labels begin behind Moodle's own
 * folder or prefix, so that every layout gives the same ones. Reading goes by
 * position: an intake may be used on both sides of a fork().
 */
void intake_load(struct intake *intake, size_t index, struct arena *arena,
	struct submission *submission);

#endif
