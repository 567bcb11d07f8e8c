/*
 * diag: problems met on the way, as values.
 *
 * Everything below main() adds to a list; nobody prints, nobody exits. The
 * rows of diag.in say what each problem means and how grave it is; the exit
 * status follows from the gravest one.
 */
#ifndef HVLAB_DIAG_H
#define HVLAB_DIAG_H

#include "src/base/arena.h"
#include "src/base/text.h"

enum severity {
	DIAG_NOTE,    /* worth knowing; exit status stays 0 */
	DIAG_WARNING, /* an input has a problem; the rest counts: exit 1 */
	DIAG_ERROR,   /* wrong use or nothing usable: exit 2 */
	DIAG_FATAL    /* the system failed (disk full, ...): exit 3 */
};

enum diag_id {
#define DIAG(id, severity, fr, en) DIAG_ID_##id,
#include "src/base/diag.in"
#undef DIAG
	DIAG_ID_COUNT
};

#define DIAG_ARGS 4

struct diag {
	enum diag_id id;
	const char *file; /* NULL: not about one file */
	unsigned line;	  /* 1-based; 0: not about one line */
	const char *args[DIAG_ARGS + 1];
};

struct diags {
	struct arena *arena;
	enum lang lang; /* of args that are words: names, causes */
	struct diag *items;
	size_t count;
	size_t capacity;
};

/*
 * diag_add(diags, DIAG_ID_X, file, line, "a", "b"): up to DIAG_ARGS strings
 * for {0}, {1}, ...; everything is copied. Pass NULL where there is none.
 */
#define diag_add(diags, id, file, line, ...)                                   \
	diag_append((diags), (id), (file), (line),                             \
		(const char *const[]){__VA_ARGS__, NULL})
void diag_append(struct diags *diags, enum diag_id id, const char *file,
	unsigned line, const char *const *args);

enum severity diag_severity(const struct diag *diag);
/* The gravest severity in the list, DIAG_NOTE when it is empty. */
enum severity diags_worst(const struct diags *diags);
/* "RUN_TWICE": its row in diag.in. */
const char *diag_name(const struct diag *diag);
/* The message alone, without file and line. */
char *diag_text(struct arena *arena, enum lang lang, const struct diag *diag);
/* "file:line", "file" or "" */
char *diag_place(struct arena *arena, const struct diag *diag);

#endif
