#include "src/grade/class_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/grade/class_histogram.h"
#include "src/grade/feedback.h"
#include "src/model/quantity.h"
#include "stats/describe.h"
#include "stats/stats.h"

#define WORD(id) message_get(w->lang, MSG_##id)
#define SAY(id, ...) message_say(w->arena, w->lang, MSG_##id, __VA_ARGS__)

#define SLIPS_SHOWN 15
#define NOTES_SHOWN 3 /* of one student */

struct writing {
	struct arena *arena;
	enum lang lang;
	const struct class_data *data;
	struct doc *doc;
};

static const char *points(const struct writing *w, double value)
{
	return grade_points(w->arena, w->lang, value);
}

static const char *count(const struct writing *w, size_t number)
{
	return quantity_count(w->arena, w->lang, number);
}

/* -- the distribution -- */

/* The totals that there are; returns how many. */
static size_t totals_of(const struct writing *w, double *totals)
{
	size_t n = 0;

	for (size_t i = 0; i < w->data->count; i++)
		if (!isnan(w->data->students[i].total))
			totals[n++] = w->data->students[i].total;
	return n;
}

static void put_pair(const struct writing *w, struct doc_table *table,
	enum message label, const char *value)
{
	struct doc_row *row = doc_row(w->doc, table);

	doc_set(w->doc, row, 0, message_get(w->lang, label));
	doc_set(w->doc, row, 1, value);
}

static void write_numbers(
	const struct writing *w, const double *totals, size_t n)
{
	const struct stats_summary s = stats_summarize(totals, n, 0.95);
	const struct stats_description d = stats_describe(totals, n);
	const struct doc_column columns[] = {
		{.title = WORD(CLASS_MEASURE), .wraps = true},
		{.title = WORD(CLASS_VALUE), .align = ALIGN_RIGHT}};
	struct doc_table *table =
		doc_table(w->doc, WORD(CLASS_DISTRIBUTION), columns, 2);

	put_pair(w, table, MSG_CLASS_GRADED, count(w, n));
	put_pair(w, table, MSG_CLASS_MEAN, points(w, s.mean));
	put_pair(w, table, MSG_CLASS_MEDIAN, points(w, s.median));
	put_pair(w, table, MSG_CLASS_Q1, points(w, d.q1));
	put_pair(w, table, MSG_CLASS_Q3, points(w, d.q3));
	put_pair(w, table, MSG_CLASS_MIN, points(w, s.min));
	put_pair(w, table, MSG_CLASS_MAX, points(w, s.max));
}

static void write_distribution(const struct writing *w)
{
	double *totals = arena_alloc(
		w->arena, (w->data->count + 1) * sizeof *totals);
	size_t n = totals_of(w, totals);
	size_t pending = 0;

	for (size_t i = 0; i < w->data->count; i++)
		pending += !w->data->students[i].complete;
	doc_heading(w->doc, 1, NULL, WORD(CLASS_DISTRIBUTION));
	if (pending)
		doc_paragraph(w->doc,
			SAY(CLASS_PROVISIONAL, count(w, pending),
				count(w, w->data->count)));
	write_numbers(w, totals, n);
	if (n >= HISTOGRAM_FROM)
		class_histogram(w->doc, w->data->rubric->max, totals, n);
}

/* -- success -- */

static void put_success(const struct writing *w, struct doc_table *table,
	const struct rubric_criterion *criterion)
{
	struct doc_row *row = doc_row(w->doc, table);
	double sum = 0;
	size_t marked = 0, full = 0;

	for (size_t i = 0; i < w->data->count; i++) {
		double got = w->data->students[i].points[criterion->index];

		if (isnan(got))
			continue;
		sum += got;
		marked++;
		full += got >= criterion->points - 1e-9;
	}
	doc_set(w->doc, row, 0, text_in(&criterion->label, w->lang));
	doc_set(w->doc, row, 1, count(w, marked));
	doc_set(w->doc, row, 2,
		marked ? points(w, sum / (double)marked) : points(w, NAN));
	doc_set(w->doc, row, 3, points(w, criterion->points));
	doc_set(w->doc, row, 4,
		quantity_share(w->arena, w->lang,
			marked && criterion->points > 0
				? sum / (double)marked / criterion->points
				: NAN)
			.text);
	doc_set(w->doc, row, 5, count(w, full));
}

static void write_success(const struct writing *w)
{
	const struct doc_column columns[] = {
		{.title = WORD(GRADE_CRITERION), .wraps = true},
		{.title = WORD(CLASS_MARKED), .align = ALIGN_RIGHT},
		{.title = WORD(CLASS_MEAN), .align = ALIGN_RIGHT},
		{.title = WORD(GRADE_MAX), .align = ALIGN_RIGHT},
		{.title = WORD(CLASS_SUCCESS), .align = ALIGN_RIGHT},
		{.title = WORD(CLASS_FULL), .align = ALIGN_RIGHT},
	};
	const struct rubric *rubric = w->data->rubric;
	struct doc_table *table;

	doc_heading(w->doc, 1, NULL, WORD(CLASS_SUCCESS_TITLE));
	table = doc_table(w->doc, WORD(CLASS_SUCCESS_TITLE), columns, 6);
	for (size_t i = 0; i < rubric->criterion_count; i++)
		put_success(w, table, &rubric->criteria[i]);
}

