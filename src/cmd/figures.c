/* The charts and pictures of a document as files in a folder beside it. */
#include <string.h>
#include <unistd.h>

#include "render/render.h"
#include "src/base/input.h"
#include "src/cmd/cmd.h"

/* The first line of a chart says whose file it is. */
#define MARKER "<!-- figure of hvlab -->\n"
#define ENDING ".svg"
/* No chart is that large. */
#define CHART_MAX ((size_t)64 * 1024 * 1024)

static int add_chart(struct output_set *set, const struct doc *doc,
	const struct doc_figure *figure, const char *folder)
{
	struct buf out = {0};
	int status;

	buf_puts(&out, MARKER);
	svg_figure(doc, figure, &out);
	status = output_add(set,
		arena_printf(set->diags->arena, "%s/%s" ENDING, folder,
			figure->name),
		out.data, out.length);
	buf_free(&out);
	return status;
}

/* The bytes as the author gave them. */
static int add_picture(
	struct output_set *set, const struct doc_picture *p, const char *folder)
{
	if (!p->picture)
		return 0;
	return output_add(set,
		arena_printf(set->diags->arena, "%s/%s", folder, p->name),
		p->picture->bytes, p->picture->length);
}

static int add_node(struct output_set *set, const struct doc *doc,
	const struct doc_node *node, const char *folder)
{
	if (node->kind == DOC_FIGURE)
		return add_chart(set, doc, node->figure, folder);
	return node->kind == DOC_PICTURE
		       ? add_picture(set, node->picture, folder)
		       : 0;
}

int add_figures(
	struct output_set *set, const struct doc *doc, const char *folder)
{
	if (!doc->figure_count && !doc->table_figure_count)
		return 0;
	if (output_folder(set, folder))
		return -1;
	for (const struct doc_node *n = doc->first; n; n = n->next)
		if (add_node(set, doc, n, folder))
			return -1;
	return 0;
}

/* "12-forest.svg", "t8-forest.svg" */
static bool has_chart_name(const char *name)
{
	size_t digits, letters;

	name += *name == 't';
	digits = strspn(name, "0123456789");
	if (!digits || name[digits] != '-')
		return false;
	name += digits + 1;
	letters = strspn(name, "abcdefghijklmnopqrstuvwxyz-");
	return letters && strcmp(name + letters, ENDING) == 0;
}

/* Only its name and its first line together make a file ours. */
static bool is_ours(const char *folder, const char *name)
{
	struct buf file = {0};
	bool ours = has_chart_name(name) &&
		    input_slurp_below(folder, name, CHART_MAX, &file) == 0 &&
		    file.length > strlen(MARKER) &&
		    memcmp(file.data, MARKER, strlen(MARKER)) == 0;

	buf_free(&file);
	return ours;
}

static bool is_shown(const struct doc *doc, const char *name)
{
	for (const struct doc_node *n = doc->first; n; n = n->next) {
		size_t length;

		if (n->kind != DOC_FIGURE)
			continue;
		length = strlen(n->figure->name);
		if (strncmp(n->figure->name, name, length) == 0 &&
			strcmp(name + length, ENDING) == 0)
			return true;
	}
	return false;
}

/* What a document made before has left and this one does not show. */
static int remove_stale(struct app *app, const struct doc *doc,
	const char *folder, const char *const *names)
{
	size_t removed = 0;

	for (; *names; names++) {
		if (is_shown(doc, *names) || !is_ours(folder, *names))
			continue;
		if (output_remove(
			    &app->diags, path_join(app->arena, folder, *names)))
			return -1;
		removed++;
	}
	/* not when anything else is in it */
	if (removed)
		rmdir(folder);
	return 0;
}

int clean_figures(struct app *app, const struct doc *doc, const char *folder)
{
	const char **names = NULL;

	if (access(folder, F_OK) == 0)
		names = walk_names(app, folder);
	return names ? remove_stale(app, doc, folder, names) : 0;
}
