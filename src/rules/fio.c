/* Does fio measure the disk, or the memory of the machine? */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/rules/inspection.h"

#define KIB 1024.0
#define MIB (1024.0 * 1024.0)
#define GIB (1024.0 * MIB)

/* Engines that go through the page cache unless told otherwise. */
static bool may_cache(const struct run *run)
{
	static const char *const engines[] = {
		"psync", "sync", "vsync", "pvsync", "pvsync2", "libaio",
		"io_uring", "posixaio", "mmap"};
	const char *engine = run_value(run, "ioengine");

	for (size_t i = 0; engine && i < sizeof engines / sizeof *engines; i++)
		if (strcmp(engine, engines[i]) == 0)
			return true;
	return !engine;
}

/* The file past the cache: said by the log or by the echoed command, in which
 * fio takes one hyphen for two. */
static bool is_direct(const struct run *run)
{
	const char *direct = run_value(run, "direct");
	const char *command = run_value(run, "command");

	return (direct && strcmp(direct, "1") == 0) ||
	       (command && (strstr(command, "-direct=1") ||
				   strstr(command, "-buffered=0")));
}

static bool is_cached(const struct run *run)
{
	return is_tool(run, "fio") && may_cache(run) && !is_direct(run);
}

static bool is_format(const struct run *run, const char *name)
{
	const char *format = run_value(run, "format");

	return format && strcmp(format, name) == 0;
}

static void page_cache(struct inspection *in, const struct corpus_run *r)
{
	const struct param *direct = run_param(r->run, "direct");
	enum message how = MSG_RULE_DIRECT_UNKNOWN;

	if (!is_cached(r->run))
		return;
	if (direct)
		how = MSG_RULE_DIRECT_OFF;
	else if (is_format(r->run, "json"))
		how = MSG_RULE_DIRECT_ABSENT;
	else if (*r->test->command && !strstr(r->test->command, "--direct=1"))
		how = MSG_RULE_DIRECT_NOT_ASKED;
	hit(in, at_run(r, direct ? direct->line : 0),
		message_get(in->corpus->diags->lang, how));
}

static const char *const sides[] = {"read", "write", "total"};

static const char *of_side(
	const struct inspection *in, size_t side, const char *what)
{
	return arena_printf(in->arena, "%s.%s", sides[side], what);
}

static void speed_of_run(struct inspection *in, const struct corpus_run *r)
{
	double size = number_of(r->run, "block_size");
	double limit = setting(in, "rate");

	for (size_t i = 0; is_cached(r->run) && i < 2; i++) {
		const char *key = of_side(in, i, "clat_p50");
		double p50 = value_of(r->run, key);

		if (size / p50 > limit) {
			hit(in, at_run(r, line_of(r->run, key)),
				fixed(in, size / p50 / GIB, 1),
				rough(in, p50 * 1e6), fixed(in, size / KIB, 0));
			return;
		}
	}
}

static void memory_speed(struct inspection *in, const struct corpus_run *r)
{
	if (corpus_contestant(in->corpus, r->system))
		speed_of_run(in, r);
}

static void baseline_speed(struct inspection *in, const struct corpus_run *r)
{
	if (!corpus_contestant(in->corpus, r->system))
		speed_of_run(in, r);
}

/* "1G" in bytes; NAN. */
static double size_in(const char *text)
{
	char *end;
	double value = text ? strtod(text, &end) : NAN;

	if (!text || end == text)
		return NAN;
	switch (*end) {
	case 'k':
	case 'K':
		return value * KIB;
	case 'm':
	case 'M':
		return value * MIB;
	case 'g':
	case 'G':
		return value * GIB;
	case '\0':
		return value;
	default:
		return NAN;
	}
}

/* Of the file of one job: by the log, its command, or the lab's. */
static double file_size(const struct inspection *in, const struct corpus_run *r)
{
	double size = size_in(run_value(r->run, "size"));
	const char *command = run_value(r->run, "command");

	if (isnan(size))
		size = size_in(option_in(in->arena,
			command ? command : r->test->command, "--size="));
	return size;
}

