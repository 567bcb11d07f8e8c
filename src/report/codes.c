#include "src/report/codes.h"

const char *code_path(const struct study *study, const struct corpus_run *r)
{
	const struct lab_test *test = r->test;

	if (!test || !test->path || !test->metric_count ||
		(!r->counted && !r->joined))
		return NULL;
	return say_place_id(study,
		analysis_line(study->analysis, test, &test->metrics[0]),
		r->path);
}

const char *code_verdict(const struct study *study, const struct line *line,
	const struct pair *pair)
{
	if (line->test->path || line->metric->better == BETTER_NONE)
		return "no_winner";
	switch (pair->comparison.verdict) {
	case VERDICT_A:
		return say_place_id(study, line, pair->a);
	case VERDICT_B:
		return say_place_id(study, line, pair->b);
	case VERDICT_EQUAL:
		return "equal";
	case VERDICT_UNDECIDED:
		return "undecided";
	case VERDICT_NO_DATA:
		break;
	}
	return "no_data";
}

const char *code_reason(enum stats_reason reason)
{
	static const char *const codes[] = {
		[REASON_NONE] = "",
		[REASON_ONE_RUN] = "one_run",
		[REASON_NOT_POSITIVE] = "not_positive",
		[REASON_SPREAD] = "spread",
		[REASON_ALL_EQUAL] = "all_equal",
	};

	return codes[reason];
}

const char *code_better(enum lab_better better)
{
	static const char *const codes[] = {
		[BETTER_NONE] = "none",
		[BETTER_HIGHER] = "higher",
		[BETTER_LOWER] = "lower",
	};

	return codes[better];
}

const char *code_answer(const struct study *study, const struct decision *d)
{
	if (d->best < 0)
		return "";
	return d->lead == LEAD_NONE ? "no_clear_winner"
				    : study->lab->systems[d->best].id;
}

const char *code_sureness(const struct decision *d)
{
	if (d->best < 0 || d->lead == LEAD_NONE)
		return "";
	return d->lead == LEAD_A ? "confirmed" : "probable";
}
