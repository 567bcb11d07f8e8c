#include "src/grade/leaf.h"

#include <string.h>

#include "src/base/text.h"

#define TITLE_BYTES ((size_t)100) /* a longer text is no label */

bool leaf_begin(struct leaf *leaf, const char *label, const char *name)
{
	struct build *build = leaf->build;

	if (leaf->leaves == LEAVES_MAX)
		return false;
	name = text_clean(build->arena, name);
	label = arena_printf(build->arena, "%s/%s", label, name);
	if (leaf->leaves++)
		build_next(build);
	build->paper->source = label;
	leaf->row = 0;
	if (build_is_heading(name))
		build->heading = name;
	return true;
}

void leaf_cell(struct leaf *leaf, size_t column, const char *text)
{
	if (column >= PAPER_COLUMNS || !*text)
		return;
	leaf->filled += !leaf->cells[column];
	leaf->cells[column] = text;
	if (column >= leaf->count)
		leaf->count = column + 1;
}

static void close_table(struct leaf *leaf)
{
	if (leaf->table)
		build_table_close(leaf->build);
	leaf->table = false;
}

/* The first filled cell of the row. */
static size_t first_of(const struct leaf *leaf)
{
	size_t first = 0;

	while (first < leaf->count && !leaf->cells[first])
		first++;
	return first;
}

/* Alone in its row, and not the label of one. */
static bool is_text(const struct leaf *leaf)
{
	size_t first = first_of(leaf);
	const char *text = leaf->cells[first];

	return leaf->filled == 1 &&
	       (!leaf->table || first > leaf->first ||
		       strlen(text) > TITLE_BYTES || build_is_heading(text) ||
		       build_is_box(text, strlen(text)));
}

/* Are there lines of a log in the row? */
static bool has_lines(const struct leaf *leaf)
{
	for (size_t i = 0; i < leaf->count; i++)
		if (leaf->cells[i] && strchr(leaf->cells[i], '\n'))
			return true;
	return leaf->filled == 1;
}

static void put_lines(struct build *build, const char *text)
{
	for (;;) {
		size_t length = strcspn(text, "\n");

		build_text(build, text, length);
		if (!text[length])
			return;
		build_break(build);
		text += length + 1;
	}
}

static void add_row(struct leaf *leaf)
{
	struct build *build = leaf->build;

	if (!leaf->table) {
		build_table_open(build);
		leaf->first = first_of(leaf);
	}
	leaf->table = true;
	build_row(build);
	for (size_t i = 0; i < leaf->count; i++) {
		build_cell(build, 1);
		if (leaf->cells[i])
			put_lines(build, leaf->cells[i]);
		build_cell_close(build);
	}
	build_row_close(build);
}

void leaf_row(struct leaf *leaf, size_t row)
{
	struct build *build = leaf->build;
	bool next = row == leaf->row + 1;

	leaf->row = row;
	if (!leaf->filled || !next)
		close_table(leaf);
	if (!leaf->filled)
		return;
	build_pass(build, row < PAPER_THINGS ? (unsigned)row : 0);
	build->lists = has_lines(leaf);
	if (is_text(leaf)) {
		close_table(leaf);
		put_lines(build, leaf->cells[first_of(leaf)]);
		build_block(build, false);
	} else {
		add_row(leaf);
	}
	build->lists = true;
	memset(leaf->cells, 0, sizeof leaf->cells);
	leaf->count = leaf->filled = 0;
}

void leaf_end(struct leaf *leaf)
{
	close_table(leaf);
}
