"""Are edited logs told from intact ones? integrity.py HVLAB [N [SEED]]

Takes intact logs of every tool (fixtures/lab and fixtures/recorded), edits N
of each kind (200) by program, and asks `hvlab check` whether they are what the
tool wrote. Prints the share that is noticed per tool and kind, and how many
intact logs are taken for edited ones. Ends with 1 when one is, or when a share
is below its floor.
"""
import collections
import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile

from recorded import unpack

TOOLS = ["sysbench", "fio text", "fio JSON", "iperf3 text", "iperf3 JSON"]
KINDS = ["one number", "one line", "summary", "scaled", "spliced", "copied"]
# The shares below which something has been lost, in percent.
FLOORS = {
    "sysbench": [60, 60, 38, 95, 80, 93],
    "fio text": [62, 68, 92, 92, 76, 93],
    "fio JSON": [66, 74, 92, 92, 78, 93],
    "iperf3 text": [68, 60, 90, 8, 66, 93],
    "iperf3 JSON": [82, 84, 74, 82, 88, 93],
}
# Lines whose numbers are results.
RESULTS = {
    "sysbench": r"events per second|total time:|total number|min:|avg:|max:|"
                r"th percentile:|sum:|\(avg/stddev\)|Total operations|"
                r"transferred \(",
    "fio text": r"IOPS=|c?lat +\([nmu]sec\): min|th=\[|bw \(|iops  +:|issued|"
                r"(READ|WRITE): bw",
    "iperf3 text": r"[KMG]?bits/sec",
    "fio JSON": r'"(iops|bw|bw_bytes|io_bytes|io_kbytes|total_ios|mean|max|'
                r'stddev|bw_mean|iops_mean|\d+\.0+)" : [1-9]',
    "iperf3 JSON": r'"(bits_per_second|bytes|end|seconds|max_rtt|mean_rtt)":',
}
# Of these, the ones that say how much: what somebody wants to be better.
AMOUNTS = {
    "sysbench": r"events per second|total number|events \(avg|"
                r"Total operations|transferred \(",
    "fio text": r"IOPS=|bw \(|iops  +:|issued|(READ|WRITE): bw",
    "iperf3 text": r"[KMG]?bits/sec",
    "fio JSON": r'"(iops|bw|bw_bytes|io_bytes|io_kbytes|total_ios|bw_mean|'
                r'iops_mean)" : [1-9]',
    "iperf3 JSON": r'"(bits_per_second|bytes)":',
}
NUMBER = re.compile(r"(?<![\w.%=\[-])\d+(?:\.\d+)?(?![\w.]*th\b)|"
                    r"(?<==)\d+(?:\.\d+)?|(?<=\[)\d+(?:\.\d+)?(?=\])")
VALUE = re.compile(r"(?<=: )\d+(?:\.\d+)?(?:e\+\d+)?|(?<=:\t)\d+(?:\.\d+)?")
GENUINE = {"same-run-two-systems", "near-copy", "arithmetic",
           "percentile-grid", "ends-disagree", "same-run-twice",
           "value-contradicted", "hypervisor-claim"}
# A log that is no longer read as a whole run is noticed, too.
REFUSED = {"run-incomplete", "output-foreign", "tool-failed"}


def findings(hvlab, lab, operands):
    lab = ["--lab", lab] if lab else []
    done = subprocess.run([hvlab, "check", *lab, "--lang", "en",
                           "--format", "csv", *operands],
                          capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode(errors="replace")[-2000:])
    return list(csv.DictReader(io.StringIO(done.stdout.decode())))


def pattern(tool):
    return VALUE if tool.endswith("JSON") else NUMBER


def numbers(tool, line):
    """The numbers of a line that an editor may change."""
    return [m for m in pattern(tool).finditer(line) if float(m.group()) > 0]


def times(token, factor):
    """The number times the factor, with as many decimals."""
    decimals = len(token.partition(".")[2].partition("e")[0])
    if "e" in token:
        return f"{float(token) * factor:.{decimals}e}"
    return f"{float(token) * factor:.{decimals}f}"


def replaced(line, match, text):
    return line[:match.start()] + text + line[match.end():]


def factor_of(dice):
    return dice.choice([dice.uniform(0.7, 0.97), dice.uniform(1.03, 1.4)])


def lines_of(tool, lines, which):
    found = [i for i, line in enumerate(lines)
             if re.search(which[tool], line) and numbers(tool, line)]
    if tool == "iperf3 text" and which is AMOUNTS:
        found = [i for i in found if re.search("sender|receiver", lines[i])]
    return found


def one_number(tool, lines, dice):
    i = dice.choice(lines_of(tool, lines, RESULTS))
    match = dice.choice(numbers(tool, lines[i]))
    token = times(match.group(), factor_of(dice))
    if float(token) == float(match.group()):
        token = times(match.group(), 2)
    lines[i] = replaced(lines[i], match, token)


def scale_line(tool, line, factor):
    for match in reversed(numbers(tool, line)):
        line = replaced(line, match, times(match.group(), factor))
    return line


