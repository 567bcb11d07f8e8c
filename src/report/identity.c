/* Step 1: are the machines alike? From the VM facts. */
#include <math.h>

#include "src/analysis/identity.h"
#include "src/report/section.h"

/* So many systems fit beside each other in the two pages of a summary. */
#define COLUMNS_SHORT 3

static const char *number_text(
	const struct study *study, const struct lab_fact *fact, double number)
{
	int decimals = quantity_decimals(number / fact->unit->factor);
	const char *label = say(study, &fact->unit->label);
	const char *text;

	if (number / fact->unit->factor == floor(number / fact->unit->factor))
		decimals = 0;
	else if (decimals > 2)
		decimals = 2;
	text = quantity_in(
		study->arena, study->lang, number, fact->unit, decimals)
		       .text;
	return label[0] ? arena_printf(study->arena, "%s %s", text, label)
			: text;
}

static const char *value_text(const struct study *study,
	const struct lab_fact *fact, struct fact_value value)
{
	if (!value.known)
		return "–";
	return fact->metric ? number_text(study, fact, value.number)
			    : value.word;
}

static const char *expected_text(
	const struct study *study, const struct lab_fact *fact)
{
	if (fact->metric && !isnan(fact->expected_value))
		return number_text(study, fact, fact->expected_value);
	return fact->expected ? fact->expected : "";
}

static void set_state(const struct study *study, struct doc *doc,
	struct doc_row *row, size_t column, const struct lab_fact *fact)
{
	struct fact_state state = fact_state(study->corpus, fact);
	size_t count = corpus_contestant_count(study->corpus);
	const char *text;

	if (!fact->compare || !state.known)
		return;
	if (!state.differs && !state.unexpected) {
		if (state.known < count)
			doc_set(doc, row, column, WORD(study, FACT_INCOMPLETE))
				->mark = MARK_WARNING;
		else if (count > 1)
			doc_set(doc, row, column,
				state.inexact
					? SAY(study, FACT_CLOSE,
						  say_setting(study,
							  fact->tolerance))
					: WORD(study, FACT_SAME))
				->mark = MARK_YES;
		return;
	}
	text = state.differs && state.unexpected
		       ? WORD(study, FACT_BOTH)
		       : (state.differs ? WORD(study, FACT_DIFFERS)
					: WORD(study, FACT_UNEXPECTED));
	doc_set(doc, row, column, text)->mark = MARK_WARNING;
}

static void fact_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct lab_fact *fact)
{
	struct doc_row *row = doc_row(doc, table);
	size_t *systems;
	size_t count = participants(study, &systems);

	doc_set(doc, row, 0, say(study, &fact->label));
	doc_set(doc, row, 1, expected_text(study, fact))->muted = true;
	for (size_t i = 0; i < count; i++)
		doc_set(doc, row, 2 + i,
			value_text(study, fact,
				fact_value(study->corpus, fact, systems[i])));
	set_state(study, doc, row, 2 + count, fact);
}

static const struct doc_column *fact_columns(
	const struct study *study, const size_t *systems, size_t count)
{
	struct doc_column *columns =
		arena_alloc(study->arena, (count + 3) * sizeof *columns);

	columns[0] =
		(struct doc_column){.title = WORD(study, FACT), .wraps = true};
	columns[1] = (struct doc_column){
		.title = WORD(study, EXPECTED), .wraps = true};
	for (size_t i = 0; i < count; i++)
		columns[2 + i] = (struct doc_column){
			.title = say_short(study, systems[i]), .wraps = true};
	columns[count + 2] = (struct doc_column){
		.title = WORD(study, FINDING), .wraps = true};
	return columns;
}

static void sources_of_facts(const struct study *study, struct doc *doc,
	struct doc_table *table, const size_t *systems, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct run *run = study->corpus->facts[systems[i]];

		if (run)
			doc_note(doc, table,
				SAY(study, FACTS_FROM,
					say_short(study, systems[i]),
					run->file));
		else
			doc_note(doc, table,
				SAY(study, FACTS_MISSING,
					say_short(study, systems[i])));
	}
}

