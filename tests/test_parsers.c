/* Unit tests of parsers/: the scanner, and what each parser makes of strings
 * and of the logs in fixtures/. Run from the root of the sources. */
#define _XOPEN_SOURCE 700 /* P_tmpdir */
#include "tests/logs.h"

static void expect(const struct run *run, const char *metric, double value,
	const char *raw, unsigned line)
{
	const struct obs *obs = run_obs(run, metric);

	assert_non_null(obs);
	assert_true(fabs(obs->value - value) <= value * 1e-12);
	assert_string_equal(obs->raw, raw);
	assert_int_equal(obs->line, line);
}

static void expect_param(
	const struct run *run, const char *key, const char *value)
{
	const char *stated = run_value(run, key);

	assert_non_null(stated);
	assert_string_equal(stated, value);
}

static void expect_diag(const struct desk *desk, size_t index,
	enum diag_id id, unsigned line)
{
	assert_true(index < desk->diags.count);
	assert_int_equal(desk->diags.items[index].id, id);
	assert_int_equal(desk->diags.items[index].line, line);
}

/* -- scan -- */

static void test_base(void **state)
{
	(void)state;
	/* as the decimal reads, not as the product rounds */
	assert_true(scan_base(128.91, 1e-6) == 0.00012891);
	assert_true(scan_base(1.06, 1e-3) == 1.06e-3);
	assert_true(scan_base(1.06, 1e-3) != 1.06 * 1e-3);
	assert_true(scan_base(187.65, 1048576) == 187.65 * 1048576);
	assert_true(scan_base(0, 1e-9) == 0);
	assert_true(scan_base(7, 1) == 7);
}

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		double value;
		const char *rest;
	} good[] = {
		{"0", 0, ""},
		{"677.53", 677.53, ""},
		{"-2.5x", -2.5, "x"},
		{"+7", 7, ""},
		{"1e3 ", 1000, " "},
		{"1e", 1, "e"},
		{"5.", 5, "."},
		{"0x10", 0, "x10"},
		{"1,5", 1, ",5"},
	};
	static const char long_number[] =
		"1111111111111111111111111111111111111111111111111111111111111"
		"11111";
	static const char *const bad[] = {
		"", ".5", "inf", "nan", "-", "x1", "1e999", long_number};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		double value = -1;
		const char *end;

		assert_true(scan_number(good[i].text, &value, &end));
		assert_true(value == good[i].value);
		assert_string_equal(end, good[i].rest);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		double value = -1;
		const char *end;

		assert_false(scan_number(bad[i], &value, &end));
		assert_true(value == -1);
	}
}

/* All that a printf may have printed, pseudo-randomly. */
static void test_numbers_as_strtod(void **state)
{
	unsigned long long x = 88172645463325252ULL;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		char text[64];
		double number, value;
		const char *end;

		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		number = (double)(x >> (x % 60));
		snprintf(text, sizeof text,
			i % 3 == 0   ? "%.*f"
			: i % 3 == 1 ? "%.*e"
				     : "%.*g",
			(int)(x % 18), i % 2 ? number : number * 1e-9);
		assert_true(scan_number(text, &value, &end));
		assert_true(!*end && value == strtod(text, NULL));
	}
}

static void test_missing(void **state)
{
	struct desk *desk = *state;
	static const struct {
		const char *line, *tool; /* NULL: says nothing of the kind */
	} rows[] = {
		{"bash: sysbench: command not found", "sysbench"},
		{"bash: line 3: /usr/bin/fio: No such file", NULL},
		{"-bash: fio : commande introuvable", "fio"},
		{"sh: 1: iperf3: not found", "iperf3"},
		{"zsh: command not found: stress-ng", "stress-ng"},
		{"Command 'sysbench' not found, but can be installed with:",
			"sysbench"},
		{"La commande \xc2\xab fio \xc2\xbb n'a pas \xc3\xa9t\xc3\xa9 "
		 "trouv\xc3\xa9""e, mais peut \xc3\xaatre install\xc3\xa9""e :",
			"fio"},
		{"'iperf3' is not recognized as an internal or external "
		 "command,",
			"iperf3"},
		{"iperf3 : Le terme \xc2\xab iperf3 \xc2\xbb n'est pas reconnu "
		 "comme nom d'applet",
			"iperf3"},
		{"bash: qm: command not found", "qm"},
		{"bash: sysbenchmark: command not found", NULL},
		{"the page about fio was not found here", NULL},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct run_list runs;
		const struct diag *diag;

		runs = read_text(desk, rows[i].line);
		assert_int_equal(runs.count, 0);
		assert_int_equal(desk->diags.count, 1);
		diag = &desk->diags.items[0];
		assert_int_equal(
			diag->id == DIAG_ID_TOOL_FAILED, rows[i].tool != NULL);
		if (rows[i].tool)
			assert_string_equal(diag->args[0], rows[i].tool);
	}
}

