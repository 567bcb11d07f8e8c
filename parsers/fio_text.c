/*
 * fio 3.x, normal text output.
 *
 * One invocation prints a banner per job, then one report of result blocks,
 * group lines and disk statistics. With --status-interval the report is
 * repeated with figures that include the earlier ones, so blocks are kept
 * until the invocation is over and the last report counts.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "parsers/parser.h"
#include "src/base/buf.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { READ, WRITE, TRIM, DIRECTIONS };

static const char *const directions[DIRECTIONS] = {"read", "write", "trim"};

/* What one direction of a block states. */
enum value {
	BANDWIDTH,
	IOPS,
	IO_BYTES,
	RUNTIME,
	LATENCY_MEAN,
	CLAT_MEAN,
	CLAT_P50,
	CLAT_P95,
	CLAT_P99,
	CLAT_P99_9,
	VALUE_COUNT
};

/* The first four can be put together over jobs and directions. */
#define SUMMABLE (RUNTIME + 1)

static const char *const values[VALUE_COUNT] = {
	"bandwidth",
	"iops",
	"io_bytes",
	"runtime",
	"latency_mean",
	"clat_mean",
	"clat_p50",
	"clat_p95",
	"clat_p99",
	"clat_p99_9",
};

static const struct {
	double percentile;
	enum value value;
} percentiles[] = {
	{50, CLAT_P50},
	{95, CLAT_P95},
	{99, CLAT_P99},
	{99.9, CLAT_P99_9},
};

#define KI 1024.0
#define MI (KI * KI)
#define GI (KI * MI)
#define TI (KI * GI)

static const struct scan_suffix bytes[] = {
	{"B", 1},
	{"KiB", KI},
	{"MiB", MI},
	{"GiB", GI},
	{"TiB", TI},
	{"kB", 1e3},
	{"MB", 1e6},
	{"GB", 1e9},
	{"TB", 1e12},
	{NULL, 0},
};

static const struct scan_suffix byte_rates[] = {
	{"B/s", 1},
	{"KiB/s", KI},
	{"MiB/s", MI},
	{"GiB/s", GI},
	{"TiB/s", TI},
	{"kB/s", 1e3},
	{"MB/s", 1e6},
	{"GB/s", 1e9},
	{"TB/s", 1e12},
	/* unit_base=1 */
	{"bit/s", 1 / 8.0},
	{"Kibit/s", KI / 8},
	{"Mibit/s", MI / 8},
	{"Gibit/s", GI / 8},
	{"kbit/s", 1e3 / 8},
	{"Mbit/s", 1e6 / 8},
	{"Gbit/s", 1e9 / 8},
	{NULL, 0},
};

static const struct scan_suffix counts[] = {
	{"", 1},
	{"k", 1e3},
	{"M", 1e6},
	{"G", 1e9},
	{NULL, 0},
};

static const struct scan_suffix milliseconds[] = {
	{"msec", 1e-3},
	{NULL, 0},
};

static const struct {
	const char *name; /* as in "clat (usec):" */
	double factor;
} latency_units[] = {
	{"nsec", 1e-9},
	{"usec", 1e-6},
	{"msec", 1e-3},
};

struct held {
	bool stated;
	double number;
	const char *raw;
	unsigned line;
};

struct side {
	bool present; /* the block has a line of this direction */
	unsigned line;
	struct held held[VALUE_COUNT];
	struct held other; /* the bandwidth a second time, in other units */
	unsigned long long issued;
};

struct banner {
	const char *name;
	unsigned long long group;
	const char *rw, *sizes, *engine, *depth; /* NULL when not printed */
	unsigned line;
};

struct block {
	const char *name;
	unsigned long long group, jobs, pid;
	const char *error; /* NULL when err= 0 */
	const char *error_number;
	const char *date;
	struct side sides[DIRECTIONS];
	bool mixed;
	bool issued; /* the issued line was there */
	bool old;    /* laid out as fio 2 does */
	unsigned line, last_line;
};

/* The invocation being read. */
struct reading {
	struct scan *scan;
	struct parsing *parsing;
	const char *version;
	struct banner *banners;
	size_t banner_count, banner_capacity;
	struct block *blocks;
	size_t block_count, block_capacity;
	size_t current;		/* of the block being read, from 1; 0: none */
	size_t position;	/* of the next block in its report */
	struct side *side;	/* the direction being read, or NULL */
	double percentile_unit; /* of the percentile lines that follow, or 0 */
	bool ended;		/* a group line has closed a report */
	bool disks;		/* the next line names a disk */
	bool client;
	const char *disk;
	unsigned disk_line;
	const char *signal; /* "terminating on signal" */
	unsigned signal_line;
	const char *complaint; /* the first other message */
	unsigned complaint_line;
	unsigned long long started; /* processes and threads; 0: not known */
	bool refused; /* a message after which fio prints nothing more */
	unsigned unread_line; /* a JSON or terse report without a text one */
	const char *unread;
	unsigned first_line, last_line;
};

