/*
 * The arithmetic of an intact sysbench log.
 *
 *   R1   E / rate - T is nought before 1.0 and after it, 0.2 to 100 ms in
 *        1.0, which reads the clock for the rates after it has merged the
 *        histogram; never negative
 *   R2   memory: operations = E; what was transferred and its rate follow
 *        from the block size; no more than the total size
 *   R3   mean of events per thread x threads = E
 *   R4   mean time per thread x threads = sum of latencies
 *   R5   average latency = sum / E
 *   R6   mean time per thread <= T
 *   R7   soft, cpu: a thread idles little more than its longest event
 *   R8   min <= average <= max <= T
 *   R9   the percentile lies between min and max, up to half a bucket
 *   R10  from 1.0 on percentiles are centres of histogram buckets
 *   R11  soft, before 1.0: the same, with finer buckets
 *   R12  deviation over threads: none for one; a half of a whole number for
 *        two
 *   R13  deviations cannot exceed what their mean allows
 *   R14  the average must have room for the percentile
 *   R15  the histogram counts E events and has the percentile
 *   R16  soft: T is the --time of the command, and an event more
 *   R17  mutex: one event per thread
 *   R18  file test: MiB/s follow from operations and block size; operations
 *        make up E
 *   R19  oltp: total = read + write + other; transactions = E; rates as R1
 *   R21  soft: the rates of the intervals make up E
 *
 * E: number of events; T: total time. Checkpoints, forced shutdowns and runs
 * without events never come here complete.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/checks/check.h"

/* Half a bucket of the histogram of 1.0: the root of their ratio. */
#define HALF_BUCKET 1.0091
#define MIB 1048576.0
/* The last bucket, s. */
#define CAP 100.0
/* For sums of rounded numbers. */
#define TINY 1e-9

enum layout { LAYOUT_OLD, LAYOUT_1_0, LAYOUT_1_1 };

/* A number of the log; NAN when it is not there. */
struct num {
	double value, slack;
	unsigned line;
};

struct job {
	const struct run *run;
	struct check_result *result;
	enum layout layout;
	struct num events, time, sum, min, avg, max, percentile, rank;
	struct num events_avg, events_sd, time_avg, time_sd;
	double threads, block, total; /* NAN: not stated */
	bool paced;		      /* --rate: waiting counts as latency */
	bool warm;		      /* --warmup-time */
};

static struct num get(const struct job *job, const char *key)
{
	const struct figure *figure = run_get_figure(job->run, key);

	return figure ? (struct num){figure->value, figure->slack, figure->line}
		      : (struct num){NAN, NAN, 0};
}

static double number_of(const struct run *run, const char *key)
{
	const char *value = run_value(run, key);

	return value ? strtod(value, NULL) : NAN;
}

static bool is_there(struct num number)
{
	return !isnan(number.value);
}

static bool is_test(const struct job *job, const char *test)
{
	return strcmp(job->run->workload, test) == 0;
}

static void hard(const struct job *job, const char *rule, struct num found,
	double low, double high)
{
	check_range(
		job->result, rule, true, found.line, found.value, low, high);
}

static void soft(const struct job *job, const char *rule, struct num found,
	double low, double high)
{
	check_range(
		job->result, rule, false, found.line, found.value, low, high);
}

/* `found` is `wanted`, give or take. */
static void equal(const struct job *job, const char *rule, struct num found,
	double wanted, double slack)
{
	slack += TINY + fabs(wanted) * 1e-12;
	hard(job, rule, found, wanted - slack, wanted + slack);
}

/*
 * R1. The rate must be one at which `count` take T: for 1.0 a little longer.
 * Limits are put as rates, so that a finding names what is printed.
 */
static void check_rate(
	const struct job *job, const char *rule, double count, struct num rate)
{
	static const double gap_min = 0.2e-3, gap_soft = 0.1, gap_hard = 0.2;
	double t = job->time.value;
	/* what rounding makes of T and of count / rate */
	double u = 5e-5 + rate.slack * count / (rate.value * rate.value);
	bool gap = job->layout == LAYOUT_1_0;

	if (!(rate.value > 0) || isnan(count) || isnan(t) || u >= t ||
		(job->warm && job->layout == LAYOUT_1_1))
		return;
	u += TINY;
	hard(job, rule, rate, count / (t + u + (gap ? gap_hard : 0)),
		count / (t - u));
	if (gap)
		soft(job, rule, rate, count / (t + u + gap_soft),
			u <= 0.3e-3 ? count / (t + gap_min - u)
				    : count / (t - u));
}

