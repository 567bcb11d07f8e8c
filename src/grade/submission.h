/*
 * submission: the files that one student handed in.
 *
 * What a file is follows from its bytes, never from its name: a zip named .log
 * is opened, a text named .zip is a text. Archives are opened down to
 * limits.nesting; their entries appear as files of their own, labelled
 * "outer.zip/folder/cpu.txt". Of what is no text and no office document only
 * size and digest are kept.
 *
 * Everything lives in the arena given to submission_begin(), so that one
 * arena_reset() makes way for the next student. What was refused, skipped or
 * unreadable is in `notes` (rows PACK_… and GRADE_… of diag.in, `file` is the
 * label), in the order it was met; `desk.unreadable` says that among it is
 * something for which a human has to look: it is never a reason for 0 points.
 *
 * Memory: limits.unpacked_bytes for what is kept, and limits.archive_bytes for
 * each archive that is open.
 *
 * A label that comes twice: the last file counts, with a note.
 */
#ifndef HVLAB_GRADE_SUBMISSION_H
#define HVLAB_GRADE_SUBMISSION_H

#include "src/base/digest.h"
#include "src/grade/archive.h"

enum file_kind {
	FILE_EMPTY,
	FILE_TEXT, /* any charset, log or not; also JSON, Markdown, CSV */
	FILE_HTML, /* text with the tags of HTML */
	FILE_DOCX,
	FILE_ODT,
	FILE_XLSX,
	FILE_ODS,
	FILE_OFFICE, /* another one: pptx, doc, xls, rtf, epub; not kept */
	FILE_PDF,
	FILE_IMAGE,
	FILE_ARCHIVE, /* one that was not opened, or not to its end */
	FILE_UNKNOWN, /* other bytes */
	FILE_KINDS
};

struct submitted_file {
	const char *label;
	enum file_kind kind;
	bool log;   /* has a line that opens output of a tool: worth
		       parser_read_input() */
	bool paper; /* worth paper_read(): an office document, HTML, a text with
		       a table or boxes, or one that is no log */
	const void *bytes; /* as handed in; NULL when not kept */
	size_t size;
	char digest[DIGEST_TEXT]; /* of all bytes; "" when they were refused */
};

/* Points into itself: not to be copied. */
struct submission {
	struct arena *arena;
	struct diags notes;
	struct pack_desk desk;
	struct submitted_file *files;
	size_t count, capacity;
};

/* An empty one; `lang` is that of words inside notes (causes). The limits have
 * to stay. */
void submission_begin(struct submission *submission, struct arena *arena,
	enum lang lang, const struct grade_limits *limits);

/* Where the bytes of a file come from: some more of them, valid until the
 * next call; 0 at the end, -1 when the rest cannot be had (already noted). */
struct flow {
	long (*more)(void *from, const void **bytes);
	void *from;
};

/* A file handed in under this label (as pack_label() makes them), with all
 * that is in it when it is an archive. */
void submission_take(struct submission *submission, const char *label,
	const struct flow *flow);

/* The number of files of that kind. */
size_t submission_count(
	const struct submission *submission, enum file_kind kind);

#endif