/* -- recognising lines -- */

/* "NAME: (g=0): rw=": behind "(g=", the name being what stands before. */
static const char *banner_group(const char *text, size_t *name_length)
{
	const char *mark = strstr(text, ": (g=");

	if (!mark || mark == text || !strstr(mark, "): rw="))
		return NULL;
	*name_length = (size_t)(mark - text);
	return mark + strlen(": (g=");
}

/* "NAME: (groupid=0, jobs=1): err=": behind "(groupid=". */
static const char *block_group(const char *text, size_t *name_length)
{
	const char *mark = strstr(text, ": (groupid=");

	if (!mark || mark == text || !strstr(mark, "): err="))
		return NULL;
	*name_length = (size_t)(mark - text);
	return mark + strlen(": (groupid=");
}

static bool is_complaint(const char *text)
{
	return scan_after(text, "fio: ") ||
	       strstr(text, ": you need to specify size=") ||
	       strstr(text, "fio: command not found") ||
	       strstr(text, "fio: not found");
}

static bool is_client(const char *text)
{
	return scan_after(text, "hostname=") && strstr(text, ", be=") &&
	       strstr(text, ", fio=fio-");
}

static bool owns(const char *text)
{
	size_t length;

	return banner_group(text, &length) || block_group(text, &length) ||
	       is_complaint(text) || is_client(text) ||
	       scan_after(text, "Run status group ");
}

/* -- reading lines -- */

static char *keep(struct reading *reading, const char *text, size_t length)
{
	return arena_strndup(reading->parsing->arena, text, length);
}

static void unread(struct reading *reading)
{
	/* where the log stops, the run's own diag says so */
	if (reading->scan->cut || reading->client)
		return;
	parser_diag(reading->scan, reading->parsing, DIAG_ID_NUMBER_UNREAD,
		parser_quote(reading->parsing->arena, reading->scan->text));
}

/* Holds a number printed from `text` to `end`. */
static void hold(struct reading *reading, struct held *held, double number,
	const char *text, const char *end)
{
	*held = (struct held){true, number,
		keep(reading, text, (size_t)(end - text)), reading->scan->line};
}

static const char *hold_scaled(struct reading *reading, struct held *held,
	const char *text, const struct scan_suffix *suffixes)
{
	double number;
	const char *end;

	if (!scan_scaled(text, suffixes, &number, &end) || number < 0)
		return NULL;
	hold(reading, held, number, text, end);
	return end;
}

/* The text behind `key` up to the next ", " or the end; NULL when absent. */
static const char *banner_word(
	struct reading *reading, const char *text, const char *key)
{
	const char *word = strstr(text, key);
	const char *end;

	if (!word)
		return NULL;
	word += strlen(key);
	end = strstr(word, ", ");
	if (!end && reading->scan->cut)
		return NULL;
	return keep(reading, word, end ? (size_t)(end - word) : strlen(word));
}

static const char *banner_sizes(struct reading *reading, const char *text)
{
	const char *sizes = strstr(text, ", bs=");
	const char *end = strstr(text, ", ioengine=");

	if (!sizes || !end || end < sizes)
		return NULL;
	sizes += strlen(", bs=");
	return keep(reading, sizes, (size_t)(end - sizes));
}

static void finish(struct reading *reading);

static bool read_banner(struct reading *reading, const char *text)
{
	size_t length;
	const char *group = banner_group(text, &length);
	struct banner *banner;

	if (!group)
		return false;
	if (reading->block_count > 0 || reading->ended || reading->refused)
		finish(reading);
	/* a server's lines are marked "<host> " */
	reading->client = reading->client && *text == '<';
	ARENA_ROOM(reading->parsing->arena, reading->banners,
		reading->banner_count, reading->banner_capacity);
	banner = &reading->banners[reading->banner_count++];
	*banner = (struct banner){
		.name = keep(reading, text, length),
		.rw = banner_word(reading, group, "): rw="),
		.sizes = banner_sizes(reading, group),
		.engine = banner_word(reading, group, ", ioengine="),
		.depth = banner_word(reading, group, ", iodepth="),
		.line = reading->scan->line,
	};
	if (!scan_count(group, &banner->group, &group))
		banner->group = 0;
	return true;
}

static bool read_version(struct reading *reading, const char *text)
{
	const char *version = scan_after(text, "fio-");
	size_t length;

	if (!version || *version < '0' || *version > '9')
		return false;
	length = strcspn(version, " \t");
	if (!scan_end(version + length))
		return false;
	/* it stands behind the banners of its invocation */
	if (reading->block_count > 0)
		finish(reading);
	reading->version = keep(reading, version, length);
	return true;
}

