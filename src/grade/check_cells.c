/* Checks of what the student wrote: cells, winners, percentages. */
#include <math.h>
#include <string.h>

#include "src/grade/check.h"
#include "src/grade/sheet.h"
#include "src/model/quantity.h"

/* -- a row against the logs -- */

struct candidates {
	struct candidate *items;
	size_t count, capacity;
};

/* Whoever repeats a test may well write the mean. */
static void add_mean(struct judging *judging, struct candidates *list)
{
	struct candidate mean = {0};

	if (list->count < 2)
		return;
	mean.unit = list->items[0].unit;
	for (size_t i = 0; i < list->count; i++) {
		mean.value += list->items[i].value / (double)list->count;
		mean.slack = fmax(mean.slack, list->items[i].slack);
	}
	ARENA_ROOM(judging->arena, list->items, list->count, list->capacity);
	list->items[list->count++] = mean;
}

static struct candidates candidates_of(struct judging *judging,
	const struct rubric_row *row, const char *metric, int side)
{
	struct candidates list = {0};
	const struct evidence *evidence = judging->evidence;

	for (size_t i = 0; i < evidence->count; i++) {
		const struct evidence_run *run = &evidence->runs[i];
		struct candidate candidate;

		if (run->criterion != row->test ||
			evidence_place(run) != side || !run->run->complete ||
			!candidate_of(run->run, metric, row->unit, &candidate))
			continue;
		ARENA_ROOM(
			judging->arena, list.items, list.count, list.capacity);
		list.items[list.count++] = candidate;
	}
	add_mean(judging, &list);
	return list;
}

struct row_match {
	struct figure_match side[SIDES];
	double credit;
};

static struct row_match judge_with(struct judging *judging,
	const struct rubric_criterion *criterion, const struct sheet_row *row,
	const char *metric)
{
	struct candidates lists[SIDES];
	struct row_match match = {.credit = 0};

	for (int side = 0; side < SIDES; side++)
		lists[side] = candidates_of(judging, row->row, metric, side);
	for (int side = 0; side < SIDES; side++) {
		const struct figure_cell cell = {
			.text = row->side[side] ? row->side[side]->text : NULL,
			.sample = row->row->sample[side],
			.unit = row->row->unit,
			.own = lists[side].items,
			.own_count = lists[side].count,
			.other = lists[1 - side].items,
			.other_count = lists[1 - side].count,
			.near = rubric_number(criterion, "near_pct", 0)};

		match.side[side] = figure_judge(&cell);
		/* the verdict only breaks ties between equal credits */
		match.credit += criterion->credit[match.side[side].verdict] +
				1e-3 * match.side[side].verdict;
	}
	return match;
}

/* With the metric of the row's that does best on both sides together. */
static struct row_match judge_row(struct judging *judging,
	const struct rubric_criterion *criterion, const struct sheet_row *row)
{
	struct row_match best = {.credit = -1};

	for (const char **m = row->row->metrics; *m; m++) {
		struct row_match match =
			judge_with(judging, criterion, row, *m);

		if (match.credit > best.credit)
			best = match;
	}
	return best;
}

double sheet_fit(
	struct judging *judging, const struct sheet_row *rows, size_t count)
{
	static const struct rubric_criterion plain = {
		.credit = {[FIGURE_SWAPPED] = 0.25,
			[FIGURE_SCALE] = 0.25,
			[FIGURE_NEAR] = 0.5,
			[FIGURE_UNIT] = 1,
			[FIGURE_ABOUT] = 1,
			[FIGURE_TRUNCATED] = 1,
			[FIGURE_ROUNDED] = 1}};
	double fit = 0;

	for (size_t i = 0; i < count; i++)
		fit += floor(4 * judge_row(judging, &plain, &rows[i]).credit) / 4;
	return fit;
}

/* -- cells_match -- */

