/* What durations, intervals and dates say: too short, not alike, at the same
 * time, or of a clock that jumped. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/date.h"
#include "src/model/quantity.h"
#include "src/rules/inspection.h"

/* Windows that touch are not at the same time: dates are whole seconds. */
#define OVERLAP_MIN 2.0
/* Samples that make thirds. */
#define SERIES_MIN 9

/* s; NAN: not stated. */
static double duration_of(const struct run *run)
{
	static const char *const metrics[] = {"total_time", "total.runtime",
		"receiver.duration", "sender.duration"};

	for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++)
		if (run_obs(run, metrics[i]))
			return value_of(run, metrics[i]);
	return NAN;
}

static unsigned duration_line(const struct run *run)
{
	return is_tool(run, "fio")	? line_of(run, "total.runtime")
	       : is_tool(run, "iperf3") ? line_of(run, "receiver.duration")
					: line_of(run, "total_time");
}

static void run_short(struct inspection *in, const struct corpus_run *r)
{
	double least = setting(in,
		is_tool(r->run, "sysbench") ? "sysbench" : "seconds");
	double seconds = duration_of(r->run);

	if (seconds < least)
		hit(in, at_run(r, duration_line(r->run)), rough(in, seconds));
}

/* -- alike? -- */

static void compare_durations(struct inspection *in,
	const struct lab_test *test, size_t a, size_t b)
{
	double x = median_of(gather(in, test, a, duration_of));
	double y = median_of(gather(in, test, b, duration_of));

	if (fmax(x, y) / fmin(x, y) - 1 > setting(in, "difference"))
		hit(in, at_test(test, (int)a), rough(in, x),
			system_name(in, a), rough(in, y), system_name(in, b));
}

static void durations_differ(struct inspection *in, const struct lab_test *test)
{
	if (!is_test_of(test, "memory"))
		each_pair(in, test, compare_durations);
}

/* -- when? -- */

struct window {
	double start, end; /* s since 1970, by the clock of the system */
	const struct corpus_run *r;
};

/* fio dates its report, iperf3 its beginning. */
static bool window_of(const struct corpus_run *r, struct window *w)
{
	const char *date = run_value(r->run, "date");
	double at = date && strchr(date, 'T') ? date_seconds(date) : NAN;
	double length = duration_of(r->run);

	*w = (struct window){at, at, r};
	if (is_tool(r->run, "fio"))
		w->start -= length;
	else
		w->end += length;
	return w->end > w->start;
}

static int by_start(const void *x, const void *y)
{
	const struct window *a = x, *b = y;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->r < b->r ? -1 : a->r > b->r;
}

static size_t windows_of(
	const struct inspection *in, struct window **windows)
{
	const struct corpus *corpus = in->corpus;
	size_t count = 0;

	*windows = arena_alloc(
		in->arena, (corpus->run_count + 1) * sizeof **windows);
	for (size_t i = 0; i < corpus->run_count; i++) {
		const struct corpus_run *r = &corpus->runs[i];

		if (corpus_counts(r) && corpus_contestant(corpus, r->system) &&
			!r->test->path && window_of(r, &(*windows)[count]))
			count++;
	}
	if (count)
		qsort(*windows, count, sizeof **windows, by_start);
	return count;
}

static void hit_overlap(struct inspection *in, const struct window *a,
	const struct window *b)
{
	const char *text = message_say(in->arena, in->corpus->diags->lang,
		MSG_RULE_SECONDS_OF,
		fixed(in, fmin(a->end, b->end) - b->start, 0),
		arena_printf(in->arena, "%s:%u", a->r->run->file,
			a->r->run->line));

	hit(in, at_run(b->r, 0), text);
}

/* How far back a window may have begun and still overlap: a bound on work,
 * windows of one machine follow each other. */
#define BACK_MAX 16

/* The earlier window that overlaps, of another system or of the same one. */
static const struct window *overlapping(
	const struct window *w, size_t i, bool across)
{
	for (size_t j = i; j-- > 0 && i - j <= BACK_MAX;) {
		bool other = w[i].r->system != w[j].r->system;

		/* jobs of one invocation of fio are meant to run together */
		if (other == across &&
			strcmp(w[i].r->run->file, w[j].r->run->file) != 0 &&
			fmin(w[j].end, w[i].end) - w[i].start > OVERLAP_MIN)
			return &w[j];
	}
	return NULL;
}

static void runs_overlap(struct inspection *in)
{
	struct window *w;
	size_t count = windows_of(in, &w);

	for (size_t i = 1; i < count; i++) {
		const struct window *other = overlapping(w, i, false);

		if (other)
			hit_overlap(in, other, &w[i]);
	}
}