/* "Mon Nov 23 05:14:43 2026" as "2026-11-23T05:14:43", or NULL. */
static const char *iso_date(struct reading *reading, const char *text)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const char *s = strchr(text, ' ');
	unsigned long long day, year;
	char month[4] = "";
	const char *found, *time, *end;

	if (!s || strlen(s) < 5)
		return NULL;
	memcpy(month, s + 1, 3);
	found = strstr(months, month);
	if (!found || (found - months) % 3 != 0 ||
		!scan_count(scan_blanks(s + 4), &day, &end) || *end != ' ')
		return NULL;
	time = end + 1;
	end = time + strspn(time, "0123456789:");
	if (end - time != 8 || *end != ' ' || !scan_count(end + 1, &year, &s) ||
		!scan_end(s) || day < 1 || day > 31 || year < 1970 ||
		year > 9999)
		return NULL;
	return arena_printf(reading->parsing->arena, "%04llu-%02d-%02lluT%.8s",
		year, (int)((found - months) / 3) + 1, day, time);
}

/* "err= 0: pid=..." or "err=27 (file:..., error=TEXT): pid=..." */
static bool read_outcome(
	struct reading *reading, struct block *block, const char *text)
{
	const char *error = strstr(text, "): err=");
	const char *number, *pid, *end;
	unsigned long long code;

	if (!error)
		return false;
	error += strlen("): ");
	number = scan_blanks(error + strlen("err="));
	pid = strstr(number, ": pid=");
	if (!pid || !scan_count(number, &code, &end) ||
		!scan_count(pid + strlen(": pid="), &block->pid, &text))
		return false;
	if (code != 0) {
		block->error_number =
			keep(reading, number, (size_t)(end - number));
		block->error = keep(reading, error, (size_t)(pid - error));
	}
	/* a date that has lost its end is none */
	text = scan_after(text, ": ");
	block->date = text ? iso_date(reading, text) : NULL;
	return true;
}

/* The block at this place of an earlier report, when it is the same job: its
 * process is the same or had not started then. */
static bool is_repeated(const struct block *old, const struct block *new)
{
	return old->group == new->group &&strcmp(old->name, new->name) == 0 &&
	       (old->pid == new->pid || old->pid == 0);
}

static void keep_block(struct reading *reading, struct block *block)
{
	bool known = reading->position < reading->block_count;

	if (known && !is_repeated(&reading->blocks[reading->position], block)) {
		/* another invocation, whose banner is missing */
		finish(reading);
		known = false;
	}
	if (!known) {
		ARENA_ROOM(reading->parsing->arena, reading->blocks,
			reading->block_count, reading->block_capacity);
		reading->block_count++;
	}
	reading->blocks[reading->position++] = *block;
	reading->current = reading->position;
	reading->ended = false;
	reading->unread = NULL;
}

static bool read_block(struct reading *reading, const char *text)
{
	size_t length;
	const char *group = block_group(text, &length);
	struct block block = {
		.line = reading->scan->line, .last_line = reading->scan->line};

	if (!group)
		return false;
	reading->side = NULL;
	reading->percentile_unit = 0;
	reading->current = 0;
	/* the first block after a group line opens a report again */
	if (reading->ended)
		reading->position = 0;
	block.name = keep(reading, text, length);
	if (!scan_count(group, &block.group, &group) ||
		!(group = scan_after(group, ", jobs=")) ||
		!scan_count(group, &block.jobs, &group) ||
		!read_outcome(reading, &block, group)) {
		unread(reading);
		return true;
	}
	keep_block(reading, &block);
	return true;
}

static struct block *current_block(struct reading *reading)
{
	return reading->current ? &reading->blocks[reading->current - 1] : NULL;
}

/* "IOPS=27.1k, BW=106MiB/s (111MB/s)(212MiB/2003msec)..." */
static bool read_totals(
	struct reading *reading, struct side *side, const char *text)
{
	struct held *held = side->held;

	text = scan_after(text, "IOPS=");
	text = text ? hold_scaled(reading, &held[IOPS], text, counts) : NULL;
	text = text ? scan_after(text, ", BW=") : NULL;
	text = text ? hold_scaled(reading, &held[BANDWIDTH], text, byte_rates)
		    : NULL;
	text = text ? scan_after(text, " (") : NULL;
	text = text ? hold_scaled(reading, &side->other, text, byte_rates)
		    : NULL;
	text = text ? scan_after(text, ")(") : NULL;
	text = text ? hold_scaled(reading, &held[IO_BYTES], text, bytes) : NULL;
	text = text ? scan_after(text, "/") : NULL;
	text = text ? hold_scaled(reading, &held[RUNTIME], text, milliseconds)
		    : NULL;
	return text && *text == ')';
}

static bool read_direction(struct reading *reading, const char *text)
{
	struct block *block = current_block(reading);
	const char *word = scan_blanks(text);

	if (word == text || !strstr(word, ": IOPS="))
		return false;
	reading->side = NULL;
	reading->percentile_unit = 0;
	if (scan_after(word, "mixed: ")) {
		block->mixed = true;
		return true;
	}
	for (size_t i = 0; i < DIRECTIONS; i++) {
		const char *rest = scan_after(word, directions[i]);

		if (!rest || !(rest = scan_after(rest, ": ")))
			continue;
		reading->side = &block->sides[i];
		*reading->side = (struct side){
			.present = true, .line = reading->scan->line};
		if (!read_totals(reading, reading->side, rest)) {
			/* the last number read may lack digits */
			*reading->side = (struct side){
				.present = true, .line = reading->scan->line};
			unread(reading);
		}
		return true;
	}
	return false;
}

