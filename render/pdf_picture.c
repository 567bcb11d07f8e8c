#include "render/pdf_picture.h"

#include <math.h>

#include "render/pdf_caption.h"

#define SPACE_ABOVE 10.0
#define SPACE_BELOW 13.0
#define CAPTION_SPACE 4.0
#define DENSITY_LEAST 150.0 /* px per inch: larger would look coarse */
#define SHARE_OF_PAGE 0.6   /* of the height, for a tall picture */
#define LEAST 1.0	    /* pt; a picture of no height is no picture */

struct size {
	double width, height;
};

static struct size size_of(const struct picture *picture)
{
	const double width = picture->width * 72 / DENSITY_LEAST;
	const double height = picture->height * 72 / DENSITY_LEAST;
	const double scale =
		fmin(1, fmin(SHEET_WIDTH / width,
				SHARE_OF_PAGE * SHEET_HEIGHT / height));

	return (struct size){
		fmax(width * scale, LEAST), fmax(height * scale, LEAST)};
}

static struct layout_text caption_of(
	struct sheet *sheet, const struct doc_picture *picture, bool readable)
{
	const struct doc_words *words = &sheet->doc->words;
	const char *caption = picture->caption;

	if (!readable)
		caption = arena_printf(sheet->arena, "%s\xc2\xa0%s", caption,
			words->unreadable);
	return caption_wrap(sheet, words->figure, picture->number, caption);
}

double picture_height(struct sheet *sheet, const struct doc_picture *picture)
{
	struct layout_text caption =
		caption_of(sheet, picture, picture->picture != NULL);
	double height = SPACE_ABOVE + caption_height(&caption);

	if (picture->picture)
		height += CAPTION_SPACE + size_of(picture->picture).height;
	return height;
}

/* libharu has the last word on what can be shown. */
static const struct pdf_image *load(
	struct sheet *sheet, const struct doc_picture *picture)
{
	const struct pdf_image *image;

	if (!picture->picture)
		return NULL;
	image = pdf_device_load(sheet->device, picture->picture);
	if (!image)
		sheet->refused =
			sheet->refused ? arena_printf(sheet->arena, "%s, %s",
						 sheet->refused, picture->file)
				       : picture->file;
	return image;
}

static void draw_image(struct sheet *sheet, const struct doc_picture *picture,
	const struct pdf_image *image)
{
	const struct size size = size_of(picture->picture);

	sheet->y += CAPTION_SPACE;
	pdf_device_tag(sheet->device, ROLE_FIGURE,
		sheet_clean(sheet, picture->caption));
	pdf_device_image(sheet->device,
		(struct pdf_point){SHEET_LEFT, sheet->y}, size.width,
		size.height, image);
	pdf_device_tag_end(sheet->device);
	sheet->y += size.height;
}

void picture_draw(struct sheet *sheet, const struct doc_picture *picture)
{
	const struct pdf_image *image = load(sheet, picture);
	struct layout_text caption = caption_of(sheet, picture, image != NULL);

	sheet_need(sheet, picture_height(sheet, picture));
	sheet_space(sheet, SPACE_ABOVE);
	caption_draw(sheet, ROLE_P, &caption);
	if (image)
		draw_image(sheet, picture, image);
	sheet->y += SPACE_BELOW;
}
