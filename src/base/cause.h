/* cause: why the system refused, in the language of the user. */
#ifndef HVLAB_CAUSE_H
#define HVLAB_CAUSE_H

#include "src/base/diag.h"

/* The words for an errno value, for an argument of a diag. */
const char *cause_text(const struct diags *diags, int error);

#endif
