/*
 * fio 2.x and 3.x, JSON and json+.
 *
 * A document is read as a stream of scalars (pull.h), so that the histograms
 * of json+ cost no memory; only the numbers of its jobs are kept. With
 * --status-interval documents follow each other whose figures include the
 * earlier ones: the last one counts.
 *
 * Figures, of each entry of "jobs" that went into the run one after the
 * other, "entry" (its number from 0) first. D is read, write, trim or mixed, L
 *is slat, clat or lat: D.io_bytes D.io_kbytes D.bw_bytes D.bw (bytes; kB and bw
 *are cut to whole KiB) D.iops D.runtime D.total_ios D.bw_min D.bw_max D.bw_mean
 *D.bw_dev (B/s) D.bw_agg (%) D.bw_samples D.iops_min D.iops_max D.iops_mean
 *D.iops_stddev D.iops_samples D.L.min D.L.max D.L.mean D.L.stddev (s) D.L.n
 *	D.L.p99.000000 … (s), in the printed order
 *	D.L.bins D.L.bins_sum: the counts of json+ added up, and with their
 *		values (s; none when the values are indices)
 *	level.S submit.S complete.S latency.S: shares in %, S in order from 0
 *	job_runtime (s) usr_cpu sys_cpu (%) job_start (s) sync.total_ios
 *	latency_target (only whether it is 0) elapsed (s)
 *	of the document: timestamp timestamp_ms (s) weekday (0 Sunday, -1 none)
 *	disk_util (%, the highest) group_entries (of the same group)
 *	client (1: client mode)
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "parsers/fio_entry.h"
#include "parsers/pull.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define KI 1024.0

/* -- the keys of a document -- */

enum latency { SLAT, CLAT, LAT, LATENCIES };
static const char *const latencies[LATENCIES] = {"slat", "clat", "lat"};

/* Keys of a direction. */
enum side_key {
	IO_BYTES,
	IO_KBYTES,
	BW_BYTES,
	BW,
	IOPS,
	RUNTIME,
	TOTAL_IOS,
	SIDE_KEYS = 18
};

#define SIDE(d)                                                                \
	{                                                                      \
		d ".io_bytes", d ".io_kbytes", d ".bw_bytes", d ".bw",         \
			d ".iops", d ".runtime", d ".total_ios", d ".bw_min",  \
			d ".bw_max", d ".bw_agg", d ".bw_mean", d ".bw_dev",   \
			d ".bw_samples", d ".iops_min", d ".iops_max",         \
			d ".iops_mean", d ".iops_stddev", d ".iops_samples"    \
	}

static const char *const side_figures[FIO_DIRECTIONS][SIDE_KEYS] = {
	SIDE("read"), SIDE("write"), SIDE("trim"), SIDE("mixed")};

/* To base units; io_bytes is corrected when the direction is whole. */
static const double side_factors[SIDE_KEYS] = {
	1, KI, 1, KI, 1, 1e-3, 1, KI, KI, 1, KI, KI, 1, 1, 1, 1, 1, 1};

/* Keys of a latency; those of its sums over the bins are not fio's. */
enum latency_key {
	LATENCY_MIN,
	LATENCY_MAX,
	LATENCY_MEAN,
	LATENCY_STDDEV,
	LATENCY_N,
	LATENCY_BINS,
	LATENCY_BINS_SUM,
	LATENCY_KEYS
};

#define LATENCY(d)                                                             \
	{                                                                      \
		d ".min", d ".max", d ".mean", d ".stddev", d ".N", d ".bins", \
			d ".bins_sum"                                          \
	}
#define SIDE_LATENCIES(d)                                                      \
	{                                                                      \
		LATENCY(d ".slat"), LATENCY(d ".clat"), LATENCY(d ".lat")      \
	}

static const char
	*const latency_figures[FIO_DIRECTIONS][LATENCIES][LATENCY_KEYS] = {
		SIDE_LATENCIES("read"), SIDE_LATENCIES("write"),
		SIDE_LATENCIES("trim"), SIDE_LATENCIES("mixed")};

/* Objects of shares. */
static const struct {
	const char *key;
	size_t table;
} share_keys[] = {
	{"iodepth_level", 0},
	{"iodepth_submit", 1},
	{"iodepth_complete", 2},
	{"latency_ns", 3},
	{"latency_us", 3},
	{"latency_ms", 3},
};

#define SHARE_TABLES 4
#define SHARES 36

#define EIGHT(t, tens)                                                         \
	t "." tens "0", t "." tens "1", t "." tens "2", t "." tens "3",        \
		t "." tens "4", t "." tens "5", t "." tens "6", t "." tens "7"
