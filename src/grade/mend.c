#include "src/grade/mend.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

/* "read: IOPS=…", "submit    : 0=0.0%, …": what fio prints further in and is
 * known by that. Who pastes a log may lose the blanks before every line. */
static bool is_inner(const char *line, size_t length)
{
	static const char *const names[] = {"read", "write", "trim",
		"IO depths", "submit", "complete", "issued", "latency"};
	const char *colon = memchr(line, ':', length);

	if (!colon || !memchr(colon, '=', (size_t)(line + length - colon)))
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t name = strlen(names[i]);

		if (length > name && strncasecmp(line, names[i], name) == 0)
			return line[name] == ' ' || line[name] == ':';
	}
	return false;
}

static size_t ascii(const char *text, size_t length)
{
	size_t at = 0;

	while (at < length && (unsigned char)text[at] < 0x80)
		at++;
	return at;
}

/* Rows of iperf3 have blanks between their columns, and no tab. */
static void untab(struct buf *out, size_t from)
{
	for (size_t i = from; i < out->length; i++)
		if (out->data[i] == '\t')
			out->data[i] = ' ';
}

void mend_line(struct buf *out, const char *line, size_t length)
{
	struct mending mending = {out, out->length, line, line + length};

	/* one blank may stand for the end of a line of HTML */
	if (is_inner(line, length) ||
		(length && *line == ' ' && is_inner(line + 1, length - 1)))
		buf_puts(out, "  ");
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
	if (length && *line == '[')
		untab(out, mending.from);
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
	return is_inner(first, strlen(first)) ||
	       strstr(first, ": ios="); /* of a disk */
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

#define FRAMED_MIN 5 /* lines */

/* What an editor has put around every line of a text. */
enum frame { FRAME_NONE, FRAME_NUMBER, FRAME_BULLET, FRAME_PIPES };

/* Behind the number before a line, "  12  total time", and one blank or sign
 * that parts them; NULL: there is another or none. */
static const char *unnumbered(const char *line, unsigned number)
{
	const char *digits = line + strspn(line, " ");
	char *end;

	if (!digit(*digits) || strtoul(digits, &end, 10) != number)
		return NULL;
	if (strchr(":|", *end) && *end)
		end++;
	else if (!strchr(" \t\r\n", *end))
		return NULL;
	return end + (*end == ' ' || *end == '\t');
}

/* Behind "- " or "| " before a line; NULL: it has none. */
static const char *unmarked(const char *line, char mark)
{
	if (*line != mark)
		return NULL;
	if (line[1] == ' ')
		return line + 2;
	return strchr("\r\n", line[1]) ? line + 1 : NULL;
}

static const char *unframed(
	const char *line, unsigned number, enum frame frame)
{
	switch (frame) {
	case FRAME_NUMBER:
		return unnumbered(line, number);
	case FRAME_BULLET:
		return unmarked(line, '-');
	case FRAME_PIPES:
		return unmarked(line, '|');
	default:
		return line;
	}
}

const char *mend_unframed(const char *line, unsigned number)
{
	for (int frame = FRAME_PIPES; frame > FRAME_NONE; frame--) {
		const char *inside = unframed(line, number, frame);

		if (inside)
			return inside;
	}
	return line;
}

static const char *next_line(const char *text)
{
	text += strcspn(text, "\n");
	return *text ? text + 1 : text;
}

static bool is_framed(const char *text, enum frame frame)
{
	unsigned number = 1;

	for (; *text; text = next_line(text), number++)
		if (!strchr("\r\n", *text) && !unframed(text, number, frame))
			return false;
	return number > FRAMED_MIN;
}

static enum frame frame_of(const char *text)
{
	int frame = FRAME_PIPES;

	while (frame > FRAME_NONE && !is_framed(text, frame))
		frame--;
	return frame;
}

/* The end of what a frame holds of a line. */
static const char *inner_end(const char *line, const char *end,
	enum frame frame)
{
	const char *last = end;

	while (last > line && strchr(" \t\r\n", last[-1]))
		last--;
	return frame == FRAME_PIPES && last > line && last[-1] == '|'
		       ? last - 1
		       : end;
}

bool mend_text(struct buf *out, const char *text, size_t length)
{
	size_t from = out->length;
	const char *start = text;
	enum frame frame = frame_of(text);

	for (unsigned number = 1; *text; number++) {
		const char *next = next_line(text);
		const char *line = strchr("\r\n", *text)
					   ? text
					   : unframed(text, number, frame);
		const char *end = inner_end(line, next, frame);

		mend_line(out, line, (size_t)(end - line));
		if (end != next)
			buf_putc(out, '\n');
		text = next;
	}
	return out->length - from != length ||
	       (length && memcmp(out->data + from, start, length));
}
