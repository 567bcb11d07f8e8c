/*
 * text: what is said to people, in every language hvlab speaks.
 *
 * The program's own sentences are rows of message.in, one column per
 * language, so that a missing translation does not compile. A lab definition
 * brings its own sentences as `struct text`. Placeholders are {0} … {9}, not
 * printf directives: a translation may reorder them and nothing that a log
 * says can be taken for a format.
 */
#ifndef HVLAB_TEXT_H
#define HVLAB_TEXT_H

#include "src/base/arena.h"

enum lang { LANG_FR, LANG_EN, LANG_COUNT };

/* One sentence per language; a NULL entry means "not said". */
struct text {
	const char *in[LANG_COUNT];
};

enum message {
#define MESSAGE(id, fr, en) MSG_##id,
#include "src/base/message.in"
#undef MESSAGE
	MSG_COUNT
};

/* "fr" or "en"; -1 for anything else. */
int lang_find(const char *name);
const char *lang_name(enum lang lang);

const char *message_get(enum lang lang, enum message id);

/* The sentence in `lang`, else in any language that has it, else "". */
const char *text_in(const struct text *text, enum lang lang);
/* True when no language says anything. */
int text_empty(const struct text *text);

/*
 * `pattern` with {N} replaced by args[N]; args ends with NULL. A placeholder
 * without argument stays as it is.
 */
char *text_fill(
	struct arena *arena, const char *pattern, const char *const *args);

/* message_say(arena, lang, MSG_X, "a", "b"): the message, filled. */
#define message_say(arena, lang, id, ...)                                      \
	text_fill((arena), message_get((lang), (id)),                          \
		(const char *const[]){__VA_ARGS__, NULL})

/*
 * Text from anywhere made fit to show: bytes that are not UTF-8 become U+FFFD,
 * control characters spaces, direction overrides disappear.
 */
char *text_clean(struct arena *arena, const char *text);

/*
 * The typographic form, cleaned too of a sentence: in French a no-break space
 * before ; : ! ? % », after « and between thousands, and a typographic
 * apostrophe between letters. In English only the apostrophe. Existing no-break
 * spaces stay.
 */
char *text_typeset(struct arena *arena, enum lang lang, const char *plain);

/* For qsort() and bsearch(): the order of the bytes of two `const char *`. */
int text_order(const void *x, const void *y);

/* A text of at most `most` characters: the last of a longer one is "…". */
const char *text_shortened(struct arena *arena, const char *text, size_t most);

#endif
