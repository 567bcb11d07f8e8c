/*
 * iperf3: what its readers (text, JSON, JSON stream) share: a test as they
 * collect it, and the runs that come of it.
 *
 * A test has one flow of data, with --bidir two; each becomes a run. Rows are
 * handed over one by one and are not kept: what remains of them is sums, the
 * series, and per rule of arithmetic the two numbers that fit each other
 * least. So a log of any length needs the same memory. These numbers are the
 * run's figures; a pair is KEY and KEY.wanted, of which iperf3_ledger.c has
 * the list, and src/checks/iperf3.c the rules.
 */
#ifndef HVLAB_PARSERS_IPERF3_H
#define HVLAB_PARSERS_IPERF3_H

#include "parsers/parser.h"
#include "src/base/json.h"

enum iperf3_role { IPERF3_UNKNOWN, IPERF3_CLIENT, IPERF3_SERVER };
enum iperf3_side { IPERF3_SENDER, IPERF3_RECEIVER, IPERF3_SIDES };
/* The first is what the client sends, or without --bidir all there is. */
enum iperf3_flow { IPERF3_FIRST, IPERF3_SECOND, IPERF3_FLOWS };

extern const char *const iperf3_sides[IPERF3_SIDES]; /* "sender", … */

/* A number as printed; raw NULL: not stated. */
struct iperf3_number {
	double value; /* base unit */
	double slack; /* half a unit of the last printed place; 0: exact */
	const char *raw;
	size_t length; /* of raw, which need not end there */
	unsigned line;
};

/* What one stream, or all together, moved from `start` to `end`. */
struct iperf3_row {
	bool sum; /* of all streams */
	unsigned long long id;
	enum iperf3_flow flow;
	bool omitted;
	double start, end;	      /* s */
	struct iperf3_number seconds; /* end, or end - start */
	struct iperf3_number bytes, rate;
	struct iperf3_number retransmits;
	struct iperf3_number jitter, lost, packets, percent; /* UDP */
	struct iperf3_number rtt, cwnd;			     /* JSON */
	unsigned line;
};

/* Two numbers that depend on each other. */
enum iperf3_fit_id {
	IPERF3_FIT_ROW,	       /* rate, and 8 × bytes / seconds */
	IPERF3_FIT_TOTAL,      /* the same of summary rows */
	IPERF3_FIT_STEP,       /* start, and the end before */
	IPERF3_FIT_CLOCK,      /* seconds, and end - start */
	IPERF3_FIT_BLOCK,      /* bytes of a sum, and of its streams */
	IPERF3_FIT_BLOCK_RETR, /* the same for retransmissions */
	IPERF3_FIT_SUM,	       /* the same for sums in the summary */
	IPERF3_FIT_SUM_RETR,
	IPERF3_FIT_STREAM,	/* own total of bytes, and of its rows */
	IPERF3_FIT_STREAM_RETR, /* the same for retransmissions */
	IPERF3_FIT_PACKETS,	/* datagrams */
	IPERF3_FIT_LOST,	/* and lost ones */
	IPERF3_FIT_PERCENT,	/* percentage, and lost / packets */
	IPERF3_FIT_ALL_PACKETS, /* datagrams of a sum, and of its streams */
	IPERF3_FIT_ALL_LOST,
	IPERF3_FIT_DATAGRAMS, /* bytes, and datagrams × block size */
	IPERF3_FIT_BLOCKS,    /* bytes, and the nearest whole block */
	IPERF3_FIT_END,	      /* own end, and that of the last row */
	IPERF3_FIT_LAST,      /* receiver's end, and the sender's */
	IPERF3_FIT_TIME,      /* sender's end, and the time asked for */
	IPERF3_FIT_ARRIVED,   /* sender's bytes, and the receiver's */
	IPERF3_FIT_MAX_RTT,
	IPERF3_FIT_MIN_RTT,
	IPERF3_FIT_MEAN_RTT,
	IPERF3_FIT_MAX_CWND,
	IPERF3_FIT_CPU,	    /* total, and user + system */
	IPERF3_FIT_STREAMS, /* streams connected, and asked for */
	IPERF3_FIT_DATE,    /* date as text, and in seconds */
	IPERF3_FITS
};

