#include "src/grade/sheet.h"

#include <ctype.h>
#include <string.h>

#include "src/grade/label.h"

/* Tables that are held against the logs to find the best; more are hostile. */
#define FITTED 100

struct row_label {
	const struct rubric_row *row;
	struct label label;
};

struct search {
	struct judging *judging;
	const struct rubric_table *table;
	const char *const *aliases[SIDES];
	struct row_label *labels; /* of all rows of the table */
	size_t label_count;
	size_t fitted; /* tables held against the logs so far */
};

/* The labels of the table's rows, ready to be compared. */
static void make_labels(struct search *search)
{
	const struct rubric_table *table = search->table;
	size_t count = 0;

	for (size_t i = 0; i < table->row_count; i++)
		for (const char **l = table->rows[i].labels; *l; l++)
			count++;
	search->labels = arena_alloc(
		search->judging->arena, (count + 1) * sizeof *search->labels);
	search->label_count = 0;
	for (size_t i = 0; i < table->row_count; i++)
		for (const char **l = table->rows[i].labels; *l; l++) {
			struct row_label *label =
				&search->labels[search->label_count++];

			label->row = &table->rows[i];
			label_make(&label->label, *l);
		}
}

/* The side that "PVE => XCP" or "Proxmox vers Xen" comes from; -1: none. */
static int direction_of(const struct search *search, const char *text)
{
	static const char *const arrows[] = {
		"→", "⇒", "->", "=>", ">", " vers ", " to "};

	for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++) {
		const char *arrow = strstr(text, arrows[i]);
		int from, to;

		if (!arrow)
			continue;
		from = winner_read(arena_strndup(search->judging->arena, text,
					   (size_t)(arrow - text)),
			search->aliases);
		to = winner_read(arrow + strlen(arrows[i]), search->aliases);
		if (from >= 0 && to == 1 - from)
			return from;
	}
	return -1;
}

static const struct rubric_row *row_of_direction(
	const struct search *search, const char *text)
{
	int from = direction_of(search, text);

	for (size_t i = 0; from >= 0 && i < search->table->row_count; i++)
		if (search->table->rows[i].from == from)
			return &search->table->rows[i];
	return NULL;
}

/* The rubric's row of which the written label holds most, or NULL. */
static const struct rubric_row *row_of(
	const struct search *search, const char *text)
{
	const struct rubric_row *best = NULL;
	struct label written;
	size_t longest = 0;

	label_make(&written, text);
	for (size_t i = 0; i < search->label_count; i++) {
		const struct row_label *l = &search->labels[i];

		if (l->label.with_accents.length <= longest ||
			!label_is_in(&l->label, &written))
			continue;
		best = l->row;
		longest = l->label.with_accents.length;
	}
	return best ? best : row_of_direction(search, text);
}

/* "## 2.2 – Test CPU" is of step 2.2, "2.21" is not. */
static bool is_section(const char *section, const char *step)
{
	size_t length = strlen(step);

	section += strcspn(section, "0123456789");
	if (!length || strncmp(section, step, length) != 0)
		return false;
	section += length;
	return !isdigit((unsigned char)*section) &&
	       !(*section == '.' && isdigit((unsigned char)section[1]));
}

static bool is_winner_column(const struct rubric *rubric, const char *column)
{
	for (const char **w = rubric->winner_columns; w && *w; w++)
		if (label_same(column, *w))
			return true;
	return false;
}

/* "2.5 %", or "2.5" below "Écart (%)". */
static bool is_percent(const struct found_cell *cell)
{
	struct written written;

	return figure_read(cell->text, &written) &&
	       (written.percent || strchr(cell->column, '%'));
}

static const struct found_cell **slot_of(const struct search *search,
	struct sheet_row *row, const struct found_cell *cell)
{
	int side;

	if (is_winner_column(search->judging->rubric, cell->column))
		return &row->winner;
	if (row->row->from >= 0)
		return &row->side[row->row->from];
	side = winner_read(cell->column, search->aliases);
	if (side >= 0)
		return &row->side[side];
	return is_percent(cell) ? &row->percent : NULL;
}

