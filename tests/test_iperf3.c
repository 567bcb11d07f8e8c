/*
 * Unit tests of what reads and checks iperf3: text, JSON and JSON stream of
 * both sides. The numbers wanted were taken from the recordings by eye or by
 * another reader of JSON. Run from the root of the sources.
 */
#define _XOPEN_SOURCE 700 /* P_tmpdir */
#include "tests/logs.h"

#include "src/base/json.h"
#include "src/checks/iperf3.h"

#define P "fixtures/parse/iperf3/"

static void expect(const struct run *run, const char *metric, double value,
	const char *raw, unsigned line)
{
	const struct obs *obs = run_obs(run, metric);

	if (!obs)
		fail_msg("%s: no %s", run->file, metric);
	expect_near(obs->value, value, 1e-12);
	assert_string_equal(obs->raw, raw);
	assert_int_equal(obs->line, line);
}

static void expect_cut(const struct desk *desk, unsigned line)
{
	assert_int_equal(desk->diags.count, 1);
	assert_int_equal(desk->diags.items[0].id, DIAG_ID_RUN_CUT);
	assert_int_equal(desk->diags.items[0].line, line);
}

static void expect_param(
	const struct run *run, const char *key, const char *value)
{
	const char *found = run_value(run, key);

	if (!found)
		fail_msg("%s: no %s", run->file, key);
	assert_string_equal(found, value);
}

static void test_values(void **state)
{
	static const struct {
		const char *file;
		size_t run;
		const char *metric;
		double value;
		const char *raw;
		unsigned line;
	} rows[] = {
		{P "3.12-json-client.json", 0, "sender.throughput",
			3451799433.2185149, "3451799433.2185149", 153},
		{P "3.12-json-client.json", 0, "sender.bytes", 1294467072,
			"1294467072", 152},
		{P "3.12-json-client.json", 0, "receiver.throughput",
			3430154324.14723, "3430154324.14723", 162},
		{P "3.12-json-client.json", 0, "receiver.duration", 3.012594,
			"3.012594", 160},
		{P "3.12-json-client.json", 0, "retransmits", 0, "0", 154},
		{P "3.12-json-client.json", 0, "cpu.local",
			0.026023941947302607, "2.6023941947302607", 166},
		{P "3.7-bidir-json-client.json", 0, "sender.throughput",
			3406593090.3585634, "3406593090.3585634", 234},
		{P "3.7-bidir-json-client.json", 0, "receiver.bytes",
			1280345608, "1280345608", 242},
		{P "3.7-bidir-json-client.json", 1, "sender.throughput",
			3469507200.8267713, "3469507200.8267713", 251},
		{P "3.7-bidir-json-client.json", 1, "receiver.bytes",
			1301434760, "1301434760", 259},
		{P "3.12-R-json-client.json", 0, "receiver.throughput",
			3363713242.3945155, "3363713242.3945155", 141},
		{P "3.12-udp-loss-json-client.json", 0, "receiver.throughput",
			220586712.24347651, "220586712.24347651", 151},
		{P "3.12-udp-loss-json-client.json", 0, "loss",
			71804 / 129027.0, "71804/129027", 153},
		{P "3.12-udp-loss-json-client.json", 0, "jitter",
			4.1961651722797217e-6, "0.0041961651722797217", 152},
		{P "3.0.1-RP2-json-client.json", 0, "receiver.bytes", 157548544,
			"157548544", 168},
		{P "3.0.7-udp-json-client.json", 0, "sender.throughput",
			4.86792e8, "4.86792e+08", 0},
		{P "3.0.7-udp-json-client.json", 0, "receiver.bytes",
			(22313 - 11153) * 8192.0, "(22313 - 11153) × 8192 B",
			0},
		{P "3.0.7-udp-client.txt", 0, "sender.throughput", 490e6,
			"490 Mbits/sec", 9},
		{P "3.0.7-udp-client.txt", 0, "receiver.bytes",
			175 * 1048576.0 * (22423 - 7629) / 22423,
			"175 MBytes × (22423 - 7629) / 22423", 9},
		{P "3.0.7-udp-client.txt", 0, "loss", 7629.0 / 22423,
			"7629/22423 (34%)", 9},
		{P "3.1.3-udp-R-client.txt", 0, "receiver.bytes",
			(17.1 + 28.9 + 18.4) * 1048576, "Σ 3 rows", 10},
		{P "3.1.3-text-server.txt", 0, "receiver.throughput", 3.45e9,
			"3.45 Gbits/sec", 0},
		{P "3.12-V-client.txt", 0, "receiver.throughput", 3.49e9,
			"3.49 Gbits/sec", 18},
		{P "3.12-V-client.txt", 0, "cpu.local", 0.026, "2.6%", 19},
		{P "3.12-V-client.txt", 0, "cpu.remote", 0.073, "7.3%", 19},
		{P "3.12-O1-client.txt", 0, "receiver.throughput", 2.65e9,
			"2.65 Gbits/sec", 11},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct run_list runs = read_path(desk, rows[i].file);
		const struct run *run = nth(&runs, rows[i].run);
		const struct obs *obs = run_obs(run, rows[i].metric);

		assert_true(run->complete);
		if (!obs)
			fail_msg("%s: no %s", rows[i].file, rows[i].metric);
		expect(run, rows[i].metric, rows[i].value, rows[i].raw,
			rows[i].line ? rows[i].line : obs->line);
	}
}

