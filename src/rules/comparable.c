/* Same conditions on both sides? By the machines' records and the versions. */
#include <math.h>
#include <string.h>

#include "src/analysis/analysis.h"
#include "src/analysis/identity.h"
#include "src/model/quantity.h"
#include "src/rules/inspection.h"

/* Long lists of words are compared by cpu-flags-differ. */
#define FLAGS "cpu_flags"
#define OS "os"

static const char *say_fact(const struct inspection *in,
	const struct lab_fact *fact, struct fact_value value)
{
	enum lang lang = in->corpus->diags->lang;
	double shown;

	if (!fact->metric)
		return value.word;
	shown = value.number / fact->unit->factor;
	return arena_printf(in->arena, "%s %s",
		fixed(in, shown, shown == floor(shown) ? 0 : 2),
		text_in(&fact->unit->label, lang));
}

/* "Proxmox 2, XCP-ng 4" */
static const char *say_fact_of_all(
	const struct inspection *in, const struct lab_fact *fact)
{
	const char *text = "";

	for (size_t i = 0; i < in->lab->system_count; i++) {
		struct fact_value v = fact_value(in->corpus, fact, i);

		if (corpus_contestant(in->corpus, i) && v.known)
			text = arena_printf(in->arena, "%s%s%s %s", text,
				*text ? ", " : "", system_name(in, i),
				say_fact(in, fact, v));
	}
	return text;
}

/* Each contestant that states the fact. */
static void hit_each(struct inspection *in, const struct lab_fact *fact,
	const char *a, const char *b)
{
	for (size_t i = 0; i < in->lab->system_count; i++)
		if (corpus_contestant(in->corpus, i) &&
			fact_value(in->corpus, fact, i).known)
			hit(in, at_system(in, i, fact->fact), a, b);
}

/* "Ubuntu 24.04" of "Ubuntu 24.04.1 LTS": updates within a release change
 * the third number. */
static size_t release_length(const char *os)
{
	static const char digits[] = "0123456789";
	size_t length = strcspn(os, digits);

	length += strspn(os + length, digits);
	if (os[length] == '.')
		length += 1 + strspn(os + length + 1, digits);
	return length;
}

static bool releases_differ(
	const struct inspection *in, const struct lab_fact *fact)
{
	const char *first = NULL;

	for (size_t i = 0; i < in->lab->system_count; i++) {
		struct fact_value v = fact_value(in->corpus, fact, i);

		if (!v.known || !corpus_contestant(in->corpus, i))
			continue;
		if (!first)
			first = v.word;
		if (release_length(first) != release_length(v.word) ||
			strncmp(first, v.word, release_length(first)) != 0)
			return true;
	}
	return false;
}

static bool is_os(const struct lab_fact *fact)
{
	return strcmp(fact->fact, OS) == 0;
}

static void guest_releases(struct inspection *in)
{
	for (size_t f = 0; f < in->lab->fact_count; f++) {
		const struct lab_fact *fact = &in->lab->facts[f];

		if (fact->compare && is_os(fact) && releases_differ(in, fact))
			hit_each(in, fact, say_fact_of_all(in, fact), NULL);
	}
}

static void machines_differ(struct inspection *in)
{
	for (size_t f = 0; f < in->lab->fact_count; f++) {
		const struct lab_fact *fact = &in->lab->facts[f];

		if (fact->compare && strcmp(fact->fact, FLAGS) != 0 &&
			fact_state(in->corpus, fact).differs &&
			!(is_os(fact) && releases_differ(in, fact)))
			hit_each(in, fact,
				text_in(&fact->label, in->corpus->diags->lang),
				say_fact_of_all(in, fact));
	}
}

static const char *say_expected(
	const struct inspection *in, const struct lab_fact *fact)
{
	if (!fact->metric)
		return fact->expected;
	return say_fact(in, fact,
		(struct fact_value){true, fact->expected_value, NULL});
}

static void machine_unexpected(struct inspection *in)
{
	const struct corpus *corpus = in->corpus;

	for (size_t f = 0; f < in->lab->fact_count; f++)
		for (size_t i = 0; i < in->lab->system_count; i++) {
			const struct lab_fact *fact = &in->lab->facts[f];
			struct fact_value v = fact_value(corpus, fact, i);

			if (v.known && fact->compare &&
				corpus_contestant(corpus, i) &&
				!fact_expected(fact, v))
				hit(in, at_system(in, i, fact->fact),
					text_in(&fact->label,
						corpus->diags->lang),
					say_fact(in, fact, v),
					say_expected(in, fact));
		}
}

