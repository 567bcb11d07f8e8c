#include "parsers/foreign.h"

#include <string.h>

#include "parsers/scan.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Lines that only this tool prints: where they begin, and what else they
 * hold. "" begins any line. */
static const struct {
	const char *tool;
	const char *prefix;
	const char *also;
} signs[] = {
	{"yabs", "#", "Yet-Another-Bench-Script"},
	{"yabs", "fio Disk Speed Tests", ""},
	{"yabs", "iperf3 Network Speed Tests", ""},
	{"yabs (JSON)", "{\"version\":\"v20", "\"fio\":"},
	{"Geekbench", "Geekbench ", " Tryout"},
	{"Geekbench", "Geekbench ", " : http"},
	{"Geekbench", "", "https://browser.geekbench.com/"},
	{"dd", "", " bytes transferred in "},
	{"dd", "", " copied, "},
	{"dd", "", " copiés, "},
	{"dd", "", "+0 records out"},
	{"dd", "", "+0 enregistrements écrits"},
	{"hdparm", " Timing cached reads:", ""},
	{"hdparm", " Timing buffered disk reads:", ""},
	{"ping", "PING ", " bytes of data"},
	{"ping", "PING ", " octets de données"},
	{"ping", "rtt min/avg/max/mdev = ", ""},
	{"ping (Windows)", "Pinging ", " bytes of data:"},
	{"ping (Windows)", "Envoi d'une requ", " octets de donn"},
	{"ioping", "--- ", " ioping statistics ---"},
	{"ping", "--- ", " ping statistics ---"},
	{"netperf", "MIGRATED TCP ", " TEST "},
	{"netperf", "MIGRATED UDP ", " TEST "},
	{"qperf", "tcp_bw:", ""},
	{"UnixBench", "", "BYTE UNIX Benchmarks"},
	{"UnixBench", "System Benchmarks Index", ""},
	{"Phoronix Test Suite", "Phoronix Test Suite", ""},
	{"bonnie++", "Version ", "Sequential Output-"},
	{"bonnie++", "Writing a byte at a time", ""},
	{"STREAM", "STREAM version", ""},
	{"STREAM", "Function    Best Rate MB/s", ""},
	{"mbw", "AVG\tMethod: ", ""},
	{"speedtest", "", "Speedtest by Ookla"},
	{"speedtest", "Testing from ", "..."},
	{"7-Zip", "7-Zip ", "Copyright"},
	{"OpenSSL speed", "Doing ", " ops for 3s"},
	{"OpenSSL speed", "Doing ", " for 3s on "},
	{"pgbench", "transaction type: ", ""},
	{"ApacheBench", "This is ApacheBench", ""},
	{"wrk", "Running ", " test @ http"},
	{"CrystalDiskMark", "CrystalDiskMark", ""},
	{"diskspd", "Command Line: ", "diskspd"},
	{"diskspd", "Results for timespan ", ""},
	{"IOzone", "\tIozone: ", ""},
	{"vmstat", "procs -----------memory", ""},
	{"iostat", "avg-cpu:  %user", ""},
	{"sar", "", " CPU     %user     %nice"},
	{"hyperfine", "Benchmark 1: ", ""},
	{"hyperfine (JSON)", "      \"command\": \"", ""},
	{"pveperf", "CPU BOGOMIPS: ", ""},
	{"pveperf", "FSYNCS/SECOND: ", ""},
	{"stress-ng (YAML)", "    - stressor: ", ""},
	{"iperf2 (CSV)", "", ",5001,"},
};

/* "20261123051443,10.0.0.1,40000,10.0.0.2,5001,3,0.0-1.0,…": -y C of iperf2 */
static bool is_iperf2_csv(const char *text)
{
	return strspn(text, "0123456789") >= 14 &&
	       (text[14] == ',' || text[14] == '.');
}

const char *foreign_tool(const char *text)
{
	if (foreign_breaks(text))
		return "iperf2";
	for (size_t i = 0; i < COUNT(signs); i++) {
		const char *rest = scan_after(text, signs[i].prefix);

		if (!rest || !strstr(rest, signs[i].also))
			continue;
		if (strcmp(signs[i].also, ",5001,") == 0 &&
			!is_iperf2_csv(text))
			continue;
		return signs[i].tool;
	}
	return NULL;
}

bool foreign_breaks(const char *text)
{
	return scan_after(text, "Client connecting to ") ||
	       scan_after(text, "Server listening on TCP port ") ||
	       scan_after(text, "Server listening on UDP port ");
}

static size_t count(const char *text, char c)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == c;
	return n;
}

/* An object, or a list; "[root@host ~]# " and "[ 10s ]" are none. */
static bool is_json(const char *text)
{
	if (*text == '[')
		return strchr("[{\"]", *scan_blanks(text + 1)) != NULL;
	return *text == '{';
}

const char *foreign_kind(const char *text)
{
	text = scan_blanks(text);
	if (is_json(text))
		return "JSON";
	if (scan_after(text, "<?xml"))
		return "XML";
	if (scan_after(text, "<!DOCTYPE html") || scan_after(text, "<html"))
		return "HTML";
	if (scan_after(text, "%PDF-"))
		return "PDF";
	if (scan_after(text, "---") && scan_end(text + 3))
		return "YAML";
	if (scan_after(text, "[global]"))
		return "fio job file";
	if (count(text, ',') >= 3 || count(text, ';') >= 3 ||
		count(text, '\t') >= 3)
		return "CSV";
	return NULL;
}
