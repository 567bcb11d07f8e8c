/*
 * stress 1.0 and stress-ng 0.13 to 0.17: how long a load ran, and the bogo
 * operations of stress-ng, on the console and in its YAML.
 *
 * One run is one invocation, named after its stressors ("cpu", "cpu+vm").
 * Several stressors with figures of their own give a run each, besides.
 * stress-ng calls an interrupted run successful: what counts is whether it
 * lasted as long as it was set to.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "parsers/parser.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define NAME_MAX_LENGTH 120

enum bogo {
	BOGO_OPS,
	REAL_TIME,
	USER_TIME,
	SYSTEM_TIME,
	OPS_RATE,
	OPS_CPU_RATE,
	FIGURE_COUNT
};

/* In the order of a metrics line. */
static const struct {
	const char *metric;
	const char *yaml;
} figures[FIGURE_COUNT] = {
	[BOGO_OPS] = {"stress_ng.bogo_ops", "bogo-ops: "},
	[REAL_TIME] = {"stress_ng.real_time", "wall-clock-time: "},
	[USER_TIME] = {"stress_ng.user_time", "user-time: "},
	[SYSTEM_TIME] = {"stress_ng.system_time", "system-time: "},
	[OPS_RATE] = {"stress_ng.bogo_ops_per_second",
		"bogo-ops-per-second-real-time: "},
	[OPS_CPU_RATE] = {"stress_ng.bogo_ops_per_cpu_second",
		"bogo-ops-per-second-usr-sys-time: "},
};

struct reading {
	struct scan *scan;
	struct parsing *parsing;
	struct run *run;  /* the invocation; NULL: none yet */
	struct run *part; /* the run that YAML figures belong to */
	const char *tool;
	bool hogs, ended, yaml, closed, told;
	bool headless;		    /* the lines that open a run are missing */
	unsigned long long process; /* the number in its lines; 0: none */
	size_t stressors;	    /* that the invocation dispatched */
	bool table;		    /* the head of the metrics was there */
	size_t rows;		    /* and so many stressors below it */
	double set;		    /* s it was told to run; NAN: not stated */
	double took;		    /* s; NAN: not stated */
	const char *set_text, *took_text;
	const char *complaint;
	unsigned complaint_line;
	char version[16]; /* said before the run, or "" */
	unsigned last_line;
};

/* Behind "stress: info: [123] " or "stress-ng: metrc: [123] ", or NULL. */
static const char *message(const char *text, const char *tool, const char *kind)
{
	const char *rest = scan_after(text, tool);

	rest = rest ? scan_after(rest, ": ") : NULL;
	rest = rest ? scan_after(rest, kind) : NULL;
	rest = rest ? scan_after(scan_blanks(rest), "[") : NULL;
	if (!rest)
		return NULL;
	rest += strspn(rest, "0123456789");
	return *rest == ']' ? scan_blanks(rest + 1) : NULL;
}

static const char *info(const char *text, const char **tool)
{
	static const char *const tools[] = {"stress", "stress-ng"};

	for (size_t i = 0; i < COUNT(tools); i++) {
		const char *rest = message(text, tools[i], "info:");

		if (rest) {
			*tool = tools[i];
			return rest;
		}
	}
	return NULL;
}

/* 2680 of "stress-ng: info:  [2680] ..."; 0: none. */
static unsigned long long process_of(const char *text)
{
	const char *bracket = strchr(text, '[');
	unsigned long long number;

	return bracket && scan_count(bracket + 1, &number, &bracket) ? number
								     : 0;
}

static const char *failure(const char *text)
{
	static const char *const openings[] = {
		"stress: FAIL: [",
		"stress-ng: error: [",
		"stress-ng: unrecognized option ",
		"stress-ng: fail:  [",
	};

	for (size_t i = 0; i < COUNT(openings); i++)
		if (scan_after(text, openings[i]))
			return text;
	return NULL;
}

