/* hvlab grade: the teacher's report on the integrity of the class's logs. */
#include <string.h>

#include "render/render.h"
#include "src/base/search.h"
#include "src/cmd/grade.h"

struct examining {
	struct grader *grader;
	struct app *app;
	struct arena *arena; /* of this step alone */
	struct arena *scratch;
	/* those that have an integrity; in the order of their ids */
	struct integrity **students;
	const char **names;	 /* with --names */
	enum sign_level *levels; /* as the results have it */
	size_t count;
	struct class_prints *prints;
	struct integrity_decisions decisions;
};

static char *report_path(const struct examining *e)
{
	return grade_path(e->arena, e->app, NULL, "integrity", ".md");
}

/* NULL with a diag. */
static struct result *load_result(
	const struct examining *e, struct arena *arena, const char *id)
{
	return grade_result(arena, &e->app->diags,
		grade_path(arena, e->app, RESULT_FOLDER, id, ".json"),
		e->grader->grading.rubric);
}

static void keep_result(struct examining *e, const struct result *result)
{
	if (!result->integrity)
		return;
	e->students[e->count] = integrity_outline(e->arena, result->integrity);
	e->levels[e->count] = result->signs;
	if (e->names)
		e->names[e->count] = arena_strdup(e->arena, result->name);
	e->count++;
	class_prints_add(e->prints, result->integrity);
}

static int load_all(struct examining *e, const char *const *ids)
{
	size_t count = 0;

	while (ids[count])
		count++;
	e->students = arena_alloc(e->arena, (count + 1) * sizeof *e->students);
	e->levels = arena_alloc(e->arena, (count + 1) * sizeof *e->levels);
	if (e->app->options.names)
		e->names = arena_alloc(
			e->arena, (count + 1) * sizeof *e->names);
	for (; *ids; ids++) {
		const struct result *result;

		arena_reset(e->scratch);
		result = load_result(e, e->scratch, *ids);
		if (!result)
			return -1;
		keep_result(e, result);
	}
	return 0;
}

/* Prints are read again when two students are compared. */
static const struct integrity *load_prints(
	void *context, size_t index, struct arena *arena)
{
	const struct examining *e = context;
	const struct result *result =
		load_result(e, arena, e->students[index]->id);

	return result ? result->integrity : NULL;
}

static void load_decisions(struct examining *e)
{
	struct buf text = {0};

	if (grade_slurp(e->app, report_path(e), &text) && text.length)
		integrity_decisions(e->arena,
			arena_strndup(e->arena, text.data, text.length),
			text.length, &e->decisions);
	buf_free(&text);
}

static int write_level(
	struct examining *e, const char *id, enum sign_level level)
{
	struct result *result;
	struct buf out = {0};
	int bad;

	arena_reset(e->scratch);
	result = load_result(e, e->scratch, id);
	if (!result)
		return -1;
	result->signs = level;
	result_write(result, &out);
	bad = output_write_later(&e->app->diags,
		grade_path(e->scratch, e->app, RESULT_FOLDER, id, ".json"),
		out.data, out.length);
	buf_free(&out);
	return bad;
}

/* Grades are held and given free as the signs and the teacher say. */
static int settle_levels(struct examining *e,
	const struct integrity_class *class_of, const struct signs *pairs)
{
	const enum sign_level *levels = integrity_open_levels(
		e->arena, class_of, pairs, &e->decisions);

	for (size_t i = 0; i < e->count; i++)
		if (levels[i] != e->levels[i] &&
			write_level(e, e->students[i]->id, levels[i]))
			return -1;
	return 0;
}

static int id_order(const void *item, const void *key)
{
	const struct integrity *const *student = item;

	return strcmp((*student)->id, key);
}

static const char *name_of(void *context, const char *id)
{
	const struct examining *e = context;
	size_t at = search_first(
		e->students, e->count, sizeof *e->students, id, id_order);

	return at < e->count && strcmp(e->students[at]->id, id) == 0
		       ? e->names[at]
		       : NULL;
}

static int add_report(struct examining *e,
	const struct integrity_class *class_of, const struct signs *pairs,
	struct output_set *set)
{
	const struct integrity_names names = {name_of, e};
	const struct doc *doc = integrity_document(e->arena,
		e->grader->grading.lang, class_of, pairs, &e->decisions,
		e->app->options.names ? &names : NULL);
	struct buf out = {0};
	int bad = renderer_markdown.render(doc, &out, &e->app->diags) ||
		  output_add(set,
			  grade_path(e->app->arena, e->app, NULL, "integrity",
				  ".md"),
			  out.data ? out.data : "", out.length);

	buf_free(&out);
	return bad ? -1 : 0;
}

static int examine(struct examining *e, struct output_set *set)
{
	const struct integrity_class class_of = {.students = e->students,
		.count = e->count,
		.rubric = e->grader->grading.rubric,
		.load = load_prints,
		.context = e};
	const struct signs pairs =
		integrity_pairs(e->arena, &class_of, e->prints);

	load_decisions(e);
	return settle_levels(e, &class_of, &pairs) ||
	       add_report(e, &class_of, &pairs, set);
}

int grade_integrity(struct grader *grader, const char *const *ids,
	struct output_set *set)
{
	struct examining e = {.grader = grader,
		.app = grader->app,
		.arena = arena_new(),
		.scratch = arena_new()};
	int bad;

	e.prints = class_prints_new(e.arena, grader->grading.rubric);
	bad = load_all(&e, ids) || examine(&e, set);
	class_prints_free(e.prints);
	arena_free(e.scratch);
	arena_free(e.arena);
	return bad ? -1 : 0;
}
