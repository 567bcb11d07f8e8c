#include "src/grade/figures.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#include "src/base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Binary doubles are a little off the decimals that they were. */
#define EPSILON 1e-9

#define ABOUT 0.02

/* Letters of a name that is known with one of them wrong. */
#define SLIP_LETTERS 6

static const char *const verdict_words[FIGURE_VERDICTS] = {
	[FIGURE_BLANK] = "blank",
	[FIGURE_ECHO] = "echo",
	[FIGURE_UNREADABLE] = "blank",
	[FIGURE_NO_LOG] = "no_log",
	[FIGURE_WRONG] = "wrong",
	[FIGURE_SWAPPED] = "scale_or_swap",
	[FIGURE_SCALE] = "scale_or_swap",
	[FIGURE_NEAR] = "near",
	[FIGURE_UNIT] = "round",
	[FIGURE_ABOUT] = "round",
	[FIGURE_TRUNCATED] = "trunc",
	[FIGURE_ROUNDED] = "round",
};

const char *figure_word(enum figure_verdict verdict)
{
	return verdict_words[verdict];
}

/* -- the log's side -- */

/* Is what stands in the log, without a unit, in this one? */
static bool is_printed_in(const struct obs *obs, const struct written *raw,
	const struct unit *unit)
{
	double value = raw->readings[0].value * unit->factor;

	return fabs(value - obs->value) <= 1e-6 * fabs(obs->value);
}

bool candidate_of(const struct run *run, const char *metric,
	const struct unit *unit, struct candidate *candidate)
{
	const struct obs *obs = run_obs(run, metric);
	struct written raw;

	if (!obs)
		return false;
	*candidate = (struct candidate){obs->value, 0, unit, run, obs};
	if (!figure_read(obs->raw, &raw))
		return true;
	/* how many base units the printed one holds follows from both */
	if (raw.readings[0].value > 0)
		candidate->slack = raw.readings[0].step / 2 * obs->value /
				   raw.readings[0].value;
	if (raw.unit && raw.unit->dimension == obs->metric->dimension)
		candidate->unit = raw.unit;
	else if (unit && !is_printed_in(obs, &raw, unit))
		candidate->unit = NULL;
	return true;
}

/* -- one number against one value -- */

struct trial {
	struct reading reading; /* in `factor`s of the base unit */
	double factor;
	bool about;
	double near;
};

static bool fits(double written, double step, double value, double slack)
{
	return fabs(written - value) <=
	       step / 2 + slack + EPSILON * fabs(value);
}

static bool is_cut(double written, double step, double value)
{
	double steps = fabs(value) / step;

	return fabs(floor(steps + EPSILON * steps) * step - fabs(written)) <=
		       step * 1e-6 &&
	       written * value >= 0;
}

/* In two units fio prints about as many digits; "382.00" is its "382MB/s" as a
 * spreadsheet shows it. Zeros beyond what the log can tell are no digits. */
static double without_zeros(const struct reading *reading, double slack)
{
	double step = reading->step;

	for (;;) {
		double tens = reading->value / (step * 10);

		if (step > 0.5 || step * 10 > 2 * slack ||
			fabs(tens - round(tens)) > 1e-6)
			return step;
		step *= 10;
	}
}

/* With the candidate's own digits; the slack counts once units were changed. */
static enum figure_verdict try_plain(
	const struct trial *trial, const struct candidate *candidate)
{
	bool same = candidate->unit && candidate->unit->factor == trial->factor;
	double value = candidate->value / trial->factor;
	double slack = same ? 0 : candidate->slack / trial->factor;
	double written = trial->reading.value;
	double step = without_zeros(&trial->reading, slack);

	if (fits(written, step, value, slack))
		return FIGURE_ROUNDED;
	if (is_cut(written, step, value))
		return FIGURE_TRUNCATED;
	if (trial->about && fabs(written - value) <= ABOUT * fabs(value))
		return FIGURE_ABOUT;
	return FIGURE_WRONG;
}

static bool is_bytes(const struct candidate *candidate)
{
	return candidate->obs
		       ? candidate->obs->metric->dimension == BYTE ||
				 candidate->obs->metric->dimension == BYTE_RATE
		       : candidate->unit &&
				 (candidate->unit->dimension == BYTE ||
					 candidate->unit->dimension ==
						 BYTE_RATE);
}

