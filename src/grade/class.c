#include "src/grade/class.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "src/grade/feedback.h"
#include "src/grade/student.h"
#include "src/model/quantity.h"

#define SLIPS_MAX ((size_t)4096) /* different ones that are counted */

static const char *keep(const struct class_data *class_data, const char *text)
{
	return arena_strdup(class_data->arena, text);
}

/* -- slips -- */

static struct class_slip *slip_of(struct class_data *class_data,
	const char *criterion, const char *subject)
{
	for (size_t i = 0; i < class_data->slip_count; i++)
		if (strcmp(class_data->slips[i].criterion, criterion) == 0 &&
			strcmp(class_data->slips[i].subject, subject) == 0)
			return &class_data->slips[i];
	if (class_data->slip_count == SLIPS_MAX)
		return NULL;
	ARENA_ROOM(class_data->arena, class_data->slips, class_data->slip_count,
		class_data->slip_capacity);
	class_data->slips[class_data->slip_count] = (struct class_slip){
		.criterion = criterion,
		.subject = keep(class_data, subject),
		.last_id = ""};
	return &class_data->slips[class_data->slip_count++];
}

static void add_slips(struct class_data *class_data, const char *id,
	const char *criterion, const struct result_mark *mark)
{
	for (size_t i = 0; i < mark->count; i++) {
		const struct result_item *item = &mark->items[i];
		struct class_slip *slip;

		if (!(item->weight > 0) || item->share > 1 - 1e-9)
			continue;
		slip = slip_of(class_data, criterion, item->subject);
		if (!slip || strcmp(slip->last_id, id) == 0)
			continue;
		slip->students++;
		slip->last_id = id;
	}
}

/* -- spread -- */

static struct class_spread *spread_of(
	struct class_data *class_data, const struct result_figure *figure)
{
	for (size_t i = 0; i < class_data->spread_count; i++) {
		struct class_spread *spread = &class_data->spreads[i];

		if (strcmp(spread->criterion, figure->criterion) == 0 &&
			strcmp(spread->metric, figure->metric) == 0 &&
			strcmp(spread->side, figure->side) == 0)
			return spread;
	}
	ARENA_ROOM(class_data->arena, class_data->spreads,
		class_data->spread_count, class_data->spread_capacity);
	class_data->spreads[class_data->spread_count] = (struct class_spread){
		.criterion = keep(class_data, figure->criterion),
		.metric = keep(class_data, figure->metric),
		.side = keep(class_data, figure->side)};
	return &class_data->spreads[class_data->spread_count++];
}

static void add_figures(
	struct class_data *class_data, const struct result *result)
{
	for (size_t i = 0; i < result->figure_count; i++) {
		struct class_spread *spread =
			spread_of(class_data, &result->figures[i]);

		ARENA_ROOM(class_data->arena, spread->values, spread->count,
			spread->capacity);
		spread->values[spread->count++] = result->figures[i].value;
	}
}

/* -- the ledger -- */

/* The result as the grade it was made from, as far as a ledger keeps it. */
void class_entries(struct arena *arena, const struct rubric *rubric,
	const struct result *result, struct ledger *ledger)
{
	static const struct manual_row given;
	size_t count = result->mark_count;
	struct grade grade = {.id = result->id,
		.count = count,
		.penalty = result->penalty,
		.total = result->total,
		.marks = arena_alloc(arena, (count + 1) * sizeof *grade.marks)};
	struct outcome *outcomes =
		arena_alloc(arena, (count + 1) * sizeof *outcomes);

	for (size_t i = 0; i < count; i++) {
		const struct result_mark *from = &result->marks[i];
		struct mark *mark = &grade.marks[i];

		snprintf(outcomes[i].rule, DIGEST_TEXT, "%s", from->rule);
		snprintf(mark->basis, DIGEST_TEXT, "%s", from->basis);
		mark->criterion = &rubric->criteria[i];
		mark->outcome = &outcomes[i];
		mark->row = from->manual ? &given : NULL;
		mark->effective = from->effective;
		mark->pending = isnan(from->effective);
	}
	ledger_add(arena, ledger, &grade);
}