#define SHARE_NAMES(t)                                                         \
	{                                                                      \
		EIGHT(t, ""), EIGHT(t, "1"), EIGHT(t, "2"), EIGHT(t, "3")      \
	}

/* "level.0" … "level.7", "level.10" … "level.17", … */
static const char *const share_figures[SHARE_TABLES][SHARES] = {
	SHARE_NAMES("level"), SHARE_NAMES("submit"), SHARE_NAMES("complete"),
	SHARE_NAMES("latency")};

/* Numbers of a job by itself. */
static const struct {
	const char *key;
	double factor;
} job_figures[] = {
	{"job_runtime", 1e-3},
	{"usr_cpu", 1},
	{"sys_cpu", 1},
	{"job_start", 1e-3},
	{"elapsed", 1},
	{"latency_target", 1},
};

/* -- what is kept -- */

#define PERCENTILES 32
/* Entries of a document whose figures are kept for the checks: more are a
 * matter of memory. */
#define CHECKED_ENTRIES 256

/* Figures of a document as a whole; key NULL: not stated. */
enum document_figure {
	TIMESTAMP,
	TIMESTAMP_MS,
	WEEKDAY,
	DISK_UTIL,
	DOCUMENT_FIGURES
};

struct document {
	struct arena *arena;
	const char *version;
	long number;
	const char *date;
	unsigned date_line;
	double timestamp; /* s, of the report */
	struct figure figures_of[DOCUMENT_FIGURES];
	const char *disk;
	unsigned disk_line;
	struct fio_options options; /* global */
	struct fio_entry *entries;
	size_t entry_count, entry_capacity;
	struct figure *figures;
	size_t figure_count, figure_capacity;
	const char *interrupted; /* a message that fio was killed */
	unsigned interrupted_line;
	bool cut;
	unsigned line, last_line;
};

/* A job in the document, and what opens and closes in it. */
enum section { NO_SECTION, OPTIONS, SIDE_SECTION, SHARES_SECTION, SYNC };

struct percentile_key {
	char percentile[16];
	const char *key;
};

struct reading {
	struct scan *scan;
	struct parsing *parsing;
	struct pull pull;
	struct document *document;
	/* the last document, whose runs may still be superseded */
	struct document *last;
	struct run *runs; /* those of `last` */
	/* within the entry being read */
	struct fio_entry *entry; /* NULL: outside */
	enum section section;
	enum fio_direction direction;
	size_t share_table, share_count[SHARE_TABLES];
	enum latency latency; /* LATENCIES: none */
	double latency_unit;
	bool percentiles, bins;
	double bin_count, bin_sum;
	unsigned bin_line;
	size_t percentile_count;
	size_t side_figure; /* the first of the direction */
	size_t next_key;    /* of a direction, where the search begins */
	struct fio_number side[TOTAL_IOS + 1];
	/* made once */
	struct percentile_key keys[FIO_DIRECTIONS][LATENCIES][PERCENTILES];
};

/* -- numbers -- */

static bool token_number(const struct reading *reading, double *number)
{
	const char *end;

	return !reading->pull.string &&
	       scan_number(reading->pull.token, number, &end) && !*end;
}

/* Half a unit of the last printed place; whole numbers are exact. */
static double half_place(const char *token)
{
	const char *point = strchr(token, '.');

	return point ? scan_half_place(point + 1) : 0;
}

static void add_figure(struct reading *reading, const char *key, double value,
	double slack, unsigned line)
{
	struct document *document = reading->document;

	if (document->entry_count > CHECKED_ENTRIES)
		return;
	ARENA_ROOM(document->arena, document->figures, document->figure_count,
		document->figure_capacity);
	document->figures[document->figure_count++] =
		(struct figure){key, value, slack, line};
}

static void add_number(
	struct reading *reading, const char *key, double number, double factor)
{
	add_figure(reading, key, scan_base(number, factor),
		half_place(reading->pull.token) * factor, reading->pull.line);
}

static struct fio_number held(
	struct reading *reading, double number, double factor)
{
	return (struct fio_number){true, scan_base(number, factor),
		arena_strdup(reading->document->arena, reading->pull.token),
		reading->pull.line};
}

/* -- the scalars of an entry -- */

static void side_value(struct reading *reading, const char *key, double number)
{
	size_t prefix = strlen(fio_directions[reading->direction]) + 1;

	for (size_t n = 0; n < SIDE_KEYS; n++) {
		/* keys come in the same order: the next one is at hand */
		size_t i = (reading->next_key + n) % SIDE_KEYS;
		const char *name = side_figures[reading->direction][i];

		if (strcmp(name + prefix, key) != 0)
			continue;
		reading->next_key = i + 1;
		add_number(reading, name, number, side_factors[i]);
		if (i <= TOTAL_IOS)
			reading->side[i] =
				held(reading, number, side_factors[i]);
		return;
	}
}

