/* Was everything run? What the parsers and the corpus already said in a diag
 * is not judged a second time: the diag is the evidence. */
#include <string.h>

#include "src/rules/inspection.h"

/* Diags that a rule says. */
static const struct {
	enum diag_id diag;
	enum rule_id rule;
} said[] = {
	{DIAG_ID_TEST_MISSING, RULE_TEST_MISSING},
	{DIAG_ID_TEST_NOWHERE, RULE_TEST_NOWHERE},
	{DIAG_ID_TOOL_FAILED, RULE_TOOL_FAILED},
	{DIAG_ID_RUN_CUT, RULE_RUN_INCOMPLETE},
	{DIAG_ID_RUN_HEADLESS, RULE_RUN_INCOMPLETE},
	{DIAG_ID_RUN_FAILED, RULE_RUN_INCOMPLETE},
	{DIAG_ID_RUN_ABORTED, RULE_RUN_INCOMPLETE},
	{DIAG_ID_RUN_EMPTY, RULE_RUN_INCOMPLETE},
	{DIAG_ID_STRESS_EARLY, RULE_RUN_INCOMPLETE},
	{DIAG_ID_SYSBENCH_CHECKPOINTS, RULE_RUN_INCOMPLETE},
	{DIAG_ID_FILE_FOREIGN, RULE_OUTPUT_FOREIGN},
	{DIAG_ID_FILE_UNKNOWN, RULE_OUTPUT_FOREIGN},
	{DIAG_ID_FILE_EMPTY, RULE_OUTPUT_FOREIGN},
	{DIAG_ID_FILE_BINARY, RULE_OUTPUT_FOREIGN},
	{DIAG_ID_FORMAT_UNREAD, RULE_OUTPUT_FOREIGN},
	{DIAG_ID_VERSION_UNREAD, RULE_OUTPUT_FOREIGN},
	{DIAG_ID_RUN_UNKNOWN, RULE_LOG_UNMATCHED},
	{DIAG_ID_ONE_SYSTEM, RULE_ONE_SYSTEM},
	{DIAG_ID_RUN_DEVIATES, RULE_OPTIONS_DEVIATE},
	{DIAG_ID_RUN_MIXED, RULE_OPTIONS_DIFFER},
	{DIAG_ID_RUN_VERSIONS, RULE_VERSIONS_DIFFER},
	{DIAG_ID_FACT_TWICE, RULE_FACTS_CONTRADICT},
	{DIAG_ID_RUN_LOOPBACK, RULE_NETWORK_LOOPBACK},
	{DIAG_ID_RUN_NO_PATH, RULE_NETWORK_NO_PATH},
	{DIAG_ID_RUN_TWICE, RULE_SAME_RUN_TWICE},
	{DIAG_ID_RUN_COPIED, RULE_SAME_RUN_TWO_SYSTEMS},
	{DIAG_ID_VALUE_TWICE, RULE_VALUE_CONTRADICTED},
	{DIAG_ID_TIME_ABSURD, RULE_TIME_IMPOSSIBLE},
};

#define SAID_COUNT (sizeof said / sizeof *said)

/* RULE_COUNT: no rule says it. */
static enum rule_id sayer_of(enum diag_id id)
{
	for (size_t i = 0; i < SAID_COUNT; i++)
		if (said[i].diag == id)
			return said[i].rule;
	return RULE_COUNT;
}

bool rule_covers(const struct lab *lab, enum diag_id id)
{
	enum rule_id rule = sayer_of(id);

	return rule != RULE_COUNT && lab->rules.levels[rule] != LEVEL_OFF;
}

bool rule_is_told(const struct rule *rule)
{
	for (size_t i = 0; i < SAID_COUNT; i++)
		if (said[i].rule == (enum rule_id)(rule - rule_rows))
			return true;
	return false;
}

/* The file of that name: diags come in the order of the files, so that it is
 * looked for from the last one found on. */
static const struct corpus_file *file_of(
	const struct corpus *corpus, const char *path, size_t *cursor)
{
	for (size_t n = 0; path && n < corpus->file_count; n++) {
		size_t i = (*cursor + n) % corpus->file_count;

		if (strcmp(corpus->files[i].path, path) == 0) {
			*cursor = i;
			return &corpus->files[i];
		}
	}
	return NULL;
}

/* The run in whose lines the diag is. */
static const struct corpus_run *run_at(const struct corpus *corpus,
	const struct corpus_file *file, unsigned line)
{
	for (size_t i = file->run; i < corpus->run_count; i++) {
		const struct run *run = corpus->runs[i].run;

		if (strcmp(run->file, file->path) != 0)
			break;
		if (line == run->line ||
			(line > run->line && line <= run->last_line))
			return &corpus->runs[i];
	}
	return NULL;
}

