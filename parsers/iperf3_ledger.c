/* What remains of iperf3's rows: sums, series, and pairs for the checks. */
#include <math.h>
#include <string.h>

#include "parsers/iperf3.h"

/* iperf3 has at most 128 streams, twice with --bidir. */
#define STREAMS_MAX 260

static const struct {
	const char *found, *wanted;
} keys[IPERF3_FITS] = {
#define KEYS(id, key) [IPERF3_FIT_##id] = {key, key ".wanted"}
	KEYS(ROW, "row.rate"),
	KEYS(TOTAL, "total.rate"),
	KEYS(STEP, "row.start"),
	KEYS(CLOCK, "row.seconds"),
	KEYS(BLOCK, "sum.bytes"),
	KEYS(BLOCK_RETR, "sum.retransmits"),
	KEYS(SUM, "total.bytes"),
	KEYS(SUM_RETR, "total.retransmits"),
	KEYS(STREAM, "stream.bytes"),
	KEYS(STREAM_RETR, "stream.retransmits"),
	KEYS(PACKETS, "stream.packets"),
	KEYS(LOST, "stream.lost"),
	KEYS(PERCENT, "row.loss"),
	KEYS(ALL_PACKETS, "total.packets"),
	KEYS(ALL_LOST, "total.lost"),
	KEYS(DATAGRAMS, "row.datagrams"),
	KEYS(BLOCKS, "row.blocks"),
	KEYS(END, "end.own"),
	KEYS(LAST, "end.receiver"),
	KEYS(TIME, "end.sender"),
	KEYS(ARRIVED, "sender.bytes"),
	KEYS(MAX_RTT, "stream.max_rtt"),
	KEYS(MIN_RTT, "stream.min_rtt"),
	KEYS(MEAN_RTT, "stream.mean_rtt"),
	KEYS(MAX_CWND, "stream.max_cwnd"),
	KEYS(CPU, "cpu.total"),
	KEYS(STREAMS, "connected"),
	KEYS(DATE, "date"),
#undef KEYS
};

/* -- pairs -- */

struct iperf3_number iperf3_plain(double value, unsigned line)
{
	return (struct iperf3_number){.value = value, .raw = "", .line = line};
}

void iperf3_fit(struct iperf3_ledger *ledger, enum iperf3_fit_id id,
	struct iperf3_number found, struct iperf3_number wanted)
{
	struct iperf3_fit *fit = &ledger->fits[id];
	double miss;

	if (!found.raw || !wanted.raw || !isfinite(found.value) ||
		!isfinite(wanted.value))
		return;
	miss = fabs(found.value - wanted.value) - found.slack - wanted.slack;
	miss /= fmax(fabs(wanted.value), 1e-300);
	if (fit->stated && miss <= fit->miss)
		return;
	*fit = (struct iperf3_fit){true, miss, found.value, found.slack,
		wanted.value, wanted.slack, found.line};
}

/* The rate that bytes and time make, as a middle and what is around it. */
static struct iperf3_number quotient(const struct iperf3_row *row)
{
	double time = row->seconds.value, slack = row->seconds.slack;
	double low, high;

	if (!row->bytes.raw || !row->seconds.raw || time - slack <= 0)
		return (struct iperf3_number){0};
	low = 8 * (row->bytes.value - row->bytes.slack) / (time + slack);
	high = 8 * (row->bytes.value + row->bytes.slack) / (time - slack);
	if (row->bytes.slack == 0 && slack == 0)
		low = high = 8 * row->bytes.value / time;
	return (struct iperf3_number){
		.value = low + (high - low) / 2,
		.slack = (high - low) / 2,
		.raw = "",
		.line = row->line,
	};
}

/* -- sums -- */

static void add_up(struct iperf3_sums *sums, const struct iperf3_row *row)
{
	sums->bytes += row->bytes.value;
	sums->slack += row->bytes.slack;
	sums->retransmits += row->retransmits.value;
	sums->packets += row->packets.value;
	sums->lost += row->lost.value;
	sums->has_bytes |= row->bytes.raw != NULL;
	sums->has_retransmits |= row->retransmits.raw != NULL;
	sums->has_packets |= row->packets.raw != NULL;
	sums->has_lost |= row->lost.raw != NULL;
	sums->rows++;
}

/* Behind the rows of all streams comes their sum. */
static void add_to_block(struct iperf3_ledger *ledger,
	struct iperf3_sums *block, const struct iperf3_row *row,
	enum iperf3_fit_id bytes, enum iperf3_fit_id retransmits)
{
	struct iperf3_number sum = iperf3_plain(0, row->line);

