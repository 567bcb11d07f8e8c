/* hvlab grade: a class's submissions to marks, feedback and a report. */
#include "src/cmd/grade.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "render/render.h"
#include "src/base/cause.h"
#include "src/base/input.h"
#include "src/base/text.h"
#include "src/grade/feedback.h"
#include "src/grade/gradescope.h"
#include "src/grade/settle.h"
#include "src/grade/worker.h"

#define GRADE_OUTPUT_DEFAULT "hvlab-grade"
#define STUDENT_SECONDS 10
#define PROGRESS_SIGNS 40 /* of a student's id */
#define STUDENT_BYTES ((size_t)2 * 1024 * 1024 * 1024)

const char *const grade_formats[] = {"md", "pdf", NULL};

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
	if (input_slurp(path, GRADE_FILE_BYTES, text) == 0)
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

	if (input_slurp(path, GRADE_FILE_BYTES, &text) == 0)
		result = result_read(arena, diags, path,
			text.data ? text.data : "", text.length, rubric);
	else if (diags)
		diag_add(diags, DIAG_ID_LAB_UNREADABLE, path, 0,
			cause_text(diags, errno));
	buf_free(&text);
	return result;
}

/* -- the files that are made of a result -- */

static const struct {
	const char *folder, *ending;
} made[RESULT_FILES] = {
	[RESULT_MD] = {FEEDBACK_FOLDER, ".md"},
	[RESULT_PDF] = {FEEDBACK_FOLDER, ".pdf"},
	[RESULT_GRADESCOPE] = {"gradescope", ".json"},
};

bool grade_wants(const struct grader *grader, enum result_file file)
{
	return file == RESULT_GRADESCOPE ? grader->app->options.gradescope
					 : grader->formats & 1u << file;
}

char *grade_file(struct arena *arena, const char *dir, enum result_file file,
	const char *id)
{
	return path_join(arena, path_join(arena, dir, made[file].folder),
		arena_printf(arena, "%s%s", id, made[file].ending));
}

static int make(struct grader *grader, struct arena *arena,
	struct diags *diags, const struct result *result,
	enum result_file file, struct buf *out)
{
	enum lang lang = grader->grading.lang;
	const struct rubric *rubric = grader->grading.rubric;

	if (file != RESULT_GRADESCOPE)
		return renderer_find(grade_formats[file])
			->render(feedback_document(arena, lang, rubric, result),
				out, diags);
	gradescope_write(arena, lang, rubric, result, out);
	return 0;
}

/* Synced with those of all others: until then their sizes in the result tell
 * whether they are whole. */
static int store(struct diags *diags, const char *path, struct buf *out)
{
	int bad = output_write_later(
		diags, path, out->data ? out->data : "", out->length);

	buf_free(out);
	return bad;
}

int grade_store(struct grader *grader, struct arena *arena,
	struct diags *diags, struct result *result)
{
	const char *dir = grader->app->options.output;
	struct buf out = {0};

	for (enum result_file f = 0; f < RESULT_FILES; f++) {
		if (!grade_wants(grader, f))
			continue;
		if (make(grader, arena, diags, result, f, &out)) {
			buf_free(&out);
			return -1;
		}
		result->sizes[f] = out.length;
		if (store(diags, grade_file(arena, dir, f, result->id), &out))
			return -1;
	}
	result_write(result, &out);
	return store(diags,
		grade_path(arena, grader->app, RESULT_FOLDER, result->id,
			".json"),
		&out);
}

/* -- one student, in a worker -- */

static size_t student_of(const struct grader *grader, size_t piece)
{
	return piece * grader->shards + grader->shard - 1;
}

static bool has_files(const struct grader *grader, struct arena *arena,
	const struct result *result)
{
	const char *dir = grader->app->options.output;
	struct stat status;

	for (enum result_file f = 0; f < RESULT_FILES; f++)
		if (grade_wants(grader, f) &&
			(!result->sizes[f] ||
				stat(grade_file(arena, dir, f, result->id),
					&status) ||
				(size_t)status.st_size != result->sizes[f]))
			return false;
	return true;
}

