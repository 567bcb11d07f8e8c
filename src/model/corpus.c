#include "src/model/corpus.h"

#include <string.h>

struct corpus *corpus_new(struct arena *arena, struct diags *diags,
	const struct lab *lab)
{
	struct corpus *corpus = arena_alloc(arena, sizeof *corpus);

	corpus->arena = arena;
	corpus->diags = diags;
	corpus->lab = lab;
	corpus->baseline = -1;
	corpus->facts = arena_alloc(
		arena, lab->system_count * sizeof *corpus->facts);
	corpus->present = arena_alloc(
		arena, lab->system_count * sizeof *corpus->present);
	return corpus;
}

void corpus_add(struct corpus *corpus, const struct run *run, size_t system)
{
	corpus->present[system] = true;
	if (strcmp(run->tool, "vm-facts") == 0) {
		if (!corpus->facts[system])
			corpus->facts[system] = run;
		return;
	}
	ARENA_ROOM(corpus->arena, corpus->runs, corpus->run_count,
		corpus->run_capacity);
	corpus->runs[corpus->run_count++] =
		(struct corpus_run){.run = run, .system = system};
}

static void complain(struct corpus *corpus, enum diag_id id,
	const struct run *run, const char *a, const char *b, const char *c)
{
	diag_add(corpus->diags, id, run->file, run->line, a, b, c);
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

static void match_test(struct corpus *corpus, struct corpus_run *r)
{
	r->test = lab_test_of(corpus->lab, r->run);
	r->counted = r->test && r->run->complete;
	if (!r->test) {
		/* an incomplete run already has its diag */
		if (r->run->complete)
			complain(corpus, DIAG_ID_RUN_UNKNOWN, r->run,
				describe(corpus, r->run), NULL, NULL);
		return;
	}
	for (size_t i = 0; i < r->test->expect_count; i++) {
		const struct lab_condition *c = &r->test->expect[i];
		const char *value = lab_contradiction(c, r->run);

		if (value && r->counted)
			complain(corpus, DIAG_ID_RUN_DEVIATES, r->run, c->key,
				value, c->accepted[0]);
	}
}

/* "10.0.0.1" of "10.0.0.1:5201" */
static char *host_of(struct arena *arena, const char *endpoint)
{
	const char *colon = strrchr(endpoint, ':');

	return arena_strndup(arena, endpoint,
		colon ? (size_t)(colon - endpoint) : strlen(endpoint));
}

/* The system whose own logs show this address as local; -1: none, or
 * several (two networks that reuse one address). */
static int system_at(const struct corpus *corpus, const char *address)
{
	int found = -1;

	for (size_t i = 0; i < corpus->run_count; i++) {
		const struct corpus_run *r = &corpus->runs[i];
		const char *local = run_value(r->run, "local_address");

		if (!local || strcmp(local, address) != 0)
			continue;
		if (found >= 0 && found != (int)r->system)
			return -1;
		found = (int)r->system;
	}
	return found;
}

/* One end of a run's flow: the local one is where the log was found. */
static int end_system(const struct corpus *corpus, const struct corpus_run *r,
	const char *address)
{
	const char *local = run_value(r->run, "local_address");

	if (local && strcmp(local, address) == 0)
		return (int)r->system;
	return system_at(corpus, address);
}

static bool same_end(int a, const char *a_address, int b,
	const char *b_address)
{
	return a >= 0 || b >= 0 ? a == b : strcmp(a_address, b_address) == 0;
}

static size_t path_of(struct corpus *corpus, const struct corpus_run *r,
	const char *from, const char *to)
{
	struct corpus_path path = {-1, -1, host_of(corpus->arena, from),
		host_of(corpus->arena, to)};

	path.from = end_system(corpus, r, path.from_address);
	path.to = end_system(corpus, r, path.to_address);
	for (size_t i = 0; i < corpus->path_count; i++) {
		const struct corpus_path *p = &corpus->paths[i];

		if (same_end(p->from, p->from_address, path.from,
			    path.from_address) &&
			same_end(p->to, p->to_address, path.to,
				path.to_address))
			return i;
	}
	ARENA_ROOM(corpus->arena, corpus->paths, corpus->path_count,
		corpus->path_capacity);
	corpus->paths[corpus->path_count] = path;
	return corpus->path_count++;
}

static bool same_value(const struct run *a, const struct run *b,
	const char *key)
{
	const char *x = run_value(a, key), *y = run_value(b, key);

	return x && y && strcmp(x, y) == 0;
}

static bool is_client(const struct run *run)
{
	const char *role = run_value(run, "role");

	return role && strcmp(role, "client") == 0;
}

/* The two ends of one connection are one measurement: the client's log has
 * both sides' totals, so the server's steps back. */
static void join_ends(struct corpus *corpus, struct corpus_run *r)
{
	for (size_t i = 0; i < corpus->run_count; i++) {
		struct corpus_run *other = &corpus->runs[i];

		if (other != r && other->counted && other->test == r->test &&
			is_client(other->run) && !is_client(r->run) &&
			same_value(other->run, r->run, "flow_from") &&
			same_value(other->run, r->run, "flow_to"))
			r->counted = false;
	}
}

static void place_on_path(struct corpus *corpus, struct corpus_run *r)
{
	const char *from = run_value(r->run, "flow_from");
	const char *to = run_value(r->run, "flow_to");

	if (!from || !to) {
		complain(corpus, DIAG_ID_RUN_NO_PATH, r->run, NULL, NULL,
			NULL);
		r->counted = false;
		return;
	}
	if (strcmp(host_of(corpus->arena, from), host_of(corpus->arena, to)) ==
		0) {
		complain(corpus, DIAG_ID_RUN_LOOPBACK, r->run, from, NULL,
			NULL);
		r->counted = false;
		return;
	}
	r->path = path_of(corpus, r, from, to);
	join_ends(corpus, r);
}

static bool same_place(const struct corpus_run *a, const struct corpus_run *b)
{
	if (a->test != b->test)
		return false;
	return a->test->path ? a->path == b->path : a->system == b->system;
}

static void number_repetitions(struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->run_count; i++) {
		struct corpus_run *r = &corpus->runs[i];

		if (!r->counted)
			continue;
		r->repetition = 1;
		for (size_t j = i; j-- > 0;)
			if (corpus->runs[j].counted &&
				same_place(&corpus->runs[j], r)) {
				r->repetition = corpus->runs[j].repetition + 1;
				break;
			}
	}
}

