#include "src/base/cause.h"

#include <errno.h>

static const struct {
	int error;
	struct text text;
} causes[] = {
#define CAUSE(error, fr, en) {error, {{fr, en}}},
#include "src/base/cause.in"
#undef CAUSE
};

const char *cause_text(const struct diags *diags, int error)
{
	for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
		if (causes[i].error == error)
			return text_in(&causes[i].text, diags->lang);
	return arena_printf(diags->arena, "errno %d", error);
}
