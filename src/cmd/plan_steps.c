/* The commands of a lab made fit to run unattended: mended, told apart, and
 * what each needs. */
#include <string.h>

#include "src/cmd/plan.h"

/* -- mending -- */

struct mending {
	struct buf out;
	const char *at;
	char quote; /* that the shell is in; 0: none */
};

/* A home folder that the shell leaves as it stands: "~" behind "=" or a
 * quotation mark. */
static bool is_lost_home(const struct mending *m, const char *start)
{
	return m->at > start && m->at[0] == '~' && m->at[1] == '/' &&
	       (m->at[-1] == '=' || (m->quote && m->at[-1] == m->quote));
}

static void put_home(struct mending *m)
{
	if (m->quote == '"')
		buf_puts(&m->out, "$HOME");
	else if (m->quote == '\'')
		buf_puts(&m->out, "'\"$HOME\"'");
	else
		buf_puts(&m->out, "\"$HOME\"");
	m->at++;
}

static void note_quote(struct mending *m, char c)
{
	if (m->quote == c)
		m->quote = 0;
	else if (!m->quote && (c == '"' || c == '\''))
		m->quote = c;
}

/* A backslash and what it is for; one at the end of a line joins it to the
 * next, and a command must be one line to be read back. */
static void put_escaped(struct mending *m)
{
	if (m->at[1] != '\n')
		buf_add(&m->out, m->at, m->at[1] ? 2 : 1);
	m->at += m->at[1] ? 2 : 1;
}

/* `command` with its homes expanded; `open`: a quotation does not end. */
static const char *mend(struct arena *arena, const char *command, bool *open)
{
	struct mending m = {.at = command};
	const char *mended;

	while (*m.at) {
		if (is_lost_home(&m, command)) {
			put_home(&m);
		} else if (*m.at == '\\' && m.quote != '\'') {
			put_escaped(&m);
		} else {
			note_quote(&m, *m.at);
			buf_putc(&m.out, *m.at++);
		}
	}
	mended = arena_strndup(
		arena, m.out.data ? m.out.data : "", m.out.length);
	buf_free(&m.out);
	*open = m.quote;
	return mended;
}

/* -- programs -- */

/* The program that a command runs, behind sudo and settings; length 0 when it
 * is not a plain name. */
static const char *program_of(const char *command, size_t *length)
{
	static const char name[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789/._+-";

	for (;;) {
		command += strspn(command, " \t\n");
		*length = strcspn(command, " \t\n");
		if (!memchr(command, '=', *length) &&
			(*length != 4 || strncmp(command, "sudo", 4) != 0))
			break;
		command += *length;
	}
	if (*command == '-' || strspn(command, name) < *length)
		*length = 0;
	return command;
}

/* One simple command: options may be added, and the shell may be asked for
 * its words. */
static bool is_simple(const char *command, bool open)
{
	return !open && !strpbrk(command, "|;&<>()`#\n");
}

static bool is_fio(const char *program, size_t length)
{
	return (length == 3 || (length > 3 && program[length - 4] == '/')) &&
	       strncmp(program + length - 3, "fio", 3) == 0;
}

static bool has_any(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr(text, *words))
			return true;
	return false;
}

/* In front of the others an option of fio goes for all its jobs. */
static const char *with_option(
	struct arena *arena, const char *command, const char *option)
{
	size_t length;
	const char *program = program_of(command, &length);
	int head = (int)(program + length - command);

	return arena_printf(
		arena, "%.*s %s%s", head, command, option, command + head);
}

/* -- steps -- */

static bool has_word(const char *list, const char *word, size_t length)
{
	for (; *list; list += strcspn(list, " "), list += strspn(list, " "))
		if (strcspn(list, " ") == length &&
			strncmp(list, word, length) == 0)
			return true;
	return false;
}

static void need_tool(struct arena *arena, const char **tools,
	const char *program, size_t length)
{
	if (length && !has_word(*tools, program, length))
		*tools = arena_printf(arena, "%s%s%.*s", *tools,
			**tools ? " " : "", (int)length, program);
}

static void add_step(
	struct arena *arena, struct plan *plan, struct plan_step step)
{
	ARENA_ROOM(arena, plan->steps, plan->step_count, plan->step_capacity);
	plan->steps[plan->step_count++] = step;
}

static bool is_test(const struct lab *lab, const char *id)
{
	for (size_t i = 0; i < lab->test_count; i++)
		if (strcmp(lab->tests[i].id, id) == 0)
			return true;
	return false;
}

/* The same past the page cache, unless the command has settled that or the
 * lab has such a test of its own. */
static void add_direct(
	struct app *app, struct plan *plan, struct plan_step step)
{
	static const char *const settled[] = {
		"--direct=", "--direct ", "--buffered", "--client", NULL};

	step.id = arena_printf(app->arena, "%s-direct", step.id);
	if (has_any(step.command, settled) || is_test(plan->lab, step.id))
		return;
	step.kind = PLAN_DIRECT;
	step.label =
		message_say(app->arena, app->lang, MSG_PLAN_DIRECT, step.label);
	step.command = with_option(app->arena, step.command, "--direct=1");
	add_step(app->arena, plan, step);
}

/* Text for people and JSON in one run: hvlab reads both as one. */
static void add_fio(struct app *app, struct plan *plan, struct plan_step step)
{
	static const char *const chosen[] = {"--output", "--minimal", NULL};

	step.kind = PLAN_FIO;
	if (!has_any(step.command, chosen))
		step.command = with_option(app->arena, step.command,
			"--output-format=normal,json");
	add_step(app->arena, plan, step);
	add_direct(app, plan, step);
}

static void add_test(
	struct app *app, struct plan *plan, const struct lab_test *test)
{
	struct plan_step step = {.id = test->id,
		.label = text_in(&test->label, app->lang),
		.kind = test->path ? PLAN_PATH : PLAN_HOST};
	const char *program;
	size_t length;
	bool open;

	step.command = mend(app->arena, test->command, &open);
	if (!step.command[0])
		return;
	program = program_of(step.command, &length);
	need_tool(app->arena, test->path ? &plan->path_tools : &plan->tools,
		program, length);
	if (!test->path && is_fio(program, length) &&
		is_simple(step.command, open))
		add_fio(app, plan, step);
	else
		add_step(app->arena, plan, step);
}

void plan_steps(struct app *app, struct plan *plan)
{
	plan->tools = plan->path_tools = "";
	for (size_t i = 0; i < plan->lab->test_count; i++)
		add_test(app, plan, &plan->lab->tests[i]);
}
