/* Unit tests of what students hand in: archives, Moodle's layouts, texts in
 * any charset, worksheets. tests/submissions.py makes the files. Run from the
 * root of the sources; the locale stays "C" throughout. */
#define _XOPEN_SOURCE 700 /* P_tmpdir */
#include "tests/helpers.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parsers/parser.h"
#include "src/base/input.h"
#include "src/grade/intake.h"
#include "src/grade/mend.h"
#include "src/grade/number_format.h"
#include "src/grade/paper.h"
#include "src/grade/text.h"

static char folder[] = P_tmpdir "/hvlab-grade-XXXXXX";

static int make_files(void **state)
{
	char command[200];

	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(command, sizeof command, "python3 tests/submissions.py %s",
		folder);
	return system(command);
}

static int remove_files(void **state)
{
	char command[200];

	(void)state;
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return system(command);
}

static const char *path_of(struct desk *desk, const char *name)
{
	return arena_printf(desk->arena, "%s/%s", folder, name);
}

/* Bytes as a flow. */
struct bytes {
	const char *data;
	size_t size, at;
};

static long from_bytes(void *from, const void **out)
{
	struct bytes *bytes = from;
	size_t left = bytes->size - bytes->at;
	size_t piece = left < 100 ? left : 100;

	*out = bytes->data + bytes->at;
	bytes->at += piece;
	return (long)piece;
}

static struct bytes read_bytes(struct desk *desk, const char *name)
{
	struct buf buf = {0};
	struct bytes bytes;
	FILE *file = fopen(path_of(desk, name), "rb");
	char block[4096];
	size_t got;

	assert_non_null(file);
	while ((got = fread(block, 1, sizeof block, file)))
		buf_add(&buf, block, got);
	fclose(file);
	bytes = (struct bytes){.data = arena_strndup(desk->arena, buf.data,
				       buf.length),
		.size = buf.length};
	buf_free(&buf);
	return bytes;
}

static struct submission hand_in(
	struct desk *desk, const char *label, struct bytes bytes)
{
	struct submission submission;
	const struct flow flow = {from_bytes, &bytes};

	submission_begin(&submission, desk->arena, LANG_EN,
		&grade_limits_default);
	submission_take(&submission, label, &flow);
	/* its notes are the desk's from here on, for told() */
	desk->diags = submission.notes;
	submission.desk.notes = &desk->diags;
	return submission;
}

static struct submission hand_in_file(struct desk *desk, const char *name)
{
	return hand_in(desk, name, read_bytes(desk, name));
}

static const struct submitted_file *find(
	const struct submission *submission, const char *label)
{
	for (size_t i = 0; i < submission->count; i++)
		if (strcmp(submission->files[i].label, label) == 0)
			return &submission->files[i];
	return NULL;
}

static const struct submitted_file *must_find(
	const struct submission *submission, const char *label)
{
	const struct submitted_file *file = find(submission, label);

	if (!file)
		fail_msg("no file %s among %zu, the first is %s", label,
			submission->count,
			submission->count ? submission->files[0].label : "-");
	return file;
}

/* Of a whole log, kept. */
static void expect_log(
	const struct submission *submission, const char *label)
{
	const struct submitted_file *file = must_find(submission, label);

	assert_int_equal(file->kind, FILE_TEXT);
	assert_true(file->log);
	assert_non_null(file->bytes);
}

/* -- logs from memory -- */

static struct run_list parse_bytes(struct desk *desk, struct bytes bytes)
{
	struct run_list runs = {0};
	struct parsing parsing = {.arena = desk->arena,
		.diags = &desk->diags,
		.runs = &runs,
		.file = "cpu.txt"};
	struct input *input = input_memory(bytes.data, bytes.size);
	size_t count;

	desk->diags.count = 0;
	count = parser_read_input(&parsing, input);
	assert_int_equal(count, runs.count);
	input_close(input);
	return runs;
}

static void a_log_in_memory_reads_like_a_file(void **state)
{
	static const char *const names[] = {
		"log.gz", "twice.gz", "utf16.txt", "utf16le.txt"};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(names); i++) {
		struct run_list runs =
			parse_bytes(desk, read_bytes(desk, names[i]));

		expect_silence(desk);
		assert_int_equal(runs.count, 1);
		assert_string_equal(runs.first->tool, "sysbench");
		assert_string_equal(runs.first->file, "cpu.txt");
		assert_true(runs.first->complete);
		assert_non_null(run_obs(runs.first, "events_per_second"));
	}
	parse_bytes(desk, read_bytes(desk, "cut.gz"));
	expect_told(desk, DIAG_ID_FILE_DAMAGED, "gzip");
	parse_bytes(desk, (struct bytes){.data = ""});
	expect_told(desk, DIAG_ID_FILE_EMPTY, "");
}

/* -- archives -- */

static void every_format_gives_the_same_files(void **state)
{
	static const char *const names[] = {"sound.zip", "sound.tar",
		"sound.tar.gz", "sound.tar.bz2", "sound.tar.xz", "sound.7z",
		"sound4.rar", "sound5.rar"};
	struct desk *desk = *state;
	const char *log = NULL, *sheet = NULL;

	for (size_t i = 0; i < COUNT(names); i++) {
		struct submission s =
			hand_in(desk, "a", read_bytes(desk, names[i]));

		if (s.count != 2)
			fail_msg("%s: %zu files, %s", names[i], s.count,
				all_told(desk));
		expect_silence(desk);
		expect_log(&s, "a/logs/cpu.txt");
		assert_true(must_find(&s, "a/feuille.md")->paper);
		log = log ? log : must_find(&s, "a/logs/cpu.txt")->digest;
		sheet = sheet ? sheet : must_find(&s, "a/feuille.md")->digest;
		assert_string_equal(
			must_find(&s, "a/logs/cpu.txt")->digest, log);
		assert_string_equal(
			must_find(&s, "a/feuille.md")->digest, sheet);
	}
}

static void a_file_packed_alone_is_unpacked(void **state)
{
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "log.gz");

	assert_int_equal(s.count, 1);
	expect_log(&s, "log.gz");
	expect_silence(desk);
}

