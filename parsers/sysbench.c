/*
 * sysbench 0.4, 0.5, 1.0 and 1.1, text: where the runs of a file begin and
 * end and whether they reached their end. See sysbench.h for the rest.
 */
#include <math.h>
#include <string.h>

#include "parsers/sysbench.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What sysbench says when it gives up. */
static const char *const complaints[] = {
	"FATAL: ",
	"invalid option: --",
	"Unknown option: --",
	"Unknown command: ",
	"Invalid test name: ",
	"Invalid value for the '",
	"Invalid value for --",
	"Invalid value for verbosity: ",
	"PANIC: unprotected error in call to Lua API",
};

/* The same, but only behind a header: other programs say it too. */
static const char *const refusals[] = {
	"The '",
	"'cpu' test does not ",
	"'memory' test does not ",
	"'threads' test does not ",
	"'mutex' test does not ",
};

/* Lines of commands that are no test. */
static const char *const pointless[] = {
	"Creating files for the test...",
	"Removing test files...",
	"Creating table '",
	"Dropping table '",
	"cpu options:",
	"memory options:",
	"fileio options:",
	"threads options:",
	"mutex options:",
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

static bool begins_with(const char *text, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (scan_after(text, list[i]))
			return true;
	return false;
}

static bool is_complaint(const char *text)
{
	return begins_with(text, complaints, COUNT(complaints));
}

/* What `grep "events per second"` leaves of a report. */
static bool is_lone_rate(const char *text)
{
	const char *rest = scan_after(scan_blanks(text), "events per second: ");
	double rate;

	return rest && scan_number(scan_blanks(rest), &rate, &rest) &&
	       sysbench_ends(rest);
}

/* Part of a report whose header is missing. */
static bool is_body(const char *text)
{
	enum sysbench_section section = sysbench_title(text);

	/* others have a throughput and a response time as well */
	if (section != NO_SECTION)
		return section != SECTION_THROUGHPUT &&
		       section != SECTION_RESPONSE;
	return scan_after(text, "Running the test with following options:") ||
	       is_lone_rate(text) || sysbench_loose(text);
}

/* A quick no: every line of every file is asked. */
static bool may_open(const char *text)
{
	/* of complaints, titles, and what grep leaves */
	static const char firsts[] = "FiUIPCGTLSOR'0123456789e";
	char first = *scan_blanks(text);

	return first && (strchr(firsts, first) || strstr(text, "sysbench"));
}

static bool owns(const char *text)
{
	return may_open(text) &&
	       (header_end(text) || sysbench_is_command(text) ||
		       is_complaint(text) || is_body(text));
}

/* A title opens a section. */
static bool read_title(struct sysbench *reading, const char *text)
{
	enum sysbench_section section = sysbench_title(text);

	/* pasted text may have lost its indentation */
	if (section == NO_SECTION ||
		(section == SECTION_RESPONSE &&
			reading->section != SECTION_GENERAL))
		return false;
	reading->section = section;
	reading->seen |= 1u << section;
	return true;
}

static const char *begin_version(const struct run *run)
{
	static const char *const read[] = {"0.4", "0.5", "1.0", "1.1"};

	if (!run->version)
		return "";
	for (size_t i = 0; i < COUNT(read); i++) {
		const char *rest = scan_after(run->version, read[i]);

		if (rest && strchr(".-", *rest))
			return read[i];
	}
	return NULL;
}

/* Did the command ask for something else than a test? Scripts may pass on what
 * came later: only of a header alone it is proof. */
static bool is_other_command(const struct sysbench *reading)
{
	static const char *const words[] = {" prepare", " cleanup"};
	const struct echo_span *command = echo_command(
		&reading->parsing->echo, "sysbench", reading->run->line);

	if (!command || reading->last_line != reading->run->line ||
		strstr(command->text, " run"))
		return false;
	for (size_t i = 0; i < COUNT(words); i++) {
		const char *word = strstr(command->text, words[i]);

		if (word && scan_end(word + strlen(words[i])))
			return true;
	}
	return false;
}

/* Says why the run does not count; false when it does. */
static bool tell_failure(struct sysbench *reading)
{
	struct diags *diags = reading->parsing->diags;
	const struct run *run = reading->run;
	const char *file = reading->parsing->file;

	if (reading->complaint)
		diag_add(diags, DIAG_ID_RUN_FAILED, file,
			reading->complaint_line, "sysbench", run->workload,
			reading->complaint);
	else if (reading->checkpoints)
		diag_add(diags, DIAG_ID_SYSBENCH_CHECKPOINTS, file, run->line,
			NULL);
	else if (reading->pointless || is_other_command(reading))
		diag_add(
			diags, DIAG_ID_SYSBENCH_NO_TEST, file, run->line, NULL);
	else if (!sysbench_reached_end(reading))
		diag_add(diags, DIAG_ID_RUN_CUT, file, reading->last_line,
			"sysbench", run->workload);
	else if (sysbench_is_empty(reading))
		diag_add(diags, DIAG_ID_RUN_EMPTY, file,
			reading->held[TOTAL_EVENTS].line, "sysbench",
			run->workload);
	else if (!begin_version(run))
		diag_add(diags, DIAG_ID_VERSION_UNREAD, file, run->line,
			"sysbench", run->version);
	else
		return false;
	return true;
}

static void finish(struct sysbench *reading)
{
	struct run *run = reading->run;

	if (!run)
		return;
	sysbench_state_values(reading);
	sysbench_state_histogram(reading);
	sysbench_state_command(reading);
	run->complete = !tell_failure(reading);
	run->last_line = reading->last_line;
	reading->run = NULL;
}

static void begin(struct sysbench *reading, const char *text)
{
	const char *end = header_end(text);
	struct scan *scan = reading->scan;
	struct parsing *parsing = reading->parsing;
	struct sysbench next = {
		.scan = scan,
		.parsing = parsing,
		.histogram = reading->histogram,
		.last_line = scan->line,
		.last = NAN,
		.rank = NAN,
		.head = end != NULL,
	};

	*reading = next;
	if (reading->histogram)
		reading->histogram->count = 0;
	reading->run = parser_run(scan, parsing, "sysbench");
	reading->run->workload = "";
	if (end)
		reading->run->version = arena_strndup(parsing->arena,
			text + strlen("sysbench "),
			(size_t)(end - text) - strlen("sysbench "));
}

static void complain(struct sysbench *reading, const char *text)
{
	struct arena *arena = reading->parsing->arena;

	if (reading->run && sysbench_reached_end(reading))
		finish(reading);
	if (!reading->run && !reading->told) {
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_TOOL_FAILED, "sysbench",
			parser_quote(arena, text));
		reading->told = true;
	} else if (reading->run && !reading->complaint) {
		reading->complaint = parser_quote(arena, text);
		reading->complaint_line = reading->scan->line;
	}
}

