/* The frame of the document: title block, page one, sections in order. */
#include "src/report/report.h"

#include <string.h>

#include "src/report/findings.h"

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

static void words(const struct study *study, struct doc *doc)
{
	doc->words = (struct doc_words){
		.table = WORD(study, TABLE),
		.page_of = WORD(study, PAGE_OF),
		.continued = WORD(study, CONTINUED),
		.contents = WORD(study, CONTENTS),
		.figure = WORD(study, FIGURE),
		.unreadable = WORD(study, UNREADABLE),
	};
}

static struct doc *start(const struct study *study)
{
	struct doc *doc = doc_new(study->arena, study->lang);

	doc->title = typeset(study, report_title(study));
	doc->author = typeset(study, report_author(study));
	doc->date = typeset(study, report_date(study));
	words(study, doc);
	return doc;
}

/* "sysbench 1.0.20, fio 3.33": each tool and version met. */
static const char *say_tools(const struct study *study)
{
	const struct corpus *corpus = study->corpus;
	const char *text = "";

	for (size_t i = 0; i < corpus->run_count; i++) {
		const struct run *run = corpus->runs[i].run;
		const char *one = run->version
					  ? arena_printf(study->arena, "%s %s",
						    run->tool, run->version)
					  : run->tool;
		bool seen = false;

		for (size_t j = 0; j < i && !seen; j++) {
			const struct run *other = corpus->runs[j].run;

			seen = other->tool == run->tool &&
			       (run->version == other->version ||
				       (run->version && other->version &&
					       strcmp(run->version,
						       other->version) == 0));
		}
		if (!seen)
			text = text[0] ? arena_printf(study->arena, "%s, %s",
						 text, one)
				       : one;
	}
	return text;
}

static size_t counted_runs(const struct study *study)
{
	size_t count = 0;

	for (size_t i = 0; i < study->corpus->run_count; i++)
		count += study->corpus->runs[i].counted &&
			 !study->corpus->runs[i].unusable;
	return count;
}

static void title_block(const struct study *study, struct doc *doc)
{
	size_t *systems, count = contestants(study, &systems);
	const char **names =
		arena_alloc(study->arena, (count + 1) * sizeof *names);
	const char *measured = corpus_date(study->corpus);

	if (!text_empty(&study->lab->subtitle))
		doc->subtitle =
			typeset(study, say(study, &study->lab->subtitle));
	for (size_t i = 0; i < count; i++)
		names[i] = say_system(study, systems[i]);
	if (doc->author)
		doc_meta(doc, WORD(study, META_AUTHOR), doc->author);
	if (doc->date)
		doc_meta(doc, WORD(study, META_DATE), doc->date);
	doc_meta(
		doc, WORD(study, META_COMPARED), say_list(study, names, count));
	if (study->corpus->baseline >= 0)
		doc_meta(doc, WORD(study, META_BASELINE),
			say_system(study, (size_t)study->corpus->baseline));
	doc_meta(doc, WORD(study, META_RUNS),
		SAY(study, META_RUNS_TEXT,
			say_count(study, counted_runs(study)),
			say_count(study, study->corpus->file_count)));
	doc_meta(doc, WORD(study, META_TOOLS), say_tools(study));
	if (measured)
		doc_meta(doc, WORD(study, META_MEASURED),
			say_date(study, measured));
}

/* The answer first: what was measured, what follows for each use case. */
static void in_brief(const struct study *study, struct doc *doc)
{
	const struct lab *lab = study->lab;
	size_t problems = problem_count(study);
	struct doc_node *list;

	doc_callout(doc, TONE_VERDICT, WORD(study, IN_BRIEF), say_tally(study));
	list = doc_list(doc);
	for (size_t u = 0; u < lab->use_case_count; u++) {
		const struct decision *d = &study->analysis->decisions[u];
		struct doc_item *item = doc_item(doc, list, NULL);

		doc_span(doc, &item->line,
			SAY(study, BRIEF_USE_CASE,
				say(study, &d->use_case->label)),
			STYLE_PLAIN);
		doc_span(
			doc, &item->line, say_decision(study, d), STYLE_STRONG);
	}
	if (problems)
		doc_item(doc, list,
			message_say(study->arena, study->lang,
				say_number(study, (double)problems,
					MSG_BRIEF_PROBLEM, MSG_BRIEF_PROBLEMS),
				say_count(study, problems)));
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
			doc_picture(doc, caption_of(study, p), p->file,
				p->picture);
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

static void author_note(const struct study *study, struct doc *doc)
{
	if (!text_empty(&study->author->note))
		doc_callout(doc, TONE_NOTE, WORD(study, AUTHOR_NOTE),
			say(study, &study->author->note));
}

struct doc *report_build(const struct study *study)
{
	struct doc *doc = start(study);

	doc->figures = true;
	title_block(study, doc);
	author_note(study, doc);
	if (!study->part && !text_empty(&study->lab->intro))
		doc_paragraph(doc, say(study, &study->lab->intro));
	if (!study->part)
		in_brief(study, doc);
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
	title_block(study, doc);
	author_note(study, doc);
	in_brief(study, doc);
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
