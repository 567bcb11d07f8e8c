/*
 * How the experiment was made: were the systems measured in turns, do values
 * drift over the runs, was the first run a cold one, does one run stand apart?
 * Nothing here changes a number: it says what the numbers may be due to.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/analysis/analysis.h"

/* -- turns -- */

struct dated {
	const char *time; /* ISO, sorts as text */
	size_t system;
};

static int by_time(const void *x, const void *y)
{
	const struct dated *a = x, *b = y;
	int order = strcmp(a->time, b->time);

	return order ? order : (a->system > b->system) - (a->system < b->system);
}

/* The counted runs of contestants whose log states a time, in its order. */
static size_t gather_dated(const struct corpus *corpus, struct dated *dated)
{
	size_t count = 0;

	for (size_t i = 0; i < corpus->run_count; i++) {
		const struct corpus_run *r = &corpus->runs[i];
		const char *time = run_value(r->run, "date");

		if (corpus_counts(r) && corpus_contestant(corpus, r->system) &&
			time && strchr(time, 'T'))
			dated[count++] = (struct dated){time, r->system};
	}
	if (count)
		qsort(dated, count, sizeof *dated, by_time);
	return count;
}

enum alternation design_alternation(const struct corpus *corpus)
{
	struct dated *dated = arena_alloc(
		corpus->arena, (corpus->run_count + 1) * sizeof *dated);
	bool *seen = arena_alloc(
		corpus->arena, corpus->lab->system_count * sizeof *seen);
	size_t count = gather_dated(corpus, dated), blocks = 0, systems = 0;

	for (size_t i = 0; i < count; i++) {
		blocks += i == 0 || dated[i].system != dated[i - 1].system;
		systems += !seen[dated[i].system];
		seen[dated[i].system] = true;
	}
	/* with one run a system there are no turns to take */
	if (systems < 2 || count < 2 * systems)
		return ALTERNATION_UNKNOWN;
	return blocks == systems ? ALTERNATION_NONE : ALTERNATION_SOME;
}

/* -- runs among runs -- */

static void look_inside(const struct lab *lab, const struct line *line,
	struct sample *sample, struct arena *arena)
{
	const struct series *series = run_get_series(
		sample->runs[0]->run, line->metric->metric->name);
	double *values;

	if (!series)
		return;
	values = arena_alloc(arena, (series->count + 1) * sizeof *values);
	for (size_t i = 0; i < series->count; i++)
		values[i] = series->points[i].value;
	sample->warm_up = stats_warm_up(values, series->count);
	/* a cut as late as can be means that it never settled */
	if (2 * (sample->warm_up + 5) > series->count)
		return;
	sample->inner = stats_series(values + sample->warm_up,
		series->count - sample->warm_up, lab->confidence);
}

static void look_at_sample(const struct analysis *analysis,
	const struct line *line, struct sample *sample)
{
	const struct corpus *corpus = analysis->corpus;

	sample->trend = stats_trend(sample->values, sample->count);
	sample->outlier = stats_outlier(sample->values, sample->count);
	if (sample->count == 1)
		look_inside(corpus->lab, line, sample, corpus->arena);
}

static bool first_is_worst(const struct line *line, const struct sample *sample)
{
	for (size_t i = 1; i < sample->count; i++)
		if (line->metric->better == BETTER_LOWER
				? sample->values[i] >= sample->values[0]
				: sample->values[i] <= sample->values[0])
			return false;
	return true;
}

/* -- the first run -- */

#define COLD_MIN 3

/* By chance the first of n runs is the worst once in n. Series of one round
 * share their cause, so that there is no p: only how many chance would give. */
static void look_at_first_runs(struct analysis *analysis)
{
	const struct corpus *corpus = analysis->corpus;
	struct design *design = &analysis->design;

	for (size_t i = 0; i < analysis->line_count; i++) {
		const struct line *line = &analysis->lines[i];

		for (size_t s = 0; s < line->place_count; s++) {
			const struct sample *sample = &line->samples[s];

			if (!line_in_summary(line) ||
				line->metric->better == BETTER_NONE ||
				!corpus_contestant(corpus, s) ||
				sample->count < COLD_MIN)
				continue;
			design->cold_of++;
			design->cold_by_chance += 1 / (double)sample->count;
			design->cold += first_is_worst(line, sample);
		}
	}
}

void analysis_look_at_design(struct analysis *analysis)
{
	for (size_t i = 0; i < analysis->line_count; i++)
		for (size_t p = 0; p < analysis->lines[i].place_count; p++)
			look_at_sample(analysis, &analysis->lines[i],
				&analysis->lines[i].samples[p]);
	analysis->design.alternation = design_alternation(analysis->corpus);
	look_at_first_runs(analysis);
}