/* -- what went wrong -- */

static int by_students(const void *x, const void *y)
{
	const struct class_slip *a = x, *b = y;
	int order;

	if (a->students != b->students)
		return a->students < b->students ? 1 : -1;
	order = strcmp(a->criterion, b->criterion);
	return order ? order : strcmp(a->subject, b->subject);
}

static void write_slips(const struct writing *w)
{
	const struct doc_column columns[] = {
		{.title = WORD(GRADE_CRITERION), .wraps = true},
		{.title = WORD(CLASS_SLIP), .wraps = true},
		{.title = WORD(CLASS_STUDENTS), .align = ALIGN_RIGHT}};
	size_t slips = w->data->slip_count;
	struct class_slip *sorted =
		arena_alloc(w->arena, (slips + 1) * sizeof *sorted);
	struct doc_table *table;

	if (!slips)
		return;
	memcpy(sorted, w->data->slips, slips * sizeof *sorted);
	qsort(sorted, slips, sizeof *sorted, by_students);
	doc_heading(w->doc, 1, NULL, WORD(CLASS_MISUNDERSTOOD));
	table = doc_table(w->doc, WORD(CLASS_MISUNDERSTOOD), columns, 3);
	for (size_t i = 0; i < slips && i < SLIPS_SHOWN; i++) {
		struct doc_row *row = doc_row(w->doc, table);

		doc_set(w->doc, row, 0,
			text_in(&rubric_criterion_find(w->data->rubric,
					 sorted[i].criterion)
					 ->label,
				w->lang));
		doc_set(w->doc, row, 1, sorted[i].subject);
		doc_set(w->doc, row, 2, count(w, sorted[i].students));
	}
}

/* -- spread -- */

/* The row of the sheet that wants the metric of a test. */
static const struct rubric_row *row_of(
	const struct writing *w, const struct class_spread *spread)
{
	const struct rubric *rubric = w->data->rubric;

	for (size_t t = 0; t < rubric->table_count; t++)
		for (size_t r = 0; r < rubric->tables[t].row_count; r++) {
			const struct rubric_row *row =
				&rubric->tables[t].rows[r];

			if (strcmp(row->test->id, spread->criterion) != 0)
				continue;
			for (const char **m = row->metrics; *m; m++)
				if (strcmp(*m, spread->metric) == 0)
					return row;
		}
	return NULL;
}

/* "CPU test: Latency (avg)", as the sheet calls it. */
static const char *label_of(const struct writing *w,
	const struct class_spread *spread, const struct rubric_row *row)
{
	const char *label = text_in(
		&rubric_criterion_find(w->data->rubric, spread->criterion)
			 ->label,
		w->lang);

	if (row && row->from >= 0)
		return label;
	return SAY(GRADE_GOT, label, row ? row->labels[0] : spread->metric);
}

static const char *name_of_side(const struct writing *w, int side)
{
	return text_in(&w->data->rubric->sides[side].name, w->lang);
}

/* Of a direction both ends. */
static const char *side_of(const struct writing *w,
	const struct class_spread *spread, const struct rubric_row *row)
{
	int side = rubric_side_named(w->data->rubric, spread->side);

	if (side < 0)
		return spread->side;
	return row && row->from >= 0
		       ? SAY(GRADE_DIRECTION, name_of_side(w, side),
				 name_of_side(w, 1 - side))
		       : name_of_side(w, side);
}

static const char *in_unit(
	const struct writing *w, double value, const struct unit *unit)
{
	double shown = unit ? value / unit->factor : value;

	return quantity_fixed(w->arena, w->lang, shown,
		quantity_decimals(shown))
		.text;
}

static void put_spread(const struct writing *w, struct doc_table *table,
	const struct class_spread *spread)
{
	const struct stats_summary s =
		stats_summarize(spread->values, spread->count, 0.95);
	const struct stats_description d =
		stats_describe(spread->values, spread->count);
	const struct rubric_row *asked = row_of(w, spread);
	const struct unit *unit = asked ? asked->unit : NULL;
	struct doc_row *row = doc_row(w->doc, table);

	doc_set(w->doc, row, 0, label_of(w, spread, asked));
	doc_set(w->doc, row, 1, side_of(w, spread, asked));
	doc_set(w->doc, row, 2, unit ? text_in(&unit->label, w->lang) : "");
	doc_set(w->doc, row, 3, count(w, s.n));
	doc_set(w->doc, row, 4, in_unit(w, d.q1, unit));
	doc_set(w->doc, row, 5, in_unit(w, s.median, unit));
	doc_set(w->doc, row, 6, in_unit(w, d.q3, unit));
	doc_set(w->doc, row, 7, quantity_share(w->arena, w->lang, d.cv).text);
}

