/*
 * The rules for fio, one set per format, which the parameter "format" states.
 */
#ifndef HVLAB_CHECKS_FIO_H
#define HVLAB_CHECKS_FIO_H

#include "src/checks/check.h"

/* What may pass between submission and completion, in s: the clock is read
 * twice. */
#define BETWEEN_CLOCKS 10e-6

void check_fio_text(const struct run *run, struct check_result *result);
void check_fio_json(const struct run *run, struct check_result *result);

#endif
