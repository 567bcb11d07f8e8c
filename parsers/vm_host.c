/*
 * What a hypervisor says of its virtual machines: `qm config` of Proxmox VE,
 * the xe commands of XCP-ng, virsh of libvirt.
 *
 * A file is the record of one machine. When it describes several, nobody
 * knows which one was tested: nothing of them is stated.
 */
#include <stddef.h>
#include <string.h>

#include "parsers/vm_facts.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define RECORDS_MAX 256

/* -- records -- */

static bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* The record of that alias or name, or a new one. */
static struct vm_record *record_of(
	struct vm_reading *reading, const char *alias)
{
	struct vm_record **place = &reading->records;

	while (*place && !(alias && (same((*place)->alias, alias) ||
					    same((*place)->name, alias))))
		place = &(*place)->next;
	if (!*place && reading->record_count < RECORDS_MAX) {
		reading->record_count++;
		*place = arena_alloc(
			reading->parsing->arena, sizeof(struct vm_record));
		(*place)->alias = alias;
		(*place)->line = reading->scan->line;
	}
	return *place;
}

static struct vm_record *record(struct vm_reading *reading)
{
	if (!reading->record)
		reading->record = record_of(reading, NULL);
	return reading->record;
}

/* The machine that the command names: its last or, of two, its first word
 * that is no option. */
static const char *alias_of(struct vm_reading *reading, const char *command)
{
	const char *s = scan_blanks(reading->arguments + strlen(command));

	while (*s == '-')
		s = scan_blanks(s + strcspn(s, " \t"));
	return *s ? vm_keep(reading, s, strcspn(s, " \t")) : NULL;
}

/* `reading->arguments` begins with the word of the command: "config 200". */
void vm_start_host(struct vm_reading *reading)
{
	static const char *const words[] = {
		"config", "dominfo", "domblkinfo", "dumpxml"};

	reading->record = NULL;
	reading->xe_label = NULL;
	reading->cores = reading->sockets = reading->limit = 0;
	reading->past_sockets = false;
	for (size_t i = 0; i < COUNT(words); i++) {
		const char *alias;

		if (!scan_after(reading->arguments, words[i]))
			continue;
		alias = alias_of(reading, words[i]);
		if (alias)
			reading->record = record_of(reading, alias);
	}
}

static void set_name(struct vm_reading *reading, const char *name)
{
	struct vm_record *one = record(reading);

	if (one && !one->name && *name && !reading->scan->cut)
		one->name = vm_keep(reading, name, strlen(name));
}

/* A whole number of `unit` up to the end of the line or a blank. */
static void hold_count(struct vm_reading *reading, struct vm_held *held,
	const char *metric, const char *text, double unit)
{
	unsigned long long count;
	const char *end;

	if (scan_count(text, &count, &end) && (!*end || *end == ' ') &&
		count > 0)
		vm_hold(reading, held, metric, (double)count * unit, 0,
			vm_keep(reading, text, strlen(text)));
	else
		vm_unread(reading);
}

/* -- qm config -- */

bool vm_is_qm(const char *text)
{
	static const char *const lines[] = {"boot: order=", "bios: seabios",
		"bios: ovmf", "agent: 1", "agent: 0", "agent: enabled=",
		"scsihw: ", "smbios1: uuid=", "vmgenid: ", "ostype: l26",
		"meta: creation-qemu="};

	for (size_t i = 0; i < COUNT(lines); i++)
		if (scan_after(text, lines[i]))
			return true;
	return false;
}

/* "scsi0", "virtio1": a disk's key, not "scsihw" */
static bool is_disk_key(const char *text)
{
	static const char *const buses[] = {"scsi", "virtio", "sata", "ide"};

	for (size_t i = 0; i < COUNT(buses); i++) {
		const char *s = scan_after(text, buses[i]);
		size_t digits = s ? strspn(s, "0123456789") : 0;

		if (digits && s[digits] == ':')
			return true;
	}
	return false;
}

static void read_qm_disk(struct vm_reading *reading, const char *text)
{
	const char *size = strstr(text, "size=");
	struct vm_record *one = record(reading);
	double number, slack;
	size_t length;

	if (!one || !size || strstr(text, "media=cdrom") || reading->scan->cut)
		return;
	size += strlen("size=");
	length = strcspn(size, ",");
	if (vm_size(size, length, &number, &slack))
		vm_hold_largest(reading, &one->disk, number, 0,
			vm_keep(reading, size, length));
	else
		vm_unread(reading);
}

