/*
 * libFuzzer target: any bytes as a picture. It is refused, or small enough,
 * and the pixels of a sound PNG can be had.
 */
#include <stdlib.h>

#include "src/base/picture.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct picture picture = {.bytes = data, .length = size};
	unsigned char *pixels;

	if (picture_check(&picture))
		return 0;
	require(picture.width && picture.width <= PICTURE_SIDE_MAX);
	require(picture.height && picture.height <= PICTURE_SIDE_MAX);
	pixels = picture_pixels(&picture);
	require((pixels != NULL) == (picture.format == PICTURE_PNG));
	free(pixels);
	return 0;
}
