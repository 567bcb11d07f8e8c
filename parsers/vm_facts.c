/*
 * A file of commands and their output that describes the machine: lscpu,
 * free, lsblk and the like, or the hypervisor's `qm config`, `xe`, `virsh`,
 * under prompts ("$ lscpu"), headings ("### lscpu") or bare.
 */
#include <stdio.h>
#include <string.h>

#include "parsers/vm_facts.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* -- stating -- */

struct run *vm_facts(struct vm_reading *reading)
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

void vm_state(struct vm_reading *reading, const char *key, const char *value)
{
	const char *word = parser_quote(reading->parsing->arena, value);

	/* the end of a cut line may be missing */
	if (*word && !reading->scan->cut)
		run_state(reading->parsing->arena, vm_facts(reading), key, word,
			reading->scan->line);
}

void vm_hold(struct vm_reading *reading, struct vm_held *held,
	const char *metric, double number, double slack, const char *raw)
{
	double apart = number - held->number;

	if (reading->scan->cut || held->state == VM_VOID)
		return;
	if (apart < 0)
		apart = -apart;
	if (held->state == VM_STATED && apart > held->slack + slack) {
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_VALUE_TWICE, metric, held->raw, raw);
		held->state = VM_VOID;
	} else if (held->state == VM_ABSENT || slack < held->slack) {
		*held = (struct vm_held){
			VM_STATED, number, slack, raw, reading->scan->line};
	}
}

void vm_hold_largest(struct vm_reading *reading, struct vm_held *held,
	double number, double slack, const char *raw)
{
	if (reading->scan->cut || held->state == VM_VOID ||
		(held->state == VM_STATED && held->number >= number))
		return;
	*held = (struct vm_held){
		VM_STATED, number, slack, raw, reading->scan->line};
}

void vm_observe(struct vm_reading *reading, const struct vm_held *held,
	const char *metric)
{
	if (held->state == VM_STATED)
		run_observe(reading->parsing->arena, vm_facts(reading), metric,
			held->number, held->raw, held->line);
}

void vm_unread(struct vm_reading *reading)
{
	if (!reading->scan->cut)
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_NUMBER_UNREAD,
			parser_quote(
				reading->parsing->arena, reading->scan->text));
}

char *vm_keep(struct vm_reading *reading, const char *text, size_t length)
{
	return arena_strndup(reading->parsing->arena, text, length);
}

/* -- words -- */

bool vm_has_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (const char *s = list; (s = strstr(s, word)); s += length)
		if ((s == list || s[-1] == ' ') &&
			(!s[length] || s[length] == ' '))
			return true;
	return false;
}

bool vm_is_word(const char *text, size_t length, const char *word)
{
	return strlen(word) == length && memcmp(text, word, length) == 0;
}

/* Past blanks and no-break spaces. */
static const char *skip_spaces(const char *text)
{
	for (;;) {
		if (*text == ' ' || *text == '\t')
			text++;
		else if (scan_after(text, "\xc2\xa0"))
			text += 2;
		else
			return text;
	}
}

const char *vm_labelled(const char *text, const char *label)
{
	const char *s = scan_after(scan_blanks(text), label);

	s = s ? skip_spaces(s) : NULL;
	return s && *s == ':' ? skip_spaces(s + 1) : NULL;
}

bool vm_size(const char *text, size_t length, double *size, double *slack)
{
	static const struct scan_suffix sizes[] = {
		{"", 1},
		{"B", 1},
		{"K", VM_KI},
		{"M", VM_MI},
		{"G", VM_GI},
		{"T", VM_TI},
		{NULL, 0},
	};
	char copy[32], *point;
	const char *end;
	double number;

	if (length >= sizeof copy)
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	point = strpbrk(copy, ".,");
	if (point)
		*point = '.';
	if (!scan_scaled(copy, sizes, size, &end) || *end || *size < 0 ||
		!scan_number(copy, &number, &end))
		return false;
	*slack = number > 0 && *end && *end != 'B' ? *size / number / 2 : 0;
	if (point)
		for (point++; *point >= '0' && *point <= '9'; point++)
			*slack /= 10;
	return true;
}

/* -- commands -- */

/* Ends a block: its lines are not read. */
static void read_nothing(struct vm_reading *reading, const char *text)
{
	(void)reading;
	(void)text;
}

