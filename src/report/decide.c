/* The decision matrix, the answer per use case, the quick table. */
#include <math.h>
#include <string.h>

#include "src/report/chart.h"

const char *say_decision(const struct study *study, const struct decision *d)
{
	if (d->best < 0)
		return WORD(study, DASH);
	if (d->lead == LEAD_A)
		return say_system(study, (size_t)d->best);
	if (d->lead == LEAD_A_PROBABLE)
		return SAY(study, PROBABLE, say_system(study, (size_t)d->best));
	return WORD(study, NOT_CLEAR);
}

const char *say_answers(const struct study *study)
{
	const char *text = "";

	for (size_t u = 0; u < study->lab->use_case_count; u++) {
		const struct decision *d = &study->analysis->decisions[u];

		text = arena_printf(study->arena, "%s%s%s", text,
			u ? WORD(study, SEMICOLON) : "",
			SAY(study, USE_CASE_ANSWER,
				say(study, &d->use_case->label),
				say_decision(study, d)));
	}
	return text;
}

static const char *say_score(const struct study *study, double score)
{
	return quantity_fixed(study->arena, study->lang, score, 1).text;
}

static const struct decision *decision_of(
	const struct study *study, const struct lab_use_case *use_case)
{
	return &study->analysis->decisions[use_case - study->lab->use_cases];
}

static const char *say_scores(
	const struct study *study, const struct decision *d)
{
	size_t *systems, count = contestants(study, &systems);
	const char **parts =
		arena_alloc(study->arena, (count + 1) * sizeof *parts);

	for (size_t i = 0; i < count; i++)
		parts[i] = SAY(study, SCORE_OF, say_short(study, systems[i]),
			say_score(study, d->scores[systems[i]]));
	return say_list(study, parts, count);
}

/* A share without decimals: draws know no better, and never all. */
static const char *say_whole_share(const struct study *study, double share)
{
	if (isnan(share))
		return WORD(study, DASH);
	if (share > 0.99)
		return SAY(study, ABOVE, say_setting(study, 0.99));
	return say_setting(study, rint(100 * share) / 100);
}

/* The same in a sentence: no sign but words. */
static const char *say_prose_share(const struct study *study, double share)
{
	return share > 0.99 ? SAY(study, MORE_THAN, say_setting(study, 0.99))
			    : say_whole_share(study, share);
}

/* How often the first comes first. */
static const char *say_first(
	const struct study *study, const struct decision *d)
{
	const double *any = study->analysis->first_of_any;

	if (!d->first)
		return "";
	return SAY(study, FIRST_IN, say_short(study, (size_t)d->best),
		say_prose_share(study, d->first[d->best]),
		say_amount(study, fmax(200 * d->error, 0.1), MSG_PERCENT_POINT,
			MSG_PERCENT_POINTS),
		say_prose_share(study, any ? any[d->best] : NAN));
}

/* The rating that would turn the answer round. */
static const char *say_turning(
	const struct study *study, const struct decision *d)
{
	if (d->turning < 0)
		return WORD(study, TURN_NONE);
	return SAY(study, TURN,
		say(study, &study->lab->criteria[d->turning].label),
		say_amount(study, d->turning_stars, MSG_STAR, MSG_STARS),
		say_short(study, (size_t)d->turning_rival));
}

/* A share that may be next to nothing. */
static const char *say_small(const struct study *study, double share)
{
	return share < 0.0005 ? SAY(study, BELOW, say_setting(study, 0.001))
			      : say_fraction(study, share);
}

/* The weights that would. */
static const char *say_weights(
	const struct study *study, const struct decision *d)
{
	if (isnan(d->moved))
		return SAY(
			study, WEIGHTS_NONE, say_short(study, (size_t)d->best));
	if (d->flip < 0)
		return SAY(study, WEIGHTS_MOVE, say_small(study, d->moved),
			say_short(study, (size_t)d->moved_rival));
	return say_sentences(study,
		(const char *const[]){
			message_say(study->arena, study->lang,
				d->flip_to > d->flip_from
					? MSG_WEIGHT_FLIP
					: MSG_WEIGHT_FLIP_DOWN,
				say(study,
					&study->lab->criteria[d->flip].label),
				say_fraction(study, d->flip_from),
				say_fraction(study, d->flip_to),
				say_short(study, (size_t)d->flip_rival)),
			SAY(study, WEIGHTS_TOGETHER,
				say_small(study, d->moved)),
			NULL});
}

static const char *say_best_of(const struct study *study, const double *values)
{
	int best, second;

	best_two(values, study->lab->system_count, &best, &second);
	return best < 0 ? WORD(study, DASH) : say_short(study, (size_t)best);
}