static const enum message verdict_words[FIGURE_VERDICTS] = {
	[FIGURE_BLANK] = MSG_FIGURE_BLANK,
	[FIGURE_ECHO] = MSG_FIGURE_ECHO,
	[FIGURE_UNREADABLE] = MSG_FIGURE_UNREADABLE,
	[FIGURE_NO_LOG] = MSG_FIGURE_NO_LOG,
	[FIGURE_WRONG] = MSG_FIGURE_WRONG,
	[FIGURE_SWAPPED] = MSG_FIGURE_SWAPPED,
	[FIGURE_SCALE] = MSG_FIGURE_SCALE,
	[FIGURE_NEAR] = MSG_FIGURE_NEAR,
	[FIGURE_UNIT] = MSG_FIGURE_UNIT,
	[FIGURE_ABOUT] = MSG_FIGURE_ABOUT,
	[FIGURE_TRUNCATED] = MSG_FIGURE_TRUNCATED,
	[FIGURE_ROUNDED] = MSG_FIGURE_ROUNDED,
};

static enum item_state state_of(const struct figure_match *match)
{
	enum figure_verdict verdict = match->verdict;

	if (verdict == FIGURE_BLANK)
		return ITEM_MISSING;
	if (verdict >= FIGURE_UNIT && verdict <= FIGURE_TRUNCATED)
		return ITEM_NOTE;
	if (verdict == FIGURE_ROUNDED)
		return match->ambiguous ? ITEM_NOTE : ITEM_RIGHT;
	return verdict >= FIGURE_SWAPPED ? ITEM_PARTLY : ITEM_WRONG;
}

/* What is written: "1.802 or 1802", both readings when neither fits; "1,802,
 * read as 1802" when only this one does. */
static const char *written_text(const struct judging *judging,
	const struct found_cell *cell, const struct figure_match *match)
{
	const char *both[2] = {"", ""};
	const char *text = cell ? cell->text : "";

	for (size_t i = 0; i < match->text.count; i++)
		both[i] = quantity_exact(
			judging->arena, match->text.readings[i].value);
	if (match->ambiguous)
		return message_say(judging->arena, judging->lang,
			MSG_GRADE_READ_AS, text, both[match->reading]);
	if (match->verdict == FIGURE_WRONG && match->text.count > 1)
		return message_say(judging->arena, judging->lang,
			MSG_GRADE_READINGS, text, both[0], both[1]);
	return text;
}

/* No more digits than a log prints. */
static const char *in_unit(const struct judging *judging, double value,
	const struct unit *unit)
{
	int decimals =
		quantity_decimals(value / (unit ? unit->factor : 1)) - 1;

	return arena_printf(judging->arena, "%s %s",
		quantity_in(judging->arena, judging->lang, value, unit,
			decimals > 0 ? decimals : 0)
			.text,
		unit ? text_in(&unit->label, judging->lang) : "");
}

/* "382–383 MB/s": the value in the row's unit, as far as the log's digits tell
 * it in another. */
static const char *in_row_unit(const struct judging *judging,
	const struct rubric_row *row, const struct candidate *candidate)
{
	const char *low = in_unit(
		judging, candidate->value - candidate->slack, row->unit);
	const char *high = in_unit(
		judging, candidate->value + candidate->slack, row->unit);

	return strcmp(low, high) == 0
		       ? low
		       : arena_printf(judging->arena, "%.*s–%s",
				 (int)strcspn(low, " "), low, high);
}

/* "365MiB/s, about 382–383 MB/s": as the log prints it, and in the row's unit
 * where that is another. */
static const char *log_text(const struct judging *judging,
	const struct rubric_row *row, const struct candidate *candidate)
{
	const struct unit *unit = candidate->unit ? candidate->unit : row->unit;

	if (!candidate->obs)
		return in_unit(judging, candidate->value, unit);
	if (!unit || !row->unit || unit->factor == row->unit->factor)
		return candidate->obs->raw;
	return message_say(judging->arena, judging->lang, MSG_FIGURE_OTHERWISE,
		candidate->obs->raw,
		in_row_unit(judging, row, candidate));
}

