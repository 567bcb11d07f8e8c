/*
 * opt: the command line, from one table that both parses and explains.
 *
 * GNU habits: "--name value", "--name=value", "-o value", "-ovalue", options
 * and operands in any order, "--" ends the options.
 */
#ifndef HVLAB_OPT_H
#define HVLAB_OPT_H

#include <stdbool.h>
#include <stddef.h>

#include "src/base/buf.h"
#include "src/base/diag.h"

/* Which commands know an option: or-ed bits, given by the caller. */
struct option_row {
	const char *name;
	char letter;	       /* 0: none */
	enum message argument; /* MSG_COUNT: a flag without argument */
	enum message help;
	unsigned commands;
	size_t offset; /* in the options struct: const char * or bool */
};

/*
 * Reads argv[0 … argc-1] into `options` (a struct of the caller's) and the
 * operands into `operands` (room for argc + 1, ended by NULL). -1 with a diag
 * for what is not in the table or not for this command.
 */
int opt_parse(struct diags *diags, const struct option_row *rows, size_t count,
	unsigned command, int argc, char *const *argv, void *options,
	const char **operands);

/* The options of a command, one line each. */
void opt_help(struct buf *out, enum lang lang, const struct option_row *rows,
	size_t count, unsigned command);

#endif
