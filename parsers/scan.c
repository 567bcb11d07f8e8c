#include "parsers/scan.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "parsers/margin.h"
#include "src/base/decimal.h"
#include "src/base/memory.h"
#include "src/base/utf8.h"

#define BLOCK_SIZE (4 * SCAN_LINE_MAX)
#define WIDE_SIZE SCAN_LINE_MAX
#define ESCAPE 0x1b

/* -- bytes -- */

/* A file in UTF-16, as PowerShell writes it: the bytes not yet decoded. */
struct scan_wide {
	bool big_endian;
	size_t length;
	unsigned char bytes[WIDE_SIZE];
};

void scan_open(struct scan *scan, struct input *input)
{
	static char nothing[1];

	*scan = (struct scan){.input = input, .text = nothing};
	scan->block = memory_sure(malloc(BLOCK_SIZE + 1));
	scan->own = memory_sure(malloc(SCAN_LINE_MAX + 1));
}

void scan_close(struct scan *scan)
{
	free(scan->block);
	free(scan->own);
	free(scan->wide);
	*scan = (struct scan){0};
}

static uint32_t unit_at(const struct scan_wide *wide, size_t i)
{
	uint32_t first = wide->bytes[i], second = wide->bytes[i + 1];

	return wide->big_endian ? first << 8 | second : second << 8 | first;
}

/* Decodes the whole characters of `wide`; `last`: no more will come. */
static size_t decode(struct scan_wide *wide, char *out, bool last)
{
	size_t written = 0, i = 0;

	while (i + 1 < wide->length) {
		uint32_t code = unit_at(wide, i), low;

		if (code >= 0xd800 && code < 0xdc00) {
			if (i + 3 >= wide->length && !last)
				break;
			low = i + 3 < wide->length ? unit_at(wide, i + 2) : 0;
			if (low >= 0xdc00 && low < 0xe000) {
				code = 0x10000 + ((code & 0x3ff) << 10) +
				       (low & 0x3ff);
				i += 2;
			}
		}
		i += 2;
		if (code >= 0xd800 && code < 0xe000)
			code = UTF8_BAD;
		if (code)
			written += utf8_put(out + written, code);
		else
			out[written++] = '\0';
	}
	wide->length -= i;
	memmove(wide->bytes, wide->bytes + i, wide->length);
	return written;
}

/* Bytes of the file behind those at `to`; false when there are none. */
static bool read_more(
	struct scan *scan, unsigned char *to, size_t *length, size_t size)
{
	long got = 0;

	if (!scan->drained && *length < size)
		got = input_read(scan->input, to + *length, size - *length);
	scan->damaged = scan->damaged || got < 0;
	scan->drained = scan->drained || got <= 0;
	if (got > 0)
		*length += (size_t)got;
	return got > 0;
}

/* Bytes written; at least 3 of text for 2 of UTF-16 must fit. */
static size_t read_wide(struct scan *scan, char *out, size_t size)
{
	struct scan_wide *wide = scan->wide;
	size_t most = size / 2 < WIDE_SIZE ? size / 2 : WIDE_SIZE;
	size_t written;
	bool more;

	do {
		more = read_more(scan, wide->bytes, &wide->length, most);
		written = decode(wide, out, scan->drained);
	} while (more && written == 0);
	return written;
}

/* Which UTF-16 the first bytes show, by their mark or by the NUL of every
 * ASCII character; -1: none. */
