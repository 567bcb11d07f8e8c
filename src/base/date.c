#include "src/base/date.h"

#include <math.h>
#include <string.h>

unsigned date_month(const char *text)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (unsigned m = 0; m < 12; m++)
		if (strncmp(text, months + (size_t)3 * m, 3) == 0)
			return m + 1;
	return 0;
}

double date_days(double year, unsigned month, double day)
{
	/* years that begin in March have the odd day at their end */
	double y = month < 3 ? year - 1 : year;
	double m = month < 3 ? month + 9 : month - 3;

	return 365 * (y - 1970) + floor(y / 4) - floor(y / 100) +
	       floor(y / 400) - 477 + floor((153 * m + 2) / 5) + 58 + day;
}

const char *date_iso(struct arena *arena, unsigned long long year,
	unsigned month, unsigned long long day, const char *time)
{
	if (!month || day < 1 || day > 31 || year < 1970 || year > 9999 ||
		strspn(time, "0123456789:") != 8)
		return NULL;
	return arena_printf(
		arena, "%04llu-%02u-%02lluT%.8s", year, month, day, time);
}

static unsigned number(const char *digits, size_t count)
{
	unsigned sum = 0;

	for (size_t i = 0; i < count; i++)
		sum = 10 * sum + (unsigned)(digits[i] - '0');
	return sum;
}

static bool is_iso(const char *text)
{
	static const char shape[] = "0000-00-00T00:00:00";

	for (size_t i = 0; i < sizeof shape; i++)
		if (shape[i] == '0' ? text[i] < '0' || text[i] > '9'
				    : text[i] != shape[i])
			return false;
	return true;
}

double date_seconds(const char *iso)
{
	unsigned month;

	if (!is_iso(iso))
		return NAN;
	month = number(iso + 5, 2);
	if (month < 1 || month > 12)
		return NAN;
	return date_days(number(iso, 4), month, number(iso + 8, 2)) * 86400 +
	       number(iso + 11, 2) * 3600 + number(iso + 14, 2) * 60 +
	       number(iso + 17, 2);
}

bool date_is_iso(const char *text)
{
	return strspn(text, "0123456789") == 4 && text[4] == '-';
}
