/* metric: the names of what logs state, and their dimensions. */
#ifndef HVLAB_METRIC_H
#define HVLAB_METRIC_H

#include "src/model/unit.h"

struct metric {
	const char *name;
	enum dimension dimension;
};

/* The metric of that name (metric.in), or NULL. */
const struct metric *metric_find(const char *name);

#endif