/* The systems of which the threshold's share of the windows overlap. */
static const bool *often_at_once(const struct inspection *in,
	const struct window *w, const bool *overlaps, size_t count)
{
	size_t systems = in->lab->system_count;
	size_t *all = arena_alloc(in->arena, 2 * systems * sizeof *all);
	size_t *across = all + systems;
	bool *often = arena_alloc(in->arena, systems * sizeof *often);

	for (size_t i = 0; i < count; i++) {
		all[w[i].r->system]++;
		across[w[i].r->system] += overlaps[i];
	}
	for (size_t s = 0; s < systems; s++)
		often[s] = (double)across[s] >=
			   setting(in, "share") * (double)all[s];
	return often;
}

/* A few overlaps may be clocks that do not agree: see the rule. */
static void measured_at_once(struct inspection *in)
{
	struct window *w;
	size_t count = windows_of(in, &w);
	bool *overlaps = arena_alloc(in->arena, count * sizeof *overlaps);
	const struct window **other =
		arena_alloc(in->arena, count * sizeof *other);
	const bool *often;

	for (size_t i = 1; i < count; i++) {
		other[i] = overlapping(w, i, true);
		if (other[i])
			overlaps[i] = overlaps[other[i] - w] = true;
	}
	often = often_at_once(in, w, overlaps, count);
	for (size_t i = 1; i < count; i++)
		if (other[i] && (often[w[i].r->system] ||
					often[other[i]->r->system]))
			hit_overlap(in, other[i], &w[i]);
}

/* -- the clock -- */

static const struct series *main_series(const struct run *run)
{
	for (const struct series *s = run->series; s; s = s->next)
		if (strstr(s->metric->name, "throughput") ||
			strcmp(s->metric->name, "events_per_second") == 0)
			return s;
	return NULL;
}

static int by_size(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

static double usual_length(
	const struct inspection *in, const struct series *series)
{
	double *lengths = arena_alloc(
		in->arena, series->count * sizeof *lengths);

	for (size_t i = 0; i < series->count; i++)
		lengths[i] = series->points[i].end - series->points[i].start;
	qsort(lengths, series->count, sizeof *lengths, by_size);
	return lengths[series->count / 2];
}

static double longest_length(const struct series *series)
{
	double longest = 0;

	for (size_t i = 0; i < series->count; i++)
		longest = fmax(longest,
			series->points[i].end - series->points[i].start);
	return longest;
}

static void clock_step(struct inspection *in, const struct corpus_run *r)
{
	const struct series *series = main_series(r->run);
	double asked = number_of(r->run, "duration"), factor;

	factor = setting(in, "factor");
	if (asked > 1 && duration_of(r->run) > factor * asked) {
		hit(in, at_run(r, duration_line(r->run)),
			rough(in, duration_of(r->run)), rough(in, asked));
		return;
	}
	if (!series || series->count < SERIES_MIN || series->merged > 1)
		return;
	if (longest_length(series) > factor * usual_length(in, series))
		hit(in, at_run(r, 0), rough(in, longest_length(series)),
			rough(in, usual_length(in, series)));
}

/* -- steady? -- */

static double mean_from(const struct series *series, size_t from, size_t to)
{
	double sum = 0, time = 0;

	for (size_t i = from; i < to; i++) {
		const struct point *p = &series->points[i];

		sum += p->value * (p->end - p->start);
		time += p->end - p->start;
	}
	return sum / time;
}

static void run_unsteady(struct inspection *in, const struct corpus_run *r)
{
	const struct series *s = main_series(r->run);
	double ratio;

	if (!s || s->count < SERIES_MIN)
		return;
	ratio = mean_from(s, s->count - s->count / 3, s->count) /
		mean_from(s, 0, s->count / 3);
	if (fabs(ratio - 1) > setting(in, "difference"))
		hit(in, at_run(r, 0), fixed(in, ratio * 100, 0));
}

const struct rule_function timing_rules[] = {
	{RULE_RUN_SHORT, .of_run = run_short},
	{RULE_DURATIONS_DIFFER, .of_test = durations_differ},
	{RULE_MEASURED_AT_ONCE, .of_all = measured_at_once},
	{RULE_RUNS_OVERLAP, .of_all = runs_overlap},
	{RULE_CLOCK_STEP, .of_run = clock_step},
	{RULE_RUN_UNSTEADY, .of_run = run_unsteady},
	{0},
};
