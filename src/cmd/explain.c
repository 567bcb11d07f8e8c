/* hvlab explain: why a rule of hvlab check is one. */
#include "render/render.h"
#include "src/checks/check.h"
#include "src/cmd/cmd.h"
#include "src/model/quantity.h"
#include "src/report/findings.h"

static const char *word(const struct app *app, enum message id)
{
	return message_get(app->lang, id);
}

static const char *number(const struct app *app, double value)
{
	return quantity_exact(app->arena, value);
}

static enum message nature(enum rule_id rule)
{
	if (rule_rows[rule].nature == NATURE_CALCULATES)
		return MSG_EXPLAIN_CALCULATES;
	for (size_t i = 0; i < rule_parameter_count; i++)
		if (rule_parameters[i].rule == rule)
			return MSG_EXPLAIN_JUDGES;
	return MSG_EXPLAIN_CHOICE;
}

static void add_parameters(const struct app *app, struct doc *doc,
	const struct lab *lab, enum rule_id rule)
{
	struct doc_node *list = doc_list(doc);

	for (size_t i = 0; i < rule_parameter_count; i++) {
		const struct rule_parameter *p = &rule_parameters[i];

		if (p->rule == rule)
			doc_item(doc, list,
				message_say(app->arena, app->lang,
					MSG_EXPLAIN_PARAMETER, p->key,
					number(app, lab->rules.values[i]),
					number(app, p->least),
					number(app, p->most)));
	}
}

/* What a finding names by its code alone. */
static void add_identities(const struct app *app, struct doc *doc)
{
	const struct doc_column columns[] = {
		{.title = word(app, MSG_EXPLAIN_TOOL)},
		{.title = word(app, MSG_EXPLAIN_RULE)},
		{.title = word(app, MSG_EXPLAIN_IDENTITY), .wraps = true},
	};
	struct doc_table *table = doc_table(
		doc, word(app, MSG_EXPLAIN_IDENTITIES), columns, 3);

	for (size_t i = 0; i < check_identity_count; i++) {
		const struct check_identity *identity = &check_identities[i];
		struct doc_row *row = doc_row(doc, table);

		doc_set_code(doc, row, 0, identity->tool);
		doc_set_code(doc, row, 1, identity->rule);
		doc_set(doc, row, 2, text_in(&identity->text, app->lang));
	}
}

static const enum message families[] = {
	[FAMILY_COMPLETE] = MSG_FAMILY_COMPLETE,
	[FAMILY_COMPARABLE] = MSG_FAMILY_COMPARABLE,
	[FAMILY_MEANINGFUL] = MSG_FAMILY_MEANINGFUL,
	[FAMILY_GENUINE] = MSG_FAMILY_GENUINE,
};

static const enum message scopes[] = {
	[SCOPE_RUN] = MSG_EXPLAIN_RUN,
	[SCOPE_TEST] = MSG_EXPLAIN_TEST,
	[SCOPE_SYSTEM] = MSG_EXPLAIN_SYSTEM,
	[SCOPE_CORPUS] = MSG_EXPLAIN_CORPUS,
};

static void explain(
	struct app *app, const struct lab *lab, enum rule_id id)
{
	struct doc *doc = doc_new(app->arena, app->lang);
	const struct rule *rule = &rule_rows[id];

	doc_heading(doc, 1, NULL,
		message_say(app->arena, app->lang, MSG_EXPLAIN_HEAD, rule->id,
			text_in(&rule->title, app->lang)));
	doc_paragraph(doc,
		message_say(app->arena, app->lang, MSG_EXPLAIN_KIND,
			word(app, families[rule->family]),
			say_level(app->lang, lab->rules.levels[id]),
			word(app, scopes[rule->scope])));
	doc_paragraph(doc,
		message_say(app->arena, app->lang, MSG_EXPLAIN_REASON,
			text_in(&rule->reason, app->lang)));
	doc_paragraph(doc, word(app, nature(id)));
	add_parameters(app, doc, lab, id);
	doc_paragraph(doc,
		message_say(app->arena, app->lang, MSG_CHECK_MEANING,
			text_in(&rule->meaning, app->lang)));
	doc_paragraph(doc,
		message_say(app->arena, app->lang, MSG_CHECK_MEND,
			close_colon(app->arena,
				text_in(&rule->mend, app->lang))));
	if (id == RULE_ARITHMETIC)
		add_identities(app, doc);
	renderer_terminal.render(doc, &app->out, &app->diags);
}

static void list_rules(struct app *app, const struct lab *lab)
{
	struct doc *doc = doc_new(app->arena, app->lang);
	const struct doc_column columns[] = {
		{.title = word(app, MSG_EXPLAIN_RULE)},
		{.title = word(app, MSG_CHECK_SEVERITY)},
		{.title = word(app, MSG_EXPLAIN_FAMILY)},
		{.title = word(app, MSG_CHECK_FINDING)},
	};
	struct doc_table *table =
		doc_table(doc, word(app, MSG_EXPLAIN_CAPTION), columns, 4);

	for (size_t i = 0; i < RULE_COUNT; i++) {
		struct doc_row *row = doc_row(doc, table);

		doc_set_code(doc, row, 0, rule_rows[i].id);
		doc_set(doc, row, 1,
			say_level(app->lang, lab->rules.levels[i]));
		doc_set(doc, row, 2, word(app, families[rule_rows[i].family]));
		doc_set(doc, row, 3, text_in(&rule_rows[i].title, app->lang));
	}
	renderer_terminal.render(doc, &app->out, &app->diags);
}

static void run_explain(struct app *app)
{
	static const char *const nobody[] = {NULL};
	const struct lab *lab = load_lab(app, nobody);

	if (!lab)
		return;
	for (const char **o = app->operands; *o; o++) {
		enum rule_id id = rule_find(*o);

		if (id == RULE_COUNT) {
			diag_add(&app->diags, DIAG_ID_RULE_UNKNOWN, NULL, 0,
				*o);
			continue;
		}
		if (app->out.length)
			buf_putc(&app->out, '\n');
		explain(app, lab, id);
	}
	if (!app->operands[0])
		list_rules(app, lab);
}

const struct command command_explain = {"explain", COMMAND_EXPLAIN,
	MSG_OPERANDS_RULES, MSG_SUMMARY_EXPLAIN, run_explain};
