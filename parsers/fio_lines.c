/*
 * The lines of a result block and of a group: one kind per row of a table.
 */
#include <math.h>
#include <string.h>

#include "parsers/fio_parts.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void unread(struct fio_reading *reading)
{
	/* where the log stops, the run's own diag says so */
	if (reading->scan->cut || reading->all_clients)
		return;
	parser_diag(reading->scan, reading->parsing, DIAG_ID_NUMBER_UNREAD,
		parser_quote(reading->parsing->arena, reading->scan->text));
}

/* Holds a number printed from `text` to `end`. */
static void hold(struct fio_reading *reading, struct fio_number *number,
	double value, const char *text, const char *end)
{
	if (end[-1] == ' ')
		end--;
	*number = (struct fio_number){true, value,
		arena_strndup(
			reading->parsing->arena, text, (size_t)(end - text)),
		reading->scan->line};
}

/* Reads "key" and behind it a number of this kind; NULL when they are not
 * there. */
static const char *read_token(const char *text, const char *key,
	enum fio_kind kind, bool old, struct fio_token *token)
{
	const char *end;

	text = text ? scan_after(text, key) : NULL;
	return text && fio_token(scan_blanks(text), kind, old, token, &end)
		       ? end
		       : NULL;
}

/* The same of a detail for the checks. */
static const char *read_detail(struct fio_reading *reading, const char *text,
	const char *key, enum fio_kind kind, bool old,
	struct fio_detail *detail)
{
	struct fio_token token;

	text = read_token(text, key, kind, old, &token);
	if (text)
		*detail = fio_interval(
			reading->number, old, &token, reading->scan->line);
	return text;
}

/* A number with its decimals, in `unit`. Scaled ones ("69878k") are minima and
 * maxima; they may have lost a carry. */
static struct fio_detail detail_of(
	struct fio_reading *reading, const struct fio_token *token, double unit)
{
	double slack = token->unit > 1 ? token->unit : token->place;

	return (struct fio_detail){true, scan_base(token->value, unit),
		slack * unit, reading->scan->line};
}

/* -- totals -- */

static const struct total {
	const char *key;
	enum fio_kind kind;
	enum fio_total which;
} new_totals[] =
	{
		{"IOPS=", FIO_COUNT, FIO_T_IOPS},
		{", BW=", FIO_RATE, FIO_T_BW},
		{" (", FIO_RATE, FIO_T_SI},
		{")(", FIO_BYTES, FIO_T_IO},
		{"/", FIO_MILLISECONDS, FIO_T_RUN},
},
  old_totals[] = {
	  {"io=", FIO_BYTES, FIO_T_IO},
	  {", bw=", FIO_RATE, FIO_T_BW},
	  {", iops=", FIO_COUNT, FIO_T_IOPS},
	  {", runt=", FIO_MILLISECONDS, FIO_T_RUN},
};

static const enum fio_value total_values[FIO_TOTALS] = {
	[FIO_T_BW] = FIO_BANDWIDTH,
	[FIO_T_SI] = FIO_VALUES,
	[FIO_T_IOPS] = FIO_IOPS,
	[FIO_T_IO] = FIO_IO_BYTES,
	[FIO_T_RUN] = FIO_RUNTIME,
};

/* "IOPS=27.1k, BW=106MiB/s (111MB/s)(212MiB/2003msec)", up to 2.16
 * "io=48496KB, bw=53646KB/s, iops=13414, runt=   904msec" */
static bool read_totals(struct fio_reading *reading, struct fio_side *side,
	const char *text, bool old)
{
	const struct total *totals = old ? old_totals : new_totals;
	size_t count = old ? COUNT(old_totals) : COUNT(new_totals);

	for (size_t i = 0; i < count; i++) {
		enum fio_total which = totals[i].which;
		const char *end = read_token(text, totals[i].key,
			totals[i].kind, old, &side->token[which]);

		if (!end)
			return false;
		text = scan_blanks(text + strlen(totals[i].key));
		if (total_values[which] != FIO_VALUES)
			hold(reading, &side->number[total_values[which]],
				side->token[which].value, text, end);
		text = end;
	}
	return old ? scan_end(text) && !reading->scan->cut : *text == ')';
}

static void start_side(struct fio_reading *reading,
	enum fio_direction direction, const char *text, bool old)
{
	struct fio_side *side = &reading->block->sides[direction];
	const struct fio_side fresh = {
		.present = true, .line = reading->scan->line};

	reading->side = side;
	reading->block->old = old;
	*side = fresh;
	if (read_totals(reading, side, text, old))
		return;
	/* the last number read may lack digits */
	*side = fresh;
	unread(reading);
}

