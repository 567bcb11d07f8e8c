/* Unit tests of src/grade: which runs belong to which criterion, and what the
 * TP6 rubric makes of real logs, whole, edited and missing. */
#define _XOPEN_SOURCE 700
#include "tests/grading.h"

#include "src/grade/gate.h"

#define QEMU "fixtures/lab/qemu/run1/"
#define XEN "fixtures/lab/xen/run1/"

static const char *const logs[] = {"sysbench-cpu-20000.txt",
	"sysbench-cpu-50000.txt", "sysbench-memory.txt",
	"sysbench-memory-rnd-read.txt", "fio-write-seq.txt", "fio-read-seq.txt",
	"fio-random-rw.txt", "iperf3-client.txt"};

static const char *const folders[SIDES] = {QEMU, XEN};

/* A student: the judging and what it rests on. */
struct student {
	struct desk *desk;
	struct judging judging;
	struct evidence evidence;
	struct found_cell *cells;
	size_t cell_count, cell_capacity;
};

static struct student *student_new(struct desk *desk)
{
	struct student *student = arena_alloc(desk->arena, sizeof *student);

	student->desk = desk;
	student->evidence.rubric = tp6(desk);
	return student;
}

static void hand_in(struct student *student, const char *path, int side)
{
	struct run_list runs = read_path(student->desk, path);

	for (const struct run *run = runs.first; run; run = run->next)
		evidence_add(
			student->desk->arena, &student->evidence, run, side,
			false);
}

static void hand_in_text(struct student *student, const char *text, int side)
{
	struct run_list runs = read_text(student->desk, text);

	for (const struct run *run = runs.first; run; run = run->next)
		evidence_add(
			student->desk->arena, &student->evidence, run, side,
			false);
}

/* The log of a side with `old` replaced. */
static void hand_in_edited(struct student *student, const char *log, int side,
	const char *old, const char *replacement)
{
	struct desk *desk = student->desk;
	const char *path =
		arena_printf(desk->arena, "%s%s", folders[side], log);

	hand_in_text(student,
		edited(desk->arena, slurp(desk, path), old, replacement), side);
}

/* All logs but those whose name begins with `without`. */
static void hand_in_all(struct student *student, const char *without)
{
	for (int side = 0; side < SIDES; side++)
		for (size_t i = 0; i < COUNT(logs); i++)
			if (!without ||
				strncmp(logs[i], without, strlen(without)) != 0)
				hand_in(student,
					arena_printf(student->desk->arena,
						"%s%s", folders[side], logs[i]),
					side);
}

static void write_cell(struct student *student, size_t table,
	const char *section, const char *row, const char *column,
	const char *text)
{
	struct arena *arena = student->desk->arena;

	ARENA_ROOM(arena, student->cells, student->cell_count,
		student->cell_capacity);
	student->cells[student->cell_count++] =
		(struct found_cell){table, section, row, column, text,
			"compte-rendu.md", (unsigned)student->cell_count + 1};
}

static void write_row(struct student *student, size_t table,
	const char *section, const char *row, const char *a, const char *b,
	const char *winner)
{
	write_cell(student, table, section, row, "Proxmox", a);
	write_cell(student, table, section, row, "XCP-ng", b);
	if (winner)
		write_cell(student, table, section, row, "Gagnant", winner);
}

static void judge_lang(struct student *student, enum lang lang)
{
	student->judging.arena = student->desk->arena;
	student->judging.lang = lang;
	student->judging.rubric = student->evidence.rubric;
	student->judging.evidence = &student->evidence;
	student->judging.cells = student->cells;
	student->judging.cell_count = student->cell_count;
	judge(&student->judging);
}

static void judge_student(struct student *student)
{
	evidence_settle(student->desk->arena, &student->evidence);
	judge_lang(student, LANG_EN);
}

static const struct outcome *of(const struct student *student, const char *id)
{
	const struct rubric_criterion *criterion =
		rubric_criterion_find(student->judging.rubric, id);

	assert_non_null(criterion);
	return judging_outcome(&student->judging, criterion);
}

