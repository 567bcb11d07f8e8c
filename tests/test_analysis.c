/* Unit tests of src/model/corpus and src/analysis on a little lab. */
#include "tests/helpers.h"

#include "src/analysis/identity.h"
#include "src/analysis/opinion.h"
#include "src/model/author.h"

static const char mini[] =
	"{'format': 1, 'id': 'mini', 'title': 'Mini',"
	" 'settings': {'margin': 0.03, 'assumed_cv': 0.03, 'swing': 1.5},"
	" 'systems': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'},"
	"  {'id': 'c', 'name': 'C'},"
	"  {'id': 'host', 'name': 'Host', 'baseline': true}],"
	" 'categories': [{'id': 'all', 'label': 'All'}],"
	" 'tests': ["
	"  {'id': 'cpu', 'label': 'CPU', 'category': 'all',"
	"   'match': {'tool': 'sysbench', 'workload': 'cpu'},"
	"   'expect': {'threads': 2},"
	"   'metrics': [{'metric': 'events_per_second', 'label': 'Events',"
	"    'unit': 'events/s', 'better': 'higher', 'summary': true}]},"
	"  {'id': 'memory', 'label': 'Memory', 'category': 'all',"
	"   'match': {'tool': 'sysbench', 'workload': 'memory'},"
	"   'metrics': [{'metric': 'latency_avg', 'label': 'Latency',"
	"    'unit': 'ms', 'better': 'lower', 'summary': true},"
	"    {'metric': 'total_time', 'label': 'Time', 'unit': 's',"
	"     'better': 'none', 'why': 'fixed'}]},"
	"  {'id': 'net', 'label': 'Network', 'category': 'all', 'path': true,"
	"   'match': {'tool': 'iperf3'},"
	"   'metrics': [{'metric': 'receiver.throughput', 'label': 'Rate',"
	"    'unit': 'Mbit/s', 'better': 'higher', 'summary': true}]}],"
	" 'facts': ["
	"  {'fact': 'memory_total', 'label': 'Memory', 'unit': 'GiB',"
	"   'tolerance': 0.1},"
	"  {'fact': 'os', 'label': 'System', 'expected': 'Debian'},"
	"  {'fact': 'hostname', 'label': 'Name', 'compare': false}],"
	" 'matrices': [{'id': 'answers', 'title': 'x', 'head': 'x',"
	"   'winner': 'answers', 'rows': ["
	"    {'id': 'three', 'label': 'x', 'cells': {'a': {'answer': 'yes'},"
	"     'b': {'answer': 'partly'}, 'c': {'answer': 'no'}}},"
	"    {'id': 'half', 'label': 'x', 'cells': {'a': {'answer': 'yes'}}},"
	"    {'id': 'same', 'label': 'x', 'cells': {'a': {'answer': 'yes'},"
	"     'b': {'answer': 'yes', 'text': 'too'}}},"
	"    {'id': 'texts', 'label': 'x', 'cells': {'a': '1', 'b': '2'}}]},"
	"  {'id': 'rows', 'title': 'x', 'head': 'x', 'winner': 'rows', 'rows': "
	"["
	"    {'id': 'named', 'label': 'x', 'winner': ['b'],"
	"     'cells': {'a': '12', 'b': '10'}},"
	"    {'id': 'tie', 'label': 'x', 'winner': [],"
	"     'cells': {'a': '12', 'b': '10'}},"
	"    {'id': 'absent', 'label': 'x', 'winner': ['c'],"
	"     'cells': {'a': '12', 'b': '10', 'c': '8'}},"
	"    {'id': 'silent', 'label': 'x', 'winner': ['a'],"
	"     'cells': {'a': '12'}}]},"
	"  {'id': 'draw', 'title': 'x', 'head': 'x', 'winner': 'answers', "
	"'rows': ["
	"    {'id': 'no', 'label': 'x', 'cells': {'a': {'answer': 'no'},"
	"     'b': {'answer': 'no'}}}]},"
	"  {'id': 'mute', 'title': 'x', 'head': 'x', 'winner': 'answers', "
	"'rows': ["
	"    {'id': 'no', 'label': 'x', 'cells': {'a': {'answer': 'no'}}}]}],"
	" 'criteria': ["
	"  {'id': 'ease', 'label': 'Ease', 'stars': {'a': 5, 'b': 3}},"
	"  {'id': 'price', 'label': 'Price', 'stars': {'a': 2, 'b': 4}},"
	"  {'id': 'help', 'label': 'Help', 'stars': {'a': 3}},"
	"  {'id': 'speed', 'label': 'Speed', 'stars': 'measured'},"
	"  {'id': 'even', 'label': 'Even', 'stars': {'a': 3, 'b': 3}}],"
	" 'use_cases': ["
	"  {'id': 'clear', 'label': 'x', 'weights': {'ease': 2, 'price': 1}},"
	"  {'id': 'close', 'label': 'x', 'weights': {'ease': 6, 'price': 5}},"
	"  {'id': 'tie', 'label': 'x', 'weights': {'ease': 1, 'price': 1}},"
	"  {'id': 'unknown', 'label': 'x', 'weights': {'help': 4, 'ease': 4}},"
	"  {'id': 'fast', 'label': 'x', 'weights': {'speed': 10}},"
	"  {'id': 'nothing', 'label': 'x', 'weights': {}}],"
	" 'sections': []}";

enum { A, B, C, HOST, SYSTEMS };
enum { CPU, MEMORY, NET };
enum { CLEAR, CLOSE, TIE, UNKNOWN, FAST, NOTHING };
enum { ANSWERS, ROWS, DRAW, MUTE };
enum { EASE, PRICE, HELP, SPEED, EVEN };

/* A corpus being built. */
struct lot {
	struct desk *desk;
	struct lab *lab;
	struct corpus *corpus;
	struct run_list list;
};

static struct lot lot_new(void **state)
{
	struct desk *desk = *state;
	struct lot lot = {.desk = desk};
	const char *json = json_of(desk->arena, mini);

	lot.lab = lab_read(desk->arena, &desk->diags, "lab.json", json,
		strlen(json), (const char *const[]){NULL});
	expect_silence(desk);
	assert_non_null(lot.lab);
	lot.corpus = corpus_new(desk->arena, &desk->diags, lot.lab);
	return lot;
}

static struct run *add(
	struct lot *lot, size_t system, const char *tool, const char *workload)
{
	struct run *run = run_new(lot->desk->arena, &lot->list, tool,
		arena_printf(lot->desk->arena, "%zu.log", lot->list.count), 1);

	run->workload = workload;
	run->complete = true;
	corpus_add(lot->corpus, run, system);
	return run;
}

/* A printed token that no other run has. */
static const char *raw_of(struct lot *lot)
{
	return arena_printf(lot->desk->arena, "raw %zu", lot->list.count);
}

static struct run *add_cpu(struct lot *lot, size_t system, double value)
{
	struct run *run = add(lot, system, "sysbench", "cpu");

	assert_true(run_observe(lot->desk->arena, run, "events_per_second",
		value, raw_of(lot), 2));
	return run;
}

static void add_memory(struct lot *lot, size_t system, double latency)
{
	struct run *run = add(lot, system, "sysbench", "memory");

	run_observe(
		lot->desk->arena, run, "latency_avg", latency, raw_of(lot), 2);
	run_observe(lot->desk->arena, run, "total_time", 10, "10s", 3);
}

/* Three runs of cpu: the value and 1 % around it. */
static void add_three(struct lot *lot, size_t system, double value)
{
	add_cpu(lot, system, value * 0.99);
	add_cpu(lot, system, value);
	add_cpu(lot, system, value * 1.01);
}

static const struct analysis *settle_against(
	struct lot *lot, const char *baseline)
{
	assert_int_equal(corpus_settle(lot->corpus, baseline), 0);
	return analysis_new(lot->corpus,
		&(struct analysis_options){false, ANALYSIS_SEED, 2000});
}

static const struct analysis *settle(struct lot *lot)
{
	return settle_against(lot, NULL);
}

/* Nothing is said but of tests that a system has no run of. */
static void expect_no_complaint(const struct desk *desk)
{
	for (size_t i = 0; i < desk->diags.count; i++) {
		enum diag_id id = desk->diags.items[i].id;

		if (id != DIAG_ID_TEST_MISSING && id != DIAG_ID_TEST_NOWHERE &&
			id != DIAG_ID_ONE_SYSTEM)
			fail_msg("%s", all_told(desk));
	}
}

/* The line of a test's nth metric. */
static const struct line *line_of(
	const struct analysis *analysis, size_t test, size_t metric)
{
	const struct lab_test *t = &analysis->corpus->lab->tests[test];
	const struct line *line =
		analysis_line(analysis, t, &t->metrics[metric]);

	assert_non_null(line);
	return line;
}

/* -- outcomes -- */

static void clearly_different_systems_have_a_winner(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	add_three(&lot, A, 100);
	add_three(&lot, B, 120);
	line = line_of(settle(&lot), CPU, 0);
	expect_no_complaint(lot.desk);
	assert_int_equal(line->outcome, OUTCOME_WINNER);
	assert_true(line->leads[B] && !line->leads[A]);
	assert_int_equal(line->pair_count, 1);
	assert_int_equal(line->pairs[0].comparison.verdict, VERDICT_B);
	assert_int_equal(line->pairs[0].needed.for_margin, 0);
	assert_int_equal(line->samples[A].count, 3);
	expect_near(line->samples[B].summary.mean, 120, 1e-14);
	assert_int_equal(line->place_count, SYSTEMS);
}

