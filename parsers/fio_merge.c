/*
 * From the blocks of an invocation to runs: sums over the blocks of a job,
 * totals over directions, and whether all of it reached its end.
 */
#include <stdio.h>
#include <string.h>

#include "parsers/fio_parts.h"

/* -- numbers -- */

static bool has_direction(
	const struct fio_job *job, enum fio_direction direction)
{
	for (size_t i = 0; i < job->count; i++)
		if (job->blocks[i].sides[direction].present)
			return true;
	return false;
}

/* The I/Os of a side, or their bytes, where the block counts them; the totals
 * are rounded. */
static struct fio_number counted(struct fio_reading *reading,
	const struct fio_job *job, size_t block, enum fio_direction direction,
	enum fio_value which)
{
	const struct fio_block *of = &job->blocks[block];
	const struct fio_side *side = &of->sides[direction];
	double size = (double)fio_block_size(job->banner, direction);
	struct fio_number number = {.line = side->line};

	if (which == FIO_IOPS && of->issued) {
		number.stated = true;
		number.value = (double)side->issued;
		number.raw = arena_printf(
			reading->parsing->arena, "%llu", side->issued);
	} else if (which == FIO_BANDWIDTH && size > 0 && fio_is_counted(of)) {
		number = side->number[FIO_IO_BYTES];
		number.value = (double)side->issued * size;
	}
	return number;
}

static struct fio_number rate_of_blocks(struct fio_reading *reading,
	const struct fio_job *job, enum fio_direction direction,
	enum fio_value which)
{
	struct fio_rate rate = {0};

	for (size_t i = 0; i < job->count; i++) {
		const struct fio_side *side = &job->blocks[i].sides[direction];
		struct fio_number done;

		if (!side->present)
			continue;
		done = counted(reading, job, i, direction, which);
		fio_rate_add(reading->parsing->arena, &rate,
			&side->number[which], &done,
			&side->number[FIO_RUNTIME]);
	}
	return fio_rate_end(reading->parsing->arena, &rate);
}

/* One value of one direction over the blocks of a job. */
static struct fio_number over_blocks(struct fio_reading *reading,
	const struct fio_job *job, enum fio_direction direction,
	enum fio_value which)
{
	struct fio_sum sum = {0};

	if (fio_is_rate(which) && job->count > 1)
		return rate_of_blocks(reading, job, direction, which);

	for (size_t i = 0; i < job->count; i++) {
		const struct fio_side *side = &job->blocks[i].sides[direction];

		if (side->present)
			fio_sum_add(&sum, which, &side->number[which]);
	}
	return fio_sum_end(reading->parsing->arena, &sum);
}

static void observe(struct fio_reading *reading, const struct fio_job *job,
	enum fio_direction direction, enum fio_value which,
	const struct fio_number *number)
{
	fio_observe(
		reading->parsing->arena, job->run, direction, which, number);
}

static void observe_summable(struct fio_reading *reading,
	const struct fio_job *job, enum fio_value which)
{
	struct fio_sum total = {0};
	struct fio_number number;

	for (int i = 0; i < FIO_MIXED; i++) {
		if (!has_direction(job, (enum fio_direction)i))
			continue;
		number =
			over_blocks(reading, job, (enum fio_direction)i, which);
		observe(reading, job, (enum fio_direction)i, which, &number);
		fio_sum_add(&total, which, &number);
	}
	/* unified_rw_reporting=both: the totals of the mixed line are 0 up to
	 * 3.38, those of the directions are right */
	if (total.parts == 0 && !total.broken)
		number = over_blocks(reading, job, FIO_MIXED, which);
	else
		number = fio_sum_end(reading->parsing->arena, &total);
	observe(reading, job, FIO_MIXED, which, &number);
}

