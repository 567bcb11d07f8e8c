/*
 * fio 2.x and 3.x, terse output (--minimal), versions 2 to 5.
 *
 * A line per job, fields parted by semicolons, without any names: what a
 * field means follows from the version of the format and its place. The name
 * of a job and the description may hold semicolons themselves, so a line is
 * anchored on the lists of percentiles.
 *
 * The lines of one report carry the same figures of the disks. Lines that
 * follow each other may also be reports of --status-interval, whose figures
 * include the earlier ones, or runs in a row: where a line does not show which,
 * it does not count as a result.
 */
#include <stdio.h>
#include <string.h>

#include "parsers/fio_entry.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define KI 1024.0

/* A line has 121 to 190, a disk more 9 or 18. */
#define FIELDS_MAX 2048
#define FIELDS_MIN 110
#define PERCENTILES 20

/* Places within the block of a direction. */
enum {
	AT_KIB,
	AT_RATE,
	AT_IOPS,
	AT_MS,
	AT_SLAT = 4,
	AT_CLAT = 8,
	AT_LIST = 12,
	AT_LAT = 32
};
/* Places within four fields of a latency. */
enum { LAT_MIN, LAT_MAX, LAT_MEAN };

/* Behind the directions: cpu, depths, latency buckets in us and ms. */
enum { AT_CTX = 2, AT_MINF = 4, AT_BUCKETS = 12, BUCKETS = 22, AT_DISKS = 34 };
#define DISK_FIELDS 9

static const struct form {
	size_t version_fields; /* before the name */
	size_t block;	       /* fields of a direction */
	size_t directions;
} forms[] = {
	['2' - '2'] = {1, 41, 3},
	['3' - '2'] = {2, 41, 2},
	['4' - '2'] = {2, 41, 3},
	['5' - '2'] = {2, 47, 3},
};

/* What the checks of a later report need. */
struct growth {
	double least[FIO_DIRECTIONS], most[FIO_DIRECTIONS]; /* clat, us */
	double bytes[FIO_DIRECTIONS], runtime[FIO_DIRECTIONS];
	double ctx, minf, total;
	double buckets[BUCKETS]; /* % */
};

/* A line that was read. */
struct line {
	struct arena *arena;
	struct fio_entry entry;
	struct growth growth;
	const char *version;
	const char *disks; /* the fields; "" when there are none */
	const char *disk;
	bool cut;
	bool trims; /* the format has them */
};

#define LINES_MAX 4096

struct lines {
	struct line **items;
	size_t count;
};

struct reading {
	struct scan *scan;
	struct parsing *parsing;
	struct lines report, later; /* later: of the same jobs, growing */
	bool chained;		    /* the report is the last of several */
	bool ambiguous; /* it may be a report, a job or a run by itself */
	/* the line being read */
	const char *fields[FIELDS_MAX + 1];
	size_t count;
	size_t base;   /* the first field of the first direction */
	size_t blocks; /* directions */
	const struct form *form;
};

/* -- recognising -- */

static const char *terse_start(const char *text)
{
	const char *mark;

	if (*text >= '2' && *text <= '5' && text[1] == ';')
		return text;
	/* glued to the progress before it */
	if (!scan_after(text, "Jobs: ") || !(mark = strstr(text, ";fio-")) ||
		mark == text || mark[-1] < '3' || mark[-1] > '5')
		return NULL;
	return mark - 1;
}

static bool owns(const char *text)
{
	const char *start = terse_start(text);
	size_t fields = 0;

	/* up to 2.0 "3;2.0.8;" */
	if (!start || (*start != '2' && !scan_after(start + 1, ";fio-") &&
			      !(start[2] >= '0' && start[2] <= '9')))
		return false;
	for (; *start; start++)
		fields += *start == ';';
	return fields >= FIELDS_MIN || strstr(text, "%=");
}

/* -- fields -- */

static size_t field_length(const struct reading *reading, size_t i)
{
	return (size_t)(reading->fields[i + 1] - reading->fields[i]) - 1;
}

static void split(struct reading *reading, const char *text)
{
	reading->count = 0;
	reading->fields[0] = text;
	while (reading->count < FIELDS_MAX) {
		const char *end = strchr(text, ';');

		reading->count++;
		text = end ? end + 1 : text + strlen(text) + 1;
		reading->fields[reading->count] = text;
		if (!end)
			break;
	}
	/* the last one may have lost its end */
	if (reading->scan->cut)
		reading->count--;
}

