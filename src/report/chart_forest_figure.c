/* The forest as a picture of its own, for documents without drawings in their
 * tables: labels on the left, figures on the right. */
#include "src/report/chart_forest.h"

#define LABELS 176.0 /* width of the column of labels */
#define PLOT_FROM 186.0
#define PLOT_TO 386.0
#define ROW_TALL 20.0 /* with labels of two lines */
#define HEAD 15.0

/* Rows of the figure so far. */
struct ground {
	struct forest *forest;
	struct scene *scene;
	double pitch, y;
};

static double pitch_of(const struct forest *forest)
{
	for (size_t i = 0; i < forest->list->count; i++)
		if (chart_width(forest->list->rows[i].label, chart_label.size) >
			LABELS)
			return ROW_TALL;
	return CHART_ROW;
}

static void draw_head(const struct forest *forest, struct scene *scene)
{
	struct scene_type type = chart_small;

	type.face = SCENE_BOLD;
	chart_right(forest->study, scene, CHART_WIDTH, HEAD - 5,
		WORD(forest->study, DELTA), type);
	type.face = SCENE_REGULAR;
	type.colour = SCENE_MUTED;
	chart_text(forest->study, scene, 0, HEAD - 5,
		WORD(forest->study, MEASURE), type);
	chart_rule(scene, HEAD, 0, CHART_WIDTH, 0.45, SCENE_INK);
}

static void draw_group(struct ground *ground, const char *group)
{
	struct scene_type type = chart_label;

	type.face = SCENE_BOLD;
	type.room = PLOT_FROM - 4;
	chart_text(ground->forest->study, ground->scene, 0,
		ground->y + CHART_ROW / 2 + chart_drop(type.size), group, type);
	ground->y += CHART_ROW;
}

static void draw_row(struct ground *ground, const struct forest_row *row)
{
	const struct study *study = ground->forest->study;
	struct scene_type label = chart_label, value = chart_small;
	double middle;

	if (row->group)
		draw_group(ground, row->group);
	middle = ground->y + ground->pitch / 2;
	label.room = LABELS;
	label.lines = 2;
	value.room = CHART_WIDTH - PLOT_TO - 6;
	chart_text(study, ground->scene, 0, middle + chart_drop(label.size),
		row->label, label);
	chart_right(study, ground->scene, CHART_WIDTH,
		middle + chart_drop(value.size),
		say_advantage(study, row->line, row->pair), value);
	forest_share(ground->forest, ground->scene, row, middle);
	ground->y += ground->pitch;
}

/* Bands lie below everything; returns the lower edge of the rows. */
static double draw_bands(const struct ground *ground)
{
	const struct forest_list *list = ground->forest->list;
	double y = HEAD;

	for (size_t i = 0; i < list->count; i++) {
		y += list->rows[i].group ? CHART_ROW : 0;
		forest_band(ground->forest, ground->scene, &list->rows[i], y,
			ground->pitch);
		y += ground->pitch;
	}
	return y;
}

const struct scene *forest_figure(struct forest forest)
{
	struct ground ground = {&forest,
		scene_new(forest.study->arena, CHART_WIDTH), pitch_of(&forest),
		HEAD};
	double bottom;

	forest.axis.from = PLOT_FROM;
	forest.axis.to = PLOT_TO;
	bottom = draw_bands(&ground);
	draw_head(&forest, ground.scene);
	forest_grid(&forest, ground.scene, HEAD, bottom);
	chart_rule(ground.scene, bottom, 0, CHART_WIDTH, 0.8, SCENE_INK);
	forest_axis(&forest, ground.scene, bottom);
	chart_text(forest.study, ground.scene, PLOT_TO + 12, bottom + 9.5, "%",
		chart_tick);
	for (size_t i = 0; i < forest.list->count; i++)
		draw_row(&ground, &forest.list->rows[i]);
	forest_legend(&forest, ground.scene, bottom + 36, CHART_WIDTH);
	return ground.scene;
}
