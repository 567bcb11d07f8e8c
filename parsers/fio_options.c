#include "parsers/fio_options.h"

#include <string.h>

#include "parsers/scan.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
	const char *name;
	enum fio_option option;
} names[] = {
	{"rw", FIO_OPTION_RW},
	{"readwrite", FIO_OPTION_RW},
	{"bs", FIO_OPTION_BS},
	{"blocksize", FIO_OPTION_BS},
	{"ioengine", FIO_OPTION_IOENGINE},
	{"iodepth", FIO_OPTION_IODEPTH},
	{"numjobs", FIO_OPTION_NUMJOBS},
	{"direct", FIO_OPTION_DIRECT},
	{"size", FIO_OPTION_SIZE},
	{"runtime", FIO_OPTION_RUNTIME},
	{"bssplit", FIO_OPTION_BSSPLIT},
	{"bsrange", FIO_OPTION_BSSPLIT},
	{"blocksize_range", FIO_OPTION_BSSPLIT},
	{"kb_base", FIO_OPTION_KB_BASE},
	{"lat_percentiles", FIO_OPTION_LAT_PERCENTILES},
};

enum kind { WORD, WHOLE, FLAG, BYTES, SECONDS };

static const struct {
	enum fio_option option;
	const char *key;
	enum kind kind;
} params[] = {
	{FIO_OPTION_RW, "rw", WORD},
	{FIO_OPTION_BS, "block_size", BYTES},
	{FIO_OPTION_IOENGINE, "ioengine", WORD},
	{FIO_OPTION_IODEPTH, "iodepth", WHOLE},
	{FIO_OPTION_NUMJOBS, "numjobs", WHOLE},
	{FIO_OPTION_DIRECT, "direct", FLAG},
	{FIO_OPTION_SIZE, "size", BYTES},
	{FIO_OPTION_RUNTIME, "runtime", SECONDS},
};

struct suffix {
	const char *word;
	unsigned long long factor;
};

/* "ki" is left out: it means 1000 or 1024 according to kb_base. */
static const struct suffix byte_suffixes[] = {
	{"", 1},
	{"b", 1},
	{"k", 1024},
	{"kb", 1024},
	{"m", 1024 * 1024},
	{"mb", 1024 * 1024},
	{"g", 1024 * 1024 * 1024},
	{"gb", 1024 * 1024 * 1024},
	{"t", 1024ULL * 1024 * 1024 * 1024},
	{"tb", 1024ULL * 1024 * 1024 * 1024},
	{NULL, 0},
};

static const struct suffix second_suffixes[] = {
	{"", 1},
	{"s", 1},
	{"m", 60},
	{"h", 3600},
	{"d", 86400},
	{NULL, 0},
};

void fio_option(struct arena *arena, struct fio_options *options,
	const char *name, const char *word, unsigned line)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		if (strcmp(names[i].name, name) != 0)
			continue;
		options->given[names[i].option].word =
			arena_strdup(arena, word);
		options->given[names[i].option].line = line;
	}
}

const char *fio_option_word(const struct fio_options *job,
	const struct fio_options *global, enum fio_option which)
{
	return job->given[which].word ? job->given[which].word
				      : global->given[which].word;
}

static bool same_word(const char *text, const char *word)
{
	for (; *text && *word; text++, word++)
		if ((*text >= 'A' && *text <= 'Z' ? *text - 'A' + 'a'
						  : *text) != *word)
			return false;
	return *text == *word;
}

/* "4k" as "4096"; NULL when it is not one whole number. */
static const char *scaled(
	struct arena *arena, const char *word, const struct suffix *suffixes)
{
	unsigned long long number;
	const char *end;

	if (!scan_count(word, &number, &end))
		return NULL;
	for (; suffixes->word; suffixes++)
		if (same_word(end, suffixes->word) &&
			number <= 1000000000000000000ULL / suffixes->factor)
			return arena_printf(
				arena, "%llu", number * suffixes->factor);
	return NULL;
}

/* The value of a parameter, or NULL. */
static const char *valued(
	struct arena *arena, enum kind kind, const char *word, bool decimal)
{
	unsigned long long number;
	const char *end;

	switch (kind) {
	case WORD:
		return *word ? word : NULL;
	case FLAG:
		return *word ? word : "1";
	case BYTES:
		return decimal ? NULL : scaled(arena, word, byte_suffixes);
	case SECONDS:
		return scaled(arena, word, second_suffixes);
	case WHOLE:
		break;
	}
	return scan_count(word, &number, &end) && scan_end(end) ? word : NULL;
}

void fio_state_options(struct arena *arena, struct run *run,
	const struct fio_options *job, const struct fio_options *global)
{
	const char *base = fio_option_word(job, global, FIO_OPTION_KB_BASE);
	bool decimal = base && strcmp(base, "1024") != 0;
	bool split = fio_option_word(job, global, FIO_OPTION_BSSPLIT) != NULL;

	for (size_t i = 0; i < COUNT(params); i++) {
		enum fio_option option = params[i].option;
		const struct fio_options *from =
			job->given[option].word ? job : global;
		const char *value;

		if (!from->given[option].word ||
			(option == FIO_OPTION_BS && split))
			continue;
		value = valued(arena, params[i].kind, from->given[option].word,
			decimal);
		if (value)
			run_state(arena, run, params[i].key, value,
				from->given[option].line);
	}
}
