/*
 * pdf_sheet: the column of text that runs over the pages.
 *
 * It knows the margins, how far the current page is filled, and how to set
 * lines of text; what is in them and where pages may break is the business of
 * its users. Lengths in pt, y down from the top of the page.
 */
#ifndef HVLAB_PDF_SHEET_H
#define HVLAB_PDF_SHEET_H

#include "render/layout.h"
#include "render/pdf_device.h"
#include "render/pdf_palette.h"
#include "render/pdf_text.h"
#include "src/model/doc.h"

#define SHEET_LEFT 51.0
#define SHEET_RIGHT (PDF_WIDTH - 51.0)
#define SHEET_WIDTH (SHEET_RIGHT - SHEET_LEFT)
#define SHEET_MEASURE 430.0 /* of running text: about 100 characters */
#define SHEET_TOP 60.0
#define SHEET_BOTTOM (PDF_HEIGHT - 58.0)
#define SHEET_HEIGHT (SHEET_BOTTOM - SHEET_TOP)

/* How a text is set. */
struct type {
	double size, leading;
	double rise; /* from the top of a line down to its baseline */
	long colour;
};

struct table_plan;

/* A chapter, for the contents. */
struct chapter {
	const char *title; /* cleaned, with its number */
	size_t page;	   /* 0 is the first */
};

/* Where the contents will stand; rows is 0 when there are none. */
struct contents {
	struct chapter *chapters;
	size_t count, capacity;
	size_t page, rows;
	double y;
	unsigned tag; /* their element */
};

struct sheet {
	const struct doc *doc;
	struct arena *arena; /* of this rendering */
	struct pdf_device *device;
	struct ttf_metrics *metrics[FACE_COUNT]; /* read when first used */
	struct layout_font font;
	struct pdf_text text;
	double y;		 /* where the next thing starts */
	struct table_plan *plan; /* of the table planned last */
	struct contents contents;
	const char *refused; /* pictures, "a.png, b.png"; NULL: none */
};

/* Opens the first page. The device is the caller's. */
void sheet_open(struct sheet *sheet, const struct doc *doc, struct arena *arena,
	struct pdf_device *device);

/* Fit for the page (pdf_clean). */
const char *sheet_clean(struct sheet *sheet, const char *raw);

bool sheet_is_new_page(const struct sheet *sheet);
void sheet_new_page(struct sheet *sheet);
/* A new page unless `height` still fits on this one. */
void sheet_need(struct sheet *sheet, double height);
/* Space above something; none at the top of a page. */
void sheet_space(struct sheet *sheet, double height);

/* A line of the document, cleaned, in lines of `room` pt. */
struct layout_text sheet_wrap_line(struct sheet *sheet,
	const struct doc_line *line, const struct type *type, double room);
/* The same of a text that is cleaned already. */
struct layout_text sheet_wrap(struct sheet *sheet, const char *text,
	enum doc_style style, const struct type *type, double room);
/* Width in pt of a cleaned text. */
double sheet_width(const struct sheet *sheet, const char *text,
	enum doc_style style, double size);

/* Sets a cleaned text on one line; y is the baseline. */
void sheet_string(struct sheet *sheet, struct pdf_point at,
	enum doc_style style, double size, long colour, const char *text);
/* Sets line `index` of a wrapped text; y is the top of the line. */
void sheet_set_line(struct sheet *sheet, struct pdf_point at,
	const struct layout_text *text, size_t index, const struct type *type);

/*
 * How many lines, from `first` on, to set on this page: all that fit, but
 * neither a first nor a last line alone. 0: a new page is better.
 */
size_t sheet_lines_here(const struct sheet *sheet,
	const struct layout_text *text, size_t first, double leading);
/* Sets a whole text from sheet->y on, over as many pages as it needs. */
void sheet_flow(struct sheet *sheet, double x, const struct layout_text *text,
	const struct type *type);

/* The same as one element of the document; an empty text is none. */
void sheet_flow_as(struct sheet *sheet, enum pdf_role role, double x,
	const struct layout_text *text, const struct type *type);

void sheet_rule(struct sheet *sheet, double y, double x, double length,
	double width, long colour);

#endif
