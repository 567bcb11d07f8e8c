/* scene_text: the lines of a text in a scene, broken and cut to its room. */
#ifndef HVLAB_SCENE_TEXT_H
#define HVLAB_SCENE_TEXT_H

#include "render/layout.h"
#include "src/model/scene.h"

struct scene_line {
	const char *text;
	struct scene_point at; /* where it starts, on the baseline */
};

struct scene_lines {
	struct scene_line *lines;
	size_t count;
};

/*
 * `text` is that of the item, as the back end sets it. `style` is that of the
 * font for the face of the item; `slack` widens what it measures, 1 for a
 * font that is known to be the one. The start is that of the anchor: left
 * edge, middle or right edge when `anchored`, else always the left edge.
 */
struct scene_lines scene_text_lines(struct arena *arena,
	const struct layout_font *font, unsigned style, double slack,
	bool anchored, const struct scene_item *item, const char *text);

#endif