static void lower_wins_where_lower_is_better(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	for (int i = 0; i < 3; i++) {
		add_memory(&lot, A, 0.0100 + 0.0001 * i);
		add_memory(&lot, B, 0.0200 + 0.0001 * i);
	}
	line = line_of(settle(&lot), MEMORY, 0);
	assert_int_equal(line->outcome, OUTCOME_WINNER);
	assert_true(line->leads[A] && !line->leads[B]);
	assert_int_equal(line->pairs[0].comparison.verdict, VERDICT_A);
}

static void a_single_run_each_is_undecided(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	add_cpu(&lot, A, 100);
	add_cpu(&lot, B, 200);
	line = line_of(settle(&lot), CPU, 0);
	assert_int_equal(line->outcome, OUTCOME_UNDECIDED);
	assert_int_equal(line->pairs[0].comparison.reason, REASON_ONE_RUN);
	/* reference/misc/required_n.tsv: 3 % at a CV of 3 % */
	assert_int_equal(line->pairs[0].needed.for_margin, 18);
	assert_true(line->leads[A] && line->leads[B]);
}

static void too_much_spread_is_undecided_by_its_own_spread(void **state)
{
	struct lot lot = lot_new(state);
	const struct pair *pair;

	add_cpu(&lot, A, 90);
	add_cpu(&lot, A, 110);
	add_cpu(&lot, B, 85);
	add_cpu(&lot, B, 125);
	pair = line_of(settle(&lot), CPU, 0)->pairs;
	assert_int_equal(pair->comparison.reason, REASON_SPREAD);
	/* the larger spread: sd 28.28 of mean 105 */
	assert_int_equal(pair->needed.for_margin,
		stats_runs_needed(sqrt(800) / 105, 0.03, 0.95, 0.8, 100000));
	assert_true(pair->needed.for_margin > 100);
}

static void the_larger_spread_says_how_many_runs_are_needed(void **state)
{
	struct lot lot = lot_new(state);
	const struct pair *pair;

	/* 40 % on one side, a single run on the other */
	add_cpu(&lot, A, 100 - sqrt(800));
	add_cpu(&lot, A, 100 + sqrt(800));
	add_cpu(&lot, B, 100);
	pair = line_of(settle(&lot), CPU, 0)->pairs;
	assert_int_equal(pair->comparison.reason, REASON_ONE_RUN);
	assert_int_equal(pair->needed.for_margin,
		stats_runs_needed(0.4, 0.03, 0.95, 0.8, 100000));
	assert_true(pair->needed.for_margin > 2000);
}

static void a_single_run_has_at_least_the_assumed_spread(void **state)
{
	struct lot lot = lot_new(state);

	/* far below the 3 % that the lab assumes of b */
	add_cpu(&lot, A, 99.99);
	add_cpu(&lot, A, 100.01);
	add_cpu(&lot, B, 100);
	assert_int_equal(
		line_of(settle(&lot), CPU, 0)->pairs[0].needed.for_margin, 18);
}

static void differences_within_the_margin_are_equal(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	for (int i = -2; i <= 2; i++) {
		add_cpu(&lot, A, 100 + 0.1 * i);
		add_cpu(&lot, B, 100.2 + 0.1 * i);
	}
	line = line_of(settle(&lot), CPU, 0);
	assert_int_equal(line->outcome, OUTCOME_EQUAL);
	assert_int_equal(line->pairs[0].comparison.verdict, VERDICT_EQUAL);
	assert_true(line->leads[A] && line->leads[B]);
}

static void two_of_three_systems_may_lead(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	add_three(&lot, A, 110);
	add_three(&lot, B, 110.5);
	add_three(&lot, C, 80);
	line = line_of(settle(&lot), CPU, 0);
	assert_int_equal(line->outcome, OUTCOME_LEADERS);
	assert_int_equal(line->pair_count, 3);
	assert_true(line->leads[A] && line->leads[B] && !line->leads[C]);
}

static void one_of_three_systems_may_beat_the_others(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	add_three(&lot, A, 80);
	add_three(&lot, B, 81);
	add_three(&lot, C, 120);
	line = line_of(settle(&lot), CPU, 0);
	assert_int_equal(line->outcome, OUTCOME_WINNER);
	assert_true(!line->leads[A] && !line->leads[B] && line->leads[C]);
}

static void one_system_alone_is_no_comparison(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;

	add_three(&lot, A, 100);
	add_three(&lot, HOST, 110);
	analysis = settle(&lot);
	assert_int_equal(line_of(analysis, CPU, 0)->outcome, OUTCOME_NO_DATA);
	assert_int_equal(
		line_of(analysis, MEMORY, 0)->outcome, OUTCOME_NO_DATA);
	assert_int_equal(line_of(analysis, MEMORY, 0)->samples[A].count, 0);
	assert_true(
		isnan(line_of(analysis, MEMORY, 0)->samples[A].summary.mean));
}

static void a_measure_without_better_side_has_no_winner(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	for (int i = 0; i < 3; i++) {
		add_memory(&lot, A, 0.01);
		add_memory(&lot, B, 0.02);
	}
	line = line_of(settle(&lot), MEMORY, 1);
	assert_int_equal(line->outcome, OUTCOME_NO_WINNER);
	assert_int_equal(line->pairs[0].needed.for_margin, 0);
}

static void decimals_suit_the_display_unit(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;

	add_three(&lot, A, 1523);
	add_memory(&lot, A, 0.00125);
	analysis = settle(&lot);
	assert_int_equal(line_of(analysis, CPU, 0)->decimals, 0);
	/* 1.250 ms */
	assert_int_equal(line_of(analysis, MEMORY, 0)->decimals, 3);
}

/* -- which runs count -- */

static void incomplete_runs_do_not_count(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	add_three(&lot, A, 100);
	add_cpu(&lot, A, 1)->complete = false;
	add(&lot, A, "fio", "what")->complete = false;
	line = line_of(settle(&lot), CPU, 0);
	assert_int_equal(line->samples[A].count, 3);
	assert_true(line->samples[A].summary.min > 90);
	assert_false(lot.corpus->runs[3].counted);
	assert_int_equal(lot.corpus->runs[3].repetition, 0);
	/* its parser has already said so */
	expect_no_complaint(lot.desk);
}

static void repetitions_are_numbered_per_place(void **state)
{
	struct lot lot = lot_new(state);

	add_cpu(&lot, A, 100);
	add_cpu(&lot, B, 100);
	add_cpu(&lot, A, 100)->complete = false;
	add_cpu(&lot, A, 100);
	add_memory(&lot, A, 0.1);
	add_cpu(&lot, B, 100);
	settle(&lot);
	assert_int_equal(lot.corpus->runs[0].repetition, 1);
	assert_int_equal(lot.corpus->runs[1].repetition, 1);
	assert_int_equal(lot.corpus->runs[3].repetition, 2);
	assert_int_equal(lot.corpus->runs[4].repetition, 1);
	assert_int_equal(lot.corpus->runs[5].repetition, 2);
}

static void a_run_of_no_test_is_reported(void **state)
{
	struct lot lot = lot_new(state);
	struct run *run;

	add_three(&lot, A, 100);
	run = add(&lot, A, "sysbench", "mutex");
	run_state(lot.desk->arena, run, "threads", "2", 3);
	settle(&lot);
	expect_told(
		lot.desk, DIAG_ID_RUN_UNKNOWN, "(sysbench mutex, threads=2)");
	assert_string_equal(lot.desk->diags.items[0].file, run->file);
	assert_int_equal(diags_worst(&lot.desk->diags), DIAG_WARNING);
	assert_false(lot.corpus->runs[3].counted);
	assert_null(lot.corpus->runs[3].test);
}

static void runs_of_one_test_must_state_the_same_parameters(void **state)
{
	struct lot lot = lot_new(state);
	struct arena *arena = lot.desk->arena;

	run_state(arena, add_cpu(&lot, A, 100), "prime_limit", "10000", 3);
	run_state(arena, add_cpu(&lot, A, 101), "prime_limit", "10000", 3);
	run_state(arena, add_cpu(&lot, B, 100), "prime_limit", "20000", 3);
	/* unstated is no difference */
	add_cpu(&lot, B, 101);
	settle(&lot);
	assert_int_equal(told_times(lot.desk, DIAG_ID_RUN_MIXED), 1);
	expect_told(lot.desk, DIAG_ID_RUN_MIXED,
		"prime_limit is 20000, but 10000 in other runs");
	assert_string_equal(lot.desk->diags.items[0].file, "2.log");
	/* doubtful, but used */
	assert_true(lot.corpus->runs[2].counted);
}

static void runs_of_one_test_must_be_of_one_version(void **state)
{
	struct lot lot = lot_new(state);

	add_cpu(&lot, A, 100)->version = "1.0.20";
	add_cpu(&lot, B, 100)->version = "1.0.18";
	add_cpu(&lot, B, 100);
	settle(&lot);
	assert_int_equal(told_times(lot.desk, DIAG_ID_RUN_VERSIONS), 1);
	expect_told(lot.desk, DIAG_ID_RUN_VERSIONS,
		"sysbench is 1.0.18, but 1.0.20");
}

