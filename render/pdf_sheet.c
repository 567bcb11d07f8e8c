#include "render/pdf_sheet.h"

#include <string.h>

#include "render/pdf_icons.h"
#include "src/base/utf8.h"

#define SIGN_ADVANCE 1.1  /* em, with the space around the sign */
#define SIGN_SIZE 0.95	  /* em */
#define SIGN_CENTRE 0.345 /* em above the baseline: half of a capital */

static const enum face faces[] = {
	[STYLE_PLAIN] = FACE_REGULAR,
	[STYLE_STRONG] = FACE_BOLD,
	[STYLE_EMPHASIS] = FACE_ITALIC,
	[STYLE_CODE] = FACE_REGULAR, /* there is no monospaced face */
};

static bool is_sign(uint32_t code)
{
	return code >= SIGN_FIRST && code < SIGN_END;
}

static const struct ttf_metrics *metrics(struct sheet *sheet, enum face face)
{
	struct font_file file = font_file(face);

	if (!sheet->metrics[face]) {
		sheet->metrics[face] =
			arena_alloc(sheet->arena, sizeof *sheet->metrics[face]);
		ttf_read(sheet->metrics[face], file.bytes, file.size);
	}
	return sheet->metrics[face];
}

static double advance(const void *context, unsigned style, uint32_t code)
{
	const struct sheet *sheet = context;
	const struct ttf_metrics *face = sheet->metrics[faces[style]];

	if (is_sign(code))
		return SIGN_ADVANCE;
	if (code > 0xFFFF || !face->advance[code])
		return 0;
	return (face->advance[code] - 1) / 1000.0;
}

void sheet_open(struct sheet *sheet, const struct doc *doc, struct arena *arena,
	struct pdf_device *device)
{
	*sheet = (struct sheet){.doc = doc, .arena = arena, .device = device};
	for (int face = 0; face < FACE_COUNT; face++)
		metrics(sheet, face);
	sheet->font = (struct layout_font){advance, sheet};
	sheet->text = (struct pdf_text){
		.arena = arena, .metrics = sheet->metrics[FACE_REGULAR]};
	sheet_new_page(sheet);
}

const char *sheet_clean(struct sheet *sheet, const char *raw)
{
	return pdf_clean(&sheet->text, raw);
}

/* ---- pages ---- */

bool sheet_is_new_page(const struct sheet *sheet)
{
	return sheet->y <= SHEET_TOP;
}

void sheet_new_page(struct sheet *sheet)
{
	pdf_device_page(sheet->device);
	sheet->y = SHEET_TOP;
}

void sheet_need(struct sheet *sheet, double height)
{
	if (!sheet_is_new_page(sheet) && sheet->y + height > SHEET_BOTTOM)
		sheet_new_page(sheet);
}

void sheet_space(struct sheet *sheet, double height)
{
	if (!sheet_is_new_page(sheet))
		sheet->y += height;
}

/* ---- text ---- */

struct layout_text sheet_wrap(struct sheet *sheet, const char *text,
	enum doc_style style, const struct type *type, double room)
{
	const struct layout_run run = {text, style};

	return layout_wrap(
		sheet->arena, &sheet->font, &run, 1, room / type->size);
}

struct layout_text sheet_wrap_line(struct sheet *sheet,
	const struct doc_line *line, const struct type *type, double room)
{
	struct layout_run *runs;
	size_t count = 0, i = 0;

	for (const struct doc_span *s = line->first; s; s = s->next)
		count++;
	runs = arena_alloc(sheet->arena, count * sizeof *runs);
	for (const struct doc_span *s = line->first; s; s = s->next)
		runs[i++] = (struct layout_run){
			sheet_clean(sheet, s->text), s->style};
	return layout_wrap(
		sheet->arena, &sheet->font, runs, count, room / type->size);
}

double sheet_width(const struct sheet *sheet, const char *text,
	enum doc_style style, double size)
{
	return layout_width(&sheet->font, style, text) * size;
}

/* Bytes up to the first sign in the text. */
static size_t plain_length(const char *text, size_t length)
{
	for (size_t i = 0; i + 2 < length; i++)
		if (!memcmp(text + i, "\xee\x80", 2)) /* U+E000 and on */
			return i;
	return length;
}

