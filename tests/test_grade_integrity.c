/* Unit tests of the integrity of a class's logs: real logs, copied, edited,
 * and agreeing by chance; simulated classes of honest students; nonces. */
#define _XOPEN_SOURCE 700
#include "tests/logs.h"

#include "render/render.h"
#include "src/data/embedded.h"
#include "src/grade/integrity.h"

#define QEMU "fixtures/lab/qemu/"
#define XEN "fixtures/lab/xen/"
#define TESTS 8

static const char *const logs[TESTS] = {"sysbench-cpu-20000.txt",
	"sysbench-cpu-50000.txt", "sysbench-memory.txt",
	"sysbench-memory-rnd-read.txt", "fio-write-seq.txt", "fio-read-seq.txt",
	"fio-random-rw.txt", "iperf3-client.txt"};

/* -- one student -- */

struct student {
	struct desk *desk;
	const char *id;
	struct evidence evidence;
	struct integrity_text texts[64];
	size_t text_count;
	struct integrity_lab lab;
};

static struct student *student_new(struct desk *desk, const char *id)
{
	struct student *student = arena_alloc(desk->arena, sizeof *student);

	*student = (struct student){
		.desk = desk, .id = id, .lab = {NAN, NAN, NULL}};
	student->evidence.rubric = rubric_read(desk->arena, &desk->diags,
		"tp6-rubric.json", embedded_rubric, embedded_rubric_length());
	assert_non_null(student->evidence.rubric);
	return student;
}

static void hand_in(struct student *student, const char *label,
	const char *text, int side)
{
	struct desk *desk = student->desk;
	struct run_list runs = {0};
	struct parsing parsing = {.arena = desk->arena,
		.diags = &desk->diags,
		.runs = &runs,
		.file = label};
	struct input *input = input_memory(text, strlen(text));

	parser_read_input(&parsing, input);
	input_close(input);
	for (const struct run *run = runs.first; run; run = run->next)
		evidence_add(desk->arena, &student->evidence, run, side, false);
	student->texts[student->text_count++] =
		(struct integrity_text){label, text, strlen(text)};
}

static const char *label_of(struct desk *desk, const char *log, int side)
{
	return arena_printf(desk->arena, "%s/%s",
		side ? "xcpng" : "proxmox", log);
}

/* A log of a folder as that side's. */
static void hand_in_file(struct student *student, const char *folder,
	const char *log, int side)
{
	struct desk *desk = student->desk;

	hand_in(student, label_of(desk, log, side),
		slurp(desk, arena_printf(desk->arena, "%s%s", folder, log)),
		side);
}

/* All of the lab, as measured the n-th time. */
static void hand_in_lab(struct student *student, int n)
{
	struct arena *arena = student->desk->arena;

	for (size_t i = 0; i < TESTS; i++) {
		hand_in_file(student, arena_printf(arena, QEMU "run%d/", n),
			logs[i], 0);
		hand_in_file(student, arena_printf(arena, XEN "run%d/", n),
			logs[i], 1);
	}
}

static struct integrity *finish(struct student *student)
{
	evidence_settle(student->desk->arena, &student->evidence);
	return integrity_student(student->desk->arena, student->id,
		&student->evidence, student->texts, student->text_count,
		&student->lab);
}

static struct integrity *honest(struct desk *desk, const char *id, int n)
{
	struct student *student = student_new(desk, id);

	hand_in_lab(student, n);
	return finish(student);
}

static const struct sign *sign_of(
	const struct signs *signs, enum sign_kind kind)
{
	for (size_t i = 0; i < signs->count; i++)
		if (signs->items[i].kind == kind)
			return &signs->items[i];
	return NULL;
}

static void assert_level(const struct integrity *integrity,
	enum sign_kind kind, enum sign_level level)
{
	const struct sign *sign = sign_of(&integrity->signs, kind);

	assert_non_null(sign);
	assert_int_equal(sign->level, level);
	assert_true(sign->count > 0);
	assert_int_equal(
		integrity_level(&integrity->signs, integrity->id), level);
}

/* -- within one student -- */

static void test_honest_logs_have_no_sign(void **state)
{
	struct desk *desk = *state;

	for (int n = 1; n <= 5; n++) {
		struct integrity *integrity = honest(desk, "1", n);

		assert_int_equal(integrity->print_count, 2 * TESTS);
		for (size_t i = 0; i < integrity->print_count; i++) {
			assert_int_equal(
				strlen(integrity->prints[i].hash), 64);
			assert_true(integrity->prints[i].value_count >= 2);
		}
		assert_int_equal(integrity->signs.count, 0);
	}
}

