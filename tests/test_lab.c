/* Unit tests of src/model: the lab definition, the mistakes in it, the
 * author's file. Run from the root of the sources. */
#include "tests/helpers.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/data/embedded.h"
#include "src/model/author.h"
#include "src/model/lab.h"

/* A small lab that has a bit of everything. */
static const char mini[] =
	"{'format': 1, 'id': 'mini', 'title': 'Mini lab',"
	" 'settings': {'margin': 0.05, '_why': 'a comment'},"
	" 'sources': {'book': {'label': 'A book', 'url': 'x:y'}},"
	" 'systems': ["
	"  {'id': 'alpha', 'name': 'Alpha One', 'short': 'Alpha',"
	"   'aliases': ['first', 'aa']},"
	"  {'id': 'beta-2', 'name': {'fr': 'Bêta', 'en': 'Beta'},"
	"   'aliases': ['beta']},"
	"  {'id': 'bare', 'name': 'Bare metal', 'baseline': true}],"
	" 'categories': [{'id': 'cpu', 'label': 'CPU'}],"
	" 'facts': [{'fact': 'memory_total', 'label': 'Memory',"
	"   'unit': 'GiB', 'expected': 4, 'tolerance': 0.1},"
	"  {'fact': 'os', 'label': 'System', 'expected': 'Debian'}],"
	" 'tests': ["
	"  {'id': 'primes', 'label': 'Primes', 'category': 'cpu',"
	"   'match': {'tool': 'sysbench', 'workload': 'cpu',"
	"    'prime_limit': [10000, '20000']},"
	"   'expect': {'threads': 2},"
	"   'metrics': ["
	"    {'metric': 'events_per_second', 'label': 'Events',"
	"     'unit': 'events/s', 'better': 'higher', 'summary': true},"
	"    {'metric': 'latency_avg', 'label': 'Latency', 'unit': 'ms',"
	"     'better': 'lower', 'margin': 0.1, 'digits': 2}]},"
	"  {'id': 'cpu-any', 'label': 'CPU', 'category': 'cpu',"
	"   'match': {'tool': 'sysbench', 'workload': 'cpu'},"
	"   'metrics': [{'metric': 'total_time', 'label': 'Time',"
	"    'better': 'none', 'why': 'fixed'}]}],"
	" 'matrices': [{'id': 'features', 'title': 'Features', 'head': 'What',"
	"   'winner': 'answers', 'reason': {'alpha': 'more of them'},"
	"   'rows': ["
	"    {'id': 'snap', 'label': 'Snapshots', 'source': 'book',"
	"     'cells': {'alpha': {'answer': 'yes', 'text': 'all'},"
	"      'beta-2': {'answer': 'partly'}}},"
	"    {'id': 'clicks', 'label': 'Clicks', 'winner': ['beta-2'],"
	"     'cells': {'alpha': '12', 'beta-2': {'fr': 'dix', 'en': 'ten'}},"
	"     'correction': {'text': 'wrong', 'source': 'book'}}]}],"
	" 'criteria': ["
	"  {'id': 'ease', 'label': 'Ease', 'source': 'book',"
	"   'stars': {'alpha': 4.5, 'beta-2': 0}},"
	"  {'id': 'speed', 'label': 'Speed', 'stars': 'measured'}],"
	" 'use_cases': [{'id': 'home', 'label': 'Home',"
	"   'weights': {'ease': 3, 'speed': 10},"
	"   'reasons': {'alpha': ['one', 'two']}, 'examples': ['a box'],"
	"   'opinion': ['alpha'], 'source': 'book'}],"
	" 'strengths': [{'system': 'alpha', 'strengths': ['s'],"
	"   'weaknesses': ['w', 'x'], 'source': 'book'}],"
	" 'needs': ["
	"  {'label': 'At home', 'use_case': 'home', 'opinion': ['alpha']},"
	"  {'label': 'Easy', 'criterion': 'ease'},"
	"  {'label': 'Snapshots', 'row': 'features.snap'}],"
	" 'checklist': ["
	"  {'label': 'Machines', 'evidence': 'identity'},"
	"  {'label': 'Looked', 'evidence': 'matrix:features'},"
	"  {'label': 'Chosen', 'evidence': 'choice'}],"
	" 'sections': ["
	"  {'number': '1', 'title': 'Results', 'kind': 'text', 'sections': ["
	"   {'number': '1.1', 'title': 'CPU', 'kind': 'results',"
	"    'tests': ['primes', 'cpu-any']}]},"
	"  {'title': 'Table', 'kind': 'matrix', 'matrix': 'features'},"
	"  {'title': 'Who', 'kind': 'use_case', 'use_case': 'home'},"
	"  {'number': '2', 'title': 'Moved', 'kind': 'reported', 'fields': ["
	"   {'id': 'how', 'label': 'How'},"
	"   {'id': 'time', 'label': 'Time', 'unit': 's'}]}]}";

static const char *const no_extra[] = {NULL};

static struct lab *read_with(
	struct desk *desk, const char *text, const char *const *extra)
{
	const char *json = json_of(desk->arena, text);

	return lab_read(desk->arena, &desk->diags, "lab.json", json,
		strlen(json), extra);
}

static struct lab *read_lab(struct desk *desk, const char *text)
{
	return read_with(desk, text, no_extra);
}

static struct lab *mini_lab(struct desk *desk)
{
	struct lab *lab = read_lab(desk, mini);

	expect_silence(desk);
	assert_non_null(lab);
	return lab;
}

static struct lab *embedded(struct desk *desk)
{
	struct lab *lab = lab_read(desk->arena, &desk->diags, "tp6.json",
		embedded_lab, embedded_lab_length(), no_extra);

	expect_silence(desk);
	assert_non_null(lab);
	return lab;
}

/* -- a lab without mistakes -- */

static void expect_said(const struct text *text, const char *where)
{
	for (int i = 0; i < LANG_COUNT; i++)
		if (!text->in[i] || !text->in[i][0])
			fail_msg("%s: nothing in language %d", where, i);
}

/* A text that may be absent, but not in one language only. */
static void expect_whole(const struct text *text, const char *where)
{
	if (!text_empty(text))
		expect_said(text, where);
}

static void expect_list(const struct text_list *list, const char *where)
{
	for (size_t i = 0; i < list->count; i++)
		expect_said(&list->items[i], where);
}

static void expect_sections(const struct lab_section *sections, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct lab_section *s = &sections[i];

		expect_said(&s->title, "section title");
		expect_whole(&s->intro, s->title.in[0]);
		expect_whole(&s->note, s->title.in[0]);
		expect_sections(s->sections, s->section_count);
	}
}

static void the_embedded_lab_has_no_mistake(void **state)
{
	const struct lab *lab = embedded(*state);

	assert_true(lab->system_count >= 3);
	assert_true(lab->test_count > 0 && lab->matrix_count > 0);
	assert_true(lab->criterion_count > 0 && lab->use_case_count > 0);
	assert_true(lab->section_count > 0 && lab->check_count > 0);
	assert_int_equal(embedded_lab[embedded_lab_length()], '\0');
}

