#include "src/model/metric.h"

#include <stdlib.h>
#include <string.h>

static const struct metric metrics[] = {
#define METRIC(name, dimension) {name, dimension},
#include "src/model/metric.in"
#undef METRIC
};

static int compare_name(const void *key, const void *item)
{
	return strcmp(key, ((const struct metric *)item)->name);
}

const struct metric *metric_find(const char *name)
{
	return bsearch(name, metrics, sizeof metrics / sizeof *metrics,
		sizeof *metrics, compare_name);
}
