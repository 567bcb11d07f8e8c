/* Unit tests of the sysbench and stress parsers on real logs of all versions,
 * and of the arithmetic of sysbench logs (src/checks). The numbers were read
 * off the logs by eye. Run from the root of the sources. */
#define _XOPEN_SOURCE 700 /* P_tmpdir */
#include "tests/logs.h"

#include "src/checks/check.h"

#define P "fixtures/parse/sysbench/"
#define S "fixtures/parse/stress/"
#define MIB 1048576.0

/* -- what is read -- */

static const struct {
	const char *file, *version, *test, *metric;
	double value;
} numbers[] = {
	{P "0.4-cpu.txt", "0.4.12", "cpu", "total_time", 2.5780},
	{P "0.4-cpu.txt", "0.4.12", "cpu", "total_events", 500},
	{P "0.4-cpu.txt", "0.4.12", "cpu", "latency_sum", 5.1534},
	{P "0.4-cpu.txt", "0.4.12", "cpu", "latency_p95", 20.26e-3},
	{P "0.4-percentile-99.txt", "0.4.12", "cpu", "latency_p99", 23.15e-3},
	{P "0.4-memory.txt", "0.4.12", "memory", "operations", 5120},
	{P "0.4-memory.txt", "0.4.12", "memory", "throughput", 31623.88 * MIB},
	{P "0.4-fileio.txt", "0.4.12", "fileio", "fileio.read.operations",
		61048},
	{P "0.4-fileio.txt", "0.4.12", "fileio", "fileio.write.bytes",
		635.92 * MIB},
	{P "0.4-fileio.txt", "0.4.12", "fileio", "fileio.throughput",
		789.03 * MIB},
	{P "0.4-fileio.txt", "0.4.12", "fileio", "fileio.iops", 50497.62},
	{P "0.4-threads.txt", "0.4.12", "threads", "latency_p95", 266.15e-3},
	{P "0.4-mutex.txt", "0.4.12", "mutex", "latency_avg", 5.94e-3},
	{P "0.5-cpu-debug.txt", "0.5", "cpu", "latency_max", 45.58e-3},
	{P "0.5-memory-interval.txt", "0.5", "memory", "transferred",
		3809.66 * MIB},
	{P "0.5-fileio.txt", "0.5", "fileio", "fileio.write.bytes",
		1.2375 * 1024 * MIB},
	{P "version-0.5.txt", "0.5", "cpu", "total_events", 826},
	{P "1.0.0-cpu.txt", "1.0.0", "cpu", "latency_sum", 3973.28e-3},
	{P "1.0.0-memory-verbose.txt", "1.0.0", "memory",
		"operations_per_second", 1694267.86},
	{P "1.0.0-fileio-interval.txt", "1.0.0", "fileio", "fileio.read.iops",
		17197.10},
	{P "1.0.0-fileio-interval.txt", "1.0.0", "fileio",
		"fileio.write.throughput", 179.14 * MIB},
	{P "1.0.7-memory.txt", "1.0.7", "memory", "throughput", 2523.07 * MIB},
	{P "1.0.20-cpu-histogram.txt", "1.0.20", "cpu", "events_per_second",
		816.45},
	{P "1.0.20-cpu-histogram.txt", "1.0.20", "cpu", "latency_p99",
		20.74e-3},
	{P "1.0.20-cpu-60s.txt", "1.0.20", "cpu", "events_per_second", 1027.49},
	{P "1.0.20-memory-3-threads.txt", "1.0.20", "memory", "operations",
		10485759},
	{P "1.0.20-fileio-fsync-all.txt", "1.0.20", "fileio",
		"fileio.fsync.iops", 5853.86},
	{P "1.0.20-oltp-interval.txt", "1.0.20", "oltp", "transactions", 1950},
	{P "1.0.20-oltp-interval.txt", "1.0.20", "oltp",
		"transactions_per_second", 649.16},
	{P "1.0.20-oltp-interval.txt", "1.0.20", "oltp", "queries", 39000},
	{P "1.0.20-oltp-interval.txt", "1.0.20", "oltp", "queries_per_second",
		12983.29},
	{P "1.0.20-threads-verbose.txt", "1.0.20", "threads", "latency_max",
		793.28e-3},
	{P "1.1-cpu.txt", "1.1.0", "cpu", "events_per_second", 460.20},
	{P "1.1-cpu.txt", "1.1.0", "cpu", "total_time", 2.0057},
	{P "1.1-memory.txt", "1.1.0", "memory", "events_per_second",
		2485091.4716},
	{P "1.1-memory.txt", "1.1.0", "memory", "throughput", 2426.85 * MIB},
	{P "1.1-fileio-interval.txt", "1.1.0", "fileio", "fileio.read.iops",
		25305.75},
	{P "1.1-fileio-interval.txt", "1.1.0", "fileio",
		"fileio.read.throughput", 395.40 * MIB},
	{P "1.1-fileio-interval.txt", "1.1.0", "fileio", "fileio.fsync.iops",
		1688.87},
	{P "1.1-mutex.txt", "1.1.0", "", "events_per_second", 2.0968},
	{S "two-runs.txt", NULL, "cpu", "stress.duration", 2},
	{S "ng-0.15-yaml.txt", "0.15.06", "cpu", "stress_ng.bogo_ops", 971},
	{S "ng-0.17-metrics.txt", NULL, "cpu", "stress_ng.bogo_ops_per_second",
		1375.61},
	{S "ng-0.17-metrics.txt", NULL, "cpu", "stress.duration", 3.02},
};

