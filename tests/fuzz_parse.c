/*
 * libFuzzer target: any bytes as a file, through all parsers. Beyond not
 * crashing, what comes out has to keep the promises of run.h.
 */
#define _XOPEN_SOURCE 700 /* P_tmpdir */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parsers/parser.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static char path[] = P_tmpdir "/hvlab-fuzz-XXXXXX";
static int file = -1;

static void remove_file(void)
{
	unlink(path);
}

static void make_file(const unsigned char *data, size_t size)
{
	if (file < 0) {
		file = mkstemp(path);
		atexit(remove_file);
	}
	if (file < 0 || ftruncate(file, 0) != 0 ||
		pwrite(file, data, size, 0) != (ssize_t)size)
		abort();
}

static void require(int holds)
{
	if (!holds)
		abort();
}

static void check_run(const struct run *run, unsigned index)
{
	require(run->tool && run->workload && run->index == index);
	require(run->line > 0 && run->last_line >= run->line);
	for (size_t i = 0; i < run->obs_count; i++) {
		const struct obs *obs = &run->obs[i];

		require(isfinite(obs->value) && obs->value >= 0);
		require(*obs->raw && obs->line >= run->line);
	}
	for (size_t i = 0; i < run->param_count; i++)
		require(*run->params[i].value && run->params[i].line > 0);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diags diags = {.arena = arena};
	struct run_list runs = {0};
	struct parsing parsing = {
		.arena = arena, .diags = &diags, .runs = &runs, .file = path};
	unsigned index = 0;

	make_file(data, size);
	require(parser_read(&parsing) == runs.count);
	for (const struct run *run = runs.first; run; run = run->next)
		check_run(run, ++index);
	for (size_t i = 0; i < diags.count; i++)
		require(*diag_text(arena, LANG_FR, &diags.items[i]));
	/* nothing is passed over in silence */
	require(runs.count > 0 || diags.count > 0);
	arena_free(arena);
	return 0;
}
