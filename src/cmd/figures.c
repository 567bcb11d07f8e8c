/* The charts and pictures of a document as files in a folder beside it. */
#include "render/render.h"
#include "src/base/output.h"
#include "src/cmd/cmd.h"

static int write_chart(struct app *app, const struct doc *doc,
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

/* The bytes as the author gave them. */
static int write_picture(
	struct app *app, const struct doc_picture *p, const char *folder)
{
	if (!p->picture)
		return 0;
	return output_write(&app->diags,
		arena_printf(app->arena, "%s/%s", folder, p->name),
		p->picture->bytes, p->picture->length);
}

static int write_node(struct app *app, const struct doc *doc,
	const struct doc_node *node, const char *folder)
{
	if (node->kind == DOC_FIGURE)
		return write_chart(app, doc, node->figure, folder);
	return node->kind == DOC_PICTURE
		       ? write_picture(app, node->picture, folder)
		       : 0;
}

int write_figures(struct app *app, const struct doc *doc, const char *directory)
{
	char *folder = arena_printf(app->arena, "%s/" FIGURE_FOLDER, directory);

	if (!doc->figure_count && !doc->table_figure_count)
		return 0;
	if (output_directory(&app->diags, folder))
		return -1;
	for (const struct doc_node *n = doc->first; n; n = n->next)
		if (write_node(app, doc, n, folder))
			return -1;
	buf_printf(&app->out, "%s\n", folder);
	return 0;
}
