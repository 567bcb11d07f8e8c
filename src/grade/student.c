#include "src/grade/student.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "parsers/parser.h"
#include "src/grade/cells.h"
#include "src/grade/mend.h"
#include "src/grade/settle.h"
#include "src/grade/side.h"
#include "src/grade/student_marks.h"
#include "src/grade/text.h"

#define ID_BYTES 80
#define PARSER_NOTES 20 /* of one student that are told */
#define UNREAD_NAMED 20 /* documents that cannot be read, likewise */

/* -- who -- */

/* Letters of any script, digits and a few signs stay; what leads elsewhere or
 * hides a file does not. */
static char *safe_name(struct arena *arena, const char *name)
{
	char *safe = arena_strndup(arena, name, strnlen(name, ID_BYTES));
	size_t length = strlen(safe);

	/* no half of a character at the end */
	if (strlen(name) > length)
		while (length && ((unsigned char)name[length] & 0xC0) == 0x80)
			safe[--length] = '\0';
	for (char *p = safe; *p; p++)
		if (!isalnum((unsigned char)*p) &&
			(unsigned char)*p < 0x80 && !strchr("-_.", *p))
			*p = '-';
	safe += strspn(safe, ".-");
	return *safe ? safe : arena_strdup(arena, "student");
}

static bool is_taken(const char *id, const char *const *taken, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(taken[i], id) == 0)
			return true;
	return false;
}

const char *student_id(struct arena *arena, const struct student *student,
	const char *const *taken, size_t count)
{
	const char *base = *student->id ? student->id
					: safe_name(arena, student->name);
	const char *id = base;

	for (unsigned n = 2; is_taken(id, taken, count); n++)
		id = arena_printf(arena, "%s-%u", base, n);
	return id;
}

/* Numbers of participants are unlike each other already. */
const char **student_ids(struct arena *arena, const struct intake *intake)
{
	const char **ids =
		arena_alloc(arena, (intake->count + 1) * sizeof *ids);

	for (size_t i = 0; i < intake->count; i++)
		ids[i] = student_id(arena, &intake->students[i], ids,
			*intake->students[i].id ? 0 : i);
	return ids;
}

size_t student_members(const struct moodle *moodle, const char *participant,
	const char *team, const struct moodle_student **members, size_t count)
{
	const struct moodle_student *own;

	if (!moodle)
		return 0;
	if (*team)
		return moodle_members(moodle, team, members, count);
	own = *participant ? moodle_find(moodle, participant) : NULL;
	if (own && count)
		*members = own;
	return own != NULL;
}

/* The number of a team is no participant's: its name tells its members. */
static const char *team_of(
	const struct grading *grading, const struct student *student)
{
	return grading->moodle &&
			       moodle_members(grading->moodle, student->name,
				       NULL, 0)
		       ? student->name
		       : "";
}

static double late_of(const struct grading *grading, size_t index)
{
	const struct student *student = &grading->intake->students[index];
	const struct moodle_student *row;

	return student_members(grading->moodle, student->id,
		       team_of(grading, student), &row, 1)
		       ? row->late
		       : NAN;
}

/* Who shares a group in the worksheet may share logs; "" for nobody. */
static const char *declared_team(const struct grading *grading, size_t index)
{
	const struct student *student = &grading->intake->students[index];
	const char *team = team_of(grading, student);
	const struct moodle_student *row;

	if (*team || !student_members(grading->moodle, student->id, "", &row, 1))
		return team;
	return moodle_members(grading->moodle, row->group, NULL, 0) > 1
		       ? row->group
		       : "";
}

static int by_label(const void *x, const void *y)
{
	const struct submitted_file *a = x, *b = y;

	return strcmp(a->label, b->label);
}

void student_sort(struct submission *submission)
{
	if (submission->count)
		qsort(submission->files, submission->count,
			sizeof *submission->files, by_label);
}

/* -- the key -- */

const char *student_source(const struct grading *grading, size_t index,
	const struct submission *submission)
{
	struct digest *digest = digest_new();
	char *source = arena_alloc(submission->arena, DIGEST_TEXT);
	double late = late_of(grading, index);

	digest_add_text(digest, grading->version);
	digest_add_text(digest, grading->settings);
	digest_add_text(digest, grading->rubric_digest);
	digest_add_text(digest, grading->ids[index]);
	digest_add_text(digest, grading->intake->students[index].name);
	digest_add_text(digest, declared_team(grading, index));
	digest_add(digest, isnan(late) ? &(double){-1} : &late, sizeof late);
	for (size_t i = 0; i < submission->count; i++) {
		digest_add_text(digest, submission->files[i].label);
		digest_add_text(digest, submission->files[i].digest);
	}
	for (size_t i = 0; i < submission->notes.count; i++)
		digest_add_text(digest, diag_name(&submission->notes.items[i]));
	digest_end(digest, source);
	return source;
}

/* -- reading -- */

