/* embedded: files that the program carries. */
#ifndef HVLAB_EMBEDDED_H
#define HVLAB_EMBEDDED_H

#include <stddef.h>

/* src/data/tp6.json; NUL-terminated, the NUL not counted. */
extern const char embedded_lab[];
size_t embedded_lab_length(void);

/* src/data/tp6-rubric.json, likewise. */
extern const char embedded_rubric[];
size_t embedded_rubric_length(void);

/* src/data/plan.sh, likewise. */
extern const char embedded_plan[];

#endif
