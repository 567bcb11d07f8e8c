#include "src/model/rule.h"

#include <string.h>

const struct rule rule_rows[RULE_COUNT] = {
#define RULE(id, name, family, level, scope, touches, nature, options,         \
	title_fr, title_en, found_fr, found_en, meaning_fr, meaning_en,        \
	mend_fr, mend_en, reason_fr, reason_en)                                \
	{name, FAMILY_##family, LEVEL_##level, SCOPE_##scope,                  \
		TOUCHES_##touches, NATURE_##nature, options,                   \
		{{title_fr, title_en}}, {{found_fr, found_en}},                \
		{{meaning_fr, meaning_en}}, {{mend_fr, mend_en}},              \
		{{reason_fr, reason_en}}},
#include "src/model/rule.in"
#undef RULE
};

const struct rule_parameter rule_parameters[] = {
#define PARAMETER(rule, key, value, least, most)                               \
	{RULE_##rule, key, value, least, most},
#include "src/model/rule_parameter.in"
#undef PARAMETER
};

const size_t rule_parameter_count =
	sizeof rule_parameters / sizeof *rule_parameters;

const char *const rule_levels[LEVEL_COUNT + 1] = {
	[LEVEL_OFF] = "off",
	[LEVEL_INFORMATION] = "information",
	[LEVEL_WARNING] = "warning",
	[LEVEL_ERROR] = "error",
};

const char *const rule_families[FAMILY_COUNT] = {
	[FAMILY_COMPLETE] = "complete",
	[FAMILY_COMPARABLE] = "comparable",
	[FAMILY_MEANINGFUL] = "meaningful",
	[FAMILY_GENUINE] = "genuine",
};

enum rule_id rule_find(const char *id)
{
	size_t i = 0;

	while (i < RULE_COUNT && strcmp(rule_rows[i].id, id) != 0)
		i++;
	return (enum rule_id)i;
}

int rule_parameter_find(enum rule_id rule, const char *key)
{
	for (size_t i = 0; i < rule_parameter_count; i++)
		if (rule_parameters[i].rule == rule &&
			strcmp(rule_parameters[i].key, key) == 0)
			return (int)i;
	return -1;
}

struct rule_settings rule_defaults(struct arena *arena)
{
	struct rule_settings settings;

	for (size_t i = 0; i < RULE_COUNT; i++)
		settings.levels[i] = rule_rows[i].level;
	settings.values = arena_alloc(
		arena, rule_parameter_count * sizeof *settings.values);
	for (size_t i = 0; i < rule_parameter_count; i++)
		settings.values[i] = rule_parameters[i].value;
	return settings;
}
