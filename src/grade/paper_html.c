/* paper_html: what editors in a browser write, leniently. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "src/base/utf8.h"
#include "src/grade/paper_build.h"

enum tag {
	TAG_NONE,
	TAG_BLOCK,
	TAG_VERBATIM, /* ends of lines count */
	TAG_TITLE,
	TAG_BREAK,
	TAG_TABLE,
	TAG_ROW,
	TAG_CELL,
	TAG_HEAD_CELL,
	TAG_IMAGE,
	TAG_INPUT,
	TAG_HIDDEN, /* with all that is in it */
};

static const struct {
	const char *name;
	enum tag tag;
} tags[] = {
	{"p", TAG_BLOCK}, {"div", TAG_BLOCK}, {"li", TAG_BLOCK},
	{"ul", TAG_BLOCK}, {"ol", TAG_BLOCK}, {"dt", TAG_BLOCK},
	{"dd", TAG_BLOCK}, {"pre", TAG_VERBATIM}, {"blockquote", TAG_BLOCK},
	{"section", TAG_BLOCK}, {"article", TAG_BLOCK}, {"hr", TAG_BLOCK},
	{"caption", TAG_BLOCK}, {"body", TAG_BLOCK}, {"h1", TAG_TITLE},
	{"h2", TAG_TITLE}, {"h3", TAG_TITLE}, {"h4", TAG_TITLE},
	{"h5", TAG_TITLE}, {"h6", TAG_TITLE}, {"br", TAG_BREAK},
	{"table", TAG_TABLE}, {"tr", TAG_ROW}, {"td", TAG_CELL},
	{"th", TAG_HEAD_CELL}, {"img", TAG_IMAGE}, {"input", TAG_INPUT},
	{"script", TAG_HIDDEN}, {"style", TAG_HIDDEN}, {"title", TAG_HIDDEN},
	{"template", TAG_HIDDEN},
};

struct element {
	const char *name;
	size_t length; /* of the name */
	bool closing;
	const char *end; /* behind ">" */
};

static enum tag tag_of(const struct element *element)
{
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (strlen(tags[i].name) == element->length &&
			strncasecmp(tags[i].name, element->name,
				element->length) == 0)
			return tags[i].tag;
	return TAG_NONE;
}

/* Behind the ">" of a tag, which may stand in quotation marks. */
static const char *tag_end(const char *at)
{
	char quote = '\0';

	for (; *at; at++) {
		if (quote)
			quote = *at == quote ? '\0' : quote;
		else if (*at == '"' || *at == '\'')
			quote = *at;
		else if (*at == '>')
			return at + 1;
	}
	return at;
}

/* The tag, comment or declaration at "<"; false: only a sign. */
static bool read_element(const char *at, struct element *element)
{
	const char *end;

	*element = (struct element){.name = at + 1};
	if (strncmp(at, "<!--", 4) == 0) {
		end = strstr(at + 4, "-->");
		element->end = end ? end + 3 : at + strlen(at);
		return true;
	}
	element->closing = at[1] == '/';
	element->name += element->closing;
	if (!isalpha((unsigned char)*element->name) && at[1] != '!' &&
		at[1] != '?')
		return false;
	while (isalnum((unsigned char)element->name[element->length]))
		element->length++;
	element->end = tag_end(element->name + element->length);
	return true;
}

/* Behind `name` as a word of the tag, and "=" when there is one; or NULL. */
static const char *attribute(const struct element *element, const char *name)
{
	const char *at = element->name + element->length;

	for (; at < element->end; at++) {
		size_t length = strlen(name);

		if (!isspace((unsigned char)*at) ||
			strncasecmp(at + 1, name, length) != 0 ||
			isalnum((unsigned char)at[1 + length]))
			continue;
		at += 1 + length;
		return at + strspn(at, "=\"' ");
	}
	return NULL;
}

