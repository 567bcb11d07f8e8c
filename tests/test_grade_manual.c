/* Unit tests of src/grade: the teacher's marks, the grade, what changed. */
#define _XOPEN_SOURCE 700 /* P_tmpdir */
#include "tests/helpers.h"
#include "tests/place.h"

#include "src/data/embedded.h"
#include "src/grade/grade.h"

static const char *const students[] = {"101", "102", "103", NULL};

struct class
{
	struct desk *desk;
	const struct rubric *rubric;
	struct evidence evidence;
	struct judging judging;
};

/* A class whose students handed in nothing: automatic marks are 0. */
static struct class *class_of(struct desk *desk, const char *rubric_text)
{
	struct class *class = arena_alloc(desk->arena, sizeof *class);

	class->desk = desk;
	class->rubric = rubric_read(desk->arena, &desk->diags, "rubric.json",
		rubric_text, strlen(rubric_text));
	expect_silence(desk);
	assert_non_null(class->rubric);
	class->evidence.rubric = class->rubric;
	class->judging = (struct judging){.arena = desk->arena,
		.lang = LANG_EN,
		.rubric = class->rubric,
		.evidence = &class->evidence};
	judge(&class->judging);
	return class;
}

static struct class *tp6_class(struct desk *desk)
{
	return class_of(desk, embedded_rubric);
}

static struct manual *read_marks(struct class *class, const char *text)
{
	return manual_read(class->desk->arena, &class->desk->diags,
		"manual.csv", text, strlen(text), class->rubric, students);
}

static const char *written(struct class *class, const struct manual *manual)
{
	struct buf out = {0};
	const char *text;

	manual_write(manual, &out);
	text = arena_strndup(class->desk->arena, out.data, out.length);
	buf_free(&out);
	return text;
}

/* Tells the bases of all criteria of all students. */
static void settle_all(struct class *class, struct manual *manual)
{
	for (size_t s = 0; students[s]; s++)
		for (size_t i = 0; i < class->rubric->criterion_count; i++)
			manual_settle(class->desk->arena, manual, students[s],
				&class->rubric->criteria[i],
				class->judging.outcomes[i].basis,
				class->rubric->criteria[i].manual);
}

static struct grade grade_of(
	struct class *class, const struct manual *manual, double late)
{
	return grade_total(
		class->desk->arena, &class->judging, manual, "101", NULL, late);
}

static const struct mark *mark_of(const struct grade *grade, const char *id)
{
	for (size_t i = 0; i < grade->count; i++)
		if (strcmp(grade->marks[i].criterion->id, id) == 0)
			return &grade->marks[i];
	fail_msg("no criterion %s", id);
	return NULL;
}

/* -- the file -- */

static void a_new_file_lists_what_is_to_be_marked(void **state)
{
	struct class *class = tp6_class(*state);
	struct manual *manual = read_marks(class, "");
	const char *text;

	settle_all(class, manual);
	text = written(class, manual);
	/* 5 manual criteria of 3 students */
	assert_int_equal(manual->added_count, 15);
	assert_ptr_equal(strstr(text, "id,criterion,points,comment,by,date,"
				      "basis\n101,e6_2,,,,,h"),
		text);
	/* and once read again there is nothing to add */
	manual = read_marks(class, text);
	settle_all(class, manual);
	assert_int_equal(manual->added_count, 0);
	assert_string_equal(written(class, manual), text);
	expect_silence(class->desk);
}

static const char own_file[] =
	"\xef\xbb\xbf"
	"id;salle;criterion;points;comment;by;date;basis\r\n"
	"102;B12;e7;0,75;\"bien; voir \"\"PVE\"\"\";mk;2025-06-01;h00\r\n"
	"\r\n"
	"101;B12;e6_2;1.5;;mk;;";

