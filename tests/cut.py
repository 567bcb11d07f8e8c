"""Does a log that lost its end ever give a number the whole one does not?

cut.py HVLAB [FOLDER]: of 150 complete recordings (always the same; all of them
when CUT_ALL is set), each is cut at every line and at 200 bytes (always the
same). hvlab must not crash, and
what it reads of a part must be what it reads of the whole, unless it says that
the run is not complete.
"""
import collections
import concurrent.futures
import json
import os
import random
import subprocess
import sys
import tempfile

import recorded

ALL = "CUT_ALL" in os.environ
EACH = 10 ** 6 if ALL else 50   # recordings per tool
BYTES = 200
LINES = 10 ** 6 if ALL else 400  # at most; of longer files every n-th line
SIZE = 10 ** 9 if ALL else 24 * 1024
# many small files: in memory where that is to be had
FAST = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
# figures of a running process are the result so far, and say no more
RUNNING = ("status-interval", "USR1")


def candidates(folder, tool):
    for row in recorded.manifest(folder, tool):
        path = row["path"]
        whole = f"{folder}/{tool}/{path}"
        if any(word in row["command"] for word in RUNNING) or \
                not 200 < os.path.getsize(whole) < SIZE:
            continue
        with open(whole, "rb") as stream:
            data = stream.read()
        want = recorded.READERS[tool].expect(path, data, row)
        way = want.ways[0] if want.ways else []
        if way and not want.loose and all(r.complete for r in way):
            yield f"{tool}/{path}"


def sample(folder):
    chosen = []
    for tool in recorded.READERS:
        paths = sorted(candidates(folder, tool))
        step = max(1, len(paths) // EACH)
        chosen += paths[::step][:EACH]
    return chosen


def places(data, name):
    lines = [i + 1 for i, byte in enumerate(data) if byte == 10]
    step = len(lines) // LINES + 1
    draw = random.Random(name)
    some = [draw.randrange(len(data)) for _ in range(BYTES)]
    return sorted({*lines[::step], *some})


def read(hvlab, folder):
    """The runs of every file of the folder, or what went wrong."""
    done = subprocess.run([hvlab, "parse", "--lang", "en", folder],
                          capture_output=True, check=False)
    files = collections.defaultdict(dict)
    for line in done.stdout.decode().splitlines():
        record = json.loads(line)
        name = os.path.basename(record["file"])
        run = files[name].setdefault(record["run"], {})
        run[record["metric"]] = (record["value"], record["complete"],
                                 record["tool"])
    crashed = done.returncode not in (0, 1, 2)
    return files, crashed and done.stderr.decode(errors="replace")[-3000:]


def compare(whole, part, count):
    for number, run in part.items():
        for metric, (value, complete, tool) in run.items():
            if tool == "vm-facts":
                continue
            count[complete] += 1
            if not complete:
                continue
            want = whole.get(number, {}).get(metric)
            if want is None:
                yield f"run {number}: {metric} {value!r}, absent in the whole"
            elif want[0] != value:
                yield (f"run {number}: {metric} {value!r}, in the whole "
                       f"{want[0]!r}")


def cut(hvlab, folder, path):
    with open(f"{folder}/{path}", "rb") as stream:
        data = stream.read()
    found, count = [], collections.Counter()
    at = places(data, path)
    with tempfile.TemporaryDirectory(dir=FAST) as work:
        for place in [*at, len(data)]:
            with open(f"{work}/{place}", "wb") as stream:
                stream.write(data[:place])
        files, crash = read(hvlab, work)
        if crash:
            return path, len(at), [f"hvlab died\n{crash}"], count
        whole = files.get(str(len(data)), {})
        for place in at:
            for text in compare(whole, files.get(str(place), {}), count):
                found.append(f"cut at byte {place}: {text}")
    return path, len(at), found, count


def main():
    hvlab = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 2:
            folder = sys.argv[2]
        else:
            recorded.unpack(folder)
        paths = sample(folder)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            results = list(pool.map(lambda p: cut(hvlab, folder, p), paths))
    bad = [r for r in results if r[2]]
    numbers = sum((r[3] for r in results), collections.Counter())
    for path, _, found, _ in bad:
        print(f"{path}: {len(found)} cuts differ, the first: {found[0]}")
    print(f"{len(paths)} recordings, {sum(r[1] for r in results)} cuts, "
          f"{sum(len(r[2]) for r in bad)} differ in {len(bad)} recordings; "
          f"{numbers[True]} numbers of complete runs, {numbers[False]} of "
          "incomplete ones")
    sys.exit(bool(bad) or len(paths) < 140 or not numbers[True])


if __name__ == "__main__":
    main()
