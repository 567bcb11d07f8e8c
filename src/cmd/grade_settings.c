/* hvlab grade: what is given beside the submissions. */
#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "src/base/cause.h"
#include "src/base/input.h"
#include "src/cmd/grade.h"
#include "src/data/embedded.h"
#include "src/grade/worker.h"

#define JOBS_MAX 1024
#define FORMATS_ALL 3u

/* A file that --NAME gives; NULL with a diag. */
static const char *read_given(
	struct app *app, const char *path, size_t *length)
{
	struct buf text = {0};
	const char *kept;

	if (input_slurp(path, GRADE_FILE_BYTES, &text)) {
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

bool grade_manual(struct grader *grader, const char *const *ids)
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

bool grade_settings(struct grader *grader, unsigned long *jobs)
{
	struct app *app = grader->app;

	grader->formats = FORMATS_ALL;
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
