#include "src/grade/paper_build.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "src/base/utf8.h"

static struct build_table *top(struct build *build)
{
	return build->depth ? &build->tables[build->depth - 1] : NULL;
}

/* Where text goes: the open cell, else the paragraph. */
static struct buf *target(struct build *build)
{
	struct build_table *table = top(build);

	return table && table->in_cell ? &table->text : &build->text;
}

void build_text(struct build *build, const char *text, size_t length)
{
	if (build->crowded)
		return;
	if (build->lists && !build->text.length)
		build->first = build->line;
	buf_add(target(build), text, length);
	if (build->lists)
		buf_add(&build->listing.line, text, length);
}

void build_put(struct build *build, uint32_t code)
{
	char bytes[UTF8_MAX];

	build_text(build, bytes, utf8_put(bytes, code));
}

/* A line of the listing is complete. */
static void end_line(struct build *build)
{
	if (!build->lists)
		return;
	listing_end_line(&build->listing);
	build->line = build->listing.lines + 1;
}

void build_break(struct build *build)
{
	if (!build->crowded)
		buf_putc(target(build), '\n');
	end_line(build);
}

void build_image(struct build *build)
{
	build->paper->images++;
}

/* -- texts -- */

/* Room for one thing more, a cell, a paragraph or a box? */
static bool room(struct build *build)
{
	build->crowded = build->crowded || build->things == PAPER_THINGS;
	build->things += !build->crowded;
	return !build->crowded;
}

static bool blank(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f;
}

/* In the arena, blanks in a row as one, none at the ends. */
static char *tidy(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1), *to = copy;

	for (size_t i = 0; i < length; i++)
		if (!blank(text[i]))
			*to++ = text[i];
		else if (to > copy && to[-1] != ' ')
			*to++ = ' ';
	if (to > copy && to[-1] == ' ')
		to--;
	*to = '\0';
	return copy;
}

/* -- boxes -- */

struct sign {
	const char *text;
	bool ticked;
	bool box; /* a glyph that is nothing else */
};

static const struct sign words[] = {
	{"", false, false}, {"non", false, false}, {"no", false, false}, {"x", true, false},
	{"v", true, false}, {"o", true, false}, {"*", true, false},
	{"oui", true, false}, {"yes", true, false}, {"ok", true, false},
	{"fait", true, false}, {"done", true, false},
	{"vrai", true, false}, {"true", true, false},
	{"faux", false, false}, {"false", false, false},
	{"\xe2\x9c\x97", true, false},  /* ✗, a cross in brackets */
	{"\xe2\x9c\x98", true, false},  /* ✘ */
	{"\xe2\x9c\x95", true, false},  /* ✕ */
	{"\xe2\x9c\x96", true, false},  /* ✖ */
	{"\xc3\x97", true, false}};	 /* × */

static const struct sign glyphs[] = {
	{"\xe2\x98\x91", true, true},   /* ☑ */
	{"\xe2\x98\x92", true, true},   /* ☒ */
	{"\xe2\x96\xa0", true, true},   /* ■ */
	{"\xe2\x96\xa3", true, true},   /* ▣ */
	{"\xe2\x97\xbc", true, true},   /* ◼ */
	{"\xe2\xac\x9b", true, true},   /* ⬛ */
	{"\xf0\x9f\x97\xb9", true, true}, /* 🗹 */
	{"\xf0\x9f\x97\xb7", true, true}, /* 🗷 */
	{"\xef\x83\xbe", true, true},   /* U+F0FE: ☑ of Wingdings */
	{"\xef\x83\xbd", true, true},   /* U+F0FD: ☒ */
	{"\xef\x81\xb8", true, true},   /* U+F078: ☒ */
	{"\xef\x81\x92", true, true},   /* U+F052: ☑ */
	{"\xef\x83\xbc", true, true},   /* U+F0FC: ✓ */
	{"\xef\x82\xa8", false, true},  /* U+F0A8: ☐ */
	{"\xef\x81\xaf", false, true},  /* U+F06F: ☐ */
	{"\xef\x81\xb1", false, true},  /* U+F071: ☐ */
	{"\xe2\x96\xa2", false, true},  /* ▢ */
	{"\xe2\x9d\x8f", false, true},  /* ❏ */
	{"\xe2\x9d\x90", false, true},  /* ❐ */
	{"\xe2\x9d\x91", false, true},  /* ❑ */
	{"\xe2\x9d\x92", false, true},  /* ❒ */
	{"\xe2\x98\x90", false, true},  /* ☐ */
	{"\xe2\x96\xa1", false, true},  /* □ */
	{"\xe2\x97\xbb", false, true},  /* ◻ */
	{"\xe2\xac\x9c", false, true},  /* ⬜ */
	{"\xe2\x9c\x93", true, false},  /* ✓ */
	{"\xe2\x9c\x94", true, false},  /* ✔ */
	{"\xe2\x9c\x85", true, false},  /* ✅ */
	{"\xe2\x9d\x8c", false, false}, /* ❌ */
};

