/* Unit tests of src/base and of src/model/quantity: memory, texts, JSON,
 * numbers, options, problems, files. */
#define _XOPEN_SOURCE 700 /* P_tmpdir */
#include "tests/helpers.h"
#include "tests/place.h"

#include <dirent.h>
#include <fcntl.h>
#include <float.h>
#include <signal.h>
#include <stdalign.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/date.h"
#include "src/base/json.h"
#include "src/base/json_write.h"
#include "src/base/opt.h"
#include "src/base/output.h"
#include "src/base/utf8.h"
#include "src/model/quantity.h"

#define NBSP "\xc2\xa0"
#define NARROW "\xe2\x80\xaf"
#define MINUS "\xe2\x88\x92"
#define DASH "\xe2\x80\x93"
#define QUOTE "\xe2\x80\x99"
#define BAD "\xef\xbf\xbd"

/* -- arena, buf -- */

static bool all_zero(const unsigned char *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (bytes[i])
			return false;
	return true;
}

static void arena_memory_is_zeroed_and_aligned(void **state)
{
	static const size_t sizes[] = {
		0, 1, 7, 64, 4096, 65536, 65537, 1000000, 3};
	struct arena *arena = ((struct desk *)*state)->arena;

	for (size_t round = 0; round < 3; round++)
		for (size_t i = 0; i < COUNT(sizes); i++) {
			unsigned char *p = arena_alloc(arena, sizes[i]);

			assert_non_null(p);
			assert_true((uintptr_t)p % alignof(max_align_t) == 0);
			assert_true(all_zero(p, sizes[i]));
			memset(p, 0xff, sizes[i]);
		}
}

static void arena_arrays_keep_their_items_when_they_grow(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;
	size_t *items = NULL, capacity = 0;

	for (size_t i = 0; i < 10000; i++) {
		ARENA_ROOM(arena, items, i, capacity);
		assert_true(capacity > i);
		items[i] = i * i;
	}
	for (size_t i = 0; i < 10000; i++)
		assert_int_equal(items[i], i * i);
}

static void arena_copies_are_texts_of_their_own(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;
	char text[] = "abcdef";
	char *whole = arena_strdup(arena, text);
	char *part = arena_strndup(arena, text, 3);

	text[0] = 'X';
	assert_string_equal(whole, "abcdef");
	assert_string_equal(part, "abc");
	assert_string_equal(arena_printf(arena, "%s-%d", part, 7), "abc-7");
	assert_string_equal(arena_strndup(arena, "", 0), "");
}

static void buf_always_ends_in_a_nul(void **state)
{
	struct buf buf = {0};

	(void)state;
	buf_add(&buf, NULL, 0);
	assert_string_equal(buf.data, "");
	buf_puts(&buf, "ab");
	buf_putc(&buf, 'c');
	buf_fill(&buf, '-', 3);
	buf_printf(&buf, "%d%s", 12, "x");
	assert_string_equal(buf.data, "abc---12x");
	assert_int_equal(buf.length, 9);
	buf_add(&buf, "\0z", 2);
	assert_int_equal(buf.length, 11);
	assert_int_equal(buf.data[11], '\0');
	buf_free(&buf);
	assert_null(buf.data);
	assert_int_equal(buf.length + buf.capacity, 0);
}

static void buf_grows_without_losing_bytes(void **state)
{
	struct buf buf = {0};

	(void)state;
	for (int i = 0; i < 20000; i++)
		buf_putc(&buf, (char)('a' + i % 26));
	assert_int_equal(buf.length, 20000);
	for (int i = 0; i < 20000; i++)
		assert_int_equal(buf.data[i], 'a' + i % 26);
	assert_int_equal(buf.data[20000], '\0');
	buf_free(&buf);
}

/* -- utf8, texts -- */

static void expect_codes(const char *text, const uint32_t *codes)
{
	do
		assert_int_equal(utf8_next(&text), *codes);
	while (*codes++);
	/* the end is stable */
	assert_int_equal(utf8_next(&text), 0);
}

#define EXPECT_CODES(text, ...)                                                \
	expect_codes((text), (const uint32_t[]){__VA_ARGS__, 0})

static void utf8_reads_characters_of_every_length(void **state)
{
	(void)state;
	EXPECT_CODES("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 'a', 0xe9, 0x20ac,
		0x1f600);
	EXPECT_CODES("\xc2\x80\xdf\xbf", 0x80, 0x7ff);
	EXPECT_CODES("\xe0\xa0\x80\xef\xbf\xbf", 0x800, 0xffff);
	EXPECT_CODES("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", 0x10000, 0x10ffff);
	EXPECT_CODES("\xed\x9f\xbf\xee\x80\x80", 0xd7ff, 0xe000);
}

static void utf8_refuses_what_is_no_character(void **state)
{
	(void)state;
	/* overlong */
	EXPECT_CODES("\xc0\x80", UTF8_BAD, UTF8_BAD);
	EXPECT_CODES("\xc1\xbf", UTF8_BAD, UTF8_BAD);
	EXPECT_CODES("\xe0\x9f\xbf", UTF8_BAD, UTF8_BAD, UTF8_BAD);
	EXPECT_CODES(
		"\xf0\x8f\xbf\xbf", UTF8_BAD, UTF8_BAD, UTF8_BAD, UTF8_BAD);
	/* surrogates */
	EXPECT_CODES("\xed\xa0\x80", UTF8_BAD, UTF8_BAD, UTF8_BAD);
	EXPECT_CODES("\xed\xbf\xbf", UTF8_BAD, UTF8_BAD, UTF8_BAD);
	/* beyond U+10FFFF */
	EXPECT_CODES(
		"\xf4\x90\x80\x80", UTF8_BAD, UTF8_BAD, UTF8_BAD, UTF8_BAD);
	EXPECT_CODES("\xf5\xff", UTF8_BAD, UTF8_BAD);
	/* a continuation alone */
	EXPECT_CODES("\x80"
		     "a",
		UTF8_BAD, 'a');
}

static void utf8_survives_cut_sequences(void **state)
{
	(void)state;
	EXPECT_CODES("\xc3", UTF8_BAD);
	EXPECT_CODES("\xe2\x82", UTF8_BAD, UTF8_BAD);
	EXPECT_CODES("\xf0\x9f\x98", UTF8_BAD, UTF8_BAD, UTF8_BAD);
	EXPECT_CODES("\xe2\x82"
		     "a",
		UTF8_BAD, UTF8_BAD, 'a');
	EXPECT_CODES("\xc3\xc3\xa9", UTF8_BAD, 0xe9);
}

static void utf8_writes_what_it_reads(void **state)
{
	static const uint32_t codes[] = {1, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff,
		0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff};

	(void)state;
	for (size_t i = 0; i < COUNT(codes); i++) {
		char bytes[UTF8_MAX + 1] = {0};
		const char *p = bytes;
		size_t length = utf8_put(bytes, codes[i]);

		assert_int_equal(length, strlen(bytes));
		assert_int_equal(utf8_next(&p), codes[i]);
		assert_ptr_equal(p, bytes + length);
	}
}

#define FILL(pattern, ...)                                                     \
	text_fill(((struct desk *)*state)->arena, (pattern),                   \
		(const char *const[]){__VA_ARGS__, NULL})

