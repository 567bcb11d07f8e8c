/* The measured part of a lab definition: facts, tests, metrics. */
#include <math.h>
#include <string.h>

#include "src/model/lab_reader.h"

static const struct unit *read_unit(struct lab_reader *reader,
	const struct json *object, const struct metric *metric)
{
	const char *name = json_string(&reader->check, object, "unit", NULL);
	const struct json *node = json_member(object, "unit");
	const struct unit *unit;

	if (!metric)
		return NULL;
	if (!name)
		name = dimension_base(metric->dimension);
	unit = unit_find(name);
	if (!unit)
		json_complain(&reader->check, node ? node : object,
			DIAG_ID_LAB_UNIT, name);
	else if (unit->dimension != metric->dimension)
		json_complain(&reader->check, node ? node : object,
			DIAG_ID_LAB_DIMENSION, name, metric->name);
	return unit;
}

static void read_expected(struct lab_reader *reader, const struct json *object,
	struct lab_fact *fact)
{
	const struct json *node = json_member(object, "expected");

	fact->expected_value = NAN;
	if (!node)
		return;
	if (!fact->metric) {
		fact->expected =
			json_string(&reader->check, object, "expected", NULL);
		return;
	}
	fact->expected_value =
		json_number(&reader->check, object, "expected", 0, 1e300, NAN);
	if (fact->unit)
		fact->expected_value *= fact->unit->factor;
}

static void read_fact(struct lab_reader *reader, const struct json *object,
	struct lab_fact *fact)
{
	static const char *const keys[] = {"fact", "label", "unit", "expected",
		"tolerance", "compare", NULL};

	json_only(&reader->check, object, keys);
	json_need(&reader->check, object, "fact");
	fact->fact = json_string(&reader->check, object, "fact", "");
	fact->metric = metric_find(fact->fact);
	if (fact->fact[0] && !fact->metric && !param_known(fact->fact))
		json_complain(&reader->check, json_member(object, "fact"),
			DIAG_ID_LAB_FACT, fact->fact);
	fact->unit = read_unit(reader, object, fact->metric);
	fact->label = reader_label(reader, object, "label");
	fact->tolerance =
		json_number(&reader->check, object, "tolerance", 0, 1, 0);
	fact->compare = json_bool(&reader->check, object, "compare", true);
	read_expected(reader, object, fact);
}

void reader_facts(struct lab_reader *reader, const struct json *root)
{
	const struct json *array = json_array(&reader->check, root, "facts");
	struct lab *lab = reader->lab;

	lab->facts = READER_ARRAY(reader, json_count(array), struct lab_fact);
	JSON_EACH (i, array)
		read_fact(reader, i, &lab->facts[lab->fact_count++]);
}

/* A string or number as the text that a log states. */
static const char *read_value(
	struct lab_reader *reader, const struct json *node)
{
	if (node->kind == JSON_NUMBER)
		return arena_printf(reader->check.arena, "%.15g", node->number);
	if (json_expect(&reader->check, node, JSON_STRING))
		return node->string;
	return "";
}

static void read_condition(struct lab_reader *reader, const struct json *node,
	struct lab_condition *condition)
{
	const struct json *first =
		node->kind == JSON_ARRAY ? node->child : node;
	size_t count = node->kind == JSON_ARRAY ? json_count(node) : 1;

	condition->key = node->key;
	if (strcmp(node->key, "tool") != 0 &&
		strcmp(node->key, "workload") != 0 && !param_known(node->key))
		json_complain(
			&reader->check, node, DIAG_ID_LAB_PARAM, node->key);
	condition->accepted = READER_ARRAY(reader, count + 1, const char *);
	for (size_t i = 0; i < count; i++, first = first->next)
		condition->accepted[i] = read_value(reader, first);
}

static struct lab_condition *read_conditions(struct lab_reader *reader,
	const struct json *test, const char *key, size_t *count)
{
	const struct json *object = json_object(&reader->check, test, key);
	struct lab_condition *conditions =
		READER_ARRAY(reader, json_count(object), struct lab_condition);

	JSON_EACH (m, object)
		read_condition(reader, m, &conditions[(*count)++]);
	return conditions;
}

