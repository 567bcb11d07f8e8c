/*
 * The lead chart: how far apart two systems are on every line of the summary,
 * with the interval, so that right of zero the first one is better. Marks say
 * the verdict of the table above; the figures stand on the right.
 */
#include <math.h>

#include "src/base/signs.h"
#include "src/report/chart.h"

#define LABELS 176.0 /* width of the column of labels */
#define PLOT_FROM 186.0
#define PLOT_TO 386.0
#define ROW_TALL 20.0 /* with labels of two lines */
#define HEAD 15.0
#define CAP 2.0	 /* half the height of an interval's end */
#define EDGE 8.0 /* from the edge to a mark that is beyond it */

/* Half widths of the axis with the distance of its marks. */
static const struct {
	double limit, step;
} scales[] = {{.02, .01}, {.05, .02}, {.1, .05}, {.2, .1}, {.3, .1}, {.5, .2},
	{1, .5}};

#define SCALES (sizeof scales / sizeof *scales)

struct forest {
	const struct study *study;
	struct scene *scene;
	const struct line **lines;
	size_t count;
	const size_t *systems; /* two */
	struct axis axis;
	double pitch;
	bool beyond, probable; /* something is off the axis; only probable */
};

/* ---- what is shown ---- */

static void find_lines(struct forest *forest)
{
	const struct analysis *analysis = forest->study->analysis;

	forest->lines = arena_alloc(forest->study->arena,
		(analysis->line_count + 1) * sizeof *forest->lines);
	for (size_t i = 0; i < analysis->line_count; i++) {
		const struct line *line = &analysis->lines[i];

		if (line_in_summary(line) && line->pair_count == 1 &&
			line->metric->better != BETTER_NONE)
			forest->lines[forest->count++] = line;
	}
}

static struct share advantage(const struct line *line)
{
	return pair_advantage(line, &line->pairs[0]);
}

/* Does the axis hold the point and, where there is one, its interval? */
static bool holds(double limit, const struct line *line)
{
	struct share share = advantage(line);

	if (isfinite(share.low))
		return share.low >= -limit && share.high <= limit;
	return !(fabs(share.value) > limit);
}

/* An axis that shows the margins and half of the lines whole: some line may
 * be so far off that the others would shrink to nothing. */
static void choose_axis(struct forest *forest)
{
	size_t i = 0;

	for (; i + 1 < SCALES; i++) {
		size_t whole = 0;
		double margin = 0;

		for (size_t k = 0; k < forest->count; k++) {
			const struct line *line = forest->lines[k];

			whole += holds(scales[i].limit, line);
			margin = fmax(margin, line->metric->margin);
		}
		if (2 * whole >= forest->count && 2 * margin <= scales[i].limit)
			break;
	}
	forest->axis = (struct axis){.low = -scales[i].limit,
		.high = scales[i].limit,
		.step = scales[i].step,
		.from = PLOT_FROM,
		.to = PLOT_TO};
}

static void choose_pitch(struct forest *forest)
{
	forest->pitch = CHART_ROW;
	for (size_t i = 0; i < forest->count; i++)
		if (chart_width(say_line_label(
					forest->study, forest->lines[i], false),
			    chart_label.size) > LABELS)
			forest->pitch = ROW_TALL;
}

/* ---- the ground ---- */

static double row_middle(const struct forest *forest, size_t i)
{
	return HEAD + ((double)i + 0.5) * forest->pitch;
}

static void draw_head(const struct forest *forest)
{
	struct scene_type type = chart_small;
	double y = HEAD - 5;

	chart_text(forest->study, forest->scene, 0, y,
		WORD(forest->study, MEASURE),
		(struct scene_type){.colour = SCENE_MUTED, .size = type.size});
	type.face = SCENE_BOLD;
	chart_right(forest->study, forest->scene, CHART_WIDTH, y,
		WORD(forest->study, DELTA), type);
}

/* The margin of every line, as wide as it is: 1/(1+m) is equal, too. */
static void draw_bands(const struct forest *forest)
{
	for (size_t i = 0; i < forest->count; i++) {
		double m = fmin(
			forest->lines[i]->metric->margin, forest->axis.high);
		double from = axis_at(&forest->axis, 1 / (1 + m) - 1);

		scene_rect(forest->scene,
			(struct scene_point){
				from, HEAD + (double)i * forest->pitch},
			axis_at(&forest->axis, m) - from, forest->pitch,
			SCENE_BAND);
	}
}

