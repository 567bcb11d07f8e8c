#include "src/grade/submission.h"

#include <string.h>

#include "src/base/buf.h"
#include "src/grade/kind.h"

void submission_begin(struct submission *submission, struct arena *arena,
	enum lang lang, const struct grade_limits *limits)
{
	*submission = (struct submission){
		.arena = arena,
		.notes = {.arena = arena, .lang = lang},
	};
	submission->desk = (struct pack_desk){
		.notes = &submission->notes, .limits = limits};
}

size_t submission_count(
	const struct submission *submission, enum file_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < submission->count; i++)
		count += submission->files[i].kind == kind;
	return count;
}

/* A file on its way in. */
struct arrival {
	struct submission *submission;
	const struct flow *flow;
	const char *label;
	unsigned depth; /* archives around it */
	struct buf bytes;
	struct submitted_file file;
};

static void take(struct submission *submission, const char *label,
	const struct flow *flow, unsigned depth);

static void note(struct arrival *arrival, enum diag_id id)
{
	struct pack_desk *desk = &arrival->submission->desk;

	diag_add(desk->notes, id, arrival->label, 0, NULL);
	if (diag_severity(&desk->notes->items[desk->notes->count - 1]) >=
		DIAG_WARNING)
		desk->unreadable = true;
}

/* -- reading -- */

static size_t most(const struct arrival *arrival)
{
	const struct grade_limits *limits = arrival->submission->desk.limits;

	return arrival->file.kind == FILE_ARCHIVE ? limits->archive_bytes
						  : limits->text_bytes;
}

static bool kept(enum file_kind kind)
{
	return kind == FILE_TEXT || kind == FILE_HTML || kind == FILE_ARCHIVE;
}

/* Some more bytes; false at the end, or when the file is refused. */
static bool pour(struct arrival *arrival, struct digest *digest, long *got)
{
	const struct flow *flow = arrival->flow;
	const void *bytes;

	*got = flow->more(flow->from, &bytes);
	if (*got <= 0)
		return false;
	digest_add(digest, bytes, (size_t)*got);
	arrival->file.size += (size_t)*got;
	buf_add(&arrival->bytes, bytes, (size_t)*got);
	return true;
}

/* Reads it all; false when some of it cannot be had or is too much. */
static bool pour_all(struct arrival *arrival, struct digest *digest)
{
	struct submitted_file *file = &arrival->file;
	long got;

	while (pour(arrival, digest, &got) &&
		arrival->bytes.length < KIND_HEAD)
		;
	if (got < 0)
		return false;
	file->kind = kind_of(arrival->bytes.data ? arrival->bytes.data : "",
		arrival->bytes.length < KIND_HEAD ? arrival->bytes.length
						  : KIND_HEAD);
	while (got > 0) {
		if (!kept(file->kind)) {
			arrival->bytes.length = 0;
		} else if (most(arrival) && file->size > most(arrival)) {
			note(arrival, DIAG_ID_GRADE_LARGE);
			return false;
		}
		pour(arrival, digest, &got);
	}
	if (!kept(file->kind))
		arrival->bytes.length = 0;
	return got == 0;
}

/* -- keeping -- */

/* Room under this label: that of an earlier file, or a new one. */
static struct submitted_file *place(
	struct submission *submission, const char *label)
{
	struct diags *notes = &submission->notes;

	for (size_t i = 0; i < submission->count; i++)
		if (strcmp(submission->files[i].label, label) == 0) {
			/* what was refused has been noted already */
			if (*submission->files[i].digest)
				diag_add(notes, DIAG_ID_GRADE_TWICE, label, 0,
					NULL);
			return &submission->files[i];
		}
	ARENA_ROOM(submission->arena, submission->files, submission->count,
		submission->capacity);
	return &submission->files[submission->count++];
}

static void keep(struct arrival *arrival)
{
	struct submission *submission = arrival->submission;
	struct submitted_file *file = place(submission, arrival->label);

	*file = arrival->file;
	file->label = arena_strdup(submission->arena, arrival->label);
}

/* Old editors end lines with CR alone; in a log one CR rewrites a line. */
static void end_lines(struct buf *bytes)
{
	size_t returns = 0;

	for (size_t i = 0; i < bytes->length; i++) {
		if (bytes->data[i] == '\n')
			return;
		returns += bytes->data[i] == '\r';
	}
	for (size_t i = 0; returns > 1 && i < bytes->length; i++)
		if (bytes->data[i] == '\r')
			bytes->data[i] = '\n';
}

static void keep_bytes(struct arrival *arrival)
{
	struct submitted_file *file = &arrival->file;

	if (file->kind == FILE_TEXT)
		end_lines(&arrival->bytes);

	file->bytes = arena_strndup(arrival->submission->arena,
		arrival->bytes.data, arrival->bytes.length);
	if (file->kind == FILE_TEXT)
		kind_of_text(file);
	else
		file->paper = true;
}

/* -- archives in archives -- */

static long from_pack(void *from, const void **bytes)
{
	return pack_read(from, bytes);
}

/* All entries; false when the archive is no good from some place on. */
static bool unpack(struct arrival *arrival)
{
	struct submission *submission = arrival->submission;
	bool before = submission->desk.unreadable, sound;
	struct flow flow = {.more = from_pack};
	struct pack_entry entry;
	struct pack *pack;

	submission->desk.unreadable = false;
	pack = pack_open_memory(&submission->desk, arrival->label,
		arrival->bytes.data, arrival->bytes.length);
	flow.from = pack;
	while (pack_next(pack, &entry))
		if (!entry.folder)
			take(submission, entry.label, &flow,
				arrival->depth + 1);
	pack_close(pack);
	sound = !submission->desk.unreadable;
	submission->desk.unreadable |= before;
	return sound;
}

/* Opened when it may be; false when it stays a file of its own. */
static bool open_archive(struct arrival *arrival)
{
	const struct submission *submission = arrival->submission;

	if (arrival->depth >= submission->desk.limits->nesting) {
		note(arrival, DIAG_ID_GRADE_DEEP);
		return false;
	}
	return unpack(arrival);
}

static void settle(struct arrival *arrival)
{
	struct submitted_file *file = &arrival->file;

	if (file->kind == FILE_EMPTY)
		note(arrival, DIAG_ID_GRADE_EMPTY);
	if (file->kind == FILE_ARCHIVE)
		file->kind = kind_of_archive(
			arrival->bytes.data, arrival->bytes.length);
	if (file->kind == FILE_ARCHIVE) {
		if (open_archive(arrival))
			return;
	} else if (arrival->bytes.length && file->kind != FILE_OFFICE) {
		keep_bytes(arrival);
	}
	keep(arrival);
}

static void take(struct submission *submission, const char *label,
	const struct flow *flow, unsigned depth)
{
	struct arrival arrival = {
		.submission = submission,
		.flow = flow,
		.label = label,
		.depth = depth,
	};
	struct digest *digest = digest_new();
	bool whole;

	arrival.file.kind = FILE_UNKNOWN;
	whole = pour_all(&arrival, digest);

	digest_end(digest, arrival.file.digest);
	if (whole) {
		settle(&arrival);
	} else {
		arrival.file.digest[0] = '\0';
		keep(&arrival);
	}
	buf_free(&arrival.bytes);
}

void submission_take(struct submission *submission, const char *label,
	const struct flow *flow)
{
	take(submission, label, flow, 0);
}
