/* hvlab init: an author's file to fill in. */
#include <sys/stat.h>

#include "src/base/output.h"
#include "src/cmd/cmd.h"

static bool exists(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

static void run_init(struct app *app)
{
	static const char *const nobody[] = {NULL};
	struct buf text = {0};
	struct lab *lab;
	char *path;

	if (!app->operands[0] || app->operands[1]) {
		diag_add(&app->diags, DIAG_ID_ONE_FOLDER, NULL, 0, NULL);
		return;
	}
	lab = load_lab(app, nobody);
	if (!lab || output_directory(&app->diags, app->operands[0]))
		return;
	path = arena_printf(app->arena, "%s/%s", app->operands[0], AUTHOR_FILE);
	if (exists(path) && !app->options.force) {
		diag_add(&app->diags, DIAG_ID_EXISTS, path, 0, NULL);
		return;
	}
	author_template(lab, app->lang, &text);
	if (output_write(&app->diags, path, text.data, text.length) == 0)
		buf_printf(&app->out, "%s\n", path);
	buf_free(&text);
}

const struct command command_init = {
	"init", COMMAND_INIT, MSG_OPERANDS_FOLDER, MSG_SUMMARY_INIT, run_init};