/* KiB and kB, MiB and MB, GiB and GB in place of each other. */
static bool fits_swapped_unit(
	const struct trial *trial, const struct candidate *candidate)
{
	static const double units[][2] = {
		{1024.0, 1e3}, {1048576.0, 1e6}, {1073741824.0, 1e9}};
	struct trial other = *trial;

	if (!is_bytes(candidate))
		return false;
	for (size_t i = 0; i < COUNT(units); i++)
		for (int k = 0; k < 2; k++) {
			other.factor = units[i][!k];
			if (trial->factor == units[i][k] &&
				try_plain(&other, candidate) >= FIGURE_ABOUT)
				return true;
		}
	return false;
}

/* Off by 10, 100, 1000, 10^6, 8 or 1024, or by one of these the other way. */
static bool fits_scaled(
	const struct trial *trial, const struct candidate *candidate)
{
	static const double powers[] = {10, 100, 1e3, 1e6, 1024, 1048576, 8};
	struct trial scaled = *trial;

	if (trial->reading.value / trial->reading.step < 9.5)
		return false; /* one digit fits too easily */
	for (size_t i = 0; i < COUNT(powers); i++)
		for (int up = 0; up < 2; up++) {
			scaled.factor = up ? trial->factor * powers[i]
					   : trial->factor / powers[i];
			if (try_plain(&scaled, candidate) > FIGURE_ABOUT)
				return true;
		}
	return false;
}

static enum figure_verdict try_one(
	const struct trial *trial, const struct candidate *candidate)
{
	enum figure_verdict plain = try_plain(trial, candidate);
	double value = candidate->value / trial->factor;

	if (plain != FIGURE_WRONG)
		return plain;
	if (fits_swapped_unit(trial, candidate))
		return FIGURE_UNIT;
	if (fabs(trial->reading.value - value) <=
		trial->near * fabs(value) * (1 + EPSILON))
		return FIGURE_NEAR;
	return fits_scaled(trial, candidate) ? FIGURE_SCALE : FIGURE_WRONG;
}

/* -- a cell -- */

static double distance(const struct trial *trial, const struct candidate *c)
{
	return fabs(log(fabs(trial->reading.value * trial->factor / c->value)));
}

static double factor_of(
	const struct figure_cell *cell, const struct written *text)
{
	const struct unit *unit =
		text->unit && cell->unit &&
				text->unit->dimension == cell->unit->dimension
			? text->unit
			: cell->unit;

	return unit ? unit->factor : 1;
}

/* The best of all readings against all candidates; the nearest of those that
 * do equally well. */
static void judge_against(const struct figure_cell *cell,
	const struct candidate *candidates, size_t count,
	struct figure_match *match)
{
	double nearest = INFINITY;

	match->verdict = FIGURE_WRONG;
	for (size_t r = 0; r < match->text.count; r++)
		for (size_t i = 0; i < count; i++) {
			struct trial trial = {match->text.readings[r],
				factor_of(cell, &match->text),
				match->text.about, cell->near};
			enum figure_verdict verdict =
				try_one(&trial, &candidates[i]);
			double away = distance(&trial, &candidates[i]);

			if (match->candidate &&
				(verdict < match->verdict ||
					(verdict == match->verdict &&
						away >= nearest)))
				continue;
			match->verdict = verdict;
			match->reading = r;
			match->candidate = &candidates[i];
			nearest = away;
		}
}

static bool is_others(
	const struct figure_cell *cell, const struct figure_match *match)
{
	struct figure_match other = {.text = match->text};

	judge_against(cell, cell->other, cell->other_count, &other);
	return other.verdict >= FIGURE_UNIT;
}

static void judge_number(
	const struct figure_cell *cell, struct figure_match *match)
{
	if (!cell->own_count) {
		match->verdict = FIGURE_NO_LOG;
		return;
	}
	judge_against(cell, cell->own, cell->own_count, match);
	/* with two readings to choose from a factor proves nothing */
	if (match->text.count > 1 && match->verdict == FIGURE_SCALE)
		match->verdict = FIGURE_WRONG;
	match->ambiguous =
		match->text.count > 1 && match->verdict > FIGURE_SWAPPED;
	if (match->verdict <= FIGURE_SCALE && is_others(cell, match))
		match->verdict = FIGURE_SWAPPED;
}

struct figure_match figure_judge(const struct figure_cell *cell)
{
	struct figure_match match = {.verdict = FIGURE_BLANK, .written = NAN};