static void test_scaled(void **state)
{
	static const struct scan_suffix suffixes[] = {
		{"", 1},
		{"k", 1e3},
		{"kB", 2e3},
		{"kB/s", 4e3},
		{NULL, 0},
	};
	static const struct {
		const char *text;
		double value;
		const char *rest; /* NULL: refused */
	} rows[] = {
		{"27.1k", 27100, ""},
		{"2kB", 4000, ""},
		{"2kB/s)", 8000, ")"},
		{"2 kB", 4000, ""},
		{"2kB/", 4000, "/"},
		{"12,", 12, ","},
		{"12 x", 12, " x"},
		{"2kBx", 0, NULL},
		{"2M", 0, NULL},
		{"k", 0, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		double value = -1;
		const char *end;
		bool accepted =
			scan_scaled(rows[i].text, suffixes, &value, &end);

		assert_int_equal(accepted, rows[i].rest != NULL);
		if (!accepted)
			continue;
		assert_true(fabs(value - rows[i].value) < 1e-9);
		assert_string_equal(end, rows[i].rest);
	}
}

static void test_lines(void **state)
{
	static const char bytes[] = "\xef\xbb\xbf"
				    "first\r\n"
				    "Jobs: 1\rJobs: 2\rlast\n"
				    "\x1b[?2004h\x1b[1;32mcolour\x1b[0m\n"
				    "\x1b]0;title\atext\n"
				    "bad \xff \xc3\xa9 \a\n"
				    "\n"
				    "cut";
	static const char *const lines[] = {
		"first", "last", "colour", "text", "bad ? é ?", "", "cut"};
	char path[] = P_tmpdir "/hvlab-test-XXXXXX";
	int file = mkstemp(path);
	struct input *input;
	struct scan scan;

	(void)state;
	assert_true(file >= 0);
	assert_int_equal(
		write(file, bytes, sizeof bytes - 1), sizeof bytes - 1);
	close(file);
	input = input_open(path);
	scan_open(&scan, input);
	for (size_t i = 0; i < COUNT(lines); i++) {
		assert_true(scan_next(&scan));
		assert_string_equal(scan.text, lines[i]);
		assert_int_equal(scan.line, i + 1);
		assert_int_equal(scan.cut, i + 1 == COUNT(lines));
		scan_back(&scan);
		assert_true(scan_next(&scan));
		assert_int_equal(scan.line, i + 1);
	}
	assert_false(scan_next(&scan));
	scan_close(&scan);
	input_close(input);
	unlink(path);
}

/* -- what is read of whole logs -- */

static void test_sysbench(void **state)
{
	struct desk *desk = *state;
	struct run_list runs;
	const struct run *run;

	runs = read_path(desk, "fixtures/lab/qemu/run1/sysbench-cpu-20000.txt");
	assert_int_equal(runs.count, 1);
	assert_int_equal(desk->diags.count, 0);
	run = nth(&runs, 0);
	assert_true(run->complete);
	assert_int_equal(run->line, 1);
	assert_int_equal(run->last_line, 30);
	assert_string_equal(run->tool, "sysbench");
	assert_string_equal(run->version, "1.0.20");
	assert_string_equal(run->workload, "cpu");
	expect_param(run, "threads", "2");
	expect_param(run, "prime_limit", "20000");
	expect(run, "events_per_second", 677.53, "677.53", 15);
	expect(run, "total_time", 10.003, "10.0030s", 18);
	expect(run, "latency_p95", 3.55e-3, "3.55", 25);
	runs = read_path(desk, "fixtures/lab/qemu/run1/sysbench-memory.txt");
	run = nth(&runs, 0);
	assert_string_equal(run->workload, "memory");
	expect_param(run, "block_size", "1024");
	expect_param(run, "total_size", "10737418240");
	expect_param(run, "operation", "write");
	assert_null(run_value(run, "access_mode"));
	expect(run, "operations_per_second", 192150.65, "192150.65", 18);
	expect(run, "throughput", 187.65 * 1048576, "187.65 MiB/sec", 20);
}

static void test_sysbench_details(void **state)
{
	struct desk *desk = *state;
	struct run_list runs;

	runs = read_path(desk, "fixtures/parse/sysbench/echoed-command.txt");
	expect_param(nth(&runs, 0), "access_mode", "rnd");
	runs = read_path(desk, "fixtures/parse/sysbench/block-512.txt");
	assert_null(run_value(nth(&runs, 0), "block_size"));
	runs = read_path(desk, "fixtures/parse/sysbench/percentile-99.txt");
	assert_null(run_obs(nth(&runs, 0), "latency_p95"));
	runs = read_path(desk, "fixtures/parse/sysbench/cut-in-number.txt");
	assert_null(run_obs(nth(&runs, 0), "events_per_second"));
	runs = read_path(desk, "fixtures/parse/sysbench/checkpoints.txt");
	assert_int_equal(nth(&runs, 0)->obs_count, 0);
	runs = read_path(desk, "fixtures/parse/sysbench/wrapped-minimum.txt");
	assert_true(nth(&runs, 0)->complete);
	assert_null(run_obs(nth(&runs, 0), "latency_min"));
	assert_non_null(run_obs(nth(&runs, 0), "latency_avg"));
	runs = read_path(desk, "fixtures/parse/sysbench/three-runs.txt");
	assert_int_equal(nth(&runs, 2)->index, 3);
}

static void test_fio(void **state)
{
	struct desk *desk = *state;
	struct run_list runs;
	const struct run *run;

	runs = read_path(desk, "fixtures/lab/qemu/run1/fio-random-rw.txt");
	assert_int_equal(runs.count, 1);
	assert_int_equal(desk->diags.count, 0);
	run = nth(&runs, 0);
	assert_true(run->complete);
	assert_string_equal(run->version, "3.33");
	assert_string_equal(run->workload, "random-rw");
	expect_param(run, "rw", "randrw");
	expect_param(run, "block_size", "4096");
	expect_param(run, "jobs", "4");
	expect_param(run, "date", "2026-11-23T05:14:43");
	expect_param(run, "disk", "vda");
	expect(run, "read.bandwidth", 10.2 * 1048576, "10.2MiB/s", 11);
	expect(run, "write.bandwidth", 4503 * 1024.0, "4503KiB/s", 22);
	expect(run, "total.iops", 3725, "2600+1125", 11);
	expect(run, "total.runtime", 30.006, "30006msec", 11);
	expect(run, "read.latency_mean", 1427.79e-6, "1427.79", 13);
	expect(run, "read.clat_mean", 1421.25e-6, "1421.25", 12);
	expect(run, "read.clat_p50", 906e-6, "906", 16);
	expect(run, "write.clat_p99_9", 6915e-6, "6915", 29);
}

static void test_fio_details(void **state)
{
	struct desk *desk = *state;
	struct run_list runs;
	const struct run *run;

	runs = read_path(desk, "fixtures/parse/fio/no-group-reporting.txt");
	run = nth(&runs, 0);
	expect_param(run, "jobs", "4");
	assert_non_null(run_obs(run, "read.bandwidth"));
	assert_null(run_obs(run, "read.clat_mean"));
	runs = read_path(desk, "fixtures/parse/fio/status-interval.txt");
	run = nth(&runs, 0);
	/* the last report counts */
	expect(run, "read.runtime", 3.001, "3001msec", 129);
	runs = read_path(desk, "fixtures/parse/fio/lost-carry.txt");
	/* printed 37.0MiB/s; bytes and time of the block show the lost carry */
	run = nth(&runs, 2);
	expect(run, "write.bandwidth", 38 * 1048576.0, "37.0MiB/s", 84);
	runs = read_path(desk, "fixtures/parse/fio/mixed.txt");
	assert_null(run_obs(nth(&runs, 0), "read.bandwidth"));
	runs = read_path(desk, "fixtures/parse/fio/write-error.txt");
	expect_param(nth(&runs, 0), "error", "27");
}

static void test_iperf3(void **state)
{
	struct desk *desk = *state;
	struct run_list runs;
	const struct run *run;

	runs = read_path(desk, "fixtures/lab/qemu/run1/iperf3-client.txt");
	assert_int_equal(desk->diags.count, 0);
	run = nth(&runs, 0);
	assert_true(run->complete);
	assert_null(run->version);
	assert_string_equal(run->workload, "tcp");
	expect_param(run, "role", "client");
	expect_param(run, "direction", "forward");
	expect_param(run, "flow_from", "10.99.0.11:32792");
	expect_param(run, "flow_to", "10.99.0.21:5201");
	expect_param(run, "duration", "30");
	expect(run, "sender.throughput", 336e6, "336 Mbits/sec", 36);
	expect(run, "receiver.throughput", 335e6, "335 Mbits/sec", 37);
	expect(run, "receiver.bytes", 1.17 * 1073741824, "1.17 GBytes", 37);
	expect(run, "receiver.duration", 30.02, "30.02", 37);
	expect(run, "retransmits", 128, "128", 36);
	runs = read_path(desk, "fixtures/lab/qemu/run1/iperf3-server.txt");
	run = nth(&runs, 0);
	expect_param(run, "role", "server");
	expect_param(run, "flow_from", "10.99.0.21:56492");
	expect_param(run, "flow_to", "10.99.0.11:5201");
	expect(run, "receiver.throughput", 414e6, "414 Mbits/sec", 40);
	assert_null(run_obs(run, "sender.throughput"));
}

static void test_iperf3_details(void **state)
{
	struct desk *desk = *state;
	struct run_list runs;
	const struct run *run;

	runs = read_path(desk, "fixtures/parse/iperf3/R-server.txt");
	run = nth(&runs, 0);
	expect_param(run, "direction", "reverse");
	expect_param(run, "flow_from", "192.168.50.12:5201");
	assert_non_null(run_obs(run, "sender.throughput"));
	assert_null(run_obs(run, "receiver.throughput"));
	runs = read_path(desk, "fixtures/parse/iperf3/bidir-client.txt");
	expect_param(nth(&runs, 1), "direction", "reverse");
	expect(nth(&runs, 0), "receiver.throughput", 3.48e9,
		"3.48 Gbits/sec", 14);
	expect(nth(&runs, 1), "receiver.throughput", 3.45e9,
		"3.45 Gbits/sec", 16);
	runs = read_path(desk, "fixtures/parse/iperf3/P4-client.txt");
	run = nth(&runs, 0);
	expect_param(run, "streams", "4");
	expect(run, "receiver.throughput", 3.55e9, "3.55 Gbits/sec", 35);
	runs = read_path(desk, "fixtures/parse/iperf3/udp-client.txt");
	run = nth(&runs, 0);
	assert_string_equal(run->workload, "udp");
	expect(run, "jitter", 2e-6, "0.002 ms", 10);
	expect(run, "lost_packets", 90185, "90185", 10);
	expect(run, "loss", 90185.0 / 127373, "90185/127373 (71%)", 10);
	runs = read_path(desk, "fixtures/parse/iperf3/ipv6-client.txt");
	expect_param(nth(&runs, 0), "flow_to", "[fd50::12]:5201");
	runs = read_path(desk, "fixtures/parse/iperf3/f-T-bytes-client.txt");
	assert_null(run_obs(nth(&runs, 0), "receiver.throughput"));
	assert_non_null(run_obs(nth(&runs, 0), "receiver.bytes"));
}

static void test_vm_facts(void **state)
{
	struct desk *desk = *state;
	struct run_list runs;
	const struct run *run;

	runs = read_path(desk, "fixtures/lab/xen/vm-facts.txt");
	assert_int_equal(runs.count, 1);
	assert_int_equal(desk->diags.count, 0);
	run = nth(&runs, 0);
	assert_string_equal(run->tool, "vm-facts");
	expect_param(run, "os", "Debian GNU/Linux 12 (bookworm)");
	expect_param(run, "kernel", "6.1.0-50-amd64");
	expect_param(run, "hostname", "benchmark-xen");
	expect_param(run, "cpu_model", "QEMU Virtual CPU version 2.5+");
	expect_param(run, "hypervisor_vendor", "Xen");
	expect_param(run, "virtualization_type", "para");
	expect_param(run, "virtualization", "xen");
	expect_param(run, "disk_name", "xvda");
	expect_param(run, "cpu_flags", "sse4_2");
	expect_param(run, "iperf3_version", "3.12");
	expect(run, "vcpus", 2, "2", 6);
	expect(run, "memory_total", 1959 * 1048576.0, "1959", 45);
	expect(run, "disk_size", 15 * 1073741824.0, "15G", 49);
	runs = read_path(desk, "fixtures/parse/vm-facts/lscpu-french.txt");
	expect_param(nth(&runs, 0), "cpu_model", "AMD EPYC");
	expect(nth(&runs, 0), "vcpus", 2, "2", 5);
	runs = read_path(desk, "fixtures/parse/vm-facts/contradiction.txt");
	run = nth(&runs, 0);
	assert_null(run_obs(run, "vcpus"));
	expect(run, "memory_total", 2011136 * 1024.0, "2011136", 7);
}

/* -- inputs with a problem: how many runs, and the diag that says why -- */

static void test_problems(void **state)
{
#define P "fixtures/parse/"
	static const struct {
		const char *file;
		size_t runs;
		enum diag_id id;
		unsigned line;
	} rows[] = {
		{P "sysbench/interrupted.txt", 1, DIAG_ID_RUN_CUT, 12},
		{P "sysbench/cut-in-number.txt", 1, DIAG_ID_RUN_CUT, 15},
		{P "sysbench/checkpoints.txt", 1, DIAG_ID_SYSBENCH_CHECKPOINTS,
			1},
		{P "sysbench/no-operation.txt", 1, DIAG_ID_RUN_EMPTY, 25},
		{P "sysbench/forced-shutdown.txt", 1, DIAG_ID_RUN_FAILED, 15},
		{P "sysbench/error-only.txt", 0, DIAG_ID_TOOL_FAILED, 1},
		{P "fio/no-directory.txt", 0, DIAG_ID_TOOL_FAILED, 1},
		{P "fio/no-size.txt", 1, DIAG_ID_RUN_FAILED, 4},
		{P "fio/interrupted.txt", 1, DIAG_ID_RUN_FAILED, 10},
		{P "fio/truncated.txt", 1, DIAG_ID_RUN_CUT, 17},
		{P "fio/killed.txt", 1, DIAG_ID_RUN_CUT, 5},
		{P "fio/write-error.txt", 1, DIAG_ID_RUN_FAILED, 8},
		{P "iperf3/cliint-client.txt", 1, DIAG_ID_RUN_FAILED, 1},
		{P "iperf3/cliint-server.txt", 1, DIAG_ID_RUN_FAILED, 1},
		{P "iperf3/srvint-server.txt", 1, DIAG_ID_RUN_FAILED, 1},
		{P "iperf3/srvkill-client.txt", 1, DIAG_ID_RUN_FAILED, 7},
		{P "iperf3/clikill-flush-client.txt", 1, DIAG_ID_RUN_CUT, 5},
		{P "iperf3/refused-client.txt", 0, DIAG_ID_TOOL_FAILED, 1},
		{P "iperf3/iperf2.txt", 0, DIAG_ID_FORMAT_UNREAD, 2},
		{P "other/empty.txt", 0, DIAG_ID_FILE_EMPTY, 1},
		{P "other/blank.txt", 0, DIAG_ID_FILE_EMPTY, 1},
		{P "other/unknown.txt", 0, DIAG_ID_FILE_UNKNOWN, 1},
		{P "other/binary.bin", 0, DIAG_ID_FILE_BINARY, 2},
		{P "other/not-there.txt", 0, DIAG_ID_FILE_UNREADABLE, 0},
		{P "other", 0, DIAG_ID_FILE_UNREADABLE, 0},
	};
#undef P
	struct desk *desk = *state;
	struct run_list runs;

	for (size_t i = 0; i < COUNT(rows); i++) {
		runs = read_path(desk, rows[i].file);
		assert_int_equal(runs.count, rows[i].runs);
		assert_int_equal(desk->diags.count, 1);
		expect_diag(desk, 0, rows[i].id, rows[i].line);
		for (size_t n = 0; n < rows[i].runs; n++)
			assert_false(nth(&runs, n)->complete);
	}
}

/* -- what used to be a problem: read, and whole -- */

static void test_formats(void **state)
{
#define P "fixtures/parse/"
	static const struct {
		const char *file, *version, *metric;
	} rows[] = {
		{P "sysbench/version-0.5.txt", "0.5", "total_time"},
		{P "sysbench/utf16.txt", "1.0.20", "total_time"},
		{P "fio/version-2.txt", "2.16", "total.bandwidth"},
		{P "fio/json.txt", NULL, "total.bandwidth"},
		{P "fio/terse.txt", NULL, "total.bandwidth"},
		{P "iperf3/json.txt", NULL, "receiver.throughput"},
	};
#undef P
	struct desk *desk = *state;
	struct run_list runs;

	for (size_t i = 0; i < COUNT(rows); i++) {
		runs = read_path(desk, rows[i].file);
		assert_true(runs.count >= 1);
		assert_true(nth(&runs, 0)->complete);
		assert_non_null(run_obs(nth(&runs, 0), rows[i].metric));
		assert_non_null(nth(&runs, 0)->version);
		if (rows[i].version)
			assert_string_equal(nth(&runs, 0)->version,
				rows[i].version);
	}
}

static void test_damaged(void **state)
{
	struct desk *desk = *state;
	struct run_list runs;

	runs = read_path(desk, "fixtures/parse/other/truncated.gz");
	assert_false(nth(&runs, 0)->complete);
	assert_int_equal(desk->diags.count, 2);
	expect_diag(desk, 1, DIAG_ID_FILE_DAMAGED, 39);
	runs = read_path(desk, "fixtures/parse/other/whole.gz");
	assert_true(nth(&runs, 0)->complete);
	assert_int_equal(desk->diags.count, 0);
}

static void test_mixed_file(void **state)
{
	static const char text[] =
		"$ nproc\n2\n"
		"sysbench 1.0.20 (using system LuaJIT 2.1.0-beta3)\n"
		"Number of threads: 2\n"
		"Connecting to host 10.0.0.2, port 5201\n"
		"$ nproc\n2\n"
		"fio: failed parsing rw=x\n"
		"Client connecting to 10.0.0.2, TCP port 5001\n";
	struct desk *desk = *state;
	struct run_list runs;

	runs = read_text(desk, text);
	assert_int_equal(runs.count, 3);
	assert_string_equal(nth(&runs, 0)->tool, "vm-facts");
	assert_string_equal(nth(&runs, 1)->tool, "sysbench");
	assert_string_equal(nth(&runs, 2)->tool, "iperf3");
	assert_int_equal(nth(&runs, 2)->index, 3);
	assert_int_equal(desk->diags.count, 4);
	expect_diag(desk, 0, DIAG_ID_RUN_CUT, 4);
	expect_diag(desk, 1, DIAG_ID_RUN_CUT, 5);
	expect_diag(desk, 2, DIAG_ID_TOOL_FAILED, 8);
	expect_diag(desk, 3, DIAG_ID_FORMAT_UNREAD, 9);
}

/* -- reports without their headers -- */

#define TAIL(time, events)                                                     \
	"General statistics:\n"                                                \
	"    total time:                          " time "s\n"                 \
	"    total number of events:              " events "\n"                \
	"\n"                                                                   \
	"Latency (ms):\n"                                                      \
	"         95th percentile:                        5.57\n"              \
	"         sum:                              1199328.61\n"              \
	"\n"                                                                   \
	"Threads fairness:\n"                                                  \
	"    events (avg/stddev):           32475.3000/11.77\n"                \
	"    execution time (avg/stddev):   119.9329/0.01\n"                   \
	"\n"

#define OLTP(transactions)                                                     \
	"    queries performed:\n"                                             \
	"        total:                           " transactions "\n"          \
	"    transactions:                        " transactions               \
	" (2706.02 per sec.)\n"                                                \
	"\n"

#define OLD_TAIL                                                               \
	"Test execution summary:\n"                                            \
	"    total time:                          12.4854s\n"                  \
	"    total number of events:              10000\n"                     \
	"Threads fairness:\n"                                                  \
	"    events (avg/stddev):           10000.0000/0.00\n"                 \
	"    execution time (avg/stddev):   5.3137/0.00\n"

/* Nothing of a report belongs to the one before. */
static void test_sysbench_headless(void **state)
{
	static const char text[] =
		/* in a report somewhere, only this title is further in */
		"    SQL statistics:\n" OLTP("324753") TAIL("120.01", "324753")
		"SQL statistics:\n" OLTP("273852") TAIL("120.02", "273852")
		"Total operations: 104857600 (6233476.47 per second)\n\n"
		"102400.00 MiB transferred (6087.38 MiB/sec)\n\n"
		TAIL("16.80", "104857600")
		"[ 1s ] thds: 1 tps: 10.00 qps: 20.00\n"
		"File operations:\n"
		"    reads/s:                      958.24\n\n"
		"Throughput:\n"
		"    read, MiB/s:                  14.97\n\n"
		TAIL("60.00", "57494")
		"CPU speed:\n"
		"    events per second:   816.45\n\n"
		TAIL("2.00", "1637");
	struct desk *desk = *state;
	struct run_list runs;

	runs = read_text(desk, text);
	assert_int_equal(runs.count, 5);
	assert_int_equal(desk->diags.count, 0);
	expect(nth(&runs, 0), "transactions", 324753, "324753", 4);
	expect(nth(&runs, 1), "transactions", 273852, "273852", 21);
	assert_string_equal(nth(&runs, 1)->workload, "oltp");
	assert_null(run_obs(nth(&runs, 1), "operations"));
	expect(nth(&runs, 2), "operations", 104857600, "104857600", 35);
	expect(nth(&runs, 2), "total_events", 104857600, "104857600", 41);
	assert_null(run_get_series(nth(&runs, 2), "transactions_per_second"));
	expect(nth(&runs, 3), "fileio.read.iops", 958.24, "958.24", 53);
	expect(nth(&runs, 4), "events_per_second", 816.45, "816.45", 71);
}

/* The file test of 0.4 and 0.5 begins with what it did. */
static void test_sysbench_headless_files(void **state)
{
	static const char text[] =
		"Operations performed:  6000 Read, 4000 Write, 12800 Other ="
		" 22800 Total\n"
		"Read 93.75Mb  Written 62.5Mb  Total transferred 156.25Mb"
		"  (12.515Mb/sec)\n"
		"  800.93 Requests/sec executed\n\n" OLD_TAIL "\nand without\n"
		"   Operations performed:  6000 Read, 4000 Write, 12800 Other ="
		" 22800 Total\n"
		"Read 93.75Mb  Written 62.5Mb  Total transferred 156.25Mb"
		"  (326.72Mb/sec)\n"
		"20909.92 Requests/sec executed\n\n" OLD_TAIL;
	struct desk *desk = *state;
	struct run_list runs;

	runs = read_text(desk, text);
	assert_int_equal(runs.count, 2);
	assert_int_equal(desk->diags.count, 0);
	assert_string_equal(nth(&runs, 0)->workload, "fileio");
	expect(nth(&runs, 0), "fileio.iops", 800.93, "800.93", 3);
	expect(nth(&runs, 0), "fileio.throughput", 12.515 * 1048576,
		"12.515Mb/sec", 2);
	expect(nth(&runs, 1), "fileio.iops", 20909.92, "20909.92", 15);
	expect(nth(&runs, 1), "fileio.read.operations", 6000, "6000", 13);
}

/* A report that stops short is followed by the next one. */
static void test_sysbench_headless_cut(void **state)
{
	struct desk *desk = *state;
	struct run_list runs;

	runs = read_text(desk, "General statistics:\n"
			    "    total time:           10.0006s\n"
			    "\n" TAIL("120.01", "324753"));
	assert_int_equal(runs.count, 2);
	assert_int_equal(desk->diags.count, 1);
	expect_diag(desk, 0, DIAG_ID_RUN_CUT, 2);
	assert_true(nth(&runs, 1)->complete);
	expect(nth(&runs, 1), "total_time", 120.01, "120.01s", 5);
}

static void test_sysbench_no_test(void **state)
{
#define OLD "sysbench 0.4.12:  multi-threaded system evaluation benchmark\n\n"
	static const struct {
		const char *text;
		enum diag_id id;
	} rows[] = {
		{OLD "128 files, 8192Kb each, 1024Mb total\n",
			DIAG_ID_SYSBENCH_NO_TEST},
		{"# sysbench --test=fileio cleanup\n" OLD,
			DIAG_ID_SYSBENCH_NO_TEST},
		{OLD "128 files, 8Mb each\n1Gb total file size\n",
			DIAG_ID_RUN_CUT},
		{"# sysbench --test=fileio prepare\n" OLD
		 "    total time:                   10.0005s\n",
			DIAG_ID_RUN_CUT},
	};
#undef OLD
	struct desk *desk = *state;
	struct run_list runs;

	for (size_t i = 0; i < COUNT(rows); i++) {
		runs = read_text(desk, rows[i].text);
		assert_int_equal(runs.count, 1);
		assert_int_equal(desk->diags.count, 1);
		assert_int_equal(desk->diags.items[0].id, rows[i].id);
	}
}

/* A run whose header was not saved is not the preparation above it. */
static void test_sysbench_unheaded(void **state)
{
#define PREPARED                                                               \
	"sysbench 0.5:  multi-threaded system evaluation benchmark\n\n"        \
	"Creating table 'sbtest1'...\n"
	static const char interval[] =
		"[  10s] threads: 4, tps: 524.19, reads/s: 7697.05, writes/s: "
		"2143.56, response time: 18.46ms (99%)\n";
	static const char *const heads[] = {
		"", "Running the test with following options:\n"
		    "Number of threads: 4\n\n"};
	struct desk *desk = *state;
	struct run_list runs;

	for (size_t i = 0; i < COUNT(heads); i++) {
		runs = read_text(desk, arena_printf(desk->arena, "%s%s%s",
					       PREPARED, heads[i], interval));
		assert_int_equal(runs.count, 2);
		assert_null(run_get_series(
			nth(&runs, 0), "transactions_per_second"));
		assert_non_null(run_get_series(
			nth(&runs, 1), "transactions_per_second"));
		assert_int_equal(desk->diags.count, 2);
		assert_int_equal(
			desk->diags.items[0].id, DIAG_ID_SYSBENCH_NO_TEST);
		assert_int_equal(desk->diags.items[1].id, DIAG_ID_RUN_CUT);
	}
#undef PREPARED
}

/* Teachers note on the lines what they mean. */
static void test_sysbench_noted(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_text(desk,
		"sysbench 1.0.20 (using system LuaJIT 2.1.0-beta3)\n\n"
		"Number of threads: 2 // as many as cores\n"
		"Running memory speed test with the following options:\n"
		"  block size: 1KiB   # each\n"
		"  operation: read   -- or write\n\n"
		"Total operations: 1637 (816.45 per second)  -- operations\n"
		"General statistics:        -- of all threads\n"
		"    total time:             2.0023s   -- it took\n"
		"    total number of events: 1637      # as many\n"
		"Latency (ms):\n"
		"         95th percentile:      1.34 // all but 5%\n"
		"Threads fairness:   -- alike?\n"
		"    events (avg/stddev):           818.5000/0.50  -- each\n"
		"    execution time (avg/stddev):   2.0011/0.00\n");
	const struct run *run = nth(&runs, 0);

	expect_silence(desk);
	assert_true(run->complete);
	assert_string_equal(run_value(run, "threads"), "2");
	assert_string_equal(run_value(run, "block_size"), "1024");
	assert_string_equal(run_value(run, "operation"), "read");
	expect(run, "operations", 1637, "1637", 8);
	expect(run, "total_time", 2.0023, "2.0023s", 10);
	expect(run, "total_events", 1637, "1637", 11);
	expect(run, "latency_p95", 0.00134, "1.34", 13);
}

/* A counter that was reset between two intervals has wrapped. */
static void test_sysbench_wrapped_sample(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_text(desk,
		"sysbench 0.5:  multi-threaded system evaluation benchmark\n\n"
		"[  10s] threads: 16, tps: 1385.03, reads: 19488.38, writes: "
		"5540.11, response time: 15.76ms (95%)\n"
		"[  11s] threads: 16, tps: 18446842801212211200.00, reads: "
		"18446842801212035072.00, response time: 60.10ms (95%)\n");
	const struct series *series =
		run_get_series(nth(&runs, 0), "transactions_per_second");

	assert_non_null(series);
	assert_int_equal(series->count, 1);
	assert_int_equal(told_times(desk, DIAG_ID_NUMBER_ABSURD), 1);
	expect_diag(desk, 0, DIAG_ID_NUMBER_ABSURD, 4);
}

/* grep "events" has left two lines of each report. */
static void test_sysbench_grepped(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_text(desk,
		"TEST 1\n    events per second:  2398.14\n"
		"    total number of events:              71949\n"
		"TEST 2\n    events per second:  2389.45\n"
		"    total number of events:              71688\n");

	assert_int_equal(runs.count, 2);
	expect(nth(&runs, 0), "total_events", 71949, "71949", 3);
	expect(nth(&runs, 1), "total_events", 71688, "71688", 6);
	assert_int_equal(told_times(desk, DIAG_ID_RUN_CUT), 2);
}

#define STRESS_INFO "stress-ng: info:  [7] "
#define STRESS_TABLE                                                           \
	STRESS_INFO                                                            \
	"stressor       bogo ops real time  usr time  sys time   bogo ops/s"   \
	"     bogo ops/s\n" STRESS_INFO                                        \
	"cpu            3159     60.01   55.27     17.81        52.64"         \
	"           0.56\n"

static void test_stress_headless(void **state)
{
	static const char done_in[] =
		STRESS_INFO "successful run completed in 60.06s (1 min)\n";
	static const char next[] = STRESS_TABLE;
	struct buf text = {0};
	struct desk *desk = *state;
	struct run_list runs;

	/* the command says how long it was to last */
	buf_puts(&text, "$ stress-ng --cpu 1 --timeout 60 --metrics\n");
	buf_puts(&text, done_in);
	buf_puts(&text, next);
	runs = read_text(desk, text.data);
	assert_int_equal(runs.count, 1);
	assert_int_equal(desk->diags.count, 0);
	assert_string_equal(nth(&runs, 0)->workload, "cpu");
	expect(nth(&runs, 0), "stress_ng.bogo_ops", 3159, "3159", 4);
	expect(nth(&runs, 0), "stress.duration", 60.06, "60.06s", 2);
	/* without it an interrupted one looks the same; the next begins */
	runs = read_text(desk, text.data + strcspn(text.data, "\n") + 1);
	expect_diag(desk, 0, DIAG_ID_RUN_HEADLESS, 1);
	buf_puts(&text, done_in);
	runs = read_text(desk, text.data);
	assert_int_equal(runs.count, 2);
	/* the end is missing, not JSON */
	buf_free(&text);
	buf_puts(&text, "[root@localhost ~]# journalctl -f\n");
	buf_puts(&text, next);
	runs = read_text(desk, text.data);
	assert_int_equal(runs.count, 1);
	expect_diag(desk, 0, DIAG_ID_RUN_CUT, 3);
	buf_free(&text);
}

/* -- outputs that stand further in -- */

/* `text` with a prefix before every line. */
static struct run_list read_indented(
	struct desk *desk, const char *text, const char *prefix)
{
	struct buf all = {0};
	struct run_list runs;

	for (const char *s = text; *s;) {
		size_t length = strcspn(s, "\n");

		buf_puts(&all, prefix);
		buf_add(&all, s, length + (s[length] == '\n'));
		s += length + (s[length] == '\n');
	}
	runs = read_text(desk, all.data);
	buf_free(&all);
	return runs;
}

static void test_indented(void **state)
{
	static const char text[] =
		"$ free -m\n"
		"              total        used        free\n"
		"Mem:           1959         101        1800\n"
		"$ nproc\n"
		"2\n"
		"Architecture:          x86_64\n"
		"  CPU op-mode(s):      32-bit, 64-bit\n"
		"SQL statistics:\n" OLTP("324753") TAIL("120.01", "324753")
		"test: (g=0): rw=write, bs=4K-4K, ioengine=sync, iodepth=1\n"
		"fio-2.2.10\n"
		"test: (groupid=0, jobs=1): err= 0: pid=10: Sat Feb  2 17:40:10"
		" 2019\n"
		"  write: io=4096KB, bw=4096KB/s, iops=1024, runt=  1000msec\n"
		"     issued    : total=r=0/w=1024/d=0, short=r=0/w=0/d=0\n"
		"\n"
		"Run status group 0 (all jobs):\n"
		"  WRITE: io=4096KB, aggrb=4096KB/s, minb=4096KB/s,"
		" maxb=4096KB/s, mint=1000msec, maxt=1000msec\n"
		STRESS_INFO "setting to a 60 second run per stressor\n"
		STRESS_INFO "successful run completed in 60.06s (1 min)\n";
	static const char *const prefixes[] = {"", "    ", "\t", ">     "};
	struct desk *desk = *state;
	struct run_list runs;

	for (size_t i = 0; i < COUNT(prefixes); i++) {
		runs = read_indented(desk, text, prefixes[i]);
		assert_int_equal(desk->diags.count, 0);
		assert_int_equal(runs.count, 4);
		for (size_t n = 0; n < 4; n++)
			assert_true(nth(&runs, n)->complete);
		expect(nth(&runs, 0), "memory_total", 1959 * 1048576.0,
			"1959", 3);
		expect(nth(&runs, 0), "vcpus", 2, "2", 5);
		expect(nth(&runs, 1), "transactions", 324753, "324753", 11);
		assert_string_equal(nth(&runs, 2)->workload, "test");
		assert_string_equal(nth(&runs, 2)->version, "2.2.10");
		expect_param(nth(&runs, 2), "rw", "write");
		assert_string_equal(nth(&runs, 3)->tool, "stress-ng");
		runs = read_indented(desk,
			" Static hostname: vm\n"
			"       Icon name: computer-vm\n"
			"    Architecture: x86-64\n",
			prefixes[i]);
		expect_param(nth(&runs, 0), "hostname", "vm");
	}
}

/* Where the indentation ends the lines are as they are; a report's own is
 * none, nor are labels that end in one column. */
static void test_margin(void **state)
{
	static const char *const lines[][2] = {
		{"    $ free", "$ free"},
		{"", ""},
		{"   ", ""},
		{"                  total        used", "              total"
							"        used"},
		{"    Mem:        2017300      242740", "Mem:        2017300"
							"      242740"},
		{"  Swap: 0", "  Swap: 0"},
		{"     Architecture: x86-64", "     Architecture: x86-64"},
		{"   Boot ID: 0", "   Boot ID: 0"},
		{"      CPU speed:", "CPU speed:"},
		{"          events per second: 1", "    events per second: 1"},
		{"CPU speed:", "CPU speed:"},
		{"    events per second: 1", "    events per second: 1"},
		{"  {\"a\": [", "  {\"a\": ["},
		{"   10.0.0.1 Nov 25", "   10.0.0.1 Nov 25"},
		{"\tuser@host:~$ nproc", "user@host:~$ nproc"},
		{"\t2", "2"},
		{"  Nov 25 19:43:07 vm stress[1]: hi", "hi"},
	};
	char path[] = P_tmpdir "/hvlab-test-XXXXXX";
	int file = mkstemp(path);
	struct input *input;
	struct scan scan;

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++)
		dprintf(file, "%s\n", lines[i][0]);
	close(file);
	input = input_open(path);
	scan_open(&scan, input);
	for (size_t i = 0; i < COUNT(lines); i++) {
		assert_true(scan_next(&scan));
		assert_string_equal(scan.text, lines[i][1]);
	}
	scan_close(&scan);
	input_close(input);
	unlink(path);
}

