/* Puts every rule to the corpus, sorts what they find, marks what errors
 * touch. */
#include <stdlib.h>

#include "src/rules/inspection.h"

static const struct rule_function *const tables[] = {
#define NAME(table) table,
	RULE_TABLES(NAME)
#undef NAME
};

#define TABLE_COUNT (sizeof tables / sizeof *tables)

static void put_to_runs(
	struct inspection *in, const struct rule_function *function)
{
	for (size_t i = 0; i < in->corpus->run_count; i++) {
		const struct corpus_run *r = &in->corpus->runs[i];

		if (!r->test || !r->run->complete || r->excluded)
			continue;
		if (function->of_log)
			function->of_log(in, r);
		else if (r->counted)
			function->of_run(in, r);
	}
}

static void put(struct inspection *in, const struct rule_function *function)
{
	if (function->of_run || function->of_log)
		put_to_runs(in, function);
	for (size_t t = 0; function->of_test && t < in->lab->test_count; t++)
		function->of_test(in, &in->lab->tests[t]);
	for (size_t s = 0; function->of_system && s < in->lab->system_count;
		s++)
		if (corpus_contestant(in->corpus, s))
			function->of_system(in, s);
	if (function->of_all)
		function->of_all(in);
}

static bool is_end(const struct rule_function *function)
{
	return !function->of_run && !function->of_log && !function->of_test &&
	       !function->of_system && !function->of_all;
}

/* Rules whose errors leave runs out of what others add up; and unit-slip,
 * which may be the reason why a log contradicts itself. */
static bool comes_first(const struct lab *lab, enum rule_id rule)
{
	return rule == RULE_UNIT_SLIP ||
	       (rule_rows[rule].touches == TOUCHES_RUN &&
		       lab->rules.levels[rule] == LEVEL_ERROR);
}

static void put_all(
	struct inspection *in, struct finding *of_rule, bool first)
{
	for (size_t t = 0; t < TABLE_COUNT; t++)
		for (const struct rule_function *f = tables[t]; !is_end(f);
			f++) {
			in->rule = f->rule;
			in->finding = &of_rule[f->rule];
			if (in->lab->rules.levels[f->rule] != LEVEL_OFF &&
				comes_first(in->lab, f->rule) == first)
				put(in, f);
		}
}

/* -- what errors touch -- */

static void mark_place(struct corpus *corpus, const struct rule *rule,
	const struct finding_place *place)
{
	const struct lab *lab = corpus->lab;

	if (rule->touches == TOUCHES_RUN && place->run)
		corpus->runs[place->run - corpus->runs].unusable = true;
	if (rule->touches == TOUCHES_TEST && place->test)
		corpus->barred[place->test - lab->tests] = true;
	for (size_t t = 0;
		rule->touches == TOUCHES_ALL && t < lab->test_count; t++)
		corpus->barred[t] = true;
}

static void mark_errors(
	struct corpus *corpus, const struct finding *of_rule)
{
	for (size_t i = 0; i < RULE_COUNT; i++)
		for (size_t p = 0; p < of_rule[i].count; p++)
			if (corpus->lab->rules.levels[i] == LEVEL_ERROR)
				mark_place(corpus, &rule_rows[i],
					&of_rule[i].places[p]);
}

/* -- order -- */

static int by_level(const void *x, const void *y)
{
	const struct finding *a = x, *b = y;

	if (a->level != b->level)
		return a->level > b->level ? -1 : 1;
	return a->rule < b->rule ? -1 : 1;
}

void inspect(struct corpus *corpus, struct findings *findings)
{
	struct inspection in = {
		.corpus = corpus, .lab = corpus->lab, .arena = corpus->arena};
	struct finding *all =
		arena_alloc(corpus->arena, RULE_COUNT * sizeof *all);

	/* how many runs there are, and how alike, is said of those that count */
	for (int first = 1; first >= 0; first--) {
		put_all(&in, all, first);
		mark_errors(corpus, all);
	}
	*findings = (struct findings){.items = all};
	for (size_t i = 0; i < RULE_COUNT; i++) {
		if (!all[i].count)
			continue;
		all[i].rule = &rule_rows[i];
		all[i].level = corpus->lab->rules.levels[i];
		findings->levels[all[i].level]++;
		all[findings->count++] = all[i];
	}
	qsort(all, findings->count, sizeof *all, by_level);
}

bool finding_touches(
	const struct finding *finding, const struct lab_test *test)
{
	for (size_t i = 0; i < finding->count; i++)
		if (finding->places[i].test == test)
			return true;
	return false;
}
