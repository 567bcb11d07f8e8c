/*
 * pdf_plan: how a table will be set, before any of it is drawn: font size,
 * column widths, the lines of every cell.
 *
 * A plan is made once per table and lives in the arena of the sheet. Lengths
 * are in pt, those named "em" in sizes of the table's font.
 */
#ifndef HVLAB_PDF_PLAN_H
#define HVLAB_PDF_PLAN_H

#include "render/pdf_caption.h"

struct cell_plan {
	const char *text; /* cleaned */
	enum doc_style style;
	long colour;
	enum doc_mark mark;
	int stars2;
	double indent; /* em */
	double lead;   /* em before the text: indent, icon, stars */
	double whole;  /* em up to the decimal sign, -1: no number to align */
	struct layout_text lines;
};

struct row_plan {
	const struct doc_row *row;
	bool is_group;
	const char *title;	  /* of a group, cleaned */
	struct layout_text group; /* the same in lines */
	struct cell_plan *cells;  /* NULL in a group row */
	size_t lines;		  /* of the tallest cell, at least 1 */
};

struct column_plan {
	const char *title;
	struct layout_extent body; /* em, the widest of the cells */
	struct layout_extent head; /* em of the head's size */
	double whole, tail; /* em: numbers before and from the decimal sign */
	double lead;	    /* em, the widest thing before a text */
	bool signs;	    /* has icons or stars, which stand in a line */
	double x, width;    /* x from the left edge of the page */
	struct layout_text head_lines;
};

struct table_plan {
	const struct doc_table *table;
	struct column_plan *columns;
	struct row_plan *rows;
	struct layout_text caption;
	struct layout_text *notes;
	double notes_height;
	struct type body, head, group;
	double pad;	  /* of a row, above and below its lines together */
	double gap;	  /* between columns */
	double width;	  /* of the table, and its rules */
	size_t head_rows; /* lines of the tallest column title */
	size_t totals;	  /* the first row of them; none: row_count */
	bool grouped;	  /* has group rows */
	bool hair;	  /* rows are set off by hair lines */
	double group_width; /* of the texts of group rows */
	double graphic_x; /* of the column of drawings */
	struct layout_text graphic_title;
};

/* The plan of a table; the one made last is kept in the sheet. */
const struct table_plan *table_plan(
	struct sheet *sheet, const struct doc_table *table);

/* em from the left of a cell to the right of its icon, and its parts */
#define ICON_SIZE 1.012
#define ICON_GAP 0.43
#define STAR_RADIUS 0.459
#define STARS_GAP 0.5

#endif
