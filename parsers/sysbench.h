/*
 * sysbench: what the files of the sysbench parser share. sysbench.c follows
 * the runs of a file, sysbench_values.c reads the numbers of a report,
 * sysbench_options.c what is echoed before it, sysbench_series.c the interval
 * lines and the histogram.
 */
#ifndef HVLAB_PARSERS_SYSBENCH_H
#define HVLAB_PARSERS_SYSBENCH_H

#include "parsers/parser.h"

/* Everything a report can state. */
enum sysbench_value {
	EVENTS_PER_SECOND,
	EPS, /* the same once more, with four decimals: 1.1 */
	TOTAL_TIME,
	TOTAL_EVENTS,
	LATENCY_MIN,
	LATENCY_AVG,
	LATENCY_MAX,
	LATENCY_PERCENTILE,
	LATENCY_SUM,
	FAIR_EVENTS_AVG,
	FAIR_EVENTS_SD,
	FAIR_TIME_AVG,
	FAIR_TIME_SD,
	OPERATIONS,
	OPERATIONS_PER_SECOND,
	TRANSFERRED,
	THROUGHPUT,
	FILE_IOPS,
	FILE_RATE,
	FILE_READS,
	FILE_WRITES,
	FILE_OTHERS,
	FILE_OPERATIONS,
	FILE_READ_BYTES,
	FILE_WRITE_BYTES,
	FILE_BYTES,
	FILE_READ_IOPS,
	FILE_WRITE_IOPS,
	FILE_FSYNC_IOPS,
	FILE_READ_RATE,
	FILE_WRITE_RATE,
	FILE_READ_RATE_MB, /* 1.1 says it in MB as well */
	FILE_WRITE_RATE_MB,
	SQL_READS,
	SQL_WRITES,
	SQL_OTHERS,
	SQL_TOTAL,
	TRANSACTIONS,
	TRANSACTIONS_PER_SECOND,
	QUERIES,
	QUERIES_PER_SECOND,
	UNFINISHED,
	SYSBENCH_VALUES
};

enum sysbench_section {
	NO_SECTION,
	SECTION_CPU,
	SECTION_GENERAL,
	SECTION_RESPONSE, /* latencies of 0.4 and 0.5, inside GENERAL */
	SECTION_LATENCY,
	SECTION_FAIRNESS,
	SECTION_THROUGHPUT,
	SECTION_FILES,
	SECTION_SQL,
	SECTION_HISTOGRAM
};

#define MIB (1024.0 * 1024.0)
/* A histogram has this many buckets at most. */
#define BUCKETS_MAX 1024

struct sysbench_held {
	enum { ABSENT, STATED, VOID } state; /* VOID: not to be believed */
	double number;			     /* base unit */
	double slack;			     /* half the last place printed */
	const char *raw;		     /* NULL: no number at all */
	unsigned line;
};

struct sysbench_bucket {
	double value; /* s */
	double count;
};

/* The buckets of the current run; one per file. */
struct sysbench_histogram {
	size_t count; /* BUCKETS_MAX + 1: too many */
	struct sysbench_bucket buckets[BUCKETS_MAX];
};

/* The run being read. */
struct sysbench {
	struct scan *scan;
	struct parsing *parsing;
	struct run *run; /* NULL before the first header */
	struct sysbench_held held[SYSBENCH_VALUES];
	struct sysbench_histogram *histogram; /* NULL: none in this file yet */
	enum sysbench_section section;
	unsigned seen;	     /* sections, as bits */
	double rank;	     /* of the percentile, NAN when not stated */
	bool head;	     /* the run has its header */
	bool checkpoints;    /* counters restarted within the run */
	bool told;	     /* a complaint outside any run was passed on */
	bool pointless;	     /* prepare, cleanup or help: no test */
	double interval;     /* s, of --report-interval; 0: not stated */
	double last;	     /* s, where the last interval ended; NAN: none */
	unsigned complaints; /* diags about single numbers */
	const char *complaint;
	unsigned complaint_line;
	unsigned last_line; /* the last one that is not blank */
};

static inline bool sysbench_stated(
	const struct sysbench *reading, enum sysbench_value which)
{
	return reading->held[which].state == STATED;
}

/* Nothing is left of the line but what somebody noted on it: "-- events". */
static inline bool sysbench_ends(const char *text)
{
	const char *note = scan_blanks(text);

	return !*note || (note > text && (scan_after(note, "--") ||
						 scan_after(note, "//") ||
						 *note == '#'));
}

/* -- sysbench_values.c -- */

/* The line opens a section of a report: which one, else NO_SECTION. */
enum sysbench_section sysbench_title(const char *text);
/* A number of a report outside any section: "10240.00 MiB transferred (",
 * "  800.93 Requests/sec executed". */
bool sysbench_loose(const char *text);
/* Reads a line of a report; false when it is none. */
bool sysbench_read_value(struct sysbench *reading, const char *text);
/* Says of the current line what is wrong with its number. */
void sysbench_tell_number(struct sysbench *reading, enum diag_id id);
/* The values held become the run's observations and figures. */
void sysbench_state_values(struct sysbench *reading);
bool sysbench_is_empty(const struct sysbench *reading);
/* All that a whole report ends with has been stated. */
bool sysbench_reached_end(const struct sysbench *reading);

/* -- sysbench_options.c -- */

/* Names the test when the line is one that only this test prints. */
void sysbench_read_marker(struct sysbench *reading, const char *text);
/* Reads an echoed option; false when it is none. */
bool sysbench_read_option(struct sysbench *reading, const char *text);
/* The line is an echoed command of sysbench. */
bool sysbench_is_command(const char *text);
/* What only the command shows: access mode, test, time limit. */
void sysbench_state_command(struct sysbench *reading);

/* -- sysbench_series.c -- */

bool sysbench_is_interval(const char *text);
/* Reads an interval line; false when it is none. */
bool sysbench_read_interval(struct sysbench *reading, const char *text);
/* A checkpoint's rate becomes a point. */
void sysbench_end_segment(struct sysbench *reading, double time);
/* Reads a line of the histogram; false when it is none. */
bool sysbench_read_bucket(struct sysbench *reading, const char *text);
/* What the checks need of the histogram becomes figures. */
void sysbench_state_histogram(struct sysbench *reading);

#endif
