#include "src/grade/office.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/memory.h"

#define DEPTH_MAX 256

/* -- for rules -- */

const char *office_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

bool office_says(
	const char **attributes, const char *name, const char *value)
{
	const char *said = office_attribute(attributes, name);

	return said && strcmp(said, value) == 0;
}

size_t office_number(
	const char **attributes, const char *name, size_t most)
{
	const char *digits = office_attribute(attributes, name);
	unsigned long number = digits ? strtoul(digits, NULL, 10) : 1;

	return number < 1 ? 1 : number > most ? most : number;
}

void office_start_text(struct office *office, const char **attributes)
{
	(void)attributes;
	office->in_text++;
}

void office_end_text(struct office *office)
{
	office->in_text--;
}

void office_hide(struct office *office, const char **attributes)
{
	(void)attributes;
	office->hidden = office->depth;
}

void office_refuse(struct office *office, enum diag_id id)
{
	office->refused = true;
	office->refusal = id;
	XML_StopParser(office->parser, XML_FALSE);
}

/* -- expat -- */

static const struct office_rule *rule_of(
	const struct office *office, const char *name)
{
	const struct office_rule *rule = office->rules;
	const char *colon = office->local ? strchr(name, ':') : NULL;

	name = colon ? colon + 1 : name;
	while (rule->name && strcmp(rule->name, name) != 0)
		rule++;
	return rule;
}

static void XMLCALL on_start(
	void *data, const XML_Char *name, const XML_Char **attributes)
{
	struct office *office = data;
	const struct office_rule *rule = rule_of(office, name);

	if (++office->depth > DEPTH_MAX || office->build->crowded) {
		office_refuse(office, DIAG_ID_PAPER_CROWDED);
		return;
	}
	if (!office->hidden && rule->open)
		rule->open(office->build);
	if (!office->hidden && rule->start)
		rule->start(office, attributes);
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
	struct office *office = data;
	const struct office_rule *rule = rule_of(office, name);

	if (!office->hidden && rule->end)
		rule->end(office);
	if (!office->hidden && rule->close)
		rule->close(office->build);
	if (office->hidden == office->depth)
		office->hidden = 0;
	office->depth--;
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
	struct office *office = data;

	if (office->in_text && !office->hidden)
		office->take(office, text, (size_t)length);
}

static void XMLCALL on_doctype(void *data, const XML_Char *name,
	const XML_Char *system, const XML_Char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	office_refuse(data, DIAG_ID_PAPER_DOCTYPE);
}

static void start_parser(struct office *office)
{
	office->parser = memory_sure(XML_ParserCreate(NULL));
	office->depth = office->hidden = office->in_text = 0;
	office->refused = false;
	XML_SetUserData(office->parser, office);
	XML_SetElementHandler(office->parser, on_start, on_end);
	XML_SetCharacterDataHandler(office->parser, on_text);
	XML_SetStartDoctypeDeclHandler(office->parser, on_doctype);
}

/* The document, as far as it is one; says what stopped it. */
static bool parse(struct office *office, struct pack *pack, size_t most)
{
	enum XML_Status status = XML_STATUS_OK;
	const void *bytes = NULL;
	size_t all = 0;
	long got;

	while (status == XML_STATUS_OK &&
		(got = pack_read(pack, &bytes)) >= 0) {
		all += (size_t)got;
		if (most && all > most) {
			office_refuse(office, DIAG_ID_GRADE_LARGE);
			return false;
		}
		/* in pieces: an int counts them */
		status = XML_Parse(office->parser, bytes, (int)got, got == 0);
		if (got == 0)
			break;
	}
	return status == XML_STATUS_OK && got == 0;
}

static bool read_part(struct office *office, struct pack_desk *desk,
	struct pack *pack, const char *label)
{
	size_t count = desk->notes->count;
	bool whole;

	start_parser(office);
	whole = parse(office, pack, desk->limits->text_bytes);
	if (office->refused)
		diag_add(desk->notes, office->refusal, label,
			office->build->line, NULL);
	else if (!whole && desk->notes->count == count)
		diag_add(desk->notes, DIAG_ID_PAPER_UNREADABLE, label,
			office->build->line, NULL);
	XML_ParserFree(office->parser);
	desk->unreadable |= !whole;
	return whole;
}

/* The name of the next part; NULL: there is none. */
static const char *next_part(struct pack *pack, const char *label)
{
	size_t prefix = strlen(label) + 1; /* and its "/" */
	struct pack_entry entry;

	if (!pack_next(pack, &entry))
		return NULL;
	return strlen(entry.label) > prefix ? entry.label + prefix : "";
}

static bool find_part(struct pack *pack, const char *label, const char *part)
{
	const char *name;

	while ((name = next_part(pack, label)))
		if (strcmp(name, part) == 0)
			return true;
	return false;
}

size_t office_count(struct pack_desk *desk, const struct submitted_file *file,
	const char *prefix)
{
	struct pack *pack = pack_open_memory(
		desk, file->label, file->bytes, file->size);
	const char *name;
	size_t count = 0;

	while ((name = next_part(pack, file->label)))
		count += strncmp(name, prefix, strlen(prefix)) == 0;
	pack_close(pack);
	return count;
}

enum office_outcome office_read(struct office *office, struct pack_desk *desk,
	const struct submitted_file *file, const char *part)
{
	struct pack *pack = pack_open_memory(
		desk, file->label, file->bytes, file->size);
	enum office_outcome outcome = OFFICE_ABSENT;

	if (find_part(pack, file->label, part))
		outcome = read_part(office, desk, pack, file->label)
				  ? OFFICE_WHOLE
				  : OFFICE_BROKEN;
	pack_close(pack);
	return outcome;
}
