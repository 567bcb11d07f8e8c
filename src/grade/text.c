#include "src/grade/text.h"

#include <stdint.h>
#include <string.h>

#include "src/base/buf.h"
#include "src/base/utf8.h"

static const uint16_t cp1252[] = { /* 0x80 to 0x9f */
	0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
	0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

static const uint16_t cp850[] = { /* 0x80 to 0xff */
	0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4, 0x00e0, 0x00e5, 0x00e7,
	0x00ea, 0x00eb, 0x00e8, 0x00ef, 0x00ee, 0x00ec, 0x00c4, 0x00c5,
	0x00c9, 0x00e6, 0x00c6, 0x00f4, 0x00f6, 0x00f2, 0x00fb, 0x00f9,
	0x00ff, 0x00d6, 0x00dc, 0x00f8, 0x00a3, 0x00d8, 0x00d7, 0x0192,
	0x00e1, 0x00ed, 0x00f3, 0x00fa, 0x00f1, 0x00d1, 0x00aa, 0x00ba,
	0x00bf, 0x00ae, 0x00ac, 0x00bd, 0x00bc, 0x00a1, 0x00ab, 0x00bb,
	0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x00c1, 0x00c2, 0x00c0,
	0x00a9, 0x2563, 0x2551, 0x2557, 0x255d, 0x00a2, 0x00a5, 0x2510,
	0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x00e3, 0x00c3,
	0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x00a4,
	0x00f0, 0x00d0, 0x00ca, 0x00cb, 0x00c8, 0x0131, 0x00cd, 0x00ce,
	0x00cf, 0x2518, 0x250c, 0x2588, 0x2584, 0x00a6, 0x00cc, 0x2580,
	0x00d3, 0x00df, 0x00d4, 0x00d2, 0x00f5, 0x00d5, 0x00b5, 0x00fe,
	0x00de, 0x00da, 0x00db, 0x00d9, 0x00fd, 0x00dd, 0x00af, 0x00b4,
	0x00ad, 0x00b1, 0x2017, 0x00be, 0x00b6, 0x00a7, 0x00f7, 0x00b8,
	0x00b0, 0x00a8, 0x00b7, 0x00b9, 0x00b3, 0x00b2, 0x25a0, 0x00a0,
};

static void put(struct buf *out, uint32_t code)
{
	char bytes[UTF8_MAX];

	buf_add(out, bytes, utf8_put(bytes, code));
}

static struct decoded take(
	struct arena *arena, struct buf *buf, enum charset charset)
{
	struct decoded decoded = {
		.text = arena_strndup(
			arena, buf->data ? buf->data : "", buf->length),
		.length = buf->length,
		.charset = charset,
	};

	buf_free(buf);
	return decoded;
}

static bool valid_utf8(const char *text)
{
	const char *at = text;
	uint32_t code;

	while ((code = utf8_next(&text))) {
		/* U+FFFD itself may stand in a text */
		if (code == UTF8_BAD && text - at == 1)
			return false;
		at = text;
	}
	return true;
}

/* -- from bytes -- */

static void from_cp1252(struct buf *out, const unsigned char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put(out, bytes[i] >= 0x80 && bytes[i] < 0xa0
				 ? cp1252[bytes[i] - 0x80]
				 : bytes[i]);
}

static uint32_t unit(const unsigned char *bytes, bool big)
{
	return big ? (uint32_t)bytes[0] << 8 | bytes[1]
		   : (uint32_t)bytes[1] << 8 | bytes[0];
}

static bool surrogate(uint32_t code, uint32_t first)
{
	return code >= first && code < first + 0x400;
}

static void from_utf16(
	struct buf *out, const unsigned char *bytes, size_t n, bool big)
{
	for (size_t i = 0; i + 1 < n; i += 2) {
		uint32_t code = unit(bytes + i, big);
		uint32_t low = i + 3 < n ? unit(bytes + i + 2, big) : 0;

		if (surrogate(code, 0xd800) && surrogate(low, 0xdc00)) {
			code = 0x10000 + ((code - 0xd800) << 10) +
			       (low - 0xdc00);
			i += 2;
		}
		put(out, surrogate(code, 0xd800) || surrogate(code, 0xdc00)
				 ? UTF8_BAD
				 : code);
	}
}

/* Of western text in UTF-16 nearly every other byte is NUL; 0 when that is not
 * so, else the place (1 or 2) of the NULs. */
static int nul_places(const unsigned char *bytes, size_t n)
{
	size_t nuls[2] = {0}, looked = n < 4096 ? n / 2 : 2048;

	for (size_t i = 0; i < 2 * looked; i++)
		nuls[i % 2] += !bytes[i];
	for (int odd = 0; odd < 2; odd++)
		if (looked > 1 && nuls[odd] * 2 > looked &&
			nuls[!odd] * 10 <= looked)
			return odd + 1;
	return 0;
}

/* What the bytes are written in; `*mark` bytes of it are the mark. */
static enum charset charset_of(
	const unsigned char *bytes, size_t size, size_t *mark)
{
	static const struct {
		const char *bytes;
		size_t length;
		enum charset charset;
	} marks[] = {
		{"\xef\xbb\xbf", 3, CHARSET_UTF8},
		{"\xff\xfe", 2, CHARSET_UTF16LE},
		{"\xfe\xff", 2, CHARSET_UTF16BE},
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		*mark = marks[i].length;
		if (size >= *mark && !memcmp(bytes, marks[i].bytes, *mark))
			return marks[i].charset;
	}
	*mark = 0;
	switch (nul_places(bytes, size)) {
	case 1:
		return CHARSET_UTF16BE;
	case 2:
		return CHARSET_UTF16LE;
	}
	return CHARSET_UTF8;
}

/* -- read with the wrong table once before -- */

/* The byte that CP1252 or CP1254 shows as this character; -1: none. */
static int shown_byte(uint32_t code)
{
	static const struct {
		uint16_t code;
		unsigned char byte;
	} turkish[] = {{0x11e, 0xd0}, {0x130, 0xdd}, {0x15e, 0xde},
		{0x11f, 0xf0}, {0x131, 0xfd}, {0x15f, 0xfe}};

	if (code < 0x100)
		return code < 0x80 ? -1 : (int)code;
	for (int i = 0; i < 32; i++)
		if (cp1252[i] == code && code != UTF8_BAD)
			return 0x80 + i;
	for (size_t i = 0; i < sizeof turkish / sizeof *turkish; i++)
		if (turkish[i].code == code)
			return turkish[i].byte;
	return -1;
}

/* What is plausible as the character that was meant. */
static bool plausible(uint32_t code)
{
	static const uint32_t ranges[][2] = {
		{0xa0, 0x17f},	   /* letters and signs of western Europe */
		{0x2000, 0x27bf},  /* punctuation, arrows, boxes, dingbats */
		{0x2b00, 0x2bff},  /* stars */
		{0xfe0f, 0xfe0f},  /* "as an emoji" */
		{0xfeff, 0xfeff},  /* a mark */
		{0x1f000, 0x1faff} /* emoji */
	};

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (code >= ranges[i][0] && code <= ranges[i][1])
			return true;
	return false;
}

/* The character that the ones at `*text` are the bytes of; then `*text` is
 * behind them. Else 0. */
static uint32_t meant(const char **text)
{
	char bytes[UTF8_MAX + 1] = "";
	const char *next = *text;

	for (size_t i = 0; i < UTF8_MAX; i++) {
		const char *read = bytes;
		int byte = shown_byte(utf8_next(&next));
		uint32_t code;

		if (byte < 0)
			return 0;
		bytes[i] = (char)byte;
		code = utf8_next(&read);
		if (read == bytes + i + 1 && code != UTF8_BAD) {
			*text = next;
			return plausible(code) ? code : 0;
		}
	}
	return 0;
}

static bool turn_back(struct buf *out, const char *text)
{
	bool any = false;

	while (*text) {
		const char *at = text;
		uint32_t code = (unsigned char)*text < 0x80 ? 0 : meant(&text);

		if (code) {
			put(out, code);
			any = true;
			continue;
		}
		text = at;
		utf8_next(&text);
		buf_add(out, at, (size_t)(text - at));
	}
	return any;
}

/* -- all together -- */

/* NUL becomes a blank, CR LF and CR become LF unless `returns` stay. */
static void mend_lines(struct buf *buf, bool returns)
{
	size_t length = 0;

	for (size_t i = 0; i < buf->length; i++) {
		char c = buf->data[i];

		if (!returns && c == '\r' && buf->data[i + 1] == '\n')
			continue;
		buf->data[length++] = c == '\r' && !returns ? '\n'
				      : c == '\0'	    ? ' '
							    : c;
	}
	buf->length = length;
	if (buf->data)
		buf->data[length] = '\0';
}

static enum charset to_utf8(struct buf *out, const unsigned char *bytes,
	size_t size, bool returns)
{
	size_t mark;
	enum charset charset = charset_of(bytes, size, &mark);

	bytes += mark;
	size -= mark;
	if (charset == CHARSET_UTF16LE || charset == CHARSET_UTF16BE)
		from_utf16(out, bytes, size, charset == CHARSET_UTF16BE);
	else
		buf_add(out, bytes, size);
	mend_lines(out, returns);
	if (valid_utf8(out->data ? out->data : ""))
		return charset;
	buf_free(out);
	from_cp1252(out, bytes, size);
	mend_lines(out, returns);
	return CHARSET_CP1252;
}

static struct decoded decode(
	struct arena *arena, const void *bytes, size_t size, bool returns)
{
	struct buf utf8 = {0}, mended = {0};
	enum charset charset = to_utf8(&utf8, bytes, size, returns);
	bool repaired = utf8.length && turn_back(&mended, utf8.data);
	struct decoded decoded =
		take(arena, repaired ? &mended : &utf8, charset);

	buf_free(&utf8);
	buf_free(&mended);
	decoded.repaired = repaired;
	return decoded;
}

struct decoded decode_text(struct arena *arena, const void *bytes, size_t size)
{
	return decode(arena, bytes, size, false);
}

struct decoded decode_log(struct arena *arena, const void *bytes, size_t size)
{
	return decode(arena, bytes, size, true);
}

/* -- names -- */

static bool written_in_cp850(const char *name)
{
	for (; *name; name++)
		if ((unsigned char)*name >= 0x80 && (unsigned char)*name < 0xa0)
			return true;
	return false;
}

const char *decode_name(struct arena *arena, const char *name)
{
	struct buf out = {0};

	if (valid_utf8(name))
		return arena_strdup(arena, name);
	if (!written_in_cp850(name)) {
		from_cp1252(&out, (const unsigned char *)name, strlen(name));
		return take(arena, &out, CHARSET_CP1252).text;
	}
	for (; *name; name++)
		put(&out, (unsigned char)*name < 0x80
				  ? (unsigned char)*name
				  : cp850[(unsigned char)*name - 0x80]);
	return take(arena, &out, CHARSET_CP1252).text;
}
