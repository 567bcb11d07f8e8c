#include "src/model/author.h"

#include <math.h>
#include <string.h>

#include "src/model/lab_reader.h"

/* T that says something: an empty string is as good as absent. */
static struct text said(struct lab_reader *reader, const struct json *node)
{
	struct text text = json_text(&reader->check, node);

	return text_empty(&text) ? (struct text){{NULL}} : text;
}

static const char *word(
	struct lab_reader *reader, const struct json *root, const char *key)
{
	const char *value = json_string(&reader->check, root, key, NULL);

	return value && value[0] ? value : NULL;
}

static void read_names(struct lab_reader *reader, const struct json *root)
{
	static const char *const keys[] = {"name", "short", NULL};
	const struct json *object =
		json_object(&reader->check, root, "systems");

	JSON_EACH (m, object) {
		struct text name, short_name;
		int system;

		system = reader_system(reader, m, m->key);
		json_only(&reader->check, m, keys);
		name = said(reader, json_member(m, "name"));
		short_name = said(reader, json_member(m, "short"));
		if (system >= 0 && !text_empty(&name))
			reader->lab->systems[system].name = name;
		if (text_empty(&short_name))
			short_name = name;
		if (system >= 0 && !text_empty(&short_name))
			lab_set_short_name(reader->check.arena,
				&reader->lab->systems[system], short_name);
	}
}

static void read_stars(struct lab_reader *reader, const struct json *root)
{
	const struct json *object = json_object(&reader->check, root, "stars");

	JSON_EACH (m, object) {
		int criterion;

		if (!json_expect(&reader->check, m, JSON_OBJECT))
			continue;
		criterion = lab_criterion_find(reader->lab, m->key);
		if (criterion < 0)
			json_complain(&reader->check, m, DIAG_ID_LAB_CRITERION,
				m->key);
		else
			reader_stars(reader, m,
				&reader->lab->criteria[criterion], true);
	}
}

static bool says_something(const struct lab_cell *cell)
{
	return cell->answer != ANSWER_NONE || !text_empty(&cell->text);
}

/* The author's finding takes the place of the cell, and of the winner that
 * rested on it. */
static void read_row_cells(struct lab_reader *reader, const struct json *object,
	struct lab_row *row)
{
	const struct json *winner = json_member(object, "winner");

	JSON_EACH (m, object) {
		struct lab_cell cell;
		int system;

		if (m == winner)
			continue;
		system = reader_system(reader, m, m->key);
		cell = reader_cell(reader, m);
		if (system < 0 || !says_something(&cell))
			continue;
		row->cells[system] = cell;
		row->cells[system].by_author = true;
		row->has_winner = false;
		row->winner = reader_system_set(reader, NULL);
	}
	if (!winner)
		return;
	row->has_winner = true;
	row->winner = reader_system_set(
		reader, json_expect(&reader->check, winner, JSON_ARRAY));
}

static void read_matrix_cells(struct lab_reader *reader,
	const struct json *object, const struct lab_matrix *matrix)
{
	JSON_EACH (m, object) {
		const struct lab_row *row = lab_row_find(matrix, m->key);

		if (!json_expect(&reader->check, m, JSON_OBJECT))
			continue;
		if (row)
			read_row_cells(
				reader, m, &matrix->rows[row - matrix->rows]);
		else
			json_complain(
				&reader->check, m, DIAG_ID_LAB_ROW, m->key);
	}
}

static void read_cells(struct lab_reader *reader, const struct json *root)
{
	const struct json *object = json_object(&reader->check, root, "cells");

	JSON_EACH (m, object) {
		const struct lab_matrix *matrix;

		if (!json_expect(&reader->check, m, JSON_OBJECT))
			continue;
		matrix = lab_matrix_find(reader->lab, m->key);
		if (matrix)
			read_matrix_cells(reader, m, matrix);
		else
			json_complain(
				&reader->check, m, DIAG_ID_LAB_MATRIX, m->key);
	}
}

static const struct lab_section *section_among(
	const struct lab_section *sections, size_t count, const char *number)
{
	for (size_t i = 0; i < count; i++) {
		const struct lab_section *s = &sections[i], *inside;

		if (s->number && strcmp(s->number, number) == 0)
			return s;
		inside = section_among(s->sections, s->section_count, number);
		if (inside)
			return inside;
	}
	return NULL;
}

/* The section of that number, or NULL with a diag. */
static const struct lab_section *find_section(
	struct lab_reader *reader, const struct json *node, const char *number)
{
	const struct lab_section *section = section_among(
		reader->lab->sections, reader->lab->section_count, number);

	if (!section)
		json_complain(
			&reader->check, node, DIAG_ID_LAB_SECTION, number);
	return section;
}

static void read_remarks(struct lab_reader *reader, const struct json *root,
	struct author *author)
{
	const struct json *object =
		json_object(&reader->check, root, "remarks");

	author->remarks =
		READER_ARRAY(reader, json_count(object), struct author_remark);
	JSON_EACH (m, object) {
		struct text text = said(reader, m);

		find_section(reader, m, m->key);
		if (!text_empty(&text))
			author->remarks[author->remark_count++] =
				(struct author_remark){m->key, text};
	}
}

static const struct lab_field *find_field(struct lab_reader *reader,
	const struct lab_section *section, const struct json *node)
{
	const char *known = "";

	for (size_t i = 0; i < section->field_count; i++) {
		if (strcmp(section->fields[i].id, node->key) == 0)
			return &section->fields[i];
		known = arena_printf(reader->check.arena, "%s%s%s", known,
			i ? ", " : "", section->fields[i].id);
	}
	json_complain(
		&reader->check, node, DIAG_ID_LAB_CHOICE, node->key, known);
	return NULL;
}

