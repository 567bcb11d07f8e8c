/*
 * doc: the one format-neutral document that every renderer writes.
 *
 * A builder (src/report) makes it, a renderer (render/) only reads it. All
 * texts are final: UTF-8, in the reader's language, digits and typographic
 * spaces included. A renderer computes nothing and knows no word of any
 * language; the few it needs for page furniture are in `struct doc_words`.
 *
 * Grammar:
 *   doc       = title, meta, node*
 *   node      = heading | paragraph | list | table | callout | figure
 *             | picture
 *   paragraph = span+            list = item+ (span+ each)
 *   table     = caption, column+, row+, note*
 *   row       = one cell per column | group row (one label, all columns)
 *   figure    = caption, scene, alternative text, note*
 *   graphic   = title, scenes in the rows of a table and around them
 *   picture   = caption, which is its alternative text, bytes of a file
 *
 * Everything lives in the arena given to doc_new().
 */
#ifndef HVLAB_DOC_H
#define HVLAB_DOC_H

#include <stdbool.h>
#include <stddef.h>

#include "src/base/arena.h"
#include "src/base/picture.h"
#include "src/base/text.h"
#include "src/model/scene.h"

enum doc_style { STYLE_PLAIN, STYLE_STRONG, STYLE_EMPHASIS, STYLE_CODE };

struct doc_span {
	const char *text;
	enum doc_style style;
	struct doc_span *next;
};

/* A run of spans; a zeroed one is empty. */
struct doc_line {
	struct doc_span *first, *last;
};

enum doc_align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER };

/* A sign before the text of a cell or list item; the text says the same in
 * words, so a renderer without signs may leave it out. */
enum doc_mark {
	MARK_NONE,
	MARK_YES,
	MARK_PARTLY,
	MARK_NO,
	MARK_DONE, /* ticked box */
	MARK_OPEN, /* empty box */
	MARK_PLUS,
	MARK_MINUS,
	MARK_WARNING
};

struct doc_cell {
	const char *text;  /* for people; "" is an empty cell */
	const char *plain; /* for programs (CSV); NULL: the same as text */
	enum doc_mark mark;
	enum doc_style style;
	bool muted;	    /* of secondary importance */
	signed char stars2; /* rating in half stars 0…10, -1: no rating;
			       text then holds it as a figure, "4,5" */
};

struct doc_column {
	const char *title; /* for people */
	const char *name;  /* for programs: ASCII snake_case; NULL: title */
	enum doc_align align;
	bool wraps; /* text that may take several lines; others keep to one
		       line where the page allows it */
	bool stacks; /* words that may as well stand below each other */
	bool numbers; /* for programs: numbers and nothing else */
};

struct doc_row {
	const char *group; /* a group heading over all columns; cells NULL */
	struct doc_cell *cells; /* table->column_count of them */
	bool total;		/* set off by a rule above */
	/* in the column of drawings (struct doc_graphic); NULL: none */
	const struct scene *band;  /* behind the row, stretched to it */
	const struct scene *marks; /* y = 0 is the middle of the row */
};

/*
 * A column of drawings in the rows of a table, on one axis: `width` pt wide,
 * on the left of column `before`. What they show the texts of the row say
 * too; a renderer that cannot draw in cells leaves them out and shows the
 * figure of the table, which doc_table_figure() has put behind it.
 *
 * A stretched scene has x in pt and y from 0, the upper edge of the row, to
 * 1, the lower one.
 */
struct doc_graphic {
	size_t before;
	const char *title;
	double width;
	const struct scene *grid;   /* behind every row, stretched */
	const struct scene *axis;   /* below the last row of a page */
	const struct scene *legend; /* on the left of the last axis */
	const char *alt;	    /* of all of it */
};

struct doc_table {
	const char *caption;
	struct doc_column *columns;
	size_t column_count;
	struct doc_row *rows;
	size_t row_count, row_capacity;
	const char **notes; /* below the table, small */
	size_t note_count, note_capacity;
	unsigned number; /* 1-based over the document; 0: not numbered */
	bool dense;	 /* an annex, a summary: may be set smaller */
	const struct doc_graphic *graphic; /* NULL: no column of drawings */
};

/* A chart. What it shows a table says too, so that a renderer without
 * pictures may leave it out. */
struct doc_figure {
	const char *caption;
	const char *alt;  /* its conclusion, for who cannot see it */
	const char *name; /* of a file, ASCII, without ending: "3-strips" */
	const struct scene *scene;
	const char **notes; /* below it, small */
	size_t note_count, note_capacity;
	unsigned number; /* 1-based over the document; 0: shows what the rows
			    of the table above show (struct doc_graphic) */
};

/* A file of the author, numbered among the figures. */
struct doc_picture {
	const char *caption;
	const char *file; /* the author's name of it, for problems */
	const char *name; /* of a file, ASCII: "picture-1.png" */
	const struct picture *picture; /* NULL: it could not be read */
	unsigned number;
};