/* Parameters that describe the run rather than the experiment. */
static bool incidental(const char *key)
{
	static const char *const keys[] = {"date", "disk", "role", "flow_from",
		"flow_to", "local_address", "remote_address", "direction",
		"duration"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return false;
}

/* Runs averaged or compared together must state the same parameters. */
static void compare_params(struct corpus *corpus, const struct corpus_run *a,
	const struct corpus_run *b)
{
	const struct run *x = a->run, *y = b->run;

	if (x->version && y->version && strcmp(x->version, y->version) != 0)
		complain(corpus, DIAG_ID_RUN_MIXED, y,
			arena_printf(corpus->arena, "%s version", y->tool),
			y->version, x->version);
	for (size_t i = 0; i < y->param_count; i++) {
		const char *key = y->params[i].key;
		const char *value = run_value(x, key);

		if (!incidental(key) && value &&
			strcmp(value, y->params[i].value) != 0)
			complain(corpus, DIAG_ID_RUN_MIXED, y, key,
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
		corpus->baseline = lab_system_named(lab, name);
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

int corpus_settle(struct corpus *corpus, const char *baseline)
{
	if (choose_baseline(corpus, baseline))
		return -1;
	for (size_t i = 0; i < corpus->run_count; i++)
		match_test(corpus, &corpus->runs[i]);
	for (size_t i = 0; i < corpus->run_count; i++)
		if (corpus->runs[i].counted && corpus->runs[i].test->path)
			place_on_path(corpus, &corpus->runs[i]);
	number_repetitions(corpus);
	check_alike(corpus);
	return 0;
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

const char *corpus_date(const struct corpus *corpus)
{
	const char *newest = NULL;

	for (size_t i = 0; i < corpus->run_count; i++) {
		const char *date = run_value(corpus->runs[i].run, "date");

		if (date && (!newest || strcmp(date, newest) > 0))
			newest = date;
	}
	return newest ? arena_strndup(corpus->arena, newest, 10) : NULL;
}