static void placeholders_may_come_in_any_order(void **state)
{
	assert_string_equal(FILL("{1}, {0}, {1}", "a", "b"), "b, a, b");
	assert_string_equal(FILL("", "a"), "");
	assert_string_equal(FILL("x{0}", ""), "x");
}

static void a_placeholder_without_argument_stays(void **state)
{
	assert_string_equal(FILL("{0} {1} {9}", "a"), "a {1} {9}");
	assert_string_equal(FILL("{0}", NULL), "{0}");
}

static void other_braces_are_text(void **state)
{
	assert_string_equal(FILL("{} {x} {00} {0 } { 0} {fr: …} {", "a"),
		"{} {x} {00} {0 } { 0} {fr: …} {");
	assert_string_equal(FILL("{{0}}", "a"), "{a}");
	assert_string_equal(FILL("%s %n {0}", "%d"), "%s %n %d");
}

static void an_argument_is_not_a_pattern(void **state)
{
	assert_string_equal(FILL("{0} {1}", "{1}", "{0}"), "{1} {0}");
}

static void french_elides_before_a_vowel(void **state)
{
	assert_string_equal(FILL("de {0}, de {1}", "ESXi", "Proxmox"),
		"d'ESXi, de Proxmox");
	assert_string_equal(FILL("le débit de {0}", "hôte"), "le débit d'hôte");
	assert_string_equal(
		FILL("la perte de {0}", "Hyper-V"), "la perte d'Hyper-V");
	assert_string_equal(FILL("(de {0})", "œuvre"), "(d'œuvre)");
	/* figures, other words, other languages */
	assert_string_equal(FILL("de {0}", "11 %"), "de 11 %");
	assert_string_equal(FILL("Salade {0}", "a"), "Salade a");
	assert_string_equal(FILL("of {0}", "ESXi"), "of ESXi");
	assert_string_equal(FILL("de {0}", ""), "de ");
}

#define TYPESET(lang, text)                                                    \
	text_typeset(((struct desk *)*state)->arena, (lang), (text))

static void french_gets_no_break_spaces_before_its_signs(void **state)
{
	assert_string_equal(TYPESET(LANG_FR, "a : b ; c ! d ? 3 %"),
		"a" NBSP ": b" NARROW "; c" NARROW "! d" NARROW "? 3" NARROW
		"%");
	assert_string_equal(
		TYPESET(LANG_FR, "« mot »"), "«" NARROW "mot" NARROW "»");
}

static void french_adds_no_space_where_there_was_none(void **state)
{
	assert_string_equal(TYPESET(LANG_FR, "10:30 http://x?y=1 fin."),
		"10:30 http://x?y=1 fin.");
	assert_string_equal(TYPESET(LANG_FR, "a" NBSP ": b" NARROW "; c"),
		"a" NBSP ": b" NARROW "; c");
}

static void apostrophes_between_letters_become_typographic(void **state)
{
	assert_string_equal(TYPESET(LANG_FR, "l'hôte d'été"),
		"l" QUOTE "hôte d" QUOTE "été");
	assert_string_equal(TYPESET(LANG_EN, "it's"), "it" QUOTE "s");
	assert_string_equal(TYPESET(LANG_FR, "'a' 5' x'"), "'a' 5' x'");
}

static void english_spaces_are_left_alone(void **state)
{
	assert_string_equal(TYPESET(LANG_EN, "a : b ; c ! d ? 3 % « x »"),
		"a : b ; c ! d ? 3 % « x »");
}

static void text_of_logs_is_cleaned(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;

	assert_string_equal(
		text_clean(arena, "a\x1b[31m\tb\nc\x7f"), "a [31m b c ");
	assert_string_equal(text_clean(arena, "x\xff\xc3y"), "x" BAD BAD "y");
	/* U+0085, U+009B: control characters too */
	assert_string_equal(text_clean(arena, "a\xc2\x85\xc2\x9b"
					      "b"),
		"a  b");
	/* U+202E, U+2066: reading order */
	assert_string_equal(text_clean(arena, "a\xe2\x80\xae"
					      "b\xe2\x81\xa6"
					      "c"),
		"abc");
	assert_string_equal(
		text_clean(arena, NBSP NARROW "é"), NBSP NARROW "é");
}

static void a_text_falls_back_on_the_other_language(void **state)
{
	struct text both = {{"un", "one"}}, one = {{NULL, "one"}};
	struct text none = {{NULL, NULL}}, empty = {{"", ""}};

	(void)state;
	assert_string_equal(text_in(&both, LANG_FR), "un");
	assert_string_equal(text_in(&both, LANG_EN), "one");
	assert_string_equal(text_in(&one, LANG_FR), "one");
	assert_string_equal(text_in(&none, LANG_FR), "");
	assert_false(text_empty(&both));
	assert_false(text_empty(&one));
	assert_true(text_empty(&none));
	assert_true(text_empty(&empty));
}

static void languages_have_names(void **state)
{
	(void)state;
	assert_int_equal(lang_find("fr"), LANG_FR);
	assert_int_equal(lang_find("en"), LANG_EN);
	assert_int_equal(lang_find("FR"), -1);
	assert_int_equal(lang_find(""), -1);
	assert_int_equal(lang_find("french"), -1);
}

/* The placeholders of a sentence as bits. */
static unsigned placeholders(const char *text)
{
	unsigned bits = 0;

	for (const char *p = text; *p; p++)
		if (p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}')
			bits |= 1u << (p[1] - '0');
	return bits;
}

static void every_message_is_said_in_both_languages(void **state)
{
	(void)state;
	for (int i = 0; i < MSG_COUNT; i++) {
		const char *fr = message_get(LANG_FR, (enum message)i);
		const char *en = message_get(LANG_EN, (enum message)i);

		if (i != MSG_OPERANDS_NONE && i != MSG_NOTHING &&
			(!fr[0] || !en[0]))
			fail_msg("message %d: \"%s\" \"%s\"", i, fr, en);
		/* one measure is counted in English alone */
		if (placeholders(fr) != placeholders(en))
			fail_msg("not the same placeholders:\n%s\n%s", fr, en);
	}
}

static void every_diag_is_said_in_both_languages(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;

	for (int i = 0; i < DIAG_ID_COUNT; i++) {
		struct diag diag = {.id = (enum diag_id)i};
		const char *fr = diag_text(arena, LANG_FR, &diag);
		const char *en = diag_text(arena, LANG_EN, &diag);

		if (!fr[0] || !en[0])
			fail_msg("diag %d: \"%s\" \"%s\"", i, fr, en);
		if (placeholders(fr) != placeholders(en) ||
			placeholders(fr) >> DIAG_ARGS)
			fail_msg("bad placeholders:\n%s\n%s", fr, en);
	}
}

/* -- diag -- */

static void the_gravest_diag_counts(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(diags_worst(&desk->diags), DIAG_NOTE);
	diag_add(&desk->diags, DIAG_ID_FIO_SUMMED, "f", 1, "a", "b");
	assert_int_equal(diags_worst(&desk->diags), DIAG_NOTE);
	diag_add(&desk->diags, DIAG_ID_OUTPUT_FAILED, NULL, 0, "x");
	assert_int_equal(diags_worst(&desk->diags), DIAG_FATAL);
	diag_add(&desk->diags, DIAG_ID_FILE_EMPTY, "f", 0, NULL);
	assert_int_equal(diags_worst(&desk->diags), DIAG_FATAL);
	assert_int_equal(diag_severity(&desk->diags.items[2]), DIAG_WARNING);
	assert_int_equal(desk->diags.count, 3);
}

