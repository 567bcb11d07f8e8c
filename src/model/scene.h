/*
 * scene: a chart as data, which every back end draws the same way.
 *
 * A list of shapes and texts in pt, x to the right, y DOWN from the upper
 * left corner; later ones cover earlier ones. Colours are roles, not values:
 * the back ends share one table of them (render/scene_palette.h). Whoever
 * makes a scene has done all the arithmetic; texts are final (doc.h). What a
 * colour says a shape or a word says too.
 */
#ifndef HVLAB_SCENE_H
#define HVLAB_SCENE_H

#include <stdbool.h>
#include <stddef.h>

#include "src/base/arena.h"

#define SCENE_SYSTEMS 6 /* colours for systems; then they come again */
#define SCENE_PARTS 5	/* greys for the parts of a whole */

enum scene_colour {
	SCENE_NONE,
	SCENE_INK,
	SCENE_MUTED,
	SCENE_RULE,
	SCENE_HAIR,
	SCENE_BAND,
	SCENE_WHITE,
	SCENE_SYSTEM, /* of system i: SCENE_SYSTEM + i % SCENE_SYSTEMS */
	SCENE_PART = SCENE_SYSTEM + SCENE_SYSTEMS,
	SCENE_COLOUR_COUNT = SCENE_PART + SCENE_PARTS
};

struct scene_point {
	double x, y;
};

struct scene_ink {
	enum scene_colour fill, stroke;
	double width; /* of the stroke */
};

enum scene_anchor { ANCHOR_LEFT, ANCHOR_MIDDLE, ANCHOR_RIGHT };

enum scene_face { SCENE_REGULAR, SCENE_BOLD, SCENE_ITALIC };

/* `room`: a wider text is broken into `lines` lines at most, which stand
 * around the place of the one, and is cut off there; 0: as wide as it is. */
struct scene_type {
	enum scene_anchor anchor;
	enum scene_face face;
	enum scene_colour colour;
	double size;
	double room;
	unsigned lines;
};

enum scene_kind { SHAPE_RECT, SHAPE_CIRCLE, SHAPE_PATH, SHAPE_TEXT };

struct scene_item {
	enum scene_kind kind;
	struct scene_ink ink;
	struct scene_point at; /* corner, centre, or start of the baseline */
	double width, height;  /* rect */
	double radius;	       /* circle */
	const struct scene_point *points; /* path; a closed one ends where it
					     began */
	size_t count;
	const char *text;
	struct scene_type type;
};

struct scene {
	struct arena *arena;
	double width, height;
	struct scene_item *items;
	size_t count, capacity;
};

struct scene *scene_new(struct arena *arena, double width);

/* The height is that of what is in the scene: these make it grow. */
void scene_line(struct scene *scene, struct scene_point from,
	struct scene_point to, double width, enum scene_colour colour);
void scene_rect(struct scene *scene, struct scene_point at, double width,
	double height, enum scene_colour fill);
void scene_circle(struct scene *scene, struct scene_point centre, double radius,
	struct scene_ink ink);
/* The points are copied. */
void scene_path(struct scene *scene, const struct scene_point *points,
	size_t count, struct scene_ink ink);
void scene_text(struct scene *scene, struct scene_point at, const char *text,
	struct scene_type type);

/* Shapes that tell systems and verdicts apart without colour. */
enum scene_mark {
	MARKER_CIRCLE,
	MARKER_DIAMOND,
	MARKER_SQUARE,
	MARKER_TRIANGLE,
	MARKER_WEDGE, /* a triangle on its point */
	MARKER_CROSS,
	MARKER_RIGHT, /* head of an arrow */
	MARKER_LEFT
};

/* All of them look as large as a circle of that radius. */
void scene_marker(struct scene *scene, enum scene_mark mark,
	struct scene_point centre, double radius, struct scene_ink ink);

#endif
