#include "render/pdf_tags.h"

#include <stdint.h>
#include <stdlib.h>

#include "src/base/arena.h"
#include "src/base/memory.h"
#include "src/base/utf8.h"

static const char *const role_names[] = {
	[ROLE_DOCUMENT] = "Document",
	[ROLE_H1] = "H1",
	[ROLE_H2] = "H2",
	[ROLE_P] = "P",
	[ROLE_L] = "L",
	[ROLE_LI] = "LI",
	[ROLE_LBL] = "Lbl",
	[ROLE_LBODY] = "LBody",
	[ROLE_TABLE] = "Table",
	[ROLE_CAPTION] = "Caption",
	[ROLE_TR] = "TR",
	[ROLE_TH] = "TH",
	[ROLE_TD] = "TD",
	[ROLE_FIGURE] = "Figure",
	[ROLE_TOC] = "TOC",
	[ROLE_TOCI] = "TOCI",
};

/* Kids are counted from 1: 0 is none. */
struct element {
	enum pdf_role role;
	unsigned parent;
	unsigned first_kid, last_kid;
	unsigned page; /* of its first mark */
	bool marked;   /* has one */
	unsigned span;
	const char *alt;
};

/* A part of an element: another one, or a mark on a page. */
struct kid {
	unsigned next;
	unsigned number; /* of the element, or of the mark on its page */
	unsigned page;	 /* TAGS_NONE: an element */
};

/* The elements that the marks of a page belong to. */
struct page_marks {
	unsigned *owners;
	size_t count, capacity;
};

struct tags {
	struct arena *arena;
	struct element *elements; /* the first is the document */
	size_t count, capacity;
	struct kid *kids;
	size_t kid_count, kid_capacity;
	struct page_marks *pages;
	size_t page_count, page_capacity;
	unsigned *open; /* the innermost last */
	size_t depth, depth_capacity;
};

/* ---- the tree ---- */

static void add_kid(
	struct tags *tags, unsigned parent, unsigned number, unsigned page)
{
	struct element *element = &tags->elements[parent];

	ARENA_ROOM(
		tags->arena, tags->kids, tags->kid_count, tags->kid_capacity);
	tags->kids[tags->kid_count++] = (struct kid){0, number, page};
	if (element->last_kid)
		tags->kids[element->last_kid - 1].next =
			(unsigned)tags->kid_count;
	else
		element->first_kid = (unsigned)tags->kid_count;
	element->last_kid = (unsigned)tags->kid_count;
}

static unsigned add_element(
	struct tags *tags, enum pdf_role role, unsigned parent, const char *alt)
{
	unsigned number = (unsigned)tags->count;

	ARENA_ROOM(tags->arena, tags->elements, tags->count, tags->capacity);
	tags->elements[tags->count++] =
		(struct element){.role = role, .parent = parent};
	if (alt)
		tags->elements[number].alt = arena_strdup(tags->arena, alt);
	return number;
}

struct tags *tags_new(void)
{
	struct tags *tags = memory_sure(calloc(1, sizeof *tags));

	tags->arena = arena_new();
	add_element(tags, ROLE_DOCUMENT, TAGS_NONE, NULL);
	return tags;
}

void tags_free(struct tags *tags)
{
	arena_free(tags->arena);
	free(tags);
}

static void push(struct tags *tags, unsigned element)
{
	ARENA_ROOM(tags->arena, tags->open, tags->depth, tags->depth_capacity);
	tags->open[tags->depth++] = element;
}

unsigned tags_open(struct tags *tags, enum pdf_role role, const char *alt)
{
	unsigned parent = tags->depth ? tags->open[tags->depth - 1] : 0;
	unsigned element = TAGS_NONE;

	if (role != ROLE_ARTIFACT && parent != TAGS_NONE) {
		element = add_element(tags, role, parent, alt);
		add_kid(tags, parent, element, TAGS_NONE);
	}
	push(tags, element);
	return element;
}

void tags_resume(struct tags *tags, unsigned element)
{
	push(tags, element < tags->count ? element : TAGS_NONE);
}

void tags_close(struct tags *tags)
{
	if (tags->depth)
		tags->depth--;
}

void tags_span(struct tags *tags, size_t columns)
{
	tags->elements[tags->count - 1].span = (unsigned)columns;
}

