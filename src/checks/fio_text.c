/*
 * The arithmetic of an intact fio log in normal text. Of each result block:
 *
 *	T1  the bandwidth in KiB and in kB is one number
 *	T2  bandwidth = bytes / runtime
 *	T3  IOPS = I/Os issued / runtime, cut to a whole number
 *	T4  bytes = I/Os issued × block size, and the bandwidth with them
 *	T5  a group line repeats or sums up its blocks
 *	T6  latency = submission + completion latency, and at most a little
 *	    more; never less than the latter; T6s (soft) nor much more with a
 *	    synchronous engine
 *	T7  shares of depths and of latencies make 100 %; T7c a share is a
 *	    whole number of I/Os; T7p (J16 of JSON) the shares of latencies
 *	    agree with the percentiles
 *	T8  minimum, maximum, mean, deviation and number can belong to one
 *	    sample; T8m the mean lies where the percentiles allow it
 *	T9  percentiles rise and lie between minimum and maximum; T9g they are
 *	    values that fio's histogram can give
 *	T11 mean rate × samples is a whole number (soft when jobs are grouped)
 *	T13 the unit of a latency line is the one that fio would choose
 *	T15 Little: rate × latency is at most jobs × depth
 *	T16 (soft) runs of one file follow each other
 *
 * Not with latency_target (T4, T6, T7p, T8: counters and bytes are sampled at
 * different moments) nor in client mode (T4, T11, T15, T16).
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "src/base/date.h"
#include "src/checks/fio.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
/* Of those the parser gives figures of. */
#define BLOCKS 16
#define PERCENTILES 20

static const char *const directions[] = {"read", "write", "trim", "mixed"};

/* Figures whose keys begin with a prefix: "2.write.". They stand together. */
struct view {
	const struct run *run;
	struct check_result *result;
	const char *prefix;
	size_t length; /* of the prefix */
	const struct figure *figures;
	size_t count;
	/* of the block, from its head */
	double jobs, version;
	bool target, client, old;
	bool pooled; /* several sections of the job file in one block */
};

/* A printed number and what it may stand for. NAN: not stated. */
struct number {
	double value, slack;
	unsigned line;
};

static bool is_of(const struct view *view, const struct figure *figure)
{
	return strncmp(figure->key, view->prefix, view->length) == 0;
}

static struct number get(const struct view *view, const char *key)
{
	for (size_t i = 0; i < view->count; i++) {
		const struct figure *f = &view->figures[i];

		if (is_of(view, f) && strcmp(f->key + view->length, key) == 0)
			return (struct number){f->value, f->slack, f->line};
	}
	return (struct number){NAN, 0, 0};
}

static struct number get2(
	const struct view *view, const char *row, const char *column)
{
	char key[64];

	snprintf(key, sizeof key, "%s.%s", row, column);
	return get(view, key);
}

/*
 * `found` must be what fio prints of a number between low and high. Scaling
 * cuts the lower digits off first: the number may be a little above.
 */
static bool expect(const struct view *view, const char *rule,
	struct number found, double low, double high)
{
	double cut = found.slack > 0 ? 3 * found.slack : 1;

	return check_range(view->result, rule, true, found.line, found.value,
		low - cut - 1e-9 * fabs(low),
		high + found.slack + 1e-9 * fabs(high));
}

/* The same of two printed numbers, the second one × factor. */
static bool agree(const struct view *view, const char *rule,
	struct number found, struct number other, double factor)
{
	double cut = other.slack > 0 ? 3 * other.slack : 1;

	return expect(view, rule, found, (other.value - other.slack) * factor,
		(other.value + cut) * factor);
}

/* Both printed of one number in the same way. */
static void same(const struct view *view, struct number found,
	struct number other, double slack)
{
	double wide = slack + 1e-9 * fabs(other.value);

	check_range(view->result, "T5", true, found.line, found.value,
		other.value - wide, other.value + wide);
}

/* -- totals -- */

