/*
 * picture: a PNG or JPEG file from anywhere: what its header says, whether
 * the rest is there, and the pixels of a PNG.
 *
 * The format is told by content, never by name. Nothing in the file is
 * believed: libpng behind libharu ends the program at a damaged PNG, and a
 * header of a few bytes may ask for any amount of memory.
 */
#ifndef HVLAB_PICTURE_H
#define HVLAB_PICTURE_H

#include <stddef.h>

#define PICTURE_BYTES_MAX ((size_t)20 * 1024 * 1024)
#define PICTURE_SIDE_MAX 20000u
#define PICTURE_PIXELS_MAX ((size_t)40 * 1000 * 1000)

enum picture_format { PICTURE_PNG, PICTURE_JPEG };

/* Why a picture is not shown. */
enum picture_fault {
	PICTURE_SOUND,
	PICTURE_ALIEN,	/* another format */
	PICTURE_BROKEN, /* cut or damaged */
	PICTURE_LARGE,
	PICTURE_UNUSUAL, /* a kind of JPEG that PDF readers may not show */
	PICTURE_FAULT_COUNT
};

struct picture {
	const unsigned char *bytes; /* the file */
	size_t length;
	enum picture_format format;
	unsigned width, height; /* px, at least 1 */
};

/* Fills in the rest from `bytes` and `length`, which must outlive it. */
enum picture_fault picture_head(struct picture *picture);
/* The same, and is all of it there, as far as a reader without a decoder of
 * JPEG can tell? */
enum picture_fault picture_check(struct picture *picture);

/* The pixels of a PNG on white paper, three bytes each, by rows; NULL when it
 * is damaged. To be freed by the caller. */
unsigned char *picture_pixels(const struct picture *picture);

#endif
