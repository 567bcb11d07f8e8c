/*
 * archive: the entries of an archive, one after the other (the only user of
 * libarchive, which archive_library.h opens).
 *
 * Read are zip, tar, 7zip, rar and rar5, and tar or a single file packed with
 * gzip, bzip2, xz or zstd; nothing else, above all not mtree, as which
 * libarchive takes any plain text and which names files of this machine.
 * Nothing is ever written, and no name of an entry is ever used as a path: it
 * becomes a label.
 *
 * What goes wrong is a note (DIAG_ID_PACK_…, DIAG_ID_FILE_UNREADABLE in
 * desk->notes, `file` is the label), never the end of the run.
 *
 * Labels: a name in UTF-8 is kept (zip, 7zip and rar with their UTF-8 names
 * come out composed, NFC, by libarchive; a tar from macOS keeps its NFD: labels
 * are compared byte by byte). Any other name is taken for CP850 or CP1252
 * (text.h). A name that libarchive cannot give at all becomes "entry-0007".
 * "\" separates like "/"; a leading "/", a drive and ".." are neutralised with
 * a note; control characters become blanks, direction overrides vanish.
 *
 * Skipped with a note: links, devices, pipes, sockets, encrypted entries, names
 * over the limit. Skipped without: __MACOSX, ._*, .DS_Store, Thumbs.db,
 * desktop.ini, ~$*.
 */
#ifndef HVLAB_GRADE_ARCHIVE_H
#define HVLAB_GRADE_ARCHIVE_H

#include <stdbool.h>

#include "src/base/diag.h"
#include "src/grade/limits.h"

/* One student's account: every archive of a submission counts on the same. */
struct pack_desk {
	struct diags *notes;
	const struct grade_limits *limits;
	size_t unpacked; /* bytes so far */
	size_t entries;	 /* so far */
	bool unreadable; /* something could not be read or was refused: a
			    human has to look */
};

struct pack;

/* Is libarchive there? Else a note says so, and archives have no entries. Asked
 * before processes are forked it is loaded but once. */
bool pack_ready(struct diags *notes);

struct pack_entry {
	const char *label;  /* until the next pack_next() */
	size_t ordinal;	    /* of the archive's entries, from 0 */
	bool folder;	    /* has no bytes */
	long long declared; /* bytes, as the header says; -1: it does not */
};

/*
 * An archive in a file or in memory, which has to stay; `label` goes before the
 * labels of the entries and names the archive in notes ("" adds nothing).
 * Never NULL: what cannot be opened has no entries and leaves a note. A file
 * that is no regular one is refused without being opened. Open it in the
 * process that reads it.
 */
struct pack *pack_open_file(
	struct pack_desk *desk, const char *label, const char *path);
struct pack *pack_open_memory(struct pack_desk *desk, const char *label,
	const void *bytes, size_t size);
void pack_close(struct pack *pack);

/* Another account from here on, for an archive that holds many students: a
 * limit then closes the entry, not the archive, and no ratio is kept. */
void pack_charge(struct pack *pack, struct pack_desk *desk);

/* The next regular file or folder; false at the end or where reading became
 * impossible. What was not read of the one before is passed over. */
bool pack_next(struct pack *pack, struct pack_entry *entry);

/* Holes of a sparse file count for nothing. Up to the end of the entry: more
 * of its bytes, valid until the next call. Returns how many, 0 at the end, -1
 * when the rest is unreadable or over a limit (noted). */
long pack_read(struct pack *pack, const void **bytes);

/* Do the bytes begin like an archive of these formats? */
bool pack_recognises(const void *bytes, size_t size);

/* A label of a name as an archive or a folder has it, as above; NULL when it
 * is one to ignore. `*odd`: something was neutralised. */
const char *pack_label(struct arena *arena, const char *name, bool *odd);

#endif
