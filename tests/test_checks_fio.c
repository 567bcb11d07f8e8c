/* Unit tests of the reader of fio's normal text on real logs of all versions,
 * and of the arithmetic of such logs (src/checks). The numbers were read off
 * the logs by eye. Run from the root of the sources. */
#define _XOPEN_SOURCE 700 /* P_tmpdir */
#include "tests/logs.h"

#include "src/checks/check.h"

#define P "fixtures/parse/fio/"
#define KI 1024.0
#define MI 1048576.0
#define GI 1073741824.0

/* Without the facts about machines that stand around it. */
static struct run_list only_fio(struct run_list all)
{
	struct run_list runs = {0};

	for (struct run *run = all.first, *next; run; run = next) {
		next = run->next;
		run->next = NULL;
		if (strcmp(run->tool, "fio") != 0)
			continue;
		*(runs.last ? &runs.last->next : &runs.first) = run;
		runs.last = run;
		runs.count++;
	}
	return runs;
}

static struct run_list read_file(struct desk *desk, const char *path)
{
	return only_fio(read_path(desk, path));
}

static struct run_list read_fio_text(struct desk *desk, const char *text)
{
	return only_fio(read_text(desk, text));
}

/* -- what is read -- */

static const struct {
	const char *file;
	size_t run; /* from 0 */
	const char *version, *metric;
	double value, reach; /* reach: relative */
	unsigned line;
} numbers[] = {
	/* a blank where later versions have no unit */
	{P "1.59-two-jobs.txt", 0, "1.59", "read.iops", 33781, 0, 8},
	{P "1.59-two-jobs.txt", 1, "1.59", "write.bandwidth", 504941, 0, 21},
	{P "2.0.8-randread.txt", 0, "2.0.8", "read.iops", 13068, 0, 7},
	{P "2.0.8-randread.txt", 0, "2.0.8", "read.clat_mean", 75.55e-6, 0, 8},
	{P "2.16-libaio.txt", 0, "2.16", "read.bandwidth", 77385 * KI, 0, 7},
	{P "2.16-libaio.txt", 0, "2.16", "write.io_bytes", 66380 * KI, 0, 17},
	{P "2.16-libaio.txt", 0, "2.16", "total.iops", 19346 + 8293, 0, 7},
	{P "2.16-libaio.txt", 0, "2.16", "read.clat_mean", 1689.91e-6, 0, 9},
	{P "2.16-libaio.txt", 0, "2.16", "read.latency_mean", 1694.12e-6, 0,
		10},
	{P "2.16-libaio.txt", 0, "2.16", "write.clat_p99", 10304e-6, 0, 25},
	/* printed as "3831.8MB": 980,932 I/Os of 4 KiB */
	{P "2.16-mixed.txt", 0, "2.16", "total.io_bytes", 980932 * 4096.0, 0,
		7},
	{P "2.16-mixed.txt", 0, "2.16", "total.bandwidth",
		980932 * 4096.0 / 2.231, 1e-8, 7},
	{P "2.16-mixed.txt", 0, "2.16", "total.iops", 439682, 0, 7},
	{P "2.16-mixed.txt", 0, "2.16", "total.clat_p99", 84e-6, 0, 14},
	{P "2.16-four-blocks.txt", 0, "2.16", "read.bandwidth",
		(65100 + 46148 + 61372 + 41876) * KI / 2.001, 1e-9, 7},
	{P "2.16-four-blocks.txt", 0, "2.16", "read.io_bytes",
		(65100 + 46148 + 61372 + 41876) * KI, 0, 7},
	{P "2.16-unit-base.txt", 0, "2.16", "read.bandwidth", 64510 * KI / 8, 0,
		7},
	{P "2.21-four-blocks.txt", 0, "2.21", "write.iops",
		(19691 + 4648 + 29987 + 24145) / 2.002, 1e-12, 17},
	/* the group line says 64.8MiB/s, the four add up to 66.4 */
	{P "no-group-reporting.txt", 0, "3.33", "read.bandwidth",
		(7798 + 7819 + 11429 + 7398) * 4096 / 2.076, 1e-12, 7},
	{P "2.21-four-blocks.txt", 0, "2.21", "read.runtime", 2.002, 0, 37},
	{P "2.99-random-rw.txt", 0, "2.99", "read.clat_mean", 35843.55e-9, 0,
		12},
	{P "2.99-random-rw.txt", 0, "2.99", "write.clat_p99_9", 675840e-9, 0,
		31},
	{P "2.99-random-rw.txt", 0, "2.99", "total.io_bytes", (784 + 337) * MI,
		0, 11},
	/* "52.0k" is 105,997 / 2.001 */
	{P "3.1-libaio.txt", 0, "3.1", "read.iops", 53000, 0, 7},
	{P "3.1-libaio.txt", 0, "3.1", "write.bandwidth", 89.4 * MI, 0, 19},
	{P "3.1-libaio.txt", 0, "3.1", "write.latency_mean", 878.90e-6, 0, 22},
	{P "lost-carry.txt", 0, "3.16", "write.iops", 4845, 0, 8},
	{P "3.16-sizes.txt", 0, "3.16", "write.io_bytes", 67.6 * MI, 0, 18},
	/* latencies of syncs are others */
	{P "3.16-fsync.txt", 0, "3.16", "write.clat_p99", 48e-6, 0, 14},
	{P "3.33-one-io.txt", 0, "3.33", "read.io_bytes", 4096, 0, 6},
	{P "3.33-one-io.txt", 0, "3.33", "read.clat_mean", 230553e-9, 0, 7},
	{P "3.36-two-clients.txt", 0, "3.36", "read.bandwidth", 8041 * KI, 0,
		11},
	{P "3.36-two-clients.txt", 1, "3.36", "read.bandwidth", 7271 * KI, 0,
		52},
	{P "3.36-client-two-jobs.txt", 1, "3.36", "write.io_bytes", 16.3 * GI,
		0, 30},
	{P "3.36-both.txt", 0, "3.36", "total.iops", 10700 + 4734, 0, 7},
	{P "3.36-both.txt", 0, "3.36", "total.clat_mean", 245.47e-6, 0, 30},
	{P "3.42-both.txt", 0, "3.42", "total.bandwidth", (86.4 + 37.5) * MI, 0,
		7},
	{P "3.42-both.txt", 0, "3.42", "total.clat_p99", 1287e-6, 0, 36},
	{P "3.36-append-terse.txt", 0, "3.36", "read.bandwidth", 114 * MI, 0,
		8},
	{P "3.36-two-jobs.txt", 0, "3.36", "write.runtime", 2.0, 0, 20},
	{P "3.36-percentiles.txt", 0, "3.36", "read.clat_p50", 660e-6, 0, 15},
	{P "3.36-percentiles.txt", 0, "3.36", "write.clat_p99_9", 6390e-6, 0,
		30},
	/* the second report counts */
	{P "3.36-sigusr1.txt", 0, "3.36", "read.runtime", 4.218, 0, 47},
	{P "3.42-trim.txt", 0, "3.42", "trim.bandwidth", 101 * MI, 0, 6},
	{P "3.42-trim.txt", 0, "3.42", "trim.clat_p99", 210e-6, 0, 13},
	{P "3.42-kb-base.txt", 0, "3.42", "read.bandwidth", 102e6, 0, 7},
	{P "3.42-unit-base.txt", 0, "3.42", "write.bandwidth", 385 * MI / 8, 0,
		18},
	{P "3.42-three-groups.txt", 0, "3.42", "write.bandwidth", 4430 * MI, 0,
		9},
	{P "3.42-three-groups.txt", 2, "3.42", "read.clat_mean", 120.27e-6, 0,
		53},
	{P "3.42-latency-target.txt", 0, "3.42", "read.iops", 47700, 0, 6},
	{P "3.42-steadystate.txt", 0, "3.42", "read.iops", 13400, 0, 6},
	{P "3.42-session.txt", 0, "3.42", "write.bandwidth", 9.89 * GI, 0, 10},
	{P "3.42-session.txt", 1, "3.42", "read.iops", 1521, 0, 42},
	/* JSON, text and terse of one run: the one that does not round */
	{P "3.42-three-formats.txt", 0, "3.42", "read.io_bytes", 208707584, 0,
		0},
};

