/*
 * iperf3 3.x, text, of clients and servers.
 *
 * Numbers are taken from the summary rows only. Because iperf3 buffers its
 * output, a message ("iperf3: error - ...") may stand before the test it is
 * about: messages are kept, and the test that shows signs of an abort takes
 * one. Timestamps or titles may stand before any line, so nothing is
 * expected in the first column.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "parsers/parser.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

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

/* In bits: -f K and the like print bytes, by 1024. */
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

enum role { ROLE_UNKNOWN, ROLE_CLIENT, ROLE_SERVER };
enum side { SIDE_SENDER, SIDE_RECEIVER, SIDE_COUNT };
/* Without --bidir all rows are of the first flow. */
enum flow { FLOW_FIRST, FLOW_SECOND, FLOW_COUNT };

static const char *const sides[SIDE_COUNT] = {"sender", "receiver"};

/* "[  5][TX-C]   0.00-1.00   sec  25.1 MBytes   210 Mbits/sec   45 ..." */
struct row {
	bool sum;    /* "[SUM]" */
	char tag[8]; /* "TX-C"; empty without --bidir */
	unsigned long long id;
	const char *start, *end; /* of the interval, both 2 decimals */
	double from, to;
	struct piece {
		const char *text, *stop;
		double number;
	} bytes, rate;
	const char *tail;
};

/* A summary row, kept. */
struct summary {
	bool stated;
	bool sum;
	double seconds, bytes, rate;
	const char *seconds_raw, *bytes_raw, *rate_raw, *tail;
	unsigned line;
};

struct endpoint {
	const char *local, *remote;	    /* addresses */
	const char *local_end, *remote_end; /* "address:port" */
	unsigned line;
};

struct test {
	enum role role;
	unsigned line, last_line;
	bool reverse, reverse_known;
	bool udp, protocol_known;
	bool bidir;
	bool in_summary;
	bool dash;     /* the last line but "Test Complete" was dashes */
	bool repeated; /* the last interval row came twice */
	bool done;     /* "iperf Done." */
	bool unlabelled;
	bool limited;	       /* -n or -k: not by time */
	const char *requested; /* -V: seconds */
	unsigned requested_line;
	const char *version;
	struct endpoint *streams;
	size_t stream_count, stream_capacity;
	struct {
		bool seen;
		unsigned long long id;
		char text[96]; /* the last interval row of the first stream */
	} last[FLOW_COUNT];
	struct summary summary[FLOW_COUNT][SIDE_COUNT];
	const char *message; /* met inside the test */
	unsigned message_line;
};

struct reading {
	struct scan *scan;
	struct parsing *parsing;
	struct test *test;   /* NULL between tests */
	bool peer;	     /* in the "Server output:" of a client */
	const char *version; /* -V, of the next test */
	const char *message; /* met outside tests, not yet explained */
	unsigned message_line;
	unsigned server_line; /* the first "Server listening" */
	bool tests;	      /* there has been one */
};

/* -- recognising lines -- */

static const char *after_any(const char *text, const char *needle)
{
	const char *found = strstr(text, needle);

	return found ? found + strlen(needle) : NULL;
}

/* "iperf 3.12", the first line with -V */
static const char *version_of(const char *text)
{
	const char *version = scan_after(text, "iperf ");
	const char *end;

	if (!version || !scan_after(version, "3."))
		return NULL;
	end = version + strspn(version, "0123456789.+-");
	return scan_end(end) ? version : NULL;
}

/* "Server listening on 5201 (test #1)"; iperf2 says "on TCP port". */
static bool is_listening(const char *text)
{
	const char *port = after_any(text, "Server listening on ");
	unsigned long long number;

	return port && scan_count(port, &number, &port) &&
	       (scan_end(port) || scan_after(port, " (test #"));
}

static bool is_connecting(const char *text)
{
	const char *host = after_any(text, "Connecting to host ");

	return host && strstr(host, ", port ");
}

static bool is_accepted(const char *text)
{
	const char *host = after_any(text, "Accepted connection from ");

	return host && strstr(host, ", port ");
}