static void test_what_identifies_a_run(void **state)
{
	struct desk *desk = *state;
	struct integrity *integrity = honest(desk, "1", 1);
	const struct print *fio = NULL, *iperf3 = NULL, *cpu = NULL;

	for (size_t i = 0; i < integrity->print_count; i++) {
		const struct print *print = &integrity->prints[i];

		if (strcmp(print->file, "xcpng/fio-random-rw.txt") == 0)
			fio = print;
		if (strcmp(print->file, "xcpng/iperf3-client.txt") == 0)
			iperf3 = print;
		if (strcmp(print->file, "xcpng/sysbench-cpu-20000.txt") == 0)
			cpu = print;
	}
	assert_string_equal(fio->fingerprint, "pid 429 2026-11-23T05:35:36");
	assert_string_equal(fio->vectors[fio->vector_count - 1].name,
		"percentiles");
	assert_int_equal(fio->vectors[fio->vector_count - 1].count, 34);
	assert_string_equal(iperf3->fingerprint,
		"10.99.0.21:56492 > 10.99.0.11:5201");
	assert_string_equal(
		iperf3->vectors[0].name, "sender.throughput client");
	assert_int_equal(iperf3->vectors[0].count, 30);
	assert_true(iperf3->vectors[0].odds < -9);
	assert_null(cpu->fingerprint);
	assert_string_equal(cpu->values[0].raw, "162.79");
	assert_true(fabs(cpu->values[0].step - 0.01) < 1e-9);
	assert_int_equal(cpu->side, 1);
}

/* Scenario 42. */
static void test_one_log_for_both_sides(void **state)
{
	struct student *student = student_new(*state, "1");

	hand_in_file(student, QEMU "run1/", logs[0], 0);
	hand_in_file(student, QEMU "run1/", logs[0], 1);
	hand_in_file(student, QEMU "run1/", logs[4], 0);
	assert_level(finish(student), SIGN_BOTH_SIDES, SIGN_STRONG);
}

/* Neither a file that is there twice nor both ends of a connection claim
 * anything. */
static void test_one_log_twice_on_one_side(void **state)
{
	struct student *student = student_new(*state, "1");
	struct integrity *integrity;

	hand_in_file(student, QEMU "run1/", logs[0], 0);
	hand_in(student, "proxmox/all.txt",
		slurp(student->desk, QEMU "run1/sysbench-cpu-20000.txt"), 0);
	hand_in_file(student, QEMU "run1/", "iperf3-client.txt", 0);
	hand_in_file(student, QEMU "run1/", "iperf3-server.txt", 1);
	integrity = finish(student);
	assert_level(integrity, SIGN_TWICE, SIGN_WEAK);
	assert_int_equal(integrity->signs.count, 1);
}

/* Scenario 43. */
static void test_swapped_folders(void **state)
{
	struct student *student = student_new(*state, "1");
	struct integrity *integrity;

	hand_in_file(student, XEN "run1/", "fio-write-seq.txt", 0);
	hand_in_file(student, QEMU "run1/", "fio-write-seq.txt", 1);
	integrity = finish(student);
	assert_level(integrity, SIGN_DISK, SIGN_MEDIUM);
	assert_int_equal(sign_of(&integrity->signs, SIGN_DISK)->count, 2);
}

/* Scenarios 46 and 49: one number edited, or mistyped. */
static void test_one_number_edited(void **state)
{
	struct desk *desk = *state;
	struct student *student = student_new(desk, "1");
	struct integrity *integrity;

	hand_in(student, "xcpng/cpu.txt",
		edited(desk->arena, slurp(desk, XEN "run1/sysbench-cpu-20000.txt"),
			"162.79", "192.79"),
		1);
	integrity = finish(student);
	assert_level(integrity, SIGN_ARITHMETIC, SIGN_MEDIUM);
	assert_int_equal(integrity->signs.items[0].items[0].line[0], 15);
	student = student_new(desk, "2");
	hand_in(student, "xcpng/cpu.txt",
		edited(desk->arena,
			edited(desk->arena,
				slurp(desk, XEN
					"run1/sysbench-cpu-20000.txt"),
				"19238.54", "19288.54"),
			"    events per second: ", "  events per second:  "),
		1);
	assert_level(finish(student), SIGN_ARITHMETIC, SIGN_MEDIUM);
}

static void test_two_logs_edited(void **state)
{
	struct desk *desk = *state;
	struct student *student = student_new(desk, "1");

	hand_in(student, "xcpng/cpu.txt",
		edited(desk->arena, slurp(desk, XEN "run1/sysbench-cpu-20000.txt"),
			"162.79", "192.79"),
		1);
	hand_in(student, "xcpng/fio.txt",
		edited(desk->arena, slurp(desk, XEN "run1/fio-random-rw.txt"),
			"IOPS=1054", "IOPS=1954"),
		1);
	assert_level(finish(student), SIGN_ARITHMETIC, SIGN_STRONG);
}