static void the_measures_of_the_embedded_lab_have_texts(void **state)
{
	const struct lab *lab = embedded(*state);

	for (size_t t = 0; t < lab->test_count; t++) {
		const struct lab_test *test = &lab->tests[t];

		expect_said(&test->label, test->id);
		expect_whole(&test->note, test->id);
		assert_true(test->command[0] && test->metric_count);
		for (size_t m = 0; m < test->metric_count; m++) {
			expect_said(&test->metrics[m].label, test->id);
			expect_whole(&test->metrics[m].why, test->id);
			if (test->metrics[m].better == BETTER_NONE &&
				!test->path)
				expect_said(&test->metrics[m].why, test->id);
		}
	}
	for (size_t i = 0; i < lab->fact_count; i++)
		expect_said(&lab->facts[i].label, lab->facts[i].fact);
	for (size_t i = 0; i < lab->category_count; i++)
		expect_said(&lab->categories[i].label, "category");
}

static void the_matrices_of_the_embedded_lab_have_texts(void **state)
{
	const struct lab *lab = embedded(*state);

	for (size_t k = 0; k < lab->matrix_count; k++) {
		const struct lab_matrix *matrix = &lab->matrices[k];

		expect_said(&matrix->title, matrix->id);
		expect_said(&matrix->head, matrix->id);
		for (size_t s = 0; s < lab->system_count; s++)
			expect_whole(&matrix->reason[s], matrix->id);
		for (size_t r = 0; r < matrix->row_count; r++) {
			const struct lab_row *row = &matrix->rows[r];

			expect_said(&row->label, row->id);
			expect_whole(&row->note, row->id);
			expect_whole(&row->correction.text, row->id);
			for (size_t s = 0; s < lab->system_count; s++)
				expect_whole(&row->cells[s].text, row->id);
		}
	}
}

static void the_opinions_of_the_embedded_lab_have_texts(void **state)
{
	const struct lab *lab = embedded(*state);
	size_t n = lab->system_count;

	for (size_t i = 0; i < lab->criterion_count; i++) {
		const struct lab_criterion *c = &lab->criteria[i];

		expect_said(&c->label, c->id);
		expect_whole(&c->correction.text, c->id);
		for (size_t s = 0; s < n; s++)
			expect_whole(&c->text[s], c->id);
	}
	for (size_t i = 0; i < lab->use_case_count; i++) {
		const struct lab_use_case *u = &lab->use_cases[i];

		expect_said(&u->label, u->id);
		expect_list(&u->examples, u->id);
		for (size_t s = 0; s < n; s++)
			expect_list(&u->reasons[s], u->id);
	}
	for (size_t i = 0; i < lab->strength_count; i++) {
		expect_list(&lab->strengths[i].strengths, "strengths");
		expect_list(&lab->strengths[i].weaknesses, "weaknesses");
	}
}

static void the_frame_of_the_embedded_lab_has_texts(void **state)
{
	const struct lab *lab = embedded(*state);

	expect_said(&lab->title, "title");
	expect_whole(&lab->subtitle, "subtitle");
	expect_whole(&lab->intro, "intro");
	for (size_t i = 0; i < lab->system_count; i++) {
		expect_said(&lab->systems[i].name, lab->systems[i].id);
		expect_said(&lab->systems[i].short_name, lab->systems[i].id);
	}
	for (size_t i = 0; i < lab->source_count; i++)
		expect_said(&lab->sources[i].label, lab->sources[i].id);
	for (size_t i = 0; i < lab->need_count; i++)
		expect_said(&lab->needs[i].label, "need");
	for (size_t i = 0; i < lab->check_count; i++)
		expect_said(&lab->checklist[i].label, "checklist");
	expect_sections(lab->sections, lab->section_count);
}

static void what_the_text_says_is_in_the_lab(void **state)
{
	const struct lab *lab = mini_lab(*state);
	const struct lab_metric *metric = lab->tests[0].metrics;

	assert_true(lab->margin == 0.05 && lab->confidence == 0.95);
	assert_true(lab->assumed_cv == 0.03 && lab->swing == 1.5);
	assert_string_equal(lab->systems[0].short_name.in[0], "Alpha");
	assert_string_equal(lab->systems[1].short_name.in[LANG_FR], "Bêta");
	assert_true(lab->systems[2].baseline && !lab->systems[0].baseline);
	assert_true(lab->facts[0].expected_value == 4 * 1073741824.0);
	assert_true(lab->facts[0].tolerance == 0.1 && lab->facts[0].compare);
	assert_string_equal(lab->facts[1].expected, "Debian");
	assert_true(isnan(lab->facts[1].expected_value));
	assert_int_equal(metric->better, BETTER_HIGHER);
	assert_true(metric->summary && metric->margin == 0.05);
	assert_int_equal(metric->digits, -1);
	metric++;
	assert_int_equal(metric->better, BETTER_LOWER);
	assert_true(metric->margin == 0.1 && metric->digits == 2);
	assert_true(metric->unit->factor == 1e-3);
	assert_string_equal(lab->tests[1].metrics[0].unit->name, "s");
}

static void opinions_of_the_text_are_in_the_lab(void **state)
{
	const struct lab *lab = mini_lab(*state);
	const struct lab_row *rows = lab->matrices[0].rows;

	assert_int_equal(lab->matrices[0].winner, WINNER_ANSWERS);
	assert_int_equal(rows[0].cells[0].answer, ANSWER_YES);
	assert_int_equal(rows[0].cells[1].answer, ANSWER_PARTLY);
	assert_int_equal(rows[0].cells[2].answer, ANSWER_NONE);
	assert_false(rows[0].has_winner);
	assert_true(rows[1].has_winner && rows[1].winner[1]);
	assert_false(rows[1].winner[0]);
	assert_string_equal(rows[1].cells[0].text.in[LANG_EN], "12");
	assert_string_equal(rows[1].cells[1].text.in[LANG_FR], "dix");
	assert_ptr_equal(rows[1].correction.source, &lab->sources[0]);
	assert_int_equal(lab->criteria[0].stars2[0], 9);
	assert_int_equal(lab->criteria[0].stars2[1], 0);
	assert_int_equal(lab->criteria[0].stars2[2], -1);
	assert_true(lab->criteria[1].measured && !lab->criteria[0].measured);
	assert_true(lab->use_cases[0].weights[1] == 10);
	assert_int_equal(lab->use_cases[0].reasons[0].count, 2);
	assert_true(lab->use_cases[0].opinion[0]);
	assert_ptr_equal(lab->needs[0].use_case, &lab->use_cases[0]);
	assert_ptr_equal(lab->needs[1].criterion, &lab->criteria[0]);
	assert_ptr_equal(lab->needs[2].row, &rows[0]);
	assert_int_equal(lab->checklist[1].evidence, EVIDENCE_MATRICES);
	assert_ptr_equal(lab->checklist[1].matrices[0], &lab->matrices[0]);
	assert_int_equal(lab->sections[0].sections[0].test_count, 2);
	assert_ptr_equal(lab->sections[1].matrix, &lab->matrices[0]);
	assert_ptr_equal(lab->sections[2].use_case, &lab->use_cases[0]);
}

static void parts_of_a_lab_are_found_by_id(void **state)
{
	const struct lab *lab = mini_lab(*state);
	const struct lab_matrix *matrix = lab_matrix_find(lab, "features");

	assert_int_equal(lab_system_find(lab, "bare"), 2);
	assert_int_equal(lab_system_find(lab, "Bare"), -1);
	assert_int_equal(lab_criterion_find(lab, "speed"), 1);
	assert_int_equal(lab_criterion_find(lab, ""), -1);
	assert_ptr_equal(matrix, &lab->matrices[0]);
	assert_null(lab_matrix_find(lab, "feature"));
	assert_ptr_equal(lab_row_find(matrix, "clicks"), &matrix->rows[1]);
	assert_null(lab_row_find(matrix, "features.clicks"));
}