static const char *say_methods(
	const struct study *study, const struct decision *d)
{
	const char *topsis = say_best_of(study, d->topsis);
	const char *promethee = say_best_of(study, d->promethee);

	if (d->agreed)
		return "";
	return strcmp(topsis, promethee) == 0
		       ? SAY(study, METHODS_BOTH, topsis)
		       : SAY(study, METHODS_DIFFER, topsis, promethee);
}

/* Single runs have no spread of their own. */
static const char *say_single(const struct study *study)
{
	size_t most = 0;

	for (size_t i = 0; i < study->lab->system_count; i++)
		if (study->analysis->performance[i].single > most)
			most = study->analysis->performance[i].single;
	return most ? SAY(study, SINGLE_RUNS, say_count(study, most)) : "";
}

static const char *say_unknown(
	const struct study *study, const struct decision *d)
{
	const char *count =
		SAY(study, UNKNOWN_RATINGS, say_count(study, d->unknown));

	if (!d->unknown)
		return "";
	if (d->unknown_share <= MUCH_UNKNOWN)
		return count;
	return say_sentences(study,
		(const char *const[]){count,
			SAY(study, MOSTLY_UNKNOWN,
				say_whole_share(study, d->unknown_share)),
			NULL});
}

static const char *say_opinion(
	const struct study *study, const struct lab_use_case *u)
{
	const char *names = say_systems(study, u->opinion);

	if (!names[0] || !u->source)
		return "";
	return SAY(study, OPINION_SAYS, say(study, &u->source->label), names);
}

static const char *say_nothing_decided(const struct study *study)
{
	return corpus_contestant_count(study->corpus) < 2
		       ? WORD(study, NOTHING_TO_DECIDE)
		       : WORD(study, NO_WEIGHTS);
}

/* What the answer is and how sure. */
static const char *say_answer(
	const struct study *study, const struct decision *d)
{
	return say_sentences(
		study, (const char *const[]){
			       SAY(study, SCORES_ARE, say_scores(study, d)),
			       say_first(study, d), say_unknown(study, d),
			       say_single(study),
			       say_opinion(study, d->use_case), NULL});
}

/* What would turn it round. */
static const char *say_sensitivity(
	const struct study *study, const struct decision *d)
{
	return say_sentences(
		study, (const char *const[]){say_weights(study, d),
			       isnan(d->moved) ? "" : say_turning(study, d),
			       say_methods(study, d), NULL});
}

static void answer(const struct study *study, struct doc *doc,
	const struct decision *d, const char *title, bool sure, bool turning)
{
	const char *text = say_nothing_decided(study);

	if (d->best >= 0)
		text = say_sentences(study,
			(const char *const[]){sure ? say_answer(study, d) : "",
				turning ? say_sensitivity(study, d) : "",
				NULL});
	doc_callout(doc, TONE_VERDICT, title, text);
}

const char *say_brief_answer(
	const struct study *study, const struct decision *d)
{
	const char *moved = WORD(study, BRIEF_FIRM);

	if (d->best < 0)
		return "";
	if (!isnan(d->moved))
		moved = say_small(study, d->moved);
	if (d->unknown_share > MUCH_UNKNOWN)
		moved = SAY(study, BRIEF_UNKNOWN, moved,
			say_whole_share(study, d->unknown_share));
	return SAY(study, BRIEF_SURE, say_short(study, (size_t)d->best),
		say_score(study, d->scores[d->best]),
		say_short(study, (size_t)d->second),
		say_score(study, d->scores[d->second]),
		say_whole_share(study, d->first ? d->first[d->best] : NAN),
		moved);
}

static void reasons(const struct study *study, struct doc *doc,
	const struct lab_use_case *u, size_t system)
{
	const struct text_list *list = &u->reasons[system];
	struct doc_node *node;

	if (!list->count)
		return;
	doc_paragraph(doc, SAY(study, REASONS_FOR, say_system(study, system)));
	node = doc_list(doc);
	for (size_t i = 0; i < list->count; i++)
		doc_item(doc, node, say(study, &list->items[i]))->mark =
			MARK_PLUS;
}

