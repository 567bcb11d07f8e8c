/*
 * iperf3 -J: documents among other lines, and events (iperf3_stream.c).
 *
 * A document is taken apart while its lines go by: its intervals one by one,
 * and what else is wanted of it. So one that is cut still gives what it has,
 * and one of any length needs no more memory than its largest part.
 */
#include <string.h>

#include "parsers/iperf3.h"

/* A part larger than this is not iperf3's. */
#define PART_MAX ((size_t)4 * 1024 * 1024)
/* Longer keys are none of those that are wanted. */
#define KEY_MAX ((size_t)64)

/* Where a document's braces are: the document is 1, "intervals" 2. */
enum { OUTSIDE, DOCUMENT, LIST, INTERVAL };

struct cutter {
	struct iperf3_document document;
	struct buf part, key;
	const char *from; /* in the line: not yet added to the part */
	unsigned line;	  /* where the part begins */
	unsigned depth;
	bool quoted, escaped;
	bool keyed;  /* the quotes are around a key of the document */
	bool valued; /* behind the colon of one */
	bool taking; /* what comes belongs to the part */
	bool spoilt; /* the part is too large */
};

/* -- recognising -- */

/* `"key": {` alone in a line, or behind the brace of the document. */
static bool opens(const char *text, const char *key)
{
	const char *s = scan_blanks(text);

	s = scan_blanks(*s == '{' ? s + 1 : s);
	s = scan_after(s, key);
	if (!s || *(s = scan_blanks(s)) != ':')
		return false;
	s = scan_blanks(s + 1);
	return *s == '{' && (scan_end(s + 1) || *scan_blanks(text) == '{');
}

/* The first key; sorted by a filter the end comes first. */
static bool owns_document(const char *text)
{
	return opens(text, "\"start\"") || opens(text, "\"end\"");
}

static const char *message_of(const char *text)
{
	return scan_after(text, "iperf3: error - ") ||
			       scan_after(text, "iperf3: interrupt - ") ||
			       scan_after(text, "iperf3: the ")
		       ? text
		       : NULL;
}

static bool owns(const char *text)
{
	return owns_document(text) || iperf3_owns_event(text);
}

/* Behind documents their messages are theirs, too. */
static bool owns_inside(const char *text)
{
	return owns(text) || message_of(text) || strcmp(text, "{") == 0;
}

static void parse(struct scan *scan, struct parsing *parsing);

const struct parser parser_iperf3_json = {"iperf3", owns, parse};
static const struct parser inside = {"iperf3", owns_inside, parse};

/* Can this line stand in a document? Notes of others cannot. */
static bool is_json(const char *text)
{
	static const char *const words[] = {
		"true", "false", "null", "nan", "-nan", "NaN", "inf", "-inf"};
	const char *s = scan_blanks(text);
	size_t length = strcspn(s, ", \t]}");

	if (*s == '[')
		return scan_end(s + 1) || strchr("[{\"]", *scan_blanks(s + 1));
	if (*s && strchr("\"{}],:", *s))
		return true;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (length == strlen(words[i]) &&
			memcmp(s, words[i], length) == 0)
			return true;
	return length && strspn(s, "0123456789.+-eE") == length;
}

/* -- cutting -- */

/* What has gone by since then belongs to the part. */
static void take(struct cutter *cutter, const char *to)
{
	size_t length = (size_t)(to - cutter->from);

	if (cutter->taking && cutter->part.length + length > PART_MAX)
		cutter->spoilt = true;
	if (cutter->taking && !cutter->spoilt)
		buf_add(&cutter->part, cutter->from, length);
	cutter->from = to;
}

static void begin_part(struct cutter *cutter, const char *from)
{
	cutter->part.length = 0;
	cutter->line = cutter->document.scan->line;
	cutter->from = from;
	cutter->taking = true;
	cutter->spoilt = false;
}

static bool is_key(const struct cutter *cutter, const char *key)
{
	return cutter->key.data && strcmp(cutter->key.data, key) == 0;
}

/* The end is looked at when the document is over, the rest at once. */
static void end_part(struct cutter *cutter)
{
	struct iperf3_document *document = &cutter->document;
	bool last = is_key(cutter, "end");
	struct arena *scratch = arena_new();
	const struct json *value = NULL;

	cutter->taking = false;
	if (!cutter->spoilt && cutter->part.data)
		value = json_parse_log(scratch, cutter->part.data,
			cutter->part.length, cutter->line);
	if (value)
		iperf3_document_part(document, cutter->key.data, value);
	else
		iperf3_document_gap(document);
	if (value && last && !document->ending) {
		document->ending = scratch;
		return;
	}
	arena_free(scratch);
}

/* A value of the document has ended: a comma or its brace. */
static void end_value(struct cutter *cutter, const char *at)
{
	take(cutter, at);
	if (cutter->taking)
		end_part(cutter);
	cutter->valued = false;
}

