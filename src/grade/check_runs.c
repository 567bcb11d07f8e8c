/* Checks of runs: the parameters of a test, logs handed in, equal machines. */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "src/grade/check.h"
#include "src/model/quantity.h"

/* -- what a parameter is and ought to be -- */

/* "10G": the largest unit that goes into it without a rest. */
static const char *size_text(const struct judging *judging, double bytes)
{
	static const struct {
		double bytes;
		const char *letter;
	} units[] = {{1073741824, "G"}, {1048576, "M"}, {1024, "k"}};
	const char *letter = "";

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (bytes >= units[i].bytes &&
			fmod(bytes, units[i].bytes) == 0) {
			bytes /= units[i].bytes;
			letter = units[i].letter;
			break;
		}
	return arena_printf(judging->arena, "%s%s",
		quantity_fixed(judging->arena, judging->lang, bytes, 0).plain,
		letter);
}

/* Without its unit. */
static const char *number_text(const struct judging *judging,
	const struct check_param *spec, double value)
{
	double factor = spec->form == FORM_SHARE ? 0.01
			: spec->factor > 0	 ? spec->factor
						 : 1;
	int decimals = spec->form == FORM_SHARE ? 1 : 2;
	double shown = floor(value / factor * 100 + 0.5) / 100;

	if (spec->form == FORM_SIZE)
		return size_text(judging, value);
	return quantity_fixed(judging->arena, judging->lang, shown,
		shown == floor(shown) ? 0 : decimals)
		.text;
}

static const char *with_unit(const struct judging *judging,
	const struct check_param *spec, const char *number)
{
	return arena_printf(judging->arena, "%s%s", number,
		text_in(&spec->unit, judging->lang));
}

static const char *either(
	const struct judging *judging, const char *list, const char *word)
{
	return list ? message_say(judging->arena, judging->lang,
			      MSG_GRADE_EITHER, list, word)
		    : word;
}

static const char *words_text(
	const struct judging *judging, const char *const *words)
{
	const char *list = NULL;

	for (; *words; words++)
		list = either(judging, list, *words);
	return list ? list : "";
}

/* "vd… or sd…": beginnings of names. */
static const char *beginnings_text(
	const struct judging *judging, const char *pattern)
{
	const char *list = NULL;

	while (*pattern) {
		size_t length = strcspn(pattern, "|");

		if (length)
			list = either(judging, list,
				arena_printf(judging->arena, "%.*s…",
					(int)length, pattern));
		pattern += length + (pattern[length] == '|');
	}
	return list;
}

static const char *wanted_text(const struct judging *judging,
	const struct rubric_param *param, int side)
{
	const struct check_param *spec = param->spec;
	const char *high;

	if (spec->kind == PARAM_SIDES)
		return param->sides[side] ? beginnings_text(judging,
						    param->sides[side])
					  : NULL;
	if (param->words)
		return words_text(judging, (const char *const *)param->words);
	high = with_unit(
		judging, spec, number_text(judging, spec, param->high));
	return param->low == param->high
		       ? high
		       : message_say(judging->arena, judging->lang,
				 MSG_GRADE_BETWEEN,
				 number_text(judging, spec, param->low), high);
}

static const char *got_text(const struct judging *judging,
	const struct rubric_param *param, const struct param_reading *reading)
{
	if (reading->state == PARAM_UNSEEN)
		return message_get(judging->lang,
			judging->rubric->unseen_counts ? MSG_GRADE_UNSEEN
						       : MSG_GRADE_UNPROVEN);
	if (isnan(reading->value))
		return reading->raw;
	return with_unit(judging, param->spec,
		number_text(judging, param->spec, reading->value));
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
	item->wanted = wanted_text(judging, param, side);
	item->got = got_text(judging, param, &reading);
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

			item->side = side;
			outcome_rest_on(outcome, whole ? *t : "-");
			if (!whole) {
				outcome_say_missing(judging, item, test, best);
				continue;
			}
			item->subject = text_in(&test->label, judging->lang);
			item->file = best->run->file;
			item->line = best->run->line;
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
	item->got = got_text(judging, param, &reading);
	item->wanted = wanted_text(judging, param, side);
	if (item->state == ITEM_WRONG)
		item->advice = message_say(judging->arena, judging->lang,
			MSG_GRADE_SET_FACT, item->subject, item->wanted);
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
			MSG_GRADE_VERSION, tools[i]);
		item->got = same ? a
				 : message_say(judging->arena, judging->lang,
					   MSG_GRADE_EACH, a,
					   side_name(judging, 0), b,
					   side_name(judging, 1));
	}
}

static void missing_side(
	struct judging *judging, struct outcome *outcome, int side)
{
	struct outcome_item *item;

	outcome_missing(judging, outcome, side, NULL);
	item = &outcome->items[outcome->count - 1];
	item->got = message_get(judging->lang, MSG_GRADE_NO_SIDE);
	item->advice = message_say(judging->arena, judging->lang,
		MSG_GRADE_HAND_IN_SIDE, side_name(judging, side));
}

void check_same_vm(struct judging *judging, struct outcome *outcome)
{
	const struct rubric_criterion *criterion = outcome->criterion;

	for (int side = 0; side < SIDES; side++) {
		if (!has_runs(judging, side)) {
			missing_side(judging, outcome, side);
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
