/* Signs within the logs of one student. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/date.h"
#include "parsers/scan.h"
#include "src/checks/check.h"
#include "src/grade/check.h"
#include "src/grade/integrity_parts.h"
#include "src/model/quantity.h"

/* B/s: more than the disks of a lab give. */
#define CACHE_RATE 3e9
/* Findings of one run that are listed. */
#define ITEMS_MAX 20

struct looking {
	struct arena *arena;
	const struct evidence *evidence;
	const struct integrity_lab *lab;
	struct integrity *integrity;
};

/* The sign of that kind, and of that other student unless NULL. */
static struct sign *find(
	struct signs *signs, enum sign_kind kind, const char *other)
{
	for (size_t i = 0; i < signs->count; i++)
		if (signs->items[i].kind == kind &&
			(!other ||
				strcmp(signs->items[i].student[1], other) ==
					0))
			return &signs->items[i];
	return NULL;
}

/* The sign of that kind, of that level at least. */
static struct sign *add(const struct looking *looking, enum sign_kind kind,
	enum sign_level level)
{
	struct signs *signs = &looking->integrity->signs;
	struct sign *sign = find(signs, kind, NULL);

	if (!sign)
		return sign_add(looking->arena, signs, kind, level,
			looking->integrity->id);
	if (sign->level < level)
		sign->level = level;
	return sign;
}

static struct sign_item item_of(const struct print *print, enum sign_kind kind)
{
	return (struct sign_item){.kind = kind,
		.test = print->test,
		.file = {print->file},
		.line = {print->line}};
}

/* Whole numbers as such, others with digits to tell them apart. */
static const char *number(const struct looking *looking, double value)
{
	int decimals = quantity_decimals(value) + 2;

	if (value == floor(value) || fabs(value) >= 1e6)
		decimals = 0;
	return quantity_fixed(looking->arena, LANG_EN, value,
		decimals < 9 ? decimals : 9)
		.plain;
}

/* "1816.78 … 1853.12" */
static const char *range(const struct looking *looking, double low, double high)
{
	const char *from = number(looking, low), *to = number(looking, high);

	return strcmp(from, to) == 0 ? from
				     : arena_printf(looking->arena,
					       "%s … %s", from, to);
}

/* -- one run handed in twice -- */

/* Both ends of one connection have its fingerprint in common; with different
 * texts they are two logs. */
static bool is_same_run(const struct print *a, const struct print *b)
{
	if (a->hash[0] && strcmp(a->hash, b->hash) == 0)
		return true;
	if (strcmp(a->tool, b->tool) != 0 || strcmp(a->test, b->test) != 0)
		return false;
	return print_same_vector(a, b) ||
	       (strcmp(a->tool, "iperf3") != 0 && a->fingerprint &&
		       b->fingerprint &&
		       strcmp(a->fingerprint, b->fingerprint) == 0);
}

static void add_twice(const struct looking *looking, const struct print *a,
	const struct print *b)
{
	bool sides = a->side >= 0 && b->side >= 0 && a->side != b->side;
	/* a network run has both sides in it, and a file that is there twice
	 * on one side claims nothing */
	bool strong = sides && strcmp(a->tool, "iperf3") != 0;
	enum sign_kind kind = sides ? SIGN_BOTH_SIDES : SIGN_TWICE;
	struct sign *sign =
		add(looking, kind, strong ? SIGN_STRONG : SIGN_WEAK);
	struct sign_item item = item_of(a, kind);

	item.file[1] = b->file;
	item.line[1] = b->line;
	item.found = a->fingerprint;
	sign_item_add(looking->arena, sign, item);
}

/* Each run is reported with the first it is the same as. */
static void look_for_twins(const struct looking *looking)
{
	const struct integrity *own = looking->integrity;

	for (size_t i = 0; i < own->print_count; i++)
		for (size_t k = 0; k < i; k++)
			if (is_same_run(&own->prints[k], &own->prints[i])) {
				add_twice(looking, &own->prints[k],
					&own->prints[i]);
				break;
			}
}

/* -- numbers that contradict each other -- */

static bool is_order(const char *rule)
{
	return strcmp(rule, "T16") == 0;
}

static void add_finding(const struct looking *looking, struct signs *found,
	const struct print *print, const struct check_finding *finding,
	enum sign_kind kind)
{
	struct sign_item item = item_of(print, kind);
	struct sign *sign = find(found, kind, NULL);

	if (!sign)
		sign = sign_add(looking->arena, found, kind, SIGN_WEAK,
			looking->integrity->id);
	/* `compared` counts what the level follows from */
	sign->compared += kind == SIGN_GRID || sign->count == 0 ||
			  strcmp(sign->items[sign->count - 1].file[0],
				  print->file) != 0;
	if (sign->count >= ITEMS_MAX)
		return;
	item.field = arena_printf(
		looking->arena, "%s %s", print->tool, finding->rule);
	item.line[0] = finding->line ? finding->line : print->line;
	item.found = number(looking, finding->found);
	item.wanted = range(looking, finding->low, finding->high);
	sign_item_add(looking->arena, sign, item);
}

