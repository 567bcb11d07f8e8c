#include "parsers/fio.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "src/base/date.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *const fio_directions[FIO_DIRECTIONS] = {
	"read",
	"write",
	"trim",
	"mixed",
};

static const char *const prefixes[FIO_DIRECTIONS] = {
	"read",
	"write",
	"trim",
	"total",
};

static const char *const values[FIO_VALUES] = {
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
	enum fio_value value;
} percentiles[] = {
	{50, FIO_CLAT_P50},
	{95, FIO_CLAT_P95},
	{99, FIO_CLAT_P99},
	{99.9, FIO_CLAT_P99_9},
};

enum fio_value fio_percentile(double percentile)
{
	for (size_t i = 0; i < COUNT(percentiles); i++)
		if (fabs(percentile - percentiles[i].percentile) < 1e-9)
			return percentiles[i].value;
	return FIO_VALUES;
}

bool fio_is_rate(enum fio_value which)
{
	return which == FIO_BANDWIDTH || which == FIO_IOPS;
}

void fio_observe(struct arena *arena, struct run *run,
	enum fio_direction direction, enum fio_value which,
	const struct fio_number *number)
{
	char metric[64];

	if (!number->stated)
		return;
	snprintf(metric, sizeof metric, "%s.%s", prefixes[direction],
		values[which]);
	run_observe(
		arena, run, metric, number->value, number->raw, number->line);
}

void fio_sum_add(struct fio_sum *sum, enum fio_value which,
	const struct fio_number *number)
{
	if (!number->stated) {
		sum->broken = true;
		return;
	}
	if (sum->parts++ == 0)
		sum->number.line = number->line;
	if (which != FIO_RUNTIME) {
		if (sum->raw.length > 0)
			buf_putc(&sum->raw, '+');
		buf_puts(&sum->raw, number->raw);
		sum->number.value += number->value;
	} else if (sum->parts == 1 || number->value > sum->number.value) {
		buf_free(&sum->raw);
		buf_puts(&sum->raw, number->raw);
		sum->number.value = number->value;
		sum->number.line = number->line;
	}
}

struct fio_number fio_sum_end(struct arena *arena, struct fio_sum *sum)
{
	struct fio_number number = sum->number;

	number.stated = sum->parts > 0 && !sum->broken;
	number.raw = number.stated ? arena_strndup(arena, sum->raw.data,
					     sum->raw.length)
				   : "";
	buf_free(&sum->raw);
	return number;
}

void fio_rate_add(struct arena *arena, struct fio_rate *whole,
	const struct fio_number *rate, const struct fio_number *done,
	const struct fio_number *runtime)
{
	struct fio_number amount = *done;

	if (!rate->stated || !runtime->stated)
		amount.stated = false;
	else if (!done->stated)
		amount = (struct fio_number){true, rate->value * runtime->value,
			arena_printf(arena, "%s*%s", rate->raw, runtime->raw),
			rate->line};
	fio_sum_add(&whole->done, FIO_IO_BYTES, &amount);
	fio_sum_add(&whole->runtime, FIO_RUNTIME, runtime);
}

struct fio_number fio_rate_end(struct arena *arena, struct fio_rate *whole)
{
	struct fio_number rate = fio_sum_end(arena, &whole->done);
	struct fio_number runtime = fio_sum_end(arena, &whole->runtime);

	rate.stated = rate.stated && runtime.value > 0;
	if (!rate.stated)
		return rate;
	rate.value /= runtime.value;
	rate.raw = arena_printf(arena, "(%s)/%s", rate.raw, runtime.raw);
	return rate;
}

long fio_version(const char *version)
{
	unsigned long long parts[3] = {0};

	if (!version)
		return 0;
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (!scan_count(version, &parts[i], &version) || parts[i] > 999)
			return 0;
		if (*version != '.')
			break;
		version++;
	}
	return FIO_VERSION((long)parts[0], (long)parts[1], (long)parts[2]);
}

const char *fio_date(struct arena *arena, const char *text)
{
	const char *s = strchr(text, ' ');
	unsigned long long day, year;
	const char *time, *end;
	unsigned month;

	if (!s || strlen(s) < 5 || !(month = date_month(s + 1)) ||
		!scan_count(scan_blanks(s + 4), &day, &end) || *end != ' ')
		return NULL;
	time = end + 1;
	end = time + strspn(time, "0123456789:");
	if (*end != ' ' || !scan_count(end + 1, &year, &s) || !scan_end(s))
		return NULL;
	return date_iso(arena, year, month, day, time);
}
