/* hvlab grade --merge: the parts of a class, graded on several machines. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/cause.h"
#include "src/base/input.h"
#include "src/cmd/grade.h"
#include "src/grade/settle.h"

/* A student of a part. */
struct member {
	const char *id, *from; /* the folder of the part */
};

struct gathering {
	struct grader *grader;
	struct app *app;
	struct arena *scratch; /* for one student */
	struct member *members;
	size_t count, capacity;
	size_t parts; /* of a class that is in several; 0: none is */
	bool *seen;   /* by part, from 1 */
};

/* -- who there is -- */

static void take(struct gathering *g, const char *from, const char *id)
{
	ARENA_ROOM(g->app->arena, g->members, g->count, g->capacity);
	g->members[g->count++] = (struct member){id, from};
}

static int refuse(
	struct gathering *g, const char *from, enum diag_id id, const char *arg)
{
	diag_add(&g->app->diags, id, from, 0, arg);
	return -1;
}

/* Marked as the merge would have it; -1 with a diag. */
static int check_alike(
	struct gathering *g, const char *from, const struct record *record)
{
	const struct grading *grading = &g->grader->grading;

	if (strcmp(record->rubric, grading->rubric_digest) != 0)
		return refuse(g, from, DIAG_ID_MERGE_RUBRIC, NULL);
	if (strcmp(record->language, lang_name(grading->lang)) != 0)
		return refuse(g, from, DIAG_ID_MERGE_LANG, record->language);
	return 0;
}

/* One of several; whole classes may be put together too. */
static int note_part(
	struct gathering *g, const char *from, const struct record *record)
{
	if (record->parts == 1)
		return 0;
	if (!g->parts) {
		g->parts = record->parts;
		g->seen = arena_alloc(g->app->arena, g->parts + 1);
	}
	if (g->parts != record->parts)
		return refuse(g, from, DIAG_ID_MERGE_PARTS,
			arena_printf(g->app->arena, "%zu/%zu", record->part,
				record->parts));
	g->seen[record->part] = true;
	return 0;
}

/* This run's own folder may be one of them. */
static int list_part(struct gathering *g, const char *from)
{
	struct app *app = g->app;
	struct record record;

	if ((!same_file(from, app->options.output) &&
		    output_idle(&app->diags, from)) ||
		!record_read(app, from, &record) ||
		check_alike(g, from, &record) || note_part(g, from, &record))
		return -1;
	for (const char **id = record.ids; *id; id++)
		take(g, from, *id);
	return 0;
}

/* -1 with a diag that names parts that are not there. */
static int check_parts(struct gathering *g)
{
	struct arena *arena = g->app->arena;
	const char *names = "";
	size_t missing = 0;

	for (size_t part = 1; part <= g->parts; part++)
		if (!g->seen[part] && missing++ < NAMED_MAX)
			names = arena_printf(arena, "%s%s%zu/%zu", names,
				*names ? ", " : "", part, g->parts);
	if (missing > NAMED_MAX)
		names = arena_printf(arena, "%s, …", names);
	return missing ? refuse(g, NULL, DIAG_ID_MERGE_MISSING, names) : 0;
}

static int by_id(const void *x, const void *y)
{
	const struct member *a = x, *b = y;

	return strcmp(a->id, b->id);
}

/* Sorted; -1 with a diag when somebody is in two parts, or nobody in any. */
static int list_all(struct gathering *g)
{
	struct diags *diags = &g->app->diags;

	for (const char **o = g->app->operands; *o; o++)
		if (list_part(g, *o))
			return -1;
	if (check_parts(g))
		return -1;
	if (!g->count) {
		diag_add(diags, DIAG_ID_NO_STUDENT, g->app->operands[0], 0,
			NULL);
		return -1;
	}
	qsort(g->members, g->count, sizeof *g->members, by_id);
	for (size_t i = 1; i < g->count; i++)
		if (strcmp(g->members[i - 1].id, g->members[i].id) == 0) {
			diag_add(diags, DIAG_ID_MERGE_TWICE,
				g->members[i].from, 0, g->members[i].id);
			return -1;
		}
	return 0;
}

static const char **ids_of(const struct gathering *g)
{
	const char **ids = arena_alloc(
		g->app->arena, (g->count + 1) * sizeof *ids);

	for (size_t i = 0; i < g->count; i++)
		ids[i] = g->members[i].id;
	return ids;
}

/* -- their files -- */

static char *result_path(
	const struct gathering *g, const char *dir, const char *id)
{
	return path_join(g->scratch, path_join(g->scratch, dir, RESULT_FOLDER),
		arena_printf(g->scratch, "%s.json", id));
}

/* The part's file as this run's; 0, or -1 with a diag. */
static int copy(const struct gathering *g, const char *from, const char *to)
{
	struct diags *diags = &g->app->diags;
	struct buf text = {0};
	int bad;

	if (same_file(from, to))
		return 0;
	bad = input_slurp(from, GRADE_FILE_BYTES, &text);
	if (bad)
		diag_add(diags, DIAG_ID_LAB_UNREADABLE, from, 0,
			cause_text(diags, errno));
	else
		bad = output_write_later(diags, to,
			text.data ? text.data : "", text.length);
	buf_free(&text);
	return bad ? -1 : 0;
}

static int copy_student(const struct gathering *g, const struct member *member)
{
	const char *dir = g->app->options.output, *id = member->id;

	for (enum result_file f = 0; f < RESULT_FILES; f++)
		if (grade_wants(g->grader, f) &&
			copy(g, grade_file(g->scratch, member->from, f, id),
				grade_file(g->scratch, dir, f, id)))
			return -1;
	return copy(g, result_path(g, member->from, id),
		result_path(g, dir, id));
}

/* Whom this run is given marks of, the part may not have been. */
static int settle_student(
	const struct gathering *g, const struct member *member)
{
	struct grader *grader = g->grader;
	struct diags *diags = &g->app->diags;
	struct result *result = grade_result(g->scratch, diags,
		result_path(g, member->from, member->id),
		grader->grading.rubric);
	const char *key = result ? result->key : NULL;

	if (!result)
		return -1;
	result_settle(g->scratch, grader->grading.lang,
		grader->grading.rubric, grader->manual, result);
	return strcmp(key, result->key) == 0
		       ? copy_student(g, member)
		       : grade_store(grader, g->scratch, diags, result);
}

const char **grade_gather(struct grader *grader)
{
	struct gathering g = {.grader = grader,
		.app = grader->app,
		.scratch = arena_new()};
	const char **ids = NULL;
	int bad = list_all(&g);

	if (!bad) {
		ids = ids_of(&g);
		bad = !grade_manual(grader, ids);
	}
	for (size_t i = 0; i < g.count && !bad; i++) {
		arena_reset(g.scratch);
		bad = settle_gives(grader->manual, g.members[i].id)
			      ? settle_student(&g, &g.members[i])
			      : copy_student(&g, &g.members[i]);
	}
	arena_free(g.scratch);
	return bad ? NULL : ids;
}
