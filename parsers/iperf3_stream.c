/*
 * iperf3 --json-stream (3.17): one event a line,
 * {"event":"interval","data":{...}}.
 *
 * A server prints start to end per test, and error and an empty end when it
 * is stopped.
 */
#include <string.h>

#include "parsers/iperf3.h"

bool iperf3_owns_event(const char *text)
{
	text = scan_after(scan_blanks(text), "{");
	text = text ? scan_after(scan_blanks(text), "\"event\"") : NULL;
	return text && *scan_blanks(text) == ':';
}

/* An error of a test that runs; else of none. */
static void read_error(
	struct iperf3_document *document, const struct json *data)
{
	if (document->test && document->ended)
		iperf3_document_close(document);
	if (document->test)
		iperf3_document_part(document, "error", data);
	else if (data->string)
		iperf3_document_failed(document,
			parser_quote(document->parsing->arena, data->string),
			data->line);
}

static void take_event(struct iperf3_document *document, const char *event,
	const struct json *data)
{
	if (strcmp(event, "start") == 0) {
		iperf3_document_open(document);
		iperf3_document_part(document, "start", data);
	} else if (strcmp(event, "error") == 0) {
		read_error(document, data);
	} else if (document->test && !document->ended) {
		document->ended = strcmp(event, "end") == 0;
		iperf3_document_part(
			document, document->ended ? "end" : "intervals", data);
	}
}

/* A line that is no JSON is one that was cut. */
static void read_broken(struct iperf3_document *document, const char *text)
{
	if (!document->test && strstr(text, "\"start\""))
		iperf3_document_open(document);
	if (document->test)
		iperf3_document_gap(document);
}

void iperf3_read_event(struct iperf3_document *document, const char *text)
{
	static const char *const events[] = {
		"start", "interval", "end", "error", NULL};
	struct arena *scratch = arena_new();
	const struct json *root = json_parse_log(
		scratch, text, strlen(text), document->scan->line);
	const struct json *event = json_member(root, "event");
	const struct json *data = json_member(root, "data");
	size_t known = 0;

	while (event && event->string && events[known] &&
		strcmp(events[known], event->string) != 0)
		known++;
	if (!event || !event->string || !data)
		read_broken(document, text);
	else if (events[known])
		take_event(document, event->string, data);
	/* the end is looked at when the document is closed */
	if (document->end && document->test && document->ended &&
		!document->ending) {
		document->ending = scratch;
		return;
	}
	arena_free(scratch);
}
