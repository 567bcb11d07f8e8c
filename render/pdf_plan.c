#include "render/pdf_plan.h"

#include <string.h>

#include "render/least.h"
#include "render/pdf_icons.h"

#define DECIMALS_WASTE 1.2 /* em that standing on the decimal sign may cost */
#define INDENT 0.94	   /* em, of rows under a group heading */
#define COMFORT 11.0	   /* em that a wrapping column should get */
#define LONGEST_PART 14	   /* em; longer words are broken without regret */
#define STACKED 0.6	   /* of a text that is broken once */
#define NARROWEST 1.2	   /* em that hold any one character */
#define LEADING 1.29	   /* em of a line in a cell */
/* of a column or group title; the rest is cut off */
#define TITLE_LINES 12

/* Widths that tables are stretched to, so that pages look orderly. */
static const double stops[] = {(SHEET_WIDTH - 22) / 2, 364, SHEET_WIDTH};

/* Font sizes, from the usual one down to the least legible one. */
static const struct {
	double body, head;
} sizes[] = {{8.5, 7.5}, {8, 7.25}, {7.5, 7}, {7, 6.75}, {6.5, 6.5}};

#define SIZES (sizeof sizes / sizeof *sizes)
#define DENSE 3 /* where dense tables start */

/* What columns are promised, from the best to the last resort. */
enum mercy {
	KEEP_HEADS, /* as the next, and heads stay on one line */
	KEEP_LINES, /* only columns that may wrap do, and not too narrow */
	WRAP_ALL,   /* every column may wrap, but only between words */
	BREAK_WORDS /* anything that still is legible */
};

static void widen(struct layout_extent *most, struct layout_extent one)
{
	most->line = larger(most->line, one.line);
	most->word = larger(most->word, one.word);
	most->part = larger(most->part, one.part);
}

/* ---- cells ---- */

static double lead_of(const struct doc_cell *cell)
{
	if (cell->stars2 >= 0)
		return ICON_STARS_WIDTH * STAR_RADIUS + STARS_GAP;
	return cell->mark == MARK_NONE ? 0 : ICON_SIZE + ICON_GAP;
}

static long colour_of(const struct doc_cell *cell, enum doc_style style)
{
	return cell->muted || style == STYLE_CODE ? MUTED : INK;
}

static char decimal_point(const struct sheet *sheet)
{
	static const char points[LANG_COUNT] = {
		[LANG_FR] = ',', [LANG_EN] = '.'};

	return points[sheet->doc->lang];
}

/* Notes where the decimal sign of a number stands, for its column. */
static void plan_number(
	struct sheet *sheet, struct cell_plan *cell, struct column_plan *column)
{
	size_t at = layout_decimals(cell->text, decimal_point(sheet));
	double all, tail;

	cell->whole = -1;
	if (at == SIZE_MAX || cell->lead > 0)
		return;
	all = layout_width(&sheet->font, cell->style, cell->text);
	tail = layout_width(&sheet->font, cell->style, cell->text + at);
	cell->whole = all - tail;
	column->whole = larger(column->whole, cell->whole);
	column->tail = larger(column->tail, tail);
}

static void plan_cell(struct sheet *sheet, const struct doc_row *row,
	size_t index, double indent, struct table_plan *plan,
	struct cell_plan *out)
{
	const struct doc_cell *cell = &row->cells[index];
	struct column_plan *column = &plan->columns[index];
	struct layout_extent extent;
	enum doc_style style = cell->style;

	if (row->total && style == STYLE_PLAIN)
		style = STYLE_STRONG;
	*out = (struct cell_plan){
		.text = sheet_clean(sheet, cell->text),
		.style = style,
		.colour = colour_of(cell, style),
		.mark = cell->mark,
		.stars2 = cell->stars2,
		.indent = indent,
		.lead = indent + lead_of(cell),
	};
	extent = layout_extent(&sheet->font, style, out->text);
	extent.line += out->lead;
	extent.word += out->lead;
	extent.part += out->lead;
	widen(&column->body, extent);
	column->lead = larger(column->lead, out->lead);
	column->signs = column->signs || lead_of(cell) > 0;
	out->whole = -1;
	if (plan->table->columns[index].align == ALIGN_RIGHT)
		plan_number(sheet, out, column);
}

