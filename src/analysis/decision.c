/*
 * The decision matrix: what the facts and opinions of the lab are worth in
 * stats/decision.h, and the answer per use case.
 *
 * The best weighted sum is the answer only as far as it stays the first when
 * weights, opinions (half a star) and measurements (their error) vary: SMAA.
 */
#include <math.h>

#include "src/analysis/analysis.h"
#include "stats/smaa.h"

/* Does an opinion, and not the measurement, rate somebody on it? */
static bool has_stars(
	const struct corpus *corpus, const struct lab_criterion *criterion)
{
	for (size_t i = 0; i < corpus->lab->system_count; i++)
		if (corpus_contestant(corpus, i) && criterion->stars2[i] >= 0)
			return true;
	return false;
}

double criterion_value(const struct analysis *analysis,
	const struct lab_criterion *criterion, size_t system)
{
	if (criterion->stars2[system] >= 0)
		return stars_value(criterion->stars2[system]);
	if (criterion->measured && !has_stars(analysis->corpus, criterion))
		return analysis->ratings[system];
	return NAN;
}

/* The contestants on all criteria, as stats wants them. */
struct facts {
	size_t *systems;
	struct stats_matrix matrix;
};

static void fill_criterion(const struct analysis *analysis,
	const struct facts *facts, const struct lab_criterion *criterion,
	struct stats_criterion *scale, struct stats_cell *cells)
{
	bool measured = criterion->measured &&
			!has_stars(analysis->corpus, criterion);

	scale->scale = measured ? SCALE_MEASURED : SCALE_STARS;
	scale->swing = analysis->corpus->lab->swing;
	for (size_t i = 0; i < facts->matrix.alternatives; i++) {
		size_t system = facts->systems[i];
		const struct performance *p = &analysis->performance[system];
		int stars2 = criterion->stars2[system];

		if (measured)
			/* what single runs measured is anybody's guess */
			cells[i] = (struct stats_cell){.x = p->log,
				.se = p->single ? NAN : p->se,
				.df = p->df};
		else
			cells[i].x = stars2 >= 0 ? stars2 / 2.0 : NAN;
	}
}

static struct facts gather(const struct analysis *analysis)
{
	const struct corpus *corpus = analysis->corpus;
	const struct lab *lab = corpus->lab;
	size_t n = lab->criterion_count, k = corpus_contestant_count(corpus);
	struct stats_criterion *scales =
		arena_alloc(corpus->arena, (n + 1) * sizeof *scales);
	struct stats_cell *cells =
		arena_alloc(corpus->arena, (n * k + 1) * sizeof *cells);
	struct facts facts = {
		.systems = arena_alloc(
			corpus->arena, (k + 1) * sizeof *facts.systems),
		.matrix = {k, n, scales, cells},
	};

	for (size_t i = 0, at = 0; i < lab->system_count; i++)
		if (corpus_contestant(corpus, i))
			facts.systems[at++] = i;
	for (size_t j = 0; j < n; j++)
		fill_criterion(analysis, &facts, &lab->criteria[j], &scales[j],
			&cells[j * k]);
	return facts;
}

