#include "src/grade/judge.h"

#include <math.h>
#include <string.h>

#include "src/grade/check.h"
#include "src/grade/sheet.h"
#include "src/model/quantity.h"

/* -- for the checks -- */

struct outcome_item *outcome_add(struct judging *judging,
	struct outcome *outcome, enum item_state state, double share,
	double weight)
{
	struct outcome_item *item;

	ARENA_ROOM(judging->arena, outcome->items, outcome->count,
		outcome->capacity);
	item = &outcome->items[outcome->count++];
	*item = (struct outcome_item){.state = state,
		.share = share,
		.weight = weight,
		.side = SIDE_UNKNOWN};
	return item;
}

void outcome_rest_on(struct outcome *outcome, const char *fact)
{
	buf_puts(&outcome->evidence, fact);
	buf_putc(&outcome->evidence, '\n');
}

void outcome_rest_on_run(struct outcome *outcome, const struct run *run)
{
	outcome_rest_on(outcome, run->tool);
	outcome_rest_on(outcome, run->complete ? "complete" : "cut");
	for (size_t i = 0; i < run->param_count; i++)
		outcome_rest_on(outcome, run->params[i].value);
	for (size_t i = 0; i < run->obs_count; i++)
		outcome_rest_on(outcome, run->obs[i].raw);
}

const char *side_name(const struct judging *judging, int side)
{
	return side < 0 ? ""
			: text_in(&judging->rubric->sides[side].name,
				  judging->lang);
}

/* Is there a run of which nothing tells the machine? */
static bool has_strays(const struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->count; i++)
		if (evidence_place(&evidence->runs[i]) < 0)
			return true;
	return false;
}

void outcome_say_missing(const struct judging *judging,
	struct outcome_item *item, const struct rubric_criterion *test,
	const struct evidence_run *incomplete)
{
	bool stray = !incomplete && has_strays(judging->evidence);
	const char *side = side_name(judging, item->side);

	item->subject = text_in(&test->label, judging->lang);
	item->got = message_get(judging->lang,
		incomplete ? MSG_GRADE_INCOMPLETE
		: stray	   ? MSG_GRADE_STRAY
			   : MSG_GRADE_NO_RUN);
	item->advice = message_say(judging->arena, judging->lang,
		stray ? MSG_GRADE_NAME_SIDE : MSG_GRADE_RUN_STEP, test->step,
		side);
	if (!incomplete)
		return;
	item->doubtful = incomplete->doubtful;
	item->file = incomplete->run->file;
	item->line = incomplete->run->line;
}

void outcome_missing(struct judging *judging, struct outcome *outcome, int side,
	const struct evidence_run *incomplete)
{
	struct outcome_item *item = outcome_add(judging, outcome,
		incomplete ? ITEM_INCOMPLETE : ITEM_MISSING, 0, 1);

	item->side = side;
	outcome_say_missing(judging, item, outcome->criterion, incomplete);
	if (incomplete)
		outcome_rest_on_run(outcome, incomplete->run);
}

/* -- points -- */

static double mean_share(const struct outcome *outcome, int side)
{
	double got = 0, all = 0;

	for (size_t i = 0; i < outcome->count; i++) {
		const struct outcome_item *item = &outcome->items[i];

		if (side != SIDE_UNKNOWN && item->side != side)
			continue;
		got += item->share * item->weight;
		all += item->weight;
	}
	return all > 0 ? got / all : side == SIDE_UNKNOWN;
}

static double whole(double share)
{
	return share > 1 - 1e-9 ? 1 : 0;
}

static double apply_partial(const struct outcome *outcome)
{
	double sum = 0;

	if (!outcome->count)
		return 0;
	if (outcome->criterion->partial == PARTIAL_FRACTION)
		return mean_share(outcome, SIDE_UNKNOWN);
	if (outcome->criterion->partial == PARTIAL_ALL)
		return whole(mean_share(outcome, SIDE_UNKNOWN));
	for (int side = 0; side < SIDES; side++)
		sum += whole(mean_share(outcome, side));
	return sum / SIDES;
}

/* To the hundredth: what people see adds up. */
static double hundredths(double points)
{
	return floor(points * 100 + 0.5 + 1e-9) / 100;
}

/* -- the basis -- */