static const char *yaml_version(const char *text)
{
	return scan_after(scan_blanks(text), "stress-ng-version: ");
}

static bool owns(const char *text)
{
	return scan_after(text, "stress: ") ||
	       scan_after(text, "stress-ng: ") || yaml_version(text) ||
	       failure(text);
}

/* Seconds of "10.05s", "600 second", "1 min, 10.00 secs"; NAN when it is
 * nothing of the kind. */
static double duration(const char *text)
{
	static const struct scan_suffix units[] = {
		{"s", 1},
		{"sec", 1},
		{"secs", 1},
		{"second", 1},
		{"seconds", 1},
		{"min", 60},
		{"mins", 60},
		{"hour", 3600},
		{"hours", 3600},
		{"day", 86400},
		{"days", 86400},
		{NULL, 0},
	};
	double sum = 0, part;

	for (;;) {
		const char *rest;

		if (!scan_scaled(text, units, &part, &rest) || part < 0)
			return NAN;
		sum += part;
		rest = scan_blanks(rest);
		if (*rest != ',')
			return sum;
		text = scan_blanks(rest + 1);
	}
}

static void begin(struct reading *reading, const char *tool)
{
	struct reading next = {
		.scan = reading->scan,
		.parsing = reading->parsing,
		.tool = tool,
		.set = NAN,
		.took = NAN,
		.told = reading->told,
		.last_line = reading->scan->line,
		.process = process_of(reading->scan->text),
	};

	next.run = parser_run(reading->scan, reading->parsing, tool);
	next.run->workload = "";
	if (*reading->version && strcmp(tool, "stress-ng") == 0)
		next.run->version =
			arena_strdup(reading->parsing->arena, reading->version);
	*reading = next;
}

static bool is_early(const struct reading *reading)
{
	return !isnan(reading->set) &&
	       reading->took < reading->set * 0.98 - 0.05;
}

/* Says why the run does not count; false when it does. */
static bool tell_failure(struct reading *reading)
{
	struct diags *diags = reading->parsing->diags;
	const char *file = reading->parsing->file;
	const struct run *run = reading->run;

	if (reading->complaint)
		diag_add(diags, DIAG_ID_RUN_FAILED, file,
			reading->complaint_line, reading->tool, run->workload,
			reading->complaint);
	else if ((!reading->ended && !reading->closed) ||
		 (reading->table && reading->rows < reading->stressors))
		diag_add(diags, DIAG_ID_RUN_CUT, file, reading->last_line,
			reading->tool, run->workload);
	else if (reading->headless && !reading->yaml && isnan(reading->set))
		diag_add(diags, DIAG_ID_RUN_HEADLESS, file, run->line,
			reading->tool, run->workload);
	else if (is_early(reading))
		diag_add(diags, DIAG_ID_STRESS_EARLY, file, reading->last_line,
			reading->tool, reading->took_text, reading->set_text);
	else if (reading->took == 0)
		diag_add(diags, DIAG_ID_RUN_EMPTY, file, reading->last_line,
			reading->tool, run->workload);
	else
		return false;
	return true;
}

/* The option of the command that says how long, or NULL. */
static const char *timeout_of(const char *command)
{
	static const char *const names[] = {" --timeout", " -t"};

	for (size_t i = 0; i < COUNT(names); i++) {
		const char *option = strstr(command, names[i]);

		option = option ? option + strlen(names[i]) : NULL;
		if (option && (*option == ' ' || *option == '='))
			return scan_blanks(option + 1);
	}
	return NULL;
}

/* What the lost lines said of the time, if the command says it as well. */
static void recall_time(struct reading *reading)
{
	static const struct scan_suffix units[] = {
		{"", 1},
		{"s", 1},
		{"m", 60},
		{"h", 3600},
		{"d", 86400},
		{NULL, 0},
	};
	const struct echo_span *command = echo_command(
		&reading->parsing->echo, reading->tool, reading->run->line);
	const char *option = command ? timeout_of(command->text) : NULL;
	const char *end;

	if (!option || !scan_scaled(option, units, &reading->set, &end) ||
		(*end && *end != ' ')) {
		reading->set = NAN;
		return;
	}
	reading->set_text = arena_strndup(
		reading->parsing->arena, option, (size_t)(end - option));
}

