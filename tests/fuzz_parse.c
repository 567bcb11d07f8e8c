/*
 * libFuzzer targets: any bytes as a file. Beyond not crashing, what comes out
 * has to keep the promises of run.h.
 *
 * fuzz_parse lets hvlab detect what is in the file; built with FUZZ_PARSER it
 * is fuzz_NAME, where parser_NAME gets every line from the first it owns.
 */
#define _GNU_SOURCE /* memfd_create() */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "parsers/parser.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* A file in memory: on a disk half the time would go by there. */
static char path[32];

static void make_file(const unsigned char *data, size_t size)
{
	static int file = -1;

	if (file < 0) {
		file = memfd_create("hvlab-fuzz", 0);
		snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	}
	if (file < 0 || pwrite(file, data, size, 0) != (ssize_t)size ||
		ftruncate(file, (off_t)size) != 0)
		abort();
}

static void require(int holds)
{
	if (!holds)
		abort();
}

static void check_run(const struct run *run)
{
	require(run->tool && run->workload && run->index > 0);
	require(run->line > 0 && run->last_line >= run->line);
	for (size_t i = 0; i < run->obs_count; i++) {
		const struct obs *obs = &run->obs[i];

		require(isfinite(obs->value) && obs->value >= 0);
		require(*obs->raw && obs->line >= run->line);
	}
	for (size_t i = 0; i < run->param_count; i++)
		require(*run->params[i].value && run->params[i].line > 0);
}

#ifdef FUZZ_PARSER
static void read_file(struct parsing *parsing)
{
	struct input *input = input_open(parsing->file);
	struct scan scan;

	require(input != NULL);
	parsing->limit = 1000;
	parsing->echo = (struct echo){.arena = parsing->arena};
	scan_open(&scan, input);
	scan.echo = &parsing->echo;
	while (parser_line(&scan)) {
		if (!FUZZ_PARSER.owns(scan.text))
			continue;
		scan_back(&scan);
		FUZZ_PARSER.parse(&scan, parsing);
	}
	scan_close(&scan);
	input_close(input);
}
#else
static void read_file(struct parsing *parsing)
{
	require(parser_read(parsing) == parsing->runs->count);
	/* nothing is passed over in silence */
	require(parsing->runs->count > 0 || parsing->diags->count > 0);
}
#endif

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diags diags = {.arena = arena};
	struct run_list runs = {0};
	struct parsing parsing = {
		.arena = arena, .diags = &diags, .runs = &runs, .file = path};

	make_file(data, size);
	read_file(&parsing);
	for (const struct run *run = runs.first; run; run = run->next)
		check_run(run);
	for (size_t i = 0; i < diags.count; i++)
		require(*diag_text(arena, LANG_FR, &diags.items[i]));
	arena_free(arena);
	return 0;
}
