/* What the runs of a test say together: how many, how alike, how plausible. */
#include <math.h>
#include <string.h>

#include "src/model/quantity.h"
#include "src/rules/inspection.h"
#include "stats/stats.h"

static struct values main_values(
	const struct inspection *in, const struct lab_test *test, size_t system)
{
	const struct lab_metric *metric = main_metric(test);

	return metric ? gather_metric(
				in, test, system, metric->metric->name)
		      : (struct values){0};
}

/* How many runs of the test count for the contestant; of a path test the
 * paths are told apart elsewhere. */
static void count_runs(struct inspection *in, const struct lab_test *test,
	size_t least, size_t most)
{
	for (size_t i = 0; !test->path && i < in->lab->system_count; i++) {
		size_t n = main_values(in, test, i).count;

		if (corpus_contestant(in->corpus, i) && n >= least && n <= most)
			hit(in, at_test(test, (int)i),
				n == 1 ? system_name(in, i)
				       : fixed(in, (double)n, 0),
				system_name(in, i));
	}
}

static void single_run(struct inspection *in, const struct lab_test *test)
{
	count_runs(in, test, 1, 1);
}

static void few_runs(struct inspection *in, const struct lab_test *test)
{
	count_runs(in, test, 2, (size_t)setting(in, "runs") - 1);
}

static void scatter(struct inspection *in, const struct lab_test *test)
{
	for (size_t i = 0; !test->path && i < in->lab->system_count; i++) {
		struct values v = main_values(in, test, i);
		struct stats_summary s =
			stats_summarize(v.of, v.count, 0.95);

		if (corpus_contestant(in->corpus, i) && v.count >= 3 &&
			s.sd / s.mean > setting(in, "cv"))
			hit(in, at_test(test, (int)i),
				fixed(in, s.sd / s.mean * 100, 0),
				system_name(in, i),
				fixed(in, (double)v.count, 0));
	}
}

/* How much better x is than y, 0.1: 10 %. */
static double gain_of(const struct lab_metric *metric, double x, double y)
{
	return (metric->better == BETTER_LOWER ? y / x : x / y) - 1;
}

static void better_than_host(struct inspection *in, const struct lab_test *test)
{
	const struct lab_metric *metric = main_metric(test);
	int base = in->corpus->baseline;
	double host;

	if (!metric || base < 0 || test->path)
		return;
	host = mean_of(main_values(in, test, (size_t)base));
	for (size_t i = 0; i < in->lab->system_count; i++) {
		double gain = gain_of(
			metric, mean_of(main_values(in, test, i)), host);

		if (corpus_contestant(in->corpus, i) &&
			gain > setting(in, "gain"))
			hit(in, at_test(test, (int)i), system_name(in, i),
				fixed(in, gain * 100, 0));
	}
}

/* -- the CPU test -- */

static void hit_alike(struct inspection *in, const struct lab_test *test,
	size_t a, size_t b)
{
	double x = mean_of(main_values(in, test, a));
	double y = mean_of(main_values(in, test, b));

	if (fabs(x / y - 1) < setting(in, "difference"))
		hit(in, at_test(test, (int)a),
			fixed(in, fabs(x / y - 1) * 100, 1),
			system_name(in, a), system_name(in, b));
}

static void user_code(struct inspection *in, const struct lab_test *test)
{
	if (is_test_of(test, "cpu"))
		each_pair(in, test, hit_alike);
}

/* The largest loss of the system in CPU tests against the baseline. */
static double cpu_loss(const struct inspection *in, size_t system)
{
	int base = in->corpus->baseline;
	double most = NAN;

	for (size_t t = 0; base >= 0 && t < in->lab->test_count; t++) {
		const struct lab_test *test = &in->lab->tests[t];

		if (is_test_of(test, "cpu"))
			most = fmax(most,
				1 - mean_of(main_values(in, test, system)) /
					    mean_of(main_values(in, test,
						    (size_t)base)));
	}
	return most;
}

static const char *cpu_model(const struct inspection *in, size_t system)
{
	const struct run *facts = in->corpus->facts[system];
	const char *model = facts ? run_value(facts, "cpu_model") : NULL;

	return model ? model : "";
}