/* The same with its place. */
static const char *log_place(const struct judging *judging,
	const struct rubric_row *row, const struct candidate *candidate)
{
	const char *text = log_text(judging, row, candidate);

	return candidate->obs ? arena_printf(judging->arena, "%s (%s:%u)", text,
					candidate->run->file,
					candidate->obs->line)
			      : text;
}

/* What a cell should hold when nothing in it says which value is meant. */
static const struct candidate *first_candidate(
	struct judging *judging, const struct rubric_row *row, int side)
{
	struct candidates list =
		candidates_of(judging, row, row->metrics[0], side);

	return list.count ? &list.items[0] : NULL;
}

static void describe_cell(struct judging *judging, struct outcome_item *item,
	const struct sheet_row *row, const struct found_cell *cell,
	const struct figure_match *match, const struct candidate *candidate)
{
	const char *log = "";

	if (candidate)
		log = (item->share < 1 ? log_place : log_text)(
			judging, row->row, candidate);
	item->verdict = match->verdict;
	item->subject = row->row->labels[0];
	item->got = message_say(judging->arena, judging->lang,
		verdict_words[match->verdict],
		written_text(judging, cell, match), log);
	/* the others say it themselves */
	if (candidate && match->verdict < FIGURE_NO_LOG)
		item->got = message_say(judging->arena, judging->lang,
			MSG_FIGURE_BUT_LOG, item->got, log);
	item->file = cell ? cell->file : NULL;
	item->line = cell ? cell->line : 0;
	if (item->share < 1)
		item->advice = message_say(judging->arena, judging->lang,
			match->verdict == FIGURE_NO_LOG ? MSG_GRADE_HAND_IN_LOG
							: MSG_GRADE_COPY_FIGURE,
			row->row->test->step);
}

static void add_cell(struct judging *judging, struct outcome *outcome,
	const struct sheet_row *row, const struct row_match *match, int side)
{
	const struct figure_match *cell = &match->side[side];
	double share = outcome->criterion->credit[cell->verdict];
	struct outcome_item *item = outcome_add(
		judging, outcome, state_of(cell), share, 1);

	describe_cell(judging, item, row, row->side[side], cell,
		cell->candidate ? cell->candidate
				: first_candidate(judging, row->row, side));
	item->side = row->row->from >= 0 ? SIDE_UNKNOWN : side;
	outcome_rest_on(outcome, row->side[side] ? row->side[side]->text : "-");
	outcome_rest_on(outcome, cell->candidate && cell->candidate->obs
					 ? cell->candidate->obs->raw
					 : "-");
}

/* Two cells or more are the other side's and fewer are right, as what both
 * sides have alike is in either column. */
static bool is_swapped(const struct outcome *outcome)
{
	size_t swapped = 0, own = 0;

	for (size_t i = 0; i < outcome->count; i++) {
		swapped += outcome->items[i].verdict == FIGURE_SWAPPED;
		own += outcome->items[i].verdict > FIGURE_NEAR &&
		       outcome->items[i].side != SIDE_UNKNOWN;
	}
	return swapped > 1 && swapped > own;
}

typedef void row_visit(struct judging *judging, struct outcome *outcome,
	const struct sheet_row *row);

static void each_row(
	struct judging *judging, struct outcome *outcome, row_visit *visit)
{
	const struct rubric_param *tables =
		rubric_param_find(outcome->criterion, "tables");

	for (const char **t = tables->words; *t; t++) {
		const struct sheet_table *table = sheet_table_of(judging, *t);

		for (size_t i = 0; i < table->table->row_count; i++)
			visit(judging, outcome, &table->rows[i]);
	}
}

static void visit_cells(struct judging *judging, struct outcome *outcome,
	const struct sheet_row *row)
{
	struct row_match match = judge_row(judging, outcome->criterion, row);

	for (int side = 0; side < SIDES; side++)
		if (row->row->from < 0 || row->row->from == side)
			add_cell(judging, outcome, row, &match, side);
}

