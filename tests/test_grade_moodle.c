/* Unit tests of src/grade: Moodle's worksheet and the zip of feedback. With
 * HVLAB_MOODLE_OUT=FOLDER it also leaves what was written there, for
 * tests/moodle.py to import as Moodle would. */
#define _XOPEN_SOURCE 700
#include "tests/helpers.h"
#include "tests/place.h"

#include <stdio.h>

#include "src/base/input.h"
#include "src/grade/delivery.h"
#include "src/base/digest.h"
#include "src/grade/moodle.h"

#define BOM "\xef\xbb\xbf"

static const char french[] = BOM
	"Identifiant,\"Nom complet\",\"Adresse de courriel\",Statut,Groupe,"
	"Note,\"Note maximale\",\"La note peut être modifiée\","
	"\"Dernière modification (travail remis)\","
	"\"Dernière modification (note)\",\"Feedback par commentaires\"\r\n"
	"Participant101,\"Élodie d'Arc\",e@x.fr,\"Remis pour évaluation\","
	"Équipe A,\"15,50\",20.00,Oui,\"lundi 12 mai 2025, 13:14\","
	"\"mardi 13 mai 2025, 09:00\",\"ancien \"\"avis\"\"\"\r\n"
	"Participant102,\"Dupont, Jean\",d@x.fr,"
	"\"Remis pour évaluation - En retard de 2 jours 3 heures\",Équipe A,,"
	"20.00,Oui,\"jeudi 15 mai 2025, 02:14\",-,\r\n"
	"Participant103,=cmd|' /C calc'!A0,h@x.fr,\"Aucun travail remis\",,,"
	"20.00,Oui,-,-,\r\n"
	"Participant104,Zoé,z@x.fr,\"Remis pour évaluation\",Groupe par défaut,"
	"\"12,00\",20.00,Non,\"lundi 12 mai 2025, 13:20\","
	"\"mardi 13 mai 2025, 09:00\",\r\n"
	"Participant105,Élodie d'Arc,e2@x.fr,\"Remis pour évaluation\",,,"
	"20.00,Oui,\"1er juin 2025, 08:00\",-,\r\n";

static const char english[] = BOM
	"Identifier,\"Full name\",Grade,\"Maximum grade\","
	"\"Last modified (grade)\",\"Feedback comments\"\n"
	"\"Participant 7\",Ann,,100.00,\"Monday, 12 May 2025, 1:14 PM\",\n"
	"\"Participant 8\",Bob,40.00,100.00,\"Monday, 12 May 2025, 1:14 PM\","
	"old\n";

/* anonymous marking: no names */
static const char blind[] = BOM
	"Identifier,Status,Grade,\"Last modified (grade)\"\n"
	"\"Participant 3\",\"Submitted for grading - 5 mins 20 secs late\",,-\n"
	"\"Participant 4\",\"No submission\",,-";

static struct moodle *read_sheet(struct desk *desk, const char *text)
{
	return moodle_read(
		desk->arena, &desk->diags, "moodle.csv", text, strlen(text));
}

static struct moodle *sound(struct desk *desk, const char *text)
{
	struct moodle *moodle = read_sheet(desk, text);

	expect_silence(desk);
	assert_non_null(moodle);
	return moodle;
}

/* -- reading -- */

static void a_french_worksheet_is_read(void **state)
{
	const struct moodle *moodle = sound(*state, french);
	const struct moodle_student *s = moodle->students;

	assert_int_equal(moodle->count, 5);
	assert_string_equal(s[0].id, "101");
	assert_string_equal(s[0].name, "Élodie d'Arc");
	assert_string_equal(s[1].name, "Dupont, Jean");
	expect_near(s[0].grade, 15.5, 1e-12);
	assert_true(isnan(s[1].grade));
	expect_near(moodle->maximum, 20, 1e-12);
	/* 2025-05-12 13:14 */
	expect_near(s[0].submitted, 1747055640, 0);
	expect_near(s[4].submitted, 1748764800, 0);
	assert_true(isnan(s[2].submitted));
	expect_near(s[0].late, 0, 0);
	expect_near(s[1].late, 2 * 86400 + 3 * 3600, 0);
	assert_true(isnan(s[2].late));
	assert_true(s[3].locked);
	/* PHP cannot read French dates: the box must be ticked */
	assert_true(s[0].stale);
	assert_int_equal(moodle->stale, 2);
	/* two students of one name are kept apart */
	assert_ptr_equal(moodle_find(moodle, "105"), &s[4]);
	assert_null(moodle_find(moodle, "10"));
}