/* Behind "iperf3: " of a message of iperf3 itself, or NULL. */
static const char *message_of(const char *text)
{
	static const char *const words[] = {
		"error - ",
		"interrupt - ",
		"the client has ",
		"the server has ",
		"parameter error",
		"unrecognized option",
		"invalid option",
		"getsockopt",
		"exiting",
		"command not found",
		"not found",
	};
	const char *message = after_any(text, "iperf3: ");

	for (size_t i = 0; message && i < COUNT(words); i++)
		if (scan_after(message, words[i]))
			return message;
	return NULL;
}

static bool is_header(const char *text)
{
	const char *s = after_any(text, "[ ID]");

	s = s ? after_any(s, "Interval ") : NULL;
	s = s ? after_any(s, "Transfer ") : NULL;
	return s && (strstr(s, "Bitrate") || strstr(s, "Bandwidth"));
}

static bool is_dashes(const char *text)
{
	return strstr(text, "- - - - - - - - - - ") != NULL;
}

/* -- rows -- */

/* "[  5]" or "[SUM]", "[TX-C]" maybe; behind it, or NULL. */
static const char *read_label(const char *text, struct row *row)
{
	const char *s = scan_after(text, "[");
	const char *end;

	if (!s)
		return NULL;
	row->sum = scan_after(s, "SUM]") != NULL;
	if (row->sum)
		s += strlen("SUM");
	else if (!scan_count(scan_blanks(s), &row->id, &s))
		return NULL;
	if (!(s = scan_after(s, "]")))
		return NULL;
	row->tag[0] = '\0';
	if (*s != '[')
		return *s == ' ' ? s : NULL;
	end = strchr(s, ']');
	if (!end || end - s != 5 || s[3] != '-')
		return NULL;
	memcpy(row->tag, s + 1, 4);
	row->tag[4] = '\0';
	return end + 1;
}

/* Seconds always have two decimals; iperf2 prints one or four. */
static const char *read_seconds(const char *text, double *seconds)
{
	const char *end;

	if (*text < '0' || *text > '9' || !scan_number(text, seconds, &end))
		return NULL;
	return end - text > 3 && end[-3] == '.' ? end : NULL;
}

static const char *read_piece(const char *text,
	const struct scan_suffix *suffixes, struct piece *piece)
{
	piece->text = scan_blanks(text);
	if (*piece->text < '0' || *piece->text > '9' ||
		!scan_scaled(
			piece->text, suffixes, &piece->number, &piece->stop))
		return NULL;
	return piece->stop;
}

static bool read_row_at(const char *text, struct row *row)
{
	const char *s = read_label(text, row);

	if (!s)
		return false;
	row->start = scan_blanks(s);
	s = read_seconds(row->start, &row->from);
	if (!s || *s != '-')
		return false;
	row->end = s + 1;
	s = read_seconds(row->end, &row->to);
	if (!s || row->to < row->from)
		return false;
	s = scan_after(scan_blanks(s), "sec");
	s = s && *s == ' ' ? read_piece(s, transfers, &row->bytes) : NULL;
	s = s && *s == ' ' ? read_piece(s, rates, &row->rate) : NULL;
	if (!s || (*s && *s != ' '))
		return false;
	row->tail = scan_blanks(s);
	return true;
}

static bool read_row(const char *text, struct row *row)
{
	for (; (text = strchr(text, '[')); text++)
		if (read_row_at(text, row))
			return true;
	return false;
}

/* "local A port p connected to B port q" behind "[  5] " */
static const char *connected_of(const char *text)
{
	for (; (text = strchr(text, '[')); text++) {
		struct row row;
		const char *s = read_label(text, &row);

		s = s ? scan_after(s, " local ") : NULL;
		if (s && strstr(s, " connected to "))
			return s;
	}
	return NULL;
}

static bool owns(const char *text)
{
	struct row row;

	return version_of(text) || is_connecting(text) || is_listening(text) ||
	       is_accepted(text) || message_of(text) || connected_of(text) ||
	       read_row(text, &row);
}

/* -- collecting a test -- */

static char *keep(struct reading *reading, const char *text, const char *end)
{
	return arena_strndup(
		reading->parsing->arena, text, (size_t)(end - text));
}

static void begin(struct reading *reading, enum role role)
{
	struct test *test = arena_alloc(reading->parsing->arena, sizeof *test);

	test->role = role;
	test->line = reading->scan->line;
	test->last_line = reading->scan->line;
	test->version = reading->version;
	reading->test = test;
	reading->tests = true;
}

