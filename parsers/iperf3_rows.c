/*
 * The rows of iperf3's text:
 *
 * [  5][TX-C]   0.00-1.00   sec  25.1 MBytes   210 Mbits/sec   45   1 MBytes
 *
 * Anything may stand before them. Transfer is by 1024; the rate by 1000 in
 * bits, and by 1024 in bytes (-f K and the like).
 */
#include <math.h>
#include <string.h>

#include "parsers/iperf3.h"

#define KI 1024.0
#define MI (KI * KI)
#define GI (KI * MI)
#define TI (KI * GI)

static const struct scan_suffix transfers[] = {
	{"Bytes", 1},
	{"KBytes", KI},
	{"MBytes", MI},
	{"GBytes", GI},
	{"TBytes", TI},
	{NULL, 0},
};

/* In bits. */
static const struct scan_suffix rates[] = {
	{"bits/sec", 1},
	{"Kbits/sec", 1e3},
	{"Mbits/sec", 1e6},
	{"Gbits/sec", 1e9},
	{"Tbits/sec", 1e12},
	{"Bytes/sec", 8},
	{"KBytes/sec", 8 * KI},
	{"MBytes/sec", 8 * MI},
	{"GBytes/sec", 8 * GI},
	{"TBytes/sec", 8 * TI},
	{NULL, 0},
};

/* Half a unit of the last printed place, in the unit of the number. */
static double half_place(const char *number)
{
	const char *point = number + strspn(number, "0123456789");

	return scan_half_place(point + (*point == '.'));
}

/* Behind the label, and what it says in `row`; NULL when it is none. */
static const char *read_label(
	const char *text, struct iperf3_row *row, const char **tag)
{
	const char *s = scan_after(text, "[");

	*tag = NULL;
	if (!s)
		return NULL;
	row->sum = scan_after(s, "SUM]") != NULL;
	if (row->sum)
		s += strlen("SUM");
	else if (!scan_count(scan_blanks(s), &row->id, &s))
		return NULL;
	if (!(s = scan_after(s, "]")))
		return NULL;
	if (*s != '[')
		return *s == ' ' ? s : NULL;
	if (strcspn(s, "]") != strlen("[TX-C") || s[3] != '-')
		return NULL;
	*tag = s + 1;
	return s + strlen("[TX-C]");
}

const char *iperf3_behind_label(const char *text)
{
	struct iperf3_row row;
	const char *tag;

	return read_label(text, &row, &tag);
}

/* Seconds always have two decimals; iperf2 prints one or four. */
static const char *read_seconds(const char *text, double *seconds)
{
	const char *end;

	if (!scan_is_digit(*text) || !scan_number(text, seconds, &end))
		return NULL;
	return end - text > 3 && end[-3] == '.' ? end : NULL;
}

static const char *read_number(const char *text,
	const struct scan_suffix *suffixes, unsigned line,
	struct iperf3_number *number)
{
	const char *start = scan_blanks(text), *bare, *end;
	double printed;

	if (!scan_is_digit(*start) || !scan_number(start, &printed, &bare) ||
		!scan_scaled(start, suffixes, &number->value, &end))
		return NULL;
	number->raw = start;
	number->length = (size_t)(end - start);
	number->line = line;
	for (const struct scan_suffix *s = suffixes; s->suffix; s++) {
		const char *unit = scan_after(scan_blanks(bare), s->suffix);

		if (unit == end)
			number->slack = half_place(start) * s->factor;
	}
	return end;
}

/* What the client sends is the first flow, seen from both sides. */
static enum iperf3_flow flow_of(const char *tag)
{
	if (tag && (scan_after(tag, "RX-C") || scan_after(tag, "TX-S")))
		return IPERF3_SECOND;
	return IPERF3_FIRST;
}

static bool read_times(const char *s, unsigned line, struct iperf3_row *row,
	const char **behind)
{
	const char *end;

	s = read_seconds(scan_blanks(s), &row->start);
	if (!s || *s != '-')
		return false;
	end = read_seconds(s + 1, &row->end);
	if (!end || row->end < row->start)
		return false;
	/* both ends are rounded */
	row->seconds = (struct iperf3_number){
		.value = row->end - row->start,
		.slack = 0.01,
		.raw = s + 1,
		.length = (size_t)(end - s - 1),
		.line = line,
	};
	*behind = scan_after(scan_blanks(end), "sec");
	return *behind && **behind == ' ';
}

