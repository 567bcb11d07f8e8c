/*
 * near-copy: two runs of one test that agree in figures which do not agree by
 * chance, while others differ.
 *
 * A trait is one such figure. Equal traits are found by sorting, so that the
 * time does not grow with the square of the runs; a value that many runs share
 * says nothing and is passed over. The chance of a trait is the width of its
 * last digit over a cautious spread of its value; chances of independent
 * traits multiply. Intervals of a series are counted: k equal ones of n, when
 * p is the chance that two of the run's own intervals are equal, have the
 * chance e^(-n D(k/n || p)), D the divergence of Chernoff's bound.
 */
#include "src/rules/copies.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Runs of a test differ by more than this, relative: 1 to 5 % are usual. */
#define SPREAD 0.005
/* No single figure is worth more than this, as a power of ten. */
#define WORTH_MAX 4.0
#define PORTS_WORTH 4.0 /* 28,000 ephemeral ports */
#define COOKIE_WORTH 12.0
#define COMMON 16 /* runs that share a value: it says nothing */
#define POINTS_MIN 6
#define CHANCE_MIN 0.1

/* Figures that are not computed from each other, or hardly, per tool, and what
 * one is worth at most: the sum of latencies is nearly threads x time, and
 * times are nearly the time set. Of a group the one that is worth most
 * counts. */
static const struct {
	const char *key;
	int group;
	double most;
} figures[] = {
	/* sysbench */
	{"events_per_second", 1, 4},
	{"operations_per_second", 1, 4},
	{"total_events", 2, 2},
	{"latency_sum", 3, 2.5},
	{"latency_max", 4, 4},
	{"total_time", 5, 1},
	{"fairness.events.sd", 6, 0.7},
	/* fio, text */
	{"1.read.clat.avg", 7, WORTH_MAX},
	{"1.read.clat.stdev", 8, WORTH_MAX},
	{"1.read.clat.max", 9, WORTH_MAX},
	{"1.read.bwrow.avg", 10, WORTH_MAX},
	{"1.read.bwrow.stdev", 11, WORTH_MAX},
	{"1.write.clat.avg", 12, WORTH_MAX},
	{"1.write.clat.stdev", 13, WORTH_MAX},
	{"1.write.clat.max", 14, WORTH_MAX},
	{"1.write.bwrow.avg", 15, WORTH_MAX},
	{"1.write.bwrow.stdev", 16, WORTH_MAX},
	/* fio, JSON */
	{"read.clat.mean", 7, WORTH_MAX},
	{"read.clat.stddev", 8, WORTH_MAX},
	{"read.clat.max", 9, WORTH_MAX},
	{"read.bw_mean", 10, WORTH_MAX},
	{"write.clat.mean", 12, WORTH_MAX},
	{"write.clat.stddev", 13, WORTH_MAX},
	{"write.clat.max", 14, WORTH_MAX},
	{"write.bw_mean", 15, WORTH_MAX},
};

#define GROUP_PORTS 17
#define GROUP_COOKIE 18
#define GROUP_POINT 19 /* and two more per point: of clients, of servers */

struct trait {
	const struct lab_test *test;
	int group;
	double value;
	double worth; /* power of ten */
	size_t run;   /* index in the corpus */
};

struct match {
	size_t a, b; /* runs, a < b */
	int group;
	double worth;
};

/* What is known of a run. */
struct own {
	size_t traits, points;
	double chance; /* that two of its intervals are equal */
};

struct search {
	struct inspection *in;
	struct own *own; /* per run of the corpus */
	struct trait *traits;
	size_t trait_count, trait_capacity;
	struct match *matches;
	size_t match_count, match_capacity;
};

/* -- traits -- */

static void add_trait(struct search *s, size_t run, int group, double value,
	double worth)
{
	ARENA_ROOM(s->in->arena, s->traits, s->trait_count, s->trait_capacity);
	s->traits[s->trait_count++] =
		(struct trait){s->in->corpus->runs[run].test, group, value,
			worth, run};
}

