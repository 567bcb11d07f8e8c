/* syncfs() */
#define _GNU_SOURCE
#include "src/base/output.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/buf.h"
#include "src/base/cause.h"

#define TEMPORARY ".hvlab-"

static int fail(struct diags *diags, const char *path)
{
	diag_add(diags, DIAG_ID_OUTPUT_FAILED, path, 0,
		cause_text(diags, errno));
	return -1;
}

static int write_all(int fd, const char *bytes, size_t length)
{
	while (length) {
		ssize_t written = write(fd, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		bytes += written;
		length -= (size_t)written;
	}
	return 0;
}

/* mkstemp() makes private files; a report is as public as umask says. */
static int open_up(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	return fchmod(fd, 0666 & ~mask);
}

/* -- one file, piece by piece -- */

#define PIECE ((size_t)64 * 1024)

struct output_stream {
	struct output_set *set;
	const char *path;
	char *temporary;
	int fd;
	int error; /* errno of what failed first; 0: nothing did */
	struct buf waiting;
};

struct output_stream *output_open(struct output_set *set, const char *path)
{
	struct arena *arena = set->diags->arena;
	struct output_stream *stream = arena_alloc(arena, sizeof *stream);
	struct stat status;

	errno = EISDIR; /* or rename() would only find out at the end */
	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
		fail(set->diags, path);
		return NULL;
	}
	*stream = (struct output_stream){.set = set,
		.path = arena_strdup(arena, path),
		.temporary =
			arena_printf(arena, "%s" TEMPORARY "XXXXXX", path)};
	stream->fd = mkstemp(stream->temporary);
	if (stream->fd >= 0)
		return stream;
	fail(set->diags, path);
	return NULL;
}

static void put_now(
	struct output_stream *stream, const void *bytes, size_t length)
{
	if (!stream->error && write_all(stream->fd, bytes, length))
		stream->error = errno;
}

static void flush(struct output_stream *stream)
{
	if (stream->waiting.length)
		put_now(stream, stream->waiting.data, stream->waiting.length);
	stream->waiting.length = 0;
}

void output_put(
	struct output_stream *stream, const void *bytes, size_t length)
{
	if (stream->waiting.length + length > PIECE)
		flush(stream);
	if (length > PIECE)
		put_now(stream, bytes, length);
	else
		buf_add(&stream->waiting, bytes, length);
}

/* The whole content to the disk, or to where output_sync() finds it. */
static void end(struct output_stream *stream)
{
	flush(stream);
	buf_free(&stream->waiting);
	if (!stream->error &&
		(open_up(stream->fd) ||
			(!stream->set->later && fsync(stream->fd))))
		stream->error = errno;
	/* close() can still report what the disk refused */
	if (close(stream->fd) && !stream->error)
		stream->error = errno;
}

int output_close(struct output_stream *stream)
{
	struct output_set *set = stream->set;

	end(stream);
	if (stream->error) {
		errno = stream->error;
		fail(set->diags, stream->path);
		unlink(stream->temporary);
		return -1;
	}
	ARENA_ROOM(set->diags->arena, set->files, set->count, set->capacity);
	set->files[set->count++] =
		(struct output_file){stream->path, stream->temporary};
	return 0;
}

/* -- sets -- */

int output_add(struct output_set *set, const char *path, const void *bytes,
	size_t length)
{
	struct output_stream *stream = output_open(set, path);

	if (!stream)
		return -1;
	put_now(stream, bytes, length);
	return output_close(stream);
}

int output_commit(struct output_set *set)
{
	for (; set->done < set->count; set->done++) {
		const struct output_file *file = &set->files[set->done];

		if (rename(file->temporary, file->path))
			return fail(set->diags, file->path);
	}
	return 0;
}

void output_discard(struct output_set *set)
{
	for (; set->done < set->count; set->done++)
		unlink(set->files[set->done].temporary);
	while (set->folder_count) /* fails of one that holds anything */
		rmdir(set->folders[--set->folder_count]);
}

