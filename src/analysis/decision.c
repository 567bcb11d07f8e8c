/*
 * The decision matrix: V = 100 Σ w v / Σ w over the criteria of a use case,
 * v in 0 … 1 (stars: (s-1)/4; measured: rating.c; unknown: 1/2).
 *
 * An answer is clear when half a star more or less on any one criterion,
 * the precision of an opinion, would not turn it round.
 */
#include <math.h>

#include "src/analysis/analysis.h"

#define HALF_STAR 0.125

double criterion_value(const struct analysis *analysis,
	const struct lab_criterion *criterion, size_t system)
{
	if (criterion->stars2[system] >= 0)
		return stars_value(criterion->stars2[system]);
	return criterion->measured ? analysis->ratings[system].value : NAN;
}

static double score(const struct analysis *analysis, struct decision *d,
	size_t system)
{
	const struct lab *lab = analysis->corpus->lab;
	double sum = 0, weights = 0;

	for (size_t k = 0; k < lab->criterion_count; k++) {
		double w = d->use_case->weights[k];
		double v = criterion_value(analysis, &lab->criteria[k], system);

		if (w > 0 && isnan(v)) {
			d->unknown++;
			v = 0.5;
		}
		if (w > 0)
			sum += w * v;
		weights += w;
	}
	return weights > 0 ? 100 * sum / weights : NAN;
}

static void rank(const struct lab *lab, struct decision *d)
{
	d->best = d->second = -1;
	for (size_t i = 0; i < lab->system_count; i++) {
		if (isnan(d->scores[i]))
			continue;
		if (d->best < 0 || d->scores[i] > d->scores[d->best]) {
			d->second = d->best;
			d->best = (int)i;
		} else if (d->second < 0 ||
			   d->scores[i] > d->scores[d->second]) {
			d->second = (int)i;
		}
	}
}

/* Could the leader's value fall, or the second's rise, by that much? */
static bool possible(const struct analysis *analysis,
	const struct lab_criterion *criterion, const struct decision *d,
	double change)
{
	double a = criterion_value(analysis, criterion, (size_t)d->best);
	double b = criterion_value(analysis, criterion, (size_t)d->second);

	return !(a - change < 0) || !(b + change > 1);
}

static void find_turning(const struct analysis *analysis, struct decision *d)
{
	const struct lab *lab = analysis->corpus->lab;
	double lead = (d->scores[d->best] - d->scores[d->second]) / 100;
	double weights = 0, smallest = INFINITY;

	for (size_t k = 0; k < lab->criterion_count; k++)
		weights += d->use_case->weights[k];
	for (size_t k = 0; k < lab->criterion_count; k++) {
		double w = d->use_case->weights[k] / weights;
		double change = lead / w;

		if (w > 0 && change < smallest &&
			possible(analysis, &lab->criteria[k], d, change)) {
			smallest = change;
			d->turning = (int)k;
		}
	}
	d->turning_stars = 4 * smallest;
	d->clear = smallest > HALF_STAR;
}

static void decide(const struct analysis *analysis,
	const struct lab_use_case *use_case, struct decision *d)
{
	const struct corpus *corpus = analysis->corpus;
	size_t n = corpus->lab->system_count;

	*d = (struct decision){.use_case = use_case, .turning = -1};
	d->scores = arena_alloc(corpus->arena, n * sizeof *d->scores);
	for (size_t i = 0; i < n; i++)
		d->scores[i] = corpus_contestant(corpus, i)
				       ? score(analysis, d, i)
				       : NAN;
	rank(corpus->lab, d);
	if (d->second >= 0)
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