static void check_print(const struct looking *looking, struct signs *found,
	const struct run *run, const struct print *print)
{
	struct check_result result = check_run(looking->arena, run);

	for (size_t i = 0; i < result.finding_count; i++) {
		const struct check_finding *finding = &result.findings[i];

		if (is_order(finding->rule))
			add_finding(
				looking, found, print, finding, SIGN_DATE);
		else if (finding->hard)
			add_finding(looking, found, print, finding,
				check_is_grid(finding->rule) ? SIGN_GRID
						       : SIGN_ARITHMETIC);
	}
}

/* One place may be a slip of the pen; an edit in two logs is none. */
static enum sign_level level_of(const struct sign *sign)
{
	if (sign->kind == SIGN_DATE)
		return SIGN_WEAK;
	if (sign->kind == SIGN_GRID)
		return sign->compared > 1 ? SIGN_MEDIUM : SIGN_WEAK;
	return sign->compared > 1 ? SIGN_STRONG : SIGN_MEDIUM;
}

static void look_at_arithmetic(const struct looking *looking)
{
	struct signs found = {0};

	for (size_t i = 0; i < looking->integrity->print_count; i++)
		check_print(looking, &found, looking->evidence->runs[i].run,
			&looking->integrity->prints[i]);
	for (size_t i = 0; i < found.count; i++)
		for (size_t k = 0; k < found.items[i].count; k++)
			sign_item_add(looking->arena,
				add(looking, found.items[i].kind,
					level_of(&found.items[i])),
				found.items[i].items[k]);
}

/* -- what does not fit the lab -- */

static const struct rubric_param *disks_of(const struct rubric *rubric)
{
	for (size_t i = 0; i < rubric->criterion_count; i++)
		for (size_t k = 0; k < rubric->criteria[i].param_count; k++)
			if (rubric->criteria[i].params[k].spec->kind ==
				PARAM_SIDES)
				return &rubric->criteria[i].params[k];
	return NULL;
}

/* "vd…, sd…" of "vd|sd" */
static const char *beginnings(
	const struct looking *looking, const char *pattern)
{
	struct buf out = {0};
	const char *text;

	for (; *pattern; pattern++)
		if (*pattern == '|')
			buf_puts(&out, "…, ");
		else
			buf_putc(&out, *pattern);
	text = arena_printf(
		looking->arena, "%.*s…", (int)out.length, out.data);
	buf_free(&out);
	return text;
}

/* A disk that neither side would have says nothing. */
static void look_at_disks(const struct looking *looking)
{
	const struct rubric_param *disks = disks_of(looking->evidence->rubric);

	for (size_t i = 0; disks && i < looking->integrity->print_count; i++) {
		const struct print *print = &looking->integrity->prints[i];
		const char *disk =
			run_value(looking->evidence->runs[i].run, "disk");
		struct sign_item item = item_of(print, SIGN_DISK);

		if (!disk || print->side < 0 || !disks->sides[0] ||
			!disks->sides[1] ||
			check_name_fits(disk, disks->sides[print->side]) ||
			!check_name_fits(disk, disks->sides[1 - print->side]))
			continue;
		item.found = disk;
		item.wanted = beginnings(looking, disks->sides[print->side]);
		sign_item_add(looking->arena,
			add(looking, SIGN_DISK, SIGN_MEDIUM), item);
	}
}

/* A clock of 1970 or 2099 is one that was never set. */
static bool is_odd_date(const struct integrity_lab *lab, double date)
{
	double first = date_days(2015, 1, 1) * 86400;
	double last = date_days(2090, 1, 1) * 86400;

	return date < first || date >= last || date < lab->opens ||
	       date > lab->closes;
}

static void look_at_dates(const struct looking *looking)
{
	for (size_t i = 0; i < looking->integrity->print_count; i++) {
		const struct print *print = &looking->integrity->prints[i];
		struct sign_item item = item_of(print, SIGN_DATE);

		if (!print->date ||
			!is_odd_date(looking->lab, date_seconds(print->date)))
			continue;
		item.found = print->date;
		sign_item_add(looking->arena,
			add(looking, SIGN_DATE, SIGN_WEAK), item);
	}
}

/* A guest is hardly restarted and measured again within this, s. */
#define RESTART 600

/* The number of the process that fio has printed; 0: none. */
static unsigned long long pid_of(const struct print *print)
{
	const char *number = print->fingerprint
				     ? scan_after(print->fingerprint, "pid ")
				     : NULL;
	unsigned long long pid = 0;

	if (number && print->date)
		scan_count(number, &pid, &number);
	return pid;
}

