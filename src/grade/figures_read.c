/* figures: reading what was written. */
#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#include "src/base/decimal.h"
#include "src/base/utf8.h"
#include "src/grade/figures.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Digits kept of a number: more are no measurement. */
#define DIGITS 40

static bool is_space(unsigned code)
{
	return code == ' ' || code == '\t' || code == 0xA0 || code == 0x202F ||
	       code == 0x2009 || code == 0x2007;
}

/* Behind the space at `text`, or `text`. */
static const char *skip_spaces(const char *text)
{
	for (;;) {
		const char *next = text;

		if (!is_space(utf8_next(&next)))
			return text;
		text = next;
	}
}

/* Three digits and no fourth. */
static bool is_group(const char *text)
{
	for (int i = 0; i < 3; i++)
		if (!isdigit((unsigned char)text[i]))
			return false;
	return !isdigit((unsigned char)text[3]);
}

struct digits_read {
	char text[DIGITS + 2];
	size_t length;
	unsigned points, commas;
	size_t last; /* where the last point or comma stands in text */
	bool spaced;
};

/* Behind the mark at `text` that stands before a digit; `*mark` is '.', ',' or
 * '\'', the last before three digits alone: "1518'50" has decimals. */
static const char *take_mark(const char *text, char *mark)
{
	const char *behind = text;
	unsigned code = utf8_next(&behind);

	*mark = '\0';
	if (!isdigit((unsigned char)*behind))
		return text;
	if (code == '\'' || code == 0x2019)
		*mark = is_group(behind) ? '\'' : ',';
	else if (code == '.' || code == ',')
		*mark = (char)code;
	return *mark ? behind : text;
}

/* Digits, points, commas and spaces between groups of three. */
static const char *take_digits(const char *text, struct digits_read *read)
{
	while (read->length < DIGITS) {
		const char *next = skip_spaces(text);
		char mark;
		const char *behind = take_mark(text, &mark);

		if (isdigit((unsigned char)*text)) {
			read->text[read->length++] = *text++;
		} else if (mark) {
			read->points += mark == '.';
			read->commas += mark == ',';
			read->last = read->length;
			if (mark != '\'')
				read->text[read->length++] = mark;
			text = behind;
		} else if (next > text && !read->points && !read->commas &&
			   is_group(next) && read->length &&
			   (read->spaced || read->length <= 3)) {
			read->spaced = true;
			text = next;
		} else {
			break;
		}
	}
	read->text[read->length] = '\0';
	return text;
}

/* The number when the mark at `decimal` is the decimal one (length: none). */
static struct reading reading_of(const struct digits_read *read, size_t decimal)
{
	char plain[DIGITS + 2];
	size_t length = 0, decimals = 0;
	struct reading reading = {NAN, NAN};

	for (size_t i = 0; i < read->length; i++) {
		if (i == decimal)
			plain[length++] = '.';
		if (!isdigit((unsigned char)read->text[i]))
			continue;
		plain[length++] = read->text[i];
		decimals += i > decimal;
	}
	if (!decimal_read(plain, plain + length, &reading.value))
		reading.value = NAN;
	reading.step = pow(10, -(double)decimals);
	return reading;
}

/* Do the marks before `end` part groups of three? */
static bool groups_before(const struct digits_read *read, size_t end)
{
	size_t run = 0, groups = 0;

	for (size_t i = 0; i < end; i++) {
		if (isdigit((unsigned char)read->text[i])) {
			run++;
			continue;
		}
		if (groups ? run != 3 : run < 1 || run > 3)
			return false;
		groups++;
		run = 0;
	}
	return !groups || run == 3;
}

static void add_reading(
	struct written *written, const struct digits_read *read, size_t decimal)
{
	struct reading reading = reading_of(read, decimal);

	if (isfinite(reading.value))
		written->readings[written->count++] = reading;
}

static void interpret(struct written *written, const struct digits_read *read)
{
	unsigned marks = read->points + read->commas;
	bool mixed = read->points && read->commas;
	bool grouped = read->length - read->last == 4 &&
		       groups_before(read, read->length);

	if (!marks || (marks > 1 && !mixed && grouped))
		add_reading(written, read, read->length);
	else if (mixed ? groups_before(read, read->last) : marks == 1)
		add_reading(written, read, read->last);
	/* "1,802", but not "0,802" or "1 000,802" */
	if (marks == 1 && grouped && !read->spaced && read->text[0] != '0')
		add_reading(written, read, read->length);
}

/* -- units -- */