static int wide_order(const unsigned char *bytes, size_t length)
{
	if (length >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe)
		return 0;
	if (length >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
		return 1;
	if (length < 4)
		return -1;
	if (bytes[0] && !bytes[1] && bytes[2] && !bytes[3])
		return 0;
	if (!bytes[0] && bytes[1] && !bytes[2] && bytes[3])
		return 1;
	return -1;
}

/* The beginning of the file, into the block or into `wide`. */
static void begin(struct scan *scan)
{
	unsigned char *first = (unsigned char *)scan->block;
	int order;

	scan->begun = true;
	while (scan->length < 4 &&
		read_more(scan, first, &scan->length, WIDE_SIZE))
		;
	order = wide_order(first, scan->length);
	if (order < 0)
		return;
	scan->wide = memory_sure(malloc(sizeof *scan->wide));
	scan->wide->big_endian = order == 1;
	scan->wide->length = scan->length;
	memcpy(scan->wide->bytes, first, scan->length);
	scan->length = 0;
}

/* Nothing but printable ASCII, tabs and ends of line. */
static bool is_plain(const char *bytes, size_t length)
{
	const unsigned char *s = (const unsigned char *)bytes;
	unsigned char bad = 0;

	/* blocks of a constant size, so that the compiler can vectorise */
	for (; length >= 64; length -= 64, s += 64) {
		for (int i = 0; i < 64; i++)
			bad |= (unsigned char)((s[i] < ' ' && s[i] != '\t' &&
						       s[i] != '\n') ||
					       s[i] > '~');
	}
	for (; length; length--, s++)
		bad |= (unsigned char)((*s < ' ' && *s != '\t' && *s != '\n') ||
				       *s > '~');
	return !bad;
}

/* More bytes behind those of the block; false when there are none. */
static bool fill(struct scan *scan)
{
	size_t before = scan->length - scan->used;

	memmove(scan->block, scan->block + scan->used, before);
	scan->length = before;
	scan->used = 0;
	scan->judged = false;
	if (!scan->begun)
		begin(scan);
	if (scan->wide)
		scan->length += read_wide(scan, scan->block + scan->length,
			BLOCK_SIZE - scan->length);
	else if (scan->length == before)
		read_more(scan, (unsigned char *)scan->block, &scan->length,
			BLOCK_SIZE);
	return scan->length > before;
}

/* -- lines -- */

/* The last CR that something follows, or NULL. */
static char *last_return(char *bytes, size_t length)
{
	if (length < 2)
		return NULL;
	for (char *s = bytes + length - 2; s >= bytes; s--)
		if (*s == '\r' && s[1] != '\r')
			return s;
	return NULL;
}

/* Makes room in a block that one line fills. */
static void shorten(struct scan *scan)
{
	char *start = scan->block + scan->used;
	size_t length = scan->length - scan->used;
	char *returned = last_return(start, length);
	bool returning = start[length - 1] == '\r';

	if (returned && returned > start) {
		scan->used += (size_t)(returned - start);
		scan->shortened = false;
		return;
	}
	scan->length = scan->used + SCAN_LINE_MAX;
	if (returning)
		scan->block[scan->length++] = '\r';
	scan->shortened = true;
}

/* Most blocks of most logs need no cleaning: one look at a whole block spares
 * one at each of its lines. */
static void judge_block(struct scan *scan)
{
	if (scan->judged)
		return;
	scan->plain =
		is_plain(scan->block + scan->used, scan->length - scan->used);
	scan->judged = true;
}

/* May a line too long for one be a JSON document? */
static bool is_document(const char *text)
{
	return *text == '{' || *text == '[';
}

/* A piece of a document and whether it is the last one. */
static char *take_piece(struct scan *scan, size_t *length)
{
	char *start = scan->block + scan->used;
	char *end = memchr(start, '\n', scan->length - scan->used);
	size_t most = scan->length - scan->used;

	scan->ended = end != NULL;
	*length = end ? (size_t)(end - start) : most;
	scan->pieces = *length > SCAN_LINE_MAX;
	if (scan->pieces) {
		*length = SCAN_LINE_MAX;
		scan->ended = false;
	}
	scan->used += *length + scan->ended;
	return start;
}

/* The bytes of a line, its end not counted; NULL at the end of the file. */
static char *take_line(struct scan *scan, size_t *length)
{
	size_t searched = 0;
	char *start, *end;

	scan->shortened = false;
	for (;;) {
		start = scan->block + scan->used;
		end = memchr(start + searched, '\n',
			scan->length - scan->used - searched);
		if (end)
			break;
		if (scan->length - scan->used > BLOCK_SIZE / 2) {
			if (is_document(start))
				break;
			shorten(scan);
		}
		searched = scan->length - scan->used;
		if (!fill(scan) && scan->length - scan->used == searched)
			break;
	}
	judge_block(scan);
	scan->ended = end != NULL;
	start = scan->block + scan->used;
	if (scan->used < scan->length && is_document(start) &&
		(end ? (size_t)(end - start) : scan->length - scan->used) >
			SCAN_LINE_MAX)
		return take_piece(scan, length);
	*length = end ? (size_t)(end - start) : scan->length - scan->used;
	scan->used += *length + (end ? 1 : 0);
	return end || (*length && !scan->damaged) ? start : NULL;
}

/* CSI: "[", parameters, one byte from @ to ~. */
static const char *skip_csi(const char *s, const char *end)
{
	while (s < end && !(*s >= 0x40 && *s <= 0x7e))
		s++;
	return s < end ? s + 1 : end;
}

/* OSC, DCS and the like (a window title): text, BEL or ESC \. */
static const char *skip_string(const char *s, const char *end)
{
	while (s < end && *s != '\a' && *s != ESCAPE)
		s++;
	if (s < end && *s == ESCAPE)
		s++;
	return s < end ? s + 1 : end;
}

/* What follows an ESC. */
static const char *skip_escape(const char *s, const char *end)
{
	if (s == end)
		return end;
	if (*s == '[')
		return skip_csi(s + 1, end);
	if (strchr("]PX^_", *s) && *s)
		return skip_string(s + 1, end);
	/* intermediate bytes, as in ESC ( B */
	while (s < end && *s >= 0x20 && *s <= 0x2f)
		s++;
	return s < end ? s + 1 : end;
}

/* The length of `text` without its last character. */
static size_t rub_out(const char *text, size_t length)
{
	while (length && ((unsigned char)text[--length] & 0xc0) == 0x80)
		;
	return length;
}

/* Copies a piece without CR to `own`, as a terminal would show it. */
static void show(struct scan *scan, const char *s, const char *end)
{
	char *own = scan->own;
	size_t length = 0;

	while (s < end) {
		char c = *s++;

		if (c == ESCAPE) {
			s = skip_escape(s, end);
		} else if (c == '\b') {
			length = rub_out(own, length);
		} else if (length < SCAN_LINE_MAX) {
			scan->binary = scan->binary || c == '\0';
			own[length++] = c ? c : '?';
		} else {
			scan->cut = true;
		}
	}
	own[length] = '\0';
}

/* A byte that is no character, or controls something, becomes '?'. */
static void clean(char *text)
{
	const char *next = text;

	for (char *s = text; utf8_next(&next); s = text + (next - text)) {
		unsigned char byte = (unsigned char)*s;

		if (next - s == 1 && (byte >= 0x7f || byte < ' ') &&
			byte != '\t')
			*s = '?';
	}
}

/* Makes a line out of its bytes; the one behind them may be written. */
static void set_text(struct scan *scan, char *start, size_t length)
{
	bool returned = length && start[length - 1] == '\r';
	char *piece;

	scan->cut = !scan->ended && !returned;
	if (scan->pieces) {
		/* in place its end would be a byte of the next one */
		show(scan, start, start + length);
		clean(scan->own);
		scan->text = scan->own;
		return;
	}
	while (length && start[length - 1] == '\r')
		length--;
	piece = scan->plain ? NULL : last_return(start, length);
	if (piece) {
		length -= (size_t)(piece - start) + 1;
		start = piece + 1;
	} else if (scan->shortened) {
		length = SCAN_LINE_MAX;
		scan->cut = true;
	}
	if (length <= SCAN_LINE_MAX &&
		(scan->plain || is_plain(start, length))) {
		start[length] = '\0';
		scan->text = start;
		return;
	}
	show(scan, start, start + length);
	clean(scan->own);
	scan->text = scan->own;
}

/* -- what others put in front -- */

/* Behind a text of this shape, or NULL: '0' is a digit, 'A' a capital, 'a' a
 * small letter, '_' a blank or a digit; others are themselves. */
static const char *shaped(const char *text, const char *shape)
{
	for (; *shape; shape++, text++) {
		char c = *text;
		bool digit = c >= '0' && c <= '9';
		bool same = *shape == '0'   ? digit
			    : *shape == 'A' ? c >= 'A' && c <= 'Z'
			    : *shape == 'a' ? c >= 'a' && c <= 'z'
			    : *shape == '_' ? digit || c == ' '
					    : c == *shape;

		if (!same)
			return NULL;
	}
	return text;
}

/* Past a fraction of a second and a time zone. */
static const char *skip_zone(const char *text)
{
	if (*text == '.' || *text == ',')
		text += 1 + strspn(text + 1, "0123456789");
	if (*text == 'Z')
		return text + 1;
	if (*text == '+' || *text == '-')
		text += 1 + strspn(text + 1, "0123456789:");
	return text;
}

/* Past "host program[12]: " of syslog and the journal. */
static const char *skip_sender(const char *text)
{
	const char *s = text + strcspn(text, " ");
	const char *bracket;

	if (s == text || *s != ' ')
		return text;
	bracket = s + 1 + strcspn(s + 1, " [");
	if (bracket == s + 1 || *bracket != '[')
		return text;
	s = bracket + 1 + strspn(bracket + 1, "0123456789");
	if (s == bracket + 1 || s[0] != ']' || s[1] != ':')
		return text;
	return s[2] == ' ' ? s + 3 : s + 2;
}

/* Past the time stamp of ts, syslog or the journal. */
static const char *skip_stamp(const char *text)
{
	static const char *const shapes[] = {
		"Aaa _0 00:00:00",
		"0000-00-00 00:00:00",
		"0000-00-00T00:00:00",
		"00:00:00",
	};
	bool boxed = *text == '[';

	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		const char *s = shaped(text + boxed, shapes[i]);

		if (!s)
			continue;
		s = skip_zone(s);
		if (boxed && *s++ != ']')
			return text;
		if (*s && *s != ' ')
			return text;
		return skip_sender(*s ? s + 1 : s);
	}
	return text;
}

