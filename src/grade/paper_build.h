/*
 * paper_build: how the readers of paper.h put a paper together. They say what
 * comes along; tables, rows and cells that are left open close themselves.
 */
#ifndef HVLAB_GRADE_PAPER_BUILD_H
#define HVLAB_GRADE_PAPER_BUILD_H

#include <stdint.h>

#include "src/base/buf.h"
#include "src/grade/paper.h"

#define BUILD_TABLES 3 /* in each other */

/* What of the listing a cell is. */
struct build_lines {
	size_t from, to, column;
	unsigned line; /* the first */
	bool log;      /* there is output of a tool in it */
};

/* A table under construction. */
struct build_table {
	struct paper_table table;
	struct paper_row row;
	bool in_row, in_cell;
	size_t span;		     /* columns of the open cell */
	size_t down;		     /* rows that it covers below its own */
	size_t below[PAPER_COLUMNS]; /* rows still covered from above */
	struct buf text;
	struct build_lines open, lines[PAPER_COLUMNS]; /* of the row */
	size_t line_count;
};

struct build {
	struct arena *arena;
	struct paper *paper;
	const char *heading, *intro;
	unsigned line; /* the place of what comes now: set by the reader, or
			  following the listing */
	bool lists;    /* logs are to be read from the listing */
	struct listing listing;
	bool verbatim;	/* html: ends of lines count */
	unsigned first; /* line of the listing where the block begins */
	struct buf text;
	struct build_table tables[BUILD_TABLES];
	size_t depth;
	size_t deeper; /* tables open beyond */
	size_t things; /* cells, paragraphs, boxes */
	bool crowded;  /* PAPER_THINGS reached: no more come in */
};

void build_text(struct build *build, const char *text, size_t length);
/* A character. */
void build_put(struct build *build, uint32_t code);
/* An end of line inside a block. */
void build_break(struct build *build);
/* The end of a block of text: a paragraph, or a heading. */
void build_block(struct build *build, bool heading);
void build_image(struct build *build);

void build_table_open(struct build *build);
void build_table_close(struct build *build);
void build_row(struct build *build);
void build_row_close(struct build *build);
void build_cell(struct build *build, size_t span);
/* The open cell turns out to be that wide. */
void build_cell_span(struct build *build, size_t span);
/* The open cell reaches over so many rows. */
void build_cell_rows(struct build *build, size_t rows);
void build_cell_close(struct build *build);
/* The open row is a header: counts when it is the first. */
void build_header(struct build *build);

/* Closes what is open; a log in the listing goes to the paper. */
void build_end(struct build *build);
/* What comes now is of another paper, the document's next. */
void build_next(struct build *build);
/* What comes now is at that place, if that is not passed. */
void build_pass(struct build *build, unsigned line);

/* Is the line a box? Then it is a block of its own. */
bool build_is_box(const char *line, size_t length);
/* Is it a heading without any mark, by its number? */
bool build_is_heading(const char *line);

/* The character that "&name;" or "&#233;" at `*text` stands for; then `*text`
 * is behind it. Else 0. */
uint32_t build_entity(const char **text);

/* The readers. False: nothing, or not all, could be read; noted. */
bool paper_of_text(struct build *build, const char *text);
bool paper_of_html(struct build *build, const char *text);
bool paper_of_office(struct build *build, struct pack_desk *desk,
	const struct submitted_file *file);
bool paper_of_xlsx(struct build *build, struct pack_desk *desk,
	const struct submitted_file *file);
bool paper_of_ods(struct build *build, struct pack_desk *desk,
	const struct submitted_file *file);

#endif
