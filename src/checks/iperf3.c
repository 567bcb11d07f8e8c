/*
 * The arithmetic of an intact iperf3 log. T: text, J: JSON.
 *
 *   T1  J1   rate = 8 × bytes / time, of every row
 *            J6 of the summary
 *       J2   seconds = end - start
 *   T2  J3   a row starts where the one before it ended
 *   T3  J5   the own total of bytes = sum of the rows (T4, J5: of
 *            retransmissions)
 *   T4  J4   the sum of all streams (J6: of the summary)
 *   T5  J9   datagrams and losses; their percentage
 *   T6  J7   times of the summary (soft)
 *   T7       the sender's bytes >= the receiver's (soft)
 *       J8   extremes and mean of the round trip time, largest window
 *       J10  bytes are whole blocks (soft, from 3.16 on)
 *       J11  date; processor time and number of streams (soft)
 *   P1       both sides name the same addresses and cookie
 *   P2  J12  what one side tells the other is the same in both logs
 *
 * The parser has kept, per rule, the two numbers that fit least: figures KEY
 * and KEY.wanted, with what rounding explains.
 */
#include "src/checks/iperf3.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 131072.0
/* A receiver goes on behind its last row: seen 0.14 % of all on 3.3 and 3.4.
 * From 3.16 on each stream is a thread. What it moves between the reading of
 * a row and the counter's return to 0 is in the total alone: seen 8 blocks at
 * the end, and over hundreds of rows 0.12 % of all. */
#define THREAD_BLOCKS 16
#define THREAD_PART 0.005
/* Of doubles that were printed and read. */
#define PRINTED 1e-12

struct job {
	const struct run *run;
	struct check_result *result;
	bool exact; /* JSON */
	bool old;   /* before 3.2 */
	bool omits, bidir, udp, receives;
	bool peer; /* a client that receives: the sender has another clock */
	unsigned minor; /* of the version; 0: not stated */
	double block;	/* bytes */
};

/* How far found may lie from wanted, beyond their slacks. */
struct room {
	double below, above;
};

static bool flag(const struct run *run, const char *key)
{
	const struct figure *figure = run_get_figure(run, key);

	return figure && figure->value != 0;
}

static unsigned minor_of(const char *version)
{
	return version && strncmp(version, "3.", 2) == 0
		       ? (unsigned)strtoul(version + 2, NULL, 10)
		       : 0;
}

static struct room even(double size)
{
	return (struct room){size, size};
}

/* Versions whose threads may have added to a total; unknown ones, too. */
static bool may_thread(const struct job *job)
{
	return (!job->minor && !job->old) || job->minor >= 16;
}

/* -- room per rule; NAN: it does not apply -- */

static struct room none(const struct job *job, double wanted)
{
	(void)job;
	return even(PRINTED * fabs(wanted));
}

/* 3.0 and 3.1 print six digits of each, 3.1.3 seven. */
static struct room digits(const struct job *job, double wanted)
{
	double part = !job->exact ? 1e-9 : job->minor >= 2 ? PRINTED : 1e-5;

	return even(part * fabs(wanted));
}

static struct room step(const struct job *job, double wanted)
{
	(void)wanted;
	/* the clock begins anew a little before the first row does: seen
	 * 0.46 ms */
	return even(job->exact && job->omits ? 2e-3 : 1e-6);
}

/* Single precision; 3.0 prints six digits of the ends. */
static struct room clock(const struct job *job, double wanted)
{
	if (job->minor < 2)
		return even(5e-3);
	return even(job->minor < 7 ? 3e-6 * fmax(1, wanted)
				   : 2e-7 * fmax(1, wanted));
}

/* A total is read after the last row was. */
static struct room stream(const struct job *job, double wanted)
{
	struct room room = even(PRINTED * wanted);

	if (job->udp && job->old)
		return even(NAN);
	if (job->old && job->receives)
		room.above = 0.02 * wanted;
	else if (may_thread(job) || job->receives)
		room.above =
			THREAD_BLOCKS * BLOCK +
			wanted * (job->exact || !job->receives ? THREAD_PART
							       : 0.01);
	if (may_thread(job) && job->udp)
		room.below = 2 * job->block;
	return room;
}

static struct room packets(const struct job *job, double wanted)
{
	(void)wanted;
	return even(job->old || job->omits ? NAN : may_thread(job) ? 2 : 0);
}

