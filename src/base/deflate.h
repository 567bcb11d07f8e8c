/*
 * deflate: packs bytes in the format of zlib, quickly rather than tightly.
 */
#ifndef HVLAB_DEFLATE_H
#define HVLAB_DEFLATE_H

#include "src/base/buf.h"

/* Appends what `plain` becomes. */
void deflate_add(struct buf *out, const struct buf *plain);

/* The CRC-32 of zip, of bytes behind those that have `crc`; 0: of the
 * first. */
unsigned long deflate_crc(
	unsigned long crc, const void *bytes, size_t length);

#endif