static void emulated(struct inspection *in, size_t system)
{
	enum lang lang = in->corpus->diags->lang;
	const char *model = cpu_model(in, system);
	double loss = cpu_loss(in, system);

	if (strstr(model, "TCG"))
		hit(in, at_system(in, system, "cpu_model"),
			message_say(in->arena, lang, MSG_RULE_MODEL,
				system_name(in, system), model));
	if (loss > setting(in, "loss"))
		hit(in, at_test(NULL, (int)system),
			message_say(in->arena, lang, MSG_RULE_CPU_LOSS,
				system_name(in, system),
				fixed(in, loss * 100, 0)));
}

static void generic_model(struct inspection *in, size_t system)
{
	static const char *const names[] = {"QEMU Virtual CPU", "QEMU TCG CPU",
		"Common KVM processor", "Common 32-bit KVM processor"};
	const char *model = cpu_model(in, system);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strstr(model, names[i]))
			hit(in, at_system(in, system, "cpu_model"), model);
}

/* How far apart the CPU tests of two systems are at most, 0.1: 10 %; NAN:
 * none was run on both. */
static double cpu_gap(const struct inspection *in, size_t a, size_t b)
{
	double most = NAN;

	for (size_t t = 0; t < in->lab->test_count; t++) {
		const struct lab_test *test = &in->lab->tests[t];
		double x = mean_of(main_values(in, test, a));
		double y = mean_of(main_values(in, test, b));

		if (is_test_of(test, "cpu"))
			most = fmax(most, fmax(x, y) / fmin(x, y) - 1);
	}
	return most;
}

static void compare_memory(struct inspection *in, const struct lab_test *test,
	size_t a, size_t b)
{
	double x = mean_of(main_values(in, test, a));
	double y = mean_of(main_values(in, test, b));
	double ratio = fmax(x, y) / fmin(x, y), gap = cpu_gap(in, a, b);

	if (ratio > setting(in, "ratio") && gap < setting(in, "cpu"))
		hit(in, at_test(test, (int)a), fixed(in, ratio, 1),
			system_name(in, a), system_name(in, b),
			fixed(in, gap * 100, 0));
}

static void unlike_cpu(struct inspection *in, const struct lab_test *test)
{
	if (is_test_of(test, "memory"))
		each_pair(in, test, compare_memory);
}

/* -- units -- */

/* Smallest and largest ratio between runs of two systems. */
static void ratios(struct values x, struct values y, double *low, double *high)
{
	*low = INFINITY;
	*high = 0;
	for (size_t i = 0; i < x.count; i++)
		for (size_t j = 0; j < y.count; j++) {
			double r = fmax(x.of[i], y.of[j]) /
				   fmin(x.of[i], y.of[j]);

			*low = fmin(*low, r);
			*high = fmax(*high, r);
		}
}

static void compare_units(struct inspection *in, const struct lab_test *test,
	size_t a, size_t b)
{
	static const struct {
		double factor;
		size_t runs; /* a small one is met by chance */
		const char *text;
	} slips[] = {{8, 1, "8"}, {1000, 1, "1000"}, {1024, 1, "1024"},
		{1.024, 2, "1.024"}, {1.048576, 2, "1.048576"}};
	struct values x = main_values(in, test, a), y = main_values(in, test, b);
	double near = setting(in, "tolerance"), low, high;

	ratios(x, y, &low, &high);
	for (size_t i = 0; i < sizeof slips / sizeof *slips; i++)
		if (x.count >= slips[i].runs && y.count >= slips[i].runs &&
			low > slips[i].factor * (1 - near) &&
			high < slips[i].factor * (1 + near))
			hit(in, at_test(test, (int)a), rough(in, high),
				fixed(in, near * 100, 1), slips[i].text);
}

static void unit_slip(struct inspection *in, const struct lab_test *test)
{
	each_pair(in, test, compare_units);
}

const struct rule_function sample_rules[] = {
	{RULE_SINGLE_RUN, .of_test = single_run},
	{RULE_FEW_RUNS, .of_test = few_runs},
	{RULE_RUNS_SCATTER, .of_test = scatter},
	{RULE_BETTER_THAN_HOST, .of_test = better_than_host},
	{RULE_CPU_USER_CODE, .of_test = user_code},
	{RULE_MEMORY_UNLIKE_CPU, .of_test = unlike_cpu},
	{RULE_GUEST_EMULATED, .of_system = emulated},
	{RULE_CPU_MODEL_GENERIC, .of_system = generic_model},
	{RULE_UNIT_SLIP, .of_test = unit_slip},
	{0},
};
