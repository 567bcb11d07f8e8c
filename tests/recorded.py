"""Is every recorded output read to what it says? recorded.py HVLAB [FOLDER]

Unpacks fixtures/recorded (or takes FOLDER), reads every file a second time
with the small readers expect_*.py, written from the descriptions of the
formats, and compares: all headline numbers, whether the run is complete, and
for errors, cut and foreign files the diagnosis. Prints counts per tool and
version and every difference; ends with 1 when there is one.
"""
import collections
import csv
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile

import expect_fio
import expect_iperf3
import expect_sysbench
from expect import ABSENT

READERS = {"sysbench": expect_sysbench, "fio": expect_fio,
           "iperf3": expect_iperf3}
SAID = re.compile(r"^hvlab: (.*?)(?::(\d+))?: (?:(error|warning|note): )?"
                  r"(.*)$")


def unpack(folder):
    for tool in READERS:
        with tarfile.open(f"fixtures/recorded/{tool}.tar.xz") as archive:
            try:
                archive.extractall(folder, filter="data")
            except TypeError:       # before Python 3.11.4
                archive.extractall(folder)


def manifest(folder, tool):
    with open(f"{folder}/{tool}/MANIFEST.tsv", newline="",
              encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t",
                                  quoting=csv.QUOTE_NONE):
            row["version"] = row.get("version") or row.get("fio_version")
            yield row


