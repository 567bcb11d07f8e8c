#include "src/base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#define ZLIB_CONST /* inflate() leaves its input as it is */
#include <zlib.h>

#include "src/base/memory.h"

/* Bytes in memory, and what inflates them when they are gzip. */
struct source {
	const unsigned char *next;
	size_t left;
	bool packed;
	bool ended; /* the last gzip member was whole */
	z_stream inflating;
};

/* Plain files are read as they are; zlib sees only what may be gzip: its
 * buffers would cost more than reading a small log. */
struct input {
	int fd;	   /* of a plain file, else -1 */
	gzFile gz; /* of any other file, else NULL */
	struct source *source; /* of bytes in memory, else NULL */
	bool fresh; /* nothing has been read of fd */
	int error; /* of a failed read of fd or of memory */
};

static int attach_gzip(struct input *input)
{
	input->gz = gzdopen(input->fd, "rb");
	if (!input->gz)
		return -1;
	input->fd = -1;
	gzbuffer(input->gz, 64 * 1024);
	return 0;
}

static struct input *attach(int fd)
{
	struct input *input;

	if (fd < 0)
		return NULL;
	input = memory_sure(calloc(1, sizeof *input));
	input->fd = fd;
	/* what cannot be read twice is looked at by zlib */
	input->fresh = lseek(fd, 0, SEEK_CUR) == 0;
	if (!input->fresh && attach_gzip(input)) {
		free(input);
		close(fd);
		errno = ENOMEM;
		return NULL;
	}
	return input;
}

struct input *input_open(const char *path)
{
	int standard = strcmp(path, "-") == 0;

	return attach(standard ? dup(STDIN_FILENO)
			       : open(path, O_RDONLY | O_CLOEXEC));
}

static bool looks_gzip(const unsigned char *bytes, size_t length)
{
	return length >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

struct input *input_memory(const void *bytes, size_t size)
{
	struct input *input = memory_sure(calloc(1, sizeof *input));
	struct source *source = memory_sure(calloc(1, sizeof *source));

	source->next = bytes;
	source->left = size;
	source->packed = looks_gzip(bytes, size);
	/* 16: with the header of gzip and its check sum */
	if (source->packed &&
		inflateInit2(&source->inflating, 16 + MAX_WBITS) != Z_OK)
		memory_exhausted();
	input->source = source;
	input->fd = -1;
	return input;
}

static void close_source(struct source *source)
{
	if (source->packed)
		inflateEnd(&source->inflating);
	free(source);
}

void input_close(struct input *input)
{
	if (!input)
		return;
	if (input->source)
		close_source(input->source);
	else if (input->gz)
		gzclose(input->gz);
	else
		close(input->fd);
	free(input);
}

static long read_source(struct source *source, void *bytes, size_t size)
{
	size_t got = size < source->left ? size : source->left;

	if (got)
		memcpy(bytes, source->next, got);
	source->next += got;
	source->left -= got;
	return (long)got;
}

/* One step of zlib; false: what there is of gzip ends here, well or badly. */
static bool inflate_more(struct source *source)
{
	z_stream *z = &source->inflating;
	size_t given = source->left < INT_MAX ? source->left : INT_MAX;
	int status;

	z->next_in = source->next;
	z->avail_in = (uInt)given;
	status = inflate(z, Z_NO_FLUSH);
	source->left -= given - z->avail_in;
	source->next = z->next_in;
	if (status != Z_STREAM_END)
		return status == Z_OK;
	/* another member may follow; anything else is no part of it */
	source->ended = !looks_gzip(source->next, source->left);
	return !source->ended && inflateReset(z) == Z_OK;
}

static long read_packed(struct input *input, void *bytes, size_t size)
{
	struct source *source = input->source;
	size_t most = size < INT_MAX ? size : INT_MAX;
	size_t got;

	source->inflating.next_out = bytes;
	source->inflating.avail_out = (uInt)most;
	while (!source->ended && source->inflating.avail_out &&
		inflate_more(source))
		;
	got = most - source->inflating.avail_out;
	if (got || source->ended)
		return (long)got;
	input->error = EILSEQ;
	return -1;
}

static long read_plain(struct input *input, void *bytes, size_t size)
{
	ssize_t got;

	do
		got = read(input->fd, bytes, size);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		input->error = errno;
	return got;
}

/* Do the first bytes say gzip? Then the file is at its beginning again. */
static bool turns_out_gzip(
	struct input *input, const unsigned char *bytes, long got)
{
	bool fresh = input->fresh;

	input->fresh = false;
	return fresh && got > 0 && looks_gzip(bytes, (size_t)got) &&
	       lseek(input->fd, 0, SEEK_SET) == 0 && attach_gzip(input) == 0;
}

long input_read(struct input *input, void *bytes, size_t size)
{
	int error = Z_OK;
	int got;

	if (input->source)
		return input->source->packed
			       ? read_packed(input, bytes, size)
			       : read_source(input->source, bytes, size);
	if (!input->gz) {
		long plain = read_plain(input, bytes, size);

		if (!turns_out_gzip(input, bytes, plain))
			return plain;
	}
	got = gzread(input->gz, bytes, (unsigned)size);
	/* a gzip stream cut short reads as a quiet end: zlib tells it only
	 * through gzerror() */
	if (got == 0)
		gzerror(input->gz, &error);
	return error != Z_OK && error != Z_STREAM_END ? -1 : got;
}

int input_error(struct input *input)
{
	int error;

	if (!input->gz)
		return input->error;
	gzerror(input->gz, &error);
	return error == Z_ERRNO ? errno : EILSEQ;
}

static int slurp(struct input *input, size_t limit, struct buf *out)
{
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

int input_slurp(const char *path, size_t limit, struct buf *out)
{
	return slurp(input_open(path), limit, out);
}

/* One step down, to what is no link; `at` is closed. */
static int step_down(int at, const char *name, size_t length, bool last)
{
	char *part = memory_sure(strndup(name, length));
	int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW;
	int fd = -1, error = EINVAL;

	/* a pipe without a writer must not make hvlab wait */
	if (length && strcmp(part, "..") != 0) {
		fd = openat(
			at, part, flags | (last ? O_NONBLOCK : O_DIRECTORY));
		error = errno;
	}
	free(part);
	close(at);
	errno = error;
	return fd;
}

static int open_below(const char *folder, const char *path)
{
	int at = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
	bool last = false;

	while (at >= 0 && !last) {
		size_t length = strcspn(path, "/");

		last = !path[length];
		at = step_down(at, path, length, last);
		path += length + 1;
	}
	return at;
}

int input_slurp_below(
	const char *folder, const char *path, size_t limit, struct buf *out)
{
	int fd = open_below(folder, path);
	struct stat status;

	if (fd >= 0 && (fstat(fd, &status) || !S_ISREG(status.st_mode))) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	return slurp(attach(fd), limit, out);
}

int input_inflate(const void *bytes, size_t length, void *out, size_t size)
{
	uLongf got = size;

	return uncompress(out, &got, bytes, length) == Z_OK && got == size ? 0
									   : -1;
}
