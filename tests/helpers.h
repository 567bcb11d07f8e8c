/*
 * helpers: what several unit tests need. Include it behind cmocka's own
 * headers, before anything of the program.
 */
#ifndef HVLAB_TESTS_HELPERS_H
#define HVLAB_TESTS_HELPERS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/buf.h"
#include "src/base/diag.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What a test works with: its memory and the problems met. */
struct desk {
	struct arena *arena;
	struct diags diags;
};

static inline int desk_open(void **state)
{
	struct desk *desk = calloc(1, sizeof *desk);

	if (!desk)
		return -1;
	desk->arena = arena_new();
	desk->diags.arena = desk->arena;
	*state = desk;
	return 0;
}

static inline int desk_close(void **state)
{
	struct desk *desk = *state;

	arena_free(desk->arena);
	free(desk);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

/* The first diag of that kind whose English text holds `piece`, or NULL. */
static inline const struct diag *told(
	const struct desk *desk, enum diag_id id, const char *piece)
{
	for (size_t i = 0; i < desk->diags.count; i++) {
		const struct diag *diag = &desk->diags.items[i];

		if (diag->id == id &&
			strstr(diag_text(desk->arena, LANG_EN, diag), piece))
			return diag;
	}
	return NULL;
}

static inline size_t told_times(const struct desk *desk, enum diag_id id)
{
	size_t times = 0;

	for (size_t i = 0; i < desk->diags.count; i++)
		times += desk->diags.items[i].id == id;
	return times;
}

/* Every diag of the desk, one a line: to be shown when a test fails. */
static inline const char *all_told(const struct desk *desk)
{
	char *all = arena_strdup(desk->arena, "");

	for (size_t i = 0; i < desk->diags.count; i++)
		all = arena_printf(desk->arena, "%s%s\n", all,
			diag_text(desk->arena, LANG_EN, &desk->diags.items[i]));
	return all;
}

static inline void expect_silence(const struct desk *desk)
{
	assert_string_equal(all_told(desk), "");
}

static inline void expect_told(
	const struct desk *desk, enum diag_id id, const char *piece)
{
	if (!told(desk, id, piece))
		fail_msg("nothing said of \"%s\", only:\n%s", piece,
			all_told(desk));
}

/* JSON written with ' for ", to be readable in C. */
static inline const char *json_of(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *p = copy; *p; p++)
		if (*p == '\'')
			*p = '"';
	return copy;
}

/* `text` with the first `old`, which must be there, replaced. */
static inline const char *edited(struct arena *arena, const char *text,
	const char *old, const char *replacement)
{
	const char *place = strstr(text, old);

	if (!place)
		fail_msg("not in the text: %s", old);
	return arena_printf(arena, "%.*s%s%s", (int)(place - text), text,
		replacement, place + strlen(old));
}

/* Equal within a relative tolerance; NAN equals NAN, 0 equals only 0. */
static inline bool near(double value, double wanted, double tolerance)
{
	if (isnan(wanted))
		return isnan(value);
	return fabs(value - wanted) <= tolerance * fabs(wanted);
}

#define expect_near(value, wanted, tolerance)                                  \
	do {                                                                   \
		double v_ = (value), w_ = (wanted);                            \
		if (!near(v_, w_, (tolerance)))                                \
			fail_msg("%s is %.17g, not %.17g", #value, v_, w_);    \
	} while (0)

#endif
