/* hvlab report: the documents. */
#include <string.h>

#include "render/render.h"
#include "src/base/output.h"
#include "src/cmd/cmd.h"

#define OUTPUT_DEFAULT "hvlab-report"

/* What is written: the file, made from which document by which renderer. */
static const struct product {
	const char *format, *file;
	struct doc *(*build)(const struct study *study);
} products[] = {
	{"md", "report.md", report_build},
	{"pdf", "report.pdf", report_build},
	{"csv", "runs.csv", dataset_runs},
	{"csv", "comparison.csv", dataset_comparison},
	{"csv", "decision.csv", dataset_decision},
};

const char *const document_names[] = {"report.md", "report.pdf", "runs.csv",
	"comparison.csv", "decision.csv", NULL};

#define PRODUCT_COUNT (sizeof products / sizeof *products)

static const char *const formats[] = {"md", "csv", "pdf", NULL};

static bool wanted(const struct product *product, unsigned bits)
{
	for (unsigned i = 0; formats[i]; i++)
		if (strcmp(formats[i], product->format) == 0)
			return bits & 1u << i;
	return false;
}

/* Everything is rendered before anything is written, so that a failure
 * leaves the old set of files whole. */
static int render_all(struct app *app, const struct study *study, unsigned bits,
	struct buf *outs)
{
	struct doc *report = NULL;

	for (size_t i = 0; i < PRODUCT_COUNT; i++) {
		const struct product *p = &products[i];
		struct doc *doc;

		if (!wanted(p, bits))
			continue;
		if (p->build == report_build && report)
			doc = report;
		else
			doc = p->build(study);
		if (p->build == report_build)
			report = doc;
		if (renderer_find(p->format)->render(
			    doc, &outs[i], &app->diags))
			return -1;
	}
	return 0;
}

static void write_all(struct app *app, const char *directory, unsigned bits,
	const struct buf *outs)
{
	if (output_directory(&app->diags, directory))
		return;
	for (size_t i = 0; i < PRODUCT_COUNT; i++) {
		char *path = arena_printf(
			app->arena, "%s/%s", directory, products[i].file);

		if (!wanted(&products[i], bits))
			continue;
		if (output_write(&app->diags, path,
			    outs[i].data ? outs[i].data : "", outs[i].length))
			return;
		buf_printf(&app->out, "%s\n", path);
	}
}

static void run_report(struct app *app)
{
	struct buf outs[PRODUCT_COUNT] = {0};
	struct study study;
	unsigned bits = ~0u;

	if (!app->options.output)
		app->options.output = OUTPUT_DEFAULT;
	if (app->options.format &&
		format_bits(app, app->options.format, formats, &bits))
		return;
	if (load_study(app, true, &study) == 0 &&
		render_all(app, &study, bits, outs) == 0)
		write_all(app, app->options.output, bits, outs);
	for (size_t i = 0; i < PRODUCT_COUNT; i++)
		buf_free(&outs[i]);
}

const struct command command_report = {"report", COMMAND_REPORT,
	MSG_OPERANDS_LOGS, MSG_SUMMARY_REPORT, run_report};
