#include "src/base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

struct input {
	gzFile gz;
};

struct input *input_open(const char *path)
{
	struct input *input;
	gzFile gz;

	if (strcmp(path, "-") == 0) {
		int fd = dup(STDIN_FILENO);

		gz = fd < 0 ? NULL : gzdopen(fd, "rb");
	} else {
		gz = gzopen(path, "rbe");
	}
	if (!gz)
		return NULL;
	input = malloc(sizeof *input);
	if (!input) {
		gzclose(gz);
		errno = ENOMEM;
		return NULL;
	}
	gzbuffer(gz, 64 * 1024);
	input->gz = gz;
	return input;
}

void input_close(struct input *input)
{
	if (!input)
		return;
	gzclose(input->gz);
	free(input);
}

long input_read(struct input *input, void *bytes, size_t size)
{
	int error = Z_OK;
	int got = gzread(input->gz, bytes, (unsigned)size);

	/* a gzip stream cut short reads as a quiet end: zlib tells it only
	 * through gzerror() */
	if (got == 0)
		gzerror(input->gz, &error);
	return error != Z_OK && error != Z_STREAM_END ? -1 : got;
}

int input_error(struct input *input)
{
	int error;

	gzerror(input->gz, &error);
	return error == Z_ERRNO ? errno : EILSEQ;
}

int input_slurp(const char *path, size_t limit, struct buf *out)
{
	struct input *input = input_open(path);
	char block[16 * 1024];
	int error = EFBIG;
	long got;

	if (!input)
		return -1;
	while ((got = input_read(input, block, sizeof block)) > 0) {
		buf_add(out, block, (size_t)got);
		if (out->length > limit)
			break;
	}
	if (got < 0)
		error = input_error(input);
	input_close(input);
	errno = error;
	return got == 0 ? 0 : -1;
}
