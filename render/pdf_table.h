/*
 * pdf_table: draws a planned table, over as many pages as it needs.
 */
#ifndef HVLAB_PDF_TABLE_H
#define HVLAB_PDF_TABLE_H

#include "render/pdf_sheet.h"

void table_draw(struct sheet *sheet, const struct doc_table *table);

/* Height of what must stay together at its start: caption, head and the first
 * three rows, or all of a small table; never more than half of a page. */
double table_lead(struct sheet *sheet, const struct doc_table *table);

#endif
