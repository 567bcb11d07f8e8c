/*
 * fio 2.2 and later: the time-series logs of --write_bw_log,
 * --write_iops_log, --write_lat_log and --write_hist_log.
 *
 * Rows of whole numbers parted by ", ", without any heading: time in ms,
 * value, direction, block size (0 in logs of --log_avg_msec), and from one
 * version to another offset, priority and issue time. Three such rows in a row
 * are taken for a log. A log is a series and no result: it states no end, so
 * the run is never complete and observes nothing.
 *
 * What the values are is written nowhere but in the name that fio gave the
 * file, PREFIX_{bw,iops,lat,clat,slat,clat_hist}.N.log; renamed, its rows are
 * counted and no more. Latencies are ns, up to 2.21 us: four columns, and five
 * whose last is an offset and no priority, are from before 3.18 and do not show
 * which, so they give no series.
 *
 * Rows of --log_avg_msec become a point from the row before to their own time.
 * Rows of one I/O each are gathered in tenths of a second: their number or
 * bytes by time, the mean of their latencies. Where time steps back another
 * job begins (--per_job_logs=0).
 *
 * Figures: log.D.rows; when the unit is known log.D.mean log.D.min log.D.max
 * of the values as they are, base unit.
 */
#include <stdint.h>
#include <string.h>

#include "parsers/parser.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define KI 1024.0

enum { READ, WRITE, TRIM, DIRECTIONS };
enum { COLUMNS_MIN = 4, COLUMNS_MAX = 8 };
/* Rows that make a log. */
#define ROWS_MIN 3
/* Times that are those of a clock, in ms. */
#define EPOCH 100000000000.0
/* A step back in time, in ms, that no drift explains. */
#define STEP_BACK 100
/* ms of rows of one I/O each that make a point */
#define WINDOW 100

static const struct kind {
	const char *name; /* in the file's name */
	const char *word; /* the parameter log_kind */
	double factor;	  /* to base units; latencies: see above */
	const char *metrics[DIRECTIONS];
} kinds[] = {
	{"_bw", "bw", KI,
		{"read.bandwidth", "write.bandwidth", "trim.bandwidth"}},
	{"_iops", "iops", 1, {"read.iops", "write.iops", "trim.iops"}},
	{"_clat_hist", "hist", 1, {"read.iops", "write.iops", "trim.iops"}},
	{"_clat", "clat", 1e-9,
		{"read.clat_mean", "write.clat_mean", "trim.clat_mean"}},
	{"_slat", "slat", 1e-9,
		{"read.slat_mean", "write.slat_mean", "trim.slat_mean"}},
	{"_lat", "lat", 1e-9,
		{"read.latency_mean", "write.latency_mean",
			"trim.latency_mean"}},
};

static const char *const figures[DIRECTIONS][4] = {
	{"log.read.rows", "log.read.mean", "log.read.min", "log.read.max"},
	{"log.write.rows", "log.write.mean", "log.write.min", "log.write.max"},
	{"log.trim.rows", "log.trim.mean", "log.trim.min", "log.trim.max"},
};

struct row {
	unsigned long long time, value, bytes;
	unsigned direction;
	size_t columns;
	bool hexadecimal; /* the priority */
	bool offset;	  /* the fifth of five columns is one */
	bool histogram;	  /* value: the sum of its counts */
	size_t top;	  /* the last column that is not 0 */
	bool doubtful;	  /* a histogram with nonsense in it */
};

/* What becomes one point: rows of --log_avg_msec, or of a window. */
struct gathered {
	unsigned long long start, end; /* ms */
	unsigned long long rows, value, bytes;
	double weighted;	    /* value by ms */
	unsigned long long product; /* the same of rows at speed */
};

struct direction {
	/* an index that is a shift: there is one in every row */
	_Alignas(128) bool begun;
	unsigned long long rows, least, most;
	double sum; /* without what is gathered, like rows */
	struct gathered gathered;
	size_t room; /* rows per point */
};

struct reading {
	struct scan *scan;
	struct parsing *parsing;
	struct run *run;
	const struct kind *kind; /* NULL: the name does not say */
	bool latency, unit_known;
	bool each;     /* a row is one I/O */
	bool doubtful; /* it has been said */
	unsigned line; /* of the last row */
	size_t columns;
	bool histogram;
	unsigned long long origin, last; /* ms */
	struct direction directions[DIRECTIONS];
};

