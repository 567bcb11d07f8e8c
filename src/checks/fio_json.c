/*
 * The arithmetic of an intact fio log in JSON. Of each entry of "jobs":
 *
 *	J1  bandwidth = bytes / runtime, cut to whole bytes and to whole KiB
 *	J3  IOPS = I/Os / runtime
 *	J4  io_kbytes are the bytes cut to whole KiB; the two times of the
 *	    report and its date agree
 *	J5  bytes = I/Os × block size
 *	J6  as many latencies as I/Os
 *	J7  minimum, maximum, mean, deviation and number can belong to one
 *	    sample
 *	J8  latency is not below completion latency nor above the sum with
 *	    submission; J8a of means it is the sum
 *	J9  percentiles rise and lie between minimum and maximum; J9g they are
 *	    values of fio's histogram; J9f the mean lies where they allow it
 *	J10 the histogram of json+ has as many and the same mean
 *	J11 mean rate × samples is a whole number; J11d (soft) of grouped jobs;
 *	    J11e the share of the group
 *	J12 mean bandwidth = mean IOPS × block size
 *	J14 shares of depths make 100 %; J15 those of latencies, too, and each
 *	    is a whole number of I/Os; J16 they agree with the percentiles
 *	J18 processor times are whole milliseconds
 *	J23 mean × number is a whole number
 *	J26 reads and writes of one job take the same time but for 1 ms
 *	J30 a disk is busy 100 % at most
 *	J31 a job begins and ends before its report
 *	J32 Little: rate × latency is at most jobs × depth
 *
 * Not with latency_target (J5, J6, J7, J8, J16: counters are sampled at
 * different moments) nor in client mode (J5, J11, J31, J32).
 */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/date.h"
#include "src/checks/fio.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define KI 1024.0
#define PERCENTILES 32
#define SHARES 32

static const char *const directions[] = {"read", "write", "trim", "mixed"};

/* A figure and how exactly it is known. NAN: not stated. */
struct number {
	double value, slack;
	unsigned line;
};

/* One entry. */
struct view {
	const struct run *run;
	struct check_result *result;
	const struct figure *figures; /* of the entry */
	size_t count;
	double version; /* 3.036 for 3.36 */
	double tick;	/* unit of latencies, s */
	double jobs;	/* NAN: not known */
	double size;	/* of an I/O in bytes, NAN: not one */
	double depth;	/* NAN: not known */
	bool pooled;	/* jobs of other settings are in the entry, too */
	double total;	/* I/Os of all directions */
	size_t used;	/* directions with I/O */
	bool single;	/* the run is one entry */
	bool target, client, sync;
	bool both; /* "mixed" besides the others */
	const char *direction;
};

static const struct number unknown = {NAN, 0, 0};

static struct number number_of(
	const struct view *view, const struct figure *figure)
{
	struct number number;

	if (!figure)
		return unknown;
	number = (struct number){figure->value, figure->slack, figure->line};
	/* up to 2.15 what has decimals went through a float */
	if (view->version < 2.0155 && number.slack > 0)
		number.slack += fabs(number.value) * FLT_EPSILON / 2;
	return number;
}

static struct number get(const struct view *view, const char *key)
{
	for (size_t i = 0; i < view->count; i++)
		if (strcmp(view->figures[i].key, key) == 0)
			return number_of(view, &view->figures[i]);
	return unknown;
}

/* A figure of the direction: "bw_bytes", "clat.mean". */
static struct number of(const struct view *view, const char *key)
{
	size_t length = strlen(view->direction);

	for (size_t i = 0; i < view->count; i++) {
		const char *name = view->figures[i].key;

		if (strncmp(name, view->direction, length) == 0 &&
			name[length] == '.' &&
			strcmp(name + length + 1, key) == 0)
			return number_of(view, &view->figures[i]);
	}
	return unknown;
}

static struct number of2(
	const struct view *view, const char *latency, const char *key)
{
	char name[32];

	snprintf(name, sizeof name, "%s.%s", latency, key);
	return of(view, name);
}

/* A figure of the document. */
static struct number whole(const struct view *view, const char *key)
{
	return number_of(view, run_get_figure(view->run, key));
}