static void test_percentiles_off_the_grid(void **state)
{
	struct desk *desk = *state;
	const char *text = slurp(desk, XEN "run1/fio-random-rw.txt");
	struct student *student = student_new(desk, "1");

	text = edited(desk->arena, text, "95.00th=[  5932]", "95.00th=[  5940]");
	hand_in(student, "xcpng/fio.txt", text, 1);
	assert_level(finish(student), SIGN_GRID, SIGN_WEAK);
	student = student_new(desk, "1");
	text = edited(desk->arena, text, "99.00th=[ 10421]", "99.00th=[ 10500]");
	hand_in(student, "xcpng/fio.txt", text, 1);
	assert_level(finish(student), SIGN_GRID, SIGN_MEDIUM);
}

/* Scenario 50. */
static void test_odd_dates(void **state)
{
	struct desk *desk = *state;
	const char *text = slurp(desk, XEN "run1/fio-random-rw.txt");
	struct student *student = student_new(desk, "1");

	hand_in(student, "xcpng/fio.txt",
		edited(desk->arena, text, "Mon Nov 23 05:35:36 2026",
			"Thu Jan  1 00:12:36 1970"),
		1);
	assert_level(finish(student), SIGN_DATE, SIGN_WEAK);
	student = student_new(desk, "1");
	student->lab.opens = 1795478400; /* 2026-11-24 */
	hand_in(student, "xcpng/fio.txt", text, 1);
	assert_level(finish(student), SIGN_DATE, SIGN_WEAK);
}

/* A restart of the guest takes longer than from run to run. */
static void test_processes_in_reverse(void **state)
{
	struct desk *desk = *state;
	const char *read = slurp(desk, XEN "run1/fio-read-seq.txt");
	const char *late = edited(desk->arena, read, "pid=425:", "pid=405:");
	const struct integrity *integrity;
	struct student *student = student_new(desk, "1");

	hand_in_file(student, XEN "run1/", "fio-write-seq.txt", 1);
	hand_in(student, "xcpng/read.txt", read, 1);
	assert_int_equal(finish(student)->signs.count, 0);
	student = student_new(desk, "1");
	hand_in_file(student, XEN "run1/", "fio-write-seq.txt", 1);
	hand_in(student, "xcpng/read.txt", late, 1);
	integrity = finish(student);
	assert_level(integrity, SIGN_DATE, SIGN_WEAK);
	assert_string_equal(integrity->signs.items[0].items[0].found,
		"pid 405 2026-11-23T05:33:47");
	/* on another machine, or hours later */
	student = student_new(desk, "1");
	hand_in_file(student, XEN "run1/", "fio-write-seq.txt", 0);
	hand_in(student, "xcpng/read.txt", late, 1);
	assert_null(sign_of(&finish(student)->signs, SIGN_DATE));
	student = student_new(desk, "1");
	hand_in_file(student, XEN "run1/", "fio-write-seq.txt", 1);
	hand_in(student, "xcpng/read.txt",
		edited(desk->arena, late, "05:33:47", "08:33:47"), 1);
	assert_null(sign_of(&finish(student)->signs, SIGN_DATE));
}

/* -- nonces -- */

static const char *const ids[] = {"11", "12", "13"};

static void test_nonces(void **state)
{
	struct desk *desk = *state;
	struct nonces *nonces =
		nonce_all(desk->arena, ids, NULL, COUNT(ids), "secret");
	struct nonces *others =
		nonce_all(desk->arena, ids, NULL, COUNT(ids), "other");

	for (size_t i = 0; i < COUNT(ids); i++) {
		const struct nonce *nonce = &nonces->items[i];

		assert_string_equal(nonce->id, ids[i]);
		assert_ptr_equal(nonce_of_word(nonces, nonce->word), nonce);
		assert_ptr_equal(nonce_of_seed(nonces, nonce->seed), nonce);
		assert_ptr_equal(nonce_of_id(nonces, nonce->id), nonce);
		assert_null(nonce_of_seed(nonces, nonce->seed + 1));
		assert_string_not_equal(nonce->word, others->items[i].word);
	}
	assert_null(nonce_of_word(nonces, "AAAAA"));
	assert_null(nonce_of_id(nonces, "14"));
}

/* RFC 4231, test case 2. */
static void test_keyed_digest(void **state)
{
	const char *text = "what do ya want for nothing?";
	char digest[DIGEST_TEXT];

	(void)state;
	digest_keyed("Jefe", text, strlen(text), digest);
	assert_string_equal(digest, "5bdcc146bf60754e6a042426089575c7"
				    "5a003f089d2739839dec58b964ec3843");
}

/* More students than words without a collision: all are different. */
static void test_nonces_are_unique(void **state)
{
	struct desk *desk = *state;
	size_t count = 20000;
	const char **many = arena_alloc(desk->arena, count * sizeof *many);
	struct nonces *nonces;

	for (size_t i = 0; i < count; i++)
		many[i] = arena_printf(desk->arena, "%zu", i);
	nonces = nonce_all(desk->arena, many, NULL, count, "s");
	for (size_t i = 1; i < count; i++)
		assert_true(strcmp(nonces->by_word[i - 1]->word,
				    nonces->by_word[i]->word) < 0);
}

