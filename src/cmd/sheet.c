/* hvlab sheet: each student's lab sheet, with a word of his own. */
#include <errno.h>
#include <string.h>

#include "render/render.h"
#include "src/base/cause.h"
#include "src/base/input.h"
#include "src/cmd/cmd.h"
#include "src/grade/nonce.h"

#define SHEETS_DEFAULT "hvlab-sheets"
/* Far more than the worksheet of any class. */
#define ROSTER_BYTES (64u << 20)

static const char *const formats[] = {"md", "pdf", NULL};
#define FORMATS_ALL 3u

static int write_one(struct app *app, struct arena *arena,
	const struct doc *doc, const struct nonce *nonce, const char *format)
{
	struct buf out = {0};
	const char *path = path_join(arena, app->options.output,
		arena_printf(
			arena, "%s.%s", nonce_file(arena, nonce), format));
	int failed =
		renderer_find(format)->render(doc, &out, &app->diags) ||
		output_write_later(&app->diags, path, out.data, out.length);

	buf_free(&out);
	return failed;
}

static int write_sheet(struct app *app, struct arena *arena,
	const struct lab *lab, const struct nonce *nonce, unsigned bits)
{
	const struct doc *doc = nonce_sheet(arena, app->lang, lab, nonce);

	for (unsigned i = 0; formats[i]; i++)
		if (bits & 1u << i &&
			write_one(app, arena, doc, nonce, formats[i]))
			return -1;
	return 0;
}

struct nonces *load_roster(struct app *app, const struct lab *lab)
{
	const char *path = app->options.roster;
	const char *seed = app->options.seed ? app->options.seed : lab->id;
	struct buf text = {0};
	struct nonces *nonces = NULL;

	if (!path)
		diag_add(&app->diags, DIAG_ID_ROSTER_NEEDED, NULL, 0, NULL);
	else if (input_slurp(path, ROSTER_BYTES, &text))
		diag_add(&app->diags, DIAG_ID_LAB_UNREADABLE, path, 0,
			cause_text(&app->diags, errno));
	else
		nonces = nonce_roster(app->arena, &app->diags, path,
			arena_strndup(app->arena, text.data ? text.data : "",
				text.length),
			text.length, seed);
	buf_free(&text);
	return nonces;
}

/* One after the other: a class has thousands, and each sheet is whole. */
static void write_all(struct app *app, const struct lab *lab,
	const struct nonces *nonces, unsigned bits)
{
	struct arena *arena = arena_new();
	const char *dir = app->options.output;
	bool sole;
	int claim = output_claim(&app->diags, dir, &sole);

	for (size_t i = 0; i < nonces->count && claim >= 0; i++) {
		if (write_sheet(app, arena, lab, &nonces->items[i], bits))
			break;
		arena_reset(arena);
	}
	arena_free(arena);
	if (claim >= 0 && output_sync(&app->diags, dir, claim) == 0)
		buf_printf(&app->out, "%s\n", dir);
}

static void run_sheet(struct app *app)
{
	static const char *const nobody[] = {NULL};
	unsigned bits = FORMATS_ALL;
	const struct nonces *nonces;
	const struct lab *lab;

	if (app->operands[0]) {
		diag_add(&app->diags, DIAG_ID_NO_OPERANDS, NULL, 0,
			app->operands[0]);
		return;
	}
	if (!app->options.output)
		app->options.output = SHEETS_DEFAULT;
	if (app->options.format &&
		format_bits(app, app->options.format, formats, &bits))
		return;
	lab = load_lab(app, nobody);
	if (!lab)
		return;
	nonces = load_roster(app, lab);
	if (nonces && output_directory(&app->diags, app->options.output) == 0)
		write_all(app, lab, nonces, bits);
}

const struct command command_sheet = {"sheet", COMMAND_SHEET,
	MSG_OPERANDS_SHEET, MSG_SUMMARY_SHEET, run_sheet};