/* The factor of the unit in "(usec): ...": `*end` behind "):". 0: none. */
static double latency_unit(
	const char *text, const char *behind, const char **end)
{
	for (size_t i = 0; i < COUNT(latency_units); i++) {
		const char *rest = scan_after(text, latency_units[i].name);

		rest = rest ? scan_after(rest, behind) : NULL;
		if (!rest)
			continue;
		*end = rest;
		return latency_units[i].factor;
	}
	return 0;
}

/* "clat (usec): min=143, max=149926, avg=1421.25, stdev=2006.73" */
static void read_mean(
	struct reading *reading, enum value which, const char *text)
{
	const char *rest, *end;
	double unit = latency_unit(text, "): min=", &rest);
	double number;

	if (unit == 0)
		return;
	rest = strstr(rest, ", avg=");
	rest = rest ? scan_blanks(rest + strlen(", avg=")) : NULL;
	if (!rest || !scan_number(rest, &number, &end) || number < 0 ||
		!scan_after(end, ", stdev=")) {
		unread(reading);
		return;
	}
	hold(reading, &reading->side->held[which], scan_base(number, unit),
		rest, end);
}

static bool read_latency(struct reading *reading, const char *text)
{
	static const struct {
		const char *prefix;
		enum value value;
	} lines[] = {
		{"clat (", CLAT_MEAN},
		{"lat (", LATENCY_MEAN},
	};
	const char *end, *word = scan_blanks(text);
	const char *unit = scan_after(word, "clat percentiles (");

	/* any other list of percentiles: of what is not read */
	if (strstr(word, " percentiles ("))
		reading->percentile_unit =
			unit ? latency_unit(unit, "):", &end) : 0;
	for (size_t i = 0; i < COUNT(lines); i++) {
		const char *rest = scan_after(word, lines[i].prefix);

		if (rest)
			read_mean(reading, lines[i].value, rest);
		if (rest)
			return true;
	}
	return false;
}

static void hold_percentile(struct reading *reading, double percentile,
	const char *text, const char *end)
{
	unsigned long long number;
	const char *stop;

	if (!scan_count(text, &number, &stop) || stop != end) {
		unread(reading);
		return;
	}
	for (size_t i = 0; i < COUNT(percentiles); i++)
		if (fabs(percentile - percentiles[i].percentile) < 1e-9)
			hold(reading,
				&reading->side->held[percentiles[i].value],
				scan_base((double)number,
					reading->percentile_unit),
				text, end);
}

/* "|  1.00th=[  196],  5.00th=[  243]," */
static bool read_percentiles(struct reading *reading, const char *text)
{
	const char *s = scan_after(scan_blanks(text), "|");

	if (!s)
		return false;
	while (reading->percentile_unit > 0 && *(s = scan_blanks(s))) {
		double percentile;
		const char *number, *end;

		if (!scan_number(s, &percentile, &s) ||
			!(number = scan_after(s, "th=[")) ||
			!(end = strchr(number, ']'))) {
			unread(reading);
			break;
		}
		hold_percentile(reading, percentile, scan_blanks(number), end);
		s = end[1] == ',' ? end + 2 : end + 1;
	}
	return true;
}

/* "issued rwts: total=r,w,t,s short=..." (rwt without s up to 3.3) */
static bool read_issued(struct reading *reading, const char *text)
{
	struct block *block = current_block(reading);
	const char *s = strstr(text, "issued rwt");
	unsigned long long count[DIRECTIONS];

	s = s ? strstr(s, ": total=") : NULL;
	if (!s)
		return false;
	s += strlen(": total=");
	for (size_t i = 0; i < DIRECTIONS; i++, s++)
		if (!scan_count(s, &count[i], &s) || *s != ',')
			return true;
	for (size_t i = 0; i < DIRECTIONS; i++)
		block->sides[i].issued = count[i];
	block->issued = true;
	reading->side = NULL;
	return true;
}

/* A name of a disk, "  vda: ios=77664/7051, merge=..." */
static void read_disk(struct reading *reading, const char *text)
{
	const char *name = scan_blanks(text);
	const char *end = strstr(name, ": ios=");

	reading->disks = false;
	if (!end || name == text || reading->disk)
		return;
	reading->disk = keep(reading, name, (size_t)(end - name));
	reading->disk_line = reading->scan->line;
}

static bool read_ends(struct reading *reading, const char *text)
{
	if (reading->disks)
		read_disk(reading, text);
	if (scan_after(text, "Run status group ")) {
		reading->ended = true;
		reading->current = 0;
		return true;
	}
	if (scan_after(text, "Disk stats (read/write):")) {
		reading->disks = true;
		reading->current = 0;
		return true;
	}
	return false;
}

