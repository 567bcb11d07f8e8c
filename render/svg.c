/*
 * svg: a figure as a file of its own, for the Markdown.
 *
 * Colours are hexadecimal and a white rectangle lies below (forges show pages
 * on black, too); no script, no style sheet, no reference to anything. The
 * reader's font is not ours: texts that are fitted into a room leave a tenth
 * of it free. Coordinates are hundredths of pt, so equal scenes are equal
 * bytes on every machine.
 */
#include <math.h>
#include <stdlib.h>

#include "render/fonts.h"
#include "render/render.h"
#include "render/scene_palette.h"
#include "render/scene_text.h"
#include "render/ttf.h"

#define MARGIN 8.0
#define ZOOM 1.5 /* pixels per pt: 7 pt are then legible */
#define SLACK 1.1
#define FARTHEST 1e6

/* The face that texts are measured with, read when first needed. */
struct pen {
	struct buf *out;
	struct arena *arena;
	struct ttf_metrics *faces[FACE_COUNT];
	struct layout_font font;
};

static const enum face faces[] = {
	[SCENE_REGULAR] = FACE_REGULAR,
	[SCENE_BOLD] = FACE_BOLD,
	[SCENE_ITALIC] = FACE_ITALIC,
};

static double advance(const void *context, unsigned style, uint32_t code)
{
	const struct pen *pen = context;
	const struct ttf_metrics *face = pen->faces[faces[style]];

	if (code > 0xFFFF || !face->advance[code])
		return 1; /* not in our font: as wide as any */
	return (face->advance[code] - 1) / 1000.0;
}

static void read_face(struct pen *pen, enum face face)
{
	struct font_file file = font_file(face);

	if (pen->faces[face])
		return;
	pen->faces[face] = arena_alloc(pen->arena, sizeof *pen->faces[face]);
	ttf_read(pen->faces[face], file.bytes, file.size);
}

/* ---- values ---- */

static void number(struct buf *out, double value)
{
	long hundredths = isfinite(value) && fabs(value) < FARTHEST
				  ? lround(100 * value)
				  : 0;
	long size = labs(hundredths);

	buf_printf(out, "%s%ld", hundredths < 0 ? "-" : "", size / 100);
	if (size % 100)
		buf_printf(out, size % 10 ? ".%02ld" : ".%ld",
			size % 10 ? size % 100 : size % 100 / 10);
}

static void attribute(struct buf *out, const char *name, double value)
{
	buf_printf(out, " %s=\"", name);
	number(out, value);
	buf_putc(out, '"');
}

static void colour(struct buf *out, const char *name, enum scene_colour role)
{
	if (role == SCENE_NONE)
		buf_printf(out, " %s=\"none\"", name);
	else
		buf_printf(out, " %s=\"#%06lX\"", name,
			(unsigned long)scene_palette[role]);
}

static void ink(struct buf *out, const struct scene_ink *ink)
{
	colour(out, "fill", ink->fill);
	if (ink->stroke == SCENE_NONE)
		return;
	colour(out, "stroke", ink->stroke);
	attribute(out, "stroke-width", ink->width);
}

/* ---- items ---- */

static void rect(struct pen *pen, const struct scene_item *item)
{
	buf_puts(pen->out, "<rect");
	attribute(pen->out, "x", item->at.x);
	attribute(pen->out, "y", item->at.y);
	attribute(pen->out, "width", item->width);
	attribute(pen->out, "height", item->height);
	ink(pen->out, &item->ink);
	buf_puts(pen->out, "/>\n");
}

static void circle(struct pen *pen, const struct scene_item *item)
{
	buf_puts(pen->out, "<circle");
	attribute(pen->out, "cx", item->at.x);
	attribute(pen->out, "cy", item->at.y);
	attribute(pen->out, "r", item->radius);
	ink(pen->out, &item->ink);
	buf_puts(pen->out, "/>\n");
}

