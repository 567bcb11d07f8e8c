/*
 * A test out of the JSON objects of iperf3: start, intervals, end.
 *
 * Traps, all of them in recorded documents: keys that stand twice (--bidir of
 * 3.7 to 3.10), zeros for what the other side knows, totals of UDP that mix
 * both sides, numbers below zero printed as 2^64 - n, and "sender", which
 * means "this host sends in that flow".
 */
#include <math.h>
#include <string.h>

#include "parsers/iperf3.h"
#include "src/base/date.h"

/* Whole numbers from here on are negative ones misprinted. */
#define WHOLE_MAX 9e15

/* -- numbers -- */

static struct iperf3_number number_of(
	const struct json *object, const char *key, double factor)
{
	const struct json *node = json_member(object, key);

	if (!node || node->kind != JSON_NUMBER)
		return (struct iperf3_number){0};
	return (struct iperf3_number){
		.value = scan_base(node->number, factor),
		.raw = node->raw,
		.length = strlen(node->raw),
		.line = node->line,
	};
}

static bool flag_of(const struct json *object, const char *key)
{
	const struct json *node = json_member(object, key);

	return node && node->number != 0;
}

static const char *word_of(const struct json *object, const char *key)
{
	const struct json *node = json_member(object, key);

	return node && node->kind == JSON_STRING ? node->string : NULL;
}

/* The digits, or the text without blanks around it. */
static struct iperf3_fact fact_of(struct iperf3_document *document,
	const struct json *object, const char *key)
{
	const struct json *node = json_member(object, key);
	const char *text = node && node->string ? node->string
			   : node		? node->raw
						: NULL;

	if (!text)
		return (struct iperf3_fact){0};
	return (struct iperf3_fact){
		parser_quote(document->parsing->arena, text), node->line};
}

/* The member of that name that comes second. */
static const struct json *second_of(const struct json *object, const char *key)
{
	const struct json *first = json_member(object, key);

	for (const struct json *m = first ? first->next : NULL; m; m = m->next)
		if (strcmp(m->key, key) == 0)
			return m;
	return NULL;
}

/* `key` of the first flow, or of the second; NULL: not there. */
static const struct json *sum_of(
	const struct json *object, const char *key, enum iperf3_flow flow)
{
	char reverse[48] = {0};
	const struct json *second;

	if (flow == IPERF3_FIRST)
		return json_member(object, key);
	if (strlen(key) + sizeof "_bidir_reverse" > sizeof reverse)
		return NULL;
	strcpy(reverse, key);
	strcat(reverse, "_bidir_reverse");
	second = json_member(object, reverse);
	return second ? second : second_of(object, key);
}

static void read_row(const struct json *object, struct iperf3_row *row)
{
	const struct iperf3_number start = number_of(object, "start", 1);
	const struct iperf3_number end = number_of(object, "end", 1);
	const struct iperf3_number id = number_of(object, "socket", 1);

	*row = (struct iperf3_row){
		.id = id.value > 0 && id.value < WHOLE_MAX
			      ? (unsigned long long)id.value
			      : 0,
		.start = start.value,
		.end = end.value,
		.omitted = flag_of(object, "omitted"),
		.seconds = number_of(object, "seconds", 1),
		.bytes = number_of(object, "bytes", 1),
		.rate = number_of(object, "bits_per_second", 1),
		.retransmits = number_of(object, "retransmits", 1),
		.jitter = number_of(object, "jitter_ms", 1e-3),
		.lost = number_of(object, "lost_packets", 1),
		.packets = number_of(object, "packets", 1),
		.percent = number_of(object, "lost_percent", 1),
		.rtt = number_of(object, "rtt", 1e-6),
		.cwnd = number_of(object, "snd_cwnd", 1),
		.line = object->line,
	};
}

/* -- start -- */

static void read_socket(
	struct iperf3_document *document, const struct json *socket)
{
	struct arena *arena = document->parsing->arena;
	const char *local = word_of(socket, "local_host");
	const char *remote = word_of(socket, "remote_host");
	double here = number_of(socket, "local_port", 1).value;
	double there = number_of(socket, "remote_port", 1).value;
	struct iperf3_endpoint end = {.line = socket->line};

