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

/* Behind a user's name a prompt may follow; behind that of a job what fio
 * says of it. */
static bool is_marked(const char *text)
{
	const char *mark = strpbrk(text, ":@");

	if (!mark)
		return false;
	if (*mark == '@')
		return echo_prompted(text) != NULL;
	return scan_after(mark, ": (g=") || scan_after(mark, ": (groupid=");
}

bool margin_opens(const char *text)
{
	if (strchr("$#+P", *text) && echo_prompted(text))
		return true;
	for (size_t i = 0; i < COUNT(openings); i++) {
		const char *rest = scan_after(text, openings[i].prefix);

		if (rest && strstr(rest, openings[i].also))
			return true;
	}
	return is_marked(text);
}
