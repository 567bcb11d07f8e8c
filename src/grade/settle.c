#include "src/grade/settle.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* -- the key -- */

bool settle_gives(const struct manual *manual, const char *id)
{
	size_t count;
	struct manual_row *const *rows = manual_rows(manual, id, &count);

	for (size_t i = 0; i < count; i++)
		if (!isnan(rows[i]->points))
			return true;
	return false;
}

const char *settle_key(struct arena *arena, const char *source,
	const struct manual *manual, const char *id)
{
	struct digest *digest = digest_new();
	char *key = arena_alloc(arena, DIGEST_TEXT);
	size_t count;
	struct manual_row *const *rows = manual_rows(manual, id, &count);

	digest_add_text(digest, source);
	for (size_t i = 0; i < count; i++) {
		if (isnan(rows[i]->points))
			continue;
		digest_add_text(digest, rows[i]->what);
		digest_add(digest, &rows[i]->points, sizeof rows[i]->points);
		digest_add_text(digest, rows[i]->comment);
		digest_add_text(digest, rows[i]->basis);
	}
	digest_end(digest, key);
	return key;
}

/* -- the grade -- */

/* What the result has so far, as the outcomes of its criteria: a mark that was
 * given before is what there is without another. */
static struct outcome *outcomes_of(struct arena *arena,
	const struct rubric *rubric, const struct result *result)
{
	struct outcome *outcomes = arena_alloc(
		arena, (result->mark_count + 1) * sizeof *outcomes);

	for (size_t i = 0; i < result->mark_count; i++) {
		const struct result_mark *mark = &result->marks[i];

		outcomes[i].criterion = &rubric->criteria[i];
		outcomes[i].points = mark->effective;
		snprintf(outcomes[i].rule, DIGEST_TEXT, "%s", mark->rule);
		snprintf(outcomes[i].basis, DIGEST_TEXT, "%s", mark->basis);
	}
	return outcomes;
}

/* The feedback of a manual criterion, in which the comment is. */
static const char *manual_text(const struct judging *judging,
	const struct rubric_criterion *criterion,
	const struct result_mark *mark)
{
	const struct outcome outcome = {
		.criterion = criterion, .points = mark->automatic};

	return outcome_feedback(judging, &outcome,
		gate_fills(judging, criterion, mark->facts, mark->comment));
}

static void take_mark(const struct judging *judging, const struct mark *mark,
	struct result_mark *out)
{
	out->effective = mark->effective;
	if (mark->row) {
		out->manual = true;
		out->review = mark->review;
		out->capped = mark->capped;
		out->comment = mark->row->comment ? mark->row->comment : "";
	}
	if (out->facts)
		out->text = manual_text(judging, mark->criterion, out);
}

static void take_grade(struct arena *arena, enum lang lang,
	const struct rubric *rubric, const struct manual *manual,
	struct result *result)
{
	double given = manual_extension(manual, result->id);
	double kept = isnan(given) && !isnan(result->extension)
			      ? result->extension
			      : 0;
	const struct judging judging = {.arena = arena,
		.lang = lang,
		.rubric = rubric,
		.outcomes = outcomes_of(arena, rubric, result)};
	const struct grade grade = grade_total(arena, &judging, manual,
		result->id, NULL, result->late - kept);

	if (!isnan(given))
		result->extension = given;
	result->penalty = grade.penalty;
	result->total = grade.total;
	result->pending = grade.pending;
	result->complete = grade.complete;
	for (size_t i = 0; i < result->mark_count; i++)
		take_mark(&judging, &grade.marks[i], &result->marks[i]);
}

/* -- errata -- */

static bool costs_points(const struct rubric *rubric,
	const struct result *result, const struct rubric_erratum *erratum)
{
	for (const char **c = erratum->criteria; *c; c++)
		for (size_t i = 0; i < result->mark_count; i++)
			if (strcmp(result->marks[i].criterion, *c) == 0 &&
				result->marks[i].effective <
					rubric->criteria[i].points)
				return true;
	return false;
}

static bool was_told(const struct result *result, const char *text)
{
	for (size_t i = 0; i < result->erratum_count; i++)
		if (strcmp(result->errata[i], text) == 0)
			return true;
	return false;
}

/* Those of which a file has a sign stay; the others are told where they may
 * have cost points. */
static void take_errata(struct arena *arena, enum lang lang,
	const struct rubric *rubric, struct result *result)
{
	const char **told = arena_alloc(
		arena, (rubric->erratum_count + 1) * sizeof *told);
	size_t count = 0;

	for (size_t i = 0; i < rubric->erratum_count; i++) {
		const struct rubric_erratum *erratum = &rubric->errata[i];
		const char *text = text_in(&erratum->text, lang);

		if (erratum->sign ? was_told(result, text)
				  : costs_points(rubric, result, erratum))
			told[count++] = text;
	}
	result->errata = told;
	result->erratum_count = result->erratum_capacity = count;
}

void result_settle(struct arena *arena, enum lang lang,
	const struct rubric *rubric, const struct manual *manual,
	struct result *result)
{
	if (result->dead)
		return;
	take_grade(arena, lang, rubric, manual, result);
	take_errata(arena, lang, rubric, result);
	result->key =
		settle_key(arena, result->source, manual, result->id);
}
