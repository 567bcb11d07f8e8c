"""sysbench, stress, stress-ng and facts of machines, read independently."""
import re

from expect import ABSENT, File, Run, clean

MIB = 1048576
HEADER = re.compile(r"sysbench (\d+\.\d+(?:\.\d+)?)(?:-[0-9a-f]+)?"
                    r"(:  multi| \(using )")
NUMBER = r"\s*(\d+(?:\.\d+)?)"
# (metric, pattern, factor): the last match of the report counts
PLAIN = [
    ("total_time", rf"^ +total time:{NUMBER}s$", 1),
    ("total_time", rf"^ +time elapsed:{NUMBER}s$", 1),
    ("total_events", rf"^ +total number of events:{NUMBER}$", 1),
    ("events_per_second", rf"^ +events per second:{NUMBER}$", 1),
    ("latency_min", rf"^ +min:{NUMBER}(?:ms)?$", 1e-3),
    ("latency_avg", rf"^ +avg:{NUMBER}(?:ms)?$", 1e-3),
    ("latency_max", rf"^ +max:{NUMBER}(?:ms)?$", 1e-3),
    ("latency_p95", rf"^ +95th percentile:{NUMBER}$", 1e-3),
    ("latency_p95", rf"^ +approx\. +95 percentile:{NUMBER}ms$", 1e-3),
    ("latency_sum", rf"^ +sum:{NUMBER}$", 1e-3),
    ("latency_sum", rf"^ +total time taken by event execution:{NUMBER}s?$", 1),
    ("operations", r"^(?:Total operations|Operations performed): (\d+) \(", 1),
    ("operations_per_second",
     r"^(?:Total operations|Operations performed): \d+ \( *([\d.]+) "
     r"(?:per second|ops/sec)\)", 1),
    ("transferred", r"^([\d.]+) Mi?B transferred \(", MIB),
    ("throughput", r"^[\d.]+ Mi?B transferred \( *([\d.]+) Mi?B/sec\)", MIB),
    ("fileio.read.iops", rf"^ +reads/s:{NUMBER}$", 1),
    ("fileio.write.iops", rf"^ +writes/s:{NUMBER}$", 1),
    ("fileio.fsync.iops", rf"^ +fsyncs/s:{NUMBER}$", 1),
    ("fileio.read.throughput", rf"^ +read, MiB/s:{NUMBER}$", MIB),
    ("fileio.write.throughput", rf"^ +written, MiB/s:{NUMBER}$", MIB),
    ("fileio.read.iops", r"^ +read:  IOPS=([\d.]+) ", 1),
    ("fileio.write.iops", r"^ +write: IOPS=([\d.]+) ", 1),
    ("fileio.fsync.iops", r"^ +fsync: IOPS=([\d.]+)$", 1),
    ("fileio.read.throughput", r"^ +read:  IOPS=[\d.]+ ([\d.]+) MiB/s", MIB),
    ("fileio.write.throughput", r"^ +write: IOPS=[\d.]+ ([\d.]+) MiB/s", MIB),
    ("fileio.iops", r"^([\d.]+) Requests/sec executed", 1),
    ("fileio.read.operations", r"^Operations performed: +(\d+) [rR]ead", 1),
    ("fileio.write.operations",
     r"^Operations performed: +\d+ [rR]eads?, (\d+) [wW]rite", 1),
    ("fileio.other.operations",
     r"^Operations performed: .*, (\d+) Other", 1),
    ("transactions", r"^ +transactions: +(\d+) +\(", 1),
    ("transactions_per_second",
     r"^ +transactions: +\d+ +\( *([\d.]+) per sec", 1),
    ("queries", r"^ +queries: +(\d+) +\(", 1),
    ("queries_per_second", r"^ +queries: +\d+ +\( *([\d.]+) per sec", 1),
]
SIZED = {"b": 1, "Kb": 1024, "Mb": MIB, "Gb": 1024 * MIB}
OLD_BYTES = [
    ("fileio.read.bytes", r"^Read ([\d.]+)([KMG]?b)"),
    ("fileio.write.bytes", r"Written ([\d.]+)([KMG]?b)"),
    ("fileio.throughput", r"\(([\d.]+)([KMG]?b)/sec\)$"),
]


def near(run, metric, value):
    run.put(metric, value * (1 - 1e-9) if value > 0 else value,
            value * (1 + 1e-9))


