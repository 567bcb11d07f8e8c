/* Page one: who was compared, with what and when, then the answer, how firm it
 * is, and what it must be read with. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "src/analysis/identity.h"
#include "src/base/date.h"
#include "src/report/findings.h"

/* "sysbench 1.0.20" */
static const char *say_tool(const struct study *study, const struct run *run)
{
	return run->version ? arena_printf(study->arena, "%s %s", run->tool,
				      run->version)
			    : run->tool;
}

/* Each tool and version met, once. */
static const char *say_tools(const struct study *study)
{
	const struct corpus *corpus = study->corpus;
	const char **names = arena_alloc(
		study->arena, (corpus->run_count + 1) * sizeof *names);
	size_t count = 0;

	for (size_t i = 0; i < corpus->run_count; i++) {
		size_t j = 0;

		names[count] = say_tool(study, corpus->runs[i].run);
		while (strcmp(names[j], names[count]) != 0)
			j++;
		count += j == count;
	}
	return say_list(study, names, count);
}

static size_t counted_runs(const struct study *study)
{
	size_t count = 0;

	for (size_t i = 0; i < study->corpus->run_count; i++)
		count += study->corpus->runs[i].counted &&
			 !study->corpus->runs[i].unusable;
	return count;
}

static const char *say_range(
	const struct study *study, const char *least, const char *most)
{
	return strcmp(least, most) == 0 ? most : SAY(study, RANGE, least, most);
}

/* "5", "3 à 5": the runs per test and system, of those that have some; "" when
 * none has. */
static const char *say_runs_each(const struct study *study)
{
	const struct analysis *a = study->analysis;
	size_t least = SIZE_MAX, most = 0, *systems;
	size_t count = contestants(study, &systems);

	for (size_t i = 0; i < a->line_count; i++)
		for (size_t k = 0; line_in_summary(&a->lines[i]) && k < count;
			k++) {
			size_t n = a->lines[i].samples[systems[k]].count;

			if (n && n < least)
				least = n;
			if (n > most)
				most = n;
		}
	return most ? say_range(study, say_count(study, least),
			      say_count(study, most))
		    : "";
}

/* "101 passages retenus, 5 par test et par système, 114 fichiers lus" */
static const char *say_data(const struct study *study)
{
	size_t runs = counted_runs(study), files = study->corpus->file_count;
	const char *each = say_runs_each(study);

	if (each[0])
		each = SAY(study, RUNS_PER_TEST, each);
	return SAY(study, META_RUNS_TEXT,
		message_say(study->arena, study->lang,
			say_number(study, (double)runs, MSG_RUN_USED,
				MSG_RUNS_USED),
			say_count(study, runs)),
		each,
		message_say(study->arena, study->lang,
			say_number(study, (double)files, MSG_FILE_READ,
				MSG_FILES_READ),
			say_count(study, files)));
}

/* The level of confidence and the margins of the summary; NULL without any
 * line in it. */
static const char *say_method(const struct study *study)
{
	const struct analysis *a = study->analysis;
	double least = INFINITY, most = 0;

	for (size_t i = 0; i < a->line_count; i++) {
		if (!line_in_summary(&a->lines[i]))
			continue;
		least = fmin(least, a->lines[i].metric->margin);
		most = fmax(most, a->lines[i].metric->margin);
	}
	if (!(least <= most))
		return NULL;
	return SAY(study, META_METHOD_TEXT,
		say_setting(study, study->lab->confidence),
		say_range(study, say_setting(study, least),
			say_setting(study, most)));
}

/* NULL when no log has a date. */
static const char *say_measured(const struct study *study)
{
	const char *first = corpus_first_date(study->corpus);
	const char *last = corpus_date(study->corpus);

	/* other spellings have no order */
	if (!last || strcmp(first, last) == 0 || !date_is_iso(first) ||
		!date_is_iso(last))
		return last ? SAY(study, ON_DATE, say_date(study, last)) : NULL;
	return SAY(study, DATES, say_date(study, first), say_date(study, last));
}

static const char *say_compared(const struct study *study)
{
	size_t *systems, count = contestants(study, &systems);
	const char **names =
		arena_alloc(study->arena, (count + 1) * sizeof *names);

	for (size_t i = 0; i < count; i++)
		names[i] = say_full_name(study, systems[i]);
	return say_list(study, names, count);
}

static const char *said(const struct study *study, const struct text *text)
{
	return text_empty(text) ? NULL : say(study, text);
}