static void names_of_any_charset_are_read(void **state)
{
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "cp850.zip");

	expect_log(&s, "cp850.zip/logs/M\xc3\xa9trique \xc3\x89.txt");
	expect_log(&s, "cp850.zip/cp1252 \xc3\xa9.txt");
	expect_log(&s, "cp850.zip/utf8 \xc3\xa9.txt");
	expect_silence(desk);
}

static void names_never_lead_out(void **state)
{
	static const char *const labels[] = {"__/__/evil1.txt", "evil2.txt",
		"C/evil3.txt", "a/b.txt", "ok/__/evil4.txt",
		"server/share/evil5.txt", "..."};
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "traversal.zip");
	struct stat status;

	for (size_t i = 0; i < COUNT(labels); i++)
		must_find(&s, arena_printf(desk->arena, "traversal.zip/%s",
				      labels[i]));
	assert_int_equal(s.count, COUNT(labels));
	assert_int_equal(told_times(desk, DIAG_ID_PACK_NAME), 6);
	assert_false(s.desk.unreadable);
	assert_int_not_equal(stat(path_of(desk, "../evil1.txt"), &status), 0);
}

static void links_pipes_and_devices_are_skipped(void **state)
{
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "special.tar");

	assert_int_equal(s.count, 1);
	expect_log(&s, "special.tar/cpu.txt");
	assert_int_equal(told_times(desk, DIAG_ID_PACK_SPECIAL), 4);
}

static void what_cannot_be_read_is_for_a_human(void **state)
{
	static const struct {
		const char *name;
		enum diag_id id;
	} cases[] = {
		{"encrypted.zip", DIAG_ID_PACK_ENCRYPTED},
		{"truncated.zip", DIAG_ID_PACK_TRUNCATED},
		{"truncated.tar.gz", DIAG_ID_PACK_TRUNCATED},
		{"checksum.zip", DIAG_ID_PACK_CHECKSUM},
		{"cut.gz", DIAG_ID_PACK_TRUNCATED},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct submission s = hand_in_file(desk, cases[i].name);

		if (!told(desk, cases[i].id, "unreadable"))
			fail_msg("%s: %s", cases[i].name, all_told(desk));
		assert_true(s.desk.unreadable);
		assert_int_equal(submission_count(&s, FILE_ARCHIVE), 1);
	}
}

static void a_bad_checksum_spares_the_other_files(void **state)
{
	struct submission s = hand_in_file(*state, "checksum.zip");

	assert_null(must_find(&s, "checksum.zip/logs/cpu.txt")->bytes);
	assert_non_null(must_find(&s, "checksum.zip/feuille.md")->bytes);
}

static void text_is_text_whatever_its_name(void **state)
{
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "mtree.zip");

	assert_int_equal(s.count, 1);
	assert_int_equal(must_find(&s, "mtree.zip")->kind, FILE_TEXT);
	s = hand_in_file(desk, "page.log");
	assert_int_equal(must_find(&s, "page.log")->kind, FILE_HTML);
	expect_silence(desk);
}

static void kinds_follow_from_bytes(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
		enum file_kind kind;
	} cases[] = {
		{"\x89PNG\r\n\x1a\n0000", 12, FILE_IMAGE},
		{"\xff\xd8\xff\xe0", 4, FILE_IMAGE},
		{"%PDF-1.7\n", 9, FILE_PDF},
		{"\x7f" "ELF\1\1\1\0\0\0\0\0\0\0\0\0", 16, FILE_UNKNOWN},
		{"\xff\xfe" "a\0b\0", 6, FILE_TEXT},
		{"a\0b\0c\0d\0", 8, FILE_TEXT},
		{"caf\xe9\n", 5, FILE_TEXT},
		{"", 0, FILE_EMPTY},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct submission s = hand_in(desk, "x",
			(struct bytes){
				.data = cases[i].bytes, .size = cases[i].size});

		assert_int_equal(s.files[0].kind, cases[i].kind);
		assert_int_equal(s.files[0].size, cases[i].size);
		assert_int_equal(!!s.files[0].bytes,
			cases[i].kind == FILE_TEXT);
	}
	expect_told(desk, DIAG_ID_GRADE_EMPTY, "empty");
}

static void office_documents_of_another_kind_are_not_opened(void **state)
{
	static const char *const names[] = {"diapos.pptx", "diapos.odp"};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(names); i++) {
		struct submission s = hand_in_file(desk, names[i]);

		assert_int_equal(s.count, 1);
		assert_int_equal(s.files[0].kind, FILE_OFFICE);
		assert_null(s.files[0].bytes);
		expect_silence(desk);
	}
}

static void digests_are_sha_256(void **state)
{
	char text[DIGEST_TEXT];

	(void)state;
	digest_of("abc", 3, text); /* the example of FIPS 180-4 */
	assert_string_equal(text,
		"ba7816bf8f01cfea414140de5dae2223"
		"b00361a396177a9cb410ff61f20015ad");
}

static void junk_is_nothing(void **state)
{
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "junk.zip");

	assert_int_equal(s.count, 0);
	expect_silence(desk);
}

static void of_two_files_of_one_name_the_last_counts(void **state)
{
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "twice.zip");

	assert_int_equal(s.count, 1);
	expect_log(&s, "twice.zip/cpu.txt");
	expect_told(desk, DIAG_ID_GRADE_TWICE, "two files");
}

static void archives_are_opened_two_deep(void **state)
{
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "nested.zip");

	must_find(&s, "nested.zip/n1.txt");
	must_find(&s, "nested.zip/a1.zip/n2.txt");
	assert_int_equal(
		must_find(&s, "nested.zip/a1.zip/a2.zip")->kind, FILE_ARCHIVE);
	assert_int_equal(s.count, 5); /* with the two that are not whole */
	expect_told(desk, DIAG_ID_GRADE_DEEP, "too many archives");
}

/* -- limits -- */

static void a_bomb_stops_at_the_ratio(void **state)
{
	static const char *const names[] = {"bomb.zip", "lying.zip"};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(names); i++) {
		struct submission s = hand_in_file(desk, names[i]);
		size_t packed = read_bytes(desk, names[i]).size;

		assert_true(told(desk, DIAG_ID_PACK_BOMB, "bomb") ||
			    told(desk, DIAG_ID_GRADE_LARGE, "too large"));
		assert_true(s.desk.unpacked <= 201 * packed + (1 << 20));
		assert_true(s.desk.unreadable);
	}
}

