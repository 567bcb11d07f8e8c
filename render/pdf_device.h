/*
 * pdf_device: the page as a drawing surface, made with libharu.
 *
 * The only file that knows libharu, its public face and the parts behind it
 * that are needed to mend what it writes. Lengths are in pt, x from the left
 * edge, y DOWN from the top edge of the page; colours are 0xRRGGBB.
 *
 * Errors stick: the first one is kept, everything after it does nothing, and
 * pdf_device_save() reports it. So no drawing function returns anything.
 */
#ifndef HVLAB_PDF_DEVICE_H
#define HVLAB_PDF_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "render/fonts.h"
#include "render/pdf_tags.h"
#include "src/base/buf.h"
#include "src/base/picture.h"

/* A4 in multiples of 1/16 pt, to which every coordinate is rounded. */
#define PDF_WIDTH 595.25
#define PDF_HEIGHT 841.875

struct pdf_device;

struct pdf_point {
	double x, y;
};

/* How a shape is drawn. */
struct pdf_ink {
	long fill;    /* PDF_NONE: not filled */
	long stroke;  /* PDF_NONE: not stroked */
	double width; /* of the stroke */
	bool round;   /* ends and joins of the stroke */
};

#define PDF_NONE (-1L)

/* Owned by the caller, who frees it whatever happened. */
struct pdf_device *pdf_device_new(void);
void pdf_device_free(struct pdf_device *device);

/* Adds a page behind the others and draws on it from now on. */
void pdf_device_page(struct pdf_device *device);
size_t pdf_device_pages(const struct pdf_device *device);
/* Goes back to a page, 0 is the first. */
void pdf_device_select(struct pdf_device *device, size_t page);

/* Cleaned text (pdf_text.h) without signs; y is the baseline. */
void pdf_device_text(struct pdf_device *device, struct pdf_point at,
	enum face face, double size, long colour, const char *text,
	size_t length);
void pdf_device_line(struct pdf_device *device, struct pdf_point from,
	struct pdf_point to, double width, long colour);
/* `at` is the upper left corner. */
void pdf_device_rect(struct pdf_device *device, struct pdf_point at,
	double width, double height, long colour);
void pdf_device_circle(struct pdf_device *device, struct pdf_point centre,
	double radius, const struct pdf_ink *ink);
/* A line through the points; a closed shape when it is filled. */
void pdf_device_path(struct pdf_device *device, const struct pdf_point *points,
	size_t count, const struct pdf_ink *ink);

/*
 * A picture made known to the document, to be drawn on any page. NULL when it
 * is refused: the one call whose failure does not stick, since a document
 * without a picture is still a document.
 */
struct pdf_image;
const struct pdf_image *pdf_device_load(
	struct pdf_device *device, const struct picture *picture);
/* `at` is the upper left corner. */
void pdf_device_image(struct pdf_device *device, struct pdf_point at,
	double width, double height, const struct pdf_image *image);

/*
 * What is drawn from here on, over all pages up to the end, is an element of
 * the document's structure; elements nest. `alt` tells what a figure shows to
 * who hears the document, NULL for the others. Shapes are artifacts but in a
 * figure, and so is all that is drawn in no element.
 */
unsigned pdf_device_tag(
	struct pdf_device *device, enum pdf_role role, const char *alt);
/* Adds to an element made before, up to the end. */
void pdf_device_tag_again(struct pdf_device *device, unsigned element);
void pdf_device_tag_end(struct pdf_device *device);
/* The cell begun last is so many columns wide. */
void pdf_device_tag_span(struct pdf_device *device, size_t columns);

/* Between the two, only what is inside the rectangle is drawn. They do not
 * nest. */
void pdf_device_clip(struct pdf_device *device, struct pdf_point at,
	double width, double height);
void pdf_device_unclip(struct pdf_device *device);

/* An entry of the outline, level 1 or 2, that leads to `y` of this page. */
void pdf_device_outline(
	struct pdf_device *device, unsigned level, const char *title, double y);
/* A place on this page that leads to the top of another. */
void pdf_device_link(struct pdf_device *device, struct pdf_point at,
	double width, double height, size_t page);

/* Properties of the document; author may be NULL. `language` is "fr". */
void pdf_device_info(struct pdf_device *device, const char *title,
	const char *author, const char *language);

/* Appends the finished file: 0, or -1 after an error. */
int pdf_device_save(struct pdf_device *device, struct buf *out);

/* The first error: a code of libharu, or one of ours below it. */
struct pdf_error {
	unsigned long code, detail;
};
#define PDF_ERROR_COORDINATE 0xF001ul /* not finite, or off any page */
#define PDF_ERROR_OBJECT 0xF002ul     /* libharu gave no object, silently */
struct pdf_error pdf_device_error(const struct pdf_device *device);

#endif