/* The line of a direction for a second time: a report whose first line is
 * missing begins. */
static void leave_block(struct fio_reading *reading)
{
	unread(reading);
	reading->block = NULL;
	reading->side = NULL;
}

/* "  read: IOPS=", "  read : io=" */
static bool read_direction(struct fio_reading *reading, const char *text)
{
	for (int i = 0; i < FIO_DIRECTIONS; i++) {
		const char *rest = scan_after(text, fio_directions[i]);
		bool old;

		rest = rest ? scan_after(scan_blanks(rest), ":") : NULL;
		if (!rest)
			continue;
		rest = scan_blanks(rest);
		old = scan_after(rest, "io=") != NULL;
		/* "**IOPS=…**" of a document is unreadable, not absent */
		if (!old && !strstr(rest, "IOPS="))
			continue;
		reading->listing = false;
		if (reading->block->sides[i].present)
			leave_block(reading);
		else
			start_side(reading, (enum fio_direction)i, rest, old);
		return true;
	}
	return false;
}

/* -- rows of numbers -- */

static const struct {
	const char *name; /* as in "clat (usec):" */
	double unit;
} latency_units[] = {
	{"nsec)", 1e-9},
	{"usec)", 1e-6},
	{"msec)", 1e-3},
};

static const struct {
	const char *name; /* as in "bw (  KiB/s):" */
	double unit, old_unit;
} rate_units[] = {
	{"KiB/s)", 1024, 1024},
	{"MiB/s)", 1048576, 1048576},
	{"KB  /s)", 1024, 1024},
	{"MB  /s)", 1048576, 1048576},
	{"KB/s)", 1024, 1024},
	{"kB/s)", 1e3, 1e3},
	{"MB/s)", 1e6, 1048576},
	{"B/s)", 1, 1},
};

/* The unit in "usec): ...": `*end` behind ")". 0: none. */
static double latency_unit(const char *text, const char **end)
{
	for (size_t i = 0; i < COUNT(latency_units); i++) {
		const char *rest = scan_after(text, latency_units[i].name);

		if (!rest)
			continue;
		*end = rest;
		return latency_units[i].unit;
	}
	return 0;
}

static double rate_unit(const char *text, bool old, const char **end)
{
	text = scan_blanks(text);
	for (size_t i = 0; i < COUNT(rate_units); i++) {
		const char *rest = scan_after(text, rate_units[i].name);

		if (!rest)
			continue;
		*end = rest;
		return old ? rate_units[i].old_unit : rate_units[i].unit;
	}
	return 0;
}

static const struct column {
	const char *key;
	enum fio_column column;
	bool bare; /* no unit of the line */
} columns[] = {
	{"min=", FIO_MIN, false},
	{"max=", FIO_MAX, false},
	{"per=", FIO_PER, true},
	{"avg=", FIO_AVG, false},
	{"stdev=", FIO_STDEV, false},
	{"samples=", FIO_SAMPLES, true},
};

/* One "min=143" of a row; `*end` behind it. */
static bool read_column(struct fio_reading *reading, struct fio_detail *row,
	double unit, const char *text, const char **end)
{
	for (size_t i = 0; i < COUNT(columns); i++) {
		const struct column *column = &columns[i];
		double factor = column->bare ? 1 : unit;
		struct fio_token token;

		*end = read_token(text, column->key, FIO_COUNT, false, &token);
		if (!*end)
			continue;
		row[column->column] = detail_of(reading, &token, factor);
		return true;
	}
	return false;
}

/* "min=143, max=149926, avg=1421.25, stdev=2006.73": false when it stops
 * short of `last`. */
static bool read_row(struct fio_reading *reading, struct fio_detail *row,
	double unit, const char *text)
{
	const char *end;

	memset(row, 0, FIO_COLUMNS * sizeof *row);
	row[FIO_UNIT] = (struct fio_detail){true, unit, 0, reading->scan->line};
	for (text = scan_blanks(text);
		read_column(reading, row, unit, text, &end);
		text = scan_blanks(end + 1)) {
		if (*end == '%')
			end++;
		if (*end != ',')
			return scan_end(end);
	}
	return false;
}

/* "clat (usec): min=143, max=149926, avg=1421.25, stdev=2006.73" */
static void read_latency(struct fio_reading *reading, enum fio_row which,
	enum fio_value value, const char *text)
{
	struct fio_detail *row = reading->side->row[which];
	const char *rest, *number;
	double unit = latency_unit(text, &rest);
	struct fio_token token;

