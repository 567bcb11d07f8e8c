#include "parsers/margin.h"

#include <string.h>

#include "parsers/echo.h"
#include "parsers/scan.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/*
 * Lines that are nowhere printed further in: what others print so is not here
 * ("Throughput:"), or told apart by the blanks behind it ("Architecture: " of
 * hostnamectl).
 */
static const struct {
	const char *prefix;
	const char *also; /* further on in the line */
} openings[] = {
	{"sysbench 0.", ""},
	{"sysbench 1.", ""},
	{"Running the test with following options:", ""},
	{"CPU speed:", ""},
	{"General statistics:", ""},
	{"Test execution summary:", ""},
	{"Latency (ms):", ""},
	{"Threads fairness:", ""},
	{"File operations:", ""},
	{"SQL statistics:", ""},
	{"OLTP test statistics:", ""},
	{"Total operations: ", ""},
	{"Operations performed: ", ""},
	{"FATAL: ", ""},
	{"fio-", ""},
	{"fio: ", ""},
	{"Run status group ", ""},
	{"hostname=", ", fio=fio-"},
	{"2;", ";"},
	{"3;fio-", ""},
	{"4;fio-", ""},
	{"5;fio-", ""},
	{"iperf 3.", ""},
	{"iperf3: ", ""},
	{"Client connecting to ", ""},
	{"Server listening on ", ""},
	{"stress: ", ""},
	{"stress-ng: ", ""},
	{"system-info:", ""},
	{"Architecture:  ", ""},
	{"Architecture\xc2\xa0:  ", ""},
	{"processor\t: 0", ""},
	{"Mem:  ", ""},
	{"MemTotal:  ", " kB"},
	{"NAME ", " SIZE"},
	{"PRETTY_NAME=", ""},
	{"Distributor ID:", ""},
	{"Linux ", " GNU/Linux"},
	{"uuid ( RO)  ", ""},
};

/*
 * What the first character tells: nearly every line of a log that is indented
 * is asked, and is none.
 */
enum first {
	NAME, /* of a user or a job, perhaps */
	OPENING, /* that too, or an opening, or a prompt */
	NEITHER /* JSON, lists of percentiles */
};

static const unsigned char firsts[256] = {
	['"'] = NEITHER, ['{'] = NEITHER, ['}'] = NEITHER, [']'] = NEITHER,
	['|'] = NEITHER,
	['$'] = OPENING, ['#'] = OPENING, ['+'] = OPENING,
	['2'] = OPENING, ['3'] = OPENING, ['4'] = OPENING, ['5'] = OPENING,
	['A'] = OPENING, ['C'] = OPENING, ['D'] = OPENING, ['F'] = OPENING,
	['G'] = OPENING, ['L'] = OPENING, ['M'] = OPENING, ['N'] = OPENING,
	['O'] = OPENING, ['P'] = OPENING, ['R'] = OPENING, ['S'] = OPENING,
	['T'] = OPENING, ['f'] = OPENING, ['h'] = OPENING, ['i'] = OPENING,
	['p'] = OPENING, ['s'] = OPENING, ['u'] = OPENING,
};

static bool is_opening(const char *text)
{
	for (size_t i = 0; i < COUNT(openings); i++) {
		const char *rest = scan_after(text, openings[i].prefix);

		if (rest && strstr(rest, openings[i].also))
			return true;
	}
	return strchr("$#+P", *text) && echo_prompted(text);
}

/* "user@host:~$ ", "[root@host ~]# ", "NAME: (g=0): rw=", and
 * "NAME: (groupid=0, jobs=1)" */
static bool is_named(const char *text)
{
	const char *mark = strpbrk(text, "(@");

	if (!mark)
		return false;
	if (*mark == '@')
		return echo_prompted(text) != NULL;
	return mark - text > 2 && mark[-1] == ' ' && mark[-2] == ':' &&
	       (scan_after(mark, "(g=") || scan_after(mark, "(groupid="));
}

bool margin_opens(const char *text)
{
	enum first first = firsts[(unsigned char)*text];

	if (first == NEITHER)
		return false;
	return (first == OPENING && is_opening(text)) || is_named(text);
}
