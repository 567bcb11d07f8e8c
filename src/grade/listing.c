#include "src/grade/listing.h"

#include <string.h>

#include "parsers/parser.h"
#include "src/grade/mend.h"
#include "src/grade/paper.h"

static bool is_blank(const struct buf *line)
{
	for (size_t i = 0; i < line->length; i++)
		if ((unsigned char)line->data[i] > ' ' &&
			line->data[i] != 0x7f)
			return false;
	return true;
}

/* "| a | b |", "a;b;c" */
static bool is_row(const char *line)
{
	const char *pipe = strchr(line, '|');

	return (pipe && strchr(pipe + 1, '|')) || paper_is_head(line);
}

void listing_end_line(struct listing *listing)
{
	size_t from = listing->text.length;

	if (!is_blank(&listing->line)) {
		mend_document_line(&listing->text, listing->line.data,
			listing->line.length);
		if (parser_owns(listing->text.data + from))
			listing->log = from + 1;
		listing->rows += is_row(listing->text.data + from);
		buf_putc(&listing->text, '\n');
		listing->lines++;
	}
	listing->line.length = 0;
}

void listing_pass(struct listing *listing, unsigned line)
{
	for (; listing->lines + 1 < line; listing->lines++)
		buf_putc(&listing->text, '\n');
}

void listing_blank(struct listing *listing, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (listing->text.data[i] != '\n')
			listing->text.data[i] = ' ';
}

void listing_hint(struct listing *listing, unsigned line, const char *text)
{
	ARENA_ROOM(listing->arena, listing->hints, listing->hint_count,
		listing->hint_capacity);
	listing->hints[listing->hint_count++] =
		(struct listing_hint){line, text};
}

void listing_free(struct listing *listing)
{
	buf_free(&listing->text);
	buf_free(&listing->line);
}
