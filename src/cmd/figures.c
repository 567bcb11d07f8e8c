/* The charts of a document as files in a folder beside it. */
#include "render/render.h"
#include "src/base/output.h"
#include "src/cmd/cmd.h"

static int write_figure(struct app *app, const struct doc *doc,
	const struct doc_figure *figure, const char *folder)
{
	struct buf out = {0};
	int status;

	svg_figure(doc, figure, &out);
	status = output_write(&app->diags,
		arena_printf(app->arena, "%s/%s.svg", folder, figure->name),
		out.data, out.length);
	buf_free(&out);
	return status;
}

int write_figures(struct app *app, const struct doc *doc, const char *directory)
{
	char *folder = arena_printf(app->arena, "%s/" FIGURE_FOLDER, directory);

	if (!doc->figure_count)
		return 0;
	if (output_directory(&app->diags, folder))
		return -1;
	for (const struct doc_node *n = doc->first; n; n = n->next)
		if (n->kind == DOC_FIGURE &&
			write_figure(app, doc, n->figure, folder))
			return -1;
	buf_printf(&app->out, "%s\n", folder);
	return 0;
}
