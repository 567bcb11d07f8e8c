/*
 * libFuzzer target: any bytes as a lab definition and as an author's file.
 * Either is read whole or refused with a diag.
 */
#include <stdlib.h>

#include "src/data/embedded.h"
#include "src/model/author.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static void read_lab(struct arena *arena, const char *text, size_t size)
{
	static const char *const extra[] = {"vmware", NULL};
	struct diags diags = {.arena = arena};
	struct lab *lab = lab_read(arena, &diags, "lab", text, size, extra);

	require(lab || diags.count);
}

static void read_author(struct arena *arena, const char *text, size_t size)
{
	static const char *const nobody[] = {NULL};
	struct diags diags = {.arena = arena};
	struct author author = {0};
	struct lab *lab = lab_read(arena, &diags, "tp6.json", embedded_lab,
		embedded_lab_length(), nobody);

	require(lab && !diags.count);
	require(author_read(arena, &diags, "author", text, size, lab,
			&author) == 0 ||
		diags.count);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct arena *arena = arena_new();

	read_lab(arena, (const char *)data, size);
	read_author(arena, (const char *)data, size);
	arena_free(arena);
	return 0;
}