/* Puts the cells of one table of the paper in their places. */
static void fill_rows(const struct search *search, size_t from, size_t to,
	struct sheet_row *rows)
{
	const struct found_cell *cells = search->judging->cells;
	const struct rubric_table *table = search->table;
	const struct rubric_row *row = NULL;

	for (size_t i = 0; i < table->row_count; i++)
		rows[i] = (struct sheet_row){.row = &table->rows[i]};
	for (size_t i = from; i < to; i++) {
		const struct found_cell **slot;

		/* cells of a row share its label */
		if (i == from || cells[i].row != cells[i - 1].row)
			row = row_of(search, cells[i].row);
		if (!row)
			continue;
		slot = slot_of(search, &rows[row - table->rows], &cells[i]);
		if (slot && !*slot)
			*slot = &cells[i];
	}
}

static bool is_filled(const struct found_cell *cell, const char *sample)
{
	return cell && !figure_is_blank(cell->text) &&
	       !(sample && figure_same_text(cell->text, sample));
}

static bool row_is_filled(const struct sheet_row *row)
{
	for (int side = 0; side < SIDES; side++)
		if (is_filled(row->side[side], row->row->sample[side]))
			return true;
	return is_filled(row->winner, row->row->winner_sample);
}

bool sheet_is_filled(const struct judging *judging)
{
	for (size_t t = 0; t < judging->rubric->table_count; t++)
		for (size_t r = 0; r < judging->rubric->tables[t].row_count;
			r++)
			if (row_is_filled(&judging->tables[t].rows[r]))
				return true;
	return false;
}

/* How much like the rubric's table it is. 0: not at all. */
static double score_of(
	struct search *search, const struct sheet_row *rows, const char *section)
{
	const struct rubric_table *table = search->table;
	size_t found = 0, filled = 0;
	double fit = 0;

	for (size_t i = 0; i < table->row_count; i++) {
		const struct rubric_row *row = &table->rows[i];
		bool any = false;

		for (int side = 0; side < SIDES; side++) {
			any |= rows[i].side[side] != NULL;
			filled += is_filled(
				rows[i].side[side], row->sample[side]);
		}
		found += any;
		filled += is_filled(rows[i].winner, row->winner_sample);
	}
	if (!found)
		return 0;
	if (filled && search->fitted++ < FITTED)
		fit = sheet_fit(search->judging, rows, table->row_count);
	return (is_section(section, table->step) ? 1e15 : 0) +
	       (double)found * 1e10 + fit * 1e5 + (double)filled;
}

/* Behind the cells of the table that begins at `from`. */
static size_t table_end(const struct judging *judging, size_t from)
{
	size_t to = from + 1;

	while (to < judging->cell_count &&
		judging->cells[to].table == judging->cells[from].table)
		to++;
	return to;
}

/* -- what a person has to look at -- */

/* "2025-12-09", "00:10:30": nothing that a test measures. */
static bool is_date(const char *text)
{
	size_t first = strspn(text, "0123456789");
	char mark = text[first];

	if (!first || (mark != '-' && mark != ':'))
		return false;
	text += first + 1;
	first = strspn(text, "0123456789");
	return first == 2 && text[first] == mark &&
	       isdigit((unsigned char)text[first + 1]);
}

static bool lacks_side(const struct sheet_row *row)
{
	for (int side = 0; side < SIDES; side++)
		if (!row->side[side] &&
			(row->row->from < 0 || row->row->from == side))
			return true;
	return false;
}

/* Has one of the table's rows not been found? */
static bool lacks_row(const struct sheet_table *found)
{
	for (size_t i = 0; i < found->table->row_count; i++)
		if (!found->rows[i].side[0] && !found->rows[i].side[1] &&
			!found->rows[i].winner)
			return true;
	return false;
}

/* May a figure below the table's number be one that it lacks? */
static enum sheet_doubt doubt_of(const struct search *search,
	const struct sheet_table *found, const struct found_cell *cell)
{
	const struct rubric_row *row = row_of(search, cell->row);
	struct sheet_row *place =
		row ? &found->rows[row - search->table->rows] : NULL;
	struct written written;

	if (figure_is_blank(cell->text) || is_percent(cell) ||
		!figure_read(cell->text, &written))
		return DOUBT_NONE;
	if (!row)
		return lacks_row(found) ? DOUBT_ROW : DOUBT_NONE;
	return !slot_of(search, place, cell) && lacks_side(place)
		       ? DOUBT_COLUMN
		       : DOUBT_NONE;
}