static void systems_the_lab_does_not_know_are_added(void **state)
{
	static const char *const extra[] = {"alpha", "hyper-v", "BETA", NULL};
	struct desk *desk = *state;
	const struct lab *lab = read_with(desk, mini, extra);

	expect_silence(desk);
	assert_int_equal(lab->system_count, 4);
	assert_int_equal(lab_system_find(lab, "hyper-v"), 3);
	assert_string_equal(lab->systems[3].name.in[LANG_EN], "hyper-v");
	assert_int_equal(lab_system_named(lab, "my_hyper-v"), 3);
	assert_int_equal(lab->criteria[0].stars2[3], -1);
	assert_int_equal(lab->matrices[0].rows[0].cells[3].answer, ANSWER_NONE);
}

/* -- which system does a name speak of -- */

static void names_of_systems_are_ids_or_aliases(void **state)
{
	const struct lab *lab = embedded(*state);

	assert_int_equal(lab_system_named(lab, "proxmox"), 0);
	assert_int_equal(lab_system_named(lab, "PROXMOX"), 0);
	assert_int_equal(lab_system_named(lab, "pve"), 0);
	assert_int_equal(lab_system_named(lab, "xcp-ng"), 1);
	assert_int_equal(lab_system_named(lab, "XCP-ng"), 1);
	assert_int_equal(lab_system_named(lab, "baremetal"), 2);
}

static void names_of_systems_may_be_words_of_a_longer_name(void **state)
{
	const struct lab *lab = embedded(*state);

	assert_int_equal(lab_system_named(lab, "ubuntu-benchmark-proxmox"), 0);
	assert_int_equal(lab_system_named(lab, "ubuntu-benchmark-xcp-ng"), 1);
	assert_int_equal(lab_system_named(lab, "TP6_Xen.logs"), 1);
	assert_int_equal(lab_system_named(lab, "01 pve run"), 0);
	/* two names of one system are no contradiction */
	assert_int_equal(lab_system_named(lab, "proxmox-pve"), 0);
	assert_int_equal(lab_system_named(lab, "xen-xo"), 1);
}

static void parts_of_words_are_no_names(void **state)
{
	const struct lab *lab = embedded(*state);

	assert_int_equal(lab_system_named(lab, "proxmoxes"), -1);
	assert_int_equal(lab_system_named(lab, "myproxmox"), -1);
	assert_int_equal(lab_system_named(lab, "hostname"), -1);
	assert_int_equal(lab_system_named(lab, ""), -1);
	assert_int_equal(lab_system_named(lab, "-"), -1);
	assert_int_equal(lab_system_named(lab, "logs"), -1);
}

static void a_name_of_several_systems_is_ambiguous(void **state)
{
	const struct lab *lab = embedded(*state);

	assert_int_equal(lab_system_named(lab, "proxmox-vs-xcp-ng"), -2);
	assert_int_equal(lab_system_named(lab, "pve_host"), -2);
	assert_int_equal(lab_system_named(lab, "pve host xen pve"), -2);
}

static void an_alias_is_the_whole_name(void **state)
{
	const struct lab *lab = embedded(*state);

	assert_int_equal(lab_system_alias(lab, "pve"), 0);
	assert_int_equal(lab_system_alias(lab, "XCP-NG"), 1);
	assert_int_equal(lab_system_alias(lab, "pve-old"), -1);
	assert_int_equal(lab_system_alias(lab, "proxmox-pve"), -1);
	assert_int_equal(lab_system_alias(lab, ""), -1);
	/* where words are looked for, it is one */
	assert_int_equal(lab_system_named(lab, "pve-old"), 0);
}

static void longer_names_of_systems_are_systems_of_their_own(void **state)
{
	static const char *const extra[] = {"pve-old", "pve-new", NULL};
	struct desk *desk = *state;
	const struct lab *lab = lab_read(desk->arena, &desk->diags, "tp6.json",
		embedded_lab, embedded_lab_length(), extra);
	int old = lab_system_alias(lab, "pve-old");

	expect_silence(desk);
	assert_true(old > 0);
	assert_int_equal(lab_system_alias(lab, "pve-new"), old + 1);
	assert_int_equal(lab_system_named(lab, "pve-old"), old);
}

/* -- which test does a run belong to -- */

static struct run *sysbench_run(struct desk *desk, const char *prime_limit)
{
	struct run_list list = {0};
	struct run *run = run_new(desk->arena, &list, "sysbench", "a.log", 1);

	run->workload = "cpu";
	run->complete = true;
	if (prime_limit)
		run_state(desk->arena, run, "prime_limit", prime_limit, 2);
	return run;
}

static void the_first_test_whose_conditions_hold_is_taken(void **state)
{
	struct desk *desk = *state;
	const struct lab *lab = mini_lab(desk);
	const struct lab_test *tests = lab->tests;

	assert_ptr_equal(
		lab_test_of(lab, sysbench_run(desk, "10000")), &tests[0]);
	assert_ptr_equal(
		lab_test_of(lab, sysbench_run(desk, "20000")), &tests[0]);
	assert_ptr_equal(
		lab_test_of(lab, sysbench_run(desk, "30000")), &tests[1]);
	/* unstated is not met */
	assert_ptr_equal(lab_test_of(lab, sysbench_run(desk, NULL)), &tests[1]);
}

static void a_run_may_match_no_test(void **state)
{
	struct desk *desk = *state;
	const struct lab *lab = mini_lab(desk);
	struct run *run = sysbench_run(desk, "10000");

	run->workload = "memory";
	assert_null(lab_test_of(lab, run));
	run->workload = NULL;
	assert_null(lab_test_of(lab, run));
	run->workload = "cpu";
	run->tool = "fio";
	assert_null(lab_test_of(lab, run));
}

static void only_a_stated_value_contradicts(void **state)
{
	struct desk *desk = *state;
	const struct lab_condition *threads = mini_lab(desk)->tests[0].expect;
	struct run *run = sysbench_run(desk, "10000");

	assert_null(lab_contradiction(threads, run));
	run_state(desk->arena, run, "threads", "4", 3);
	assert_string_equal(lab_contradiction(threads, run), "4");
	run = sysbench_run(desk, "10000");
	run_state(desk->arena, run, "threads", "2", 3);
	assert_null(lab_contradiction(threads, run));
}

static void the_embedded_lab_knows_its_own_commands(void **state)
{
	struct desk *desk = *state;
	const struct lab *lab = embedded(desk);

	assert_string_equal(
		lab_test_of(lab, sysbench_run(desk, "20000"))->id, "cpu-20000");
	assert_string_equal(
		lab_test_of(lab, sysbench_run(desk, "50000"))->id, "cpu-50000");
	assert_null(lab_test_of(lab, sysbench_run(desk, "10000")));
}

/* -- runs -- */

