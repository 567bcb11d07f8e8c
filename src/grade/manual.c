#include "src/grade/manual.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "src/base/decimal.h"
#include "src/model/quantity.h"

/* Digits of a hash that are kept: a chance of 2^-64. */
#define BASIS_DIGITS 16

static const char *const column_names[MANUAL_COLUMNS] = {
	"id", "criterion", "points", "comment", "by", "date", "basis"};

struct manual_reading {
	struct arena *arena;
	struct diags *diags;
	struct manual *manual;
	const char *const *ids;
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
	for (const char *const *i = reading->ids; *i; i++)
		if (strcmp(*i, id) == 0)
			return true;
	return false;
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

/* The earlier row about the same, or NULL. */
static struct manual_row *same_before(
	struct manual *manual, const struct manual_row *row)
{
	for (struct manual_row *r = manual->rows; r < row; r++)
		if (r->counts && r->criterion == row->criterion &&
			r->extension == row->extension &&
			strcmp(r->id, row->id) == 0)
			return r;
	return NULL;
}

static void check_twice(
	const struct manual_reading *reading, struct manual_row *row)
{
	struct manual_row *before = same_before(reading->manual, row);
	bool later = before && isnan(before->points) && !isnan(row->points);

	if (!before)
		return;
	before->counts = !later;
	row->counts = later;
	warn(reading, DIAG_ID_MANUAL_TWICE, row, row->id,
		quantity_count(reading->arena, LANG_EN,
			later ? row->line : before->line));
}

static void check_row(const struct manual_reading *reading,
	struct manual_row *row, const char *criterion)
{
	row->counts = true;
	if (!is_student(reading, row->id))
		warn(reading, DIAG_ID_MANUAL_STUDENT, row, row->id, NULL);
	if (!row->criterion && !row->extension) {
		row->counts = false;
		warn(reading, DIAG_ID_MANUAL_CRITERION, row, criterion, NULL);
		return;
	}
	check_twice(reading, row);
	if (row->criterion && row->points > row->criterion->points)
		warn(reading, DIAG_ID_MANUAL_OVER, row,
			quantity_exact(reading->arena, row->points),
			quantity_exact(reading->arena, row->criterion->points));
}

static void read_row(struct manual_reading *reading,
	const struct csv_row *cells, struct manual_row *row)
{
	struct manual *manual = reading->manual;
	const char *criterion = text_of(manual, cells, MANUAL_CRITERION);

	row->line = cells->line;
	row->id = text_of(manual, cells, MANUAL_ID);
	row->comment = text_of(manual, cells, MANUAL_COMMENT);
	row->by = text_of(manual, cells, MANUAL_BY);
	row->date = text_of(manual, cells, MANUAL_DATE);
	row->basis = text_of(manual, cells, MANUAL_BASIS);
	row->criterion = rubric_criterion_find(manual->rubric, criterion);
	row->extension = strcmp(criterion, MANUAL_EXTENSION) == 0;
	row->points = read_points(
		reading, row, text_of(manual, cells, MANUAL_POINTS));
	check_row(reading, row, criterion);
}

struct manual *manual_read(struct arena *arena, struct diags *diags,
	const char *file, const char *text, size_t length,
	const struct rubric *rubric, const char *const *ids)
{
	struct manual *manual = arena_alloc(arena, sizeof *manual);
	struct manual_reading reading = {arena, diags, manual, ids};

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
	return manual;
}

const struct manual_row *manual_find(const struct manual *manual,
	const char *id, const struct rubric_criterion *criterion)
{
	for (size_t i = 0; i < manual->count; i++)
		if (manual->rows[i].counts &&
			manual->rows[i].criterion == criterion &&
			strcmp(manual->rows[i].id, id) == 0)
			return &manual->rows[i];
	return NULL;
}

double manual_extension(const struct manual *manual, const char *id)
{
	for (size_t i = 0; i < manual->count; i++) {
		const struct manual_row *row = &manual->rows[i];

		if (row->counts && row->extension && !isnan(row->points) &&
			strcmp(row->id, id) == 0)
			return row->points * 86400;
	}
	return 0;
}

void manual_basis(char basis[HASH_TEXT], const struct outcome *outcome,
	const char *text, size_t length)
{
	struct buf all = {0};

	buf_puts(&all, outcome->basis);
	buf_add(&all, text, length);
	hash_bytes(basis, all.data, all.length);
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
	manual->added[manual->added_count++] = (struct manual_row){
		.id = id, .criterion = criterion, .new_basis = basis};
}

void manual_settle(struct arena *arena, struct manual *manual, const char *id,
	const struct rubric_criterion *criterion, const char *basis)
{
	const char *kept = basis_cell(arena, basis);
	const struct manual_row *row = manual_find(manual, id, criterion);

	if (!row && criterion->manual)
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
	const struct manual_row *row, char separator, size_t columns,
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
			text = row->new_basis;
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
