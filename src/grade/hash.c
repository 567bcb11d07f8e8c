#include "src/grade/hash.h"

#include <nettle/sha2.h>

void hash_bytes(char text[HASH_TEXT], const void *bytes, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	struct sha256_ctx context;
	unsigned char digest[SHA256_DIGEST_SIZE];

	sha256_init(&context);
	sha256_update(&context, length, bytes);
	sha256_digest(&context, sizeof digest, digest);
	for (size_t i = 0; i < sizeof digest; i++) {
		text[2 * i] = digits[digest[i] >> 4];
		text[2 * i + 1] = digits[digest[i] & 15];
	}
	text[HASH_TEXT - 1] = '\0';
}
