#include "src/analysis/opinion.h"

#include <math.h>

static const int answer_halves[] = {
	[ANSWER_NONE] = 0,
	[ANSWER_YES] = 2,
	[ANSWER_PARTLY] = 1,
	[ANSWER_NO] = 0,
};

static void clear(const struct corpus *corpus, bool *set)
{
	for (size_t i = 0; i < corpus->lab->system_count; i++)
		set[i] = false;
}

static void add_all(const struct corpus *corpus, bool *set)
{
	for (size_t i = 0; i < corpus->lab->system_count; i++)
		set[i] = corpus_contestant(corpus, i);
}

/* A set of the best: a tie when everybody is in it. */
static enum winners kind_of(const struct corpus *corpus, const bool *set)
{
	size_t in = 0;

	for (size_t i = 0; i < corpus->lab->system_count; i++)
		in += set[i];
	if (in == 0)
		return WINNERS_UNKNOWN;
	return in == corpus_contestant_count(corpus) ? WINNERS_TIE
						     : WINNERS_NAMED;
}

/* Does the row speak of every contestant? With `answers`, in answers. */
static bool speaks_of_all(
	const struct corpus *corpus, const struct lab_row *row, bool answers)
{
	for (size_t i = 0; i < corpus->lab->system_count; i++) {
		const struct lab_cell *cell = &row->cells[i];

		if (corpus_contestant(corpus, i) &&
			cell->answer == ANSWER_NONE &&
			(answers || text_empty(&cell->text)))
			return false;
	}
	return true;
}

/* The contestants with the highest value. */
static enum winners best_of(
	const struct corpus *corpus, const int *values, bool *set)
{
	size_t n = corpus->lab->system_count;
	int best = -1;

	for (size_t i = 0; i < n; i++)
		if (corpus_contestant(corpus, i) && values[i] > best)
			best = values[i];
	for (size_t i = 0; i < n; i++)
		set[i] = corpus_contestant(corpus, i) && values[i] == best;
	return kind_of(corpus, set);
}

static enum winners named_winners(
	const struct corpus *corpus, const struct lab_row *row, bool *set)
{
	bool named = false;

	for (size_t i = 0; i < corpus->lab->system_count; i++) {
		set[i] = row->winner[i] && corpus_contestant(corpus, i);
		named = named || row->winner[i];
	}
	if (!named) /* an empty list: a tie */
		add_all(corpus, set);
	return kind_of(corpus, set);
}

enum winners row_winners(
	const struct corpus *corpus, const struct lab_row *row, bool *set)
{
	size_t n = corpus->lab->system_count;
	int *halves = arena_alloc(corpus->arena, n * sizeof *halves);

	clear(corpus, set);
	if (corpus_contestant_count(corpus) < 2 ||
		!speaks_of_all(corpus, row, !row->has_winner))
		return WINNERS_UNKNOWN;
	if (row->has_winner)
		return named_winners(corpus, row, set);
	for (size_t i = 0; i < n; i++)
		halves[i] = answer_halves[row->cells[i].answer];
	return best_of(corpus, halves, set);
}

static void score_answers(const struct corpus *corpus,
	const struct lab_row *row, struct matrix_score *score)
{
	if (!speaks_of_all(corpus, row, true)) {
		score->left_out++;
		return;
	}
	for (size_t i = 0; i < corpus->lab->system_count; i++)
		score->halves[i] += answer_halves[row->cells[i].answer];
}

static void score_win(const struct corpus *corpus, const struct lab_row *row,
	struct matrix_score *score)
{
	enum winners kind = row_winners(corpus, row, score->set);

	score->left_out += kind == WINNERS_UNKNOWN;
	for (size_t i = 0; i < corpus->lab->system_count; i++)
		if (kind == WINNERS_NAMED && score->set[i])
			score->halves[i] += 2;
}

struct matrix_score matrix_score(
	const struct corpus *corpus, const struct lab_matrix *matrix)
{
	size_t n = corpus->lab->system_count;
	struct matrix_score score = {0};

	score.halves = arena_alloc(corpus->arena, n * sizeof *score.halves);
	score.set = arena_alloc(corpus->arena, n * sizeof *score.set);
	for (size_t r = 0; r < matrix->row_count; r++)
		if (matrix->winner == WINNER_ANSWERS)
			score_answers(corpus, &matrix->rows[r], &score);
		else
			score_win(corpus, &matrix->rows[r], &score);
	clear(corpus, score.set);
	if (corpus_contestant_count(corpus) >= 2 &&
		score.left_out < matrix->row_count)
		score.winners = best_of(corpus, score.halves, score.set);
	return score;
}

double criterion_stars(const struct analysis *analysis,
	const struct lab_criterion *criterion, size_t system)
{
	if (criterion->stars2[system] >= 0)
		return criterion->stars2[system] / 2.0;
	/* what is not shown to be a lead has no stars */
	if (!criterion->measured ||
		(!analysis->lead_shown && !analysis->pool_equal))
		return NAN;
	return rating_stars(analysis->ratings[system]);
}

/* Rated by the measurements alone. */
static bool is_measured(
	const struct corpus *corpus, const struct lab_criterion *criterion)
{
	for (size_t i = 0; i < corpus->lab->system_count; i++)
		if (corpus_contestant(corpus, i) && criterion->stars2[i] >= 0)
			return false;
	return criterion->measured;
}

static enum winners all_alike(const struct corpus *corpus, bool *set)
{
	for (size_t i = 0; i < corpus->lab->system_count; i++)
		set[i] = corpus_contestant(corpus, i);
	return kind_of(corpus, set);
}

enum winners criterion_winners(const struct analysis *analysis,
	const struct lab_criterion *criterion, bool *set)
{
	const struct corpus *corpus = analysis->corpus;
	double best = -1;

	clear(corpus, set);
	if (corpus_contestant_count(corpus) < 2)
		return WINNERS_UNKNOWN;
	if (is_measured(corpus, criterion) && analysis->pool_equal)
		return all_alike(corpus, set);
	for (size_t i = 0; i < corpus->lab->system_count; i++) {
		double stars = criterion_stars(analysis, criterion, i);

		if (!corpus_contestant(corpus, i))
			continue;
		if (isnan(stars) ||
			(criterion->measured && criterion->stars2[i] < 0 &&
				!analysis->lead_shown))
			return WINNERS_UNKNOWN;
		best = fmax(best, stars);
	}
	for (size_t i = 0; i < corpus->lab->system_count; i++)
		set[i] = corpus_contestant(corpus, i) &&
			 criterion_stars(analysis, criterion, i) == best;
	return kind_of(corpus, set);
}
