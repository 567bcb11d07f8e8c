/*
 * pdf_scene: scenes on the page; and a figure: caption, scene, notes, never
 * parted.
 */
#ifndef HVLAB_PDF_SCENE_H
#define HVLAB_PDF_SCENE_H

#include "render/pdf_sheet.h"

/* Where the origin of a scene is, and by how much it is stretched; texts,
 * circles and strokes are only scaled, by `across`. */
struct scene_place {
	double x, y;
	double across, down;
};

void scene_draw(struct sheet *sheet, const struct scene *scene,
	const struct scene_place *place);

/* A figure that a table has drawn in its rows is left out. */
void figure_draw(struct sheet *sheet, const struct doc_figure *figure);

/* Height of all of it, with the space above. */
double figure_height(struct sheet *sheet, const struct doc_figure *figure);

#endif
