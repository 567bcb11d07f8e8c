/*
 * lab: the definition of a comparison as data (src/data/README.md): what is
 * compared, how a log is recognised, what is shown where, what its author
 * thinks. Read from JSON, checked whole, then const.
 *
 * References between its parts (system, criterion, source, …) are resolved
 * when it is read: they are pointers or indices here, never names.
 */
#ifndef HVLAB_LAB_H
#define HVLAB_LAB_H

#include <stdbool.h>
#include <stddef.h>

#include "src/base/diag.h"
#include "src/base/text.h"
#include "src/model/metric.h"
#include "src/model/rule.h"
#include "src/model/run.h"

struct lab_source {
	const char *id;
	struct text label;
	const char *url; /* NULL when there is none */
};

struct lab_system {
	const char *id;
	struct text name;	/* "XCP-ng + Xen Orchestra" */
	struct text short_name; /* "XCP-ng" */
	const char **aliases;	/* ended by NULL; holds the id too */
	bool baseline;
};

struct lab_category {
	const char *id;
	struct text label;
};

struct lab_fact {
	const char *fact;	     /* key of a param or name of a metric */
	const struct metric *metric; /* NULL: a word */
	const struct unit *unit;     /* of a number */
	struct text label;
	const char *expected;  /* word that must occur; NULL: none */
	double expected_value; /* base unit; NAN: none */
	double tolerance;      /* relative */
	bool compare;
};

/* One condition on what a log states. `key` is a param key, or "tool",
 * "workload". */
struct lab_condition {
	const char *key;
	const char **accepted; /* ended by NULL */
};

enum lab_better { BETTER_NONE, BETTER_HIGHER, BETTER_LOWER };

struct lab_metric {
	const struct metric *metric;
	const struct unit *unit;
	struct text label;
	enum lab_better better;
	double margin; /* relative equivalence margin */
	bool summary;
	struct text why; /* why there is no winner, when BETTER_NONE */
	int digits;	 /* decimals; -1: chosen from the values */
};

struct lab_test {
	const char *id;
	struct text label;
	const struct lab_category *category;
	const char *command;
	struct lab_condition *match;
	size_t match_count;
	struct lab_condition *expect;
	size_t expect_count;
	bool path;
	struct text note;
	struct lab_metric *metrics;
	size_t metric_count;
};

enum lab_answer { ANSWER_NONE, ANSWER_YES, ANSWER_PARTLY, ANSWER_NO };

struct lab_correction {
	struct text text;
	const struct lab_source *source;
};

struct lab_cell {
	enum lab_answer answer;
	struct text text;
	bool by_author; /* the author's file replaced it */
};

struct lab_row {
	const char *id;
	struct text label;
	struct lab_cell *cells; /* one per system of the lab */
	bool has_winner;	/* somebody names winners (or a tie) */
	bool *winner;		/* one per system */
	struct text note;
	const struct lab_source *source;
	struct lab_correction correction;
};

enum lab_winner { WINNER_NONE, WINNER_ANSWERS, WINNER_ROWS };

struct lab_matrix {
	const char *id;
	struct text title, head;
	enum lab_winner winner;
	struct text *reason; /* one per system */
	struct lab_row *rows;
	size_t row_count;
};

struct lab_criterion {
	const char *id;
	struct text label;
	bool measured;
	int *stars2; /* one per system: half stars 0…10, -1 unknown */
	bool *by_author;
	struct text *text; /* one per system */
	const struct lab_source *source;
	struct lab_correction correction;
};

struct text_list {
	struct text *items;
	size_t count;
};

struct lab_use_case {
	const char *id;
	struct text label;
	double *weights;	   /* one per criterion of the lab, 0…10 */
	struct text_list *reasons; /* one per system */
	struct text_list examples;
	bool *opinion; /* one per system */
	const struct lab_source *source;
};

struct lab_strengths {
	size_t system;
	struct text_list strengths, weaknesses;
	const struct lab_source *source;
};

struct lab_need {
	struct text label;
	const struct lab_use_case *use_case; /* one of these three, or none */
	const struct lab_criterion *criterion;
	const struct lab_row *row;
	bool *opinion; /* one per system */
	const struct lab_source *source;
};

enum lab_evidence {
	EVIDENCE_IDENTITY,
	EVIDENCE_TESTS,
	EVIDENCE_MATRICES,
	EVIDENCE_CHOICE
};

struct lab_check_item {
	struct text label;
	enum lab_evidence evidence;
	const struct lab_matrix **matrices; /* of EVIDENCE_MATRICES */
	size_t matrix_count;
};

