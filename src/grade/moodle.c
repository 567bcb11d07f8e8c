#include "src/grade/moodle.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/decimal.h"
#include "src/base/search.h"
#include "src/grade/moodle_words.h"
#include "src/model/quantity.h"

struct reading {
	struct arena *arena;
	struct diags *diags;
	struct moodle *moodle;
	bool failed;
};

/* The labels of each column; a label only old or new versions use counts. */
static const char *const labels[MOODLE_COLUMNS][4] = {
	[MOODLE_ID] = {"Identifier", "Identifiant"},
	[MOODLE_NAME] = {"Full name", "Nom complet"},
	[MOODLE_EMAIL] = {"Email address", "Adresse de courriel"},
	[MOODLE_STATUS] = {"Status", "Statut"},
	[MOODLE_GROUP] = {"Group", "Groupe"},
	[MOODLE_GRADE] = {"Grade", "Note"},
	[MOODLE_MAXIMUM] = {"Maximum grade", "Maximum Grade", "Note maximale"},
	[MOODLE_CHANGEABLE] = {"Grade can be changed",
		"La note peut être modifiée"},
	[MOODLE_SUBMITTED] = {"Last modified (submission)",
		"Dernière modification (travail remis)"},
	[MOODLE_GRADED] = {"Last modified (grade)",
		"Dernière modification (note)"},
	[MOODLE_FEEDBACK] = {"Feedback comments", "Feedback par commentaires"},
};

static bool is_label(enum moodle_column column, const char *text)
{
	for (size_t i = 0; i < 4 && labels[column][i]; i++)
		if (strcmp(labels[column][i], text) == 0)
			return true;
	return false;
}

static void complain(struct reading *reading, enum diag_id id, unsigned line,
	const char *arg)
{
	diag_add(reading->diags, id, reading->moodle->file, line, arg);
	reading->failed = true;
}

static void find_column(struct reading *reading, enum moodle_column column)
{
	static const bool needed[MOODLE_COLUMNS] = {[MOODLE_ID] = true,
		[MOODLE_GRADE] = true,
		[MOODLE_GRADED] = true};
	struct moodle *moodle = reading->moodle;
	const struct csv_row *head = &moodle->csv->rows[0];

	moodle->columns[column] = -1;
	for (size_t i = 0; i < head->count; i++) {
		if (!is_label(column, head->cells[i].text))
			continue;
		if (moodle->columns[column] >= 0)
			complain(reading, DIAG_ID_MOODLE_TWICE, head->line,
				head->cells[i].text);
		moodle->columns[column] = (int)i;
	}
	if (moodle->columns[column] < 0 && needed[column])
		complain(reading, DIAG_ID_MOODLE_COLUMN, head->line,
			arena_printf(reading->arena, "%s / %s",
				labels[column][0], labels[column][1]));
}

static const char *cell_text(const struct moodle *moodle,
	const struct csv_row *row, enum moodle_column column)
{
	int at = moodle->columns[column];

	return at < 0 ? "" : csv_text(row, (size_t)at);
}

/* The digits at the end of "Participant 1234567". */
static const char *number_behind(const char *text)
{
	const char *end = text + strlen(text), *at = end;

	while (at > text && isdigit((unsigned char)at[-1]))
		at--;
	return at;
}

/* "15.50", "15,50"; NAN for "", "-" and words. */
static double read_points(struct arena *arena, const char *text)
{
	char *plain = arena_strdup(arena, text);
	size_t length = strspn(plain, "0123456789.,");
	char *comma = strchr(plain, ',');
	double value;

	if (!length || plain[length] || !isdigit((unsigned char)plain[0]))
		return NAN;
	if (comma)
		*comma = '.';
	if (strchr(plain, '.') != strrchr(plain, '.') || strchr(plain, ',') ||
		!decimal_read(plain, plain + length, &value))
		return NAN;
	return value;
}

static void read_student(struct reading *reading, const struct csv_row *row,
	struct moodle_student *student)
{
	const struct moodle *moodle = reading->moodle;
	const char *changeable = cell_text(moodle, row, MOODLE_CHANGEABLE);
	const char *graded = cell_text(moodle, row, MOODLE_GRADED);

	student->id = number_behind(cell_text(moodle, row, MOODLE_ID));
	student->name = cell_text(moodle, row, MOODLE_NAME);
	student->email = cell_text(moodle, row, MOODLE_EMAIL);
	student->group = cell_text(moodle, row, MOODLE_GROUP);
	student->status = cell_text(moodle, row, MOODLE_STATUS);
	student->line = row->line;
	student->grade = read_points(
		reading->arena, cell_text(moodle, row, MOODLE_GRADE));
	student->maximum = read_points(
		reading->arena, cell_text(moodle, row, MOODLE_MAXIMUM));
	student->locked =
		strcmp(changeable, "No") == 0 || strcmp(changeable, "Non") == 0;
	student->submitted =
		moodle_date(cell_text(moodle, row, MOODLE_SUBMITTED));
	student->graded = moodle_date(graded);
	student->late = moodle_late(student->status);
	student->stale = !isnan(student->grade) && !moodle_php_reads(graded);
}

