#include "src/grade/number_format.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "src/base/buf.h"
#include "src/model/quantity.h"

#define GENERAL "General"
#define DATE "d"
#define DECIMALS_MAX 15
#define VALUE_MAX 1e15 /* larger ones have no digits to round */
#define DAYS_MAX 2958466 /* to the end of the year 9999 */
#define CODE_MAX 255   /* bytes; no program takes longer ones */

const char *number_format_code(unsigned long id)
{
	static const struct {
		unsigned long from, to;
		const char *code;
	} codes[] = {{1, 1, "0"}, {2, 2, "0.00"}, {3, 3, "#,##0"},
		{4, 4, "#,##0.00"}, {9, 9, "0%"}, {10, 10, "0.00%"},
		{14, 22, DATE}, {27, 36, DATE}, {37, 38, "#,##0"},
		{39, 40, "#,##0.00"}, {41, 42, "#,##0"}, {43, 44, "#,##0.00"},
		{45, 47, DATE}, {50, 58, DATE}};

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (id >= codes[i].from && id <= codes[i].to)
			return codes[i].code;
	return GENERAL;
}

/* What a section of a format asks for. */
struct format {
	struct buf before, after; /* words around the number */
	size_t digits, decimals;  /* placeholders in all, behind the point */
	size_t optional;	  /* of the decimals */
	size_t scale;		  /* thousands that are left away */
	bool point, percent;
	bool date, odd; /* odd: written plainly */
};

static void put_word(struct format *format, const char *text, size_t length)
{
	buf_add(format->digits ? &format->after : &format->before, text,
		length);
}

static void take_digit(struct format *format, char c)
{
	/* digits behind words are of a fraction */
	format->odd |= format->after.length > 0;
	format->digits++;
	format->decimals += format->point;
	format->optional = format->point && c == '#' ? format->optional + 1 : 0;
	format->scale = format->point ? format->scale : 0;
}

/* "[Red]", "[>100]", "[$€-40C]", "[h]". */
static const char *take_bracket(struct format *format, const char *at)
{
	const char *end = strchr(at, ']');

	if (!end)
		return at + strlen(at);
	if (strspn(at + 1, "hmsHMS") == (size_t)(end - at - 1))
		format->date = true;
	if (at[1] == '$')
		put_word(format, at + 2, strcspn(at + 2, "-]"));
	return end + 1;
}

/* A letter that is no word: of a date, an exponent or "General". */
static const char *take_letter(struct format *format, const char *at)
{
	if (strncasecmp(at, GENERAL, strlen(GENERAL)) == 0) {
		format->odd = true;
		return at + strlen(GENERAL);
	}
	if (strchr("ymdhsYMDHS", *at))
		format->date = true;
	else
		format->odd = true;
	return at + 1;
}

static const char *take_quoted(struct format *format, const char *at)
{
	size_t length = strcspn(at + 1, "\"");

	put_word(format, at + 1, length);
	return at + 1 + length + (at[1 + length] == '"');
}

static const char *take_sign(struct format *format, const char *at)
{
	switch (*at) {
	case '0':
	case '#':
	case '?':
		take_digit(format, *at);
		break;
	case '.':
		format->odd |= format->point;
		format->point = true;
		break;
	case ',':
		format->scale++;
		break;
	case '%':
		format->percent = true;
		put_word(format, "%", 1);
		break;
	case '/':
	case '@':
		format->odd = true;
		break;
	default:
		put_word(format, at, 1);
	}
	return at + 1;
}

static const char *take(struct format *format, const char *at)
{
	if (*at == '"')
		return take_quoted(format, at);
	if (*at == '[')
		return take_bracket(format, at);
	/* "\ " is a word, "_)" room for a sign, "* " fills up */
	if (strchr("\\_*", *at) && at[1]) {
		if (*at == '\\')
			put_word(format, at + 1, 1);
		return at + 2;
	}
	return isalpha((unsigned char)*at) ? take_letter(format, at)
					   : take_sign(format, at);
}

/* The section for numbers of that sign, of "positive;negative;zero". The
 * second one has its own sign. */
static const char *section(const char *code, double *value)
{
	const char *second = strchr(code, ';');
	const char *third = second ? strchr(second + 1, ';') : NULL;

	if (*value < 0 && second) {
		*value = -*value;
		return second + 1;
	}
	return *value == 0 && third ? third + 1 : code;
}

/* The digits without so many zeros at the end. */
static size_t shortened(const char *digits, size_t optional)
{
	size_t length = strlen(digits);

	while (optional-- && length && digits[length - 1] == '0')
		length--;
	return length && digits[length - 1] == '.' ? length - 1 : length;
}

static const char *formatted(
	struct arena *arena, double value, const struct format *format)
{
	double shown = value * (format->percent ? 100 : 1) /
		       pow(1000, (double)format->scale);
	const char *digits;

	if (!format->digits || format->decimals > DECIMALS_MAX ||
		fabs(shown) >= VALUE_MAX)
		return quantity_kept(arena, value);
	/* halves go up by the 15 digits that are shown, not by the bits */
	digits = quantity_plain(
		arena, shown * (1 + 1e-15), (int)format->decimals);
	return arena_printf(arena, "%s%.*s%s",
		format->before.data ? format->before.data : "",
		(int)shortened(digits, format->optional), digits,
		format->after.data ? format->after.data : "");
}

/* Days since the end of 1899, as all programs count them after February 1900,
 * by the civil calendar: months from March on, eras of 400 years. */
static const char *dated(struct arena *arena, double value)
{
	const long zero = 719468 - 25569; /* 1899-12-30 from 0000-03-01 */
	long day = (long)value + zero, seconds = lround(value * 86400);
	long era = day / 146097, rest = day % 146097;
	long year = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
	long of_year = rest - (365 * year + year / 4 - year / 100);
	long month = (5 * of_year + 2) / 153;

	if (seconds < 86400)
		return arena_printf(arena, "%02ld:%02ld:%02ld", seconds / 3600,
			seconds / 60 % 60, seconds % 60);
	return arena_printf(arena, "%04ld-%02ld-%02ld",
		year + era * 400 + (month > 9),
		month < 10 ? month + 3 : month - 9,
		of_year - (153 * month + 2) / 5 + 1);
}

static const char *show(
	struct arena *arena, double value, const struct format *format)
{
	if (format->date && value >= 0 && value < DAYS_MAX)
		return dated(arena, value);
	return format->odd || format->date ? quantity_kept(arena, value)
					   : formatted(arena, value, format);
}

const char *number_format(
	struct arena *arena, double value, const char *code, bool *date)
{
	struct format format = {.digits = 0};
	const char *at = strlen(code) > CODE_MAX ? GENERAL
						 : section(code, &value);
	const char *text;

	while (*at && *at != ';')
		at = take(&format, at);
	text = show(arena, value, &format);
	*date = format.date;
	buf_free(&format.before);
	buf_free(&format.after);
	return text;
}