static void test_params(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_path(desk, P "3.12-V-client.txt");
	const struct run *run = nth(&runs, 0);

	assert_int_equal(runs.count, 1);
	assert_string_equal(run->version, "3.12");
	expect_param(run, "role", "client");
	expect_param(run, "block_size", "131072");
	expect_param(run, "omit", "0");
	expect_param(run, "duration", "3");
	expect_param(run, "congestion", "cubic");
	expect_param(run, "cookie", "pdqqgjxstjz32fm6mkqo4p4yete2toeji5je");
	expect_param(run, "date", "2026-11-23T04:15:07");
	runs = read_path(desk, P "3.0.1-V-client.txt");
	assert_string_equal(nth(&runs, 0)->version, "3.0.1");
	expect_param(nth(&runs, 0), "date", "2026-11-26T07:07:12");
	/* it has a "connected" per stream and does not say which way */
	runs = read_path(desk, P "3.0.1-RP2-json-client.json");
	run = nth(&runs, 0);
	assert_string_equal(run->version, "3.0.1");
	expect_param(run, "direction", "reverse");
	expect_param(run, "flow_from", "127.0.0.1:6030");
	runs = read_path(desk, P "3.12-R-json-server.json");
	run = nth(&runs, 0);
	assert_string_equal(run->version, "3.12");
	assert_string_equal(run->workload, "tcp");
	expect_param(run, "role", "server");
	expect_param(run, "direction", "reverse");
	/* what the other side knows is absent, not 0 */
	assert_null(run_obs(run, "receiver.bytes"));
	assert_null(run_obs(run, "cpu.remote"));
	assert_non_null(run_obs(run, "sender.bytes"));
	runs = read_path(desk, P "3.12-P4-json-server.json");
	expect_param(nth(&runs, 0), "streams", "4");
	assert_null(run_obs(nth(&runs, 0), "sender.throughput"));
}

/* The same kind of test states the same in text and in JSON. */
static void test_formats(void **state)
{
	static const char *const metrics[] = {"sender.throughput",
		"sender.bytes", "sender.duration", "receiver.throughput",
		"receiver.bytes", "receiver.duration", "retransmits"};
	static const char *const params[] = {"role", "direction", "protocol",
		"streams", "duration", "flow_from", "flow_to", "local_address",
		"remote_address"};
	struct desk *desk = *state;
	struct run_list text = read_path(desk, P "3.12-text-client.txt");
	struct run_list json = read_path(desk, P "3.12-json-client.json");
	struct run_list stream =
		read_path(desk, P "3.18-jsonstream-client.json");

	for (size_t i = 0; i < COUNT(metrics); i++) {
		assert_non_null(run_obs(nth(&text, 0), metrics[i]));
		assert_non_null(run_obs(nth(&json, 0), metrics[i]));
		assert_non_null(run_obs(nth(&stream, 0), metrics[i]));
	}
	for (size_t i = 0; i < COUNT(params); i++) {
		assert_non_null(run_value(nth(&text, 0), params[i]));
		assert_non_null(run_value(nth(&json, 0), params[i]));
		assert_non_null(run_value(nth(&stream, 0), params[i]));
	}
}

static void expect_series(const struct run *run, const char *metric,
	size_t count, double first, double last)
{
	const struct series *series = run_get_series(run, metric);

	if (!series)
		fail_msg("%s: no series of %s", run->file, metric);
	assert_int_equal(series->count, count);
	expect_near(series->points[0].value, first, 1e-12);
	expect_near(series->points[count - 1].value, last, 1e-12);
}

static void test_series(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_path(desk, P "3.12-O1-client.txt");

	/* without what is omitted */
	expect_series(nth(&runs, 0), "sender.throughput", 3, 2.64e9, 3.08e9);
	expect_series(nth(&runs, 0), "retransmits", 3, 0, 0);
	/* without the short last one; the receiver's own */
	runs = read_path(desk, P "3.0.7-text-server.txt");
	expect_series(nth(&runs, 0), "receiver.throughput", 3, 3.56e9, 3.72e9);
	/* sums of streams */
	runs = read_path(desk, P "P4-client.txt");
	assert_int_equal(
		run_get_series(nth(&runs, 0), "sender.throughput")->count, 3);
	runs = read_path(desk, P "3.12-R-json-client.json");
	assert_non_null(run_get_series(nth(&runs, 0), "receiver.throughput"));
}