static void expect_points(
	const struct student *student, const char *id, double points)
{
	const struct outcome *outcome = of(student, id);

	if (!near(outcome->points, points, 1e-9))
		fail_msg("%s: %.4f points, not %.4f: %s", id, outcome->points,
			points,
			outcome_feedback(&student->judging, outcome, NULL));
}

/* Some item of the criterion says all of this in its sentence or advice. */
static const struct outcome_item *expect_item(
	const struct student *student, const char *id, const char *piece)
{
	const struct outcome *outcome = of(student, id);

	for (size_t i = 0; i < outcome->count; i++)
		if (strstr(item_say(&student->judging, &outcome->items[i]),
			    piece))
			return &outcome->items[i];
	fail_msg("%s: nobody says \"%s\", only: %s", id, piece,
		outcome_feedback(&student->judging, outcome, NULL));
	return NULL;
}

static const char *const tests[] = {
	"e2_2", "e2_3", "e3_1", "e3_2", "e4_2", "e4_3", "e4_4", "e5_2"};

static void expect_all_tests(const struct student *student)
{
	for (size_t i = 0; i < COUNT(tests); i++)
		expect_points(student, tests[i],
			of(student, tests[i])->criterion->points);
	expect_points(student, "depot", 1);
}

/* -- logs -- */

static void complete_logs_win_all_points(void **state)
{
	struct student *student = student_new(*state);

	hand_in_all(student, NULL);
	judge_student(student);
	expect_all_tests(student);
	expect_points(student, "e1_vm", 1);
	/* what no log shows costs nothing and is told */
	assert_int_equal(
		expect_item(student, "e3_2", "not visible in the logs")->state,
		ITEM_UNSEEN);
	assert_int_equal(student->evidence.twin_count, 0);
	assert_true(isnan(of(student, "e6_2")->points));
}

static void nothing_handed_in_wins_nothing(void **state)
{
	struct student *student = student_new(*state);

	judge_student(student);
	for (size_t i = 0; i < COUNT(tests); i++)
		expect_points(student, tests[i], 0);
	expect_points(student, "depot", 0);
	expect_points(student, "e1_vm", 0);
	expect_points(student, "r_cells", 0);
	expect_points(student, "r_win", 0);
	expect_points(student, "r_pct", 0);
	expect_points(student, "check", 0);
	expect_item(student, "e2_2", "no readable run");
}

static void a_missing_side_costs_half(void **state)
{
	struct student *student = student_new(*state);

	for (size_t i = 0; i < COUNT(logs); i++)
		hand_in(student,
			arena_printf(student->desk->arena, QEMU "%s", logs[i]),
			0);
	judge_student(student);
	expect_points(student, "e2_2", 0.75);
	expect_points(student, "e4_4", 0.5);
	expect_points(student, "depot", 0.5);
	/* the one client log is one direction */
	expect_points(student, "e5_2", 0.75);
}

/* prime 10000, one thread, 10 s of fio: what is right still counts, and the
 * value read is quoted with its line */
static void wrong_parameters_cost_their_share(void **state)
{
	struct student *student = student_new(*state);
	const struct outcome_item *item;

	hand_in_edited(student, "sysbench-cpu-20000.txt", 0,
		"Prime numbers limit: 20000", "Prime numbers limit: 10000");
	hand_in_edited(student, "sysbench-cpu-20000.txt", 1,
		"Number of threads: 2", "Number of threads: 1");
	hand_in_edited(
		student, "fio-random-rw.txt", 0, "IOPS=2600", "IOPS=1125");
	hand_in(student, XEN "fio-random-rw.txt", 1);
	judge_student(student);
	/* 2 of 3 on both sides */
	expect_points(student, "e2_2", 1);
	item = expect_item(student, "e2_2", "read 10");
	assert_int_equal(item->line, 8);
	assert_int_equal(item->side, 0);
	assert_non_null(strstr(item->advice, "2.2"));
	expect_item(student, "e2_2", "read 1, expected 2");
	/* a mix of 50 for 70: 4 of 5 on that side */
	expect_points(student, "e4_4", 0.9);
	expect_item(student, "e4_4", "%, expected 68 to 72%");
}

