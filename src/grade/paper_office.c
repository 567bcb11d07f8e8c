/* paper_office: docx (word/document.xml) and odt (content.xml). */
#include <stdlib.h>
#include <string.h>

#include "src/grade/office.h"

#define TICKED 0x2611u /* ☑ */
#define EMPTY 0x2610u  /* ☐ */
#define CONTROLS_MAX 1000
#define SPACES_MAX ((size_t)200)

/* A control of a form, which is told before the text that shows it. */
struct control {
	const char *id, *text;
};

struct document {
	struct build *build;
	bool title;	  /* the paragraph is a heading */
	bool header_rows; /* odt: rows of a header */
	uint32_t box;	  /* the sign of a box that is still to be put, or 0 */
	bool placeholder; /* a control shows what is to be typed into it */
	unsigned muted;	  /* depth of the control whose text does not count */
	struct control *controls; /* odt */
	size_t control_count, control_capacity;
};

static void put_box(struct document *document)
{
	if (document->box)
		build_put(document->build, document->box);
	document->box = 0;
}

/* Of a control that is a box the sign counts, whatever stands for it. */
static bool is_muted(struct document *document)
{
	if (document->muted)
		put_box(document);
	return document->muted;
}

/* Ends of lines are blanks in XML. */
static void take_text(struct office *office, const char *text, size_t length)
{
	if (is_muted(office->state))
		return;
	while (length) {
		size_t line = 0;

		while (line < length && !strchr("\n\r\t", text[line]))
			line++;
		build_text(office->build, text, line);
		if (line < length)
			build_text(office->build, " ", 1);
		line += line < length;
		text += line;
		length -= line;
	}
}

/* -- what both have -- */

static void start_paragraph(struct office *office, const char **attributes)
{
	struct document *document = office->state;

	(void)attributes;
	/* of a box in the middle of a paragraph */
	if (office->build->text.length)
		build_block(office->build, false);
	document->title = false;
}

static void end_paragraph(struct office *office)
{
	struct document *document = office->state;

	build_block(office->build, document->title);
	document->title = false;
}

static void start_row(struct office *office, const char **attributes)
{
	const struct document *document = office->state;

	(void)attributes;
	build_row(office->build);
	if (document->header_rows)
		build_header(office->build);
}

static void blank(struct build *build)
{
	build_text(build, " ", 1);
}

static void tab(struct build *build)
{
	build_text(build, "\t", 1);
}

static void hyphen(struct build *build)
{
	build_text(build, "-", 1);
}

static void mute(struct office *office)
{
	struct document *document = office->state;

	if (!document->muted && (document->box || document->placeholder))
		document->muted = office->depth;
}

static void unmute(struct office *office)
{
	struct document *document = office->state;

	if (document->muted != office->depth)
		return;
	put_box(document);
	document->muted = 0;
	document->placeholder = false;
}

/* -- docx -- */

/* Word names styles in the language of the program that first saved them. */
static void paragraph_style(struct office *office, const char **attributes)
{
	static const char *const titles[] = {"Heading", "Titre", "Title",
		"heading", "berschrift", "Subtitle"};
	const char *style = office_attribute(attributes, "w:val");
	struct document *document = office->state;

	for (size_t i = 0; style && i < sizeof titles / sizeof *titles; i++)
		document->title |= strstr(style, titles[i]) != NULL;
}

static void cell(struct build *build)
{
	build_cell(build, 1);
}

static void grid_span(struct office *office, const char **attributes)
{
	/* the properties come before the text of the cell */
	build_cell_span(office->build,
		office_number(attributes, "w:val", PAPER_COLUMNS));
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
	const char *number = office_attribute(attributes, "w:char");
	unsigned long code = number ? strtoul(number, NULL, 16) & 0xff : 0;

	if (is_muted(office->state))
		return;
	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
		if (symbols[i].wingdings == code)
			build_put(office->build, symbols[i].code);
}

static void start_box(struct office *office, const char **attributes)
{
	struct document *document = office->state;

	(void)attributes;
	document->box = EMPTY;
}