static void the_teachers_file_is_only_appended_to(void **state)
{
	struct class *class = tp6_class(*state);
	struct manual *manual = read_marks(class, own_file);
	const char *text;

	expect_silence(class->desk);
	assert_int_equal(manual->count, 2);
	expect_near(manual->rows[0].points, 0.75, 1e-12);
	assert_string_equal(manual->rows[0].comment, "bien; voir \"PVE\"");
	settle_all(class, manual);
	text = written(class, manual);
	/* all that was there, and the basis of the row that had none */
	assert_int_equal(strncmp(text, own_file, strlen(own_file)), 0);
	assert_int_equal(text[strlen(own_file)], 'h');
	assert_non_null(strstr(text, "\r\n103;;e12;;;;;h"));
	assert_int_equal(manual->added_count, 13);
}

static void mistakes_are_told_with_their_line(void **state)
{
	struct class *class = tp6_class(*state);
	struct desk *desk = class->desk;
	struct manual *manual = read_marks(class,
		"id,criterion,points,comment,by,date,basis\n"
		"101,e7,3,,,,\n"  /* above the maximum */
		"999,e7,1,,,,\n"  /* nobody */
		"101,e99,1,,,,\n" /* no such criterion */
		"102,e7,,,,,\n"
		"102,e7,0.5,,,,\n"  /* this one has points */
		"102,e7,1,,,,\n"    /* and this one comes too late */
		"103,e7,bien,,,,\n" /* no number */
		"103,e6_2,-1,,,,\n");

	assert_int_equal(told(desk, DIAG_ID_MANUAL_OVER, "3,00 points")->line, 2);
	assert_int_equal(told(desk, DIAG_ID_MANUAL_STUDENT, "999")->line, 3);
	assert_int_equal(told(desk, DIAG_ID_MANUAL_CRITERION, "e99")->line, 4);
	assert_int_equal(told(desk, DIAG_ID_MANUAL_TWICE, "line 6")->line, 5);
	assert_int_equal(told_times(desk, DIAG_ID_MANUAL_TWICE), 2);
	assert_int_equal(told(desk, DIAG_ID_MANUAL_POINTS, "bien")->line, 8);
	assert_int_equal(told(desk, DIAG_ID_MANUAL_POINTS, "-1")->line, 9);
	/* nothing is lost */
	assert_int_equal(manual->count, 8);
	assert_non_null(strstr(written(class, manual), "101,e99,1,,,,\n"));
	expect_near(manual_find(manual, "102",
			    rubric_criterion_find(class->rubric, "e7"))
			    ->points,
		0.5, 1e-12);
}

static void what_is_no_file_of_marks_is_refused(void **state)
{
	struct class *class = tp6_class(*state);

	assert_null(read_marks(class, "id,criterion,points\n"));
	expect_told(class->desk, DIAG_ID_MANUAL_COLUMN, "basis");
	assert_null(read_marks(class, "id,\"criterion\n"));
	expect_told(class->desk, DIAG_ID_CSV_QUOTE, "never closed");
}

/* -- merging -- */

static void a_manual_mark_replaces_the_automatic_one(void **state)
{
	struct class *class = tp6_class(*state);
	struct manual *manual = read_marks(class,
		"id,criterion,points,comment,by,date,basis\n"
		"101,e2_2,1.25,,,,\n101,e7,3,,,,\n101,e6_2,1,,,,\n");
	struct grade grade = grade_of(class, manual, NAN);

	expect_near(mark_of(&grade, "e2_2")->automatic, 0, 0);
	expect_near(mark_of(&grade, "e2_2")->effective, 1.25, 1e-12);
	assert_true(mark_of(&grade, "e7")->capped);
	expect_near(mark_of(&grade, "e7")->effective, 1, 1e-12);
	assert_true(mark_of(&grade, "e9_11")->pending);
	/* 1.25 + 1 + 1; e8_10 and e9_11 are waited for, the bonus is not */
	expect_near(grade.total, 3.25, 1e-12);
	expect_near(grade.pending, 2, 1e-12);
	assert_false(grade.complete);
}

