/* From a test of iperf3 to runs: parameters and observations. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "parsers/iperf3.h"
#include "src/base/date.h"

const char *const iperf3_sides[IPERF3_SIDES] = {"sender", "receiver"};

/* What is being made. */
struct making {
	struct parsing *parsing;
	struct arena *arena;
	struct iperf3_test *test;
	enum iperf3_flow flow;
	struct run *run;
};

enum iperf3_side iperf3_own(
	const struct iperf3_test *test, enum iperf3_flow flow)
{
	bool server_sends = (flow == IPERF3_SECOND) != test->reverse;
	const struct iperf3_ledger *ledger = &test->ledgers[flow];

	/* without the head, the columns tell */
	if (test->role == IPERF3_UNKNOWN && ledger->count)
		return test->udp ? (ledger->streams[0].rows.has_lost
						   ? IPERF3_RECEIVER
						   : IPERF3_SENDER)
		       : ledger->streams[0].rows.has_retransmits
			       ? IPERF3_SENDER
			       : IPERF3_RECEIVER;

	return server_sends == (test->role == IPERF3_SERVER) ? IPERF3_SENDER
							     : IPERF3_RECEIVER;
}

size_t iperf3_flow_count(const struct iperf3_test *test)
{
	return test->bidir ? 2 : 1;
}

size_t iperf3_stream_count(const struct iperf3_test *test)
{
	return test->end_count / iperf3_flow_count(test);
}

const char *iperf3_protocol(const struct iperf3_test *test)
{
	return !test->protocol_known ? "" : test->udp ? "UDP" : "TCP";
}

void iperf3_connect(struct arena *arena, struct iperf3_test *test,
	struct iperf3_endpoint end)
{
	ARENA_ROOM(arena, test->ends, test->end_count, test->end_capacity);
	test->ends[test->end_count++] = end;
}

const char *iperf3_version(const char *text)
{
	const char *version = scan_after(text, "iperf version ");

	if (!version)
		version = scan_after(text, "iperf ");
	return version && scan_after(version, "3.") ? version : NULL;
}

const char *iperf3_address(
	struct arena *arena, const char *host, unsigned long long port)
{
	return strchr(host, ':') ? arena_printf(arena, "[%s]:%llu", host, port)
				 : arena_printf(arena, "%s:%llu", host, port);
}

/* -- datagrams: what old versions mix -- */

static bool is_mixed(const struct iperf3_test *test, enum iperf3_flow flow)
{
	return test->mixed && test->stated[flow][IPERF3_SENDER] &&
	       !test->stated[flow][IPERF3_RECEIVER];
}

static void derive_receiver(struct arena *arena, struct iperf3_row *got,
	double bytes, const char *how)
{
	struct iperf3_number *rate = &got->rate;

	got->bytes = iperf3_plain(bytes, got->line);
	got->bytes.raw = how;
	*rate = (struct iperf3_number){0};
	if (got->seconds.value > 0) {
		*rate = iperf3_plain(8 * bytes / got->seconds.value, got->line);
		rate->raw = arena_printf(
			arena, "8 × %s / %s s", how, got->seconds.raw);
	}
}

/* Of all datagrams that were counted, the part that came, in bytes. */
static void derive_arrived(struct arena *arena, const struct iperf3_test *test,
	const struct iperf3_sums *rows, struct iperf3_row *got)
{
	const struct iperf3_number *lost = &got->lost, *packets = &got->packets;
	double arrived = packets->value - lost->value;
	unsigned long long size;
	const char *end;

	if (lost->value < 0 || arrived < 0)
		return;
	if (test->block_size.value &&
		scan_count(test->block_size.value, &size, &end))
		derive_receiver(arena, got, arrived * (double)size,
			arena_printf(arena, "(%s - %s) × %s B", packets->raw,
				lost->raw, test->block_size.value));
	else if (rows->packets > 0 && !test->omits)
		derive_receiver(arena, got,
			got->bytes.value * arrived / rows->packets,
			arena_printf(arena, "%s × (%s - %s) / %llu",
				got->bytes.raw, packets->raw, lost->raw,
				(unsigned long long)rows->packets));
}