/* The test a line belongs to, begun when its head is missing. */
static struct test *need_test(struct reading *reading)
{
	if (!reading->test)
		begin(reading, ROLE_UNKNOWN);
	return reading->test;
}

/* "A port p": the address, and with its port. Behind it, or NULL. */
static const char *read_end(struct reading *reading, const char *text,
	const char **address, const char **end)
{
	const char *port = strstr(text, " port ");
	const char *after;
	unsigned long long number;

	if (!port || port == text ||
		!scan_count(port + strlen(" port "), &number, &after) ||
		number > 65535)
		return NULL;
	*address = keep(reading, text, port);
	*end = strchr(*address, ':') ? arena_printf(reading->parsing->arena,
					       "[%s]:%llu", *address, number)
				     : arena_printf(reading->parsing->arena,
					       "%s:%llu", *address, number);
	return after;
}

static bool read_connected(struct reading *reading, const char *text)
{
	const char *local = connected_of(text);
	struct endpoint end = {.line = reading->scan->line};
	struct test *test;

	if (!local)
		return false;
	test = need_test(reading);
	if (reading->scan->cut)
		return true;
	local = read_end(reading, local, &end.local, &end.local_end);
	local = local ? scan_after(local, " connected to ") : NULL;
	local = local ? read_end(reading, local, &end.remote, &end.remote_end)
		      : NULL;
	if (!local || !scan_end(local))
		return true;
	ARENA_ROOM(reading->parsing->arena, test->streams, test->stream_count,
		test->stream_capacity);
	test->streams[test->stream_count++] = end;
	return true;
}

static void read_protocol(struct test *test, bool udp)
{
	test->udp = udp;
	test->protocol_known = true;
}

/* What the columns tell: Retr and Total Datagrams are the sender's. */
static bool read_header(struct reading *reading, const char *text)
{
	struct test *test = reading->test;
	bool udp = strstr(text, "Datagrams") != NULL;

	/* iperf2 has it too: it does not begin a test */
	if (!test || !is_header(text))
		return false;
	test->in_summary = test->dash;
	test->dash = false;
	if (strstr(text, "][Role]"))
		test->bidir = true;
	if (!test->protocol_known)
		read_protocol(test, udp);
	if (!test->in_summary && test->role == ROLE_SERVER && !test->bidir &&
		!test->reverse_known) {
		test->reverse = strstr(text, "Retr") != NULL ||
				strstr(text, " Total Datagrams") != NULL;
		test->reverse_known = true;
	}
	return true;
}

static enum flow flow_of(const struct row *row)
{
	/* the first is what the client sends */
	if (strcmp(row->tag, "RX-C") == 0 || strcmp(row->tag, "TX-S") == 0)
		return FLOW_SECOND;
	return FLOW_FIRST;
}

/* An aborted test prints its last interval twice. */
static void read_interval(struct test *test, const struct row *row)
{
	enum flow flow = flow_of(row);
	char text[sizeof test->last[flow].text];

	test->dash = false;
	if (row->sum || strstr(row->tail, "(omitted)"))
		return;
	if (test->last[flow].seen && test->last[flow].id != row->id)
		return;
	snprintf(text, sizeof text, "%.80s", row->start);
	text[strcspn(text, "sec")] = '\0';
	snprintf(text + strlen(text), sizeof text - strlen(text), "%.*s",
		(int)(row->bytes.stop - row->bytes.text), row->bytes.text);
	if (test->last[flow].seen && row->to > row->from &&
		strcmp(text, test->last[flow].text) == 0)
		test->repeated = true;
	test->last[flow].seen = true;
	test->last[flow].id = row->id;
	memcpy(test->last[flow].text, text, sizeof text);
}

static bool ends_with(const char *text, const char *word)
{
	size_t length = strlen(text), end = strlen(word);

	while (length && text[length - 1] == ' ')
		length--;
	return length >= end && memcmp(text + length - end, word, end) == 0;
}

