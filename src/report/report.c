/* The frame of the document: title block, page one, sections in order. */
#include "src/report/report.h"

#include <string.h>

#include "src/report/section.h"

/* Bytes of the author's note in a summary. */
#define NOTE_SHORT 800

static void section_text(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	(void)study;
	(void)doc;
	(void)section;
}

static section_builder *const builders[SECTION_KIND_COUNT] = {
	[SECTION_TEXT] = section_text,
	[SECTION_IDENTITY] = section_identity,
	[SECTION_RESULTS] = section_results,
	[SECTION_SUMMARY] = section_summary,
	[SECTION_OBSERVATIONS] = section_observations,
	[SECTION_MATRIX] = section_matrix,
	[SECTION_USE_CASE] = section_use_case,
	[SECTION_RATINGS] = section_ratings,
	[SECTION_STRENGTHS] = section_strengths,
	[SECTION_DECISION] = section_decision,
	[SECTION_CHOICE] = section_choice,
	[SECTION_NEEDS] = section_needs,
	[SECTION_CHECKLIST] = section_checklist,
	[SECTION_PROBLEMS] = section_problems,
	[SECTION_SOURCES] = section_sources,
	[SECTION_RUNS] = section_runs,
	[SECTION_STABILITY] = section_stability,
	[SECTION_REPORTED] = section_reported,
};

const char *report_title(const struct study *study)
{
	if (study->title)
		return study->title;
	if (!text_empty(&study->author->title))
		return say(study, &study->author->title);
	return say(study, &study->lab->title);
}

const char *report_author(const struct study *study)
{
	return study->author_name ? study->author_name : study->author->name;
}

const char *report_date(const struct study *study)
{
	return study->date ? study->date : study->author->date;
}

static const char *typeset(const struct study *study, const char *text)
{
	return text ? text_typeset(study->arena, study->lang, text) : NULL;
}

static struct doc *start(const struct study *study)
{
	struct doc *doc = doc_new(study->arena, study->lang);

	doc->title = typeset(study, report_title(study));
	doc->author = typeset(study, report_author(study));
	doc->date = typeset(study, report_date(study));
	return doc;
}

static const char *caption_of(
	const struct study *study, const struct author_picture *picture)
{
	return text_empty(&picture->caption) ? picture->file
					     : say(study, &picture->caption);
}

static void add_pictures(
	const struct study *study, struct doc *doc, const char *section)
{
	const struct author *author = study->author;

	for (size_t i = 0; section && i < author->picture_count; i++) {
		const struct author_picture *p = &author->pictures[i];

		if (strcmp(p->section, section) == 0)
			doc_picture(
				doc, caption_of(study, p), p->file, p->picture);
	}
}

static void build_section(const struct study *study, struct doc *doc,
	const struct lab_section *section, unsigned level)
{
	const struct text *remark =
		author_remark_find(study->author, section->number);

	doc_heading(doc, level, section->number, say(study, &section->title));
	if (!text_empty(&section->intro))
		doc_paragraph(doc, say(study, &section->intro));
	builders[section->kind](study, doc, section);
	if (!text_empty(&section->note))
		doc_remark(doc, say(study, &section->note));
	if (remark)
		doc_callout(doc, TONE_NOTE, WORD(study, REMARK),
			say(study, remark));
	add_pictures(study, doc, section->number);
	for (size_t i = 0; i < section->section_count; i++)
		build_section(study, doc, &section->sections[i], level + 1);
}

static void author_note(
	const struct study *study, struct doc *doc, const char *note)
{
	if (note[0])
		doc_callout(doc, TONE_NOTE, WORD(study, AUTHOR_NOTE), note);
}

/* The words that fit. */
static const char *cut_note(const struct study *study, const char *note)
{
	size_t end = NOTE_SHORT;

	if (strlen(note) <= NOTE_SHORT)
		return note;
	while (end && note[end] != ' ')
		end--;
	return SAY(study, NOTE_CUT, arena_strndup(study->arena, note, end));
}

struct doc *report_build(const struct study *study)
{
	struct doc *doc = start(study);

	doc->figures = true;
	front_title(study, doc);
	author_note(study, doc, say(study, &study->author->note));
	/* the answer stands on page one, so it comes first */
	if (!study->part)
		front_brief(study, doc, true);
	if (!study->part && !text_empty(&study->lab->intro))
		doc_paragraph(doc, say(study, &study->lab->intro));
	for (size_t i = 0; i < study->lab->section_count; i++)
		build_section(study, doc, &study->lab->sections[i], 1);
	return doc;
}

/* The parts of --summary: like sections, of any lab. */
static const struct part {
	enum message title;
	section_builder *build;
} parts[] = {
	{MSG_SUMMARY_COMPARED, section_compared},
	{MSG_SUMMARY_RESULTS, section_results_brief},
	{MSG_SUMMARY_ANSWERS, section_worth},
	{MSG_SUMMARY_PROBLEMS, section_worst_problems},
};

static bool has_part(const struct study *study, const struct part *part)
{
	if (part->build == section_compared)
		return study->lab->fact_count > 0;
	return part->build != section_worth || study->lab->use_case_count > 0;
}

struct doc *report_summary(const struct study *study)
{
	const struct lab_section section = {.kind = SECTION_TEXT};
	struct doc *doc = start(study);

	doc->words.contents = NULL; /* of two pages */
	front_title(study, doc);
	author_note(
		study, doc, cut_note(study, say(study, &study->author->note)));
	front_brief(study, doc, false);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (!has_part(study, &parts[i]))
			continue;
		doc_heading(
			doc, 1, NULL, message_get(study->lang, parts[i].title));
		parts[i].build(study, doc, &section);
	}
	return doc;
}

struct doc *report_compare(const struct study *study)
{
	const struct lab_section section = {.kind = SECTION_SUMMARY};
	struct doc *doc = start(study);

	section_summary(study, doc, &section);
	doc_paragraph(doc, say_tally(study));
	return doc;
}

struct doc *report_plan(const struct study *study)
{
	const struct lab_section section = {.kind = SECTION_SUMMARY};
	struct doc *doc = start(study);

	section_planning(study, doc, &section);
	return doc;
}

struct doc *report_decide(
	const struct study *study, const struct lab_use_case *use_case)
{
	const struct lab_section section = {.use_case = use_case};
	struct doc *doc = start(study);

	section_answers(study, doc, &section);
	return doc;
}
