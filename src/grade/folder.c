#include "src/grade/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/cause.h"

#define DEPTH_MAX 16
#define FILES_MAX ((size_t)2000000)
#define BLOCK_SIZE ((size_t)64 * 1024)

/* -- listing -- */

static void complain(
	struct listing *listing, enum diag_id id, const char *path, int error)
{
	diag_add(listing->notes, id, path, 0,
		error ? cause_text(listing->notes, error) : NULL);
}

static struct listed *add(
	struct listing *listing, const char *path, const struct stat *status)
{
	struct listed *listed;
	bool odd;
	const char *label = pack_label(listing->arena, path, &odd);

	if (!label || listing->count == FILES_MAX)
		return NULL;
	ARENA_ROOM(listing->arena, listing->items, listing->count,
		listing->capacity);
	listed = &listing->items[listing->count++];
	*listed = (struct listed){
		.path = path,
		.label = strcmp(label, path) == 0 ? path : label,
		.folder = S_ISDIR(status->st_mode),
		.special = !S_ISDIR(status->st_mode) &&
			   !S_ISREG(status->st_mode),
		.size = (unsigned long long)status->st_size,
	};
	return listed;
}

static bool list(struct listing *listing, int at, const char *path,
	unsigned depth);

/* False when something of it was not read. */
static bool enter(struct listing *listing, DIR *stream, const char *name,
	const char *path, unsigned depth)
{
	if (depth + 1 == DEPTH_MAX) {
		complain(listing, DIAG_ID_FOLDER_DEPTH, path, 0);
		return false;
	}
	return list(listing,
		openat(dirfd(stream), name,
			O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW),
		path, depth + 1);
}

static void visit(struct listing *listing, DIR *stream, const char *folder,
	const char *name, unsigned depth)
{
	const char *path = arena_printf(
		listing->arena, "%s%s%s", folder, *folder ? "/" : "", name);
	struct stat status = {.st_mode = S_IFREG};
	size_t place = listing->count;

	/* opened as a file, it will be noted as the student's */
	if (fstatat(dirfd(stream), name, &status, AT_SYMLINK_NOFOLLOW))
		complain(listing, DIAG_ID_PATH, path, errno);
	if (add(listing, path, &status) && listing->items[place].folder &&
		!enter(listing, stream, name, path, depth))
		listing->items[place].unread = true;
}

/* The folder open at `at`, which is closed; false when it cannot be read. What
 * is in it speaks for itself. */
static bool list(
	struct listing *listing, int at, const char *path, unsigned depth)
{
	DIR *stream = at < 0 ? NULL : fdopendir(at);
	struct dirent *entry;
	int failed;

	if (!stream) {
		complain(listing, DIAG_ID_FOLDER_UNREADABLE, path, errno);
		if (at >= 0)
			close(at);
		return false;
	}
	while (errno = 0, (entry = readdir(stream)))
		if (strcmp(entry->d_name, ".") != 0 &&
			strcmp(entry->d_name, "..") != 0)
			visit(listing, stream, path, entry->d_name, depth);
	failed = errno;
	if (failed)
		complain(listing, DIAG_ID_FOLDER_UNREADABLE, path, failed);
	closedir(stream);
	return !failed;
}

/* As if "/" came before every other character, so that what is in a folder
 * follows it at once. */
static int by_path(const void *x, const void *y)
{
	const char *a = ((const struct listed *)x)->path;
	const char *b = ((const struct listed *)y)->path;

	while (*a && *a == *b) {
		a++;
		b++;
	}
	if (*a && *b && (*a == '/') != (*b == '/'))
		return *a == '/' ? -1 : 1;
	return (unsigned char)*a - (unsigned char)*b;
}

void folder_list(struct listing *listing)
{
	list(listing, open(listing->root, O_RDONLY | O_CLOEXEC | O_DIRECTORY),
		"", 0);
	if (listing->count == FILES_MAX)
		complain(listing, DIAG_ID_TOO_MANY, listing->root, 0);
	if (listing->count)
		qsort(listing->items, listing->count, sizeof *listing->items,
			by_path);
}

/* -- reading -- */

struct loose {
	struct submission *submission;
	const char *label;
	int fd;
	char block[BLOCK_SIZE];
};

static long refuse(
	struct loose *loose, enum diag_id id, const char *detail)
{
	diag_add(&loose->submission->notes, id, loose->label, 0, detail);
	loose->submission->desk.unreadable = true;
	return -1;
}

static long from_file(void *from, const void **bytes)
{
	struct loose *loose = from;
	struct submission *submission = loose->submission;
	size_t most = submission->desk.limits->unpacked_bytes;
	ssize_t got;

	do
		got = loose->fd < 0 ? -1
				    : read(loose->fd, loose->block,
					      sizeof loose->block);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return refuse(loose, DIAG_ID_FILE_UNREADABLE,
			cause_text(&submission->notes, errno));
	submission->desk.unpacked += (size_t)got;
	if (most && submission->desk.unpacked > most)
		return refuse(loose, DIAG_ID_PACK_LARGE, NULL);
	*bytes = loose->block;
	return got;
}

void folder_take(const struct listing *listing, const struct listed *listed,
	const char *label, struct submission *submission)
{
	struct loose loose = {.submission = submission, .label = label};
	const struct flow flow = {from_file, &loose};
	const char *path = arena_printf(submission->arena, "%s/%s",
		listing->root, listed->path);

	if (listed->special) {
		diag_add(&submission->notes, DIAG_ID_PACK_SPECIAL, label, 0,
			NULL);
		return;
	}
	/* what was a file may be a pipe by now */
	loose.fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	submission_take(submission, label, &flow);
	if (loose.fd >= 0)
		close(loose.fd);
}
