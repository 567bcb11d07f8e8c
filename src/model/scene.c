#include "src/model/scene.h"

#include <string.h>

#define DESCENT 0.25 /* of a text below its baseline, in sizes */

struct scene *scene_new(struct arena *arena, double width)
{
	struct scene *scene = arena_alloc(arena, sizeof *scene);

	scene->arena = arena;
	scene->width = width;
	return scene;
}

static struct scene_item *append(
	struct scene *scene, enum scene_kind kind, double bottom)
{
	struct scene_item *item;

	ARENA_ROOM(scene->arena, scene->items, scene->count, scene->capacity);
	item = &scene->items[scene->count++];
	*item = (struct scene_item){.kind = kind};
	if (bottom > scene->height)
		scene->height = bottom;
	return item;
}

void scene_path(struct scene *scene, const struct scene_point *points,
	size_t count, struct scene_ink ink)
{
	struct scene_point *copy =
		arena_alloc(scene->arena, count * sizeof *copy);
	struct scene_item *item;
	double bottom = 0;

	for (size_t i = 0; i < count; i++) {
		copy[i] = points[i];
		if (points[i].y > bottom)
			bottom = points[i].y;
	}
	item = append(scene, SHAPE_PATH, bottom);
	item->points = copy;
	item->count = count;
	item->ink = ink;
}

void scene_line(struct scene *scene, struct scene_point from,
	struct scene_point to, double width, enum scene_colour colour)
{
	const struct scene_point points[] = {from, to};

	scene_path(scene, points, 2,
		(struct scene_ink){SCENE_NONE, colour, width});
}

void scene_rect(struct scene *scene, struct scene_point at, double width,
	double height, enum scene_colour fill)
{
	struct scene_item *item = append(scene, SHAPE_RECT, at.y + height);

	item->at = at;
	item->width = width;
	item->height = height;
	item->ink.fill = fill;
}

void scene_circle(struct scene *scene, struct scene_point centre, double radius,
	struct scene_ink ink)
{
	struct scene_item *item =
		append(scene, SHAPE_CIRCLE, centre.y + radius);

	item->at = centre;
	item->radius = radius;
	item->ink = ink;
}

void scene_text(struct scene *scene, struct scene_point at, const char *text,
	struct scene_type type)
{
	double lines = type.room > 0 && type.lines > 1 ? type.lines : 1;
	struct scene_item *item;

	if (!text[0])
		return;
	item = append(scene, SHAPE_TEXT,
		at.y + type.size * (DESCENT + (lines - 1) / 2));
	item->at = at;
	item->text = text;
	item->type = type;
}

/* ---- markers ---- */

#define CORNERS 5

/* Corners in radii, closed; a cross is a stroke. The sizes make the shapes
 * look alike. */
static const struct {
	size_t count;
	struct scene_point corners[CORNERS];
} marks[] = {
	[MARKER_CIRCLE] = {0, {{0, 0}}},
	[MARKER_DIAMOND] = {5,
		{{0, -1.25}, {1.25, 0}, {0, 1.25}, {-1.25, 0}, {0, -1.25}}},
	[MARKER_SQUARE] = {5, {{-0.9, -0.9}, {0.9, -0.9}, {0.9, 0.9},
				      {-0.9, 0.9}, {-0.9, -0.9}}},
	[MARKER_TRIANGLE] = {4,
		{{0, -1.2}, {1.15, 0.85}, {-1.15, 0.85}, {0, -1.2}}},
	[MARKER_WEDGE] = {4,
		{{0, 1.2}, {1.15, -0.85}, {-1.15, -0.85}, {0, 1.2}}},
	[MARKER_CROSS] = {5,
		{{-0.9, -0.9}, {0.9, 0.9}, {0, 0}, {-0.9, 0.9}, {0.9, -0.9}}},
	[MARKER_RIGHT] = {4, {{1, 0}, {-1, 1}, {-1, -1}, {1, 0}}},
	[MARKER_LEFT] = {4, {{-1, 0}, {1, 1}, {1, -1}, {-1, 0}}},
};

void scene_marker(struct scene *scene, enum scene_mark mark,
	struct scene_point centre, double radius, struct scene_ink ink)
{
	struct scene_point points[CORNERS];
	size_t count = marks[mark].count;

	if (!count) {
		scene_circle(scene, centre, radius, ink);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		const struct scene_point *unit = &marks[mark].corners[i];

		points[i].x = centre.x + unit->x * radius;
		points[i].y = centre.y + unit->y * radius;
	}
	if (mark == MARKER_CROSS) {
		ink.stroke = ink.stroke ? ink.stroke : ink.fill;
		ink.fill = SCENE_NONE;
		ink.width = ink.width > 0 ? ink.width : radius / 2;
	}
	scene_path(scene, points, count, ink);
}
