/* hvlab grade --merge: the parts of a class, graded on several machines. */
#include <string.h>

#include "src/cmd/grade.h"

struct gathering {
	struct grader *grader;
	struct app *app;
	const char *from; /* the folder of a part */
	const char **ids;
	size_t count, capacity;
};

/* The part's file as this run's; 0, or -1 with a diag. */
static int copy(
	struct gathering *g, const char *folder, const char *name, bool must)
{
	struct app *app = g->app;
	const char *from = path_join(app->arena,
		path_join(app->arena, g->from, folder), name);
	const char *to = path_join(app->arena,
		path_join(app->arena, app->options.output, folder), name);
	struct buf text = {0};
	int bad = 0;

	if (grade_slurp(app, from, &text))
		bad = same_file(from, to)
			      ? 0
			      : output_write_later(&app->diags, to,
					text.data ? text.data : "",
					text.length);
	else if (must)
		bad = -1;
	buf_free(&text);
	return bad || diags_worst(&app->diags) >= DIAG_ERROR ? -1 : 0;
}

static bool is_known(const struct gathering *g, const char *id)
{
	for (size_t i = 0; i < g->count; i++)
		if (strcmp(g->ids[i], id) == 0)
			return true;
	return false;
}

static int copy_student(struct gathering *g, const char *id)
{
	struct arena *arena = g->app->arena;

	for (unsigned i = 0; grade_formats[i]; i++)
		if ((g->grader->formats & 1u << i) &&
			copy(g, FEEDBACK_FOLDER,
				arena_printf(arena, "%s.%s", id,
					grade_formats[i]),
				true))
			return -1;
	if (g->app->options.gradescope &&
		copy(g, "gradescope", arena_printf(arena, "%s.json", id), true))
		return -1;
	return copy(
		g, RESULT_FOLDER, arena_printf(arena, "%s.json", id), true);
}

/* "ID.json" */
static int take(struct gathering *g, const char *name)
{
	size_t length = strlen(name);
	const char *id;

	if (length < 6 || strcmp(name + length - 5, ".json") != 0)
		return 0;
	id = arena_strndup(g->app->arena, name, length - 5);
	if (is_known(g, id)) {
		diag_add(&g->app->diags, DIAG_ID_MERGE_TWICE, g->from, 0, id);
		return -1;
	}
	ARENA_ROOM(g->app->arena, g->ids, g->count, g->capacity);
	g->ids[g->count++] = id;
	return copy_student(g, id);
}

static int take_part(struct gathering *g)
{
	const char **names = walk_names(
		g->app, path_join(g->app->arena, g->from, RESULT_FOLDER));

	if (!names)
		diag_add(&g->app->diags, DIAG_ID_NO_STUDENT, g->from, 0, NULL);
	for (; names && *names; names++)
		if (take(g, *names))
			return -1;
	return names ? 0 : -1;
}

const char **grade_gather(struct grader *grader)
{
	struct gathering g = {.grader = grader, .app = grader->app};

	for (const char **o = g.app->operands; *o; o++) {
		g.from = *o;
		if (take_part(&g))
			return NULL;
	}
	if (!g.count) {
		diag_add(&g.app->diags, DIAG_ID_NO_STUDENT, g.from, 0, NULL);
		return NULL;
	}
	grade_sort(g.ids, g.count);
	ARENA_ROOM(g.app->arena, g.ids, g.count, g.capacity);
	g.ids[g.count] = NULL;
	return g.ids;
}
