/* What the user sets otherwise than the lab: levels, margins, runs to leave
 * out. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/cause.h"
#include "src/base/input.h"
#include "src/cmd/cmd.h"
#include "src/model/quantity.h"

/* A file of weights larger than this is a mistake. */
#define WEIGHTS_MAX ((size_t)1024 * 1024)
/* Fewer know nothing of a share near 95 %. */
#define DRAWS_MIN 1000UL
/* A minute and more of drawing. */
#define DRAWS_MAX 100000000UL

/* "95", "2.5 %", "2,5": a percentage in (low, high) as a fraction; false with
 * a diag when it is none. */
static bool percentage(struct app *app, const char *option, const char *text,
	double low, double high, double *fraction)
{
	char *copy = arena_strdup(app->arena, text), *end;
	char *comma = strchr(copy, ',');
	double percent;

	if (comma)
		*comma = '.';
	percent = strtod(copy, &end);
	end += strspn(end, " ");
	end += *end == '%';
	if (end == copy || *end || strpbrk(copy, "xXnN") ||
		!(percent > low && percent < high)) {
		diag_add(&app->diags, DIAG_ID_OPTION_PERCENT, NULL, 0, option,
			text, quantity_exact(app->arena, low),
			quantity_exact(app->arena, high));
		return false;
	}
	*fraction = percent / 100;
	return true;
}

int option_number(struct app *app, const char *name, const char *text,
	unsigned long largest, unsigned long *number)
{
	char *end;

	if (!text)
		return 0;
	errno = 0;
	*number = strtoul(text, &end, 10);
	/* strtoul() takes a sign and blanks too */
	if (*text >= '0' && *text <= '9' && !*end && !errno && *number &&
		*number <= largest)
		return 0;
	diag_add(&app->diags, DIAG_ID_OPTION_RANGE, NULL, 0, name, text,
		arena_printf(app->arena, "%lu", largest));
	return -1;
}

int analysis_settings(
	struct app *app, bool decides, struct analysis_options *options)
{
	unsigned long draws = ANALYSIS_DRAWS;

	*options = (struct analysis_options){.seed = ANALYSIS_SEED};
	if (option_number(app, "seed", app->options.seed, SEED_MAX,
		    &options->seed) ||
		option_number(
			app, "draws", app->options.draws, DRAWS_MAX, &draws))
		return -1;
	/* who shows no decision need not wait for its draws */
	if (draws < DRAWS_MIN) {
		diag_add(&app->diags, DIAG_ID_DRAWS_FEW, NULL, 0,
			app->options.draws,
			arena_printf(app->arena, "%lu", DRAWS_MIN));
		return -1;
	}
	options->draws = decides ? draws : 0;
	return 0;
}

static void set_margins(struct lab *lab, double margin)
{
	lab->margin = margin;
	for (size_t t = 0; t < lab->test_count; t++)
		for (size_t m = 0; m < lab->tests[t].metric_count; m++)
			lab->tests[t].metrics[m].margin = margin;
}

/* The weights of a file in place of the definition's. */
static int read_weights(struct app *app, struct lab *lab, const char *path)
{
	struct buf text = {0};
	int bad = -1;

	if (input_slurp(path, WEIGHTS_MAX, &text))
		diag_add(&app->diags, DIAG_ID_LAB_UNREADABLE, path, 0,
			cause_text(&app->diags, errno));
	else
		bad = lab_read_weights(app->arena, &app->diags, path,
			text.data ? text.data : "", text.length, lab);
	buf_free(&text);
	return bad;
}

bool apply_settings(struct app *app, struct lab *lab)
{
	const struct options *o = &app->options;
	double margin;

	if (o->weights && read_weights(app, lab, o->weights))
		return false;
	if (o->confidence && !percentage(app, "confidence", o->confidence, 50,
				     100, &lab->confidence))
		return false;
	if (!o->margin)
		return true;
	if (!percentage(app, "margin", o->margin, 0, 100, &margin))
		return false;
	set_margins(lab, margin);
	return true;
}

bool exclude_runs(struct app *app, struct corpus *corpus)
{
	const char *list = app->options.exclude;

	if (list && !list[strspn(list, ",")]) {
		diag_add(&app->diags, DIAG_ID_EXCLUDE_UNKNOWN, NULL, 0, list);
		return false;
	}
	while (list && *list) {
		size_t length = strcspn(list, ",");
		const char *run = arena_strndup(app->arena, list, length);

		if (length && !corpus_exclude(corpus, run)) {
			diag_add(&app->diags, DIAG_ID_EXCLUDE_UNKNOWN, NULL, 0,
				run);
			return false;
		}
		list += length + (list[length] == ',');
	}
	return true;
}
