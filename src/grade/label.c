#include "src/grade/label.h"

#include <ctype.h>
#include <string.h>

#include "src/base/utf8.h"

/* No label of a sheet is longer; of what is, the beginning counts. */
#define SKELETON_MAX 512

struct skeleton {
	char text[SKELETON_MAX + 1];
	size_t length;
};

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
	if (c && skeleton->length < SKELETON_MAX)
		skeleton->text[skeleton->length++] = c;
	skeleton->text[skeleton->length] = '\0';
}

static struct skeleton skeleton_of(const char *text, bool accents)
{
	struct skeleton skeleton = {.length = 0};

	skeleton.text[0] = '\0';
	for (unsigned code; (code = utf8_next(&text));) {
		if (code < 128 && isalnum((int)code))
			put_letter(&skeleton, (char)tolower((int)code));
		else if (accents)
			put_letter(&skeleton, bare(code));
	}
	return skeleton;
}

bool label_same(const char *written, const char *label)
{
	for (int accents = 0; accents < 2; accents++) {
		struct skeleton a = skeleton_of(written, accents);
		struct skeleton b = skeleton_of(label, accents);

		if (b.length && strcmp(a.text, b.text) == 0)
			return true;
	}
	return false;
}

bool label_holds(const char *written, const char *label)
{
	for (int accents = 0; accents < 2; accents++) {
		struct skeleton a = skeleton_of(written, accents);
		struct skeleton b = skeleton_of(label, accents);

		if (b.length && strstr(a.text, b.text))
			return true;
	}
	return false;
}

size_t label_length(const char *label)
{
	return skeleton_of(label, true).length;
}
