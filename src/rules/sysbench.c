/* What sysbench measures, and what it does not. */
#include <math.h>
#include <string.h>
#include <stdlib.h>
#include <strings.h>

#include "src/rules/inspection.h"

#define KIB 1024.0
#define MICRO 1e6
/* Below it the estimate of the divisions is none. */
#define PRIMES_MIN 10
/* s: half of 0.01 ms, the digits of a latency. */
#define ROUNDING 5e-6
/* The layout figure of its parser: 1.0 and later. */
#define LAYOUT_1_0 1
#define TIME_DEFAULT 10.0

/* At least: each prime p up to the limit n is divided by all numbers up to its
 * root, and the sum of the roots is above the integral of sqrt(x) / ln n. */
static double divisions(double limit)
{
	return limit >= PRIMES_MIN ? 2.0 / 3 * pow(limit, 1.5) / log(limit) : 0;
}

/* s an event takes at most: the average as printed, up to its rounding. */
static double event_time(const struct run *run)
{
	return fmin(value_of(run, "latency_avg") + ROUNDING,
		number_of(run, "threads") /
			value_of(run, "events_per_second"));
}

static void impossible(struct inspection *in, const struct corpus_run *r)
{
	double limit = number_of(r->run, "prime_limit");
	double time = event_time(r->run);

	if (is_workload(r->run, "cpu") &&
		time < divisions(limit) * setting(in, "division"))
		hit(in, at_run(r, line_of(r->run, "latency_avg")),
			fixed(in, limit, 0), rough(in, time * MICRO),
			rough(in, divisions(limit)));
}

/* What is asked for, by the echoed command or the lab's. */
static double time_set(const struct inspection *in, const struct corpus_run *r)
{
	double limit = figure_of(r->run, "time.limit");
	const char *time;

	if (!isnan(limit))
		return limit;
	time = option_in(in->arena, r->test->command, "--time=");
	return time ? strtod(time, NULL) : TIME_DEFAULT;
}

static void time_limited(struct inspection *in, const struct corpus_run *r)
{
	double time = value_of(r->run, "total_time");
	double set = time_set(in, r);

	if (is_workload(r->run, "cpu") &&
		figure_of(r->run, "layout") >= LAYOUT_1_0 &&
		fabs(time - set) <= 0.01 * set)
		hit(in, at_run(r, line_of(r->run, "total_time")),
			fixed(in, set, 0));
}

static void starved(struct inspection *in, const struct corpus_run *r)
{
	double average = value_of(r->run, "latency_avg");
	double most = value_of(r->run, "latency_max") / average;
	double p95 = value_of(r->run, "latency_p95") / average;
	double spread = figure_of(r->run, "fairness.events.sd") /
			figure_of(r->run, "fairness.events.avg");

	/* below 1 ms a share of the ratios is rounding */
	if (!is_workload(r->run, "cpu") || !(average > 0))
		return;
	if (most > setting(in, "maximum") || p95 > setting(in, "p95") ||
		spread > setting(in, "spread"))
		hit(in, at_run(r, line_of(r->run, "latency_max")),
			fixed(in, most, 1), fixed(in, p95, 2),
			fixed(in, spread * 100, 1));
}

static void threads_vcpus(struct inspection *in, const struct corpus_run *r)
{
	const struct run *facts = in->corpus->facts[r->system];
	double threads = number_of(r->run, "threads");
	double vcpus = facts ? value_of(facts, "vcpus") : NAN;
	const struct param *stated = run_param(r->run, "threads");

	if (is_tool(r->run, "sysbench") && !isnan(threads) && !isnan(vcpus) &&
		corpus_contestant(in->corpus, r->system) && threads != vcpus)
		hit(in, at_run(r, stated->line), fixed(in, threads, 0),
			fixed(in, vcpus, 0));
}

/* -- memory -- */

static void small_blocks(struct inspection *in, const struct corpus_run *r)
{
	double size = number_of(r->run, "block_size");

	if (is_workload(r->run, "memory") && size <= setting(in, "bytes"))
		hit(in, at_run(r, run_param(r->run, "block_size")->line),
			fixed(in, size / KIB, 0));
}

static void order_unstated(struct inspection *in, const struct corpus_run *r)
{
	if (is_workload(r->run, "memory") &&
		strstr(r->test->command, "--memory-access-mode=") &&
		!run_value(r->run, "access_mode"))
		hit(in, at_run(r, 0), NULL);
}

static bool says(const char *name, const char *word)
{
	size_t length = strlen(word);

	for (; *name; name++)
		if (strncasecmp(name, word, length) == 0)
			return true;
	return false;
}

static bool says_write(const char *name)
{
	return says(name, "writ") || says(name, "crit");
}

/* "thread" says nothing of reading. */
static bool says_read(const char *name)
{
	return (says(name, "read") || says(name, "lecture")) &&
	       !says(name, "thread") && !says_write(name);
}

/* The name of the log, or that of its folder unless the log's says write. */
static bool is_called_read(const struct inspection *in, const char *path)
{
	char *folder = arena_strdup(in->arena, path);
	char *name = strrchr(folder, '/'), *slash;

	if (!name)
		return says_read(path);
	*name++ = '\0';
	slash = strrchr(folder, '/');
	return says_read(name) || (!says_write(name) &&
				    says_read(slash ? slash + 1 : folder));
}

static void read_is_write(struct inspection *in, const struct corpus_run *r)
{
	const char *operation = run_value(r->run, "operation");

	if (is_workload(r->run, "memory") && operation &&
		strcmp(operation, "write") == 0 &&
		is_called_read(in, r->run->file))
		hit(in, at_run(r, run_param(r->run, "operation")->line), NULL);
}

/* Share of the time that is spent between the two readings of the clock. */
static double busy_of(const struct run *run)
{
	if (!is_workload(run, "memory"))
		return NAN;
	return value_of(run, "latency_sum") /
	       (number_of(run, "threads") * value_of(run, "total_time"));
}

static void compare_busy(struct inspection *in, const struct lab_test *test,
	size_t a, size_t b)
{
	double x = median_of(gather(in, test, a, busy_of));
	double y = median_of(gather(in, test, b, busy_of));

	if (fabs(x - y) > setting(in, "difference"))
		hit(in, at_test(test, (int)a), fixed(in, x, 2),
			system_name(in, a), fixed(in, y, 2),
			system_name(in, b));
}

static void timer_cost(struct inspection *in, const struct lab_test *test)
{
	each_pair(in, test, compare_busy);
}

const struct rule_function sysbench_rules[] = {
	{RULE_CPU_IMPOSSIBLE, .of_run = impossible},
	{RULE_SYSBENCH_TIME_LIMITED, .of_run = time_limited},
	{RULE_VCPU_STARVED, .of_run = starved},
	{RULE_THREADS_VCPUS, .of_run = threads_vcpus},
	{RULE_MEMORY_SMALL_BLOCKS, .of_run = small_blocks},
	{RULE_MEMORY_ORDER_UNSTATED, .of_run = order_unstated},
	{RULE_MEMORY_READ_IS_WRITE, .of_run = read_is_write},
	{RULE_MEMORY_TIMER_COST, .of_test = timer_cost},
	{0},
};
