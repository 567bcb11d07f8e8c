#include "src/base/json_write.h"

#include "src/base/json.h"

static void new_line(struct json_writer *w)
{
	if (w->flat)
		return;
	buf_putc(w->out, '\n');
	buf_fill(w->out, ' ', w->depth);
}

/* What stands before a value. */
static void lead(struct json_writer *w, const char *key)
{
	if (w->filled)
		buf_puts(w->out, w->flat ? ", " : ",");
	if (w->depth)
		new_line(w);
	w->filled = true;
	if (!key)
		return;
	json_quote(w->out, key);
	buf_puts(w->out, ": ");
}

void json_open(struct json_writer *w, const char *key, char bracket)
{
	lead(w, key);
	buf_putc(w->out, bracket);
	w->depth++;
	w->filled = false;
}

void json_open_line(struct json_writer *w, const char *key, char bracket)
{
	json_open(w, key, bracket);
	if (!w->flat)
		w->flat = w->depth;
}

void json_close(struct json_writer *w, char bracket)
{
	w->depth--;
	if (w->filled)
		new_line(w);
	buf_putc(w->out, bracket);
	if (w->flat > w->depth)
		w->flat = 0;
	w->filled = true;
	if (!w->depth)
		buf_putc(w->out, '\n');
}

void json_put(struct json_writer *w, const char *key, const char *text)
{
	lead(w, key);
	if (text)
		json_quote(w->out, text);
	else
		buf_puts(w->out, "null");
}

void json_put_digits(struct json_writer *w, const char *key, const char *digits)
{
	lead(w, key);
	buf_puts(w->out, digits && *digits ? digits : "null");
}

void json_put_count(struct json_writer *w, const char *key, size_t count)
{
	lead(w, key);
	buf_printf(w->out, "%zu", count);
}

void json_put_bool(struct json_writer *w, const char *key, bool yes)
{
	lead(w, key);
	buf_puts(w->out, yes ? "true" : "false");
}
