#include "render/pdf_icons.h"

#include "render/pdf_palette.h"
#include "render/pdf_text.h"

#define STARS 5
#define STAR_PITCH 2.3 /* radii from star to star */

/* Where an icon is: its centre and its diameter. */
struct spot {
	double x, y, size;
};

/* Points are given in diameters from the centre, y down. */
static void shape(struct pdf_device *device, struct spot at,
	const struct pdf_point *unit, size_t count, const struct pdf_ink *ink)
{
	struct pdf_point points[10];

	for (size_t i = 0; i < count && i < 10; i++) {
		points[i].x = at.x + unit[i].x * at.size;
		points[i].y = at.y + unit[i].y * at.size;
	}
	pdf_device_path(device, points, count, ink);
}

static struct pdf_ink pen(long colour, double width)
{
	return (struct pdf_ink){PDF_NONE, colour, width, true};
}

static void tick(struct pdf_device *device, struct spot at, long colour)
{
	static const struct pdf_point points[] = {
		{-0.235, 0.005}, {-0.065, 0.175}, {0.245, -0.175}};
	const struct pdf_ink ink = pen(colour, at.size * 0.145);

	shape(device, at, points, 3, &ink);
}

static void draw_yes(struct pdf_device *device, struct spot at)
{
	const struct pdf_ink disc = {GREEN, PDF_NONE, 0, false};

	pdf_device_circle(
		device, (struct pdf_point){at.x, at.y}, at.size / 2, &disc);
	tick(device, at, WHITE);
}

static void draw_no(struct pdf_device *device, struct spot at)
{
	static const struct pdf_point falling[] = {
		{-0.17, -0.17}, {0.17, 0.17}};
	static const struct pdf_point rising[] = {{-0.17, 0.17}, {0.17, -0.17}};
	const struct pdf_ink ring = pen(RED, at.size * 0.11);
	const struct pdf_ink cross = pen(RED, at.size * 0.13);

	pdf_device_circle(
		device, (struct pdf_point){at.x, at.y}, at.size * 0.445, &ring);
	shape(device, at, falling, 2, &cross);
	shape(device, at, rising, 2, &cross);
}

static void draw_triangle(struct pdf_device *device, struct spot at)
{
	static const struct pdf_point corners[] = {
		{-0.46, 0.36}, {0.46, 0.36}, {0, -0.44}};
	static const struct pdf_point stroke[] = {{0, -0.21}, {0, 0.05}};
	const struct pdf_ink body = {AMBER, AMBER, at.size * 0.14, true};
	const struct pdf_ink line = pen(INK, at.size * 0.115);
	const struct pdf_ink dot = {INK, PDF_NONE, 0, false};

	shape(device, at, corners, 3, &body);
	shape(device, at, stroke, 2, &line);
	pdf_device_circle(device,
		(struct pdf_point){at.x, at.y + at.size * 0.22},
		at.size * 0.068, &dot);
}

static void draw_open(struct pdf_device *device, struct spot at)
{
	static const struct pdf_point box[] = {{-0.42, -0.42}, {0.42, -0.42},
		{0.42, 0.42}, {-0.42, 0.42}, {-0.42, -0.42}};
	const struct pdf_ink ink = pen(MUTED, at.size * 0.08);

	shape(device, at, box, 5, &ink);
}

static void draw_done(struct pdf_device *device, struct spot at)
{
	draw_open(device, at);
	tick(device, at, GREEN);
}

static void draw_bar(struct pdf_device *device, struct spot at, long colour)
{
	static const struct pdf_point points[] = {{-0.33, 0}, {0.33, 0}};
	const struct pdf_ink ink = {PDF_NONE, colour, at.size * 0.14, false};

	shape(device, at, points, 2, &ink);
}

static void draw_minus(struct pdf_device *device, struct spot at)
{
	draw_bar(device, at, RED);
}

