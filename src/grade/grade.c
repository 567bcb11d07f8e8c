#include "src/grade/grade.h"

#include <math.h>
#include <string.h>

#define EPSILON 1e-9

double grade_round(double points, double step)
{
	return floor(points / step + 0.5 + EPSILON) * step;
}

double late_penalty(
	const struct rubric_late *rules, double late, double extension)
{
	double over = late - extension - rules->grace;

	if (!(over > 0))
		return 0;
	return fmin(ceil(over / 86400) * rules->per_day, rules->most);
}

static void set_mark(struct mark *mark, const struct manual_row *row)
{
	double most = mark->criterion->points;

	mark->effective = mark->automatic;
	if (row && !isnan(row->points)) {
		mark->row = row;
		mark->review = manual_is_stale(row, mark->basis);
		mark->capped = row->points > most;
		mark->effective = fmin(row->points, most);
	}
	mark->pending = isnan(mark->effective);
}

static void add_up(struct grade *grade, const struct rubric *rubric)
{
	double regular = 0, bonus = 0;

	grade->complete = true;
	for (size_t i = 0; i < grade->count; i++) {
		const struct mark *mark = &grade->marks[i];
		bool extra = mark->criterion->bonus;

		if (mark->pending && !extra) {
			grade->pending += mark->criterion->points;
			grade->complete = false;
		}
		if (mark->pending)
			continue;
		*(extra ? &bonus : &regular) += mark->effective;
	}
	grade->earned = fmin(regular, rubric->max) + bonus;
	if (grade->earned > rubric->bonus_cap)
		grade->earned =
			fmax(fmin(regular, rubric->max), rubric->bonus_cap);
}

struct grade grade_total(struct arena *arena, const struct judging *judging,
	const struct manual *manual, const char *id,
	const char (*bases)[DIGEST_TEXT], double late)
{
	const struct rubric *rubric = judging->rubric;
	struct grade grade = {.id = id, .count = rubric->criterion_count};
	double extension = manual_extension(manual, id), kept;

	grade.marks =
		arena_alloc(arena, (grade.count + 1) * sizeof *grade.marks);
	for (size_t i = 0; i < grade.count; i++) {
		struct mark *mark = &grade.marks[i];

		mark->criterion = &rubric->criteria[i];
		mark->outcome = &judging->outcomes[i];
		mark->automatic = mark->outcome->points;
		memcpy(mark->basis, bases ? bases[i] : mark->outcome->basis,
			DIGEST_TEXT);
		set_mark(mark, manual_find(manual, id, mark->criterion));
	}
	add_up(&grade, rubric);
	grade.penalty =
		late_penalty(&rubric->late, late,
			isnan(extension) ? 0 : extension);
	/* the floor gives nothing that was not earned */
	kept = fmax(grade.earned - grade.penalty,
		fmin(rubric->floor, grade.earned));
	grade.total = grade_round(kept, rubric->round);
	return grade;
}
