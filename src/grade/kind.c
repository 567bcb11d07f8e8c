#include "src/grade/kind.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "parsers/parser.h"
#include "src/grade/mend.h"
#include "src/grade/paper.h"
#include "src/grade/text.h"

static bool begins(const void *bytes, size_t size, size_t at,
	const char *with, size_t length)
{
	return size >= at + length &&
	       memcmp((const char *)bytes + at, with, length) == 0;
}

static enum file_kind by_signature(const void *bytes, size_t size)
{
	static const struct {
		size_t at, length;
		const char *bytes;
		enum file_kind kind;
	} known[] = {
		{0, 8, "\x89PNG\r\n\x1a\n", FILE_IMAGE},
		{0, 3, "\xff\xd8\xff", FILE_IMAGE}, /* JPEG */
		{0, 4, "GIF8", FILE_IMAGE},
		{8, 4, "WEBP", FILE_IMAGE},
		{4, 8, "ftypheic", FILE_IMAGE}, /* a telephone's */
		{4, 8, "ftypmif1", FILE_IMAGE},
		{4, 8, "ftypavif", FILE_IMAGE},
		{0, 4, "II*\0", FILE_IMAGE}, /* TIFF */
		{0, 4, "MM\0*", FILE_IMAGE},
		{0, 5, "%PDF-", FILE_PDF},
		{0, 8, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
			FILE_OFFICE}, /* doc, xls, or one with a password */
		{0, 5, "{\\rtf", FILE_OFFICE},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (begins(bytes, size, known[i].at, known[i].bytes,
			    known[i].length))
			return known[i].kind;
	/* "BM", its size, four zero bytes */
	if (begins(bytes, size, 0, "BM", 2) &&
		begins(bytes, size, 6, "\0\0\0\0", 4))
		return FILE_IMAGE;
	return pack_recognises(bytes, size) ? FILE_ARCHIVE : FILE_UNKNOWN;
}

/* Controls that no text holds, by the hundred characters. */
static bool binary(const char *text)
{
	size_t odd = 0, all = 0;

	for (; *text; text++, all++)
		odd += (unsigned char)*text < ' ' &&
		       !strchr("\t\n\r\f\b\a\33", *text);
	return odd * 20 > all;
}

static bool html(const char *text)
{
	static const char *const tags[] = {"!doctype html", "html", "head",
		"body", "p", "div", "span", "table", "h1", "h2", "h3", "h4",
		"h5", "h6", "ul", "ol", "strong", "b", "br", "pre"};

	while (isspace((unsigned char)*text))
		text++;
	for (size_t i = 0; *text == '<' && i < sizeof tags / sizeof *tags;
		i++) {
		size_t length = strlen(tags[i]);

		if (strncasecmp(text + 1, tags[i], length) == 0 &&
			!isalnum((unsigned char)text[1 + length]))
			return true;
	}
	return false;
}

/* Not UTF-16, yet NULs: what the decoder makes blanks. */
static bool has_nuls(const void *bytes, size_t size, enum charset charset)
{
	size_t nuls = 0;

	if (charset == CHARSET_UTF16LE || charset == CHARSET_UTF16BE)
		return false;
	for (size_t i = 0; i < size; i++)
		nuls += !((const char *)bytes)[i];
	return nuls * 20 > size;
}

enum file_kind kind_of(const void *head, size_t size)
{
	enum file_kind kind = size ? by_signature(head, size) : FILE_EMPTY;
	struct arena *arena;
	struct decoded decoded;

	if (kind != FILE_UNKNOWN)
		return kind;
	arena = arena_new();
	decoded = decode_text(arena, head, size);
	if (!binary(decoded.text) && !has_nuls(head, size, decoded.charset))
		kind = html(decoded.text) ? FILE_HTML : FILE_TEXT;
	arena_free(arena);
	return kind;
}

/* -- office documents -- */

/* What an entry says of the archive around it, or FILE_ARCHIVE. */
static enum file_kind told_by(struct pack *pack, const char *label)
{
	static const struct {
		const char *label, *words;
		enum file_kind kind;
	} tells[] = {
		{"word/document.xml", NULL, FILE_DOCX},
		{"xl/workbook.xml", NULL, FILE_XLSX},
		{"mimetype", "application/vnd.oasis.opendocument.text",
			FILE_ODT},
		{"mimetype", "application/vnd.oasis.opendocument.spreadsheet",
			FILE_ODS},
	};
	const void *bytes = NULL;
	long got = 0;

	if (strcmp(label, "mimetype") == 0)
		got = pack_read(pack, &bytes);
	for (size_t i = 0; i < sizeof tells / sizeof *tells; i++)
		if (strcmp(label, tells[i].label) == 0 &&
			(!tells[i].words ||
				(got > 0 && begins(bytes, (size_t)got, 0,
						    tells[i].words,
						    strlen(tells[i].words)))))
			return tells[i].kind;
	return strcmp(label, "[Content_Types].xml") == 0 ||
			       strcmp(label, "mimetype") == 0
		       ? FILE_OFFICE
		       : FILE_ARCHIVE;
}

enum file_kind kind_of_archive(const void *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct diags unheard = {.arena = arena};
	struct pack_desk desk = {
		.notes = &unheard, .limits = &grade_limits_default};
	enum file_kind kind = FILE_ARCHIVE;
	struct pack_entry entry;
	struct pack *pack;

	if (begins(bytes, size, 0, "PK", 2)) {
		pack = pack_open_memory(&desk, "", bytes, size);
		while ((kind == FILE_ARCHIVE || kind == FILE_OFFICE) &&
			pack_next(pack, &entry)) {
			enum file_kind told = told_by(pack, entry.label);

			kind = told == FILE_ARCHIVE ? kind : told;
		}
		pack_close(pack);
	}
	arena_free(arena);
	return kind;
}

/* -- texts -- */

static const char *second(const char *text, char c)
{
	const char *first = strchr(text, c);

	return first ? strchr(first + 1, c) : NULL;
}

/* Also behind its number, and when an editor has changed signs in it. */
static bool opens_log(const struct scan *scan, struct buf *mended)
{
	const char *line = mend_unframed(scan->text, scan->line);

	/* a number may stand further away from what it counts */
	if (line != scan->text)
		line += strspn(line, " ");
	mended->length = 0;
	mend_line(mended, line, strlen(line));
	return mended->length && parser_owns(mended->data);
}

void kind_of_text(struct submitted_file *file)
{
	struct input *input = input_memory(file->bytes, file->size);
	struct buf mended = {0};
	struct scan scan;
	size_t rows = 0;
	bool box = false;

	scan_open(&scan, input);
	while (scan_next(&scan)) {
		file->log = file->log || opens_log(&scan, &mended);
		rows += second(scan.text, '|') || paper_is_head(scan.text);
		box = box || paper_has_box(scan.text);
	}
	scan_close(&scan);
	input_close(input);
	buf_free(&mended);
	file->paper = !file->log || rows > 1 || box;
}
