/*
 * A file of commands and their output that describes the machine: lscpu,
 * free, lsblk and the like, under prompts ("$ lscpu") or bare.
 */
#include <stdio.h>
#include <string.h>

#include "parsers/parser.h"
#include "src/base/buf.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define KI 1024.0
#define MI (KI * KI)
#define GI (KI * MI)
#define TI (KI * GI)

static const struct scan_suffix sizes[] = {
	{"B", 1},
	{"K", KI},
	{"M", MI},
	{"G", GI},
	{"T", TI},
	{NULL, 0},
};

/* The flags worth comparing: a benchmark runs differently with them. */
static const char *const flags[] = {
	"aes",
	"avx",
	"avx2",
	"avx512f",
	"sse4_2",
	"sha_ni",
};

/* A number that may be stated twice: "vcpus" by lscpu and nproc. */
struct held {
	enum { ABSENT, STATED, VOID } state;
	double number;
	const char *raw;
	unsigned line;
};

enum { COLUMNS_MAX = 32 };

struct reading;

/* The output of one command. `text` is one of its lines. */
typedef void line_reader(struct reading *reading, const char *text);

struct reading {
	struct scan *scan;
	struct parsing *parsing;
	unsigned first_line;
	line_reader *block; /* NULL: of nothing that is read */
	bool bare;	    /* the block has no prompt */
	char arguments[64]; /* of the command */
	bool used;	    /* a block of one line has had it */
	struct {
		int name, size, type; /* lsblk: columns; -1: not there */
	} columns;
	struct held vcpus, memory, disk;
	const char *disk_name;
};

/* -- stating -- */

static struct run *facts(struct reading *reading)
{
	struct parsing *parsing = reading->parsing;

	if (!parsing->facts) {
		parsing->facts = parser_run(reading->scan, parsing, "vm-facts");
		parsing->facts->line = reading->first_line;
		parsing->facts->workload = "";
		parsing->facts->complete = true;
	}
	parsing->facts->last_line = reading->scan->line;
	return parsing->facts;
}

static void state(struct reading *reading, const char *key, const char *value)
{
	const char *word = parser_quote(reading->parsing->arena, value);

	/* the end of a cut line may be missing */
	if (*word && !reading->scan->cut)
		run_state(reading->parsing->arena, facts(reading), key, word,
			reading->scan->line);
}

static void hold(struct reading *reading, struct held *held, const char *metric,
	double number, const char *raw)
{
	if (reading->scan->cut || held->state == VOID)
		return;
	if (held->state == STATED && held->number != number) {
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_VALUE_TWICE, metric, held->raw, raw);
		held->state = VOID;
	} else if (held->state == ABSENT) {
		*held = (struct held){STATED, number, raw, reading->scan->line};
	}
}

static void unread(struct reading *reading)
{
	if (!reading->scan->cut)
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_NUMBER_UNREAD,
			parser_quote(
				reading->parsing->arena, reading->scan->text));
}

static char *keep(struct reading *reading, const char *text, size_t length)
{
	return arena_strndup(reading->parsing->arena, text, length);
}

static void hold_cpus(struct reading *reading, const char *text)
{
	unsigned long long count;
	const char *start = scan_blanks(text), *end;

	if (scan_count(start, &count, &end) && scan_end(end) && count > 0)
		hold(reading, &reading->vcpus, "vcpus", (double)count,
			keep(reading, start, (size_t)(end - start)));
	else
		unread(reading);
}

/* Whether the blank-separated list has the word. */
static bool has_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (const char *s = list; (s = strstr(s, word)); s += length)
		if ((s == list || s[-1] == ' ') &&
			(!s[length] || s[length] == ' '))
			return true;
	return false;
}

/* Those of the flags that the blank-separated list holds. */
static void state_flags(struct reading *reading, const char *list)
{
	struct buf found = {0};

	for (size_t i = 0; i < COUNT(flags); i++) {
		if (!has_word(list, flags[i]))
			continue;
		if (found.length)
			buf_putc(&found, ' ');
		buf_puts(&found, flags[i]);
	}
	if (found.length)
		state(reading, "cpu_flags", found.data);
	buf_free(&found);
}

/* -- the commands -- */

