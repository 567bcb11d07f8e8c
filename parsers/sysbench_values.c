/*
 * The numbers of a sysbench report.
 *
 * Figures for the checks, besides one per metric under the metric's name:
 *   latency.percentile  its value, whatever the rank (s)
 *   percentile.rank     95 of "95th percentile"
 *   eps                 events per second with four decimals, 1.1
 *   fairness.events.avg .sd, fairness.time.avg .sd
 *   fileio.operations .bytes .read.throughput.mb .write.throughput.mb
 *   oltp.reads .writes .others .total
 *   layout              0: 0.4 and 0.5; 1: 1.0; 2: 1.1
 * Those of the options are named in sysbench_options.c, those of the
 * histogram in sysbench_series.c.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "parsers/sysbench.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define NO_LIMIT 1e18
/* Diags per run about single numbers. */
#define COMPLAINTS_MAX 20
/* A minimum nobody measured is 2^64 ns, printed as 18446744073709.55 ms. */
#define SECONDS_LIMIT 1e9
/* No percentile above is stated: the last bucket of the histogram, s. */
#define PERCENTILE_CAP 100.0

static const struct {
	const char *figure;
	const char *metric; /* NULL: not a result */
	double limit;	    /* values from here on are nonsense */
} values[SYSBENCH_VALUES] = {
#define RESULT(name, limit)                                                    \
	{                                                                      \
		name, name, limit                                              \
	}
#define FIGURE(name)                                                           \
	{                                                                      \
		name, NULL, NO_LIMIT                                           \
	}
	[EVENTS_PER_SECOND] = RESULT("events_per_second", NO_LIMIT),
	[EPS] = FIGURE("eps"),
	[TOTAL_TIME] = RESULT("total_time", SECONDS_LIMIT),
	[TOTAL_EVENTS] = RESULT("total_events", NO_LIMIT),
	[LATENCY_MIN] = RESULT("latency_min", SECONDS_LIMIT),
	[LATENCY_AVG] = RESULT("latency_avg", SECONDS_LIMIT),
	[LATENCY_MAX] = RESULT("latency_max", SECONDS_LIMIT),
	[LATENCY_PERCENTILE] = FIGURE("latency.percentile"),
	[LATENCY_SUM] = RESULT("latency_sum", NO_LIMIT),
	[FAIR_EVENTS_AVG] = FIGURE("fairness.events.avg"),
	[FAIR_EVENTS_SD] = FIGURE("fairness.events.sd"),
	[FAIR_TIME_AVG] = FIGURE("fairness.time.avg"),
	[FAIR_TIME_SD] = FIGURE("fairness.time.sd"),
	[OPERATIONS] = RESULT("operations", NO_LIMIT),
	[OPERATIONS_PER_SECOND] = RESULT("operations_per_second", NO_LIMIT),
	[TRANSFERRED] = RESULT("transferred", NO_LIMIT),
	[THROUGHPUT] = RESULT("throughput", NO_LIMIT),
	[FILE_IOPS] = RESULT("fileio.iops", NO_LIMIT),
	[FILE_RATE] = RESULT("fileio.throughput", NO_LIMIT),
	[FILE_READS] = RESULT("fileio.read.operations", NO_LIMIT),
	[FILE_WRITES] = RESULT("fileio.write.operations", NO_LIMIT),
	[FILE_OTHERS] = RESULT("fileio.other.operations", NO_LIMIT),
	[FILE_OPERATIONS] = FIGURE("fileio.operations"),
	[FILE_READ_BYTES] = RESULT("fileio.read.bytes", NO_LIMIT),
	[FILE_WRITE_BYTES] = RESULT("fileio.write.bytes", NO_LIMIT),
	[FILE_BYTES] = FIGURE("fileio.bytes"),
	[FILE_READ_IOPS] = RESULT("fileio.read.iops", NO_LIMIT),
	[FILE_WRITE_IOPS] = RESULT("fileio.write.iops", NO_LIMIT),
	[FILE_FSYNC_IOPS] = RESULT("fileio.fsync.iops", NO_LIMIT),
	[FILE_READ_RATE] = RESULT("fileio.read.throughput", NO_LIMIT),
	[FILE_WRITE_RATE] = RESULT("fileio.write.throughput", NO_LIMIT),
	[FILE_READ_RATE_MB] = FIGURE("fileio.read.throughput.mb"),
	[FILE_WRITE_RATE_MB] = FIGURE("fileio.write.throughput.mb"),
	[SQL_READS] = FIGURE("oltp.reads"),
	[SQL_WRITES] = FIGURE("oltp.writes"),
	[SQL_OTHERS] = FIGURE("oltp.others"),
	[SQL_TOTAL] = FIGURE("oltp.total"),
	[TRANSACTIONS] = RESULT("transactions", NO_LIMIT),
	[TRANSACTIONS_PER_SECOND] = RESULT("transactions_per_second", NO_LIMIT),
	[QUERIES] = RESULT("queries", NO_LIMIT),
	[QUERIES_PER_SECOND] = RESULT("queries_per_second", NO_LIMIT),
	[UNFINISHED] = FIGURE("unfinished"),
#undef RESULT
#undef FIGURE
};

