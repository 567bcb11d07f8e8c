/*
 * libFuzzer target: any bytes as a worksheet. What holds a name of docx, odt,
 * xlsx or ods is read as the XML of such a document, wrapped in a tar, which
 * is an archive like any other to the reader; what begins with "<" as HTML;
 * else as text. Of xlsx the bytes are every part that has no fixed contents.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/utf8.h"
#include "src/grade/mend.h"
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

/* Valid UTF-8 in which every place of the paper is a line. */
static void check_log(const struct paper *paper)
{
	const char *text = paper->log.bytes;
	unsigned lines = 0;

	require(strlen(text) == paper->log.size);
	while (*text)
		lines += utf8_next(&text) == '\n';
	for (size_t i = 0; i < paper->hint_count; i++)
		require(paper->hints[i].line <= lines);
	for (size_t i = 0; i < paper->paragraph_count; i++)
		require(paper->paragraphs[i].line <= lines);
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
	if (paper->log.bytes)
		check_log(paper);
	if (paper->next)
		check(paper->next);
}

/* The bytes as they are in a text, and as a log in it. */
static void check_mending(
	struct arena *arena, const unsigned char *data, size_t size)
{
	char *text = arena_strndup(arena, (const char *)data, size);
	struct buf out = {0};
	bool other;

	for (size_t i = 0; i < size; i++)
		text[i] = text[i] ? text[i] : ' ';
	other = mend_text(&out, text, size);
	require(other || out.length == size);
	require(out.length <= 3 * size);
	mend_document_line(&out, text, strcspn(text, "\n"));
	buf_free(&out);
}

/* Adds a file to a tar, which has room for it. */
static void add_file(char *tar, const char *name, const unsigned char *data,
	size_t size)
{
	unsigned sum = 8 * ' ';

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
}

static size_t blocks(size_t size)
{
	return 512 + (size + 511) / 512 * 512;
}

/* A tar of the files, NULL at the end; NULL contents are the data. */
static void wrap(struct arena *arena, const char *const (*files)[2],
	const unsigned char *data, size_t size, struct submitted_file *file)
{
	char *tar;

	file->size = 1024;
	for (size_t i = 0; files[i][0]; i++)
		file->size += blocks(
			files[i][1] ? strlen(files[i][1]) : size);
	file->bytes = tar = arena_alloc(arena, file->size);
	for (size_t i = 0; files[i][0]; i++) {
		const char *fixed = files[i][1];
		size_t length = fixed ? strlen(fixed) : size;

		add_file(tar, files[i][0],
			fixed ? (const unsigned char *)fixed : data, length);
		tar += blocks(length);
	}
}

static int holds(const unsigned char *data, size_t size, const char *word)
{
	size_t length = strlen(word);

	for (size_t i = 0; i + length <= size; i++)
		if (memcmp(data + i, word, length) == 0)
			return 1;
	return 0;
}

static const char *const word[][2] = {{"word/document.xml", NULL}, {NULL}};
static const char *const open_text[][2] = {{"content.xml", NULL}, {NULL}};
static const char *const excel[][2] = {
	{"xl/workbook.xml", "<w><sheet name='a' r:id='1'/>"
			    "<sheet name='b' r:id='1'/></w>"},
	{"xl/_rels/workbook.xml.rels",
		"<r><Relationship Id='1' Target='sheet.xml'/></r>"},
	{"xl/styles.xml", NULL},
	{"xl/sharedStrings.xml", NULL},
	{"xl/sheet.xml", NULL},
	{NULL},
};

static const struct {
	const char *sign;
	enum file_kind kind;
	const char *const (*files)[2];
} kinds[] = {
	{"w:", FILE_DOCX, word},
	{":spreadsheet", FILE_ODS, open_text},
	{"text:", FILE_ODT, open_text},
	{"</c>", FILE_XLSX, excel},
	{"</cellXfs>", FILE_XLSX, excel},
};

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
	check_mending(arena, data, size);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (file.kind == FILE_TEXT && holds(data, size, kinds[i].sign)) {
			file.kind = kinds[i].kind;
			wrap(arena, kinds[i].files, data, size, &file);
		}
	if (file.kind == FILE_TEXT && size && *data == '<')
		file.kind = FILE_HTML;
	require(paper_read(arena, &desk, &file, &paper) || notes.count);
	check(&paper);
	arena_free(arena);
	return 0;
}
