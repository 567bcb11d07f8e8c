/*
 * Unit tests of the readers of fio's JSON, terse output and logs, and of the
 * rules for JSON, on recordings. Run from the root of the sources.
 */
#define _DEFAULT_SOURCE	  /* mkstemps */
#define _XOPEN_SOURCE 700 /* P_tmpdir */
#include "tests/logs.h"

#include "src/checks/check.h"

#define FOLDER "fixtures/parse/fio-json/"

/* What other programs read in the same files. */
static const struct {
	const char *file;
	unsigned run;
	const char *workload, *metric;
	double value;
} values[] = {
	{"2.16.json.gz", 1, "random-rw", "read.bandwidth", 106450944},
	{"2.16.json.gz", 1, "random-rw", "write.bandwidth", 45673472},
	{"2.16.json.gz", 1, "random-rw", "total.iops", 37139.790313999998},
	{"2.16.json.gz", 1, "random-rw", "read.latency_mean", 0.000125594821},
	{"2.21.json.gz", 1, "random-rw", "total.bandwidth", 889960448},
	{"2.21.json.gz", 1, "random-rw", "total.iops", 217275.72427499999},
	{"2.21.json.gz", 1, "random-rw", "total.io_bytes", 1781702656},
	{"2.21.json.gz", 1, "random-rw", "write.clat_mean",
		5.3902910000000003e-06},
	{"2.21.json.gz", 1, "random-rw", "read.clat_p99",
		0.00014300000000000001},
	{"2.21.json.gz", 1, "random-rw", "read.latency_mean",
		1.8924036999999998e-05},
	{"3.16-libaio.json.gz", 1, "random-rw", "read.bandwidth", 144420333},
	{"3.16-libaio.json.gz", 1, "random-rw", "write.bandwidth", 62535132},
	{"3.16-libaio.json.gz", 1, "random-rw", "total.iops",
		50526.236881999997},
	{"3.16-libaio.json.gz", 1, "random-rw", "read.latency_mean",
		0.00085683405425699994},
	{"3.42.json.gz", 1, "random-rw", "total.bandwidth", 127800790},
	{"3.42.json.gz", 1, "random-rw", "total.iops", 31201.365188},
	{"3.42.json.gz", 1, "random-rw", "total.io_bytes", 262119424},
	{"3.42.json.gz", 1, "random-rw", "write.clat_mean",
		5.2226741249999992e-06},
	{"3.42.json.gz", 1, "random-rw", "read.clat_p99",
		0.0018923519999999999},
	{"3.42.json.gz", 1, "random-rw", "read.latency_mean",
		0.00016773004612399999},
	{"client2.json.gz", 1, "random-rw", "total.bandwidth", 107200471},
	{"client2.json.gz", 1, "random-rw", "total.iops", 26171.990172000002},
	{"client2.json.gz", 1, "random-rw", "total.io_bytes", 218152960},
	{"client2.json.gz", 1, "random-rw", "write.clat_mean",
		4.2205209579999997e-06},
	{"client2.json.gz", 1, "random-rw", "read.clat_p99", 0.002932736},
	{"client2.json.gz", 1, "random-rw", "read.latency_mean",
		0.000185201350908},
	{"client2.json.gz", 2, "random-rw", "read.bandwidth", 74879242},
	{"client2.json.gz", 2, "random-rw", "write.bandwidth", 32719526},
	{"client2.json.gz", 2, "random-rw", "total.iops", 26269.230769000002},
	{"client2.json.gz", 2, "random-rw", "read.latency_mean",
		0.000185545796326},
	{"concat.json.gz", 1, "read-seq", "total.bandwidth", 1959925770},
	{"concat.json.gz", 1, "read-seq", "total.iops", 1869.1308690000001},
	{"concat.json.gz", 1, "read-seq", "total.io_bytes", 1961885696},
	{"concat.json.gz", 1, "read-seq", "read.clat_p99",
		0.0067174399999999999},
	{"concat.json.gz", 1, "read-seq", "read.latency_mean",
		0.00050339558792099998},
	{"concat.json.gz", 2, "read-seq", "read.bandwidth", 1845745166},
	{"concat.json.gz", 2, "read-seq", "total.iops", 1760.2397599999999},
	{"concat.json.gz", 2, "read-seq", "read.latency_mean",
		0.00049236140238400001},
	{"concat.json.gz", 3, "read-seq", "read.bandwidth", 1681698235},
	{"concat.json.gz", 3, "read-seq", "total.iops", 1603.7924149999999},
	{"concat.json.gz", 3, "read-seq", "read.latency_mean",
		0.000540985686994},
	{"gtodreduce.json.gz", 1, "random-rw", "total.bandwidth", 147822988},
	{"gtodreduce.json.gz", 1, "random-rw", "total.iops",
		36089.596814000004},
	{"gtodreduce.json.gz", 1, "random-rw", "total.io_bytes", 296976384},
	{"jobfile.json.gz", 1, "write-seq", "total.bandwidth", 4713095221},
	{"jobfile.json.gz", 1, "write-seq", "total.iops", 4494.7578629999998},
	{"jobfile.json.gz", 1, "write-seq", "total.io_bytes", 9440329728},
	{"jobfile.json.gz", 1, "write-seq", "write.clat_mean",
		0.00017487143207800001},
	{"jobfile.json.gz", 2, "read-seq", "read.bandwidth", 2165765114},
	{"jobfile.json.gz", 2, "read-seq", "total.iops", 2065.434565},
	{"jobfile.json.gz", 2, "read-seq", "read.latency_mean",
		0.00045018655453399998},
	{"jobfile.json.gz", 3, "random-rw", "read.bandwidth", 137284573},
	{"jobfile.json.gz", 3, "random-rw", "write.bandwidth", 59481043},
	{"jobfile.json.gz", 3, "random-rw", "total.iops", 48038.480758999998},
	{"jobfile.json.gz", 3, "random-rw", "read.latency_mean",
		0.00010716608801599999},
	{"nogroup.json.gz", 1, "random-rw", "total.bandwidth",
		305987584 / 2.002},
	{"nogroup.json.gz", 1, "random-rw", "total.iops", 37314.68531423976},
	{"nogroup.json.gz", 1, "random-rw", "total.io_bytes", 305987584},
	{"oneio.json.gz", 1, "one", "total.bandwidth", 4096000},
	{"oneio.json.gz", 1, "one", "total.iops", 1000},
	{"oneio.json.gz", 1, "one", "total.io_bytes", 4096},
	{"oneio.json.gz", 1, "one", "read.clat_p99", 0.00040755199999999999},
	{"oneio.json.gz", 1, "one", "read.latency_mean",
		0.00040766899999999999},
	{"plus-2.16.json.gz", 1, "read-seq", "read.bandwidth", 6014245888},
	{"plus-2.16.json.gz", 1, "read-seq", "total.iops", 5735.6321840000001},
	{"plus-2.16.json.gz", 1, "read-seq", "read.latency_mean",
		0.000173030234},
	{"plus.json.gz", 1, "random-rw", "total.bandwidth", 171260289},
	{"plus.json.gz", 1, "random-rw", "total.iops", 41811.594203000001},
	{"plus.json.gz", 1, "random-rw", "total.io_bytes", 342691840},
	{"plus.json.gz", 1, "random-rw", "write.clat_mean",
		3.8820760739999999e-06},
	{"plus.json.gz", 1, "random-rw", "read.clat_p99",
		0.0010035199999999999},
	{"plus.json.gz", 1, "random-rw", "read.latency_mean",
		0.00012661431894100001},
	{"sigint.json.gz", 1, "random-rw", "total.bandwidth", 62986418},
	{"sigint.json.gz", 1, "random-rw", "total.iops", 15377.543604999999},
	{"sigint.json.gz", 1, "random-rw", "total.io_bytes", 173338624},
	{"sigint.json.gz", 1, "random-rw", "write.clat_mean",
		4.8562088789999999e-06},
	{"sigint.json.gz", 1, "random-rw", "read.clat_p99", 0.001368064},
	{"sigint.json.gz", 1, "random-rw", "read.latency_mean",
		0.00034040804460800002},
	{"status-interval.json.gz", 1, "random-rw", "total.bandwidth",
		59833537},
	{"status-interval.json.gz", 1, "random-rw", "total.iops", 14607.797401},
	{"status-interval.json.gz", 1, "random-rw", "total.io_bytes",
		179560448},
	{"status-interval.json.gz", 1, "random-rw", "write.clat_mean",
		5.1677799470000001e-06},
	{"status-interval.json.gz", 1, "random-rw", "read.clat_p99",
		0.0018431999999999999},
	{"status-interval.json.gz", 1, "random-rw", "read.latency_mean",
		0.00015846647237000001},
	{"twojobs.json.gz", 1, "aaa", "total.bandwidth", 17797754},
	{"twojobs.json.gz", 1, "aaa", "total.iops", 4345.154845},
	{"twojobs.json.gz", 1, "aaa", "total.io_bytes", 35631104},
	{"twojobs.json.gz", 1, "aaa", "read.clat_p99", 0.0034897919999999998},
	{"twojobs.json.gz", 1, "aaa", "read.latency_mean", 0.000228577366364},
	{"twojobs.json.gz", 2, "bbb", "write.bandwidth", 498581999},
	{"twojobs.json.gz", 2, "bbb", "total.iops", 121724.12085199999},
	{"unified1.json.gz", 1, "random-rw", "total.bandwidth", 87873726},
	{"unified1.json.gz", 1, "random-rw", "total.iops", 21453.546453999999},
	{"unified1.json.gz", 1, "random-rw", "total.io_bytes", 175923200},
	{"unifiedboth.json.gz", 1, "random-rw", "total.bandwidth", 187069088},
	{"unifiedboth.json.gz", 1, "random-rw", "total.iops", 45671.164418},
	{"unifiedboth.json.gz", 1, "random-rw", "total.io_bytes", 374325248},
	{"unifiedboth.json.gz", 1, "random-rw", "write.clat_mean",
		3.6081064439999999e-06},
	{"unifiedboth.json.gz", 1, "random-rw", "read.clat_p99",
		0.00080691200000000002},
	{"unifiedboth.json.gz", 1, "random-rw", "read.latency_mean",
		0.000109674184698},
	{"write-error.json.gz", 1, "write-seq", "total.bandwidth", 1677721600},
	{"write-error.json.gz", 1, "write-seq", "total.iops", 1800},
	{"write-error.json.gz", 1, "write-seq", "total.io_bytes", 8388608},
	{"write-error.json.gz", 1, "write-seq", "write.clat_mean",
		0.00052469650000000001},
	{"terse-2.txt.gz", 1, "random-rw", "read.bandwidth", 190154752},
	{"terse-2.txt.gz", 1, "random-rw", "total.iops", 66568},
	{"terse-2.txt.gz", 1, "random-rw", "write.latency_mean",
		0.001292839967},
	{"terse-2.txt.gz", 1, "random-rw", "read.clat_p99", 0.005013},
	{"terse-3.txt.gz", 1, "random-rw", "read.bandwidth", 181652480},
	{"terse-3.txt.gz", 1, "random-rw", "total.iops", 63527},
	{"terse-5.txt.gz", 1, "random-rw", "read.bandwidth", 191252480},
	{"terse-5.txt.gz", 1, "random-rw", "write.latency_mean",
		0.001187741651},
	{"status-interval.terse.txt.gz", 1, "random-rw", "read.bandwidth",
		92905472},
	{"status-interval.terse.txt.gz", 1, "random-rw", "read.clat_p99",
		0.001122},
	{"client.terse.txt.gz", 1, "random-rw", "read.bandwidth", 139527168},
	{"client.terse.txt.gz", 1, "random-rw", "total.iops", 48800},
};