/* All of a criterion that its points follow from, and its label. */
static void add_rule(struct arena *arena, struct buf *out,
	const struct rubric_criterion *criterion)
{
	buf_printf(out, "%s\n%s\n%s\n", criterion->id,
		quantity_exact(arena, criterion->points),
		text_in(&criterion->label, LANG_FR));
	buf_printf(out, "%s %d\n",
		criterion->check ? criterion->check->name : "manual",
		(int)criterion->partial);
	for (int v = 0; v < FIGURE_VERDICTS; v++)
		buf_printf(out, "%s\n",
			quantity_exact(arena, criterion->credit[v]));
	for (size_t i = 0; i < criterion->param_count; i++) {
		const struct rubric_param *param = &criterion->params[i];

		buf_printf(out, "%s %s %s\n", param->spec->name,
			quantity_exact(arena, param->low),
			quantity_exact(arena, param->high));
		for (const char **w = param->words; w && *w; w++)
			buf_printf(out, "%s\n", *w);
	}
}

static void hash_basis(struct arena *arena, struct outcome *outcome)
{
	struct buf all = {0};

	add_rule(arena, &all, outcome->criterion);
	digest_of(all.data, all.length, outcome->rule);
	if (outcome->evidence.length)
		buf_add(&all, outcome->evidence.data, outcome->evidence.length);
	digest_of(all.data, all.length, outcome->basis);
	buf_free(&all);
	buf_free(&outcome->evidence);
}

static bool logs_hidden(const struct judging *judging)
{
	return judging->unread || evidence_strays(judging->evidence) ||
	       evidence_doubts(judging->evidence);
}

/* Is one of the items without what it is held against? */
static bool misses_any(
	const struct judging *judging, const struct outcome *outcome)
{
	bool lost = judging->damaged ||
		    (outcome->criterion->check->source == CHECK_LOGS &&
			    judging->logs_hidden);

	for (size_t i = 0; i < outcome->count; i++) {
		const struct outcome_item *item = &outcome->items[i];

		if (item->doubtful || (lost && item->state == ITEM_MISSING) ||
			(item->verdict == FIGURE_NO_LOG &&
				judging->logs_hidden))
			return true;
	}
	return false;
}

static bool any_ticked(const struct judging *judging)
{
	for (size_t i = 0; i < judging->box_count; i++)
		if (judging->boxes[i].ticked)
			return true;
	return false;
}

/* Is there nothing at all of what the check looks at? */
static bool finds_nothing(
	const struct judging *judging, enum check_source source)
{
	if (source == CHECK_LOGS)
		return !judging->evidence->count;
	if (source == CHECK_TABLES)
		return !sheet_is_filled(judging);
	return !any_ticked(judging) &&
	       (!judging->box_count || !sheet_is_filled(judging));
}

/* May what the check misses be there all the same? */
static bool is_hidden(
	const struct judging *judging, const struct outcome *outcome)
{
	return misses_any(judging, outcome) ||
	       sheet_doubted(judging, outcome->criterion) ||
	       (judging->unread &&
		       finds_nothing(judging,
			       outcome->criterion->check->source));
}

static void judge_one(struct judging *judging, struct outcome *outcome)
{
	const struct rubric_criterion *criterion = outcome->criterion;

	outcome->points = NAN;
	outcome->share = NAN;
	if (!criterion->manual)
		criterion->check->run(judging, outcome);
	if (!criterion->manual && is_hidden(judging, outcome)) {
		outcome->count = 0;
		outcome->swapped = false;
		outcome_rest_on(
			outcome, judging->unread ? judging->unread : "");
	} else if (!criterion->manual) {
		outcome->share = apply_partial(outcome);
		outcome->points =
			hundredths(outcome->share * criterion->points);
	}
	hash_basis(judging->arena, outcome);
}

void judge(struct judging *judging)
{
	const struct rubric *rubric = judging->rubric;

	judging->logs_hidden = logs_hidden(judging);
	judging->tables = sheet_find(judging);
	judging->outcomes = arena_alloc(judging->arena,
		(rubric->criterion_count + 1) * sizeof *judging->outcomes);
	for (size_t i = 0; i < rubric->criterion_count; i++)
		judging->outcomes[i].criterion = &rubric->criteria[i];
	for (size_t i = 0; i < rubric->criterion_count; i++)
		judge_one(judging, &judging->outcomes[i]);
}

const struct outcome *judging_outcome(
	const struct judging *judging, const struct rubric_criterion *criterion)
{
	return &judging->outcomes[criterion->index];
}

/* -- sentences -- */

static const char *subject_of(
	const struct judging *judging, const struct outcome_item *item)
{
	const char *subject = item->subject ? item->subject : "";

	return item->side < 0 ? subject
			      : message_say(judging->arena, judging->lang,
					MSG_GRADE_SUBJECT, subject,
					side_name(judging, item->side));
}