static void check_totals(const struct view *view)
{
	struct number bw = get(view, "bw"), si = get(view, "bw_si");
	struct number io = get(view, "io"), iops = get(view, "iops");
	struct number size = get(view, "size");
	double seconds = get(view, "runtime").value;
	double issued = get(view, "issued").value;
	double low, high;

	if (!(seconds > 0))
		return;
	agree(view, "T1", bw, si, 1);
	agree(view, "T2", bw, io, 1 / seconds);
	agree(view, "T2", si, io, 1 / seconds);
	expect(view, "T3", iops, issued / seconds - 1, issued / seconds);
	if (view->target || view->client || isnan(size.value))
		return;
	high = issued * size.value;
	/* 2.14 cuts a random write short where it meets an earlier one */
	low = high - (view->old ? 2 * size.value : 0);
	expect(view, "T4", io, low, high);
	expect(view, "T4", bw, low / seconds - 1, high / seconds);
	expect(view, "T4", si, low / seconds - 1, high / seconds);
}

/* -- rows -- */

static const char *const latencies[] = {"slat", "clat", "lat"};

struct row {
	struct number min, max, avg, stdev;
	double unit;
};

static struct row get_row(const struct view *view, const char *name)
{
	struct row row = {get2(view, name, "min"), get2(view, name, "max"),
		get2(view, name, "avg"), get2(view, name, "stdev"),
		get2(view, name, "unit").value};

	/* cut to whole units */
	row.min.slack += row.unit;
	row.max.slack += row.unit;
	return row;
}

static void check_order(const struct view *view, const struct row *row)
{
	/* of one I/O of 69.878 s the mean is more than "69878k", and of one of
	 * 34.265994 ms less than "34266k" */
	double place = row->min.slack - row->unit;
	double rounded = place > 1.5 * row->unit ? place : 0;

	check_range(view->result, "T8", true, row->avg.line, row->avg.value,
		row->min.value - rounded - row->avg.slack,
		row->max.value + row->max.slack + row->avg.slack);
}

/* How far apart the ends are bounds the deviation of `n` numbers. */
static void check_spread(
	const struct view *view, const struct row *row, double n)
{
	double below = row->avg.value - row->min.value;
	double above = row->max.value - row->avg.value;
	double slack = row->max.slack + row->avg.slack;
	double least, most;

	if (!(n >= 2) || isnan(below) || isnan(above))
		return;
	least = sqrt((pow(fmax(above - slack, 0), 2) +
			     pow(fmax(below - slack, 0), 2)) /
		     (n - 1));
	most = sqrt((above + slack) * (below + slack) * n / (n - 1));
	check_range(view->result, "T8", true, row->stdev.line, row->stdev.value,
		least - row->stdev.slack, most + row->stdev.slack);
}

/* 0: nsec, 1: usec, 2: msec */
static int unit_index(double unit)
{
	return unit < 1e-8 ? 0 : unit < 1e-5 ? 1 : 2;
}

/* The unit fio chooses for these numbers: the ends of what they can be. */
static int chosen_unit(const struct row *row, double give)
{
	double min = row->min.value * 1e9 + give * row->min.slack * 1e9;
	double max = row->max.value * 1e9 + give * row->max.slack * 1e9;
	double stdev = row->stdev.value * 1e9 + give * row->stdev.slack * 1e9;

	if (min > 2e6 && max > 99999999 && stdev > 1e6)
		return 2;
	return min > 2000 && max > 99999 && stdev > 1000 ? 1 : 0;
}

static void check_unit(const struct view *view, const struct row *row)
{
	if (view->version < 3e6 || isnan(row->stdev.value))
		return;
	check_range(view->result, "T13", true, row->avg.line,
		unit_index(row->unit), chosen_unit(row, -1e-9),
		chosen_unit(row, 1 + 1e-9));
}

/* Up to 2.2.12 the means of unified_rw_reporting are those of the last
 * direction. */
static bool is_pooled_wrongly(const struct view *view)
{
	return view->version > 0 && view->version < 2.002013e6 &&
	       strstr(view->prefix, ".mixed.");
}

static void check_latencies(const struct view *view)
{
	double issued = get(view, "issued").value;
	bool pooled = is_pooled_wrongly(view);

	for (size_t i = 0; i < COUNT(latencies); i++) {
		struct row row = get_row(view, latencies[i]);

		if (isnan(row.unit))
			continue;
		check_order(view, &row);
		check_unit(view, &row);
		if (!view->target && !view->client && !pooled)
			check_spread(view, &row, issued);
	}
}

