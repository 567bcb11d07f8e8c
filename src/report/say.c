#include "src/report/say.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "src/base/signs.h"

/* nobody runs a benchmark more often: the exact figure says nothing */
#define RUNS_SHOWN 100
#define NAME_MOST 80	/* characters of a name that stands again and again */
#define COUNTS_LISTED 3 /* systems whose numbers of runs a cell can list */

const char *say(const struct study *study, const struct text *text)
{
	return text_in(text, study->lang);
}

const char *say_count(const struct study *study, size_t count)
{
	return quantity_count(study->arena, study->lang, count);
}

const char *say_full_name(const struct study *study, size_t system)
{
	return say(study, &study->lab->systems[system].name);
}

const char *say_system(const struct study *study, size_t system)
{
	return text_shortened(
		study->arena, say_full_name(study, system), NAME_MOST);
}

const char *say_short(const struct study *study, size_t system)
{
	return say(study, &study->lab->systems[system].short_name);
}

static const char *end_name(
	const struct study *study, int system, const char *address)
{
	return system >= 0 ? say_short(study, (size_t)system) : address;
}

const char *say_place(
	const struct study *study, const struct line *line, size_t place)
{
	const struct corpus_path *path;

	if (!line->test->path)
		return say_short(study, place);
	path = &study->corpus->paths[place];
	return arena_printf(study->arena, "%s " ARROW_RIGHT " %s",
		end_name(study, path->from, path->from_address),
		end_name(study, path->to, path->to_address));
}

static const char *end_id(
	const struct study *study, int system, const char *address)
{
	return system >= 0 ? study->lab->systems[system].id : address;
}

const char *say_place_id(
	const struct study *study, const struct line *line, size_t place)
{
	const struct corpus_path *path;

	if (!line->test->path)
		return study->lab->systems[place].id;
	path = &study->corpus->paths[place];
	return arena_printf(study->arena, "%s>%s",
		end_id(study, path->from, path->from_address),
		end_id(study, path->to, path->to_address));
}

const char *say_metric(
	const struct study *study, const struct lab_metric *metric)
{
	static const char *const arrows[] = {
		[BETTER_NONE] = "",
		[BETTER_HIGHER] = ARROW_UP,
		[BETTER_LOWER] = ARROW_DOWN,
	};
	const char *unit = say(study, &metric->unit->label);
	const char *arrow = arrows[metric->better];
	const char *label = say(study, &metric->label);

	if (!unit[0] && !arrow[0])
		return label;
	return arena_printf(study->arena, "%s (%s%s%s)", label, unit,
		unit[0] && arrow[0] ? NARROW_NBSP : "", arrow);
}

static size_t summary_metrics(const struct lab_test *test)
{
	size_t count = 0;

	for (size_t m = 0; m < test->metric_count; m++)
		count += test->metrics[m].summary;
	return count;
}

const char *say_line_label(
	const struct study *study, const struct line *line, bool unit)
{
	struct lab_metric metric = *line->metric;
	const char *test = say(study, &line->test->label);

	/* the test says it all when it brings one line */
	if (summary_metrics(line->test) == 1 && metric.summary) {
		metric.label = line->test->label;
		return unit ? say_metric(study, &metric) : test;
	}
	return SAY(study, SUMMARY_LABEL, test,
		unit ? say_metric(study, &metric) : say(study, &metric.label));
}

struct digits say_value(
	const struct study *study, const struct line *line, double value)
{
	return quantity_in(study->arena, study->lang, value, line->metric->unit,
		line->decimals);
}

const char *say_mean(
	const struct study *study, const struct line *line, size_t place)
{
	const struct stats_summary *s = &line->samples[place].summary;
	const char *mean = say_value(study, line, s->mean).text;

	if (s->n < 2)
		return mean;
	return arena_printf(study->arena, "%s " PLUS_MINUS " %s", mean,
		say_value(study, line, s->high - s->mean).text);
}

const char *say_percent_points(const struct study *study, double fraction)
{
	return quantity_fixed(study->arena, study->lang, 100 * fraction,
		quantity_percent_decimals(fraction))
		.text;
}

const char *say_fraction(const struct study *study, double fraction)
{
	return quantity_share(study->arena, study->lang, fraction).text;
}

const char *say_setting(const struct study *study, double fraction)
{
	return SAY(study, PERCENT,
		quantity_setting(study->arena, study->lang, fraction).text);
}

