/* integrity_parts: what the files of integrity share. */
#ifndef HVLAB_GRADE_INTEGRITY_PARTS_H
#define HVLAB_GRADE_INTEGRITY_PARTS_H

#include "src/grade/integrity.h"

/* Runs looked at of one student: far more than a lab has. */
#define PRINTS_MAX 256

/* log10 of a chance so small that whatever has it decides alone. */
#define ODDS_ALONE (-9.0)

/* The same of a row of numbers, which are many things that agree. Of 9,453
 * pairs of recorded fio runs one has 11 percentiles of 17 in common and none
 * more. */
#define ODDS_VECTOR (-5.0)

/* integrity_prints.c: the print of every run, in the order of evidence->runs,
 * PRINTS_MAX at most. */
void integrity_prints(struct arena *arena, const struct evidence *evidence,
	const struct integrity_text *texts, size_t text_count,
	struct integrity *integrity);

/* integrity_own.c: what is to be seen in one student's prints and runs. */
void integrity_own(struct arena *arena, const struct evidence *evidence,
	const struct integrity_lab *lab, struct integrity *integrity);

/* Does the other run have the same vector, and by a chance of at most
 * ODDS_VECTOR? */
bool print_same_vector(const struct print *a, const struct print *b);

struct sign *sign_add(struct arena *arena, struct signs *signs,
	enum sign_kind kind, enum sign_level level, const char *student);
/* Text of the item that is NULL becomes "". */
void sign_item_add(
	struct arena *arena, struct sign *sign, struct sign_item item);
/* The texts of a sign into another arena. */
void sign_copy(struct arena *arena, struct sign *sign);

#endif
