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
	return quantity_fixed(
		study->arena, study->lang, seconds, seconds < 10 ? 2 : 0)
		.text;
}

/* How long a run lasted, and out of how long when it was cut short. */
static const char *say_time(
	const struct study *study, const struct corpus_run *r)
{
	const struct obs *time = run_obs(r->run, "stress.duration");
	const char *set = run_value(r->run, "duration");

	if (!time)
		return WORD(study, DASH);
	if (r->run->complete || !set)
		return SAY(study, SECONDS, say_seconds(study, time->value));
	return SAY(study, SECONDS_OF, say_seconds(study, time->value), set);
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
	const char *load = run_value(r->run, "hogs");
	struct doc_row *row = doc_row(doc, table);

	doc_set(doc, row, 0, say_short(study, r->system));
	doc_set(doc, row, 1,
		arena_printf(study->arena, "%s %s", r->run->tool,
			load ? load : r->run->workload));
	doc_set(doc, row, 2, say_time(study, r));
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

/* The unit stands in the row's label, the figure alone in its cells. */
static const char *say_finding(const struct study *study,
	const struct lab_field *field, const struct author_finding *finding)
{
	if (!field->unit || isnan(finding->number))
		return say(study, &finding->text);
	return quantity_setting(
		study->arena, study->lang, finding->number / 100)
		.text;
}

static const char *say_field(
	const struct study *study, const struct lab_field *field)
{
	const char *label = say(study, &field->label);

	return field->unit ? SAY(study, IN_UNIT, label,
				     say(study, &field->unit->label))
			   : label;
}

/* What the author found for a field; no row when that is nothing. */
static void finding_row(const struct study *study, struct doc *doc,
	struct doc_table **table, const struct lab_section *section,
	const struct lab_field *field)
{
	size_t *systems, count = contestants(study, &systems);
	const char **cells =
		arena_alloc(study->arena, (count + 1) * sizeof *cells);
	struct doc_row *row;
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		const struct author_finding *finding =
			author_finding_find(study->author, field, systems[i]);

		cells[i] = finding ? say_finding(study, field, finding) : "";
		any = any || finding;
	}
	if (!any)
		return;
	if (!*table)
		*table = doc_table(doc, say(study, &section->title),
			system_columns(study, WORD(study, FINDING_OF_AUTHOR),
				systems, count, 0,
				(struct doc_column){.wraps = true}),
			count + 1);
	row = doc_row(doc, *table);
	doc_set(doc, row, 0, say_field(study, field));
	for (size_t i = 0; i < count; i++)
		doc_set(doc, row, 1 + i,
			cells[i][0] ? cells[i] : WORD(study, DASH));
}

/* Fields that the author filled in; his remark is added by the frame. */
void section_reported(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	struct doc_table *table = NULL;

	for (size_t i = 0; i < section->field_count; i++)
		finding_row(study, doc, &table, section, &section->fields[i]);
	if (table)
		doc_note(doc, table, WORD(study, FINDINGS_NOTE));
	else if (!author_remark_find(study->author, section->number))
		doc_paragraph(doc, WORD(study, NOT_REPORTED));
}