static struct run_list read_fixture(struct desk *desk, const char *name)
{
	return read_path(desk, arena_printf(desk->arena, FOLDER "%s", name));
}

/* A recording, to be changed. */
static const char *text_of(struct desk *desk, const char *name)
{
	struct buf text = {0};
	const char *copy;

	assert_int_equal(
		input_slurp(arena_printf(desk->arena, FOLDER "%s", name),
			1 << 20, &text),
		0);
	copy = arena_strndup(desk->arena, text.data, text.length);
	buf_free(&text);
	return copy;
}

static const struct run *numbered(const struct run_list *runs, unsigned n)
{
	const struct run *run = runs->first;

	while (run && --n)
		run = run->next;
	assert_non_null(run);
	return run;
}

static const char *state_of(struct desk *desk, const struct run *run)
{
	return check_state_name(check_run(desk->arena, run).state);
}

static void test_values(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = {0};
	const char *file = "";

	for (size_t i = 0; i < COUNT(values); i++) {
		const struct run *run;
		const struct obs *obs;

		if (strcmp(file, values[i].file) != 0)
			runs = read_fixture(desk, values[i].file);
		file = values[i].file;
		run = numbered(&runs, values[i].run);
		assert_string_equal(run->workload, values[i].workload);
		obs = run_obs(run, values[i].metric);
		if (!obs)
			fail_msg("%s: no %s", file, values[i].metric);
		expect_near(obs->value, values[i].value, 1e-12);
	}
}