/* A field that is one number, with `behind` at its end. */
static bool number_at(const struct reading *reading, size_t i,
	const char *behind, double *number)
{
	const char *end;

	return i < reading->count &&
	       scan_number(reading->fields[i], number, &end) && *number >= 0 &&
	       (end = scan_after(end, behind)) &&
	       end == reading->fields[i] + field_length(reading, i);
}

/* "99.000000%=544" */
static bool percentile_at(const struct reading *reading, size_t i,
	double *percentile, const char **value, double *number)
{
	const char *end;

	if (i >= reading->count ||
		!scan_number(reading->fields[i], percentile, &end) ||
		!(*value = scan_after(end, "%=")) ||
		!scan_number(*value, number, &end) || *number < 0)
		return false;
	return end == reading->fields[i] + field_length(reading, i);
}

static bool is_list(const struct reading *reading, size_t from)
{
	double percentile, number;
	const char *value;

	for (size_t i = 0; i < PERCENTILES; i++)
		if (!percentile_at(
			    reading, from + i, &percentile, &value, &number))
			return false;
	return true;
}

/* Where the directions are: behind the name, which may be of any form. */
static bool find_blocks(struct reading *reading)
{
	size_t least = reading->form->version_fields + 1 + 2 + AT_LIST;
	size_t i = least;

	while (i < reading->count && !is_list(reading, i))
		i++;
	if (i >= reading->count)
		return false;
	reading->base = i - AT_LIST;
	reading->blocks = 0;
	while (is_list(reading, i)) {
		reading->blocks++;
		i += reading->form->block;
	}
	return true;
}

/* -- a line -- */

static const char *kept(struct arena *arena, const struct reading *reading,
	size_t from, size_t to)
{
	return arena_strndup(arena, reading->fields[from],
		(size_t)(reading->fields[to] - reading->fields[from]) - 1);
}

static void hold(const struct reading *reading, struct line *line,
	struct fio_number *held, size_t field, double number, double factor)
{
	*held = (struct fio_number){true, scan_base(number, factor),
		kept(line->arena, reading, field, field + 1),
		reading->scan->line};
}

static void hold_latencies(const struct reading *reading, struct line *line,
	struct fio_number *numbers, size_t base)
{
	double percentile, number;
	const char *value;

	if (number_at(reading, base + AT_CLAT + LAT_MEAN, "", &number) &&
		number > 0)
		hold(reading, line, &numbers[FIO_CLAT_MEAN],
			base + AT_CLAT + LAT_MEAN, number, 1e-6);
	if (number_at(reading, base + AT_LAT + LAT_MEAN, "", &number) &&
		number > 0)
		hold(reading, line, &numbers[FIO_LATENCY_MEAN],
			base + AT_LAT + LAT_MEAN, number, 1e-6);
	for (size_t i = base + AT_LIST; i < base + AT_LIST + PERCENTILES; i++) {
		enum fio_value which;

		if (!percentile_at(reading, i, &percentile, &value, &number))
			return;
		which = fio_percentile(percentile);
		/* cut to whole microseconds: 0 is below one, not 0 */
		if (which == FIO_VALUES || number <= 0)
			continue;
		hold(reading, line, &numbers[which], i, number, 1e-6);
		numbers[which].raw = arena_strndup(line->arena, value,
			(size_t)(reading->fields[i + 1] - value) - 1);
	}
}

static void note_growth(const struct reading *reading, struct line *line,
	enum fio_direction direction, size_t base)
{
	struct growth *growth = &line->growth;

	number_at(reading, base + AT_KIB, "", &growth->bytes[direction]);
	number_at(reading, base + AT_MS, "", &growth->runtime[direction]);
	number_at(reading, base + AT_CLAT + LAT_MIN, "",
		&growth->least[direction]);
	number_at(reading, base + AT_CLAT + LAT_MAX, "",
		&growth->most[direction]);
	growth->total += growth->bytes[direction];
}

static void read_direction(const struct reading *reading, struct line *line,
	enum fio_direction direction, size_t base)
{
	struct fio_number *numbers = line->entry.numbers[direction];
	double bytes, rate, iops, ms;

