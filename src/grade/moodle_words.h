/* moodle_words: what Moodle's worksheet says in words, in English or French. */
#ifndef HVLAB_GRADE_MOODLE_WORDS_H
#define HVLAB_GRADE_MOODLE_WORDS_H

#include <stdbool.h>

/* "Monday, 12 May 2025, 1:14 PM", "lundi 12 mai 2025, 13:14": seconds of the
 * local clock since 1970; NAN for "-" and anything else. */
double moodle_date(const char *text);

/* Does PHP's strtotime() read it? English dates and "" it does, French ones
 * not. */
bool moodle_php_reads(const char *text);

/*
 * How late the status says a submission is, in s: "2 days 3 hours late",
 * "En retard de 2 jours 3 heures". 0 when it tells of a submission and of no
 * delay, NAN when it tells of none.
 */
double moodle_late(const char *status);

#endif
