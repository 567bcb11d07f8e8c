#include "src/base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/cause.h"

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

int output_write(
	struct diags *diags, const char *path, const void *bytes, size_t length)
{
	char *temporary = arena_printf(diags->arena, "%s.hvlab-XXXXXX", path);
	int fd = mkstemp(temporary);

	if (fd < 0)
		return fail(diags, path);
	if (fill(fd, bytes, length) || rename(temporary, path)) {
		int result = fail(diags, path);

		unlink(temporary);
		return result;
	}
	return 0;
}

int output_directory(struct diags *diags, const char *path)
{
	char *part = arena_strdup(diags->arena, path);
	struct stat status;

	for (char *p = part + 1; part[0]; p++) {
		char c = *p;

		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		if (mkdir(part, 0777) && errno != EEXIST)
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