def read_report(lines):
    text = "\n".join(lines)
    run = Run("sysbench")
    for metric, pattern, factor in PLAIN:
        for token in re.findall(pattern, text, re.M):
            near(run, metric, float(token) * factor)
    for metric, pattern in OLD_BYTES:
        for token, unit in re.findall(pattern, text, re.M):
            near(run, metric, float(token) * SIZED[unit])
    return run, text


def judge(run, text):
    """What the run is worth, and what must not be read of it."""
    diags = []
    version = HEADER.match(text)
    run.version = version.group(1) if version else None
    events = run.values.get("total_events", (None,))[0]
    newest_file = re.search(r"^ +(read|write): +IOPS=", text, re.M)
    fair = len(re.findall(r"^ +(?:events|execution time) \(avg/stddev\):"
                          r" +[\d.]+/[\d.]+$", text, re.M)) == 2
    ended = fair and "total_time" in run.values or \
        newest_file and "latency_sum" in run.values
    failed = re.search(r"^FATAL: |unfinished transactions", text, re.M)
    if " Checkpoint report:" in text:
        # counters start anew at each report: only the last is read, if any
        run.complete = None
        run.may.update(run.values)
    elif not ended:
        run.complete = False
        run.may.update(run.values)
        diags.append("incomplete|interrupted|no result|failed|not read")
    elif events == 0 or failed:
        run.complete = False
        run.may.update(run.values)
        diags.append("no operation|interrupted|failed|incomplete")
    if events == 0:
        for metric in ("latency_min", "latency_avg", "latency_max",
                       "latency_p95"):
            run.values[metric] = ABSENT
    for metric in ("latency_min", "latency_p95"):
        if run.values.get(metric, ABSENT) is not ABSENT and \
                run.values[metric][0] > 9e3:
            run.values[metric] = ABSENT
    if "events_per_second" not in run.values and events:
        total = run.values["total_time"][0]
        eps = re.search(r"events/s \(eps\): +([\d.]+)", text)
        low = events / (total + 5e-5) if total else 0
        high = events / (total - 5e-5) if total > 5e-5 else 1e99
        if eps:
            low = high = float(eps.group(1))
        run.put("events_per_second", low, high, may=True)
    return diags


ERROR = re.compile(r"^(FATAL: |invalid option: |Unknown option: |Unknown "
                   r"command: |Invalid value for the |The '.*' test "
                   r"(requires|does not)|.*sysbench: command not found)", re.M)


def sysbench(lines):
    starts = [i for i, line in enumerate(lines) if HEADER.match(line)]
    pieces = [lines[a:b] for a, b in zip(starts, starts[1:] + [len(lines)])]
    if not pieces:
        pieces = [lines]
    runs, diags = [], []
    for piece in pieces:
        run, text = read_report(piece)
        if "Running the test" in text or "General statistics:" in text \
                or run.stated:
            diags += judge(run, text)
            runs.append(run)
        if ERROR.search(text):
            diags.append("no result|interrupted|failed")
    ways = [[r for r in runs if r.stated]]
    if any(r.complete is None for r in ways[0]):
        ways.append([r for r in ways[0] if r.complete is not None])
    return File(*ways, diags=diags, kind="run" if runs else "no run")


def facts(path, lines):
    """vcpus, memory and disk as the commands state them."""
    text = "\n".join(lines)
    run = Run("vm-facts", complete=None)
    name = path.rsplit("/", 1)[-1]
    if name.startswith(("lscpu", "all_in", "vm_facts", "pty_facts", "nproc")):
        for pattern in (r"^(?:Processeur|CPU)\(s\)\s*:\s+(\d+)$",
                        r'"field": "CPU\(s\):",\s*"data": "(\d+)"'):
            for count in re.findall(pattern, text, re.M):
                run.put("vcpus", int(count))
    memory = re.search(r"^Mem: +(\d+) ", text, re.M)
    if memory:
        # free -m in these files; MemTotal is finer
        run.put("memory_total", int(memory.group(1)) * MIB,
                (int(memory.group(1)) + 1) * MIB)
    rounded = re.search(r"^Mem: +([\d.]+)([GM])i ", text, re.M)
    if rounded and not memory:
        unit = {"G": 1 << 30, "M": MIB}[rounded.group(2)]
        step = 0.1 if "." in rounded.group(1) else 1
        middle = float(rounded.group(1))
        run.put("memory_total", (middle - step) * unit,
                (middle + step) * unit, may=True)
    total = re.search(r"^MemTotal: +(\d+) kB$", text, re.M)
    if total:
        run.put("memory_total", int(total.group(1)) * 1024)
    disks = re.findall(r"^(?:vd|sd|xvd|nvme|hd)\w+ +.*?(?<![\d.:])"
                       r"(\d+)(G|(?= ))(?: +\d)? +disk", text, re.M)
    sizes = [int(n) * (1 << 30 if unit else 1) for n, unit in disks]
    if sizes:
        run.put("disk_size", max(sizes))
    if name == "dumpxml.txt":
        for metric, tag, unit in (("configured_vcpus", "vcpu", 1),
                                  ("configured_memory", "memory", 1024)):
            found = re.search(rf"<{tag} [^>]*>(\d+)<", text)
            run.put(metric, int(found.group(1)) * unit)
    if name.startswith("dominfo") and "Max" in text:
        run.put("configured_vcpus",
                int(re.search(r"^CPU(?:\(s\))?\s*: +(\d+)$", text,
                              re.M).group(1)))
        run.put("configured_memory",
                int(re.search(r"Max(?: memory|\s*): +(\d+) KiB",
                              text).group(1)) * 1024)
    return File([run] if run.stated else [], kind="facts")


