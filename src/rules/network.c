/* What an iperf3 rate is the rate of. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "src/rules/inspection.h"

#define MBIT 1e6
#define GBIT 1e9
/* What a client sends unless told otherwise: 1 Mbit/s, counted as 2^20. */
#define UDP_DEFAULT 1048576.0
/* The first version with a thread per stream. */
#define THREADS_SINCE 16

static bool is_udp(const struct run *run)
{
	const char *protocol = run_value(run, "protocol");

	return protocol && strcasecmp(protocol, "udp") == 0;
}

static double received(const struct run *run)
{
	return value_of(run, "receiver.throughput");
}

static struct finding_place at_rate(const struct corpus_run *r)
{
	return at_run(r, line_of(r->run, "receiver.throughput"));
}

/* -- paths -- */

static bool is_measured(const struct inspection *in,
	const struct lab_test *test, size_t path)
{
	for (size_t i = 0; i < in->corpus->run_count; i++) {
		const struct corpus_run *r = &in->corpus->runs[i];

		if (r->test == test && corpus_counts(r) && r->path == path)
			return true;
	}
	return false;
}

/* From a contestant to another one. */
static bool crosses(const struct inspection *in, const struct corpus_path *p)
{
	return p->from >= 0 && p->to >= 0 && p->from != p->to &&
	       corpus_contestant(in->corpus, (size_t)p->from) &&
	       corpus_contestant(in->corpus, (size_t)p->to);
}

static void hit_path(struct inspection *in, const struct lab_test *test,
	const struct corpus_path *p)
{
	hit(in, at_test(test, p->from), system_name(in, (size_t)p->from),
		system_name(in, (size_t)p->to));
}

static void network_path(struct inspection *in, const struct lab_test *test)
{
	for (size_t i = 0; test->path && i < in->corpus->path_count; i++) {
		const struct corpus_path *p = &in->corpus->paths[i];

		if (crosses(in, p) && is_measured(in, test, i))
			hit_path(in, test, p);
	}
}

static bool has_way_back(const struct inspection *in,
	const struct lab_test *test, const struct corpus_path *p)
{
	for (size_t i = 0; i < in->corpus->path_count; i++)
		if (in->corpus->paths[i].from == p->to &&
			in->corpus->paths[i].to == p->from &&
			is_measured(in, test, i))
			return true;
	return false;
}

static void one_way(struct inspection *in, const struct lab_test *test)
{
	for (size_t i = 0; test->path && i < in->corpus->path_count; i++) {
		const struct corpus_path *p = &in->corpus->paths[i];

		if (crosses(in, p) && is_measured(in, test, i) &&
			!has_way_back(in, test, p))
			hit_path(in, test, p);
	}
}

/* -- UDP -- */

static void not_capacity(struct inspection *in, const struct corpus_run *r)
{
	double asked = number_of(r->run, "target_rate");
	double rate = received(r->run);

	if (!is_udp(r->run))
		return;
	if (!(asked > 0) && fabs(rate / UDP_DEFAULT - 1) < 0.1)
		asked = UDP_DEFAULT;
	if (fabs(rate / asked - 1) <= 0.05)
		hit(in, at_rate(r), rough(in, rate / MBIT),
			rough(in, asked / MBIT));
}

static void udp_loss(struct inspection *in, const struct corpus_run *r)
{
	double loss = value_of(r->run, "loss");

	if (is_udp(r->run) && loss > setting(in, "share"))
		hit(in, at_run(r, line_of(r->run, "loss")),
			fixed(in, loss * 100, 1));
}

/* -- processors -- */

static double busiest(const struct run *run)
{
	return fmax(value_of(run, "cpu.local"), value_of(run, "cpu.remote"));
}

static bool has_threads(const char *version)
{
	return strncmp(version, "3.", 2) == 0 &&
	       strtoul(version + 2, NULL, 10) >= THREADS_SINCE;
}

/* Of iperf3 in one direction. */
static double thread_count(const struct run *run)
{
	double streams = number_of(run, "streams");

	return run->version && has_threads(run->version) && streams > 1
		       ? streams
		       : 1;
}

