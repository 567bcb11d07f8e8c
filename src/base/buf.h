/*
 * buf: bytes that grow, for output under construction.
 *
 * `data` always ends in a NUL that `length` does not count. A zeroed struct
 * is an empty buffer; buf_free() returns it to that state. Memory failure
 * ends the program as in arena.h.
 */
#ifndef HVLAB_BUF_H
#define HVLAB_BUF_H

#include <stddef.h>

struct buf {
	char *data;
	size_t length;
	size_t capacity;
};

void buf_add(struct buf *buf, const void *bytes, size_t length);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char c);
/* `c`, `times` times over. */
void buf_fill(struct buf *buf, char c, size_t times);
void buf_printf(struct buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* As text or attribute of XML, which knows no control characters (a blank
 * stands for them), nor U+FFFE and U+FFFF ('?'). */
void buf_xml(struct buf *buf, const char *text);
void buf_free(struct buf *buf);

#endif
