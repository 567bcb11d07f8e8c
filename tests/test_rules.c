/* Every rule of hvlab check, both ways: a case in which it has something to
 * say and one in which it almost has, from real logs wherever there is one,
 * some with a line changed. Run from the root of the sources. */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "tests/logs.h"

#include <stdio.h>
#include <sys/stat.h>

#include "src/data/embedded.h"
#include "src/rules/inspection.h"

#define L "fixtures/lab/"
#define S "fixtures/parse/sysbench/"
#define F "fixtures/parse/fio/"
#define J "fixtures/parse/fio-json/"
#define N "fixtures/parse/iperf3/"
#define V "fixtures/parse/vm-facts/"
#define ITEMS 8

/* A log in the folder of a system; `name`: of the file there, or of its folder
 * and the file ("memory-read/run1.txt"); NULL: its own.
 * `from` (the first in it) becomes `to`. */
struct item {
	const char *system, *path, *from, *to, *name;
};

enum lab_file { TP6, ANY };

#define PVE "proxmox"
#define XCP "xcp-ng"
#define HOST "host"

static const struct {
	enum rule_id rule;
	bool hit;
	enum lab_file lab;
	struct item items[ITEMS];
} cases[] = {
#define LOG(system, path) {system, path, NULL, NULL, NULL}
#define EDIT(system, path, from, to) {system, path, from, to, NULL}
#define NAMED(system, path, name) {system, path, NULL, NULL, name}
#define HIT(rule, lab, ...) {RULE_##rule, true, lab, {__VA_ARGS__}},
#define MISS(rule, lab, ...) {RULE_##rule, false, lab, {__VA_ARGS__}},
#include "tests/rules.in"
};

/* -- a corpus -- */

struct lot {
	struct desk *desk;
	struct lab *lab;
	struct corpus *corpus;
	struct findings findings;
	char folder[64];
	size_t count;
};

static struct lab *read_lab(struct desk *desk, enum lab_file which,
	const char *rules)
{
	static const char *const nobody[] = {NULL};
	const char *text = which == TP6
				   ? arena_strndup(desk->arena, embedded_lab,
					     embedded_lab_length())
				   : slurp(desk, "fixtures/labs/any.json");
	struct lab *lab;

	if (rules)
		text = edited(desk->arena, text, "\"format\"",
			arena_printf(desk->arena, "\"rules\": %s, \"format\"",
				json_of(desk->arena, rules)));
	lab = lab_read(desk->arena, &desk->diags, "lab", text, strlen(text),
		nobody);
	if (!lab)
		fail_msg("no lab: %s", all_told(desk));
	return lab;
}

static struct lot lot_new(
	struct desk *desk, enum lab_file which, const char *rules)
{
	struct lot lot = {.desk = desk, .folder = P_tmpdir "/hvlab-XXXXXX"};

	desk->diags.lang = LANG_EN;
	lot.lab = read_lab(desk, which, rules);
	lot.corpus = corpus_new(desk->arena, &desk->diags, lot.lab);
	assert_non_null(mkdtemp(lot.folder));
	return lot;
}

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The log as a file of its own, which is gone again when it has been read. */
static void lot_add(struct lot *lot, const struct item *item)
{
	struct desk *desk = lot->desk;
	const char *text = slurp(desk, item->path);
	const char *name = item->name ? item->name : base_of(item->path);
	const char *folder = arena_printf(desk->arena, "%s/%zu-%.*s",
		lot->folder, lot->count++, (int)strcspn(name, "/"), name);
	const char *path = arena_printf(desk->arena, "%s/%s", folder,
		base_of(name));
	int system = lab_system_alias(lot->lab, item->system);
	struct run_list runs = {0};
	struct parsing parsing = {.arena = desk->arena,
		.diags = &desk->diags,
		.runs = &runs,
		.file = path};
	FILE *file;

	if (item->from)
		text = edited(desk->arena, text, item->from, item->to);
	assert_int_equal(mkdir(folder, 0700), 0);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
	corpus_add_file(lot->corpus, path, (size_t)system);
	parser_read(&parsing);
	for (const struct run *run = runs.first; run; run = run->next)
		corpus_add(lot->corpus, run, (size_t)system);
	unlink(path);
	rmdir(folder);
}

