#include "src/grade/integrity.h"

#include <math.h>
#include <string.h>

#include "src/grade/integrity_parts.h"
#include "src/model/quantity.h"

/* -- signs -- */

struct sign *sign_add(struct arena *arena, struct signs *signs,
	enum sign_kind kind, enum sign_level level, const char *student)
{
	struct sign *sign;

	ARENA_ROOM(arena, signs->items, signs->count, signs->capacity);
	sign = &signs->items[signs->count++];
	*sign = (struct sign){
		.kind = kind, .level = level, .student = {student, NULL}};
	return sign;
}

static const char *copy(struct arena *arena, const char *text)
{
	return text && text[0] ? arena_strdup(arena, text) : "";
}

void sign_item_add(
	struct arena *arena, struct sign *sign, struct sign_item item)
{
	item.test = copy(arena, item.test);
	item.field = copy(arena, item.field);
	item.found = copy(arena, item.found);
	item.wanted = copy(arena, item.wanted);
	for (int i = 0; i < 2; i++)
		if (item.file[i])
			item.file[i] = arena_strdup(arena, item.file[i]);
	ARENA_ROOM(arena, sign->items, sign->count, sign->capacity);
	sign->items[sign->count++] = item;
}

bool print_same_vector(const struct print *a, const struct print *b)
{
	for (size_t i = 0; i < a->vector_count; i++)
		for (size_t k = 0; k < b->vector_count; k++)
			if (a->vectors[i].odds <= ODDS_VECTOR &&
				strcmp(a->vectors[i].name,
					b->vectors[k].name) == 0 &&
				strcmp(a->vectors[i].hash,
					b->vectors[k].hash) == 0)
				return true;
	return false;
}

enum sign_level integrity_level(const struct signs *signs, const char *id)
{
	enum sign_level worst = SIGN_INFO;

	for (size_t i = 0; i < signs->count; i++) {
		const struct sign *sign = &signs->items[i];
		bool named = strcmp(sign->student[0], id) == 0 ||
			     (sign->kind >= SIGN_SAME_TEXT &&
				     strcmp(sign->student[1], id) == 0);

		if (named && sign->level > worst)
			worst = sign->level;
	}
	return worst;
}

struct integrity *integrity_student(struct arena *arena, const char *id,
	const struct evidence *evidence, const struct integrity_text *texts,
	size_t text_count, const struct integrity_lab *lab)
{
	struct integrity *integrity = arena_alloc(arena, sizeof *integrity);

	integrity->id = arena_strdup(arena, id);
	integrity_prints(arena, evidence, texts, text_count, integrity);
	integrity_own(arena, evidence, lab, integrity);
	return integrity;
}

/* -- to and from JSON -- */

static const char *const level_names[] = {"S0", "S1", "S2", "S3", NULL};
static const char *const kind_names[] = {"both-sides", "twice", "arithmetic",
	"grid", "disk", "date", "versions", "cache", "unmarked", "foreign",
	"same-text", "same-run", "same-vector", "same-values", NULL};

struct writing {
	struct json_writer *w;
	struct arena *arena;
};

static void put_number(
	const struct writing *writing, const char *key, double value)
{
	json_put_digits(
		writing->w, key, quantity_exact(writing->arena, value));
}

static void put_print(const struct writing *writing, const struct print *print)
{
	struct json_writer *w = writing->w;

	json_open(w, NULL, '{');
	json_put(w, "tool", print->tool);
	json_put(w, "test", print->test);
	put_number(writing, "side", print->side);
	json_put(w, "file", print->file);
	json_put_count(w, "line", print->line);
	json_put(w, "hash", print->hash);
	json_put(w, "fingerprint", print->fingerprint);
	put_number(writing, "fingerprint_odds", print->fingerprint_odds);
	json_put(w, "mark", print->mark);
	json_put(w, "date", print->date);
	json_open(w, "values", '[');
	for (size_t i = 0; i < print->value_count; i++) {
		json_open_line(w, NULL, '{');
		json_put(w, "field", print->values[i].field);
		json_put(w, "raw", print->values[i].raw);
		put_number(writing, "value", print->values[i].value);
		put_number(writing, "step", print->values[i].step);
		json_close(w, '}');
	}
	json_close(w, ']');
	json_open(w, "vectors", '[');
	for (size_t i = 0; i < print->vector_count; i++) {
		json_open_line(w, NULL, '{');
		json_put(w, "name", print->vectors[i].name);
		json_put(w, "hash", print->vectors[i].hash);
		json_put_count(w, "count", print->vectors[i].count);
		put_number(writing, "odds", print->vectors[i].odds);
		json_close(w, '}');
	}
	json_close(w, ']');
	json_close(w, '}');
}

static void put_item(
	const struct writing *writing, const struct sign_item *item)
{
	struct json_writer *w = writing->w;

	json_open_line(w, NULL, '{');
	json_put(w, "kind", kind_names[item->kind]);
	json_put(w, "test", item->test);
	json_put(w, "field", item->field);
	json_put(w, "found", item->found);
	json_put(w, "wanted", item->wanted);
	json_put(w, "file", item->file[0]);
	json_put_count(w, "line", item->line[0]);
	json_put(w, "other_file", item->file[1]);
	json_put_count(w, "other_line", item->line[1]);
	json_close(w, '}');
}

static void put_sign(const struct writing *writing, const struct sign *sign)
{
	struct json_writer *w = writing->w;

	json_open(w, NULL, '{');
	json_put(w, "level", level_names[sign->level]);
	json_put(w, "kind", kind_names[sign->kind]);
	json_put(w, "other", sign->student[1]);
	json_open(w, "items", '[');
	for (size_t i = 0; i < sign->count; i++)
		put_item(writing, &sign->items[i]);
	json_close(w, ']');
	json_close(w, '}');
}

