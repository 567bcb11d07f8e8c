/*
 * report.json: the whole result for other programs. Its schema is
 * src/data/report.schema.json; a change that readers may notice raises
 * SCHEMA_VERSION. Base units, fractions for shares, full precision; null is
 * what does not exist.
 */
#include "src/report/export.h"

#include <ctype.h>
#include <string.h>

#include "src/analysis/identity.h"
#include "src/base/date.h"
#include "src/report/section.h"

#define SCHEMA_VERSION 1

void export_number(struct exporter *e, const char *key, double value)
{
	json_put_digits(&e->w, key, quantity_exact(e->study->arena, value));
}

void export_text(struct exporter *e, const char *key, const struct text *text)
{
	json_put(&e->w, key, text_empty(text) ? NULL : say(e->study, text));
}

void export_word(struct exporter *e, const char *key, const char *word)
{
	json_put(&e->w, key, word && *word ? word : NULL);
}

void export_system(struct exporter *e, const char *key, int system)
{
	json_put(&e->w, key,
		system < 0 ? NULL : e->study->lab->systems[system].id);
}

void export_positive(struct exporter *e, const char *key, size_t count)
{
	if (count)
		json_put_count(&e->w, key, count);
	else
		json_put(&e->w, key, NULL);
}

static void export_head(struct exporter *e)
{
	const struct study *study = e->study;
	const char *measured = corpus_date(study->corpus);

	json_put(&e->w, "schema", "hvlab-report");
	json_put_count(&e->w, "schema_version", SCHEMA_VERSION);
	json_open_line(&e->w, "generator", '{');
	json_put(&e->w, "name", "hvlab");
	json_put(&e->w, "version", HVLAB_VERSION);
	json_close(&e->w, '}');
	json_put(&e->w, "language", lang_name(study->lang));
	json_put(&e->w, "title", report_title(study));
	json_put(&e->w, "author", report_author(study));
	json_put(&e->w, "date", report_date(study));
	json_put(&e->w, "measured",
		measured && date_is_iso(measured) ? measured : NULL);
}

static void export_lab(struct exporter *e)
{
	const struct lab *lab = e->study->lab;
	const struct analysis_options *options = &e->study->analysis->options;

	json_open(&e->w, "lab", '{');
	json_put(&e->w, "id", lab->id);
	export_text(e, "title", &lab->title);
	export_number(e, "confidence", lab->confidence);
	export_number(e, "margin", lab->margin);
	export_number(e, "assumed_cv", lab->assumed_cv);
	export_number(e, "swing", lab->swing);
	json_put_count(&e->w, "seed", options->seed);
	json_put_count(&e->w, "draws", options->draws);
	export_system(e, "baseline", e->study->corpus->baseline);
	json_close(&e->w, '}');
}

/* What a system states about the facts of the lab: numbers and words. */
static void export_facts(struct exporter *e, size_t system)
{
	const struct lab *lab = e->study->lab;

	json_open(&e->w, "facts", '[');
	for (size_t f = 0; f < lab->fact_count; f++) {
		const struct lab_fact *fact = &lab->facts[f];
		struct fact_value value =
			fact_value(e->study->corpus, fact, system);

		if (!value.known)
			continue;
		json_open_line(&e->w, NULL, '{');
		json_put(&e->w, "fact", fact->fact);
		if (fact->metric)
			export_number(e, "value", value.number);
		else
			json_put(&e->w, "value", value.word);
		json_put(&e->w, "unit",
			fact->metric ? dimension_base(fact->metric->dimension)
				     : NULL);
		json_close(&e->w, '}');
	}
	json_close(&e->w, ']');
}

static void export_systems(struct exporter *e)
{
	const struct corpus *corpus = e->study->corpus;

	json_open(&e->w, "systems", '[');
	for (size_t i = 0; i < e->study->lab->system_count; i++) {
		const struct lab_system *system = &e->study->lab->systems[i];

		json_open(&e->w, NULL, '{');
		json_put(&e->w, "id", system->id);
		export_text(e, "name", &system->name);
		export_text(e, "short_name", &system->short_name);
		json_put_bool(&e->w, "has_logs", corpus->present[i]);
		json_put_bool(
			&e->w, "contestant", corpus_contestant(corpus, i));
		json_put_bool(&e->w, "baseline", (int)i == corpus->baseline);
		export_facts(e, i);
		json_close(&e->w, '}');
	}
	json_close(&e->w, ']');
}

