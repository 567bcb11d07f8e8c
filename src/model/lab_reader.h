/* lab_reader: what the files that read a lab definition share. */
#ifndef HVLAB_LAB_READER_H
#define HVLAB_LAB_READER_H

#include "src/base/json.h"
#include "src/model/lab.h"

struct lab_reader {
	struct json_check check;
	struct lab *lab;
};

/* Room for `count` zeroed things. */
#define READER_ARRAY(reader, count, type)                                      \
	((type *)arena_alloc(                                                  \
		(reader)->check.arena, (size_t)(count) * sizeof(type)))

/* The id of an item of a list: valid, and unique in the list. */
const char *reader_id(struct lab_reader *reader, const struct json *object);
/* T that must be there. */
struct text reader_label(
	struct lab_reader *reader, const struct json *object, const char *key);
/* The system that a string or key names, or -1 with a diag. */
int reader_system(
	struct lab_reader *reader, const struct json *node, const char *id);
/* The source named by object.source, or NULL. */
const struct lab_source *reader_source(
	struct lab_reader *reader, const struct json *object);
/* [SYSTEM, …] as one flag per system. */
bool *reader_system_set(struct lab_reader *reader, const struct json *array);
/* {SYSTEM: T} as one text per system. */
struct text *reader_system_texts(
	struct lab_reader *reader, const struct json *object);
struct text_list reader_texts(
	struct lab_reader *reader, const struct json *array);
struct lab_correction reader_correction(
	struct lab_reader *reader, const struct json *object);
/* A cell of a matrix: T, or {"answer", "text"}. */
struct lab_cell reader_cell(struct lab_reader *reader, const struct json *node);
/* {SYSTEM: stars} into a criterion; those not named stay as they are. */
void reader_stars(struct lab_reader *reader, const struct json *object,
	struct lab_criterion *criterion, bool by_author);
/* {CRITERION: weight} into one weight per criterion; those not named stay. */
void reader_weights(struct lab_reader *reader, const struct json *object,
	double *weights);
/* Index of a word in a list ended by NULL, or -1 with a diag. */
int reader_choice(struct lab_reader *reader, const struct json *node,
	const char *const *words);

void reader_tests(struct lab_reader *reader, const struct json *root);
void reader_facts(struct lab_reader *reader, const struct json *root);
void reader_matrices(struct lab_reader *reader, const struct json *root);
void reader_criteria(struct lab_reader *reader, const struct json *root);
void reader_use_cases(struct lab_reader *reader, const struct json *root);
void reader_strengths(struct lab_reader *reader, const struct json *root);
void reader_needs(struct lab_reader *reader, const struct json *root);
void reader_checklist(struct lab_reader *reader, const struct json *root);
void reader_rules(struct lab_reader *reader, const struct json *root);
void reader_sections(struct lab_reader *reader, const struct json *root);

#endif