static void read_qm_memory(struct vm_reading *reading, const char *value)
{
	struct vm_record *one = record(reading);
	const char *current = strstr(value, "current=");

	if (current)
		value = current + strlen("current=");
	if (one)
		hold_count(reading, &one->memory, "configured_memory",
			vm_keep(reading, value, strcspn(value, ",")), VM_MI);
}

static bool read_qm_count(
	const struct vm_reading *reading, const char *value, double *count)
{
	unsigned long long number;
	const char *end;

	if (!value || reading->scan->cut || !scan_count(value, &number, &end) ||
		!scan_end(end) || number > 4096)
		return false;
	*count = (double)number;
	return true;
}

void vm_read_qm(struct vm_reading *reading, const char *text)
{
	const char *value;

	if (!strstr(text, ": "))
		return;
	/* keys are sorted: past this one "sockets" would have come */
	if (*text >= 'a' && *text <= 'z' && strcmp(text, "sockets") > 0)
		reading->past_sockets = true;
	if (is_disk_key(text))
		read_qm_disk(reading, text);
	else if ((value = scan_after(text, "memory: ")))
		read_qm_memory(reading, value);
	else if ((value = scan_after(text, "name: ")))
		set_name(reading, value);
	else if (!read_qm_count(reading, scan_after(text, "cores: "),
			 &reading->cores) &&
		 !read_qm_count(reading, scan_after(text, "sockets: "),
			 &reading->sockets))
		read_qm_count(
			reading, scan_after(text, "vcpus: "), &reading->limit);
}

/* cores × sockets, of which either may be left out when it is 1. */
static void end_qm(struct vm_reading *reading)
{
	double cores = reading->cores, sockets = reading->sockets;
	struct vm_record *one = reading->record;

	if (!one || (cores == 0 && sockets == 0) || !reading->past_sockets)
		return;
	if (reading->limit == 0)
		reading->limit =
			(cores > 0 ? cores : 1) * (sockets > 0 ? sockets : 1);
	vm_hold(reading, &one->vcpus, "configured_vcpus", reading->limit, 0,
		arena_printf(reading->parsing->arena, "%u",
			(unsigned)reading->limit));
	if (one->vcpus.line == reading->scan->line)
		one->vcpus.line = one->line;
}

void vm_end_host(struct vm_reading *reading)
{
	if (reading->block == vm_read_qm)
		end_qm(reading);
	reading->record = NULL;
}

/* -- xe -- */

/* The value of a line "label ( RW)[ DEPRECATED]: value", or NULL. */
static const char *xe_value(const char *text, const char *label)
{
	const char *s = scan_after(scan_blanks(text), label);
	const char *colon;

	if (!s || *s != ' ' || s[1] != '(')
		return NULL;
	colon = strchr(s, ':');
	if (!colon)
		return NULL;
	s = scan_blanks(colon + 1);
	/* "<not in database>", "<expensive field>" */
	return *s && *s != '<' ? s : NULL;
}

/* What only a record of a virtual machine has, so that what was called its
 * name is one. */
static struct vm_record *xe_machine(struct vm_reading *reading)
{
	struct vm_record *one;

	if (!reading->record)
		reading->record = record_of(reading, reading->xe_label);
	one = reading->record;
	if (one && !one->name && reading->xe_label)
		one->name = reading->xe_label;
	return one;
}

static const struct xe_key {
	const char *label;
	size_t held; /* of struct vm_record */
	const char *metric;
} xe_keys[] = {
	{"VCPUs-max", offsetof(struct vm_record, vcpus), "configured_vcpus"},
	{"memory-static-max", offsetof(struct vm_record, memory),
		"configured_memory"},
};

static void read_xe_disk(struct vm_reading *reading, const char *value)
{
	struct vm_record *one = record(reading);
	unsigned long long size;
	const char *end;

	if (one && !reading->scan->cut && scan_count(value, &size, &end) &&
		scan_end(end))
		vm_hold_largest(reading, &one->disk, (double)size, 0,
			vm_keep(reading, value, strlen(value)));
}

/* The disks of a machine are listed apart, under its name. */
static void read_xe_name(struct vm_reading *reading, const char *text)
{
	const char *name = xe_value(text, "name-label");
	const char *owner = xe_value(text, "vm-name-label");

	if (reading->scan->cut)
		return;
	if (name)
		reading->xe_label = vm_keep(reading, name, strlen(name));
	if (owner)
		reading->record = record_of(
			reading, vm_keep(reading, owner, strlen(owner)));
	if (owner && reading->record && !reading->record->name)
		reading->record->name = reading->record->alias;
}

