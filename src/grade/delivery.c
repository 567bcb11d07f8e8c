#include "src/grade/delivery.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/cause.h"
#include "src/base/deflate.h"
#include "src/base/digest.h"

/* -- names -- */

static bool unfit(char c)
{
	return c == '_' || c == '/' || c == '\\' || (unsigned char)c < ' ' ||
	       c == 0x7F;
}

char *delivery_name(struct arena *arena, const char *student, const char *id,
	const char *file)
{
	char *name = arena_strdup(arena, student[0] ? student : "Participant");

	for (char *p = name; *p; p++)
		if (unfit(*p))
			*p = ' ';
	name += strspn(name, ".~ ");
	return arena_printf(arena, "%s_%s_assignfeedback_file_%s",
		name[0] ? name : "Participant", id, file);
}

/* -- the manifest -- */

struct entry {
	const char *hash, *name; /* hash: 64 digits, no NUL behind */
};

struct manifest {
	struct entry *entries;
	size_t count, capacity;
};

static bool read_entry(
	struct diags *diags, const char *line, size_t length, struct entry *out)
{
	if (length < 67 || memcmp(line + 64, "  ", 2) != 0)
		return false;
	for (size_t i = 0; i < 64; i++)
		if (!line[i] || !strchr("0123456789abcdef", line[i]))
			return false;
	out->hash = line;
	out->name = arena_strndup(diags->arena, line + 66, length - 66);
	return true;
}

static struct manifest read_manifest(
	struct diags *diags, const char *path, const char *text, size_t length)
{
	struct manifest manifest = {0};
	const char *end = text + length;
	unsigned number = 1;

	for (const char *line = text; line < end; number++) {
		const char *feed = memchr(line, '\n', (size_t)(end - line));
		size_t size = (size_t)((feed ? feed : end) - line);

		ARENA_ROOM(diags->arena, manifest.entries, manifest.count,
			manifest.capacity);
		if (read_entry(diags, line, size,
			    &manifest.entries[manifest.count]))
			manifest.count++;
		else
			diag_add(diags, DIAG_ID_MANIFEST_LINE, path, number,
				NULL);
		line += size + 1;
	}
	return manifest;
}

static int by_entry(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;

	return strcmp(a->name, b->name);
}

static int by_name(const void *x, const void *y)
{
	const struct delivery *a = x, *b = y;

	return strcmp(a->name, b->name);
}

static void put_entry(struct buf *out, const char *hash, const char *name)
{
	buf_add(out, hash, DIGEST_TEXT - 1);
	buf_printf(out, "  %s\n", name);
}

/* Keeps what stands in the old manifest before `name`, NULL: what is left. */
static const struct entry *keep_before(
	struct manifest *old, const char *name, struct buf *after)
{
	while (old->count) {
		const struct entry *entry = old->entries;
		int order = name ? strcmp(entry->name, name) : -1;

		if (order > 0)
			return NULL;
		old->entries++;
		old->count--;
		if (order == 0)
			return entry;
		put_entry(after, entry->hash, entry->name);
	}
	return NULL;
}

/* -- the files -- */

/* Goes over the bytes of a file; 0, or -1 with a diag. */
static int each_piece(struct diags *diags, const struct delivery *file,
	void (*take)(void *context, const void *bytes, size_t length),
	void *context)
{
	static char bytes[64 * 1024];
	FILE *stream = fopen(file->path, "rb");
	size_t got;
	int bad;

	while (stream && (got = fread(bytes, 1, sizeof bytes, stream)))
		take(context, bytes, got);
	bad = !stream || ferror(stream);
	if (bad)
		diag_add(diags, DIAG_ID_LAB_UNREADABLE, file->path, 0,
			cause_text(diags, errno));
	if (stream)
		fclose(stream);
	return bad ? -1 : 0;
}

struct summing {
	struct digest *digest;
	size_t length;
	unsigned long crc;
};

static void sum(void *context, const void *bytes, size_t length)
{
	struct summing *summing = context;

	digest_add(summing->digest, bytes, length);
	summing->crc = deflate_crc(summing->crc, bytes, length);
	summing->length += length;
}

static int read_file(
	struct diags *diags, struct delivery *file, char hash[DIGEST_TEXT])
{
	struct summing summing = {.digest = digest_new()};
	int bad = each_piece(diags, file, sum, &summing);

	digest_end(summing.digest, hash);
	file->length = summing.length;
	file->crc = summing.crc;
	return bad;
}

int delivery_settle(struct diags *diags, const char *path, const char *before,
	size_t length, struct delivery *files, size_t count,
	struct buf *after, size_t *changed)
{
	struct manifest old = read_manifest(diags, path, before, length);

	*changed = 0;
	if (old.count)
		qsort(old.entries, old.count, sizeof *old.entries, by_entry);
	if (count)
		qsort(files, count, sizeof *files, by_name);
	for (size_t i = 0; i < count; i++) {
		const struct entry *same =
			keep_before(&old, files[i].name, after);
		char hash[DIGEST_TEXT];

		if (read_file(diags, &files[i], hash))
			return -1;
		files[i].changed =
			!same || memcmp(same->hash, hash, DIGEST_TEXT - 1) != 0;
		*changed += files[i].changed;
		put_entry(after, hash, files[i].name);
	}
	keep_before(&old, NULL, after);
	return 0;
}