static void overlapping_entries_stay_within_limits(void **state)
{
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "overlap.zip");

	assert_true(s.desk.unpacked <= 20 << 20);
	assert_true(s.count <= 2000);
}

static void entries_are_limited(void **state)
{
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "many.zip");

	assert_int_equal(s.count, 2001); /* and the archive itself */
	expect_told(desk, DIAG_ID_PACK_CROWDED, "too many entries");
	assert_true(s.desk.unreadable);
}

static void long_names_are_refused(void **state)
{
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "long.zip");

	expect_log(&s, "long.zip/cpu.txt");
	expect_told(desk, DIAG_ID_PACK_NAME_LONG, "name too long");
}

static void large_texts_are_refused(void **state)
{
	struct desk *desk = *state;
	size_t size = grade_limits_default.text_bytes + 1;
	struct bytes bytes = {
		.data = memset(arena_alloc(desk->arena, size), 'a', size),
		.size = size};
	struct submission s = hand_in(desk, "big.txt", bytes);

	expect_told(desk, DIAG_ID_GRADE_LARGE, "too large");
	assert_null(must_find(&s, "big.txt")->bytes);
	bytes.size--;
	s = hand_in(desk, "big.txt", bytes);
	assert_non_null(must_find(&s, "big.txt")->bytes);
}

/* -- the class -- */

static struct intake *open_class(struct desk *desk, const char *name)
{
	struct intake *intake = intake_open(desk->arena, &desk->diags,
		path_of(desk, name), &grade_limits_default);

	assert_non_null(intake);
	return intake;
}

static size_t student(
	const struct intake *intake, const char *id, const char *name)
{
	for (size_t i = 0; i < intake->count; i++)
		if (strcmp(intake->students[i].id, id) == 0 &&
			(*id || strcmp(intake->students[i].name, name) == 0))
			return i;
	fail_msg("no student %s %s", id, name);
	return 0;
}

/* All that is known of a student, as text. */
static const char *dump(
	struct desk *desk, struct intake *intake, size_t index)
{
	const struct student *who = &intake->students[index];
	struct submission s;
	char *all;

	intake_load(intake, index, desk->arena, &s);
	all = arena_printf(desk->arena, "%s|%s\n", who->id, who->name);
	for (size_t i = 0; i < s.count; i++)
		all = arena_printf(desk->arena, "%s%s %d %d %d %zu %s\n", all,
			s.files[i].label, (int)s.files[i].kind,
			s.files[i].log, s.files[i].paper, s.files[i].size,
			s.files[i].digest);
	for (size_t i = 0; i < s.notes.count; i++)
		all = arena_printf(desk->arena, "%s%s %s\n", all,
			diag_name(&s.notes.items[i]), s.notes.items[i].file);
	return all;
}

static const struct {
	const char *id, *name;
	size_t files;
} class[] = {
	{"101", "\xc3\x89lodie O'Neil, \"x\"", 3},
	{"102", "Jean Martin", 2},
	{"103", "Jean Martin", 1},
	{"104", "Participant", 1},
	{"7", "Groupe A", 1},
	{"105", "=cmd", 1},
	{"", "Default group", 1},
};

static void every_layout_gives_the_same_class(void **state)
{
	static const char *const names[] = {
		"new.zip", "old.zip", "flat.zip", "unpacked", "unpacked/TP6-12"};
	struct desk *desk = *state;
	const char *first[COUNT(class)] = {NULL};

	for (size_t i = 0; i < COUNT(names); i++) {
		struct intake *intake = open_class(desk, names[i]);

		assert_true(intake->moodle);
		assert_int_equal(intake->count, COUNT(class));
		assert_int_equal(intake->notes.count, 0);
		for (size_t k = 0; k < COUNT(class); k++) {
			size_t index = student(
				intake, class[k].id, class[k].name);
			const char *all = dump(desk, intake, index);

			assert_string_equal(
				intake->students[index].name, class[k].name);
			assert_int_equal(intake->students[index].entries,
				class[k].files);
			first[k] = first[k] ? first[k] : all;
			assert_string_equal(all, first[k]);
		}
		intake_close(intake);
	}
	expect_silence(desk);
	assert_non_null(strstr(first[0], "onlinetext.html"));
}

static void plain_folders_and_archives_are_students(void **state)
{
	struct desk *desk = *state;
	struct intake *intake = open_class(desk, "plain");
	struct submission s;

	assert_false(intake->moodle);
	assert_int_equal(intake->count, 3);
	assert_int_equal(intake->notes.count, 1); /* notes.csv */
	assert_int_equal(intake->notes.items[0].id, DIAG_ID_GRADE_STRAY);

	intake_load(intake, student(intake, "", "Ana"), desk->arena, &s);
	expect_log(&s, "logs/cpu.txt");
	assert_int_equal(s.count, 2);
	desk->diags = s.notes; /* a pipe and a link */
	assert_int_equal(told_times(desk, DIAG_ID_PACK_SPECIAL), 2);

	intake_load(intake, student(intake, "", "Bob"), desk->arena, &s);
	expect_log(&s, "Bob.tar.xz/logs/cpu.txt");
	assert_int_equal(s.count, 2);

	intake_load(intake, student(intake, "", "Zoe"), desk->arena, &s);
	assert_int_equal(s.count, 0);
	intake_close(intake);
}

static void one_bad_submission_never_stops_the_class(void **state)
{
	struct desk *desk = *state;
	struct intake *intake = open_class(desk, "class-bomb.zip");

	assert_int_equal(intake->count, 4);
	/* backwards too: the archive is begun again */
	for (size_t i = 8; i-- > 0;) {
		size_t index = i > 3 ? 7 - i : i;
		struct submission s;

		intake_load(intake, index, desk->arena, &s);
		assert_int_equal(s.desk.unreadable, index == 0 || index == 2);
		if (index != 2)
			expect_log(&s, "cpu.txt");
		assert_true(s.desk.unpacked < 20 << 20);
	}
	intake_close(intake);
}

