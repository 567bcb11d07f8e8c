/* pdf_caption: "Figure 3 – what it says", above a table or figure, and the
 * notes below. */
#ifndef HVLAB_PDF_CAPTION_H
#define HVLAB_PDF_CAPTION_H

#include "render/pdf_sheet.h"

#define CAPTION_GAP 2.5 /* below a caption */

extern const struct type type_caption, type_note;

/* `number` 0: no word and no number. */
struct layout_text caption_wrap(struct sheet *sheet, const char *word,
	unsigned number, const char *caption);

double caption_height(const struct layout_text *caption);

/* Sets it and the gap below. */
void caption_draw(struct sheet *sheet, enum pdf_role role,
	const struct layout_text *caption);

/* Notes in lines, and their height together. */
struct layout_text *notes_wrap(struct sheet *sheet, const char *const *notes,
	size_t count, double *height);

#endif
