/*
 * input: bytes from a file or from memory, plain or gzip alike (the only user
 * of zlib).
 *
 * Read as a stream with a fixed buffer, so that a log of any size needs the
 * same memory. The file is never modified.
 */
#ifndef HVLAB_INPUT_H
#define HVLAB_INPUT_H

#include <stddef.h>

#include "src/base/buf.h"

struct input;

/* NULL when it cannot be opened; errno says why. "-" is standard input. */
struct input *input_open(const char *path);
/* Of bytes that are there already and stay until input_close(). Never NULL. */
struct input *input_memory(const void *bytes, size_t size);
void input_close(struct input *input);

/*
 * Up to `size` bytes into `bytes`. Returns how many, 0 at the end, -1 on a
 * read error or damaged gzip data (input_error() says which).
 */
long input_read(struct input *input, void *bytes, size_t size);
/* After -1: the errno of the system, EILSEQ for damaged gzip data. */
int input_error(struct input *input);

/*
 * A whole file into `out`, at most `limit` bytes. Returns 0, or -1 with errno
 * set (EFBIG when larger, else as input_error() says).
 */
int input_slurp(const char *path, size_t limit, struct buf *out);

/*
 * The same for a file that strangers name: a regular one below `folder`,
 * reached without a link. EINVAL when `path` is absolute, goes up or leads to
 * something else, ELOOP or ENOTDIR for a link.
 */
int input_slurp_below(
	const char *folder, const char *path, size_t limit, struct buf *out);

/* A zlib stream in memory: 0 when it is whole and gives exactly `size`
 * bytes, else -1. */
int input_inflate(const void *bytes, size_t length, void *out, size_t size);

#endif
