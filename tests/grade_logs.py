"""What sysbench, fio and iperf3 print, drawn for one imagined machine.

The texts obey the arithmetic of the real ones: of one run everything follows
from a few drawn numbers, rounded where and as the tool rounds. So students of
a class differ as honest students do, and no check may tell these from real
recordings.
"""
import bisect
import math
import random
import time


def minutes(start):
    return time.strftime("%a %b %d %H:%M:%S %Y", time.gmtime(start))


# -- sysbench 1.0.20 --

SYSBENCH = """sysbench 1.0.20 (using system LuaJIT 2.1.0-beta3)

Running the test with following options:
Number of threads: {threads}
Initializing random number generator from current time


{options}

Initializing worker threads...

Threads started!

{result}

General statistics:
    total time:                          {time:.4f}s
    total number of events:              {events}

Latency (ms):
         min:                                 {min:7.2f}
         avg:                                 {avg:7.2f}
         max:                                 {max:7.2f}
         95th percentile:                     {p95:7.2f}
         sum:                            {sum:12.2f}

Threads fairness:
    events (avg/stddev):           {each:.4f}/{spread:.2f}
    execution time (avg/stddev):   {busy:.4f}/0.00

"""


def bucket(ms):
    """The centre of the histogram's bucket of a latency in ms."""
    step = math.log(1e8) / 1023
    return 0.001 * math.exp(step * round(math.log(ms / 0.001) / step))