static void a_broken_entry_costs_nothing_else(void **state)
{
	struct desk *desk = *state;
	struct intake *intake = open_class(desk, "class-broken.zip");
	struct submission s;

	assert_int_equal(intake->count, 3);
	for (size_t i = 0; i < intake->count; i++) {
		intake_load(intake, i, desk->arena, &s);
		assert_int_equal(s.count, 3);
		assert_int_equal(s.desk.unreadable, i == 0);
		assert_int_equal(s.notes.count, i == 0);
		expect_log(&s, "x.txt");
		assert_int_equal(!must_find(&s, "y.txt")->bytes, i == 0);
		expect_log(&s, "z.txt");
	}
	intake_close(intake);
}

static void sources_that_are_none_are_told(void **state)
{
	struct desk *desk = *state;
	struct intake *intake;

	assert_null(intake_open(desk->arena, &desk->diags,
		path_of(desk, "nowhere.zip"), &grade_limits_default));
	expect_told(desk, DIAG_ID_NO_SUCH, "");
	intake = open_class(desk, "mtree.zip");
	assert_int_equal(intake->count, 0);
	assert_int_equal(intake->notes.items[0].id, DIAG_ID_PACK_FORMAT);
	assert_true(intake->unreadable);
	intake_close(intake);
	intake = open_class(desk, "plain/Ana/tube");
	assert_int_equal(intake->count, 0);
	intake_close(intake);
}

static void a_crowd_is_read_one_by_one(void **state)
{
	static const char *const names[] = {"crowd10.zip", "crowd"};
	struct desk *desk = *state;
	struct arena *arena = arena_new();

	for (size_t k = 0; k < COUNT(names); k++) {
		struct intake *intake = open_class(desk, names[k]);

		assert_int_equal(intake->count, 1000);
		for (size_t i = 0; i < intake->count; i++) {
			struct submission s;

			arena_reset(arena);
			intake_load(intake, i, arena, &s);
			assert_int_equal(s.count, 10);
			assert_int_equal(s.notes.count, 0);
			assert_int_equal(atol(s.files[9].bytes), i);
		}
		intake_close(intake);
	}
	arena_free(arena);
}

/* -- texts -- */

static void expect_text(struct desk *desk, const char *bytes, size_t size,
	const char *text, enum charset charset, bool repaired)
{
	struct decoded decoded = decode_text(desk->arena, bytes, size);

	assert_string_equal(decoded.text, text);
	assert_int_equal(decoded.length, strlen(text));
	assert_int_equal(decoded.charset, charset);
	assert_int_equal(decoded.repaired, repaired);
}

#define EXPECT_TEXT(bytes, text, charset, repaired)                            \
	expect_text(*state, bytes, sizeof(bytes) - 1, text, charset, repaired)

static void texts_of_any_charset_become_utf8(void **state)
{
	EXPECT_TEXT("", "", CHARSET_UTF8, false);
	EXPECT_TEXT("\xef\xbb\xbf\xc3\xa9\r\nb\rc", "\xc3\xa9\nb\nc",
		CHARSET_UTF8, false);
	EXPECT_TEXT("\xff\xfe\xe9\0\r\0\n\0=\xd8\0\xde",
		"\xc3\xa9\n\xf0\x9f\x98\x80", CHARSET_UTF16LE, false);
	EXPECT_TEXT("\xfe\xff\0\xe9\0a", "\xc3\xa9" "a", CHARSET_UTF16BE,
		false);
	EXPECT_TEXT("a\0b\0\xe9\0\n\0", "ab\xc3\xa9\n", CHARSET_UTF16LE,
		false);
	EXPECT_TEXT("\0a\0b\0\xe9\0\n", "ab\xc3\xa9\n", CHARSET_UTF16BE,
		false);
	EXPECT_TEXT("\xff\xfe\0\xd8" "a\0", "\xef\xbf\xbd" "a",
		CHARSET_UTF16LE, false);
	EXPECT_TEXT("M\xe9trique \x80 \x81", "M\xc3\xa9trique \xe2\x82\xac "
					     "\xef\xbf\xbd",
		CHARSET_CP1252, false);
	EXPECT_TEXT("a\0b", "a b", CHARSET_UTF8, false);
}

static void mojibake_is_turned_back(void **state)
{
	/* "Métrique – 🏆 À" once read as CP1252, once as CP1254 */
	EXPECT_TEXT("M\xc3\x83\xc2\xa9trique \xc3\xa2\xe2\x82\xac\xe2\x80\x9c "
		    "\xc3\xb0\xc5\xb8\xc2\x8f\xe2\x80\xa0 \xc3\x83\xe2\x82\xac",
		"M\xc3\xa9trique \xe2\x80\x93 \xf0\x9f\x8f\x86 \xc3\x80",
		CHARSET_UTF8, true);
	EXPECT_TEXT("\xc4\x9f\xc5\xb8\xc2\x8f\xe2\x80\xa0",
		"\xf0\x9f\x8f\x86", CHARSET_UTF8, true);
	/* UTF-8 with one bad byte: the rest is not lost */
	EXPECT_TEXT("\xc3\xa9 \xe9", "\xc3\xa9 \xc3\xa9", CHARSET_CP1252,
		true);
	/* good French with no-break spaces is left alone */
	EXPECT_TEXT("caf\xc3\xa9\xc2\xa0\xc2\xbb \xc3\x89\xc2\xa0\xc2\xbb "
		    "\xc3\xa0\xe2\x80\xaf! \xc3\x87\xc2\xa0?",
		"caf\xc3\xa9\xc2\xa0\xc2\xbb \xc3\x89\xc2\xa0\xc2\xbb "
		"\xc3\xa0\xe2\x80\xaf! \xc3\x87\xc2\xa0?",
		CHARSET_UTF8, false);
}