def one_line(tool, lines, dice):
    i = dice.choice(lines_of(tool, lines, RESULTS))
    lines[i] = scale_line(tool, lines[i], factor_of(dice))


def rewrite_sysbench(lines, factor):
    """The rate and all that follows from it, with the tool's own formulas."""
    text = "\n".join(lines)
    found = re.search(r"total number of events: +(\d+)", text)
    time = re.search(r"total time: +([\d.]+)s", text)
    threads = re.search(r"Number of threads: (\d+)", text)
    total = re.search(r"sum: +([\d.]+)", text)
    if not (found and time and threads and total):
        return
    n, seconds = round(int(found.group(1)) * factor), float(time.group(1))
    n += n % int(threads.group(1))
    rate = n / (seconds + 0.001)
    block = re.search(r"block size: (\d+)KiB", text)
    size = int(block.group(1)) / 1024 if block else 0
    changes = [
        (r"(events per second: +)[\d.]+", rf"\g<1>{rate:.2f}"),
        (r"(total number of events: +)\d+", rf"\g<1>{n}"),
        (r"(avg: +)[\d.]+", rf"\g<1>{float(total.group(1)) / n:.2f}"),
        (r"(events \(avg/stddev\): +)[\d.]+",
         rf"\g<1>{n / int(threads.group(1)):.4f}"),
        (r"Total operations: \d+ \( *[\d.]+",
         f"Total operations: {n} ({rate:.2f}"),
        (r"[\d.]+ MiB transferred \([\d.]+",
         f"{n * size:.2f} MiB transferred ({rate * size:.2f}"),
    ]
    for old, new in changes:
        text = re.sub(old, new, text)
    lines[:] = text.split("\n")


def scale_amounts(tool, line, factor):
    """The amounts of a line: not the interval of a row, nor the run time."""
    if tool == "iperf3 text":
        found = re.finditer(r"[\d.]+(?= [KMG]?(Bytes|bits))", line)
    else:
        found = (m for m in numbers(tool, line)
                 if not line[m.end():].startswith("msec"))
    for match in reversed(list(found)):
        line = replaced(line, match, times(match.group(), factor))
    return line


def summary(tool, lines, dice):
    """Everything that says how much, by one factor; the rest stays."""
    factor = factor_of(dice)
    if tool == "sysbench":
        rewrite_sysbench(lines, factor)
        return
    for i in lines_of(tool, lines, AMOUNTS):
        lines[i] = scale_amounts(tool, lines[i], factor)


def scaled(tool, lines, dice):
    """All that says how much, up; all latencies, down."""
    factor = factor_of(dice)
    for i in lines_of(tool, lines, RESULTS):
        if re.search(AMOUNTS[tool], lines[i]):
            lines[i] = scale_amounts(tool, lines[i], factor)
        elif not tool.startswith("iperf3"):
            lines[i] = scale_line(tool, lines[i], 1 / factor)


