/*
 * date: the calendar of the logs. Dates are text as ISO 8601 writes it,
 * "2026-11-23T05:14:43", of no stated zone; numbers count from 1970-01-01.
 */
#ifndef HVLAB_DATE_H
#define HVLAB_DATE_H

#include <stdbool.h>

#include "src/base/arena.h"

/* 1 when `text` begins with "Jan" …, 12 with "Dec"; 0: none of them. */
unsigned date_month(const char *text);

/* Days from 1970-01-01 to a date of the Gregorian calendar, month 1 to 12. */
double date_days(double year, unsigned month, double day);

/*
 * The ISO date of its parts; `time` begins with "05:14:43". NULL, and nothing
 * taken from the arena, when a part is none: month 0, day 32, year 10000, …
 */
const char *date_iso(struct arena *arena, unsigned long long year,
	unsigned month, unsigned long long day, const char *time);

/* Seconds from 1970-01-01T00:00:00 to an ISO date; NAN for any other text. */
double date_seconds(const char *iso);

/* Does the text begin with a year and a hyphen? Some tools spell a day
 * otherwise. */
bool date_is_iso(const char *text);

#endif