void section_use_case(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	const struct lab_use_case *u = section->use_case;
	const struct decision *d = decision_of(study, u);
	size_t *systems, count = contestants(study, &systems);
	const char **examples = arena_alloc(
		study->arena, (u->examples.count + 1) * sizeof *examples);

	/* the section of the decision says what would turn it round */
	answer(study, doc, d,
		SAY(study, RECOMMENDATION, say_decision(study, d)), true,
		!lab_section_of(study->lab, SECTION_DECISION, NULL));
	for (size_t i = 0; i < count; i++)
		reasons(study, doc, u, systems[i]);
	for (size_t i = 0; i < u->examples.count; i++)
		examples[i] = say(study, &u->examples.items[i]);
	if (u->examples.count)
		doc_paragraph(doc,
			SAY(study, EXAMPLES,
				say_list(study, examples, u->examples.count)));
}

static struct doc_table *matrix_table(const struct study *study,
	struct doc *doc, const size_t *systems, size_t count)
{
	const struct lab *lab = study->lab;
	struct doc_column *columns = system_columns(study,
		WORD(study, CRITERION), systems, count, lab->use_case_count,
		(struct doc_column){.align = ALIGN_RIGHT});

	for (size_t u = 0; u < lab->use_case_count; u++)
		columns[1 + count + u] = (struct doc_column){
			.title = say(study, &lab->use_cases[u].label),
			.align = ALIGN_RIGHT,
			.wraps = true};
	return doc_table(doc, WORD(study, DECISION_CAPTION), columns,
		1 + count + lab->use_case_count);
}

/* What a system is worth on a criterion, 0 to 1. */
static const char *say_value_of(const struct study *study,
	const struct lab_criterion *criterion, int system)
{
	return quantity_fixed(study->arena, study->lang,
		criterion_value(study->analysis, criterion, (size_t)system), 2)
		.text;
}

static void criterion_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const size_t *systems, size_t count, size_t k)
{
	const struct lab *lab = study->lab;
	struct doc_row *row = doc_row(doc, table);

	doc_set(doc, row, 0, say(study, &lab->criteria[k].label));
	for (size_t i = 0; i < count; i++)
		doc_set(doc, row, 1 + i,
			say_value_of(
				study, &lab->criteria[k], (int)systems[i]));
	for (size_t u = 0; u < lab->use_case_count; u++)
		doc_set(doc, row, 1 + count + u,
			quantity_setting(study->arena, study->lang,
				lab->use_cases[u].weights[k] / 100)
				.text);
}

static void score_rows(const struct study *study, struct doc *doc,
	struct doc_table *table, const size_t *systems, size_t count)
{
	const struct lab *lab = study->lab;

	for (size_t i = 0; i < count; i++) {
		struct doc_row *row = doc_row(doc, table);

		row->total = i == 0;
		doc_set(doc, row, 0,
			SAY(study, SCORE_ROW, say_short(study, systems[i])))
			->style = STYLE_STRONG;
		for (size_t u = 0; u < lab->use_case_count; u++) {
			const struct decision *d =
				&study->analysis->decisions[u];
			struct doc_cell *cell = doc_set(doc, row, 1 + count + u,
				say_score(study, d->scores[systems[i]]));

			if (d->best == (int)systems[i])
				cell->style = STYLE_STRONG;
		}
	}
}

/* 1: a positive contribution speaks for the first of two systems; with more
 * systems it speaks for the leader of each use case. */
static double sign_of(
	const struct decision *d, const size_t *systems, size_t count)
{
	return count == 2 && d->best != (int)systems[0] ? -1 : 1;
}

static const char *say_points(const struct study *study, double points)
{
	return quantity_signed(study->arena, study->lang, points, 1).text;
}

/* A use case and, among several systems, which two of them. */
static const char *say_compared(
	const struct study *study, const struct decision *d, size_t count)
{
	const char *label = say(study, &d->use_case->label);

	return count == 2 || d->best < 0
		       ? label
		       : SAY(study, CONTRIBUTIONS_PAIR, label,
				 say_short(study, (size_t)d->best),
				 say_short(study, (size_t)d->second));
}