static void plan_row(struct sheet *sheet, struct table_plan *plan,
	const struct doc_row *row, struct row_plan *out)
{
	size_t count = plan->table->column_count;

	*out = (struct row_plan){.row = row, .lines = 1};
	if (!row->cells) {
		out->is_group = true;
		out->title = sheet_clean(sheet, row->group);
		plan->grouped = true;
		return;
	}
	out->cells = arena_alloc(sheet->arena, count * sizeof *out->cells);
	for (size_t i = 0; i < count; i++) {
		bool inside = i == 0 && plan->grouped && !row->total;

		plan_cell(sheet, row, i, inside ? INDENT : 0, plan,
			&out->cells[i]);
	}
}

/* Numbers of very different size are not helped by standing on one decimal
 * sign: such a column stays aligned on the right. */
static void align_numbers(struct table_plan *plan, size_t index)
{
	struct column_plan *column = &plan->columns[index];
	double numbers = column->whole + column->tail;

	if (numbers <= column->body.line + DECIMALS_WASTE) {
		widen(&column->body,
			(struct layout_extent){numbers, numbers, numbers});
		return;
	}
	column->whole = column->tail = 0;
	for (size_t i = 0; i < plan->table->row_count; i++)
		if (plan->rows[i].cells)
			plan->rows[i].cells[index].whole = -1;
}

static void plan_cells(struct sheet *sheet, struct table_plan *plan)
{
	const struct doc_table *table = plan->table;

	for (size_t i = 0; i < table->column_count; i++) {
		struct column_plan *column = &plan->columns[i];

		column->title = sheet_clean(sheet, table->columns[i].title);
		column->head = layout_extent(
			&sheet->font, STYLE_STRONG, column->title);
	}
	plan->totals = table->row_count;
	for (size_t i = 0; i < table->row_count; i++) {
		plan_row(sheet, plan, &table->rows[i], &plan->rows[i]);
		if (table->rows[i].total && i < plan->totals)
			plan->totals = i;
	}
	for (size_t i = 0; i < table->column_count; i++)
		align_numbers(plan, i);
}

/* ---- widths ---- */

static bool stacked(
	const struct table_plan *plan, size_t index, enum mercy mercy)
{
	return mercy != KEEP_HEADS && plan->table->columns[index].stacks;
}

/* The least width in pt that a column is promised. */
static double least(const struct table_plan *plan, size_t index,
	enum mercy mercy, double room)
{
	const struct column_plan *column = &plan->columns[index];
	double size = plan->body.size, head = plan->head.size;
	double part = smaller(column->body.part, LONGEST_PART) * size;
	double line = column->body.line * size;

	if (mercy == BREAK_WORDS)
		return smaller(line, (column->lead + NARROWEST) * size);
	if (mercy == WRAP_ALL)
		return larger(
			part, smaller(column->head.part, LONGEST_PART) * head);
	if (stacked(plan, index, mercy))
		line = smaller(line, column->body.word * size);
	else if (plan->table->columns[index].wraps || line > room / 2)
		line = smaller(line, larger(part, COMFORT * size));
	else if (mercy == KEEP_HEADS)
		line = larger(line, column->head.line * head);
	return larger(line, smaller(column->head.word, LONGEST_PART) * head);
}

static double gap_of(const struct table_plan *plan)
{
	bool narrow = plan->table->dense || plan->table->graphic;
	double gap = (narrow ? 1.3 : 1.5) * plan->body.size;
	double count = (double)plan->table->column_count;

	return smaller(gap, 0.3 * SHEET_WIDTH / count);
}

