#include "src/base/decimal.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANTISSA 53 /* bits of a double */
#define WHOLE_MAX 1e15
#define POINT_MAX 1e14 /* of 15 digits one is behind the point */
#define SMALL_MIN 1e-4 /* below it "%g" prints an exponent */
#define DIGITS_MAX 19  /* always fit into 64 bits */
#define EXPONENT_MAX 22 /* a double holds 10 to this power exactly */

#ifdef __SIZEOF_INT128__
typedef unsigned __int128 wide;
#endif

static uint64_t power_of_ten(int exponent)
{
	static const uint64_t powers[] = {1, 10, 100, 1000, 10000, 100000,
		1000000, 10000000, 100000000, 1000000000, 10000000000,
		100000000000, 1000000000000, 10000000000000, 100000000000000,
		1000000000000000, 10000000000000000, 100000000000000000,
		1000000000000000000, 10000000000000000000u};

	return powers[exponent];
}

/* -- writing -- */

/* `digits` with a point before the last `decimals`, zeros behind it dropped. */
static void put_digits(
	char *text, bool negative, uint64_t digits, int decimals)
{
	char reversed[DECIMAL_MAX], *s = reversed;

	for (; decimals > 0 && digits % 10 == 0; decimals--)
		digits /= 10;
	for (int i = 0; digits || i <= decimals; i++) {
		if (i == decimals && decimals)
			*s++ = '.';
		*s++ = (char)('0' + digits % 10);
		digits /= 10;
	}
	if (negative)
		*text++ = '-';
	while (s > reversed)
		*text++ = *--s;
	*text = '\0';
}

#ifdef __SIZEOF_INT128__

/* A double of at least SMALL_MIN and below POINT_MAX: mantissa / 2^shift. */
struct binary {
	uint64_t mantissa;
	int shift;
};

/* mantissa x 10^decimals: at most 53 + 67 bits. */
static wide scaled(struct binary value, int decimals)
{
	wide small = value.mantissa;

	if (decimals > DIGITS_MAX)
		small *= power_of_ten(decimals - DIGITS_MAX);
	return small * power_of_ten(
			       decimals > DIGITS_MAX ? DIGITS_MAX : decimals);
}

/* The value x 10^decimals as a whole number, a half rounded to even. */
static uint64_t rounded(struct binary value, int decimals)
{
	wide exact = scaled(value, decimals);
	uint64_t whole = (uint64_t)(exact >> value.shift);
	wide rest = exact - ((wide)whole << value.shift);
	wide half = (wide)1 << (value.shift - 1);

	return whole + (rest > half || (rest == half && whole % 2));
}

/* Is the value the double that is nearest to digits / 10^decimals? */
static bool reads_back(struct binary value, uint64_t digits, int decimals)
{
	wide exact = scaled(value, decimals);
	wide printed = (wide)digits << value.shift;
	wide away = printed > exact ? printed - exact : exact - printed;
	/* in quarters of the gap between doubles; that below a power of two
	 * is half as wide */
	bool narrow = printed < exact &&
		      value.mantissa == (uint64_t)1 << (MANTISSA - 1);
	wide gap = scaled((struct binary){narrow ? 1 : 2, 0}, decimals);

	return 4 * away < gap || (4 * away == gap && value.mantissa % 2 == 0);
}

/* The decimals that make `digits` significant digits. */
static int decimals_for(struct binary value, double size, int digits)
{
	int decimals = digits - 1 - (int)floor(log10(size));
	/* the logarithm is rounded */
	wide whole = scaled(value, decimals) >> value.shift;

	if (whole >= power_of_ten(digits))
		return decimals - 1;
	if (whole < power_of_ten(digits - 1))
		return decimals + 1;
	return decimals;
}

