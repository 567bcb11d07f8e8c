#include "src/model/lab_reader.h"

#include <string.h>

#define ID_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

const char *reader_id(struct lab_reader *reader, const struct json *object)
{
	return json_id(&reader->check, object, ID_CHARACTERS);
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
	return json_choice(&reader->check, node, words);
}
