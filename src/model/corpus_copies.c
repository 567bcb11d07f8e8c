#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "src/model/corpus_parts.h"

static uint64_t hash_text(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
	return hash * 0x100000001b3u; /* where one text ends */
}

/* Of all that a run states, FNV-1a. */
static uint64_t fingerprint(const struct run *run)
{
	uint64_t hash = hash_text(0xcbf29ce484222325u, run->tool);

	for (size_t i = 0; i < run->param_count; i++)
		hash = hash_text(hash, run->params[i].value);
	for (size_t i = 0; i < run->obs_count; i++)
		hash = hash_text(hash, run->obs[i].raw);
	return hash;
}

struct print {
	uint64_t hash;
	size_t system;
	size_t index; /* in corpus->runs */
};

static int order(size_t a, size_t b)
{
	return a < b ? -1 : a > b;
}

static int by_hash(const void *x, const void *y)
{
	const struct print *a = x, *b = y;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->system != b->system ? order(a->system, b->system)
				      : order(a->index, b->index);
}

static void set_aside(struct corpus *corpus, const struct corpus_run *first,
	struct corpus_run *again)
{
	const char *place = arena_printf(
		corpus->arena, "%s:%u", first->run->file, first->run->line);

	if (!run_same(first->run, again->run))
		return;
	again->twin = 1 + (size_t)(first - corpus->runs);
	if (first->system == again->system)
		again->counted = false;
	diag_add(corpus->diags,
		first->system == again->system ? DIAG_ID_RUN_TWICE
					       : DIAG_ID_RUN_COPIED,
		again->run->file, again->run->line, place);
}

void corpus_find_copies(struct corpus *corpus)
{
	struct print *prints =
		arena_alloc(corpus->arena, corpus->run_count * sizeof *prints);
	size_t *twins = arena_alloc(/* 1 + an earlier run; 0: none */
		corpus->arena, corpus->run_count * sizeof *twins);
	size_t count = 0;

	for (size_t i = 0; i < corpus->run_count; i++)
		if (corpus->runs[i].counted)
			prints[count++] =
				(struct print){fingerprint(corpus->runs[i].run),
					corpus->runs[i].system, i};
	if (count)
		qsort(prints, count, sizeof *prints, by_hash);
	/* each with the one before it on its side, the first of a side with
	 * the side before; reported in the order of the runs */
	for (size_t i = 1; i < count; i++)
		if (prints[i].hash == prints[i - 1].hash)
			twins[prints[i].index] = prints[i - 1].index + 1;
	for (size_t i = 0; i < corpus->run_count; i++)
		if (twins[i])
			set_aside(corpus, &corpus->runs[twins[i] - 1],
				&corpus->runs[i]);
}
