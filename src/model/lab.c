#include "src/model/lab.h"

#include <string.h>
#include <strings.h>

#define SHORT_NAME_MOST 40 /* characters */

void lab_set_short_name(
	struct arena *arena, struct lab_system *system, struct text name)
{
	for (size_t l = 0; l < LANG_COUNT; l++)
		system->short_name.in[l] =
			name.in[l] ? text_shortened(
					     arena, name.in[l], SHORT_NAME_MOST)
				   : NULL;
}

int lab_system_find(const struct lab *lab, const char *id)
{
	for (size_t i = 0; i < lab->system_count; i++)
		if (strcmp(lab->systems[i].id, id) == 0)
			return (int)i;
	return -1;
}

const struct lab_matrix *lab_matrix_find(const struct lab *lab, const char *id)
{
	for (size_t i = 0; i < lab->matrix_count; i++)
		if (strcmp(lab->matrices[i].id, id) == 0)
			return &lab->matrices[i];
	return NULL;
}

const struct lab_row *lab_row_find(
	const struct lab_matrix *matrix, const char *id)
{
	for (size_t i = 0; i < matrix->row_count; i++)
		if (strcmp(matrix->rows[i].id, id) == 0)
			return &matrix->rows[i];
	return NULL;
}

bool matrix_by_author(const struct lab *lab, const struct lab_matrix *matrix)
{
	for (size_t r = 0; r < matrix->row_count; r++)
		for (size_t i = 0; i < lab->system_count; i++)
			if (matrix->rows[r].cells[i].by_author)
				return true;
	return false;
}

int lab_criterion_find(const struct lab *lab, const char *id)
{
	for (size_t i = 0; i < lab->criterion_count; i++)
		if (strcmp(lab->criteria[i].id, id) == 0)
			return (int)i;
	return -1;
}

static bool word_end(char c)
{
	return c == '\0' || strchr("-_. ", c) != NULL;
}

/* Is `word` in `name`, with an end or one of "-_. " on both sides? */
static bool has_word(const char *name, const char *word)
{
	size_t length = strlen(word);

	for (const char *p = name; *p; p++)
		if ((p == name || word_end(p[-1])) &&
			strncasecmp(p, word, length) == 0 &&
			word_end(p[length]))
			return true;
	return false;
}

int lab_system_alias(const struct lab *lab, const char *name)
{
	for (size_t i = 0; i < lab->system_count; i++)
		for (const char **a = lab->systems[i].aliases; *a; a++)
			if (strcasecmp(name, *a) == 0)
				return (int)i;
	return -1;
}

int lab_system_named(const struct lab *lab, const char *name)
{
	int found = lab_system_alias(lab, name);

	if (found >= 0)
		return found;
	for (size_t i = 0; i < lab->system_count; i++)
		for (const char **a = lab->systems[i].aliases; *a; a++)
			if (has_word(name, *a))
				found = found == -1 || found == (int)i ? (int)i
								       : -2;
	return found;
}

static const char *stated(const struct run *run, const char *key)
{
	if (strcmp(key, "tool") == 0)
		return run->tool;
	if (strcmp(key, "workload") == 0)
		return run->workload;
	return run_value(run, key);
}

static bool accepts(const struct lab_condition *condition, const char *value)
{
	for (const char **a = condition->accepted; *a; a++)
		if (strcmp(*a, value) == 0)
			return true;
	return false;
}

static bool meets(const struct lab_condition *condition, const struct run *run)
{
	const char *value = stated(run, condition->key);

	return value && accepts(condition, value);
}

const struct lab_test *lab_test_of(const struct lab *lab, const struct run *run)
{
	for (size_t i = 0; i < lab->test_count; i++) {
		const struct lab_test *test = &lab->tests[i];
		size_t met = 0;

		while (met < test->match_count && meets(&test->match[met], run))
			met++;
		if (met == test->match_count)
			return test;
	}
	return NULL;
}

const char *lab_contradiction(
	const struct lab_condition *condition, const struct run *run)
{
	const char *value = stated(run, condition->key);

	return value && !accepts(condition, value) ? value : NULL;
}
