/* paper_xlsx: Office Open XML spreadsheets (ECMA-376 part 1, 18): the sheets
 * that the workbook names, with the words that all of them share and the
 * formats of their numbers. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/grade/leaf.h"
#include "src/grade/number_format.h"
#include "src/grade/office.h"

#define FORMATS_MAX ((size_t)65536) /* of cells; Excel takes 65490 */
#define PARTS_MAX 256		    /* that the workbook names */
#define COLUMN_MAX ((size_t)16384)
#define ROW_MAX ((size_t)1048576)

struct name {
	const char *id, *text;
};

struct xlsx {
	struct leaf leaf;
	struct arena *arena;
	struct pack_desk *desk;
	/* the workbook */
	struct name sheets[LEAVES_MAX], parts[PARTS_MAX];
	size_t sheet_count, part_count;
	const char **words; /* shared strings */
	size_t word_count, word_capacity;
	/* styles */
	struct name *codes;
	size_t code_count, code_capacity;
	unsigned long *formats; /* ids, per style of a cell */
	size_t format_count, format_capacity;
	bool in_formats;
	/* the cell */
	struct buf value;
	size_t row, column; /* from 1, from 0 */
	const char *type;   /* one of `types` */
	unsigned long style;
	bool formula;
	bool told_date, told_formula; /* of this sheet */
};

static const char *keep(struct xlsx *xlsx, const char *text)
{
	return arena_strdup(xlsx->arena, text ? text : "");
}

/* "id" of "r:id", whatever the prefix. */
static const char *prefixed(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2) {
		const char *colon = strchr(attributes[0], ':');

		if (colon && strcmp(colon + 1, name) == 0)
			return attributes[1];
	}
	return NULL;
}

static unsigned long integer(const char **attributes, const char *name)
{
	const char *digits = office_attribute(attributes, name);

	return digits ? strtoul(digits, NULL, 10) : 0;
}

static void take_value(struct office *office, const char *text, size_t length)
{
	struct xlsx *xlsx = office->state;

	buf_add(&xlsx->value, text, length);
}

static const char *value_of(const struct xlsx *xlsx)
{
	return xlsx->value.length ? xlsx->value.data : "";
}

/* -- the workbook and its parts -- */

static void workbook_sheet(struct office *office, const char **attributes)
{
	struct xlsx *xlsx = office->state;
	const char *state = office_attribute(attributes, "state");

	if ((state && strcmp(state, "visible") != 0) ||
		xlsx->sheet_count == LEAVES_MAX)
		return;
	xlsx->sheets[xlsx->sheet_count++] =
		(struct name){keep(xlsx, prefixed(attributes, "id")),
			keep(xlsx, office_attribute(attributes, "name"))};
}

static const struct office_rule workbook_rules[] = {
	{"sheet", .start = workbook_sheet},
	{.name = NULL},
};

static void relation(struct office *office, const char **attributes)
{
	struct xlsx *xlsx = office->state;
	const char *target = office_attribute(attributes, "Target");

	if (!target || xlsx->part_count == PARTS_MAX)
		return;
	xlsx->parts[xlsx->part_count++] = (struct name){
		keep(xlsx, office_attribute(attributes, "Id")),
		*target == '/' ? keep(xlsx, target + 1)
			       : arena_printf(xlsx->arena, "xl/%s", target)};
}

static const struct office_rule relation_rules[] = {
	{"Relationship", .start = relation},
	{.name = NULL},
};

/* -- words -- */

static void start_word(struct office *office, const char **attributes)
{
	struct xlsx *xlsx = office->state;

	(void)attributes;
	xlsx->value.length = 0;
}

static void end_word(struct office *office)
{
	struct xlsx *xlsx = office->state;

	if (xlsx->word_count == PAPER_THINGS) {
		office_refuse(office, DIAG_ID_PAPER_CROWDED);
		return;
	}
	ARENA_ROOM(xlsx->arena, xlsx->words, xlsx->word_count,
		xlsx->word_capacity);
	xlsx->words[xlsx->word_count++] = keep(xlsx, value_of(xlsx));
}

static const struct office_rule word_rules[] = {
	{"si", .start = start_word, .end = end_word},
	{"t", .start = office_start_text, .end = office_end_text},
	{"rPh", .start = office_hide}, /* how it is pronounced */
	{.name = NULL},
};

