/*
 * What sysbench prints while it runs, and its histogram.
 *
 * Figures for the checks:
 *   histogram.count       the sum of its counts
 *   histogram.percentile  the first bucket up to which enough events lie (s)
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parsers/sysbench.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
/* Nothing happens that often in a second: counters of 64 bits that were reset
 * between two intervals wrap to 1.8e19. */
#define SAMPLE_MAX 1e15

/* A number of an interval line stands behind one of these words. */
static const struct {
	const char *before;
	const char *metric;
	const char *behind; /* its unit, NULL: any */
	double factor;
} samples[] = {
	{" eps: ", "events_per_second", NULL, 1},
	{" tps: ", "transactions_per_second", NULL, 1},
	{" qps: ", "queries_per_second", NULL, 1},
	{"reads: ", "fileio.read.throughput", " MiB/s", MIB},
	{"writes: ", "fileio.write.throughput", " MiB/s", MIB},
	/* 0.4 and 0.5 call 2^20 bytes MB */
	{"reads: ", "fileio.read.throughput", " MB/s", MIB},
	{"writes: ", "fileio.write.throughput", " MB/s", MIB},
	{"fsyncs: ", "fileio.fsync.iops", "/s", 1},
};

/* Behind "[ 12s ] " or "[  12s] ", or NULL. */
static const char *stamp_end(const char *text, double *seconds)
{
	unsigned long long number;
	const char *end;

	if (*text != '[' || !scan_count(scan_blanks(text + 1), &number, &end) ||
		*end != 's')
		return NULL;
	end = scan_blanks(end + 1);
	if (*end != ']')
		return NULL;
	*seconds = (double)number;
	return scan_blanks(end + 1);
}

/* Where an interval began that ends at `end`, NAN when unknown. */
static double start_of(const struct sysbench *reading, double end)
{
	if (!isnan(reading->last))
		return reading->last;
	if (reading->interval > 0)
		return fmax(0, end - reading->interval);
	return reading->head ? 0 : NAN;
}

static void point(
	struct sysbench *reading, const char *metric, double end, double value)
{
	run_point(reading->parsing->arena, reading->run, metric,
		start_of(reading, end), end, value);
}

static bool take_samples(struct sysbench *reading, const char *text, double end)
{
	bool some = false;

	for (size_t i = 0; i < COUNT(samples); i++) {
		const char *place = strstr(text, samples[i].before);
		const char *behind;
		double value;

		if (!place ||
			!scan_number(place + strlen(samples[i].before), &value,
				&behind) ||
			(samples[i].behind &&
				!scan_after(behind, samples[i].behind)))
			continue;
		some = true;
		if (value >= SAMPLE_MAX) {
			sysbench_tell_number(reading, DIAG_ID_NUMBER_ABSURD);
			continue;
		}
		point(reading, samples[i].metric, end,
			scan_base(value, samples[i].factor));
	}
	return some;
}

/* "1984.24 MiB/sec", with MB and a comma in 0.4 and 0.5. */
static bool take_memory(struct sysbench *reading, const char *text, double end)
{
	const char *behind, *rest;
	double value;

	if (!scan_number(text, &value, &behind))
		return false;
	rest = scan_after(behind, " MiB/sec");
	if (!rest)
		rest = scan_after(behind, " MB/sec,");
	if (!rest || !scan_end(rest))
		return false;
	point(reading, "throughput", end, value * MIB);
	return true;
}

/* "lat (ms,95%): 5.09", "latency (ms,95%): 0.012" */
static bool new_latency(
	const char *text, unsigned long long *rank, double *value)
{
	const char *place = strstr(text, " (ms,");
	const char *behind;

	return place && scan_count(place + 5, rank, &behind) &&
	       (behind = scan_after(behind, "%): ")) &&
	       scan_number(behind, value, &behind);
}

/* "response time: 5.09ms (95%)" in 0.4 and 0.5 */
static bool old_latency(
	const char *text, unsigned long long *rank, double *value)
{
	static const char before[] = "response time: ";
	const char *place = strstr(text, before);
	const char *behind;

	return place && scan_number(place + strlen(before), value, &behind) &&
	       (behind = scan_after(behind, "ms (")) &&
	       scan_count(behind, rank, &behind) && scan_after(behind, "%)");
}