static void observe_job(struct fio_reading *reading, const struct fio_job *job)
{
	for (int which = 0; which < FIO_SUMMABLE; which++)
		observe_summable(reading, job, (enum fio_value)which);
	if (job->count > 1)
		return;
	for (int which = FIO_SUMMABLE; which < FIO_VALUES; which++)
		for (int i = 0; i < FIO_DIRECTIONS; i++) {
			const struct fio_side *side = &job->blocks->sides[i];

			if (side->present)
				observe(reading, job, (enum fio_direction)i,
					(enum fio_value)which,
					&side->number[which]);
		}
}

/* -- facts -- */

static void state(struct fio_reading *reading, const struct fio_job *job,
	const char *key, const char *value, unsigned line)
{
	if (value && *value)
		run_state(reading->parsing->arena, job->run, key, value, line);
}

static void state_banner(struct fio_reading *reading, const struct fio_job *job)
{
	const struct fio_banner *banner = job->banner;

	if (!banner)
		return;
	state(reading, job, "rw", banner->rw, banner->line);
	if (banner->rw && banner->sizes)
		state(reading, job, "block_size",
			fio_sizes(reading->parsing->arena, banner),
			banner->line);
	state(reading, job, "ioengine", banner->engine, banner->line);
	state(reading, job, "iodepth", banner->depth, banner->line);
}

static const struct fio_block *failed_block(const struct fio_job *job)
{
	for (size_t i = 0; i < job->count; i++)
		if (job->blocks[i].error)
			return &job->blocks[i];
	return NULL;
}

static const struct fio_block *last_block(const struct fio_job *job)
{
	return &job->blocks[job->count - 1];
}

static void state_blocks(struct fio_reading *reading, const struct fio_job *job)
{
	const struct fio_block *failed = failed_block(job);
	unsigned long long jobs = 0;

	for (size_t i = 0; i < job->count; i++)
		jobs += job->blocks[i].jobs;
	state(reading, job, "jobs",
		arena_printf(reading->parsing->arena, "%llu", jobs),
		job->blocks->line);
	state(reading, job, "date", last_block(job)->date,
		last_block(job)->line);
	if (failed)
		state(reading, job, "error", failed->error_number,
			failed->line);
	state(reading, job, "disk", reading->disk, reading->disk_line);
}

/* -- how it went -- */

static bool has_result(const struct fio_job *job)
{
	bool result = false;

	for (int i = 0; i < FIO_DIRECTIONS; i++)
		result = result || has_direction(job, (enum fio_direction)i);
	return result;
}

/* All its blocks are whole and the report was closed. */
static bool reached_end(
	const struct fio_reading *reading, const struct fio_job *job)
{
	for (size_t i = 0; i < job->count; i++)
		if (!job->blocks[i].issued)
			return false;
	return job->count > 0 && reading->ended;
}

/* Says why the run does not count; false when it does. */
static bool tell_failure(struct fio_reading *reading, const struct fio_job *job)
{
	struct diags *diags = reading->parsing->diags;
	const char *file = reading->parsing->file;
	const char *name = job->run->workload;
	const struct fio_block *failed = failed_block(job);
	bool ended = reached_end(reading, job);

	if (failed)
		diag_add(diags, DIAG_ID_RUN_FAILED, file, failed->line, "fio",
			name, failed->error);
	else if (reading->signal)
		diag_add(diags, DIAG_ID_RUN_FAILED, file, reading->signal_line,
			"fio", name, reading->signal);
	else if (!ended && reading->complaint)
		diag_add(diags, DIAG_ID_RUN_FAILED, file,
			reading->complaint_line, "fio", name,
			reading->complaint);
	else if (!ended)
		diag_add(diags, DIAG_ID_RUN_CUT, file, reading->last_line,
			"fio", name);
	else if (!has_result(job))
		diag_add(diags, DIAG_ID_RUN_EMPTY, file, job->run->line, "fio",
			name);
	else
		return false;
	return true;
}

