/*
 * The decision matrix: V = 100 Σ w v / Σ w over the criteria of a use case,
 * v in 0 … 1 (stars: (s-1)/4; measured: rating.c; unknown: 1/2).
 *
 * An answer is clear when half a star more or less on any one criterion,
 * the precision of an opinion, would not turn it round.
 */
#include <math.h>

#include "src/analysis/analysis.h"

#define HALF_STAR 0.5

double criterion_value(const struct analysis *analysis,
	const struct lab_criterion *criterion, size_t system)
{
	if (criterion->stars2[system] >= 0)
		return stars_value(criterion->stars2[system]);
	return criterion->measured ? analysis->ratings[system] : NAN;
}

/* An unknown rating counts as the middle of the scale. */
static double value_or_half(const struct analysis *analysis,
	const struct lab_criterion *criterion, size_t system)
{
	double v = criterion_value(analysis, criterion, system);

	return isnan(v) ? 0.5 : v;
}

static double score(
	const struct analysis *analysis, struct decision *d, size_t system)
{
	const struct lab *lab = analysis->corpus->lab;
	double sum = 0, weights = 0;

	for (size_t k = 0; k < lab->criterion_count; k++) {
		const struct lab_criterion *c = &lab->criteria[k];
		double w = d->use_case->weights[k];

		if (!(w > 0))
			continue;
		d->unknown += isnan(criterion_value(analysis, c, system));
		sum += w * value_or_half(analysis, c, system);
		weights += w;
	}
	return weights > 0 ? 100 * sum / weights : NAN;
}

/* Could the leader's value fall, or the rival's rise, by that much? */
static bool possible(const struct analysis *analysis,
	const struct lab_criterion *criterion, size_t leader, size_t rival,
	double change)
{
	return value_or_half(analysis, criterion, leader) >= change ||
	       value_or_half(analysis, criterion, rival) + change <= 1;
}

/* The criterion on which the smallest change lets a rival pass. */
static void find_turning_to(const struct analysis *analysis, struct decision *d,
	size_t rival, double weights)
{
	const struct lab *lab = analysis->corpus->lab;
	double lead = (d->scores[d->best] - d->scores[rival]) / 100;

	for (size_t k = 0; k < lab->criterion_count; k++) {
		double w = d->use_case->weights[k] / weights;
		double stars = 4 * lead / w;

		if (w > 0 && stars < d->turning_stars &&
			possible(analysis, &lab->criteria[k], (size_t)d->best,
				rival, lead / w)) {
			d->turning = (int)k;
			d->turning_to = (int)rival;
			d->turning_stars = stars;
		}
	}
}

static void find_turning(const struct analysis *analysis, struct decision *d)
{
	const struct lab *lab = analysis->corpus->lab;
	double weights = 0;

	for (size_t k = 0; k < lab->criterion_count; k++)
		weights += d->use_case->weights[k];
	for (size_t i = 0; i < lab->system_count; i++)
		if ((int)i != d->best && !isnan(d->scores[i]))
			find_turning_to(analysis, d, i, weights);
	d->clear = d->turning_stars > HALF_STAR;
}

static void decide(const struct analysis *analysis,
	const struct lab_use_case *use_case, struct decision *d)
{
	const struct corpus *corpus = analysis->corpus;
	size_t n = corpus->lab->system_count;

	*d = (struct decision){.use_case = use_case,
		.turning = -1,
		.turning_to = -1,
		.turning_stars = INFINITY};
	d->scores = arena_alloc(corpus->arena, n * sizeof *d->scores);
	for (size_t i = 0; i < n; i++)
		d->scores[i] = corpus_contestant(corpus, i)
				       ? score(analysis, d, i)
				       : NAN;
	best_two(d->scores, n, &d->best, &d->second);
	if (d->second < 0)
		d->best = -1;
	else
		find_turning(analysis, d);
}

void analysis_decide(struct analysis *analysis)
{
	const struct lab *lab = analysis->corpus->lab;

	analysis->decisions = arena_alloc(analysis->corpus->arena,
		lab->use_case_count * sizeof *analysis->decisions);
	for (size_t i = 0; i < lab->use_case_count; i++)
		decide(analysis, &lab->use_cases[i], &analysis->decisions[i]);
}