static void lot_inspect(struct lot *lot)
{
	assert_int_equal(corpus_settle(lot->corpus, NULL), 0);
	inspect(lot->corpus, &lot->findings);
	rmdir(lot->folder);
}

static struct lot lot_with(struct desk *desk, const struct item *items,
	size_t count)
{
	struct lot lot = lot_new(desk, TP6, NULL);

	for (size_t i = 0; i < count; i++)
		lot_add(&lot, &items[i]);
	lot_inspect(&lot);
	return lot;
}

static const struct finding *found(const struct lot *lot, enum rule_id rule)
{
	for (size_t i = 0; i < lot->findings.count; i++)
		if (lot->findings.items[i].rule == &rule_rows[rule])
			return &lot->findings.items[i];
	return NULL;
}

static struct lot lot_of(
	struct desk *desk, size_t index, const char *rules)
{
	struct lot lot = lot_new(desk, cases[index].lab, rules);

	for (size_t i = 0; i < ITEMS && cases[index].items[i].path; i++)
		lot_add(&lot, &cases[index].items[i]);
	lot_inspect(&lot);
	return lot;
}

static const char *all_found(const struct lot *lot)
{
	char *all = arena_strdup(lot->desk->arena, "");

	for (size_t i = 0; i < lot->findings.count; i++)
		all = arena_printf(lot->desk->arena, "%s%s: %s\n", all,
			lot->findings.items[i].rule->id,
			lot->findings.items[i].places[0].found);
	return all;
}

/* -- the rules -- */

/* arithmetic-unusual is off unless a lab asks for it. */
#define ALL_ON "{'arithmetic-unusual': 'information'}"

static void every_case_holds(void **state)
{
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct desk *desk = *state;
		struct lot lot;
		const struct finding *f;

		desk->diags.count = 0;
		lot = lot_of(desk, i, ALL_ON);
		f = found(&lot, cases[i].rule);
		if ((f != NULL) == cases[i].hit)
			continue;
		wrong++;
		print_error("%s should %s, found %s\n%s",
			rule_rows[cases[i].rule].id,
			cases[i].hit ? "say something" : "be silent",
			f ? f->places[0].found : "nothing", all_found(&lot));
	}
	assert_int_equal(wrong, 0);
}

static void every_rule_is_tried_both_ways(void **state)
{
	bool tried[RULE_COUNT][2] = {{false}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		tried[cases[i].rule][cases[i].hit] = true;
	for (size_t r = 0; r < RULE_COUNT; r++)
		if (!tried[r][true] || !tried[r][false])
			fail_msg("%s is not tried both ways", rule_rows[r].id);
}

/* A place that is in a file has a line that the file can have. */
static void places_are_places(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct desk *desk = *state;
		struct lot lot = lot_of(desk, i, ALL_ON);

		for (size_t n = 0; n < lot.findings.count; n++) {
			const struct finding *f = &lot.findings.items[n];

			assert_true(f->count > 0);
			for (size_t p = 0; p < f->count; p++) {
				assert_true(f->places[p].line < 100000);
				assert_non_null(f->places[p].found);
				assert_null(strstr(f->places[p].found, "{"));
			}
		}
	}
}

/* -- the table -- */

static void ids_are_unlike(void **state)
{
	(void)state;
	for (size_t i = 0; i < RULE_COUNT; i++) {
		assert_int_equal(rule_find(rule_rows[i].id), i);
		assert_true(strspn(rule_rows[i].id,
				    "abcdefghijklmnopqrstuvwxyz-") ==
			    strlen(rule_rows[i].id));
	}
	assert_int_equal(rule_find("no-such"), RULE_COUNT);
}