static void too_many_jobs_are_quoted(void **state)
{
	struct student *student = student_new(*state);

	hand_in_edited(student, "fio-write-seq.txt", 0, "jobs=1", "jobs=4");
	judge_student(student);
	/* 3 of 4 on one side, the other missing */
	expect_points(student, "e4_2", 0.38);
	expect_item(student, "e4_2", "--numjobs (Proxmox): read 4, expected 1");
}

/* a read run is no evidence of a write test, whatever else fits */
static void one_test_does_not_stand_for_another(void **state)
{
	struct student *student = student_new(*state);

	hand_in(student, QEMU "fio-read-seq.txt", 0);
	hand_in(student, "fixtures/lab/qemu/run2/fio-read-seq.txt", 0);
	judge_student(student);
	expect_points(student, "e4_2", 0);
	expect_points(student, "e4_3", 0.5);
}

static void the_best_of_several_runs_counts(void **state)
{
	struct student *student = student_new(*state);

	hand_in_all(student, "sysbench-cpu-20000");
	hand_in_edited(student, "sysbench-cpu-20000.txt", 0,
		"Number of threads: 2", "Number of threads: 1");
	hand_in(student, "fixtures/lab/qemu/run2/sysbench-cpu-20000.txt", 0);
	hand_in(student, XEN "sysbench-cpu-20000.txt", 1);
	judge_student(student);
	expect_points(student, "e2_2", 1.5);
}

static void cached_speed_is_no_crime(void **state)
{
	struct student *student = student_new(*state);

	hand_in_edited(student, "fio-write-seq.txt", 0,
		"write: IOPS=", "write: IOPS=9");
	hand_in(student, XEN "fio-write-seq.txt", 1);
	judge_student(student);
	expect_points(student, "e4_2", 1);
}

static void what_fio_refused_is_no_run(void **state)
{
	struct student *student = student_new(*state);

	hand_in(student, "fixtures/parse/fio/no-directory.txt", 0);
	hand_in(student, XEN "fio-write-seq.txt", 1);
	judge_student(student);
	expect_points(student, "e4_2", 0.5);
}

static void an_interrupted_run_is_not_credited(void **state)
{
	struct student *student = student_new(*state);
	const struct outcome_item *item;

	hand_in(student, "fixtures/parse/fio/interrupted.txt", 0);
	hand_in(student, XEN "fio-random-rw.txt", 1);
	judge_student(student);
	expect_points(student, "e4_4", 0.5);
	item = expect_item(student, "e4_4", "interrupted");
	assert_int_equal(item->state, ITEM_INCOMPLETE);
	assert_string_equal(item->file, "fixtures/parse/fio/interrupted.txt");
}

static void other_versions_and_formats_are_read(void **state)
{
	struct student *student = student_new(*state);

	/* JSON: short runs, the other parameters right */
	hand_in(student, "fixtures/parse/iperf3/json.txt", 0);
	hand_in(student, "fixtures/parse/fio-json/3.42.json.gz", 0);
	/* sysbench 0.4 stops after 10,000 events, 0.5 states no operation */
	hand_in(student, "fixtures/parse/sysbench/0.4-cpu.txt", 0);
	hand_in(student, "fixtures/parse/sysbench/0.5-memory-interval.txt", 0);
	hand_in(student, "fixtures/parse/sysbench/1.1-cpu.txt", 1);
	judge_student(student);
	expect_points(student, "e5_2", 0);
	expect_item(student, "e5_2", "read 3");
	expect_points(student, "e4_4", 0.4);
	expect_item(student, "e4_4", "duration (Proxmox): read 2");
	expect_points(student, "e2_3", 0.33);
	expect_item(student, "e2_3", "--cpu-max-prime (Proxmox): read 50");
	assert_int_equal(
		expect_item(student, "e3_1", "operation (Proxmox)")->state,
		ITEM_UNSEEN);
}

