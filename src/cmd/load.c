/* From the operands to a study: which folder is which system, read all. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "parsers/parser.h"
#include "src/base/cause.h"
#include "src/base/input.h"
#include "src/cmd/cmd.h"
#include "src/data/embedded.h"

/* A lab definition or author's file larger than this is a mistake. */
#define JSON_MAX ((size_t)16 * 1024 * 1024)

struct loading {
	struct app *app;
	struct lab *lab;
	struct corpus *corpus;
	struct author *author;
	size_t system;		 /* of the files being visited */
	bool named;		 /* some folder belongs to a system */
	const char *author_path; /* of the author's file that was read */
};

struct lab *load_lab(struct app *app, const char *const *extra)
{
	const char *path = app->options.lab;
	struct buf text = {0};
	struct lab *lab;

	if (!path)
		return lab_read(app->arena, &app->diags, "tp6.json",
			embedded_lab, embedded_lab_length(), extra);
	if (input_slurp(path, JSON_MAX, &text)) {
		diag_add(&app->diags, DIAG_ID_LAB_UNREADABLE, path, 0,
			cause_text(&app->diags, errno));
		buf_free(&text);
		return NULL;
	}
	lab = lab_read(app->arena, &app->diags, path,
		text.data ? text.data : "", text.length, extra);
	buf_free(&text);
	return lab;
}

/* "NAME=PATH" → PATH and, in `name`, NAME; a plain path otherwise. */
static const char *split_operand(
	struct arena *arena, const char *operand, const char **name)
{
	size_t length = strcspn(operand, "=/");

	*name = NULL;
	if (operand[length] != '=' || !length)
		return operand;
	*name = arena_strndup(arena, operand, length);
	return operand + length + 1;
}

static const char *const *named_systems(struct app *app)
{
	const char **names = NULL;
	size_t count = 0, capacity = 0;

	for (const char **o = app->operands; *o; o++) {
		ARENA_ROOM(app->arena, names, count, capacity);
		split_operand(app->arena, *o, &names[count]);
		if (names[count])
			count++;
	}
	ARENA_ROOM(app->arena, names, count, capacity);
	names[count] = NULL;
	return names;
}

static void read_file(struct walk *walk, const char *path)
{
	struct loading *l = walk->context;
	struct run_list runs = {0};
	struct parsing parsing = {.arena = l->app->arena,
		.diags = &l->app->diags,
		.runs = &runs,
		.file = path};

	if (is_author_file(l->app->arena, path)) {
		if (!l->author_path || !same_file(path, l->author_path))
			diag_add(&l->app->diags, DIAG_ID_AUTHOR_IGNORED, path,
				0, NULL);
		return;
	}
	if (is_picture(l->app->arena, l->author, path))
		return;
	corpus_add_file(l->corpus, path, l->system);
	parser_read(&parsing);
	for (const struct run *run = runs.first; run; run = run->next)
		corpus_add(l->corpus, run, l->system);
}

/* Reads what is below `path` as logs of a system; `inside`: found in a
 * folder, not named by the user. */
static void read_tree(
	struct loading *l, const char *path, size_t system, bool inside)
{
	struct walk walk = {.app = l->app, .visit = read_file, .context = l};
	const char *output = l->app->options.output;

	if (output && same_file(path, output)) {
		diag_add(&l->app->diags, DIAG_ID_OUTPUT_IN_LOGS, path, 0, NULL);
		return;
	}
	l->system = system;
	l->named = true;
	if (inside)
		walk_inside(&walk, path);
	else
		walk_tree(&walk, path);
}

static void read_author(struct loading *l, const char *path, bool must)
{
	struct app *app = l->app;
	struct buf text = {0};

	if (input_slurp(path, JSON_MAX, &text)) {
		if (must || errno != ENOENT)
			diag_add(&app->diags, DIAG_ID_LAB_UNREADABLE, path, 0,
				cause_text(&app->diags, errno));
	} else if (l->author_path && !same_file(path, l->author_path)) {
		diag_add(&app->diags, DIAG_ID_AUTHOR_IGNORED, path, 0, NULL);
	} else if (!l->author_path) {
		l->author_path = path;
		author_read(app->arena, &app->diags, path,
			text.data ? text.data : "", text.length, l->lab,
			l->author);
	}
	buf_free(&text);
}

static bool is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static void misplaced(struct loading *l, const char *path, int system)
{
	if (system == -2)
		diag_add(&l->app->diags, DIAG_ID_SYSTEM_AMBIGUOUS, path, 0,
			NULL);
	else if (is_directory(path))
		diag_add(&l->app->diags, DIAG_ID_FOLDER_NO_SYSTEM, path, 0,
			NULL);
	else
		diag_add(&l->app->diags, DIAG_ID_FILE_NO_SYSTEM, path, 1, NULL);
}

