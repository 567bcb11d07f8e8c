/* What identifies a run: its text, its process, its numbers. */
#include <math.h>
#include <string.h>

#include "parsers/scan.h"
#include "src/base/decimal.h"
#include "src/grade/integrity_parts.h"

/* Digits that a figure needs to tell runs apart. */
#define DIGITS_MIN 3
/* Numbers that a vector needs. */
#define VECTOR_MIN 10
/* Percentiles rise together: neighbours tell little that is new. In recorded
 * runs each further one that agrees is about 2.3 times as rare. */
#define PERCENTILE_ODDS (-0.35)
/* Ports of outgoing connections: 32768 to 60999. */
#define PORT_ODDS (-4.45)
/* A process of about a thousand, a second of some hours. */
#define PID_ODDS (-7.0)
#define COOKIE_ODDS (-30.0)

/* -- figures -- */

/* Not of these: the same in all runs of a test, sums of others, or values that
 * very few steps make up. */
static const char *const shared[] = {"total.", "total_time", "latency_p",
	"latency_min", "retransmits", NULL};
static const char *const shared_ends[] = {".runtime", ".duration", "_p50",
	"_p95", "_p99", "_p99_9", NULL};

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool is_shared(const char *metric)
{
	for (const char *const *s = shared; *s; s++)
		if (scan_after(metric, *s))
			return true;
	for (const char *const *s = shared_ends; *s; s++)
		if (ends_with(metric, *s))
			return true;
	return false;
}

/* Digits behind leading zeros, and how many of them are decimals. */
static size_t digits_of(const char *raw, unsigned *decimals)
{
	size_t digits = 0;
	bool point = false;

	*decimals = 0;
	for (; scan_is_digit(*raw) || (*raw == '.' && !point); raw++) {
		if (*raw == '.') {
			point = true;
			continue;
		}
		*decimals += point;
		digits += digits > 0 || *raw != '0';
	}
	return digits;
}

static void take_value(
	struct arena *arena, struct print *print, const struct obs *obs)
{
	struct print_value *value;
	const char *end;
	unsigned decimals;
	double number;

	if (is_shared(obs->metric->name) || strchr(obs->raw, '+') ||
		!scan_number(obs->raw, &number, &end) || !(number > 0) ||
		digits_of(obs->raw, &decimals) < DIGITS_MIN)
		return;
	ARENA_ROOM(arena, print->values, print->value_count,
		print->value_capacity);
	value = &print->values[print->value_count++];
	*value = (struct print_value){obs->metric->name,
		arena_strdup(arena, obs->raw), obs->value,
		obs->value / number * pow(10, -(double)decimals)};
}

/* -- vectors -- */

static void add_vector(struct arena *arena, struct print *print,
	const char *name, const double *numbers, size_t count, double odds)
{
	struct digest *digest = digest_new();
	struct print_vector *vector;
	char text[DECIMAL_MAX];

	ARENA_ROOM(arena, print->vectors, print->vector_count,
		print->vector_capacity);
	vector = &print->vectors[print->vector_count++];
	vector->name = name;
	vector->count = count;
	vector->odds = odds;
	for (size_t i = 0; i < count; i++) {
		decimal_write(text, numbers[i]);
		digest_add(digest, text, strlen(text) + 1);
	}
	digest_end(digest, vector->hash);
}

/*
 * Intervals: another run has the same value at one place with a chance of the
 * sum of p², p being the share of each value within this run. As they follow
 * each other slowly, half of them count.
 */
static double interval_odds(const double *numbers, size_t count)
{
	double same = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < count; k++)
			same += numbers[i] == numbers[k];
	return (double)count / 2 *
	       log10(same / ((double)count * (double)count));
}

static void take_series(struct arena *arena, struct print *print,
	const struct run *run, const struct series *series)
{
	/* odds of the first hundred: more decide nothing */
	size_t looked_at = series->count < 100 ? series->count : 100;
	const char *role = run_value(run, "role");
	double *numbers;

	if (series->count < VECTOR_MIN || series->merged != 1)
		return;
	numbers = arena_alloc(arena, series->count * sizeof *numbers);
	for (size_t i = 0; i < series->count; i++)
		numbers[i] = series->points[i].value;
	/* both ends of a connection print rows alike */
	add_vector(arena, print,
		arena_printf(arena, "%s%s%s", series->metric->name,
			role ? " " : "", role ? role : ""),
		numbers, series->count, interval_odds(numbers, looked_at));
}