static void begin_value(struct cutter *cutter, const char *at)
{
	static const char *const wanted[] = {"start", "end", "error"};

	cutter->valued = true;
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (is_key(cutter, wanted[i]))
			begin_part(cutter, at + 1);
}

static void cut_open(struct cutter *cutter, const char *at)
{
	cutter->depth++;
	if (cutter->depth == INTERVAL && *at == '{' &&
		is_key(cutter, "intervals"))
		begin_part(cutter, at);
}

static void cut_close(struct cutter *cutter, const char *at)
{
	if (cutter->depth == DOCUMENT) {
		end_value(cutter, at);
		cutter->document.ended = true;
	}
	cutter->depth--;
	if (cutter->depth == LIST && cutter->taking &&
		is_key(cutter, "intervals")) {
		take(cutter, at + 1);
		end_part(cutter);
	}
}

/* Behind the quotes, or the end of the line. */
static const char *cut_quoted(struct cutter *cutter, const char *text)
{
	const char *s = text;

	for (; *s && (*s != '"' || cutter->escaped); s++)
		cutter->escaped = *s == '\\' && !cutter->escaped;
	if (cutter->keyed && cutter->key.length < KEY_MAX)
		buf_add(&cutter->key, text, (size_t)(s - text));
	if (!*s)
		return s;
	cutter->quoted = cutter->keyed = false;
	return s + 1;
}

static void cut_quote(struct cutter *cutter)
{
	cutter->quoted = true;
	cutter->escaped = false;
	cutter->keyed = cutter->depth == DOCUMENT && !cutter->valued;
	if (!cutter->keyed)
		return;
	cutter->key.length = 0;
	buf_add(&cutter->key, "", 0);
}

/* A sign of the grammar. */
static void cut_sign(struct cutter *cutter, const char *at)
{
	bool top = cutter->depth == DOCUMENT;

	if (*at == '"')
		cut_quote(cutter);
	else if (*at == '{' || *at == '[')
		cut_open(cutter, at);
	else if (*at == '}' || *at == ']')
		cut_close(cutter, at);
	else if (top && *at == ':' && !cutter->valued)
		begin_value(cutter, at);
	else if (top && *at == ',')
		end_value(cutter, at);
}

/* A line of a document, up to its last brace. */
static void cut_line(struct cutter *cutter, const char *text)
{
	cutter->from = text;
	while (*text && cutter->depth > OUTSIDE) {
		if (cutter->quoted) {
			text = cut_quoted(cutter, text);
			continue;
		}
		text += strcspn(text, "\"{}[]:,");
		if (*text)
			cut_sign(cutter, text++);
	}
	take(cutter, text);
	cutter->from = "\n";
	take(cutter, cutter->from + 1);
}

static void open_document(struct cutter *cutter, const char *text)
{
	iperf3_document_open(&cutter->document);
	cutter->depth = DOCUMENT;
	cutter->quoted = cutter->taking = cutter->valued = false;
	cutter->key.length = 0;
	text = scan_blanks(text);
	cut_line(cutter, *text == '{' ? text + 1 : text);
}

/* It ended before its last brace. */
static void leave(struct cutter *cutter)
{
	cutter->depth = OUTSIDE;
	iperf3_document_close(&cutter->document);
}

static void read_message(struct cutter *cutter, const char *text)
{
	struct iperf3_document *document = &cutter->document;

	if (!document->message.value)
		document->message = (struct iperf3_fact){
			parser_quote(document->parsing->arena, text),
			document->scan->line};
}

static void read_line(struct cutter *cutter, const char *text)
{
	bool open = cutter->depth > OUTSIDE;

	if (open && (*text == '{' || message_of(text)))
		leave(cutter);
	if (iperf3_owns_event(text))
		iperf3_read_event(&cutter->document, text);
	else if (message_of(text))
		read_message(cutter, text);
	else if (cutter->depth > OUTSIDE && is_json(text))
		cut_line(cutter, text);
	else if (cutter->depth == OUTSIDE && owns_document(text))
		open_document(cutter, text);
}

/* Lines of a document may hold anything, in quotes. */
static bool next_line(struct cutter *cutter)
{
	struct scan *scan = cutter->document.scan;

	if (cutter->depth == OUTSIDE)
		return parser_next(scan, &inside);
	if (!scan_next(scan))
		return false;
	if (is_json(scan->text))
		return true;
	scan_back(scan);
	return parser_next(scan, &inside);
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct cutter cutter = {.document = {.scan = scan, .parsing = parsing}};

	while (next_line(&cutter))
		read_line(&cutter, scan->text);
	iperf3_document_finish(&cutter.document);
	buf_free(&cutter.part);
	buf_free(&cutter.key);
}
