/* What a lab asks for beside its measurements: endurance under load, and what
 * only the author can report. */
#include <math.h>
#include <string.h>

#include "src/report/section.h"

static bool is_stress(const struct corpus_run *run)
{
	return strncmp(run->run->tool, "stress", strlen("stress")) == 0 &&
	       (run_obs(run->run, "stress.duration") || !run->run->complete);
}

static const char *say_seconds(const struct study *study, double seconds)
{
	return SAY(study, SECONDS,
		quantity_fixed(study->arena, study->lang, seconds,
			seconds < 10 ? 2 : 0)
			.text);
}

static struct doc_table *stress_table(
	const struct study *study, struct doc *doc)
{
	const struct doc_column columns[] = {
		{.title = WORD(study, WHERE)},
		{.title = WORD(study, STRESS_LOAD), .wraps = true},
		{.title = WORD(study, STRESS_TIME), .align = ALIGN_RIGHT},
		{.title = WORD(study, STRESS_END), .wraps = true},
		{.title = WORD(study, LOG), .wraps = true},
	};

	return doc_table(doc, WORD(study, STRESS_CAPTION), columns, 5);
}

static void stress_row(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct corpus_run *r)
{
	const struct obs *time = run_obs(r->run, "stress.duration");
	const char *load = run_value(r->run, "hogs");
	struct doc_row *row = doc_row(doc, table);

	doc_set(doc, row, 0, say_short(study, r->system));
	doc_set(doc, row, 1,
		arena_printf(study->arena, "%s %s", r->run->tool,
			load ? load : r->run->workload));
	doc_set(doc, row, 2,
		time ? say_seconds(study, time->value) : WORD(study, DASH));
	doc_set(doc, row, 3,
		r->run->complete ? WORD(study, STRESS_DONE)
				 : WORD(study, STRESS_CUT))
		->mark = r->run->complete ? MARK_YES : MARK_WARNING;
	doc_set_code(doc, row, 4, r->run->file);
}

void section_stability(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	const struct corpus *corpus = study->corpus;
	struct doc_table *table = NULL;

	for (size_t i = 0; i < corpus->run_count; i++) {
		if (!is_stress(&corpus->runs[i]))
			continue;
		if (!table)
			table = stress_table(study, doc);
		stress_row(study, doc, table, &corpus->runs[i]);
	}
	if (!table)
		section_reported(study, doc, section);
}

/* The author's remark on the section, which the frame adds, is all there can
 * be. */
void section_reported(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	if (!author_remark_find(study->author, section->number))
		doc_paragraph(doc, WORD(study, NOT_REPORTED));
}