static void test_numbers(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct run_list runs = read_file(desk, numbers[i].file);
		const struct run *run = nth(&runs, numbers[i].run);
		const struct obs *obs = run_obs(run, numbers[i].metric);
		double value = numbers[i].value;

		if (!obs)
			fail_msg("%s: no %s", numbers[i].file,
				numbers[i].metric);
		if (fabs(obs->value - value) >
			(numbers[i].reach + 1e-12) * value)
			fail_msg("%s: %s is %.12g, not %.12g", numbers[i].file,
				numbers[i].metric, obs->value, value);
		if (numbers[i].line)
			assert_int_equal(obs->line, numbers[i].line);
		assert_string_equal(run->version, numbers[i].version);
		assert_true(run->complete);
	}
}

/* How many runs, and all complete. */
static const struct {
	const char *file;
	size_t runs;
} intact[] = {
	{P "1.59-two-jobs.txt", 2},
	{P "2.0.8-randread.txt", 1},
	/* the mean is that of the writes, not of all */
	{P "2.1.11-unified.txt", 1},
	{P "2.16-libaio.txt", 1},
	{P "2.16-mixed.txt", 1},
	{P "2.16-four-blocks.txt", 1},
	{P "2.16-unit-base.txt", 1},
	/* percentiles stop at 16.7 s, the maximum is 19 s */
	{P "2.16-last-bucket.txt", 1},
	{P "2.21-four-blocks.txt", 1},
	{P "2.99-random-rw.txt", 1},
	{P "3.1-libaio.txt", 1},
	{P "lost-carry.txt", 3},
	{P "3.16-sizes.txt", 1},
	/* the wholes are half a thousandth more than their parts */
	{P "3.16-between-clocks.txt", 1},
	/* three syncs at the end are in the depths */
	{P "3.13-end-fsync.txt", 1},
	{P "3.16-fsync.txt", 1},
	{P "3.33-one-io.txt", 1},
	{P "3.33-sections.txt", 1},
	/* of 34.265994 ms, printed 34266k */
	{P "3.35-rounded-up.txt", 1},
	{P "3.36-two-clients.txt", 2},
	{P "3.36-client-two-jobs.txt", 2},
	{P "3.36-both.txt", 1},
	{P "3.36-append-terse.txt", 1},
	{P "3.36-two-jobs.txt", 1},
	{P "3.36-percentiles.txt", 1},
	{P "3.36-sigusr1.txt", 1},
	{P "3.42-both.txt", 1},
	{P "3.42-trim.txt", 1},
	{P "3.42-kb-base.txt", 1},
	{P "3.42-unit-base.txt", 1},
	{P "3.42-three-groups.txt", 3},
	{P "3.42-latency-target.txt", 1},
	{P "3.42-steadystate.txt", 1},
	{P "3.42-session.txt", 2},
	/* the least rate of the group stops at 4 GiB/s */
	{P "3.42-fast-group.txt", 1},
	{P "3.42-three-formats.txt", 1},
};