static void tell(struct marking *marking, const struct diags *diags,
	size_t most, bool human)
{
	struct arena *arena = marking->arena;

	for (size_t i = 0; i < diags->count && i < most; i++) {
		const struct diag *diag = &diags->items[i];

		result_note(arena, marking->result,
			(struct result_note){diag->file, diag->line,
				diag_text(arena, marking->judging.lang, diag),
				human && diag_severity(diag) >= DIAG_WARNING,
				false});
	}
}

/* What an editor has done to a log is undone, line by line. */
static struct submitted_file mended_log(
	struct arena *arena, const struct submitted_file *file)
{
	struct submitted_file mended = *file;
	struct arena *aside = arena_new();
	struct decoded decoded = decode_log(aside, file->bytes, file->size);
	struct buf out = {0};

	if (mend_text(&out, decoded.text, decoded.length)) {
		mended.bytes = arena_strndup(arena, out.data, out.length);
		mended.size = out.length;
	}
	buf_free(&out);
	arena_free(aside);
	return mended;
}

/* "^C" in these lines, of which the last one is 0: to the end. */
static bool is_stopped(const char *text, unsigned from, unsigned to)
{
	for (unsigned line = 1; *text && (!to || line < to); line++) {
		size_t length = strcspn(text, "\n");

		for (size_t i = 0; line >= from && i + 1 < length; i++)
			if (text[i] == '^' && text[i + 1] == 'C')
				return true;
		text += length + (text[length] == '\n');
	}
	return false;
}

/* What a parser says of an incomplete run: it cannot read it, or why it is so.
 */
static const struct {
	enum diag_id id;
	bool unread;
} causes[] = {
	{DIAG_ID_RUN_CUT, true},
	{DIAG_ID_NUMBER_UNREAD, true},
	{DIAG_ID_FORMAT_UNREAD, true},
	{DIAG_ID_RUN_FAILED, false},
	{DIAG_ID_RUN_ABORTED, false},
	{DIAG_ID_TOOL_FAILED, false},
};

/* Is the run incomplete without a reason in the log? `text` is the log's. */
static bool is_doubtful(
	const struct run *run, const struct diags *diags, const char *text)
{
	unsigned to = run->next ? run->next->line : 0;
	bool unread = false;

	if (run->complete || is_stopped(text, run->line, to))
		return false;
	for (size_t i = 0; i < diags->count; i++) {
		const struct diag *diag = &diags->items[i];

		if (diag->line < run->line || (to && diag->line >= to))
			continue;
		for (size_t k = 0; k < sizeof causes / sizeof *causes; k++) {
			if (causes[k].id != diag->id)
				continue;
			if (!causes[k].unread)
				return false;
			unread = true;
		}
	}
	return unread;
}

/* `log` is the file, or what of a paper is one. */
static void read_runs(struct marking *marking,
	const struct submitted_file *log, const struct paper *paper)
{
	struct submitted_file mended = mended_log(marking->arena, log);
	const struct submitted_file *file = &mended;
	struct arena *arena = marking->arena;
	struct run_list runs = {0};
	struct diags diags = {.arena = arena, .lang = marking->judging.lang};
	struct parsing parsing = {.arena = arena,
		.diags = &diags,
		.runs = &runs,
		.file = file->label};
	struct input *input = input_memory(file->bytes, file->size);
	const char *text =
		decode_log(arena, file->bytes, file->size).text;
	const int *sides;

	parser_read_input(&parsing, input);
	input_close(input);
	sides = side_of_runs(arena, marking->judging.rubric, file, paper,
		&runs);
	for (const struct run *run = runs.first; run; run = run->next) {
		marking->strays += *sides == SIDE_UNKNOWN;
		evidence_add(arena, &marking->evidence, run, *sides++,
			is_doubtful(run, &diags, text));
	}
	ARENA_ROOM(arena, marking->texts, marking->text_count,
		marking->text_capacity);
	marking->texts[marking->text_count++] = (struct integrity_text){
		file->label, file->bytes, file->size};
	if (!file->paper && !paper)
		tell(marking, &diags, PARSER_NOTES, false);
}

/* What cannot be read of a submission, by the digests of its files. */
static void add_unread(
	struct marking *marking, const struct submitted_file *file)
{
	struct judging *judging = &marking->judging;

	judging->unread = arena_printf(marking->arena, "%s%s\n",
		judging->unread ? judging->unread : "", file->digest);
}

static void read_paper(struct marking *marking, struct submission *submission,
	const struct submitted_file *file)
{
	struct paper *paper = arena_alloc(marking->arena, sizeof *paper);

	paper_read(marking->arena, &submission->desk, file, paper);
	if (paper->images)
		add_unread(marking, file);
	for (; paper; paper = paper->next) {
		gather_paper(marking->arena, &marking->gathered, paper);
		if (paper->log.bytes)
			read_runs(marking, &paper->log, paper);
	}
}

static void read_signs(
	struct marking *marking, const struct submitted_file *file)
{
	const struct rubric *rubric = marking->judging.rubric;

	for (size_t i = 0; i < rubric->erratum_count; i++)
		if (rubric->errata[i].sign &&
			strstr(file->bytes, rubric->errata[i].sign))
			marking->signs[i] = file->label;
}