static void test_several(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_path(desk, P "3.12-three-json-client.json");

	assert_int_equal(runs.count, 3);
	expect_silence(desk);
	/* the whole document behind the events is the same run */
	runs = read_path(desk, P "3.21-jsonstreamfull-client.json");
	assert_int_equal(runs.count, 1);
	expect_silence(desk);
	/* the server's document within the client's is no second run */
	runs = read_path(desk, P "3.16-gso-json-client.json");
	assert_int_equal(runs.count, 1);
	expect_silence(desk);
	/* stopped while idle: nothing to report */
	runs = read_path(desk, P "3.18-jsonstream-three-server.json");
	assert_int_equal(runs.count, 3);
	expect_silence(desk);
}

static void test_problems(void **state)
{
	static const struct {
		const char *file;
		size_t runs;
		enum diag_id id;
		unsigned line;
	} rows[] = {
		{P "3.9-srvkill-json-client.json", 1, DIAG_ID_RUN_FAILED, 119},
		{P "3.9-refused-json-client.json", 0, DIAG_ID_TOOL_FAILED, 11},
		{P "3.12-cliint-json-client.json", 1, DIAG_ID_RUN_FAILED, 0},
		{P "3.16-cliint-json-client.json", 1, DIAG_ID_RUN_FAILED, 0},
		{P "3.18-jsonstream-cliint-client.json", 1, DIAG_ID_RUN_FAILED,
			0},
		{P "3.18-jsonstream-srvkill-client.json", 1, DIAG_ID_RUN_FAILED,
			0},
		{P "3.21-jsonstream-refused-client.json", 0,
			DIAG_ID_TOOL_FAILED, 1},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct run_list runs = read_path(desk, rows[i].file);

		assert_int_equal(runs.count, rows[i].runs);
		if (desk->diags.count != 1)
			fail_msg("%s:\n%s", rows[i].file, all_told(desk));
		assert_int_equal(desk->diags.items[0].id, rows[i].id);
		if (rows[i].line)
			assert_int_equal(
				desk->diags.items[0].line, rows[i].line);
		assert_true(!runs.first || !runs.first->complete);
	}
}

/* Losses that a version gets wrong on the client are left out. */
static void test_wrong_losses(void **state)
{
	static const char *const files[] = {
		P "3.16-mix-server3.9-udp-client.txt",
		P "3.12-udp-O1-client.txt",
		P "3.5-udp-json-client.json",
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(files); i++) {
		struct run_list runs = read_path(desk, files[i]);

		assert_true(nth(&runs, 0)->complete);
		assert_null(run_obs(nth(&runs, 0), "loss"));
		assert_null(run_obs(nth(&runs, 0), "packets"));
		assert_int_equal(told_times(desk, DIAG_ID_IPERF3_LOSS), 1);
	}
}

/* Old versions take the difference of two clocks for a jitter. */
static void test_wrong_jitter(void **state)
{
	static const char text[] =
		"Connecting to host 10.0.0.2, port 5201\n"
		"[  4] local 10.0.0.1 port 53812 connected to 10.0.0.2 port "
		"5201\n"
		"[ ID] Interval           Transfer     Bandwidth       Total "
		"Datagrams\n"
		"[  4]   0.00-0.10   sec  14.1 KBytes  1.16 Mbits/sec  10\n"
		"- - - - - - - - - - - - - - - - - - - - - - - - -\n"
		"[ ID] Interval           Transfer     Bandwidth       Jitter"
		"    Lost/Total Datagrams\n"
		"[  4]   0.00-0.10   sec  14.1 KBytes  1.16 Mbits/sec  %s ms"
		"  0/10 (0%%)\n"
		"[  4] Sent 10 datagrams\n"
		"\niperf Done.\n";
	static const struct {
		const char *jitter;
		bool absurd;
	} rows[] = {{"28487.952", true}, {"99.000", false}, {"0.012", false}};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct desk *desk = *state;
		struct run_list runs;
		char log[1024];

		snprintf(log, sizeof log, text, rows[i].jitter);
		runs = read_text(desk, log);
		assert_int_equal(runs.count, 1);
		assert_true(runs.first->complete);
		assert_int_equal(
			run_obs(runs.first, "jitter") == NULL, rows[i].absurd);
		assert_non_null(run_obs(runs.first, "loss"));
		assert_int_equal(told_times(desk, DIAG_ID_NUMBER_ABSURD),
			rows[i].absurd);
	}
}

#define CLIENT                                                                 \
	"Connecting to host 10.0.0.1, port 5201\n"                             \
	"[  5] local 10.0.0.2 port 40000 connected to 10.0.0.1 port 5201\n"

