/*
 * What a shell says of a command that is not there: evidence that a test was
 * tried and gave nothing. bash, dash, zsh, cmd and PowerShell, Ubuntu's
 * command-not-found, in English and French.
 */
#include <string.h>

#include "parsers/parser.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The ends of such lines; every one holds a stem, and every stem a root, which
 * is looked for first: every line of every file is asked. */
static const char *const stems[] = {"not found", "introuvable", "not recogni",
	"pas \xc3\xa9t\xc3\xa9 trouv", "pas reconnu", NULL};
static const char *const roots[] = {"not ", "introuvable", "pas ", NULL};

/* Commands whose absence means something, longer names first. */
static const char *const commands[] = {"sysbench", "stress-ng", "stress", "fio",
	"iperf3", "virsh", "lscpu", "lsblk", "qm", "xe"};

static bool is_part(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '/' ||
	       c == '.';
}

/* `name` as a word by itself; of a path only the last part counts. */
static bool holds_word(const char *text, const char *name)
{
	size_t length = strlen(name);

	for (const char *s = text; (s = strstr(s, name)); s++) {
		const char *end = s + length;

		if (scan_after(end, ".exe"))
			end += strlen(".exe");
		if (!is_part(*end) &&
			(s == text || s[-1] == '/' || !is_part(s[-1])))
			return true;
	}
	return false;
}

static bool holds_any(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr(text, *words))
			return true;
	return false;
}

static const char *missing_command(const char *text)
{
	bool told = holds_any(text, roots) && holds_any(text, stems);

	for (size_t i = 0; told && i < COUNT(commands); i++)
		if (holds_word(text, commands[i]))
			return commands[i];
	return NULL;
}

/* "fio: unable to find library: not found" is fio's own word, and so is
 * whatever a tool prefixes with a version or a process. */
static bool is_shell(const char *text)
{
	static const char *const ends[] = {
		"command not found",
		"not found",
		"commande introuvable",
	};
	const char *colon = strrchr(text, ':');

	if (strstr(text, "ommand '") || strstr(text, "command not found: ") ||
		strstr(text, "ommande \xc2\xab") ||
		strstr(text, "not recogni") || strstr(text, "pas reconnu"))
		return true;
	for (size_t i = 0; colon && i < COUNT(ends); i++) {
		const char *end = scan_after(scan_blanks(colon + 1), ends[i]);

		if (end && scan_end(end))
			return true;
	}
	return false;
}

static bool owns(const char *text)
{
	return missing_command(text) && is_shell(text);
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	while (parser_next(scan, &parser_missing))
		if (owns(scan->text))
			parser_diag(scan, parsing, DIAG_ID_TOOL_FAILED,
				missing_command(scan->text),
				parser_quote(parsing->arena, scan->text));
}

const struct parser parser_missing = {"shell", owns, parse};
