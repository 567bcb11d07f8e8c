/*
 * render: from a finished document to bytes.
 *
 * A renderer is one file with one const struct renderer, listed in
 * renderer.c. It reads the document and appends to `out`; it prints nothing,
 * computes no figure and knows no language. Problems (a character that the
 * font lacks, a library failure) go to `diags`.
 */
#ifndef HVLAB_RENDER_H
#define HVLAB_RENDER_H

#include "src/base/buf.h"
#include "src/base/diag.h"
#include "src/model/doc.h"

struct renderer {
	const char *name; /* as in --format */
	/* 0, or -1 with a diag; `out` is then incomplete and not to be used */
	int (*render)(
		const struct doc *doc, struct buf *out, struct diags *diags);
};

/* Where the files of figures are, beside the Markdown. */
#define FIGURE_FOLDER "figures"

/* A figure as an SVG file of its own: FIGURE_FOLDER/NAME.svg. */
void svg_figure(const struct doc *doc, const struct doc_figure *figure,
	struct buf *out);

/* NULL when there is none of that name. */
const struct renderer *renderer_find(const char *name);

/* All of them, ended by NULL. */
extern const struct renderer *const renderers[];

extern const struct renderer renderer_markdown;
extern const struct renderer renderer_csv;
extern const struct renderer renderer_csv_excel; /* for a French spreadsheet */
extern const struct renderer renderer_pdf;
extern const struct renderer renderer_terminal;

#endif
