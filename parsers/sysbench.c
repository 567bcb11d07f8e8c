/*
 * sysbench 1.0.x, text. Other versions and tests are recognised; what they
 * print in the same words is read, but a run of another version never counts
 * as complete.
 */
#include <stdio.h>
#include <string.h>

#include "parsers/parser.h"

/* Everything a report can state. */
enum value {
	EVENTS_PER_SECOND,
	TOTAL_TIME,
	TOTAL_EVENTS,
	LATENCY_MIN,
	LATENCY_AVG,
	LATENCY_MAX,
	LATENCY_P95,
	LATENCY_SUM,
	OPERATIONS,
	OPERATIONS_PER_SECOND,
	TRANSFERRED,
	THROUGHPUT,
	VALUE_COUNT
};

#define MIB (1024.0 * 1024.0)
#define NO_LIMIT 1e18
/* A minimum nobody measured is 2^64 ns, printed as 18446744073709.55 ms. */
#define MS_LIMIT 1e12

static const struct {
	const char *metric;
	const char *unit; /* behind the number, part of its raw text */
	double factor;
	double limit; /* printed values from here on are nonsense */
} values[VALUE_COUNT] = {
	[EVENTS_PER_SECOND] = {"events_per_second", "", 1, NO_LIMIT},
	[TOTAL_TIME] = {"total_time", "s", 1, NO_LIMIT},
	[TOTAL_EVENTS] = {"total_events", "", 1, NO_LIMIT},
	[LATENCY_MIN] = {"latency_min", "", 1e-3, MS_LIMIT},
	[LATENCY_AVG] = {"latency_avg", "", 1e-3, MS_LIMIT},
	[LATENCY_MAX] = {"latency_max", "", 1e-3, MS_LIMIT},
	[LATENCY_P95] = {"latency_p95", "", 1e-3, MS_LIMIT},
	[LATENCY_SUM] = {"latency_sum", "", 1e-3, NO_LIMIT},
	[OPERATIONS] = {"operations", "", 1, NO_LIMIT},
	[OPERATIONS_PER_SECOND] = {"operations_per_second", "", 1, NO_LIMIT},
	[TRANSFERRED] = {"transferred", " MiB", MIB, NO_LIMIT},
	[THROUGHPUT] = {"throughput", " MiB/sec", MIB, NO_LIMIT},
};

enum section { NO_SECTION, CPU, GENERAL, LATENCY, FAIRNESS };

/* A line in the first column ends a section; these open one. */
static const struct {
	const char *title;
	enum section section;
} sections[] = {
	{"CPU speed:", CPU},
	{"General statistics:", GENERAL},
	{"Latency (ms):", LATENCY},
	{"Threads fairness:", FAIRNESS},
};

/* Lines "key: number". */
static const struct {
	enum section section;
	const char *key;
	enum value value;
} fields[] = {
	{CPU, "events per second:", EVENTS_PER_SECOND},
	{GENERAL, "total time:", TOTAL_TIME},
	{GENERAL, "total number of events:", TOTAL_EVENTS},
	{LATENCY, "min:", LATENCY_MIN},
	{LATENCY, "avg:", LATENCY_AVG},
	{LATENCY, "max:", LATENCY_MAX},
	{LATENCY, "95th percentile:", LATENCY_P95},
	{LATENCY, "sum:", LATENCY_SUM},
};

/* Lines with two numbers: "before FIRST between SECOND behind". */
static const struct {
	const char *before;
	enum value first;
	const char *between;
	enum value second;
	const char *behind;
} pairs[] = {
	{"Total operations: ", OPERATIONS, " (", OPERATIONS_PER_SECOND,
		" per second)"},
	{"Operations performed: ", OPERATIONS, " (", OPERATIONS_PER_SECOND,
		" ops/sec)"},
	{"", TRANSFERRED, " transferred (", THROUGHPUT, ")"},
};

static const char *const fairness[] = {
	"events (avg/stddev):",
	"execution time (avg/stddev):",
};

/* Options echoed before the test starts. */
static const struct {
	const char *before;
	const char *key;
	const char *unit; /* NULL: a word */
	unsigned long long factor;
} options[] = {
	{"Number of threads: ", "threads", "", 1},
	{"Prime numbers limit: ", "prime_limit", "", 1},
	{"  block size: ", "block_size", "KiB", 1024},
	{"  total size: ", "total_size", "MiB", 1024 * 1024},
	{"  operation: ", "operation", NULL, 0},
	{"  scope: ", "scope", NULL, 0},
};

/* Lines that only one test prints. */
static const struct {
	const char *prefix;
	const char *workload;
} markers[] = {
	{"Prime numbers limit: ", "cpu"},
	{"Primer numbers limit: ", "cpu"},
	{"CPU speed:", "cpu"},
	{"Running memory speed test", "memory"},
	{"Total operations: ", "memory"},
	{"Operations performed: ", "memory"},
	{"Extra file open flags: ", "fileio"},
	{"File operations:", "fileio"},
	{"SQL statistics:", "oltp"},
};

