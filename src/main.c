/* hvlab: what the user typed, to a command; its results, to the user. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "src/base/cause.h"
#include "src/cmd/cmd.h"
#include "stats/stats.h"

static const struct command *const commands[] = {
	&command_report,
	&command_compare,
	&command_decide,
	&command_plan,
	&command_check,
	&command_explain,
	&command_parse,
	&command_init,
	&command_lab,
	&command_rubric,
	&command_grade,
	&command_sheet,
	NULL,
};

#define ALL (~0u)
#define LOGS                                                                   \
	(COMMAND_REPORT | COMMAND_COMPARE | COMMAND_DECIDE | COMMAND_PLAN)
#define READING (LOGS | COMMAND_CHECK)
#define DECIDING (COMMAND_REPORT | COMMAND_DECIDE)
#define OPTION(name, letter, argument, help, commands, field)                  \
	{                                                                      \
		name, letter, MSG_##argument, MSG_##help, commands,            \
			offsetof(struct options, field)                        \
	}
#define SWITCH(name, letter, help, commands, field)                            \
	{                                                                      \
		name, letter, MSG_COUNT, MSG_##help, commands,                 \
			offsetof(struct options, field)                        \
	}

static const struct option_row option_rows[] = {
	OPTION("output", 'o', ARG_DIR, HELP_OUTPUT, COMMAND_REPORT, output),
	OPTION("output", 'o', ARG_DIR, HELP_SHEETS, COMMAND_SHEET, output),
	OPTION("format", 'f', ARG_FORMATS, HELP_FORMAT, COMMAND_REPORT, format),
	OPTION("output", 'o', ARG_FILE, HELP_OUTPUT_FILE, COMMAND_CHECK,
		output),
	OPTION("format", 'f', ARG_CHECK_FORMATS, HELP_CHECK_FORMAT,
		COMMAND_CHECK, format),
	OPTION("format", 'f', ARG_FORMATS, HELP_SHEET_FORMAT, COMMAND_SHEET,
		format),
	OPTION("format", 'f', ARG_RECORDS, HELP_RECORDS, COMMAND_PARSE, format),
	SWITCH("csv-excel", 0, HELP_CSV_EXCEL, COMMAND_REPORT, csv_excel),
	OPTION("only", 0, ARG_SECTIONS, HELP_ONLY, COMMAND_REPORT, only),
	SWITCH("summary", 0, HELP_SUMMARY, COMMAND_REPORT, summary),
	OPTION("lab", 0, ARG_FILE, HELP_LAB,
		READING | COMMAND_INIT | COMMAND_LAB | COMMAND_EXPLAIN |
			COMMAND_SHEET | COMMAND_GRADE,
		lab),
	OPTION("baseline", 0, ARG_NAME, HELP_BASELINE, READING, baseline),
	OPTION("confidence", 0, ARG_PERCENT, HELP_CONFIDENCE, LOGS, confidence),
	OPTION("margin", 0, ARG_PERCENT, HELP_MARGIN, LOGS, margin),
	OPTION("exclude", 0, ARG_RUNS, HELP_EXCLUDE, READING, exclude),
	OPTION("title", 0, ARG_TEXT, HELP_TITLE, COMMAND_REPORT, title),
	OPTION("author", 0, ARG_TEXT, HELP_AUTHOR, COMMAND_REPORT, author),
	OPTION("date", 0, ARG_TEXT, HELP_DATE, COMMAND_REPORT, date),
	OPTION("author-file", 0, ARG_FILE, HELP_AUTHOR_FILE, READING,
		author_file),
	OPTION("runs", 0, ARG_NUMBER, HELP_RUNS, COMMAND_PLAN, runs),
	OPTION("seed", 0, ARG_NUMBER, HELP_SEED, COMMAND_PLAN, seed),
	OPTION("seed", 0, ARG_NUMBER, HELP_SEED_DRAWS, DECIDING, seed),
	OPTION("draws", 0, ARG_NUMBER, HELP_DRAWS, DECIDING, draws),
	OPTION("weights", 0, ARG_FILE, HELP_WEIGHTS, DECIDING, weights),
	OPTION("use-case", 0, ARG_NAME, HELP_USE_CASE, COMMAND_DECIDE,
		use_case),
	OPTION("rubric", 0, ARG_FILE, HELP_RUBRIC,
		COMMAND_RUBRIC | COMMAND_GRADE, rubric),
	OPTION("output", 'o', ARG_DIR, HELP_GRADE_OUTPUT, COMMAND_GRADE,
		output),
	OPTION("worksheet", 0, ARG_FILE, HELP_WORKSHEET, COMMAND_GRADE,
		worksheet),
	OPTION("sheet", 0, ARG_FILE, HELP_SHEET, COMMAND_GRADE, sheet),
	OPTION("manual", 0, ARG_FILE, HELP_MANUAL, COMMAND_GRADE, manual),
	OPTION("format", 'f', ARG_FORMATS, HELP_GRADE_FORMAT, COMMAND_GRADE,
		format),
	OPTION("jobs", 'j', ARG_NUMBER, HELP_JOBS, COMMAND_GRADE, jobs),
	OPTION("shard", 0, ARG_SHARD, HELP_SHARD, COMMAND_GRADE, shard),
	SWITCH("merge", 0, HELP_MERGE, COMMAND_GRADE, merge),
	SWITCH("anonymous", 0, HELP_ANONYMOUS, COMMAND_GRADE, anonymous),
	SWITCH("names", 0, HELP_NAMES, COMMAND_GRADE, names),
	SWITCH("provisional", 0, HELP_PROVISIONAL, COMMAND_GRADE, provisional),
	SWITCH("all", 0, HELP_ALL, COMMAND_GRADE, all),
	SWITCH("gradescope", 0, HELP_GRADESCOPE, COMMAND_GRADE, gradescope),
	OPTION("roster", 0, ARG_FILE, HELP_ROSTER,
		COMMAND_SHEET | COMMAND_GRADE, roster),
	OPTION("seed", 0, ARG_TEXT, HELP_SHEET_SEED,
		COMMAND_SHEET | COMMAND_GRADE, seed),
	SWITCH("force", 0, HELP_FORCE, COMMAND_INIT, force),
	OPTION("lang", 0, ARG_LANG, HELP_LANG, ALL, lang),
	SWITCH("help", 'h', HELP_HELP, ALL, help),
	SWITCH("version", 'V', HELP_VERSION, ALL, version),
};

#define OPTION_COUNT (sizeof option_rows / sizeof *option_rows)

static const struct command *command_find(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static void help_command(struct app *app, const struct command *command)
{
	buf_printf(&app->out, "%s hvlab %s %s\n\n%s\n\n%s\n",
		message_get(app->lang, MSG_USAGE), command->name,
		message_get(app->lang, command->operands),
		message_get(app->lang, command->summary),
		message_get(app->lang, MSG_OPTIONS));
	opt_help(&app->out, app->lang, option_rows, OPTION_COUNT, command->bit);
	buf_printf(
		&app->out, "\n%s\n", message_get(app->lang, MSG_EXIT_STATUS));
}

static void help_all(struct app *app)
{
	buf_printf(&app->out, "%s\n\n%s\n", message_get(app->lang, MSG_ABOUT),
		message_get(app->lang, MSG_COMMANDS));
	for (size_t i = 0; commands[i]; i++)
		buf_printf(&app->out, "  hvlab %s %s\n      %s\n",
			commands[i]->name,
			message_get(app->lang, commands[i]->operands),
			message_get(app->lang, commands[i]->summary));
	buf_printf(&app->out, "\n%s\n", message_get(app->lang, MSG_OPTIONS));
	opt_help(&app->out, app->lang, option_rows, OPTION_COUNT, COMMAND_NONE);
	buf_printf(&app->out, "\n%s\n\n%s\n",
		message_get(app->lang, MSG_HELP_MORE),
		message_get(app->lang, MSG_EXIT_STATUS));
}

static int choose_language(struct app *app)
{
	int lang;

	if (!app->options.lang)
		return 0;
	lang = lang_find(app->options.lang);
	if (lang < 0) {
		diag_add(&app->diags, DIAG_ID_LANG, NULL, 0, app->options.lang);
		return -1;
	}
	app->lang = app->diags.lang = (enum lang)lang;
	return 0;
}

/* "--lang en" may stand before the command, and even a wrong command line
 * should be answered in the language asked for. */
