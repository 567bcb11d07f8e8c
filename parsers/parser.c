#include "parsers/parser.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "parsers/foreign.h"
#include "src/base/cause.h"

#define RUNS_MAX ((size_t)100000)
#define QUOTE_MAX 120

static const struct parser *const parsers[] = {
	&parser_sysbench,
	&parser_stress,
	&parser_fio_text,
	&parser_fio_json,
	&parser_fio_terse,
	&parser_fio_log,
	&parser_iperf3_json,
	&parser_iperf3_text,
	&parser_missing,
	&parser_vm_facts,
};

#define PARSER_COUNT (sizeof parsers / sizeof parsers[0])

static const struct parser *owner(const char *text)
{
	for (size_t i = 0; i < PARSER_COUNT; i++)
		if (parsers[i]->owns(text))
			return parsers[i];
	return NULL;
}

bool parser_owns(const char *text)
{
	return owner(text) != NULL;
}

bool parser_is_foreign(const struct parser *self, const char *text)
{
	if (!*text || self->owns(text))
		return false;
	for (size_t i = 0; i < PARSER_COUNT; i++)
		if (parsers[i] != self && parsers[i]->owns(text))
			return true;
	return foreign_breaks(text);
}

bool parser_line(struct scan *scan)
{
	if (!scan_next(scan))
		return false;
	echo_note(scan->echo, scan->text, scan->line);
	return true;
}

bool parser_yields(struct scan *scan, const struct parser *self)
{
	if (!parser_is_foreign(self, scan->text))
		return false;
	scan_back(scan);
	return true;
}

bool parser_next(struct scan *scan, const struct parser *self)
{
	return parser_line(scan) && !parser_yields(scan, self);
}

const struct parser *parser_sibling(
	const struct scan *scan, const struct parser *self)
{
	const struct parser *next = scan->pushed ? owner(scan->text) : NULL;

	return next && next != self && strcmp(next->tool, self->tool) == 0
		       ? next
		       : NULL;
}

static void too_many(struct scan *scan, struct parsing *parsing)
{
	char limit[24];

	snprintf(limit, sizeof limit, "%zu", RUNS_MAX);
	parser_diag(scan, parsing, DIAG_ID_FILE_CROWDED, limit);
	scan_stop(scan);
}

struct run *parser_run(
	struct scan *scan, struct parsing *parsing, const char *tool)
{
	struct run_list nowhere = {0};
	struct run_list *list = parsing->runs;

	if (parsing->limit == 0) {
		if (!scan->stopped)
			too_many(scan, parsing);
		list = &nowhere;
	} else {
		parsing->limit--;
	}
	return run_new(parsing->arena, list, tool, parsing->file, scan->line);
}

const char *parser_quote(struct arena *arena, const char *text)
{
	const char *start = scan_blanks(text);
	size_t length = strlen(start);

	while (length &&
		(start[length - 1] == ' ' || start[length - 1] == '\t'))
		length--;
	if (length > QUOTE_MAX) {
		length = QUOTE_MAX;
		/* not in the middle of a character */
		while (((unsigned char)start[length] & 0xc0) == 0x80)
			length--;
	}
	return arena_strndup(arena, start, length);
}

/* What was in the file, for the diags about it as a whole. */
struct contents {
	bool something;	     /* a line that is not blank */
	bool iperf2;	     /* was told */
	const char *foreign; /* another tool met, the kind of file, or NULL */
	unsigned foreign_line;
};

/* A line that no parser owns. */
static void note_stranger(
	struct scan *scan, struct parsing *parsing, struct contents *contents)
{
	const char *tool = contents->foreign_line && contents->iperf2
				   ? NULL
				   : foreign_tool(scan->text);

	if (!contents->something)
		contents->foreign = foreign_kind(scan->text);
	if (!tool)
		return;
	if (!contents->foreign_line) {
		contents->foreign = tool;
		contents->foreign_line = scan->line;
	}
	/* beside runs the others are somebody's own notes */
	if (foreign_breaks(scan->text) && !contents->iperf2) {
		contents->iperf2 = true;
		parser_diag(scan, parsing, DIAG_ID_FORMAT_UNREAD, tool);
	}
}

