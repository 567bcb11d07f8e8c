#include "render/pdf_table.h"

#include "render/least.h"
#include "render/pdf_graphic.h"
#include "render/pdf_icons.h"

#define SPACE_ABOVE 10.0
#define SPACE_BELOW 11.0
#define ROWS_TOGETHER 3 /* with the head of the table */
#define NOTES_GAP 2.0
#define NOTES_KEPT 60.0 /* height of notes that stay with the last row */
#define SMALL 8		/* rows of a table that is not parted at all */
#define LEAD_MOST (0.5 * SHEET_HEIGHT)
#define KEPT_MOST (0.3 * SHEET_HEIGHT)
#define KEEP_MOST 8	/* rows that are ever kept together */

#define RULE_HEAVY 0.8	 /* above and below the table */
#define RULE_MIDDLE 0.45 /* below the head, above a total */
#define RULE_HAIR 0.25	 /* between rows, between groups */

/* Where a line stands between the edges of its column. */
static const double shares[] = {
	[ALIGN_LEFT] = 0, [ALIGN_CENTER] = 0.5, [ALIGN_RIGHT] = 1};

/* ---- heights ---- */

static double row_height(
	const struct table_plan *plan, const struct row_plan *row, size_t lines)
{
	if (row->is_group)
		return 1.62 * plan->body.size +
		       (double)(lines - 1) * plan->group.leading;
	return (double)lines * plan->body.leading + plan->pad;
}

static double head_height(const struct table_plan *plan)
{
	return (double)(plan->head_rows - 1) * plan->head.leading +
	       2.05 * plan->head.size;
}

/* Is row `i` the last of its group, or of the table? */
static bool ends_group(const struct table_plan *plan, size_t i)
{
	return i + 1 >= plan->table->row_count || plan->rows[i + 1].is_group;
}

/* Whether a page may end below row `i`: not below a group heading, not below
 * the first row of a group, not above the last one, not above the totals or
 * between them. */
static bool may_part(const struct table_plan *plan, size_t i)
{
	const struct row_plan *row = &plan->rows[i];

	if (i + 1 >= plan->table->row_count)
		return true;
	if (row->is_group || i + 1 >= plan->totals)
		return false;
	if (ends_group(plan, i)) /* a last group of one heading is none */
		return i + 2 < plan->table->row_count;
	return !ends_group(plan, i + 1) && (i == 0 || !row[-1].is_group);
}

/* The heading of the group that row `i` goes on with; NULL: of none. */
static const struct row_plan *group_over(
	const struct table_plan *plan, size_t i)
{
	if (plan->rows[i].is_group || plan->rows[i].row->total)
		return NULL;
	while (i-- > 0)
		if (plan->rows[i].is_group)
			return &plan->rows[i];
	return NULL;
}

/* Where the rows of a page end: the axis of drawings is below. */
static double bottom(const struct table_plan *plan)
{
	return SHEET_BOTTOM - graphic_axis_height(plan);
}

/* Height of what stays with the last row: notes, and more of a foot than the
 * axis that every page has. */
static double kept_below(const struct table_plan *plan)
{
	return smaller(plan->notes_height + NOTES_GAP, NOTES_KEPT) +
	       graphic_foot_height(plan) - graphic_axis_height(plan);
}

/* Height of row `i` and of those that must not be parted from it. */
static double kept_height(const struct table_plan *plan, size_t i)
{
	double height = 0;
	size_t count = plan->table->row_count;

	for (size_t n = 0; i < count && n < KEEP_MOST; i++, n++) {
		height += row_height(plan, &plan->rows[i], plan->rows[i].lines);
		if (may_part(plan, i) || (n && height > KEPT_MOST))
			break;
	}
	if (i + 1 >= count) /* the notes stay with the last row */
		height += kept_below(plan);
	return height;
}

/* Height of the first `rows` rows, with what is below the last of all. */
static double rows_height(const struct table_plan *plan, size_t rows)
{
	double height = rows < plan->table->row_count ? 0 : kept_below(plan);

	for (size_t i = 0; i < rows; i++)
		height += row_height(plan, &plan->rows[i], plan->rows[i].lines);
	return height;
}

double table_lead(struct sheet *sheet, const struct doc_table *table)
{
	const struct table_plan *plan = table_plan(sheet, table);
	double above = SPACE_ABOVE + caption_height(&plan->caption) +
		       head_height(plan) + graphic_axis_height(plan);
	size_t rows =
		table->row_count <= SMALL ? table->row_count : ROWS_TOGETHER;
	double kept;

	/* a page must hold it together with a heading */
	if (above + rows_height(plan, rows) > LEAD_MOST)
		rows = smaller_size(rows, ROWS_TOGETHER);
	kept = rows_height(plan, rows);
	if (rows && kept < kept_height(plan, 0))
		kept = kept_height(plan, 0);
	return smaller(above + kept, LEAD_MOST);
}

