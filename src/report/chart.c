#include "src/report/chart.h"

#include <math.h>
#include <string.h>

#define LEGEND_MARK 9.0	  /* from the left edge of a mark to its text */
#define LEGEND_GAP 13.0	  /* between entries */
#define LEGEND_PITCH 11.0 /* from line to line */
#define TICK_DROP 9.5	  /* from the axis to the baseline of its figures */
#define FEWEST_MARKS 3
#define MARK_SPACE 6.0 /* between the figures of two marks */
#define STROKE 0.9
#define BESIDE 7.2 /* from mark to mark that stand side by side */

const struct scene_type chart_label = {.colour = SCENE_INK, .size = 8};
const struct scene_type chart_small = {.colour = SCENE_INK, .size = 7.5};
const struct scene_type chart_tick = {.colour = SCENE_MUTED, .size = 7};

/* ---- text ---- */

void chart_text(const struct study *study, struct scene *scene, double x,
	double y, const char *text, struct scene_type type)
{
	scene_text(scene, (struct scene_point){x, y},
		text_typeset(study->arena, study->lang, text), type);
}

void chart_right(const struct study *study, struct scene *scene, double x,
	double y, const char *text, struct scene_type type)
{
	type.anchor = ANCHOR_RIGHT;
	chart_text(study, scene, x, y, text, type);
}

void chart_middle(const struct study *study, struct scene *scene, double x,
	double y, const char *text, struct scene_type type)
{
	type.anchor = ANCHOR_MIDDLE;
	chart_text(study, scene, x, y, text, type);
}

/* em of a letter that starts with this byte; 0 within a letter. */
static double letter_width(unsigned char c)
{
	if ((c & 0xC0) == 0x80)
		return 0;
	if (c >= 0xE3) /* Asian scripts and signs fill the square */
		return 1;
	if (strchr(" ijlft.,:;'|()[]", c))
		return 0.32;
	if (strchr("mwMWOQ@%", c))
		return 0.85;
	return c >= 'A' && c <= 'Z' ? 0.66 : 0.56;
}

double chart_width(const char *text, double size)
{
	double width = 0;

	for (const char *p = text; *p; p++)
		width += letter_width((unsigned char)*p);
	return width * size;
}

double chart_drop(double size)
{
	return 0.35 * size; /* half of a capital */
}

/* ---- marks ---- */

void chart_rule(struct scene *scene, double y, double from, double to,
	double width, enum scene_colour colour)
{
	scene_line(scene, (struct scene_point){from, y},
		(struct scene_point){to, y}, width, colour);
}

enum scene_colour chart_colour(size_t i)
{
	return (enum scene_colour)(SCENE_SYSTEM + i % SCENE_SYSTEMS);
}

size_t chart_index(
	const struct study *study, const struct line *line, size_t place)
{
	size_t *systems, count = contestants(study, &systems), i = 0;
	int system = line->test->path ? study->corpus->paths[place].from
				      : (int)place;

	while (i < count && (int)systems[i] != system)
		i++;
	return i;
}

void chart_system(struct scene *scene, size_t i, struct scene_point centre,
	double radius, bool filled)
{
	/* the square is that of verdicts without a winner */
	static const enum scene_mark marks[] = {MARKER_CIRCLE, MARKER_DIAMOND,
		MARKER_TRIANGLE, MARKER_WEDGE, MARKER_CROSS};
	enum scene_colour colour = chart_colour(i);

	scene_marker(scene, marks[i % (sizeof marks / sizeof *marks)], centre,
		radius,
		(struct scene_ink){filled ? colour : SCENE_WHITE,
			filled ? SCENE_NONE : colour, filled ? 0 : STROKE});
}

/* A mark on its way to its place: where its value is, and whose it is. */
struct stand {
	double x;
	size_t system;
};

/* The values that are there, from left to right, equal ones in the order of
 * their systems. */
static size_t stands_of(const struct axis *axis, const double *values,
	size_t count, struct stand *stands)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		struct stand stand = {axis_at(axis, values[i]), i};
		size_t at;

		if (!isfinite(values[i]))
			continue;
		for (at = n++; at > 0 && stands[at - 1].x > stand.x; at--)
			stands[at] = stands[at - 1];
		stands[at] = stand;
	}
	return n;
}

/* Marks side by side around the middle of their values. */
struct crowd {
	double middle, size;
};

static struct crowd joined(struct crowd a, struct crowd b)
{
	double size = a.size + b.size;

	return (struct crowd){
		(a.size * a.middle + b.size * b.middle) / size, size};
}

/* Moves marks that would cover each other apart, as little as may be. */
static void move_apart(struct stand *stands, size_t n, struct crowd *crowds)
{
	size_t count = 0, i = 0;

	for (size_t k = 0; k < n; k++) {
		struct crowd last = {stands[k].x, 1};

		while (count && last.middle - crowds[count - 1].middle <
					BESIDE *
						(last.size +
							crowds[count - 1].size) /
						2)
			last = joined(crowds[--count], last);
		crowds[count++] = last;
	}
	for (size_t c = 0; c < count; c++) {
		double x = crowds[c].middle - BESIDE * (crowds[c].size - 1) / 2;

		for (double k = 0; k < crowds[c].size; k++)
			stands[i++].x = x + k * BESIDE;
	}
}

