#include "src/grade/result.h"

#include <math.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/json_write.h"
#include "src/model/quantity.h"

#define SCHEMA "hvlab-grade/1"

static const char *const states[] = {
	[ITEM_RIGHT] = "right",
	[ITEM_NOTE] = "note",
	[ITEM_UNSEEN] = "unseen",
	[ITEM_PARTLY] = "partly",
	[ITEM_WRONG] = "wrong",
	[ITEM_INCOMPLETE] = "incomplete",
	[ITEM_MISSING] = "missing",
};
#define STATES (sizeof states / sizeof *states)

static const char *const files[RESULT_FILES] = {
	[RESULT_MD] = "md",
	[RESULT_PDF] = "pdf",
	[RESULT_GRADESCOPE] = "gradescope",
};

void result_note(
	struct arena *arena, struct result *result, struct result_note note)
{
	ARENA_ROOM(arena, result->notes, result->note_count,
		result->note_capacity);
	result->notes[result->note_count++] = note;
	result->human |= note.human;
}

bool result_needs_human(const struct result *result)
{
	bool review = false;

	for (size_t i = 0; i < result->mark_count; i++)
		review |= result->marks[i].review;
	return result->human || review || result->signs >= SIGN_MEDIUM;
}

bool result_is_held(const struct result *result)
{
	return result->waits || result->signs >= SIGN_STRONG;
}

/* -- writing -- */

struct writing {
	struct json_writer json;
	struct arena *scratch;
};

static void put_number(struct writing *w, const char *key, double value)
{
	json_put_digits(&w->json, key, quantity_exact(w->scratch, value));
}

static void put_place(struct writing *w, const char *file, unsigned line)
{
	json_put(&w->json, "file", file);
	if (line)
		json_put_count(&w->json, "line", line);
}

static void put_item(struct writing *w, const struct result_item *item)
{
	json_open_line(&w->json, NULL, '{');
	json_put(&w->json, "state", states[item->state]);
	put_number(w, "share", item->share);
	put_number(w, "weight", item->weight);
	json_put(&w->json, "side", item->side);
	json_put(&w->json, "subject", item->subject);
	json_put(&w->json, "text", item->text);
	json_put(&w->json, "advice", item->advice);
	put_place(w, item->file, item->line);
	json_close(&w->json, '}');
}

static void put_facts(struct writing *w, const struct gate_facts *facts)
{
	json_open_line(&w->json, "facts", '{');
	json_put_count(&w->json, "words", facts->words);
	json_put_count(&w->json, "cites", facts->cites);
	json_put_count(&w->json, "images", facts->images);
	json_put_count(&w->json, "rows_changed", facts->rows_changed);
	json_put_count(&w->json, "tables", facts->tables);
	put_number(w, "template_share", facts->template_share);
	put_number(w, "choice", facts->choice);
	json_put(&w->json, "any", facts->text);
	json_close(&w->json, '}');
}

static void put_mark(struct writing *w, const struct result_mark *mark)
{
	json_open(&w->json, NULL, '{');
	json_put(&w->json, "criterion", mark->criterion);
	put_number(w, "automatic", mark->automatic);
	put_number(w, "points", mark->effective);
	json_put_bool(&w->json, "manual", mark->manual);
	json_put_bool(&w->json, "review", mark->review);
	json_put_bool(&w->json, "capped", mark->capped);
	json_put(&w->json, "rule", mark->rule);
	json_put(&w->json, "basis", mark->basis);
	json_put(&w->json, "text", mark->text);
	if (mark->facts)
		put_facts(w, mark->facts);
	json_put(&w->json, "comment", mark->comment);
	json_put(&w->json, "lacks", mark->lacks);
	json_open(&w->json, "items", '[');
	for (size_t i = 0; i < mark->count; i++)
		put_item(w, &mark->items[i]);
	json_close(&w->json, ']');
	json_close(&w->json, '}');
}

static void put_figure(struct writing *w, const struct result_figure *figure)
{
	json_open_line(&w->json, NULL, '{');
	json_put(&w->json, "criterion", figure->criterion);
	json_put(&w->json, "metric", figure->metric);
	json_put(&w->json, "side", figure->side);
	put_number(w, "value", figure->value);
	json_close(&w->json, '}');
}

static void put_note(struct writing *w, const struct result_note *note)
{
	json_open_line(&w->json, NULL, '{');
	put_place(w, note->file, note->line);
	json_put(&w->json, "text", note->text);
	json_put_bool(&w->json, "human", note->human);
	json_put_bool(&w->json, "hidden", note->hidden);
	json_close(&w->json, '}');
}

