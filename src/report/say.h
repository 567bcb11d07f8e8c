/* say: names, figures and verdicts as words; what all sections share. */
#ifndef HVLAB_SAY_H
#define HVLAB_SAY_H

#include "src/model/quantity.h"
#include "src/report/report.h"

#define WORD(study, id) message_get((study)->lang, MSG_##id)
#define SAY(study, id, ...)                                                    \
	message_say((study)->arena, (study)->lang, MSG_##id, __VA_ARGS__)

/* A lab text in the language of the study. */
const char *say(const struct study *study, const struct text *text);
const char *say_count(const struct study *study, size_t count);

/* As the lab has it, and cut where it is long beyond reason. */
const char *say_full_name(const struct study *study, size_t system);
const char *say_system(const struct study *study, size_t system);
const char *say_short(const struct study *study, size_t system);
/* Short name of a system, or "A → B" of a path. */
const char *say_place(
	const struct study *study, const struct line *line, size_t place);
/* The same in ids, for programs: "proxmox", "proxmox>xcp-ng". */
const char *say_place_id(
	const struct study *study, const struct line *line, size_t place);

/* "Débit (Mio/s ↑)" */
const char *say_metric(
	const struct study *study, const struct lab_metric *metric);
/* A line of the summary: its test, and its metric where the test has several;
 * with the unit or without. */
const char *say_line_label(
	const struct study *study, const struct line *line, bool unit);
/* A value of the line in its display unit. */
struct digits say_value(
	const struct study *study, const struct line *line, double value);
/* "677,5 ± 12,3", "677,5" for one run, "–" for none */
const char *say_mean(
	const struct study *study, const struct line *line, size_t place);
/* "+3,1 % [−1,2 ; +7,5]" of a pair, "+3,1 %" without an interval. */
const char *say_delta(const struct study *study, const struct pair *pair);
/* The same of how much better the first of a pair is (pair_advantage). */
const char *say_advantage(const struct study *study, const struct line *line,
	const struct pair *pair);
/* A fraction in percent without the sign of percent. */
const char *say_percent_points(const struct study *study, double fraction);
/* A round figure somebody chose, as a percentage: "95 %", "2,5 %". */
const char *say_setting(const struct study *study, double fraction);
/* A fraction in percent with its sign, without that of percent: "+3,4". */
const char *say_signed_points(const struct study *study, double fraction);
/* A fraction as a percentage: "3,4 %". */
const char *say_fraction(const struct study *study, double fraction);
/* A number of runs, or "plus de 100". */
const char *say_needed(const struct study *study, size_t runs);
/* "2026-11-23" as people write it. */
const char *say_date(const struct study *study, const char *iso);
/* "72,1 % [70,3 ; 73,9]"; "" when there is none. */
const char *say_loss(
	const struct study *study, struct share loss, bool interval);
/* The verdict of a line, in words. */
const char *say_outcome(const struct study *study, const struct line *line);
/* The places that lead a line, as a list. */
const char *say_leaders(const struct study *study, const struct line *line);
/* The verdict of one pair. */
const char *say_verdict(const struct study *study, const struct line *line,
	const struct pair *pair);

/* Sentences one after the other; empty ones leave no trace. The list ends with
 * NULL. */
const char *say_sentences(
	const struct study *study, const char *const *sentences);
/* "0,8 étoile", "2,5 étoiles": a figure with one decimal and its noun, in the
 * number that the language wants. */
const char *say_amount(const struct study *study, double amount,
	enum message singular, enum message plural);
/* The message for one or for several of `count`. */
enum message say_number(const struct study *study, double amount,
	enum message singular, enum message plural);

/* "a", "a et b", "a, b et c" */
const char *say_list(
	const struct study *study, const char *const *items, size_t count);
/* The names of a set of systems (one flag per system), "" when empty. */
const char *say_systems(const struct study *study, const bool *set);

/* The systems that compete and have logs, in lab order; returns how many. */
size_t contestants(const struct study *study, size_t **systems);
/* The same with the baseline at the end. */
size_t participants(const struct study *study, size_t **systems);

/*
 * Columns of a table: `first`, one per system, and `more` zeroed ones behind
 * them for the caller to fill.
 */
struct doc_column *system_columns(const struct study *study, const char *first,
	const size_t *systems, size_t count, size_t more,
	struct doc_column each);

/* "5 / 3": runs of a line on each of these systems; "0 to 5" of many. */
const char *say_counts(const struct study *study, const struct line *line,
	const size_t *systems, size_t count);

#endif
