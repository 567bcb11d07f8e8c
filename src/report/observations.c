/* The analysis in sentences, generated from the summary lines. */
#include <math.h>
#include <string.h>

#include "src/report/section.h"

/* Of the path of a log: system/run/file. */
#define TAIL_PARTS 3

/* Beyond, how many more it may take does not matter any more. */
#define RUNS_PLAUSIBLE 100
/* Runs that show only a difference larger than this show nothing. */
#define ANYTHING 10
/* Below this p something about the runs is worth a word. */
#define SUSPECT 0.05
/* First runs that are the worst are worth a word when they are so many, and so
 * many times more than chance would give. */
#define COLD_LEAST 3
#define COLD_TIMES 2

static const struct pair *deciding_pair(const struct line *line)
{
	return line->pair_count == 1 ? &line->pairs[0] : NULL;
}

/* The first pair of an undecided line of the summary that is so for that
 * reason; NULL: none. */
static const struct pair *open_pair(
	const struct line *line, enum stats_reason reason)
{
	if (line->outcome != OUTCOME_UNDECIDED || !line_in_summary(line))
		return NULL;
	for (size_t p = 0; p < line->pair_count; p++)
		if (line->pairs[p].comparison.reason == reason)
			return &line->pairs[p];
	return NULL;
}

/* "300 % [206 ; 421]" of fractions. */
static const char *say_share(
	const struct study *study, double lead, double low, double high)
{
	const char *text = quantity_share(study->arena, study->lang, lead).text;

	if (!isfinite(low))
		return text;
	return arena_printf(study->arena, "%s %s", text,
		quantity_interval(study->arena, study->lang,
			say_percent_points(study, low),
			say_percent_points(study, high)));
}

const char *say_lead(const struct study *study, const struct line *line)
{
	const struct pair *closest;
	struct share lead = line_lead(line, &closest);

	return isnan(lead.value)
		       ? ""
		       : say_share(study, lead.value, lead.low, lead.high);
}

/* Beyond twice as much people think in ratios. */
static const char *say_ratio(const struct study *study, double lead)
{
	if (!(lead >= 1))
		return "";
	return SAY(study, OBS_RATIO,
		quantity_fixed(
			study->arena, study->lang, 1 + lead, lead < 9 ? 1 : 0)
			.text);
}

static size_t measured_contestants(
	const struct study *study, const struct line *line)
{
	size_t *systems, count = contestants(study, &systems), measured = 0;

	for (size_t i = 0; i < count; i++)
		measured += line->samples[systems[i]].count > 0;
	return measured;
}

static const char *say_winner_line(
	const struct study *study, const struct line *line, const char *label)
{
	const struct pair *pair = NULL;
	size_t contenders = corpus_contestant_count(study->corpus);
	size_t measured = measured_contestants(study, line);
	const char *ratio = say_ratio(study, line_lead(line, &pair).value);
	bool first = pair->comparison.verdict == VERDICT_A;
	const char *who = say_place(study, line, first ? pair->a : pair->b);
	const char *rival = say_place(study, line, first ? pair->b : pair->a);
	const char *small =
		pair->comparison.beyond_margin
			? ""
			: SAY(study, OBS_MAYBE_SMALL,
				  say_setting(study, line->metric->margin));

	if (line->pair_count > 1 && measured < contenders)
		return SAY(study, OBS_WINNER_MEASURED, label, who,
			say_lead(study, line), rival, ratio, small,
			say_count(study, measured));
	if (line->pair_count > 1)
		return SAY(study, OBS_WINNER, label, who, say_lead(study, line),
			rival, ratio, small);
	return SAY(study, OBS_WINNER_BY, label, who, say_lead(study, line),
		ratio, small);
}

