/*
 * pdf: the renderer that sets the document on A4 pages.
 *
 * One function per kind of node; what a page looks like is in numbers here
 * and in pdf_plan.c, how a line is set in pdf_sheet.c, tables in pdf_table.c,
 * and libharu is behind pdf_device.h. There is no monospaced face: code is
 * set in the regular one, in the muted ink.
 */
#include "render/render.h"

#include "render/pdf_front.h"
#include "render/pdf_icons.h"
#include "render/pdf_picture.h"
#include "render/pdf_scene.h"
#include "render/pdf_sheet.h"
#include "render/pdf_table.h"

/* size, leading, rise of the baseline in the line */
static const struct type type_chapter = {17, 21, 16, INK};
static const struct type type_section = {11, 14.5, 11, INK};
static const struct type type_body = {9.5, 13.5, 10, INK};
static const struct type type_remark = {7.5, 10.5, 7.5, MUTED};

#define PARAGRAPH_GAP 6.5 /* below a paragraph, a list */
#define ITEM_INDENT 14.0
#define ITEM_GAP 1.5
#define CALLOUT_BAR 2.4
#define CALLOUT_INDENT 12.0
#define CALLOUT_PAD 3.0	  /* of the bar, above and below the text */
#define CALLOUT_SPACE 8.0 /* above and below the bar */
#define LEAST_BELOW_HEADING 60.0
#define CHAIN 6		/* nodes that a heading takes along at most */
#define LEVELS 2	/* of headings */
#define LEADING_LINES 4 /* most of a paragraph that leads to what follows */

/* ---- headings ---- */

static const struct type *heading_type(const struct doc_node *node)
{
	return node->level <= 1 ? &type_chapter : &type_section;
}

/* "6.1  Title", cleaned */
static const char *heading_text(
	struct sheet *sheet, const struct doc_node *node)
{
	const char *title = sheet_clean(sheet, node->title);

	if (!node->number)
		return title;
	return arena_printf(sheet->arena, "%s\xc2\xa0\xc2\xa0%s",
		sheet_clean(sheet, node->number), title);
}

static double heading_above(const struct doc_node *node)
{
	return node->level <= 1 ? 20 : 11;
}

static double heading_below(const struct doc_node *node)
{
	return node->level <= 1 ? 5 : 2.5;
}

static struct layout_text heading_lines(
	struct sheet *sheet, const struct doc_node *node)
{
	return sheet_wrap(sheet, heading_text(sheet, node), STYLE_STRONG,
		heading_type(node), SHEET_WIDTH);
}

static double heading_height(struct sheet *sheet, const struct doc_node *node)
{
	struct layout_text lines = heading_lines(sheet, node);

	return heading_above(node) +
	       (double)lines.line_count * heading_type(node)->leading +
	       heading_below(node);
}

static double lead_height(struct sheet *sheet, const struct doc_node *node);
static double leading_height(
	struct sheet *sheet, const struct doc_node *node, unsigned level);
static double list_lead(struct sheet *sheet, const struct doc_node *node);

static void add_to_outline(struct sheet *sheet, const struct doc_node *node)
{
	const char *title = pdf_clean_title(&sheet->text, node->title);

	if (node->number)
		title = arena_printf(
			sheet->arena, "%s %s", node->number, title);
	pdf_device_outline(sheet->device, node->level, title, sheet->y - 6);
}

static void draw_heading(struct sheet *sheet, const struct doc_node *node)
{
	struct layout_text lines = heading_lines(sheet, node);
	double height = lead_height(sheet, node);

	sheet_need(sheet, height < SHEET_HEIGHT ? height : SHEET_HEIGHT);
	sheet_space(sheet, heading_above(node));
	add_to_outline(sheet, node);
	if (node->level <= 1)
		front_chapter(sheet, heading_text(sheet, node));
	sheet_flow_as(sheet, node->level <= 1 ? ROLE_H1 : ROLE_H2, SHEET_LEFT,
		&lines, heading_type(node));
	sheet->y += heading_below(node);
}

/* ---- paragraphs ---- */

static const struct type *paragraph_type(const struct doc_node *node)
{
	return node->muted ? &type_remark : &type_body;
}

/* Height of the first lines, those that stay with what is above them. */
static double first_lines(
	const struct layout_text *text, const struct type *type)
{
	size_t count = text->line_count < 3 ? text->line_count : 2;

	return (double)count * type->leading;
}

static double paragraph_lead(struct sheet *sheet, const struct doc_node *node)
{
	const struct type *type = paragraph_type(node);
	struct layout_text text =
		sheet_wrap_line(sheet, &node->line, type, SHEET_MEASURE);

	return first_lines(&text, type);
}

/* "In favour of it:" stays with the first item of its list. */
static void draw_paragraph(struct sheet *sheet, const struct doc_node *node)
{
	const struct type *type = paragraph_type(node);
	struct layout_text text =
		sheet_wrap_line(sheet, &node->line, type, SHEET_MEASURE);

	double height = leading_height(sheet, node, LEVELS);

	if (height > 0 && node->next->kind == DOC_LIST)
		sheet_need(sheet, height + list_lead(sheet, node->next));
	sheet_flow_as(sheet, ROLE_P, SHEET_LEFT, &text, type);
	sheet->y += PARAGRAPH_GAP;
}

