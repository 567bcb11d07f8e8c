#include "src/grade/student_marks.h"

#include <math.h>
#include <string.h>

#include "src/model/quantity.h"

/* -- marks -- */

/* What of a paper a manual mark is about. */
static void make_basis(struct arena *arena, char basis[DIGEST_TEXT],
	const struct outcome *outcome, const struct gate_facts *facts)
{
	const char *text = arena_printf(arena, "%s\n%zu %zu %zu", facts->text,
		facts->images, facts->rows_changed, facts->tables);

	manual_basis(basis, outcome, text, strlen(text));
}

static struct result_item item_of(
	const struct judging *judging, const struct outcome_item *item)
{
	return (struct result_item){
		.state = item->state,
		.share = item->share,
		.weight = item->weight,
		.side = item->side < 0 ? ""
				       : judging->rubric->sides[item->side].id,
		.subject = item->subject ? item->subject : "",
		.text = item_say(judging, item),
		.advice = item->advice,
		.file = item->file,
		.line = item->line,
	};
}

static void fill_items(const struct judging *judging,
	const struct outcome *outcome, struct result_mark *mark)
{
	mark->items = arena_alloc(
		judging->arena, (outcome->count + 1) * sizeof *mark->items);
	for (size_t i = 0; i < outcome->count; i++)
		mark->items[mark->count++] =
			item_of(judging, &outcome->items[i]);
}

static const char *mark_text(const struct marking *marking,
	const struct mark *mark, const struct gate_facts *facts,
	const char *comment)
{
	const struct judging *judging = &marking->judging;

	if (mark->criterion->manual)
		return outcome_feedback(judging, mark->outcome,
			gate_fills(judging, mark->criterion, facts, comment));
	if (isnan(mark->automatic))
		return message_get(judging->lang,
			marking->strays ? MSG_GRADE_NOT_PLACED
					: MSG_GRADE_NOT_READ);
	return outcome_feedback(judging, mark->outcome, NULL);
}

static void fill_mark(struct marking *marking, const struct mark *mark,
	const struct gate_facts *facts, struct result_mark *out)
{
	const struct judging *judging = &marking->judging;
	const struct rubric_criterion *criterion = mark->criterion;
	const char *comment =
		mark->row && mark->row->comment ? mark->row->comment : "";

	*out = (struct result_mark){
		.criterion = criterion->id,
		.automatic = mark->automatic,
		.effective = mark->effective,
		.manual = mark->row != NULL,
		.review = mark->review,
		.capped = mark->capped,
		.rule = mark->outcome->rule,
		.basis = arena_strdup(marking->arena, mark->basis),
		.comment = comment,
		.text = mark_text(marking, mark, facts, comment),
		.lacks = criterion->manual && mark->pending
				 ? gate_lacks(marking->arena, judging->lang,
					   &criterion->gate, facts)
				 : NULL,
	};
	fill_items(judging, mark->outcome, out);
}

static void fill_marks(struct marking *marking)
{
	const struct rubric *rubric = marking->judging.rubric;
	struct result *result = marking->result;
	size_t count = rubric->criterion_count;
	struct gate_facts *facts =
		arena_alloc(marking->arena, (count + 1) * sizeof *facts);
	char(*bases)[DIGEST_TEXT] =
		arena_alloc(marking->arena, (count + 1) * sizeof *bases);
	struct grade grade;

	for (size_t i = 0; i < count; i++) {
		const struct outcome *outcome = &marking->judging.outcomes[i];

		memcpy(bases[i], outcome->basis, DIGEST_TEXT);
		if (!rubric->criteria[i].manual)
			continue;
		facts[i] = gather_facts(marking->arena, &marking->gathered,
			&rubric->criteria[i]);
		make_basis(marking->arena, bases[i], outcome, &facts[i]);
	}
	grade = grade_total(marking->arena, &marking->judging, marking->manual,
		result->id, (const char(*)[DIGEST_TEXT])bases, marking->late);
	result->penalty = grade.penalty;
	result->total = grade.total;
	result->pending = grade.pending;
	result->complete = grade.complete;
	result->mark_count = count;
	result->marks = arena_alloc(
		marking->arena, (count + 1) * sizeof *result->marks);
	for (size_t i = 0; i < count; i++)
		fill_mark(marking, &grade.marks[i], &facts[i],
			&result->marks[i]);
}

/* -- what the logs state -- */

static bool has_figure(const struct result *result, const char *criterion,
	const char *metric, const char *side)
{
	for (size_t i = 0; i < result->figure_count; i++)
		if (strcmp(result->figures[i].criterion, criterion) == 0 &&
			strcmp(result->figures[i].metric, metric) == 0 &&
			strcmp(result->figures[i].side, side) == 0)
			return true;
	return false;
}