static void latency_value(
	struct reading *reading, const char *key, double number)
{
	static const char *const names[] = {
		"min", "max", "mean", "stddev", "N"};
	enum latency latency = reading->latency;

	for (size_t i = 0; i < COUNT(names); i++) {
		if (strcmp(names[i], key) != 0)
			continue;
		add_number(reading,
			latency_figures[reading->direction][latency][i], number,
			i == LATENCY_N ? 1 : reading->latency_unit);
		/* not measured: 0, which is no latency */
		if (i != LATENCY_MEAN || number <= 0 || latency == SLAT)
			return;
		reading->entry->numbers[reading->direction]
				       [latency == LAT ? FIO_LATENCY_MEAN
						       : FIO_CLAT_MEAN] =
			held(reading, number, reading->latency_unit);
	}
}

/* "read.clat.p99.000000" */
static const char *joined(struct arena *arena, const char *direction,
	const char *latency, const char *word)
{
	size_t a = strlen(direction), b = strlen(latency), c = strlen(word);
	char *key = arena_alloc(arena, a + b + c + 4);

	memcpy(key, direction, a);
	key[a] = '.';
	memcpy(key + a + 1, latency, b);
	memcpy(key + a + b + 1, ".p", 2);
	memcpy(key + a + b + 3, word, c);
	return key;
}

static const char *percentile_key(struct reading *reading, const char *word)
{
	size_t i = reading->percentile_count;
	struct percentile_key *key;

	if (i == PERCENTILES || strlen(word) >= sizeof key->percentile)
		return NULL;
	key = &reading->keys[reading->direction][reading->latency][i];
	if (strcmp(key->percentile, word) != 0) {
		memcpy(key->percentile, word, strlen(word) + 1);
		key->key = joined(reading->parsing->arena,
			fio_directions[reading->direction],
			latencies[reading->latency], word);
	}
	reading->percentile_count++;
	return key->key;
}

static void percentile_value(
	struct reading *reading, const char *key, double number)
{
	double percentile;
	const char *end, *name;
	enum fio_value which;

	/* up to 3.3 the list is filled up with "0.00" */
	if (!scan_number(key, &percentile, &end) || *end || percentile <= 0)
		return;
	name = percentile_key(reading, key);
	if (name)
		add_number(reading, name, number, reading->latency_unit);
	which = fio_percentile(percentile);
	if (which != FIO_VALUES && number > 0 && reading->latency == CLAT)
		reading->entry->numbers[reading->direction][which] =
			held(reading, number, reading->latency_unit);
}

static void bin_value(struct reading *reading, const char *key, double number)
{
	unsigned long long value;
	const char *end;

	/* 2.x tells the size of the histogram among its counts */
	if (!scan_count(key, &value, &end) || *end)
		return;
	if (reading->bin_count == 0)
		reading->bin_line = reading->pull.line;
	reading->bin_count += number;
	reading->bin_sum += number * (double)value;
}

static void share_value(struct reading *reading, double number)
{
	size_t table = reading->share_table;
	size_t *count = &reading->share_count[table];

	if (*count < 32)
		add_number(
			reading, share_figures[table][(*count)++], number, 1);
}

static void job_number(struct reading *reading, const char *key, double number)
{
	struct fio_entry *entry = reading->entry;

	for (size_t i = 0; i < COUNT(job_figures); i++)
		if (strcmp(job_figures[i].key, key) == 0)
			add_number(reading, job_figures[i].key, number,
				job_figures[i].factor);
	if (strcmp(key, "groupid") == 0)
		entry->group = number;
	else if (strcmp(key, "elapsed") == 0)
		entry->elapsed = number;
	else if (strcmp(key, "job_start") == 0)
		entry->start = number / 1000;
	else if (strcmp(key, "error") == 0 && number != 0) {
		entry->error = arena_strdup(
			reading->document->arena, reading->pull.token);
		entry->error_line = reading->pull.line;
	}
}

static void job_value(struct reading *reading, const char *key)
{
	struct arena *arena = reading->document->arena;
	struct fio_entry *entry = reading->entry;
	double number;

	if (strcmp(key, "jobname") == 0)
		entry->name = arena_strdup(arena, reading->pull.token);
	else if (strcmp(key, "hostname") == 0)
		entry->client = arena_strdup(arena, reading->pull.token);
	else if (strcmp(key, "port") == 0 && entry->client)
		entry->client = arena_printf(
			arena, "%s:%s", entry->client, reading->pull.token);
	else if (token_number(reading, &number))
		job_number(reading, key, number);
}