/* -- instructions -- */

static const char *const sets[] = {"aes", "avx", "avx2", "avx512f", "ssse3",
	"sse4_2", "pclmulqdq", "sha_ni", "bmi2", "fma", "popcnt", "rdrand"};

static bool has_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (const char *p = strstr(list, word); p; p = strstr(p + 1, word))
		if ((p == list || p[-1] == ' ') &&
			(p[length] == ' ' || !p[length]))
			return true;
	return false;
}

/* Those of `mine` that `other` lacks. */
static const char *missing(
	const struct inspection *in, const char *mine, const char *other)
{
	const char *text = "";

	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		if (has_word(mine, sets[i]) && !has_word(other, sets[i]))
			text = arena_printf(in->arena, "%s%s%s", text,
				*text ? " " : "", sets[i]);
	return text;
}

static const char *fact_word(
	const struct inspection *in, size_t system, const char *key)
{
	const struct run *facts = in->corpus->facts[system];

	return facts && corpus_contestant(in->corpus, system)
		       ? run_value(facts, key)
		       : NULL;
}

static void compare_flags(struct inspection *in, size_t a, size_t b)
{
	const char *x = fact_word(in, a, FLAGS), *y = fact_word(in, b, FLAGS);
	const char *more = x && y ? missing(in, x, y) : "";

	if (*more)
		hit(in, at_system(in, a, FLAGS), system_name(in, a), more);
}

static void cpu_flags(struct inspection *in)
{
	for (size_t a = 0; a < in->lab->system_count; a++)
		for (size_t b = 0; b < in->lab->system_count; b++)
			if (a != b)
				compare_flags(in, a, b);
}

/* -- drivers -- */

static bool is_emulated_disk(const char *name)
{
	return strncmp(name, "sd", 2) == 0 || strncmp(name, "hd", 2) == 0;
}

/* Said when some disk is emulated and some is not. */
static void disk_drivers(struct inspection *in)
{
	size_t emulated = 0, known = 0, n = in->lab->system_count;
	const char *text = "";

	for (size_t i = 0; i < n; i++) {
		const char *name = fact_word(in, i, "disk_name");

		if (!name)
			continue;
		known++;
		emulated += is_emulated_disk(name);
		text = arena_printf(in->arena, "%s%s%s %s", text,
			*text ? ", " : "", system_name(in, i), name);
	}
	for (size_t i = 0; i < n && emulated && emulated < known; i++)
		if (fact_word(in, i, "disk_name"))
			hit(in, at_system(in, i, "disk_name"), text);
}

/* -- versions -- */

static bool is_old(const char *version)
{
	return strncmp(version, "0.", 2) == 0;
}

static void generations(struct inspection *in, const struct lab_test *test)
{
	const struct corpus_run *seen[2] = {NULL, NULL};

	for (size_t i = 0; i < in->corpus->run_count; i++) {
		const struct corpus_run *r = &in->corpus->runs[i];

		if (r->test != test || !corpus_counts(r) || !r->run->version ||
			!is_tool(r->run, "sysbench"))
			continue;
		if (!seen[is_old(r->run->version)])
			seen[is_old(r->run->version)] = r;
	}
	for (int i = 0; i < 2 && seen[0] && seen[1]; i++)
		hit(in, at_run(seen[i], 0), seen[1]->run->version,
			seen[0]->run->version);
}

/* -- turns -- */

static void not_alternated(struct inspection *in)
{
	if (design_alternation(in->corpus) == ALTERNATION_NONE)
		hit(in, at_test(NULL, -1),
			message_get(in->corpus->diags->lang,
				MSG_RULE_IN_BLOCKS));
}

const struct rule_function comparable_rules[] = {
	{RULE_GUEST_RELEASES, .of_all = guest_releases},
	{RULE_MACHINES_DIFFER, .of_all = machines_differ},
	{RULE_MACHINE_UNEXPECTED, .of_all = machine_unexpected},
	{RULE_CPU_FLAGS_DIFFER, .of_all = cpu_flags},
	{RULE_DISK_DRIVERS_DIFFER, .of_all = disk_drivers},
	{RULE_SYSBENCH_GENERATIONS, .of_test = generations},
	{RULE_NOT_ALTERNATED, .of_all = not_alternated},
	{0},
};