void chart_on_axis(struct scene *scene, const struct axis *axis, double y,
	const double *values, size_t count)
{
	struct stand *stands =
		arena_alloc(scene->arena, (count + 1) * sizeof *stands);
	struct crowd *crowds =
		arena_alloc(scene->arena, (count + 1) * sizeof *crowds);
	size_t n = stands_of(axis, values, count, stands);

	move_apart(stands, n, crowds);
	for (size_t i = 0; i < n; i++)
		chart_system(scene, stands[i].system,
			(struct scene_point){stands[i].x, y}, 3, true);
}

/* ---- axes ---- */

/* The largest step of the form 1, 2, 5 × 10^n that goes at least twice into
 * the span. */
static double step_of(double span)
{
	static const double steps[] = {5, 2, 1};
	double power = pow(10, floor(log10(span)));

	for (size_t i = 0; i < 3; i++)
		if (steps[i] * power * (FEWEST_MARKS - 1) <= span * 1.0001)
			return steps[i] * power;
	return 0.5 * power;
}

struct axis axis_around(double low, double high, double from, double to)
{
	struct axis axis = {.from = from, .to = to};
	double slack;

	if (!(high > low)) { /* one value stands in the middle */
		slack = low == 0 ? 1 : fabs(low) * 0.05;
		low -= slack;
		high += slack;
	}
	axis.step = step_of(high - low);
	axis.low = floor(low / axis.step + 1e-9) * axis.step;
	axis.high = ceil(high / axis.step - 1e-9) * axis.step;
	axis.decimals = (int)fmax(0, -floor(log10(axis.step) + 1e-9));
	return axis;
}

double axis_at(const struct axis *axis, double value)
{
	double share = (value - axis->low) / (axis->high - axis->low);

	return axis->from + share * (axis->to - axis->from);
}

size_t axis_marks(const struct axis *axis)
{
	return (size_t)floor((axis->high - axis->low) / axis->step + 1e-6) + 1;
}

double axis_mark(const struct axis *axis, size_t i)
{
	return axis->low + (double)i * axis->step;
}

static const char *say_tick(
	const struct study *study, const struct axis *axis, size_t i)
{
	return quantity_fixed(
		study->arena, study->lang, axis_mark(axis, i), axis->decimals)
		.text;
}

/* Every how many marks there is room for a figure. */
static size_t every(const struct study *study, const struct axis *axis)
{
	double pitch = axis_at(axis, axis_mark(axis, 1)) -
		       axis_at(axis, axis_mark(axis, 0));
	size_t last = axis_marks(axis) - 1, step = 1;
	double widest = fmax(
		chart_width(say_tick(study, axis, 0), chart_tick.size),
		chart_width(say_tick(study, axis, last), chart_tick.size));

	while (step < last && (double)step * pitch < widest + MARK_SPACE)
		step++;
	return step;
}

void axis_draw(const struct study *study, struct scene *scene,
	const struct axis *axis, double top, double bottom)
{
	size_t step = every(study, axis);

	for (size_t i = 0; i < axis_marks(axis); i++) {
		double x = axis_at(axis, axis_mark(axis, i));

		scene_line(scene, (struct scene_point){x, top},
			(struct scene_point){x, bottom}, 0.25, SCENE_HAIR);
		if (i % step == 0)
			chart_middle(study, scene, x, bottom + TICK_DROP,
				say_tick(study, axis, i), chart_tick);
	}
}

/* ---- legend ---- */

struct scene_point legend_entry(struct legend *legend, const char *text)
{
	double width = LEGEND_MARK + chart_width(text, chart_small.size);
	struct scene_type type = chart_tick;
	struct scene_point mark;

	if (legend->x > 0 && legend->x + width > legend->room) {
		legend->x = 0;
		legend->y += LEGEND_PITCH;
	}
	mark = (struct scene_point){legend->x + 3, legend->y};
	type.room = legend->room - legend->x - LEGEND_MARK;
	chart_text(legend->study, legend->scene, legend->x + LEGEND_MARK,
		legend->y + chart_drop(type.size), text, type);
	legend->x += width + LEGEND_GAP;
	return mark;
}

void chart_systems(const struct study *study, struct scene *scene,
	const size_t *systems, size_t count, double y)
{
	struct legend legend = {study, scene, 0, y, CHART_WIDTH};

	for (size_t i = 0; i < count; i++)
		legend_system(&legend, i, say_short(study, systems[i]), true);
}

void legend_system(
	struct legend *legend, size_t i, const char *name, bool filled)
{
	chart_system(legend->scene, i, legend_entry(legend, name), CHART_MARK,
		filled);
}