static bool is_over(const struct reading *reading)
{
	return reading->block_count > 0 && reading->ended;
}

static bool is_refusal(const char *text)
{
	static const char *const words[] = {
		"failed parsing ",
		"unrecognized option ",
		"failed to load engine",
		"not found",
	};

	for (size_t i = 0; i < COUNT(words); i++)
		if (strstr(text, words[i]))
			return true;
	return false;
}

static bool read_complaint(struct reading *reading, const char *text)
{
	const char *quote;

	/* a job may be called "fio" */
	if (!is_complaint(text) || strstr(text, ": Laying out IO file"))
		return false;
	/* behind a whole report it is about the next invocation */
	if (is_over(reading) && scan_after(text, "fio: "))
		finish(reading);
	quote = parser_quote(reading->parsing->arena, text);
	if (scan_after(text, "fio: terminating on signal ")) {
		reading->signal = quote;
		reading->signal_line = reading->scan->line;
	} else if (!reading->complaint) {
		reading->complaint = quote;
		reading->complaint_line = reading->scan->line;
	}
	reading->refused = reading->refused || is_refusal(text);
	return true;
}

/* A report in another format, beside the text or instead of it. */
static bool read_unread(struct reading *reading, const char *text)
{
	bool json = scan_after(text, "  \"fio version\"") != NULL;

	if (!json && !(text[0] >= '2' && text[0] <= '5' && text[1] == ';'))
		return false;
	reading->unread = json ? "fio JSON" : "fio terse";
	reading->unread_line = reading->scan->line;
	return true;
}

static void read_block_line(struct reading *reading, const char *text)
{
	struct block *block = current_block(reading);

	if (!scan_end(text))
		block->last_line = reading->scan->line;
	/* fio 2: "    lat (usec) : 250=..." */
	if (scan_after(text, "    lat (") && strstr(text, ") :"))
		block->old = true;
	if (read_direction(reading, text) || read_issued(reading, text) ||
		!reading->side)
		return;
	if (!read_percentiles(reading, text))
		read_latency(reading, text);
}

/* "Starting 4 processes", "Starting 1 process and 2 threads" */
static bool read_starting(struct reading *reading, const char *text)
{
	const char *s = scan_after(text, "Starting ");
	unsigned long long count;

	if (!s || !scan_count(s, &count, &s) ||
		!(scan_after(s, " process") || scan_after(s, " thread")))
		return false;
	reading->started += count;
	s = strstr(s, " and ");
	if (s && scan_count(s + strlen(" and "), &count, &s))
		reading->started += count;
	return true;
}

static void sort_line(struct reading *reading, const char *text)
{
	if (read_banner(reading, text) || read_version(reading, text) ||
		read_block(reading, text) || read_complaint(reading, text) ||
		read_ends(reading, text) || read_unread(reading, text) ||
		read_starting(reading, text))
		return;
	if (reading->current)
		read_block_line(reading, text);
}

static void start_client(struct reading *reading)
{
	finish(reading);
	reading->client = true;
	parser_diag(reading->scan, reading->parsing, DIAG_ID_FIO_CLIENT, NULL);
}

static void read_line(struct reading *reading, const char *text)
{
	if (is_client(text) && !reading->client)
		start_client(reading);
	sort_line(reading, text);
	if (scan_end(text))
		return;
	if (!reading->first_line)
		reading->first_line = reading->scan->line;
	/* behind the group lines only the disks, which are indented, are its */
	if (!is_over(reading) || *text == ' ' || reading->disks)
		reading->last_line = reading->scan->line;
}

/* -- from blocks to runs -- */

/* Blocks of one job: same name and group, one after the other. */
struct job {
	const struct block *blocks;
	size_t count;
	const struct banner *banner; /* NULL when missing */
	struct run *run;
};

static bool has_zero_fraction(const char *raw)
{
	const char *point = strchr(raw, '.');
	size_t zeros = point ? strspn(point + 1, "0") : 0;

	return zeros > 0 && (point[1 + zeros] < '0' || point[1 + zeros] > '9');
}

/*
 * fio 2.20 to 3.25 lose a carry: 11.97 prints as 11.0, 1.996 as 1.00. Such a
 * number is kept only when what stands beside it does not show that it should
 * be one more.
 */
static void check(struct reading *reading, struct held *held, double expected)
{
	double mantissa;
	const char *end;

	if (!held->stated || !has_zero_fraction(held->raw) ||
		!scan_number(held->raw, &mantissa, &end) || mantissa <= 0 ||
		expected < held->number * (1 + 0.5 / mantissa))
		return;
	diag_add(reading->parsing->diags, DIAG_ID_FIO_CONTRADICTED,
		reading->parsing->file, held->line, held->raw);
	held->stated = false;
}

