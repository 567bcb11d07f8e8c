#include "src/base/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#include "src/base/utf8.h"

/* cJSON itself refuses deeper nesting (CJSON_NESTING_LIMIT is 1000); a lab
 * definition needs a dozen. */
#define DEPTH_MAX 64
/* No list of a lab comes near this; it keeps look-ups of strangers' files
 * from growing with their square. */
#define CHILDREN_MAX 1000

static enum json_kind kind_of(const cJSON *item)
{
	if (cJSON_IsObject(item))
		return JSON_OBJECT;
	if (cJSON_IsArray(item))
		return JSON_ARRAY;
	if (cJSON_IsString(item))
		return JSON_STRING;
	if (cJSON_IsNumber(item))
		return JSON_NUMBER;
	return cJSON_IsBool(item) ? JSON_BOOL : JSON_NULL;
}

static struct json *convert(struct json_check *check, const cJSON *item,
	const struct json *lines, const struct json *parent, unsigned depth);

/* Comments and null say nothing: in an object they are as good as absent. */
static bool says_nothing(const cJSON *child)
{
	return child->string &&
	       (child->string[0] == '_' || cJSON_IsNull(child));
}

/* `lines`: the same value read by json_parse_log(), which knows the lines. */
static void convert_children(struct json_check *check, const cJSON *item,
	const struct json *lines, struct json *node, unsigned depth)
{
	const struct json **link = &node->child;
	const struct json *line = lines ? lines->child : NULL;
	const cJSON *child;
	size_t index = 0;

	for (child = item->child; child;
		child = child->next, line = line ? line->next : NULL) {
		struct json *copy;

		if (says_nothing(child))
			continue;
		copy = convert(check, child, line, node, depth + 1);

		if (!copy)
			return;
		copy->index = index++;
		if (index > CHILDREN_MAX) {
			json_complain(check, node, DIAG_ID_JSON_CROWDED, NULL);
			return;
		}
		if (copy->key && json_member(node, copy->key))
			json_complain(check, copy, DIAG_ID_JSON_TWICE, NULL);
		*link = copy;
		link = &copy->next;
	}
}

static struct json *convert(struct json_check *check, const cJSON *item,
	const struct json *lines, const struct json *parent, unsigned depth)
{
	struct json *node = arena_alloc(check->arena, sizeof *node);

	node->kind = kind_of(item);
	node->line = lines ? lines->line : 0;
	node->parent = parent;
	if (item->string)
		node->key = arena_strdup(check->arena, item->string);
	if (node->kind == JSON_STRING)
		node->string = arena_strdup(check->arena, item->valuestring);
	else if (node->kind == JSON_NUMBER)
		node->number = item->valuedouble;
	else if (node->kind == JSON_BOOL)
		node->number = cJSON_IsTrue(item);
	if (depth > DEPTH_MAX) {
		json_complain(check, node, DIAG_ID_JSON_DEPTH, NULL);
		return NULL;
	}
	convert_children(check, item, lines, node, depth);
	return node;
}

static unsigned line_at(const char *text, const char *place)
{
	unsigned line = 1;

	for (const char *p = text; p < place; p++)
		line += *p == '\n';
	return line;
}

/* Moves over white space; true when nothing else is left. */
static bool blank(const char **from, const char *end)
{
	while (*from < end && memchr(" \t\r\n", **from, 4))
		++*from;
	return *from == end;
}

const struct json *json_parse(
	struct json_check *check, const char *text, size_t length)
{
	const char *end = text;
	const struct json *tree;
	cJSON *root;

	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		length -= 3;
	}
	root = cJSON_ParseWithLengthOpts(text, length, &end, 0);
	if (root && !blank(&end, text + length)) {
		cJSON_Delete(root);
		root = NULL;
	}
	if (!root) {
		diag_add(check->diags, DIAG_ID_JSON_SYNTAX, check->file,
			line_at(text, end), NULL);
		check->failed = true;
		return NULL;
	}
	tree = convert(check, root,
		json_parse_log(check->arena, text, length, 1), NULL, 0);
	cJSON_Delete(root);
	return tree;
}

char *json_path(struct arena *arena, const struct json *node)
{
	char *above;

	if (!node || !node->parent)
		return arena_strdup(arena, "");
	above = json_path(arena, node->parent);
	if (node->parent->kind == JSON_ARRAY)
		return arena_printf(arena, "%s[%zu]", above, node->index);
	return arena_printf(
		arena, "%s%s%s", above, above[0] ? "." : "", node->key);
}

/* Most keys differ in their first two letters, which spares the call. */
static bool same_key(const char *a, const char *b)
{
	return a[0] == b[0] && (!a[0] || (a[1] == b[1] && strcmp(a, b) == 0));
}

const struct json *json_member(const struct json *object, const char *key)
{
	if (!object || object->kind != JSON_OBJECT)
		return NULL;
	JSON_EACH (m, object)
		if (same_key(m->key, key))
			return m;
	return NULL;
}

void json_complain_list(struct json_check *check, const struct json *node,
	enum diag_id id, const char *const *args)
{
	const char *full[DIAG_ARGS + 1] = {NULL};
	const char *path = json_path(check->arena, node);
	size_t count = 0;

	full[count++] = path[0] ? path : "$";
	while (count < DIAG_ARGS && *args)
		full[count++] = *args++;
	diag_append(check->diags, id, check->file, node ? node->line : 0, full);
	check->failed = true;
}

void json_only(struct json_check *check, const struct json *object,
	const char *const *keys)
{
	if (!json_expect(check, object, JSON_OBJECT))
		return;
	JSON_EACH (m, object) {
		size_t i = 0;

		while (keys[i] && strcmp(keys[i], m->key) != 0)
			i++;
		if (!keys[i])
			json_complain(check, m, DIAG_ID_JSON_UNKNOWN_KEY, NULL);
	}
}