static void a_diag_keeps_copies_and_speaks_both_languages(void **state)
{
	struct desk *desk = *state;
	char file[] = "a.log", word[] = "zz";
	const struct diag *diag;

	diag_add(&desk->diags, DIAG_ID_LANG, file, 7, word);
	file[0] = word[0] = '!';
	diag = &desk->diags.items[0];
	assert_string_equal(diag_place(desk->arena, diag), "a.log:7");
	assert_string_equal(diag_text(desk->arena, LANG_EN, diag),
		"unknown language \"zz\": fr or en");
	assert_string_equal(diag_text(desk->arena, LANG_FR, diag),
		"langue inconnue « zz » : fr ou en");
}

static void a_diag_names_its_place_as_far_as_it_is_known(void **state)
{
	struct desk *desk = *state;
	struct diag nowhere = {0}, file = {.file = "f"};

	assert_string_equal(diag_place(desk->arena, &nowhere), "");
	assert_string_equal(diag_place(desk->arena, &file), "f");
}

/* -- json -- */

static struct json_check check_of(struct desk *desk)
{
	return (struct json_check){desk->arena, &desk->diags, "x.json", false};
}

static const struct json *parse(
	struct desk *desk, struct json_check *check, const char *text)
{
	const char *json = json_of(desk->arena, text);

	*check = check_of(desk);
	return json_parse(check, json, strlen(json));
}

static void json_becomes_a_tree(void **state)
{
	struct json_check check;
	const struct json *root = parse(*state, &check,
		" {'a': [1, -2.5e3, true, false, null, 'x\\u00e9'], 'b': {}} ");
	const struct json *item;

	assert_non_null(root);
	assert_int_equal(root->kind, JSON_OBJECT);
	assert_int_equal(json_count(root), 2);
	item = json_member(root, "a")->child;
	assert_true(item->kind == JSON_NUMBER && item->number == 1);
	item = item->next;
	assert_true(item->number == -2500 && item->index == 1);
	item = item->next;
	assert_true(item->kind == JSON_BOOL && item->number == 1);
	item = item->next;
	assert_true(item->kind == JSON_BOOL && item->number == 0);
	item = item->next;
	assert_int_equal(item->kind, JSON_NULL);
	item = item->next;
	assert_string_equal(item->string, "xé");
	assert_null(item->next);
	assert_int_equal(json_member(root, "b")->kind, JSON_OBJECT);
	assert_null(json_member(root, "c"));
	assert_null(json_member(item, "a"));
	assert_null(json_member(NULL, "a"));
	expect_silence(*state);
}

static void a_node_knows_its_path(void **state)
{
	struct desk *desk = *state;
	struct json_check check;
	const struct json *root = parse(
		desk, &check, "{'tests': [0, {'metrics': [{'unit': 's'}]}]}");
	const struct json *node = json_member(root, "tests")->child->next;

	assert_string_equal(json_path(desk->arena, root), "");
	assert_string_equal(json_path(desk->arena, node), "tests[1]");
	node = json_member(json_member(node, "metrics")->child, "unit");
	assert_string_equal(
		json_path(desk->arena, node), "tests[1].metrics[0].unit");
}

static void a_syntax_mistake_names_its_line(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
	} cases[] = {
		{"", 1},
		{"{\n 'a': 1,\n 'b' 2\n}", 3},
		{"{\n 'a': [1,\n", 2},
		{"{'a': 1}\n\n x", 3},
		{"{'a': 1} {}", 1},
		{"{'a': 1}\n\n\n\t,\n", 4},
		{"{\n}\n}", 3},
		{"{'a': 'open", 1},
		{"{'a': 1,}", 1},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct json_check check;

		desk->diags.count = 0;
		assert_null(parse(desk, &check, cases[i].text));
		assert_true(check.failed);
		assert_int_equal(desk->diags.count, 1);
		assert_int_equal(desk->diags.items[0].id, DIAG_ID_JSON_SYNTAX);
		assert_string_equal(desk->diags.items[0].file, "x.json");
		assert_int_equal(desk->diags.items[0].line, cases[i].line);
	}
}

static void bytes_behind_a_nul_are_garbage_too(void **state)
{
	static const char text[] = "{}\0x";
	struct json_check check = check_of(*state);

	assert_null(json_parse(&check, text, sizeof text - 1));
	assert_true(check.failed);
}

static void an_empty_buffer_is_no_json(void **state)
{
	struct json_check check = check_of(*state);

	assert_null(json_parse(&check, NULL, 0));
	assert_int_equal(told_times(*state, DIAG_ID_JSON_SYNTAX), 1);
}

static void a_byte_order_mark_is_no_mistake(void **state)
{
	struct json_check check;

	assert_non_null(parse(*state, &check, "\xef\xbb\xbf{'a': 1}"));
	expect_silence(*state);
}

static char *nested(struct arena *arena, size_t depth)
{
	char *text = arena_alloc(arena, 2 * depth + 1);

	memset(text, '[', depth);
	memset(text + depth, ']', depth);
	return text;
}

static void deep_nesting_is_refused(void **state)
{
	struct desk *desk = *state;
	struct json_check check;

	assert_non_null(parse(desk, &check, nested(desk->arena, 60)));
	assert_false(check.failed);
	parse(desk, &check, nested(desk->arena, 80));
	assert_true(check.failed);
	assert_non_null(told(desk, DIAG_ID_JSON_DEPTH, "[0][0][0]"));
	/* beyond what the library takes */
	assert_null(parse(desk, &check, nested(desk->arena, 50000)));
	assert_true(check.failed);
}

static void a_key_that_stands_twice_is_a_mistake(void **state)
{
	struct desk *desk = *state;
	struct json_check check;
	const struct json *root =
		parse(desk, &check, "{'a': 1, 'b': {'c': 1, 'd': 2, 'c': 3}}");

	assert_true(check.failed);
	assert_int_equal(told_times(desk, DIAG_ID_JSON_TWICE), 1);
	expect_told(desk, DIAG_ID_JSON_TWICE, "b.c: this key");
	assert_true(json_member(json_member(root, "b"), "c")->number == 1);
	/* the same key in two objects is none, nor are two comments */
	desk->diags.count = 0;
	parse(desk, &check,
		"[{'a': 1}, {'a': 1, 'A': 2, '_c': 1, '_c': 2, 'b': null,"
		" 'b': 1}]");
	assert_false(check.failed);
	expect_silence(desk);
}

static void comments_and_null_are_left_out_of_an_object(void **state)
{
	struct json_check check;
	const struct json *root = parse(*state, &check,
		"{'_a': {'deep': [1]}, 'b': null, 'c': [null, {'_d': 1}]}");

	expect_silence(*state);
	assert_int_equal(json_count(root), 1);
	assert_null(json_member(root, "_a"));
	assert_null(json_member(root, "b"));
	/* a null in a list has its place */
	root = json_member(root, "c");
	assert_int_equal(json_count(root), 2);
	assert_int_equal(root->child->kind, JSON_NULL);
	assert_int_equal(json_count(root->child->next), 0);
}