/* The pair of the two best means of a line that has several pairs. */
static const struct pair *first_two(
	const struct study *study, const struct line *line)
{
	double *values =
		arena_alloc(study->arena, line->place_count * sizeof *values);
	bool higher = line->metric->better == BETTER_HIGHER;
	const struct pair *pair = line->pairs;
	int best, second;

	for (size_t i = 0; i < line->place_count; i++) {
		double mean = line->samples[i].summary.mean;
		bool there = corpus_contestant(study->corpus, i) &&
			     line->samples[i].count;

		values[i] = !there ? NAN : higher ? mean : -mean;
	}
	best_two(values, line->place_count, &best, &second);
	while (pair < line->pairs + line->pair_count - 1 &&
		!(((int)pair->a == best && (int)pair->b == second) ||
			((int)pair->a == second && (int)pair->b == best)))
		pair++;
	return pair;
}

static bool single(const struct line *line, size_t place)
{
	return line->samples[place].count < 2;
}

static bool all_single(const struct study *study, const struct line *line)
{
	for (size_t i = 0; i < line->place_count; i++)
		if (corpus_contestant(study->corpus, i) && !single(line, i))
			return false;
	return true;
}

static const char *say_one_run(const struct study *study,
	const struct line *line, const struct pair *pair, const char *label)
{
	if (single(line, pair->a) && single(line, pair->b))
		return SAY(study, OBS_ONE_RUN, label, say_delta(study, pair));
	return SAY(study, OBS_ONE_RUN_OF, label, say_delta(study, pair),
		say_place(study, line,
			single(line, pair->a) ? pair->a : pair->b));
}

static const char *say_undecided_line(
	const struct study *study, const struct line *line, const char *label)
{
	const struct pair *pair = deciding_pair(line);

	if (!pair && open_pair(line, REASON_ONE_RUN) && all_single(study, line))
		return SAY(study, OBS_ONE_RUN_ALL, label);
	if (!pair) {
		pair = first_two(study, line);
		return SAY(study, OBS_UNDECIDED, label,
			say_place(study, line, pair->a),
			say_place(study, line, pair->b),
			say_delta(study, pair));
	}
	if (pair->comparison.reason == REASON_NOT_POSITIVE)
		return SAY(study, OBS_NOT_POSITIVE, label);
	if (pair->comparison.reason == REASON_ONE_RUN)
		return say_one_run(study, line, pair, label);
	if (!(pair->comparison.detectable <= ANYTHING))
		return SAY(
			study, OBS_SHOW_NOTHING, label, say_delta(study, pair));
	return SAY(study, OBS_UNDECIDED_BY, label, say_delta(study, pair),
		say_fraction(study, pair->comparison.detectable));
}

const char *say_errors(const struct study *study, const struct lab_test *test,
	enum rule_touches touches)
{
	const struct findings *findings = study->findings;
	const char **numbers = arena_alloc(
		study->arena, (findings->count + 1) * sizeof *numbers);
	size_t count = 0;

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *f = &findings->items[i];

		if (f->level == LEVEL_ERROR && f->rule->touches == touches &&
			(!test || finding_touches(f, test)))
			numbers[count++] = say_count(study, i + 1);
	}
	if (!count)
		return "";
	return message_say(study->arena, study->lang,
		count > 1 ? MSG_FINDING_NUMBERS : MSG_FINDING_NUMBER,
		say_list(study, numbers, count));
}

/* Does the system have runs of the test, but none that is of use? */
static bool all_unusable(
	const struct study *study, const struct line *line, size_t system)
{
	bool unusable = false;

	for (size_t i = 0; i < study->corpus->run_count; i++) {
		const struct corpus_run *r = &study->corpus->runs[i];

		unusable |= r->test == line->test && r->system == system &&
			    r->unusable;
	}
	return unusable && !line->samples[system].count;
}

/* Why no verdict may be given; NULL: nothing forbids it. */
static const char *say_barred(
	const struct study *study, const struct line *line, const char *label)
{
	const char *of_test = say_errors(study, line->test, TOUCHES_TEST);

	if (!line->barred)
		return NULL;
	return SAY(study, OBS_BARRED, label,
		*of_test ? of_test : say_errors(study, NULL, TOUCHES_ALL));
}