/* A counter that stopped at the largest int has not counted the rest. */
static void test_full_counter(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_text(desk,
		"Accepted connection from 10.0.0.2, port 39998\n"
		"[  5] local 10.0.0.1 port 5201 connected to 10.0.0.2 port "
		"40000\n"
		"[ ID] Interval           Transfer     Bitrate         Jitter"
		"    Lost/Total Datagrams\n"
		"[  5] 7040.00-7060.00 sec  2.26 GBytes   969 Mbits/sec  0.002 "
		"ms  55673/1801169 (3.1%)\n"
		"- - - - - - - - - - - - - - - - - - - - - - - - -\n"
		"[ ID] Interval           Transfer     Bitrate         Jitter"
		"    Lost/Total Datagrams\n"
		"[  5]   0.00-86400.04 sec  9.82 TBytes  1000 Mbits/sec  0.007 "
		"ms  0/2147483647 (0%)  receiver\n");

	assert_true(nth(&runs, 0)->complete);
	assert_non_null(run_obs(nth(&runs, 0), "receiver.throughput"));
	assert_null(run_obs(nth(&runs, 0), "packets"));
	assert_null(run_obs(nth(&runs, 0), "loss"));
	assert_int_equal(told_times(desk, DIAG_ID_NUMBER_ABSURD), 1);
}

/* With --bidir --get-server-output one direction's summary comes behind the
 * text of the server. */
static void test_server_output(void **state)
{
	struct run_list runs = read_text(*state, CLIENT
		"[  7] local 10.0.0.2 port 40002 connected to 10.0.0.1 port "
		"5201\n"
		"[ ID][Role] Interval           Transfer     Bitrate         "
		"Retr  Cwnd\n"
		"[  5][TX-C]   0.00-10.00  sec  1.08 GBytes   924 Mbits/sec    "
		"0    594 KBytes\n"
		"[  7][RX-C]   0.00-10.00  sec  1.09 GBytes   936 Mbits/sec\n"
		"- - - - - - - - - - - - - - - - - - - - - - - - -\n"
		"[ ID][Role] Interval           Transfer     Bitrate         "
		"Retr\n"
		"[  5][TX-C]   0.00-10.00  sec  1.08 GBytes   924 Mbits/sec    "
		"0             sender\n"
		"[  5][TX-C]   0.00-10.03  sec  1.07 GBytes   919 Mbits/sec    "
		"              receiver\n"
		"\n"
		"Server output:\n"
		"Accepted connection from 10.0.0.2, port 39998\n"
		"[  8][TX-S]   0.00-10.03  sec  1.09 GBytes   933 Mbits/sec    "
		"0             sender\n"
		"\n"
		"[  7][RX-C]   0.00-10.00  sec  1.09 GBytes   936 Mbits/sec    "
		"0             sender\n"
		"[  7][RX-C]   0.00-10.03  sec  1.09 GBytes   931 Mbits/sec    "
		"              receiver\n"
		"\n"
		"iperf Done.\n");

	assert_int_equal(runs.count, 2);
	assert_true(nth(&runs, 0)->complete);
	assert_true(nth(&runs, 1)->complete);
	expect(nth(&runs, 0), "receiver.throughput", 919e6, "919 Mbits/sec",
		10);
	expect(nth(&runs, 1), "sender.throughput", 936e6, "936 Mbits/sec", 16);
	expect(nth(&runs, 1), "receiver.throughput", 931e6, "931 Mbits/sec",
		17);
	expect_silence(*state);
}

#define ROW(from, to)                                                          \
	"[  5]   " from "-" to "   sec   112 MBytes   937 Mbits/sec    0    "  \
	"594 KBytes\n"
#define SUMMARY                                                                \
	"- - - - - - - - - - - - - - - - - - - - - - - - -\n"                  \
	"[ ID] Interval           Transfer     Bitrate         Retr\n"         \
	"[  5]   0.00-3.00   sec   336 MBytes   939 Mbits/sec    0     "       \
	"        sender\n"                                                     \
	"[  5]   0.00-3.00   sec   335 MBytes   937 Mbits/sec          "       \
	"        receiver\n"

/* A row that a saving program wrote twice counts once; the last row twice is
 * how an aborted test ends. */
static void test_doubled_row(void **state)
{
	static const char *const logs[] = {
		CLIENT ROW("0.00", "1.00") ROW("1.00", "2.00") ROW("1.00",
			"2.00") ROW("2.00", "3.00") SUMMARY "\niperf Done.\n",
		CLIENT ROW("0.00", "1.00") ROW("1.00", "2.00")
			ROW("2.00", "3.00") ROW("2.00", "3.00") SUMMARY,
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(logs); i++) {
		struct run_list runs = read_text(desk, logs[i]);
		const struct run *run = nth(&runs, 0);

		assert_int_equal(run->complete, i == 0);
		assert_int_equal(
			run_obs(run, "sender.throughput") != NULL, i == 0);
		assert_int_equal(told_times(desk, DIAG_ID_RUN_ABORTED), i);
		assert_int_equal(check_run(desk->arena, run).finding_count, 0);
	}
}

/* Rows that somebody left out are missing from the sums, which says nothing
 * of those that are there. */
