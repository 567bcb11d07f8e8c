/*
 * iperf3 3.x, text, of clients and servers: the frame around the rows
 * (iperf3_rows.c). Results are in the summary, samples in the rows before it.
 *
 * Because iperf3 buffers its
 * output, a message ("iperf3: error - ...") may stand before the test it is
 * about: messages are kept, and the test that shows signs of an abort takes
 * one. Timestamps or titles may stand before any line, so nothing is
 * expected in the first column.
 */
#include <string.h>

#include "parsers/iperf3.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct test {
	struct iperf3_test t;
	bool in_summary;
	bool dash;	     /* the last line but "Test Complete" was dashes */
	bool done;	     /* "iperf Done." */
	unsigned elided;     /* where somebody left rows out, 0: nowhere */
	const char *message; /* met inside the test */
	unsigned message_line;
};

/* The runs of a test behind a message that may be about it. */
struct suspect {
	struct run *first, *last;
	const char *message;
	unsigned line;
};

struct reading {
	struct scan *scan;
	struct parsing *parsing;
	struct test *test;	 /* NULL between tests */
	bool peer;		 /* in the "Server output:" of a client */
	const char *version;	 /* -V, of the next test */
	struct iperf3_fact date; /* the same */
	const char *message;	 /* met outside tests, not yet explained */
	unsigned message_line;
	unsigned server_line; /* the first "Server listening" */
	bool tests;	      /* there has been one */
	bool blind;	      /* the system does not tell TCP's counts */
	bool tangled;	      /* several clients wrote here at once */
	/* a message stands before the test that it is about */
	bool early;
	const char *before; /* a client's end, said in the last test */
	unsigned before_line;
	struct suspect *suspects;
	size_t suspect_count, suspect_capacity;
};

/* -- recognising lines -- */

static const char *after_any(const char *text, const char *needle)
{
	const char *found = strstr(text, needle);

	return found ? found + strlen(needle) : NULL;
}