/* Files of whole runs and how many they hold. */
static const struct {
	const char *file;
	size_t runs;
} whole[] = {
	{"2.16.json.gz", 1},
	{"2.21.json.gz", 1},
	/* percentages of two decimals */
	{"2.8-two-decimals.json.gz", 2},
	/* what went through a float */
	{"2.14-floats.json.gz", 1},
	{"3.16-libaio.json.gz", 1},
	/* the whole is 74 ns more than its parts */
	{"3.20-between-clocks.json.gz", 1},
	/* mean × number 0.107 off a whole one by fio's own arithmetic */
	{"3.33-drift.json.gz", 1},
	/* the longest latency is the sum of its parts' longest */
	{"3.33-maxima.json.gz", 1},
	/* reads took 827 ms and writes 828 */
	{"3.33-runtimes.json.gz", 1},
	/* two sections in one entry, whose options are the second's */
	{"3.33-sections.json.gz", 1},
	/* fdatasync is in the depths and not in sync.total_ios */
	{"3.33-fdatasync.json.gz", 1},
	/* the first of a batch are in no depth */
	{"3.33-batch.json.gz", 1},
	{"3.42.json.gz", 1},
	{"nogroup.json.gz", 1},
	{"status-interval.json.gz", 1},
	{"jobfile.json.gz", 3},
	{"client2.json.gz", 2},
	{"unified1.json.gz", 1},
	{"unifiedboth.json.gz", 1},
	{"plus.json.gz", 1},
	{"plus-2.16.json.gz", 1},
	{"oneio.json.gz", 1},
	{"gtodreduce.json.gz", 1},
	{"concat.json.gz", 3},
	{"twojobs.json.gz", 2},
	{"combined.txt.gz", 1},
};