/* -- students -- */

static void add_note(const struct class_data *class_data,
	struct class_student *student, const char *text)
{
	ARENA_ROOM(class_data->arena, student->notes, student->note_count,
		student->note_capacity);
	student->notes[student->note_count++] = text;
}

static const char *note_text(
	const struct class_data *class_data, const struct result_note *note)
{
	struct arena *arena = class_data->arena;
	const char *place = note->file;

	if (!place)
		return keep(class_data, note->text);
	if (note->line)
		place = arena_printf(arena, "%s:%u", place, note->line);
	return message_say(
		arena, class_data->lang, MSG_GRADE_GOT, place, note->text);
}

static void add_notes(const struct class_data *class_data,
	struct class_student *student, const struct result *result)
{
	for (size_t i = 0; i < result->note_count; i++)
		if (result->notes[i].human)
			add_note(class_data, student,
				note_text(class_data, &result->notes[i]));
	for (size_t i = 0; i < result->mark_count; i++)
		if (result->marks[i].review)
			add_note(class_data, student,
				message_say(class_data->arena,
					class_data->lang, MSG_GRADE_TO_REVIEW,
					result->marks[i].criterion));
	if (result->signs >= SIGN_MEDIUM)
		add_note(class_data, student,
			message_get(class_data->lang, MSG_GRADE_SIGNS));
}

static struct class_student *enrol(
	struct class_data *class_data, const struct result *result)
{
	struct arena *arena = class_data->arena;
	struct class_student *student;

	ARENA_ROOM(arena, class_data->students, class_data->count,
		class_data->capacity);
	student = &class_data->students[class_data->count++];
	*student = (struct class_student){
		.id = keep(class_data, result->id),
		.participant = keep(class_data, result->participant),
		.name = keep(class_data, result->name),
		.team = keep(class_data, result->team),
		.dead = result->dead,
		.human = result_needs_human(result),
		.hold = result_is_held(result),
		.signs = result->signs,
		.complete = result->complete,
		.total = result->total,
		.pending = result->pending,
		.penalty = result->penalty,
		.comment = class_data->comments
				   ? feedback_comment(arena, class_data->lang,
					     class_data->rubric, result)
				   : NULL,
	};
	student->points = arena_alloc(
		arena, (result->mark_count + 1) * sizeof *student->points);
	return student;
}

static void settle(struct class_data *class_data, struct manual *manual,
	const struct class_student *student, const struct result *result)
{
	for (size_t i = 0; i < result->mark_count; i++)
		manual_settle(class_data->arena, manual, student->id,
			&class_data->rubric->criteria[i],
			result->marks[i].basis,
			isnan(result->marks[i].automatic));
}

void class_add(struct class_data *class_data, struct manual *manual,
	const struct result *result)
{
	struct class_student *student = enrol(class_data, result);

	add_notes(class_data, student, result);
	for (size_t i = 0; i < result->mark_count; i++) {
		student->points[i] = result->marks[i].effective;
		add_slips(class_data, student->id,
			class_data->rubric->criteria[i].id, &result->marks[i]);
	}
	add_figures(class_data, result);
	if (manual && !result->dead)
		settle(class_data, manual, student, result);
}

size_t class_humans(const struct class_data *class_data)
{
	size_t count = 0;

	for (size_t i = 0; i < class_data->count; i++)
		count += class_data->students[i].human;
	return count;
}

size_t class_open(const struct class_data *class_data)
{
	size_t count = 0;

	for (size_t i = 0; i < class_data->count; i++)
		count += class_data->students[i].human ||
			 !class_data->students[i].complete;
	return count;
}

/* -- class.csv -- */

static void put(struct buf *out, const char *text)
{
	csv_put_safe(out, ',', text);
	buf_putc(out, ',');
}

static const char *plain_points(struct arena *arena, double points)
{
	return quantity_fixed(arena, LANG_EN, points, 2).plain;
}

