#include "src/base/text.h"

#include <ctype.h>
#include <string.h>

#include "src/base/buf.h"
#include "src/base/signs.h"
#include "src/base/utf8.h"

static const char *const lang_names[LANG_COUNT] = {"fr", "en"};

static const struct text messages[MSG_COUNT] = {
#define MESSAGE(id, fr, en) {{fr, en}},
#include "src/base/message.in"
#undef MESSAGE
};

int lang_find(const char *name)
{
	for (int i = 0; i < LANG_COUNT; i++)
		if (strcmp(name, lang_names[i]) == 0)
			return i;
	return -1;
}

const char *lang_name(enum lang lang)
{
	return lang_names[lang];
}

const char *text_in(const struct text *text, enum lang lang)
{
	if (text->in[lang])
		return text->in[lang];
	for (int i = 0; i < LANG_COUNT; i++)
		if (text->in[i])
			return text->in[i];
	return "";
}

int text_empty(const struct text *text)
{
	return text_in(text, LANG_FR)[0] == '\0';
}

const char *message_get(enum lang lang, enum message id)
{
	return messages[id].in[lang];
}

static char *take(struct arena *arena, struct buf *buf)
{
	char *text =
		arena_strndup(arena, buf->data ? buf->data : "", buf->length);

	buf_free(buf);
	return text;
}

/* Does French elide before this word? Of the mute h only what names of
 * systems begin with: "hôte", "Hyper-V". */
static int elides(const char *word)
{
	static const char *const openings[] = {"a", "e", "i", "o", "u", "A",
		"E", "I", "O", "U", "à", "â", "é", "è", "ê", "î", "ô", "œ", "À",
		"Â", "É", "È", "Ê", "Î", "Ô", "Œ", "hy", "Hy", "hô", "Hô"};

	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
		if (strncmp(word, openings[i], strlen(openings[i])) == 0)
			return 1;
	return 0;
}

/* "de ESXi" is "d'ESXi"; no English word ends a pattern so. */
static void elide(struct buf *out, const char *next)
{
	const char *end = out->length < 3 ? "" : out->data + out->length - 3;
	char before = out->length < 4 ? ' ' : end[-1];

	if (strcmp(end, "de ") == 0 && strchr(" (\"", before) && elides(next)) {
		out->length -= 2;
		buf_putc(out, '\'');
	}
}

char *text_fill(
	struct arena *arena, const char *pattern, const char *const *args)
{
	struct buf out = {0};
	size_t count = 0;

	while (args[count])
		count++;
	for (const char *p = pattern; *p; p++) {
		if (p[0] == '{' && isdigit((unsigned char)p[1]) &&
			p[2] == '}' && (size_t)(p[1] - '0') < count) {
			elide(&out, args[p[1] - '0']);
			buf_puts(&out, args[p[1] - '0']);
			p += 2;
		} else {
			buf_putc(&out, *p);
		}
	}
	return take(arena, &out);
}

/* "20 000": the space between thousands at `p`. */
static int groups_thousands(const char *plain, const char *p)
{
	return p > plain && isdigit((unsigned char)p[-1]) &&
	       strspn(p + 1, "0123456789") == 3;
}

/* The no-break space that French sets before the sign at `p`, or NULL. */
static const char *french_space_before(const char *p)
{
	static const struct {
		const char *sign, *space;
	} rules[] = {
		{";", NARROW_NBSP}, {"!", NARROW_NBSP}, {"?", NARROW_NBSP},
		{"%", NARROW_NBSP}, {":", NBSP},
		{"\xc2\xbb", NARROW_NBSP}, /* » */
	};

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (strncmp(p, rules[i].sign, strlen(rules[i].sign)) == 0)
			return rules[i].space;
	return NULL;
}

static int letter(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Direction overrides make text read otherwise than it is stored. */
static int deceptive(uint32_t code)
{
	return (code >= 0x202a && code <= 0x202e) ||
	       (code >= 0x2066 && code <= 0x2069);
}

char *text_clean(struct arena *arena, const char *text)
{
	struct buf out = {0};
	uint32_t code;

	while ((code = utf8_next(&text))) {
		char bytes[UTF8_MAX];

		if (code < ' ' || (code >= 0x7f && code < 0xa0))
			buf_putc(&out, ' ');
		else if (!deceptive(code))
			buf_add(&out, bytes, utf8_put(bytes, code));
	}
	return take(arena, &out);
}

char *text_typeset(struct arena *arena, enum lang lang, const char *plain)
{
	static const char guillemet[] = "\xc2\xab";
	struct buf out = {0};

	plain = text_clean(arena, plain);
	for (const char *p = plain; *p; p++) {
		const char *space = NULL;

		if (*p == ' ' && lang == LANG_FR) {
			space = french_space_before(p + 1);
			if (p >= plain + 2 && memcmp(p - 2, guillemet, 2) == 0)
				space = NARROW_NBSP;
			if (groups_thousands(plain, p))
				space = NARROW_NBSP;
		}
		if (space)
			buf_puts(&out, space);
		else if (*p == '\'' && p > plain && letter(p[-1]) &&
			 letter(p[1]))
			buf_puts(&out, APOSTROPHE);
		else
			buf_putc(&out, *p);
	}
	return take(arena, &out);
}

const char *text_shortened(struct arena *arena, const char *text, size_t most)
{
	size_t count = 0;
	int cut = 0;

	for (const char *end = text; *end; count++) {
		utf8_next(&end);
		if (count + 2 == most)
			cut = (int)(end - text);
	}
	return count > most ? arena_printf(arena, "%.*s" ELLIPSIS, cut, text)
			    : text;
}

int text_order(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;

	return strcmp(*a, *b);
}