static void dates_may_differ_between_runs(void **state)
{
	struct lot lot = lot_new(state);
	struct arena *arena = lot.desk->arena;

	run_state(arena, add_cpu(&lot, A, 1), "date", "2026-11-23 10:00", 3);
	run_state(arena, add_cpu(&lot, A, 1), "date", "2026-11-24 09:00", 3);
	run_state(arena, add_cpu(&lot, A, 1), "date", "2026-01-02 11:00", 3);
	assert_string_equal(corpus_date(lot.corpus), "2026-11-24");
	assert_string_equal(corpus_first_date(lot.corpus), "2026-01-02");
	settle(&lot);
	expect_no_complaint(lot.desk);
}

static void a_run_that_deviates_from_the_command_is_reported(void **state)
{
	struct lot lot = lot_new(state);

	run_state(lot.desk->arena, add_cpu(&lot, A, 100), "threads", "4", 3);
	settle(&lot);
	expect_told(lot.desk, DIAG_ID_RUN_DEVIATES, "threads is 4 and not 2");
	assert_true(lot.corpus->runs[0].counted);
}

static void a_measure_missing_from_a_log_is_reported(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	add_three(&lot, A, 100);
	add(&lot, A, "sysbench", "cpu");
	line = line_of(settle(&lot), CPU, 0);
	expect_told(lot.desk, DIAG_ID_RUN_LACKS, "events_per_second");
	assert_int_equal(diag_severity(told(lot.desk, DIAG_ID_RUN_LACKS, "")),
		DIAG_NOTE);
	assert_int_equal(line->samples[A].count, 3);
}

static void facts_of_a_machine_are_no_runs(void **state)
{
	struct lot lot = lot_new(state);

	add(&lot, A, "vm-facts", NULL);
	add(&lot, A, "vm-facts", NULL);
	settle(&lot);
	expect_no_complaint(lot.desk);
	assert_non_null(lot.corpus->facts[A]);
	assert_null(lot.corpus->facts[B]);
	assert_int_equal(lot.corpus->run_count, 0);
	assert_true(lot.corpus->present[A]);
}

/* -- paths -- */

static struct run *add_end(struct lot *lot, size_t system, const char *role,
	const char *local, const char *from, const char *to, double rate)
{
	struct run *run = add(lot, system, "iperf3", "tcp");
	struct arena *arena = lot->desk->arena;

	if (role)
		run_state(arena, run, "role", role, 1);
	if (local)
		run_state(arena, run, "local_address", local, 1);
	if (from)
		run_state(arena, run, "flow_from", from, 2);
	if (to)
		run_state(arena, run, "flow_to", to, 2);
	run_observe(arena, run, "receiver.throughput", rate, raw_of(lot), 5);
	return run;
}

static void both_ends_of_a_connection_count_once(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	add_end(&lot, B, "server", "10.0.0.2", "10.0.0.1:40000",
		"10.0.0.2:5201", 9.0e8);
	add_end(&lot, A, "client", "10.0.0.1", "10.0.0.1:40000",
		"10.0.0.2:5201", 9.1e8);
	line = line_of(settle(&lot), NET, 0);
	expect_no_complaint(lot.desk);
	assert_int_equal(lot.corpus->path_count, 1);
	assert_int_equal(line->place_count, 1);
	assert_int_equal(line->samples[0].count, 1);
	/* the client's log is taken */
	assert_true(line->samples[0].values[0] == 9.1e8);
	assert_true(
		!lot.corpus->runs[0].counted && lot.corpus->runs[1].counted);
	assert_int_equal(lot.corpus->runs[1].repetition, 1);
	assert_int_equal(lot.corpus->paths[0].from, A);
	assert_int_equal(lot.corpus->paths[0].to, B);
	assert_string_equal(lot.corpus->paths[0].to_address, "10.0.0.2");
}

static void a_server_alone_counts(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	add_end(&lot, B, "server", "10.0.0.2", "10.0.0.1:40000",
		"10.0.0.2:5201", 9.0e8);
	/* another connection of the same two */
	add_end(&lot, A, "client", "10.0.0.1", "10.0.0.1:40002",
		"10.0.0.2:5201", 9.1e8);
	/* the client of this one was cut */
	add_end(&lot, B, "server", "10.0.0.2", "10.0.0.1:40004",
		"10.0.0.2:5201", 9.2e8);
	add_end(&lot, A, "client", "10.0.0.1", "10.0.0.1:40004",
		"10.0.0.2:5201", 1)
		->complete = false;
	line = line_of(settle(&lot), NET, 0);
	assert_int_equal(line->place_count, 1);
	assert_int_equal(line->samples[0].count, 3);
}

static void the_way_back_is_another_path(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	for (int i = 0; i < 3; i++) {
		add_end(&lot, A, "client", "10.0.0.1", "10.0.0.1:40000",
			"10.0.0.2:5201", 9.0e8 + i);
		/* iperf3 -R: the client receives */
		add_end(&lot, A, "client", "10.0.0.1", "10.0.0.2:5201",
			"10.0.0.1:40000", 4.0e8 + i);
	}
	add_end(&lot, B, "server", "10.0.0.2", "10.0.0.1:40000",
		"10.0.0.2:5201", 1);
	line = line_of(settle(&lot), NET, 0);
	assert_int_equal(lot.corpus->path_count, 2);
	assert_int_equal(lot.corpus->paths[0].from, A);
	assert_int_equal(lot.corpus->paths[0].to, B);
	assert_int_equal(lot.corpus->paths[1].from, B);
	assert_int_equal(lot.corpus->paths[1].to, A);
	assert_int_equal(line->samples[0].count, 3);
	assert_int_equal(line->samples[1].count, 3);
	/* compared with one another, but nobody wins */
	assert_int_equal(line->pair_count, 1);
	assert_int_equal(line->outcome, OUTCOME_NO_WINNER);
}

static void an_address_that_no_log_explains_stays_an_address(void **state)
{
	struct lot lot = lot_new(state);

	add_end(&lot, A, "client", "10.0.0.1", "10.0.0.1:40000",
		"10.0.0.9:5201", 9e8);
	add_end(&lot, A, "client", "10.0.0.1", "10.0.0.1:40001",
		"10.0.0.8:5201", 9e8);
	settle(&lot);
	assert_int_equal(lot.corpus->path_count, 2);
	assert_int_equal(lot.corpus->paths[0].from, A);
	assert_int_equal(lot.corpus->paths[0].to, -1);
	assert_string_equal(lot.corpus->paths[1].to_address, "10.0.0.8");
}

static void one_address_in_two_networks_is_not_guessed(void **state)
{
	struct lot lot = lot_new(state);

	add_end(&lot, B, "client", "10.0.0.1", "10.0.0.1:1", "10.0.0.7:5201",
		9e8);
	add_end(&lot, C, "client", "10.0.0.1", "10.0.0.1:2", "10.0.0.8:5201",
		9e8);
	add_end(&lot, A, "client", "10.0.0.3", "10.0.0.3:3", "10.0.0.1:5201",
		9e8);
	settle(&lot);
	assert_int_equal(lot.corpus->path_count, 3);
	assert_int_equal(lot.corpus->paths[0].from, B);
	assert_int_equal(lot.corpus->paths[1].from, C);
	assert_int_equal(lot.corpus->paths[2].from, A);
	assert_int_equal(lot.corpus->paths[2].to, -1);
}

static void a_connection_of_a_machine_with_itself_is_refused(void **state)
{
	struct lot lot = lot_new(state);

	add_end(&lot, A, "client", "127.0.0.1", "127.0.0.1:40000",
		"127.0.0.1:5201", 9e9);
	settle(&lot);
	expect_told(lot.desk, DIAG_ID_RUN_LOOPBACK, "127.0.0.1");
	assert_false(lot.corpus->runs[0].counted);
	assert_int_equal(lot.corpus->path_count, 0);
}

static void a_connection_without_ends_is_refused(void **state)
{
	struct lot lot = lot_new(state);

	add_end(&lot, A, "client", NULL, "10.0.0.1:40000", NULL, 9e8);
	settle(&lot);
	assert_int_equal(told_times(lot.desk, DIAG_ID_RUN_NO_PATH), 1);
	assert_false(lot.corpus->runs[0].counted);
}

static void addresses_of_ipv6_keep_their_colons(void **state)
{
	struct lot lot = lot_new(state);

	add_end(&lot, A, "client", "fd00::1", "fd00::1:40000", "fd00::2:5201",
		9e8);
	settle(&lot);
	assert_string_equal(lot.corpus->paths[0].from_address, "fd00::1");
	assert_string_equal(lot.corpus->paths[0].to_address, "fd00::2");
	assert_int_equal(lot.corpus->paths[0].from, A);
}

/* -- baseline -- */

static void the_loss_is_what_the_baseline_does_better(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;
	const struct stats_comparison *c;
	struct share loss;

	add_three(&lot, A, 90);
	add_three(&lot, B, 105);
	add_three(&lot, HOST, 100);
	line = line_of(settle(&lot), CPU, 0);
	assert_int_equal(lot.corpus->baseline, HOST);
	loss = line_loss(line, A);
	expect_near(loss.value, 0.1, 1e-12);
	/* the interval of the ratio 0.9, turned round: L ± t se with
	 * se = 0.01 √(2/3) and t(0.975; 4) */
	expect_near(loss.low, 1 - 0.9 * exp(0.0081649658 * 2.7764451), 1e-6);
	expect_near(loss.high, 1 - 0.9 * exp(-0.0081649658 * 2.7764451), 1e-6);
	c = &line->against_baseline[A];
	assert_int_equal(c->verdict, VERDICT_B);
	/* a gain is a negative loss */
	expect_near(line_loss(line, B).value, -0.05, 1e-12);
	assert_true(isnan(line_loss(line, HOST).value));
	assert_true(isnan(line_loss(line, C).value));
	/* the baseline itself is no contestant */
	assert_int_equal(line->pair_count, 1);
	assert_int_equal(corpus_contestant_count(lot.corpus), 2);
}

