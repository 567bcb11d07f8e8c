/*
 * json: a JSON file as a tree of const nodes, and typed getters that report
 * every mistake with its path in the file (the only user of cJSON).
 *
 * The getters below take a `struct json_check`: a wrong or missing value adds
 * a diag with the line and the path ("tests[2].unit"), sets `failed`, and
 * yields an empty value, so that one pass finds all mistakes.
 */
#ifndef HVLAB_JSON_H
#define HVLAB_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "src/base/buf.h"
#include "src/base/diag.h"

enum json_kind {
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json {
	enum json_kind kind;
	const char *key;    /* in an object, else NULL */
	size_t index;	    /* in an array */
	const char *string; /* JSON_STRING */
	double number;	    /* JSON_NUMBER; JSON_BOOL: 0 or 1 */
	const char *raw;    /* json_parse_log(): the token, of what is no
			       string, array or object; else NULL */
	unsigned line;	    /* where the value begins */
	const struct json *parent, *child, *next;
};

/* Goes over the children of a node; none when it is NULL. */
#define JSON_EACH(child_, node)                                                \
	for (const struct json *child_ = (node) ? (node)->child : NULL;        \
		child_; child_ = child_->next)

struct json_check {
	struct arena *arena;
	struct diags *diags;
	const char *file;
	bool failed;
};

/*
 * The tree of `text`, or NULL with a diag that names the line. Members whose
 * key begins with _ (comments) or whose value is null are left out; a key that
 * stands twice in an object is a mistake, and so is a list or object of more
 * than a thousand.
 */
const struct json *json_parse(
	struct json_check *check, const char *text, size_t length);

/*
 * The same for what a tool has printed, which is not to be found fault with:
 * a key may stand twice (json_member() gives the first), there may be any
 * number of children, nan, inf and other words count as null. Everything is
 * kept, in order, with raw tokens and with lines counted from `line`. NULL,
 * without a diag, when the text is no JSON or is nested deeper than 64.
 */
const struct json *json_parse_log(
	struct arena *arena, const char *text, size_t length, unsigned line);

/* "tests[2].metrics[0].unit"; "" for the root. */
char *json_path(struct arena *arena, const struct json *node);

/* Member of an object, or NULL. Never a diag. */
const struct json *json_member(const struct json *object, const char *key);

/* Reports a mistake at a node: "path: text". `args` as for diag_add. */
#define json_complain(check, node, id, ...)                                    \
	json_complain_list((check), (node), (id),                              \
		(const char *const[]){__VA_ARGS__, NULL})
void json_complain_list(struct json_check *check, const struct json *node,
	enum diag_id id, const char *const *args);

/* Every key of the object is in the list (ended by NULL). */
void json_only(struct json_check *check, const struct json *object,
	const char *const *keys);

/* The member; a diag when it is missing. */
const struct json *json_need(
	struct json_check *check, const struct json *object, const char *key);
/* The node itself if it is of that kind, else NULL with a diag. A NULL node
 * gives NULL silently: it is either optional or already reported. */
const struct json *json_expect(
	struct json_check *check, const struct json *node, enum json_kind kind);
/* The member as array or object, NULL (silently) when absent. */
const struct json *json_array(
	struct json_check *check, const struct json *object, const char *key);
const struct json *json_object(
	struct json_check *check, const struct json *object, const char *key);
/* The member as string; `fallback` when absent or wrong. */
const char *json_string(struct json_check *check, const struct json *object,
	const char *key, const char *fallback);
/* The member as a number in [low, high]; `fallback` when absent or wrong. */
double json_number(struct json_check *check, const struct json *object,
	const char *key, double low, double high, double fallback);
bool json_bool(struct json_check *check, const struct json *object,
	const char *key, bool fallback);
/* Index of a string in a list ended by NULL; -1 with a diag, silently when
 * `node` is NULL. */
int json_choice(struct json_check *check, const struct json *node,
	const char *const *words);
/* The member "id": of these characters, and the only one of its list. "" with
 * a diag for anything else. */
const char *json_id(struct json_check *check, const struct json *object,
	const char *characters);
/* A text for people: a string or number (all languages) or {"fr": …, "en":
 * …}. */
struct text json_text(struct json_check *check, const struct json *node);
struct text json_text_of(
	struct json_check *check, const struct json *object, const char *key);

/* Appends text as a JSON string; bytes that are not UTF-8 become U+FFFD. */
void json_quote(struct buf *out, const char *text);

/* Number of children; 0 for NULL. */
size_t json_count(const struct json *node);

#endif