static void test_intact(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(whole); i++) {
		struct run_list runs = read_fixture(desk, whole[i].file);

		if (runs.count != whole[i].runs)
			fail_msg("%s: %zu runs", whole[i].file, runs.count);
		for (const struct run *r = runs.first; r; r = r->next) {
			assert_string_equal(run_value(r, "format"), "json");
			assert_true(r->complete);
			if (strcmp(state_of(desk, r), "intact") != 0)
				fail_msg("%s: %s", whole[i].file,
					state_of(desk, r));
		}
	}
}

static void test_edited(void **state)
{
	static const struct {
		const char *file, *old, *replacement;
	} edits[] = {
		{"3.42.json.gz", "\"iops\" : 21744.", "\"iops\" : 31744."},
		{"3.42.json.gz", "\"bw_bytes\" : 89063535",
			"\"bw_bytes\" : 99063535"},
		{"3.42.json.gz", "\"runtime\" : 2051", "\"runtime\" : 2001"},
		{"3.42.json.gz", "\"mean\" : 167698.2", "\"mean\" : 147698.1"},
		{"3.42.json.gz", "\"max\" : 50507918", "\"max\" : 507918"},
		{"3.42.json.gz", "\"99.000000\" : 1892352",
			"\"99.000000\" : 1792352"},
		{"3.42.json.gz", "\"timestamp\" : 1795407824",
			"\"timestamp\" : 1795494224"},
		{"3.42.json.gz", "\"time\" : \"Mon", "\"time\" : \"Tue"},
		{"3.42.json.gz", "\"sys_cpu\" : 10.857143",
			"\"sys_cpu\" : 9.857143"},
		{"3.33-drift.json.gz", "\"mean\" : 1612415.310083",
			"\"mean\" : 1612415.310086"},
		{"3.33-maxima.json.gz", "\"max\" : 12103938",
			"\"max\" : 12103939"},
		{"2.16.json.gz", "\"bw\" : 103956", "\"bw\" : 133956"},
		{"plus.json.gz", "\"total_ios\" : ", "\"total_ios\" : 1"},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(edits); i++) {
		const char *text =
			edited(desk->arena, text_of(desk, edits[i].file),
				edits[i].old, edits[i].replacement);
		struct run_list runs = read_text(desk, text);

		if (strcmp(state_of(desk, numbered(&runs, 1)),
			    "inconsistent") != 0)
			fail_msg("not noticed: %s", edits[i].replacement);
	}
}

