#include "render/utf8.h"

/* Bytes of the sequence that starts with `lead`, 0 when none does. */
static unsigned sequence(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead < 0xC2 || lead > 0xF4)
		return 0;
	return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

static int valid(uint32_t code, unsigned bytes)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

	return code >= least[bytes] && code <= 0x10FFFF &&
	       (code < 0xD800 || code > 0xDFFF);
}

uint32_t utf8_next(const char **text)
{
	const unsigned char *p = (const unsigned char *)*text;
	unsigned bytes = sequence(*p);
	uint32_t code = bytes > 1 ? *p & (0x7Fu >> bytes) : *p;

	if (!*p)
		return 0;
	for (unsigned i = 1; i < bytes; i++) {
		if ((p[i] & 0xC0) != 0x80) { /* the final NUL included */
			bytes = 0;
			break;
		}
		code = code << 6 | (p[i] & 0x3F);
	}
	if (!bytes || !valid(code, bytes)) {
		++*text;
		return UTF8_BAD;
	}
	*text += bytes;
	return code;
}

size_t utf8_put(char out[UTF8_MAX], uint32_t code)
{
	static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
	size_t bytes = code < 0x80	? 1
		       : code < 0x800	? 2
		       : code < 0x10000 ? 3
					: 4;

	for (size_t i = bytes; i-- > 1; code >>= 6)
		out[i] = (char)(0x80 | (code & 0x3F));
	out[0] = (char)(leads[bytes] | code);
	return bytes;
}
