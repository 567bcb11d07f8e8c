#include "render/pdf_front.h"

/* size, leading, rise of the baseline in the line */
static const struct type type_title = {22, 27, 21, INK};
static const struct type type_subtitle = {11, 16, 13, MUTED};
static const struct type type_meta = {8.5, 12.5, 9, INK};
static const struct type type_label = {8.5, 12.5, 9, MUTED};
static const struct type type_heading = {8.5, 14, 8.5, INK};
static const struct type type_entry = {8.5, 14.5, 10.3, INK};
static const struct type type_furniture = {7.5, 10, 7.5, MUTED};

#define META_LABEL 130.0 /* the widest column of labels */
#define META_LINES 4	 /* of a label; the rest is cut off */
#define HEAD_BASELINE 37.0
#define HEAD_RULE 43.0
#define FOOT_RULE (PDF_HEIGHT - 45)
#define FOOT_BASELINE (PDF_HEIGHT - 34)
#define CONTENTS_LEAST 4 /* chapters that are worth a table of contents */
#define CONTENTS_MOST 40 /* and those that still are a short one */
#define CONTENTS_GUTTER 22.0
#define CONTENTS_COLUMN ((SHEET_WIDTH - CONTENTS_GUTTER) / 2)

/* ---- title block ---- */

static void draw_title(struct sheet *sheet)
{
	const struct doc *doc = sheet->doc;
	struct layout_text title =
		sheet_wrap(sheet, sheet_clean(sheet, doc->title), STYLE_STRONG,
			&type_title, SHEET_WIDTH);
	struct layout_text subtitle =
		sheet_wrap(sheet, sheet_clean(sheet, doc->subtitle),
			STYLE_PLAIN, &type_subtitle, SHEET_WIDTH);

	sheet_flow_as(sheet, ROLE_P, SHEET_LEFT, &title, &type_title);
	sheet_flow_as(sheet, ROLE_P, SHEET_LEFT, &subtitle, &type_subtitle);
	sheet->y += 8;
	sheet_rule(sheet, sheet->y, SHEET_LEFT, SHEET_WIDTH, 0.8, INK);
	sheet->y += 6;
}

static double label_width(struct sheet *sheet)
{
	const struct doc *doc = sheet->doc;
	double widest = 0;

	for (size_t i = 0; i < doc->meta_count; i++) {
		double width = sheet_width(sheet,
			sheet_clean(sheet, doc->meta[i].label), STYLE_PLAIN,
			type_meta.size);

		widest = width > widest ? width : widest;
	}
	return widest < META_LABEL ? widest : META_LABEL;
}

static void draw_label(struct sheet *sheet, const struct layout_text *label)
{
	struct pdf_point at = {SHEET_LEFT, sheet->y};

	pdf_device_tag(sheet->device, ROLE_LBL, NULL);
	for (size_t i = 0; i < label->line_count; i++) {
		sheet_set_line(sheet, at, label, i, &type_label);
		at.y += type_label.leading;
	}
	pdf_device_tag_end(sheet->device);
}

static void draw_meta_line(
	struct sheet *sheet, const struct doc_meta *meta, double width)
{
	double x = SHEET_LEFT + width + 14;
	struct layout_text label, value;
	double start;

	label = sheet_wrap(sheet, sheet_clean(sheet, meta->label), STYLE_PLAIN,
		&type_label, width);
	if (label.line_count > META_LINES)
		label.line_count = META_LINES;
	value = sheet_wrap(sheet, sheet_clean(sheet, meta->value), STYLE_PLAIN,
		&type_meta, SHEET_RIGHT - x);
	sheet_need(sheet, META_LINES * type_label.leading);
	start = sheet->y;
	pdf_device_tag(sheet->device, ROLE_LI, NULL);
	draw_label(sheet, &label);
	sheet_flow_as(sheet, ROLE_LBODY, x, &value, &type_meta);
	pdf_device_tag_end(sheet->device);
	if (value.line_count < label.line_count)
		sheet->y =
			start + (double)label.line_count * type_label.leading;
}

