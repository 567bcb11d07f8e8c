/* Unit tests of src/base/picture: headers and files of strangers. */
#include "tests/helpers.h"

#include "src/base/picture.h"

/* 2 x 2 px, 8 bits RGB: red, green, then blue, white. */
static const unsigned char png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
	0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0,
	0xfd, 0xd4, 0x9a, 0x73, 0, 0, 0, 18, 'I', 'D', 'A', 'T', 0x78, 0x9c,
	0x63, 0xf8, 0xcf, 0xc0, 0xc0, 0x00, 0xc2, 0x0c, 0xff, 0x81, 0x00, 0x00,
	0x1f, 0xee, 0x05, 0xfb, 0, 0, 0, 0, 0, 0, 0, 0, 'I', 'E', 'N', 'D',
	0xae, 0x42, 0x60, 0x82};
#define AT_WIDTH 16
#define AT_HEIGHT 20
#define AT_DEPTH 24
#define AT_COLOUR 25
#define HEAD 33 /* bytes up to the end of IHDR */

/* Header of a JPEG, 24 x 16 px, grey; a scan of two bytes. */
static const unsigned char jpeg[] = {0xff, 0xd8, 0xff, 0xe0, 0, 4, 'x', 'y',
	0xff, 0xc0, 0, 11, 8, 0, 16, 0, 24, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1,
	1, 0, 0, 63, 0, 0x3f, 0x00, 0xff, 0xd9};
#define AT_FRAME 9
#define AT_PRECISION 12
#define AT_COMPONENTS 17

/* What is said of a copy of exactly these bytes. */
static enum picture_fault check(
	const unsigned char *bytes, size_t length, struct picture *picture)
{
	unsigned char *copy = malloc(length + !length);
	enum picture_fault head, fault;

	if (length)
		memcpy(copy, bytes, length);
	*picture = (struct picture){.bytes = copy, .length = length};
	head = picture_head(picture);
	fault = picture_check(picture);
	assert_true(!head || fault == head);
	free(copy);
	picture->bytes = NULL;
	return fault;
}

/* The same with one byte changed. */
static enum picture_fault with(const unsigned char *bytes, size_t length,
	size_t at, unsigned char value)
{
	unsigned char copy[sizeof png + sizeof jpeg];
	struct picture picture;

	memcpy(copy, bytes, length);
	copy[at] = value;
	return check(copy, length, &picture);
}

static void sound_pictures_tell_their_size(void **state)
{
	struct picture p;

	(void)state;
	assert_int_equal(check(png, sizeof png, &p), PICTURE_SOUND);
	assert_int_equal(p.format, PICTURE_PNG);
	assert_int_equal(p.width, 2);
	assert_int_equal(p.height, 2);
	assert_int_equal(check(jpeg, sizeof jpeg, &p), PICTURE_SOUND);
	assert_int_equal(p.format, PICTURE_JPEG);
	assert_int_equal(p.width, 24);
	assert_int_equal(p.height, 16);
}

static void pixels_come_by_rows(void **state)
{
	static const unsigned char wanted[] = {
		255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255};
	struct picture p = {.bytes = png, .length = sizeof png};
	unsigned char *pixels;

	(void)state;
	assert_int_equal(picture_check(&p), PICTURE_SOUND);
	pixels = picture_pixels(&p);
	assert_non_null(pixels);
	assert_memory_equal(pixels, wanted, sizeof wanted);
	free(pixels);
}

static void a_cut_picture_is_never_sound(void **state)
{
	struct picture p;

	(void)state;
	for (size_t i = 0; i < sizeof png; i++)
		assert_int_equal(check(png, i, &p),
			i < 8 ? PICTURE_ALIEN : PICTURE_BROKEN);
	for (size_t i = 0; i < sizeof jpeg; i++)
		assert_int_equal(check(jpeg, i, &p),
			i < 3 ? PICTURE_ALIEN : PICTURE_BROKEN);
}

static void any_changed_byte_is_survived(void **state)
{
	(void)state;
	for (unsigned value = 0; value < 256; value++) {
		for (size_t i = 0; i < sizeof png; i++)
			with(png, sizeof png, i, (unsigned char)value);
		for (size_t i = 0; i < sizeof jpeg; i++)
			with(jpeg, sizeof jpeg, i, (unsigned char)value);
	}
}

static void sides_are_limited(void **state)
{
	(void)state;
	assert_int_equal(with(png, sizeof png, AT_WIDTH, 0xff), PICTURE_LARGE);
	assert_int_equal(
		with(png, sizeof png, AT_HEIGHT + 2, 0x4f), PICTURE_LARGE);
	assert_int_equal(
		with(png, sizeof png, AT_WIDTH + 3, 0), PICTURE_BROKEN);
	assert_int_equal(
		with(png, sizeof png, AT_HEIGHT + 3, 0), PICTURE_BROKEN);
}

static void kinds_that_do_not_exist_are_refused(void **state)
{
	static const unsigned char depths[] = {0, 3, 1, 4, 24, 32};
	static const unsigned char colours[] = {1, 5, 7, 255};

	(void)state;
	for (size_t i = 0; i < COUNT(depths); i++)
		assert_int_equal(
			with(png, HEAD, AT_DEPTH, depths[i]), PICTURE_BROKEN);
	for (size_t i = 0; i < COUNT(colours); i++)
		assert_int_equal(
			with(png, HEAD, AT_COLOUR, colours[i]), PICTURE_BROKEN);
	/* a palette that is not there */
	assert_int_equal(with(png, sizeof png, AT_COLOUR, 3), PICTURE_BROKEN);
}

static void a_header_alone_asks_for_no_memory(void **state)
{
	(void)state;
	/* 2 x 5122 px cannot come out of a few bytes */
	assert_int_equal(
		with(png, sizeof png, AT_HEIGHT + 2, 0x14), PICTURE_BROKEN);
}

static void unusual_jpegs_are_refused(void **state)
{
	(void)state;
	assert_int_equal(
		with(jpeg, sizeof jpeg, AT_FRAME, 0xc2), PICTURE_SOUND);
	assert_int_equal(
		with(jpeg, sizeof jpeg, AT_FRAME, 0xc9), PICTURE_UNUSUAL);
	assert_int_equal(
		with(jpeg, sizeof jpeg, AT_PRECISION, 12), PICTURE_UNUSUAL);
	assert_int_equal(
		with(jpeg, sizeof jpeg, AT_COMPONENTS, 2), PICTURE_BROKEN);
	/* no frame before the scan */
	assert_int_equal(
		with(jpeg, sizeof jpeg, AT_FRAME, 0xe1), PICTURE_BROKEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sound_pictures_tell_their_size),
		TEST(pixels_come_by_rows),
		TEST(a_cut_picture_is_never_sound),
		TEST(any_changed_byte_is_survived),
		TEST(sides_are_limited),
		TEST(kinds_that_do_not_exist_are_refused),
		TEST(a_header_alone_asks_for_no_memory),
		TEST(unusual_jpegs_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
