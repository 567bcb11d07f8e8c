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

bool param_known(const char *key)
{
	static const char *const keys[] = {
#define PARAM(key) key,
#include "src/model/param.in"
#undef PARAM
	};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return false;
}

void run_state(struct arena *arena, struct run *run, const char *key,
	const char *value, unsigned line)
{
	assert(param_known(key));
	if (run_param(run, key))
		return;
	ARENA_ROOM(arena, run->params, run->param_count, run->param_capacity);
	run->params[run->param_count++] = (struct param){
		arena_strdup(arena, key), arena_strdup(arena, value), line};
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
		if (strcmp(run->params[i].key, key) == 0)
			return &run->params[i];
	return NULL;
}

const char *run_value(const struct run *run, const char *key)
{
	const struct param *param = run_param(run, key);

	return param ? param->value : NULL;
}