	if (!local || !remote || here < 0 || here > 65535 || there < 0 ||
		there > 65535)
		return;
	end.local = parser_quote(arena, local);
	end.remote = parser_quote(arena, remote);
	end.local_end =
		iperf3_address(arena, end.local, (unsigned long long)here);
	end.remote_end =
		iperf3_address(arena, end.remote, (unsigned long long)there);
	iperf3_connect(arena, document->test, end);
}

/* A list of sockets; 3.0.1 has one "connected" for each. */
static void read_connected(
	struct iperf3_document *document, const struct json *start)
{
	JSON_EACH (member, start) {
		if (strcmp(member->key, "connected") != 0)
			continue;
		if (member->kind == JSON_OBJECT)
			read_socket(document, member);
		else
			JSON_EACH (socket, member)
				read_socket(document, socket);
	}
}

static void read_parameters(
	struct iperf3_document *document, const struct json *parameters)
{
	struct iperf3_test *test = document->test;
	const char *protocol = word_of(parameters, "protocol");
	struct iperf3_number target =
		number_of(parameters, "target_bitrate", 1);
	double streams = number_of(parameters, "num_streams", 1).value;

	if (!parameters)
		return;
	if (protocol && (strcmp(protocol, "TCP") == 0 ||
				strcmp(protocol, "UDP") == 0)) {
		test->protocol_known = true;
		test->udp = *protocol == 'U';
	}
	if (streams > 0 && streams < 1000)
		document->asked = (unsigned long long)streams;
	test->block_size = fact_of(document, parameters, "blksize");
	test->omit = fact_of(document, parameters, "omit");
	test->requested = fact_of(document, parameters, "duration");
	test->limited = number_of(parameters, "bytes", 1).value > 0 ||
			number_of(parameters, "blocks", 1).value > 0 ||
			number_of(parameters, "duration", 1).value <= 0;
	test->reverse = flag_of(parameters, "reverse");
	test->reverse_known = json_member(parameters, "reverse") != NULL;
	if (flag_of(parameters, "bidir"))
		test->bidir = document->two = true;
	if (target.value > 0)
		test->target = fact_of(document, parameters, "target_bitrate");
}

/* "Mon, 23 Nov 2026 04:17:18 GMT" in seconds; raw NULL when it is none. */
static struct iperf3_number seconds_of(const char *text, unsigned line)
{
	unsigned long long part[5]; /* day, year, hours, minutes, seconds */
	static const char behind[] = "  :: ";
	const char *s = strchr(text, ' ');
	unsigned month = 0;

	for (size_t i = 0; s && i < 5; i++) {
		if (!scan_count(s + 1, &part[i], &s) || *s != behind[i])
			return (struct iperf3_number){0};
		if (i > 0)
			continue;
		month = date_month(s + 1);
		s = strchr(s + 1, ' ');
	}
	if (!s || !month)
		return (struct iperf3_number){0};
	return iperf3_plain(
		86400 * date_days((double)part[1], month, (double)part[0]) +
			3600 * (double)part[2] + 60 * (double)part[3] +
			(double)part[4],
		line);
}

static void read_date(
	struct iperf3_document *document, const struct json *stamp)
{
	struct iperf3_test *test = document->test;

	test->date = fact_of(document, stamp, "time");
	if (!test->date.value)
		return;
	for (size_t flow = 0; flow < IPERF3_FLOWS; flow++)
		iperf3_fit(&test->ledgers[flow], IPERF3_FIT_DATE,
			seconds_of(test->date.value, test->date.line),
			number_of(stamp, "timesecs", 1));
}

static void read_start(
	struct iperf3_document *document, const struct json *start)
{
	struct iperf3_test *test = document->test;
	const char *version = word_of(start, "version");

	version = version ? iperf3_version(version) : NULL;
	if (!version)
		return;
	document->known = true;
	test->version = arena_strndup(
		document->parsing->arena, version, strcspn(version, " "));
	test->old = scan_after(version, "3.0") || strcmp(version, "3.1") == 0 ||
		    scan_after(version, "3.1.") != NULL;
	if (json_member(start, "connecting_to"))
		test->role = IPERF3_CLIENT;
	else if (json_member(start, "accepted_connection"))
		test->role = IPERF3_SERVER;
	read_connected(document, start);
	read_parameters(document, json_member(start, "test_start"));
	read_date(document, json_member(start, "timestamp"));
	test->cookie = fact_of(document, start, "cookie");
	if (document->asked && test->end_count == 2 * document->asked)
		test->bidir = true;
}

