/*
 * iperf3 -J: documents among other lines, and events (iperf3_stream.c).
 *
 * A document is taken apart while its lines go by (pull.h): its intervals one
 * by one, and what else is wanted of it. So one that is cut still gives what
 * it has, and one of any length needs no more memory than its largest part.
 */
#include <string.h>

#include "parsers/iperf3.h"
#include "parsers/pull.h"

struct reading {
	struct iperf3_document document;
	struct pull pull;
	struct arena *scratch; /* of a part */
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

/* May the line not stand between the lines of a document? */
static bool is_foreign(const char *text)
{
	return message_of(text) || parser_is_foreign(&inside, text);
}

/* -- a document -- */

/* Is the value at hand wanted: an interval, or a key of the document? */
static bool is_part(const struct pull *pull, enum pull_event event)
{
	static const char *const wanted[] = {"start", "end", "error"};
	const char *key = pull_key(pull, 1);
	unsigned level = pull->depth - (event == PULL_OPEN);

	if (strcmp(key, "intervals") == 0)
		return level == 2 && event == PULL_OPEN;
	for (size_t i = 0; level == 1 && i < sizeof wanted / sizeof *wanted;
		i++)
		if (strcmp(key, wanted[i]) == 0)
			return true;
	return false;
}

/* The end is looked at when the document is over, the rest at once. */
static enum pull_event read_part(struct reading *reading, enum pull_event event)
{
	struct iperf3_document *document = &reading->document;
	const struct json *value;
	char key[PULL_KEY];

	strcpy(key, pull_key(&reading->pull, 1));
	event = pull_tree(&reading->pull, event, reading->scratch, &value);
	if (value)
		iperf3_document_part(document, key, value);
	else
		iperf3_document_gap(document);
	if (value && strcmp(key, "end") == 0 && !document->ending) {
		document->ending = reading->scratch;
		reading->scratch = arena_new();
	} else {
		arena_reset(reading->scratch);
	}
	return event;
}

/* Whether its last brace has come. */
static bool read_events(struct reading *reading)
{
	enum pull_event event;

	do {
		event = pull_next(&reading->pull);
		if ((event == PULL_OPEN || event == PULL_VALUE) &&
			is_part(&reading->pull, event))
			event = read_part(reading, event);
	} while (event != PULL_DONE && event != PULL_CUT);
	return event == PULL_DONE;
}

static void read_documents(struct reading *reading, char *text)
{
	struct iperf3_document *document = &reading->document;

	text += scan_blanks(text) - text;
	pull_start(&reading->pull, document->scan, text, *text != '{',
		is_foreign);
	do {
		iperf3_document_open(document);
		document->ended = read_events(reading);
	} while (document->ended && pull_again(&reading->pull));
	/* after the last brace messages may still come */
	if (!document->ended)
		iperf3_document_close(document);
}

static void read_line(struct reading *reading, char *text)
{
	struct iperf3_document *document = &reading->document;

	if (iperf3_owns_event(text))
		iperf3_read_event(document, text);
	else if (owns_document(text))
		read_documents(reading, text);
	else if (message_of(text) && !document->message.value)
		document->message = (struct iperf3_fact){
			parser_quote(document->parsing->arena, text),
			document->scan->line};
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct reading reading = {
		.document = {.scan = scan, .parsing = parsing},
		.scratch = arena_new(),
	};

	while (parser_next(scan, &inside))
		read_line(&reading, scan->text);
	iperf3_document_finish(&reading.document);
	arena_free(reading.scratch);
}