static const struct {
	const char *spelling, *unit;
	bool exact; /* its case matters */
} spellings[] = {
	{"Mb/s", "Mbit/s", true},
	{"Gb/s", "Gbit/s", true},
	{"Kb/s", "kbit/s", true},
	{"kb/s", "kbit/s", true},
	{"Mbps", "Mbit/s", false},
	{"Gbps", "Gbit/s", false},
	{"Mbits/sec", "Mbit/s", false},
	{"Gbits/sec", "Gbit/s", false},
	{"Kbits/sec", "kbit/s", false},
	{"Mbits/s", "Mbit/s", false},
	{"Gbits/s", "Gbit/s", false},
	{"Mbit/s", "Mbit/s", false},
	{"Gbit/s", "Gbit/s", false},
	{"kbit/s", "kbit/s", false},
	{"Mbits", "Mbit/s", false},
	{"Gbits", "Gbit/s", false},
	{"Mbit", "Mbit/s", false},
	{"Gbit", "Gbit/s", false},
	{"MiB/sec", "MiB/s", false},
	{"MB/sec", "MB/s", false},
	{"MiB/s", "MiB/s", false},
	{"MB/s", "MB/s", false},
	{"KiB/s", "KiB/s", false},
	{"kB/s", "kB/s", false},
	{"GiB/s", "GiB/s", false},
	{"GB/s", "GB/s", false},
	{"Mio/s", "MiB/s", false},
	{"Mo/s", "MB/s", false},
	{"Kio/s", "KiB/s", false},
	{"ko/s", "kB/s", false},
	{"Gio/s", "GiB/s", false},
	{"Go/s", "GB/s", false},
	{"MiB", "MiB", false},
	{"MB", "MB", false},
	{"Mio", "MiB", false},
	{"Mo", "MB", false},
	{"GiB", "GiB", false},
	{"GB", "GB", false},
	{"Gio", "GiB", false},
	{"Go", "GB", false},
	{"msec", "ms", false},
	{"usec", "us", false},
	{"nsec", "ns", false},
	{"ms", "ms", false},
	{"µs", "us", false},
	{"μs", "us", false},
	{"us", "us", false},
	{"ns", "ns", false},
	{"secondes", "s", false},
	{"seconds", "s", false},
	{"sec", "s", false},
	{"s", "s", false},
	{"kIOPS", "kIOPS", false},
	{"IOPS", "IOPS", false},
	{"IO/s", "IOPS", false},
	{"events/sec", "events/s", false},
	{"events/s", "events/s", false},
	{"ev/s", "events/s", false},
	{"évén./s", "events/s", false},
	{"ops/sec", "ops/s", false},
	{"ops/s", "ops/s", false},
	{"op/s", "ops/s", false},
	{"/sec", "1/s", false},
	{"/s", "1/s", false},
};

/* The unit at `*text`, which moves behind it. */
static const struct unit *take_unit(const char **text)
{
	for (size_t i = 0; i < COUNT(spellings); i++) {
		const char *word = spellings[i].spelling;
		size_t length = strlen(word);
		int other = spellings[i].exact
				    ? strncmp(*text, word, length)
				    : strncasecmp(*text, word, length);

		if (other || isalpha((unsigned char)(*text)[length]))
			continue;
		*text += length;
		return unit_find(spellings[i].unit);
	}
	return NULL;
}

static void scale(struct written *written, double factor)
{
	for (size_t i = 0; i < written->count; i++) {
		written->readings[i].value *= factor;
		written->readings[i].step *= factor;
	}
}

/* The digit at `*text`, raised or not, which moves behind it; -1: none. */
static int take_raised(const char **text)
{
	const char *behind = *text;
	unsigned code = utf8_next(&behind);
	int digit = code >= '0' && code <= '9'	       ? (int)(code - '0')
		    : code == 0xB9		       ? 1
		    : code == 0xB2 || code == 0xB3     ? (int)(code - 0xB0)
		    : code == 0x2070		       ? 0
		    : code >= 0x2074 && code <= 0x2079 ? (int)(code - 0x2070)
						       : -1;

	if (digit >= 0)
		*text = behind;
	return digit;
}

/* Behind the "10" of "×10⁶", "x 10^6", "*10**6"; NULL: it is not there. */
static const char *times_ten(const char *text)
{
	unsigned code = utf8_next(&text);

	if (!code || (code != 0xD7 && code != 0xB7 && code != 0x22C5 &&
			     !strchr("xX*.", (int)(code < 128 ? code : '?'))))
		return NULL;
	text = skip_spaces(text);
	if (strncmp(text, "10", 2) != 0)
		return NULL;
	text += 2;
	if (*text == '^')
		return text + 1;
	if (strncmp(text, "**", 2) == 0)
		return text + 2;
	return (unsigned char)*text >= 0x80 ? text : NULL;
}