static void the_loss_of_a_latency_is_a_loss_of_speed(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;
	struct share loss;

	for (int i = -1; i <= 1; i++) {
		add_memory(&lot, A, 0.0125 + 0.0001 * i);
		add_memory(&lot, HOST, 0.0100 + 0.0001 * i);
	}
	analysis = settle(&lot);
	loss = line_loss(line_of(analysis, MEMORY, 0), A);
	/* 1 - 1 / 1.25 */
	expect_near(loss.value, 0.2, 1e-12);
	assert_true(loss.low < loss.value && loss.value < loss.high);
	assert_true(loss.low > 0.15 && loss.high < 0.25);
	/* a fixed time is no performance to lose */
	assert_true(isnan(line_loss(line_of(analysis, MEMORY, 1), A).value));
}

static void a_loss_from_single_runs_has_no_interval(void **state)
{
	struct lot lot = lot_new(state);
	struct share loss;

	add_cpu(&lot, A, 90);
	add_cpu(&lot, HOST, 100);
	loss = line_loss(line_of(settle(&lot), CPU, 0), A);
	expect_near(loss.value, 0.1, 1e-12);
	assert_true(isnan(loss.low) && isnan(loss.high));
}

static void the_baseline_can_be_chosen(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	add_three(&lot, A, 90);
	add_three(&lot, B, 100);
	add_three(&lot, HOST, 200);
	line = line_of(settle_against(&lot, "b"), CPU, 0);
	assert_int_equal(lot.corpus->baseline, B);
	expect_near(line_loss(line, A).value, 0.1, 1e-12);
	assert_false(corpus_contestant(lot.corpus, B));
	assert_false(corpus_contestant(lot.corpus, HOST));
	assert_true(corpus_contestant(lot.corpus, A));
	assert_int_equal(line->pair_count, 0);
}

static void there_may_be_no_baseline(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	add_three(&lot, A, 90);
	add_three(&lot, HOST, 100);
	line = line_of(settle_against(&lot, "none"), CPU, 0);
	assert_int_equal(lot.corpus->baseline, -1);
	assert_true(isnan(line_loss(line, A).value));
	/* the host is no contestant even so */
	assert_false(corpus_contestant(lot.corpus, HOST));
}

static void a_baseline_without_logs_is_a_mistake(void **state)
{
	struct lot lot = lot_new(state);

	add_three(&lot, A, 90);
	assert_int_equal(corpus_settle(lot.corpus, "b"), -1);
	expect_told(lot.desk, DIAG_ID_BASELINE, "--baseline b");
	assert_int_equal(corpus_settle(lot.corpus, "nobody"), -1);
	expect_told(lot.desk, DIAG_ID_BASELINE, "--baseline nobody");
}

/* -- the whole table -- */

static void verdicts_are_confirmed_over_the_table(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;
	const struct pair *pair;

	add_three(&lot, A, 80);
	add_three(&lot, B, 100);
	line = line_of(settle(&lot), CPU, 0);
	pair = &line->pairs[0];
	/* alone in its family: Holm changes nothing */
	assert_int_equal(line->outcome, OUTCOME_WINNER);
	assert_true(line->confirmed && pair->confirmed);
	assert_true(pair->p_holm == pair->comparison.p);
	assert_true(pair->equal_p_holm == pair->comparison.equal_p);
	assert_int_equal(pair->fragility.deletions, 6);
	assert_int_equal(pair->fragility.changes, 0);
}

static void a_verdict_among_many_may_be_only_probable(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;
	const struct line *line;
	struct tally tally;

	/* p = 0.03 for the one, 0.4 for the other: doubled it is too much */
	add_cpu(&lot, A, 100);
	add_cpu(&lot, A, 102);
	add_cpu(&lot, A, 104);
	add_cpu(&lot, B, 95.5);
	add_cpu(&lot, B, 97.5);
	add_cpu(&lot, B, 99);
	for (int i = -1; i <= 1; i++) {
		add_memory(&lot, A, 0.0101 + 0.0002 * i);
		add_memory(&lot, B, 0.0100 + 0.0001 * i);
	}
	analysis = settle(&lot);
	line = line_of(analysis, CPU, 0);
	assert_int_equal(line->outcome, OUTCOME_WINNER);
	assert_true(line->pairs[0].comparison.p > 0.025);
	expect_near(
		line->pairs[0].p_holm, 2 * line->pairs[0].comparison.p, 1e-12);
	assert_false(line->confirmed || line->pairs[0].confirmed);
	assert_int_equal(line_family_size(analysis, line), 2);
	tally = analysis_tally(analysis);
	assert_int_equal(tally.wins[A], 0);
	assert_int_equal(tally.probable, 1);
	assert_int_equal(tally.undecided, 1);
}

static void runs_left_out_do_not_count_but_can_be_counted(void **state)
{
	const struct analysis_options all = {true, ANALYSIS_SEED, 1000};
	struct lot lot = lot_new(state);
	const struct analysis *without, *with;

	add_three(&lot, A, 80);
	add_cpu(&lot, A, 8);
	add_three(&lot, B, 100);
	assert_int_equal(corpus_settle(lot.corpus, NULL), 0);
	assert_int_equal(corpus_exclude(lot.corpus, "nothing.log"), 0);
	assert_int_equal(corpus_exclude(lot.corpus, "3.log:2"), 0);
	assert_int_equal(corpus_exclude(lot.corpus, "3.log:1"), 1);
	assert_int_equal(corpus_exclude(lot.corpus, "3.log"), 0);
	expect_told(lot.desk, DIAG_ID_RUN_EXCLUDED, "left out");
	without = analysis_new(lot.corpus,
		&(struct analysis_options){false, ANALYSIS_SEED, 1000});
	with = analysis_new(lot.corpus, &all);
	assert_int_equal(line_of(without, CPU, 0)->samples[A].count, 3);
	assert_int_equal(line_of(with, CPU, 0)->samples[A].count, 4);
	assert_int_equal(line_of(without, CPU, 0)->outcome, OUTCOME_WINNER);
	assert_int_equal(line_of(with, CPU, 0)->outcome, OUTCOME_UNDECIDED);
}

/* -- ratings -- */

#define LEAD 1.25

/* Lower limit of ln(100 / 80), three runs with 1 % on both sides. */
static double proved_lead(void)
{
	return log(1.25) - 0.0081649658 * 2.7764451;
}

static void the_fastest_is_rated_one(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;

	add_three(&lot, A, 80);
	add_three(&lot, B, 100);
	add_three(&lot, C, 40);
	add_three(&lot, HOST, 500);
	analysis = settle(&lot);
	assert_int_equal(analysis->rated_lines, 1);
	assert_int_equal(analysis->fastest, B);
	assert_int_equal(analysis->runner_up, A);
	assert_true(analysis->ratings[B] == 1);
	assert_true(analysis->lead_shown);
	expect_near(analysis->pool.low, proved_lead(), 1e-6);
	expect_near(analysis->ratings[A], 1 - log(LEAD) / log(1.5), 1e-12);
	/* 0.01 / sqrt(3) of the mean; two degrees of freedom */
	expect_near(analysis->performance[A].se, 0.01 / sqrt(3), 1e-12);
	expect_near(analysis->performance[A].df, 2, 1e-12);
	assert_int_equal(analysis->performance[A].single, 0);
	/* more than 1.5 times slower */
	assert_true(analysis->ratings[C] == 0);
	assert_true(isnan(analysis->ratings[HOST]));
	expect_near(rating_stars(analysis->ratings[A]),
		1 + 4 * (1 - log(LEAD) / log(1.5)), 1e-12);
	expect_near(analysis->pool.log_ratio, log(1.25), 1e-12);
	assert_int_equal(analysis->pool.count, 1);
}

static void ratings_average_over_the_summary_lines(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;

	/* A: 1.44 times faster here, 1.21 times slower there */
	add_three(&lot, A, 144);
	add_three(&lot, B, 100);
	for (int i = -1; i <= 1; i++) {
		add_memory(&lot, A, 0.0121 + 0.0001 * i);
		add_memory(&lot, B, 0.0100 + 0.0001 * i);
	}
	analysis = settle(&lot);
	assert_int_equal(analysis->rated_lines, 2);
	assert_int_equal(analysis->fastest, A);
	/* √(1.44 / 1.21) = 12 / 11 */
	expect_near(analysis->pool.log_ratio, log(12.0 / 11), 1e-12);
	expect_near(analysis->ratings[B], 1 - log(12.0 / 11) / log(1.5), 1e-12);
	assert_true(analysis->ratings[A] == 1);
}

static void only_lines_that_all_contestants_have_are_rated(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;

	add_three(&lot, A, 100);
	add_three(&lot, B, 100);
	add_memory(&lot, A, 0.5);
	analysis = settle(&lot);
	assert_int_equal(analysis->rated_lines, 1);
	assert_true(analysis->ratings[A] == 1);
	assert_true(analysis->ratings[B] == 1);
}