/* -- the text of a run -- */

#define PERCENTILES_MAX 128

struct print_reading {
	struct arena *arena;
	const struct run *run;
	struct print *print;
	struct digest *digest;
	bool printed; /* a line has been added */
	double percentiles[PERCENTILES_MAX];
	size_t percentile_count;
	unsigned long long pid;
};

/* Blanks evened out: those of a retyped or reformatted log do not matter. */
static void add_line(struct print_reading *reading, const char *text)
{
	for (text = scan_blanks(text); *text; text = scan_blanks(text)) {
		size_t length = strcspn(text, " \t");

		digest_add(reading->digest, text, length);
		digest_add(reading->digest, " ", 1);
		text += length;
		reading->printed = true;
	}
	digest_add(reading->digest, "\n", 1);
}

/* "| 99.50th=[14091], 99.90th=[54264]," */
static void read_percentiles(struct print_reading *reading, const char *text)
{
	while ((text = strstr(text, "th=[")) &&
		reading->percentile_count < PERCENTILES_MAX) {
		text = scan_blanks(text + strlen("th=["));
		if (scan_number(text,
			    &reading->percentiles[reading->percentile_count],
			    &text))
			reading->percentile_count++;
	}
}

static void set_mark(
	struct print_reading *reading, const char *text, size_t length)
{
	if (!reading->print->mark)
		reading->print->mark =
			arena_strndup(reading->arena, text, length);
}

/* "K7Q2:  [  5]   0.00-1.01   sec", "K7Q2:  Connecting to host" */
static void read_title(struct print_reading *reading, const char *text)
{
	size_t length = strcspn(text, ":");
	const char *rest = text + length;

	if (length == NONCE_LETTERS && *rest == ':' &&
		(*scan_blanks(rest + 1) == '[' ||
			scan_after(scan_blanks(rest + 1), "Connecting to")))
		set_mark(reading, text, length);
}

/* "title":"K7Q2" */
static void read_json_title(struct print_reading *reading, const char *text)
{
	text = strstr(text, "\"title\":");
	if (!text)
		return;
	text = scan_blanks(text + strlen("\"title\":"));
	if (*text == '"')
		set_mark(reading, text + 1, strcspn(text + 1, "\""));
}

/* "Initializing random number generator from seed (48213)." */
static void read_seed(struct print_reading *reading, const char *text)
{
	text = strstr(text, "from seed (");
	if (text) {
		text += strlen("from seed (");
		set_mark(reading, text, strspn(text, "0123456789"));
	}
}

static void read_pid(struct print_reading *reading, const char *text)
{
	const char *end;

	text = strstr(text, "(groupid=") ? strstr(text, ": pid=") : NULL;
	if (text && reading->pid == 0)
		scan_count(text + strlen(": pid="), &reading->pid, &end);
}

static void read_line(struct print_reading *reading, const char *text)
{
	const char *tool = reading->run->tool;

	add_line(reading, text);
	if (strcmp(tool, "sysbench") == 0) {
		read_seed(reading, text);
	} else if (strcmp(tool, "fio") == 0) {
		read_pid(reading, text);
		read_percentiles(reading, text);
	} else if (strcmp(tool, "iperf3") == 0) {
		read_title(reading, text);
		read_json_title(reading, text);
	}
}

/* The word behind the last "_" of fio's job name: "write-seq_K7Q2". */
static void read_job_name(struct print_reading *reading)
{
	const char *name = reading->run->workload;
	const char *word = name ? strrchr(name, '_') : NULL;

	if (word && strcmp(reading->run->tool, "fio") == 0 &&
		strlen(word + 1) == NONCE_LETTERS)
		set_mark(reading, word + 1, NONCE_LETTERS);
}

static void end_percentiles(struct print_reading *reading)
{
	size_t distinct = 0;

	for (size_t i = 0; i < reading->percentile_count; i++)
		distinct += i == 0 || reading->percentiles[i] !=
					      reading->percentiles[i - 1];
	if (reading->percentile_count >= VECTOR_MIN && distinct > 1)
		add_vector(reading->arena, reading->print, "percentiles",
			reading->percentiles, reading->percentile_count,
			PERCENTILE_ODDS * (double)(distinct - 1));
}

