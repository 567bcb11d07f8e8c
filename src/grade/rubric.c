#include "src/grade/rubric.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#include "src/base/json.h"
#include "src/grade/check.h"
#include "src/model/quantity.h"

struct reader {
	struct json_check check;
	struct rubric *rubric;
};

#define ID_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789_-"

static void *room(struct reader *reader, size_t count, size_t size)
{
	return arena_alloc(reader->check.arena, (count + 1) * size);
}

static const char *read_id(struct reader *reader, const struct json *object)
{
	return json_id(&reader->check, object, ID_CHARACTERS);
}

/* A string or a list of strings, ended by NULL, with `first` in front. */
static const char **read_words(
	struct reader *reader, const struct json *node, const char *first)
{
	const struct json *item =
		node && node->kind == JSON_ARRAY ? node->child : node;
	const char **words = room(reader, json_count(node) + 3, sizeof *words);
	size_t count = 0;

	if (first)
		words[count++] = first;
	for (; item; item = item == node ? NULL : item->next)
		if (json_expect(&reader->check, item, JSON_STRING))
			words[count++] = item->string;
	return words;
}

/* The first of the words when the member is absent or wrong. */
static int read_choice(struct reader *reader, const struct json *object,
	const char *key, const char *const *words)
{
	int choice =
		json_choice(&reader->check, json_member(object, key), words);

	return choice < 0 ? 0 : choice;
}

static struct text read_label(
	struct reader *reader, const struct json *object, const char *key)
{
	return json_text(
		&reader->check, json_need(&reader->check, object, key));
}

/* -- sides and policy -- */

static void read_sides(struct reader *reader, const struct json *root)
{
	static const char *const keys[] = {"id", "name", "aliases", NULL};
	struct json_check *check = &reader->check;
	const struct json *array =
		json_expect(check, json_need(check, root, "sides"), JSON_ARRAY);
	int side = 0;

	if (array && json_count(array) != SIDES)
		json_complain(check, array, DIAG_ID_RUBRIC_SIDES, NULL);
	JSON_EACH (i, array) {
		struct rubric_side *s = &reader->rubric->sides[side];

		if (side++ == SIDES)
			break;
		json_only(check, i, keys);
		s->id = read_id(reader, i);
		s->name = read_label(reader, i, "name");
		s->aliases = read_words(
			reader, json_array(check, i, "aliases"), s->id);
		for (const char **a = s->aliases; a && *a; a++)
			if (rubric_side_named(reader->rubric, *a) != side - 1)
				json_complain(check, i, DIAG_ID_RUBRIC_ALIAS,
					*a);
	}
}

static void read_late(struct reader *reader, const struct json *policy)
{
	static const char *const keys[] = {"grace_min", "per_day", "max", NULL};
	struct json_check *check = &reader->check;
	const struct json *late = json_object(check, policy, "late");
	struct rubric_late *out = &reader->rubric->late;

	if (late)
		json_only(check, late, keys);
	out->grace = 60 * json_number(check, late, "grace_min", 0, 1e6, 0);
	out->per_day = json_number(check, late, "per_day", 0, 1000, 0);
	out->most = json_number(check, late, "max", 0, 1000, 1000);
}

static void read_policy(struct reader *reader, const struct json *root)
{
	static const char *const keys[] = {"unverifiable", "tie_band_pct",
		"floor", "bonus_cap", "late", NULL};
	static const char *const unseen[] = {"full_with_note", "none", NULL};
	struct json_check *check = &reader->check;
	const struct json *policy = json_object(check, root, "policy");
	struct rubric *rubric = reader->rubric;

	if (policy)
		json_only(check, policy, keys);
	rubric->unseen_counts =
		read_choice(reader, policy, "unverifiable", unseen) == 0;
	rubric->tie_band =
		json_number(check, policy, "tie_band_pct", 0, 100, 0) / 100;
	rubric->floor = json_number(check, policy, "floor", 0, 1000, 0);
	rubric->bonus_cap =
		json_number(check, policy, "bonus_cap", 0, 1000, rubric->max);
	read_late(reader, policy);
}

/* -- parameters -- */

