#include "src/grade/moodle_words.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "src/base/date.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const months[12][2] = {{"january", "janvier"},
	{"february", "février"}, {"march", "mars"}, {"april", "avril"},
	{"may", "mai"}, {"june", "juin"}, {"july", "juillet"},
	{"august", "août"}, {"september", "septembre"}, {"october", "octobre"},
	{"november", "novembre"}, {"december", "décembre"}};

static unsigned month_of(const char *text, bool french, size_t *length)
{
	for (unsigned i = 0; i < 12; i++) {
		const char *name = months[i][french];

		*length = strlen(name);
		if (strncasecmp(text, name, *length) == 0 &&
			!isalpha((unsigned char)text[*length]))
			return i + 1;
	}
	return 0;
}

/* Seconds of "1:14 PM" or "13:14"; NAN for neither. */
static double clock_of(const char *text)
{
	char *end;
	unsigned long hour = strtoul(text, &end, 10), minute;

	if (end == text || *end != ':' || !isdigit((unsigned char)end[1]))
		return NAN;
	minute = strtoul(end + 1, &end, 10);
	end += strspn(end, " ");
	if (strncasecmp(end, "pm", 2) == 0)
		hour = hour % 12 + 12;
	else if (strncasecmp(end, "am", 2) == 0)
		hour %= 12;
	return hour > 23 || minute > 59
		       ? NAN
		       : 3600.0 * (double)hour + 60.0 * (double)minute;
}

/* In one language; strtoul() saturates, so that long digits stay out of
 * range. */
static double date_in(const char *text, bool french)
{
	unsigned long day, year;
	size_t length;
	unsigned month;
	char *at;

	text += strcspn(text, "0123456789");
	day = strtoul(text, &at, 10);
	if (french && strncmp(at, "er ", 3) == 0)
		at += 2;
	at += strspn(at, " ");
	month = month_of(at, french, &length);
	if (!month || !day || day > 31)
		return NAN;
	at += length + strspn(at + length, " ");
	year = strtoul(at, &at, 10);
	at += strspn(at, ", ");
	if (year < 1970 || year > 9999)
		return NAN;
	return date_days((double)year, month, (double)day) * 86400 +
	       clock_of(at);
}

double moodle_date(const char *text)
{
	double english = date_in(text, false);

	return isnan(english) ? date_in(text, true) : english;
}

bool moodle_php_reads(const char *text)
{
	return !isnan(date_in(text, false));
}

/* -- delays -- */

static const struct {
	const char *stem; /* the word begins so, in either language */
	double seconds;
} spans[] = {
	{"year", 31536000},
	{"an", 31536000},
	{"day", 86400},
	{"jour", 86400},
	{"hour", 3600},
	{"heure", 3600},
	{"min", 60},
	{"sec", 1},
};

static double span_of(const char *word)
{
	for (size_t i = 0; i < COUNT(spans); i++)
		if (strncasecmp(word, spans[i].stem, strlen(spans[i].stem)) ==
			0)
			return spans[i].seconds;
	return NAN;
}

/* "2 days 3 hours …" from a digit on; NAN when no span stands there. */
static double delay_of(const char *text)
{
	double total = NAN;

	while (isdigit((unsigned char)*text)) {
		char *end;
		double count = (double)strtoul(text, &end, 10);
		double span = span_of(end + strspn(end, " "));

		if (isnan(span))
			break;
		total = (isnan(total) ? 0 : total) + count * span;
		text = end + strspn(end, " ");
		text += strcspn(text, " -");
		text += strspn(text, " ");
	}
	return total;
}

static bool says_late(const char *part, size_t length)
{
	static const char english[] = " late";

	for (size_t i = 0; i + 5 <= length; i++)
		if (strncmp(part + i, english, 5) == 0 ||
			strncmp(part + i, "etard", 5) == 0)
			return true;
	return false;
}

static bool says_submitted(const char *status)
{
	return strncmp(status, "Submitted", 9) == 0 ||
	       strncmp(status, "Remis", 5) == 0;
}

double moodle_late(const char *status)
{
	const char *part = status;

	while (*part) {
		const char *dash = strstr(part, " - ");
		size_t length = dash ? (size_t)(dash - part) : strlen(part);

		if (says_late(part, length))
			return delay_of(part + strcspn(part, "0123456789"));
		part += dash ? length + 3 : length;
	}
	return says_submitted(status) ? 0 : NAN;
}