/* What sysbench says when it gives up. */
static const char *const complaints[] = {
	"FATAL: ",
	"invalid option: --",
	"Unknown option: --",
	"Unknown command: ",
	"Invalid value for the '",
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct held {
	enum { ABSENT, STATED, VOID } state;
	double number;
	const char *raw;
	unsigned line;
};

/* The run being read. */
struct reading {
	struct scan *scan;
	struct parsing *parsing;
	struct run *run; /* NULL before the first header */
	struct held held[VALUE_COUNT];
	enum section section;
	bool fair[COUNT(fairness)];
	bool checkpoints;
	bool told; /* a complaint outside any run was passed on */
	const char *complaint;
	unsigned complaint_line;
	const char *command; /* echoed before the header */
	unsigned command_line;
	unsigned last_line; /* the last one that is not blank */
};

/* Behind "sysbench VERSION" of a header, or NULL. */
static const char *header_end(const char *text)
{
	const char *version = scan_after(text, "sysbench ");
	const char *end;

	if (!version)
		return NULL;
	end = version + strspn(version, "0123456789abcdef.-");
	if (end == version)
		return NULL;
	return scan_after(end, " (using ") || scan_after(end, ":  multi")
		       ? end
		       : NULL;
}

/* The "sysbench ..." of an echoed command that runs a test, or NULL. */
static const char *echoed_command(const char *text)
{
	static const char *const prompts[] = {"$ ", "# ", "+ "};

	for (size_t i = 0; i < COUNT(prompts); i++) {
		const char *prompt = strstr(text, prompts[i]);
		const char *command;

		if (!prompt)
			continue;
		command = scan_after(scan_blanks(prompt + 2), "sysbench ");
		if (command && strstr(command, " run"))
			return command;
	}
	return NULL;
}

static bool is_missing(const char *text)
{
	return strstr(text, "sysbench: command not found") ||
	       strstr(text, "sysbench: not found");
}

static bool is_complaint(const char *text)
{
	for (size_t i = 0; i < COUNT(complaints); i++)
		if (scan_after(text, complaints[i]))
			return true;
	return is_missing(text);
}

/* Part of a report whose header is missing. */
static bool is_body(const char *text)
{
	for (size_t i = 0; i < COUNT(sections); i++)
		if (strcmp(text, sections[i].title) == 0)
			return true;
	return scan_after(text, "Running the test with following options:") ||
	       scan_after(text, "Total operations: ");
}

static bool owns(const char *text)
{
	return header_end(text) || echoed_command(text) || is_complaint(text) ||
	       is_body(text);
}

static void hold(struct reading *reading, enum value which, double number,
	const char *raw)
{
	struct held *held = &reading->held[which];

	if (reading->checkpoints)
		return;
	if (number < 0 || number >= values[which].limit) {
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_NUMBER_ABSURD,
			parser_quote(
				reading->parsing->arena, reading->scan->text));
		held->state = VOID;
	} else if (held->state == STATED && strcmp(held->raw, raw) != 0) {
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_VALUE_TWICE, values[which].metric, held->raw,
			raw);
		held->state = VOID;
	} else if (held->state == ABSENT) {
		*held = (struct held){STATED,
			scan_base(number, values[which].factor), raw,
			reading->scan->line};
	}
}

/* Of a number and its unit: where they end, or NULL. */
static const char *measure(enum value which, const char *text, double *number)
{
	const char *end, *behind;

	if (!scan_number(text, number, &end))
		return NULL;
	behind = scan_after(end, values[which].unit);
	return behind && (!*behind || strchr(" \t)", *behind)) ? behind : NULL;
}

static char *keep(struct reading *reading, const char *text, const char *end)
{
	return arena_strndup(
		reading->parsing->arena, text, (size_t)(end - text));
}

static void unread(struct reading *reading)
{
	/* where the log stops, the run's own diag says so */
	if (reading->scan->cut)
		return;
	parser_diag(reading->scan, reading->parsing, DIAG_ID_NUMBER_UNREAD,
		parser_quote(reading->parsing->arena, reading->scan->text));
}

/* The key's number alone up to the end of the line. */
static void read_value(
	struct reading *reading, enum value which, const char *text)
{
	double number;
	const char *end = measure(which, text, &number);

	if (end && scan_end(end))
		hold(reading, which, number, keep(reading, text, end));
	else
		unread(reading);
}