static struct finding_place place_of(const struct inspection *in,
	const struct diag *diag, size_t *cursor)
{
	const struct corpus_file *file =
		file_of(in->corpus, diag->file, cursor);
	const struct corpus_run *r =
		file ? run_at(in->corpus, file, diag->line) : NULL;
	struct finding_place place = {.system = file ? (int)file->system : -1};

	if (r)
		place = at_run(r, diag->line);
	place.file = diag->file;
	place.line = diag->line;
	if (!place.test && diag->id == DIAG_ID_TOOL_FAILED)
		place.tool = diag->args[0];
	return place;
}

/* Versions that a release has, and that say which it is when no record does. */
static const struct {
	const char *tool, *version, *release;
} landmarks[] = {
	{"fio", "3.28", "Ubuntu 22.04"},
	{"iperf3", "3.9", "Ubuntu 22.04"},
	{"fio", "3.36", "Ubuntu 24.04"},
	{"iperf3", "3.16", "Ubuntu 24.04"},
	{"fio", "3.33", "Debian 12"},
	{"iperf3", "3.12", "Debian 12"},
};

static const char *release_of(const char *tool, const char *version)
{
	for (size_t i = 0; i < sizeof landmarks / sizeof *landmarks; i++)
		if (strcmp(landmarks[i].tool, tool) == 0 &&
			strcmp(landmarks[i].version, version) == 0)
			return landmarks[i].release;
	return NULL;
}

static bool is_recorded(const struct inspection *in)
{
	for (size_t i = 0; i < in->lab->system_count; i++)
		if (corpus_contestant(in->corpus, i) && in->corpus->facts[i])
			return true;
	return false;
}

/* What a diag found; of versions also the releases they are probably of. */
static const char *say_diag(const struct inspection *in,
	const struct diag *diag, const struct finding_place *place)
{
	const struct diags *diags = in->corpus->diags;
	const char *text = diag_text(in->arena, diags->lang, diag);
	const char *mine, *other;

	if (diag->id != DIAG_ID_RUN_VERSIONS || !place->run || is_recorded(in))
		return text;
	mine = release_of(place->run->run->tool, diag->args[1]);
	other = release_of(place->run->run->tool, diag->args[2]);
	if (!mine || !other)
		return text;
	return message_say(in->arena, diags->lang, MSG_RULE_RELEASES, text,
		mine, other);
}

static void from_diags(struct inspection *in)
{
	const struct diags *diags = in->corpus->diags;
	size_t cursor = 0;

	for (size_t i = 0; i < diags->count; i++)
		if (sayer_of(diags->items[i].id) == in->rule) {
			struct finding_place place = place_of(
				in, &diags->items[i], &cursor);

			hit(in, place, say_diag(in, &diags->items[i], &place));
		}
}

static size_t lacking(const struct inspection *in, const struct lab_test *test)
{
	size_t count = 0;

	for (size_t i = 0; i < in->lab->system_count; i++)
		count += corpus_contestant(in->corpus, i) &&
			 corpus_lacks(in->corpus, test, i);
	return count;
}

static void test_missing(struct inspection *in, const struct lab_test *test)
{
	if (lacking(in, test) == corpus_contestant_count(in->corpus))
		return;
	for (size_t i = 0; i < in->lab->system_count; i++)
		if (corpus_contestant(in->corpus, i) &&
			corpus_lacks(in->corpus, test, i))
			hit(in, at_test(test, (int)i), system_name(in, i));
}

static void test_nowhere(struct inspection *in, const struct lab_test *test)
{
	size_t count = corpus_contestant_count(in->corpus);

	if (count && lacking(in, test) == count)
		hit(in, at_test(test, -1), NULL);
}

static void machine_unknown(struct inspection *in, size_t system)
{
	if (!in->corpus->facts[system])
		hit(in, at_test(NULL, (int)system), system_name(in, system));
}

const struct rule_function complete_rules[] = {
	{RULE_TEST_MISSING, .of_test = test_missing},
	{RULE_TEST_NOWHERE, .of_test = test_nowhere},
	{RULE_TOOL_FAILED, .of_all = from_diags},
	{RULE_RUN_INCOMPLETE, .of_all = from_diags},
	{RULE_OUTPUT_FOREIGN, .of_all = from_diags},
	{RULE_LOG_UNMATCHED, .of_all = from_diags},
	{RULE_ONE_SYSTEM, .of_all = from_diags},
	{RULE_OPTIONS_DEVIATE, .of_all = from_diags},
	{RULE_OPTIONS_DIFFER, .of_all = from_diags},
	{RULE_VERSIONS_DIFFER, .of_all = from_diags},
	{RULE_FACTS_CONTRADICT, .of_all = from_diags},
	{RULE_NETWORK_LOOPBACK, .of_all = from_diags},
	{RULE_NETWORK_NO_PATH, .of_all = from_diags},
	{RULE_VALUE_CONTRADICTED, .of_all = from_diags},
	{RULE_TIME_IMPOSSIBLE, .of_all = from_diags},
	{RULE_MACHINE_UNKNOWN, .of_system = machine_unknown},
	{0},
};
