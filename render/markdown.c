/* GitHub-flavoured Markdown. */
#include <string.h>

#include "render/render.h"
#include "src/base/signs.h"

#define STAR "\xe2\x98\x85"
#define EMPTY_STAR "\xe2\x98\x86"
#define HALF "\xc2\xbd"

static const char *const marks[] = {
	[MARK_NONE] = "",
	[MARK_YES] = "\xe2\x9c\x85 ",		     /* ✅ */
	[MARK_PARTLY] = "\xe2\x9a\xa0\xef\xb8\x8f ", /* ⚠️ */
	[MARK_NO] = "\xe2\x9d\x8c ",		     /* ❌ */
	[MARK_DONE] = "\xe2\x98\x91 ",		     /* ☑ */
	[MARK_OPEN] = "\xe2\x98\x90 ",		     /* ☐ */
	[MARK_PLUS] = "+ ",
	[MARK_MINUS] = "\xe2\x88\x92 ",		      /* − */
	[MARK_WARNING] = "\xe2\x9a\xa0\xef\xb8\x8f ", /* ⚠️ */
};

/*
 * Text from anywhere must stay text: every character that can open markup is
 * escaped, line ends become spaces.
 */
static void escape(struct buf *out, const char *text)
{
	for (const char *p = text; *p; p++) {
		if (strchr("\\`*_<>[]~#@|&$", *p))
			buf_putc(out, '\\');
		buf_putc(out, (unsigned char)*p < ' ' ? ' ' : *p);
	}
}

static size_t longest_backticks(const char *text)
{
	size_t longest = 0, here = 0;

	for (const char *p = text; *p; p++) {
		here = *p == '`' ? here + 1 : 0;
		if (here > longest)
			longest = here;
	}
	return longest;
}

/* A code span: nothing is markup in it but the bar in a table, and a bar behind
 * a backslash can then not be written. */
static void code(struct buf *out, const char *text, bool in_table)
{
	size_t fence = longest_backticks(text) + 1;
	const char *pad = fence > 1 ? " " : "";

	if (!text[0])
		return;
	if (in_table && strstr(text, "\\|")) {
		escape(out, text);
		return;
	}
	buf_fill(out, '`', fence);
	buf_puts(out, pad);
	for (const char *p = text; *p; p++) {
		if (*p == '|' && in_table)
			buf_putc(out, '\\');
		buf_putc(out, (unsigned char)*p < ' ' ? ' ' : *p);
	}
	buf_puts(out, pad);
	buf_fill(out, '`', fence);
}

static void styled(struct buf *out, const char *text, enum doc_style style)
{
	static const char *const fences[] = {
		[STYLE_PLAIN] = "",
		[STYLE_STRONG] = "**",
		[STYLE_EMPHASIS] = "*",
		[STYLE_CODE] = "",
	};

	if (style == STYLE_CODE) {
		code(out, text, false);
		return;
	}
	if (!text[0])
		return;
	buf_puts(out, fences[style]);
	escape(out, text);
	buf_puts(out, fences[style]);
}

/* "- x", "+ x", "1. x", "1) x", "---" and four spaces open a block where
 * one may begin: the sign is escaped, the spaces go. */
static const char *tame(struct buf *out, const char *text)
{
	size_t digits;

	text += strspn(text, " ");
	digits = strspn(text, "0123456789");
	if (digits && (text[digits] == '.' || text[digits] == ')')) {
		buf_add(out, text, digits);
		text += digits;
		buf_putc(out, '\\');
	} else if (*text == '-' || *text == '+') {
		buf_putc(out, '\\');
	}
	return text;
}

static void line(struct buf *out, const struct doc_line *spans)
{
	const struct doc_span *first = spans->first;

	if (first && first->style == STYLE_PLAIN) {
		escape(out, tame(out, first->text));
		first = first->next;
	}
	for (const struct doc_span *s = first; s; s = s->next)
		styled(out, s->text, s->style);
}

static void heading(struct buf *out, const struct doc_node *node)
{
	buf_fill(out, '#', node->level + 1);
	buf_putc(out, ' ');
	if (node->number) {
		escape(out, node->number);
		buf_putc(out, ' ');
	}
	escape(out, node->title);
	buf_puts(out, "\n\n");
}

static void paragraph(struct buf *out, const struct doc_node *node)
{
	line(out, &node->line);
	buf_puts(out, "\n\n");
}

static void list(struct buf *out, const struct doc_node *node)
{
	for (size_t i = 0; i < node->item_count; i++) {
		enum doc_mark mark = node->items[i].mark;

		/* "- + x" would open a list inside the item */
		buf_puts(out, "- ");
		if (mark != MARK_PLUS && mark != MARK_MINUS)
			buf_puts(out, marks[mark]);
		line(out, &node->items[i].line);
		buf_putc(out, '\n');
	}
	if (node->item_count)
		buf_putc(out, '\n');
}

static void callout(struct buf *out, const struct doc_node *node)
{
	buf_puts(out, "> ");
	if (node->title) {
		styled(out, node->title, STYLE_STRONG);
		buf_puts(out, "\n>\n> ");
	}
	line(out, &node->line);
	buf_puts(out, "\n\n");
}

