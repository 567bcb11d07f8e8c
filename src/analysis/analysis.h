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
#include "stats/checks.h"
#include "stats/outlier.h"
#include "stats/series.h"
#include "stats/smaa.h"
#include "stats/stats.h"

/* The values of one metric at one place, one per run. */
struct sample {
	double *values;
	const struct obs **obs;
	const struct corpus_run **runs;
	size_t count, capacity;
	struct stats_summary summary;
	/* design.c: its drift over the runs in the order of the files, and the
	 * run that is farthest from the others */
	struct stats_trend trend;
	struct stats_outlier outlier;
	/* of a single run with interval samples: what it says of itself, and
	 * how many samples were left out as warm-up; n 0: there are none */
	struct stats_series inner;
	size_t warm_up;
};

/*
 * Runs per place, 80 % power, with the larger spread of the two places; a
 * single run has the lab's assumed spread. 0: cannot be said. Only of a pair
 * that is undecided.
 */
struct runs_needed {
	size_t for_margin; /* to see a true difference as large as the margin */
	size_t at_most;	   /* the same with the upper 80 % limit of the spread;
			      0 for a spread that is only assumed */
	size_t as_observed; /* to see a difference as large as the observed */
};

/* The same question asked in other ways (stats/checks.h), of two systems; NAN
 * where a way has no answer. They make no verdict. */
struct second_opinions {
	double permutation_p, mann_whitney_p;
	double fieller_low, fieller_high; /* of the ratio */
	double shift_ratio;		  /* Hodges–Lehmann, as a ratio */
	double hedges_g;
};

/* Place a against place b. */
struct pair {
	size_t a, b;
	struct stats_comparison comparison;
	/* Holm's adjusted p over the family of the line (family.c) */
	double p_holm, equal_p_holm;
	bool confirmed;	 /* the verdict stands with the adjusted p */
	bool among_many; /* the line has other pairs */
	/* deletions of single runs that change the verdict */
	struct stats_fragility fragility;
	struct second_opinions opinions;
	/* where a mean is not positive: the difference in the metric's unit */
	struct stats_welch difference;
	/* the spreads are very unequal and the permutation test disagrees */
	bool doubtful;
	struct runs_needed needed;
};

/* What all pairs of a line say together. */
enum line_outcome {
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
	bool barred; /* an error forbids a verdict: no pairs (src/rules) */
	struct sample *samples; /* one per place */
	struct pair *pairs;
	size_t pair_count;
	enum line_outcome outcome;
	bool confirmed; /* every pair that the outcome rests on is */
	bool *leads;	/* per place: not beaten by the best mean */
	/* Against the baseline, per place: comparison of the place (a) with
	 * the baseline (b); verdict NO_DATA where there is none. */
	struct stats_comparison *against_baseline;
	int decimals; /* of its values in the display unit */
};

/* How fast a system is over the rated lines: the mean logarithm of its
 * performance, the error of that, and how many of the lines have a single run,
 * so that the spread the lab assumes stands in. NAN: not comparable. */
struct performance {
	double log, se, df;
	size_t single;
};

/* Shares of the weight on unknown ratings that cap an answer: at "probable", at
 * none. */
#define MUCH_UNKNOWN 0.2
#define MOST_UNKNOWN 0.5

/*
 * A use case answered by its weights (stats/decision.h, stats/smaa.h). Per
 * system: NAN for who is no contestant. `best` has the highest score, `second`
 * the next; -1 when there are not two to compare, and then nothing but the
 * scores is there.
 */
struct decision {
	const struct lab_use_case *use_case;
	double *scores; /* per system, 0 … 100 */
	int best, second;
	size_t criteria;
	/* best against second, levers per criterion */
	struct stats_sensitivity *sensitivity;
	/*
	 * What would turn the answer round with the least change, and in whose
	 * favour: the weight of a criterion, the share of all weights moved, a
	 * rating of as many stars. -1 and NAN: nothing of the kind can.
	 */
	int flip, flip_rival;
	double flip_from, flip_to;
	double moved;
	int moved_rival;
	int turning, turning_rival;
	double turning_stars;
	double *first; /* per system: share of weightings and noise in which it
			  is first; NULL: could not be found */
	double error;  /* Monte-Carlo standard error of that of the best */
	enum stats_lead lead;  /* A: the best */
	const double *central; /* per criterion: mean weight where best wins */
	double confidence;     /* share that best wins at those weights */
	double *topsis, *promethee; /* per system */
	bool agreed;		    /* both name the best, too */
	size_t unknown; /* ratings that nobody gave, counted as 1/2 */
	/* the largest share of the weight that lies on unknown ratings of one
	 * system */
	double unknown_share;
};

