"""The parsers on many and on large files, as ratios of CPU time.

files.py HVLAB: 2,000 small files of each kind, copies of the recordings,
and two large ones made of real rows, read by hvlab and by what a user would
use instead. The commands take turns; figures are medians. The floor is `cat`:
opening the files is most of it.
"""
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile

HVLAB, MANY, ROUNDS = os.path.abspath(sys.argv[1]), 2000, 5
LOG_BYTES, JSON_BYTES = 190_000_000, 100_000_000
work = tempfile.mkdtemp()

# The same numbers, each with its file, version, test, base unit.
SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "")
FIO_PY = ["python3", SCRIPTS + "fio.py"]
IPERF_PY = ["python3", SCRIPTS + "iperf3.py"]
FIO_JQ = ["jq", "-cf", SCRIPTS + "fio.jq"]
IPERF_JQ = ["jq", "-cf", SCRIPTS + "iperf3.jq"]
SYSBENCH_AWK = ["awk", "-f", SCRIPTS + "sysbench.awk"]


def recordings(tool):
    target = os.path.join(work, tool)
    with tarfile.open(f"fixtures/recorded/{tool}.tar.xz") as tar:
        tar.extractall(target, filter="data") if hasattr(
            tarfile, "data_filter") else tar.extractall(target)
    return target


def whole(path):
    """A file that is one whole JSON document of the new kind."""
    try:
        document = json.load(open(path))
    except (ValueError, UnicodeDecodeError):
        return False
    jobs = document.get("jobs")
    if jobs is not None:
        return bool(jobs) and all(
            "clat_ns" in j.get("read", {}) for j in jobs)
    return "sum_received" in document.get("end", {})


def many(name, sources):
    folder = os.path.join(work, "many-" + name)
    os.mkdir(folder)
    for i in range(MANY):
        shutil.copy(sources[i % len(sources)], f"{folder}/{i}.txt")
    return folder, sorted(glob.glob(folder + "/*"))


def run(command):
    """CPU seconds, peak resident KiB and lines printed of one run."""
    if not isinstance(command, list):
        command = ["sh", "-c", command]
    pid = os.posix_spawnp(
        command[0], command, os.environ,
        # into a file: grep stops at the first match before /dev/null
        file_actions=[(os.POSIX_SPAWN_OPEN, fd, f"{work}/out{fd}",
                       os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                      for fd in (1, 2)])
    _, _, usage = os.wait4(pid, 0)
    with open(f"{work}/out1", "rb") as out:
        lines = sum(1 for _ in out)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss, lines


def compare(title, commands):
    commands = {k: c for k, c in commands.items()
                if shutil.which(c[0] if isinstance(c, list) else "sh")}
    times = {name: [] for name in commands}
    peak, lines = dict.fromkeys(commands, 0), {}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            seconds, memory, lines[name] = run(command)
            times[name].append(seconds)
            peak[name] = max(peak[name], memory)
    base = statistics.median(times["hvlab"])
    print(title)
    for name in commands:
        seconds = statistics.median(times[name])
        print(f"  {name:22s} {1000 * seconds:9.1f} ms CPU"
              f"  x{seconds / base:6.2f} of hvlab"
              f"  {peak[name] / 1024:7.1f} MiB  {lines[name]:7d} lines")


def small_files():
    fio = [f for f in glob.glob(recordings("fio") + "/**/*.json",
                                recursive=True)
           if os.path.getsize(f) < 12000 and whole(f)]
    iperf = [f for f in glob.glob(recordings("iperf3") + "/**/*.json",
                                  recursive=True)
             if os.path.getsize(f) < 20000 and whole(f)]
    sysbench = [f for f in glob.glob(
        recordings("sysbench") + "/**/1.0.*/*.txt", recursive=True)
        if "Threads fairness" in open(f, errors="replace").read()]
    folder, files = many("fio-json", fio)
    compare(f"{MANY} small fio JSON", {
        "hvlab": [HVLAB, "parse", folder],
        "cat": ["cat", *files],
        "python3 json": [*FIO_PY, *files],
        "jq": [*FIO_JQ, *files]})
    folder, files = many("sysbench", sysbench)
    compare(f"{MANY} sysbench texts", {
        "hvlab": [HVLAB, "parse", folder],
        "cat": ["cat", *files],
        "awk": [*SYSBENCH_AWK, *files]})
    folder, files = many("iperf3-json", iperf)
    compare(f"{MANY} iperf3 JSON", {
        "hvlab": [HVLAB, "parse", folder],
        "cat": ["cat", *files],
        "python3 json": [*IPERF_PY, *files],
        "jq": [*IPERF_JQ, *files]})


def large_log():
    rows = open(glob.glob(work + "/fio/**/3.36/logs/perio.t_bw.1.log",
                          recursive=True)[0]).read()
    path, time = work + "/big_bw.log", 0
    with open(path, "w") as out:
        values = [row.split(", ", 1)[1] for row in rows.splitlines()]
        while out.tell() < LOG_BYTES:
            for value in values:
                time += 1
                out.write(f"{time}, {value}\n")
    compare(f"one fio bw log, {os.path.getsize(path) >> 20} MiB", {
        "hvlab": [HVLAB, "parse", path],
        "wc -l": ["wc", "-l", path],
        "awk": ["awk", "-F,", "{s += $2} END {print s / NR}", path]})
    os.unlink(path)


def large_json():
    source = glob.glob(work + "/fio/**/3.36/random-rw.jsonplus.json",
                       recursive=True)[0]
    text = open(source).read()
    start = text.index('"bins" : {') + len('"bins" : {')
    path = work + "/big.json"
    with open(path, "w") as out:
        out.write(text[:start] + "\n")
        key = 1
        while out.tell() < JSON_BYTES:
            out.write("".join(f'            "{k}" : {k % 97},\n'
                              for k in range(key, key + 10000)))
            key += 10000
        out.write(text[start:].lstrip("\n"))
    compare(f"one fio json+, {os.path.getsize(path) >> 20} MiB", {
        "hvlab": [HVLAB, "parse", path],
        "python3 json": [*FIO_PY, path],
        "jq": [*FIO_JQ, path]})
    os.unlink(path)


try:
    small_files()
    large_log()
    large_json()
finally:
    shutil.rmtree(work)