	if (!number_at(reading, base + AT_KIB, "", &bytes) ||
		!number_at(reading, base + AT_RATE, "", &rate) ||
		!number_at(reading, base + AT_IOPS, "", &iops) ||
		!number_at(reading, base + AT_MS, "", &ms) ||
		(bytes <= 0 && ms <= 0))
		return;
	line->entry.present[direction] = true;
	note_growth(reading, line, direction, base);
	hold(reading, line, &numbers[FIO_IO_BYTES], base + AT_KIB, bytes, KI);
	if (ms > 0) {
		hold(reading, line, &numbers[FIO_BANDWIDTH], base + AT_RATE,
			rate, KI);
		hold(reading, line, &numbers[FIO_IOPS], base + AT_IOPS, iops,
			1);
		hold(reading, line, &numbers[FIO_RUNTIME], base + AT_MS, ms,
			1e-3);
		line->entry.runtime = ms / 1000 > line->entry.runtime
					      ? ms / 1000
					      : line->entry.runtime;
	}
	hold_latencies(reading, line, numbers, base);
}

static void read_directions(const struct reading *reading, struct line *line)
{
	const struct form *form = reading->form;

	line->trims = form->directions > FIO_TRIM || reading->blocks == 1;
	/* unified_rw_reporting=1 has one block, =both one more */
	if (reading->blocks == 1) {
		read_direction(reading, line, FIO_MIXED, reading->base);
		return;
	}
	for (size_t i = 0; i < form->directions && i < reading->blocks; i++)
		read_direction(reading, line, (enum fio_direction)i,
			reading->base + i * form->block);
}

static void read_tail(const struct reading *reading, struct line *line)
{
	size_t at = reading->base + reading->blocks * reading->form->block;
	size_t disk = at + AT_DISKS;
	double percent;

	line->cut =
		reading->count < disk || !number_at(reading, at, "%", &percent);
	if (line->cut)
		return;
	number_at(reading, at + AT_CTX, "", &line->growth.ctx);
	number_at(reading, at + AT_MINF, "", &line->growth.minf);
	for (size_t i = 0; i < BUCKETS; i++)
		number_at(reading, at + AT_BUCKETS + i, "%",
			&line->growth.buckets[i]);
	line->disks = "";
	if (disk + DISK_FIELDS > reading->count ||
		!number_at(reading, disk + DISK_FIELDS - 1, "%", &percent))
		return;
	line->disk = kept(line->arena, reading, disk, disk + 1);
	line->disks = kept(line->arena, reading, disk, disk + DISK_FIELDS);
}

static bool read_head(const struct reading *reading, struct line *line)
{
	size_t name = reading->form->version_fields;
	double group, error;

	if (!number_at(reading, reading->base - 2, "", &group) ||
		!number_at(reading, reading->base - 1, "", &error) ||
		name > reading->base - 3)
		return false;
	line->entry.group = group;
	line->entry.name = kept(line->arena, reading, name, reading->base - 2);
	if (name > 1) {
		const char *version = kept(line->arena, reading, 1, 2);
		const char *number = scan_after(version, "fio-");

		line->version = number ? number : version;
	}
	if (error != 0) {
		line->entry.error = kept(
			line->arena, reading, reading->base - 1, reading->base);
		line->entry.error_line = reading->scan->line;
	}
	return true;
}

static void free_line(struct line *line)
{
	if (line)
		arena_free(line->arena);
}

/* The current line, or NULL with a diag. */
static struct line *read_line(struct reading *reading)
{
	const char *start = terse_start(reading->scan->text);
	struct arena *arena = arena_new();
	struct line *line = arena_alloc(arena, sizeof *line);

	line->arena = arena;
	line->disks = "";
	line->entry.line = reading->scan->line;
	line->entry.last_line = reading->scan->line;
	reading->form = &forms[*start - '2'];
	split(reading, start);
	if (find_blocks(reading) && read_head(reading, line)) {
		read_directions(reading, line);
		read_tail(reading, line);
		return line;
	}
	free_line(line);
	if (reading->scan->cut)
		parser_diag(reading->scan, reading->parsing, DIAG_ID_RUN_CUT,
			"fio", "");
	else
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_NUMBER_UNREAD,
			parser_quote(reading->parsing->arena, start));
	return NULL;
}

