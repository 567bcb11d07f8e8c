/*
 * libFuzzer target: any bytes as a rubric, a worksheet, a file of marks, a
 * ledger and the text of a cell. What is read without a diag can be written,
 * and what was written reads back the same.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/data/embedded.h"
#include "src/grade/grade.h"
#include "src/grade/label.h"
#include "src/grade/moodle.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static void try_worksheet(struct arena *arena, const char *text, size_t size)
{
	struct diags diags = {.arena = arena};
	struct moodle *moodle = moodle_read(arena, &diags, "m", text, size);
	struct moodle_mark *marks;
	struct buf out = {0}, again = {0};

	if (!moodle) {
		require(diags.count > 0);
		return;
	}
	marks = arena_alloc(arena, (moodle->count + 1) * sizeof *marks);
	for (size_t i = 0; i < moodle->count; i++)
		marks[i] = (struct moodle_mark){
			i % 3 ? 7.25 : NAN, "<b> \\ \"q\"\n"};
	moodle_write(&diags, moodle, marks, &out);
	moodle = moodle_read(arena, &diags, "m", out.data, out.length);
	require(moodle != NULL);
	moodle_write(&diags, moodle, marks, &again);
	require(out.length == again.length &&
		memcmp(out.data, again.data, out.length) == 0);
	buf_free(&out);
	buf_free(&again);
}

static void try_marks(struct arena *arena, const struct rubric *rubric,
	const char *text, size_t size)
{
	static const char *const students[] = {"1", "101", NULL};
	struct diags diags = {.arena = arena};
	struct manual *manual =
		manual_read(arena, &diags, "m", text, size, rubric, students);
	struct buf out = {0};
	size_t count;

	if (!manual) {
		require(diags.count > 0);
		return;
	}
	for (size_t i = 0; i < rubric->criterion_count; i++)
		manual_settle(arena, manual, "101", &rubric->criteria[i],
			"0123456789abcdef", i % 2);
	manual_write(manual, &out);
	count = manual->count + manual->added_count;
	manual = manual_read(
		arena, &diags, "m", out.data, out.length, rubric, students);
	/* nothing is ever lost */
	require(manual && manual->count == count);
	buf_free(&out);
}

static void try_cell(struct arena *arena, const char *text, size_t size)
{
	const struct unit *unit = unit_find("MB/s");
	struct candidate candidate = {187e6, 5e3, unit, NULL, NULL};
	struct figure_cell cell = {.text = arena_strndup(arena, text, size),
		.sample = "~1800",
		.unit = unit,
		.own = &candidate,
		.own_count = 1,
		.other = &candidate,
		.other_count = 1,
		.near = 0.01};
	struct figure_match match = figure_judge(&cell);

	require(match.verdict < FIGURE_VERDICTS);
	require(match.text.count <= 2);
	label_holds(cell.text, "Écriture Seq.");
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *text = (const char *)data;
	struct diags diags = {.arena = arena};
	struct rubric *rubric = rubric_read(arena, &diags, "rubric.json",
		embedded_rubric, embedded_rubric_length());

	require(rubric && !diags.count);
	try_worksheet(arena, text, size);
	try_marks(arena, rubric, text, size);
	try_cell(arena, text, size);
	require(rubric_read(arena, &diags, "r", text, size) || diags.count);
	arena_free(arena);
	return 0;
}