static void path(struct pen *pen, const struct scene_item *item)
{
	buf_puts(pen->out, "<path d=\"");
	for (size_t i = 0; i < item->count; i++) {
		buf_putc(pen->out, i ? 'L' : 'M');
		number(pen->out, item->points[i].x);
		buf_putc(pen->out, ' ');
		number(pen->out, item->points[i].y);
	}
	buf_putc(pen->out, '"');
	ink(pen->out, &item->ink);
	buf_puts(pen->out, "/>\n");
}

static void line_of_text(struct pen *pen, const struct scene_type *type,
	const struct scene_line *line)
{
	static const char *const anchors[] = {
		[ANCHOR_LEFT] = "",
		[ANCHOR_MIDDLE] = " text-anchor=\"middle\"",
		[ANCHOR_RIGHT] = " text-anchor=\"end\"",
	};
	static const char *const looks[] = {
		[SCENE_REGULAR] = "",
		[SCENE_BOLD] = " font-weight=\"bold\"",
		[SCENE_ITALIC] = " font-style=\"italic\"",
	};

	buf_puts(pen->out, "<text");
	attribute(pen->out, "x", line->at.x);
	attribute(pen->out, "y", line->at.y);
	attribute(pen->out, "font-size", type->size);
	buf_puts(pen->out, anchors[type->anchor]);
	buf_puts(pen->out, looks[type->face]);
	colour(pen->out, "fill", type->colour);
	buf_putc(pen->out, '>');
	buf_xml(pen->out, line->text);
	buf_puts(pen->out, "</text>\n");
}

static void text(struct pen *pen, const struct scene_item *item)
{
	struct scene_lines lines;

	read_face(pen, faces[item->type.face]);
	lines = scene_text_lines(pen->arena, &pen->font, item->type.face, SLACK,
		true, item, item->text);
	for (size_t i = 0; i < lines.count; i++)
		line_of_text(pen, &item->type, &lines.lines[i]);
}

/* ---- the file ---- */

static void head(struct buf *out, const struct scene *scene, enum lang lang)
{
	static const char *const languages[LANG_COUNT] = {
		[LANG_FR] = "fr", [LANG_EN] = "en"};
	double width = scene->width + 2 * MARGIN;
	double height = scene->height + 2 * MARGIN;

	buf_puts(out, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
	attribute(out, "width", width * ZOOM);
	attribute(out, "height", height * ZOOM);
	buf_puts(out, " viewBox=\"");
	number(out, -MARGIN);
	buf_putc(out, ' ');
	number(out, -MARGIN);
	buf_putc(out, ' ');
	number(out, width);
	buf_putc(out, ' ');
	number(out, height);
	buf_printf(out,
		"\" role=\"img\" xml:lang=\"%s\" stroke=\"none\" "
		"font-family=\"Lato, Carlito, Helvetica, Arial, "
		"sans-serif\">\n",
		languages[lang]);
}

static void ground(struct buf *out, const struct scene *scene)
{
	buf_puts(out, "<rect");
	attribute(out, "x", -MARGIN);
	attribute(out, "y", -MARGIN);
	attribute(out, "width", scene->width + 2 * MARGIN);
	attribute(out, "height", scene->height + 2 * MARGIN);
	buf_puts(out, " fill=\"#FFFFFF\"/>\n");
}

static void named(struct buf *out, const char *element, const char *content)
{
	buf_printf(out, "<%s>", element);
	buf_xml(out, content);
	buf_printf(out, "</%s>\n", element);
}

void svg_figure(
	const struct doc *doc, const struct doc_figure *figure, struct buf *out)
{
	static void (*const draw[])(struct pen *, const struct scene_item *) = {
		[SHAPE_RECT] = rect,
		[SHAPE_CIRCLE] = circle,
		[SHAPE_PATH] = path,
		[SHAPE_TEXT] = text,
	};
	const struct scene *scene = figure->scene;
	struct pen pen = {.out = out, .arena = doc->arena};

	pen.font = (struct layout_font){advance, &pen};
	head(out, scene, doc->lang);
	named(out, "title", figure->caption);
	named(out, "desc", figure->alt);
	ground(out, scene);
	for (size_t i = 0; i < scene->count; i++)
		draw[scene->items[i].kind](&pen, &scene->items[i]);
	buf_puts(out, "</svg>\n");
}