	if (!row->sum) {
		add_up(block, row);
		return;
	}
	if (block->has_bytes) {
		sum.value = block->bytes;
		sum.slack = block->slack;
		iperf3_fit(ledger, bytes, row->bytes, sum);
	}
	if (block->has_retransmits)
		iperf3_fit(ledger, retransmits, row->retransmits,
			iperf3_plain(block->retransmits, row->line));
	*block = (struct iperf3_sums){0};
}

/* -- streams -- */

static bool is_stream(
	const struct iperf3_stream *stream, const struct iperf3_row *row)
{
	return stream->sum == row->sum && (row->sum || stream->id == row->id);
}

/* The entry of the row's stream; they take turns. NULL: too many. */
static struct iperf3_stream *stream_of(struct arena *arena,
	struct iperf3_ledger *ledger, const struct iperf3_row *row)
{
	struct iperf3_stream *stream;

	for (size_t i = 0; i < ledger->count; i++) {
		size_t at = (ledger->hint + i) % ledger->count;

		if (!is_stream(&ledger->streams[at], row))
			continue;
		ledger->hint = at + 1;
		return &ledger->streams[at];
	}
	if (ledger->count == STREAMS_MAX) {
		ledger->crowded = true;
		return NULL;
	}
	ARENA_ROOM(arena, ledger->streams, ledger->count, ledger->capacity);
	stream = &ledger->streams[ledger->count++];
	*stream = (struct iperf3_stream){.id = row->id, .sum = row->sum};
	ledger->hint = ledger->count;
	return stream;
}

static void add_statistics(
	struct iperf3_stream *stream, const struct iperf3_row *row)
{
	if (row->cwnd.raw)
		stream->cwnd_max = fmax(stream->cwnd_max, row->cwnd.value);
	if (!row->rtt.raw)
		return;
	if (!stream->rtt_count++)
		stream->rtt_max = stream->rtt_min = row->rtt.value;
	stream->rtt_max = fmax(stream->rtt_max, row->rtt.value);
	stream->rtt_min = fmin(stream->rtt_min, row->rtt.value);
	stream->rtt_sum += row->rtt.value;
}

/* An aborted test prints its last interval twice; a line further up that was
 * saved twice is no abort. */
static bool is_repeated(
	const struct iperf3_stream *stream, const struct iperf3_row *row)
{
	return stream->started && !stream->omitted && !row->omitted &&
	       row->end > row->start && row->start == stream->start &&
	       row->end == stream->end &&
	       row->bytes.value == stream->last_bytes;
}

/* The clock begins anew when the omitted rows are over. */
static void add_to_stream(struct iperf3_test *test,
	struct iperf3_ledger *ledger, struct iperf3_stream *stream,
	const struct iperf3_row *row)
{
	bool anew = !stream->started || (stream->omitted && !row->omitted);

	test->repeated -= stream->repeated;
	stream->repeated = is_repeated(stream, row);
	test->repeated += stream->repeated;
	if (stream->repeated)
		return;
	iperf3_fit(ledger, IPERF3_FIT_STEP, iperf3_plain(row->start, row->line),
		iperf3_plain(anew ? 0 : stream->end, row->line));
	if (!row->omitted) {
		add_up(&stream->rows, row);
		add_statistics(stream, row);
	}
	stream->started = true;
	stream->omitted = row->omitted;
	stream->start = row->start;
	stream->end = row->end;
	stream->last_bytes = row->bytes.value;
}

/* -- series -- */

static void emit(struct arena *arena, struct iperf3_series *series)
{
	const struct iperf3_row *row = &series->last;

	/* the right metric is known in the end */
	run_point(arena, &series->held, "sender.throughput", row->start,
		row->end, row->rate.value);
	if (row->retransmits.raw)
		run_point(arena, &series->held, "retransmits", row->start,
			row->end, row->retransmits.value);
}

static void add_sample(struct arena *arena, struct iperf3_ledger *ledger,
	const struct iperf3_row *row)
{
	struct iperf3_series *series = &ledger->series[row->sum];

	if (row->omitted || row->end <= row->start || !row->rate.raw ||
		(!row->sum && row->id != ledger->streams[0].id))
		return;
	if (series->waiting && row->start < series->last.end - 0.005)
		return;
	if (series->waiting)
		emit(arena, series);
	else
		series->nominal = row->end - row->start;
	series->waiting = true;
	series->last = *row;
}

