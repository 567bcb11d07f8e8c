/*
 * CSV as in RFC 4180: comma, CRLF, quotes where needed, a header of machine
 * names. Writes the tables of a document, an empty line between two. Another
 * dialect of it is what a French spreadsheet opens with a double click.
 */
#include <ctype.h>
#include <string.h>

#include "render/render.h"

struct dialect {
	const char *mark; /* at the start of the file */
	char separator, point;
};

static const char *skip_digits(const char *p)
{
	while (isdigit((unsigned char)*p))
		p++;
	return p;
}

/* A plain decimal number, as quantity.c writes it. */
static int numeric(const char *text)
{
	const char *p = text + (*text == '-' || *text == '+');
	const char *whole = p;

	p = skip_digits(p);
	if (p == whole)
		return 0;
	if (*p == '.')
		p = skip_digits(p + 1);
	if (*p == 'e' || *p == 'E') {
		p += 1 + (p[1] == '-' || p[1] == '+');
		if (!isdigit((unsigned char)*p))
			return 0;
		p = skip_digits(p);
	}
	return *p == '\0';
}

/* Would a spreadsheet take the text for a formula? */
static int formula(const char *text)
{
	return text[0] && strchr("=+-@\t\r", text[0]) && !numeric(text);
}

/* Only a plain decimal number has a point to change: a version or a raw token
 * may look like one and is text. */
static void number(
	struct buf *out, const struct dialect *dialect, const char *text)
{
	for (const char *p = text; *p; p++)
		buf_putc(out, *p == '.' ? dialect->point : *p);
}

static int needs_quotes(const struct dialect *dialect, const char *text)
{
	return formula(text) || strchr(text, dialect->separator) ||
	       text[strcspn(text, "\"\r\n")];
}

static void field(
	struct buf *out, const struct dialect *dialect, const char *text)
{
	if (!needs_quotes(dialect, text)) {
		buf_puts(out, text);
		return;
	}
	buf_putc(out, '"');
	if (formula(text))
		buf_putc(out, '\'');
	for (const char *p = text; *p; p++) {
		if (*p == '"')
			buf_putc(out, '"');
		buf_putc(out, *p);
	}
	buf_putc(out, '"');
}

static const char *name_of(const struct doc_column *column)
{
	return column->name ? column->name : column->title;
}

static void cell(struct buf *out, const struct dialect *dialect,
	const struct doc_column *column, const struct doc_cell *cell)
{
	const char *text = cell->plain ? cell->plain : cell->text;

	if (column->numbers && numeric(text))
		number(out, dialect, text);
	else
		field(out, dialect, text);
}

static void head(struct buf *out, const struct dialect *dialect,
	const struct doc_table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		if (i)
			buf_putc(out, dialect->separator);
		field(out, dialect, name_of(&table->columns[i]));
	}
	buf_puts(out, "\r\n");
}

static void table(struct buf *out, const struct dialect *dialect,
	const struct doc_table *table)
{
	head(out, dialect, table);
	for (size_t r = 0; r < table->row_count; r++) {
		const struct doc_cell *cells = table->rows[r].cells;

		if (!cells)
			continue;
		for (size_t i = 0; i < table->column_count; i++) {
			if (i)
				buf_putc(out, dialect->separator);
			cell(out, dialect, &table->columns[i], &cells[i]);
		}
		buf_puts(out, "\r\n");
	}
}

static int render(
	const struct doc *doc, struct buf *out, const struct dialect *dialect)
{
	int first = 1;

	buf_puts(out, dialect->mark);
	for (const struct doc_node *n = doc->first; n; n = n->next) {
		if (n->kind != DOC_TABLE)
			continue;
		if (!first)
			buf_puts(out, "\r\n");
		first = 0;
		table(out, dialect, n->table);
	}
	return 0;
}

static int render_csv(
	const struct doc *doc, struct buf *out, struct diags *diags)
{
	static const struct dialect tidy = {"", ',', '.'};

	(void)diags;
	return render(doc, out, &tidy);
}

static int render_excel(
	const struct doc *doc, struct buf *out, struct diags *diags)
{
	/* without the mark it would take UTF-8 for Windows-1252 */
	static const struct dialect french = {"\xef\xbb\xbf", ';', ','};

	(void)diags;
	return render(doc, out, &french);
}

const struct renderer renderer_csv = {"csv", render_csv};
const struct renderer renderer_csv_excel = {"csv-excel", render_excel};
