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
	default:
		return NULL;
	}
}

/* The listing as a file, when there is a log in it. */
static void keep_log(struct build *build)
{
	const struct listing *listing = &build->listing;
	struct paper *paper = build->paper;

	if (!listing->log)
		return;
	paper->log = (struct submitted_file){
		.label = paper->source,
		.kind = FILE_TEXT,
		.log = true,
		.bytes = arena_strndup(build->arena, listing->text.data,
			listing->text.length),
		.size = listing->text.length,
	};
	paper->hints = listing->hints;
	paper->hint_count = listing->hint_count;
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
	keep_log(&build);
	listing_free(&build.listing);
	if (!build.crowded)
		return whole;
	diag_add(desk->notes, DIAG_ID_PAPER_CROWDED, file->label, build.line,
		NULL);
	desk->unreadable = true;
	return false;
}