/* Other lines in the first column end a section; these open one. */
static const struct {
	const char *title;
	enum sysbench_section section;
} sections[] = {
	{"CPU speed:", SECTION_CPU},
	{"General statistics:", SECTION_GENERAL},
	{"Test execution summary:", SECTION_GENERAL},
	{"per-request statistics:", SECTION_RESPONSE},
	{"response time:", SECTION_RESPONSE},
	{"Latency (ms):", SECTION_LATENCY},
	{"Threads fairness:", SECTION_FAIRNESS},
	{"Throughput:", SECTION_THROUGHPUT},
	{"File operations:", SECTION_FILES},
	{"SQL statistics:", SECTION_SQL},
	{"OLTP test statistics:", SECTION_SQL},
	{"Latency histogram (values are in milliseconds)", SECTION_HISTOGRAM},
};

/* Lines "key: number". */
static const struct field {
	enum sysbench_section section;
	const char *key;
	enum sysbench_value value;
	const char *unit; /* behind the number, part of its raw text */
	double factor;
} fields[] = {
	{SECTION_CPU, "events per second:", EVENTS_PER_SECOND, "", 1},
	{SECTION_GENERAL, "total time:", TOTAL_TIME, "s", 1},
	/* of one kind only, also in what grep leaves */
	{NO_SECTION, "total number of events:", TOTAL_EVENTS, "", 1},
	/* 0.4 leaves the second out */
	{SECTION_GENERAL, "total time taken by event execution:", LATENCY_SUM,
		"s", 1},
	{SECTION_GENERAL, "total time taken by event execution:", LATENCY_SUM,
		"", 1},
	{SECTION_RESPONSE, "min:", LATENCY_MIN, "ms", 1e-3},
	{SECTION_RESPONSE, "avg:", LATENCY_AVG, "ms", 1e-3},
	{SECTION_RESPONSE, "max:", LATENCY_MAX, "ms", 1e-3},
	{SECTION_LATENCY, "min:", LATENCY_MIN, "", 1e-3},
	{SECTION_LATENCY, "avg:", LATENCY_AVG, "", 1e-3},
	{SECTION_LATENCY, "max:", LATENCY_MAX, "", 1e-3},
	{SECTION_LATENCY, "sum:", LATENCY_SUM, "", 1e-3},
	{SECTION_THROUGHPUT, "events/s (eps):", EPS, "", 1},
	{SECTION_THROUGHPUT, "time elapsed:", TOTAL_TIME, "s", 1},
	{SECTION_THROUGHPUT, "read, MiB/s:", FILE_READ_RATE, "", MIB},
	{SECTION_THROUGHPUT, "written, MiB/s:", FILE_WRITE_RATE, "", MIB},
	{SECTION_FILES, "reads/s:", FILE_READ_IOPS, "", 1},
	{SECTION_FILES, "writes/s:", FILE_WRITE_IOPS, "", 1},
	{SECTION_FILES, "fsyncs/s:", FILE_FSYNC_IOPS, "", 1},
	{SECTION_SQL, "read:", SQL_READS, "", 1},
	{SECTION_SQL, "write:", SQL_WRITES, "", 1},
	{SECTION_SQL, "other:", SQL_OTHERS, "", 1},
	{SECTION_SQL, "total:", SQL_TOTAL, "", 1},
	{NO_SECTION, "Number of unfinished transactions on forced shutdown:",
		UNFINISHED, "", 1},
};

