/*
 * section: one builder per kind of section, one file each. A builder appends
 * to the document what stands below the heading; heading, intro, the
 * author's remark and the note are the frame's (report.c).
 */
#ifndef HVLAB_SECTION_H
#define HVLAB_SECTION_H

#include "src/analysis/opinion.h"
#include "src/report/say.h"

typedef void section_builder(const struct study *study, struct doc *doc,
	const struct lab_section *section);

section_builder section_identity;
section_builder section_results;
section_builder section_summary;
section_builder section_observations;
section_builder section_matrix;
section_builder section_use_case;
section_builder section_ratings;
section_builder section_strengths;
section_builder section_decision;
section_builder section_choice;
section_builder section_answers; /* hvlab decide; of one use case or of all */
section_builder section_needs;
section_builder section_checklist;
section_builder section_problems;
section_builder section_sources;
section_builder section_runs;
section_builder section_stability;
section_builder section_reported;
section_builder section_compared; /* these four of report_summary() */
section_builder section_results_brief;
section_builder section_worth;
section_builder section_worst_problems;
section_builder section_planning; /* of report_plan(), in no document */

/* What the title block says; the last two may be NULL. */
const char *report_title(const struct study *study);
const char *report_author(const struct study *study);
const char *report_date(const struct study *study);

/* front.c: the title block, and the answer first with its limits; the answers
 * per use case as a list, unless a table follows. */
void front_title(const struct study *study, struct doc *doc);
void front_brief(const struct study *study, struct doc *doc, bool listed);

/* Shared between sections. */

/* Lines of the summary that compare a single run of some system. */
size_t single_run_lines(const struct study *study);
/* "Proxmox", "Égalité", "–": a set of winners among the contestants. */
const char *say_winners(
	const struct study *study, enum winners winners, const bool *set);
/* What a source said of something, and why the definition says otherwise. */
const char *say_correction(const struct study *study, const struct text *label,
	const struct lab_correction *correction);
/* The word that stands for the stars of a system: "Gratuit", "non" for none
 * at all; NULL where stars are shown. */
const char *say_rating(const struct study *study,
	const struct lab_criterion *criterion, size_t system);
/* "Proxmox VE", "pas de gagnant net" … of a decision. */
const char *say_decision(const struct study *study, const struct decision *d);
/* " – Proxmox 93,4 sur 100, …": how sure it is; "" of no answer. */
const char *say_brief_answer(
	const struct study *study, const struct decision *d);
/* The answers of all use cases: "Homelab : Proxmox VE ; …". */
const char *say_answers(const struct study *study);
/* "300 % [206 ; 421]": how far the winner of a line with one pair is ahead,
 * whichever side it is; "" with several pairs. */
const char *say_lead(const struct study *study, const struct line *line);
/* In what the machines are not alike or not as asked for, as sentences; ""
 * when nothing is known of the kind. */
const char *say_unlike(const struct study *study);
/* The numbers of the errors that set runs of the test aside (NULL: of any), or
 * that forbid it a verdict: "constats 1 et 2"; "" when there are none. */
const char *say_errors(const struct study *study, const struct lab_test *test,
	enum rule_touches touches);
/* How many lines of the summary each wins, as a sentence. */
const char *say_tally(const struct study *study);
/* Who is ahead over all these lines together, as a sentence; may be "". */
const char *say_pool(const struct study *study);

#endif
