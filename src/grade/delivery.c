#include "src/grade/delivery.h"

#include <stdlib.h>
#include <string.h>

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

size_t delivery_settle(struct diags *diags, const char *path,
	const char *before, size_t length, struct delivery *files, size_t count,
	struct buf *after)
{
	struct manifest old = read_manifest(diags, path, before, length);
	size_t changed = 0;

	if (old.count)
		qsort(old.entries, old.count, sizeof *old.entries, by_entry);
	if (count)
		qsort(files, count, sizeof *files, by_name);
	for (size_t i = 0; i < count; i++) {
		const struct entry *same =
			keep_before(&old, files[i].name, after);
		char hash[DIGEST_TEXT];

		digest_of(files[i].bytes, files[i].length, hash);
		files[i].changed =
			!same || memcmp(same->hash, hash, DIGEST_TEXT - 1) != 0;
		changed += files[i].changed;
		put_entry(after, hash, files[i].name);
	}
	keep_before(&old, NULL, after);
	return changed;
}

/* -- the zip (PKWARE's APPNOTE 4.3) -- */

/*
 * Written here because libarchive dates entries in the local time zone and
 * needs a UTF-8 locale for their names: neither leaves the bytes the same.
 */

static void put(struct buf *out, unsigned bytes, unsigned long value)
{
	for (; bytes; bytes--, value >>= 8)
		buf_putc(out, (char)(value & 0xFF));
}

#define DOS_1980 0x21ul	    /* 1980-01-01 */
#define UTF8_NAMES 0x0800ul /* flag 11 */

/* What the local and the central header have in common. */
static void put_common(struct buf *out, const struct delivery *file)
{
	put(out, 2, 10); /* version needed */
	put(out, 2, UTF8_NAMES);
	put(out, 2, 0); /* stored */
	put(out, 2, 0); /* 00:00:00 */
	put(out, 2, DOS_1980);
	put(out, 4, deflate_crc(file->bytes, file->length));
	put(out, 4, file->length);
	put(out, 4, file->length);
	put(out, 2, strlen(file->name));
	put(out, 2, 0); /* extra */
}

static void put_central(
	struct buf *out, const struct delivery *file, size_t offset)
{
	put(out, 4, 0x02014b50);
	put(out, 2, 10); /* made by: MS-DOS, so no permissions */
	put_common(out, file);
	put(out, 2, 0); /* comment */
	put(out, 2, 0); /* disk */
	put(out, 2, 0);
	put(out, 4, 0); /* attributes */
	put(out, 4, offset);
	buf_puts(out, file->name);
}

static void put_end(
	struct buf *out, size_t entries, size_t offset, size_t length)
{
	put(out, 4, 0x06054b50);
	put(out, 4, 0); /* disks */
	put(out, 2, entries);
	put(out, 2, entries);
	put(out, 4, length);
	put(out, 4, offset);
	put(out, 2, 0); /* comment */
}

#define ZIP_MOST 0xFFFFul
#define ZIP_BYTES 0xFFFFFFFFul

static bool fits(const struct delivery *files, size_t count, bool all)
{
	size_t bytes = 22, entries = 0;

	for (size_t i = 0; i < count; i++) {
		if (!all && !files[i].changed)
			continue;
		entries++;
		if (files[i].length > ZIP_BYTES || bytes > ZIP_BYTES)
			return false;
		bytes += files[i].length + 2 * strlen(files[i].name) + 76;
	}
	return bytes <= ZIP_BYTES && entries < ZIP_MOST;
}

int delivery_zip(struct diags *diags, const struct delivery *files,
	size_t count, bool all, struct buf *out)
{
	struct buf central = {0};
	size_t start = out->length, entries = 0, offset;

	if (!fits(files, count, all)) {
		diag_add(diags, DIAG_ID_ZIP_LARGE, NULL, 0, NULL);
		return -1;
	}
	for (size_t i = 0; i < count; i++) {
		if (!all && !files[i].changed)
			continue;
		put_central(&central, &files[i], out->length - start);
		put(out, 4, 0x04034b50);
		put_common(out, &files[i]);
		buf_puts(out, files[i].name);
		buf_add(out, files[i].bytes, files[i].length);
		entries++;
	}
	offset = out->length - start;
	buf_add(out, central.data ? central.data : "", central.length);
	put_end(out, entries, offset, central.length);
	buf_free(&central);
	return 0;
}
