/* The arithmetic of an intact fio log: which rules are for which format. */
#include "src/checks/fio.h"

#include <string.h>

static const struct {
	const char *format;
	void (*check)(const struct run *run, struct check_result *result);
} formats[] = {
	{"text", check_fio_text},
	{"json", check_fio_json},
};

static void check(const struct run *run, struct check_result *result)
{
	const char *format = run_value(run, "format");

	for (size_t i = 0; format && i < sizeof formats / sizeof *formats; i++)
		if (strcmp(formats[i].format, format) == 0)
			formats[i].check(run, result);
}

const struct checker checker_fio = {"fio", check};