static int by_id(const void *x, const void *y)
{
	const struct moodle_student *const *a = x, *const *b = y;
	int order = strcmp((*a)->id, (*b)->id);

	return order ? order : (*a > *b) - (*a < *b);
}

static int by_group(const void *x, const void *y)
{
	const struct moodle_student *const *a = x, *const *b = y;
	int order = strcmp((*a)->group, (*b)->group);

	return order ? order : (*a > *b) - (*a < *b);
}

static void check_ids(struct reading *reading)
{
	struct moodle *moodle = reading->moodle;

	for (size_t i = 0; i < moodle->count; i++) {
		const struct moodle_student *student = &moodle->students[i];

		if (!student->id[0])
			complain(reading, DIAG_ID_MOODLE_ID, student->line,
				cell_text(moodle, &moodle->csv->rows[i + 1],
					MOODLE_ID));
		else if (moodle_find(moodle, student->id) != student)
			complain(reading, DIAG_ID_MOODLE_ID_TWICE,
				student->line, student->id);
	}
}

static const struct moodle_student **sorted(struct reading *reading,
	int (*order)(const void *x, const void *y))
{
	const struct moodle *moodle = reading->moodle;
	const struct moodle_student **index = arena_alloc(
		reading->arena, (moodle->count + 1) * sizeof *index);

	for (size_t i = 0; i < moodle->count; i++)
		index[i] = &moodle->students[i];
	if (moodle->count)
		qsort(index, moodle->count, sizeof *index, order);
	return index;
}

static void read_students(struct reading *reading)
{
	struct moodle *moodle = reading->moodle;
	const struct csv *csv = moodle->csv;

	moodle->students = arena_alloc(
		reading->arena, csv->count * sizeof *moodle->students);
	for (size_t i = 1; i < csv->count; i++) {
		struct moodle_student *student =
			&moodle->students[moodle->count];

		if (csv->rows[i].count != csv->rows[0].count) {
			complain(reading, DIAG_ID_MOODLE_ROW, csv->rows[i].line,
				NULL);
			return;
		}
		read_student(reading, &csv->rows[i], student);
		moodle->count++;
		moodle->stale += student->stale;
		if (!(student->maximum <= moodle->maximum))
			moodle->maximum = student->maximum;
	}
}

struct moodle *moodle_read(struct arena *arena, struct diags *diags,
	const char *file, const char *text, size_t length)
{
	struct moodle *moodle = arena_alloc(arena, sizeof *moodle);
	struct reading reading = {arena, diags, moodle, false};

	moodle->file = file;
	moodle->maximum = NAN;
	moodle->csv = csv_read(arena, diags, file, text, length);
	if (!moodle->csv)
		return NULL;
	if (!moodle->csv->count || moodle->csv->separator != ',') {
		complain(&reading, DIAG_ID_MOODLE_NONE, 1, NULL);
		return NULL;
	}
	for (int i = 0; i < MOODLE_COLUMNS; i++)
		find_column(&reading, (enum moodle_column)i);
	if (!reading.failed) {
		read_students(&reading);
		moodle->index = sorted(&reading, by_id);
		moodle->groups = sorted(&reading, by_group);
		check_ids(&reading);
	}
	return reading.failed ? NULL : moodle;
}

static int id_order(const void *item, const void *key)
{
	const struct moodle_student *const *student = item;

	return strcmp((*student)->id, key);
}

static int group_order(const void *item, const void *key)
{
	const struct moodle_student *const *student = item;

	return strcmp((*student)->group, key);
}

const struct moodle_student *moodle_find(
	const struct moodle *moodle, const char *id)
{
	size_t at = search_first(moodle->index, moodle->count,
		sizeof *moodle->index, id, id_order);

	return at < moodle->count && strcmp(moodle->index[at]->id, id) == 0
		       ? moodle->index[at]
		       : NULL;
}

bool moodle_is_default(const char *group)
{
	return strcmp(group, "Default group") == 0 ||
	       strcmp(group, "Groupe par défaut") == 0;
}

size_t moodle_members(const struct moodle *moodle, const char *group,
	const struct moodle_student **members, size_t count)
{
	size_t found = 0, at;

	if (!group[0] || moodle_is_default(group))
		return 0;
	at = search_first(moodle->groups, moodle->count,
		sizeof *moodle->groups, group, group_order);
	for (; at < moodle->count &&
		strcmp(moodle->groups[at]->group, group) == 0;
		at++, found++)
		if (found < count)
			members[found] = moodle->groups[at];
	return found;
}