static const char *say_memory(const struct inspection *in, double memory)
{
	enum lang lang = in->corpus->diags->lang;

	if (isnan(memory))
		return message_get(lang, MSG_RULE_MEMORY_UNKNOWN);
	return message_say(in->arena, lang, MSG_RULE_MEMORY,
		fixed(in, memory / MIB, 0));
}

static void file_reread(struct inspection *in, const struct corpus_run *r)
{
	const struct run *facts = in->corpus->facts[r->system];
	double memory = facts ? value_of(facts, "memory_total") : NAN;
	double jobs = number_of(r->run, "jobs"), size, rounds;

	if (!is_cached(r->run))
		return;
	size = file_size(in, r) * (jobs >= 1 ? jobs : 1);
	rounds = value_of(r->run, "total.io_bytes") / size;
	if (rounds > setting(in, "rounds") && !(size > memory))
		hit(in, at_run(r, line_of(r->run, "total.io_bytes")),
			fixed(in, rounds, 1), fixed(in, size / MIB, 0),
			say_memory(in, memory));
}

/* Of the log, whichever way its parser names it. */
static double write_maximum(const struct run *run)
{
	double most = figure_of(run, "1.write.clat.max");

	return isnan(most) ? figure_of(run, "write.clat.max") : most;
}

static void write_stalls(struct inspection *in, const struct corpus_run *r)
{
	double most = write_maximum(r->run);
	double ratio = most / value_of(r->run, "write.clat_p50");

	if (is_cached(r->run) && ratio > setting(in, "ratio"))
		hit(in, at_run(r, line_of(r->run, "write.clat_p50")),
			rough(in, most * 1e3), fixed(in, ratio, 0));
}

static double main_value(
	const struct lab_test *test, const struct run *run)
{
	const struct lab_metric *metric = main_metric(test);

	return metric ? value_of(run, metric->metric->name) : NAN;
}

static bool writes(const struct lab_test *test)
{
	for (size_t m = 0; m < test->metric_count; m++)
		if (strncmp(test->metrics[m].metric->name, "write.", 6) == 0)
			return true;
	return false;
}

static const struct corpus_run *first_run(const struct inspection *in,
	const struct lab_test *test, size_t system)
{
	for (size_t i = 0; i < in->corpus->run_count; i++) {
		const struct corpus_run *r = &in->corpus->runs[i];

		if (r->test == test && r->system == system &&
			corpus_counts(r) && !isnan(main_value(test, r->run)))
			return r;
	}
	return NULL;
}

static void first_of_system(struct inspection *in, const struct lab_test *test,
	size_t system)
{
	const struct lab_metric *metric = main_metric(test);
	struct values v =
		gather_metric(in, test, system, metric->metric->name);
	double later = median_of(rest_of(v)), factor;

	factor = metric->unit->factor;
	if (v.count >= 3 && v.of[0] < setting(in, "ratio") * later)
		hit(in, at_run(first_run(in, test, system), 0),
			rough(in, v.of[0] / factor), rough(in, later / factor),
			system_name(in, system));
}

static void first_run_slow(struct inspection *in, const struct lab_test *test)
{
	const struct lab_metric *metric = main_metric(test);

	if (!metric || metric->better != BETTER_HIGHER || !writes(test))
		return;
	for (size_t i = 0; i < in->lab->system_count; i++)
		if (corpus_contestant(in->corpus, i))
			first_of_system(in, test, i);
}

const struct rule_function fio_rules[] = {
	{RULE_FIO_PAGE_CACHE, .of_run = page_cache},
	{RULE_FIO_MEMORY_SPEED, .of_run = memory_speed},
	{RULE_BASELINE_MEMORY_SPEED, .of_run = baseline_speed},
	{RULE_FIO_FILE_REREAD, .of_run = file_reread},
	{RULE_FIO_WRITE_STALLS, .of_run = write_stalls},
	{RULE_FIRST_RUN_SLOW, .of_test = first_run_slow},
	{0},
};
