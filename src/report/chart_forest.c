#include "src/report/chart_forest.h"

#include <math.h>

#define WIDE 190.0   /* of the column, beside few others */
#define NARROW 112.0 /* beside the values of two systems */
#define SIDE 9.0     /* for half of a figure of the axis */
#define LEGEND_GAP 30.0
#define BESIDE_ZERO 4.0
#define SIDE_LINE 8.0
#define CAP 2.0	 /* half the height of an interval's end */
#define EDGE 8.0 /* from the edge to a mark that is beyond it */

/* Half widths of the axis with the distance of its marks. */
static const struct {
	double limit, step;
} scales[] = {{.02, .01}, {.05, .02}, {.1, .05}, {.2, .1}, {.3, .1}, {.5, .2},
	{1, .5}};

#define SCALES (sizeof scales / sizeof *scales)

/* ---- what is shown ---- */

void forest_add(const struct study *study, struct forest_list *list,
	const struct doc_table *table, struct forest_row row)
{
	if (row.line->metric->better == BETTER_NONE)
		return;
	row.row = table->row_count - 1;
	ARENA_ROOM(study->arena, list->rows, list->count, list->capacity);
	list->rows[list->count++] = row;
}

static struct share advantage(const struct forest_row *row)
{
	return pair_advantage(row->line, row->pair);
}

/* Does the axis hold the point and, where there is one, its interval? */
static bool holds(double limit, struct share share)
{
	if (isfinite(share.low))
		return share.low >= -limit && share.high <= limit;
	return !(fabs(share.value) > limit);
}

/* An axis that shows the margins and half of the rows whole: some row may be
 * so far off that the others would shrink to nothing. */
static void choose_axis(struct forest *forest, double width)
{
	const struct forest_list *list = forest->list;
	size_t i = 0;

	for (; i + 1 < SCALES; i++) {
		size_t whole = 0;
		double margin = 0;

		for (size_t k = 0; k < list->count; k++) {
			const struct forest_row *row = &list->rows[k];

			whole += holds(scales[i].limit, advantage(row));
			margin = fmax(margin, row->line->metric->margin);
		}
		if (2 * whole >= list->count && 2 * margin <= scales[i].limit)
			break;
	}
	forest->axis = (struct axis){.low = -scales[i].limit,
		.high = scales[i].limit,
		.step = scales[i].step,
		.from = SIDE,
		.to = width - SIDE};
}

/* Of two systems each has its side; of a pair the first and the second. */
static void choose_sides(struct forest *forest)
{
	const struct study *study = forest->study;
	bool two = forest->system_count == 2;

	forest->right = two ? say_short(study, forest->systems[0])
			    : WORD(study, PAIR_FIRST);
	forest->left = two ? say_short(study, forest->systems[1])
			   : WORD(study, PAIR_SECOND);
}

/* ---- the ground ---- */

/* 1/(1+m) is equal, too. */
void forest_band(const struct forest *forest, struct scene *scene,
	const struct forest_row *row, double top, double height)
{
	double m = fmin(row->line->metric->margin, forest->axis.high);
	double from = axis_at(&forest->axis, 1 / (1 + m) - 1);

	scene_rect(scene, (struct scene_point){from, top},
		axis_at(&forest->axis, m) - from, height, SCENE_BAND);
}

/* Marks are multiples of the step to both sides of zero. */
static int marks_beside_zero(const struct axis *axis)
{
	return (int)floor(axis->high / axis->step + 1e-6);
}

void forest_grid(const struct forest *forest, struct scene *scene, double top,
	double bottom)
{
	int most = marks_beside_zero(&forest->axis);

	for (int i = -most; i <= most; i++) {
		double x = axis_at(&forest->axis, i * forest->axis.step);

		scene_line(scene, (struct scene_point){x, top},
			(struct scene_point){x, bottom}, i ? 0.25 : 0.6,
			i ? SCENE_HAIR : SCENE_INK);
	}
}

static const char *say_mark(const struct study *study, double value)
{
	return quantity_signed(study->arena, study->lang, 100 * value, 0).text;
}