/* Lines of a section that state nothing of interest. */
static const struct {
	enum sysbench_section section;
	const char *key;
} idle[] = {
	{SECTION_LATENCY, "percentile stats:"},
	{SECTION_SQL, "queries performed:"},
	{SECTION_SQL, "read/write requests:"},
	{SECTION_SQL, "other operations:"},
	{SECTION_SQL, "ignored errors:"},
	{SECTION_SQL, "deadlocks:"},
	{SECTION_SQL, "reconnects:"},
};

/* Lines with several numbers: each is `before` and a number with its unit;
 * blanks may stand before both. */
struct part {
	const char *before;
	enum sysbench_value value;
	const char *unit;
	double factor;
};

#define PARTS_MAX 3

static const struct row {
	enum sysbench_section section; /* NO_SECTION: anywhere */
	struct part parts[PARTS_MAX];
	const char *behind;
} rows[] = {
	{NO_SECTION,
		{{"Total operations:", OPERATIONS, "", 1},
			{"(", OPERATIONS_PER_SECOND, "", 1}},
		" per second)"},
	{NO_SECTION,
		{{"Operations performed:", OPERATIONS, "", 1},
			{"(", OPERATIONS_PER_SECOND, "", 1}},
		" ops/sec)"},
	{NO_SECTION,
		{{"", TRANSFERRED, " MiB", MIB},
			{"transferred (", THROUGHPUT, " MiB/sec", MIB}},
		")"},
	/* the MB of 0.4 and 0.5 has 2^20 bytes as well */
	{NO_SECTION,
		{{"", TRANSFERRED, " MB", MIB},
			{"transferred (", THROUGHPUT, " MB/sec", MIB}},
		")"},
	{SECTION_SQL,
		{{"transactions:", TRANSACTIONS, "", 1},
			{"(", TRANSACTIONS_PER_SECOND, "", 1}},
		" per sec.)"},
	{SECTION_SQL,
		{{"queries:", QUERIES, "", 1},
			{"(", QUERIES_PER_SECOND, "", 1}},
		" per sec.)"},
	{SECTION_THROUGHPUT,
		{{"read:  IOPS=", FILE_READ_IOPS, "", 1},
			{"", FILE_READ_RATE, " MiB/s", MIB},
			{"(", FILE_READ_RATE_MB, " MB/s", 1e6}},
		")"},
	{SECTION_THROUGHPUT,
		{{"write: IOPS=", FILE_WRITE_IOPS, "", 1},
			{"", FILE_WRITE_RATE, " MiB/s", MIB},
			{"(", FILE_WRITE_RATE_MB, " MB/s", 1e6}},
		")"},
	{SECTION_THROUGHPUT, {{"fsync: IOPS=", FILE_FSYNC_IOPS, "", 1}}, ""},
	{SECTION_FAIRNESS,
		{{"events (avg/stddev):", FAIR_EVENTS_AVG, "", 1},
			{"/", FAIR_EVENTS_SD, "", 1}},
		""},
	{SECTION_FAIRNESS,
		{{"execution time (avg/stddev):", FAIR_TIME_AVG, "", 1},
			{"/", FAIR_TIME_SD, "", 1}},
		""},
	{NO_SECTION, {{"", FILE_IOPS, "", 1}}, " Requests/sec executed"},
};

/* Five digits and a power of 1024, as the file test of 0.4 and 0.5 has it. */
static const struct scan_suffix sizes[] = {
	{"b", 1},
	{"Kb", 1024},
	{"Mb", MIB},
	{"Gb", 1024 * MIB},
	{"Tb", MIB *MIB},
	{"b/sec", 1},
	{"Kb/sec", 1024},
	{"Mb/sec", MIB},
	{"Gb/sec", 1024 * MIB},
	{"Tb/sec", MIB *MIB},
	{NULL, 0},
};

static const struct part size_parts[] = {
	{"Read", FILE_READ_BYTES, "", 1},
	{"Written", FILE_WRITE_BYTES, "", 1},
	{"Total transferred", FILE_BYTES, "", 1},
	{"(", FILE_RATE, "", 1},
};

/* "61048 Read, 40699 Write," in the code of 2009, "reads, writes," after it */
static const struct {
	enum sysbench_value value;
	const char *words[2];
} count_parts[] = {
	{FILE_READS, {" reads, ", " Read, "}},
	{FILE_WRITES, {" writes, ", " Write, "}},
	{FILE_OTHERS, {" Other = ", " Other = "}},
	{FILE_OPERATIONS, {" Total", " Total"}},
};