static const struct check_param *spec_find(
	const struct check *check, const char *name)
{
	for (const struct check_param *p = check->params; p->name; p++)
		if (strcmp(p->name, name) == 0)
			return p;
	return NULL;
}

/* "4k", "1M", "4096" in bytes; NAN for anything else. */
static double size_of(const char *text)
{
	static const char powers[] = "kmg";
	double value = 0, factor = 1;

	if (!isdigit((unsigned char)*text))
		return NAN;
	for (; isdigit((unsigned char)*text) && value < 1e15; text++)
		value = value * 10 + (*text - '0');
	if (*text) {
		const char *power = strchr(powers, tolower(*text));

		if (!power || text[1])
			return NAN;
		for (long i = 0; i <= power - powers; i++)
			factor *= 1024;
	}
	return value * factor;
}

static void read_range(struct reader *reader, const struct json *node,
	struct rubric_param *param)
{
	double factor = param->spec->factor > 0 ? param->spec->factor : 1;
	const struct json *pair = node->child;

	if (node->kind == JSON_NUMBER) {
		param->low = param->high = node->number * factor;
		return;
	}
	if (!json_expect(&reader->check, node, JSON_ARRAY))
		return;
	if (json_count(node) != 2 || pair->kind != JSON_NUMBER ||
		pair->next->kind != JSON_NUMBER ||
		pair->number > pair->next->number) {
		json_complain(&reader->check, node, DIAG_ID_RUBRIC_RANGE, NULL);
		return;
	}
	param->low = pair->number * factor;
	param->high = pair->next->number * factor;
}

static void read_number(struct reader *reader, const struct json *node,
	struct rubric_param *param)
{
	double factor = param->spec->factor > 0 ? param->spec->factor : 1;

	if (!json_expect(&reader->check, node, JSON_NUMBER))
		return;
	param->low = param->high = node->number * factor;
	if (node->number < 0)
		json_complain(
			&reader->check, node, DIAG_ID_RUBRIC_NEGATIVE, NULL);
}

static void read_size(struct reader *reader, const struct json *node,
	struct rubric_param *param)
{
	if (node->kind == JSON_NUMBER)
		param->low = node->number;
	else if (json_expect(&reader->check, node, JSON_STRING))
		param->low = size_of(node->string);
	if (isnan(param->low))
		json_complain(&reader->check, node, DIAG_ID_RUBRIC_SIZE,
			node->string);
	param->high = param->low;
}

static void read_strings(struct reader *reader, const struct json *node,
	struct rubric_param *param)
{
	param->words = read_words(reader, node, NULL);
}

static void read_per_side(struct reader *reader, const struct json *node,
	struct rubric_param *param)
{
	if (!json_expect(&reader->check, node, JSON_OBJECT))
		return;
	JSON_EACH (m, node) {
		int side = rubric_side_named(reader->rubric, m->key);

		if (side < 0)
			json_complain(
				&reader->check, m, DIAG_ID_LAB_SYSTEM, m->key);
		else if (json_expect(&reader->check, m, JSON_STRING))
			param->sides[side] = m->string;
	}
}

static void read_weights(struct reader *reader, const struct json *node,
	struct rubric_param *param)
{
	size_t count = 0;

	if (!json_expect(&reader->check, node, JSON_OBJECT))
		return;
	param->words = room(reader, json_count(node), sizeof *param->words);
	param->weights = room(reader, json_count(node), sizeof(double));
	JSON_EACH (m, node) {
		param->words[count] = m->key;
		param->weights[count++] =
			json_number(&reader->check, node, m->key, 0, 1000, 0);
	}
}

static void read_param(struct reader *reader, const struct json *node,
	struct rubric_criterion *criterion)
{
	static void (*const readers[])(
		struct reader *, const struct json *, struct rubric_param *) = {
		[PARAM_NUMBER] = read_number,
		[PARAM_RANGE] = read_range,
		[PARAM_SIZE] = read_size,
		[PARAM_WORDS] = read_strings,
		[PARAM_SIDES] = read_per_side,
		[PARAM_TABLES] = read_strings,
		[PARAM_CRITERIA] = read_strings,
		[PARAM_WEIGHTS] = read_weights,
	};
	const struct check_param *spec = spec_find(criterion->check, node->key);
	struct rubric_param *param = &criterion->params[criterion->param_count];

