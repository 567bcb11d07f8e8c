/*
 * cells: the papers of one student as what is judged: cells of tables, boxes
 * of the checklist, and the facts for the gates of manual criteria.
 */
#ifndef HVLAB_GRADE_CELLS_H
#define HVLAB_GRADE_CELLS_H

#include "src/grade/gate.h"
#include "src/grade/handout.h"

/* Zeroed but for `rubric` and, where the sheet is known, `handout`. */
struct gathered {
	const struct rubric *rubric;
	const struct handout *handout; /* NULL: all text is the student's */
	const struct paper **papers;
	size_t paper_count, paper_capacity;
	size_t images; /* of the submission, those in papers left out */
	struct found_cell *cells;
	size_t cell_count, cell_capacity;
	struct found_box *boxes; /* of the checklist alone */
	size_t box_count, box_capacity;
	size_t tables; /* numbered so far */
};

/* The paper has to stay. */
void gather_paper(struct arena *arena, struct gathered *gathered,
	const struct paper *paper);

/* What stands below the headings of a manual criterion's step ("7.1-7.3",
 * "9, 11"), in all papers. */
struct gate_facts gather_facts(struct arena *arena,
	const struct gathered *gathered,
	const struct rubric_criterion *criterion);

/* Is a heading ("### 7.2 – Features") of one of these steps? */
bool heading_is_of(const char *heading, const char *steps);

#endif
