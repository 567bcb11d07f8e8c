/* Strengths and weaknesses: opinions, and what was measured. */
#include "src/report/section.h"

struct side {
	const char **texts;
	bool *measured;
	size_t count;
};

static struct side side_new(const struct study *study, size_t most)
{
	return (struct side){
		arena_alloc(study->arena, (most + 1) * sizeof(char *)),
		arena_alloc(study->arena, (most + 1) * sizeof(bool)), 0};
}

static void add(struct side *side, const char *text, bool measured)
{
	side->texts[side->count] = text;
	side->measured[side->count++] = measured;
}

/* The measured wins of a system, or the wins of others over it. */
static void add_measured(
	const struct study *study, struct side *side, size_t system, bool wins)
{
	for (size_t i = 0; i < study->analysis->line_count; i++) {
		const struct line *line = &study->analysis->lines[i];
		const char *lead;

		if (!line_in_summary(line) || line->outcome != OUTCOME_WINNER ||
			!line->samples[system].count ||
			line->leads[system] != wins)
			continue;
		lead = say_lead(study, line);
		add(side,
			message_say(study->arena, study->lang,
				*lead ? MSG_MEASURED_ITEM
				      : MSG_MEASURED_ITEM_ALONE,
				say(study, &line->test->label),
				say_outcome(study, line), lead),
			true);
	}
}

static void add_opinions(const struct study *study, struct side *side,
	const struct text_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		add(side, say(study, &list->items[i]), false);
}

static void set_item(struct doc *doc, struct doc_row *row, size_t column,
	const struct side *side, size_t index, enum doc_mark mark)
{
	if (index < side->count)
		doc_set(doc, row, column, side->texts[index])->mark = mark;
}

static void system_table(const struct study *study, struct doc *doc,
	const struct lab_strengths *s)
{
	const struct doc_column columns[] = {
		{.title = WORD(study, STRENGTHS), .wraps = true},
		{.title = WORD(study, WEAKNESSES), .wraps = true},
	};
	size_t lines = study->analysis->line_count;
	struct side plus = side_new(study, s->strengths.count + lines);
	struct side minus = side_new(study, s->weaknesses.count + lines);
	struct doc_table *table = doc_table(doc,
		SAY(study, STRENGTHS_CAPTION, say_system(study, s->system)),
		columns, 2);

	add_opinions(study, &plus, &s->strengths);
	add_measured(study, &plus, s->system, true);
	add_opinions(study, &minus, &s->weaknesses);
	add_measured(study, &minus, s->system, false);
	for (size_t i = 0; i < plus.count || i < minus.count; i++) {
		struct doc_row *row = doc_row(doc, table);

		set_item(doc, row, 0, &plus, i, MARK_PLUS);
		set_item(doc, row, 1, &minus, i, MARK_MINUS);
	}
	if (s->source)
		doc_note(doc, table,
			SAY(study, OPINION_OF, say(study, &s->source->label)));
}

void section_strengths(const struct study *study, struct doc *doc,
	const struct lab_section *section)
{
	(void)section;
	for (size_t i = 0; i < study->lab->strength_count; i++)
		if (corpus_contestant(
			    study->corpus, study->lab->strengths[i].system))
			system_table(study, doc, &study->lab->strengths[i]);
}