/* -- which lines belong together -- */

static bool same_job(const struct line *a, const struct line *b)
{
	return a->entry.group == b->entry.group &&
	       strcmp(a->entry.name, b->entry.name) == 0;
}

/* Every number of the disks but their use in per cent has not shrunk. */
static bool disks_grew(const char *old, const char *new)
{
	double a, b;

	for (size_t i = 0; *old && *new; i++) {
		size_t x = strcspn(old, ";"), y = strcspn(new, ";");
		const char *end;

		if (i == 0 && (x != y || strncmp(old, new, x) != 0))
			return false;
		if (i > 0 && old[x] && scan_number(old, &a, &end) &&
			scan_number(new, &b, &end) && b < a)
			return false;
		old += x + (old[x] == ';');
		new += y + (new[y] == ';');
	}
	return *old == *new;
}

/* Counts do not shrink in any bucket of the latencies. */
static bool buckets_grew(const struct growth *a, const struct growth *b)
{
	for (size_t i = 0; i < BUCKETS; i++)
		if (b->buckets[i] * b->total <
			a->buckets[i] * a->total * 0.98 - 0.02 * b->total)
			return false;
	return true;
}

/* May `new` be a later report of the same job as `old`? */
static bool has_grown(const struct line *old, const struct line *new)
{
	const struct growth *a = &old->growth, *b = &new->growth;
	bool longer = false;

	for (size_t i = 0; i < FIO_DIRECTIONS; i++) {
		if (b->bytes[i] < a->bytes[i] || b->runtime[i] < a->runtime[i])
			return false;
		if (a->bytes[i] > 0 &&
			(b->least[i] > a->least[i] || b->most[i] < a->most[i]))
			return false;
		longer = longer || b->runtime[i] > a->runtime[i];
	}
	return longer && b->ctx >= a->ctx && b->minf >= a->minf &&
	       disks_grew(old->disks, new->disks) && buckets_grew(a, b);
}

static bool is_adjacent(const struct lines *lines, const struct line *line)
{
	return lines->count &&
	       lines->items[lines->count - 1]->entry.last_line + 1 >=
		       line->entry.line;
}

/* -- from lines to runs -- */

static void tell_failure(struct reading *reading, const struct line *line,
	struct run *run, const struct fio_entries *entries)
{
	struct diags *diags = reading->parsing->diags;
	const struct fio_entry *failed = fio_failed_entry(entries);
	const char *file = reading->parsing->file;
	char quote[64];

	run->complete = false;
	if (failed) {
		snprintf(quote, sizeof quote, "error %.40s", failed->error);
		diag_add(diags, DIAG_ID_RUN_FAILED, file, failed->line, "fio",
			run->workload, quote);
	} else if (line->cut) {
		diag_add(diags, DIAG_ID_RUN_CUT, file, line->entry.line, "fio",
			run->workload);
	} else if (!fio_has_result(entries)) {
		diag_add(diags,
			line->trims ? DIAG_ID_RUN_EMPTY
				    : DIAG_ID_FIO_TERSE_TRIM,
			file, line->entry.line, "fio", run->workload);
	} else if (reading->ambiguous) {
		diag_add(diags, DIAG_ID_FIO_TERSE_UNCLEAR, file,
			line->entry.line, run->workload);
	} else {
		run->complete = true;
	}
}

static void state(struct reading *reading, struct run *run, const char *key,
	const char *text, unsigned line)
{
	if (text)
		run_state(reading->parsing->arena, run, key, text, line);
}

static void add_run(struct reading *reading, const struct line *line,
	const struct fio_entries *entries)
{
	struct run *run = parser_run(reading->scan, reading->parsing, "fio");
	struct arena *arena = reading->parsing->arena;
	const struct fio_entry *failed = fio_failed_entry(entries);
	unsigned first = line->entry.line;

	run->workload = arena_strdup(arena, line->entry.name);
	run->version =
		line->version ? arena_strdup(arena, line->version) : NULL;
	run->line = first;
	run->last_line = entries->first[entries->count - 1].last_line;
	state(reading, run, "format", "terse", first);
	if (entries->count > 1)
		state(reading, run, "jobs",
			arena_printf(arena, "%zu", entries->count), first);
	if (failed)
		state(reading, run, "error", failed->error, failed->line);
	state(reading, run, "disk", line->disk, first);
	fio_observe_entries(arena, run, entries);
	tell_failure(reading, line, run, entries);
	fio_tell_summed(reading->parsing, run, entries);
}

