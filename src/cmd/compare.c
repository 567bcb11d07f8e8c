/* hvlab compare: the comparison in the terminal. */
#include "render/render.h"
#include "src/cmd/cmd.h"

static void run_compare(struct app *app)
{
	struct study study;

	if (load_study(app, false, &study) == 0)
		renderer_terminal.render(
			report_compare(&study), &app->out, &app->diags);
}

const struct command command_compare = {"compare", COMMAND_COMPARE,
	MSG_OPERANDS_LOGS, MSG_SUMMARY_COMPARE, run_compare};