static void set_box(struct office *office, const char *value)
{
	struct document *document = office->state;
	bool ticked = !value || strcmp(value, "1") == 0 ||
		      strcmp(value, "true") == 0 || strcmp(value, "on") == 0;

	/* fields of other kinds have defaults too */
	if (document->box)
		document->box = ticked ? TICKED : EMPTY;
}

/* "w:checked" counts more than "w:default", which comes before it. */
static void box_state(struct office *office, const char **attributes)
{
	set_box(office, office_attribute(attributes, "w:val"));
}

static void end_box(struct office *office)
{
	put_box(office->state);
}

static void control_state(struct office *office, const char **attributes)
{
	set_box(office, office_attribute(attributes, "w14:val"));
}

static void start_control(struct office *office, const char **attributes)
{
	struct document *document = office->state;

	(void)attributes;
	document->box = 0;
	document->placeholder = false;
}

static void shows_placeholder(struct office *office, const char **attributes)
{
	struct document *document = office->state;

	document->placeholder = !office_says(attributes, "w:val", "0") &&
				!office_says(attributes, "w:val", "false");
}

static void start_content(struct office *office, const char **attributes)
{
	(void)attributes;
	mute(office);
}

static const struct office_rule docx[] = {
	{"w:p", .start = start_paragraph, .end = end_paragraph},
	{"w:pStyle", .start = paragraph_style},
	{"w:t", .start = office_start_text, .end = office_end_text},
	{"w:tab", .open = tab},
	{"w:br", .open = build_break},
	{"w:cr", .open = build_break},
	{"w:noBreakHyphen", .open = hyphen},
	{"w:sym", .start = symbol},
	{"w:tbl", .open = build_table_open, .close = build_table_close},
	{"w:tr", .open = build_row, .close = build_row_close},
	{"w:tblHeader", .open = build_header},
	{"w:tc", .open = cell, .close = build_cell_close},
	{"w:gridSpan", .start = grid_span},
	{"w:checkBox", .start = start_box, .end = end_box},
	{"w:default", .start = box_state},
	{"w:checked", .start = box_state},
	{"w:sdtPr", .start = start_control},
	{"w14:checkbox", .start = start_box},
	{"w14:checked", .start = control_state},
	{"w:showingPlcHdr", .start = shows_placeholder},
	{"w:sdtContent", .start = start_content, .end = unmute},
	{"a:blip", .open = build_image},
	{"v:imagedata", .open = build_image},
	{"mc:Fallback", .start = office_hide}, /* again, for old programs */
	{"w:moveFrom", .start = office_hide},  /* is elsewhere now */
	{"w:tabs", .start = office_hide},      /* stops, not characters */
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
	struct document *document = office->state;

	start_odt_paragraph(office, attributes);
	document->title = true;
}

static void end_odt_paragraph(struct office *office)
{
	end_paragraph(office);
	office->in_text--;
}

static void spaces(struct office *office, const char **attributes)
{
	size_t count = office_number(attributes, "text:c", SPACES_MAX);

	while (count--)
		blank(office->build);
}

static void start_header_rows(struct office *office, const char **attributes)
{
	struct document *document = office->state;

	(void)attributes;
	document->header_rows = true;
}

static void end_header_rows(struct office *office)
{
	struct document *document = office->state;

	document->header_rows = false;
}

/* Repeated cells are as good as always the empty ones at the end of a row. */
static void odt_cell(struct office *office, const char **attributes)
{
	build_cell(office->build,
		office_number(attributes, "table:number-columns-repeated",
			PAPER_COLUMNS));
}

static void keep_control(struct office *office, const char **attributes,
	const char *text)
{
	struct document *document = office->state;
	struct arena *arena = office->build->arena;
	const char *id = office_attribute(attributes, "xml:id");

	id = id ? id : office_attribute(attributes, "form:id");
	if (!id || !text || document->control_count == CONTROLS_MAX)
		return;
	ARENA_ROOM(arena, document->controls, document->control_count,
		document->control_capacity);
	document->controls[document->control_count++] = (struct control){
		arena_strdup(arena, id), arena_strdup(arena, text)};
}

static const char *first_of(
	const char **attributes, const char *name, const char *otherwise)
{
	const char *value = office_attribute(attributes, name);

	return value ? value : office_attribute(attributes, otherwise);
}

