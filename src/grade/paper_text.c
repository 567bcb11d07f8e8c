/* paper_text: Markdown and plain text. */
#include <ctype.h>
#include <string.h>

#include "src/base/utf8.h"
#include "src/grade/paper_lines.h"

#define PICTURE_MAX 2000
#define LINES_MAX (4 * PAPER_THINGS) /* most lines are blank or go on */

struct lines {
	struct build *build;
	struct line *items;
	size_t count, capacity;
	char fence; /* of the open block, or NUL */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct line trimmed(const char *text, size_t length)
{
	struct line line = {.raw = text, .raw_length = length};

	while (length && (is_blank(*text) || *text == '>')) {
		text++;
		length--;
	}
	while (length && is_blank(text[length - 1]))
		length--;
	line.text = text;
	line.length = length;
	return line;
}

/* Lines of tables drawn with the characters for it are "|", "-" and "+". */
static void add_stroke(struct buf *out, unsigned char low)
{
	static const unsigned char down[] = {0x82, 0x83, 0x86, 0x87, 0x8a, 0x8b};
	static const unsigned char across[] = {
		0x80, 0x81, 0x84, 0x85, 0x88, 0x89};

	if (memchr(down, low, sizeof down))
		buf_putc(out, '|');
	else
		buf_putc(out, memchr(across, low, sizeof across) ? '-' : '+');
}

/* U+2500 to U+257F begin with these two bytes. */
static bool is_stroke(const char *text, size_t length)
{
	return length > 2 && text[0] == '\xe2' &&
	       (text[1] == '\x94' || text[1] == '\x95');
}

static void add_plain(struct buf *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (!is_stroke(text + i, length - i)) {
			buf_putc(out, text[i]);
			continue;
		}
		/* U+2550 and U+2551 are double, U+254C to U+254F dashed */
		if (text[i + 1] == '\x95')
			buf_putc(out, text[i + 2] == '\x90'   ? '-'
				      : text[i + 2] == '\x91' ? '|'
							      : '+');
		else
			add_stroke(out, (unsigned char)text[i + 2]);
		i += 2;
	}
}

/* The line without drawn strokes; in the arena when it had some. */
static struct line plain(struct arena *arena, const char *text, size_t length)
{
	const char *at = memchr(text, '\xe2', length);
	struct buf out = {0};
	struct line line;

	while (at && !is_stroke(at, (size_t)(text + length - at)))
		at = memchr(at + 1, '\xe2', (size_t)(text + length - at - 1));
	if (!at)
		return trimmed(text, length);
	add_plain(&out, text, length);
	line = trimmed(arena_strndup(arena, out.data, out.length), out.length);
	buf_free(&out);
	return line;
}

static void split(struct lines *lines, const char *text)
{
	while (*text && lines->count < LINES_MAX) {
		size_t length = strcspn(text, "\n");

		ARENA_ROOM(lines->build->arena, lines->items, lines->count,
			lines->capacity);
		lines->items[lines->count++] =
			plain(lines->build->arena, text, length);
		text += length + (text[length] == '\n');
	}
}

/* -- what stands in a line -- */

/* "![what](where)": its end, or NULL. */
static const char *picture(const char *from, const char *to)
{
	const char *middle;

	if (to - from < 5 || from[0] != '!' || from[1] != '[')
		return NULL;
	/* a line of nothing but such beginnings must not take for ever */
	to = to - from > PICTURE_MAX ? from + PICTURE_MAX : to;
	middle = memchr(from, ']', (size_t)(to - from));
	if (!middle || middle + 1 >= to || middle[1] != '(')
		return NULL;
	from = memchr(middle, ')', (size_t)(to - middle));
	return from ? from + 1 : NULL;
}

/* "<br>", "<b>", "</u>": its end, or NULL. */
static const char *tag(const char *from, const char *to)
{
	const char *at = from + 1;

	if (*from != '<')
		return NULL;
	at += at < to && *at == '/';
	while (at < to && isalpha((unsigned char)*at))
		at++;
	while (at < to && (*at == ' ' || *at == '/'))
		at++;
	return at < to && *at == '>' && at - from > 1 ? at + 1 : NULL;
}

/* An asterisk with a blank on either side is none of Markdown's. */
static bool emphasis(const char *at, const char *from, const char *to)
{
	if (*at == '`')
		return true;
	return *at == '*' && !((at == from || is_blank(at[-1])) &&
				     (at + 1 == to || is_blank(at[1])));
}

/* Passes over the mark at `at`, if any; returns what is behind it. */
static const char *pass_mark(
	struct build *build, const char *at, const char *from, const char *to)
{
	const char *end = picture(at, to);

	if (end) {
		build_image(build);
		return end;
	}
	end = tag(at, to);
	if (end) {
		build_text(build, " ", 1);
		return end;
	}
	return emphasis(at, from, to) ? at + 1 : at;
}