void check_cells(struct judging *judging, struct outcome *outcome)
{
	each_row(judging, outcome, visit_cells);
	outcome->swapped = is_swapped(outcome);
}

/* -- the student's own figures -- */

struct own_figures {
	struct reading side[SIDES]; /* base unit */
	bool known;		    /* both are there, written or in the logs */
	bool echo;		    /* both are the sheet's sample values */
	bool logged;		    /* taken from the logs */
};

static double first_value(
	struct judging *judging, const struct sheet_row *row, int side)
{
	const struct candidate *first =
		first_candidate(judging, row->row, side);

	return first ? first->value : NAN;
}

static struct own_figures own_figures_of(struct judging *judging,
	const struct outcome *outcome, const struct sheet_row *row)
{
	struct row_match match = judge_row(judging, outcome->criterion, row);
	struct own_figures own = {.known = true, .echo = true};

	for (int side = 0; side < SIDES; side++) {
		const struct figure_match *m = &match.side[side];

		own.side[side].value = m->written;
		own.side[side].step =
			m->text.count
				? fabs(m->text.readings[m->reading].step *
					  m->written /
					  m->text.readings[m->reading].value)
				: 0;
		own.echo &= m->verdict == FIGURE_ECHO;
		own.logged |= isnan(m->written);
	}
	for (int side = 0; side < SIDES; side++) {
		if (own.logged)
			own.side[side] = (struct reading){
				first_value(judging, row, side), 0};
		own.known &= isfinite(own.side[side].value) &&
			     own.side[side].value > 0;
	}
	return own;
}

static struct outcome_item *add_verdict(struct judging *judging,
	struct outcome *outcome, const struct sheet_row *row,
	const struct found_cell *cell, bool right, bool blank)
{
	struct outcome_item *item = outcome_add(judging, outcome,
		right	? ITEM_RIGHT
		: blank ? ITEM_MISSING
			: ITEM_WRONG,
		right, 1);

	item->subject = row->row->labels[0];
	item->got = cell && !blank
			    ? cell->text
			    : message_get(judging->lang, MSG_FIGURE_BLANK);
	item->file = cell ? cell->file : NULL;
	item->line = cell ? cell->line : 0;
	outcome_rest_on(outcome, cell ? cell->text : "-");
	for (int side = 0; side < SIDES; side++)
		outcome_rest_on(
			outcome, row->side[side] ? row->side[side]->text : "-");
	return item;
}

static void mark_echo(struct judging *judging, struct outcome_item *item)
{
	item->verdict = FIGURE_ECHO;
	item->got = message_say(
		judging->arena, judging->lang, MSG_FIGURE_ECHO, item->got);
	item->wanted = NULL;
	item->advice = message_get(judging->lang, MSG_GRADE_REPLACE_SAMPLE);
}

/* Is what the student put into the row's three cells the sheet's sample? */
static bool is_echo(const struct sheet_row *row, const struct own_figures *own)
{
	return own->echo && row->winner && row->row->winner_sample &&
	       figure_same_text(row->winner->text, row->row->winner_sample);
}

static const char *winner_text(const struct judging *judging,
	const struct own_figures *own, bool lower)
{
	int winner = winner_of(own->side[0].value, own->side[1].value, lower);

	return winner < 0 ? message_get(judging->lang, MSG_GRADE_TIE)
			  : side_name(judging, winner);
}

static int winner_named(
	const struct judging *judging, const struct found_cell *cell)
{
	const char *const *const aliases[SIDES] = {
		(const char *const *)judging->rubric->sides[0].aliases,
		(const char *const *)judging->rubric->sides[1].aliases};

	return winner_read(cell ? cell->text : NULL, aliases);
}

