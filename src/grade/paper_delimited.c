/* paper_delimited: tables pasted from a spreadsheet: tabs, semicolons or
 * commas between cells, which may stand in quotation marks. */
#include <ctype.h>
#include <string.h>

#include "src/grade/paper_lines.h"

#define HEAD_MAX 60 /* bytes of a cell in a head */

struct cell {
	const char *from, *to; /* blanks and quotation marks left out */
	const char *next;      /* behind the mark; NULL: the last */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Behind the closing quotation mark, or where it is not closed the end. */
static const char *quoted_end(const char *at, const char *end)
{
	for (at++; at < end; at++)
		if (*at == '"' && at + 1 < end && at[1] == '"')
			at++;
		else if (*at == '"')
			return at + 1;
	return end;
}

static struct cell cell_at(const char *at, const char *end, char mark)
{
	struct cell cell = {.from = at};
	const char *stop = at;

	while (stop < end && *stop == ' ')
		stop++;
	if (stop < end && *stop == '"' && mark != '|')
		stop = quoted_end(stop, end);
	while (stop < end && *stop != mark)
		stop++;
	cell.next = stop < end ? stop + 1 : NULL;
	cell.to = stop;
	while (cell.from < cell.to && is_blank(*cell.from))
		cell.from++;
	while (cell.to > cell.from && is_blank(cell.to[-1]))
		cell.to--;
	if (cell.to - cell.from > 1 && *cell.from == '"' &&
		cell.to[-1] == '"') {
		cell.from++;
		cell.to--;
	}
	return cell;
}

/* A leading tab is an empty cell. */
static const char *start_of(struct line line, char mark)
{
	return mark == '\t' && line.raw_length && *line.raw == '\t'
		       ? line.raw
		       : line.text;
}

static const char *end_of(struct line line)
{
	return line.text + line.length;
}

static size_t marks_in(struct line line, char mark)
{
	size_t marks = 0;
	struct cell cell = {.next = start_of(line, mark)};

	while ((cell = cell_at(cell.next, end_of(line), mark)).next)
		marks++;
	return marks;
}

static bool is_name(const struct cell *cell)
{
	return cell->to > cell->from && cell->to - cell->from <= HEAD_MAX &&
	       (isalpha((unsigned char)*cell->from) || *cell->from == '*' ||
		       (unsigned char)*cell->from >= 0x80);
}

/* Names in all cells but the corner; after a comma of prose comes a blank. */
static bool is_head(struct line line, char mark)
{
	struct cell cell = {.next = start_of(line, mark)};

	for (bool corner = true; cell.next; corner = false) {
		if (!corner && mark == ',' && cell.next < end_of(line) &&
			is_blank(*cell.next))
			return false;
		cell = cell_at(cell.next, end_of(line), mark);
		if (!is_name(&cell) && !(corner && cell.from == cell.to))
			return false;
	}
	return true;
}

/* Of two columns the second has to hold figures, or it may be prose; with a
 * comma between them they have to be a name and a figure. */
static bool is_pair(struct line line, char mark)
{
	struct cell first = cell_at(start_of(line, mark), end_of(line), mark);
	struct cell second = first;

	if (first.next)
		second = cell_at(first.next, end_of(line), mark);
	return !is_name(&second) &&
	       (mark != ',' ||
		       (is_name(&first) && second.to > second.from));
}

static size_t tabbed_length(const struct line *lines, size_t count)
{
	size_t rows = 0;

	while (rows < count && marks_in(lines[rows], '\t'))
		rows++;
	return rows > 1 ? rows : 0;
}

size_t delimited_length(const struct line *lines, size_t count, char mark)
{
	size_t marks = count ? marks_in(lines[0], mark) : 0, rows = 1;

	if (!marks)
		return 0;
	if (mark == '\t')
		return tabbed_length(lines, count);
	if (!is_head(lines[0], mark))
		return 0;
	while (rows < count && lines[rows].length &&
		marks_in(lines[rows], mark) == marks &&
		(marks > 1 || is_pair(lines[rows], mark)))
		rows++;
	return rows > 1 ? rows : 0;
}

/* Tabs that all lines begin with only move the table in. */
static size_t common_tabs(const struct line *lines, size_t length)
{
	size_t common = (size_t)-1;

	for (size_t i = 0; i < length; i++) {
		size_t tabs = 0;

		while (tabs < lines[i].raw_length && lines[i].raw[tabs] == '\t')
			tabs++;
		common = tabs < common ? tabs : common;
	}
	return common;
}

static void add_cell(struct build *build, const struct cell *cell)
{
	const char *from = cell->from;

	build_cell(build, 1);
	for (const char *at = from; at < cell->to; at++)
		if (*at == '"' && at + 1 < cell->to && at[1] == '"') {
			lines_words(build, from, at);
			from = ++at;
		}
	lines_words(build, from, cell->to);
	build_cell_close(build);
}

void delimited_add(struct build *build, const struct line *lines,
	size_t length, char mark)
{
	size_t skip = mark == '\t' ? common_tabs(lines, length) : 0;

	for (size_t i = 0; i < length; i++, build->line++) {
		struct cell cell = {.next = start_of(lines[i], mark) + skip};

		build_row(build);
		while (cell.next) {
			cell = cell_at(cell.next, end_of(lines[i]), mark);
			add_cell(build, &cell);
		}
	}
}

bool paper_is_head(const char *text)
{
	const struct line line = {text, strlen(text), text, strlen(text)};
	static const char marks[] = "\t;,";

	for (const char *mark = marks; *mark; mark++)
		if (marks_in(line, *mark) > 1 && is_head(line, *mark))
			return true;
	return false;
}
