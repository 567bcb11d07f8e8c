/* The findings for programs: CSV, JSON, and the XML that servers of continuous
 * integration read as results of tests. */
#include <string.h>

#include "src/report/export.h"
#include "src/report/findings.h"

#define SCHEMA_VERSION 1

static const char *system_of(
	const struct study *study, const struct finding_place *place)
{
	return place->system < 0 ? NULL
				 : study->lab->systems[place->system].id;
}

static size_t repetition_of(const struct finding_place *place)
{
	return place->run && place->run->counted ? place->run->repetition : 0;
}

/* -- CSV -- */

enum {
	RULE_ID,
	FAMILY,
	SEVERITY,
	NATURE,
	SYSTEM,
	TEST,
	REPETITION,
	FILE_NAME,
	LINE,
	READ,
	FOUND,
	TITLE,
	FIELDS
};

static const char *const fields[FIELDS] = {
	[RULE_ID] = "rule",
	[FAMILY] = "family",
	[SEVERITY] = "severity",
	[NATURE] = "nature",
	[SYSTEM] = "system",
	[TEST] = "test",
	[REPETITION] = "repetition",
	[FILE_NAME] = "file",
	[LINE] = "line",
	[READ] = "read",
	[FOUND] = "found",
	[TITLE] = "title",
};

static const char *nature(const struct rule *rule)
{
	return rule->nature == NATURE_JUDGES ? "judges" : "calculates";
}

static const char *whole(const struct study *study, size_t number)
{
	return number ? quantity_exact(study->arena, (double)number) : NULL;
}

static void add_record(const struct study *study, struct doc *doc,
	struct doc_table *table, const struct finding *f,
	const struct finding_place *place)
{
	const char *values[FIELDS] = {
		[RULE_ID] = f->rule->id,
		[FAMILY] = rule_families[f->rule->family],
		[SEVERITY] = rule_levels[f->level],
		[NATURE] = nature(f->rule),
		[SYSTEM] = system_of(study, place),
		[TEST] = place->test ? place->test->id : NULL,
		[REPETITION] = whole(study, repetition_of(place)),
		[FILE_NAME] = place->file,
		[LINE] = whole(study, place->line),
		[READ] = place->read,
		[FOUND] = place->found,
		[TITLE] = say(study, &f->rule->title),
	};

	doc_record(doc, table, values);
}

struct doc *dataset_findings(const struct study *study)
{
	struct doc *doc = doc_new(study->arena, study->lang);
	struct doc_column columns[FIELDS] = {0};
	struct doc_table *table;

	for (size_t i = 0; i < FIELDS; i++)
		columns[i].title = columns[i].name = fields[i];
	columns[REPETITION].numbers = columns[LINE].numbers = true;
	table = doc_table(doc, "", columns, FIELDS);
	for (size_t i = 0; i < study->findings->count; i++) {
		const struct finding *f = &study->findings->items[i];

		for (size_t p = 0; p < f->count; p++)
			add_record(study, doc, table, f, &f->places[p]);
	}
	return doc;
}

/* -- JSON -- */

static void export_place(struct exporter *e, const struct finding_place *place)
{
	json_open(&e->w, NULL, '{');
	json_put(&e->w, "system", system_of(e->study, place));
	json_put(&e->w, "test", place->test ? place->test->id : NULL);
	export_positive(e, "repetition", repetition_of(place));
	json_put(&e->w, "file", place->file);
	export_positive(e, "line", place->line);
	json_put(&e->w, "read", place->read);
	json_put(&e->w, "found", place->found);
	json_close(&e->w, '}');
}

static void export_finding(struct exporter *e, const struct finding *f)
{
	const char **command = finding_commands(e->study->corpus, f);

	json_open(&e->w, NULL, '{');
	json_put(&e->w, "rule", f->rule->id);
	json_put(&e->w, "family", rule_families[f->rule->family]);
	json_put(&e->w, "severity", rule_levels[f->level]);
	json_put(&e->w, "nature", nature(f->rule));
	export_text(e, "title", &f->rule->title);
	export_text(e, "meaning", &f->rule->meaning);
	export_text(e, "remedy", &f->rule->mend);
	json_open(&e->w, "commands", '[');
	for (; *command; command++)
		json_put(&e->w, NULL, *command);
	json_close(&e->w, ']');
	json_open(&e->w, "places", '[');
	for (size_t p = 0; p < f->count; p++)
		export_place(e, &f->places[p]);
	json_close(&e->w, ']');
	json_close(&e->w, '}');
}

static void export_counts(struct exporter *e)
{
	json_open_line(&e->w, "counts", '{');
	for (int level = LEVEL_ERROR; level > LEVEL_OFF; level--)
		json_put_count(&e->w, rule_levels[level],
			e->study->findings->levels[level]);
	json_close(&e->w, '}');
}

void export_findings(struct exporter *e)
{
	json_open(&e->w, "findings", '[');
	for (size_t i = 0; i < e->study->findings->count; i++)
		export_finding(e, &e->study->findings->items[i]);
	json_close(&e->w, ']');
}