BOGO = re.compile(r"(?:info: |metrc:) +\[\d+\] (\w\S*) +(\d+) +([\d.]+) +"
                  r"([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+)", re.M)
BOGO_METRICS = ("bogo_ops", "real_time", "user_time", "system_time",
                "bogo_ops_per_second", "bogo_ops_per_cpu_second")
YAML_KEYS = ("bogo-ops", "wall-clock-time", "user-time", "system-time",
             "bogo-ops-per-second-real-time",
             "bogo-ops-per-second-usr-sys-time")
UNITS = {"sec": 1, "min": 60, "hour": 3600}


def seconds(text):
    """"600.05s (…)" or "10 mins, 0.05 secs"."""
    plain = re.match(r"([\d.]+)s\b", text)
    if plain:
        return float(plain.group(1))
    return sum(float(n) * UNITS[u] for n, u in
               re.findall(r"([\d.]+) (sec|min|hour)", text))


def stress(lines, killed):
    text = "\n".join(lines)
    tool = "stress-ng" if "stress-ng:" in text else "stress"
    pieces = re.split(r"^(?=.*dispatching hogs:)", text, flags=re.M)
    runs, diags = [], []
    for piece in pieces[1:]:
        ended = re.search(r"\] successful run completed in (.*)$", piece, re.M)
        whole = Run(tool, bool(ended) and (None if killed else True))
        if ended:
            near(whole, "stress.duration", seconds(ended.group(1)))
            if seconds(ended.group(1)) == 0:
                whole.complete = None   # a dry run
        else:
            diags.append("incomplete|interrupted|failed")
            failed = re.search(r"\) failed run completed in (.*)$", piece, re.M)
            if failed:
                near(whole, "stress.duration", seconds(failed.group(1)))
        parts = BOGO.findall(piece)
        runs.append(whole)
        for name, *numbers in parts:
            run = whole if len(parts) == 1 else Run(tool, whole.complete, name)
            for metric, number in zip(BOGO_METRICS, numbers):
                near(run, "stress_ng." + metric, float(number))
            if run is not whole:
                runs.append(run)
    found = [] if runs else re.findall(
        r"^    - stressor: (\S+)\n((?:      .*\n?)+)", text, re.M)
    for name, body in found:
        run = Run("stress-ng", None, name)
        for metric, key in zip(BOGO_METRICS, YAML_KEYS):
            number = re.search(rf"^      {key}: ([\d.]+)$", body, re.M)
            near(run, "stress_ng." + metric, float(number.group(1)))
        runs.append(run)
    if not runs:
        # usage, or the YAML file of stress-ng; a lost error line tells nothing
        return File([], diags=["."], kind="no run")
    return File([r for r in runs if r.stated], diags=diags, kind="stress")


NO_FACT = ("_not_found", "_error", "dominfo_unknown")


def expect(path, data, row):
    if not data:
        return File([], diags=["empty"], kind="empty")
    lines = clean(data)
    folder = path.split("/")[0]
    name = path.rsplit("/", 1)[-1]
    if folder.startswith("stress") or name.startswith("stress"):
        return stress(lines, re.search("SIG|kill", row["special"]))
    if folder == "vmfacts-this-machine" or folder == "virsh-test-driver" or \
            folder == "vm-qemu-tcg" and not HEADER.match(lines[0]) or \
            name == "pty_facts.txt":
        file = facts(path, lines)
        if any(word in name for word in NO_FACT):
            file.diags.append(".")
        return file
    return sysbench(lines)
