/* hvlab grade: the teacher's report on the integrity of the class's logs. */
#include <string.h>

#include "render/render.h"
#include "src/cmd/grade.h"

/* What is kept of a result. */
struct examined {
	const char *id, *name;
	const struct integrity *integrity; /* NULL: none */
	enum sign_level signs;		   /* as the result has it */
};

struct examining {
	struct grader *grader;
	struct app *app;
	struct arena *arena; /* of this step alone */
	struct arena *scratch;
	struct examined *results;
	struct integrity **students; /* those that have an integrity */
	size_t count, student_count;
	struct integrity_decisions decisions;
};

static char *report_path(const struct examining *e)
{
	return grade_path(e->arena, e->app, NULL, "integrity", ".md");
}

/* In the scratch arena; NULL with a diag. */
static struct result *load_result(struct examining *e, const char *id)
{
	arena_reset(e->scratch);
	return grade_result(e->scratch, &e->app->diags,
		grade_path(e->scratch, e->app, RESULT_FOLDER, id, ".json"),
		e->grader->grading.rubric);
}

static void keep_result(struct examining *e, const struct result *result)
{
	struct examined *examined = &e->results[e->count++];

	*examined = (struct examined){
		.id = arena_strdup(e->arena, result->id),
		.name = arena_strdup(e->arena, result->name),
		.signs = result->signs,
	};
	if (!result->integrity)
		return;
	e->students[e->student_count] =
		integrity_copy(e->arena, result->integrity);
	examined->integrity = e->students[e->student_count++];
}

static int load_all(struct examining *e, const char *const *ids)
{
	size_t count = 0;

	while (ids[count])
		count++;
	e->results = arena_alloc(e->arena, (count + 1) * sizeof *e->results);
	e->students = arena_alloc(e->arena, (count + 1) * sizeof *e->students);
	for (; *ids; ids++) {
		const struct result *result = load_result(e, *ids);

		if (!result)
			return -1;
		keep_result(e, result);
	}
	return 0;
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
	struct result *result = load_result(e, id);
	struct buf out = {0};
	int bad;

	if (!result)
		return -1;
	result->signs = level;
	result_write(result, &out);
	bad = output_write(&e->app->diags,
		grade_path(e->scratch, e->app, RESULT_FOLDER, id, ".json"),
		out.data, out.length);
	buf_free(&out);
	return bad;
}

/* Grades are held and given free as the signs and the teacher say. */
static int settle_levels(struct examining *e, const struct signs *pairs)
{
	for (size_t i = 0; i < e->count; i++) {
		const struct examined *examined = &e->results[i];
		enum sign_level level = SIGN_INFO;

		if (examined->integrity)
			level = integrity_open_level(e->arena,
				examined->integrity, pairs, &e->decisions);
		if (level != examined->signs &&
			write_level(e, examined->id, level))
			return -1;
	}
	return 0;
}

static const char *name_of(void *context, const char *id)
{
	const struct examining *e = context;

	for (size_t i = 0; i < e->count; i++)
		if (strcmp(e->results[i].id, id) == 0)
			return e->results[i].name;
	return NULL;
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

int grade_integrity(struct grader *grader, const char *const *ids,
	struct output_set *set)
{
	struct examining e = {.grader = grader,
		.app = grader->app,
		.arena = arena_new(),
		.scratch = arena_new()};
	int bad = load_all(&e, ids);

	if (!bad) {
		const struct integrity_class class_of = {
			e.students, e.student_count, grader->grading.rubric};
		const struct signs pairs = integrity_pairs(e.arena, &class_of);

		load_decisions(&e);
		bad = settle_levels(&e, &pairs) ||
		      add_report(&e, &class_of, &pairs, set);
	}
	arena_free(e.scratch);
	arena_free(e.arena);
	return bad ? -1 : 0;
}