static void draw_meta(struct sheet *sheet)
{
	const struct doc *doc = sheet->doc;
	double width = label_width(sheet);

	if (!doc->meta_count)
		return;
	pdf_device_tag(sheet->device, ROLE_L, NULL);
	for (size_t i = 0; i < doc->meta_count; i++)
		draw_meta_line(sheet, &doc->meta[i], width);
	pdf_device_tag_end(sheet->device);
	sheet->y += 5;
	sheet_rule(sheet, sheet->y, SHEET_LEFT, SHEET_WIDTH, 0.25, RULE);
	sheet->y += 12;
}

/* ---- lines cut to the room they have ---- */

/* A cleaned text cut to `room`, with an ellipsis when it was longer. */
static const char *cut_to(struct sheet *sheet, const char *text,
	const struct type *type, double room)
{
	double em = room / type->size;
	size_t fits = layout_fit(&sheet->font, STYLE_PLAIN, text, em);

	if (!text[fits])
		return text;
	fits = layout_fit(&sheet->font, STYLE_PLAIN, text, em - 1);
	return arena_printf(sheet->arena, "%.*s\xe2\x80\xa6", (int)fits, text);
}

static void set_left(struct sheet *sheet, struct pdf_point at,
	const struct type *type, const char *text)
{
	sheet_string(sheet, at, STYLE_PLAIN, type->size, type->colour, text);
}

/* `at` is the right end of the baseline. */
static void set_right(struct sheet *sheet, struct pdf_point at,
	const struct type *type, const char *text)
{
	at.x -= sheet_width(sheet, text, STYLE_PLAIN, type->size);
	set_left(sheet, at, type, text);
}

/* ---- contents ---- */

static size_t count_chapters(const struct doc *doc)
{
	size_t count = 0;

	for (const struct doc_node *n = doc->first; n; n = n->next)
		count += n->kind == DOC_HEADING && n->level <= 1;
	return count;
}

/* Leaves room for the contents; what is in them is known only at the end. */
static void reserve_contents(struct sheet *sheet)
{
	struct contents *contents = &sheet->contents;
	size_t count = count_chapters(sheet->doc);
	const char *word = sheet->doc->words.contents;
	double height;

	if (!word || count < CONTENTS_LEAST || count > CONTENTS_MOST)
		return;
	contents->rows = (count + 1) / 2;
	height = (double)contents->rows * type_entry.leading;
	sheet_need(sheet, height + type_heading.leading);
	contents->tag = pdf_device_tag(sheet->device, ROLE_TOC, NULL);
	pdf_device_tag(sheet->device, ROLE_CAPTION, NULL);
	sheet_string(sheet,
		(struct pdf_point){SHEET_LEFT, sheet->y + type_heading.rise},
		STYLE_STRONG, type_heading.size, INK,
		cut_to(sheet, sheet_clean(sheet, word), &type_heading,
			SHEET_WIDTH * 0.8)); /* bold is wider */
	pdf_device_tag_end(sheet->device);
	pdf_device_tag_end(sheet->device);
	contents->y = sheet->y + type_heading.leading;
	contents->page = pdf_device_pages(sheet->device) - 1;
	sheet->y = contents->y + height + 8;
}

void front_chapter(struct sheet *sheet, const char *title)
{
	struct contents *contents = &sheet->contents;

	ARENA_ROOM(sheet->arena, contents->chapters, contents->count,
		contents->capacity);
	contents->chapters[contents->count++] =
		(struct chapter){title, pdf_device_pages(sheet->device) - 1};
}

static void draw_entry(
	struct sheet *sheet, const struct chapter *chapter, struct pdf_point at)
{
	const char *page = arena_printf(sheet->arena, "%zu", chapter->page + 1);
	const char *title = cut_to(
		sheet, chapter->title, &type_entry, CONTENTS_COLUMN - 24);
	double baseline = at.y + type_entry.rise;