	if (!spec) {
		json_complain(&reader->check, node, DIAG_ID_RUBRIC_PARAM,
			criterion->check->name, node->key);
		return;
	}
	criterion->param_count++;
	param->spec = spec;
	readers[spec->kind](reader, node, param);
}

static void read_params(struct reader *reader, const struct json *object,
	struct rubric_criterion *criterion)
{
	const struct json *params =
		json_object(&reader->check, object, "params");

	criterion->params =
		room(reader, json_count(params), sizeof *criterion->params);
	JSON_EACH (m, params)
		read_param(reader, m, criterion);
	for (const struct check_param *p = criterion->check->params; p->name;
		p++)
		if (p->needed && !json_member(params, p->name))
			json_complain(&reader->check, params ? params : object,
				DIAG_ID_JSON_MISSING, p->name);
}

/* -- criteria -- */

static void read_credit(struct reader *reader, const struct json *object,
	struct rubric_criterion *criterion)
{
	const struct json *credit =
		json_object(&reader->check, object, "credit");

	JSON_EACH (m, credit) {
		bool known = false;

		for (int v = 0; v < FIGURE_VERDICTS; v++) {
			if (strcmp(figure_word((enum figure_verdict)v),
				    m->key) != 0)
				continue;
			known = true;
			criterion->credit[v] = json_number(
				&reader->check, credit, m->key, 0, 1, 0);
		}
		if (!known)
			json_complain(&reader->check, m,
				DIAG_ID_JSON_UNKNOWN_KEY, NULL);
	}
}

static unsigned gate_number(
	struct reader *reader, const struct json *gate, const char *key)
{
	return (unsigned)json_number(&reader->check, gate, key, 0, 100000, 0);
}

static void read_gate(struct reader *reader, const struct json *object,
	struct rubric_gate *gate)
{
	static const char *const keys[] = {"min_words", "cites", "images",
		"rows_changed", "tables", "not_template", "choice", "any",
		NULL};
	const struct json *node = json_object(&reader->check, object, "gate");

	if (node)
		json_only(&reader->check, node, keys);
	gate->min_words = gate_number(reader, node, "min_words");
	gate->cites = gate_number(reader, node, "cites");
	gate->images = gate_number(reader, node, "images");
	gate->rows_changed = gate_number(reader, node, "rows_changed");
	gate->tables = gate_number(reader, node, "tables");
	gate->not_template =
		json_number(&reader->check, node, "not_template", 0, 1, 0);
	gate->choice = json_bool(&reader->check, node, "choice", false);
	gate->any = json_member(node, "any")
			    ? read_words(reader, json_member(node, "any"), NULL)
			    : NULL;
}

/* "[" and "]" by turns. */
static bool has_brackets_in_pairs(const char *text)
{
	bool open = false;

	for (; *text; text++) {
		if (*text != '[' && *text != ']')
			continue;
		if ((*text == '[') == open)
			return false;
		open = !open;
	}
	return !open;
}

static void check_placeholders(struct reader *reader, const struct json *node,
	const struct rubric_criterion *criterion, const char *text)
{
	if (text && !has_brackets_in_pairs(text))
		json_complain(&reader->check, node, DIAG_ID_RUBRIC_BRACKET,
			NULL);
	for (const char *p = text; p && (p = strchr(p, '{'));) {
		size_t length = strcspn(++p, "}");

		if (check_has_placeholder(criterion->check, p, length))
			continue;
		json_complain(&reader->check, node, DIAG_ID_RUBRIC_PLACEHOLDER,
			arena_strndup(reader->check.arena, p, length));
	}
}

static void read_feedback(struct reader *reader, const struct json *object,
	struct rubric_criterion *criterion)
{
	const struct json *node = json_member(object, "feedback");

	criterion->feedback = read_label(reader, object, "feedback");
	for (int i = 0; node && i < LANG_COUNT; i++) {
		const struct json *in =
			json_member(node, lang_name((enum lang)i));

		if (in || i == 0)
			check_placeholders(reader, in ? in : node, criterion,
				criterion->feedback.in[i]);
	}
}

