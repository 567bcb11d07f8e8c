/*
 * What sysbench echoes before a report, and what only the command shows.
 *
 * Figures for the checks:
 *   target.rate      --rate (1/s)
 *   warmup           --warmup-time (s)
 *   fileio.files     number of files
 *   fileio.fsync_end 1: the files are synchronised once more at the end
 *   fileio.fsync_all 1: after each write
 *   time.limit       --time of the command, when it has no --events (s)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parsers/sysbench.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Sizes in the words of all versions; a fraction is rounded and not used. */
static const struct scan_suffix sizes[] = {
	{"", 1},
	{"B", 1},
	{"b", 1},
	{"K", 1024},
	{"Kb", 1024},
	{"KiB", 1024},
	{"M", MIB},
	{"Mb", MIB},
	{"MiB", MIB},
	{"Gb", 1024 * MIB},
	{"GiB", 1024 * MIB},
	{"Tb", MIB *MIB},
	{"TiB", MIB *MIB},
	{NULL, 0},
};

/* Options echoed before the test starts. */
static const struct {
	const char *before;
	const char *key;
	enum { WORD, WHOLE, SIZE } kind;
	const char *behind;
} options[] = {
	{"Number of threads: ", "threads", WHOLE, ""},
	{"Prime numbers limit: ", "prime_limit", WHOLE, ""},
	{"Primer numbers limit: ", "prime_limit", WHOLE, ""},
	{"Maximum prime number checked in CPU test: ", "prime_limit", WHOLE,
		""},
	{"block size: ", "block_size", SIZE, ""},
	{"total size: ", "total_size", SIZE, ""},
	{"operation: ", "operation", WORD, ""},
	{"scope: ", "scope", WORD, ""},
	{"Memory block size: ", "block_size", SIZE, ""},
	{"Memory transfer size: ", "total_size", SIZE, ""},
	{"Memory operations type: ", "operation", WORD, ""},
	{"Memory scope type: ", "scope", WORD, ""},
	{"Block size ", "block_size", SIZE, ""},
	{"", "total_size", SIZE, " total file size"},
};

/* The file test says its mode in words; --file-test-mode has these. */
static const struct {
	const char *words;
	const char *mode;
} modes[] = {
	{"Doing sequential write (creation) test", "seqwr"},
	{"Doing sequential rewrite test", "seqrewr"},
	{"Doing sequential read test", "seqrd"},
	{"Doing random read test", "rndrd"},
	{"Doing random write test", "rndwr"},
	{"Doing random r/w test", "rndrw"},
};

/* Lines whose number a check needs. */
static const struct {
	const char *before;
	const char *figure;
} numbers[] = {
	{"Target transaction rate: ", "target.rate"},
	{"Warmup time: ", "warmup"},
	{"Warming up for ", "warmup"},
};

/* Lines that only one test prints. */
static const struct {
	const char *prefix;
	const char *workload;
} markers[] = {
	{"Prime numbers limit: ", "cpu"},
	{"Primer numbers limit: ", "cpu"},
	{"Maximum prime number checked in CPU test: ", "cpu"},
	{"CPU speed:", "cpu"},
	{"events per second: ", "cpu"},
	{"Doing CPU performance benchmark", "cpu"},
	{"Running memory speed test", "memory"},
	{"Doing memory operations speed test", "memory"},
	{"Total operations: ", "memory"},
	{"Extra file open flags: ", "fileio"},
	{"File operations:", "fileio"},
	{"read:  IOPS=", "fileio"},
	{"Operations performed:  ", "fileio"}, /* before the next */
	{"Operations performed: ", "memory"},
	{"Doing thread subsystem performance test", "threads"},
	{"Doing mutex performance test", "mutex"},
	{"SQL statistics:", "oltp"},
	{"OLTP test statistics:", "oltp"},
	{"Doing OLTP test.", "oltp"},
};

void sysbench_read_marker(struct sysbench *reading, const char *text)
{
	text = scan_blanks(text);
	for (size_t i = 0; !*reading->run->workload && i < COUNT(markers); i++)
		if (scan_after(text, markers[i].prefix))
			reading->run->workload = markers[i].workload;
}

static void state(struct sysbench *reading, const char *key, const char *value)
{
	run_state(reading->parsing->arena, reading->run, key, value,
		reading->scan->line);
}

static void figure(struct sysbench *reading, const char *key, double value)
{
	run_figure(reading->parsing->arena, reading->run, key, value, 0,
		reading->scan->line);
}

/* Digits and a unit before `behind`, as a decimal number of bytes; false when
 * it is none, rounded, or nought: "0KiB" is a block below 1 KiB, "0MiB" no
 * limit. */
static bool whole_bytes(
	const char *text, const char *behind, char *decimal, size_t size)
{
	unsigned long long digits;
	double bytes;
	const char *end;

	if (!scan_count(text, &digits, &end) || *end == '.' || digits == 0 ||
		!scan_scaled(text, sizes, &bytes, &end) || bytes > 1e15)
		return false;
	end = scan_after(end, behind);
	if (!end || !sysbench_ends(end))
		return false;
	snprintf(decimal, size, "%llu", (unsigned long long)bytes);
	return true;
}

