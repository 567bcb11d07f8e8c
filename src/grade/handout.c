#include "src/grade/handout.h"

#include <stdlib.h>
#include <string.h>

#include "src/base/buf.h"
#include "src/base/text.h"
#include "src/grade/label.h"

struct handout {
	const char **texts; /* skeletons, sorted */
	size_t count, capacity;
};

static void add(
	struct arena *arena, struct handout *handout, const char *text)
{
	struct label label;

	label_make(&label, text);
	ARENA_ROOM(arena, handout->texts, handout->count, handout->capacity);
	handout->texts[handout->count++] =
		arena_strdup(arena, label.with_accents.text);
}

/* The cells of a row, one behind the other; LABEL_MAX bytes are enough. */
static void row_text(const struct paper_row *row, char text[LABEL_MAX + 1])
{
	size_t used = 0;

	for (size_t i = 0; i < row->count && used < LABEL_MAX; i++) {
		size_t length = strlen(row->cells[i]);

		if (length > LABEL_MAX - used)
			length = LABEL_MAX - used;
		memcpy(text + used, row->cells[i], length);
		used += length;
	}
	text[used] = '\0';
}

static void add_all(
	struct arena *arena, struct handout *handout, const struct paper *paper)
{
	char text[LABEL_MAX + 1];

	for (size_t i = 0; i < paper->paragraph_count; i++)
		add(arena, handout, paper->paragraphs[i].text);
	for (size_t t = 0; t < paper->table_count; t++)
		for (size_t r = 0; r < paper->tables[t].count; r++) {
			row_text(&paper->tables[t].rows[r], text);
			add(arena, handout, text);
		}
	if (handout->count)
		qsort(handout->texts, handout->count, sizeof *handout->texts,
			text_order);
}

struct handout *handout_read(struct arena *arena, struct diags *diags,
	const char *file, const char *text, size_t length)
{
	struct pack_desk desk = {
		.notes = diags, .limits = &grade_limits_default};
	const struct submitted_file sheet = {.label = file,
		.kind = FILE_TEXT,
		.paper = true,
		.bytes = text,
		.size = length};
	struct paper *paper = arena_alloc(arena, sizeof *paper);
	struct handout *handout = arena_alloc(arena, sizeof *handout);

	if (!paper_read(arena, &desk, &sheet, paper))
		return NULL;
	add_all(arena, handout, paper);
	return handout;
}

bool handout_has(const struct handout *handout, const char *paragraph)
{
	struct label label;
	const char *text = label.with_accents.text;

	if (!handout || !handout->count)
		return false;
	label_make(&label, paragraph);
	return bsearch(&text, handout->texts, handout->count,
		       sizeof *handout->texts, text_order) != NULL;
}

bool handout_has_row(
	const struct handout *handout, const struct paper_row *row)
{
	char text[LABEL_MAX + 1];

	row_text(row, text);
	return handout_has(handout, text);
}