static void read_check(struct reader *reader, const struct json *object,
	struct rubric_criterion *criterion)
{
	struct json_check *check = &reader->check;
	const char *name = json_string(check, object, "check", NULL);

	if (!json_need(check, object, "check") || !name)
		return;
	criterion->check = check_find(name);
	if (!criterion->check)
		json_complain(check, json_member(object, "check"),
			DIAG_ID_LAB_CHOICE, name, check_names(check->arena));
	else
		read_params(reader, object, criterion);
}

static void read_criterion(struct reader *reader, const struct json *object,
	struct rubric_criterion *criterion)
{
	static const char *const keys[] = {"id", "step", "label", "points",
		"kind", "check", "params", "partial", "credit", "gate",
		"feedback", "bonus", NULL};
	static const char *const kinds[] = {"auto", "manual", NULL};
	static const char *const partials[] = {
		"fraction", "per_side", "all", NULL};
	struct json_check *check = &reader->check;

	json_only(check, object, keys);
	criterion->id = read_id(reader, object);
	if (strcmp(criterion->id, "extension") == 0)
		json_complain(&reader->check, object, DIAG_ID_RUBRIC_RESERVED,
			criterion->id);
	criterion->step = json_string(check, object, "step", "");
	criterion->label = read_label(reader, object, "label");
	json_need(check, object, "points");
	criterion->points = json_number(check, object, "points", 0, 1000, 0);
	criterion->bonus = json_bool(check, object, "bonus", false);
	json_need(check, object, "kind");
	criterion->manual = read_choice(reader, object, "kind", kinds) == 1;
	criterion->partial = (enum rubric_partial)read_choice(
		reader, object, "partial", partials);
	if (criterion->manual)
		read_gate(reader, object, &criterion->gate);
	else
		read_check(reader, object, criterion);
	read_credit(reader, object, criterion);
	if (criterion->manual || criterion->check)
		read_feedback(reader, object, criterion);
}

static void check_sum(struct reader *reader, const struct json *root)
{
	struct rubric *rubric = reader->rubric;
	struct arena *arena = reader->check.arena;
	double sum = 0;

	for (size_t i = 0; i < rubric->criterion_count; i++)
		if (!rubric->criteria[i].bonus)
			sum += rubric->criteria[i].points;
	if (fabs(sum - rubric->max) < 1e-6)
		return;
	json_complain(&reader->check, json_member(root, "max"),
		DIAG_ID_RUBRIC_SUM, quantity_exact(arena, sum),
		quantity_exact(arena, rubric->max));
}

static void read_criteria(struct reader *reader, const struct json *root)
{
	const struct json *array = json_expect(&reader->check,
		json_need(&reader->check, root, "criteria"), JSON_ARRAY);
	struct rubric *rubric = reader->rubric;

	rubric->criteria =
		room(reader, json_count(array), sizeof *rubric->criteria);
	JSON_EACH (i, array) {
		struct rubric_criterion *criterion =
			&rubric->criteria[rubric->criterion_count];

		criterion->index = rubric->criterion_count++;
		read_criterion(reader, i, criterion);
	}
	check_sum(reader, root);
}

/* -- tables -- */

static void read_sample(struct reader *reader, const struct json *object,
	struct rubric_row *row)
{
	const struct json *sample =
		json_object(&reader->check, object, "sample");

	JSON_EACH (m, sample) {
		int side = rubric_side_named(reader->rubric, m->key);

		if (!json_expect(&reader->check, m, JSON_STRING))
			continue;
		if (side >= 0)
			row->sample[side] = m->string;
		else if (strcmp(m->key, "winner") == 0)
			row->winner_sample = m->string;
		else
			json_complain(
				&reader->check, m, DIAG_ID_LAB_SYSTEM, m->key);
	}
}

static void read_metrics(struct reader *reader, const struct json *object,
	struct rubric_row *row)
{
	struct json_check *check = &reader->check;
	const struct json *node = json_need(check, object, "metrics");
	const char *unit = json_string(check, object, "unit", NULL);