static void an_english_worksheet_is_read(void **state)
{
	const struct moodle *moodle = sound(*state, english);

	assert_string_equal(moodle->students[0].id, "7");
	expect_near(moodle->students[0].graded, 1747055640, 0);
	assert_int_equal(moodle->stale, 0);
	assert_string_equal(moodle->students[0].email, "");
}

static void anonymous_marking_has_no_names(void **state)
{
	const struct moodle *moodle = sound(*state, blind);

	assert_string_equal(moodle->students[1].name, "");
	expect_near(moodle->students[0].late, 320, 0);
	assert_true(isnan(moodle->students[1].late));
}

static void teams_are_found_by_their_group(void **state)
{
	const struct moodle *moodle = sound(*state, french);
	const struct moodle_student *members[4];

	assert_int_equal(moodle_members(moodle, "Équipe A", members, 4), 2);
	assert_string_equal(members[1]->id, "102");
	assert_int_equal(
		moodle_members(moodle, "Groupe par défaut", members, 4), 0);
	assert_int_equal(moodle_members(moodle, "", members, 4), 0);
}

static void what_is_no_worksheet_is_refused(void **state)
{
	struct desk *desk = *state;

	assert_null(read_sheet(desk, "a;b;c\n1;2;3\n"));
	expect_told(desk, DIAG_ID_MOODLE_NONE, "grading worksheet");
	assert_null(read_sheet(desk, "Identifier,Grade\nParticipant 1,\n"));
	expect_told(desk, DIAG_ID_MOODLE_COLUMN, "Last modified (grade)");
	assert_null(read_sheet(
		desk, edited(desk->arena, english, "Bob,", "Bob,,")));
	assert_int_equal(told(desk, DIAG_ID_MOODLE_ROW, "")->line, 3);
	assert_null(read_sheet(
		desk, edited(desk->arena, english, "Participant 8", "Bob")));
	expect_told(desk, DIAG_ID_MOODLE_ID, "\"Bob\"");
	assert_null(
		read_sheet(desk, edited(desk->arena, english, "Participant 8",
					 "Participant 7")));
	expect_told(desk, DIAG_ID_MOODLE_ID_TWICE, "participant 7");
	assert_null(
		read_sheet(desk, edited(desk->arena, english, "old", "\"old")));
	expect_told(desk, DIAG_ID_CSV_QUOTE, "never closed");
	assert_null(
		read_sheet(desk, edited(desk->arena, english, "Ann", "\xe9")));
	expect_told(desk, DIAG_ID_CSV_ENCODING, "UTF-8");
}

/* -- writing -- */

static char *written(struct desk *desk, const struct moodle *moodle,
	const struct moodle_mark *marks, struct moodle_outlook *outlook)
{
	struct buf out = {0};
	char *text;

	*outlook = moodle_write(&desk->diags, moodle, marks, &out);
	text = arena_strndup(desk->arena, out.data, out.length);
	buf_free(&out);
	return text;
}

static void pending_rows_keep_every_byte(void **state)
{
	struct desk *desk = *state;
	const char *const sheets[] = {french, english, blind};

	for (size_t i = 0; i < COUNT(sheets); i++) {
		const struct moodle *moodle = sound(desk, sheets[i]);
		struct moodle_mark marks[5];
		struct moodle_outlook outlook;

		for (size_t k = 0; k < 5; k++)
			marks[k] = (struct moodle_mark){NAN, "unsaid"};
		assert_string_equal(
			written(desk, moodle, marks, &outlook), sheets[i]);
		assert_int_equal(outlook.taken, 0);
	}
}