/* Was it graded before from the same? */
static bool is_finished(const struct grader *grader, struct arena *arena,
	const char *id, const struct submission *submission, size_t index)
{
	const struct grading *grading = &grader->grading;
	const struct result *old = grade_result(arena, NULL,
		grade_path(arena, grader->app, RESULT_FOLDER, id, ".json"),
		grading->rubric);

	return old && !old->dead &&
	       strcmp(old->key,
		       settle_key(arena,
			       student_source(grading, index, submission),
			       grading->manual, id)) == 0 &&
	       has_files(grader, arena, old);
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
	if (is_finished(grader, grader->scratch, id, &submission, index))
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
	struct arena *arena;

	if (!app->progress)
		return;
	arena = arena_new();
	app->progress(grader->done, grader->count,
		text_shortened(arena,
			text_clean(arena, grader->grading.ids[index]),
			PROGRESS_SIGNS));
	arena_free(arena);
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

/* -- the class -- */

/* Made when it is needed. What killed runs have left in it goes, when nobody
 * else is at it. */
static bool take_folder(
	struct app *app, const char *folder, bool needed, bool sole)
{
	if (needed && output_directory(&app->diags, folder))
		return false;
	if (sole)
		output_clean(folder);
	return true;
}

static bool take_folders(struct grader *grader)
{
	struct app *app = grader->app;
	const struct {
		const char *name;
		bool needed;
	} folders[] = {{RESULT_FOLDER, true}, {FEEDBACK_FOLDER, true},
		{"moodle", true}, {"gradescope", app->options.gradescope},
		{FIGURE_FOLDER, false}};
	const char *dir = app->options.output;
	bool sole;

	if (output_directory(&app->diags, dir))
		return false;
	grader->claim = output_claim(&app->diags, dir, &sole);
	if (grader->claim < 0)
		return false;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (!take_folder(app,
			    path_join(app->arena, dir, folders[i].name),
			    folders[i].needed, sole))
			return false;
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

void grade_sort(const char **ids, size_t count)
{
	if (count)
		qsort(ids, count, sizeof *ids, text_order);
}

/* Of this part, in the order in which the class is shown, whatever that of the
 * source. */
static const char **sorted_ids(struct grader *grader)
{
	size_t count = grader->count;
	const char **ids = arena_alloc(
		grader->app->arena, (count + 1) * sizeof *ids);

	for (size_t i = 0; i < count; i++)
		ids[i] = grader->grading.ids[student_of(grader, i)];
	grade_sort(ids, count);
	return ids;
}

static void end_part(struct grader *grader)
{
	struct diags *diags = &grader->app->diags;
	struct output_set set = {.diags = diags};

	if (output_sync(diags, grader->app->options.output, grader->claim) ==
			0 &&
		record_add(grader, sorted_ids(grader), &set) == 0)
		output_commit(&set);
	output_discard(&set);
}

static void grade_source(struct grader *grader, unsigned long jobs)
{
	struct app *app = grader->app;
	struct intake *intake =
		pack_ready(&app->diags)
			? intake_open(app->arena, &app->diags,
				  app->operands[0], &grade_limits_default)
			: NULL;

	if (!intake)
		return;
	grader->grading.intake = intake;
	copy_notes(grader);
	grader->grading.ids = student_ids(app->arena, intake);
	if (!intake->count)
		diag_add(&app->diags, DIAG_ID_NO_STUDENT, app->operands[0], 0,
			NULL);
	else if (grade_manual(grader, grader->grading.ids) &&
		 take_folders(grader) && record_drop(app) == 0 &&
		 grade_all(grader, jobs)) {
		if (grader->shards == 1)
			grade_class(grader, sorted_ids(grader));
		else
			end_part(grader);
	}
	intake_close(intake);
}

static void merge(struct grader *grader)
{
	const char **ids;

	if (!take_folders(grader))
		return;
	ids = grade_gather(grader);
	if (ids)
		grade_class(grader, ids);
}

/* Is it that folder or in it? Of a folder that is to be made, what is there
 * above it counts. */
static bool is_within(struct app *app, const char *path, const char *folder)
{
	char *at = arena_printf(app->arena, "./%s", path), *slash;
	struct stat here, above;

	if (*path == '/')
		at += 2;
	while (stat(at, &here) && (slash = strrchr(at, '/')))
		slash[slash == at] = '\0';
	for (;; here = above) {
		if (same_file(at, folder))
			return true;
		at = path_join(app->arena, at, "..");
		if (stat(at, &above) || (above.st_dev == here.st_dev &&
						above.st_ino == here.st_ino))
			return false;
	}
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
	else if (!app->options.merge &&
		 is_within(app, app->options.output, app->operands[0]))
		diag_add(&app->diags, DIAG_ID_OUTPUT_WITHIN, app->operands[0],
			0, app->options.output);
	else
		return true;
	return false;
}

static void run_grade(struct app *app)
{
	struct grader grader = {.app = app};
	unsigned long jobs;

	if (!app->options.output)
		app->options.output = GRADE_OUTPUT_DEFAULT;
	if (!check_operands(app) || !grade_settings(&grader, &jobs))
		return;
	if (app->options.merge)
		merge(&grader);
	else
		grade_source(&grader, jobs);
}

const struct command command_grade = {"grade", COMMAND_GRADE,
	MSG_OPERANDS_SUBMISSIONS, MSG_SUMMARY_GRADE, run_grade};