static void take_latency(struct sysbench *reading, const char *text, double end)
{
	unsigned long long rank;
	char metric[32];
	double value;

	/* 0 %: none is computed */
	if ((!new_latency(text, &rank, &value) &&
		    !old_latency(text, &rank, &value)) ||
		rank == 0 || rank > 100)
		return;
	snprintf(metric, sizeof metric, "latency_p%u", (unsigned)rank);
	if (metric_find(metric))
		point(reading, metric, end, scan_base(value, 1e-3));
}

bool sysbench_is_interval(const char *text)
{
	double end;

	return stamp_end(text, &end) != NULL;
}

bool sysbench_read_interval(struct sysbench *reading, const char *text)
{
	double end;
	const char *rest = stamp_end(text, &end);

	if (!rest)
		return false;
	if (scan_after(rest, "Checkpoint report:")) {
		reading->checkpoints = true;
		return true;
	}
	/* the last digits may be missing, or it is about the queue */
	if (reading->scan->cut || scan_after(rest, "queue length:"))
		return true;
	if (take_samples(reading, rest, end) ||
		take_memory(reading, rest, end)) {
		take_latency(reading, rest, end);
		reading->last = end;
	}
	return true;
}

void sysbench_end_segment(struct sysbench *reading, double time)
{
	struct sysbench_held *rate = &reading->held[EVENTS_PER_SECOND];

	/* between interval lines it would be counted twice */
	if (rate->state == STATED && reading->interval == 0) {
		run_point(reading->parsing->arena, reading->run,
			"events_per_second",
			isnan(reading->last) ? 0 : reading->last, time,
			rate->number);
		reading->last = time;
	}
	rate->state = ABSENT;
	reading->held[TOTAL_TIME].state = ABSENT;
}

static struct sysbench_histogram *histogram_of(struct sysbench *reading)
{
	if (!reading->histogram)
		reading->histogram = arena_alloc(
			reading->parsing->arena, sizeof *reading->histogram);
	return reading->histogram;
}

bool sysbench_read_bucket(struct sysbench *reading, const char *text)
{
	struct sysbench_histogram *histogram;
	unsigned long long count;
	const char *end;
	double value;

	if (reading->section != SECTION_HISTOGRAM ||
		!scan_number(scan_blanks(text), &value, &end) ||
		!(end = scan_after(end, " |")))
		return false;
	end = scan_blanks(end + strspn(end, "*"));
	if (!scan_count(end, &count, &end) || !scan_end(end))
		return false;
	histogram = histogram_of(reading);
	if (histogram->count < BUCKETS_MAX)
		histogram->buckets[histogram->count] = (struct sysbench_bucket){
			scan_base(value, 1e-3), (double)count};
	if (histogram->count <= BUCKETS_MAX)
		histogram->count++;
	return true;
}

/* The bucket at which `wanted` events have been counted, NAN: none. */
static double bucket_of(
	const struct sysbench_histogram *histogram, double wanted)
{
	double sum = 0;

	for (size_t i = 0; i < histogram->count; i++) {
		sum += histogram->buckets[i].count;
		if (sum >= wanted)
			return histogram->buckets[i].value;
	}
	return NAN;
}

void sysbench_state_histogram(struct sysbench *reading)
{
	const struct sysbench_histogram *histogram = reading->histogram;
	struct arena *arena = reading->parsing->arena;
	double sum = 0;

	if (!histogram || histogram->count == 0 ||
		histogram->count > BUCKETS_MAX || reading->checkpoints ||
		!sysbench_stated(reading, TOTAL_EVENTS) ||
		sysbench_is_empty(reading))
		return;
	for (size_t i = 0; i < histogram->count; i++)
		sum += histogram->buckets[i].count;
	run_figure(arena, reading->run, "histogram.count", sum, 0,
		reading->run->line);
	if (sysbench_stated(reading, LATENCY_PERCENTILE))
		run_figure(arena, reading->run, "histogram.percentile",
			bucket_of(histogram,
				floor(reading->held[TOTAL_EVENTS].number *
						reading->rank / 100 +
					0.5)),
			0.5e-6, reading->held[LATENCY_PERCENTILE].line);
}