static void a_run_keeps_the_first_of_two_statements(void **state)
{
	struct desk *desk = *state;
	struct run *run = sysbench_run(desk, "10000");

	run_state(desk->arena, run, "prime_limit", "5", 9);
	assert_string_equal(run_value(run, "prime_limit"), "10000");
	assert_null(run_value(run, "threads"));
	assert_true(
		run_observe(desk->arena, run, "latency_avg", 0.001, "1.00", 4));
	assert_true(
		run_observe(desk->arena, run, "latency_avg", 0.002, "2.00", 5));
	assert_true(run_obs(run, "latency_avg")->value == 0.001);
	assert_int_equal(run_obs(run, "latency_avg")->line, 4);
	assert_null(run_obs(run, "latency_max"));
}

static void the_parameters_of_logs_are_known(void **state)
{
	(void)state;
	assert_true(param_known("threads") && param_known("prime_limit"));
	assert_true(param_known("iperf3_version"));
	assert_false(param_known("thread") || param_known(""));
	assert_false(param_known("tool") || param_known("THREADS"));
}

static void a_parameter_that_is_in_no_list_ends_the_program(void **state)
{
	struct desk *desk = *state;
	pid_t child = fork();
	int status = 0;

	assert_true(child >= 0);
	if (!child) {
		fclose(stderr);
		signal(SIGABRT, SIG_DFL);
		run_state(desk->arena, sysbench_run(desk, NULL), "colour",
			"red", 1);
		_exit(0);
	}
	assert_true(waitpid(child, &status, 0) == child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void a_run_refuses_what_is_no_number(void **state)
{
	struct desk *desk = *state;
	struct run *run = sysbench_run(desk, "10000");

	assert_false(
		run_observe(desk->arena, run, "latency_avg", NAN, "nan", 4));
	assert_false(run_observe(
		desk->arena, run, "latency_avg", INFINITY, "inf", 4));
	assert_int_equal(run->obs_count, 0);
}

/* -- mistakes -- */

struct mistake {
	const char *old, *now;
	enum diag_id id;
	const char *piece; /* of the diag: its path and more */
};

static void expect_mistakes(
	struct desk *desk, const struct mistake *mistakes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct mistake *m = &mistakes[i];
		const struct diag *diag;

		desk->diags.count = 0;
		assert_null(read_lab(
			desk, edited(desk->arena, mini, m->old, m->now)));
		expect_told(desk, m->id, m->piece);
		diag = told(desk, m->id, m->piece);
		assert_string_equal(diag->file, "lab.json");
		assert_int_equal(diags_worst(&desk->diags), DIAG_ERROR);
	}
}

static void mistakes_of_the_frame_are_reported_with_their_path(void **state)
{
	static const struct mistake mistakes[] = {
		{"'format': 1", "'format': 2", DIAG_ID_JSON_RANGE, "format:"},
		{"'format': 1, ", "", DIAG_ID_JSON_MISSING,
			"$: the key \"format\""},
		{"'title': 'Mini lab',", "", DIAG_ID_JSON_MISSING,
			"$: the key \"title\""},
		{"'title': 'Mini lab'", "'title': {'fr': 'x'}",
			DIAG_ID_JSON_MISSING, "title: the key \"en\""},
		{"'title': 'Mini lab'", "'title': 'x', 'colour': 1",
			DIAG_ID_JSON_UNKNOWN_KEY, "colour:"},
		{"'margin': 0.05", "'margin': 0", DIAG_ID_JSON_RANGE,
			"settings.margin:"},
		{"'margin': 0.05", "'marge': 0.05", DIAG_ID_JSON_UNKNOWN_KEY,
			"settings.marge:"},
		{"'url': 'x:y'", "'uri': 'x:y'", DIAG_ID_JSON_UNKNOWN_KEY,
			"sources.book.uri:"},
		{"'id': 'alpha'", "'id': 'älpha'", DIAG_ID_LAB_ID,
			"systems[0].id: \"älpha\""},
		{"'id': 'alpha'", "'id': 'Alpha'", DIAG_ID_LAB_ID,
			"systems[0].id: \"Alpha\""},
		{"'id': 'alpha'", "'id': ''", DIAG_ID_LAB_ID, "systems[0].id:"},
		{"'id': 'alpha', ", "", DIAG_ID_JSON_MISSING,
			"systems[0]: the key \"id\""},
		{"'id': 'beta-2'", "'id': 'alpha'", DIAG_ID_LAB_TWICE,
			"systems[1].id: \"alpha\""},
		{"'aliases': ['beta']", "'aliases': ['beta', 'FIRST']",
			DIAG_ID_LAB_TWICE,
			"systems[1]: \"FIRST\" is already taken"},
		{"'aliases': ['beta']", "'aliases': ['alpha']",
			DIAG_ID_LAB_TWICE, "systems[1]: \"alpha\""},
		{"'id': 'bare'", "'id': 'beta'", DIAG_ID_LAB_TWICE,
			"systems[2]: \"beta\""},
		{"'title': 'Mini lab'", "'title': 'x', 'title': 'y'",
			DIAG_ID_JSON_TWICE, "title:"},
		{"'baseline': true", "'baseline': 1", DIAG_ID_JSON_KIND,
			"systems[2].baseline:"},
		{"['first', 'aa']", "['first', 3]", DIAG_ID_JSON_KIND,
			"systems[0].aliases[1]:"},
	};

	expect_mistakes(*state, mistakes, COUNT(mistakes));
}

static void mistakes_of_tests_are_reported_with_their_path(void **state)
{
	static const struct mistake mistakes[] = {
		{"'id': 'cpu-any'", "'id': 'primes'", DIAG_ID_LAB_TWICE,
			"tests[1].id: \"primes\""},
		{"'category': 'cpu',   'match'", "'category': 'gpu',   'match'",
			DIAG_ID_LAB_CATEGORY,
			"tests[0].category: unknown category \"gpu\""},
		{"'metric': 'events_per_second'", "'metric': 'speed'",
			DIAG_ID_LAB_METRIC,
			"tests[0].metrics[0].metric: unknown metric \"speed\""},
		{"'unit': 'events/s'", "'unit': 'MiBs'", DIAG_ID_LAB_UNIT,
			"tests[0].metrics[0].unit: unknown unit \"MiBs\""},
		{"'unit': 'events/s'", "'unit': 'MiB/s'", DIAG_ID_LAB_DIMENSION,
			"tests[0].metrics[0].unit: the unit \"MiB/s\""},
		{"'better': 'higher'", "'better': 'more'", DIAG_ID_LAB_CHOICE,
			"tests[0].metrics[0].better: \"more\""},
		{"'better': 'lower', ", "", DIAG_ID_JSON_MISSING,
			"tests[0].metrics[1]: the key \"better\""},
		{"'digits': 2", "'digits': 10", DIAG_ID_JSON_RANGE,
			"tests[0].metrics[1].digits:"},
		{"'match': {'tool': 'sysbench', 'workload': 'cpu'},", "",
			DIAG_ID_JSON_MISSING, "tests[1]: the key \"match\""},
		{"'match': {'tool': 'sysbench', 'workload': 'cpu'},",
			"'match': {},", DIAG_ID_LAB_EMPTY,
			"tests[1].match: at least one condition"},
		{"'match': {'tool': 'sysbench', 'workload': 'cpu'},",
			"'match': {'_tool': 'sysbench'},", DIAG_ID_LAB_EMPTY,
			"tests[1].match:"},
		{"'prime_limit': ", "'primes': ", DIAG_ID_LAB_PARAM,
			"tests[0].match.primes: no log states \"primes\""},
		{"{'threads': 2}", "{'thread': 2}", DIAG_ID_LAB_PARAM,
			"tests[0].expect.thread: no log states \"thread\""},
		{"'metric': 'latency_avg'", "'metric': 'events_per_second'",
			DIAG_ID_LAB_TWICE,
			"tests[0].metrics[1]: \"events_per_second\""},
		{"[10000, '20000']", "[10000, null]", DIAG_ID_JSON_KIND,
			"tests[0].match.prime_limit[1]:"},
		{"{'threads': 2}", "{'threads': {}}", DIAG_ID_JSON_KIND,
			"tests[0].expect.threads:"},
		{"'label': 'Primes', ", "", DIAG_ID_JSON_MISSING,
			"tests[0]: the key \"label\""},
	};

	expect_mistakes(*state, mistakes, COUNT(mistakes));
}

static void mistakes_of_facts_are_reported_with_their_path(void **state)
{
	static const struct mistake mistakes[] = {
		{"'unit': 'GiB'", "'unit': 's'", DIAG_ID_LAB_DIMENSION,
			"facts[0].unit:"},
		{"'expected': 4", "'expected': 'four'", DIAG_ID_JSON_KIND,
			"facts[0].expected:"},
		{"'expected': 'Debian'", "'expected': 12", DIAG_ID_JSON_KIND,
			"facts[1].expected:"},
		{"'tolerance': 0.1", "'tolerance': 2", DIAG_ID_JSON_RANGE,
			"facts[0].tolerance:"},
		{"'fact': 'os', ", "", DIAG_ID_JSON_MISSING,
			"facts[1]: the key \"fact\""},
	};

	expect_mistakes(*state, mistakes, COUNT(mistakes));
}

static void a_fact_that_no_log_states_is_a_mistake(void **state)
{
	static const struct mistake mistakes[] = {
		{"'fact': 'os'", "'fact': 'opsys'", DIAG_ID_LAB_FACT,
			"facts[1].fact: unknown fact \"opsys\""},
	};

	expect_mistakes(*state, mistakes, COUNT(mistakes));
}

static void mistakes_of_opinions_are_reported_with_their_path(void **state)
{
	static const struct mistake mistakes[] = {
		{"'winner': 'answers'", "'winner': 'best'", DIAG_ID_LAB_CHOICE,
			"matrices[0].winner: \"best\""},
		{"{'alpha': 'more of them'}", "{'gamma': 'x'}",
			DIAG_ID_LAB_SYSTEM,
			"matrices[0].reason.gamma: unknown system \"gamma\""},
		{"'answer': 'partly'", "'answer': 'maybe'", DIAG_ID_LAB_CHOICE,
			"matrices[0].rows[0].cells.beta-2.answer:"},
		{"'source': 'book',     'cells'",
			"'source': 'film',     'cells'", DIAG_ID_LAB_SOURCE,
			"matrices[0].rows[0].source: unknown source \"film\""},
		{"['beta-2']", "['beta-3']", DIAG_ID_LAB_SYSTEM,
			"matrices[0].rows[1].winner[0]: unknown system"},
		{"'text': 'wrong', ", "", DIAG_ID_JSON_MISSING,
			"matrices[0].rows[1].correction: the key \"text\""},
		{"'alpha': 4.5", "'alpha': 4.4", DIAG_ID_LAB_STARS,
			"criteria[0].stars.alpha:"},
		{"'alpha': 4.5", "'alpha': 0.5", DIAG_ID_LAB_STARS,
			"criteria[0].stars.alpha:"},
		{"'alpha': 4.5", "'alpha': 5.5", DIAG_ID_JSON_RANGE,
			"criteria[0].stars.alpha:"},
		{"'alpha': 4.5", "'gamma': 4.5", DIAG_ID_LAB_SYSTEM,
			"criteria[0].stars.gamma:"},
		{"'stars': 'measured'", "'stars': 'guessed'",
			DIAG_ID_LAB_CHOICE, "criteria[1].stars: \"guessed\""},
		{"'speed': 10", "'sped': 10", DIAG_ID_LAB_CRITERION,
			"use_cases[0].weights.sped: unknown criterion"},
		{"'speed': 10", "'speed': 11", DIAG_ID_JSON_RANGE,
			"use_cases[0].weights.speed:"},
		{"'reasons': {'alpha': ['one', 'two']}",
			"'reasons': {'alpha': 'one'}", DIAG_ID_JSON_KIND,
			"use_cases[0].reasons.alpha:"},
		{"'system': 'alpha'", "'system': 'gamma'", DIAG_ID_LAB_SYSTEM,
			"strengths[0]"},
	};

	expect_mistakes(*state, mistakes, COUNT(mistakes));
}

static void mistakes_of_sections_are_reported_with_their_path(void **state)
{
	static const struct mistake mistakes[] = {
		{"'use_case': 'home', 'opinion'",
			"'use_case': 'work', 'opinion'", DIAG_ID_LAB_USE_CASE,
			"needs[0].use_case: unknown use case \"work\""},
		{"'criterion': 'ease'", "'criterion': 'joy'",
			DIAG_ID_LAB_CRITERION, "needs[1].criterion:"},
		{"'features.snap'", "'features.snip'", DIAG_ID_LAB_ROW,
			"needs[2].row: unknown matrix row \"features.snip\""},
		{"'features.snap'", "'snap'", DIAG_ID_LAB_ROW, "needs[2].row:"},
		{"'identity'", "'trust'", DIAG_ID_LAB_CHOICE,
			"checklist[0].evidence: \"trust\""},
		{"'matrix:features'", "'matrix:feature'", DIAG_ID_LAB_MATRIX,
			"checklist[1].evidence: unknown matrix \"feature\""},
		{"'kind': 'text'", "'kind': 'poem'", DIAG_ID_LAB_CHOICE,
			"sections[0].kind: \"poem\""},
		{"'kind': 'text', ", "", DIAG_ID_JSON_MISSING,
			"sections[0]: the key \"kind\""},
		{"'tests': ['primes', 'cpu-any']", "'tests': ['prime']",
			DIAG_ID_LAB_TEST,
			"sections[0].sections[0].tests[0]: unknown test"},
		{"'matrix': 'features'}", "'matrix': 'bugs'}",
			DIAG_ID_LAB_MATRIX, "sections[1].matrix:"},
		{", 'matrix': 'features'}", "}", DIAG_ID_JSON_MISSING,
			"sections[1]: the key \"matrix\""},
		{"'use_case': 'home'},", "'use_case': 'work'},",
			DIAG_ID_LAB_USE_CASE, "sections[2].use_case:"},
	};

	expect_mistakes(*state, mistakes, COUNT(mistakes));
}

static void lists_and_objects_of_the_wrong_kind_are_mistakes(void **state)
{
	static const struct mistake mistakes[] = {
		{"'aliases': ['first', 'aa']", "'aliases': 'first'",
			DIAG_ID_JSON_KIND, "systems[0].aliases:"},
		{"'sources': {'book': {'label': 'A book', 'url': 'x:y'}}",
			"'sources': []", DIAG_ID_JSON_KIND, "sources:"},
		{"[{'id': 'cpu', 'label': 'CPU'}]", "['cpu']",
			DIAG_ID_JSON_KIND, "categories[0]:"},
		{"'weights': {'ease': 3, 'speed': 10}", "'weights': [3, 10]",
			DIAG_ID_JSON_KIND, "use_cases[0].weights:"},
		{"'reason': {'alpha': 'more of them'}", "'reason': ['x']",
			DIAG_ID_JSON_KIND, "matrices[0].reason:"},
		{"'match': {'tool': 'sysbench', 'workload': 'cpu'}",
			"'match': 'cpu'", DIAG_ID_JSON_KIND, "tests[1].match:"},
	};

	expect_mistakes(*state, mistakes, COUNT(mistakes));
}

static void one_pass_finds_all_mistakes(void **state)
{
	struct desk *desk = *state;
	const char *text = edited(desk->arena, mini, "'margin'", "'marge'");

	text = edited(desk->arena, text, "'events/s'", "'MiBs'");
	text = edited(desk->arena, text, "'kind': 'text'", "'kind': 'poem'");
	assert_null(read_lab(desk, text));
	assert_int_equal(desk->diags.count, 3);
}

static void a_lab_must_be_an_object(void **state)
{
	struct desk *desk = *state;

	assert_null(read_lab(desk, "[]"));
	expect_told(desk, DIAG_ID_JSON_KIND, "$:");
	assert_null(read_lab(desk, ""));
	assert_int_equal(told_times(desk, DIAG_ID_JSON_SYNTAX), 1);
	desk->diags.count = 0;
	assert_null(read_lab(desk, "{}"));
	expect_told(desk, DIAG_ID_JSON_MISSING, "$: the key \"systems\"");
}

static void comments_are_allowed_everywhere(void **state)
{
	static const struct {
		const char *old, *now;
	} places[] = {
		{"{'format'", "{'_c': 1, 'format'"},
		{"'sources': {", "'sources': {'_c': 'x', "},
		{"'match': {", "'match': {'_c': 'x', "},
		{"'expect': {", "'expect': {'_c': 'x', "},
		{"'cells': {", "'cells': {'_c': 'x', "},
		{"'reason': {", "'reason': {'_c': 'x', "},
		{"'stars': {", "'stars': {'_c': 'x', "},
		{"'weights': {", "'weights': {'_c': 'x', "},
		{"'reasons': {", "'reasons': {'_c': 'x', "},
		{"'correction': {", "'correction': {'_c': 'x', "},
		{"{'fr': 'Bêta'", "{'_c': 'x', 'fr': 'Bêta'"},
	};
	struct desk *desk = *state;
	const char *text = mini;
	const struct lab *lab;

	for (size_t i = 0; i < COUNT(places); i++)
		text = edited(desk->arena, text, places[i].old, places[i].now);
	lab = read_lab(desk, text);
	expect_silence(desk);
	assert_int_equal(lab->source_count, 1);
	assert_int_equal(lab->tests[0].match_count, 3);
}

/* The lab with a chain of sections that deep put before its own. */
static struct lab *read_deep(struct desk *desk, int depth)
{
	static const char open[] = "{'title': 'x', 'kind': 'text', "
				   "'sections': [";
	char *deep =
		arena_strdup(desk->arena, "{'title': 'x', 'kind': 'text'}");

	for (int i = 1; i < depth; i++)
		deep = arena_printf(desk->arena, "%s%s]}", open, deep);
	return read_lab(desk,
		edited(desk->arena, mini, "'sections': [",
			arena_printf(desk->arena, "'sections': [%s, ", deep)));
}

static void sections_may_not_be_nested_too_deep(void **state)
{
	struct desk *desk = *state;
	const struct lab *lab = read_deep(desk, 4);
	const struct lab_section *s;

	expect_silence(desk);
	assert_non_null(lab);
	s = lab->sections;
	for (int depth = 1; depth < 4; depth++) {
		assert_int_equal(s->section_count, 1);
		s = s->sections;
	}
	assert_int_equal(s->section_count, 0);
	assert_null(read_deep(desk, 5));
	expect_told(desk, DIAG_ID_JSON_DEPTH,
		"sections[0].sections[0].sections[0].sections[0].sections:");
}

/* -- the author's file -- */

static int read_author(struct desk *desk, struct lab *lab, const char *text,
	struct author *author)
{
	const char *json = json_of(desk->arena, text);

	*author = (struct author){0};
	return author_read(desk->arena, &desk->diags, "author.json", json,
		strlen(json), lab, author);
}

static void the_author_names_the_document(void **state)
{
	struct desk *desk = *state;
	struct author author;

	assert_int_equal(
		read_author(desk, mini_lab(desk),
			"{'format': 1, 'title': 'My title', 'author': 'Zoé',"
			" 'date': 'today', 'note': {'fr': 'a', 'en': 'b'},"
			" 'host': 'a box', 'remarks': {'1.1': 'odd', '_x': "
			"'no'},"
			" 'recommendation': {'choice': 'Alpha', 'reasons': "
			"['a',"
			" {'fr': 'b', 'en': 'c'}]}, 'looked_at': ['features']}",
			&author),
		0);
	expect_silence(desk);
	assert_true(author.present);
	assert_string_equal(author.title.in[LANG_FR], "My title");
	assert_string_equal(author.name, "Zoé");
	assert_string_equal(author.date, "today");
	assert_string_equal(author.note.in[LANG_EN], "b");
	assert_string_equal(author.host.in[LANG_EN], "a box");
	assert_int_equal(author.remark_count, 1);
	assert_string_equal(
		author_remark_find(&author, "1.1")->in[LANG_FR], "odd");
	assert_null(author_remark_find(&author, "1"));
	assert_null(author_remark_find(&author, NULL));
	assert_string_equal(author.choice.in[LANG_FR], "Alpha");
	assert_int_equal(author.reasons.count, 2);
	assert_true(author.looked_at[0]);
}

static void the_author_renames_systems(void **state)
{
	struct desk *desk = *state;
	struct lab *lab = mini_lab(desk);
	struct author author;

	assert_int_equal(read_author(desk, lab,
				 "{'systems': {'alpha': {'name': 'Alpha 9', "
				 "'short': 'A9'},"
				 " 'beta-2': {'name': 'Beta 9'}, 'bare': "
				 "{'short': 'B'}}}",
				 &author),
		0);
	assert_string_equal(lab->systems[0].name.in[0], "Alpha 9");
	assert_string_equal(lab->systems[0].short_name.in[0], "A9");
	/* one name given serves both */
	assert_string_equal(lab->systems[1].short_name.in[0], "Beta 9");
	assert_string_equal(lab->systems[2].name.in[0], "Bare metal");
	assert_string_equal(lab->systems[2].short_name.in[0], "B");
	/* ids stay */
	assert_int_equal(lab_system_named(lab, "alpha"), 0);
}

static void the_author_rates_and_is_marked(void **state)
{
	struct desk *desk = *state;
	struct lab *lab = mini_lab(desk);
	struct author author;

	assert_int_equal(read_author(desk, lab,
				 "{'stars': {'ease': {'alpha': 1.5, 'bare': 0},"
				 " 'speed': {'beta-2': 5}}}",
				 &author),
		0);
	assert_int_equal(lab->criteria[0].stars2[0], 3);
	assert_true(lab->criteria[0].by_author[0]);
	assert_int_equal(lab->criteria[0].stars2[2], 0);
	assert_true(lab->criteria[0].by_author[2]);
	assert_false(lab->criteria[0].by_author[1]);
	assert_int_equal(lab->criteria[1].stars2[1], 10);
}

static void the_author_fills_cells_and_is_marked(void **state)
{
	struct desk *desk = *state;
	struct lab *lab = mini_lab(desk);
	const struct lab_cell *cells = lab->matrices[0].rows[0].cells;
	struct author author;

	assert_int_equal(
		read_author(desk, lab,
			"{'cells': {'features': {'snap': {'alpha': '3 s'}}}}",
			&author),
		0);
	assert_string_equal(cells[0].text.in[LANG_FR], "3 s");
	assert_true(cells[0].by_author);
	/* the answer of the definition went with its text */
	assert_int_equal(cells[0].answer, ANSWER_NONE);
	assert_false(cells[1].by_author);
	assert_int_equal(cells[1].answer, ANSWER_PARTLY);
	assert_true(matrix_by_author(lab, &lab->matrices[0]));
}

static void the_author_answers_as_the_lab_does(void **state)
{
	struct desk *desk = *state;
	struct lab *lab = mini_lab(desk);
	const struct lab_row *rows = lab->matrices[0].rows;
	struct author author;

	assert_int_equal(
		read_author(desk, lab,
			"{'cells': {'features': {"
			" 'snap': {'alpha': {'answer': 'no', 'text': 'none'},"
			"  'beta-2': {'answer': 'yes'}},"
			" 'clicks': {'alpha': 9, 'beta-2': 7.5}}}}",
			&author),
		0);
	expect_silence(desk);
	assert_int_equal(rows[0].cells[0].answer, ANSWER_NO);
	assert_string_equal(rows[0].cells[0].text.in[LANG_FR], "none");
	assert_int_equal(rows[0].cells[1].answer, ANSWER_YES);
	assert_true(text_empty(&rows[0].cells[1].text));
	assert_true(rows[0].cells[1].by_author);
	assert_string_equal(rows[1].cells[0].text.in[LANG_EN], "9");
	assert_string_equal(rows[1].cells[1].text.in[LANG_FR], "7,5");
	/* the winner rested on other figures */
	assert_false(rows[1].has_winner || rows[1].winner[1]);
}

static void the_author_names_winners(void **state)
{
	struct desk *desk = *state;
	struct lab *lab = mini_lab(desk);
	const struct lab_row *rows = lab->matrices[0].rows;
	struct author author;

	assert_int_equal(
		read_author(desk, lab,
			"{'cells': {'features': {'snap': {'winner': []},"
			" 'clicks': {'beta-2': 20, 'winner': ['alpha']}}}}",
			&author),
		0);
	expect_silence(desk);
	assert_true(rows[0].has_winner);
	assert_false(rows[0].winner[0] || rows[0].winner[1]);
	assert_false(rows[0].cells[0].by_author);
	assert_true(rows[1].has_winner && rows[1].winner[0]);
	assert_false(rows[1].winner[1]);
}

static void empty_values_of_the_author_say_nothing(void **state)
{
	struct desk *desk = *state;
	struct lab *lab = mini_lab(desk);
	struct author author;

	assert_int_equal(
		read_author(desk, lab,
			"{'title': '', 'author': '', 'date': null, 'note': "
			"null,"
			" 'host': {'fr': '', 'en': ''},"
			" 'systems': {'alpha': {'name': '', 'short': null}},"
			" 'stars': {'ease': {'alpha': null}, 'speed': {}},"
			" 'cells': {'features': {'snap': {'alpha': null,"
			"  'beta-2': ''}}}, 'remarks': {'1': '', '2': null},"
			" 'recommendation': {'choice': '', 'reasons': []},"
			" 'looked_at': []}",
			&author),
		0);
	expect_silence(desk);
	assert_true(text_empty(&author.title) && text_empty(&author.note));
	assert_true(text_empty(&author.host) && text_empty(&author.choice));
	assert_null(author.name);
	assert_null(author.date);
	assert_int_equal(author.remark_count, 0);
	assert_int_equal(author.reasons.count, 0);
	assert_false(author.looked_at[0]);
	assert_string_equal(lab->systems[0].name.in[0], "Alpha One");
	assert_string_equal(lab->systems[0].short_name.in[0], "Alpha");
	assert_int_equal(lab->criteria[0].stars2[0], 9);
	assert_false(lab->criteria[0].by_author[0]);
	assert_string_equal(
		lab->matrices[0].rows[0].cells[0].text.in[0], "all");
	assert_false(lab->matrices[0].rows[0].cells[0].by_author);
}

static void null_in_place_of_a_list_says_nothing(void **state)
{
	static const char *const texts[] = {"{'systems': null}",
		"{'stars': null}", "{'cells': null}", "{'remarks': null}",
		"{'recommendation': null}", "{'looked_at': null}",
		"{'systems': {'alpha': null}}", "{'stars': {'ease': null}}",
		"{'cells': {'features': {'snap': null}}}",
		"{'recommendation': {'reasons': null}}"};
	struct desk *desk = *state;
	struct author author;

	for (size_t i = 0; i < COUNT(texts); i++)
		if (read_author(desk, mini_lab(desk), texts[i], &author))
			fail_msg("%s\n%s", texts[i], all_told(desk));
}

static void empty_reasons_of_the_author_say_nothing(void **state)
{
	struct desk *desk = *state;
	struct author author;

	assert_int_equal(
		read_author(desk, mini_lab(desk),
			"{'recommendation': {'reasons': ['', null, 'cheap']}}",
			&author),
		0);
	assert_int_equal(author.reasons.count, 1);
}

static void mistakes_of_the_author_are_reported_with_their_path(void **state)
{
	static const struct {
		const char *text;
		enum diag_id id;
		const char *piece;
	} cases[] = {
		{"{'titel': 'x'}", DIAG_ID_JSON_UNKNOWN_KEY, "titel:"},
		{"{'format': 2}", DIAG_ID_JSON_RANGE, "format:"},
		{"{'author': 3}", DIAG_ID_JSON_KIND, "author:"},
		{"{'systems': {'gamma': {}}}", DIAG_ID_LAB_SYSTEM,
			"systems.gamma:"},
		{"{'systems': {'alpha': {'nom': 'x'}}}",
			DIAG_ID_JSON_UNKNOWN_KEY, "systems.alpha.nom:"},
		{"{'stars': {'joy': {}}}", DIAG_ID_LAB_CRITERION, "stars.joy:"},
		{"{'stars': {'ease': {'alpha': 3.3}}}", DIAG_ID_LAB_STARS,
			"stars.ease.alpha:"},
		{"{'stars': {'ease': {'alpha': 6}}}", DIAG_ID_JSON_RANGE,
			"stars.ease.alpha:"},
		{"{'stars': {'ease': [3]}}", DIAG_ID_JSON_KIND, "stars.ease:"},
		{"{'cells': {'bugs': {}}}", DIAG_ID_LAB_MATRIX, "cells.bugs:"},
		{"{'cells': {'features': {'snip': {}}}}", DIAG_ID_LAB_ROW,
			"cells.features.snip:"},
		{"{'cells': {'features': {'snap': {'gamma': 'x'}}}}",
			DIAG_ID_LAB_SYSTEM, "cells.features.snap.gamma:"},
		{"{'looked_at': ['bugs']}", DIAG_ID_LAB_MATRIX,
			"looked_at[0]:"},
		{"{'remarks': {'1': []}}", DIAG_ID_JSON_TEXT, "remarks.1:"},
		{"{'remarks': {'9.9': 'x'}}", DIAG_ID_LAB_SECTION,
			"remarks.9.9: the document has no section \"9.9\""},
		{"{'reported': {'9': {}}}", DIAG_ID_LAB_SECTION, "reported.9:"},
		{"{'reported': {'2': []}}", DIAG_ID_JSON_KIND, "reported.2:"},
		{"{'reported': {'2': {'gamma': {}}}}", DIAG_ID_LAB_SYSTEM,
			"reported.2.gamma:"},
		{"{'reported': {'2': {'alpha': {'tim': 1}}}}",
			DIAG_ID_LAB_CHOICE,
			"reported.2.alpha.tim: \"tim\" is not one of: how, "
			"time"},
		{"{'reported': {'1.1': {'alpha': {'how': 1}}}}",
			DIAG_ID_LAB_CHOICE, "reported.1.1.alpha.how:"},
		{"{'cells': {'features': {'snap': {'winner': ['gamma']}}}}",
			DIAG_ID_LAB_SYSTEM, "cells.features.snap.winner[0]:"},
		{"{'cells': {'features': {'snap': {'winner': 'alpha'}}}}",
			DIAG_ID_JSON_KIND, "cells.features.snap.winner:"},
		{"{'cells': {'features': {'snap': {'alpha':"
		 " {'answer': 'never'}}}}}",
			DIAG_ID_LAB_CHOICE,
			"cells.features.snap.alpha.answer:"},
		{"{'cells': {'features': {'snap': {'alpha': {'note': 'x'}}}}}",
			DIAG_ID_JSON_UNKNOWN_KEY,
			"cells.features.snap.alpha.note:"},
		{"{'author': 'x', 'author': 'y'}", DIAG_ID_JSON_TWICE,
			"author:"},
		{"[]", DIAG_ID_JSON_KIND, "$:"},
		{"{", DIAG_ID_JSON_SYNTAX, "not valid JSON"},
	};
	struct desk *desk = *state;
	struct lab *lab = mini_lab(desk);

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct author author;

		desk->diags.count = 0;
		assert_int_equal(
			read_author(desk, lab, cases[i].text, &author), -1);
		expect_told(desk, cases[i].id, cases[i].piece);
	}
}