static const char *state_of(const struct class_student *student)
{
	return student->dead	   ? "not graded"
	       : student->human	   ? "to look at"
	       : !student->complete ? "pending"
				    : "graded";
}

static void put_student(const struct class_data *class_data,
	struct arena *scratch, const struct class_student *student,
	struct buf *out)
{
	const char *notes = "";

	put(out, student->id);
	put(out, student->name);
	put(out, state_of(student));
	put(out, plain_points(scratch, student->total));
	put(out, plain_points(scratch, student->pending));
	put(out, plain_points(scratch, student->penalty));
	for (size_t i = 0; i < class_data->rubric->criterion_count; i++)
		put(out, plain_points(scratch, student->points[i]));
	for (size_t i = 0; i < student->note_count; i++)
		notes = i ? message_say(scratch, class_data->lang,
				    MSG_GRADE_LIST, notes, student->notes[i])
			  : student->notes[i];
	csv_put_safe(out, ',', notes);
	buf_putc(out, '\n');
}

void class_csv(const struct class_data *class_data, struct buf *out)
{
	static const char *const heads[] = {
		"id", "name", "state", "total", "pending", "late"};
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		put(out, heads[i]);
	for (size_t i = 0; i < class_data->rubric->criterion_count; i++)
		put(out, class_data->rubric->criteria[i].id);
	buf_puts(out, "notes\n");
	for (size_t i = 0; i < class_data->count; i++) {
		arena_reset(scratch);
		put_student(class_data, scratch, &class_data->students[i], out);
	}
	arena_free(scratch);
}

/* -- Moodle -- */

static struct moodle_mark mark_of(
	const struct class_student *student, bool provisional)
{
	if (student->hold || (!student->complete && !provisional))
		return (struct moodle_mark){NAN, NULL};
	return (struct moodle_mark){student->total, student->comment};
}

/* The rows of a student, with room for all of the worksheet. */
static size_t rows_of(const struct class_student *student,
	const struct moodle *moodle, const struct moodle_student **members)
{
	return student_members(moodle, student->participant, student->team,
		members, moodle->count);
}

void class_enrolled(struct class_data *class_data, const struct moodle *moodle)
{
	struct arena *arena = class_data->arena;
	size_t rows = moodle->count;
	const struct moodle_student **members =
		arena_alloc(arena, (rows + 1) * sizeof *members);
	bool *present = arena_alloc(arena, rows + 1);

	class_data->absent =
		arena_alloc(arena, (rows + 1) * sizeof *class_data->absent);
	class_data->outside = arena_alloc(arena,
		(class_data->count + 1) * sizeof *class_data->outside);
	for (size_t i = 0; i < class_data->count; i++) {
		size_t count =
			rows_of(&class_data->students[i], moodle, members);

		if (!count)
			class_data->outside[class_data->outside_count++] =
				&class_data->students[i];
		for (size_t m = 0; m < count; m++)
			present[members[m] - moodle->students] = true;
	}
	class_data->enrolled = rows;
	for (size_t i = 0; i < rows; i++)
		if (!present[i])
			class_data->absent[class_data->absent_count++] =
				&moodle->students[i];
}

struct moodle_mark *class_marks(const struct class_data *class_data,
	const struct moodle *moodle, bool provisional)
{
	struct arena *arena = class_data->arena;
	struct moodle_mark *marks =
		arena_alloc(arena, (moodle->count + 1) * sizeof *marks);
	const struct moodle_student **members =
		arena_alloc(arena, (moodle->count + 1) * sizeof *members);

	for (size_t i = 0; i < moodle->count; i++)
		marks[i].points = NAN;
	for (size_t i = 0; i < class_data->count; i++) {
		const struct class_student *student = &class_data->students[i];
		size_t count = rows_of(student, moodle, members);

		for (size_t m = 0; m < count; m++)
			marks[members[m] - moodle->students] =
				mark_of(student, provisional);
	}
	return marks;
}
