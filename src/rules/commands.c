/* The commands that mend what a rule found. */
#include <string.h>

#include "src/rules/rules.h"

#define RUN_WORD " run"

static bool ends_in_run(const char *command)
{
	size_t length = strlen(command);

	return length > strlen(RUN_WORD) &&
	       strcmp(command + length - strlen(RUN_WORD), RUN_WORD) == 0;
}

/* The command with the option, in the place of its other value if there is
 * one; sysbench wants its options before "run". */
static const char *with_option(
	struct arena *arena, const char *command, const char *option)
{
	size_t name = strcspn(option, "= ") + (strchr(option, '=') ? 1 : 0);
	char *key = arena_strndup(arena, option, name);
	const char *old = strchr(key, '=') ? strstr(command, key) : NULL;
	size_t length = strlen(command);

	if (old)
		return arena_printf(arena, "%.*s%s%s", (int)(old - command),
			command, option, old + strcspn(old, " "));
	if (ends_in_run(command))
		return arena_printf(arena, "%.*s %s%s",
			(int)(length - strlen(RUN_WORD)), command, option,
			RUN_WORD);
	return arena_printf(arena, "%s %s", command, option);
}

/* Options begin at a hyphen: "--direct=1 -P 4" are two. */
static const char *corrected(
	struct arena *arena, const char *command, const char *options)
{
	while (*options) {
		const char *next = strstr(options, " -");
		size_t length = next ? (size_t)(next - options)
				     : strlen(options);

		command = with_option(arena, command,
			arena_strndup(arena, options, length));
		options += length + (next ? 1 : 0);
	}
	return command;
}

static const char *tool_of(const struct lab_test *test)
{
	for (size_t i = 0; i < test->match_count; i++)
		if (strcmp(test->match[i].key, "tool") == 0)
			return test->match[i].accepted[0];
	return "";
}

static bool is_meant(const struct corpus *corpus, const struct finding *finding,
	const struct lab_test *test)
{
	for (size_t i = 0; i < finding->count; i++) {
		const struct finding_place *place = &finding->places[i];

		if (place->test ? place->test == test
				: place->tool && place->system >= 0 &&
					  strcmp(place->tool, tool_of(test)) ==
						  0 &&
					  corpus_lacks(corpus, test,
						  (size_t)place->system))
			return true;
	}
	return false;
}

const char **finding_commands(
	const struct corpus *corpus, const struct finding *finding)
{
	const struct lab *lab = corpus->lab;
	const char **commands = arena_alloc(
		corpus->arena, (lab->test_count + 1) * sizeof *commands);
	size_t count = 0;

	for (size_t t = 0; finding->rule->options && t < lab->test_count; t++)
		if (*lab->tests[t].command &&
			is_meant(corpus, finding, &lab->tests[t]))
			commands[count++] = corrected(corpus->arena,
				lab->tests[t].command, finding->rule->options);
	return commands;
}
