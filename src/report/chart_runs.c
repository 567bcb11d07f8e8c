/*
 * Every run as a point, so that a run apart and a spread are seen that no mean
 * tells; a tick marks the median.
 */
#include <math.h>

#include "src/report/chart_panels.h"

#define RADIUS 2.2
#define TICK 5.5   /* half of the median's */
#define RIGHT 12.0 /* for half of a figure of the scale */

static size_t paths_of(
	const struct study *study, const struct line *line, size_t **places)
{
	size_t count = 0;

	*places = arena_alloc(
		study->arena, (line->place_count + 1) * sizeof **places);
	for (size_t p = 0; p < line->place_count; p++)
		if (line->samples[p].count)
			(*places)[count++] = p;
	return count;
}

/* Paths, or contestants in their order, when one of them has a run. */
static size_t places(
	const struct study *study, const struct line *line, size_t **out)
{
	size_t count;

	if (!line->metric->summary)
		return 0;
	if (line->test->path)
		return paths_of(study, line, out);
	count = contestants(study, out);
	for (size_t i = 0; i < count; i++)
		if (line->samples[(*out)[i]].count)
			return count;
	return 0;
}

static void limits(const struct sample *sample, double *low, double *high)
{
	*low = fmin(*low, sample->summary.min);
	*high = fmax(*high, sample->summary.max);
}

static void draw(const struct panel *panel, size_t place, size_t i, double y)
{
	const struct sample *sample = &panel->line->samples[place];
	double factor = panel->line->metric->unit->factor;
	double median = axis_at(&panel->axis, sample->summary.median / factor);

	i = chart_index(panel->study, panel->line, place);
	for (size_t r = 0; r < sample->count; r++)
		chart_system(panel->scene, i,
			(struct scene_point){
				axis_at(&panel->axis,
					sample->values[r] / factor),
				y},
			RADIUS, false);
	scene_line(panel->scene, (struct scene_point){median, y - TICK},
		(struct scene_point){median, y + TICK}, 1.4, chart_colour(i));
}

void chart_runs(const struct study *study, struct doc *doc)
{
	static const struct panel_kind kind = {"strips", MSG_RUNS_CHART,
		MSG_RUNS_ALT, places, limits, draw, RIGHT, NULL};

	chart_panels(study, doc, &kind);
}