static void test_commands_with_a_nonce(void **state)
{
	struct desk *desk = *state;
	struct nonce nonce = {"1", "", "K7Q2", 48213};
	static const char *const commands[][2] = {
		{"sysbench cpu --threads=2 run",
			"sysbench cpu --threads=2 --rand-seed=48213 run"},
		{"sysbench cpu --rand-seed=1 run",
			"sysbench cpu --rand-seed=1 run"},
		{"fio --name=write-seq --rw=write",
			"fio --name=write-seq_K7Q2 --rw=write"},
		{"fio job.fio", "fio job.fio"},
		{"iperf3 -c \"$SERVER\" -t 30",
			"iperf3 -c \"$SERVER\" -t 30 -T K7Q2"},
		{"iperf3 -s -T x", "iperf3 -s -T x"},
		{"stress -c 2", "stress -c 2"},
	};

	for (size_t i = 0; i < COUNT(commands); i++)
		assert_string_equal(nonce_command(desk->arena, commands[i][0],
					    &nonce),
			commands[i][1]);
}

static void test_roster(void **state)
{
	struct desk *desk = *state;
	const char *lines = "id,name\n11,\"Éluard, Zoé\"\n\n12,Bob\n";
	const char *moodle =
		"Identifiant,Nom complet,Statut,Note,Note maximale,"
		"Dernière modification (note)\n"
		"Participant 7,Zoé,,,20,-\nParticipant 8,Bob,,,20,-\n";
	struct nonces *nonces = nonce_roster(desk->arena, &desk->diags, "r",
		lines, strlen(lines), "s");

	assert_int_equal(nonces->count, 2);
	assert_string_equal(nonces->items[0].name, "Éluard, Zoé");
	nonces = nonce_roster(desk->arena, &desk->diags, "r", moodle,
		strlen(moodle), "s");
	assert_int_equal(nonces->count, 2);
	assert_string_equal(nonces->items[0].id, "7");
	assert_null(nonce_roster(
		desk->arena, &desk->diags, "r", "1,a\n1,b\n", 8, "s"));
	assert_non_null(told(desk, DIAG_ID_ROSTER_TWICE, "1"));
	assert_null(
		nonce_roster(desk->arena, &desk->diags, "r", "\n", 1, "s"));
	assert_non_null(told(desk, DIAG_ID_ROSTER_EMPTY, ""));
}

/* The logs as the commands of that student's sheet print them. */
static void hand_in_marked(
	struct student *student, const struct nonce *nonce)
{
	struct desk *desk = student->desk;
	const char *fio = slurp(desk, XEN "run1/fio-write-seq.txt");
	const char *line = slurp(desk, XEN "run1/iperf3-client.txt");
	struct buf iperf3 = {0};

	hand_in(student, "xcpng/cpu.txt",
		edited(desk->arena, slurp(desk, XEN "run1/sysbench-cpu-20000.txt"),
			"random number generator from current time",
			arena_printf(desk->arena,
				"random number generator from seed (%u).",
				nonce->seed)),
		1);
	for (int i = 0; i < 3; i++)
		fio = edited(desk->arena, fio, "write-seq:",
			arena_printf(
				desk->arena, "write-seq_%s:", nonce->word));
	hand_in(student, "xcpng/fio.txt", fio, 1);
	while (*line) {
		size_t length = strcspn(line, "\n");

		buf_printf(&iperf3, "%s:  %.*s\n", nonce->word, (int)length,
			line);
		line += length + (line[length] == '\n');
	}
	hand_in(student, "xcpng/iperf3.txt",
		arena_strdup(desk->arena, iperf3.data), 1);
	buf_free(&iperf3);
}

static void test_own_and_foreign_nonces(void **state)
{
	struct desk *desk = *state;
	struct nonces *nonces =
		nonce_all(desk->arena, ids, NULL, COUNT(ids), "secret");
	struct student *own = student_new(desk, "12");
	struct student *other = student_new(desk, "13");
	struct student *none = student_new(desk, "11");
	const struct sign *sign;
	struct integrity *integrity;

	own->lab.nonces = other->lab.nonces = none->lab.nonces = nonces;
	hand_in_marked(own, &nonces->items[1]);
	assert_int_equal(finish(own)->signs.count, 0);
	hand_in_marked(other, &nonces->items[1]);
	integrity = finish(other);
	assert_level(integrity, SIGN_FOREIGN, SIGN_STRONG);
	sign = sign_of(&integrity->signs, SIGN_FOREIGN);
	assert_string_equal(sign->student[1], "12");
	assert_int_equal(sign->count, 3);
	hand_in_lab(none, 1);
	integrity = finish(none);
	assert_int_equal(integrity->signs.count, 1);
	assert_int_equal(integrity->signs.items[0].kind, SIGN_UNMARKED);
	assert_int_equal(integrity->signs.items[0].level, SIGN_INFO);
}

