#include "src/model/doc.h"

#include <string.h>

static const char *typeset(struct doc *doc, const char *text)
{
	return text_typeset(doc->arena, doc->lang, text ? text : "");
}

struct doc *doc_new(struct arena *arena, enum lang lang)
{
	struct doc *doc = arena_alloc(arena, sizeof *doc);

	doc->arena = arena;
	doc->lang = lang;
	doc->words = (struct doc_words){
		.table = message_get(lang, MSG_TABLE),
		.page_of = message_get(lang, MSG_PAGE_OF),
		.continued = message_get(lang, MSG_CONTINUED),
		.contents = message_get(lang, MSG_CONTENTS),
		.figure = message_get(lang, MSG_FIGURE),
		.unreadable = message_get(lang, MSG_UNREADABLE),
	};
	return doc;
}

void doc_meta(struct doc *doc, const char *label, const char *value)
{
	ARENA_ROOM(doc->arena, doc->meta, doc->meta_count, doc->meta_capacity);
	doc->meta[doc->meta_count++] =
		(struct doc_meta){typeset(doc, label), typeset(doc, value)};
}

void doc_span(struct doc *doc, struct doc_line *line, const char *text,
	enum doc_style style)
{
	struct doc_span *span = arena_alloc(doc->arena, sizeof *span);

	span->text = style == STYLE_CODE ? text_clean(doc->arena, text)
					 : typeset(doc, text);
	span->style = style;
	if (line->last)
		line->last->next = span;
	else
		line->first = span;
	line->last = span;
}

static struct doc_node *append(struct doc *doc, enum doc_kind kind)
{
	struct doc_node *node = arena_alloc(doc->arena, sizeof *node);

	node->kind = kind;
	if (doc->last)
		doc->last->next = node;
	else
		doc->first = node;
	doc->last = node;
	return node;
}

struct doc_node *doc_heading(
	struct doc *doc, unsigned level, const char *number, const char *title)
{
	struct doc_node *node = append(doc, DOC_HEADING);

	node->level = level;
	if (number && number[0])
		node->number = arena_strdup(doc->arena, number);
	node->title = typeset(doc, title);
	return node;
}

struct doc_node *doc_paragraph(struct doc *doc, const char *text)
{
	struct doc_node *node = append(doc, DOC_PARAGRAPH);

	if (text)
		doc_span(doc, &node->line, text, STYLE_PLAIN);
	return node;
}

struct doc_node *doc_remark(struct doc *doc, const char *text)
{
	struct doc_node *node = doc_paragraph(doc, text);

	node->muted = true;
	return node;
}

struct doc_node *doc_callout(struct doc *doc, enum doc_tone tone,
	const char *title, const char *text)
{
	struct doc_node *node = append(doc, DOC_CALLOUT);

	node->tone = tone;
	if (title)
		node->title = typeset(doc, title);
	if (text)
		doc_span(doc, &node->line, text, STYLE_PLAIN);
	return node;
}

struct doc_node *doc_list(struct doc *doc)
{
	return append(doc, DOC_LIST);
}

struct doc_item *doc_item(
	struct doc *doc, struct doc_node *list, const char *text)
{
	struct doc_item *item;

	ARENA_ROOM(
		doc->arena, list->items, list->item_count, list->item_capacity);
	item = &list->items[list->item_count++];
	*item = (struct doc_item){0};
	if (text)
		doc_span(doc, &item->line, text, STYLE_PLAIN);
	return item;
}

struct doc_table *doc_table(struct doc *doc, const char *caption,
	const struct doc_column *columns, size_t column_count)
{
	struct doc_table *table = arena_alloc(doc->arena, sizeof *table);

	append(doc, DOC_TABLE)->table = table;
	table->number = ++doc->table_count;
	table->caption = typeset(doc, caption);
	table->column_count = column_count;
	table->columns =
		arena_alloc(doc->arena, column_count * sizeof *table->columns);
	for (size_t i = 0; i < column_count; i++) {
		table->columns[i] = columns[i];
		table->columns[i].title = typeset(doc, columns[i].title);
	}
	return table;
}