unsigned tags_owner(const struct tags *tags, bool shape)
{
	unsigned element;

	if (!tags->depth)
		return TAGS_NONE;
	element = tags->open[tags->depth - 1];
	if (shape && element != TAGS_NONE &&
		tags->elements[element].role != ROLE_FIGURE)
		return TAGS_NONE;
	return element;
}

const char *tags_role(const struct tags *tags, unsigned element)
{
	return role_names[tags->elements[element].role];
}

static struct page_marks *marks_of(struct tags *tags, size_t page)
{
	while (tags->page_count <= page) {
		ARENA_ROOM(tags->arena, tags->pages, tags->page_count,
			tags->page_capacity);
		tags->pages[tags->page_count++] = (struct page_marks){0};
	}
	return &tags->pages[page];
}

unsigned tags_mark(struct tags *tags, unsigned element, size_t page)
{
	struct page_marks *marks = marks_of(tags, page);
	unsigned number = (unsigned)marks->count;

	ARENA_ROOM(tags->arena, marks->owners, marks->count, marks->capacity);
	marks->owners[marks->count++] = element;
	if (!tags->elements[element].marked) {
		tags->elements[element].marked = true;
		tags->elements[element].page = (unsigned)page;
	}
	add_kid(tags, element, number, (unsigned)page);
	return number;
}

/* ---- the objects ---- */

struct writer {
	const struct tags *tags;
	const struct tags_numbers *numbers;
	struct buf head, body; /* where each object starts; the objects */
	size_t count;
};

/* Thousands of them: printf would take longer than all the rest. */
static void put_number(struct buf *out, size_t number)
{
	char digits[24];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	buf_add(out, digits + at, sizeof digits - at);
}

static void put_reference(struct buf *out, size_t number)
{
	put_number(out, number);
	buf_puts(out, " 0 R");
}

static void start_object(struct writer *writer, size_t number)
{
	put_number(&writer->head, number);
	buf_putc(&writer->head, ' ');
	put_number(&writer->head, writer->body.length);
	buf_putc(&writer->head, '\n');
	writer->count++;
}

/* One character as UTF-16 in hexadecimal. */
static void put_utf16(struct buf *out, uint32_t code)
{
	if (code >= 0x10000) {
		buf_printf(out, "%04X", (unsigned)(0xD7C0 + (code >> 10)));
		code = 0xDC00 + (code & 0x3FF);
	}
	buf_printf(out, "%04X", (unsigned)code);
}

static void put_alt(struct buf *out, const char *alt)
{
	if (!alt)
		return;
	buf_puts(out, "/Alt<FEFF");
	while (*alt)
		put_utf16(out, utf8_next(&alt));
	buf_putc(out, '>');
}

static void put_attributes(struct buf *out, const struct element *element)
{
	if (element->role != ROLE_TH && !element->span)
		return;
	buf_puts(out, "/A<</O/Table");
	if (element->role == ROLE_TH)
		buf_puts(out, "/Scope/Column");
	if (element->span) {
		buf_puts(out, "/ColSpan ");
		put_number(out, element->span);
	}
	buf_puts(out, ">>");
}

static void put_kid(struct writer *writer, const struct element *element,
	const struct kid *kid)
{
	const struct tags_numbers *numbers = writer->numbers;
	struct buf *out = &writer->body;

	if (kid->page == TAGS_NONE) {
		put_reference(out, numbers->first + kid->number);
	} else if (kid->page == element->page) {
		put_number(out, kid->number);
	} else {
		buf_puts(out, "<</Type/MCR/Pg ");
		put_reference(out, numbers->pages[kid->page]);
		buf_puts(out, "/MCID ");
		put_number(out, kid->number);
		buf_puts(out, ">>");
	}
	buf_putc(out, ' ');
}

static void put_kids(struct writer *writer, const struct element *element)
{
	struct buf *out = &writer->body;

	if (element->marked) {
		buf_puts(out, "/Pg ");
		put_reference(out, writer->numbers->pages[element->page]);
	}
	buf_puts(out, "/K[");
	for (unsigned i = element->first_kid; i;
		i = writer->tags->kids[i - 1].next)
		put_kid(writer, element, &writer->tags->kids[i - 1]);
	buf_putc(out, ']');
}

