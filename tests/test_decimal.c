/*
 * src/base/decimal against the C library: the same digits as printf(), the
 * same doubles as strtod(), for random numbers of every kind that may be
 * special: powers of two and of ten and their neighbours, whole numbers,
 * quotients, decimals that lie half-way between two doubles.
 */
#include "tests/helpers.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "src/base/decimal.h"

#define TRIES 30000

/* xorshift: the same numbers at every run */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void expect_written(double value)
{
	char text[DECIMAL_MAX], expected[64];

	for (int precision = 15; precision <= 17; precision++) {
		snprintf(expected, sizeof expected, "%.*g", precision, value);
		if (strtod(expected, NULL) == value)
			break;
	}
	decimal_write(text, value);
	assert_string_equal(text, expected);
}

/* Whether it was read without the library. */
static bool expect_read(const char *text)
{
	double value;

	if (!decimal_read(text, text + strlen(text), &value))
		return false;
	assert_true(value == strtod(text, NULL));
	return true;
}

static double beside(double value, uint64_t which)
{
	return which % 3 == 0	? value
	       : which % 3 == 1 ? nextafter(value, 0)
				: nextafter(value, HUGE_VAL);
}

static double any_bits(uint64_t random)
{
	double value;

	memcpy(&value, &random, sizeof value);
	return isfinite(value) ? value : 1;
}

static double any_power_of_two(uint64_t random)
{
	return beside(ldexp(1, (int)(random % 80) - 20), random >> 32);
}

static double any_power_of_ten(uint64_t random)
{
	return beside(pow(10, (int)(random % 24) - 6), random >> 32);
}

static double any_decimal(uint64_t random)
{
	return (double)(random >> 11) / pow(10, (int)(random % 20));
}

static double any_quotient(uint64_t random)
{
	return (double)(random % 1000000007) / (double)(1 + (random >> 47));
}

static double any_mantissa(uint64_t random)
{
	return -ldexp((double)(random >> 11), -(int)(random % 70));
}

static void digits_are_those_of_printf(void **state)
{
	static double (*const kinds[])(uint64_t random) = {any_bits,
		any_power_of_two, any_power_of_ten, any_decimal, any_quotient,
		any_mantissa};
	uint64_t random = 88172645463325252u;

	(void)state;
	for (size_t kind = 0; kind < COUNT(kinds); kind++)
		for (int i = 0; i < TRIES; i++)
			expect_written(kinds[kind](next_random(&random)));
	expect_written(0);
	expect_written(1e15);
	expect_written(999999999999999.0);
	expect_written(999999999999999.875);
	expect_written(99999999999999.984);
	expect_written(9.99999999999999946709);
	expect_written(9007199254740993.0);
	expect_written(1e-4);
}

/* Up to 19 digits with a point among them. */
static void put_random(char *text, uint64_t random)
{
	int digits = 1 + (int)(random % 19), point = (int)(random >> 8) % 19;

	random = random >> 3 | 1;
	for (int i = 0; i < digits; i++) {
		*text++ = (char)('0' + random % 10);
		random /= 10;
		if (i == point && i + 1 < digits)
			*text++ = '.';
	}
	*text = '\0';
}

/* A decimal right between two doubles, which is rounded to the even one. */
static void put_half_way(char *text, uint64_t random)
{
	uint64_t twice = (random >> 11 | (uint64_t)1 << 52) * 2 + 1;
	int places = (int)(random % 3);

	/* a 54-bit number over 2, 4 or 8 has at most 19 digits */
	snprintf(text, 64, "%llu.%03llu",
		(unsigned long long)(twice >> (places + 1)),
		(unsigned long long)(twice & ((2u << places) - 1)) * 1000 >>
			(places + 1));
}

static void doubles_are_those_of_strtod(void **state)
{
	static void (*const kinds[])(char *text, uint64_t random) = {
		put_random, put_half_way};
	uint64_t random = 88172645463325252u;
	char text[64];

	(void)state;
	for (size_t kind = 0; kind < COUNT(kinds); kind++) {
		int quick = 0;

		for (int i = 0; i < TRIES; i++) {
			kinds[kind](text, next_random(&random));
			quick += expect_read(text);
		}
		/* what the module is for */
#ifdef __SIZEOF_INT128__
		assert_true(quick > TRIES * 9 / 10);
#endif
	}
}

static void exponents_are_read(void **state)
{
	(void)state;
	assert_true(expect_read("1e3"));
	assert_true(expect_read("1.25E-2"));
	assert_true(expect_read("123456789012345e22"));
	assert_true(expect_read("1.7e+9"));
	assert_true(expect_read("0.0"));
}

static void what_does_not_fit_is_left_to_the_library(void **state)
{
	double value;
	static const char *const texts[] = {"12345678901234567890",
		"1e23", "1e-23", "1e999", "0.00000000000000000001",
		"123456789012345678e5"};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		assert_false(decimal_read(
			texts[i], texts[i] + strlen(texts[i]), &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits_are_those_of_printf),
		cmocka_unit_test(doubles_are_those_of_strtod),
		cmocka_unit_test(exponents_are_read),
		cmocka_unit_test(what_does_not_fit_is_left_to_the_library),
	};

	return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}