/* -- real students -- */

static const struct integrity *held(
	void *context, size_t index, struct arena *arena)
{
	struct integrity *const *students = context;

	(void)arena;
	return students[index];
}

/* With the prints aside, as when results are read one by one. */
static struct signs pairs_in(
	struct desk *desk, const struct integrity_class *whole)
{
	struct integrity_class class = *whole;
	struct class_prints *prints =
		class_prints_new(desk->arena, class.rubric);
	struct integrity **outlines =
		arena_alloc(desk->arena, class.count * sizeof *outlines);
	struct signs signs;

	for (size_t i = 0; i < class.count; i++) {
		class_prints_add(prints, whole->students[i]);
		outlines[i] =
			integrity_outline(desk->arena, whole->students[i]);
	}
	class.students = outlines;
	class.load = held;
	class.context = (void *)whole->students;
	signs = integrity_pairs(desk->arena, &class, prints);
	class_prints_free(prints);
	return signs;
}

static struct signs pairs_of(
	struct desk *desk, struct integrity **students, size_t count)
{
	const struct integrity_class class = {
		.students = students, .count = count};

	return pairs_in(desk, &class);
}

/* Five honest students with the same two machines: fewer cannot differ. */
static void test_one_machine_many_students(void **state)
{
	struct desk *desk = *state;
	struct integrity *class[5];

	for (int n = 1; n <= 5; n++)
		class[n - 1] = honest(
			desk, arena_printf(desk->arena, "%d", n), n);
	assert_int_equal(pairs_of(desk, class, 5).count, 0);
}

/* The class with student "6", who handed in the texts of student 2, each
 * changed by `edit`. */
static struct signs with_copy(struct desk *desk, size_t files,
	char *(*edit)(struct desk *desk, char *text))
{
	struct integrity *class[6];
	struct student *copy = student_new(desk, "6");

	for (int n = 1; n <= 5; n++)
		class[n - 1] = honest(
			desk, arena_printf(desk->arena, "%d", n), n);
	for (size_t i = 0; i < TESTS; i++) {
		char *text = slurp(desk,
			arena_printf(desk->arena, XEN "run2/%s", logs[i]));

		if (i < files)
			hand_in(copy, label_of(desk, logs[i], 1),
				edit ? edit(desk, text) : text, 1);
	}
	class[5] = finish(copy);
	return pairs_of(desk, class, 6);
}

static void assert_copy(const struct signs *signs, enum sign_kind kind,
	enum sign_level level)
{
	assert_int_equal(signs->count, 1);
	assert_int_equal(signs->items[0].kind, kind);
	assert_int_equal(signs->items[0].level, level);
	assert_string_equal(signs->items[0].student[0], "2");
	assert_string_equal(signs->items[0].student[1], "6");
	assert_true(signs->items[0].innocent < 0.01);
	assert_int_equal(integrity_level(signs, "2"), level);
	assert_int_equal(integrity_level(signs, "6"), level);
	assert_int_equal(integrity_level(signs, "1"), SIGN_INFO);
}

/* Scenario 44. */
static void test_copies(void **state)
{
	struct signs signs = with_copy(*state, TESTS, NULL);

	assert_copy(&signs, SIGN_SAME_TEXT, SIGN_STRONG);
	assert_int_equal(signs.items[0].count, TESTS);
	signs = with_copy(*state, 1, NULL);
	assert_copy(&signs, SIGN_SAME_TEXT, SIGN_STRONG);
}

/* Blanks and carriage returns. */
static char *reflow(struct desk *desk, char *text)
{
	struct buf out = {0};
	char *copy;

	for (; *text; text++)
		if (*text == '\n')
			buf_puts(&out, " \r\n");
		else
			buf_putc(&out, *text);
	copy = arena_strdup(desk->arena, out.data);
	buf_free(&out);
	return copy;
}

static void test_copies_with_other_blanks(void **state)
{
	struct signs signs = with_copy(*state, TESTS, reflow);

	assert_copy(&signs, SIGN_SAME_TEXT, SIGN_STRONG);
}

/* Scenario 45: only what a reader looks at. */
static char *edit_totals(struct desk *desk, char *text)
{
	static const char *const totals[] = {"events per second:", "IOPS=",
		"sender", "receiver", "transferred (", NULL};
	char *copy = arena_strdup(desk->arena, text);

	for (char *line = copy; *line; line += strcspn(line, "\n"),
		  line += *line == '\n') {
		size_t length = strcspn(line, "\n");
		char *row = arena_strndup(desk->arena, line, length);

		for (const char *const *t = totals; *t; t++)
			if (strstr(row, *t))
				/* not the times of a row */
				for (size_t i = strcspn(row, "s"); i < length;
					i++)
					if (line[i] >= '3' && line[i] <= '8')
						line[i]++;
	}
	return copy;
}

