/* hvlab grade: the files that concern the whole class. */
#include <string.h>

#include "render/render.h"
#include "src/cmd/grade.h"
#include "src/grade/class_report.h"
#include "src/grade/delivery.h"
#include "src/grade/feedback.h"
#include "src/model/quantity.h"

#define LEDGER_FILE RESULT_FOLDER "/ledger.csv"

/* The files are made in memory and take their places together. */
struct classing {
	struct grader *grader;
	struct app *app;
	struct arena *arena;
	struct class_data class_data;
	const struct doc *report;
	struct moodle_outlook outlook;
	size_t changes, delivered;
	struct output_set set;
};

/* 0, or -1 with a diag; frees the bytes. */
static int add_file(struct classing *c, const char *path, struct buf *bytes)
{
	int bad = output_add(&c->set, path, bytes->data ? bytes->data : "",
		bytes->length);

	buf_free(bytes);
	return bad;
}

static char *path_of(const struct classing *c, const char *name)
{
	return path_join(c->arena, c->app->options.output, name);
}

/* A file of the run before; "" when there is none. */
static const char *before(struct classing *c, const char *path, size_t *length)
{
	struct buf text = {0};
	const char *kept = "";

	*length = 0;
	if (grade_slurp(c->app, path, &text) && text.length) {
		kept = arena_strndup(c->arena, text.data, text.length);
		*length = text.length;
	}
	buf_free(&text);
	return kept;
}

/* -- the results -- */

static bool load_class(struct classing *c, const char *const *ids)
{
	struct arena *scratch = arena_new();
	bool whole = true;

	for (; *ids && whole; ids++) {
		const struct result *result = grade_result(scratch,
			&c->app->diags,
			grade_path(scratch, c->app, RESULT_FOLDER, *ids,
				".json"),
			c->class_data.rubric);

		whole = result != NULL;
		if (result)
			class_add(&c->class_data, c->grader->manual, result);
		arena_reset(scratch);
	}
	arena_free(scratch);
	if (c->grader->grading.moodle)
		class_enrolled(&c->class_data, c->grader->grading.moodle);
	return whole;
}

/* -- class.csv, class.md, class.pdf -- */

static int add_report(struct classing *c)
{
	static const char *const names[] = {"class.md", "class.pdf"};
	const struct doc *doc = c->report = class_report(&c->class_data);
	int bad = 0;

	for (unsigned i = 0; grade_formats[i] && !bad; i++) {
		struct buf out = {0};

		if (!(c->grader->formats & 1u << i))
			continue;
		bad = renderer_find(grade_formats[i])
			      ->render(doc, &out, &c->app->diags);
		if (!bad)
			bad = add_file(c, path_of(c, names[i]), &out);
		if (!bad && i == 0) /* the Markdown links them */
			bad = add_figures(
				&c->set, doc, path_of(c, FIGURE_FOLDER));
		buf_free(&out);
	}
	return bad;
}

static int add_table(struct classing *c)
{
	struct buf out = {0};

	class_csv(&c->class_data, &out);
	return add_file(c, path_of(c, "class.csv"), &out);
}

/* -- manual.csv, changes.csv -- */

/* The teacher's file is left alone when there is nothing to add. */
static int add_manual(struct classing *c)
{
	const struct grader *grader = c->grader;
	struct buf out = {0};

	manual_write(grader->manual, &out);
	if (out.length == strlen(grader->manual_text) &&
		memcmp(out.data, grader->manual_text, out.length) == 0) {
		buf_free(&out);
		return 0;
	}
	return add_file(c, grader->manual_path, &out);
}

static int add_changes(struct classing *c)
{
	const char *path = path_of(c, LEDGER_FILE);
	struct ledger old = {0};
	struct buf changes = {0}, ledger = {0};
	size_t length;
	const char *text = before(c, path, &length);

	if (length && !ledger_read(c->arena, &c->app->diags, path, text, length,
			      &old))
		return -1;
	c->changes = ledger_changes(
		c->arena, &old, &c->class_data.ledger, &changes);
	ledger_write(&c->class_data.ledger, &ledger);
	if (add_file(c, path_of(c, "changes.csv"), &changes)) {
		buf_free(&ledger);
		return -1;
	}
	return add_file(c, path, &ledger);
}

/* -- moodle -- */

static int add_worksheet(struct classing *c)
{
	const struct moodle *moodle = c->grader->grading.moodle;
	struct buf out = {0};

	if (!moodle)
		return 0;
	c->outlook = moodle_write(&c->app->diags, moodle,
		class_marks(&c->class_data, moodle,
			c->app->options.provisional),
		&out);
	return add_file(c, path_of(c, "moodle/worksheet.csv"), &out);
}

/* "retour-TP6.pdf" */
static const char *feedback_name(const struct classing *c, const char *ending)
{
	char *lab = arena_strdup(c->arena, c->class_data.rubric->lab);

	for (char *p = lab; *p; p++)
		if (strchr("/\\_ ", *p))
			*p = '-';
	return arena_printf(c->arena, "%s%s",
		message_say(c->arena, c->class_data.lang, MSG_GRADE_FILE_NAME,
			lab),
		ending);
}

