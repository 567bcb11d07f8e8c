#include "src/base/digest.h"

#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include <nettle/version.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/memory.h"

struct digest {
	struct sha256_ctx context;
};

struct digest *digest_new(void)
{
	struct digest *digest = memory_sure(malloc(sizeof *digest));

	sha256_init(&digest->context);
	return digest;
}

void digest_add(struct digest *digest, const void *bytes, size_t size)
{
	sha256_update(&digest->context, size, bytes);
}

void digest_add_text(struct digest *digest, const char *text)
{
	digest_add(digest, text, strlen(text) + 1);
}

static void spell(
	const uint8_t bytes[SHA256_DIGEST_SIZE], char text[DIGEST_TEXT])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < SHA256_DIGEST_SIZE; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[DIGEST_TEXT - 1] = '\0';
}

void digest_end(struct digest *digest, char text[DIGEST_TEXT])
{
	uint8_t bytes[SHA256_DIGEST_SIZE];

#if NETTLE_VERSION_MAJOR >= 4
	sha256_digest(&digest->context, bytes);
#else
	sha256_digest(&digest->context, sizeof bytes, bytes);
#endif
	spell(bytes, text);
	free(digest);
}

void digest_of(const void *bytes, size_t size, char text[DIGEST_TEXT])
{
	struct digest *digest = digest_new();

	digest_add(digest, bytes, size);
	digest_end(digest, text);
}

void digest_keyed(const char *key, const void *bytes, size_t size,
	char text[DIGEST_TEXT])
{
	struct hmac_sha256_ctx context;
	uint8_t result[SHA256_DIGEST_SIZE];

	hmac_sha256_set_key(&context, strlen(key), (const uint8_t *)key);
	hmac_sha256_update(&context, size, bytes);
#if NETTLE_VERSION_MAJOR >= 4
	hmac_sha256_digest(&context, result);
#else
	hmac_sha256_digest(&context, sizeof result, result);
#endif
	spell(result, text);
}
