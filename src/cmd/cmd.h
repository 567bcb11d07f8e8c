/*
 * cmd: the commands. One file each, one const struct command each, listed in
 * main.c. A command fills `out` (what goes to standard output) and `diags`;
 * main() prints both and turns the gravest diag into the exit status.
 */
#ifndef HVLAB_CMD_H
#define HVLAB_CMD_H

#include "src/base/buf.h"
#include "src/base/opt.h"
#include "src/base/output.h"
#include "src/report/report.h"

struct options {
	const char *lang, *output, *lab, *format, *baseline;
	const char *title, *author, *date, *author_file;
	const char *confidence, *margin, *exclude;
	const char *draws, *weights, *use_case;
	const char *only;
	const char *runs, *seed;
	const char *rubric;
	const char *worksheet, *manual, *jobs, *shard, *sheet;
	bool anonymous, names, provisional, all, gradescope, merge;
	const char *roster;
	bool help, version, force, csv_excel, summary;
};

struct app {
	struct arena *arena;
	struct diags diags;
	enum lang lang;
	struct options options;
	const char **operands; /* ended by NULL */
	struct buf out;
	/* Tells how far a long run is; NULL: nobody watches. */
	void (*progress)(size_t done, size_t all, const char *what);
};

struct command {
	const char *name;
	unsigned bit; /* its bit in option_row.commands */
	enum message operands, summary;
	void (*run)(struct app *app);
};

#define COMMAND_REPORT 1u
#define COMMAND_COMPARE 2u
#define COMMAND_PARSE 4u
#define COMMAND_INIT 8u
#define COMMAND_LAB 16u
#define COMMAND_NONE 32u /* options before any command */
#define COMMAND_PLAN 64u

#define COMMAND_DECIDE 128u
#define COMMAND_RUBRIC 256u
#define COMMAND_GRADE 1024u
#define COMMAND_SHEET 512u

extern const struct command command_decide;
extern const struct command command_report;
extern const struct command command_compare;
extern const struct command command_parse;
extern const struct command command_init;
extern const struct command command_lab;
extern const struct command command_plan;
extern const struct command command_rubric;
extern const struct command command_grade;
extern const struct command command_sheet;

/* report.c: the names of the files it writes, ended by NULL. */
extern const char *const document_names[];

/* figures.c: the charts of the document as SVG files, and its pictures, among
 * the files of a set; 0, or -1 with a diag. */
int add_figures(
	struct output_set *set, const struct doc *doc, const char *folder);
/* Removes the charts of an earlier document that this one does not show, and
 * nothing that another has put there; 0, or -1 with a diag. */
int clean_figures(struct app *app, const struct doc *doc, const char *folder);

/* load.c: operands to a study. 0, or -1 when nothing usable came of it (the
 * diags say why). `decides`: with the answers per use case. */
int load_study(struct app *app, bool decides, struct study *study);
/* The lab of --lab or the embedded one; NULL with diags. */
struct lab *load_lab(struct app *app, const char *const *extra);

/* rubric.c: the rubric of --rubric or the embedded one; NULL with diags. */
struct rubric *load_rubric(struct app *app);

/* sheet.c: the students of --roster and their words, by --seed or the lab's
 * id; NULL with a diag. */
struct nonces *load_roster(struct app *app, const struct lab *lab);

/* pictures.c: reads the files that the author's file names; one that cannot be
 * shown is a diag. */
void load_pictures(struct app *app, const struct author *author);
/* Is it one of these files, or the folder beside the author's file that holds
 * one? */
bool is_picture(
	struct arena *arena, const struct author *author, const char *path);

/* settings.c: what the user sets otherwise than the lab; false with a diag. */
bool apply_settings(struct app *app, struct lab *lab);
bool exclude_runs(struct app *app, struct corpus *corpus);
int analysis_settings(
	struct app *app, bool decides, struct analysis_options *options);
#define SEED_MAX 4294967295UL
/* An option that is a whole number from 1 on; -1 with a diag. Unchanged when
 * `text` is NULL. */
int option_number(struct app *app, const char *name, const char *text,
	unsigned long largest, unsigned long *number);

/* sections.c: leaves in the study's lab the sections that a --only list names,
 * "6.1,11", or all of them when it is NULL; -1 with a diag. */
int pick_sections(struct app *app, const char *list, struct study *study);

/* walk.c: the files below a path in natural order (run2 before run10). */
struct walk {
	struct app *app;
	void (*visit)(struct walk *walk, const char *path);
	void *context;
	size_t files;
};
/*
 * Calls visit() for every regular file below `path`, or for `path` itself.
 * Links inside a folder are not followed, folders that hold documents of
 * hvlab are passed over.
 */
void walk_tree(struct walk *walk, const char *path);
/* The same for `path` found in a folder: not followed if it is a link. */
void walk_inside(struct walk *walk, const char *path);
/* Names in a directory, sorted, without hidden ones, ended by NULL; NULL when
 * it cannot be read. */
const char **walk_names(struct app *app, const char *directory);

/* Is it the folder of this run's output, or one in which every file bears the
 * name of a document of hvlab? */
bool is_output_folder(struct app *app, const char *path);
/* Do both paths lead to the same file or folder? */
bool same_file(const char *a, const char *b);
char *path_join(struct arena *arena, const char *folder, const char *name);
/* The last part of a path, without slashes behind it. */
const char *path_base(struct arena *arena, const char *path);
/* Is it an author's file, to be read as such and not as a log? */
bool is_author_file(struct arena *arena, const char *path);

/* Adds what a --format list names, "md,csv,pdf", as bits; -1 with a diag. */
int format_bits(struct app *app, const char *list, const char *const *names,
	unsigned *bits);

#endif