static void expect_template(struct desk *desk, struct lab *lab, enum lang lang)
{
	struct buf out = {0};
	struct author author = {0};
	int result;

	author_template(lab, lang, &out);
	result = author_read(desk->arena, &desk->diags, "author.json", out.data,
		out.length, lab, &author);
	buf_free(&out);
	expect_silence(desk);
	assert_int_equal(result, 0);
	/* as it is, it says nothing */
	assert_true(text_empty(&author.title) && text_empty(&author.choice));
	assert_null(author.name);
	assert_int_equal(author.remark_count + author.reasons.count, 0);
	for (size_t k = 0; k < lab->criterion_count; k++)
		for (size_t s = 0; s < lab->system_count; s++)
			assert_false(lab->criteria[k].by_author[s]);
}

static void the_template_reads_back_and_says_nothing(void **state)
{
	struct desk *desk = *state;

	for (int lang = 0; lang < LANG_COUNT; lang++) {
		expect_template(desk, embedded(desk), (enum lang)lang);
		expect_template(desk, mini_lab(desk), (enum lang)lang);
	}
}

static void the_template_has_a_place_for_everything(void **state)
{
	static const char *const places[] = {"\"title\": \"\"",
		"\"author\": \"\"", "\"date\": \"\"", "\"note\": \"\"",
		"\"host\": \"\"", "\"alpha\": {\"name\": \"\"",
		"\"ease\": {\"alpha\": null, \"beta-2\": null}",
		"\"clicks\": {\"alpha\": null, \"beta-2\": null, \"winner\": "
		"null}",
		"\"remarks\": {", "\"reasons\": []", "\"looked_at\": []"};
	struct desk *desk = *state;
	struct buf out = {0};

	author_template(mini_lab(desk), LANG_EN, &out);
	for (size_t i = 0; i < COUNT(places); i++)
		if (!strstr(out.data, places[i]))
			fail_msg("not in the template: %s", places[i]);
	/* a measured rating is not for the author to give */
	assert_null(strstr(out.data, "\"speed\""));
	buf_free(&out);
}

