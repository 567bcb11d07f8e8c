/*
 * scan: the lines of a log, cleaned, and the numbers in them. What all
 * parsers share.
 *
 * A cleaned line has no end of line, no CR, no byte order mark and no
 * terminal escape sequence; of a progress line rewritten with CR only the
 * last text remains. It is valid UTF-8: other bytes and control characters
 * have become '?'. Lines longer than SCAN_LINE_MAX bytes are cut there.
 * Memory use does not depend on the size of the file.
 */
#ifndef HVLAB_SCAN_H
#define HVLAB_SCAN_H

#include <stdbool.h>

#include "src/base/input.h"

#define SCAN_LINE_MAX ((size_t)64 * 1024)

struct scan {
	struct input *input;
	char *text;    /* the current line */
	unsigned line; /* its number, 1-based; 0 before the first */
	bool binary;   /* a NUL byte has been met */
	bool damaged;  /* reading stopped on an error */
	bool cut;      /* the current line has no end: a number that stands
			  last in it may have lost digits */
	bool stopped;  /* scan_stop() was called */
	bool pushed;   /* scan_back() was called */
	/* the rest is scan.c's */
	char *block;
	size_t block_length, block_used;
	size_t text_capacity;
};

void scan_open(struct scan *scan, struct input *input);
void scan_close(struct scan *scan);

/* The next line becomes the current one; false at the end. */
bool scan_next(struct scan *scan);
/* The next scan_next() delivers the current line again. */
void scan_back(struct scan *scan);

/* There is no next line any more. */
void scan_stop(struct scan *scan);

/* `text` behind `prefix`, or NULL when it does not begin with it. */
const char *scan_after(const char *text, const char *prefix);
/* Past blanks and tabs. */
const char *scan_blanks(const char *text);
/* Nothing but blanks is left. */
bool scan_end(const char *text);
/* The digits `text` begins with as a whole number; false when there are none
 * or more than 15 (all of which a double holds exactly). */
bool scan_count(const char *text, unsigned long long *value, const char **end);

/*
 * A plain decimal number (digits, one point, optional sign and exponent; no
 * hexadecimal, no inf, no nan, no locale). `*end` is behind it. False, and
 * nothing stored, when there is none.
 */
bool scan_number(const char *text, double *value, const char **end);

/*
 * number × factor. A factor below 1 is the inverse of a whole number, which
 * is divided by: 128.91 × 1e-6 would give 0.00012890999999999998.
 */
double scan_base(double number, double factor);

/*
 * A number and the unit glued to it or behind blanks: "194MiB/s", "27.1k",
 * "336 Mbits/sec", "1.17 GBytes". `scale` says what prefixes mean.
 */
struct scan_suffix {
	const char *suffix; /* exact spelling */
	double factor;	    /* to base units */
};
/*
 * Multiplies by the factor of the longest suffix of the table (ended by a
 * NULL suffix) that stands at the end of the number; false when none does.
 * An entry with suffix "" accepts a bare number. `*end` is behind the suffix.
 */
bool scan_scaled(const char *text, const struct scan_suffix *suffixes,
	double *value, const char **end);

#endif