static void test_copies_with_edited_totals(void **state)
{
	struct signs signs = with_copy(*state, TESTS, edit_totals);

	assert_copy(&signs, SIGN_SAME_RUN, SIGN_STRONG);
	assert_true(signs.items[0].count >= 4);
}

/* Another process and date besides. */
static char *edit_heads(struct desk *desk, char *text)
{
	char *pid;

	text = edit_totals(desk, text);
	pid = strstr(text, ": pid=");
	if (pid)
		pid[6] = pid[6] == '1' ? '2' : '1';
	return text;
}

static void test_copies_with_edited_processes(void **state)
{
	struct signs signs = with_copy(*state, TESTS, edit_heads);

	assert_copy(&signs, SIGN_SAME_VECTOR, SIGN_STRONG);
}

/* Scenario 48, and resubmissions. */
static void test_declared_teams(void **state)
{
	struct desk *desk = *state;
	struct integrity *class[] = {honest(desk, "1", 1),
		honest(desk, "2", 1), honest(desk, "3", 2),
		honest(desk, "3", 2)};

	assert_int_equal(pairs_of(desk, class, 4).count, 1);
	class[0]->team = class[1]->team = "A";
	assert_int_equal(pairs_of(desk, class, 4).count, 0);
	class[1]->team = "B";
	assert_int_equal(pairs_of(desk, class, 4).count, 1);
}

/* -- simulated classes -- */

struct lottery {
	unsigned long long state;
};

static double draw(struct lottery *lottery)
{
	lottery->state = lottery->state * 6364136223846793005ULL +
			 1442695040888963407ULL;
	return (double)(lottery->state >> 11) / 9007199254740992.0;
}

static double normal(struct lottery *lottery)
{
	return sqrt(-2 * log(1 - draw(lottery))) *
	       cos(6.283185307179586 * draw(lottery));
}

/* What the class's machines and runs differ by: log-normal. */
struct spread {
	double hosts, runs;
};

/* The numbers of a run drawn anew, with the digits that the tool prints. */
static void redraw(struct desk *desk, struct lottery *lottery,
	struct print *print, double factor)
{
	struct print_value *values = arena_alloc(
		desk->arena, print->value_count * sizeof *values);

	for (size_t i = 0; i < print->value_count; i++) {
		struct print_value *value = &values[i];
		/* figures of one run go together, but for a little */
		double ratio = factor * exp(0.003 * normal(lottery));

		*value = print->values[i];
		value->value = value->step *
			       round(value->value * ratio / value->step);
		value->raw = arena_printf(
			desk->arena, "%.0f", value->value / value->step);
	}
	print->values = values;
	print->hash[0] = '\0';
	print->fingerprint = NULL;
	print->vector_count = 0;
}

static struct integrity *simulate(struct desk *desk, struct lottery *lottery,
	const struct integrity *model, const char *id, struct spread spread)
{
	struct integrity *student =
		arena_alloc(desk->arena, sizeof *student);
	double host = exp(spread.hosts * normal(lottery));

	*student = (struct integrity){
		.id = id, .print_count = model->print_count};
	student->prints = arena_alloc(desk->arena,
		model->print_count * sizeof *student->prints);
	for (size_t i = 0; i < model->print_count; i++) {
		student->prints[i] = model->prints[i];
		redraw(desk, lottery, &student->prints[i],
			host * exp(spread.runs * normal(lottery)));
	}
	return student;
}

static struct integrity **simulate_class(struct desk *desk,
	const struct integrity *model, size_t count, struct spread spread,
	unsigned seed)
{
	struct lottery lottery = {seed * 7919ULL + 17};
	struct integrity **class =
		arena_alloc(desk->arena, count * sizeof(*class));

	for (size_t i = 0; i < count; i++)
		class[i] = simulate(desk, &lottery, model,
			arena_printf(desk->arena, "%zu", i + 1), spread);
	return class;
}

#define CLASS 30
#define CLASSES 40

/* From machines of all kinds to a room full of one. */
static const struct spread spreads[] = {
	{0.3, 0.03}, {0.1, 0.02}, {0.02, 0.01}, {0, 0.03}, {0, 0.01},
	{0, 0.003}};

/* Pairs of two that have copied nothing: only student 21 may have. */
static size_t false_alarms(struct desk *desk, struct integrity **class)
{
	struct signs signs = pairs_of(desk, class, CLASS);
	size_t found = 0;

	for (size_t i = 0; i < signs.count; i++)
		found += strcmp(signs.items[i].student[1], "21") != 0;
	return found;
}

static void test_honest_classes(void **state)
{
	struct desk *desk = *state;
	struct integrity *model = honest(desk, "1", 1);
	size_t found = 0;

	for (size_t s = 0; s < COUNT(spreads); s++)
		for (unsigned seed = 0; seed < CLASSES; seed++)
			found += false_alarms(desk,
				simulate_class(desk, model, CLASS, spreads[s],
					seed));
	print_message("# false alarms in %zu honest classes of %d: %zu\n",
		COUNT(spreads) * CLASSES, CLASS, found);
	/* fewer than 0.01 per class are to be expected */
	assert_true((double)found <= 0.01 * COUNT(spreads) * CLASSES);
}

