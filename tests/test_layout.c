/* Unit tests of render/layout.c: every character is one em wide here, "i" is
 * half of one, "|" none; in style 1 everything is twice as wide. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "render/layout.h"
#include "src/base/buf.h"

#define NBSP "\xc2\xa0"
#define NARROW "\xe2\x80\xaf"
#define MINUS "\xe2\x88\x92"

static double advance(const void *context, unsigned style, uint32_t code)
{
	double width = code == '|' ? 0 : code == 'i' ? 0.5 : 1;

	(void)context;
	return style ? 2 * width : width;
}

static const struct layout_font font = {advance, NULL};

static int set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

/* The lines, with "/" between them and "+" between the pieces of one. */
static char *shown(struct arena *arena, const struct layout_text *text)
{
	struct buf out = {0};
	char *copy;

	for (size_t i = 0; i < text->line_count; i++) {
		const struct layout_line *line = &text->lines[i];

		if (i)
			buf_putc(&out, '/');
		for (size_t p = 0; p < line->count; p++) {
			const struct layout_piece *piece =
				&text->pieces[line->first + p];

			if (p)
				buf_putc(&out, '+');
			buf_add(&out, piece->text, piece->length);
		}
	}
	copy = arena_strndup(arena, out.data ? out.data : "", out.length);
	buf_free(&out);
	return copy;
}

static char *wrapped(struct arena *arena, const char *text, double room)
{
	const struct layout_run run = {text, 0};
	struct layout_text lines = layout_wrap(arena, &font, &run, 1, room);

	for (size_t i = 0; i < lines.line_count; i++)
		assert_true(lines.lines[i].width <= room ||
			    lines.lines[i].width <= 1);
	return shown(arena, &lines);
}

