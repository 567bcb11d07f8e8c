/*
 * Ratings per criterion as a dumbbell: the systems of a criterion on one line,
 * criteria in the order of the difference. A radar would make area and order
 * of the criteria speak, which mean nothing.
 */
#include <math.h>

#include "src/report/chart.h"

#define LABELS 160.0
#define PLOT_FROM 176.0
#define PLOT_TO 420.0
#define HEAD 15.0
#define TICK_LINE 9.5

struct rating {
	const struct lab_criterion *criterion;
	double *stars; /* per contestant */
	double difference;
};

struct ratings {
	const struct study *study;
	struct scene *scene;
	const size_t *systems;
	size_t system_count;
	struct rating *rows;
	size_t count;
	const char **worded; /* criteria that have words instead of stars */
	size_t worded_count;
	bool none; /* some system has no star at all */
};

/* ---- what is shown ---- */

/* First minus second of two; of more the range. NAN: fewer than two known. */
static double difference_of(const double *stars, size_t count)
{
	double low = INFINITY, high = -INFINITY;
	size_t known = 0;

	for (size_t i = 0; i < count; i++) {
		if (!isfinite(stars[i]))
			continue;
		known++;
		low = fmin(low, stars[i]);
		high = fmax(high, stars[i]);
	}
	if (known < 2)
		return NAN;
	return count == 2 ? stars[0] - stars[1] : high - low;
}

/* Puts the row in its place: the larger difference first, equal ones in the
 * order of the lab. */
static void insert(struct ratings *ratings, struct rating row)
{
	size_t at = ratings->count++;

	for (; at > 0 && ratings->rows[at - 1].difference < row.difference;
		at--)
		ratings->rows[at] = ratings->rows[at - 1];
	ratings->rows[at] = row;
}

/* Has a system a word that is not that for no star at all? The chart would
 * show stars that the table does not. */
static bool is_worded(
	const struct ratings *ratings, const struct rating *rating)
{
	for (size_t i = 0; i < ratings->system_count; i++)
		if (rating->stars[i] != 0 &&
			say_rating(ratings->study, rating->criterion,
				ratings->systems[i]))
			return true;
	return false;
}

static void add_row(struct ratings *ratings, struct rating row)
{
	const struct study *study = ratings->study;
	size_t n = ratings->system_count;

	row.stars = arena_alloc(study->arena, n * sizeof *row.stars);
	for (size_t i = 0; i < n; i++)
		row.stars[i] = criterion_stars(
			study->analysis, row.criterion, ratings->systems[i]);
	row.difference = difference_of(row.stars, n);
	if (!isfinite(row.difference))
		return;
	if (is_worded(ratings, &row)) {
		ratings->worded[ratings->worded_count++] =
			say(study, &row.criterion->label);
		return;
	}
	for (size_t i = 0; i < n; i++)
		ratings->none = ratings->none || row.stars[i] == 0;
	insert(ratings, row);
}

static void find_rows(struct ratings *ratings)
{
	const struct lab *lab = ratings->study->lab;
	struct arena *arena = ratings->study->arena;
	size_t most = lab->criterion_count + 1;

	ratings->rows = arena_alloc(arena, most * sizeof *ratings->rows);
	ratings->worded = arena_alloc(arena, most * sizeof *ratings->worded);
	for (size_t k = 0; k < lab->criterion_count; k++)
		add_row(ratings, (struct rating){.criterion = &lab->criteria[k]});
}

/* ---- drawing ---- */

static void draw_row(const struct ratings *ratings, const struct axis *axis,
	const struct rating *row, double y)
{
	const struct study *study = ratings->study;
	struct scene_type label = chart_label;
	double low = INFINITY, high = -INFINITY;
	size_t n = ratings->system_count;

	label.room = LABELS;
	chart_text(study, ratings->scene, 0, y + chart_drop(label.size),
		say(study, &row->criterion->label), label);
	chart_rule(ratings->scene, y, PLOT_FROM, PLOT_TO, 0.25, SCENE_HAIR);
	for (size_t i = 0; i < n; i++) {
		low = fmin(low, row->stars[i]);
		high = fmax(high, row->stars[i]);
	}
	if (high > low)
		chart_rule(ratings->scene, y, axis_at(axis, low),
			axis_at(axis, high), 1.4, SCENE_RULE);
	chart_on_axis(ratings->scene, axis, y, row->stars, n);
	chart_right(study, ratings->scene, CHART_WIDTH,
		y + chart_drop(chart_small.size),
		(n == 2 ? quantity_signed : quantity_fixed)(
			study->arena, study->lang, row->difference, 1)
			.text,
		chart_small);
}

