/*
 * The JSON of logs. It is read here and not by cJSON, which keeps neither the
 * line nor the digits of a number and refuses "-nan".
 */
#include <stdlib.h>
#include <string.h>

#include "src/base/json.h"
#include "src/base/utf8.h"

#define DEPTH_MAX 64

struct log_reader {
	struct arena *arena;
	const char *next, *end;
	unsigned line;
	/* the containers that are open, and where their next child goes */
	struct json *open[DEPTH_MAX];
	const struct json **link[DEPTH_MAX];
	size_t depth;
	const struct json *root;
};

static void skip_blanks(struct log_reader *r)
{
	for (; r->next < r->end; r->next++) {
		char c = *r->next;

		if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
			return;
		r->line += c == '\n';
	}
}

static bool take(struct log_reader *r, char wanted)
{
	skip_blanks(r);
	if (r->next == r->end || *r->next != wanted)
		return false;
	r->next++;
	return true;
}

/* The four hexadecimal digits of \uXXXX, or -1. */
static long read_hex(struct log_reader *r)
{
	char digits[5] = {0};
	char *stop;
	long code;

	if (r->end - r->next < 4)
		return -1;
	memcpy(digits, r->next, 4);
	code = strspn(digits, "0123456789abcdefABCDEF") == 4
		       ? strtol(digits, &stop, 16)
		       : -1;
	r->next += code >= 0 ? 4 : 0;
	return code;
}

/* Behind "\u": pairs of surrogates make one character; half of one is none. */
static char *put_code(struct log_reader *r, char *out)
{
	long code = read_hex(r);

	if (code >= 0xd800 && code < 0xdc00 && r->end - r->next > 2 &&
		r->next[0] == '\\' && r->next[1] == 'u') {
		long low;

		r->next += 2;
		low = read_hex(r);
		code = low >= 0xdc00 && low < 0xe000
			       ? 0x10000 + ((code - 0xd800) << 10) +
					 (low - 0xdc00)
			       : -1;
	}
	if (code <= 0 || (code >= 0xd800 && code < 0xe000))
		code = '?';
	return out + utf8_put(out, (uint32_t)code);
}

static char *put_escape(struct log_reader *r, char *out)
{
	static const char names[] = "\"\\/bfnrt";
	static const char bytes[] = "\"\\/\b\f\n\r\t";
	const char *name = *r->next ? strchr(names, *r->next) : NULL;

	if (*r->next == 'u') {
		r->next++;
		return put_code(r, out);
	}
	r->next++;
	*out = name ? bytes[name - names] : '?';
	return out + 1;
}

/* Behind the opening quote; NULL when the closing one is missing. */
static const char *read_string(struct log_reader *r)
{
	const char *stop = r->next;
	char *string, *out;

	for (; stop < r->end && *stop != '"'; stop++)
		stop += *stop == '\\';
	if (stop >= r->end)
		return NULL;
	/* no escape makes text longer than it is written */
	out = string = arena_alloc(r->arena, (size_t)(stop - r->next) + 1);
	while (r->next < stop) {
		if (*r->next == '\\') {
			r->next++;
			out = put_escape(r, out);
			continue;
		}
		r->line += *r->next == '\n';
		*out++ = *r->next++;
	}
	r->next = stop + 1;
	return string;
}

static bool is_bare(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '+' || c == '-' || c == '.';
}

/* A number, true, false; what is no number ("null", "-nan") is null. */
static bool read_bare(struct log_reader *r, struct json *node)
{
	const char *start = r->next;
	char *stop;

	while (r->next < r->end && is_bare(*r->next))
		r->next++;
	if (r->next == start)
		return false;
	node->raw = arena_strndup(r->arena, start, (size_t)(r->next - start));
	if (strcmp(node->raw, "true") == 0 || strcmp(node->raw, "false") == 0) {
		node->kind = JSON_BOOL;
		node->number = *node->raw == 't';
		return true;
	}
	start = node->raw + (*node->raw == '-');
	if (*start < '0' || *start > '9' || strpbrk(start, "xX"))
		return true;
	node->number = strtod(node->raw, &stop);
	if (*stop)
		return false;
	if (node->number - node->number == 0) /* finite */
		node->kind = JSON_NUMBER;
	return true;
}

static bool open_container(
	struct log_reader *r, struct json *node, enum json_kind kind)
{
	node->kind = kind;
	r->next++;
	if (r->depth == DEPTH_MAX)
		return false;
	r->open[r->depth] = node;
	r->link[r->depth++] = &node->child;
	return true;
}

/* A value, or the beginning of one with children. */
static bool read_value(struct log_reader *r, struct json *node)
{
	skip_blanks(r);
	if (r->next == r->end)
		return false;
	node->line = r->line;
	if (*r->next == '{')
		return open_container(r, node, JSON_OBJECT);
	if (*r->next == '[')
		return open_container(r, node, JSON_ARRAY);
	if (*r->next != '"')
		return read_bare(r, node);
	r->next++;
	node->kind = JSON_STRING;
	return (node->string = read_string(r)) != NULL;
}

/* The next child of the innermost open container. */
static bool read_child(struct log_reader *r, struct json *parent, size_t index)
{
	struct json *node = arena_alloc(r->arena, sizeof *node);
	size_t level = r->depth - 1;

	node->parent = parent;
	node->index = index;
	if (parent->kind == JSON_OBJECT &&
		(!take(r, '"') || !(node->key = read_string(r)) ||
			!take(r, ':')))
		return false;
	*r->link[level] = node;
	r->link[level] = &node->next;
	return read_value(r, node);
}

/* Closes containers as far as they end here; false: not at their end. */
static bool close_container(struct log_reader *r, const struct json *parent)
{
	if (!take(r, parent->kind == JSON_OBJECT ? '}' : ']'))
		return false;
	r->depth--;
	return true;
}

const struct json *json_parse_log(
	struct arena *arena, const char *text, size_t length, unsigned line)
{
	struct log_reader r = {
		.arena = arena,
		.next = text,
		.end = text + length,
		.line = line,
	};
	struct json *root = arena_alloc(arena, sizeof *root);
	size_t counts[DEPTH_MAX + 1] = {0};

	if (!read_value(&r, root))
		return NULL;
	while (r.depth) {
		struct json *parent = r.open[r.depth - 1];

		if (close_container(&r, parent))
			continue;
		if (counts[r.depth] && parent->child && !take(&r, ','))
			return NULL;
		if (!parent->child)
			counts[r.depth] = 0;
		if (!read_child(&r, parent, counts[r.depth]++))
			return NULL;
	}
	skip_blanks(&r);
	return r.next == r.end ? root : NULL;
}