struct doc_item {
	struct doc_line line;
	enum doc_mark mark;
};

enum doc_kind {
	DOC_HEADING,
	DOC_PARAGRAPH,
	DOC_LIST,
	DOC_TABLE,
	DOC_CALLOUT,
	DOC_FIGURE,
	DOC_PICTURE
};

/* What a callout says: set off from the text by a bar. */
enum doc_tone { TONE_VERDICT, TONE_NOTE, TONE_WARNING };

struct doc_node {
	enum doc_kind kind;
	struct doc_node *next;
	unsigned level;	      /* heading: 1 is a chapter, 2 a section */
	const char *number;   /* heading: "6.1", NULL when unnumbered */
	const char *title;    /* heading, callout */
	struct doc_line line; /* paragraph, callout */
	bool muted;	      /* paragraph: a remark, set smaller */
	enum doc_tone tone;   /* callout */
	struct doc_item *items;
	size_t item_count, item_capacity;
	struct doc_table *table;
	struct doc_figure *figure;
	struct doc_picture *picture;
};

/* Words of the page furniture, in the document's language. */
struct doc_words {
	const char *table;	/* "Tableau" */
	const char *page_of;	/* "page {0} sur {1}" */
	const char *continued;	/* "(suite)" */
	const char *contents;	/* "Sommaire" */
	const char *figure;	/* "Figure" */
	const char *unreadable; /* "(illisible)" */
};

/* A line of the title block: "Auteur" "Zoé …" */
struct doc_meta {
	const char *label, *value;
};

struct doc {
	struct arena *arena;
	enum lang lang;
	const char *title;
	const char *subtitle;  /* may be NULL */
	const char *author;    /* PDF property and running head; may be NULL */
	const char *date;      /* as shown; may be NULL */
	struct doc_meta *meta; /* title block, in order */
	size_t meta_count, meta_capacity;
	struct doc_words words;
	struct doc_node *first, *last;
	unsigned table_count, figure_count, picture_count;
	unsigned table_figure_count; /* those without a number */
	bool figures; /* charts are wanted */
};

/* Empty, with the words of its language. */
struct doc *doc_new(struct arena *arena, enum lang lang);
void doc_meta(struct doc *doc, const char *label, const char *value);

/* Appends a span. Text of any style but CODE is typeset for the language of
 * the document (text_typeset). */
void doc_span(struct doc *doc, struct doc_line *line, const char *text,
	enum doc_style style);

struct doc_node *doc_heading(
	struct doc *doc, unsigned level, const char *number, const char *title);
/* A paragraph; empty when text is NULL, to be filled with doc_span(). */
struct doc_node *doc_paragraph(struct doc *doc, const char *text);
/* A paragraph set smaller and paler: a remark or a source. */
struct doc_node *doc_remark(struct doc *doc, const char *text);
struct doc_node *doc_callout(struct doc *doc, enum doc_tone tone,
	const char *title, const char *text);
struct doc_node *doc_list(struct doc *doc);
struct doc_item *doc_item(
	struct doc *doc, struct doc_node *list, const char *text);

/* A numbered table of the document. The columns are copied, their titles
 * typeset. */
struct doc_table *doc_table(struct doc *doc, const char *caption,
	const struct doc_column *columns, size_t column_count);
/* A numbered figure; `kind` ("strips") is for its file name, the scene is
 * finished. */
struct doc_figure *doc_figure(struct doc *doc, const char *caption,
	const char *alt, const char *kind, const struct scene *scene);
/* The same of what the rows of the last table show, without a number; its
 * file is "t8-forest". */
struct doc_figure *doc_table_figure(struct doc *doc,
	const struct doc_table *table, const char *kind,
	const struct scene *scene);
/* A picture, numbered among the figures; NULL: one that was not readable. */
struct doc_picture *doc_picture(struct doc *doc, const char *caption,
	const char *file, const struct picture *picture);
void doc_figure_note(
	struct doc *doc, struct doc_figure *figure, const char *text);

/* A row of empty cells. The pointer is good until the next row is added. */
struct doc_row *doc_row(struct doc *doc, struct doc_table *table);
void doc_group(struct doc *doc, struct doc_table *table, const char *title);
void doc_note(struct doc *doc, struct doc_table *table, const char *text);
/* A row for programs: one value per column, NULL for none; cleaned, never
 * typeset. */
void doc_record(struct doc *doc, struct doc_table *table,
	const char *const *values);
/* Sets the text of a cell, typeset; returns it for marks and styles. */
struct doc_cell *doc_set(
	struct doc *doc, struct doc_row *row, size_t column, const char *text);
/* The same, not typeset, in code style: file names, commands, raw tokens. */
struct doc_cell *doc_set_code(
	struct doc *doc, struct doc_row *row, size_t column, const char *text);

#endif
