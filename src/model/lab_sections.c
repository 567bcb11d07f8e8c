/* The document of a lab definition: sections, needs, checklist. */
#include <string.h>

#include "src/model/lab_reader.h"

#define SECTION_DEPTH 4

static const char *const section_kinds[SECTION_KIND_COUNT + 1] = {
	[SECTION_TEXT] = "text",
	[SECTION_IDENTITY] = "identity",
	[SECTION_RESULTS] = "results",
	[SECTION_SUMMARY] = "summary",
	[SECTION_OBSERVATIONS] = "observations",
	[SECTION_MATRIX] = "matrix",
	[SECTION_USE_CASE] = "use_case",
	[SECTION_RATINGS] = "ratings",
	[SECTION_STRENGTHS] = "strengths",
	[SECTION_DECISION] = "decision",
	[SECTION_CHOICE] = "choice",
	[SECTION_NEEDS] = "needs",
	[SECTION_CHECKLIST] = "checklist",
	[SECTION_PROBLEMS] = "problems",
	[SECTION_SOURCES] = "sources",
	[SECTION_RUNS] = "runs",
	[SECTION_STABILITY] = "stability",
	[SECTION_REPORTED] = "reported",
};

static const struct lab_matrix *find_matrix(
	struct lab_reader *reader, const struct json *node, const char *id)
{
	const struct lab_matrix *matrix = lab_matrix_find(reader->lab, id);

	if (!matrix)
		json_complain(&reader->check, node, DIAG_ID_LAB_MATRIX, id);
	return matrix;
}

static const struct lab_use_case *find_use_case(
	struct lab_reader *reader, const struct json *node, const char *id)
{
	const struct lab *lab = reader->lab;

	for (size_t i = 0; i < lab->use_case_count; i++)
		if (strcmp(lab->use_cases[i].id, id) == 0)
			return &lab->use_cases[i];
	json_complain(&reader->check, node, DIAG_ID_LAB_USE_CASE, id);
	return NULL;
}

static const struct lab_test *find_test(
	struct lab_reader *reader, const struct json *node)
{
	const struct lab *lab = reader->lab;

	if (!json_expect(&reader->check, node, JSON_STRING))
		return NULL;
	for (size_t i = 0; i < lab->test_count; i++)
		if (strcmp(lab->tests[i].id, node->string) == 0)
			return &lab->tests[i];
	json_complain(&reader->check, node, DIAG_ID_LAB_TEST, node->string);
	return NULL;
}

/* "MATRIX.ROW" */
static const struct lab_row *find_row(
	struct lab_reader *reader, const struct json *node)
{
	const char *dot = strchr(node->string, '.');
	const struct lab_matrix *matrix = NULL;
	const struct lab_row *row = NULL;

	if (dot)
		matrix = lab_matrix_find(reader->lab,
			arena_strndup(reader->check.arena, node->string,
				(size_t)(dot - node->string)));
	if (matrix)
		row = lab_row_find(matrix, dot + 1);
	if (!row)
		json_complain(
			&reader->check, node, DIAG_ID_LAB_ROW, node->string);
	return row;
}

static void read_need(struct lab_reader *reader, const struct json *object,
	struct lab_need *need)
{
	static const char *const keys[] = {"label", "use_case", "criterion",
		"row", "opinion", "source", NULL};
	struct json_check *check = &reader->check;
	const char *use_case = json_string(check, object, "use_case", NULL);
	const char *criterion = json_string(check, object, "criterion", NULL);

	json_only(check, object, keys);
	need->label = reader_label(reader, object, "label");
	if (use_case)
		need->use_case = find_use_case(
			reader, json_member(object, "use_case"), use_case);
	if (criterion && lab_criterion_find(reader->lab, criterion) >= 0)
		need->criterion = &reader->lab->criteria[lab_criterion_find(
			reader->lab, criterion)];
	else if (criterion)
		json_complain(check, json_member(object, "criterion"),
			DIAG_ID_LAB_CRITERION, criterion);
	if (json_string(check, object, "row", NULL))
		need->row = find_row(reader, json_member(object, "row"));
	need->opinion =
		reader_system_set(reader, json_array(check, object, "opinion"));
	need->source = reader_source(reader, object);
}

void reader_needs(struct lab_reader *reader, const struct json *root)
{
	const struct json *array = json_array(&reader->check, root, "needs");
	struct lab *lab = reader->lab;

	lab->needs = READER_ARRAY(reader, json_count(array), struct lab_need);
	JSON_EACH (i, array)
		read_need(reader, i, &lab->needs[lab->need_count++]);
}

/* "matrix:ID,ID": the ids behind the colon. */
static void read_matrix_ids(struct lab_reader *reader, const struct json *node,
	const char *ids, struct lab_check_item *item)
{
	item->matrices = READER_ARRAY(
		reader, strlen(ids) + 1, const struct lab_matrix *);
	while (*ids) {
		size_t length = strcspn(ids, ",");
		const struct lab_matrix *matrix = find_matrix(reader, node,
			arena_strndup(reader->check.arena, ids, length));

		if (matrix)
			item->matrices[item->matrix_count++] = matrix;
		ids += length + (ids[length] == ',');
	}
}

static void read_evidence(struct lab_reader *reader, const struct json *node,
	struct lab_check_item *item)
{
	static const char *const words[] = {
		[EVIDENCE_IDENTITY] = "identity",
		[EVIDENCE_TESTS] = "tests",
		[EVIDENCE_MATRICES] = "matrix:ID",
		[EVIDENCE_CHOICE] = "choice",
		NULL,
	};
	int choice;

