/* Unit tests of src/model/corpus and src/analysis on a little lab. */
#include "tests/helpers.h"

#include "src/analysis/analysis.h"

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
	" 'criteria': ["
	"  {'id': 'ease', 'label': 'Ease', 'stars': {'a': 5, 'b': 3}},"
	"  {'id': 'price', 'label': 'Price', 'stars': {'a': 2, 'b': 4}},"
	"  {'id': 'help', 'label': 'Help', 'stars': {'a': 3}},"
	"  {'id': 'speed', 'label': 'Speed', 'stars': 'measured'}],"
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

static struct run *add_cpu(struct lot *lot, size_t system, double value)
{
	struct run *run = add(lot, system, "sysbench", "cpu");

	assert_true(run_observe(
		lot->desk->arena, run, "events_per_second", value, "raw", 2));
	return run;
}

static void add_memory(struct lot *lot, size_t system, double latency)
{
	struct run *run = add(lot, system, "sysbench", "memory");

	run_observe(lot->desk->arena, run, "latency_avg", latency, "raw", 2);
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
	return analysis_new(lot->corpus);
}

static const struct analysis *settle(struct lot *lot)
{
	return settle_against(lot, NULL);
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
	expect_silence(lot.desk);
	assert_int_equal(line->outcome, OUTCOME_WINNER);
	assert_true(line->leads[B] && !line->leads[A]);
	assert_int_equal(line->pair_count, 1);
	assert_int_equal(line->pairs[0].comparison.verdict, VERDICT_B);
	assert_int_equal(line->pairs[0].runs_needed, 0);
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
	assert_true(line->pairs[0].assumed_cv);
	/* reference/misc/required_n.tsv: 3 % at a CV of 3 % */
	assert_int_equal(line->pairs[0].runs_needed, 18);
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
	assert_false(pair->assumed_cv);
	/* the larger spread: sd 28.28 of mean 105 */
	assert_int_equal(pair->runs_needed,
		stats_runs_needed(sqrt(800) / 105, 0.03, 0.95, 0.8, 100000));
	assert_true(pair->runs_needed > 100);
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
	assert_int_equal(line->pairs[0].runs_needed, 0);
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
	expect_silence(lot.desk);
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

	run_state(arena, add_cpu(&lot, A, 100), "events_limit", "0", 3);
	run_state(arena, add_cpu(&lot, A, 101), "events_limit", "0", 3);
	run_state(arena, add_cpu(&lot, B, 100), "events_limit", "9", 3);
	/* unstated is no difference */
	add_cpu(&lot, B, 101);
	settle(&lot);
	assert_int_equal(told_times(lot.desk, DIAG_ID_RUN_MIXED), 1);
	expect_told(lot.desk, DIAG_ID_RUN_MIXED,
		"events_limit is 9, but 0 in other runs");
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
	assert_int_equal(told_times(lot.desk, DIAG_ID_RUN_MIXED), 1);
	expect_told(lot.desk, DIAG_ID_RUN_MIXED,
		"sysbench version is 1.0.18, but 1.0.20");
}

static void dates_may_differ_between_runs(void **state)
{
	struct lot lot = lot_new(state);
	struct arena *arena = lot.desk->arena;

	run_state(arena, add_cpu(&lot, A, 1), "date", "2026-11-23 10:00", 3);
	run_state(arena, add_cpu(&lot, A, 1), "date", "2026-11-24 09:00", 3);
	run_state(arena, add_cpu(&lot, A, 1), "date", "2026-01-02 11:00", 3);
	assert_string_equal(corpus_date(lot.corpus), "2026-11-24");
	settle(&lot);
	expect_silence(lot.desk);
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
	assert_int_equal(line->samples[A].count, 3);
}