static void test_failed(void **state)
{
	static const struct {
		const char *file, *piece;
	} files[] = {
		{"truncated.json.gz", "ends before its end"},
		{"sigint.json.gz", "terminating on signal 2"},
		{"write-error.json.gz", "error : 28"},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(files); i++) {
		struct run_list runs = read_fixture(desk, files[i].file);

		assert_int_equal(runs.count, 1);
		assert_false(runs.first->complete);
		assert_non_null(run_obs(runs.first, "total.bandwidth"));
		assert_string_equal(
			state_of(desk, runs.first), "not checkable");
		assert_true(told(desk, DIAG_ID_RUN_CUT, files[i].piece) ||
			    told(desk, DIAG_ID_RUN_FAILED, files[i].piece));
	}
}

/* Whatever a part of a document states is what the whole states. */
static void expect_part(const struct run *part, const struct run *all)
{
	assert_false(part->complete);
	for (size_t i = 0; i < part->obs_count; i++) {
		const struct obs *obs = &part->obs[i];
		const struct obs *same = run_obs(all, obs->metric->name);

		/* a total of fewer directions says so */
		if (strncmp(obs->metric->name, "total.", 6) == 0)
			continue;
		assert_non_null(same);
		expect_near(obs->value, same->value, 1e-12);
	}
}

static void test_cut(void **state)
{
	struct desk *desk = *state;
	const char *text = text_of(desk, "3.42.json.gz");
	struct run_list all = read_text(desk, text);
	size_t length = strlen(text);

	for (size_t i = 0; i + 3 < length; i += 37) {
		struct run_list part = read_bytes(desk, text, i);

		for (const struct run *r = part.first; r; r = r->next)
			expect_part(r, all.first);
	}
}