static void section_value(struct reading *reading, const char *key)
{
	double number;

	if (reading->section == OPTIONS)
		fio_option(reading->document->arena, &reading->entry->options,
			key, reading->pull.token, reading->pull.line);
	else if (!token_number(reading, &number) || number < 0)
		return;
	else if (reading->section == SIDE_SECTION)
		side_value(reading, key, number);
	else if (reading->section == SHARES_SECTION)
		share_value(reading, number);
	else if (reading->section == SYNC && strcmp(key, "total_ios") == 0)
		add_number(reading, "sync.total_ios", number, 1);
}

static void deep_value(struct reading *reading, const char *key)
{
	double number;

	if (reading->section != SIDE_SECTION || reading->latency == LATENCIES ||
		!token_number(reading, &number) || number < 0)
		return;
	if (reading->pull.depth == 5)
		latency_value(reading, key, number);
	else if (reading->percentiles)
		percentile_value(reading, key, number);
	else if (reading->bins)
		bin_value(reading, key, number);
}

static void entry_value(struct reading *reading)
{
	unsigned depth = reading->pull.depth;
	const char *key = pull_key(&reading->pull, depth);

	reading->entry->last_line = reading->pull.line;
	if (depth == 3)
		job_value(reading, key);
	else if (depth == 4)
		section_value(reading, key);
	else if (depth <= 6)
		deep_value(reading, key);
}

/* -- what opens and closes in an entry -- */

static void open_section(struct reading *reading, const char *key)
{
	reading->section = NO_SECTION;
	reading->latency = LATENCIES;
	if (strcmp(key, "job options") == 0)
		reading->section = OPTIONS;
	else if (strcmp(key, "sync") == 0)
		reading->section = SYNC;
	for (size_t i = 0; i < COUNT(share_keys); i++)
		if (strcmp(share_keys[i].key, key) == 0) {
			reading->section = SHARES_SECTION;
			reading->share_table = share_keys[i].table;
		}
	for (int i = 0; i < FIO_DIRECTIONS; i++)
		if (strcmp(fio_directions[i], key) == 0) {
			reading->section = SIDE_SECTION;
			reading->direction = (enum fio_direction)i;
			reading->side_figure = reading->document->figure_count;
			memset(reading->side, 0, sizeof reading->side);
			memset(reading->entry->numbers[i], 0,
				sizeof reading->entry->numbers[i]);
			reading->entry->present[i] = false;
		}
}

/* "clat_ns", up to 2.21 "clat" in microseconds */
static void open_latency(struct reading *reading, const char *key)
{
	reading->latency = LATENCIES;
	for (int i = 0; i < LATENCIES; i++) {
		const char *rest = scan_after(key, latencies[i]);

		if (!rest || (*rest && strcmp(rest, "_ns") != 0))
			continue;
		reading->latency = (enum latency)i;
		reading->latency_unit = *rest ? 1e-9 : 1e-6;
	}
}

static void open_list(struct reading *reading, const char *key)
{
	reading->percentiles = strcmp(key, "percentile") == 0;
	reading->bins = strcmp(key, "bins") == 0;
	reading->bin_count = 0;
	reading->bin_sum = 0;
	if (reading->percentiles)
		reading->percentile_count = 0;
}

static void close_list(struct reading *reading)
{
	const char *const *keys;

	if (reading->bins && reading->bin_count > 0 &&
		reading->latency != LATENCIES) {
		keys = latency_figures[reading->direction][reading->latency];
		add_figure(reading, keys[LATENCY_BINS], reading->bin_count, 0,
			reading->bin_line);
		if (reading->latency_unit < 1e-8)
			add_figure(reading, keys[LATENCY_BINS_SUM],
				scan_base(reading->bin_sum,
					reading->latency_unit),
				0, reading->bin_line);
	}
	reading->percentiles = false;
	reading->bins = false;
}

static double side_number(const struct reading *reading, enum side_key key)
{
	return reading->side[key].stated ? reading->side[key].value : 0;
}

/* Up to 2.20 io_bytes are KiB, and there is no io_kbytes. */
static void correct_bytes(struct reading *reading)
{
	struct document *document = reading->document;
	const char *key = side_figures[reading->direction][IO_BYTES];

	if (reading->side[IO_KBYTES].stated ||
		document->number >= FIO_VERSION(2, 21, 0))
		return;
	reading->side[IO_BYTES].value *= KI;
	for (size_t i = reading->side_figure; i < document->figure_count; i++)
		if (document->figures[i].key == key)
			document->figures[i].value *= KI;
}

