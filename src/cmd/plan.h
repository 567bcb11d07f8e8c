/* plan: what the script of `hvlab plan` runs, and its text. */
#ifndef HVLAB_PLAN_H
#define HVLAB_PLAN_H

#include "src/cmd/cmd.h"

enum plan_kind { PLAN_HOST, PLAN_PATH, PLAN_FIO, PLAN_DIRECT };

struct plan_step {
	const char *id; /* names its file */
	const char *label;
	const char *command;
	enum plan_kind kind;
};

struct plan {
	const struct lab *lab;
	struct plan_step *steps;
	size_t step_count, step_capacity;
	const char *tools, *path_tools; /* names separated by blanks */
	unsigned long runs, seed;
};

/* plan_steps.c: every test of the lab that has a command, and the fio tests
 * once more with direct access. */
void plan_steps(struct app *app, struct plan *plan);

/* plan_script.c: the script to `app->out`. */
void plan_script(struct app *app, const struct plan *plan);

#endif
