/*
 * quantity: the only place where a number becomes digits.
 *
 * Every figure has two spellings with the same digits: `text` for people in
 * the language of the document (decimal comma, narrow spaces, true minus) and
 * `plain` for programs (C locale). A value that does not exist (NAN) is an en
 * dash for people and nothing for programs, never 0.
 */
#ifndef HVLAB_QUANTITY_H
#define HVLAB_QUANTITY_H

#include "src/base/arena.h"
#include "src/base/text.h"
#include "src/model/unit.h"

struct digits {
	const char *text, *plain;
};

/* Decimals that give about four significant digits to `value`, 0 … 9. */
int quantity_decimals(double value);

struct digits quantity_fixed(
	struct arena *arena, enum lang lang, double value, int decimals);
/* The same with a sign in front of positive values too. */
struct digits quantity_signed(
	struct arena *arena, enum lang lang, double value, int decimals);
/* A base-unit value in a display unit, without the unit. */
struct digits quantity_in(struct arena *arena, enum lang lang, double value,
	const struct unit *unit, int decimals);
/* Decimals of a percentage: one, none from 100 % on, to say no more than such
 * a figure carries. */
int quantity_percent_decimals(double fraction);
/* A round figure that somebody chose, in percent and without its sign: "95",
 * "2,5", "0,25". */
struct digits quantity_setting(
	struct arena *arena, enum lang lang, double fraction);
/* A fraction as percent: "+3,1 %"; plain "3.1". */
struct digits quantity_percent(
	struct arena *arena, enum lang lang, double fraction);
/* The same without a "+": losses, margins. */
struct digits quantity_share(
	struct arena *arena, enum lang lang, double fraction);
/* "[−17,2 ; −10,6]"; "" when a limit does not exist. */
const char *quantity_interval(
	struct arena *arena, enum lang lang, const char *low, const char *high);
/* Shortest decimal that reads back as the same double; "" for NAN. */
const char *quantity_exact(struct arena *arena, double value);
/* The 15 digits that spreadsheets keep of a finite number. */
const char *quantity_kept(struct arena *arena, double value);
/* With so many decimals and a point, in no language. */
const char *quantity_plain(struct arena *arena, double value, int decimals);
/* A whole number. */
const char *quantity_count(struct arena *arena, enum lang lang, size_t count);

#endif
