#include "src/checks/check.h"

#include <math.h>
#include <string.h>

static const struct checker *const checkers[] = {
	&checker_sysbench,
	&checker_fio,
	&checker_iperf3,
};

const struct check_identity check_identities[] = {
#define IDENTITY(tool, rule, fr, en) {tool, rule, {{fr, en}}},
#include "src/checks/identity.in"
#undef IDENTITY
};

const size_t check_identity_count =
	sizeof check_identities / sizeof *check_identities;

bool check_range(struct check_result *result, const char *rule, bool hard,
	unsigned line, double found, double low, double high)
{
	if (isnan(found) || isnan(low) || isnan(high))
		return true;
	result->checked++;
	if (found >= low && found <= high)
		return true;
	ARENA_ROOM(result->arena, result->findings, result->finding_count,
		result->finding_capacity);
	result->findings[result->finding_count++] =
		(struct check_finding){rule, hard, line, found, low, high};
	if (hard)
		result->state = CHECK_INCONSISTENT;
	return false;
}

struct check_result check_run(struct arena *arena, const struct run *run)
{
	struct check_result result = {.arena = arena};

	for (size_t i = 0; i < sizeof checkers / sizeof *checkers; i++)
		if (run->complete && strcmp(checkers[i]->tool, run->tool) == 0)
			checkers[i]->check(run, &result);
	if (result.checked && result.state != CHECK_INCONSISTENT)
		result.state = CHECK_INTACT;
	return result;
}

const char *check_state_name(enum check_state state)
{
	static const char *const names[] = {
		[CHECK_IMPOSSIBLE] = "not checkable",
		[CHECK_INTACT] = "intact",
		[CHECK_INCONSISTENT] = "inconsistent",
	};

	return names[state];
}

bool check_is_grid(const char *rule)
{
	static const char *const rules[] = {"R10", "T9g", "J9g"};

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (strcmp(rules[i], rule) == 0)
			return true;
	return false;
}