void lines_words(struct build *build, const char *from, const char *to)
{
	const char *at = from;

	while (at < to) {
		const char *behind = pass_mark(build, at, from, to);
		char bytes[UTF8_MAX];
		uint32_t code;

		if (behind != at) {
			at = behind;
			continue;
		}
		code = build_entity(&behind);
		if (code && behind <= to) {
			build_text(build, bytes, utf8_put(bytes, code));
			at = behind;
			continue;
		}
		at += *at == '\\' && at + 1 < to &&
		      ispunct((unsigned char)at[1]);
		build_text(build, at++, 1);
	}
}

/* -- tables of pipes -- */

static const char *next_cell(const char *at, const char *to)
{
	while (at < to && *at != '|')
		at += *at == '\\' && at + 1 < to ? 2 : 1;
	return at;
}

/* The inner part of a row, without the outer pipes. */
static struct line inside(struct line line)
{
	if (line.length && *line.text == '|') {
		line.text++;
		line.length--;
	}
	if (line.length && line.text[line.length - 1] == '|' &&
		(line.length < 2 || line.text[line.length - 2] != '\\'))
		line.length--;
	return line;
}

static size_t cells_in(struct line row)
{
	struct line inner = inside(row);
	const char *at = inner.text, *end = at + inner.length;
	size_t count = 1;

	while ((at = next_cell(at, end)) < end) {
		count++;
		at++;
	}
	return count;
}

static bool is_row(struct line line)
{
	if (line.length > 2 && *line.text == '|' &&
		line.text[line.length - 1] == '|')
		return true;
	return cells_in(line) > 1;
}

