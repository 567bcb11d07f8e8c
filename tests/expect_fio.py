"""fio, read independently: JSON first, else terse, else the normal text."""
import json
import re

from expect import ABSENT, File, Run, clean

DIRECTIONS = ("read", "write", "trim")
IEC = {"": 1, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40,
       "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
OLD = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
DECIMAL = {"": 1, "k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6}
SECONDS = {"nsec": 1e-9, "usec": 1e-6, "msec": 1e-3, "sec": 1}
PERCENTILES = {"50": "p50", "95": "p95", "99": "p99", "99.9": "p99_9"}
SUMMABLE = ("bandwidth", "iops", "io_bytes", "runtime")


def version_of(text):
    found = re.match(r"(?:fio-)?(\d+)\.(\d+)", text or "")
    return (int(found.group(1)), int(found.group(2))) if found else (0, 0)


def around(value, relative, absolute=0.0):
    reach = abs(value) * relative + absolute
    return value - reach, value + reach


# -- JSON --

def objects(lines):
    """The documents: from a line that is "{" to the next that is "}"."""
    start = None
    for i, line in enumerate(lines):
        if line.endswith("{") and line.lstrip("<>.a-z0-9A-Z ") in ("{", "") \
                and start is None and i + 1 < len(lines) and \
                '"fio version"' in lines[i + 1]:
            start = i
        elif line == "}" and start is not None:
            text = "{\n" + "\n".join(lines[start + 1:i + 1])
            text = re.sub(r":\s*-?(nan|inf)\b", ": null", text)
            try:
                yield json.loads(text)
            except json.JSONDecodeError:
                pass
            start = None


def mean_of(latency):
    if not latency or not latency.get("max"):
        return None
    return latency.get("mean")


def json_direction(run, prefix, data, version, may):
    kib = version < (2, 21)
    if not data.get("total_ios") and not data.get("io_bytes"):
        for what in SUMMABLE:
            run.forbid(f"{prefix}.{what}")
        return
    size = data["io_bytes"] * (1024 if kib else 1)
    step = 1024 if kib else 0
    run.put(f"{prefix}.io_bytes", size, size + step, may)
    if data["runtime"]:
        rate = size * 1000 / data["runtime"]
        run.put(f"{prefix}.bandwidth", rate - 1025,
                rate + 1025 + step * 1000 / data["runtime"], may)
    run.put(f"{prefix}.iops", *around(data["iops"], 1e-6, 1e-3), may)
    run.put(f"{prefix}.runtime", data["runtime"] / 1000 - 1e-9,
            data["runtime"] / 1000 + 1e-9, may)
    for key, name in (("clat", "clat_mean"), ("lat", "latency_mean")):
        nano = data.get(f"{key}_ns")
        latency = nano if nano is not None else data.get(key)
        unit = 1e-9 if nano is not None else 1e-6
        mean = mean_of(latency)
        if mean is None:
            run.forbid(f"{prefix}.{name}")
            continue
        run.put(f"{prefix}.{name}", *around(mean * unit, 1e-6, 1e-12),
                may or key == "lat")
        if key == "clat" and not data.get("lat_ns", {}).get("percentile"):
            for share, value in latency.get("percentile", {}).items():
                short = PERCENTILES.get("%g" % float(share))
                if short and value:
                    run.put(f"{prefix}.clat_{short}",
                            *around(value * unit, 1e-6, 1e-12), may=True)


def json_job(job, version, complete):
    run = Run("fio", complete and not job.get("error"), job.get("jobname"))
    if job.get("mixed") and not any(d in job for d in DIRECTIONS):
        json_direction(run, "total", job["mixed"], version, False)
        return run
    for name in DIRECTIONS:
        if name in job:
            json_direction(run, name, job[name], version, False)
    return run


# -- terse --

BASES = {2: (4, 45, 86), 3: (5, 46, None), 4: (5, 46, 87), 5: (5, 52, 99)}


def terse_run(line, complete):
    fields = line.split(";")
    kind = int(fields[0])
    shift = 0
    # a name with semicolons shifts all
    run = Run("fio", complete and fields[4 if kind > 2 else 3] == "0",
              fields[2 if kind > 2 else 1])
    for name, base in zip(DIRECTIONS, BASES[kind]):
        if base is None:
            continue
        cells = fields[base + shift:base + shift + 41]
        size, rate, iops, runtime = (float(x) for x in cells[:4])
        if not size and not iops:
            for what in SUMMABLE:
                run.forbid(f"{name}.{what}")
            continue
        run.put(f"{name}.io_bytes", size * 1024, (size + 1) * 1024)
        run.put(f"{name}.bandwidth", rate * 1024, (rate + 1) * 1024)
        run.put(f"{name}.iops", iops, iops + 1)
        run.put(f"{name}.runtime", runtime / 1000 - 1e-9,
                runtime / 1000 + 1e-9)
        for at, what in ((8, "clat_mean"), (32, "latency_mean")):
            if float(cells[at + 1]) > 0:
                run.put(f"{name}.{what}",
                        *around(float(cells[at + 2]) * 1e-6, 1e-9, 1e-12),
                        may=what == "latency_mean")
            elif float(cells[at + 2]) == 0:
                run.forbid(f"{name}.{what}")
        for cell in cells[12:32]:
            share, _, value = cell.partition("%=")
            short = PERCENTILES.get("%g" % float(share)) if value else None
            if short and float(value):
                run.put(f"{name}.clat_{short}",
                        *around(float(value) * 1e-6, 1e-9, 1e-12), may=True)
    return run


# -- normal --

BLOCK = re.compile(r"^(?:<\S+> )?(.*): \(groupid=(\d+), jobs=(\d+)\): err= *"
                   r"(\d+)(?: \(.*)?: pid=(\d+): ")
NEW = re.compile(r"^ +(read|write|trim|mixed) ?: ?IOPS=([\d.]+)([kM]?), "
                 r"BW=([\d.]+)([KMGT]?i?)(?:B|bit)/s \(.*?\)\("
                 r"([\d.]+)([KMGT]?i?)B/(\d+)msec\)")
OLD_LINE = re.compile(r"^ +(read|write|trim|mixed) ?: io=([\d.]+)([KMGT]?)B?, "
                      r"bw=([\d.]+)([KMGT]?(?:B|bit))/s, iops=([\d.]+)([KM]?), "
                      r"runt= *(\d+)msec")
LATENCY = re.compile(r"^ +(clat|lat) +\((nsec|usec|msec)\): +min= *[\d.]+k?, "
                     r"max= *[\d.]+[kM]?, avg= *([\d.]+), stdev=")
TITLE = re.compile(r"^ +(clat|slat|lat) percentiles \((nsec|usec|msec)\):")
SHARE = re.compile(r"(\d+\.\d+)th=\[ *([\d.]+)(k?)\]")


def reach(token, unit, version):
    """What the printed number may have been: see "Scaled numbers"."""
    whole, _, fraction = token.partition(".")
    place = 10.0 ** -len(fraction)
    value = float(token)
    if unit == 1 and not fraction:
        return value, value + 1
    low, high = value - place, value + place
    if fraction and version <= (2, 19):
        low, high = int(whole), int(whole) + 1
    elif fraction and version < (3, 26) and not fraction.strip("0"):
        high = int(whole) + 1.05
    return low * unit, high * unit


def text_latency(run, prefix, line, state):
    found = LATENCY.match(line)
    if found and (prefix, found.group(1)) not in state:
        # later ones are of one priority
        state[prefix, found.group(1)] = True
        what = "clat_mean" if found.group(1) == "clat" else "latency_mean"
        unit = SECONDS[found.group(2)]
        value = float(found.group(3))
        run.put(f"{prefix}.{what}", (value - 0.00501) * unit,
                (value + 0.00501) * unit, may=what == "latency_mean")
    found = TITLE.match(line)
    if found:
        state["kind"], state["unit"] = found.group(1), \
            SECONDS[found.group(2)]
    if state.get("kind") == "clat" and line.lstrip().startswith("|"):
        for share, value, kilo in SHARE.findall(line):
            short = PERCENTILES.get("%g" % float(share))
            factor = state["unit"] * (1000 if kilo else 1)
            if short and float(value) and \
                    f"{prefix}.clat_{short}" not in run.values:
                # rounded up, after cutting to whole units
                run.put(f"{prefix}.clat_{short}",
                        (float(value) - 1.001) * factor,
                        (float(value) + 0.001) * factor, may=True)


def text_total(run, line, version):
    new, old = NEW.match(line), OLD_LINE.match(line)
    if new:
        name, iops, kilo, rate, unit, size, scale, runtime = new.groups()
        bits = 8 if re.search(r"BW=[\d.]+[KMGT]?i?bit", line) else 1
        one, two = IEC.get(unit, 1) / bits, IEC.get(scale, 1)
        count = reach(iops, DECIMAL[kilo], version)
        speed = reach(rate, one, version)
        bytes_ = reach(size, two, version)
    elif old:
        name, size, scale, rate, unit, iops, kilo, runtime = old.groups()
        count = reach(iops, DECIMAL[kilo], version)
        bits = 8 if unit.endswith("bit") else 1
        speed = reach(rate, OLD[re.sub("B|bit", "", unit)] / bits, version)
        bytes_ = reach(size, OLD[scale], version)
    else:
        return None
    prefix = "total" if name == "mixed" else name
    if float(iops) == 0 and float(size) == 0:
        return prefix
    vague = version < (3, 26)
    run.put(f"{prefix}.iops", *count, may=vague)
    run.put(f"{prefix}.bandwidth", *speed, may=vague)
    run.put(f"{prefix}.io_bytes", *bytes_, may=True)
    run.put(f"{prefix}.runtime", int(runtime) / 1000 - 1e-9,
            int(runtime) / 1000 + 1e-9)
    return prefix


def text_blocks(lines, version, complete):
    runs, run, prefix, state = [], None, None, {}
    for line in lines:
        line = re.sub(r"^<\S+> ", "", line)
        found = BLOCK.match(line)
        if found and found.group(1) == "All clients":
            run = None      # what the blocks before say, added up
            continue
        if found:
            run = Run("fio", complete and found.group(4) == "0",
                      found.group(1))
            run.group, run.pid = found.group(2), found.group(5)
            runs.append(run)
            prefix, state = None, {}
            continue
        if run is None:
            continue
        if line.startswith(("Run status group", "Disk stats", "fio-")):
            run = None
            continue
        if line.lstrip().startswith("mixed:"):
            prefix = "total"    # 3.27 to 3.42 print no rates there
        prefix = text_total(run, line, version) or prefix
        if prefix:
            text_latency(run, prefix, line, state)
        if re.match(r" +(cpu|fsync/|IO depths) *", line):
            prefix = None
    return runs


# -- putting together --

def over_longest(members, name, what):
    """Like fio's group line: all that was done over the longest runtime."""
    rates, times = ([m.values.get(f"{name}.{key}") for m in members]
                    for key in (what, "runtime"))
    if any(t is ABSENT or t is None for t in times):
        return None
    longest = [max(t[end] for t in times) for end in (0, 1)]
    return (sum(r[0] * t[0] for r, t in zip(rates, times)) / longest[1],
            sum(r[1] * t[1] for r, t in zip(rates, times)) / longest[0])


def merge(runs):
    """Members of one job put together, as a group would report them."""
    merged = []
    for run in runs:
        last = merged[-1] if merged else None
        if last is None or last.name != run.name or \
                getattr(last, "group", 0) != getattr(run, "group", 0):
            fresh = Run("fio", run.complete, run.name)
            fresh.group = getattr(run, "group", 0)
            fresh.members = []
            merged.append(fresh)
        merged[-1].members.append(run)
    for run in merged:
        members = run.members
        if len(members) == 1:
            run.values, run.may = members[0].values, members[0].may
            continue
        run.complete = all(m.complete for m in members)
        for name in DIRECTIONS + ("total",):
            for what in SUMMABLE:
                metric = f"{name}.{what}"
                have = [m.values.get(metric) for m in members]
                if any(h is None or h is ABSENT for h in have):
                    continue
                if what == "runtime":
                    run.put(metric, max(h[0] for h in have),
                            max(h[1] for h in have), may=True)
                elif what == "io_bytes":
                    run.put(metric, sum(h[0] for h in have),
                            sum(h[1] for h in have), may=True)
                else:
                    reach_ = over_longest(members, name, what)
                    if reach_:
                        run.put(metric, *reach_, may=True)
    return merged


def totals(run):
    """What the directions of a run make together."""
    for what in SUMMABLE:
        have = [run.values[f"{d}.{what}"] for d in DIRECTIONS
                if run.values.get(f"{d}.{what}", ABSENT) is not ABSENT]
        metric = f"total.{what}"
        if not have or metric in run.values:
            continue
        join = max if what == "runtime" else sum
        run.put(metric, join(h[0] for h in have), join(h[1] for h in have),
                may=True)


def readings(lines, version, complete):
    """All accounts of the file: by JSON, terse and text."""
    documents = [[json_job(job, version_of(d["fio version"]), complete)
                  for job in d.get("jobs", d.get("client_stats", []))
                  if job.get("jobname") != "All clients"]
                 for d in objects(lines)]
    terse = []
    for line in lines:
        found = re.search(r"(?:^|\d\ds\])\s*([2345];[^;]*;.*)$", line)
        if found and found.group(1).count(";") >= 110:
            terse.append(terse_run(found.group(1), complete))
    inside, outside = False, []
    for i, line in enumerate(lines):
        if line == "{":
            inside = True
        if not inside:
            outside.append(line)
        if line == "}":
            inside = False
    return documents, terse, text_blocks(outside, version, complete)


FAILED = re.compile(r"terminating on signal|Killed|verify: bad|rate_min=.*not "
                    r"met|latency of \d+ .*exceeds|io_u error")


def last_report(runs):
    """Of reports repeated about the same jobs, the last of each."""
    kept = {}
    for run in runs:
        kept[(run.name, getattr(run, "group", 0), getattr(run, "pid", 0))] = run
    return list(kept.values())


def expect(path, data, row):
    name = path.rsplit("/", 1)[-1]
    if not data:
        return File([], diags=["empty"], kind="empty")
    if name.endswith(".fz") or ".t_" in name or name.startswith("bwagg.agg"):
        # the points of a log are a series, which this test does not see
        kind = "binary|compressed" if name.endswith(".fz") else "log"
        if not re.match(rb"\d+, |x\x9c", data):
            kind = "."
        return File([], diags=[kind], kind="log")
    if path.startswith("jobfiles"):
        return File([], diags=["."], kind="job file")
    lines = clean(data)
    text = "\n".join(lines)
    version = version_of(row["version"])
    complete = not FAILED.search(text)
    documents, terse, blocks = readings(lines, version, complete)
    command = row["command"]
    repeats = "status-interval" in command or "USR1" in command
    truncated = "cut at" in row["special"] or "SIGKILL" in row["special"]
    if repeats:
        documents, terse = documents[-1:], last_report(terse)
        blocks = last_report(blocks)
    accounts = [a for a in ([r for d in documents for r in d], terse, blocks)
                if a]
    if len(accounts) > 1 and "append-terse" not in command and \
            "--output-format" not in command:
        accounts = [[r for a in accounts for r in a]]
    ways = []
    for account in accounts[:1] if documents else accounts:
        for way in (account, merge(account)):
            for run in way:
                totals(run)
                if truncated:
                    run.complete = False
                    run.may.update(run.values)
                if not run.complete:
                    run.may.update(run.values)
            ways.append([r for r in way if r.stated])
    diags = []
    if not ways or not ways[0] or truncated:
        diags.append(".")
    elif not all(r.complete for r in ways[0]):
        diags.append("incomplete|interrupted|failed|aborted")
    return File(*(ways or [[]]), diags=diags,
                loose=truncated and name.endswith(".json"),
                kind="run" if ways and ways[0] else "no run")
