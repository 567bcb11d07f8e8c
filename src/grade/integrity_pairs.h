/* integrity_pairs: what the files about pairs of students share. */
#ifndef HVLAB_GRADE_INTEGRITY_PAIRS_H
#define HVLAB_GRADE_INTEGRITY_PAIRS_H

#include <stdint.h>

#include "src/grade/integrity_parts.h"

/* Two texts with the same words and figures. */
#define TEXT_ODDS (-15.0)

/* One thing that a student has: a figure of a run, or what may decide alone. */
struct trait {
	uint64_t key; /* of what it is and says: equal when it is shared */
	double value; /* base unit; 0: no figure */
	float odds;   /* log10 of the chance that another run has the same; of a
			 figure until class_odds() its step, 0: everybody's */
	uint32_t student : 24;
	uint32_t runs : 8; /* of the student, that have it; RUNS_MAX or more */
};

#define RUNS_MAX 255u
#define STUDENTS_MAX (1u << 24) /* that are compared */

/* All of one field of a test. By value until class_odds(), then by key and
 * student, one for each. */
struct field {
	uint32_t name; /* hash of tool, test and field */
	uint32_t test; /* hash of tool and test; 0: what may decide alone */
	struct trait *traits;
	size_t count, capacity;
};

struct class_prints {
	double *samples; /* the sheet's own values */
	size_t sample_count;
	struct field *fields; /* the first: what may decide alone */
	size_t field_count, field_capacity;
	uint32_t students;
};

/* The odds of a figure of a print of that class, once class_odds() was. */
double class_prints_odds(const struct class_prints *prints,
	const struct print *print, const struct print_value *value);

/*
 * integrity_odds.c: for every figure the log10 of the chance that another run
 * of the test prints the same digits: one unit of the last place times the
 * density of the class's values around it; 0 for the sheet's sample values,
 * which are everybody's. Equal values say nothing about the density: they are
 * what is to be judged.
 */
void class_odds(struct class_prints *prints);

/* What two students share of one field. */
struct lead {
	uint32_t student[2]; /* the lower first */
	uint32_t test; /* 0: what may decide alone */
	float odds;
	uint32_t runs; /* that may share it: what both have as often */
};

/*
 * integrity_leads.c: tells, of all pairs that share anything, in their order,
 * what it is, sorted by test and odds. A part of the class at a time: memory
 * does not grow with the pairs.
 */
void class_leads(const struct class_prints *prints,
	void (*take)(void *context, const struct lead *leads, size_t count),
	void *context);

#endif
