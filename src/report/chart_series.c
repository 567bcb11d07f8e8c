/*
 * What the runs did while they ran: the intervals of a line over time, one
 * panel per place on the same scale, one line per run. A run has thousands of
 * intervals at most; where they are closer than they can be seen, the least
 * and the largest of each pt stand for all.
 */
#include <math.h>
#include <string.h>

#include "src/report/chart.h"

#define LABELS 106.0
#define PLOT_FROM 134.0
#define PLOT_TO 478.0
#define PANEL 34.0
#define BETWEEN 9.0
#define RUNS_MOST 5 /* lines in a panel; more cannot be told apart */
#define BUCKETS 344 /* one per pt of the plot */

struct plot {
	const struct study *study;
	struct scene *scene;
	const struct line *line;
	struct axis time, value;
	const struct metric *metric; /* of the series */
	bool left_out;		     /* runs beyond RUNS_MOST */
};

static bool of_test(const struct lab_test *test, const struct metric *metric)
{
	for (size_t m = 0; m < test->metric_count; m++)
		if (test->metrics[m].metric == metric)
			return true;
	return false;
}

/* That of the line; for a line of the summary, else one of the same kind that
 * is no line of its own: iperf3 tells intervals of the sender alone. */
static const struct series *series_of(
	const struct line *line, size_t place, size_t run)
{
	const struct run *r = line->samples[place].runs[run]->run;
	const struct metric *metric = line->metric->metric;
	const struct series *own = run_get_series(r, metric->name);

	if (own || !line->metric->summary)
		return own;
	for (const struct series *s = r->series; s; s = s->next)
		if (s->metric->dimension == metric->dimension &&
			!of_test(line->test, s->metric))
			return s;
	return NULL;
}

/* Its first runs with a series, at most RUNS_MOST. */
static size_t find_series(const struct line *line, size_t place,
	const struct series *found[RUNS_MOST], bool *left_out)
{
	size_t count = 0;

	for (size_t r = 0; r < line->samples[place].count; r++) {
		const struct series *series = series_of(line, place, r);

		if (!series || series->count < 2)
			continue;
		if (count == RUNS_MOST) {
			*left_out = true;
			break;
		}
		found[count++] = series;
	}
	return count;
}

/* Widens the scales to what is drawn. */
static void widen(
	const struct series *series, double *low, double *high, double *end)
{
	for (size_t i = 0; i < series->count; i++) {
		*low = fmin(*low, series->points[i].value);
		*high = fmax(*high, series->points[i].value);
	}
	*end = fmax(*end, series->points[series->count - 1].end);
}

/* False when no run of the line has a series. */
static bool choose_scales(struct plot *plot)
{
	const struct series *found[RUNS_MOST];
	double low = INFINITY, high = -INFINITY, end = 0;
	double factor = plot->line->metric->unit->factor;

	for (size_t p = 0; p < plot->line->place_count; p++) {
		size_t n = find_series(plot->line, p, found, &plot->left_out);

		for (size_t i = 0; i < n; i++) {
			widen(found[i], &low, &high, &end);
			plot->metric = found[i]->metric;
		}
	}
	if (!(end > 0))
		return false;
	plot->value = axis_around(low / factor, high / factor, 0, 0);
	if (high > low) { /* marks inside, the lines fill the height */
		plot->value.low = low / factor;
		plot->value.high = high / factor;
	}
	plot->time = axis_around(0, end, PLOT_FROM, PLOT_TO);
	plot->time.high = end; /* the runs fill the width */
	return true;
}

static struct scene_point point_of(
	const struct plot *plot, const struct point *point)
{
	double factor = plot->line->metric->unit->factor;

	return (struct scene_point){
		axis_at(&plot->time, (point->start + point->end) / 2),
		axis_at(&plot->value, point->value / factor)};
}

/* ---- a run ---- */

/* The points of one pt of the width: first its least, then its largest. */
static size_t thin_out(const struct plot *plot, const struct series *series,
	struct scene_point *out)
{
	size_t count = 0;
	double bucket = -1;

	for (size_t i = 0; i < series->count; i++) {
		struct scene_point at = point_of(plot, &series->points[i]);

		if (floor(at.x) > bucket) {
			bucket = floor(at.x);
			out[count++] = at;
			out[count++] = at;
		}
		if (at.y > out[count - 2].y)
			out[count - 2].y = at.y;
		if (at.y < out[count - 1].y)
			out[count - 1].y = at.y;
	}
	return count;
}

static void draw_run(
	const struct plot *plot, const struct series *series, size_t i)
{
	bool thin = series->count > BUCKETS;
	struct scene_point *points = arena_alloc(
		plot->study->arena, 2 * (series->count + 1) * sizeof *points);
	size_t count = 0;

	if (thin)
		count = thin_out(plot, series, points);
	for (; !thin && count < series->count; count++)
		points[count] = point_of(plot, &series->points[count]);
	scene_path(plot->scene, points, count,
		(struct scene_ink){SCENE_NONE, chart_colour(i), 0.7});
}

/* ---- a panel ---- */

static const char *say_mark(const struct plot *plot, double value)
{
	return quantity_fixed(plot->study->arena, plot->study->lang, value,
		plot->value.decimals)
		.text;
}