/* Criterion × use case: where the difference of the scores comes from. */
static void contributions(const struct study *study, struct doc *doc,
	const size_t *systems, size_t count)
{
	const struct lab *lab = study->lab;
	const struct analysis *analysis = study->analysis;
	struct doc_column *columns = arena_alloc(
		study->arena, (lab->use_case_count + 1) * sizeof *columns);
	struct doc_table *table;
	struct doc_row *row;

	if (count < 2 || !lab->use_case_count)
		return;
	columns[0] = (struct doc_column){
		.title = WORD(study, CRITERION), .wraps = true};
	for (size_t u = 0; u < lab->use_case_count; u++)
		columns[1 + u] = (struct doc_column){
			.title = say_compared(
				study, &analysis->decisions[u], count),
			.align = ALIGN_RIGHT,
			.wraps = true};
	table = doc_table(doc,
		SAY(study, CONTRIBUTIONS_CAPTION,
			count == 2 ? SAY(study, CONTRIBUTIONS_SIGN,
					     say_short(study, systems[0]))
				   : ""),
		columns, lab->use_case_count + 1);
	for (size_t k = 0; k <= lab->criterion_count; k++) {
		bool total = k == lab->criterion_count;

		row = doc_row(doc, table);
		row->total = total;
		doc_set(doc, row, 0,
			total ? WORD(study, CONTRIBUTIONS_TOTAL)
			      : say(study, &lab->criteria[k].label));
		for (size_t u = 0; u < lab->use_case_count; u++) {
			const struct decision *d = &analysis->decisions[u];
			double sign = sign_of(d, systems, count);

			if (d->best < 0)
				continue;
			doc_set(doc, row, 1 + u,
				say_points(study,
					sign * (total ? d->sensitivity->difference
						      : d->sensitivity->levers[k]
								       .contribution)));
		}
	}
}

static void sensitivity_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct decision *d)
{
	const double *any = study->analysis->first_of_any;
	struct doc_row *row = doc_row(doc, table);

	doc_set(doc, row, 0, say(study, &d->use_case->label));
	doc_set(doc, row, 1, say_decision(study, d))->style =
		d->lead == LEAD_A ? STYLE_STRONG : STYLE_PLAIN;
	if (d->best < 0)
		return;
	doc_set(doc, row, 2,
		arena_printf(study->arena, "%s %s",
			say_short(study, (size_t)d->best),
			say_whole_share(
				study, d->first ? d->first[d->best] : NAN)));
	doc_set(doc, row, 3, say_whole_share(study, any ? any[d->best] : NAN));
	doc_set(doc, row, 4,
		isnan(d->moved) ? WORD(study, DASH)
				: say_fraction(study, d->moved));
	doc_set(doc, row, 5,
		arena_printf(study->arena, "%s / %s",
			say_best_of(study, d->topsis),
			say_best_of(study, d->promethee)))
		->muted = d->agreed;
}

/* Use case by use case: how far the answer carries. */
static void sensitivity(const struct study *study, struct doc *doc)
{
	const struct doc_column columns[] = {
		{.title = WORD(study, USE_CASE), .wraps = true},
		{.title = WORD(study, ANSWER), .wraps = true},
		{.title = WORD(study, FIRST_SHARE), .align = ALIGN_RIGHT},
		{.title = WORD(study, FIRST_ANY),
			.align = ALIGN_RIGHT,
			.wraps = true},
		{.title = WORD(study, TO_MOVE),
			.align = ALIGN_RIGHT,
			.wraps = true},
		{.title = WORD(study, BY_METHOD), .wraps = true},
	};
	const struct analysis_options *options = &study->analysis->options;
	struct doc_table *table;

	if (!study->lab->use_case_count)
		return;
	table = doc_table(doc, WORD(study, SENSITIVITY_CAPTION), columns, 6);
	for (size_t u = 0; u < study->lab->use_case_count; u++)
		sensitivity_row(
			study, doc, table, &study->analysis->decisions[u]);
	doc_note(doc, table,
		SAY(study, SENSITIVITY_NOTE, say_count(study, options->draws),
			arena_printf(study->arena, "%lu", options->seed),
			say_count(study, (size_t)STATS_KAPPA)));
}

void section_decision(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	const struct lab *lab = study->lab;
	size_t *systems, count = contestants(study, &systems);
	struct doc_table *table = matrix_table(study, doc, systems, count);

	(void)section;
	for (size_t k = 0; k < lab->criterion_count; k++)
		criterion_row(study, doc, table, systems, count, k);
	score_rows(study, doc, table, systems, count);
	doc_note(doc, table,
		SAY(study, DECISION_NOTE,
			quantity_setting(
				study->arena, study->lang, lab->swing / 100)
				.text));
	if (study->weights_file)
		doc_note(doc, table,
			SAY(study, WEIGHTS_FILE, study->weights_file));
	contributions(study, doc, systems, count);
	chart_contributions(study, doc);
	sensitivity(study, doc);
	chart_first(study, doc);
	for (size_t u = 0; u < lab->use_case_count; u++) {
		const struct decision *d = &study->analysis->decisions[u];

		answer(study, doc, d,
			SAY(study, USE_CASE_ANSWER,
				say(study, &lab->use_cases[u].label),
				say_decision(study, d)),
			!lab_section_of(lab, SECTION_USE_CASE, d->use_case),
			true);
	}
}

