/* least: the smaller and the larger of two, none of them NAN. */
#ifndef HVLAB_LEAST_H
#define HVLAB_LEAST_H

#include <stddef.h>

static inline double smaller(double a, double b)
{
	return a < b ? a : b;
}

static inline double larger(double a, double b)
{
	return a > b ? a : b;
}

static inline size_t smaller_size(size_t a, size_t b)
{
	return a < b ? a : b;
}

#endif