static void the_same_log_on_both_sides_is_held(void **state)
{
	struct student *student = student_new(*state);

	hand_in_all(student, "fio-write");
	hand_in(student, QEMU "fio-write-seq.txt", 0);
	hand_in(student, QEMU "fio-write-seq.txt", 1);
	judge_student(student);
	/* told to the teacher, marks unchanged */
	assert_int_equal(student->evidence.twin_count, 1);
	assert_int_equal(student->evidence.twins[0].a->side, 0);
	assert_int_equal(student->evidence.twins[0].b->side, 1);
	expect_points(student, "e4_2", 1);
}

static void swapped_folders_are_asked_about(void **state)
{
	struct student *student = student_new(*state);

	for (int side = 0; side < SIDES; side++)
		for (size_t i = 0; i < COUNT(logs); i++)
			hand_in(student,
				arena_printf(student->desk->arena, "%s%s",
					folders[1 - side], logs[i]),
				side);
	judge_student(student);
	expect_all_tests(student);
	expect_points(student, "e1_vm", 1);
	assert_int_equal(
		expect_item(student, "e1_vm", "read xvda")->state, ITEM_NOTE);
}

static void different_machines_are_seen(void **state)
{
	struct student *student = student_new(*state);

	hand_in_all(student, NULL);
	hand_in(student, "fixtures/lab/qemu/vm-facts.txt", 0);
	hand_in_text(student,
		"$ lscpu\nArchitecture:            x86_64\n"
		"CPU(s):                  4\nVendor ID:  AuthenticAMD\n",
		1);
	judge_student(student);
	expect_points(student, "e1_vm", 0.83);
	expect_item(student, "e1_vm", "read 4, expected 2");
}

/* -- iperf3 -- */

static void the_servers_log_is_as_good(void **state)
{
	struct student *student = student_new(*state);

	/* what the server on Xen saw came from QEMU */
	hand_in(student, XEN "iperf3-server.txt", 1);
	judge_student(student);
	expect_points(student, "e5_2", 0.75);
	assert_int_equal(student->evidence.runs[0].from, 0);
	expect_item(student, "e5_2", "XCP-ng → Proxmox: no readable run");
}

static void mislabelled_directions_are_found_by_address(void **state)
{
	struct student *student = student_new(*state);

	hand_in(student, QEMU "iperf3-client.txt", 0);
	hand_in(student, XEN "iperf3-client.txt", 0);
	judge_student(student);
	expect_points(student, "e5_2", 1.5);
	assert_true(student->evidence.runs[1].relabelled);
	expect_item(student, "e5_2", "by its addresses");
}

static void a_refused_connection_is_no_run(void **state)
{
	struct student *student = student_new(*state);

	hand_in(student, "fixtures/parse/iperf3/refused-client.txt", 0);
	hand_in(student, "fixtures/parse/iperf3/cliint-client.txt", 1);
	judge_student(student);
	expect_points(student, "e5_2", 0);
	expect_item(student, "e5_2", "interrupted");
}

/* -- the paper -- */

#define T22 "2.2 – Test CPU : Calcul de Nombres Premiers"
#define T31 "3.1 – Test de Bande Passante Mémoire"
#define T44 "4.4 – Test d'I/O Aléatoire (IOPS)"
#define T52 "5.2 – Test de Débit Réseau"
#define T61 "6.1 – Résumé des Performances"

/* The sheet filled in with what the logs of run 1 say, in French. */
static void fill_in(struct student *student)
{
	write_row(
		student, 0, T22, "Events per second", "677,53", "162,79", NULL);
	write_row(student, 0, T22, "Total time", "10,0030s", "10,0039s", NULL);
	write_row(student, 0, T22, "Latency (avg)", "2,94 ms", "11,8 ms", NULL);
	write_row(student, 1, T22, "Events per second", "~1800", "~1750",
		"Proxmox (+3%)");
	write_row(student, 1, T22, "Total time", "~10.2s", "~10.5s", "Proxmox");
	write_row(student, 1, T22, "Latency (avg)", "~1.11ms", "~1.14ms",
		"Proxmox");
}