static void what_editors_change_is_turned_back(void **state)
{
	static const struct {
		const char *line, *mended;
	} cases[] = {
		{"min:\xc2\xa0\xc2\xa0\xc2\xa0 0.85", "min:    0.85"},
		{"fio \xe2\x80\x93" "direct=1 \xe2\x80\x94rw=read",
			"fio --direct=1 --rw=read"},
		{"iperf3 \xe2\x80\x93" "c host \xe2\x80\x93t30",
			"iperf3 -c host -t30"},
		{"\xe2\x80\x93-bs=4k", "--bs=4k"},
		{"0.00\xe2\x80\x93" "1.00 sec", "0.00-1.00 sec"},
		{"\xe2\x80\x98" "a\xe2\x80\x99 \xe2\x80\x9c" "b\xe2\x80\x9d",
			"'a' \"b\""},
		{"total\xc2\xa0: 1\xe2\x80\xa6", "total: 1..."},
		{"bs=\xc2\xae 4k", "bs=(R) 4k"},
		/* may be one number: nothing may take a part for it */
		{"1\xc2\xa0" "802.35", "1\xc2\xa0" "802.35"},
		{"0\xc2\xa0" "3.14", "0 3.14"},
		{"\xc3\xa9l\xc3\xa8ve", "\xc3\xa9l\xc3\xa8ve"},
		/* a sentence, and a line in columns */
		{"Total time: 10.0", "Total time: 10.0"},
		{"    Total time:       10.0s", "    total time:       10.0s"},
		{"Sysbench 1.0.20 (using x)", "sysbench 1.0.20 (using x)"},
		{"General statistics:", "General statistics:"},
	};
	struct buf out = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		out.length = 0;
		mend_document_line(
			&out, cases[i].line, strlen(cases[i].line));
		assert_string_equal(out.data, cases[i].mended);
	}
	buf_free(&out);
}

static void numbers_of_lines_are_taken_off(void **state)
{
	static const char numbered[] =
		"     1\ta\n     2\t  b\n\n     4\tc\n     5\td\n";
	static const char list[] = "1: a\n2: b\n4: c\n5: d\n6: e\n";
	struct buf out = {0};

	(void)state;
	assert_true(mend_text(&out, numbered, strlen(numbered)));
	assert_string_equal(out.data, "a\n  b\n\nc\nd\n");
	out.length = 0;
	assert_false(mend_text(&out, list, strlen(list)));
	buf_free(&out);
}

/* -- papers -- */

static struct paper read_paper(
	struct desk *desk, enum file_kind kind, const char *text, size_t size)
{
	struct submitted_file file = {
		.label = "sheet", .kind = kind, .bytes = text, .size = size};
	struct pack_desk account = {
		.notes = &desk->diags, .limits = &grade_limits_default};
	struct paper paper;

	desk->diags.count = 0;
	paper_read(desk->arena, &account, &file, &paper);
	return paper;
}

static const char *show(struct desk *desk, const struct paper *paper)
{
	char *all = arena_strdup(desk->arena, "");

	for (size_t i = 0; i < paper->table_count; i++) {
		const struct paper_table *table = &paper->tables[i];

		all = arena_printf(desk->arena, "%s# %s / %s%s\n", all,
			table->heading ? table->heading : "-",
			table->intro ? table->intro : "-",
			table->marked ? " *" : "");
		for (size_t k = 0; k < table->count; k++) {
			for (size_t c = 0; c < table->rows[k].count; c++)
				all = arena_printf(desk->arena, "%s(%s)", all,
					table->rows[k].cells[c]);
			all = arena_printf(desk->arena, "%s\n", all);
		}
	}
	for (size_t i = 0; i < paper->box_count; i++)
		all = arena_printf(desk->arena, "%s[%c] %s\n", all,
			paper->boxes[i].ticked ? 'x' : ' ',
			paper->boxes[i].text);
	return all;
}

static void expect_paper(struct desk *desk, enum file_kind kind,
	const char *text, const char *shown)
{
	struct paper paper = read_paper(desk, kind, text, strlen(text));

	assert_string_equal(show(desk, &paper), shown);
	expect_silence(desk);
}

#define SHEET                                                                  \
	"# 2.2 \xe2\x80\x93 Test CPU / Noter les r\xc3\xa9sultats : *\n"       \
	"(M\xc3\xa9trique)(Proxmox)(XCP-ng)\n"                                 \
	"(Events per second)(1\xe2\x80\xaf" "802,35)(1750.10)\n"              \
	"(Latency (avg))(1,11)(|)\n"
#define BOXES                                                                  \
	"[x] Vous avez ex\xc3\xa9" "cut\xc3\xa9 tous les tests\n"              \
	"[ ] Vous avez choisi\n"

static void every_format_gives_the_same_cells(void **state)
{
	static const struct {
		const char *name;
		enum file_kind kind;
	} files[] = {{"sheet.md", FILE_TEXT}, {"sheet.docx", FILE_DOCX},
		{"sheet.odt", FILE_ODT}, {"bom.md", FILE_TEXT},
		{"utf16.md", FILE_TEXT}, {"utf16le.md", FILE_TEXT},
		{"mojibake.md", FILE_TEXT}};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(files); i++) {
		struct submission s = hand_in_file(desk, files[i].name);
		const struct submitted_file *file =
			must_find(&s, files[i].name);
		struct paper paper;
		const char *shown, *end;

		assert_int_equal(file->kind, files[i].kind);
		assert_true(file->paper);
		assert_true(paper_read(desk->arena, &s.desk, file, &paper));
		shown = show(desk, &paper);
		end = strstr(shown, "[x] ");
		assert_non_null(end);
		/* odt: the 62 cells that fill a row up are bounded */
		assert_memory_equal(shown, SHEET, strlen(SHEET) - 1);
		assert_string_equal(end, BOXES);
		assert_true(paper.tables[0].rows[2].count <= PAPER_COLUMNS);
		expect_silence(desk);
	}
}

static void a_sheet_in_cp1252_is_read(void **state)
{
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "cp1252.md");
	struct paper paper;

	assert_true(paper_read(desk->arena, &s.desk, s.files, &paper));
	assert_string_equal(
		paper.tables[0].rows[0].cells[0], "M\xc3\xa9trique");
	assert_string_equal(
		paper.tables[0].rows[1].cells[1], "1\xc2\xa0" "802,35");
}