static double worth_of(const struct figure *figure, double most)
{
	/* a count is exact, and one of whole numbers */
	double width = figure->slack > 0 ? 2 * figure->slack : 0;
	double chance = width / (SPREAD * fabs(figure->value));

	if (!(figure->value != 0))
		return 0;
	if (!(width > 0) && figure->value == floor(figure->value))
		chance = 1 / (SPREAD * fabs(figure->value));
	return fmin(most, fmax(0, -log10(fmax(chance, 1e-9))));
}

static void add_figures(struct search *s, size_t index, const struct run *run)
{
	for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
		const struct figure *figure =
			run_get_figure(run, figures[i].key);
		double worth =
			figure ? worth_of(figure, figures[i].most) : 0;

		if (worth < 0.5)
			continue;
		add_trait(s, index, figures[i].group, figure->value, worth);
		s->own[index].traits++;
	}
}

/* A word as a number: equal words have equal ones. */
static double word_number(const char *a, const char *b)
{
	double number = 1;

	for (; *a; a++)
		number = fmod(number * 257 + (unsigned char)*a, 4503599627370449);
	for (number++; *b; b++)
		number = fmod(number * 257 + (unsigned char)*b, 4503599627370449);
	return number;
}

/* Both ends and both flows of a test have them, too: told apart by the role
 * and by the direction that goes into the word. */
static void add_connection(struct search *s, size_t index, const struct run *run)
{
	const char *from = run_value(run, "flow_from");
	const char *to = run_value(run, "flow_to");
	const char *role = run_value(run, "role");
	const char *cookie = run_value(run, "cookie");

	if (!from || !to || !role)
		return;
	add_trait(s, index, GROUP_PORTS,
		word_number(arena_printf(s->in->arena, "%s %s", role, from),
			to),
		PORTS_WORTH);
	s->own[index].traits++;
	if (!cookie)
		return;
	add_trait(s, index, GROUP_COOKIE,
		word_number(arena_printf(s->in->arena, "%s %s", role, cookie),
			from),
		COOKIE_WORTH);
	s->own[index].traits++;
}

static const struct series *rates_of(const struct run *run)
{
	const struct series *s = run_get_series(run, "receiver.throughput");

	return s ? s : run_get_series(run, "sender.throughput");
}

static double own_chance(const struct series *series)
{
	size_t equal = 0, pairs = 0;

	for (size_t i = 0; i < series->count && i < 100; i++)
		for (size_t j = 0; j < i; j++, pairs++)
			equal += series->points[i].value ==
				 series->points[j].value;
	return fmax(CHANCE_MIN, (double)equal / (double)pairs);
}

static void add_points(struct search *s, size_t index, const struct run *run)
{
	const struct series *series = rates_of(run);
	const char *role = run_value(run, "role");
	int server = role && strcmp(role, "server") == 0;

	if (!series || series->count < POINTS_MIN || series->merged > 1)
		return;
	s->own[index].points = series->count;
	s->own[index].chance = own_chance(series);
	for (size_t i = 0; i < series->count; i++)
		add_trait(s, index, GROUP_POINT + 2 * (int)i + server,
			series->points[i].value, 0);
}

static void add_run(struct search *s, size_t index)
{
	const struct corpus_run *r = &s->in->corpus->runs[index];

	/* a copy in all figures is another rule's */
	if (!r->test || !r->run->complete || r->excluded || r->twin)
		return;
	add_figures(s, index, r->run);
	if (is_tool(r->run, "iperf3")) {
		add_connection(s, index, r->run);
		add_points(s, index, r->run);
	}
}

/* -- matches -- */

static int by_trait(const void *x, const void *y)
{
	const struct trait *a = x, *b = y;

	if (a->test != b->test)
		return a->test < b->test ? -1 : 1;
	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return a->run < b->run ? -1 : a->run > b->run;
}

static bool same_trait(const struct trait *a, const struct trait *b)
{
	return a->test == b->test && a->group == b->group &&
	       a->value == b->value;
}

