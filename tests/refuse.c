/*
 * refuse: preloaded, it makes one call of the system fail, or kills the
 * program there, so that the tests need no full disk and no luck.
 *
 * REFUSE=CALL:N:HOW, where CALL is fsync, syncfs, rename, or write to a regular
 * file that is no standard stream, N counts from 1 in each process, HOW is an
 * errno, "kill", or "run": the command $REFUSE_RUN is run first, and the call
 * goes through.
 * Every such write takes half of what it is given, so that some stand between
 * nothing and the whole file. RTLD_NEXT needs _GNU_SOURCE.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int refused(const char *call)
{
	static unsigned long count;
	const char *plan = getenv("REFUSE");
	size_t length = strlen(call);
	char *how;

	if (!plan || strncmp(plan, call, length) != 0 || plan[length] != ':')
		return 0;
	if (++count != strtoul(plan + length + 1, &how, 10))
		return 0;
	if (strcmp(how, ":kill") == 0)
		raise(SIGKILL);
	if (strcmp(how, ":run") == 0)
		return system(getenv("REFUSE_RUN")) != 0;
	errno = atoi(how + 1);
	return 1;
}

static int is_file(int fd)
{
	struct stat status;
	int saved = errno;
	int file = fd > 2 && fstat(fd, &status) == 0 &&
		   S_ISREG(status.st_mode) && status.st_mode & S_IWUSR;

	errno = saved;
	return file;
}

ssize_t write(int fd, const void *bytes, size_t length)
{
	ssize_t (*real)(int, const void *, size_t) = (ssize_t(*)(
		int, const void *, size_t))dlsym(RTLD_NEXT, "write");

	if (!is_file(fd))
		return real(fd, bytes, length);
	if (refused("write"))
		return -1;
	return real(fd, bytes, (length + 1) / 2);
}

int fsync(int fd)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");

	return refused("fsync") ? -1 : real(fd);
}

int syncfs(int fd)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "syncfs");

	return refused("syncfs") ? -1 : real(fd);
}

int rename(const char *from, const char *to)
{
	int (*real)(const char *, const char *) =
		(int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");

	return refused("rename") ? -1 : real(from, to);
}
