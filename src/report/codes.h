/* codes: what the outputs for programs call a verdict, a reason, a place. */
#ifndef HVLAB_CODES_H
#define HVLAB_CODES_H

#include "src/report/say.h"

/* The id of the winner, "equal", "undecided", "no_data", or "no_winner" of
 * what names none. */
const char *code_verdict(const struct study *study, const struct line *line,
	const struct pair *pair);
/* "" for no reason. */
const char *code_reason(enum stats_reason reason);
const char *code_better(enum lab_better better);
/* The id of the answer, "no_clear_winner", or "" with nobody to compare. */
const char *code_answer(const struct study *study, const struct decision *d);
/* "confirmed", "probable", or "" without an answer. */
const char *code_sureness(const struct decision *d);
/* "proxmox>xcp-ng" of a run on a path, else NULL. */
const char *code_path(const struct study *study, const struct corpus_run *r);

#endif
