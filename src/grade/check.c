#include "src/grade/check.h"

#include <string.h>

#define MIB 1048576.0
#define LABEL(fr, en)                                                          \
	{                                                                      \
		{                                                              \
			fr, en                                                 \
		}                                                              \
	}
#define THREADS                                                                \
	{                                                                      \
		.name = "threads", .kind = PARAM_NUMBER,                       \
		.source = SOURCE_PARAM, .from = {"threads"},                   \
		.label = LABEL("fils d'exécution", "threads")                  \
	}
#define NEAR                                                                   \
	{                                                                      \
		.name = "near_pct", .kind = PARAM_NUMBER, .factor = 0.01       \
	}
#define TABLES                                                                 \
	{                                                                      \
		.name = "tables", .kind = PARAM_TABLES, .needed = true         \
	}

/* A number and its unit stay on one line. */
#define SECONDS .unit = {{"\u00a0s", "\u00a0s"}}

static const struct check_param cpu_params[] = {
	{.name = "prime",
		.kind = PARAM_NUMBER,
		.source = SOURCE_PARAM,
		.from = {"prime_limit"},
		.label = LABEL("--cpu-max-prime", "--cpu-max-prime"),
		.key = true,
		.needed = true},
	THREADS,
	{.name = "time",
		.kind = PARAM_RANGE,
		.source = SOURCE_OBS,
		.from = {"total_time"},
		.label = LABEL("durée", "duration"),
		SECONDS},
	{0},
};

static const struct check_param memory_params[] = {
	{.name = "oper",
		.kind = PARAM_WORDS,
		.source = SOURCE_PARAM,
		.from = {"operation"},
		.label = LABEL("opération", "operation"),
		.key = true,
		.needed = true},
	{.name = "total_mib",
		.kind = PARAM_NUMBER,
		.source = SOURCE_PARAM,
		.from = {"total_size"},
		.label = LABEL("--memory-total-size", "--memory-total-size"),
		.form = FORM_SIZE,
		.factor = MIB},
	THREADS,
	{.name = "access",
		.kind = PARAM_WORDS,
		.source = SOURCE_PARAM,
		.from = {"access_mode"},
		.label = LABEL("mode d'accès", "access mode")},
	{.name = "block",
		.kind = PARAM_SIZE,
		.source = SOURCE_PARAM,
		.from = {"block_size"},
		.label = LABEL("taille de bloc", "block size"),
		.form = FORM_SIZE},
	{0},
};

static const struct check_param fio_params[] = {
	{.name = "rw",
		.kind = PARAM_WORDS,
		.source = SOURCE_PARAM,
		.from = {"rw"},
		.label = LABEL("--rw", "--rw"),
		.key = true,
		.needed = true},
	{.name = "bs",
		.kind = PARAM_SIZE,
		.source = SOURCE_PARAM,
		.from = {"block_size"},
		.label = LABEL("--bs", "--bs"),
		.form = FORM_SIZE},
	{.name = "jobs",
		.kind = PARAM_NUMBER,
		.source = SOURCE_PARAM,
		.from = {"numjobs", "jobs"},
		.label = LABEL("--numjobs", "--numjobs")},
	{.name = "mix",
		.kind = PARAM_RANGE,
		.source = SOURCE_MIX,
		.label = LABEL("part de lectures", "share of reads"),
		.form = FORM_SHARE,
		.unit = {{"\u00a0%", "%"}}},
	{.name = "runtime",
		.kind = PARAM_RANGE,
		.source = SOURCE_OBS,
		.from = {"total.runtime", "read.runtime", "write.runtime"},
		.label = LABEL("durée", "duration"),
		SECONDS},
	{0},
};

static const struct check_param iperf3_params[] = {
	{.name = "seconds",
		.kind = PARAM_RANGE,
		.source = SOURCE_OBS,
		.from = {"sender.duration", "receiver.duration"},
		.label = LABEL("durée", "duration"),
		SECONDS},
	{0},
};

