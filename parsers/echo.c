#include "parsers/echo.h"

#include <limits.h>
#include <string.h>

#include "parsers/scan.h"

/* No log has more; beyond, commands are no evidence. */
#define SPANS_MAX ((size_t)4096)
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Tools, and the words one of which only a command line has. A word that
 * ends in "=" or "/" is the beginning of one, a word that begins with "." its
 * end. */
static const struct tool {
	const char *name;
	const char *words[7];
} tools[] = {
	{"sysbench", {"run", "--test=", "prepare", "cleanup"}},
	{"fio", {"--name=", "--rw=", "--readwrite=", "--filename=", "--name",
			".fio", ".job"}},
	{"iperf3", {"-c", "-s", "--client", "--server", "-sD", "--client="}},
	{"stress", {"--cpu", "-c", "--vm", "--io", "-i", "--hdd", "--timeout"}},
	{"stress-ng", {"--cpu", "-c", "--vm", "--matrix", "--hdd", "--timeout",
			      "--cpu="}},
};

#define WORDS_MAX (sizeof tools[0].words / sizeof tools[0].words[0])
/* Words of a command that are looked at: a line may be nothing but names of
 * tools, and would be read once for each. */
#define COMMAND_WORDS 64

/* What a process of a tool prints first: the command before is used up. */
static const char *const openings[] = {
	"sysbench ",
	"fio-",
	"Connecting to host ",
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

static bool is_kind(const char *word, size_t length, const char *kind)
{
	size_t size = strlen(kind);

	if (kind[size - 1] == '=')
		return length > size && memcmp(word, kind, size) == 0;
	if (*kind == '.')
		return length > size &&
		       memcmp(word + length - size, kind, size) == 0;
	return length == size && memcmp(word, kind, size) == 0;
}

/* Whether a word of the command shows that it is one. */
static bool is_command(const struct tool *tool, const char *text)
{
	const char *s = text;

	for (int n = 0; n < COMMAND_WORDS; n++) {
		size_t length;

		s = scan_blanks(s);
		/* the next command of the line; "[-s|-c host]" is a usage */
		if (!*s || strchr("|;[", *s))
			return false;
		length = strcspn(s, " \t`\"'<>|;&");
		for (size_t i = 0; i < WORDS_MAX && tool->words[i]; i++)
			if (length && is_kind(s, length, tool->words[i]))
				return true;
		s += length ? length : 1;
	}
	return false;
}

/* Behind the tool's name as a word at `text`, or NULL. */
static const char *named(const struct tool *tool, const char *text)
{
	const char *end = scan_after(text, tool->name);

	if (end && scan_after(end, ".exe"))
		end += strlen(".exe");
	return end && (*end == ' ' || *end == '\t') ? end : NULL;
}

/* Where the command ends that begins at `start`, opened by the character
 * before it. */
static size_t command_length(const char *start, char before)
{
	size_t length = strlen(start);

	if (before == '`' || before == '"' || before == '\'') {
		const char *end = strchr(start, before);

		if (end)
			length = (size_t)(end - start);
	}
	while (length && strchr(" \t", start[length - 1]))
		length--;
	return length;
}

/* The next place where a tool's name begins a word. */
static const char *next_name(
	const char *line, const char *from, const struct tool **tool)
{
	for (const char *s = from; *s; s++) {
		if ((*s != 's' && *s != 'f' && *s != 'i') ||
			(s > line && is_letter(s[-1])))
			continue;
		for (size_t i = 0; i < COUNT(tools); i++) {
			if (!named(&tools[i], s))
				continue;
			*tool = &tools[i];
			return s;
		}
	}
	return NULL;
}

bool echo_find(const char *text, struct echo_found *found)
{
	const struct tool *tool;
	const char *s = text;
	size_t count = 0;

	while ((s = next_name(text, s, &tool))) {
		const char *end = named(tool, s);

		if (is_command(tool, end)) {
			if (count++ == 0)
				*found = (struct echo_found){.tool = tool->name,
					.start = s,
					.length = command_length(
						s, s > text ? s[-1] : ' ')};
			else if (found->tool == tool->name)
				return false;
		}
		s = end;
	}
	if (!count)
		return false;
	found->several = count > 1 || strstr(text, "for ") ||
			 strstr(text, "while ") || strchr(found->start, ';');
	return true;
}

const char *echo_prompted(const char *text)
{
	const char *s = scan_blanks(text);
	size_t marks = strspn(s, "#+");
	const char *prompt;

	if (marks && s[marks] == ' ')
		return scan_blanks(s + marks);
	if (scan_after(s, "$ "))
		return scan_blanks(s + 2);
	if (scan_after(s, "PS ") && (prompt = strstr(s, "> ")))
		return scan_blanks(prompt + 2);
	if (!strchr(s, '@'))
		return NULL;
	prompt = strchr(s, '@');
	while (*prompt &&
		!((*prompt == '$' || *prompt == '#') && prompt[1] == ' '))
		prompt++;
	return *prompt ? scan_blanks(prompt + 2) : NULL;
}

/* A line that cannot hold a command: figures, JSON, a table. Nearly all lines
 * are, and every line is asked. */
static bool is_hopeless(const char *text)
{
	char c = *scan_blanks(text);

	return !c || (c >= '0' && c <= '9') || strchr("\"{}|", c);
}

static bool opens(const char *text)
{
	for (size_t i = 0; i < COUNT(openings); i++) {
		const char *rest = scan_after(text, openings[i]);

		if (rest && (i == 2 || (*rest >= '0' && *rest <= '9')))
			return true;
	}
	return false;
}

/* Makes `length` bytes the text of the last command, behind what it has. */
static void append(struct echo *echo, const char *text, size_t length)
{
	struct echo_span *span = &echo->spans[echo->count - 1];
	size_t used = strlen(span->text);

	if (length > ECHO_MAX - used) {
		length = ECHO_MAX - used;
		/* not in the middle of a character */
		while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
			length--;
	}
	echo->continued = length && text[length - 1] == '\\';
	if (echo->continued)
		length--;
	span->text = arena_printf(
		echo->arena, "%s%.*s", span->text, (int)length, text);
}

static void close_last(struct echo *echo, unsigned line)
{
	if (echo->open)
		echo->spans[echo->count - 1].end = line;
	echo->open = echo->continued = echo->used = false;
}

static void begin(
	struct echo *echo, const struct echo_found *found, unsigned line)
{
	close_last(echo, line);
	if (echo->count == SPANS_MAX)
		return;
	ARENA_ROOM(echo->arena, echo->spans, echo->count, echo->capacity);
	echo->spans[echo->count++] =
		(struct echo_span){found->tool, "", line, UINT_MAX};
	echo->open = true;
	echo->several = found->several;
	append(echo, found->start, found->length);
}

void echo_note(struct echo *echo, const char *text, unsigned line)
{
	struct echo_found found;

	/* a line that was put back comes again */
	if (line <= echo->noted)
		return;
	echo->noted = line;
	if (echo->continued) {
		echo->continued = false;
		text = scan_blanks(text);
		append(echo, text, strlen(text));
		return;
	}
	if (is_hopeless(text))
		return;
	if (echo_find(text, &found)) {
		begin(echo, &found, line);
	} else if (echo->open && opens(text)) {
		if (echo->used && !echo->several)
			close_last(echo, line);
		echo->used = true;
	} else if (echo->open && echo_prompted(text)) {
		close_last(echo, line);
	}
}

const struct echo_span *echo_command(
	const struct echo *echo, const char *tool, unsigned line)
{
	size_t low = 0, high = echo->count;

	/* the last one that begins at the line or before */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (echo->spans[middle].line <= line)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || line >= echo->spans[low - 1].end ||
		strcmp(echo->spans[low - 1].tool, tool) != 0)
		return NULL;
	return &echo->spans[low - 1];
}