static bool expect(const struct view *view, const char *rule,
	struct number found, double low, double high)
{
	return check_range(
		view->result, rule, true, found.line, found.value, low, high);
}

/* Is found × factor a whole number but for `slack`, which its printing leaves,
 * and `drift`, which its arithmetic adds? Says nothing when it is too rough to
 * tell. */
static void expect_whole(const struct view *view, const char *rule, bool hard,
	struct number found, double factor, double slack, double drift)
{
	double product = found.value * factor;
	double nearest = round(product);

	if (!(slack < 0.1) || !(factor > 0) || !(fabs(product) < 1e15))
		return;
	/* what a double of that size cannot hold */
	slack += fabs(product) * 4e-16 + drift;
	check_range(view->result, rule, hard, found.line, found.value,
		(nearest - slack) / factor, (nearest + slack) / factor);
}

/* -- totals -- */

static void check_rates(const struct view *view)
{
	struct number bytes = of(view, "io_bytes"), ios = of(view, "total_ios");
	struct number exact = of(view, "bw_bytes"), rate = of(view, "bw");
	struct number iops = of(view, "iops"), time = of(view, "runtime");
	double ms = round(time.value * 1000);
	double wanted = bytes.value * 1000 / ms;

	if (!(ms > 0))
		return;
	expect(view, "J1", exact, floor(wanted), floor(wanted));
	if (!isnan(exact.value))
		expect(view, "J1", rate, floor(exact.value / KI) * KI,
			floor(exact.value / KI) * KI);
	else if (view->version > 2.0205)
		expect(view, "J1", rate, floor(wanted / KI - 1) * KI,
			floor(wanted / KI) * KI);
	else
		expect(view, "J1", rate, wanted - KI, wanted + KI);
	/* up to 2.2.5 a whole number */
	wanted = ios.value * 1000 / ms;
	if (iops.slack > 0)
		expect(view, "J3", iops, wanted - iops.slack * 1.4,
			wanted + iops.slack * 1.4);
	else
		expect(view, "J3", iops, floor(wanted), wanted);
}

static void check_bytes(const struct view *view)
{
	struct number bytes = of(view, "io_bytes"), ios = of(view, "total_ios");
	double wanted = ios.value * view->size;

	expect(view, "J4", of(view, "io_kbytes"), floor(bytes.value / KI) * KI,
		floor(bytes.value / KI) * KI);
	if (view->target || view->client)
		return;
	/* up to 2.20 bytes are cut to KiB */
	if (view->version > 2.0205)
		expect(view, "J5", bytes, wanted, wanted);
	else
		expect(view, "J5", bytes, wanted - KI, wanted);
}

/* -- latencies -- */

struct latency {
	struct number least, most, mean, deviation;
	double count; /* NAN: not measured */
};

static struct latency latency_of(const struct view *view, const char *name)
{
	struct latency l = {of2(view, name, "min"), of2(view, name, "max"),
		of2(view, name, "mean"), of2(view, name, "stddev"),
		of2(view, name, "N").value};

	if (isnan(l.count))
		l.count = of(view, "total_ios").value;
	if (!(l.count > 0) || !(l.mean.value > 0))
		l.count = NAN;
	return l;
}

static void check_sample(const struct view *view, const struct latency *l)
{
	/* extremes are whole ticks, cut in microseconds */
	double cut = view->tick > 1e-8 ? view->tick : 0;
	double above = l->most.value - l->mean.value;
	double below = l->mean.value - l->least.value;
	double n = l->count, s = l->mean.slack;
	double rough = l->deviation.slack + s;
	double low, high;

	expect(view, "J7", l->mean, l->least.value - s,
		l->most.value + cut + s);
	if (!(n > 1) || view->target || above < 0 || below < 0)
		return;
	low = sqrt((fmax(above - cut, 0) * fmax(above - cut, 0) +
			   fmax(below - cut, 0) * fmax(below - cut, 0)) /
		   (n - 1));
	high = sqrt(n * (above + cut) * (below + cut) / (n - 1));
	expect(view, "J7", l->deviation,
		low * (1 - 1e-9) - rough * 2 - l->most.value * 1e-12,
		high * (1 + 1e-6) + sqrt(rough * (above + below)) + rough * 2);
}