static const struct check_param vm_params[] = {
	THREADS,
	{.name = "vcpus",
		.kind = PARAM_NUMBER,
		.source = SOURCE_OBS,
		.from = {"vcpus"},
		.label = LABEL("vCPU", "vCPUs")},
	{.name = "memory_mib",
		.kind = PARAM_RANGE,
		.source = SOURCE_OBS,
		.from = {"memory_total"},
		.label = LABEL("mémoire vive", "memory"),
		.factor = MIB,
		.unit = {{"\u00a0Mio", "\u00a0MiB"}}},
	{.name = "disk",
		.kind = PARAM_SIDES,
		.source = SOURCE_PARAM,
		.from = {"disk", "disk_name"},
		.label = LABEL("nom du disque", "disk name")},
	{.name = "versions",
		.kind = PARAM_WORDS,
		.label = LABEL("versions des outils", "tool versions")},
	{.name = "weights", .kind = PARAM_WEIGHTS},
	{0},
};

static const struct check_param logs_params[] = {
	{.name = "tests", .kind = PARAM_CRITERIA, .needed = true},
	{0},
};

static const struct check_param cell_params[] = {TABLES, NEAR, {0}};
static const struct check_param table_params[] = {TABLES, {0}};

static const struct check_param box_params[] = {
	{.name = "boxes", .kind = PARAM_NUMBER, .needed = true},
	{.name = "tests_box", .kind = PARAM_WORDS},
	{.name = "tests", .kind = PARAM_CRITERIA},
	{0},
};

static const char *const cell_words[] = {"swapped", NULL};
static const char *const box_words[] = {"ticked", "boxes", NULL};
static const char *const no_words[] = {NULL};

static const struct check checks[] = {
	{"logs_readable", CHECK_LOGS, NULL, NULL, logs_params, no_words, check_logs},
	{"same_vm", CHECK_LOGS, NULL, NULL, vm_params, no_words, check_same_vm},
	{"sysbench_cpu", CHECK_LOGS, "sysbench", "cpu", cpu_params, no_words, check_test},
	{"sysbench_mem", CHECK_LOGS, "sysbench", "memory", memory_params, no_words,
		check_test},
	{"fio", CHECK_LOGS, "fio", NULL, fio_params, no_words, check_test},
	{"iperf3_pair", CHECK_LOGS, "iperf3", NULL, iperf3_params, no_words, check_iperf3},
	{"cells_match", CHECK_TABLES, NULL, NULL, cell_params, cell_words, check_cells},
	{"winners", CHECK_TABLES, NULL, NULL, table_params, no_words, check_winners},
	{"percentages", CHECK_TABLES, NULL, NULL, table_params, no_words, check_percentages},
	{"checkboxes", CHECK_BOXES, NULL, NULL, box_params, box_words, check_boxes},
};

#define CHECKS (sizeof checks / sizeof *checks)

const struct check *check_find(const char *name)
{
	for (size_t i = 0; i < CHECKS; i++)
		if (strcmp(checks[i].name, name) == 0)
			return &checks[i];
	return NULL;
}

const char *check_names(struct arena *arena)
{
	const char *all = checks[0].name;

	for (size_t i = 1; i < CHECKS; i++)
		all = arena_printf(arena, "%s, %s", all, checks[i].name);
	return all;
}

static bool is_in(const char *const *words, const char *name, size_t length)
{
	for (; *words; words++)
		if (strlen(*words) == length &&
			memcmp(*words, name, length) == 0)
			return true;
	return false;
}

bool check_has_placeholder(
	const struct check *check, const char *name, size_t length)
{
	static const char *const common[] = {"points", "max", NULL};
	static const char *const automatic[] = {
		"n", "m", "problems", "missing", "unseen", NULL};
	static const char *const manual[] = {"comment", "words", "cites",
		"images", "tables", "choice", "any", NULL};

	return is_in(common, name, length) ||
	       is_in(check ? automatic : manual, name, length) ||
	       (check && is_in(check->placeholders, name, length));
}
