#include "src/model/corpus.h"

#include <stdio.h>
#include <string.h>

#include "src/model/corpus_parts.h"

struct corpus *corpus_new(
	struct arena *arena, struct diags *diags, const struct lab *lab)
{
	struct corpus *corpus = arena_alloc(arena, sizeof *corpus);

	corpus->arena = arena;
	corpus->diags = diags;
	corpus->lab = lab;
	corpus->baseline = -1;
	corpus->facts =
		arena_alloc(arena, lab->system_count * sizeof *corpus->facts);
	corpus->present =
		arena_alloc(arena, lab->system_count * sizeof *corpus->present);
	corpus->barred =
		arena_alloc(arena, lab->test_count * sizeof *corpus->barred);
	return corpus;
}

#define ISO_DATE 10 /* "2026-11-23" */

static void complain(struct corpus *corpus, enum diag_id id,
	const struct run *run, const char *a, const char *b, const char *c)
{
	diag_add(corpus->diags, id, run->file, run->line, a, b, c);
}

/* The same about a parameter, at the line that states it. */
static void complain_of(struct corpus *corpus, enum diag_id id,
	const struct run *run, const char *key, const char *value,
	const char *other)
{
	const struct param *param = run_param(run, key);

	diag_add(corpus->diags, id, run->file,
		param && param->line ? param->line : run->line, key, value,
		other);
}

/* Facts may stand in several files (lscpu.txt, free.txt): what is stated
 * first holds, what contradicts it is reported. */
static void add_facts(
	struct corpus *corpus, const struct run *run, struct run *all)
{
	for (size_t i = 0; i < run->param_count; i++) {
		const struct param *p = &run->params[i];
		const char *known = run_value(all, p->key);

		if (known && strcmp(known, p->value) != 0)
			diag_add(corpus->diags, DIAG_ID_FACT_TWICE, run->file,
				p->line, p->key, p->value, known);
		run_state(corpus->arena, all, p->key, p->value, p->line);
	}
	for (size_t i = 0; i < run->obs_count; i++) {
		const struct obs *o = &run->obs[i];
		const struct obs *known = run_obs(all, o->metric->name);

		if (known && known->value != o->value)
			diag_add(corpus->diags, DIAG_ID_FACT_TWICE, run->file,
				o->line, o->metric->name, o->raw, known->raw);
		run_observe(corpus->arena, all, o->metric->name, o->value,
			o->raw, o->line);
	}
}

void corpus_add_file(struct corpus *corpus, const char *path, size_t system)
{
	ARENA_ROOM(corpus->arena, corpus->files, corpus->file_count,
		corpus->file_capacity);
	corpus->files[corpus->file_count++] =
		(struct corpus_file){path, system, corpus->run_count};
}

void corpus_add(struct corpus *corpus, const struct run *run, size_t system)
{
	struct run_list alone = {0};

	corpus->present[system] = true;
	if (strcmp(run->tool, "vm-facts") == 0) {
		if (!corpus->facts[system])
			corpus->facts[system] = run_new(corpus->arena, &alone,
				run->tool, run->file, run->line);
		add_facts(corpus, run, corpus->facts[system]);
		return;
	}
	ARENA_ROOM(corpus->arena, corpus->runs, corpus->run_count,
		corpus->run_capacity);
	corpus->runs[corpus->run_count++] =
		(struct corpus_run){.run = run, .system = system};
}

/* "rw=randread, block_size=8192, …": what the log says of itself. */
static const char *describe(struct corpus *corpus, const struct run *run)
{
	char *text = arena_printf(corpus->arena, "%s %s", run->tool,
		run->workload ? run->workload : "");

	for (size_t i = 0; i < run->param_count && i < 6; i++)
		text = arena_printf(corpus->arena, "%s, %s=%s", text,
			run->params[i].key, run->params[i].value);
	return text;
}

/* Is it load, and does a section of the lab show that? */
static bool shows_load(const struct lab *lab, const struct run *run)
{
	return lab->shows_load &&
	       strncmp(run->tool, "stress", strlen("stress")) == 0;
}