	if (node && node->kind == JSON_STRING &&
		strncmp(node->string, "matrix:", 7) == 0) {
		item->evidence = EVIDENCE_MATRICES;
		read_matrix_ids(reader, node, node->string + 7, item);
		return;
	}
	choice = reader_choice(reader, node, words);
	if (choice >= 0)
		item->evidence = (enum lab_evidence)choice;
}

void reader_checklist(struct lab_reader *reader, const struct json *root)
{
	static const char *const keys[] = {"label", "evidence", NULL};
	struct json_check *check = &reader->check;
	const struct json *array = json_array(check, root, "checklist");
	struct lab *lab = reader->lab;

	lab->checklist =
		READER_ARRAY(reader, json_count(array), struct lab_check_item);
	JSON_EACH (i, array) {
		struct lab_check_item *item =
			&lab->checklist[lab->check_count++];

		json_only(check, i, keys);
		item->label = reader_label(reader, i, "label");
		read_evidence(reader, json_need(check, i, "evidence"), item);
	}
}

static void read_section_tests(struct lab_reader *reader,
	const struct json *object, struct lab_section *section)
{
	const struct json *array = json_array(&reader->check, object, "tests");

	section->tests = READER_ARRAY(
		reader, json_count(array), const struct lab_test *);
	JSON_EACH (i, array) {
		const struct lab_test *test = find_test(reader, i);

		if (test)
			section->tests[section->test_count++] = test;
	}
}

static void read_fields(struct lab_reader *reader, const struct json *object,
	struct lab_section *section)
{
	static const char *const keys[] = {"id", "label", "unit", NULL};
	struct json_check *check = &reader->check;
	const struct json *array = json_array(check, object, "fields");

	section->fields =
		READER_ARRAY(reader, json_count(array), struct lab_field);
	JSON_EACH (i, array) {
		struct lab_field *field =
			&section->fields[section->field_count++];
		const char *unit = json_string(check, i, "unit", NULL);

		json_only(check, i, keys);
		field->id = reader_id(reader, i);
		field->label = reader_label(reader, i, "label");
		field->unit = unit ? unit_find(unit) : NULL;
		if (unit && !field->unit)
			json_complain(check, json_member(i, "unit"),
				DIAG_ID_LAB_UNIT, unit);
	}
}

/* What a kind of section needs besides its title. */
static void read_subject(struct lab_reader *reader, const struct json *object,
	struct lab_section *section)
{
	struct json_check *check = &reader->check;
	const char *id;

	if (section->kind == SECTION_RESULTS) {
		json_need(check, object, "tests");
		read_section_tests(reader, object, section);
	} else if (section->kind == SECTION_MATRIX) {
		id = json_string(check, object, "matrix", NULL);
		if (json_need(check, object, "matrix") && id)
			section->matrix = find_matrix(
				reader, json_member(object, "matrix"), id);
	} else if (section->kind == SECTION_REPORTED) {
		read_fields(reader, object, section);
	} else if (section->kind == SECTION_USE_CASE) {
		id = json_string(check, object, "use_case", NULL);
		if (json_need(check, object, "use_case") && id)
			section->use_case = find_use_case(
				reader, json_member(object, "use_case"), id);
	}
}

static struct lab_section *read_sections(struct lab_reader *reader,
	const struct json *array, size_t *count, unsigned depth);

static void read_section(struct lab_reader *reader, const struct json *object,
	struct lab_section *section, unsigned depth)
{
	static const char *const keys[] = {"number", "title", "kind", "intro",
		"note", "tests", "matrix", "use_case", "fields", "sections",
		NULL};
	struct json_check *check = &reader->check;
	int kind = reader_choice(
		reader, json_need(check, object, "kind"), section_kinds);

	json_only(check, object, keys);
	section->number = json_string(check, object, "number", NULL);
	section->title = reader_label(reader, object, "title");
	section->kind = kind < 0 ? SECTION_TEXT : (enum section_kind)kind;
	reader->lab->shows_load |= section->kind == SECTION_STABILITY;
	section->intro = json_text_of(check, object, "intro");
	section->note = json_text_of(check, object, "note");
	read_subject(reader, object, section);
	if (depth < SECTION_DEPTH)
		section->sections = read_sections(reader,
			json_array(check, object, "sections"),
			&section->section_count, depth + 1);
	else if (json_member(object, "sections"))
		json_complain(check, json_member(object, "sections"),
			DIAG_ID_JSON_DEPTH, NULL);
}

static struct lab_section *read_sections(struct lab_reader *reader,
	const struct json *array, size_t *count, unsigned depth)
{
	struct lab_section *sections =
		READER_ARRAY(reader, json_count(array), struct lab_section);

	JSON_EACH (i, array)
		read_section(reader, i, &sections[(*count)++], depth);
	return sections;
}

void reader_sections(struct lab_reader *reader, const struct json *root)
{
	reader->lab->sections = read_sections(reader,
		json_array(&reader->check, root, "sections"),
		&reader->lab->section_count, 1);
}

static const struct lab_section *find_section(
	const struct lab_section *sections, size_t count,
	enum section_kind kind, const struct lab_use_case *use_case)
{
	for (size_t i = 0; i < count; i++) {
		const struct lab_section *s = &sections[i], *found;

		if (s->kind == kind && (!use_case || s->use_case == use_case))
			return s;
		found = find_section(
			s->sections, s->section_count, kind, use_case);
		if (found)
			return found;
	}
	return NULL;
}

const struct lab_section *lab_section_of(const struct lab *lab,
	enum section_kind kind, const struct lab_use_case *use_case)
{
	return find_section(lab->sections, lab->section_count, kind, use_case);
}