/* -- styles -- */

static void style_code(struct office *office, const char **attributes)
{
	struct xlsx *xlsx = office->state;

	if (xlsx->code_count == FORMATS_MAX)
		return;
	ARENA_ROOM(xlsx->arena, xlsx->codes, xlsx->code_count,
		xlsx->code_capacity);
	xlsx->codes[xlsx->code_count++] = (struct name){
		keep(xlsx, office_attribute(attributes, "numFmtId")),
		keep(xlsx, office_attribute(attributes, "formatCode"))};
}

static void start_formats(struct office *office, const char **attributes)
{
	struct xlsx *xlsx = office->state;

	(void)attributes;
	xlsx->in_formats = true;
}

static void end_formats(struct office *office)
{
	struct xlsx *xlsx = office->state;

	xlsx->in_formats = false;
}

static void cell_format(struct office *office, const char **attributes)
{
	struct xlsx *xlsx = office->state;

	if (!xlsx->in_formats || xlsx->format_count == FORMATS_MAX)
		return;
	ARENA_ROOM(xlsx->arena, xlsx->formats, xlsx->format_count,
		xlsx->format_capacity);
	xlsx->formats[xlsx->format_count++] = integer(attributes, "numFmtId");
}

static const struct office_rule style_rules[] = {
	{"numFmt", .start = style_code},
	{"cellXfs", .start = start_formats, .end = end_formats},
	{"xf", .start = cell_format},
	{.name = NULL},
};

static const char *code_of(const struct xlsx *xlsx)
{
	unsigned long id = xlsx->style < xlsx->format_count
				   ? xlsx->formats[xlsx->style]
				   : 0;

	for (size_t i = 0; i < xlsx->code_count; i++)
		if (strtoul(xlsx->codes[i].id, NULL, 10) == id)
			return xlsx->codes[i].text;
	return number_format_code(id);
}

/* -- cells -- */

/* "AB12": column 27. COLUMN_MAX: none that there is. */
static size_t column_of(const char *place)
{
	size_t column = 0;

	for (; *place >= 'A' && *place <= 'Z' && column <= COLUMN_MAX; place++)
		column = column * 26 + (size_t)(*place - 'A') + 1;
	return column ? column - 1 : COLUMN_MAX;
}

static void start_row(struct office *office, const char **attributes)
{
	struct xlsx *xlsx = office->state;
	size_t row = integer(attributes, "r");

	xlsx->row = row > xlsx->row && row <= ROW_MAX ? row : xlsx->row + 1;
	xlsx->column = 0;
}

static void end_row(struct office *office)
{
	struct xlsx *xlsx = office->state;

	leaf_row(&xlsx->leaf, xlsx->row);
}

static void start_cell(struct office *office, const char **attributes)
{
	static const char *const types[] = {
		"n", "s", "str", "inlineStr", "b", "e", "d"};
	struct xlsx *xlsx = office->state;
	const char *place = office_attribute(attributes, "r");

	if (place)
		xlsx->column = column_of(place);
	xlsx->value.length = 0;
	xlsx->formula = false;
	xlsx->style = integer(attributes, "s");
	xlsx->type = types[0];
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (office_says(attributes, "t", types[i]))
			xlsx->type = types[i];
}

static void mark_formula(struct office *office, const char **attributes)
{
	struct xlsx *xlsx = office->state;

	(void)attributes;
	xlsx->formula = true;
}

/* Told once a sheet. */
static void tell(struct xlsx *xlsx, enum diag_id id, bool *told)
{
	if (!*told)
		diag_add(xlsx->desk->notes, id, xlsx->leaf.build->paper->source,
			(unsigned)xlsx->row, NULL);
	*told = true;
}

static const char *number_shown(struct xlsx *xlsx)
{
	char *end;
	double value = strtod(value_of(xlsx), &end);
	bool date = false;
	const char *text;

	if (!xlsx->value.length && xlsx->formula) {
		tell(xlsx, DIAG_ID_PAPER_FORMULA, &xlsx->told_formula);
		xlsx->desk->unreadable = true;
	}
	if (end == value_of(xlsx) || *end || !isfinite(value))
		return keep(xlsx, value_of(xlsx));
	text = number_format(xlsx->arena, value, code_of(xlsx), &date);
	if (date)
		tell(xlsx, DIAG_ID_PAPER_DATE, &xlsx->told_date);
	return text;
}