static void facts_of_a_machine_are_no_runs(void **state)
{
	struct lot lot = lot_new(state);
	const struct run *first = add(&lot, A, "vm-facts", NULL);

	add(&lot, A, "vm-facts", NULL);
	settle(&lot);
	expect_silence(lot.desk);
	assert_ptr_equal(lot.corpus->facts[A], first);
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
	run_observe(arena, run, "receiver.throughput", rate, "raw", 5);
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
	expect_silence(lot.desk);
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
	struct loss loss;

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
	struct loss loss;

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
	struct loss loss;

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

/* -- ratings -- */

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
	assert_true(analysis->ratings[B].value == 1);
	/* 1 + ln 0.8 / ln 1.5 */
	expect_near(analysis->ratings[A].value, 0.4496602868, 1e-9);
	/* more than 1.5 times slower */
	assert_true(analysis->ratings[C].value == 0);
	assert_true(isnan(analysis->ratings[HOST].value));
	expect_near(
		rating_stars(analysis->ratings[A].value), 2.7986411471, 1e-9);
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
	expect_near(analysis->ratings[B].value, 1 - log(12.0 / 11) / log(1.5),
		1e-12);
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
	assert_true(analysis->ratings[A].value == 1);
	assert_true(analysis->ratings[B].value == 1);
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
	assert_true(isnan(analysis->ratings[A].value));
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
	assert_true(d->clear);
	assert_int_equal(d->turning, 0);
	expect_near(d->turning_stars, 1, 1e-12);
}

static void a_close_decision_is_not_clear(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d = decide(&lot, CLOSE);

	/* a: 7.25 / 11, b: 6.75 / 11; the lead of 0.5 / 11 is 1/12 of ease */
	expect_near(d->scores[A], 725.0 / 11, 1e-12);
	expect_near(d->scores[B], 675.0 / 11, 1e-12);
	assert_false(d->clear);
	assert_int_equal(d->turning, 0);
	expect_near(d->turning_stars, 1.0 / 3, 1e-12);
}

static void a_tie_is_not_clear(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d = decide(&lot, TIE);

	expect_near(d->scores[A], 62.5, 1e-12);
	expect_near(d->scores[B], 62.5, 1e-12);
	assert_false(d->clear);
	assert_true(d->turning_stars == 0);
}

static void an_unknown_rating_counts_one_half(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d = decide(&lot, UNKNOWN);

	/* help: a 3 stars, b unknown; both 0.5 */
	expect_near(d->scores[A], 75, 1e-12);
	expect_near(d->scores[B], 50, 1e-12);
	assert_int_equal(d->unknown, 1);
}

static void a_measured_criterion_takes_the_rating(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d = decide(&lot, FAST);

	expect_near(d->scores[A], 100, 1e-12);
	expect_near(d->scores[B], 44.96602868, 1e-9);
	assert_true(d->clear);
	assert_int_equal(d->turning, 3);
	expect_near(d->turning_stars, 4 * 0.5503397132, 1e-9);
}

static void a_use_case_without_weights_has_no_answer(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d = decide(&lot, NOTHING);

	assert_true(isnan(d->scores[A]) && isnan(d->scores[B]));
	assert_int_equal(d->best, -1);
	assert_int_equal(d->second, -1);
	assert_int_equal(d->turning, -1);
	assert_false(d->clear);
}

static void one_contestant_alone_has_no_second(void **state)
{
	struct lot lot = lot_new(state);
	const struct decision *d;

	add_three(&lot, A, 100);
	d = &settle(&lot)->decisions[CLEAR];
	assert_int_equal(d->best, A);
	assert_int_equal(d->second, -1);
	assert_int_equal(d->turning, -1);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(clearly_different_systems_have_a_winner),
		TEST(lower_wins_where_lower_is_better),
		TEST(a_single_run_each_is_undecided),
		TEST(too_much_spread_is_undecided_by_its_own_spread),
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
		TEST(the_fastest_is_rated_one),
		TEST(ratings_average_over_the_summary_lines),
		TEST(only_lines_that_all_contestants_have_are_rated),
		TEST(nothing_in_common_means_no_rating),
		TEST(stars_become_values),
		TEST(a_decision_weighs_the_criteria),
		TEST(a_clear_decision_stands_half_a_star),
		TEST(a_close_decision_is_not_clear),
		TEST(a_tie_is_not_clear),
		TEST(an_unknown_rating_counts_one_half),
		TEST(a_measured_criterion_takes_the_rating),
		TEST(a_use_case_without_weights_has_no_answer),
		TEST(one_contestant_alone_has_no_second),
		TEST(an_empty_corpus_is_analysed_all_the_same),
	};

	stats_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