static void test_elided(void **state)
{
	static const char *const dots[] = {"...\n", "  [...]  \n", "…\n"};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(dots); i++) {
		struct run_list runs = read_text(
			desk, arena_printf(desk->arena, "%s%s%s%s",
				      CLIENT ROW("0.00", "1.00"), dots[i],
				      ROW("2.00", "3.00"), SUMMARY));
		const struct run *run = nth(&runs, 0);

		assert_int_equal(runs.count, 1);
		expect_cut(desk, 4);
		assert_false(run->complete);
		expect(run, "sender.throughput", 939e6, "939 Mbits/sec", 8);
		assert_int_equal(check_run(desk->arena, run).finding_count, 0);
	}
	/* where nothing is left out of a test, it is whole */
	read_text(desk, CLIENT ROW("0.00", "3.00") SUMMARY "...\n");
	expect_silence(desk);
}

/* Of the second test the head was left out. */
static void test_second_headless(void **state)
{
	static const char header[] =
		"[ ID] Interval           Transfer     Bitrate         Retr  "
		"Cwnd\n";
	struct desk *desk = *state;
	struct run_list runs = read_text(
		desk, arena_printf(desk->arena, "%s%s%s%s", CLIENT, header,
			      ROW("0.00", "3.00") SUMMARY "...\n", header));

	assert_int_equal(runs.count, 2);
	runs = read_text(desk, arena_printf(desk->arena, "%s%s%s%s%s", CLIENT,
				       header, ROW("0.00", "3.00") SUMMARY,
				       header, ROW("0.00", "3.00") SUMMARY));
	assert_int_equal(runs.count, 2);
	assert_true(nth(&runs, 0)->complete);
	expect(nth(&runs, 0), "sender.throughput", 939e6, "939 Mbits/sec", 7);
	/* between which addresses it was is not known */
	assert_false(nth(&runs, 1)->complete);
	expect(nth(&runs, 1), "sender.throughput", 939e6, "939 Mbits/sec", 13);
	expect_cut(desk, 14);
}

/* A narrow console has broken the summary's lines: what they begin with is no
 * sign that the test was stopped. */
static void test_narrow_summary(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_text(desk,
		CLIENT ROW("0.00", "3.00") "- - - - - - - - - - - - - - - - - "
					   "- - - - - - - -\n"
					   "[ ID] Interval           Transfer  "
					   "   Bitrate\n"
					   "      Retr\n"
					   "[  5]   0.00-3.00   sec   336 "
					   "MBytes   939 Mbits/sec\n"
					   "    0             sender\n"
					   "[  5]   0.00-3.00   sec   335 "
					   "MBytes   937 Mbits/sec\n"
					   "                  receiver\n"
					   "\niperf Done.\n");

	assert_false(nth(&runs, 0)->complete);
	expect_cut(desk, 12);
}

/* `iperf3 --version` above a test, of the same machine or not. */
static void test_version_above(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_text(desk,
		"user@vm:~$ iperf3 --version\niperf 3.9 (cJSON 1.7.13)\n"
		"Linux vm 5.15.0\nuser@vm:~$ iperf3 -c 10.0.0.1 -t 3\n" CLIENT
			ROW("0.00", "3.00") SUMMARY);

	assert_string_equal(nth(&runs, 1)->version, "3.9");
	runs = read_text(desk,
		"user@vm:~$ iperf3 --version\niperf 3.1.7\n"
		"Linux vm 5.15.0\nuser@vm:~$ iperf3 -c 10.0.0.1 -t 3\n" CLIENT
			ROW("0.00", "3.00") SUMMARY);
	assert_null(nth(&runs, 1)->version);
}

/* Of two clients that wrote to one file the second one's rows stop, and the
 * first one's summary follows. */
static void test_tangled(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_text(desk,
		CLIENT ROW("0.00",
			"1.00") "[  5]   1.00-2.00   sec   112 MBy" CLIENT
			ROW("0.00", "1.00") "tes   937 Mbits/sec    0\n" ROW(
				"2.00", "3.00") SUMMARY "\niperf Done.\n");

	assert_int_equal(runs.count, 2);
	assert_false(nth(&runs, 0)->complete);
	assert_false(nth(&runs, 1)->complete);
	assert_int_equal(told_times(desk, DIAG_ID_RUN_CUT), 2);
}

/* Where the system tells no counts, iperf3 prints what its memory held. */
static void test_blind(void **state)
{
	static const char blind[] =
		"iperf3: getsockopt - Protocol not available\n";
	struct desk *desk = *state;
	struct run_list runs;

	for (size_t early = 0; early < 2; early++) {
		const struct run *run;

		runs = read_text(desk,
			arena_printf(desk->arena, "%s%s%s%s\niperf Done.\n",
				early ? blind : "", CLIENT, early ? "" : blind,
				ROW("0.00", "3.00") SUMMARY));
		run = nth(&runs, 0);
		assert_true(run->complete);
		expect(run, "sender.throughput", 939e6, "939 Mbits/sec", 7);
		assert_null(run_obs(run, "retransmits"));
		assert_null(run_get_series(run, "retransmits"));
		assert_int_equal(desk->diags.count, 1 + early);
		assert_int_equal(
			desk->diags.items[0].id, DIAG_ID_NUMBER_UNREAD);
		assert_int_equal(desk->diags.items[0].line, 7);
	}
}

