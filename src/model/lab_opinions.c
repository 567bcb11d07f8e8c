/* What people think, in a lab definition: matrices, ratings, use cases. */
#include <math.h>
#include <string.h>

#include "src/model/lab_reader.h"

struct lab_cell reader_cell(struct lab_reader *reader, const struct json *node)
{
	static const char *const keys[] = {"answer", "text", NULL};
	static const char *const answers[] = {"yes", "partly", "no", NULL};
	struct lab_cell cell = {0};

	if (node->kind != JSON_OBJECT || json_member(node, "fr") ||
		json_member(node, "en")) {
		cell.text = json_text(&reader->check, node);
		return cell;
	}
	json_only(&reader->check, node, keys);
	cell.text = json_text_of(&reader->check, node, "text");
	if (json_member(node, "answer"))
		cell.answer = (enum lab_answer)(
			1 + reader_choice(reader, json_member(node, "answer"),
				    answers));
	return cell;
}

static void read_row(struct lab_reader *reader, const struct json *object,
	struct lab_row *row)
{
	static const char *const keys[] = {"id", "label", "cells", "winner",
		"note", "source", "correction", NULL};
	struct json_check *check = &reader->check;
	const struct json *cells = json_object(check, object, "cells");

	json_only(check, object, keys);
	row->id = reader_id(reader, object);
	row->label = reader_label(reader, object, "label");
	row->cells = READER_ARRAY(
		reader, reader->lab->system_count, struct lab_cell);
	JSON_EACH (m, cells) {
		int system = reader_system(reader, m, m->key);

		if (system >= 0)
			row->cells[system] = reader_cell(reader, m);
	}
	row->has_winner = json_member(object, "winner") != NULL;
	row->winner =
		reader_system_set(reader, json_array(check, object, "winner"));
	row->note = json_text_of(check, object, "note");
	row->source = reader_source(reader, object);
	row->correction = reader_correction(reader, object);
}

static void read_matrix(struct lab_reader *reader, const struct json *object,
	struct lab_matrix *matrix)
{
	static const char *const keys[] = {
		"id", "title", "head", "winner", "rows", "reason", NULL};
	static const char *const winners[] = {"none", "answers", "rows", NULL};
	struct json_check *check = &reader->check;
	const struct json *rows = json_array(check, object, "rows");
	const struct json *winner = json_member(object, "winner");

	json_only(check, object, keys);
	matrix->id = reader_id(reader, object);
	matrix->title = reader_label(reader, object, "title");
	matrix->head = reader_label(reader, object, "head");
	if (winner && reader_choice(reader, winner, winners) >= 0)
		matrix->winner =
			(enum lab_winner)reader_choice(reader, winner, winners);
	matrix->reason = reader_system_texts(
		reader, json_object(check, object, "reason"));
	matrix->rows = READER_ARRAY(reader, json_count(rows), struct lab_row);
	JSON_EACH (i, rows)
		read_row(reader, i, &matrix->rows[matrix->row_count++]);
}

void reader_matrices(struct lab_reader *reader, const struct json *root)
{
	const struct json *array = json_array(&reader->check, root, "matrices");
	struct lab *lab = reader->lab;

	lab->matrices =
		READER_ARRAY(reader, json_count(array), struct lab_matrix);
	JSON_EACH (i, array)
		read_matrix(reader, i, &lab->matrices[lab->matrix_count++]);
}

void reader_stars(struct lab_reader *reader, const struct json *object,
	struct lab_criterion *criterion, bool by_author)
{
	JSON_EACH (m, object) {
		int system = reader_system(reader, m, m->key);
		double stars =
			json_number(&reader->check, object, m->key, 0, 5, -1);

		if (system < 0 || stars < 0)
			continue;
		if (stars * 2 != floor(stars * 2) || stars == 0.5)
			json_complain(
				&reader->check, m, DIAG_ID_LAB_STARS, NULL);
		criterion->stars2[system] = (int)(stars * 2);
		criterion->by_author[system] = by_author;
	}
}

static void read_stars(struct lab_reader *reader, const struct json *node,
	struct lab_criterion *criterion)
{
	struct json_check *check = &reader->check;

	for (size_t i = 0; i < reader->lab->system_count; i++)
		criterion->stars2[i] = -1;
	if (node && node->kind == JSON_STRING) {
		criterion->measured = strcmp(node->string, "measured") == 0;
		if (!criterion->measured)
			json_complain(check, node, DIAG_ID_LAB_CHOICE,
				node->string, "measured");
		return;
	}
	reader_stars(reader, json_expect(check, node, JSON_OBJECT), criterion,
		false);
}

