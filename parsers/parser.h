/*
 * parser: from the lines of a file to runs.
 *
 * One parser is one file with one const struct parser, listed in parser.c.
 * Files are told apart by content, never by name: parser_read() looks for a
 * line that a parser owns and hands it the lines from there on, until a line
 * that another parser owns. So one file may hold several runs of several
 * tools, with anything in between.
 *
 * A parser states what is printed, in base units, with line and raw token,
 * and says in `complete` whether the run reached its end. It does not judge
 * results and knows no lab. Problems become diags.
 */
#ifndef HVLAB_PARSER_H
#define HVLAB_PARSER_H

#include "parsers/echo.h"
#include "parsers/scan.h"
#include "src/base/diag.h"
#include "src/model/run.h"

struct parsing {
	struct arena *arena;
	struct diags *diags;
	struct run_list *runs; /* appended to */
	const char *file;
	struct run *facts; /* vm_facts.c: the one run of the file */
	size_t limit;	   /* parser_run(): runs that still fit */
	struct echo echo;  /* the commands met so far */
};

struct parser {
	const char *tool;
	/* Does this line open output of the tool? Called for every line. */
	bool (*owns)(const char *text);
	/*
	 * Reads with parser_next() until it returns false. The first line it
	 * gets is one that `owns` accepted.
	 */
	void (*parse)(struct scan *scan, struct parsing *parsing);
};

extern const struct parser parser_sysbench;
extern const struct parser parser_stress;
extern const struct parser parser_fio_text;
extern const struct parser parser_fio_json;
extern const struct parser parser_fio_terse;
extern const struct parser parser_fio_log;
extern const struct parser parser_iperf3_json; /* and --json-stream */
extern const struct parser parser_iperf3_text;
extern const struct parser parser_vm_facts;
extern const struct parser parser_missing; /* commands that are not there */

/* Does the line belong to another parser than `self`? */
bool parser_is_foreign(const struct parser *self, const char *text);

/* The next line for `self`; false at the end of the file or when the line
 * belongs to another parser (it is then put back). */
bool parser_next(struct scan *scan, const struct parser *self);
/*
 * The same in two steps, for parsers that know most of their lines: the next
 * line, whatever it is; and, when it is none of their own, whether it belongs
 * to another parser (it is then put back).
 */
bool parser_line(struct scan *scan);
bool parser_yields(struct scan *scan, const struct parser *self);

/*
 * After parser_next() has returned false: the parser of the same tool, in
 * another format, that the next line belongs to; NULL when it is another
 * tool's or the file has ended.
 */
const struct parser *parser_sibling(
	const struct scan *scan, const struct parser *self);

/*
 * A new run beginning at the current line. When a file has too many runs it
 * is one that is in no list, and no line follows.
 */
struct run *parser_run(
	struct scan *scan, struct parsing *parsing, const char *tool);

/* `text` for quoting in a diag: no blanks around it, at most 120 bytes. */
const char *parser_quote(struct arena *arena, const char *text);

/* A diag about the current line. */
#define parser_diag(scan, parsing, id, ...)                                    \
	diag_add((parsing)->diags, (id), (parsing)->file, (scan)->line,        \
		__VA_ARGS__)

/*
 * Reads a file: its runs go to parsing->runs, numbered from 1 in
 * `run->index`, each with the command line that was echoed before its first
 * line, if any, as the parameter "command" (echo_command() gives it earlier).
 * Empty, binary, damaged, unreadable and unrecognised files add a diag. Returns
 * how many runs it gave.
 */
size_t parser_read(struct parsing *parsing);
/* The same from what is open already; `file` only names it. */
size_t parser_read_input(struct parsing *parsing, struct input *input);

/* Does the line open output of any tool that is read? */
bool parser_owns(const char *text);

#endif