static void test_wrap_table(void **state)
{
	static const struct {
		const char *text;
		double room;
		const char *lines;
	} cases[] = {
		{"", 5, ""},
		{"   ", 5, ""},
		{"abc", 3, "abc"},
		{"abc def", 7, "abc def"},
		{"abc def", 6, "abc/def"},
		{"abc   def", 6, "abc/def"},
		{"abc def  ", 7, "abc def"},
		{"  abc", 3, "abc"},
		{"a b c d", 3, "a b/c d"},
		{"iiii iiii", 4.5, "iiii/iiii"},
		{"iiii iiii", 5, "iiii iiii"},
		/* no-break spaces hold */
		{"ab c" NBSP "d", 5, "ab/c" NBSP "d"},
		{"5" NARROW "% ab", 4, "5" NARROW "%/ab"},
		/* long words: behind a separator, else anywhere */
		{"x logs/run.json", 10, "x/logs/run./json"},
		{"logs/run.json", 6, "logs//run./json"},
		{"abcdefgh", 3, "abc/def/gh"},
		{"ab abcdefgh", 4, "ab/abcd/efgh"},
		/* a separator counts only in a word that does not fit */
		{"abc XCP-ng", 8, "abc/XCP-ng"},
		/* one character is set even without room */
		{"abc", 0, "a/b/c"},
		{"abc", -4, "a/b/c"},
		{"e|||| f", 1, "e||||/f"},
		{"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 2,
			"\xc3\xa9\xe2\x82\xac/\xf0\x9f\x98\x80"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(
			wrapped(*state, cases[i].text, cases[i].room),
			cases[i].lines);
}

static char *wrap_three(struct arena *arena, const char *a, const char *b,
	const char *c, double room)
{
	const struct layout_run runs[] = {{a, 0}, {b, 1}, {c, 0}};
	struct layout_text lines = layout_wrap(arena, &font, runs, 3, room);

	return shown(arena, &lines);
}

static void test_wrap_styles(void **state)
{
	assert_string_equal(
		wrap_three(*state, "ab ", "cd", " ef", 10), "ab +cd+ ef");
	assert_string_equal(
		wrap_three(*state, "ab ", "cd", " ef", 9), "ab +cd/ef");
	assert_string_equal(
		wrap_three(*state, "ab ", "cd", " ef", 6), "ab/cd/ef");
	/* no space between runs: one word */
	assert_string_equal(
		wrap_three(*state, "x a", "b", "c d", 5), "x/a+b+c/d");
	assert_string_equal(wrap_three(*state, "", "", "", 5), "");
	assert_string_equal(wrap_three(*state, "", "ab", "", 5), "ab");
	assert_string_equal(wrap_three(*state, "ab", " ", "cd", 3), "ab/cd");
}

static void test_wrap_places(void **state)
{
	const struct layout_run runs[] = {{"ab ", 0}, {"cd", 1}};
	struct layout_text lines = layout_wrap(*state, &font, runs, 2, 20);

	assert_int_equal(lines.line_count, 1);
	assert_int_equal(lines.piece_count, 2);
	assert_true(lines.pieces[1].x > 2.99 && lines.pieces[1].x < 3.01);
	assert_true(
		lines.pieces[1].width > 3.99 && lines.pieces[1].width < 4.01);
	assert_true(lines.lines[0].width > 6.99 && lines.lines[0].width < 7.01);
	assert_int_equal(lines.pieces[1].style, 1);
}

/* All the text comes out again, however long and whatever the room. */
static void test_wrap_long(void **state)
{
	enum { LENGTH = 200000 };
	char *text = malloc(LENGTH + 1);
	const struct layout_run run = {text, 0};
	struct layout_text lines;
	size_t total = 0;

	assert_non_null(text);
	memset(text, 'a', LENGTH);
	text[LENGTH] = '\0';
	lines = layout_wrap(*state, &font, &run, 1, 7);
	for (size_t i = 0; i < lines.piece_count; i++)
		total += lines.pieces[i].length;
	assert_int_equal(total, LENGTH);
	assert_int_equal(lines.line_count, (LENGTH + 6) / 7);
	memset(text, ' ', LENGTH);
	assert_int_equal(layout_wrap(*state, &font, &run, 1, 7).line_count, 0);
	free(text);
}

static void test_extent(void **state)
{
	struct layout_extent e =
		layout_extent(&font, 0, "ab logs/run.json " MINUS "5");

	(void)state;
	assert_true(e.line > 18.9 && e.line < 19.1);
	assert_true(e.word > 12.9 && e.word < 13.1);
	assert_true(e.part > 4.9 && e.part < 5.1);
	e = layout_extent(&font, 1, "");
	assert_true(e.line <= 0 && e.word <= 0 && e.part <= 0);
}

static void assert_near(double a, double b)
{
	assert_true(a - b < 1e-3 && b - a < 1e-3);
}

static void test_columns_fit(void **state)
{
	const struct layout_column columns[] = {{10, 50}, {20, 20}, {5, 30}};
	double widths[3];

	(void)state;
	assert_true(layout_columns(columns, 3, 100, widths));
	assert_near(widths[0], 50);
	assert_near(widths[1], 20);
	assert_near(widths[2], 30);
}

static void test_columns_cut(void **state)
{
	const struct layout_column columns[] = {
		{10, 480}, {20, 20}, {5, 30}, {60, 90}};
	double widths[4], sum = 0;

	(void)state;
	assert_true(layout_columns(columns, 4, 170, widths));
	for (size_t i = 0; i < 4; i++) {
		assert_true(widths[i] >= columns[i].least - 1e-6);
		assert_true(widths[i] <= columns[i].ideal + 1e-6);
		sum += widths[i];
	}
	assert_near(sum, 170);
	assert_near(widths[1], 20);
	assert_near(widths[3], 60); /* its least is more than its share */
	/* 16 times as long, 4 times as wide */
	assert_near(widths[0] / widths[2], 4);
}

static void test_columns_too_many(void **state)
{
	const struct layout_column columns[] = {{60, 60}, {50, 70}};
	double widths[2] = {-1, -1};

	(void)state;
	assert_false(layout_columns(columns, 2, 100, widths));
	assert_near(widths[0], -1);
	assert_true(layout_columns(columns, 2, 110, widths));
	assert_near(widths[1], 50);
	assert_true(layout_columns(columns, 0, 10, widths));
}

static void test_decimals(void **state)
{
	static const struct {
		const char *text;
		char point;
		size_t at;
	} cases[] = {
		{"61,3", ',', 2},
		{"1" NARROW "187,4", ',', 7},
		{"1 187", ',', 5},
		{MINUS "0,5", ',', 4},
		{"+16,9", ',', 3},
		{"-3", ',', 2},
		{"4,512.25", '.', 5},
		{"1.5", ',', SIZE_MAX},
		{"12,3 %", ',', SIZE_MAX},
		{"[1 ; 2]", ',', SIZE_MAX},
		{"", ',', SIZE_MAX},
		{MINUS, ',', SIZE_MAX},
		{"5,", ',', SIZE_MAX},
		{"5 ", ',', SIZE_MAX},
		{"1e5", '.', SIZE_MAX},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(layout_decimals(cases[i].text, cases[i].point),
			cases[i].at);
}

static void test_fit(void **state)
{
	(void)state;
	assert_int_equal(layout_fit(&font, 0, "abcdef", 3), 3);
	assert_int_equal(layout_fit(&font, 0, "\xc3\xa9\xc3\xa9", 1.5), 2);
	assert_int_equal(layout_fit(&font, 0, "ab", 30), 2);
	assert_int_equal(layout_fit(&font, 0, "ab", -1), 0);
	assert_int_equal(layout_fit(&font, 0, "", 3), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_wrap_table),
		TEST(test_wrap_styles),
		TEST(test_wrap_places),
		TEST(test_wrap_long),
		TEST(test_extent),
		TEST(test_columns_fit),
		TEST(test_columns_cut),
		TEST(test_columns_too_many),
		TEST(test_decimals),
		TEST(test_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
