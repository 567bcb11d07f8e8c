/*
 * office: the parts of office documents, element by element (the only user of
 * expat). Names are compared with the prefixes that all office programs write,
 * or without any (`local`).
 */
#ifndef HVLAB_GRADE_OFFICE_H
#define HVLAB_GRADE_OFFICE_H

#include "src/grade/paper_build.h"

struct office;

/* What the beginning and the end of an element do. */
struct office_rule {
	const char *name;
	void (*open)(struct build *build);
	void (*close)(struct build *build);
	/* where more than the paper matters */
	void (*start)(struct office *office, const char **attributes);
	void (*end)(struct office *office);
};

/* Zeroed but for the first group. */
struct office {
	struct build *build;
	const struct office_rule *rules; /* ended by a NULL name */
	bool local;			 /* rules have no prefixes */
	void (*take)(struct office *office, const char *text, size_t length);
	void *state; /* the rules' */

	unsigned depth;
	unsigned hidden;  /* depth of an element to pass over, or 0 */
	unsigned in_text; /* open elements whose characters count */
	void *parser;
	enum diag_id refusal;
	bool refused;
};

enum office_outcome { OFFICE_WHOLE, OFFICE_BROKEN, OFFICE_ABSENT };

/* The part of that name. BROKEN is noted, ABSENT is not. A part that declares
 * entities (DOCTYPE) is refused, and so is one of more bytes than a text may
 * have or nested deeper than 256. */
enum office_outcome office_read(struct office *office, struct pack_desk *desk,
	const struct submitted_file *file, const char *part);

/* How many parts have names that begin so. */
size_t office_count(struct pack_desk *desk, const struct submitted_file *file,
	const char *prefix);

/* Reading stops here; said of the document. */
void office_refuse(struct office *office, enum diag_id id);

/* For rules. */
const char *office_attribute(const char **attributes, const char *name);
bool office_says(
	const char **attributes, const char *name, const char *value);
/* From 1, which it is when it is not said, to `most`. */
size_t office_number(
	const char **attributes, const char *name, size_t most);
void office_start_text(struct office *office, const char **attributes);
void office_end_text(struct office *office);
/* Passes over the element. */
void office_hide(struct office *office, const char **attributes);

#endif