def parse(hvlab, paths, folder):
    """hvlab's runs and diagnoses per file, all in one go."""
    done = subprocess.run([hvlab, "parse", "--lang", "en", *paths],
                          cwd=folder, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        print(f"hvlab parse ended with {done.returncode}")
        print(done.stderr.decode(errors="replace")[-2000:])
        sys.exit(1)
    runs = collections.defaultdict(dict)
    for line in done.stdout.decode().splitlines():
        record = json.loads(line)
        run = runs[record["file"]].setdefault(
            record["run"], {"tool": record["tool"], "test": record["test"],
                            "version": record["tool_version"],
                            "complete": record["complete"], "values": {}})
        run["values"][record["metric"]] = record["value"]
    said = collections.defaultdict(list)
    for line in done.stderr.decode().splitlines():
        found = SAID.match(line)
        if found:
            said[found.group(1)].append((found.group(3), found.group(4)))
    return runs, said


def compare_run(want, got, count):
    """Differences of one run; counts the numbers that agree."""
    for metric, limits in want.values.items():
        value = got["values"].get(metric)
        if limits is ABSENT:
            if value is not None:
                yield f"{metric} should be absent, is {value!r}"
        elif value is None:
            if metric not in want.may:
                yield f"{metric} missing ({limits[0]:.10g})"
        elif not limits[0] <= value <= limits[1]:
            yield (f"{metric} is {value!r}, not {limits[0]:.10g} to "
                   f"{limits[1]:.10g}")
        else:
            count["numbers"] += 1
    if want.complete is not None and want.complete != got["complete"]:
        yield f"complete is {got['complete']}"
    unknown = set(got["values"]) - set(want.values)
    count["unchecked"] += len(unknown)
    for metric in unknown:
        count["names"][metric] += 1


def compare_way(way, runs, count):
    ours = [r for r in runs if r["tool"] in {w.tool for w in way} or not way]
    if len(ours) != len(way):
        tests = ", ".join(str(r["test"]) for r in ours)
        return [f"{len(ours)} runs ({tests}), not {len(way)}"]
    found = []
    for number, (want, got) in enumerate(zip(way, ours), 1):
        place = f"run {number}: " if len(way) > 1 else ""
        found += [place + text for text in compare_run(want, got, count)]
    return found


def fresh():
    return {"numbers": 0, "unchecked": 0, "names": collections.Counter()}


def without_failed(way):
    """A failed run may be told of without a number being read."""
    return [w for w in way if w.complete is not False or
            any(w.values[m] is not ABSENT and m not in w.may
                for m in w.values)]


def compare_file(want, runs, said, total):
    runs = [runs[k] for k in sorted(runs)]
    best, counted = None, None
    if not want.loose:
        for way in want.ways + [without_failed(w) for w in want.ways]:
            count = fresh()
            found = compare_way(way, runs, count)
            if best is None or len(found) < len(best):
                best, counted = found, count
    if counted:
        total["numbers"] += counted["numbers"]
        total["unchecked"] += counted["unchecked"]
        total["names"] += counted["names"]
    differences = list(best or [])
    texts = " | ".join(text for _, text in said)
    for pattern in want.diags:
        if not re.search(pattern, texts):
            differences.append(f"no diagnosis /{pattern}/; said: {texts!r}")
    if want.loose and not runs and not said:
        differences.append("neither numbers nor a diagnosis")
    if all(not way for way in want.ways) and not want.loose and \
            not texts and want.kind != "facts":
        differences.append("nothing read, nothing said")
    return differences


def pairs(rows, folder, runs):
    """iperf3: receiver's and sender's numbers on both sides of a test."""
    agree, differ = 0, []
    for path in rows:
        # before 3.2 each side used its own clock
        if "-client." not in path or "mix-" in path or \
                re.search(r"iperf2|/3\.[01]\.|udp-O", path):
            continue
        other = path.replace("-client.", "-server.")
        sides = [[r for _, r in sorted(runs.get(p, {}).items())
                  if r["complete"]] for p in (path, other)]
        if not sides[0] or len(sides[0]) != len(sides[1]):
            continue
        for ours, theirs in zip(*sides):
            name = "receiver.throughput"
            one, two = ours["values"].get(name), theirs["values"].get(name)
            if one is None or two is None:
                continue
            if abs(one - two) <= 0.006 * max(one, two):
                agree += 1
            else:
                differ.append(f"{path}: {name} {one} here, {two} on the "
                              "other side")
    return agree, differ


def check(hvlab, folder):
    rows = {}
    for tool in READERS:
        for row in manifest(folder, tool):
            rows[f"{tool}/{row['path']}"] = (tool, row)
    runs, said = parse(hvlab, list(rows), folder)
    totals = collections.defaultdict(fresh)
    table = collections.Counter()
    differences = []
    for path, (tool, row) in rows.items():
        with open(f"{folder}/{path}", "rb") as stream:
            data = stream.read()
        want = READERS[tool].expect(row["path"], data, row)
        found = compare_file(want, runs.get(path, {}), said.get(path, []),
                             totals[tool])
        place = (tool, row["path"].split("/")[0], want.kind)
        table[place + ("files",)] += 1
        table[place + ("differ",)] += bool(found)
        differences += [f"{path}: {text}" for text in found]
    agree, differ = pairs(rows, folder, runs)
    return totals, table, differences + differ, agree


def main():
    hvlab = os.path.abspath(sys.argv[1])
    sys.stdout.reconfigure(line_buffering=True)
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 2:
            folder = sys.argv[2]
        else:
            unpack(folder)
        totals, table, differences, agree = check(hvlab, folder)
    for text in differences:
        print("DIFFERS", text)
    groups = sorted({k[:3] for k in table})
    for group in groups:
        print(*group, f"{table[group + ('files',)]} files,",
              f"{table[group + ('differ',)]} differ")
    for tool, total in totals.items():
        print(f"{tool}: {total['numbers']} numbers agree, "
              f"{total['unchecked']} more without a second reading:",
              ", ".join(f"{n} {c}" for n, c in
                        total["names"].most_common(12)))
    print(f"iperf3: {agree} receivers agree on both sides")
    print(f"{len(differences)} differences in "
          f"{sum(v for k, v in table.items() if k[3] == 'differ')} of "
          f"{sum(v for k, v in table.items() if k[3] == 'files')} files")
    sys.exit(bool(differences))


if __name__ == "__main__":
    main()
