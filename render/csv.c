/*
 * CSV as in RFC 4180: comma, CRLF, quotes where needed, a header of machine
 * names. Writes the tables of a document, an empty line between two.
 */
#include <ctype.h>
#include <string.h>

#include "render/render.h"

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

static void field(struct buf *out, const char *text)
{
	int quoted = formula(text) || text[strcspn(text, ",\"\r\n")];

	if (!quoted) {
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

static void table(struct buf *out, const struct doc_table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		buf_puts(out, i ? "," : "");
		field(out, name_of(&table->columns[i]));
	}
	buf_puts(out, "\r\n");
	for (size_t r = 0; r < table->row_count; r++) {
		const struct doc_cell *cells = table->rows[r].cells;

		if (!cells)
			continue;
		for (size_t i = 0; i < table->column_count; i++) {
			buf_puts(out, i ? "," : "");
			field(out, cells[i].plain ? cells[i].plain
						  : cells[i].text);
		}
		buf_puts(out, "\r\n");
	}
}

static int render_csv(
	const struct doc *doc, struct buf *out, struct diags *diags)
{
	int first = 1;

	(void)diags;
	for (const struct doc_node *n = doc->first; n; n = n->next) {
		if (n->kind != DOC_TABLE)
			continue;
		if (!first)
			buf_puts(out, "\r\n");
		first = 0;
		table(out, n->table);
	}
	return 0;
}

const struct renderer renderer_csv = {"csv", render_csv};
