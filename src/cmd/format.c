#include <string.h>

#include "src/cmd/cmd.h"

static int find(const char *const *names, const char *word, size_t length)
{
	for (int i = 0; names[i]; i++)
		if (strlen(names[i]) == length &&
			strncmp(names[i], word, length) == 0)
			return i;
	return -1;
}

int format_bits(struct app *app, const char *list, const char *const *names,
	unsigned *bits)
{
	*bits = 0;
	for (;;) {
		size_t length = strcspn(list, ",");
		int index = find(names, list, length);

		if (index < 0) {
			diag_add(&app->diags, DIAG_ID_FORMAT, NULL, 0,
				arena_strndup(app->arena, list, length));
			return -1;
		}
		*bits |= 1u << index;
		if (!list[length])
			return 0;
		list += length + 1;
	}
}
