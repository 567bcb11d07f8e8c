/*
 * analysis: what the runs of a corpus say, computed once, then const.
 *
 * For every metric of every test of the lab there is a line; a line holds one
 * sample per place. The places of an ordinary test are the systems of the
 * lab, those of a path test are the paths of the corpus. Values are in base
 * units, shares are fractions, NAN means "does not exist".
 */
#ifndef HVLAB_ANALYSIS_H
#define HVLAB_ANALYSIS_H

#include "src/model/corpus.h"
#include "stats/stats.h"

/* The values of one metric at one place, one per run. */
struct sample {
	double *values;
	const struct obs **obs;
	const struct corpus_run **runs;
	size_t count, capacity;
	struct stats_summary summary;
};

/* Place a against place b. */
struct pair {
	size_t a, b;
	struct stats_comparison comparison;
	/* Runs per place that would show a true difference as large as the
	 * margin (80 % power), with the larger spread of the two; a single run
	 * has the lab's assumed spread. 0: cannot be said. Only when
	 * undecided. */
	size_t runs_needed;
};

/* What all pairs of a line say together. */
enum outcome {
	OUTCOME_NO_DATA,   /* fewer than two places have values */
	OUTCOME_NO_WINNER, /* the metric has no better side */
	OUTCOME_UNDECIDED,
	OUTCOME_EQUAL,	/* every pair proved equal */
	OUTCOME_WINNER, /* one place beats each other one */
	OUTCOME_LEADERS /* several lead, others are beaten */
};

struct line {
	const struct lab_test *test;
	const struct lab_metric *metric;
	size_t place_count;
	struct sample *samples; /* one per place */
	struct pair *pairs;
	size_t pair_count;
	enum outcome outcome;
	bool *leads; /* per place: not beaten by the best mean */
	/* Against the baseline, per place: comparison of the place (a) with
	 * the baseline (b); verdict NO_DATA where there is none. */
	struct stats_comparison *against_baseline;
	int decimals; /* of its values in the display unit */
};

/* A use case answered by its weights. */
struct decision {
	const struct lab_use_case *use_case;
	double *scores;	  /* per system, 0 … 100; NAN: not a contestant */
	int best, second; /* systems; -1 when there are not two to compare */
	bool clear; /* half a star on one criterion does not turn it round */
	/* the criterion whose change by the fewest stars would turn it round,
	 * -1: none can */
	int turning;
	int turning_to; /* the system that would then lead */
	double turning_stars;
	size_t unknown; /* ratings that nobody gave, counted as 1/2 */
};

struct analysis {
	const struct corpus *corpus;
	struct line *lines;
	size_t line_count;
	double *ratings;    /* per system: 0 … 1 (rating.c); NAN unknown */
	size_t rated_lines; /* summary lines that entered the rating */
	int fastest, runner_up; /* systems, -1: unknown */
	/* fastest against runner-up over these lines; > 0: faster */
	struct stats_pool pool;
	bool lead_shown;	    /* the whole interval of pool is above 0 */
	struct decision *decisions; /* one per use case of the lab */
};

struct analysis *analysis_new(const struct corpus *corpus);

const struct line *analysis_line(const struct analysis *analysis,
	const struct lab_test *test, const struct lab_metric *metric);

/* A share with its interval. */
struct share {
	double value, low, high;
};

/* Loss of performance against the baseline as a fraction (0.1: 10 % lost);
 * NAN where there is none. */
struct share line_loss(const struct line *line, size_t place);

/* How far the winner of a line with one pair is ahead, whichever side it is
 * (0.1: 10 %), with its interval; NAN where there is no winner. */
struct share line_lead(const struct line *line);

/* A line of the summary that compares systems. */
bool line_in_summary(const struct line *line);

/* What the lines of the summary say together. */
struct tally {
	size_t *wins; /* per system */
	size_t equal, undecided, leaders, lines;
};

struct tally analysis_tally(const struct analysis *analysis);

/* Value 0 … 1 of a rating in half stars (see stars2 in lab.h). */
double stars_value(int stars2);
/* Measured value 0 … 1 as stars 1 … 5. */
double rating_stars(double value);

/* The indices of the two largest values, -1 where there are fewer; NAN does
 * not count. */
void best_two(const double *values, size_t n, int *best, int *second);

/* decision.c and rating.c: the parts of analysis_new(). */
void analysis_rate(struct analysis *analysis);
void analysis_decide(struct analysis *analysis);
/* Value 0 … 1 of a criterion for a system; NAN: unknown. */
double criterion_value(const struct analysis *analysis,
	const struct lab_criterion *criterion, size_t system);

#endif
