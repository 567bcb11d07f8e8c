/* hvlab grade: a class's submissions to marks, feedback and a report. */
#include "src/cmd/grade.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/render.h"
#include "src/base/cause.h"
#include "src/base/input.h"
#include "src/data/embedded.h"
#include "src/grade/feedback.h"
#include "src/grade/gradescope.h"
#include "src/grade/worker.h"
#include "src/model/quantity.h"

#define GRADE_OUTPUT_DEFAULT "hvlab-grade"
#define FILE_BYTES ((size_t)256 * 1024 * 1024)
#define JOBS_MAX 1024
#define SHARDS_MAX 1000000
#define STUDENT_SECONDS 10
#define STUDENT_BYTES ((size_t)2 * 1024 * 1024 * 1024)

const char *const grade_formats[] = {"md", "pdf", NULL};
static const char *const renderer_names[] = {"md", "pdf"};
#define FORMATS_DEFAULT 3u

/* -- files -- */

char *grade_path(struct arena *arena, const struct app *app,
	const char *folder, const char *id, const char *ending)
{
	const char *dir = app->options.output;

	if (folder)
		dir = path_join(arena, dir, folder);
	return path_join(arena, dir, arena_printf(arena, "%s%s", id, ending));
}

bool grade_slurp(struct app *app, const char *path, struct buf *text)
{
	if (input_slurp(path, FILE_BYTES, text) == 0)
		return true;
	buf_free(text);
	if (errno != ENOENT)
		diag_add(&app->diags, DIAG_ID_LAB_UNREADABLE, path, 0,
			cause_text(&app->diags, errno));
	return false;
}

struct result *grade_result(struct arena *arena, struct diags *diags,
	const char *path, const struct rubric *rubric)
{
	struct buf text = {0};
	struct result *result = NULL;

	if (input_slurp(path, FILE_BYTES, &text) == 0)
		result = result_read(arena, diags, path,
			text.data ? text.data : "", text.length, rubric);
	else if (diags)
		diag_add(diags, DIAG_ID_LAB_UNREADABLE, path, 0,
			cause_text(diags, errno));
	buf_free(&text);
	return result;
}

static int write_rendered(struct grader *grader, struct arena *arena,
	struct diags *diags, const struct doc *doc, unsigned format,
	const char *id)
{
	struct buf out = {0};
	const char *ending = arena_printf(arena, ".%s", grade_formats[format]);
	int bad = renderer_find(renderer_names[format])
			  ->render(doc, &out, diags) ||
		  output_write(diags,
			  grade_path(arena, grader->app, FEEDBACK_FOLDER, id,
				  ending),
			  out.data ? out.data : "", out.length);

	buf_free(&out);
	return bad ? -1 : 0;
}

static int write_gradescope(struct grader *grader, struct arena *arena,
	struct diags *diags, const struct result *result)
{
	struct buf out = {0};
	int bad;

	if (!grader->app->options.gradescope)
		return 0;
	gradescope_write(arena, grader->grading.lang, grader->grading.rubric,
		result, &out);
	bad = output_write(diags,
		grade_path(arena, grader->app, "gradescope", result->id,
			".json"),
		out.data, out.length);
	buf_free(&out);
	return bad;
}

int grade_store(struct grader *grader, struct arena *arena,
	struct diags *diags, const struct result *result)
{
	const struct doc *doc = feedback_document(arena, grader->grading.lang,
		grader->grading.rubric, result);
	struct buf out = {0};
	int bad = write_gradescope(grader, arena, diags, result);

	for (unsigned i = 0; grade_formats[i] && !bad; i++)
		if (grader->formats & 1u << i)
			bad = write_rendered(
				grader, arena, diags, doc, i, result->id);
	if (bad)
		return -1;
	result_write(result, &out);
	bad = output_write(diags,
		grade_path(arena, grader->app, RESULT_FOLDER, result->id,
			".json"),
		out.data, out.length);
	buf_free(&out);
	return bad;
}

/* -- one student, in a worker -- */

static size_t student_of(const struct grader *grader, size_t piece)
{
	return piece * grader->shards + grader->shard - 1;
}

static bool has_file(const struct grader *grader, struct arena *arena,
	const char *folder, const char *id, const char *ending)
{
	return access(grade_path(arena, grader->app, folder, id, ending),
		       R_OK) == 0;
}

static bool has_files(
	const struct grader *grader, struct arena *arena, const char *id)
{
	for (unsigned i = 0; grade_formats[i]; i++)
		if ((grader->formats & 1u << i) &&
			!has_file(grader, arena, FEEDBACK_FOLDER, id,
				arena_printf(arena, ".%s", grade_formats[i])))
			return false;
	return !grader->app->options.gradescope ||
	       has_file(grader, arena, "gradescope", id, ".json");
}

