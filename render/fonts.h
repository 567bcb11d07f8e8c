/*
 * fonts: the three faces of Hvlab Sans, linked into the program.
 *
 * render/fonts/README.md says where they come from. All three have the same
 * characters, so one coverage test serves them all.
 */
#ifndef HVLAB_FONTS_H
#define HVLAB_FONTS_H

#include <stddef.h>

enum face { FACE_REGULAR, FACE_BOLD, FACE_ITALIC, FACE_COUNT };

/* A TrueType file in memory; the bytes are constant. */
struct font_file {
	const unsigned char *bytes;
	size_t size;
};

struct font_file font_file(enum face face);

#endif
