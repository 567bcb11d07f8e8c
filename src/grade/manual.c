#include "src/grade/manual.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/decimal.h"
#include "src/base/search.h"
#include "src/base/text.h"
#include "src/model/quantity.h"

/* Digits of a hash that are kept: a chance of 2^-64. */
#define BASIS_DIGITS 16

static const char *const column_names[MANUAL_COLUMNS] = {
	"id", "criterion", "points", "comment", "by", "date", "basis"};

struct manual_reading {
	struct arena *arena;
	struct diags *diags;
	struct manual *manual;
	const char **ids;
	size_t id_count;
};

static void warn(const struct manual_reading *reading, enum diag_id id,
	const struct manual_row *row, const char *a, const char *b)
{
	diag_add(reading->diags, id, reading->manual->file, row->line, a, b);
}

static bool find_columns(struct manual_reading *reading)
{
	struct manual *manual = reading->manual;
	const struct csv_row *head = &manual->csv->rows[0];
	bool found = true;

	for (int c = 0; c < MANUAL_COLUMNS; c++) {
		manual->columns[c] = -1;
		for (size_t i = 0; i < head->count; i++)
			if (strcmp(head->cells[i].text, column_names[c]) == 0)
				manual->columns[c] = (int)i;
		if (manual->columns[c] >= 0 || c == MANUAL_COMMENT ||
			c == MANUAL_BY || c == MANUAL_DATE)
			continue;
		diag_add(reading->diags, DIAG_ID_MANUAL_COLUMN, manual->file,
			head->line, column_names[c]);
		found = false;
	}
	return found;
}

static const char *text_of(const struct manual *manual,
	const struct csv_row *row, enum manual_column column)
{
	int at = manual->columns[column];

	return at < 0 ? "" : csv_text(row, (size_t)at);
}

static bool is_student(const struct manual_reading *reading, const char *id)
{
	return reading->id_count &&
	       bsearch(&id, reading->ids, reading->id_count,
		       sizeof *reading->ids, text_order);
}

/* The students' ids, sorted. */
static void sort_ids(struct manual_reading *reading, const char *const *ids)
{
	const char **sorted;

	while (ids[reading->id_count])
		reading->id_count++;
	sorted = arena_alloc(
		reading->arena, (reading->id_count + 1) * sizeof *sorted);
	for (size_t i = 0; i < reading->id_count; i++)
		sorted[i] = ids[i];
	if (reading->id_count)
		qsort(sorted, reading->id_count, sizeof *sorted, text_order);
	reading->ids = sorted;
}

/* "2.5" or "2,5"; NAN with a diag for anything else. */
static double read_points(const struct manual_reading *reading,
	const struct manual_row *row, const char *text)
{
	char *plain = arena_strdup(reading->arena, text);
	char *comma = strchr(plain, ',');
	char *end = plain + strlen(plain);
	double value;

	while (end > plain && end[-1] == ' ')
		*--end = '\0';
	plain += strspn(plain, " ");
	if (!*plain)
		return NAN;
	if (comma)
		*comma = '.';
	if (isdigit((unsigned char)*plain) &&
		!plain[strspn(plain, "0123456789.")] &&
		strchr(plain, '.') == strrchr(plain, '.') &&
		decimal_read(plain, plain + strlen(plain), &value))
		return value;
	warn(reading, DIAG_ID_MANUAL_POINTS, row, text, NULL);
	return NAN;
}

/* What a row is about; orphans are about nothing and come last. */
static int order_of(const struct manual_row *a, const char *id,
	const struct rubric_criterion *criterion, bool extension)
{
	int order = strcmp(a->id, id);

	if (order)
		return order;
	if (a->extension != extension)
		return a->extension ? 1 : -1;
	return (a->criterion > criterion) - (a->criterion < criterion);
}

static int by_row(const void *x, const void *y)
{
	const struct manual_row *const *a = x, *const *b = y;
	int order = order_of(*a, (*b)->id, (*b)->criterion, (*b)->extension);

	return order ? order : (*a > *b) - (*a < *b);
}

static bool is_same(const struct manual_row *a, const struct manual_row *b)
{
	return order_of(a, b->id, b->criterion, b->extension) == 0;
}

/* Of the rows about the same only the first with points counts. */
static void settle_group(struct manual_row **rows, size_t count)
{
	struct manual_row *chosen = rows[0];

	for (size_t i = 1; i < count; i++)
		if (isnan(chosen->points) && !isnan(rows[i]->points))
			chosen = rows[i];
	for (size_t i = 0; i < count; i++) {
		rows[i]->counts = rows[i] == chosen;
		rows[i]->instead = rows[i] == chosen ? 0 : chosen->line;
	}
}