static int by_place(const void *x, const void *y)
{
	const struct class_spread *a = x, *b = y;
	int order = strcmp(a->criterion, b->criterion);

	order = order ? order : strcmp(a->metric, b->metric);
	return order ? order : strcmp(a->side, b->side);
}

static void write_spread(const struct writing *w)
{
	const struct doc_column columns[] = {
		{.title = WORD(CLASS_TEST), .wraps = true},
		{.title = WORD(CLASS_SIDE)},
		{.title = WORD(CLASS_UNIT)},
		{.title = WORD(CLASS_STUDENTS), .align = ALIGN_RIGHT},
		{.title = WORD(CLASS_Q1), .align = ALIGN_RIGHT},
		{.title = WORD(CLASS_MEDIAN), .align = ALIGN_RIGHT},
		{.title = WORD(CLASS_Q3), .align = ALIGN_RIGHT},
		{.title = WORD(CLASS_CV), .align = ALIGN_RIGHT},
	};
	size_t spreads = w->data->spread_count;
	struct class_spread *sorted =
		arena_alloc(w->arena, (spreads + 1) * sizeof *sorted);
	struct doc_table *table;

	if (!spreads)
		return;
	memcpy(sorted, w->data->spreads, spreads * sizeof *sorted);
	qsort(sorted, spreads, sizeof *sorted, by_place);
	doc_heading(w->doc, 1, NULL, WORD(CLASS_SPREAD));
	table = doc_table(w->doc, WORD(CLASS_SPREAD), columns, 8);
	table->dense = true;
	for (size_t i = 0; i < spreads; i++)
		put_spread(w, table, &sorted[i]);
}

/* -- who is to be looked at -- */

static void put_note(const struct writing *w, struct doc_table *table,
	const struct class_student *student, const char *note)
{
	struct doc_row *row = doc_row(w->doc, table);

	doc_set(w->doc, row, 0, student->id);
	doc_set(w->doc, row, 1, student->name);
	doc_set(w->doc, row, 2, note);
}

/* The rest is in class.csv. */
static void put_human(const struct writing *w, struct doc_table *table,
	const struct class_student *student)
{
	size_t count = student->note_count;

	for (size_t i = 0; i < count && i < NOTES_SHOWN; i++)
		put_note(w, table, student, student->notes[i]);
	if (count > NOTES_SHOWN)
		put_note(w, table, student,
			SAY(CLASS_MORE_NOTES,
				quantity_count(w->arena, w->lang,
					count - NOTES_SHOWN)));
}

static void write_humans(const struct writing *w)
{
	const struct doc_column columns[] = {{.title = WORD(GRADE_ID)},
		{.title = WORD(GRADE_STUDENT), .wraps = true},
		{.title = WORD(CLASS_REASON), .wraps = true}};
	struct doc_table *table;

	if (!class_humans(w->data))
		return;
	doc_heading(w->doc, 1, NULL, WORD(CLASS_TO_LOOK_AT));
	table = doc_table(w->doc, WORD(CLASS_TO_LOOK_AT), columns, 3);
	for (size_t i = 0; i < w->data->count; i++)
		if (w->data->students[i].human)
			put_human(w, table, &w->data->students[i]);
}

/* Who handed nothing in counts nowhere else. */
static void write_absent(const struct writing *w)
{
	const struct doc_column columns[] = {{.title = WORD(GRADE_ID)},
		{.title = WORD(GRADE_STUDENT), .wraps = true}};
	struct doc_table *table;

	if (!w->data->absent_count)
		return;
	doc_heading(w->doc, 1, NULL, WORD(CLASS_ABSENT));
	doc_paragraph(w->doc,
		SAY(CLASS_ABSENT_TEXT, count(w, w->data->absent_count),
			count(w, w->data->enrolled)));
	table = doc_table(w->doc, WORD(CLASS_ABSENT), columns, 2);
	for (size_t i = 0; i < w->data->absent_count; i++) {
		struct doc_row *row = doc_row(w->doc, table);

		doc_set(w->doc, row, 0, w->data->absent[i]->id);
		doc_set(w->doc, row, 1,
			w->data->anonymous ? ""
					   : w->data->absent[i]->name);
	}
}

struct doc *class_report(const struct class_data *class_data)
{
	struct writing writing = {class_data->arena, class_data->lang,
		class_data, NULL};
	const struct writing *w = &writing;

	writing.doc = grade_document(w->arena, w->lang,
		SAY(CLASS_TITLE, class_data->rubric->lab));
	doc_meta(w->doc, WORD(CLASS_SUBMISSIONS), count(w, class_data->count));
	if (class_data->enrolled)
		doc_meta(w->doc, WORD(CLASS_ABSENT),
			count(w, class_data->absent_count));
	write_humans(w);
	write_absent(w);
	write_distribution(w);
	write_success(w);
	write_slips(w);
	write_spread(w);
	return w->doc;
}