enum alternation {
	ALTERNATION_UNKNOWN, /* too few logs have a time */
	ALTERNATION_NONE,    /* each system was measured in one go */
	ALTERNATION_SOME
};

/* How the experiment was made, as far as its logs show (design.c). */
struct design {
	enum alternation alternation;
	/* samples whose first run is the worst, of how many, and how many of
	 * them chance alone would give */
	size_t cold, cold_of;
	double cold_by_chance;
};

/* What is left to chance or to the user. */
struct analysis_options {
	bool all; /* with the runs that the user wants left out, too */
	unsigned long seed;
	size_t draws; /* of SMAA */
};

#define ANALYSIS_SEED 20240611
/* The share of first ranks is then known to half a point; 100,000 draws would
 * take longer than all the rest of a report. */
#define ANALYSIS_DRAWS 10000

struct analysis {
	const struct corpus *corpus;
	struct analysis_options options;
	struct line *lines;
	size_t line_count;
	double *ratings; /* per system: 0 … 1 (rating.c); NAN unknown */
	struct performance *performance; /* per system */
	struct design design;
	size_t rated_lines;	/* summary lines that entered the rating */
	int fastest, runner_up; /* systems, -1: unknown */
	/* fastest against runner-up over these lines; > 0: faster */
	struct stats_pool pool;
	bool lead_shown; /* the whole interval of pool is above 0 */
	bool pool_equal; /* proved smaller than the lab's margin */
	/* of two contestants, per category: first against second; count 0 where
	 * no line is common. NULL with more of them. */
	struct stats_pool *category_pools;
	struct decision *decisions; /* one per use case of the lab */
	double *first_of_any;	    /* per system: share of first ranks when any
				       weights are as good; NULL: unknown */
};

struct analysis *analysis_new(
	const struct corpus *corpus, const struct analysis_options *options);

const struct line *analysis_line(const struct analysis *analysis,
	const struct lab_test *test, const struct lab_metric *metric);

/* How many comparisons are judged together with those of the line. */
size_t line_family_size(
	const struct analysis *analysis, const struct line *line);

/* A share with its interval. */
struct share {
	double value, low, high;
};

/* Loss of performance against the baseline as a fraction (0.1: 10 % lost);
 * NAN where there is none. */
struct share line_loss(const struct line *line, size_t place);

/* How far the winner of a line is ahead of its closest rival (0.1: 10 %), with
 * the interval, and the pair of the two; NAN where there is no winner. */
struct share line_lead(const struct line *line, const struct pair **closest);

/* How much better a is than b, whichever way is better (-0.1: 10 % worse),
 * with its interval; NAN where there is no ratio. */
struct share pair_advantage(const struct line *line, const struct pair *pair);

/* A line of the summary that compares systems. */
bool line_in_summary(const struct line *line);

/* What the lines of the summary say together. A win or tie that is not
 * confirmed counts as probable and nowhere else. */
struct tally {
	size_t *wins; /* per system */
	size_t equal, probable, undecided, leaders, lines;
};

struct tally analysis_tally(const struct analysis *analysis);

/* Value 0 … 1 of a rating in half stars (see stars2 in lab.h). */
double stars_value(int stars2);
/* Measured value 0 … 1 as stars 1 … 5. */
double rating_stars(double value);

/* The indices of the two largest values, -1 where there are fewer; NAN does
 * not count. */
void best_two(const double *values, size_t n, int *best, int *second);

/* Whether every pair that the outcome of a line rests on is confirmed. */
void line_confirm(struct line *line);
/* Were the systems measured in turns, by the dates of the runs? */
enum alternation design_alternation(const struct corpus *corpus);
/* design.c, family.c, decision.c and rating.c: the parts of analysis_new(). */
void analysis_look_at_design(struct analysis *analysis);
void analysis_confirm(struct analysis *analysis);
void analysis_rate(struct analysis *analysis);
void analysis_decide(struct analysis *analysis);
/* Value 0 … 1 of a criterion for a system; NAN: unknown. */
double criterion_value(const struct analysis *analysis,
	const struct lab_criterion *criterion, size_t system);

#endif
