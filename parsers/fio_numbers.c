/*
 * fio's scaled numbers: their units by version, and what the versions print
 * wrongly.
 *
 * Up to 2.19 the digits behind the point are the remainder, cut: 12.06 KiB is
 * printed as 12.6KiB; only the whole part can be relied on. From 2.20 to 3.25
 * a carry is lost: 11.97 is printed as 11.0, 1.996 as 1.00. What such a number
 * was is taken from what stands beside it, where that decides.
 */
#include <math.h>
#include <string.h>

#include "parsers/fio_parts.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define KI 1024.0
#define MI (KI * KI)
#define GI (KI * MI)
#define TI (KI * GI)

struct scale {
	const char *name;
	double factor;
};

static const struct scale bytes[] = {
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

static const struct scale rates[] = {
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
	{"Tibit/s", TI / 8},
	{"kbit/s", 1e3 / 8},
	{"Mbit/s", 1e6 / 8},
	{"Gbit/s", 1e9 / 8},
	{"Tbit/s", 1e12 / 8},
	/* "All clients" and the mixed line of unified_rw_reporting=both */
	{"", 1},
	{"Ki", KI},
	{"Mi", MI},
	{"Gi", GI},
	{"Ti", TI},
	{"k", 1e3},
	{"M", 1e6},
	{"G", 1e9},
	{"T", 1e12},
	{NULL, 0},
};

/* Up to 2.16, whose KB is 1024 bytes. Up to 2.0 a blank stands where there is
 * no prefix. */
static const struct scale old_bytes[] = {
	{"B", 1},
	{" B", 1},
	{"KB", KI},
	{"MB", MI},
	{"GB", GI},
	{"TB", TI},
	{NULL, 0},
};

static const struct scale old_rates[] = {
	{"B/s", 1},
	{" B/s", 1},
	{"KB/s", KI},
	{"MB/s", MI},
	{"GB/s", GI},
	{"TB/s", TI},
	{"Kbit/s", KI / 8},
	{"Mbit/s", MI / 8},
	{"Gbit/s", GI / 8},
	{NULL, 0},
};

static const struct scale counts[] = {
	{"", 1},
	{" ", 1},
	{"k", 1e3},
	{"K", 1e3},
	{"M", 1e6},
	{"G", 1e9},
	{NULL, 0},
};

static const struct scale milliseconds[] = {
	{"msec", 1e-3},
	{NULL, 0},
};

static const struct scale *const units[][2] = {
	[FIO_BYTES] = {bytes, old_bytes},
	[FIO_RATE] = {rates, old_rates},
	[FIO_COUNT] = {counts, counts},
	[FIO_MILLISECONDS] = {milliseconds, milliseconds},
};

/* The unit with the longest name that `text` begins with; NULL: none. */
static const struct scale *find_unit(const struct scale *unit, const char *text)
{
	const struct scale *found = NULL;

	for (; unit->name; unit++)
		if (scan_after(text, unit->name) &&
			(!found || strlen(unit->name) > strlen(found->name)))
			found = unit;
	return found;
}

bool fio_token(const char *text, enum fio_kind kind, bool old,
	struct fio_token *token, const char **end)
{
	const struct scale *unit;
	const char *point, *stop;
	double number;
	size_t digits, zeros;

	if (*text < '0' || *text > '9' || !scan_number(text, &number, &stop) ||
		!(unit = find_unit(units[kind][old], stop)))
		return false;
	point = memchr(text, '.', (size_t)(stop - text));
	digits = point ? (size_t)(stop - point) - 1 : 0;
	zeros = point ? strspn(point + 1, "0") : 0;
	*token = (struct fio_token){
		.value = scan_base(number, unit->factor),
		.unit = unit->factor,
		.place = 0.5 * pow(10, -(double)digits) * unit->factor,
		.fraction = digits > 0,
		.zeros = digits > 0 && zeros >= digits,
	};
	*end = stop + strlen(unit->name);
	return true;
}

/* -- block sizes -- */

static const struct scale sizes[] = {
	{"", 1},
	{"B", 1},
	{"K", KI},
	{"KiB", KI},
	{"M", MI},
	{"MiB", MI},
	{"G", GI},
	{"GiB", GI},
	{NULL, 0},
};

/* The part of "(R) a-b, (W) a-b, (T) a-b", up to 2.18 "a-b/a-b/a-b", for a
 * direction, with its length. */
static const char *size_range(
	const char *text, enum fio_direction direction, size_t *length)
{
	static const char *const marks[] = {"(R) ", "(W) ", "(T) "};
	const char *range;

	if (*text == '(') {
		range = strstr(text, marks[direction]);
		if (!range)
			return NULL;
		range += strlen(marks[direction]);
		*length = strcspn(range, ",");
		return range;
	}
	for (range = text; direction > 0; direction--) {
		range = strchr(range, '/');
		if (!range)
			return NULL;
		range++;
	}
	*length = strcspn(range, "/");
	return range;
}

/*
 * "4096B-4096B" as whole bytes; 0 when it is a range. Scaled sizes are rounded
 * to four digits; those that are no sectors are not made up.
 */
static unsigned long long fixed_size(const char *range, size_t length)
{
	const struct scale *unit;
	const char *end;
	size_t half;
	double number;

	if (!scan_number(range, &number, &end) ||
		!(unit = find_unit(sizes, end)))
		return 0;
	half = (size_t)(end - range) + strlen(unit->name);
	number *= unit->factor;
	if (range[half] != '-' || half * 2 + 1 != length ||
		strncmp(range, range + half + 1, half) != 0 || number < 1 ||
		number > 1e15 || floor(number) != number ||
		(unit->factor > 1 && fmod(number, 512) != 0))
		return 0;
	return (unsigned long long)number;
}

static bool is_used(const char *rw, enum fio_direction direction)
{
	static const struct {
		const char *word;
		bool uses[FIO_MIXED];
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
		if (strcmp(modes[i].word, rw) == 0)
			return modes[i].uses[direction];
	return true;
}

/* The one range of all directions used; NULL when they differ. */
static const char *common_range(
	const struct fio_banner *banner, size_t *only_length)
{
	const char *only = NULL;
	size_t length = 0;

	for (int i = 0; i < FIO_MIXED; i++) {
		const char *range = size_range(
			banner->sizes, (enum fio_direction)i, &length);

		if (!range || !is_used(banner->rw, (enum fio_direction)i))
			continue;
		if (only && (length != *only_length ||
				    strncmp(range, only, length) != 0))
			return NULL;
		only = range;
		*only_length = length;
	}
	return only;
}

unsigned long long fio_block_size(
	const struct fio_banner *banner, enum fio_direction direction)
{
	const char *range;
	size_t length = 0;

	if (!banner || !banner->sizes || !banner->rw)
		return 0;
	range = direction == FIO_MIXED
			? common_range(banner, &length)
			: size_range(banner->sizes, direction, &length);
	return range ? fixed_size(range, length) : 0;
}

const char *fio_sizes(struct arena *arena, const struct fio_banner *banner)
{
	size_t length = 0;
	const char *range = common_range(banner, &length);
	unsigned long long size;

	if (!range)
		return banner->sizes;
	size = fixed_size(range, length);
	return size ? arena_printf(arena, "%llu", size)
		    : arena_strndup(arena, range, length);
}

/* -- repair -- */

enum quirk { SOUND, REMAINDER, LOST_CARRY };

/* What to expect of the version; when it is not stated, of the layout. */
static enum quirk quirk_of(long version, const struct fio_block *block)
{
	if (block->old)
		return REMAINDER;
	if (version == 0)
		return block->unversioned && !block->iops_rows ? REMAINDER
							       : LOST_CARRY;
	if (version < FIO_VERSION(2, 20, 0))
		return REMAINDER;
	return version < FIO_VERSION(3, 26, 0) ? LOST_CARRY : SOUND;
}

struct fio_detail fio_interval(
	long version, bool old, const struct fio_token *token, unsigned line)
{
	struct fio_detail detail = {true, token->value, token->place, line};

	if (token->fraction && (old || version < FIO_VERSION(2, 20, 0))) {
		double whole = floor(token->value / token->unit);

		detail.value = (whole + 0.5) * token->unit;
		detail.slack = 0.5 * token->unit;
	} else if (token->zeros && version < FIO_VERSION(3, 26, 0)) {
		detail.value = token->value + 0.5 * token->unit;
		detail.slack = 0.5 * token->unit + token->place;
	}
	return detail;
}

/* Where a number should be; NAN: not known. */
struct range {
	double low, high;
};

static const struct range nowhere = {NAN, NAN};

static struct range around(double value, double slack)
{
	return (struct range){value - slack, value + slack};
}

static bool meet(struct range a, struct range b)
{
	return a.low <= b.high && b.low <= a.high;
}

/* A token may be short of what lower digits were cut off. */
static double slack_of(const struct fio_token *token)
{
	return token->place + (token->unit > 1 ? token->unit / 1000 : 1);
}

static void leave_out(struct fio_reading *reading, struct fio_number *number)
{
	diag_add(reading->parsing->diags, DIAG_ID_FIO_CONTRADICTED,
		reading->parsing->file, number->line, number->raw);
	number->stated = false;
}

/* "12.6KiB" is 12 KiB and a part of one more. */
static bool settle_remainder(struct fio_reading *reading,
	struct fio_number *number, const struct fio_token *token,
	struct range where)
{
	double whole = floor(token->value / token->unit);
	struct range printed = {whole * token->unit, (whole + 1) * token->unit};
	/* kb_base=1000 */
	double unit = token->unit == KI	  ? 1e3
		      : token->unit == MI ? 1e6
		      : token->unit == GI ? 1e9
					  : token->unit;
	struct range decimal = {whole * unit, (whole + 1) * unit};
	double slack = isnan(where.low) ? INFINITY : where.high - where.low;

	if (slack < 0.01 * token->value &&
		(meet(where, printed) || meet(where, decimal)))
		number->value = (where.low + where.high) / 2;
	else if (slack < 0.01 * token->value || whole < 200)
		leave_out(reading, number);
	else
		number->value = (whole + 0.5) * token->unit;
	return number->stated;
}

/* "11.0" is 11.0 or nearly 12. */
static void settle_carry(struct fio_reading *reading, struct fio_number *number,
	const struct fio_token *token, struct range where)
{
	double slack = slack_of(token);
	bool as_printed = meet(where, around(token->value, slack));
	bool one_more = meet(where, around(token->value + token->unit, slack));

	if (as_printed == one_more) {
		leave_out(reading, number);
	} else if (one_more) {
		number->value = token->value + token->unit;
		diag_add(reading->parsing->diags, DIAG_ID_FIO_CARRY,
			reading->parsing->file, number->line, number->raw);
	}
}

/* Stated, and not itself in doubt. */
static bool is_sure(const struct fio_token *token, enum quirk quirk)
{
	if (token->unit == 0)
		return false;
	return quirk == SOUND ||
	       !(quirk == REMAINDER ? token->fraction : token->zeros);
}

/* Returns whether the decimals of a number had to be read in another way. */
static bool settle(struct fio_reading *reading, struct fio_number *number,
	const struct fio_token *token, enum quirk quirk, struct range where)
{
	if (!number->stated || is_sure(token, quirk))
		return false;
	if (quirk == REMAINDER)
		return settle_remainder(reading, number, token, where);
	settle_carry(reading, number, token, where);
	return false;
}

/* What the rest of the block says about the bytes of a direction. */
static struct range expect_bytes(const struct fio_side *side, enum quirk quirk,
	double size, double seconds)
{
	const struct fio_token *rate = &side->token[FIO_T_SI];

	if (size > 0)
		return around((double)side->issued * size, 1);
	if (!is_sure(rate, quirk))
		rate = &side->token[FIO_T_BW];
	if (!is_sure(rate, quirk))
		return nowhere;
	return around(rate->value * seconds, slack_of(rate) * seconds);
}

static struct range expect_rate(const struct fio_side *side, enum quirk quirk,
	double size, double seconds)
{
	const struct fio_token *si = &side->token[FIO_T_SI];
	const struct fio_token *io = &side->token[FIO_T_IO];

	if (size > 0)
		return around((double)side->issued * size / seconds, 1);
	if (is_sure(si, quirk))
		return around(si->value, slack_of(si));
	if (!is_sure(io, quirk))
		return nowhere;
	return around(io->value / seconds, slack_of(io) / seconds);
}

static bool repair_side(struct fio_reading *reading, struct fio_side *side,
	enum quirk quirk, double size, bool issued)
{
	struct fio_number *number = side->number;
	const struct fio_token *token = side->token;
	double seconds = number[FIO_RUNTIME].value;
	bool done;

	if (!number[FIO_RUNTIME].stated || seconds <= 0)
		return false;
	done = settle(reading, &number[FIO_IO_BYTES], &token[FIO_T_IO], quirk,
		expect_bytes(side, quirk, size, seconds));
	done |= settle(reading, &number[FIO_BANDWIDTH], &token[FIO_T_BW], quirk,
		expect_rate(side, quirk, size, seconds));
	done |= settle(reading, &number[FIO_IOPS], &token[FIO_T_IOPS], quirk,
		issued ? around((double)side->issued / seconds, 1) : nowhere);
	return done;
}

/* -- kb_base=1000, which up to 2.16 prints KB like KB of 1024 bytes -- */

static double decimal_unit(double unit)
{
	return unit == KI   ? 1e3
	       : unit == MI ? 1e6
	       : unit == GI ? 1e9
	       : unit == TI ? 1e12
			    : unit;
}

static bool is_decimal(const struct fio_side *side, double size)
{
	const struct fio_token *io = &side->token[FIO_T_IO];
	double exact = (double)side->issued * size;
	double unit = decimal_unit(io->unit);

	return size > 0 && unit < io->unit &&
	       !meet(around(exact, 1), around(io->value, io->unit)) &&
	       meet(around(exact, 1),
		       around(io->value / io->unit * unit, unit));
}

static void make_decimal(
	struct fio_side *side, enum fio_total which, enum fio_value value)
{
	struct fio_token *token = &side->token[which];
	double factor = decimal_unit(token->unit) / token->unit;

	token->value *= factor;
	token->place *= factor;
	token->unit *= factor;
	side->number[value].value = token->value;
}

bool fio_is_counted(const struct fio_block *block)
{
	return block->issued && !block->error && !block->target;
}

static void repair_direction(struct fio_reading *reading,
	struct fio_block *block, enum fio_direction direction,
	const struct fio_banner *banner, enum quirk quirk)
{
	struct fio_side *side = &block->sides[direction];
	bool counted = fio_is_counted(block);
	double size = counted ? (double)fio_block_size(banner, direction) : 0;

	if (block->old && is_decimal(side, size)) {
		block->decimal = true;
		make_decimal(side, FIO_T_IO, FIO_IO_BYTES);
		make_decimal(side, FIO_T_BW, FIO_BANDWIDTH);
	}
	block->remainder |= repair_side(reading, side, quirk, size, counted);
}

/* Was a latency of a second or more met? */
static bool is_slow(const struct fio_block *block)
{
	for (int i = 0; i < FIO_DIRECTIONS; i++)
		for (int row = FIO_CLAT; row <= FIO_LAT; row++) {
			const struct fio_detail *max =
				&block->sides[i].row[row][FIO_MAX];

			if (block->sides[i].present && max->stated &&
				max->value + max->slack >= 1)
				return true;
		}
	return false;
}

/* From 2.99 to 3.13 adding up jobs, and be it one, loses the shares of
 * latencies of a second and more (mended by c5daece64 of fio's history): what
 * is printed then makes no 100 %. */
static void drop_lost_shares(long version, struct fio_block *block)
{
	bool loses = version < FIO_VERSION(3, 14, 0) &&
		     (version >= FIO_VERSION(2, 99, 0) || block->iops_rows);

	if (loses && is_slow(block))
		block->tables[FIO_BUCKETS].count = 0;
}

void fio_repair(struct fio_reading *reading, struct fio_block *block,
	const struct fio_banner *banner)
{
	enum quirk quirk = quirk_of(reading->number, block);

	drop_lost_shares(reading->number, block);
	for (int i = 0; i < FIO_DIRECTIONS && quirk != SOUND; i++)
		if (block->sides[i].present)
			repair_direction(reading, block, (enum fio_direction)i,
				banner, quirk);
}