/* -- rows -- */

/* "0x0004" */
static const char *skip_hexadecimal(const char *s)
{
	size_t length;

	if (s[0] != '0' || s[1] != 'x')
		return NULL;
	length = strspn(s + 2, "0123456789abcdef");
	return length ? s + 2 + length : NULL;
}

/* Histograms have 1856 counts (1216 in 2.x) or a power of two fewer: 64 per
 * doubling of the latency. How many that are here; 0: none. */
static size_t counts_per_octave(size_t columns)
{
	for (size_t fewer = 0; fewer <= 6; fewer++)
		if (columns == 3 + (1856U >> fewer) ||
			columns == 3 + (1216U >> fewer))
			return 64U >> fewer;
	return 0;
}

/* Gives the columns their meaning; false when they have none. */
static bool understand(struct row *row, const unsigned long long *first,
	unsigned long long counts)
{
	/* log_window_value=both: mean and highest value */
	bool both = first[2] > TRIM && row->columns >= 6 && first[3] <= TRIM;
	size_t at = both ? 3 : 2;

	size_t octave = counts_per_octave(row->columns);

	row->histogram = row->columns > COLUMNS_MAX;
	row->time = first[0];
	if (row->histogram) {
		row->direction = (unsigned)first[1];
		row->bytes = first[2];
		row->value = counts;
		/* fio 3.16 prints what it never wrote as the counts of the
		 * longest latencies, which are beyond 8 s */
		row->doubtful |= row->top + octave >= row->columns;
		return first[1] <= TRIM && octave > 0;
	}
	if (row->columns < COLUMNS_MIN || row->doubtful || first[at] > TRIM)
		return false;
	row->value = first[1];
	row->direction = (unsigned)first[at];
	row->bytes = first[at + 1];
	row->offset = row->columns == 5 && !row->hexadecimal && first[4] > 1;
	return row->bytes == 0 || row->bytes >= 512;
}

/* A number of a row, also one that is too long to be true. */
static const char *read_column(
	const char *s, struct row *row, unsigned long long *number)
{
	const char *end = skip_hexadecimal(s);

	*number = 0;
	if (end) {
		row->hexadecimal = true;
		return end;
	}
	if (scan_count(s, number, &end))
		return end;
	end = s + strspn(s, "0123456789");
	row->doubtful = true;
	return end > s && row->columns >= 3 ? end : NULL;
}

static bool read_row(const char *s, struct row *row)
{
	unsigned long long first[COLUMNS_MAX] = {0}, number, counts = 0;

	*row = (struct row){0};
	for (;;) {
		s = read_column(s, row, &number);
		if (!s)
			return false;
		if (row->columns < COLUMNS_MAX)
			first[row->columns] = number;
		if (row->columns >= 3)
			counts += number;
		if (number > 0)
			row->top = row->columns;
		row->columns++;
		if (!*s)
			return understand(row, first, counts);
		if (s[0] != ',' || s[1] != ' ')
			return false;
		s += 2;
	}
}

static bool owns(const char *text)
{
	struct row row;

	return scan_is_digit(*text) && read_row(text, &row);
}

/* -- the kind of log -- */

static bool is_named(const char *name, const char *kind)
{
	const char *place = name, *end;

	while ((place = strstr(place, kind))) {
		end = place + strlen(kind);
		if (*end == '.' && scan_is_digit(end[1]))
			end += 1 + strspn(end + 1, "0123456789");
		if (scan_after(end, ".log"))
			return true;
		place++;
	}
	return false;
}

static const struct kind *named_kind(const char *file)
{
	const char *name = strrchr(file, '/');

	name = name ? name : file;
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (is_named(name, kinds[i].name))
			return &kinds[i];
	return NULL;
}

/* -- points -- */

static double seconds(const struct reading *reading, unsigned long long ms)
{
	return (double)(ms > reading->origin ? ms - reading->origin : 0) / 1000;
}

static bool has_series(const struct reading *reading)
{
	return reading->kind && reading->unit_known && !reading->doubtful;
}

/* What is gathered goes into the sums and makes room for more from `end`. */
static void flush(struct direction *direction, unsigned long long end)
{
	direction->rows += direction->gathered.rows;
	direction->sum += (double)direction->gathered.value;
	direction->gathered = (struct gathered){.start = end, .end = end};
}

