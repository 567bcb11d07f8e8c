/*
 * chart_panels: small multiples, one panel per line of the summary, each with
 * its own scale, three side by side; a row per place. What is drawn on a row
 * is the business of the kind.
 */
#ifndef HVLAB_CHART_PANELS_H
#define HVLAB_CHART_PANELS_H

#include "src/report/chart.h"

struct panel {
	const struct study *study;
	struct scene *scene;
	const struct line *line;
	struct axis axis; /* in the unit that is shown */
};

struct panel_kind {
	const char *name;	   /* of the file */
	enum message caption, alt; /* {0} of alt: the lines */
	/* The places of a line in their order; 0: it has no panel. */
	size_t (*places)(const struct study *study, const struct line *line,
		size_t **places);
	/* Widens what the scale must hold, in base units. */
	void (*limits)(const struct sample *sample, double *low, double *high);
	/* A place, the i-th of the line, at height y. */
	void (*draw)(
		const struct panel *panel, size_t place, size_t i, double y);
	double room; /* right of the scale, for figures */
	/* The figure there; may be NULL. */
	const char *(*figure)(const struct panel *panel, size_t place);
};

void chart_panels(const struct study *study, struct doc *doc,
	const struct panel_kind *kind);

#endif