static void a_lead_that_is_not_proved_is_not_shown(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;

	/* three times slower on the average, but anything between */
	add_cpu(&lot, A, 100);
	add_cpu(&lot, A, 500);
	add_cpu(&lot, B, 20);
	add_cpu(&lot, B, 180);
	analysis = settle(&lot);
	assert_int_equal(analysis->fastest, A);
	assert_int_equal(analysis->runner_up, B);
	/* the rating says how much, lead_shown that it may be chance */
	assert_false(analysis->lead_shown);
	assert_true(analysis->ratings[A] == 1 && analysis->ratings[B] == 0);
	assert_true(analysis->performance[B].se > 0.5);
}

static void single_runs_have_the_assumed_spread(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;

	add_cpu(&lot, A, 100);
	add_three(&lot, B, 10);
	analysis = settle(&lot);
	assert_int_equal(analysis->rated_lines, 1);
	assert_int_equal(analysis->fastest, A);
	assert_false(analysis->lead_shown);
	assert_true(isnan(analysis->pool.low));
	assert_true(analysis->ratings[A] == 1 && analysis->ratings[B] == 0);
	/* the lab's assumed spread */
	expect_near(analysis->performance[A].se, lot.lab->assumed_cv, 1e-12);
	assert_true(isinf(analysis->performance[A].df));
	assert_int_equal(analysis->performance[A].single, 1);
	assert_true(isnan(analysis->ratings[C]));
}

static void runs_without_spread_prove_a_lead(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;

	for (int i = 0; i < 2; i++) {
		add_cpu(&lot, A, 120);
		add_cpu(&lot, B, 100);
	}
	analysis = settle(&lot);
	assert_true(analysis->lead_shown);
	expect_near(analysis->ratings[B], 1 - log(1.2) / log(1.5), 1e-12);
}

static void nothing_in_common_means_no_rating(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;

	add_three(&lot, A, 100);
	add_memory(&lot, B, 0.5);
	analysis = settle(&lot);
	assert_int_equal(analysis->rated_lines, 0);
	assert_int_equal(analysis->fastest, -1);
	assert_int_equal(analysis->runner_up, -1);
	assert_true(isnan(analysis->ratings[A]));
	assert_int_equal(analysis->pool.count, 0);
}

static void stars_become_values(void **state)
{
	(void)state;
	assert_true(stars_value(10) == 1 && stars_value(2) == 0);
	assert_true(stars_value(0) == 0 && stars_value(6) == 0.5);
	assert_true(stars_value(9) == 0.875);
	assert_true(isnan(stars_value(-1)));
	assert_true(rating_stars(0) == 1 && rating_stars(1) == 5);
}

/* -- decisions -- */

static const struct decision *decide(struct lot *lot, size_t use_case)
{
	add_three(lot, A, 100);
	add_three(lot, B, 80);
	return &settle(lot)->decisions[use_case];
}

static void a_decision_weighs_the_criteria(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d = decide(&lot, CLEAR);

	/* a: (2 × 1 + 0.25) / 3; b: (2 × 0.5 + 0.75) / 3 */
	expect_near(d->scores[A], 75, 1e-12);
	expect_near(d->scores[B], 175.0 / 3, 1e-12);
	assert_true(isnan(d->scores[C]) && isnan(d->scores[HOST]));
	assert_int_equal(d->best, A);
	assert_int_equal(d->second, B);
	assert_int_equal(d->unknown, 0);
	assert_ptr_equal(d->use_case, &lot.lab->use_cases[CLEAR]);
}

static void a_clear_decision_stands_half_a_star(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d = decide(&lot, CLEAR);

	/* the lead of 1/6 is 0.25 of the value of ease (weight 2/3), that is
	 * one star; price would have to change by 2 stars, which are not
	 * there */
	assert_int_equal(d->turning, EASE);
	expect_near(d->turning_stars, 1, 1e-12);
	/* half a star on both sides and other weights rarely make up for it */
	assert_true(d->lead == LEAD_A || d->lead == LEAD_A_PROBABLE);
	expect_near(d->first[A] + d->first[B], 1, 1e-12);
	assert_true(isnan(d->first[HOST]));
	assert_true(d->error > 0 && d->error < 0.02);
	expect_near(
		d->sensitivity->difference, d->scores[A] - d->scores[B], 1e-12);
}

static void a_close_decision_is_not_clear(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d = decide(&lot, CLOSE);

	/* a: 7.25 / 11, b: 6.75 / 11; the lead of 0.5 / 11 is 1/12 of ease */
	expect_near(d->scores[A], 725.0 / 11, 1e-12);
	expect_near(d->scores[B], 675.0 / 11, 1e-12);
	assert_int_equal(d->lead, LEAD_NONE);
	assert_int_equal(d->turning, 0);
	expect_near(d->turning_stars, 1.0 / 3, 1e-12);
}

static void a_tie_is_not_clear(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d = decide(&lot, TIE);

	expect_near(d->scores[A], 62.5, 1e-12);
	expect_near(d->scores[B], 62.5, 1e-12);
	assert_int_equal(d->lead, LEAD_NONE);
	assert_true(d->turning_stars == 0);
	assert_true(d->moved == 0);
}

static void an_unknown_rating_counts_one_half(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d = decide(&lot, UNKNOWN);

	/* help: a 3 stars, b unknown; both 0.5 */
	expect_near(d->scores[A], 75, 1e-12);
	expect_near(d->scores[B], 50, 1e-12);
	assert_int_equal(d->unknown, 1);
	/* half of the weight on what nobody knows of b is no sure answer */
	expect_near(d->unknown_share, 0.5, 1e-12);
	assert_true(d->lead != LEAD_A);
}

static void a_measured_criterion_takes_the_rating(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d = decide(&lot, FAST);

	expect_near(d->scores[A], 100, 1e-12);
	expect_near(d->scores[B], 100 - 100 * log(LEAD) / log(1.5), 1e-6);
	assert_int_equal(d->lead, LEAD_A);
	/* a measurement is no rating that somebody may change */
	assert_int_equal(d->turning, -1);
	/* but other criteria might be given weight */
	assert_true(d->moved > 0 && d->moved_rival == B);
}

static void single_runs_answer_no_use_case(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d;

	add_cpu(&lot, A, 100);
	add_cpu(&lot, B, 10);
	d = &settle(&lot)->decisions[FAST];
	/* ten times faster, once: the score says so, the answer does not */
	assert_true(d->scores[A] == 100 && d->scores[B] == 0);
	assert_int_equal(settle(&lot)->performance[A].single, 1);
	assert_int_equal(d->lead, LEAD_NONE);
	assert_true(fabs(d->first[A] - 0.5) < 0.05);
	assert_int_equal(d->unknown, 0);
}

static void the_rival_closest_to_turn_it_is_named(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d;

	add_three(&lot, A, 100);
	add_three(&lot, B, 100);
	add_three(&lot, C, 100);
	/* c is unknown in both: 50, behind b (58) and a (75) */
	d = &settle(&lot)->decisions[CLEAR];
	assert_int_equal(d->best, A);
	assert_int_equal(d->second, B);
	expect_near(d->scores[C], 50, 1e-12);
	assert_int_equal(d->unknown, 2);
	expect_near(d->first[A] + d->first[B] + d->first[C], 1, 1e-12);
	assert_int_equal(d->turning, EASE);
	assert_int_equal(d->turning_rival, B);
	/* equal halves: ease and price weigh the same in favour of b */
	assert_int_equal(d->flip, EASE);
	assert_int_equal(d->flip_rival, B);
	expect_near(d->flip_from, 2.0 / 3, 1e-12);
	expect_near(d->flip_to, 0.5, 1e-12);
	assert_int_equal(d->moved_rival, B);
	expect_near(d->moved, 1.0 / 6, 1e-12);
}

static void a_use_case_without_weights_has_no_answer(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d = decide(&lot, NOTHING);

	assert_true(isnan(d->scores[A]) && isnan(d->scores[B]));
	assert_int_equal(d->best, -1);
	assert_int_equal(d->second, -1);
	assert_int_equal(d->lead, LEAD_NONE);
	assert_null(d->sensitivity);
}

static void one_contestant_alone_has_no_second(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d;

	add_three(&lot, A, 100);
	d = &settle(&lot)->decisions[CLEAR];
	assert_int_equal(d->best, -1);
	assert_int_equal(d->second, -1);
	assert_int_equal(d->lead, LEAD_NONE);
	expect_near(d->scores[A], 75, 1e-12);
}

/* -- what a line, and all lines, say -- */

static void the_lead_is_that_of_the_winner(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;
	const struct pair *closest;
	struct share lead;

	add_three(&lot, A, 100);
	add_three(&lot, B, 125);
	for (int i = -1; i <= 1; i++) {
		add_memory(&lot, A, 0.0100 + 0.0001 * i);
		add_memory(&lot, B, 0.0150 + 0.0001 * i);
	}
	analysis = settle(&lot);
	lead = line_lead(line_of(analysis, CPU, 0), &closest);
	expect_near(lead.value, 0.25, 1e-12);
	expect_near(lead.low, exp(proved_lead()) - 1, 1e-6);
	assert_true(lead.low < lead.value && lead.value < lead.high);
	/* 1.5 times the latency: 50 % ahead */
	lead = line_lead(line_of(analysis, MEMORY, 0), &closest);
	expect_near(lead.value, 0.5, 1e-12);
	assert_true(lead.low < lead.value && lead.value < lead.high);
	assert_true(
		isnan(line_lead(line_of(analysis, MEMORY, 1), &closest).value));
}

