#include "src/grade/class_histogram.h"

#include <math.h>

#include "src/model/quantity.h"
#include "stats/stats.h"

#define PARTS 10 /* equal ones of [0, max] */
#define WIDTH 493.0
#define PLOT_FROM 12.0
#define PLOT_TO 481.0
#define BAR_MAX 110.0 /* height of the longest bar */
#define TOP 14.0      /* for the number over it */
#define GAP 1.5	      /* on both sides of a bar */
#define TICK_DROP 10.0
#define TITLE_DROP 23.0

#define TELL(h, id, ...)                                                       \
	message_say((h)->doc->arena, (h)->doc->lang, MSG_##id, __VA_ARGS__)

static const struct scene_type bar_type = {
	.anchor = ANCHOR_MIDDLE, .colour = SCENE_INK, .size = 7.5};
static const struct scene_type tick_type = {
	.anchor = ANCHOR_MIDDLE, .colour = SCENE_MUTED, .size = 7};

struct histogram {
	struct doc *doc;
	double step; /* width of a part, points */
	size_t counts[PARTS], most, total;
	double median;
};

/* What is above the maximum is in the last part. */
static size_t part_of(double total, double max)
{
	double part = max > 0 ? floor(total / max * PARTS + 1e-9) : 0;

	return part < 0 ? 0 : part >= PARTS ? PARTS - 1 : (size_t)part;
}

static const char *points(const struct histogram *h, double value)
{
	return quantity_fixed(h->doc->arena, h->doc->lang, value,
		value == floor(value) ? 0 : 2)
		.text;
}

static const char *number(const struct histogram *h, size_t count)
{
	return quantity_count(h->doc->arena, h->doc->lang, count);
}

/* "14 to below 16"; the maximum itself is in the last part. */
static const char *range_of(const struct histogram *h, size_t part)
{
	const char *low = points(h, h->step * (double)part);
	const char *high = points(h, h->step * (double)(part + 1));

	return part + 1 < PARTS ? TELL(h, CLASS_BELOW, low, high)
				: TELL(h, GRADE_BETWEEN, low, high);
}

/* -- the figure -- */

static void put_text(struct scene *scene, const struct doc *doc, double x,
	double y, const char *text, struct scene_type type)
{
	scene_text(scene, (struct scene_point){x, y},
		text_typeset(doc->arena, doc->lang, text), type);
}

static void draw_part(
	const struct histogram *h, struct scene *scene, size_t part)
{
	double width = (PLOT_TO - PLOT_FROM) / PARTS;
	double x = PLOT_FROM + width * (double)part;
	double share = (double)h->counts[part] / (double)h->most;
	double height = share * BAR_MAX, base = TOP + BAR_MAX;

	if (h->counts[part])
		scene_rect(scene,
			(struct scene_point){x + GAP, base - height},
			width - 2 * GAP, height, SCENE_MUTED);
	put_text(scene, h->doc, x + width / 2, base - height - 3,
		number(h, h->counts[part]),
		h->counts[part] ? bar_type : tick_type);
	put_text(scene, h->doc, x, base + TICK_DROP,
		points(h, h->step * (double)part), tick_type);
}

static const struct scene *draw(const struct histogram *h)
{
	struct scene *scene = scene_new(h->doc->arena, WIDTH);
	double base = TOP + BAR_MAX;

	for (size_t i = 0; i < PARTS; i++)
		draw_part(h, scene, i);
	put_text(scene, h->doc, PLOT_TO, base + TICK_DROP,
		points(h, h->step * PARTS), tick_type);
	scene_line(scene, (struct scene_point){PLOT_FROM, base},
		(struct scene_point){PLOT_TO, base}, 0.6, SCENE_INK);
	put_text(scene, h->doc, (PLOT_FROM + PLOT_TO) / 2, base + TITLE_DROP,
		message_get(h->doc->lang, MSG_CLASS_TOTAL_AXIS), bar_type);
	return scene;
}

static size_t fullest(const struct histogram *h)
{
	size_t part = 0;

	while (h->counts[part] < h->most)
		part++;
	return part;
}

static void add_figure(const struct histogram *h)
{
	const char *alt = TELL(h, CLASS_HISTOGRAM_ALT, number(h, h->total),
		range_of(h, fullest(h)), number(h, h->most),
		points(h, h->median));

	doc_figure(h->doc, message_get(h->doc->lang, MSG_CLASS_HISTOGRAM), alt,
		"histogram", draw(h));
}

/* -- the table -- */

static void add_table(const struct histogram *h)
{
	const struct doc_column columns[] = {
		{.title = message_get(h->doc->lang, MSG_CLASS_TOTAL_AXIS)},
		{.title = message_get(h->doc->lang, MSG_CLASS_SUBMISSIONS),
			.align = ALIGN_RIGHT}};
	struct doc_table *table = doc_table(h->doc,
		message_get(h->doc->lang, MSG_CLASS_PARTS), columns, 2);

	for (size_t i = 0; i < PARTS; i++) {
		struct doc_row *row = doc_row(h->doc, table);

		doc_set(h->doc, row, 0, range_of(h, i));
		doc_set(h->doc, row, 1, number(h, h->counts[i]));
	}
}

void class_histogram(
	struct doc *doc, double max, const double *totals, size_t count)
{
	struct histogram h = {.doc = doc,
		.step = max / PARTS,
		.total = count,
		.median = stats_summarize(totals, count, 0.95).median};

	if (!count)
		return;
	for (size_t i = 0; i < count; i++)
		h.counts[part_of(totals[i], max)]++;
	for (size_t i = 0; i < PARTS; i++)
		h.most = h.counts[i] > h.most ? h.counts[i] : h.most;
	add_figure(&h);
	add_table(&h);
}