static void add_point(struct reading *reading, size_t which, double value)
{
	struct direction *direction = &reading->directions[which];
	const struct gathered *gathered = &direction->gathered;

	if (has_series(reading))
		direction->room = run_points(reading->parsing->arena,
			reading->run, reading->kind->metrics[which],
			seconds(reading, gathered->start),
			seconds(reading, gathered->end), value,
			reading->each ? 1 : (size_t)gathered->rows);
	flush(direction, gathered->end);
}

/* Rows of --log_avg_msec that have come together. */
static void add_averages(struct reading *reading, size_t which)
{
	const struct gathered *gathered = &reading->directions[which].gathered;
	double span = (double)(gathered->end - gathered->start);
	double value;

	if (gathered->rows == 0)
		return;
	value = span > 0 ? (gathered->weighted + (double)gathered->product) /
				   span
			 : (double)gathered->value / (double)gathered->rows;
	add_point(reading, which,
		scan_base(value, reading->kind ? reading->kind->factor : 1));
}

/* A window of rows of one I/O each. */
static void add_window(
	struct reading *reading, size_t which, unsigned long long end)
{
	struct gathered *gathered = &reading->directions[which].gathered;
	double span;

	if (gathered->rows == 0)
		return;
	gathered->end = end;
	span = (double)(end - gathered->start) / 1000;
	if (reading->latency)
		add_point(reading, which,
			scan_base((double)gathered->value /
					  (double)gathered->rows,
				1e-9));
	else if (span > 0 && reading->kind && reading->kind->factor > 1)
		add_point(reading, which, (double)gathered->bytes / span);
	else if (span > 0)
		add_point(reading, which, (double)gathered->rows / span);
	else
		flush(&reading->directions[which], end);
}

static void add_each(struct reading *reading, const struct row *row)
{
	struct direction *direction = &reading->directions[row->direction];
	struct gathered *gathered = &direction->gathered;
	unsigned long long window =
		(row->time - reading->origin) / WINDOW * WINDOW +
		reading->origin;

	if (window > gathered->start || !direction->begun) {
		add_window(reading, row->direction, gathered->start + WINDOW);
		/* without I/O in between the rate is 0, the latency none */
		if (direction->begun && !reading->latency &&
			window > gathered->start) {
			gathered->end = window;
			add_point(reading, row->direction, 0);
		}
		flush(direction, window);
	}
	gathered->rows++;
	gathered->value += row->value;
	gathered->bytes += row->bytes;
}

static void add_average(struct reading *reading, const struct row *row)
{
	struct direction *direction = &reading->directions[row->direction];
	struct gathered *gathered = &direction->gathered;
	unsigned long long span;

	if (!direction->begun) {
		gathered->start = reading->origin;
		gathered->end = reading->origin;
	}
	span = row->time > gathered->end ? row->time - gathered->end : 0;
	gathered->weighted += (double)row->value * (double)span;
	gathered->value += row->value;
	gathered->end += span;
	if (++gathered->rows < direction->room)
		return;
	add_averages(reading, row->direction);
}

/* Counts of I/O since the row before. */
static void add_histogram(struct reading *reading, const struct row *row)
{
	struct direction *direction = &reading->directions[row->direction];
	struct gathered *gathered = &direction->gathered;

	if (!direction->begun)
		gathered->start = reading->origin;
	gathered->end =
		row->time > gathered->start ? row->time : gathered->start;
	gathered->rows = 1;
	gathered->value = row->value;
	if (gathered->end > gathered->start)
		add_point(reading, row->direction,
			(double)row->value * 1000 /
				(double)(gathered->end - gathered->start));
	else
		flush(direction, gathered->end);
}

static void add_row(struct reading *reading, const struct row *row)
{
	struct direction *direction = &reading->directions[row->direction];

	if (reading->histogram)
		add_histogram(reading, row);
	else if (reading->each)
		add_each(reading, row);
	else
		add_average(reading, row);
	if (!direction->begun || row->value < direction->least)
		direction->least = row->value;
	if (!direction->begun || row->value > direction->most)
		direction->most = row->value;
	direction->begun = true;
	if (row->time > reading->last)
		reading->last = row->time;
}

/* -- a log -- */