/*
 * How far fio's running mean, mean += (x - mean) / n in doubles, times n goes
 * off the sum. Step i rounds by up to half a place, which counts i times in
 * the end: the deviation is place × sqrt(n³ / 3 / 12), place × n^1.5 / 6, and
 * this is six times that. Of 49,000 means the worst was at 0.53 of it.
 */
static double mean_drift(double n, double mean)
{
	return DBL_EPSILON * mean * n * sqrt(n);
}

/* filestat, fileopen, …: the latency is that of each file. */
static bool opens_files(const struct run *run)
{
	const char *engine = run_value(run, "ioengine");

	return engine && strncmp(engine, "file", 4) == 0;
}

static void check_latency(
	const struct view *view, const char *name, const struct latency *l)
{
	struct number count = of2(view, name, "N");
	struct number ios = of(view, "total_ios");

	if (isnan(l->count))
		return;
	if (!view->target && !view->pooled && !opens_files(view->run))
		expect(view, "J6", count, ios.value, ios.value);
	check_sample(view, l);
	/* 2 decimals up to 2.12 are too few to tell */
	expect_whole(view, "J23", true, l->mean, l->count / view->tick,
		l->count * l->mean.slack / view->tick,
		mean_drift(l->count, l->mean.value / view->tick));
}

static void check_sums(const struct view *view, const struct latency *slat,
	const struct latency *clat, const struct latency *lat)
{
	double cut = view->tick > 1e-8 ? view->tick : 0;
	double sum = slat->mean.value + clat->mean.value;

	if (isnan(clat->count) || isnan(lat->count) ||
		clat->count != lat->count || view->target || view->pooled)
		return;
	expect(view, "J8", lat->least, clat->least.value - cut, INFINITY);
	expect(view, "J8", lat->most, clat->most.value - cut, INFINITY);
	expect(view, "J8", lat->mean, clat->mean.value - cut - 1e-12, INFINITY);
	if (isnan(slat->count) || slat->count != clat->count)
		return;
	expect(view, "J8", lat->most, 0,
		(slat->most.value + clat->most.value) * (1 + 1e-12) + 3 * cut);
	/* what passes between the two clocks is in neither */
	expect(view, "J8a", lat->mean, sum * (1 - 2e-4) - 2 * cut,
		sum + fmax(0.01 * sum, BETWEEN_CLOCKS) + 2 * cut);
}

static void check_latencies(const struct view *view)
{
	static const char *const names[] = {"slat", "clat", "lat"};
	struct latency latencies[COUNT(names)];

	for (size_t i = 0; i < COUNT(names); i++) {
		latencies[i] = latency_of(view, names[i]);
		check_latency(view, names[i], &latencies[i]);
	}
	check_sums(view, &latencies[0], &latencies[1], &latencies[2]);
}

/* -- percentiles -- */

/* Of fio's histogram: 64 per doubling, in ticks. */
struct bucket {
	double low, high, value;
};

static struct bucket bucket_of(double ticks)
{
	uint64_t value = (uint64_t)ticks, width = 1;

	if (ticks < 128)
		return (struct bucket){
			(double)value, (double)value + 1, (double)value};
	while (value / width >= 128)
		width *= 2;
	value = value / width * width;
	return (struct bucket){(double)value, (double)(value + width),
		(double)(value + width / 2)};
}

/* Beyond that the histogram has but its last bucket. */
#define TICKS_MAX 17179869184.0

struct percentiles {
	size_t count;
	double share[PERCENTILES]; /* 0 to 1 */
	struct number value[PERCENTILES];
	struct bucket bucket[PERCENTILES]; /* ticks */
};

static struct percentiles percentiles_of(
	const struct view *view, const char *name)
{
	struct percentiles list = {0};
	char prefix[32];
	size_t length;

	snprintf(prefix, sizeof prefix, "%s.%s.p", view->direction, name);
	length = strlen(prefix);
	for (size_t i = 0; i < view->count && list.count < PERCENTILES; i++) {
		const struct figure *figure = &view->figures[i];

		if (strncmp(figure->key, prefix, length) != 0)
			continue;
		list.share[list.count] =
			strtod(figure->key + length, NULL) / 100;
		list.value[list.count] = number_of(view, figure);
		list.bucket[list.count++] =
			bucket_of(round(figure->value / view->tick));
	}
	return list;
}