static void test_numbers(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct run_list runs = read_path(desk, numbers[i].file);
		const struct run *run = runs.first;
		const struct obs *obs;

		assert_non_null(run);
		assert_true(run->complete);
		if (numbers[i].version)
			assert_string_equal(run->version, numbers[i].version);
		assert_string_equal(run->workload, numbers[i].test);
		obs = run_obs(run, numbers[i].metric);
		if (!obs)
			fail_msg("%s: no %s", numbers[i].file,
				numbers[i].metric);
		expect_near(obs->value, numbers[i].value, 1e-12);
	}
}

/* Rates that a version does not print, percentiles of other ranks, the "0.00"
 * of an empty run: absent. */
static void test_absent(void **state)
{
	static const struct {
		const char *file, *metric;
		bool complete;
	} rows[] = {
		{P "0.4-cpu.txt", "events_per_second", true},
		{P "1.0.0-cpu.txt", "events_per_second", true},
		{P "1.0.7-memory.txt", "events_per_second", true},
		{P "0.4-percentile-99.txt", "latency_p95", true},
		{P "1.0.20-cpu-histogram.txt", "latency_p95", true},
		{P "1.0.20-cpu-percentile-0.txt", "latency_p95", true},
		{P "0.4-mutex.txt", "latency_p95", true},
		{P "0.4-no-operation.txt", "latency_min", false},
		{P "no-operation.txt", "throughput", false},
		{P "1.1-fileio-interval.txt", "total_time", true},
		{P "1.0.20-fileio-prepare.txt", "total_time", false},
		{P "checkpoints.txt", "events_per_second", false},
		{S "ng-0.13-two-stressors.txt", "stress_ng.bogo_ops", true},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct run_list runs = read_path(desk, rows[i].file);

		assert_int_equal(runs.first->complete, rows[i].complete);
		assert_null(run_obs(runs.first, rows[i].metric));
	}
	read_path(desk, P "0.4-mutex.txt");
	expect_told(desk, DIAG_ID_SYSBENCH_PERCENTILE, "10000000.00ms");
	read_path(desk, P "1.0.20-fileio-prepare.txt");
	expect_told(desk, DIAG_ID_SYSBENCH_NO_TEST, "not a test");
}