enum section_kind {
	SECTION_TEXT,
	SECTION_IDENTITY,
	SECTION_RESULTS,
	SECTION_SUMMARY,
	SECTION_OBSERVATIONS,
	SECTION_MATRIX,
	SECTION_USE_CASE,
	SECTION_RATINGS,
	SECTION_STRENGTHS,
	SECTION_DECISION,
	SECTION_CHOICE,
	SECTION_NEEDS,
	SECTION_CHECKLIST,
	SECTION_PROBLEMS,
	SECTION_SOURCES,
	SECTION_RUNS,
	SECTION_STABILITY,
	SECTION_REPORTED,
	SECTION_KIND_COUNT
};

/* What the author is asked to report of a step that leaves no log. */
struct lab_field {
	const char *id;
	struct text label;
	const struct unit *unit; /* of a number; NULL: text */
};

struct lab_section {
	const char *number;
	struct text title, intro, note;
	enum section_kind kind;
	const struct lab_test **tests; /* SECTION_RESULTS */
	size_t test_count;
	const struct lab_matrix *matrix;     /* SECTION_MATRIX */
	const struct lab_use_case *use_case; /* SECTION_USE_CASE */
	struct lab_field *fields;	     /* SECTION_REPORTED */
	size_t field_count;
	struct lab_section *sections;
	size_t section_count;
};

struct lab {
	const char *id;
	struct text title, subtitle, intro, institution;
	double confidence, margin, assumed_cv, swing;
	struct lab_source *sources;
	size_t source_count;
	struct lab_system *systems;
	size_t system_count;
	struct lab_category *categories;
	size_t category_count;
	struct lab_fact *facts;
	size_t fact_count;
	struct lab_test *tests;
	size_t test_count;
	struct lab_matrix *matrices;
	size_t matrix_count;
	struct lab_criterion *criteria;
	size_t criterion_count;
	struct lab_use_case *use_cases;
	size_t use_case_count;
	struct lab_strengths *strengths;
	size_t strength_count;
	struct lab_need *needs;
	size_t need_count;
	struct lab_check_item *checklist;
	size_t check_count;
	struct lab_section *sections;
	size_t section_count;
	struct rule_settings rules;
	bool shows_load; /* a section tells how stress runs ended */
};

/*
 * The lab of a JSON text. `file` names it in diags. `extra` (ended by NULL)
 * are ids that the user compares besides the systems of the definition: each
 * that is not there becomes a system about which all opinions are unknown.
 * NULL when the text holds a mistake; each mistake is a diag with its path.
 */
struct lab *lab_read(struct arena *arena, struct diags *diags, const char *file,
	const char *text, size_t length, const char *const *extra);

/* {USE CASE: {CRITERION: 0 to 10}} in place of the lab's weights; what is not
 * named stays. -1 when the text holds a mistake; each is a diag. */
int lab_read_weights(struct arena *arena, struct diags *diags, const char *file,
	const char *text, size_t length, struct lab *lab);

/* The first section of a kind, of one use case when it is not NULL; or NULL. */
const struct lab_section *lab_section_of(const struct lab *lab,
	enum section_kind kind, const struct lab_use_case *use_case);

/* The short name stands in every table: it is cut where it is none. */
void lab_set_short_name(
	struct arena *arena, struct lab_system *system, struct text name);
/* Index of the system of that id, or -1. */
int lab_system_find(const struct lab *lab, const char *id);
const struct lab_matrix *lab_matrix_find(const struct lab *lab, const char *id);
const struct lab_row *lab_row_find(
	const struct lab_matrix *matrix, const char *id);
/* Has the author's file replaced a cell of it? */
bool matrix_by_author(const struct lab *lab, const struct lab_matrix *matrix);
int lab_criterion_find(const struct lab *lab, const char *id);

/* The system whose id or alias is `name`, upper or lower case; -1: none. */
int lab_system_alias(const struct lab *lab, const char *name);

/*
 * The system that a folder or file name speaks of: the name is an id or an
 * alias, or holds one as a word. Returns its index, -1 when none, -2 when
 * several.
 */
int lab_system_named(const struct lab *lab, const char *name);

/* The first test whose conditions the run meets, or NULL. */
const struct lab_test *lab_test_of(
	const struct lab *lab, const struct run *run);
/* Does the run state a value for `condition` that it does not accept?
 * Unstated is no contradiction. Returns the stated value, or NULL. */
const char *lab_contradiction(
	const struct lab_condition *condition, const struct run *run);

#endif