static bool read_field(struct reading *reading, const char *text)
{
	for (size_t i = 0; i < COUNT(fields); i++) {
		const char *rest;

		if (fields[i].section != reading->section)
			continue;
		rest = scan_after(scan_blanks(text), fields[i].key);
		if (!rest)
			continue;
		/* the last digits may be missing */
		if (!reading->scan->cut)
			read_value(reading, fields[i].value, scan_blanks(rest));
		return true;
	}
	return false;
}

/* Both numbers of pairs[i], or none. */
static bool hold_pair(struct reading *reading, size_t i, const char *first)
{
	double one, two;
	const char *end = measure(pairs[i].first, first, &one);
	const char *second = end ? scan_after(end, pairs[i].between) : NULL;
	const char *stop;

	if (!second)
		return false;
	second = scan_blanks(second);
	stop = measure(pairs[i].second, second, &two);
	if (!stop || !scan_after(stop, pairs[i].behind))
		return false;
	hold(reading, pairs[i].first, one, keep(reading, first, end));
	hold(reading, pairs[i].second, two, keep(reading, second, stop));
	return true;
}

static bool read_pair(struct reading *reading, const char *text)
{
	for (size_t i = 0; i < COUNT(pairs); i++) {
		const char *rest = scan_after(text, pairs[i].before);

		if (!rest || !strstr(rest, pairs[i].between))
			continue;
		if (hold_pair(reading, i, rest))
			return true;
		/* the last kind has no words before it: it may be any line */
		if (!*pairs[i].before)
			return false;
		unread(reading);
		return true;
	}
	return false;
}

/* "avg/stddev", both numbers */
static bool is_fraction(const char *text)
{
	double number;
	const char *end;

	return scan_number(text, &number, &end) && *end == '/' &&
	       scan_number(end + 1, &number, &end) && scan_end(end);
}

static void read_fairness(struct reading *reading, const char *text)
{
	for (size_t i = 0; i < COUNT(fairness); i++) {
		const char *rest = scan_after(scan_blanks(text), fairness[i]);

		if (rest && is_fraction(scan_blanks(rest)))
			reading->fair[i] = true;
	}
}

static void state_number(
	struct reading *reading, size_t which, const char *text)
{
	unsigned long long number;
	char decimal[32];
	const char *end;

	/* "0KiB" is a block below 1 KiB, "0MiB" no limit: nothing to state */
	if (!scan_count(text, &number, &end) || number == 0 ||
		!(end = scan_after(end, options[which].unit)) || !scan_end(end))
		return;
	snprintf(decimal, sizeof decimal, "%llu",
		number * options[which].factor);
	run_state(reading->parsing->arena, reading->run, options[which].key,
		decimal, reading->scan->line);
}

static bool read_option(struct reading *reading, const char *text)
{
	for (size_t i = 0; i < COUNT(options); i++) {
		const char *rest = scan_after(text, options[i].before);

		if (!rest)
			continue;
		if (reading->scan->cut || scan_end(rest))
			return true;
		if (options[i].unit)
			state_number(reading, i, rest);
		else
			run_state(reading->parsing->arena, reading->run,
				options[i].key,
				parser_quote(reading->parsing->arena, rest),
				reading->scan->line);
		return true;
	}
	return false;
}

static void read_marker(struct reading *reading, const char *text)
{
	for (size_t i = 0; i < COUNT(markers); i++)
		if (!*reading->run->workload &&
			scan_after(text, markers[i].prefix))
			reading->run->workload = markers[i].workload;
}

static void read_section(struct reading *reading, const char *text)
{
	if (!*text || *text == ' ' || *text == '\t')
		return;
	reading->section = NO_SECTION;
	for (size_t i = 0; i < COUNT(sections); i++)
		if (strcmp(text, sections[i].title) == 0)
			reading->section = sections[i].section;
}

/* seq or rnd leaves no trace in the output: only the command shows it. */
static void state_access(struct reading *reading)
{
	static const char option[] = "--memory-access-mode=";
	const char *command = reading->command;
	const char *mode;

	if (!command || strcmp(reading->run->workload, "memory") != 0 ||
		!strstr(command, "memory "))
		return;
	mode = strstr(command, option);
	/* a variable may hold the option */
	if (!mode && strchr(command, '$'))
		return;
	mode = mode ? mode + strlen(option) : "seq";
	if (scan_after(mode, "rnd"))
		mode = "rnd";
	else if (scan_after(mode, "seq"))
		mode = "seq";
	else
		return;
	run_state(reading->parsing->arena, reading->run, "access_mode", mode,
		reading->command_line);
}

static bool is_stated(const struct reading *reading, enum value which)
{
	return reading->held[which].state == STATED;
}

static bool is_empty(const struct reading *reading)
{
	return is_stated(reading, TOTAL_EVENTS) &&
	       reading->held[TOTAL_EVENTS].number == 0;
}

static bool reached_end(const struct reading *reading)
{
	return is_stated(reading, TOTAL_TIME) &&
	       is_stated(reading, TOTAL_EVENTS) && reading->fair[0] &&
	       reading->fair[1];
}

