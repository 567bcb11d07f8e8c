/*
 * pdf_picture: a picture of the author on the page: caption and picture,
 * never parted.
 */
#ifndef HVLAB_PDF_PICTURE_H
#define HVLAB_PDF_PICTURE_H

#include "render/pdf_sheet.h"

void picture_draw(struct sheet *sheet, const struct doc_picture *picture);

/* Height of all of it, with the space above. */
double picture_height(struct sheet *sheet, const struct doc_picture *picture);

#endif