/* Stated, and not itself in doubt. */
static bool is_sure(const struct held *held)
{
	return held->stated && !has_zero_fraction(held->raw);
}

static void check_side(struct reading *reading, struct side *side, bool issued)
{
	struct held *held = side->held;
	double seconds = held[RUNTIME].stated ? held[RUNTIME].number : 0;

	if (seconds < 0.1)
		return;
	if (is_sure(&side->other))
		check(reading, &held[BANDWIDTH], side->other.number);
	else if (is_sure(&held[IO_BYTES]))
		check(reading, &held[BANDWIDTH],
			held[IO_BYTES].number / seconds);
	if (is_sure(&side->other))
		check(reading, &held[IO_BYTES], side->other.number * seconds);
	else if (is_sure(&held[BANDWIDTH]))
		check(reading, &held[IO_BYTES],
			held[BANDWIDTH].number * seconds);
	if (issued)
		check(reading, &held[IOPS], (double)side->issued / seconds);
}

static void observe(struct reading *reading, struct run *run,
	const char *prefix, enum value which, const struct held *held)
{
	char metric[64];

	if (!held->stated)
		return;
	snprintf(metric, sizeof metric, "%s.%s", prefix, values[which]);
	run_observe(reading->parsing->arena, run, metric, held->number,
		held->raw, held->line);
}

/* Puts together what several blocks or directions state; absent as soon as
 * one of those present lacks it. Runtimes go side by side: the longest. */
struct sum {
	struct held held;
	struct buf raw;
	size_t parts;
	bool broken;
};

static void sum_add(struct sum *sum, enum value which, const struct held *held)
{
	if (!held->stated) {
		sum->broken = true;
		return;
	}
	if (sum->parts++ == 0)
		sum->held.line = held->line;
	if (which != RUNTIME) {
		if (sum->raw.length > 0)
			buf_putc(&sum->raw, '+');
		buf_puts(&sum->raw, held->raw);
		sum->held.number += held->number;
	} else if (sum->parts == 1 || held->number > sum->held.number) {
		buf_free(&sum->raw);
		buf_puts(&sum->raw, held->raw);
		sum->held.number = held->number;
		sum->held.line = held->line;
	}
}

static struct held sum_end(struct reading *reading, struct sum *sum)
{
	struct held held = sum->held;

	held.stated = sum->parts > 0 && !sum->broken;
	held.raw = held.stated ? keep(reading, sum->raw.data, sum->raw.length)
			       : "";
	buf_free(&sum->raw);
	return held;
}

/* One value of one direction over the blocks of a job. */
static struct held over_blocks(struct reading *reading, const struct job *job,
	size_t direction, enum value which)
{
	struct sum sum = {0};

	for (size_t i = 0; i < job->count; i++) {
		const struct side *side = &job->blocks[i].sides[direction];

		if (side->present)
			sum_add(&sum, which, &side->held[which]);
	}
	return sum_end(reading, &sum);
}

static bool has_direction(const struct job *job, size_t direction)
{
	for (size_t i = 0; i < job->count; i++)
		if (job->blocks[i].sides[direction].present)
			return true;
	return false;
}

static void observe_summable(
	struct reading *reading, const struct job *job, enum value which)
{
	struct sum total = {0};
	struct held held;

	for (size_t i = 0; i < DIRECTIONS; i++) {
		if (!has_direction(job, i))
			continue;
		held = over_blocks(reading, job, i, which);
		observe(reading, job->run, directions[i], which, &held);
		sum_add(&total, which, &held);
	}
	held = sum_end(reading, &total);
	observe(reading, job->run, "total", which, &held);
}

static void observe_job(struct reading *reading, const struct job *job)
{
	for (size_t which = 0; which < SUMMABLE; which++)
		observe_summable(reading, job, which);
	if (job->count > 1)
		return;
	for (size_t which = SUMMABLE; which < VALUE_COUNT; which++)
		for (size_t i = 0; i < DIRECTIONS; i++)
			observe(reading, job->run, directions[i], which,
				&job->blocks->sides[i].held[which]);
}

static bool is_used(const struct job *job, size_t direction)
{
	static const struct {
		const char *word;
		bool uses[DIRECTIONS];
	} modes[] = {
		{"read", {true, false, false}},
		{"randread", {true, false, false}},
		{"write", {false, true, false}},
		{"randwrite", {false, true, false}},
		{"trim", {false, false, true}},
		{"randtrim", {false, false, true}},
		{"rw", {true, true, false}},
		{"readwrite", {true, true, false}},
		{"randrw", {true, true, false}},
		{"trimwrite", {false, true, true}},
		{"randtrimwrite", {false, true, true}},
	};

	for (size_t i = 0; i < COUNT(modes); i++)
		if (strcmp(modes[i].word, job->banner->rw) == 0)
			return modes[i].uses[direction];
	return true;
}