/* ---- cells ---- */

/* Left edge of line `index` of a cell, its icon included. */
static double line_start(const struct table_plan *plan,
	const struct cell_plan *cell, size_t column, size_t index)
{
	const struct column_plan *c = &plan->columns[column];
	enum doc_align align = plan->table->columns[column].align;
	double size = plan->body.size, width;

	if (cell->whole >= 0 && cell->lines.line_count == 1)
		return c->x + c->width - (c->tail + cell->whole) * size;
	if (c->signs) /* icons stand in a line below each other */
		width = smaller(c->body.line * size, c->width);
	else if (index < cell->lines.line_count)
		width = (cell->lead + cell->lines.lines[index].width) * size;
	else
		width = cell->lead * size;
	return c->x + (c->width - width) * shares[align];
}

/* The icon or the stars of a cell; `middle` is the middle of the line. */
static void draw_sign(struct sheet *sheet, const struct table_plan *plan,
	const struct cell_plan *cell, struct pdf_point middle)
{
	double size = plan->body.size;

	middle.x += cell->indent * size;
	if (cell->stars2 >= 0) {
		icon_stars(sheet->device, middle, STAR_RADIUS * size,
			cell->stars2);
		return;
	}
	middle.x += ICON_SIZE / 2 * size;
	icon_mark(sheet->device, cell->mark, middle, ICON_SIZE * size);
}

static void draw_cell(struct sheet *sheet, const struct table_plan *plan,
	const struct cell_plan *cell, size_t column, size_t first, size_t count)
{
	struct type type = plan->body;
	struct pdf_point at = {0, sheet->y + plan->pad / 2};

	type.rise = 0.985 * type.size;
	type.colour = cell->colour;
	if (first == 0) {
		at.x = line_start(plan, cell, column, 0);
		at.y += type.rise - 0.345 * type.size;
		draw_sign(sheet, plan, cell, at);
		at.y = sheet->y + plan->pad / 2;
	}
	for (size_t i = 0; i < count; i++, at.y += type.leading) {
		if (first + i >= cell->lines.line_count)
			return;
		at.x = line_start(plan, cell, column, first + i) +
		       cell->lead * type.size;
		sheet_set_line(sheet, at, &cell->lines, first + i, &type);
	}
}

/* ---- rows ---- */

static void draw_rule(struct sheet *sheet, const struct table_plan *plan,
	double width, long colour)
{
	sheet_rule(sheet, sheet->y, SHEET_LEFT, plan->width, width, colour);
}

/* The rule above a row that is not the first below the head. */
static void draw_rule_above(struct sheet *sheet, const struct table_plan *plan,
	const struct row_plan *row)
{
	if (row->is_group)
		draw_rule(sheet, plan, RULE_HAIR, RULE);
	else if (row->row->total)
		draw_rule(sheet, plan, RULE_MIDDLE, INK);
	else if (plan->hair && !row[-1].is_group)
		draw_rule(sheet, plan, RULE_HAIR, HAIR);
}

static void set_group(struct sheet *sheet, const struct table_plan *plan,
	const struct row_plan *row, const struct layout_text *text)
{
	double height = row_height(plan, row, row->lines);
	struct type type = plan->group;

	graphic_ground(sheet, plan, row->row, height);
	type.rise = 1.32 * plan->body.size;
	for (size_t i = 0; i < row->lines && i < text->line_count; i++)
		sheet_set_line(sheet,
			(struct pdf_point){SHEET_LEFT,
				sheet->y + (double)i * type.leading},
			text, i, &type);
	sheet->y += height;
}

static void draw_group(struct sheet *sheet, const struct table_plan *plan,
	const struct row_plan *row)
{
	pdf_device_tag(sheet->device, ROLE_TH, NULL);
	pdf_device_tag_span(sheet->device, plan->table->column_count);
	set_group(sheet, plan, row, &row->group);
	pdf_device_tag_end(sheet->device);
}