/* The run of the same side that ended last before this one. */
static const struct print *before(
	const struct integrity *own, const struct print *print)
{
	double date = date_seconds(print->date), latest = date - RESTART;
	const struct print *found = NULL;

	for (size_t i = 0; i < own->print_count; i++) {
		const struct print *other = &own->prints[i];
		double then = pid_of(other) && other->side == print->side
				      ? date_seconds(other->date)
				      : NAN;

		if (then < date && then > latest) {
			latest = then;
			found = other;
		}
	}
	return found;
}

/* A later process has the larger number, but for a restart and for where
 * numbers begin again. */
static void look_at_order(const struct looking *looking)
{
	const struct integrity *own = looking->integrity;

	for (size_t i = 0; i < own->print_count; i++) {
		const struct print *late = &own->prints[i];
		const struct print *early =
			pid_of(late) ? before(own, late) : NULL;
		struct sign_item item = item_of(late, SIGN_DATE);

		if (!early || pid_of(early) < pid_of(late))
			continue;
		item.found = late->fingerprint;
		item.wanted = early->fingerprint;
		item.file[1] = early->file;
		item.line[1] = early->line;
		sign_item_add(looking->arena,
			add(looking, SIGN_DATE, SIGN_WEAK), item);
	}
}

static bool has_other_version(
	const struct evidence_run *a, const struct evidence_run *b)
{
	return a->side == 0 && b->side == 1 && a->run->version &&
	       b->run->version && strcmp(a->run->tool, b->run->tool) == 0 &&
	       strcmp(a->run->version, b->run->version) != 0;
}

/* The first pair of runs tells it. */
static void look_at_versions(const struct looking *looking)
{
	const struct integrity *own = looking->integrity;
	const struct evidence_run *runs = looking->evidence->runs;

	for (size_t i = 0; i < own->print_count; i++)
		for (size_t k = 0; k < own->print_count; k++) {
			struct sign_item item =
				item_of(&own->prints[i], SIGN_VERSIONS);

			if (!has_other_version(&runs[i], &runs[k]))
				continue;
			item.field = runs[i].run->tool;
			item.found = runs[i].run->version;
			item.wanted = runs[k].run->version;
			sign_item_add(looking->arena,
				add(looking, SIGN_VERSIONS, SIGN_INFO), item);
			return;
		}
}

static void look_at_cache(const struct looking *looking)
{
	static const char *const rates[] = {
		"read.bandwidth", "write.bandwidth", NULL};

	for (size_t i = 0; i < looking->integrity->print_count; i++)
		for (const char *const *r = rates; *r; r++) {
			const struct obs *rate = run_obs(
				looking->evidence->runs[i].run, *r);
			struct sign_item item = item_of(
				&looking->integrity->prints[i], SIGN_CACHE);

			if (!rate || rate->value < CACHE_RATE)
				continue;
			item.field = *r;
			item.found = rate->raw;
			item.line[0] = rate->line;
			sign_item_add(looking->arena,
				add(looking, SIGN_CACHE, SIGN_INFO), item);
		}
}

/* -- nonces -- */

static const struct nonce *owner_of(
	const struct nonces *nonces, const struct print *print)
{
	if (!print->mark)
		return NULL;
	if (strcmp(print->tool, "sysbench") == 0)
		return nonce_of_seed(
			nonces, (unsigned)strtoul(print->mark, NULL, 10));
	return nonce_of_word(nonces, print->mark);
}

static void add_foreign(const struct looking *looking,
	const struct print *print, const char *owner)
{
	struct signs *signs = &looking->integrity->signs;
	struct sign_item item = item_of(print, SIGN_FOREIGN);
	struct sign *sign = find(signs, SIGN_FOREIGN, owner);

	if (!sign) {
		sign = sign_add(looking->arena, signs, SIGN_FOREIGN,
			SIGN_STRONG, looking->integrity->id);
		sign->student[1] = arena_strdup(looking->arena, owner);
	}
	item.found = print->mark;
	sign_item_add(looking->arena, sign, item);
}

/* A missing nonce proves nothing: the sheet may not have reached him. */
static void look_at_nonces(const struct looking *looking)
{
	const struct nonces *nonces = looking->lab->nonces;
	const struct integrity *own = looking->integrity;
	bool marked = false;

	if (!nonces || !nonce_of_id(nonces, own->id))
		return;
	for (size_t i = 0; i < own->print_count; i++) {
		const struct nonce *owner = owner_of(nonces, &own->prints[i]);

		if (owner && strcmp(owner->id, own->id) == 0)
			marked = true;
		else if (owner)
			add_foreign(looking, &own->prints[i], owner->id);
	}
	if (!marked && own->print_count)
		add(looking, SIGN_UNMARKED, SIGN_INFO);
}

void integrity_own(struct arena *arena, const struct evidence *evidence,
	const struct integrity_lab *lab, struct integrity *integrity)
{
	struct looking looking = {arena, evidence, lab, integrity};

	look_for_twins(&looking);
	look_at_nonces(&looking);
	look_at_arithmetic(&looking);
	look_at_disks(&looking);
	look_at_dates(&looking);
	look_at_order(&looking);
	look_at_versions(&looking);
	look_at_cache(&looking);
}