enum sysbench_section sysbench_title(const char *text)
{
	char first = *scan_blanks(text);

	if (!first || !strchr("CGTLFSOpr", first))
		return NO_SECTION;
	for (size_t i = 0; i < COUNT(sections); i++) {
		bool inner = sections[i].section == SECTION_RESPONSE;
		const char *rest = scan_after(
			inner ? scan_blanks(text) : text, sections[i].title);

		if (rest && sysbench_ends(rest))
			return sections[i].section;
	}
	return NO_SECTION;
}

bool sysbench_loose(const char *text)
{
	static const char *const words[] = {
		" MiB transferred (",
		" MB transferred (",
		" Requests/sec executed",
	};
	const char *s = text;

	if (scan_after(text, "Total operations: ") ||
		scan_after(text, "Operations performed: "))
		return true;
	if (scan_after(text, "Read "))
		return strstr(text, "  Written ") && strstr(text, "  Total tr");
	/* requests are printed 8 wide, with two decimals */
	while (*s == ' ' && s < text + 4)
		s++;
	if (*s < '0' || *s > '9')
		return false;
	while ((*s >= '0' && *s <= '9') || *s == '.')
		s++;
	for (size_t i = 0; i < COUNT(words); i++)
		if (scan_after(s, words[i]))
			return true;
	return false;
}

void sysbench_tell_number(struct sysbench *reading, enum diag_id id)
{
	if (reading->complaints++ >= COMPLAINTS_MAX)
		return;
	parser_diag(reading->scan, reading->parsing, id,
		parser_quote(reading->parsing->arena, reading->scan->text));
}

/* A number in the current line. */
struct number {
	double value, slack; /* base unit */
	const char *start;
	size_t length;
};

static bool is_same(const struct sysbench_held *held, struct number number)
{
	return strlen(held->raw) == number.length &&
	       memcmp(held->raw, number.start, number.length) == 0;
}

static void contradict(struct sysbench *reading, enum sysbench_value which,
	struct number number)
{
	struct sysbench_held *held = &reading->held[which];

	parser_diag(reading->scan, reading->parsing, DIAG_ID_VALUE_TWICE,
		values[which].figure, held->raw,
		arena_strndup(
			reading->parsing->arena, number.start, number.length));
	held->state = VOID;
}

static void hold(struct sysbench *reading, enum sysbench_value which,
	struct number number)
{
	struct sysbench_held *held = &reading->held[which];

	if (reading->checkpoints) {
		/* for sysbench_end_segment() alone: nothing of it is stated */
		*held = (struct sysbench_held){
			.state = STATED, .number = number.value};
	} else if (number.value < 0 || number.value >= values[which].limit) {
		/* no event, no latency: RUN_EMPTY says enough */
		if (!sysbench_is_empty(reading))
			sysbench_tell_number(reading,
				values[which].limit < NO_LIMIT
					? DIAG_ID_TIME_ABSURD
					: DIAG_ID_NUMBER_ABSURD);
		held->state = VOID;
	} else if (held->state == STATED && !is_same(held, number)) {
		contradict(reading, which, number);
	} else if (held->state == ABSENT) {
		*held = (struct sysbench_held){STATED, number.value,
			number.slack,
			arena_strndup(reading->parsing->arena, number.start,
				number.length),
			reading->scan->line};
	}
}

/* Half a unit of the last place of a plain number; a whole one is exact. */
static double half_place(const char *text, const char *end)
{
	const char *point = memchr(text, '.', (size_t)(end - text));

	return point ? scan_half_place(point + 1) : 0;
}

/* A number that ends where the log is cut may have lost digits: unless two
 * decimals are there where two are printed. */
static bool is_whole(
	const struct sysbench *reading, const char *text, const char *end)
{
	const char *point = memchr(text, '.', (size_t)(end - text));

	if (!reading->scan->cut || !scan_end(end))
		return true;
	return point && end - point > 2 &&
	       (reading->section == SECTION_LATENCY ||
		       reading->section == SECTION_FAIRNESS);
}

/*
 * Of a number and its unit: where they end, or NULL when there is none or
 * when it may be cut.
 */
