/* The frame of a lab definition: names, settings, systems, sources. */
#include <string.h>

#include "src/model/lab_reader.h"

static void read_sources(struct lab_reader *reader, const struct json *root)
{
	static const char *const keys[] = {"label", "url", NULL};
	const struct json *object =
		json_object(&reader->check, root, "sources");
	struct lab *lab = reader->lab;

	lab->sources =
		READER_ARRAY(reader, json_count(object), struct lab_source);
	JSON_EACH (m, object) {
		struct lab_source *source = &lab->sources[lab->source_count++];

		json_only(&reader->check, m, keys);
		source->id = m->key;
		source->label = reader_label(reader, m, "label");
		source->url = json_string(&reader->check, m, "url", NULL);
	}
}

static const char **read_aliases(
	struct lab_reader *reader, const struct json *object, const char *id)
{
	const struct json *array =
		json_array(&reader->check, object, "aliases");
	const char **aliases =
		READER_ARRAY(reader, json_count(array) + 2, const char *);
	size_t count = 0;

	aliases[count++] = id;
	JSON_EACH (i, array)
		if (json_expect(&reader->check, i, JSON_STRING) && i->string[0])
			aliases[count++] = i->string;
	return aliases;
}

/* A name that two systems claim would put logs on the wrong side. */
static void check_aliases(struct lab_reader *reader, const struct json *object,
	const struct lab_system *system)
{
	struct lab before = *reader->lab;

	before.system_count = (size_t)(system - reader->lab->systems);
	for (const char **a = system->aliases; *a; a++)
		if (lab_system_alias(&before, *a) >= 0)
			json_complain(
				&reader->check, object, DIAG_ID_LAB_TWICE, *a);
}

static void read_system(struct lab_reader *reader, const struct json *object)
{
	static const char *const keys[] = {
		"id", "name", "short", "aliases", "baseline", NULL};
	struct lab *lab = reader->lab;
	struct lab_system *system = &lab->systems[lab->system_count++];
	struct text short_name;

	json_only(&reader->check, object, keys);
	system->id = reader_id(reader, object);
	system->name = reader_label(reader, object, "name");
	short_name = json_text_of(&reader->check, object, "short");
	lab_set_short_name(reader->check.arena, system,
		text_empty(&short_name) ? system->name : short_name);
	system->aliases = read_aliases(reader, object, system->id);
	check_aliases(reader, object, system);
	system->baseline = json_bool(&reader->check, object, "baseline", false);
}

static void add_system(struct lab_reader *reader, const char *id)
{
	struct lab *lab = reader->lab;
	struct lab_system *system = &lab->systems[lab->system_count++];

	*system = (struct lab_system){.id = id, .name = {{id, id}}};
	lab_set_short_name(reader->check.arena, system, system->name);
	system->aliases = read_aliases(reader, NULL, id);
}

static void read_systems(struct lab_reader *reader, const struct json *root,
	const char *const *extra)
{
	const struct json *array = json_expect(&reader->check,
		json_need(&reader->check, root, "systems"), JSON_ARRAY);
	size_t extras = 0;

	while (extra[extras])
		extras++;
	reader->lab->systems = READER_ARRAY(
		reader, json_count(array) + extras, struct lab_system);
	JSON_EACH (i, array)
		read_system(reader, i);
	for (size_t i = 0; i < extras; i++)
		if (lab_system_alias(reader->lab, extra[i]) < 0)
			add_system(reader, extra[i]);
}

static void read_categories(struct lab_reader *reader, const struct json *root)
{
	static const char *const keys[] = {"id", "label", NULL};
	const struct json *array =
		json_array(&reader->check, root, "categories");
	struct lab *lab = reader->lab;

	lab->categories =
		READER_ARRAY(reader, json_count(array), struct lab_category);
	JSON_EACH (i, array) {
		struct lab_category *category =
			&lab->categories[lab->category_count++];

		json_only(&reader->check, i, keys);
		category->id = reader_id(reader, i);
		category->label = reader_label(reader, i, "label");
	}
}

static void read_settings(struct lab_reader *reader, const struct json *root)
{
	static const char *const keys[] = {
		"confidence", "margin", "assumed_cv", "swing", NULL};
	struct json_check *check = &reader->check;
	const struct json *object = json_object(check, root, "settings");
	struct lab *lab = reader->lab;

	if (object)
		json_only(check, object, keys);
	lab->confidence =
		json_number(check, object, "confidence", 0.5, 0.9999, 0.95);
	lab->margin = json_number(check, object, "margin", 1e-6, 1.0, 0.03);
	lab->assumed_cv =
		json_number(check, object, "assumed_cv", 1e-6, 1.0, 0.03);
	lab->swing = json_number(check, object, "swing", 1.01, 1000.0, 1.5);
}

static void read_names(struct lab_reader *reader, const struct json *root)
{
	struct lab *lab = reader->lab;

	json_need(&reader->check, root, "format");
	json_number(&reader->check, root, "format", 1, 1, 1);
	lab->id = reader_id(reader, root);
	lab->title = reader_label(reader, root, "title");
	lab->subtitle = json_text_of(&reader->check, root, "subtitle");
	lab->institution = json_text_of(&reader->check, root, "institution");
	lab->intro = json_text_of(&reader->check, root, "intro");
}

struct lab *lab_read(struct arena *arena, struct diags *diags, const char *file,
	const char *text, size_t length, const char *const *extra)
{
	static const char *const keys[] = {"format", "id", "title", "subtitle",
		"institution", "intro", "settings", "sources", "systems",
		"categories", "facts", "tests", "matrices", "criteria",
		"use_cases", "strengths", "needs", "checklist", "sections",
		"rules", NULL};
	struct lab_reader reader = {.check = {arena, diags, file, false}};
	const struct json *root = json_parse(&reader.check, text, length);

	if (!root || !json_expect(&reader.check, root, JSON_OBJECT))
		return NULL;
	reader.lab = arena_alloc(arena, sizeof *reader.lab);
	json_only(&reader.check, root, keys);
	read_names(&reader, root);
	read_settings(&reader, root);
	read_sources(&reader, root);
	read_systems(&reader, root, extra);
	read_categories(&reader, root);
	reader_facts(&reader, root);
	reader_tests(&reader, root);
	reader_matrices(&reader, root);
	reader_criteria(&reader, root);
	reader_use_cases(&reader, root);
	reader_strengths(&reader, root);
	reader_needs(&reader, root);
	reader_checklist(&reader, root);
	reader_rules(&reader, root);
	reader_sections(&reader, root);
	return reader.check.failed ? NULL : reader.lab;
}

static struct lab_use_case *use_case_find(struct lab *lab, const char *id)
{
	for (size_t u = 0; u < lab->use_case_count; u++)
		if (strcmp(lab->use_cases[u].id, id) == 0)
			return &lab->use_cases[u];
	return NULL;
}

int lab_read_weights(struct arena *arena, struct diags *diags, const char *file,
	const char *text, size_t length, struct lab *lab)
{
	struct lab_reader reader = {{arena, diags, file, false}, lab};
	const struct json *root = json_parse(&reader.check, text, length);

	if (!root || !json_expect(&reader.check, root, JSON_OBJECT))
		return -1;
	JSON_EACH (m, root) {
		struct lab_use_case *use_case = use_case_find(lab, m->key);

		if (!use_case)
			json_complain(
				&reader.check, m, DIAG_ID_LAB_USE_CASE, m->key);
		else
			reader_weights(&reader,
				json_expect(&reader.check, m, JSON_OBJECT),
				use_case->weights);
	}
	return reader.check.failed ? -1 : 0;
}