/* What explain says a rule looks at is what its function is called for. */
static void scopes_are_those_of_the_functions(void **state)
{
#define NAME(table) table,
	static const struct rule_function *const tables[] = {RULE_TABLES(NAME)};
#undef NAME
	bool called[RULE_COUNT][SCOPE_CORPUS + 1] = {{false}};

	(void)state;
	for (size_t t = 0; t < COUNT(tables); t++)
		for (const struct rule_function *f = tables[t];
			f->of_run || f->of_log || f->of_test || f->of_system ||
			f->of_all;
			f++) {
			bool *of = called[f->rule];

			of[SCOPE_RUN] |= f->of_run || f->of_log;
			of[SCOPE_TEST] |= f->of_test != NULL;
			of[SCOPE_SYSTEM] |= f->of_system != NULL;
			of[SCOPE_CORPUS] |= f->of_all != NULL;
		}
	for (size_t r = 0; r < RULE_COUNT; r++)
		if (!called[r][rule_rows[r].scope])
			fail_msg("%s is not called for its scope",
				rule_rows[r].id);
}

/* Whoever reads a message may have a threshold in view: it is there only for
 * rules that say so, and lies in its own range. */
static void thresholds_are_possible(void **state)
{
	(void)state;
	for (size_t i = 0; i < rule_parameter_count; i++) {
		const struct rule_parameter *p = &rule_parameters[i];

		assert_true(p->least <= p->value && p->value <= p->most);
		assert_int_equal(rule_parameter_find(p->rule, p->key), i);
		/* a threshold is somebody's choice, and is said to be one */
		assert_int_equal(rule_rows[p->rule].nature, NATURE_JUDGES);
	}
	for (size_t r = 0; r < RULE_COUNT; r++)
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			assert_true(strlen(text_in(&rule_rows[r].title,
					    (enum lang)lang)) > 5);
			assert_true(strlen(text_in(&rule_rows[r].reason,
					    (enum lang)lang)) > 20);
		}
}

/* Evidence, never a verdict: the words are not used, and the rules about
 * origin name innocent explanations. */
static void nobody_is_accused(void **state)
{
	static const char *const words[] = {"fraud", "cheat", "forg", "trich",
		"fauss", "faux", "falsif", "plagia"};

	(void)state;
	for (size_t r = 0; r < RULE_COUNT; r++) {
		const struct rule *rule = &rule_rows[r];

		for (size_t w = 0; w < COUNT(words); w++)
			for (int lang = 0; lang < LANG_COUNT; lang++)
				if (rule->family == FAMILY_GENUINE) {
					assert_null(strstr(rule->title.in[lang],
						words[w]));
					assert_null(strstr(
						rule->meaning.in[lang],
						words[w]));
				}
		if (rule->family == FAMILY_GENUINE &&
			rule->level >= LEVEL_WARNING)
			assert_non_null(
				strstr(rule->meaning.in[LANG_EN], "nnocent"));
	}
}

/* -- settings of a lab -- */

static const struct item cached = {
	PVE, L "qemu/run1/fio-write-seq.txt", NULL, NULL, NULL};

static enum rule_level level_with(struct desk *desk, const char *rules)
{
	struct lot lot = lot_new(desk, TP6, rules);
	const struct finding *f;

	lot_add(&lot, &cached);
	lot_inspect(&lot);
	f = found(&lot, RULE_FIO_PAGE_CACHE);
	return f ? f->level : LEVEL_OFF;
}

static void labs_set_levels(void **state)
{
	assert_int_equal(level_with(*state, NULL), LEVEL_WARNING);
	assert_int_equal(
		level_with(*state, "{'fio-page-cache': 'off'}"), LEVEL_OFF);
	assert_int_equal(level_with(*state,
				 "{'fio-page-cache': {'severity': 'error'}}"),
		LEVEL_ERROR);
	assert_int_equal(
		level_with(*state, "{'fio-page-cache': 'information'}"),
		LEVEL_INFORMATION);
}

static void labs_set_thresholds(void **state)
{
	static const char *const rules[] = {"{'run-short': {'seconds': 25}}",
		"{'run-short': {'seconds': 35}}"};

	for (size_t i = 0; i < COUNT(rules); i++) {
		struct lot lot = lot_new(*state, TP6, rules[i]);

		lot_add(&lot, &cached);
		lot_inspect(&lot);
		assert_int_equal(found(&lot, RULE_RUN_SHORT) != NULL, i);
	}
}

