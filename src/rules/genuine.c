/* Are the logs what the tools wrote? One-sided: an honest log never fails, a
 * careful invention may pass. near-copy is in copies.c. */
#include <math.h>
#include <string.h>

#include "src/checks/check.h"
#include "src/checks/iperf3.h"
#include "src/model/quantity.h"
#include "src/rules/copies.h"
#include "src/rules/inspection.h"

/* -- arithmetic -- */

/* Base units, with digits to tell the limits apart. */
static const char *limit(const struct inspection *in, double value)
{
	if (isinf(value))
		return value < 0 ? "−∞" : "∞";
	return fixed(in, value, quantity_decimals(value) + 2);
}

static void hit_identity(struct inspection *in, const struct corpus_run *r,
	const struct check_finding *f, const char *other)
{
	hit(in, at_run(r, f->line), f->rule, limit(in, f->found),
		limit(in, f->low), limit(in, f->high), other);
}

enum kind { KIND_IDENTITY, KIND_GRID, KIND_SOFT };

static enum kind kind_of(const struct check_finding *finding)
{
	if (!finding->hard)
		return KIND_SOFT;
	return check_is_grid(finding->rule) ? KIND_GRID : KIND_IDENTITY;
}

/* Three rules ask for it: computed once. */
static const struct check_result *checked(
	struct inspection *in, const struct corpus_run *r)
{
	struct check_result *result;

	if (!in->checks)
		in->checks = arena_alloc(in->arena,
			in->corpus->run_count * sizeof *in->checks);
	result = &in->checks[r - in->corpus->runs];
	if (!result->arena)
		*result = check_run(in->arena, r->run);
	return result;
}

static void check_log(
	struct inspection *in, const struct corpus_run *r, enum kind kind)
{
	const struct check_result *result = checked(in, r);

	for (size_t i = 0; i < result->finding_count; i++)
		if (kind_of(&result->findings[i]) == kind)
			hit_identity(in, r, &result->findings[i], NULL);
}

static void arithmetic(struct inspection *in, const struct corpus_run *r)
{
	check_log(in, r, KIND_IDENTITY);
}

static void grid(struct inspection *in, const struct corpus_run *r)
{
	check_log(in, r, KIND_GRID);
}

static void unusual(struct inspection *in, const struct corpus_run *r)
{
	check_log(in, r, KIND_SOFT);
}

/* -- both ends of a connection -- */

static bool same_value(
	const struct run *a, const struct run *b, const char *key)
{
	const char *x = run_value(a, key), *y = run_value(b, key);

	return x && y && strcmp(x, y) == 0;
}

/* s: the ends of a connection print their times within this, without flows
 * both ways, of which each end takes its own. */
#define SAME_TIME 0.02

/* Two tests may have had the same ports: a cookie tells them apart, or, where
 * an end does not print it, how long they lasted. */
static bool same_test(const struct run *client, const struct run *server)
{
	double x = value_of(client, "receiver.duration");
	double y = value_of(server, "receiver.duration");

	if (run_value(client, "cookie") && run_value(server, "cookie"))
		return same_value(client, server, "cookie");
	return !(fabs(x - y) > SAME_TIME);
}

static const struct corpus_run *other_end(
	const struct corpus *corpus, const struct corpus_run *server)
{
	for (size_t i = 0; i < corpus->run_count; i++) {
		const struct corpus_run *r = &corpus->runs[i];

		if (r->counted && r->test == server->test &&
			same_value(r->run, server->run, "flow_from") &&
			same_value(r->run, server->run, "flow_to") &&
			same_test(r->run, server->run))
			return r;
	}
	return NULL;
}

static void ends_disagree(struct inspection *in, const struct corpus_run *server)
{
	struct check_result result = {.arena = in->arena};
	const struct corpus_run *client =
		server->joined ? other_end(in->corpus, server) : NULL;

	if (!client)
		return;
	check_iperf3_pair(client->run, server->run, &result);
	for (size_t i = 0; i < result.finding_count; i++)
		if (result.findings[i].hard)
			hit_identity(in, client, &result.findings[i],
				server->run->file);
}

/* -- the same run -- */

static const char *place_of(
	const struct inspection *in, const struct corpus_run *r)
{
	return arena_printf(in->arena, "%s:%u", r->run->file, r->run->line);
}

