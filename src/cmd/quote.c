/* The lines that findings are about, read once more: what was read, word for
 * word. */
#include <stdlib.h>
#include <string.h>

#include "parsers/scan.h"
#include "src/cmd/cmd.h"

/* Bytes of a line that are shown. */
#define QUOTE_MAX 160

static int by_line(const void *x, const void *y)
{
	const struct finding_place *a = *(struct finding_place *const *)x;
	const struct finding_place *b = *(struct finding_place *const *)y;
	int order = strcmp(a->file, b->file);

	return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* Cut before a character, never inside one. */
static const char *shortened(struct arena *arena, const char *line)
{
	size_t length;

	line += strspn(line, " \t");
	length = strlen(line);
	if (length <= QUOTE_MAX)
		return arena_strdup(arena, line);
	length = QUOTE_MAX;
	while (length && ((unsigned char)line[length] & 0xc0) == 0x80)
		length--;
	return arena_printf(arena, "%.*s…", (int)length, line);
}

/* All places of one file, in the order of their lines. */
static void quote_file(
	struct arena *arena, struct finding_place **places, size_t count)
{
	struct input *input = input_open(places[0]->file);
	struct scan scan;
	size_t next = 0;

	if (!input)
		return;
	scan_open(&scan, input);
	while (next < count && scan_next(&scan))
		for (; next < count && places[next]->line == scan.line; next++)
			places[next]->read = shortened(arena, scan.text);
	scan_close(&scan);
	input_close(input);
}

static struct finding_place **with_line(
	struct arena *arena, struct findings *findings, size_t *count)
{
	struct finding_place **places = NULL;
	size_t capacity = 0;

	*count = 0;
	for (size_t i = 0; i < findings->count; i++)
		for (size_t p = 0; p < findings->items[i].count; p++) {
			struct finding_place *place = &findings->items[i].places[p];

			if (!place->file || !place->line)
				continue;
			ARENA_ROOM(arena, places, *count, capacity);
			places[(*count)++] = place;
		}
	return places;
}

void quote_lines(struct arena *arena, struct findings *findings)
{
	size_t count, end;
	struct finding_place **places = with_line(arena, findings, &count);

	if (count)
		qsort(places, count, sizeof *places, by_line);
	for (size_t i = 0; i < count; i = end) {
		for (end = i + 1; end < count &&
				  strcmp(places[end]->file, places[i]->file) ==
					  0;)
			end++;
		quote_file(arena, &places[i], end - i);
	}
}