static bool whole_number(const char *text, char *decimal, size_t size)
{
	unsigned long long number;
	const char *end;

	if (!scan_count(text, &number, &end) || number == 0 ||
		!sysbench_ends(end))
		return false;
	snprintf(decimal, size, "%llu", number);
	return true;
}

static void state_option(struct sysbench *reading, size_t i, const char *text)
{
	char decimal[32];

	if (options[i].kind == WORD)
		state(reading, options[i].key,
			arena_strndup(reading->parsing->arena, text,
				strcspn(text, " \t")));
	else if (options[i].kind == WHOLE
			 ? whole_number(text, decimal, sizeof decimal)
			 : whole_bytes(text, options[i].behind, decimal,
				   sizeof decimal))
		state(reading, options[i].key, decimal);
}

static bool read_word(struct sysbench *reading, const char *text)
{
	text = scan_blanks(text);
	for (size_t i = 0; i < COUNT(options); i++) {
		const char *rest = scan_after(text, options[i].before);

		if (!rest || (*options[i].behind &&
				     !strstr(rest, options[i].behind)))
			continue;
		if (!reading->scan->cut && !scan_end(rest))
			state_option(reading, i, rest);
		return true;
	}
	return false;
}

static bool read_number(struct sysbench *reading, const char *text)
{
	unsigned long long number;
	const char *end;

	for (size_t i = 0; i < COUNT(numbers); i++) {
		const char *rest = scan_after(text, numbers[i].before);

		if (!rest || !scan_count(rest, &number, &end))
			continue;
		figure(reading, numbers[i].figure, (double)number);
		return true;
	}
	return false;
}

static bool read_interval(struct sysbench *reading, const char *text)
{
	static const char before[] = "Report intermediate results every ";
	unsigned long long seconds;
	const char *rest = scan_after(text, before);
	const char *end;

	if (!rest)
		return false;
	if (scan_count(rest, &seconds, &end) && *end == ' ')
		reading->interval = (double)seconds;
	return true;
}

/* "4 files, 16MiB each", the modes, what is synchronised. */
static bool read_files(struct sysbench *reading, const char *text)
{
	unsigned long long files;
	const char *end;

	if (strcmp(reading->run->workload, "fileio") != 0)
		return false;
	if (scan_count(text, &files, &end) && scan_after(end, " files, ") &&
		strstr(end, " each"))
		figure(reading, "fileio.files", (double)files);
	else if (scan_after(text, "Calling fsync() at the end of test, Ena"))
		figure(reading, "fileio.fsync_end", 1);
	else if (scan_after(text, "Calling fsync() after each write"))
		figure(reading, "fileio.fsync_all", 1);
	for (size_t i = 0; i < COUNT(modes); i++)
		if (scan_after(text, modes[i].words))
			state(reading, "file_test_mode", modes[i].mode);
	return false;
}

bool sysbench_read_option(struct sysbench *reading, const char *text)
{
	return read_word(reading, text) || read_number(reading, text) ||
	       read_interval(reading, text) || read_files(reading, text);
}

bool sysbench_is_command(const char *text)
{
	struct echo_found found;

	return strstr(text, "sysbench ") && echo_find(text, &found) &&
	       strcmp(found.tool, "sysbench") == 0;
}

/* seq or rnd leaves no trace in the output: only the command shows it. */
static void state_access(
	struct sysbench *reading, const char *command, unsigned line)
{
	static const char option[] = "--memory-access-mode=";
	const char *mode = strstr(command, option);

	if (strcmp(reading->run->workload, "memory") != 0 ||
		!strstr(command, "memory "))
		return;
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
		line);
}

/* Does the command name this test, as its first word or after --test= ? */
static bool names_test(const char *command, const char *test)
{
	static const char option[] = "--test=";
	const char *rest = strstr(command, option);

	if (rest) {
		rest += strlen(option);
	} else {
		rest = command + strcspn(command, " ");
		while (scan_after(rest = scan_blanks(rest), "--"))
			rest += strcspn(rest, " ");
	}
	rest = scan_after(rest, test);
	return rest && *rest == ' ';
}

/* The tests that print no word of their own. */
static void state_test(struct sysbench *reading, const char *command)
{
	static const char *const tests[] = {"threads", "mutex"};

	for (size_t i = 0; i < COUNT(tests); i++)
		if (!*reading->run->workload && names_test(command, tests[i]))
			reading->run->workload = tests[i];
}

static void state_limit(
	struct sysbench *reading, const char *command, unsigned line)
{
	static const char *const names[] = {" --time=", " --max-time="};

	if (strstr(command, "--events") || strstr(command, "--max-requests") ||
		strchr(command, '$'))
		return;
	for (size_t i = 0; i < COUNT(names); i++) {
		const char *option = strstr(command, names[i]);
		unsigned long long seconds;
		const char *end;

		if (option &&
			scan_count(option + strlen(names[i]), &seconds, &end) &&
			seconds && (!*end || *end == ' '))
			run_figure(reading->parsing->arena, reading->run,
				"time.limit", (double)seconds, 0, line);
	}
}

void sysbench_state_command(struct sysbench *reading)
{
	const struct echo_span *command = echo_command(
		&reading->parsing->echo, "sysbench", reading->run->line);

	if (!command || !strstr(command->text, " run"))
		return;
	state_access(reading, command->text, command->line);
	state_test(reading, command->text);
	state_limit(reading, command->text, command->line);
}
