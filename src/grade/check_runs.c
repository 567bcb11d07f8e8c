/* Checks of runs: the parameters of a test, logs handed in, equal machines. */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "src/grade/check.h"
#include "src/model/quantity.h"

/* -- what a parameter is and ought to be -- */

static const char *number_text(const struct judging *judging,
	const struct rubric_param *param, double value)
{
	double factor = param->spec->factor > 0 ? param->spec->factor : 1;
	double shown = value / factor;

	return quantity_fixed(judging->arena, judging->lang, shown,
		shown == floor(shown) ? 0 : 2)
		.text;
}

static const char *wanted_text(
	const struct judging *judging, const struct rubric_param *param)
{
	const char *list;

	if (param->words) {
		list = param->words[0];
		for (size_t i = 1; list && param->words[i]; i++)
			list = arena_printf(judging->arena, "%s, %s", list,
				param->words[i]);
		return list ? list : "";
	}
	if (param->low == param->high)
		return number_text(judging, param, param->low);
	return message_say(judging->arena, judging->lang, MSG_GRADE_BETWEEN,
		number_text(judging, param, param->low),
		number_text(judging, param, param->high));
}

static void judge_param(struct judging *judging, struct outcome *outcome,
	const struct run *run, int side, const struct rubric_param *param,
	double weight)
{
	static const enum item_state states[] = {
		[PARAM_RIGHT] = ITEM_RIGHT,
		[PARAM_WRONG] = ITEM_WRONG,
		[PARAM_UNSEEN] = ITEM_UNSEEN,
	};
	struct param_reading reading =
		evidence_param(judging->arena, run, param);
	bool counts = reading.state == PARAM_RIGHT ||
		      (reading.state == PARAM_UNSEEN &&
			      judging->rubric->unseen_counts);
	struct outcome_item *item = outcome_add(
		judging, outcome, states[reading.state], counts, weight);

	item->side = side;
	item->subject = text_in(&param->spec->label, judging->lang);
	item->wanted = wanted_text(judging, param);
	item->got = reading.state == PARAM_UNSEEN
			    ? message_get(judging->lang, MSG_GRADE_UNSEEN)
		    : isnan(reading.value)
			    ? reading.raw
			    : number_text(judging, param, reading.value);
	item->file = run->file;
	item->line = reading.line ? reading.line : run->line;
	if (reading.state == PARAM_WRONG)
		item->advice = message_say(judging->arena, judging->lang,
			MSG_GRADE_SET_PARAM, item->subject, item->wanted,
			outcome->criterion->step);
}

/* All parameters of a run that counts; together they weigh 1. */
static void judge_run(struct judging *judging, struct outcome *outcome,
	const struct run *run, int side)
{
	const struct rubric_criterion *criterion = outcome->criterion;
	size_t count = 0;

	for (size_t i = 0; i < criterion->param_count; i++)
		count += criterion->params[i].spec->source != SOURCE_NONE;
	outcome_rest_on_run(outcome, run);
	for (size_t i = 0; i < criterion->param_count; i++)
		if (criterion->params[i].spec->source != SOURCE_NONE)
			judge_param(judging, outcome, run, side,
				&criterion->params[i], 1.0 / (double)count);
	if (count)
		return;
	outcome_add(judging, outcome, ITEM_RIGHT, 1, 1)->side = side;
}

void check_test(struct judging *judging, struct outcome *outcome)
{
	for (int side = 0; side < SIDES; side++) {
		const struct evidence_run *best = evidence_best(
			judging->evidence, outcome->criterion, side);

		if (best && best->run->complete)
			judge_run(judging, outcome, best->run, side);
		else
			outcome_missing(judging, outcome, side, best);
	}
}

/* -- iperf3: side 0 to side 1, then back -- */

static const char *direction_name(const struct judging *judging, int from)
{
	return message_say(judging->arena, judging->lang, MSG_GRADE_DIRECTION,
		side_name(judging, from), side_name(judging, 1 - from));
}

static void tell_relabelled(struct judging *judging, struct outcome *outcome,
	const struct evidence_run *best, int from)
{
	struct outcome_item *item =
		outcome_add(judging, outcome, ITEM_NOTE, 1, 0);

	item->subject = direction_name(judging, from);
	item->got = message_get(judging->lang, MSG_GRADE_RELABELLED);
	item->file = best->run->file;
	item->line = best->run->line;
}

void check_iperf3(struct judging *judging, struct outcome *outcome)
{
	for (int from = 0; from < SIDES; from++) {
		const struct evidence_run *best = evidence_best(
			judging->evidence, outcome->criterion, from);
		size_t first = outcome->count;

		if (best && best->run->complete)
			judge_run(judging, outcome, best->run, from);
		else
			outcome_missing(judging, outcome, from, best);
		for (size_t i = first; i < outcome->count; i++) {
			struct outcome_item *item = &outcome->items[i];

			item->subject =
				item->state == ITEM_MISSING ||
						item->state == ITEM_INCOMPLETE
					? direction_name(judging, from)
					: message_say(judging->arena,
						  judging->lang,
						  MSG_GRADE_SUBJECT,
						  item->subject,
						  direction_name(
							  judging, from));
			item->side = SIDE_UNKNOWN;
		}
		if (best && best->relabelled)
			tell_relabelled(judging, outcome, best, from);
	}
}

/* -- logs handed in -- */

