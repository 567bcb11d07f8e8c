/*
 * pdf_text: text made fit for the page, before it is measured or drawn.
 *
 * - valid UTF-8, bad bytes become U+FFFD;
 * - tabs, line ends and control characters become spaces;
 * - soft hyphens, zero-width characters, marks of writing direction and
 *   variation selectors go;
 * - a base letter and the combining marks behind it are composed where the
 *   font has the letter (as NFC does, but marks in another order than the
 *   canonical one are not sorted);
 * - emoji and text signs that the report draws as vectors (✅ ❌ ⚠ ★ …) become
 *   SIGN characters, of private use;
 * - any other character that the font lacks becomes □ and is counted.
 */
#ifndef HVLAB_PDF_TEXT_H
#define HVLAB_PDF_TEXT_H

#include "src/base/arena.h"
#include "render/ttf.h"

/* Private characters that stand for vector signs in cleaned text. */
enum pdf_sign {
	SIGN_FIRST = 0xE000,
	SIGN_YES = SIGN_FIRST,
	SIGN_NO,
	SIGN_WARNING,
	SIGN_STAR,
	SIGN_STAR_OPEN,
	SIGN_DONE,
	SIGN_OPEN,
	SIGN_PLUS,
	SIGN_MINUS,
	SIGN_END
};

struct pdf_missing {
	uint32_t code;
	size_t count;
};

/* A text that was cleaned before, found by its address. */
struct pdf_cleaned {
	const char *raw, *clean;
};

struct pdf_text {
	struct arena *arena;
	const struct ttf_metrics *metrics; /* what the font has */
	struct pdf_missing *missing;	   /* in order of appearance */
	size_t missing_count, missing_capacity;
	struct pdf_cleaned *cleaned; /* open hash table, a power of two long */
	size_t cleaned_count, cleaned_capacity;
};

/* The cleaned text, in the arena; "" for NULL. The same address is taken to
 * be the same text, so that measuring and drawing count a missing character
 * once. */
const char *pdf_clean(struct pdf_text *text, const char *raw);

/* The same without regard to the font, for what a viewer shows itself. */
const char *pdf_clean_title(struct pdf_text *text, const char *raw);

/* "U+4E2D ×3, U+1F600": the missing characters, or NULL when none is. */
const char *pdf_missing_list(const struct pdf_text *text);

#endif