const char *say_signed_points(const struct study *study, double fraction)
{
	return quantity_signed(study->arena, study->lang, 100 * fraction,
		quantity_percent_decimals(fraction))
		.text;
}

const char *say_delta(const struct study *study, const struct pair *pair)
{
	const struct stats_comparison *c = &pair->comparison;
	const char *delta =
		quantity_percent(study->arena, study->lang, c->ratio - 1).text;

	if (!isfinite(c->ratio))
		return EN_DASH;
	if (!isfinite(c->low))
		return delta;
	return arena_printf(study->arena, "%s %s", delta,
		quantity_interval(study->arena, study->lang,
			say_signed_points(study, c->low - 1),
			say_signed_points(study, c->high - 1)));
}

const char *say_advantage(const struct study *study, const struct line *line,
	const struct pair *pair)
{
	struct share share = pair_advantage(line, pair);
	const struct pair oriented = {.comparison = {.ratio = 1 + share.value,
					      .low = 1 + share.low,
					      .high = 1 + share.high}};

	return say_delta(study, &oriented);
}

const char *say_loss(
	const struct study *study, struct share loss, bool interval)
{
	const char *text =
		quantity_share(study->arena, study->lang, loss.value).text;

	if (!isfinite(loss.value))
		return "";
	if (!interval || !isfinite(loss.low))
		return text;
	return arena_printf(study->arena, "%s %s", text,
		quantity_interval(study->arena, study->lang,
			say_percent_points(study, loss.low),
			say_percent_points(study, loss.high)));
}

const char *say_needed(const struct study *study, size_t runs)
{
	if (runs > RUNS_SHOWN)
		return SAY(study, MORE_THAN, say_count(study, RUNS_SHOWN));
	return say_count(study, runs);
}

/* "Indécis" with the number of runs that would decide. */
static const char *say_undecided(const struct study *study, size_t needed)
{
	if (!needed)
		return WORD(study, UNDECIDED);
	if (needed > RUNS_SHOWN)
		return SAY(study, UNDECIDED_MANY, say_count(study, RUNS_SHOWN));
	return SAY(study, UNDECIDED_RUNS, say_count(study, needed));
}

static size_t most_runs_needed(const struct line *line)
{
	size_t most = 0;

	for (size_t p = 0; p < line->pair_count; p++)
		if (line->pairs[p].needed.for_margin > most)
			most = line->pairs[p].needed.for_margin;
	return most;
}

const char *say_leaders(const struct study *study, const struct line *line)
{
	const char **names =
		arena_alloc(study->arena, line->place_count * sizeof *names);
	size_t count = 0;

	for (size_t i = 0; i < line->place_count; i++)
		if (line->leads[i])
			names[count++] = say_place(study, line, i);
	return say_list(study, names, count);
}

/* A verdict, and whether it is more than probable. */
static const char *say_sure(
	const struct study *study, const char *verdict, bool confirmed)
{
	return confirmed ? verdict : SAY(study, PROBABLE, verdict);
}

const char *say_outcome(const struct study *study, const struct line *line)
{
	switch (line->outcome) {
	case OUTCOME_NO_DATA:
		return EN_DASH;
	case OUTCOME_NO_WINNER:
		return WORD(study, NO_WINNER);
	case OUTCOME_UNDECIDED:
		return say_undecided(study, most_runs_needed(line));
	case OUTCOME_EQUAL:
		return say_sure(study, WORD(study, EQUAL), line->confirmed);
	case OUTCOME_WINNER:
		return say_sure(
			study, say_leaders(study, line), line->confirmed);
	case OUTCOME_LEADERS:
		return SAY(study, LEADERS, say_leaders(study, line));
	}
	return "";
}

const char *say_verdict(const struct study *study, const struct line *line,
	const struct pair *pair)
{
	if (line->metric->better == BETTER_NONE || line->test->path)
		return WORD(study, NO_WINNER);
	switch (pair->comparison.verdict) {
	case VERDICT_NO_DATA:
		return EN_DASH;
	case VERDICT_UNDECIDED:
		return say_undecided(study, pair->needed.for_margin);
	case VERDICT_EQUAL:
		return say_sure(study, WORD(study, EQUAL), pair->confirmed);
	case VERDICT_A:
		return say_sure(study, say_place(study, line, pair->a),
			pair->confirmed);
	case VERDICT_B:
		return say_sure(study, say_place(study, line, pair->b),
			pair->confirmed);
	}
	return "";
}