/* "[0,0,…]" of so many */
static const char *list_of(struct desk *desk, size_t count)
{
	char *text = arena_alloc(desk->arena, 2 * count + 2);

	for (size_t i = 0; i < count; i++)
		memcpy(text + 2 * i, ",0", 2);
	text[0] = '[';
	text[2 * count] = ']';
	return text;
}

static void more_than_a_thousand_items_are_a_mistake(void **state)
{
	struct desk *desk = *state;
	struct json_check check;
	const struct json *root = parse(desk, &check, list_of(desk, 1000));

	assert_false(check.failed);
	assert_int_equal(json_count(root), 1000);
	parse(desk, &check,
		arena_printf(desk->arena, "{'list': %s}", list_of(desk, 1001)));
	assert_true(check.failed);
	expect_told(desk, DIAG_ID_JSON_CROWDED, "list: more than a thousand");
	assert_int_equal(desk->diags.count, 1);
}

static void a_number_is_a_text_too(void **state)
{
	struct json_check check;
	const struct json *root = parse(*state, &check,
		"{'half': 1.5, 'ten': 10, 'less': -0.25, 'yes': true}");
	struct text text = json_text_of(&check, root, "half");

	assert_string_equal(text.in[LANG_FR], "1,5");
	assert_string_equal(text.in[LANG_EN], "1.5");
	text = json_text_of(&check, root, "ten");
	assert_string_equal(text.in[LANG_FR], "10");
	text = json_text_of(&check, root, "less");
	assert_string_equal(text.in[LANG_FR], "-0,25");
	expect_silence(*state);
	json_text_of(&check, root, "yes");
	expect_told(*state, DIAG_ID_JSON_TEXT, "yes:");
}

static void unknown_keys_are_mistakes_but_comments_are_not(void **state)
{
	static const char *const keys[] = {"a", "b", NULL};
	struct desk *desk = *state;
	struct json_check check;
	const struct json *root = parse(desk, &check,
		"{'in': {'a': 1, '_note': 2, 'c': 3, 'A': 4, '': 5}}");

	json_only(&check, json_member(root, "in"), keys);
	assert_true(check.failed);
	assert_int_equal(desk->diags.count, 3);
	expect_told(desk, DIAG_ID_JSON_UNKNOWN_KEY, "in.c:");
	expect_told(desk, DIAG_ID_JSON_UNKNOWN_KEY, "in.A:");
}

static void a_missing_member_is_reported_once_with_its_object(void **state)
{
	struct desk *desk = *state;
	struct json_check check;
	const struct json *root = parse(desk, &check, "{'list': [{}]}");

	assert_null(json_need(&check, json_member(root, "list")->child, "id"));
	assert_null(json_need(&check, NULL, "id"));
	assert_null(json_need(&check, root, "format"));
	assert_int_equal(desk->diags.count, 2);
	expect_told(desk, DIAG_ID_JSON_MISSING,
		"list[0]: the key \"id\" is missing");
	expect_told(desk, DIAG_ID_JSON_MISSING, "$: the key \"format\"");
}

static void wrong_kinds_give_a_diag_and_the_fallback(void **state)
{
	struct desk *desk = *state;
	struct json_check check;
	const struct json *root = parse(desk, &check,
		"{'s': 1, 'n': 'x', 'b': 0, 'a': {}, 'o': [], 't': [], "
		"'z': null}");

	assert_string_equal(json_string(&check, root, "s", "fall"), "fall");
	assert_true(json_number(&check, root, "n", 0, 9, 4) == 4);
	assert_true(json_bool(&check, root, "b", true));
	assert_null(json_array(&check, root, "a"));
	assert_null(json_object(&check, root, "o"));
	assert_string_equal(json_string(&check, root, "z", "fall"), "fall");
	assert_int_equal(told_times(desk, DIAG_ID_JSON_KIND), 5);
	json_text_of(&check, root, "t");
	expect_told(desk, DIAG_ID_JSON_TEXT, "t: a text is needed");
	expect_told(desk, DIAG_ID_JSON_KIND, "n: a value of the form 1.5");
	assert_true(check.failed);
}

static void absent_members_give_the_fallback_silently(void **state)
{
	struct json_check check;
	const struct json *root = parse(*state, &check, "{}");

	assert_string_equal(json_string(&check, root, "s", "fall"), "fall");
	assert_true(json_number(&check, root, "n", 0, 9, 4) == 4);
	assert_true(json_bool(&check, root, "b", true));
	assert_null(json_array(&check, root, "a"));
	assert_null(json_object(&check, NULL, "o"));
	assert_int_equal(json_count(NULL), 0);
	assert_false(check.failed);
	expect_silence(*state);
}

static void numbers_out_of_range_are_refused(void **state)
{
	struct desk *desk = *state;
	struct json_check check;
	const struct json *root = parse(desk, &check,
		"{'low': -0.1, 'high': 1e999, 'edge': 5, 'zero': 0}");

	assert_true(json_number(&check, root, "edge", 0, 5, -1) == 5);
	assert_true(json_number(&check, root, "zero", 0, 5, -1) == 0);
	expect_silence(desk);
	assert_true(json_number(&check, root, "low", 0, 5, -1) == -1);
	assert_true(json_number(&check, root, "high", 0, INFINITY, -1) == -1);
	expect_told(desk, DIAG_ID_JSON_RANGE, "low: a number between 0 and 5");
	assert_int_equal(told_times(desk, DIAG_ID_JSON_RANGE), 2);
}

static void a_text_is_a_string_or_has_all_languages(void **state)
{
	struct desk *desk = *state;
	struct json_check check;
	const struct json *root = parse(desk, &check,
		"{'one': 'x', 'two': {'fr': 'un', 'en': 'one'}, 'nul': null, "
		"'half': {'fr': 'un'}, 'more': {'fr': '', 'en': '', 'de': "
		"''}}");
	struct text text = json_text_of(&check, root, "one");

	assert_string_equal(text.in[LANG_FR], "x");
	assert_string_equal(text.in[LANG_EN], "x");
	text = json_text_of(&check, root, "two");
	assert_string_equal(text.in[LANG_FR], "un");
	assert_string_equal(text.in[LANG_EN], "one");
	text = json_text_of(&check, root, "nul");
	assert_true(text_empty(&text));
	text = json_text_of(&check, root, "absent");
	assert_true(text_empty(&text));
	expect_silence(desk);
	json_text_of(&check, root, "half");
	expect_told(desk, DIAG_ID_JSON_MISSING, "half: the key \"en\"");
	json_text_of(&check, root, "more");
	expect_told(desk, DIAG_ID_JSON_UNKNOWN_KEY, "more.de:");
}

static const char *quoted(struct desk *desk, const char *text)
{
	struct buf out = {0};
	const char *copy;

	json_quote(&out, text);
	copy = arena_strdup(desk->arena, out.data);
	buf_free(&out);
	return copy;
}