static void mistake(struct desk *desk, const char *rules, enum diag_id id,
	const char *text)
{
	static const char *const nobody[] = {NULL};
	const char *lab = edited(desk->arena,
		slurp(desk, "fixtures/labs/any.json"), "\"format\"",
		arena_printf(desk->arena, "\"rules\": %s, \"format\"",
			json_of(desk->arena, rules)));

	desk->diags.count = 0;
	assert_null(lab_read(desk->arena, &desk->diags, "lab", lab,
		strlen(lab), nobody));
	expect_told(desk, id, text);
}

static void mistakes_in_labs_are_named(void **state)
{
	mistake(*state, "{'fio-pagecache': 'off'}", DIAG_ID_LAB_RULE,
		"rules.fio-pagecache: unknown rule");
	mistake(*state, "{'run-short': {'second': 3}}",
		DIAG_ID_LAB_RULE_PARAMETER, "rules.run-short.second: the rule");
	mistake(*state, "{'run-short': {'seconds': -3}}", DIAG_ID_JSON_RANGE,
		"rules.run-short.seconds");
	mistake(*state, "{'run-short': {'seconds': 'x'}}", DIAG_ID_JSON_KIND,
		"rules.run-short.seconds");
	mistake(*state, "{'run-short': 'loud'}", DIAG_ID_LAB_CHOICE,
		"rules.run-short");
	mistake(*state, "{'run-short': {'severity': 'loud'}}",
		DIAG_ID_LAB_CHOICE, "rules.run-short.severity");
	mistake(*state, "{'run-short': 3}", DIAG_ID_JSON_KIND,
		"rules.run-short");
	mistake(*state, "['run-short']", DIAG_ID_JSON_KIND, "rules");
}

/* -- what errors touch -- */

static void an_error_takes_the_run_out(void **state)
{
	const struct item item = {PVE, L "qemu/run2/sysbench-cpu-20000.txt",
		"704.93", "804.93", NULL};
	struct lot lot = lot_new(*state, TP6, NULL);

	lot_add(&lot, &item);
	lot_inspect(&lot);
	assert_true(lot.corpus->runs[0].counted);
	assert_true(lot.corpus->runs[0].unusable);
	assert_false(corpus_counts(&lot.corpus->runs[0]));
	assert_int_equal(lot.findings.items[0].level, LEVEL_ERROR);
	assert_int_equal(lot.findings.items[0].places[0].line, 15);
}

static void a_softened_error_does_not(void **state)
{
	const struct item item = {PVE, L "qemu/run2/sysbench-cpu-20000.txt",
		"704.93", "804.93", NULL};
	struct lot lot = lot_new(*state, TP6, "{'arithmetic': 'warning'}");

	lot_add(&lot, &item);
	lot_inspect(&lot);
	assert_non_null(found(&lot, RULE_ARITHMETIC));
	assert_true(corpus_counts(&lot.corpus->runs[0]));
}

static void a_sharpened_warning_does(void **state)
{
	const struct item item = {
		PVE, L "xen/run1/fio-write-seq.txt", NULL, NULL, NULL};
	struct lot lot = lot_new(*state, TP6,
		"{'hypervisor-claim': 'error', 'single-run': 'error'}");

	lot_add(&lot, &item);
	lot_inspect(&lot);
	assert_non_null(found(&lot, RULE_HYPERVISOR_CLAIM));
	assert_false(corpus_counts(&lot.corpus->runs[0]));
	/* nothing is left to be single */
	assert_null(found(&lot, RULE_SINGLE_RUN));
}

static void options_that_differ_bar_their_test_alone(void **state)
{
	static const struct item items[] = {
		{PVE, L "qemu/run2/sysbench-cpu-20000.txt",
			"threads: 2", "threads: 4", NULL},
		{XCP, L "xen/run2/sysbench-cpu-20000.txt", NULL, NULL, NULL},
		{PVE, L "qemu/run2/sysbench-cpu-50000.txt", NULL, NULL, NULL},
		{XCP, L "xen/run2/sysbench-cpu-50000.txt", NULL, NULL, NULL},
	};
	struct lot lot = lot_with(*state, items, COUNT(items));

	assert_true(lot.corpus->barred[0]);
	assert_false(lot.corpus->barred[1]);
}