static void check_list(const struct view *view, const struct percentiles *list,
	const struct latency *l)
{
	struct bucket first = bucket_of(round(l->least.value / view->tick));
	struct bucket last = bucket_of(round(l->most.value / view->tick));

	for (size_t i = 0; i < list->count; i++) {
		double exact = list->bucket[i].value * view->tick;

		expect(view, "J9g", list->value[i], exact * (1 - 1e-12),
			exact * (1 + 1e-12));
		if (i > 0 && list->share[i] >= list->share[i - 1])
			expect(view, "J9", list->value[i],
				list->value[i - 1].value, INFINITY);
		expect(view, "J9", list->value[i], first.low * view->tick,
			last.high * view->tick);
	}
}

static void check_mean(const struct view *view, const struct percentiles *list,
	const struct latency *l)
{
	double low = l->least.value * list->share[0];
	double high = list->bucket[0].high * view->tick * list->share[0];
	double slack = (l->most.value - l->least.value) * (double)list->count /
			       l->count +
		       view->tick;

	for (size_t i = 0; i < list->count; i++) {
		bool last = i + 1 == list->count;
		double part = (last ? 1 : list->share[i + 1]) - list->share[i];

		if (part < 0)
			return;
		low += part * list->bucket[i].low * view->tick;
		high += part * (last ? l->most.value
				     : list->bucket[i + 1].high * view->tick);
	}
	expect(view, "J9f", l->mean, low - slack, high + slack);
}

static void check_bins(
	const struct view *view, const char *name, const struct latency *l)
{
	struct number bins = of2(view, name, "bins");
	double mean = of2(view, name, "bins_sum").value / bins.value;

	/* 3.12 was seen to be one short */
	expect(view, "J10", bins, l->count - 1, l->count + 1);
	if (l->most.value < TICKS_MAX * view->tick)
		expect(view, "J10", l->mean,
			mean * (1 - 1 / 128.0) - view->tick,
			mean * (1 + 1 / 128.0) + view->tick);
}

static void check_percentiles(const struct view *view, const char *name)
{
	struct percentiles list = percentiles_of(view, name);
	struct latency l = latency_of(view, name);

	if (isnan(l.count))
		return;
	check_bins(view, name, &l);
	/* 3.1 to 3.12 may print those of lat as those of clat */
	if (list.count == 0 || l.most.value >= TICKS_MAX * view->tick ||
		(view->version > 3.0005 && view->version < 3.0125))
		return;
	check_list(view, &list, &l);
	if (!view->target)
		check_mean(view, &list, &l);
}

/* -- samples -- */

static void check_mean_rate(const struct view *view, const char *name,
	const char *of_samples, double unit)
{
	struct number mean = of2(view, name, "mean");
	double samples = of(view, of_samples).value;
	char key[16];

	snprintf(key, sizeof key, "%s_mean", name);
	mean = of(view, key);
	if (view->client || !(samples > 0))
		return;
	if (view->jobs == 1 && view->single)
		expect_whole(view, "J11", true, mean, samples / unit,
			samples * mean.slack / unit, 0);
	else if (view->version > 3.0125 && view->jobs > 1 && view->single &&
		 fmod(samples, view->jobs) == 0)
		expect_whole(view, "J11d", false, mean,
			samples / view->jobs / unit,
			samples / view->jobs * mean.slack / unit, 0);
}

static void check_samples(const struct view *view)
{
	struct number rate = of(view, "bw_mean"), iops = of(view, "iops_mean");
	struct number share = of(view, "bw_agg");
	double jobs = isnan(view->jobs) ? 1 : view->jobs;
	double wanted = iops.value * view->size;
	double slack = wanted * 0.002 + jobs * (view->size + KI);
	double group = of(view, "io_bytes").value / of(view, "runtime").value;

	/* with unified_rw_reporting=both the samples of "mixed" are pooled */
	if (!(of(view, "bw_samples").value > 0) ||
		(view->both && strcmp(view->direction, "mixed") == 0))
		return;
	check_mean_rate(view, "bw", "bw_samples", KI);
	check_mean_rate(view, "iops", "iops_samples", 1);
	expect(view, "J12", rate, wanted - slack, wanted + slack);
	/* of the group only when it is this entry alone */
	if (view->version < 3.0215 || view->client ||
		whole(view, "group_entries").value != 1)
		return;
	wanted = fmin(100, 100 * floor(rate.value / KI) / floor(group) * KI);
	expect(view, "J11e", share, wanted * (1 - 2e-5) - 2e-3,
		wanted * (1 + 2e-5) + 2e-3);
}