static const char *say_no_data(
	const struct study *study, const struct line *line, const char *label)
{
	size_t *systems, count = contestants(study, &systems);
	size_t missing = 0, useless = 0;
	const char *barred = say_barred(study, line, label);
	const char **names =
		arena_alloc(study->arena, (2 * count + 1) * sizeof *names);

	for (size_t i = 0; i < count; i++) {
		if (corpus_lacks(study->corpus, line->test, systems[i]))
			names[missing++] = say_short(study, systems[i]);
		else if (all_unusable(study, line, systems[i]))
			names[count + useless++] = say_short(study, systems[i]);
	}
	if (barred)
		return barred;
	if (useless)
		return SAY(study, OBS_UNUSABLE, label,
			say_list(study, names + count, useless),
			say_errors(study, line->test, TOUCHES_RUN));
	return missing ? SAY(study, OBS_MISSING, label,
				 say_list(study, names, missing))
		       : SAY(study, OBS_NO_DATA, label);
}

/* Who, by how much, how sure; NULL where a line compares nobody. */
static const char *say_line(const struct study *study, const struct line *line)
{
	const char *label = say_line_label(study, line, false);
	const struct pair *pair = deciding_pair(line);

	switch (line->outcome) {
	case OUTCOME_WINNER:
		return say_winner_line(study, line, label);
	case OUTCOME_EQUAL:
		return message_say(study->arena, study->lang,
			line->confirmed ? MSG_OBS_EQUAL
					: MSG_OBS_EQUAL_PROBABLE,
			label, say_setting(study, line->metric->margin),
			pair ? say_delta(study, pair) : "");
	case OUTCOME_LEADERS:
		return SAY(study, OBS_LEADERS, label, say_leaders(study, line));
	case OUTCOME_UNDECIDED:
		return say_undecided_line(study, line, label);
	case OUTCOME_NO_DATA:
		return say_no_data(study, line, label);
	case OUTCOME_NO_WINNER:
		break;
	}
	return NULL;
}

/* "p = 0,012", "p < 0,001" */
static const char *say_p(const struct study *study, double p)
{
	const char *least =
		quantity_fixed(study->arena, study->lang, 0.001, 3).text;

	if (p < 0.001)
		return SAY(study, P_BELOW, least);
	return SAY(study, P_IS,
		quantity_fixed(study->arena, study->lang, p, 3).text);
}

/* Why the verdict of a line is not more than probable. */
static const char *say_probable(
	const struct study *study, const struct line *line)
{
	const struct pair *pair = deciding_pair(line);
	bool equal = line->outcome == OUTCOME_EQUAL;
	double p;

	if (!pair || line->confirmed ||
		(!equal && line->outcome != OUTCOME_WINNER))
		return "";
	p = equal ? pair->equal_p_holm : pair->p_holm;
	if (isnan(p))
		return WORD(study, OBS_PROBABLE_UNTESTED);
	return SAY(study, OBS_PROBABLE,
		say_count(study, line_family_size(study->analysis, line)),
		say_p(study, p));
}

static const char *say_fragile(
	const struct study *study, const struct line *line)
{
	const struct pair *pair = deciding_pair(line);

	if (!pair || !pair->fragility.changes ||
		line->outcome == OUTCOME_UNDECIDED)
		return "";
	return SAY(study, OBS_FRAGILE,
		say_count(study, pair->fragility.changes),
		say_count(study, pair->fragility.deletions));
}

/* How small a difference the runs of a tie leave open. */
static const char *say_precision(
	const struct study *study, const struct line *line)
{
	const struct pair *pair = deciding_pair(line);
	const struct stats_comparison *c = pair ? &pair->comparison : NULL;

	if (!c || line->outcome != OUTCOME_EQUAL || isnan(c->proved_margin))
		return "";
	return c->negligible ? WORD(study, OBS_NEGLIGIBLE)
			     : SAY(study, OBS_PROVED,
				       say_fraction(study, c->proved_margin));
}

