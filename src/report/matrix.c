/* Qualitative tables: features, interface, storage, … */
#include <math.h>

#include "src/report/section.h"

static const enum doc_mark answer_marks[] = {
	[ANSWER_NONE] = MARK_NONE,
	[ANSWER_YES] = MARK_YES,
	[ANSWER_PARTLY] = MARK_PARTLY,
	[ANSWER_NO] = MARK_NO,
};

static const int answer_halves[] = {
	[ANSWER_NONE] = 0,
	[ANSWER_YES] = 2,
	[ANSWER_PARTLY] = 1,
	[ANSWER_NO] = 0,
};

static const char *answer_word(const struct study *study,
	enum lab_answer answer)
{
	switch (answer) {
	case ANSWER_YES:
		return WORD(study, YES);
	case ANSWER_PARTLY:
		return WORD(study, PARTLY);
	case ANSWER_NO:
		return WORD(study, NO);
	case ANSWER_NONE:
		break;
	}
	return "";
}

static const char *cell_text(const struct study *study,
	const struct lab_cell *cell)
{
	const char *word = answer_word(study, cell->answer);
	const char *text = say(study, &cell->text);

	if (cell->by_author)
		text = SAY(study, BY_AUTHOR, text);
	if (!text[0])
		return word[0] ? word : "–";
	return word[0] ? SAY(study, WORD_AND_TEXT, word, text) : text;
}

static bool answered(const struct study *study, const struct lab_row *row)
{
	for (size_t i = 0; i < study->lab->system_count; i++)
		if (corpus_contestant(study->corpus, i) &&
			row->cells[i].answer == ANSWER_NONE)
			return false;
	return true;
}

static void best_answers(const struct study *study, const struct lab_row *row,
	bool *set)
{
	int best = 0;

	for (size_t i = 0; i < study->lab->system_count; i++)
		if (corpus_contestant(study->corpus, i) &&
			answer_halves[row->cells[i].answer] > best)
			best = answer_halves[row->cells[i].answer];
	for (size_t i = 0; i < study->lab->system_count; i++)
		set[i] = corpus_contestant(study->corpus, i) &&
			 answer_halves[row->cells[i].answer] == best;
}

bool row_winners(const struct study *study, const struct lab_row *row,
	bool *set)
{
	bool named = false;

	for (size_t i = 0; i < study->lab->system_count; i++) {
		set[i] = row->winner[i] && corpus_contestant(study->corpus, i);
		named = named || row->winner[i];
	}
	if (named)
		return true;
	if (row->has_winner) { /* an empty list: a tie */
		for (size_t i = 0; i < study->lab->system_count; i++)
			set[i] = corpus_contestant(study->corpus, i);
		return true;
	}
	if (!answered(study, row))
		return false;
	best_answers(study, row, set);
	return true;
}

const char *say_winners(const struct study *study, const bool *set)
{
	size_t in = 0;

	for (size_t i = 0; i < study->lab->system_count; i++)
		in += set[i];
	if (in == 0)
		return "–";
	if (in > 1 && in == corpus_contestant_count(study->corpus))
		return WORD(study, EQUAL);
	return say_systems(study, set);
}

/* Points of a system in a matrix, in halves; -1 when it cannot be told. */
static int points(const struct study *study, const struct lab_matrix *matrix,
	size_t system)
{
	bool *set = arena_alloc(
		study->arena, study->lab->system_count * sizeof *set);
	int sum = 0;

	for (size_t r = 0; r < matrix->row_count; r++) {
		const struct lab_row *row = &matrix->rows[r];

		if (matrix->winner == WINNER_ANSWERS) {
			sum += answer_halves[row->cells[system].answer];
			continue;
		}
		if (row_winners(study, row, set) && set[system] &&
			say_winners(study, set) != WORD(study, EQUAL))
			sum += 2;
	}
	return sum;
}

static const char *say_points(const struct study *study, int halves)
{
	return quantity_fixed(study->arena, study->lang, halves / 2.0,
		halves % 2).text;
}

