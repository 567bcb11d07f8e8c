/* What is decided, in report.json: answers, ratings, matrices. */
#include <math.h>

#include "src/analysis/opinion.h"
#include "src/report/export.h"

static const char *criterion_id(const struct exporter *e, size_t k)
{
	return k < e->study->lab->criterion_count
		       ? e->study->lab->criteria[k].id
		       : NULL;
}

static double of_system(const double *values, size_t system)
{
	return values ? values[system] : NAN;
}

static void export_standing(
	struct exporter *e, const struct decision *d, size_t system)
{
	const double *any = e->study->analysis->first_of_any;
	bool decided = d->best >= 0;

	json_open_line(&e->w, NULL, '{');
	export_system(e, "system", (int)system);
	export_number(e, "score", d->scores[system]);
	export_number(e, "first", of_system(d->first, system));
	export_number(e, "first_no_preference",
		decided ? of_system(any, system) : NAN);
	export_number(e, "topsis", of_system(d->topsis, system));
	export_number(e, "promethee", of_system(d->promethee, system));
	json_close(&e->w, '}');
}

/* What the answer hangs on with the least change, against any rival. */
static void export_turns(struct exporter *e, const struct decision *d)
{
	bool decided = d->best >= 0;

	json_open(&e->w, "turns", '{');
	json_open_line(&e->w, "weight", '{');
	json_put(&e->w, "criterion",
		decided && d->flip >= 0 ? criterion_id(e, (size_t)d->flip)
					: NULL);
	export_system(e, "rival", decided ? d->flip_rival : -1);
	export_number(e, "from", decided ? d->flip_from : NAN);
	export_number(e, "to", decided ? d->flip_to : NAN);
	json_close(&e->w, '}');
	json_open_line(&e->w, "weights", '{');
	export_system(e, "rival", decided ? d->moved_rival : -1);
	export_number(e, "moved", decided ? d->moved : NAN);
	json_close(&e->w, '}');
	json_open_line(&e->w, "rating", '{');
	json_put(&e->w, "criterion",
		decided && d->turning >= 0 ? criterion_id(e, (size_t)d->turning)
					   : NULL);
	export_system(e, "rival", decided ? d->turning_rival : -1);
	export_number(e, "stars", decided ? d->turning_stars : NAN);
	json_close(&e->w, '}');
	json_close(&e->w, '}');
}

