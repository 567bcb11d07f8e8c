/*
 * What a machine says of itself: lscpu, free, lsblk and the like.
 */
#include <stdio.h>
#include <string.h>

#include "parsers/vm_facts.h"
#include "src/base/buf.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The flags worth comparing: a benchmark runs differently with them. */
static const char *const flags[] = {
	"aes",
	"avx",
	"avx2",
	"avx512f",
	"sse4_2",
	"sha_ni",
};

enum { COLUMNS_MAX = 32 };

static void hold_cpus(struct vm_reading *reading, const char *text)
{
	unsigned long long count;
	const char *start = scan_blanks(text), *end;

	if (scan_count(start, &count, &end) && scan_end(end) && count > 0)
		vm_hold(reading, &reading->vcpus, "vcpus", (double)count, 0,
			vm_keep(reading, start, (size_t)(end - start)));
	else
		vm_unread(reading);
}

/* Those of the flags that the blank-separated list holds. */
static void state_flags(struct vm_reading *reading, const char *list)
{
	struct buf found = {0};

	for (size_t i = 0; i < COUNT(flags); i++) {
		if (!vm_has_word(list, flags[i]))
			continue;
		if (found.length)
			buf_putc(&found, ' ');
		buf_puts(&found, flags[i]);
	}
	if (found.length)
		vm_state(reading, "cpu_flags", found.data);
	buf_free(&found);
}

/* "Label: value" lines of lscpu and hostnamectl, in English and French. */
static const struct label {
	const char *label;
	const char *key;
	/* instead of stating the value as it is */
	vm_line_reader *read;
} labels[] = {
	{"CPU(s)", NULL, hold_cpus},
	{"Processeur(s)", NULL, hold_cpus},
	{"Flags", NULL, state_flags},
	{"Drapaux", NULL, state_flags},
	{"Drapeaux", NULL, state_flags},
	{"flags", NULL, state_flags},
	{"Model name", "cpu_model", NULL},
	{"model name", "cpu_model", NULL},
	{"Nom de modèle", "cpu_model", NULL},
	{"Hypervisor vendor", "hypervisor_vendor", NULL},
	{"Constructeur d'hyperviseur", "hypervisor_vendor", NULL},
	{"Constructeur d’hyperviseur", "hypervisor_vendor", NULL},
	{"Virtualization type", "virtualization_type", NULL},
	{"Type de virtualisation", "virtualization_type", NULL},
	{"Static hostname", "hostname", NULL},
	{"Operating System", "os", NULL},
};

static void read_labelled(struct vm_reading *reading, const char *text)
{
	for (size_t i = 0; i < COUNT(labels); i++) {
		const char *value = vm_labelled(text, labels[i].label);

		if (!value)
			continue;
		if (labels[i].read)
			labels[i].read(reading, value);
		else
			vm_state(reading, labels[i].key, value);
		return;
	}
}

/* lscpu -J: "field": "CPU(s):", and on the next line "data": "2" */
static const char *json_word(
	struct vm_reading *reading, const char *text, const char *key)
{
	const char *word = scan_after(scan_blanks(text), key);
	size_t length = word ? strcspn(word, "\"") : 0;

	return word && word[length] == '"' ? vm_keep(reading, word, length)
					   : NULL;
}

static void read_json(struct vm_reading *reading, const char *text)
{
	const char *field = json_word(reading, text, "\"field\": \"");
	const char *data = json_word(reading, text, "\"data\": \"");

	if (field)
		reading->field = field;
	if (!data || !reading->field)
		return;
	read_labelled(reading, arena_printf(reading->parsing->arena, "%s %s",
				       reading->field, data));
	reading->field = NULL;
}

void vm_read_lscpu(struct vm_reading *reading, const char *text)
{
	if (*scan_blanks(text) == '"')
		read_json(reading, text);
	else
		read_labelled(reading, text);
}

/* As lscpu, but "Virtualization: qemu" is another thing there. */
void vm_read_hostnamectl(struct vm_reading *reading, const char *text)
{
	const char *word = scan_blanks(text);
	const char *kernel = scan_after(word, "Kernel: Linux ");
	const char *kind = scan_after(word, "Virtualization: ");

	if (kernel)
		vm_state(reading, "kernel", kernel);
	else if (kind)
		vm_state(reading, "virtualization", kind);
	else
		read_labelled(reading, text);
}

/* -- free -- */

/* Options that set the unit; the last one counts. */
static const struct {
	char letter; /* 0: none */
	const char *word;
	double unit;
} units[] = {
	{'b', "--bytes", 1},
	{'k', "--kibi", VM_KI},
	{'m', "--mebi", VM_MI},
	{'g', "--gibi", VM_GI},
	{0, "--kilo", 1e3},
	{0, "--mega", 1e6},
	{0, "--giga", 1e9},
};