static void add_matches(struct search *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		for (size_t j = i + 1; j < to; j++) {
			const struct trait *a = &s->traits[i];
			const struct trait *b = &s->traits[j];

			ARENA_ROOM(s->in->arena, s->matches, s->match_count,
				s->match_capacity);
			s->matches[s->match_count++] = (struct match){a->run,
				b->run, a->group, fmin(a->worth, b->worth)};
		}
}

static void match_traits(struct search *s)
{
	if (s->trait_count)
		qsort(s->traits, s->trait_count, sizeof *s->traits, by_trait);
	for (size_t i = 0, j; i < s->trait_count; i = j) {
		for (j = i + 1; j < s->trait_count &&
				same_trait(&s->traits[i], &s->traits[j]);)
			j++;
		if (j - i <= COMMON)
			add_matches(s, i, j);
	}
}

static int by_pair(const void *x, const void *y)
{
	const struct match *a = x, *b = y;

	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	if (a->b != b->b)
		return a->b < b->b ? -1 : 1;
	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return (a->worth < b->worth) - (a->worth > b->worth);
}

/* -- pairs -- */

static double divergence(double q, double p)
{
	double rest = q < 1 ? (1 - q) * log((1 - q) / (1 - p)) : 0;

	return q > p ? q * log(q / p) + rest : 0;
}

static double points_worth(const struct search *s, size_t a, size_t b, size_t k)
{
	size_t n = s->own[a].points < s->own[b].points ? s->own[a].points
						       : s->own[b].points;
	double p = fmax(s->own[a].chance, s->own[b].chance);

	if (!k || !n || p >= 1)
		return 0;
	return (double)n * divergence((double)k / (double)n, p) / log(10);
}

static void hit_pair(const struct search *s, size_t a, size_t b, size_t equal,
	double worth)
{
	struct inspection *in = s->in;
	const struct corpus_run *x = &in->corpus->runs[a];
	const struct corpus_run *y = &in->corpus->runs[b];
	const char *place =
		arena_printf(in->arena, "%s:%u", x->run->file, x->run->line);

	hit(in, at_run(y, 0), fixed(in, (double)equal, 0),
		fixed(in, (double)(s->own[b].traits + s->own[b].points), 0),
		place, fixed(in, fmin(floor(worth), 99), 0));
	place = arena_printf(in->arena, "%s:%u", y->run->file, y->run->line);
	hit(in, at_run(x, 0), fixed(in, (double)equal, 0),
		fixed(in, (double)(s->own[a].traits + s->own[a].points), 0),
		place, fixed(in, fmin(floor(worth), 99), 0));
}

static void judge_pair(const struct search *s, size_t from, size_t to)
{
	size_t a = s->matches[from].a, b = s->matches[from].b;
	size_t equal = 0, points = 0;
	double worth = 0;

	for (size_t i = from; i < to; i++) {
		const struct match *m = &s->matches[i];

		if (i > from && m->group == s->matches[i - 1].group)
			continue;
		equal++;
		points += m->group >= GROUP_POINT;
		worth += m->worth;
	}
	worth += points_worth(s, a, b, points);
	if (equal >= 2 && worth >= setting(s->in, "power"))
		hit_pair(s, a, b, equal, worth);
}

void find_near_copies(struct inspection *in)
{
	struct search s = {.in = in};

	s.own = arena_alloc(
		in->arena, (in->corpus->run_count + 1) * sizeof *s.own);
	for (size_t i = 0; i < in->corpus->run_count; i++)
		add_run(&s, i);
	match_traits(&s);
	if (s.match_count)
		qsort(s.matches, s.match_count, sizeof *s.matches, by_pair);
	for (size_t i = 0, j; i < s.match_count; i = j) {
		for (j = i + 1; j < s.match_count &&
				s.matches[i].a == s.matches[j].a &&
				s.matches[i].b == s.matches[j].b;)
			j++;
		judge_pair(&s, i, j);
	}
}
