/* The author's choice, the checklist, problems met, sources. */
#include "src/analysis/identity.h"
#include "src/report/findings.h"

/* in the summary; the report has them all */
#define PROBLEMS_SHOWN 4

void section_choice(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	const struct author *author = study->author;
	struct doc_node *list;

	(void)section;
	if (text_empty(&author->choice)) {
		doc_remark(doc, SAY(study, NO_CHOICE, AUTHOR_FILE));
		return;
	}
	doc_callout(doc, TONE_VERDICT,
		SAY(study, CHOICE, say(study, &author->choice)),
		WORD(study, CHOICE_OF_AUTHOR));
	if (!author->reasons.count)
		return;
	list = doc_list(doc);
	for (size_t i = 0; i < author->reasons.count; i++)
		doc_item(doc, list, say(study, &author->reasons.items[i]));
}

static bool all_tests_done(const struct study *study)
{
	size_t *systems, count = contestants(study, &systems);

	for (size_t t = 0; t < study->lab->test_count; t++)
		for (size_t i = 0; i < count; i++)
			if (corpus_lacks(study->corpus, &study->lab->tests[t],
				    systems[i]))
				return false;
	return count >= 2;
}

static bool looked_at(
	const struct study *study, const struct lab_check_item *item)
{
	const struct author *author = study->author;

	for (size_t i = 0; i < item->matrix_count; i++) {
		const struct lab_matrix *m = item->matrices[i];

		if (!(author->looked_at &&
			    author->looked_at[m - study->lab->matrices]) &&
			!matrix_by_author(study->lab, m))
			return false;
	}
	return item->matrix_count > 0;
}

/* Done?, and what the answer rests on. */
static bool evidence(const struct study *study,
	const struct lab_check_item *item, const char **basis)
{
	bool done = false;

	switch (item->evidence) {
	case EVIDENCE_IDENTITY:
		done = identity_state(study->corpus) == IDENTITY_SAME;
		*basis = identity_state(study->corpus) == IDENTITY_UNKNOWN
				 ? WORD(study, EVIDENCE_NO_FACTS)
				 : (done ? WORD(study, EVIDENCE_ALIKE)
					 : WORD(study, EVIDENCE_UNLIKE));
		break;
	case EVIDENCE_TESTS:
		done = all_tests_done(study);
		*basis = done ? WORD(study, EVIDENCE_ALL_TESTS)
			      : WORD(study, EVIDENCE_TESTS_MISSING);
		break;
	case EVIDENCE_MATRICES:
		done = looked_at(study, item);
		*basis = done ? WORD(study, EVIDENCE_AUTHOR)
			      : WORD(study, EVIDENCE_NO_AUTHOR);
		break;
	case EVIDENCE_CHOICE:
		done = !text_empty(&study->author->choice);
		*basis = done ? WORD(study, EVIDENCE_AUTHOR)
			      : WORD(study, EVIDENCE_NO_AUTHOR);
		break;
	}
	return done;
}

void section_checklist(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	struct doc_node *list = doc_list(doc);

	(void)section;
	for (size_t i = 0; i < study->lab->check_count; i++) {
		const struct lab_check_item *item = &study->lab->checklist[i];
		const char *basis = "";
		bool done = evidence(study, item, &basis);

		doc_item(doc, list,
			SAY(study, CHECK_ITEM, say(study, &item->label), basis))
			->mark = done ? MARK_DONE : MARK_OPEN;
	}
}

static void problem_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct diag *diag)
{
	struct doc_row *row = doc_row(doc, table);

	doc_set_code(doc, row, 0, diag_place(study->arena, diag));
	doc_set(doc, row, 1, diag_text(study->arena, study->lang, diag));
}

/* NULL when there is nothing to put into it. */
static struct doc_table *problem_table(
	const struct study *study, struct doc *doc, bool any)
{
	const struct doc_column columns[] = {
		{.title = WORD(study, PLACE), .wraps = true},
		{.title = WORD(study, PROBLEM), .wraps = true},
	};

	if (any)
		return doc_table(
			doc, WORD(study, PROBLEMS_CAPTION), columns, 2);
	doc_paragraph(doc, WORD(study, NO_PROBLEM));
	return NULL;
}

void section_problems(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	struct doc_table *table;

	(void)section;
	findings_table(study, doc);
	table = problem_table(study, doc, diags_remaining(study) > 0);
	for (size_t i = 0; table && i < study->diags->count; i++)
		if (diag_remains(study, &study->diags->items[i]))
			problem_row(study, doc, table, &study->diags->items[i]);
}

/* What is worth a warning goes before what is only worth a note. */
static void worst_rows(
	const struct study *study, struct doc *doc, struct doc_table *table)
{
	for (int grave = 1; grave >= 0; grave--)
		for (size_t i = 0; i < study->diags->count; i++) {
			const struct diag *diag = &study->diags->items[i];

			if ((diag_severity(diag) > DIAG_NOTE) == grave &&
				diag_remains(study, diag) &&
				table->row_count < PROBLEMS_SHOWN)
				problem_row(study, doc, table, diag);
		}
}

void section_worst_problems(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	size_t count = diags_remaining(study);
	struct doc_table *table;

	(void)section;
	/* two pages have no room for both; page one counts all of them */
	if (!count && study->findings->count) {
		findings_brief(study, doc);
		return;
	}
	table = problem_table(study, doc, count > 0);
	if (!table)
		return;
	worst_rows(study, doc, table);
	if (table->row_count < count)
		doc_note(doc, table,
			SAY(study, MORE_PROBLEMS,
				say_count(study, count - table->row_count)));
}

void section_sources(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	struct doc_node *list = doc_list(doc);

	(void)section;
	for (size_t i = 0; i < study->lab->source_count; i++) {
		const struct lab_source *source = &study->lab->sources[i];
		struct doc_item *item =
			doc_item(doc, list, say(study, &source->label));

		if (!source->url)
			continue;
		doc_span(doc, &item->line, " – ", STYLE_PLAIN);
		doc_span(doc, &item->line, source->url, STYLE_CODE);
	}
}
