/*
 * rule: what `hvlab check` looks for, as data: rule.in has a row per rule,
 * rule_parameter.in one per threshold. The functions are in src/rules.
 */
#ifndef HVLAB_RULE_H
#define HVLAB_RULE_H

#include <stddef.h>

#include "src/base/text.h"

enum rule_id {
#define RULE(id, ...) RULE_##id,
#include "src/model/rule.in"
#undef RULE
	RULE_COUNT
};

enum rule_family {
	FAMILY_COMPLETE,   /* was everything run? */
	FAMILY_COMPARABLE, /* under the same conditions? */
	FAMILY_MEANINGFUL, /* does the method measure what it claims? */
	FAMILY_GENUINE,	   /* are the logs what the tools wrote? */
	FAMILY_COUNT
};

enum rule_level {
	LEVEL_OFF,
	LEVEL_INFORMATION,
	LEVEL_WARNING,
	LEVEL_ERROR, /* the number is unusable */
	LEVEL_COUNT
};

/* What a rule looks at, one at a time. */
enum rule_scope { SCOPE_RUN, SCOPE_TEST, SCOPE_SYSTEM, SCOPE_CORPUS };

/* The numbers that a finding is about, and that an error keeps out of the
 * verdicts. */
enum rule_touches { TOUCHES_NOTHING, TOUCHES_RUN, TOUCHES_TEST, TOUCHES_ALL };

enum rule_nature {
	NATURE_CALCULATES,
	NATURE_JUDGES /* somebody chose a threshold */
};

struct rule {
	const char *id; /* "fio-page-cache" */
	enum rule_family family;
	enum rule_level level; /* unless the lab says otherwise */
	enum rule_scope scope;
	enum rule_touches touches;
	enum rule_nature nature;
	/* what the right command has besides the lab's; NULL: no command */
	const char *options;
	struct text title, found, meaning, mend, reason;
};

extern const struct rule rule_rows[RULE_COUNT];

/* A threshold, of the rule it is listed under. */
struct rule_parameter {
	enum rule_id rule;
	const char *key;
	double value, least, most;
};

extern const struct rule_parameter rule_parameters[];
extern const size_t rule_parameter_count;

/* What a lab sets: a level per rule, a value per row of rule_parameters. */
struct rule_settings {
	enum rule_level levels[RULE_COUNT];
	double *values;
};

/* RULE_COUNT when there is no such rule. */
enum rule_id rule_find(const char *id);
/* Index in rule_parameters, or -1. */
int rule_parameter_find(enum rule_id rule, const char *key);
struct rule_settings rule_defaults(struct arena *arena);

/* "error", "comparable": for programs and labs. */
extern const char *const rule_levels[LEVEL_COUNT + 1]; /* ended by NULL */
extern const char *const rule_families[FAMILY_COUNT];

#endif
