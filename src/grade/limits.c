#include "src/grade/limits.h"

#define MIB ((size_t)1024 * 1024)

const struct grade_limits grade_limits_default = {
	.archive_bytes = 64 * MIB,
	.unpacked_bytes = 256 * MIB,
	.text_bytes = 8 * MIB,
	.entries = 2000,
	.nesting = 2,
	.name_bytes = 1024,
	.ratio = 200,
	.ratio_from = MIB,
};
