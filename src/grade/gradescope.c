#include "src/grade/gradescope.h"

#include <math.h>

#include "src/base/json_write.h"
#include "src/grade/feedback.h"
#include "src/model/quantity.h"

static void put_points(struct json_writer *w, struct arena *arena,
	const char *key, double points)
{
	json_put_digits(
		w, key, quantity_fixed(arena, LANG_EN, points, 2).plain);
}

/* The feedback, and a line for each thing that is not right. */
static const char *output_of(struct arena *arena, const struct result_mark *mark)
{
	struct buf out = {0};
	const char *text;

	buf_puts(&out, mark->text);
	for (size_t i = 0; i < mark->count; i++) {
		const struct result_item *item = &mark->items[i];

		if (item->state < ITEM_PARTLY)
			continue;
		buf_printf(&out, "\n- %s", item->text);
		if (item->advice)
			buf_printf(&out, ". %s", item->advice);
	}
	text = arena_strndup(arena, out.data ? out.data : "", out.length);
	buf_free(&out);
	return text;
}

/* What is still to be marked has no score, which Gradescope shows as such. */
static void put_test(struct json_writer *w, struct arena *arena,
	enum lang lang, const struct rubric_criterion *criterion,
	const struct result_mark *mark)
{
	bool pending = isnan(mark->effective);

	json_open(w, NULL, '{');
	if (!pending)
		put_points(w, arena, "score", mark->effective);
	put_points(w, arena, "max_score", criterion->points);
	if (!pending)
		json_put(w, "status",
			mark->effective >= criterion->points ? "passed"
							     : "failed");
	json_put(w, "name", text_in(&criterion->label, lang));
	json_put(w, "number", criterion->step);
	json_put(w, "output", output_of(arena, mark));
	json_put(w, "output_format", "text");
	json_put(w, "visibility", "visible");
	json_close(w, '}');
}

void gradescope_write(struct arena *arena, enum lang lang,
	const struct rubric *rubric, const struct result *result,
	struct buf *out)
{
	struct json_writer w = {.out = out};

	json_open(&w, NULL, '{');
	if (!isnan(result->total))
		put_points(&w, arena, "score", result->total);
	json_put(&w, "output",
		feedback_comment(arena, lang, rubric, result));
	json_put(&w, "output_format", "text");
	json_put(&w, "visibility", "visible");
	json_put(&w, "stdout_visibility", "hidden");
	json_open(&w, "tests", '[');
	for (size_t i = 0; i < result->mark_count; i++)
		put_test(&w, arena, lang, &rubric->criteria[i],
			&result->marks[i]);
	json_close(&w, ']');
	json_close(&w, '}');
}