/* -- shares -- */

struct shares {
	size_t count;
	struct number share[SHARES], sum;
	double least; /* entries of `smallest` */
};

static struct shares shares_of(
	const struct view *view, const char *prefix, double smallest)
{
	struct shares shares = {0};
	size_t length = strlen(prefix);

	for (size_t i = 0; i < view->count && shares.count < SHARES; i++) {
		const struct figure *figure = &view->figures[i];
		struct number share = number_of(view, figure);

		if (strncmp(figure->key, prefix, length) != 0)
			continue;
		if (shares.count == 0)
			shares.sum.line = share.line;
		shares.share[shares.count++] = share;
		shares.sum.value += share.value;
		shares.sum.slack += share.slack;
		/* what is less is printed so */
		shares.least +=
			share.value > 0 && share.value < smallest + 1e-5;
	}
	return shares;
}

/* Each share is a whole number of I/Os. */
static void check_counts(
	const struct view *view, const struct shares *shares, double smallest)
{
	for (size_t i = 0; i < shares->count; i++) {
		struct number share = shares->share[i];

		share.line = shares->sum.line;
		if (share.value > smallest + 1e-5)
			expect_whole(view, "J15", true, share,
				view->total / 100,
				view->total * share.slack * 0.0102, 0);
	}
}

static void check_depths(const struct view *view)
{
	static const char *const names[] = {"level.", "submit.", "complete."};

	for (size_t i = 0; i < COUNT(names); i++) {
		struct shares shares = shares_of(view, names[i], 0.1);
		struct number sum = shares.sum;

		if (shares.count == 0 || sum.value <= 0)
			continue;
		/* syncs, which not every option counts, and in old versions
		 * a ramp add to the levels; the first of a batch are in none */
		check_range(view->result, "J14", true, sum.line, sum.value,
			100 - 1e-4 - sum.slack -
				(i ? 0
				   : 100 * fmax(view->depth, 1) / view->total),
			i == 0 ? INFINITY
			       : 100 + 1e-4 + sum.slack + 0.1 * shares.least);
		if (i == 0 && !view->sync && view->version > 3.0155 &&
			sum.value < 100.5)
			check_counts(view, &shares, 0.1);
	}
}

/* Upper ends of the latency buckets, in their units. */
static const double ends[] = {2, 4, 10, 20, 50, 100, 250, 500, 750, 1000};
#define MS_BUCKETS 12

/* The upper end of a bucket in s, the first being of `unit`. */
static double bucket_end(size_t i, double unit)
{
	for (; i >= COUNT(ends) && unit < 1e-4; i -= COUNT(ends))
		unit *= 1000;
	if (i < COUNT(ends))
		return ends[i] * unit;
	return i == COUNT(ends) ? 2 : INFINITY;
}

/* The shares below an end and the percentiles must not contradict. */
static void check_below(const struct view *view, const struct percentiles *list,
	struct number below, double end, double slack)
{
	for (size_t i = 0; i < list->count; i++) {
		double percent = list->share[i] * 100;

		if (list->bucket[i].high * view->tick <= end)
			expect(view, "J16", below, percent - slack, INFINITY);
		else if (list->bucket[i].low * view->tick >= end)
			expect(view, "J16", below, 0, percent + slack);
	}
}

static void check_cumulated(
	const struct view *view, const struct shares *shares)
{
	struct percentiles list = percentiles_of(view, "clat");
	double unit = shares->count > MS_BUCKETS + COUNT(ends) ? 1e-9 : 1e-6;
	double slack = 0.25 + 0.01 * shares->least + 100 / view->total;
	struct number below = {0, 0, shares->sum.line};

	for (size_t i = 0; i < shares->count; i++) {
		double end = bucket_end(i, unit);

		below.value += shares->share[i].value;
		if (isfinite(end))
			check_below(view, &list, below, end, slack);
	}
}