/* The runs that would decide: for the margin, and for what was seen. */
static const char *say_more_runs(
	const struct study *study, const struct line *line)
{
	const struct pair *pair = deciding_pair(line);
	const struct runs_needed *n = pair ? &pair->needed : NULL;
	const char *as_seen = "", *at_most = "";

	if (!n || pair->comparison.reason != REASON_SPREAD || !n->for_margin)
		return "";
	if (n->as_observed && n->as_observed < n->for_margin &&
		n->as_observed <= RUNS_PLAUSIBLE)
		as_seen = SAY(study, OBS_NEEDED_AS_SEEN,
			say_needed(study, n->as_observed));
	if (n->at_most > n->for_margin && n->at_most <= RUNS_PLAUSIBLE)
		at_most = SAY(study, OBS_NEEDED_AT_MOST,
			say_needed(study, n->at_most));
	return SAY(study, OBS_NEEDED, say_needed(study, n->for_margin),
		say_setting(study, line->metric->margin), at_most, as_seen);
}

static const char *say_doubtful(
	const struct study *study, const struct line *line)
{
	const struct pair *pair = deciding_pair(line);

	return pair && pair->doubtful ? WORD(study, OBS_DOUBTFUL) : "";
}

/* Without a ratio the difference itself, in the unit of the metric. */
static const char *say_difference(
	const struct study *study, const struct line *line)
{
	const struct pair *pair = deciding_pair(line);
	const struct stats_welch *w = pair ? &pair->difference : NULL;

	if (!w || pair->comparison.reason != REASON_NOT_POSITIVE ||
		isnan(w->difference))
		return "";
	return SAY(study, OBS_DIFFERENCE,
		say_value(study, line, w->difference).text,
		say(study, &line->metric->unit->label),
		quantity_interval(study->arena, study->lang,
			say_value(study, line, w->low).text,
			say_value(study, line, w->high).text));
}

/* A winner or a tie without any spread rests on the resolution of the tool, or
 * on copies. */
static const char *say_no_spread(
	const struct study *study, const struct line *line)
{
	for (size_t p = 0; p < line->pair_count; p++)
		if (line->pairs[p].comparison.reason == REASON_ALL_EQUAL)
			return WORD(study, OBS_NO_SPREAD);
	return "";
}

/* Said once, not line by line: what "undecided" means. */
static void observe_undecided(
	const struct study *study, struct doc *doc, struct doc_node *list)
{
	const struct analysis *a = study->analysis;
	size_t i = 0;

	while (i < a->line_count && !open_pair(&a->lines[i], REASON_SPREAD))
		i++;
	if (i < a->line_count)
		doc_item(doc, list, WORD(study, OBS_UNDECIDED_MEANS));
}

/* Said once: what single runs are worth, and how many it would take, for each
 * margin; the spread is only a guess where no system has several. */
static void observe_single_runs(
	const struct study *study, struct doc *doc, struct doc_node *list)
{
	const struct analysis *a = study->analysis;
	const char **needs =
		arena_alloc(study->arena, (a->line_count + 1) * sizeof *needs);
	size_t count = 0;
	bool any = false;

	for (size_t i = 0; i < a->line_count; i++) {
		const struct line *line = &a->lines[i];
		const struct pair *pair = open_pair(line, REASON_ONE_RUN);
		size_t j = 0;

		any |= pair != NULL;
		if (!pair || !pair->needed.for_margin ||
			!all_single(study, line))
			continue;
		needs[count] = SAY(study, OBS_ONE_RUN_NEEDS,
			say_needed(study, pair->needed.for_margin),
			say_setting(study, line->metric->margin));
		while (strcmp(needs[j], needs[count]) != 0)
			j++;
		count += j == count;
	}
	if (any)
		doc_item(doc, list,
			SAY(study, OBS_ONE_RUN_MEANS,
				count ? SAY(study, OBS_ONE_RUN_TAKES,
						say_setting(study,
							study->lab->assumed_cv),
						say_list(study, needs, count))
				      : ""));
}

/* Smallest and largest loss of a system over the summary lines. */
static void observe_losses(const struct study *study, struct doc *doc,
	struct doc_node *list, size_t system)
{
	double least = INFINITY, most = -INFINITY;

