#include "render/layout.h"

#include <math.h>
#include <string.h>

#include "render/least.h"
#include "src/base/utf8.h"

/* Widths are sums of rounded advances: what was measured to fit must fit. */
#define TOLERANCE 1e-6

/* A place in the runs; x is the advance from the start of the whole text. */
struct place {
	size_t run;
	const char *at;
	double x;
};

/* A line may end at `end` and the next one start at `next`. */
struct chance {
	struct place end, next;
	bool set;
};

struct wrap {
	struct arena *arena;
	const struct layout_font *font;
	const struct layout_run *runs;
	size_t count;
	double room;
	struct layout_text *text;
	struct place start;  /* of the line */
	struct chance space; /* the last spaces on the line */
	struct chance part;  /* the last break inside a word */
};

double layout_width(
	const struct layout_font *font, unsigned style, const char *text)
{
	double width = 0;
	uint32_t code;

	while ((code = utf8_next(&text)))
		width += font->advance(font->context, style, code);
	return width;
}

static bool breaks_after(uint32_t code)
{
	return code < 0x80 && code && strchr("/\\-_.,:;=&?@", (int)code);
}

/* ---- lines ---- */

static void add_piece(struct wrap *w, size_t run, const char *from,
	const char *to, double x, double width)
{
	struct layout_text *text = w->text;

	if (from == to)
		return;
	ARENA_ROOM(w->arena, text->pieces, text->piece_count,
		text->piece_capacity);
	text->pieces[text->piece_count++] = (struct layout_piece){
		.text = from,
		.length = (size_t)(to - from),
		.style = w->runs[run].style,
		.x = x,
		.width = width,
	};
	text->lines[text->line_count].count++;
}

static double span_width(const struct wrap *w, size_t run, const char *from)
{
	return layout_width(w->font, w->runs[run].style, from);
}

/* Ends the line at `end`; the next one starts at `next`. */
static void add_line(struct wrap *w, struct place end, struct place next)
{
	struct layout_text *text = w->text;
	double x = 0;
	const char *from = w->start.at;

	ARENA_ROOM(
		w->arena, text->lines, text->line_count, text->line_capacity);
	text->lines[text->line_count] =
		(struct layout_line){.first = text->piece_count};
	for (size_t run = w->start.run; run < end.run; run++) {
		double width = span_width(w, run, from);

		add_piece(w, run, from, from + strlen(from), x, width);
		x += width;
		from = w->runs[run + 1].text;
	}
	add_piece(w, end.run, from, end.at, x, end.x - w->start.x - x);
	text->lines[text->line_count].spaced = next.x > end.x;
	text->lines[text->line_count++].width = end.x - w->start.x;
	w->start = next;
	w->space.set = w->space.set && w->space.end.x > next.x;
	w->part.set = w->part.set && w->part.end.x > next.x;
}

/* Ends the line where it is best, now that the character at `here` does not
 * fit on it. */
static void break_line(struct wrap *w, struct place here)
{
	if (w->space.set)
		add_line(w, w->space.end, w->space.next);
	else if (w->part.set)
		add_line(w, w->part.end, w->part.next);
	else
		add_line(w, here, here);
}

static void take_space(struct wrap *w, struct place here, struct place next)
{
	if (here.x <= w->start.x) { /* a line does not start with a space */
		w->start = next;
		return;
	}
	if (!w->space.set || w->space.next.x < here.x)
		w->space.end = here;
	w->space.next = next;
	w->space.set = true;
}

/* Takes the character between `here` and `next` on the line or breaks it. */
static void take(
	struct wrap *w, uint32_t code, struct place here, struct place next)
{
	if (code == ' ') {
		take_space(w, here, next);
		return;
	}
	while (next.x - w->start.x > w->room + TOLERANCE && here.x > w->start.x)
		break_line(w, here);
	if (breaks_after(code))
		w->part = (struct chance){next, next, true};
}

/* Moves to the next character, over the ends of runs; 0 at the end of all. */
static uint32_t step(
	const struct wrap *w, struct place *here, struct place *next)
{
	uint32_t code;

	while (!*here->at && here->run + 1 < w->count) {
		here->run++;
		here->at = w->runs[here->run].text;
	}
	*next = *here;
	code = utf8_next(&next->at);
	if (code)
		next->x += w->font->advance(
			w->font->context, w->runs[here->run].style, code);
	return code;
}

