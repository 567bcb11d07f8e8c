/*
 * The table-wide view: among many lines some would name a winner by chance.
 * Holm's correction is made once over the p values of the differences and once
 * over those of the ties; a verdict that survives its own is confirmed.
 *
 * The lines of the summary, which a reader counts, are one family with all
 * their pairs; all other lines are a second one. Lines without a better side,
 * and paths, name no winner and are in neither.
 */
#include <math.h>

#include "src/analysis/analysis.h"

struct family {
	struct pair **pairs;
	size_t count, capacity;
};

static void gather(
	const struct analysis *analysis, bool summary, struct family *family)
{
	for (size_t i = 0; i < analysis->line_count; i++) {
		struct line *line = &analysis->lines[i];

		if (line->metric->better == BETTER_NONE || line->test->path ||
			line_in_summary(line) != summary)
			continue;
		for (size_t p = 0; p < line->pair_count; p++) {
			ARENA_ROOM(analysis->corpus->arena, family->pairs,
				family->count, family->capacity);
			family->pairs[family->count++] = &line->pairs[p];
		}
	}
}

static bool is_confirmed(const struct pair *pair, double alpha)
{
	switch (pair->comparison.verdict) {
	case VERDICT_A:
	case VERDICT_B:
		return pair->p_holm < alpha;
	case VERDICT_EQUAL:
		return pair->equal_p_holm < alpha;
	case VERDICT_NO_DATA:
	case VERDICT_UNDECIDED:
		break;
	}
	return false;
}

static void adjust(struct arena *arena, struct family *family, double alpha)
{
	double *p = arena_alloc(arena, (family->count + 1) * sizeof *p);
	double *equal = arena_alloc(arena, (family->count + 1) * sizeof *equal);

	for (size_t i = 0; i < family->count; i++) {
		p[i] = family->pairs[i]->comparison.p;
		equal[i] = family->pairs[i]->comparison.equal_p;
	}
	stats_holm(p, family->count, p);
	stats_holm(equal, family->count, equal);
	for (size_t i = 0; i < family->count; i++) {
		family->pairs[i]->p_holm = p[i];
		family->pairs[i]->equal_p_holm = equal[i];
		family->pairs[i]->confirmed =
			is_confirmed(family->pairs[i], alpha);
	}
}

/* Does the outcome rest on the pair? A winner's own pairs, all of a tie. */
static bool rests_on(const struct line *line, const struct pair *pair)
{
	return line->outcome == OUTCOME_EQUAL || line->leads[pair->a] ||
	       line->leads[pair->b];
}

void line_confirm(struct line *line)
{
	line->confirmed = line->outcome == OUTCOME_WINNER ||
			  line->outcome == OUTCOME_EQUAL;
	for (size_t p = 0; p < line->pair_count; p++)
		if (line->pairs[p].comparison.verdict != VERDICT_NO_DATA &&
			rests_on(line, &line->pairs[p]) &&
			!line->pairs[p].confirmed)
			line->confirmed = false;
}

size_t line_family_size(
	const struct analysis *analysis, const struct line *line)
{
	struct family family = {0};
	size_t count = 0;

	gather(analysis, line_in_summary(line), &family);
	for (size_t i = 0; i < family.count; i++)
		count += !isnan(family.pairs[i]->comparison.p);
	return count;
}

void analysis_confirm(struct analysis *analysis)
{
	const struct corpus *corpus = analysis->corpus;

	for (int summary = 0; summary < 2; summary++) {
		struct family family = {0};

		gather(analysis, summary, &family);
		adjust(corpus->arena, &family, 1 - corpus->lab->confidence);
	}
}
