/*
 * digest: SHA-256 (FIPS 180-4), by which files are told apart and changes are
 * found, and words derived that only who knows a key can derive (the only user
 * of nettle).
 */
#ifndef HVLAB_DIGEST_H
#define HVLAB_DIGEST_H

#include <stddef.h>

/* Hexadecimal digits and the final NUL. */
#define DIGEST_TEXT 65

struct digest;

struct digest *digest_new(void);
void digest_add(struct digest *digest, const void *bytes, size_t size);
/* A text, so that two are not the same as one of both. */
void digest_add_text(struct digest *digest, const char *text);
/* Of all that was added, as small hexadecimal digits; frees it. */
void digest_end(struct digest *digest, char text[DIGEST_TEXT]);

/* All at once. */
void digest_of(const void *bytes, size_t size, char text[DIGEST_TEXT]);

/* The same with a secret key (HMAC, RFC 2104). */
void digest_keyed(const char *key, const void *bytes, size_t size,
	char text[DIGEST_TEXT]);

#endif