static void guess_language(struct app *app, int argc, char *const *argv)
{
	for (int i = 1; i < argc; i++) {
		const char *value = NULL;

		if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			value = argv[i + 1];
		else if (strncmp(argv[i], "--lang=", 7) == 0)
			value = argv[i] + 7;
		if (value && lang_find(value) >= 0)
			app->lang = app->diags.lang =
				(enum lang)lang_find(value);
	}
}

/* The first word that is not an option, or the value of --lang. */
static int command_at(int argc, char *const *argv)
{
	int i = 1;

	while (i < argc && argv[i][0] == '-' && argv[i][1])
		i += strcmp(argv[i], "--lang") == 0 ? 2 : 1;
	return i < argc ? i : argc;
}

static int read_options(
	struct app *app, unsigned bit, int argc, char *const *argv)
{
	const char **operands =
		arena_alloc(app->arena, ((size_t)argc + 1) * sizeof *operands);

	app->operands = operands;
	return opt_parse(&app->diags, option_rows, OPTION_COUNT, bit, argc,
		       argv, &app->options, operands) ||
	       choose_language(app);
}

static void run_command(struct app *app, const struct command *command,
	int argc, char *const *argv)
{
	if (read_options(app, command->bit, argc, argv))
		return;
	if (app->options.help)
		help_command(app, command);
	else if (app->options.version)
		buf_puts(&app->out, "hvlab " HVLAB_VERSION "\n");
	else
		command->run(app);
}