static void tables_of_text_are_found(void **state)
{
	struct desk *desk = *state;

	expect_paper(desk, FILE_TEXT,
		"Étape 4 : disque\n\nA | B | C\n--|:-:|--\nd | `e\\|f` | **g**\n"
		"h | | _______\n\n",
		"# Étape 4 : disque / - *\n(A)(B)(C)\n(d)(e|f)(g)\n"
		"(h)()(_______)\n");
	expect_paper(desk, FILE_TEXT, "> | a | b |\n> | c | d |\n",
		"# - / -\n(a)(b)\n(c)(d)\n");
	expect_paper(desk, FILE_TEXT,
		"Titre\n=====\nNoter :\na\tb\tc\nd\t\t1 802,35\n",
		"# Titre / Noter :\n(a)(b)(c)\n(d)()(1 802,35)\n");
	expect_paper(desk, FILE_TEXT,
		"+---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+\n",
		"# - / -\n(a)(b)\n(c)(d)\n");
	/* single dashes are answers but for the second row */
	expect_paper(desk, FILE_TEXT, "|a|b|\n|-|-|\n|-|-|\n",
		"# - / - *\n(a)(b)\n(-)(-)\n");
	/* no tables: a pipeline, fio's percentiles in a fence */
	expect_paper(desk, FILE_TEXT, "cat x | sort\n\nfin\n", "");
	expect_paper(desk, FILE_TEXT, "```\n|a|b|\n|c|d|\n```\n", "");
}

#define SPEED "(M)(Proxmox)(XCP-ng)\n(Events)(1 802,35)(1750.1)\n"

static void tables_without_pipes_are_found(void **state)
{
	struct desk *desk = *state;

	/* in columns, right-aligned, with a blank cell and a bare label */
	expect_paper(desk, FILE_TEXT,
		"# A\nM         Proxmox    XCP-ng\nEvents   1 802,35    1750.1\n"
		"Time                  10.00\nNothing\nLat.        1,11      1.14\n",
		"# A / -\n" SPEED "(Time)()(10.00)\n(Nothing)()()\n"
		"(Lat.)(1,11)(1.14)\n");
	/* drawn, with an empty corner */
	expect_paper(desk, FILE_TEXT,
		"           Proxmox   XCP-ng\n--------   -------   ------\n"
		"Events     1 802,35  1750.1\n",
		"# - / - *\n()(Proxmox)(XCP-ng)\n(Events)(1 802,35)(1750.1)\n");
	expect_paper(desk, FILE_TEXT,
		"Direction        Débit\nPVE \xe2\x86\x92 Xen        3.50\n",
		"# - / -\n(Direction)(Débit)\n"
		"(PVE \xe2\x86\x92 Xen)(3.50)\n");
	/* of a spreadsheet */
	expect_paper(desk, FILE_TEXT,
		"M;Proxmox;XCP-ng\nEvents;1 802,35;1750.1\nTime;;10.00\n",
		"# - / -\n" SPEED "(Time)()(10.00)\n");
	expect_paper(desk, FILE_TEXT,
		"M,Proxmox,XCP-ng\nEvents,\"1 802,35\",1750.1\n\"a \"\"b\",,\n",
		"# - / -\n" SPEED "(a \"b)()()\n");
	expect_paper(desk, FILE_TEXT,
		"\tProxmox\tXCP-ng\nEvents\t1 802,35\t1750.1\n",
		"# - / -\n()(Proxmox)(XCP-ng)\n(Events)(1 802,35)(1750.1)\n");
	expect_paper(desk, FILE_TEXT, "\ta\tb\n\tc\td\n",
		"# - / -\n(a)(b)\n(c)(d)\n");
	/* an empty corner without outer pipes */
	expect_paper(desk, FILE_TEXT,
		" | Proxmox | XCP-ng\n---|---|---\nEvents | 1 802,35 | 1750.1\n",
		"# - / - *\n()(Proxmox)(XCP-ng)\n(Events)(1 802,35)(1750.1)\n");
}

static void drawn_tables_are_found(void **state)
{
	struct desk *desk = *state;

	/* frames between all rows: lines between two are one row */
	expect_paper(desk, FILE_TEXT,
		"+------+---+\n| M    | P |\n+======+===+\n| Ev   | 1 |\n"
		"| sec. |   |\n+------+---+\n| b    | 2 |\n+------+---+\n",
		"# - / -\n(M)(P)\n(Ev sec.)(1)\n(b)(2)\n");
	expect_paper(desk, FILE_TEXT,
		"\xe2\x94\x8c\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80"
		"\xe2\x94\x90\n\xe2\x94\x82 M \xe2\x94\x82 P "
		"\xe2\x94\x82\n\xe2\x95\x91 a \xe2\x95\x91 1 "
		"\xe2\x95\x91\n\xe2\x95\x9a\xe2\x95\x90\xe2\x95\x90"
		"\xe2\x95\x90\xe2\x95\x9d\n",
		"# - / -\n(M)(P)\n(a)(1)\n");
}

static void prose_is_no_table(void **state)
{
	static const char *const texts[] = {
		"Fin de phrase.  Autre phrase.\nEncore une.  Et une autre.\n",
		"- CPU ;\n- RAM ;\n- disque ;\n",
		"Oui, non, peut-être\nIci, là, ailleurs\n",
		"Proxmox gagne ; XCP-ng perd\nLe disque suit ; le réseau non\n",
		"    total time:                          10.0001s\n"
		"    total number of events:              18029\n",
		"[ ID] Interval           Transfer     Bitrate\n"
		"[  5]   0.00-1.00   sec   416 MBytes  3.49 Gbits/sec\n",
		"Architecture:            x86_64\n"
		"  CPU op-mode(s):        32-bit, 64-bit\n",
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		expect_paper(*state, FILE_TEXT, texts[i], "");
}

static void boxes_are_ticked_in_many_ways(void **state)
{
	struct desk *desk = *state;

	expect_paper(desk, FILE_TEXT,
		"- [x] a\n- [X] b\n* [ x ] c\n1. [ ] d\n- \xe2\x98\x91 e\n"
		"\xe2\x98\x90 f\n\n\xe2\x9c\x94\xef\xb8\x8f g\n\n- [oui] h\n"
		"- [non] i\n- j : oui\n- k : Non\n- [l](m)\n- Noter :\n"
		"- [\xe2\x9c\x93] n\n",
		"[x] a\n[x] b\n[x] c\n[ ] d\n[x] e\n[ ] f\n[x] g\n[x] h\n"
		"[ ] i\n[x] j\n[ ] k\n[x] n\n");
	expect_paper(desk, FILE_TEXT, "| Tous les tests | oui |\n"
				      "| [ ] | Choisi |\n"
				      "| [x] a | \xe2\x9c\x85 b |\n",
		"# - / -\n(Tous les tests)(oui)\n([ ])(Choisi)\n"
		"([x] a)(\xe2\x9c\x85 b)\n"
		"[x] Tous les tests\n[ ] Choisi\n[x] a\n");
}

static void forms_are_filled_in(void **state)
{
	static const char *const names[] = {"form.docx", "form.odt"};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(names); i++) {
		struct submission s = hand_in_file(desk, names[i]);
		struct paper paper;

		assert_true(paper_read(desk->arena, &s.desk, s.files, &paper));
		assert_string_equal(show(desk, &paper),
			"# - / -\n(M)()(1,5)\n"
			"[x] a\n[ ] b\n[x] c\n[x] d\n[x] e\n[ ] f\n[x] g\n");
		expect_silence(desk);
	}
}

