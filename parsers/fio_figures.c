/*
 * The figures of fio's text for the checks (src/checks/fio.c).
 *
 * Of block N of the job, from 1 (BLOCKS at most):
 *	N.jobs  N.fsync  N.target  N.error  N.old (laid out as up to 2.16)
 *	N.D.bw  N.D.bw_si  N.D.iops  N.D.io  N.D.runtime  N.D.issued
 *	N.D.slat.min max avg stdev unit, and clat and lat
 *	N.D.bwrow.min max avg stdev per samples unit, and iopsrow
 *	N.D.pct.unit, N.D.pct.clat or .lat, N.D.pct.count, N.D.pct.I.of,
 *N.D.pct.I N.D.size                           of the I/O in bytes, if it is one
 *	N.shares.sum  N.shares.count, and depths, submit, complete
 *	N.share.I  N.share.I.end           in percent, of latencies below (s)
 *	N.usr  N.sys                       in percent
 * where D is read, write, trim or mixed. Of the job:
 *	blocks, group.blocks               in the job, in its group
 *	group.D.bw bw_si min max min_si max_si io io_si run_min run_max
 *	report                             which of the file it is in
 *	version                            FIO_VERSION(), 0: not known
 *	client                             client mode
 *	alone                              one banner in the group
 *	sections                           of the job file in the block
 */
#include <string.h>

#include "parsers/fio_parts.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Blocks of a job, and runs of a file, that get figures: their number does
 * not depend on the size of the file. */
#define BLOCKS 16
#define RUNS 10000

struct writer {
	struct arena *arena;
	struct run *run;
	const char *prefix;
	unsigned line;
};

static void put(const struct writer *w, const char *key, double value,
	double slack, unsigned line)
{
	run_figure(w->arena, w->run,
		arena_printf(w->arena, "%s%s", w->prefix, key), value, slack,
		line);
}

static void put_detail(const struct writer *w, const char *key,
	const struct fio_detail *detail)
{
	if (detail->stated)
		put(w, key, detail->value, detail->slack, detail->line);
}

static void put_totals(const struct writer *w, const struct fio_side *side,
	long version, bool old)
{
	static const char *const names[FIO_TOTALS] = {
		[FIO_T_BW] = "bw",
		[FIO_T_SI] = "bw_si",
		[FIO_T_IOPS] = "iops",
		[FIO_T_IO] = "io",
		[FIO_T_RUN] = "runtime",
	};

	for (int i = 0; i < FIO_TOTALS; i++) {
		struct fio_detail detail =
			fio_interval(version, old, &side->token[i], side->line);

		if (side->token[i].unit > 0)
			put_detail(w, names[i], &detail);
	}
}

static void put_rows(const struct writer *w, const struct fio_side *side)
{
	static const char *const rows[FIO_ROWS] = {
		"slat", "clat", "lat", "bwrow", "iopsrow"};
	static const char *const columns[FIO_COLUMNS] = {
		"min", "max", "avg", "stdev", "per", "samples", "unit"};

	for (int i = 0; i < FIO_ROWS; i++)
		for (int j = 0; j < FIO_COLUMNS; j++)
			put_detail(w,
				arena_printf(
					w->arena, "%s.%s", rows[i], columns[j]),
				&side->row[i][j]);
}

static void put_percentiles(const struct writer *w, const struct fio_side *side)
{
	const struct fio_percentiles *list = &side->percentiles;

	if (list->unit == 0)
		return;
	put(w, list->completion ? "pct.clat" : "pct.lat", 1, 0, side->line);
	put(w, "pct.unit", list->unit, 0, side->line);
	put(w, "pct.count", (double)list->count, 0, side->line);
	for (size_t i = 0; i < list->count; i++) {
		put(w, arena_printf(w->arena, "pct.%zu.of", i), list->of[i], 0,
			list->value[i].line);
		put_detail(w, arena_printf(w->arena, "pct.%zu", i),
			&list->value[i]);
	}
}

