/* What a lab definition says of the rules of `hvlab check`. */
#include <string.h>

#include "src/model/lab_reader.h"

/* "off", "warning" … in place of the rule's own level. */
static void read_level(
	struct lab_reader *reader, const struct json *node, enum rule_id rule)
{
	int level = reader_choice(reader, node, rule_levels);

	if (level >= 0)
		reader->lab->rules.levels[rule] = (enum rule_level)level;
}

static void read_parameter(
	struct lab_reader *reader, const struct json *node, enum rule_id rule)
{
	int index = rule_parameter_find(rule, node->key);
	const struct rule_parameter *p = &rule_parameters[index < 0 ? 0 : index];

	if (index < 0)
		json_complain(&reader->check, node, DIAG_ID_LAB_RULE_PARAMETER,
			rule_rows[rule].id, node->key);
	else
		reader->lab->rules.values[index] =
			json_number(&reader->check, node->parent, node->key,
				p->least, p->most, p->value);
}

static void read_rule(
	struct lab_reader *reader, const struct json *node, enum rule_id rule)
{
	if (node->kind == JSON_STRING) {
		read_level(reader, node, rule);
		return;
	}
	JSON_EACH (m, json_expect(&reader->check, node, JSON_OBJECT)) {
		if (strcmp(m->key, "severity") == 0)
			read_level(reader, m, rule);
		else
			read_parameter(reader, m, rule);
	}
}

void reader_rules(struct lab_reader *reader, const struct json *root)
{
	reader->lab->rules = rule_defaults(reader->check.arena);
	JSON_EACH (m, json_object(&reader->check, root, "rules")) {
		enum rule_id rule = rule_find(m->key);

		if (rule == RULE_COUNT)
			json_complain(&reader->check, m, DIAG_ID_LAB_RULE,
				m->key);
		else
			read_rule(reader, m, rule);
	}
}
