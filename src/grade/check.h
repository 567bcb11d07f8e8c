/*
 * check: what the engine can find out by itself, one row per kind. A rubric
 * names a check and sets its parameters; the row says which there are.
 */
#ifndef HVLAB_GRADE_CHECK_H
#define HVLAB_GRADE_CHECK_H

#include "src/grade/judge.h"

enum check_param_kind {
	PARAM_NUMBER,
	PARAM_RANGE,	/* [low, high], or one number */
	PARAM_SIZE,	/* "4k", "1M", or bytes */
	PARAM_WORDS,	/* a word or several of which one must be met */
	PARAM_SIDES,	/* {side: "xvd|sd"} */
	PARAM_TABLES,	/* ids of tables of the rubric */
	PARAM_CRITERIA, /* ids of its criteria */
	PARAM_WEIGHTS	/* {parameter: weight} */
};

enum param_source {
	SOURCE_NONE,  /* not held against a run */
	SOURCE_PARAM, /* keys of param.in */
	SOURCE_OBS,   /* metrics */
	SOURCE_MIX    /* reads in reads and writes together */
};

/* How people write the number. */
enum param_form {
	FORM_PLAIN,
	FORM_SIZE, /* as commands have it: "4k", "10G" */
	FORM_SHARE /* in percent */
};

struct check_param {
	const char *name;
	enum check_param_kind kind;
	enum param_source source;
	const char *from[3]; /* keys or metrics, the first one stated */
	const struct text label;
	enum param_form form;
	const struct text unit; /* behind the number: " s" */
	double factor; /* PARAM_NUMBER: base units in 1; 0: 1 */
	bool key;      /* tells the test from others of its check */
	bool needed;
};

/* What a check needs to have been read. */
enum check_source { CHECK_LOGS, CHECK_TABLES, CHECK_BOXES };

struct check {
	const char *name;
	enum check_source source;
	const char *tool, *workload;	  /* of the runs it looks at, or NULL */
	const struct check_param *params; /* ended by a NULL name */
	const char *const *placeholders;  /* besides the common ones */
	void (*run)(struct judging *judging, struct outcome *outcome);
};

/* The check of that name, or NULL. */
const struct check *check_find(const char *name);
/* "logs_readable, same_vm, …" */
const char *check_names(struct arena *arena);
/* May a feedback text of this criterion hold {name}? `check` NULL: manual. */
bool check_has_placeholder(
	const struct check *check, const char *name, size_t length);

/* Does a name (of a disk) begin with one of "vd|sd"? */
bool check_name_fits(const char *name, const char *pattern);

void check_test(struct judging *judging, struct outcome *outcome);
void check_iperf3(struct judging *judging, struct outcome *outcome);
void check_logs(struct judging *judging, struct outcome *outcome);
void check_same_vm(struct judging *judging, struct outcome *outcome);
void check_cells(struct judging *judging, struct outcome *outcome);
void check_winners(struct judging *judging, struct outcome *outcome);
void check_percentages(struct judging *judging, struct outcome *outcome);
void check_boxes(struct judging *judging, struct outcome *outcome);

#endif
