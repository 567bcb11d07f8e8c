/*
 * json_write: JSON text, written as it goes: no tree is built.
 *
 * Every call adds one value; `key` names it in an object and is NULL in an
 * array. Commas, line ends and indentation are seen to here. What does not
 * exist is null.
 */
#ifndef HVLAB_JSON_WRITE_H
#define HVLAB_JSON_WRITE_H

#include <stdbool.h>
#include <stddef.h>

#include "src/base/buf.h"

struct json_writer {
	struct buf *out;
	unsigned depth;
	unsigned flat; /* depth from which on all stays on one line; 0: none */
	bool filled;   /* the open object or array holds a value */
};

/* `bracket` is '{' or '['. */
void json_open(struct json_writer *w, const char *key, char bracket);
/* The same for what is short: with all it holds, on one line. */
void json_open_line(struct json_writer *w, const char *key, char bracket);
/* '}' or ']', as it was opened. */
void json_close(struct json_writer *w, char bracket);

/* NULL gives null. */
void json_put(struct json_writer *w, const char *key, const char *text);
/* A number as quantity.h spells it; NULL and "" give null. */
void json_put_digits(
	struct json_writer *w, const char *key, const char *digits);
void json_put_count(struct json_writer *w, const char *key, size_t count);
void json_put_bool(struct json_writer *w, const char *key, bool yes);

#endif
