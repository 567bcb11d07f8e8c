/*
 * rules: is this lab complete, comparable, meaningful, genuine?
 *
 * inspect() puts every rule of src/model/rule.in to a settled corpus. A rule
 * that has something to say makes one finding with all its places. What an
 * error touches is marked in the corpus (corpus_run.unusable, corpus.barred),
 * so that the analysis leaves it out. Evidence is collected here; whoever
 * shows it accuses nobody.
 */
#ifndef HVLAB_RULES_H
#define HVLAB_RULES_H

#include "src/model/corpus.h"

/* Where a rule found what. */
struct finding_place {
	const struct corpus_run *run; /* NULL: not about one run */
	const struct lab_test *test;  /* NULL: not about one test */
	int system;		      /* -1: not about one */
	const char *tool; /* of a log without test: its tests are meant */
	const char *file; /* NULL: not in one file */
	unsigned line;	  /* 0: not in one line */
	const char *read;  /* that line, cleaned; NULL: not looked up */
	const char *found; /* in the language of the corpus' diags */
};

struct finding {
	const struct rule *rule;
	enum rule_level level;
	struct finding_place *places;
	size_t count, capacity;
};

/* By level, gravest first, then in the order of rule.in. */
struct findings {
	struct finding *items;
	size_t count;
	size_t levels[LEVEL_COUNT]; /* how many of each */
};

void inspect(struct corpus *corpus, struct findings *findings);

/* Is the diag said by a rule that is not switched off? */
bool rule_covers(const struct lab *lab, enum diag_id id);

/* Does it say what diags say? */
bool rule_is_told(const struct rule *rule);

/* Does the finding have a place at the test? */
bool finding_touches(
	const struct finding *finding, const struct lab_test *test);

/*
 * The commands that mend a finding: those of its tests, with the rule's
 * options in them, each once; ended by NULL, empty when none would help.
 */
const char **finding_commands(
	const struct corpus *corpus, const struct finding *finding);

#endif
