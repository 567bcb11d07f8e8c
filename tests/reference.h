/*
 * reference.h: the tables in fixtures/reference, for the unit tests of stats/.
 * Run those from the root of the sources.
 */
#ifndef HVLAB_TESTS_REFERENCE_H
#define HVLAB_TESTS_REFERENCE_H

#include "tests/helpers.h"

#include <stdio.h>

#include "stats/stats.h"

#define REFERENCE "fixtures/reference/"
#define TIGHT 1e-10
#define GROUP_MAX 32
#define UNUSED __attribute__((unused))

/* A file of tab separated values with one line of heads. */
struct table {
	const char **heads;
	const char ***rows;
	size_t count, width;
};

static UNUSED const char **split(struct arena *arena, char *line, size_t *width)
{
	const char **cells = NULL;
	size_t capacity = 0;

	*width = 0;
	for (char *p = line; p; (*width)++) {
		char *tab = strchr(p, '\t');

		ARENA_ROOM(arena, cells, *width, capacity);
		cells[*width] = p;
		if (tab)
			*tab++ = '\0';
		p = tab;
	}
	return cells;
}

static UNUSED struct table read_table(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "r");
	struct table table = {0};
	char line[4096];
	size_t capacity = 0, width;

	if (!file)
		fail_msg("cannot read %s", path);
	assert_non_null(fgets(line, sizeof line, file));
	line[strcspn(line, "\r\n")] = '\0';
	table.heads = split(arena, arena_strdup(arena, line), &table.width);
	while (fgets(line, sizeof line, file)) {
		line[strcspn(line, "\r\n")] = '\0';
		ARENA_ROOM(arena, table.rows, table.count, capacity);
		table.rows[table.count++] =
			split(arena, arena_strdup(arena, line), &width);
		assert_int_equal(width, table.width);
	}
	fclose(file);
	return table;
}

static UNUSED const char *word(const struct table *table, size_t row, const char *head)
{
	for (size_t i = 0; i < table->width; i++)
		if (strcmp(table->heads[i], head) == 0)
			return table->rows[row][i];
	fail_msg("no column %s", head);
	return "";
}

static UNUSED double number(const struct table *table, size_t row, const char *head)
{
	const char *text = word(table, row, head);

	return strcmp(text, "NA") == 0 ? NAN : strtod(text, NULL);
}

/* Fails unless `value` is what the reference holds there. */
static UNUSED void expect_cell(const struct table *table, size_t row, const char *head,
	double value, double tolerance)
{
	double wanted = number(table, row, head);

	if (!near(value, wanted, tolerance))
		fail_msg("%s: %s is %.17g, not %.17g", table->rows[row][0],
			head, value, wanted);
}

static UNUSED double *read_numbers(
	struct arena *arena, const char *path, size_t *count)
{
	FILE *file = fopen(path, "r");
	double *values = NULL;
	size_t capacity = 0;
	double value;

	if (!file)
		fail_msg("cannot read %s", path);
	*count = 0;
	while (fscanf(file, "%lf", &value) == 1) {
		ARENA_ROOM(arena, values, *count, capacity);
		values[(*count)++] = value;
	}
	fclose(file);
	return values;
}

/* The values of one group of a case. */
static UNUSED size_t group_of(const struct table *data, const char *name,
	const char *group, double *values)
{
	size_t n = 0;

	for (size_t i = 0; i < data->count; i++) {
		if (strcmp(word(data, i, "case"), name) != 0 ||
			strcmp(word(data, i, "group"), group) != 0)
			continue;
		assert_true(n < GROUP_MAX);
		values[n++] = number(data, i, "value");
	}
	assert_true(n > 0);
	return n;
}

static UNUSED struct stats_summary summary_of(
	const struct table *data, const char *name, const char *group)
{
	double values[GROUP_MAX];
	size_t n = group_of(data, name, group, values);

	return stats_summarize(values, n, 0.95);
}

/* The 48 two-sample cases and what is wanted of them. */
struct cases {
	struct table data, wanted;
};

static UNUSED struct cases read_cases(struct arena *arena)
{
	struct cases cases = {
		read_table(arena, REFERENCE "two_sample/cases_data.tsv"),
		read_table(arena, REFERENCE "two_sample/two_sample.tsv"),
	};

	assert_int_equal(cases.wanted.count, 48);
	return cases;
}

#endif
