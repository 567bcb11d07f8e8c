#include "src/model/quantity.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/buf.h"
#include "src/base/decimal.h"
#include "src/base/signs.h"

/* From here on digits of a double carry no information. */
#define DECIMALS_MAX 9

int quantity_decimals(double value)
{
	int decimals;

	if (!isfinite(value) || value == 0)
		return 0;
	decimals = 3 - (int)floor(log10(fabs(value)));
	if (decimals < 0)
		return 0;
	return decimals < DECIMALS_MAX ? decimals : DECIMALS_MAX;
}

/* -0.0 and what rounds to it must not print a minus. */
static const char *drop_negative_zero(const char *plain)
{
	return plain[0] == '-' && !plain[strspn(plain, "-0.")] ? plain + 1
							       : plain;
}

/* "-1234.5" as people of that language write it. */
static const char *localize(
	struct arena *arena, enum lang lang, const char *plain)
{
	size_t whole = strspn(plain + (plain[0] == '-'), "0123456789");
	const char *group = lang == LANG_FR ? NARROW_NBSP : ",";
	struct buf out = {0};
	const char *text;

	if (*plain == '-') {
		buf_puts(&out, MINUS);
		plain++;
	}
	for (size_t i = 0; plain[i]; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0 && whole > 4)
			buf_puts(&out, group);
		if (plain[i] == '.' && lang == LANG_FR)
			buf_putc(&out, ',');
		else
			buf_putc(&out, plain[i]);
	}
	text = arena_strndup(arena, out.data ? out.data : "", out.length);
	buf_free(&out);
	return text;
}

struct digits quantity_fixed(
	struct arena *arena, enum lang lang, double value, int decimals)
{
	struct digits d = {EN_DASH, ""};

	if (!isfinite(value))
		return d;
	d.plain = drop_negative_zero(
		arena_printf(arena, "%.*f", decimals, value));
	d.text = localize(arena, lang, d.plain);
	return d;
}

struct digits quantity_signed(
	struct arena *arena, enum lang lang, double value, int decimals)
{
	struct digits d = quantity_fixed(arena, lang, value, decimals);

	if (d.plain[0] && d.plain[0] != '-' && d.plain[strspn(d.plain, "0.")])
		d.text = arena_printf(arena, "+%s", d.text);
	return d;
}

struct digits quantity_in(struct arena *arena, enum lang lang, double value,
	const struct unit *unit, int decimals)
{
	return quantity_fixed(arena, lang, value / unit->factor, decimals);
}

int quantity_percent_decimals(double fraction)
{
	return fabs(fraction) < 0.9995 ? 1 : 0;
}

struct digits quantity_setting(
	struct arena *arena, enum lang lang, double fraction)
{
	struct digits d;

	/* ten digits hide that 100 × 0.07 is not 7 */
	d.plain = arena_printf(arena, "%.10g", 100 * fraction);
	d.text = localize(arena, lang, d.plain);
	return d;
}

static struct digits with_percent(
	struct arena *arena, enum lang lang, struct digits d)
{
	if (d.plain[0])
		d.text = arena_printf(arena, "%s%s%%", d.text,
			lang == LANG_FR ? NARROW_NBSP : "");
	return d;
}

struct digits quantity_percent(
	struct arena *arena, enum lang lang, double fraction)
{
	return with_percent(arena, lang,
		quantity_signed(arena, lang, 100 * fraction,
			quantity_percent_decimals(fraction)));
}

struct digits quantity_share(
	struct arena *arena, enum lang lang, double fraction)
{
	return with_percent(arena, lang,
		quantity_fixed(arena, lang, 100 * fraction,
			quantity_percent_decimals(fraction)));
}

const char *quantity_interval(
	struct arena *arena, enum lang lang, const char *low, const char *high)
{
	if (strcmp(low, EN_DASH) == 0 || strcmp(high, EN_DASH) == 0)
		return "";
	return arena_printf(arena,
		lang == LANG_FR ? "[%s" NARROW_NBSP ";" NBSP "%s]"
				: "[%s," NBSP "%s]",
		low, high);
}

const char *quantity_exact(struct arena *arena, double value)
{
	char text[DECIMAL_MAX];

	if (!isfinite(value))
		return "";
	decimal_write(text, value);
	return arena_strdup(arena, text);
}

const char *quantity_kept(struct arena *arena, double value)
{
	return arena_printf(arena, "%.15g", value);
}

const char *quantity_plain(struct arena *arena, double value, int decimals)
{
	return arena_printf(arena, "%.*f", decimals, value);
}

const char *quantity_count(struct arena *arena, enum lang lang, size_t count)
{
	return localize(arena, lang, arena_printf(arena, "%zu", count));
}
