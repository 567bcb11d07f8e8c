#include "src/base/opt.h"

#include <string.h>

struct reading {
	struct diags *diags;
	const struct option_row *rows;
	size_t count;
	unsigned command;
	int argc;
	char *const *argv;
	int at;
	unsigned char *options;
};

static bool takes_argument(const struct option_row *row)
{
	return row->argument != MSG_COUNT;
}

static const struct option_row *find_long(
	const struct reading *r, const char *name, size_t length)
{
	for (size_t i = 0; i < r->count; i++)
		if ((r->rows[i].commands & r->command) &&
			strlen(r->rows[i].name) == length &&
			strncmp(r->rows[i].name, name, length) == 0)
			return &r->rows[i];
	return NULL;
}

static const struct option_row *find_letter(
	const struct reading *r, char letter)
{
	for (size_t i = 0; i < r->count; i++)
		if ((r->rows[i].commands & r->command) &&
			r->rows[i].letter == letter)
			return &r->rows[i];
	return NULL;
}

static int unknown(struct reading *r, const char *what)
{
	diag_add(r->diags, DIAG_ID_OPTION_UNKNOWN, NULL, 0, what);
	return -1;
}

/* `value` is what is glued to the option, NULL when nothing is. */
static int store(
	struct reading *r, const struct option_row *row, const char *value)
{
	if (!takes_argument(row)) {
		bool yes = true;

		if (value)
			return unknown(r, r->argv[r->at]);
		memcpy(r->options + row->offset, &yes, sizeof yes);
		return 0;
	}
	if (!value && r->at + 1 < r->argc)
		value = r->argv[++r->at];
	if (!value || !value[strspn(value, " \t\r\n")]) {
		diag_add(r->diags,
			value ? DIAG_ID_OPTION_EMPTY : DIAG_ID_OPTION_ARGUMENT,
			NULL, 0, row->name);
		return -1;
	}
	memcpy(r->options + row->offset, &value, sizeof value);
	return 0;
}

static int read_long(struct reading *r, const char *name)
{
	size_t length = strcspn(name, "=");
	const struct option_row *row = find_long(r, name, length);

	if (!row)
		return unknown(r, r->argv[r->at]);
	return store(r, row, name[length] ? name + length + 1 : NULL);
}

/* "-h", "-o DIR", "-oDIR" */
static int read_short(struct reading *r, const char *letters)
{
	const struct option_row *row = find_letter(r, letters[0]);

	if (!row)
		return unknown(r, r->argv[r->at]);
	if (takes_argument(row))
		return store(r, row, letters[1] ? letters + 1 : NULL);
	if (store(r, row, NULL))
		return -1;
	return letters[1] ? read_short(r, letters + 1) : 0;
}

int opt_parse(struct diags *diags, const struct option_row *rows, size_t count,
	unsigned command, int argc, char *const *argv, void *options,
	const char **operands)
{
	struct reading r = {.diags = diags,
		.rows = rows,
		.count = count,
		.command = command,
		.argc = argc,
		.argv = argv,
		.options = options};
	bool ended = false;

	for (; r.at < argc; r.at++) {
		const char *word = argv[r.at];
		int bad = 0;

		if (ended || word[0] != '-' || !word[1])
			*operands++ = word;
		else if (strcmp(word, "--") == 0)
			ended = true;
		else if (word[1] == '-')
			bad = read_long(&r, word + 2);
		else
			bad = read_short(&r, word + 1);
		if (bad)
			return -1;
	}
	*operands = NULL;
	return 0;
}

void opt_help(struct buf *out, enum lang lang, const struct option_row *rows,
	size_t count, unsigned command)
{
	for (size_t i = 0; i < count; i++) {
		const struct option_row *row = &rows[i];
		size_t start = out->length;
		size_t width;

		if (!(row->commands & command))
			continue;
		if (row->letter)
			buf_printf(out, "  -%c, ", row->letter);
		else
			buf_puts(out, "      ");
		buf_printf(out, "--%s", row->name);
		if (takes_argument(row))
			buf_printf(
				out, " %s", message_get(lang, row->argument));
		width = out->length - start;
		buf_fill(out, ' ', width < 28 ? 28 - width : 2);
		buf_printf(out, "%s\n", message_get(lang, row->help));
	}
}
