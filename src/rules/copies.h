/* copies: runs that share too many figures, though not all. */
#ifndef HVLAB_RULES_COPIES_H
#define HVLAB_RULES_COPIES_H

#include "src/rules/inspection.h"

void find_near_copies(struct inspection *in);

#endif
