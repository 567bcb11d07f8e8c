/*
 * foreign: outputs of other tools, told apart so that the user hears what a
 * file is instead of only what it is not.
 */
#ifndef HVLAB_FOREIGN_H
#define HVLAB_FOREIGN_H

#include <stdbool.h>

/* The tool whose output this line shows, or NULL. */
const char *foreign_tool(const char *text);

/* iperf2, whose rows look like those of iperf3: where it begins, the output
 * of any other tool ends. */
bool foreign_breaks(const char *text);

/* What a file that nothing was recognised in seems to be, from its first line
 * that is not blank: "JSON", "CSV", "HTML" …, or NULL. */
const char *foreign_kind(const char *text);

#endif