/* Whether a line may begin with a time stamp: nearly none does, and this is
 * asked for every line. */
static bool may_be_stamped(const char *s)
{
	if (*s == '[' || (*s >= 'A' && *s <= 'S'))
		return true;
	if (*s < '0' || *s > '9' || s[1] < '0' || s[1] > '9')
		return false;
	return s[2] == ':' || (s[2] && s[3] && s[4] == '-');
}

static bool is_fence(const char *text)
{
	return scan_after(text, "```") || scan_after(text, "~~~");
}

/* Does the line show how far in the output stands that it belongs to? */
static bool is_margin(const char *text)
{
	return margin_opens(text) ||
	       (may_be_stamped(text) && skip_stamp(text) != text);
}

/* Takes off the indentation of an output that stands further in; `indent` is
 * that of the line. */
static char *skip_margin(struct scan *scan, char *text, size_t indent)
{
	if (!text[indent])
		return text + (indent < scan->margin ? indent : scan->margin);
	if (indent < scan->margin)
		scan->margin = 0;
	if (indent > scan->margin && is_margin(text + indent))
		scan->margin = indent;
	return text + scan->margin;
}

/* A fence opens or closes, or the line stands inside one, or in an output that
 * is indented. */
static char *skip_indent(struct scan *scan, char *text, size_t indent)
{
	size_t fence = indent < scan->indent ? indent : scan->indent;

	if (is_fence(text + indent)) {
		scan->fenced = !scan->fenced;
		scan->indent = scan->fenced ? indent : 0;
		scan->margin = 0;
		return text;
	}
	return skip_margin(scan, text + fence, indent - fence);
}