static void draw_plus(struct pdf_device *device, struct spot at)
{
	static const struct pdf_point points[] = {{0, -0.33}, {0, 0.33}};
	const struct pdf_ink ink = {PDF_NONE, GREEN, at.size * 0.14, false};

	draw_bar(device, at, GREEN);
	shape(device, at, points, 2, &ink);
}

static const struct pdf_point star[] = {{0, -1}, {-0.252748, -0.347877},
	{-0.951057, -0.309017}, {-0.408954, 0.132877}, {-0.587785, 0.809017},
	{0, 0.43}, {0.587785, 0.809017}, {0.408954, 0.132877},
	{0.951057, -0.309017}, {0.252748, -0.347877}};

/* A star of `at.size` radius, `halves` of it filled: 0, 1 or 2. */
static void draw_one_star(struct pdf_device *device, struct spot at, int halves)
{
	const struct pdf_ink fill = {STAR, PDF_NONE, 0, false};
	const struct pdf_ink both = {STAR, STAR, 0.5, true};
	const struct pdf_ink edge = {WHITE, halves ? STAR : RULE, 0.5, true};

	if (halves >= 2) {
		shape(device, at, star, 10, &both);
		return;
	}
	shape(device, at, star, 10, &edge);
	if (!halves)
		return;
	pdf_device_clip(device,
		(struct pdf_point){at.x - at.size, at.y - at.size}, at.size,
		2 * at.size);
	shape(device, at, star, 10, &fill);
	pdf_device_unclip(device);
}

void icon_stars(struct pdf_device *device, struct pdf_point left, double radius,
	int half_stars)
{
	for (int i = 0; i < STARS; i++) {
		struct spot at = {
			left.x + radius * (1 + STAR_PITCH * i), left.y, radius};
		int halves = half_stars - 2 * i;

		draw_one_star(device, at, halves < 0 ? 0 : halves);
	}
}

static void draw_star(struct pdf_device *device, struct spot at)
{
	at.size /= 2;
	draw_one_star(device, at, 2);
}

static void draw_star_open(struct pdf_device *device, struct spot at)
{
	at.size /= 2;
	draw_one_star(device, at, 0);
}

void icon_bullet(
	struct pdf_device *device, struct pdf_point centre, double radius)
{
	const struct pdf_ink ink = {MUTED, PDF_NONE, 0, false};

	pdf_device_circle(device, centre, radius, &ink);
}

typedef void draw_icon(struct pdf_device *device, struct spot at);

void icon_mark(struct pdf_device *device, enum doc_mark mark,
	struct pdf_point centre, double size)
{
	static draw_icon *const icons[] = {
		[MARK_NONE] = NULL,
		[MARK_YES] = draw_yes,
		[MARK_PARTLY] = draw_triangle,
		[MARK_NO] = draw_no,
		[MARK_DONE] = draw_done,
		[MARK_OPEN] = draw_open,
		[MARK_PLUS] = draw_plus,
		[MARK_MINUS] = draw_minus,
		[MARK_WARNING] = draw_triangle,
	};

	if (icons[mark])
		icons[mark](device, (struct spot){centre.x, centre.y, size});
}

void icon_sign(struct pdf_device *device, uint32_t sign,
	struct pdf_point centre, double size)
{
	static draw_icon *const icons[SIGN_END - SIGN_FIRST] = {
		[SIGN_YES - SIGN_FIRST] = draw_yes,
		[SIGN_NO - SIGN_FIRST] = draw_no,
		[SIGN_WARNING - SIGN_FIRST] = draw_triangle,
		[SIGN_STAR - SIGN_FIRST] = draw_star,
		[SIGN_STAR_OPEN - SIGN_FIRST] = draw_star_open,
		[SIGN_DONE - SIGN_FIRST] = draw_done,
		[SIGN_OPEN - SIGN_FIRST] = draw_open,
		[SIGN_PLUS - SIGN_FIRST] = draw_plus,
		[SIGN_MINUS - SIGN_FIRST] = draw_minus,
	};

	icons[sign - SIGN_FIRST](
		device, (struct spot){centre.x, centre.y, size});
}