static void draw_scale(const struct plot *plot)
{
	const struct axis *axis = &plot->value;
	const double ends[] = {axis->step * ceil(axis->low / axis->step - 1e-9),
		axis->step * floor(axis->high / axis->step + 1e-9)};

	for (size_t i = 0; i < 2; i++) {
		double y = axis_at(axis, ends[i]);

		chart_rule(
			plot->scene, y, PLOT_FROM, PLOT_TO, 0.25, SCENE_RULE);
		chart_right(plot->study, plot->scene, PLOT_FROM - 5,
			y + chart_drop(chart_tick.size),
			say_mark(plot, ends[i]), chart_tick);
	}
}

static void draw_panel(struct plot *plot, size_t place, double top)
{
	size_t i = chart_index(plot->study, plot->line, place);
	const struct series *found[RUNS_MOST];
	size_t n = find_series(plot->line, place, found, &plot->left_out);
	struct scene_type label = chart_label;
	double middle = top + PANEL / 2;

	plot->value.from = top + PANEL;
	plot->value.to = top;
	label.room = LABELS - 14;
	label.lines = 2;
	chart_system(plot->scene, i, (struct scene_point){3, middle},
		CHART_MARK, true);
	chart_text(plot->study, plot->scene, 10,
		middle + chart_drop(label.size),
		say_place(plot->study, plot->line, place), label);
	draw_scale(plot);
	for (size_t r = 0; r < n; r++)
		draw_run(plot, found[r], i);
}

static void draw_time(const struct plot *plot, double bottom)
{
	const struct axis *axis = &plot->time;

	for (size_t i = 0; i < axis_marks(axis); i++) {
		double x = axis_at(axis, axis_mark(axis, i));

		scene_line(plot->scene, (struct scene_point){x, bottom},
			(struct scene_point){x, bottom + 2}, 0.45, SCENE_MUTED);
		chart_middle(plot->study, plot->scene, x, bottom + 10.5,
			quantity_fixed(plot->study->arena, plot->study->lang,
				axis_mark(axis, i), axis->decimals)
				.text,
			chart_tick);
	}
	chart_text(plot->study, plot->scene, PLOT_TO + 8, bottom + 10.5, "s",
		chart_tick);
}

/* Draws the places that have a series; returns the lower edge. */
static double draw_panels(struct plot *plot)
{
	const struct series *found[RUNS_MOST];
	const struct line *line = plot->line;
	size_t *systems, count = contestants(plot->study, &systems);
	double top = 4;

	if (line->test->path)
		count = line->place_count;
	for (size_t i = 0; i < count; i++) {
		size_t place = line->test->path ? i : systems[i];

		if (!find_series(line, place, found, &plot->left_out))
			continue;
		draw_panel(plot, place, top);
		top += PANEL + BETWEEN;
	}
	return top - BETWEEN;
}

/* Series that stand in for those of a line, unless the lab has a word. */
static const struct {
	const char *metric;
	enum message label;
} names[] = {
	{"sender.throughput", MSG_SERIES_SENT},
	{"fileio.read.throughput", MSG_SERIES_READ},
	{"fileio.write.throughput", MSG_SERIES_WRITTEN},
	{"transactions_per_second", MSG_SERIES_TRANSACTIONS},
	{"queries_per_second", MSG_SERIES_QUERIES},
};

/* That of the sender is nothing received. */
static const char *name_of(
	const struct study *study, const struct metric *metric)
{
	for (size_t t = 0; t < study->lab->test_count; t++) {
		const struct lab_test *test = &study->lab->tests[t];

		for (size_t m = 0; m < test->metric_count; m++)
			if (test->metrics[m].metric == metric)
				return say(study, &test->metrics[m].label);
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i].metric, metric->name) == 0)
			return message_get(study->lang, names[i].label);
	return metric->name;
}

/* Names the series that is drawn. */
static const char *say_series(const struct plot *plot)
{
	struct lab_metric shown = *plot->line->metric;

	if (plot->metric != shown.metric)
		shown.label.in[plot->study->lang] =
			name_of(plot->study, plot->metric);
	return SAY(plot->study, SUMMARY_LABEL,
		say(plot->study, &plot->line->test->label),
		say_metric(plot->study, &shown));
}

void chart_series(
	const struct study *study, struct doc *doc, const struct line *line)
{
	struct plot plot = {.study = study, .line = line};
	struct doc_figure *figure;
	const char *label;
	double bottom;

	if (!doc->figures || line->metric->better == BETTER_NONE ||
		!choose_scales(&plot))
		return;
	plot.scene = scene_new(study->arena, CHART_WIDTH);
	bottom = draw_panels(&plot);
	if (bottom <= 0)
		return;
	draw_time(&plot, bottom);
	label = say_series(&plot);
	figure = doc_figure(doc, SAY(study, SERIES_CHART, label),
		SAY(study, SERIES_ALT, label), "series", plot.scene);
	if (plot.metric != line->metric->metric)
		doc_figure_note(doc, figure,
			SAY(study, SERIES_OTHER, name_of(study, plot.metric)));
	if (plot.left_out)
		doc_figure_note(doc, figure,
			SAY(study, SERIES_LEFT_OUT,
				say_count(study, RUNS_MOST)));
}