static void dispatch(struct app *app, int argc, char *const *argv)
{
	int at = command_at(argc, argv);
	const struct command *command =
		at < argc ? command_find(argv[at]) : NULL;

	guess_language(app, argc, argv);
	if (read_options(app, COMMAND_NONE, at - 1, argv + 1))
		return;
	if (command && !app->options.help && !app->options.version) {
		run_command(app, command, argc - at - 1, argv + at + 1);
		return;
	}
	if (app->options.version)
		buf_puts(&app->out, "hvlab " HVLAB_VERSION "\n");
	else if (app->options.help && !command)
		help_all(app);
	else if (app->options.help)
		help_command(app, command);
	else if (at < argc)
		diag_add(&app->diags, DIAG_ID_COMMAND, NULL, 0, argv[at]);
	else
		diag_add(&app->diags, DIAG_ID_NO_COMMAND, NULL, 0, NULL);
}

static void print_diags(struct app *app)
{
	static const enum message words[] = {
		[DIAG_NOTE] = MSG_NOTE,
		[DIAG_WARNING] = MSG_WARNING,
		[DIAG_ERROR] = MSG_ERROR,
		[DIAG_FATAL] = MSG_ERROR,
	};

	for (size_t i = 0; i < app->diags.count; i++) {
		const struct diag *diag = &app->diags.items[i];
		char *place = diag_place(app->arena, diag);

		fprintf(stderr, "hvlab: %s%s%s %s\n", place,
			place[0] ? ": " : "",
			message_get(app->lang, words[diag_severity(diag)]),
			text_typeset(app->arena, app->lang,
				diag_text(app->arena, app->lang, diag)));
	}
}

/* A closed pipe or a full disk behind standard output is a failure too. */
static void print_out(struct app *app)
{
	if (app->out.length)
		fwrite(app->out.data, 1, app->out.length, stdout);
	if (fflush(stdout) || ferror(stdout))
		diag_add(&app->diags, DIAG_ID_OUTPUT_FAILED, NULL, 0,
			cause_text(&app->diags, errno));
}

/* Seconds that are left when all takes as long as what is done. */
static unsigned long seconds_left(size_t done, size_t all)
{
	static struct timespec began;
	struct timespec now;
	double passed;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (done <= 1)
		began = now;
	passed = (double)(now.tv_sec - began.tv_sec) +
		 (double)(now.tv_nsec - began.tv_nsec) / 1e9;
	return done > 1 ? (unsigned long)(passed / (double)(done - 1) *
					  (double)(all - done))
			: 0;
}

/* One line that is written over; gone when all is done. */
static void show_progress(size_t done, size_t all, const char *what)
{
	fprintf(stderr, "\r\033[K");
	if (done < all)
		fprintf(stderr, "%zu/%zu %s (%lu s)", done, all, what,
			seconds_left(done, all));
	fflush(stderr);
}

/* Is there a terminal that can write over a line? */
static bool is_watched(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && term && term[0] &&
	       strcmp(term, "dumb") != 0;
}

int main(int argc, char **argv)
{
	static const int statuses[] = {
		[DIAG_NOTE] = 0,
		[DIAG_WARNING] = 1,
		[DIAG_ERROR] = 2,
		[DIAG_FATAL] = 3,
	};
	struct app app = {.arena = arena_new(), .lang = LANG_FR};
	int status;

	app.diags.arena = app.arena;
	app.progress = is_watched() ? show_progress : NULL;
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a limit of file size is a full disk */
	stats_init();
	dispatch(&app, argc, argv);
	print_out(&app);
	print_diags(&app);
	status = statuses[diags_worst(&app.diags)];
	buf_free(&app.out);
	arena_free(app.arena);
	return status;
}
