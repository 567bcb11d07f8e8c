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
 * Nearly every line of a log that is indented is asked, and is none. Per first
 * character: which ones may come second in an opening or a prompt; NULL: it
 * may begin a name at most; "": nor that (JSON, lists of percentiles).
 */
static const char *const seconds[256] = {
	['"'] = "", ['{'] = "", ['}'] = "", [']'] = "", ['|'] = "",
	['$'] = " ", ['#'] = " #", ['+'] = " +",
	['2'] = ";", ['3'] = ";", ['4'] = ";", ['5'] = ";",
	['A'] = "r", ['C'] = "Pl", ['D'] = "i", ['F'] = "iA", ['G'] = "e",
	['L'] = "ai", ['M'] = "e", ['N'] = "A", ['O'] = "Lp", ['P'] = "RS",
	['R'] = "u", ['S'] = "Qe", ['T'] = "eho", ['f'] = "i", ['h'] = "o",
	['i'] = "p", ['p'] = "r", ['s'] = "yt", ['u'] = "u",
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
	const char *second = seconds[(unsigned char)*text];

	if (second && !*second)
		return false;
	return (second && text[1] && strchr(second, text[1]) &&
		       is_opening(text)) ||
	       is_named(text);
}
