/*
 * chart: what the charts share: sizes, axes, markers, legends.
 *
 * A chart is one file chart_KIND.c with one function, which appends a figure
 * to a document that wants figures, or nothing. It chooses from what the
 * analysis holds and turns values into places; texts beside the marks say the
 * same in words. Who is who: system i of the contestants has shape i and
 * colour i in every chart.
 */
#ifndef HVLAB_CHART_H
#define HVLAB_CHART_H

#include "src/report/section.h"

#define CHART_WIDTH 493.0
#define CHART_ROW 15.5 /* from row to row */
#define CHART_MARK 2.7 /* radius */

/* The charts. */
void chart_ratings(const struct study *study, struct doc *doc);
void chart_contributions(const struct study *study, struct doc *doc);
void chart_first(const struct study *study, struct doc *doc);
void chart_bars(const struct study *study, struct doc *doc);
void chart_runs(const struct study *study, struct doc *doc);
/* Of one line whose runs have intervals. */
void chart_series(
	const struct study *study, struct doc *doc, const struct line *line);

/* Sizes and inks of texts, which a chart anchors and fits as it needs. */
extern const struct scene_type chart_label; /* of a row */
extern const struct scene_type chart_small; /* head, value, legend */
extern const struct scene_type chart_tick;  /* axis, remark */

/* Final text at x, y (the baseline). */
void chart_text(const struct study *study, struct scene *scene, double x,
	double y, const char *text, struct scene_type type);
/* The same on the right of x; and around it. */
void chart_right(const struct study *study, struct scene *scene, double x,
	double y, const char *text, struct scene_type type);
void chart_middle(const struct study *study, struct scene *scene, double x,
	double y, const char *text, struct scene_type type);

/* About as wide as the text will be, rather more. */
double chart_width(const char *text, double size);
/* From the middle of a row down to the baseline of its text. */
double chart_drop(double size);

void chart_rule(struct scene *scene, double y, double from, double to,
	double width, enum scene_colour colour);

/* Marker of the i-th system, filled or (values of runs, "probable") not. */
void chart_system(struct scene *scene, size_t i, struct scene_point centre,
	double radius, bool filled);
enum scene_colour chart_colour(size_t i);
/* Which system a place of a line stands for, as its index among the
 * contestants: a path has the marker of its sender. */
size_t chart_index(
	const struct study *study, const struct line *line, size_t place);

/* A scale from `low` to `high` that lies between x = from and x = to (or y:
 * `from` is then the lower end), with a mark every `step`. */
struct axis {
	double low, high, step;
	int decimals; /* of a mark */
	double from, to;
};

/* Step 1, 2 or 5 × 10^n that gives 3 to 7 marks; the ends are marks. */
struct axis axis_around(double low, double high, double from, double to);
double axis_at(const struct axis *axis, double value);
size_t axis_marks(const struct axis *axis);
/* The value of mark i. */
double axis_mark(const struct axis *axis, size_t i);
/* Systems with their values on a row of an axis; those that would cover each
 * other stand side by side, NAN is not there. */
void chart_on_axis(struct scene *scene, const struct axis *axis, double y,
	const double *values, size_t count);
/* Hair lines from top to bottom at the marks, and values below as many of
 * them as there is room for. */
void axis_draw(const struct study *study, struct scene *scene,
	const struct axis *axis, double top, double bottom);

/* A legend is a line of entries that a chart adds from the left. */
struct legend {
	const struct study *study;
	struct scene *scene;
	double x, y; /* where the next entry goes; y is its middle */
	double room; /* of a line of it */
};

/* Moves on for a text behind a mark at the place returned. */
struct scene_point legend_entry(struct legend *legend, const char *text);
/* The i-th system, filled or not. */
void legend_system(
	struct legend *legend, size_t i, const char *name, bool filled);
/* A legend of systems alone. */
void chart_systems(const struct study *study, struct scene *scene,
	const size_t *systems, size_t count, double y);

#endif
