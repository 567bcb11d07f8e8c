"""hvlab against what a user would use instead, as ratios of CPU time.

The commands take turns, so that a busy machine slows them all alike; the
figure is the median of the rounds. report.py HVLAB
"""
import glob
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

HVLAB, ROUNDS = sys.argv[1], 15
LOGS = sorted(glob.glob("fixtures/lab/*/run*/*.txt"))
PATTERN = (r"(events per second|avg|total time|READ|WRITE|IOPS|transferred"
           r"|receiver|sender).*?([0-9.]+)")
PYTHON = ("import re,sys\n"
          f"p = re.compile(r'{PATTERN}')\n"
          "for f in sys.argv[1:]:\n"
          "    for line in open(f):\n"
          "        m = p.search(line)\n"
          "        if m: print(f, m[1], m[2])\n")
JQ = ('inputs | capture("(?<k>events per second|avg|total time|READ|WRITE|'
      'IOPS|transferred|receiver|sender).*?(?<v>[0-9.]+)")')


def cpu(command):
    """CPU seconds, user and system, of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime -
            before.ru_utime - before.ru_stime)


out = tempfile.mkdtemp()
commands = {
    "hvlab parse": [HVLAB, "parse", *LOGS],
    "hvlab report": [HVLAB, "report", "fixtures/lab", "-o", out],
    "cat": ["cat", *LOGS],
    "python3, regular expressions": ["python3", "-c", PYTHON, *LOGS],
    "jq -R, regular expressions": ["jq", "-Rnc", JQ, *LOGS],
}
commands = {k: v for k, v in commands.items() if shutil.which(v[0])}
times = {name: [] for name in commands}
for _ in range(ROUNDS):
    for name, command in commands.items():
        times[name].append(cpu(command))
shutil.rmtree(out)
median = {name: statistics.median(t) for name, t in times.items()}
size = sum(os.path.getsize(f) for f in LOGS)
print(f"{len(LOGS)} logs, {size} bytes, median of {ROUNDS} rounds")
for name, seconds in median.items():
    print(f"{name:30s} {1000 * seconds:8.1f} ms CPU"
          f"  x{seconds / median['hvlab parse']:.2f} of hvlab parse")
limit = 0.150
verdict = "within" if median["hvlab report"] <= limit else "OVER"
print(f"report costs {1000 * median['hvlab report']:.1f} ms of CPU: "
      f"{verdict} the aim of {1000 * limit:.0f} ms")