void front_title(const struct study *study, struct doc *doc)
{
	const struct author *author = study->author;
	int baseline = study->corpus->baseline;
	const struct {
		enum message label;
		const char *value; /* NULL: nothing to say */
	} rows[] = {
		{MSG_META_INSTITUTION,
			said(study, text_empty(&author->institution)
					    ? &study->lab->institution
					    : &author->institution)},
		{MSG_META_AUTHOR, report_author(study)},
		{MSG_META_DATE, report_date(study)},
		{MSG_META_COMPARED, say_compared(study)},
		{MSG_META_BASELINE,
			baseline < 0 ? NULL
				     : say_full_name(study, (size_t)baseline)},
		{MSG_META_RUNS, say_data(study)},
		{MSG_META_TOOLS, say_tools(study)},
		{MSG_META_METHOD, say_method(study)},
		{MSG_META_MEASURED, say_measured(study)},
	};

	doc->subtitle = said(study, &study->lab->subtitle);
	if (doc->subtitle)
		doc->subtitle =
			text_typeset(study->arena, study->lang, doc->subtitle);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].value)
			doc_meta(doc, message_get(study->lang, rows[i].label),
				rows[i].value);
}

size_t single_run_lines(const struct study *study)
{
	const struct analysis *a = study->analysis;
	size_t count = 0;

	for (size_t i = 0; i < a->line_count; i++) {
		bool single = false;

		for (size_t p = 0; p < a->lines[i].pair_count; p++)
			single |= a->lines[i].pairs[p].comparison.reason ==
				  REASON_ONE_RUN;
		count += single && line_in_summary(&a->lines[i]);
	}
	return count;
}

static const char *say_single_lines(const struct study *study)
{
	size_t count = single_run_lines(study);

	return count ? SAY(study, BRIEF_SINGLE, say_count(study, count)) : "";
}

static const char *say_missing_tests(const struct study *study)
{
	const struct lab *lab = study->lab;
	const char **names = arena_alloc(
		study->arena, (lab->test_count + 1) * sizeof *names);
	size_t *systems, count = contestants(study, &systems), missing = 0;

	for (size_t t = 0; t < lab->test_count; t++) {
		bool lacks = false;

		for (size_t i = 0; i < count; i++)
			lacks |= corpus_lacks(
				study->corpus, &lab->tests[t], systems[i]);
		if (lacks)
			names[missing++] = SAY(study, QUOTED,
				say(study, &lab->tests[t].label));
	}
	return missing ? SAY(study, BRIEF_MISSING,
				 say_list(study, names, missing))
		       : "";
}

static const char *say_excluded(const struct study *study)
{
	size_t count = 0;

	for (size_t i = 0; i < study->corpus->run_count; i++)
		count += study->corpus->runs[i].excluded;
	return count ? SAY(study, BRIEF_EXCLUDED, say_count(study, count)) : "";
}

/* What an error sets aside is in no figure. */
static const char *say_unusable(const struct study *study)
{
	size_t count = 0;

	for (size_t i = 0; i < study->corpus->run_count; i++)
		count += study->corpus->runs[i].unusable;
	if (!count)
		return "";
	return message_say(study->arena, study->lang,
		say_number(study, (double)count, MSG_BRIEF_UNUSABLE,
			MSG_BRIEF_UNUSABLES),
		say_count(study, count), say_errors(study, NULL, TOUCHES_RUN));
}

static const char *say_problems(const struct study *study)
{
	size_t count = problem_count(study);

	if (!count)
		return "";
	return message_say(study->arena, study->lang,
		say_number(study, (double)count, MSG_BRIEF_PROBLEM,
			MSG_BRIEF_PROBLEMS),
		say_count(study, count));
}

static const char *say_identity(const struct study *study)
{
	bool open = study->lab->fact_count &&
		    corpus_contestant_count(study->corpus) > 1 &&
		    identity_state(study->corpus) == IDENTITY_UNKNOWN;

	return open ? WORD(study, FACTS_UNKNOWN) : say_unlike(study);
}

/* What limits every number of the document. */
static void limits(const struct study *study, struct doc *doc)
{
	bool in_one_go =
		study->analysis->design.alternation == ALTERNATION_NONE;
	const char *text = say_sentences(
		study, (const char *const[]){say_identity(study),
			       say_single_lines(study),
			       in_one_go ? WORD(study, BRIEF_IN_ONE_GO) : "",
			       say_missing_tests(study), say_excluded(study),
			       say_unusable(study), say_problems(study), NULL});

	if (text[0])
		doc_callout(doc, TONE_WARNING, WORD(study, BRIEF_LIMITS), text);
}

static void answers(const struct study *study, struct doc *doc)
{
	const struct lab *lab = study->lab;
	struct doc_node *list;

	if (!lab->use_case_count || corpus_contestant_count(study->corpus) < 2)
		return;
	doc_paragraph(doc, WORD(study, BRIEF_ANSWERS));
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
		doc_span(doc, &item->line, say_brief_answer(study, d),
			STYLE_PLAIN);
	}
}

void front_brief(const struct study *study, struct doc *doc, bool listed)
{
	doc_callout(doc, TONE_VERDICT, WORD(study, IN_BRIEF),
		say_sentences(study, (const char *const[]){say_tally(study),
					     say_pool(study), NULL}));
	if (listed)
		answers(study, doc);
	limits(study, doc);
}