static void start(struct reading *reading, const struct row *row, unsigned line)
{
	struct parsing *parsing = reading->parsing;
	struct run *run = parser_run(reading->scan, parsing, "fio");

	reading->run = run;
	run->line = line;
	run->workload = "log";
	run->complete = false;
	run_state(parsing->arena, run, "format", "log", run->line);
	if (reading->kind)
		run_state(parsing->arena, run, "log_kind", reading->kind->word,
			run->line);
	reading->each = !row->histogram && row->bytes > 0;
	reading->origin = (double)row->time >= EPOCH ? row->time : 0;
	reading->last = row->time;
	memset(reading->directions, 0, sizeof reading->directions);
	for (size_t i = 0; i < DIRECTIONS; i++)
		reading->directions[i].room = 1;
}

static void state_direction(struct reading *reading, size_t which)
{
	const struct direction *direction = &reading->directions[which];
	struct arena *arena = reading->parsing->arena;
	struct run *run = reading->run;
	double factor = reading->kind ? reading->kind->factor : 1;
	const double values[] = {
		direction->sum / (double)direction->rows,
		(double)direction->least,
		(double)direction->most,
	};

	run_figure(arena, run, figures[which][0], (double)direction->rows, 0,
		run->line);
	for (size_t i = 0; has_series(reading) && i < COUNT(values); i++)
		run_figure(arena, run, figures[which][i + 1],
			scan_base(values[i], factor), 0, run->line);
}

static void finish(struct reading *reading)
{
	if (!reading->run)
		return;
	for (size_t i = 0; i < DIRECTIONS; i++) {
		struct direction *direction = &reading->directions[i];
		unsigned long long end = direction->gathered.start + WINDOW;

		if (!direction->begun)
			continue;
		if (reading->each)
			add_window(reading, i,
				reading->last < end ? reading->last : end);
		else if (!reading->histogram)
			add_averages(reading, i);
		state_direction(reading, i);
	}
	if (!has_series(reading))
		reading->run->series = NULL;
	reading->run->last_line = reading->line;
	reading->run = NULL;
}

static void tell(struct reading *reading)
{
	struct parsing *parsing = reading->parsing;
	unsigned line = reading->run->line;

	if (!reading->kind)
		diag_add(parsing->diags, DIAG_ID_FIO_LOG_KIND, parsing->file,
			line, NULL);
	else if (!reading->unit_known)
		diag_add(parsing->diags, DIAG_ID_FIO_LOG_UNIT, parsing->file,
			line, NULL);
	else
		diag_add(parsing->diags, DIAG_ID_FIO_LOG, parsing->file, line,
			reading->kind->word);
}

static bool fits(const struct reading *reading, const struct row *row)
{
	return row->columns == reading->columns &&
	       row->histogram == reading->histogram;
}

/* Nonsense in a row makes the others doubtful, too. */
static void doubt(struct reading *reading, const struct row *row)
{
	if (!row->doubtful || reading->doubtful)
		return;
	reading->doubtful = true;
	diag_add(reading->parsing->diags, DIAG_ID_FIO_LOG_DOUBTFUL,
		reading->parsing->file, reading->run->line, NULL);
}

/* An offset may come late: those before it were 0. */
static void doubt_unit(struct reading *reading, const struct row *row)
{
	if (!row->offset || !reading->latency || !reading->unit_known)
		return;
	reading->unit_known = false;
	tell(reading);
}

/* Whether the row is the first one of another job. */
static bool steps_back(const struct reading *reading, const struct row *row)
{
	return row->time + STEP_BACK < reading->last;
}

/* A row of the log. */
static void take_row(
	struct reading *reading, const struct row *row, unsigned line)
{
	doubt(reading, row);
	doubt_unit(reading, row);
	if (steps_back(reading, row)) {
		finish(reading);
		start(reading, row, line);
	}
	add_row(reading, row);
	reading->line = line;
}

/* -- rows at speed -- */

/*
 * Nearly all rows of a log look alike: numbers of up to eight digits and the
 * same end, and most times differ in their last digit only. Such a row is read
 * eight bytes at a time; any other one goes the long way.
 */
struct fast {
	size_t time_digits;	 /* in the row before */
	uint64_t tens;		 /* the same, aligned, but the last */
	unsigned long long time; /* what they mean */
	size_t end_length;	 /* behind the direction; 0: not known */
	uint64_t end[2], mask[2];
	unsigned long long bytes;
};

