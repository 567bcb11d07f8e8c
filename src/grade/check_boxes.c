/* The sheet's check boxes, and whether the logs agree with them. */
#include <string.h>

#include "src/grade/check.h"
#include "src/grade/label.h"
#include "src/model/quantity.h"

static bool was_run(
	const struct judging *judging, const struct rubric_criterion *test)
{
	for (int side = 0; side < SIDES; side++) {
		const struct evidence_run *best =
			evidence_best(judging->evidence, test, side);

		if (!best || !best->run->complete)
			return false;
	}
	return true;
}

/* The tests that a ticked "all tests were run" is wrong about; NULL: it is
 * right. */
static const char *not_run(
	const struct judging *judging, const struct rubric_param *tests)
{
	const char *list = NULL;

	for (const char **t = tests ? tests->words : NULL; t && *t; t++) {
		const struct rubric_criterion *test =
			rubric_criterion_find(judging->rubric, *t);
		const char *label = text_in(&test->label, judging->lang);

		if (was_run(judging, test))
			continue;
		list = list ? message_say(judging->arena, judging->lang,
				      MSG_GRADE_LIST, list, label)
			    : label;
	}
	return list;
}

static bool is_tests_box(
	const struct rubric_criterion *criterion, const char *text)
{
	const struct rubric_param *box =
		rubric_param_find(criterion, "tests_box");

	for (const char **w = box ? box->words : NULL; w && *w; w++)
		if (label_holds(text, *w))
			return true;
	return false;
}

static void judge_box(struct judging *judging, struct outcome *outcome,
	const struct found_box *box)
{
	const char *missing = NULL;
	struct outcome_item *item;

	if (box->ticked && !judging->logs_hidden &&
		is_tests_box(outcome->criterion, box->text))
		missing = not_run(judging,
			rubric_param_find(outcome->criterion, "tests"));
	item = outcome_add(judging, outcome,
		!box->ticked ? ITEM_MISSING
		: missing    ? ITEM_WRONG
			     : ITEM_RIGHT,
		box->ticked && !missing, 1);
	item->subject = box->text;
	item->file = box->file;
	item->line = box->line;
	outcome_rest_on(outcome, box->ticked ? "x" : "-");
	if (!box->ticked)
		item->got = message_get(judging->lang, MSG_GRADE_BOX_OPEN);
	if (!missing)
		return;
	item->got = message_say(judging->arena, judging->lang,
		MSG_GRADE_BOX_DENIED, missing);
	item->advice = message_get(judging->lang, MSG_GRADE_RUN_ALL);
}

void check_boxes(struct judging *judging, struct outcome *outcome)
{
	size_t wanted = (size_t)rubric_number(outcome->criterion, "boxes", 0);

	for (size_t i = 0; i < judging->box_count && i < wanted; i++)
		judge_box(judging, outcome, &judging->boxes[i]);
	while (outcome->count < wanted) {
		struct outcome_item *item =
			outcome_add(judging, outcome, ITEM_MISSING, 0, 1);

		item->subject = message_say(judging->arena, judging->lang,
			MSG_GRADE_BOX,
			quantity_count(
				judging->arena, judging->lang, outcome->count));
		item->got = message_get(judging->lang, MSG_GRADE_BOX_ABSENT);
	}
}
