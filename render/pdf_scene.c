#include "render/pdf_scene.h"

#include "render/pdf_caption.h"
#include "render/scene_palette.h"
#include "render/scene_text.h"

#define SPACE_ABOVE 10.0
#define SPACE_BELOW 13.0
#define CAPTION_SPACE 4.0 /* more of it than above a table: no rule follows */
#define NOTES_GAP 3.0
#define SHARE_OF_PAGE 0.85 /* the rest is for headings above */

/* What stands around the scene. */
struct frame {
	struct layout_text caption;
	struct layout_text *notes;
	double notes_height;
	double scale; /* below 1 only where the scene is as tall as a page */
};

static struct frame frame_of(
	struct sheet *sheet, const struct doc_figure *figure)
{
	const struct scene *scene = figure->scene;
	struct frame frame = {.scale = 1};
	double room;

	frame.caption = caption_wrap(sheet, sheet->doc->words.figure,
		figure->number, figure->caption);
	frame.notes = notes_wrap(
		sheet, figure->notes, figure->note_count, &frame.notes_height);
	room = SHARE_OF_PAGE * SHEET_HEIGHT - caption_height(&frame.caption) - CAPTION_SPACE -
	       NOTES_GAP - frame.notes_height;
	if (scene->height > room && room > 0)
		frame.scale = room / scene->height;
	if (scene->width * frame.scale > SHEET_WIDTH)
		frame.scale = SHEET_WIDTH / scene->width;
	return frame;
}

static double frame_height(
	const struct frame *frame, const struct doc_figure *figure)
{
	double notes = figure->note_count ? NOTES_GAP + frame->notes_height : 0;

	return caption_height(&frame->caption) + CAPTION_SPACE +
	       figure->scene->height * frame->scale + notes;
}

double figure_height(struct sheet *sheet, const struct doc_figure *figure)
{
	struct frame frame;

	if (!figure->number)
		return 0;
	frame = frame_of(sheet, figure);
	return SPACE_ABOVE + frame_height(&frame, figure);
}

/* ---- items ---- */

static struct pdf_point on_page(
	const struct scene_place *place, struct scene_point point)
{
	return (struct pdf_point){place->x + point.x * place->across,
		place->y + point.y * place->down};
}

static struct pdf_ink ink_of(
	const struct scene_place *place, const struct scene_item *item)
{
	return (struct pdf_ink){scene_palette[item->ink.fill],
		scene_palette[item->ink.stroke], item->ink.width * place->across,
		false};
}

static void draw_rect(struct sheet *sheet, const struct scene_place *place,
	const struct scene_item *item)
{
	pdf_device_rect(sheet->device, on_page(place, item->at),
		item->width * place->across, item->height * place->down,
		scene_palette[item->ink.fill]);
}

static void draw_circle(struct sheet *sheet, const struct scene_place *place,
	const struct scene_item *item)
{
	const struct pdf_ink ink = ink_of(place, item);

	pdf_device_circle(sheet->device, on_page(place, item->at),
		item->radius * place->across, &ink);
}

static void draw_path(struct sheet *sheet, const struct scene_place *place,
	const struct scene_item *item)
{
	const struct pdf_ink ink = ink_of(place, item);
	struct pdf_point *points =
		arena_alloc(sheet->arena, item->count * sizeof *points);

	for (size_t i = 0; i < item->count; i++)
		points[i] = on_page(place, item->points[i]);
	pdf_device_path(sheet->device, points, item->count, &ink);
}

static void draw_text(struct sheet *sheet, const struct scene_place *place,
	const struct scene_item *item)
{
	static const enum doc_style styles[] = {
		[SCENE_REGULAR] = STYLE_PLAIN,
		[SCENE_BOLD] = STYLE_STRONG,
		[SCENE_ITALIC] = STYLE_EMPHASIS,
	};
	enum doc_style style = styles[item->type.face];
	struct scene_lines lines = scene_text_lines(sheet->arena, &sheet->font,
		style, 1, false, item, sheet_clean(sheet, item->text));

	for (size_t i = 0; i < lines.count; i++)
		sheet_string(sheet, on_page(place, lines.lines[i].at), style,
			item->type.size * place->across,
			scene_palette[item->type.colour], lines.lines[i].text);
}

void scene_draw(struct sheet *sheet, const struct scene *scene,
	const struct scene_place *place)
{
	static void (*const draw[])(struct sheet *, const struct scene_place *,
		const struct scene_item *) = {
		[SHAPE_RECT] = draw_rect,
		[SHAPE_CIRCLE] = draw_circle,
		[SHAPE_PATH] = draw_path,
		[SHAPE_TEXT] = draw_text,
	};

	for (size_t i = 0; i < scene->count; i++)
		draw[scene->items[i].kind](sheet, place, &scene->items[i]);
}

void figure_draw(struct sheet *sheet, const struct doc_figure *figure)
{
	struct frame frame;
	struct scene_place place;

	if (!figure->number)
		return;
	frame = frame_of(sheet, figure);
	sheet_need(sheet, SPACE_ABOVE + frame_height(&frame, figure));
	sheet_space(sheet, SPACE_ABOVE);
	/* beside the figure: what is in it is not read, its text is */
	caption_draw(sheet, ROLE_P, &frame.caption);
	sheet->y += CAPTION_SPACE;
	pdf_device_tag(
		sheet->device, ROLE_FIGURE, sheet_clean(sheet, figure->alt));
	place = (struct scene_place){
		SHEET_LEFT, sheet->y, frame.scale, frame.scale};
	scene_draw(sheet, figure->scene, &place);
	sheet->y += figure->scene->height * frame.scale;
	pdf_device_tag_end(sheet->device);
	if (figure->note_count)
		sheet->y += NOTES_GAP;
	for (size_t i = 0; i < figure->note_count; i++)
		sheet_flow_as(
			sheet, ROLE_P, SHEET_LEFT, &frame.notes[i], &type_note);
	sheet->y += SPACE_BELOW;
}
