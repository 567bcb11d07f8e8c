/*
 * The script of `hvlab plan`: words, src/data/plan.sh, tests, rounds. What a
 * lab definition says stands between single quotes and nowhere else, so that
 * of it only a command is ever run, by a shell of its own.
 */
#include <stdint.h>
#include <string.h>

#include "src/cmd/plan.h"
#include "src/data/embedded.h"

#define SCRIPT_NAME "hvlab-plan.sh"

/* -- chance -- */

/* splitmix64 (Steele, Lea, Flood 2014): the same numbers on every machine. */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* 0 … n - 1, none of them favoured: what is beyond the last whole n is drawn
 * again. */
static size_t draw(uint64_t *state, size_t n)
{
	uint64_t beyond = UINT64_MAX - UINT64_MAX % n;
	uint64_t number;

	do
		number = next_random(state);
	while (number >= beyond);
	return (size_t)(number % n);
}

static void shuffle(uint64_t *state, size_t *order, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = draw(state, i);
		size_t swapped = order[j];

		order[j] = order[i - 1];
		order[i - 1] = swapped;
	}
}

/* Another order than the last one, where there is another. */
static void reorder(
	struct arena *arena, uint64_t *state, size_t *order, size_t n)
{
	size_t size = n * sizeof *order;
	size_t *last = arena_alloc(arena, size);

	memcpy(last, order, size);
	do
		shuffle(state, order, n);
	while (n > 1 && memcmp(last, order, size) == 0);
}

/* -- text -- */

static void put_quoted(struct buf *out, const char *text)
{
	buf_putc(out, '\'');
	for (; *text; text++)
		if (*text == '\'')
			buf_puts(out, "'\\''");
		else
			buf_putc(out, *text);
	buf_putc(out, '\'');
}

static void put_value(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, "%s=", name);
	put_quoted(out, value);
	buf_putc(out, '\n');
}

/* "proxmox, xcp-ng, host": ids hold nothing but letters, digits, "-". */
static const char *system_ids(struct app *app, const struct lab *lab)
{
	const char *text = "";

	for (size_t i = 0; i < lab->system_count; i++)
		text = arena_printf(app->arena, "%s%s%s", text, i ? ", " : "",
			lab->systems[i].id);
	return text;
}

static void put_comment(
	struct app *app, enum message id, const char *a, const char *b)
{
	buf_printf(&app->out, "# %s\n",
		message_say(app->arena, app->lang, id, a, b));
}

/* Does some step belong to the kind? */
static bool has_kind(const struct plan *plan, enum plan_kind kind)
{
	for (size_t i = 0; i < plan->step_count; i++)
		if (plan->steps[i].kind == kind)
			return true;
	return false;
}

static void put_head(struct app *app, const struct plan *plan)
{
	buf_puts(&app->out, "#!/bin/sh\n");
	put_comment(app, MSG_PLAN_HEAD,
		arena_printf(app->arena, "%lu", plan->runs),
		arena_printf(app->arena, "%lu", plan->seed));
	put_comment(app, MSG_PLAN_HEAD_WHERE, NULL, NULL);
	put_comment(app, MSG_PLAN_HEAD_COMMAND, SCRIPT_NAME, NULL);
	put_comment(
		app, MSG_PLAN_HEAD_SYSTEM, system_ids(app, plan->lab), NULL);
	if (has_kind(plan, PLAN_PATH))
		put_comment(app, MSG_PLAN_HEAD_ADDRESS, NULL, NULL);
	put_comment(app, MSG_PLAN_HEAD_RESULTS, NULL, NULL);
	if (has_kind(plan, PLAN_DIRECT))
		put_comment(app, MSG_PLAN_HEAD_DIRECT, NULL, NULL);
	put_comment(app, MSG_PLAN_HEAD_AGAIN, NULL, NULL);
	buf_puts(&app->out, "set -u\n\n");
}

static void put_words(struct app *app, const struct plan *plan)
{
	static const struct {
		const char *name;
		enum message message;
	} words[] = {
		{"word_usage", MSG_PLAN_WORD_USAGE},
		{"word_missing", MSG_PLAN_WORD_MISSING},
		{"word_install", MSG_PLAN_WORD_INSTALL},
		{"word_there", MSG_PLAN_WORD_THERE},
		{"word_no_server", MSG_PLAN_WORD_NO_SERVER},
		{"word_failed", MSG_PLAN_WORD_FAILED},
		{"word_stopped", MSG_PLAN_WORD_STOPPED},
		{"word_done", MSG_PLAN_WORD_DONE},
		{"word_again", MSG_PLAN_WORD_AGAIN},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		put_value(&app->out, words[i].name,
			message_say(app->arena, app->lang, words[i].message,
				SCRIPT_NAME));
	put_value(&app->out, "title",
		text_clean(app->arena, text_in(&plan->lab->title, app->lang)));
	put_value(&app->out, "tools", plan->tools);
	put_value(&app->out, "path_tools", plan->path_tools);
	buf_printf(&app->out, "runs=%lu\n", plan->runs);
}

/* The lines of plan.sh that are not comments: those are for us. */
static void put_functions(struct buf *out)
{
	const char *line = embedded_plan;

	while (*line) {
		size_t length = strcspn(line, "\n") + 1;

		if (line[strspn(line, "\t")] != '#')
			buf_add(out, line, length);
		line += length;
	}
}

static void put_step(struct app *app, const struct plan_step *step)
{
	static const char *const functions[] = {
		[PLAN_HOST] = "host_test",
		[PLAN_PATH] = "path_test",
		[PLAN_FIO] = "fio_test",
		[PLAN_DIRECT] = "direct_test",
	};
	struct buf *out = &app->out;

	buf_printf(out, "\t%s)\n\t\t%s %s ", step->id, functions[step->kind],
		step->id);
	put_quoted(out, text_clean(app->arena, step->label));
	buf_puts(out, " \\\n\t\t\t");
	put_quoted(out, step->command);
	buf_puts(out, "\n\t\t;;\n");
}

static void put_rounds(struct app *app, const struct plan *plan)
{
	size_t *order =
		arena_alloc(app->arena, plan->step_count * sizeof *order);
	uint64_t state = plan->seed;

	for (size_t i = 0; i < plan->step_count; i++)
		order[i] = i;
	for (unsigned long r = 1; r <= plan->runs; r++) {
		reorder(app->arena, &state, order, plan->step_count);
		buf_printf(&app->out, "round %lu", r);
		for (size_t i = 0; i < plan->step_count; i++)
			buf_printf(&app->out, " %s", plan->steps[order[i]].id);
		buf_putc(&app->out, '\n');
	}
}

void plan_script(struct app *app, const struct plan *plan)
{
	put_head(app, plan);
	put_words(app, plan);
	put_functions(&app->out);
	buf_puts(&app->out, "\ntest_of() {\n\tcase $1 in\n");
	for (size_t i = 0; i < plan->step_count; i++)
		put_step(app, &plan->steps[i]);
	buf_puts(&app->out, "\tesac\n}\n\nstart \"$@\"\n");
	put_rounds(app, plan);
	buf_puts(&app->out, "finish\n");
}