void integrity_write(struct json_writer *w, const char *key,
	const struct integrity *integrity)
{
	struct writing writing = {w, arena_new()};

	json_open(w, key, '{');
	json_put(w, "id", integrity->id);
	json_put(w, "team", integrity->team);
	json_open(w, "prints", '[');
	for (size_t i = 0; i < integrity->print_count; i++)
		put_print(&writing, &integrity->prints[i]);
	json_close(w, ']');
	json_open(w, "signs", '[');
	for (size_t i = 0; i < integrity->signs.count; i++)
		put_sign(&writing, &integrity->signs.items[i]);
	json_close(w, ']');
	json_close(w, '}');
	arena_free(writing.arena);
}

static void read_hash(struct json_check *check, const struct json *node,
	char hash[DIGEST_TEXT])
{
	const char *text = json_string(check, node, "hash", "");

	if (strlen(text) == DIGEST_TEXT - 1)
		memcpy(hash, text, DIGEST_TEXT);
}

static unsigned read_line_number(
	struct json_check *check, const struct json *node, const char *key)
{
	return (unsigned)json_number(check, node, key, 0, 4294967295.0, 0);
}

static void read_value(struct json_check *check, const struct json *node,
	struct print_value *value)
{
	value->field = json_string(check, node, "field", "");
	value->raw = json_string(check, node, "raw", "");
	value->value = json_number(check, node, "value", 0, 1e300, 0);
	value->step = json_number(check, node, "step", 0, 1e300, 0);
}

static void read_vector(struct json_check *check, const struct json *node,
	struct print_vector *vector)
{
	vector->name = json_string(check, node, "name", "");
	read_hash(check, node, vector->hash);
	vector->count = (size_t)json_number(check, node, "count", 0, 1e9, 0);
	vector->odds = json_number(check, node, "odds", -1e6, 0, 0);
}

static void read_print(struct json_check *check, const struct json *node,
	struct print *print)
{
	const struct json *values = json_array(check, node, "values");
	const struct json *vectors = json_array(check, node, "vectors");

	print->tool = json_string(check, node, "tool", "");
	print->test = json_string(check, node, "test", "");
	print->side = (int)json_number(
		check, node, "side", SIDE_UNKNOWN, SIDES - 1, SIDE_UNKNOWN);
	print->file = json_string(check, node, "file", "");
	print->line = read_line_number(check, node, "line");
	read_hash(check, node, print->hash);
	print->fingerprint = json_string(check, node, "fingerprint", NULL);
	print->fingerprint_odds =
		json_number(check, node, "fingerprint_odds", -1e6, 0, 0);
	print->mark = json_string(check, node, "mark", NULL);
	print->date = json_string(check, node, "date", NULL);
	print->values = arena_alloc(
		check->arena, json_count(values) * sizeof *print->values);
	JSON_EACH(value, values)
		read_value(check, value, &print->values[print->value_count++]);
	print->vectors = arena_alloc(
		check->arena, json_count(vectors) * sizeof *print->vectors);
	JSON_EACH(vector, vectors)
		read_vector(
			check, vector, &print->vectors[print->vector_count++]);
}

static enum sign_kind read_kind(
	struct json_check *check, const struct json *node)
{
	int kind = json_choice(
		check, json_need(check, node, "kind"), kind_names);

	return kind < 0 ? SIGN_ARITHMETIC : (enum sign_kind)kind;
}

static void read_item(struct json_check *check, const struct json *node,
	struct sign *sign)
{
	struct sign_item item = {.kind = read_kind(check, node)};

	item.test = json_string(check, node, "test", "");
	item.field = json_string(check, node, "field", "");
	item.found = json_string(check, node, "found", "");
	item.wanted = json_string(check, node, "wanted", "");
	item.file[0] = json_string(check, node, "file", NULL);
	item.file[1] = json_string(check, node, "other_file", NULL);
	item.line[0] = read_line_number(check, node, "line");
	item.line[1] = read_line_number(check, node, "other_line");
	sign_item_add(check->arena, sign, item);
}

static void read_sign(struct json_check *check, const struct json *node,
	struct integrity *integrity)
{
	int level = json_choice(
		check, json_need(check, node, "level"), level_names);
	struct sign *sign = sign_add(check->arena, &integrity->signs,
		read_kind(check, node),
		level < 0 ? SIGN_INFO : (enum sign_level)level, integrity->id);

	sign->student[1] = json_string(check, node, "other", NULL);
	JSON_EACH(item, json_array(check, node, "items"))
		read_item(check, item, sign);
}

struct integrity *integrity_read(
	struct json_check *check, const struct json *node)
{
	struct integrity *integrity =
		arena_alloc(check->arena, sizeof *integrity);
	const struct json *prints;
	bool before = check->failed;

	check->failed = false;
	node = json_expect(check, node, JSON_OBJECT);
	integrity->id = json_string(check, node, "id", "");
	integrity->team = json_string(check, node, "team", NULL);
	prints = json_array(check, node, "prints");
	integrity->prints = arena_alloc(check->arena,
		json_count(prints) * sizeof *integrity->prints);
	JSON_EACH(print, prints)
		read_print(check, print,
			&integrity->prints[integrity->print_count++]);
	JSON_EACH(sign, json_array(check, node, "signs"))
		read_sign(check, sign, integrity);
	if (!node || check->failed)
		integrity = NULL;
	check->failed = check->failed || before;
	return integrity;
}