/* Bytes that may be looked at behind a row's own. */
#define FAST_SPARE 64
/* Called once per row of millions, with state that should stay in registers. */
#define INLINE static inline __attribute__((always_inline))
#define EACH_BYTE 0x0101010101010101ULL

static inline uint64_t load(const char *s)
{
	uint64_t word;

	memcpy(&word, s, sizeof word);
	return word;
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
static const bool is_fast = true;
#else
static const bool is_fast = false;
#endif

/* Eight bytes, in which digits are 0 to 9. */
static inline uint64_t load_digits(const char *s)
{
	return load(s) ^ EACH_BYTE * '0';
}

/* How many digits come first. */
static inline size_t count_digits(uint64_t digits)
{
	/* a carry out of a byte that is no digit comes too late to matter */
	uint64_t other =
		((digits + EACH_BYTE * 0x76) | digits) & EACH_BYTE * 0x80;

	return other ? (size_t)__builtin_ctzll(other) / 8 : 8;
}

/* The first `count` digits, 1 to 8, with the last one on top. */
static inline uint64_t align(uint64_t digits, size_t count)
{
	return digits << (64 - 8 * count);
}

/* The number that aligned digits are. */
static inline unsigned long long decimal(uint64_t digits)
{
	digits = digits * ((10ULL << 8) + 1) >> 8 & 0x00ff00ff00ff00ffULL;
	digits = digits * ((100ULL << 16) + 1) >> 16 & 0x0000ffff0000ffffULL;
	return digits * ((10000ULL << 32) + 1) >> 32;
}

/* A number of up to eight digits and ", "; behind them, or NULL. */
INLINE const char *fast_number(const char *s, unsigned long long *number)
{
	uint64_t digits = load_digits(s);
	size_t count = count_digits(digits);

	if (count == 0 || memcmp(s + count, ", ", 2) != 0)
		return NULL;
	*number = decimal(align(digits, count));
	return s + count + 2;
}

/* The same of the time. */
INLINE const char *fast_time(
	const char *s, struct fast *fast, unsigned long long *time)
{
	uint64_t digits = align(load_digits(s), fast->time_digits);
	uint64_t last = digits >> 56;
	const char *end = s + fast->time_digits;

	if (digits << 8 == fast->tens && last <= 9 &&
		memcmp(end, ", ", 2) == 0) {
		*time = fast->time + last;
		return end + 2;
	}
	end = fast_number(s, time);
	if (!end)
		return NULL;
	fast->time_digits = (size_t)(end - 2 - s);
	fast->tens = align(load_digits(s), fast->time_digits) << 8;
	fast->time = *time - *time % 10;
	return end;
}

/* Behind the row at `s`, or NULL. */
INLINE const char *fast_row(const char *s, struct fast *fast, struct row *row)
{
	s = fast_time(s, fast, &row->time);
	s = s ? fast_number(s, &row->value) : NULL;
	if (!s)
		return NULL;
	row->direction = (unsigned)(unsigned char)*s++ - '0';
	if (row->direction > TRIM ||
		(load(s) & fast->mask[0]) != fast->end[0] ||
		(load(s + 8) & fast->mask[1]) != fast->end[1])
		return NULL;
	return s + fast->end_length;
}

/* Takes the end of a row as the pattern of the next ones. */
static void learn(struct fast *fast, const char *text, const struct row *row)
{
	char end[16] = "", mask[16] = "";
	const char *s = strchr(text, ' ');
	size_t length;

	fast->end_length = 0;
	s = s ? strchr(s + 1, ' ') : NULL;
	if (!s || row->histogram || s[2] != ',')
		return;
	length = strlen(s + 2);
	if (length + 1 > sizeof end)
		return;
	memcpy(end, s + 2, length);
	end[length++] = '\n';
	memset(mask, 0xff, length);
	for (size_t i = 0; i < 2; i++) {
		fast->end[i] = load(end + 8 * i);
		fast->mask[i] = load(mask + 8 * i);
	}
	fast->end_length = length;
	fast->bytes = row->bytes;
}

/* Adds a row that changes nothing but sums; false when it is another one. */
INLINE bool add_fast(struct reading *reading, const struct row *row, bool each)
{
	struct direction *direction = &reading->directions[row->direction];
	struct gathered *gathered = &direction->gathered;

	if (row->time < reading->last || gathered->rows == 0)
		return false;
	if (each) {
		if (row->time - gathered->start >= WINDOW)
			return false;
		gathered->bytes += row->bytes;
	} else {
		if (gathered->rows + 1 >= direction->room)
			return false;
		/* at most eight digits each: 1e16 in all */
		gathered->product += row->value * (row->time - gathered->end);
		gathered->end = row->time;
	}
	gathered->rows++;
	gathered->value += row->value;
	reading->last = row->time;
	if (row->value < direction->least)
		direction->least = row->value;
	if (row->value > direction->most)
		direction->most = row->value;
	return true;
}

/* The rows from `from` that look alike, `each` as reading->each: made twice,
 * for the one and the other. Gives the end of the rows and counts them. */
INLINE const char *fast_rows(struct reading *reading, struct fast *fast,
	bool each, const char *from, const char *to, unsigned *count)
{
	struct row row = {.columns = reading->columns, .bytes = fast->bytes};
	struct fast now = *fast;
	const char *next;
	unsigned lines = 0;

	while (to - from > FAST_SPARE && (next = fast_row(from, &now, &row))) {
		if (!add_fast(reading, &row, each)) {
			/* a copy: with its own address known, `row` could
			 * not stay in registers */
			struct row other = row;

			/* another job begins, on a line to be known */
			if (steps_back(reading, &other))
				break;
			add_row(reading, &other);
		}
		from = next;
		lines++;
	}
	*fast = now;
	*count = lines;
	return from;
}

/* The rows at hand that look alike. */
static void take_fast(struct reading *reading, struct fast *fast)
{
	const char *from, *to;
	unsigned lines;

	if (!is_fast || !fast->end_length ||
		!scan_lines(reading->scan, &from, &to))
		return;
	if (reading->each)
		from = fast_rows(reading, fast, true, from, to, &lines);
	else
		from = fast_rows(reading, fast, false, from, to, &lines);
	scan_pass(reading->scan, from, lines);
	reading->line = reading->scan->line;
}

/* Reads rows up to ROWS_MIN; fewer are no log. */
static size_t first_rows(struct reading *reading, struct row *rows)
{
	struct scan *scan = reading->scan;
	size_t count = 0;

	while (count < ROWS_MIN && parser_next(scan, &parser_fio_log)) {
		if (scan->cut || !read_row(scan->text, &rows[count]) ||
			(count && (rows[count].columns != rows->columns ||
					  rows[count].time + STEP_BACK <
						  rows[count - 1].time))) {
			if (count && !scan->cut)
				scan_back(scan);
			break;
		}
		count++;
	}
	return count;
}

/* The next row the long way; false at the end of the log. */
static bool take_next(struct reading *reading, struct fast *fast)
{
	struct scan *scan = reading->scan;
	struct row row;

	if (!scan_next(scan))
		return false;
	if (!read_row(scan->text, &row) || !fits(reading, &row)) {
		scan_back(scan);
		return false;
	}
	/* where the file stops, digits may be missing */
	if (!scan->cut) {
		take_row(reading, &row, scan->line);
		learn(fast, scan->text, &row);
	}
	return true;
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct reading reading = {.scan = scan, .parsing = parsing};
	/* no digits are these */
	struct fast fast = {.time_digits = 1, .tens = 1};
	struct row rows[ROWS_MIN];
	size_t count = first_rows(&reading, rows);
	unsigned line = scan->line - ROWS_MIN + 1;

	if (count < ROWS_MIN)
		return;
	reading.kind = named_kind(parsing->file);
	reading.latency = reading.kind && reading.kind->factor < 1;
	reading.columns = rows->columns;
	reading.histogram = rows->histogram;
	reading.unit_known =
		!reading.latency ||
		(rows->columns > COLUMNS_MIN && !rows[count - 1].offset);
	start(&reading, rows, line);
	tell(&reading);
	for (size_t i = 0; i < count; i++)
		take_row(&reading, &rows[i], line++);
	do
		take_fast(&reading, &fast);
	while (take_next(&reading, &fast));
	finish(&reading);
}

const struct parser parser_fio_log = {"fio", owns, parse};