def sysbench(rng, options, result, events, elapsed, busy, threads, low):
    """`result` makes the tool's own block of the rate. Rates are taken a
    little later than the total time."""
    elapsed = round(elapsed, 4)
    rate = events / (elapsed + rng.uniform(0.0008, 0.004))
    share = rng.randrange(1, max(2, events // 100)) if threads > 1 else 0
    spread = (2 * share + events % 2) / 2 if threads == 2 else share
    total = round(1000 * busy * threads, 2)
    average = total / events
    return SYSBENCH.format(
        threads=threads, options=options, result=result(rate), time=elapsed,
        events=events, min=average * low, avg=average,
        max=average * rng.uniform(1.5, 4) + rng.lognormvariate(1, 0.6),
        p95=bucket(average * 1.15) if average > 0.01 else 0, sum=total,
        each=events / threads, spread=spread, busy=total / threads / 1000)


def sysbench_cpu(rng, rate, prime=20000, threads=2, seconds=10):
    elapsed = seconds + rng.uniform(0.0004, 0.006)
    events = round(rate * elapsed)
    return sysbench(
        rng, f"Prime numbers limit: {prime}",
        lambda rate: f"CPU speed:\n    events per second: {rate:8.2f}",
        events, elapsed, elapsed - rng.uniform(0.003, 0.02), threads,
        rng.uniform(0.85, 0.95))


def sysbench_memory(rng, rate, oper="write", threads=2):
    total = 10240 if oper == "write" else 102400
    events = min(total * 1024, round(rate * 10.001))
    elapsed = events / rate if events == total * 1024 \
        else 10 + rng.uniform(0.0004, 0.003)

    def result(rate):
        return (f"Total operations: {events} ({rate:8.2f} per second)\n\n"
                f"{events / 1024:4.2f} MiB transferred "
                f"({rate / 1024:4.2f} MiB/sec)\n")
    return sysbench(
        rng, "Running memory speed test with the following options:\n"
        f"  block size: 1KiB\n  total size: {total}MiB\n"
        f"  operation: {oper}\n  scope: global", result, events, elapsed,
        elapsed * rng.uniform(0.4, 0.7), threads, 0)


# -- fio 3.33 --

def short(number, base, unit):
    """Four characters at most, as fio shortens numbers."""
    prefixes = ["", "Ki", "Mi", "Gi"] if base == 1024 else ["", "k", "M", "G"]
    rest, step = None, 0
    while len(str(number)) > 4:
        number, rest = divmod(number, base)
        step += 1
    digits = len(str(number))
    if rest is not None and digits >= 3:
        number += rest >= base / 2
    elif rest is not None:
        decimals = 3 - digits
        part = f"{rest / base:.{decimals}f}"
        if part[0] == "1":
            number += 1
        number = f"{number}.{part[2:]}"
    return f"{number}{prefixes[step]}{unit}"


def plat(ns):
    """The middle of the histogram's bucket of a latency in ns: 64 buckets an
    octave."""
    if ns < 128:
        return ns
    bits = ns.bit_length() - 7
    return ((ns >> bits) << bits) + (1 << bits) // 2


PERCENTILES = (1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99, 99.5, 99.9,
               99.95, 99.99)
SHARES = [("usec", t, 1000 * t) for t in (
    2, 4, 10, 20, 50, 100, 250, 500, 750, 1000)] + [
    ("msec", t, 1000000 * t) for t in (2, 4, 10, 20, 50, 100, 250)]


def spread(values):
    mean = sum(values) / len(values)
    return mean, math.sqrt(sum((v - mean) ** 2 for v in values) /
                           (len(values) - 1))


def fio_latencies(rng, mean, count=300):
    """In ns, sorted; a few are long."""
    draw = rng.lognormvariate
    shape = [draw(0, 0.4) * (6 if rng.random() < 0.01 else 1)
             for _ in range(count)]
    factor = mean * count / sum(shape)
    return sorted(min(max(int(s * factor * 1e9), 2500), 95_000_000)
                  for s in shape)


def fio_percentiles(values):
    cells = []
    for percent in PERCENTILES:
        ns = plat(values[min(len(values) - 1,
                             math.ceil(percent / 100 * len(values)) - 1)])
        cells.append(f"{percent:5.2f}th=[{-(-ns // 1000):5d}]")
    rows = [", ".join(cells[i:i + 4]) for i in range(0, len(cells), 4)]
    return "".join(f"     | {row}{',' if row is not rows[-1] else ''}\n"
                   for row in rows)


def fio_samples(rng, bw, size, jobs, agg):
    """The lines on half seconds. Sums over jobs have a mean that is a whole
    number of 59ths."""
    total = round(bw / 1024 * 59 * rng.uniform(0.985, 1.005))
    low, high = rng.uniform(0.6, 0.8), rng.uniform(1.1, 1.3)
    mean, unit = total / 59, size / 1024
    per = min(100, 100 * math.floor(mean) * 1024 / agg)
    deviation = mean * rng.uniform(0.03, 0.09)
    ops = math.floor(total / unit) / 59
    return (
        f"   bw (  KiB/s): min={int(mean * low):5d}, max={int(mean * high):5d},"
        f" per={per:3.2f}%, avg={mean:5.2f}, stdev={deviation:5.2f},"
        f" samples={59 * jobs}\n"
        f"   iops        : min={int(ops * low):5d}, max={int(ops * high):5d},"
        f" avg={ops:5.2f}, stdev={deviation / unit:5.2f},"
        f" samples={59 * jobs}\n")


class Direction:
    def __init__(self, rng, name, issued, size, msec, jobs, mean):
        self.name, self.issued = name, issued
        self.bytes = issued * size
        self.bw = 1000 * self.bytes // msec
        self.msec = msec
        values = fio_latencies(rng, mean)
        extra = int(mean * 1e9 * rng.uniform(0.001, 0.003)) + 20
        self.lat = [v + extra for v in values]
        mean, deviation = spread(values)
        self.rows = (
            f"    clat (usec): min={values[0] // 1000},"
            f" max={values[-1] // 1000}, avg={mean / 1000:.2f},"
            f" stdev={deviation / 1000:.2f}\n"
            f"     lat (usec): min={self.lat[0] // 1000},"
            f" max={self.lat[-1] // 1000}, avg={(mean + extra) / 1000:.2f},"
            f" stdev={deviation / 1000:.2f}\n"
            "    clat percentiles (usec):\n" + fio_percentiles(values) +
            fio_samples(rng, self.bw, size, jobs, self.bw))

    def rates(self):
        return (short(self.bw, 1024, "B/s"), short(self.bw, 1000, "B/s"),
                short(self.bytes, 1024, "B"), short(self.bytes, 1000, "B"))

    def block(self):
        iec, si, io, _ = self.rates()
        iops = short(1000 * self.issued // self.msec, 1000, "")
        tail = "; 0 zone resets" if self.name == "write" else ""
        return (f"  {self.name}: IOPS={iops}, BW={iec} ({si})"
                f"({io}/{self.msec}msec){tail}\n" + self.rows)

    def line(self):
        iec, si, io, io_si = self.rates()
        return (f"{self.name.upper():>7s}: bw={iec} ({si}), {iec}-{iec} "
                f"({si}-{si}), io={io} ({io_si}), "
                f"run={self.msec}-{self.msec}msec\n")


def fio_shares(directions):
    issued = sum(d.issued for d in directions)
    counts = [0.0] * len(SHARES)
    for direction in directions:
        weight, below = direction.issued / len(direction.lat), 0
        for i, (_, _, ns) in enumerate(SHARES):
            upto = bisect.bisect_left(direction.lat, ns)
            counts[i] += weight * (upto - below)
            below = upto
    whole = [round(c) for c in counts]
    whole[whole.index(max(whole))] += issued - sum(whole)
    text = ""
    for unit in "usec", "msec":
        cells = [f"{s[1]}={max(100 * c / issued, 0.01):.2f}%"
                 for s, c in zip(SHARES, whole) if c and s[0] == unit]
        for i in range(0, len(cells), 5):
            text += f"  lat ({unit})   : {', '.join(cells[i:i + 5])}\n"
    return text


def fio(rng, name, rw, bw, disk, start, jobs=1, size=1 << 20, mix=0.7,
        seconds=30, pid=None):
    """`bw` in B/s, both directions together."""
    msec = 1000 * seconds + rng.randrange(1, 30)
    total = int(bw * msec / 1000 / size)
    busy = 0.96 * jobs * msec / 1000 / total
    reads = total if rw == "read" else 0 if rw == "write" else round(
        total * (mix + rng.uniform(-0.002, 0.002)))
    parts = []
    if reads:
        parts.append(Direction(rng, "read", reads, size, msec, jobs, busy))
    if total - reads:
        parts.append(Direction(rng, "write", total - reads, size, msec, jobs,
                               busy))
    block = f"{size}B-{size}B" if size < 10240 else \
        f"{size // 1024}KiB-{size // 1024}KiB"
    pid = pid or rng.randrange(600, 32000)
    issued = [next((d.issued for d in parts if d.name == n), 0)
              for n in ("read", "write")]
    depth = "".join(
        f"     {word:9s} : 0=0.0%, 4=100.0%, 8=0.0%, 16=0.0%, 32=0.0%,"
        " 64=0.0%, >=64=0.0%\n" for word in ("submit", "complete"))
    return (
        f"{name}: (g=0): rw={rw}, bs=(R) {block}, (W) {block}, (T) {block},"
        " ioengine=psync, iodepth=1\n" + ("...\n" if jobs > 1 else "") +
        f"fio-3.33\nStarting {jobs} process{'es' if jobs > 1 else ''}\n\n"
        f"{name}: (groupid=0, jobs={jobs}): err= 0: pid={pid}:"
        f" {minutes(start)}\n" + "".join(d.block() for d in parts) +
        fio_shares(parts) +
        f"  cpu          : usr={rng.uniform(0.3, 5):.2f}%,"
        f" sys={rng.uniform(8, 40):.2f}%, ctx={rng.randrange(900, 90000)},"
        f" majf=0, minf={rng.randrange(11, 60)}\n"
        "  IO depths    : 1=100.0%, 2=0.0%, 4=0.0%, 8=0.0%, 16=0.0%, 32=0.0%,"
        " >=64=0.0%\n" + depth +
        f"     issued rwts: total={issued[0]},{issued[1]},0,0 short=0,0,0,0"
        " dropped=0,0,0,0\n"
        "     latency   : target=0, window=0, percentile=100.00%, depth=1\n\n"
        "Run status group 0 (all jobs):\n" + "".join(d.line() for d in parts) +
        f"\nDisk stats (read/write):\n  {disk}:"
        f" ios={issued[0] or 3}/{issued[1] or 4}, merge=0/1,"
        f" ticks={rng.randrange(900, 60000)}/{rng.randrange(3, 60000)},"
        f" in_queue={rng.randrange(60000, 120000)},"
        f" util={rng.uniform(3, 95):.2f}%\n")


# -- iperf3 3.12 --

def amount(value, base, names):
    step = 0
    while value >= base and step < 3:
        value /= base
        step += 1
    decimals = 2 if value < 9.995 else 1 if value < 99.95 else 0
    return f"{value:4.{decimals}f} {names[step]}"


def transfer(count):
    return amount(count, 1024, ("Bytes", "KBytes", "MBytes", "GBytes"))


def bitrate(count, seconds):
    return amount(8 * count / seconds, 1000,
                  ("bits", "Kbits", "Mbits", "Gbits")) + "/sec"


def iperf3(rng, rate, client, server, seconds=30, port=None):
    """`rate` in bit/s; what the client prints and what the server prints."""
    port = port or rng.randrange(32768, 61000)
    rows, sent = [], 0
    for second in range(seconds):
        count = 131072 * round(
            rate / 8 * min(max(rng.gauss(1, 0.05), 0.7), 1.3) / 131072)
        rows.append((second, count, rng.randrange(300, 5000),
                     0 if rng.random() < 0.8 else rng.randrange(1, 60)))
        sent += count
    received = sent - 131072 * rng.randrange(4, 24)
    rule = "- " * 24 + "-\n"
    head = (f"[  5] local {client} port {port} connected to {server} "
            "port 5201\n")
    one = (f"Connecting to host {server}, port 5201\n" + head +
           "[ ID] Interval           Transfer     Bitrate         Retr  Cwnd\n")
    two = ("-" * 59 + "\nServer listening on 5201 (test #1)\n" + "-" * 59 +
           f"\nAccepted connection from {client}, port {port - 2}\n"
           f"[  5] local {server} port 5201 connected to {client} port {port}\n"
           "[ ID] Interval           Transfer     Bitrate\n")
    left = received
    for second, count, window, retries in rows:
        span = f"[  5] {second:6.2f}-{second + 1:<6.2f} sec"
        one += (f"{span}  {transfer(count)}  {bitrate(count, 1)}  {retries:3d}"
                f"   {window:4d} KBytes       \n")
        here = min(left, count) if second < seconds - 1 else left
        left -= here
        two += f"{span}  {transfer(here)}  {bitrate(here, 1)}" + " " * 18 + "\n"
    span = f"[  5]   0.00-{seconds:<6.2f} sec"
    late = f"[  5]   0.00-{seconds + 0.02:<6.2f} sec"
    retries = sum(r[3] for r in rows)
    one += (rule + "[ ID] Interval           Transfer     Bitrate         Retr\n"
            f"{span}  {transfer(sent)}  {bitrate(sent, seconds)}  {retries:3d}"
            "             sender\n"
            f"{late}  {transfer(received)}  "
            f"{bitrate(received, seconds + 0.02)}" + " " * 18 +
            "receiver\n\niperf Done.\n")
    two += (rule + "[ ID] Interval           Transfer     Bitrate\n"
            f"{span}  {transfer(received)}  {bitrate(received, seconds)}" +
            " " * 18 + "receiver\n")
    return one, two


if __name__ == "__main__":
    rng = random.Random(1)
    print(sysbench_cpu(rng, 1802), sysbench_memory(rng, 8e6),
          sysbench_memory(rng, 7e6, "read"),
          fio(rng, "write-seq", "write", 4.1e8, "vda", 1.76e9),
          fio(rng, "random-rw", "randrw", 2e7, "vda", 1.76e9, 4, 4096),
          *iperf3(rng, 3.5e9, "192.168.122.11", "192.168.122.12"))