/* ---- lists ---- */

static struct layout_text item_lines(
	struct sheet *sheet, const struct doc_item *item)
{
	return sheet_wrap_line(
		sheet, &item->line, &type_body, SHEET_MEASURE - ITEM_INDENT);
}

static void draw_item_mark(struct sheet *sheet, const struct doc_item *item)
{
	struct pdf_point at = {SHEET_LEFT + 4.3, sheet->y};

	at.y += type_body.rise - 0.345 * type_body.size;
	if (item->mark != MARK_NONE) {
		icon_mark(sheet->device, item->mark, at, 8.6);
		return;
	}
	at.x = SHEET_LEFT + 5;
	icon_bullet(sheet->device, at, 1.5);
}

static void draw_item(struct sheet *sheet, const struct doc_item *item)
{
	struct layout_text text = item_lines(sheet, item);

	if (!sheet_lines_here(sheet, &text, 0, type_body.leading))
		sheet_need(sheet, SHEET_HEIGHT); /* not the mark alone */
	draw_item_mark(sheet, item);
	pdf_device_tag(sheet->device, ROLE_LI, NULL);
	sheet_flow_as(
		sheet, ROLE_LBODY, SHEET_LEFT + ITEM_INDENT, &text, &type_body);
	pdf_device_tag_end(sheet->device);
	if (!text.line_count)
		sheet->y += type_body.leading;
	sheet->y += ITEM_GAP;
}

static double list_lead(struct sheet *sheet, const struct doc_node *node)
{
	struct layout_text text;

	if (!node->item_count)
		return 0;
	text = item_lines(sheet, &node->items[0]);
	return first_lines(&text, &type_body);
}

static void draw_list(struct sheet *sheet, const struct doc_node *node)
{
	pdf_device_tag(sheet->device, ROLE_L, NULL);
	for (size_t i = 0; i < node->item_count; i++)
		draw_item(sheet, &node->items[i]);
	pdf_device_tag_end(sheet->device);
	sheet->y += PARAGRAPH_GAP - ITEM_GAP;
}

/* ---- callouts ---- */

/* What is in a callout: the title's lines, then the text's. */
struct callout {
	struct layout_text title, text;
};

static struct callout callout_lines(
	struct sheet *sheet, const struct doc_node *node)
{
	struct callout callout;

	callout.title = sheet_wrap(sheet, sheet_clean(sheet, node->title),
		STYLE_STRONG, &type_section, SHEET_MEASURE);
	callout.text =
		sheet_wrap_line(sheet, &node->line, &type_body, SHEET_MEASURE);
	return callout;
}

static double callout_height(const struct callout *callout)
{
	return 2 * CALLOUT_PAD +
	       (double)callout->title.line_count * type_section.leading +
	       (double)callout->text.line_count * type_body.leading;
}

static double callout_lead(struct sheet *sheet, const struct doc_node *node)
{
	struct callout callout = callout_lines(sheet, node);
	double height = callout_height(&callout);

	return CALLOUT_SPACE + (height < SHEET_HEIGHT / 2 ? height : 60);
}

/* Sets a text with the bar beside it, over as many pages as it needs. */
static void draw_barred(struct sheet *sheet, const struct layout_text *text,
	const struct type *type, long colour)
{
	if (!text->line_count)
		return;
	pdf_device_tag(sheet->device, ROLE_P, NULL);
	for (size_t i = 0; i < text->line_count;) {
		size_t count = sheet_lines_here(sheet, text, i, type->leading);

		if (!count) {
			sheet_new_page(sheet);
			continue;
		}
		pdf_device_rect(sheet->device,
			(struct pdf_point){SHEET_LEFT, sheet->y - CALLOUT_PAD},
			CALLOUT_BAR,
			(double)count * type->leading + 2 * CALLOUT_PAD,
			colour);
		for (; count; count--, i++) {
			sheet_set_line(sheet,
				(struct pdf_point){
					SHEET_LEFT + CALLOUT_INDENT, sheet->y},
				text, i, type);
			sheet->y += type->leading;
		}
	}
	pdf_device_tag_end(sheet->device);
}

static void draw_callout(struct sheet *sheet, const struct doc_node *node)
{
	static const long bars[] = {[TONE_VERDICT] = INK,
		[TONE_NOTE] = RULE,
		[TONE_WARNING] = AMBER};
	struct callout callout = callout_lines(sheet, node);

	sheet_need(sheet, callout_lead(sheet, node));
	sheet_space(sheet, CALLOUT_SPACE);
	sheet->y += CALLOUT_PAD;
	draw_barred(sheet, &callout.title, &type_section, bars[node->tone]);
	draw_barred(sheet, &callout.text, &type_body, bars[node->tone]);
	sheet->y += CALLOUT_PAD + CALLOUT_SPACE;
}

/* ---- tables ---- */

static double table_node_lead(struct sheet *sheet, const struct doc_node *node)
{
	return node->table->column_count ? table_lead(sheet, node->table) : 0;
}