/* Was it graded before from the same? */
static bool is_finished(const struct grader *grader, struct arena *arena,
	const char *id, const char *key)
{
	const struct result *old = grade_result(arena, NULL,
		grade_path(arena, grader->app, RESULT_FOLDER, id, ".json"),
		grader->grading.rubric);

	return old && !old->dead && strcmp(old->key, key) == 0 &&
	       has_files(grader, arena, id);
}

static bool work_on(void *context, size_t piece)
{
	struct grader *grader = context;
	size_t index = student_of(grader, piece);
	const char *id = grader->grading.ids[index];
	struct submission submission;
	struct diags diags;

	if (!grader->scratch)
		grader->scratch = arena_new();
	arena_reset(grader->scratch);
	diags = (struct diags){
		.arena = grader->scratch, .lang = grader->grading.lang};
	intake_load(grader->grading.intake, index, grader->scratch,
		&submission);
	student_sort(&submission);
	if (is_finished(grader, grader->scratch, id,
		    student_key(&grader->grading, index, &submission)))
		return true;
	return grade_store(grader, grader->scratch, &diags,
		       student_grade(&grader->grading, index, &submission)) ==
	       0;
}

/* -- all of them -- */

/* A grading that broke off never takes the place of one that did not. */
static bool store_dead(
	struct grader *grader, size_t index, enum message reason)
{
	const char *id = grader->grading.ids[index];
	struct arena *arena = arena_new();
	const struct result *old = grade_result(arena, NULL,
		grade_path(arena, grader->app, RESULT_FOLDER, id, ".json"),
		grader->grading.rubric);
	int bad = 0;

	grader->dead++;
	diag_add(&grader->app->diags,
		old && !old->dead ? DIAG_ID_STUDENT_KEPT : DIAG_ID_STUDENT_DEAD,
		NULL, 0, id, message_get(grader->grading.lang, reason));
	if (!old || old->dead)
		bad = grade_store(grader, arena, &grader->app->diags,
			student_dead(arena, &grader->grading, index,
				message_get(grader->grading.lang, reason)));
	arena_free(arena);
	return !bad;
}

static void show_progress(const struct grader *grader, size_t index)
{
	const struct app *app = grader->app;

	if (app->progress)
		app->progress(grader->done, grader->count,
			text_clean(app->arena, grader->grading.ids[index]));
}

static bool work_ended(void *context, size_t piece, enum work_end end)
{
	static const enum message reasons[] = {
		[WORK_TIME] = MSG_GRADE_TOO_LONG,
		[WORK_MEMORY] = MSG_GRADE_TOO_LARGE,
		[WORK_CRASHED] = MSG_GRADE_BROKE_OFF,
	};
	struct grader *grader = context;
	size_t index = student_of(grader, piece);

	grader->done++;
	show_progress(grader, index);
	if (end == WORK_DONE)
		return true;
	if (end != WORK_FAILED)
		return store_dead(grader, index, reasons[end]);
	diag_add(&grader->app->diags, DIAG_ID_STUDENT_UNWRITTEN, NULL, 0,
		grader->grading.ids[index]);
	return false;
}

static bool grade_all(struct grader *grader, unsigned long jobs)
{
	size_t all = grader->grading.intake->count;
	const struct work work = {
		.jobs = jobs,
		.count = (all + grader->shards - grader->shard) /
			 grader->shards,
		.seconds = STUDENT_SECONDS,
		.bytes = STUDENT_BYTES,
		.context = grader,
		.work = work_on,
		.ended = work_ended,
	};

	grader->count = work.count;
	if (work_run(&work))
		return true;
	if (diags_worst(&grader->app->diags) < DIAG_FATAL)
		diag_add(&grader->app->diags, DIAG_ID_NO_WORKER, NULL, 0,
			cause_text(&grader->app->diags, errno));
	return false;
}

/* -- what is given beside the submissions -- */

/* A file that --NAME gives; NULL with a diag. */
static const char *read_given(
	struct app *app, const char *path, size_t *length)
{
	struct buf text = {0};
	const char *kept;

	if (input_slurp(path, FILE_BYTES, &text)) {
		diag_add(&app->diags, DIAG_ID_LAB_UNREADABLE, path, 0,
			cause_text(&app->diags, errno));
		buf_free(&text);
		return NULL;
	}
	*length = text.length;
	kept = arena_strndup(
		app->arena, text.data ? text.data : "", text.length);
	buf_free(&text);
	return kept;
}