	pdf_device_tag(sheet->device, ROLE_TOCI, NULL);
	set_left(sheet, (struct pdf_point){at.x, baseline}, &type_entry,
		arena_printf(sheet->arena, "%s ", title)); /* heard as two */
	set_right(sheet, (struct pdf_point){at.x + CONTENTS_COLUMN, baseline},
		&type_label, page);
	pdf_device_tag_end(sheet->device);
	sheet_rule(sheet, at.y + type_entry.leading, at.x, CONTENTS_COLUMN,
		0.25, HAIR);
	pdf_device_link(sheet->device, at, CONTENTS_COLUMN, type_entry.leading,
		chapter->page);
}

static void draw_contents(struct sheet *sheet)
{
	const struct contents *contents = &sheet->contents;

	if (!contents->rows)
		return;
	pdf_device_select(sheet->device, contents->page);
	pdf_device_tag_again(sheet->device, contents->tag);
	for (size_t i = 0; i < contents->count; i++) {
		size_t column = i / contents->rows, row = i % contents->rows;
		struct pdf_point at = {SHEET_LEFT, contents->y};

		at.x += (double)column * (CONTENTS_COLUMN + CONTENTS_GUTTER);
		at.y += (double)row * type_entry.leading;
		draw_entry(sheet, &contents->chapters[i], at);
	}
	pdf_device_tag_end(sheet->device);
}

/* ---- head and foot of the pages ---- */

/* "author · date", or the one there is. */
static const char *author_date(struct sheet *sheet)
{
	const char *author = sheet->doc->author, *date = sheet->doc->date;

	if (author && *author && date && *date)
		return arena_printf(
			sheet->arena, "%s \xc2\xb7 %s", author, date);
	return author && *author ? author : date;
}

static void draw_head(struct sheet *sheet, const char *left, const char *right)
{
	set_left(sheet, (struct pdf_point){SHEET_LEFT, HEAD_BASELINE},
		&type_furniture, left);
	set_right(sheet, (struct pdf_point){SHEET_RIGHT, HEAD_BASELINE},
		&type_furniture, right);
	sheet_rule(sheet, HEAD_RULE, SHEET_LEFT, SHEET_WIDTH, 0.25, RULE);
}

static void draw_foot(struct sheet *sheet, size_t page, size_t pages)
{
	const char *pattern = sheet->doc->words.page_of;
	const char *const args[] = {
		arena_printf(sheet->arena, "%zu", page + 1),
		arena_printf(sheet->arena, "%zu", pages),
		NULL,
	};
	const char *text =
		text_fill(sheet->arena, pattern ? pattern : "{0} / {1}", args);

	sheet_rule(sheet, FOOT_RULE, SHEET_LEFT, SHEET_WIDTH, 0.25, RULE);
	set_right(sheet, (struct pdf_point){SHEET_RIGHT, FOOT_BASELINE},
		&type_furniture,
		cut_to(sheet, sheet_clean(sheet, text), &type_furniture,
			SHEET_WIDTH));
}

static void draw_furniture(struct sheet *sheet)
{
	size_t pages = pdf_device_pages(sheet->device);
	const char *left = cut_to(sheet, sheet_clean(sheet, sheet->doc->title),
		&type_furniture, SHEET_WIDTH * 0.52);
	const char *right =
		cut_to(sheet, sheet_clean(sheet, author_date(sheet)),
			&type_furniture, SHEET_WIDTH * 0.45);

	for (size_t page = 0; page < pages; page++) {
		pdf_device_select(sheet->device, page);
		if (page > 0)
			draw_head(sheet, left, right);
		draw_foot(sheet, page, pages);
	}
}

/* ---- the whole ---- */

void front_open(struct sheet *sheet)
{
	draw_title(sheet);
	draw_meta(sheet);
	reserve_contents(sheet);
}

void front_close(struct sheet *sheet)
{
	draw_contents(sheet);
	draw_furniture(sheet);
}
