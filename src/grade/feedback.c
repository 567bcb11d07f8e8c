#include "src/grade/feedback.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "src/grade/check.h"
#include "src/model/quantity.h"

#define WORD(lang, id) message_get((lang), MSG_##id)
#define SAY(id, ...) message_say(arena, lang, MSG_##id, __VA_ARGS__)

struct doc *grade_document(
	struct arena *arena, enum lang lang, const char *title)
{
	struct doc *doc = doc_new(arena, lang);

	doc->title = text_typeset(arena, lang, title);
	doc->words.contents = NULL; /* of a few pages */
	return doc;
}

const char *grade_points(struct arena *arena, enum lang lang, double points)
{
	return quantity_fixed(arena, lang, points, 2).text;
}

const char *grade_total_text(struct arena *arena, enum lang lang,
	const struct rubric *rubric, const struct result *result)
{
	const char *total = SAY(GRADE_OF, grade_points(arena, lang, result->total),
		grade_points(arena, lang, rubric->max));

	if (result->dead)
		return WORD(lang, GRADE_NOT_GRADED);
	return result->pending > 0
		       ? SAY(GRADE_STILL_PENDING, total,
				 grade_points(arena, lang, result->pending))
		       : total;
}

/* -- the document -- */

struct writing {
	struct doc *doc;
	const struct rubric *rubric;
	const struct result *result;
};

static enum doc_mark mark_of(const struct result_item *item)
{
	static const enum doc_mark marks[] = {
		[ITEM_RIGHT] = MARK_YES,
		[ITEM_NOTE] = MARK_YES,
		[ITEM_UNSEEN] = MARK_NONE,
		[ITEM_PARTLY] = MARK_PARTLY,
		[ITEM_WRONG] = MARK_NO,
		[ITEM_INCOMPLETE] = MARK_NO,
		[ITEM_MISSING] = MARK_NO,
	};

	return marks[item->state];
}

static const char *place_text(
	struct arena *arena, const char *file, unsigned line)
{
	file = text_clean(arena, file);
	return line ? arena_printf(arena, "%s:%u", file, line) : file;
}

static void write_item(const struct writing *w, struct doc_node *list,
	const struct result_item *item)
{
	struct doc *doc = w->doc;
	struct doc_item *entry = doc_item(doc, list, item->text);

	entry->mark = mark_of(item);
	if (item->file) {
		doc_span(doc, &entry->line, " — ", STYLE_PLAIN);
		doc_span(doc, &entry->line,
			place_text(doc->arena, item->file, item->line),
			STYLE_CODE);
	}
	if (!item->advice || item->state == ITEM_RIGHT)
		return;
	doc_span(doc, &entry->line, " ", STYLE_PLAIN);
	doc_span(doc, &entry->line, item->advice, STYLE_EMPHASIS);
}

static const char *head_of(const struct writing *w,
	const struct rubric_criterion *criterion,
	const struct result_mark *mark)
{
	struct arena *arena = w->doc->arena;
	enum lang lang = w->doc->lang;

	return SAY(GRADE_CRITERION_HEAD, text_in(&criterion->label, lang),
		grade_points(arena, lang, mark->effective),
		grade_points(arena, lang, criterion->points));
}

static void write_criterion(const struct writing *w,
	const struct rubric_criterion *criterion,
	const struct result_mark *mark)
{
	struct doc *doc = w->doc;
	struct doc_node *list;

	doc_heading(doc, 2, NULL, head_of(w, criterion, mark));
	if (mark->manual && !criterion->manual) {
		doc_paragraph(doc, WORD(doc->lang, GRADE_BY_TEACHER));
		if (mark->comment[0])
			doc_paragraph(doc, mark->comment);
	} else if (mark->text[0]) {
		doc_paragraph(doc, mark->text);
	}
	if (isnan(mark->effective))
		doc_remark(doc, WORD(doc->lang, GRADE_MARKED_LATER));
	if (!mark->count)
		return;
	list = doc_list(doc);
	for (size_t i = 0; i < mark->count; i++)
		write_item(w, list, &mark->items[i]);
}

static void write_overview(const struct writing *w)
{
	struct doc *doc = w->doc;
	const struct doc_column columns[] = {
		{.title = WORD(doc->lang, GRADE_CRITERION), .wraps = true},
		{.title = WORD(doc->lang, GRADE_STEP)},
		{.title = WORD(doc->lang, GRADE_POINTS), .align = ALIGN_RIGHT},
		{.title = WORD(doc->lang, GRADE_MAX), .align = ALIGN_RIGHT},
	};
	struct doc_table *table = doc_table(
		doc, WORD(doc->lang, GRADE_OVERVIEW), columns, 4);

	for (size_t i = 0; i < w->result->mark_count; i++) {
		const struct rubric_criterion *c = &w->rubric->criteria[i];
		struct doc_row *row = doc_row(doc, table);

		doc_set(doc, row, 0, text_in(&c->label, doc->lang));
		doc_set(doc, row, 1, c->step);
		doc_set(doc, row, 2,
			grade_points(doc->arena, doc->lang,
				w->result->marks[i].effective));
		doc_set(doc, row, 3,
			grade_points(doc->arena, doc->lang, c->points));
	}
}