static void quoted_text_is_json(void **state)
{
	struct desk *desk = *state;

	assert_string_equal(quoted(desk, ""), "\"\"");
	assert_string_equal(quoted(desk, "a\"b\\c/é"), "\"a\\\"b\\\\c/é\"");
	assert_string_equal(quoted(desk, "\x01\t\n\x1f"),
		"\"\\u0001\\u0009\\u000a\\u001f\"");
	assert_string_equal(quoted(desk, "x\xff\xed\xa0\x80y"),
		"\"x" BAD BAD BAD BAD "y\"");
}

static void json_is_written_as_it_goes(void **state)
{
	struct buf out = {0};
	struct json_writer w = {.out = &out};

	(void)state;
	json_open(&w, NULL, '{');
	json_put(&w, "a\"b", "é");
	json_put(&w, "none", NULL);
	json_open_line(&w, "line", '[');
	json_put_digits(&w, NULL, "1.5e-05");
	json_put_digits(&w, NULL, "");
	json_open(&w, NULL, '{');
	json_put_bool(&w, "yes", true);
	json_put_bool(&w, "no", false);
	json_close(&w, '}');
	json_close(&w, ']');
	json_open(&w, "empty", '[');
	json_close(&w, ']');
	json_open(&w, "many", '[');
	json_put_count(&w, NULL, 7);
	json_put_count(&w, NULL, 0);
	json_close(&w, ']');
	json_close(&w, '}');
	assert_string_equal(out.data,
		"{\n \"a\\\"b\": \"é\",\n \"none\": null,\n"
		" \"line\": [1.5e-05, null, {\"yes\": true, \"no\": false}],\n"
		" \"empty\": [],\n \"many\": [\n  7,\n  0\n ]\n}\n");
	buf_free(&out);
}

static void quoted_text_reads_back(void **state)
{
	struct desk *desk = *state;
	struct json_check check = check_of(desk);
	char text[130];
	const char *json;
	const struct json *node;

	for (int i = 1; i < 128; i++)
		text[i - 1] = (char)i;
	strcpy(text + 127, "é");
	json = quoted(desk, text);
	node = json_parse(&check, json, strlen(json));
	assert_non_null(node);
	assert_string_equal(node->string, text);
}

/* -- quantity -- */

#define EXPECT_DIGITS(call, wanted, wanted_plain)                              \
	do {                                                                   \
		struct digits d_ = (call);                                     \
		assert_string_equal(d_.text, (wanted));                        \
		assert_string_equal(d_.plain, (wanted_plain));                 \
	} while (0)

static void numbers_are_spelt_as_the_language_does(void **state)
{
	struct arena *a = ((struct desk *)*state)->arena;

	EXPECT_DIGITS(quantity_fixed(a, LANG_FR, 12345.678, 2),
		"12" NARROW "345,68", "12345.68");
	EXPECT_DIGITS(quantity_fixed(a, LANG_EN, 12345.678, 2), "12,345.68",
		"12345.68");
	EXPECT_DIGITS(quantity_fixed(a, LANG_FR, 1234567, 0),
		"1" NARROW "234" NARROW "567", "1234567");
	EXPECT_DIGITS(
		quantity_fixed(a, LANG_FR, 1234.5, 1), "1234,5", "1234.5");
	EXPECT_DIGITS(quantity_fixed(a, LANG_EN, 0.123456, 6), "0.123456",
		"0.123456");
}

static void negative_numbers_have_a_true_minus(void **state)
{
	struct arena *a = ((struct desk *)*state)->arena;

	EXPECT_DIGITS(
		quantity_fixed(a, LANG_FR, -17.2, 1), MINUS "17,2", "-17.2");
	EXPECT_DIGITS(
		quantity_fixed(a, LANG_EN, -17.2, 1), MINUS "17.2", "-17.2");
	EXPECT_DIGITS(quantity_fixed(a, LANG_FR, -123456, 0),
		MINUS "123" NARROW "456", "-123456");
}

static void a_value_that_does_not_exist_is_never_zero(void **state)
{
	struct arena *a = ((struct desk *)*state)->arena;

	EXPECT_DIGITS(quantity_fixed(a, LANG_FR, NAN, 2), DASH, "");
	EXPECT_DIGITS(quantity_signed(a, LANG_EN, NAN, 2), DASH, "");
	EXPECT_DIGITS(quantity_percent(a, LANG_FR, NAN), DASH, "");
	EXPECT_DIGITS(quantity_share(a, LANG_FR, INFINITY), DASH, "");
	EXPECT_DIGITS(
		quantity_in(a, LANG_FR, NAN, unit_find("ms"), 1), DASH, "");
	assert_string_equal(quantity_exact(a, NAN), "");
	assert_string_equal(quantity_exact(a, INFINITY), "");
	assert_string_equal(quantity_interval(a, LANG_FR, DASH, "1"), "");
	assert_string_equal(quantity_interval(a, LANG_FR, "1", DASH), "");
}

static void nothing_prints_a_negative_zero(void **state)
{
	struct arena *a = ((struct desk *)*state)->arena;

	EXPECT_DIGITS(quantity_fixed(a, LANG_FR, -0.0, 0), "0", "0");
	EXPECT_DIGITS(quantity_fixed(a, LANG_FR, -0.004, 2), "0,00", "0.00");
	EXPECT_DIGITS(quantity_signed(a, LANG_EN, -0.004, 2), "0.00", "0.00");
	EXPECT_DIGITS(quantity_percent(a, LANG_EN, -0.0001), "0.0%", "0.0");
}

static void differences_show_their_sign(void **state)
{
	struct arena *a = ((struct desk *)*state)->arena;

	EXPECT_DIGITS(quantity_signed(a, LANG_FR, 3.14, 1), "+3,1", "3.1");
	EXPECT_DIGITS(
		quantity_signed(a, LANG_FR, -3.14, 1), MINUS "3,1", "-3.1");
	EXPECT_DIGITS(quantity_signed(a, LANG_FR, 0.01, 1), "0,0", "0.0");
}

static void fractions_become_percent(void **state)
{
	struct arena *a = ((struct desk *)*state)->arena;

	EXPECT_DIGITS(
		quantity_percent(a, LANG_FR, 0.031), "+3,1" NARROW "%", "3.1");
	EXPECT_DIGITS(
		quantity_percent(a, LANG_EN, -0.172), MINUS "17.2%", "-17.2");
	EXPECT_DIGITS(quantity_percent(a, LANG_EN, 2.5), "+250%", "250");
	EXPECT_DIGITS(
		quantity_share(a, LANG_FR, 0.1), "10,0" NARROW "%", "10.0");
	EXPECT_DIGITS(quantity_share(a, LANG_EN, 1), "100%", "100");
	EXPECT_DIGITS(quantity_percent(a, LANG_EN, 0.9994), "+99.9%", "99.9");
	EXPECT_DIGITS(quantity_percent(a, LANG_EN, 0.9996), "+100%", "100");
}

static void intervals_have_the_brackets_of_the_language(void **state)
{
	struct arena *a = ((struct desk *)*state)->arena;

	assert_string_equal(quantity_interval(a, LANG_FR, MINUS "17,2", "3"),
		"[" MINUS "17,2" NARROW ";" NBSP "3]");
	assert_string_equal(
		quantity_interval(a, LANG_EN, "1.5", "3"),
		"[1.5," NBSP "3]");
}