static void make_index(struct manual_reading *reading)
{
	struct manual *manual = reading->manual;
	size_t from = 0;

	manual->index = arena_alloc(
		reading->arena, (manual->count + 1) * sizeof *manual->index);
	for (size_t i = 0; i < manual->count; i++)
		manual->index[i] = &manual->rows[i];
	if (manual->count)
		qsort(manual->index, manual->count, sizeof *manual->index,
			by_row);
	for (size_t to = 1; from < manual->count; to++)
		if (to == manual->count ||
			!is_same(manual->index[from], manual->index[to])) {
			settle_group(manual->index + from, to - from);
			from = to;
		}
}

static const char *shown(const struct manual_reading *reading, double points)
{
	return quantity_fixed(
		reading->arena, reading->diags->lang, points, 2).text;
}

static void check_row(
	const struct manual_reading *reading, struct manual_row *row)
{
	if (!is_student(reading, row->id))
		warn(reading, DIAG_ID_MANUAL_STUDENT, row, row->id, NULL);
	if (!row->criterion && !row->extension) {
		row->counts = false;
		warn(reading, DIAG_ID_MANUAL_CRITERION, row, row->what, NULL);
		return;
	}
	if (row->instead)
		warn(reading, DIAG_ID_MANUAL_TWICE, row, row->id,
			quantity_count(reading->arena, LANG_EN, row->instead));
	if (row->criterion && row->points > row->criterion->points)
		warn(reading, DIAG_ID_MANUAL_OVER, row,
			shown(reading, row->points),
			shown(reading, row->criterion->points));
}

static void read_row(struct manual_reading *reading,
	const struct csv_row *cells, struct manual_row *row)
{
	struct manual *manual = reading->manual;

	row->line = cells->line;
	row->id = text_of(manual, cells, MANUAL_ID);
	row->what = text_of(manual, cells, MANUAL_CRITERION);
	row->comment = text_of(manual, cells, MANUAL_COMMENT);
	row->by = text_of(manual, cells, MANUAL_BY);
	row->date = text_of(manual, cells, MANUAL_DATE);
	row->basis = text_of(manual, cells, MANUAL_BASIS);
	row->criterion = rubric_criterion_find(manual->rubric, row->what);
	row->extension = strcmp(row->what, MANUAL_EXTENSION) == 0;
	row->points = read_points(
		reading, row, text_of(manual, cells, MANUAL_POINTS));
}

struct manual *manual_read(struct arena *arena, struct diags *diags,
	const char *file, const char *text, size_t length,
	const struct rubric *rubric, const char *const *ids)
{
	struct manual *manual = arena_alloc(arena, sizeof *manual);
	struct manual_reading reading = {arena, diags, manual, NULL, 0};

	manual->file = file;
	manual->rubric = rubric;
	manual->csv = csv_read(arena, diags, file, text, length);
	if (!manual->csv)
		return NULL;
	if (!manual->csv->count) {
		manual->csv = NULL;
		return manual;
	}
	if (!find_columns(&reading))
		return NULL;
	manual->rows =
		arena_alloc(arena, manual->csv->count * sizeof *manual->rows);
	for (size_t i = 1; i < manual->csv->count; i++)
		read_row(&reading, &manual->csv->rows[i],
			&manual->rows[manual->count++]);
	make_index(&reading);
	sort_ids(&reading, ids);
	for (size_t i = 0; i < manual->count; i++)
		check_row(&reading, &manual->rows[i]);
	return manual;
}

static int id_order(const void *item, const void *key)
{
	const struct manual_row *const *row = item;

	return strcmp((*row)->id, key);
}

struct manual_row *const *manual_rows(
	const struct manual *manual, const char *id, size_t *count)
{
	size_t at = search_first(manual->index, manual->count,
		sizeof *manual->index, id, id_order);

	*count = 0;
	while (at + *count < manual->count &&
		strcmp(manual->index[at + *count]->id, id) == 0)
		++*count;
	return *count ? manual->index + at : NULL;
}

static const struct manual_row *find(const struct manual *manual,
	const char *id, const struct rubric_criterion *criterion,
	bool extension)
{
	size_t count;
	struct manual_row *const *rows = manual_rows(manual, id, &count);

	for (size_t i = 0; i < count; i++)
		if (rows[i]->counts && rows[i]->extension == extension &&
			rows[i]->criterion == criterion)
			return rows[i];
	return NULL;
}