struct iperf3_fit {
	bool stated;
	double miss; /* how far apart, beyond both slacks, relative */
	double found, found_slack;
	double wanted, wanted_slack;
	unsigned line;
};

/* Sums over the rows of a stream. */
struct iperf3_sums {
	double bytes, slack;
	double retransmits, packets, lost;
	bool has_bytes, has_retransmits, has_packets, has_lost;
	size_t rows;
};

struct iperf3_stream {
	unsigned long long id;
	bool sum;
	bool started, omitted; /* the last row was omitted */
	bool repeated;	       /* the last row came twice */
	double start, end, last_bytes;
	double rtt_max, rtt_min, rtt_sum, cwnd_max;
	size_t rtt_count;
	struct iperf3_sums rows;
	struct iperf3_row totals[IPERF3_SIDES];
	bool stated[IPERF3_SIDES];
};

/* Samples on their way to a series: the last one waits, because it may be a
 * short one, which is no sample. */
struct iperf3_series {
	struct run held; /* only its series count */
	bool waiting;
	double nominal; /* length of the first */
	struct iperf3_row last;
};

/* All that is remembered of the rows of a flow. */
struct iperf3_ledger {
	struct iperf3_stream *streams;
	size_t count, capacity, hint;
	bool crowded; /* more streams than iperf3 can have */
	struct iperf3_sums blocks[1 + IPERF3_SIDES];
	struct iperf3_series series[2]; /* of the first stream, of sums */
	struct iperf3_fit fits[IPERF3_FITS];
};

/* Words or digits as printed; value NULL: not stated. */
struct iperf3_fact {
	const char *value;
	unsigned line;
};

struct iperf3_endpoint {
	const char *local, *remote;	    /* addresses */
	const char *local_end, *remote_end; /* "address:port" */
	unsigned line;
};

struct iperf3_test {
	enum iperf3_role role;
	unsigned line, last_line;
	bool reverse, reverse_known;
	bool udp, protocol_known;
	bool bidir;
	bool old;	   /* before 3.2 */
	bool exact;	   /* JSON: numbers are not rounded */
	unsigned repeated; /* streams whose last row came twice: an abort */
	bool mixed;	   /* UDP: one total, of the sender's bytes and the
			      receiver's losses (before 3.2, JSON before 3.11) */
	bool limited;	   /* by bytes or blocks, not by time */
	bool omits;	   /* some rows are "(omitted)" */
	const char *version;
	struct iperf3_fact requested; /* seconds */
	struct iperf3_fact omit, block_size, congestion, cookie, date;
	struct iperf3_fact target; /* bit/s */
	struct iperf3_number cpu_local, cpu_remote;
	struct iperf3_endpoint *ends; /* one per stream */
	size_t end_count, end_capacity;
	struct iperf3_ledger ledgers[IPERF3_FLOWS];
	/* the result: sums when there are several streams */
	struct iperf3_row totals[IPERF3_FLOWS][IPERF3_SIDES];
	bool stated[IPERF3_FLOWS][IPERF3_SIDES];
	/* `mixed`: the receiver's time, if it is stated apart */
	struct iperf3_number arrival[IPERF3_FLOWS];
};

/* -- iperf3_rows.c: rows of text -- */

/*
 * The row in a line, if there is one: false otherwise. `tail` gets what is
 * behind the rate. Numbers point into `text`. `udp` tells how the tail is to
 * be understood.
 */
bool iperf3_read_row(const char *text, unsigned line, struct iperf3_row *row,
	const char **tail, bool *tagged);
void iperf3_read_tail(const char *tail, bool udp, struct iperf3_row *row);
bool iperf3_ends_with(const char *text, const char *word);
/* Behind "[  5]" or "[SUM][TX-C]" at the start of `text`, or NULL. */
const char *iperf3_behind_label(const char *text);

