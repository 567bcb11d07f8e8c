/*
 * nonce: a word per student in the commands of his lab sheet, which the tools
 * print again, so that a log says whose it is.
 *
 * It follows from the student's id and the teacher's seed (HMAC-SHA-256, RFC
 * 2104): no list has to be kept. Of two students who would get the same one,
 * the later in the order of ids gets the next that is free.
 */
#ifndef HVLAB_GRADE_NONCE_H
#define HVLAB_GRADE_NONCE_H

#include "src/base/diag.h"
#include "src/model/doc.h"
#include "src/model/lab.h"

/* "K7Q2", of capitals and digits that are not mistaken for each other. */
#define NONCE_LETTERS 4
/* So that four letters are enough. */
#define NONCES_MAX 100000

struct nonce {
	const char *id, *name;	    /* the student's; name "" when not given */
	char word[NONCE_LETTERS + 1]; /* fio's job name, iperf3's title */
	unsigned seed;		    /* sysbench's --rand-seed; not 0 */
};

struct nonces {
	struct nonce *items; /* in the order given */
	size_t count;
	const struct nonce **by_word, **by_id; /* sorted */
};

/* Of these ids; `names` is NULL or has one per id. Ids must differ. */
struct nonces *nonce_all(struct arena *arena, const char *const *ids,
	const char *const *names, size_t count, const char *seed);

/*
 * The same of a roster: Moodle's grading worksheet, whose ids are the numbers
 * of the participants, or lines "id,name", with or without a heading that
 * begins with "id". NULL with a diag for a text that holds none, one id twice,
 * or more than NONCES_MAX.
 */
struct nonces *nonce_roster(struct arena *arena, struct diags *diags,
	const char *file, const char *text, size_t length, const char *seed);

/* Whose it is, or NULL: nobody's. */
const struct nonce *nonce_of_word(const struct nonces *nonces,
	const char *word);
const struct nonce *nonce_of_seed(const struct nonces *nonces, unsigned seed);
const struct nonce *nonce_of_id(const struct nonces *nonces, const char *id);

/*
 * A command of the lab with the nonce: --rand-seed for sysbench, behind the
 * --name of fio, -T for iperf3. Another command, or one that has such an
 * option already, stays as it is.
 */
const char *nonce_command(struct arena *arena, const char *command,
	const struct nonce *nonce);

/* The student's lab sheet: every test that has a command, with it. */
struct doc *nonce_sheet(struct arena *arena, enum lang lang,
	const struct lab *lab, const struct nonce *nonce);

/* Of his files: the id where it is a plain name, else what is plain in it and
 * the word. */
const char *nonce_file(struct arena *arena, const struct nonce *nonce);

#endif
