#include "src/grade/gate.h"

#include <string.h>

#include "src/grade/label.h"
#include "src/model/quantity.h"

struct lacking {
	struct arena *arena;
	enum lang lang;
	const char *list; /* NULL: nothing yet */
};

static void lack(
	struct lacking *lacking, enum message what, size_t has, size_t wanted)
{
	const char *piece = message_say(lacking->arena, lacking->lang, what,
		quantity_count(lacking->arena, lacking->lang, has),
		quantity_count(lacking->arena, lacking->lang, wanted));

	lacking->list = lacking->list
				? message_say(lacking->arena, lacking->lang,
					  MSG_GRADE_LIST, lacking->list, piece)
				: piece;
}

const char *gate_word(const char *const *words, const char *text)
{
	for (; words && *words; words++)
		if (label_holds(text, *words))
			return *words;
	return NULL;
}

const char *gate_lacks(struct arena *arena, enum lang lang,
	const struct rubric_gate *gate, const struct gate_facts *facts)
{
	const struct {
		enum message what;
		size_t has, wanted;
	} counts[] = {
		{MSG_GATE_WORDS, facts->words, gate->min_words},
		{MSG_GATE_CITES, facts->cites, gate->cites},
		{MSG_GATE_IMAGES, facts->images, gate->images},
		{MSG_GATE_ROWS, facts->rows_changed, gate->rows_changed},
		{MSG_GATE_TABLES, facts->tables, gate->tables},
	};
	struct lacking lacking = {arena, lang, NULL};

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (counts[i].has < counts[i].wanted)
			lack(&lacking, counts[i].what, counts[i].has,
				counts[i].wanted);
	if (gate->not_template > 0 &&
		facts->template_share > gate->not_template)
		lack(&lacking, MSG_GATE_TEMPLATE, 0, 0);
	if (gate->choice && facts->choice < WINNER_TIE)
		lack(&lacking, MSG_GATE_CHOICE, 0, 0);
	if (gate->any && !gate_word(gate->any, facts->text))
		lack(&lacking, MSG_GATE_ANY, 0, 0);
	return lacking.list;
}

static const char *choice_text(const struct judging *judging, int choice)
{
	if (choice == WINNER_TIE)
		return message_get(judging->lang, MSG_GRADE_TIE);
	return choice < 0 ? NULL : side_name(judging, choice);
}

static const char *count_text(const struct judging *judging, size_t count)
{
	return quantity_count(judging->arena, judging->lang, count);
}

const struct fill *gate_fills(const struct judging *judging,
	const struct rubric_criterion *criterion,
	const struct gate_facts *facts, const char *comment)
{
	enum { FILLS = 8 };
	struct fill *fills = arena_alloc(judging->arena, FILLS * sizeof *fills);
	const struct fill values[FILLS] = {
		{"words", count_text(judging, facts->words), NULL},
		{"cites", count_text(judging, facts->cites), NULL},
		{"images", count_text(judging, facts->images), NULL},
		{"tables", count_text(judging, facts->tables), NULL},
		{"choice", choice_text(judging, facts->choice),
			message_get(judging->lang, MSG_GRADE_NO_CHOICE)},
		{"any", gate_word(criterion->gate.any, facts->text), NULL},
		{"comment", comment, ""},
		{NULL, NULL, NULL},
	};

	memcpy(fills, values, sizeof values);
	return fills;
}