static void put_frame(struct writing *w, const struct result *result)
{
	json_put(&w->json, "schema", SCHEMA);
	json_put(&w->json, "key", result->key);
	json_put(&w->json, "source", result->source);
	json_put(&w->json, "id", result->id);
	json_put(&w->json, "participant", result->participant);
	json_put(&w->json, "name", result->name);
	json_put(&w->json, "team", result->team);
	json_put_bool(&w->json, "dead", result->dead);
	json_put_bool(&w->json, "human", result_needs_human(result));
	json_put_bool(&w->json, "hold", result_is_held(result));
	json_put_bool(&w->json, "waits", result->waits);
	json_put_count(&w->json, "signs", (size_t)result->signs);
	put_number(w, "late", result->late);
	put_number(w, "extension", result->extension);
	put_number(w, "penalty", result->penalty);
	put_number(w, "total", result->total);
	put_number(w, "pending", result->pending);
	json_put_bool(&w->json, "complete", result->complete);
	json_open_line(&w->json, "sizes", '{');
	for (int i = 0; i < RESULT_FILES; i++)
		json_put_count(&w->json, files[i], result->sizes[i]);
	json_close(&w->json, '}');
}

static void put_lists(struct writing *w, const struct result *result)
{
	json_open(&w->json, "marks", '[');
	for (size_t i = 0; i < result->mark_count; i++)
		put_mark(w, &result->marks[i]);
	json_close(&w->json, ']');
	json_open(&w->json, "figures", '[');
	for (size_t i = 0; i < result->figure_count; i++)
		put_figure(w, &result->figures[i]);
	json_close(&w->json, ']');
	json_open(&w->json, "notes", '[');
	for (size_t i = 0; i < result->note_count; i++)
		put_note(w, &result->notes[i]);
	json_close(&w->json, ']');
	json_open(&w->json, "errata", '[');
	for (size_t i = 0; i < result->erratum_count; i++)
		json_put(&w->json, NULL, result->errata[i]);
	json_close(&w->json, ']');
	if (result->integrity)
		integrity_write(&w->json, "integrity", result->integrity);
}

void result_write(const struct result *result, struct buf *out)
{
	struct writing w = {.json = {.out = out}, .scratch = arena_new()};

	json_open(&w.json, NULL, '{');
	put_frame(&w, result);
	put_lists(&w, result);
	json_close(&w.json, '}');
	arena_free(w.scratch);
}

/* -- reading -- */

static const char *text_at(struct json_check *check, const struct json *object,
	const char *key, const char *fallback)
{
	return json_string(check, object, key, fallback);
}

static double number_at(
	struct json_check *check, const struct json *object, const char *key)
{
	return json_number(check, object, key, -1e300, 1e300, NAN);
}

static unsigned line_at(struct json_check *check, const struct json *object)
{
	return (unsigned)json_number(check, object, "line", 0, 4e9, 0);
}

static struct result_item read_item(
	struct json_check *check, const struct json *node)
{
	struct result_item item = {
		.share = number_at(check, node, "share"),
		.weight = number_at(check, node, "weight"),
		.side = text_at(check, node, "side", ""),
		.subject = text_at(check, node, "subject", ""),
		.text = text_at(check, node, "text", ""),
		.advice = text_at(check, node, "advice", NULL),
		.file = text_at(check, node, "file", NULL),
		.line = line_at(check, node),
	};
	const char *state = text_at(check, node, "state", "");

	for (size_t i = 0; i < STATES; i++)
		if (strcmp(states[i], state) == 0)
			item.state = (enum item_state)i;
	return item;
}

static size_t count_at(
	struct json_check *check, const struct json *object, const char *key)
{
	return (size_t)json_number(check, object, key, 0, 1e15, 0);
}

static const struct gate_facts *read_facts(
	struct json_check *check, const struct json *node)
{
	struct gate_facts *facts;

	if (!node)
		return NULL;
	facts = arena_alloc(check->arena, sizeof *facts);
	*facts = (struct gate_facts){
		.words = count_at(check, node, "words"),
		.cites = count_at(check, node, "cites"),
		.images = count_at(check, node, "images"),
		.rows_changed = count_at(check, node, "rows_changed"),
		.tables = count_at(check, node, "tables"),
		.template_share = number_at(check, node, "template_share"),
		.choice = (int)json_number(check, node, "choice", WINNER_UNREAD,
			SIDES - 1, WINNER_BLANK),
		.text = text_at(check, node, "any", ""),
	};
	return facts;
}

static struct result_mark read_mark(
	struct json_check *check, const struct json *node)
{
	const struct json *items = json_array(check, node, "items");
	struct result_mark mark = {
		.criterion = text_at(check, node, "criterion", ""),
		.automatic = number_at(check, node, "automatic"),
		.effective = number_at(check, node, "points"),
		.manual = json_bool(check, node, "manual", false),
		.review = json_bool(check, node, "review", false),
		.capped = json_bool(check, node, "capped", false),
		.rule = text_at(check, node, "rule", ""),
		.basis = text_at(check, node, "basis", ""),
		.text = text_at(check, node, "text", ""),
		.facts = read_facts(
			check, json_object(check, node, "facts")),
		.comment = text_at(check, node, "comment", ""),
		.lacks = text_at(check, node, "lacks", NULL),
	};