/* "Label: value" lines of lscpu and hostnamectl, in English and French. */
static const struct label {
	const char *label;
	const char *key;
	/* instead of stating the value as it is */
	line_reader *read;
} labels[] = {
	{"CPU(s)", NULL, hold_cpus},
	{"Processeur(s)", NULL, hold_cpus},
	{"Flags", NULL, state_flags},
	{"Drapaux", NULL, state_flags},
	{"Drapeaux", NULL, state_flags},
	{"Model name", "cpu_model", NULL},
	{"Nom de modèle", "cpu_model", NULL},
	{"Hypervisor vendor", "hypervisor_vendor", NULL},
	{"Constructeur d'hyperviseur", "hypervisor_vendor", NULL},
	{"Constructeur d’hyperviseur", "hypervisor_vendor", NULL},
	{"Virtualization type", "virtualization_type", NULL},
	{"Type de virtualisation", "virtualization_type", NULL},
	{"Static hostname", "hostname", NULL},
	{"Operating System", "os", NULL},
};

/* The length of `text` without blanks and no-break spaces at its end. */
static size_t label_length(const char *text, size_t length)
{
	static const char no_break[] = "\xc2\xa0";

	for (;;) {
		if (length && text[length - 1] == ' ')
			length--;
		else if (length >= 2 &&
			 memcmp(text + length - 2, no_break, 2) == 0)
			length -= 2;
		else
			return length;
	}
}

static void read_labelled(struct reading *reading, const char *text)
{
	const char *label = scan_blanks(text);
	const char *colon = strchr(label, ':');
	size_t length;

	if (!colon)
		return;
	length = label_length(label, (size_t)(colon - label));
	for (size_t i = 0; i < COUNT(labels); i++) {
		if (strlen(labels[i].label) != length ||
			memcmp(labels[i].label, label, length) != 0)
			continue;
		if (labels[i].read)
			labels[i].read(reading, scan_blanks(colon + 1));
		else
			state(reading, labels[i].key, scan_blanks(colon + 1));
		return;
	}
}

static void read_lscpu(struct reading *reading, const char *text)
{
	read_labelled(reading, text);
}

/* As lscpu, but "Virtualization: qemu" is another thing there. */
static void read_hostnamectl(struct reading *reading, const char *text)
{
	const char *word = scan_blanks(text);
	const char *kernel = scan_after(word, "Kernel: Linux ");
	const char *kind = scan_after(word, "Virtualization: ");

	if (kernel)
		state(reading, "kernel", kernel);
	else if (kind)
		state(reading, "virtualization", kind);
	else
		read_labelled(reading, text);
}

static bool has_argument(const struct reading *reading, const char *argument)
{
	return has_word(reading->arguments, argument);
}

/* The unit of free's columns; 0: not known. */
static double free_unit(struct reading *reading, unsigned long long total)
{
	if (has_argument(reading, "-m"))
		return MI;
	if (has_argument(reading, "-b"))
		return 1;
	if (!reading->bare &&
		(!*reading->arguments || has_argument(reading, "-k")))
		return KI;
	/* without its command: as KiB this would be less than 64 MiB, where
	 * no such system runs, so it is MiB; larger numbers may be either */
	return reading->bare && total < 65536 ? MI : 0;
}

static void read_free(struct reading *reading, const char *text)
{
	const char *total = scan_after(text, "Mem:");
	unsigned long long count;
	const char *end;
	double unit;

	/* -h rounds */
	if (!total || has_argument(reading, "-h"))
		return;
	total = scan_blanks(total);
	if (!scan_count(total, &count, &end) || *end != ' ' || count == 0) {
		unread(reading);
		return;
	}
	unit = free_unit(reading, count);
	if (unit > 0)
		hold(reading, &reading->memory, "memory_total",
			(double)count * unit,
			keep(reading, total, (size_t)(end - total)));
	else
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_UNIT_UNKNOWN,
			parser_quote(reading->parsing->arena, text));
}

/* The blank-separated words of a line. */
static int split(const char *text, const char *words[], size_t lengths[])
{
	int count = 0;

	for (text = scan_blanks(text); *text && count < COLUMNS_MAX;
		text = scan_blanks(text)) {
		words[count] = text;
		lengths[count] = strcspn(text, " \t");
		text += lengths[count++];
	}
	return count;
}

static bool is_word(const char *text, size_t length, const char *word)
{
	return strlen(word) == length && memcmp(text, word, length) == 0;
}

static bool read_columns(struct reading *reading, const char *text)
{
	const char *words[COLUMNS_MAX];
	size_t lengths[COLUMNS_MAX];
	int count = split(text, words, lengths);

	if (!scan_after(text, "NAME ") || !strstr(text, " SIZE"))
		return false;
	reading->columns.name = reading->columns.size = reading->columns.type =
		-1;
	for (int i = 0; i < count; i++) {
		if (is_word(words[i], lengths[i], "NAME"))
			reading->columns.name = i;
		if (is_word(words[i], lengths[i], "SIZE"))
			reading->columns.size = i;
		if (is_word(words[i], lengths[i], "TYPE"))
			reading->columns.type = i;
	}
	return true;
}

