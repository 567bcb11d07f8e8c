"""The demo lab read again by other means: oracle.py comparison.csv

Means and Student intervals from the raw logs with a few regular expressions,
against what hvlab wrote. Nothing here comes from hvlab.
"""
import csv
import glob
import math
import re
import statistics
import sys

T975 = {1: 12.7062047362, 2: 4.30265272975, 3: 3.18244630528,
        4: 2.7764451052}
MI = 1048576.0
SCALE = {"": 1.0, "k": 1e3, "M": 1e6}
FOLDERS = {"proxmox": "qemu", "xcp-ng": "xen", "host": "host"}


def first(pattern, text):
    return re.search(pattern, text, re.M).groups()


def number(pattern, factor=1.0):
    return lambda text: float(first(pattern, text)[0]) * factor


def iops(word):
    def read(text):
        value, scale = first(word + r": IOPS=([\d.]+)([kM]?),", text)
        return float(value) * SCALE[scale]
    return read


def bandwidth(word):
    def read(text):
        value, unit = first(word + r": IOPS=[^,]*, BW=([\d.]+)([KMG]iB/s)",
                            text)
        return float(value) * {"KiB/s": 1 / 1024, "MiB/s": 1,
                               "GiB/s": 1024}[unit]
    return read


READERS = {
    ("cpu-20000", "events_per_second"):
        ("sysbench-cpu-20000", number(r"events per second: +([\d.]+)")),
    ("cpu-20000", "latency_avg"):
        ("sysbench-cpu-20000", number(r"^ +avg: +([\d.]+)")),
    ("cpu-50000", "events_per_second"):
        ("sysbench-cpu-50000", number(r"events per second: +([\d.]+)")),
    ("cpu-50000", "latency_avg"):
        ("sysbench-cpu-50000", number(r"^ +avg: +([\d.]+)")),
    ("memory-write", "throughput"):
        ("sysbench-memory", number(r"transferred \(([\d.]+) MiB/sec")),
    ("memory-read-rnd", "throughput"):
        ("sysbench-memory-rnd-read",
         number(r"transferred \(([\d.]+) MiB/sec")),
    ("disk-write-seq", "write.bandwidth"):
        ("fio-write-seq", bandwidth("write")),
    ("disk-read-seq", "read.bandwidth"): ("fio-read-seq", bandwidth("read")),
    ("disk-random-rw", "read.iops"): ("fio-random-rw", iops("read")),
    ("disk-random-rw", "write.iops"): ("fio-random-rw", iops("write")),
    ("disk-random-rw", "total.iops"):
        ("fio-random-rw", lambda t: iops("read")(t) + iops("write")(t)),
}


def values(system, stem, read):
    paths = sorted(glob.glob(
        f"fixtures/lab/{FOLDERS[system]}/run*/{stem}.txt"))
    return [read(open(path).read()) for path in paths]


def path_values(system):
    return [float(first(r"([\d.]+) Mbits/sec +receiver",
                        open(path).read())[0]) / 1000
            for path in sorted(glob.glob(
                f"fixtures/lab/{FOLDERS[system]}/run*/iperf3-client.txt"))]


def check(row, side, data):
    mean = statistics.mean(data)
    half = (T975[len(data) - 1] * statistics.stdev(data) /
            math.sqrt(len(data)))
    wanted = {"n": len(data), "mean": mean, "ci_low": mean - half,
              "ci_high": mean + half, "median": statistics.median(data)}
    for key, want in wanted.items():
        text = row[f"{side}_{key}"]
        digits = len(text.partition(".")[2])
        if abs(float(text) - want) > 0.5000001 * 10 ** -digits:
            print(row["test"], row["metric"], side, key, text, want)
            return 0
    return 1


good = total = 0
with open(sys.argv[1], newline="") as stream:
    for row in csv.DictReader(stream):
        key = (row["test"], row["metric"])
        for side in "a", "b":
            if key in READERS:
                data = values(row[side], *READERS[key])
            elif key == ("network-tcp", "receiver.throughput"):
                data = path_values(row[side].split(">")[0])
            else:
                continue
            total += 1
            good += check(row, side, data)
print(f"{good} of {total} sides agree")
sys.exit(good != total or total < 60)
