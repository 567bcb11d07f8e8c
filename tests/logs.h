/*
 * logs.h: logs and texts read by the parsers, for the unit tests of parsers
 * and checks. The file that includes it defines _XOPEN_SOURCE 700 first, for
 * P_tmpdir. Everything lives on the desk (helpers.h).
 */
#ifndef HVLAB_TESTS_LOGS_H
#define HVLAB_TESTS_LOGS_H

#include "tests/helpers.h"

#include <stdio.h>
#include <unistd.h>

#include "parsers/parser.h"
#include "src/base/input.h"

#define UNUSED __attribute__((unused))

static UNUSED struct run_list read_path(struct desk *desk, const char *path)
{
	struct run_list runs = {0};
	struct parsing parsing = {
		.arena = desk->arena,
		.diags = &desk->diags,
		.runs = &runs,
		.file = path,
	};

	desk->diags.count = 0;
	parser_read(&parsing);
	return runs;
}

static UNUSED struct run_list read_bytes(
	struct desk *desk, const char *text, size_t length)
{
	char path[] = P_tmpdir "/hvlab-test-XXXXXX";
	int file = mkstemp(path);
	struct run_list runs;

	assert_true(file >= 0);
	assert_int_equal(write(file, text, length), length);
	close(file);
	runs = read_path(desk, arena_strdup(desk->arena, path));
	unlink(path);
	return runs;
}

static UNUSED struct run_list read_text(struct desk *desk, const char *text)
{
	return read_bytes(desk, text, strlen(text));
}

/* The text of a file, to be changed. */
static UNUSED char *slurp(struct desk *desk, const char *path)
{
	struct buf text = {0};
	char *copy;

	assert_int_equal(input_slurp(path, 1 << 20, &text), 0);
	copy = arena_strndup(desk->arena, text.data, text.length);
	buf_free(&text);
	return copy;
}

/* The n-th run, from 0; there must be one. */
static UNUSED const struct run *nth(const struct run_list *runs, size_t n)
{
	const struct run *run = runs->first;

	while (run && n--)
		run = run->next;
	assert_non_null(run);
	return run;
}

#endif