/* Per system of the lab, from one per contestant. */
static double *spread_out(const struct analysis *analysis,
	const struct facts *facts, const double *values)
{
	size_t n = analysis->corpus->lab->system_count;
	double *all = arena_alloc(
		analysis->corpus->arena, (n + 1) * sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = NAN;
	for (size_t i = 0; i < facts->matrix.alternatives; i++)
		all[facts->systems[i]] = values[i];
	return all;
}

/* How often each is first under weightings of that kind; NULL: too large. */
static double *first_ranks(const struct analysis *analysis,
	const struct facts *facts, const double *weights,
	enum stats_weighting weighting, struct stats_smaa *smaa)
{
	const struct stats_smaa_options options = {weighting, STATS_KAPPA,
		analysis->options.draws, analysis->options.seed};
	double first[STATS_ALTERNATIVES];

	if (!stats_run_smaa(&facts->matrix, weights, &options, smaa))
		return NULL;
	for (size_t i = 0; i < facts->matrix.alternatives; i++)
		first[i] = smaa->acceptability[i][0];
	return spread_out(analysis, facts, first);
}

/* The winner by another method, -1: none. */
static int best_by(const struct analysis *analysis, const double *values)
{
	int best, second;

	best_two(values, analysis->corpus->lab->system_count, &best, &second);
	return best;
}

static void other_methods(const struct analysis *analysis,
	const struct facts *facts, const struct stats_values *values,
	struct decision *d)
{
	double closeness[STATS_ALTERNATIVES], flow[STATS_ALTERNATIVES];

	stats_topsis(values, d->use_case->weights, closeness);
	stats_promethee(values, d->use_case->weights, flow);
	d->topsis = spread_out(analysis, facts, closeness);
	d->promethee = spread_out(analysis, facts, flow);
	d->agreed = best_by(analysis, d->topsis) == d->best &&
		    best_by(analysis, d->promethee) == d->best;
}

static size_t count_unknown(
	const struct analysis *analysis, const struct decision *d)
{
	const struct lab *lab = analysis->corpus->lab;
	size_t count = 0;

	for (size_t k = 0; k < lab->criterion_count; k++)
		for (size_t i = 0; i < lab->system_count; i++)
			count += d->use_case->weights[k] > 0 &&
				 corpus_contestant(analysis->corpus, i) &&
				 isnan(criterion_value(
					 analysis, &lab->criteria[k], i));
	return count;
}

/* Of the system about which least is known. */
static double share_unknown(
	const struct analysis *analysis, const struct decision *d)
{
	const struct lab *lab = analysis->corpus->lab;
	double most = 0, all = 0;

	for (size_t k = 0; k < lab->criterion_count; k++)
		all += d->use_case->weights[k];
	for (size_t i = 0; i < lab->system_count; i++) {
		double sum = 0;

		for (size_t k = 0; k < lab->criterion_count; k++)
			if (isnan(criterion_value(
				    analysis, &lab->criteria[k], i)))
				sum += d->use_case->weights[k];
		if (corpus_contestant(analysis->corpus, i))
			most = fmax(most, sum / all);
	}
	return most;
}

/* Where a contestant stands in the matrix. */
static size_t alternative(const struct facts *facts, int system)
{
	size_t i = 0;

	while (facts->systems[i] != (size_t)system)
		i++;
	return i;
}

/* Can a star less for the leader, or more for the rival, do that much? A
 * measurement is no rating. */
static bool can_change(const struct stats_values *values, size_t criterion,
	size_t leader, size_t rival, double change)
{
	return values->scales[criterion].scale == SCALE_STARS &&
	       (values->v[criterion][leader] >= change ||
		       values->v[criterion][rival] + change <= 1);
}

/* What one rival could turn round, if nearer than what others could. */
static void turn_to(const struct facts *facts,
	const struct stats_values *values, const struct stats_sensitivity *s,
	size_t rival, struct decision *d)
{
	size_t leader = alternative(facts, d->best);
	int system = (int)facts->systems[rival];

	if (s->nearest != STATS_NOBODY &&
		!(fabs(s->nearest_change) >=
			fabs(d->flip_to - d->flip_from))) {
		d->flip = (int)s->nearest;
		d->flip_rival = system;
		d->flip_from = s->levers[s->nearest].weight;
		d->flip_to = s->levers[s->nearest].flip_weight;
	}
	if (!isnan(s->moved) && !(s->moved >= d->moved)) {
		d->moved = s->moved;
		d->moved_rival = system;
	}
	for (size_t j = 0; j < d->criteria; j++) {
		double change = fabs(s->levers[j].flip_value);

		if (!(4 * change >= d->turning_stars) &&
			can_change(values, j, leader, rival, change)) {
			d->turning = (int)j;
			d->turning_rival = system;
			d->turning_stars = 4 * change;
		}
	}
}

static void find_turns(const struct analysis *analysis,
	const struct facts *facts, const struct stats_values *values,
	struct decision *d)
{
	struct arena *arena = analysis->corpus->arena;
	struct stats_sensitivity *s = arena_alloc(arena, sizeof *s);
	size_t leader = alternative(facts, d->best);

	d->sensitivity = arena_alloc(arena, sizeof *d->sensitivity);
	stats_find_sensitivity(values, d->use_case->weights, leader,
		alternative(facts, d->second), d->sensitivity);
	d->flip = d->flip_rival = d->moved_rival = -1;
	d->turning = d->turning_rival = -1;
	d->flip_from = d->flip_to = d->moved = d->turning_stars = NAN;
	for (size_t i = 0; i < facts->matrix.alternatives; i++) {
		if (i == leader)
			continue;
		stats_find_sensitivity(
			values, d->use_case->weights, leader, i, s);
		turn_to(facts, values, s, i, d);
	}
}

/* The leader of the score may be first in few draws: then nobody leads. Two
 * standard errors keep few draws from making an answer. */
static enum stats_lead lead_of(double first, double error)
{
	enum stats_lead lead = stats_lead(first - 2 * error);

	return lead == LEAD_A || lead == LEAD_A_PROBABLE ? lead : LEAD_NONE;
}

/* Half of the scale for what nobody rated is no rating: the surer the rest,
 * the surer the answer would look. */
static enum stats_lead capped(enum stats_lead lead, double unknown)
{
	if (unknown > MOST_UNKNOWN)
		return LEAD_NONE;
	return unknown > MUCH_UNKNOWN && lead == LEAD_A ? LEAD_A_PROBABLE
							: lead;
}

static void look_closer(const struct analysis *analysis,
	const struct facts *facts, const struct stats_values *values,
	struct decision *d)
{
	struct stats_smaa *smaa =
		arena_alloc(analysis->corpus->arena, sizeof *smaa);
	size_t best = alternative(facts, d->best);

	find_turns(analysis, facts, values, d);
	d->first = first_ranks(analysis, facts, d->use_case->weights,
		WEIGHTS_NEAR, smaa);
	if (d->first) {
		d->error = smaa->error[best][0];
		d->lead = capped(
			lead_of(smaa->acceptability[best][0], d->error),
			d->unknown_share);
		d->central = smaa->central[best];
		d->confidence = smaa->confidence[best];
	}
	other_methods(analysis, facts, values, d);
}

static void decide(const struct analysis *analysis, const struct facts *facts,
	const struct stats_values *values, struct decision *d)
{
	static const struct facts nobody;
	struct stats_scores scores = stats_score(values, d->use_case->weights);

	d->best = d->second = -1;
	d->criteria = facts->matrix.criteria;
	/* no values at all: there are too many systems or criteria */
	d->scores = spread_out(analysis,
		values->alternatives ? facts : &nobody, scores.score);
	if (values->alternatives < 2 || isnan(scores.score[0]))
		return;
	d->best = (int)facts->systems[scores.order[0]];
	d->second = (int)facts->systems[scores.order[1]];
	d->unknown = count_unknown(analysis, d);
	d->unknown_share = share_unknown(analysis, d);
	look_closer(analysis, facts, values, d);
}

/* WEIGHTS_ANY forgets them; they only have to be there. */
static const double *any_weights(const struct analysis *analysis)
{
	return arena_alloc(analysis->corpus->arena,
		(analysis->corpus->lab->criterion_count + 1) * sizeof(double));
}

void analysis_decide(struct analysis *analysis)
{
	const struct corpus *corpus = analysis->corpus;
	const struct lab *lab = corpus->lab;
	struct facts facts = gather(analysis);
	struct stats_values *values = arena_alloc(corpus->arena, sizeof *values);
	struct stats_smaa *smaa = arena_alloc(corpus->arena, sizeof *smaa);

	analysis->decisions = arena_alloc(corpus->arena,
		lab->use_case_count * sizeof *analysis->decisions);
	if (!stats_find_values(&facts.matrix, values) &&
		corpus_contestant_count(corpus) > 1 && lab->use_case_count)
		diag_add(corpus->diags, DIAG_ID_DECISION_SIZE, NULL, 0, NULL);
	for (size_t u = 0; u < lab->use_case_count; u++) {
		analysis->decisions[u].use_case = &lab->use_cases[u];
		decide(analysis, &facts, values, &analysis->decisions[u]);
	}
	if (lab->use_case_count && facts.matrix.alternatives > 1)
		analysis->first_of_any = first_ranks(analysis, &facts,
			any_weights(analysis), WEIGHTS_ANY, smaa);
}