/* A mean to which fio adds two roundings of a hundredth of its unit. */
static void check_sum(const struct view *view)
{
	struct row slat = get_row(view, "slat"), clat = get_row(view, "clat");
	struct row lat = get_row(view, "lat");
	double part = view->target ? 2e-3 : 2e-4;
	double sum = slat.avg.value + clat.avg.value;
	double slack = slat.avg.slack + clat.avg.slack + lat.avg.slack;

	/* a part of them may submit and complete in one */
	if (view->pooled)
		return;
	if (!isnan(sum)) {
		/* what passes between the two clocks is in neither */
		check_range(view->result, "T6", true, lat.avg.line,
			lat.avg.value, sum * (1 - part) - slack,
			sum + fmax(0.01 * sum, BETWEEN_CLOCKS) + slack);
		return;
	}
	check_range(view->result, "T6", true, clat.avg.line, clat.avg.value, 0,
		lat.avg.value + clat.avg.slack + lat.avg.slack);
}

/* What a synchronous engine does before an I/O takes little time: it fills
 * the buffer. */
static void check_gap(const struct view *view)
{
	struct row clat = get_row(view, "clat"), lat = get_row(view, "lat");
	double size = get(view, "size").value;
	double issued = get(view, "issued").value;
	double slack = clat.avg.slack + lat.avg.slack;

	if (!isnan(get2(view, "slat", "avg").value) || !(issued >= 1000))
		return;
	check_range(view->result, "T6s", false, clat.avg.line, clat.avg.value,
		lat.avg.value - slack - 1e-6 - 0.5e-9 * size -
			0.02 * lat.avg.value,
		INFINITY);
}

/* -- percentiles -- */

/* fio's histogram: 64 buckets to each power of two, and a value that stands
 * for each. */
struct bucket {
	double edge, value;
};

static struct bucket find_bucket(double value)
{
	int exponent;
	double base, width, edge;

	if (value < 128)
		return (struct bucket){floor(value), floor(value)};
	frexp(value, &exponent);
	base = ldexp(1, exponent - 1);
	width = base / 64;
	edge = base + floor((value - base) / width) * width;
	return (struct bucket){edge, edge + floor(0.5 * width)};
}

/* Is there a bucket that prints as `value` whole units, rounded up? */
static bool is_printable(double value, double unit, bool old)
{
	double step = rint(old ? unit / 1e-6 : unit / 1e-9);
	double high = rint(value / unit) * step;
	struct bucket found = find_bucket(high);

	if (found.value > high)
		found = find_bucket(found.edge - 1);
	return found.value > high - step;
}

struct percentiles {
	size_t count;
	struct number of[PERCENTILES], value[PERCENTILES];
	double unit;
	bool old;	/* counted in whole µs */
	struct row row; /* of the same latency */
};

static struct percentiles get_percentiles(const struct view *view)
{
	struct percentiles list = {.unit = get(view, "pct.unit").value};
	double count = get(view, "pct.count").value;

	list.count = count > 0 ? (size_t)fmin(count, PERCENTILES) : 0;
	list.old = view->version > 0 ? view->version < 2.099e6 : view->old;
	list.row = get_row(
		view, isnan(get(view, "pct.clat").value) ? "lat" : "clat");
	for (size_t i = 0; i < list.count; i++) {
		char key[32];

		snprintf(key, sizeof key, "pct.%u", (unsigned)i);
		list.value[i] = get(view, key);
		snprintf(key, sizeof key, "pct.%u.of", (unsigned)i);
		list.of[i] = get(view, key);
	}
	return list;
}

static void check_buckets(
	const struct view *view, const struct percentiles *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct number p = list->value[i];
		bool printable = is_printable(p.value, list->unit, list->old);

		check_range(view->result, "T9g", true, p.line, p.value,
			printable ? 0 : p.value + list->unit, INFINITY);
	}
}

static void check_rise(const struct view *view, const struct percentiles *list)
{
	const struct row *row = &list->row;
	double part = 1.0 / 128 + 1e-9;
	double least = row->min.value * (1 - 2 * part) - row->min.slack;
	double most =
		(row->max.value + row->max.slack) * (1 + part) + list->unit;

	/* the oldest count in whole µs */
	if (list->old)
		most += 1e-6;
	for (size_t i = 0; i < list->count; i++) {
		struct number p = list->value[i];

		check_range(view->result, "T9", true, p.line, p.value,
			least - 1e-12, most);
		least = p.value;
	}
}

