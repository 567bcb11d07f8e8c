#include "src/analysis/analysis.h"

bool line_in_summary(const struct line *line)
{
	return line->metric->summary && !line->test->path;
}

static void count_line(struct tally *tally, const struct line *line)
{
	bool winner = line->outcome == OUTCOME_WINNER;
	bool equal = line->outcome == OUTCOME_EQUAL;

	tally->lines++;
	tally->equal += equal && line->confirmed;
	tally->probable += (winner || equal) && !line->confirmed;
	tally->undecided += line->outcome == OUTCOME_UNDECIDED;
	tally->leaders += line->outcome == OUTCOME_LEADERS;
	for (size_t p = 0; p < line->place_count; p++)
		if (winner && line->confirmed && line->leads[p])
			tally->wins[p]++;
}

struct tally analysis_tally(const struct analysis *analysis)
{
	const struct corpus *corpus = analysis->corpus;
	struct tally tally = {0};

	tally.wins = arena_alloc(
		corpus->arena, corpus->lab->system_count * sizeof *tally.wins);
	for (size_t i = 0; i < analysis->line_count; i++) {
		const struct line *line = &analysis->lines[i];

		if (line_in_summary(line) &&
			line->outcome != OUTCOME_NO_WINNER &&
			line->outcome != OUTCOME_NO_DATA)
			count_line(&tally, line);
	}
	return tally;
}
