/* findings: what the rules found, as words, tables and data. */
#ifndef HVLAB_REPORT_FINDINGS_H
#define HVLAB_REPORT_FINDINGS_H

#include "src/report/section.h"

/* "erreur", "error" */
const char *say_level(enum lang lang, enum rule_level level);
/* "2 errors, 7 warnings, 5 items of information." */
const char *say_findings(const struct study *study);
/* "Sequential write: Proxmox 5, XCP-ng 5; …": where it was found. */
const char *say_where(const struct study *study, const struct finding *finding);

/* "log.txt:12: "rate 5": figures contradict": a place, what is read there and
 * what was found. */
const char *say_evidence(
	const struct study *study, const struct finding_place *place);
/* How to mend it; ends in a colon when commands are to follow. */
const char *say_remedy(const struct study *study, const struct finding *f);

/* A remedy's colon that no command follows becomes a full stop. */
const char *close_colon(struct arena *arena, const char *text);

/* The places, what they mean, how to mend it: of one finding, as a document
 * without its headline and its commands. */
struct doc *finding_body(
	const struct study *study, const struct finding *finding);
/* All of it as a document of its own. */
struct doc *findings_build(const struct study *study);
/* One row per place. */
struct doc *dataset_findings(const struct study *study);
/* JSON (src/data/check.schema.json), and JUnit's XML. */
void findings_export(const struct study *study, struct buf *out);
void findings_junit(const struct study *study, struct buf *out);

/* -- in the report -- */

/* The title with the numbers of the findings that touch the test's numbers:
 * "Sequential write [2, 5]". */
const char *finding_marks(const struct study *study,
	const struct lab_test *test, const char *title);
/* What these numbers stand for, below the table of a section's tests; of those
 * of a path or of the others. */
void finding_notes(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct lab_section *section, bool path);
/* The table of all findings; nothing when there are none. */
void findings_table(const struct study *study, struct doc *doc);
/* Is it a diag that no rule says? */
bool diag_remains(const struct study *study, const struct diag *diag);
size_t diags_remaining(const struct study *study);
/* How many, and the gravest, in one paragraph. */
void findings_brief(const struct study *study, struct doc *doc);
/* Findings that ask for attention and diags that no rule says. */
size_t problem_count(const struct study *study);

#endif