static const struct sign *word(const char *text, size_t length)
{
	while (length && *text == ' ') {
		text++;
		length--;
	}
	while (length && text[length - 1] == ' ')
		length--;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i].text) == length &&
			strncasecmp(words[i].text, text, length) == 0)
			return &words[i];
	return NULL;
}

/* The glyph that `text` begins with; "as an emoji" belongs to it. */
static const struct sign *glyph(const char *text, const char **rest)
{
	static const char emoji[] = "\xef\xb8\x8f";

	for (size_t i = 0; i < sizeof glyphs / sizeof *glyphs; i++) {
		size_t length = strlen(glyphs[i].text);

		if (strncmp(text, glyphs[i].text, length) != 0)
			continue;
		*rest = text + length;
		if (strncmp(*rest, emoji, strlen(emoji)) == 0)
			*rest += strlen(emoji);
		return &glyphs[i];
	}
	return NULL;
}

/* "[x]", "[ ]", "[oui]", "[✓]", but no link. */
static const struct sign *bracket(const char *text, const char **rest)
{
	const char *end =
		*text == '[' ? memchr(text, ']', strnlen(text, 14)) : NULL;
	const char *inside, *behind;
	const struct sign *sign;

	if (!end || end[1] == '(')
		return NULL;
	*rest = end + 1;
	inside = text + 1 + strspn(text + 1, " ");
	sign = glyph(inside, &behind);
	if (sign && behind + strspn(behind, " ") == end)
		return sign;
	return word(text + 1, (size_t)(end - text - 1));
}

/* The box that `text` begins with. */
static const struct sign *leading_sign(const char *text, const char **rest)
{
	const struct sign *sign = bracket(text, rest);

	return sign ? sign : glyph(text, rest);
}

/* "x,You ran all the tests": a row of two cells of a spreadsheet. */
static const struct sign *cell_sign(const char *text, const char **rest)
{
	size_t length = strcspn(text, ",;");

	if (!length || !text[length] || text[length + 1] == ' ')
		return NULL;
	*rest = text + length + 1;
	return word(text, length);
}

/* "text : oui"; `*length` is that of the line, and then of the text. */
static const struct sign *answer(const char *text, size_t *length)
{
	size_t from = *length;
	const struct sign *sign;

	while (from && text[from - 1] != ':')
		from--;
	sign = from ? word(text + from, *length - from) : NULL;
	/* "Noter :" asks, a glyph is no word */
	if (!sign || !*sign->text)
		return NULL;
	*length = from - 1;
	return sign;
}

bool build_is_box(const char *line, size_t length)
{
	const char *rest;

	return leading_sign(line, &rest) || cell_sign(line, &rest) ||
	       answer(line, &length);
}