	if (!cell->text || figure_is_blank(cell->text))
		return match;
	match.verdict = FIGURE_UNREADABLE;
	if (!figure_read(cell->text, &match.text))
		return match;
	judge_number(cell, &match);
	match.written = match.text.readings[match.reading].value *
			factor_of(cell, &match.text);
	if (match.verdict < FIGURE_NEAR && cell->sample &&
		figure_same_text(cell->text, cell->sample))
		match.verdict = FIGURE_ECHO;
	return match;
}

/* -- winners -- */

static bool is_word(char c)
{
	return isalnum((unsigned char)c);
}

/* The word stands in the text by itself, upper or lower case. */
static bool names(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *p = text; *p; p++)
		if (strncasecmp(p, word, length) == 0 &&
			(p == text || !is_word(p[-1])) && !is_word(p[length]))
			return true;
	return false;
}

static bool says_tie(const char *text)
{
	static const char *const words[] = {"galité", "GALITÉ", "galite",
		"equal", "equality", "tie", "aequo", "æquo", "aucun", "none",
		"identique", "identiques", "pareil", "same", "nul", "="};

	for (size_t i = 0; i < COUNT(words); i++)
		if (names(text, words[i]) || strcmp(text, words[i]) == 0 ||
			(i < 3 && strstr(text, words[i])))
			return true;
	return strcmp(text, "=") == 0;
}

/* One letter too few, too many or wrong: "Promox". */
static bool is_slip(const char *text, size_t length, const char *word)
{
	size_t whole = strlen(word), same = 0, tail = 0;
	size_t least = length < whole ? length : whole;

	if (whole < SLIP_LETTERS || length + 1 < whole || length > whole + 1)
		return false;
	while (same < least &&
		tolower((unsigned char)text[same]) ==
			tolower((unsigned char)word[same]))
		same++;
	while (tail < least - same &&
		tolower((unsigned char)text[length - 1 - tail]) ==
			tolower((unsigned char)word[whole - 1 - tail]))
		tail++;
	return same + tail + 1 >= (length > whole ? length : whole);
}

/* Is one of the text's words the word, mistyped? */
static bool names_nearly(const char *text, const char *word)
{
	for (const char *end; *text; text = end) {
		end = text;
		while (is_word(*end))
			end++;
		if (is_slip(text, (size_t)(end - text), word))
			return true;
		end += end == text;
	}
	return false;
}

int winner_read(const char *text, const char *const *const aliases[2])
{
	bool named[2] = {false, false};

	if (text && says_tie(text))
		return WINNER_TIE;
	if (!text || figure_is_blank(text))
		return WINNER_BLANK;
	for (int side = 0; side < 2; side++)
		for (const char *const *a = aliases[side]; *a; a++)
			named[side] |= names(text, *a) || names_nearly(text, *a);
	if (named[0] && named[1])
		return WINNER_TIE;
	return named[0] ? 0 : named[1] ? 1 : WINNER_UNREAD;
}

int winner_of(double a, double b, bool lower_is_better)
{
	if (a == b)
		return WINNER_TIE;
	return (a < b) == lower_is_better ? 0 : 1;
}

bool winner_right(
	int got, double a, double b, bool lower_is_better, double band)
{
	double gap = fabs(a - b) / fmin(fabs(a), fabs(b));

	if (got == WINNER_TIE)
		return a == b || gap <= band * (1 + EPSILON);
	return got >= 0 && got == winner_of(a, b, lower_is_better);
}

static double over(double a, double b)
{
	return 100 * fabs(a / b - 1);
}

/* Least and greatest difference that the written digits leave open. */
static bool between(double percent, double step, double low, double high)
{
	return percent >= low - step / 2 - EPSILON - step * EPSILON &&
	       percent <= high + step / 2 + EPSILON + step * EPSILON;
}

bool percent_right(struct reading percent, struct reading a, struct reading b)
{
	double high = fmax(a.value, b.value), low = fmin(a.value, b.value);
	double got = fabs(percent.value);
	double slack_high = (a.value > b.value ? a.step : b.step) / 2;
	double slack_low = (a.value > b.value ? b.step : a.step) / 2;
	double most = (high + slack_high) / (low - slack_low);
	double least = (high - slack_high) / (low + slack_low);

	if (!(low - slack_low > 0) || !isfinite(high))
		return false;
	if (least < 1)
		least = 1;
	/* of the smaller, then of the larger; cut as well as rounded */
	return between(got, percent.step, over(least, 1), over(most, 1)) ||
	       between(got, percent.step, over(1, least), over(1, most)) ||
	       between(got + percent.step / 2, percent.step, over(least, 1),
		       over(most, 1));
}