/* -- writing -- */

char *moodle_html(struct arena *arena, const char *text)
{
	struct buf out = {0};
	char *html;

	for (; *text; text++) {
		if (*text == '&')
			buf_puts(&out, "&amp;");
		else if (*text == '<')
			buf_puts(&out, "&lt;");
		else if (*text == '>')
			buf_puts(&out, "&gt;");
		else if (*text == '\n')
			buf_puts(&out, "<br>");
		else if (*text == '\\')
			buf_putc(&out, '/');
		else if ((unsigned char)*text >= ' ' && *text != 0x7F)
			buf_putc(&out, *text);
		else if (*text == '\t')
			buf_putc(&out, ' ');
	}
	html = arena_strndup(arena, out.data ? out.data : "", out.length);
	buf_free(&out);
	return html;
}

/* Will the row stay as it is? Says so when it ought not to. */
static bool stays(struct diags *diags, const struct moodle *moodle,
	const struct moodle_student *student, double points)
{
	double most =
		isnan(student->maximum) ? moodle->maximum : student->maximum;

	/* of a locked row Moodle would take the feedback alone */
	if (isnan(points) || student->locked)
		return true;
	if (points >= 0 && !(points > most))
		return false;
	diag_add(diags, DIAG_ID_MOODLE_RANGE, moodle->file, student->line,
		quantity_fixed(diags->arena, LANG_EN, points, 2).plain,
		student->id);
	return true;
}

static void foresee(struct moodle_outlook *outlook,
	const struct moodle_student *student, bool stay, double points)
{
	if (student->locked && !isnan(points))
		outlook->locked++;
	if (stay || fabs(student->grade - points) < 0.005)
		return;
	outlook->taken++;
	outlook->with_box += student->stale;
}

struct writing {
	struct arena *arena;
	const struct moodle *moodle;
	struct buf *out;
	const char *copied; /* in csv->text: all before it is written */
};

/* Replaces a cell; what stands between the last one and it is copied. */
static void replace(struct writing *writing, const struct csv_row *row,
	enum moodle_column column, const char *text)
{
	int at = writing->moodle->columns[column];
	const struct csv_cell *cell;

	if (at < 0 || !text)
		return;
	cell = &row->cells[at];
	buf_add(writing->out, writing->copied,
		(size_t)(cell->raw - writing->copied));
	csv_put(writing->out, writing->moodle->csv->separator, text);
	writing->copied = cell->raw + cell->length;
}

static void write_row(struct writing *writing, const struct csv_row *row,
	const struct moodle_mark *mark)
{
	const int *columns = writing->moodle->columns;
	const char *grade =
		quantity_fixed(writing->arena, LANG_EN, mark->points, 2).plain;
	const char *html = mark->feedback
				   ? moodle_html(writing->arena, mark->feedback)
				   : NULL;
	bool first = columns[MOODLE_GRADE] < columns[MOODLE_FEEDBACK];

	/* in the order of the columns: what lies between is copied once */
	if (!first)
		replace(writing, row, MOODLE_FEEDBACK, html);
	replace(writing, row, MOODLE_GRADE, grade);
	if (first)
		replace(writing, row, MOODLE_FEEDBACK, html);
}

/* A cell that is there already and that PHP reads otherwise than it is. */
static void warn_escapes(struct diags *diags, const struct moodle *moodle)
{
	const struct csv *csv = moodle->csv;

	for (size_t i = 0; i < csv->count; i++)
		for (size_t c = 0; c < csv->rows[i].count; c++) {
			const struct csv_cell *cell = &csv->rows[i].cells[c];
			const char *end = cell->raw + cell->length;

			for (const char *p = cell->raw; p + 1 < end; p++)
				if (p[0] == '\\' && p[1] == '"') {
					diag_add(diags, DIAG_ID_MOODLE_ESCAPE,
						moodle->file, csv->rows[i].line,
						NULL);
					break;
				}
		}
}

struct moodle_outlook moodle_write(struct diags *diags,
	const struct moodle *moodle, const struct moodle_mark *marks,
	struct buf *out)
{
	struct moodle_outlook outlook = {0};
	struct writing writing = {diags->arena, moodle, out, moodle->csv->text};

	warn_escapes(diags, moodle);
	for (size_t i = 0; i < moodle->count; i++) {
		const struct moodle_student *student = &moodle->students[i];
		bool stay = stays(diags, moodle, student, marks[i].points);

		foresee(&outlook, student, stay, marks[i].points);
		if (!stay)
			write_row(
				&writing, &moodle->csv->rows[i + 1], &marks[i]);
	}
	buf_add(out, writing.copied,
		(size_t)(moodle->csv->text + moodle->csv->length -
			 writing.copied));
	return outlook;
}