void findings_export(const struct study *study, struct buf *out)
{
	struct exporter e = {.study = study, .w = {.out = out}};

	json_open(&e.w, NULL, '{');
	json_put(&e.w, "schema", "hvlab-check");
	json_put_count(&e.w, "schema_version", SCHEMA_VERSION);
	json_open_line(&e.w, "generator", '{');
	json_put(&e.w, "name", "hvlab");
	json_put(&e.w, "version", HVLAB_VERSION);
	json_close(&e.w, '}');
	json_put(&e.w, "language", lang_name(study->lang));
	json_put(&e.w, "lab", study->lab->id);
	export_counts(&e);
	export_findings(&e);
	json_close(&e.w, '}');
}

/* -- JUnit -- */

static void put_xml(struct exporter *e, const char *text)
{
	buf_xml(e->w.out, text_clean(e->study->arena, text));
}

static void put_attribute(struct exporter *e, const char *key, const char *text)
{
	buf_printf(e->w.out, " %s=\"", key);
	put_xml(e, text);
	buf_putc(e->w.out, '"');
}

static const struct finding *finding_of(
	const struct study *study, const struct rule *rule)
{
	for (size_t i = 0; i < study->findings->count; i++)
		if (study->findings->items[i].rule == rule)
			return &study->findings->items[i];
	return NULL;
}

/* What it means, how to mend it with the commands, then the places. */
static void put_body(struct exporter *e, const struct finding *f)
{
	const char **command = finding_commands(e->study->corpus, f);

	put_xml(e, say(e->study, &f->rule->meaning));
	buf_putc(e->w.out, '\n');
	put_xml(e, say_remedy(e->study, f));
	for (; *command; command++) {
		buf_puts(e->w.out, "\n    ");
		put_xml(e, *command);
	}
	for (size_t p = 0; p < f->count; p++) {
		buf_putc(e->w.out, '\n');
		put_xml(e, say_evidence(e->study, &f->places[p]));
	}
}

/* An error fails its test; what is less is said, and passes. */
static void put_finding(struct exporter *e, const struct finding *f)
{
	const char *tag = f->level == LEVEL_ERROR ? "failure" : "system-out";

	buf_printf(e->w.out, "   <%s", tag);
	if (f->level == LEVEL_ERROR) {
		put_attribute(e, "type", f->rule->id);
		put_attribute(e, "message", say(e->study, &f->rule->title));
	}
	buf_puts(e->w.out, ">");
	if (f->level != LEVEL_ERROR) {
		put_xml(e, say_level(e->study->lang, f->level));
		buf_puts(e->w.out, ": ");
		put_xml(e, say(e->study, &f->rule->title));
		buf_putc(e->w.out, '\n');
	}
	put_body(e, f);
	buf_printf(e->w.out, "</%s>\n", tag);
}

static bool is_off(const struct study *study, const struct rule *rule)
{
	return study->lab->rules.levels[rule - rule_rows] == LEVEL_OFF;
}

static void put_case(struct exporter *e, const struct rule *rule)
{
	const struct finding *f = finding_of(e->study, rule);

	buf_puts(e->w.out, "  <testcase");
	put_attribute(e, "classname",
		arena_printf(e->study->arena, "hvlab.%s",
			rule_families[rule->family]));
	put_attribute(e, "name", rule->id);
	put_attribute(e, "time", "0");
	if (!f && !is_off(e->study, rule)) {
		buf_puts(e->w.out, "/>\n");
		return;
	}
	buf_puts(e->w.out, ">\n");
	if (f)
		put_finding(e, f);
	else
		buf_puts(e->w.out, "   <skipped/>\n");
	buf_puts(e->w.out, "  </testcase>\n");
}

static void put_suite(struct exporter *e, enum rule_family family)
{
	size_t tests = 0, failures = 0, skipped = 0;

	for (size_t i = 0; i < RULE_COUNT; i++) {
		const struct finding *f = finding_of(e->study, &rule_rows[i]);

		if (rule_rows[i].family != family)
			continue;
		tests++;
		failures += f && f->level == LEVEL_ERROR;
		skipped += is_off(e->study, &rule_rows[i]);
	}
	buf_printf(e->w.out,
		" <testsuite name=\"hvlab.%s\" tests=\"%zu\" failures=\"%zu\" "
		"errors=\"0\" skipped=\"%zu\" time=\"0\">\n",
		rule_families[family], tests, failures, skipped);
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (rule_rows[i].family == family)
			put_case(e, &rule_rows[i]);
	buf_puts(e->w.out, " </testsuite>\n");
}

void findings_junit(const struct study *study, struct buf *out)
{
	struct exporter e = {.study = study, .w = {.out = out}};

	buf_printf(out,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<testsuites name=\"hvlab check\" tests=\"%d\" "
		"failures=\"%zu\" errors=\"0\" time=\"0\">\n",
		RULE_COUNT, study->findings->levels[LEVEL_ERROR]);
	for (int family = 0; family < FAMILY_COUNT; family++)
		put_suite(&e, (enum rule_family)family);
	buf_puts(out, "</testsuites>\n");
}
