/*
 * ttf: which characters a TrueType file has and how wide they are.
 *
 * Reads cmap (3,1) format 4, hmtx, hhea and head of a file that we made
 * ourselves (render/fonts); it is not for files from elsewhere.
 */
#ifndef HVLAB_TTF_H
#define HVLAB_TTF_H

#include <stddef.h>
#include <stdint.h>

struct ttf_metrics {
	/* per character: advance in 1/1000 em plus one, 0 when it is missing */
	uint16_t advance[0x10000];
};

/* 0, or -1 when the file is not understood. */
int ttf_read(
	struct ttf_metrics *metrics, const unsigned char *bytes, size_t size);

#endif