	for (size_t i = 0; i < study->analysis->line_count; i++) {
		const struct line *line = &study->analysis->lines[i];
		struct share loss;

		if (!line_in_summary(line))
			continue;
		loss = line_loss(line, system);
		if (!isfinite(loss.value))
			continue;
		least = fmin(least, loss.value);
		most = fmax(most, loss.value);
	}
	if (isfinite(least) && least == most)
		doc_item(doc, list,
			SAY(study, OBS_LOSS_ONE, say_short(study, system),
				quantity_share(study->arena, study->lang, least)
					.text,
				say_system(study,
					(size_t)study->corpus->baseline)));
	else if (isfinite(least))
		doc_item(doc, list,
			SAY(study, OBS_LOSS, say_short(study, system),
				quantity_share(study->arena, study->lang, least)
					.text,
				quantity_share(study->arena, study->lang, most)
					.text,
				say_system(study,
					(size_t)study->corpus->baseline)));
}

/* What single runs say of themselves, by their interval samples. */
static const char *say_inner(const struct study *study, const struct line *line)
{
	const char *text = "";

	for (size_t p = 0; p < line->place_count; p++) {
		const struct sample *s = &line->samples[p];

		if (s->count != 1 || isnan(s->inner.low) || !s->inner.n)
			continue;
		text = say_sentences(study,
			(const char *const[]){text,
				SAY(study, OBS_INNER, say_place(study, line, p),
					say_value(study, line, s->inner.mean)
						.text,
					say(study, &line->metric->unit->label),
					quantity_interval(study->arena,
						study->lang,
						say_value(study, line,
							s->inner.low)
							.text,
						say_value(study, line,
							s->inner.high)
							.text),
					say_count(study, s->inner.n),
					say_count(study, s->warm_up)),
				NULL});
	}
	return text;
}

static void observe_paths(const struct study *study, struct doc *doc,
	struct doc_node *list, const struct line *line)
{
	const char **rates = arena_alloc(
		study->arena, (line->place_count + 1) * sizeof *rates);
	size_t count = 0;

	for (size_t p = 0; p < line->place_count; p++)
		if (line->samples[p].count)
			rates[count++] = SAY(study, OBS_PATH_OF,
				say_place(study, line, p),
				say_mean(study, line, p),
				say(study, &line->metric->unit->label));
	if (count)
		doc_item(doc, list,
			say_sentences(study,
				(const char *const[]){
					SAY(study, OBS_PATH,
						say_line_label(
							study, line, false),
						say_list(study, rates, count)),
					say_inner(study, line), NULL}));
}

/* One part of the tally: of some lines, of all of them, of the only one. */
struct share_of_lines {
	enum message some, all, one;
};

#define SHARE_OF_LINES(id)                                                     \
	{                                                                      \
		MSG_##id, MSG_##id##_ALL, MSG_##id##_ONE                       \
	}

/* Adds "X leads on 3", unless it is so of no line; true when it is of all. */
static bool add_part(const struct study *study, const char **parts,
	size_t *count, struct share_of_lines share, size_t lines, size_t total,
	const char *who)
{
	enum message id = share.some;

	if (!lines)
		return false;
	if (lines == total)
		id = total == 1 ? share.one : share.all;
	parts[(*count)++] = message_say(
		study->arena, study->lang, id, who, say_count(study, lines));
	return lines == total;
}