static const char *shown(struct xlsx *xlsx)
{
	const char *value = value_of(xlsx);

	switch (*xlsx->type) {
	case 'n':
		return number_shown(xlsx);
	case 'b':
		return *value == '1' ? "\xe2\x98\x91" : "\xe2\x98\x90";
	case 's':
		if (!xlsx->type[1]) {
			size_t word = strtoul(value, NULL, 10);

			return word < xlsx->word_count ? xlsx->words[word] : "";
		}
		break;
	default:
		break;
	}
	return keep(xlsx, value);
}

static void end_cell(struct office *office)
{
	struct xlsx *xlsx = office->state;

	if (xlsx->value.length || xlsx->formula)
		leaf_cell(&xlsx->leaf, xlsx->column, shown(xlsx));
	xlsx->column++;
}

static const struct office_rule cell_rules[] = {
	{"row", .start = start_row, .end = end_row},
	{"c", .start = start_cell, .end = end_cell},
	{"f", .start = mark_formula},
	{"v", .start = office_start_text, .end = office_end_text},
	{"t", .start = office_start_text, .end = office_end_text},
	{"rPh", .start = office_hide},
	{"extLst", .start = office_hide},
	{.name = NULL},
};

/* -- all together -- */

static enum office_outcome read_part(struct xlsx *xlsx,
	const struct submitted_file *file, const char *part,
	const struct office_rule *rules)
{
	struct office office = {.build = xlsx->leaf.build,
		.rules = rules,
		.local = true,
		.take = take_value,
		.state = xlsx};

	return office_read(&office, xlsx->desk, file, part);
}

static const char *part_of(const struct xlsx *xlsx, const char *id)
{
	for (size_t i = 0; i < xlsx->part_count; i++)
		if (strcmp(xlsx->parts[i].id, id) == 0)
			return xlsx->parts[i].text;
	return "";
}

/* A sheet of charts has no cells: then the part is of another kind. */
static bool read_sheet(struct xlsx *xlsx, const struct submitted_file *file,
	const struct name *sheet)
{
	enum office_outcome outcome;

	leaf_begin(&xlsx->leaf, file->label, sheet->text);
	xlsx->row = 0;
	xlsx->told_date = xlsx->told_formula = false;
	outcome = read_part(xlsx, file, part_of(xlsx, sheet->id), cell_rules);
	leaf_end(&xlsx->leaf);
	if (outcome == OFFICE_ABSENT)
		diag_add(xlsx->desk->notes, DIAG_ID_PAPER_UNREADABLE,
			xlsx->leaf.build->paper->source, 0, NULL);
	return outcome == OFFICE_WHOLE;
}

/* What the sheets need; styles and shared words may be missing. */
static bool read_book(struct xlsx *xlsx, const struct submitted_file *file)
{
	return read_part(xlsx, file, "xl/workbook.xml", workbook_rules) ==
		       OFFICE_WHOLE &&
	       read_part(xlsx, file, "xl/_rels/workbook.xml.rels",
		       relation_rules) == OFFICE_WHOLE &&
	       read_part(xlsx, file, "xl/styles.xml", style_rules) !=
		       OFFICE_BROKEN &&
	       read_part(xlsx, file, "xl/sharedStrings.xml", word_rules) !=
		       OFFICE_BROKEN;
}

bool paper_of_xlsx(struct build *build, struct pack_desk *desk,
	const struct submitted_file *file)
{
	struct xlsx *xlsx = arena_alloc(build->arena, sizeof *xlsx);
	size_t count = desk->notes->count;
	bool whole;

	*xlsx = (struct xlsx){
		.leaf = {.build = build}, .arena = build->arena, .desk = desk};
	build->paper->images = office_count(desk, file, "xl/media/");
	whole = read_book(xlsx, file);
	if (!whole && desk->notes->count == count)
		diag_add(desk->notes, DIAG_ID_PAPER_UNREADABLE, file->label, 0,
			NULL);
	for (size_t i = 0; whole && i < xlsx->sheet_count; i++)
		whole = read_sheet(xlsx, file, &xlsx->sheets[i]);
	buf_free(&xlsx->value);
	desk->unreadable |= !whole;
	return whole;
}