/* Without its white space a document is one line. */
static const char *packed(struct arena *arena, const char *text)
{
	char *out = arena_strdup(arena, text), *to = out;
	bool string = false;

	for (; *text; text++) {
		string ^= *text == '"';
		if (string || !strchr(" \t\n", *text))
			*to++ = *text;
	}
	*to = '\0';
	return out;
}

static void expect_same(const struct run *a, const struct run *b)
{
	assert_int_equal(a->complete, b->complete);
	assert_int_equal(a->obs_count, b->obs_count);
	for (size_t i = 0; i < a->obs_count; i++)
		assert_string_equal(a->obs[i].raw, b->obs[i].raw);
}

static void test_packed(void **state)
{
	struct desk *desk = *state;
	const char *text = text_of(desk, "plus-2.16.json.gz");
	const char *line = packed(desk->arena, text);
	struct run_list all = read_text(desk, text);
	struct run_list same = read_text(desk, line);
	const char *other = packed(desk->arena, text_of(desk, "3.42.json.gz"));
	struct run_list list = read_text(
		desk, arena_printf(desk->arena, "[%s,%s]", line, other));

	expect_same(all.first, same.first);
	assert_int_equal(list.count, 2);
	expect_same(all.first, list.first);
	all = read_text(desk, other);
	expect_same(all.first, list.last);
}

static void test_notes_inside(void **state)
{
	struct desk *desk = *state;
	const char *text = text_of(desk, "3.42.json.gz");
	struct run_list all = read_text(desk, text);
	struct run_list noted = read_text(desk,
		edited(desk->arena, text, "      \"write\" : {\n",
			"note: both iodepth >= 1 and synchronous I/O engine "
			"are selected\n      \"write\" : {\n"));
	struct run_list killed = read_text(
		desk, edited(desk->arena, text, "      \"write\" : {\n",
			      "fio: terminating on signal 15\n"
			      "      \"write\" : {\n"));

	expect_same(all.first, noted.first);
	assert_false(killed.first->complete);
}

static void test_duplicate_keys(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_text(
		desk, edited(desk->arena, text_of(desk, "3.42.json.gz"),
			      "\"bs\" : \"4k\"",
			      "\"bs\" : \"8k\",\n\t\"bs\" : \"4k\""));

	assert_string_equal(run_value(runs.first, "block_size"), "4096");
	assert_string_equal(run_value(runs.first, "rw"), "randrw");
	assert_string_equal(run_value(runs.first, "jobs"), "4");
	assert_string_equal(run_value(runs.first, "runtime"), "2");
	assert_string_equal(
		run_value(runs.first, "date"), "2026-11-23T04:23:44");
}

/* The first report came within a second of the start. */
static void test_status_interval(void **state)
{
	struct desk *desk = *state;
	char *text = arena_strdup(
		desk->arena, text_of(desk, "3.38-status-interval.json.gz"));
	struct run_list runs = read_text(desk, text);

	assert_int_equal(runs.count, 1);
	assert_int_equal(runs.first->line, 883);
	/* as before 3.36 */
	for (char *s = text; (s = strstr(s, "job_start"));)
		memcpy(s, "job_begin", 9);
	runs = read_text(desk, text);
	assert_int_equal(runs.count, 1);
	/* another one of the same name, that followed */
	text = arena_strdup(
		desk->arena, text_of(desk, "3.38-status-interval.json.gz"));
	memcpy(strstr(text, "1795677184901"), "1795677183901", 13);
	assert_int_equal(read_text(desk, text).count, 2);
}