/* The enhanced report of iperf2 2.0.13, its banner lost. */
static void test_iperf2_rows(void **state)
{
	static const char *const rows[] = {
		"[  3] 0.00-1.00 sec   112 MBytes   937 Mbits/sec  896/0      "
		"    2      594K/610 us  192000.32\n",
		"[  4] 0.00-1.00 sec   112 MBytes   937 Mbits/sec  18272    "
		"797:2590:1320:977\n",
		"[  3] 9.00-9.95 sec  20.8 KBytes  20.8 KBytes/sec   0.064 ms "
		"   0/   17 (0%) -/-/-/- ms   17 pps\n",
		"[  3] 0.00-9.95 sec   490 KBytes  19.6 KBytes/sec  426/0    "
		"   17 pps   26/0/0\n",
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		read_text(desk, rows[i]);
		assert_int_equal(desk->diags.count, 1);
		assert_int_equal(desk->diags.items[0].id, DIAG_ID_FILE_UNKNOWN);
	}
}

/* A document with what people and other programs do to it. */
static void test_noise(void **state)
{
	struct desk *desk = *state;
	const char *whole = slurp(desk, P "3.12-json-client.json");
	char *compact = arena_strdup(desk->arena, whole);
	char *to = compact;
	const char *cookie = strstr(whole, "\"cookie\":");
	const char *other;
	struct run_list runs;

	for (const char *s = whole; *s; s++)
		if (!strchr("\n\t", *s))
			*to++ = *s;
	*to = '\0';
	runs = read_text(desk, compact);
	assert_true(nth(&runs, 0)->complete);
	expect_silence(desk);
	/* the same one twice, which some versions print */
	runs = read_text(desk,
		arena_printf(desk->arena, "note\n%s\nnote\n%s", whole, whole));
	assert_int_equal(runs.count, 1);
	/* two, the first one cut, and notes within */
	other = edited(desk->arena, whole,
		"\"intervals\":", "somebody's note\n\t\"intervals\":");
	other = edited(desk->arena, other, "\"cookie\":\t\"",
		"\"cookie\":\t\"another");
	runs = read_text(
		desk, arena_printf(desk->arena, "%.*s\n%s",
			      (int)(cookie - whole + 900), whole, other));
	assert_int_equal(runs.count, 2);
	assert_false(nth(&runs, 0)->complete);
	assert_true(nth(&runs, 1)->complete);
	assert_int_equal(desk->diags.count, 1);
}

/* Keys sorted, so that the end comes first. */
static void test_sorted(void **state)
{
	struct desk *desk = *state;
	const char *whole = slurp(desk, P "3.12-json-client.json");
	const char *start = strstr(whole, "\n\t\"start\":");
	const char *intervals = strstr(whole, ",\n\t\"intervals\":");
	const char *end = strstr(whole, ",\n\t\"end\":");
	const char *last = strrchr(whole, '}') - 1;
	struct run_list runs = read_text(desk,
		arena_printf(desk->arena, "{%.*s%.*s,%.*s\n}\n",
			(int)(last - end - 1), end + 1, (int)(end - intervals),
			intervals, (int)(intervals - start), start));

	assert_int_equal(runs.count, 1);
	assert_true(nth(&runs, 0)->complete);
	expect_near(run_obs(nth(&runs, 0), "receiver.throughput")->value,
		3430154324.14723, 1e-15);
	assert_int_equal(
		check_run(desk->arena, nth(&runs, 0)).state, CHECK_INTACT);
}

/* -- the arithmetic -- */

#define RULE "-----------------------------------------------------------\n"
#define DASHES "- - - - - - - - - - - - - - - - - - - - - - - - -\n"
#define HEADING "[ ID] Interval           Transfer     Bitrate\n"
#define LISTEN(test) RULE "Server listening on 5201 (test #" test ")\n" RULE
#define SERVED                                                                 \
	"Accepted connection from 127.0.0.1, port 41000\n"                     \
	"[  5] local 127.0.0.1 port 5201 connected to 127.0.0.1 port "         \
	"41002\n" HEADING                                                      \
	"[  5]   0.00-1.00   sec   640 KBytes  5.24 Mbits/sec\n" DASHES        \
		HEADING                                                        \
	"[  5]   0.00-1.00   sec   640 KBytes  5.24 Mbits/sec  receiver\n"
#define LEFT "iperf3: the client has terminated\n"
#define STOPPED "iperf3: interrupt - the server has terminated\n"