static void finish(struct reading *reading)
{
	struct run *run = reading->run;

	if (!run)
		return;
	if (reading->headless)
		recall_time(reading);
	run->complete = !tell_failure(reading);
	run->last_line = reading->last_line;
	for (struct run *part = run->next; part; part = part->next) {
		part->complete = run->complete;
		part->last_line = part->line;
	}
	reading->run = NULL;
}

/* "2 cpu, 0 io, 0 vm, 0 hdd": the kinds there is one of become the name. */
static void read_hogs(struct reading *reading, const char *text)
{
	struct arena *arena = reading->parsing->arena;
	char name[NAME_MAX_LENGTH + 1] = "";
	unsigned long long number;
	size_t used = 0;

	run_state(arena, reading->run, "hogs", parser_quote(arena, text),
		reading->scan->line);
	reading->hogs = true;
	while (scan_count(text, &number, &text) && *text == ' ') {
		size_t length = strcspn(++text, ", ");

		if (number && used + length + 1 < NAME_MAX_LENGTH) {
			used += (size_t)snprintf(name + used,
				sizeof name - used, "%s%.*s", used ? "+" : "",
				(int)length, text);
			reading->stressors++;
		}
		text = scan_blanks(text + length + (text[length] == ','));
	}
	reading->run->workload = arena_strdup(arena, name);
}

static void set_time(struct reading *reading, const char *text)
{
	struct arena *arena = reading->parsing->arena;
	char seconds[32];

	reading->set = duration(text);
	if (isnan(reading->set) || reading->set > 1e9)
		return;
	reading->set_text = arena_strndup(arena, text, strcspn(text, "("));
	reading->set_text = parser_quote(arena, reading->set_text);
	if (strstr(reading->set_text, " run"))
		reading->set_text = parser_quote(arena,
			arena_strndup(arena, reading->set_text,
				(size_t)(strstr(reading->set_text, " run") -
					 reading->set_text)));
	snprintf(seconds, sizeof seconds, "%lu", (unsigned long)reading->set);
	run_state(
		arena, reading->run, "duration", seconds, reading->scan->line);
}

static void end(struct reading *reading, const char *text)
{
	struct arena *arena = reading->parsing->arena;

	if (reading->ended || (reading->scan->cut && !strchr(text, 's')))
		return;
	reading->took = duration(text);
	if (isnan(reading->took)) {
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_NUMBER_UNREAD, parser_quote(arena, text));
		return;
	}
	reading->ended = true;
	reading->took_text = parser_quote(
		arena, arena_strndup(arena, text, strcspn(text, "(")));
	run_observe(arena, reading->run, "stress.duration", reading->took,
		reading->took_text, reading->scan->line);
}

/* The run that the figures of a stressor belong to. */
static struct run *run_of(
	struct reading *reading, const char *name, size_t length)
{
	struct run *run = reading->run;

	if (reading->stressors > 1 ||
		(reading->headless && reading->rows > 1) ||
		(reading->yaml && reading->part)) {
		run = parser_run(reading->scan, reading->parsing, "stress-ng");
		run->version = reading->run->version;
	}
	if (run != reading->run || !*run->workload)
		run->workload =
			arena_strndup(reading->parsing->arena, name, length);
	return run;
}

static bool is_table(const char *text)
{
	return scan_after(text, "stressor ") && strstr(text, " bogo ops ");
}

