/* hvlab lab: the lab definition, to read or to edit. */
#include "src/cmd/cmd.h"
#include "src/data/embedded.h"

static void run_lab(struct app *app)
{
	static const char *const nobody[] = {NULL};

	if (app->operands[0]) {
		diag_add(&app->diags, DIAG_ID_NO_OPERANDS, NULL, 0,
			app->operands[0]);
		return;
	}
	/* with --lab: only whether it is right */
	if (!load_lab(app, nobody))
		return;
	if (app->options.lab)
		buf_printf(&app->out, "%s: OK\n", app->options.lab);
	else
		buf_add(&app->out, embedded_lab, embedded_lab_length());
}

const struct command command_lab = {
	"lab", COMMAND_LAB, MSG_OPERANDS_NONE, MSG_SUMMARY_LAB, run_lab};
