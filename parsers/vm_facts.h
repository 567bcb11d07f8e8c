/*
 * vm_facts: what the three files of this parser share. vm_facts.c finds the
 * commands and their output, vm_guest.c reads what a machine says of itself,
 * vm_host.c what its hypervisor says of it.
 */
#ifndef HVLAB_PARSERS_VM_FACTS_H
#define HVLAB_PARSERS_VM_FACTS_H

#include "parsers/parser.h"

#define VM_KI 1024.0
#define VM_MI (VM_KI * VM_KI)
#define VM_GI (VM_KI * VM_MI)
#define VM_TI (VM_KI * VM_GI)

/* A number that may be stated twice: "vcpus" by lscpu and nproc. VOID: they
 * contradict each other. */
struct vm_held {
	enum { VM_ABSENT, VM_STATED, VM_VOID } state;
	double number;
	double slack; /* how far the rounded number may be from the true one */
	const char *raw;
	unsigned line;
};

/* A virtual machine as its hypervisor configures it. */
struct vm_record {
	const char *alias; /* what the command called it, or NULL */
	const char *name;  /* or NULL */
	unsigned line;
	bool control; /* the hypervisor's own domain: no test ran in it */
	struct vm_held vcpus, memory, disk;
	struct vm_record *next;
};

struct vm_reading;

/* The output of one command. `text` is one of its lines. */
typedef void vm_line_reader(struct vm_reading *reading, const char *text);

struct vm_reading {
	struct scan *scan;
	struct parsing *parsing;
	unsigned first_line;
	vm_line_reader *block; /* NULL: of nothing that is read */
	bool bare;	       /* the block has no prompt */
	char arguments[128];   /* of the command */
	bool used;	       /* a block of one line has had it */
	/* lsblk: where the header has its words, -1: nowhere; the largest disk
	 * of this listing */
	struct {
		int size, type;		  /* as words */
		int size_end, type_start; /* as bytes */
	} columns;
	struct vm_held largest;
	const char *largest_name, *disk_name;
	struct vm_held vcpus, memory, disk;
	const char *field; /* lscpu -J: the label before the value */
	/* the hypervisor's side */
	struct vm_record *records, *record; /* the first, the one being read */
	size_t record_count;
	double cores, sockets, limit; /* qm: 0: not stated */
	bool past_sockets;	      /* qm: the key would have come */
	const char *xe_label;	      /* xe: of a record, perhaps no VM */
};

struct run *vm_facts(struct vm_reading *reading);
void vm_state(struct vm_reading *reading, const char *key, const char *value);
/* Two numbers within their slacks are one, of which the finer is kept. */
void vm_hold(struct vm_reading *reading, struct vm_held *held,
	const char *metric, double number, double slack, const char *raw);
/* The larger one is kept. */
void vm_hold_largest(struct vm_reading *reading, struct vm_held *held,
	double number, double slack, const char *raw);
void vm_observe(struct vm_reading *reading, const struct vm_held *held,
	const char *metric);
void vm_unread(struct vm_reading *reading);
char *vm_keep(struct vm_reading *reading, const char *text, size_t length);

/* Whether the blank-separated list has the word. */
bool vm_has_word(const char *list, const char *word);
bool vm_is_word(const char *text, size_t length, const char *word);
/* The value behind "Label :" when it is this label; blanks and no-break
 * spaces around the colon do not count. NULL: another label. */
const char *vm_labelled(const char *text, const char *label);
/* "20G", "1,8T", "4.5M": a size with one letter, 1024-based. */
bool vm_size(const char *text, size_t length, double *size, double *slack);

/* vm_guest.c */
vm_line_reader vm_read_lscpu, vm_read_hostnamectl, vm_read_free, vm_read_lsblk,
	vm_read_nproc, vm_read_os_release, vm_read_lsb_release,
	vm_read_detect_virt, vm_read_uname, vm_read_kernel, vm_read_hostname,
	vm_read_versions, vm_read_meminfo;
void vm_start_lsblk(struct vm_reading *reading);
void vm_end_lsblk(struct vm_reading *reading);

/* vm_host.c */
vm_line_reader vm_read_qm, vm_read_xe, vm_read_dominfo, vm_read_domblkinfo,
	vm_read_dumpxml;
/* A line that qm prints and hardly anything else does. */
bool vm_is_qm(const char *text);
void vm_start_host(struct vm_reading *reading);
void vm_end_host(struct vm_reading *reading);
/* States the machine described, unless there are several. */
void vm_finish_host(struct vm_reading *reading);

#endif