/* A group without its jobs, and a program that holds words of a tool. */
static void test_fragments(void **state)
{
	static const char binary[] = "MZ\n"
				     "Connecting to host %s, port %d\n"
				     "Accepted connection from %s, port %d\n"
				     "a nul:";
	struct desk *desk = *state;
	struct run_list runs;

	runs = read_text(desk, "[...]\n"
			    "Run status group 0 (all jobs):\n"
			    "  WRITE: bw=127MiB/s (133MB/s), 127MiB/s-127MiB/s"
			    " (133MB/s-133MB/s), \\\n"
			    "[...]\n");
	assert_int_equal(runs.count, 0);
	expect_diag(desk, 0, DIAG_ID_RUN_HEADLESS, 2);
	/* its last byte is the NUL */
	runs = read_bytes(desk, binary, sizeof binary);
	assert_int_equal(runs.count, 0);
	assert_int_equal(desk->diags.count, 1);
	expect_diag(desk, 0, DIAG_ID_FILE_BINARY, 4);
}

/* The first `length` bytes of a log: never a complete run whose end is
 * missing, and never a number that the whole log does not state. */
static void expect_part(
	const struct run *whole, const char *text, size_t length)
{
	void *state;
	const struct desk *desk;
	const struct run *run;

	/* of its own, as there are thousands */
	assert_int_equal(desk_open(&state), 0);
	desk = state;
	run = read_bytes(state, text, length).first;
	assert_true(!run || run->complete || desk->diags.count == 1);
	for (size_t i = 0; run && i < run->obs_count; i++) {
		const struct obs *obs = &run->obs[i];

		/* total.* may miss a direction */
		if (strncmp(obs->metric->name, "total.", 6))
			expect(whole, obs->metric->name, obs->value, obs->raw,
				obs->line);
	}
	desk_close(&state);
}

