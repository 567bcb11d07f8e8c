#include "render/scene_palette.h"

#include "render/pdf_palette.h"

/* The first two systems stay apart with any colour blindness and in grey
 * (lightness differs by 22); the others follow in steps of lightness. */
const long scene_palette[SCENE_COLOUR_COUNT] = {
	[SCENE_NONE] = -1,
	[SCENE_INK] = INK,
	[SCENE_MUTED] = MUTED,
	[SCENE_RULE] = RULE,
	[SCENE_HAIR] = HAIR,
	[SCENE_BAND] = 0xEDF0F3L,
	[SCENE_WHITE] = WHITE,
	[SCENE_SYSTEM] = 0xC4700FL,
	[SCENE_SYSTEM + 1] = 0x1F4E8CL,
	[SCENE_SYSTEM + 2] = GREEN,
	[SCENE_SYSTEM + 3] = 0x8E4585L,
	[SCENE_SYSTEM + 4] = 0x3B9DBDL,
	[SCENE_SYSTEM + 5] = STAR,
	[SCENE_PART] = 0x22303FL,
	[SCENE_PART + 1] = 0x4A6078L,
	[SCENE_PART + 2] = 0x8497AAL,
	[SCENE_PART + 3] = 0xB4C1CDL,
	[SCENE_PART + 4] = 0xDDE4EAL,
};