static struct room datagrams(const struct job *job, double wanted)
{
	(void)wanted;
	return even(job->receives ? 1e-6 : job->block);
}

static struct room blocks(const struct job *job, double wanted)
{
	(void)wanted;
	return even(job->minor >= 16 ? 0 : NAN);
}

static struct room own_end(const struct job *job, double wanted)
{
	(void)wanted;
	return job->bidir || job->peer ? even(NAN) : (struct room){0.02, 1};
}

static struct room last_end(const struct job *job, double wanted)
{
	(void)wanted;
	return job->bidir || job->omits || job->peer ? even(NAN)
						     : (struct room){0.02, 1};
}

static struct room asked(const struct job *job, double wanted)
{
	(void)wanted;
	(void)job;
	return (struct room){0.02, 0.35};
}

static struct room arrived(const struct job *job, double wanted)
{
	return (struct room){
		job->omits ? 0.06 * wanted : 0.001 * wanted + 8 * BLOCK,
		64 * BLOCK * 8};
}

/* A test that ends between two rows has a sample more. */
static struct room micro(const struct job *job, double wanted)
{
	const struct figure *end = run_get_figure(job->run, "end.own");
	const struct figure *row = run_get_figure(job->run, "end.own.wanted");

	(void)wanted;
	if (end && row && fabs(end->value - row->value) > 1e-5)
		return even(NAN);
	return (struct room){1.001e-6, 1e-9};
}

static struct room cpu(const struct job *job, double wanted)
{
	(void)wanted;
	(void)job;
	return even(0.01);
}

static const struct rule {
	const char *key, *wanted;
	const char *text, *json; /* its name; NULL: does not apply */
	bool hard;
	struct room (*room)(const struct job *job, double wanted);
} rules[] = {
#define RULE(key, ...)                                                         \
	{                                                                      \
		key, key ".wanted", __VA_ARGS__                                \
	}
	RULE("row.rate", "T1", "J1", true, digits),
	RULE("total.rate", "T1", "J6", true, digits),
	RULE("row.seconds", NULL, "J2", true, clock),
	RULE("row.start", "T2", "J3", true, step),
	RULE("stream.bytes", "T3", "J5", true, stream),
	RULE("stream.retransmits", "T4", "J5", true, none),
	RULE("sum.bytes", "T4", "J4", true, none),
	RULE("sum.retransmits", "T4", "J4", true, none),
	RULE("total.bytes", "T4", "J6", true, none),
	RULE("total.retransmits", "T4", "J6", true, none),
	RULE("stream.packets", "T5", "J9", true, packets),
	RULE("stream.lost", "T5", "J9", true, packets),
	RULE("row.loss", "T5", "J9", true, digits),
	RULE("row.datagrams", "T5", "J9", true, datagrams),
	RULE("total.packets", NULL, "J9", true, none),
	RULE("total.lost", NULL, "J9", true, none),
	RULE("end.own", "T6", "J7", false, own_end),
	RULE("end.receiver", "T6", "J7", false, last_end),
	RULE("end.sender", "T6", "J7", false, asked),
	RULE("sender.bytes", "T7", "T7", false, arrived),
	RULE("stream.max_rtt", NULL, "J8", true, micro),
	RULE("stream.min_rtt", NULL, "J8", true, micro),
	RULE("stream.mean_rtt", NULL, "J8", true, micro),
	RULE("stream.max_cwnd", NULL, "J8", true, none),
	RULE("row.blocks", NULL, "J10", false, blocks),
	RULE("date", NULL, "J11", true, none),
	RULE("cpu.total", NULL, "J11", false, cpu),
	RULE("connected", NULL, "J11", false, none),
#undef RULE
};

static void apply(const struct job *job, const struct rule *rule)
{
	const struct figure *found = run_get_figure(job->run, rule->key);
	const struct figure *wanted = run_get_figure(job->run, rule->wanted);
	const char *name = job->exact ? rule->json : rule->text;
	struct room room;
	double slack;

	if (!found || !wanted || !name)
		return;
	room = rule->room(job, wanted->value);
	slack = found->slack + wanted->slack;
	check_range(job->result, name, rule->hard, found->line, found->value,
		wanted->value - slack - room.below,
		wanted->value + slack + room.above);
}

