/*
 * fio_parts: what the files of the reader of fio's normal text share.
 *
 *	fio_text.c    invocations: banners, reports, messages
 *	fio_lines.c   one kind of line of a result block or group per row
 *	fio_numbers.c numbers that a version prints wrongly, read right
 *	fio_merge.c   from blocks to runs
 *	fio_figures.c what the checks need
 */
#ifndef HVLAB_PARSERS_FIO_PARTS_H
#define HVLAB_PARSERS_FIO_PARTS_H

#include "parsers/fio.h"
#include "parsers/parser.h"

/* A number with the unit glued to it. */
struct fio_token {
	double value; /* base unit */
	double unit;  /* of one in base units: "106MiB" 1048576 */
	double place; /* half a unit of the last printed place, base unit */
	bool fraction;
	bool zeros; /* the fraction is all zeros */
};

/* A number that only the checks look at. */
struct fio_detail {
	bool stated;
	double value, slack; /* base unit */
	unsigned line;
};

/* The five lines of numbers of a direction, and what they state. */
enum fio_row {
	FIO_SLAT,
	FIO_CLAT,
	FIO_LAT,
	FIO_BW_ROW,
	FIO_IOPS_ROW,
	FIO_ROWS
};
enum fio_column {
	FIO_MIN,
	FIO_MAX,
	FIO_AVG,
	FIO_STDEV,
	FIO_PER,
	FIO_SAMPLES,
	FIO_UNIT, /* of the line, in base units */
	FIO_COLUMNS
};

/* fio lists at most twenty. */
#define FIO_PERCENTILES 20

struct fio_percentiles {
	double unit;	 /* 0: none have been met */
	bool completion; /* of clat: these are metrics */
	size_t count;
	double of[FIO_PERCENTILES];
	struct fio_detail value[FIO_PERCENTILES];
};

/* The totals line twice over: what it says first, and the rate in SI. */
enum fio_total {
	FIO_T_BW,
	FIO_T_SI,
	FIO_T_IOPS,
	FIO_T_IO,
	FIO_T_RUN,
	FIO_TOTALS
};

struct fio_side {
	bool present; /* the block has a line of this direction */
	unsigned line;
	struct fio_number number[FIO_VALUES];
	struct fio_token token[FIO_TOTALS];
	struct fio_detail row[FIO_ROWS][FIO_COLUMNS];
	struct fio_percentiles percentiles;
	unsigned long long issued;
};

#define FIO_SHARES 40

/* "4=24.31%, 10=5.72%": shares that make 100 together. */
struct fio_shares {
	size_t count; /* that are not zero */
	double sum;
	unsigned line;
	double share[FIO_SHARES];
	double end[FIO_SHARES]; /* FIO_BUCKETS: they are below it, s */
};

enum fio_table {
	FIO_BUCKETS,
	FIO_DEPTHS,
	FIO_SUBMIT,
	FIO_COMPLETE,
	FIO_TABLES
};

struct fio_block {
	const char *name;
	unsigned long long group, jobs, pid;
	const char *error; /* NULL when err= 0 */
	const char *error_number;
	const char *date;
	struct fio_side sides[FIO_DIRECTIONS];
	struct fio_shares tables[FIO_TABLES];
	struct fio_detail usr, sys; /* % */
	bool issued;		    /* the issued line was there */
	bool old;		    /* laid out as up to 2.16 */
	bool unversioned;	    /* laid out as up to 3.3 */
	bool iops_rows;		    /* laid out as from 2.99 */
	bool fsync;		    /* has a section of syncs */
	bool target;		    /* latency_target was set */
	bool decimal;		    /* kb_base=1000 */
	bool remainder; /* a number was corrected for its decimals */
	unsigned line, last_line;
};

/* What a group line states of a direction. */
enum fio_group_value {
	FIO_G_BW,
	FIO_G_BW_SI,
	FIO_G_MIN,
	FIO_G_MAX,
	FIO_G_MIN_SI,
	FIO_G_MAX_SI,
	FIO_G_IO,
	FIO_G_IO_SI,
	FIO_G_RUN_MIN,
	FIO_G_RUN_MAX,
	FIO_GROUP_VALUES
};