static void test_terse(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_fixture(desk, "terse-3.txt.gz");
	const char *text = text_of(desk, "terse-3.txt.gz");
	const char *named =
		edited(desk->arena, text, ";random-rw;", ";a;b;0;0;7;c;");
	struct run_list other = read_text(desk, named);

	assert_true(runs.first->complete);
	assert_string_equal(run_value(runs.first, "format"), "terse");
	assert_string_equal(other.first->workload, "a;b;0;0;7;c");
	expect_same(runs.first, other.first);
	/* as 2.0 named itself */
	other = read_text(
		desk, edited(desk->arena, text, ";fio-3.42;", ";2.0.8;"));
	assert_string_equal(other.first->version, "2.0.8");
	expect_same(runs.first, other.first);
	/* runs in a row have other disk figures */
	other = read_text(desk, arena_printf(desk->arena, "%s%s", text,
					text_of(desk, "status-interval.terse"
						      ".txt.gz")));
	assert_int_equal(other.count, 2);
	runs = read_fixture(desk, "trim.terse3.txt.gz");
	assert_false(runs.first->complete);
	expect_told(desk, DIAG_ID_FIO_TERSE_TRIM, "trims");
}

static void test_log(void **state)
{
	struct desk *desk = *state;
	struct run_list runs = read_fixture(desk, "t_bw.1.log.gz");
	const struct series *series =
		run_get_series(runs.first, "read.bandwidth");

	assert_int_equal(runs.count, 1);
	assert_false(runs.first->complete);
	assert_int_equal(runs.first->obs_count, 0);
	assert_string_equal(run_value(runs.first, "log_kind"), "bw");
	assert_int_equal(series->count, 8);
	expect_near(series->points[0].end, 0.504, 1e-12);
	expect_near(series->points[0].value, 32611 * 1024.0, 1e-12);
	expect_near(series->points[1].value, 29672 * 1024.0, 1e-12);
	/* two jobs in one file */
	runs = read_fixture(desk, "t_bw.log.gz");
	assert_int_equal(runs.count, 2);
	/* 160 to 79 may be drift, to 20 it is another job */
	runs = read_text(desk, "160, 1, 0, 4096\n79, 1, 0, 4096\n"
			       "20, 1, 0, 4096\n");
	assert_int_equal(runs.count, 2);
	assert_int_equal(runs.first->last_line, 2);
	assert_int_equal(runs.last->line, 3);
	/* us or ns? */
	runs = read_fixture(desk, "t_lat.1.log.gz");
	assert_null(runs.first->series);
	expect_told(desk, DIAG_ID_FIO_LOG_UNIT, "ns");
	/* an offset, no priority: from before 3.18 */
	runs = read_fixture(desk, "offset_clat.1.log.gz");
	assert_int_equal(runs.count, 1);
	assert_null(runs.first->series);
	assert_null(run_get_figure(runs.first, "log.read.mean"));
	expect_told(desk, DIAG_ID_FIO_LOG_UNIT, "ns");
	runs = read_fixture(desk, "t_clat_hist.1.log.gz");
	expect_near(run_get_series(runs.first, "read.iops")->points[0].value,
		6130 / 1.127, 1e-12);
}

/* A log of bandwidth with this text. */
static struct run_list read_log(struct desk *desk, const struct buf *text)
{
	char path[] = P_tmpdir "/hvlab-XXXXXX_bw.1.log";
	struct run_list runs;
	int file = mkstemps(path, 9);

	assert_true(file >= 0);
	assert_int_equal(write(file, text->data, text->length), text->length);
	close(file);
	runs = read_path(desk, path);
	unlink(path);
	return runs;
}

static void test_long_log(void **state)
{
	struct desk *desk = *state;
	struct buf text = {0};
	struct run_list runs;
	const struct figure *figure;
	double sum = 0;

	for (unsigned i = 0; i < 60000; i++) {
		unsigned value = (i * 7919U) % 300007U;

		sum += value;
		buf_printf(&text, "%u, %u, %u, %u, 0\n", i / 3, value, i % 2,
			i % 1000 == 999 ? 8192U : 4096U);
	}
	runs = read_log(desk, &text);
	buf_free(&text);
	assert_int_equal(runs.count, 1);
	assert_int_equal(runs.first->last_line, 60000);
	figure = run_get_figure(runs.first, "log.read.mean");
	expect_near(
		(figure->value +
			run_get_figure(runs.first, "log.write.mean")->value) /
			2,
		sum / 60000 * 1024, 1e-12);
	assert_true(
		run_get_figure(runs.first, "log.read.rows")->value == 30000);
	/* 100 ms hold 300 rows, half of them reads of 4 KiB */
	expect_near(
		run_get_series(runs.first, "read.bandwidth")->points[0].value,
		150 * 4096 / 0.1, 1e-12);
}

