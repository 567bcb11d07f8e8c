/* export: the parts of report.json, one file each (export_*.c). */
#ifndef HVLAB_EXPORT_H
#define HVLAB_EXPORT_H

#include "src/base/json_write.h"
#include "src/report/codes.h"

struct exporter {
	const struct study *study;
	struct json_writer w;
};

/* Shortest digits that read back as the same number; NAN is null. */
void export_number(struct exporter *e, const char *key, double value);
/* A text of the lab in the language of the study; null when it says nothing. */
void export_text(struct exporter *e, const char *key, const struct text *text);
/* A code or name; null when it is empty. */
void export_word(struct exporter *e, const char *key, const char *word);
/* The id of a system; null for -1. */
void export_system(struct exporter *e, const char *key, int system);
/* A number of which 0 says "none". */
void export_positive(struct exporter *e, const char *key, size_t count);

void export_comparison(struct exporter *e);
void export_design(struct exporter *e);
void export_performance(struct exporter *e);
void export_decisions(struct exporter *e);
void export_ratings(struct exporter *e);
void export_matrices(struct exporter *e);
void export_findings(struct exporter *e);

#endif
