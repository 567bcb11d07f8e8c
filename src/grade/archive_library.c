#include "src/grade/archive_library.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* The version of the interface that the headers describe. */
#define SONAME "libarchive.so.13"

static struct archive_library functions;

static const struct {
	const char *name;
	size_t at; /* of its pointer in `functions` */
} rows[] = {
#define FUNCTION(name) {#name, offsetof(struct archive_library, name)},
#include "src/grade/archive_library.in"
#undef FUNCTION
};

static bool load(void)
{
	void *library = dlopen(SONAME, RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; library && i < sizeof rows / sizeof *rows; i++) {
		void *function = dlsym(library, rows[i].name);

		if (!function)
			return false;
		/* C has no conversion from an object to a function */
		memcpy((char *)&functions + rows[i].at, &function,
			sizeof function);
	}
	return library != NULL;
}

const struct archive_library *archive_library(struct diags *notes)
{
	static bool loaded;

	loaded = loaded || load();
	if (loaded)
		return &functions;
	diag_add(notes, DIAG_ID_NO_LIBRARY, NULL, 0, dlerror());
	return NULL;
}
