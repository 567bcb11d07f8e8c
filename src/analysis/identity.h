/* identity: are the machines compared alike, by what they state? */
#ifndef HVLAB_IDENTITY_H
#define HVLAB_IDENTITY_H

#include "src/model/corpus.h"

/* What a system states about one fact of the lab. */
struct fact_value {
	bool known;
	double number; /* base unit; NAN: not a number */
	const char *word;
};

struct fact_value fact_value(const struct corpus *corpus,
	const struct lab_fact *fact, size_t system);

/* Is a known value what the lab asks for, if it asks for one? */
bool fact_expected(const struct lab_fact *fact, struct fact_value value);

/* Over the contestants: how many state the fact, whether they differ from
 * each other by more than the tolerance, or from what the lab asks for; and
 * whether they differ at all. */
struct fact_state {
	size_t known;
	bool differs, unexpected, inexact;
};

struct fact_state fact_state(
	const struct corpus *corpus, const struct lab_fact *fact);

/* Is the fact compared, and not alike or not as asked for? */
bool fact_is_off(const struct corpus *corpus, const struct lab_fact *fact);

enum identity_state {
	IDENTITY_UNKNOWN, /* a contestant does not state a compared fact */
	IDENTITY_DIFFERS,
	IDENTITY_SAME /* all compared facts known, alike, as asked for */
};

enum identity_state identity_state(const struct corpus *corpus);

#endif
