/*
 * utf8: characters out of bytes and back.
 *
 * Strict: overlong forms, surrogates, values over U+10FFFF and cut sequences
 * are not characters.
 */
#ifndef HVLAB_UTF8_H
#define HVLAB_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xFFFDu
#define UTF8_MAX 4 /* bytes of one character */

/* The character at `*text`, which moves behind it; 0 at the end, where it
 * stays. One bad byte is one UTF8_BAD. */
uint32_t utf8_next(const char **text);

/* Writes the character, returns its bytes. */
size_t utf8_put(char out[UTF8_MAX], uint32_t code);

#endif
