#include "src/rules/inspection.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/model/quantity.h"
#include "stats/stats.h"

struct finding_place at_run(const struct corpus_run *r, unsigned line)
{
	return (struct finding_place){.run = r,
		.test = r->test,
		.system = (int)r->system,
		.file = r->run->file,
		.line = line ? line : r->run->line};
}

struct finding_place at_test(const struct lab_test *test, int system)
{
	return (struct finding_place){.test = test, .system = system};
}

struct finding_place at_system(
	const struct inspection *in, size_t system, const char *fact)
{
	const struct run *facts = in->corpus->facts[system];
	const struct param *param = facts ? run_param(facts, fact) : NULL;
	const struct obs *obs = facts ? run_obs(facts, fact) : NULL;

	return (struct finding_place){.system = (int)system,
		.file = facts ? facts->file : NULL,
		.line = param ? param->line : obs ? obs->line : 0};
}

void inspection_add(struct inspection *in, struct finding_place place,
	const char *const *args)
{
	struct finding *f = in->finding;

	place.found = text_fill(in->arena,
		text_in(&rule_rows[in->rule].found, in->corpus->diags->lang), args);
	ARENA_ROOM(in->arena, f->places, f->count, f->capacity);
	f->places[f->count++] = place;
}

/* -- words and numbers -- */

double setting(const struct inspection *in, const char *key)
{
	return in->lab->rules.values[rule_parameter_find(in->rule, key)];
}

const char *fixed(const struct inspection *in, double value, int decimals)
{
	return quantity_fixed(
		in->arena, in->corpus->diags->lang, value, decimals)
		.text;
}

const char *rough(const struct inspection *in, double value)
{
	int decimals = quantity_decimals(value) - 1;

	return fixed(in, value, decimals > 0 ? decimals : 0);
}

const char *system_name(const struct inspection *in, size_t system)
{
	return text_in(&in->lab->systems[system].short_name,
		in->corpus->diags->lang);
}

double value_of(const struct run *run, const char *metric)
{
	const struct obs *obs = run_obs(run, metric);

	return obs ? obs->value : NAN;
}

unsigned line_of(const struct run *run, const char *metric)
{
	const struct obs *obs = run_obs(run, metric);

	return obs ? obs->line : run->line;
}

double figure_of(const struct run *run, const char *key)
{
	const struct figure *figure = run_get_figure(run, key);

	return figure ? figure->value : NAN;
}

double number_of(const struct run *run, const char *param)
{
	const char *value = run_value(run, param);

	return value ? strtod(value, NULL) : NAN;
}

bool is_tool(const struct run *run, const char *tool)
{
	return strcmp(run->tool, tool) == 0;
}

bool is_workload(const struct run *run, const char *workload)
{
	return is_tool(run, "sysbench") && run->workload &&
	       strcmp(run->workload, workload) == 0;
}

bool is_test_of(const struct lab_test *test, const char *workload)
{
	for (size_t i = 0; i < test->match_count; i++)
		if (strcmp(test->match[i].key, "workload") == 0 &&
			strcmp(test->match[i].accepted[0], workload) == 0)
			return true;
	return false;
}

const char *option_in(
	struct arena *arena, const char *command, const char *option)
{
	const char *place = command ? strstr(command, option) : NULL;

	if (!place)
		return NULL;
	place += strlen(option);
	return arena_strndup(arena, place, strcspn(place, " \t\"'"));
}

void each_pair(struct inspection *in, const struct lab_test *test,
	void (*compare)(struct inspection *in, const struct lab_test *test,
		size_t a, size_t b))
{
	size_t n = in->lab->system_count;

	for (size_t a = 0; !test->path && a < n; a++)
		for (size_t b = a + 1; b < n; b++)
			if (corpus_contestant(in->corpus, a) &&
				corpus_contestant(in->corpus, b))
				compare(in, test, a, b);
}

/* -- samples -- */

/* By `value`, or by the metric's name if there is none. */
static struct values collect(const struct inspection *in,
	const struct lab_test *test, size_t system,
	double (*value)(const struct run *run), const char *metric)
{
	const struct corpus *corpus = in->corpus;
	struct values values = {0};
	size_t capacity = 0;

	for (size_t i = 0; i < corpus->run_count; i++) {
		const struct corpus_run *r = &corpus->runs[i];
		double got;

		if (r->test != test || r->system != system || !corpus_counts(r))
			continue;
		got = value ? value(r->run) : value_of(r->run, metric);
		if (isnan(got))
			continue;
		ARENA_ROOM(in->arena, values.of, values.count, capacity);
		values.of[values.count++] = got;
	}
	return values;
}

struct values gather(const struct inspection *in, const struct lab_test *test,
	size_t system, double (*value)(const struct run *run))
{
	return collect(in, test, system, value, NULL);
}

struct values gather_metric(const struct inspection *in,
	const struct lab_test *test, size_t system, const char *metric)
{
	return collect(in, test, system, NULL, metric);
}

double median_of(struct values values)
{
	return stats_summarize(values.of, values.count, 0.95).median;
}

double mean_of(struct values values)
{
	return stats_summarize(values.of, values.count, 0.95).mean;
}

struct values rest_of(struct values values)
{
	return values.count
		       ? (struct values){values.of + 1, values.count - 1}
		       : values;
}

const struct lab_metric *main_metric(const struct lab_test *test)
{
	for (size_t m = 0; m < test->metric_count; m++)
		if (test->metrics[m].summary &&
			test->metrics[m].better != BETTER_NONE)
			return &test->metrics[m];
	return NULL;
}