static void test_params(void **state)
{
	static const struct {
		const char *file, *key, *value;
	} rows[] = {
		{P "0.4-cpu.txt", "prime_limit", "50000"},
		{P "0.4-memory.txt", "block_size", "1048576"},
		{P "0.4-memory.txt", "total_size", "5368709120"},
		{P "0.4-memory.txt", "scope", "local"},
		{P "1.0.0-memory-verbose.txt", "operation", "write"},
		{P "0.4-fileio.txt", "file_test_mode", "rndrw"},
		{P "0.4-fileio.txt", "block_size", "16384"},
		{P "0.5-fileio.txt", "file_test_mode", "seqwr"},
		{P "1.1-fileio-interval.txt", "total_size", "67108864"},
		{P "1.0.20-memory-64M.txt", "block_size", "67108864"},
		{S "ng-0.13-two-stressors.txt", "hogs", "2 cpu, 1 vm"},
		{S "ng-0.17-interrupted.txt", "duration", "70"},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct run_list runs = read_path(desk, rows[i].file);
		const char *value = run_value(runs.first, rows[i].key);

		assert_non_null(value);
		assert_string_equal(value, rows[i].value);
	}
}

static void test_series(void **state)
{
	static const struct {
		const char *file, *metric;
		size_t count;
		double end, value; /* of the second point */
	} rows[] = {
		{P "0.5-memory-interval.txt", "throughput", 2, 2,
			1397.66 * MIB},
		{P "1.0.20-cpu-rate.txt", "events_per_second", 3, 2, 100.66},
		{P "1.0.20-cpu-rate.txt", "latency_p95", 3, 2, 6.43e-3},
		{P "1.0.0-fileio-interval.txt", "fileio.read.throughput", 3, 2,
			425.61 * MIB},
		{P "1.1-fileio-interval.txt", "fileio.fsync.iops", 3, 2,
			1669.30},
		{P "1.1-fileio-interval.txt", "latency_p95", 3, 2, 0.028e-3},
		{P "1.0.20-oltp-interval.txt", "transactions_per_second", 3, 2,
			490.18},
		{P "1.0.20-oltp-interval.txt", "queries_per_second", 3, 2,
			9826.56},
		/* each of its reports restarts the counters */
		{P "checkpoints.txt", "events_per_second", 2, 2.0092, 808.79},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct run_list runs = read_path(desk, rows[i].file);
		const struct series *series =
			run_get_series(runs.first, rows[i].metric);

		assert_non_null(series);
		assert_int_equal(series->count, rows[i].count);
		expect_near(series->points[1].end, rows[i].end, 1e-12);
		expect_near(series->points[1].value, rows[i].value, 1e-12);
	}
}

/* What no recording is there for, in the words of the sources: the tip of
 * 0.4, and the database test before 1.0. */
static void test_tip_of_0_4(void **state)
{
	static const char text[] =
		"sysbench 0.4.12:  multi-threaded system evaluation benchmark\n"
		"\n"
		"Running the test with following options:\n"
		"Number of threads: 1\n"
		"\n"
		"Primer numbers limit: 20000\n"
		"\n"
		"Threads started!\n"
		"[   1s] threads: 1, tps: 412.00, reads/s: 5768.00, writes/s: "
		"2060.00 response time: 3.91ms (95%)\n"
		"OLTP test statistics:\n"
		"    queries performed:\n"
		"        read:                            140000\n"
		"        write:                           50000\n"
		"        other:                           20000\n"
		"        total:                           210000\n"
		"    transactions:                        10000  (413.00 per "
		"sec.)\n"
		"    deadlocks:                           0      (0.00 per "
		"sec.)\n"
		"    read/write requests:                 190000 (7847.00 per "
		"sec.)\n"
		"\n"
		"General statistics:\n"
		"    total time:                          24.2130s\n"
		"    total number of events:              10000\n"
		"    total time taken by event execution: 24.1834\n"
		"    response time:\n"
		"         min:                                  1.86ms\n"
		"         avg:                                  2.42ms\n"
		"         max:                                 32.22ms\n"
		"         approx.  95 percentile:               3.26ms\n"
		"\n"
		"Threads fairness:\n"
		"    events (avg/stddev):           10000.0000/0.00\n"
		"    execution time (avg/stddev):   24.1834/0.00\n";
	struct desk *desk = *state;
	const struct run *run = read_text(desk, text).first;

	expect_silence(desk);
	assert_true(run->complete);
	expect_near(run_obs(run, "transactions")->value, 10000, 0);
	expect_near(run_obs(run, "transactions_per_second")->value, 413, 0);
	expect_near(run_obs(run, "queries")->value, 210000, 0);
	expect_near(run_obs(run, "latency_sum")->value, 24.1834, 1e-12);
	expect_near(
		run_get_series(run, "transactions_per_second")->points[0].value,
		412, 0);
	expect_near(run_get_series(run, "latency_p95")->points[0].value,
		3.91e-3, 1e-12);
}

