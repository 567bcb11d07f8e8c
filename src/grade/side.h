/*
 * side: of which hypervisor a run is.
 *
 * Told by, in this order: the last heading, prompt or other short line before
 * the run that names exactly one side, where such lines put runs of the file
 * on both sides; the innermost part of the file's label that names one; such
 * a line all the same; the disk that the log names, by the patterns of the
 * rubric's PARAM_SIDES parameters. "Proxmox -> Xen" in a line or a label tells
 * the side of a log of iperf3. What a label says is believed even against
 * the disk.
 */
#ifndef HVLAB_GRADE_SIDE_H
#define HVLAB_GRADE_SIDE_H

#include "src/grade/rubric.h"
#include "src/grade/paper.h"
#include "src/model/run.h"

/* The side that the text names ("pve1", "VMXen", "logsproxmox"), SIDE_UNKNOWN
 * when it names none or both. Short names count as words only. */
int side_in(const struct rubric *rubric, const char *text, size_t length);

/* By a label "logs/proxmox/cpu.txt". */
int side_of_label(const struct rubric *rubric, const char *label);

/* By the disk that the run names. */
int side_of_disk(const struct rubric *rubric, const struct run *run);

/* The sides of the runs of one file, in their order; in the arena. `paper` is
 * the one whose `log` the file is, or NULL. */
int *side_of_runs(struct arena *arena, const struct rubric *rubric,
	const struct submitted_file *file, const struct paper *paper,
	const struct run_list *runs);

#endif
