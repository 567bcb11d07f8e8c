#include "src/analysis/identity.h"

#include <math.h>
#include <string.h>

struct fact_value fact_value(
	const struct corpus *corpus, const struct lab_fact *fact, size_t system)
{
	const struct run *run = corpus->facts[system];
	struct fact_value value = {false, NAN, NULL};
	const struct obs *obs;

	if (!run)
		return value;
	if (!fact->metric) {
		value.word = run_value(run, fact->fact);
		value.known = value.word != NULL;
		return value;
	}
	obs = run_obs(run, fact->fact);
	if (obs) {
		value.known = true;
		value.number = obs->value;
	}
	return value;
}

static bool close_enough(double a, double b, double tolerance)
{
	return fabs(a - b) <= tolerance * fmax(fabs(a), fabs(b));
}

static bool same(const struct lab_fact *fact, struct fact_value a,
	struct fact_value b, double tolerance)
{
	if (fact->metric)
		return close_enough(a.number, b.number, tolerance);
	return strcmp(a.word, b.word) == 0;
}

static bool as_expected(
	const struct lab_fact *fact, struct fact_value value, double tolerance)
{
	if (fact->metric)
		return isnan(fact->expected_value) ||
		       close_enough(
			       value.number, fact->expected_value, tolerance);
	return !fact->expected || strstr(value.word, fact->expected);
}

bool fact_expected(const struct lab_fact *fact, struct fact_value value)
{
	return as_expected(fact, value, fact->tolerance);
}

struct fact_state fact_state(
	const struct corpus *corpus, const struct lab_fact *fact)
{
	struct fact_state state = {0};
	struct fact_value first = {false, NAN, NULL};

	for (size_t i = 0; i < corpus->lab->system_count; i++) {
		struct fact_value value = fact_value(corpus, fact, i);

		if (!value.known || !corpus_contestant(corpus, i))
			continue;
		if (!first.known)
			first = value;
		state.known++;
		state.unexpected |= !as_expected(fact, value, fact->tolerance);
		state.differs |= !same(fact, first, value, fact->tolerance);
		state.inexact |= !as_expected(fact, value, 0) ||
				 !same(fact, first, value, 0);
	}
	return state;
}

bool fact_is_off(const struct corpus *corpus, const struct lab_fact *fact)
{
	struct fact_state state = fact_state(corpus, fact);

	return fact->compare && (state.differs || state.unexpected);
}

enum identity_state identity_state(const struct corpus *corpus)
{
	const struct lab *lab = corpus->lab;
	size_t count = corpus_contestant_count(corpus);
	bool incomplete = count < 2 || !lab->fact_count;

	for (size_t f = 0; f < lab->fact_count; f++) {
		struct fact_state s = fact_state(corpus, &lab->facts[f]);

		if (!lab->facts[f].compare)
			continue;
		if (fact_is_off(corpus, &lab->facts[f]))
			return IDENTITY_DIFFERS;
		incomplete = incomplete || s.known < count;
	}
	return incomplete ? IDENTITY_UNKNOWN : IDENTITY_SAME;
}