static bool is_any_slow(const struct view *view)
{
	for (size_t i = 0; i < view->count; i++) {
		const char *name = strchr(view->figures[i].key, '.');

		if (name && strcmp(name, ".clat.max") == 0 &&
			view->figures[i].value >= 1)
			return true;
	}
	return false;
}

static void check_shares(const struct view *view)
{
	struct shares shares = shares_of(view, "latency.", 0.01);
	double slack = shares.sum.slack + 1e-4;

	check_depths(view);
	/* up to 3.13 grouped jobs were added up wrongly and latencies from 1 s
	 * on forgotten */
	if (shares.sum.value <= 0 || view->target ||
		(view->version < 3.0135 &&
			(view->jobs != 1 || is_any_slow(view))))
		return;
	expect(view, "J15", shares.sum, 100 - slack,
		100 + slack + 0.01 * shares.least);
	check_counts(view, &shares, 0.01);
}

/* -- the whole entry -- */

static void check_processor(const struct view *view)
{
	struct number usr = get(view, "usr_cpu"), sys = get(view, "sys_cpu");
	double ms = round(get(view, "job_runtime").value * 1000);
	struct number sum = {usr.value + sys.value, 0, sys.line};

	expect_whole(view, "J18", true, usr, ms / 100, ms * 5.1e-9, 0);
	expect_whole(view, "J18", true, sys, ms / 100, ms * 5.1e-9, 0);
	expect(view, "J18", sum, 0, 100 + 1e-6);
}

static bool is_synchronous(const struct run *run)
{
	static const char *const engines[] = {"psync", "sync", "vsync",
		"pvsync", "pvsync2", "mmap", "splice", "falloc", "ftruncate"};
	const char *engine = run_value(run, "ioengine");

	for (size_t i = 0; engine && i < COUNT(engines); i++)
		if (strcmp(engine, engines[i]) == 0)
			return true;
	return !engine;
}

static double whole_param(const struct run *run, const char *key)
{
	const char *text = run_value(run, key);
	char *end;
	double number = text ? strtod(text, &end) : NAN;

	return text && *text && !*end ? number : NAN;
}

static void check_little(struct view *view)
{
	double depth = view->depth, busy = 0;
	double jobs = view->single ? view->jobs : 1;
	struct number first = unknown;

	if (is_synchronous(view->run) || isnan(depth))
		depth = 1;
	for (size_t i = 0; i < 3; i++) {
		struct number iops;

		view->direction = directions[i];
		iops = of(view, "iops");
		if (!(iops.value > 0) || !(of(view, "lat.mean").value > 0) ||
			!(of(view, "runtime").value >= 1))
			continue;
		if (isnan(first.value))
			first = iops;
		busy += iops.value * of(view, "lat.mean").value;
	}
	if (isnan(first.value) || view->client || view->target || view->pooled)
		return;
	first.value = busy;
	expect(view, "J32", first, 0, jobs * depth * 1.002);
}

/* Reads and writes together, not one after the other as verify does; with
 * verify_backlog it does so, too. */
static bool is_mixed(const struct run *run)
{
	const char *rw = run_value(run, "rw");

	return rw && (strstr(rw, "rw") || strstr(rw, "readwrite"));
}

static void check_times(struct view *view)
{
	struct number start = get(view, "job_start"), reading, writing;
	double report = whole(view, "timestamp_ms").value;

	view->direction = "read";
	reading = of(view, "runtime");
	view->direction = "write";
	writing = of(view, "runtime");
	/* the last I/O of either may come just behind the clock's step */
	if (reading.value > 0 && writing.value > 0 && is_mixed(view->run))
		check_range(view->result, "J26", false, writing.line,
			writing.value, reading.value - 1.001e-3,
			reading.value + 1.001e-3);
	if (view->client || !(start.value > 0))
		return;
	expect(view, "J31", start, 0,
		report - fmax(reading.value, writing.value) + 5e-4);
}