/* "×10⁶" behind the digits, or `text`. */
static const char *take_power(const char *text, struct written *written)
{
	static const char raised_minus[] = "\xe2\x81\xbb";
	const char *at = times_ten(skip_spaces(text));
	int digit, power = 0, sign = 1;

	if (!at)
		return text;
	if (*at == '-' || strncmp(at, raised_minus, 3) == 0) {
		at += *at == '-' ? 1 : 3;
		sign = -1;
	}
	digit = take_raised(&at);
	if (digit < 0)
		return text;
	for (; digit >= 0 && power < 30; digit = take_raised(&at))
		power = power * 10 + digit;
	scale(written, pow(10, sign * power));
	return at;
}

/* "e3", "k", "M" right behind the digits. */
static const char *take_factor(const char *text, struct written *written)
{
	double power = 0;
	size_t digits;

	if ((*text == 'e' || *text == 'E') &&
		(digits = strspn(text + 1 + (text[1] == '+'), "0123456789"))) {
		text += 1 + (text[1] == '+');
		for (size_t i = 0; i < digits && power < 30; i++)
			power = power * 10 + (text[i] - '0');
		scale(written, pow(10, power));
		return text + digits;
	}
	if (strchr("kKM", *text) && *text && !isalpha((unsigned char)text[1]) &&
		text[1] != '/') {
		scale(written, *text == 'M' ? 1e6 : 1e3);
		return text + 1;
	}
	return text;
}

static const char *take_tail(const char *text, struct written *written)
{
	const char *next;

	text = take_power(take_factor(text, written), written);
	next = skip_spaces(text);
	written->percent = *next == '%';
	if (written->percent)
		return next + 1;
	/* "1.8 k" */
	next = take_factor(next, written);
	next = skip_spaces(next);
	written->unit = take_unit(&next);
	return written->unit ? next : text;
}

/* Is the text before the number a mark of approximation? */
static bool says_about(const char *text, const char *number)
{
	static const char *const marks[] = {
		"~", "≈", "≃", "∼", "environ", "env.", "about", "approx"};

	for (size_t i = 0; i < COUNT(marks); i++) {
		const char *found = strstr(text, marks[i]);

		if (found && found < number)
			return true;
	}
	return false;
}

/* "~~999~~ 466": what is struck out before the number that holds is not read. */
static const char *behind_struck(const char *text)
{
	const char *open = strstr(text, "~~");
	const char *close = open ? strstr(open + 2, "~~") : NULL;

	if (!close || strcspn(text, "0123456789") < (size_t)(open - text) ||
		!strpbrk(close, "0123456789"))
		return text;
	return close + 2;
}

bool figure_read(const char *text, struct written *written)
{
	struct digits_read read = {0};
	const char *from;

	text = behind_struck(text);
	from = text + strcspn(text, "0123456789");
	*written = (struct written){0};
	if (!*from)
		return false;
	written->from = from;
	written->stop = take_digits(from, &read);
	interpret(written, &read);
	if (!written->count)
		return false;
	written->about = says_about(text, from);
	written->stop = take_tail(written->stop, written);
	if (from > text && from[-1] == '-') /* a minus, not a dash */
		scale(written, -1);
	for (size_t i = 0; i < written->count; i++)
		written->readings[i].step = fabs(written->readings[i].step);
	return true;
}

/* -- cells that say nothing -- */

bool figure_is_blank(const char *text)
{
	static const char *const nothing[] = {
		"n/a", "na", "nc", "xxx", "tbd", "todo", "à compléter"};
	const char *start = text + strspn(text, " \t*_");

	for (size_t i = 0; i < COUNT(nothing); i++)
		if (strcasecmp(start, nothing[i]) == 0)
			return true;
	for (unsigned code; (code = utf8_next(&text));)
		if (!is_space(code) && code != 0x2013 && code != 0x2014 &&
			code != 0x2026 &&
			(code > 127 || !strchr("-_.?*\r\n|", (int)code)))
			return false;
	return true;
}

/* The next character that counts, in lower case. */
static unsigned next_sign(const char **text)
{
	unsigned code;

	do
		code = utf8_next(text);
	while (is_space(code) || code == '*' || code == '_' || code == '~' ||
		code == '`' || code == 0x2248);
	return code < 128 ? (unsigned)tolower((int)code) : code;
}

bool figure_same_text(const char *a, const char *b)
{
	unsigned x, y;

	do {
		x = next_sign(&a);
		y = next_sign(&b);
	} while (x == y && x);
	return x == y;
}