static const char *need_answer(
	const struct study *study, const struct lab_need *need)
{
	bool *set = arena_alloc(
		study->arena, study->lab->system_count * sizeof *set);
	enum winners winners = WINNERS_UNKNOWN;

	if (need->use_case)
		return say_decision(study, decision_of(study, need->use_case));
	if (need->criterion)
		winners = criterion_winners(
			study->analysis, need->criterion, set);
	else if (need->row)
		winners = row_winners(study->corpus, need->row, set);
	return say_winners(study, winners, set);
}

static const char *need_basis(
	const struct study *study, const struct lab_need *need)
{
	if (need->use_case)
		return SAY(study, BASIS_USE_CASE,
			say(study, &need->use_case->label));
	if (need->criterion)
		return SAY(study, BASIS_CRITERION,
			say(study, &need->criterion->label));
	if (need->row)
		return SAY(study, BASIS_ROW, say(study, &need->row->label));
	return "";
}

void section_needs(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	const struct doc_column columns[] = {
		{.title = WORD(study, NEED), .wraps = true},
		{.title = WORD(study, ANSWER), .wraps = true},
		{.title = WORD(study, BASIS), .wraps = true},
		{.title = WORD(study, OPINION), .wraps = true},
	};
	struct doc_table *table =
		doc_table(doc, WORD(study, NEEDS_CAPTION), columns, 4);

	(void)section;
	for (size_t i = 0; i < study->lab->need_count; i++) {
		const struct lab_need *need = &study->lab->needs[i];
		const char *opinion = say_systems(study, need->opinion);
		struct doc_row *row = doc_row(doc, table);

		doc_set(doc, row, 0, say(study, &need->label));
		doc_set(doc, row, 1, need_answer(study, need))->style =
			STYLE_STRONG;
		doc_set(doc, row, 2, need_basis(study, need))->muted = true;
		doc_set(doc, row, 3, opinion[0] ? opinion : WORD(study, DASH))
			->muted = true;
	}
}

/* Criteria from the largest contribution to the smallest. */
static void order_levers(const struct decision *d, size_t *order)
{
	for (size_t i = 0; i < d->criteria; i++) {
		double size = fabs(d->sensitivity->levers[i].contribution);
		size_t at = i;

		for (; at > 0 && fabs(d->sensitivity->levers[order[at - 1]]
						 .contribution) < size;
			at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
}

/* One use case: what each criterion brings, and what would change it. */
static void lever_table(
	const struct study *study, struct doc *doc, const struct decision *d)
{
	const struct doc_column columns[] = {
		{.title = WORD(study, CRITERION), .wraps = true},
		{.title = WORD(study, WEIGHT), .align = ALIGN_RIGHT},
		{.title = say_short(study, (size_t)d->best),
			.align = ALIGN_RIGHT},
		{.title = say_short(study, (size_t)d->second),
			.align = ALIGN_RIGHT},
		{.title = WORD(study, POINTS), .align = ALIGN_RIGHT},
		{.title = WORD(study, FLIP_AT), .align = ALIGN_RIGHT},
	};
	struct doc_table *table =
		doc_table(doc, say(study, &d->use_case->label), columns, 6);
	size_t *order =
		arena_alloc(study->arena, (d->criteria + 1) * sizeof *order);

	order_levers(d, order);
	for (size_t i = 0; i < d->criteria; i++) {
		const struct stats_lever *l = &d->sensitivity->levers[order[i]];
		const struct lab_criterion *c = &study->lab->criteria[order[i]];
		struct doc_row *row = doc_row(doc, table);

		doc_set(doc, row, 0, say(study, &c->label));
		doc_set(doc, row, 1, say_fraction(study, l->weight));
		doc_set(doc, row, 2, say_value_of(study, c, d->best));
		doc_set(doc, row, 3, say_value_of(study, c, d->second));
		doc_set(doc, row, 4, say_points(study, l->contribution));
		doc_set(doc, row, 5,
			l->flip_weight < 1 ? say_fraction(study, l->flip_weight)
					   : WORD(study, DASH));
	}
}

void section_answers(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	for (size_t u = 0; u < study->lab->use_case_count; u++) {
		const struct decision *d = &study->analysis->decisions[u];

		if (section->use_case && section->use_case != d->use_case)
			continue;
		answer(study, doc, d,
			SAY(study, USE_CASE_ANSWER,
				say(study, &d->use_case->label),
				say_decision(study, d)),
			true, true);
		if (d->best >= 0)
			lever_table(study, doc, d);
	}
	if (!section->use_case)
		sensitivity(study, doc);
}

void section_worth(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	(void)section;
	sensitivity(study, doc);
}