static void nobody_leads_where_nobody_wins(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;
	struct share lead;
	const struct pair *closest;

	add_cpu(&lot, A, 100);
	add_cpu(&lot, B, 200);
	analysis = settle(&lot);
	lead = line_lead(line_of(analysis, CPU, 0), &closest);
	assert_true(isnan(lead.value) && isnan(lead.low) && isnan(lead.high));
	assert_true(
		isnan(line_lead(line_of(analysis, MEMORY, 0), &closest).value));
}

/* 81 is nearer to 120 than 80 is. */
static void the_lead_is_over_the_closest_rival(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;
	const struct pair *closest;

	add_three(&lot, A, 80);
	add_three(&lot, B, 81);
	add_three(&lot, C, 120);
	line = line_of(settle(&lot), CPU, 0);
	assert_int_equal(line->outcome, OUTCOME_WINNER);
	expect_near(line_lead(line, &closest).value, 120.0 / 81 - 1, 1e-12);
	assert_int_equal(closest->a, B);
	assert_int_equal(closest->b, C);
}

static void the_summary_has_no_paths(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis = settle(&lot);

	assert_true(line_in_summary(line_of(analysis, CPU, 0)));
	assert_true(line_in_summary(line_of(analysis, MEMORY, 0)));
	assert_false(line_in_summary(line_of(analysis, MEMORY, 1)));
	assert_false(line_in_summary(line_of(analysis, NET, 0)));
}

static void the_tally_counts_the_lines_of_the_summary(void **state)
{
	struct lot lot = lot_new(state);
	struct tally tally;

	add_three(&lot, A, 100);
	add_three(&lot, B, 120);
	add_memory(&lot, A, 0.1);
	add_memory(&lot, B, 0.2);
	tally = analysis_tally(settle(&lot));
	assert_int_equal(tally.lines, 2);
	assert_int_equal(tally.wins[B], 1);
	assert_int_equal(tally.wins[A], 0);
	assert_int_equal(tally.undecided, 1);
	assert_int_equal(tally.equal + tally.leaders, 0);
}

static void the_tally_knows_equals_and_leaders(void **state)
{
	struct lot lot = lot_new(state);
	struct tally tally;

	add_three(&lot, A, 110);
	add_three(&lot, B, 110.5);
	add_three(&lot, C, 80);
	for (int i = -2; i <= 2; i++) {
		add_memory(&lot, A, 0.1 + 0.0001 * i);
		add_memory(&lot, B, 0.1002 + 0.0001 * i);
	}
	tally = analysis_tally(settle(&lot));
	assert_int_equal(tally.lines, 2);
	assert_int_equal(tally.leaders, 1);
	assert_int_equal(tally.equal, 1);
	assert_int_equal(tally.wins[A] + tally.wins[B] + tally.wins[C], 0);
}

static void lines_without_data_are_not_counted(void **state)
{
	struct lot lot = lot_new(state);
	struct tally tally;

	add_three(&lot, A, 110);
	tally = analysis_tally(settle(&lot));
	assert_int_equal(tally.lines, 0);
}

/* -- opinions -- */

static const struct corpus *contestants_of(struct lot *lot, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_three(lot, i, 100);
	assert_int_equal(corpus_settle(lot->corpus, NULL), 0);
	return lot->corpus;
}

static enum winners winners_of(
	const struct lot *lot, size_t matrix, const char *row, bool *set)
{
	const struct lab_row *found =
		lab_row_find(&lot->lab->matrices[matrix], row);

	assert_non_null(found);
	return row_winners(lot->corpus, found, set);
}

static void answers_make_the_winner_of_a_row(void **state)
{
	struct lot lot = lot_new(state);
	bool set[SYSTEMS];

	contestants_of(&lot, 2);
	assert_int_equal(
		winners_of(&lot, ANSWERS, "three", set), WINNERS_NAMED);
	assert_true(set[A] && !set[B] && !set[C] && !set[HOST]);
	assert_int_equal(winners_of(&lot, ANSWERS, "same", set), WINNERS_TIE);
	assert_true(set[A] && set[B] && !set[C] && !set[HOST]);
	/* one contestant is not spoken of, or only in words */
	assert_int_equal(
		winners_of(&lot, ANSWERS, "half", set), WINNERS_UNKNOWN);
	assert_false(set[A] || set[B]);
	assert_int_equal(
		winners_of(&lot, ANSWERS, "texts", set), WINNERS_UNKNOWN);
}

static void winners_that_are_named_win_a_row(void **state)
{
	struct lot lot = lot_new(state);
	bool set[SYSTEMS];

	contestants_of(&lot, 2);
	assert_int_equal(winners_of(&lot, ROWS, "named", set), WINNERS_NAMED);
	assert_true(set[B] && !set[A]);
	/* an empty list is a tie of opinion */
	assert_int_equal(winners_of(&lot, ROWS, "tie", set), WINNERS_TIE);
	assert_true(set[A] && set[B] && !set[C]);
	/* who is not compared does not win, nor does anybody else */
	assert_int_equal(
		winners_of(&lot, ROWS, "absent", set), WINNERS_UNKNOWN);
	assert_false(set[A] || set[B] || set[C]);
	assert_int_equal(
		winners_of(&lot, ROWS, "silent", set), WINNERS_UNKNOWN);
}

static void a_third_contestant_not_spoken_of_leaves_no_winner(void **state)
{
	struct lot lot = lot_new(state);
	bool set[SYSTEMS];

	contestants_of(&lot, 3);
	assert_int_equal(
		winners_of(&lot, ANSWERS, "three", set), WINNERS_NAMED);
	assert_true(set[A] && !set[B] && !set[C]);
	assert_int_equal(
		winners_of(&lot, ANSWERS, "same", set), WINNERS_UNKNOWN);
	assert_int_equal(winners_of(&lot, ROWS, "named", set), WINNERS_UNKNOWN);
	assert_int_equal(winners_of(&lot, ROWS, "tie", set), WINNERS_UNKNOWN);
	assert_int_equal(winners_of(&lot, ROWS, "absent", set), WINNERS_NAMED);
	assert_true(set[C]);
}

static void a_contestant_alone_wins_nothing(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis;
	bool set[SYSTEMS];

	add_three(&lot, A, 100);
	add_three(&lot, HOST, 200);
	analysis = settle(&lot);
	assert_int_equal(
		winners_of(&lot, ANSWERS, "three", set), WINNERS_UNKNOWN);
	assert_int_equal(winners_of(&lot, ROWS, "tie", set), WINNERS_UNKNOWN);
	assert_false(set[A]);
	assert_int_equal(
		matrix_score(lot.corpus, &lot.lab->matrices[ANSWERS]).winners,
		WINNERS_UNKNOWN);
	for (size_t i = 0; i < lot.lab->criterion_count; i++)
		assert_int_equal(
			criterion_winners(analysis, &lot.lab->criteria[i], set),
			WINNERS_UNKNOWN);
}

static void the_finding_of_the_author_replaces_a_named_winner(void **state)
{
	struct lot lot = lot_new(state);
	struct author author = {0};
	bool set[SYSTEMS];
	const char *text = json_of(lot.desk->arena,
		"{'cells': {'rows': {'named': {'b': {'answer': 'no'}},"
		" 'tie': {'winner': ['a']}},"
		" 'answers': {'three': {'a': {'answer': 'no'}}}}}");

	contestants_of(&lot, 2);
	assert_int_equal(author_read(lot.desk->arena, &lot.desk->diags, "a",
				 text, strlen(text), lot.lab, &author),
		0);
	/* a has no answer to set against it */
	assert_int_equal(winners_of(&lot, ROWS, "named", set), WINNERS_UNKNOWN);
	assert_int_equal(winners_of(&lot, ROWS, "tie", set), WINNERS_NAMED);
	assert_true(set[A] && !set[B]);
	assert_int_equal(
		winners_of(&lot, ANSWERS, "three", set), WINNERS_NAMED);
	assert_true(set[B] && !set[A]);
}

static void answers_are_points_of_a_matrix(void **state)
{
	struct lot lot = lot_new(state);
	struct matrix_score score;

	contestants_of(&lot, 2);
	score = matrix_score(lot.corpus, &lot.lab->matrices[ANSWERS]);
	assert_int_equal(score.halves[A], 4);
	assert_int_equal(score.halves[B], 3);
	assert_int_equal(score.left_out, 2);
	assert_int_equal(score.winners, WINNERS_NAMED);
	assert_true(score.set[A] && !score.set[B]);
	score = matrix_score(lot.corpus, &lot.lab->matrices[DRAW]);
	assert_int_equal(score.winners, WINNERS_TIE);
	assert_int_equal(score.left_out, 0);
	assert_true(score.set[A] && score.set[B] && !score.set[C]);
}

static void rows_won_are_points_of_a_matrix(void **state)
{
	struct lot lot = lot_new(state);
	struct matrix_score score;

	contestants_of(&lot, 2);
	score = matrix_score(lot.corpus, &lot.lab->matrices[ROWS]);
	assert_int_equal(score.halves[A], 0);
	assert_int_equal(score.halves[B], 2);
	assert_int_equal(score.left_out, 2);
	assert_int_equal(score.winners, WINNERS_NAMED);
	assert_true(score.set[B] && !score.set[A]);
}