static void keep_summary(
	struct reading *reading, struct summary *summary, const struct row *row)
{
	/* a row per stream, then their sum: the sum is the result */
	if (summary->stated && !row->sum)
		return;
	*summary = (struct summary){
		.stated = true,
		.sum = row->sum,
		.seconds = row->to - row->from,
		.bytes = row->bytes.number,
		.rate = row->rate.number,
		.seconds_raw = keep(reading, row->end,
			row->end + strspn(row->end, "0123456789.")),
		.bytes_raw = keep(reading, row->bytes.text, row->bytes.stop),
		.rate_raw = keep(reading, row->rate.text, row->rate.stop),
		.tail = arena_strdup(reading->parsing->arena, row->tail),
		.line = reading->scan->line,
	};
}

static void read_summary(struct reading *reading, const struct row *row)
{
	struct test *test = reading->test;
	enum flow flow = flow_of(row);

	for (size_t i = 0; i < SIDE_COUNT; i++) {
		if (!ends_with(row->tail, sides[i]))
			continue;
		keep_summary(reading, &test->summary[flow][i], row);
		return;
	}
	/* a cut row has no label either */
	if (!reading->scan->cut)
		test->unlabelled = true;
}

static bool read_data(struct reading *reading, const char *text)
{
	struct row row;
	bool labelled;

	if (!read_row(text, &row))
		return false;
	need_test(reading);
	labelled = ends_with(row.tail, sides[SIDE_SENDER]) ||
		   ends_with(row.tail, sides[SIDE_RECEIVER]);
	if (*row.tag)
		reading->test->bidir = true;
	if (reading->test->in_summary || labelled)
		read_summary(reading, &row);
	else if (!reading->scan->cut)
		read_interval(reading->test, &row);
	return true;
}

/* "Starting Test: protocol: TCP, 1 streams, ..., 30 second test" */
static bool read_starting(struct reading *reading, const char *text)
{
	const char *s = after_any(text, "Starting Test: protocol: ");
	const char *end;

	if (!s)
		return false;
	need_test(reading);
	if (scan_after(s, "TCP,"))
		read_protocol(reading->test, false);
	if (scan_after(s, "UDP,"))
		read_protocol(reading->test, true);
	end = strstr(s, " second test");
	reading->test->limited = !end && !reading->scan->cut;
	if (!end)
		return true;
	for (s = end; s > text && s[-1] >= '0' && s[-1] <= '9'; s--)
		;
	if (s < end) {
		reading->test->requested = keep(reading, s, end);
		reading->test->requested_line = reading->scan->line;
	}
	return true;
}

static void finish(struct reading *reading, bool heading);

static bool is_about_client(const char *message)
{
	return scan_after(message, "the client has ") != NULL;
}

static bool read_message(struct reading *reading, const char *text)
{
	const char *message = message_of(text);
	const char *quote;

	if (!message)
		return false;
	quote = parser_quote(
		reading->parsing->arena, message - strlen("iperf3: "));
	if (reading->test && reading->test->done)
		finish(reading, false);
	if (reading->test && !reading->test->message) {
		reading->test->message = quote;
		reading->test->message_line = reading->scan->line;
	} else if (!reading->test && !reading->message) {
		reading->message = quote;
		reading->message_line = reading->scan->line;
	}
	return true;
}

/* Lines that begin or end a test. */
static bool read_frame(struct reading *reading, const char *text)
{
	bool listening = is_listening(text);
	bool accepted = is_accepted(text);
	bool connecting = is_connecting(text);

	if (listening || accepted || connecting)
		finish(reading, listening);
	else if (version_of(text))
		finish(reading, false);
	if (version_of(text))
		reading->version = keep(reading, version_of(text),
			version_of(text) + strcspn(version_of(text), " \t"));
	if (listening && !reading->server_line)
		reading->server_line = reading->scan->line;
	if (accepted)
		begin(reading, ROLE_SERVER);
	if (connecting)
		begin(reading, ROLE_CLIENT);
	return listening || accepted || connecting || version_of(text);
}

static bool read_remark(struct reading *reading, const char *text)
{
	struct test *test = reading->test;

	if (!test)
		return false;
	if (strstr(text, "Reverse mode, remote host ")) {
		test->reverse = true;
		return true;
	}
	if (strstr(text, "iperf Done.")) {
		test->done = true;
		return true;
	}
	if (strstr(text, "Server output:")) {
		reading->peer = true;
		return true;
	}
	if (is_dashes(text)) {
		test->dash = true;
		return true;
	}
	return false;
}

static bool read_test_line(struct reading *reading, const char *text)
{
	return read_remark(reading, text) || read_connected(reading, text) ||
	       read_header(reading, text) || read_data(reading, text) ||
	       read_starting(reading, text);
}

