/*
 * echo: the command lines that a shell left in a log.
 *
 * What an output does not print, its command line may prove: the access mode
 * of sysbench, --direct of fio. Recognised wherever it stands: behind a prompt
 * ("user@host:~$ fio …", "PS C:\> iperf3.exe …"), in a trace ("+ sysbench …"),
 * a heading ("### …"), Markdown (`…`), the header of script (COMMAND="…"), or
 * alone.
 */
#ifndef HVLAB_ECHO_H
#define HVLAB_ECHO_H

#include <stdbool.h>
#include <stddef.h>

#include "src/base/arena.h"

#define ECHO_MAX 500

/* A benchmark's command in a line: `length` bytes from `start`. */
struct echo_found {
	const char *tool; /* "sysbench", "fio", "iperf3", "stress", … */
	const char *start;
	size_t length;
	bool several; /* a loop, or other commands beside it */
};

/* Looks for one; false when the line holds none, or more than one of the
 * same tool: which run is which would be a guess. */
bool echo_find(const char *text, struct echo_found *found);

/* Behind the prompt that `text` begins with ("$ ", "# ", "+ ", "### ",
 * "[root@host ~]# ", "user@host:~$ ", "PS C:\> "), or NULL. */
const char *echo_prompted(const char *text);

/* A command, and the lines its output may stand in: from `line` to before
 * `end`. */
struct echo_span {
	const char *tool;
	const char *text; /* as typed, cleaned, at most ECHO_MAX bytes */
	unsigned line, end;
};

/* The commands of a file, in order of their lines. Zeroed, with its arena set:
 * none. */
struct echo {
	struct arena *arena;
	struct echo_span *spans;
	size_t count, capacity;
	unsigned noted; /* the last line looked at */
	bool open;	/* the last command is still in force */
	bool several;	/* it may have started more than one process */
	bool continued; /* it ended in a backslash */
	bool used;	/* a process of it has begun */
};

/* Takes note of a line, which may be anything. */
void echo_note(struct echo *echo, const char *text, unsigned line);

/*
 * The command of a run of that tool that begins at that line, or NULL. It can
 * be asked at any time later than that line: what follows does not change it.
 */
const struct echo_span *echo_command(
	const struct echo *echo, const char *tool, unsigned line);

#endif
