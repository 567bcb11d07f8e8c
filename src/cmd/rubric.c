/* hvlab rubric: how the lab is marked, to read or to edit. */
#include <errno.h>

#include "src/base/cause.h"
#include "src/base/input.h"
#include "src/cmd/cmd.h"
#include "src/data/embedded.h"
#include "src/grade/rubric.h"

/* Far more than a rubric of any lab. */
#define RUBRIC_BYTES (1u << 20)

struct rubric *load_rubric(struct app *app)
{
	const char *path = app->options.rubric;
	struct buf text = {0};
	struct rubric *rubric = NULL;

	if (!path)
		return rubric_read(app->arena, &app->diags, "tp6-rubric.json",
			embedded_rubric, embedded_rubric_length());
	if (input_slurp(path, RUBRIC_BYTES, &text))
		diag_add(&app->diags, DIAG_ID_LAB_UNREADABLE, path, 0,
			cause_text(&app->diags, errno));
	else
		rubric = rubric_read(app->arena, &app->diags, path,
			text.data ? text.data : "", text.length);
	buf_free(&text);
	return rubric;
}

static void run_rubric(struct app *app)
{
	if (app->operands[0]) {
		diag_add(&app->diags, DIAG_ID_NO_OPERANDS, NULL, 0,
			app->operands[0]);
		return;
	}
	/* with --rubric: only whether it is right */
	if (!load_rubric(app))
		return;
	if (app->options.rubric)
		buf_printf(&app->out, "%s: OK\n", app->options.rubric);
	else
		buf_add(&app->out, embedded_rubric, embedded_rubric_length());
}

const struct command command_rubric = {"rubric", COMMAND_RUBRIC,
	MSG_OPERANDS_NONE, MSG_SUMMARY_RUBRIC, run_rubric};
