/* hvlab grade: the files that concern the whole class. */
#include <math.h>
#include <string.h>

#include "render/render.h"
#include "src/cmd/grade.h"
#include "src/grade/class_report.h"
#include "src/grade/delivery.h"
#include "src/grade/feedback.h"
#include "src/model/quantity.h"

#define LEDGER_FILE RESULT_FOLDER "/ledger.csv"

/* The files take their places together. What grows with the class is written
 * as it is made. */
struct classing {
	struct grader *grader;
	struct app *app;
	struct arena *arena;
	struct class_data class_data;
	const struct doc *report;
	struct moodle_outlook outlook;
	size_t changes, delivered;
	struct output_set set;
	struct output_set own; /* the teacher's file */
	struct ledger_past past;
	/* results/ledger.csv and changes.csv, student by student */
	struct output_stream *ledger, *listed;
};

static const char *count_text(const struct classing *c, size_t count)
{
	return quantity_count(c->arena, c->class_data.lang, count);
}

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

/* -- the results, and what changed -- */

static void put_all(struct output_stream *stream, struct buf *bytes)
{
	output_put(stream, bytes->data, bytes->length);
	buf_free(bytes);
}

static bool open_ledgers(struct classing *c)
{
	const char *path = path_of(c, LEDGER_FILE);
	struct buf head = {0};

	c->ledger = output_open(&c->set, path);
	c->listed = output_open(&c->set, path_of(c, "changes.csv"));
	if (!c->ledger || !c->listed)
		return false;
	ledger_head(&head);
	put_all(c->ledger, &head);
	ledger_changes_head(&head);
	put_all(c->listed, &head);
	return ledger_open(&c->past, &c->app->diags, path);
}

static bool add_changes(struct classing *c, struct arena *scratch,
	const struct result *result)
{
	struct ledger old = {0}, now = {0};
	struct buf rows = {0};

	class_entries(scratch, c->class_data.rubric, result, &now);
	if (!ledger_next(&c->past, scratch, result->id, &old))
		return false;
	c->changes += ledger_changes(scratch, &old, &now, &rows);
	if (rows.length)
		put_all(c->listed, &rows);
	ledger_write(&now, &rows);
	put_all(c->ledger, &rows);
	return true;
}

static bool close_ledgers(struct classing *c)
{
	bool bad = c->ledger && output_close(c->ledger);

	ledger_close(&c->past);
	bad |= c->listed && output_close(c->listed);
	return !bad;
}

static bool load_student(
	struct classing *c, struct arena *scratch, const char *id)
{
	const struct result *result = grade_result(scratch, &c->app->diags,
		grade_path(scratch, c->app, RESULT_FOLDER, id, ".json"),
		c->class_data.rubric);

	if (!result || !add_changes(c, scratch, result))
		return false;
	class_add(&c->class_data, c->grader->manual, result);
	return true;
}

