#include "src/grade/evidence.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "src/base/decimal.h"
#include "src/grade/check.h"
#include "src/model/quantity.h"

void evidence_add(struct arena *arena, struct evidence *evidence,
	const struct run *run, int side, bool doubtful)
{
	ARENA_ROOM(arena, evidence->runs, evidence->count, evidence->capacity);
	evidence->runs[evidence->count++] = (struct evidence_run){
		.run = run,
		.side = side,
		.doubtful = doubtful,
		.from = SIDE_UNKNOWN};
}

static bool is_placed_copy(
	const struct evidence *evidence, const struct evidence_run *run)
{
	if (run->side != SIDE_UNKNOWN || !run->run->obs_count)
		return false;
	for (size_t i = 0; i < evidence->count; i++)
		if (evidence->runs[i].side != SIDE_UNKNOWN &&
			run_same(evidence->runs[i].run, run->run))
			return true;
	return false;
}

size_t evidence_drop_copies(struct evidence *evidence)
{
	size_t kept = 0, all = evidence->count;

	for (size_t i = 0; i < all; i++)
		if (!is_placed_copy(evidence, &evidence->runs[i]))
			evidence->runs[kept++] = evidence->runs[i];
	evidence->count = kept;
	return all - kept;
}

/* -- one parameter -- */

static bool in_range(double value, const struct rubric_param *param)
{
	double slack = 1e-9 * fabs(value);

	return value >= param->low - slack && value <= param->high + slack;
}

static double number_of(const char *text)
{
	size_t length = strspn(text, "0123456789.");
	double value;

	return length && !text[length] &&
			       decimal_read(text, text + length, &value)
		       ? value
		       : NAN;
}

static bool is_word(const struct rubric_param *param, const char *text)
{
	for (const char **w = param->words; w && *w; w++)
		if (strcasecmp(*w, text) == 0)
			return true;
	return false;
}

static struct param_reading read_stated(
	const struct run *run, const struct rubric_param *param)
{
	for (size_t i = 0; i < 3 && param->spec->from[i]; i++) {
		const struct param *stated =
			run_param(run, param->spec->from[i]);
		struct param_reading reading = {PARAM_WRONG, NULL, NAN, 0};

		if (!stated)
			continue;
		reading.raw = stated->value;
		reading.line = stated->line;
		reading.value = number_of(stated->value);
		if (param->words ? is_word(param, stated->value)
				 : in_range(reading.value, param))
			reading.state = PARAM_RIGHT;
		return reading;
	}
	return (struct param_reading){PARAM_UNSEEN, NULL, NAN, 0};
}

static struct param_reading read_observed(
	const struct run *run, const struct rubric_param *param)
{
	for (size_t i = 0; i < 3 && param->spec->from[i]; i++) {
		const struct obs *obs = run_obs(run, param->spec->from[i]);

		if (obs)
			return (struct param_reading){
				in_range(obs->value, param) ? PARAM_RIGHT
							    : PARAM_WRONG,
				obs->raw, obs->value, obs->line};
	}
	return (struct param_reading){PARAM_UNSEEN, NULL, NAN, 0};
}

/* fio does not print rwmixread: the share of reads among the operations. */
static struct param_reading read_mix(struct arena *arena, const struct run *run,
	const struct rubric_param *param)
{
	const struct obs *reads = run_obs(run, "read.iops");
	const struct obs *writes = run_obs(run, "write.iops");
	struct param_reading reading = {PARAM_UNSEEN, NULL, NAN, 0};

	if (!reads || !writes || !(reads->value + writes->value > 0))
		return reading;
	reading.value = reads->value / (reads->value + writes->value);
	reading.raw = quantity_fixed(arena, LANG_EN, reading.value, 3).plain;
	reading.line = reads->line;
	reading.state =
		in_range(reading.value, param) ? PARAM_RIGHT : PARAM_WRONG;
	return reading;
}

struct param_reading evidence_param(struct arena *arena, const struct run *run,
	const struct rubric_param *param)
{
	if (param->spec->source == SOURCE_PARAM)
		return read_stated(run, param);
	if (param->spec->source == SOURCE_OBS)
		return read_observed(run, param);
	return read_mix(arena, run, param);
}

/* -- runs to criteria -- */

struct settling {
	struct arena *arena;
	struct evidence *evidence;
};

static bool is_of(
	const struct rubric_criterion *criterion, const struct run *run)
{
	const struct check *check = criterion->check;

	return check && check->tool && strcmp(check->tool, run->tool) == 0 &&
	       (!check->workload ||
		       (run->workload &&
			       strcmp(check->workload, run->workload) == 0));
}

static double share_of(const struct settling *settling, const struct run *run,
	const struct rubric_criterion *criterion)
{
	double right = 0, all = 0;

	for (size_t i = 0; i < criterion->param_count; i++) {
		const struct rubric_param *param = &criterion->params[i];
		enum param_state state;

		if (param->spec->source == SOURCE_NONE)
			continue;
		state = evidence_param(settling->arena, run, param).state;
		all++;
		right += state == PARAM_RIGHT ||
			 (state == PARAM_UNSEEN &&
				 settling->evidence->rubric->unseen_counts);
	}
	return all > 0 ? right / all : 1;
}

/* Is its key parameter what the criterion asks for? */
static bool has_key(const struct settling *settling, const struct run *run,
	const struct rubric_criterion *criterion)
{
	for (size_t i = 0; i < criterion->param_count; i++)
		if (criterion->params[i].spec->key)
			return evidence_param(settling->arena, run,
				       &criterion->params[i])
				       .state == PARAM_RIGHT;
	return true;
}