static const struct corpus_run *twin_of(
	const struct inspection *in, const struct corpus_run *r)
{
	return r->twin ? &in->corpus->runs[r->twin - 1] : NULL;
}

static void same_twice(struct inspection *in, const struct corpus_run *r)
{
	const struct corpus_run *twin = twin_of(in, r);

	if (twin && twin->system == r->system)
		hit(in, at_run(r, 0), place_of(in, twin));
}

static void same_systems(struct inspection *in, const struct corpus_run *r)
{
	const struct corpus_run *twin = twin_of(in, r);

	if (!twin || twin->system == r->system)
		return;
	hit(in, at_run(twin, 0), place_of(in, r));
	hit(in, at_run(r, 0), place_of(in, twin));
}

/* -- traces of a hypervisor -- */

static bool has_any(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr(text, *words))
			return true;
	return false;
}

enum maker { MAKER_UNKNOWN, MAKER_XEN, MAKER_KVM };

/* What the system calls itself: its id and aliases. */
static enum maker claimed(const struct lab_system *system)
{
	static const char *const xen[] = {"xen", "xcp", NULL};
	static const char *const kvm[] = {
		"kvm", "qemu", "proxmox", "pve", "libvirt", NULL};
	bool x = false, k = false;

	for (const char **a = system->aliases; *a; a++) {
		x = x || has_any(*a, xen);
		k = k || has_any(*a, kvm);
	}
	return x == k ? MAKER_UNKNOWN : x ? MAKER_XEN : MAKER_KVM;
}

static enum maker maker_of_disk(const char *name)
{
	if (strncmp(name, "xvd", 3) == 0)
		return MAKER_XEN;
	return strncmp(name, "vd", 2) == 0 ? MAKER_KVM : MAKER_UNKNOWN;
}

static enum maker maker_of_word(const char *word)
{
	static const char *const xen[] = {"xen", "Xen", NULL};
	static const char *const kvm[] = {"kvm", "KVM", "qemu", "QEMU", NULL};

	if (has_any(word, xen))
		return MAKER_XEN;
	return has_any(word, kvm) ? MAKER_KVM : MAKER_UNKNOWN;
}

static bool contradicts(enum maker claim, enum maker seen)
{
	return claim != MAKER_UNKNOWN && seen != MAKER_UNKNOWN && claim != seen;
}

static void hit_claim(struct inspection *in, struct finding_place place,
	const char *key, const char *value)
{
	hit(in, place, key, value, system_name(in, (size_t)place.system));
}

static void claim_of_run(struct inspection *in, const struct corpus_run *r)
{
	const struct param *disk = run_param(r->run, "disk");

	if (disk && contradicts(claimed(&in->lab->systems[r->system]),
			    maker_of_disk(disk->value)))
		hit_claim(in, at_run(r, disk->line), "disk", disk->value);
}

static void claim_of_record(struct inspection *in, size_t system)
{
	static const char *const keys[] = {
		"disk_name", "hypervisor_vendor", "virtualization"};
	const struct run *facts = in->corpus->facts[system];
	enum maker claim = claimed(&in->lab->systems[system]);

	for (size_t i = 0; facts && i < sizeof keys / sizeof *keys; i++) {
		const char *value = run_value(facts, keys[i]);

		if (value && contradicts(claim, i ? maker_of_word(value)
						  : maker_of_disk(value)))
			hit_claim(in, at_system(in, system, keys[i]), keys[i],
				value);
	}
}

const struct rule_function genuine_rules[] = {
	{RULE_ARITHMETIC, .of_log = arithmetic},
	{RULE_PERCENTILE_GRID, .of_log = grid},
	{RULE_ARITHMETIC_SOFT, .of_log = unusual},
	{RULE_ENDS_DISAGREE, .of_log = ends_disagree},
	{RULE_SAME_RUN_TWICE, .of_log = same_twice},
	{RULE_SAME_RUN_TWO_SYSTEMS, .of_log = same_systems},
	{RULE_NEAR_COPY, .of_all = find_near_copies},
	{RULE_HYPERVISOR_CLAIM, .of_run = claim_of_run,
		.of_system = claim_of_record},
	{0},
};