void check_logs(struct judging *judging, struct outcome *outcome)
{
	const struct rubric_param *tests =
		rubric_param_find(outcome->criterion, "tests");

	for (const char **t = tests->words; *t; t++)
		for (int side = 0; side < SIDES; side++) {
			const struct rubric_criterion *test =
				rubric_criterion_find(judging->rubric, *t);
			const struct evidence_run *best =
				evidence_best(judging->evidence, test, side);
			bool whole = best && best->run->complete;
			struct outcome_item *item =
				outcome_add(judging, outcome,
					whole  ? ITEM_RIGHT
					: best ? ITEM_INCOMPLETE
					       : ITEM_MISSING,
					whole, 1);

			item->subject = text_in(&test->label, judging->lang);
			item->side = side;
			item->file = best ? best->run->file : NULL;
			item->line = best ? best->run->line : 0;
			outcome_rest_on(outcome, whole ? *t : "-");
			if (!whole)
				item->advice = message_say(judging->arena,
					judging->lang, MSG_GRADE_RUN_STEP,
					test->step, side_name(judging, side));
		}
}

/* -- equal machines -- */

/* The reading of a fact in the first run of a side that states it. */
static struct param_reading fact_of(const struct judging *judging, int side,
	const struct rubric_param *param, const struct run **where)
{
	struct param_reading reading = {PARAM_UNSEEN, NULL, NAN, 0};

	for (size_t i = 0; i < judging->evidence->count; i++) {
		const struct evidence_run *run = &judging->evidence->runs[i];
		/* hogs of stress count no threads of a test */
		bool foreign = strncmp(run->run->tool, "stress", 6) == 0;

		if (run->side != side || foreign)
			continue;
		reading = evidence_param(judging->arena, run->run, param);
		*where = run->run;
		if (reading.state != PARAM_UNSEEN)
			break;
	}
	return reading;
}

bool check_name_fits(const char *name, const char *pattern)
{
	while (*pattern) {
		size_t length = strcspn(pattern, "|");

		if (length && strncmp(name, pattern, length) == 0)
			return true;
		pattern += length + (pattern[length] == '|');
	}
	return false;
}

static bool has_runs(const struct judging *judging, int side)
{
	for (size_t i = 0; i < judging->evidence->count; i++)
		if (judging->evidence->runs[i].side == side)
			return true;
	return false;
}

static void judge_fact(struct judging *judging, struct outcome *outcome,
	int side, const struct rubric_param *param)
{
	const struct run *where = NULL;
	struct param_reading reading = fact_of(judging, side, param, &where);
	double weight = rubric_weight(outcome->criterion, param->spec->name);
	bool seen = reading.state != PARAM_UNSEEN;
	const char *pattern = param->sides[side];
	bool right = !seen ? judging->rubric->unseen_counts
		     : param->spec->kind == PARAM_SIDES
			     ? !pattern || check_name_fits(reading.raw, pattern)
			     : reading.state == PARAM_RIGHT;
	struct outcome_item *item = outcome_add(judging, outcome,
		!seen	 ? ITEM_UNSEEN
		: right	 ? ITEM_RIGHT
		: weight ? ITEM_WRONG
			 : ITEM_NOTE,
		right, weight);

	outcome_rest_on(outcome, reading.raw ? reading.raw : "-");
	item->side = side;
	item->subject = text_in(&param->spec->label, judging->lang);
	item->got = !seen ? message_get(judging->lang, MSG_GRADE_UNSEEN)
		    : isnan(reading.value)
			    ? reading.raw
			    : number_text(judging, param, reading.value);
	item->wanted = param->spec->kind == PARAM_SIDES
			       ? pattern
			       : wanted_text(judging, param);
	item->file = where && seen ? where->file : NULL;
	item->line = reading.line;
}

static const char *version_of(
	const struct judging *judging, const char *tool, int side)
{
	for (size_t i = 0; i < judging->evidence->count; i++) {
		const struct evidence_run *run = &judging->evidence->runs[i];

		if (run->side == side && run->run->version &&
			strcmp(run->run->tool, tool) == 0)
			return run->run->version;
	}
	return NULL;
}

static void judge_versions(struct judging *judging, struct outcome *outcome,
	const struct rubric_param *param)
{
	static const char *const tools[] = {"sysbench", "fio", "iperf3"};
	double weight = rubric_weight(outcome->criterion, param->spec->name);

	for (size_t i = 0; i < 3; i++) {
		const char *a = version_of(judging, tools[i], 0);
		const char *b = version_of(judging, tools[i], 1);
		bool same = !a || !b || strcmp(a, b) == 0;
		struct outcome_item *item;

		if (!a || !b)
			continue;
		outcome_rest_on(outcome, a);
		outcome_rest_on(outcome, b);
		item = outcome_add(judging, outcome,
			same	 ? ITEM_RIGHT
			: weight ? ITEM_WRONG
				 : ITEM_NOTE,
			same, weight / 3);
		item->subject = message_say(judging->arena, judging->lang,
			MSG_VERSION_OF, tools[i]);
		item->got = arena_printf(judging->arena, "%s / %s", a, b);
	}
}

void check_same_vm(struct judging *judging, struct outcome *outcome)
{
	const struct rubric_criterion *criterion = outcome->criterion;

	for (int side = 0; side < SIDES; side++) {
		if (!has_runs(judging, side)) {
			outcome_missing(judging, outcome, side, NULL);
			continue;
		}
		for (size_t i = 0; i < criterion->param_count; i++)
			if (criterion->params[i].spec->source != SOURCE_NONE)
				judge_fact(judging, outcome, side,
					&criterion->params[i]);
	}
	if (rubric_param_find(criterion, "versions"))
		judge_versions(judging, outcome,
			rubric_param_find(criterion, "versions"));
}