static void section_winner(const struct study *study, struct doc *doc,
	const struct lab_matrix *matrix)
{
	size_t *systems, count = contestants(study, &systems);
	bool *set = arena_alloc(
		study->arena, study->lab->system_count * sizeof *set);
	const char **scores =
		arena_alloc(study->arena, (count + 1) * sizeof *scores);
	int best = -1;
	size_t winner = 0, winners = 0;

	for (size_t i = 0; i < count; i++) {
		int p = points(study, matrix, systems[i]);

		scores[i] = SAY(study, SCORE_OF, say_short(study, systems[i]),
			say_points(study, p));
		if (p > best)
			best = p;
	}
	for (size_t i = 0; i < count; i++) {
		set[systems[i]] = points(study, matrix, systems[i]) == best;
		if (set[systems[i]])
			winner = systems[i];
		winners += set[systems[i]];
	}
	doc_callout(doc, TONE_VERDICT,
		SAY(study, SECTION_WINNER, say_winners(study, set)),
		SAY(study, SECTION_SCORES, say_list(study, scores, count),
			matrix->winner == WINNER_ANSWERS
				? WORD(study, SCORED_BY_ANSWERS)
				: WORD(study, SCORED_BY_ROWS),
			winners == 1 ? say(study, &matrix->reason[winner])
				     : ""));
}

struct columns {
	size_t *systems, count;
	bool winner, notes;
	size_t n;
};

static struct columns columns_of(const struct study *study,
	const struct lab_matrix *matrix)
{
	struct columns c = {0};

	c.count = contestants(study, &c.systems);
	for (size_t r = 0; r < matrix->row_count; r++) {
		const struct lab_row *row = &matrix->rows[r];

		c.winner = c.winner || row->has_winner;
		c.notes = c.notes || !text_empty(&row->note);
	}
	c.n = 1 + c.count + c.winner + c.notes;
	return c;
}

static struct doc_table *start_table(const struct study *study,
	struct doc *doc, const struct lab_matrix *matrix,
	const struct columns *c)
{
	struct doc_column *columns = system_columns(study,
		say(study, &matrix->head), c->systems, c->count,
		c->winner + c->notes, (struct doc_column){.wraps = true});
	size_t at = 1 + c->count;

	if (c->winner)
		columns[at++] = (struct doc_column){
			.title = WORD(study, WINNER)};
	if (c->notes)
		columns[at++] = (struct doc_column){
			.title = WORD(study, NOTES), .wraps = true};
	return doc_table(doc, say(study, &matrix->title), columns, c->n);
}

static void fill_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct columns *c,
	const struct lab_row *row)
{
	struct doc_row *out = doc_row(doc, table);
	bool *set = arena_alloc(
		study->arena, study->lab->system_count * sizeof *set);
	const char *label = say(study, &row->label);
	size_t at = 0;

	if (!text_empty(&row->correction.text))
		label = SAY(study, CORRECTED_MARK, label);
	doc_set(doc, out, at++, label);
	for (size_t i = 0; i < c->count; i++) {
		const struct lab_cell *cell = &row->cells[c->systems[i]];

		doc_set(doc, out, at++, cell_text(study, cell))->mark =
			answer_marks[cell->answer];
	}
	if (c->winner)
		doc_set(doc, out, at++,
			row_winners(study, row, set) ? say_winners(study, set)
						     : "–");
	if (c->notes)
		doc_set(doc, out, at++, say(study, &row->note))->muted = true;
}

/* "°" rows: what the source said, and why this differs. */
static void correction_notes(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct lab_matrix *matrix)
{
	for (size_t r = 0; r < matrix->row_count; r++) {
		const struct lab_row *row = &matrix->rows[r];
		const struct lab_correction *c = &row->correction;

		if (text_empty(&c->text))
			continue;
		doc_note(doc, table,
			SAY(study, CORRECTION, say(study, &row->label),
				say(study, &c->text),
				c->source ? say(study, &c->source->label)
					  : "–"));
	}
}

static void source_note(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct lab_matrix *matrix)
{
	bool authored = false;

	for (size_t r = 0; r < matrix->row_count; r++)
		for (size_t i = 0; i < study->lab->system_count; i++)
			authored = authored ||
				   matrix->rows[r].cells[i].by_author;
	if (matrix->row_count && matrix->rows[0].source)
		doc_note(doc, table,
			SAY(study, OPINION_OF,
				say(study, &matrix->rows[0].source->label)));
	if (authored)
		doc_note(doc, table, WORD(study, BY_AUTHOR_NOTE));
}

void section_matrix(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	const struct lab_matrix *matrix = section->matrix;
	struct columns c = columns_of(study, matrix);
	struct doc_table *table = start_table(study, doc, matrix, &c);

	for (size_t r = 0; r < matrix->row_count; r++)
		fill_row(study, doc, table, &c, &matrix->rows[r]);
	source_note(study, doc, table, matrix);
	correction_notes(study, doc, table, matrix);
	if (matrix->winner != WINNER_NONE)
		section_winner(study, doc, matrix);
}