/* The first line with -V */
static const char *version_of(const char *text)
{
	const char *version = iperf3_version(text);
	const char *end;

	if (!version)
		return NULL;
	end = version + strspn(version, "0123456789.+-");
	return scan_end(end) || scan_after(text, "iperf version ") ? version
								   : NULL;
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

/* A head in the middle of a row: what belongs to whom is lost. */
static bool is_tangled(const char *text)
{
	const char *head = strstr(text, "Connecting to host ");

	for (; (text = strchr(text, '[')) && text < head; text++)
		if (iperf3_behind_label(text))
			return true;
	return false;
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

/* A line of nothing but dots, for what somebody left out. */
static bool is_ellipsis(const char *text)
{
	static const char *const dots[] = {"...", "[...]", "…"};

	text = scan_blanks(text);
	for (size_t i = 0; i < COUNT(dots); i++) {
		const char *rest = scan_after(text, dots[i]);

		if (rest && scan_end(rest + strspn(rest, ".")))
			return true;
	}
	return false;
}

/* -- rows -- */

/* "local A port p connected to B port q" behind "[  5] " */
static const char *connected_of(const char *text)
{
	for (; (text = strchr(text, '[')); text++) {
		const char *s = iperf3_behind_label(text);

		s = s ? scan_after(s, " local ") : NULL;
		if (s && strstr(s, " connected to "))
			return s;
	}
	return NULL;
}

static bool owns(const char *text)
{
	struct iperf3_row row;
	const char *tail;
	bool tagged;

	return version_of(text) || is_connecting(text) || is_listening(text) ||
	       is_accepted(text) || message_of(text) || connected_of(text) ||
	       iperf3_read_row(text, 0, &row, &tail, &tagged);
}

/* -- collecting a test -- */

static char *keep(struct reading *reading, const char *text, const char *end)
{
	return arena_strndup(
		reading->parsing->arena, text, (size_t)(end - text));
}

static void begin(struct reading *reading, enum iperf3_role role)
{
	struct test *test = arena_alloc(reading->parsing->arena, sizeof *test);

	test->t.role = role;
	test->t.line = reading->scan->line;
	test->t.last_line = reading->scan->line;
	test->t.version = reading->version;
	test->t.date = reading->date;
	reading->test = test;
	reading->tests = true;
}

/* The test a line belongs to, begun when its head is missing. */
static struct test *need_test(struct reading *reading)
{
	if (!reading->test)
		begin(reading, IPERF3_UNKNOWN);
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
	*end = iperf3_address(reading->parsing->arena, *address, number);
	return after;
}

static bool read_connected(struct reading *reading, const char *text)
{
	const char *local = connected_of(text);
	struct iperf3_endpoint end = {.line = reading->scan->line};
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
	if (local && scan_end(local))
		iperf3_connect(reading->parsing->arena, &test->t, end);
	return true;
}

static void read_protocol(struct test *test, bool udp)
{
	test->t.udp = udp;
	test->t.protocol_known = true;
}

static void finish(struct reading *reading, bool heading);

static bool has_total(const struct iperf3_test *test)
{
	return test->stated[IPERF3_FIRST][IPERF3_SENDER] ||
	       test->stated[IPERF3_FIRST][IPERF3_RECEIVER];
}

/* What the columns tell: Retr and Total Datagrams are the sender's. */
static bool read_header(struct reading *reading, const char *text)
{
	struct test *test = reading->test;
	bool udp = strstr(text, "Datagrams") != NULL;

	/* iperf2 has it too: it does not begin a test */
	if (!test || !is_header(text))
		return false;
	/* behind a summary no rows follow but those of another test, whose
	 * head somebody left out */
	if (!test->dash && (test->in_summary || has_total(&test->t))) {
		finish(reading, false);
		begin(reading, IPERF3_UNKNOWN);
		test = reading->test;
	}
	test->in_summary = test->dash;
	test->dash = false;
	test->t.bidir |= strstr(text, "][Role]") != NULL;
	test->t.old |= strstr(text, "Bandwidth") != NULL;
	if (!test->t.protocol_known)
		read_protocol(test, udp);
	if (!test->in_summary && test->t.role == IPERF3_SERVER &&
		!test->t.bidir && !test->t.reverse_known) {
		test->t.reverse = strstr(text, "Retr") != NULL ||
				  strstr(text, " Total Datagrams") != NULL;
		test->t.reverse_known = true;
	}
	return true;
}

static void read_summary(
	struct reading *reading, const char *tail, const struct iperf3_row *row)
{
	struct iperf3_test *test = &reading->test->t;

	for (size_t i = 0; i < IPERF3_SIDES; i++) {
		if (!iperf3_ends_with(tail, iperf3_sides[i]))
			continue;
		iperf3_add_total(reading->parsing->arena, test, i, row);
		return;
	}
	/* a cut row has no label either */
	if (reading->scan->cut || !test->udp || !test->old)
		return;
	test->mixed = true;
	iperf3_add_total(reading->parsing->arena, test, IPERF3_SENDER, row);
}

static void forget_count(
	struct reading *reading, struct iperf3_row *row, bool labelled)
{
	if (row->retransmits.raw && labelled)
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_NUMBER_UNREAD, "Retr");
	row->retransmits = (struct iperf3_number){0};
}

static bool read_data(struct reading *reading, const char *text)
{
	struct iperf3_row row;
	const char *tail;
	bool tagged, labelled;
	struct test *test;

	if (!iperf3_read_row(text, reading->scan->line, &row, &tail, &tagged))
		return false;
	test = need_test(reading);
	iperf3_read_tail(tail, test->t.udp, &row);
	labelled = iperf3_ends_with(tail, iperf3_sides[IPERF3_SENDER]) ||
		   iperf3_ends_with(tail, iperf3_sides[IPERF3_RECEIVER]);
	if (reading->blind)
		forget_count(reading, &row, labelled);
	test->t.bidir |= tagged;
	if (test->in_summary || labelled) {
		/* of the summary the time stands first: 0.00 to the end */
		row.seconds.value = row.end;
		row.seconds.slack = 0.005;
		read_summary(reading, tail, &row);
		return true;
	}
	test->dash = false;
	if (!reading->scan->cut)
		iperf3_add_row(reading->parsing->arena, &test->t, &row);
	return true;
}

/* The digits that stand before `end` in `text`. */
static struct iperf3_fact number_before(
	struct reading *reading, const char *text, const char *end)
{
	struct iperf3_fact fact = {.line = reading->scan->line};
	const char *s = end;

	while (s && s > text && s[-1] >= '0' && s[-1] <= '9')
		s--;
	if (s && s < end)
		fact.value = keep(reading, s, end);
	return fact;
}

/* "Starting Test: protocol: TCP, 1 streams, 131072 byte blocks, omitting 0
 * seconds, 30 second test" */
static bool read_starting(struct reading *reading, const char *text)
{
	const char *s = after_any(text, "Starting Test: protocol: ");
	const char *end;
	struct iperf3_test *test;

	if (!s)
		return false;
	test = &need_test(reading)->t;
	if (scan_after(s, "TCP,"))
		read_protocol(reading->test, false);
	if (scan_after(s, "UDP,"))
		read_protocol(reading->test, true);
	end = strstr(s, " second test");
	test->limited = !end && !reading->scan->cut;
	test->requested = number_before(reading, s, end);
	test->block_size = number_before(reading, s, strstr(s, " byte blocks"));
	if ((end = after_any(s, "omitting ")))
		test->omit =
			number_before(reading, end, strstr(end, " second"));
	return true;
}

/* "local/sender 2.6% (0.0%u/2.6%s)": of one processor. */
static void read_cpu_of(struct reading *reading, const char *text,
	const char *who, struct iperf3_number *cpu)
{
	const char *s = after_any(text, who), *end;
	double percent;

	s = s ? strchr(s, ' ') : NULL;
	if (!s || !scan_number(s + 1, &percent, &end) || percent < 0 ||
		*end != '%')
		return;
	*cpu = (struct iperf3_number){
		.value = scan_base(percent, 0.01),
		.slack = 0.0005,
		.raw = keep(reading, s + 1, end + 1),
		.line = reading->scan->line,
	};
}

/* What -V adds. */
static bool read_verbose(struct reading *reading, const char *text)
{
	static const char cpu[] = "CPU Utilization: ";
	struct iperf3_test *test = &reading->test->t;
	const char *s;

	if (reading->scan->cut)
		return false;
	if ((s = after_any(text, cpu))) {
		read_cpu_of(reading, s, "local/", &test->cpu_local);
		read_cpu_of(reading, s, "remote/", &test->cpu_remote);
	} else if ((s = after_any(text, "      Cookie: "))) {
		test->cookie.value = keep(reading, s, s + strcspn(s, " "));
		test->cookie.line = reading->scan->line;
	} else if ((s = after_any(text, "snd_tcp_congestion "))) {
		test->congestion.value = keep(reading, s, s + strcspn(s, " "));
		test->congestion.line = reading->scan->line;
	} else if ((s = after_any(text, "      Target Bitrate: "))) {
		test->target.value = keep(reading, s, s + strcspn(s, " "));
		test->target.line = reading->scan->line;
	}
	return s != NULL;
}

static bool is_about_client(const char *message)
{
	return scan_after(message, "iperf3: the client has ") != NULL;
}

static bool read_message(struct reading *reading, const char *text)
{
	const char *message = message_of(text);
	const char *quote;

	if (!message)
		return false;
	/* said at each interval when the system has no TCP_INFO: what is
	 * printed as Retr is then what happened to be in memory */
	if (scan_after(message, "getsockopt")) {
		reading->blind = true;
		if (reading->test)
			return true;
	}
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
	const char *date;

	reading->tangled |= connecting && is_tangled(text);
	if (listening || accepted || connecting)
		finish(reading, listening);
	else if (version_of(text))
		finish(reading, false);
	if (version_of(text))
		reading->version = keep(reading, version_of(text),
			version_of(text) + strcspn(version_of(text), " \t"));
	if ((date = after_any(text, "Time: ")) && strstr(date, " GMT"))
		reading->date = (struct iperf3_fact){
			parser_quote(reading->parsing->arena, date),
			reading->scan->line};
	if (listening && !reading->server_line)
		reading->server_line = reading->scan->line;
	if (accepted)
		begin(reading, IPERF3_SERVER);
	if (connecting)
		begin(reading, IPERF3_CLIENT);
	return listening || accepted || connecting || version_of(text);
}

static bool read_remark(struct reading *reading, const char *text)
{
	struct test *test = reading->test;

	if (!test)
		return false;
	if (strstr(text, "Reverse mode, remote host ")) {
		test->t.reverse = true;
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
	if (is_ellipsis(text)) {
		if (!test->in_summary && !has_total(&test->t))
			test->elided = reading->scan->line;
		return true;
	}
	return false;
}

static bool read_test_line(struct reading *reading, const char *text)
{
	return read_remark(reading, text) || read_connected(reading, text) ||
	       read_header(reading, text) || read_data(reading, text) ||
	       read_starting(reading, text) ||
	       (reading->test && read_verbose(reading, text));
}

/* Does the text of the other side, inside that of a client, end here? With
 * --bidir the summary of what the client receives comes after it. */
static bool ends_peer(const char *text)
{
	return strstr(text, "iperf Done.") || strstr(text, "][RX-C]") ||
	       strstr(text, "][TX-C]") || is_connecting(text) ||
	       message_of(text);
}

static void read_line(struct reading *reading, const char *text)
{
	reading->peer = reading->peer && !ends_peer(text);
	if (reading->peer)
		return;
	if (read_frame(reading, text))
		return;
	if (read_message(reading, text) || read_test_line(reading, text))
		if (reading->test)
			reading->test->t.last_line = reading->scan->line;
}

/* -- from a test to runs -- */

/* The test was stopped though its summary is there. */
static bool is_stopped(
	const struct reading *reading, const struct test *test, bool heading)
{
	const char *message = test->message ? test->message : reading->message;

	if (test->t.repeated || iperf3_is_early(&test->t))
		return true;
	if (!message || test->done)
		return false;
	if (test->t.role == IPERF3_SERVER)
		/* a server that goes on, or is stopped when idle, has
		 * announced its next test */
		return !heading ||
		       (test->message && is_about_client(test->message));
	return true;
}

/* The message that explains why a test failed; NULL when there is none. A
 * lost client is why, and stopping its server only what came of it. */
static const char *take_message(
	struct reading *reading, const struct test *test, unsigned *line)
{
	const char *early = reading->message;

	if (test->message && !(early && is_about_client(early))) {
		*line = test->message_line;
		return test->message;
	}
	if (!early || test->done)
		return NULL;
	*line = reading->message_line;
	reading->message = NULL;
	return early;
}

/* 0.00 Bytes in a summary: the other side has not told what it counted. */
static bool is_unanswered(const struct iperf3_test *test)
{
	for (size_t f = 0; f < IPERF3_FLOWS; f++)
		for (size_t s = 0; s < IPERF3_SIDES; s++)
			if (test->stated[f][s] &&
				test->totals[f][s].bytes.value <= 0)
				return true;
	return false;
}

/* Says why the test does not count; false when it does. */
static bool tell_failure(struct reading *reading, const struct test *test,
	const char *protocol, bool heading)
{
	struct parsing *parsing = reading->parsing;
	bool whole = iperf3_is_whole(&test->t);
	unsigned elided = whole ? test->elided : 0;
	bool stopped = is_stopped(reading, test, heading);
	const char *message;
	unsigned line;

	if (whole && !elided && !stopped && !reading->tangled)
		return false;
	message = take_message(reading, test, &line);
	if (message) {
		diag_add(parsing->diags, DIAG_ID_RUN_FAILED, parsing->file,
			line, "iperf3", protocol, message);
	} else {
		diag_add(parsing->diags,
			stopped || is_unanswered(&test->t) ? DIAG_ID_RUN_ABORTED
							   : DIAG_ID_RUN_CUT,
			parsing->file, elided ? elided : test->t.last_line,
			"iperf3", protocol);
	}
	return true;
}

/* A server whose system counts no retransmissions has no column that tells
 * that it sends, only its summary. Before 3.2 that has both sides always. */
static void settle_direction(struct iperf3_test *test)
{
	if (test->role == IPERF3_SERVER && !test->bidir && !test->old &&
		test->stated[IPERF3_FIRST][IPERF3_SENDER] &&
		!test->stated[IPERF3_FIRST][IPERF3_RECEIVER])
		test->reverse = true;
}

static const char interrupted[] =
	"iperf3: interrupt - the server has terminated";

/* A server that goes on behind its own end: its standard error was saved
 * sooner than its standard output. */
static void notice_order(
	struct reading *reading, const struct test *test, bool heading)
{
	if (!heading || !test->message || reading->early ||
		!scan_after(test->message, interrupted))
		return;
	reading->early = true;
	reading->message = test->message;
	reading->message_line = test->message_line;
}

/* Should the order prove wrong, `before` is about the runs behind `last`. */
static void suspect(struct reading *reading, struct run *last)
{
	struct run_list *runs = reading->parsing->runs;
	struct run *first = last ? last->next : runs->first;

	if (!reading->before || !first)
		return;
	ARENA_ROOM(reading->parsing->arena, reading->suspects,
		reading->suspect_count, reading->suspect_capacity);
	reading->suspects[reading->suspect_count++] = (struct suspect){
		first, runs->last, reading->before, reading->before_line};
}

static void convict(struct reading *reading)
{
	for (size_t i = 0; i < reading->suspect_count && reading->early; i++) {
		const struct suspect *s = &reading->suspects[i];

		if (!s->first->complete)
			continue;
		for (struct run *run = s->first; run; run = run->next) {
			run->complete = false;
			if (run == s->last)
				break;
		}
		diag_add(reading->parsing->diags, DIAG_ID_RUN_FAILED,
			reading->parsing->file, s->line, "iperf3",
			s->first->workload, s->message);
	}
}

/* Ends the test, if there is one; `heading`: the server announces the next. */
static void finish(struct reading *reading, bool heading)
{
	struct test *test = reading->test;
	struct run *last = reading->parsing->runs->last;
	bool complete;

	if (!test)
		return;
	settle_direction(&test->t);
	complete = !tell_failure(
		reading, test, iperf3_protocol(&test->t), heading);
	iperf3_make_runs(reading->scan, reading->parsing, &test->t, complete);
	suspect(reading, last);
	notice_order(reading, test, heading);
	reading->before = test->t.role == IPERF3_SERVER && test->message &&
					  is_about_client(test->message)
				  ? test->message
				  : NULL;
	reading->before_line = test->message_line;
	reading->test = NULL;
	reading->version = NULL;
	reading->date = (struct iperf3_fact){0};
	reading->peer = false;
}

static void finish_file(struct reading *reading)
{
	struct parsing *parsing = reading->parsing;

	finish(reading, false);
	convict(reading);
	/* an idle server that is stopped has nothing to report */
	if (reading->message &&
		!(reading->server_line &&
			scan_after(reading->message, interrupted)))
		diag_add(parsing->diags, DIAG_ID_TOOL_FAILED, parsing->file,
			reading->message_line, "iperf3", reading->message);
	else if (reading->server_line && !reading->tests)
		diag_add(parsing->diags, DIAG_ID_IPERF3_NO_TEST, parsing->file,
			reading->server_line, NULL);
}

/* Below the version -V prints what `uname -a` does: no record of a machine. */
static void skip_system(struct scan *scan)
{
	static const char *const systems[] = {
		"Linux ", "Darwin ", "FreeBSD ", "CYGWIN"};

	if (!scan_next(scan))
		return;
	for (size_t i = 0; i < COUNT(systems); i++)
		if (strstr(scan->text, systems[i]))
			return;
	scan_back(scan);
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct reading reading = {.scan = scan, .parsing = parsing};

	while (parser_next(scan, &parser_iperf3_text)) {
		read_line(&reading, scan->text);
		if (version_of(scan->text))
			skip_system(scan);
	}
	finish_file(&reading);
}

const struct parser parser_iperf3_text = {"iperf3", owns, parse};