	row->metrics = read_words(reader, node, NULL);
	row->unit = unit ? unit_find(unit) : NULL;
	if (unit && !row->unit)
		json_complain(check, json_member(object, "unit"),
			DIAG_ID_LAB_UNIT, unit);
	for (const char **m = row->metrics; *m; m++) {
		const struct metric *metric = metric_find(*m);

		if (!metric)
			json_complain(check, node, DIAG_ID_LAB_METRIC, *m);
		else if (row->unit && metric->dimension != row->unit->dimension)
			json_complain(
				check, node, DIAG_ID_LAB_DIMENSION, unit, *m);
	}
}

static void read_row(struct reader *reader, const struct json *object,
	struct rubric_row *row)
{
	static const char *const keys[] = {"id", "labels", "test", "metrics",
		"unit", "better", "from", "sample", "percent", NULL};
	static const char *const betters[] = {"none", "higher", "lower", NULL};
	struct json_check *check = &reader->check;
	const char *test = json_string(check, object, "test", "");
	const char *from = json_string(check, object, "from", NULL);

	json_only(check, object, keys);
	row->id = read_id(reader, object);
	row->labels =
		read_words(reader, json_need(check, object, "labels"), NULL);
	row->test = rubric_criterion_find(reader->rubric, test);
	if (json_need(check, object, "test") && !row->test)
		json_complain(check, json_member(object, "test"),
			DIAG_ID_LAB_CRITERION, test);
	read_metrics(reader, object, row);
	row->better = (enum rubric_better)read_choice(
		reader, object, "better", betters);
	row->from = from ? rubric_side_named(reader->rubric, from) : -1;
	if (from && row->from < 0)
		json_complain(check, json_member(object, "from"),
			DIAG_ID_LAB_SYSTEM, from);
	read_sample(reader, object, row);
	row->percent = json_bool(check, object, "percent", false);
}

static void read_table(struct reader *reader, const struct json *object,
	struct rubric_table *table)
{
	static const char *const keys[] = {"id", "step", "rows", NULL};
	struct json_check *check = &reader->check;
	const struct json *rows = json_expect(
		check, json_need(check, object, "rows"), JSON_ARRAY);

	json_only(check, object, keys);
	table->id = read_id(reader, object);
	table->step = json_string(check, object, "step", "");
	table->rows = room(reader, json_count(rows), sizeof *table->rows);
	JSON_EACH (i, rows)
		read_row(reader, i, &table->rows[table->row_count++]);
}

static void read_tables(struct reader *reader, const struct json *root)
{
	const struct json *array = json_array(&reader->check, root, "tables");
	struct rubric *rubric = reader->rubric;

	rubric->tables =
		room(reader, json_count(array), sizeof *rubric->tables);
	JSON_EACH (i, array)
		read_table(reader, i, &rubric->tables[rubric->table_count++]);
}

/* -- errata -- */

static void read_erratum(struct reader *reader, const struct json *object,
	struct rubric_erratum *erratum)
{
	static const char *const keys[] = {"criteria", "sign", "text", NULL};
	struct json_check *check = &reader->check;
	const struct json *criteria = json_need(check, object, "criteria");

	json_only(check, object, keys);
	erratum->criteria = read_words(reader, criteria, NULL);
	erratum->sign = json_string(check, object, "sign", NULL);
	erratum->text = read_label(reader, object, "text");
	for (const char **c = erratum->criteria; *c; c++)
		if (!rubric_criterion_find(reader->rubric, *c))
			json_complain(
				check, criteria, DIAG_ID_LAB_CRITERION, *c);
}

static void read_errata(struct reader *reader, const struct json *root)
{
	const struct json *array = json_array(&reader->check, root, "errata");
	struct rubric *rubric = reader->rubric;

	rubric->errata =
		room(reader, json_count(array), sizeof *rubric->errata);
	JSON_EACH (i, array)
		read_erratum(reader, i,
			&rubric->errata[rubric->erratum_count++]);
}

/* -- what can be checked only once all is read -- */

static bool is_known(const struct rubric *rubric,
	const struct rubric_param *param, const char *word)
{
	if (param->spec->kind == PARAM_TABLES)
		return rubric_table_find(rubric, word);
	if (param->spec->kind == PARAM_CRITERIA)
		return rubric_criterion_find(rubric, word);
	return true;
}

