"""`hvlab grade` on classes of honest students with 16 logs and a worksheet.

grade.py HVLAB: CPU and wall time per student with and without PDF, largest
process, and how they grow from 100 to 10,000 students. Students are drawn, each with
figures of his own; GRADE_BENCH=1000 stops the growth there.
"""
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import grade_class as c  # noqa: E402

HVLAB = os.path.abspath(sys.argv[1])
LARGEST = int(os.environ.get("GRADE_BENCH", "10000"))
AIM = {"md": 10, "md,pdf": 40}  # ms of CPU per student
work = tempfile.mkdtemp()


def entries(number):
    return c.moodle_entries([c.Student(
        number + 1, c.name_of(number), c.drawn_logs(number),
        kind=list(c.FORMATS)[number % len(c.FORMATS)])])


def classes(sizes):
    """The smaller ones are beginnings of the larger."""
    archives = {n: zipfile.ZipFile(f"{work}/{n}.zip", "w",
                                   zipfile.ZIP_DEFLATED) for n in sizes}
    with multiprocessing.Pool() as pool:
        for i, some in enumerate(pool.imap(entries, range(max(sizes)), 20)):
            for size, archive in archives.items():
                for name, data in some if i < size else ():
                    archive.writestr(name, data)
    for archive in archives.values():
        archive.close()


def run(size, pdf):
    """CPU and wall seconds and the largest process in MiB."""
    out = f"{work}/out"
    began = time.monotonic()
    with open(f"{work}/err", "wb") as err:
        job = subprocess.Popen([HVLAB, "grade", f"{work}/{size}.zip", "-o",
                                out, "--format", pdf],
                               stdout=err, stderr=err)
        _, status, usage = os.wait4(job.pid, 0)
    wall = time.monotonic() - began
    if os.waitstatus_to_exitcode(status) > 1:
        sys.exit(open(f"{work}/err", encoding="utf-8").read())
    shutil.rmtree(out)
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


sizes = [n for n in (100, 1000, 10000) if n <= LARGEST] or [LARGEST]
# in a process of its own: the size of this one is part of what is measured
maker = multiprocessing.Process(target=classes, args=(sizes,))
maker.start()
maker.join()
for size in sizes:
    for pdf, aim in AIM.items():
        seconds, wall, memory = run(size, pdf)
        each = 1000 * seconds / size
        print(f"{size:6d} students {pdf:6s} {each:7.1f} ms CPU each"
              f" ({'within' if each <= aim else 'OVER'} {aim} ms)"
              f" {1000 * wall / size:7.1f} ms wall"
              f" {memory:7.1f} MiB", flush=True)
shutil.rmtree(work)
