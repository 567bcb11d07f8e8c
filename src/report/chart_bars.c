/*
 * Throughputs as bars from zero, with the interval of the mean: how much of
 * the baseline, which is the last of them, each system reaches.
 */
#include <math.h>

#include "src/report/chart_panels.h"

#define BAR 7.0
#define CAP 2.0
#define CASING 2.6 /* white below the whisker, to be seen on a dark bar */
#define SHORT 6.0  /* a casing would cover the bar of such a whisker */
#define RIGHT 36.0 /* for the mean */

/* Is twice as much twice as good, and nothing zero? */
static bool is_throughput(const struct lab_metric *metric)
{
	enum dimension dimension = metric->metric->dimension;

	return metric->better == BETTER_HIGHER &&
	       (dimension == BYTE_RATE || dimension == BIT_RATE ||
		       dimension == RATE);
}

static size_t places(
	const struct study *study, const struct line *line, size_t **out)
{
	if (!line_in_summary(line) || !is_throughput(line->metric))
		return 0;
	return participants(study, out);
}

static void limits(const struct sample *sample, double *low, double *high)
{
	const struct stats_summary *s = &sample->summary;

	*low = 0;
	*high = fmax(*high, fmax(s->mean, s->high));
}

static void draw_whisker(struct scene *scene, double from, double to, double y,
	double width, enum scene_colour colour)
{
	scene_line(scene, (struct scene_point){from, y},
		(struct scene_point){to, y}, width, colour);
	for (int end = 0; end < 2; end++) {
		double x = end ? to : from;

		scene_line(scene, (struct scene_point){x, y - CAP},
			(struct scene_point){x, y + CAP}, width, colour);
	}
}

/* The baseline is no contestant and has no colour. */
static enum scene_colour colour_of(
	const struct study *study, size_t place, size_t i)
{
	return (int)place == study->corpus->baseline ? SCENE_MUTED
						     : chart_colour(i);
}

static void draw(const struct panel *panel, size_t place, size_t i, double y)
{
	const struct stats_summary *s = &panel->line->samples[place].summary;
	const struct axis *axis = &panel->axis;
	double factor = panel->line->metric->unit->factor;
	double from, to;

	scene_rect(panel->scene, (struct scene_point){axis->from, y - BAR / 2},
		axis_at(axis, s->mean / factor) - axis->from, BAR,
		colour_of(panel->study, place, i));
	if (!isfinite(s->low))
		return;
	from = axis_at(axis, fmax(s->low, 0) / factor);
	to = axis_at(axis, s->high / factor);
	if (to - from > SHORT)
		draw_whisker(panel->scene, from, to, y, CASING, SCENE_WHITE);
	draw_whisker(panel->scene, from, to, y, 1, SCENE_INK);
}

static const char *figure(const struct panel *panel, size_t place)
{
	return say_value(panel->study, panel->line,
		panel->line->samples[place].summary.mean)
		.text;
}

void chart_bars(const struct study *study, struct doc *doc)
{
	static const struct panel_kind kind = {"throughputs", MSG_BARS_CHART,
		MSG_BARS_ALT, places, limits, draw, RIGHT, figure};

	if (study->corpus->baseline >= 0)
		chart_panels(study, doc, &kind);
}