static void a_new_submission_asks_for_a_review(void **state)
{
	struct class *class = tp6_class(*state);
	const struct rubric_criterion *e6 =
		rubric_criterion_find(class->rubric, "e6_2");
	struct manual *manual = read_marks(class, "");
	const struct outcome *outcome = judging_outcome(&class->judging, e6);
	char first[DIGEST_TEXT], second[DIGEST_TEXT];
	const char *text;

	manual_basis(first, outcome, "my analysis", 11);
	manual_basis(second, outcome, "my other analysis", 17);
	manual_settle(class->desk->arena, manual, "101", e6, first, true);
	text = written(class, manual);
	text = edited(class->desk->arena, text, "e6_2,,", "e6_2,1.5,");
	manual = read_marks(class, text);
	assert_false(manual_is_stale(&manual->rows[0], first));
	assert_true(manual_is_stale(&manual->rows[0], second));
	/* the mark and its basis stay */
	manual_settle(class->desk->arena, manual, "101", e6, second, true);
	assert_string_equal(written(class, manual), text);
	/* until the teacher empties the cell: looked at again */
	text = arena_printf(class->desk->arena, "%s101,e6_2,1.5,,,,\n",
		"id,criterion,points,comment,by,date,basis\n");
	manual = read_marks(class, text);
	manual_settle(class->desk->arena, manual, "101", e6, second, true);
	manual = read_marks(class, written(class, manual));
	assert_false(manual_is_stale(&manual->rows[0], second));
	assert_int_equal(manual->count, 1);
}

/* an unmarked row follows the submission, so that a mark given later is not
 * taken for one of an earlier submission */
static void an_unmarked_row_follows_the_basis(void **state)
{
	struct class *class = tp6_class(*state);
	const struct rubric_criterion *e6 =
		rubric_criterion_find(class->rubric, "e6_2");
	struct manual *manual =
		read_marks(class, "id,criterion,points,comment,by,date,basis\n"
				  "101,e6_2,,,,,h0123456789abcdef\n");
	char basis[DIGEST_TEXT];

	manual_basis(basis, judging_outcome(&class->judging, e6), "x", 1);
	manual_settle(class->desk->arena, manual, "101", e6, basis, true);
	manual = read_marks(class, written(class, manual));
	assert_int_equal(manual->count, 1);
	assert_int_equal(strncmp(manual->rows[0].basis + 1, basis, 16), 0);
}

/* -- delays and rounding -- */

static void delays_cost_per_started_day(void **state)
{
	const struct rubric_late rules = {600, 1, 5};

	(void)state;
	expect_near(late_penalty(&rules, 0, 0), 0, 0);
	expect_near(late_penalty(&rules, 5 * 60, 0), 0, 0); /* grace */
	expect_near(late_penalty(&rules, 11 * 60, 0), 1, 0);
	expect_near(late_penalty(&rules, 2 * 86400, 0), 2, 0);
	expect_near(late_penalty(&rules, 2 * 86400 + 500, 0), 2, 0);
	expect_near(late_penalty(&rules, 30 * 86400, 0), 5, 0);
	expect_near(late_penalty(&rules, 2 * 86400, 3 * 86400), 0, 0);
	expect_near(late_penalty(&rules, NAN, 0), 0, 0);
}

static void an_extension_is_taken_off(void **state)
{
	struct class *class = tp6_class(*state);
	struct manual *none =
		read_marks(class, "id,criterion,points,comment,by,date,basis\n"
				  "101,e2_2,1.5,,,,\n101,e2_3,1,,,,\n");
	struct manual *some = read_marks(class,
		"id,criterion,points,comment,by,date,basis\n"
		"101,e2_2,1.5,,,,\n101,e2_3,1,,,,\n101,extension,1,,,,\n");
	struct grade grade = grade_of(class, none, 2 * 86400);

	expect_silence(class->desk);
	expect_near(grade.penalty, 2, 0);
	expect_near(grade.total, 0.5, 1e-12);
	grade = grade_of(class, some, 2 * 86400);
	expect_near(grade.penalty, 1, 0);
	expect_near(grade.total, 1.5, 1e-12);
	/* never below the floor */
	expect_near(grade_of(class, none, 9 * 86400).total, 0, 0);
}

static void totals_are_rounded_halves_up(void **state)
{
	(void)state;
	expect_near(grade_round(12.375, 0.25), 12.5, 1e-12);
	expect_near(grade_round(12.37, 0.25), 12.25, 1e-12);
	expect_near(grade_round(0.1 + 0.2 + 0.075, 0.25), 0.5, 1e-12);
	expect_near(grade_round(14.05, 0.1), 14.1, 1e-9);
}