/* Rows whose times and values gain digits, of two jobs in one file. */
static void write_rows(struct buf *text, const char *end, unsigned step)
{
	for (unsigned i = 0; i < 12000; i++) {
		unsigned at = i % 7000;
		unsigned time = 5 + at * step + at / 50 * 37 - at % 3;

		buf_printf(text, "%u, %u, %u, %s", time,
			i * 2654435761U >> i % 32, i * 7 % 11 > 6, end);
	}
}

static void expect_same_points(const struct run *a, const struct run *b)
{
	const struct series *other;

	for (const struct series *s = a->series; s; s = s->next) {
		other = run_get_series(b, s->metric->name);
		assert_non_null(other);
		assert_int_equal(s->count, other->count);
		for (size_t i = 0; i < s->count; i++) {
			expect_near(
				s->points[i].end, other->points[i].end, 1e-12);
			expect_near(s->points[i].value, other->points[i].value,
				1e-9);
		}
	}
}

/* Rows read at speed and the others, which end in a carriage return, give the
 * same. */
static void test_log_at_speed(void **state)
{
	static const struct {
		const char *fast, *slow;
		unsigned step;
	} cases[] = {
		{"4096, 0\n", "4096, 0\r\n", 0},
		{"4096, 0\n", "4096, 0\r\n", 1},
		{"0, 0\n", "0, 0\r\n", 3},
		{"0\n", "0\r\n", 1000},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf fast = {0}, slow = {0};
		struct run_list a, b;

		write_rows(&fast, cases[i].fast, cases[i].step);
		write_rows(&slow, cases[i].slow, cases[i].step);
		a = read_log(desk, &fast);
		b = read_log(desk, &slow);
		assert_int_equal(a.count, 2);
		assert_int_equal(a.first->last_line, 7000);
		assert_int_equal(a.last->line, 7001);
		assert_int_equal(a.last->last_line, 12000);
		assert_int_equal(b.count, 2);
		assert_int_equal(b.last->line, 7001);
		assert_non_null(a.first->series);
		expect_same_points(a.first, b.first);
		expect_same_points(a.last, b.last);
		buf_free(&fast);
		buf_free(&slow);
	}
}

static void test_no_log(void **state)
{
	static const char *const texts[] = {
		"1, 2, 0, 4096\n2, 3, 0, 4096\n",
		"1,2,0,4096\n2,3,0,4096\n3,4,0,4096\n",
		"1, 2, 9, 4096\n2, 3, 9, 4096\n3, 4, 9, 4096\n",
		"1, 2, 0, 17\n2, 3, 0, 17\n3, 4, 0, 17\n",
		"1, 2.5, 0, 0\n2, 3.5, 0, 0\n3, 4.5, 0, 0\n",
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(texts); i++)
		assert_int_equal(read_text(desk, texts[i]).count, 0);
	/* one it is, but of what? */
	assert_int_equal(read_text(desk, "1, 2, 0, 4096\n2, 3, 0, 4096\n"
					 "3, 4, 0, 4096\n")
				 .count,
		1);
	expect_told(desk, DIAG_ID_FIO_LOG_KIND, "name");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_values),
		TEST(test_intact),
		TEST(test_edited),
		TEST(test_failed),
		TEST(test_cut),
		TEST(test_packed),
		TEST(test_notes_inside),
		TEST(test_duplicate_keys),
		TEST(test_status_interval),
		TEST(test_terse),
		TEST(test_log),
		TEST(test_long_log),
		TEST(test_log_at_speed),
		TEST(test_no_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