/* -- iperf3_ledger.c: what remains of rows -- */

void iperf3_add_row(struct arena *arena, struct iperf3_test *test,
	const struct iperf3_row *row);
/* A row of the summary, and one that only the checks need. Text of numbers is
 * copied. */
void iperf3_add_stream_total(struct arena *arena, struct iperf3_test *test,
	enum iperf3_side side, const struct iperf3_row *row);
void iperf3_add_total(struct arena *arena, struct iperf3_test *test,
	enum iperf3_side side, const struct iperf3_row *row);
/* Two numbers for the checks. */
void iperf3_fit(struct iperf3_ledger *ledger, enum iperf3_fit_id id,
	struct iperf3_number found, struct iperf3_number wanted);
/* A number that is exact and nobody printed. */
struct iperf3_number iperf3_plain(double value, unsigned line);
/* Compares totals with rows, and gives the run all fits as figures. */
void iperf3_close(struct arena *arena, struct iperf3_test *test,
	enum iperf3_flow flow, struct run *run);

/* -- iperf3_run.c: from a test to runs -- */

/* The side of that flow which the log is from. */
enum iperf3_side iperf3_own(
	const struct iperf3_test *test, enum iperf3_flow flow);
size_t iperf3_flow_count(const struct iperf3_test *test);
/* Streams per flow; 0: not known. */
size_t iperf3_stream_count(const struct iperf3_test *test);
/* Its own side stopped before the time that was asked for. */
bool iperf3_is_early(const struct iperf3_test *test);
/* All totals that a test needs to be whole are there. */
bool iperf3_is_whole(const struct iperf3_test *test);
/* "TCP", "UDP" or "" */
const char *iperf3_protocol(const struct iperf3_test *test);
/* The number in "iperf 3.12" or "iperf version 3.0.1 (10 January 2014)"; NULL:
 * no version of iperf3. */
const char *iperf3_version(const char *text);
/* Adds a connection; "A" and its port. */
void iperf3_connect(struct arena *arena, struct iperf3_test *test,
	struct iperf3_endpoint end);
const char *iperf3_address(
	struct arena *arena, const char *host, unsigned long long port);
/* The test is over: its runs. */
void iperf3_make_runs(struct scan *scan, struct parsing *parsing,
	struct iperf3_test *test, bool complete);

/* -- iperf3_document.c: a test out of JSON objects -- */

/*
 * A document in the making. Its parts come one by one, so that no more than
 * one interval of it has to be in memory.
 */
struct iperf3_document {
	struct scan *scan;
	struct parsing *parsing;
	struct iperf3_test *test;      /* NULL: none is open */
	const struct json *end;	       /* looked at when all is over */
	struct arena *ending;	       /* its memory */
	bool ended;		       /* it was closed as it should be */
	bool known;		       /* its head says that it is iperf3's */
	struct iperf3_fact error;      /* of the test */
	bool two;		       /* intervals have two sums */
	bool first_sends, first_known; /* this host, in the first flow */
	unsigned long long asked;      /* streams */
	/* over the documents of a file */
	bool tests;		    /* there has been one */
	unsigned idle;		    /* line of a server without a test */
	struct iperf3_fact message; /* "iperf3: …" not yet explained */
	const char *cookie;	    /* of the last document */
};

void iperf3_document_open(struct iperf3_document *document);
/* The value of a key of the document, or one interval. */
void iperf3_document_part(struct iperf3_document *document, const char *key,
	const struct json *value);
/* Something in it could not be read. */
void iperf3_document_gap(struct iperf3_document *document);
/* The document is over, if one is open: its runs. */
void iperf3_document_close(struct iperf3_document *document);
/* "error - …" without a test */
void iperf3_document_failed(
	struct iperf3_document *document, const char *error, unsigned line);
/* The file is over. */
void iperf3_document_finish(struct iperf3_document *document);

/* -- iperf3_stream.c: --json-stream -- */

bool iperf3_owns_event(const char *text);
void iperf3_read_event(struct iperf3_document *document, const char *text);

#endif
