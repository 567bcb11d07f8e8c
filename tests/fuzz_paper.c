/*
 * libFuzzer target: any bytes as a worksheet. What holds a name of docx or odt
 * is read as the XML of such a document, wrapped in a tar, which is an archive
 * like any other to the reader; what begins with "<" as HTML; else as text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/utf8.h"
#include "src/grade/paper.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

/* Valid UTF-8 without controls, no blanks at the ends. */
static void check_text(const char *text)
{
	size_t length = strlen(text);
	uint32_t code;

	require(!length || (*text != ' ' && text[length - 1] != ' '));
	while ((code = utf8_next(&text)))
		require(code >= ' ');
}

static void check_table(const struct paper_table *table)
{
	require(table->count > 0);
	for (size_t i = 0; i < table->count; i++) {
		const struct paper_row *row = &table->rows[i];

		require(row->count > 0 && row->count <= PAPER_COLUMNS);
		for (size_t c = 0; c < row->count; c++)
			check_text(row->cells[c]);
	}
}

static void check(const struct paper *paper)
{
	for (size_t i = 0; i < paper->table_count; i++)
		check_table(&paper->tables[i]);
	for (size_t i = 0; i < paper->paragraph_count; i++) {
		require(*paper->paragraphs[i].text);
		check_text(paper->paragraphs[i].text);
	}
	for (size_t i = 0; i < paper->box_count; i++)
		check_text(paper->boxes[i].text);
}

/* A tar of one file. */
static const char *wrapped(struct arena *arena, const char *name,
	const unsigned char *data, size_t size, size_t *all)
{
	char *tar = arena_alloc(arena, 2048 + size);
	unsigned sum = 8 * ' ';

	*all = 512 + (size + 511) / 512 * 512 + 1024;
	strcpy(tar, name);
	strcpy(tar + 100, "0000644");
	snprintf(tar + 124, 12, "%011zo", size);
	tar[156] = '0';
	memcpy(tar + 257, "ustar\0" "00", 8);
	for (size_t i = 0; i < 512; i++)
		sum += (unsigned char)tar[i];
	snprintf(tar + 148, 8, "%06o", sum);
	tar[155] = ' ';
	memcpy(tar + 512, data, size);
	return tar;
}

static int holds(const unsigned char *data, size_t size, const char *word)
{
	size_t length = strlen(word);

	for (size_t i = 0; i + length <= size; i++)
		if (memcmp(data + i, word, length) == 0)
			return 1;
	return 0;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diags notes = {.arena = arena};
	struct pack_desk desk = {
		.notes = &notes, .limits = &grade_limits_default};
	struct submitted_file file = {.label = "sheet", .kind = FILE_TEXT};
	struct paper paper;

	file.bytes = data;
	file.size = size;
	if (holds(data, size, "w:")) {
		file.kind = FILE_DOCX;
		file.bytes = wrapped(arena, "word/document.xml", data, size,
			&file.size);
	} else if (holds(data, size, "text:")) {
		file.kind = FILE_ODT;
		file.bytes = wrapped(
			arena, "content.xml", data, size, &file.size);
	} else if (size && *data == '<') {
		file.kind = FILE_HTML;
	}
	require(paper_read(arena, &desk, &file, &paper) || notes.count);
	check(&paper);
	arena_free(arena);
	return 0;
}
