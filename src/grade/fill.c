/* fill: values for the {names} of a feedback text. */
#include <string.h>

#include "src/base/signs.h"
#include "src/grade/judge.h"

static const char *value_of(
	const struct fill *const *lists, const char *name, size_t length)
{
	for (; *lists; lists++)
		for (const struct fill *f = *lists; f->name; f++)
			if (strlen(f->name) == length &&
				strncmp(f->name, name, length) == 0)
				return f->value;
	return EN_DASH;
}

char *fill_text(struct arena *arena, const char *pattern,
	const struct fill *const *lists)
{
	struct buf out = {0};
	char *text;

	while (*pattern) {
		size_t plain = strcspn(pattern, "{");
		size_t length;

		buf_add(&out, pattern, plain);
		pattern += plain;
		if (!*pattern)
			break;
		length = strcspn(pattern, "}");
		buf_puts(&out, value_of(lists, pattern + 1, length - 1));
		pattern += length + (pattern[length] == '}');
	}
	text = arena_strndup(arena, out.data ? out.data : "", out.length);
	buf_free(&out);
	return text;
}