	rest = unit > 0 ? scan_after(rest, ":") : NULL;
	if (!rest)
		return;
	read_row(reading, row, unit, rest);
	number = strstr(rest, "avg=");
	rest = number ? read_token(number, "avg=", FIO_COUNT, false, &token)
		      : NULL;
	if (!rest || !row[FIO_AVG].stated || !scan_after(rest, ", stdev="))
		unread(reading);
	else if (value != FIO_VALUES)
		hold(reading, &reading->side->number[value], row[FIO_AVG].value,
			scan_blanks(number + strlen("avg=")), rest);
}

static void read_slat(struct fio_reading *reading, const char *text)
{
	read_latency(reading, FIO_SLAT, FIO_VALUES, text);
}

static void read_clat(struct fio_reading *reading, const char *text)
{
	read_latency(reading, FIO_CLAT, FIO_CLAT_MEAN, text);
}

/* "bw (  KiB/s): min=26317, max=351328, per=25.07%, avg=100402.38, …" */
static void read_bandwidth(struct fio_reading *reading, const char *text)
{
	const char *rest;
	double unit = rate_unit(text, reading->block->old, &rest);

	rest = unit > 0 ? scan_after(rest, ":") : NULL;
	if (rest)
		read_row(reading, reading->side->row[FIO_BW_ROW], unit, rest);
}

static void read_iops(struct fio_reading *reading, const char *text)
{
	text = scan_after(scan_blanks(text), ":");
	if (!text)
		return;
	reading->block->iops_rows = true;
	read_row(reading, reading->side->row[FIO_IOPS_ROW], 1, text);
}

/* -- percentiles -- */

/* "clat percentiles (usec):". Of several lists that of clat is kept. */
static void start_percentiles(
	struct fio_reading *reading, const char *text, bool completion)
{
	struct fio_percentiles *list = &reading->side->percentiles;
	const char *end;
	double unit = latency_unit(text, &end);

	reading->listing = unit > 0 && (completion || list->unit == 0);
	if (!reading->listing)
		return;
	*list = (struct fio_percentiles){
		.unit = unit, .completion = completion};
}

static void read_clat_list(struct fio_reading *reading, const char *text)
{
	start_percentiles(reading, text, true);
}

static void read_lat_list(struct fio_reading *reading, const char *text)
{
	start_percentiles(reading, text, false);
}

static void add_percentile(struct fio_reading *reading, double percentile,
	double number, const char *text, const char *end)
{
	struct fio_percentiles *list = &reading->side->percentiles;
	double value = scan_base(number, list->unit);
	enum fio_value which = fio_percentile(percentile);

	if (list->completion && which != FIO_VALUES)
		hold(reading, &reading->side->number[which], value, text, end);
	if (list->count == FIO_PERCENTILES)
		return;
	list->of[list->count] = percentile;
	list->value[list->count++] = (struct fio_detail){
		true, value, list->unit / 2, reading->scan->line};
}

/* "1.00th=[  196]," at `text`; NULL when it is not that. */
static const char *read_percentile(
	struct fio_reading *reading, const char *text)
{
	double percentile;
	unsigned long long number;
	const char *value, *end;

	if (!scan_number(text, &percentile, &text) ||
		!(value = scan_after(text, "th=[")))
		return NULL;
	value = scan_blanks(value);
	if (!scan_count(value, &number, &end) || *end != ']')
		return NULL;
	add_percentile(reading, percentile, (double)number, value, end);
	return end[1] == ',' ? end + 2 : end + 1;
}

/* "|  1.00th=[  196],  5.00th=[  243]," */
static void read_percentiles(struct fio_reading *reading, const char *text)
{
	while (reading->listing && *(text = scan_blanks(text))) {
		text = read_percentile(reading, text);
		if (text)
			continue;
		unread(reading);
		break;
	}
}

/* -- shares -- */

/* Of "500=", given the sign: 500; of ">=2000=" infinity. */
static double label_before(const char *start, const char *sign)
{
	const char *s = sign, *end;
	double label;

	while (s > start && s[-1] >= '0' && s[-1] <= '9')
		s--;
	if (s > start && s[-1] == '=')
		return INFINITY;
	return scan_number(s, &label, &end) ? label : NAN;
}

/* "250=0.04%, 500=12.5%": adds those that are not zero; `unit` of the labels,
 * s. */
