#include "parsers/scan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/memory.h"
#include "src/base/utf8.h"

enum { END = -1, ESCAPE = 0x1b };

void scan_open(struct scan *scan, struct input *input)
{
	*scan = (struct scan){.input = input};
	scan->text_capacity = SCAN_LINE_MAX + 1;
	scan->text = memory_sure(malloc(scan->text_capacity));
	scan->block = memory_sure(malloc(SCAN_LINE_MAX));
	scan->text[0] = '\0';
}

void scan_close(struct scan *scan)
{
	free(scan->text);
	free(scan->block);
	*scan = (struct scan){0};
}

/* The next byte, or END. */
static int take(struct scan *scan)
{
	if (scan->block_used == scan->block_length) {
		long got;

		if (scan->damaged)
			return END;
		got = input_read(scan->input, scan->block, SCAN_LINE_MAX);
		scan->damaged = got < 0;
		scan->block_used = 0;
		scan->block_length = got > 0 ? (size_t)got : 0;
		if (got <= 0)
			return END;
	}
	return (unsigned char)scan->block[scan->block_used++];
}

/* Only straight after a take() that did not return END. */
static void untake(struct scan *scan)
{
	scan->block_used--;
}

/* CSI: "[", parameters, one byte from @ to ~. */
static void skip_csi(struct scan *scan)
{
	int c;

	while ((c = take(scan)) != END) {
		if (c == '\n')
			untake(scan);
		if (c == '\n' || (c >= 0x40 && c <= 0x7e))
			return;
	}
}

/* OSC (a window title): "]", text, BEL or ESC \. */
static void skip_osc(struct scan *scan)
{
	int c;

	while ((c = take(scan)) != END && c != '\a') {
		if (c == '\n') {
			untake(scan);
			return;
		}
		if (c == ESCAPE) {
			take(scan);
			return;
		}
	}
}

/* What follows an ESC. */
static void skip_escape(struct scan *scan)
{
	int c = take(scan);

	if (c == '[')
		skip_csi(scan);
	else if (c == ']')
		skip_osc(scan);
	else if (c == '\n')
		untake(scan);
}

/* The bytes of a line, without escapes and overwritten text. */
static bool read_line(struct scan *scan)
{
	size_t length = 0;
	bool some = false, returned = false;
	int c;

	scan->cut = false;
	while ((c = take(scan)) != END && c != '\n') {
		some = true;
		if (c == ESCAPE) {
			skip_escape(scan);
			continue;
		}
		if (c == '\r') {
			returned = true;
			continue;
		}
		if (returned) {
			length = 0;
			scan->cut = false;
			returned = false;
		}
		if (c == '\0')
			scan->binary = true;
		if (length < SCAN_LINE_MAX)
			scan->text[length++] = c ? (char)c : '?';
		else
			scan->cut = true;
	}
	scan->text[length] = '\0';
	if (c == END && !returned)
		scan->cut = true;
	return c == '\n' || (some && !scan->damaged);
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

bool scan_next(struct scan *scan)
{
	static const char mark[] = "\xef\xbb\xbf";

	if (scan->stopped)
		return false;
	if (scan->pushed) {
		scan->pushed = false;
		return true;
	}
	if (!read_line(scan))
		return false;
	if (scan->line++ == 0 && strncmp(scan->text, mark, 3) == 0)
		memmove(scan->text, scan->text + 3, strlen(scan->text) - 2);
	clean(scan->text);
	return true;
}

void scan_back(struct scan *scan)
{
	scan->pushed = scan->line > 0;
}

void scan_stop(struct scan *scan)
{
	scan->stopped = true;
}

const char *scan_after(const char *text, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

const char *scan_blanks(const char *text)
{
	return text + strspn(text, " \t");
}

bool scan_end(const char *text)
{
	return *scan_blanks(text) == '\0';
}

static const char *skip_digits(const char *text)
{
	return text + strspn(text, "0123456789");
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
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
	if (!is_digit(*s))
		return NULL;
	s = skip_digits(s);
	if (*s == '.' && is_digit(s[1]))
		s = skip_digits(s + 1);
	if (*s != 'e' && *s != 'E')
		return s;
	exponent = s + 1;
	if (*exponent == '+' || *exponent == '-')
		exponent++;
	return is_digit(*exponent) ? skip_digits(exponent) : s;
}

bool scan_number(const char *text, double *value, const char **end)
{
	char copy[64];
	const char *stop = number_end(text);
	double number;

	if (!stop || (size_t)(stop - text) >= sizeof copy)
		return false;
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
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

double scan_base(double number, double factor)
{
	return factor < 1 ? number / round(1 / factor) : number * factor;
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