static const char *measure(struct sysbench *reading, const char *text,
	const char *unit, double factor, struct number *number)
{
	const char *end, *behind;
	double value;

	if (!scan_number(text, &value, &end) || !is_whole(reading, text, end))
		return NULL;
	behind = scan_after(end, unit);
	if (!behind || (*behind && !strchr(" \t)/,", *behind)))
		return NULL;
	*number = (struct number){
		.value = scan_base(value, factor),
		.slack = half_place(text, end) * factor,
		.start = text,
		.length = (size_t)(behind - text),
	};
	return behind;
}

static void tell_unread(struct sysbench *reading)
{
	/* where the log stops, the run's own diag says so */
	if (!reading->scan->cut)
		sysbench_tell_number(reading, DIAG_ID_NUMBER_UNREAD);
}

/* The numbers of a row, or none of them. */
static bool hold_row(
	struct sysbench *reading, const struct row *row, const char *text)
{
	struct number numbers[PARTS_MAX];
	size_t count = 0;

	for (; count < PARTS_MAX && row->parts[count].before; count++) {
		const struct part *part = &row->parts[count];

		text = scan_after(scan_blanks(text), part->before);
		text = text ? measure(reading, scan_blanks(text), part->unit,
				      part->factor, &numbers[count])
			    : NULL;
		if (!text)
			return false;
	}
	if (!(text = scan_after(text, row->behind)) || !sysbench_ends(text))
		return false;
	for (size_t i = 0; i < count; i++)
		hold(reading, row->parts[i].value, numbers[i]);
	return true;
}

static bool read_row(struct sysbench *reading, const char *text)
{
	bool digit = isdigit((unsigned char)*scan_blanks(text));

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *first = rows[i].parts[0].before;

		if ((rows[i].section && rows[i].section != reading->section) ||
			(*first ? !scan_after(scan_blanks(text), first)
				: !digit))
			continue;
		if (hold_row(reading, &rows[i], text))
			return true;
		/* with no word before it, it may be any line */
		if (!*first)
			continue;
		tell_unread(reading);
		return true;
	}
	return false;
}

/* The file test of 0.4 and 0.5: "  61048 Read, 40699 Write, ..." */
static bool read_counts(struct sysbench *reading, const char *text)
{
	struct number numbers[COUNT(count_parts)] = {0};
	const char *rest = scan_after(text, "Operations performed:  ");

	if (!rest)
		return false;
	for (size_t i = 0; i < COUNT(count_parts); i++) {
		const char *end = measure(reading, rest, "", 1, &numbers[i]);

		rest = end ? scan_after(end, count_parts[i].words[0]) : NULL;
		if (end && !rest)
			rest = scan_after(end, count_parts[i].words[1]);
		if (!rest) {
			tell_unread(reading);
			return true;
		}
	}
	for (size_t i = 0; i < COUNT(count_parts); i++)
		hold(reading, count_parts[i].value, numbers[i]);
	return true;
}

/* Half a unit of the fifth digit of `value`, whose number was `scale` times
 * smaller. */
static double half_fifth(double value, double number)
{
	double places;

	if (number == 0)
		return 0;
	places = floor(log10(fabs(number))) - 4;
	return 0.5 * pow(10, places) * (value / number);
}

/* "Read 460.31Mb  Written 306.88Mb  Total transferred ..." */
static bool read_sizes(struct sysbench *reading, const char *text)
{
	struct number numbers[COUNT(size_parts)] = {0};

	if (!scan_after(text, "Read ") || !strstr(text, "  Written "))
		return false;
	for (size_t i = 0; i < COUNT(size_parts); i++) {
		const char *start, *end;
		double plain, value;

		text = scan_after(scan_blanks(text), size_parts[i].before);
		start = text ? scan_blanks(text) : NULL;
		if (!start || !scan_scaled(start, sizes, &value, &end) ||
			!scan_number(start, &plain, &text)) {
			tell_unread(reading);
			return true;
		}
		text = end;
		numbers[i] = (struct number){value, half_fifth(value, plain),
			start, (size_t)(end - start)};
	}
	for (size_t i = 0; i < COUNT(size_parts); i++)
		hold(reading, size_parts[i].value, numbers[i]);
	return true;
}