static void test_intact(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(intact); i++) {
		struct run_list runs = read_file(desk, intact[i].file);

		if (runs.count != intact[i].runs)
			fail_msg("%s: %zu runs", intact[i].file, runs.count);
		for (const struct run *run = runs.first; run; run = run->next) {
			struct check_result result =
				check_run(desk->arena, run);

			assert_true(run->complete);
			if (result.state == CHECK_INCONSISTENT)
				fail_msg("%s: rule %s fails at line %u",
					intact[i].file, result.findings->rule,
					result.findings->line);
			if (strcmp(run_value(run, "format"), "text") == 0)
				assert_int_equal(result.state, CHECK_INTACT);
		}
	}
}

static void test_facts(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_file(desk, P "2.16-libaio.txt");
	const struct run *run = nth(&runs, 0);

	assert_string_equal(run->workload, "random-rw");
	assert_string_equal(run_value(run, "format"), "text");
	assert_string_equal(run_value(run, "rw"), "randrw");
	assert_string_equal(run_value(run, "block_size"), "4096");
	assert_string_equal(run_value(run, "ioengine"), "libaio");
	assert_string_equal(run_value(run, "iodepth"), "16");
	assert_string_equal(run_value(run, "jobs"), "4");
	/* of JSON, with what only the text says */
	runs = read_file(desk, P "3.42-three-formats.txt");
	run = nth(&runs, 0);
	assert_string_equal(run_value(run, "format"), "json");
	assert_string_equal(run_value(run, "ioengine"), "psync");
	runs = read_file(desk, P "3.36-client-two-jobs.txt");
	assert_string_equal(nth(&runs, 0)->workload, "aaa");
	assert_string_equal(run_value(nth(&runs, 1), "rw"), "write");
}