static const struct iperf3_sums *rows_of(
	const struct iperf3_test *test, enum iperf3_flow flow)
{
	const struct iperf3_ledger *ledger = &test->ledgers[flow];
	static const struct iperf3_sums none;

	for (size_t i = 0; i < ledger->count; i++)
		if (ledger->streams[i].sum || ledger->count == 1)
			return &ledger->streams[i].rows;
	return &none;
}

/* The documents of a sending client count its own datagrams from 3.2 to 3.10,
 * but the losses that the receiver saw: those behind the last one that came
 * are in neither. */
static bool is_uncounted(const struct iperf3_test *test, enum iperf3_flow flow)
{
	return test->mixed && test->exact && !test->old &&
	       test->role != IPERF3_SERVER &&
	       iperf3_own(test, flow) == IPERF3_SENDER;
}

/* Parts the one row into what the sender and what the receiver counted. */
static void part_sides(
	struct arena *arena, struct iperf3_test *test, enum iperf3_flow flow)
{
	struct iperf3_row *sent = &test->totals[flow][IPERF3_SENDER];
	struct iperf3_row *got = &test->totals[flow][IPERF3_RECEIVER];
	const struct iperf3_sums *rows = rows_of(test, flow);
	bool receives = iperf3_own(test, flow) == IPERF3_RECEIVER;

	*got = *sent;
	if (test->arrival[flow].raw)
		got->seconds = test->arrival[flow];
	sent->lost = sent->jitter = sent->percent = (struct iperf3_number){0};
	/* what has arrived stands in the receiver's own rows */
	if (receives && rows->rows)
		derive_receiver(arena, got, rows->bytes,
			arena_printf(arena, "Σ %zu rows", rows->rows));
	else if (!is_uncounted(test, flow))
		derive_arrived(arena, test, rows, got);
	test->stated[flow][IPERF3_RECEIVER] =
		got->bytes.raw != sent->bytes.raw && got->bytes.value > 0;
	/* on the receiver the sender's bytes are over the receiver's time */
	if (receives && test->role == IPERF3_SERVER)
		test->stated[flow][IPERF3_SENDER] = false;
}

/* -- is it all there? -- */

static bool needs(const struct iperf3_test *test, enum iperf3_flow flow,
	enum iperf3_side side)
{
	return test->role != IPERF3_SERVER || side == iperf3_own(test, flow);
}

bool iperf3_is_whole(const struct iperf3_test *test)
{
	size_t streams = iperf3_stream_count(test);

	for (size_t f = 0; f < iperf3_flow_count(test); f++)
		for (size_t s = 0; s < IPERF3_SIDES; s++) {
			const struct iperf3_row *row = &test->totals[f][s];
			bool mixed = is_mixed(test, f);

			if (!needs(test, f, s) || (mixed && s))
				continue;
			if (mixed && !row->bytes.raw)
				return false;
			if (mixed)
				row = &test->totals[f][IPERF3_SENDER];
			else if (!test->stated[f][s] || row->bytes.value <= 0)
				return false;
			if (streams > 1 && !row->sum)
				return false;
		}
	return streams > 0;
}

bool iperf3_is_early(const struct iperf3_test *test)
{
	const struct iperf3_row *own;
	double requested;
	const char *end;

	if (!test->requested.value || test->limited ||
		!scan_number(test->requested.value, &requested, &end))
		return false;
	own = &test->totals[IPERF3_FIRST][iperf3_own(test, IPERF3_FIRST)];
	return own->seconds.raw && own->end < requested - 0.5;
}

/* -- observations -- */

static void observe(struct making *m, const char *metric,
	const struct iperf3_number *number)
{
	if (number->raw && *number->raw)
		run_observe(m->arena, m->run, metric, number->value,
			number->raw, number->line);
}

static void observe_side(struct making *m, enum iperf3_side side,
	const char *name, const struct iperf3_number *number)
{
	char metric[40];

	snprintf(metric, sizeof metric, "%s.%s", iperf3_sides[side], name);
	observe(m, metric, number);
}

