/* class_report: the teacher's document about the class. Ids, names unless the
 * results are anonymous. */
#ifndef HVLAB_GRADE_CLASS_REPORT_H
#define HVLAB_GRADE_CLASS_REPORT_H

#include "src/grade/class.h"
#include "src/model/doc.h"

/* From so many totals on a histogram tells more than it gives away. */
#define HISTOGRAM_FROM 10

struct doc *class_report(const struct class_data *class_data);

#endif
