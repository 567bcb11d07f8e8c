/* hvlab check: is this lab complete, comparable, meaningful, genuine? */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/render.h"
#include "src/base/output.h"
#include "src/cmd/cmd.h"
#include "src/report/findings.h"

static bool may_color(const struct app *app)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	return !app->options.output && isatty(STDOUT_FILENO) &&
	       !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

static void put_level(struct app *app, const struct study *study,
	enum rule_level level, bool color)
{
	static const char *const colors[] = {
		[LEVEL_OFF] = "",
		[LEVEL_INFORMATION] = "\x1b[36m",
		[LEVEL_WARNING] = "\x1b[33m",
		[LEVEL_ERROR] = "\x1b[31m",
	};

	buf_printf(&app->out, "%s[%s]%s", color ? colors[level] : "",
		say_level(study->lang, level), color ? "\x1b[0m" : "");
}

static void put_line(struct app *app, const char *text)
{
	buf_printf(&app->out, "%s\n",
		text_typeset(app->arena, app->lang, text));
}

/* Commands are to be copied: as they are, on one line. */
static void put_commands(struct app *app, const struct study *study,
	const struct finding *finding)
{
	const char **command = finding_commands(study->corpus, finding);

	for (; *command; command++)
		buf_printf(&app->out, "    %s\n",
			text_clean(app->arena, *command));
}

static void put_finding(struct app *app, const struct study *study,
	const struct finding *finding, bool color)
{
	put_level(app, study, finding->level, color);
	put_line(app,
		arena_printf(app->arena, " %s (%s)",
			text_in(&finding->rule->title, app->lang),
			finding->rule->id));
	renderer_terminal.render(
		finding_body(study, finding), &app->out, &app->diags);
	put_commands(app, study, finding);
	buf_putc(&app->out, '\n');
}

static void write_text(struct app *app, const struct study *study)
{
	bool color = may_color(app);

	for (size_t i = 0; i < study->findings->count; i++)
		put_finding(app, study, &study->findings->items[i], color);
	put_line(app,
		study->findings->count
			? say_findings(study)
			: message_get(app->lang, MSG_CHECK_NOTHING));
}

static void write_markdown(struct app *app, const struct study *study)
{
	renderer_markdown.render(
		findings_build(study), &app->out, &app->diags);
}

static void write_csv(struct app *app, const struct study *study)
{
	renderer_csv.render(dataset_findings(study), &app->out, &app->diags);
}

static void write_json(struct app *app, const struct study *study)
{
	findings_export(study, &app->out);
}

static void write_junit(struct app *app, const struct study *study)
{
	findings_junit(study, &app->out);
}

static const struct {
	const char *name;
	void (*write)(struct app *app, const struct study *study);
} formats[] = {
	{"text", write_text},
	{"md", write_markdown},
	{"csv", write_csv},
	{"json", write_json},
	{"junit", write_junit},
};

#define FORMAT_COUNT (sizeof formats / sizeof *formats)

static size_t find_format(const struct app *app)
{
	size_t i = 0;

	while (app->options.format && i < FORMAT_COUNT &&
		strcmp(formats[i].name, app->options.format) != 0)
		i++;
	return i;
}

/* What a rule says is not said a second time. */
static void drop_covered(struct app *app, const struct study *study)
{
	size_t kept = 0;

	for (size_t i = 0; i < app->diags.count; i++)
		if (diag_remains(study, &app->diags.items[i]))
			app->diags.items[kept++] = app->diags.items[i];
	app->diags.count = kept;
}

/* The whole output to a file instead of standard output. */
static void write_file(struct app *app)
{
	output_write(&app->diags, app->options.output,
		app->out.data ? app->out.data : "", app->out.length);
	buf_free(&app->out);
}

static void run_check(struct app *app)
{
	size_t format = find_format(app), errors;
	struct study study;

	if (format == FORMAT_COUNT) {
		diag_add(&app->diags, DIAG_ID_FORMAT, NULL, 0,
			app->options.format);
		return;
	}
	if (load_findings(app, &study))
		return;
	quote_lines(app->arena, study.findings);
	drop_covered(app, &study);
	formats[format].write(app, &study);
	if (app->options.output)
		write_file(app);
	errors = study.findings->levels[LEVEL_ERROR];
	if (errors)
		diag_add(&app->diags, DIAG_ID_FINDINGS, NULL, 0,
			say_count(&study, errors));
}

const struct command command_check = {"check", COMMAND_CHECK,
	MSG_OPERANDS_LOGS, MSG_SUMMARY_CHECK, run_check};
