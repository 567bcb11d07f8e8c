/*
 * pdf_front: what is on the pages beside the text: the title block and the
 * contents on page one, the running heads and the feet.
 */
#ifndef HVLAB_PDF_FRONT_H
#define HVLAB_PDF_FRONT_H

#include "render/pdf_sheet.h"

/* Sets the title block and leaves room for the contents. */
void front_open(struct sheet *sheet);

/* Says that a chapter starts on the current page; `title` is cleaned. */
void front_chapter(struct sheet *sheet, const char *title);

/* Fills in the contents, the heads and the feet: after everything else, when
 * the pages are known. */
void front_close(struct sheet *sheet);

#endif