static void read_criterion(struct lab_reader *reader, const struct json *object,
	struct lab_criterion *criterion)
{
	static const char *const keys[] = {
		"id", "label", "stars", "text", "source", "correction", NULL};
	struct json_check *check = &reader->check;
	size_t systems = reader->lab->system_count;

	json_only(check, object, keys);
	criterion->id = reader_id(reader, object);
	criterion->label = reader_label(reader, object, "label");
	criterion->stars2 = READER_ARRAY(reader, systems, int);
	criterion->by_author = READER_ARRAY(reader, systems, bool);
	read_stars(reader, json_need(check, object, "stars"), criterion);
	criterion->text =
		reader_system_texts(reader, json_object(check, object, "text"));
	criterion->source = reader_source(reader, object);
	criterion->correction = reader_correction(reader, object);
}

void reader_criteria(struct lab_reader *reader, const struct json *root)
{
	const struct json *array = json_array(&reader->check, root, "criteria");
	struct lab *lab = reader->lab;

	lab->criteria =
		READER_ARRAY(reader, json_count(array), struct lab_criterion);
	JSON_EACH (i, array)
		read_criterion(
			reader, i, &lab->criteria[lab->criterion_count++]);
}

void reader_weights(struct lab_reader *reader, const struct json *object,
	double *weights)
{
	struct json_check *check = &reader->check;

	JSON_EACH (m, object) {
		int criterion = lab_criterion_find(reader->lab, m->key);

		if (criterion < 0)
			json_complain(check, m, DIAG_ID_LAB_CRITERION, m->key);
		else
			weights[criterion] =
				json_number(check, object, m->key, 0, 10, 0);
	}
}

static struct text_list *read_reasons(
	struct lab_reader *reader, const struct json *object)
{
	struct text_list *reasons = READER_ARRAY(
		reader, reader->lab->system_count, struct text_list);

	JSON_EACH (m, object) {
		int system = reader_system(reader, m, m->key);

		if (system >= 0)
			reasons[system] = reader_texts(reader,
				json_expect(&reader->check, m, JSON_ARRAY));
	}
	return reasons;
}

static void read_use_case(struct lab_reader *reader, const struct json *object,
	struct lab_use_case *use_case)
{
	static const char *const keys[] = {"id", "label", "weights", "reasons",
		"examples", "opinion", "source", NULL};
	struct json_check *check = &reader->check;

	json_only(check, object, keys);
	use_case->id = reader_id(reader, object);
	use_case->label = reader_label(reader, object, "label");
	json_need(check, object, "weights");
	use_case->weights =
		READER_ARRAY(reader, reader->lab->criterion_count, double);
	reader_weights(reader, json_object(check, object, "weights"),
		use_case->weights);
	use_case->reasons =
		read_reasons(reader, json_object(check, object, "reasons"));
	use_case->examples =
		reader_texts(reader, json_array(check, object, "examples"));
	use_case->opinion =
		reader_system_set(reader, json_array(check, object, "opinion"));
	use_case->source = reader_source(reader, object);
}

void reader_use_cases(struct lab_reader *reader, const struct json *root)
{
	const struct json *array =
		json_array(&reader->check, root, "use_cases");
	struct lab *lab = reader->lab;

	lab->use_cases =
		READER_ARRAY(reader, json_count(array), struct lab_use_case);
	JSON_EACH (i, array)
		read_use_case(
			reader, i, &lab->use_cases[lab->use_case_count++]);
}

void reader_strengths(struct lab_reader *reader, const struct json *root)
{
	static const char *const keys[] = {
		"system", "strengths", "weaknesses", "source", NULL};
	struct json_check *check = &reader->check;
	const struct json *array = json_array(check, root, "strengths");
	struct lab *lab = reader->lab;

	lab->strengths =
		READER_ARRAY(reader, json_count(array), struct lab_strengths);
	JSON_EACH (i, array) {
		struct lab_strengths *s = &lab->strengths[lab->strength_count];
		const char *id = json_string(check, i, "system", "");
		int system = reader_system(reader, i, id);

		json_only(check, i, keys);
		s->strengths =
			reader_texts(reader, json_array(check, i, "strengths"));
		s->weaknesses = reader_texts(
			reader, json_array(check, i, "weaknesses"));
		s->source = reader_source(reader, i);
		if (system < 0)
			continue;
		s->system = (size_t)system;
		lab->strength_count++;
	}
}