static void match_test(struct corpus *corpus, struct corpus_run *r)
{
	r->test = lab_test_of(corpus->lab, r->run);
	r->counted = r->test && r->run->complete;
	if (!r->test) {
		/* an incomplete run already has its diag, and some sections
		 * show load that is no test */
		if (r->run->complete && !shows_load(corpus->lab, r->run))
			complain(corpus, DIAG_ID_RUN_UNKNOWN, r->run,
				describe(corpus, r->run), NULL, NULL);
		return;
	}
	for (size_t i = 0; i < r->test->expect_count; i++) {
		const struct lab_condition *c = &r->test->expect[i];
		const char *value = lab_contradiction(c, r->run);

		if (value && r->counted)
			complain_of(corpus, DIAG_ID_RUN_DEVIATES, r->run,
				c->key, value, c->accepted[0]);
	}
}

static size_t place_of(const struct corpus_run *run)
{
	return run->test->path ? run->path : run->system;
}

static void number_repetitions(struct corpus *corpus)
{
	const struct lab *lab = corpus->lab;
	size_t places = lab->system_count > corpus->path_count
				? lab->system_count
				: corpus->path_count;
	unsigned *seen = arena_alloc(
		corpus->arena, lab->test_count * places * sizeof *seen);

	for (size_t i = 0; i < corpus->run_count; i++) {
		struct corpus_run *r = &corpus->runs[i];

		if (r->counted)
			r->repetition =
				++seen[(size_t)(r->test - lab->tests) * places +
					place_of(r)];
	}
}

/* Runs averaged or compared together must state the same parameters. */
static void compare_params(struct corpus *corpus, const struct corpus_run *a,
	const struct corpus_run *b)
{
	const struct run *x = a->run, *y = b->run;

	if (x->version && y->version && strcmp(x->version, y->version) != 0)
		complain(corpus, DIAG_ID_RUN_VERSIONS, y,
			message_say(corpus->arena, corpus->diags->lang,
				MSG_VERSION_OF, y->tool),
			y->version, x->version);
	for (size_t i = 0; i < y->param_count; i++) {
		const char *key = y->params[i].key;
		const char *value = run_value(x, key);

		if (param_is_setting(key) && value &&
			strcmp(value, y->params[i].value) != 0)
			complain_of(corpus, DIAG_ID_RUN_MIXED, y, key,
				y->params[i].value, value);
	}
}

static void check_alike(struct corpus *corpus)
{
	for (size_t t = 0; t < corpus->lab->test_count; t++) {
		const struct corpus_run *first = NULL;

		for (size_t i = 0; i < corpus->run_count; i++) {
			const struct corpus_run *r = &corpus->runs[i];

			if (!r->counted || r->test != &corpus->lab->tests[t])
				continue;
			if (first)
				compare_params(corpus, first, r);
			else
				first = r;
		}
	}
}

static int choose_baseline(struct corpus *corpus, const char *name)
{
	const struct lab *lab = corpus->lab;

	if (name && strcmp(name, "none") == 0)
		return 0;
	if (name) {
		corpus->baseline = lab_system_alias(lab, name);
		if (corpus->baseline >= 0 && corpus->present[corpus->baseline])
			return 0;
		diag_add(corpus->diags, DIAG_ID_BASELINE, NULL, 0, name);
		return -1;
	}
	for (size_t i = 0; i < lab->system_count; i++)
		if (lab->systems[i].baseline && corpus->present[i])
			corpus->baseline = (int)i;
	return 0;
}

static bool concerns(
	const struct corpus *corpus, const struct corpus_run *r, size_t system)
{
	const struct corpus_path *path;

	if (!r->test->path)
		return r->system == system;
	path = &corpus->paths[r->path];
	return path->from == (int)system || path->to == (int)system;
}

bool corpus_lacks(
	const struct corpus *corpus, const struct lab_test *test, size_t system)
{
	for (size_t i = 0; i < corpus->run_count; i++) {
		const struct corpus_run *r = &corpus->runs[i];

		if (r->test == test && (r->counted || r->joined) &&
			concerns(corpus, r, system))
			return false;
	}
	return true;
}