static void set_sign(
	struct sheet *sheet, struct pdf_point at, double size, const char *text)
{
	at.x += SIGN_ADVANCE / 2 * size;
	at.y -= SIGN_CENTRE * size;
	icon_sign(sheet->device, utf8_next(&text), at, SIGN_SIZE * size);
}

/* Width in pt of the first `length` bytes. */
static double part_width(const struct sheet *sheet, enum doc_style style,
	double size, const char *text, size_t length)
{
	const char *end = text + length;
	double width = 0;

	while (text < end)
		width += advance(sheet, style, utf8_next(&text));
	return width * size;
}

/* Sets `length` bytes, the signs among them as vectors. */
static void set_part(struct sheet *sheet, struct pdf_point at,
	enum doc_style style, double size, long colour, const char *text,
	size_t length)
{
	if (style == STYLE_CODE && colour == INK)
		colour = MUTED;
	while (length) {
		size_t n = plain_length(text, length);

		pdf_device_text(
			sheet->device, at, faces[style], size, colour, text, n);
		if (n == length)
			return;
		at.x += part_width(sheet, style, size, text, n);
		set_sign(sheet, at, size, text + n);
		at.x += SIGN_ADVANCE * size;
		text += n + 3; /* a sign is three bytes */
		length -= n + 3;
	}
}

void sheet_string(struct sheet *sheet, struct pdf_point at,
	enum doc_style style, double size, long colour, const char *text)
{
	set_part(sheet, at, style, size, colour, text, strlen(text));
}

/* The space at which a line was broken: not seen, but without it who hears
 * the lines as one text would hear two words as one. */
static void set_break(
	struct sheet *sheet, struct pdf_point end, const struct type *type)
{
	set_part(sheet, end, STYLE_PLAIN, type->size, type->colour, " ", 1);
}

void sheet_set_line(struct sheet *sheet, struct pdf_point at,
	const struct layout_text *text, size_t index, const struct type *type)
{
	const struct layout_line *line = &text->lines[index];
	bool spaced = line->spaced;

	at.y += type->rise;
	for (size_t i = 0; i < line->count; i++) {
		const struct layout_piece *p = &text->pieces[line->first + i];
		struct pdf_point start = {at.x + p->x * type->size, at.y};
		bool space = spaced && i + 1 == line->count &&
			     p->text[p->length] == ' ';

		set_part(sheet, start, p->style, type->size, type->colour,
			p->text, p->length + space);
		spaced = spaced && !space;
	}
	at.x += line->width * type->size;
	if (spaced)
		set_break(sheet, at, type);
}

size_t sheet_lines_here(const struct sheet *sheet,
	const struct layout_text *text, size_t first, double leading)
{
	double room = SHEET_BOTTOM - sheet->y;
	size_t left = text->line_count - first;
	size_t fit = room < leading ? 0 : (size_t)(room / leading);

	if (fit >= left)
		return left;
	if (fit && fit == left - 1)
		fit--; /* two lines go to the next page, not one */
	if (fit < 2 && first == 0)
		fit = 0;
	if (!fit && sheet_is_new_page(sheet))
		return 1;
	return fit;
}

void sheet_flow(struct sheet *sheet, double x, const struct layout_text *text,
	const struct type *type)
{
	for (size_t i = 0; i < text->line_count;) {
		size_t count = sheet_lines_here(sheet, text, i, type->leading);

		if (!count)
			sheet_new_page(sheet);
		for (; count; count--, i++) {
			sheet_set_line(sheet, (struct pdf_point){x, sheet->y},
				text, i, type);
			sheet->y += type->leading;
		}
	}
}

void sheet_flow_as(struct sheet *sheet, enum pdf_role role, double x,
	const struct layout_text *text, const struct type *type)
{
	if (!text->line_count)
		return;
	pdf_device_tag(sheet->device, role, NULL);
	sheet_flow(sheet, x, text, type);
	pdf_device_tag_end(sheet->device);
}

void sheet_rule(struct sheet *sheet, double y, double x, double length,
	double width, long colour)
{
	pdf_device_line(sheet->device, (struct pdf_point){x, y},
		(struct pdf_point){x + length, y}, width, colour);
}