static void read_better(struct lab_reader *reader, const struct json *object,
	struct lab_metric *metric)
{
	static const char *const words[] = {"none", "higher", "lower", NULL};
	const struct json *node = json_need(&reader->check, object, "better");
	int choice = reader_choice(reader, node, words);

	metric->better = choice < 0 ? BETTER_NONE : (enum lab_better)choice;
}

static void read_metric(struct lab_reader *reader, const struct json *object,
	struct lab_metric *metric)
{
	static const char *const keys[] = {"metric", "label", "unit", "better",
		"margin", "summary", "why", "digits", NULL};
	struct json_check *check = &reader->check;
	const char *name = json_string(check, object, "metric", NULL);

	json_only(check, object, keys);
	json_need(check, object, "metric");
	metric->metric = name ? metric_find(name) : NULL;
	if (name && !metric->metric)
		json_complain(check, json_member(object, "metric"),
			DIAG_ID_LAB_METRIC, name);
	metric->unit = read_unit(reader, object, metric->metric);
	metric->label = reader_label(reader, object, "label");
	read_better(reader, object, metric);
	metric->margin = json_number(
		check, object, "margin", 1e-6, 1.0, reader->lab->margin);
	metric->summary = json_bool(check, object, "summary", false);
	metric->why = json_text_of(check, object, "why");
	metric->digits = (int)json_number(check, object, "digits", 0, 9, -1);
}

static void check_unique(struct lab_reader *reader, const struct json *object,
	const struct lab_test *test)
{
	const struct lab_metric *last = &test->metrics[test->metric_count - 1];

	for (const struct lab_metric *m = test->metrics; m < last; m++)
		if (m->metric && m->metric == last->metric)
			json_complain(&reader->check, object, DIAG_ID_LAB_TWICE,
				m->metric->name);
}

static const struct lab_category *read_category(
	struct lab_reader *reader, const struct json *test)
{
	const char *id = json_string(&reader->check, test, "category", NULL);
	const struct lab *lab = reader->lab;

	for (size_t i = 0; id && i < lab->category_count; i++)
		if (strcmp(lab->categories[i].id, id) == 0)
			return &lab->categories[i];
	if (json_need(&reader->check, test, "category") && id)
		json_complain(&reader->check, json_member(test, "category"),
			DIAG_ID_LAB_CATEGORY, id);
	return NULL;
}

static void read_test(struct lab_reader *reader, const struct json *object,
	struct lab_test *test)
{
	static const char *const keys[] = {"id", "label", "category", "command",
		"match", "expect", "path", "note", "metrics", NULL};
	struct json_check *check = &reader->check;
	const struct json *metrics = json_array(check, object, "metrics");

	json_only(check, object, keys);
	test->id = reader_id(reader, object);
	test->label = reader_label(reader, object, "label");
	test->category = read_category(reader, object);
	test->command = json_string(check, object, "command", "");
	json_need(check, object, "match");
	test->match =
		read_conditions(reader, object, "match", &test->match_count);
	if (json_member(object, "match") && !test->match_count)
		json_complain(check, json_member(object, "match"),
			DIAG_ID_LAB_EMPTY, NULL);
	test->expect =
		read_conditions(reader, object, "expect", &test->expect_count);
	test->path = json_bool(check, object, "path", false);
	test->note = json_text_of(check, object, "note");
	json_need(check, object, "metrics");
	test->metrics =
		READER_ARRAY(reader, json_count(metrics), struct lab_metric);
	JSON_EACH (i, metrics) {
		read_metric(reader, i, &test->metrics[test->metric_count++]);
		check_unique(reader, i, test);
	}
}

void reader_tests(struct lab_reader *reader, const struct json *root)
{
	const struct json *array = json_array(&reader->check, root, "tests");
	struct lab *lab = reader->lab;

	lab->tests = READER_ARRAY(reader, json_count(array), struct lab_test);
	JSON_EACH (i, array)
		read_test(reader, i, &lab->tests[lab->test_count++]);
}
