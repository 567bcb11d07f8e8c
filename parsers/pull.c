#include "parsers/pull.h"

#include <string.h>

void pull_start(struct pull *pull, struct scan *scan, char *at, unsigned depth,
	bool (*foreign)(const char *text))
{
	pull->scan = scan;
	pull->foreign = foreign;
	pull->depth = depth;
	pull->at = at;
	pull->keyed = false;
	pull->keys[0][0] = '\0';
	pull->key_lengths[0] = 0;
	pull->array[0] = false;
}

const char *pull_key(const struct pull *pull, unsigned level)
{
	return level && level <= PULL_DEPTH && level <= pull->depth
		       ? pull->keys[level - 1]
		       : "";
}

static bool in_array(const struct pull *pull)
{
	return pull->depth && pull->depth <= PULL_DEPTH &&
	       pull->array[pull->depth - 1];
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '.' || c == '+' || c == '-';
}

/* May a line of a document begin so? */
static bool is_json(const char *text)
{
	static const char *const words[] = {"true", "false", "null"};
	const char *s = scan_blanks(text);

	if (*s == '"' || !*s || strchr("{}[],:", *s))
		return true;
	if (*s == '-' || (*s >= '0' && *s <= '9')) {
		while (is_word(*s))
			s++;
		return *s == ',' || *s == ']' || *s == '}' || scan_end(s);
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *rest = scan_after(s, words[i]);

		if (rest && (strchr(",]}", *rest) || scan_end(rest)))
			return true;
	}
	return false;
}

enum step { STEP_ON, STEP_NOISE, STEP_CUT };

/* The next line of the document. */
static enum step next_line(struct pull *pull)
{
	const char *text;

	if (!scan_next(pull->scan))
		return STEP_CUT;
	text = pull->scan->text;
	pull->at = pull->scan->text;
	if (*text == ' ' || *text == '\t')
		return is_json(text) ? STEP_ON : STEP_NOISE;
	/* braces of a document in progress are indented */
	if (*text == '{' || (!is_json(text) && pull->foreign(text))) {
		scan_back(pull->scan);
		return STEP_CUT;
	}
	return is_json(text) ? STEP_ON : STEP_NOISE;
}

/* What is being copied, cut when it does not fit. */
struct copy {
	char *to;
	size_t size, length;
};

static void put(struct copy *copy, const char *from, size_t length)
{
	size_t room = copy->size - 1 - copy->length;

	if (length > room)
		length = room;
	memcpy(copy->to + copy->length, from, length);
	copy->length += length;
}

/* The character behind a backslash; \u is kept as it is. */
static char unescaped(char c)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	const char *found = c ? strchr(from, c) : NULL;

	return found ? to[found - from] : c;
}

/* At the end of what there is of a line: the next piece of a long one. */
static bool has_more(struct pull *pull)
{
	if (!pull->scan->cut || !scan_more(pull->scan))
		return false;
	pull->at = pull->scan->text;
	return true;
}

/* What stands at `at`, if need be in the next piece. */
static char peek(struct pull *pull)
{
	if (!*pull->at)
		has_more(pull);
	return *pull->at;
}

/* Reads a string, at its opening quote; false when it has no end. */
static bool read_string(
	struct pull *pull, char *to, size_t size, size_t *length)
{
	struct copy copy = {to, size, 0};
	char c;

	pull->at++;
	while ((c = peek(pull)) && c != '"') {
		char *start = pull->at;

		while (*pull->at && *pull->at != '"' && *pull->at != '\\')
			pull->at++;
		put(&copy, start, (size_t)(pull->at - start));
		if (*pull->at != '\\')
			continue;
		pull->at++;
		c = peek(pull) && *pull->at != 'u' ? unescaped(*pull->at++)
						   : '\\';
		put(&copy, &c, 1);
	}
	to[copy.length] = '\0';
	*length = copy.length;
	if (c)
		pull->at++;
	return c != '\0';
}

static bool read_word(struct pull *pull)
{
	struct copy copy = {pull->token, sizeof pull->token, 0};

	pull->string = false;
	while (is_word(peek(pull))) {
		char *start = pull->at;

		while (is_word(*pull->at))
			pull->at++;
		put(&copy, start, (size_t)(pull->at - start));
	}
	pull->token[copy.length] = '\0';
	pull->token_length = copy.length;
	/* where the file stops, digits may be missing */
	return *pull->at || !pull->scan->cut;
}

static enum pull_event open_level(struct pull *pull, bool array)
{
	pull->at++;
	pull->keyed = false;
	if (pull->depth < PULL_DEPTH) {
		pull->array[pull->depth] = array;
		pull->keys[pull->depth][0] = '\0';
		pull->key_lengths[pull->depth] = 0;
	}
	pull->depth++;
	return PULL_OPEN;
}

static enum pull_event close_level(struct pull *pull)
{
	pull->at++;
	pull->keyed = false;
	if (pull->depth)
		pull->depth--;
	return pull->depth ? PULL_CLOSE : PULL_DONE;
}

/* What stands at `at`, which is a quote. False: it was only a key. */
static bool read_quoted(struct pull *pull, bool *whole)
{
	bool key = !pull->keyed && !in_array(pull);

	if (!key || pull->depth == 0 || pull->depth > PULL_DEPTH) {
		pull->string = true;
		*whole = read_string(pull, pull->token, sizeof pull->token,
			&pull->token_length);
		pull->keyed = key && pull->depth > 0;
		return !pull->keyed;
	}
	*whole = read_string(pull, pull->keys[pull->depth - 1], PULL_KEY,
		&pull->key_lengths[pull->depth - 1]);
	pull->keyed = true;
	return false;
}

