/*
 * paper_office: docx (word/document.xml) and odt (content.xml), the only user
 * of expat. Names are compared with the prefixes that all office programs
 * write.
 */
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/memory.h"
#include "src/base/utf8.h"
#include "src/grade/paper_build.h"

#define DEPTH_MAX 256

struct office;

/* What the beginning and the end of an element do. */
struct rule {
	const char *name;
	void (*open)(struct build *build);
	void (*close)(struct build *build);
	/* where more than the paper matters */
	void (*start)(struct office *office, const char **attributes);
	void (*end)(struct office *office);
};

struct office {
	struct build *build;
	const struct rule *rules; /* ended by a NULL name */
	XML_Parser parser;
	unsigned depth;
	unsigned hidden;  /* depth of an element to pass over, or 0 */
	unsigned in_text; /* open elements whose characters count */
	bool title;	  /* the paragraph is a heading */
	bool header_rows; /* odt: rows of a header */
	bool ticked;	  /* docx: the box of a form */
	enum diag_id refusal;
	bool refused;
};

static const char *attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

static void refuse(struct office *office, enum diag_id id)
{
	office->refused = true;
	office->refusal = id;
	XML_StopParser(office->parser, XML_FALSE);
}

static void put(struct office *office, uint32_t code)
{
	char bytes[UTF8_MAX];

	build_text(office->build, bytes, utf8_put(bytes, code));
}

static size_t columns(const char *number)
{
	unsigned long count = number ? strtoul(number, NULL, 10) : 1;

	return count < 1 ? 1 : count > PAPER_COLUMNS ? PAPER_COLUMNS : count;
}

/* -- what both have -- */

static void start_paragraph(struct office *office, const char **attributes)
{
	(void)attributes;
	office->build->line++;
	office->title = false;
}

static void end_paragraph(struct office *office)
{
	build_block(office->build, office->title);
	office->title = false;
}

static void start_row(struct office *office, const char **attributes)
{
	(void)attributes;
	build_row(office->build);
	if (office->header_rows)
		build_header(office->build);
}

static void blank(struct build *build)
{
	build_text(build, " ", 1);
}

static void hide(struct office *office, const char **attributes)
{
	(void)attributes;
	office->hidden = office->depth;
}

/* -- docx -- */

static void start_text(struct office *office, const char **attributes)
{
	(void)attributes;
	office->in_text++;
}

static void end_text(struct office *office)
{
	office->in_text--;
}

/* Word names styles in the language of the program that first saved them. */
static void paragraph_style(struct office *office, const char **attributes)
{
	static const char *const titles[] = {"Heading", "Titre", "Title",
		"heading", "berschrift", "Subtitle"};
	const char *style = attribute(attributes, "w:val");

	for (size_t i = 0; style && i < sizeof titles / sizeof *titles; i++)
		office->title |= strstr(style, titles[i]) != NULL;
}

static void cell(struct build *build)
{
	build_cell(build, 1);
}

static void grid_span(struct office *office, const char **attributes)
{
	/* the properties come before the text of the cell */
	build_cell_span(
		office->build, columns(attribute(attributes, "w:val")));
}

/* Boxes as Word's symbol fonts have them. */
static void symbol(struct office *office, const char **attributes)
{
	static const struct {
		unsigned long wingdings;
		uint32_t code;
	} symbols[] = {{0x6f, 0x2610}, {0xa8, 0x2610}, {0x71, 0x2610},
		{0xfe, 0x2611}, {0xfd, 0x2612}, {0x78, 0x2612}, {0x53, 0x2612},
		{0xfc, 0x2713}, {0x50, 0x2713}, {0x52, 0x2611}};
	const char *number = attribute(attributes, "w:char");
	unsigned long code = number ? strtoul(number, NULL, 16) & 0xff : 0;

	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
		if (symbols[i].wingdings == code)
			put(office, symbols[i].code);
}

static void start_box(struct office *office, const char **attributes)
{
	(void)attributes;
	office->ticked = false;
}

/* "w:checked" counts more than "w:default", which comes before it. */
static void box_state(struct office *office, const char **attributes)
{
	const char *value = attribute(attributes, "w:val");

	office->ticked = !value || strcmp(value, "1") == 0 ||
			 strcmp(value, "true") == 0 || strcmp(value, "on") == 0;
}

static void end_box(struct office *office)
{
	put(office, office->ticked ? 0x2611 : 0x2610);
}

static const struct rule docx[] = {
	{"w:p", .start = start_paragraph, .end = end_paragraph},
	{"w:pStyle", .start = paragraph_style},
	{"w:t", .start = start_text, .end = end_text},
	{"w:tab", .open = blank},
	{"w:br", .open = build_break},
	{"w:cr", .open = build_break},
	{"w:sym", .start = symbol},
	{"w:tbl", .open = build_table_open, .close = build_table_close},
	{"w:tr", .open = build_row, .close = build_row_close},
	{"w:tblHeader", .open = build_header},
	{"w:tc", .open = cell, .close = build_cell_close},
	{"w:gridSpan", .start = grid_span},
	{"w:checkBox", .start = start_box, .end = end_box},
	{"w:default", .start = box_state},
	{"w:checked", .start = box_state},
	{"a:blip", .open = build_image},
	{"v:imagedata", .open = build_image},
	{"mc:Fallback", .start = hide}, /* again, for old programs */
	{"w:tabs", .start = hide},	/* stops, not characters */
	{.name = NULL},
};

/* -- odt -- */

/* All text of a paragraph counts, in whatever spans. */
static void start_odt_paragraph(struct office *office, const char **attributes)
{
	start_paragraph(office, attributes);
	office->in_text++;
}

