/* Unit tests of src/grade: whose a run is, which cells and boxes of a paper
 * count, ids, results written and read back, workers that die. */
#define _XOPEN_SOURCE 700
#include "tests/grading.h"

#include <signal.h>
#include <sys/resource.h>

#include "src/grade/cells.h"
#include "src/grade/class.h"
#include "src/grade/gradescope.h"
#include "src/grade/side.h"
#include "src/grade/student.h"
#include "src/grade/worker.h"

/* -- sides -- */

static void a_label_tells_the_side(void **state)
{
	static const struct {
		const char *label;
		int side;
	} cases[] = {
		{"logs/proxmox/cpu.txt", 0},
		{"XCP-ng/cpu.txt", 1},
		{"cpu_pve1.log", 0},
		{"xen2.txt", 1},
		{"proxmox-vs-xcp/xen/cpu.txt", 1}, /* the innermost */
		{"proxmox-vs-xcp/cpu.txt", SIDE_UNKNOWN},
		{"xenophon/cpu.txt", SIDE_UNKNOWN},
		{"cpu.txt", SIDE_UNKNOWN},
		{"", SIDE_UNKNOWN},
	};
	const struct rubric *rubric = tp6(*state);

	for (size_t i = 0; i < COUNT(cases); i++)
		if (side_of_label(rubric, cases[i].label) != cases[i].side)
			fail_msg("%s: side %d", cases[i].label,
				side_of_label(rubric, cases[i].label));
}

/* The sides of two runs of sysbench with these lines before them. */
static const int *sides_of(
	struct desk *desk, const char *label, const char *one, const char *two)
{
	const char *log = slurp(
		desk, "fixtures/lab/qemu/run1/sysbench-cpu-20000.txt");
	const char *text = arena_printf(
		desk->arena, "%s\n%s\n%s\n%s\n", one, log, two, log);
	const struct submitted_file file = {
		.label = label, .bytes = text, .size = strlen(text)};
	const struct run_list runs = read_text(desk, text);

	assert_int_equal(runs.count, 2);
	return side_of_runs(desk->arena, tp6(desk), &file, NULL, &runs);
}

static void names_are_found_in_words(void **state)
{
	static const struct {
		const char *text;
		int side;
	} cases[] = {{"logsproxmox", 0}, {"VMXen", 1}, {"XenOrchestra", 1},
		{"logXen", 1}, {"proxmoxVE8", 0}, {"boxen", SIDE_UNKNOWN},
		{"xoxo", SIDE_UNKNOWN}, {"expve", SIDE_UNKNOWN},
		{"Copie de XCP-ng (1)", 1}, {"xcp_ng", 1}, {"PVE", 0},
		{"proxmox-xcpng", SIDE_UNKNOWN}};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(side_in(tp6(*state), cases[i].text,
					 strlen(cases[i].text)),
			cases[i].side);
}

static void lines_before_a_run_tell_its_side(void **state)
{
	const int *sides =
		sides_of(*state, "all.txt", "## Proxmox", "## XCP-ng");

	assert_int_equal(sides[0], 0);
	assert_int_equal(sides[1], 1);
	sides = sides_of(*state, "all.txt", "me@pve:~$ sysbench cpu run",
		"me@xen:~$ sysbench cpu run");
	assert_int_equal(sides[0], 0);
	assert_int_equal(sides[1], 1);
	/* not by rows of a table, and against a name of one side */
	sides = sides_of(*state, "all.txt", "| Gagnant | XO |", "Sur Xen :");
	assert_int_equal(sides[0], SIDE_UNKNOWN);
	sides = sides_of(*state, "tp6-proxmox.txt", "Proxmox :", "XCP-ng :");
	assert_int_equal(sides[0], 0);
	assert_int_equal(sides[1], 1);
	/* the folder is believed first */
	sides = sides_of(*state, "xen/all.txt", "## Proxmox", "## Proxmox");
	assert_int_equal(sides[0], 1);
	/* whom a command speaks to is not where it ran */
	sides = sides_of(*state, "all.txt", "me@vm:~$ ping xen", "ping pve it");
	assert_int_equal(sides[0], SIDE_UNKNOWN);
}

static void the_disk_tells_the_side(void **state)
{
	struct desk *desk = *state;
	const struct rubric *rubric = tp6(desk);
	struct run_list xen = read_path(
		desk, "fixtures/lab/xen/run1/fio-write-seq.txt");
	struct run_list qemu = read_path(
		desk, "fixtures/lab/qemu/run1/fio-write-seq.txt");

	assert_int_equal(side_of_disk(rubric, xen.first), 1);
	assert_int_equal(side_of_disk(rubric, qemu.first), 0);
}