static void the_bonus_stays_below_its_cap(void **state)
{
	struct class *class = tp6_class(*state);
	struct buf text = {0};
	struct manual *manual;
	struct grade grade;

	buf_puts(&text, "id,criterion,points,comment,by,date,basis\n");
	for (size_t i = 0; i < class->rubric->criterion_count; i++)
		buf_printf(&text, "101,%s,%s,,,,\n",
			class->rubric->criteria[i].id,
			class->rubric->criteria[i].bonus ? "1" : "99");
	manual = read_marks(class, text.data);
	grade = grade_of(class, manual, NAN);
	assert_true(grade.complete);
	expect_near(grade.total, 20, 1e-12);
	buf_free(&text);
}

/* -- what changed -- */

static struct ledger ledger_of(struct class *class, const struct manual *manual)
{
	struct ledger ledger = {0};

	for (size_t s = 0; students[s]; s++) {
		struct grade grade = grade_total(class->desk->arena,
			&class->judging, manual, students[s], NULL, NAN);

		ledger_add(class->desk->arena, &ledger, &grade);
	}
	return ledger;
}

/* The ledger as it comes back from its file, student by student; one has no
 * rows, and one there was is not asked for. */
static struct ledger kept(struct class *class, const struct ledger *ledger)
{
	static const char *const ids[] = {"0", "101", "102", "103", "9"};
	struct buf out = {0};
	struct ledger back = {0};
	struct ledger_past past;
	struct place place = place_new();
	const char *path = in_place(class->desk, &place, "ledger.csv");

	ledger_head(&out);
	ledger_write(ledger, &out);
	buf_puts(&out, "104,e7,1.00,auto,,\n");
	leave_at(path, out.data, out.length);
	buf_free(&out);
	assert_true(ledger_open(&past, &class->desk->diags, path));
	for (size_t i = 0; i < COUNT(ids); i++)
		assert_true(ledger_next(
			&past, class->desk->arena, ids[i], &back));
	ledger_close(&past);
	assert_int_equal(place_end(class->desk, &place), 1);
	assert_int_equal(back.count, ledger->count);
	return back;
}

static const char *changes_of(struct class *class, const struct ledger *before,
	const struct ledger *now, size_t *count)
{
	struct buf out = {0};
	const char *text;

	ledger_changes_head(&out);
	*count = ledger_changes(class->desk->arena, before, now, &out);
	text = arena_strndup(class->desk->arena, out.data, out.length);
	buf_free(&out);
	return text;
}

static const char one_mark[] = "id,criterion,points,comment,by,date,basis\n"
			       "101,e7,0.5,,,,\n";
static const char changed_mark[] = "id,criterion,points,comment,by,date,basis\n"
				   "101,e7,0.75,,,,\n";

static void a_regrade_without_change_changes_nothing(void **state)
{
	struct class *class = tp6_class(*state);
	struct ledger now = ledger_of(class, read_marks(class, one_mark));
	struct ledger before = kept(class, &now);
	size_t count;

	assert_string_equal(changes_of(class, &before, &now, &count),
		"student,criterion,before,after,cause\n");
	assert_int_equal(count, 0);
}

static void a_changed_mark_is_listed(void **state)
{
	struct class *class = tp6_class(*state);
	struct ledger now = ledger_of(class, read_marks(class, changed_mark));
	struct ledger before = ledger_of(class, read_marks(class, one_mark));
	size_t count;

	assert_string_equal(changes_of(class, &before, &now, &count),
		"student,criterion,before,after,cause\n"
		"101,e7,0.50,0.75,manual\n"
		"101,total,0.50,0.75,sum\n");
}

