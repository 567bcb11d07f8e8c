/*
 * pdf_scene: a figure on the page: caption, scene, notes, never parted.
 */
#ifndef HVLAB_PDF_SCENE_H
#define HVLAB_PDF_SCENE_H

#include "render/pdf_sheet.h"

void figure_draw(struct sheet *sheet, const struct doc_figure *figure);

/* Height of all of it, with the space above. */
double figure_height(struct sheet *sheet, const struct doc_figure *figure);

#endif
