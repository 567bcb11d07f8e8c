/* ledger: the marks of one run, to be held against those of the next. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "src/base/cause.h"
#include "src/grade/grade.h"
#include "src/model/quantity.h"

#define COLUMNS 6
#define LATE "late"
#define TOTAL "total"

static const char *const columns[COLUMNS] = {
	"id", "criterion", "points", "source", "rule", "basis"};

static void put_entry(
	struct arena *arena, struct ledger *ledger, struct ledger_entry entry)
{
	ARENA_ROOM(arena, ledger->entries, ledger->count, ledger->capacity);
	ledger->entries[ledger->count++] = entry;
}

static const char *points_text(struct arena *arena, double points)
{
	return isnan(points) ? ""
			     : quantity_fixed(arena, LANG_EN, points, 2).plain;
}

void ledger_add(
	struct arena *arena, struct ledger *ledger, const struct grade *grade)
{
	for (size_t i = 0; i < grade->count; i++) {
		const struct mark *mark = &grade->marks[i];

		put_entry(arena, ledger,
			(struct ledger_entry){grade->id, mark->criterion->id,
				points_text(arena, mark->effective),
				mark->row	? "manual"
				: mark->pending ? ""
						: "auto",
				mark->outcome->rule, mark->basis});
	}
	put_entry(arena, ledger,
		(struct ledger_entry){grade->id, LATE,
			points_text(arena, grade->penalty), "", "", ""});
	put_entry(arena, ledger,
		(struct ledger_entry){grade->id, TOTAL,
			points_text(arena, grade->total), "", "", ""});
}

static void put_row(struct buf *out, const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_putc(out, ',');
		csv_put(out, ',', cells[i]);
	}
	buf_putc(out, '\n');
}

void ledger_head(struct buf *out)
{
	put_row(out, columns, COLUMNS);
}

void ledger_write(const struct ledger *ledger, struct buf *out)
{
	for (size_t i = 0; i < ledger->count; i++) {
		const struct ledger_entry *e = &ledger->entries[i];
		const char *const cells[COLUMNS] = {e->id, e->criterion,
			e->points, e->source, e->rule, e->basis};

		put_row(out, cells, COLUMNS);
	}
}

/* -- the run before -- */

/* The next line, "" when there is none; false when reading fails. */
static bool advance(struct ledger_past *past)
{
	ssize_t length = getline(&past->line, &past->capacity, past->stream);

	past->number++;
	if (length > 0)
		return true;
	if (past->line)
		past->line[0] = '\0';
	if (past->line && feof((FILE *)past->stream))
		return true;
	diag_add(past->diags, DIAG_ID_LAB_UNREADABLE, past->path, 0,
		cause_text(past->diags, errno));
	return false;
}

static const struct csv_row *cut(
	struct ledger_past *past, struct arena *arena)
{
	struct diags unheard = {.arena = arena};
	const struct csv *csv = csv_read(arena, &unheard, past->path,
		past->line, strlen(past->line));

	if (csv && csv->count == 1 && csv->rows[0].count == COLUMNS)
		return &csv->rows[0];
	diag_add(past->diags, DIAG_ID_LEDGER_ALIEN, past->path, past->number,
		NULL);
	return NULL;
}

static bool skip_head(struct ledger_past *past)
{
	struct buf head = {0};
	bool fits;

	ledger_head(&head);
	fits = strcmp(head.data, past->line) == 0;
	buf_free(&head);
	if (!fits)
		diag_add(past->diags, DIAG_ID_LEDGER_ALIEN, past->path, 1,
			NULL);
	return fits && advance(past);
}

bool ledger_open(
	struct ledger_past *past, struct diags *diags, const char *path)
{
	*past = (struct ledger_past){.diags = diags, .path = path};
	past->stream = fopen(path, "r");
	if (past->stream)
		return advance(past) &&
		       (!past->line[0] || skip_head(past));
	if (errno == ENOENT)
		return true;
	diag_add(diags, DIAG_ID_LAB_UNREADABLE, path, 0,
		cause_text(diags, errno));
	return false;
}

bool ledger_next(struct ledger_past *past, struct arena *arena, const char *id,
	struct ledger *ledger)
{
	while (past->stream && past->line[0]) {
		const struct csv_row *row = cut(past, arena);
		int order = row ? strcmp(csv_text(row, 0), id) : 0;

		if (!row)
			return false;
		if (order > 0)
			return true;
		if (order == 0)
			put_entry(arena, ledger,
				(struct ledger_entry){csv_text(row, 0),
					csv_text(row, 1), csv_text(row, 2),
					csv_text(row, 3), csv_text(row, 4),
					csv_text(row, 5)});
		if (!advance(past))
			return false;
	}
	return true;
}

void ledger_close(struct ledger_past *past)
{
	if (past->stream)
		fclose(past->stream);
	free(past->line);
}

/* -- what changed -- */

static int by_mark(const void *x, const void *y)
{
	const struct ledger_entry *const *a = x, *const *b = y;
	int order = strcmp((*a)->id, (*b)->id);

	return order ? order : strcmp((*a)->criterion, (*b)->criterion);
}

static const struct ledger_entry **sorted(
	struct arena *arena, const struct ledger *ledger)
{
	const struct ledger_entry **index =
		arena_alloc(arena, (ledger->count + 1) * sizeof *index);

	for (size_t i = 0; i < ledger->count; i++)
		index[i] = &ledger->entries[i];
	if (ledger->count)
		qsort(index, ledger->count, sizeof *index, by_mark);
	return index;
}

static const char *cause_of(
	const struct ledger_entry *before, const struct ledger_entry *now)
{
	if (!before)
		return "new";
	if (strcmp(before->source, now->source) != 0 ||
		strcmp(now->source, "manual") == 0)
		return "manual";
	if (strcmp(before->rule, now->rule) != 0)
		return "rubric";
	if (strcmp(before->basis, now->basis) != 0)
		return "evidence";
	if (strcmp(now->criterion, LATE) == 0)
		return "delay";
	return strcmp(now->criterion, TOTAL) == 0 ? "sum" : "other";
}

static const struct ledger_entry *find(const struct ledger_entry **index,
	size_t count, const struct ledger_entry *wanted)
{
	const struct ledger_entry **found =
		count ? bsearch(&wanted, index, count, sizeof *index, by_mark)
		      : NULL;

	return found ? *found : NULL;
}

void ledger_changes_head(struct buf *out)
{
	static const char *const head[] = {
		"student", "criterion", "before", "after", "cause"};

	put_row(out, head, 5);
}

size_t ledger_changes(struct arena *arena, const struct ledger *before,
	const struct ledger *now, struct buf *out)
{
	const struct ledger_entry **index = sorted(arena, before);
	size_t changes = 0;

	for (size_t i = 0; i < now->count; i++) {
		const struct ledger_entry *n = &now->entries[i];
		const struct ledger_entry *b = find(index, before->count, n);
		const char *const cells[] = {n->id, n->criterion,
			b ? b->points : "", n->points, cause_of(b, n)};

		if (b ? strcmp(b->points, n->points) == 0 : !n->points[0])
			continue;
		changes++;
		put_row(out, cells, 5);
	}
	return changes;
}