/* Who is better on either side of zero. */
static void draw_sides(
	const struct forest *forest, struct scene *scene, double y)
{
	const struct study *study = forest->study;
	double zero = axis_at(&forest->axis, 0);
	struct scene_type type = chart_tick;

	type.face = SCENE_ITALIC;
	type.room = forest->axis.to + SIDE - zero - BESIDE_ZERO;
	chart_right(study, scene, zero - BESIDE_ZERO, y, forest->left, type);
	chart_text(study, scene, zero + BESIDE_ZERO, y, forest->right, type);
	y += SIDE_LINE;
	chart_right(study, scene, zero - BESIDE_ZERO, y,
		WORD(study, BETTER_LEFT), type);
	chart_text(study, scene, zero + BESIDE_ZERO, y,
		WORD(study, BETTER_RIGHT), type);
}

void forest_axis(const struct forest *forest, struct scene *scene, double top)
{
	const struct axis *axis = &forest->axis;
	int most = marks_beside_zero(axis);

	for (int i = -most; i <= most; i++)
		chart_middle(forest->study, scene,
			axis_at(axis, i * axis->step), top + 9.5,
			say_mark(forest->study, i * axis->step), chart_tick);
	draw_sides(forest, scene, top + 19.5);
}

/* ---- the rows ---- */

static bool has_winner(const struct pair *pair)
{
	enum stats_verdict verdict = pair->comparison.verdict;

	return verdict == VERDICT_A || verdict == VERDICT_B;
}

/* Which of the contestants wins a pair that has a winner. */
static size_t winner_of(
	const struct forest *forest, const struct forest_row *row)
{
	const struct pair *pair = row->pair;
	bool second = pair->comparison.verdict == VERDICT_B;

	return chart_index(
		forest->study, row->line, second ? pair->b : pair->a);
}

static enum scene_colour colour_of(
	const struct forest *forest, const struct forest_row *row)
{
	return has_winner(row->pair) ? chart_colour(winner_of(forest, row))
				     : SCENE_MUTED;
}

static void draw_verdict(struct forest *forest, struct scene *scene,
	const struct forest_row *row, struct scene_point at)
{
	const struct pair *pair = row->pair;
	bool winner = has_winner(pair);
	bool equal = pair->comparison.verdict == VERDICT_EQUAL;
	enum scene_colour fill =
		equal && pair->confirmed ? SCENE_MUTED : SCENE_WHITE;

	if (winner)
		chart_system(scene, winner_of(forest, row), at, CHART_MARK,
			pair->confirmed);
	else
		scene_marker(scene, MARKER_SQUARE, at, CHART_MARK,
			(struct scene_ink){fill, SCENE_MUTED, 0.9});
	if (pair->confirmed || !(winner || equal))
		return;
	scene_circle(scene, at, 0.8,
		(struct scene_ink){colour_of(forest, row), SCENE_NONE, 0});
	forest->probable = true;
}

/* One end of the interval: a cap, or an arrow head where it leaves. */
static double draw_end(struct forest *forest, struct scene *scene, double value,
	double y, enum scene_colour colour)
{
	const struct axis *axis = &forest->axis;
	double kept = fmax(axis->low, fmin(axis->high, value));
	double x = axis_at(axis, kept);
	bool beyond = kept < value || kept > value;

	if (beyond)
		scene_marker(scene, value > 0 ? MARKER_RIGHT : MARKER_LEFT,
			(struct scene_point){x + (value > 0 ? 3 : -3), y}, 3,
			(struct scene_ink){colour, SCENE_NONE, 0});
	else
		scene_line(scene, (struct scene_point){x, y - CAP},
			(struct scene_point){x, y + CAP}, 0.8, colour);
	forest->beyond = forest->beyond || beyond;
	return x;
}

/* Where the mark of a point stands, which may be off the axis. */
static double point_at(const struct axis *axis, double value)
{
	if (value > axis->high)
		return axis->to - EDGE;
	if (value < axis->low)
		return axis->from + EDGE;
	return axis_at(axis, value);
}