/* What the column of drawings takes of the width. */
static double graphic_room(const struct table_plan *plan)
{
	const struct doc_graphic *graphic = plan->table->graphic;

	return graphic ? graphic->width + plan->gap : 0;
}

/* Tries to fit the columns; sets their widths when they do. */
static bool fit(struct sheet *sheet, struct table_plan *plan, enum mercy mercy)
{
	size_t count = plan->table->column_count;
	double gaps = plan->gap * (double)(count - 1);
	double room = SHEET_WIDTH - gaps - graphic_room(plan);
	struct layout_column *columns =
		arena_alloc(sheet->arena, count * sizeof *columns);
	double *widths = arena_alloc(sheet->arena, count * sizeof *widths);

	for (size_t i = 0; i < count; i++) {
		const struct column_plan *column = &plan->columns[i];

		columns[i].least = least(plan, i, mercy, room);
		columns[i].ideal = larger(column->body.line * plan->body.size,
			column->head.line * plan->head.size);
		if (stacked(plan, i, mercy)) /* in two lines, most of it */
			columns[i].ideal = larger(columns[i].least,
				STACKED * columns[i].ideal);
	}
	if (!layout_columns(columns, count, room, widths))
		return false;
	for (size_t i = 0; i < count; i++)
		plan->columns[i].width = widths[i];
	return true;
}

static void set_size(struct table_plan *plan, double body, double head)
{
	plan->body = (struct type){body, LEADING * body, body, INK};
	plan->head = (struct type){head, 1.25 * head, head, INK};
	plan->group = (struct type){0.94 * body, 1.2 * body, body, INK};
	plan->pad = 0.36 * body;
	plan->gap = gap_of(plan);
}

/* The largest size at which the table keeps what `mercy` promises. Heads on
 * one line are not worth smaller letters; and when every column wraps, the
 * smallest ones are needed. */
static bool fit_size(
	struct sheet *sheet, struct table_plan *plan, enum mercy mercy)
{
	size_t from = plan->table->dense ? DENSE : 0;
	size_t to = mercy == KEEP_HEADS ? from + 1 : SIZES;

	if (mercy == WRAP_ALL)
		from = SIZES - 1;
	for (size_t i = from; i < to; i++) {
		set_size(plan, sizes[i].body, sizes[i].head);
		if (fit(sheet, plan, mercy))
			return true;
	}
	return false;
}

/* Fits at any price: dozens of columns are set in tiny letters, because
 * letters over each other would be worse. */
static void fit_somehow(struct sheet *sheet, struct table_plan *plan)
{
	double size = sizes[SIZES - 1].body;

	while (size > 0.5 && !fit(sheet, plan, BREAK_WORDS)) {
		size *= 0.9;
		set_size(plan, size, size);
	}
}

/* ---- places ---- */

/* Gives what is left of `width` to the gaps, then to the first column and,
 * when its text starts at the left, to the last. */
static void spread(struct table_plan *plan, double natural)
{
	size_t count = plan->table->column_count, last = count - 1;
	double slack = plan->width - natural;
	double most = 2.2 * plan->body.size;
	double each = last ? smaller(slack / (double)count, most) : 0;
	double x = SHEET_LEFT;

	slack -= each * (double)last;
	if (plan->table->columns[last].align == ALIGN_LEFT) {
		plan->columns[last].width += slack / 2;
		slack /= 2;
	}
	plan->columns[0].width += slack;
	for (size_t i = 0; i < count; i++) {
		if (plan->table->graphic && i == plan->table->graphic->before) {
			plan->graphic_x = x;
			x += graphic_room(plan);
		}
		plan->columns[i].x = x;
		x += plan->columns[i].width + plan->gap + each;
	}
}