static void a_matrix_that_says_nothing_has_no_winner(void **state)
{
	struct lot lot = lot_new(state);
	struct matrix_score score;

	contestants_of(&lot, 2);
	score = matrix_score(lot.corpus, &lot.lab->matrices[MUTE]);
	assert_int_equal(score.left_out, 1);
	assert_int_equal(score.winners, WINNERS_UNKNOWN);
	assert_false(score.set[A] || score.set[B]);
}

static void most_stars_win_a_criterion(void **state)
{
	struct lot lot = lot_new(state);
	const struct lab_criterion *c = lot.lab->criteria;
	const struct analysis *analysis;
	bool set[SYSTEMS];

	add_three(&lot, A, 100);
	add_three(&lot, B, 80);
	analysis = settle(&lot);
	assert_int_equal(
		criterion_winners(analysis, &c[EASE], set), WINNERS_NAMED);
	assert_true(set[A] && !set[B]);
	assert_int_equal(
		criterion_winners(analysis, &c[EVEN], set), WINNERS_TIE);
	assert_true(set[A] && set[B] && !set[HOST]);
	assert_int_equal(
		criterion_winners(analysis, &c[HELP], set), WINNERS_UNKNOWN);
	assert_false(set[A]);
	assert_int_equal(
		criterion_winners(analysis, &c[SPEED], set), WINNERS_NAMED);
	assert_true(set[A] && !set[B]);
	assert_true(criterion_stars(analysis, &c[PRICE], B) == 4);
	assert_true(isnan(criterion_stars(analysis, &c[HELP], B)));
	assert_true(criterion_stars(analysis, &c[SPEED], A) == 5);
}

static void measured_stars_win_only_when_the_lead_is_shown(void **state)
{
	struct lot lot = lot_new(state);
	const struct lab_criterion *speed = &lot.lab->criteria[SPEED];
	const struct analysis *analysis;
	bool set[SYSTEMS];

	add_cpu(&lot, A, 100);
	add_cpu(&lot, B, 10);
	analysis = settle(&lot);
	assert_true(isnan(criterion_stars(analysis, speed, A)));
	assert_true(isnan(criterion_stars(analysis, speed, B)));
	assert_int_equal(
		criterion_winners(analysis, speed, set), WINNERS_UNKNOWN);
	assert_false(set[A] || set[B]);
}

/* -- identity -- */

/* A record of a machine; what is 0 or NULL it does not state. */
static void add_facts(struct lot *lot, size_t system, double gib,
	const char *os, const char *hostname)
{
	struct arena *arena = lot->desk->arena;
	struct run *run =
		run_new(arena, &lot->list, "vm-facts", "facts.log", 1);

	if (gib > 0)
		run_observe(arena, run, "memory_total", gib * 1073741824.0,
			arena_printf(arena, "%g GiB", gib), 2);
	if (os)
		run_state(arena, run, "os", os, 3);
	if (hostname)
		run_state(arena, run, "hostname", hostname, 4);
	corpus_add(lot->corpus, run, system);
}

static void machines_that_state_the_same_are_alike(void **state)
{
	struct lot lot = lot_new(state);
	struct fact_state fact;

	/* 5 % less memory and another name are no difference */
	add_facts(&lot, A, 2, "Debian 12", "x");
	add_facts(&lot, B, 1.9, "Debian 12", "y");
	add_facts(&lot, HOST, 64, "Fedora", NULL);
	settle(&lot);
	assert_int_equal(lot.corpus->facts[A]->param_count, 2);
	assert_int_equal(identity_state(lot.corpus), IDENTITY_SAME);
	fact = fact_state(lot.corpus, &lot.lab->facts[0]);
	assert_int_equal(fact.known, 2);
	assert_false(fact.differs || fact.unexpected);
	assert_true(fact.inexact);
	assert_false(fact_state(lot.corpus, &lot.lab->facts[1]).inexact);
	assert_false(fact_is_off(lot.corpus, &lot.lab->facts[0]));
}

static void a_fact_missing_on_one_side_is_unknown(void **state)
{
	struct lot lot = lot_new(state);
	struct fact_value value;

	add_facts(&lot, A, 2, "Debian 12", NULL);
	add_facts(&lot, B, 2, NULL, NULL);
	settle(&lot);
	assert_int_equal(identity_state(lot.corpus), IDENTITY_UNKNOWN);
	value = fact_value(lot.corpus, &lot.lab->facts[1], B);
	assert_false(value.known);
	value = fact_value(lot.corpus, &lot.lab->facts[1], C);
	assert_false(value.known);
	value = fact_value(lot.corpus, &lot.lab->facts[0], B);
	assert_true(value.known && value.number == 2 * 1073741824.0);
	assert_int_equal(fact_state(lot.corpus, &lot.lab->facts[1]).known, 1);
}

static void a_machine_alone_is_like_no_other(void **state)
{
	struct lot lot = lot_new(state);

	add_facts(&lot, A, 2, "Debian 12", NULL);
	add_facts(&lot, HOST, 2, "Debian 12", NULL);
	settle(&lot);
	assert_int_equal(identity_state(lot.corpus), IDENTITY_UNKNOWN);
}

static void machines_that_differ_are_not_alike(void **state)
{
	struct lot lot = lot_new(state);

	add_facts(&lot, A, 2, "Debian 12", NULL);
	add_facts(&lot, B, 4, "Debian 12", NULL);
	settle(&lot);
	assert_true(fact_state(lot.corpus, &lot.lab->facts[0]).differs);
	assert_int_equal(identity_state(lot.corpus), IDENTITY_DIFFERS);
}

static void machines_other_than_asked_for_are_not_alike(void **state)
{
	struct lot lot = lot_new(state);

	add_facts(&lot, A, 2, "Fedora 40", NULL);
	add_facts(&lot, B, 2, "Fedora 40", NULL);
	settle(&lot);
	assert_true(fact_state(lot.corpus, &lot.lab->facts[1]).unexpected);
	assert_false(fact_state(lot.corpus, &lot.lab->facts[1]).differs);
	assert_int_equal(identity_state(lot.corpus), IDENTITY_DIFFERS);
}

static void facts_of_several_files_are_put_together(void **state)
{
	struct lot lot = lot_new(state);

	add_facts(&lot, A, 2, NULL, NULL);
	add_facts(&lot, A, 0, "Debian 12", NULL);
	add_facts(&lot, B, 2, "Debian 12", NULL);
	settle(&lot);
	expect_no_complaint(lot.desk);
	assert_string_equal(run_value(lot.corpus->facts[A], "os"), "Debian 12");
	assert_int_equal(identity_state(lot.corpus), IDENTITY_SAME);
}

static void facts_that_contradict_each_other_are_reported(void **state)
{
	struct lot lot = lot_new(state);

	add_facts(&lot, A, 2, "Debian 12", NULL);
	add_facts(&lot, A, 4, "Debian 12", NULL);
	add_facts(&lot, A, 0, "Debian 11", NULL);
	settle(&lot);
	assert_int_equal(told_times(lot.desk, DIAG_ID_FACT_TWICE), 2);
	expect_told(lot.desk, DIAG_ID_FACT_TWICE,
		"memory_total is 4 GiB here, but 2 GiB");
	expect_told(lot.desk, DIAG_ID_FACT_TWICE,
		"os is Debian 11 here, but Debian 12");
	/* what came first holds */
	assert_string_equal(run_value(lot.corpus->facts[A], "os"), "Debian 12");
}

/* -- copies and gaps -- */

static void add_same(struct lot *lot, size_t system, double value)
{
	struct run *run = add(lot, system, "sysbench", "cpu");

	run_state(lot->desk->arena, run, "threads", "2", 2);
	run_observe(lot->desk->arena, run, "events_per_second", value,
		arena_printf(lot->desk->arena, "%g", value), 3);
}

static void a_run_read_twice_counts_once(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	add_same(&lot, A, 100);
	add_same(&lot, A, 101);
	add_same(&lot, A, 100);
	add_same(&lot, A, 100);
	line = line_of(settle(&lot), CPU, 0);
	assert_int_equal(line->samples[A].count, 2);
	assert_int_equal(told_times(lot.desk, DIAG_ID_RUN_TWICE), 2);
	expect_told(lot.desk, DIAG_ID_RUN_TWICE, "0.log:1");
	assert_string_equal(lot.desk->diags.items[0].file, "2.log");
	assert_true(lot.corpus->runs[0].counted);
	assert_false(lot.corpus->runs[2].counted);
	assert_int_equal(told_times(lot.desk, DIAG_ID_RUN_COPIED), 0);
}

static void a_run_of_two_systems_counts_but_is_reported(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	add_same(&lot, A, 100);
	add_same(&lot, B, 100);
	line = line_of(settle(&lot), CPU, 0);
	assert_int_equal(line->samples[A].count, 1);
	assert_int_equal(line->samples[B].count, 1);
	assert_int_equal(told_times(lot.desk, DIAG_ID_RUN_COPIED), 1);
	expect_told(lot.desk, DIAG_ID_RUN_COPIED, "0.log:1");
	assert_int_equal(told_times(lot.desk, DIAG_ID_RUN_TWICE), 0);
}

static void runs_that_differ_in_one_digit_are_two(void **state)
{
	struct lot lot = lot_new(state);
	struct arena *arena = lot.desk->arena;

	add_same(&lot, A, 100);
	add_same(&lot, A, 100.5);
	/* the same figure under other conditions */
	run_state(arena, add(&lot, A, "sysbench", "cpu"), "threads", "4", 2);
	run_observe(arena, lot.list.last, "events_per_second", 100, "100", 3);
	settle(&lot);
	assert_int_equal(told_times(lot.desk, DIAG_ID_RUN_TWICE), 0);
}