#define CELLS(computed)                                                        \
	"# 2.2 \xe2\x80\x93 Test CPU / Noter les r\xc3\xa9sultats :\n"         \
	"(M\xc3\xa9trique)(Proxmox)(XCP-ng)(Gagnant)\n" computed              \
	"# 3.1 \xe2\x80\x93 M\xc3\xa9moire / -\n"

static void expect_cells(struct desk *desk, const char *name,
	const char *before, const char *behind)
{
	struct submission s = hand_in_file(desk, name);
	struct paper paper;

	assert_true(s.files[0].paper);
	assert_true(paper_read(desk->arena, &s.desk, s.files, &paper));
	assert_string_equal(show(desk, &paper),
		arena_printf(desk->arena, "%s%s", before, behind));
	assert_string_equal(paper.source,
		arena_printf(desk->arena, "%s/CPU & <co>", name));
	assert_int_equal(paper.tables[0].line, 3);
	assert_int_equal(paper.tables[0].rows[3].line, 6);
	/* the second sheet is a log */
	assert_non_null(paper.next);
	assert_null(paper.next->next);
	assert_string_equal(paper.next->log.label,
		arena_printf(desk->arena, "%s/Proxmox", name));
	assert_int_equal(paper.next->table_count, 0);
	assert_true(told(desk, DIAG_ID_PAPER_FORMULA, ""));
	assert_true(told(desk, DIAG_ID_PAPER_DATE, ""));
	assert_int_equal(desk->diags.count, 2);
	assert_true(s.desk.unreadable);
}

static void spreadsheets_are_read_as_they_show(void **state)
{
	static const char boxes[] =
		"(\xe2\x98\x91)(Vous avez choisi)\n"
		"[x] Vous avez choisi\n[ ] Vous avez compar\xc3\xa9\n";
	struct desk *desk = *state;

	expect_cells(desk, "cells.xlsx",
		CELLS("(Events per second)(1802.35)(0.3)(3.1%)\n"
		      "(Total time)\n(Latency (avg))(1.12)(1.1 ms)\n")
		"(Date)(2025-05-10)\n"
		"# 3.1 \xe2\x80\x93 M\xc3\xa9moire / -\n",
		boxes);
	expect_cells(desk, "cells.ods",
		CELLS("(Events per second)(1802,35)(0,3)(3,1 %)\n"
		      "(Total time)\n(Latency (avg))(1,11)(1,1 ms)\n")
		"(Date)(10/05/25)\n"
		"# 3.1 \xe2\x80\x93 M\xc3\xa9moire / -\n",
		boxes);
}

static void spreadsheets_are_bounded(void **state)
{
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "far.xlsx");
	struct paper paper;

	assert_true(paper_read(desk->arena, &s.desk, s.files, &paper));
	assert_string_equal(show(desk, &paper), "# - / -\n(a)(1)\n");
	assert_string_equal(
		paper.paragraphs[paper.paragraph_count - 1].text, "2");
	s = hand_in_file(desk, "repeated.ods");
	assert_true(paper_read(desk->arena, &s.desk, s.files, &paper));
	assert_int_equal(paper.table_count, 1);
	assert_int_equal(paper.tables[0].count, 1);
	assert_int_equal(paper.tables[0].rows[0].count, PAPER_COLUMNS);
	s = hand_in_file(desk, "crowded.xlsx");
	assert_false(paper_read(desk->arena, &s.desk, s.files, &paper));
	expect_told(desk, DIAG_ID_PAPER_CROWDED, "beyond measure");
	s = hand_in_file(desk, "doctype.xlsx");
	assert_false(paper_read(desk->arena, &s.desk, s.files, &paper));
	expect_told(desk, DIAG_ID_PAPER_DOCTYPE, "refused");
	s = hand_in_file(desk, "lost.xlsx");
	assert_false(paper_read(desk->arena, &s.desk, s.files, &paper));
	expect_told(desk, DIAG_ID_PAPER_UNREADABLE, "damaged");
	assert_true(s.desk.unreadable);
}

static void numbers_are_formatted_like_in_spreadsheets(void **state)
{
	static const struct {
		double value;
		const char *code, *text;
	} cases[] = {
		{0.1 + 0.2, "General", "0.3"}, {1802.35, "0", "1802"},
		{1802.35, "#,##0.00", "1802.35"}, {0.031, "0.0%", "3.1%"},
		{1.005, "0.00", "1.01"}, {-2.5, "0.0;[Red]-0.0", "-2.5"},
		{2.5, "0.0\" ms\"", "2.5 ms"}, {2.5, "0.0##", "2.5"},
		{2.0, "0.##", "2"}, {1234567, "0.0,,\"M\"", "1.2M"},
		{3.5, "0.00\\ \"Gbit/s\"", "3.50 Gbit/s"},
		{1802.35, "0.00E+00", "1802.35"}, {0.5, "# ?/?", "0.5"},
		{12, "[$\xe2\x82\xac-40C] 0.0", "\xe2\x82\xac 12.0"},
		{7, "_(* 0.0_)", "7.0"}, {4, "@", "4"}, {4, "", "4"},
		{1e300, "0.00", "1e+300"}, {4, "\"", "4"}, {4, "[", "4"},
	};
	struct desk *desk = *state;
	bool date;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_string_equal(
			number_format(desk->arena, cases[i].value,
				cases[i].code, &date),
			cases[i].text);
		assert_false(date);
	}
	assert_string_equal(number_format(desk->arena, 45787, "d/m/yy", &date),
		"2025-05-10");
	assert_true(date);
	assert_string_equal(number_format(desk->arena, 61, "d", &date),
		"1900-03-01");
	assert_string_equal(
		number_format(desk->arena, 0.5, "[h]:mm:ss", &date),
		"12:00:00");
}