void forest_share(struct forest *forest, struct scene *scene,
	const struct forest_row *row, double y)
{
	const struct axis *axis = &forest->axis;
	struct share share = advantage(row);
	enum scene_colour colour = colour_of(forest, row);
	double x = point_at(axis, share.value), from = x, to = x;

	if (!isfinite(share.value))
		return;
	if (!isfinite(share.low)) /* no interval: an arrow to a point beyond */
		share.low = share.high = share.value;
	if (share.low <= axis->high && (share.low < share.value ||
					       share.value < axis->low))
		from = draw_end(forest, scene, share.low, y, colour);
	if (share.high >= axis->low && (share.high > share.value ||
					       share.value > axis->high))
		to = draw_end(forest, scene, share.high, y, colour);
	if (to > from)
		chart_rule(scene, y, from, to, 1.1, colour);
	draw_verdict(forest, scene, row, (struct scene_point){x, y});
}

/* ---- the legend ---- */

static void square_entry(
	struct legend *legend, const char *text, enum scene_colour fill)
{
	scene_marker(legend->scene, MARKER_SQUARE, legend_entry(legend, text),
		CHART_MARK, (struct scene_ink){fill, SCENE_MUTED, 0.9});
}

static void probable_entry(struct legend *legend)
{
	struct scene_point at =
		legend_entry(legend, WORD(legend->study, LEGEND_PROBABLE));

	scene_circle(legend->scene, at, CHART_MARK,
		(struct scene_ink){SCENE_WHITE, SCENE_MUTED, 0.9});
	scene_circle(legend->scene, at, 0.8,
		(struct scene_ink){SCENE_MUTED, SCENE_NONE, 0});
}

void forest_legend(const struct forest *forest, struct scene *scene, double y,
	double width)
{
	const struct study *study = forest->study;
	struct legend legend = {study, scene, 0, y, width};
	struct scene_point at;

	for (size_t i = 0; i < forest->system_count; i++)
		legend_system(
			&legend, i, say_short(study, forest->systems[i]), true);
	square_entry(&legend, WORD(study, LEGEND_EQUAL), SCENE_MUTED);
	square_entry(&legend, WORD(study, LEGEND_UNDECIDED), SCENE_WHITE);
	if (forest->probable)
		probable_entry(&legend);
	at = legend_entry(&legend, WORD(study, LEGEND_BAND));
	scene_rect(scene, (struct scene_point){at.x - 3, at.y - 3.5}, 7, 7,
		SCENE_BAND);
}

/* ---- in the table ---- */

static void draw_rows(
	struct forest *forest, struct doc_table *table, double width)
{
	struct arena *arena = forest->study->arena;

	for (size_t i = 0; i < forest->list->count; i++) {
		const struct forest_row *row = &forest->list->rows[i];
		struct scene *band = scene_new(arena, width);
		struct scene *marks = scene_new(arena, width);

		forest_band(forest, band, row, 0, 1);
		forest_share(forest, marks, row, 0);
		table->rows[row->row].band = band;
		table->rows[row->row].marks = marks;
	}
}

static const struct doc_graphic *graphic_of(
	const struct forest *forest, double width, size_t before)
{
	const struct study *study = forest->study;
	struct doc_graphic *graphic =
		arena_alloc(study->arena, sizeof *graphic);
	struct scene *grid = scene_new(study->arena, width);
	struct scene *axis = scene_new(study->arena, width);
	struct scene *legend = scene_new(
		study->arena, CHART_WIDTH - 2 * width + LEGEND_GAP);

	forest_grid(forest, grid, 0, 1);
	forest_axis(forest, axis, 0);
	forest_legend(forest, legend, 7, legend->width);
	*graphic = (struct doc_graphic){before,
		text_typeset(study->arena, study->lang,
			WORD(study, FOREST_TITLE)),
		width, grid, axis, legend,
		text_typeset(study->arena, study->lang,
			SAY(study, FOREST_ALT, say_tally(study)))};
	return graphic;
}

void chart_forest(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct forest_list *list, size_t before)
{
	struct forest forest = {.study = study, .list = list};
	size_t *systems;
	double width;

	if (!doc->figures || !list->count)
		return;
	forest.system_count = contestants(study, &systems);
	forest.systems = systems;
	width = forest.system_count == 2 ? NARROW : WIDE;
	choose_axis(&forest, width);
	choose_sides(&forest);
	draw_rows(&forest, table, width);
	table->graphic = graphic_of(&forest, width, before);
	if (forest.beyond)
		doc_note(doc, table, WORD(study, FOREST_BEYOND));
	doc_table_figure(doc, table, "forest", forest_figure(forest));
}
