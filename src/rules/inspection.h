/* inspection: what the files of rules share. Each has one table of them. */
#ifndef HVLAB_RULES_INSPECTION_H
#define HVLAB_RULES_INSPECTION_H

#include "src/rules/rules.h"

struct inspection {
	struct corpus *corpus;
	const struct lab *lab;
	struct arena *arena;
	struct check_result *checks; /* per run, of genuine.c; or NULL */
	enum rule_id rule;
	struct finding *finding; /* of that rule */
};

/*
 * The function of a rule, one of these, by what it is called for: each run
 * that counts; each complete log of a test, counted or not; each test of the
 * lab; each contestant; once.
 */
struct rule_function {
	enum rule_id rule;
	void (*of_run)(struct inspection *in, const struct corpus_run *r);
	void (*of_log)(struct inspection *in, const struct corpus_run *r);
	void (*of_test)(struct inspection *in, const struct lab_test *test);
	void (*of_system)(struct inspection *in, size_t system);
	void (*of_all)(struct inspection *in);
};

#define RULE_TABLES(X)                                                         \
	X(complete_rules)                                                      \
	X(comparable_rules)                                                    \
	X(timing_rules)                                                        \
	X(sysbench_rules)                                                      \
	X(fio_rules)                                                           \
	X(network_rules)                                                       \
	X(sample_rules)                                                        \
	X(genuine_rules)

#define DECLARE(table) extern const struct rule_function table[];
RULE_TABLES(DECLARE) /* each ended by a row without function */
#undef DECLARE

/* -- places -- */

struct finding_place at_run(const struct corpus_run *r, unsigned line);
struct finding_place at_test(const struct lab_test *test, int system);
/* The record of the machine, at the line of the fact, "" for none. */
struct finding_place at_system(
	const struct inspection *in, size_t system, const char *fact);

/* hit(in, place, "a", "b"): adds a place; the strings are {0}, {1} … of what
 * was found. */
#define hit(in, place, ...)                                                    \
	inspection_add((in), (place), (const char *const[]){__VA_ARGS__, NULL})
void inspection_add(struct inspection *in, struct finding_place place,
	const char *const *args);

/* -- words and numbers -- */

/* A threshold of the rule as the lab sets it. */
double setting(const struct inspection *in, const char *key);
const char *fixed(const struct inspection *in, double value, int decimals);
/* About three digits. */
const char *rough(const struct inspection *in, double value);
const char *system_name(const struct inspection *in, size_t system);

/* The run's value of a metric, figure or numeric parameter; NAN: not stated. */
double value_of(const struct run *run, const char *metric);
double figure_of(const struct run *run, const char *key);
double number_of(const struct run *run, const char *param);
unsigned line_of(const struct run *run, const char *metric);
bool is_tool(const struct run *run, const char *tool);
/* sysbench's word for its test: "cpu". */
bool is_workload(const struct run *run, const char *workload);
/* Is the test known by that word? */
bool is_test_of(const struct lab_test *test, const char *workload);
/* The option's value in a command line, "1G" of "--size=1G", or NULL. */
const char *option_in(
	struct arena *arena, const char *command, const char *option);

/* Each two contestants, in the order of the lab; not of a path test. */
void each_pair(struct inspection *in, const struct lab_test *test,
	void (*compare)(struct inspection *in, const struct lab_test *test,
		size_t a, size_t b));

/* -- samples -- */

struct values {
	double *of;
	size_t count;
};

/* Of the counted runs of a test in a system, in order; NAN is left out. */
struct values gather(const struct inspection *in, const struct lab_test *test,
	size_t system, double (*value)(const struct run *run));
struct values gather_metric(const struct inspection *in,
	const struct lab_test *test, size_t system, const char *metric);
/* NAN of none. */
double median_of(struct values values);
double mean_of(struct values values);
/* All but the first. */
struct values rest_of(struct values values);
/* The metric a test is judged by, or NULL. */
const struct lab_metric *main_metric(const struct lab_test *test);

#endif
