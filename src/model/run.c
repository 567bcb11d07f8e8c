#include "src/model/run.h"

#include <assert.h>
#include <math.h>
#include <string.h>

struct run *run_new(struct arena *arena, struct run_list *list,
	const char *tool, const char *file, unsigned line)
{
	struct run *run = arena_alloc(arena, sizeof *run);

	run->tool = tool;
	run->file = file;
	run->line = line;
	run->last_line = line;
	run->index = 1;
	if (list->last)
		list->last->next = run;
	else
		list->first = run;
	list->last = run;
	list->count++;
	return run;
}

bool run_observe(struct arena *arena, struct run *run, const char *metric,
	double value, const char *raw, unsigned line)
{
	const struct metric *known = metric_find(metric);

	assert(known);
	if (!known || !isfinite(value))
		return false;
	if (run_obs(run, metric))
		return true;
	ARENA_ROOM(arena, run->obs, run->obs_count, run->obs_capacity);
	run->obs[run->obs_count++] =
		(struct obs){known, value, arena_strdup(arena, raw), line};
	return true;
}

enum param_kind { SETTING, CIRCUMSTANCE };

static const struct param_row {
	const char *key;
	enum param_kind kind;
} params[] = {
#define PARAM(key, kind) {key, kind},
#include "src/model/param.in"
#undef PARAM
};

/* The row of a key, or NULL. */
static const struct param_row *param_row(const char *key)
{
	for (size_t i = 0; i < sizeof params / sizeof *params; i++)
		if (params[i].key[0] == key[0] &&
			strcmp(params[i].key, key) == 0)
			return &params[i];
	return NULL;
}

bool param_known(const char *key)
{
	return param_row(key) != NULL;
}

bool param_is_setting(const char *key)
{
	const struct param_row *row = param_row(key);

	return row && row->kind == SETTING;
}

void run_state(struct arena *arena, struct run *run, const char *key,
	const char *value, unsigned line)
{
	const struct param_row *row = param_row(key);

	assert(row);
	if (!row || !value[0] || run_param(run, row->key))
		return;
	ARENA_ROOM(arena, run->params, run->param_count, run->param_capacity);
	run->params[run->param_count++] = (struct param){
		row->key, arena_strdup(arena, value), line};
}

/* Has a key of this hash been seen before? It has, from now on. Two keys of
 * different hashes are not the same, which spares most searches. */
static bool seen_before(unsigned long long *seen, const char *key)
{
	unsigned hash = 0;
	unsigned long long bit, *word;
	bool before;

	while (*key)
		hash = hash * 31 + (unsigned char)*key++;
	bit = 1ULL << (hash >> 3 & 63);
	word = &seen[(hash >> 9) % RUN_FIGURE_WORDS];
	before = *word & bit;
	*word |= bit;
	return before;
}

bool run_figure(struct arena *arena, struct run *run, const char *key,
	double value, double slack, unsigned line)
{
	if (!isfinite(value) || !isfinite(slack))
		return false;
	if (seen_before(run->figure_keys, key) && run_get_figure(run, key))
		return true;
	ARENA_ROOM(
		arena, run->figures, run->figure_count, run->figure_capacity);
	run->figures[run->figure_count++] =
		(struct figure){key, value, slack, line};
	return true;
}

static struct point merge(struct point a, struct point b)
{
	double x = a.end - a.start, y = b.end - b.start;
	double whole = x + y;

	return (struct point){a.start, b.end,
		whole > 0 ? (a.value * x + b.value * y) / whole
			  : (a.value + b.value) / 2};
}

/* Halves a full series. */
static void merge_neighbours(struct series *series)
{
	for (size_t i = 0; i < series->count / 2; i++)
		series->points[i] =
			merge(series->points[2 * i], series->points[2 * i + 1]);
	series->count /= 2;
	series->merged *= 2;
	series->pending = series->merged;
}

static struct series *series_of(
	struct arena *arena, struct run *run, const char *metric)
{
	struct series **link = &run->series;

	while (*link && strcmp((*link)->metric->name, metric) != 0)
		link = &(*link)->next;
	if (*link)
		return *link;
	*link = arena_alloc(arena, sizeof **link);
	(*link)->metric = metric_find(metric);
	assert((*link)->metric);
	(*link)->merged = 1;
	(*link)->pending = 1;
	return *link;
}

/* Room for more points: grown by doubling up to SERIES_MAX. */
static void series_room(struct arena *arena, struct series *series)
{
	size_t capacity = 16;
	struct point *grown;

	while (capacity < series->count)
		capacity *= 2;
	if (series->points && series->count < capacity)
		return;
	if (series->points)
		capacity *= 2;
	grown = arena_alloc(arena, capacity * sizeof *grown);
	if (series->count)
		memcpy(grown, series->points, series->count * sizeof *grown);
	series->points = grown;
}

size_t run_points(struct arena *arena, struct run *run, const char *metric,
	double start, double end, double value, size_t count)
{
	const struct point point = {start, end, value};
	struct series *series = series_of(arena, run, metric);

	if (!isfinite(start) || !isfinite(end) || !isfinite(value) ||
		end < start)
		return series->merged;
	if (series->pending < series->merged) {
		struct point *last = &series->points[series->count - 1];

		*last = merge(*last, point);
		series->pending += count;
		return series->merged;
	}
	if (series->count == SERIES_MAX)
		merge_neighbours(series);
	series_room(arena, series);
	series->points[series->count++] = point;
	series->pending = count;
	return series->merged;
}

void run_point(struct arena *arena, struct run *run, const char *metric,
	double start, double end, double value)
{
	run_points(arena, run, metric, start, end, value, 1);
}

const struct figure *run_get_figure(const struct run *run, const char *key)
{
	for (size_t i = 0; i < run->figure_count; i++)
		if (strcmp(run->figures[i].key, key) == 0)
			return &run->figures[i];
	return NULL;
}

const struct series *run_get_series(const struct run *run, const char *metric)
{
	const struct series *s = run->series;

	while (s && strcmp(s->metric->name, metric) != 0)
		s = s->next;
	return s;
}

const struct obs *run_obs(const struct run *run, const char *metric)
{
	for (size_t i = 0; i < run->obs_count; i++)
		if (strcmp(run->obs[i].metric->name, metric) == 0)
			return &run->obs[i];
	return NULL;
}

const struct param *run_param(const struct run *run, const char *key)
{
	for (size_t i = 0; i < run->param_count; i++)
		if (run->params[i].key[0] == key[0] &&
			strcmp(run->params[i].key, key) == 0)
			return &run->params[i];
	return NULL;
}

const char *run_value(const struct run *run, const char *key)
{
	const struct param *param = run_param(run, key);

	return param ? param->value : NULL;
}