static void tell(
	struct making *m, enum diag_id id, unsigned line, const char *what)
{
	diag_add(m->parsing->diags, id, m->parsing->file, line,
		parser_quote(m->arena, what));
}

/*
 * -f T and the like print "0.01 TBytes/sec": the unit leaves no digits. The
 * adaptive form never falls below 1 but for plain bits and Bytes.
 */
static bool is_coarse(const struct iperf3_number *rate)
{
	const char *end;
	double number;

	return rate->slack > 0 && scan_number(rate->raw, &number, &end) &&
	       number < 0.1 && !scan_after(scan_blanks(end), "bits") &&
	       !scan_after(scan_blanks(end), "Bytes");
}

static void observe_rate(struct making *m, enum iperf3_side side,
	const struct iperf3_number *rate)
{
	if (rate->raw && is_coarse(rate))
		tell(m, DIAG_ID_NUMBER_COARSE, rate->line, rate->raw);
	else
		observe_side(m, side, "throughput", rate);
}

/* A count that a client has from its peer and that does not fit what arrived:
 * 3.14 to 3.20 print 0 when the server is older, versions before 3.14 count
 * omitted datagrams too. */
static bool is_doubtful(const struct making *m, const struct iperf3_row *got)
{
	const struct iperf3_row *sent =
		&m->test->totals[m->flow][IPERF3_SENDER];
	double size, arrived, slack;

	if (m->test->role == IPERF3_SERVER ||
		iperf3_own(m->test, m->flow) == IPERF3_RECEIVER ||
		m->test->mixed || sent->packets.value <= 0 ||
		sent->bytes.value <= 0)
		return false;
	size = sent->bytes.value / sent->packets.value;
	arrived = (got->packets.value - got->lost.value) * size;
	slack = got->bytes.slack +
		sent->bytes.slack / sent->bytes.value * arrived + 4 * size;
	/* 3.12: 4 blocks may be under way; a busy machine has more */
	return fabs(arrived - got->bytes.value) > 2 * slack;
}

/* "3.12" < "3.14"; false when unknown. */
static bool is_before(const char *version, unsigned minor)
{
	unsigned long long number;
	const char *end;

	return version && scan_after(version, "3.") &&
	       scan_count(version + 2, &number, &end) && number < minor;
}

/* 3.12 and others count in an int, which stops there: after half a day the
 * losses and the share are wrong as well. */
#define PACKETS_FULL 2147483647.0

static bool is_loss_usable(struct making *m, const struct iperf3_row *got)
{
	const struct iperf3_number *lost = &got->lost, *packets = &got->packets;
	bool forward = iperf3_own(m->test, m->flow) == IPERF3_SENDER &&
		       m->test->role != IPERF3_SERVER;
	const char *what =
		arena_printf(m->arena, "%s/%s", lost->raw, packets->raw);

	/* late and doubled datagrams make it negative or too large */
	if (lost->value < 0 || packets->value <= 0 || packets->value >= 9e15 ||
		packets->value == PACKETS_FULL ||
		lost->value > packets->value) {
		tell(m, DIAG_ID_NUMBER_ABSURD, got->line, what);
		return false;
	}
	if (is_uncounted(m->test, m->flow))
		observe(m, "lost_packets", lost);
	if (is_uncounted(m->test, m->flow) || is_doubtful(m, got) ||
		(forward && m->test->omits &&
			(!m->test->version ||
				is_before(m->test->version, 14)))) {
		tell(m, DIAG_ID_IPERF3_LOSS, got->line, what);
		return false;
	}
	return true;
}

/* How much later than another a datagram came cannot be longer than all of
 * the test: old versions take the difference of two clocks for it. */