const char *say_tally(const struct study *study)
{
	static const struct share_of_lines wins = SHARE_OF_LINES(TALLY_WINS);
	struct tally tally = analysis_tally(study->analysis);
	const struct {
		struct share_of_lines share;
		size_t lines;
	} others[] = {
		{SHARE_OF_LINES(TALLY_LEADERS), tally.leaders},
		{SHARE_OF_LINES(TALLY_EQUAL), tally.equal},
		{SHARE_OF_LINES(TALLY_PROBABLE), tally.probable},
		{SHARE_OF_LINES(TALLY_UNDECIDED), tally.undecided},
	};
	size_t *systems, count = contestants(study, &systems), n = 0;
	const char **parts =
		arena_alloc(study->arena, (count + 5) * sizeof *parts);
	bool whole = false;

	if (!tally.lines)
		return WORD(study, TALLY_NONE);
	for (size_t i = 0; i < count; i++)
		whole |=
			add_part(study, parts, &n, wins, tally.wins[systems[i]],
				tally.lines, say_short(study, systems[i]));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		whole |= add_part(study, parts, &n, others[i].share,
			others[i].lines, tally.lines, "");
	return whole ? parts[0]
		     : SAY(study, TALLY, say_count(study, tally.lines),
			       say_list(study, parts, n));
}

/* "201 % [168 ; 239]" of logarithms. */
static const char *say_logs(
	const struct study *study, double log, double low, double high)
{
	return say_share(study, expm1(log), expm1(low), expm1(high));
}

/* The pooled difference of the two fastest systems. */
static const char *say_pool_lead(const struct study *study)
{
	const struct analysis *a = study->analysis;
	const struct stats_pool *pool = &a->pool;
	const char *first, *second, *lines, *lead;

	if (a->runner_up < 0 || pool->count < 2) /* one line says it itself */
		return "";
	lines = say_count(study, a->rated_lines);
	first = say_short(study, (size_t)a->fastest);
	second = say_short(study, (size_t)a->runner_up);
	lead = say_logs(study, pool->log_ratio, pool->low, pool->high);
	if (a->pool_equal)
		return SAY(study, POOL_EQUAL, lines, first, second, lead,
			say_setting(study, study->lab->margin));
	return a->lead_shown
		       ? SAY(study, POOL_SHOWN, lines, first, second, lead)
		       : SAY(study, POOL_OPEN, lines, first, second, lead);
}

/* What the mean of the lines says of lines that are not among them. */
static const char *say_pool_spread(const struct study *study)
{
	const struct stats_pool *pool = &study->analysis->pool;

	if (!study->analysis->lead_shown || isnan(pool->spread_low))
		return "";
	return SAY(study, POOL_SPREAD,
		quantity_interval(study->arena, study->lang,
			say_signed_points(study, expm1(pool->spread_low)),
			say_signed_points(study, expm1(pool->spread_high))));
}

/* The pooled difference of the two fastest systems, never without what it is
 * worth beyond these lines: two of them may carry it all. */
const char *say_pool(const struct study *study)
{
	return say_sentences(study, (const char *const[]){say_pool_lead(study),
					    say_pool_spread(study), NULL});
}

static const char *say_category(
	const struct study *study, const struct stats_pool *pool, size_t c)
{
	const struct pair pair = {.comparison = {.ratio = exp(pool->log_ratio),
					  .low = exp(pool->low),
					  .high = exp(pool->high)}};

	return SAY(study, POOL_CATEGORY,
		say(study, &study->lab->categories[c].label),
		say_delta(study, &pair));
}

/* Category by category, of two systems. */
static const char *say_categories(const struct study *study)
{
	const struct stats_pool *pools = study->analysis->category_pools;
	size_t *systems, count = contestants(study, &systems);
	const char *text = "";

	for (size_t c = 0; pools && c < study->lab->category_count; c++)
		if (pools[c].count)
			text = arena_printf(study->arena, "%s%s%s", text,
				*text ? WORD(study, SEMICOLON) : "",
				say_category(study, &pools[c], c));
	return *text && count == 2 ? SAY(study, POOL_CATEGORIES,
					     say_short(study, systems[0]),
					     say_short(study, systems[1]), text)
				   : "";
}

/* Something of every sample of the summary's contestants, as a list. */
typedef const char *sample_sayer(
	const struct study *study, const struct line *line, size_t place);

static const char *say_trend(
	const struct study *study, const struct line *line, size_t place)
{
	const struct sample *s = &line->samples[place];

	if (s->count < STATS_OUTLIER_MIN || !(s->trend.p < SUSPECT))
		return NULL;
	return SAY(study, DESIGN_OF, say_line_label(study, line, false),
		say_place(study, line, place), say_p(study, s->trend.p));
}