static void cells_reach_over_rows(void **state)
{
	expect_paper(*state, FILE_HTML,
		"<table><tr><td rowspan=2>Disque<td>E<td>1<tr><td>L<td>2"
		"<tr><td>R<td rowspan=3 colspan=2>z<tr><tr><td>y"
		"<tr><td>u<td>k<td>w</table>",
		"# - / -\n(Disque)(E)(1)\n()(L)(2)\n(R)(z)()\n"
		"(y)()()\n(u)(k)(w)\n");
}

static void html_is_read_leniently(void **state)
{
	struct desk *desk = *state;
	struct paper paper;
	static const char text[] =
		"<!-- <table> --><style>p {}</style><h3>2.2&nbsp;CPU</h3>\n"
		"<p>Noter&#160;:<br>[x] fait<table border='1' title=\"a>b\">"
		"<tr><th>M&eacute;trique<th>P<tr><td colspan=2><b>x</b> "
		"&lt;y&gt;<td><p>1</p><p>2</p></td></tr></table>"
		"<input type=\"checkbox\" checked> tests<div>5 < 6 &unknown; "
		"</div><img src=x>";

	paper = read_paper(desk, FILE_HTML, text, sizeof text - 1);
	assert_string_equal(show(desk, &paper),
		"# 2.2\xc2\xa0" "CPU / Noter\xc2\xa0: *\n"
		"(M\xc3\xa9trique)(P)\n(x <y>)()(1 2)\n"
		"[x] fait\n[x] tests\n");
	assert_int_equal(paper.images, 1);
	assert_int_equal(paper.paragraph_count, 4);
	assert_string_equal(paper.paragraphs[1].text, "[x] fait");
	assert_string_equal(paper.paragraphs[3].text, "5 < 6 &unknown;");
}

static void places_are_lines(void **state)
{
	static const char text[] = "# a\n\nb\nc\n\n|d|e|\n|-|-|\n|f|g|\n"
				   "\n- [x] h ![i](j.png)\n";
	struct paper paper = read_paper(
		*state, FILE_TEXT, text, sizeof text - 1);

	assert_string_equal(paper.paragraphs[0].text, "b c");
	assert_string_equal(paper.paragraphs[0].heading, "a");
	assert_int_equal(paper.tables[0].line, 6);
	assert_int_equal(paper.tables[0].rows[1].line, 8);
	assert_int_equal(paper.boxes[0].line, 10);
	assert_int_equal(paper.images, 1);
}

static void entities_are_refused(void **state)
{
	struct desk *desk = *state;
	struct submission s = hand_in_file(desk, "doctype.docx");
	struct paper paper;

	assert_int_equal(s.files[0].kind, FILE_DOCX);
	assert_false(paper_read(desk->arena, &s.desk, s.files, &paper));
	expect_told(desk, DIAG_ID_PAPER_DOCTYPE, "refused");
	assert_int_equal(paper.paragraph_count, 0);

	s = hand_in_file(desk, "damaged.docx");
	assert_false(paper_read(desk->arena, &s.desk, s.files, &paper));
	expect_told(desk, DIAG_ID_PAPER_UNREADABLE, "damaged");
	assert_true(s.desk.unreadable);
}

static void papers_beyond_measure_end(void **state)
{
	struct desk *desk = *state;
	struct buf text = {0};
	struct paper paper;

	for (size_t i = 0; i < PAPER_THINGS; i++)
		buf_puts(&text, "|a|b|\n");
	paper = read_paper(desk, FILE_TEXT, text.data, text.length);
	assert_int_equal(paper.tables[0].count, PAPER_THINGS / 2);
	expect_told(desk, DIAG_ID_PAPER_CROWDED, "beyond measure");
	text.length = 0;
	for (size_t i = 0; i < 10000; i++)
		buf_puts(&text, "<table><tr><td>");
	paper = read_paper(desk, FILE_HTML, text.data, text.length);
	expect_silence(desk);
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_log_in_memory_reads_like_a_file),
		TEST(every_format_gives_the_same_files),
		TEST(a_file_packed_alone_is_unpacked),
		TEST(names_of_any_charset_are_read),
		TEST(names_never_lead_out),
		TEST(links_pipes_and_devices_are_skipped),
		TEST(what_cannot_be_read_is_for_a_human),
		TEST(a_bad_checksum_spares_the_other_files),
		TEST(text_is_text_whatever_its_name),
		TEST(kinds_follow_from_bytes),
		TEST(office_documents_of_another_kind_are_not_opened),
		TEST(digests_are_sha_256),
		TEST(junk_is_nothing),
		TEST(of_two_files_of_one_name_the_last_counts),
		TEST(archives_are_opened_two_deep),
		TEST(a_bomb_stops_at_the_ratio),
		TEST(overlapping_entries_stay_within_limits),
		TEST(entries_are_limited),
		TEST(long_names_are_refused),
		TEST(large_texts_are_refused),
		TEST(every_layout_gives_the_same_class),
		TEST(plain_folders_and_archives_are_students),
		TEST(one_bad_submission_never_stops_the_class),
		TEST(a_broken_entry_costs_nothing_else),
		TEST(sources_that_are_none_are_told),
		TEST(a_crowd_is_read_one_by_one),
		TEST(texts_of_any_charset_become_utf8),
		TEST(mojibake_is_turned_back),
		TEST(what_editors_change_is_turned_back),
		TEST(numbers_of_lines_are_taken_off),
		TEST(every_format_gives_the_same_cells),
		TEST(a_sheet_in_cp1252_is_read),
		TEST(tables_of_text_are_found),
		TEST(tables_without_pipes_are_found),
		TEST(drawn_tables_are_found),
		TEST(prose_is_no_table),
		TEST(boxes_are_ticked_in_many_ways),
		TEST(forms_are_filled_in),
		TEST(spreadsheets_are_read_as_they_show),
		TEST(spreadsheets_are_bounded),
		TEST(numbers_are_formatted_like_in_spreadsheets),
		TEST(cells_reach_over_rows),
		TEST(html_is_read_leniently),
		TEST(places_are_lines),
		TEST(entities_are_refused),
		TEST(papers_beyond_measure_end),
	};

	return cmocka_run_group_tests(tests, make_files, remove_files);
}