/* Between checkpoints there are whole reports, too. */
static bool is_over(const struct sysbench *reading)
{
	return !reading->checkpoints && sysbench_reached_end(reading);
}

/* "128 files, 8192Kb each, 1024Mb total": a test has a line for the total. */
static bool is_preparation(const char *text)
{
	unsigned long long files;

	return scan_count(text, &files, &text) &&
	       (text = scan_after(text, " files, ")) &&
	       strstr(text, " each, ") && strstr(text, " total");
}

static void read_body(struct sysbench *reading, const char *text)
{
	/* what follows a whole report (prompts, `time`, intervals of a next
	 * run) is not the run's */
	if (is_over(reading))
		return;
	if (!scan_end(text))
		reading->last_line = reading->scan->line;
	if (sysbench_read_bucket(reading, text) ||
		sysbench_read_interval(reading, text))
		return;
	if (!reading->seen && (begins_with(text, pointless, COUNT(pointless)) ||
				      is_preparation(text)))
		reading->pointless = true;
	sysbench_read_marker(reading, text);
	if (read_title(reading, text))
		return;
	if (reading->section == NO_SECTION && is_lone_rate(text))
		reading->section = SECTION_CPU;
	if (sysbench_read_value(reading, text))
		return;
	/* another line in the first column ends a section */
	if (*text && *text != ' ' && *text != '\t')
		reading->section = NO_SECTION;
	sysbench_read_option(reading, text);
}

/* A report has the line once, and where headers are missing one that stops
 * short is followed by the next. */
static bool is_second(const struct sysbench *reading, const char *text)
{
	enum sysbench_section section = sysbench_title(text);

	if (reading->head || reading->checkpoints)
		return false;
	return section != NO_SECTION
		       ? reading->seen & 1u << section
		       : is_lone_rate(text) &&
				 sysbench_stated(reading, EVENTS_PER_SECOND);
}

/* A report whose header is missing, at the start or after another one: to a
 * whole one nothing more belongs. */
static bool begins_report(const struct sysbench *reading, const char *text)
{
	return is_body(text) &&
	       (!reading->run || is_over(reading) || is_second(reading, text));
}

/* The preparation before a run measures nothing: what has intervals is the
 * run, whose header was not saved. */
static bool ends_preparation(const struct sysbench *reading, const char *text)
{
	return reading->run && reading->pointless &&
	       (scan_after(text, "Running the test with following options:") ||
		       sysbench_is_interval(text));
}

static void read_line(struct sysbench *reading, const char *text)
{
	if (ends_preparation(reading, text)) {
		finish(reading);
		begin(reading, text);
		read_body(reading, text);
	} else if (!may_open(text)) {
		if (reading->run)
			read_body(reading, text);
	} else if (sysbench_is_command(text)) {
		finish(reading);
	} else if (header_end(text)) {
		finish(reading);
		begin(reading, text);
	} else if (is_complaint(text) ||
		   (reading->run && reading->head && !reading->seen &&
			   begins_with(text, refusals, COUNT(refusals)))) {
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

/* A number inside a report, read: most lines are, and no other parser need be
 * asked about them. */
static bool is_figure(struct sysbench *reading, const char *text)
{
	if (!reading->run || reading->section == NO_SECTION || *text != ' ' ||
		sysbench_reached_end(reading) || may_open(text) ||
		!sysbench_read_value(reading, text))
		return false;
	sysbench_read_marker(reading, text);
	reading->last_line = reading->scan->line;
	return true;
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct sysbench reading = {.scan = scan, .parsing = parsing};

	while (parser_line(scan)) {
		if (is_figure(&reading, scan->text))
			continue;
		if (parser_yields(scan, &parser_sysbench))
			break;
		read_line(&reading, scan->text);
	}
	finish(&reading);
}

const struct parser parser_sysbench = {"sysbench", owns, parse};