/* The value of the last bucket, which has all that took longer, too: 29 groups
 * of 64 in ns, up to 2.16 19 of them in us. */
static double last_bucket(bool old)
{
	return old ? 16711680e-6 : 17112760320e-9;
}

/* Mean of what lies between the percentiles, at least and at most. */
static void check_mean(const struct view *view, const struct percentiles *list)
{
	const struct row *row = &list->row;
	double low = row->min.value, from = 0, least = 0, most = 0;
	double n = get(view, "issued").value;
	double unit = list->unit, part = 1.0 / 64, slack;

	if (list->count < 3 || view->target || view->client || !(n >= 1000) ||
		is_pooled_wrongly(view))
		return;
	for (size_t i = 0; i < list->count; i++) {
		double to = list->of[i].value / 100;
		double value = list->value[i].value;

		least += (to - from) * low;
		if (value >= last_bucket(list->old))
			value = fmax(value, row->max.value + row->max.slack);
		most += (to - from) * value;
		low = fmax(list->value[i].value - unit, 0);
		from = to;
	}
	least += (1 - from) * low;
	most += (1 - from) * (row->max.value + row->max.slack);
	/* the border of a percentile is one I/O wide */
	slack = (row->max.value - row->min.value) * (double)list->count / n +
		row->avg.slack + (list->old ? 1e-6 : 0);
	check_range(view->result, "T8m", true, row->avg.line, row->avg.value,
		least * (1 - part) - slack, most * (1 + part) + slack);
}

static void check_percentiles(const struct view *view)
{
	struct percentiles list = get_percentiles(view);

	if (list.count == 0)
		return;
	check_buckets(view, &list);
	check_rise(view, &list);
	check_mean(view, &list);
}

/* So many of the I/Os, in percent, took less than `end`. */
static void check_below(const struct view *view, const struct percentiles *list,
	struct number below, double end)
{
	/* a value stands for its bucket, and is rounded up to a unit */
	double part = 1.0 / 64;

	for (size_t i = 0; i < list->count; i++) {
		double value = list->value[i].value, of = list->of[i].value;

		if (value * (1 + part) <= end)
			check_range(view->result, "T7p", true, below.line,
				below.value, of - below.slack, INFINITY);
		else if ((value - list->unit) * (1 - part) >= end)
			check_range(view->result, "T7p", true, below.line,
				below.value, 0, of + below.slack);
	}
}

/* The shares are of the block: this direction must be its only one. */
static void check_cumulated(const struct view *block, const struct view *view)
{
	struct percentiles list = get_percentiles(view);
	double n = get(view, "issued").value;
	struct number below = {0, 0.25 + 100 / n, 0};

	if (list.count == 0 || view->target || view->client || !(n > 0) ||
		isnan(get(view, "pct.clat").value))
		return;
	for (unsigned i = 0;; i++) {
		char key[32];
		struct number share, end;

		snprintf(key, sizeof key, "share.%u", i);
		share = get(block, key);
		snprintf(key, sizeof key, "share.%u.end", i);
		end = get(block, key);
		if (isnan(share.value) || isnan(end.value))
			return;
		/* what is less than a hundredth is printed as one */
		below.value += share.value;
		below.slack += 0.01;
		below.line = share.line;
		check_below(view, &list, below, end.value);
	}
}

static bool is_only_direction(const struct view *block, const char *direction)
{
	for (size_t i = 0; i < COUNT(directions); i++)
		if (strcmp(directions[i], direction) != 0 &&
			get2(block, directions[i], "issued").value > 0)
			return false;
	return true;
}

/* -- samples -- */

static void check_whole(const struct view *view, const char *name)
{
	struct row row = get_row(view, name);
	struct number samples = get2(view, name, "samples");
	bool hard = view->jobs == 1;
	double each = samples.value / view->jobs, sum, off;

	/* a mean over jobs is their sum from 3.13 on, if they gave equally
	 * many samples, which nobody knows */
	if (view->client || !(each >= 1) || each >= 80 || floor(each) != each ||
		(!hard && view->version < 3.013e6))
		return;
	sum = row.avg.value / row.unit * each;
	off = fabs(sum - rint(sum));
	check_range(view->result, "T11", hard, row.avg.line, off, 0,
		each * 0.00505 + 1e-6);
}

