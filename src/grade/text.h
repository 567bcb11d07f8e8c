/*
 * text: the texts of strangers as UTF-8, whatever they were written with.
 *
 * Order of belief: a byte order mark; UTF-16 without one, by the NUL of every
 * other byte; UTF-8 when all of it is valid; else CP1252, in which the bytes
 * that it does not define become U+FFFD.
 *
 * Then UTF-8 that somebody read as CP1252 or CP1254 and saved again ("Ã©") is
 * turned back, character by character, where the result is a letter, a
 * punctuation mark, a symbol or an emoji: two accents beside each other in good
 * French never are. Bytes that such a conversion has lost stay lost: match on
 * what is left.
 *
 * Ends of lines become "\n", NUL becomes a blank.
 */
#ifndef HVLAB_GRADE_TEXT_H
#define HVLAB_GRADE_TEXT_H

#include <stdbool.h>

#include "src/base/arena.h"

enum charset {
	CHARSET_UTF8,
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
	CHARSET_CP1252,
};

struct decoded {
	const char *text; /* valid UTF-8 without mark, ends in NUL */
	size_t length;
	enum charset charset; /* of the bytes */
	bool repaired;	      /* something was turned back */
};

/* In the arena; needs up to 6 times the bytes for a moment. */
struct decoded decode_text(
	struct arena *arena, const void *bytes, size_t size);

/* The same with carriage returns as they are: what a terminal rewrites with
 * them is one line, to parsers as well. */
struct decoded decode_log(struct arena *arena, const void *bytes, size_t size);

/* A file name: valid UTF-8 as it is, else CP850 (Windows' own zip in western
 * Europe; CP437 has the same small letters), or CP1252 when no byte is one of
 * those that are letters in CP850 and signs in CP1252. */
const char *decode_name(struct arena *arena, const char *name);

#endif