static void test_failures(void **state)
{
	static const struct {
		const char *file, *piece;
	} rows[] = {
		{P "3.36-rate-min.txt", "check_min_rate"},
		{P "3.36-verify.txt", "err=84"},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct run_list runs = read_file(desk, rows[i].file);
		const struct run *run = nth(&runs, 0);

		assert_int_equal(runs.count, 1);
		assert_false(run->complete);
		assert_non_null(run_obs(run, "read.iops"));
		assert_non_null(told(desk, DIAG_ID_RUN_FAILED, rows[i].piece));
		assert_int_equal(
			check_run(desk->arena, run).state, CHECK_IMPOSSIBLE);
	}
}

/* The text with the first `from` behind `mark` made `to`. */
static const char *edit(struct desk *desk, const char *text, const char *mark,
	const char *from, const char *to)
{
	const char *place = strstr(text, mark);

	assert_non_null(place);
	place = strstr(place, from);
	assert_non_null(place);
	return arena_printf(desk->arena, "%.*s%s%s", (int)(place - text), text,
		to, place + strlen(from));
}

/* A line that a document changed is unreadable; the I/Os were done. */
static void test_bold(void **state)
{
	struct desk *desk = *state;
	const char *text = slurp(desk, P "3.42-trim.txt");
	struct run_list runs;

	text = edit(desk, text, "trim:", "IOPS=", "**IOPS=");
	text = edit(desk, text, "", "fio-3.42", "fio-3.42<br>");
	runs = read_fio_text(desk, text);
	assert_int_equal(runs.count, 1);
	assert_string_equal(runs.first->version, "3.42");
	assert_null(run_obs(nth(&runs, 0), "trim.iops"));
	assert_non_null(told(desk, DIAG_ID_NUMBER_UNREAD, "**IOPS="));
	assert_null(told(desk, DIAG_ID_RUN_EMPTY, ""));
}

/* Sections of a job file in one block, by --group_reporting. */
static void test_sections(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_file(desk, P "3.33-sections.txt");
	const struct run *run = runs.first;

	assert_int_equal(runs.count, 1);
	assert_true(run->complete);
	assert_non_null(told(desk, DIAG_ID_FIO_POOLED, "2"));
	assert_string_equal(run_value(run, "ioengine"), "libaio");
	assert_null(run_value(run, "rw"));
	assert_null(run_value(run, "block_size"));
	assert_null(run_value(run, "iodepth"));
}

/* What --status-interval had printed before fio was killed. */
static void test_killed(void **state)
{
	static const char *const kills[] = {"Killed\n",
		"x.sh: line 3:  7217 Killed                  fio --name=i\n"};
	struct desk *desk = *state;
	const char *text = slurp(desk, P "3.42-trim.txt");

	for (size_t i = 0; i < COUNT(kills); i++) {
		const char *killed =
			arena_printf(desk->arena, "%s%s", text, kills[i]);
		struct run_list runs = read_fio_text(desk, killed);

		assert_int_equal(runs.count, 1);
		assert_false(runs.first->complete);
	}
	text = arena_printf(desk->arena, "%s[1]+ Killed   sleep 100\n", text);
	assert_true(read_fio_text(desk, text).first->complete);
}

/* Blocks printed minutes apart are of several invocations, whatever else of
 * them was not saved; within seconds, of one. */