/* One student has `runs` runs of another's figures, and nothing else of
 * them. */
static bool is_found(struct desk *desk, const struct integrity *model,
	struct spread spread, unsigned seed, size_t runs)
{
	struct integrity **class =
		simulate_class(desk, model, CLASS, spread, seed);
	struct signs signs;

	for (size_t i = 0; i < runs; i++)
		class[20]->prints[i] = class[10]->prints[i];
	signs = pairs_of(desk, class, CLASS);
	return integrity_level(&signs, "11") >= SIGN_MEDIUM &&
	       integrity_level(&signs, "21") >= SIGN_MEDIUM;
}

static void test_copied_figures(void **state)
{
	struct desk *desk = *state;
	struct integrity *model = honest(desk, "1", 1);

	for (size_t runs = 1; runs <= 8; runs *= 2) {
		size_t found = 0;

		for (size_t s = 0; s < COUNT(spreads); s++)
			for (unsigned seed = 0; seed < CLASSES; seed++)
				found += is_found(desk, model, spreads[s],
					seed, runs);
		print_message("# figures of %zu runs copied: %zu of %zu "
			      "found\n",
			runs, found, COUNT(spreads) * CLASSES);
		/* one run is one thing, however many figures it has: it
		 * takes chance besides */
		assert_true(runs > 1 ||
			    found <= COUNT(spreads) * CLASSES / 20);
		assert_true(runs < 4 ||
			    found >= COUNT(spreads) * CLASSES * 9 / 10);
	}
}

/* Scenario 47: equal bandwidths of three digits, equal small latencies. */
static void test_coarse_figures(void **state)
{
	struct desk *desk = *state;
	struct integrity **class = simulate_class(desk,
		honest(desk, "1", 1), CLASS, (struct spread){0.1, 0.02}, 3);

	for (size_t i = 0; i < 3; i++) {
		struct print *a = &class[3]->prints[i];
		struct print *b = &class[4]->prints[i];

		a->values = arena_alloc(desk->arena, sizeof *a->values);
		a->value_count = b->value_count = 1;
		a->values[0] = (struct print_value){
			"write.bandwidth", "194MiB/s", 194, 1};
		b->values = a->values;
	}
	assert_int_equal(pairs_of(desk, class, CLASS).count, 0);
}

/* The sheet's own values are everybody's. */
static void test_sample_values(void **state)
{
	struct desk *desk = *state;
	struct integrity **students = simulate_class(desk,
		honest(desk, "1", 1), CLASS, (struct spread){0.1, 0.02}, 4);
	struct rubric_row rows[4] = {0};
	struct rubric_table table = {"t", "1", rows, 4};
	struct rubric rubric = {.tables = &table, .table_count = 1};
	struct integrity_class class = {
		.students = students, .count = CLASS};

	for (size_t i = 0; i < 4; i++) {
		struct print_value *a = students[3]->prints[i].values;
		const char *raw = arena_printf(
			desk->arena, "%zu%zu%zu.25", i + 1, i + 3, i + 5);

		students[3]->prints[i].value_count = 1;
		students[4]->prints[i].value_count = 1;
		a->raw = raw;
		rows[i].sample[0] = raw;
		students[4]->prints[i].values[0] = *a;
	}
	assert_int_equal(pairs_in(desk, &class).count, 1);
	class.rubric = &rubric;
	assert_int_equal(pairs_in(desk, &class).count, 0);
}

/* Time grows with the class and not with its pairs: HVLAB_STUDENTS=10000. */
static void test_large_class(void **state)
{
	struct desk *desk = *state;
	const char *wish = getenv("HVLAB_STUDENTS");
	size_t count = wish ? (size_t)atol(wish) : 600;
	struct integrity **class = simulate_class(desk, honest(desk, "1", 1),
		count, (struct spread){0.2, 0.03}, 5);
	struct signs signs;

	for (size_t i = 0; i < 8; i++)
		class[count / 2]->prints[i] = class[7]->prints[i];
	signs = pairs_of(desk, class, count);
	assert_int_equal(signs.count, 1);
	assert_string_equal(signs.items[0].student[0], "8");
}

/* -- data and document -- */

static struct integrity *written_and_read(
	struct desk *desk, const struct integrity *integrity)
{
	struct buf out = {0};
	struct json_writer w = {.out = &out};
	struct json_check check = {
		.arena = desk->arena, .diags = &desk->diags, .file = "x"};
	const struct json *root;
	struct integrity *back;

