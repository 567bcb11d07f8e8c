/* The decision matrix, the answer per use case, the quick table. */
#include <math.h>

#include "src/report/section.h"

const char *say_decision(const struct study *study, const struct decision *d)
{
	if (d->best < 0)
		return WORD(study, DASH);
	if (!d->clear)
		return WORD(study, NOT_CLEAR);
	return say_system(study, (size_t)d->best);
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

/* What would turn the answer round. */
static const char *say_turning(
	const struct study *study, const struct decision *d)
{
	if (d->second < 0)
		return "";
	if (d->turning < 0)
		return WORD(study, TURN_NONE);
	return SAY(study, TURN,
		say(study, &study->lab->criteria[d->turning].label),
		say_amount(study, d->turning_stars, MSG_STAR, MSG_STARS),
		say_short(study, (size_t)d->turning_to));
}

static const char *say_unknown(
	const struct study *study, const struct decision *d)
{
	return d->unknown ? SAY(study, UNKNOWN_RATINGS,
				    say_count(study, d->unknown))
			  : "";
}

static const char *say_opinion(
	const struct study *study, const struct lab_use_case *u)
{
	const char *names = say_systems(study, u->opinion);

	if (!names[0] || !u->source)
		return "";
	return SAY(study, OPINION_SAYS, say(study, &u->source->label), names);
}

static const char *say_answer(
	const struct study *study, const struct decision *d)
{
	const char *const sentences[] = {
		SAY(study, SCORES_ARE, say_scores(study, d)),
		say_unknown(study, d), say_turning(study, d),
		say_opinion(study, d->use_case), NULL};

	return d->best < 0 ? WORD(study, NOTHING_TO_DECIDE)
			   : say_sentences(study, sentences);
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

	doc_callout(doc, TONE_VERDICT,
		SAY(study, RECOMMENDATION, say_decision(study, d)),
		say_answer(study, d));
	for (size_t i = 0; i < count; i++)
		if (!d->clear || (int)systems[i] == d->best)
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

static void criterion_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const size_t *systems, size_t count, size_t k)
{
	const struct lab *lab = study->lab;
	struct doc_row *row = doc_row(doc, table);

	doc_set(doc, row, 0, say(study, &lab->criteria[k].label));
	for (size_t i = 0; i < count; i++)
		doc_set(doc, row, 1 + i,
			quantity_fixed(study->arena, study->lang,
				criterion_value(study->analysis,
					&lab->criteria[k], systems[i]),
				2)
				.text);
	for (size_t u = 0; u < lab->use_case_count; u++)
		doc_set(doc, row, 1 + count + u,
			quantity_fixed(study->arena, study->lang,
				lab->use_cases[u].weights[k], 0)
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
	doc_note(doc, table, WORD(study, DECISION_NOTE));
	for (size_t u = 0; u < lab->use_case_count; u++) {
		const struct decision *d = &study->analysis->decisions[u];

		doc_callout(doc, TONE_VERDICT,
			SAY(study, USE_CASE_ANSWER,
				say(study, &lab->use_cases[u].label),
				say_decision(study, d)),
			say_answer(study, d));
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
