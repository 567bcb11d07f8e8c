#include "parsers/parser.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "src/base/cause.h"

#define RUNS_MAX ((size_t)100000)
#define QUOTE_MAX 120

static const struct parser *const parsers[] = {
	&parser_sysbench,
	&parser_fio_text,
	&parser_iperf3_text,
	&parser_vm_facts,
};

#define PARSER_COUNT (sizeof parsers / sizeof parsers[0])

/*
 * Formats that are recognised so as to say that they are not read. When one
 * gets a parser, its row goes.
 */
static bool is_fio_json(const char *text)
{
	return scan_after(scan_blanks(text), "\"fio version\"") != NULL;
}

static bool is_fio_terse(const char *text)
{
	size_t fields = 0;

	if (*text < '2' || *text > '5' || text[1] != ';')
		return false;
	for (; *text; text++)
		fields += *text == ';';
	return fields >= 100;
}

static bool is_iperf3_json(const char *text)
{
	const char *version = scan_after(scan_blanks(text), "\"version\":");

	return version && scan_after(scan_blanks(version), "\"iperf 3.");
}

static bool is_iperf3_stream(const char *text)
{
	return scan_after(text, "{\"event\":\"") != NULL;
}

static bool is_iperf2(const char *text)
{
	return scan_after(text, "Client connecting to ") ||
	       scan_after(text, "Server listening on TCP port ") ||
	       scan_after(text, "Server listening on UDP port ");
}

static bool is_stress(const char *text)
{
	return scan_after(text, "stress: info: [") != NULL;
}

static bool is_stress_ng(const char *text)
{
	return scan_after(text, "stress-ng: info: ") != NULL;
}

static const struct unread {
	const char *name;
	bool (*owns)(const char *text);
	/* whose text it may legitimately stand in the middle of */
	const struct parser *within;
} unread[] = {
	{"fio JSON", is_fio_json, &parser_fio_text},
	{"fio terse", is_fio_terse, &parser_fio_text},
	{"iperf3 JSON", is_iperf3_json, NULL},
	{"iperf3 --json-stream", is_iperf3_stream, NULL},
	{"iperf2", is_iperf2, NULL},
	{"stress", is_stress, NULL},
	{"stress-ng", is_stress_ng, NULL},
};

#define UNREAD_COUNT (sizeof unread / sizeof unread[0])

static const struct parser *owner(const char *text)
{
	for (size_t i = 0; i < PARSER_COUNT; i++)
		if (parsers[i]->owns(text))
			return parsers[i];
	return NULL;
}

static const struct unread *unread_owner(const char *text)
{
	for (size_t i = 0; i < UNREAD_COUNT; i++)
		if (unread[i].owns(text))
			return &unread[i];
	return NULL;
}

static bool is_foreign(const struct parser *self, const char *text)
{
	const struct unread *format;

	if (self->owns(text))
		return false;
	if (owner(text))
		return true;
	format = unread_owner(text);
	return format && format->within != self;
}

bool parser_next(struct scan *scan, const struct parser *self)
{
	if (!scan_next(scan))
		return false;
	if (!is_foreign(self, scan->text))
		return true;
	scan_back(scan);
	return false;
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
	bool something; /* a line that is not blank */
	bool told[UNREAD_COUNT];
};

static void tell_unread(
	struct scan *scan, struct parsing *parsing, struct contents *contents)
{
	const struct unread *format = unread_owner(scan->text);

	if (!format || contents->told[format - unread])
		return;
	contents->told[format - unread] = true;
	parser_diag(scan, parsing, DIAG_ID_FORMAT_UNREAD, format->name);
}

static void read_all(
	struct scan *scan, struct parsing *parsing, struct contents *contents)
{
	while (scan_next(scan)) {
		const struct parser *parser = owner(scan->text);

		if (!scan_end(scan->text))
			contents->something = true;
		if (!parser) {
			tell_unread(scan, parsing, contents);
			continue;
		}
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
	} else if (silent) {
		diag_add(parsing->diags, DIAG_ID_FILE_UNKNOWN, parsing->file, 1,
			NULL);
	}
}

static void number_runs(struct run *run)
{
	for (unsigned index = 1; run; run = run->next)
		run->index = index++;
}

static size_t read_open(struct parsing *parsing, struct input *input)
{
	struct scan scan;
	struct contents contents = {0};
	struct run *last = parsing->runs->last;
	size_t runs = parsing->runs->count;
	size_t diags = parsing->diags->count;

	parsing->facts = NULL;
	parsing->limit = RUNS_MAX;
	scan_open(&scan, input);
	read_all(&scan, parsing, &contents);
	judge_file(&scan, parsing, &contents,
		runs == parsing->runs->count && diags == parsing->diags->count);
	scan_close(&scan);
	number_runs(last ? last->next : parsing->runs->first);
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
	count = read_open(parsing, input);
	input_close(input);
	return count;
}