	json_open(&w, NULL, '{');
	integrity_write(&w, "integrity", integrity);
	json_close(&w, '}');
	root = json_parse(&check,
		arena_strndup(desk->arena, out.data, out.length), out.length);
	assert_non_null(root);
	back = integrity_read(&check, json_member(root, "integrity"));
	buf_free(&out);
	return back;
}

static void test_prints_are_data(void **state)
{
	struct desk *desk = *state;
	struct student *student = student_new(desk, "6");
	struct integrity *class[3], *back;

	hand_in_lab(student, 1);
	hand_in(student, "proxmox/again.txt",
		slurp(desk, XEN "run1/sysbench-cpu-20000.txt"), 0);
	class[0] = finish(student);
	back = written_and_read(desk, class[0]);
	assert_non_null(back);
	assert_int_equal(back->print_count, class[0]->print_count);
	assert_level(back, SIGN_BOTH_SIDES, SIGN_STRONG);
	class[0] = back;
	class[1] = written_and_read(desk, honest(desk, "7", 1));
	class[2] = honest(desk, "8", 2);
	assert_int_equal(pairs_of(desk, class, 3).count, 1);
	assert_null(integrity_read(
		&(struct json_check){.arena = desk->arena,
			.diags = &desk->diags,
			.file = "x"},
		NULL));
}

static const char *name_of(void *context, const char *id)
{
	(void)context;
	return strcmp(id, "1") == 0 ? "Zoé | *É*" : NULL;
}

static char *report(struct desk *desk, struct integrity **students,
	size_t count, const struct integrity_decisions *decisions,
	const struct integrity_names *names, enum lang lang)
{
	struct integrity_class class = {
		.students = students, .count = count};
	struct signs pairs = pairs_in(desk, &class);
	struct buf out = {0};
	char *text;

	assert_int_equal(
		renderer_find("md")->render(
			integrity_document(desk->arena, lang, &class, &pairs,
				decisions, names),
			&out, &desk->diags),
		0);
	text = arena_strdup(desk->arena, out.data);
	buf_free(&out);
	return text;
}

static void test_report_keeps_decisions(void **state)
{
	struct desk *desk = *state;
	struct student *swapped = student_new(desk, "3");
	struct integrity *class[] = {
		honest(desk, "1", 1), honest(desk, "2", 1), NULL};
	struct integrity_decisions decisions = {0};
	struct integrity_names names = {name_of, NULL};
	const char *first, *text, *again;

	hand_in_file(swapped, XEN "run3/", "fio-write-seq.txt", 0);
	class[2] = finish(swapped);
	first = report(desk, class, 3, NULL, NULL, LANG_FR);
	assert_non_null(strstr(first, "`1+2/shared`"));
	assert_non_null(strstr(first, "`3/disk`"));
	assert_null(strstr(first, "fraude"));
	assert_null(strstr(first, "tricherie"));
	assert_null(strstr(first, "Zoé"));
	text = strstr(first, "`1+2/shared`");
	text = edited(desk->arena, first, strstr(text, "à voir"),
		arena_printf(desk->arena, "écarté : a\\_b, équipe%s",
			strstr(text, "à voir") + strlen("à voir")));
	integrity_decisions(desk->arena, text, strlen(text), &decisions);
	assert_int_equal(decisions.count, 2);
	again = report(desk, class, 3, &decisions, &names, LANG_FR);
	assert_non_null(strstr(again, "a\\_b, équipe |"));
	assert_non_null(strstr(again, "Zoé \\| \\*É\\*"));
	decisions.count = 0;
	integrity_decisions(desk->arena, again, strlen(again), &decisions);
	assert_string_equal(report(desk, class, 3, &decisions, &names, LANG_FR),
		again);
	assert_non_null(strstr(
		report(desk, class, 3, NULL, NULL, LANG_EN), "to be examined"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_honest_logs_have_no_sign),
		TEST(test_what_identifies_a_run),
		TEST(test_one_log_for_both_sides),
		TEST(test_one_log_twice_on_one_side),
		TEST(test_processes_in_reverse),
		TEST(test_swapped_folders),
		TEST(test_one_number_edited),
		TEST(test_two_logs_edited),
		TEST(test_percentiles_off_the_grid),
		TEST(test_odd_dates),
		TEST(test_nonces),
		TEST(test_keyed_digest),
		TEST(test_nonces_are_unique),
		TEST(test_commands_with_a_nonce),
		TEST(test_roster),
		TEST(test_own_and_foreign_nonces),
		TEST(test_one_machine_many_students),
		TEST(test_copies),
		TEST(test_copies_with_other_blanks),
		TEST(test_copies_with_edited_totals),
		TEST(test_copies_with_edited_processes),
		TEST(test_declared_teams),
		TEST(test_honest_classes),
		TEST(test_copied_figures),
		TEST(test_coarse_figures),
		TEST(test_sample_values),
		TEST(test_large_class),
		TEST(test_prints_are_data),
		TEST(test_report_keeps_decisions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
