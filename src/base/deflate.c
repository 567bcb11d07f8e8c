#include "src/base/deflate.h"

#include <stdlib.h>

#include <zlib.h>

#include "src/base/memory.h"

/* A quarter of the usual level's time, for a tenth more of size, with text
 * that repeats itself. */
#define LEVEL 2

void deflate_add(struct buf *out, const struct buf *plain)
{
	uLongf length = compressBound(plain->length);
	Bytef *packed = memory_sure(malloc(length));

	/* with room and a valid level it fails for want of memory alone */
	if (compress2(packed, &length, (const Bytef *)plain->data,
		    plain->length, LEVEL) != Z_OK)
		memory_exhausted();
	buf_add(out, packed, length);
	free(packed);
}

unsigned long deflate_crc(
	unsigned long crc, const void *bytes, size_t length)
{
	return crc32_z(crc, bytes, length);
}