static void observe_jitter(struct making *m, const struct iperf3_row *got)
{
	const struct iperf3_number *jitter = &got->jitter;
	const struct iperf3_number *all = &got->seconds;

	/* 0 of 0 when nothing has come */
	if (!jitter->raw || jitter->value < 0 ||
		(got->packets.raw && got->packets.value <= 0))
		return;
	if (all->raw && jitter->value - jitter->slack > all->value + all->slack)
		tell(m, DIAG_ID_NUMBER_ABSURD, jitter->line, jitter->raw);
	else
		observe(m, "jitter", jitter);
}

static void observe_loss(struct making *m, const struct iperf3_row *got)
{
	struct iperf3_number loss = iperf3_plain(0, got->lost.line);

	observe_jitter(m, got);
	if (!got->lost.raw || !got->packets.raw || !is_loss_usable(m, got))
		return;
	observe(m, "lost_packets", &got->lost);
	observe(m, "packets", &got->packets);
	loss.value = got->lost.value / got->packets.value;
	loss.raw = arena_printf(
		m->arena, "%s/%s", got->lost.raw, got->packets.raw);
	if (got->percent.raw && !m->test->exact)
		loss.raw = arena_printf(
			m->arena, "%s (%s)", loss.raw, got->percent.raw);
	observe(m, "loss", &loss);
}

static void observe_cpu(struct making *m)
{
	/* a server knows nothing of the client's and prints 0 */
	if (m->test->cpu_local.value > 0)
		observe(m, "cpu.local", &m->test->cpu_local);
	if (m->test->cpu_remote.value > 0)
		observe(m, "cpu.remote", &m->test->cpu_remote);
}

static void observe_flow(struct making *m)
{
	struct iperf3_test *test = m->test;

	for (size_t i = 0; i < IPERF3_SIDES; i++) {
		const struct iperf3_row *row = &test->totals[m->flow][i];

		/* 0.00 Bytes is what a side prints that never heard from the
		 * other; single rows of several streams are not the test's */
		if (!test->stated[m->flow][i] || !needs(test, m->flow, i) ||
			row->bytes.value <= 0 ||
			(iperf3_stream_count(test) > 1 && !row->sum))
			continue;
		observe_rate(m, i, &row->rate);
		observe_side(m, i, "bytes", &row->bytes);
		observe_side(m, i, "duration", &row->seconds);
		if (i == IPERF3_SENDER && !test->udp)
			observe(m, "retransmits", &row->retransmits);
	}
	if (test->udp && needs(test, m->flow, IPERF3_RECEIVER))
		observe_loss(m, &test->totals[m->flow][IPERF3_RECEIVER]);
	observe_cpu(m);
}

/* -- parameters -- */

static void state(
	struct making *m, const char *key, const char *value, unsigned line)
{
	if (value && *value)
		run_state(m->arena, m->run, key, value, line);
}

static void state_fact(
	struct making *m, const char *key, const struct iperf3_fact *fact)
{
	state(m, key, fact->value, fact->line);
}

/* "Mon, 23 Nov 2026 05:14:43 GMT" as "2026-11-23T05:14:43"; others are none. */
static const char *iso_date(struct arena *arena, const char *text)
{
	unsigned long long day, year;
	const char *s = strchr(text, ' ');
	unsigned month;

	if (!s || !scan_count(scan_blanks(s), &day, &s) || *s != ' ' ||
		strlen(s) < 5 || s[4] != ' ')
		return NULL;
	month = date_month(s + 1);
	if (!scan_count(s + 5, &year, &s) || *s != ' ')
		return NULL;
	return date_iso(arena, year, month, day, s + 1);
}

static void state_date(struct making *m, const struct iperf3_fact *date)
{
	const char *iso = date->value ? iso_date(m->arena, date->value) : NULL;

	if (iso)
		state(m, "date", iso, date->line);
}

/* The time asked for is not printed without -V; the sender stops at it, so
 * its time rounded is evident unless bytes or blocks ended the test. */