/* A report pasted without its indentation reads the same. */
static void test_lost_indentation(void **state)
{
	static const char *const files[] = {P "0.4-cpu.txt",
		P "1.0.20-oltp-interval.txt", P "1.0.20-cpu-percentile-0.txt",
		P "1.0.7-memory.txt"};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(files); i++) {
		const struct run *whole = read_path(desk, files[i]).first;
		const struct run *pasted;
		struct buf text = {0};
		bool start = true;

		for (const char *s = slurp(desk, files[i]); *s; s++) {
			if (!start || *s != ' ')
				buf_putc(&text, *s);
			start = *s == '\n' || (start && *s == ' ');
		}
		pasted = read_text(desk, text.data).first;
		buf_free(&text);
		assert_true(pasted->complete);
		assert_int_equal(pasted->obs_count, whole->obs_count);
		assert_int_equal(pasted->param_count, whole->param_count);
	}
}

static void test_stress(void **state)
{
	struct desk *desk = *state;
	struct run_list runs;

	runs = read_path(desk, S "two-runs.txt");
	assert_int_equal(runs.count, 2);
	assert_true(runs.last->complete);
	runs = read_path(desk, S "ng-0.13-two-stressors.txt");
	assert_int_equal(runs.count, 3);
	assert_string_equal(runs.last->workload, "vm");
	expect_near(
		run_obs(runs.last, "stress_ng.bogo_ops_per_cpu_second")->value,
		18823.53, 1e-12);
	expect_silence(desk);
	runs = read_path(desk, S "worker-killed.txt");
	assert_false(runs.first->complete);
	expect_near(run_obs(runs.first, "stress.duration")->value, 10, 1e-12);
	expect_told(desk, DIAG_ID_RUN_FAILED, "got signal 9");
	runs = read_path(desk, S "ng-0.15-interrupted.txt");
	assert_false(runs.first->complete);
	expect_near(run_obs(runs.first, "stress.duration")->value, 3.04, 1e-12);
	expect_told(desk, DIAG_ID_STRESS_EARLY, "3.04s instead of 60 second");
	runs = read_path(desk, S "ng-0.17-interrupted.txt");
	assert_false(runs.first->complete);
	expect_told(desk, DIAG_ID_STRESS_EARLY, "instead of 1 min, 10 secs");
}

/* -- the checks -- */

static const char *const intact[] = {
	P "0.4-cpu.txt",
	P "0.4-percentile-99.txt",
	P "0.4-memory.txt",
	P "0.4-fileio.txt",
	P "0.4-mutex.txt",
	P "0.4-threads.txt",
	P "0.5-cpu-debug.txt",
	P "0.5-memory-interval.txt",
	P "0.5-fileio.txt",
	P "version-0.5.txt",
	P "1.0.0-cpu.txt",
	P "1.0.0-memory-verbose.txt",
	P "1.0.0-fileio-interval.txt",
	P "1.0.7-memory.txt",
	P "1.0.8-cpu-interval.txt",
	P "1.0.13-cpu.txt",
	P "1.0.20-cpu-histogram.txt",
	P "1.0.20-cpu-percentile-0.txt",
	P "1.0.20-cpu-rate.txt",
	P "1.0.20-cpu-8-threads.txt",
	P "1.0.20-cpu-10s.txt",
	P "1.0.20-cpu-60s.txt",
	P "1.0.20-cpu-quota.txt",
	P "1.0.20-cpu-validate.txt",
	P "1.0.20-cpu.txt",
	P "1.0.20-memory-3-threads.txt",
	P "1.0.20-memory-64M.txt",
	P "1.0.20-fileio-fsync-all.txt",
	P "1.0.20-oltp-interval.txt",
	P "1.0.20-threads-verbose.txt",
	P "1.1-cpu.txt",
	P "1.1-cpu-warmup.txt",
	P "1.1-memory.txt",
	P "1.1-fileio-interval.txt",
	P "1.1-mutex.txt",
	P "block-512.txt",
	P "crlf.txt",
	P "three-runs.txt",
};