static void set_fingerprint(struct print_reading *reading)
{
	struct print *print = reading->print;
	const struct run *run = reading->run;
	const char *cookie = run_value(run, "cookie");
	const char *from = run_value(run, "flow_from");
	const char *to = run_value(run, "flow_to");

	if (reading->pid && print->date) {
		print->fingerprint = arena_printf(reading->arena,
			"pid %llu %s", reading->pid, print->date);
		print->fingerprint_odds = PID_ODDS;
	} else if (cookie) {
		print->fingerprint =
			arena_printf(reading->arena, "cookie %s", cookie);
		print->fingerprint_odds = COOKIE_ODDS;
	} else if (from && to && strcmp(run->tool, "iperf3") == 0) {
		print->fingerprint =
			arena_printf(reading->arena, "%s > %s", from, to);
		print->fingerprint_odds = PORT_ODDS;
	}
}

/* A text without figures (an error message) is everybody's. */
static void end_reading(struct print_reading *reading)
{
	char hash[DIGEST_TEXT];

	digest_end(reading->digest, hash);
	if (reading->printed && reading->print->value_count >= 2)
		memcpy(reading->print->hash, hash, sizeof hash);
	read_job_name(reading);
	end_percentiles(reading);
	set_fingerprint(reading);
}

/* -- all runs -- */

static const struct integrity_text *text_of(
	const struct integrity_text *texts, size_t count, const char *file)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(texts[i].file, file) == 0)
			return &texts[i];
	return NULL;
}

/* The lines of one file to the runs that they belong to. */
static void read_file(struct print_reading *readings, size_t count,
	const struct integrity_text *text)
{
	struct input *input = input_memory(text->bytes, text->size);
	struct scan scan;

	scan_open(&scan, input);
	while (scan_next(&scan))
		for (size_t i = 0; i < count; i++)
			if (strcmp(readings[i].run->file, text->file) == 0 &&
				scan.line >= readings[i].run->line &&
				scan.line <= readings[i].run->last_line)
				read_line(&readings[i], scan.text);
	scan_close(&scan);
	input_close(input);
}

static void begin(struct print_reading *reading, struct arena *arena,
	const struct evidence_run *of, struct print *print)
{
	const struct run *run = of->run;

	*reading = (struct print_reading){
		.arena = arena, .run = run, .print = print};
	reading->digest = digest_new();
	*print = (struct print){.side = of->side, .line = run->line};
	print->tool = arena_strdup(arena, run->tool);
	print->file = arena_strdup(arena, run->file);
	print->test = arena_strdup(arena,
		of->criterion  ? of->criterion->id
		: run->workload ? run->workload
				: "");
	if (run_value(run, "date"))
		print->date = arena_strdup(arena, run_value(run, "date"));
	if (!run->complete)
		return;
	for (size_t i = 0; i < run->obs_count; i++)
		take_value(arena, print, &run->obs[i]);
	for (const struct series *s = run->series; s; s = s->next)
		take_series(arena, print, run, s);
}

void integrity_prints(struct arena *arena, const struct evidence *evidence,
	const struct integrity_text *texts, size_t text_count,
	struct integrity *integrity)
{
	size_t count =
		evidence->count < PRINTS_MAX ? evidence->count : PRINTS_MAX;
	struct print_reading *readings =
		arena_alloc(arena, count * sizeof *readings);

	integrity->prints =
		arena_alloc(arena, count * sizeof *integrity->prints);
	integrity->print_count = integrity->print_capacity = count;
	for (size_t i = 0; i < count; i++)
		begin(&readings[i], arena, &evidence->runs[i],
			&integrity->prints[i]);
	for (size_t i = 0; i < count; i++) {
		const char *file = readings[i].run->file;
		const struct integrity_text *text =
			text_of(texts, text_count, file);
		size_t first = 0;

		while (strcmp(readings[first].run->file, file) != 0)
			first++;
		if (text && first == i)
			read_file(&readings[i], count - i, text);
	}
	for (size_t i = 0; i < count; i++)
		end_reading(&readings[i]);
}