static void put_side(const struct writer *block, const struct fio_job *job,
	const struct fio_block *of, enum fio_direction direction, long version)
{
	const struct fio_side *side = &of->sides[direction];
	struct writer w = *block;
	unsigned long long size = fio_block_size(job->banner, direction);

	w.prefix = arena_printf(
		w.arena, "%s%s.", block->prefix, fio_directions[direction]);
	put_totals(&w, side, version, of->old);
	put_rows(&w, side);
	put_percentiles(&w, side);
	if (of->issued)
		put(&w, "issued", (double)side->issued, 0, of->last_line);
	if (size > 0)
		put(&w, "size", (double)size, 0, job->banner->line);
}

static void put_tables(const struct writer *w, const struct fio_block *block)
{
	static const char *const names[FIO_TABLES] = {
		"shares", "depths", "submit", "complete"};
	const struct fio_shares *buckets = &block->tables[FIO_BUCKETS];

	for (int i = 0; i < FIO_TABLES; i++) {
		const struct fio_shares *table = &block->tables[i];

		if (table->count == 0)
			continue;
		put(w, arena_printf(w->arena, "%s.sum", names[i]), table->sum,
			0, table->line);
		put(w, arena_printf(w->arena, "%s.count", names[i]),
			(double)table->count, 0, table->line);
	}
	for (size_t i = 0; i < buckets->count && i < FIO_SHARES; i++) {
		put(w, arena_printf(w->arena, "share.%zu", i),
			buckets->share[i], 0.005, buckets->line);
		/* the last one has no end, and none is stated */
		put(w, arena_printf(w->arena, "share.%zu.end", i),
			buckets->end[i], 0, buckets->line);
	}
}

static void put_block(const struct fio_reading *reading,
	const struct fio_job *job, size_t index)
{
	const struct fio_block *block = &job->blocks[index];
	struct arena *arena = reading->parsing->arena;
	struct writer w = {arena, job->run,
		arena_printf(arena, "%zu.", index + 1), block->line};

	put(&w, "jobs", (double)block->jobs, 0, block->line);
	put(&w, "fsync", block->fsync, 0, block->line);
	put(&w, "target", block->target, 0, block->line);
	put(&w, "error", block->error != NULL, 0, block->line);
	put(&w, "old", block->old, 0, block->line);
	put_detail(&w, "usr", &block->usr);
	put_detail(&w, "sys", &block->sys);
	put_tables(&w, block);
	for (int i = 0; i < FIO_DIRECTIONS; i++)
		if (block->sides[i].present)
			put_side(&w, job, block, (enum fio_direction)i,
				reading->number);
}

static void put_group(struct fio_reading *reading, const struct fio_job *job)
{
	static const char *const names[FIO_GROUP_VALUES] = {"bw", "bw_si",
		"min", "max", "min_si", "max_si", "io", "io_si", "run_min",
		"run_max"};
	struct arena *arena = reading->parsing->arena;

	for (int i = 0; i < FIO_DIRECTIONS; i++) {
		struct writer w = {arena, job->run,
			arena_printf(arena, "group.%s.", fio_directions[i]), 0};

		for (int j = 0; j < FIO_GROUP_VALUES; j++)
			put_detail(&w, names[j], &job->group->value[i][j]);
	}
}

/* Is it the only job that its group announced? */
static bool is_alone(
	const struct fio_reading *reading, const struct fio_job *job)
{
	size_t same = 0;

	/* of many banners nobody asks */
	if (reading->banner_count > 256)
		return false;
	for (size_t i = 0; i < reading->banner_count; i++)
		same += reading->banners[i].group == job->banner->group;
	return same == 1;
}

void fio_figures(struct fio_reading *reading, const struct fio_job *job)
{
	struct writer w = {
		reading->parsing->arena, job->run, "", job->run->line};

	if (reading->figured >= RUNS)
		return;
	reading->figured++;
	put(&w, "blocks", (double)job->count, 0, w.line);
	for (size_t i = 0; i < job->count && i < BLOCKS; i++)
		put_block(reading, job, i);
	put(&w, "report", reading->reports, 0, w.line);
	put(&w, "version", (double)reading->number, 0, w.line);
	put(&w, "client", reading->client, 0, w.line);
	put(&w, "sections", (double)job->sections, 0, w.line);
	if (!reading->client && job->banner && is_alone(reading, job))
		put(&w, "alone", 1, 0, w.line);
	/* the group is printed in other units than it seems */
	if (!job->group || job->blocks->decimal)
		return;
	put(&w, "group.blocks", (double)job->group_blocks, 0, w.line);
	put_group(reading, job);
}