static void check(const struct run *run, struct check_result *result)
{
	const char *block = run_value(run, "block_size");
	const char *role = run_value(run, "role");
	struct job job = {
		.run = run,
		.result = result,
		.exact = flag(run, "exact"),
		.old = flag(run, "old"),
		.omits = flag(run, "omits"),
		.bidir = flag(run, "bidir"),
		.udp = flag(run, "udp"),
		.receives = flag(run, "own"),
		.minor = minor_of(run->version),
		.block = block ? strtod(block, NULL) : BLOCK,
	};

	job.peer = job.receives && role && strcmp(role, "client") == 0;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		apply(&job, &rules[i]);
}

const struct checker checker_iperf3 = {"iperf3", check};

/* -- both sides -- */

struct pair {
	const struct run *client, *server;
	struct check_result *result;
	bool exact; /* both are JSON */
};

/* The word is the same: 0, or the finding is 1 that should be 0. */
static void same_word(const struct pair *pair, const char *key)
{
	const struct param *a = run_param(pair->client, key);
	const struct param *b = run_param(pair->server, key);

	if (a && b)
		check_range(pair->result, "P1", true, a->line,
			strcmp(a->value, b->value) != 0, 0, 0);
}

/* Half a unit of what is printed is at most 0.5 % of it. */
static double rounding(const struct obs *a, const struct obs *b)
{
	const char *unit = strchr(a->raw, ' ');
	const char *other = strchr(b->raw, ' ');

	if (!unit == !other && (!unit || strcmp(unit, other) == 0))
		return 1e-9;
	return 0.011;
}

static void same_number(
	const struct pair *pair, const char *metric, double room)
{
	const struct obs *a = run_obs(pair->client, metric);
	const struct obs *b = run_obs(pair->server, metric);
	double size;

	if (!a || !b)
		return;
	size = room + fabs(b->value) * (pair->exact ? 1e-9 : rounding(a, b));
	check_range(pair->result, pair->exact ? "J12" : "P2", true, a->line,
		a->value, b->value - size, b->value + size);
}

/* One side counts in text and one in JSON: rounded, and times to 0.01 s. */
static void same_rounded(const struct pair *pair, const char *metric)
{
	const struct obs *a = run_obs(pair->client, metric);
	const struct obs *b = run_obs(pair->server, metric);
	double size;

	if (!a || !b)
		return;
	size = 0.006 * fabs(b->value) + 0.006;
	check_range(pair->result, "P2", true, a->line, a->value,
		b->value - size, b->value + size);
}

/* The receiver tells; of a reverse test the sender does, whose threads may
 * have added a block. */
static void same_numbers(const struct pair *pair, bool rounded)
{
	static const char *const names[] = {"bytes", "duration", "throughput"};
	/* with --bidir each side takes the time of its own first stream */
	size_t count = flag(pair->client, "bidir") ? 1 : 3;
	const char *direction = run_value(pair->client, "direction");
	bool reverse = direction && strcmp(direction, "reverse") == 0;
	const char *side = reverse ? "sender" : "receiver";
	const struct obs *bytes, *time;
	double room = 0;

	for (size_t i = 0; i < count; i++) {
		char metric[40];

		snprintf(metric, sizeof metric, "%s.%s", side, names[i]);
		if (rounded) {
			same_rounded(pair, metric);
			continue;
		}
		bytes = run_obs(pair->server, "sender.bytes");
		time = run_obs(pair->server, "sender.duration");
		room = 0;
		if (reverse && bytes && i == 0)
			room = BLOCK + (pair->exact ? 0 : bytes->value / 100);
		if (reverse && bytes && time && time->value > 0 && i == 2)
			room = 8 * BLOCK / time->value +
			       (pair->exact ? 0
					    : 8 * bytes->value / time->value /
						       100);
		same_number(pair, metric, room);
	}
}

void check_iperf3_pair(const struct run *client, const struct run *server,
	struct check_result *result)
{
	struct pair pair = {client, server, result, false};
	bool rounded = flag(client, "exact") != flag(server, "exact");

	if (!client->complete || !server->complete)
		return;
	pair.exact = flag(client, "exact") && !rounded;
	same_word(&pair, "flow_from");
	same_word(&pair, "flow_to");
	same_word(&pair, "cookie");
	if (!flag(client, "old") && !flag(server, "old")) {
		same_numbers(&pair, rounded);
		same_number(&pair, "retransmits", 0);
		same_number(&pair, "lost_packets", 0);
		same_number(&pair, "packets", 0);
		if (!rounded)
			same_number(&pair, "jitter", 0);
	}
	if (result->checked && result->state != CHECK_INCONSISTENT)
		result->state = CHECK_INTACT;
}