/* The rest of a line that is no JSON. */
static enum pull_event give_up_line(struct pull *pull)
{
	pull->at += strlen(pull->at);
	pull->keyed = false;
	return PULL_NOISE;
}

static enum pull_event garble_line(struct pull *pull)
{
	pull->garbled = true;
	return give_up_line(pull);
}

/* At something that is neither blank nor a separator. False: a key. */
static bool read_item(struct pull *pull, enum pull_event *event)
{
	bool whole = true;

	pull->line = pull->scan->line;
	if (*pull->at == '{' || *pull->at == '[') {
		*event = open_level(pull, *pull->at == '[');
		return true;
	}
	if (*pull->at == '}' || *pull->at == ']') {
		*event = close_level(pull);
		return true;
	}
	*event = PULL_VALUE;
	if (*pull->at == '"') {
		if (!read_quoted(pull, &whole) && whole)
			return false;
	} else if (is_word(*pull->at) && (pull->keyed || in_array(pull))) {
		whole = read_word(pull);
	} else {
		*event = garble_line(pull);
		return true;
	}
	pull->keyed = false;
	if (!whole)
		*event = pull->scan->cut ? PULL_CUT : garble_line(pull);
	return true;
}

/* Past blanks and what parts items. */
static void skip_between(struct pull *pull)
{
	do
		while (*pull->at == ' ' || *pull->at == ',' ||
			*pull->at == ':' || *pull->at == '\t')
			pull->at++;
	while (!*pull->at && has_more(pull));
}

bool pull_again(struct pull *pull)
{
	skip_between(pull);
	if (*pull->at != '{')
		return false;
	pull_start(pull, pull->scan, pull->at, 0, pull->foreign);
	return true;
}

enum pull_event pull_next(struct pull *pull)
{
	enum pull_event event;

	for (;;) {
		skip_between(pull);
		if (!*pull->at) {
			enum step step = next_line(pull);

			if (step == STEP_ON)
				continue;
			if (step == STEP_CUT)
				return PULL_CUT;
			return give_up_line(pull);
		}
		if (read_item(pull, &event))
			return event;
	}
}

/* -- trees -- */

struct tree {
	struct arena *arena;
	struct json *open[PULL_DEPTH];
	const struct json **link[PULL_DEPTH];
	size_t depth, count;
	struct json *root;
};

static void set_kind(struct json *node, const struct pull *pull)
{
	const char *end;

	if (pull->string) {
		node->kind = JSON_STRING;
		node->string = node->raw;
		node->raw = NULL;
	} else if (scan_number(node->raw, &node->number, &end) && !*end) {
		node->kind = JSON_NUMBER;
	} else if (strcmp(node->raw, "true") == 0 ||
		   strcmp(node->raw, "false") == 0) {
		node->kind = JSON_BOOL;
		node->number = *node->raw == 't';
	}
}

/* A node with its texts behind it. An opened level is one deeper than its
 * key. */
static struct json *new_node(struct arena *arena, const struct pull *pull,
	enum pull_event event, bool keyed)
{
	unsigned level = pull->depth - (event == PULL_OPEN);
	size_t key_size = keyed ? pull->key_lengths[level - 1] + 1 : 0;
	size_t token_size = event == PULL_VALUE ? pull->token_length + 1 : 0;
	struct json *node =
		arena_alloc(arena, sizeof *node + key_size + token_size);
	char *text = (char *)(node + 1);

	if (keyed)
		node->key = memcpy(text, pull->keys[level - 1], key_size);
	if (event == PULL_VALUE)
		node->raw = memcpy(text + key_size, pull->token, token_size);
	return node;
}

/* A node in the innermost open container, or the root. */
static struct json *add_node(
	struct tree *tree, const struct pull *pull, enum pull_event event)
{
	struct json *parent = tree->depth ? tree->open[tree->depth - 1] : NULL;
	bool keyed = parent && parent->kind == JSON_OBJECT;
	struct json *node = new_node(tree->arena, pull, event, keyed);

	node->line = pull->line;
	node->parent = parent;
	if (parent) {
		*tree->link[tree->depth - 1] = node;
		tree->link[tree->depth - 1] = &node->next;
	} else {
		tree->root = node;
	}
	return node;
}

/* False when the tree has grown beyond its bounds. */
static bool take_event(
	struct tree *tree, const struct pull *pull, enum pull_event event)
{
	struct json *node;

	if (event == PULL_CLOSE)
		tree->depth--;
	if (event != PULL_OPEN && event != PULL_VALUE)
		return true;
	if (tree->count++ == PULL_NODES ||
		(event == PULL_OPEN && (tree->depth == PULL_DEPTH ||
					       pull->depth > PULL_DEPTH)))
		return false;
	node = add_node(tree, pull, event);
	if (event == PULL_VALUE) {
		set_kind(node, pull);
		return true;
	}
	node->kind = pull->array[pull->depth - 1] ? JSON_ARRAY : JSON_OBJECT;
	tree->open[tree->depth] = node;
	tree->link[tree->depth++] = &node->child;
	return true;
}

enum pull_event pull_tree(struct pull *pull, enum pull_event first,
	struct arena *arena, const struct json **value)
{
	struct tree tree = {.arena = arena};
	unsigned outside = pull->depth - (first == PULL_OPEN);
	enum pull_event event = first;
	bool whole = take_event(&tree, pull, event);

	pull->garbled = false;
	while (pull->depth > outside && event != PULL_CUT) {
		event = pull_next(pull);
		whole = whole && take_event(&tree, pull, event);
	}
	*value =
		whole && !pull->garbled && event != PULL_CUT ? tree.root : NULL;
	return event;
}
