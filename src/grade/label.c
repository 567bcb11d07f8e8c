#include "src/grade/label.h"

#include <ctype.h>
#include <string.h>

#include "src/base/utf8.h"

/* The letter under an accent, of the letters that French and its neighbours
 * use; 0: none. */
static char bare(unsigned code)
{
	static const char latin1[] =
		"aaaaaaaceeeeiiiidnooooo\0ouuuuy\0saaaaaaaceeeeiiiidnooooo\0o"
		"uuuuy\0y";

	if (code >= 0xC0 && code <= 0xFF)
		return latin1[code - 0xC0];
	if (code == 0x152 || code == 0x153)
		return 'o';
	return 0;
}

static void put_letter(struct skeleton *skeleton, char c)
{
	if (c && skeleton->length < LABEL_MAX)
		skeleton->text[skeleton->length++] = c;
}

void label_make(struct label *label, const char *text)
{
	struct skeleton *both[] = {&label->with_accents, &label->plain};

	label->with_accents.length = label->plain.length = 0;
	for (unsigned code; (code = utf8_next(&text));) {
		char c = code < 128 ? (char)tolower((int)code) : '\0';

		if (c && isalnum((unsigned char)c))
			put_letter(&label->plain, c);
		else
			c = bare(code);
		put_letter(&label->with_accents, c);
	}
	for (size_t i = 0; i < 2; i++)
		both[i]->text[both[i]->length] = '\0';
}

static bool equals(const struct skeleton *a, const struct skeleton *b)
{
	return a->length && a->length == b->length &&
	       memcmp(a->text, b->text, a->length) == 0;
}

bool label_equals(const struct label *written, const struct label *label)
{
	return equals(&written->with_accents, &label->with_accents) ||
	       equals(&written->plain, &label->plain);
}

static bool is_in(const struct skeleton *part, const struct skeleton *whole)
{
	return part->length && part->length <= whole->length &&
	       strstr(whole->text, part->text);
}

bool label_is_in(const struct label *label, const struct label *written)
{
	return is_in(&label->with_accents, &written->with_accents) ||
	       is_in(&label->plain, &written->plain);
}

bool label_same(const char *written, const char *label)
{
	struct label a, b;

	label_make(&a, written);
	label_make(&b, label);
	return label_equals(&a, &b);
}

bool label_holds(const char *written, const char *label)
{
	struct label a, b;

	label_make(&a, written);
	label_make(&b, label);
	return label_is_in(&b, &a);
}