/* -- papers -- */

static struct gathered gather(struct desk *desk, const char *text)
{
	struct diags notes = {.arena = desk->arena};
	struct pack_desk pack = {
		.notes = &notes, .limits = &grade_limits_default};
	const struct submitted_file file = {.label = "rapport.md",
		.kind = FILE_TEXT,
		.paper = true,
		.bytes = text,
		.size = strlen(text)};
	struct paper *paper = arena_alloc(desk->arena, sizeof *paper);
	struct gathered gathered = {.rubric = tp6(desk)};

	assert_true(paper_read(desk->arena, &pack, &file, paper));
	gather_paper(desk->arena, &gathered, paper);
	return gathered;
}

static void cells_have_label_and_column(void **state)
{
	const struct gathered g = gather(*state,
		"### 6.1 – Résumé\n\n"
		"| Catégorie | Test | Proxmox | XCP-ng | Gagnant |\n"
		"|---|---|---|---|---|\n"
		"| **CPU** | Events/sec | 1800 | 1750 | Proxmox |\n\n"
		"### 5.2 – Réseau\n\n"
		"| Direction | Débit |\n|---|---|\n"
		"| Proxmox → Xen | 3.5 |\n");

	assert_int_equal(g.cell_count, 4);
	assert_string_equal(g.cells[0].row, "CPU Events/sec");
	assert_string_equal(g.cells[0].column, "Proxmox");
	assert_string_equal(g.cells[2].column, "Gagnant");
	assert_string_equal(g.cells[3].row, "Proxmox → Xen");
	assert_string_equal(g.cells[3].text, "3.5");
	assert_int_equal(g.cells[3].table, 1);
	assert_string_equal(g.cells[3].section, "5.2 – Réseau");
}

static void only_the_checklist_has_boxes(void **state)
{
	const struct gathered g = gather(*state,
		"### 7.2 – Fonctionnalités\n\n- [x] Snapshots\n\n"
		"### Checklist\n\n"
		"- [x] Vous avez exécuté tous les tests de performance\n"
		"- [ ] Vous avez choisi votre hyperviseur préféré\n");

	assert_int_equal(g.box_count, 2);
	assert_true(g.boxes[0].ticked);
	assert_false(g.boxes[1].ticked);
}

