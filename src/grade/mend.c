#include "src/grade/mend.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "parsers/parser.h"
#include "src/base/utf8.h"

/* -- signs -- */

enum role {
	ROLE_BLANK, /* of some width */
	ROLE_DASH,
	ROLE_TEXT /* stands for an ASCII text */
};

static const struct sign {
	uint32_t first, last;
	enum role role;
	const char *text;
} signs[] = {
	{0xa0, 0xa0, ROLE_BLANK, NULL},
	{0xab, 0xab, ROLE_TEXT, "\""},
	{0xad, 0xad, ROLE_TEXT, ""},
	{0xae, 0xae, ROLE_TEXT, "(R)"},
	{0xbb, 0xbb, ROLE_TEXT, "\""},
	{0x2000, 0x200a, ROLE_BLANK, NULL},
	{0x200b, 0x200f, ROLE_TEXT, ""},
	{0x2010, 0x2011, ROLE_TEXT, "-"},
	{0x2012, 0x2015, ROLE_DASH, NULL},
	{0x2018, 0x201b, ROLE_TEXT, "'"},
	{0x201c, 0x201f, ROLE_TEXT, "\""},
	{0x2026, 0x2026, ROLE_TEXT, "..."},
	{0x202f, 0x202f, ROLE_BLANK, NULL},
	{0x2032, 0x2032, ROLE_TEXT, "'"},
	{0x2033, 0x2033, ROLE_TEXT, "\""},
	{0x205f, 0x2060, ROLE_BLANK, NULL},
	{0x2212, 0x2212, ROLE_TEXT, "-"},
	{0x3000, 0x3000, ROLE_BLANK, NULL},
	{0xfeff, 0xfeff, ROLE_TEXT, ""},
};

static const struct sign *sign_of(uint32_t code)
{
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (code >= signs[i].first && code <= signs[i].last)
			return &signs[i];
	return NULL;
}

/* A line under repair. */
struct mending {
	struct buf *out;
	size_t from;	  /* of the line in `out` */
	const char *next; /* what follows the sign */
	const char *end;
};

static char before(const struct mending *mending)
{
	return mending->out->length > mending->from
		       ? mending->out->data[mending->out->length - 1]
		       : ' ';
}

static char after(const struct mending *mending, size_t ahead)
{
	return (size_t)(mending->end - mending->next) > ahead
		       ? mending->next[ahead]
		       : ' ';
}

static bool digit(char c)
{
	return isdigit((unsigned char)c);
}

/* "1 802": a group of three between the digits before and what follows. */
static bool thousands(const struct mending *mending)
{
	return digit(before(mending)) && digit(after(mending, 0)) &&
	       digit(after(mending, 1)) && digit(after(mending, 2)) &&
	       !digit(after(mending, 3));
}

/* French typography puts a blank before these. */
static bool french(const struct mending *mending)
{
	return isalnum((unsigned char)before(mending)) &&
	       strchr(":;!?", after(mending, 0));
}

/* "–direct" was "--direct", "–c" was "-c". */
static const char *dash(const struct mending *mending)
{
	char next = after(mending, 0), second = after(mending, 1);

	return before(mending) == ' ' && isalpha((unsigned char)next) &&
			       (isalpha((unsigned char)second) ||
				       second == '-' || second == '_')
		       ? "--"
		       : "-";
}

static void put_sign(
	struct mending *mending, const struct sign *sign, const char *at)
{
	if (sign->role == ROLE_TEXT)
		buf_puts(mending->out, sign->text);
	else if (sign->role == ROLE_DASH)
		buf_puts(mending->out, dash(mending));
	else if (thousands(mending))
		buf_add(mending->out, at, (size_t)(mending->next - at));
	else if (!french(mending))
		buf_putc(mending->out, ' ');
}

static size_t ascii(const char *text, size_t length)
{
	size_t at = 0;

	while (at < length && (unsigned char)text[at] < 0x80)
		at++;
	return at;
}

void mend_line(struct buf *out, const char *line, size_t length)
{
	struct mending mending = {out, out->length, line, line + length};

	while (mending.next < mending.end) {
		const char *at = mending.next;
		const struct sign *sign;
		size_t plain = ascii(at, (size_t)(mending.end - at));

		if (plain) {
			buf_add(out, at, plain);
			mending.next += plain;
			continue;
		}
		sign = sign_of(utf8_next(&mending.next));
		if (sign)
			put_sign(&mending, sign, at);
		else
			buf_add(out, at, (size_t)(mending.next - at));
	}
}

/* -- capitals -- */

/* How the tools begin a line with a small letter. */
static const char *const beginnings[] = {"events per second:", "total time:",
	"total number of events:", "min:", "avg:", "max:", "sum:",
	"events (avg/stddev):", "execution time (avg/stddev):", "block size:",
	"total size:", "operation:", "scope:", "read: IOPS=", "write: IOPS=",
	"slat (", "clat (", "lat (", "clat percentiles (", "bw (", "iops  ",
	"cpu  ", "submit  ", "complete  ", "issued rwts", "latency  "};

/* Does it stand in columns, as no sentence does? */
static bool aligned(const char *line)
{
	const char *colon = strchr(line, ':');

	return strspn(line, " ") > 1 ||
	       (colon && strspn(colon + 1, " ") > 1);
}

/* The line, with a small letter at `first`. */
static bool is_of_tool(const char *line, const char *first)
{
	if (parser_owns(line))
		return true;
	if (!aligned(line))
		return false;
	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
		if (strncmp(first, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	return strstr(first, ": ios=") != NULL; /* of a disk */
}

void mend_document_line(struct buf *out, const char *line, size_t length)
{
	size_t from = out->length;
	char *first;

	mend_line(out, line, length);
	if (out->length == from)
		return;
	first = out->data + from + strspn(out->data + from, " \t");
	if (!isupper((unsigned char)first[0]) ||
		!islower((unsigned char)first[1]) ||
		parser_owns(out->data + from))
		return;
	*first = (char)tolower((unsigned char)*first);
	if (!is_of_tool(out->data + from, first))
		*first = (char)toupper((unsigned char)*first);
}

/* -- texts -- */

#define NUMBERED_MIN 5 /* lines */

const char *mend_unnumbered(const char *line, unsigned number)
{
	const char *digits = line + strspn(line, " ");
	char *end;

	if (!digit(*digits) || strtoul(digits, &end, 10) != number)
		return NULL;
	if (strncmp(end, "  ", 2) == 0 || strncmp(end, ": ", 2) == 0 ||
		strncmp(end, "| ", 2) == 0)
		return end + 2;
	return strchr("\t:|\r\n", *end) ? end + (*end == '\t') : NULL;
}

static const char *next_line(const char *text)
{
	text += strcspn(text, "\n");
	return *text ? text + 1 : text;
}

static bool is_numbered(const char *text)
{
	unsigned number = 1;

	for (; *text; text = next_line(text), number++)
		if (*text != '\n' && !mend_unnumbered(text, number))
			return false;
	return number > NUMBERED_MIN;
}

bool mend_text(struct buf *out, const char *text, size_t length)
{
	size_t from = out->length;
	const char *start = text;
	bool numbered = is_numbered(text);

	for (unsigned number = 1; *text; number++) {
		const char *line = numbered && *text != '\n'
					   ? mend_unnumbered(text, number)
					   : text;
		const char *next = next_line(text);

		mend_line(out, line, (size_t)(next - line));
		text = next;
	}
	return out->length - from != length ||
	       (length && memcmp(out->data + from, start, length));
}
