/* The pictures that the author's file names, read and checked. */
#include <errno.h>
#include <string.h>

#include "src/base/cause.h"
#include "src/base/input.h"
#include "src/cmd/cmd.h"

/* Of all pictures together. */
#define BYTES_MAX ((size_t)100 * 1024 * 1024)
#define PIXELS_MAX ((size_t)120 * 1000 * 1000)

struct gallery {
	struct app *app;
	const char *folder;
	size_t bytes, pixels; /* so far */
};

static const char *folder_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return arena_strndup(arena, path, (size_t)(slash - path) + 1);
}

static bool leads_out(int error)
{
	return error == EINVAL || error == ELOOP || error == ENOTDIR;
}

static void refuse(struct gallery *g, const char *path, int error)
{
	struct diags *diags = &g->app->diags;

	if (error == EFBIG)
		diag_add(diags, DIAG_ID_PICTURE_LARGE, path, 0, NULL);
	else if (leads_out(error))
		diag_add(diags, DIAG_ID_PICTURE_PATH, path, 0, NULL);
	else
		diag_add(diags, DIAG_ID_PICTURE_UNREADABLE, path, 0,
			cause_text(diags, error));
}

static enum diag_id fault_of(struct gallery *g, struct picture *picture)
{
	static const enum diag_id ids[PICTURE_FAULT_COUNT] = {
		[PICTURE_SOUND] = DIAG_ID_COUNT,
		[PICTURE_ALIEN] = DIAG_ID_PICTURE_ALIEN,
		[PICTURE_BROKEN] = DIAG_ID_PICTURE_BROKEN,
		[PICTURE_LARGE] = DIAG_ID_PICTURE_LARGE,
		[PICTURE_UNUSUAL] = DIAG_ID_PICTURE_UNUSUAL,
	};
	enum picture_fault fault = picture_check(picture);

	if (fault)
		return ids[fault];
	g->bytes += picture->length;
	g->pixels += (size_t)picture->width * picture->height;
	return g->bytes > BYTES_MAX || g->pixels > PIXELS_MAX
		       ? DIAG_ID_PICTURE_MANY
		       : DIAG_ID_COUNT;
}

/* Only what is shown stays in memory. */
static const struct picture *keep(
	struct gallery *g, const char *path, const struct buf *file)
{
	struct picture *kept, picture = {.bytes = (unsigned char *)file->data,
				      .length = file->length};
	enum diag_id id = fault_of(g, &picture);
	unsigned char *bytes;

	if (id != DIAG_ID_COUNT) {
		diag_add(&g->app->diags, id, path, 0, NULL);
		return NULL;
	}
	kept = arena_alloc(g->app->arena, sizeof *kept);
	bytes = arena_alloc(g->app->arena, picture.length);
	memcpy(bytes, picture.bytes, picture.length);
	*kept = picture;
	kept->bytes = bytes;
	return kept;
}

static void load_picture(struct gallery *g, struct author_picture *p)
{
	const char *path = path_join(g->app->arena, g->folder, p->file);
	struct buf file = {0};

	if (input_slurp_below(g->folder, p->file, PICTURE_BYTES_MAX, &file))
		refuse(g, path, errno);
	else
		p->picture = keep(g, path, &file);
	buf_free(&file);
}

void load_pictures(struct app *app, const struct author *author)
{
	struct gallery g = {.app = app};

	if (author->path)
		g.folder = folder_of(app->arena, author->path);
	for (size_t i = 0; i < author->picture_count; i++)
		load_picture(&g, &author->pictures[i]);
}

static const char *last_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Does `path` lead to what the author calls `name`? Names are compared first:
 * this is asked of every log. */
static bool leads_to(struct arena *arena, const struct author *author,
	const char *path, const char *name)
{
	return strcmp(last_name(path), last_name(name)) == 0 &&
	       same_file(path,
		       path_join(arena, folder_of(arena, author->path), name));
}

bool is_picture(
	struct arena *arena, const struct author *author, const char *path)
{
	const char *name = last_name(path);

	for (size_t i = 0; i < author->picture_count; i++) {
		const char *file = author->pictures[i].file;
		size_t top = strcspn(file, "/");

		if (leads_to(arena, author, path, file) ||
			(strlen(name) == top && !strncmp(name, file, top) &&
				leads_to(arena, author, path, name)))
			return true;
	}
	return false;
}
