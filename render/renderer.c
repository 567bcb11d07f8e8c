#include "render/render.h"

#include <string.h>

const struct renderer *const renderers[] = {
	&renderer_markdown,
	&renderer_csv,
	&renderer_csv_excel,
	&renderer_pdf,
	&renderer_terminal,
	NULL,
};

const struct renderer *renderer_find(const char *name)
{
	for (size_t i = 0; renderers[i]; i++)
		if (strcmp(renderers[i]->name, name) == 0)
			return renderers[i];
	return NULL;
}