static void stars_that_are_a_list_are_a_mistake(void **state)
{
	static const struct mistake mistakes[] = {
		{"'stars': {'alpha': 4.5, 'beta-2': 0}", "'stars': [4, 3]",
			DIAG_ID_JSON_KIND, "criteria[0].stars:"},
		{"'stars': {'alpha': 4.5, 'beta-2': 0}", "'stars': 4",
			DIAG_ID_JSON_KIND, "criteria[0].stars:"},
	};

	expect_mistakes(*state, mistakes, COUNT(mistakes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_embedded_lab_has_no_mistake),
		TEST(the_measures_of_the_embedded_lab_have_texts),
		TEST(the_matrices_of_the_embedded_lab_have_texts),
		TEST(the_opinions_of_the_embedded_lab_have_texts),
		TEST(the_frame_of_the_embedded_lab_has_texts),
		TEST(what_the_text_says_is_in_the_lab),
		TEST(opinions_of_the_text_are_in_the_lab),
		TEST(parts_of_a_lab_are_found_by_id),
		TEST(systems_the_lab_does_not_know_are_added),
		TEST(names_of_systems_are_ids_or_aliases),
		TEST(names_of_systems_may_be_words_of_a_longer_name),
		TEST(parts_of_words_are_no_names),
		TEST(a_name_of_several_systems_is_ambiguous),
		TEST(an_alias_is_the_whole_name),
		TEST(longer_names_of_systems_are_systems_of_their_own),
		TEST(the_first_test_whose_conditions_hold_is_taken),
		TEST(a_run_may_match_no_test),
		TEST(only_a_stated_value_contradicts),
		TEST(the_embedded_lab_knows_its_own_commands),
		TEST(a_run_keeps_the_first_of_two_statements),
		TEST(the_parameters_of_logs_are_known),
		TEST(a_parameter_that_is_in_no_list_ends_the_program),
		TEST(a_run_refuses_what_is_no_number),
		TEST(mistakes_of_the_frame_are_reported_with_their_path),
		TEST(mistakes_of_tests_are_reported_with_their_path),
		TEST(mistakes_of_facts_are_reported_with_their_path),
		TEST(a_fact_that_no_log_states_is_a_mistake),
		TEST(mistakes_of_opinions_are_reported_with_their_path),
		TEST(mistakes_of_sections_are_reported_with_their_path),
		TEST(lists_and_objects_of_the_wrong_kind_are_mistakes),
		TEST(one_pass_finds_all_mistakes),
		TEST(a_lab_must_be_an_object),
		TEST(comments_are_allowed_everywhere),
		TEST(sections_may_not_be_nested_too_deep),
		TEST(the_author_names_the_document),
		TEST(the_author_renames_systems),
		TEST(the_author_rates_and_is_marked),
		TEST(the_author_fills_cells_and_is_marked),
		TEST(the_author_answers_as_the_lab_does),
		TEST(the_author_names_winners),
		TEST(empty_values_of_the_author_say_nothing),
		TEST(null_in_place_of_a_list_says_nothing),
		TEST(empty_reasons_of_the_author_say_nothing),
		TEST(mistakes_of_the_author_are_reported_with_their_path),
		TEST(the_template_reads_back_and_says_nothing),
		TEST(the_template_has_a_place_for_everything),
		TEST(stars_that_are_a_list_are_a_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
