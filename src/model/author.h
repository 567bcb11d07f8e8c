/*
 * author: what the author of a comparison adds, from one optional JSON file
 * beside the logs (`hvlab init` writes it with every field explained).
 *
 * Names, stars and table cells go straight into the lab, marked by_author;
 * the rest is here. An empty string or null says nothing.
 */
#ifndef HVLAB_AUTHOR_H
#define HVLAB_AUTHOR_H

#include "src/base/buf.h"
#include "src/base/picture.h"
#include "src/model/lab.h"

#define AUTHOR_FILE "hvlab-author.json"

struct author_remark {
	const char *section; /* its number */
	struct text text;
};

/* Read by src/cmd, which is where files are read. */
struct author_picture {
	const char *section; /* its number */
	const char *file;    /* as written: relative to the author's file */
	struct text caption; /* empty: the file says it */
	const struct picture *picture; /* NULL: not read, or refused */
};

/* Of a field of the lab: what was found on a system. */
struct author_finding {
	const struct lab_field *field;
	size_t system;
	struct text text;
	double number; /* NAN: it is a text */
};

struct author {
	bool present;	  /* a file was read */
	const char *path; /* of that file */
	struct text title, institution, note, host;
	const char *name, *date; /* NULL when not given */
	struct author_remark *remarks;
	size_t remark_count;
	struct author_finding *findings;
	size_t finding_count, finding_capacity;
	struct author_picture *pictures; /* in the order of the file */
	size_t picture_count;
	struct text choice;
	struct text_list reasons;
	bool *looked_at; /* one per matrix of the lab */
};

/*
 * Reads the file's text into `author` and `lab`. -1 when it holds a mistake;
 * each mistake is a diag with its path.
 */
int author_read(struct arena *arena, struct diags *diags, const char *file,
	const char *text, size_t length, struct lab *lab,
	struct author *author);

/* An author's file for this lab with every field present and explained. */
void author_template(const struct lab *lab, enum lang lang, struct buf *out);

/* The remark for a section number, or NULL. */
const struct text *author_remark_find(
	const struct author *author, const char *section);

/* What was found of a field on a system, or NULL. */
const struct author_finding *author_finding_find(const struct author *author,
	const struct lab_field *field, size_t system);

#endif