static bool read_worksheet(struct grader *grader)
{
	struct app *app = grader->app;
	const char *path = app->options.worksheet, *text;
	size_t length;

	if (!path)
		return true;
	text = read_given(app, path, &length);
	if (text)
		grader->grading.moodle = moodle_read(
			app->arena, &app->diags, path, text, length);
	return grader->grading.moodle != NULL;
}

static bool read_manual(struct grader *grader, const char *const *ids)
{
	struct app *app = grader->app;
	struct buf text = {0};

	grader->manual_path = app->options.manual;
	grader->manual_text = "";
	if (!grader->manual_path)
		grader->manual_path =
			grade_path(app->arena, app, NULL, "manual", ".csv");
	if (app->options.manual && access(grader->manual_path, F_OK)) {
		diag_add(&app->diags, DIAG_ID_LAB_UNREADABLE,
			grader->manual_path, 0, cause_text(&app->diags, errno));
		return false;
	}
	if (grade_slurp(app, grader->manual_path, &text))
		grader->manual_text = arena_strndup(app->arena,
			text.data ? text.data : "", text.length);
	buf_free(&text);
	if (diags_worst(&app->diags) >= DIAG_ERROR)
		return false;
	grader->manual = manual_read(app->arena, &app->diags,
		grader->manual_path, grader->manual_text,
		strlen(grader->manual_text), grader->grading.rubric, ids);
	grader->grading.manual = grader->manual;
	return grader->manual != NULL;
}

static bool read_rubric(struct grader *grader)
{
	struct app *app = grader->app;
	struct buf text = {0};

	grader->grading.rubric = load_rubric(app);
	if (!grader->grading.rubric)
		return false;
	if (!app->options.rubric)
		digest_of(embedded_rubric, embedded_rubric_length(),
			grader->grading.rubric_digest);
	else if (grade_slurp(app, app->options.rubric, &text))
		digest_of(text.data ? text.data : "", text.length,
			grader->grading.rubric_digest);
	buf_free(&text);
	return true;
}

/* The words of --roster are part of what results follow from. */
static bool read_roster(struct grader *grader)
{
	static const char *const nobody[] = {NULL};
	struct app *app = grader->app;
	const struct lab *lab;
	const struct nonces *nonces;
	struct buf words = {0};
	char digest[DIGEST_TEXT] = "";

	if (!app->options.roster)
		return true;
	lab = load_lab(app, nobody);
	nonces = lab ? load_roster(app, lab) : NULL;
	for (size_t i = 0; nonces && i < nonces->count; i++)
		buf_printf(&words, "%s %s %u\n", nonces->items[i].id,
			nonces->items[i].word, nonces->items[i].seed);
	digest_of(words.data ? words.data : "", words.length, digest);
	buf_free(&words);
	grader->grading.lab.nonces = nonces;
	grader->grading.settings = arena_printf(
		app->arena, "%s %s", grader->grading.settings, digest);
	return nonces != NULL;
}

/* The lab sheet as it was given out. */
static bool read_handout(struct grader *grader)
{
	struct app *app = grader->app;
	const char *path = app->options.sheet, *text;
	char digest[DIGEST_TEXT];
	size_t length;

	if (!path)
		return true;
	text = read_given(app, path, &length);
	if (!text)
		return false;
	digest_of(text, length, digest);
	grader->grading.settings = arena_printf(
		app->arena, "%s %s", grader->grading.settings, digest);
	grader->grading.handout = handout_read(
		app->arena, &app->diags, path, text, length);
	return grader->grading.handout != NULL;
}

/* "2/10" */
static bool read_shard(struct grader *grader)
{
	struct app *app = grader->app;
	const char *text = app->options.shard;
	const char *slash = text ? strchr(text, '/') : NULL;

	grader->shard = grader->shards = 1;
	if (!text)
		return true;
	if (slash &&
		!option_number(app, "shard", slash + 1, SHARDS_MAX,
			&grader->shards) &&
		!option_number(app, "shard",
			arena_strndup(app->arena, text, (size_t)(slash - text)),
			grader->shards, &grader->shard))
		return true;
	if (!slash)
		diag_add(&app->diags, DIAG_ID_SHARD_FORM, NULL, 0, text);
	return false;
}

static bool read_settings(struct grader *grader, unsigned long *jobs)
{
	struct app *app = grader->app;

	if (!app->options.output)
		app->options.output = GRADE_OUTPUT_DEFAULT;
	grader->formats = FORMATS_DEFAULT;
	if (app->options.format && format_bits(app, app->options.format,
					   grade_formats, &grader->formats))
		return false;
	grader->grading.lang = app->lang;
	grader->grading.version = HVLAB_VERSION;
	grader->grading.lab = (struct integrity_lab){.opens = NAN, .closes = NAN};
	grader->grading.anonymous = app->options.anonymous;
	grader->grading.settings = arena_printf(app->arena, "%s %d",
		lang_name(app->lang), app->options.anonymous);
	*jobs = work_processors();
	return option_number(app, "jobs", app->options.jobs, JOBS_MAX, jobs) ==
		       0 &&
	       read_shard(grader) && read_rubric(grader) &&
	       read_worksheet(grader) && read_roster(grader) &&
	       read_handout(grader);
}

