/*
 * pdf_graphic: the column of drawings of a table (struct doc_graphic).
 *
 * Who hears the table hears the same in its texts: in the rows the drawings
 * are artifacts, and the foot is one figure that says what all of them show.
 * For a table without such a column every height is 0 and nothing is drawn.
 */
#ifndef HVLAB_PDF_GRAPHIC_H
#define HVLAB_PDF_GRAPHIC_H

#include "render/pdf_plan.h"

/* Height of what stands below the last row of a page, and below that of the
 * table. */
double graphic_axis_height(const struct table_plan *plan);
double graphic_foot_height(const struct table_plan *plan);

/* The ground from sheet->y on, `height` tall; with it the marks of a row. */
void graphic_ground(struct sheet *sheet, const struct table_plan *plan,
	const struct doc_row *row, double height);
void graphic_marks(struct sheet *sheet, const struct table_plan *plan,
	const struct doc_row *row, double height);

/* At the end of a page on which the table does not end. */
void graphic_axis(struct sheet *sheet, const struct table_plan *plan);
/* Axis and legend at the end of the table; moves on below them. */
void graphic_foot(struct sheet *sheet, const struct table_plan *plan);

#endif