static void add_shares(struct fio_reading *reading, enum fio_table which,
	const char *text, double unit)
{
	struct fio_shares *table = &reading->block->tables[which];
	const char *start = text;

	table->line = reading->scan->line;
	while ((text = strchr(text, '='))) {
		double label = label_before(start, text), share;

		if (text[1] == '=' || !scan_number(text + 1, &share, &text)) {
			text++;
			continue;
		}
		if (share <= 0 || *text != '%')
			continue;
		table->sum += share;
		if (table->count < FIO_SHARES) {
			table->share[table->count] = share;
			table->end[table->count] = label * unit;
		}
		table->count++;
	}
}

static void read_depths(struct fio_reading *reading, const char *text)
{
	reading->side = NULL;
	add_shares(reading, FIO_DEPTHS, text, 1);
}

static void read_submit(struct fio_reading *reading, const char *text)
{
	add_shares(reading, FIO_SUBMIT, text, 1);
}

static void read_complete(struct fio_reading *reading, const char *text)
{
	add_shares(reading, FIO_COMPLETE, text, 1);
}

/* "lat (usec): min=…" of a direction, or "lat (usec)   : 250=…" of all. */
static void read_lat(struct fio_reading *reading, const char *text)
{
	const char *rest;
	double unit = latency_unit(text, &rest);

	if (unit == 0)
		return;
	rest = scan_after(scan_blanks(rest), ":");
	if (!rest)
		return;
	if (!scan_after(scan_blanks(rest), "min="))
		add_shares(reading, FIO_BUCKETS, rest, unit);
	else if (reading->side)
		read_latency(reading, FIO_LAT, FIO_LATENCY_MEAN, text);
}

/* -- the rest of the block -- */

static void read_cpu(struct fio_reading *reading, const char *text)
{
	struct fio_block *block = reading->block;
	struct fio_token usr, sys;

	text = scan_after(scan_blanks(text), ": ");
	text = read_token(text, "usr=", FIO_COUNT, false, &usr);
	if (!read_token(text, "%, sys=", FIO_COUNT, false, &sys))
		return;
	block->usr = detail_of(reading, &usr, 1);
	block->sys = detail_of(reading, &sys, 1);
}

static void read_syncs(struct fio_reading *reading, const char *text)
{
	(void)text;
	reading->block->fsync = true;
	reading->side = NULL;
}

static void read_target(struct fio_reading *reading, const char *text)
{
	struct fio_token token;

	text = scan_after(scan_blanks(text), ": ");
	if (read_token(text, "target=", FIO_COUNT, false, &token))
		reading->block->target = token.value > 0;
}

static void keep_issued(
	struct fio_reading *reading, const unsigned long long *count)
{
	struct fio_side *sides = reading->block->sides;

	sides[FIO_MIXED].issued = 0;
	for (size_t i = 0; i < FIO_MIXED; i++) {
		sides[i].issued = count[i];
		sides[FIO_MIXED].issued += count[i];
	}
	reading->block->issued = true;
	reading->side = NULL;
}

/* "issued rwts: total=r,w,t,s short=…" (rwt without s up to 3.3), up to 2.16
 * "issued    : total=r=12127/w=5110/d=0, short=…", in 1.x
 * "issued r/w/d: total=12127/5110/0, short=…" */
static void read_issued(struct fio_reading *reading, const char *text)
{
	static const char *const forms[][FIO_MIXED] = {
		{"r=", "/w=", "/d="}, {"", "/", "/"}};
	const char *const *marks = forms[scan_after(text, "r/w/d") != NULL];
	unsigned long long count[FIO_MIXED];
	bool old = scan_after(text, "rwt") == NULL;
	const char *s = strstr(text, ": total=");

	reading->block->unversioned = scan_after(text, "rwts") == NULL;
	if (!s)
		return;
	s += strlen(": total=");
	for (size_t i = 0; i < FIO_MIXED; i++) {
		s = old ? scan_after(s, marks[i]) : s;
		if (!s || !scan_count(s, &count[i], &s))
			return;
		if ((!old || i + 1 == FIO_MIXED) && *s++ != ',')
			return;
	}
	keep_issued(reading, count);
}

static const struct kind {
	const char *prefix;
	void (*read)(struct fio_reading *reading, const char *rest);
	bool of_side; /* only behind the line of a direction */
} kinds[] = {
	{"clat (", read_clat, true},
	{"slat (", read_slat, true},
	{"lat (", read_lat, false},
	{"clat percentiles (", read_clat_list, true},
	{"slat percentiles (", NULL, true},
	{"lat percentiles (", read_lat_list, true},
	{"|", read_percentiles, true},
	{"bw (", read_bandwidth, true},
	{"iops ", read_iops, true},
	{"fsync/", read_syncs, false},
	{"cpu ", read_cpu, false},
	{"IO depths ", read_depths, false},
	{"submit ", read_submit, false},
	{"complete ", read_complete, false},
	{"issued ", read_issued, false},
	{"latency ", read_target, false},
};