static void check_rates(const struct job *job)
{
	check_rate(job, "R1", job->events.value, get(job, "events_per_second"));
	check_rate(job, "R1", job->events.value, get(job, "eps"));
	check_rate(job, "R1", job->events.value,
		get(job, "operations_per_second"));
}

/* Whether blocks of 4 n bytes give what is printed: before 1.0.5 the size is
 * not printed, or cut to whole KiB. */
static void check_old_block(const struct job *job, struct num transferred)
{
	double bytes = transferred.value / job->events.value;
	double slack = transferred.slack / job->events.value;
	double block = 4 * round(bytes / 4);

	if (!(job->events.value > 0))
		return;
	if (!isnan(job->block))
		hard(job, "R2", (struct num){bytes, 0, transferred.line},
			job->block - slack - TINY, job->block + 1024 + slack);
	if (slack < 1)
		equal(job, "R2", (struct num){bytes, 0, transferred.line},
			block, slack);
}

static void check_memory(const struct job *job)
{
	struct num count = get(job, "operations");
	struct num rate = get(job, "operations_per_second");
	struct num transferred = get(job, "transferred");
	struct num throughput = get(job, "throughput");

	if (!is_test(job, "memory"))
		return;
	equal(job, "R2", count, job->events.value, 0);
	hard(job, "R2", job->events, 0,
		job->layout == LAYOUT_OLD ? NAN
					  : floor(job->total / job->block));
	if (job->layout == LAYOUT_OLD || isnan(job->block)) {
		check_old_block(job, transferred);
		return;
	}
	equal(job, "R2", transferred, job->events.value * job->block,
		transferred.slack);
	equal(job, "R2", throughput, rate.value * job->block,
		throughput.slack + rate.slack * job->block);
}

/* Throughput and operations per second share their clock, whatever the block
 * size. */
static void check_memory_ratio(const struct job *job)
{
	struct num count = get(job, "operations");
	struct num rate = get(job, "operations_per_second");
	struct num transferred = get(job, "transferred");
	struct num throughput = get(job, "throughput");
	double block = transferred.value / count.value;
	double slack;

	if (!is_test(job, "memory") || !(count.value > 0))
		return;
	slack = throughput.slack + rate.slack * block +
		rate.value * transferred.slack / count.value;
	equal(job, "R2", throughput, rate.value * block, slack);
}

static void check_fairness(const struct job *job)
{
	double n = job->threads;

	equal(job, "R3", job->events_avg, job->events.value / n,
		job->events_avg.slack);
	equal(job, "R4", job->time_avg, job->sum.value / n,
		job->time_avg.slack + job->sum.slack / n);
	if (!job->paced)
		hard(job, "R6", job->time_avg, 0, job->time.value + 1e-4);
}

/* Beside an event cut off at the end a thread loses its start and up to a few
 * per cent between the events, most of all on emulated machines. */
static void check_idle(const struct job *job)
{
	static const double start = 0.2, between = 0.03;
	double n = job->threads, t = job->time.value;

	if (is_test(job, "cpu") && !job->paced)
		soft(job, "R7", job->sum,
			n * (t * (1 - between) - 1.01 * job->max.value - start),
			n * (t + 1e-4));
}

static void check_latency(const struct job *job)
{
	equal(job, "R5", job->avg, job->sum.value / job->events.value,
		job->avg.slack + job->sum.slack / job->events.value);
	hard(job, "R8", job->avg, job->min.value - job->min.slack - TINY,
		job->max.value + job->max.slack + TINY);
	hard(job, "R8", job->max, job->min.value - TINY,
		job->time.value + 1e-4);
}

static void check_threads(const struct job *job)
{
	double n = job->threads;
	double halves = job->events_avg.value + job->events_sd.value;

	if (n == 1) {
		equal(job, "R12", job->events_sd, 0, 0);
		equal(job, "R12", job->time_sd, 0, 0);
	} else if (n == 2 && !isnan(halves)) {
		equal(job, "R12", (struct num){halves, 0, job->events_sd.line},
			round(halves), 1e-6);
	}
	if (!(n >= 1))
		return;
	hard(job, "R13", job->events_sd, 0,
		job->events_avg.value * sqrt(n - 1) + job->events_sd.slack +
			TINY);
	if (!job->paced)
		hard(job, "R13", job->time_sd, 0,
			job->time.value + job->time_sd.slack);
}

/* The centre of the bucket nearest to `value`, or NAN below the first. */
static double nearest_bucket(double value)
{
	double i;

	if (!(value > 0))
		return NAN;
	i = round(1023 / 8.0 * log10(value / 1e-6));
	if (i < 0)
		return NAN;
	return fmin(1e-6 * pow(10, 8 * i / 1023), CAP);
}