static void visit_winner(struct judging *judging, struct outcome *outcome,
	const struct sheet_row *row)
{
	bool lower = row->row->better == RUBRIC_LOWER;
	struct own_figures own = own_figures_of(judging, outcome, row);
	int got = winner_named(judging, row->winner);
	bool blank = got == WINNER_BLANK;
	/* a row that has no winner is right with anything */
	bool right = !blank &&
		     (row->row->better == RUBRIC_NONE ||
			     (own.known && winner_right(got, own.side[0].value,
						   own.side[1].value, lower,
						   judging->rubric->tie_band)));
	struct outcome_item *item;

	if (is_echo(row, &own))
		right = false;
	item = add_verdict(judging, outcome, row, row->winner, right, blank);
	if (own.known && row->row->better != RUBRIC_NONE)
		item->wanted = winner_text(judging, &own, lower);
	if (is_echo(row, &own))
		mark_echo(judging, item);
	else if (!right)
		item->advice = message_get(
			judging->lang, own.known ? MSG_GRADE_COMPARE_OWN
						 : MSG_GRADE_FILL_FIGURES);
}

void check_winners(struct judging *judging, struct outcome *outcome)
{
	each_row(judging, outcome, visit_winner);
}

/* -- percentages -- */

/* The first number of a cell that a %, or the sign above it, is about. */
static bool read_percent(const struct found_cell *cell, struct reading *percent)
{
	const char *text = cell ? cell->text : "";
	bool any = cell && strchr(cell->column, '%');
	struct written written;

	while (figure_read(text, &written)) {
		if (written.percent || any) {
			*percent = written.readings[0];
			return true;
		}
		text = written.stop;
	}
	return false;
}

static const char *percent_text(
	const struct judging *judging, const struct own_figures *own)
{
	double high = fmax(own->side[0].value, own->side[1].value);
	double low = fmin(own->side[0].value, own->side[1].value);

	const char *smaller = quantity_share(
		judging->arena, judging->lang, high / low - 1)
				      .text;
	const char *larger = quantity_share(
		judging->arena, judging->lang, 1 - low / high)
				     .text;

	return strcmp(smaller, larger) == 0
		       ? smaller
		       : message_say(judging->arena, judging->lang,
				 MSG_GRADE_PERCENT_BASES, smaller, larger);
}

/* A tie that may be called one has no percentage to state. */
static bool is_tie(const struct judging *judging, const struct sheet_row *row,
	const struct own_figures *own)
{
	return own->known && winner_named(judging, row->winner) == WINNER_TIE &&
	       winner_right(WINNER_TIE, own->side[0].value, own->side[1].value,
		       row->row->better == RUBRIC_LOWER,
		       judging->rubric->tie_band);
}

static void visit_percentage(struct judging *judging, struct outcome *outcome,
	const struct sheet_row *row)
{
	struct own_figures own;
	struct reading percent;
	struct outcome_item *item;
	const struct found_cell *cell = row->winner;
	bool found, right;

	if (!row->row->percent)
		return;
	own = own_figures_of(judging, outcome, row);
	found = read_percent(cell, &percent);
	if (!found && read_percent(row->percent, &percent)) {
		cell = row->percent;
		found = true;
	}
	right = found ? own.known && !is_echo(row, &own) &&
				percent_right(percent, own.side[0], own.side[1])
		      : is_tie(judging, row, &own);
	item = add_verdict(judging, outcome, row, cell, right, !found && !right);
	if (!found && !right && winner_named(judging, row->winner) >= WINNER_TIE)
		item->got = message_say(judging->arena, judging->lang,
			MSG_GRADE_NO_PERCENT, row->winner->text);
	/* a tie needs none */
	if (own.known && (found || !right))
		item->wanted = percent_text(judging, &own);
	if (is_echo(row, &own))
		mark_echo(judging, item);
	else if (!right)
		item->advice = message_get(
			judging->lang, own.known ? MSG_GRADE_STATE_PERCENT
						 : MSG_GRADE_FILL_FIGURES);
}

void check_percentages(struct judging *judging, struct outcome *outcome)
{
	each_row(judging, outcome, visit_percentage);
}