static void cpu_bound(struct inspection *in, const struct corpus_run *r)
{
	double load = busiest(r->run);

	if (is_tool(r->run, "iperf3") &&
		load / thread_count(r->run) > setting(in, "load"))
		hit(in, at_run(r, line_of(r->run, "cpu.local")),
			fixed(in, load * 100, 0));
}

static void one_core(struct inspection *in, const struct corpus_run *r)
{
	const struct param *streams = run_param(r->run, "streams");
	enum lang lang = in->corpus->diags->lang;
	const char *version = r->run->version;

	/* a load that is known says more: network-cpu-bound */
	if (!streams || is_udp(r->run) || !isnan(busiest(r->run)))
		return;
	if (strcmp(streams->value, "1") == 0)
		hit(in, at_run(r, 0), message_get(lang, MSG_RULE_ONE_STREAM));
	else if (version && !has_threads(version))
		hit(in, at_run(r, 0),
			message_say(in->arena, lang, MSG_RULE_ONE_THREAD,
				streams->value, version));
}

/* -- rates -- */

static void slow_start(struct inspection *in, const struct corpus_run *r)
{
	const struct series *s = run_get_series(r->run, "receiver.throughput");
	double *rates;
	struct values rest;

	if (!s)
		s = run_get_series(r->run, "sender.throughput");
	if (!s || s->count < 5 || s->merged > 1)
		return;
	rates = arena_alloc(in->arena, s->count * sizeof *rates);
	for (size_t i = 0; i < s->count; i++)
		rates[i] = s->points[i].value;
	rest = (struct values){rates + 1, s->count - 1};
	if (rates[0] < setting(in, "ratio") * median_of(rest))
		hit(in, at_run(r, 0),
			fixed(in, rates[0] / median_of(rest) * 100, 0));
}

static void gap(struct inspection *in, const struct corpus_run *r)
{
	double more = value_of(r->run, "sender.throughput") /
			      received(r->run) -
		      1;

	if (!is_udp(r->run) && more > setting(in, "difference"))
		hit(in, at_rate(r), fixed(in, more * 100, 1));
}

static void retransmits(struct inspection *in, const struct corpus_run *r)
{
	double count = value_of(r->run, "retransmits");
	double bytes = value_of(r->run, "sender.bytes");

	if (count / (bytes / 1e9) > setting(in, "per_gb"))
		hit(in, at_run(r, line_of(r->run, "retransmits")),
			fixed(in, count / (bytes / 1e9), 0));
}

static void memory_copy(struct inspection *in, const struct corpus_run *r)
{
	if (received(r->run) > setting(in, "rate"))
		hit(in, at_rate(r), fixed(in, received(r->run) / GBIT, 1));
}

/* What Ethernet and TCP/IP leave of these rates at an MTU of 1500. */
static void link_rate(struct inspection *in, const struct corpus_run *r)
{
	static const double links[] = {1e8, 1e9, 2.5e9, 1e10};
	double rate = received(r->run);

	for (size_t i = 0; i < sizeof links / sizeof *links; i++)
		if (!is_udp(r->run) && rate >= 0.93 * links[i] &&
			rate <= 0.955 * links[i])
			hit(in, at_rate(r), rough(in, rate / MBIT),
				fixed(in, links[i] / MBIT, 0));
}

const struct rule_function network_rules[] = {
	{RULE_NETWORK_PATH, .of_test = network_path},
	{RULE_NETWORK_ONE_WAY, .of_test = one_way},
	{RULE_UDP_NOT_CAPACITY, .of_run = not_capacity},
	{RULE_UDP_LOSS, .of_run = udp_loss},
	{RULE_NETWORK_CPU_BOUND, .of_run = cpu_bound},
	{RULE_NETWORK_ONE_CORE, .of_run = one_core},
	{RULE_NETWORK_SLOW_START, .of_run = slow_start},
	{RULE_NETWORK_GAP, .of_run = gap},
	{RULE_NETWORK_RETRANSMITS, .of_run = retransmits},
	{RULE_NETWORK_MEMORY_COPY, .of_run = memory_copy},
	{RULE_NETWORK_LINK_RATE, .of_run = link_rate},
	{0},
};