/* -- intervals -- */

/* Only --bidir has two flows; each says who sends. */
static enum iperf3_flow flow_of(
	const struct iperf3_document *document, const struct json *object)
{
	const struct json *sender = json_member(object, "sender");

	if (!document->two || !sender || !document->first_known)
		return IPERF3_FIRST;
	return (sender->number != 0) == document->first_sends ? IPERF3_FIRST
							      : IPERF3_SECOND;
}

static void add_row(struct iperf3_document *document, const struct json *object,
	enum iperf3_flow flow, bool sum)
{
	struct iperf3_row row;

	if (!object)
		return;
	read_row(object, &row);
	row.flow = flow;
	row.sum = sum;
	if (row.lost.value > WHOLE_MAX || row.packets.value > WHOLE_MAX)
		row.lost.value = row.packets.value = NAN;
	if (row.start < 0 || row.end < row.start || !row.bytes.raw)
		return;
	iperf3_add_row(document->parsing->arena, document->test, &row);
}

/* 3.0.1 does not say which way; the columns of a sender do. */
static void learn_way(struct iperf3_test *test, const struct json *row)
{
	const char *column = test->udp ? "lost_packets" : "retransmits";
	bool sends;

	if (!row || test->reverse_known || test->role == IPERF3_UNKNOWN)
		return;
	sends = (json_member(row, column) != NULL) != test->udp;
	test->reverse = sends == (test->role == IPERF3_SERVER);
	test->reverse_known = true;
}

static void read_interval(
	struct iperf3_document *document, const struct json *interval)
{
	const struct json *streams = json_member(interval, "streams");
	const struct json *first = sum_of(interval, "sum", IPERF3_FIRST);
	const struct json *second = sum_of(interval, "sum", IPERF3_SECOND);

	if (second)
		document->test->bidir = document->two = true;
	if (first && json_member(first, "sender")) {
		document->first_known = true;
		document->first_sends = flag_of(first, "sender");
	}
	learn_way(document->test, streams ? streams->child : NULL);
	JSON_EACH (stream, streams)
		add_row(document, stream, flow_of(document, stream), false);
	add_row(document, first, IPERF3_FIRST, true);
	add_row(document, second, IPERF3_SECOND, true);
}

/* -- end -- */

static const struct iperf3_stream *find_stream(
	const struct iperf3_ledger *ledger, unsigned long long id)
{
	for (size_t i = 0; i < ledger->count; i++)
		if (!ledger->streams[i].sum && ledger->streams[i].id == id)
			return &ledger->streams[i];
	return NULL;
}

/* The extremes and the mean of what the intervals say. */
static void fit_statistics(struct iperf3_document *document,
	const struct json *sender, const struct iperf3_row *row)
{
	struct iperf3_test *test = document->test;
	struct iperf3_ledger *ledger = &test->ledgers[row->flow];
	const struct iperf3_stream *stream = find_stream(ledger, row->id);
	unsigned line = row->line;

	if (!stream || !stream->rtt_count || test->omits ||
		test->role != IPERF3_CLIENT)
		return;
	iperf3_fit(ledger, IPERF3_FIT_MAX_RTT,
		number_of(sender, "max_rtt", 1e-6),
		iperf3_plain(stream->rtt_max, line));
	iperf3_fit(ledger, IPERF3_FIT_MIN_RTT,
		number_of(sender, "min_rtt", 1e-6),
		iperf3_plain(stream->rtt_min, line));
	iperf3_fit(ledger, IPERF3_FIT_MEAN_RTT,
		number_of(sender, "mean_rtt", 1e-6),
		iperf3_plain(
			stream->rtt_sum / (double)stream->rtt_count, line));
	iperf3_fit(ledger, IPERF3_FIT_MAX_CWND,
		number_of(sender, "max_snd_cwnd", 1),
		iperf3_plain(stream->cwnd_max, line));
}