/* What a hostile feedback may hold, and what Moodle is to store. */
static const char nasty[] =
	"Bien <script>alert(1)</script> & \"cité\",\nligne 2 C:\\dir\\";
static const char nasty_html[] =
	"Bien &lt;script&gt;alert(1)&lt;/script&gt; &amp; \"cité\",<br>"
	"ligne 2 C:/dir/";

static const struct moodle_mark class_marks[5] = {{15.25, nasty},
	{17.5, "Pas mal"}, {NAN, NULL}, {13, "verrouillé"}, {20, NULL}};

static void only_two_columns_change(void **state)
{
	struct desk *desk = *state;
	const struct moodle *moodle = sound(desk, french);
	struct moodle_outlook outlook;
	const char *text = written(desk, moodle, class_marks, &outlook);
	const char *expected = french;

	expected = edited(desk->arena, expected, "\"15,50\"", "15.25");
	expected = edited(desk->arena, expected, "\"ancien \"\"avis\"\"\"",
		"\"Bien &lt;script&gt;alert(1)&lt;/script&gt; &amp; "
		"\"\"cité\"\",<br>ligne 2 C:/dir/\"");
	expected = edited(desk->arena, expected, "A,,20.00", "A,17.50,20.00");
	expected = edited(
		desk->arena, expected, "02:14\",-,", "02:14\",-,\"Pas mal\"");
	expected =
		edited(desk->arena, expected, "évaluation\",,,20.00,Oui,\"1er",
			"évaluation\",,20.00,20.00,Oui,\"1er");
	assert_string_equal(text, expected);
	expect_silence(desk);
	assert_int_equal(outlook.taken, 3);
	assert_int_equal(outlook.with_box, 1);
	assert_int_equal(outlook.locked, 1);
}

static void feedback_is_made_safe_html(void **state)
{
	struct desk *desk = *state;

	assert_string_equal(moodle_html(desk->arena, nasty), nasty_html);
	assert_string_equal(
		moodle_html(desk->arena, "a\tb\x01\r\nc"), "a b<br>c");
}

static void a_second_run_changes_nothing(void **state)
{
	struct desk *desk = *state;
	struct moodle_outlook outlook;
	const char *once =
		written(desk, sound(desk, french), class_marks, &outlook);
	const char *twice =
		written(desk, sound(desk, once), class_marks, &outlook);

	assert_string_equal(once, twice);
	assert_int_equal(outlook.taken, 0);
}

static void impossible_marks_stay_out(void **state)
{
	struct desk *desk = *state;
	const struct moodle *moodle = sound(desk, english);
	const struct moodle_mark marks[] = {{100.5, "x"}, {-1, "y"}};
	struct moodle_outlook outlook;

	assert_string_equal(written(desk, moodle, marks, &outlook), english);
	assert_int_equal(told_times(desk, DIAG_ID_MOODLE_RANGE), 2);
	assert_int_equal(told(desk, DIAG_ID_MOODLE_RANGE, "100.50")->line, 2);
}

static void a_backslash_that_is_there_already_is_told(void **state)
{
	struct desk *desk = *state;
	const struct moodle *moodle =
		sound(desk, edited(desk->arena, english, "old", "\"C:\\\""));
	const struct moodle_mark marks[] = {{NAN, NULL}, {NAN, NULL}};
	struct moodle_outlook outlook;

	written(desk, moodle, marks, &outlook);
	assert_int_equal(told(desk, DIAG_ID_MOODLE_ESCAPE, "")->line, 3);
}

/* -- cells for people -- */