static void check_percentile(const struct job *job)
{
	struct num p = job->percentile;
	double slack = p.slack + TINY;

	if (job->layout == LAYOUT_OLD) {
		/* 1 ns x 1e13^(i / 99999): told apart above 0.1 s only */
		double i = round(99999 * log10(p.value / 1e-9) / 13);

		if (p.value > 0.1 && p.value < 9999)
			soft(job, "R11", p,
				1e-9 * pow(10, 13 * i / 99999) - slack,
				1e-9 * pow(10, 13 * i / 99999) + slack);
		return;
	}
	hard(job, "R9", p,
		fmin(job->min.value / HALF_BUCKET, CAP) - slack -
			job->min.slack,
		job->max.value * HALF_BUCKET + slack + job->max.slack);
	/* the smallest are printed as 0.00 */
	if (p.value > p.slack)
		equal(job, "R10", p, nearest_bucket(p.value), p.slack);
}

/* Markov: so many events are at least, or at most, the percentile. */
static void check_tail(const struct job *job)
{
	double share = job->rank.value / 100;
	double p = job->percentile.value;
	double slack = 2 * job->avg.slack + TINY;

	if (!(job->events.value >= 100) || isnan(p) || p >= CAP ||
		(job->layout == LAYOUT_OLD && p > job->max.value))
		return;
	hard(job, "R14", job->avg,
		0.99 * ((1 - share) * p / HALF_BUCKET +
			       share * job->min.value) -
			slack,
		1.01 * (share * p * HALF_BUCKET +
			       (1 - share) * job->max.value) +
			slack);
}

static void check_histogram(const struct job *job)
{
	struct num count = get(job, "histogram.count");
	struct num bucket = get(job, "histogram.percentile");

	equal(job, "R15", count, job->events.value, 0);
	equal(job, "R15", job->percentile, bucket.value,
		job->percentile.slack + bucket.slack);
}

static void check_limits(const struct job *job)
{
	struct num limit = get(job, "time.limit");

	/* the memory test may have moved all before */
	if (!is_test(job, "memory") && !is_test(job, "mutex") &&
		!is_test(job, "fileio") && job->layout != LAYOUT_OLD)
		soft(job, "R16", job->time, limit.value - 1e-4,
			limit.value + job->max.value + 0.2);
	if (is_test(job, "mutex"))
		equal(job, "R17", job->events, job->threads, 0);
}

/* R18: rates of one direction. */
static void check_direction(
	const struct job *job, const char *iops_key, const char *rate_key)
{
	struct num iops = get(job, iops_key);
	struct num rate = get(job, rate_key);

	equal(job, "R18", rate, iops.value * job->block,
		rate.slack + iops.slack * job->block);
}

/* The same rate once in MiB and once in MB. */
static void check_units(const struct job *job, const char *key, const char *mb)
{
	struct num a = get(job, key), b = get(job, mb);

	equal(job, "R18", b, a.value, a.slack + b.slack);
}

/* All operations together make up the events, and those of the final
 * synchronisation that no event counts. */
static void check_operations(const struct job *job)
{
	struct num reads = get(job, "fileio.read.iops");
	struct num writes = get(job, "fileio.write.iops");
	struct num syncs = get(job, "fileio.fsync.iops");
	double files = get(job, "fileio.files").value;
	double rate = reads.value + writes.value + syncs.value;
	double expected = job->events.value;
	double slack = 3 * reads.slack * job->time.value + 1 + expected * 0.001;
	struct num found = {rate * job->time.value, 0, reads.line};

	if (job->layout != LAYOUT_1_0 || !(rate > 0))
		return;
	if (is_there(get(job, "fileio.fsync_all")))
		found.value -= syncs.value * job->time.value;
	else if (writes.value > 0 && is_there(get(job, "fileio.fsync_end")))
		expected += job->threads * files;
	hard(job, "R18", found, expected - slack - rate * 0.5,
		expected + slack);
	soft(job, "R18", found, expected - slack - rate * 0.1,
		expected + slack);
}

