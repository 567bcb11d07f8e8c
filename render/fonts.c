#include "render/fonts.h"

/* The paths are relative to the root of the sources, where the compiler is
 * run. */
#define EMBED(symbol, path)                                                    \
	__asm__(".pushsection .rodata\n"                                       \
		".balign 16\n"                                                 \
		".global " #symbol "_start\n" #symbol "_start:\n"              \
		".incbin \"" path "\"\n"                                       \
		".global " #symbol "_end\n" #symbol "_end:\n"                  \
		".popsection\n");                                              \
	extern const unsigned char symbol##_start[], symbol##_end[]

EMBED(hvlab_sans_regular, "render/fonts/hvlab-sans-regular.ttf");
EMBED(hvlab_sans_bold, "render/fonts/hvlab-sans-bold.ttf");
EMBED(hvlab_sans_italic, "render/fonts/hvlab-sans-italic.ttf");

struct font_file font_file(enum face face)
{
	static const struct {
		const unsigned char *start, *end;
	} files[FACE_COUNT] = {
		[FACE_REGULAR] = {hvlab_sans_regular_start,
			hvlab_sans_regular_end},
		[FACE_BOLD] = {hvlab_sans_bold_start, hvlab_sans_bold_end},
		[FACE_ITALIC] = {hvlab_sans_italic_start,
			hvlab_sans_italic_end},
	};

	return (struct font_file){files[face].start,
		(size_t)(files[face].end - files[face].start)};
}