static void read_line(struct reading *reading, const char *text)
{
	/* the other side's text inside a client's is not this side's */
	if (reading->peer) {
		if (!strstr(text, "iperf Done.") && !is_connecting(text) &&
			!message_of(text))
			return;
		reading->peer = false;
	}
	if (read_frame(reading, text))
		return;
	if (read_message(reading, text) || read_test_line(reading, text))
		if (reading->test)
			reading->test->last_line = reading->scan->line;
}

/* -- from a test to runs -- */

/* Which summaries the test must have to be whole. */
static bool needs(const struct test *test, enum flow flow, enum side side)
{
	bool sends = (flow == FLOW_SECOND) != test->reverse;

	if (test->role != ROLE_SERVER)
		return true;
	/* a server's own side */
	return side == (sends ? SIDE_SENDER : SIDE_RECEIVER);
}

static size_t flow_count(const struct test *test)
{
	return test->bidir ? 2 : 1;
}

static size_t stream_count(const struct test *test)
{
	return test->stream_count / flow_count(test);
}

static bool has_summaries(const struct test *test)
{
	for (size_t f = 0; f < flow_count(test); f++)
		for (size_t s = 0; s < SIDE_COUNT; s++) {
			const struct summary *row = &test->summary[f][s];

			if (!needs(test, f, s))
				continue;
			if (!row->stated || row->bytes <= 0)
				return false;
			if (stream_count(test) > 1 && !row->sum)
				return false;
		}
	return stream_count(test) > 0;
}

/* The test was stopped though its summary is there. */
static bool is_stopped(
	const struct reading *reading, const struct test *test, bool heading)
{
	const char *message = test->message ? test->message : reading->message;

	if (test->repeated)
		return true;
	if (!message || test->done)
		return false;
	if (test->role == ROLE_SERVER)
		/* a server that goes on, or is stopped when idle, has
		 * announced its next test */
		return !heading ||
		       (test->message && is_about_client(test->message +
							 strlen("iperf3: ")));
	return true;
}

/* The message that explains why a test failed; NULL when there is none. A
 * lost client is why, and stopping its server only what came of it. */
static const char *take_message(
	struct reading *reading, const struct test *test, unsigned *line)
{
	const char *early = reading->message;

	if (test->message &&
		!(early && is_about_client(early + strlen("iperf3: ")))) {
		*line = test->message_line;
		return test->message;
	}
	if (!early || test->done)
		return NULL;
	*line = reading->message_line;
	reading->message = NULL;
	return early;
}

/* Says why the test does not count; false when it does. */
static bool tell_failure(struct reading *reading, const struct test *test,
	const char *workload, bool heading)
{
	struct parsing *parsing = reading->parsing;
	bool whole = has_summaries(test);
	bool stopped = is_stopped(reading, test, heading);
	const char *message;
	unsigned line;

	if (whole && !stopped)
		return false;
	message = take_message(reading, test, &line);
	if (message) {
		diag_add(parsing->diags, DIAG_ID_RUN_FAILED, parsing->file,
			line, "iperf3", workload, message);
	} else if (test->unlabelled) {
		diag_add(parsing->diags, DIAG_ID_IPERF3_UNLABELLED,
			parsing->file, test->last_line, NULL);
	} else {
		diag_add(parsing->diags,
			stopped || (test->in_summary && !reading->scan->cut &&
					   test->stream_count > 0)
				? DIAG_ID_RUN_ABORTED
				: DIAG_ID_RUN_CUT,
			parsing->file, test->last_line, "iperf3", workload);
	}
	return true;
}

static void observe(struct reading *reading, struct run *run,
	const struct summary *row, const char *metric, double value,
	const char *raw)
{
	run_observe(
		reading->parsing->arena, run, metric, value, raw, row->line);
}

static void observe_side(struct reading *reading, struct run *run,
	const struct summary *row, enum side side, const char *name,
	double value, const char *raw)
{
	char metric[40];

	snprintf(metric, sizeof metric, "%s.%s", sides[side], name);
	observe(reading, run, row, metric, value, raw);
}

/*
 * -f T and the like print "0.01 TBytes/sec": the unit leaves no digits. The
 * adaptive form never falls below 1 but for plain bits and Bytes.
 */