static void values_show_in_their_display_unit(void **state)
{
	struct arena *a = ((struct desk *)*state)->arena;

	EXPECT_DIGITS(quantity_in(a, LANG_FR, 0.00125, unit_find("ms"), 2),
		"1,25", "1.25");
	EXPECT_DIGITS(
		quantity_in(a, LANG_EN, 198.5 * 1048576, unit_find("MiB/s"), 1),
		"198.5", "198.5");
}

static void decimals_give_four_significant_digits(void **state)
{
	(void)state;
	assert_int_equal(quantity_decimals(1523), 0);
	assert_int_equal(quantity_decimals(123456), 0);
	assert_int_equal(quantity_decimals(152.3), 1);
	assert_int_equal(quantity_decimals(-15.23), 2);
	assert_int_equal(quantity_decimals(1), 3);
	assert_int_equal(quantity_decimals(0.0152), 5);
	assert_int_equal(quantity_decimals(1e-300), 9);
	assert_int_equal(quantity_decimals(0), 0);
	assert_int_equal(quantity_decimals(NAN), 0);
	assert_int_equal(quantity_decimals(INFINITY), 0);
}

static void exact_numbers_read_back_as_the_same(void **state)
{
	static const double values[] = {0.1, 0.3, 1.0 / 3, 2.0 / 3, 1e23,
		5e-324, DBL_MIN, DBL_MAX, -DBL_MAX, DBL_EPSILON, 1e-300,
		9007199254740993.0, 123456789012345678.0, 0.1 + 0.2, 1048576,
		4.35, 2.2250738585072011e-308, 1.7976931348623157e308};
	struct arena *a = ((struct desk *)*state)->arena;

	for (size_t i = 0; i < COUNT(values); i++)
		assert_true(strtod(quantity_exact(a, values[i]), NULL) ==
			    values[i]);
	assert_string_equal(quantity_exact(a, 0.1), "0.1");
	assert_string_equal(quantity_exact(a, 1048576), "1048576");
	assert_string_equal(
		quantity_exact(a, 0.1 + 0.2), "0.30000000000000004");
	assert_string_equal(quantity_exact(a, 0), "0");
}

static void counts_are_grouped(void **state)
{
	struct arena *a = ((struct desk *)*state)->arena;

	assert_string_equal(quantity_count(a, LANG_FR, 0), "0");
	assert_string_equal(quantity_count(a, LANG_FR, 9999), "9999");
	assert_string_equal(
		quantity_count(a, LANG_FR, 12345), "12" NARROW "345");
	assert_string_equal(quantity_count(a, LANG_EN, 1234567), "1,234,567");
}

/* -- opt -- */

struct settings {
	const char *output, *lang;
	bool help, version;
};

static const struct option_row rows[] = {
	{"output", 'o', MSG_ARG_DIR, MSG_HELP_OUTPUT, 1,
		offsetof(struct settings, output)},
	{"lang", 0, MSG_ARG_LANG, MSG_HELP_LANG, 3,
		offsetof(struct settings, lang)},
	{"help", 'h', MSG_COUNT, MSG_HELP_HELP, 3,
		offsetof(struct settings, help)},
	{"version", 'V', MSG_COUNT, MSG_HELP_VERSION, 3,
		offsetof(struct settings, version)},
};

struct reading {
	struct settings settings;
	const char *operands[16];
	int result;
};

static struct reading read_options(
	struct desk *desk, unsigned command, const char *const *words)
{
	struct reading reading = {.result = 0};
	char *argv[16] = {NULL};
	int argc = 0;

	for (; words[argc]; argc++)
		argv[argc] = arena_strdup(desk->arena, words[argc]);
	reading.result = opt_parse(&desk->diags, rows, COUNT(rows), command,
		argc, argv, &reading.settings, reading.operands);
	return reading;
}

#define OPTIONS(command, ...)                                                  \
	read_options(                                                          \
		*state, (command), (const char *const[]){__VA_ARGS__, NULL})

static void options_take_their_value_in_every_gnu_spelling(void **state)
{
	assert_string_equal(OPTIONS(1, "--output=a=b").settings.output, "a=b");
	assert_string_equal(
		OPTIONS(1, "--output", "dir").settings.output, "dir");
	assert_string_equal(OPTIONS(1, "-odir").settings.output, "dir");
	assert_string_equal(OPTIONS(1, "-o", "dir").settings.output, "dir");
	assert_string_equal(OPTIONS(1, "-o", "--").settings.output, "--");
	expect_silence(*state);
}

static void options_and_operands_mix(void **state)
{
	struct reading r = OPTIONS(1, "a", "-h", "b", "--lang", "fr", "-");

	assert_int_equal(r.result, 0);
	assert_true(r.settings.help && !r.settings.version);
	assert_string_equal(r.settings.lang, "fr");
	assert_string_equal(r.operands[0], "a");
	assert_string_equal(r.operands[1], "b");
	assert_string_equal(r.operands[2], "-");
	assert_null(r.operands[3]);
}

static void flags_may_share_a_dash(void **state)
{
	struct reading r = OPTIONS(1, "-hVodir");

	assert_int_equal(r.result, 0);
	assert_true(r.settings.help && r.settings.version);
	assert_string_equal(r.settings.output, "dir");
}

static void two_dashes_end_the_options(void **state)
{
	struct reading r = OPTIONS(1, "-h", "--", "-V", "--", "x");

	assert_int_equal(r.result, 0);
	assert_true(r.settings.help && !r.settings.version);
	assert_string_equal(r.operands[0], "-V");
	assert_string_equal(r.operands[1], "--");
	assert_string_equal(r.operands[2], "x");
	assert_null(r.operands[3]);
}

static void unknown_options_are_named(void **state)
{
	assert_int_equal(OPTIONS(1, "--outpu=x").result, -1);
	expect_told(*state, DIAG_ID_OPTION_UNKNOWN, "--outpu=x");
	assert_int_equal(OPTIONS(1, "-x").result, -1);
	expect_told(*state, DIAG_ID_OPTION_UNKNOWN, "here: -x");
	assert_int_equal(OPTIONS(1, "-hx").result, -1);
	expect_told(*state, DIAG_ID_OPTION_UNKNOWN, "-hx");
	/* not of this command */
	assert_int_equal(OPTIONS(2, "-odir").result, -1);
	assert_int_equal(OPTIONS(2, "--output=dir").result, -1);
	assert_int_equal(told_times(*state, DIAG_ID_OPTION_UNKNOWN), 5);
}

static void a_missing_value_is_reported(void **state)
{
	assert_int_equal(OPTIONS(1, "a", "--output").result, -1);
	expect_told(*state, DIAG_ID_OPTION_ARGUMENT, "--output");
	assert_int_equal(OPTIONS(1, "-o").result, -1);
	assert_int_equal(told_times(*state, DIAG_ID_OPTION_ARGUMENT), 2);
}

static void an_empty_value_is_reported(void **state)
{
	assert_int_equal(OPTIONS(1, "--output=").result, -1);
	expect_told(*state, DIAG_ID_OPTION_EMPTY, "--output");
	assert_int_equal(OPTIONS(1, "--output", " \t").result, -1);
	assert_int_equal(OPTIONS(1, "-o", "").result, -1);
	assert_int_equal(told_times(*state, DIAG_ID_OPTION_EMPTY), 3);
}

