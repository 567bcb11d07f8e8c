/*
 * number_format: what a spreadsheet shows of a number.
 *
 * Formats of digits, a percentage and words around them ("0.0%", "#,##0.00",
 * "0.0\" ms\"") are followed, thousands left apart; for all others the number
 * is written with the 15 digits that spreadsheets keep. Source of the formats:
 * ECMA-376 part 1, 18.8.30 and 18.8.31.
 */
#ifndef HVLAB_GRADE_NUMBER_FORMAT_H
#define HVLAB_GRADE_NUMBER_FORMAT_H

#include <stdbool.h>

#include "src/base/arena.h"

/* The code of a format that every program knows by its number; "General" for
 * those that it does not. */
const char *number_format_code(unsigned long id);

/* `*date`: it is one, or a time of day, and comes out as "2025-05-10" or
 * "00:10:30". `value` is finite. */
const char *number_format(
	struct arena *arena, double value, const char *code, bool *date);

#endif