static void draw_head(const struct ratings *ratings)
{
	const struct study *study = ratings->study;
	struct scene_type first = chart_small, last = chart_small;

	first.colour = SCENE_MUTED;
	last.face = SCENE_BOLD;
	chart_text(study, ratings->scene, 0, HEAD - 5, WORD(study, CRITERION),
		first);
	chart_right(study, ratings->scene, CHART_WIDTH, HEAD - 5,
		WORD(study, DIFFERENCE), last);
	chart_rule(ratings->scene, HEAD, 0, CHART_WIDTH, 0.45, SCENE_INK);
}

/* The systems that have stars at all. */
static void draw_legend(const struct ratings *ratings, double y)
{
	const struct study *study = ratings->study;
	struct legend legend = {study, ratings->scene, 0, y, CHART_WIDTH};

	for (size_t i = 0; i < ratings->system_count; i++) {
		bool rated = false;

		for (size_t k = 0; k < ratings->count; k++)
			rated = rated || isfinite(ratings->rows[k].stars[i]);
		if (rated)
			legend_system(&legend, i,
				say_short(study, ratings->systems[i]), true);
	}
}

static void draw(const struct ratings *ratings)
{
	const struct axis axis = {.low = 0,
		.high = 5,
		.step = 1,
		.from = PLOT_FROM + 6,
		.to = PLOT_TO - 6};
	double bottom = HEAD + (double)ratings->count * CHART_ROW;
	double foot = bottom + TICK_LINE;

	draw_head(ratings);
	axis_draw(ratings->study, ratings->scene, &axis, HEAD, bottom);
	chart_text(ratings->study, ratings->scene, PLOT_TO + 4, foot,
		WORD(ratings->study, STARS_AXIS), chart_tick);
	if (ratings->none)
		chart_middle(ratings->study, ratings->scene, axis.from,
			foot += TICK_LINE, WORD(ratings->study, NO),
			chart_tick);
	for (size_t i = 0; i < ratings->count; i++)
		draw_row(ratings, &axis, &ratings->rows[i],
			HEAD + ((double)i + 0.5) * CHART_ROW);
	chart_rule(ratings->scene, bottom, 0, CHART_WIDTH, 0.8, SCENE_INK);
	draw_legend(ratings, foot + TICK_LINE);
}

/* ---- words ---- */

static const char *say_names(const struct ratings *ratings)
{
	const char **names = arena_alloc(ratings->study->arena,
		(ratings->system_count + 1) * sizeof *names);

	for (size_t i = 0; i < ratings->system_count; i++)
		names[i] = say_short(ratings->study, ratings->systems[i]);
	return say_list(ratings->study, names, ratings->system_count);
}

/* "Proxmox sur 5 et XCP-ng sur 4" */
static const char *say_ahead(const struct ratings *ratings, size_t *equal)
{
	const struct study *study = ratings->study;
	size_t ahead[2] = {0, 0};
	const char *parts[2];

	for (size_t i = 0; i < ratings->count; i++)
		ahead[0] += ratings->rows[i].difference > 0;
	for (size_t i = 0; i < ratings->count; i++)
		ahead[1] += ratings->rows[i].difference < 0;
	*equal = ratings->count - ahead[0] - ahead[1];
	for (size_t i = 0; i < 2; i++)
		parts[i] = SAY(study, SYSTEM_ON,
			say_short(study, ratings->systems[i]),
			say_count(study, ahead[i]));
	return say_list(study, parts, 2);
}

static const char *say_alt(const struct ratings *ratings)
{
	const struct study *study = ratings->study;
	size_t equal;
	const char *ahead;

	if (ratings->system_count != 2)
		return SAY(study, RATINGS_ALT_MANY, say_names(ratings));
	ahead = say_ahead(ratings, &equal);
	return SAY(study, RATINGS_ALT, say_names(ratings), ahead,
		say_count(study, equal));
}

static const char *say_caption(const struct ratings *ratings)
{
	const struct study *study = ratings->study;

	if (ratings->system_count != 2)
		return WORD(study, RATINGS_CHART_MANY);
	return SAY(study, RATINGS_CHART, say_short(study, ratings->systems[0]),
		say_short(study, ratings->systems[1]));
}

void chart_ratings(const struct study *study, struct doc *doc)
{
	size_t *systems, count = contestants(study, &systems);
	struct ratings ratings = {
		.study = study, .systems = systems, .system_count = count};
	struct doc_figure *figure;

	if (!doc->figures || count < 2)
		return;
	find_rows(&ratings);
	if (!ratings.count)
		return;
	ratings.scene = scene_new(study->arena, CHART_WIDTH);
	draw(&ratings);
	figure = doc_figure(doc, say_caption(&ratings), say_alt(&ratings),
		"ratings", ratings.scene);
	if (ratings.worded_count)
		doc_figure_note(doc, figure,
			SAY(study, RATINGS_WORDED,
				say_list(study, ratings.worded,
					ratings.worded_count)));
}