static void read_kind(struct fio_reading *reading, const char *word)
{
	for (size_t i = 0; i < COUNT(kinds); i++) {
		const char *rest = scan_after(word, kinds[i].prefix);

		if (!rest || (kinds[i].of_side && !reading->side))
			continue;
		if (kinds[i].read)
			kinds[i].read(reading, rest);
		else
			reading->listing = false;
		return;
	}
	/* any other list of percentiles: of what is not read */
	if (strstr(word, " percentiles ("))
		reading->listing = false;
}

/* Its lines stand further in than its first one, unless a forum or a text
 * editor has taken off all blanks before lines. A document that explains them
 * quotes them again: behind its last but one that is no block any more. */
static void read_block_line(struct fio_reading *reading, const char *text)
{
	const char *word = scan_blanks(text);

	if (*word)
		reading->block->last_line = reading->scan->line;
	if (word == text && reading->block->issued &&
		!scan_after(word, "latency "))
		return;
	if (!read_direction(reading, word))
		read_kind(reading, word);
}

/* -- groups -- */

static const struct group_item {
	const char *key;
	enum fio_kind kind;
	enum fio_group_value which;
} new_group[] =
	{
		{"bw=", FIO_RATE, FIO_G_BW},
		{" (", FIO_RATE, FIO_G_BW_SI},
		{"), ", FIO_RATE, FIO_G_MIN},
		{"-", FIO_RATE, FIO_G_MAX},
		{" (", FIO_RATE, FIO_G_MIN_SI},
		{"-", FIO_RATE, FIO_G_MAX_SI},
		{"), io=", FIO_BYTES, FIO_G_IO},
		{" (", FIO_BYTES, FIO_G_IO_SI},
		{"), run=", FIO_COUNT, FIO_G_RUN_MIN},
		{"-", FIO_COUNT, FIO_G_RUN_MAX},
},
  old_group[] = {
	  {"io=", FIO_BYTES, FIO_G_IO},
	  {", aggrb=", FIO_RATE, FIO_G_BW},
	  {", minb=", FIO_RATE, FIO_G_MIN},
	  {", maxb=", FIO_RATE, FIO_G_MAX},
	  {", mint=", FIO_COUNT, FIO_G_RUN_MIN},
	  {"msec, maxt=", FIO_COUNT, FIO_G_RUN_MAX},
};

static void read_group_values(struct fio_reading *reading,
	struct fio_detail *values, const char *text)
{
	bool old = scan_after(text, "io=") != NULL;
	const struct group_item *items = old ? old_group : new_group;
	size_t count = old ? COUNT(old_group) : COUNT(new_group);

	for (size_t i = 0; i < count && text; i++)
		text = read_detail(reading, text, items[i].key, items[i].kind,
			old, &values[items[i].which]);
	for (int i = FIO_G_RUN_MIN; i <= FIO_G_RUN_MAX; i++)
		values[i].value = scan_base(values[i].value, 1e-3);
}

/* "   READ: bw=…" */
static void read_group_line(struct fio_reading *reading, const char *text)
{
	static const char *const names[FIO_DIRECTIONS] = {
		"READ: ", "WRITE: ", "TRIM: ", "MIXED: "};

	text = scan_blanks(text);
	for (int i = 0; i < FIO_DIRECTIONS; i++) {
		const char *rest = scan_after(text, names[i]);

		if (rest)
			read_group_values(
				reading, reading->group->value[i], rest);
	}
}

/* A report has as many groups as it has numbers of blocks at most; what is
 * beyond is no report. */
#define GROUPS_MAX 4096

bool fio_read_group(struct fio_reading *reading, const char *text)
{
	const char *s = scan_after(text, "Run status group ");
	unsigned long long number;

	if (!s)
		return false;
	if (!reading->ended)
		reading->group_count = 0;
	reading->ended = true;
	reading->block = NULL;
	reading->side = NULL;
	reading->group = NULL;
	if (!scan_count(s, &number, &s) || reading->group_count == GROUPS_MAX)
		return true;
	ARENA_ROOM(reading->parsing->arena, reading->groups,
		reading->group_count, reading->group_capacity);
	reading->group = &reading->groups[reading->group_count++];
	*reading->group = (struct fio_group){.number = number};
	return true;
}

void fio_read_line(struct fio_reading *reading, const char *text)
{
	if (reading->block)
		read_block_line(reading, text);
	else if (reading->group)
		read_group_line(reading, text);
}