bool paper_has_box(const char *line)
{
	const char *rest;

	for (const char *at = strchr(line, '['); at; at = strchr(at + 1, '['))
		if (bracket(at, &rest))
			return true;
	for (; *line; line++)
		if ((unsigned char)*line >= 0x80) {
			const struct sign *sign = glyph(line, &rest);

			if (sign && sign->box)
				return true;
		}
	return false;
}

/* A text that is nothing but a sign; "" is none. */
static const struct sign *lone_sign(const char *text)
{
	const char *rest = "";
	const struct sign *sign = leading_sign(text, &rest);

	if (sign)
		return *rest ? NULL : sign;
	return *text ? word(text, strlen(text)) : NULL;
}

static void add_box(struct build *build, const char *text, size_t length,
	bool ticked, unsigned line)
{
	struct paper *paper = build->paper;

	if (!room(build))
		return;
	ARENA_ROOM(build->arena, paper->boxes, paper->box_count,
		paper->box_capacity);
	paper->boxes[paper->box_count++] = (struct paper_box){
		.heading = build->heading,
		.text = tidy(build->arena, text, length),
		.ticked = ticked,
		.line = line,
	};
}

/* A line that is a box; else false. */
static bool take_box(struct build *build, const char *text)
{
	const char *rest = text;
	size_t length;
	const struct sign *sign = leading_sign(text, &rest);

	if (!sign)
		sign = cell_sign(text, &rest);
	if (!sign)
		rest = text;
	length = strlen(rest);
	if (!sign)
		sign = answer(text, &length);
	if (!sign)
		return false;
	add_box(build, rest, length, sign->ticked, build->line);
	return true;
}

/* "☑ text" and "[x] text" in a cell; "✅ text" is an opinion there. */
static void box_of_cell(
	struct build *build, const char *cell, unsigned line)
{
	const char *rest = cell;
	const struct sign *sign = leading_sign(cell, &rest);

	if (sign && (sign->box || *cell == '[') && *rest == ' ')
		add_box(build, rest, strlen(rest), sign->ticked, line);
}

/* The first text beside a cell of the row; "": there is none. */
static const char *beside(const struct paper_row *row, size_t cell)
{
	for (size_t i = 0; i < row->count; i++)
		if (i != cell && *row->cells[i])
			return row->cells[i];
	return "";
}

/* A row of two or more cells with a sign in one beside the text. */
static void box_of_row(struct build *build, const struct paper_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		box_of_cell(build, row->cells[i], row->line);
	for (size_t i = 0; i < row->count && row->count > 1; i++) {
		const struct sign *sign = lone_sign(row->cells[i]);
		const char *text = beside(row, i);

		if (!sign || !*text || lone_sign(text))
			continue;
		add_box(build, text, strlen(text), sign->ticked, row->line);
		return;
	}
}

/* -- blocks -- */

/* "4.4 – Test", "Étape 4 : …": headings of those who do not mark them. */
bool build_is_heading(const char *text)
{
	static const char *const names[] = {"\xc3\x89tape ", "Etape ",
		"\xc3\x89TAPE ", "ETAPE ", "\xc3\xa9tape ", "Step ", "STEP "};
	size_t digits = strspn(text, "0123456789");

	if (strlen(text) > 100)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strncmp(text, names[i], strlen(names[i])) == 0)
			return isdigit((unsigned char)text[strlen(names[i])]);
	if (!digits || digits > 2 || text[digits] != '.' ||
		!isdigit((unsigned char)text[digits + 1]))
		return false;
	text += digits + 1;
	text += strspn(text, "0123456789.)");
	if (*text != ' ')
		return false;
	/* a figure and its unit are none: "1.5 seconde", "9.4 Gbit/s" */
	while (*text == ' ' || *text == '-' || (unsigned char)*text == 0xe2)
		text += (unsigned char)*text == 0xe2 && text[1] && text[2] ? 3
									   : 1;
	return (isupper((unsigned char)*text) ||
		       (unsigned char)*text == 0xc3) &&
	       strlen(text) > strlen("Gbit/s");
}