/* The best against the second: positive speaks for the best. */
static void export_lever(struct exporter *e, const struct decision *d, size_t k)
{
	static const struct stats_lever unknown = {
		NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	const struct stats_lever *l =
		d->best >= 0 ? &d->sensitivity->levers[k] : &unknown;

	json_open_line(&e->w, NULL, '{');
	json_put(&e->w, "criterion", criterion_id(e, k));
	export_number(e, "weight", d->use_case->weights[k]);
	export_number(e, "share", l->weight);
	export_number(e, "contribution", l->contribution);
	export_number(e, "flip_weight", l->flip_weight);
	export_number(e, "stable_low", l->stable_low);
	export_number(e, "stable_high", l->stable_high);
	export_number(e, "central_weight",
		d->best >= 0 ? of_system(d->central, k) : NAN);
	json_close(&e->w, '}');
}

static void export_answer(struct exporter *e, const struct decision *d)
{
	bool decided = d->best >= 0;

	json_put(&e->w, "use_case", d->use_case->id);
	export_text(e, "label", &d->use_case->label);
	export_word(e, "answer", code_answer(e->study, d));
	export_word(e, "sureness", code_sureness(d));
	export_system(e, "best", d->best);
	export_system(e, "second", decided ? d->second : -1);
	export_number(
		e, "difference", decided ? d->sensitivity->difference : NAN);
	export_number(e, "first_error", d->first ? d->error : NAN);
	export_number(e, "confidence_factor", d->first ? d->confidence : NAN);
	json_put_bool(&e->w, "methods_agree", decided && d->agreed);
	json_put_count(&e->w, "unknown_ratings", decided ? d->unknown : 0);
}

static void export_decision(struct exporter *e, const struct decision *d)
{
	size_t *systems, count = contestants(e->study, &systems);

	json_open(&e->w, NULL, '{');
	export_answer(e, d);
	json_open(&e->w, "systems", '[');
	for (size_t i = 0; i < count; i++)
		export_standing(e, d, systems[i]);
	json_close(&e->w, ']');
	export_turns(e, d);
	json_open(&e->w, "criteria", '[');
	for (size_t k = 0; k < e->study->lab->criterion_count; k++)
		export_lever(e, d, k);
	json_close(&e->w, ']');
	json_close(&e->w, '}');
}

void export_decisions(struct exporter *e)
{
	json_open(&e->w, "decisions", '[');
	for (size_t u = 0; u < e->study->lab->use_case_count; u++)
		export_decision(e, &e->study->analysis->decisions[u]);
	json_close(&e->w, ']');
}

/* Who wins by opinion: everybody in a tie, nobody when it is unknown. */
static void export_winners(
	struct exporter *e, enum winners winners, const bool *set)
{
	static const char *const words[] = {
		[WINNERS_UNKNOWN] = "unknown",
		[WINNERS_TIE] = "tie",
		[WINNERS_NAMED] = "named",
	};

	json_open_line(&e->w, "winners", '{');
	json_put(&e->w, "kind", words[winners]);
	json_open_line(&e->w, "systems", '[');
	for (size_t i = 0; i < e->study->lab->system_count; i++)
		if (winners != WINNERS_UNKNOWN && set[i])
			export_system(e, NULL, (int)i);
	json_close(&e->w, ']');
	json_close(&e->w, '}');
}

static void export_source(struct exporter *e, const struct lab_source *source,
	const struct lab_correction *correction)
{
	json_put(&e->w, "source", source ? source->id : NULL);
	if (text_empty(&correction->text)) {
		json_put(&e->w, "correction", NULL);
		return;
	}
	json_open_line(&e->w, "correction", '{');
	export_text(e, "text", &correction->text);
	json_put(&e->w, "source",
		correction->source ? correction->source->id : NULL);
	json_close(&e->w, '}');
}

static void export_rating(struct exporter *e,
	const struct lab_criterion *criterion, size_t system)
{
	const struct analysis *analysis = e->study->analysis;

	json_open_line(&e->w, NULL, '{');
	export_system(e, "system", (int)system);
	export_number(e, "stars", criterion_stars(analysis, criterion, system));
	export_number(e, "value", criterion_value(analysis, criterion, system));
	json_put_bool(&e->w, "by_author", criterion->by_author[system]);
	export_text(e, "text", &criterion->text[system]);
	json_close(&e->w, '}');
}

static void export_criterion(
	struct exporter *e, const struct lab_criterion *criterion)
{
	const struct study *study = e->study;
	size_t *systems, count = contestants(study, &systems);
	bool *set = arena_alloc(
		study->arena, (study->lab->system_count + 1) * sizeof *set);

	json_open(&e->w, NULL, '{');
	json_put(&e->w, "criterion", criterion->id);
	export_text(e, "label", &criterion->label);
	json_put_bool(&e->w, "measured", criterion->measured);
	json_open(&e->w, "systems", '[');
	for (size_t i = 0; i < count; i++)
		export_rating(e, criterion, systems[i]);
	json_close(&e->w, ']');
	export_winners(
		e, criterion_winners(study->analysis, criterion, set), set);
	export_source(e, criterion->source, &criterion->correction);
	json_close(&e->w, '}');
}

void export_ratings(struct exporter *e)
{
	json_open(&e->w, "ratings", '[');
	for (size_t k = 0; k < e->study->lab->criterion_count; k++)
		export_criterion(e, &e->study->lab->criteria[k]);
	json_close(&e->w, ']');
}

static void export_cell(
	struct exporter *e, const struct lab_row *row, size_t system)
{
	static const char *const answers[] = {
		[ANSWER_NONE] = NULL,
		[ANSWER_YES] = "yes",
		[ANSWER_PARTLY] = "partly",
		[ANSWER_NO] = "no",
	};
	const struct lab_cell *cell = &row->cells[system];

	json_open_line(&e->w, NULL, '{');
	export_system(e, "system", (int)system);
	json_put(&e->w, "answer", answers[cell->answer]);
	export_text(e, "text", &cell->text);
	json_put_bool(&e->w, "by_author", cell->by_author);
	json_close(&e->w, '}');
}

static void export_row(struct exporter *e, const struct lab_row *row)
{
	const struct study *study = e->study;
	size_t *systems, count = contestants(study, &systems);
	bool *set = arena_alloc(
		study->arena, (study->lab->system_count + 1) * sizeof *set);

	json_open(&e->w, NULL, '{');
	json_put(&e->w, "row", row->id);
	export_text(e, "label", &row->label);
	json_open(&e->w, "cells", '[');
	for (size_t i = 0; i < count; i++)
		export_cell(e, row, systems[i]);
	json_close(&e->w, ']');
	export_winners(e, row_winners(study->corpus, row, set), set);
	export_text(e, "note", &row->note);
	export_source(e, row->source, &row->correction);
	json_close(&e->w, '}');
}

static void export_score(struct exporter *e, const struct lab_matrix *matrix)
{
	size_t *systems, count = contestants(e->study, &systems);
	struct matrix_score score;

	if (matrix->winner == WINNER_NONE) {
		json_put(&e->w, "score", NULL);
		return;
	}
	score = matrix_score(e->study->corpus, matrix);
	json_open(&e->w, "score", '{');
	json_open(&e->w, "systems", '[');
	for (size_t i = 0; i < count; i++) {
		json_open_line(&e->w, NULL, '{');
		export_system(e, "system", (int)systems[i]);
		export_number(e, "points", score.halves[systems[i]] / 2.0);
		json_close(&e->w, '}');
	}
	json_close(&e->w, ']');
	json_put_count(&e->w, "rows_left_out", score.left_out);
	export_winners(e, score.winners, score.set);
	json_close(&e->w, '}');
}

static void export_matrix(struct exporter *e, const struct lab_matrix *matrix)
{
	static const char *const rules[] = {
		[WINNER_NONE] = "none",
		[WINNER_ANSWERS] = "answers",
		[WINNER_ROWS] = "rows",
	};

	json_open(&e->w, NULL, '{');
	json_put(&e->w, "matrix", matrix->id);
	export_text(e, "title", &matrix->title);
	json_put(&e->w, "scored_by", rules[matrix->winner]);
	json_open(&e->w, "rows", '[');
	for (size_t r = 0; r < matrix->row_count; r++)
		export_row(e, &matrix->rows[r]);
	json_close(&e->w, ']');
	export_score(e, matrix);
	json_close(&e->w, '}');
}

void export_matrices(struct exporter *e)
{
	json_open(&e->w, "matrices", '[');
	for (size_t m = 0; m < e->study->lab->matrix_count; m++)
		export_matrix(e, &e->study->lab->matrices[m]);
	json_close(&e->w, ']');
}
