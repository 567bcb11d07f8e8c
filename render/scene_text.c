#include "render/scene_text.h"

#include <string.h>

#define LEADING 1.15 /* sizes */
#define ELLIPSIS "\xe2\x80\xa6"

/* What is measured in and cut with. */
struct ruler {
	struct arena *arena;
	const struct layout_font *font;
	unsigned style;
	double room; /* em */
};

/* The text up to where the room ends, with an ellipsis when it is cut. */
static const char *cut(const struct ruler *ruler, const char *text)
{
	double dots = layout_width(ruler->font, ruler->style, ELLIPSIS);
	size_t n;

	if (layout_width(ruler->font, ruler->style, text) <= ruler->room)
		return text;
	n = layout_fit(ruler->font, ruler->style, text, ruler->room - dots);
	while (n && text[n - 1] == ' ')
		n--;
	return arena_printf(ruler->arena, "%.*s" ELLIPSIS, (int)n, text);
}

/* Line `i` of the broken text; all the rest when it is the last allowed. */
static const char *line_of(const struct ruler *ruler,
	const struct layout_text *text, size_t i, bool last)
{
	const struct layout_line *line = &text->lines[i];
	const struct layout_piece *first = &text->pieces[line->first];
	const struct layout_piece *end = &first[line->count - 1];

	if (last)
		return cut(ruler, first->text);
	return arena_strndup(ruler->arena, first->text,
		(size_t)(end->text + end->length - first->text));
}

static struct scene_lines broken(const struct ruler *ruler,
	const struct scene_item *item, const char *text)
{
	const struct layout_run run = {text, ruler->style};
	size_t most = item->type.lines ? item->type.lines : 1;
	struct layout_text wrapped;
	struct scene_lines out = {NULL, 1};

	if (item->type.room <= 0 || most == 1) {
		out.lines = arena_alloc(ruler->arena, sizeof *out.lines);
		out.lines[0].text =
			item->type.room > 0 ? cut(ruler, text) : text;
		return out;
	}
	wrapped = layout_wrap(ruler->arena, ruler->font, &run, 1, ruler->room);
	out.count = wrapped.line_count < most ? wrapped.line_count : most;
	out.lines =
		arena_alloc(ruler->arena, (out.count + 1) * sizeof *out.lines);
	for (size_t i = 0; i < out.count; i++)
		out.lines[i].text =
			line_of(ruler, &wrapped, i, i + 1 == out.count);
	return out;
}

struct scene_lines scene_text_lines(struct arena *arena,
	const struct layout_font *font, unsigned style, double slack,
	bool anchored, const struct scene_item *item, const char *text)
{
	static const double shares[] = {
		[ANCHOR_LEFT] = 0, [ANCHOR_MIDDLE] = 0.5, [ANCHOR_RIGHT] = 1};
	double size = item->type.size;
	const struct ruler ruler = {
		arena, font, style, item->type.room / size / slack};
	struct scene_lines out = broken(&ruler, item, text);
	double top = item->at.y - ((double)out.count - 1) / 2 * LEADING * size;

	for (size_t i = 0; i < out.count; i++) {
		struct scene_line *line = &out.lines[i];
		double width = layout_width(font, style, line->text) * size;

		line->at.x = item->at.x;
		if (!anchored)
			line->at.x -= width * shares[item->type.anchor];
		line->at.y = top + (double)i * LEADING * size;
	}
	return out;
}