/* Whom the last column speaks of. */
static void whose_finding(
	const struct study *study, struct doc *doc, struct doc_table *table)
{
	size_t *systems, count = contestants(study, &systems);
	const char **names =
		arena_alloc(study->arena, (count + 1) * sizeof *names);

	if (study->corpus->baseline < 0)
		return;
	for (size_t i = 0; i < count; i++)
		names[i] = say_short(study, systems[i]);
	doc_note(doc, table,
		SAY(study, FACTS_OF, say_list(study, names, count),
			say_system(study, (size_t)study->corpus->baseline)));
}

static bool any_fact(const struct study *study, const struct lab_fact *fact)
{
	(void)study;
	(void)fact;
	return true;
}

/* Compared, and not found alike on all: what a reader must see. */
static bool open_fact(const struct study *study, const struct lab_fact *fact)
{
	struct fact_state state = fact_state(study->corpus, fact);

	return fact->compare && state.known &&
	       (state.differs || state.unexpected ||
		       state.known < corpus_contestant_count(study->corpus));
}

/* The facts of one kind; NULL when there are none. */
static struct doc_table *fact_table(const struct study *study, struct doc *doc,
	bool (*wanted)(const struct study *, const struct lab_fact *))
{
	size_t *systems;
	size_t count = participants(study, &systems);
	struct doc_table *table = NULL;

	for (size_t f = 0; f < study->lab->fact_count; f++) {
		if (!wanted(study, &study->lab->facts[f]))
			continue;
		if (!table)
			table = doc_table(doc, WORD(study, FACTS_CAPTION),
				fact_columns(study, systems, count), count + 3);
		fact_row(study, doc, table, &study->lab->facts[f]);
	}
	if (table)
		whose_finding(study, doc, table);
	return table;
}

const char *say_unlike(const struct study *study)
{
	const struct lab *lab = study->lab;
	const char **labels = arena_alloc(
		study->arena, (lab->fact_count + 1) * sizeof *labels);
	size_t count = 0;

	for (size_t f = 0; f < lab->fact_count; f++)
		if (fact_is_off(study->corpus, &lab->facts[f]))
			labels[count++] = SAY(study, QUOTED,
				say(study, &lab->facts[f].label));
	return corpus_contestant_count(study->corpus) > 1 && count
		       ? SAY(study, NOT_ALIKE, say_list(study, labels, count))
		       : "";
}

void section_identity(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	size_t *systems, count = participants(study, &systems);
	struct doc_table *table = fact_table(study, doc, any_fact);

	(void)section;
	if (table)
		sources_of_facts(study, doc, table, systems, count);
	if (say_unlike(study)[0])
		doc_callout(doc, TONE_WARNING, WORD(study, NOT_ALIKE_TITLE),
			say_unlike(study));
	if (!text_empty(&study->author->host))
		doc_paragraph(doc,
			SAY(study, HOST_IS, say(study, &study->author->host)));
}

void section_compared(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	const struct lab *lab = study->lab;
	const char **alike = arena_alloc(
		study->arena, (lab->fact_count + 1) * sizeof *alike);
	size_t count = 0;

	(void)section;
	/* among many the limits on page one must do */
	if (corpus_contestant_count(study->corpus) <= COLUMNS_SHORT)
		fact_table(study, doc, open_fact);
	for (size_t f = 0; f < lab->fact_count; f++) {
		const struct lab_fact *fact = &lab->facts[f];

		if (fact->compare && !open_fact(study, fact) &&
			fact_state(study->corpus, fact).known)
			alike[count++] = say(study, &fact->label);
	}
	if (corpus_contestant_count(study->corpus) < 2)
		return;
	doc_paragraph(doc,
		count ? SAY(study, FACTS_ALIKE, say_list(study, alike, count))
		      : WORD(study, FACTS_UNKNOWN));
}
