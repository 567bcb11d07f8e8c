#include "src/grade/sheet.h"

#include <ctype.h>
#include <string.h>

#include "src/grade/label.h"

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
	return best;
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

static const struct found_cell **slot_of(const struct search *search,
	struct sheet_row *row, const struct found_cell *cell)
{
	int side;

	if (is_winner_column(search->judging->rubric, cell->column))
		return &row->winner;
	if (row->row->from >= 0)
		return &row->side[row->row->from];
	side = winner_read(cell->column, search->aliases);
	return side >= 0 ? &row->side[side] : NULL;
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

/* How much like the rubric's table it is. */
static size_t score_of(const struct rubric_table *table,
	const struct sheet_row *rows, const char *section)
{
	size_t found = 0, filled = 0;

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
	return (is_section(section, table->step) ? 1000000 : 0) + found * 1000 +
	       filled;
}

static struct sheet_table find_one(struct search *search)
{
	struct judging *judging = search->judging;
	size_t rows = search->table->row_count + 1, best = 0;
	struct sheet_table found = {search->table,
		arena_alloc(judging->arena, rows * sizeof *found.rows)};
	struct sheet_row *trial =
		arena_alloc(judging->arena, rows * sizeof *trial);

	make_labels(search);
	fill_rows(search, 0, 0, found.rows);
	for (size_t from = 0, to; from < judging->cell_count; from = to) {
		size_t score;

		for (to = from + 1;
			to < judging->cell_count &&
			judging->cells[to].table == judging->cells[from].table;)
			to++;
		fill_rows(search, from, to, trial);
		score = score_of(
			search->table, trial, judging->cells[from].section);
		if (score <= best)
			continue;
		best = score;
		memcpy(found.rows, trial, rows * sizeof *trial);
	}
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
