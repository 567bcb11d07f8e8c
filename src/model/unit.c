#include "src/model/unit.h"

#include <string.h>

static const struct unit units[] = {
#define UNIT(name, dimension, factor, fr, en)                                  \
	{name, dimension, factor, {{fr, en}}},
#include "src/model/unit.in"
#undef UNIT
};

static const char *const base_names[] = {
	[SECOND] = "s",
	[BYTE] = "B",
	[BYTE_RATE] = "B/s",
	[RATE] = "1/s",
	[BIT_RATE] = "bit/s",
	[ONE] = "1",
};

const struct unit *unit_find(const char *name)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(units[i].name, name) == 0)
			return &units[i];
	return NULL;
}

const char *dimension_base(enum dimension dimension)
{
	return base_names[dimension];
}
