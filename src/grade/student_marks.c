#include "src/grade/student_marks.h"

#include <math.h>
#include <string.h>

#include "src/grade/sheet.h"
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

/* Of a manual criterion result_settle() says it. */
static const char *mark_text(
	const struct marking *marking, const struct outcome *outcome)
{
	const struct judging *judging = &marking->judging;

	if (!outcome->criterion->manual && isnan(outcome->points))
		return message_get(judging->lang,
			sheet_doubted(judging, outcome->criterion)
				? MSG_GRADE_DOUBTED
			: marking->strays ? MSG_GRADE_NOT_PLACED
					  : MSG_GRADE_NOT_READ);
	return outcome_feedback(judging, outcome, NULL);
}

static void fill_mark(struct marking *marking, size_t i)
{
	const struct judging *judging = &marking->judging;
	const struct rubric_criterion *criterion =
		&judging->rubric->criteria[i];
	const struct outcome *outcome = &judging->outcomes[i];
	struct result_mark *mark = &marking->result->marks[i];

	*mark = (struct result_mark){
		.criterion = criterion->id,
		.automatic = outcome->points,
		.effective = outcome->points,
		.rule = outcome->rule,
		.basis = outcome->basis,
		.comment = "",
		.text = mark_text(marking, outcome),
	};
	fill_items(judging, outcome, mark);
}

/* Its text has the teacher's comment in it: result_settle() makes it. */
static void fill_manual(struct marking *marking, size_t i)
{
	struct arena *arena = marking->arena;
	const struct judging *judging = &marking->judging;
	const struct rubric_criterion *criterion =
		&judging->rubric->criteria[i];
	struct gate_facts *facts = arena_alloc(arena, sizeof *facts);
	struct result_mark *mark = &marking->result->marks[i];
	char *basis = arena_alloc(arena, DIGEST_TEXT);
	const char *any;

	*facts = gather_facts(arena, &marking->gathered, criterion);
	make_basis(arena, basis, &judging->outcomes[i], facts);
	mark->basis = basis;
	mark->lacks =
		gate_lacks(arena, judging->lang, &criterion->gate, facts);
	any = gate_word(criterion->gate.any, facts->text);
	facts->text = any ? any : "";
	mark->facts = facts;
}

static void fill_marks(struct marking *marking)
{
	const struct rubric *rubric = marking->judging.rubric;
	struct result *result = marking->result;

	result->mark_count = rubric->criterion_count;
	result->marks = arena_alloc(marking->arena,
		(result->mark_count + 1) * sizeof *result->marks);
	for (size_t i = 0; i < result->mark_count; i++) {
		fill_mark(marking, i);
		if (rubric->criteria[i].manual)
			fill_manual(marking, i);
	}
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

/* Those of which a file has a sign; result_settle() adds the others. */
static void fill_errata(struct marking *marking)
{
	const struct rubric *rubric = marking->judging.rubric;
	struct result *result = marking->result;

	for (size_t i = 0; i < rubric->erratum_count; i++) {
		const struct rubric_erratum *erratum = &rubric->errata[i];
		const char *text =
			text_in(&erratum->text, marking->judging.lang);

		if (!erratum->sign || !marking->signs[i])
			continue;
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

static const char *doubt_text(
	const struct judging *judging, const struct sheet_table *table)
{
	static const enum message texts[] = {
		[DOUBT_ROW] = MSG_GRADE_UNKNOWN_LABEL,
		[DOUBT_COLUMN] = MSG_GRADE_UNKNOWN_LABEL,
		[DOUBT_DATE] = MSG_GRADE_DATE_CELL};
	const struct found_cell *cell = table->doubtful;
	const char *what = table->doubt == DOUBT_ROW	  ? cell->row
			   : table->doubt == DOUBT_COLUMN ? cell->column
							  : cell->text;

	return message_say(judging->arena, judging->lang, texts[table->doubt],
		table->table->step, what);
}

static void note_tables(struct marking *marking)
{
	const struct judging *judging = &marking->judging;

	for (size_t i = 0; i < judging->rubric->table_count; i++) {
		const struct sheet_table *table = &judging->tables[i];

		if (table->doubt) {
			note(marking, table->doubtful->file,
				table->doubtful->line,
				doubt_text(judging, table), false);
			marking->result->waits = true;
		}
		if (table->other)
			note(marking, table->other->file, table->other->line,
				message_say(judging->arena, judging->lang,
					MSG_GRADE_TWO_TABLES,
					table->table->step),
				false);
	}
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

/* Runs that were not understood to their end, where they cost something. */
static void note_doubts(struct marking *marking)
{
	const struct evidence *evidence = &marking->evidence;
	enum lang lang = marking->judging.lang;

	for (size_t i = 0; i < evidence->count; i++) {
		const struct evidence_run *run = &evidence->runs[i];

		if (!run->doubtful || !run->criterion ||
			evidence_best(evidence, run->criterion,
				evidence_place(run)) != run)
			continue;
		note(marking, run->run->file, run->run->line,
			message_say(marking->arena, lang, MSG_GRADE_DOUBTFUL_RUN,
				run->run->tool),
			false);
		marking->result->waits = true;
	}
}

void marks_fill(struct marking *marking)
{
	marking->result->waits |= marking->unreadable;
	fill_marks(marking);
	fill_figures(marking);
	note_strays(marking);
	note_doubts(marking);
	note_tables(marking);
	note_unread(marking,
		lacks_text(marking->result, marking->judging.rubric));
	fill_errata(marking);
}