/* The time of an object is that between its ends. */
static void fit_clock(
	struct iperf3_document *document, const struct iperf3_row *row)
{
	iperf3_fit(&document->test->ledgers[row->flow], IPERF3_FIT_CLOCK,
		row->seconds, iperf3_plain(row->end - row->start, row->line));
}

/* Of streams the time is `end`; "seconds" is this side's for both. */
static void add_tcp_stream(
	struct iperf3_document *document, const struct json *stream)
{
	for (size_t side = 0; side < IPERF3_SIDES; side++) {
		const struct json *object =
			json_member(stream, iperf3_sides[side]);
		struct iperf3_row row;

		if (!object)
			continue;
		read_row(object, &row);
		row.flow = flow_of(document, object);
		if (side == IPERF3_SENDER) {
			fit_clock(document, &row);
			fit_statistics(document, object, &row);
		}
		row.seconds = number_of(object, "end", 1);
		iperf3_add_total(
			document->parsing->arena, document->test, side, &row);
	}
}

/* What this side has counted; its bytes are always those sent. */
static void add_udp_stream(
	struct iperf3_document *document, const struct json *udp)
{
	struct iperf3_row row;
	enum iperf3_side own;

	read_row(udp, &row);
	row.flow = flow_of(document, udp);
	own = iperf3_own(document->test, row.flow);
	row.seconds = number_of(udp, "end", 1);
	row.rate = row.percent = (struct iperf3_number){0};
	if (own == IPERF3_RECEIVER)
		row.bytes = (struct iperf3_number){0};
	else if (document->test->mixed)
		/* the client has the receiver's count */
		row.packets = row.lost = (struct iperf3_number){0};
	else
		row.lost = (struct iperf3_number){0};
	if (row.packets.value > WHOLE_MAX || row.lost.value > WHOLE_MAX)
		row.packets = row.lost = (struct iperf3_number){0};
	iperf3_add_stream_total(
		document->parsing->arena, document->test, own, &row);
}

static bool add_sum(struct iperf3_document *document, const struct json *object,
	enum iperf3_flow flow, enum iperf3_side side)
{
	struct iperf3_row row;

	if (!object)
		return false;
	read_row(object, &row);
	row.flow = flow;
	row.sum = true;
	fit_clock(document, &row);
	/* of UDP it is over the sender's count */
	row.percent = (struct iperf3_number){0};
	iperf3_add_total(document->parsing->arena, document->test, side, &row);
	return true;
}

/* "sum": what was sent, over the receiver's time at the sender's rate, with
 * the receiver's losses. */
static void add_mixed(struct iperf3_document *document, enum iperf3_flow flow,
	const struct json *sum, const struct json *udp)
{
	struct iperf3_row row;

	if (!sum)
		return;
	read_row(sum, &row);
	row.flow = flow;
	row.sum = true;
	fit_clock(document, &row);
	document->test->arrival[flow] = row.seconds;
	if (row.seconds.raw)
		document->test->arrival[flow].raw =
			arena_strndup(document->parsing->arena, row.seconds.raw,
				row.seconds.length);
	if (json_member(udp, "end"))
		row.seconds = number_of(udp, "end", 1);
	iperf3_add_total(
		document->parsing->arena, document->test, IPERF3_SENDER, &row);
}

static void fit_percent(struct iperf3_document *document, enum iperf3_flow flow,
	const struct json *sum)
{
	const struct iperf3_number lost = number_of(sum, "lost_packets", 1);
	const struct iperf3_number packets = number_of(sum, "packets", 1);

	if (packets.value > 0 && packets.value < WHOLE_MAX &&
		lost.value < WHOLE_MAX)
		iperf3_fit(&document->test->ledgers[flow], IPERF3_FIT_PERCENT,
			number_of(sum, "lost_percent", 1),
			iperf3_plain(100 * lost.value / packets.value,
				packets.line));
}

/* Losses and datagrams are the sum of all streams', and the same wherever
 * they stand. */
static void fit_datagrams(
	struct iperf3_document *document, enum iperf3_flow flow)
{
	const struct json *sum = sum_of(document->end, "sum", flow);
	const struct json *got = sum_of(document->end, "sum_received", flow);
	struct iperf3_ledger *ledger = &document->test->ledgers[flow];
	double lost = 0, packets = 0;