static const char *logged(const struct student *student, int side,
	const char *id, const char *metric)
{
	const struct evidence_run *run = evidence_best(&student->evidence,
		rubric_criterion_find(student->evidence.rubric, id), side);

	assert_non_null(run);
	assert_non_null(run_obs(run->run, metric));
	return run_obs(run->run, metric)->raw;
}

static void fill_row(struct student *student, size_t table, const char *section,
	const char *row, const char *id, const char *metric, const char *winner)
{
	write_row(student, table, section, row, logged(student, 0, id, metric),
		logged(student, 1, id, metric), winner);
}

/* Every cell from the logs; `winners`: those of the two tables or NULL. */
static void fill_from_logs(struct student *student)
{
	evidence_settle(student->desk->arena, &student->evidence);
	fill_row(student, 0, T22, "Events per second", "e2_2",
		"events_per_second", NULL);
	fill_row(student, 0, T22, "Total time", "e2_2", "total_time", NULL);
	fill_row(student, 0, T22, "Latency (avg)", "e2_2", "latency_avg", NULL);
	fill_row(student, 1, T31, "Total operations", "e3_1", "operations",
		NULL);
	fill_row(student, 1, T31, "Operations per second", "e3_1",
		"operations_per_second", NULL);
	fill_row(student, 1, T31, "Transferred (MB/sec)", "e3_1", "throughput",
		NULL);
	fill_row(student, 2, T44, "Écriture Seq. MB/s", "e4_2",
		"write.bandwidth", "Proxmox");
	fill_row(student, 2, T44, "Lecture Seq. MB/s", "e4_3", "read.bandwidth",
		"Proxmox");
	fill_row(student, 2, T44, "I/O Aléatoire IOPS", "e4_4", "read.iops",
		"Proxmox");
	write_cell(student, 3, T52, "Proxmox → Xen", "Débit (Gbits/sec)",
		logged(student, 0, "e5_2", "receiver.throughput"));
	write_cell(student, 3, T52, "Xen → Proxmox", "Débit (Gbits/sec)",
		logged(student, 1, "e5_2", "receiver.throughput"));
}

static void figures_of_the_logs_win_their_points(void **state)
{
	struct student *student = student_new(*state);

	hand_in_all(student, NULL);
	fill_from_logs(student);
	judge_lang(student, LANG_EN);
	assert_int_equal(of(student, "r_cells")->count, 20);
	expect_points(student, "r_cells", 3);
	assert_false(of(student, "r_cells")->swapped);
}

/* the blank table counts, not the example below it; without headings too */
static void the_right_table_is_found(void **state)
{
	struct student *student = student_new(*state);

	hand_in_all(student, NULL);
	fill_in(student);
	judge_student(student);
	assert_int_equal(of(student, "r_cells")->items[0].line, 2);
	assert_int_equal(
		of(student, "r_cells")->items[0].verdict, FIGURE_ROUNDED);
}

/* a paper without headings: tables are told apart by their rows */
static void tables_are_found_without_headings(void **state)
{
	struct student *student = student_new(*state);

	hand_in_all(student, NULL);
	write_row(student, 9, "", "Disque Écriture seq. (MB/s)", "1", "2",
		"XCP-ng");
	write_row(student, 9, "", "CPU Latency (avg)", "1", "2", "Proxmox");
	write_row(student, 9, "", "Mémoire Bande passante (MB/s)", "1", "2",
		"XCP-ng");
	write_row(student, 9, "", "Disque IOPS aléatoires", "1", "2", "XO");
	fill_from_logs(student);
	for (size_t i = 0; i < student->cell_count; i++)
		student->cells[i].section = "";
	judge_lang(student, LANG_EN);
	expect_points(student, "r_cells", 3);
	assert_int_equal(of(student, "r_win")->items[3].state, ITEM_MISSING);
	assert_int_equal(of(student, "r_win")->items[4].state, ITEM_RIGHT);
}