static char *undress(struct scan *scan, char *text)
{
	static const char mark[] = "\xef\xbb\xbf";
	const char *start;

	while (*text == *mark && strncmp(text, mark, 3) == 0)
		text += 3;
	while (*text == '>' && (text[1] == ' ' || !text[1]))
		text += text[1] ? 2 : 1;
	start = scan_blanks(text);
	/* nearly all lines of JSON begin with a quote */
	if (scan->fenced || scan->margin || *start == '`' || *start == '~' ||
		(start > text && *start != '"'))
		text = skip_indent(scan, text, (size_t)(start - text));
	return may_be_stamped(text) ? text + (skip_stamp(text) - text) : text;
}

/* Makes half a block of a line available, or all that is left of it. */
static void refill(struct scan *scan)
{
	while (scan->length - scan->used <= BLOCK_SIZE / 2 &&
		!memchr(scan->block + scan->used, '\n',
			scan->length - scan->used) &&
		fill(scan))
		;
}

bool scan_more(struct scan *scan)
{
	size_t length;
	char *start;

	if (!scan->pieces || scan->pushed || scan->stopped)
		return false;
	refill(scan);
	judge_block(scan);
	start = take_piece(scan, &length);
	scan->shortened = false;
	set_text(scan, start, length);
	return true;
}

/* Passes over the rest of a document. */
static void skip_pieces(struct scan *scan)
{
	size_t length;

	while (scan->pieces) {
		refill(scan);
		take_piece(scan, &length);
	}
}

bool scan_next(struct scan *scan)
{
	size_t length;
	char *start;

	if (scan->stopped)
		return false;
	if (scan->pushed) {
		scan->pushed = false;
		return true;
	}
	skip_pieces(scan);
	start = take_line(scan, &length);
	if (!start)
		return false;
	scan->line++;
	set_text(scan, start, length);
	scan->text = undress(scan, scan->text);
	return true;
}