	JSON_EACH (stream, json_member(document->end, "streams")) {
		const struct json *udp = json_member(stream, "udp");

		if (!udp || flow_of(document, udp) != flow)
			continue;
		lost += number_of(udp, "lost_packets", 1).value;
		packets += number_of(udp, "packets", 1).value;
	}
	if (!sum || fabs(lost) > WHOLE_MAX || fabs(packets) > WHOLE_MAX)
		return;
	iperf3_fit(ledger, IPERF3_FIT_ALL_LOST,
		number_of(sum, "lost_packets", 1),
		iperf3_plain(lost, sum->line));
	iperf3_fit(ledger, IPERF3_FIT_ALL_LOST,
		number_of(got, "lost_packets", 1),
		iperf3_plain(lost, sum->line));
	iperf3_fit(ledger, IPERF3_FIT_ALL_PACKETS, number_of(sum, "packets", 1),
		iperf3_plain(packets, sum->line));
}

static void add_sums(struct iperf3_document *document, enum iperf3_flow flow,
	const struct json *udp)
{
	const struct json *end = document->end;
	const struct json *sum = sum_of(end, "sum", flow);

	fit_percent(document, flow, sum);
	fit_datagrams(document, flow);
	if (document->test->mixed) {
		add_mixed(document, flow, sum, udp);
		return;
	}
	add_sum(document, sum_of(end, "sum_sent", flow), flow, IPERF3_SENDER);
	add_sum(document, sum_of(end, "sum_received", flow), flow,
		IPERF3_RECEIVER);
}

static void read_cpu(struct iperf3_document *document)
{
	const struct json *cpu =
		json_member(document->end, "cpu_utilization_percent");
	struct iperf3_test *test = document->test;
	struct arena *arena = document->parsing->arena;
	struct iperf3_number parts = number_of(cpu, "host_user", 1);

	parts.value += number_of(cpu, "host_system", 1).value;
	test->cpu_local = number_of(cpu, "host_total", 0.01);
	test->cpu_remote = number_of(cpu, "remote_total", 0.01);
	for (size_t flow = 0; flow < IPERF3_FLOWS; flow++)
		iperf3_fit(&test->ledgers[flow], IPERF3_FIT_CPU,
			number_of(cpu, "host_total", 1), parts);
	if (test->cpu_local.raw)
		test->cpu_local.raw = arena_strdup(arena, test->cpu_local.raw);
	if (test->cpu_remote.raw)
		test->cpu_remote.raw =
			arena_strdup(arena, test->cpu_remote.raw);
}

static void read_end(struct iperf3_document *document)
{
	struct iperf3_test *test = document->test;
	const struct json *end = document->end;
	const struct json *udp[IPERF3_FLOWS] = {NULL};

	test->mixed = test->udp && json_member(end, "sum") &&
		      !json_member(end, "sum_received");
	JSON_EACH (stream, json_member(end, "streams")) {
		const struct json *object = json_member(stream, "udp");

		if (!object) {
			add_tcp_stream(document, stream);
			continue;
		}
		if (!udp[flow_of(document, object)])
			udp[flow_of(document, object)] = object;
		add_udp_stream(document, object);
	}
	for (size_t flow = 0; flow < iperf3_flow_count(test); flow++)
		add_sums(document, flow, udp[flow]);
	read_cpu(document);
	test->congestion = fact_of(document, end, "sender_tcp_congestion");
}

/* -- documents -- */

void iperf3_document_open(struct iperf3_document *document)
{
	struct arena *arena = document->parsing->arena;

	iperf3_document_close(document);
	document->test = arena_alloc(arena, sizeof *document->test);
	document->test->exact = true;
	document->test->line = document->scan->line;
	document->test->last_line = document->scan->line;
	document->end = NULL;
	document->ended = document->known = false;
	document->two = document->first_sends = document->first_known = false;
	document->error = (struct iperf3_fact){0};
	document->asked = 0;
}

