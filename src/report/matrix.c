/* Qualitative tables: features, interface, storage, … */
#include <math.h>

#include "src/report/section.h"

static const struct {
	enum doc_mark mark;
	enum message word;
} answers[] = {
	[ANSWER_NONE] = {MARK_NONE, MSG_NOTHING},
	[ANSWER_YES] = {MARK_YES, MSG_YES},
	[ANSWER_PARTLY] = {MARK_PARTLY, MSG_PARTLY},
	[ANSWER_NO] = {MARK_NO, MSG_NO},
};

static const char *cell_text(
	const struct study *study, const struct lab_cell *cell)
{
	const char *word = message_get(study->lang, answers[cell->answer].word);
	const char *text = say(study, &cell->text);

	if (cell->by_author)
		text = SAY(study, BY_AUTHOR, text);
	if (!text[0])
		return word[0] ? word : WORD(study, DASH);
	return word[0] ? SAY(study, WORD_AND_TEXT, word, text) : text;
}

const char *say_winners(
	const struct study *study, enum winners winners, const bool *set)
{
	if (winners == WINNERS_UNKNOWN)
		return WORD(study, DASH);
	return winners == WINNERS_TIE ? WORD(study, EQUAL)
				      : say_systems(study, set);
}

static const char *say_points(const struct study *study, int halves)
{
	return quantity_fixed(
		study->arena, study->lang, halves / 2.0, halves % 2)
		.text;
}

/* The sentence of the only winner; "" when there are several or none. */
static const char *reason_of(const struct study *study,
	const struct lab_matrix *matrix, const struct matrix_score *score)
{
	const char *reason = "";
	size_t winners = 0;

	for (size_t i = 0; i < study->lab->system_count; i++)
		if (score->set[i]) {
			reason = say(study, &matrix->reason[i]);
			winners++;
		}
	return winners == 1 ? reason : "";
}

static void section_winner(const struct study *study, struct doc *doc,
	const struct lab_matrix *matrix)
{
	struct matrix_score score = matrix_score(study->corpus, matrix);
	size_t *systems, count = contestants(study, &systems);
	const char **scores =
		arena_alloc(study->arena, (count + 1) * sizeof *scores);
	const char *left_out = "";

	if (score.winners == WINNERS_UNKNOWN)
		return;
	for (size_t i = 0; i < count; i++)
		scores[i] = SAY(study, SCORE_OF, say_short(study, systems[i]),
			say_points(study, score.halves[systems[i]]));
	if (score.left_out)
		left_out =
			SAY(study, LEFT_OUT, say_count(study, score.left_out));
	doc_callout(doc, TONE_VERDICT,
		SAY(study, SECTION_WINNER,
			say_winners(study, score.winners, score.set)),
		say_sentences(study,
			(const char *const[]){
				SAY(study, SECTION_SCORES,
					say_list(study, scores, count),
					matrix->winner == WINNER_ANSWERS
						? WORD(study, SCORED_BY_ANSWERS)
						: WORD(study, SCORED_BY_ROWS)),
				left_out, reason_of(study, matrix, &score),
				NULL}));
}

struct columns {
	size_t *systems, count;
	bool winner, notes;
	size_t n;
};

static struct columns columns_of(
	const struct study *study, const struct lab_matrix *matrix)
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

static struct doc_table *start_table(const struct study *study, struct doc *doc,
	const struct lab_matrix *matrix, const struct columns *c)
{
	struct doc_column *columns = system_columns(study,
		say(study, &matrix->head), c->systems, c->count,
		c->winner + c->notes, (struct doc_column){.wraps = true});
	size_t at = 1 + c->count;

	if (c->winner)
		columns[at++] =
			(struct doc_column){.title = WORD(study, WINNER)};
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
			answers[cell->answer].mark;
	}
	if (c->winner)
		doc_set(doc, out, at++,
			say_winners(study, row_winners(study->corpus, row, set),
				set));
	if (c->notes)
		doc_set(doc, out, at++, say(study, &row->note))->muted = true;
}

const char *say_correction(const struct study *study, const struct text *label,
	const struct lab_correction *c)
{
	return SAY(study, CORRECTION, say(study, label), say(study, &c->text),
		c->source ? say(study, &c->source->label) : WORD(study, DASH));
}

/* "°" rows: what the source said, and why this differs. */
static void correction_notes(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct lab_matrix *matrix)
{
	for (size_t r = 0; r < matrix->row_count; r++) {
		const struct lab_row *row = &matrix->rows[r];

		if (!text_empty(&row->correction.text))
			doc_note(doc, table,
				say_correction(
					study, &row->label, &row->correction));
	}
}

static bool seen_before(const struct lab_matrix *matrix, size_t row)
{
	for (size_t r = 0; r < row; r++)
		if (matrix->rows[r].source == matrix->rows[row].source)
			return true;
	return false;
}

/* Whose opinions these are; with several sources, which rows. */
static void source_notes(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct lab_matrix *matrix)
{
	for (size_t r = 0; r < matrix->row_count; r++) {
		const struct lab_source *source = matrix->rows[r].source;
		const char **rows = arena_alloc(
			study->arena, matrix->row_count * sizeof *rows);
		size_t count = 0;

		if (!source || seen_before(matrix, r))
			continue;
		for (size_t i = r; i < matrix->row_count; i++)
			if (matrix->rows[i].source == source)
				rows[count++] =
					say(study, &matrix->rows[i].label);
		doc_note(doc, table,
			count == matrix->row_count
				? SAY(study, OPINION_OF,
					  say(study, &source->label))
				: SAY(study, OPINION_OF_ROWS,
					  say(study, &source->label),
					  say_list(study, rows, count)));
	}
	if (matrix_by_author(study->lab, matrix))
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
	source_notes(study, doc, table, matrix);
	correction_notes(study, doc, table, matrix);
	if (matrix->winner != WINNER_NONE)
		section_winner(study, doc, matrix);
}