static int write_one(struct output_set *set, const char *path,
	const void *bytes, size_t length)
{
	int bad = output_add(set, path, bytes, length) || output_commit(set);

	output_discard(set);
	return bad ? -1 : 0;
}

int output_write(
	struct diags *diags, const char *path, const void *bytes, size_t length)
{
	struct output_set set = {.diags = diags};

	return write_one(&set, path, bytes, length);
}

int output_write_later(
	struct diags *diags, const char *path, const void *bytes, size_t length)
{
	struct output_set set = {.diags = diags, .later = true};

	return write_one(&set, path, bytes, length);
}

int output_sync(struct diags *diags, const char *folder, int claim)
{
	return syncfs(claim) ? fail(diags, folder) : 0;
}

/* -- what killed runs leave -- */

#define TEMPORARY_LENGTH (sizeof TEMPORARY - 1 + 6)

bool output_is_temporary(const char *ending)
{
	size_t length = sizeof TEMPORARY - 1;

	if (strncmp(ending, TEMPORARY, length) != 0 ||
		strlen(ending) != TEMPORARY_LENGTH)
		return false;
	for (ending += length; *ending; ending++)
		if (!isalnum((unsigned char)*ending))
			return false;
	return true;
}

/* 0 with the file system's leave or without, -1 with a diag when another has
 * it. The lock lasts as long as the file is open in any process. */
static int lock(
	struct diags *diags, const char *folder, int fd, int how, bool *locked)
{
	*locked = flock(fd, how | LOCK_NB) == 0;
	if (*locked || errno != EWOULDBLOCK)
		return 0;
	diag_add(diags, DIAG_ID_OUTPUT_TAKEN, folder, 0, NULL);
	return -1;
}

int output_claim(struct diags *diags, const char *folder, bool *sole)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY);

	if (fd < 0)
		return fail(diags, folder);
	if (lock(diags, folder, fd, LOCK_EX, sole)) {
		close(fd);
		return -1;
	}
	if (*sole)
		output_clean(folder);
	return fd;
}

int output_idle(struct diags *diags, const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY);
	bool locked;
	int taken = fd >= 0 && lock(diags, folder, fd, LOCK_SH, &locked);

	if (fd >= 0)
		close(fd);
	return taken ? -1 : 0;
}

static bool is_left_over(DIR *stream, const char *name)
{
	size_t length = strlen(name);
	struct stat status;

	return length > TEMPORARY_LENGTH &&
	       output_is_temporary(name + length - TEMPORARY_LENGTH) &&
	       fstatat(dirfd(stream), name, &status, AT_SYMLINK_NOFOLLOW) ==
		       0 &&
	       S_ISREG(status.st_mode);
}

void output_clean(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	DIR *stream = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	while (stream && (entry = readdir(stream)))
		if (is_left_over(stream, entry->d_name))
			unlinkat(fd, entry->d_name, 0);
	if (stream)
		closedir(stream);
	else if (fd >= 0)
		close(fd);
}

int output_remove(struct diags *diags, const char *path)
{
	return unlink(path) ? fail(diags, path) : 0;
}

static void note_folder(struct output_set *set, const char *path)
{
	struct arena *arena = set->diags->arena;

	ARENA_ROOM(
		arena, set->folders, set->folder_count, set->folder_capacity);
	set->folders[set->folder_count++] = arena_strdup(arena, path);
}

int output_folder(struct output_set *set, const char *path)
{
	struct diags *diags = set->diags;
	char *part = arena_strdup(diags->arena, path);
	struct stat status;

	for (char *p = part + 1; part[0]; p++) {
		char c = *p;

		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		if (mkdir(part, 0777) == 0)
			note_folder(set, part);
		else if (errno != EEXIST)
			return fail(diags, part);
		*p = c;
		if (!c)
			break;
	}
	if (stat(path, &status))
		return fail(diags, path);
	errno = ENOTDIR;
	return S_ISDIR(status.st_mode) ? 0 : fail(diags, path);
}

int output_directory(struct diags *diags, const char *path)
{
	struct output_set made = {.diags = diags};

	return output_folder(&made, path);
}
