/* Stars per criterion. */
#include <math.h>

#include "src/report/chart.h"

/* Stars with their figure; 0 … 5, NAN unknown. */
static void set_stars(const struct study *study, struct doc *doc,
	struct doc_row *row, size_t column, double stars)
{
	struct digits d = quantity_fixed(study->arena, study->lang, stars, 1);
	struct doc_cell *cell = doc_set(doc, row, column, d.text);

	cell->plain = d.plain;
	if (isfinite(stars))
		cell->stars2 = (signed char)floor(2 * stars + 0.5);
}

const char *say_rating(const struct study *study,
	const struct lab_criterion *criterion, size_t system)
{
	const char *text = say(study, &criterion->text[system]);

	if (text[0] && !criterion->by_author[system])
		return text;
	return criterion_stars(study->analysis, criterion, system) == 0
		       ? WORD(study, NO)
		       : NULL;
}

static void set_rating(const struct study *study, struct doc *doc,
	struct doc_row *row, size_t column,
	const struct lab_criterion *criterion, size_t system)
{
	const char *word = say_rating(study, criterion, system);
	double stars = criterion_stars(study->analysis, criterion, system);

	if (!word)
		set_stars(study, doc, row, column, stars);
	else
		doc_set(doc, row, column, word)->mark =
			stars == 0 ? MARK_NO : MARK_NONE;
}

static const char *source_of(
	const struct study *study, const struct lab_criterion *criterion)
{
	for (size_t i = 0; i < study->lab->system_count; i++)
		if (criterion->by_author[i])
			return WORD(study, SOURCE_AUTHOR);
	if (criterion->measured)
		return WORD(study, SOURCE_MEASURED);
	return criterion->source ? say(study, &criterion->source->label) : "";
}

static const char *winner_of(
	const struct study *study, const struct lab_criterion *criterion)
{
	bool *set = arena_alloc(
		study->arena, study->lab->system_count * sizeof *set);
	enum winners winners =
		criterion_winners(study->analysis, criterion, set);

	if (winners == WINNERS_UNKNOWN && criterion->measured &&
		study->analysis->runner_up >= 0)
		return WORD(study, UNDECIDED);
	return say_winners(study, winners, set);
}

static void rating_notes(
	const struct study *study, struct doc *doc, struct doc_table *table)
{
	const struct lab *lab = study->lab;

	doc_note(doc, table,
		SAY(study, RATING_NOTE,
			say_count(study, study->analysis->rated_lines),
			quantity_fixed(study->arena, study->lang, lab->swing, 1)
				.text));
	for (size_t k = 0; k < lab->criterion_count; k++) {
		const struct lab_correction *c = &lab->criteria[k].correction;

		if (!text_empty(&c->text))
			doc_note(doc, table,
				say_correction(
					study, &lab->criteria[k].label, c));
	}
}

void section_ratings(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	size_t *systems, count = contestants(study, &systems);
	struct doc_column *columns =
		system_columns(study, WORD(study, CRITERION), systems, count, 2,
			(struct doc_column){0});
	struct doc_table *table;

	(void)section;
	columns[count + 1] = (struct doc_column){.title = WORD(study, WINNER)};
	columns[count + 2] = (struct doc_column){
		.title = WORD(study, SOURCE), .wraps = true};
	table = doc_table(
		doc, WORD(study, RATINGS_CAPTION), columns, count + 3);
	for (size_t k = 0; k < study->lab->criterion_count; k++) {
		const struct lab_criterion *c = &study->lab->criteria[k];
		struct doc_row *row = doc_row(doc, table);

		doc_set(doc, row, 0, say(study, &c->label));
		for (size_t i = 0; i < count; i++)
			set_rating(study, doc, row, 1 + i, c, systems[i]);
		doc_set(doc, row, count + 1, winner_of(study, c));
		doc_set(doc, row, count + 2, source_of(study, c))->muted = true;
	}
	rating_notes(study, doc, table);
	chart_ratings(study, doc);
}