static void add_figure(
	struct marking *marking, const struct rubric_row *row, int side)
{
	struct result *result = marking->result;
	const struct evidence_run *best =
		evidence_best(&marking->evidence, row->test, side);
	const char *name = marking->judging.rubric->sides[side].id;
	const struct obs *obs = NULL;

	if (!best || !best->run->complete)
		return;
	for (const char **m = row->metrics; *m && !obs; m++)
		obs = run_obs(best->run, *m);
	if (!obs ||
		has_figure(result, row->test->id, obs->metric->name, name))
		return;
	ARENA_ROOM(marking->arena, result->figures, result->figure_count,
		result->figure_capacity);
	result->figures[result->figure_count++] = (struct result_figure){
		row->test->id, obs->metric->name, name, obs->value};
}

static void fill_figures(struct marking *marking)
{
	const struct rubric *rubric = marking->judging.rubric;

	for (size_t t = 0; t < rubric->table_count; t++)
		for (size_t r = 0; r < rubric->tables[t].row_count; r++)
			for (int side = 0; side < SIDES; side++)
				add_figure(marking, &rubric->tables[t].rows[r],
					side);
}

/* -- notes and errata -- */

static void note(struct marking *marking, const char *file, unsigned line,
	const char *text, bool hidden)
{
	result_note(marking->arena, marking->result,
		(struct result_note){file, line, text, true, hidden});
}

static const struct result_mark *mark_of(
	const struct result *result, const char *criterion)
{
	for (size_t i = 0; i < result->mark_count; i++)
		if (strcmp(result->marks[i].criterion, criterion) == 0)
			return &result->marks[i];
	return NULL;
}

static bool costs_points(
	const struct marking *marking, const struct rubric_erratum *erratum)
{
	for (const char **c = erratum->criteria; *c; c++) {
		const struct rubric_criterion *criterion =
			rubric_criterion_find(marking->judging.rubric, *c);
		const struct result_mark *mark =
			mark_of(marking->result, *c);

		if (mark && mark->effective < criterion->points)
			return true;
	}
	return false;
}

static void fill_errata(struct marking *marking)
{
	const struct rubric *rubric = marking->judging.rubric;
	struct result *result = marking->result;

	for (size_t i = 0; i < rubric->erratum_count; i++) {
		const struct rubric_erratum *erratum = &rubric->errata[i];
		const char *text =
			text_in(&erratum->text, marking->judging.lang);

		if (erratum->sign ? !marking->signs[i]
				  : !costs_points(marking, erratum))
			continue;
		if (erratum->sign)
			note(marking, marking->signs[i], 0,
				message_get(marking->judging.lang,
					MSG_GRADE_SHEET_FAULT),
				true);
		ARENA_ROOM(marking->arena, result->errata,
			result->erratum_count, result->erratum_capacity);
		result->errata[result->erratum_count++] = text;
	}
}

static void note_strays(struct marking *marking)
{
	if (!marking->strays)
		return;
	note(marking, NULL, 0,
		message_say(marking->arena, marking->judging.lang,
			MSG_GRADE_STRAY_RUNS,
			quantity_count(marking->arena, marking->judging.lang,
				marking->strays)),
		false);
	marking->result->waits = true;
}

/* Is a criterion left to a person because of files that cannot be read? */
static bool lacks_text(const struct result *result, const struct rubric *rubric)
{
	for (size_t i = 0; i < result->mark_count; i++)
		if (!rubric->criteria[i].manual &&
			isnan(result->marks[i].automatic))
			return true;
	return false;
}

/* Pictures, PDF and the like instead of what can be read. */
static void note_unread(struct marking *marking, bool lacking)
{
	enum lang lang = marking->judging.lang;

	lacking = lacking && marking->judging.unread;
	for (size_t i = 0; i < marking->unread_count; i++)
		result_note(marking->arena, marking->result,
			(struct result_note){marking->unread[i], 0,
				message_get(lang, MSG_GRADE_UNREAD_FILE),
				lacking, false});
	if (!lacking)
		return;
	note(marking, NULL, 0, message_get(lang, MSG_GRADE_SEND_TEXT), false);
	marking->result->waits = true;
}

static void note_marks(struct marking *marking)
{
	const struct result *result = marking->result;

	for (size_t i = 0; i < result->mark_count; i++) {
		const struct result_mark *mark = &result->marks[i];

		if (mark->review)
			note(marking, NULL, 0,
				message_say(marking->arena,
					marking->judging.lang,
					MSG_GRADE_TO_REVIEW, mark->criterion),
				true);
	}
}

void marks_fill(struct marking *marking)
{
	marking->result->waits |= marking->unreadable;
	fill_marks(marking);
	fill_figures(marking);
	note_strays(marking);
	note_unread(marking,
		lacks_text(marking->result, marking->judging.rubric));
	note_marks(marking);
	fill_errata(marking);
}