/* Papers are read after the runs: their notes are the submission's. */
static void read_files(struct marking *marking, struct submission *submission)
{
	for (size_t i = 0; i < submission->count; i++) {
		const struct submitted_file *file = &submission->files[i];

		if (!file->bytes)
			continue;
		if (file->log)
			read_runs(marking, file, NULL);
		if (file->paper)
			read_paper(marking, submission, file);
		read_signs(marking, file);
	}
}

/* Has something graver been said of the file, that it is damaged for one? */
static bool is_told(const struct submission *submission, const char *label)
{
	const struct diags *notes = submission->desk.notes;

	for (size_t i = 0; i < notes->count; i++)
		if (notes->items[i].file &&
			strcmp(notes->items[i].file, label) == 0 &&
			diag_severity(&notes->items[i]) >= DIAG_WARNING)
			return true;
	return false;
}

/* What a log or a worksheet may be in all the same. Of documents each is told,
 * of pictures all together. */
static void find_unread(
	struct marking *marking, const struct submission *submission)
{
	struct arena *arena = marking->arena;

	if (marking->unreadable && !marking->judging.unread)
		marking->judging.unread = "";
	for (size_t i = 0; i < submission->count; i++) {
		const struct submitted_file *file = &submission->files[i];
		bool document = file->kind == FILE_PDF ||
				file->kind == FILE_OFFICE ||
				file->kind == FILE_UNKNOWN;

		if (!document && file->kind != FILE_IMAGE)
			continue;
		add_unread(marking, file);
		if (!document || marking->unread_count == UNREAD_NAMED ||
			is_told(submission, file->label))
			continue;
		ARENA_ROOM(arena, marking->unread, marking->unread_count,
			marking->unread_capacity);
		marking->unread[marking->unread_count++] = file->label;
	}
	marking->judging.damaged = marking->unreadable;
}

static void judge_all(struct marking *marking)
{
	struct judging *judging = &marking->judging;

	marking->strays -= evidence_drop_copies(&marking->evidence);
	evidence_settle(marking->arena, &marking->evidence);
	judging->evidence = &marking->evidence;
	judging->cells = marking->gathered.cells;
	judging->cell_count = marking->gathered.cell_count;
	judging->boxes = marking->gathered.boxes;
	judging->box_count = marking->gathered.box_count;
	judge(judging);
}

static void add_integrity(struct marking *marking,
	const struct grading *grading, size_t index)
{
	const char *team = declared_team(grading, index);
	struct integrity *integrity = integrity_student(marking->arena,
		marking->result->id, &marking->evidence, marking->texts,
		marking->text_count, &grading->lab);

	integrity->team = *team ? team : NULL;
	marking->result->integrity = integrity;
}

static struct result *start_result(
	struct arena *arena, const struct grading *grading, size_t index)
{
	const struct student *student = &grading->intake->students[index];
	struct result *result = arena_alloc(arena, sizeof *result);

	result->key = result->source = "";
	result->late = late_of(grading, index);
	result->extension = NAN;
	result->id = grading->ids[index];
	result->participant = student->id;
	result->name = grading->anonymous ? "" : student->name;
	result->team = team_of(grading, student);
	return result;
}

struct result *student_grade(const struct grading *grading, size_t index,
	const struct submission *submission)
{
	struct arena *arena = submission->arena;
	struct submission read = *submission; /* its notes grow */
	struct marking marking = {.arena = arena,
		.result = start_result(arena, grading, index),
		.evidence = {.rubric = grading->rubric},
		.gathered = {.rubric = grading->rubric,
			.handout = grading->handout},
		.judging = {.arena = arena,
			.lang = grading->lang,
			.rubric = grading->rubric}};

	read.desk.notes = &read.notes;
	marking.signs = arena_alloc(arena,
		(grading->rubric->erratum_count + 1) * sizeof *marking.signs);
	marking.gathered.images = submission_count(submission, FILE_IMAGE);
	read_files(&marking, &read);
	marking.unreadable = read.desk.unreadable;
	find_unread(&marking, submission);
	tell(&marking, &read.notes, (size_t)-1, true);
	judge_all(&marking);
	marks_fill(&marking);
	add_integrity(&marking, grading, index);
	marking.result->source = student_source(grading, index, submission);
	result_settle(arena, grading->lang, grading->rubric, grading->manual,
		marking.result);
	return marking.result;
}

struct result *student_dead(struct arena *arena,
	const struct grading *grading, size_t index, const char *reason)
{
	const struct rubric *rubric = grading->rubric;
	struct result *result = start_result(arena, grading, index);

	result->dead = result->waits = true;
	result->total = result->penalty = result->pending = NAN;
	result->mark_count = rubric->criterion_count;
	result->marks = arena_alloc(
		arena, (result->mark_count + 1) * sizeof *result->marks);
	for (size_t i = 0; i < result->mark_count; i++)
		result->marks[i] = (struct result_mark){
			.criterion = rubric->criteria[i].id,
			.automatic = NAN,
			.effective = NAN,
			.rule = "",
			.basis = "",
			.text = "",
			.comment = ""};
	result_note(arena, result,
		(struct result_note){.text = reason, .human = true});
	return result;
}