static void draw_table(struct sheet *sheet, const struct doc_node *node)
{
	table_draw(sheet, node->table);
}

/* ---- figures ---- */

static double figure_lead(struct sheet *sheet, const struct doc_node *node)
{
	return figure_height(sheet, node->figure);
}

static void draw_figure(struct sheet *sheet, const struct doc_node *node)
{
	figure_draw(sheet, node->figure);
}

/* ---- pictures ---- */

static double picture_lead(struct sheet *sheet, const struct doc_node *node)
{
	return picture_height(sheet, node->picture);
}

static void draw_picture(struct sheet *sheet, const struct doc_node *node)
{
	picture_draw(sheet, node->picture);
}

/* ---- nodes ---- */

static const struct {
	/* height of what must not be parted from a heading above */
	double (*lead)(struct sheet *sheet, const struct doc_node *node);
	void (*draw)(struct sheet *sheet, const struct doc_node *node);
} kinds[] = {
	[DOC_HEADING] = {heading_height, draw_heading},
	[DOC_PARAGRAPH] = {paragraph_lead, draw_paragraph},
	[DOC_LIST] = {list_lead, draw_list},
	[DOC_TABLE] = {table_node_lead, draw_table},
	[DOC_CALLOUT] = {callout_lead, draw_callout},
	[DOC_FIGURE] = {figure_lead, draw_figure},
	[DOC_PICTURE] = {picture_lead, draw_picture},
};

/* Height of a paragraph below a heading of `level` that only leads to what
 * follows it; 0: it stands for itself. */
static double leading_height(
	struct sheet *sheet, const struct doc_node *node, unsigned level)
{
	const struct type *type = paragraph_type(node);
	const struct doc_node *next = node->next;
	struct layout_text text;

	if (node->kind != DOC_PARAGRAPH || !next ||
		next->kind == DOC_PARAGRAPH ||
		(next->kind == DOC_HEADING && next->level <= level))
		return 0;
	text = sheet_wrap_line(sheet, &node->line, type, SHEET_MEASURE);
	if (text.line_count > LEADING_LINES)
		return 0;
	return (double)text.line_count * type->leading + PARAGRAPH_GAP;
}

/* Height of a heading with the headings and leading paragraphs below it and
 * the start of what comes then. What is short and not the end of all does not
 * count: it would still leave the heading at the foot of the page. */
static double lead_height(struct sheet *sheet, const struct doc_node *node)
{
	double height = 0, below = 0, part = 1;
	unsigned level = 0;

	for (int i = 0; i < CHAIN && node && part > 0; i++) {
		if (node->kind == DOC_HEADING) {
			level = node->level;
			part = heading_height(sheet, node);
		} else {
			part = leading_height(sheet, node, level);
		}
		height += part;
		node = part > 0 ? node->next : node;
	}
	if (node)
		below = kinds[node->kind].lead(sheet, node);
	if (node && node->next && below < LEAST_BELOW_HEADING)
		below = LEAST_BELOW_HEADING;
	return height + below;
}

/* ---- the document ---- */

static void draw_document(struct sheet *sheet)
{
	front_open(sheet);
	for (const struct doc_node *n = sheet->doc->first; n; n = n->next)
		kinds[n->kind].draw(sheet, n);
	front_close(sheet);
}

static void set_info(struct sheet *sheet)
{
	static const char *const languages[LANG_COUNT] = {
		[LANG_FR] = "fr", [LANG_EN] = "en"};
	const struct doc *doc = sheet->doc;

	pdf_device_info(sheet->device,
		pdf_clean_title(&sheet->text, doc->title),
		pdf_clean_title(&sheet->text, doc->author),
		languages[doc->lang]);
}

static void report_missing(struct sheet *sheet, struct diags *diags)
{
	const char *list = pdf_missing_list(&sheet->text);

	if (list)
		diag_add(diags, DIAG_ID_PDF_GLYPHS, NULL, 0, list);
	if (sheet->refused)
		diag_add(diags, DIAG_ID_PICTURE_REFUSED, NULL, 0,
			sheet->refused);
}

static void report_failure(struct sheet *sheet, const struct pdf_device *device,
	struct diags *diags)
{
	struct pdf_error error = pdf_device_error(device);

	diag_add(diags, DIAG_ID_PDF_FAILED, NULL, 0,
		arena_printf(sheet->arena, "0x%04lX", error.code),
		arena_printf(sheet->arena, "%lu", error.detail));
}

static int render(const struct doc *doc, struct buf *out, struct diags *diags)
{
	struct pdf_device *device = pdf_device_new();
	struct arena *arena = arena_new();
	struct sheet sheet;
	int status;

	sheet_open(&sheet, doc, arena, device);
	draw_document(&sheet);
	set_info(&sheet);
	status = pdf_device_save(device, out);
	if (status)
		report_failure(&sheet, device, diags);
	else
		report_missing(&sheet, diags);
	pdf_device_free(device);
	arena_free(arena);
	return status;
}

const struct renderer renderer_pdf = {"pdf", render};