static void test_apart(void **state)
{
	static const struct {
		const char *file, *metric;
		double values[3];
	} rows[] = {
		{P "all-clients.txt", "total.bandwidth",
			{14.9 * MI + 6887 * KI, (294 + 127) * MI,
				(22.6 + 8356) * MI}},
		{P "three-invocations.txt", "total.iops", {1539, 1535, 2169}},
	};
	struct desk *desk = *state;
	struct run_list runs;
	const char *text;

	for (size_t i = 0; i < COUNT(rows); i++) {
		runs = read_file(desk, rows[i].file);
		assert_int_equal(runs.count, 3);
		for (size_t n = 0; n < 3; n++)
			assert_true(
				run_obs(nth(&runs, n), rows[i].metric)->value ==
				rows[i].values[n]);
	}
	/* the group line behind them is the last one's */
	assert_false(nth(&runs, 1)->complete);
	assert_true(nth(&runs, 2)->complete);
	text = slurp(desk, P "2.21-four-blocks.txt");
	text = edit(desk, text, "", "04:33:19", "04:33:22");
	runs = read_fio_text(desk, text);
	assert_int_equal(runs.count, 1);
}

/* A report of one process, all but its group lines. */
#define BLOCK(group, pid, count)                                               \
	"four: (groupid=" group ", jobs=1): err= 0: pid=" pid                  \
	": Sun Jan  5 20:50:29 2025\n"                                         \
	"  read: IOPS=" count ", BW=" count "B/s (" count "B/s)(" count        \
	"B/1000msec)\n"                                                        \
	"     issued rwts: total=" count ",0,0,0 short=0,0,0,0 "               \
	"dropped=0,0,0,0\n"
#define GROUP                                                                  \
	"\nRun status group 0 (all jobs):\n   READ: bw=500B/s (500B/s), "      \
	"500B/s-500B/s (500B/s-500B/s), io=500B (500B), run=1000-1000msec\n"
#define DISKS "\nDisk stats (read/write):\n  vda: ios=500/0, merge=0/0\n"

/* What tells the reports of a few seconds apart. */
static void test_apart_within_seconds(void **state)
{
	static const char *const texts[] = {
		/* the processes of two containers have the same number */
		BLOCK("0", "9", "500") GROUP DISKS
		"\n# logs of the second\n" BLOCK("0", "9", "400") GROUP,
		BLOCK("0", "8", "500") DISKS BLOCK("0", "9", "400") GROUP,
		BLOCK("0", "8", "500") "Starting 1 process\n" BLOCK(
			"0", "9", "400") GROUP,
		BLOCK("1", "8", "500") BLOCK("0", "9", "400") GROUP,
	};
	struct desk *desk = *state;
	struct run_list runs;

	for (size_t i = 0; i < COUNT(texts); i++) {
		runs = read_fio_text(desk, texts[i]);
		assert_int_equal(runs.count, 2);
		assert_true(run_obs(nth(&runs, 0), "total.iops")->value == 500);
		assert_true(run_obs(nth(&runs, 1), "total.iops")->value == 400);
		/* the first was closed where something closes it */
		assert_true(nth(&runs, 0)->complete == (i < 2));
		assert_true(nth(&runs, 1)->complete);
	}
	/* a document that explains the report */
	assert_true(
		run_obs(read_fio_text(desk,
				BLOCK("0", "9",
					"400") "read: IOPS=7, BW=7B/s "
					       "(7B/s)(7B/1000msec)\n" GROUP)
				.first,
			"total.iops")
			->value == 400);
	/* a report that has lost its first line is not the one before it */
	runs = read_fio_text(desk,
		BLOCK("0", "9",
			"400") "  read: IOPS=7, BW=7B/s (7B/s)(7B/1000msec)\n");
	assert_int_equal(runs.count, 1);
	assert_true(run_obs(runs.first, "total.iops")->value == 400);
	assert_non_null(told(desk, DIAG_ID_NUMBER_UNREAD, "IOPS=7"));
	/* a later report of the same process includes the earlier one */
	assert_int_equal(read_fio_text(desk, BLOCK("0", "9", "400") GROUP BLOCK(
						     "0", "9", "500") GROUP)
				 .count,
		1);
}