static void add_paragraph(struct build *build, const char *text)
{
	struct paper *paper = build->paper;

	if (!room(build))
		return;
	ARENA_ROOM(build->arena, paper->paragraphs, paper->paragraph_count,
		paper->paragraph_capacity);
	paper->paragraphs[paper->paragraph_count++] = (struct paper_paragraph){
		.heading = build->heading,
		.text = text,
		.line = build->line,
	};
}

static void take_line(
	struct build *build, const char *text, size_t length, bool heading)
{
	const char *line = tidy(build->arena, text, length);

	if (!*line)
		return;
	if (heading || build_is_heading(line)) {
		build->heading = line;
		build->intro = NULL;
	} else {
		add_paragraph(build, line);
		if (!take_box(build, line))
			build->intro = line;
	}
	build->line += build->lists;
}

void build_block(struct build *build, bool heading)
{
	struct build_table *table = top(build);
	const char *text = build->text.data;

	end_line(build);
	if (table && table->in_cell) {
		buf_putc(&table->text, ' ');
		return;
	}
	if (build->lists && build->text.length)
		build->line = build->first;
	while (build->text.length && *text) {
		size_t length = strcspn(text, "\n");

		take_line(build, text, length, heading);
		text += length + (text[length] == '\n');
	}
	build->text.length = 0;
	if (build->lists)
		build->line = build->listing.lines + 1;
}

/* -- tables -- */

void build_table_open(struct build *build)
{
	if (build->deeper || build->depth == BUILD_TABLES) {
		build->deeper++;
		return;
	}
	/* text beside cells belongs before the table */
	if (!top(build) || !top(build)->in_cell)
		build_block(build, false);
	build->tables[build->depth++] = (struct build_table){
		.table = {.heading = build->heading,
			.intro = build->intro,
			.line = build->line},
	};
}

static void add_cell(struct build *build, const char *text)
{
	struct paper_row *row = &top(build)->row;

	if (row->count == PAPER_COLUMNS || !room(build))
		return;
	ARENA_ROOM(build->arena, row->cells, row->count, row->capacity);
	row->cells[row->count++] = text;
}

/* The columns that a cell of a row above covers. */
static void pass_covered(struct build *build)
{
	struct build_table *table = top(build);

	while (table->row.count < PAPER_COLUMNS && !build->crowded &&
		table->below[table->row.count]) {
		table->below[table->row.count]--;
		add_cell(build, "");
	}
}

/* Of columns that the row does not reach. */
static void pass_rest(struct build_table *table)
{
	for (size_t i = table->row.count; i < PAPER_COLUMNS; i++)
		table->below[i] -= table->below[i] > 0;
}

static void close_lines(struct build *build, struct build_table *table)
{
	struct build_lines *lines = &table->open;

	end_line(build);
	lines->to = build->listing.text.length;
	lines->column = table->row.count;
	lines->log = build->listing.log > lines->from;
	if (table->line_count < PAPER_COLUMNS)
		table->lines[table->line_count++] = *lines;
}

void build_cell_close(struct build *build)
{
	struct build_table *table = top(build);

	if (!table || build->deeper || !table->in_cell)
		return;
	pass_covered(build);
	close_lines(build, table);
	for (size_t i = 0; i < table->span; i++) {
		size_t column = table->row.count;

		add_cell(build, i ? ""
				  : tidy(build->arena,
					    table->text.data ? table->text.data
							     : "",
					    table->text.length));
		if (column < PAPER_COLUMNS)
			table->below[column] = table->down;
	}
	table->text.length = 0;
	table->in_cell = false;
}

/* Values in a row are no lines of a log; a log in one of several cells is of
 * what the head of its column or the label of its row says. */