static void state_duration(struct making *m)
{
	const struct iperf3_test *test = m->test;
	const struct iperf3_row *row = &test->totals[m->flow][IPERF3_SENDER];
	double whole;

	if (test->limited)
		return;
	if (test->requested.value) {
		state_fact(m, "duration", &test->requested);
		return;
	}
	if (!row->seconds.raw)
		row = &test->totals[m->flow][IPERF3_RECEIVER];
	if (!row->seconds.raw || test->exact || !m->run->complete)
		return;
	whole = round(row->end);
	if (whole < 1 || fabs(row->end - whole) > 0.35)
		return;
	state(m, "duration", arena_printf(m->arena, "%ld", lround(whole)),
		row->line);
}

/* Where the data goes. Known when the role is, and who sends. */
static void state_direction(struct making *m)
{
	const struct iperf3_test *test = m->test;
	const struct iperf3_endpoint *end;
	bool second = m->flow == IPERF3_SECOND;
	bool reverse = test->bidir ? second : test->reverse;
	bool leaves = iperf3_own(test, m->flow) == IPERF3_SENDER;

	if (test->end_count == 0)
		return;
	end = &test->ends[second ? iperf3_stream_count(test) : 0];
	state(m, "local_address", end->local, end->line);
	state(m, "remote_address", end->remote, end->line);
	if (test->role == IPERF3_UNKNOWN ||
		(test->role == IPERF3_SERVER && !test->bidir &&
			!test->reverse_known))
		return;
	state(m, "direction", reverse ? "reverse" : "forward", end->line);
	state(m, "flow_from", leaves ? end->local_end : end->remote_end,
		end->line);
	state(m, "flow_to", leaves ? end->remote_end : end->local_end,
		end->line);
}

static void state_test(struct making *m)
{
	static const char *const roles[] = {NULL, "client", "server"};
	const struct iperf3_test *test = m->test;

	state(m, "role", roles[test->role], test->line);
	state_direction(m);
	if (test->protocol_known)
		state(m, "protocol", m->run->workload, test->line);
	if (iperf3_stream_count(test) > 0)
		state(m, "streams",
			arena_printf(
				m->arena, "%zu", iperf3_stream_count(test)),
			test->ends[0].line);
	state_duration(m);
	state_fact(m, "omit", &test->omit);
	state_fact(m, "block_size", &test->block_size);
	state_fact(m, "target_rate", &test->target);
	state_fact(m, "congestion", &test->congestion);
	state_fact(m, "cookie", &test->cookie);
	state_date(m, &test->date);
}

/* Without -V no version is printed: `iperf3 --version` above has it, unless
 * it is of another machine, whose columns would have other names. */
static const char *version_of(const struct making *m)
{
	const struct run *facts = m->parsing->facts;
	const char *stated = facts ? run_value(facts, "iperf3_version") : NULL;

	if (m->test->version)
		return m->test->version;
	return stated && is_before(stated, 2) == m->test->old ? stated : NULL;
}

static void make_run(struct making *m, struct scan *scan, bool complete)
{
	const struct iperf3_test *test = m->test;
	struct run *run = parser_run(scan, m->parsing, "iperf3");

	m->run = run;
	run->line = test->line;
	run->last_line = test->last_line;
	run->version = version_of(m);
	run->workload = !test->protocol_known ? "" : test->udp ? "udp" : "tcp";
	run->complete = complete;
	state_test(m);
	/* after an abort one side's bytes are divided by the other's time */
	if (!test->repeated)
		observe_flow(m);
	iperf3_close(m->arena, m->test, m->flow, run);
}

void iperf3_make_runs(struct scan *scan, struct parsing *parsing,
	struct iperf3_test *test, bool complete)
{
	struct making m = {
		.parsing = parsing, .arena = parsing->arena, .test = test};

	for (size_t flow = 0; flow < iperf3_flow_count(test); flow++) {
		m.flow = flow;
		if (is_mixed(test, flow))
			part_sides(m.arena, test, flow);
		if (test->mixed && complete &&
			needs(test, flow, IPERF3_RECEIVER) &&
			test->stated[flow][IPERF3_RECEIVER])
			tell(&m, DIAG_ID_IPERF3_UNLABELLED,
				test->totals[flow][IPERF3_RECEIVER].line, "");
		make_run(&m, scan, complete);
	}
}