/* The heading once more on the next page: "Disque (suite)". */
static void draw_group_again(struct sheet *sheet, const struct table_plan *plan,
	const struct row_plan *row)
{
	const struct layout_run runs[] = {
		{row->title, STYLE_STRONG},
		{"\xc2\xa0\xc2\xa0", STYLE_PLAIN},
		{sheet_clean(sheet, sheet->doc->words.continued), STYLE_PLAIN},
	};
	struct layout_text text = layout_wrap(sheet->arena, &sheet->font, runs,
		3, plan->group_width / plan->group.size);
	struct row_plan again = *row;

	again.lines = smaller_size(text.line_count, row->lines + 1);
	set_group(sheet, plan, &again, &text);
}

/* `tag` is the element of the row: those of its cells follow it, and the rest
 * of a cell on the next page belongs to the same. */
static void draw_lines(struct sheet *sheet, const struct table_plan *plan,
	const struct row_plan *row, unsigned tag, size_t first, size_t count)
{
	double height = row_height(plan, row, count);

	graphic_ground(sheet, plan, row->row, height);
	if (first == 0)
		graphic_marks(sheet, plan, row->row, height);
	for (size_t i = 0; i < plan->table->column_count; i++) {
		if (first == 0)
			pdf_device_tag(sheet->device, ROLE_TD, NULL);
		else
			pdf_device_tag_again(
				sheet->device, tag + 1 + (unsigned)i);
		draw_cell(sheet, plan, &row->cells[i], i, first, count);
		pdf_device_tag_end(sheet->device);
	}
	sheet->y += height;
}

/* ---- head, caption, notes ---- */

/* Where a title stands. */
struct title_place {
	double x, width;
	enum doc_align align;
	long colour;
};

static void set_title(struct sheet *sheet, const struct table_plan *plan,
	const struct layout_text *lines, struct title_place place)
{
	struct type type = plan->head;
	struct pdf_point at = {0, 0};

	type.rise = 1.45 * type.size;
	type.colour = place.colour;
	at.y = sheet->y + /* titles stand on the same ground */
	       (double)(plan->head_rows - lines->line_count) * type.leading;
	for (size_t i = 0; i < lines->line_count; i++) {
		double left = place.width - lines->lines[i].width * type.size;

		at.x = place.x + left * shares[place.align];
		sheet_set_line(sheet, at, lines, i, &type);
		at.y += type.leading;
	}
}

static void draw_titles(struct sheet *sheet, const struct table_plan *plan)
{
	pdf_device_tag(sheet->device, ROLE_TR, NULL);
	for (size_t i = 0; i < plan->table->column_count; i++) {
		const struct column_plan *column = &plan->columns[i];

		pdf_device_tag(sheet->device, ROLE_TH, NULL);
		set_title(sheet, plan, &column->head_lines,
			(struct title_place){column->x, column->width,
				plan->table->columns[i].align,
				i == 0 ? MUTED : INK});
		pdf_device_tag_end(sheet->device);
	}
	pdf_device_tag_end(sheet->device);
}

static void draw_graphic_title(
	struct sheet *sheet, const struct table_plan *plan)
{
	if (!plan->table->graphic)
		return;
	pdf_device_tag(sheet->device, ROLE_ARTIFACT, NULL);
	set_title(sheet, plan, &plan->graphic_title,
		(struct title_place){plan->graphic_x,
			plan->table->graphic->width, ALIGN_CENTER, INK});
	pdf_device_tag_end(sheet->device);
}

static void draw_head(struct sheet *sheet, const struct table_plan *plan)
{
	draw_rule(sheet, plan, RULE_HEAVY, INK);
	draw_titles(sheet, plan);
	draw_graphic_title(sheet, plan);
	sheet->y += head_height(plan);
	draw_rule(sheet, plan, RULE_MIDDLE, INK);
}

/* "Tableau 3 (suite)" */
static void draw_continued(struct sheet *sheet, const struct table_plan *plan)
{
	const struct doc_words *words = &sheet->doc->words;
	const char *label = plan->table->number
				    ? arena_printf(sheet->arena, "%s\xc2\xa0%u",
					      words->table ? words->table : "",
					      plan->table->number)
				    : "";
	const struct layout_run runs[] = {
		{sheet_clean(sheet, label), STYLE_STRONG},
		{"\xc2\xa0", STYLE_PLAIN},
		{sheet_clean(sheet, words->continued), STYLE_PLAIN},
	};
	struct layout_text line = layout_wrap(sheet->arena, &sheet->font, runs,
		3, SHEET_WIDTH / type_caption.size);

	sheet_flow(sheet, SHEET_LEFT, &line, &type_caption);
	sheet->y += CAPTION_GAP;
}

/* Ends the table on this page and begins it again on the next, where row `i`
 * goes on; who hears it is told the head once. */