static void tell_kind(struct fio_reading *reading, const struct fio_job *job)
{
	struct diags *diags = reading->parsing->diags;
	const char *file = reading->parsing->file;
	char count[24];

	for (size_t i = 0; i < job->count; i++) {
		if (!job->blocks[i].remainder)
			continue;
		diag_add(diags, DIAG_ID_FIO_REMAINDER, file, job->run->line,
			job->run->workload);
		break;
	}
	if (job->sections > 1) {
		snprintf(count, sizeof count, "%zu", job->sections);
		diag_add(diags, DIAG_ID_FIO_POOLED, file, job->run->line,
			job->run->workload, count);
	}
	if (job->count < 2)
		return;
	snprintf(count, sizeof count, "%zu", job->count);
	diag_add(diags, DIAG_ID_FIO_SUMMED, file, job->run->line,
		job->run->workload, count);
}

static void finish_job(struct fio_reading *reading, struct fio_job *job,
	const char *name, unsigned line)
{
	struct run *run = parser_run(reading->scan, reading->parsing, "fio");

	job->run = run;
	run->workload = name;
	run->version = reading->version;
	run->line = job->banner ? job->banner->line : line;
	run->last_line =
		job->count ? last_block(job)->last_line : reading->last_line;
	/* a client may announce a job behind a whole report */
	if (run->last_line < run->line)
		run->last_line = run->line;
	state(reading, job, "format", "text", run->line);
	state_banner(reading, job);
	if (job->count > 0) {
		state_blocks(reading, job);
		observe_job(reading, job);
		fio_figures(reading, job);
	}
	run->complete = !tell_failure(reading, job);
	tell_kind(reading, job);
}

/* Banners come in the order of their blocks, and before them. Looking only so
 * far ahead keeps the time linear whatever a file holds. */
#define BANNER_REACH 256

static struct fio_banner *find_banner(struct fio_reading *reading,
	const struct fio_block *block, size_t *from)
{
	for (size_t i = *from;
		i < reading->banner_count && i < *from + BANNER_REACH; i++) {
		struct fio_banner *banner = &reading->banners[i];

		if (!banner->claimed && banner->line <= block->line &&
			banner->group == block->group &&
			strcmp(banner->name, block->name) == 0) {
			banner->claimed = true;
			*from = i + 1;
			return banner;
		}
	}
	return NULL;
}

/*
 * A last report that is shorter than the one before: what it did not repeat
 * is older, and the whole is not the end.
 */
static void drop_older(struct fio_reading *reading)
{
	if (reading->position < reading->block_count)
		reading->ended = false;
	if (reading->position > 0)
		reading->block_count = reading->position;
}

/* As many jobs are reported as were started. */
static void check_jobs(struct fio_reading *reading)
{
	for (size_t i = 0; i < reading->block_count; i++)
		reading->reported += reading->blocks[i].jobs;
	if (!reading->client && reading->reported < reading->started)
		reading->ended = false;
}

/* Its blocks come together, and so do the groups. */
static void find_group(struct fio_reading *reading, struct fio_job *job,
	size_t *group, size_t *group_blocks)
{
	unsigned long long number = job->blocks->group;
	const struct fio_block *end = reading->blocks + reading->block_count;

	while (*group < reading->group_count &&
		reading->groups[*group].number < number) {
		++*group;
		*group_blocks = 0;
	}
	if (*group == reading->group_count ||
		reading->groups[*group].number != number)
		return;
	job->group = &reading->groups[*group];
	if (*group_blocks == 0)
		for (const struct fio_block *b = job->blocks;
			b < end && b->group == number; b++)
			++*group_blocks;
	job->group_blocks = *group_blocks;
}