static void read_all(
	struct scan *scan, struct parsing *parsing, struct contents *contents)
{
	while (parser_line(scan)) {
		const struct parser *parser;

		if (scan_end(scan->text))
			continue;
		parser = owner(scan->text);
		if (!parser)
			note_stranger(scan, parsing, contents);
		contents->something = true;
		if (!parser)
			continue;
		scan_back(scan);
		parser->parse(scan, parsing);
	}
}

/* The one diag about a file that cannot be what it should be. */
static void judge_file(struct scan *scan, struct parsing *parsing,
	const struct contents *contents, bool silent)
{
	if (scan->damaged) {
		int error = input_error(scan->input);
		const char *why = cause_text(parsing->diags, error);

		if (error == EISDIR)
			diag_add(parsing->diags, DIAG_ID_FILE_UNREADABLE,
				parsing->file, 0, why);
		else
			parser_diag(scan, parsing, DIAG_ID_FILE_DAMAGED, why);
	} else if (scan->binary) {
		parser_diag(scan, parsing, DIAG_ID_FILE_BINARY, NULL);
	} else if (!contents->something) {
		diag_add(parsing->diags, DIAG_ID_FILE_EMPTY, parsing->file, 1,
			NULL);
	} else if (silent && contents->foreign_line) {
		diag_add(parsing->diags, DIAG_ID_FORMAT_UNREAD, parsing->file,
			contents->foreign_line, contents->foreign);
	} else if (silent && contents->foreign) {
		diag_add(parsing->diags, DIAG_ID_FILE_FOREIGN, parsing->file, 1,
			contents->foreign);
	} else if (silent) {
		diag_add(parsing->diags, DIAG_ID_FILE_UNKNOWN, parsing->file, 1,
			NULL);
	}
}

/* What a program holds by chance looks like the beginnings of runs at most. A
 * log may have been left with NUL bytes by a crash: its whole runs count. */
static void forget_chance(struct parsing *parsing, const struct scan *scan,
	struct run *last, size_t runs, size_t diags)
{
	const struct run *run = last ? last->next : parsing->runs->first;

	while (run && !run->complete)
		run = run->next;
	if (!scan->binary || scan->damaged || run)
		return;
	if (last)
		last->next = NULL;
	else
		parsing->runs->first = NULL;
	parsing->runs->last = last;
	parsing->runs->count = runs;
	parsing->diags->count = diags;
}

static void number_runs(const struct parsing *parsing, struct run *run)
{
	for (unsigned index = 1; run; run = run->next) {
		const struct echo_span *command =
			echo_command(&parsing->echo, run->tool, run->line);

		run->index = index++;
		if (command)
			run_state(parsing->arena, run, "command", command->text,
				command->line);
	}
}

size_t parser_read_input(struct parsing *parsing, struct input *input)
{
	struct scan scan;
	struct contents contents = {0};
	struct run *last = parsing->runs->last;
	size_t runs = parsing->runs->count;
	size_t diags = parsing->diags->count;

	parsing->facts = NULL;
	parsing->limit = RUNS_MAX;
	parsing->echo = (struct echo){.arena = parsing->arena};
	scan_open(&scan, input);
	scan.echo = &parsing->echo;
	read_all(&scan, parsing, &contents);
	forget_chance(parsing, &scan, last, runs, diags);
	judge_file(&scan, parsing, &contents,
		runs == parsing->runs->count && diags == parsing->diags->count);
	scan_close(&scan);
	number_runs(parsing, last ? last->next : parsing->runs->first);
	return parsing->runs->count - runs;
}

size_t parser_read(struct parsing *parsing)
{
	struct input *input = input_open(parsing->file);
	size_t count;

	if (!input) {
		diag_add(parsing->diags, DIAG_ID_FILE_UNREADABLE, parsing->file,
			0, cause_text(parsing->diags, errno));
		return 0;
	}
	count = parser_read_input(parsing, input);
	input_close(input);
	return count;
}
