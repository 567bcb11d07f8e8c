#include "render/pdf_text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/utf8.h"

#define BOX 0x25A1u   /* □ */
#define BASIC 0xFFFFu /* the last character of the basic plane */
#define LISTED 20     /* characters in the list of the missing */

struct composition {
	uint16_t base, mark, composed;
};

static const struct composition compositions[] = {
#define COMPOSE(base, mark, composed) {base, mark, composed},
#include "render/fonts/compose.in"
#undef COMPOSE
};

static const struct {
	uint32_t code;
	enum pdf_sign sign;
} signs[] = {
	{0x2605, SIGN_STAR},
	{0x2606, SIGN_STAR_OPEN},
	{0x2610, SIGN_OPEN},
	{0x2611, SIGN_DONE},
	{0x26A0, SIGN_WARNING},
	{0x2705, SIGN_YES},
	{0x2713, SIGN_YES},
	{0x2714, SIGN_YES},
	{0x2717, SIGN_NO},
	{0x2718, SIGN_NO},
	{0x274C, SIGN_NO},
	{0x274E, SIGN_NO},
	{0x2795, SIGN_PLUS},
	{0x2796, SIGN_MINUS},
	{0x2B50, SIGN_STAR},
	{0x1F5F8, SIGN_YES},
};

/* Characters that draw nothing. */
static const struct {
	uint32_t first, last;
} invisible[] = {
	{0x00AD, 0x00AD},   /* soft hyphen */
	{0x034F, 0x034F},   /* grapheme joiner */
	{0x180B, 0x180E},   /* Mongolian selectors */
	{0x200B, 0x200F},   /* zero width, direction marks */
	{0x202A, 0x202E},   /* embeddings of direction */
	{0x2060, 0x206F},   /* word joiner, isolates */
	{0xFE00, 0xFE0F},   /* variation selectors */
	{0xFEFF, 0xFEFF},   /* byte order mark */
	{0xE0000, 0xE0FFF}, /* tags, more selectors */
};

static bool is_invisible(uint32_t code)
{
	for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++)
		if (code >= invisible[i].first && code <= invisible[i].last)
			return true;
	return false;
}

static bool is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code <= 0x9F) ||
	       code == 0x2028 || code == 0x2029;
}

static uint32_t find_sign(uint32_t code)
{
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (signs[i].code == code)
			return signs[i].sign;
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct composition *x = a, *y = b;

	if (x->base != y->base)
		return x->base < y->base ? -1 : 1;
	return (x->mark > y->mark) - (x->mark < y->mark);
}

/* The letter that base and mark make, 0 when there is none. */
static uint32_t compose(uint32_t base, uint32_t mark)
{
	struct composition key = {(uint16_t)base, (uint16_t)mark, 0}, *found;

	if (mark < 0x300 || mark > 0x36F || base > 0xFFFF)
		return 0;
	found = bsearch(&key, compositions,
		sizeof compositions / sizeof *compositions, sizeof key,
		compare);
	return found ? found->composed : 0;
}

static void count_missing(struct pdf_text *text, uint32_t code)
{
	for (size_t i = 0; i < text->missing_count; i++)
		if (text->missing[i].code == code) {
			text->missing[i].count++;
			return;
		}
	if (text->missing_count > LISTED)
		return; /* enough: the list only says that there are more */
	ARENA_ROOM(text->arena, text->missing, text->missing_count,
		text->missing_capacity);
	text->missing[text->missing_count++] = (struct pdf_missing){code, 1};
}

/* What is drawn for a visible character. */
static uint32_t drawable(struct pdf_text *text, uint32_t code)
{
	uint32_t sign = find_sign(code);

	if (sign)
		return sign;
	if (code <= BASIC && text->metrics->advance[code])
		return code;
	count_missing(text, code);
	return BOX;
}

/* Plain ASCII needs no work, and most text is that. */
static bool is_clean(const char *raw)
{
	for (; *raw; raw++)
		if (*raw < 0x20 || *raw > 0x7E)
			return false;
	return true;
}

struct cleaning {
	char *out;
	size_t length;
	uint32_t last;	    /* the character written last */
	size_t last_length; /* where it started */
};

static void emit(struct cleaning *c, uint32_t code)
{
	uint32_t whole = compose(c->last, code);

	if (whole) {
		c->length = c->last_length;
		code = whole;
	}
	c->last = code;
	c->last_length = c->length;
	c->length += utf8_put(c->out + c->length, code);
}

static const char *clean(struct pdf_text *text, const char *raw, bool font)
{
	struct cleaning c = {0};
	uint32_t code;

	/* a bad byte becomes three bytes; nothing grows more */
	c.out = arena_alloc(text->arena, 3 * strlen(raw) + 1);
	while ((code = utf8_next(&raw))) {
		if (is_invisible(code))
			continue;
		if (is_control(code))
			code = ' ';
		if (!font && code > BASIC) /* which libharu leaves out */
			code = BOX;
		/* marks of the font or of a composed letter: seen below */
		if (font && !compose(c.last, code))
			code = drawable(text, code);
		emit(&c, code);
	}
	c.out[c.length] = '\0';
	return c.out;
}

/* ---- what was cleaned before ---- */

/* The place of `raw` in the table, or the free one where it belongs. */
static struct pdf_cleaned *slot(
	struct pdf_cleaned *table, size_t capacity, const char *raw)
{
	size_t at = (size_t)((uintptr_t)raw * 0x9E3779B97F4A7C15u >> 16);

	for (at &= capacity - 1; table[at].raw && table[at].raw != raw;)
		at = (at + 1) & (capacity - 1);
	return &table[at];
}

/* Keeps the table at most half full. */
static void make_room(struct pdf_text *text)
{
	size_t capacity =
		text->cleaned_capacity ? 2 * text->cleaned_capacity : 256;
	struct pdf_cleaned *table;

	if (2 * text->cleaned_count < text->cleaned_capacity)
		return;
	table = arena_alloc(text->arena, capacity * sizeof *table);
	for (size_t i = 0; i < text->cleaned_capacity; i++)
		if (text->cleaned[i].raw)
			*slot(table, capacity, text->cleaned[i].raw) =
				text->cleaned[i];
	text->cleaned = table;
	text->cleaned_capacity = capacity;
}

const char *pdf_clean(struct pdf_text *text, const char *raw)
{
	struct pdf_cleaned *found;

	if (!raw || is_clean(raw))
		return raw ? raw : "";
	make_room(text);
	found = slot(text->cleaned, text->cleaned_capacity, raw);
	if (!found->raw) {
		found->raw = raw;
		found->clean = clean(text, raw, true);
		text->cleaned_count++;
	}
	return found->clean;
}

const char *pdf_clean_title(struct pdf_text *text, const char *raw)
{
	return raw ? clean(text, raw, false) : "";
}

const char *pdf_missing_list(const struct pdf_text *text)
{
	const char *list = NULL;

	for (size_t i = 0; i < text->missing_count && i < LISTED; i++) {
		const struct pdf_missing *m = &text->missing[i];
		const char *one =
			arena_printf(text->arena, "U+%04X", (unsigned)m->code);

		if (m->count > 1)
			one = arena_printf(
				text->arena, "%s \xc3\x97%zu", one, m->count);
		list = list ? arena_printf(text->arena, "%s, %s", list, one)
			    : one;
	}
	if (text->missing_count > LISTED)
		list = arena_printf(text->arena, "%s, \xe2\x80\xa6", list);
	return list;
}
