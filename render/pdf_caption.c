#include "render/pdf_caption.h"

const struct type type_caption = {8.5, 11.5, 8.5, INK};
const struct type type_note = {7, 9.5, 7.6, MUTED};

struct layout_text caption_wrap(struct sheet *sheet, const char *word,
	unsigned number, const char *caption)
{
	struct layout_run runs[3] = {
		{"", STYLE_STRONG}, {"", STYLE_PLAIN}, {"", STYLE_PLAIN}};

	if (number) {
		runs[0].text = arena_printf(sheet->arena, "%s\xc2\xa0%u",
			sheet_clean(sheet, word), number);
		if (caption && caption[0])
			runs[1].text = "\xc2\xa0\xc2\xa0\xe2\x80\x93 \xc2\xa0";
	}
	runs[2].text = sheet_clean(sheet, caption);
	return layout_wrap(sheet->arena, &sheet->font, runs, 3,
		SHEET_WIDTH / type_caption.size);
}

double caption_height(const struct layout_text *caption)
{
	return (double)caption->line_count * type_caption.leading + CAPTION_GAP;
}

void caption_draw(struct sheet *sheet, enum pdf_role role,
	const struct layout_text *caption)
{
	sheet_flow_as(sheet, role, SHEET_LEFT, caption, &type_caption);
	if (caption->line_count)
		sheet->y += CAPTION_GAP;
}

struct layout_text *notes_wrap(struct sheet *sheet, const char *const *notes,
	size_t count, double *height)
{
	struct layout_text *lines =
		arena_alloc(sheet->arena, count * sizeof *lines);

	*height = 0;
	for (size_t i = 0; i < count; i++) {
		lines[i] = sheet_wrap(sheet, sheet_clean(sheet, notes[i]),
			STYLE_PLAIN, &type_note, SHEET_WIDTH);
		*height += (double)lines[i].line_count * type_note.leading;
	}
	return lines;
}