/* The shares of latencies from a second on, which some versions lose. */
static void test_lost_shares(void **state)
{
	static const struct {
		const char *version, *max;
		enum check_state check;
	} rows[] = {
		{"2.99", "1990", CHECK_INTACT},
		{"3.7", "1990", CHECK_INTACT},
		{"3.13", "1000", CHECK_INTACT},
		{"3.13", "998", CHECK_INCONSISTENT},
		{"3.14", "1990", CHECK_INCONSISTENT},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *text = arena_printf(desk->arena,
			"slow: (g=0): rw=read, bs=(R) 1024KiB-1024KiB, (W) "
			"1024KiB-1024KiB, (T) 1024KiB-1024KiB, ioengine=psync, "
			"iodepth=1\nfio-%s\nStarting 1 process\n\n"
			"slow: (groupid=0, jobs=1): err= 0: pid=7: Sun Jan  5 "
			"20:50:29 2025\n"
			"  read: IOPS=133, BW=133MiB/s (140MB/s)(8000MiB/"
			"60000msec)\n"
			"     lat (msec): min=3, max=%s, avg= 6.50, "
			"stdev=40.00\n"
			"  lat (msec)   : 4=0.80%%, 10=98.57%%, 20=0.58%%\n"
			"     issued rwts: total=8000,0,0,0 short=0,0,0,0 "
			"dropped=0,0,0,0\n" DISKS,
			rows[i].version, rows[i].max);
		struct run_list runs = read_fio_text(desk, text);

		assert_int_equal(runs.count, 1);
		assert_int_equal(check_run(desk->arena, runs.first).state,
			rows[i].check);
	}
}

/* -- what does not agree -- */

static const struct {
	const char *file, *mark, *from, *to, *rule;
} edits[] = {
	{P "2.16-libaio.txt", "read :", "bw=77385", "bw=79001", "T2"},
	{P "2.16-libaio.txt", "read :", "iops=19346", "iops=20346", "T3"},
	{P "2.16-libaio.txt", "read :", "avg=1689.91", "avg=1622.31", "T6"},
	{P "2.16-libaio.txt", "total=r", "=38712", "=37712", "T3"},
	{P "2.16-libaio.txt", "READ:", "aggrb=77385", "aggrb=81385", "T5"},
	{P "2.99-random-rw.txt", "read:", "BW=391", "BW=399", "T1"},
	{P "2.99-random-rw.txt", "read:", "=[  280576]", "=[  271000]", "T9g"},
	{P "3.1-libaio.txt", "write:", "IOPS=22.9k", "IOPS=23.5k", "T3"},
	{P "3.1-libaio.txt", "write:", "avg=873.50", "avg=856.03", "T6"},
	{P "3.16-between-clocks.txt", "read:", "avg=904.33", "avg=924.33",
		"T6"},
	{P "3.16-between-clocks.txt", "read:", "avg=904.33", "avg=902.33",
		"T6"},
	{P "2.16-last-bucket.txt", "clat (", "avg=5484.76", "avg=25484.76",
		"T8m"},
	{P "3.42-fast-group.txt", "READ:", "4096MiB/s-", "4097MiB/s-", "T5"},
	{P "3.16-fsync.txt", "write:", "BW=44.9", "BW=48.9", "T1"},
	{P "3.36-percentiles.txt", "write:", "[ 4490]", "[ 4210]", "T9g"},
	{P "3.36-two-jobs.txt", "read:", "8134", "8934", "T3"},
	{P "3.36-two-jobs.txt", "WRITE:", "bw=241MiB", "bw=251MiB", "T5"},
	{P "3.42-three-groups.txt", "randrw", "IOPS=30.8k", "IOPS=32.8k", "T3"},
	{P "3.42-trim.txt", "trim:", "avg=38.27", "avg=42.27", "T6"},
	{P "3.42-trim.txt", "lat (usec)", "20=96.45", "20=91.45", "T7p"},
	{P "3.42-trim.txt", "trim:", "90.00th=[   15]", "90.00th=[   28]",
		"T7p"},
	{P "3.42-trim.txt", "issued", "51963", "53963", "T3"},
	{P "3.42-kb-base.txt", "read:", "BW=102MB", "BW=107MB", "T1"},
	{P "3.42-unit-base.txt", "write:", "(96.3MiB/", "(99.3MiB/", "T2"},
	{P "3.33-one-io.txt", "clat (nsec)", "(nsec)", "(usec)", "T13"},
	{P "3.42-unit-base.txt", "lat (usec)   :", "4=28.09", "4=29.11", "T7"},
	{P "3.33-one-io.txt", "lat (nsec)", "avg=231214.00", "avg=291214.00",
		"T8"},
};