static bool put_short(char *text, double value)
{
	double size = fabs(value);
	int exponent, decimals;
	struct binary binary;

	if (size < SMALL_MIN || size >= POINT_MAX)
		return false;
	binary.mantissa = (uint64_t)ldexp(frexp(size, &exponent), MANTISSA);
	binary.shift = MANTISSA - exponent;
	decimals = decimals_for(binary, size, 15);
	for (int more = 0; more <= 2; more++, decimals++) {
		uint64_t digits = rounded(binary, decimals);

		if (more < 2 && !reads_back(binary, digits, decimals))
			continue;
		put_digits(text, value < 0, digits, decimals);
		break;
	}
	return true;
}

#else

static bool put_short(char *text, double value)
{
	(void)text;
	(void)value;
	return false;
}

#endif

void decimal_write(char text[DECIMAL_MAX], double value)
{
	double size = fabs(value);

	if (size < WHOLE_MAX && size == (double)(uint64_t)size) {
		put_digits(text, value < 0, (uint64_t)size, 0);
		return;
	}
	if (put_short(text, value))
		return;
	for (int precision = 15; precision <= 17; precision++) {
		snprintf(text, DECIMAL_MAX, "%.*g", precision, value);
		if (strtod(text, NULL) == value)
			break;
	}
}

/* -- reading -- */

/* digits x 10^exponent, all digits of a number and where its point is. */
struct decimal {
	uint64_t digits;
	int exponent;
};

/* False when 64 bits may not hold them. */
static bool take_apart(
	const char *text, const char *stop, struct decimal *number)
{
	const char *point = NULL, *start = text;

	*number = (struct decimal){0};
	for (; text < stop && *text != 'e' && *text != 'E'; text++) {
		if (*text == '.')
			point = text + 1;
		else
			number->digits = number->digits * 10 +
					 (uint64_t)(*text - '0');
	}
	if (text - start > DIGITS_MAX + (point != NULL))
		return false;
	if (text < stop && stop - text > 4)
		return false;
	if (text < stop)
		number->exponent = atoi(text + 1);
	if (point)
		number->exponent -= (int)(text - point);
	return true;
}

/*
 * A whole number below 2^53 and the power of ten are doubles, so their product
 * or quotient is rounded once (Clinger, PLDI 1990).
 */
static bool read_short(struct decimal number, double *value)
{
	static const double powers[EXPONENT_MAX + 1] = {1, 1e1, 1e2, 1e3, 1e4,
		1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
		1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
	double whole = (double)number.digits;

	if (number.digits > (uint64_t)1 << MANTISSA ||
		abs(number.exponent) > EXPONENT_MAX)
		return false;
	*value = number.exponent < 0 ? whole / powers[-number.exponent]
				     : whole * powers[number.exponent];
	return true;
}

#ifdef __SIZEOF_INT128__

static int bits_of(wide number)
{
	uint64_t high = (uint64_t)(number >> 64);

	return high ? 128 - __builtin_clzll(high)
		    : 64 - __builtin_clzll((uint64_t)number);
}

/* More digits with decimals: one exact division, rounded to even. */
static bool read_long(struct decimal number, double *value)
{
	wide above = (wide)number.digits << 64, below, whole, rest, half;
	int extra;

	if (number.exponent > 0 || number.exponent < -DIGITS_MAX)
		return false;
	below = power_of_ten(-number.exponent);
	whole = above / below;
	/* the lowest bit stands for all that are below it */
	whole |= whole * below != above;
	extra = bits_of(whole | 1) - MANTISSA;
	if (extra < 2)
		return false;
	half = (wide)1 << (extra - 1);
	rest = whole & (2 * half - 1);
	whole >>= extra;
	whole += rest > half || (rest == half && whole % 2);
	*value = ldexp((double)(uint64_t)whole, extra - 64);
	return true;
}

#else

static bool read_long(struct decimal number, double *value)
{
	(void)number;
	(void)value;
	return false;
}

#endif

bool decimal_read(const char *text, const char *stop, double *value)
{
	struct decimal number;

	return take_apart(text, stop, &number) &&
	       (read_short(number, value) || read_long(number, value));
}
