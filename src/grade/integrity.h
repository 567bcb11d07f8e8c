/*
 * integrity: what in the logs of a class should be looked at by the teacher.
 *
 * Evidence, never a verdict: nothing here takes points; the gravest findings
 * hold a grade until the teacher decides. Per student: prints of his runs
 * (what identifies each) and signs within his own logs. Over the class: pairs
 * of students whose runs agree beyond chance, the odds calibrated on the
 * spread of this class. Prints and signs are plain data that can be written
 * to a student's results and read back.
 *
 *   integrity_student()   one student's evidence, in a worker
 *   integrity_write()     … to results/ID.json
 *   integrity_read()      … from it
 *   integrity_pairs()     all students, once
 *   integrity_document()  for the teacher only
 */
#ifndef HVLAB_GRADE_INTEGRITY_H
#define HVLAB_GRADE_INTEGRITY_H

#include "src/base/digest.h"
#include "src/base/json.h"
#include "src/base/json_write.h"
#include "src/grade/evidence.h"
#include "src/grade/nonce.h"
#include "src/model/doc.h"

/* -- prints: what of one run identifies it -- */

/* A figure that is printed with enough digits to tell runs apart. */
struct print_value {
	const char *field; /* metric: "events_per_second" */
	const char *raw;   /* as printed: "1136.45" */
	double value;	   /* base unit */
	double step;	   /* one unit of the last printed place, base unit */
};

/* A row of numbers: intervals, percentiles. */
struct print_vector {
	const char *name;	/* "intervals", "percentiles" */
	char hash[DIGEST_TEXT]; /* of its numbers */
	size_t count;
	double odds; /* log10 of the chance that another run has the same,
			judged by how much it varies within; <= 0 */
};

struct print {
	const char *tool;
	const char *test; /* id of the criterion, or the tool's workload; "" */
	int side;	  /* SIDE_UNKNOWN */
	const char *file;
	unsigned line;
	char hash[DIGEST_TEXT];	 /* of its text, blanks evened out */
	const char *fingerprint; /* "pid 4242 2026-11-23T05:14:43", "cookie …",
				    "port 45678 …"; NULL: none is printed */
	double fingerprint_odds; /* log10 of the chance that another has it */
	const char *mark;	 /* the nonce as the log shows it; NULL */
	const char *date;	 /* ISO; NULL */
	struct print_value *values;
	size_t value_count, value_capacity;
	struct print_vector *vectors;
	size_t vector_count, vector_capacity;
};

/* -- signs: what was found -- */

enum sign_level {
	SIGN_INFO,   /* S0: a neutral note */
	SIGN_WEAK,   /* S1: in the teacher's report only */
	SIGN_MEDIUM, /* S2: a question to the student */
	SIGN_STRONG, /* S3: to be examined; the grade is held */
	SIGN_LEVELS
};

enum sign_kind {
	/* within one student */
	SIGN_BOTH_SIDES, /* one run handed in for both sides */
	SIGN_TWICE,	 /* one run handed in twice for one side */
	SIGN_ARITHMETIC, /* numbers that contradict each other */
	SIGN_GRID,	 /* percentiles that the tool cannot print */
	SIGN_DISK,	 /* a disk of the other hypervisor */
	SIGN_DATE,	 /* outside the time of the lab */
	SIGN_VERSIONS,	 /* the two sides have different versions */
	SIGN_CACHE,	 /* faster than a disk: the page cache */
	SIGN_UNMARKED,	 /* no nonce though sheets were given out */
	SIGN_FOREIGN,	 /* the nonce of another student */
	/* between two students, by the strongest of what they share */
	SIGN_SAME_TEXT,
	SIGN_SAME_RUN, /* fingerprint */
	SIGN_SAME_VECTOR,
	SIGN_SAME_VALUES,
	SIGN_KINDS
};

/* One thing that a sign rests on: no words, they are the document's. */
struct sign_item {
	enum sign_kind kind;	/* of this item */
	const char *test;	/* "" */
	const char *field;	/* rule, field, vector; "" */
	const char *found;	/* as printed; "" */
	const char *wanted;	/* what should be there; "" */
	const char *file[2];	/* where; [1] NULL: one place */
	unsigned line[2];	/* 0: none */
	double odds;		/* log10; 0: not a matter of chance */
};

struct sign {
	enum sign_level level;
	enum sign_kind kind;
	const char *student[2]; /* ids; [1] NULL: within one, or FOREIGN: whose
				   nonce it is */
	struct sign_item *items;
	size_t count, capacity;
	size_t compared;  /* of pairs: runs that both have */
	double odds;	  /* of pairs: log10, all runs */
	double innocent;  /* of pairs: expected number of such innocent pairs
			     in this class */
};