struct parcel {
	struct delivery *files;
	size_t count, capacity;
	const char *file, *ending;
};

static void pack(struct classing *c, struct parcel *parcel,
	const struct class_student *student, const char *id, const char *name)
{
	struct delivery *file;
	size_t length;
	const char *bytes = before(c,
		grade_path(c->arena, c->app, FEEDBACK_FOLDER, student->id,
			parcel->ending),
		&length);

	ARENA_ROOM(c->arena, parcel->files, parcel->count, parcel->capacity);
	file = &parcel->files[parcel->count++];
	*file = (struct delivery){
		.name = delivery_name(c->arena,
			c->grader->grading.anonymous ? "" : name, id,
			parcel->file),
		.bytes = bytes,
		.length = length};
}

/* A team's feedback goes to each member, under the member's number. */
static void pack_student(struct classing *c, struct parcel *parcel,
	const struct class_student *student)
{
	const struct moodle *moodle = c->grader->grading.moodle;
	const struct moodle_student **members;
	size_t count;

	if (student->dead)
		return;
	if (!moodle || !student->team[0]) {
		if (student->participant[0])
			pack(c, parcel, student, student->participant,
				student->name);
		return;
	}
	members = arena_alloc(
		c->arena, (moodle->count + 1) * sizeof *members);
	count = student_members(moodle, student->participant, student->team,
		members, moodle->count);
	for (size_t i = 0; i < count; i++)
		pack(c, parcel, student, members[i]->id, members[i]->name);
}

static int add_parcel(struct classing *c)
{
	const char *path = path_of(c, "moodle/manifest");
	struct parcel parcel = {
		.ending = c->grader->formats & 2u ? ".pdf" : ".md"};
	struct buf manifest = {0}, zip = {0};
	size_t length;
	const char *old = before(c, path, &length);
	int bad;

	parcel.file = feedback_name(c, parcel.ending);
	for (size_t i = 0; i < c->class_data.count; i++)
		pack_student(c, &parcel, &c->class_data.students[i]);
	c->delivered = delivery_settle(&c->app->diags, path, old, length,
		parcel.files, parcel.count, &manifest);
	if (c->app->options.all)
		c->delivered = parcel.count;
	bad = delivery_zip(&c->app->diags, parcel.files, parcel.count,
		      c->app->options.all, &zip) ||
	      add_file(c, path_of(c, "moodle/feedback.zip"), &zip) ||
	      add_file(c, path, &manifest);
	buf_free(&manifest);
	buf_free(&zip);
	return bad ? -1 : 0;
}

/* -- what is told -- */

static const char *count_text(const struct classing *c, size_t count)
{
	return quantity_count(c->arena, c->class_data.lang, count);
}

static void say(const struct classing *c, char *text)
{
	buf_printf(&c->app->out, "%s\n",
		text_typeset(c->arena, c->class_data.lang, text));
}

static void tell(const struct classing *c)
{
	struct arena *arena = c->arena;
	enum lang lang = c->class_data.lang;
	size_t humans = class_humans(&c->class_data);
	size_t open = class_open(&c->class_data);

	say(c, message_say(arena, lang, MSG_GRADE_TOLD,
		       count_text(c, c->class_data.count),
		       count_text(c, humans), c->app->options.output));
	say(c, message_say(arena, lang, MSG_GRADE_TOLD_CHANGES,
		       count_text(c, c->changes), count_text(c, c->delivered)));
	if (c->grader->grading.moodle)
		say(c, message_say(arena, lang, MSG_GRADE_TOLD_MOODLE,
			       count_text(c, c->outlook.taken),
			       count_text(c, c->outlook.with_box)));
	if (open)
		diag_add(&c->app->diags, DIAG_ID_HUMANS, NULL, 0,
			count_text(c, open), count_text(c, humans));
}

void grade_class(struct grader *grader, const char *const *ids)
{
	struct app *app = grader->app;
	struct classing c = {.grader = grader,
		.app = app,
		.arena = app->arena,
		.class_data = {.arena = app->arena,
			.lang = grader->grading.lang,
			.rubric = grader->grading.rubric,
			.anonymous = grader->grading.anonymous},
		.set = {.diags = &app->diags}};

	if (grade_integrity(grader, ids, &c.set) == 0 && load_class(&c, ids) &&
		add_table(&c) == 0 && add_report(&c) == 0 &&
		add_worksheet(&c) == 0 && add_parcel(&c) == 0 &&
		add_changes(&c) == 0 && add_manual(&c) == 0 &&
		output_commit(&c.set) == 0 &&
		clean_figures(app, c.report, path_of(&c, FIGURE_FOLDER)) == 0) {
		tell(&c);
		if (grader->dead && grader->dead == grader->count)
			diag_add(&app->diags, DIAG_ID_NOTHING_GRADED, NULL, 0,
				NULL);
	}
	output_discard(&c.set);
}
