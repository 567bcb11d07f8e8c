/*
 * How sure the answers are: per use case the share of the draws in which each
 * system comes first, with the limits from which it is named.
 */
#include <math.h>

#include "src/report/chart.h"

#define LABELS 176.0
#define PLOT_FROM 186.0
#define PLOT_TO 470.0
#define HEAD 4.0

/* Per cent from which an answer has a name (stats/smaa.h, enum stats_lead). */
#define PROBABLE_FROM 80.0
#define CLEAR_FROM 95.0

struct first {
	const struct study *study;
	struct scene *scene;
	const size_t *systems;
	size_t count;
	struct axis axis;
	double y; /* middle of the row */
};

static void draw_shares(
	struct first *first, const char *label, const double *shares)
{
	const struct study *study = first->study;
	struct scene_type type = chart_label;
	double *values =
		arena_alloc(study->arena, first->count * sizeof *values);

	for (size_t i = 0; i < first->count; i++)
		values[i] = 100 * shares[first->systems[i]];
	type.room = LABELS;
	chart_text(study, first->scene, 0, first->y + chart_drop(type.size),
		label, type);
	chart_rule(
		first->scene, first->y, PLOT_FROM, PLOT_TO, 0.25, SCENE_HAIR);
	chart_on_axis(
		first->scene, &first->axis, first->y, values, first->count);
	first->y += CHART_ROW;
}

static void draw_limit(const struct first *first, double percent, double bottom)
{
	double x = axis_at(&first->axis, percent);

	scene_line(first->scene, (struct scene_point){x, HEAD},
		(struct scene_point){x, bottom}, 0.8, SCENE_MUTED);
}

static void draw_ground(const struct first *first, double bottom)
{
	const struct axis *axis = &first->axis;

	axis_draw(first->study, first->scene, axis, HEAD, bottom);
	chart_text(first->study, first->scene, PLOT_TO + 12, bottom + 9.5, "%",
		chart_tick);
	draw_limit(first, PROBABLE_FROM, bottom);
	draw_limit(first, CLEAR_FROM, bottom);
	chart_rule(first->scene, HEAD, 0, CHART_WIDTH, 0.45, SCENE_INK);
	chart_rule(first->scene, bottom, 0, CHART_WIDTH, 0.8, SCENE_INK);
}

/* The use cases, and all of them together: any weights are as good. */
static void draw_rows(struct first *first)
{
	const struct study *study = first->study;
	const double *any = study->analysis->first_of_any;

	for (size_t u = 0; u < study->lab->use_case_count; u++) {
		const struct decision *d = &study->analysis->decisions[u];

		if (d->first)
			draw_shares(first, say(study, &d->use_case->label),
				d->first);
	}
	if (!any)
		return;
	chart_rule(first->scene, first->y - CHART_ROW / 2, 0, CHART_WIDTH, 0.25,
		SCENE_RULE);
	draw_shares(first, WORD(study, FIRST_ANY), any);
}

static size_t rows_of(const struct study *study)
{
	size_t rows = 0;

	for (size_t u = 0; u < study->lab->use_case_count; u++)
		rows += study->analysis->decisions[u].first != NULL;
	return rows ? rows + (study->analysis->first_of_any != NULL) : 0;
}

static void add_figure(const struct first *first, struct doc *doc)
{
	const struct study *study = first->study;
	struct doc_figure *figure = doc_figure(doc, WORD(study, FIRST_CHART),
		SAY(study, FIRST_ALT, say_answers(study)), "first-ranks",
		first->scene);

	doc_figure_note(doc, figure,
		SAY(study, FIRST_LIMITS,
			say_setting(study, PROBABLE_FROM / 100),
			say_setting(study, CLEAR_FROM / 100)));
}

void chart_first(const struct study *study, struct doc *doc)
{
	size_t *systems, count = contestants(study, &systems);
	size_t rows = rows_of(study);
	struct first first = {
		.study = study, .systems = systems, .count = count};
	double bottom = HEAD + (double)rows * CHART_ROW;

	if (!doc->figures || count < 2 || !rows)
		return;
	first.axis = (struct axis){.high = 100,
		.step = 20,
		.from = PLOT_FROM + 6,
		.to = PLOT_TO - 6};
	first.scene = scene_new(study->arena, CHART_WIDTH);
	first.y = HEAD + CHART_ROW / 2;
	draw_ground(&first, bottom);
	draw_rows(&first);
	chart_systems(study, first.scene, systems, count, bottom + 19);
	add_figure(&first, doc);
}