static void settle_lines(struct build *build, struct build_table *table)
{
	size_t filled = 0;

	for (size_t i = 0; i < table->line_count; i++)
		filled += table->lines[i].to > table->lines[i].from;
	for (size_t i = 0; i < table->line_count && filled > 1; i++) {
		const struct build_lines *lines = &table->lines[i];
		const struct paper_row *head = table->table.rows;

		if (!lines->log) {
			listing_blank(&build->listing, lines->from, lines->to);
			continue;
		}
		if (table->table.count && lines->column < head->count)
			listing_hint(&build->listing, lines->line,
				head->cells[lines->column]);
		if (lines->column)
			listing_hint(&build->listing, lines->line,
				table->row.cells[0]);
	}
	table->line_count = 0;
}

void build_row_close(struct build *build)
{
	struct build_table *built = top(build);

	if (!built || build->deeper)
		return;
	build_cell_close(build);
	if (built->in_row) {
		pass_covered(build);
		pass_rest(built);
	}
	settle_lines(build, built);
	if (built->in_row && built->row.count) {
		ARENA_ROOM(build->arena, built->table.rows, built->table.count,
			built->table.capacity);
		built->table.rows[built->table.count++] = built->row;
		box_of_row(build, &built->row);
	}
	built->in_row = false;
}

void build_row(struct build *build)
{
	struct build_table *table = top(build);

	if (!table || build->deeper)
		return;
	build_row_close(build);
	table->row = (struct paper_row){.line = build->line};
	table->in_row = true;
}

void build_cell(struct build *build, size_t span)
{
	struct build_table *table = top(build);

	if (!table || build->deeper)
		return;
	build_cell_close(build);
	if (!table->in_row)
		build_row(build);
	end_line(build);
	table->open = (struct build_lines){
		.from = build->listing.text.length, .line = build->line};
	table->in_cell = true;
	table->span = span;
	table->down = 0;
}

void build_cell_span(struct build *build, size_t span)
{
	struct build_table *table = top(build);

	if (table && !build->deeper && table->in_cell)
		table->span = span;
}

void build_cell_rows(struct build *build, size_t rows)
{
	struct build_table *table = top(build);

	if (table && !build->deeper && table->in_cell)
		table->down = rows ? rows - 1 : 0;
}

void build_header(struct build *build)
{
	struct build_table *table = top(build);

	if (table && !build->deeper && table->in_row && !table->table.count)
		table->table.marked = true;
}

static bool begins_empty(const struct paper_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].count < 2 || *table->rows[i].cells[0])
			return false;
	return table->count > 0;
}

/* Columns that only move the table to the right. */
static void drop_margin(struct paper_table *table)
{
	while (begins_empty(table))
		for (size_t i = 0; i < table->count; i++) {
			table->rows[i].cells++;
			table->rows[i].count--;
		}
}

void build_table_close(struct build *build)
{
	struct paper *paper = build->paper;
	struct build_table *built = top(build);

	if (build->deeper) {
		build->deeper--;
		return;
	}
	if (!built)
		return;
	build_row_close(build);
	drop_margin(&built->table);
	if (built->table.count) {
		ARENA_ROOM(build->arena, paper->tables, paper->table_count,
			paper->table_capacity);
		paper->tables[paper->table_count++] = built->table;
	}
	buf_free(&built->text);
	build->depth--;
	build->intro = NULL;
}

/* The listing as a file, when there is a log in it. */
static void keep_log(struct build *build)
{
	const struct listing *listing = &build->listing;
	struct paper *paper = build->paper;

	if (!listing->log)
		return;
	paper->log = (struct submitted_file){
		.label = paper->source,
		.kind = FILE_TEXT,
		.log = true,
		.bytes = arena_strndup(build->arena, listing->text.data,
			listing->text.length),
		.size = listing->text.length,
	};
	paper->hints = listing->hints;
	paper->hint_count = listing->hint_count;
}

void build_end(struct build *build)
{
	build->deeper = 0;
	while (build->depth)
		build_table_close(build);
	build_block(build, false);
	keep_log(build);
	if (build->listing.rows)
		build->paper->rows = arena_strndup(build->arena,
			build->listing.text.data, build->listing.text.length);
	buf_free(&build->text);
	listing_free(&build->listing);
}