int evidence_place(const struct evidence_run *run)
{
	return strcmp(run->run->tool, "iperf3") == 0 ? run->from : run->side;
}

bool evidence_strays(const struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->count; i++) {
		const struct evidence_run *run = &evidence->runs[i];

		if (evidence_place(run) == SIDE_UNKNOWN && run->run->obs_count)
			return true;
	}
	return false;
}

static bool is_taken(const struct evidence *evidence,
	const struct rubric_criterion *criterion, int side)
{
	for (size_t i = 0; i < evidence->count; i++)
		if (evidence->runs[i].criterion == criterion &&
			evidence_place(&evidence->runs[i]) == side)
			return true;
	return false;
}

/* Gives the run to the criterion that it fits best: among those whose key it
 * has, or, `keyed` false, among those that nothing was given to yet. */
static void give(
	struct settling *settling, struct evidence_run *run, bool keyed)
{
	const struct rubric *rubric = settling->evidence->rubric;
	const struct rubric_criterion *best = NULL;
	double best_share = -1;

	for (size_t i = 0; i < rubric->criterion_count; i++) {
		const struct rubric_criterion *c = &rubric->criteria[i];
		double share;

		if (!is_of(c, run->run) ||
			(keyed ? !has_key(settling, run->run, c)
			       : is_taken(settling->evidence, c,
					 evidence_place(run))))
			continue;
		share = share_of(settling, run->run, c);
		if (share > best_share) {
			best = c;
			best_share = share;
		}
	}
	if (!best)
		return;
	run->criterion = best;
	run->share = best_share;
}

/* -- iperf3: who sends -- */

/* "10.0.0.1:5201" without its port. */
static size_t address_length(const char *address)
{
	const char *colon = address ? strrchr(address, ':') : NULL;

	return colon ? (size_t)(colon - address) : 0;
}

static bool same_address(const char *a, const char *b)
{
	size_t length = address_length(a);

	return length && length == address_length(b) &&
	       strncmp(a, b, length) == 0;
}

static int sender_of(const struct evidence_run *run)
{
	const char *local = run_value(run->run, "local_address");
	const char *from = run_value(run->run, "flow_from");
	const char *role = run_value(run->run, "role");
	const char *direction = run_value(run->run, "direction");
	bool ours;

	if (run->side < 0)
		return SIDE_UNKNOWN;
	if (local && from)
		ours = strlen(local) == address_length(from) &&
		       strncmp(local, from, strlen(local)) == 0;
	else if (role)
		ours = (strcmp(role, "client") == 0) !=
		       (direction && strcmp(direction, "reverse") == 0);
	else
		return SIDE_UNKNOWN;
	return ours ? run->side : 1 - run->side;
}

static bool is_opposite(const struct run *a, const struct run *b)
{
	return same_address(
		       run_value(a, "flow_from"), run_value(b, "flow_to")) &&
	       same_address(run_value(a, "flow_to"), run_value(b, "flow_from"));
}

/* Two opposite flows cannot both come from the same side: the later log is in
 * the wrong folder. */
static void settle_senders(struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->count; i++) {
		struct evidence_run *run = &evidence->runs[i];

		if (strcmp(run->run->tool, "iperf3") != 0)
			continue;
		run->from = sender_of(run);
		for (size_t k = 0; k < i && run->from >= 0; k++) {
			if (evidence->runs[k].from != run->from ||
				!is_opposite(evidence->runs[k].run, run->run))
				continue;
			run->from = 1 - run->from;
			run->relabelled = true;
		}
	}
}

static void find_twins(struct arena *arena, struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->count; i++)
		for (size_t k = i + 1; k < evidence->count; k++) {
			const struct evidence_run *a = &evidence->runs[i];
			const struct evidence_run *b = &evidence->runs[k];

			if (a->side < 0 || b->side < 0 || a->side == b->side ||
				!a->run->obs_count || !run_same(a->run, b->run))
				continue;
			ARENA_ROOM(arena, evidence->twins, evidence->twin_count,
				evidence->twin_capacity);
			evidence->twins[evidence->twin_count++] =
				(struct evidence_twins){a, b};
		}
}

void evidence_settle(struct arena *arena, struct evidence *evidence)
{
	struct settling settling = {arena, evidence};

	settle_senders(evidence);
	for (int keyed = 1; keyed >= 0; keyed--)
		for (size_t i = 0; i < evidence->count; i++) {
			struct evidence_run *run = &evidence->runs[i];

			if (!run->criterion && evidence_place(run) >= 0)
				give(&settling, run, keyed);
		}
	find_twins(arena, evidence);
}

static bool is_better(
	const struct evidence_run *a, const struct evidence_run *b)
{
	if (!b || a->run->complete != b->run->complete)
		return !b || a->run->complete;
	return a->share > b->share;
}

const struct evidence_run *evidence_best(const struct evidence *evidence,
	const struct rubric_criterion *criterion, int side)
{
	const struct evidence_run *best = NULL;

	for (size_t i = 0; i < evidence->count; i++) {
		const struct evidence_run *run = &evidence->runs[i];

		if (run->criterion == criterion &&
			evidence_place(run) == side && is_better(run, best))
			best = run;
	}
	return best;
}

bool evidence_doubts(const struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->count; i++) {
		const struct evidence_run *run = &evidence->runs[i];

		if (run->doubtful &&
			evidence_best(evidence, run->criterion,
				evidence_place(run)) == run)
			return true;
	}
	return false;
}
