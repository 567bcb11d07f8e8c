#include "src/base/diag.h"

static const struct {
	const char *name;
	enum severity severity;
	struct text text;
} kinds[DIAG_ID_COUNT] = {
#define DIAG(id, severity, fr, en) {#id, DIAG_##severity, {{fr, en}}},
#include "src/base/diag.in"
#undef DIAG
};

void diag_append(struct diags *diags, enum diag_id id, const char *file,
	unsigned line, const char *const *args)
{
	struct diag *diag;

	ARENA_ROOM(diags->arena, diags->items, diags->count, diags->capacity);
	diag = &diags->items[diags->count++];
	*diag = (struct diag){.id = id, .line = line};
	if (file)
		diag->file = arena_strdup(diags->arena, file);
	for (size_t i = 0; i < DIAG_ARGS && args[i]; i++)
		diag->args[i] = arena_strdup(diags->arena, args[i]);
}

enum severity diag_severity(const struct diag *diag)
{
	return kinds[diag->id].severity;
}

const char *diag_name(const struct diag *diag)
{
	return kinds[diag->id].name;
}

enum severity diags_worst(const struct diags *diags)
{
	enum severity worst = DIAG_NOTE;

	for (size_t i = 0; i < diags->count; i++)
		if (diag_severity(&diags->items[i]) > worst)
			worst = diag_severity(&diags->items[i]);
	return worst;
}

char *diag_text(struct arena *arena, enum lang lang, const struct diag *diag)
{
	return text_fill(
		arena, text_in(&kinds[diag->id].text, lang), diag->args);
}

char *diag_place(struct arena *arena, const struct diag *diag)
{
	if (!diag->file)
		return arena_strdup(arena, "");
	if (!diag->line)
		return arena_strdup(arena, diag->file);
	return arena_printf(arena, "%s:%u", diag->file, diag->line);
}