struct signs {
	struct sign *items;
	size_t count, capacity;
};

/* -- one student -- */

/* A file as handed in, for what the parsers do not keep. */
struct integrity_text {
	const char *file; /* run->file */
	const void *bytes;
	size_t size;
};

/* What is known of the lab; zeroed but for NAN: nothing. */
struct integrity_lab {
	double opens, closes; /* s since 1970; NAN: no limit */
	const struct nonces *nonces; /* NULL: no personal sheets */
};

struct integrity {
	const char *id;
	const char *team; /* students of one team may share; NULL: none */
	struct print *prints;
	size_t print_count, print_capacity;
	struct signs signs; /* within this student */
};

/* Prints and signs of settled evidence. `texts` may lack files: then hashes
 * and fingerprints are missing. The result keeps nothing of its arguments. */
struct integrity *integrity_student(struct arena *arena, const char *id,
	const struct evidence *evidence, const struct integrity_text *texts,
	size_t text_count, const struct integrity_lab *lab);

/* As a member `key` of an open JSON object; deterministic. */
void integrity_write(struct json_writer *w, const char *key,
	const struct integrity *integrity);
/* NULL with a diag of `check` when it is not what integrity_write() wrote. */
struct integrity *integrity_read(
	struct json_check *check, const struct json *node);

/* In another arena: who it is, the signs and the number of prints, without the
 * prints. */
struct integrity *integrity_outline(
	struct arena *arena, const struct integrity *integrity);

/* The gravest level of these signs that name the student. */
enum sign_level integrity_level(const struct signs *signs, const char *id);

/* -- the class -- */

struct integrity_class {
	struct integrity *const *students; /* of prints their number alone */
	size_t count;
	const struct rubric *rubric; /* the sheet's sample values; NULL */
	/* A student with prints, for integrity_pairs(): in the arena, or from
	 * wherever it is held; NULL when it cannot be had. */
	const struct integrity *(*load)(
		void *context, size_t index, struct arena *arena);
	void *context;
};

/*
 * The prints of a class as numbers, without texts: 24 bytes for each figure,
 * text, process and vector, that is some 4 KB per student. Filled student by
 * student in the order of the class.
 */
struct class_prints;

struct class_prints *class_prints_new(
	struct arena *arena, const struct rubric *rubric);
void class_prints_add(
	struct class_prints *prints, const struct integrity *student);
void class_prints_free(struct class_prints *prints);

/*
 * Signs between students, gravest first, then by id: symmetrical, each pair
 * once. Not compared: students with the same id (resubmissions) or the same
 * team, values that are the sheet's samples. Time is linear in the students
 * but for sorting; memory is that of the prints, which lose their order, and
 * of what is found.
 */
struct signs integrity_pairs(struct arena *arena,
	const struct integrity_class *class, struct class_prints *prints);

/* -- the teacher's report -- */

/* What the teacher wrote in the column of an old report. */
struct integrity_decision {
	const char *key;  /* integrity_key() */
	const char *text; /* "confirmé", "écarté", "à voir", or his own */
};

struct integrity_decisions {
	struct integrity_decision *items;
	size_t count, capacity;
};

/* "12+45/shared", "12/disk": what a decision is about. */
char *integrity_key(struct arena *arena, const struct sign *sign);

/* From the Markdown of an earlier report; what is no row of it is passed
 * over. */
void integrity_decisions(struct arena *arena, const char *text, size_t length,
	struct integrity_decisions *decisions);

/*
 * The gravest level of the signs about each student of the class, his own and
 * those of pairs, leaving out what the teacher has dismissed ("écarté",
 * "dismissed"): in the order of the class.
 */
const enum sign_level *integrity_open_levels(struct arena *arena,
	const struct integrity_class *class, const struct signs *pairs,
	const struct integrity_decisions *decisions);

/* A name for an id, or NULL; `context` is the caller's. */
struct integrity_names {
	const char *(*name)(void *context, const char *id);
	void *context;
};

/*
 * The report: own signs of the students of the class and those between them,
 * with innocent explanations, the expected false alarms and the decisions.
 * `names` NULL: ids only.
 */
struct doc *integrity_document(struct arena *arena, enum lang lang,
	const struct integrity_class *class, const struct signs *pairs,
	const struct integrity_decisions *decisions,
	const struct integrity_names *names);

#endif
