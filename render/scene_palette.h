/* scene_palette: the colours of scenes, 0xRRGGBB, the same in every format. */
#ifndef HVLAB_SCENE_PALETTE_H
#define HVLAB_SCENE_PALETTE_H

#include "src/model/scene.h"

/* SCENE_NONE is -1, as PDF_NONE of the device. */
extern const long scene_palette[SCENE_COLOUR_COUNT];

#endif