void iperf3_document_part(struct iperf3_document *document, const char *key,
	const struct json *value)
{
	document->test->last_line = document->scan->line;
	if (strcmp(key, "start") == 0)
		read_start(document, value);
	else if (strcmp(key, "intervals") == 0)
		read_interval(document, value);
	else if (strcmp(key, "end") == 0)
		document->end = document->end ? document->end : value;
	else if (strcmp(key, "error") == 0 && value->string)
		document->error = (struct iperf3_fact){
			parser_quote(document->parsing->arena, value->string),
			value->line};
}

void iperf3_document_gap(struct iperf3_document *document)
{
	for (size_t flow = 0; flow < IPERF3_FLOWS; flow++)
		document->test->ledgers[flow].crowded = true;
}

static bool is_idle(const char *error)
{
	return strstr(error, "the server has terminated") != NULL;
}

void iperf3_document_failed(
	struct iperf3_document *document, const char *error, unsigned line)
{
	struct parsing *parsing = document->parsing;

	/* an idle server that is stopped has nothing to report */
	if (is_idle(error))
		document->idle = line;
	else
		diag_add(parsing->diags, DIAG_ID_TOOL_FAILED, parsing->file,
			line, "iperf3", error);
}

/* Without an "error": in what is on standard error (3.9), if that came. */
static void explain(struct iperf3_document *document)
{
	if (document->error.value || !document->message.value)
		return;
	document->error = document->message;
	document->message = (struct iperf3_fact){0};
}

static void tell_failure(struct iperf3_document *document)
{
	struct parsing *parsing = document->parsing;
	const struct iperf3_test *test = document->test;
	const char *protocol = iperf3_protocol(test);

	explain(document);
	if (document->error.value)
		diag_add(parsing->diags, DIAG_ID_RUN_FAILED, parsing->file,
			document->error.line, "iperf3", protocol,
			document->error.value);
	else
		diag_add(parsing->diags,
			document->ended ? DIAG_ID_RUN_ABORTED : DIAG_ID_RUN_CUT,
			parsing->file, test->last_line, "iperf3", protocol);
}

/* A document without a connection. */
static void close_empty(struct iperf3_document *document)
{
	explain(document);
	if (document->error.value && document->ended)
		iperf3_document_failed(
			document, document->error.value, document->error.line);
	else
		tell_failure(document);
}

static void close_test(struct iperf3_document *document)
{
	struct iperf3_test *test = document->test;
	bool complete;

	for (size_t flow = 0; flow < IPERF3_FLOWS && document->asked; flow++)
		iperf3_fit(&test->ledgers[flow], IPERF3_FIT_STREAMS,
			iperf3_plain((double)test->end_count, test->line),
			iperf3_plain((double)document->asked *
					     (document->two ? 2 : 1),
				test->line));
	if (document->end)
		read_end(document);
	complete = document->ended && document->end && !document->error.value &&
		   iperf3_is_whole(test) && !test->repeated &&
		   !iperf3_is_early(test);
	if (!complete)
		tell_failure(document);
	iperf3_make_runs(document->scan, document->parsing, test, complete);
	document->tests = true;
}

/* Some builds print a document twice, and --json-stream-full-output prints
 * all again in the end. */
static bool is_repeated(struct iperf3_document *document)
{
	const char *cookie = document->test->cookie.value;
	bool repeated = cookie && document->cookie &&
			strcmp(cookie, document->cookie) == 0;

	if (cookie)
		document->cookie = cookie;
	return repeated;
}

void iperf3_document_close(struct iperf3_document *document)
{
	struct iperf3_test *test = document->test;

	if (!test)
		return;
	if (document->known && !is_repeated(document)) {
		if (test->end_count || test->ledgers[0].count)
			close_test(document);
		else
			close_empty(document);
	} else if (!document->known && !document->ended) {
		tell_failure(document);
	}
	arena_free(document->ending);
	document->ending = NULL;
	document->end = NULL;
	document->test = NULL;
}

void iperf3_document_finish(struct iperf3_document *document)
{
	struct parsing *parsing = document->parsing;

	iperf3_document_close(document);
	if (document->message.value && !is_idle(document->message.value))
		diag_add(parsing->diags, DIAG_ID_TOOL_FAILED, parsing->file,
			document->message.line, "iperf3",
			document->message.value);
	else if (document->idle && !document->tests)
		diag_add(parsing->diags, DIAG_ID_IPERF3_NO_TEST, parsing->file,
			document->idle, NULL);
}
