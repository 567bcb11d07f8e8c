#include "src/grade/csv.h"

#include <string.h>

#include "src/base/utf8.h"

#define BOM "\xef\xbb\xbf"

struct cutter {
	struct arena *arena;
	const char *at, *end;
	unsigned line;
	char separator;
	bool open; /* a quote was never closed */
};

/* The next character; nothing behind `end` is looked at. */
static unsigned next_code(const char **at, const char *end)
{
	char tail[UTF8_MAX + 1] = "";
	const char *p = tail;
	unsigned code;

	if (end - *at > UTF8_MAX)
		return utf8_next(at);
	memcpy(tail, *at, (size_t)(end - *at));
	code = utf8_next(&p);
	*at += p - tail;
	return code;
}

/* Is every byte part of a character, and none of them NUL? */
static bool is_text(const char *text, size_t length, unsigned *line)
{
	const char *at = text, *end = text + length;

	*line = 1;
	while (at < end) {
		const char *before = at;
		unsigned code = next_code(&at, end);

		if (!code || (code == UTF8_BAD && at - before == 1))
			return false;
		*line += code == '\n';
	}
	return true;
}

static char guess_separator(const char *text, const char *end)
{
	size_t counts[3] = {0};
	static const char separators[] = ",;\t";
	size_t best = 0;
	bool quoted = false;

	for (; text < end && (quoted || (*text != '\n' && *text != '\r'));
		text++) {
		const char *found = strchr(separators, *text);

		quoted ^= *text == '"';
		if (found && !quoted)
			counts[found - separators]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (counts[i] > counts[best])
			best = i;
	return separators[best];
}

/* The inside of a quoted cell, behind its opening quote. */
static void cut_quoted(struct cutter *cutter, struct buf *out)
{
	while (cutter->at < cutter->end) {
		char c = *cutter->at++;

		if (c == '"') {
			if (cutter->at >= cutter->end || *cutter->at != '"')
				return;
			cutter->at++;
		}
		cutter->line += c == '\n';
		buf_putc(out, c);
	}
	cutter->open = true;
}

static bool ends_cell(const struct cutter *cutter)
{
	return cutter->at >= cutter->end || *cutter->at == cutter->separator ||
	       *cutter->at == '\n' || *cutter->at == '\r';
}

static struct csv_cell cut_cell(struct cutter *cutter)
{
	struct csv_cell cell = {.raw = cutter->at};
	struct buf text = {0};

	if (cutter->at < cutter->end && *cutter->at == '"') {
		cutter->at++;
		cut_quoted(cutter, &text);
	}
	/* behind a closing quote too: nothing of what stands there is lost */
	while (!ends_cell(cutter))
		buf_putc(&text, *cutter->at++);
	cell.length = (size_t)(cutter->at - cell.raw);
	cell.text = arena_strndup(
		cutter->arena, text.data ? text.data : "", text.length);
	buf_free(&text);
	return cell;
}

static void skip_line_end(struct cutter *cutter)
{
	if (cutter->at < cutter->end && *cutter->at == '\r')
		cutter->at++;
	if (cutter->at < cutter->end && *cutter->at == '\n')
		cutter->at++;
	cutter->line++;
}

static struct csv_row cut_row(struct cutter *cutter)
{
	struct csv_row row = {.line = cutter->line};
	size_t capacity = 0;

	for (;;) {
		ARENA_ROOM(cutter->arena, row.cells, row.count, capacity);
		row.cells[row.count++] = cut_cell(cutter);
		if (cutter->at >= cutter->end ||
			*cutter->at != cutter->separator)
			break;
		cutter->at++;
	}
	skip_line_end(cutter);
	return row;
}

static const char *first_eol(const char *text, size_t length)
{
	const char *feed = memchr(text, '\n', length);

	return feed && feed > text && feed[-1] == '\r' ? "\r\n" : "\n";
}

static void cut_rows(struct cutter *cutter, struct csv *csv)
{
	size_t capacity = 0;

	while (cutter->at < cutter->end && !cutter->open) {
		struct csv_row row = cut_row(cutter);

		if (row.count == 1 && row.cells[0].length == 0)
			continue;
		ARENA_ROOM(cutter->arena, csv->rows, csv->count, capacity);
		csv->rows[csv->count++] = row;
	}
}

struct csv *csv_read(struct arena *arena, struct diags *diags, const char *file,
	const char *text, size_t length)
{
	struct csv *csv = arena_alloc(arena, sizeof *csv);
	struct cutter cutter = {arena, text, text + length, 1, ',', false};
	unsigned line;

	if (!is_text(text, length, &line)) {
		diag_add(diags, DIAG_ID_CSV_ENCODING, file, line, NULL);
		return NULL;
	}
	if (length >= 3 && memcmp(text, BOM, 3) == 0)
		cutter.at += 3;
	cutter.separator = guess_separator(cutter.at, cutter.end);
	*csv = (struct csv){.separator = cutter.separator,
		.eol = first_eol(text, length),
		.text = text,
		.length = length};
	cut_rows(&cutter, csv);
	if (cutter.open) {
		diag_add(diags, DIAG_ID_CSV_QUOTE, file,
			csv->rows[csv->count - 1].line, NULL);
		return NULL;
	}
	return csv;
}

const char *csv_text(const struct csv_row *row, size_t column)
{
	return column < row->count ? row->cells[column].text : "";
}

void csv_put(struct buf *out, char separator, const char *text)
{
	const char special[] = {'"', '\n', '\r', separator, ' ', '\t', '\0'};

	if (!text[strcspn(text, special)]) {
		buf_puts(out, text);
		return;
	}
	buf_putc(out, '"');
	for (; *text; text++) {
		if (*text == '"')
			buf_putc(out, '"');
		buf_putc(out, *text);
	}
	buf_putc(out, '"');
}

static bool is_number(const char *text)
{
	text += *text == '-' || *text == '+';
	return *text && !text[strspn(text, "0123456789.,")];
}

void csv_put_safe(struct buf *out, char separator, const char *text)
{
	struct buf safe = {0};

	if (*text && strchr("=+-@\t\r", *text) && !is_number(text))
		buf_putc(&safe, '\'');
	buf_puts(&safe, text);
	csv_put(out, separator, safe.data ? safe.data : "");
	buf_free(&safe);
}