static void stars(struct buf *out, int stars2)
{
	for (int i = 0; i < 5; i++) {
		if (stars2 >= 2 * i + 2)
			buf_puts(out, STAR);
		else
			buf_puts(out, stars2 == 2 * i + 1 ? HALF : EMPTY_STAR);
	}
	buf_putc(out, ' ');
}

static void cell(struct buf *out, const struct doc_cell *cell)
{
	buf_puts(out, marks[cell->mark]);
	if (cell->stars2 >= 0)
		stars(out, cell->stars2);
	if (cell->style == STYLE_CODE)
		code(out, cell->text, true);
	else
		styled(out, cell->text, cell->style);
}

static void head(struct buf *out, const struct doc_table *table)
{
	static const char *const rules[] = {
		[ALIGN_LEFT] = " :-- |",
		[ALIGN_RIGHT] = " --: |",
		[ALIGN_CENTER] = " :-: |",
	};

	buf_putc(out, '|');
	for (size_t i = 0; i < table->column_count; i++) {
		buf_putc(out, ' ');
		escape(out, table->columns[i].title);
		buf_puts(out, " |");
	}
	buf_puts(out, "\n|");
	for (size_t i = 0; i < table->column_count; i++)
		buf_puts(out, rules[table->columns[i].align]);
	buf_putc(out, '\n');
}

static void row(struct buf *out, const struct doc_table *table,
	const struct doc_row *row)
{
	buf_putc(out, '|');
	for (size_t i = 0; i < table->column_count; i++) {
		buf_putc(out, ' ');
		if (row->cells)
			cell(out, &row->cells[i]);
		else if (i == 0)
			styled(out, row->group, STYLE_STRONG);
		buf_puts(out, " |");
	}
	buf_putc(out, '\n');
}

static void caption(
	struct buf *out, const char *word, unsigned number, const char *text)
{
	buf_printf(out, "**%s %u** " EN_DASH " ", word, number);
	escape(out, text);
	buf_puts(out, "\n\n");
}

static void notes(struct buf *out, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, "- ");
		escape(out, tame(out, texts[i]));
		buf_putc(out, '\n');
	}
	if (count)
		buf_putc(out, '\n');
}

static void table(
	struct buf *out, const struct doc *doc, const struct doc_table *table)
{
	caption(out, doc->words.table, table->number, table->caption);
	head(out, table);
	for (size_t i = 0; i < table->row_count; i++)
		row(out, table, &table->rows[i]);
	buf_putc(out, '\n');
	notes(out, table->notes, table->note_count);
}

static void figure(
	struct buf *out, const struct doc *doc, const struct doc_figure *figure)
{
	if (figure->number)
		caption(out, doc->words.figure, figure->number,
			figure->caption);
	buf_puts(out, "![");
	escape(out, figure->alt);
	buf_printf(out, "](" FIGURE_FOLDER "/%s.svg)\n\n", figure->name);
	notes(out, figure->notes, figure->note_count);
}

static void picture(
	struct buf *out, const struct doc *doc, const struct doc_picture *p)
{
	const char *text = p->caption;

	if (!p->picture)
		text = arena_printf(
			doc->arena, "%s %s", text, doc->words.unreadable);
	caption(out, doc->words.figure, p->number, text);
	if (!p->picture)
		return;
	buf_puts(out, "![");
	escape(out, p->caption);
	buf_printf(out, "](" FIGURE_FOLDER "/%s)\n\n", p->name);
}

static void node(
	struct buf *out, const struct doc *doc, const struct doc_node *node)
{
	switch (node->kind) {
	case DOC_HEADING:
		heading(out, node);
		break;
	case DOC_PARAGRAPH:
		paragraph(out, node);
		break;
	case DOC_LIST:
		list(out, node);
		break;
	case DOC_TABLE:
		table(out, doc, node->table);
		break;
	case DOC_CALLOUT:
		callout(out, node);
		break;
	case DOC_FIGURE:
		figure(out, doc, node->figure);
		break;
	case DOC_PICTURE:
		picture(out, doc, node->picture);
		break;
	}
}

static void title_block(struct buf *out, const struct doc *doc)
{
	buf_puts(out, "# ");
	escape(out, doc->title);
	buf_puts(out, "\n\n");
	if (doc->subtitle) {
		styled(out, doc->subtitle, STYLE_EMPHASIS);
		buf_puts(out, "\n\n");
	}
	for (size_t i = 0; i < doc->meta_count; i++) {
		buf_puts(out, "- ");
		styled(out, doc->meta[i].label, STYLE_STRONG);
		buf_puts(out, " " EN_DASH " ");
		escape(out, doc->meta[i].value);
		buf_putc(out, '\n');
	}
	if (doc->meta_count)
		buf_putc(out, '\n');
}

static int render_markdown(
	const struct doc *doc, struct buf *out, struct diags *diags)
{
	(void)diags;
	title_block(out, doc);
	for (const struct doc_node *n = doc->first; n; n = n->next)
		node(out, doc, n);
	/* blocks end with an empty line, a file with one line end */
	if (out->length > 1 && out->data[out->length - 2] == '\n')
		out->data[--out->length] = '\0';
	return 0;
}

const struct renderer renderer_markdown = {"md", render_markdown};
