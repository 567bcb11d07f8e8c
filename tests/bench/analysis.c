/*
 * CPU time of a large study: 10 systems, 200 metrics, 100 runs of each, all
 * compared and decided; and of 100,000 draws of a decision. Printed by "make
 * bench" from one run, beside the time of a plain pass over the same values.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "src/analysis/analysis.h"
#include "src/base/buf.h"

#define SYSTEMS 10
#define TESTS 200
#define RUNS 100
#define CRITERIA 13

static double now(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static void add_list(struct buf *out, const char *format, int count)
{
	for (int i = 0; i < count; i++) {
		buf_puts(out, i ? "," : "");
		buf_printf(out, format, i, i);
	}
}

static void make_lab(struct buf *out)
{
	buf_puts(out, "{\"format\":1,\"id\":\"large\",\"title\":\"x\","
		      "\"systems\":[");
	add_list(out, "{\"id\":\"s%d\",\"name\":\"S%d\"}", SYSTEMS);
	buf_puts(out, "],\"categories\":[{\"id\":\"all\",\"label\":\"x\"}],"
		      "\"tests\":[");
	add_list(out,
		"{\"id\":\"t%d\",\"label\":\"x\",\"category\":\"all\","
		"\"match\":{\"workload\":\"w%d\"},\"metrics\":[{\"metric\":"
		"\"events_per_second\",\"label\":\"x\",\"unit\":\"events/s\","
		"\"better\":\"higher\",\"summary\":true}]}",
		TESTS);
	buf_puts(out, "],\"criteria\":[{\"id\":\"speed\",\"label\":\"x\","
		      "\"stars\":\"measured\"},");
	add_list(out,
		"{\"id\":\"c%d\",\"label\":\"C%d\",\"stars\":{\"s0\":4,"
		"\"s1\":3}}",
		CRITERIA - 1);
	buf_puts(out, "],\"use_cases\":[{\"id\":\"u\",\"label\":\"x\","
		      "\"weights\":{\"speed\":5,\"c0\":3,\"c1\":2}}],"
		      "\"sections\":[]}");
}

static void add_runs(struct arena *arena, struct corpus *corpus)
{
	struct run_list list = {0};
	unsigned long long x = 88172645463325252ULL;

	for (int s = 0; s < SYSTEMS; s++)
		for (int t = 0; t < TESTS; t++)
			for (int r = 0; r < RUNS; r++) {
				struct run *run = run_new(arena, &list,
					"sysbench",
					arena_printf(arena, "%d/%d/%d", s, t, r),
					1);
				double value;

				x ^= x << 13;
				x ^= x >> 7;
				x ^= x << 17;
				value = 1000 + s + (double)(x % 6000) / 100;
				run->workload = arena_printf(arena, "w%d", t);
				run->complete = true;
				run_observe(arena, run, "events_per_second",
					value, arena_printf(arena, "%f", value),
					2);
				corpus_add(corpus, run, (size_t)s);
			}
}

static double plain_pass(const struct corpus *corpus)
{
	double sum = 0;

	for (size_t i = 0; i < corpus->run_count; i++)
		sum += run_obs(corpus->runs[i].run, "events_per_second")->value;
	return sum;
}

int main(void)
{
	static const char *const nobody[] = {NULL};
	struct arena *arena = arena_new();
	struct diags diags = {.arena = arena};
	struct analysis_options options = {.seed = ANALYSIS_SEED};
	struct buf text = {0};
	struct corpus *corpus;
	struct lab *lab;
	double start, plain, compared, decided;

	stats_init();
	make_lab(&text);
	lab = lab_read(arena, &diags, "x", text.data, text.length, nobody);
	if (!lab)
		return 1;
	corpus = corpus_new(arena, &diags, lab);
	add_runs(arena, corpus);
	if (corpus_settle(corpus, "none"))
		return 1;
	start = now();
	if (!(plain_pass(corpus) > 0))
		return 1;
	plain = now() - start;
	start = now();
	options.draws = ANALYSIS_DRAWS;
	analysis_new(corpus, &options);
	compared = now() - start;
	options.draws = STATS_DRAWS;
	start = now();
	analysis_decide(analysis_new(corpus, &options));
	decided = now() - start - compared;
	printf("%d systems x %d metrics x %d runs\n", SYSTEMS, TESTS, RUNS);
	printf("  compared and decided   %9.1f ms CPU, %.0f passes over the "
	       "values\n",
		1000 * compared, compared / plain);
	printf("  100,000 draws instead  %9.1f ms CPU more\n", 1000 * decided);
	arena_free(arena);
	buf_free(&text);
	return 0;
}
