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

bool paper_read(struct arena *arena, struct pack_desk *desk,
	const struct submitted_file *file, struct paper *paper)
{
	struct build build = {.arena = arena, .paper = paper, .line = 1};
	bool office = file->kind == FILE_DOCX || file->kind == FILE_ODT;
	bool whole;

	*paper = (struct paper){.source = arena_strdup(arena, file->label)};
	whole = office ? paper_of_office(&build, desk, file)
		       : read_text(&build, file);
	build_end(&build);
	if (!build.crowded)
		return whole;
	diag_add(desk->notes, DIAG_ID_PAPER_CROWDED, file->label, build.line,
		NULL);
	desk->unreadable = true;
	return false;
}