static void place(struct table_plan *plan)
{
	size_t count = plan->table->column_count;
	double natural =
		plan->gap * (double)(count - 1) + graphic_room(plan);

	for (size_t i = 0; i < count; i++)
		natural += plan->columns[i].width;
	plan->width = SHEET_WIDTH;
	for (size_t i = sizeof stops / sizeof *stops; i-- > 0;)
		if (natural <= stops[i] * 0.92)
			plan->width = stops[i];
	spread(plan, smaller(natural, plan->width));
}

static void wrap_group(
	struct sheet *sheet, struct table_plan *plan, struct row_plan *row)
{
	row->group = sheet_wrap(sheet, row->title, STYLE_STRONG, &plan->group,
		plan->group_width);
	row->lines = smaller_size(row->group.line_count, TITLE_LINES);
	if (!row->lines)
		row->lines = 1;
}

static void wrap_row(
	struct sheet *sheet, struct table_plan *plan, struct row_plan *row)
{
	if (row->is_group)
		wrap_group(sheet, plan, row);
	for (size_t i = 0; row->cells && i < plan->table->column_count; i++) {
		struct cell_plan *cell = &row->cells[i];
		const struct layout_run run = {cell->text, cell->style};
		double room = plan->columns[i].width / plan->body.size;

		cell->lines = layout_wrap(
			sheet->arena, &sheet->font, &run, 1, room - cell->lead);
		if (cell->lines.line_count > row->lines)
			row->lines = cell->lines.line_count;
	}
	plan->hair = plan->hair || (row->cells && row->lines > 1);
}

static struct layout_text wrap_title(struct sheet *sheet,
	struct table_plan *plan, const char *title, double width)
{
	struct layout_text lines =
		sheet_wrap(sheet, title, STYLE_STRONG, &plan->head, width);

	lines.line_count = smaller_size(lines.line_count, TITLE_LINES);
	if (lines.line_count > plan->head_rows)
		plan->head_rows = lines.line_count;
	return lines;
}

static void wrap_titles(struct sheet *sheet, struct table_plan *plan)
{
	const struct doc_graphic *graphic = plan->table->graphic;

	plan->head_rows = 1;
	for (size_t i = 0; i < plan->table->column_count; i++) {
		struct column_plan *column = &plan->columns[i];

		column->head_lines = wrap_title(
			sheet, plan, column->title, column->width);
	}
	if (graphic)
		plan->graphic_title = wrap_title(sheet, plan,
			sheet_clean(sheet, graphic->title), graphic->width);
}

static void wrap_all(struct sheet *sheet, struct table_plan *plan)
{
	plan->hair = !plan->grouped;
	plan->group_width = plan->table->graphic ? plan->graphic_x - SHEET_LEFT
						 : plan->width;
	wrap_titles(sheet, plan);
	for (size_t i = 0; i < plan->table->row_count; i++)
		wrap_row(sheet, plan, &plan->rows[i]);
	if (plan->hair && !plan->table->dense) /* room beside the lines */
		plan->pad = 0.475 * plan->body.size;
}

const struct table_plan *table_plan(
	struct sheet *sheet, const struct doc_table *table)
{
	struct table_plan *plan;

	if (sheet->plan && sheet->plan->table == table)
		return sheet->plan;
	plan = arena_alloc(sheet->arena, sizeof *plan);
	plan->table = table;
	plan->columns = arena_alloc(
		sheet->arena, table->column_count * sizeof *plan->columns);
	plan->rows = arena_alloc(
		sheet->arena, table->row_count * sizeof *plan->rows);
	plan_cells(sheet, plan);
	if (!fit_size(sheet, plan, KEEP_HEADS) &&
		!fit_size(sheet, plan, KEEP_LINES) &&
		!fit_size(sheet, plan, WRAP_ALL))
		fit_somehow(sheet, plan);
	place(plan);
	wrap_all(sheet, plan);
	plan->caption = caption_wrap(
		sheet, sheet->doc->words.table, table->number, table->caption);
	plan->notes = notes_wrap(
		sheet, table->notes, table->note_count, &plan->notes_height);
	sheet->plan = plan;
	return plan;
}