static void check_samples(const struct view *view)
{
	static const char *const names[] = {"bwrow", "iopsrow"};

	for (size_t i = 0; i < COUNT(names); i++) {
		struct row row = get_row(view, names[i]);

		if (isnan(row.unit))
			continue;
		check_order(view, &row);
		if (row.unit <= 1024)
			check_whole(view, names[i]);
	}
}

/* -- shares -- */

static void check_table(const struct view *view, const char *name, double place,
	double under, double over)
{
	struct number sum = get2(view, name, "sum");
	double count = get2(view, name, "count").value;

	check_range(view->result, "T7", true, sum.line, sum.value,
		100 - 0.51 * place * count - under - 1e-6,
		100 + place * count + over + 1e-6);
}

static double whole(const char *text)
{
	double number = 0;

	for (; text && *text >= '0' && *text <= '9'; text++)
		number = 10 * number + (*text - '0');
	return number;
}

static double ios_of(const struct view *view)
{
	double issued = 0;

	for (size_t i = 0; i < COUNT(directions); i++) {
		double n = get2(view, directions[i], "issued").value;

		issued += i < 3 && n > 0 ? n : 0;
		if (i == 3 && issued <= 0)
			issued = n;
	}
	return issued;
}

/* Each share of latencies is a whole number of I/Os. */
static void check_counts(const struct view *view, double issued)
{
	for (unsigned i = 0; issued > 0 && issued < 5000; i++) {
		char key[32];
		struct number share;
		double count;

		snprintf(key, sizeof key, "share.%u", i);
		share = get(view, key);
		if (isnan(share.value))
			break;
		count = share.value / 100 * issued;
		if (share.value > 0.0101)
			check_range(view->result, "T7c", true, share.line,
				fabs(count - rint(count)), 0, issued * 5.01e-5);
	}
}

static void check_shares(const struct view *view)
{
	/* syncs count as I/Os, and in old versions the ramp; those at the end
	 * of a job up to 3.15 without being told */
	bool loose = get(view, "fsync").value > 0 || view->version < 3.002e6;
	bool deep = loose || view->version < 3.016e6;
	double issued = ios_of(view);
	double depth = whole(run_value(view->run, "iodepth"));

	/* the first of a batch are in no depth */
	check_table(view, "depths", 0.1,
		issued > 0 ? 100 * fmax(depth, 1) / issued : 0, deep ? 200 : 0);
	check_table(view, "submit", 0.1, 0, loose ? 200 : 0);
	check_table(view, "complete", 0.1, 0, loose ? 200 : 0);
	if (!view->client && !view->target)
		check_table(view, "shares", 0.01, 0, 0);
	check_counts(view, issued);
}

/* -- Little -- */

static bool is_synchronous(const struct run *run)
{
	static const char *const names[] = {
		"sync", "psync", "vsync", "pvsync", "pvsync2", "mmap"};
	const char *engine = run_value(run, "ioengine");

	for (size_t i = 0; engine && i < COUNT(names); i++)
		if (strcmp(engine, names[i]) == 0)
			return true;
	return false;
}

static void check_little(const struct view *view)
{
	double depth = whole(run_value(view->run, "iodepth"));
	double waiting = 0, seconds = 0;
	unsigned line = 0;

	if (!run_get_figure(view->run, "alone") || view->target || depth < 1)
		return;
	if (is_synchronous(view->run))
		depth = 1;
	for (size_t i = 0; i < COUNT(directions) - 1; i++) {
		char key[32];
		struct number mean, issued, runtime;

		snprintf(key, sizeof key, "%s.lat.avg", directions[i]);
		mean = get(view, key);
		issued = get2(view, directions[i], "issued");
		runtime = get2(view, directions[i], "runtime");
		if (isnan(mean.value) || !(runtime.value >= 1))
			continue;
		waiting += issued.value / runtime.value *
			   (mean.value - mean.slack);
		seconds = runtime.value;
		line = mean.line;
	}
	if (seconds > 0)
		check_range(view->result, "T15", true, line, waiting, 0,
			view->jobs * depth * 1.002);
}

/* -- groups -- */

struct sum {
	double io_low, io_high, run_max, run_min, bw_min, bw_max, bw_slack;
	size_t parts;
};

