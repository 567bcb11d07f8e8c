#include "src/base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static int fill(int fd, const void *bytes, size_t length)
{
	int bad = write_all(fd, bytes, length) || open_up(fd) || fsync(fd);
	int saved = errno;

	/* close() can still report what the disk refused */
	if (close(fd) && !bad)
		return -1;
	errno = saved;
	return bad ? -1 : 0;
}

/* The whole content beside its target; its name, or NULL with a diag. */
static char *stage(
	struct diags *diags, const char *path, const void *bytes, size_t length)
{
	char *temporary =
		arena_printf(diags->arena, "%s" TEMPORARY "XXXXXX", path);
	struct stat status;
	int fd;

	errno = EISDIR; /* or rename() would only find out at the end */
	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
		fail(diags, path);
		return NULL;
	}
	fd = mkstemp(temporary);
	if (fd < 0) {
		fail(diags, path);
		return NULL;
	}
	if (fill(fd, bytes, length)) {
		fail(diags, path);
		unlink(temporary);
		return NULL;
	}
	return temporary;
}

int output_add(struct output_set *set, const char *path, const void *bytes,
	size_t length)
{
	struct arena *arena = set->diags->arena;
	char *temporary = stage(set->diags, path, bytes, length);

	if (!temporary)
		return -1;
	ARENA_ROOM(arena, set->files, set->count, set->capacity);
	set->files[set->count++] = (struct output_file){
		.path = arena_strdup(arena, path), .temporary = temporary};
	return 0;
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

int output_write(
	struct diags *diags, const char *path, const void *bytes, size_t length)
{
	struct output_set set = {.diags = diags};
	int bad = output_add(&set, path, bytes, length) || output_commit(&set);

	output_discard(&set);
	return bad ? -1 : 0;
}

bool output_is_temporary(const char *ending)
{
	size_t length = strlen(TEMPORARY);

	return strncmp(ending, TEMPORARY, length) == 0 &&
	       strlen(ending) == length + 6;
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