static bool is_no_disk(const char *name)
{
	static const char *const prefixes[] = {"loop", "zram", "fd", "ram"};

	for (size_t i = 0; i < COUNT(prefixes); i++)
		if (scan_after(name, prefixes[i]))
			return true;
	return false;
}

static void hold_disk(
	struct reading *reading, const char *name, double size, const char *raw)
{
	if (reading->disk.state == VOID || reading->scan->cut ||
		(reading->disk.state == STATED && reading->disk.number >= size))
		return;
	reading->disk = (struct held){STATED, size, raw, reading->scan->line};
	reading->disk_name = name;
}

/* lsblk prints a suffix, or with -b bytes. */
static bool read_size(const char *text, size_t length, double *size)
{
	unsigned long long count;
	const char *end;

	if (scan_count(text, &count, &end) && end == text + length) {
		*size = (double)count;
		return true;
	}
	return scan_scaled(text, sizes, size, &end) && end == text + length;
}

static void read_lsblk(struct reading *reading, const char *text)
{
	const char *words[COLUMNS_MAX];
	size_t lengths[COLUMNS_MAX];
	int count, type = reading->columns.type, size = reading->columns.size;
	double number;

	if (read_columns(reading, text))
		return;
	count = split(text, words, lengths);
	if (reading->columns.name != 0 || type < 0 || size < 0 ||
		count <= type || count <= size ||
		!is_word(words[type], lengths[type], "disk") ||
		is_no_disk(words[0]))
		return;
	if (read_size(words[size], lengths[size], &number))
		hold_disk(reading, keep(reading, words[0], lengths[0]), number,
			keep(reading, words[size], lengths[size]));
	else {
		/* the largest is not known any more */
		reading->disk.state = VOID;
		unread(reading);
	}
}

static void read_nproc(struct reading *reading, const char *text)
{
	if (!reading->used && !scan_end(text) && *text >= '0' && *text <= '9')
		hold_cpus(reading, text);
	reading->used = true;
}

static void read_os_release(struct reading *reading, const char *text)
{
	const char *name = scan_after(text, "PRETTY_NAME=");
	size_t length;

	if (!name)
		return;
	length = strlen(name);
	if (length >= 2 && (*name == '"' || *name == '\'') &&
		name[length - 1] == *name)
		name = keep(reading, name + 1, length - 2);
	state(reading, "os", name);
}

static void read_detect_virt(struct reading *reading, const char *text)
{
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (!reading->used && length && scan_end(text + length))
		state(reading, "virtualization", text);
	reading->used = true;
}

/* "Linux HOST KERNEL ..." */
static void read_uname(struct reading *reading, const char *text)
{
	const char *words[COLUMNS_MAX];
	size_t lengths[COLUMNS_MAX];

	if (!scan_after(text, "Linux ") || split(text, words, lengths) < 4)
		return;
	state(reading, "hostname", keep(reading, words[1], lengths[1]));
	state(reading, "kernel", keep(reading, words[2], lengths[2]));
}

static void state_version(struct reading *reading, const char *text,
	const char *before, const char *key)
{
	const char *version = scan_after(text, before);
	size_t length;

	if (!version || *version < '0' || *version > '9')
		return;
	length = strcspn(version, " \t");
	state(reading, key, keep(reading, version, length));
}

static void read_versions(struct reading *reading, const char *text)
{
	state_version(reading, text, "sysbench ", "sysbench_version");
	state_version(reading, text, "fio-", "fio_version");
	state_version(reading, text, "iperf ", "iperf3_version");
}

/* Ends a block: its lines are not read. */
static void read_nothing(struct reading *reading, const char *text)
{
	(void)reading;
	(void)text;
}

static const struct command {
	const char *name;
	line_reader *read;
	const char *argument; /* that must be there, NULL: none */
} commands[] = {
	{"lscpu", read_lscpu, NULL},
	{"free", read_free, NULL},
	{"lsblk", read_lsblk, NULL},
	{"nproc", read_nproc, NULL},
	{"cat", read_os_release, "/etc/os-release"},
	{"hostnamectl", read_hostnamectl, NULL},
	{"systemd-detect-virt", read_detect_virt, NULL},
	{"uname", read_uname, "-a"},
	{"sysbench", read_versions, "--version"},
	{"fio", read_versions, "--version"},
	{"iperf3", read_versions, "--version"},
	{"iperf3", read_versions, "-v"},
	{"df", read_nothing, NULL},
	{"ip", read_nothing, NULL},
	{"lspci", read_nothing, NULL},
	{"dmidecode", read_nothing, NULL},
};