static const char *say_mark(const struct forest *forest, double value)
{
	return quantity_signed(
		forest->study->arena, forest->study->lang, 100 * value, 0)
		.text;
}

/* Marks are multiples of the step to both sides of zero. */
static void draw_marks(const struct forest *forest, double bottom)
{
	const struct axis *axis = &forest->axis;
	int most = (int)floor(axis->high / axis->step + 1e-6);

	for (int i = -most; i <= most; i++) {
		double x = axis_at(axis, i * axis->step);
		bool zero = i == 0;

		scene_line(forest->scene, (struct scene_point){x, HEAD},
			(struct scene_point){x, bottom}, zero ? 0.6 : 0.25,
			zero ? SCENE_INK : SCENE_HAIR);
		chart_middle(forest->study, forest->scene, x, bottom + 9.5,
			say_mark(forest, i * axis->step), chart_tick);
	}
}

static void draw_ground(const struct forest *forest, double bottom)
{
	struct scene_type type = chart_tick;
	double zero = axis_at(&forest->axis, 0);

	draw_bands(forest);
	chart_rule(forest->scene, HEAD, 0, CHART_WIDTH, 0.45, SCENE_INK);
	draw_marks(forest, bottom);
	chart_rule(forest->scene, bottom, 0, CHART_WIDTH, 0.8, SCENE_INK);
	type.face = SCENE_ITALIC;
	type.room = CHART_WIDTH - zero - 8;
	chart_right(forest->study, forest->scene, zero - 8, bottom + 19.5,
		SAY(forest->study, BETTER_LEFT,
			say_short(forest->study, forest->systems[1])),
		type);
	chart_text(forest->study, forest->scene, zero + 8, bottom + 19.5,
		SAY(forest->study, BETTER_RIGHT,
			say_short(forest->study, forest->systems[0])),
		type);
	chart_text(forest->study, forest->scene, PLOT_TO + 10, bottom + 9.5,
		"%", chart_tick);
}

/* ---- the lines ---- */

static void draw_verdict(
	struct scene *scene, const struct line *line, struct scene_point at)
{
	const struct pair *pair = &line->pairs[0];
	enum stats_verdict verdict = pair->comparison.verdict;
	bool winner = verdict == VERDICT_A || verdict == VERDICT_B;
	bool equal = verdict == VERDICT_EQUAL;
	const struct scene_ink dot = {
		winner ? chart_colour(verdict == VERDICT_B) : SCENE_MUTED,
		SCENE_NONE, 0};

	if (winner)
		chart_system(scene, verdict == VERDICT_B, at, CHART_MARK,
			pair->confirmed);
	else
		scene_marker(scene, MARKER_SQUARE, at, CHART_MARK,
			(struct scene_ink){equal && pair->confirmed
						   ? SCENE_MUTED
						   : SCENE_WHITE,
				SCENE_MUTED, 0.9});
	if ((winner || equal) && !pair->confirmed)
		scene_circle(scene, at, 0.8, dot);
}

static enum scene_colour line_colour(const struct line *line)
{
	enum stats_verdict verdict = line->pairs[0].comparison.verdict;

	if (verdict == VERDICT_A || verdict == VERDICT_B)
		return chart_colour(verdict == VERDICT_B);
	return SCENE_MUTED;
}

/* One end of the interval: a cap, or an arrow head where it leaves. */
static double draw_end(
	struct forest *forest, double value, double y, enum scene_colour colour)
{
	const struct axis *axis = &forest->axis;
	double kept = fmax(axis->low, fmin(axis->high, value));
	double x = axis_at(axis, kept);
	bool beyond = kept < value || kept > value;