/* {FIELD: T, or a number where the field has a unit} of one system. */
static void read_findings_of(struct lab_reader *reader,
	const struct json *object, const struct lab_section *section,
	int system, struct author *author)
{
	JSON_EACH (m, object) {
		const struct lab_field *field = find_field(reader, section, m);
		struct text text = said(reader, m);

		if (!field || system < 0 || text_empty(&text))
			continue;
		ARENA_ROOM(reader->check.arena, author->findings,
			author->finding_count, author->finding_capacity);
		author->findings[author->finding_count++] =
			(struct author_finding){.field = field,
				.system = (size_t)system,
				.text = text,
				.number = m->kind == JSON_NUMBER ? m->number
								 : NAN};
	}
}

static void read_reported(struct lab_reader *reader, const struct json *root,
	struct author *author)
{
	const struct json *object =
		json_object(&reader->check, root, "reported");

	JSON_EACH (m, object) {
		const struct lab_section *section =
			find_section(reader, m, m->key);

		if (!section || !json_expect(&reader->check, m, JSON_OBJECT))
			continue;
		JSON_EACH (s, m)
			if (json_expect(&reader->check, s, JSON_OBJECT))
				read_findings_of(reader, s, section,
					reader_system(reader, s, s->key),
					author);
	}
}

static void read_picture(struct lab_reader *reader, const struct json *node,
	struct author *author)
{
	static const char *const keys[] = {"section", "file", "caption", NULL};
	struct author_picture *p = &author->pictures[author->picture_count];
	struct json_check *check = &reader->check;

	json_only(check, node, keys);
	p->section = json_string(check, node, "section", NULL);
	p->file = json_string(check, node, "file", NULL);
	p->caption = said(reader, json_member(node, "caption"));
	if (!p->section)
		json_need(check, node, "section");
	else
		find_section(reader, json_member(node, "section"), p->section);
	if (!p->file)
		json_need(check, node, "file");
	if (p->section && p->file)
		author->picture_count++;
}

static void read_pictures(struct lab_reader *reader, const struct json *root,
	struct author *author)
{
	const struct json *array = json_array(&reader->check, root, "pictures");

	author->pictures =
		READER_ARRAY(reader, json_count(array), struct author_picture);
	JSON_EACH (i, array)
		if (json_expect(&reader->check, i, JSON_OBJECT))
			read_picture(reader, i, author);
}

static void drop_empty(struct text_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++)
		if (!text_empty(&list->items[i]))
			list->items[kept++] = list->items[i];
	list->count = kept;
}

static void read_recommendation(struct lab_reader *reader,
	const struct json *root, struct author *author)
{
	static const char *const keys[] = {"choice", "reasons", NULL};
	const struct json *object =
		json_object(&reader->check, root, "recommendation");

	if (!object)
		return;
	json_only(&reader->check, object, keys);
	author->choice = said(reader, json_member(object, "choice"));
	author->reasons = reader_texts(
		reader, json_array(&reader->check, object, "reasons"));
	drop_empty(&author->reasons);
}

static void read_looked_at(struct lab_reader *reader, const struct json *root,
	struct author *author)
{
	const struct json *array =
		json_array(&reader->check, root, "looked_at");
	const struct lab *lab = reader->lab;

	author->looked_at = READER_ARRAY(reader, lab->matrix_count, bool);
	JSON_EACH (i, array) {
		const struct lab_matrix *matrix = NULL;

		if (!json_expect(&reader->check, i, JSON_STRING))
			continue;
		matrix = lab_matrix_find(lab, i->string);
		if (matrix)
			author->looked_at[matrix - lab->matrices] = true;
		else
			json_complain(&reader->check, i, DIAG_ID_LAB_MATRIX,
				i->string);
	}
}

int author_read(struct arena *arena, struct diags *diags, const char *file,
	const char *text, size_t length, struct lab *lab, struct author *author)
{
	static const char *const keys[] = {"format", "title", "institution",
		"author", "date", "note", "host", "systems", "stars", "cells",
		"remarks", "reported", "pictures", "recommendation",
		"looked_at", NULL};
	struct lab_reader reader = {{arena, diags, file, false}, lab};
	const struct json *root = json_parse(&reader.check, text, length);

	if (!root || !json_expect(&reader.check, root, JSON_OBJECT))
		return -1;
	json_only(&reader.check, root, keys);
	json_number(&reader.check, root, "format", 1, 1, 1);
	author->present = true;
	author->path = arena_strdup(arena, file);
	author->title = said(&reader, json_member(root, "title"));
	author->institution = said(&reader, json_member(root, "institution"));
	author->note = said(&reader, json_member(root, "note"));
	author->host = said(&reader, json_member(root, "host"));
	author->name = word(&reader, root, "author");
	author->date = word(&reader, root, "date");
	read_names(&reader, root);
	read_stars(&reader, root);
	read_cells(&reader, root);
	read_remarks(&reader, root, author);
	read_reported(&reader, root, author);
	read_pictures(&reader, root, author);
	read_recommendation(&reader, root, author);
	read_looked_at(&reader, root, author);
	return reader.check.failed ? -1 : 0;
}

const struct text *author_remark_find(
	const struct author *author, const char *section)
{
	for (size_t i = 0; section && i < author->remark_count; i++)
		if (strcmp(author->remarks[i].section, section) == 0)
			return &author->remarks[i].text;
	return NULL;
}

const struct author_finding *author_finding_find(const struct author *author,
	const struct lab_field *field, size_t system)
{
	for (size_t i = 0; i < author->finding_count; i++)
		if (author->findings[i].field == field &&
			author->findings[i].system == system)
			return &author->findings[i];
	return NULL;
}
