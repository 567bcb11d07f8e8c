/*
 * chart_forest: how far apart two systems are, with the interval, so that
 * right of zero the first one is better. Drawn in the rows of a table that
 * holds the same figures, and once more as a figure with labels of its own.
 *
 * What both share is here; the rest is chart_forest.c (in the table) and
 * chart_forest_figure.c.
 */
#ifndef HVLAB_CHART_FOREST_H
#define HVLAB_CHART_FOREST_H

#include "src/report/chart.h"

/* A row of the table with what it compares. */
struct forest_row {
	size_t row; /* of the table */
	const struct line *line;
	const struct pair *pair;
	const char *label;
	const char *group; /* heading above it; NULL: none */
};

/* A zeroed one is empty. */
struct forest_list {
	struct forest_row *rows;
	size_t count, capacity;
};

struct forest {
	const struct study *study;
	const struct forest_list *list;
	const size_t *systems;
	size_t system_count;
	const char *left, *right; /* who is better on which side */
	struct axis axis;
	bool beyond, probable; /* something is off the axis; only probable */
};

/* Notes the last row of the table, unless nothing can be drawn there. */
void forest_add(const struct study *study, struct forest_list *list,
	const struct doc_table *table, struct forest_row row);

/* Puts the rows into the table, on the left of column `before`, and the
 * figure behind it. Nothing when the list is empty. */
void chart_forest(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct forest_list *list,
	size_t before);

/* ---- parts ---- */

/* The margin of a line, as wide as it is. */
void forest_band(const struct forest *forest, struct scene *scene,
	const struct forest_row *row, double top, double height);
/* Lines at the marks of the axis, and its figures and directions below. */
void forest_grid(const struct forest *forest, struct scene *scene, double top,
	double bottom);
void forest_axis(
	const struct forest *forest, struct scene *scene, double top);
/* Point, interval and verdict. */
void forest_share(struct forest *forest, struct scene *scene,
	const struct forest_row *row, double y);
/* Of `width`; y is the middle of its first line. */
void forest_legend(const struct forest *forest, struct scene *scene, double y,
	double width);

/* The figure with labels and figures of its own; sets its own axis. */
const struct scene *forest_figure(struct forest forest);

#endif
