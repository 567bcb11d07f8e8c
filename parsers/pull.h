/*
 * pull: JSON in a log, one scalar at a time, in memory that does not depend
 * on its size.
 *
 * A document is read from the lines of a scan as a stream of events. What
 * saved files carry between the lines of a document (messages of the same
 * process) is an event too; keys that stand twice are simply met twice. A
 * document that does not reach its last brace ends in PULL_CUT.
 */
#ifndef HVLAB_PARSERS_PULL_H
#define HVLAB_PARSERS_PULL_H

#include <stdbool.h>
#include <stddef.h>

#include "parsers/scan.h"
#include "src/base/json.h"

/* Deeper levels are counted, but their keys are not kept. */
#define PULL_DEPTH 12
#define PULL_KEY 64
#define PULL_TOKEN 512
#define PULL_NODES 65536

enum pull_event {
	PULL_OPEN,  /* a brace or bracket: `depth` counts it */
	PULL_CLOSE, /* the same: `depth` counts it no more */
	PULL_VALUE, /* a string, number or word: `token` */
	PULL_NOISE, /* a line that is not the document's: scan->text */
	PULL_DONE,  /* the document's last brace */
	PULL_CUT    /* it ends before: the current line is not part of it */
};

struct pull {
	struct scan *scan;
	/* Does a line that cannot be JSON begin something else? */
	bool (*foreign)(const char *text);
	unsigned depth;			 /* 1: members of the document itself */
	char keys[PULL_DEPTH][PULL_KEY]; /* of the value at depth i + 1 */
	size_t key_lengths[PULL_DEPTH];
	bool array[PULL_DEPTH];
	char token[PULL_TOKEN]; /* raw; of a string what is inside, its escapes
				   resolved; cut when longer */
	size_t token_length;
	bool string;
	unsigned line; /* of the token */
	/* the rest is pull.c's */
	char *at;
	bool keyed;   /* a key has been read, its value comes */
	bool garbled; /* a line of it was given up */
};

/*
 * Starts inside a document: at `at` in the current line, behind its first
 * brace when `depth` is 1, before it when 0.
 */
void pull_start(struct pull *pull, struct scan *scan, char *at, unsigned depth,
	bool (*foreign)(const char *text));
enum pull_event pull_next(struct pull *pull);

/*
 * After PULL_OPEN or PULL_VALUE, given as `first`: that value as a tree in the
 * arena, with the lines and raw tokens of json_parse_log(). Returns the event
 * that ended it; `*value` is NULL when that is PULL_CUT, and when the value is
 * garbled or has more than PULL_NODES nodes.
 */
enum pull_event pull_tree(struct pull *pull, enum pull_event first,
	struct arena *arena, const struct json **value);

/* After PULL_DONE: does another document begin in the same line? Then it is the
 * one that pull_next() reads. */
bool pull_again(struct pull *pull);

/* The key at a level (1: of the document); "" in an array or when none. */
const char *pull_key(const struct pull *pull, unsigned level);

#endif