static void add_block(struct sum *sum, const struct view *view)
{
	struct number io = get(view, "io"), bw = get(view, "bw");
	double seconds = get(view, "runtime").value;

	if (isnan(io.value) || isnan(bw.value) || isnan(seconds))
		return;
	sum->io_low += io.value - io.slack;
	sum->io_high += io.value + 3 * io.slack;
	sum->run_max = fmax(sum->run_max, seconds);
	sum->run_min = sum->parts ? fmin(sum->run_min, seconds) : seconds;
	sum->bw_min = sum->parts ? fmin(sum->bw_min, bw.value) : bw.value;
	sum->bw_max = fmax(sum->bw_max, bw.value);
	sum->bw_slack = fmax(sum->bw_slack, bw.slack);
	sum->parts++;
}

/* The rate of the slowest or fastest of a group, "min" or "max". */
static void same_end(const struct view *group, const char *key,
	struct number rate, double slack)
{
	struct number end = get(group, key);

	/* up to 2.0.6 thousands of bytes called KB */
	if (group->version > 0 && group->version < 2.000007e6) {
		end.value *= 1000.0 / 1024;
		slack += end.slack;
	}
	same(group, end, rate, slack);
}

/* The least rate of a group, of which `rate` is fio's: on Windows a number of
 * 32 bits, whose end is printed as it is. */
static struct number slowest_of(struct number printed, struct number rate)
{
	bool at_end = fabs(printed.value - UINT32_MAX) <= printed.slack + 1;

	return at_end && rate.value > UINT32_MAX ? printed : rate;
}

/* All blocks of the group are the run's. */
static void check_whole_group(const struct view *group, const struct sum *sum)
{
	struct number io = get(group, "io"), io_si = get(group, "io_si");
	struct number bw = get(group, "bw"), si = get(group, "bw_si");
	double slack = group->old ? 1025 : 0;

	expect(group, "T5", io, sum->io_low, sum->io_high);
	expect(group, "T5", io_si, sum->io_low, sum->io_high);
	expect(group, "T5", bw, sum->io_low / sum->run_max - 1 - slack,
		sum->io_high / sum->run_max + slack);
	expect(group, "T5", si, sum->io_low / sum->run_max - 1,
		sum->io_high / sum->run_max);
	same(group, get(group, "run_min"), (struct number){sum->run_min, 0, 0},
		1e-9);
	same(group, get(group, "run_max"), (struct number){sum->run_max, 0, 0},
		1e-9);
	same_end(group, "min",
		slowest_of(
			get(group, "min"), (struct number){sum->bw_min, 0, 0}),
		slack + 2 * sum->bw_slack);
	same_end(group, "max", (struct number){sum->bw_max, 0, 0},
		slack + 2 * sum->bw_slack);
	agree(group, "T5", get(group, "min_si"), get(group, "min"), 1);
	agree(group, "T5", get(group, "max_si"), get(group, "max"), 1);
}

/* One block makes the group: its line repeats the block's. */
static void check_single(const struct view *group, const struct view *block)
{
	double slack = group->old ? 1025 : 0;

	if (!group->client) {
		same(group, get(group, "bw"), get(block, "bw"), slack);
		same(group, get(group, "bw_si"), get(block, "bw_si"), slack);
	}
	same(group, get(group, "io"), get(block, "io"), slack);
	same_end(group, "min", slowest_of(get(group, "min"), get(group, "bw")),
		slack);
	same_end(group, "max", get(group, "bw"), slack);
	same(group, get(group, "min_si"),
		slowest_of(get(group, "min_si"), get(group, "bw_si")), slack);
	same(group, get(group, "max_si"), get(group, "bw_si"), slack);
	agree(group, "T5", get(group, "io_si"), get(group, "io"), 1);
}

static void check_part(const struct view *group, const struct sum *sum)
{
	struct number io = get(group, "io");
	struct number low = get(group, "run_min"), high = get(group, "run_max");

	check_range(group->result, "T5", true, io.line, io.value,
		sum->io_low - 3 * io.slack, INFINITY);
	check_range(group->result, "T5", true, low.line, low.value, 0,
		sum->run_min + 1e-9);
	check_range(group->result, "T5", true, high.line, high.value,
		sum->run_max - 1e-9, INFINITY);
}

static struct view view_of(const struct view *all, const char *prefix)
{
	struct view view = *all;