/* What a killed run has left half written. */
static void clean_folder(struct app *app, const char *folder)
{
	const char **names = walk_names(app, folder);

	for (; names && *names; names++) {
		const char *ending = strstr(*names, ".hvlab-");

		if (ending && output_is_temporary(ending))
			output_remove(&app->diags,
				path_join(app->arena, folder, *names));
	}
}

static bool make_folder(struct app *app, const char *name)
{
	const char *folder =
		path_join(app->arena, app->options.output, name);

	if (output_directory(&app->diags, folder))
		return false;
	clean_folder(app, folder);
	return true;
}

static bool make_folders(struct app *app)
{
	static const char *const folders[] = {
		RESULT_FOLDER, FEEDBACK_FOLDER, "moodle", "gradescope"};
	size_t count = sizeof folders / sizeof *folders;

	for (size_t i = 0; i < count; i++)
		if ((i + 1 < count || app->options.gradescope) &&
			!make_folder(app, folders[i]))
			return false;
	clean_folder(app, app->options.output);
	return true;
}

static void copy_notes(struct grader *grader)
{
	const struct diags *notes = &grader->grading.intake->notes;

	for (size_t i = 0; i < notes->count; i++)
		diag_append(&grader->app->diags, notes->items[i].id,
			notes->items[i].file, notes->items[i].line,
			notes->items[i].args);
}

static int by_text(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;

	return strcmp(*a, *b);
}

void grade_sort(const char **ids, size_t count)
{
	if (count)
		qsort(ids, count, sizeof *ids, by_text);
}

/* In the order in which the class is shown, whatever that of the source. */
static const char **sorted_ids(struct grader *grader)
{
	size_t count = grader->grading.intake->count;
	const char **ids = arena_alloc(
		grader->app->arena, (count + 1) * sizeof *ids);

	for (size_t i = 0; i < count; i++)
		ids[i] = grader->grading.ids[i];
	grade_sort(ids, count);
	return ids;
}

static void grade_source(struct grader *grader, unsigned long jobs)
{
	struct app *app = grader->app;
	struct intake *intake = intake_open(app->arena, &app->diags,
		app->operands[0], &grade_limits_default);

	if (!intake) {
		diag_add(&app->diags, DIAG_ID_NO_STUDENT, app->operands[0], 0,
			NULL);
		return;
	}
	grader->grading.intake = intake;
	copy_notes(grader);
	grader->grading.ids = student_ids(app->arena, intake);
	if (!intake->count)
		diag_add(&app->diags, DIAG_ID_NO_STUDENT, app->operands[0], 0,
			NULL);
	else if (read_manual(grader, grader->grading.ids) &&
		 make_folders(app) && grade_all(grader, jobs) &&
		 grader->shards == 1)
		grade_class(grader, sorted_ids(grader));
	intake_close(intake);
}

static void merge(struct grader *grader)
{
	const char **ids;

	if (!make_folders(grader->app))
		return;
	ids = grade_gather(grader);
	if (ids && read_manual(grader, ids))
		grade_class(grader, ids);
}

static bool check_operands(struct app *app)
{
	if (!app->operands[0])
		diag_add(&app->diags, DIAG_ID_NO_SUBMISSIONS, NULL, 0, NULL);
	else if (!app->options.merge && app->operands[1])
		diag_add(&app->diags, DIAG_ID_NO_OPERANDS, NULL, 0,
			app->operands[1]);
	else if (app->options.merge && app->options.shard)
		diag_add(&app->diags, DIAG_ID_OPTIONS_APART, NULL, 0, "merge",
			"shard");
	else if (!app->options.merge && app->options.output &&
		 same_file(app->operands[0], app->options.output))
		diag_add(&app->diags, DIAG_ID_OUTPUT_IN_LOGS, app->operands[0],
			0, NULL);
	else
		return true;
	return false;
}

static void run_grade(struct app *app)
{
	struct grader grader = {.app = app};
	unsigned long jobs;

	if (!check_operands(app) || !read_settings(&grader, &jobs))
		return;
	if (app->options.merge)
		merge(&grader);
	else
		grade_source(&grader, jobs);
}

const struct command command_grade = {"grade", COMMAND_GRADE,
	MSG_OPERANDS_SUBMISSIONS, MSG_SUMMARY_GRADE, run_grade};