static bool load_class(struct classing *c, const char *const *ids)
{
	struct arena *scratch = arena_new();
	bool whole = open_ledgers(c);

	while (ids[c->class_data.capacity])
		c->class_data.capacity++;
	c->class_data.students = arena_alloc(c->arena,
		c->class_data.capacity * sizeof *c->class_data.students);
	for (; *ids && whole; ids++) {
		whole = load_student(c, scratch, *ids);
		arena_reset(scratch);
	}
	arena_free(scratch);
	whole &= close_ledgers(c);
	if (whole && c->grader->grading.moodle)
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

/* -- manual.csv -- */

/* The teacher's file is left alone when there is nothing to add. It may be on
 * another file system than what is synced at the end. */
static int add_manual(struct classing *c)
{
	const struct grader *grader = c->grader;
	struct buf out = {0};
	int bad;

	manual_write(grader->manual, &out);
	if (out.length == strlen(grader->manual_text) &&
		memcmp(out.data, grader->manual_text, out.length) == 0) {
		buf_free(&out);
		return 0;
	}
	bad = output_add(&c->own, grader->manual_path, out.data, out.length);
	buf_free(&out);
	return bad;
}

/* Unless the teacher has saved it since it was read: it is never written over
 * then, not even by what would only be added. */
static int place_manual(struct classing *c)
{
	const struct grader *grader = c->grader;
	size_t length;
	const char *now = before(c, grader->manual_path, &length);

	if (length == strlen(grader->manual_text) &&
		memcmp(now, grader->manual_text, length) == 0)
		return output_commit(&c->own);
	diag_add(&c->app->diags, DIAG_ID_MANUAL_MEANWHILE, grader->manual_path,
		0, NULL);
	return 0;
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

static void warn_worksheet(const struct classing *c, enum diag_id id,
	const char *x, const char *y)
{
	diag_add(&c->app->diags, id, c->grader->grading.moodle->file, 0, x, y);
}

/* Whose grades and feedback reach nobody. */
static void warn_outside(const struct classing *c)
{
	const struct class_data *class_data = &c->class_data;
	const char *ids = "";
	size_t count = 0;

	for (size_t i = 0; i < class_data->outside_count; i++) {
		const struct class_student *student = class_data->outside[i];

		if (moodle_is_default(student->name))
			warn_worksheet(c, DIAG_ID_MOODLE_DEFAULT_GROUP,
				student->id, NULL);
		else if (count++ < NAMED_MAX)
			ids = arena_printf(c->arena, "%s%s%s", ids,
				*ids ? ", " : "", student->id);
	}
	if (count > NAMED_MAX)
		ids = arena_printf(c->arena, "%s, …", ids);
	if (count)
		warn_worksheet(c,
			count == class_data->count ? DIAG_ID_MOODLE_NOBODY
						   : DIAG_ID_MOODLE_NO_ROW,
			count_text(c, count), ids);
}

static void warn_moodle(const struct classing *c)
{
	double maximum = c->grader->grading.moodle->maximum;
	double own = c->class_data.rubric->max;

	warn_outside(c);
	if (!isnan(maximum) && fabs(maximum - own) > 1e-9)
		warn_worksheet(c, DIAG_ID_MOODLE_MAXIMUM,
			quantity_exact(c->arena, maximum),
			quantity_exact(c->arena, own));
	if (c->outlook.locked)
		warn_worksheet(c, DIAG_ID_MOODLE_LOCKED,
			count_text(c, c->outlook.locked), NULL);
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
	const struct moodle_student **members; /* room for all */
};

static void pack(struct classing *c, struct parcel *parcel,
	const struct class_student *student, const char *id, const char *name)
{
	struct delivery *file;

	ARENA_ROOM(c->arena, parcel->files, parcel->count, parcel->capacity);
	file = &parcel->files[parcel->count++];
	*file = (struct delivery){
		.name = delivery_name(c->arena,
			c->grader->grading.anonymous ? "" : name, id,
			parcel->file),
		.path = grade_path(c->arena, c->app, FEEDBACK_FOLDER,
			student->id, parcel->ending)};
}

/* A team's feedback goes to each member, under the member's number. */
static void pack_student(struct classing *c, struct parcel *parcel,
	const struct class_student *student)
{
	const struct moodle *moodle = c->grader->grading.moodle;
	size_t count;

	if (student->dead)
		return;
	if (!moodle || !student->team[0]) {
		if (student->participant[0])
			pack(c, parcel, student, student->participant,
				student->name);
		return;
	}
	count = student_members(moodle, student->participant, student->team,
		parcel->members, moodle->count);
	for (size_t i = 0; i < count; i++)
		pack(c, parcel, student, parcel->members[i]->id,
			parcel->members[i]->name);
}

static void pack_class(struct classing *c, struct parcel *parcel)
{
	const struct moodle *moodle = c->grader->grading.moodle;

	parcel->ending = c->grader->formats & 2u ? ".pdf" : ".md";
	parcel->file = feedback_name(c, parcel->ending);
	if (moodle)
		parcel->members = arena_alloc(c->arena,
			(moodle->count + 1) * sizeof *parcel->members);
	for (size_t i = 0; i < c->class_data.count; i++)
		pack_student(c, parcel, &c->class_data.students[i]);
}

static int add_parcel(struct classing *c)
{
	const char *path = path_of(c, "moodle/manifest");
	struct parcel parcel = {0};
	struct buf manifest = {0};
	size_t length;
	const char *old = before(c, path, &length);
	bool all = c->app->options.all;
	int bad;

	pack_class(c, &parcel);
	bad = delivery_settle(&c->app->diags, path, old, length, parcel.files,
		      parcel.count, &manifest, &c->delivered) ||
	      delivery_zip(&c->set, path_of(c, "moodle/feedback.zip"),
		      parcel.files, parcel.count, all) ||
	      add_file(c, path, &manifest);
	if (all)
		c->delivered = parcel.count;
	buf_free(&manifest);
	return bad ? -1 : 0;
}

/* -- what is told -- */

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
	if (c->grader->grading.moodle) {
		say(c, message_say(arena, lang, MSG_GRADE_TOLD_MOODLE,
			       count_text(c, c->outlook.taken),
			       count_text(c, c->outlook.with_box)));
		warn_moodle(c);
	}
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
			.anonymous = grader->grading.anonymous,
			.comments = grader->grading.moodle != NULL},
		.set = {.diags = &app->diags, .later = true},
		.own = {.diags = &app->diags}};

	if (grade_integrity(grader, ids, &c.set) == 0 && load_class(&c, ids) &&
		add_table(&c) == 0 && add_report(&c) == 0 &&
		add_worksheet(&c) == 0 && add_parcel(&c) == 0 &&
		add_manual(&c) == 0 && record_add(grader, ids, &c.set) == 0 &&
		output_sync(&app->diags, app->options.output,
			grader->claim) == 0 &&
		output_commit(&c.set) == 0 && place_manual(&c) == 0 &&
		clean_figures(app, c.report, path_of(&c, FIGURE_FOLDER)) == 0) {
		tell(&c);
		if (grader->dead && grader->dead == grader->count)
			diag_add(&app->diags, DIAG_ID_NOTHING_GRADED, NULL, 0,
				NULL);
	}
	output_discard(&c.own);
	output_discard(&c.set);
}