/* -- the zip (PKWARE's APPNOTE 4.3) -- */

/*
 * Written here because libarchive dates entries in the local time zone and
 * needs a UTF-8 locale for their names: neither leaves the bytes the same.
 */

#define ZIP_MOST 0xFFFFul
#define ZIP_BYTES 0xFFFFFFFFul

/* Bytes beside those of a file and twice its name. */
#define ENTRY_BYTES 76
#define LOCAL_BYTES 30
#define END_BYTES 22

struct zip {
	struct diags *diags;
	const struct delivery *files;
	size_t count;
	bool all;
	struct output_stream *out;
	struct buf head; /* under construction */
	unsigned long crc; /* of the file being copied */
};

static void put(struct zip *zip, unsigned bytes, unsigned long value)
{
	for (; bytes; bytes--, value >>= 8)
		buf_putc(&zip->head, (char)(value & 0xFF));
}

static void put_head(struct zip *zip)
{
	output_put(zip->out, zip->head.data, zip->head.length);
	zip->head.length = 0;
}

#define DOS_1980 0x21ul	    /* 1980-01-01 */
#define UTF8_NAMES 0x0800ul /* flag 11 */

/* What the local and the central header have in common. */
static void put_common(struct zip *zip, const struct delivery *file)
{
	put(zip, 2, 10); /* version needed */
	put(zip, 2, UTF8_NAMES);
	put(zip, 2, 0); /* stored */
	put(zip, 2, 0); /* 00:00:00 */
	put(zip, 2, DOS_1980);
	put(zip, 4, file->crc);
	put(zip, 4, file->length);
	put(zip, 4, file->length);
	put(zip, 2, strlen(file->name));
	put(zip, 2, 0); /* extra */
}

static void put_central(
	struct zip *zip, const struct delivery *file, size_t offset)
{
	put(zip, 4, 0x02014b50);
	put(zip, 2, 10); /* made by: MS-DOS, so no permissions */
	put_common(zip, file);
	put(zip, 2, 0); /* comment */
	put(zip, 2, 0); /* disk */
	put(zip, 2, 0);
	put(zip, 4, 0); /* attributes */
	put(zip, 4, offset);
	buf_puts(&zip->head, file->name);
	put_head(zip);
}

static void put_end(
	struct zip *zip, size_t entries, size_t offset, size_t length)
{
	put(zip, 4, 0x06054b50);
	put(zip, 4, 0); /* disks */
	put(zip, 2, entries);
	put(zip, 2, entries);
	put(zip, 4, length);
	put(zip, 4, offset);
	put(zip, 2, 0); /* comment */
	put_head(zip);
}

static void put_bytes(void *context, const void *bytes, size_t length)
{
	struct zip *zip = context;

	zip->crc = deflate_crc(zip->crc, bytes, length);
	output_put(zip->out, bytes, length);
}

/* The next file that goes into the zip, from `i` on; `count`: none. */
static size_t next(const struct zip *zip, size_t i)
{
	while (i < zip->count && !zip->all && !zip->files[i].changed)
		i++;
	return i;
}

static bool fits(const struct zip *zip)
{
	size_t bytes = END_BYTES, entries = 0;

	for (size_t i = next(zip, 0); i < zip->count; i = next(zip, i + 1)) {
		const struct delivery *file = &zip->files[i];

		entries++;
		if (file->length > ZIP_BYTES || bytes > ZIP_BYTES)
			return false;
		bytes += file->length + 2 * strlen(file->name) + ENTRY_BYTES;
	}
	return bytes <= ZIP_BYTES && entries < ZIP_MOST;
}

static int put_file(struct zip *zip, const struct delivery *file)
{
	put(zip, 4, 0x04034b50);
	put_common(zip, file);
	buf_puts(&zip->head, file->name);
	put_head(zip);
	zip->crc = 0;
	if (each_piece(zip->diags, file, put_bytes, zip))
		return -1;
	if (zip->crc == file->crc)
		return 0;
	diag_add(zip->diags, DIAG_ID_FEEDBACK_MOVED, file->path, 0, NULL);
	return -1;
}

/* The files, then the directory, which says where each begins. */
static int put_all(struct zip *zip)
{
	size_t offset = 0, directory = 0, entries = 0;

	for (size_t i = next(zip, 0); i < zip->count; i = next(zip, i + 1))
		if (put_file(zip, &zip->files[i]))
			return -1;
	for (size_t i = next(zip, 0); i < zip->count; i = next(zip, i + 1)) {
		const struct delivery *file = &zip->files[i];
		size_t name = strlen(file->name);

		put_central(zip, file, offset);
		offset += LOCAL_BYTES + name + file->length;
		directory += ENTRY_BYTES - LOCAL_BYTES + name;
		entries++;
	}
	put_end(zip, entries, offset, directory);
	return 0;
}

int delivery_zip(struct output_set *set, const char *path,
	const struct delivery *files, size_t count, bool all)
{
	struct zip zip = {.diags = set->diags,
		.files = files,
		.count = count,
		.all = all};
	int bad;

	if (!fits(&zip)) {
		diag_add(set->diags, DIAG_ID_ZIP_LARGE, NULL, 0, NULL);
		return -1;
	}
	zip.out = output_open(set, path);
	if (!zip.out)
		return -1;
	bad = put_all(&zip);
	buf_free(&zip.head);
	return output_close(zip.out) || bad ? -1 : 0;
}