static bool is_equal(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* Leaves what the two have in common. */
static void keep_common(
	struct fio_banner *common, const struct fio_banner *other)
{
	if (!is_equal(common->rw, other->rw))
		common->rw = NULL;
	if (!is_equal(common->sizes, other->sizes))
		common->sizes = NULL;
	if (!is_equal(common->engine, other->engine))
		common->engine = NULL;
	if (!is_equal(common->depth, other->depth))
		common->depth = NULL;
}

/*
 * With --group_reporting one block holds all sections of a group, under the
 * name of the first one, whose settings need not be those of the others.
 */
static void pool(struct fio_reading *reading, struct fio_job *job)
{
	struct fio_banner *own = job->banner, *common = own;

	job->sections = 1;
	if (!own || reading->client || job->group_blocks != job->count)
		return;
	for (struct fio_banner *b = own + 1;
		b < reading->banners + reading->banner_count &&
		b->group == own->group && b->line <= job->blocks->line;
		b++) {
		/* old versions print one per process */
		if (b->claimed || strcmp(b->name, own->name) == 0)
			continue;
		b->claimed = true;
		job->sections++;
		if (common == own) {
			common = arena_alloc(
				reading->parsing->arena, sizeof *common);
			*common = *own;
		}
		keep_common(common, b);
	}
	job->banner = common;
}

static void repair(struct fio_reading *reading, const struct fio_job *job)
{
	for (size_t i = 0; i < job->count; i++)
		fio_repair(reading, &job->blocks[i], job->banner);
}

static void finish_blocks(struct fio_reading *reading)
{
	size_t banner = 0, group = 0, group_blocks = 0;

	drop_older(reading);
	check_jobs(reading);
	reading->reports++;
	for (size_t i = 0; i < reading->block_count;) {
		struct fio_block *first = &reading->blocks[i];
		struct fio_job job = {.blocks = first};

		do
			job.count++;
		while (++i < reading->block_count &&
			reading->blocks[i].group == first->group &&
			strcmp(reading->blocks[i].name, first->name) == 0);
		job.banner = find_banner(reading, first, &banner);
		find_group(reading, &job, &group, &group_blocks);
		pool(reading, &job);
		repair(reading, &job);
		finish_job(reading, &job, first->name, first->line);
	}
	if (reading->parsing->runs->last)
		reading->parsing->runs->last->last_line = reading->last_line;
	reading->block_count = 0;
}

/* Jobs that were announced and never reported. */
static void finish_banners(struct fio_reading *reading)
{
	reading->ended = false;
	for (size_t i = 0; i < reading->banner_count; i++) {
		struct fio_job job = {.banner = &reading->banners[i]};

		if (!job.banner->claimed)
			finish_job(reading, &job, job.banner->name,
				job.banner->line);
	}
}

/* A group line that states something: what it sums up was there. */
static bool has_group(const struct fio_reading *reading)
{
	for (size_t i = 0; i < reading->group_count; i++)
		for (int k = 0; k < FIO_DIRECTIONS; k++)
			for (int v = 0; v < FIO_GROUP_VALUES; v++)
				if (reading->groups[i].value[k][v].stated)
					return true;
	return false;
}

static void tell_no_run(struct fio_reading *reading)
{
	struct diags *diags = reading->parsing->diags;
	const char *file = reading->parsing->file;

	if (reading->complaint)
		diag_add(diags, DIAG_ID_TOOL_FAILED, file,
			reading->complaint_line, "fio", reading->complaint);
	else if (reading->signal)
		diag_add(diags, DIAG_ID_TOOL_FAILED, file, reading->signal_line,
			"fio", reading->signal);
	else if (reading->ended)
		diag_add(diags,
			has_group(reading) ? DIAG_ID_RUN_HEADLESS
					   : DIAG_ID_RUN_EMPTY,
			file, reading->first_line, "fio", "");
}

void fio_report(struct fio_reading *reading)
{
	if (reading->block_count > 0)
		finish_blocks(reading);
}

void fio_finish(struct fio_reading *reading)
{
	bool none = reading->block_count == 0 && reading->reported == 0;

	fio_report(reading);
	if (reading->banner_count > 0 &&
		(none || (reading->client &&
				 reading->reported < reading->started)))
		finish_banners(reading);
	else if (none)
		tell_no_run(reading);
}
