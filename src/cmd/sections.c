/* --only: some sections of the lab instead of all. */
#include <string.h>

#include "src/cmd/cmd.h"

struct picking {
	struct arena *arena;
	const char *list;
	struct lab_section *kept;
	size_t count, capacity;
};

/* One number of the list, without blanks around it; 0: no more. */
static size_t next_number(const char **list)
{
	size_t length;

	*list += strspn(*list, ", ");
	length = strcspn(*list, ",");
	while (length && (*list)[length - 1] == ' ')
		length--;
	return length;
}

static bool is_number(
	const struct lab_section *section, const char *text, size_t length)
{
	return section->number && strlen(section->number) == length &&
	       strncmp(section->number, text, length) == 0;
}

static bool is_wanted(const struct lab_section *section, const char *list)
{
	for (size_t n = next_number(&list); n; n = next_number(&list)) {
		if (is_number(section, list, n))
			return true;
		list += n;
	}
	return false;
}

/* A section that is wanted comes with those inside it. */
static void pick(
	struct picking *p, const struct lab_section *sections, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!is_wanted(&sections[i], p->list)) {
			pick(p, sections[i].sections,
				sections[i].section_count);
			continue;
		}
		ARENA_ROOM(p->arena, p->kept, p->count, p->capacity);
		p->kept[p->count++] = sections[i];
	}
}

static bool is_there(const struct lab_section *sections, size_t count,
	const char *text, size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (is_number(&sections[i], text, length) ||
			is_there(sections[i].sections,
				sections[i].section_count, text, length))
			return true;
	return false;
}

static const char *known_numbers(struct arena *arena,
	const struct lab_section *sections, size_t count, const char *known)
{
	for (size_t i = 0; i < count; i++) {
		if (sections[i].number)
			known = arena_printf(arena, "%s%s%s", known,
				*known ? ", " : "", sections[i].number);
		known = known_numbers(arena, sections[i].sections,
			sections[i].section_count, known);
	}
	return known;
}

/* Does the document have every number of the list, and is there one? */
static bool all_there(struct app *app, const struct lab *lab, const char *list)
{
	size_t length = next_number(&list);

	do {
		if (!is_there(
			    lab->sections, lab->section_count, list, length)) {
			diag_add(&app->diags, DIAG_ID_SECTION_UNKNOWN, NULL, 0,
				arena_strndup(app->arena, list, length),
				known_numbers(app->arena, lab->sections,
					lab->section_count, ""));
			return false;
		}
		list += length;
		length = next_number(&list);
	} while (length);
	return true;
}

int pick_sections(struct app *app, const char *list, struct study *study)
{
	struct picking picking = {.arena = app->arena, .list = list};
	struct lab *lab;

	if (!list)
		return 0;
	if (!all_there(app, study->lab, list))
		return -1;
	pick(&picking, study->lab->sections, study->lab->section_count);
	lab = arena_alloc(app->arena, sizeof *lab);
	*lab = *study->lab;
	lab->sections = picking.kept;
	lab->section_count = picking.count;
	study->lab = lab;
	study->part = true;
	return 0;
}