static void formulas_are_defused_for_people_only(void **state)
{
	static const char *const cells[][2] = {{"=cmd()", "'=cmd()"},
		{"+1+2", "\x27+1+2"}, {"-5.5", "-5.5"}, {"@x", "'@x"},
		{"a,b", "\"a,b\""}, {"x\"y", "\"x\"\"y\""}};
	struct buf out = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++) {
		out.length = 0;
		csv_put_safe(&out, ',', cells[i][0]);
		assert_string_equal(out.data, cells[i][1]);
	}
	out.length = 0;
	csv_put(&out, ',', "=cmd()");
	assert_string_equal(out.data, "=cmd()");
	buf_free(&out);
}

/* -- the zip -- */

static void names_follow_moodles_rules(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;

	assert_string_equal(
		delivery_name(arena, "Élodie d'Arc", "101", "retour-TP6.pdf"),
		"Élodie d'Arc_101_assignfeedback_file_retour-TP6.pdf");
	assert_string_equal(delivery_name(arena, "A_B/..\\C", "2", "r.pdf"),
		"A B .. C_2_assignfeedback_file_r.pdf");
	assert_string_equal(delivery_name(arena, "..~x", "3", "r.pdf"),
		"x_3_assignfeedback_file_r.pdf");
	assert_string_equal(delivery_name(arena, "", "4", "r.pdf"),
		"Participant_4_assignfeedback_file_r.pdf");
}

static void hashes_are_sha256(void **state)
{
	char text[DIGEST_TEXT];

	(void)state;
	/* FIPS 180-2, B.1 */
	digest_of("abc", 3, text);
	assert_string_equal(text,
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015"
		"ad");
}

/* A class's feedback in files, and where the archive goes. */
struct parcel {
	struct place place;
	struct delivery files[3];
	size_t changed;
};

static struct parcel class_files(struct desk *desk)
{
	static const char *const bodies[] = {"pdf of 101", "pdf of 102", ""};
	static const char *const names[] = {"Zoé", "Dupont, Jean", "Élodie"};
	static const char *const ids[] = {"104", "102", "101"};
	struct parcel parcel = {.place = place_new()};

	for (size_t i = 0; i < 3; i++)
		parcel.files[i] = (struct delivery){
			.name = delivery_name(
				desk->arena, names[i], ids[i], "retour.pdf"),
			.path = leave_at(in_place(desk, &parcel.place, ids[i]),
				bodies[i], strlen(bodies[i]))};
	return parcel;
}

/* The number of changed files; the manifest goes behind what is in `after`. */
static size_t settle(struct desk *desk, struct parcel *parcel, size_t first,
	const char *before, struct buf *after)
{
	assert_int_equal(delivery_settle(&desk->diags, "manifest", before,
				 strlen(before), parcel->files + first,
				 3 - first, after, &parcel->changed),
		0);
	return parcel->changed;
}

static const struct buf *archive(
	struct desk *desk, const struct parcel *parcel, bool all)
{
	struct buf *bytes = arena_alloc(desk->arena, sizeof *bytes);
	struct output_set set = {.diags = &desk->diags};
	const char *path = in_place(desk, &parcel->place, "zip");

	assert_int_equal(delivery_zip(&set, path, parcel->files, 3, all), 0);
	assert_int_equal(output_commit(&set), 0);
	output_discard(&set);
	assert_int_equal(input_slurp(path, 1 << 20, bytes), 0);
	return bytes;
}

static void only_what_changed_is_delivered(void **state)
{
	struct desk *desk = *state;
	struct parcel parcel = class_files(desk);
	struct delivery *files = parcel.files;
	struct buf first = {0}, second = {0}, third = {0};
	const struct buf *zip;

	assert_int_equal(settle(desk, &parcel, 0, "", &first), 3);
	/* sorted by name */
	assert_true(strcmp(files[0].name, files[1].name) < 0);
	assert_int_equal(settle(desk, &parcel, 0, first.data, &second), 0);
	assert_string_equal(first.data, second.data);
	zip = archive(desk, &parcel, false);
	assert_int_equal(zip->length, 22); /* an empty archive */
	buf_free((struct buf *)zip);
	leave_at(files[1].path, "another", 7);
	/* one file less: what was delivered stays listed */
	assert_int_equal(settle(desk, &parcel, 1, first.data, &third), 1);
	assert_true(files[1].changed != files[2].changed);
	assert_int_equal(third.length, first.length);
	expect_silence(desk);
	assert_int_equal(place_end(desk, &parcel.place), 4);
	buf_free(&first);
	buf_free(&second);
	buf_free(&third);
}