static void the_sheet_untouched_wins_nothing(void **state)
{
	struct student *student = student_new(*state);

	hand_in_all(student, NULL);
	write_row(student, 0, T22, "Events per second", "_______", "_______",
		NULL);
	write_row(student, 1, T61, "CPU Events/sec (prime 20000)", "~1800",
		"~1750", "Proxmox (+3%)");
	write_row(student, 1, T61, "CPU Latency (avg)", "~1.11ms", "~1.14ms",
		"Proxmox");
	write_row(student, 1, T61, "Mémoire Bande passante (MB/s)", "~8500",
		"~8200", "Proxmox (+4%)");
	judge_student(student);
	expect_points(student, "r_cells", 0);
	expect_points(student, "r_win", 0);
	expect_points(student, "r_pct", 0);
	expect_item(student, "r_pct", "sample value");
	/* the logs count all the same */
	expect_all_tests(student);
}

static void exchanged_columns_are_told_once(void **state)
{
	struct student *student = student_new(*state);
	const struct outcome *outcome;

	hand_in_all(student, NULL);
	fill_from_logs(student);
	for (size_t i = 0; i < student->cell_count; i++) {
		const char **column = &student->cells[i].column;

		*column = strcmp(*column, "Proxmox") == 0  ? "XCP-ng"
			  : strcmp(*column, "XCP-ng") == 0 ? "Proxmox"
							   : *column;
	}
	judge_lang(student, LANG_EN);
	outcome = of(student, "r_cells");
	assert_true(outcome->swapped);
	assert_non_null(
		strstr(outcome_feedback(&student->judging, outcome, NULL),
			"exchanged throughout"));
	for (size_t i = 0; i < outcome->count; i++)
		if (strncmp(outcome->items[i].subject, "Events", 6) == 0)
			expect_near(outcome->items[i].share, 0.25, 1e-9);
	/* winners are judged on what is written: XCP-ng would win */
	assert_int_equal(expect_item(student, "r_win", "Lecture Seq.")->state,
		ITEM_WRONG);
}

static void a_wrong_winner_costs_only_the_winner(void **state)
{
	struct student *student = student_new(*state);

	hand_in_all(student, NULL);
	write_row(student, 0, T61, "CPU Events/sec (prime 20000)", "1000",
		"1050", "Proxmox (+5%)");
	judge_student(student);
	assert_int_equal(
		expect_item(student, "r_win", "Events/sec")->state, ITEM_WRONG);
	expect_points(student, "r_win", 0);
	assert_int_equal(
		expect_item(student, "r_pct", "Events/sec")->state, ITEM_RIGHT);
	expect_points(student, "r_pct", 0.1);
}

static void a_tie_within_the_band_is_accepted(void **state)
{
	struct student *student = student_new(*state);

	write_row(student, 0, T61, "CPU Events/sec", "1025", "1000", "Égalité");
	write_row(student, 0, T61, "CPU Latency (avg)", "1,11ms", "1,14 ms",
		"Proxmox");
	judge_student(student);
	expect_points(student, "r_win", 0.2);
}

/* reads on one side and writes on the other: no common choice fits */
static void random_io_wants_the_same_choice(void **state)
{
	struct student *student = student_new(*state);
	const struct outcome *outcome;
	size_t right = 0;

	hand_in_all(student, NULL);
	evidence_settle(student->desk->arena, &student->evidence);
	write_row(student, 0, T44, "I/O Aléatoire IOPS",
		logged(student, 0, "e4_4", "read.iops"),
		logged(student, 1, "e4_4", "write.iops"), NULL);
	judge_lang(student, LANG_EN);
	outcome = of(student, "r_cells");
	for (size_t i = 0; i < outcome->count; i++)
		right += outcome->items[i].share > 0.9;
	assert_int_equal(right, 1);
}