static void find_dates(struct sheet_table *found)
{
	for (size_t i = 0; i < found->table->row_count; i++)
		for (int side = 0; side < SIDES; side++) {
			const struct found_cell *cell =
				found->rows[i].side[side];

			if (found->doubt || !cell || !is_date(cell->text))
				continue;
			found->doubt = DOUBT_DATE;
			found->doubtful = cell;
		}
}

static void find_doubt(const struct search *search, struct sheet_table *found)
{
	const struct judging *judging = search->judging;

	find_dates(found);
	for (size_t i = 0; i < judging->cell_count && !found->doubt; i++) {
		const struct found_cell *cell = &judging->cells[i];

		if (!is_section(cell->section, search->table->step))
			continue;
		found->doubt = doubt_of(search, found, cell);
		found->doubtful = found->doubt ? cell : NULL;
	}
}

/* The first cell of other rows that is filled in unlike the one that counts. */
static const struct found_cell *unlike(const struct rubric_table *table,
	const struct sheet_row *counting, const struct sheet_row *rows)
{
	for (size_t i = 0; i < table->row_count; i++)
		for (int side = 0; side < SIDES; side++) {
			const struct found_cell *a = counting[i].side[side];
			const struct found_cell *b = rows[i].side[side];

			if (is_filled(a, table->rows[i].sample[side]) &&
				is_filled(b, table->rows[i].sample[side]) &&
				!figure_same_text(a->text, b->text))
				return b;
		}
	return NULL;
}

static void find_other(struct search *search, struct sheet_table *found,
	struct sheet_row *trial)
{
	const struct judging *judging = search->judging;

	for (size_t from = 0, to; from < judging->cell_count && !found->other;
		from = to) {
		to = table_end(judging, from);
		if (!is_section(judging->cells[from].section,
			    search->table->step))
			continue;
		fill_rows(search, from, to, trial);
		found->other = unlike(search->table, found->rows, trial);
	}
}

static struct sheet_table find_one(struct search *search)
{
	struct judging *judging = search->judging;
	size_t rows = search->table->row_count + 1;
	double best = 0;
	struct sheet_table found = {search->table,
		arena_alloc(judging->arena, rows * sizeof *found.rows),
		DOUBT_NONE, NULL, NULL};
	struct sheet_row *trial =
		arena_alloc(judging->arena, rows * sizeof *trial);

	make_labels(search);
	search->fitted = 0;
	fill_rows(search, 0, 0, found.rows);
	for (size_t from = 0, to; from < judging->cell_count; from = to) {
		double score;

		to = table_end(judging, from);
		fill_rows(search, from, to, trial);
		score = score_of(search, trial, judging->cells[from].section);
		if (score <= best)
			continue;
		best = score;
		memcpy(found.rows, trial, rows * sizeof *trial);
	}
	find_doubt(search, &found);
	find_other(search, &found, trial);
	return found;
}

struct sheet_table *sheet_find(struct judging *judging)
{
	const struct rubric *rubric = judging->rubric;
	struct sheet_table *tables = arena_alloc(
		judging->arena, (rubric->table_count + 1) * sizeof *tables);
	struct search search = {.judging = judging};

	for (int side = 0; side < SIDES; side++)
		search.aliases[side] =
			(const char *const *)rubric->sides[side].aliases;
	for (size_t i = 0; i < rubric->table_count; i++) {
		search.table = &rubric->tables[i];
		tables[i] = find_one(&search);
	}
	return tables;
}

const struct sheet_table *sheet_table_of(
	const struct judging *judging, const char *id)
{
	const struct rubric_table *table =
		rubric_table_find(judging->rubric, id);

	return &judging->tables[table - judging->rubric->tables];
}

const struct sheet_table *sheet_doubted(
	const struct judging *judging, const struct rubric_criterion *criterion)
{
	const struct rubric_param *tables =
		rubric_param_find(criterion, "tables");

	for (const char **t = tables ? tables->words : NULL; t && *t; t++) {
		const struct sheet_table *table = sheet_table_of(judging, *t);

		if (table->doubt)
			return table;
	}
	return NULL;
}