/* The last one counts when it is as long as the others. */
static void end_series(struct arena *arena, struct iperf3_series *series)
{
	double length = series->last.end - series->last.start;

	if (series->waiting && length >= 0.9 * series->nominal)
		emit(arena, series);
	series->waiting = false;
}

/* -- rows -- */

static void fit_row(struct iperf3_test *test, struct iperf3_ledger *ledger,
	const struct iperf3_row *row)
{
	struct iperf3_number span =
		iperf3_plain(row->end - row->start, row->line);
	struct iperf3_number loss = {.line = row->line};

	iperf3_fit(ledger, IPERF3_FIT_ROW, row->rate, quotient(row));
	if (test->exact && (row->start > 0.01 || !test->omits))
		iperf3_fit(ledger, IPERF3_FIT_CLOCK, row->seconds, span);
	if (row->lost.raw && row->packets.raw && row->packets.value > 0) {
		loss.raw = "";
		loss.value = 100 * row->lost.value / row->packets.value;
	}
	iperf3_fit(ledger, IPERF3_FIT_PERCENT, row->percent, loss);
}

/* Datagrams are of one size, and blocks are written whole. */
static void fit_size(struct iperf3_test *test, struct iperf3_ledger *ledger,
	const struct iperf3_row *row)
{
	struct iperf3_number whole = iperf3_plain(0, row->line);
	unsigned long long size;
	const char *end;

	if (!test->block_size.value || row->sum ||
		!scan_count(test->block_size.value, &size, &end) || size == 0)
		return;
	if (row->packets.raw) {
		whole.value =
			(row->packets.value - row->lost.value) * (double)size;
		iperf3_fit(ledger, IPERF3_FIT_DATAGRAMS, row->bytes, whole);
	} else if (test->exact && !test->udp) {
		whole.value =
			round(row->bytes.value / (double)size) * (double)size;
		iperf3_fit(ledger, IPERF3_FIT_BLOCKS, row->bytes, whole);
	}
}

void iperf3_add_row(struct arena *arena, struct iperf3_test *test,
	const struct iperf3_row *row)
{
	struct iperf3_ledger *ledger = &test->ledgers[row->flow];
	struct iperf3_stream *stream = stream_of(arena, ledger, row);

	test->omits |= row->omitted;
	fit_row(test, ledger, row);
	fit_size(test, ledger, row);
	add_to_block(ledger, &ledger->blocks[0], row, IPERF3_FIT_BLOCK,
		IPERF3_FIT_BLOCK_RETR);
	if (!stream)
		return;
	add_to_stream(test, ledger, stream, row);
	add_sample(arena, ledger, row);
}

/* -- totals -- */

static void keep(struct arena *arena, struct iperf3_number *number)
{
	if (number->raw)
		number->raw = arena_strndup(arena, number->raw, number->length);
}

static struct iperf3_row kept(struct arena *arena, const struct iperf3_row *row)
{
	struct iperf3_row copy = *row;
	struct iperf3_number *numbers[] = {
		&copy.seconds,
		&copy.bytes,
		&copy.rate,
		&copy.retransmits,
		&copy.jitter,
		&copy.lost,
		&copy.packets,
		&copy.percent,
		&copy.rtt,
		&copy.cwnd,
	};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		keep(arena, numbers[i]);
	return copy;
}

void iperf3_add_stream_total(struct arena *arena, struct iperf3_test *test,
	enum iperf3_side side, const struct iperf3_row *row)
{
	struct iperf3_ledger *ledger = &test->ledgers[row->flow];
	struct iperf3_stream *stream = stream_of(arena, ledger, row);
	struct iperf3_row copy = kept(arena, row);

	if (stream && !stream->stated[side]) {
		stream->totals[side] = copy;
		stream->stated[side] = true;
	}
	iperf3_fit(ledger, IPERF3_FIT_TOTAL, row->rate, quotient(row));
	iperf3_fit(ledger, IPERF3_FIT_PERCENT, row->percent,
		row->lost.raw && row->packets.value > 0
			? iperf3_plain(
				  100 * row->lost.value / row->packets.value,
				  row->line)
			: (struct iperf3_number){0});
	add_to_block(ledger, &ledger->blocks[1 + side], row, IPERF3_FIT_SUM,
		IPERF3_FIT_SUM_RETR);
}

void iperf3_add_total(struct arena *arena, struct iperf3_test *test,
	enum iperf3_side side, const struct iperf3_row *row)
{
	iperf3_add_stream_total(arena, test, side, row);
	/* a row per stream, then their sum: the sum is the result */
	if (test->stated[row->flow][side] && !row->sum)
		return;
	test->totals[row->flow][side] = kept(arena, row);
	test->stated[row->flow][side] = true;
}