bool lines_drawn(struct line line, const char *signs)
{
	size_t run = 0, longest = 0;

	for (size_t i = 0; i < line.length; i++) {
		bool dash = line.text[i] == '-' || line.text[i] == '=';

		if (!strchr(signs, line.text[i]))
			return false;
		run = dash ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest >= 3;
}

/* "+-----+-----+" */
static bool is_frame(struct line line)
{
	return line.length && *line.text == '+' && lines_drawn(line, "+-= ");
}

/* "|---|:-:|", also with single dashes where it can be nothing else. */
static bool is_delimiter(struct line line, bool second)
{
	size_t dashes = 0;

	if (lines_drawn(line, "-=:+| \t"))
		return true;
	for (size_t i = 0; second && i < line.length; i++) {
		if (!strchr("-:| ", line.text[i]))
			return false;
		dashes += line.text[i] == '-';
	}
	return dashes > 0;
}

/* A table of pipes. */
struct grid {
	const struct line *lines;
	size_t length; /* 0: there is none */
	size_t open;   /* columns, where rows have no outer pipes; 0: they have */
	bool framed;   /* a row is all that stands between two frames */
	bool marked;   /* the first row is a header */
};

static bool is_ruled(const struct grid *grid, size_t i)
{
	return is_frame(grid->lines[i]) || is_delimiter(grid->lines[i], i == 1);
}

/* Where the first row ends, and what the others look like. */
static void survey(struct grid *grid)
{
	size_t frames = 0;

	for (size_t i = 0; i < grid->length; i++) {
		struct line line = grid->lines[i];

		frames += is_frame(line);
		if (i && i < 3 && !is_frame(line) && is_ruled(grid, i))
			grid->marked = true;
		if (!is_ruled(grid, i) && *line.text != '|' &&
			cells_in(line) > grid->open)
			grid->open = cells_in(line);
	}
	grid->framed = frames > 3;
}

static struct grid find_grid(const struct line *lines, size_t count)
{
	struct grid grid = {.lines = lines};
	size_t rows = 0, last = 0;

	for (; last < count; last++)
		if (is_row(lines[last]))
			rows++;
		else if (!is_frame(lines[last]))
			break;
	/* a sentence may hold a pipe */
	if (rows > 1 || (rows && *lines->text == '|'))
		grid.length = last;
	survey(&grid);
	return grid;
}

/* A row that lacks a cell and begins with a pipe where others do not has an
 * empty first cell. */
static struct line inner_row(const struct grid *grid, struct line row)
{
	struct line inner = inside(row);

	if (*row.text == '|' && cells_in(row) < grid->open) {
		inner.text--;
		inner.length++;
	}
	return inner;
}

/* The words of a cell of that line, if it has so many. */
static bool add_cell(
	const struct grid *grid, struct build *build, size_t line, size_t cell)
{
	struct line inner = inner_row(grid, grid->lines[line]);
	const char *at = inner.text, *end = at + inner.length;
	const char *stop = next_cell(at, end);

	for (; cell; cell--) {
		if (stop == end)
			return false;
		at = stop + 1;
		stop = next_cell(at, end);
	}
	lines_words(build, at, stop);
	build_text(build, " ", 1);
	return true;
}

/* The row of the lines [from, to). */
static void add_row(const struct grid *grid, struct build *build, size_t from,
	size_t to)
{
	size_t cells = 0;

	for (size_t i = from; i < to; i++) {
		size_t count = cells_in(grid->lines[i]) +
			       (*grid->lines[i].text == '|' &&
				       cells_in(grid->lines[i]) < grid->open);

		cells = count > cells ? count : cells;
	}
	build_row(build);
	for (size_t c = 0; c < cells && c < PAPER_COLUMNS; c++) {
		build_cell(build, 1);
		for (size_t i = from; i < to; i++)
			add_cell(grid, build, i, c);
		build_cell_close(build);
	}
	if (grid->marked)
		build_header(build);
}

static void add_grid(const struct grid *grid, struct build *build, size_t first)
{
	for (size_t i = 0, next; i < grid->length; i = next) {
		next = i + 1;
		if (is_ruled(grid, i))
			continue;
		while (grid->framed && next < grid->length &&
			!is_ruled(grid, next))
			next++;
		build->line = (unsigned)(first + i) + 1;
		add_row(grid, build, i, next);
	}
}

/* -- blocks -- */

static size_t heading_marks(struct line line)
{
	size_t marks = 0;

	while (marks < line.length && line.text[marks] == '#')
		marks++;
	return marks && marks <= 6 && marks < line.length &&
			       line.text[marks] == ' '
		       ? marks
		       : 0;
}

/* Behind "- ", "* ", "+ ", "• ", "1. ", "1) ". */
static size_t bullet(struct line line)
{
	static const char dot[] = "\xe2\x80\xa2";
	size_t digits = 0;

	if (line.length > 1 && strchr("-*+", *line.text) &&
		is_blank(line.text[1]))
		return 2;
	if (line.length > 3 && memcmp(line.text, dot, 3) == 0)
		return 3;
	while (digits < line.length && digits < 4 &&
		isdigit((unsigned char)line.text[digits]))
		digits++;
	return digits && digits + 1 < line.length &&
			       strchr(".)", line.text[digits]) &&
			       is_blank(line.text[digits + 1])
		       ? digits + 2
		       : 0;
}

static bool is_fence(const struct lines *lines, struct line line)
{
	return line.length >= 3 &&
	       (memcmp(line.text, "```", 3) == 0 ||
		       memcmp(line.text, "~~~", 3) == 0) &&
	       (!lines->fence || *line.text == lines->fence);
}

/* "===" or "---" below a line of text makes it a heading. */
static bool is_underline(struct line line)
{
	return lines_drawn(line, "=") || lines_drawn(line, "-");
}

/* A line that is no row of a table. */
static void add_line(struct lines *lines, size_t index)
{
	struct build *build = lines->build;
	struct line line = lines->items[index];
	size_t marks = heading_marks(line), skip = bullet(line);
	bool underlined = index + 1 < lines->count && line.length &&
			  is_underline(lines->items[index + 1]);

	if (!line.length || lines_drawn(line, "-=*_ ")) {
		build_block(build, false);
		return;
	}
	if (marks || skip || underlined ||
		build_is_box(line.text, line.length))
		build_block(build, false);
	build->line = (unsigned)index + 1;
	if (build->text.length)
		build_text(build, " ", 1);
	lines_words(build, line.text + marks + skip, line.text + line.length);
	if (marks || underlined)
		build_block(build, true);
}

static void open_table(struct build *build, size_t index)
{
	build_block(build, false);
	build->line = (unsigned)index + 1;
	build_table_open(build);
}

/* The table that begins at the line; how many lines that are, 0: none. */
static size_t take_table(struct lines *lines, size_t index)
{
	static const char marks[] = "\t;,";
	const struct line *line = lines->items + index;
	size_t left = lines->count - index, length;
	struct build *build = lines->build;
	struct grid grid = {.length = 0};

	if (is_row(*line) || (is_frame(*line) && left > 1 && is_row(line[1])))
		grid = find_grid(line, left);
	if (grid.length) {
		open_table(build, index);
		add_grid(&grid, build, index);
		build_table_close(build);
		return grid.length;
	}
	for (const char *mark = marks; *mark; mark++) {
		length = delimited_length(line, left, *mark);
		if (!length)
			continue;
		open_table(build, index);
		delimited_add(build, line, length, *mark);
		build_table_close(build);
		return length;
	}
	length = aligned_length(line, left);
	if (!length)
		return 0;
	open_table(build, index);
	aligned_add(build, line, length);
	build_table_close(build);
	return length;
}

/* A line, or a table from it on; how many lines that are. */
static size_t take(struct lines *lines, size_t index)
{
	struct line line = lines->items[index];
	size_t length;

	if (is_fence(lines, line)) {
		lines->fence = lines->fence ? '\0' : *line.text;
		build_block(lines->build, false);
		return 1;
	}
	if (lines->fence)
		return 1;
	length = take_table(lines, index);
	if (length)
		return length;
	add_line(lines, index);
	return 1;
}

bool paper_of_text(struct build *build, const char *text)
{
	struct lines lines = {.build = build};

	split(&lines, text);
	for (size_t i = 0; i < lines.count && !build->crowded;)
		i += take(&lines, i);
	build->crowded |= lines.count == LINES_MAX;
	return true;
}
