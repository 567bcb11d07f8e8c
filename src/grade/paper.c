#include "src/grade/paper.h"

#include "src/grade/paper_build.h"
#include "src/grade/text.h"

static bool read_text(struct build *build, const struct submitted_file *file)
{
	struct decoded decoded =
		decode_text(build->arena, file->bytes, file->size);

	build->paper->repaired = decoded.repaired;
	return file->kind == FILE_HTML ? paper_of_html(build, decoded.text)
				       : paper_of_text(build, decoded.text);
}

/* The reader of this kind, NULL: of texts. */
static bool (*office_reader(enum file_kind kind))(struct build *build,
	struct pack_desk *desk, const struct submitted_file *file)
{
	switch (kind) {
	case FILE_DOCX:
	case FILE_ODT:
		return paper_of_office;
	case FILE_XLSX:
		return paper_of_xlsx;
	case FILE_ODS:
		return paper_of_ods;
	default:
		return NULL;
	}
}

/* The tables and boxes of a text; all else is in the document. */
static struct paper *read_rows(struct arena *arena, const struct paper *of)
{
	struct paper *paper = arena_alloc(arena, sizeof *paper);
	struct build build = {.arena = arena, .paper = paper, .line = 1};

	paper->source = of->source;
	paper->next = of->next;
	paper_of_text(&build, of->rows);
	build_end(&build);
	paper->paragraph_count = paper->images = 0;
	return paper;
}

static void read_all_rows(struct arena *arena, struct paper *paper)
{
	for (; paper; paper = paper->next)
		if (paper->rows) {
			paper->next = read_rows(arena, paper);
			paper = paper->next;
		}
}

bool paper_read(struct arena *arena, struct pack_desk *desk,
	const struct submitted_file *file, struct paper *paper)
{
	bool (*read)(struct build *, struct pack_desk *,
		const struct submitted_file *) = office_reader(file->kind);
	struct build build = {.arena = arena,
		.paper = paper,
		.line = 1,
		.lists = read || file->kind == FILE_HTML,
		.listing = {.arena = arena}};
	bool whole;

	*paper = (struct paper){.source = arena_strdup(arena, file->label)};
	whole = read ? read(&build, desk, file) : read_text(&build, file);
	build_end(&build);
	read_all_rows(arena, paper);
	if (!build.crowded)
		return whole;
	diag_add(desk->notes, DIAG_ID_PAPER_CROWDED, file->label, build.line,
		NULL);
	desk->unreadable = true;
	return false;
}