static void boxes_must_agree_with_the_logs(void **state)
{
	static const struct found_box boxes[] = {
		{"Vous avez créé des VMs identiques", true, "cr.md", 90},
		{"Vous avez exécuté tous les tests de performance", true,
			"cr.md", 91},
		{"Vous avez comparé les interfaces Web", true, "cr.md", 92},
		{"Vous avez analysé les fonctionnalités", true, "cr.md", 93},
		{"Vous avez choisi", true, "cr.md", 94}};
	struct student *student = student_new(*state);

	hand_in_all(student, "fio-");
	student->judging.boxes = boxes;
	student->judging.box_count = COUNT(boxes);
	judge_student(student);
	expect_points(student, "check", 0.4);
	assert_int_equal(
		expect_item(student, "check", "do not confirm")->line, 91);
}

/* -- bases and languages -- */

static void points_do_not_depend_on_the_language(void **state)
{
	struct student *student = student_new(*state);
	char basis[DIGEST_TEXT];
	double points;
	const char *french;

	hand_in_all(student, "fio-read");
	judge_student(student);
	points = of(student, "e4_3")->points;
	memcpy(basis, of(student, "e4_3")->basis, sizeof basis);
	judge_lang(student, LANG_FR);
	expect_near(of(student, "e4_3")->points, points, 0);
	assert_string_equal(of(student, "e4_3")->basis, basis);
	french =
		outcome_feedback(&student->judging, of(student, "depot"), NULL);
	assert_string_equal(french, "Journaux complets : 14 sur 16.");
	expect_item(student, "depot",
		"Lecture séquentielle (Proxmox) : aucun passage lisible");
}

static void the_basis_follows_the_evidence(void **state)
{
	struct student *a = student_new(*state), *b = student_new(*state);

	hand_in_all(a, "fio-read");
	judge_student(a);
	hand_in_all(b, NULL);
	judge_student(b);
	assert_string_equal(of(a, "e4_2")->basis, of(b, "e4_2")->basis);
	assert_string_not_equal(of(a, "e4_3")->basis, of(b, "e4_3")->basis);
	assert_string_equal(of(a, "e4_3")->rule, of(b, "e4_3")->rule);
}

static void gates_say_what_is_missing(void **state)
{
	struct student *student = student_new(*state);
	struct gate_facts facts = {.words = 59,
		.cites = 2,
		.choice = WINNER_BLANK,
		.text = "rien de plus"};
	const struct rubric_criterion *analysis, *choice, *bonus;

	judge_student(student);
	analysis = of(student, "e6_2")->criterion;
	choice = of(student, "e9_11")->criterion;
	bonus = of(student, "e12")->criterion;
	assert_string_equal(gate_lacks(student->desk->arena, LANG_EN,
				    &analysis->gate, &facts),
		"words: 59 instead of 60");
	facts.template_share = 0.9;
	assert_string_equal(gate_lacks(student->desk->arena, LANG_FR,
				    &choice->gate, &facts),
		"texte repris de la fiche ; aucun choix nommé");
	assert_non_null(gate_lacks(
		student->desk->arena, LANG_FR, &bonus->gate, &facts));
	facts = (struct gate_facts){.words = 60,
		.cites = 2,
		.choice = 1,
		.text = "après virsh destroy, la VM redémarre"};
	assert_null(gate_lacks(
		student->desk->arena, LANG_EN, &analysis->gate, &facts));
	assert_null(gate_lacks(
		student->desk->arena, LANG_EN, &choice->gate, &facts));
	assert_null(gate_lacks(
		student->desk->arena, LANG_EN, &bonus->gate, &facts));
	assert_string_equal(
		outcome_feedback(&student->judging, of(student, "e9_11"),
			gate_fills(&student->judging, choice, &facts, "Bien.")),
		"Choice read: XCP-ng. Bien.");
}

