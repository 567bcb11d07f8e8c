#include "src/base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/memory.h"

/* Leaves room for `more` bytes and the NUL behind them. */
static void buf_reserve(struct buf *buf, size_t more)
{
	size_t wanted = buf->capacity ? buf->capacity : 256;

	if (more < buf->capacity - buf->length)
		return;
	if (more >= SIZE_MAX / 4 - buf->length)
		memory_exhausted();
	while (wanted < buf->length + more + 1)
		wanted *= 2;
	buf->data = memory_sure(realloc(buf->data, wanted));
	buf->capacity = wanted;
}

void buf_add(struct buf *buf, const void *bytes, size_t length)
{
	buf_reserve(buf, length);
	if (length)
		memcpy(buf->data + buf->length, bytes, length);
	buf->length += length;
	buf->data[buf->length] = '\0';
}

void buf_puts(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_putc(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void buf_fill(struct buf *buf, char c, size_t times)
{
	buf_reserve(buf, times);
	memset(buf->data + buf->length, c, times);
	buf->length += times;
	buf->data[buf->length] = '\0';
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length < 0)
		return;
	buf_reserve(buf, (size_t)length);
	va_start(args, format);
	vsnprintf(buf->data + buf->length, (size_t)length + 1, format, args);
	va_end(args);
	buf->length += (size_t)length;
}

void buf_xml(struct buf *buf, const char *text)
{
	static const char *const entities[] = {['&'] = "&amp;",
		['<'] = "&lt;",
		['>'] = "&gt;",
		['"'] = "&quot;"};

	for (const char *p = text; *p; p++) {
		unsigned char c = (unsigned char)*p;

		if (c < sizeof entities / sizeof *entities && entities[c]) {
			buf_puts(buf, entities[c]);
		} else if (strncmp(p, "\xef\xbf\xbe", 3) == 0 ||
			   strncmp(p, "\xef\xbf\xbf", 3) == 0) {
			buf_putc(buf, '?');
			p += 2;
		} else {
			buf_putc(buf, c < ' ' ? ' ' : *p);
		}
	}
}

void buf_free(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){0};
}