/* The parts of a path that tell a run from the others, and that --exclude
 * takes. */
static const char *path_tail(const char *path)
{
	const char *tail = path + strlen(path);
	int slashes = 0;

	while (tail > path && (slashes += tail[-1] == '/') < TAIL_PARTS)
		tail--;
	return tail;
}

static const char *say_outlier(
	const struct study *study, const struct line *line, size_t place)
{
	const struct sample *s = &line->samples[place];
	const char *value;

	if (s->outlier.level == OUTLIER_NONE)
		return NULL;
	value = say_value(study, line, s->values[s->outlier.index]).text;
	return SAY(study, OUTLIER_OF, say_line_label(study, line, false),
		say_place(study, line, place),
		s->outlier.level == OUTLIER_EXTREME
			? SAY(study, OUTLIER_EXTREME, value)
			: value,
		path_tail(s->runs[s->outlier.index]->run->file));
}

static const char *list_samples(const struct study *study, sample_sayer *sayer)
{
	const char *text = "";

	for (size_t i = 0; i < study->analysis->line_count; i++) {
		const struct line *line = &study->analysis->lines[i];

		for (size_t p = 0; p < line->place_count; p++) {
			const char *item;

			if (!line_in_summary(line) ||
				!corpus_contestant(study->corpus, p))
				continue;
			item = sayer(study, line, p);
			if (item)
				text = arena_printf(study->arena, "%s%s%s",
					text,
					*text ? WORD(study, SEMICOLON) : "",
					item);
		}
	}
	return text;
}

/* How the experiment was made, where that matters. */
static void observe_design(
	const struct study *study, struct doc *doc, struct doc_node *list)
{
	const struct design *design = &study->analysis->design;
	const char *trends = list_samples(study, say_trend);
	const char *outliers = list_samples(study, say_outlier);

	if (design->alternation == ALTERNATION_NONE)
		doc_item(doc, list, WORD(study, DESIGN_IN_ONE_GO));
	if (design->cold >= COLD_LEAST &&
		(double)design->cold >= COLD_TIMES * design->cold_by_chance)
		doc_item(doc, list,
			SAY(study, DESIGN_COLD, say_count(study, design->cold),
				say_count(study, design->cold_of),
				quantity_fixed(study->arena, study->lang,
					design->cold_by_chance, 0)
					.text));
	if (*trends)
		doc_item(doc, list, SAY(study, DESIGN_TREND, trends));
	if (*outliers)
		doc_item(doc, list, SAY(study, DESIGN_OUTLIER, outliers));
}

void section_observations(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	struct doc_node *list = doc_list(doc);
	size_t *systems, count = contestants(study, &systems);

	(void)section;
	for (size_t i = 0; i < study->analysis->line_count; i++) {
		const struct line *line = &study->analysis->lines[i];
		const char *sentence;

		if (!line->metric->summary)
			continue;
		if (line->test->path) {
			observe_paths(study, doc, list, line);
			continue;
		}
		sentence = say_line(study, line);
		if (sentence)
			doc_item(doc, list,
				say_sentences(study,
					(const char *const[]){sentence,
						say_precision(study, line),
						say_more_runs(study, line),
						say_probable(study, line),
						say_fragile(study, line),
						say_doubtful(study, line),
						say_difference(study, line),
						say_inner(study, line),
						say_no_spread(study, line),
						NULL}));
	}
	observe_undecided(study, doc, list);
	observe_single_runs(study, doc, list);
	if (study->corpus->baseline >= 0)
		for (size_t i = 0; i < count; i++)
			observe_losses(study, doc, list, systems[i]);
	observe_design(study, doc, list);
	doc_callout(doc, TONE_VERDICT, WORD(study, CONCLUSION),
		say_sentences(study,
			(const char *const[]){say_tally(study), say_pool(study),
				say_categories(study), NULL}));
}