static void check_names_of(struct reader *reader, const struct json *node,
	const struct rubric_param *param)
{
	for (const char **w = param->words; w && *w; w++)
		if (!is_known(reader->rubric, param, *w))
			json_complain(&reader->check, node,
				param->spec->kind == PARAM_TABLES
					? DIAG_ID_LAB_MATRIX
					: DIAG_ID_LAB_CRITERION,
				*w);
}

static void check_references(struct reader *reader, const struct json *root)
{
	const struct json *item = json_member(root, "criteria");

	item = item ? item->child : NULL;
	for (size_t i = 0; i < reader->rubric->criterion_count && item;
		i++, item = item->next) {
		const struct rubric_criterion *criterion =
			&reader->rubric->criteria[i];
		const struct json *params = json_member(item, "params");

		for (size_t p = 0; p < criterion->param_count; p++)
			check_names_of(reader,
				json_member(params,
					criterion->params[p].spec->name),
				&criterion->params[p]);
	}
}

static void read_frame(struct reader *reader, const struct json *root)
{
	static const char *const keys[] = {"schema", "lab", "title", "max",
		"round", "sides", "policy", "winner_columns", "criteria",
		"tables", "errata", NULL};
	static const char *const schemas[] = {"hvlab-rubric/1", NULL};
	struct json_check *check = &reader->check;
	struct rubric *rubric = reader->rubric;

	json_only(check, root, keys);
	json_need(check, root, "schema");
	read_choice(reader, root, "schema", schemas);
	rubric->lab = json_string(check, root, "lab", "");
	rubric->title = read_label(reader, root, "title");
	json_need(check, root, "max");
	rubric->max = json_number(check, root, "max", 0, 1000, 0);
	rubric->round = json_number(check, root, "round", 0.001, 100, 0.01);
	rubric->winner_columns =
		read_words(reader, json_member(root, "winner_columns"), NULL);
}

struct rubric *rubric_read(struct arena *arena, struct diags *diags,
	const char *file, const char *text, size_t length)
{
	struct reader reader = {.check = {arena, diags, file, false}};
	const struct json *root = json_parse(&reader.check, text, length);

	if (!root || !json_expect(&reader.check, root, JSON_OBJECT))
		return NULL;
	reader.rubric = arena_alloc(arena, sizeof *reader.rubric);
	read_frame(&reader, root);
	read_sides(&reader, root);
	if (reader.check.failed)
		return NULL;
	read_policy(&reader, root);
	read_criteria(&reader, root);
	read_tables(&reader, root);
	read_errata(&reader, root);
	check_references(&reader, root);
	return reader.check.failed ? NULL : reader.rubric;
}

const struct rubric_criterion *rubric_criterion_find(
	const struct rubric *rubric, const char *id)
{
	for (size_t i = 0; i < rubric->criterion_count; i++)
		if (strcmp(rubric->criteria[i].id, id) == 0)
			return &rubric->criteria[i];
	return NULL;
}

const struct rubric_table *rubric_table_find(
	const struct rubric *rubric, const char *id)
{
	for (size_t i = 0; i < rubric->table_count; i++)
		if (strcmp(rubric->tables[i].id, id) == 0)
			return &rubric->tables[i];
	return NULL;
}

const struct rubric_param *rubric_param_find(
	const struct rubric_criterion *criterion, const char *name)
{
	for (size_t i = 0; i < criterion->param_count; i++)
		if (strcmp(criterion->params[i].spec->name, name) == 0)
			return &criterion->params[i];
	return NULL;
}

double rubric_number(const struct rubric_criterion *criterion, const char *name,
	double fallback)
{
	const struct rubric_param *param = rubric_param_find(criterion, name);

	return param ? param->low : fallback;
}

double rubric_weight(const struct rubric_criterion *criterion, const char *name)
{
	const struct rubric_param *weights =
		rubric_param_find(criterion, "weights");

	for (size_t i = 0; weights && weights->words && weights->words[i]; i++)
		if (strcmp(weights->words[i], name) == 0)
			return weights->weights[i];
	return 1;
}

int rubric_side_named(const struct rubric *rubric, const char *name)
{
	for (int side = 0; side < SIDES; side++)
		for (const char **a = rubric->sides[side].aliases; a && *a; a++)
			if (strcasecmp(*a, name) == 0)
				return side;
	return -1;
}
