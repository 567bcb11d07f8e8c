/* hvlab plan: how to measure; with logs, how much more there is to measure. */
#include "render/render.h"
#include "src/cmd/plan.h"

#define NUMBER_MAX 1000
#define RUNS_DEFAULT 5
#define SEED_DEFAULT 1

static void print_script(struct app *app, struct plan *plan)
{
	static const char *const nobody[] = {NULL};

	plan->lab = load_lab(app, nobody);
	if (!plan->lab)
		return;
	plan_steps(app, plan);
	if (plan->step_count)
		plan_script(app, plan);
	else
		diag_add(&app->diags, DIAG_ID_PLAN_EMPTY, NULL, 0, NULL);
}

/* The script measures; what concerns logs says nothing to it. */
static bool only_for_logs(struct app *app)
{
	const struct options *o = &app->options;
	const struct {
		const char *name, *value;
	} given[] = {{"confidence", o->confidence}, {"margin", o->margin},
		{"exclude", o->exclude}, {"baseline", o->baseline},
		{"author-file", o->author_file}};

	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		if (given[i].value) {
			diag_add(&app->diags, DIAG_ID_PLAN_LOGS, NULL, 0,
				given[i].name);
			return true;
		}
	return false;
}

static void print_needs(struct app *app)
{
	struct study study;

	if (app->options.runs || app->options.seed)
		diag_add(&app->diags, DIAG_ID_PLAN_OPTION, NULL, 0,
			app->options.runs ? "runs" : "seed");
	else if (load_study(app, false, &study) == 0)
		renderer_terminal.render(
			report_plan(&study), &app->out, &app->diags);
}

static void run_plan(struct app *app)
{
	struct plan plan = {.runs = RUNS_DEFAULT, .seed = SEED_DEFAULT};

	if (option_number(app, "runs", app->options.runs, NUMBER_MAX,
		    &plan.runs) ||
		option_number(app, "seed", app->options.seed, SEED_MAX,
			&plan.seed))
		return;
	if (app->operands[0])
		print_needs(app);
	else if (!only_for_logs(app))
		print_script(app, &plan);
}

const struct command command_plan = {
	"plan", COMMAND_PLAN, MSG_OPERANDS_PLAN, MSG_SUMMARY_PLAN, run_plan};