static void turn_page(
	struct sheet *sheet, const struct table_plan *plan, size_t i)
{
	const struct row_plan *group = group_over(plan, i);

	draw_rule(sheet, plan, RULE_MIDDLE, INK);
	graphic_axis(sheet, plan);
	sheet_new_page(sheet);
	pdf_device_tag(sheet->device, ROLE_ARTIFACT, NULL);
	draw_continued(sheet, plan);
	draw_head(sheet, plan);
	if (group)
		draw_group_again(sheet, plan, group);
	pdf_device_tag_end(sheet->device);
}

static void draw_notes(struct sheet *sheet, const struct table_plan *plan)
{
	if (plan->table->note_count)
		sheet->y += NOTES_GAP;
	for (size_t i = 0; i < plan->table->note_count; i++)
		sheet_flow_as(
			sheet, ROLE_P, SHEET_LEFT, &plan->notes[i], &type_note);
}

/* ---- pages ---- */

static size_t lines_here(
	const struct sheet *sheet, const struct table_plan *plan)
{
	double room = bottom(plan) - sheet->y - plan->pad;

	if (room < plan->body.leading)
		return 0;
	return (size_t)(room / plan->body.leading);
}

/* A row taller than a page, line by line. */
static void draw_tall_row(struct sheet *sheet, const struct table_plan *plan,
	size_t index, unsigned tag)
{
	const struct row_plan *row = &plan->rows[index];

	for (size_t done = 0; done < row->lines;) {
		size_t count = lines_here(sheet, plan);

		if (!count) {
			turn_page(sheet, plan, index);
			count = lines_here(sheet, plan);
		}
		if (!count) /* a head as tall as the page */
			count = 1;
		if (count > row->lines - done)
			count = row->lines - done;
		draw_lines(sheet, plan, row, tag, done, count);
		done += count;
	}
}

/* What a page has for row `i` and those after it. */
static double page_room(const struct table_plan *plan, size_t i)
{
	const struct row_plan *group = group_over(plan, i);
	double again = group ? row_height(plan, group, group->lines + 1) : 0;

	return SHEET_HEIGHT - type_caption.leading - CAPTION_GAP -
	       head_height(plan) - graphic_axis_height(plan) - again;
}

/* Turns the page unless row `i` and what belongs to it fits here. Below a
 * head or a group heading there is room: both were set with it in mind. */
static bool make_room(
	struct sheet *sheet, const struct table_plan *plan, size_t i)
{
	double height = kept_height(plan, i);

	if (i == 0 || plan->rows[i - 1].is_group)
		return false;
	if (sheet->y + height <= bottom(plan))
		return false;
	if (height > page_room(plan, i)) /* no page holds it */
		height = row_height(plan, &plan->rows[i], 2);
	if (sheet->y + height <= bottom(plan))
		return false;
	turn_page(sheet, plan, i);
	return true;
}

static void draw_row(
	struct sheet *sheet, const struct table_plan *plan, size_t index)
{
	const struct row_plan *row = &plan->rows[index];
	double height = row_height(plan, row, row->lines);
	unsigned tag = pdf_device_tag(sheet->device, ROLE_TR, NULL);

	if (row->is_group)
		draw_group(sheet, plan, row);
	else if (sheet->y + height > bottom(plan))
		draw_tall_row(sheet, plan, index, tag);
	else
		draw_lines(sheet, plan, row, tag, 0, row->lines);
	pdf_device_tag_end(sheet->device);
}

static void draw_rows(struct sheet *sheet, const struct table_plan *plan)
{
	for (size_t i = 0; i < plan->table->row_count; i++) {
		bool first = make_room(sheet, plan, i) || i == 0;

		if (!first)
			draw_rule_above(sheet, plan, &plan->rows[i]);
		draw_row(sheet, plan, i);
	}
}

void table_draw(struct sheet *sheet, const struct doc_table *table)
{
	const struct table_plan *plan;

	if (!table->column_count)
		return;
	plan = table_plan(sheet, table);
	sheet_need(sheet, table_lead(sheet, table));
	sheet_space(sheet, SPACE_ABOVE);
	pdf_device_tag(sheet->device, ROLE_TABLE, NULL);
	caption_draw(sheet, ROLE_CAPTION, &plan->caption);
	draw_head(sheet, plan);
	draw_rows(sheet, plan);
	pdf_device_tag_end(sheet->device);
	draw_rule(sheet, plan, RULE_HEAVY, INK);
	graphic_foot(sheet, plan);
	draw_notes(sheet, plan);
	sheet->y += SPACE_BELOW;
}
