#include "src/grade/cells.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "src/grade/check.h"
#include "src/grade/label.h"

#define NO_ROW ((size_t)-1)

/* -- tables -- */

static int side_of_head(const struct rubric *rubric, const char *text)
{
	const char *const *aliases[SIDES];

	for (int side = 0; side < SIDES; side++)
		aliases[side] =
			(const char *const *)rubric->sides[side].aliases;
	return winner_read(text, aliases);
}

/* Does the head of a column say that it holds values? */
static bool is_value_head(const struct rubric *rubric, const char *text)
{
	for (const char **w = rubric->winner_columns; w && *w; w++)
		if (label_same(text, *w))
			return true;
	return side_of_head(rubric, text) >= 0;
}

static size_t value_heads(
	const struct rubric *rubric, const struct paper_row *row)
{
	size_t count = 0;

	for (size_t i = 0; i < row->count; i++)
		count += is_value_head(rubric, row->cells[i]);
	return count;
}

/* The row of heads: a title may stand above it. NO_ROW: there is none. */
static size_t head_of(
	const struct rubric *rubric, const struct paper_table *table)
{
	for (size_t i = 0; i < table->count && i < 3; i++)
		if (value_heads(rubric, &table->rows[i]) >= 2)
			return i;
	return table->marked && table->count ? 0 : NO_ROW;
}

/* The columns before the first of a side's values are labels; one at least,
 * and no more where the sides have other names. */
static size_t label_columns(
	const struct rubric *rubric, const struct paper_row *head)
{
	for (size_t i = 1; head && i < head->count; i++)
		if (side_of_head(rubric, head->cells[i]) >= 0)
			return i;
	return 1;
}

static const char *label_of(
	struct arena *arena, const struct paper_row *row, size_t columns)
{
	const char *label = row->count ? row->cells[0] : "";

	for (size_t i = 1; i < columns && i < row->count; i++)
		label = arena_printf(arena, "%s %s", label, row->cells[i]);
	return label;
}

static void gather_row(struct arena *arena, struct gathered *g,
	const struct found_cell *common, const struct paper_row *head,
	const struct paper_row *row)
{
	size_t columns = label_columns(g->rubric, head);
	const char *label = label_of(arena, row, columns);

	for (size_t i = columns; i < row->count; i++) {
		struct found_cell cell = *common;

		cell.row = label;
		cell.column = head && i < head->count ? head->cells[i] : "";
		cell.text = row->cells[i];
		cell.line = row->line;
		ARENA_ROOM(arena, g->cells, g->cell_count, g->cell_capacity);
		g->cells[g->cell_count++] = cell;
	}
}

/* Do the labels of the rows name both sides, as heads of columns do? */
static bool is_transposed(const struct rubric *rubric,
	const struct paper_table *table, size_t head)
{
	bool named[SIDES] = {false};

	if (value_heads(rubric, &table->rows[head]) > 1)
		return false;
	for (size_t i = head + 1; i < table->count; i++) {
		const struct paper_row *row = &table->rows[i];
		int side = row->count ? side_of_head(rubric, row->cells[0]) : -1;

		if (side >= 0)
			named[side] = true;
	}
	return named[0] && named[1];
}

/* The heads of the columns are the labels, those of the rows the heads. */
static void gather_column(struct arena *arena, struct gathered *g,
	const struct found_cell *common, const struct paper_table *table,
	size_t head, size_t column)
{
	for (size_t i = head + 1; i < table->count; i++) {
		const struct paper_row *row = &table->rows[i];
		struct found_cell cell = *common;

		if (column >= row->count)
			continue;
		cell.row = table->rows[head].cells[column];
		cell.column = row->cells[0];
		cell.text = row->cells[column];
		cell.line = row->line;
		ARENA_ROOM(arena, g->cells, g->cell_count, g->cell_capacity);
		g->cells[g->cell_count++] = cell;
	}
}

static void gather_table(struct arena *arena, struct gathered *g,
	const char *file, const struct paper_table *table)
{
	size_t at = head_of(g->rubric, table);
	const struct paper_row *head = at == NO_ROW ? NULL : &table->rows[at];
	struct found_cell common = {.table = g->tables++,
		.section = table->heading ? table->heading : "",
		.file = file};
	size_t first = at == NO_ROW ? 0 : at;

	if (table->count && is_transposed(g->rubric, table, first)) {
		for (size_t c = 1; c < table->rows[first].count; c++)
			gather_column(arena, g, &common, table, first, c);
		return;
	}
	for (size_t i = at == NO_ROW ? 0 : at + 1; i < table->count; i++)
		gather_row(arena, g, &common, head, &table->rows[i]);
}

/* -- boxes -- */

static bool holds_any(const char *text, const char **words)
{
	for (; words && *words; words++)
		if (label_holds(text, *words))
			return true;
	return false;
}

static const struct rubric_criterion *checklist_of(const struct rubric *rubric)
{
	for (size_t i = 0; i < rubric->criterion_count; i++)
		if (rubric->criteria[i].check &&
			rubric->criteria[i].check->run == check_boxes)
			return &rubric->criteria[i];
	return NULL;
}

/* Below which heading the checklist stands: that of the box about the tests,
 * for tables of features have boxes too. NULL: all may be of it. */
static const struct paper_box *checklist_mark(
	const struct gathered *g, const struct paper *paper)
{
	const struct rubric_criterion *list = checklist_of(g->rubric);
	const struct rubric_param *words =
		list ? rubric_param_find(list, "tests_box") : NULL;

	for (size_t i = 0; words && i < paper->box_count; i++)
		if (holds_any(paper->boxes[i].text, words->words))
			return &paper->boxes[i];
	return NULL;
}