/* Behind "95th percentile:" or "approx.  95 percentile:", or NULL. */
static const char *percentile_label(
	enum sysbench_section section, const char *text, double *rank)
{
	unsigned long long number;
	const char *end;

	text = scan_blanks(text);
	if (section == SECTION_RESPONSE) {
		text = scan_after(text, "approx.");
		text = text ? scan_blanks(text) : NULL;
	}
	if (!text || !scan_count(text, &number, &end) || number > 100)
		return NULL;
	*rank = (double)number;
	return scan_after(end, section == SECTION_RESPONSE ? " percentile:"
							   : "th percentile:");
}

static bool read_percentile(struct sysbench *reading, const char *text)
{
	bool old = reading->section == SECTION_RESPONSE;
	struct number number;
	const char *end;
	double rank;

	if (!old && reading->section != SECTION_LATENCY)
		return false;
	text = percentile_label(reading->section, text, &rank);
	if (!text)
		return false;
	end = measure(
		reading, scan_blanks(text), old ? "ms" : "", 1e-3, &number);
	if (!end || !sysbench_ends(end)) {
		tell_unread(reading);
		return true;
	}
	reading->rank = rank;
	hold(reading, LATENCY_PERCENTILE, number);
	return true;
}

static bool read_field(struct sysbench *reading, const char *text)
{
	bool known = false;

	for (size_t i = 0; i < COUNT(fields); i++) {
		const struct field *field = &fields[i];
		struct number number;
		const char *rest;

		if (field->section && field->section != reading->section)
			continue;
		rest = scan_after(scan_blanks(text), field->key);
		if (!rest)
			continue;
		known = true;
		rest = measure(reading, scan_blanks(rest), field->unit,
			field->factor, &number);
		if (!rest || !sysbench_ends(rest))
			continue;
		hold(reading, field->value, number);
		return true;
	}
	if (known)
		tell_unread(reading);
	return known;
}

static bool is_idle(const struct sysbench *reading, const char *text)
{
	for (size_t i = 0; i < COUNT(idle); i++)
		if (idle[i].section == reading->section &&
			scan_after(scan_blanks(text), idle[i].key))
			return true;
	return false;
}

bool sysbench_read_value(struct sysbench *reading, const char *text)
{
	if (is_idle(reading, text) || read_percentile(reading, text) ||
		read_field(reading, text) || read_counts(reading, text) ||
		read_sizes(reading, text) || read_row(reading, text)) {
		if (reading->checkpoints &&
			sysbench_stated(reading, TOTAL_TIME))
			sysbench_end_segment(
				reading, reading->held[TOTAL_TIME].number);
		return true;
	}
	return false;
}

static bool is_nought(const struct sysbench *reading, size_t which)
{
	return reading->held[which].state == STATED &&
	       reading->held[which].number == 0;
}

bool sysbench_is_empty(const struct sysbench *reading)
{
	return is_nought(reading, TOTAL_EVENTS) ||
	       is_nought(reading, OPERATIONS);
}

/* The file test of 1.1 states neither time nor events nor fairness. */
static bool is_short_report(const struct sysbench *reading)
{
	return sysbench_stated(reading, FILE_READ_RATE_MB);
}

bool sysbench_reached_end(const struct sysbench *reading)
{
	if (is_short_report(reading))
		return sysbench_stated(reading, FILE_FSYNC_IOPS) &&
		       sysbench_stated(reading, LATENCY_SUM);
	return sysbench_stated(reading, TOTAL_TIME) &&
	       sysbench_stated(reading, TOTAL_EVENTS) &&
	       sysbench_stated(reading, FAIR_EVENTS_AVG) &&
	       sysbench_stated(reading, FAIR_TIME_AVG);
}

/* Checkpoint reports reset the counters, latencies of no event are no
 * latencies, and a rate of nought is one that was rounded away: none of them
 * is stated. */
static bool is_worthless(const struct sysbench *reading, size_t which)
{
	if (which == EVENTS_PER_SECOND && is_nought(reading, which))
		return true;
	return reading->checkpoints ||
	       (sysbench_is_empty(reading) && which != TOTAL_TIME &&
		       which != TOTAL_EVENTS);
}

static void observe(struct sysbench *reading, const char *metric, size_t which)
{
	const struct sysbench_held *held = &reading->held[which];

	if (held->state == STATED && !is_worthless(reading, which))
		run_observe(reading->parsing->arena, reading->run, metric,
			held->number, held->raw, held->line);
}

