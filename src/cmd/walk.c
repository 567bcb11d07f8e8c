#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "src/base/cause.h"
#include "src/base/output.h"
#include "src/cmd/cmd.h"

/* Bounds for trees of strangers. */
#define DEPTH_MAX 16
#define FILES_MAX 100000

/* Digits compare as numbers: run2 before run10. */
static int natural(const char *a, const char *b)
{
	while (*a && *b) {
		size_t x, y;

		if (!isdigit((unsigned char)*a) ||
			!isdigit((unsigned char)*b)) {
			if (*a != *b)
				return (unsigned char)*a - (unsigned char)*b;
			a++;
			b++;
			continue;
		}
		a += strspn(a, "0");
		b += strspn(b, "0");
		x = strspn(a, "0123456789");
		y = strspn(b, "0123456789");
		if (x != y)
			return x < y ? -1 : 1;
		if (strncmp(a, b, x) != 0)
			return strncmp(a, b, x);
		a += x;
		b += y;
	}
	return (unsigned char)*a - (unsigned char)*b;
}

static int by_name(const void *x, const void *y)
{
	const char *a = *(const char *const *)x, *b = *(const char *const *)y;
	int order = natural(a, b);

	return order ? order : strcmp(a, b);
}

const char **walk_names(struct app *app, const char *directory)
{
	DIR *stream = opendir(directory);
	const char **names = NULL;
	size_t count = 0, capacity = 0;
	struct dirent *entry;

	if (!stream) {
		diag_add(&app->diags, DIAG_ID_FOLDER_UNREADABLE, directory, 0,
			cause_text(&app->diags, errno));
		return NULL;
	}
	while ((entry = readdir(stream)) && count < FILES_MAX) {
		if (entry->d_name[0] == '.')
			continue;
		ARENA_ROOM(app->arena, names, count, capacity);
		names[count++] = arena_strdup(app->arena, entry->d_name);
	}
	if (entry)
		diag_add(&app->diags, DIAG_ID_TOO_MANY, directory, 0, NULL);
	closedir(stream);
	if (count)
		qsort(names, count, sizeof *names, by_name);
	ARENA_ROOM(app->arena, names, count, capacity);
	names[count] = NULL;
	return names;
}

char *path_join(struct arena *arena, const char *folder, const char *name)
{
	size_t length = strlen(folder);
	const char *slash = length && folder[length - 1] == '/' ? "" : "/";

	return arena_printf(arena, "%s%s%s", folder, slash, name);
}

bool same_file(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

/* A document, or what a killed hvlab has left of one. */
static bool is_document(const char *name)
{
	for (size_t i = 0; document_names[i]; i++) {
		size_t length = strlen(document_names[i]);

		if (strncmp(document_names[i], name, length) == 0 &&
			(!name[length] || output_is_temporary(name + length)))
			return true;
	}
	return false;
}

bool is_output_folder(struct app *app, const char *path)
{
	const char **names;

	if (app->options.output && same_file(path, app->options.output))
		return true;
	names = walk_names(app, path);
	if (!names || !*names)
		return false;
	while (*names && is_document(*names))
		names++;
	return !*names;
}

const char *path_base(struct arena *arena, const char *path)
{
	size_t end = strlen(path), start;

	while (end > 1 && path[end - 1] == '/')
		end--;
	for (start = end; start && path[start - 1] != '/'; start--)
		;
	return arena_strndup(arena, path + start, end - start);
}

bool is_author_file(struct arena *arena, const char *path)
{
	return strcmp(path_base(arena, path), AUTHOR_FILE) == 0;
}

static void visit(struct walk *walk, const char *path, unsigned depth);

static void enter(struct walk *walk, const char *path, unsigned depth)
{
	const char **names;

	if (depth >= DEPTH_MAX) {
		diag_add(
			&walk->app->diags, DIAG_ID_FOLDER_DEPTH, path, 0, NULL);
		return;
	}
	if (depth && is_output_folder(walk->app, path))
		return;
	names = walk_names(walk->app, path);
	for (; names && *names; names++)
		visit(walk, path_join(walk->app->arena, path, *names),
			depth + 1);
}

static void visit(struct walk *walk, const char *path, unsigned depth)
{
	struct diags *diags = &walk->app->diags;
	struct stat status;

	/* what the user names may be a link or a pipe; what lies in a folder
	 * of strangers may not lead out of it or make hvlab wait */
	if (depth ? lstat(path, &status) : stat(path, &status))
		diag_add(
			diags, DIAG_ID_PATH, path, 0, cause_text(diags, errno));
	else if (S_ISDIR(status.st_mode))
		enter(walk, path, depth);
	else if (depth && !S_ISREG(status.st_mode))
		diag_add(diags, DIAG_ID_NOT_A_FILE, path, 0, NULL);
	else if (walk->files++ < FILES_MAX)
		walk->visit(walk, path);
	else if (walk->files == FILES_MAX + 1)
		diag_add(diags, DIAG_ID_TOO_MANY, path, 0, NULL);
}

void walk_tree(struct walk *walk, const char *path)
{
	if (strcmp(path, "-") == 0)
		walk->visit(walk, path);
	else
		visit(walk, path, 0);
}

void walk_inside(struct walk *walk, const char *path)
{
	visit(walk, path, 1);
}