struct layout_text layout_wrap(struct arena *arena,
	const struct layout_font *font, const struct layout_run *runs,
	size_t count, double room)
{
	struct layout_text text = {0};
	struct wrap w = {.arena = arena,
		.font = font,
		.runs = runs,
		.count = count,
		.room = room,
		.text = &text};
	struct place here = {0}, next;
	uint32_t code;

	if (!count)
		return text;
	here.at = runs[0].text;
	w.start = here;
	while ((code = step(&w, &here, &next))) {
		take(&w, code, here, next);
		here = next;
	}
	if (w.space.set && w.space.next.x >= here.x)
		here = w.space.end;
	if (here.x > w.start.x)
		add_line(&w, here, here);
	return text;
}

/* ---- columns ---- */

struct layout_extent layout_extent(
	const struct layout_font *font, unsigned style, const char *text)
{
	struct layout_extent extent = {0};
	double word = 0, part = 0;
	uint32_t code;

	while ((code = utf8_next(&text))) {
		double advance = font->advance(font->context, style, code);

		extent.line += advance;
		word = code == ' ' ? 0 : word + advance;
		part = code == ' ' ? 0 : part + advance;
		extent.word = larger(extent.word, word);
		extent.part = larger(extent.part, part);
		if (breaks_after(code))
			part = 0;
	}
	return extent;
}

/* A column's width at a level that is the same for all. */
static double clamp(const struct layout_column *column, double level)
{
	double width = level * sqrt(column->ideal);

	if (width > column->ideal)
		width = column->ideal;
	return larger(width, column->least);
}

static double total(
	const struct layout_column *columns, size_t count, double level)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += clamp(&columns[i], level);
	return sum;
}

bool layout_columns(const struct layout_column *columns, size_t count,
	double room, double *widths)
{
	double low = 0, high = 0;

	if (total(columns, count, 0) > room + TOLERANCE)
		return false;
	for (size_t i = 0; i < count; i++)
		high = larger(high, sqrt(columns[i].ideal));
	if (total(columns, count, high) <= room + TOLERANCE)
		low = high;
	/* the sum grows with the level: halve the interval */
	for (int i = 0; i < 60 && low < high; i++) {
		double middle = (low + high) / 2;

		if (total(columns, count, middle) <= room)
			low = middle;
		else
			high = middle;
	}
	for (size_t i = 0; i < count; i++)
		widths[i] = clamp(&columns[i], low);
	return true;
}

/* ---- numbers ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of a space or no-break space at `text`, else 0. */
static size_t space(const char *text)
{
	static const char *const spaces[] = {
		" ", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89"};

	for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
		if (!strncmp(text, spaces[i], strlen(spaces[i])))
			return strlen(spaces[i]);
	return 0;
}

static const char *skip_sign(const char *text)
{
	static const char minus[] = "\xe2\x88\x92"; /* − */

	if (!strncmp(text, minus, sizeof minus - 1))
		return text + sizeof minus - 1;
	return *text == '+' || *text == '-' ? text + 1 : text;
}

/* Behind the digits at `p` and the spaces between groups of them. */
static const char *skip_digits(const char *p, char group)
{
	for (;;) {
		size_t gap = is_digit(*p) ? 1 : space(p);

		if (!gap && group && *p == group && is_digit(p[1]))
			gap = 1;
		if (!gap || (!is_digit(*p) && !is_digit(p[gap])))
			return p;
		p += gap;
	}
}

size_t layout_decimals(const char *text, char point)
{
	const char *start = skip_sign(text);
	const char *end;
	size_t whole;

	if (!is_digit(*start))
		return SIZE_MAX;
	end = skip_digits(start, point == '.' ? ',' : '\0');
	whole = (size_t)(end - text);
	if (*end == point && is_digit(end[1]))
		end = skip_digits(end + 1, '\0');
	return *end ? SIZE_MAX : whole;
}

size_t layout_fit(const struct layout_font *font, unsigned style,
	const char *text, double room)
{
	const char *p = text, *fits = text;
	double width = 0;
	uint32_t code;

	while ((code = utf8_next(&p))) {
		width += font->advance(font->context, style, code);
		if (width > room + TOLERANCE)
			break;
		fits = p;
	}
	return (size_t)(fits - text);
}