/* Behind the last end of line in the block, or NULL. */
static const char *last_end(const struct scan *scan)
{
	const char *s = scan->block + scan->length;

	while (s > scan->block + scan->used && s[-1] != '\n')
		s--;
	return s > scan->block + scan->used ? s : NULL;
}

bool scan_lines(struct scan *scan, const char **from, const char **to)
{
	if (scan->stopped || scan->pushed || scan->fenced || scan->margin ||
		scan->wide)
		return false;
	*to = last_end(scan);
	if (!*to && fill(scan))
		*to = last_end(scan);
	*from = scan->block + scan->used;
	return *to != NULL;
}

void scan_pass(struct scan *scan, const char *to, unsigned lines)
{
	scan->used = (size_t)(to - scan->block);
	scan->line += lines;
	scan->own[0] = '\0';
	scan->text = scan->own;
}

void scan_back(struct scan *scan)
{
	scan->pushed = scan->line > 0;
}

void scan_stop(struct scan *scan)
{
	scan->stopped = true;
}

static const char *skip_digits(const char *text)
{
	while (scan_is_digit(*text))
		text++;
	return text;
}

double scan_half_place(const char *decimals)
{
	double half = 0.5;

	for (; scan_is_digit(*decimals); decimals++)
		half /= 10;
	return half;
}

bool scan_count(const char *text, unsigned long long *value, const char **end)
{
	const char *stop = skip_digits(text);
	unsigned long long sum = 0;

	if (stop == text || stop - text > 15)
		return false;
	for (; text < stop; text++)
		sum = sum * 10 + (unsigned)(*text - '0');
	*value = sum;
	*end = stop;
	return true;
}

/* Behind the number that `text` begins with, or NULL. */
static const char *number_end(const char *text)
{
	const char *s = text;
	const char *exponent;

	if (*s == '+' || *s == '-')
		s++;
	if (!scan_is_digit(*s))
		return NULL;
	s = skip_digits(s);
	if (*s == '.' && scan_is_digit(s[1]))
		s = skip_digits(s + 1);
	if (*s != 'e' && *s != 'E')
		return s;
	exponent = s + 1;
	if (*exponent == '+' || *exponent == '-')
		exponent++;
	return scan_is_digit(*exponent) ? skip_digits(exponent) : s;
}

bool scan_number(const char *text, double *value, const char **end)
{
	char copy[64];
	const char *stop = number_end(text);
	double number;

	if (!stop || (size_t)(stop - text) >= sizeof copy)
		return false;
	if (scan_is_digit(*text) && decimal_read(text, stop, value)) {
		*end = stop;
		return true;
	}
	/* strtod() sees only characters checked above: it would otherwise
	 * accept "0x1p3" and "inf" */
	memcpy(copy, text, (size_t)(stop - text));
	copy[stop - text] = '\0';
	number = strtod(copy, NULL);
	if (!isfinite(number))
		return false;
	*value = number;
	*end = stop;
	return true;
}

static bool is_word(char c)
{
	return scan_is_digit(c) || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

double scan_base(double number, double factor)
{
	double inverse;

	if (factor >= 1)
		return number * factor;
	inverse = round(1 / factor);
	/* a printed number is a whole one with a point in it: dividing whole
	 * numbers rounds once */
	for (double scale = 1; scale <= 1e9; scale *= 10) {
		double whole = round(number * scale);

		if (whole / scale == number && fabs(whole) < 1e15)
			return whole / (scale * inverse);
	}
	return number / inverse;
}

bool scan_scaled(const char *text, const struct scan_suffix *suffixes,
	double *value, const char **end)
{
	const struct scan_suffix *best = NULL;
	const char *after, *stop = NULL;
	double number;

	if (!scan_number(text, &number, &after))
		return false;
	for (const struct scan_suffix *s = suffixes; s->suffix; s++) {
		const char *unit = *s->suffix ? scan_blanks(after) : after;
		const char *behind = scan_after(unit, s->suffix);

		/* "12.5" is not 12, "3kB" not "3k": the suffix must stop */
		if (!behind || is_word(*behind) || *behind == '.')
			continue;
		if (best && strlen(best->suffix) >= strlen(s->suffix))
			continue;
		best = s;
		stop = behind;
	}
	if (!best)
		return false;
	*value = scan_base(number, best->factor);
	*end = stop;
	return true;
}