static const struct command {
	const char *name;
	vm_line_reader *read;
	const char *argument; /* that must be there, NULL: none */
} commands[] = {
	{"lscpu", vm_read_lscpu, NULL},
	{"free", vm_read_free, NULL},
	{"lsblk", vm_read_lsblk, NULL},
	{"nproc", vm_read_nproc, NULL},
	{"cat", vm_read_os_release, "/etc/os-release"},
	{"cat", vm_read_meminfo, "/proc/meminfo"},
	{"cat", vm_read_lscpu, "/proc/cpuinfo"},
	{"lsb_release", vm_read_lsb_release, NULL},
	{"hostnamectl", vm_read_hostnamectl, NULL},
	{"hostname", vm_read_hostname, NULL},
	{"systemd-detect-virt", vm_read_detect_virt, NULL},
	{"virt-what", vm_read_detect_virt, NULL},
	{"uname", vm_read_uname, "-a"},
	{"uname", vm_read_kernel, "-r"},
	{"sysbench", vm_read_versions, "--version"},
	{"fio", vm_read_versions, "--version"},
	{"iperf3", vm_read_versions, "--version"},
	{"iperf3", vm_read_versions, "-v"},
	{"qm", vm_read_qm, "config"},
	{"xe", vm_read_xe, "vm-param-list"},
	{"xe", vm_read_xe, "vm-list"},
	{"xe", vm_read_xe, "vm-disk-list"},
	{"virsh", vm_read_dominfo, "dominfo"},
	{"virsh", vm_read_domblkinfo, "domblkinfo"},
	{"virsh", vm_read_dumpxml, "dumpxml"},
	{"virsh", read_nothing, NULL},
	{"df", read_nothing, NULL},
	{"ip", read_nothing, NULL},
	{"lspci", read_nothing, NULL},
	{"dmidecode", read_nothing, NULL},
};

/* First lines of outputs that tell what they are without a prompt. */
static const struct {
	const char *prefix;
	const char *also; /* further on in the line */
	vm_line_reader *read;
} openers[] = {
	{"Architecture: ", "", vm_read_lscpu},
	{"Architecture\xc2\xa0:", "", vm_read_lscpu},
	{"   \"lscpu\": [", "", vm_read_lscpu},
	{"processor\t: 0", "", vm_read_lscpu},
	{"NAME ", " SIZE", vm_read_lsblk},
	{"PRETTY_NAME=", "", vm_read_os_release},
	{"Distributor ID:", "", vm_read_lsb_release},
	{"              total ", " used ", vm_read_free},
	{"               total ", " used ", vm_read_free},
	{"Mem: ", "", vm_read_free},
	{"MemTotal: ", " kB", vm_read_meminfo},
	{"Linux ", " GNU/Linux", vm_read_uname},
	{"uuid ( RO)", ": ", vm_read_xe},
	{"Id: ", "", vm_read_dominfo},
	{"ID\xc2\xa0: ", "", vm_read_dominfo},
	{"Capacity: ", "", vm_read_domblkinfo},
	{"<domain type=", "", vm_read_dumpxml},
	{"CPU model: ", "", read_nothing}, /* virsh nodeinfo: the host */
	{"VCPU: ", "", read_nothing},
};

/* Lines that grep left of lscpu: they open a block where there is none. */
static const char *const remains[] = {
	"CPU(s): ",
	"Model name: ",
	"Hypervisor vendor: ",
	"Virtualization type: ",
};

