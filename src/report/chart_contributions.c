/*
 * The scores of every use case as bars made of the points that each criterion
 * brings. Criteria are numbered, because their names fit into no bar; the
 * greys only part neighbours.
 */
#include <math.h>

#include "src/report/chart.h"

#define LABELS 122.0
#define PLOT_FROM 130.0
#define PLOT_TO 456.0
#define BAR 11.0
#define PITCH 13.5  /* from bar to bar */
#define TITLE 13.0  /* of a use case, above its bars */
#define BETWEEN 5.0 /* use cases */
#define GAP 0.75    /* between parts */

struct stack {
	const struct study *study;
	struct scene *scene;
	const size_t *systems;
	size_t count;
	struct axis axis;
	double y;
};

/* Numbers on the dark greys are white. */
static enum scene_colour figure_colour(size_t k)
{
	return k % SCENE_PARTS < 2 ? SCENE_WHITE : SCENE_INK;
}

static void draw_part(
	const struct stack *stack, size_t k, double from, double points)
{
	const struct study *study = stack->study;
	double x = axis_at(&stack->axis, from);
	double width = axis_at(&stack->axis, from + points) - x - GAP;
	struct scene_type type = chart_tick;
	const char *number = say_count(study, k + 1);

	if (width <= 0)
		return;
	scene_rect(stack->scene, (struct scene_point){x, stack->y}, width, BAR,
		(enum scene_colour)(SCENE_PART + k % SCENE_PARTS));
	type.colour = figure_colour(k);
	type.size = 6.5;
	if (chart_width(number, type.size) + 1 < width)
		chart_middle(study, stack->scene, x + width / 2,
			stack->y + BAR / 2 + chart_drop(type.size), number,
			type);
}

/* Points of a criterion; what is unknown counts as half. */
static double points_of(const struct stack *stack, const struct decision *d,
	size_t k, size_t system)
{
	double value = criterion_value(stack->study->analysis,
		&stack->study->lab->criteria[k], system);

	return 100 * d->sensitivity->levers[k].weight *
	       (isfinite(value) ? value : 0.5);
}

/* The score behind the bar, on white: lines of the scale would cross it. */
static void draw_total(const struct stack *stack, double at, double score)
{
	const struct study *study = stack->study;
	struct scene_type type = chart_small;
	const char *text =
		quantity_fixed(study->arena, study->lang, score, 1).text;
	double x = axis_at(&stack->axis, at) + 3;

	type.face = SCENE_BOLD;
	scene_rect(stack->scene, (struct scene_point){x - 1, stack->y},
		chart_width(text, type.size) + 1, BAR, SCENE_WHITE);
	chart_text(study, stack->scene, x,
		stack->y + BAR / 2 + chart_drop(type.size), text, type);
}

static void draw_bar(
	struct stack *stack, const struct decision *d, size_t system)
{
	const struct study *study = stack->study;
	struct scene_type label = chart_small;
	double at = 0, y = stack->y + BAR / 2 + chart_drop(label.size);

	label.room = LABELS - 8;
	chart_text(study, stack->scene, 8, y, say_short(study, system), label);
	for (size_t k = 0; k < d->criteria; k++) {
		double points = points_of(stack, d, k, system);

		draw_part(stack, k, at, points);
		at += points;
	}
	draw_total(stack, at, d->scores[system]);
	stack->y += PITCH;
}

static void draw_use_case(struct stack *stack, const struct decision *d)
{
	struct scene_type title = chart_small;

	title.face = SCENE_BOLD;
	title.room = CHART_WIDTH;
	chart_text(stack->study, stack->scene, 0, stack->y + 9,
		say(stack->study, &d->use_case->label), title);
	stack->y += TITLE;
	for (size_t i = 0; i < stack->count; i++)
		draw_bar(stack, d, stack->systems[i]);
	stack->y += BETWEEN;
}

static double height_of(const struct stack *stack, size_t shown)
{
	return (double)shown * (TITLE + (double)stack->count * PITCH + BETWEEN);
}

/* ---- words ---- */

/* "1 Performances, 2 Interface web …" */
static const char *say_key(const struct study *study)
{
	size_t n = study->lab->criterion_count;
	const char **names = arena_alloc(study->arena, (n + 1) * sizeof *names);

	for (size_t k = 0; k < n; k++)
		names[k] = SAY(study, NUMBERED, say_count(study, k + 1),
			say(study, &study->lab->criteria[k].label));
	return SAY(study, STACKED_KEY, say_list(study, names, n));
}

void chart_contributions(const struct study *study, struct doc *doc)
{
	size_t *systems, count = contestants(study, &systems), shown = 0;
	struct stack stack = {.study = study, .systems = systems};
	const struct decision *decisions = study->analysis->decisions;

	for (size_t u = 0; u < study->lab->use_case_count; u++)
		shown += decisions[u].best >= 0;
	if (!doc->figures || count < 2 || !shown)
		return;
	stack.count = count;
	stack.axis = (struct axis){
		.high = 100, .step = 20, .from = PLOT_FROM, .to = PLOT_TO};
	stack.scene = scene_new(study->arena, CHART_WIDTH);
	axis_draw(study, stack.scene, &stack.axis, 0, height_of(&stack, shown));
	for (size_t u = 0; u < study->lab->use_case_count; u++)
		if (decisions[u].best >= 0)
			draw_use_case(&stack, &decisions[u]);
	chart_rule(stack.scene, stack.y, PLOT_FROM, PLOT_TO, 0.45, SCENE_INK);
	doc_figure_note(doc,
		doc_figure(doc, WORD(study, STACKED_CHART),
			SAY(study, STACKED_ALT, say_answers(study)),
			"contributions", stack.scene),
		say_key(study));
}