static void test_intact(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(intact); i++) {
		struct run_list runs = read_path(desk, intact[i]);

		for (const struct run *r = runs.first; r; r = r->next) {
			struct check_result result = check_run(desk->arena, r);

			if (result.finding_count)
				fail_msg("%s: %s: %g not in [%g, %g]",
					intact[i], result.findings[0].rule,
					result.findings[0].found,
					result.findings[0].low,
					result.findings[0].high);
			assert_int_equal(result.state, CHECK_INTACT);
		}
	}
}

static void test_not_checkable(void **state)
{
	static const char *const files[] = {P "checkpoints.txt",
		P "forced-shutdown.txt", P "no-operation.txt",
		P "0.4-no-operation.txt", P "interrupted.txt",
		P "grep-only.txt"};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(files); i++) {
		struct run_list runs = read_path(desk, files[i]);

		assert_int_equal(check_run(desk->arena, runs.first).state,
			CHECK_IMPOSSIBLE);
	}
}

/* `text` with the number behind `label` times `factor`, with as many decimals
 * as before; NULL when there is none or nothing changes. */
static const char *scaled(
	struct desk *desk, const char *text, const char *label, double factor)
{
	const char *place = strstr(text, label);
	const char *end, *point;
	char *edit;
	double number;

	if (!place)
		return NULL;
	place += strlen(label);
	place += strspn(place, " ");
	if (!scan_number(place, &number, &end))
		return NULL;
	point = memchr(place, '.', (size_t)(end - place));
	edit = arena_printf(desk->arena, "%.*f",
		point ? (int)(end - point - 1) : 0, number * factor);
	if (strlen(edit) == (size_t)(end - place) &&
		memcmp(edit, place, strlen(edit)) == 0)
		return NULL;
	return arena_printf(
		desk->arena, "%.*s%s%s", (int)(place - text), text, edit, end);
}

/* Cpu logs of two threads, 1.0.8 and later, quiet hosts and busy ones: the
 * smaller a percentile, the more numbers are on its grid. */
static const char *const edited_files[] = {
	P "1.0.8-cpu-interval.txt",
	P "1.0.13-cpu.txt",
	P "1.0.20-cpu-histogram.txt",
	P "1.0.20-cpu-10s.txt",
	P "1.0.20-cpu-60s.txt",
	P "1.0.20-cpu-quota.txt",
	P "1.0.20-cpu-validate.txt",
	P "1.0.20-cpu.txt",
	P "1.1-cpu.txt",
};

/* How often an edit is found: at least as often as was measured on 44 logs
 * when the rules were found (shares rounded down). */
static const struct {
	const char *label;
	double hard, any;
} edits[] = {
	{"events per second:", 0.75, 0.77},
	{"total number of events:", 1, 1},
	{"total time:", 0.97, 0.98},
	{"avg:", 1, 1},
	{"percentile:", 0.74, 0.74},
	{"sum:", 1, 1},
	{"events (avg/stddev):", 1, 1},
	{"execution time (avg/stddev):", 1, 1},
};