const struct manual_row *manual_find(const struct manual *manual,
	const char *id, const struct rubric_criterion *criterion)
{
	return find(manual, id, criterion, false);
}

double manual_extension(const struct manual *manual, const char *id)
{
	const struct manual_row *row = find(manual, id, NULL, true);

	return row ? row->points * 86400 : NAN;
}

void manual_basis(char basis[DIGEST_TEXT], const struct outcome *outcome,
	const char *text, size_t length)
{
	struct buf all = {0};

	buf_puts(&all, outcome->basis);
	buf_add(&all, text, length);
	digest_of(all.data, all.length, basis);
	buf_free(&all);
}

/* "h3f…": "12345678e9012345" would be a number to a spreadsheet. */
static const char *basis_cell(struct arena *arena, const char *basis)
{
	return arena_printf(arena, "h%.*s", BASIS_DIGITS, basis);
}

static void add_row(struct arena *arena, struct manual *manual, const char *id,
	const struct rubric_criterion *criterion, const char *basis)
{
	ARENA_ROOM(arena, manual->added, manual->added_count,
		manual->added_capacity);
	manual->added[manual->added_count++] =
		(struct manual_added){id, basis, criterion};
}

void manual_settle(struct arena *arena, struct manual *manual, const char *id,
	const struct rubric_criterion *criterion, const char *basis,
	bool wanted)
{
	const char *kept = basis_cell(arena, basis);
	const struct manual_row *row = manual_find(manual, id, criterion);

	if (!row && wanted)
		add_row(arena, manual, id, criterion, kept);
	else if (row && (isnan(row->points) || !row->basis[0]) &&
		 strcmp(row->basis, kept) != 0)
		manual->rows[row - manual->rows].new_basis = kept;
}

bool manual_is_stale(const struct manual_row *row, const char *basis)
{
	return !isnan(row->points) && row->basis[0] &&
	       (row->basis[0] != 'h' ||
		       strncmp(row->basis + 1, basis, BASIS_DIGITS) != 0);
}

/* -- writing -- */

static void write_added(const struct manual *manual,
	const struct manual_added *row, char separator, size_t columns,
	struct buf *out)
{
	for (size_t i = 0; i < columns; i++) {
		const char *text = "";

		if (i)
			buf_putc(out, separator);
		if ((int)i == manual->columns[MANUAL_ID])
			text = row->id;
		else if ((int)i == manual->columns[MANUAL_CRITERION])
			text = row->criterion->id;
		else if ((int)i == manual->columns[MANUAL_BASIS])
			text = row->basis;
		csv_put(out, separator, text);
	}
}

static void put_old(const struct manual *manual, struct buf *out)
{
	const struct csv *csv = manual->csv;
	const char *copied = csv->text;
	size_t column = (size_t)manual->columns[MANUAL_BASIS];

	for (size_t i = 0; i < manual->count; i++) {
		const struct csv_row *cells = &csv->rows[i + 1];

		if (!manual->rows[i].new_basis || column >= cells->count)
			continue;
		buf_add(out, copied,
			(size_t)(cells->cells[column].raw - copied));
		buf_puts(out, manual->rows[i].new_basis);
		copied = cells->cells[column].raw + cells->cells[column].length;
	}
	buf_add(out, copied, (size_t)(csv->text + csv->length - copied));
}

static void write_new(const struct manual *manual, struct buf *out)
{
	struct manual fresh = *manual;

	for (int c = 0; c < MANUAL_COLUMNS; c++) {
		fresh.columns[c] = c;
		buf_printf(out, "%s%s", c ? "," : "", column_names[c]);
	}
	buf_putc(out, '\n');
	for (size_t i = 0; i < manual->added_count; i++) {
		write_added(
			&fresh, &manual->added[i], ',', MANUAL_COLUMNS, out);
		buf_putc(out, '\n');
	}
}

void manual_write(const struct manual *manual, struct buf *out)
{
	const struct csv *csv = manual->csv;

	if (!csv) {
		write_new(manual, out);
		return;
	}
	put_old(manual, out);
	if (manual->added_count && out->length &&
		out->data[out->length - 1] != '\n')
		buf_puts(out, csv->eol);
	for (size_t i = 0; i < manual->added_count; i++) {
		write_added(manual, &manual->added[i], csv->separator,
			csv->rows[0].count, out);
		buf_puts(out, csv->eol);
	}
}