const char *say_sentences(
	const struct study *study, const char *const *sentences)
{
	const char *text = "";

	for (; *sentences; sentences++)
		if ((*sentences)[0])
			text = arena_printf(study->arena, "%s%s%s", text,
				text[0] ? " " : "", *sentences);
	return text;
}

/* French counts from two on, English everything but one. */
enum message say_number(const struct study *study, double amount,
	enum message singular, enum message plural)
{
	bool one = study->lang == LANG_FR ? fabs(amount) < 2 : amount == 1;

	return one ? singular : plural;
}

const char *say_amount(const struct study *study, double amount,
	enum message singular, enum message plural)
{
	enum message noun = say_number(study, amount, singular, plural);

	return message_say(study->arena, study->lang, noun,
		quantity_fixed(study->arena, study->lang, amount, 1).text);
}

const char *say_list(
	const struct study *study, const char *const *items, size_t count)
{
	const char *text = count ? items[0] : "";

	for (size_t i = 1; i < count; i++)
		text = arena_printf(study->arena, "%s%s%s", text,
			i + 1 == count ? WORD(study, AND) : ", ", items[i]);
	return text;
}

const char *say_systems(const struct study *study, const bool *set)
{
	size_t count = 0, n = study->lab->system_count;
	const char **names = arena_alloc(study->arena, n * sizeof *names);

	for (size_t i = 0; i < n; i++)
		if (set[i])
			names[count++] = say_short(study, i);
	return say_list(study, names, count);
}

size_t contestants(const struct study *study, size_t **systems)
{
	size_t n = study->lab->system_count, count = 0;

	/* room for the baseline that participants() may add */
	*systems = arena_alloc(study->arena, (n + 1) * sizeof **systems);
	for (size_t i = 0; i < n; i++)
		if (corpus_contestant(study->corpus, i))
			(*systems)[count++] = i;
	return count;
}

size_t participants(const struct study *study, size_t **systems)
{
	size_t count = contestants(study, systems);

	if (study->corpus->baseline >= 0)
		(*systems)[count++] = (size_t)study->corpus->baseline;
	return count;
}

struct doc_column *system_columns(const struct study *study, const char *first,
	const size_t *systems, size_t count, size_t more,
	struct doc_column each)
{
	struct doc_column *columns =
		arena_alloc(study->arena, (1 + count + more) * sizeof *columns);

	columns[0] = (struct doc_column){.title = first, .wraps = true};
	for (size_t i = 0; i < count; i++) {
		columns[1 + i] = each;
		columns[1 + i].title = say_short(study, systems[i]);
	}
	return columns;
}

/* "0 to 5", of more systems than a cell can list. */
static const char *count_range(const struct study *study,
	const struct line *line, const size_t *systems, size_t count)
{
	size_t least = SIZE_MAX, most = 0;

	for (size_t i = 0; i < count; i++) {
		size_t runs = line->samples[systems[i]].count;

		least = runs < least ? runs : least;
		most = runs > most ? runs : most;
	}
	return least == most ? SAY(study, RUNS_EACH, say_count(study, most))
			     : SAY(study, RANGE, say_count(study, least),
				       say_count(study, most));
}

const char *say_counts(const struct study *study, const struct line *line,
	const size_t *systems, size_t count)
{
	const char *text = "";
	bool equal = true;

	for (size_t i = 1; i < count; i++)
		equal = equal && line->samples[systems[i]].count ==
					 line->samples[systems[0]].count;
	if (count > COUNTS_LISTED || (equal && count > 2))
		return count_range(study, line, systems, count);
	for (size_t i = 0; i < count; i++)
		text = arena_printf(study->arena, "%s%s%zu", text,
			i ? " / " : "", line->samples[systems[i]].count);
	return text;
}

/* The n-th word of a list separated by blanks, n from 0. */
static char *nth_word(struct arena *arena, const char *words, int n)
{
	while (n-- > 0 && *words) {
		words += strcspn(words, " ");
		words += *words == ' ';
	}
	return arena_strndup(arena, words, strcspn(words, " "));
}

const char *say_date(const struct study *study, const char *iso)
{
	int year, month, day;

	if (sscanf(iso, "%4d-%2d-%2d", &year, &month, &day) != 3 || month < 1 ||
		month > 12)
		return iso;
	return SAY(study, DATE, arena_printf(study->arena, "%d", day),
		nth_word(study->arena, WORD(study, MONTHS), month - 1),
		arena_printf(study->arena, "%d", year));
}
