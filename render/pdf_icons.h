/*
 * pdf_icons: marks and stars as vectors, with the device's units.
 *
 * Shape and not only colour tells them apart: a filled disc with a tick, a
 * ring with a cross, a filled triangle. The text beside an icon says the same
 * in words, so none of them needs a text of its own.
 */
#ifndef HVLAB_PDF_ICONS_H
#define HVLAB_PDF_ICONS_H

#include <stdint.h>

#include "render/pdf_device.h"
#include "src/model/doc.h"

/* `size` is the diameter; MARK_NONE draws nothing. */
void icon_mark(struct pdf_device *device, enum doc_mark mark,
	struct pdf_point centre, double size);

/* A sign of cleaned text (enum pdf_sign). */
void icon_sign(struct pdf_device *device, uint32_t sign,
	struct pdf_point centre, double size);

/* Five stars from `left` on, centred on its y; `radius` of one star. */
void icon_stars(struct pdf_device *device, struct pdf_point left, double radius,
	int half_stars);

/* Width of the five stars in radii. */
#define ICON_STARS_WIDTH 11.2

void icon_bullet(
	struct pdf_device *device, struct pdf_point centre, double radius);

#endif