/* The unit that one option sets, or the one before. */
static double option_unit(const char *word, size_t length, double unit)
{
	bool cluster = length > 1 && word[0] == '-' && word[1] != '-';

	for (size_t i = 0; i < COUNT(units); i++)
		if (vm_is_word(word, length, units[i].word) ||
			(cluster && units[i].letter &&
				memchr(word, units[i].letter, length)))
			unit = units[i].unit;
	return unit;
}

/* The unit of free's columns; 0: not known. */
static double free_unit(struct vm_reading *reading, unsigned long long total)
{
	const char *s = reading->arguments;
	double unit = VM_KI;

	if (!reading->bare) {
		for (; *(s = scan_blanks(s)); s += strcspn(s, " \t"))
			unit = option_unit(s, strcspn(s, " \t"), unit);
		return vm_has_word(reading->arguments, "--si") ? 0 : unit;
	}
	/* without its command: what is left when no such machine has less
	 * than 64 MiB or more than 2 TiB, and 4 GiB to 256 GiB in KiB would
	 * be at most 256 MiB in bytes */
	if (total < 65536)
		return VM_MI;
	return total >= 1ULL << 22 && total < 1ULL << 28 ? VM_KI : 0;
}

/* -h: "3.8Gi", or "3.8G" of an older free */
static bool read_rounded(struct vm_reading *reading, const char *total)
{
	size_t length = strcspn(total, " ");
	bool binary = length > 1 && total[length - 1] == 'i';
	bool si = reading->bare || vm_has_word(reading->arguments, "--si");
	double size, slack;

	if (!vm_size(total, length - binary, &size, &slack) ||
		total[length - binary - 1] <= '9')
		return false;
	if (binary || !si)
		/* it may be rounded either way */
		vm_hold(reading, &reading->memory, "memory_total", size,
			2 * slack, vm_keep(reading, total, length));
	else
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_UNIT_UNKNOWN,
			parser_quote(
				reading->parsing->arena, reading->scan->text));
	return true;
}

static void read_total(struct vm_reading *reading, const char *total)
{
	unsigned long long count;
	const char *end;
	double unit;

	if (!scan_count(total, &count, &end) || *end != ' ' || count == 0) {
		vm_unread(reading);
		return;
	}
	unit = free_unit(reading, count);
	if (unit > 0)
		vm_hold(reading, &reading->memory, "memory_total",
			(double)count * unit, unit > VM_KI ? unit : 0,
			vm_keep(reading, total, (size_t)(end - total)));
	else
		parser_diag(reading->scan, reading->parsing,
			DIAG_ID_UNIT_UNKNOWN,
			parser_quote(
				reading->parsing->arena, reading->scan->text));
}

void vm_read_free(struct vm_reading *reading, const char *text)
{
	const char *total = scan_after(text, "Mem:");

	if (!total)
		total = scan_after(text, "Mem.:");
	if (!total || scan_end(total))
		return;
	total = scan_blanks(total);
	if (!read_rounded(reading, total))
		read_total(reading, total);
}

void vm_read_meminfo(struct vm_reading *reading, const char *text)
{
	const char *total = vm_labelled(text, "MemTotal");
	unsigned long long count;
	const char *end;

	if (!total)
		return;
	if (scan_count(total, &count, &end) && count > 0 &&
		vm_is_word(scan_blanks(end), strlen(scan_blanks(end)), "kB"))
		vm_hold(reading, &reading->memory, "memory_total",
			(double)count * VM_KI, 0,
			vm_keep(reading, total, strlen(total)));
	else
		vm_unread(reading);
}

/* -- lsblk -- */

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

void vm_start_lsblk(struct vm_reading *reading)
{
	reading->columns.size = reading->columns.type = -1;
	reading->columns.size_end = reading->columns.type_start = -1;
	reading->largest = (struct vm_held){0};
}

