#include "src/report/chart_panels.h"

#include <math.h>

#define COLUMNS 3
#define GUTTER 20.0
#define PANEL ((CHART_WIDTH - (COLUMNS - 1) * GUTTER) / COLUMNS)
#define NAMES_MOST 78.0 /* width of the names of places */
#define TITLE 9.0	/* of a line of the title */
#define ROW 12.5
#define FOOT 24.0     /* figures of the scale, and space below */
#define TALLEST 560.0 /* of a figure; the next panels make another */

struct panels {
	const struct study *study;
	struct doc *doc;
	const struct panel_kind *kind;
	struct scene *scene; /* NULL: none begun */
	double y;
	const char **labels; /* of what is in the scene, for its text */
	size_t count;
};

/* ---- a panel ---- */

static double names_width(const struct study *study, const struct line *line,
	const size_t *places, size_t count)
{
	double width = 0;

	for (size_t i = 0; i < count; i++)
		width = fmax(
			width, chart_width(say_place(study, line, places[i]),
				       chart_tick.size));
	return fmin(width, NAMES_MOST);
}

static struct axis scale_of(const struct panel_kind *kind,
	const struct line *line, const size_t *places, size_t count)
{
	double low = INFINITY, high = -INFINITY;
	double factor = line->metric->unit->factor;

	for (size_t i = 0; i < count; i++)
		if (line->samples[places[i]].count)
			kind->limits(&line->samples[places[i]], &low, &high);
	return axis_around(low / factor, high / factor, 0, 0);
}

/* One row: the name, the marks, the figure behind them. */
static void draw_place(const struct panel *panel, const struct panel_kind *kind,
	size_t place, size_t i, struct scene_point at)
{
	struct scene_type type = chart_tick;
	double base = at.y + chart_drop(type.size);

	type.room = NAMES_MOST;
	type.colour = SCENE_INK;
	chart_text(panel->study, panel->scene, at.x, base,
		say_place(panel->study, panel->line, place), type);
	if (!panel->line->samples[place].count)
		return;
	kind->draw(panel, place, i, at.y);
	if (kind->figure)
		chart_right(panel->study, panel->scene,
			panel->axis.to + kind->room, base,
			kind->figure(panel, place), chart_tick);
}

/* `at` is the upper left corner below the title. */
static void draw_panel(
	struct panels *panels, const struct line *line, struct scene_point at)
{
	const struct study *study = panels->study;
	const struct panel_kind *kind = panels->kind;
	size_t *places, count = kind->places(study, line, &places);
	struct panel panel = {study, panels->scene, line,
		scale_of(kind, line, places, count)};
	double bottom = at.y + (double)count * ROW + 2;

	panel.axis.from = at.x + names_width(study, line, places, count) + 10;
	panel.axis.to = at.x + PANEL - kind->room;
	axis_draw(study, panels->scene, &panel.axis, at.y, bottom);
	chart_rule(panels->scene, bottom, panel.axis.from, panel.axis.to, 0.6,
		SCENE_MUTED);
	for (size_t i = 0; i < count; i++, at.y += ROW)
		draw_place(&panel, kind, places[i], i,
			(struct scene_point){at.x, at.y + ROW / 2});
}

static void draw_title(
	struct panels *panels, const struct line *line, double x, double lines)
{
	struct scene_type type = chart_tick;

	type.face = SCENE_BOLD;
	type.colour = SCENE_INK;
	type.room = PANEL;
	type.lines = (unsigned)lines;
	chart_text(panels->study, panels->scene, x,
		panels->y + TITLE * lines / 2 + chart_drop(type.size) - 1,
		say_line_label(panels->study, line, true), type);
}

/* ---- bands of panels ---- */

/* Up to three lines side by side, on one ground. */
struct band {
	const struct line *lines[COLUMNS];
	size_t count, rows;
	double titles; /* lines of the longest */
};

static double band_height(const struct band *band)
{
	return TITLE * band->titles + 4 + (double)band->rows * ROW + FOOT;
}

static void add_to_band(struct band *band, const struct line *line, size_t rows,
	const char *label)
{
	band->lines[band->count++] = line;
	band->rows = rows > band->rows ? rows : band->rows;
	if (chart_width(label, chart_tick.size) > PANEL)
		band->titles = 2;
}

static void finish(struct panels *panels)
{
	const struct study *study = panels->study;

	if (!panels->scene)
		return;
	doc_figure(panels->doc, message_get(study->lang, panels->kind->caption),
		message_say(study->arena, study->lang, panels->kind->alt,
			say_list(study, panels->labels, panels->count)),
		panels->kind->name, panels->scene);
	panels->scene = NULL;
}

static void begin(struct panels *panels)
{
	panels->scene = scene_new(panels->study->arena, CHART_WIDTH);
	panels->y = 0;
	panels->count = 0;
}

static void draw_band(struct panels *panels, struct band *band)
{
	double height = band_height(band);

	if (panels->scene && panels->y + height > TALLEST)
		finish(panels);
	if (!panels->scene)
		begin(panels);
	for (size_t i = 0; i < band->count; i++) {
		double x = (double)i * (PANEL + GUTTER);
		double y = panels->y + TITLE * band->titles + 4;

		draw_title(panels, band->lines[i], x, band->titles);
		draw_panel(panels, band->lines[i], (struct scene_point){x, y});
		panels->labels[panels->count++] =
			say_line_label(panels->study, band->lines[i], false);
	}
	panels->y += height;
	*band = (struct band){.titles = 1};
}

void chart_panels(const struct study *study, struct doc *doc,
	const struct panel_kind *kind)
{
	const struct analysis *analysis = study->analysis;
	struct panels panels = {.study = study, .doc = doc, .kind = kind};
	struct band band = {.titles = 1};

	if (!doc->figures)
		return;
	panels.labels = arena_alloc(study->arena,
		(analysis->line_count + 1) * sizeof *panels.labels);
	for (size_t i = 0; i < analysis->line_count; i++) {
		const struct line *line = &analysis->lines[i];
		size_t *places, rows = kind->places(study, line, &places);

		if (rows)
			add_to_band(&band, line, rows,
				say_line_label(study, line, true));
		if (band.count == COLUMNS)
			draw_band(&panels, &band);
	}
	if (band.count)
		draw_band(&panels, &band);
	finish(&panels);
}