def spliced(tool, lines, dice, other):
    """A stretch of result lines from another run of the same kind."""
    mine = lines_of(tool, lines, RESULTS)
    theirs = lines_of(tool, other, RESULTS)
    n = min(len(mine), len(theirs))
    start = dice.randrange(n)
    length = dice.randint(1, max(1, n // 3))
    for k in range(start, min(n, start + length)):
        lines[mine[k]] = other[theirs[k]]


# -- intact logs --

def lab_logs(folder="fixtures/lab"):
    for root, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.startswith(("sysbench", "fio", "iperf3")):
                yield os.path.join(root, name)


def tool_of(path, text):
    name = path.split("/")
    if re.search(r"^sysbench 1\.", text, re.M):
        return "sysbench"
    if '"fio version"' in text:
        return "fio JSON" if text.startswith("{") else None
    if re.search(r"^fio-3", text, re.M):
        return "fio text"
    if "iperf3" in name or "iperf3-" in path:
        if text.startswith("{\n"):
            return "iperf3 JSON"
        return "iperf3 text"
    return None


def usable(hvlab, lab, paths):
    """Files with exactly one whole run, by the program's own reading."""
    done = subprocess.run([hvlab, "parse", "--lang", "en", *paths],
                          capture_output=True, check=False)
    runs = collections.defaultdict(set)
    cut = set()
    for line in done.stdout.decode().splitlines():
        record = json.loads(line)
        runs[record["file"]].add((record["tool"], record["run"]))
        if not record["complete"]:
            cut.add(record["file"])
    return [p for p in paths if len(runs[p]) == 1 and p not in cut]


def group_of(tool, path, text):
    """Runs that may be spliced: same tool, version and test."""
    name = os.path.basename(path)
    if path.startswith("fixtures"):
        return (tool, name)
    shape = [line for line in text.split("\n")
             if re.search(RESULTS[tool], line)]
    return (tool, path.split("/")[-2], len(shape))


def pool(hvlab, lab, folder):
    paths = list(lab_logs())
    for root, _, names in sorted(os.walk(folder)):
        paths += [os.path.join(root, n) for n in sorted(names)
                  if n.endswith((".txt", ".json"))]
    logs = collections.defaultdict(list)
    groups = collections.defaultdict(list)
    for path in usable(hvlab, lab, paths):
        with open(path, encoding="utf-8", errors="replace") as stream:
            text = stream.read()
        tool = tool_of(path, text)
        if not tool or not lines_of(tool, text.split("\n"), RESULTS) or \
                not lines_of(tool, text.split("\n"), AMOUNTS):
            continue
        logs[tool].append((path, text))
        groups[group_of(tool, path, text)].append((path, text))
    return logs, groups


# -- the two questions --

def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(text)
    return path


def noticed(hvlab, lab, folder, tool, kind, dice, logs, groups):
    path, text = dice.choice(logs[tool])
    lines = text.split("\n")
    operands = []
    if kind == "spliced":
        group = group_of(tool, path, text)
        others = [t for p, t in groups[group] if p != path]
        if not others:
            return None
        spliced(tool, lines, dice, dice.choice(others).split("\n"))
    else:
        {"one number": one_number, "one line": one_line, "summary": summary,
         "scaled": scaled, "copied": one_number}[kind](tool, lines, dice)
    if "\n".join(lines) == text:
        return None
    if kind == "copied":
        operands.append("proxmox=" + write(folder, "intact", text))
    system = "xcp-ng" if kind == "copied" else "proxmox"
    if "fixtures/lab/xen" in path:
        system = "xcp-ng"
        operands = [o.replace("proxmox=", "host=") for o in operands]
    operands.append(f"{system}=" + write(folder, "edited", "\n".join(lines)))
    rows = findings(hvlab, lab, operands)
    rules = {row["rule"] for row in rows if row["file"].endswith("edited")}
    return bool(rules & (GENUINE | REFUSED) - {"hypervisor-claim"})


def detection(hvlab, lab, folder, logs, groups, count, seed):
    table = {}
    for tool in TOOLS:
        for kind in KINDS:
            dice = random.Random(f"{seed} {tool} {kind}")
            results = []
            while len(results) < count:
                result = noticed(hvlab, lab, folder, tool, kind, dice, logs,
                                 groups)
                if result is not None:
                    results.append(result)
            table[tool, kind] = 100 * sum(results) / count
    return table


def false_alarms(hvlab, lab, folder):
    """Of family genuine, on intact logs: each folder of recordings by itself,
    and the recorded lab."""
    alarms, counts = [], collections.Counter()
    places = [(None, "fixtures/lab")]
    for tool in ("sysbench", "fio", "iperf3"):
        for version in sorted(os.listdir(os.path.join(folder, tool))):
            path = os.path.join(folder, tool, version)
            if os.path.isdir(path):
                places.append((lab, "proxmox=" + path))
    for definition, operand in places:
        for row in findings(hvlab, definition, [operand]):
            counts[row["severity"], row["rule"]] += 1
            if row["rule"] in GENUINE:
                alarms.append((row["rule"], row["file"], row["found"]))
    return alarms, counts


# Errors that say nothing about the origin of a log: it was cut, it failed,
# the network was loopback, the disk was memory.
TRUE_ERRORS = {"run-incomplete", "tool-failed", "network-loopback",
               "fio-memory-speed"}


def lab_for_all(folder):
    """Every run is a test; recordings mix options and versions on purpose."""
    with open("fixtures/labs/any.json", encoding="utf-8") as stream:
        lab = json.load(stream)
    lab["rules"] = {rule: "off" for rule in
                    ("options-differ", "versions-differ",
                     "sysbench-generations")}
    return write(folder, "lab.json", json.dumps(lab))


def print_table(table):
    print(f"{'noticed, %':<12}", *(f"{k:>10}" for k in KINDS))
    for tool in TOOLS:
        print(f"{tool:<12}", *(f"{table[tool, k]:10.0f}" for k in KINDS))


def main():
    hvlab = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    sys.stdout.reconfigure(line_buffering=True)
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        unpack(folder)
        lab = lab_for_all(folder)
        alarms, counts = false_alarms(hvlab, lab, folder)
        for (severity, rule), n in sorted(counts.items()):
            print(f"intact: {severity:<11} {rule:<24} {n:5} places")
            if severity == "error" and rule not in TRUE_ERRORS:
                wrong.append(f"error-level false alarm: {rule}")
        for alarm in alarms:
            wrong.append("taken for edited: " + ": ".join(alarm))
        logs, groups = pool(hvlab, lab, folder)
        for tool in TOOLS:
            print(f"{tool}: {len(logs[tool])} intact logs to edit")
        table = detection(hvlab, lab, folder, logs, groups, count, seed)
    print_table(table)
    print(f"{len(alarms)} false alarms, {count} edits of each kind, "
          f"seed {seed}")
    for tool in TOOLS:
        for kind, floor in zip(KINDS, FLOORS[tool]):
            if table[tool, kind] < floor:
                wrong.append(f"{tool}, {kind}: {table[tool, kind]:.0f} % "
                             f"noticed, not {floor}")
    for text in wrong:
        print("WRONG", text)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