static void put_element(struct writer *writer, size_t index)
{
	const struct tags_numbers *numbers = writer->numbers;
	const struct element *element = &writer->tags->elements[index];
	struct buf *out = &writer->body;

	start_object(writer, numbers->first + index);
	buf_puts(out, "<</S/");
	buf_puts(out, role_names[element->role]);
	buf_puts(out, "/P ");
	put_reference(out, element->parent == TAGS_NONE
				   ? numbers->root
				   : numbers->first + element->parent);
	put_attributes(out, element);
	put_alt(out, element->alt);
	if (element->first_kid)
		put_kids(writer, element);
	buf_puts(out, ">>\n");
}

/* The elements of the marks of a page, in the order of their numbers. */
static void put_page(struct writer *writer, size_t page)
{
	const struct tags *tags = writer->tags;
	const struct tags_numbers *numbers = writer->numbers;
	struct buf *out = &writer->body;

	start_object(writer, numbers->first + tags->count + page);
	buf_putc(out, '[');
	for (size_t i = 0;
		page < tags->page_count && i < tags->pages[page].count; i++) {
		put_reference(
			out, numbers->first + tags->pages[page].owners[i]);
		buf_putc(out, ' ');
	}
	buf_puts(out, "]\n");
}

/* The root and, in it, the way from a page to its elements. */
static void put_root(struct writer *writer)
{
	const struct tags_numbers *numbers = writer->numbers;
	struct buf *out = &writer->body;

	start_object(writer, numbers->root);
	buf_puts(out, "<</Type/StructTreeRoot/K ");
	put_reference(out, numbers->first);
	buf_puts(out, "/ParentTreeNextKey ");
	put_number(out, numbers->page_count);
	buf_puts(out, "/ParentTree<</Nums[");
	for (size_t i = 0; i < numbers->page_count; i++) {
		put_number(out, i);
		buf_putc(out, ' ');
		put_reference(out, numbers->first + writer->tags->count + i);
		buf_putc(out, ' ');
	}
	buf_puts(out, "]>>>>\n");
}

/* ---- simple cells, in rows ---- */

enum tags_stream tags_stream_of(const struct tags *tags, size_t index)
{
	const struct element *element;

	if (index >= tags->count || tags->elements[index].role != ROLE_TD)
		return TAGS_REST;
	element = &tags->elements[index];
	return element->first_kid == element->last_kid ? TAGS_CELLS : TAGS_REST;
}

/* At the same place in every row. */
static void put_padded(struct buf *out, size_t number, size_t width)
{
	for (size_t rest = number; rest; rest /= 10)
		width -= width > 0;
	buf_fill(out, ' ', width - (!number && width));
	put_number(out, number);
}

static void end_row(struct buf *out)
{
	buf_fill(out, ' ', (TAGS_ROW - out->length % TAGS_ROW) % TAGS_ROW);
}

static void put_cell(struct writer *writer, size_t index)
{
	const struct tags_numbers *numbers = writer->numbers;
	const struct element *element = &writer->tags->elements[index];
	struct buf *out = &writer->body;

	put_padded(&writer->head, numbers->first + index, 8);
	put_padded(&writer->head, out->length, 11);
	end_row(&writer->head);
	writer->count++;
	buf_puts(out, "<</S/TD/P");
	put_padded(out, numbers->first + element->parent, 8);
	buf_puts(out, " 0 R");
	if (element->marked) {
		buf_puts(out, "/Pg");
		put_padded(out, numbers->pages[element->page], 7);
		buf_puts(out, " 0 R/K");
		put_padded(out,
			writer->tags->kids[element->first_kid - 1].number, 6);
	}
	buf_puts(out, ">>");
	end_row(out);
}

/* ---- the streams ---- */

size_t tags_count(const struct tags *tags, const struct tags_numbers *numbers)
{
	return tags->count + numbers->page_count;
}

struct tags_objects tags_write(const struct tags *tags,
	const struct tags_numbers *numbers, enum tags_stream stream)
{
	struct writer writer = {.tags = tags, .numbers = numbers};
	struct tags_objects objects = {.bytes = {0}};

	if (stream == TAGS_REST)
		put_root(&writer);
	for (size_t i = 0; i < tags->count; i++)
		if (tags_stream_of(tags, i) == stream)
			(stream == TAGS_CELLS ? put_cell : put_element)(
				&writer, i);
	for (size_t i = 0; i < numbers->page_count; i++)
		if (stream == TAGS_REST)
			put_page(&writer, i);
	objects.bytes = writer.head;
	objects.head_bytes = writer.head.length;
	objects.count = writer.count;
	buf_add(&objects.bytes, writer.body.data, writer.body.length);
	buf_free(&writer.body);
	return objects;
}