static void headings_belong_to_steps(void **state)
{
	static const struct {
		const char *heading, *steps;
		bool is;
	} cases[] = {
		{"7.2 – Fonctionnalités", "7.1-7.3", true},
		{"7.4 – Autre", "7.1-7.3", false},
		{"Étape 8 – Comparaison", "8, 10", true},
		{"8.3 – Sauvegardes", "8, 10", true},
		{"10.2 – Forces", "8, 10", true},
		{"9.1 – Homelab", "8, 10", false},
		{"6.2 – Analyse", "6.2", true},
		{"6.1 – Résumé", "6.2", false},
		{"Conclusion", "6.2", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (heading_is_of(cases[i].heading, cases[i].steps) !=
			cases[i].is)
			fail_msg("%s of %s", cases[i].heading, cases[i].steps);
}

static void a_gate_sees_the_part_it_is_about(void **state)
{
	struct desk *desk = *state;
	const struct gathered g = gather(desk,
		"### 2.2 – CPU\n\n| M | Proxmox | XCP-ng |\n|---|---|---|\n"
		"| Events per second | 1802.35 | 1750 |\n\n"
		"### 6.2 – Analyse\n\nProxmox fait 1802,35 et Xen 12.\n\n"
		"### 12 – Suite\n\nstress\n");
	struct gate_facts facts = gather_facts(desk->arena, &g,
		rubric_criterion_find(g.rubric, "e6_2"));

	assert_int_equal(facts.words, 6);
	assert_int_equal(facts.cites, 1);
	facts = gather_facts(desk->arena, &g,
		rubric_criterion_find(g.rubric, "e12"));
	assert_string_equal(facts.text, "stress\n");
}

static void the_sheets_own_text_is_not_the_students(void **state)
{
	static const char sheet[] =
		"### 6.2 – Analyse\n\n**Observations :** tout va *bien*.\n\n"
		"### 7.1 – Web\n\n| C | Proxmox | XCP-ng |\n|---|---|---|\n"
		"| Design | Moderne | Beau |\n| Temps | 2 | 3 |\n";
	struct desk *desk = *state;
	struct gathered g = gather(desk,
		"### 6.2 – Analyse\n\nObservations : tout va bien.\n\n"
		"Xen est plus lent.\n\n"
		"### 7.1 – Web\n\n| C | Proxmox | XCP-ng |\n|---|---|---|\n"
		"| Design | Moderne | Beau |\n| Temps | 2 | 5 |\n");
	struct gate_facts facts;

	g.handout = handout_read(desk->arena, &desk->diags, "tp6.md", sheet,
		strlen(sheet));
	assert_non_null(g.handout);
	facts = gather_facts(desk->arena, &g,
		rubric_criterion_find(g.rubric, "e6_2"));
	assert_int_equal(facts.words, 4);
	expect_near(facts.template_share, 0.5, 1e-9);
	assert_string_equal(facts.text, "Xen est plus lent.\n");
	facts = gather_facts(
		desk->arena, &g, rubric_criterion_find(g.rubric, "e7"));
	assert_int_equal(facts.rows_changed, 1);
}

/* -- ids -- */

static void ids_are_plain_file_names(void **state)
{
	static const struct {
		const char *id, *name, *want;
	} cases[] = {
		{"1234567", "Élodie", "1234567"},
		{"", "Élodie d'Arc", "Élodie-d-Arc"},
		{"", "../../etc/passwd", "etc-passwd"},
		{"", ".hidden", "hidden"},
		{"", "...", "student"},
		{"", "a/b\\c:d", "a-b-c-d"},
	};
	struct desk *desk = *state;
	const char *const taken[] = {"Zoé", "Zoé-2"};
	const struct student zoe = {.id = "", .name = "Zoé"};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct student student = {
			.id = cases[i].id, .name = cases[i].name};

		assert_string_equal(
			student_id(desk->arena, &student, NULL, 0),
			cases[i].want);
	}
	assert_string_equal(
		student_id(desk->arena, &zoe, taken, COUNT(taken)), "Zoé-3");
}

/* -- results -- */

static struct result *some_result(struct desk *desk, const char *id)
{
	const struct rubric *rubric = tp6(desk);
	struct result *result = arena_alloc(desk->arena, sizeof *result);
	static struct result_item items[] = {
		{ITEM_WRONG, 0.5, 1, "xcpng", "threads", "threads: read 1",
			"Run it.", "xcp/cpu.txt", 4},
		{ITEM_RIGHT, 1, 1, "", "prime", "prime", NULL, NULL, 0},
	};

	*result = (struct result){.key = "",
		.source = "",
		.late = 600,
		.extension = NAN,
		.sizes = {2000, 0, 300},
		.id = id,
		.participant = id,
		.name = "=cmd",
		.team = "",
		.total = 12.25,
		.pending = 4.5,
		.penalty = 0,
		.mark_count = rubric->criterion_count};
	result->marks = arena_alloc(
		desk->arena, result->mark_count * sizeof *result->marks);
	for (size_t i = 0; i < result->mark_count; i++)
		result->marks[i] = (struct result_mark){
			.criterion = rubric->criteria[i].id,
			.automatic = rubric->criteria[i].manual ? NAN : 0.5,
			.effective = rubric->criteria[i].manual ? NAN : 0.5,
			.rule = "",
			.basis = "abc",
			.text = "6 of 8",
			.comment = ""};
	result->marks[2].items = items;
	result->marks[2].count = COUNT(items);
	result_note(desk->arena, result,
		(struct result_note){"a.zip", 0, "unreadable", true, false});
	return result;
}

static void a_result_is_read_as_it_was_written(void **state)
{
	struct desk *desk = *state;
	struct result *result = some_result(desk, "101"), *again;
	struct buf first = {0}, second = {0};

	result_write(result, &first);
	again = result_read(desk->arena, &desk->diags, "101.json", first.data,
		first.length, tp6(desk));
	expect_silence(desk);
	assert_non_null(again);
	assert_true(result_needs_human(again));
	assert_false(result_is_held(again));
	assert_string_equal(again->marks[2].items[0].advice, "Run it.");
	assert_true(isnan(again->marks[13].effective));
	assert_true(isnan(again->extension) && again->late == 600);
	assert_int_equal(again->sizes[RESULT_GRADESCOPE], 300);
	result_write(again, &second);
	assert_string_equal(second.data, first.data);
	buf_free(&first);
	buf_free(&second);
}

static void an_alien_result_is_refused(void **state)
{
	struct desk *desk = *state;
	static const char *const texts[] = {"{}", "[]", "nonsense",
		"{\"schema\": \"hvlab-grade/1\", \"id\": \"1\", \"marks\": []}"};

	for (size_t i = 0; i < COUNT(texts); i++)
		assert_null(result_read(desk->arena, NULL, "x.json", texts[i],
			strlen(texts[i]), tp6(desk)));
}

static void the_class_counts_each_student_once(void **state)
{
	struct desk *desk = *state;
	struct class_data data = {
		.arena = desk->arena, .lang = LANG_EN, .rubric = tp6(desk)};
	struct buf csv = {0};

	class_add(&data, NULL, some_result(desk, "101"));
	class_add(&data, NULL, some_result(desk, "102"));
	assert_int_equal(data.slip_count, 1);
	assert_int_equal(data.slips[0].students, 2);
	assert_int_equal(class_humans(&data), 2);
	assert_int_equal(class_open(&data), 2);
	class_csv(&data, &csv);
	/* a name that a spreadsheet would run */
	if (!strstr(csv.data, "101,'=cmd,\"to look at\",12.25,4.50,0.00,"))
		fail_msg("%s", csv.data);
	buf_free(&csv);
}

static void gradescope_gets_no_score_for_what_is_pending(void **state)
{
	struct desk *desk = *state;
	struct buf out = {0};
	const char *manual;

	gradescope_write(desk->arena, LANG_EN, tp6(desk),
		some_result(desk, "101"), &out);
	assert_non_null(strstr(out.data, "\"score\": 12.25"));
	manual = strstr(out.data, "\"Analysis of the results\"");
	assert_non_null(manual);
	while (*manual != '{')
		manual--;
	assert_memory_equal(manual + 1, "\n   \"max_score\"", 15);
	buf_free(&out);
}

/* -- workers -- */

struct bench {
	enum work_end ends[8];
	size_t ended;
};

static bool misbehave(void *context, size_t index)
{
	volatile unsigned long spin = 1;

	(void)context;
	if (index == 2)
		raise(SIGKILL);
	if (index == 3)
		while (spin)
			spin |= 1;
	if (index == 5)
		_exit(3);
	return index != 6;
}

static bool note_end(void *context, size_t index, enum work_end end)
{
	struct bench *bench = context;

	bench->ends[index] = end;
	bench->ended++;
	return true;
}

static void a_worker_that_dies_takes_one_piece_with_it(void **state)
{
	static const enum work_end wanted[8] = {WORK_DONE, WORK_DONE,
		WORK_CRASHED, WORK_TIME, WORK_DONE, WORK_MEMORY, WORK_FAILED,
		WORK_DONE};

	(void)state;
	for (size_t jobs = 1; jobs <= 3; jobs++) {
		struct bench bench = {.ended = 0};
		const struct work work = {.jobs = jobs,
			.count = 8,
			.seconds = 1,
			.context = &bench,
			.work = misbehave,
			.ended = note_end};

		assert_true(work_run(&work));
		assert_int_equal(bench.ended, 8);
		assert_memory_equal(bench.ends, wanted, sizeof wanted);
	}
}

static bool stop_at_once(void *context, size_t index, enum work_end end)
{
	note_end(context, index, end);
	return false;
}

static void who_hears_of_an_end_may_stop_all(void **state)
{
	struct bench bench = {.ended = 0};
	const struct work work = {.jobs = 1,
		.count = 8,
		.context = &bench,
		.work = misbehave,
		.ended = stop_at_once};

	(void)state;
	assert_false(work_run(&work));
	assert_int_equal(bench.ended, 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_label_tells_the_side),
		TEST(names_are_found_in_words),
		TEST(lines_before_a_run_tell_its_side),
		TEST(the_disk_tells_the_side),
		TEST(cells_have_label_and_column),
		TEST(only_the_checklist_has_boxes),
		TEST(headings_belong_to_steps),
		TEST(a_gate_sees_the_part_it_is_about),
		TEST(the_sheets_own_text_is_not_the_students),
		TEST(ids_are_plain_file_names),
		TEST(a_result_is_read_as_it_was_written),
		TEST(an_alien_result_is_refused),
		TEST(the_class_counts_each_student_once),
		TEST(gradescope_gets_no_score_for_what_is_pending),
		TEST(a_worker_that_dies_takes_one_piece_with_it),
		TEST(who_hears_of_an_end_may_stop_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