static bool is_read_version(const struct run *run)
{
	return !run->version || scan_after(run->version, "1.0.");
}

/* Says why the run does not count; false when it does. */
static bool tell_failure(struct reading *reading)
{
	struct diags *diags = reading->parsing->diags;
	const struct run *run = reading->run;
	const char *file = reading->parsing->file;

	if (!is_read_version(run))
		diag_add(diags, DIAG_ID_VERSION_UNREAD, file, run->line,
			"sysbench", run->version);
	else if (reading->complaint)
		diag_add(diags, DIAG_ID_RUN_FAILED, file,
			reading->complaint_line, "sysbench", run->workload,
			reading->complaint);
	else if (reading->checkpoints)
		diag_add(diags, DIAG_ID_SYSBENCH_CHECKPOINTS, file, run->line,
			NULL);
	else if (!reached_end(reading))
		diag_add(diags, DIAG_ID_RUN_CUT, file, reading->last_line,
			"sysbench", run->workload);
	else if (is_empty(reading))
		diag_add(diags, DIAG_ID_RUN_EMPTY, file,
			reading->held[TOTAL_EVENTS].line, "sysbench",
			run->workload);
	else
		return false;
	return true;
}

/* Checkpoint reports reset the counters and latencies of no event are no
 * latencies: neither is stated. */
static bool is_worthless(const struct reading *reading, enum value which)
{
	return reading->checkpoints ||
	       (is_empty(reading) && which != TOTAL_TIME &&
		       which != TOTAL_EVENTS);
}

static void finish(struct reading *reading)
{
	struct run *run = reading->run;

	if (!run)
		return;
	for (size_t i = 0; i < VALUE_COUNT; i++) {
		const struct held *held = &reading->held[i];

		if (held->state == STATED && !is_worthless(reading, i))
			run_observe(reading->parsing->arena, run,
				values[i].metric, held->number, held->raw,
				held->line);
	}
	state_access(reading);
	run->complete = !tell_failure(reading);
	run->last_line = reading->last_line;
	reading->run = NULL;
	reading->command = NULL;
}

static void begin(struct reading *reading, const char *text)
{
	const char *end = header_end(text);
	struct scan *scan = reading->scan;
	struct parsing *parsing = reading->parsing;

	*reading = (struct reading){
		.scan = scan,
		.parsing = parsing,
		.command = reading->command,
		.command_line = reading->command_line,
		.last_line = scan->line,
	};
	reading->run = parser_run(scan, parsing, "sysbench");
	reading->run->workload = "";
	if (end)
		reading->run->version = arena_strndup(parsing->arena,
			text + strlen("sysbench "),
			(size_t)(end - text) - strlen("sysbench "));
}

static void complain(struct reading *reading, const char *text)
{
	const char *quote = parser_quote(reading->parsing->arena, text);

	if (reading->run && reached_end(reading))
		finish(reading);
	if (!reading->run && !reading->told) {
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_TOOL_FAILED, "sysbench", quote);
		reading->told = true;
	} else if (reading->run && !reading->complaint) {
		reading->complaint = quote;
		reading->complaint_line = reading->scan->line;
	}
}

static void read_body(struct reading *reading, const char *text)
{
	/* what follows a whole report (prompts, `time`) is not the run's */
	if (!reached_end(reading) && !scan_end(text))
		reading->last_line = reading->scan->line;
	if (strstr(text, " Checkpoint report:"))
		reading->checkpoints = true;
	read_marker(reading, text);
	read_section(reading, text);
	if (read_option(reading, text) || read_field(reading, text) ||
		read_pair(reading, text))
		return;
	if (reading->section == FAIRNESS)
		read_fairness(reading, text);
}

/* A report whose header is missing, at the start or after a whole one. */
static bool begins_report(const struct reading *reading, const char *text)
{
	return is_body(text) &&
	       (!reading->run ||
		       (reached_end(reading) && !reading->checkpoints));
}

static void read_line(struct reading *reading, const char *text)
{
	const char *command = echoed_command(text);

	if (command) {
		finish(reading);
		reading->command =
			arena_strdup(reading->parsing->arena, command);
		reading->command_line = reading->scan->line;
	} else if (header_end(text)) {
		finish(reading);
		begin(reading, text);
	} else if (is_complaint(text)) {
		complain(reading, text);
	} else {
		if (begins_report(reading, text)) {
			finish(reading);
			begin(reading, text);
		}
		if (reading->run)
			read_body(reading, text);
	}
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct reading reading = {.scan = scan, .parsing = parsing};

	while (parser_next(scan, &parser_sysbench))
		read_line(&reading, scan->text);
	finish(&reading);
}

const struct parser parser_sysbench = {"sysbench", owns, parse};