static void start_odt_title(struct office *office, const char **attributes)
{
	start_odt_paragraph(office, attributes);
	office->title = true;
}

static void end_odt_paragraph(struct office *office)
{
	end_paragraph(office);
	office->in_text--;
}

static void start_header_rows(struct office *office, const char **attributes)
{
	(void)attributes;
	office->header_rows = true;
}

static void end_header_rows(struct office *office)
{
	office->header_rows = false;
}

/* Repeated cells are as good as always the empty ones at the end of a row. */
static void odt_cell(struct office *office, const char **attributes)
{
	build_cell(office->build,
		columns(attribute(
			attributes, "table:number-columns-repeated")));
}

static const struct rule odt[] = {
	{"text:p", .start = start_odt_paragraph, .end = end_odt_paragraph},
	{"text:h", .start = start_odt_title, .end = end_odt_paragraph},
	{"text:s", .open = blank},
	{"text:tab", .open = blank},
	{"text:line-break", .open = build_break},
	{"table:table", .open = build_table_open, .close = build_table_close},
	{"table:table-header-rows", .start = start_header_rows,
		.end = end_header_rows},
	{"table:table-row", .start = start_row, .close = build_row_close},
	{"table:table-cell", .start = odt_cell, .close = build_cell_close},
	{"table:covered-table-cell", .start = odt_cell,
		.close = build_cell_close},
	{"draw:image", .open = build_image},
	{"office:annotation", .start = hide},
	{"text:tracked-changes", .start = hide}, /* what was deleted */
	{.name = NULL},
};

/* -- expat -- */

static const struct rule *rule_of(const struct office *office, const char *name)
{
	const struct rule *rule = office->rules;

	while (rule->name && strcmp(rule->name, name) != 0)
		rule++;
	return rule;
}

static void XMLCALL on_start(
	void *data, const XML_Char *name, const XML_Char **attributes)
{
	struct office *office = data;
	const struct rule *rule = rule_of(office, name);

	if (++office->depth > DEPTH_MAX || office->build->crowded) {
		refuse(office, DIAG_ID_PAPER_CROWDED);
		return;
	}
	if (!office->hidden && rule->open)
		rule->open(office->build);
	if (!office->hidden && rule->start)
		rule->start(office, attributes);
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
	struct office *office = data;
	const struct rule *rule = rule_of(office, name);

	if (!office->hidden && rule->end)
		rule->end(office);
	if (!office->hidden && rule->close)
		rule->close(office->build);
	if (office->hidden == office->depth)
		office->hidden = 0;
	office->depth--;
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
	struct office *office = data;

	if (office->in_text && !office->hidden)
		build_text(office->build, text, (size_t)length);
}

static void XMLCALL on_doctype(void *data, const XML_Char *name,
	const XML_Char *system, const XML_Char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	refuse(data, DIAG_ID_PAPER_DOCTYPE);
}

static void start_parser(struct office *office)
{
	office->parser = memory_sure(XML_ParserCreate(NULL));
	XML_SetUserData(office->parser, office);
	XML_SetElementHandler(office->parser, on_start, on_end);
	XML_SetCharacterDataHandler(office->parser, on_text);
	XML_SetStartDoctypeDeclHandler(office->parser, on_doctype);
}

/* The document, as far as it is one; says what stopped it. */
static bool parse(struct office *office, struct pack *pack, size_t most)
{
	enum XML_Status status = XML_STATUS_OK;
	const void *bytes = NULL;
	size_t all = 0;
	long got;

	while (status == XML_STATUS_OK &&
		(got = pack_read(pack, &bytes)) >= 0) {
		all += (size_t)got;
		if (most && all > most) {
			refuse(office, DIAG_ID_GRADE_LARGE);
			return false;
		}
		/* in pieces: an int counts them */
		status = XML_Parse(office->parser, bytes, (int)got, got == 0);
		if (got == 0)
			break;
	}
	return status == XML_STATUS_OK && got == 0;
}

static bool read_part(struct office *office, struct pack_desk *desk,
	struct pack *pack, const char *label)
{
	size_t count = desk->notes->count;
	bool whole;

	start_parser(office);
	whole = parse(office, pack, desk->limits->text_bytes);
	if (office->refused)
		diag_add(desk->notes, office->refusal, label,
			office->build->line, NULL);
	else if (!whole && desk->notes->count == count)
		diag_add(desk->notes, DIAG_ID_PAPER_UNREADABLE, label,
			office->build->line, NULL);
	XML_ParserFree(office->parser);
	return whole;
}

/* To the part of that name. */
static bool find_part(struct pack *pack, const char *label, const char *part)
{
	size_t prefix = strlen(label) + 1; /* and its "/" */
	struct pack_entry entry;

	while (pack_next(pack, &entry))
		if (strlen(entry.label) > prefix &&
			strcmp(entry.label + prefix, part) == 0)
			return true;
	return false;
}

bool paper_of_office(struct build *build, struct pack_desk *desk,
	const struct submitted_file *file)
{
	bool is_odt = file->kind == FILE_ODT;
	struct office office = {
		.build = build, .rules = is_odt ? odt : docx};
	struct pack *pack = pack_open_memory(
		desk, file->label, file->bytes, file->size);
	bool whole = false;

	build->line = 0;
	if (find_part(pack, file->label,
		    is_odt ? "content.xml" : "word/document.xml"))
		whole = read_part(&office, desk, pack, file->label);
	else
		diag_add(desk->notes, DIAG_ID_PAPER_UNREADABLE, file->label, 0,
			NULL);
	pack_close(pack);
	desk->unreadable |= !whole;
	return whole;
}