/* From 1, which it is when it is not said, to `most`. */
static size_t number_of(
	const struct element *element, const char *name, size_t most)
{
	const char *digits = attribute(element, name);
	size_t number = 0;

	while (digits && isdigit((unsigned char)*digits) && number < most)
		number = number * 10 + (size_t)(*digits++ - '0');
	if (!number)
		return 1;
	return number < most ? number : most;
}

static void open_cell(struct build *build, const struct element *element)
{
	build_cell(build, number_of(element, "colspan", PAPER_COLUMNS));
	build_cell_rows(build, number_of(element, "rowspan", PAPER_THINGS));
}

static void open_head_cell(struct build *build, const struct element *element)
{
	open_cell(build, element);
	build_header(build);
}

static void end_block(struct build *build)
{
	build_block(build, false);
}

static void open_verbatim(struct build *build)
{
	build_block(build, false);
	build->verbatim = true;
}

static void close_verbatim(struct build *build)
{
	build_block(build, false);
	build->verbatim = false;
}

static void end_title(struct build *build)
{
	build_block(build, true);
}

static void input(struct build *build, const struct element *element)
{
	const char *type = attribute(element, "type");

	if (type && strncasecmp(type, "checkbox", 8) == 0)
		build_text(build,
			attribute(element, "checked") ? "\xe2\x98\x91 "
						      : "\xe2\x98\x90 ",
			4);
}

static const struct {
	void (*open)(struct build *build);
	void (*close)(struct build *build);
	/* in place of `open` where attributes matter */
	void (*with)(struct build *build, const struct element *element);
} handlers[] = {
	[TAG_BLOCK] = {end_block, end_block, NULL},
	[TAG_VERBATIM] = {open_verbatim, close_verbatim, NULL},
	[TAG_TITLE] = {end_block, end_title, NULL},
	[TAG_BREAK] = {build_break, NULL, NULL},
	[TAG_TABLE] = {build_table_open, build_table_close, NULL},
	[TAG_ROW] = {build_row, build_row_close, NULL},
	[TAG_CELL] = {NULL, build_cell_close, open_cell},
	[TAG_HEAD_CELL] = {NULL, build_cell_close, open_head_cell},
	[TAG_IMAGE] = {build_image, NULL, NULL},
	[TAG_INPUT] = {NULL, NULL, input},
	[TAG_HIDDEN] = {NULL, NULL, NULL},
};

/* Behind the closing tag of the same name. */
static const char *pass_hidden(const struct element *element)
{
	const char *at = element->end;

	while ((at = strstr(at, "</"))) {
		if (strncasecmp(at + 2, element->name, element->length) == 0)
			return tag_end(at);
		at += 2;
	}
	return element->end + strlen(element->end);
}

/* Returns what is behind it. */
static const char *take_element(
	struct build *build, const struct element *element)
{
	enum tag tag = tag_of(element);
	void (*handle)(struct build *) = element->closing
						 ? handlers[tag].close
						 : handlers[tag].open;

	if (tag == TAG_HIDDEN && !element->closing)
		return pass_hidden(element);
	if (handle)
		handle(build);
	else if (handlers[tag].with && !element->closing)
		handlers[tag].with(build, element);
	return element->end;
}

static const char *take_text(struct build *build, const char *at)
{
	uint32_t code = build_entity(&at);
	size_t length;

	if (code) {
		build_put(build, code);
		return at;
	}
	if (*at == '\n') {
		if (build->verbatim)
			build_break(build);
		else
			build_text(build, " ", 1);
		return at + 1;
	}
	length = 1 + strcspn(at + 1, "<&\n");
	build_text(build, at, length);
	return at + length;
}

bool paper_of_html(struct build *build, const char *text)
{
	struct element element;

	while (*text && !build->crowded) {
		if (*text == '<' && read_element(text, &element))
			text = take_element(build, &element);
		else
			text = take_text(build, text);
	}
	return true;
}