/* "cpu   6419   10.10   11.28   0.02   635.77   568.05" and perhaps more. */
static void read_metrics(struct reading *reading, const char *text)
{
	double value[FIGURE_COUNT];
	const char *start[FIGURE_COUNT], *stop[FIGURE_COUNT];
	const char *name = text;
	size_t length = strcspn(text, " ");
	struct run *run;

	if (is_table(text))
		reading->table = true;
	text += length;
	for (size_t i = 0; i < FIGURE_COUNT; i++) {
		start[i] = scan_blanks(text);
		if (start[i] == text ||
			!scan_number(start[i], &value[i], &text) ||
			value[i] < 0)
			return;
		stop[i] = text;
	}
	if (*text && *text != ' ')
		return;
	if (reading->scan->cut && scan_end(text))
		return;
	reading->rows++;
	run = run_of(reading, name, length);
	/* keep no copy of what is not kept */
	if (run_obs(run, figures[BOGO_OPS].metric))
		return;
	for (size_t i = 0; i < FIGURE_COUNT; i++)
		run_observe(reading->parsing->arena, run, figures[i].metric,
			value[i],
			arena_strndup(reading->parsing->arena, start[i],
				(size_t)(stop[i] - start[i])),
			reading->scan->line);
}

/* "failed: 0", "metrics untrustworthy: 0": anything else is a complaint. */
static void read_count(struct reading *reading, const char *text)
{
	static const char *const keys[] = {
		"failed: ", "metrics untrustworthy: "};
	unsigned long long number;
	const char *stop;

	for (size_t i = 0; i < COUNT(keys); i++) {
		const char *rest = scan_after(text, keys[i]);

		if (rest && scan_count(rest, &number, &stop) && number &&
			!reading->complaint) {
			reading->complaint =
				parser_quote(reading->parsing->arena, text);
			reading->complaint_line = reading->scan->line;
		}
	}
}

static void complain(struct reading *reading, const char *text)
{
	struct arena *arena = reading->parsing->arena;
	const char *tool = strstr(text, "stress-ng: ") ? "stress-ng" : "stress";

	if (reading->run && !reading->ended) {
		if (!reading->complaint)
			reading->complaint = parser_quote(arena, text);
		if (!reading->complaint_line)
			reading->complaint_line = reading->scan->line;
		reading->last_line = reading->scan->line;
	} else if (!reading->told) {
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_TOOL_FAILED, tool, parser_quote(arena, text));
		reading->told = true;
	}
}

/* What opens a run, or names its stressors. */
static bool read_opening(
	struct reading *reading, const char *tool, const char *text)
{
	const char *set = scan_after(text, "setting to a ");
	const char *hogs = scan_after(text, "dispatching hogs: ");

	if (set || scan_after(text, "defaulting to a ")) {
		finish(reading);
		begin(reading, tool);
		if (set)
			set_time(reading, set);
		return true;
	}
	if (!hogs)
		return false;
	if (!reading->run || reading->hogs || reading->ended) {
		finish(reading);
		begin(reading, tool);
	}
	read_hogs(reading, hogs);
	return true;
}

/* A result that no opening precedes: of a run of its own, unless the same
 * process has said nothing of the kind so far. */
static void open_result(
	struct reading *reading, const char *tool, const char *text)
{
	bool success = scan_after(text, "successful run completed in ") != NULL;
	unsigned long long process = process_of(reading->scan->text);

	if (!success && !is_table(text))
		return;
	if (reading->run && !(success ? reading->ended : reading->table) &&
		(!reading->process || reading->process == process))
		return;
	finish(reading);
	begin(reading, tool);
	reading->headless = true;
}

static void read_info(
	struct reading *reading, const char *tool, const char *text)
{
	const char *success;

	if (read_opening(reading, tool, text))
		return;
	open_result(reading, tool, text);
	if (!reading->run)
		return;
	success = scan_after(text, "successful run completed in ");
	if (success)
		end(reading, success);
	else if (scan_after(text, "unsuccessful run completed"))
		complain(reading, text);
	else if (strcmp(tool, "stress-ng") == 0) {
		read_count(reading, text);
		/* 0.13 has the figures among the rest, behind the end */
		read_metrics(reading, text);
	}
}