static bool is_office(const char *file)
{
	const char *dot = file ? strrchr(file, '.') : NULL;

	return dot && (strcasecmp(dot, ".docx") == 0 ||
			      strcasecmp(dot, ".odt") == 0);
}

/* Of a word processor's document the places are paragraphs. */
static bool counts_paragraphs(const struct writing *w)
{
	for (size_t i = 0; i < w->result->mark_count; i++) {
		const struct result_mark *mark = &w->result->marks[i];
		const struct check *check = w->rubric->criteria[i].check;

		for (size_t k = 0; check && k < mark->count; k++)
			if (check->run == check_cells &&
				is_office(mark->items[k].file))
				return true;
	}
	return false;
}

static void write_notes(const struct writing *w)
{
	struct doc *doc = w->doc;
	struct doc_node *list = NULL;

	for (size_t i = 0; i < w->result->note_count; i++) {
		const struct result_note *note = &w->result->notes[i];
		struct doc_item *item;

		if (note->hidden)
			continue;
		if (!list) {
			doc_heading(doc, 2, NULL,
				WORD(doc->lang, GRADE_FILE_NOTES));
			list = doc_list(doc);
		}
		item = doc_item(doc, list, note->text);
		if (!note->file)
			continue;
		doc_span(doc, &item->line, " — ", STYLE_PLAIN);
		doc_span(doc, &item->line,
			place_text(doc->arena, note->file, note->line),
			STYLE_CODE);
	}
}

static void write_errata(const struct writing *w)
{
	struct doc *doc = w->doc;
	struct doc_node *list;

	if (!w->result->erratum_count)
		return;
	doc_heading(doc, 2, NULL, WORD(doc->lang, GRADE_ERRATA));
	list = doc_list(doc);
	for (size_t i = 0; i < w->result->erratum_count; i++)
		doc_item(doc, list, w->result->errata[i]);
}

static void write_head(const struct writing *w)
{
	struct doc *doc = w->doc;
	struct arena *arena = doc->arena;
	enum lang lang = doc->lang;
	const struct result *result = w->result;

	if (result->name[0])
		doc_meta(doc, WORD(lang, GRADE_STUDENT),
			text_clean(arena, result->name));
	doc_meta(doc, WORD(lang, GRADE_ID), result->id);
	doc_callout(doc, TONE_VERDICT, WORD(lang, GRADE_TOTAL),
		grade_total_text(arena, lang, w->rubric, result));
	if (result->penalty > 0)
		doc_paragraph(doc,
			SAY(GRADE_LATE,
				grade_points(arena, lang, result->penalty)));
	if (result->waits)
		doc_callout(doc, TONE_NOTE, NULL,
			WORD(lang, GRADE_TEACHER_LOOKS));
}

struct doc *feedback_document(struct arena *arena, enum lang lang,
	const struct rubric *rubric, const struct result *result)
{
	struct writing w = {
		grade_document(arena, lang,
			SAY(GRADE_FEEDBACK_TITLE, rubric->lab)),
		rubric, result};

	write_head(&w);
	if (result->dead)
		return w.doc;
	write_overview(&w);
	doc_remark(w.doc, WORD(lang, GRADE_ONE_RUN));
	if (counts_paragraphs(&w))
		doc_remark(w.doc, WORD(lang, GRADE_PARAGRAPHS));
	for (size_t i = 0; i < result->mark_count; i++)
		write_criterion(&w, &rubric->criteria[i], &result->marks[i]);
	write_errata(&w);
	write_notes(&w);
	return w.doc;
}

/* -- the comment -- */

const char *feedback_comment(struct arena *arena, enum lang lang,
	const struct rubric *rubric, const struct result *result)
{
	struct buf out = {0};
	const char *text;

	buf_printf(&out, "%s",
		SAY(GRADE_GOT, WORD(lang, GRADE_TOTAL),
			grade_total_text(arena, lang, rubric, result)));
	for (size_t i = 0; i < result->mark_count; i++) {
		const struct result_mark *mark = &result->marks[i];
		const struct rubric_criterion *c = &rubric->criteria[i];

		if (mark->effective >= c->points && !mark->comment[0])
			continue;
		buf_printf(&out, "\n%s",
			SAY(GRADE_CRITERION_HEAD, text_in(&c->label, lang),
				grade_points(arena, lang, mark->effective),
				grade_points(arena, lang, c->points)));
		if (mark->comment[0])
			buf_printf(&out, " — %s", mark->comment);
	}
	text = arena_strndup(arena, out.data, out.length);
	buf_free(&out);
	return text;
}