/*
 * A percentile that the histogram could not hold: 0.4 and 0.5 print its last
 * value, 10000 s, when there are few events; 1.0 prints 100 s for more.
 */
static bool is_off_scale(const struct sysbench *reading)
{
	double value = reading->held[LATENCY_PERCENTILE].number;
	const struct sysbench_held *max = &reading->held[LATENCY_MAX];

	if (reading->seen & 1u << SECTION_RESPONSE)
		return max->state == STATED &&
		       value > max->number * 1.0004 + 1e-5;
	return fabs(value - PERCENTILE_CAP) < 1e-9 &&
	       (max->state != STATED || max->number > PERCENTILE_CAP);
}

/* latency_p95 and the like: ranks that have a metric. */
static void observe_percentile(struct sysbench *reading)
{
	struct sysbench_held *held = &reading->held[LATENCY_PERCENTILE];
	char metric[32];

	if (held->state != STATED || is_worthless(reading, LATENCY_PERCENTILE))
		return;
	if (is_off_scale(reading)) {
		diag_add(reading->parsing->diags, DIAG_ID_SYSBENCH_PERCENTILE,
			reading->parsing->file, held->line, held->raw);
		return;
	}
	snprintf(metric, sizeof metric, "latency_p%u", (unsigned)reading->rank);
	if (metric_find(metric))
		observe(reading, metric, LATENCY_PERCENTILE);
}

/* 0.4 and 0.5 count operations in 32 bits and events in 64. */
static void distrust_counter(struct sysbench *reading)
{
	struct sysbench_held *count = &reading->held[OPERATIONS];
	const struct sysbench_held *events = &reading->held[TOTAL_EVENTS];

	if (count->state == STATED && events->state == STATED &&
		events->number - count->number >= 4294967296.0 &&
		fmod(events->number - count->number, 4294967296.0) == 0) {
		diag_add(reading->parsing->diags, DIAG_ID_NUMBER_ABSURD,
			reading->parsing->file, count->line, count->raw);
		*count = (struct sysbench_held){.state = VOID};
	}
}

/* 1.1 says it twice, with two decimals and with four. */
static void compare_rates(struct sysbench *reading)
{
	struct sysbench_held *coarse = &reading->held[EVENTS_PER_SECOND];
	const struct sysbench_held *fine = &reading->held[EPS];

	if (coarse->state != STATED || fine->state != STATED ||
		fabs(coarse->number - fine->number) <=
			coarse->slack + fine->slack + 1e-6)
		return;
	diag_add(reading->parsing->diags, DIAG_ID_VALUE_TWICE,
		reading->parsing->file, fine->line, "events_per_second",
		coarse->raw, fine->raw);
	coarse->state = VOID;
}

static void state_figures(struct sysbench *reading)
{
	struct arena *arena = reading->parsing->arena;
	struct run *run = reading->run;
	unsigned layout = 1;

	for (size_t i = 0; i < SYSBENCH_VALUES; i++) {
		const struct sysbench_held *held = &reading->held[i];

		if (held->raw)
			run_figure(arena, run, values[i].figure, held->number,
				held->slack, held->line);
	}
	if (sysbench_stated(reading, LATENCY_PERCENTILE))
		run_figure(arena, run, "percentile.rank", reading->rank, 0,
			reading->held[LATENCY_PERCENTILE].line);
	if (reading->seen & 1u << SECTION_RESPONSE)
		layout = 0;
	else if (sysbench_stated(reading, EPS) || is_short_report(reading))
		layout = 2;
	run_figure(arena, run, "layout", layout, 0, run->line);
}

void sysbench_state_values(struct sysbench *reading)
{
	if (reading->checkpoints)
		return;
	distrust_counter(reading);
	compare_rates(reading);
	for (size_t i = 0; i < SYSBENCH_VALUES; i++)
		if (values[i].metric)
			observe(reading, values[i].metric, i);
	/* stated once under another name */
	if (reading->held[EVENTS_PER_SECOND].state == ABSENT)
		observe(reading, "events_per_second", EPS);
	if (reading->held[QUERIES].state == ABSENT)
		observe(reading, "queries", SQL_TOTAL);
	observe_percentile(reading);
	if (!sysbench_is_empty(reading))
		state_figures(reading);
}