struct fio_group {
	unsigned long long number;
	struct fio_detail value[FIO_DIRECTIONS][FIO_GROUP_VALUES];
};

struct fio_banner {
	const char *name;
	unsigned long long group;
	const char *rw, *sizes, *engine, *depth; /* NULL when not printed */
	unsigned line;
	bool claimed; /* a block is of this job */
};

/* Blocks of one job: same name and group, one after the other. */
struct fio_job {
	struct fio_block *blocks;
	size_t count;
	/* what all its sections have in common; NULL when missing */
	struct fio_banner *banner;
	size_t sections;
	const struct fio_group *group;
	size_t group_blocks;
	struct run *run;
};

/* The invocation being read. */
struct fio_reading {
	struct scan *scan;
	struct parsing *parsing;
	const char *version;
	long number; /* of the version; 0: not known */
	struct fio_banner *banners;
	size_t banner_count, banner_capacity;
	struct fio_block *blocks;
	size_t block_count, block_capacity;
	struct fio_group *groups; /* of the last report */
	size_t group_count, group_capacity;
	struct fio_block *block; /* being read, or NULL */
	struct fio_side *side;	 /* being read, or NULL */
	struct fio_group *group; /* its lines are being read, or NULL */
	size_t position;	 /* of the next block in its report */
	bool ended;		 /* a group line has closed a report */
	bool disks;		 /* the next line names a disk */
	bool client;		 /* client mode */
	bool listing;		 /* percentiles of this side follow */
	bool all_clients;	 /* in the block "All clients" */
	const char *disk;
	unsigned disk_line;
	const char *signal; /* "terminating on signal" */
	unsigned signal_line;
	const char *complaint; /* the first other message */
	unsigned complaint_line;
	unsigned long long started; /* processes and threads; 0: not known */
	bool refused; /* a message after which fio prints nothing more */
	unsigned long long reported; /* of them, by blocks that are runs */
	unsigned first_line, last_line;
	/* the same runs in other formats: of a report whose text may follow,
	 * and of the last one whose text did */
	struct run_list pending, accounts;
	/* over the whole file */
	unsigned reports;
	size_t figured; /* runs that were given figures */
};

/* -- fio_lines.c -- */

/* A line of the current block or group. */
void fio_read_line(struct fio_reading *reading, const char *text);
/* Does it open a group: "Run status group 0 (all jobs):"? */
bool fio_read_group(struct fio_reading *reading, const char *text);

/* -- fio_numbers.c -- */

/* Reads "106MiB/s" and what stands for it in other versions. False when it
 * is none. */
enum fio_kind { FIO_BYTES, FIO_RATE, FIO_COUNT, FIO_MILLISECONDS };
bool fio_token(const char *text, enum fio_kind kind, bool old,
	struct fio_token *token, const char **end);
/* A token for the checks: with all that it may stand for in this version. */
struct fio_detail fio_interval(
	long version, bool old, const struct fio_token *token, unsigned line);
/*
 * Corrects what the version is known to print wrongly by what the rest of the
 * block says, or leaves it out with a diag.
 */
void fio_repair(struct fio_reading *reading, struct fio_block *block,
	const struct fio_banner *banner);
/* Do the I/Os issued say what was done? Without error they do. */
bool fio_is_counted(const struct fio_block *block);
/* The one size of the I/O of a direction in bytes, 0 when there is none. */
unsigned long long fio_block_size(
	const struct fio_banner *banner, enum fio_direction direction);
/* The same for people: whole bytes when all directions used have one size,
 * else as printed. */
const char *fio_sizes(struct arena *arena, const struct fio_banner *banner);

/* -- fio_merge.c -- */

/* Turns the blocks read into runs, added to parsing->runs. */
void fio_report(struct fio_reading *reading);
/* The same, and what else the invocation gives, with diags. */
void fio_finish(struct fio_reading *reading);

/* -- fio_figures.c -- */

void fio_figures(struct fio_reading *reading, const struct fio_job *job);

#endif