/*
 * What iperf2 prints with -e behind the rate, where iperf3 has at most a count
 * and a window, or a jitter and "lost/total (share)":
 *   976/0 0 58K/610 us 210636.47    0.090 ms 0/ 426 (0%) -/-/-/- ms 17 pps
 *   18272 797:2590:1320
 */
static bool is_iperf2(const char *tail)
{
	const char *end = tail + strspn(tail, "0123456789.=");
	const char *next = scan_blanks(end);

	next += strspn(next, "0123456789");
	return (end > tail && (*end == '/' || *next == ':')) ||
	       strstr(tail, "-/-") || strstr(tail, " pps");
}

static bool read_at(const char *text, unsigned line, struct iperf3_row *row,
	const char **tail, bool *tagged)
{
	const char *tag, *s;

	*row = (struct iperf3_row){.line = line};
	s = read_label(text, row, &tag);
	if (!s || !read_times(s, line, row, &s))
		return false;
	s = read_number(s, transfers, line, &row->bytes);
	s = s && *s == ' ' ? read_number(s, rates, line, &row->rate) : NULL;
	if (!s || (*s && *s != ' ') || is_iperf2(scan_blanks(s)))
		return false;
	row->flow = flow_of(tag);
	*tagged = tag != NULL;
	*tail = scan_blanks(s);
	row->omitted = strstr(*tail, "(omitted)") != NULL;
	return true;
}

bool iperf3_read_row(const char *text, unsigned line, struct iperf3_row *row,
	const char **tail, bool *tagged)
{
	for (; (text = strchr(text, '[')); text++)
		if (read_at(text, line, row, tail, tagged))
			return true;
	return false;
}

bool iperf3_ends_with(const char *text, const char *word)
{
	size_t length = strlen(text), end = strlen(word);

	while (length && text[length - 1] == ' ')
		length--;
	return length >= end && memcmp(text + length - end, word, end) == 0;
}

/* A whole number; late and doubled datagrams make some negative. */
static const char *read_whole(
	const char *text, unsigned line, struct iperf3_number *number)
{
	unsigned long long count;
	const char *end;

	if (!scan_count(text + (*text == '-'), &count, &end))
		return NULL;
	*number = (struct iperf3_number){
		.value = *text == '-' ? -(double)count : (double)count,
		.raw = text,
		.length = (size_t)(end - text),
		.line = line,
	};
	return end;
}

/* A percentage has two digits, and maybe an exponent. */
static double half_percent(double value)
{
	double size = fabs(value);

	return size > 0 ? 0.5 * pow(10, floor(log10(size)) - 1) : 0;
}

/* "(71%)" */
static void read_percent(const char *text, struct iperf3_row *row)
{
	const char *start = scan_after(scan_blanks(text), "("), *end;
	double percent;

	if (!start || !scan_number(start, &percent, &end) || percent < 0 ||
		*end != '%')
		return;
	row->percent = (struct iperf3_number){
		.value = percent,
		.slack = half_percent(percent),
		.raw = start,
		.length = (size_t)(end + 1 - start),
		.line = row->line,
	};
}

/* "0.002 ms  90185/127373 (71%)  receiver" */
static void read_loss(const char *tail, struct iperf3_row *row)
{
	const char *end, *s;
	double jitter;

	if (!scan_number(tail, &jitter, &end) || !(s = scan_after(end, " ms")))
		return;
	row->jitter = (struct iperf3_number){
		.value = scan_base(jitter, 1e-3),
		.slack = scan_base(half_place(tail + (*tail == '-')), 1e-3),
		.raw = tail,
		.length = (size_t)(s - tail),
		.line = row->line,
	};
	end = read_whole(scan_blanks(s), row->line, &row->lost);
	if (end && *end == '/')
		end = read_whole(end + 1, row->line, &row->packets);
	if (end)
		read_percent(end, row);
}

void iperf3_read_tail(const char *tail, bool udp, struct iperf3_row *row)
{
	const char *unit;
	struct iperf3_number count = {0};

	if (udp && strstr(tail, " ms")) {
		read_loss(tail, row);
		return;
	}
	unit = read_whole(tail, row->line, &count);
	if (!unit || (*unit && *unit != ' '))
		return;
	/* datagrams, or retransmissions, after which comes the window */
	if (udp)
		row->packets = count;
	else
		row->retransmits = count;
}