static bool same_heading(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* The same box in two papers, such as an empty sheet beside the filled one,
 * is one, ticked when it is so anywhere. */
static bool is_known_box(struct gathered *g, const struct paper_box *box)
{
	for (size_t i = 0; i < g->box_count; i++)
		if (label_same(g->boxes[i].text, box->text)) {
			g->boxes[i].ticked |= box->ticked;
			return true;
		}
	return false;
}

static void gather_boxes(struct arena *arena, struct gathered *g,
	const struct paper *paper)
{
	const struct paper_box *mark = checklist_mark(g, paper);

	for (size_t i = 0; i < paper->box_count; i++) {
		const struct paper_box *box = &paper->boxes[i];

		if ((mark && !same_heading(box->heading, mark->heading)) ||
			is_known_box(g, box))
			continue;
		ARENA_ROOM(arena, g->boxes, g->box_count, g->box_capacity);
		g->boxes[g->box_count++] = (struct found_box){
			box->text, box->ticked, paper->source, box->line};
	}
}

void gather_paper(struct arena *arena, struct gathered *gathered,
	const struct paper *paper)
{
	ARENA_ROOM(arena, gathered->papers, gathered->paper_count,
		gathered->paper_capacity);
	gathered->papers[gathered->paper_count++] = paper;
	for (size_t i = 0; i < paper->table_count; i++)
		gather_table(
			arena, gathered, paper->source, &paper->tables[i]);
	gather_boxes(arena, gathered, paper);
}

/* -- what stands below some headings -- */

/* "7.2" as 7002, "7" as 7000. 0: no number. */
static unsigned long step_number(const char *text, char **end)
{
	unsigned long number = strtoul(text, end, 10) % 1000 * 1000;

	if (**end == '.' && isdigit((unsigned char)(*end)[1]))
		number += strtoul(*end + 1, end, 10) % 1000;
	return number;
}

/* Is the number in the step at `text`, "8" or "7.1-7.3"? */
static bool is_of_step(unsigned long number, const char *text)
{
	char *end;
	unsigned long low = step_number(text, &end), high = low;

	if (!low)
		return false;
	if (*end == '-' && isdigit((unsigned char)end[1]))
		high = step_number(end + 1, &end);
	if (high % 1000 == 0)
		high += 999;
	return number >= low && number <= high;
}

bool heading_is_of(const char *heading, const char *steps)
{
	char *end;
	unsigned long number;

	heading += strcspn(heading, "0123456789");
	if (!*heading)
		return false;
	number = step_number(heading, &end);
	for (; *steps; steps += strspn(steps, ", ")) {
		if (is_of_step(number, steps))
			return true;
		steps += strcspn(steps, ",");
	}
	return false;
}

static size_t count_words(const char *text)
{
	size_t count = 0;

	for (;;) {
		text += strspn(text, " \t\n");
		if (!*text)
			return count;
		count += isalnum((unsigned char)*text) ||
			 (unsigned char)*text >= 0x80;
		text += strcspn(text, " \t\n");
	}
}

/* Figures of the student's own tables that the text cites. */
static size_t count_cites(const struct gathered *g, const char *text)
{
	size_t count = 0;
	struct written written, cell;

	while (figure_read(text, &written)) {
		for (size_t i = 0; i < g->cell_count; i++)
			if (figure_read(g->cells[i].text, &cell) &&
				cell.readings[0].value ==
					written.readings[0].value) {
				count++;
				break;
			}
		text = written.stop > text ? written.stop : text + 1;
	}
	return count;
}

static bool is_filled(const struct paper_row *row)
{
	for (size_t i = 1; i < row->count; i++)
		if (!figure_is_blank(row->cells[i]))
			return true;
	return false;
}

static void add_tables(const struct gathered *g, const struct paper *paper,
	const char *step, struct gate_facts *facts)
{
	for (size_t i = 0; i < paper->table_count; i++) {
		const struct paper_table *table = &paper->tables[i];

		if (!table->heading || !heading_is_of(table->heading, step))
			continue;
		facts->tables++;
		for (size_t r = 1; r < table->count; r++)
			facts->rows_changed +=
				is_filled(&table->rows[r]) &&
				!handout_has_row(
					g->handout, &table->rows[r]);
	}
}

/* Some of the section's text is the sheet's own: it only counts as such. */
struct section {
	struct buf own;
	size_t copied; /* words */
};

static void add_paragraphs(const struct gathered *g, const struct paper *paper,
	const char *step, struct gate_facts *facts, struct section *section)
{
	for (size_t i = 0; i < paper->paragraph_count; i++) {
		const struct paper_paragraph *p = &paper->paragraphs[i];

		if (!p->heading || !heading_is_of(p->heading, step))
			continue;
		if (handout_has(g->handout, p->text)) {
			section->copied += count_words(p->text);
			continue;
		}
		facts->words += count_words(p->text);
		facts->cites += count_cites(g, p->text);
		buf_puts(&section->own, p->text);
		buf_putc(&section->own, '\n');
	}
}

struct gate_facts gather_facts(struct arena *arena,
	const struct gathered *gathered,
	const struct rubric_criterion *criterion)
{
	struct gate_facts facts = {.images = gathered->images};
	struct section section = {.copied = 0};

	for (size_t i = 0; i < gathered->paper_count; i++) {
		const struct paper *paper = gathered->papers[i];

		facts.images += paper->images;
		add_tables(gathered, paper, criterion->step, &facts);
		add_paragraphs(gathered, paper, criterion->step, &facts,
			&section);
	}
	if (section.copied)
		facts.template_share = (double)section.copied /
				       (double)(section.copied + facts.words);
	facts.text = arena_strndup(arena,
		section.own.data ? section.own.data : "", section.own.length);
	facts.choice = side_of_head(gathered->rubric, facts.text);
	buf_free(&section.own);
	return facts;
}