static bool is_coarse(const char *raw)
{
	const char *end;
	double number;

	return scan_number(raw, &number, &end) && number < 0.1 &&
	       !scan_after(scan_blanks(end), "bits") &&
	       !scan_after(scan_blanks(end), "Bytes");
}

static void observe_rate(struct reading *reading, struct run *run,
	const struct summary *row, enum side side)
{
	if (!is_coarse(row->rate_raw)) {
		observe_side(reading, run, row, side, "throughput", row->rate,
			row->rate_raw);
		return;
	}
	diag_add(reading->parsing->diags, DIAG_ID_NUMBER_COARSE,
		reading->parsing->file, row->line, row->rate_raw);
}

/* The number of retransmissions before "sender"; UDP has none. */
static void observe_retransmits(
	struct reading *reading, struct run *run, const struct summary *row)
{
	unsigned long long number;
	const char *end;

	if (!scan_count(row->tail, &number, &end) ||
		!scan_after(scan_blanks(end), sides[SIDE_SENDER]))
		return;
	observe(reading, run, row, "retransmits", (double)number,
		keep(reading, row->tail, end));
}

/* "0.002 ms  90185/127373 (71%)  receiver" */
static void observe_loss(
	struct reading *reading, struct run *run, const struct summary *row)
{
	const char *lost, *slash, *packets, *end;
	unsigned long long lost_count, count;
	double jitter;

	if (!scan_number(row->tail, &jitter, &end) || jitter < 0 ||
		!(lost = scan_after(end, " ms ")))
		return;
	observe(reading, run, row, "jitter", scan_base(jitter, 1e-3),
		keep(reading, row->tail, end + strlen(" ms")));
	lost = scan_blanks(lost);
	/* late and doubled datagrams make it negative or too large */
	if (!scan_count(lost, &lost_count, &slash) || *slash != '/' ||
		!scan_count(slash + 1, &count, &packets) ||
		!scan_after(packets, " (") || count == 0 ||
		lost_count > count) {
		diag_add(reading->parsing->diags, DIAG_ID_NUMBER_ABSURD,
			reading->parsing->file, row->line,
			parser_quote(reading->parsing->arena, row->tail));
		return;
	}
	end = packets + strcspn(packets, ")");
	observe(reading, run, row, "lost_packets", (double)lost_count,
		keep(reading, lost, slash));
	observe(reading, run, row, "packets", (double)count,
		keep(reading, slash + 1, packets));
	observe(reading, run, row, "loss", (double)lost_count / (double)count,
		keep(reading, lost, *end ? end + 1 : end));
}

static void observe_flow(struct reading *reading, struct run *run,
	const struct test *test, enum flow flow)
{
	for (size_t i = 0; i < SIDE_COUNT; i++) {
		const struct summary *row = &test->summary[flow][i];

		/* 0.00 Bytes is what a side prints that never heard from the
		 * other; single rows of several streams are not the test's */
		if (!row->stated || !needs(test, flow, i) || row->bytes <= 0 ||
			(stream_count(test) > 1 && !row->sum))
			continue;
		observe_rate(reading, run, row, i);
		observe_side(reading, run, row, i, "bytes", row->bytes,
			row->bytes_raw);
		observe_side(reading, run, row, i, "duration", row->seconds,
			row->seconds_raw);
		if (i == SIDE_SENDER && !test->udp)
			observe_retransmits(reading, run, row);
		if (i == SIDE_RECEIVER && test->udp)
			observe_loss(reading, run, row);
	}
}

static void state(struct reading *reading, struct run *run, const char *key,
	const char *value, unsigned line)
{
	if (value && *value)
		run_state(reading->parsing->arena, run, key, value, line);
}

/* The time asked for is not printed; the sender stops at it, so its time
 * rounded is evident unless bytes or blocks ended the test. */
static void state_duration(struct reading *reading, struct run *run,
	const struct test *test, enum flow flow)
{
	const struct summary *row = &test->summary[flow][SIDE_SENDER];
	double whole;

	if (test->requested) {
		state(reading, run, "duration", test->requested,
			test->requested_line);
		return;
	}
	if (!row->stated)
		row = &test->summary[flow][SIDE_RECEIVER];
	if (!row->stated || test->limited || !run->complete)
		return;
	whole = round(row->seconds);
	if (whole < 1 || fabs(row->seconds - whole) > 0.35)
		return;
	state(reading, run, "duration",
		arena_printf(reading->parsing->arena, "%ld", lround(whole)),
		row->line);
}