/* -- the end -- */

static void fit_stream(struct iperf3_ledger *ledger,
	const struct iperf3_stream *stream, enum iperf3_side own)
{
	const struct iperf3_sums *rows = &stream->rows;
	const struct iperf3_row *total = &stream->totals[own];
	struct iperf3_number sum = iperf3_plain(0, total->line);

	if (!stream->stated[own] || !rows->rows)
		return;
	sum.value = rows->bytes;
	sum.slack = rows->slack;
	iperf3_fit(ledger, IPERF3_FIT_STREAM, total->bytes, sum);
	if (rows->has_retransmits)
		iperf3_fit(ledger, IPERF3_FIT_STREAM_RETR, total->retransmits,
			iperf3_plain(rows->retransmits, total->line));
	if (rows->has_packets)
		iperf3_fit(ledger, IPERF3_FIT_PACKETS, total->packets,
			iperf3_plain(rows->packets, total->line));
	if (rows->has_lost)
		iperf3_fit(ledger, IPERF3_FIT_LOST, total->lost,
			iperf3_plain(rows->lost, total->line));
	if (!stream->omitted)
		iperf3_fit(ledger, IPERF3_FIT_END, total->seconds,
			iperf3_plain(stream->end, total->line));
}

static void fit_sides(struct iperf3_test *test, struct iperf3_ledger *ledger,
	enum iperf3_flow flow)
{
	const struct iperf3_row *sent = &test->totals[flow][IPERF3_SENDER];
	const struct iperf3_row *got = &test->totals[flow][IPERF3_RECEIVER];
	double requested;
	const char *end;

	/* 0.00 Bytes is what a side prints that never heard of the other */
	if (test->role == IPERF3_SERVER || sent->bytes.value <= 0 ||
		got->bytes.value <= 0)
		return;
	if (test->requested.value && !test->limited &&
		scan_number(test->requested.value, &requested, &end))
		iperf3_fit(ledger, IPERF3_FIT_TIME, sent->seconds,
			iperf3_plain(requested, sent->line));
	iperf3_fit(ledger, IPERF3_FIT_LAST, got->seconds, sent->seconds);
	if (!test->udp)
		iperf3_fit(ledger, IPERF3_FIT_ARRIVED, sent->bytes, got->bytes);
}

static void give_figures(
	struct arena *arena, struct iperf3_ledger *ledger, struct run *run)
{
	for (size_t i = 0; i < IPERF3_FITS; i++) {
		const struct iperf3_fit *fit = &ledger->fits[i];

		if (!fit->stated)
			continue;
		run_figure(arena, run, keys[i].found, fit->found,
			fit->found_slack, fit->line);
		run_figure(arena, run, keys[i].wanted, fit->wanted,
			fit->wanted_slack, fit->line);
	}
}

/* Sums of all streams when there are any, else the one stream. */
static void give_series(struct iperf3_test *test, struct iperf3_ledger *ledger,
	enum iperf3_side own, struct run *run)
{
	struct run *held = &ledger->series[1].held;

	if (!held->series && iperf3_stream_count(test) <= 1 &&
		ledger->count <= 1)
		held = &ledger->series[0].held;
	for (struct series *s = held->series; s; s = s->next)
		if (s->metric == metric_find("sender.throughput") &&
			own == IPERF3_RECEIVER)
			s->metric = metric_find("receiver.throughput");
	run->series = held->series;
}

void iperf3_close(struct arena *arena, struct iperf3_test *test,
	enum iperf3_flow flow, struct run *run)
{
	struct iperf3_ledger *ledger = &test->ledgers[flow];
	enum iperf3_side own = iperf3_own(test, flow);

	for (size_t i = 0; i < 2; i++)
		end_series(arena, &ledger->series[i]);
	if (!ledger->crowded)
		for (size_t i = 0; i < ledger->count; i++)
			fit_stream(ledger, &ledger->streams[i], own);
	fit_sides(test, ledger, flow);
	give_series(test, ledger, own, run);
	give_figures(arena, ledger, run);
	run_figure(arena, run, "exact", test->exact, 0, test->line);
	run_figure(arena, run, "old", test->old, 0, test->line);
	run_figure(arena, run, "omits", test->omits, 0, test->line);
	run_figure(arena, run, "bidir", test->bidir, 0, test->line);
	run_figure(arena, run, "udp", test->udp, 0, test->line);
	run_figure(arena, run, "own", own, 0, test->line);
}
