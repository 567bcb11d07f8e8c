/* hvlab grade: what a run was and whose results it left, for a merge. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "src/base/cause.h"
#include "src/base/input.h"
#include "src/base/json.h"
#include "src/base/json_write.h"
#include "src/cmd/grade.h"

#define RECORD_SCHEMA "hvlab-grade-run/1"

static char *record_path(const struct app *app, const char *folder)
{
	return path_join(app->arena, folder, "run.json");
}

static void record_write(const struct grader *grader, const char *const *ids,
	struct buf *out)
{
	struct json_writer w = {.out = out};

	json_open(&w, NULL, '{');
	json_put(&w, "schema", RECORD_SCHEMA);
	json_put_count(&w, "part", grader->shard);
	json_put_count(&w, "parts", grader->shards);
	json_put(&w, "rubric", grader->grading.rubric_digest);
	json_put(&w, "language", lang_name(grader->grading.lang));
	json_open(&w, "students", '[');
	for (; *ids; ids++)
		json_put(&w, NULL, *ids);
	json_close(&w, ']');
	json_close(&w, '}');
}

int record_add(const struct grader *grader, const char *const *ids,
	struct output_set *set)
{
	struct buf out = {0};
	int bad;

	record_write(grader, ids, &out);
	bad = output_add(set,
		record_path(grader->app, grader->app->options.output), out.data,
		out.length);
	buf_free(&out);
	return bad;
}

int record_drop(struct app *app)
{
	const char *path = record_path(app, app->options.output);

	return access(path, F_OK) ? 0 : output_remove(&app->diags, path);
}

/* -- reading -- */

static const char *word(const struct json *root, const char *key)
{
	const struct json *node = json_member(root, key);

	return node && node->kind == JSON_STRING ? node->string : "";
}

static size_t number(const struct json *root, const char *key)
{
	const struct json *node = json_member(root, key);

	return node && node->kind == JSON_NUMBER && node->number >= 1 &&
			       node->number <= SHARDS_MAX
		       ? (size_t)node->number
		       : 0;
}

/* False when one of them would lead out of the folder. */
static bool read_ids(
	struct arena *arena, const struct json *list, struct record *record)
{
	record->ids = arena_alloc(
		arena, (json_count(list) + 1) * sizeof *record->ids);
	JSON_EACH (node, list) {
		if (node->kind != JSON_STRING || !node->string[0] ||
			strchr(node->string, '/'))
			return false;
		record->ids[node->index] = node->string;
	}
	return true;
}

static bool read_text(
	struct arena *arena, const struct buf *text, struct record *record)
{
	const struct json *root =
		text->length ? json_parse_log(arena, text->data, text->length, 1)
			     : NULL;

	*record = (struct record){.part = number(root, "part"),
		.parts = number(root, "parts"),
		.rubric = word(root, "rubric"),
		.language = word(root, "language")};
	return strcmp(word(root, "schema"), RECORD_SCHEMA) == 0 &&
	       record->part && record->part <= record->parts &&
	       read_ids(arena, json_member(root, "students"), record);
}

bool record_read(struct app *app, const char *folder, struct record *record)
{
	struct buf text = {0};
	bool whole = input_slurp(record_path(app, folder), GRADE_FILE_BYTES,
			     &text) == 0 &&
		     read_text(app->arena, &text, record);

	buf_free(&text);
	if (!whole)
		diag_add(&app->diags, DIAG_ID_RECORD_NONE, folder, 0, NULL);
	return whole;
}