/* The first line of a YAML file tells the version of the run before it, or
 * opens a run of its own. */
static void open_yaml(struct reading *reading, const char *version)
{
	size_t length = strspn(version, "0123456789.");

	if (!reading->run || reading->yaml) {
		finish(reading);
		begin(reading, "stress-ng");
		reading->yaml = true;
	} else {
		/* of a quiet run there are only the table and this */
		reading->yaml = reading->headless && !reading->ended;
		reading->closed = reading->ended;
	}
	if (!reading->run->version && length)
		reading->run->version =
			arena_strndup(reading->parsing->arena, version, length);
}

/* The run of a stressor; what a table has said of it is less fine. */
static struct run *yaml_run(struct reading *reading, const char *name)
{
	for (struct run *run = reading->run; run && reading->rows;
		run = run->next) {
		if (strcmp(run->workload, name) != 0)
			continue;
		run->obs_count = 0;
		return run;
	}
	return run_of(reading, name, strlen(name));
}

static void read_yaml(struct reading *reading, const char *text)
{
	const char *key = scan_blanks(text);
	const char *name = scan_after(key, "- stressor: ");

	if (strcmp(text, "...") == 0)
		reading->closed = true;
	if (name)
		reading->part = yaml_run(reading, name);
	if (!reading->part || reading->scan->cut)
		return;
	for (size_t i = 0; i < FIGURE_COUNT; i++) {
		const char *start = scan_after(key, figures[i].yaml);
		const char *stop;
		double value;

		if (start && scan_number(start, &value, &stop) && value >= 0 &&
			scan_end(stop))
			run_observe(reading->parsing->arena, reading->part,
				figures[i].metric, value, start,
				reading->scan->line);
	}
}

/* "stress: dbug: [1] setting timeout to 600s", "stress-ng: debug: [1]
 * stress-ng 0.15.06" */
static void read_debug(struct reading *reading, const char *text)
{
	const char *rest = message(text, "stress", "dbug:");

	if (rest && (rest = scan_after(rest, "setting timeout to ")) &&
		reading->run && isnan(reading->set))
		set_time(reading, rest);
	rest = message(text, "stress-ng", "debug:");
	if (rest && (rest = scan_after(rest, "stress-ng "))) {
		size_t length = strspn(rest, "0123456789.");

		if (length && length < sizeof reading->version) {
			memcpy(reading->version, rest, length);
			reading->version[length] = '\0';
		}
	}
}

/* A run that failed says how long it lasted, too:
 * "(461) failed run completed in 10s". */
static void read_failure(struct reading *reading, const char *text)
{
	const char *rest = message(text, "stress", "FAIL:");

	complain(reading, text);
	rest = rest ? strstr(rest, ") failed run completed in ") : NULL;
	rest = rest ? scan_after(rest, ") failed run completed in ") : NULL;
	if (rest && reading->run)
		end(reading, rest);
}

static void read_line(struct reading *reading, const char *text)
{
	const char *tool;
	const char *rest = info(text, &tool);

	if (reading->run && !reading->yaml && !reading->ended &&
		!scan_end(text))
		reading->last_line = reading->scan->line;
	if (reading->yaml && !scan_end(text))
		reading->last_line = reading->scan->line;
	if (rest)
		read_info(reading, tool, rest);
	else if ((rest = message(text, "stress-ng", "metrc:")))
		read_info(reading, "stress-ng", rest);
	else if (failure(text))
		read_failure(reading, text);
	else if ((rest = yaml_version(text)))
		open_yaml(reading, rest);
	else if (reading->yaml && reading->run)
		read_yaml(reading, text);
	else
		read_debug(reading, text);
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct reading reading = {.scan = scan, .parsing = parsing};

	while (parser_next(scan, &parser_stress))
		read_line(&reading, scan->text);
	finish(&reading);
}

const struct parser parser_stress = {"stress", owns, parse};