/* First lines of outputs that tell what they are without a prompt. */
static const struct {
	const char *prefix;
	const char *also; /* further on in the line */
	line_reader *read;
} openers[] = {
	{"Architecture: ", "", read_lscpu},
	{"Architecture\xc2\xa0:", "", read_lscpu},
	{"NAME ", " SIZE", read_lsblk},
	{"PRETTY_NAME=", "", read_os_release},
	{" Static hostname: ", "", read_hostnamectl},
	{"   Static hostname: ", "", read_hostnamectl},
	{"              total ", " used ", read_free},
	{"               total ", " used ", read_free},
	{"Mem: ", "", read_free},
};

/* Behind "$ ", "# " or "+ ", also after "user@host:~"; NULL: no prompt. */
static const char *prompted(const char *text)
{
	const char *dollar, *hash, *prompt;

	if (scan_after(text, "$ ") || scan_after(text, "# ") ||
		scan_after(text, "+ "))
		return scan_blanks(text + 2);
	if (!strchr(text, '@'))
		return NULL;
	dollar = strstr(text, "$ ");
	hash = strstr(text, "# ");
	prompt = dollar && (!hash || dollar < hash) ? dollar : hash;
	return prompt && prompt > strchr(text, '@') ? scan_blanks(prompt + 2)
						    : NULL;
}

/* Past "sudo" and settings like LC_ALL=C. */
static const char *command_start(const char *text)
{
	for (;;) {
		size_t length = strcspn(text, " \t");
		bool sudo = is_word(text, length, "sudo");

		if (!length || (!sudo && !memchr(text, '=', length)))
			return text;
		text = scan_blanks(text + length);
	}
}

/* The row of the command at a prompt, with its arguments; NULL: unknown. */
static const struct command *command_of(
	const char *text, const char **arguments)
{
	size_t length;

	text = command_start(text);
	length = strcspn(text, " \t");
	*arguments = scan_blanks(text + length);
	for (size_t i = 0; i < COUNT(commands); i++)
		if (is_word(text, length, commands[i].name) &&
			(!commands[i].argument ||
				has_word(*arguments, commands[i].argument)))
			return &commands[i];
	return NULL;
}

static line_reader *opened_by(const char *text)
{
	for (size_t i = 0; i < COUNT(openers); i++)
		if (scan_after(text, openers[i].prefix) &&
			strstr(text, openers[i].also))
			return openers[i].read;
	return NULL;
}

static bool owns(const char *text)
{
	const char *command = prompted(text);
	const char *arguments;

	if (command)
		return command_of(command, &arguments) != NULL;
	/* the first line of iperf3 -V looks like that of iperf3 --version:
	 * the registry asks iperf3 first, and here it stays a fact */
	return opened_by(text) || scan_after(text, "iperf 3.");
}

static void begin_block(struct reading *reading, line_reader *block, bool bare,
	const char *arguments)
{
	reading->block = block;
	reading->bare = bare;
	reading->used = false;
	reading->columns.type = reading->columns.size = -1;
	reading->columns.name = -1;
	snprintf(reading->arguments, sizeof reading->arguments, "%.60s",
		arguments);
}

static void read_line(struct reading *reading, const char *text)
{
	const char *command = prompted(text);
	const char *arguments = "";

	if (command) {
		const struct command *row = command_of(command, &arguments);

		begin_block(reading, row ? row->read : NULL, false, arguments);
		return;
	}
	if ((!reading->block || reading->bare) && opened_by(text))
		begin_block(reading, opened_by(text), true, "");
	if (reading->bare || !reading->block)
		read_versions(reading, text);
	if (reading->block)
		reading->block(reading, text);
}

static void observe(
	struct reading *reading, const struct held *held, const char *metric)
{
	if (held->state == STATED)
		run_observe(reading->parsing->arena, facts(reading), metric,
			held->number, held->raw, held->line);
}

static void finish(struct reading *reading)
{
	unsigned line = reading->parsing->facts
				? reading->parsing->facts->last_line
				: reading->scan->line;

	observe(reading, &reading->vcpus, "vcpus");
	observe(reading, &reading->memory, "memory_total");
	observe(reading, &reading->disk, "disk_size");
	if (reading->disk.state == STATED)
		run_state(reading->parsing->arena, facts(reading), "disk_name",
			reading->disk_name, reading->disk.line);
	if (!reading->parsing->facts)
		return;
	reading->parsing->facts->last_line = line;
	if (reading->scan->damaged)
		reading->parsing->facts->complete = false;
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct reading reading = {.scan = scan, .parsing = parsing};

	while (parser_next(scan, &parser_vm_facts)) {
		if (!reading.first_line)
			reading.first_line = scan->line;
		read_line(&reading, scan->text);
	}
	finish(&reading);
}

const struct parser parser_vm_facts = {"vm-facts", owns, parse};
