/* Plain text with aligned columns, for a terminal. No colour, no escapes:
 * control characters of a log must not reach the screen. */
#include <string.h>

#include "render/render.h"

#define GAP 2
#define MEASURE 100 /* columns of running text */

/* Columns of the screen: one per code point, none for a combining mark. */
static size_t width(const char *text)
{
	size_t columns = 0;

	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if ((*p & 0xc0) == 0x80)
			continue;
		if (*p == 0xcc || (*p == 0xcd && p[1] < 0xb0))
			continue;
		columns++;
	}
	return columns;
}

static void safe(struct buf *out, const char *text)
{
	for (const char *p = text; *p; p++) {
		unsigned char c = (unsigned char)*p;

		/* U+0080 … U+009F are control characters too */
		if (c == 0xc2 && (unsigned char)p[1] >= 0x80 &&
			(unsigned char)p[1] < 0xa0) {
			buf_putc(out, ' ');
			p++;
		} else {
			buf_putc(out, c < ' ' || c == 0x7f ? ' ' : *p);
		}
	}
}

static void padded(
	struct buf *out, const char *text, size_t columns, enum doc_align align)
{
	size_t space = columns - width(text);
	size_t left = align == ALIGN_RIGHT    ? space
		      : align == ALIGN_CENTER ? space / 2
					      : 0;

	buf_fill(out, ' ', left);
	safe(out, text);
	buf_fill(out, ' ', space - left);
}

static void widen(size_t *widest, const char *text)
{
	if (width(text) > *widest)
		*widest = width(text);
}

static size_t *measure(
	struct arena *arena, const struct doc_table *table, size_t *total)
{
	size_t *widths =
		arena_alloc(arena, table->column_count * sizeof *widths);

	*total = 0;
	for (size_t i = 0; i < table->column_count; i++) {
		widen(&widths[i], table->columns[i].title);
		for (size_t r = 0; r < table->row_count; r++)
			if (table->rows[r].cells)
				widen(&widths[i], table->rows[r].cells[i].text);
		*total += widths[i] + (i ? GAP : 0);
	}
	return widths;
}

static void end_line(struct buf *out)
{
	while (out->length && out->data[out->length - 1] == ' ')
		out->data[--out->length] = '\0';
	buf_putc(out, '\n');
}

static void rule(struct buf *out, size_t columns)
{
	for (size_t i = 0; i < columns; i++)
		buf_puts(out, "\xe2\x94\x80");
	buf_putc(out, '\n');
}

static void row(struct buf *out, const struct doc_table *table,
	const struct doc_row *row, const size_t *widths)
{
	if (!row->cells) {
		safe(out, row->group);
		end_line(out);
		return;
	}
	for (size_t i = 0; i < table->column_count; i++) {
		buf_fill(out, ' ', i ? GAP : 0);
		padded(out, row->cells[i].text, widths[i],
			table->columns[i].align);
	}
	end_line(out);
}

/* The word at `p`: up to the next plain space; no-break spaces hold. */
static size_t word_length(const char *p)
{
	return strcspn(p, " ");
}

/* Running text, folded between words. */
static void fold(struct buf *out, struct arena *arena, const char *text)
{
	size_t column = 0;

	while (*text) {
		char *word = arena_strndup(arena, text, word_length(text));

		if (column && column + 1 + width(word) > MEASURE) {
			buf_putc(out, '\n');
			column = 0;
		} else if (column) {
			buf_putc(out, ' ');
			column++;
		}
		safe(out, word);
		column += width(word);
		text += strlen(word);
		text += *text == ' ';
	}
	end_line(out);
}

static void line(
	struct buf *out, struct arena *arena, const struct doc_line *spans)
{
	const char *text = "";

	for (const struct doc_span *s = spans->first; s; s = s->next)
		text = arena_printf(arena, "%s%s", text, s->text);
	fold(out, arena, text);
}

static void table(
	struct buf *out, const struct doc *doc, const struct doc_table *table)
{
	size_t total;
	size_t *widths = measure(doc->arena, table, &total);

	safe(out, table->caption);
	buf_puts(out, "\n\n");
	for (size_t i = 0; i < table->column_count; i++) {
		buf_fill(out, ' ', i ? GAP : 0);
		padded(out, table->columns[i].title, widths[i],
			table->columns[i].align);
	}
	end_line(out);
	rule(out, total);
	for (size_t r = 0; r < table->row_count; r++)
		row(out, table, &table->rows[r], widths);
	rule(out, total);
	for (size_t i = 0; i < table->note_count; i++) {
		fold(out, doc->arena, table->notes[i]);
	}
	buf_putc(out, '\n');
}

static void node(
	struct buf *out, const struct doc *doc, const struct doc_node *node)
{
	if (node->title) {
		safe(out, node->title);
		end_line(out);
	}
	if (node->kind == DOC_TABLE)
		table(out, doc, node->table);
	if (node->line.first)
		line(out, doc->arena, &node->line);
	for (size_t i = 0; i < node->item_count; i++) {
		buf_puts(out, "- ");
		line(out, doc->arena, &node->items[i].line);
	}
}

static int render_terminal(
	const struct doc *doc, struct buf *out, struct diags *diags)
{
	(void)diags;
	for (const struct doc_node *n = doc->first; n; n = n->next)
		node(out, doc, n);
	return 0;
}

const struct renderer renderer_terminal = {"text", render_terminal};
