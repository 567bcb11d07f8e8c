/*
 * result: all that one student's grading came to, as plain data: what
 * results/ID.json holds (src/data/grade.schema.json), from which feedback,
 * class-wide files, a regrade and a merge are made. Values in base units,
 * texts in one language.
 */
#ifndef HVLAB_GRADE_RESULT_H
#define HVLAB_GRADE_RESULT_H

#include "src/base/digest.h"
#include "src/grade/gate.h"
#include "src/grade/integrity.h"
#include "src/grade/judge.h"

struct result_item {
	enum item_state state;
	double share, weight;
	const char *side;    /* id; "" */
	const char *subject; /* "threads"; the same for all students */
	const char *text;    /* a sentence for people */
	const char *advice;  /* NULL: none */
	const char *file;    /* NULL: nowhere */
	unsigned line;
};

struct result_mark {
	const char *criterion;
	double automatic, effective; /* NAN: none, pending */
	bool manual;		     /* the effective points are the teacher's */
	bool review, capped;
	const char *rule, *basis;
	const char *text;    /* the criterion's feedback */
	const struct gate_facts *facts; /* of a manual criterion, with the word
					   of `any` as text; NULL: automatic */
	const char *comment; /* the teacher's; "" */
	const char *lacks;   /* what the gate misses; NULL: nothing */
	struct result_item *items;
	size_t count;
};

/* What a log that counts states. */
struct result_figure {
	const char *criterion, *metric, *side;
	double value;
};

struct result_note {
	const char *file; /* NULL */
	unsigned line;
	const char *text;
	bool human;  /* somebody has to look */
	bool hidden; /* for the teacher alone */
};

/* The files that are made of a result. */
enum result_file { RESULT_MD, RESULT_PDF, RESULT_GRADESCOPE, RESULT_FILES };

struct result {
	const char *key;  /* of all that it follows from; two alike are one */
	const char *source; /* of all but the teacher's marks */
	const char *id;	  /* of file names */
	const char *participant; /* Moodle's number; "" */
	const char *name;	 /* "" with --anonymous */
	const char *team;	 /* the group's name in the worksheet; "" */
	bool dead;  /* the grading broke off: there are no marks */
	bool human; /* a note asks somebody to look */
	bool waits; /* something could not be read: no grade until then */
	enum sign_level signs; /* gravest of the integrity report that the
				  teacher has not dismissed */
	double late, extension; /* s; NAN: unknown, none */
	double penalty, total, pending;
	bool complete;
	size_t sizes[RESULT_FILES]; /* bytes; 0: not made */
	struct result_mark *marks; /* one per criterion */
	size_t mark_count;
	struct result_figure *figures;
	size_t figure_count, figure_capacity;
	struct result_note *notes;
	size_t note_count, note_capacity;
	const char **errata;
	size_t erratum_count, erratum_capacity;
	struct integrity *integrity; /* NULL: dead */
};

/* Has somebody to look, be it at a note, at a mark given for something else, or
 * at a sign? */
bool result_needs_human(const struct result *result);
/* Is the grade to be left blank until the teacher has decided? */
bool result_is_held(const struct result *result);

void result_note(struct arena *arena, struct result *result,
	struct result_note note);

void result_write(const struct result *result, struct buf *out);

/*
 * What result_write() wrote, in the arena. NULL with a diag for anything else
 * and for a result whose criteria are not those of the rubric; silently when
 * `diags` is NULL.
 */
struct result *result_read(struct arena *arena, struct diags *diags,
	const char *file, const char *text, size_t length,
	const struct rubric *rubric);

#endif