static void a_damaged_manifest_delivers_again(void **state)
{
	struct desk *desk = *state;
	struct parcel parcel = class_files(desk);
	struct buf after = {0};

	assert_int_equal(settle(desk, &parcel, 0, "nonsense\n", &after), 3);
	assert_int_equal(told(desk, DIAG_ID_MANIFEST_LINE, "")->line, 1);
	assert_int_equal(place_end(desk, &parcel.place), 3);
	buf_free(&after);
}

/* A file that is gone, or another than it was, is no delivery. */
static void what_is_delivered_is_what_was_read(void **state)
{
	struct desk *desk = *state;
	struct parcel parcel = class_files(desk);
	struct output_set set = {.diags = &desk->diags};
	const char *path = in_place(desk, &parcel.place, "zip");
	struct buf after = {0};

	settle(desk, &parcel, 0, "", &after);
	leave_at(parcel.files[1].path, "pdf of 109", 10);
	assert_int_equal(
		delivery_zip(&set, path, parcel.files, 3, false), -1);
	output_discard(&set);
	expect_told(desk, DIAG_ID_FEEDBACK_MOVED, "modified");
	assert_int_equal(unlink(parcel.files[1].path), 0);
	assert_int_equal(delivery_settle(&desk->diags, "manifest", "", 0,
				 parcel.files, 3, &after, &parcel.changed),
		-1);
	told(desk, DIAG_ID_LAB_UNREADABLE, "");
	/* nor is there half an archive */
	assert_int_equal(place_end(desk, &parcel.place), 2);
	buf_free(&after);
}

static void leave(const char *name, const char *bytes, size_t length)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/%s", getenv("HVLAB_MOODLE_OUT"), name);
	leave_at(path, bytes, length);
}

/* The same archive every time; left for the independent reader. */
static void the_archive_has_the_same_bytes(void **state)
{
	struct desk *desk = *state;
	struct parcel parcel = class_files(desk);
	struct buf manifest = {0};
	const struct buf *zip, *again;
	struct moodle_outlook outlook;
	const char *sheet;

	settle(desk, &parcel, 0, "", &manifest);
	zip = archive(desk, &parcel, false);
	again = archive(desk, &parcel, true);
	assert_int_equal(zip->length, again->length);
	assert_memory_equal(zip->data, again->data, zip->length);
	if (getenv("HVLAB_MOODLE_OUT")) {
		sheet = written(
			desk, sound(desk, french), class_marks, &outlook);
		leave("before.csv", french, strlen(french));
		leave("after.csv", sheet, strlen(sheet));
		leave("feedback.zip", zip->data, zip->length);
	}
	assert_int_equal(place_end(desk, &parcel.place), 4);
	buf_free(&manifest);
	buf_free((struct buf *)zip);
	buf_free((struct buf *)again);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_french_worksheet_is_read),
		TEST(an_english_worksheet_is_read),
		TEST(anonymous_marking_has_no_names),
		TEST(teams_are_found_by_their_group),
		TEST(what_is_no_worksheet_is_refused),
		TEST(pending_rows_keep_every_byte),
		TEST(only_two_columns_change),
		TEST(feedback_is_made_safe_html),
		TEST(a_second_run_changes_nothing),
		TEST(impossible_marks_stay_out),
		TEST(a_backslash_that_is_there_already_is_told),
		TEST(formulas_are_defused_for_people_only),
		TEST(names_follow_moodles_rules),
		TEST(hashes_are_sha256),
		TEST(only_what_changed_is_delivered),
		TEST(a_damaged_manifest_delivers_again),
		TEST(what_is_delivered_is_what_was_read),
		TEST(the_archive_has_the_same_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