/* Standard error of a server that is saved sooner than what it is about. */
static void test_early_messages(void **state)
{
	static const struct {
		const char *text;
		bool complete[3];
	} cases[] = {
		/* in order: of the test before */
		{LISTEN("1") SERVED LEFT LISTEN("2") SERVED LISTEN("3") STOPPED,
			{false, true}},
		{LISTEN("1") SERVED LISTEN("2") SERVED STOPPED, {true, false}},
		/* the server went on behind its end */
		{LISTEN("1") SERVED STOPPED LISTEN("2") SERVED, {true, false}},
		{LISTEN("1") SERVED LISTEN("2") SERVED STOPPED LISTEN("3"),
			{true, true}},
		{LISTEN("1") SERVED LEFT LISTEN("2") SERVED LISTEN("3")
				SERVED STOPPED LISTEN("4"),
			{false, false, true}},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct run_list runs = read_text(desk, cases[i].text);
		size_t n = 0;

		for (const struct run *run = runs.first; run; run = run->next)
			if (run->complete != cases[i].complete[n++])
				fail_msg("case %zu: run %zu", i + 1, n);
		assert_int_equal(n, i == 4 ? 3 : 2);
	}
}

static void test_intact(void **state)
{
	static const char *const files[] = {
		P "3.0.1-RP2-json-client.json",
		P "3.0.7-text-server.txt",
		P "3.0.7-udp-client.txt",
		P "3.0.7-udp-json-client.json",
		P "3.0.7-udp-json-server.json",
		/* six digits */
		P "3.1-R-json-client.json",
		P "3.1.3-text-server.txt",
		/* 1 MiB came behind the last row */
		P "3.3-R-json-client.json",
		P "3.7-bidir-json-client.json",
		P "3.7-bidir-json-server.json",
		P "3.12-O1-client.txt",
		P "3.12-P4-json-client.json",
		P "3.12-P4-json-server.json",
		P "3.12-R-json-client.json",
		P "3.12-udp-O1-json-server.json",
		P "3.12-udp-loss-json-server.json",
		P "3.16-gso-json-client.json",
		P "3.18-jsonstream-client.json",
		/* a round trip was measured behind the last row */
		P "3.20-k-json-client.json",
		P "P4-client.txt",
		P "bidir-client.txt",
		P "timestamps-client.txt",
		P "udp-client.txt",
		"fixtures/lab/qemu/run1/iperf3-client.txt",
		"fixtures/lab/xen/run1/iperf3-server.txt",
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(files); i++) {
		struct run_list runs = read_path(desk, files[i]);

		for (struct run *run = runs.first; run; run = run->next) {
			struct check_result result =
				check_run(desk->arena, run);

			if (result.state != CHECK_INTACT ||
				result.finding_count)
				fail_msg("%s: %s", files[i],
					result.finding_count
						? result.findings[0].rule
						: "nothing checked");
		}
	}
}

/* One number changed by some per cent, and the rule that finds it. */
static void test_edits(void **state)
{
	static const struct {
		const char *file, *old, *new, *rule;
	} rows[] = {
		{P "3.12-text-client.txt", "414 MBytes", "423 MBytes", "T1"},
		{P "3.12-text-client.txt", "3.49 Gbits", "3.56 Gbits", "T1"},
		{P "3.12-text-client.txt", "1.21 GBytes", "1.24 GBytes", "T1"},
		{P "3.12-text-client.txt", "1.00-2.00", "1.05-2.00", "T2"},
		{P "3.12-text-client.txt", "3.48 Gbits/sec    0",
			"3.48 Gbits/sec    4", "T4"},
		{P "P4-client.txt", "[SUM]   0.00-1.00   sec   4",
			"[SUM]   0.00-1.00   sec   5", "T4"},
		{P "udp-client.txt", "(71%)", "(41%)", "T5"},
		{P "3.12-json-client.json", "\"bytes\":\t1294467072",
			"\"bytes\":\t1254467072", "J6"},
		{P "3.12-json-client.json", "\"seconds\":\t1.000",
			"\"seconds\":\t1.040", "J2"},
		{P "3.12-json-client.json", "\"max_rtt\":\t", "\"max_rtt\":\t1",
			"J8"},
		{P "3.12-json-client.json", "Mon, 23 Nov", "Mon, 22 Nov",
			"J11"},
		{P "3.12-P4-json-server.json", "\"bits_per_second\":\t",
			"\"bits_per_second\":\t1", "J1"},
		{P "3.12-udp-loss-json-server.json", "\"lost_packets\":\t",
			"\"lost_packets\":\t1", "J9"},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct run_list runs = read_text(
			desk, edited(desk->arena, slurp(desk, rows[i].file),
				      rows[i].old, rows[i].new));
		struct check_result result =
			check_run(desk->arena, nth(&runs, 0));
		bool found = false;

		for (size_t n = 0; n < result.finding_count; n++)
			found |= result.findings[n].hard &&
				 strcmp(result.findings[n].rule,
					 rows[i].rule) == 0;
		if (!found)
			fail_msg("%s: %s not found", rows[i].file, rows[i].new);
		assert_int_equal(result.state, CHECK_INCONSISTENT);
	}
}