	mark.items = arena_alloc(check->arena,
		(json_count(items) + 1) * sizeof *mark.items);
	JSON_EACH (i, items)
		mark.items[mark.count++] = read_item(check, i);
	return mark;
}

static void read_marks(struct json_check *check, const struct json *root,
	struct result *result)
{
	const struct json *marks = json_array(check, root, "marks");

	result->marks = arena_alloc(check->arena,
		(json_count(marks) + 1) * sizeof *result->marks);
	JSON_EACH (i, marks)
		result->marks[result->mark_count++] = read_mark(check, i);
}

static void read_figures(struct json_check *check, const struct json *root,
	struct result *result)
{
	const struct json *figures = json_array(check, root, "figures");

	result->figures = arena_alloc(check->arena,
		(json_count(figures) + 1) * sizeof *result->figures);
	JSON_EACH (i, figures)
		result->figures[result->figure_count++] =
			(struct result_figure){
				text_at(check, i, "criterion", ""),
				text_at(check, i, "metric", ""),
				text_at(check, i, "side", ""),
				number_at(check, i, "value")};
}

static void read_notes(struct json_check *check, const struct json *root,
	struct result *result)
{
	JSON_EACH (i, json_array(check, root, "notes"))
		result_note(check->arena, result,
			(struct result_note){text_at(check, i, "file", NULL),
				line_at(check, i),
				text_at(check, i, "text", ""),
				json_bool(check, i, "human", false),
				json_bool(check, i, "hidden", false)});
	JSON_EACH (i, json_array(check, root, "errata")) {
		ARENA_ROOM(check->arena, result->errata, result->erratum_count,
			result->erratum_capacity);
		result->errata[result->erratum_count++] =
			i->string ? i->string : "";
	}
}

static void read_frame(struct json_check *check, const struct json *root,
	struct result *result)
{
	const struct json *sizes = json_object(check, root, "sizes");

	result->key = text_at(check, root, "key", "");
	result->source = text_at(check, root, "source", "");
	result->id = text_at(check, root, "id", "");
	result->participant = text_at(check, root, "participant", "");
	result->name = text_at(check, root, "name", "");
	result->team = text_at(check, root, "team", "");
	result->dead = json_bool(check, root, "dead", false);
	result->waits = json_bool(check, root, "waits", false);
	result->signs = (enum sign_level)json_number(
		check, root, "signs", 0, SIGN_STRONG, 0);
	result->late = number_at(check, root, "late");
	result->extension = number_at(check, root, "extension");
	result->penalty = number_at(check, root, "penalty");
	result->total = number_at(check, root, "total");
	result->pending = number_at(check, root, "pending");
	result->complete = json_bool(check, root, "complete", false);
	for (int i = 0; i < RESULT_FILES; i++)
		result->sizes[i] = count_at(check, sizes, files[i]);
}

static bool fits_rubric(
	const struct result *result, const struct rubric *rubric)
{
	if (result->mark_count != rubric->criterion_count)
		return false;
	for (size_t i = 0; i < result->mark_count; i++)
		if (strcmp(result->marks[i].criterion,
			    rubric->criteria[i].id) != 0)
			return false;
	return true;
}

static struct result *read_checked(struct json_check *check, const char *text,
	size_t length, const struct rubric *rubric)
{
	const struct json *root = json_parse(check, text, length);
	struct result *result = arena_alloc(check->arena, sizeof *result);

	if (!root || !json_expect(check, root, JSON_OBJECT))
		return NULL;
	read_frame(check, root, result);
	read_marks(check, root, result);
	read_figures(check, root, result);
	read_notes(check, root, result);
	if (json_member(root, "integrity"))
		result->integrity = integrity_read(
			check, json_member(root, "integrity"));
	if (strcmp(text_at(check, root, "schema", ""), SCHEMA) != 0 ||
		!result->id[0] || !fits_rubric(result, rubric)) {
		json_complain(check, root, DIAG_ID_RESULT_ALIEN, NULL);
		return NULL;
	}
	return check->failed ? NULL : result;
}

struct result *result_read(struct arena *arena, struct diags *diags,
	const char *file, const char *text, size_t length,
	const struct rubric *rubric)
{
	struct diags unheard = {.arena = arena};
	struct json_check check = {
		arena, diags ? diags : &unheard, file, false};

	return read_checked(&check, text, length, rubric);
}
