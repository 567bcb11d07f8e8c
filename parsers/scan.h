/*
 * scan: the lines of a log, cleaned, and the numbers in them. What all
 * parsers share.
 *
 * A cleaned line has no end of line, no CR, no byte order mark and no
 * terminal escape sequence; of a progress line rewritten with CR only the
 * last text remains, and what was erased with backspace is gone. It is valid
 * UTF-8: other bytes and control characters have become '?'. Lines longer
 * than SCAN_LINE_MAX bytes are cut there. UTF-16 files read like others.
 *
 * What others put in front of every line is taken off: the "> " of a Markdown
 * quotation, the indentation of a fenced block or of an output that stands
 * further in than it was printed (margin.h), and the time stamps of ts, syslog
 * and the journal with their host and program.
 *
 * Memory use does not depend on the size of the file.
 */
#ifndef HVLAB_SCAN_H
#define HVLAB_SCAN_H

#include <stdbool.h>

#include "src/base/input.h"

/* The fuzz targets make it small, so that their inputs reach the ends of
 * lines and blocks. */
#ifndef SCAN_LINE_MAX
#define SCAN_LINE_MAX ((size_t)64 * 1024)
#endif

struct echo;

struct scan {
	struct input *input;
	char *text;	   /* the current line, until the next scan_next() */
	unsigned line;	   /* its number, 1-based; 0 before the first */
	bool binary;	   /* a NUL byte has been met */
	bool damaged;	   /* reading stopped on an error */
	bool cut;	   /* the current line has no end: a number that stands
			      last in it may have lost digits */
	bool stopped;	   /* scan_stop() was called */
	bool pushed;	   /* scan_back() was called */
	struct echo *echo; /* parser.c: notes the commands in the lines */
	/* the rest is scan.c's */
	char *block; /* its bytes from `used` to `length` are to come */
	size_t used, length;
	bool judged; /* whether `plain` is known of this block */
	bool plain;  /* nothing in the block needs cleaning */
	bool begun, drained, ended, shortened;
	bool pieces;		/* of a document, more to come */
	char *own;		/* a line that needed cleaning */
	struct scan_wide *wide; /* NULL: not UTF-16 */
	bool fenced;
	size_t indent; /* of the fence */
	size_t margin; /* of an output that is indented (margin.h) */
};

void scan_open(struct scan *scan, struct input *input);
void scan_close(struct scan *scan);

/* The next line becomes the current one; false at the end. */
bool scan_next(struct scan *scan);
/* The next scan_next() delivers the current line again. */
void scan_back(struct scan *scan);

/*
 * A JSON document may be one line of any length. When such a line is cut, its
 * next piece becomes the current text; false when there is none. scan_next()
 * passes over what is left of it.
 */
bool scan_more(struct scan *scan);

/*
 * For logs of millions of rows: the whole lines that come next, as they are
 * in memory, not cleaned: to be read only as far as every byte is as expected.
 * False when there are none at hand: scan_next() knows more. scan_pass() then
 * says how many of them were read, up to where; the current line is void.
 */
bool scan_lines(struct scan *scan, const char **from, const char **to);
void scan_pass(struct scan *scan, const char *to, unsigned lines);

/* There is no next line any more. */
void scan_stop(struct scan *scan);

/* `text` behind `prefix`, or NULL when it does not begin with it. */
static inline const char *scan_after(const char *text, const char *prefix)
{
	/* asked dozens of times per line, nearly always in vain: the first
	 * character tells, and a call would cost more than the answer */
	while (*prefix)
		if (*text++ != *prefix++)
			return NULL;
	return text;
}
/* Past blanks and tabs. */
static inline const char *scan_blanks(const char *text)
{
	while (*text == ' ' || *text == '\t')
		text++;
	return text;
}
/* Nothing but blanks is left. */
static inline bool scan_end(const char *text)
{
	return *scan_blanks(text) == '\0';
}
static inline bool scan_is_digit(char c)
{
	return c >= '0' && c <= '9';
}
/* Half a unit of the last of the decimals that `decimals` begins with. */
double scan_half_place(const char *decimals);

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
 * number × factor, as the decimal reads: 128.91 × 1e-6 is 0.00012891 and not
 * 0.00012890999999999998. A factor below 1 is the inverse of a whole number.
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
