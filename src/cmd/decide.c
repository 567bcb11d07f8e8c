/* hvlab decide: the answer per use case, in the terminal. */
#include <string.h>

#include "render/render.h"
#include "src/cmd/cmd.h"

/* The use case of --use-case, by id or label; false with a diag that names
 * those there are. */
static bool find_use_case(struct app *app, const struct study *study,
	const struct lab_use_case **found)
{
	const char *wanted = app->options.use_case;
	const struct lab *lab = study->lab;
	const char *known = "";

	*found = NULL;
	for (size_t u = 0; wanted && u < lab->use_case_count; u++) {
		const struct lab_use_case *use_case = &lab->use_cases[u];

		if (strcmp(use_case->id, wanted) == 0 ||
			strcmp(text_in(&use_case->label, app->lang), wanted) ==
				0)
			*found = use_case;
		known = arena_printf(app->arena, "%s%s%s", known,
			*known ? ", " : "", use_case->id);
	}
	if (!wanted || *found)
		return true;
	diag_add(&app->diags, DIAG_ID_USE_CASE_UNKNOWN, NULL, 0, wanted, known);
	return false;
}

static void run_decide(struct app *app)
{
	const struct lab_use_case *use_case;
	struct study study;

	if (load_study(app, true, &study) == 0 &&
		find_use_case(app, &study, &use_case))
		renderer_terminal.render(report_decide(&study, use_case),
			&app->out, &app->diags);
}

const struct command command_decide = {"decide", COMMAND_DECIDE,
	MSG_OPERANDS_LOGS, MSG_SUMMARY_DECIDE, run_decide};