void vm_read_xe(struct vm_reading *reading, const char *text)
{
	const char *value;

	if (scan_after(text, "uuid (")) {
		reading->xe_label = NULL;
		if (reading->bare || !strstr(reading->arguments, "disk"))
			reading->record = NULL;
		return;
	}
	read_xe_name(reading, text);
	for (size_t i = 0; i < COUNT(xe_keys); i++) {
		struct vm_record *one;

		value = xe_value(text, xe_keys[i].label);
		one = value ? xe_machine(reading) : NULL;
		if (one)
			hold_count(reading,
				(struct vm_held *)((char *)one +
						   xe_keys[i].held),
				xe_keys[i].metric, value, 1);
	}
	value = xe_value(text, "is-control-domain");
	if (value && strcmp(value, "true") == 0 && xe_machine(reading))
		reading->record->control = true;
	value = xe_value(text, "virtual-size");
	if (value)
		read_xe_disk(reading, value);
}

/* -- virsh -- */

/* Labels of dominfo in English and French. */
static const char *labelled(
	const char *text, const char *english, const char *french)
{
	const char *value = vm_labelled(text, english);

	return value ? value : vm_labelled(text, french);
}

void vm_read_dominfo(struct vm_reading *reading, const char *text)
{
	const char *name = labelled(text, "Name", "Nom");
	const char *cpus = labelled(text, "CPU(s)", "CPU");
	const char *memory = labelled(text, "Max memory", "Mémoire Max");
	struct vm_record *one;

	if (!name && !cpus && !memory)
		return;
	one = record(reading);
	if (!one)
		return;
	if (name)
		set_name(reading, name);
	if (cpus)
		hold_count(reading, &one->vcpus, "configured_vcpus", cpus, 1);
	/* in KiB, and says so */
	if (memory && strstr(memory, " KiB"))
		hold_count(reading, &one->memory, "configured_memory", memory,
			VM_KI);
}

void vm_read_domblkinfo(struct vm_reading *reading, const char *text)
{
	const char *size = labelled(text, "Capacity", "Capacité");
	unsigned long long bytes;
	const char *end;

	if (!size || reading->scan->cut || !record(reading))
		return;
	/* --human rounds */
	if (scan_count(size, &bytes, &end) && scan_end(end))
		vm_hold_largest(reading, &reading->record->disk, (double)bytes,
			0, vm_keep(reading, size, strlen(size)));
}

/* What stands between the tags, or NULL. */
static const char *element(
	struct vm_reading *reading, const char *text, const char *tag)
{
	const char *s = scan_after(scan_blanks(text), tag);
	const char *start = s ? strchr(s - 1, '>') : NULL;

	return start && strchr(start, '<')
		       ? vm_keep(reading, start + 1, strcspn(start + 1, "<"))
		       : NULL;
}

void vm_read_dumpxml(struct vm_reading *reading, const char *text)
{
	const char *name = element(reading, text, "<name>");
	const char *cpus = element(reading, text, "<vcpu");
	const char *memory = element(reading, text, "<memory unit='KiB'>");
	struct vm_record *one;

	if (scan_after(text, "<domain ") && reading->bare)
		reading->record = NULL;
	if (!name && !cpus && !memory)
		return;
	one = record(reading);
	if (one && name)
		set_name(reading, name);
	if (one && cpus)
		hold_count(reading, &one->vcpus, "configured_vcpus", cpus, 1);
	if (one && memory)
		hold_count(reading, &one->memory, "configured_memory", memory,
			VM_KI);
}

/* -- at the end -- */

static bool says_nothing(const struct vm_record *one)
{
	return one->control || (!one->name && one->vcpus.state == VM_ABSENT &&
				       one->memory.state == VM_ABSENT &&
				       one->disk.state == VM_ABSENT);
}

static const char *called(const struct vm_record *one)
{
	return one->name ? one->name : one->alias ? one->alias : "?";
}

void vm_finish_host(struct vm_reading *reading)
{
	const struct vm_record *found = NULL;

	for (const struct vm_record *one = reading->records; one;
		one = one->next) {
		if (says_nothing(one) ||
			(found && same(called(found), called(one)) &&
				one->name))
			continue;
		if (found) {
			diag_add(reading->parsing->diags, DIAG_ID_VM_SEVERAL,
				reading->parsing->file, one->line,
				called(found), called(one));
			return;
		}
		found = one;
	}
	if (!found)
		return;
	vm_observe(reading, &found->vcpus, "configured_vcpus");
	vm_observe(reading, &found->memory, "configured_memory");
	vm_observe(reading, &found->disk, "configured_disk");
	if (found->name)
		run_state(reading->parsing->arena, vm_facts(reading), "vm_name",
			found->name, found->line);
}