static struct doc_figure *figure_new(struct doc *doc, const struct scene *scene)
{
	struct doc_figure *figure = arena_alloc(doc->arena, sizeof *figure);

	append(doc, DOC_FIGURE)->figure = figure;
	figure->scene = scene;
	return figure;
}

struct doc_figure *doc_figure(struct doc *doc, const char *caption,
	const char *alt, const char *kind, const struct scene *scene)
{
	struct doc_figure *figure = figure_new(doc, scene);

	figure->number = ++doc->figure_count;
	figure->caption = typeset(doc, caption);
	figure->alt = typeset(doc, alt);
	figure->name = arena_printf(doc->arena, "%u-%s", figure->number, kind);
	return figure;
}

struct doc_figure *doc_table_figure(struct doc *doc,
	const struct doc_table *table, const char *kind,
	const struct scene *scene)
{
	struct doc_figure *figure = figure_new(doc, scene);

	doc->table_figure_count++;
	figure->caption = table->caption;
	figure->alt = table->graphic->alt;
	figure->name = arena_printf(
		doc->arena, "t%u-%s", table->number, kind);
	return figure;
}

struct doc_picture *doc_picture(struct doc *doc, const char *caption,
	const char *file, const struct picture *picture)
{
	static const char *const endings[] = {
		[PICTURE_PNG] = "png", [PICTURE_JPEG] = "jpg"};
	struct doc_picture *node = arena_alloc(doc->arena, sizeof *node);

	append(doc, DOC_PICTURE)->picture = node;
	node->number = ++doc->figure_count;
	node->caption = typeset(doc, caption);
	node->file = file;
	node->picture = picture;
	if (picture)
		node->name = arena_printf(doc->arena, "picture-%u.%s",
			++doc->picture_count, endings[picture->format]);
	return node;
}

void doc_figure_note(
	struct doc *doc, struct doc_figure *figure, const char *text)
{
	ARENA_ROOM(doc->arena, figure->notes, figure->note_count,
		figure->note_capacity);
	figure->notes[figure->note_count++] = typeset(doc, text);
}

static struct doc_row *row_new(struct doc *doc, struct doc_table *table)
{
	struct doc_row *row;

	ARENA_ROOM(
		doc->arena, table->rows, table->row_count, table->row_capacity);
	row = &table->rows[table->row_count++];
	*row = (struct doc_row){0};
	return row;
}

struct doc_row *doc_row(struct doc *doc, struct doc_table *table)
{
	struct doc_row *row = row_new(doc, table);

	row->cells = arena_alloc(
		doc->arena, table->column_count * sizeof *row->cells);
	for (size_t i = 0; i < table->column_count; i++) {
		row->cells[i].text = "";
		row->cells[i].stars2 = -1;
	}
	return row;
}

void doc_group(struct doc *doc, struct doc_table *table, const char *title)
{
	row_new(doc, table)->group = typeset(doc, title);
}

void doc_note(struct doc *doc, struct doc_table *table, const char *text)
{
	ARENA_ROOM(doc->arena, table->notes, table->note_count,
		table->note_capacity);
	table->notes[table->note_count++] = typeset(doc, text);
}

struct doc_cell *doc_set(
	struct doc *doc, struct doc_row *row, size_t column, const char *text)
{
	row->cells[column].text = typeset(doc, text);
	return &row->cells[column];
}

struct doc_cell *doc_set_code(
	struct doc *doc, struct doc_row *row, size_t column, const char *text)
{
	row->cells[column].text = text_clean(doc->arena, text);
	row->cells[column].style = STYLE_CODE;
	return &row->cells[column];
}

void doc_record(
	struct doc *doc, struct doc_table *table, const char *const *values)
{
	struct doc_row *row = doc_row(doc, table);

	for (size_t i = 0; i < table->column_count; i++)
		if (values[i])
			row->cells[i].text = text_clean(doc->arena, values[i]);
}