char *item_say(const struct judging *judging, const struct outcome_item *item)
{
	static const enum message both[] = {
		[ITEM_RIGHT] = MSG_GRADE_GOT_WANTED,
		[ITEM_NOTE] = MSG_GRADE_GOT_WANTED,
		[ITEM_UNSEEN] = MSG_GRADE_UNSEEN_WANTED,
		[ITEM_PARTLY] = MSG_GRADE_GOT_WANTED,
		[ITEM_WRONG] = MSG_GRADE_GOT_WANTED,
		[ITEM_INCOMPLETE] = MSG_GRADE_MISSING_WANTED,
		[ITEM_MISSING] = MSG_GRADE_MISSING_WANTED,
	};
	const char *subject = subject_of(judging, item);

	if (item->got && item->wanted)
		return message_say(judging->arena, judging->lang,
			both[item->state], subject, item->got, item->wanted);
	if (item->got)
		return message_say(judging->arena, judging->lang, MSG_GRADE_GOT,
			subject, item->got);
	if (item->wanted)
		return message_say(judging->arena, judging->lang,
			MSG_GRADE_WANTED, subject, item->wanted);
	return arena_strdup(judging->arena, subject);
}

/* The items of these states, one behind the other; NULL: there are none. */
static const char *list_items(const struct judging *judging,
	const struct outcome *outcome, unsigned states, bool whole_sentences)
{
	const char *list = NULL;

	for (size_t i = 0; i < outcome->count; i++) {
		const struct outcome_item *item = &outcome->items[i];
		const char *piece = whole_sentences ? item_say(judging, item)
						    : subject_of(judging, item);

		if (!(states & 1u << item->state))
			continue;
		list = list ? message_say(judging->arena, judging->lang,
				      MSG_GRADE_LIST, list, piece)
			    : piece;
	}
	return list;
}

static const char *count_text(const struct judging *judging, size_t count)
{
	return quantity_count(judging->arena, judging->lang, count);
}

/* The weight of one thing that is counted: the least of all. */
static double least_weight(const struct outcome *outcome)
{
	double least = INFINITY;

	for (size_t i = 0; i < outcome->count; i++)
		if (outcome->items[i].weight > 0)
			least = fmin(least, outcome->items[i].weight);
	return least;
}

/* Things that count for points: all, or those that are right. A missing run
 * weighs as much as all parameters of one that is there, and is as many. */
static size_t count_items(const struct outcome *outcome, bool all)
{
	double least = least_weight(outcome), count = 0;

	for (size_t i = 0; i < outcome->count; i++)
		if (all || outcome->items[i].share > 1 - 1e-9)
			count += round(outcome->items[i].weight / least);
	return (size_t)count;
}

static const char *points_text(const struct judging *judging, double points)
{
	return quantity_fixed(judging->arena, judging->lang, points, 2).text;
}

#define STATE(state) (1u << (state))
#define PROBLEMS                                                               \
	(STATE(ITEM_PARTLY) | STATE(ITEM_WRONG) | STATE(ITEM_INCOMPLETE) |     \
		STATE(ITEM_MISSING))

char *outcome_feedback(const struct judging *judging,
	const struct outcome *outcome, const struct fill *extra)
{
	size_t right = count_items(outcome, false);
	size_t all = count_items(outcome, true);
	const char *nothing = message_get(judging->lang, MSG_GRADE_NOTHING);
	const struct fill own[] = {
		{"points", points_text(judging, outcome->points), NULL},
		{"max", points_text(judging, outcome->criterion->points), NULL},
		{"n", count_text(judging, right), NULL},
		{"ticked", count_text(judging, right), NULL},
		{"m", count_text(judging, all), NULL},
		{"boxes", count_text(judging, all), NULL},
		{"problems", list_items(judging, outcome, PROBLEMS, true),
			nothing},
		{"missing",
			list_items(judging, outcome,
				STATE(ITEM_MISSING) | STATE(ITEM_INCOMPLETE),
				false),
			nothing},
		{"unseen",
			list_items(judging, outcome, STATE(ITEM_UNSEEN), false),
			nothing},
		{"swapped",
			outcome->swapped ? message_get(judging->lang,
						   MSG_GRADE_ALL_SWAPPED)
					 : NULL,
			""},
		{NULL, NULL, NULL},
	};
	const struct fill *const lists[] = {own, extra, NULL};

	return fill_text(judging->arena,
		text_in(&outcome->criterion->feedback, judging->lang), lists);
}
