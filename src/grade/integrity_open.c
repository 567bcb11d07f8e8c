/* Which signs still wait for the teacher. */
#include <string.h>

#include "src/grade/integrity.h"
#include "src/grade/label.h"

static bool is_dismissed(struct arena *arena, const struct sign *sign,
	const struct integrity_decisions *decisions)
{
	static const char *const words[] = {"écarté", "dismissed"};
	const char *key = integrity_key(arena, sign);

	for (size_t i = 0; i < decisions->count; i++)
		if (strcmp(decisions->items[i].key, key) == 0)
			return label_same(decisions->items[i].text, words[0]) ||
			       label_same(decisions->items[i].text, words[1]);
	return false;
}

static enum sign_level worst_open(struct arena *arena,
	const struct signs *signs, const char *id,
	const struct integrity_decisions *decisions)
{
	enum sign_level worst = SIGN_INFO;

	for (size_t i = 0; i < signs->count; i++) {
		struct sign *sign = &signs->items[i];
		const struct signs one = {.items = sign, .count = 1};
		enum sign_level level = integrity_level(&one, id);

		if (level > worst && !is_dismissed(arena, sign, decisions))
			worst = level;
	}
	return worst;
}

enum sign_level integrity_open_level(struct arena *arena,
	const struct integrity *student, const struct signs *pairs,
	const struct integrity_decisions *decisions)
{
	enum sign_level own = worst_open(
		arena, &student->signs, student->id, decisions);
	enum sign_level shared =
		worst_open(arena, pairs, student->id, decisions);

	return own > shared ? own : shared;
}