static bool breaks(struct desk *desk, const char *text, const char *rule)
{
	struct run_list runs = read_fio_text(desk, text);

	for (const struct run *run = runs.first; run; run = run->next) {
		struct check_result result = check_run(desk->arena, run);

		for (size_t i = 0; i < result.finding_count; i++)
			if (strcmp(result.findings[i].rule, rule) == 0)
				return result.state == CHECK_INCONSISTENT;
	}
	return false;
}

static void test_edits(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(edits); i++) {
		const char *text = slurp(desk, edits[i].file);

		text = edit(
			desk, text, edits[i].mark, edits[i].from, edits[i].to);
		if (!breaks(desk, text, edits[i].rule))
			fail_msg("%s: %s for %s breaks no rule %s",
				edits[i].file, edits[i].to, edits[i].from,
				edits[i].rule);
	}
}

/* -- cut -- */

static void expect_same(const struct run *part, const struct run *whole)
{
	for (size_t i = 0; i < part->obs_count; i++) {
		const struct obs *obs = &part->obs[i];
		const struct obs *other = run_obs(whole, obs->metric->name);

		assert_non_null(other);
		assert_true(obs->value == other->value);
	}
}

/* Without the blanks before lines, which forums take off. */
static void test_unindented(void **state)
{
	static const char *const files[] = {P "1.59-two-jobs.txt",
		P "2.16-mixed.txt", P "3.16-fsync.txt",
		P "3.36-percentiles.txt", P "3.42-three-groups.txt"};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(files); i++) {
		struct run_list runs = read_file(desk, files[i]), bare;
		char *text = arena_strdup(desk->arena, slurp(desk, files[i]));
		char *to = text;

		for (const char *from = text; *from; from++)
			if (*from != ' ' || (to > text && to[-1] != '\n'))
				*to++ = *from;
		*to = '\0';
		bare = read_fio_text(desk, text);
		assert_int_equal(bare.count, runs.count);
		for (size_t n = 0; n < runs.count; n++) {
			expect_same(nth(&runs, n), nth(&bare, n));
			assert_true(nth(&bare, n)->complete ==
				    nth(&runs, n)->complete);
			assert_int_equal(nth(&bare, n)->param_count,
				nth(&runs, n)->param_count);
		}
	}
}

/* Cut behind every line: what counts as complete is what the whole says. */
static void test_cut(void **state)
{
	static const char *const files[] = {P "2.16-four-blocks.txt",
		P "3.42-three-groups.txt", P "3.36-two-clients.txt",
		P "3.36-append-terse.txt", P "3.42-session.txt"};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(files); i++) {
		const char *text = slurp(desk, files[i]);
		struct run_list whole = read_file(desk, files[i]);
		const char *end = text;

		while ((end = strchr(end, '\n'))) {
			struct run_list part = read_fio_text(
				desk, arena_strndup(desk->arena, text,
					      (size_t)(++end - text)));
			const struct run *of = whole.first;

			for (const struct run *run = part.first; run && of;
				run = run->next, of = of->next)
				if (run->complete)
					expect_same(run, of);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_numbers),
		TEST(test_intact),
		TEST(test_facts),
		TEST(test_failures),
		TEST(test_sections),
		TEST(test_killed),
		TEST(test_apart),
		TEST(test_apart_within_seconds),
		TEST(test_lost_shares),
		TEST(test_bold),
		TEST(test_edits),
		TEST(test_unindented),
		TEST(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