/* The part of "(R) a-b, (W) a-b, (T) a-b" for a direction, with its end. */
static const char *size_range(
	const char *sizes, size_t direction, size_t *length)
{
	static const char *const marks[DIRECTIONS] = {"(R) ", "(W) ", "(T) "};
	const char *range = strstr(sizes, marks[direction]);

	if (!range)
		return NULL;
	range += strlen(marks[direction]);
	*length = strcspn(range, ",");
	return range;
}

/* "4096B-4096B" as whole bytes; 0 when it is a range or not whole. */
static unsigned long long fixed_size(const char *range, size_t length)
{
	const char *end;
	double number;

	if (!scan_scaled(range, bytes, &number, &end) || *end != '-' ||
		(size_t)(end - range) * 2 + 1 != length ||
		strncmp(range, end + 1, (size_t)(end - range)) != 0 ||
		number < 1 || number > 1e15 || floor(number) != number)
		return 0;
	return (unsigned long long)number;
}

/* Whole bytes when all directions used have one size, else as printed. */
static const char *block_size(struct reading *reading, const struct job *job)
{
	const char *sizes = job->banner->sizes;
	const char *only = NULL;
	size_t length = 0, only_length = 0;
	unsigned long long size;

	for (size_t i = 0; i < DIRECTIONS; i++) {
		const char *range = size_range(sizes, i, &length);

		if (!range || !is_used(job, i))
			continue;
		if (only && (length != only_length ||
				    strncmp(range, only, length) != 0))
			return sizes;
		only = range;
		only_length = length;
	}
	if (!only)
		return sizes;
	size = fixed_size(only, only_length);
	return size ? arena_printf(reading->parsing->arena, "%llu", size)
		    : keep(reading, only, only_length);
}

static void state(struct reading *reading, struct run *run, const char *key,
	const char *value, unsigned line)
{
	if (value && *value)
		run_state(reading->parsing->arena, run, key, value, line);
}

static void state_banner(struct reading *reading, const struct job *job)
{
	const struct banner *banner = job->banner;

	if (!banner)
		return;
	state(reading, job->run, "rw", banner->rw, banner->line);
	if (banner->rw && banner->sizes)
		state(reading, job->run, "block_size", block_size(reading, job),
			banner->line);
	state(reading, job->run, "ioengine", banner->engine, banner->line);
	state(reading, job->run, "iodepth", banner->depth, banner->line);
}

static const struct block *failed_block(const struct job *job)
{
	for (size_t i = 0; i < job->count; i++)
		if (job->blocks[i].error)
			return &job->blocks[i];
	return NULL;
}

static const struct block *last_block(const struct job *job)
{
	return &job->blocks[job->count - 1];
}

static void state_blocks(struct reading *reading, const struct job *job)
{
	const struct block *failed = failed_block(job);
	const struct block *first = job->blocks;
	unsigned long long jobs = 0;

	for (size_t i = 0; i < job->count; i++)
		jobs += job->blocks[i].jobs;
	state(reading, job->run, "jobs",
		arena_printf(reading->parsing->arena, "%llu", jobs),
		first->line);
	state(reading, job->run, "date", last_block(job)->date,
		last_block(job)->line);
	if (failed)
		state(reading, job->run, "error", failed->error_number,
			failed->line);
	state(reading, job->run, "disk", reading->disk, reading->disk_line);
}

static bool is_old_version(const char *version)
{
	return !scan_after(version, "3.");
}

static bool is_old(const struct reading *reading, const struct job *job)
{
	return reading->version ? is_old_version(reading->version)
				: job->count > 0 && job->blocks->old;
}

static bool is_mixed(const struct job *job)
{
	for (size_t i = 0; i < job->count; i++)
		if (job->blocks[i].mixed)
			return true;
	return false;
}

static bool has_result(const struct job *job)
{
	bool result = is_mixed(job);

	for (size_t i = 0; i < DIRECTIONS; i++)
		result = result || has_direction(job, i);
	return result;
}

/* All its blocks are whole and the report was closed. */
static bool reached_end(const struct reading *reading, const struct job *job)
{
	for (size_t i = 0; i < job->count; i++)
		if (!job->blocks[i].issued)
			return false;
	return job->count > 0 && reading->ended;
}

/* Says why the run does not count; false when it does. */
static bool tell_failure(struct reading *reading, const struct job *job)
{
	struct diags *diags = reading->parsing->diags;
	const char *file = reading->parsing->file;
	const char *name = job->run->workload;
	const struct block *failed = failed_block(job);

	if (is_old(reading, job))
		diag_add(diags, DIAG_ID_VERSION_UNREAD, file, job->run->line,
			"fio", reading->version ? reading->version : "2");
	else if (failed)
		diag_add(diags, DIAG_ID_RUN_FAILED, file, failed->line, "fio",
			name, failed->error);
	else if (reading->signal)
		diag_add(diags, DIAG_ID_RUN_FAILED, file, reading->signal_line,
			"fio", name, reading->signal);
	else if (!reached_end(reading, job) && reading->complaint)
		diag_add(diags, DIAG_ID_RUN_FAILED, file,
			reading->complaint_line, "fio", name,
			reading->complaint);
	else if (!reached_end(reading, job))
		diag_add(diags, DIAG_ID_RUN_CUT, file, reading->last_line,
			"fio", name);
	else if (!has_result(job))
		diag_add(diags, DIAG_ID_RUN_EMPTY, file, job->run->line, "fio",
			name);
	else
		return false;
	return true;
}

