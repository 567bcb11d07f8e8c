#include "render/pdf_graphic.h"

#include "render/least.h"
#include "render/pdf_scene.h"

#define INSET 0.25 /* of a band, to leave the rule above it whole */

/* Does the legend have room on the left of the axis? */
static bool beside(const struct table_plan *plan)
{
	return SHEET_LEFT + plan->table->graphic->legend->width <=
	       plan->graphic_x;
}

double graphic_axis_height(const struct table_plan *plan)
{
	const struct doc_graphic *graphic = plan->table->graphic;

	return graphic ? graphic->axis->height : 0;
}

double graphic_foot_height(const struct table_plan *plan)
{
	const struct doc_graphic *graphic = plan->table->graphic;

	if (!graphic)
		return 0;
	return beside(plan) ? larger(graphic->axis->height,
				      graphic->legend->height)
			    : graphic->axis->height + graphic->legend->height;
}

void graphic_ground(struct sheet *sheet, const struct table_plan *plan,
	const struct doc_row *row, double height)
{
	const struct doc_graphic *graphic = plan->table->graphic;
	struct scene_place place = {plan->graphic_x, sheet->y, 1, height};

	if (!graphic)
		return;
	if (row->band) {
		place.y += INSET;
		place.down -= INSET;
		scene_draw(sheet, row->band, &place);
		place.y -= INSET;
		place.down += INSET;
	}
	scene_draw(sheet, graphic->grid, &place);
}

void graphic_marks(struct sheet *sheet, const struct table_plan *plan,
	const struct doc_row *row, double height)
{
	const struct scene_place place = {
		plan->graphic_x, sheet->y + height / 2, 1, 1};

	if (plan->table->graphic && row->marks)
		scene_draw(sheet, row->marks, &place);
}

static void draw_axis(struct sheet *sheet, const struct table_plan *plan)
{
	const struct scene_place place = {plan->graphic_x, sheet->y, 1, 1};

	scene_draw(sheet, plan->table->graphic->axis, &place);
}

void graphic_axis(struct sheet *sheet, const struct table_plan *plan)
{
	if (!plan->table->graphic)
		return;
	pdf_device_tag(sheet->device, ROLE_ARTIFACT, NULL);
	draw_axis(sheet, plan);
	pdf_device_tag_end(sheet->device);
}

void graphic_foot(struct sheet *sheet, const struct table_plan *plan)
{
	const struct doc_graphic *graphic = plan->table->graphic;
	struct scene_place place = {SHEET_LEFT, sheet->y, 1, 1};

	if (!graphic)
		return;
	if (!beside(plan))
		place.y += graphic->axis->height;
	pdf_device_tag(
		sheet->device, ROLE_FIGURE, sheet_clean(sheet, graphic->alt));
	scene_draw(sheet, graphic->legend, &place);
	draw_axis(sheet, plan);
	pdf_device_tag_end(sheet->device);
	sheet->y += graphic_foot_height(plan);
}
