/* hvlab report: the documents. */
#include <string.h>

#include "render/render.h"
#include "src/base/output.h"
#include "src/cmd/cmd.h"

#define OUTPUT_DEFAULT "hvlab-report"

/* What is written: the file, made from which document by which renderer. Only
 * report.json is no document; it comes before the PDF, whose missing glyphs are
 * no part of the result. */
static const struct product {
	const char *format, *file;
	struct doc *(*build)(const struct study *study);
} products[] = {
	{"md", "report.md", report_build},
	{"json", "report.json", NULL},
	{"pdf", "report.pdf", report_build},
	{"csv", "runs.csv", dataset_runs},
	{"csv", "comparison.csv", dataset_comparison},
	{"csv", "decision.csv", dataset_decision},
};

const char *const document_names[] = {"report.md", "report.pdf", "runs.csv",
	"comparison.csv", "decision.csv", "report.json", FIGURE_FOLDER, NULL};

#define PRODUCT_COUNT (sizeof products / sizeof *products)

static const char *const formats[] = {"md", "csv", "pdf", "json", NULL};
#define FORMATS_DEFAULT 7u /* the first three */

static bool wanted(const struct product *product, unsigned bits)
{
	for (unsigned i = 0; formats[i]; i++)
		if (strcmp(formats[i], product->format) == 0)
			return bits & 1u << i;
	return false;
}

/* The document that several products show is built once. */
static const struct doc *build(const struct app *app, const struct study *study,
	const struct product *product, struct doc **report)
{
	if (product->build != report_build)
		return product->build(study);
	if (!*report)
		*report = app->options.summary ? report_summary(study)
					       : report_build(study);
	return *report;
}

static int render(struct app *app, const struct study *study,
	const struct product *product, struct buf *out, struct doc **report)
{
	const char *name = product->format;

	if (!product->build) {
		report_export(study, out);
		return 0;
	}
	if (app->options.csv_excel && strcmp(name, "csv") == 0)
		name = "csv-excel";
	return renderer_find(name)->render(
		build(app, study, product, report), out, &app->diags);
}

/* Everything is rendered before anything is written, so that a failure
 * leaves the old set of files whole. */
static int render_all(struct app *app, const struct study *study, unsigned bits,
	struct buf *outs, struct doc **report)
{
	for (size_t i = 0; i < PRODUCT_COUNT; i++)
		if (wanted(&products[i], bits) &&
			render(app, study, &products[i], &outs[i], report))
			return -1;
	return 0;
}

static int render_study(struct app *app, const struct study *study,
	unsigned bits, struct buf *outs, struct doc **report)
{
	if (!app->options.summary) /* which shows none */
		load_pictures(app, study->author);
	return render_all(app, study, bits, outs, report);
}

static int add_all(struct app *app, struct output_set *set, unsigned bits,
	const struct buf *outs)
{
	for (size_t i = 0; i < PRODUCT_COUNT; i++)
		if (wanted(&products[i], bits) &&
			output_add(set,
				path_join(app->arena, app->options.output,
					products[i].file),
				outs[i].data ? outs[i].data : "",
				outs[i].length))
			return -1;
	return 0;
}

static void list_all(
	struct app *app, const struct output_set *set, const char *folder)
{
	size_t length = strlen(folder);
	bool listed = false;

	for (size_t i = 0; i < set->count; i++) {
		const char *path = set->files[i].path;
		bool inside = strncmp(path, folder, length) == 0 &&
			      path[length] == '/';

		if (!inside || !listed)
			buf_printf(&app->out, "%s\n", inside ? folder : path);
		listed = listed || inside;
	}
}

static void write_all(struct app *app, unsigned bits, const struct buf *outs,
	const struct doc *report)
{
	struct output_set set = {.diags = &app->diags};
	bool figures = wanted(&products[0], bits); /* the Markdown links them */
	const char *folder =
		path_join(app->arena, app->options.output, FIGURE_FOLDER);

	if (output_folder(&set, app->options.output) == 0 &&
		(!figures || add_figures(&set, report, folder) == 0) &&
		add_all(app, &set, bits, outs) == 0 &&
		output_commit(&set) == 0 &&
		(!figures || clean_figures(app, report, folder) == 0))
		list_all(app, &set, folder);
	output_discard(&set);
}

static void run_report(struct app *app)
{
	struct buf outs[PRODUCT_COUNT] = {0};
	struct doc *report = NULL;
	struct study study;
	unsigned bits = FORMATS_DEFAULT;

	if (!app->options.output)
		app->options.output = OUTPUT_DEFAULT;
	if (app->options.format &&
		format_bits(app, app->options.format, formats, &bits))
		return;
	if (app->options.only && app->options.summary) {
		diag_add(&app->diags, DIAG_ID_OPTIONS_APART, NULL, 0, "only",
			"summary");
		return;
	}
	if (load_study(app, true, &study) == 0 &&
		pick_sections(app, app->options.only, &study) == 0 &&
		render_study(app, &study, bits, outs, &report) == 0)
		write_all(app, bits, outs, report);
	for (size_t i = 0; i < PRODUCT_COUNT; i++)
		buf_free(&outs[i]);
}

const struct command command_report = {"report", COMMAND_REPORT,
	MSG_OPERANDS_LOGS, MSG_SUMMARY_REPORT, run_report};