static void close_side(struct reading *reading)
{
	struct fio_entry *entry = reading->entry;
	struct fio_number *numbers = entry->numbers[reading->direction];
	struct fio_number *side = reading->side;

	correct_bytes(reading);
	if (side_number(reading, RUNTIME) <= 0 &&
		side_number(reading, TOTAL_IOS) <= 0 &&
		side_number(reading, IO_BYTES) <= 0) {
		/* not used */
		memset(numbers, 0, FIO_VALUES * sizeof *numbers);
		reading->document->figure_count = reading->side_figure;
		return;
	}
	entry->present[reading->direction] = true;
	numbers[FIO_IO_BYTES] = side[IO_BYTES];
	/* below a millisecond fio states neither rates nor their time */
	if (side_number(reading, RUNTIME) <= 0)
		return;
	numbers[FIO_RUNTIME] = side[RUNTIME];
	numbers[FIO_IOPS] = side[IOPS];
	numbers[FIO_BANDWIDTH] =
		side[BW_BYTES].stated ? side[BW_BYTES] : side[BW];
	if (side[RUNTIME].value > entry->runtime)
		entry->runtime = side[RUNTIME].value;
}

static void open_entry(struct reading *reading)
{
	struct document *document = reading->document;

	ARENA_ROOM(document->arena, document->entries, document->entry_count,
		document->entry_capacity);
	reading->entry = &document->entries[document->entry_count++];
	*reading->entry = (struct fio_entry){
		.name = "",
		.line = reading->pull.line,
		.last_line = reading->pull.line,
		.first_figure = document->figure_count,
	};
	reading->section = NO_SECTION;
	reading->latency = LATENCIES;
	memset(reading->share_count, 0, sizeof reading->share_count);
}

/*
 * fio 3.1 to 3.12 print the percentiles of lat under clat when they were
 * asked for.
 */
static void drop_percentiles(struct reading *reading)
{
	struct document *document = reading->document;
	struct fio_entry *entry = reading->entry;
	const char *word = fio_option_word(&entry->options, &document->options,
		FIO_OPTION_LAT_PERCENTILES);

	if (!word || strcmp(word, "0") == 0 ||
		document->number < FIO_VERSION(3, 1, 0) ||
		document->number >= FIO_VERSION(3, 13, 0))
		return;
	for (size_t i = 0; i < FIO_DIRECTIONS; i++)
		for (size_t j = FIO_CLAT_P50; j <= FIO_CLAT_P99_9; j++)
			entry->numbers[i][j].stated = false;
}

static void close_entry(struct reading *reading)
{
	struct document *document = reading->document;
	struct fio_entry *entry = reading->entry;

	entry->figure_count = document->figure_count - entry->first_figure;
	drop_percentiles(reading);
	reading->entry = NULL;
	/* the sum of the entries before it */
	if (strcmp(entry->name, "All clients") == 0 &&
		document->entry_count > 1) {
		document->figure_count = entry->first_figure;
		document->entry_count--;
	}
}

/* -- a document -- */

static bool in_jobs(const struct reading *reading)
{
	const char *key = pull_key(&reading->pull, 1);

	return strcmp(key, "jobs") == 0 || strcmp(key, "client_stats") == 0;
}

static void opened(struct reading *reading)
{
	unsigned depth = reading->pull.depth;

	if (depth == 3 && in_jobs(reading)) {
		open_entry(reading);
		return;
	}
	if (!reading->entry)
		return;
	if (depth == 4)
		open_section(reading, pull_key(&reading->pull, 3));
	else if (depth == 5)
		open_latency(reading, pull_key(&reading->pull, 4));
	else if (depth == 6)
		open_list(reading, pull_key(&reading->pull, 5));
}

static void closed(struct reading *reading)
{
	unsigned depth = reading->pull.depth;

	if (!reading->entry)
		return;
	reading->entry->last_line = reading->pull.line;
	if (depth == 2)
		close_entry(reading);
	else if (depth == 3 && reading->section == SIDE_SECTION)
		close_side(reading);
	else if (depth == 5)
		close_list(reading);
	if (depth == 3)
		reading->section = NO_SECTION;
	if (depth == 4)
		reading->latency = LATENCIES;
}

static void note(struct reading *reading, enum document_figure which,
	const char *key, double number)
{
	reading->document->figures_of[which] = (struct figure){key, number,
		half_place(reading->pull.token), reading->pull.line};
}

/* 0 for "Sun …"; -1 for no day. */
static double weekday(const char *token)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	char day[4] = "";
	const char *found;

	memcpy(day, token, strlen(token) < 3 ? strlen(token) : 3);
	found = strlen(day) == 3 ? strstr(days, day) : NULL;
	return found && (found - days) % 3 == 0 ? (double)(found - days) / 3
						: -1;
}

