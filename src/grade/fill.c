/* fill: values for the {names} of a feedback text. */
#include <string.h>

#include "src/base/signs.h"
#include "src/grade/judge.h"

static const struct fill *fill_of(
	const struct fill *const *lists, const char *name, size_t length)
{
	for (; *lists; lists++)
		for (const struct fill *f = *lists; f->name; f++)
			if (strlen(f->name) == length &&
				strncmp(f->name, name, length) == 0)
				return f;
	return NULL;
}

static bool is_empty(const struct fill *fill)
{
	return !fill || !fill->value || !fill->value[0];
}

/* What stands for {name}. */
static const char *value_of(const struct fill *fill)
{
	if (!is_empty(fill))
		return fill->value;
	return fill && fill->none ? fill->none : EN_DASH;
}

/* The pattern up to `end`; returns whether some {name} of it has a value. */
static bool put_part(struct buf *out, const char *pattern, const char *end,
	const struct fill *const *lists)
{
	bool said = false;

	while (pattern < end) {
		const char *open =
			memchr(pattern, '{', (size_t)(end - pattern));
		size_t plain = (size_t)((open ? open : end) - pattern);
		const struct fill *fill;
		size_t length;

		buf_add(out, pattern, plain);
		if (!open)
			break;
		length = strcspn(open + 1, "}");
		fill = fill_of(lists, open + 1, length);
		said = said || !is_empty(fill);
		buf_puts(out, value_of(fill));
		pattern = open + 1 + length + (open[1 + length] == '}');
	}
	return said;
}

static void put_option(struct buf *out, const char *pattern, const char *end,
	const struct fill *const *lists)
{
	struct buf part = {0};

	if (put_part(&part, pattern, end, lists))
		buf_add(out, part.data, part.length);
	buf_free(&part);
}

char *fill_text(struct arena *arena, const char *pattern,
	const struct fill *const *lists)
{
	struct buf out = {0};
	char *text;

	while (*pattern) {
		const char *open = pattern + strcspn(pattern, "[");
		const char *end = open + strcspn(open, "]");

		put_part(&out, pattern, open, lists);
		if (*open)
			put_option(&out, open + 1, end, lists);
		pattern = end + (*end == ']');
	}
	text = arena_strndup(arena, out.data ? out.data : "", out.length);
	buf_free(&out);
	return text;
}
