/*
 * limits: how much of a submission is looked at.
 *
 * All of them count bytes that were really read; what a header states is
 * nobody's promise. Hitting a limit refuses the file in question with a note;
 * the rest of the submission is read. 0 stands for "no such limit".
 */
#ifndef HVLAB_GRADE_LIMITS_H
#define HVLAB_GRADE_LIMITS_H

#include <stddef.h>

struct grade_limits {
	size_t archive_bytes;  /* of one archive or document as it came */
	size_t unpacked_bytes; /* of everything one student handed in */
	size_t text_bytes;     /* of one text; real logs have 10 KiB */
	size_t entries;	       /* of everything one student handed in */
	unsigned nesting;      /* archives in archives; the student's own is 1,
				  Moodle's around it is not counted */
	size_t name_bytes;
	unsigned ratio;	   /* unpacked : packed, of one archive … */
	size_t ratio_from; /* … once that much has come out of it */
};

/* 64 MiB, 256 MiB, 8 MiB, 2000, 2, 1024, 200 : 1 from 1 MiB on. */
extern const struct grade_limits grade_limits_default;

#endif