static void a_flag_takes_no_value(void **state)
{
	assert_int_equal(OPTIONS(1, "--help=yes").result, -1);
	expect_told(*state, DIAG_ID_OPTION_UNKNOWN, "--help=yes");
	assert_int_equal(OPTIONS(1, "--help=").result, -1);
}

static void the_help_shows_the_options_of_a_command(void **state)
{
	struct buf out = {0};

	(void)state;
	opt_help(&out, LANG_EN, rows, COUNT(rows), 2);
	assert_null(strstr(out.data, "--output"));
	assert_non_null(strstr(out.data, "      --lang fr|en"));
	assert_non_null(strstr(out.data, "  -h, --help "));
	buf_free(&out);
	opt_help(&out, LANG_EN, rows, COUNT(rows), 1);
	assert_non_null(strstr(out.data, "  -o, --output FOLDER"));
	buf_free(&out);
}

/* -- output -- */

static void writing_creates_and_replaces(void **state)
{
	struct desk *desk = *state;
	struct place place = place_new();
	const char *path = in_place(desk, &place, "out");

	assert_int_equal(output_write(&desk->diags, path, "old one", 7), 0);
	expect_content(path, "old one");
	assert_int_equal(output_write(&desk->diags, path, "new", 3), 0);
	expect_content(path, "new");
	assert_int_equal(output_write(&desk->diags, path, "", 0), 0);
	expect_content(path, "");
	assert_int_equal(place_end(desk, &place), 1);
	expect_silence(desk);
}

static void a_new_file_is_as_public_as_umask_says(void **state)
{
	struct desk *desk = *state;
	struct place place = place_new();
	const char *path = in_place(desk, &place, "out");
	mode_t mask = umask(0027);
	struct stat status;

	assert_int_equal(output_write(&desk->diags, path, "x", 1), 0);
	assert_int_equal(umask(mask), 0027);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0640);
	assert_int_equal(place_end(desk, &place), 1);
}

static void a_directory_is_not_overwritten(void **state)
{
	struct desk *desk = *state;
	struct place place = place_new();
	const char *path = in_place(desk, &place, "out");

	assert_int_equal(mkdir(path, 0777), 0);
	assert_int_equal(output_write(&desk->diags, path, "x", 1), -1);
	assert_int_equal(told_times(desk, DIAG_ID_OUTPUT_FAILED), 1);
	assert_string_equal(desk->diags.items[0].file, path);
	assert_int_equal(diags_worst(&desk->diags), DIAG_FATAL);
	/* no temporary file either */
	assert_int_equal(place_end(desk, &place), 1);
}

/* As on a full disk: no file may grow beyond `bytes`. */
static void limit_files(rlim_t bytes, struct rlimit *before)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, before), 0);
	limit = *before;
	limit.rlim_cur = bytes;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_failed_write_leaves_the_old_file(void **state)
{
	struct desk *desk = *state;
	struct place place = place_new();
	const char *path = in_place(desk, &place, "out");
	struct rlimit before;
	int result;

	assert_int_equal(output_write(&desk->diags, path, "old", 3), 0);
	limit_files(4, &before);
	result = output_write(&desk->diags, path, "much too long", 13);
	setrlimit(RLIMIT_FSIZE, &before);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(result, -1);
	expect_content(path, "old");
	assert_int_equal(told_times(desk, DIAG_ID_OUTPUT_FAILED), 1);
	assert_int_equal(place_end(desk, &place), 1);
}

static void writing_into_no_directory_fails(void **state)
{
	struct desk *desk = *state;
	struct place place = place_new();

	assert_int_equal(output_write(&desk->diags,
				 in_place(desk, &place, "no/out"), "x", 1),
		-1);
	expect_told(
		desk, DIAG_ID_OUTPUT_FAILED, "fichier ou dossier inexistant");
	assert_int_equal(place_end(desk, &place), 0);
}

static void directories_are_made_with_those_above(void **state)
{
	struct desk *desk = *state;
	struct place place = place_new();
	const char *deep = in_place(desk, &place, "a//b/c/");
	struct stat status;

	assert_int_equal(output_directory(&desk->diags, deep), 0);
	assert_int_equal(output_directory(&desk->diags, deep), 0);
	assert_int_equal(output_directory(&desk->diags, "/"), 0);
	expect_silence(desk);
	assert_int_equal(stat(deep, &status), 0);
	assert_true(S_ISDIR(status.st_mode));
	assert_int_equal(rmdir(in_place(desk, &place, "a/b/c")), 0);
	assert_int_equal(rmdir(in_place(desk, &place, "a/b")), 0);
	assert_int_equal(place_end(desk, &place), 1);
}

static void a_file_is_no_directory(void **state)
{
	struct desk *desk = *state;
	struct place place = place_new();
	const char *path = in_place(desk, &place, "out");

	assert_int_equal(output_write(&desk->diags, path, "x", 1), 0);
	assert_int_equal(output_directory(&desk->diags, path), -1);
	assert_int_equal(output_directory(&desk->diags,
				 in_place(desk, &place, "out/below")),
		-1);
	assert_int_equal(output_directory(&desk->diags, ""), -1);
	assert_int_equal(told_times(desk, DIAG_ID_OUTPUT_FAILED), 3);
	expect_content(path, "x");
	assert_int_equal(place_end(desk, &place), 1);
}

static void a_stream_is_a_file_once_it_is_closed(void **state)
{
	struct desk *desk = *state;
	struct place place = place_new();
	const char *path = in_place(desk, &place, "out");
	struct output_set set = {.diags = &desk->diags, .later = true};
	struct output_stream *stream = output_open(&set, path);
	char *block = arena_alloc(desk->arena, 100000);
	struct stat status;

	assert_non_null(stream);
	memset(block, 'x', 100000);
	/* small pieces, a large one, and what waits at the end */
	for (size_t i = 0; i < 10000; i++)
		output_put(stream, "0123456789", 10);
	output_put(stream, block, 100000);
	output_put(stream, "end", 3);
	assert_int_equal(stat(path, &status), -1);
	assert_int_equal(output_close(stream), 0);
	assert_int_equal(output_commit(&set), 0);
	output_discard(&set);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_size, 200003);
	assert_int_equal(place_end(desk, &place), 1);
	expect_silence(desk);
}

static void a_stream_that_fails_leaves_the_old_file(void **state)
{
	struct desk *desk = *state;
	struct place place = place_new();
	const char *path = in_place(desk, &place, "out");
	struct output_set set = {.diags = &desk->diags};
	struct output_stream *stream;
	struct rlimit before;

	assert_int_equal(output_write(&desk->diags, path, "old", 3), 0);
	limit_files(4, &before);
	stream = output_open(&set, path);
	output_put(stream, "much ", 5);
	output_put(stream, "too long", 8);
	assert_int_equal(output_close(stream), -1);
	setrlimit(RLIMIT_FSIZE, &before);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(set.count, 0);
	expect_content(path, "old");
	assert_int_equal(told_times(desk, DIAG_ID_OUTPUT_FAILED), 1);
	assert_int_equal(place_end(desk, &place), 1);
}