/* 0.4 and 0.5: counts, amounts and their total. */
static void check_old_files(const struct job *job)
{
	struct num reads = get(job, "fileio.read.operations");
	struct num writes = get(job, "fileio.write.operations");
	struct num others = get(job, "fileio.other.operations");
	struct num read = get(job, "fileio.read.bytes");
	struct num written = get(job, "fileio.write.bytes");
	struct num all = get(job, "fileio.bytes");

	equal(job, "R18", get(job, "fileio.operations"),
		reads.value + writes.value + others.value, 0);
	equal(job, "R18", job->events, reads.value + writes.value, 0);
	equal(job, "R18", read, reads.value * job->block, read.slack);
	equal(job, "R18", written, writes.value * job->block, written.slack);
	equal(job, "R18", all, read.value + written.value,
		all.slack + read.slack + written.slack);
	check_rate(job, "R18", reads.value + writes.value,
		get(job, "fileio.iops"));
	check_rate(job, "R18", (reads.value + writes.value) * job->block,
		get(job, "fileio.throughput"));
}

static void check_files(const struct job *job)
{
	if (!is_test(job, "fileio"))
		return;
	check_direction(job, "fileio.read.iops", "fileio.read.throughput");
	check_direction(job, "fileio.write.iops", "fileio.write.throughput");
	check_units(job, "fileio.read.throughput", "fileio.read.throughput.mb");
	check_units(
		job, "fileio.write.throughput", "fileio.write.throughput.mb");
	check_operations(job);
	check_old_files(job);
}

static void check_sql(const struct job *job)
{
	struct num total = get(job, "oltp.total");
	struct num transactions = get(job, "transactions");
	struct num queries = get(job, "queries");

	equal(job, "R19", total,
		get(job, "oltp.reads").value + get(job, "oltp.writes").value +
			get(job, "oltp.others").value,
		0);
	equal(job, "R19", queries, total.value, 0);
	if (job->layout != LAYOUT_OLD)
		equal(job, "R19", transactions, job->events.value, 0);
	check_rate(job, "R19", transactions.value,
		get(job, "transactions_per_second"));
	check_rate(job, "R19", queries.value, get(job, "queries_per_second"));
}

/* The intervals leave out what comes after the last, and their lengths are
 * rounded to whole seconds: an interval of slack on either side. */
static void check_intervals(const struct job *job)
{
	const struct series *series =
		run_get_series(job->run, "events_per_second");
	double sum = 0, longest = 0;

	if (!series || series->count < 3)
		return;
	for (size_t i = 0; i < series->count; i++) {
		const struct point *p = &series->points[i];
		double part = p->value * (p->end - p->start);

		sum += part;
		longest = fmax(longest, part);
	}
	soft(job, "R21", job->events, sum - 1.5 * longest, sum + 1.5 * longest);
}

/* Percentiles of the intervals are bucket centres as well. */
static void check_interval_grid(const struct job *job)
{
	static const char *const metrics[] = {
		"latency_p50", "latency_p90", "latency_p95", "latency_p99"};

	for (size_t m = 0; m < sizeof metrics / sizeof *metrics; m++) {
		const struct series *series =
			run_get_series(job->run, metrics[m]);

		if (job->layout == LAYOUT_OLD || !series || series->merged > 1)
			continue;
		for (size_t i = 0; i < series->count; i++) {
			double value = series->points[i].value;

			if (value > 5e-6)
				equal(job, "R10",
					(struct num){value, 0, job->run->line},
					nearest_bucket(value), 5e-6);
		}
	}
}

static struct job job_of(const struct run *run, struct check_result *result)
{
	struct job job = {.run = run, .result = result};

	job.layout = (enum layout)get(&job, "layout").value;
	job.events = get(&job, "total_events");
	job.time = get(&job, "total_time");
	job.sum = get(&job, "latency_sum");
	job.min = get(&job, "latency_min");
	job.avg = get(&job, "latency_avg");
	job.max = get(&job, "latency_max");
	job.percentile = get(&job, "latency.percentile");
	job.rank = get(&job, "percentile.rank");
	job.events_avg = get(&job, "fairness.events.avg");
	job.events_sd = get(&job, "fairness.events.sd");
	job.time_avg = get(&job, "fairness.time.avg");
	job.time_sd = get(&job, "fairness.time.sd");
	job.threads = number_of(run, "threads");
	job.block = number_of(run, "block_size");
	job.total = number_of(run, "total_size");
	job.paced = is_there(get(&job, "target.rate"));
	job.warm = is_there(get(&job, "warmup"));
	return job;
}

static void check(const struct run *run, struct check_result *result)
{
	const struct job job = job_of(run, result);

	check_rates(&job);
	check_memory(&job);
	check_memory_ratio(&job);
	check_fairness(&job);
	check_idle(&job);
	check_latency(&job);
	check_threads(&job);
	check_percentile(&job);
	check_tail(&job);
	check_histogram(&job);
	check_limits(&job);
	check_files(&job);
	check_sql(&job);
	check_intervals(&job);
	check_interval_grid(&job);
}

const struct checker checker_sysbench = {"sysbench", check};