static void test_cut_anywhere(void **state)
{
	static const char *const files[] = {
		"fixtures/lab/qemu/run1/sysbench-memory.txt",
		"fixtures/lab/qemu/run1/fio-random-rw.txt",
		"fixtures/lab/qemu/run1/iperf3-client.txt",
		"fixtures/lab/qemu/run1/iperf3-server.txt",
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(files); i++) {
		const char *text = slurp(desk, files[i]);
		struct run_list whole = read_path(desk, files[i]);

		for (size_t n = strlen(text) - 1; n > 0; n--)
			expect_part(nth(&whole, 0), text, n);
	}
}

/* Nothing that is measured is below zero: such a number is none. */
static void test_below_zero(void **state)
{
	struct desk *desk = *state;
	struct run *run = run_new(
		desk->arena, &(struct run_list){0}, "iperf3", "log.txt", 1);

	assert_false(run_observe(desk->arena, run, "sender.duration", -60.4,
		"-60.4", 2));
	assert_int_equal(run->obs_count, 0);
	assert_true(run_observe(
		desk->arena, run, "sender.duration", 0, "0.00", 3));
	assert_int_equal(run_obs(run, "sender.duration")->line, 3);
}

static void test_many_runs(void **state)
{
	static const char head[] =
		"sysbench 1.0.20 (using system LuaJIT 2.1.0)\n";
	struct buf text = {0};
	struct desk *desk = *state;
	struct run_list runs;

	for (size_t i = 0; i < 100010; i++)
		buf_puts(&text, head);
	runs = read_text(desk, text.data);
	assert_int_equal(runs.count, 100000);
	assert_int_equal(nth(&runs, 99999)->index, 100000);
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_base),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_numbers_as_strtod),
		TEST(test_missing),
		cmocka_unit_test(test_scaled),
		cmocka_unit_test(test_lines),
		TEST(test_sysbench),
		TEST(test_sysbench_details),
		TEST(test_fio),
		TEST(test_fio_details),
		TEST(test_iperf3),
		TEST(test_iperf3_details),
		TEST(test_vm_facts),
		TEST(test_problems),
		TEST(test_formats),
		TEST(test_damaged),
		TEST(test_mixed_file),
		TEST(test_sysbench_headless),
		TEST(test_sysbench_headless_files),
		TEST(test_sysbench_headless_cut),
		TEST(test_sysbench_no_test),
		TEST(test_sysbench_unheaded),
		TEST(test_sysbench_grepped),
		TEST(test_sysbench_noted),
		TEST(test_sysbench_wrapped_sample),
		TEST(test_stress_headless),
		TEST(test_indented),
		cmocka_unit_test(test_margin),
		TEST(test_fragments),
		TEST(test_cut_anywhere),
		TEST(test_below_zero),
		TEST(test_many_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
