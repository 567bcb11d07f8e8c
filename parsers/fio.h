/*
 * fio: what the readers of fio's formats share: names, versions, sums.
 *
 * fio can print several formats into one stream (--output-format=normal,json):
 * job banners, then per report the terse lines, the JSON document and the
 * normal text, all of the same run. The reader of the text (fio_text.c) then
 * hands each foreign piece to the parser of tool "fio" that owns its first
 * line and goes on behind it. At the end it keeps one of the accounts: the
 * JSON runs (exact) with what only the text states, else its own. So a reader
 * of JSON or terse reads its piece and needs to know nothing about that.
 *
 * Every reader states the parameter "format": "text", "json" or "terse".
 */
#ifndef HVLAB_PARSERS_FIO_H
#define HVLAB_PARSERS_FIO_H

#include "parsers/scan.h"
#include "src/base/buf.h"
#include "src/model/run.h"

/* Directions. With unified_rw_reporting there is only FIO_MIXED, which is
 * what "total" is of the others. */
enum fio_direction { FIO_READ, FIO_WRITE, FIO_TRIM, FIO_MIXED, FIO_DIRECTIONS };

/* "read", "write", "trim", "mixed": as fio prints them. */
extern const char *const fio_directions[FIO_DIRECTIONS];

/* What one direction of a block states: the metrics. */
enum fio_value {
	FIO_BANDWIDTH,
	FIO_IOPS,
	FIO_IO_BYTES,
	FIO_RUNTIME,
	FIO_LATENCY_MEAN,
	FIO_CLAT_MEAN,
	FIO_CLAT_P50,
	FIO_CLAT_P95,
	FIO_CLAT_P99,
	FIO_CLAT_P99_9,
	FIO_VALUES
};

/* Those before it can be put together over jobs and directions. */
#define FIO_SUMMABLE FIO_LATENCY_MEAN

/* Is it so much per second? */
bool fio_is_rate(enum fio_value which);

/* One such value as it was printed. */
struct fio_number {
	bool stated;
	double value;	 /* base unit */
	const char *raw; /* the token */
	unsigned line;
};

/* The value of that percentile (99.9), or FIO_VALUES when it is no metric. */
enum fio_value fio_percentile(double percentile);

/* Observes "read.bandwidth" …; FIO_MIXED gives "total.bandwidth" …. A number
 * that is not stated is left out. */
void fio_observe(struct arena *arena, struct run *run,
	enum fio_direction direction, enum fio_value which,
	const struct fio_number *number);

/*
 * Puts together what several jobs or directions state; absent as soon as one
 * of them lacks it. Runtimes go side by side: the longest. A zeroed struct is
 * an empty sum; fio_sum_end() frees it.
 */
struct fio_sum {
	struct fio_number number;
	struct buf raw; /* the tokens: "106MiB/s+45.4MiB/s" */
	size_t parts;
	bool broken;
};
void fio_sum_add(struct fio_sum *sum, enum fio_value which,
	const struct fio_number *number);
struct fio_number fio_sum_end(struct arena *arena, struct fio_sum *sum);

/*
 * The rate of several that went side by side, as fio's group line gives it:
 * all they did over the longest runtime, "(10.0GiB+9.8GiB)/15408msec". Their
 * rates add up to more when one ended before the others. A zeroed struct is
 * none; fio_rate_end() frees it.
 */
struct fio_rate {
	struct fio_sum done, runtime;
};
/* `done`: what was done at this rate; absent, rate × runtime. The whole is
 * absent as soon as a rate or a runtime is. */
void fio_rate_add(struct arena *arena, struct fio_rate *whole,
	const struct fio_number *rate, const struct fio_number *done,
	const struct fio_number *runtime);
struct fio_number fio_rate_end(struct arena *arena, struct fio_rate *whole);

/* "3.36", "2.2.10", "3.16-64-gfd988" as a number to compare with
 * FIO_VERSION(); 0 when it is NULL or no version. */
#define FIO_VERSION(major, minor, patch)                                       \
	((major)*1000000L + (minor)*1000L + (patch))
long fio_version(const char *version);

/* A date as fio prints it, "Mon Nov 23 05:14:43 2026", as
 * "2026-11-23T05:14:43"; NULL when it is none. */
const char *fio_date(struct arena *arena, const char *text);

#endif