const struct json *json_need(
	struct json_check *check, const struct json *object, const char *key)
{
	const struct json *member = json_member(object, key);

	if (!member && object)
		json_complain(check, object, DIAG_ID_JSON_MISSING, key);
	return member;
}

const struct json *json_expect(
	struct json_check *check, const struct json *node, enum json_kind kind)
{
	static const char *const names[] = {
		"null", "true/false", "1.5", "\"…\"", "[…]", "{…}"};

	if (!node || node->kind == kind)
		return node;
	json_complain(check, node, DIAG_ID_JSON_KIND, names[kind]);
	return NULL;
}

const struct json *json_array(
	struct json_check *check, const struct json *object, const char *key)
{
	return json_expect(check, json_member(object, key), JSON_ARRAY);
}

const struct json *json_object(
	struct json_check *check, const struct json *object, const char *key)
{
	return json_expect(check, json_member(object, key), JSON_OBJECT);
}

const char *json_string(struct json_check *check, const struct json *object,
	const char *key, const char *fallback)
{
	const struct json *node =
		json_expect(check, json_member(object, key), JSON_STRING);

	return node ? node->string : fallback;
}

double json_number(struct json_check *check, const struct json *object,
	const char *key, double low, double high, double fallback)
{
	const struct json *node =
		json_expect(check, json_member(object, key), JSON_NUMBER);

	if (!node)
		return fallback;
	if (!isfinite(node->number) || node->number < low ||
		node->number > high) {
		json_complain(check, node, DIAG_ID_JSON_RANGE,
			arena_printf(check->arena, "%g", low),
			arena_printf(check->arena, "%g", high));
		return fallback;
	}
	return node->number;
}

bool json_bool(struct json_check *check, const struct json *object,
	const char *key, bool fallback)
{
	const struct json *node =
		json_expect(check, json_member(object, key), JSON_BOOL);

	return node ? node->number != 0.0 : fallback;
}

int json_choice(struct json_check *check, const struct json *node,
	const char *const *words)
{
	char *all = arena_strdup(check->arena, words[0]);

	if (!json_expect(check, node, JSON_STRING) || !node)
		return -1;
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], node->string) == 0)
			return i;
	for (int i = 1; words[i]; i++)
		all = arena_printf(check->arena, "%s, %s", all, words[i]);
	json_complain(check, node, DIAG_ID_LAB_CHOICE, node->string, all);
	return -1;
}

const char *json_id(struct json_check *check, const struct json *object,
	const char *characters)
{
	const char *id = json_string(check, object, "id", NULL);

	if (!json_need(check, object, "id") || !id)
		return "";
	if (!id[0] || id[strspn(id, characters)])
		json_complain(
			check, json_member(object, "id"), DIAG_ID_LAB_ID, id);
	JSON_EACH (o, object->parent) {
		const struct json *other = json_member(o, "id");

		if (o != object && o->index < object->index && other &&
			other->kind == JSON_STRING &&
			strcmp(other->string, id) == 0)
			json_complain(check, json_member(object, "id"),
				DIAG_ID_LAB_TWICE, id);
	}
	return id;
}

/* A number as people of each language write it: 1.5 is "1,5" in French. */
static struct text number_text(
	struct json_check *check, const struct json *node)
{
	struct text text = {{NULL}};

	for (int i = 0; i < LANG_COUNT; i++) {
		char *digits =
			arena_printf(check->arena, "%.15g", node->number);
		char *point = strchr(digits, '.');

		if (point && i == LANG_FR)
			*point = ',';
		text.in[i] = digits;
	}
	return text;
}

struct text json_text(struct json_check *check, const struct json *node)
{
	static const char *const languages[] = {"fr", "en", NULL};
	struct text text = {{NULL}};

	if (!node || node->kind == JSON_NULL) /* null in a list */
		return text;
	if (node->kind == JSON_STRING) {
		for (int i = 0; i < LANG_COUNT; i++)
			text.in[i] = node->string;
		return text;
	}
	if (node->kind == JSON_NUMBER)
		return number_text(check, node);
	if (node->kind != JSON_OBJECT) {
		json_complain(check, node, DIAG_ID_JSON_TEXT, NULL);
		return text;
	}
	json_only(check, node, languages);
	for (int i = 0; i < LANG_COUNT; i++)
		if (json_need(check, node, languages[i]))
			text.in[i] =
				json_string(check, node, languages[i], NULL);
	return text;
}

struct text json_text_of(
	struct json_check *check, const struct json *object, const char *key)
{
	return json_text(check, json_member(object, key));
}

size_t json_count(const struct json *node)
{
	size_t count = 0;

	if (node)
		JSON_EACH (c, node)
			count++;
	return count;
}

/* Characters at `text` that stand for themselves. */
static size_t plain_length(const char *text)
{
	size_t length = 0;

	while ((unsigned char)text[length] >= ' ' &&
		(unsigned char)text[length] < 0x7f && text[length] != '"' &&
		text[length] != '\\')
		length++;
	return length;
}

void json_quote(struct buf *out, const char *text)
{
	uint32_t code;

	buf_add(out, "\"", 1);
	for (;;) {
		size_t length = plain_length(text);
		char bytes[UTF8_MAX];

		buf_add(out, text, length);
		text += length;
		code = utf8_next(&text);
		if (!code)
			break;
		if (code < ' ') {
			buf_printf(out, "\\u%04x", (unsigned)code);
			continue;
		}
		if (code == '"' || code == '\\')
			buf_putc(out, '\\');
		buf_add(out, bytes, utf8_put(bytes, code));
	}
	buf_putc(out, '"');
}