/* Past "sudo" and settings like LC_ALL=C. */
static const char *command_start(const char *text)
{
	for (;;) {
		size_t length = strcspn(text, " \t");
		bool sudo = vm_is_word(text, length, "sudo");

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
		if (vm_is_word(text, length, commands[i].name) &&
			(!commands[i].argument ||
				vm_has_word(*arguments, commands[i].argument)))
			return &commands[i];
	return NULL;
}

/* Behind "=== " or "--- " of a heading, or NULL. */
static const char *headed(const char *text)
{
	size_t marks = strspn(text, "=-*");

	return marks >= 2 && text[marks] == ' ' ? scan_blanks(text + marks)
						: NULL;
}

/* The command that the line shows, or NULL: a prompt ends what was before
 * whatever its command, a heading only when its command is known. */
static const char *shown_command(const char *text)
{
	const char *command = echo_prompted(text);
	const char *arguments;

	if (command)
		return command;
	command = headed(text);
	return command && command_of(command, &arguments) ? command : NULL;
}

static vm_line_reader *opened_by(const char *text)
{
	for (size_t i = 0; i < COUNT(openers); i++)
		if (scan_after(text, openers[i].prefix) &&
			strstr(text, openers[i].also))
			return openers[i].read;
	/* its labels end in one column, wherever they begin */
	if (scan_after(scan_blanks(text), "Static hostname: "))
		return vm_read_hostnamectl;
	return vm_is_qm(text) ? vm_read_qm : NULL;
}

static bool remains_of_lscpu(const char *text)
{
	for (size_t i = 0; i < COUNT(remains); i++)
		if (scan_after(text, remains[i]))
			return true;
	return false;
}

/* virsh says itself that it failed. */
static bool has_failed(const char *text)
{
	return scan_after(text, "error: failed to ") ||
	       scan_after(text, "error: Failed to ");
}

static bool owns(const char *text)
{
	const char *command = shown_command(text);
	const char *arguments;

	if (command)
		return command_of(command, &arguments) != NULL;
	/* the first line of iperf3 -V looks like that of iperf3 --version:
	 * the registry asks iperf3 first, and here it stays a fact */
	return opened_by(text) || remains_of_lscpu(text) ||
	       scan_after(text, "iperf 3.") || has_failed(text);
}

static void end_block(struct vm_reading *reading)
{
	vm_end_host(reading);
	if (reading->block == vm_read_lsblk)
		vm_end_lsblk(reading);
	reading->block = NULL;
}

static void begin_block(struct vm_reading *reading, vm_line_reader *block,
	bool bare, const char *arguments)
{
	size_t length = strlen(arguments);

	end_block(reading);
	/* "=== free -m ===" */
	while (length && strchr("=-* \t", arguments[length - 1]))
		length--;
	if (length >= sizeof reading->arguments)
		length = sizeof reading->arguments - 1;
	memcpy(reading->arguments, arguments, length);
	reading->arguments[length] = '\0';
	reading->block = block;
	reading->bare = bare;
	reading->used = false;
	reading->field = NULL;
	vm_start_lsblk(reading);
	vm_start_host(reading);
}

/* Whether a bare line begins another block. */
static vm_line_reader *opens(const struct vm_reading *reading, const char *text)
{
	vm_line_reader *opened = opened_by(text);

	if (reading->block && !reading->bare)
		return NULL;
	if (!opened && !reading->block && remains_of_lscpu(text))
		opened = vm_read_lscpu;
	/* records follow each other in one block */
	return opened == reading->block ? NULL : opened;
}

static void read_line(struct vm_reading *reading, const char *text)
{
	const char *command = shown_command(text);
	const char *arguments = "";
	vm_line_reader *opened;

	if (command) {
		const struct command *row = command_of(command, &arguments);

		begin_block(reading, row ? row->read : NULL, false, arguments);
		return;
	}
	if (has_failed(text)) {
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_TOOL_FAILED, "virsh",
			parser_quote(reading->parsing->arena, text));
		return;
	}
	opened = opens(reading, text);
	if (opened)
		begin_block(reading, opened, true, "");
	if (reading->bare || !reading->block)
		vm_read_versions(reading, text);
	if (reading->block)
		reading->block(reading, text);
}

static void finish(struct vm_reading *reading)
{
	unsigned line = reading->parsing->facts
				? reading->parsing->facts->last_line
				: reading->scan->line;

	end_block(reading);
	vm_observe(reading, &reading->vcpus, "vcpus");
	vm_observe(reading, &reading->memory, "memory_total");
	vm_observe(reading, &reading->disk, "disk_size");
	if (reading->disk.state == VM_STATED)
		run_state(reading->parsing->arena, vm_facts(reading),
			"disk_name", reading->disk_name, reading->disk.line);
	vm_finish_host(reading);
	if (!reading->parsing->facts)
		return;
	reading->parsing->facts->last_line = line;
	if (reading->scan->damaged)
		reading->parsing->facts->complete = false;
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct vm_reading reading = {.scan = scan, .parsing = parsing};

	while (parser_next(scan, &parser_vm_facts)) {
		if (!reading.first_line)
			reading.first_line = scan->line;
		read_line(&reading, scan->text);
	}
	finish(&reading);
}

const struct parser parser_vm_facts = {"vm-facts", owns, parse};