static void test_pairs(void **state)
{
	static const char *const files[][2] = {
		{P "3.12-text-client.txt", P "3.12-text-server.txt"},
		{P "3.12-V-client.txt", P "3.12-V-server.txt"},
		{P "3.12-P4-json-client.json", P "3.12-P4-json-server.json"},
		{P "3.12-R-json-client.json", P "3.12-R-json-server.json"},
		{P "3.12-udp-loss-json-client.json",
			P "3.12-udp-loss-json-server.json"},
		{P "3.0.7-udp-json-client.json",
			P "3.0.7-udp-json-server.json"},
		{P "3.7-bidir-json-client.json",
			P "3.7-bidir-json-server.json"},
	};
	struct desk *desk = *state;
	struct check_result result;
	struct run_list client, server;

	for (size_t i = 0; i < COUNT(files); i++) {
		client = read_path(desk, files[i][0]);
		server = read_path(desk, files[i][1]);
		for (size_t n = 0; n < client.count; n++) {
			result = (struct check_result){.arena = desk->arena};
			check_iperf3_pair(
				nth(&client, n), nth(&server, n), &result);
			if (result.state != CHECK_INTACT)
				fail_msg("%s", files[i][0]);
		}
	}
	/* all scaled alike passes alone, and not beside its peer */
	server = read_path(desk, P "3.12-text-server.txt");
	client = read_text(
		desk, edited(desk->arena, slurp(desk, P "3.12-text-client.txt"),
			      "1.21 GBytes  3.44", "1.25 GBytes  3.55"));
	result = (struct check_result){.arena = desk->arena};
	check_iperf3_pair(nth(&client, 0), nth(&server, 0), &result);
	assert_int_equal(result.state, CHECK_INCONSISTENT);
}

/* Cut anywhere: what is called complete states what the whole log does. */
static void test_cut_anywhere(void **state)
{
	static const char *const files[] = {
		P "3.12-json-client.json",
		P "3.18-jsonstream-client.json",
		P "3.12-V-client.txt",
		P "P4-client.txt",
		P "3.0.7-udp-client.txt",
		P "3.0.7-text-server.txt",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		struct desk whole = {.arena = arena_new()};
		struct run_list all;
		char *text;

		whole.diags.arena = whole.arena;
		all = read_path(&whole, files[i]);
		text = slurp(&whole, files[i]);
		for (size_t n = strlen(text) - 1; n > 0; n -= n > 7 ? 7 : n) {
			struct desk desk = {.arena = arena_new()};
			struct run_list part;
			const struct run *run;

			desk.diags.arena = desk.arena;
			part = read_bytes(&desk, text, n);
			run = part.first;
			for (size_t k = 0;
				run && run->complete && k < run->obs_count; k++)
				expect(nth(&all, 0), run->obs[k].metric->name,
					run->obs[k].value, run->obs[k].raw,
					run->obs[k].line);
			/* more than the brace is needed to be known */
			if (!run && desk.diags.count == 0)
				fail_msg("%s: silent at %zu", files[i], n);
			arena_free(desk.arena);
		}
		arena_free(whole.arena);
	}
}

/* -- the JSON of logs -- */

static void test_json_log(void **state)
{
	static const char text[] = "{\"a\": 1,\n\"a\": [-nan, 2.50e3, "
				   "\"\\u00e9\\ud83d\\ude00\"],\n"
				   "\"b\": {\"c\": true}}";
	static const char *const broken[] = {"", "{", "{\"a\":1,}", "[1 2]",
		"{\"a\" 1}", "{} x", "\"open", "[1,]", "1.2.3", "{a:1}"};
	struct desk *desk = *state;
	const struct json *root =
		json_parse_log(desk->arena, text, strlen(text), 7);
	const struct json *second;

	assert_non_null(root);
	assert_int_equal(json_count(root), 3);
	assert_int_equal(json_member(root, "a")->number, 1);
	second = json_member(root, "a")->next;
	assert_int_equal(second->line, 8);
	assert_int_equal(second->child->kind, JSON_NULL);
	assert_string_equal(second->child->next->raw, "2.50e3");
	expect_near(second->child->next->number, 2500, 0);
	assert_string_equal(
		second->child->next->next->string, "\xc3\xa9\xf0\x9f\x98\x80");
	assert_int_equal(
		json_member(json_member(root, "b"), "c")->kind, JSON_BOOL);
	for (size_t i = 0; i < COUNT(broken); i++)
		assert_null(json_parse_log(
			desk->arena, broken[i], strlen(broken[i]), 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_values),
		TEST(test_params),
		TEST(test_formats),
		TEST(test_series),
		TEST(test_several),
		TEST(test_problems),
		TEST(test_wrong_losses),
		TEST(test_wrong_jitter),
		TEST(test_full_counter),
		TEST(test_server_output),
		TEST(test_doubled_row),
		TEST(test_elided),
		TEST(test_second_headless),
		TEST(test_narrow_summary),
		TEST(test_version_above),
		TEST(test_tangled),
		TEST(test_blind),
		TEST(test_iperf2_rows),
		TEST(test_noise),
		TEST(test_sorted),
		TEST(test_early_messages),
		TEST(test_intact),
		TEST(test_edits),
		TEST(test_pairs),
		cmocka_unit_test(test_cut_anywhere),
		TEST(test_json_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