/* Where the data goes. Known when the role is, and who sends. */
static void state_direction(struct reading *reading, struct run *run,
	const struct test *test, enum flow flow)
{
	const struct endpoint *end;
	bool reverse = test->bidir ? flow == FLOW_SECOND : test->reverse;
	bool leaves = reverse == (test->role == ROLE_SERVER);

	if (test->stream_count == 0)
		return;
	end = &test->streams[flow == FLOW_SECOND ? stream_count(test) : 0];
	state(reading, run, "local_address", end->local, end->line);
	state(reading, run, "remote_address", end->remote, end->line);
	if (test->role == ROLE_UNKNOWN ||
		(test->role == ROLE_SERVER && !test->bidir &&
			!test->reverse_known))
		return;
	state(reading, run, "direction", reverse ? "reverse" : "forward",
		end->line);
	state(reading, run, "flow_from",
		leaves ? end->local_end : end->remote_end, end->line);
	state(reading, run, "flow_to",
		leaves ? end->remote_end : end->local_end, end->line);
}

static void state_test(struct reading *reading, struct run *run,
	const struct test *test, enum flow flow)
{
	static const char *const roles[] = {NULL, "client", "server"};

	state(reading, run, "role", roles[test->role], test->line);
	state_direction(reading, run, test, flow);
	if (test->protocol_known)
		state(reading, run, "protocol", run->workload, test->line);
	if (stream_count(test) > 0)
		state(reading, run, "streams",
			arena_printf(reading->parsing->arena, "%zu",
				stream_count(test)),
			test->streams[0].line);
	state_duration(reading, run, test, flow);
}

static void finish_flow(struct reading *reading, const struct test *test,
	enum flow flow, bool complete)
{
	struct run *run = parser_run(reading->scan, reading->parsing, "iperf3");

	run->line = test->line;
	run->last_line = test->last_line;
	run->version = test->version;
	run->workload = !test->protocol_known ? "" : test->udp ? "udp" : "tcp";
	run->complete = complete;
	state_test(reading, run, test, flow);
	/* after an abort one side's bytes are divided by the other's time */
	if (!test->repeated)
		observe_flow(reading, run, test, flow);
}

/* A server whose system counts no retransmissions has no column that tells
 * that it sends, only its summary. */
static void settle_direction(struct test *test)
{
	if (test->role == ROLE_SERVER && !test->bidir &&
		test->summary[FLOW_FIRST][SIDE_SENDER].stated &&
		!test->summary[FLOW_FIRST][SIDE_RECEIVER].stated)
		test->reverse = true;
}

/* Ends the test, if there is one; `heading`: the server announces the next. */
static void finish(struct reading *reading, bool heading)
{
	struct test *test = reading->test;
	const char *workload;
	bool complete;

	if (!test)
		return;
	settle_direction(test);
	workload = !test->protocol_known ? "" : test->udp ? "UDP" : "TCP";
	complete = !tell_failure(reading, test, workload, heading);
	for (size_t flow = 0; flow < flow_count(test); flow++)
		finish_flow(reading, test, flow, complete);
	reading->test = NULL;
	reading->version = NULL;
	reading->peer = false;
}

static void finish_file(struct reading *reading)
{
	struct parsing *parsing = reading->parsing;
	const char *idle = "iperf3: interrupt - the server has terminated";

	finish(reading, false);
	/* an idle server that is stopped has nothing to report */
	if (reading->message &&
		!(reading->server_line && scan_after(reading->message, idle)))
		diag_add(parsing->diags, DIAG_ID_TOOL_FAILED, parsing->file,
			reading->message_line, "iperf3", reading->message);
	else if (reading->server_line && !reading->tests)
		diag_add(parsing->diags, DIAG_ID_IPERF3_NO_TEST, parsing->file,
			reading->server_line, NULL);
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct reading reading = {.scan = scan, .parsing = parsing};

	while (parser_next(scan, &parser_iperf3_text))
		read_line(&reading, scan->text);
	finish_file(&reading);
}

const struct parser parser_iperf3_text = {"iperf3", owns, parse};