	view.prefix =
		arena_printf(all->result->arena, "%s%s.", all->prefix, prefix);
	view.length = strlen(view.prefix);
	while (view.count && !is_of(&view, view.figures)) {
		view.figures++;
		view.count--;
	}
	while (view.count && !is_of(&view, &view.figures[view.count - 1]))
		view.count--;
	return view;
}

static void check_group(const struct view *all, const char *direction,
	size_t blocks, bool complete)
{
	char key[64];
	struct sum sum = {0};
	struct view group, block;

	snprintf(key, sizeof key, "group.%s", direction);
	group = view_of(all, key);
	for (size_t i = 0; i < blocks; i++) {
		snprintf(key, sizeof key, "%u.%s", (unsigned)i + 1, direction);
		block = view_of(all, key);
		add_block(&sum, &block);
	}
	if (sum.parts == 0)
		return;
	if (!complete) {
		check_part(&group, &sum);
		return;
	}
	check_whole_group(&group, &sum);
	if (blocks == 1)
		check_single(&group, &block);
}

static void check_groups(const struct view *all, size_t blocks)
{
	double count = get(all, "blocks").value;
	double in_group = get(all, "group.blocks").value;
	bool unified = isnan(get(all, "1.read.issued").value) &&
		       isnan(get(all, "1.write.issued").value) &&
		       isnan(get(all, "1.trim.issued").value);

	if (isnan(in_group) || count > BLOCKS)
		return;
	for (size_t i = 0; i < COUNT(directions); i++)
		if (i < 3 || unified)
			check_group(
				all, directions[i], blocks, count == in_group);
}

/* -- in the file -- */

static void check_order_of_runs(const struct view *all)
{
	const struct run *run = all->run, *next = run->next;
	const char *date = run_value(run, "date");
	const char *later = next ? run_value(next, "date") : NULL;
	const struct obs *runtime;
	const struct figure *report, *other;

	if (!date || !later || all->client || next->file != run->file ||
		!next->complete || strlen(date) != 19 || strlen(later) != 19)
		return;
	runtime = run_obs(next, "total.runtime");
	report = run_get_figure(run, "report");
	other = run_get_figure(next, "report");
	/* all blocks of a report bear its date */
	if (!runtime || !report || !other || report->value == other->value)
		return;
	check_range(all->result, "T16", false, next->line, date_seconds(later),
		date_seconds(date) + runtime->value - 1.5, INFINITY);
}

/* -- all -- */

static void check_direction(const struct view *block, const char *direction)
{
	struct view view = view_of(block, direction);

	if (isnan(get(&view, "issued").value))
		return;
	check_latencies(&view);
	check_sum(&view);
	check_gap(&view);
	check_percentiles(&view);
	if (is_only_direction(block, direction))
		check_cumulated(block, &view);
	check_samples(&view);
	/* the totals of a mixed line beside others are wrong up to 3.38 */
	if (strcmp(direction, "mixed") != 0 ||
		(isnan(get(block, "read.issued").value) &&
			isnan(get(block, "write.issued").value)))
		check_totals(&view);
}

static void check_block(const struct view *all, unsigned number)
{
	char name[16];
	struct view block;

	snprintf(name, sizeof name, "%u", number);
	block = view_of(all, name);
	block.jobs = get(&block, "jobs").value;
	block.target = get(&block, "target").value > 0;
	block.old = get(&block, "old").value > 0;
	if (isnan(block.jobs) || get(&block, "error").value > 0)
		return;
	for (size_t i = 0; i < COUNT(directions); i++)
		check_direction(&block, directions[i]);
	check_shares(&block);
	if (!all->client && get(all, "blocks").value == 1)
		check_little(&block);
}

void check_fio_text(const struct run *run, struct check_result *result)
{
	struct view all = {
		.run = run,
		.result = result,
		.prefix = "",
		.figures = run->figures,
		.count = run->figure_count,
	};
	double blocks = get(&all, "blocks").value;
	size_t count = blocks > 0 ? (size_t)fmin(blocks, BLOCKS) : 0;

	all.version = get(&all, "version").value;
	all.client = get(&all, "client").value > 0;
	all.pooled = get(&all, "sections").value > 1;
	all.old = get(&all, "1.old").value > 0;
	for (size_t i = 0; i < count; i++)
		check_block(&all, (unsigned)i + 1);
	if (count > 0)
		check_groups(&all, count);
	check_order_of_runs(&all);
}