static void top_value(struct reading *reading, const char *key)
{
	struct document *document = reading->document;
	const char *token = reading->pull.token;
	double number;

	if (strcmp(key, "fio version") == 0) {
		const char *version = scan_after(token, "fio-");

		document->version = arena_strdup(
			document->arena, version ? version : token);
		document->number = fio_version(document->version);
	} else if (strcmp(key, "time") == 0) {
		document->date = fio_date(document->arena, token);
		document->date_line = reading->pull.line;
		if (document->date)
			note(reading, WEEKDAY, "weekday", weekday(token));
	} else if (!token_number(reading, &number)) {
		return;
	} else if (strcmp(key, "timestamp_ms") == 0) {
		document->timestamp = number / 1000;
		note(reading, TIMESTAMP_MS, "timestamp_ms", number / 1000);
	} else if (strcmp(key, "timestamp") == 0) {
		document->timestamp = number;
		note(reading, TIMESTAMP, "timestamp", number);
	}
}

static void disk_value(struct reading *reading, const char *key)
{
	struct document *document = reading->document;
	const struct figure *most = &document->figures_of[DISK_UTIL];
	double number;

	if (!document->disk && strcmp(key, "name") == 0) {
		document->disk =
			arena_strdup(document->arena, reading->pull.token);
		document->disk_line = reading->pull.line;
	}
	if (strcmp(key, "util") == 0 && token_number(reading, &number) &&
		(!most->key || number > most->value))
		note(reading, DISK_UTIL, "disk_util", number);
}

static void value(struct reading *reading)
{
	struct document *document = reading->document;
	unsigned depth = reading->pull.depth;
	const char *section = pull_key(&reading->pull, 1);
	const char *key = pull_key(&reading->pull, depth);

	if (depth == 1) {
		top_value(reading, key);
	} else if (reading->entry) {
		entry_value(reading);
	} else if (strcmp(section, "global options") == 0) {
		fio_option(document->arena, &document->options, key,
			reading->pull.token, reading->pull.line);
	} else if (strcmp(section, "disk_util") == 0 && depth == 3) {
		disk_value(reading, key);
	}
}

static void noise(struct reading *reading)
{
	struct document *document = reading->document;
	const char *text = reading->scan->text;

	if (document->interrupted || !strstr(text, "terminating on signal "))
		return;
	document->interrupted = parser_quote(document->arena, text);
	document->interrupted_line = reading->scan->line;
}

static bool begins(const char *text)
{
	text += strspn(text, " \t[{,");
	text = scan_after(text, "\"fio version\"");
	return text && *scan_blanks(text) == ':';
}

/* What may not stand between the lines of a document. Messages may. */
static bool is_foreign(const char *text)
{
	return !scan_after(text, "fio: ") &&
	       parser_is_foreign(&parser_fio_json, text);
}

static void start(struct reading *reading)
{
	char *text = reading->scan->text;
	char *brace = strchr(text, '{');
	char *key = strstr(text, "\"fio version\"");

	reading->document = NULL;
	if (brace && brace < key)
		pull_start(&reading->pull, reading->scan, brace, 0, is_foreign);
	else
		pull_start(&reading->pull, reading->scan, key, 1, is_foreign);
}

static struct document *new_document(const struct reading *reading)
{
	struct arena *arena = arena_new();
	struct document *document = arena_alloc(arena, sizeof *document);

	document->arena = arena;
	document->line = reading->scan->line;
	return document;
}

static void free_document(struct document *document)
{
	if (document)
		arena_free(document->arena);
}

static void read_events(struct reading *reading)
{
	struct document *document = reading->document;

	for (;;) {
		enum pull_event event = pull_next(&reading->pull);

		document->last_line = reading->pull.line;
		if (event == PULL_VALUE)
			value(reading);
		else if (event == PULL_OPEN)
			opened(reading);
		else if (event == PULL_CLOSE)
			closed(reading);
		else if (event == PULL_NOISE)
			noise(reading);
		else
			document->cut = event == PULL_CUT;
		if (event == PULL_DONE || event == PULL_CUT)
			break;
	}
	if (reading->entry) {
		if (reading->section == SIDE_SECTION)
			close_side(reading);
		close_entry(reading);
	}
}

/* -- from entries to runs -- */

/* A job of a document and its run. */
struct job {
	const struct document *document;
	struct fio_entries entries;
	struct run *run;
};

static bool next_job(const struct document *document, struct job *job)
{
	size_t from =
		job->entries.first
			? (size_t)(job->entries.first - document->entries) +
				  job->entries.count
			: 0;

	if (from == document->entry_count)
		return false;
	job->document = document;
	job->entries = fio_entries_of(
		document->entries + from, document->entry_count - from);
	return true;
}

static void state(struct reading *reading, struct run *run, const char *key,
	const char *text, unsigned line)
{
	if (text && *text)
		run_state(reading->parsing->arena, run, key, text, line);
}

