/* Stars per criterion. */
#include <math.h>

#include "src/report/section.h"

void set_stars(const struct study *study, struct doc *doc,
	struct doc_row *row, size_t column, double stars)
{
	struct digits d =
		quantity_fixed(study->arena, study->lang, stars, 1);
	struct doc_cell *cell = doc_set(doc, row, column, d.text);

	cell->plain = d.plain;
	if (isfinite(stars))
		cell->stars2 = (signed char)floor(2 * stars + 0.5);
}

/* Stars 0 … 5 of a system, NAN unknown. */
static double stars_of(const struct study *study,
	const struct lab_criterion *criterion, size_t system)
{
	int stars2 = criterion->stars2[system];

	if (stars2 >= 0)
		return stars2 / 2.0;
	if (!criterion->measured)
		return NAN;
	return rating_stars(study->analysis->ratings[system].value);
}

/* Measured stars name a winner only when the pooled interval does. */
static bool measured_winner(const struct study *study, bool *set)
{
	const struct analysis *a = study->analysis;

	if (a->fastest < 0 || !(a->pool.low > 0))
		return false;
	set[a->fastest] = true;
	return true;
}

bool criterion_winners(const struct study *study,
	const struct lab_criterion *criterion, bool *set)
{
	double best = -1;

	for (size_t i = 0; i < study->lab->system_count; i++)
		set[i] = false;
	for (size_t i = 0; i < study->lab->system_count; i++) {
		double stars = stars_of(study, criterion, i);

		if (!corpus_contestant(study->corpus, i))
			continue;
		if (isnan(stars))
			return false;
		if (criterion->measured && criterion->stars2[i] < 0)
			return measured_winner(study, set);
		best = fmax(best, stars);
	}
	for (size_t i = 0; i < study->lab->system_count; i++)
		set[i] = corpus_contestant(study->corpus, i) &&
			 stars_of(study, criterion, i) == best;
	return best >= 0;
}

static void set_rating(const struct study *study, struct doc *doc,
	struct doc_row *row, size_t column,
	const struct lab_criterion *criterion, size_t system)
{
	const char *text = say(study, &criterion->text[system]);
	double stars = stars_of(study, criterion, system);

	if (text[0] && !criterion->by_author[system])
		doc_set(doc, row, column, text);
	else if (stars == 0)
		doc_set(doc, row, column, WORD(study, NO))->mark = MARK_NO;
	else
		set_stars(study, doc, row, column, stars);
}

static const char *source_of(const struct study *study,
	const struct lab_criterion *criterion)
{
	for (size_t i = 0; i < study->lab->system_count; i++)
		if (criterion->by_author[i])
			return WORD(study, SOURCE_AUTHOR);
	if (criterion->measured)
		return WORD(study, SOURCE_MEASURED);
	return criterion->source ? say(study, &criterion->source->label) : "";
}

static const char *winner_of(const struct study *study,
	const struct lab_criterion *criterion)
{
	bool *set = arena_alloc(
		study->arena, study->lab->system_count * sizeof *set);

	if (criterion_winners(study, criterion, set))
		return say_winners(study, set);
	return criterion->measured && study->analysis->fastest >= 0
		       ? WORD(study, UNDECIDED)
		       : "–";
}

static void rating_notes(const struct study *study, struct doc *doc,
	struct doc_table *table)
{
	const struct lab *lab = study->lab;

	doc_note(doc, table,
		SAY(study, RATING_NOTE,
			say_count(study, study->analysis->rated_lines),
			quantity_fixed(study->arena, study->lang, lab->swing,
				1).text));
	for (size_t k = 0; k < lab->criterion_count; k++) {
		const struct lab_correction *c = &lab->criteria[k].correction;

		if (!text_empty(&c->text))
			doc_note(doc, table,
				SAY(study, CORRECTION,
					say(study, &lab->criteria[k].label),
					say(study, &c->text),
					c->source ? say(study,
							    &c->source->label)
						  : "–"));
	}
}

void section_ratings(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	size_t *systems, count = contestants(study, &systems);
	struct doc_column *columns = system_columns(study,
		WORD(study, CRITERION), systems, count, 2,
		(struct doc_column){0});
	struct doc_table *table;

	(void)section;
	columns[count + 1] = (struct doc_column){.title = WORD(study, WINNER)};
	columns[count + 2] = (struct doc_column){
		.title = WORD(study, SOURCE), .wraps = true};
	table = doc_table(doc, WORD(study, RATINGS_CAPTION), columns,
		count + 3);
	for (size_t k = 0; k < study->lab->criterion_count; k++) {
		const struct lab_criterion *c = &study->lab->criteria[k];
		struct doc_row *row = doc_row(doc, table);

		doc_set(doc, row, 0, say(study, &c->label));
		for (size_t i = 0; i < count; i++)
			set_rating(study, doc, row, 1 + i, c, systems[i]);
		doc_set(doc, row, count + 1, winner_of(study, c));
		doc_set(doc, row, count + 2, source_of(study, c))->muted =
			true;
	}
	rating_notes(study, doc, table);
}