static void empty(struct lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		free_line(lines->items[i]);
	lines->count = 0;
}

/* The report is the last one of its jobs. */
static void finish_report(struct reading *reading)
{
	struct lines *report = &reading->report;
	struct arena *arena = arena_new();
	struct fio_entry *list =
		arena_alloc(arena, (report->count + 1) * sizeof *list);

	/* what it did not repeat makes a last report no end */
	for (size_t i = 0; i < report->count; i++) {
		list[i] = report->items[i]->entry;
		if (reading->later.count > 0)
			report->items[i]->cut = true;
	}
	for (size_t i = 0; i < report->count;) {
		struct fio_entries entries =
			fio_entries_of(&list[i], report->count - i);

		add_run(reading, report->items[i], &entries);
		i += entries.count;
	}
	empty(report);
	empty(&reading->later);
	arena_free(arena);
	reading->chained = false;
	reading->ambiguous = false;
}

static void append(struct lines *lines, struct line *line)
{
	lines->items[lines->count++] = line;
}

/* -- sorting lines -- */

/* A later report that has begun: the line is its next one. */
static bool continues_later(struct reading *reading, struct line *line)
{
	struct lines *report = &reading->report, *later = &reading->later;
	const struct line *old;

	if (later->count == 0)
		return false;
	old = report->items[later->count];
	if (!same_job(old, line) || !is_adjacent(later, line) ||
		line->growth.total < old->growth.total)
		return false;
	append(later, line);
	return true;
}

/* A status interval is a second at least; once there has been one, the last
 * report may follow soon. */
static bool begins_later(struct reading *reading, const struct line *line)
{
	const struct line *old =
		reading->report.count ? reading->report.items[0] : NULL;

	if (!old || reading->later.count > 0 || !same_job(old, line) ||
		!has_grown(old, line))
		return false;
	if (reading->chained || line->entry.runtime - old->entry.runtime >= 0.8)
		return true;
	reading->ambiguous = true;
	return false;
}

/* Another line of the same report? */
static bool is_beside(const struct reading *reading, const struct line *line)
{
	const struct lines *report = &reading->report;
	const struct line *last =
		report->count ? report->items[report->count - 1] : NULL;

	if (!last || reading->later.count > 0 || reading->chained ||
		!is_adjacent(report, line) || report->count == LINES_MAX)
		return false;
	if (*last->disks || *line->disks)
		return strcmp(last->disks, line->disks) == 0;
	return !same_job(last, line);
}

static void end_later(struct reading *reading)
{
	struct lines whole = reading->later;

	if (reading->later.count < reading->report.count)
		return;
	reading->later = reading->report;
	reading->report = whole;
	empty(&reading->later);
	reading->chained = true;
}

static void sort_line(struct reading *reading, struct line *line)
{
	struct lines *report = &reading->report;
	bool unclear;

	if (continues_later(reading, line)) {
		end_later(reading);
	} else if (begins_later(reading, line)) {
		append(&reading->later, line);
		end_later(reading);
	} else if (!reading->ambiguous && is_beside(reading, line)) {
		append(report, line);
	} else {
		/* without disks nothing tells a job from a run */
		unclear = reading->ambiguous ||
			  (report->count && !*line->disks &&
				  is_adjacent(report, line) &&
				  same_job(report->items[report->count - 1],
					  line));
		reading->ambiguous = unclear;
		finish_report(reading);
		reading->ambiguous = unclear;
		append(report, line);
	}
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct arena *arena = arena_new();
	struct reading *reading = arena_alloc(arena, sizeof *reading);
	size_t size = LINES_MAX * sizeof *reading->report.items;

	reading->scan = scan;
	reading->parsing = parsing;
	reading->report.items = arena_alloc(arena, size);
	reading->later.items = arena_alloc(arena, size);
	while (parser_next(scan, &parser_fio_terse)) {
		struct line *line =
			owns(scan->text) ? read_line(reading) : NULL;

		if (line)
			sort_line(reading, line);
	}
	finish_report(reading);
	arena_free(arena);
}

const struct parser parser_fio_terse = {"fio", owns, parse};
