#include "src/model/corpus_parts.h"

#include <stdlib.h>
#include <string.h>

/* Which system has an address: from the logs that call it local. */
struct address {
	const char *text;
	int system; /* -1: several claim it */
};

struct placing {
	struct corpus *corpus;
	struct address *addresses; /* sorted, each once */
	size_t address_count;
	/* the clients' counted runs, sorted by connection */
	const struct corpus_run **clients;
	size_t client_count;
};

static int by_text(const void *x, const void *y)
{
	return strcmp(((const struct address *)x)->text,
		((const struct address *)y)->text);
}

static void keep_each_once(struct placing *p)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->address_count; i++) {
		struct address *a = &p->addresses[i];

		if (kept && by_text(a, &p->addresses[kept - 1]) == 0) {
			if (p->addresses[kept - 1].system != a->system)
				p->addresses[kept - 1].system = -1;
			continue;
		}
		p->addresses[kept++] = *a;
	}
	p->address_count = kept;
}

static void collect_addresses(struct placing *p)
{
	const struct corpus *corpus = p->corpus;

	p->addresses = arena_alloc(
		corpus->arena, (corpus->run_count + 1) * sizeof *p->addresses);
	for (size_t i = 0; i < corpus->run_count; i++) {
		const struct corpus_run *r = &corpus->runs[i];
		const char *local = run_value(r->run, "local_address");

		if (local)
			p->addresses[p->address_count++] =
				(struct address){local, (int)r->system};
	}
	qsort(p->addresses, p->address_count, sizeof *p->addresses, by_text);
	keep_each_once(p);
}

static bool is_client(const struct run *run)
{
	const char *role = run_value(run, "role");

	return role && strcmp(role, "client") == 0;
}

static int compare_value(
	const struct run *a, const struct run *b, const char *key)
{
	const char *x = run_value(a, key), *y = run_value(b, key);

	return strcmp(x ? x : "", y ? y : "");
}

static int by_connection(const void *x, const void *y)
{
	const struct corpus_run *a = *(const struct corpus_run *const *)x;
	const struct corpus_run *b = *(const struct corpus_run *const *)y;
	int order = compare_value(a->run, b->run, "flow_from");

	if (!order)
		order = compare_value(a->run, b->run, "flow_to");
	if (!order && a->test != b->test)
		order = a->test < b->test ? -1 : 1;
	return order;
}

static void collect_clients(struct placing *p)
{
	const struct corpus *corpus = p->corpus;

	p->clients = arena_alloc(
		corpus->arena, (corpus->run_count + 1) * sizeof *p->clients);
	for (size_t i = 0; i < corpus->run_count; i++)
		if (corpus->runs[i].counted && is_client(corpus->runs[i].run))
			p->clients[p->client_count++] = &corpus->runs[i];
	qsort(p->clients, p->client_count, sizeof *p->clients, by_connection);
}

/* "10.0.0.1" of "10.0.0.1:5201" */
static char *host_of(struct arena *arena, const char *endpoint)
{
	const char *colon = strrchr(endpoint, ':');

	return arena_strndup(arena, endpoint,
		colon ? (size_t)(colon - endpoint) : strlen(endpoint));
}

/* One end of a run's flow: the local one is where the log was found. */
static int end_system(
	const struct placing *p, const struct corpus_run *r, const char *text)
{
	const char *local = run_value(r->run, "local_address");
	const struct address key = {text, -1};
	const struct address *found;

	if (local && strcmp(local, text) == 0)
		return (int)r->system;
	found = bsearch(&key, p->addresses, p->address_count,
		sizeof *p->addresses, by_text);
	return found ? found->system : -1;
}

static bool same_end(int a, const char *a_address, int b, const char *b_address)
{
	return a >= 0 || b >= 0 ? a == b : strcmp(a_address, b_address) == 0;
}

static size_t path_index(struct corpus *corpus, const struct corpus_path *path)
{
	for (size_t i = 0; i < corpus->path_count; i++) {
		const struct corpus_path *p = &corpus->paths[i];

		if (same_end(p->from, p->from_address, path->from,
			    path->from_address) &&
			same_end(p->to, p->to_address, path->to,
				path->to_address))
			return i;
	}
	ARENA_ROOM(corpus->arena, corpus->paths, corpus->path_count,
		corpus->path_capacity);
	corpus->paths[corpus->path_count] = *path;
	return corpus->path_count++;
}

static void refuse(struct corpus *corpus, struct corpus_run *r, enum diag_id id,
	const char *what)
{
	diag_add(corpus->diags, id, r->run->file, r->run->line, what);
	r->counted = false;
}

static void place(struct placing *p, struct corpus_run *r)
{
	struct corpus *corpus = p->corpus;
	const char *from = run_value(r->run, "flow_from");
	const char *to = run_value(r->run, "flow_to");
	struct corpus_path path = {.from = -1};

	if (!from || !to) {
		refuse(corpus, r, DIAG_ID_RUN_NO_PATH, NULL);
		return;
	}
	path.from_address = host_of(corpus->arena, from);
	path.to_address = host_of(corpus->arena, to);
	if (strcmp(path.from_address, path.to_address) == 0) {
		refuse(corpus, r, DIAG_ID_RUN_LOOPBACK, path.to_address);
		return;
	}
	path.from = end_system(p, r, path.from_address);
	path.to = end_system(p, r, path.to_address);
	r->path = path_index(corpus, &path);
	if (!is_client(r->run) &&
		bsearch(&(const struct corpus_run *){r}, p->clients,
			p->client_count, sizeof *p->clients, by_connection)) {
		r->counted = false;
		r->joined = true;
	}
}

void corpus_place_paths(struct corpus *corpus)
{
	struct placing p = {.corpus = corpus};

	collect_addresses(&p);
	collect_clients(&p);
	for (size_t i = 0; i < corpus->run_count; i++)
		if (corpus->runs[i].counted && corpus->runs[i].test->path)
			place(&p, &corpus->runs[i]);
}
