/* hvlab parse: every number read, one record a line. */
#include <string.h>

#include "parsers/parser.h"
#include "render/render.h"
#include "src/base/json.h"
#include "src/cmd/cmd.h"
#include "src/model/quantity.h"

enum { FORMAT_NDJSON = 1, FORMAT_CSV = 2 };

static const char *const formats[] = {"ndjson", "csv", NULL};

enum {
	FILE_NAME,
	LINE,
	TOOL,
	VERSION,
	TEST,
	RUN,
	METRIC,
	VALUE,
	UNIT,
	RAW,
	COMPLETE,
	FIELD_COUNT
};

static const struct {
	const char *name;
	const char *lead; /* in NDJSON */
	bool bare; /* as it is in JSON: a number, a truth value, and the name
		      of the file, which all its records share */
} fields[FIELD_COUNT] = {
	[FILE_NAME] = {"file", "{\"file\":", true},
	[LINE] = {"line", ",\"line\":", true},
	[TOOL] = {"tool", ",\"tool\":", false},
	[VERSION] = {"tool_version", ",\"tool_version\":", false},
	[TEST] = {"test", ",\"test\":", false},
	[RUN] = {"run", ",\"run\":", true},
	[METRIC] = {"metric", ",\"metric\":", false},
	[VALUE] = {"value", ",\"value\":", true},
	[UNIT] = {"unit", ",\"unit\":", false},
	[RAW] = {"raw", ",\"raw\":", false},
	[COMPLETE] = {"complete", ",\"complete\":", true},
};

struct parse_job {
	struct app *app;
	struct arena *scratch; /* of one file */
	unsigned format;
	size_t runs;
	struct doc *doc; /* of CSV */
	struct doc_table *table;
};

static void record_values(struct arena *arena, const char *file,
	const struct run *run, const struct obs *obs, const char **values)
{
	values[FILE_NAME] = file;
	values[LINE] = quantity_exact(arena, obs->line);
	values[TOOL] = run->tool;
	values[VERSION] = run->version;
	values[TEST] = run->workload;
	values[RUN] = quantity_exact(arena, run->index);
	values[METRIC] = obs->metric->name;
	values[VALUE] = quantity_exact(arena, obs->value);
	values[UNIT] = dimension_base(obs->metric->dimension);
	values[RAW] = obs->raw;
	values[COMPLETE] = run->complete ? "true" : "false";
}

static void add_ndjson(struct buf *out, const char *const *values)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		buf_puts(out, fields[i].lead);
		if (!values[i])
			buf_puts(out, "null");
		else if (fields[i].bare)
			buf_puts(out, values[i]);
		else
			json_quote(out, values[i]);
	}
	buf_puts(out, "}\n");
}

static const char *quoted(struct arena *arena, const char *text)
{
	struct buf out = {0};
	const char *copy;

	json_quote(&out, text);
	copy = arena_strndup(arena, out.data, out.length);
	buf_free(&out);
	return copy;
}

static void add_record(struct parse_job *job, const char *const *values)
{
	if (job->format & FORMAT_CSV)
		doc_record(job->doc, job->table, values);
	else
		add_ndjson(&job->app->out, values);
}

static void parse_one(struct walk *walk, const char *path)
{
	struct parse_job *job = walk->context;
	/* records of CSV wait for the renderer */
	struct arena *arena = job->format & FORMAT_CSV ? job->app->arena
						       : job->scratch;
	struct run_list runs = {0};
	struct parsing parsing = {.arena = arena,
		.diags = &job->app->diags,
		.runs = &runs,
		.file = path};
	const char *file = job->format & FORMAT_CSV ? path
						    : quoted(arena, path);

	if (is_author_file(arena, path))
		return;
	job->runs += parser_read(&parsing);
	for (const struct run *run = runs.first; run; run = run->next)
		for (size_t o = 0; o < run->obs_count; o++) {
			const char *values[FIELD_COUNT];

			record_values(arena, file, run, &run->obs[o], values);
			add_record(job, values);
		}
	arena_reset(job->scratch);
}

static void start_csv(struct parse_job *job)
{
	struct doc_column columns[FIELD_COUNT] = {0};

	for (size_t i = 0; i < FIELD_COUNT; i++)
		columns[i].title = columns[i].name = fields[i].name;
	job->doc = doc_new(job->app->arena, job->app->lang);
	job->table = doc_table(job->doc, "", columns, FIELD_COUNT);
}

static void run_parse(struct app *app)
{
	struct parse_job job = {.app = app, .format = FORMAT_NDJSON};
	struct walk walk = {.app = app, .visit = parse_one, .context = &job};

	if (!app->operands[0]) {
		diag_add(&app->diags, DIAG_ID_NO_OPERAND, NULL, 0, NULL);
		return;
	}
	if (app->options.format &&
		format_bits(app, app->options.format, formats, &job.format))
		return;
	if (job.format == (FORMAT_NDJSON | FORMAT_CSV)) {
		diag_add(&app->diags, DIAG_ID_FORMAT, NULL, 0,
			app->options.format);
		return;
	}
	if (job.format & FORMAT_CSV)
		start_csv(&job);
	job.scratch = arena_new();
	for (const char **o = app->operands; *o; o++)
		walk_tree(&walk, *o);
	arena_free(job.scratch);
	if (job.doc)
		renderer_csv.render(job.doc, &app->out, &app->diags);
	if (!job.runs)
		diag_add(&app->diags, DIAG_ID_NOTHING_USABLE, NULL, 0, NULL);
}

const struct command command_parse = {"parse", COMMAND_PARSE,
	MSG_OPERANDS_FILES, MSG_SUMMARY_PARSE, run_parse};
