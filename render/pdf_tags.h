/*
 * pdf_tags: what the content of a PDF is: headings, paragraphs, tables.
 *
 * A tree of elements in reading order. What is drawn belongs to the innermost
 * open element; each uninterrupted part of it is a mark, with a number on its
 * page. What belongs to no element is an artifact: it is seen, not read.
 *
 * It knows the objects of a PDF and no library: pdf_device.c puts them into
 * the file. Memory is linear in elements and marks.
 */
#ifndef HVLAB_PDF_TAGS_H
#define HVLAB_PDF_TAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "src/base/buf.h"

enum pdf_role {
	ROLE_DOCUMENT,
	ROLE_H1,
	ROLE_H2,
	ROLE_P,
	ROLE_L,
	ROLE_LI,
	ROLE_LBL, /* of an item, before its LBody */
	ROLE_LBODY,
	ROLE_TABLE,
	ROLE_CAPTION,
	ROLE_TR,
	ROLE_TH, /* of a column */
	ROLE_TD,
	ROLE_FIGURE, /* the only one that holds shapes, not texts alone */
	ROLE_TOC,
	ROLE_TOCI,
	ROLE_ARTIFACT /* and so is all that is opened inside */
};

#define TAGS_NONE (~0u) /* no element: an artifact */

struct tags;

struct tags *tags_new(void);
void tags_free(struct tags *tags);

/* Elements are numbered in the order in which they are opened. `alt` says
 * what a figure shows, NULL for the others. */
unsigned tags_open(struct tags *tags, enum pdf_role role, const char *alt);
/* Opens an element again, to add to it. */
void tags_resume(struct tags *tags, unsigned element);
void tags_close(struct tags *tags);
/* The cell opened last is so many columns wide. */
void tags_span(struct tags *tags, size_t columns);

/* The element that a text or a shape belongs to now. */
unsigned tags_owner(const struct tags *tags, bool shape);
const char *tags_role(const struct tags *tags, unsigned element);
/* A new mark of an element on a page, 0 is the first: its number there. */
unsigned tags_mark(struct tags *tags, unsigned element, size_t page);

/* Numbers of objects in the file. */
struct tags_numbers {
	unsigned root;	       /* of the structure tree */
	unsigned first;	       /* free from here on */
	const unsigned *pages; /* page_count of them */
	size_t page_count;
};

/* How many there will be: `first` and what follows it, without the root. */
size_t tags_count(const struct tags *tags, const struct tags_numbers *numbers);

/* There are two object streams. Most objects are simple cells; by themselves,
 * all of one length, they differ from each other in a digit or two. */
enum tags_stream { TAGS_REST, TAGS_CELLS, TAGS_STREAMS };

#define TAGS_ROW 48 /* bytes: TAGS_CELLS is written in rows */

struct tags_objects {
	struct buf bytes;  /* the caller frees it */
	size_t head_bytes; /* before the first object: /First */
	size_t count;	   /* /N */
};

/* In both the objects are in the order of their numbers, but the root comes
 * before the others. */
struct tags_objects tags_write(const struct tags *tags,
	const struct tags_numbers *numbers, enum tags_stream stream);
/* Where object `first` + `index` is. */
enum tags_stream tags_stream_of(const struct tags *tags, size_t index);

#endif
