/*
 * pdf_palette: the inks of the page, 0xRRGGBB. Contrast on white: ink 16.6:1,
 * muted 6.2:1.
 */
#ifndef HVLAB_PDF_PALETTE_H
#define HVLAB_PDF_PALETTE_H

#define INK 0x1B1F24L
#define MUTED 0x59626DL
#define RULE 0xB8BFC8L
#define HAIR 0xD9DDE2L
#define GREEN 0x1A7358L
#define RED 0x9E2F24L
#define AMBER 0xE3A812L
#define STAR 0x3A424CL
#define WHITE 0xFFFFFFL

#endif
