/* paper_ods: OpenDocument spreadsheets. A cell holds what it shows, as
 * paragraphs, beside its value. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/grade/leaf.h"
#include "src/grade/number_format.h"
#include "src/grade/office.h"

#define REPEAT_MAX ((size_t)1 << 24)
#define SPACES_MAX ((size_t)200)

struct ods {
	struct leaf leaf;
	struct pack_desk *desk;
	const char *label;
	struct buf text;
	size_t row, rows;	/* the last one above; of the open one */
	size_t column, columns; /* the open cell's */
	unsigned table;		/* depth of the open sheet, or 0 */
	const char *value;	/* without a text; NULL: none */
	bool formula;
	bool told_date, told_formula; /* of this sheet */
};

static void take_text(struct office *office, const char *text, size_t length)
{
	struct ods *ods = office->state;

	for (size_t i = 0; i < length; i++)
		buf_putc(&ods->text, strchr("\n\r\t", text[i]) ? ' ' : text[i]);
}

static void start_table(struct office *office, const char **attributes)
{
	struct ods *ods = office->state;
	const char *name = office_attribute(attributes, "table:name");

	if (ods->table)
		return;
	if (!leaf_begin(&ods->leaf, ods->label, name ? name : "")) {
		office_refuse(office, DIAG_ID_PAPER_CROWDED);
		return;
	}
	ods->table = office->depth;
	ods->row = 0;
	ods->told_date = ods->told_formula = false;
}

static void end_table(struct office *office)
{
	struct ods *ods = office->state;

	if (ods->table != office->depth)
		return;
	leaf_end(&ods->leaf);
	ods->table = 0;
}

static void start_row(struct office *office, const char **attributes)
{
	struct ods *ods = office->state;

	ods->rows = office_number(
		attributes, "table:number-rows-repeated", REPEAT_MAX);
	ods->column = ods->columns = 0;
}

/* A row that is repeated says nothing new. */
static void end_row(struct office *office)
{
	struct ods *ods = office->state;

	leaf_row(&ods->leaf, ods->row < REPEAT_MAX ? ods->row + 1 : 0);
	ods->row += ods->row < REPEAT_MAX ? ods->rows : 0;
	ods->leaf.row = ods->row;
}

/* Told once a sheet. */
static void tell(struct ods *ods, enum diag_id id, bool *told)
{
	if (!*told)
		diag_add(ods->desk->notes, id, ods->leaf.build->paper->source,
			(unsigned)ods->row + 1, NULL);
	*told = true;
}

static void start_cell(struct office *office, const char **attributes)
{
	struct ods *ods = office->state;
	struct arena *arena = office->build->arena;
	const char *type = office_attribute(attributes, "office:value-type");
	const char *value = office_attribute(attributes, "office:value");
	bool date = false;

	ods->column += ods->columns;
	ods->columns = office_number(
		attributes, "table:number-columns-repeated", REPEAT_MAX);
	ods->text.length = 0;
	ods->formula = office_attribute(attributes, "table:formula") != NULL;
	ods->value = NULL;
	if (value && isfinite(strtod(value, NULL)))
		ods->value = number_format(arena, strtod(value, NULL),
			number_format_code(0), &date);
	if (type && strcmp(type, "boolean") == 0)
		ods->value = office_says(attributes, "office:boolean-value",
				     "true")
				     ? "\xe2\x98\x91"
				     : "\xe2\x98\x90";
	if (type && (strcmp(type, "date") == 0 || strcmp(type, "time") == 0))
		tell(ods, DIAG_ID_PAPER_DATE, &ods->told_date);
}

/* A box shows the word "TRUE" in some language. */
static const char *shown(struct ods *ods, struct arena *arena)
{
	bool box = ods->value && (unsigned char)*ods->value >= 0x80;

	if (ods->text.length && !box)
		return arena_strndup(arena, ods->text.data, ods->text.length);
	return ods->value ? ods->value : "";
}

static void end_cell(struct office *office)
{
	struct ods *ods = office->state;
	const char *text = shown(ods, office->build->arena);

	for (size_t i = 0; *text && i < ods->columns &&
			   ods->column + i < PAPER_COLUMNS;
		i++)
		leaf_cell(&ods->leaf, ods->column + i, text);
	if (*text || !ods->formula)
		return;
	tell(ods, DIAG_ID_PAPER_FORMULA, &ods->told_formula);
	ods->desk->unreadable = true;
}

/* What a merged cell covers is not seen. */
static void pass_cell(struct office *office, const char **attributes)
{
	struct ods *ods = office->state;

	ods->column += ods->columns;
	ods->columns = office_number(
		attributes, "table:number-columns-repeated", REPEAT_MAX);
	office_hide(office, attributes);
}

static void start_paragraph(struct office *office, const char **attributes)
{
	struct ods *ods = office->state;

	if (ods->text.length)
		buf_putc(&ods->text, '\n');
	office_start_text(office, attributes);
}

static void spaces(struct office *office, const char **attributes)
{
	struct ods *ods = office->state;

	buf_fill(&ods->text, ' ',
		office_number(attributes, "text:c", SPACES_MAX));
}

static void tab(struct office *office, const char **attributes)
{
	(void)attributes;
	take_text(office, " ", 1);
}

static void line_break(struct office *office, const char **attributes)
{
	struct ods *ods = office->state;

	(void)attributes;
	buf_putc(&ods->text, '\n');
}

static const struct office_rule rules[] = {
	{"table:table", .start = start_table, .end = end_table},
	{"table:table-row", .start = start_row, .end = end_row},
	{"table:table-cell", .start = start_cell, .end = end_cell},
	{"table:covered-table-cell", .start = pass_cell},
	{"text:p", .start = start_paragraph, .end = office_end_text},
	{"text:s", .start = spaces},
	{"text:tab", .start = tab},
	{"text:line-break", .start = line_break},
	{"draw:image", .open = build_image},
	{"office:annotation", .start = office_hide},
	{"table:tracked-changes", .start = office_hide},
	{.name = NULL},
};

bool paper_of_ods(struct build *build, struct pack_desk *desk,
	const struct submitted_file *file)
{
	struct ods ods = {
		.leaf = {.build = build}, .desk = desk, .label = file->label};
	struct office office = {.build = build,
		.rules = rules,
		.take = take_text,
		.state = &ods};
	enum office_outcome outcome =
		office_read(&office, desk, file, "content.xml");

	if (outcome == OFFICE_ABSENT) {
		diag_add(desk->notes, DIAG_ID_PAPER_UNREADABLE, file->label, 0,
			NULL);
		desk->unreadable = true;
	}
	leaf_end(&ods.leaf);
	buf_free(&ods.text);
	return outcome == OFFICE_WHOLE;
}