/* How many jobs it was; NULL when nothing says so. */
static const char *job_count(struct reading *reading, const struct job *job)
{
	const struct fio_entry *entry = job->entries.first;
	const char *word = fio_option_word(
		&entry->options, &job->document->options, FIO_OPTION_NUMJOBS);
	unsigned long long count = 1;
	const char *end;
	double total = 0;

	if (job->entries.count > 1)
		return arena_printf(
			reading->parsing->arena, "%zu", job->entries.count);
	if (word && (!scan_count(word, &count, &end) || !scan_end(end)))
		return NULL;
	for (size_t i = 0; i < entry->figure_count; i++) {
		const struct figure *figure =
			&job->document->figures[entry->first_figure + i];

		if (strcmp(figure->key, "job_runtime") == 0)
			total = figure->value;
	}
	/* sections merged by group_reporting have no count of their own */
	if (total > 0 && entry->runtime > 0 &&
		(total / entry->runtime > (double)count + 0.7 ||
			total / entry->runtime < (double)count - 0.7))
		return NULL;
	return arena_printf(reading->parsing->arena, "%llu", count);
}

static void state_job(struct reading *reading, const struct job *job)
{
	const struct document *document = job->document;
	const struct fio_entry *failed = fio_failed_entry(&job->entries);
	struct run *run = job->run;

	state(reading, run, "format", "json", document->line);
	fio_state_options(reading->parsing->arena, run,
		&job->entries.first->options, &document->options);
	state(reading, run, "jobs", job_count(reading, job),
		job->entries.first->line);
	state(reading, run, "date", document->date, document->date_line);
	if (failed)
		state(reading, run, "error", failed->error, failed->error_line);
	state(reading, run, "disk", document->disk, document->disk_line);
}

/* How many entries of the document are of the job's group. */
static size_t group_entries(const struct job *job)
{
	const struct document *document = job->document;
	size_t count = 0;

	for (size_t i = 0; i < document->entry_count; i++)
		count +=
			document->entries[i].group == job->entries.first->group;
	return count;
}

static void append(struct run *run, const struct figure *figures, size_t count)
{
	memcpy(run->figures + run->figure_count, figures,
		count * sizeof *figures);
	run->figure_count += count;
}

static void add_document_figures(const struct job *job)
{
	const struct document *document = job->document;
	const struct figure *figures = document->figures_of;
	unsigned line = job->entries.first->line;
	const struct figure others[] = {
		{"group_entries", (double)group_entries(job), 0, line},
		{"client", job->entries.first->client ? 1 : 0, 0, line},
	};

	for (size_t i = 0; i < DOCUMENT_FIGURES; i++)
		if (figures[i].key)
			append(job->run, &figures[i], 1);
	append(job->run, others, COUNT(others));
}

/* The figures of its document and of its entries, each behind its "entry". */
static void add_figures(struct reading *reading, const struct job *job)
{
	struct run *run = job->run;
	size_t count = DOCUMENT_FIGURES + 2;

	for (size_t i = 0; i < job->entries.count; i++)
		count += job->entries.first[i].figure_count + 1;
	if (run->figure_capacity < count) {
		run->figures = arena_alloc(
			reading->parsing->arena, count * sizeof *run->figures);
		run->figure_capacity = count;
	}
	run->figure_count = 0;
	if (job->document->entry_count > CHECKED_ENTRIES)
		return;
	add_document_figures(job);
	for (size_t i = 0; i < job->entries.count; i++) {
		const struct fio_entry *entry = &job->entries.first[i];
		const struct figure mark = {"entry", (double)i, 0, entry->line};

		append(run, &mark, 1);
		if (entry->figure_count > 0)
			append(run,
				job->document->figures + entry->first_figure,
				entry->figure_count);
	}
}

/* Makes the run say what the job states, whatever it said before. */
static void fill_run(struct reading *reading, const struct job *job)
{
	struct run *run = job->run;
	struct arena *arena = reading->parsing->arena;
	const struct fio_entry *last =
		&job->entries.first[job->entries.count - 1];
	bool command = run_param(run, "command") == run->params;

	run->param_count = command && run->param_count ? 1 : 0;
	run->obs_count = 0;
	run->line = job->entries.first->line;
	run->last_line = last->last_line;
	if (!run->workload)
		run->workload = arena_strdup(arena, job->entries.first->name);
	if (!run->version && job->document->version)
		run->version = arena_strdup(arena, job->document->version);
	state_job(reading, job);
	fio_observe_entries(arena, run, &job->entries);
	add_figures(reading, job);
}