void build_next(struct build *build)
{
	struct paper *next = arena_alloc(build->arena, sizeof *next);

	build_end(build);
	build->paper->next = next;
	*build = (struct build){.arena = build->arena,
		.paper = next,
		.line = 1,
		.lists = build->lists,
		.listing = {.arena = build->arena},
		.things = build->things,
		.crowded = build->crowded};
}

void build_pass(struct build *build, unsigned line)
{
	listing_pass(&build->listing, line);
	build->line = build->listing.lines + 1;
}

/* -- entities -- */

static uint32_t numeric(const char *text, const char **end)
{
	bool hexadecimal = *text == 'x' || *text == 'X';
	uint32_t base = hexadecimal ? 16 : 10, code = 0;

	text += hexadecimal;
	for (; isxdigit((unsigned char)*text); text++) {
		uint32_t digit = isdigit((unsigned char)*text)
					 ? (uint32_t)(*text - '0')
					 : (uint32_t)((*text | 32) - 'a') + 10;

		if (digit >= base)
			break;
		code = code < 0x110000 ? code * base + digit : code;
	}
	*end = text;
	if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return UTF8_BAD;
	return code;
}

/* The ones that editors write in French text and tables. */
static const struct {
	const char *name;
	uint32_t code;
} entities[] = {
	{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''},
	{"nbsp", 0xa0}, {"laquo", 0xab}, {"raquo", 0xbb}, {"deg", 0xb0},
	{"plusmn", 0xb1}, {"sup2", 0xb2}, {"micro", 0xb5}, {"middot", 0xb7},
	{"times", 0xd7}, {"divide", 0xf7}, {"Agrave", 0xc0}, {"Acirc", 0xc2},
	{"Ccedil", 0xc7}, {"Egrave", 0xc8}, {"Eacute", 0xc9}, {"Ecirc", 0xca},
	{"Euml", 0xcb}, {"Icirc", 0xce}, {"Iuml", 0xcf}, {"Ocirc", 0xd4},
	{"Ugrave", 0xd9}, {"Ucirc", 0xdb}, {"agrave", 0xe0}, {"acirc", 0xe2},
	{"auml", 0xe4}, {"aelig", 0xe6}, {"ccedil", 0xe7}, {"egrave", 0xe8},
	{"eacute", 0xe9}, {"ecirc", 0xea}, {"euml", 0xeb}, {"icirc", 0xee},
	{"iuml", 0xef}, {"ocirc", 0xf4}, {"ouml", 0xf6}, {"ugrave", 0xf9},
	{"ucirc", 0xfb}, {"uuml", 0xfc}, {"oelig", 0x153}, {"OElig", 0x152},
	{"ensp", 0x2002}, {"emsp", 0x2003}, {"thinsp", 0x2009},
	{"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018},
	{"rsquo", 0x2019}, {"ldquo", 0x201c}, {"rdquo", 0x201d},
	{"bull", 0x2022}, {"hellip", 0x2026}, {"euro", 0x20ac},
	{"larr", 0x2190}, {"rarr", 0x2192}, {"harr", 0x2194},
	{"asymp", 0x2248}, {"ne", 0x2260}, {"le", 0x2264}, {"ge", 0x2265},
	{"star", 0x2606}, {"starf", 0x2605}, {"check", 0x2713},
};

static uint32_t named(const char *text, const char **end)
{
	size_t length = 0;

	while (isalnum((unsigned char)text[length]))
		length++;
	*end = text + length;
	if (text[length] != ';')
		return 0;
	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
		if (strlen(entities[i].name) == length &&
			strncmp(entities[i].name, text, length) == 0)
			return entities[i].code;
	return 0;
}

uint32_t build_entity(const char **text)
{
	const char *name = *text + 1, *end;
	uint32_t code;

	if (**text != '&')
		return 0;
	code = *name == '#' ? numeric(name + 1, &end) : named(name, &end);
	if (!code || *end != ';')
		return 0;
	*text = end + 1;
	return code;
}
