#include "src/model/lab_reader.h"

#include <string.h>

#define ID_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

const char *reader_id(struct lab_reader *reader, const struct json *object)
{
	const char *id = json_string(&reader->check, object, "id", NULL);

	if (!json_need(&reader->check, object, "id") || !id)
		return "";
	if (!id[0] || id[strspn(id, ID_CHARACTERS)])
		json_complain(&reader->check, json_member(object, "id"),
			DIAG_ID_LAB_ID, id);
	JSON_EACH (o, object->parent) {
		const struct json *other = json_member(o, "id");

		if (o != object && o->index < object->index && other &&
			other->kind == JSON_STRING &&
			strcmp(other->string, id) == 0)
			json_complain(&reader->check, json_member(object, "id"),
				DIAG_ID_LAB_TWICE, id);
	}
	return id;
}

struct text reader_label(
	struct lab_reader *reader, const struct json *object, const char *key)
{
	return json_text(
		&reader->check, json_need(&reader->check, object, key));
}

int reader_system(
	struct lab_reader *reader, const struct json *node, const char *id)
{
	int system = lab_system_find(reader->lab, id);

	if (system < 0)
		json_complain(&reader->check, node, DIAG_ID_LAB_SYSTEM, id);
	return system;
}

const struct lab_source *reader_source(
	struct lab_reader *reader, const struct json *object)
{
	const char *id = json_string(&reader->check, object, "source", NULL);

	for (size_t i = 0; id && i < reader->lab->source_count; i++)
		if (strcmp(reader->lab->sources[i].id, id) == 0)
			return &reader->lab->sources[i];
	if (id)
		json_complain(&reader->check, json_member(object, "source"),
			DIAG_ID_LAB_SOURCE, id);
	return NULL;
}

bool *reader_system_set(struct lab_reader *reader, const struct json *array)
{
	bool *set = READER_ARRAY(reader, reader->lab->system_count, bool);

	JSON_EACH (i, array) {
		int system = -1;

		if (json_expect(&reader->check, i, JSON_STRING))
			system = reader_system(reader, i, i->string);
		if (system >= 0)
			set[system] = true;
	}
	return set;
}

struct text *reader_system_texts(
	struct lab_reader *reader, const struct json *object)
{
	struct text *texts =
		READER_ARRAY(reader, reader->lab->system_count, struct text);

	JSON_EACH (m, object) {
		int system = reader_system(reader, m, m->key);

		if (system >= 0)
			texts[system] = json_text(&reader->check, m);
	}
	return texts;
}

struct text_list reader_texts(
	struct lab_reader *reader, const struct json *array)
{
	struct text_list list = {0};

	list.items = READER_ARRAY(reader, json_count(array), struct text);
	JSON_EACH (i, array)
		list.items[list.count++] = json_text(&reader->check, i);
	return list;
}

struct lab_correction reader_correction(
	struct lab_reader *reader, const struct json *object)
{
	static const char *const keys[] = {"text", "source", NULL};
	struct lab_correction correction = {0};
	const struct json *node =
		json_object(&reader->check, object, "correction");

	if (!node)
		return correction;
	json_only(&reader->check, node, keys);
	correction.text = reader_label(reader, node, "text");
	correction.source = reader_source(reader, node);
	return correction;
}

int reader_choice(struct lab_reader *reader, const struct json *node,
	const char *const *words)
{
	struct json_check *check = &reader->check;
	char *all = arena_strdup(check->arena, words[0]);

	if (!json_expect(check, node, JSON_STRING) || !node)
		return -1;
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], node->string) == 0)
			return i;
	for (int i = 1; words[i]; i++)
		all = arena_printf(check->arena, "%s, %s", all, words[i]);
	json_complain(check, node, DIAG_ID_LAB_CHOICE, node->string, all);
	return -1;
}