static void export_values(struct exporter *e, const struct run *run)
{
	json_open(&e->w, "values", '[');
	for (size_t o = 0; o < run->obs_count; o++) {
		const struct obs *obs = &run->obs[o];

		json_open_line(&e->w, NULL, '{');
		json_put(&e->w, "metric", obs->metric->name);
		export_number(e, "value", obs->value);
		json_put(&e->w, "unit", dimension_base(obs->metric->dimension));
		json_put(&e->w, "raw", obs->raw);
		json_put_count(&e->w, "line", obs->line);
		json_close(&e->w, '}');
	}
	json_close(&e->w, ']');
}

static void export_parameters(struct exporter *e, const struct run *run)
{
	json_open(&e->w, "parameters", '[');
	for (size_t i = 0; i < run->param_count; i++) {
		const struct param *param = &run->params[i];

		json_open_line(&e->w, NULL, '{');
		json_put(&e->w, "name", param->key);
		json_put(&e->w, "value", param->value);
		json_put_count(&e->w, "line", param->line);
		json_close(&e->w, '}');
	}
	json_close(&e->w, ']');
}

/* A run of an ordinary test is at its system, one of a path test on its path:
 * the same ids as in the comparison. */
static const char *place_of(
	const struct study *study, const struct corpus_run *r)
{
	if (!r->test)
		return NULL;
	return r->test->path ? code_path(study, r)
			     : study->lab->systems[r->system].id;
}

static void export_run(struct exporter *e, const struct corpus_run *r)
{
	const struct run *run = r->run;

	json_open(&e->w, NULL, '{');
	json_put(&e->w, "file", run->file);
	json_put_count(&e->w, "line", run->line);
	json_put(&e->w, "system", e->study->lab->systems[r->system].id);
	json_put(&e->w, "tool", run->tool);
	json_put(&e->w, "tool_version", run->version);
	export_word(e, "workload", run->workload);
	json_put(&e->w, "test", r->test ? r->test->id : NULL);
	json_put(&e->w, "place", place_of(e->study, r));
	export_positive(e, "repetition", r->counted ? r->repetition : 0);
	json_put_bool(&e->w, "complete", run->complete);
	json_put_bool(&e->w, "counted", corpus_counts(r));
	json_put_bool(&e->w, "excluded", r->excluded);
	export_parameters(e, run);
	export_values(e, run);
	json_close(&e->w, '}');
}

static void export_runs(struct exporter *e)
{
	const struct corpus *corpus = e->study->corpus;

	json_open(&e->w, "runs", '[');
	for (size_t i = 0; i < corpus->run_count; i++)
		export_run(e, &corpus->runs[i]);
	json_close(&e->w, ']');
}

/* "run_twice": as in diag.in, in small letters like every code here. */
static const char *diag_code(const struct study *study, const struct diag *diag)
{
	char *code = arena_strdup(study->arena, diag_name(diag));

	for (char *p = code; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return code;
}

static void export_diagnostics(struct exporter *e)
{
	static const char *const severities[] = {
		[DIAG_NOTE] = "note",
		[DIAG_WARNING] = "warning",
		[DIAG_ERROR] = "error",
		[DIAG_FATAL] = "fatal",
	};
	const struct study *study = e->study;

	json_open(&e->w, "diagnostics", '[');
	for (size_t i = 0; i < study->diags->count; i++) {
		const struct diag *diag = &study->diags->items[i];

		json_open(&e->w, NULL, '{');
		json_put(&e->w, "id", diag_code(study, diag));
		json_put(&e->w, "severity", severities[diag_severity(diag)]);
		json_put(&e->w, "file", diag->file);
		export_positive(e, "line", diag->line);
		json_put(&e->w, "text",
			diag_text(study->arena, study->lang, diag));
		json_close(&e->w, '}');
	}
	json_close(&e->w, ']');
}

void report_export(const struct study *study, struct buf *out)
{
	struct exporter e = {.study = study, .w = {.out = out}};

	json_open(&e.w, NULL, '{');
	export_head(&e);
	export_lab(&e);
	export_systems(&e);
	export_runs(&e);
	export_comparison(&e);
	export_design(&e);
	export_performance(&e);
	export_decisions(&e);
	export_ratings(&e);
	export_matrices(&e);
	export_findings(&e);
	export_diagnostics(&e);
	json_close(&e.w, '}');
}