/* Says why the run does not count; false when it does. */
static bool tell_failure(struct reading *reading, const struct job *job)
{
	struct diags *diags = reading->parsing->diags;
	const struct document *document = job->document;
	const char *file = reading->parsing->file;
	const char *name = job->run->workload;
	const struct fio_entry *failed = fio_failed_entry(&job->entries);
	char quote[64];

	if (failed) {
		snprintf(quote, sizeof quote, "error : %.40s", failed->error);
		diag_add(diags, DIAG_ID_RUN_FAILED, file, failed->error_line,
			"fio", name, quote);
	} else if (document->interrupted) {
		diag_add(diags, DIAG_ID_RUN_FAILED, file,
			document->interrupted_line, "fio", name,
			document->interrupted);
	} else if (document->cut) {
		diag_add(diags, DIAG_ID_RUN_CUT, file, document->last_line,
			"fio", name);
	} else if (!fio_has_result(&job->entries)) {
		diag_add(diags, DIAG_ID_RUN_EMPTY, file, job->run->line, "fio",
			name);
	} else {
		return false;
	}
	return true;
}

/* The last document's runs are final. */
static void settle(struct reading *reading)
{
	struct job job = {.run = reading->runs};

	if (!reading->last)
		return;
	while (job.run && next_job(reading->last, &job)) {
		job.run->complete = !tell_failure(reading, &job);
		fio_tell_summed(reading->parsing, job.run, &job.entries);
		job.run = job.run->next;
	}
	if (reading->last->cut && reading->last->entry_count == 0)
		diag_add(reading->parsing->diags, DIAG_ID_RUN_CUT,
			reading->parsing->file, reading->last->last_line, "fio",
			"");
	free_document(reading->last);
	reading->last = NULL;
}

/* May `next` be a later report of what `last` is? */
static bool continues(
	const struct fio_entry *next, const struct fio_entry *last)
{
	return next->group == last->group &&
	       strcmp(next->name, last->name) == 0 &&
	       (next->start == last->start || last->start <= 0) &&
	       next->runtime >= last->runtime &&
	       next->elapsed >= last->elapsed && next->elapsed > 0;
}

/*
 * Was the invocation of `next` there when `last` was reported? 3.36 and later
 * say when a job started. Others say how long, rounded up to seconds, fio has
 * been running: an invocation that followed would have started behind the
 * earlier report. Within the first second that leaves it open, but a run goes
 * on as the clock does; one that followed did not take `last`'s time with it.
 */
static bool was_there(const struct document *next, const struct document *last)
{
	const struct fio_entry *a = last->entries, *b = next->entries;
	double passed = next->timestamp - last->timestamp;

	if (a->start > 0)
		return true;
	return next->timestamp - b->elapsed <= last->timestamp - 1 ||
	       (a->runtime > 0.2 &&
		       fabs(b->runtime - a->runtime - passed) < 0.1);
}

/* Is `next` a later report of the same invocation? */
static bool supersedes(const struct document *next, const struct document *last)
{
	if (!last || !next->entry_count ||
		next->entry_count != last->entry_count ||
		next->timestamp < last->timestamp)
		return false;
	for (size_t i = 0; i < next->entry_count; i++)
		if (!continues(&next->entries[i], &last->entries[i]))
			return false;
	return was_there(next, last);
}

static void add_runs(struct reading *reading)
{
	struct job job = {0};
	bool first = true;

	while (next_job(reading->document, &job)) {
		job.run = parser_run(reading->scan, reading->parsing, "fio");
		if (first)
			reading->runs = job.run;
		first = false;
		fill_run(reading, &job);
	}
}

static void refill_runs(struct reading *reading)
{
	struct job job = {.run = reading->runs};

	while (job.run && next_job(reading->document, &job)) {
		fill_run(reading, &job);
		job.run = job.run->next;
	}
}

static void finish_document(struct reading *reading)
{
	if (!reading->document->version) {
		/* something else in the same line */
		free_document(reading->document);
		reading->document = NULL;
		return;
	}
	if (supersedes(reading->document, reading->last)) {
		refill_runs(reading);
		free_document(reading->last);
	} else {
		settle(reading);
		reading->runs = NULL;
		add_runs(reading);
	}
	reading->last = reading->document;
	reading->document = NULL;
}

static void read_documents(struct reading *reading)
{
	bool again = true;

	start(reading);
	while (again) {
		reading->document = new_document(reading);
		read_events(reading);
		again = !reading->document->cut && pull_again(&reading->pull);
		finish_document(reading);
	}
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct reading reading = {.scan = scan, .parsing = parsing};

	while (parser_next(scan, &parser_fio_json))
		if (begins(scan->text))
			read_documents(&reading);
	settle(&reading);
}

const struct parser parser_fio_json = {"fio", begins, parse};