/* A test that one side has and another lacks is a problem of the input; one
 * that nobody has is only worth a note. */
static void name_missing(struct corpus *corpus, const struct lab_test *test)
{
	size_t lacking = 0, n = corpus->lab->system_count;

	for (size_t i = 0; i < n; i++)
		lacking += corpus_contestant(corpus, i) &&
			   corpus_lacks(corpus, test, i);
	for (size_t i = 0; i < n; i++)
		if (corpus_contestant(corpus, i) &&
			corpus_lacks(corpus, test, i))
			diag_add(corpus->diags,
				lacking < corpus_contestant_count(corpus)
					? DIAG_ID_TEST_MISSING
					: DIAG_ID_TEST_NOWHERE,
				NULL, 0,
				text_in(&test->label, corpus->diags->lang),
				text_in(&corpus->lab->systems[i].short_name,
					corpus->diags->lang));
}

bool corpus_counts(const struct corpus_run *r)
{
	return r->counted && !r->excluded && !r->unusable;
}

bool corpus_contestant(const struct corpus *corpus, size_t system)
{
	return corpus->present[system] && (int)system != corpus->baseline &&
	       !corpus->lab->systems[system].baseline;
}

size_t corpus_contestant_count(const struct corpus *corpus)
{
	size_t count = 0;

	for (size_t i = 0; i < corpus->lab->system_count; i++)
		count += corpus_contestant(corpus, i);
	return count;
}

/* The newest (sign 1) or the oldest (-1) date. */
static const char *outer_date(const struct corpus *corpus, int sign)
{
	const char *found = NULL;

	for (size_t i = 0; i < corpus->run_count; i++) {
		const char *date = run_value(corpus->runs[i].run, "date");

		if (date && (!found || sign * strcmp(date, found) > 0))
			found = date;
	}
	return found ? arena_strndup(
			       corpus->arena, found, strnlen(found, ISO_DATE))
		     : NULL;
}

const char *corpus_date(const struct corpus *corpus)
{
	return outer_date(corpus, 1);
}

const char *corpus_first_date(const struct corpus *corpus)
{
	return outer_date(corpus, -1);
}

/* Is `name`, of `length` bytes, the path, its last parts, or a folder on it? */
static bool names_file(const char *path, const char *name, size_t length)
{
	for (const char *s = path; length && *s; s++)
		if ((s == path || s[-1] == '/') &&
			strncmp(s, name, length) == 0 &&
			(!s[length] || s[length] == '/'))
			return true;
	return false;
}

static bool names_run(const struct run *run, const char *name)
{
	const char *colon = strrchr(name, ':');
	char line[16];

	if (names_file(run->file, name, strlen(name)))
		return true;
	snprintf(line, sizeof line, "%u", run->line);
	return colon && strcmp(colon + 1, line) == 0 &&
	       names_file(run->file, name, (size_t)(colon - name));
}

size_t corpus_exclude(struct corpus *corpus, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < corpus->run_count; i++) {
		struct corpus_run *r = &corpus->runs[i];

		if (!r->counted || r->excluded || !names_run(r->run, name))
			continue;
		r->excluded = true;
		count++;
		diag_add(corpus->diags, DIAG_ID_RUN_EXCLUDED, r->run->file,
			r->run->line, NULL);
	}
	return count;
}

int corpus_settle(struct corpus *corpus, const char *baseline)
{
	if (choose_baseline(corpus, baseline))
		return -1;
	for (size_t i = 0; i < corpus->run_count; i++)
		match_test(corpus, &corpus->runs[i]);
	corpus_find_copies(corpus);
	corpus_place_paths(corpus);
	number_repetitions(corpus);
	check_alike(corpus);
	for (size_t t = 0; t < corpus->lab->test_count; t++)
		name_missing(corpus, &corpus->lab->tests[t]);
	if (corpus_contestant_count(corpus) == 1)
		diag_add(corpus->diags, DIAG_ID_ONE_SYSTEM, NULL, 0, NULL);
	return 0;
}
