/* paper_text: Markdown and plain text. */
#include <ctype.h>
#include <string.h>

#include "src/base/utf8.h"
#include "src/grade/paper_build.h"

#define PICTURE_MAX 2000
#define LINES_MAX (4 * PAPER_THINGS) /* most lines are blank or go on */

struct line {
	const char *text; /* without quotation marks and indentation */
	size_t length;
};

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
	while (length && (is_blank(*text) || *text == '>')) {
		text++;
		length--;
	}
	while (length && is_blank(text[length - 1]))
		length--;
	return (struct line){text, length};
}

static void split(struct lines *lines, const char *text)
{
	while (*text && lines->count < LINES_MAX) {
		size_t length = strcspn(text, "\n");

		ARENA_ROOM(lines->build->arena, lines->items, lines->count,
			lines->capacity);
		lines->items[lines->count++] = trimmed(text, length);
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

/* The words of a line without its marks. */
static void add_words(struct build *build, const char *from, const char *to)
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

/* -- tables -- */

static const char *next_cell(const char *at, const char *to, char mark)
{
	while (at < to && *at != mark)
		at += mark == '|' && *at == '\\' && at + 1 < to ? 2 : 1;
	return at;
}

/* The inner part of a row, without the outer pipes. */
static struct line inside(struct line line, char mark)
{
	if (mark == '|' && line.length && *line.text == mark) {
		line.text++;
		line.length--;
	}
	if (mark == '|' && line.length && line.text[line.length - 1] == mark &&
		(line.length < 2 || line.text[line.length - 2] != '\\'))
		line.length--;
	return line;
}

static bool is_row(struct line line, char mark)
{
	const char *end = line.text + line.length;
	struct line inner = inside(line, mark);

	if (line.length && mark == '|' && *line.text == mark &&
		line.text[line.length - 1] == mark && line.length > 2)
		return true;
	return next_cell(inner.text, end, mark) <
	       inner.text + inner.length;
}

/* Only of `signs`, with a run of three dashes or equals. */
static bool drawn(struct line line, const char *signs)
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
	return line.length && *line.text == '+' && drawn(line, "+-= ");
}

/* "|---|:-:|", also with single dashes where it can be nothing else. */
static bool is_delimiter(struct line line, bool second)
{
	size_t dashes = 0;

	if (drawn(line, "-=:+| \t"))
		return true;
	for (size_t i = 0; second && i < line.length; i++) {
		if (!strchr("-:| ", line.text[i]))
			return false;
		dashes += line.text[i] == '-';
	}
	return dashes > 0;
}

/* Lines of a table from `first` on; 0: there is none. */
static size_t table_length(
	const struct lines *lines, size_t first, char mark)
{
	const struct line *items = lines->items;
	size_t last = first, rows = 0;

	for (; last < lines->count; last++)
		if (is_row(items[last], mark))
			rows++;
		else if (mark != '|' || !is_frame(items[last]))
			break;
	/* a sentence may hold a pipe or a tab */
	if (rows < 2 && !(rows && mark == '|' && *items[first].text == mark))
		return 0;
	return last - first;
}

static void add_row(struct build *build, struct line line, char mark)
{
	struct line inner = inside(line, mark);
	const char *at = inner.text, *end = at + inner.length;

	build_row(build);
	for (bool more = true; more;) {
		const char *stop = next_cell(at, end, mark);

		build_cell(build, 1);
		add_words(build, at, stop);
		build_cell_close(build);
		more = stop < end;
		at = stop + more;
	}
}

static void add_table(
	struct lines *lines, size_t first, size_t length, char mark)
{
	struct build *build = lines->build;
	bool marked = false;

	for (size_t i = first + 1; i < first + length && !marked; i++)
		marked = mark == '|' && !is_frame(lines->items[i]) &&
			 is_delimiter(lines->items[i], i == first + 1) &&
			 i <= first + 2;
	build->line = (unsigned)first + 1;
	build_table_open(build);
	for (size_t i = first; i < first + length; i++) {
		build->line = (unsigned)i + 1;
		if (is_frame(lines->items[i]) ||
			(mark == '|' && is_delimiter(lines->items[i],
						i == first + 1)))
			continue;
		add_row(build, lines->items[i], mark);
		if (marked)
			build_header(build);
	}
	build_table_close(build);
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
	return drawn(line, "=") || drawn(line, "-");
}

/* A line that is no row of a table. */
static void add_line(struct lines *lines, size_t index)
{
	struct build *build = lines->build;
	struct line line = lines->items[index];
	size_t marks = heading_marks(line), skip = bullet(line);
	bool underlined = index + 1 < lines->count && line.length &&
			  is_underline(lines->items[index + 1]);

	if (!line.length || drawn(line, "-=*_ ")) {
		build_block(build, false);
		return;
	}
	if (marks || skip || underlined ||
		build_is_box(line.text, line.length))
		build_block(build, false);
	build->line = (unsigned)index + 1;
	if (build->text.length)
		build_text(build, " ", 1);
	add_words(build, line.text + marks + skip, line.text + line.length);
	if (marks || underlined)
		build_block(build, true);
}

/* A line, or a table from it on; how many lines that are. */
static size_t take(struct lines *lines, size_t index)
{
	struct line line = lines->items[index];
	char mark = '|';
	size_t length = 0;

	if (is_fence(lines, line)) {
		lines->fence = lines->fence ? '\0' : *line.text;
		build_block(lines->build, false);
		return 1;
	}
	if (lines->fence)
		return 1;
	if (is_row(line, mark) ||
		(is_frame(line) && index + 1 < lines->count &&
			is_row(lines->items[index + 1], mark)))
		length = table_length(lines, index, mark);
	if (!length && is_row(line, '\t')) {
		mark = '\t';
		length = table_length(lines, index, mark);
	}
	if (!length) {
		add_line(lines, index);
		return 1;
	}
	build_block(lines->build, false);
	add_table(lines, index, length, mark);
	return length;
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