static void guests_of_other_releases_bar_all(void **state)
{
	static const struct item items[] = {
		{PVE, L "qemu/vm-facts.txt", "12 (bookworm)", "13 (trixie)",
			NULL},
		{XCP, L "xen/vm-facts.txt", NULL, NULL, NULL},
	};
	struct lot lot = lot_with(*state, items, COUNT(items));

	for (size_t t = 0; t < lot.lab->test_count; t++)
		assert_true(lot.corpus->barred[t]);
}

/* -- order and commands -- */

static void errors_come_first(void **state)
{
	static const struct item items[] = {
		{PVE, L "qemu/run2/sysbench-cpu-20000.txt", "704.93", "804.93",
			NULL},
		{PVE, L "qemu/run2/fio-write-seq.txt", NULL, NULL, NULL},
		{XCP, L "xen/run2/iperf3-client.txt", NULL, NULL, NULL},
	};
	struct lot lot = lot_with(*state, items, COUNT(items));

	for (size_t i = 1; i < lot.findings.count; i++) {
		const struct finding *a = &lot.findings.items[i - 1];
		const struct finding *b = &lot.findings.items[i];

		assert_true(a->level > b->level ||
			    (a->level == b->level && a->rule < b->rule));
	}
	assert_true(lot.findings.levels[LEVEL_ERROR] >= 1);
}

static const char *first_command(struct lot *lot, enum rule_id rule)
{
	const struct finding *f = found(lot, rule);

	assert_non_null(f);
	return finding_commands(lot->corpus, f)[0];
}

static void commands_are_corrected(void **state)
{
	static const struct item items[] = {
		cached,
		{PVE, L "qemu/run2/sysbench-memory.txt", NULL, NULL, NULL},
		{PVE, F "no-directory.txt", NULL, NULL, NULL},
		{PVE, L "qemu/run2/iperf3-client.txt", NULL, NULL, NULL},
	};
	struct lot lot = lot_with(*state, items, COUNT(items));

	assert_non_null(strstr(
		first_command(&lot, RULE_FIO_PAGE_CACHE), " --direct=1"));
	/* an option that is there is replaced, and stands before "run" */
	assert_string_equal(first_command(&lot, RULE_MEMORY_SMALL_BLOCKS),
		"sysbench memory --memory-total-size=1T --threads=2 "
		"--memory-block-size=64M run");
	/* of a tool that failed: the tests it still owes */
	assert_non_null(
		strstr(first_command(&lot, RULE_TOOL_FAILED), "--rw=read"));
	assert_string_equal(first_command(&lot, RULE_NETWORK_ONE_CORE),
		"iperf3 -c \"$SERVER\" -t 30 -P 4");
}

static void versions_name_releases(void **state)
{
	static const struct item items[] = {
		{PVE, L "qemu/run1/fio-write-seq.txt", "fio-3.33", "fio-3.28",
			NULL},
		{XCP, L "xen/run1/fio-write-seq.txt", "fio-3.33", "fio-3.36",
			NULL},
		{XCP, L "xen/vm-facts.txt", NULL, NULL, NULL},
	};
	struct lot lot = lot_with(*state, items, 2);
	const struct finding *f = found(&lot, RULE_VERSIONS_DIFFER);

	assert_non_null(f);
	assert_non_null(strstr(f->places[0].found,
		"(probably Ubuntu 24.04 and Ubuntu 22.04)"));
	/* a record says it better */
	lot = lot_with(*state, items, 3);
	f = found(&lot, RULE_VERSIONS_DIFFER);
	assert_non_null(f);
	assert_null(strstr(f->places[0].found, "probably"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_case_holds),
		TEST(every_rule_is_tried_both_ways),
		TEST(places_are_places),
		TEST(ids_are_unlike),
		TEST(scopes_are_those_of_the_functions),
		TEST(thresholds_are_possible),
		TEST(nobody_is_accused),
		TEST(labs_set_levels),
		TEST(labs_set_thresholds),
		TEST(mistakes_in_labs_are_named),
		TEST(an_error_takes_the_run_out),
		TEST(a_softened_error_does_not),
		TEST(a_sharpened_warning_does),
		TEST(options_that_differ_bar_their_test_alone),
		TEST(guests_of_other_releases_bar_all),
		TEST(errors_come_first),
		TEST(commands_are_corrected),
		TEST(versions_name_releases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