static void edit_all(struct desk *desk, const char *text, const char *label,
	size_t counts[3])
{
	static const double parts[] = {
		0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.11, 0.13, 0.15};

	for (size_t i = 0; i < 2 * COUNT(parts); i++) {
		double part = parts[i / 2] * (i % 2 ? 1 : -1);
		const char *edit = scaled(desk, text, label, 1 + part);
		struct check_result result;

		if (!edit)
			continue;
		result = check_run(desk->arena, read_text(desk, edit).first);
		counts[0]++;
		counts[1] += result.state == CHECK_INCONSISTENT;
		counts[2] += result.finding_count > 0;
	}
}

static void test_edits(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(edits); i++) {
		size_t counts[3] = {0};

		for (size_t f = 0; f < COUNT(edited_files); f++)
			edit_all(desk, slurp(desk, edited_files[f]),
				edits[i].label, counts);
		assert_true(counts[0] >= 100);
		if ((double)counts[1] < edits[i].hard * (double)counts[0] ||
			(double)counts[2] < edits[i].any * (double)counts[0])
			fail_msg("%s %zu edits, %zu found, %zu hinted at",
				edits[i].label, counts[0], counts[1],
				counts[2]);
	}
}

/* Other tests than cpu: one number, one rule. */
static void test_rules(void **state)
{
	static const struct {
		const char *file, *label, *rule;
	} rows[] = {
		{P "0.4-memory.txt", "performed: ", "R2"},
		{P "1.0.7-memory.txt", "transferred (", "R2"},
		{P "1.1-memory.txt", "total number of events:", "R2"},
		{P "0.5-fileio.txt", "Total transferred ", "R18"},
		{P "1.0.0-fileio-interval.txt", "reads/s:", "R18"},
		{P "1.1-fileio-interval.txt", "write: IOPS=", "R18"},
		{P "1.0.20-fileio-fsync-all.txt", "writes/s:", "R18"},
		{P "1.0.20-oltp-interval.txt", "write:", "R19"},
		{P "1.0.20-oltp-interval.txt", "transactions:", "R19"},
		{P "0.4-cpu.txt", "execution: ", "R4"},
		{P "1.0.20-cpu-8-threads.txt", "events (avg/stddev):", "R3"},
		{P "1.0.20-cpu-histogram.txt",
			"0.546 |***"
			"*************************"
			"************",
			"R15"},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *edit = scaled(
			desk, slurp(desk, rows[i].file), rows[i].label, 1.07);
		struct check_result result;
		bool found = false;

		assert_non_null(edit);
		result = check_run(desk->arena, read_text(desk, edit).first);
		assert_int_equal(result.state, CHECK_INCONSISTENT);
		for (size_t f = 0; f < result.finding_count; f++)
			found |= strcmp(result.findings[f].rule,
					 rows[i].rule) == 0;
		if (!found)
			fail_msg("%s: not %s", rows[i].file, rows[i].rule);
	}
}

/* -- logs cut at every line -- */

static void expect_part(
	const struct run *part, const struct run *whole, const char *file)
{
	for (size_t i = 0; i < part->obs_count; i++) {
		const struct obs *obs = &part->obs[i];
		const struct obs *same = run_obs(whole, obs->metric->name);

		if (!same || same->value != obs->value)
			fail_msg("%s: %s", file, obs->metric->name);
	}
	if (part->complete)
		assert_int_equal(part->obs_count, whole->obs_count);
}

static void test_cut(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(intact); i++) {
		struct run_list whole = read_path(desk, intact[i]);
		const char *text = slurp(desk, intact[i]);

		for (const char *s = text; (s = strchr(s, '\n')); s++) {
			struct run_list part = read_text(
				desk, arena_strndup(desk->arena, text,
					      (size_t)(s - text + 1)));

			if (part.first)
				expect_part(part.first, whole.first, intact[i]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_numbers),
		TEST(test_absent),
		TEST(test_params),
		TEST(test_series),
		TEST(test_tip_of_0_4),
		TEST(test_lost_indentation),
		TEST(test_stress),
		TEST(test_intact),
		TEST(test_not_checkable),
		TEST(test_edits),
		TEST(test_rules),
		TEST(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