/* One entry of a folder of logs: its name says the system. */
static void read_entry(struct loading *l, const char *folder, const char *name)
{
	const char *path = path_join(l->app->arena, folder, name);
	int system = lab_system_named(l->lab, name);

	if (strcmp(name, AUTHOR_FILE) == 0)
		return;
	if (is_directory(path) && system >= 0)
		read_tree(l, path, (size_t)system, true);
	else if (is_picture(l->app->arena, l->author, path))
		return;
	else if (!is_directory(path) || !is_output_folder(l->app, path))
		misplaced(l, path, system);
}

static bool holds_a_system(struct loading *l, const char *folder)
{
	const char **names = walk_names(l->app, folder);

	for (; names && *names; names++)
		if (lab_system_named(l->lab, *names) >= 0 &&
			is_directory(path_join(l->app->arena, folder, *names)))
			return true;
	return false;
}

static void read_folder(struct loading *l, const char *path)
{
	const char *output = l->app->options.output;
	const char **names = walk_names(l->app, path);

	if (output && same_file(path, output)) {
		diag_add(&l->app->diags, DIAG_ID_OUTPUT_IN_LOGS, path, 0, NULL);
		return;
	}
	for (; names && *names; names++)
		read_entry(l, path, *names);
}

static void read_operand(struct loading *l, const char *operand)
{
	struct app *app = l->app;
	const char *name;
	const char *path = split_operand(app->arena, operand, &name);
	struct stat status;
	int own = name ? lab_system_alias(l->lab, name)
		       : lab_system_named(l->lab, path_base(app->arena, path));

	if (stat(path, &status)) {
		diag_add(&app->diags, DIAG_ID_NO_SUCH, path, 0,
			cause_text(&app->diags, errno));
		return;
	}
	if (is_directory(path))
		read_author(l, path_join(app->arena, path, AUTHOR_FILE), false);
	if (own >= 0 &&
		(name || !is_directory(path) || !holds_a_system(l, path)))
		read_tree(l, path, (size_t)own, false);
	else if (is_directory(path))
		read_folder(l, path);
	else
		misplaced(l, path, own);
}

/* What the parsers and the corpus have not told already. */
static void tell_errors(struct app *app, const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *f = &findings->items[i];
		const struct finding_place *place = &f->places[0];

		if (f->level == LEVEL_ERROR && !rule_is_told(f->rule))
			diag_add(&app->diags, DIAG_ID_FINDING, place->file,
				place->line,
				text_in(&f->rule->title, app->lang),
				place->found, f->rule->id);
	}
}

static void fill_study(struct app *app, const struct loading *l,
	struct analysis_options *options, struct study *study)
{
	struct findings *findings =
		arena_alloc(app->arena, sizeof *findings);

	inspect(l->corpus, findings);
	tell_errors(app, findings);
	*study = (struct study){
		.arena = app->arena,
		.lang = app->lang,
		.lab = l->lab,
		.author = l->author,
		.corpus = l->corpus,
		.findings = findings,
		.diags = &app->diags,
		.title = app->options.title,
		.author_name = app->options.author,
		.date = app->options.date,
		.weights_file = app->options.weights,
		.margin = app->options.margin,
		.analysis = analysis_new(l->corpus, options),
	};
	if (!app->options.exclude)
		return;
	options->all = true;
	study->of_all_runs = analysis_new(l->corpus, options);
}

static bool any_counted(const struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->run_count; i++)
		if (corpus->runs[i].counted)
			return true;
	return false;
}

static int load(struct app *app, bool decides, bool must_count,
	struct study *study)
{
	struct loading l = {.app = app};
	struct analysis_options options;

	if (!app->operands[0]) {
		diag_add(&app->diags, DIAG_ID_NO_OPERAND, NULL, 0, NULL);
		return -1;
	}
	l.lab = load_lab(app, named_systems(app));
	if (!l.lab || analysis_settings(app, decides, &options) ||
		!apply_settings(app, l.lab))
		return -1;
	l.author = arena_alloc(app->arena, sizeof *l.author);
	l.corpus = corpus_new(app->arena, &app->diags, l.lab);
	if (app->options.author_file)
		read_author(&l, app->options.author_file, true);
	for (const char **o = app->operands; *o; o++)
		read_operand(&l, *o);
	if (diags_worst(&app->diags) >= DIAG_ERROR ||
		corpus_settle(l.corpus, app->options.baseline) ||
		!exclude_runs(app, l.corpus))
		return -1;
	if (!any_counted(l.corpus) &&
		(must_count || !l.corpus->file_count)) {
		diag_add(&app->diags,
			l.named ? DIAG_ID_NOTHING_USABLE
				: DIAG_ID_NO_SYSTEM_FOLDER,
			NULL, 0, NULL);
		return -1;
	}
	fill_study(app, &l, &options, study);
	return 0;
}

int load_study(struct app *app, bool decides, struct study *study)
{
	return load(app, decides, true, study);
}

int load_findings(struct app *app, struct study *study)
{
	return load(app, false, false, study);
}
