/* The author's file that `hvlab init` writes. */
#include "src/base/json.h"
#include "src/model/author.h"

/* Ids come from a checked lab: no character of theirs needs escaping. */
static void open_object(struct buf *out, const char *key, const char *help)
{
	buf_printf(out, ",\n  \"_%s\": \"%s\",\n  \"%s\": {", key, help, key);
}

static void empty_word(struct buf *out, const char *key, const char *help)
{
	buf_printf(
		out, ",\n  \"_%s\": \"%s\",\n  \"%s\": \"\"", key, help, key);
}

static void null_per_contestant(const struct lab *lab, struct buf *out)
{
	const char *comma = "";

	for (size_t i = 0; i < lab->system_count; i++) {
		if (lab->systems[i].baseline)
			continue;
		buf_printf(out, "%s\"%s\": null", comma, lab->systems[i].id);
		comma = ", ";
	}
}

static void system_names(const struct lab *lab, struct buf *out)
{
	for (size_t i = 0; i < lab->system_count; i++)
		buf_printf(out,
			"%s\n    \"%s\": {\"name\": \"\", \"short\": \"\"}",
			i ? "," : "", lab->systems[i].id);
}

static void stars(const struct lab *lab, struct buf *out)
{
	const char *comma = "";

	for (size_t i = 0; i < lab->criterion_count; i++) {
		if (lab->criteria[i].measured)
			continue;
		buf_printf(
			out, "%s\n    \"%s\": {", comma, lab->criteria[i].id);
		null_per_contestant(lab, out);
		buf_puts(out, "}");
		comma = ",";
	}
}

static void matrix_cells(
	const struct lab *lab, const struct lab_matrix *matrix, struct buf *out)
{
	for (size_t i = 0; i < matrix->row_count; i++) {
		buf_printf(out, "%s\n      \"%s\": {", i ? "," : "",
			matrix->rows[i].id);
		null_per_contestant(lab, out);
		buf_puts(out, ", \"winner\": null}");
	}
}

static void cells(const struct lab *lab, struct buf *out)
{
	for (size_t i = 0; i < lab->matrix_count; i++) {
		buf_printf(out, "%s\n    \"%s\": {", i ? "," : "",
			lab->matrices[i].id);
		matrix_cells(lab, &lab->matrices[i], out);
		buf_puts(out, "\n    }");
	}
}

static void remarks(const struct lab_section *sections, size_t count,
	const char **comma, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct lab_section *s = &sections[i];

		if (s->number) {
			buf_printf(out, "%s\n    ", *comma);
			json_quote(out, s->number);
			buf_puts(out, ": \"\"");
			*comma = ",";
		}
		remarks(s->sections, s->section_count, comma, out);
	}
}

static void field_values(const struct lab_section *section, struct buf *out)
{
	for (size_t i = 0; i < section->field_count; i++)
		buf_printf(out, "%s\"%s\": null", i ? ", " : "",
			section->fields[i].id);
}

static void reported(const struct lab *lab, const struct lab_section *sections,
	size_t count, const char **comma, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct lab_section *s = &sections[i];
		const char *inner = "";

		if (s->number && s->field_count) {
			buf_printf(out, "%s\n    ", *comma);
			json_quote(out, s->number);
			buf_puts(out, ": {");
			for (size_t k = 0; k < lab->system_count; k++) {
				if (lab->systems[k].baseline)
					continue;
				buf_printf(out, "%s\n      \"%s\": {", inner,
					lab->systems[k].id);
				field_values(s, out);
				buf_puts(out, "}");
				inner = ",";
			}
			buf_puts(out, "\n    }");
			*comma = ",";
		}
		reported(lab, s->sections, s->section_count, comma, out);
	}
}

static const char *help(enum lang lang, enum message id)
{
	return message_get(lang, id);
}

void author_template(const struct lab *lab, enum lang lang, struct buf *out)
{
	const char *comma = "";

	buf_printf(out, "{\n  \"_help\": \"%s\",\n  \"format\": 1",
		help(lang, MSG_INIT_HELP));
	empty_word(out, "title", help(lang, MSG_INIT_TITLE));
	empty_word(out, "institution", help(lang, MSG_INIT_INSTITUTION));
	empty_word(out, "author", help(lang, MSG_INIT_AUTHOR));
	empty_word(out, "date", help(lang, MSG_INIT_DATE));
	empty_word(out, "note", help(lang, MSG_INIT_NOTE));
	empty_word(out, "host", help(lang, MSG_INIT_HOST));
	open_object(out, "systems", help(lang, MSG_INIT_SYSTEMS));
	system_names(lab, out);
	buf_puts(out, "\n  }");
	open_object(out, "stars", help(lang, MSG_INIT_STARS));
	stars(lab, out);
	buf_puts(out, "\n  }");
	open_object(out, "cells", help(lang, MSG_INIT_CELLS));
	cells(lab, out);
	buf_puts(out, "\n  }");
	open_object(out, "remarks", help(lang, MSG_INIT_REMARKS));
	remarks(lab->sections, lab->section_count, &comma, out);
	buf_puts(out, "\n  }");
	comma = "";
	open_object(out, "reported", help(lang, MSG_INIT_REPORTED));
	reported(lab, lab->sections, lab->section_count, &comma, out);
	buf_puts(out, "\n  }");
	buf_printf(out, ",\n  \"_pictures\": \"%s\",\n  \"pictures\": []",
		help(lang, MSG_INIT_PICTURES));
	open_object(out, "recommendation", help(lang, MSG_INIT_CHOICE));
	buf_puts(out, "\"choice\": \"\", \"reasons\": []}");
	buf_printf(out,
		",\n  \"_looked_at\": \"%s\",\n  \"looked_at\": []\n}\n",
		help(lang, MSG_INIT_LOOKED_AT));
}