static bool read_columns(struct vm_reading *reading, const char *text)
{
	const char *words[COLUMNS_MAX];
	size_t lengths[COLUMNS_MAX];
	int count = split(text, words, lengths);

	if (!scan_after(text, "NAME ") || !strstr(text, " SIZE"))
		return false;
	for (int i = 0; i < count; i++) {
		if (vm_is_word(words[i], lengths[i], "SIZE")) {
			reading->columns.size = i;
			reading->columns.size_end =
				(int)(words[i] + lengths[i] - text);
		} else if (vm_is_word(words[i], lengths[i], "TYPE")) {
			reading->columns.type = i;
			reading->columns.type_start = (int)(words[i] - text);
		}
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

/* The SIZE of a row whose TYPE is disk, by where the columns stand: a cell
 * before them may be empty or of several words. NULL: not so. */
static const char *aligned_size(
	const struct vm_reading *reading, const char *text, size_t *length)
{
	size_t end = (size_t)reading->columns.size_end;
	size_t type = (size_t)reading->columns.type_start;
	size_t row = strlen(text), start;

	if (reading->columns.size_end < 0 || reading->columns.type_start < 0 ||
		row < end || row < type || text[end - 1] == ' ' ||
		(row > end && text[end] != ' ') ||
		!vm_is_word(text + type, strcspn(text + type, " \t"), "disk"))
		return NULL;
	for (start = end; start && text[start - 1] != ' '; start--)
		;
	*length = end - start;
	return start ? text + start : NULL;
}

/* The same by counting words. */
static const char *counted_size(
	const struct vm_reading *reading, const char *text, size_t *length)
{
	const char *words[COLUMNS_MAX];
	size_t lengths[COLUMNS_MAX];
	int count = split(text, words, lengths);
	int type = reading->columns.type, size = reading->columns.size;

	if (type < 0 || size < 0 || count <= type || count <= size ||
		!vm_is_word(words[type], lengths[type], "disk"))
		return NULL;
	*length = lengths[size];
	return words[size];
}

void vm_read_lsblk(struct vm_reading *reading, const char *text)
{
	double number, slack;
	size_t length;
	const char *size;

	if (read_columns(reading, text))
		return;
	size = aligned_size(reading, text, &length);
	if (!size)
		size = counted_size(reading, text, &length);
	if (!size || is_no_disk(text) || reading->scan->cut)
		return;
	if (!vm_size(size, length, &number, &slack)) {
		/* the largest is not known any more */
		reading->largest.state = VM_VOID;
		vm_unread(reading);
	} else if (reading->largest.state == VM_ABSENT ||
		   number > reading->largest.number) {
		vm_hold_largest(reading, &reading->largest, number, slack,
			vm_keep(reading, size, length));
		reading->largest_name =
			vm_keep(reading, text, strcspn(text, " \t"));
	}
}

/* A later listing, with -b say, may state the same finer. */
void vm_end_lsblk(struct vm_reading *reading)
{
	const struct vm_held *found = &reading->largest;
	unsigned line = reading->disk.line;

	if (found->state == VM_VOID)
		reading->disk.state = VM_VOID;
	if (found->state != VM_STATED || found->number == 0)
		return;
	vm_hold(reading, &reading->disk, "disk_size", found->number,
		found->slack, found->raw);
	if (reading->disk.line != line) {
		reading->disk.line = found->line;
		reading->disk_name = reading->largest_name;
	}
}

/* -- the rest -- */

void vm_read_nproc(struct vm_reading *reading, const char *text)
{
	if (!reading->used && !scan_end(text) && *text >= '0' && *text <= '9')
		hold_cpus(reading, text);
	reading->used = true;
}

void vm_read_os_release(struct vm_reading *reading, const char *text)
{
	const char *name = scan_after(text, "PRETTY_NAME=");
	size_t length;

	if (!name)
		return;
	length = strlen(name);
	if (length >= 2 && (*name == '"' || *name == '\'') &&
		name[length - 1] == *name)
		name = vm_keep(reading, name + 1, length - 2);
	vm_state(reading, "os", name);
}

void vm_read_detect_virt(struct vm_reading *reading, const char *text)
{
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (!reading->used && length && scan_end(text + length))
		vm_state(reading, "virtualization", text);
	reading->used = true;
}

/* "Linux HOST KERNEL ..." */
void vm_read_uname(struct vm_reading *reading, const char *text)
{
	const char *words[COLUMNS_MAX];
	size_t lengths[COLUMNS_MAX];

	if (!scan_after(text, "Linux ") || split(text, words, lengths) < 4)
		return;
	vm_state(reading, "hostname", vm_keep(reading, words[1], lengths[1]));
	vm_state(reading, "kernel", vm_keep(reading, words[2], lengths[2]));
}

static void state_version(struct vm_reading *reading, const char *text,
	const char *before, const char *key)
{
	const char *version = scan_after(text, before);
	size_t length;

	if (!version || *version < '0' || *version > '9')
		return;
	length = strcspn(version, " \t");
	vm_state(reading, key, vm_keep(reading, version, length));
}

void vm_read_versions(struct vm_reading *reading, const char *text)
{
	state_version(reading, text, "sysbench ", "sysbench_version");
	state_version(reading, text, "fio-", "fio_version");
	state_version(reading, text, "iperf ", "iperf3_version");
}

/* The first line is the answer. */
static void state_line(
	struct vm_reading *reading, const char *key, const char *text)
{
	size_t length = strcspn(text, " \t");

	if (!reading->used && length && scan_end(text + length))
		vm_state(reading, key, text);
	reading->used = true;
}

void vm_read_kernel(struct vm_reading *reading, const char *text)
{
	state_line(reading, "kernel", text);
}

void vm_read_hostname(struct vm_reading *reading, const char *text)
{
	state_line(reading, "hostname", text);
}

void vm_read_lsb_release(struct vm_reading *reading, const char *text)
{
	const char *name = vm_labelled(text, "Description");

	if (name)
		vm_state(reading, "os", name);
}