static void keep_box(struct office *office, const char **attributes)
{
	const char *state = first_of(
		attributes, "form:current-state", "form:state");
	const char *label = office_attribute(attributes, "form:label");
	bool ticked = state && strcmp(state, "checked") == 0;

	keep_control(office, attributes,
		arena_printf(office->build->arena, "%s %s ",
			ticked ? "\xe2\x98\x91" : "\xe2\x98\x90",
			label ? label : ""));
}

static void keep_field(struct office *office, const char **attributes)
{
	keep_control(office, attributes,
		first_of(attributes, "form:current-value", "form:value"));
}

static void show_control(struct office *office, const char **attributes)
{
	const struct document *document = office->state;
	const char *id = office_attribute(attributes, "draw:control");

	for (size_t i = 0; id && i < document->control_count; i++)
		if (strcmp(document->controls[i].id, id) == 0) {
			const char *text = document->controls[i].text;

			build_text(office->build, text, strlen(text));
			return;
		}
}

static void start_content_control(
	struct office *office, const char **attributes)
{
	struct document *document = office->state;

	document->box = 0;
	if (office_says(attributes, "loext:checkbox", "true"))
		document->box = office_says(attributes, "loext:checked", "true")
					? TICKED
					: EMPTY;
	document->placeholder = office_says(
		attributes, "loext:showing-place-holder", "true");
	mute(office);
}

/* Boxes that came from Word's old format. */
static void start_mark(struct office *office, const char **attributes)
{
	struct document *document = office->state;
	const char *type = office_attribute(attributes, "field:type");

	document->box = type && strstr(type, "CHECKBOX") ? EMPTY : 0;
}

static void mark_param(struct office *office, const char **attributes)
{
	const char *name = office_attribute(attributes, "field:name");

	if (name && strstr(name, "Checked"))
		set_box(office, office_attribute(attributes, "field:value"));
}

static const struct office_rule odt[] = {
	{"text:p", .start = start_odt_paragraph, .end = end_odt_paragraph},
	{"text:h", .start = start_odt_title, .end = end_odt_paragraph},
	{"text:s", .start = spaces},
	{"text:tab", .open = tab},
	{"text:line-break", .open = build_break},
	{"table:table", .open = build_table_open, .close = build_table_close},
	{"table:table-header-rows", .start = start_header_rows,
		.end = end_header_rows},
	{"table:table-row", .start = start_row, .close = build_row_close},
	{"table:table-cell", .start = odt_cell, .close = build_cell_close},
	{"table:covered-table-cell", .start = odt_cell,
		.close = build_cell_close},
	{"form:checkbox", .start = keep_box},
	{"form:radio", .start = keep_box},
	{"form:text", .start = keep_field},
	{"form:textarea", .start = keep_field},
	{"form:formatted-text", .start = keep_field},
	{"form:number", .start = keep_field},
	{"form:combobox", .start = keep_field},
	{"form:listbox", .start = keep_field},
	{"draw:control", .start = show_control},
	{"loext:content-control", .start = start_content_control,
		.end = unmute},
	{"field:fieldmark", .start = start_mark, .end = end_box},
	{"field:fieldmark-start", .start = start_mark, .end = end_box},
	{"field:param", .start = mark_param},
	{"draw:image", .open = build_image},
	{"office:annotation", .start = office_hide},
	{"text:tracked-changes", .start = office_hide}, /* what was deleted */
	{.name = NULL},
};

bool paper_of_office(struct build *build, struct pack_desk *desk,
	const struct submitted_file *file)
{
	bool is_odt = file->kind == FILE_ODT;
	struct document document = {.build = build};
	struct office office = {.build = build,
		.rules = is_odt ? odt : docx,
		.take = take_text,
		.state = &document};
	enum office_outcome outcome = office_read(&office, desk, file,
		is_odt ? "content.xml" : "word/document.xml");

	if (outcome == OFFICE_ABSENT) {
		diag_add(desk->notes, DIAG_ID_PAPER_UNREADABLE, file->label, 0,
			NULL);
		desk->unreadable = true;
	}
	return outcome == OFFICE_WHOLE;
}