static void copies_on_both_sides_are_counted_once_on_each(void **state)
{
	struct lot lot = lot_new(state);
	const struct line *line;

	for (int i = 0; i < 3; i++)
		add_same(&lot, A, 100);
	for (int i = 0; i < 3; i++)
		add_same(&lot, B, 100);
	line = line_of(settle(&lot), CPU, 0);
	assert_int_equal(line->samples[A].count, 1);
	assert_int_equal(line->samples[B].count, 1);
	assert_int_equal(told_times(lot.desk, DIAG_ID_RUN_TWICE), 4);
	assert_int_equal(told_times(lot.desk, DIAG_ID_RUN_COPIED), 1);
}

static void a_test_that_one_side_lacks_is_a_problem(void **state)
{
	struct lot lot = lot_new(state);
	const struct lab_test *tests = lot.lab->tests;
	const struct diag *diag;

	add_three(&lot, A, 100);
	add_three(&lot, B, 100);
	add_memory(&lot, A, 0.1);
	settle(&lot);
	assert_false(corpus_lacks(lot.corpus, &tests[MEMORY], A));
	assert_true(corpus_lacks(lot.corpus, &tests[MEMORY], B));
	assert_false(corpus_lacks(lot.corpus, &tests[CPU], B));
	assert_int_equal(told_times(lot.desk, DIAG_ID_TEST_MISSING), 1);
	expect_told(lot.desk, DIAG_ID_TEST_MISSING,
		"Memory, no complete run for B");
	/* nobody did it: only a note, per system */
	assert_int_equal(told_times(lot.desk, DIAG_ID_TEST_NOWHERE), 2);
	diag = told(lot.desk, DIAG_ID_TEST_NOWHERE, "Network");
	assert_int_equal(diag_severity(diag), DIAG_NOTE);
}

static void an_incomplete_run_does_not_fill_the_gap(void **state)
{
	struct lot lot = lot_new(state);

	add_three(&lot, A, 100);
	add_cpu(&lot, B, 100)->complete = false;
	settle(&lot);
	assert_true(corpus_lacks(lot.corpus, &lot.lab->tests[CPU], B));
}

static void both_ends_of_a_path_have_its_runs(void **state)
{
	struct lot lot = lot_new(state);
	const struct lab_test *net = &lot.lab->tests[NET];

	add_three(&lot, C, 100);
	add_end(&lot, A, "client", "10.0.0.1", "10.0.0.1:40000",
		"10.0.0.2:5201", 9e8);
	add_end(&lot, B, "server", "10.0.0.2", "10.0.0.1:40000",
		"10.0.0.2:5201", 9e8);
	settle(&lot);
	assert_false(corpus_lacks(lot.corpus, net, A));
	assert_false(corpus_lacks(lot.corpus, net, B));
	assert_true(corpus_lacks(lot.corpus, net, C));
}

static void one_contestant_alone_is_said(void **state)
{
	struct lot lot = lot_new(state);

	add_three(&lot, A, 100);
	add_three(&lot, HOST, 100);
	settle(&lot);
	assert_int_equal(told_times(lot.desk, DIAG_ID_ONE_SYSTEM), 1);
	assert_int_equal(diags_worst(&lot.desk->diags), DIAG_WARNING);
}

static void an_empty_corpus_is_analysed_all_the_same(void **state)
{
	struct lot lot = lot_new(state);
	const struct analysis *analysis = settle(&lot);

	expect_silence(lot.desk);
	assert_int_equal(analysis->line_count, 4);
	assert_int_equal(analysis->fastest, -1);
	for (size_t i = 0; i < analysis->line_count; i++)
		assert_int_equal(analysis->lines[i].outcome, OUTCOME_NO_DATA);
	assert_null(corpus_date(lot.corpus));
}

static void settings_must_agree_and_circumstances_may_differ(void **state)
{
	(void)state;
	assert_true(param_is_setting("threads"));
	assert_true(param_is_setting("block_size"));
	assert_false(param_is_setting("cookie"));
	assert_false(param_is_setting("command"));
	assert_false(param_is_setting("format"));
	assert_false(param_is_setting("no such thing"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(clearly_different_systems_have_a_winner),
		TEST(lower_wins_where_lower_is_better),
		TEST(a_single_run_each_is_undecided),
		TEST(too_much_spread_is_undecided_by_its_own_spread),
		TEST(the_larger_spread_says_how_many_runs_are_needed),
		TEST(a_single_run_has_at_least_the_assumed_spread),
		TEST(differences_within_the_margin_are_equal),
		TEST(two_of_three_systems_may_lead),
		TEST(one_of_three_systems_may_beat_the_others),
		TEST(one_system_alone_is_no_comparison),
		TEST(a_measure_without_better_side_has_no_winner),
		TEST(decimals_suit_the_display_unit),
		TEST(incomplete_runs_do_not_count),
		TEST(repetitions_are_numbered_per_place),
		TEST(a_run_of_no_test_is_reported),
		TEST(runs_of_one_test_must_state_the_same_parameters),
		TEST(runs_of_one_test_must_be_of_one_version),
		TEST(dates_may_differ_between_runs),
		TEST(a_run_that_deviates_from_the_command_is_reported),
		TEST(a_measure_missing_from_a_log_is_reported),
		TEST(facts_of_a_machine_are_no_runs),
		TEST(both_ends_of_a_connection_count_once),
		TEST(a_server_alone_counts),
		TEST(the_way_back_is_another_path),
		TEST(an_address_that_no_log_explains_stays_an_address),
		TEST(one_address_in_two_networks_is_not_guessed),
		TEST(a_connection_of_a_machine_with_itself_is_refused),
		TEST(a_connection_without_ends_is_refused),
		TEST(addresses_of_ipv6_keep_their_colons),
		TEST(the_loss_is_what_the_baseline_does_better),
		TEST(the_loss_of_a_latency_is_a_loss_of_speed),
		TEST(a_loss_from_single_runs_has_no_interval),
		TEST(the_baseline_can_be_chosen),
		TEST(there_may_be_no_baseline),
		TEST(a_baseline_without_logs_is_a_mistake),
		TEST(verdicts_are_confirmed_over_the_table),
		TEST(a_verdict_among_many_may_be_only_probable),
		TEST(runs_left_out_do_not_count_but_can_be_counted),
		TEST(the_fastest_is_rated_one),
		TEST(ratings_average_over_the_summary_lines),
		TEST(only_lines_that_all_contestants_have_are_rated),
		TEST(a_lead_that_is_not_proved_is_not_shown),
		TEST(single_runs_have_the_assumed_spread),
		TEST(runs_without_spread_prove_a_lead),
		TEST(nothing_in_common_means_no_rating),
		TEST(stars_become_values),
		TEST(a_decision_weighs_the_criteria),
		TEST(a_clear_decision_stands_half_a_star),
		TEST(a_close_decision_is_not_clear),
		TEST(a_tie_is_not_clear),
		TEST(an_unknown_rating_counts_one_half),
		TEST(a_measured_criterion_takes_the_rating),
		TEST(single_runs_answer_no_use_case),
		TEST(the_rival_closest_to_turn_it_is_named),
		TEST(settings_must_agree_and_circumstances_may_differ),
		TEST(a_use_case_without_weights_has_no_answer),
		TEST(one_contestant_alone_has_no_second),
		TEST(the_lead_is_that_of_the_winner),
		TEST(nobody_leads_where_nobody_wins),
		TEST(the_lead_is_over_the_closest_rival),
		TEST(the_summary_has_no_paths),
		TEST(the_tally_counts_the_lines_of_the_summary),
		TEST(the_tally_knows_equals_and_leaders),
		TEST(lines_without_data_are_not_counted),
		TEST(answers_make_the_winner_of_a_row),
		TEST(winners_that_are_named_win_a_row),
		TEST(a_third_contestant_not_spoken_of_leaves_no_winner),
		TEST(a_contestant_alone_wins_nothing),
		TEST(the_finding_of_the_author_replaces_a_named_winner),
		TEST(answers_are_points_of_a_matrix),
		TEST(rows_won_are_points_of_a_matrix),
		TEST(a_matrix_that_says_nothing_has_no_winner),
		TEST(most_stars_win_a_criterion),
		TEST(measured_stars_win_only_when_the_lead_is_shown),
		TEST(machines_that_state_the_same_are_alike),
		TEST(a_fact_missing_on_one_side_is_unknown),
		TEST(a_machine_alone_is_like_no_other),
		TEST(machines_that_differ_are_not_alike),
		TEST(machines_other_than_asked_for_are_not_alike),
		TEST(facts_of_several_files_are_put_together),
		TEST(facts_that_contradict_each_other_are_reported),
		TEST(a_run_read_twice_counts_once),
		TEST(a_run_of_two_systems_counts_but_is_reported),
		TEST(runs_that_differ_in_one_digit_are_two),
		TEST(copies_on_both_sides_are_counted_once_on_each),
		TEST(a_test_that_one_side_lacks_is_a_problem),
		TEST(an_incomplete_run_does_not_fill_the_gap),
		TEST(both_ends_of_a_path_have_its_runs),
		TEST(one_contestant_alone_is_said),
		TEST(an_empty_corpus_is_analysed_all_the_same),
	};

	stats_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
