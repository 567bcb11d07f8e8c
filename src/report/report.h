/*
 * report: from what was computed to documents.
 *
 * The builders here choose words, tables and order; they compute nothing but
 * digits (quantity.h) and read a `struct study` that nobody changes any more.
 */
#ifndef HVLAB_REPORT_H
#define HVLAB_REPORT_H

#include "src/analysis/analysis.h"
#include "src/base/buf.h"
#include "src/model/author.h"
#include "src/model/doc.h"
#include "src/rules/rules.h"

struct study {
	struct arena *arena;
	enum lang lang;
	const struct lab *lab;
	const struct author *author;
	const struct corpus *corpus;
	struct findings *findings;
	const struct analysis *analysis;
	const struct analysis *of_all_runs; /* NULL: no run was left out */
	const struct diags *diags;
	/* as given on the command line, NULL: from elsewhere */
	const char *title, *author_name, *date;
	const char *weights_file, *margin;
	bool part; /* of the lab's sections some only (--only) */
};

/* The whole document, in the lab's order of sections. */
struct doc *report_build(const struct study *study);
/* What it comes to, of any lab: two pages as a rule. */
struct doc *report_summary(const struct study *study);
/* The comparison alone, for the terminal. */
struct doc *report_compare(const struct study *study);
/* The runs that its undecided lines ask for, for the terminal. */
struct doc *report_plan(const struct study *study);

/* The answers alone, for the terminal: of one use case, or NULL for all. */
struct doc *report_decide(
	const struct study *study, const struct lab_use_case *use_case);

/* Tidy tables for programs, one table per document: every value read; every
 * metric and pair; every use case, criterion and system. */
struct doc *dataset_runs(const struct study *study);
struct doc *dataset_comparison(const struct study *study);
struct doc *dataset_decision(const struct study *study);

/* The whole result as JSON (src/data/report.schema.json). */
void report_export(const struct study *study, struct buf *out);

#endif