static void check_direction(const struct view *view)
{
	if (!(of(view, "total_ios").value > 0))
		return;
	check_rates(view);
	check_bytes(view);
	check_latencies(view);
	check_percentiles(view, "slat");
	check_percentiles(view, "clat");
	check_percentiles(view, "lat");
	check_samples(view);
}

static void count_ios(struct view *view)
{
	view->total = 0;
	view->used = 0;
	for (size_t i = 0; i < COUNT(directions); i++) {
		double ios;

		view->direction = directions[i];
		ios = of(view, "total_ios").value;
		if (!(ios > 0))
			continue;
		view->both = i == 3 && view->used > 0;
		if (view->both)
			break;
		view->total += ios;
		view->used++;
	}
}

/* All jobs of the entry took longer than those that its options announce:
 * --group_reporting has put other sections of the job file into it. */
static bool is_pooled(struct view *view)
{
	double longest = 0;

	for (size_t i = 0; i < COUNT(directions); i++) {
		view->direction = directions[i];
		longest = fmax(longest, of(view, "runtime").value);
	}
	return view->single &&
	       get(view, "job_runtime").value >
		       1.05 * fmax(view->jobs, 1) * longest + 0.005;
}

static void check_entry(struct view *view)
{
	struct shares shares;

	view->pooled = is_pooled(view);
	if (view->pooled)
		view->size = view->depth = view->jobs = NAN;
	view->target = get(view, "latency_target").value > 0;
	view->sync = get(view, "sync.total_ios").value > 0;
	count_ios(view);
	for (size_t i = 0; i < COUNT(directions); i++) {
		view->direction = directions[i];
		check_direction(view);
	}
	check_shares(view);
	shares = shares_of(view, "latency.", 0.01);
	for (size_t i = 0; i < COUNT(directions); i++) {
		view->direction = directions[i];
		if (view->used == 1 && !view->target && shares.sum.value > 0 &&
			(view->version > 3.0135 || view->jobs == 1) &&
			of(view, "total_ios").value > 0)
			check_cumulated(view, &shares);
	}
	check_processor(view);
	check_times(view);
	check_little(view);
}

/* -- the document -- */

static void check_document(const struct view *view)
{
	struct number report = whole(view, "timestamp");
	struct number exact = whole(view, "timestamp_ms");
	struct number day = whole(view, "weekday");
	const char *date = run_value(view->run, "date");
	double local = date ? date_seconds(date) : NAN;
	double zone = local - report.value;

	expect(view, "J4", report, floor(exact.value + 1e-6),
		floor(exact.value + 1e-6));
	if (!isnan(zone))
		expect(view, "J4", report, local - round(zone / 900) * 900,
			local - round(zone / 900) * 900);
	expect(view, "J4", day, fmod(floor(local / 86400) + 4, 7),
		fmod(floor(local / 86400) + 4, 7));
	expect(view, "J30", whole(view, "disk_util"), 0, 100);
}

/* 3.036 for "3.36", so that versions can be compared. */
static double version_of(const char *version)
{
	char *end;
	unsigned long major = version ? strtoul(version, &end, 10) : 0;

	if (!version || *end != '.')
		return 0;
	return (double)major + (double)strtoul(end + 1, NULL, 10) / 1000;
}

static bool is_mark(const struct figure *figure)
{
	return strcmp(figure->key, "entry") == 0;
}

void check_fio_json(const struct run *run, struct check_result *result)
{
	struct view view = {
		.run = run,
		.result = result,
		.version = version_of(run->version),
		.jobs = whole_param(run, "jobs"),
		.size = whole_param(run, "block_size"),
		.depth = whole_param(run, "iodepth"),
	};
	const struct figure *end = run->figures + run->figure_count;
	size_t entries = 0;

	for (const struct figure *f = run->figures; f < end; f++)
		entries += is_mark(f);
	if (entries == 0)
		return;
	view.single = entries == 1;
	view.tick = view.version < 2.0215 ? 1e-6 : 1e-9;
	view.client = whole(&view, "client").value > 0;
	check_document(&view);
	for (const struct figure *f = run->figures; f < end; f++) {
		if (!is_mark(f))
			continue;
		view.figures = f + 1;
		view.count = 0;
		while (f + 1 + view.count < end && !is_mark(f + 1 + view.count))
			view.count++;
		check_entry(&view);
	}
}