	if (beyond)
		scene_marker(forest->scene,
			value > 0 ? MARKER_RIGHT : MARKER_LEFT,
			(struct scene_point){x + (value > 0 ? 3 : -3), y}, 3,
			(struct scene_ink){colour, SCENE_NONE, 0});
	else
		scene_line(forest->scene, (struct scene_point){x, y - CAP},
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

static void draw_share(struct forest *forest, const struct line *line, double y)
{
	const struct axis *axis = &forest->axis;
	struct share share = advantage(line);
	enum scene_colour colour = line_colour(line);
	double x = point_at(axis, share.value), from = x, to = x;

	if (!isfinite(share.value))
		return;
	if (isfinite(share.low)) {
		if (share.low <= axis->high)
			from = draw_end(forest, share.low, y, colour);
		if (share.high >= axis->low)
			to = draw_end(forest, share.high, y, colour);
	} else if (fabs(share.value) > axis->high) {
		(share.value > 0 ? (to = draw_end(
					    forest, share.value, y, colour))
				 : (from = draw_end(
					    forest, share.value, y, colour)));
	}
	if (to > from)
		chart_rule(forest->scene, y, from, to, 1.1, colour);
	draw_verdict(forest->scene, line, (struct scene_point){x, y});
}

static const char *say_share(const struct study *study, struct share share)
{
	const struct pair pair = {.comparison = {.ratio = 1 + share.value,
					  .low = 1 + share.low,
					  .high = 1 + share.high}};

	return say_delta(study, &pair);
}

static void draw_row(struct forest *forest, size_t i)
{
	const struct study *study = forest->study;
	const struct line *line = forest->lines[i];
	double y = row_middle(forest, i);
	struct scene_type label = chart_label, value = chart_small;

	label.room = LABELS;
	label.lines = 2;
	if (line->outcome == OUTCOME_WINNER && line->confirmed)
		value.face = SCENE_BOLD;
	value.room = CHART_WIDTH - PLOT_TO - 6;
	chart_text(study, forest->scene, 0, y + chart_drop(label.size),
		say_line_label(study, line, false), label);
	chart_right(study, forest->scene, CHART_WIDTH,
		y + chart_drop(value.size), say_share(study, advantage(line)),
		value);
	draw_share(forest, line, y);
	forest->probable =
		forest->probable || ((line->outcome == OUTCOME_WINNER ||
					     line->outcome == OUTCOME_EQUAL) &&
					    !line->confirmed);
}

static void draw_legend(const struct forest *forest, double y)
{
	const struct study *study = forest->study;
	struct legend legend = {study, forest->scene, 0, y};
	struct scene_point at;

	for (size_t i = 0; i < 2; i++)
		legend_system(
			&legend, i, say_short(study, forest->systems[i]), true);
	scene_marker(forest->scene, MARKER_SQUARE,
		legend_entry(&legend, WORD(study, LEGEND_EQUAL)), CHART_MARK,
		(struct scene_ink){SCENE_MUTED, SCENE_MUTED, 0.9});
	scene_marker(forest->scene, MARKER_SQUARE,
		legend_entry(&legend, WORD(study, LEGEND_UNDECIDED)),
		CHART_MARK, (struct scene_ink){SCENE_WHITE, SCENE_MUTED, 0.9});
	if (forest->probable) {
		at = legend_entry(&legend, WORD(study, LEGEND_PROBABLE));
		scene_circle(forest->scene, at, CHART_MARK,
			(struct scene_ink){SCENE_WHITE, SCENE_MUTED, 0.9});
		scene_circle(forest->scene, at, 0.8,
			(struct scene_ink){SCENE_MUTED, SCENE_NONE, 0});
	}
	at = legend_entry(&legend, WORD(study, LEGEND_BAND));
	scene_rect(forest->scene, (struct scene_point){at.x - 3, at.y - 3.5}, 7,
		7, SCENE_BAND);
}

static void add_figure(const struct forest *forest, struct doc *doc)
{
	const struct study *study = forest->study;
	struct doc_figure *figure = doc_figure(doc,
		SAY(study, FOREST_CAPTION,
			say_setting(study, study->lab->confidence),
			say_short(study, forest->systems[0])),
		SAY(study, FOREST_ALT, say_tally(study)), "forest",
		forest->scene);

	if (forest->beyond)
		doc_figure_note(doc, figure, WORD(study, FOREST_BEYOND));
}

void chart_forest(const struct study *study, struct doc *doc)
{
	size_t *systems, count = contestants(study, &systems);
	struct forest forest = {.study = study, .systems = systems};
	double bottom;

	if (!doc->figures || count != 2)
		return;
	find_lines(&forest);
	if (!forest.count)
		return;
	forest.scene = scene_new(study->arena, CHART_WIDTH);
	choose_axis(&forest);
	choose_pitch(&forest);
	bottom = HEAD + (double)forest.count * forest.pitch;
	draw_head(&forest);
	draw_ground(&forest, bottom);
	for (size_t i = 0; i < forest.count; i++)
		draw_row(&forest, i);
	draw_legend(&forest, bottom + 31);
	add_figure(&forest, doc);
}