static void tell_kind(struct reading *reading, const struct job *job)
{
	char count[24];

	if (is_mixed(job))
		diag_add(reading->parsing->diags, DIAG_ID_FIO_MIXED,
			reading->parsing->file, job->run->line,
			job->run->workload);
	if (job->count < 2)
		return;
	snprintf(count, sizeof count, "%zu", job->count);
	diag_add(reading->parsing->diags, DIAG_ID_FIO_SUMMED,
		reading->parsing->file, job->run->line, job->run->workload,
		count);
}

static void finish_job(struct reading *reading, struct job *job,
	const char *name, unsigned line)
{
	struct run *run = parser_run(reading->scan, reading->parsing, "fio");

	job->run = run;
	run->workload = name;
	run->version = reading->version;
	run->line = job->banner ? job->banner->line : line;
	run->last_line =
		job->count ? last_block(job)->last_line : reading->last_line;
	state_banner(reading, job);
	if (job->count > 0)
		state_blocks(reading, job);
	if (job->count > 0 && !is_old(reading, job))
		observe_job(reading, job);
	run->complete = !tell_failure(reading, job);
	if (!is_old(reading, job))
		tell_kind(reading, job);
}

/* Banners come in the order of their blocks. Looking only so far ahead keeps
 * the time linear whatever a file holds. */
#define BANNER_REACH 256

static const struct banner *find_banner(
	struct reading *reading, const struct block *block, size_t *from)
{
	for (size_t i = *from;
		i < reading->banner_count && i < *from + BANNER_REACH; i++) {
		const struct banner *banner = &reading->banners[i];

		if (banner->group == block->group &&
			strcmp(banner->name, block->name) == 0) {
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
static void drop_older(struct reading *reading)
{
	if (reading->position < reading->block_count)
		reading->ended = false;
	if (reading->position > 0)
		reading->block_count = reading->position;
}

/* As many jobs are reported as were started. */
static void check_jobs(struct reading *reading)
{
	unsigned long long jobs = 0;

	for (size_t i = 0; i < reading->block_count; i++)
		jobs += reading->blocks[i].jobs;
	if (reading->started > 0 && jobs < reading->started)
		reading->ended = false;
}

static void finish_blocks(struct reading *reading)
{
	size_t banner = 0;

	bool old = reading->version && is_old_version(reading->version);

	drop_older(reading);
	check_jobs(reading);
	for (size_t i = 0; !old && i < reading->block_count; i++)
		for (size_t d = 0; d < DIRECTIONS; d++)
			check_side(reading, &reading->blocks[i].sides[d],
				reading->blocks[i].issued);
	for (size_t i = 0; i < reading->block_count;) {
		const struct block *first = &reading->blocks[i];
		struct job job = {.blocks = first};

		do
			job.count++;
		while (++i < reading->block_count &&
			reading->blocks[i].group == first->group &&
			strcmp(reading->blocks[i].name, first->name) == 0);
		job.banner = find_banner(reading, first, &banner);
		finish_job(reading, &job, first->name, first->line);
	}
	if (!reading->scan->stopped)
		reading->parsing->runs->last->last_line = reading->last_line;
}

/* Jobs that were announced and never reported. */
static void finish_banners(struct reading *reading)
{
	for (size_t i = 0; i < reading->banner_count; i++) {
		struct job job = {.banner = &reading->banners[i]};

		finish_job(reading, &job, job.banner->name, job.banner->line);
	}
}

static void tell_no_run(struct reading *reading)
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
		diag_add(diags, DIAG_ID_RUN_EMPTY, file, reading->first_line,
			"fio", "");
}

/* Turns the invocation into runs and forgets it. */
static void finish(struct reading *reading)
{
	if (reading->client)
		; /* told at its first line */
	else if (reading->block_count > 0)
		finish_blocks(reading);
	else if (reading->unread)
		; /* the other format holds the results */
	else if (reading->banner_count > 0)
		finish_banners(reading);
	else
		tell_no_run(reading);
	if (reading->unread)
		diag_add(reading->parsing->diags, DIAG_ID_FORMAT_UNREAD,
			reading->parsing->file, reading->unread_line,
			reading->unread);
	*reading = (struct reading){.scan = reading->scan,
		.parsing = reading->parsing,
		.client = reading->client};
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct reading reading = {.scan = scan, .parsing = parsing};

	while (parser_next(scan, &parser_fio_text))
		read_line(&reading, scan->text);
	finish(&reading);
}

const struct parser parser_fio_text = {"fio", owns, parse};