static void a_claimed_folder_is_nobody_elses(void **state)
{
	struct desk *desk = *state;
	struct place place = place_new();
	bool sole = false;
	int claim;

	assert_int_equal(output_idle(&desk->diags, place.path), 0);
	claim = output_claim(&desk->diags, place.path, &sole);
	assert_true(claim >= 0 && sole);
	assert_int_equal(output_sync(&desk->diags, place.path, claim), 0);
	expect_silence(desk);
	/* what a killed run might have left may be the other's */
	leave_at(in_place(desk, &place, "a.md.hvlab-123456"), "x", 1);
	assert_int_equal(output_claim(&desk->diags, place.path, &sole), -1);
	assert_false(sole);
	assert_int_equal(output_idle(&desk->diags, place.path), -1);
	assert_int_equal(told_times(desk, DIAG_ID_OUTPUT_TAKEN), 2);
	assert_int_equal(close(claim), 0);
	claim = output_claim(&desk->diags, place.path, &sole);
	assert_true(claim >= 0 && sole);
	assert_int_equal(close(claim), 0);
	assert_int_equal(place_end(desk, &place), 0);
}

static void names_of_temporary_files_are_known(void **state)
{
	(void)state;
	assert_true(output_is_temporary(".hvlab-aB3dE6"));
	assert_false(output_is_temporary(".hvlab-aB3dE"));
	assert_false(output_is_temporary(".hvlab-aB3dE67"));
	assert_false(output_is_temporary(".hvlab-aB3d.6"));
	assert_false(output_is_temporary("x.hvlab-aB3dE6"));
	assert_false(output_is_temporary(""));
}

static void only_the_given_bytes_are_read(void **state)
{
	struct json_check check = check_of(*state);
	/* no NUL behind it: the sanitizer watches */
	char *bytes = malloc(2);

	assert_non_null(bytes);
	memcpy(bytes, "{}", 2);
	assert_non_null(json_parse(&check, bytes, 2));
	memcpy(bytes, "[1", 2);
	assert_null(json_parse(&check, bytes, 2));
	free(bytes);
}

static void dates_count_from_1970(void **state)
{
	struct arena *arena = ((struct desk *)*state)->arena;

	assert_true(date_seconds("1970-01-01T00:00:00") == 0);
	assert_true(date_seconds("2000-02-29T12:00:00") == 951825600);
	assert_true(date_seconds("2000-03-01T00:00:00") == 951868800);
	assert_true(date_seconds("2026-11-23T05:14:43") == 1795410883);
	assert_true(date_days(1900, 3, 1) - date_days(1900, 2, 28) == 1);
	assert_true(isnan(date_seconds("2026-13-23T05:14:43")));
	assert_true(isnan(date_seconds("2026-11-23T05:14")));
	assert_true(isnan(date_seconds("2026-11-23T05:14:43Z")));
	assert_true(isnan(date_seconds("")));
	assert_string_equal(
		date_iso(arena, 2026, date_month("Nov "), 3, "05:14:43 GMT"),
		"2026-11-03T05:14:43");
	assert_null(date_iso(arena, 2026, date_month("ovD"), 3, "05:14:43"));
	assert_null(date_iso(arena, 2026, date_month("No"), 3, "05:14:43"));
	assert_null(date_iso(arena, 2026, 11, 32, "05:14:43"));
	assert_null(date_iso(arena, 2026, 11, 3, "05:14"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(arena_memory_is_zeroed_and_aligned),
		TEST(arena_arrays_keep_their_items_when_they_grow),
		TEST(arena_copies_are_texts_of_their_own),
		TEST(buf_always_ends_in_a_nul),
		TEST(buf_grows_without_losing_bytes),
		TEST(utf8_reads_characters_of_every_length),
		TEST(utf8_refuses_what_is_no_character),
		TEST(utf8_survives_cut_sequences),
		TEST(utf8_writes_what_it_reads),
		TEST(placeholders_may_come_in_any_order),
		TEST(a_placeholder_without_argument_stays),
		TEST(other_braces_are_text),
		TEST(an_argument_is_not_a_pattern),
		TEST(french_elides_before_a_vowel),
		TEST(french_gets_no_break_spaces_before_its_signs),
		TEST(french_adds_no_space_where_there_was_none),
		TEST(apostrophes_between_letters_become_typographic),
		TEST(english_spaces_are_left_alone),
		TEST(text_of_logs_is_cleaned),
		TEST(a_text_falls_back_on_the_other_language),
		TEST(languages_have_names),
		TEST(every_message_is_said_in_both_languages),
		TEST(every_diag_is_said_in_both_languages),
		TEST(the_gravest_diag_counts),
		TEST(a_diag_keeps_copies_and_speaks_both_languages),
		TEST(a_diag_names_its_place_as_far_as_it_is_known),
		TEST(json_becomes_a_tree),
		TEST(a_node_knows_its_path),
		TEST(a_syntax_mistake_names_its_line),
		TEST(bytes_behind_a_nul_are_garbage_too),
		TEST(an_empty_buffer_is_no_json),
		TEST(a_byte_order_mark_is_no_mistake),
		TEST(deep_nesting_is_refused),
		TEST(a_key_that_stands_twice_is_a_mistake),
		TEST(comments_and_null_are_left_out_of_an_object),
		TEST(more_than_a_thousand_items_are_a_mistake),
		TEST(a_number_is_a_text_too),
		TEST(unknown_keys_are_mistakes_but_comments_are_not),
		TEST(a_missing_member_is_reported_once_with_its_object),
		TEST(wrong_kinds_give_a_diag_and_the_fallback),
		TEST(absent_members_give_the_fallback_silently),
		TEST(numbers_out_of_range_are_refused),
		TEST(a_text_is_a_string_or_has_all_languages),
		TEST(quoted_text_is_json),
		TEST(json_is_written_as_it_goes),
		TEST(quoted_text_reads_back),
		TEST(numbers_are_spelt_as_the_language_does),
		TEST(negative_numbers_have_a_true_minus),
		TEST(a_value_that_does_not_exist_is_never_zero),
		TEST(nothing_prints_a_negative_zero),
		TEST(differences_show_their_sign),
		TEST(fractions_become_percent),
		TEST(intervals_have_the_brackets_of_the_language),
		TEST(values_show_in_their_display_unit),
		TEST(decimals_give_four_significant_digits),
		TEST(exact_numbers_read_back_as_the_same),
		TEST(counts_are_grouped),
		TEST(options_take_their_value_in_every_gnu_spelling),
		TEST(options_and_operands_mix),
		TEST(flags_may_share_a_dash),
		TEST(two_dashes_end_the_options),
		TEST(unknown_options_are_named),
		TEST(a_missing_value_is_reported),
		TEST(an_empty_value_is_reported),
		TEST(a_flag_takes_no_value),
		TEST(the_help_shows_the_options_of_a_command),
		TEST(writing_creates_and_replaces),
		TEST(a_new_file_is_as_public_as_umask_says),
		TEST(a_directory_is_not_overwritten),
		TEST(a_failed_write_leaves_the_old_file),
		TEST(writing_into_no_directory_fails),
		TEST(directories_are_made_with_those_above),
		TEST(a_file_is_no_directory),
		TEST(a_stream_is_a_file_once_it_is_closed),
		TEST(a_stream_that_fails_leaves_the_old_file),
		TEST(a_claimed_folder_is_nobody_elses),
		TEST(names_of_temporary_files_are_known),
		TEST(only_the_given_bytes_are_read),
		TEST(dates_count_from_1970),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