static void placeholders_are_filled(void **state)
{
	struct student *student = student_new(*state);
	const struct fill fills[] = {{"words", "123", NULL},
		{"cites", "4", NULL}, {"comment", "Bien {n} [vu].", NULL},
		{NULL, NULL, NULL}};

	judge_student(student);
	assert_string_equal(
		outcome_feedback(&student->judging, of(student, "e6_2"), fills),
		"Words read: 123; figures of yours cited: 4. Bien {n} [vu].");
	assert_string_equal(
		outcome_feedback(&student->judging, of(student, "e6_2"), NULL),
		"Words read: –; figures of yours cited: –.");
}

/* What stands in brackets goes when its names have nothing to say. */
static void options_are_left_out(void **state)
{
	struct arena *arena = student_new(*state)->desk->arena;
	const struct fill fills[] = {{"n", "3", NULL}, {"none", NULL, NULL},
		{"void", "", "nothing"}, {NULL, NULL, NULL}};
	const struct fill *const lists[] = {fills, NULL};
	static const struct {
		const char *pattern, *text;
	} cases[] = {
		{"{n}.[ Missing: {none}.]", "3."},
		{"{n}.[ Seen: {n}, {none}.] End", "3. Seen: 3, –. End"},
		{"[{void}][ {n}]", " 3"},
		{"{void} {none} {other}", "nothing – –"},
		{"[never]", ""},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(
			fill_text(arena, cases[i].pattern, lists),
			cases[i].text);
}

/* Values as the lab's commands and people write them, in both languages. */
static void expected_values_are_for_people(void **state)
{
	struct student *student = student_new(*state);

	hand_in_all(student, NULL);
	judge_student(student);
	expect_item(student, "e1_vm", "read vda, expected vd… or sd…");
	expect_item(student, "e4_4", "read randrw, expected randrw or rw,rand");
	expect_item(student, "e4_4", "--bs (Proxmox): read 4k, expected 4k");
	expect_item(student, "e3_1", "read 10G, expected 10G");
	expect_item(student, "e1_vm", "(expected: 1700 to 2100\u00a0MiB)");
	judge_lang(student, LANG_FR);
	expect_item(student, "e1_vm", "lu vda, attendu vd… ou sd…");
	expect_item(student, "e4_4", "lu randrw, attendu randrw ou rw,rand");
	expect_item(student, "e4_4", "attendu de 68 à 72\u00a0%");
	expect_item(student, "e2_2", "s, attendu de 9,90 à 10,60\u00a0s");
}

int main(void)
{
	static const struct CMUnitTest all[] = {
		TEST(complete_logs_win_all_points),
		TEST(nothing_handed_in_wins_nothing),
		TEST(a_missing_side_costs_half),
		TEST(wrong_parameters_cost_their_share),
		TEST(too_many_jobs_are_quoted),
		TEST(one_test_does_not_stand_for_another),
		TEST(the_best_of_several_runs_counts),
		TEST(cached_speed_is_no_crime),
		TEST(what_fio_refused_is_no_run),
		TEST(an_interrupted_run_is_not_credited),
		TEST(other_versions_and_formats_are_read),
		TEST(the_same_log_on_both_sides_is_held),
		TEST(swapped_folders_are_asked_about),
		TEST(different_machines_are_seen),
		TEST(the_servers_log_is_as_good),
		TEST(mislabelled_directions_are_found_by_address),
		TEST(a_refused_connection_is_no_run),
		TEST(figures_of_the_logs_win_their_points),
		TEST(the_right_table_is_found),
		TEST(tables_are_found_without_headings),
		TEST(the_sheet_untouched_wins_nothing),
		TEST(exchanged_columns_are_told_once),
		TEST(a_wrong_winner_costs_only_the_winner),
		TEST(a_tie_within_the_band_is_accepted),
		TEST(random_io_wants_the_same_choice),
		TEST(boxes_must_agree_with_the_logs),
		TEST(points_do_not_depend_on_the_language),
		TEST(the_basis_follows_the_evidence),
		TEST(gates_say_what_is_missing),
		TEST(placeholders_are_filled),
		TEST(options_are_left_out),
		TEST(expected_values_are_for_people),
	};

	return cmocka_run_group_tests(all, NULL, NULL);
}
