/*
 * libFuzzer target: any bytes as what a student hands in and, as a file, as
 * what a class does. Beyond not crashing, limits and labels hold.
 */
#define _GNU_SOURCE /* memfd_create() */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "src/base/utf8.h"
#include "src/grade/intake.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static const struct grade_limits limits = {
	.archive_bytes = 64 * 1024,
	.unpacked_bytes = 1024 * 1024,
	.text_bytes = 16 * 1024,
	.entries = 50,
	.nesting = 2,
	.name_bytes = 200,
	.ratio = 200,
	.ratio_from = 256 * 1024,
};

static void require(int holds)
{
	if (!holds)
		abort();
}

/* Relative, without "..", fit to be shown. */
static void check_label(const char *label)
{
	const char *at = label;
	uint32_t code;

	require(*label && *label != '/' && strlen(label) <= 2 * 200);
	while ((code = utf8_next(&at)))
		require(code >= ' ' && code != '\\');
	for (at = label; at; at = strchr(at, '/')) {
		at += *at == '/';
		require(strncmp(at, "../", 3) != 0 && strcmp(at, "..") != 0);
	}
}

static void check(struct submission *submission)
{
	/* a block may be met before it is known to be too much */
	require(submission->desk.unpacked <= limits.unpacked_bytes * 2);
	for (size_t i = 0; i < submission->count; i++) {
		const struct submitted_file *file = &submission->files[i];

		check_label(file->label);
		require(file->kind < FILE_KINDS);
		require(!file->bytes || file->size <= limits.archive_bytes);
		require((file->log || file->paper) <= (file->bytes != NULL));
	}
	for (size_t i = 0; i < submission->notes.count; i++)
		require(*diag_text(submission->arena, LANG_FR,
			&submission->notes.items[i]));
}

/* All at once. */
struct bytes {
	const void *data;
	size_t size;
};

static long from_bytes(void *from, const void **out)
{
	struct bytes *bytes = from;
	size_t size = bytes->size;

	*out = bytes->data;
	bytes->size = 0;
	return (long)size;
}

static void read_submission(
	struct arena *arena, const unsigned char *data, size_t size)
{
	struct bytes bytes = {data, size};
	const struct flow flow = {from_bytes, &bytes};
	struct submission submission;

	submission_begin(&submission, arena, LANG_EN, &limits);
	submission_take(&submission, "handed-in", &flow);
	check(&submission);
	require(submission.count || submission.notes.count || size);
}

static void read_class(
	struct arena *arena, const unsigned char *data, size_t size)
{
	static int file = -1;
	char path[32];
	struct diags diags = {.arena = arena};
	struct intake *intake;

	if (file < 0)
		file = memfd_create("hvlab-fuzz", 0);
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	if (file < 0 || pwrite(file, data, size, 0) != (ssize_t)size ||
		ftruncate(file, (off_t)size) != 0)
		abort();
	intake = intake_open(arena, &diags, path, &limits);
	require(intake != NULL);
	for (size_t i = 0; i < intake->count; i++) {
		struct submission submission;

		intake_load(intake, i, arena, &submission);
		check(&submission);
	}
	intake_close(intake);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct arena *arena = arena_new();

	read_submission(arena, data, size);
	read_class(arena, data, size);
	arena_free(arena);
	return 0;
}