static void the_cause_of_a_change_is_told(void **state)
{
	struct class *class = tp6_class(*state);
	struct ledger_entry old[] = {{"1", "a", "1.00", "auto", "r", "b"},
		{"1", "b", "1.00", "auto", "r", "b"},
		{"1", "c", "1.00", "auto", "r", "b"},
		{"1", "d", "", "", "r", "b"},
		{"2", "a", "1.00", "auto", "r", "b"}};
	struct ledger_entry new[] = {{"1", "a", "2.00", "auto", "R", "B"},
		{"1", "b", "0.50", "auto", "r", "B"},
		{"1", "c", "1.00", "auto", "R", "B"},
		{"1", "d", "1.00", "manual", "r", "b"},
		{"3", "a", "1.00", "auto", "r", "b"},
		{"3", "d", "", "", "r", "b"}};
	const struct ledger before = {old, COUNT(old), COUNT(old)};
	const struct ledger now = {new, COUNT(new), COUNT(new)};
	size_t count;

	assert_string_equal(changes_of(class, &before, &now, &count),
		"student,criterion,before,after,cause\n"
		"1,a,1.00,2.00,rubric\n"
		"1,b,1.00,0.50,evidence\n"
		"1,d,,1.00,manual\n"
		"3,a,,1.00,new\n");
	assert_int_equal(count, 4);
}

/* points of an automatic criterion and of a manual one are changed */
static void a_changed_rubric_keeps_manual_marks(void **state)
{
	struct desk *desk = *state;
	struct class *old = tp6_class(desk);
	const char *text = edited(
		desk->arena, embedded_rubric, "\"max\": 20", "\"max\": 20.5");
	struct class *new =
		class_of(desk, edited(desk->arena, text, "\"points\": 1.5,\n",
				       "\"points\": 2,\n"));
	struct manual *manual = read_marks(new, one_mark);
	struct grade grade;

	settle_all(old, read_marks(old, one_mark));
	grade = grade_of(new, manual, NAN);
	expect_near(mark_of(&grade, "e7")->effective, 0.5, 1e-12);
	/* its criterion changed too: to be reviewed */
	assert_string_not_equal(
		old->judging.outcomes[2].rule, new->judging.outcomes[2].rule);
	assert_string_equal(
		old->judging.outcomes[3].rule, new->judging.outcomes[3].rule);
}

static void an_alien_ledger_is_refused(void **state)
{
	struct desk *desk = *state;
	struct ledger ledger = {0};
	struct ledger_past past;
	struct buf text = {0};
	struct place place = place_new();
	const char *path = in_place(desk, &place, "ledger.csv");

	/* none is no mistake */
	assert_true(ledger_open(&past, &desk->diags, path));
	assert_true(ledger_next(&past, desk->arena, "101", &ledger));
	ledger_close(&past);
	expect_silence(desk);
	assert_false(ledger_open(
		&past, &desk->diags, leave_at(path, "a,b\n", 4)));
	ledger_close(&past);
	expect_told(desk, DIAG_ID_LEDGER_ALIEN, "not the ledger");
	/* a row of another kind */
	ledger_head(&text);
	buf_puts(&text, "101,e7,1.00,auto,,\n102,\"e7\n");
	leave_at(path, text.data, text.length);
	buf_free(&text);
	assert_true(ledger_open(&past, &desk->diags, path));
	assert_false(ledger_next(&past, desk->arena, "101", &ledger));
	ledger_close(&past);
	assert_int_equal(ledger.count, 1);
	assert_int_equal(told_times(desk, DIAG_ID_LEDGER_ALIEN), 2);
	assert_int_equal(place_end(desk, &place), 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_new_file_lists_what_is_to_be_marked),
		TEST(the_teachers_file_is_only_appended_to),
		TEST(mistakes_are_told_with_their_line),
		TEST(what_is_no_file_of_marks_is_refused),
		TEST(a_manual_mark_replaces_the_automatic_one),
		TEST(a_new_submission_asks_for_a_review),
		TEST(an_unmarked_row_follows_the_basis),
		TEST(delays_cost_per_started_day),
		TEST(an_extension_is_taken_off),
		TEST(totals_are_rounded_halves_up),
		TEST(the_bonus_stays_below_its_cap),
		TEST(a_regrade_without_change_changes_nothing),
		TEST(a_changed_mark_is_listed),
		TEST(the_cause_of_a_change_is_told),
		TEST(a_changed_rubric_keeps_manual_marks),
		TEST(an_alien_ledger_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
